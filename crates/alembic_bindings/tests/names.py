"""The public names of the reference's modules, as `resources/names.txt` lists them."""
import importlib
import types

import sqlalchemy

#: Modules that are one of ours.
GROUPS = {
    "sqlalchemy": ["sqlalchemy"],
    "sqlalchemy.sql": ["", "expression", "elements", "selectable", "dml", "operators", "base", "naming"],
    "sqlalchemy.orm": [
        "", "decl_api", "attributes", "base", "properties", "relationships", "mapper", "session", "query", "decl_base",
    ],
    "sqlalchemy.ext.asyncio": ["", "engine", "session"],
    "sqlalchemy.engine": ["", "base", "url", "interfaces", "default", "reflection"],
    "sqlalchemy.types": ["sqlalchemy.types", "sqlalchemy.sql.sqltypes", "sqlalchemy.sql.type_api"],
    "sqlalchemy.schema": ["sqlalchemy.schema", "sqlalchemy.sql.schema", "sqlalchemy.sql.ddl"],
    "sqlalchemy.dialects.postgresql": ["", "base", "json", "ranges", "array"],
    "sqlalchemy.dialects.sqlite": ["", "base"],
    "sqlalchemy.dialects.mysql": ["", "base"],
    "sqlalchemy.dialects.mssql": ["", "base"],
    "sqlalchemy.dialects.oracle": ["", "base"],
    "alembic.autogenerate": [""],
}
STANDARD = (
    "__future__ asyncio builtins collections contextlib enum functools itertools operator re sys types typing"
    " typing_extensions weakref"
).split()

# Before anything below is imported: `import sqlalchemy` alone brings no `sqlalchemy.orm`.
top = [name for name in dir(sqlalchemy) if not name.startswith("_")]


def names(group, path):
    full = path if path.startswith("sqlalchemy") else (group + "." + path).rstrip(".")
    module = importlib.import_module(full)
    for name in top if full == "sqlalchemy" else dir(module):
        value = getattr(module, name)
        is_module = isinstance(value, types.ModuleType)
        owner = value.__name__ if is_module else getattr(value, "__module__", "")
        if name.startswith("_") or (full != group and str(owner).split(".")[0] in STANDARD):
            continue
        if is_module and owner == group + "." + name:
            yield name + "/"
        elif not is_module:
            yield name


for group, paths in GROUPS.items():
    print(group, *sorted({name for path in paths for name in names(group, path)}))

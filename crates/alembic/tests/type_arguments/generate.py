"""Prints a construction of every type of SQLAlchemy for each argument of its constructor, one a line."""

import importlib
import inspect
import itertools

from sqlalchemy import types

MODULES = {
    "sa": "sqlalchemy.types",
    "postgresql": "sqlalchemy.dialects.postgresql",
    "mysql": "sqlalchemy.dialects.mysql",
    "sqlite": "sqlalchemy.dialects.sqlite",
    "mssql": "sqlalchemy.dialects.mssql",
    "oracle": "sqlalchemy.dialects.oracle",
}

# Made by the user or not at all.
ABSTRACT = {
    "TypeDecorator", "TypeEngine", "UserDefinedType", "ExternalType", "Emulated", "NativeForEmulated", "Concatenable",
    "Indexable", "SchemaType", "Variant", "TupleType", "TypeEngineMixin", "ConstructType", "MatchType", "HasExpressionLookup",
    "NumericCommon", "AbstractRange", "AbstractSingleRange", "AbstractMultiRange", "NamedType", "TableValueType",
    "_RangeComparatorFactory", "TraversibleType", "AbsractType",
}

VALUES = {
    "length": ["7", "0", "None"],
    "collation": ["'utf8_bin'", "'de DE'"],
    "precision": ["5", "0"],
    "scale": ["2", "0"],
    "decimal_return_scale": ["3"],
    "asdecimal": ["True", "False"],
    "timezone": ["True", "False"],
    "native": ["False"],
    "second_precision": ["3"],
    "day_precision": ["2"],
    "as_uuid": ["True", "False"],
    "native_uuid": ["False", "True"],
    "none_as_null": ["True", "False"],
    "create_constraint": ["True", "False"],
    "name": ["'ck_x'", "None"],
    "item_type": ["sa.Integer()", "sa.String(5)", "sa.Text"],
    "dimensions": ["2"],
    "zero_indexes": ["True"],
    "as_tuple": ["True"],
    "astext_type": ["sa.String(9)"],
    "text_type": ["sa.String(9)"],
    "fields": ["'YEAR'", "'DAY TO SECOND'"],
    "varying": ["True", "False"],
    "unsigned": ["True", "False"],
    "zerofill": ["True"],
    "display_width": ["4"],
    "charset": ["'utf8mb4'"],
    "ascii": ["True"],
    "unicode": ["True"],
    "binary": ["True"],
    "national": ["True"],
    "fsp": ["3"],
    "retrieve_as_bitwise": ["True"],
    "convert_bin_to_uuid": ["True"],
    "filestream": ["True"],
    "convert_int": ["True"],
    "binary_precision": ["9", "63"],
    "data_type": ["sa.Integer()", "sa.String(4)"],
    "storage_format": ["'%(year)04d'"],
    "regexp": ["'x'"],
    "truncate_microseconds": ["True"],
    "impl": ["sa.String(8)", "sa.LargeBinary"],
    "comparator": ["None"],
    "protocol": ["2"],
    "pickler": ["None"],
    "schema": ["'s'"],
    "metadata": ["sa.MetaData(schema='m')"],
    "inherit_schema": ["True", "False"],
    "native_enum": ["True", "False"],
    "validate_strings": ["True"],
    "values_callable": ["lambda c: [m.value for m in c]"],
    "sort_key_function": ["None"],
    "omit_aliases": ["False", "True"],
    "quote": ["True"],
    "create_type": ["False", "True"],
    "collation_schema": ["'s'"],
    "default": ["'5'"],
    "constraint_name": ["'ck_d'"],
    "not_null": ["True"],
    "check": ["'VALUE > 5'"],
    "local_timezone": ["True"],
    "dim": ["3"],
    "storage_type": ["oracle.VectorStorageType.SPARSE"],
    "storage_format_": ["None"],
    "once": ["None"],
    "variant": ["None"],
    "enums": [],
    "values": [],
    "retrieve": [],
}

# A `#` is another number each time: a type is created once for all tables of a run.
NUMBERS = itertools.count()

# Arguments without which the type cannot be made, or without which the others mean nothing.
FIRST = {
    "Enum": ["'a'", "'b c'", "name='e#'"],
    "ENUM": ["'a'", "'b'", "name='en#'"],
    "SET": ["'a'", "'b'"],
    "ARRAY": ["sa.Integer()"],
    "DOMAIN": ["'dom#'", "sa.Integer()"],
}


def arguments(cls):
    out = []
    for base in cls.__mro__:
        init = base.__dict__.get("__init__")
        if init is None or base is object:
            continue
        parameters = list(inspect.signature(init).parameters.values())[1:]
        out += [p.name for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY) and p.name not in out]
        if not any(p.kind is p.VAR_KEYWORD for p in parameters):
            break
    return [name for name in out if not name.startswith("_")]


def constructions(prefix, name, cls):
    first = list(FIRST.get(name, ()))
    taken = {"DOMAIN": ["name", "data_type"], "ARRAY": ["item_type"]}.get(name, [])
    own = [argument for argument in arguments(cls) if argument not in taken]
    if name in ("ENUM", "Enum", "SET"):
        own += [n for n in ("name", "schema", "metadata", "inherit_schema", "native_enum", "create_constraint", "length", "create_type",
                            "validate_strings", "omit_aliases", "charset", "collation", "quote") if n not in own]
    values = dict(VALUES)
    if name in ("Enum", "ENUM"):
        # PostgreSQL needs one; MySQL's type without native enumerations recurses without end.
        values["name"] = ["'ck#'"]
        values["native_enum"] = ["True"] if prefix == "mysql" else values["native_enum"]
    if name == "VECTOR":
        values["storage_format"] = ["oracle.VectorStorageFormat.INT8", "'INT8'"]

    def made(*more):
        given = [item for item in first if item.split("=")[0] not in {m.split("=")[0] for m in more}]
        return f"{prefix}.{name}({', '.join([*given, *more])})"

    if not (name in ("Enum", "ENUM") and prefix != "sa"):
        yield f"{prefix}.{name}"
    yield made()
    for argument in own:
        for value in values.get(argument, ["5"]):
            yield made(f"{argument}={value}")
    known = [(argument, values.get(argument, ["5"])) for argument in own]
    known = [(argument, values[0]) for argument, values in known if values]
    for (one, first_value), (two, second_value) in zip(known, known[1:]):
        yield made(f"{one}={first_value}", f"{two}={second_value}")
    if len(known) > 2:
        yield made(*[f"{argument}={value}" for argument, value in known])
    if known and not first:
        yield f"{prefix}.{name}({known[0][1]})"
    if len(known) > 1 and not first:
        yield f"{prefix}.{name}({known[0][1]}, {known[1][1]})"


def main():
    seen = set()
    for prefix, module_name in MODULES.items():
        module = importlib.import_module(module_name)
        for name in sorted(dir(module)):
            cls = getattr(module, name)
            if not (inspect.isclass(cls) and issubclass(cls, types.TypeEngine)) or name.startswith("_") or name in ABSTRACT:
                continue
            if prefix == "sa" and not hasattr(importlib.import_module("sqlalchemy"), name):
                continue
            if (name, cls) in seen:
                continue
            seen.add((name, cls))
            for text in dict.fromkeys(constructions(prefix, name, cls)):
                print(text.replace("#", str(next(NUMBERS))) if "#" in text else text)


main()

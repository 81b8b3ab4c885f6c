"""Schema items as the calls that make them, for the other side's own constructors."""

import importlib
import inspect
import re

import sqlalchemy
from sqlalchemy import schema as sa_schema
from sqlalchemy import types as sa_types
from sqlalchemy.sql import elements

from . import dialects, values
from .channel import Unsupported, channel
from .unavailable import Unavailable
from .values import Construct, Path


class Current(object):
    """The database that SQL inside of schema items is written for."""

    name = "default"
    _dialect = None

    def use(self, name):
        if name != self.name:
            self.name, self._dialect = name, None

    @property
    def dialect(self):
        if self._dialect is None:
            self._dialect = dialects.plain(self.name)
        return self._dialect


current = Current()


def describe(value):
    """The call that makes a value, or None if it is nothing of SQLAlchemy's."""
    if isinstance(value, type):
        if issubclass(value, sa_types.TypeEngine):
            return type_class(value)
        return None
    if hasattr(value, "__clause_element__"):
        value = value.__clause_element__()
    if isinstance(value, sa_types.TypeEngine):
        return type_(value)
    for kind, function in ITEMS:
        if isinstance(value, kind):
            return function(value)
    return None


# Names.


def name_(value):
    """A name: `op.f()` and quoting are kept."""
    if value is None or type(value) is str:
        return value
    if isinstance(value, elements.conv):
        return Construct("sqlalchemy.sql.elements.conv", [str.__str__(value)])
    if isinstance(value, elements.quoted_name):
        if value.quote is None:
            return str.__str__(value)
        return Construct("sqlalchemy.sql.elements.quoted_name", [str.__str__(value), value.quote])
    if isinstance(value, str):
        return str.__str__(value)
    # The symbol that stands for "no name, and no convention either".
    return None


# Expressions.

PARAMETER = re.compile(r"(?<![:\w\\]):(\w+)(?!:)", re.UNICODE)


def sql_text(expression):
    """An expression as SQL with its values written in, without names of tables."""
    compiled = expression.compile(
        dialect=current.dialect, compile_kwargs={"literal_binds": True, "include_table": False}
    )
    return str(compiled)


def escaped(text):
    """SQL for `text()`: colons that are not parameters."""
    return PARAMETER.sub(r"\\:\1", text.replace("\\:", "\\\\:"))


def text_clause(value):
    if not value._bindparams:
        return Construct("sqlalchemy.text", [value.text])
    return Construct("sqlalchemy.text", [escaped(sql_text(value))])


def expression(value):
    return Construct("sqlalchemy.literal_column", [sql_text(value)])


def statement(value):
    return Construct("sqlalchemy.text", [escaped(sql_text(value))])


# Types.


def public_path(kind):
    """Where a class of SQLAlchemy can be imported from; internal ones stand for their public base."""
    for base in kind.__mro__:
        name, parts = base.__name__, base.__module__.split(".")
        if getattr(sa_types, name, None) is base:
            return "sqlalchemy.types." + name
        if parts[:2] == ["sqlalchemy", "dialects"]:
            package = importlib.import_module(".".join(parts[:3]))
            if name in package.__all__ and getattr(package, name) is base:
                return "%s.%s" % (package.__name__, name)
    return "%s.%s" % (kind.__module__, kind.__name__)


def is_own(kind):
    """True for SQLAlchemy's own classes."""
    return kind.__module__.split(".")[0] == "sqlalchemy"


def type_class(kind):
    if is_own(kind):
        return Path(public_path(kind))
    return type_(kind())


def type_(value):
    variants = getattr(value, "_variant_mapping", None) or {}
    if type(value).__name__ == "Variant" and is_own(type(value)):
        # SQLAlchemy 1.4.
        variants, value = value.mapping, value.impl
    base = base_type(value)
    if not variants:
        return base
    return Construct("_alembic_rs.with_variants", [base, [(name, type_(variant)) for name, variant in variants.items()]])


def is_recompiled(kind):
    """True for a class whose SQL a `@compiles` function of the project makes on this database."""
    dispatcher = vars(kind).get("_compiler_dispatcher")
    if dispatcher is None:
        return False
    default = dispatcher.specs.get("default")
    # SQLAlchemy's own way is kept under "default" if the project has registered for named databases only.
    return current.name in dispatcher.specs or (
        default is not None and default.__name__ != "_wrap_existing_dispatch"
    )


def refuse_recompiled():
    """DDL is written on the other side, where no `@compiles` function is heard."""
    from sqlalchemy.sql import ddl, schema

    kinds = [kind for module in (ddl, schema) for kind in vars(module).values() if isinstance(kind, type)]
    for kind in kinds + Unavailable.__subclasses__():
        if is_recompiled(kind):
            raise Unsupported("`@compiles` for `%s.%s`" % (kind.__module__, kind.__name__))


def base_type(value):
    kind = type(value)
    if not is_own(kind) or is_recompiled(kind):
        return foreign_type(value)
    if isinstance(value, sa_types.NullType):
        return Path("sqlalchemy.types.NULLTYPE")
    arguments, keywords = [], {}
    if isinstance(value, sa_types.Enum) or "enums" in vars(value):
        arguments = list(value.enums)
    elif hasattr(value, "values") and kind.__name__ == "SET":
        arguments = list(value.values)
    for parameter in parameters(kind):
        if parameter.name in SKIPPED:
            continue
        found = getattr(value, parameter.name, parameter.default)
        if found is parameter.default or (type(found) is type(parameter.default) and found == parameter.default):
            continue
        if parameter.name == "length" and isinstance(value, sa_types.Enum):
            if found == getattr(value, "_default_length", found):
                continue
        if callable(found) and not isinstance(found, (type, sa_types.TypeEngine)):
            continue
        keywords[parameter.name] = name_(found) if parameter.name in ("name", "schema") else found
    if isinstance(value, sa_types.Enum):
        # These two are named nowhere in the signatures.
        if not value.native_enum:
            keywords["native_enum"] = False
        if value.create_constraint:
            keywords["create_constraint"] = True
    return numbered(value, public_path(kind), arguments, keywords)


#: Parameters that no DDL depends on.
SKIPPED = {"metadata", "values_callable", "sort_key_function", "validate_strings", "omit_aliases", "comparator", "pickler", "impl", "_enums", "_adapted_from", "_create_events", "inherit_schema"}


def parameters(kind):
    """The named parameters of a constructor and, through `**kw`, of those it passes them to."""
    found = {}
    for base in kind.__mro__:
        if "__init__" not in vars(base) or not is_own(base):
            continue
        has_rest = False
        for parameter in inspect.signature(base.__init__).parameters.values():
            if parameter.kind is parameter.VAR_KEYWORD:
                has_rest = True
            elif parameter.kind is not parameter.VAR_POSITIONAL and parameter.name != "self":
                found.setdefault(parameter.name, parameter)
        if not has_rest and not issubclass(kind, sa_types.SchemaType):
            break
    return found.values()


def numbered(value, path, arguments, keywords):
    """The same object travels once: an ENUM that two tables share is one there, too, and comes back as itself."""
    return Construct(path, arguments, keywords, number=values.number_of(value))


def foreign_type(value):
    """A type of the project or of another package: its SQL, and what it is built on."""
    impl = None
    if isinstance(value, sa_types.TypeDecorator):
        loaded = value.load_dialect_impl(current.dialect)
        impl = loaded.impl if loaded is value or type(loaded) is type(value) else loaded
        impl = impl() if isinstance(impl, type) else impl
    try:
        compiler = getattr(current.dialect, "type_compiler_instance", None) or current.dialect.type_compiler
        text = compiler.process(value)
    except Exception:
        text = None
    own = next((base for base in type(value).__mro__ if is_own(base)), None)
    return numbered(
        value,
        "_alembic_rs.foreign_type",
        [],
        {
            "module": type(value).__module__,
            "name": type(value).__name__,
            "text": text,
            "shown": repr(value),
            "impl": None if impl is None else type_(impl),
            "visit_name": None if own is None else getattr(value, "__visit_name__", None),
        },
    )


# Columns and what hangs on them.


def dialect_keywords(item):
    return dict(getattr(item, "dialect_kwargs", None) or {})


def given(pairs):
    return {name: value for name, value in pairs.items() if value is not None}


def server_default(value):
    if isinstance(value, sa_schema.DefaultClause):
        return value.arg if isinstance(value.arg, str) else describe(value.arg)
    return describe(value)


def column(value, in_table=False, is_model=False):
    """A column; inside of a table its keys, indexes and constraints come from the table."""
    arguments = [name_(value.name), type_(value.type)]
    if not in_table:
        arguments += [foreign_key(item) for item in sorted(value.foreign_keys, key=target)]
    arguments += [
        describe(found)
        for found in sorted(value.constraints, key=lambda found: found._creation_order)
        if not getattr(found, "_type_bound", False)
    ]
    if value.computed is not None:
        arguments.append(value.computed)
    if value.identity is not None:
        arguments.append(value.identity)
    keywords = {}
    if value.key != value.name:
        keywords["key"] = value.key
    if value.primary_key:
        keywords["primary_key"] = True
    if value.nullable != (not value.primary_key) or isinstance(getattr(value, "_user_defined_nullable", None), bool):
        keywords["nullable"] = value.nullable
    if not in_table:
        keywords.update(given({"index": value.index, "unique": value.unique}))
    if value.autoincrement != "auto":
        keywords["autoincrement"] = value.autoincrement
    if value.comment is not None:
        keywords["comment"] = value.comment
    if value.system:
        keywords["system"] = True
    if value.server_default is not None and value.computed is None and value.identity is None:
        keywords["server_default"] = server_default(value.server_default)
    if value.default is not None:
        keywords["default"] = python_default(value.default)
    if value.info:
        keywords["info"] = dict(value.info)
    keywords.update(dialect_keywords(value))
    if is_model:
        return numbered(value, "sqlalchemy.Column", arguments, keywords)
    return Construct("sqlalchemy.Column", arguments, keywords)


class Defaults(object):
    """How defaults of Python travel."""

    #: In a batch the other side writes the value into new rows, so functions are called here.
    are_called = False


def python_default(value):
    """A default of Python: whether there is one decides about SERIAL, its value matters in a batch only."""
    if isinstance(value, sa_schema.Sequence):
        return sequence(value)
    if value.is_scalar:
        return value.arg
    if value.is_callable and Defaults.are_called:
        return value.arg(None)
    if value.is_callable:
        name = getattr(value.arg, "__qualname__", type(value.arg).__qualname__)
        return Construct("_alembic_rs.python_default", [name])
    return describe(value.arg)


REFERENCE_OPTIONS = ("onupdate", "ondelete", "deferrable", "initially", "match", "use_alter", "link_to_name", "comment")


def reference_options(value):
    found = {name: getattr(value, name, None) for name in REFERENCE_OPTIONS}
    return {name: option for name, option in found.items() if option not in (None, False) or name == "deferrable" and option is False}


def target(item):
    """`table.column` of a foreign key."""
    if isinstance(item._colspec, str):
        return item._colspec
    return item.target_fullname


def foreign_key(item):
    keywords = reference_options(item)
    if item.name is not None:
        keywords["name"] = name_(item.name)
    return Construct("sqlalchemy.ForeignKey", [target(item)], dict(keywords, **dialect_keywords(item)))


SEQUENCE_OPTIONS = ("start", "increment", "minvalue", "maxvalue", "nominvalue", "nomaxvalue", "cycle", "cache", "order")


def sequence(value):
    keywords = given({name: getattr(value, name, None) for name in SEQUENCE_OPTIONS})
    keywords.update(given({"schema": name_(value.schema), "optional": value.optional or None}))
    return Construct("sqlalchemy.Sequence", [name_(value.name)], keywords)


def identity(value):
    keywords = given({name: getattr(value, name, None) for name in ("always", "on_null") + SEQUENCE_OPTIONS})
    return Construct("sqlalchemy.Identity", [], dict(keywords, **dialect_keywords(value)))


def computed(value):
    return Construct("sqlalchemy.Computed", [describe(value.sqltext)], given({"persisted": value.persisted}))


def default_clause(value):
    argument = server_default(value)
    return Construct("sqlalchemy.DefaultClause", [argument])


def fetched_value(value):
    return Construct("sqlalchemy.FetchedValue", [])


# Constraints and indexes.


def constraint_options(item):
    keywords = given({"deferrable": item.deferrable, "initially": item.initially, "comment": getattr(item, "comment", None)})
    if name_(item.name) is not None:
        keywords["name"] = name_(item.name)
    if item.info:
        keywords["info"] = dict(item.info)
    return dict(keywords, **dialect_keywords(item))


def column_keys(item):
    if len(item.columns):
        return [name_(found.key) for found in item.columns]
    return [found if isinstance(found, str) else name_(found.key) for found in item._pending_colargs]


def primary_key(item):
    return Construct("sqlalchemy.PrimaryKeyConstraint", column_keys(item), constraint_options(item))


def unique(item):
    return Construct("sqlalchemy.UniqueConstraint", column_keys(item), constraint_options(item))


def check(item):
    return Construct("sqlalchemy.CheckConstraint", [describe(item.sqltext)], constraint_options(item))


def foreign_key_constraint(item):
    keywords = dict(reference_options(item), **constraint_options(item))
    return Construct(
        "sqlalchemy.ForeignKeyConstraint", [list(item.column_keys), [target(found) for found in item.elements]], keywords
    )


def exclude(item):
    elements_ = [
        (expr if isinstance(expr, str) else name_(expr.name) if isinstance(expr, sqlalchemy.Column) else describe(expr), operator)
        for expr, _, operator in item._render_exprs
    ]
    keywords = dict(constraint_options(item), using=item.using)
    if item.where is not None:
        keywords["where"] = describe(item.where)
    if item.ops:
        keywords["ops"] = dict(item.ops)
    return Construct("sqlalchemy.dialects.postgresql.ExcludeConstraint", elements_, keywords)


ORDERS = {"desc_op": "desc", "asc_op": "asc", "nulls_first_op": "nulls_first", "nulls_last_op": "nulls_last"}


def index_part(part):
    """A column or an expression of an index; orders of columns stay visible."""
    if isinstance(part, str):
        return part
    if isinstance(part, sqlalchemy.Column):
        return name_(part.name)
    order = ORDERS.get(getattr(getattr(part, "modifier", None), "__name__", None))
    if isinstance(part, elements.UnaryExpression) and order is not None:
        inner = part.element
        is_column = isinstance(inner, sqlalchemy.Column)
        inner = Construct("sqlalchemy.column", [name_(inner.name)]) if is_column else index_part(inner)
        return Construct("sqlalchemy." + order, [inner])
    if current.dialect.name == "postgresql" and not isinstance(part, (elements.ColumnClause, elements.TextClause)):
        # PostgreSQL wants parentheses around operators.
        part = part.self_group()
    return describe(part)


def index(item):
    parts = [index_part(part) for part in item.expressions]
    keywords = {"unique": True} if item.unique else {}
    if item.info:
        keywords["info"] = dict(item.info)
    return Construct("sqlalchemy.Index", [name_(item.name)] + parts, dict(keywords, **dialect_keywords(item)))


# Tables.


def table(item, owner=None):
    """A table with everything in it; `owner` is the metadata it goes to."""
    made = [column(found, in_table=True, is_model=owner is not None) for found in item.columns]
    for found in sorted(item.constraints, key=lambda found: found._creation_order):
        if getattr(found, "_type_bound", False):
            continue
        if isinstance(found, sa_schema.PrimaryKeyConstraint) and not len(found.columns):
            continue
        made.append(describe(found))
    made += [index(found) for found in sorted(item.indexes, key=lambda found: str(found.name))]
    keywords = given({"schema": name_(item.schema), "comment": item.comment})
    if item._prefixes:
        keywords["prefixes"] = [str(prefix) for prefix in item._prefixes]
    if item.info:
        keywords["info"] = dict(item.info)
    keywords.update(dialect_keywords(item))
    if owner is not None:
        return numbered(item, "sqlalchemy.Table", [name_(item.name), owner] + made, keywords)
    owner = Construct("sqlalchemy.MetaData")
    return Construct("sqlalchemy.Table", [name_(item.name), owner] + made, keywords)


def plain_table(item):
    """`sa.table()`: names and types only."""
    made = [Construct("sqlalchemy.column", [found.name, type_(found.type)]) for found in item.columns]
    return Construct("sqlalchemy.table", [name_(item.name)] + made, given({"schema": name_(item.schema)}))


class Described(object):
    """A metadata as it was when it travelled."""

    #: By the metadata's `id`.
    known = {}

    def __init__(self, item):
        self.item = item
        self.tables = list(item.tables.values())


def metadata(item):
    """A metadata with all of its tables: the call that makes it, and those that fill it. It travels once, as its tables do."""
    found = Described.known.setdefault(id(item), Described(item))
    tables = list(item.tables.values())
    if len(tables) != len(found.tables) or any(one is not other for one, other in zip(tables, found.tables)):
        raise NotImplementedError(
            "alembic-rs: the tables of a MetaData changed between two calls of context.configure() in the Python worker"
        )
    arguments = [empty_metadata(item), [table(one, Path("_alembic_rs.owner")) for one in tables]]
    return numbered(found, "_alembic_rs.filled_metadata", arguments, {})


def empty_metadata(item):
    """A metadata without tables: what commands need that compare nothing."""
    convention = {key: value for key, value in dict(item.naming_convention).items()}
    return Construct("sqlalchemy.MetaData", [], given({"schema": name_(item.schema), "naming_convention": convention}))


ITEMS = [
    (elements.quoted_name, name_),
    (sqlalchemy.Table, table),
    (sqlalchemy.MetaData, empty_metadata),
    (sqlalchemy.Column, column),
    (sa_schema.ForeignKey, foreign_key),
    (sa_schema.PrimaryKeyConstraint, primary_key),
    (sa_schema.ForeignKeyConstraint, foreign_key_constraint),
    (sa_schema.UniqueConstraint, unique),
    (sa_schema.CheckConstraint, check),
    (sa_schema.Index, index),
    (sa_schema.Identity, identity),
    (sa_schema.Computed, computed),
    (sa_schema.Sequence, sequence),
    (sa_schema.DefaultClause, default_clause),
    (sa_schema.FetchedValue, fetched_value),
    (elements.TextClause, text_clause),
    (sqlalchemy.sql.expression.TableClause, plain_table),
    (elements.ColumnElement, expression),
    (elements.ClauseElement, statement),
]

from sqlalchemy.dialects.postgresql import ExcludeConstraint  # noqa: E402

ITEMS.insert(0, (ExcludeConstraint, exclude))

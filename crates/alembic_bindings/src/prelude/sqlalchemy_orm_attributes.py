"""Attributes of mapped classes that make no columns, and the containers of annotations."""
from typing import Generic, TypeVar

import _alembic_native as _native

_T = TypeVar("_T")


class Mapped(Generic[_T]):
    __module__ = "sqlalchemy.orm.base"


class DynamicMapped(Generic[_T]):
    __module__ = "sqlalchemy.orm.base"


class WriteOnlyMapped(Generic[_T]):
    __module__ = "sqlalchemy.orm.base"


class InstrumentedAttribute:
    pass


QueryableAttribute = InstrumentedAttribute


class DeclarativeMeta(type):
    """The metaclass of declarative classes that are written out: it maps each that has a registry and is not abstract."""

    __module__ = "sqlalchemy.orm.decl_api"

    def __init__(cls, name, bases, namespace, **keywords):
        from sqlalchemy import orm

        type.__init__(cls, name, bases, namespace)
        if getattr(cls, "registry", None) is None:
            from sqlalchemy import exc

            raise exc.InvalidRequestError("Declarative base class has no 'registry' attribute, or registry is not a sqlalchemy.orm.registry() object")
        if "__abstract__" not in cls.__dict__:
            orm._map_class(cls)

    def __setattr__(cls, key, value):
        from sqlalchemy import orm

        if not orm._set_class_attribute(cls, key, value):
            type.__setattr__(cls, key, value)


class _Attribute:
    """A mapped attribute: remembers its arguments, answers to anything that models ask of it."""

    def __init__(self, *args, **kwargs):
        self._args = args
        self._kwargs = kwargs
        self.info = kwargs.get("info") or {}

    def __call__(self, *args, **kwargs):
        return self

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        _native.unsupported("an attribute of an instance that comes from elsewhere than its columns")


class Relationship(_Attribute):
    pass


RelationshipProperty = Relationship


class Synonym(_Attribute):
    pass


class _ColumnHolder(_Attribute):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        from sqlalchemy import Column
        from sqlalchemy.orm import MappedColumn
        self._schema_columns = [arg for arg in args if isinstance(arg, (Column, MappedColumn))]


class ColumnProperty(_ColumnHolder):
    @property
    def expression(self):
        return self._args[0]


class Composite(_ColumnHolder):
    def _parts(self, annotation):
        """Name, column and annotation of each part, if the class of the value is a dataclass."""
        from dataclasses import fields, is_dataclass
        from sqlalchemy.orm import mapped_column
        columns = list(self._args)
        kind = annotation
        if columns and (isinstance(columns[0], type) or callable(columns[0]) and columns[0] not in self._schema_columns):
            kind = columns.pop(0)
        if not (isinstance(kind, type) and is_dataclass(kind)):
            return None
        wanted = [field for field in fields(kind) if field.init]
        if len(columns) > len(wanted):
            from sqlalchemy.exc import ArgumentError
            raise ArgumentError(
                f"number of composite attributes {len(columns)} exceeds that of the number of attributes in class "
                f"{kind.__name__} {len(wanted)}"
            )
        columns += [mapped_column() for _ in wanted[len(columns):]]
        hints = None
        parts = []
        for field, column in zip(wanted, columns):
            if column not in self._schema_columns and not hasattr(column, "_has_nullable"):
                # The name of an attribute that the class maps itself.
                continue
            wanted_type = field.type
            if isinstance(wanted_type, str):
                if hints is None:
                    from typing import get_type_hints
                    hints = get_type_hints(kind, include_extras=True)
                wanted_type = hints[field.name]
            parts.append((field.name, column, wanted_type))
        return parts


# Arguments of the fields of dataclasses: every kind of attribute has them.
_OF_FIELDS = {"init", "repr", "default", "default_factory", "compare", "kw_only", "hash", "dataclass_metadata"}

# How objects are loaded, kept and written; the joins, which name columns and make none.
_OF_RELATIONSHIPS = _OF_FIELDS | {
    "active_history",
    "back_populates",
    "backref",
    "bake_queries",
    "cascade",
    "cascade_backrefs",
    "collection_class",
    "comparator_factory",
    "distinct_target_key",
    "doc",
    "enable_typechecks",
    "foreign_keys",
    "info",
    "innerjoin",
    "join_depth",
    "lazy",
    "load_on_pending",
    "omit_join",
    "order_by",
    "overlaps",
    "passive_deletes",
    "passive_updates",
    "post_update",
    "primaryjoin",
    "query_class",
    "remote_side",
    "secondaryjoin",
    "single_parent",
    "sync_backref",
    "uselist",
    "viewonly",
    "_legacy_inactive_history_style",
    "_local_remote_pairs",
}

# Where SQLAlchemy is older than 2.0, these may be given by position.
_BY_POSITION = ("primaryjoin", "secondaryjoin", "foreign_keys", "uselist", "order_by", "backref", "back_populates")

_OF_COLUMNS = _OF_FIELDS | {"group", "raiseload", "comparator_factory", "active_history", "expire_on_flush", "info", "doc"}

_CASCADES = {"all", "delete", "delete-orphan", "expunge", "merge", "none", "refresh-expire", "save-update"}


def _check(function, given, known):
    for name in given:
        if name not in known:
            raise TypeError(f"{function}() got an unexpected keyword argument '{name}'")


def relationship(argument=None, secondary=None, *more, **options):
    if more:
        from _alembic_packages import is_before

        if not is_before("sqlalchemy", 2) or len(more) > len(_BY_POSITION):
            raise TypeError(f"relationship() takes from 0 to 2 positional arguments but {len(more) + 2} were given")
        options = {**dict(zip(_BY_POSITION, more)), **options}
    _check("RelationshipProperty.__init__", options, _OF_RELATIONSHIPS)
    if options.get("back_populates") and options.get("backref"):
        from sqlalchemy.exc import ArgumentError

        raise ArgumentError("backref and back_populates keyword arguments are mutually exclusive")
    cascade = options.get("cascade")
    if isinstance(cascade, str):
        unknown = sorted({name.strip() for name in cascade.split(",")} - {""} - _CASCADES)
        if unknown:
            from sqlalchemy.exc import ArgumentError

            raise ArgumentError("Invalid cascade option(s): " + ", ".join(map(repr, unknown)))
    return Relationship(argument, secondary, **options)


def dynamic_loader(argument=None, **options):
    return relationship(argument, **{**options, "lazy": "dynamic"})


def backref(name, **options):
    return (name, options)


def _require(function, given, name):
    if not given:
        raise TypeError(f"{function}() missing 1 required positional argument: '{name}'")


def synonym(*name, map_column=None, descriptor=None, **options):
    given = name or [options.pop(key) for key in ("name",) if key in options]
    _check("synonym", options, _OF_FIELDS | {"comparator_factory", "info", "doc"})
    _require("synonym", given, "name")
    return Synonym(*given, **options)


def column_property(*columns, **options):
    _check("column_property", options, _OF_COLUMNS | {"deferred"})
    _require("column_property", columns, "column")
    return ColumnProperty(*columns, **options)


def deferred(*columns, **options):
    _check("deferred", options, _OF_COLUMNS)
    _require("deferred", columns, "column")
    return ColumnProperty(*columns, **options)


def query_expression(default_expr=None, **options):
    _check("query_expression", options, _OF_FIELDS | {"expire_on_flush", "info", "doc"})
    return _Attribute(default_expr, **options)


def composite(*args, **kwargs):
    return Composite(*args, **kwargs)


def validates(*names, **kwargs):
    def decorate(function):
        # As far as sessions are concerned: what sets the attribute is not followed.
        from sqlalchemy import event

        event.listen(None, "set", function)
        return function

    return decorate


def reconstructor(function):
    return function


def has_inherited_table(cls):
    return any(getattr(base, "__table__", None) is not None for base in cls.__mro__[1:])


def foreign(column):
    return column


def remote(column):
    return column


def aliased(entity, alias=None, name=None, **kwargs):
    _native.unsupported("aliased()")


def attribute_keyed_dict(*args, **kwargs):
    return dict


attribute_mapped_collection = attribute_keyed_dict
column_keyed_dict = attribute_keyed_dict
keyfunc_mapping = attribute_keyed_dict
mapped_collection = attribute_keyed_dict
column_mapped_collection = attribute_keyed_dict


class _Option:
    """A loader option: it changes how rows are loaded, never the schema."""

    def __call__(self, *args, **kwargs):
        return self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self


joinedload = selectinload = subqueryload = lazyload = noload = raiseload = contains_eager = immediateload = _Option()
defer = undefer = undefer_group = load_only = with_expression = with_polymorphic = defaultload = selectin_polymorphic = _Option()
Load = _Option()


def with_loader_criteria(*args, **kwargs):
    return _Option()


def with_parent(*args, **kwargs):
    return _Option()


def polymorphic_union(*args, **kwargs):
    _native.unsupported("polymorphic_union()")


class AttributeEvents:
    pass


class MapperProperty:
    pass


class PropComparator:
    pass


Comparator = PropComparator


def make_transient(instance):
    pass


def object_session(instance):
    from sqlalchemy.orm._session import object_session

    return object_session(instance)


def get_history(*args, **kwargs):
    _native.unsupported("get_history()")


def flag_modified(instance, key):
    state = instance.__dict__.get("_sa_instance_state")
    if state is not None:
        state.committed.pop(key, None)


def set_committed_value(instance, key, value):
    setattr(instance, key, value)

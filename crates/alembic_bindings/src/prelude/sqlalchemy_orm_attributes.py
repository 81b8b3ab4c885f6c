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


def relationship(argument=None, secondary=None, *args, **kwargs):
    if callable(secondary) and not isinstance(secondary, type):
        kwargs["_secondary_factory"] = secondary
    return Relationship(argument, secondary, *args, **kwargs)


def dynamic_loader(argument=None, **kwargs):
    return Relationship(argument, **kwargs)


def backref(name, **kwargs):
    return (name, kwargs)


def synonym(name, **kwargs):
    return Synonym(name, **kwargs)


def column_property(*columns, **kwargs):
    return ColumnProperty(*columns, **kwargs)


def deferred(*columns, **kwargs):
    return ColumnProperty(*columns, **kwargs)


def query_expression(*args, **kwargs):
    return _Attribute(*args, **kwargs)


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

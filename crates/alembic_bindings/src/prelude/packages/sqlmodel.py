"""SQLModel: pydantic models whose fields become columns."""
import _alembic_packages as _native
import pydantic as _pydantic
from pydantic import BaseModel, Discriminator, Tag
from sqlalchemy import *
from sqlalchemy.engine import create_engine, engine_from_config
from sqlalchemy import inspect
from sqlalchemy.orm import Session, declared_attr, registry as _registry, relationship as _relationship
from sqlalchemy.pool import QueuePool, StaticPool
from _sqlmodel_types import AutoString, UTCDateTime

_Undefined = _pydantic.Undefined
_COLUMN_OPTIONS = ("primary_key", "nullable", "foreign_key", "ondelete", "unique", "index", "sa_type", "sa_column",
                   "sa_column_args", "sa_column_kwargs")


class FieldInfo(_pydantic.FieldInfo):
    def __init__(self, default=_Undefined, **options):
        given = {name: options.pop(name) for name in _COLUMN_OPTIONS if name in options}
        given = {name: value for name, value in given.items() if value is not _Undefined}
        if "sa_column" in given:
            for name in _COLUMN_OPTIONS:
                if name in given and name != "sa_column":
                    raise RuntimeError(f"Passing {name} is not supported when also passing a sa_column")
        if "type_" in (given.get("sa_column_kwargs") or ()):
            raise RuntimeError("Passing type_ is not supported in sa_column_kwargs, use sa_type instead")
        if "ondelete" in given and "foreign_key" not in given:
            raise RuntimeError("ondelete can only be used with foreign_key")
        for name in ("schema_extra", "const", "unique_items", "include", "allow_mutation", "regex_"):
            options.pop(name, None)
        super().__init__(default, **options)
        self.sa = given


def Field(default=_Undefined, **options):
    if not _native.given(default, ..., False):
        default = _Undefined
    return FieldInfo(default, **options)


class RelationshipInfo:
    def __init__(self, *, back_populates=None, cascade_delete=False, passive_deletes=False, link_model=None, sa_relationship=None,
                 sa_relationship_args=None, sa_relationship_kwargs=None):
        if sa_relationship is not None:
            if sa_relationship_args is not None:
                raise RuntimeError("Passing sa_relationship_args is not supported when also passing a sa_relationship")
            if sa_relationship_kwargs is not None:
                raise RuntimeError("Passing sa_relationship_kwargs is not supported when also passing a sa_relationship")
        self.link_model = link_model
        self.sa_relationship = sa_relationship


def Relationship(**options):
    return RelationshipInfo(**options)


def _sa_class(annotation):
    """The class whose column type counts."""
    kind, args = _native.kind(annotation)
    if kind == "annotated":
        made = _sa_class(args[0])
        for marker in args[1:]:
            if marker is _pydantic.AwareDatetime or marker is _pydantic.NaiveDatetime:
                made = marker
        return made
    if kind == "union":
        if len(args) > 2 or not any(_native.kind(one)[0] == "none" for one in args):
            raise ValueError("Cannot have a (non-optional) union as a SQLAlchemy field")
        return _sa_class(args[1] if _native.kind(args[0])[0] == "none" else args[0])
    if kind == "alias":
        return args[0]
    if kind == "inner":
        return _sa_class(args)
    if kind == "none":
        raise ValueError("Missing field type")
    if kind == "opaque":
        return _native.unsupported(f"a column of the unknown type {args}")
    return annotation


def _option(field, name):
    for marker in field.metadata:
        options = getattr(marker, "options", None) if isinstance(marker, _pydantic.FieldInfo) else getattr(marker, "__dict__", None)
        if options and options.get(name) is not None:
            return options[name]
    return None


_STRINGS = ("IPv4Address", "IPv4Network", "IPv6Address", "IPv6Network")


def get_sqlalchemy_type(field):
    from enum import Enum as _PyEnum
    given = getattr(field, "sa", {}).get("sa_type")
    if given is not None:
        return given
    annotation = field.annotation
    for marker in field.metadata:
        if marker is _pydantic.AwareDatetime or marker is _pydantic.NaiveDatetime:
            annotation = marker
    cls = _sa_class(annotation)
    if not isinstance(cls, type):
        raise TypeError("issubclass() arg 1 must be a class")
    if issubclass(cls, _PyEnum):
        return Enum(cls)
    names = {f"{base.__module__}.{base.__name__}" for base in cls.__mro__}
    if issubclass(cls, (str, _pydantic._PathType)) or any(name.startswith(("ipaddress.IPv", "pathlib.")) for name in names):
        length = _option(field, "max_length")
        return AutoString(length=length) if length else AutoString
    if issubclass(cls, float):
        return Float
    if issubclass(cls, bool):
        return Boolean
    if issubclass(cls, int):
        return Integer
    if "datetime.datetime" in names or issubclass(cls, _pydantic._DatetimeType) and not cls.__name__.endswith("Date"):
        if cls is _pydantic.NaiveDatetime:
            return DateTime(timezone=False)
        if _native.is_before("sqlmodel", 0, 0, _UTC_SINCE):
            return DateTime
        return UTCDateTime()
    if "datetime.date" in names or issubclass(cls, _pydantic._DatetimeType):
        return Date
    if "datetime.timedelta" in names:
        return Interval
    if "datetime.time" in names:
        return Time
    if issubclass(cls, bytes):
        return LargeBinary
    if cls.__name__ == "Decimal":
        return Numeric(precision=_option(field, "max_digits"), scale=_option(field, "decimal_places"))
    if "uuid.UUID" in names or cls.__name__.startswith("UUID"):
        return Uuid
    raise ValueError(f"{cls} has no matching SQLAlchemy type")


_UTC_SINCE = 45


def _is_noneable(field):
    kind, args = _native.kind(field.annotation)
    if kind == "union" and any(_native.kind(one)[0] == "none" for one in args):
        return True
    return not field.is_required() and _native.given(field.default, _Undefined, False) and kind == "none"


def get_column_from_field(field):
    sa = getattr(field, "sa", {})
    if isinstance(sa.get("sa_column"), Column):
        return sa["sa_column"]
    sa_type = get_sqlalchemy_type(field)
    primary_key = sa.get("primary_key", False)
    nullable = sa.get("nullable", not primary_key and _is_noneable(field))
    args = []
    if sa.get("foreign_key"):
        ondelete = sa.get("ondelete")
        if ondelete == "SET NULL" and not nullable:
            raise RuntimeError('ondelete="SET NULL" requires nullable=True')
        args.append(ForeignKey(sa["foreign_key"], ondelete=ondelete))
    kwargs = {"primary_key": primary_key, "nullable": nullable, "index": sa.get("index", False), "unique": sa.get("unique", False)}
    if _native.given(field.default_factory):
        kwargs["default"] = field.default_factory
    elif _native.given(field.default, _Undefined, False):
        kwargs["default"] = field.default
    args.extend(sa.get("sa_column_args", ()))
    kwargs.update(sa.get("sa_column_kwargs") or {})
    return Column(sa_type, *args, **kwargs)


def _merged(first, second):
    """Both lists in one order, as SQLAlchemy merges attributes and annotations of a class."""
    overlap = set(first) & set(second)
    made, current, other = [], iter(first), iter(second)
    while True:
        for name in current:
            if name in overlap:
                overlap.discard(name)
                current, other = other, current
                break
            made.append(name)
        else:
            made.extend(other)
            return made


default_registry = _registry()


class SQLModel(BaseModel):
    registry = default_registry
    metadata = default_registry.metadata
    __sqlmodel_relationships__ = {}
    __sqlmodel_table__ = False
    __allow_unmapped__ = True
    model_config = {"from_attributes": True}
    __own_config__ = {"from_attributes": True}

    def __init_subclass__(cls, table=None, registry=None, **keywords):
        relationships = {name: value for name, value in cls.__dict__.items() if isinstance(value, RelationshipInfo)}
        cls.__sqlmodel_relationships__ = relationships
        super().__init_subclass__(**keywords)
        cls.__pydantic_annotated__ = tuple([name for name in cls.__pydantic_annotated__ if name not in relationships])
        if registry is not None:
            cls.registry = registry
            cls.metadata = registry.metadata
            cls.__abstract__ = True
        if table is None:
            table = cls.model_config.get("table")
        base_is_table = any(getattr(base, "__sqlmodel_table__", False) for base in cls.__bases__)
        for name in relationships:
            if name in cls.__dict__:
                delattr(cls, name)
        if table is True:
            cls.__sqlmodel_table__ = True
            if not base_is_table:
                fields = cls.model_fields
                own = [name for name, text in _native.own_annotations(cls) if name not in relationships]
                for name in _merged([*fields, *relationships], [*relationships, *own]):
                    if name in fields:
                        setattr(cls, name, get_column_from_field(fields[name]))
                _native.map_class(cls)
        for name in relationships:
            setattr(cls, name, relationships[name].sa_relationship or _relationship())

    @declared_attr.directive
    def __tablename__(cls):
        return cls.__name__.lower()

    @classmethod
    def model_validate(cls, obj, *, update=None, **options):
        if update:
            obj = {**(obj if isinstance(obj, dict) else dict(obj)), **update}
        return super().model_validate(obj)

    from_orm = parse_obj = model_validate

    def sqlmodel_update(self, obj, *, update=None):
        for name, value in {**(obj if isinstance(obj, dict) else dict(obj)), **(update or {})}.items():
            if name in type(self).model_fields:
                setattr(self, name, value)
        return self


def SQLModelConfig(**options):
    return options


def col(column_expression):
    return column_expression


def all_(expr):
    from sqlalchemy import all_ as made
    return made(expr)


__version__ = "0.0.50"

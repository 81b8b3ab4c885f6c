"""SQLAlchemy-Utils: column types, the `Timestamp` mixin, decorators that change no table."""
import datetime as _datetime
import enum as _enum
import ipaddress as _ipaddress
import json as _json
import uuid as _uuid

import _alembic_packages as _native
import sqlalchemy as sa
from sqlalchemy import types as _types
from sqlalchemy.dialects import mssql, oracle, postgresql, sqlite



class _TypeDecorator(_types.TypeDecorator):
    """A type whose values are objects of the package: not followed, unless a class below says what becomes of them."""

    def process_bind_param(self, value, dialect):
        return None if value is None else _native.unsupported(f"a value of the type {type(self).__name__} of sqlalchemy_utils")

    def process_result_value(self, value, dialect):
        return None if value is None else _native.unsupported(f"a value of the type {type(self).__name__} of sqlalchemy_utils")


class _Comparator:
    """Operators that a type defines itself are not followed."""


class UUIDType(_TypeDecorator):
    __module__ = "sqlalchemy_utils.types.uuid"
    impl = _types.BINARY(16)
    cache_ok = True

    def __init__(self, binary=True, native=True):
        self.binary = binary
        self.native = native

    def __repr__(self):
        parts = [f"{name}={getattr(self, name)!r}" for name in ("binary", "native") if getattr(self, name) is not True]
        return f"UUIDType({', '.join(parts)})"

    def load_dialect_impl(self, dialect):
        if self.native and dialect.name in ("postgresql", "cockroachdb"):
            return dialect.type_descriptor(postgresql.UUID())
        if dialect.name == "mssql" and self.native:
            return dialect.type_descriptor(mssql.UNIQUEIDENTIFIER())
        return dialect.type_descriptor(_types.BINARY(16) if self.binary else _types.CHAR(32))

    def _is_native(self, dialect):
        return self.native and dialect.name in ("postgresql", "mssql", "cockroachdb")

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if not isinstance(value, _uuid.UUID):
            value = _uuid.UUID(bytes=value) if isinstance(value, bytes) else _uuid.UUID(value)
        if self._is_native(dialect):
            return str(value)
        return value.bytes if self.binary else value.hex

    def process_result_value(self, value, dialect):
        if value is None or isinstance(value, _uuid.UUID):
            return value
        return _uuid.UUID(bytes=value) if self.binary and not self._is_native(dialect) else _uuid.UUID(value)


class ChoiceType(_TypeDecorator):
    __module__ = "sqlalchemy_utils.types.choice"
    impl = _types.Unicode(255)
    cache_ok = True

    def __init__(self, choices, impl=None):
        self.choices = tuple(choices) if isinstance(choices, list) else choices
        if impl:
            self.impl = impl

    @property
    def _is_enum(self):
        return isinstance(self.choices, type) and issubclass(self.choices, _enum.Enum)

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(self.impl)

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if self._is_enum:
            return self.choices(value).value
        return value.code if isinstance(value, Choice) else value

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return self.choices(value) if self._is_enum else Choice(value, dict(self.choices)[value])


class JSONType(_TypeDecorator):
    __module__ = "sqlalchemy_utils.types.json"
    impl = _types.UnicodeText
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.JSON())
        return dialect.type_descriptor(_types.UnicodeText())

    def process_bind_param(self, value, dialect):
        return value if value is None or dialect.name == "postgresql" else _json.dumps(value)

    def process_result_value(self, value, dialect):
        return value if value is None or dialect.name == "postgresql" else _json.loads(value)


class EmailType(_TypeDecorator):
    __module__ = "sqlalchemy_utils.types.email"
    impl = _types.Unicode
    comparator_factory = _Comparator
    cache_ok = True

    def __init__(self, length=255, *args, **kwargs):
        super().__init__(*args, length=length, **kwargs)

    def process_bind_param(self, value, dialect):
        return None if value is None else value.lower()

    def process_result_value(self, value, dialect):
        return value


class URLType(_TypeDecorator):
    __module__ = "sqlalchemy_utils.types.url"
    impl = _types.UnicodeText
    cache_ok = True

    def process_bind_param(self, value, dialect):
        # Rows have objects of `furl` where that package is installed.
        return value if isinstance(value, str) else super().process_bind_param(value, dialect)


class _Sized(_TypeDecorator):
    """A type whose text impl gets its length from an argument."""

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(self.impl)


class IPAddressType(_Sized):
    __module__ = "sqlalchemy_utils.types.ip_address"
    impl = _types.Unicode(50)
    cache_ok = True

    def __init__(self, max_length=50, *args, **kwargs):
        self.impl = _types.Unicode(max_length)

    def process_bind_param(self, value, dialect):
        return str(value) if value else None

    def process_result_value(self, value, dialect):
        return _ipaddress.ip_address(value) if value else None


class ColorType(_Sized):
    __module__ = "sqlalchemy_utils.types.color"
    impl = _types.Unicode(20)
    cache_ok = True

    def __init__(self, max_length=20, *args, **kwargs):
        self.impl = _types.Unicode(max_length)


class PhoneNumberType(_Sized):
    __module__ = "sqlalchemy_utils.types.phone_number"
    impl = _types.Unicode(20)
    cache_ok = True

    def __init__(self, region="US", max_length=20, *args, **kwargs):
        self.region = region
        self.impl = _types.Unicode(max_length)


class CountryType(_TypeDecorator):
    __module__ = "sqlalchemy_utils.types.country"
    impl = _types.String(2)
    cache_ok = True


class CurrencyType(_TypeDecorator):
    __module__ = "sqlalchemy_utils.types.currency"
    impl = _types.String(3)
    cache_ok = True


class LocaleType(_TypeDecorator):
    __module__ = "sqlalchemy_utils.types.locale"
    impl = _types.Unicode(10)
    cache_ok = True


class TimezoneType(_TypeDecorator):
    __module__ = "sqlalchemy_utils.types.timezone"
    impl = _types.Unicode(50)
    cache_ok = True

    def __init__(self, backend="dateutil"):
        self.backend = backend


class ScalarListType(_TypeDecorator):
    __module__ = "sqlalchemy_utils.types.scalar_list"
    impl = _types.UnicodeText()
    cache_ok = True

    def __init__(self, coerce_func=str, separator=","):
        self.separator = str(separator)
        self.coerce_func = coerce_func

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        items = [str(item) for item in value]
        if any(self.separator in item for item in items):
            return super().process_bind_param(value, dialect)
        return self.separator.join(items)

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return [] if value == "" else [self.coerce_func(item) for item in value.split(self.separator)]


class EnrichedDateTimeType(_TypeDecorator):
    __module__ = "sqlalchemy_utils.types.enriched_datetime.enriched_datetime_type"
    impl = _types.DateTime
    cache_ok = True


class ArrowType(EnrichedDateTimeType):
    __module__ = "sqlalchemy_utils.types.arrow"
    cache_ok = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)


class PasswordType(_TypeDecorator):
    __module__ = "sqlalchemy_utils.types.password"
    impl = _types.VARBINARY(1024)
    cache_ok = True

    def __init__(self, max_length=None, **kwargs):
        if max_length is None and not kwargs.get("onload"):
            pass
        self._max_length = max_length
        self._options = kwargs

    @property
    def length(self):
        # The longest password of the usual schemes is shorter than the smallest length that is used.
        return self._max_length or 1024

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.BYTEA(self.length))
        if dialect.name == "oracle":
            return dialect.type_descriptor(oracle.RAW(self.length))
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sqlite.BLOB(self.length))
        return dialect.type_descriptor(_types.VARBINARY(self.length))


class TSVectorType(_TypeDecorator):
    __module__ = "sqlalchemy_utils.types.ts_vector"
    impl = postgresql.TSVECTOR
    comparator_factory = _Comparator
    cache_ok = True

    def __init__(self, *args, **kwargs):
        self.columns = args
        self.options = kwargs
        super().__init__()

    def process_bind_param(self, value, dialect):
        return value

    def process_result_value(self, value, dialect):
        return value


class StringEncryptedType(_TypeDecorator):
    __module__ = "sqlalchemy_utils.types.encrypted.encrypted_type"
    impl = _types.String
    cache_ok = True

    def __init__(self, type_in=None, key=None, engine=None, padding=None, **kwargs):
        super().__init__(**kwargs)
        if type_in is None:
            type_in = _types.String()
        elif isinstance(type_in, type):
            type_in = type_in()
        self.underlying_type = type_in
        self._key = key


class EncryptedType(StringEncryptedType):
    __module__ = "sqlalchemy_utils.types.encrypted.encrypted_type"
    impl = _types.LargeBinary
    cache_ok = True


class LtreeType(_types.UserDefinedType):
    __module__ = "sqlalchemy_utils.types.ltree"
    cache_ok = True

    def get_col_spec(self, **kw):
        return "LTREE"

    def bind_processor(self, dialect):
        return lambda value: None if value is None else _native.unsupported("a value of the type LtreeType of sqlalchemy_utils")

    def result_processor(self, dialect, coltype):
        return self.bind_processor(dialect)


class _Range(_TypeDecorator):
    cache_ok = True

    def __init__(self, *args, step=None, **kwargs):
        super().__init__(*args, **kwargs)

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(type(self).impl())
        return dialect.type_descriptor(_types.String())


class IntRangeType(_Range):
    __module__ = "sqlalchemy_utils.types.range"
    impl = postgresql.INT4RANGE


class Int8RangeType(_Range):
    __module__ = "sqlalchemy_utils.types.range"
    impl = postgresql.INT8RANGE


class DateRangeType(_Range):
    __module__ = "sqlalchemy_utils.types.range"
    impl = postgresql.DATERANGE


class NumericRangeType(_Range):
    __module__ = "sqlalchemy_utils.types.range"
    impl = postgresql.NUMRANGE


class DateTimeRangeType(_Range):
    __module__ = "sqlalchemy_utils.types.range"
    impl = postgresql.TSRANGE


def _now():
    return _datetime.datetime.now(tz=_datetime.timezone.utc).replace(tzinfo=None)


class Timestamp:
    # `updated` is set by a listener when a session updates an instance.
    _alembic_rs_not_updated = "a sqlalchemy_utils.Timestamp"
    created = sa.Column(sa.DateTime, default=lambda: _now(), nullable=False)
    updated = sa.Column(sa.DateTime, default=lambda: _now(), nullable=False)


def generic_repr(*fields):
    if len(fields) == 1 and isinstance(fields[0], type):
        return fields[0]
    return lambda cls: cls


def force_auto_coercion(*args, **kwargs):
    pass


def force_instant_defaults(*args, **kwargs):
    pass


def aggregated(*args, **kwargs):
    return lambda function: _native.opaque("sqlalchemy_utils.aggregated(...)")


def observes(*args, **kwargs):
    return lambda function: function


def _engine_of(url):
    return sa.create_engine(url)


def database_exists(url):
    _native.unsupported("sqlalchemy_utils.database_exists()")


def create_database(url, *args, **kwargs):
    _native.unsupported("sqlalchemy_utils.create_database()")


def drop_database(url):
    _native.unsupported("sqlalchemy_utils.drop_database()")


def create_view(*args, **kwargs):
    _native.unsupported("sqlalchemy_utils.create_view()")


def create_materialized_view(*args, **kwargs):
    _native.unsupported("sqlalchemy_utils.create_materialized_view()")


def generic_relationship(*args, **kwargs):
    return None


class _Value:
    def __init__(self, value):
        self.value = value

    def __str__(self):
        return str(self.value)

    def __repr__(self):
        return f"{type(self).__name__}({self.value!r})"


class Ltree(_Value):
    pass


class Choice:
    def __init__(self, code, value):
        self.code = code
        self.value = value

    def __eq__(self, other):
        return self.code == (other.code if isinstance(other, Choice) else other)

    def __hash__(self):
        return hash(self.code)

    def __str__(self):
        return str(self.value)

    def __repr__(self):
        return f"Choice(code={self.code}, value={self.value})"


class Password(_Value):
    pass


__version__ = "0.43.0"

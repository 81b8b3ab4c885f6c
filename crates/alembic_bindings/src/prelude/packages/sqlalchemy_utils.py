"""SQLAlchemy-Utils: column types, the `Timestamp` mixin, decorators that change no table."""
import _alembic_packages as _native
import sqlalchemy as sa
from sqlalchemy import types as _types
from sqlalchemy.dialects import mssql, oracle, postgresql, sqlite

_TypeDecorator = _types.TypeDecorator


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


class ChoiceType(_TypeDecorator):
    __module__ = "sqlalchemy_utils.types.choice"
    impl = _types.Unicode(255)
    cache_ok = True

    def __init__(self, choices, impl=None):
        self.choices = tuple(choices) if isinstance(choices, list) else choices
        if impl:
            self.impl = impl

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(self.impl)


class JSONType(_TypeDecorator):
    __module__ = "sqlalchemy_utils.types.json"
    impl = _types.UnicodeText
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.JSON())
        return dialect.type_descriptor(_types.UnicodeText())


class EmailType(_TypeDecorator):
    __module__ = "sqlalchemy_utils.types.email"
    impl = _types.Unicode
    cache_ok = True

    def __init__(self, length=255, *args, **kwargs):
        super().__init__(*args, length=length, **kwargs)


class URLType(_TypeDecorator):
    __module__ = "sqlalchemy_utils.types.url"
    impl = _types.UnicodeText
    cache_ok = True


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
    cache_ok = True

    def __init__(self, *args, **kwargs):
        self.columns = args
        self.options = kwargs
        super().__init__()


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


class Timestamp:
    created = sa.Column(sa.DateTime, default=lambda: None, nullable=False)
    updated = sa.Column(sa.DateTime, default=lambda: None, nullable=False)


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


class Choice(_Value):
    pass


class Password(_Value):
    pass


__version__ = "0.43.0"

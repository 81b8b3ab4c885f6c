"""What types of packages make of values on their way to the database and back."""
import datetime
import enum
import ipaddress
import uuid

from fastapi_users_db_sqlalchemy.generics import GUID, TIMESTAMPAware, now_utc
from pgvector.sqlalchemy import HALFVEC, VECTOR
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy_utils import Choice, ChoiceType, EmailType, IPAddressType, JSONType, ScalarListType, Timestamp, URLType, UUIDType
from sqlmodel.sql.sqltypes import UTCDateTime

UID = uuid.UUID("12345678-1234-5678-1234-567812345678")


class Kind(enum.Enum):
    one = 1
    two = 2


def answer(function, *arguments):
    try:
        value = function(*arguments)
    except (KeyError, TypeError, ValueError) as error:
        return type(error).__name__, str(error)
    return type(value).__name__, value


for dialect in (sqlite.dialect(), postgresql.dialect()):
    for type_, bound, stored in (
        (GUID(), [UID, str(UID), None, "x"], [str(UID), UID, None]),
        (TIMESTAMPAware(timezone=True), [], [datetime.datetime(2024, 1, 2), None]),
        (UTCDateTime(), [datetime.datetime(2024, 1, 2), datetime.datetime(2024, 1, 2, 3, tzinfo=datetime.timezone(datetime.timedelta(hours=2))), None], [datetime.datetime(2024, 1, 2), None]),
        (EmailType(), ["MiXed@Example.COM", None], []),
        (ScalarListType(int), [[1, 2], [], None, (3,)], ["1,2", "", None]),
        (ScalarListType(separator=";"), [["a", "b,c"]], ["a;b,c"]),
        (ChoiceType([("a", "A"), ("b", "B")]), ["a", Choice("b", "B"), "z", None], ["a", None, "z"]),
        (ChoiceType(Kind), [Kind.one, 2, None, 3], [1, None]),
        (JSONType(), [{"a": [1, None]}, None], [None] if dialect.name == "postgresql" else ['{"a": [1, null]}', None]),
        (IPAddressType(), [ipaddress.ip_address("127.0.0.1"), "::1", None, ""], ["10.0.0.1", None]),
        (URLType(), ["http://x/", None], [None]),
        (UUIDType(), [UID, str(UID), UID.bytes, None], [str(UID) if dialect.name == "postgresql" else UID.bytes, None]),
        (UUIDType(binary=False), [UID], [UID.hex]),
        (UUIDType(binary=False, native=False), [UID], [UID.hex]),
    ):
        for value in bound:
            print(dialect.name, type(type_).__name__, "<-", *answer(type_.process_bind_param, value, dialect))
        for value in stored:
            print(dialect.name, type(type_).__name__, "->", *answer(type_.process_result_value, value, dialect))
    for type_ in (VECTOR(3), HALFVEC(2)):
        process = type_.bind_processor(dialect)
        print(dialect.name, type(type_).__name__, *[answer(process, value) for value in ([1, 2.5, -2e10], [], None)])
print(Choice("a", "A"), repr(Choice("a", "A")), Choice("a", "A") == "a", Choice("a", "A") != Choice("b", "A"), hash(Choice("a", "A")) == hash("a"))
print(now_utc().tzinfo, Timestamp.created.default.is_callable, Timestamp.updated.nullable)

import enum
import uuid
from datetime import datetime, timezone
from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, Identity, Numeric, String, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator

str_50 = Annotated[str, 50]
str_255 = Annotated[str, mapped_column(String(255))]
money = Annotated[Decimal, "money"]
bigpk = Annotated[int, mapped_column(BigInteger, Identity(always=True, start=100), primary_key=True)]
uuidpk = Annotated[
    uuid.UUID, mapped_column(primary_key=True, default=uuid.uuid4, server_default=text("gen_random_uuid()"))
]
created = Annotated[datetime, mapped_column(server_default=func.now(), index=True)]


class UTC(TypeDecorator[datetime]):
    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return value.astimezone(timezone.utc) if value is not None else None


class Level(enum.IntEnum):
    LOW = 1
    MID = 2
    HIGH = 3


class LowerEnum(str, enum.Enum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


class State(LowerEnum):
    NEW = enum.auto()
    PAID = enum.auto()
    SENT = enum.auto()

import re
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import DateTime, MetaData, Numeric, String, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from acme.db.types import UTC, money, str_50

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
_camel = re.compile(r"(?<!^)(?=[A-Z])")


class Base(AsyncAttrs, DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[str]: ARRAY(String),
        str_50: String(50),
        money: Numeric(12, 4),
        Enum: sa.Enum(Enum, values_callable=lambda kind: [str(member.value) for member in kind]),
    }

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return _camel.sub("_", cls.__name__).lower()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, 'id', None)!r}>"


class Timestamps:
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), sort_order=900)
    updated_at: Mapped[datetime | None] = mapped_column(UTC, onupdate=func.now(), sort_order=901)


class SoftDelete:
    deleted_at: Mapped[datetime | None] = mapped_column(index=True)

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None


class Owned:
    @declared_attr
    def owner_id(cls) -> Mapped[UUID]:
        return mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), comment=f"owner of {cls.__name__}")

    @declared_attr.directive
    def __table_args__(cls) -> tuple:
        return (sa.Index(None, "owner_id", "created_at", postgresql_using="btree"), {"comment": "owned"})

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, desc, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint, JSONB, TSTZRANGE
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acme.core.config import get_settings
from acme.db.base import Base, Owned, Timestamps
from acme.db.types import State, bigpk, money
from acme.people.models import Person


class Order(Owned, Timestamps, Base):
    id: Mapped[bigpk]
    state: Mapped[State] = mapped_column(default=State.NEW, server_default=State.NEW.value)
    total: Mapped[money] = mapped_column(server_default="0")
    extra: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    parent_id: Mapped[Optional[int]] = mapped_column(ForeignKey("order.id", use_alter=True))
    owner: Mapped[Person] = relationship(back_populates="orders")
    lines: Mapped[list[Line]] = relationship(back_populates="order", cascade="all, delete-orphan")


class Line(Base):
    __tablename__ = "order_line"
    __table_args__ = (
        UniqueConstraint("order_id", "position", deferrable=True, initially="DEFERRED"),
        CheckConstraint("quantity > 0", name="quantity"),
        Index("ix_line_open", "order_id", postgresql_where=text("done_at IS NULL")),
        Index("ix_line_recent", desc("done_at"), "order_id"),
        {"schema": None},
    )

    id: Mapped[bigpk]
    order_id: Mapped[int] = mapped_column(ForeignKey(Order.id, ondelete="CASCADE"))
    position: Mapped[int]
    quantity: Mapped[int] = mapped_column(default=1)
    done_at: Mapped[datetime | None]
    valid: Mapped[Any | None] = mapped_column(TSTZRANGE)
    vector: Mapped[list[str]] = mapped_column()
    order: Mapped[Order] = relationship(back_populates="lines")

    if get_settings().embedding_size > 4:
        sized: Mapped[str | None] = mapped_column(JSONB(none_as_null=True), comment="it's sized")

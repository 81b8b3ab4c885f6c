"""Users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from src.database import Base, TimestampMixin

if TYPE_CHECKING:
    from src.events.models import Event, EventParticipant


class User(TimestampMixin, Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    full_name: Mapped[str] = mapped_column(String(120))
    hashed_password: Mapped[str] = mapped_column(String(255))
    phone: Mapped[str | None] = mapped_column(String(20), index=True)
    bio: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(server_default=true())

    organized_events: Mapped[list[Event]] = relationship(back_populates="organizer")
    participations: Mapped[list[EventParticipant]] = relationship(
        back_populates="user", cascade="all, delete-orphan"
    )

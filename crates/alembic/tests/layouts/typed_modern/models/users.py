import uuid
from typing import Any, Optional

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, MappedAsDataclass, mapped_column, relationship

from .types import Base, Color, created_at, intpk, name_or_none, str_50


class Stamped(MappedAsDataclass, init=False):
    created: Mapped[created_at] = mapped_column(init=False)
    version: Mapped[int] = mapped_column(default=1, init=False)


class Group(Base):
    __tablename__ = "groups"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default_factory=uuid.uuid4)
    title: Mapped[str_50]


class User(Stamped, Base):
    __tablename__ = "users"
    nick: Mapped[name_or_none]
    id: Mapped[intpk] = mapped_column(init=False)
    color: Mapped[Color] = mapped_column(default=Color.RED)
    other: Mapped[Color | None] = mapped_column(default=None)
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("groups.id"))
    manager_id: Mapped["Optional[int]"] = mapped_column(ForeignKey("users.id"), default=None)
    tags: Mapped[list[str]] = mapped_column(default_factory=list)
    extra: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    group: Mapped[Group] = relationship(default=None)

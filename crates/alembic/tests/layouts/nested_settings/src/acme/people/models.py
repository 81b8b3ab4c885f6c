from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import INET
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, column_property, deferred, mapped_column, relationship, validates

from acme.db.base import Base, SoftDelete, Timestamps
from acme.db.types import Level, str_50, str_255, uuidpk

if TYPE_CHECKING:
    from acme.orders.models import Order

__all__ = ["Person", "Team", "person_team"]

person_team = sa.Table(
    "person_team",
    Base.metadata,
    sa.Column("person_id", sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("team_id", sa.ForeignKey("team.id"), primary_key=True),
    sa.Column("since", sa.Date, server_default=sa.func.current_date()),
)


class Person(Timestamps, SoftDelete, Base):
    id: Mapped[uuidpk]
    email: Mapped[str_255] = mapped_column(unique=True)
    first: Mapped[str_50]
    last: Mapped[str_50 | None]
    level: Mapped[Level] = mapped_column(server_default="1")
    address: Mapped[str | None] = mapped_column(INET)
    full: Mapped[str] = column_property(sa.literal_column("first || last"))
    initials: Mapped[str] = mapped_column(sa.String(2), sa.Computed("upper(left(first, 1))", persisted=True))
    notes: Mapped[str] = deferred(mapped_column(sa.Text, server_default=""))
    teams: Mapped[list["Team"]] = relationship(secondary=person_team, back_populates="people")
    orders: Mapped[list["Order"]] = relationship(back_populates="owner")

    __table_args__ = (
        sa.CheckConstraint("email LIKE '%@%'", name="has_at"),
        sa.Index("ix_person_email_lower", sa.text("lower(email)")),
    )

    @hybrid_property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    @name.inplace.expression
    @classmethod
    def _name(cls):
        return cls.first + " " + cls.last

    @validates("email")
    def check_email(self, key, value):
        assert "@" in value
        return value


class Team(Base):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str_50] = mapped_column(unique=True, index=True)
    labels: Mapped[list[str]] = mapped_column(server_default=sa.text("'{}'::varchar[]"))
    people: Mapped[list[Person]] = relationship(secondary=person_team, back_populates="teams")

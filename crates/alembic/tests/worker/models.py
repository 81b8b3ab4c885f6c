"""Models that depend on something the evaluator cannot follow."""

import subprocess

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

LENGTH = int(subprocess.run(["echo", "40"], capture_output=True, text=True).stdout)


class Money(sa.types.TypeDecorator):
    impl = sa.Numeric(12, 2)
    cache_ok = True


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s"})


class Account(Base):
    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(LENGTH), unique=True)
    balance: Mapped[float] = mapped_column(Money(), server_default="0")
    kind: Mapped[str] = mapped_column(sa.Enum("a", "b", name="kind", native_enum=False), index=True)
    made: Mapped[object] = mapped_column(sa.DateTime(), server_default=sa.func.now(), comment="when")


class Entry(Base):
    __tablename__ = "entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"))
    __table_args__ = (sa.CheckConstraint("id > 0", name="positive"), sa.Index("ix_both", "id", sa.text("account_id DESC")))


def include_object(object, name, type_, reflected, compare_to):
    return not (type_ == "table" and reflected and name == "legacy")

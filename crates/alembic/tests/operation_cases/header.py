"""What the cases use. Each block of lines between empty lines in a file beside this one is a case."""

import datetime
import decimal
import enum
import uuid

import sqlalchemy as sa
from alembic import context, op
from alembic.operations import Operations, ops
from sqlalchemy import column, func, orm, table, types
from sqlalchemy.dialects import mssql, mysql, oracle, postgresql, sqlite
from sqlalchemy.sql import quoted_name


class Color(enum.Enum):
    red = "r"
    green = "g"


class Money(types.TypeDecorator):
    impl = types.Numeric(12, 2)
    cache_ok = True


class Point(types.UserDefinedType):
    cache_ok = True

    def __init__(self, dimensions=2):
        self.dimensions = dimensions

    def get_col_spec(self, **kw):
        return f"POINT({self.dimensions})"


class DialectText(types.TypeDecorator):
    impl = types.Text
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.CITEXT())
        return dialect.type_descriptor(types.String(99))


class Upper(types.TypeDecorator):
    impl = types.String
    cache_ok = True


account = table(
    "account",
    column("id", sa.Integer),
    column("name", sa.String),
    column("active", sa.Boolean),
    column("at", sa.DateTime),
    column("data", sa.JSON),
)
owner = table("owner", column("id", sa.Integer), column("account_id", sa.Integer), schema="s")


def source_with(*constraints):
    """A table with one constraint of a name: Alembic rebuilds several in the order of a Python set."""
    return sa.Table(
        "t",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("a", sa.Integer(), server_default="1"),
        sa.Column("b", sa.Integer(), nullable=False),
        sa.Column("c", sa.Boolean(create_constraint=True, name="ck_c")),
        sa.Index("ix_b", "b"),
        *constraints,
    )


source = source_with(sa.UniqueConstraint("a", name="uq_a"))
checked = source_with(sa.CheckConstraint("a > 1", name="ck_a"))
referring = source_with(sa.ForeignKeyConstraint(["a"], ["o.id"], name="fk_o"))
with_defaults = sa.Table(
    "with_defaults",
    sa.MetaData(),
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("kind", sa.String(10), default="plain"),
    sa.Column("made", sa.DateTime(), default=func.now()),
    sa.Column("changed", sa.String(10), onupdate="yes"),
    sa.Column("counted", sa.Integer(), default=lambda: 7),
)

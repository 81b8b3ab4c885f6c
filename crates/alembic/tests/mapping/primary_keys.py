"""Which classes can be mapped without a primary key in their table."""

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column


class Base(orm.DeclarativeBase):
    pass


def attempt(make):
    try:
        made = make()
    except Exception as error:
        print(make.__name__, type(error).__name__, error)
    else:
        print(make.__name__, [column.name for column in made.__table__.primary_key])


def none():
    class None_(Base):
        __tablename__ = "none"
        x: Mapped[int]

    return None_


def without_columns():
    class Empty(Base):
        __tablename__ = "empty"

    return Empty


def named_by_the_mapper():
    class Named(Base):
        __tablename__ = "named"
        x = mapped_column(sa.Integer)
        __mapper_args__ = {"primary_key": [x]}

    return Named


def declared_by_the_mapper():
    class Declared(Base):
        __tablename__ = "declared"
        x: Mapped[int]

        @orm.declared_attr.directive
        def __mapper_args__(cls):
            return {"primary_key": ["x"]}

    return Declared


def other_arguments_of_the_mapper():
    class Other(Base):
        __tablename__ = "other"
        x: Mapped[int]
        __mapper_args__ = {"eager_defaults": True}

    return Other


def a_constraint():
    class Constrained(Base):
        __tablename__ = "constrained"
        x: Mapped[int]
        y: Mapped[int]
        __table_args__ = (sa.PrimaryKeyConstraint("y", "x"),)

    return Constrained


def a_mixin():
    class Identified:
        id: Mapped[int] = mapped_column(primary_key=True)

    class Mixed(Identified, Base):
        __tablename__ = "mixed"

    return Mixed


def a_table():
    class Given(Base):
        __table__ = sa.Table("given", Base.metadata, sa.Column("x", sa.Integer), schema="other")

    return Given


def below_a_mapped_class():
    class Parent(Base):
        __tablename__ = "parent"
        id: Mapped[int] = mapped_column(primary_key=True)
        kind: Mapped[str]
        __mapper_args__ = {"polymorphic_on": "kind"}

    class Single(Parent):
        y: Mapped[int | None]

    return Single


def a_key_by_an_event():
    @sa.event.listens_for(orm.Mapper, "instrument_class")
    def add(mapper, class_):
        if class_.__name__ == "Late":
            mapper.local_table.append_column(sa.Column("id", sa.Integer, primary_key=True))

    class Late(Base):
        __tablename__ = "late"
        x: Mapped[int]

    return Late


def imperatively():
    registry = orm.registry()

    class Plain:
        pass

    registry.map_imperatively(Plain, sa.Table("plain", registry.metadata, sa.Column("x", sa.Integer)))
    return Plain


def imperatively_named():
    registry = orm.registry()
    table = sa.Table("chosen", registry.metadata, sa.Column("x", sa.Integer))

    class Chosen:
        pass

    registry.map_imperatively(Chosen, table, primary_key=[table.c.x])
    print(table.primary_key.columns.keys())
    Chosen.__table__ = table
    return Chosen


for make in (
    none,
    without_columns,
    named_by_the_mapper,
    declared_by_the_mapper,
    other_arguments_of_the_mapper,
    a_constraint,
    a_mixin,
    a_table,
    below_a_mapped_class,
    a_key_by_an_event,
    imperatively,
    imperatively_named,
):
    attempt(make)

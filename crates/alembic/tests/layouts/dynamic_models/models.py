import os
from functools import partial

from sqlalchemy import JSON, Column, DateTime, ForeignKey, Index, Integer, MetaData, String, Text, TypeDecorator, event, func
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.ext.declarative import AbstractConcreteBase, declared_attr
from sqlalchemy.orm import Mapper, declarative_base, relationship
from sqlalchemy.sql.expression import FunctionElement

DATABASE_URL = os.getenv("DATABASE_URL", "sqlite:///dynamic.db")
metadata = MetaData(schema=os.getenv("DB_SCHEMA") or None)
Base = declarative_base(metadata=metadata)
OtherBase = declarative_base()
Required = partial(Column, nullable=False)
built = []


class utcnow(FunctionElement):
    type = DateTime()
    inherit_cache = True


@compiles(utcnow)
def _default_utcnow(element, compiler, **kw):
    return "CURRENT_TIMESTAMP"


class Document(TypeDecorator):
    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.JSONB())
        return dialect.type_descriptor(Text())


try:
    LIST_TYPE = postgresql.ARRAY(String) if DATABASE_URL.startswith("postgresql") else JSON
except Exception:
    LIST_TYPE = Text


def key(target=None, **kwargs):
    if target is None:
        return Column(Integer, primary_key=True, **kwargs)
    return Column(Integer, ForeignKey(target, ondelete="CASCADE"), index=True, **kwargs)


def maybe_index(name, *columns, when=True):
    return Index(name, *columns) if when else None


class HasHistory:
    @declared_attr
    def history(cls):
        built.append(cls.__name__)
        cls.History = type(
            f"{cls.__name__}History",
            (Base,),
            {
                "__tablename__": f"{cls.__tablename__}_history",
                "id": Column(Integer, primary_key=True),
                "parent_id": key(f"{cls.__tablename__}.id", nullable=False),
                "change": Required(Document),
            },
        )
        return relationship(cls.History)


@event.listens_for(Mapper, "instrument_class")
def index_names(mapper, class_):
    table = mapper.local_table
    if table is not None and "name" in table.c and not table.info.get("indexed"):
        table.info["indexed"] = True
        Index(f"ix_{table.name}_name_auto", table.c.name)


class Animal(HasHistory, Base):
    __tablename__ = "animal"
    id = key()
    name = Required(String(40))
    kind = Required(String(10))
    seen = Column(DateTime, server_default=utcnow())
    colors = Column(LIST_TYPE)
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "animal"}
    __table_args__ = tuple(index for index in (maybe_index("ix_seen", "seen"), maybe_index("ix_never", "kind", when=False)) if index is not None)


class Dog(Animal):
    __tablename__ = "dog"
    id = Column(ForeignKey("animal.id"), primary_key=True)
    breed = Column(String(30))
    __mapper_args__ = {"polymorphic_identity": "dog"}

    def __init__(self, **kw):
        self.__table_args__ = (Index("ix_no_effect", "breed"),)
        super().__init__(**kw)


class Employee(AbstractConcreteBase, Base):
    strict_attrs = True
    name = Column(String(50))


class Manager(Employee):
    __tablename__ = "manager"
    id = Column(Integer, primary_key=True)
    budget = Column(Integer)
    __mapper_args__ = {"polymorphic_identity": "manager", "concrete": True}


class Engineer(Employee):
    __tablename__ = "engineer"
    id = Column(Integer, primary_key=True)
    skills = Column(Text)
    __mapper_args__ = {"polymorphic_identity": "engineer", "concrete": True}


class Setting(OtherBase):
    __tablename__ = "setting"
    key = Column(String, primary_key=True)
    value = Column(Document, server_default=func.lower("X"))


assert built == ["Animal"], built

from datetime import date, datetime, time, timedelta
from enum import Enum, IntEnum
from typing import Annotated, Any, Dict, List, Optional, Union
from uuid import UUID, uuid4

import sqlalchemy as sa
from pydantic import EmailStr, constr, conint, PositiveInt, field_validator, NaiveDatetime, AwareDatetime, UUID4
from sqlalchemy.dialects import postgresql
from sqlmodel import JSON, CheckConstraint, Column, DateTime, Field, Index, Relationship, SQLModel, String, Text, UniqueConstraint, func


class Kind(str, Enum):
    A = "a"
    B = "bb"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Link(SQLModel, table=True):
    team_id: int | None = Field(default=None, foreign_key="team.id", primary_key=True)
    hero_id: int | None = Field(default=None, foreign_key="hero.id", primary_key=True, ondelete="CASCADE")


class Team(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str = Field(index=True, unique=True, max_length=50)
    heroes: List["Hero"] = Relationship(back_populates="teams", link_model=Link)


class HeroBase(SQLModel):
    name: str = Field(index=True)
    secret: str
    age: Optional[int] = Field(default=None, index=True)

    @field_validator("name")
    @classmethod
    def check(cls, v):
        return v


class Hero(HeroBase, table=True):
    id: int | None = Field(default=None, primary_key=True)
    age: int = 3
    teams: list[Team] = Relationship(back_populates="heroes", link_model=Link)


class HeroRead(HeroBase):
    id: int


class Types(SQLModel, table=True):
    __tablename__ = "all_types"
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    i: int
    f: float
    b: bool = False
    s: str = "x"
    by: bytes = b""
    d: date
    dt: datetime
    odt: datetime | None = None
    t: time
    td: timedelta
    kind: Kind = Kind.A
    level: Level
    okind: Optional[Kind] = None
    mail: EmailStr
    c: constr(max_length=7)
    short: Annotated[str, Field(max_length=9)]
    pos: PositiveInt
    small: conint(ge=0) = 4
    u4: UUID4
    naive: NaiveDatetime
    aware: AwareDatetime
    un: Union[str, None] = None
    nullable_set: str = Field(nullable=True)
    not_null: Optional[str] = Field(default=None, nullable=False)
    dflt: str | None = "abc"
    max_none: str | None = Field(default=None, max_length=20)


class Custom(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("a", "b", name="uq_ab"), CheckConstraint("a > 0", name="ck_a"), Index("ix_b_desc", "b"),
                      {"schema": "other", "comment": "hello"})
    id: int = Field(sa_column=Column("ident", sa.BigInteger, primary_key=True, autoincrement=True))
    a: int = Field(sa_type=sa.SmallInteger)
    b: str = Field(sa_column_kwargs={"server_default": "z", "comment": "the b"}, sa_type=String(12))
    data: Dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    tags: List[str] = Field(default=[], sa_type=postgresql.ARRAY(sa.String))
    body: str = Field(sa_column=Column(Text))
    created: datetime = Field(default_factory=datetime.now, sa_type=DateTime(timezone=False), sa_column_kwargs={"server_default": func.now()})
    ref: UUID = Field(foreign_key="all_types.id", ondelete="SET NULL", nullable=True)
    multi: int = Field(sa_column_args=[sa.ForeignKey("hero.id", name="fk_named")])


class TimestampMixin(SQLModel):
    created_at: datetime = Field(sa_type=sa.DateTime, sa_column_kwargs={"server_default": sa.text("now()")})
    updated_at: datetime | None = None


class UUIDMixin(SQLModel):
    id: UUID = Field(default_factory=uuid4, primary_key=True, index=True)


class Item(UUIDMixin, TimestampMixin, table=True):
    title: str
    owner_id: UUID = Field(foreign_key="item.id", nullable=False)
    parent: Optional["Item"] = Relationship(sa_relationship_kwargs={"remote_side": "Item.id"})


class CamelCaseName(SQLModel, table=True):
    id: int = Field(primary_key=True)
    _private: int = 3
    text_: str = Field(alias="textAlias")


class Order(HeroBase, TimestampMixin, table=True):
    secret: str = Field(max_length=5)
    id: int = Field(primary_key=True)


class CustomBase(SQLModel):
    model_config = {"extra": "ignore"}
    tenant: str = Field(max_length=3, index=True)

    @property
    def label(self):
        return self.tenant


class Tenanted(CustomBase, table=True):
    __tablename__: str = "tenanted_things"
    id: int = Field(primary_key=True)


naming = sa.MetaData(naming_convention={"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s"})


class Named(SQLModel):
    metadata = naming


class NamedChild(Named, table=True):
    id: int = Field(primary_key=True)
    code: str = Field(unique=True, index=True)
    code2: str = Field(unique=True)


for metadata in (SQLModel.metadata, naming):
    for name, table in metadata.tables.items():
        print("--", name, table.schema, table.comment)
        for column in table.columns:
            print(column.name, column.key, repr(column.type), column.nullable, column.primary_key, column.index, column.unique,
                  column.autoincrement, [fk.target_fullname + str(fk.ondelete) for fk in column.foreign_keys],
                  column.default is not None, column.server_default is not None, column.comment)
        print(sorted(str([c.name for c in index.columns]) for index in table.indexes), sorted(type(c).__name__ for c in table.constraints))
for bad in (list[str], dict, int | str, "x"):
    try:
        type("Bad", (SQLModel,), {"__annotations__": {"id": bad}, "__module__": __name__}, table=True)
    except Exception as error:
        print(type(error).__name__, error)
try:
    class Bad2(SQLModel, table=True):
        id: int = Field(primary_key=True)
        x: list[str] = []
except ValueError as error:
    print(error)
try:
    Field(sa_column=Column(Text), nullable=True)
except RuntimeError as error:
    print(error)
print(list(HeroRead.model_fields), list(Hero.model_fields), Hero.__tablename__)
print(HeroRead(name="n", secret="s", id=1).model_dump())
h = Hero(name="n", secret="s")
print(h.name, h.age)

import enum

from sqlalchemy import (BigInteger, Boolean, CheckConstraint, Column, Computed, Date, DateTime, Enum, FetchedValue, Float, ForeignKey,
                        ForeignKeyConstraint, Identity, Index, Integer, Interval, LargeBinary, MetaData, Numeric, Sequence,
                        SmallInteger, String, Table, Text, Time, UniqueConstraint, Uuid, func, text)
from sqlalchemy.dialects.postgresql import (ARRAY, BYTEA, CIDR, CITEXT, DATERANGE, DOUBLE_PRECISION, ENUM, HSTORE, INET, INT4RANGE, JSON,
                                            JSONB, MACADDR, TSVECTOR, UUID, ExcludeConstraint)
from sqlalchemy.orm import declarative_base

metadata = MetaData(naming_convention={
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
})
Base = declarative_base(metadata=metadata)
mood = Enum("sad", "ok", "happy", name="mood")
ticket_seq = Sequence("ticket_seq", start=1000, increment=5, metadata=metadata)


class Level(enum.Enum):
    LOW = 1
    HIGH = 2


class Person(Base):
    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("email", "tenant", postgresql_nulls_not_distinct=True),
        CheckConstraint("age > 0", name="age_positive"),
        Index(None, "last_name", "first_name"),
        Index("ix_person_lower_email", func.lower(text("email"))),
        Index("ix_active", "tenant", postgresql_where=text("active")),
        Index("ix_person_doc", "doc", postgresql_using="gin", postgresql_ops={"doc": "jsonb_path_ops"}),
        Index("ix_person_cover", "age", postgresql_include=["first_name"], unique=True),
        {"comment": "people of all tenants"},
    )
    id = Column(BigInteger, Identity(always=True, start=10), primary_key=True)
    first_name = Column(String(40), comment="given name")
    last_name = Column(String(40), nullable=False, server_default="")
    email = Column(CITEXT)
    tenant = Column(Uuid, server_default=text("gen_random_uuid()"))
    age = Column(SmallInteger)
    active = Column(Boolean, server_default=text("true"), nullable=False)
    doc = Column(JSONB(astext_type=Text()), server_default=text("'{}'::jsonb"))
    mood = Column(mood, server_default="ok")
    level = Column(Enum(Level, native_enum=False, length=10), default=Level.LOW)
    old_level = Column(ENUM(Level, name="level_type"))
    tags = Column(ARRAY(String(20)), server_default=text("'{}'"))
    grid = Column(ARRAY(Integer, dimensions=2))
    search = Column(TSVECTOR, Computed("to_tsvector('english', coalesce(first_name, ''))", persisted=True))
    created = Column(DateTime(timezone=True), server_default=func.now())
    changed = Column(DateTime, server_default=func.current_timestamp(), server_onupdate=FetchedValue())
    trigger_set = Column(Integer, server_default=FetchedValue())


class Shape(Base):
    __tablename__ = "shape"
    a = Column(Integer, primary_key=True)
    b = Column(Integer, primary_key=True)
    mood = Column(mood)
    address = Column(INET)
    network = Column(CIDR)
    mac = Column(MACADDR)
    span = Column(INT4RANGE)
    days = Column(DATERANGE, nullable=False)
    attributes = Column(HSTORE)
    raw = Column(JSON)
    data = Column(LargeBinary)
    more = Column(BYTEA)
    ratio = Column(DOUBLE_PRECISION)
    small = Column(Float(24))
    amount = Column(Numeric(12, 4), server_default=text("0"))
    wait = Column(Interval)
    at = Column(Time(timezone=True))
    on = Column("on", Date)
    code = Column(UUID(as_uuid=False))
    number = Column(Integer, ticket_seq, server_default=ticket_seq.next_value())
    __table_args__ = (ExcludeConstraint(("days", "&&"), name="no_overlap"),)


Table("edge", metadata,
      Column("id", Integer, primary_key=True),
      Column("from_a", Integer), Column("from_b", Integer),
      Column("person_id", ForeignKey("person.id", deferrable=True, initially="DEFERRED")),
      ForeignKeyConstraint(["from_a", "from_b"], ["shape.a", "shape.b"], ondelete="CASCADE", name="fk_edge_shape"),
      Column("label", String, index=True, unique=True))


class Left(Base):
    __tablename__ = "left_side"
    id = Column(Integer, primary_key=True)
    right_id = Column(ForeignKey("right_side.id", use_alter=True, name="fk_left_right"))


class Right(Base):
    __tablename__ = "right_side"
    id = Column(Integer, primary_key=True)
    left_id = Column(ForeignKey("left_side.id"))


class Setting(Base):
    __tablename__ = "setting"
    __table_args__ = {"schema": "extra"}
    key = Column(Text, primary_key=True)
    owner_id = Column(BigInteger, ForeignKey("person.id"))

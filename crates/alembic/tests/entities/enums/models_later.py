import enum

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Status(enum.Enum):
    active = "a"
    gone = "c"
    asleep = "d"


class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    status = sa.Column(sa.Enum(Status, name="user_status"), server_default="gone", nullable=False)
    kind = sa.Column(sa.Text)
    text_kind = sa.Column(sa.Enum("p", "q", "r", name="tk"))
    many = sa.Column(postgresql.ARRAY(sa.Enum("m2", "m1", name="many")))

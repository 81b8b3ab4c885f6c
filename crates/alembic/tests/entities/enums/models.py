import enum
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import declarative_base
Base = declarative_base()

class Status(enum.Enum):
    active = 'a'
    passive = 'b'
    gone = 'c'

class User(Base):
    __tablename__ = 'users'
    id = sa.Column(sa.Integer, primary_key=True)
    status = sa.Column(sa.Enum(Status, name='user_status'), server_default='active', nullable=False)
    kind = sa.Column(postgresql.ENUM('x', 'y', name='kind'))
    text_kind = sa.Column(sa.Enum('p', 'q', name='tk'))
    many = sa.Column(postgresql.ARRAY(sa.Enum('m1', 'm2', name='many')))

class New(Base):
    __tablename__ = 'news'
    id = sa.Column(sa.Integer, primary_key=True)
    color = sa.Column(sa.Enum('red', 'green', name='color'), server_default='red')
    status = sa.Column(sa.Enum(Status, name='user_status'))

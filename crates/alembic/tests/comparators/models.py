import sqlalchemy as sa
from sqlalchemy.orm import declarative_base
Base = declarative_base()

class A(Base):
    __tablename__ = 'a'
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.Integer, nullable=False)
    other = sa.Column(sa.Text)
    extra = sa.Column(sa.Integer, nullable=False)

class B(Base):
    __tablename__ = 'b'
    id = sa.Column(sa.Integer, primary_key=True)

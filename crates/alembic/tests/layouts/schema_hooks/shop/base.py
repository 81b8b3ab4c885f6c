import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
class Base(DeclarativeBase):
    metadata = sa.MetaData(schema="shop")
class Public(DeclarativeBase):
    metadata = Base.metadata

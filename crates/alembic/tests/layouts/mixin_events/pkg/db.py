import re
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import declarative_base, declared_attr, declarative_mixin, Mapper
from functools import partial
NotNull = partial(sa.Column, nullable=False)
class _Base:
    __abstract__ = True
    @declared_attr
    def __tablename__(cls):
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
    id = sa.Column(sa.Integer, primary_key=True)
Base = declarative_base(cls=_Base, metadata=sa.MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "fk": "fk_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"}))
@declarative_mixin
class Owned:
    @declared_attr
    def owner_id(cls):
        return sa.Column(sa.ForeignKey("person.id"), index=True)
    @declared_attr
    def __table_args__(cls):
        return (sa.Index(None, "owner_id", "id"), {"sqlite_autoincrement": True})
class Stamped:
    created = NotNull(sa.DateTime, server_default=sa.func.current_timestamp())
    version = NotNull(sa.Integer, default=1)
    __mapper_args__ = {"version_id_col": version}
class Flag(sa.TypeDecorator):
    impl = sa.String(1)
    cache_ok = True
    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.Boolean())
        return dialect.type_descriptor(sa.CHAR(1))
@event.listens_for(Mapper, "instrument_class")
def add_index(mapper, cls):
    t = mapper.local_table
    if t is not None and "name" in t.c:
        sa.Index(f"evt_{t.name}", t.c.name)

from __future__ import annotations
import sqlalchemy as sa
from sqlalchemy import orm

class Base(orm.DeclarativeBase):
    metadata = sa.MetaData(naming_convention={"fk": "fk_%(table_name)s_%(column_0_name)s", "ix": "ix_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s"})

class Shared(Base):
    __abstract__ = True
    __table_args__: dict = {"schema": "shared"}

class PerTenant(Base):
    __abstract__ = True

    @orm.declared_attr.directive
    def __table_args__(cls):
        return {"comment": f"{cls.__name__} of a tenant"}

class Tenant(Shared):
    __tablename__ = "tenants"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    name: orm.Mapped[str] = orm.mapped_column(sa.String(63), unique=True)
    schema: orm.Mapped[str] = orm.mapped_column(sa.String(63), server_default="tenant_default")

class Customer(PerTenant):
    __tablename__ = "customers"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    tenant_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("shared.tenants.id", ondelete="RESTRICT"))
    email: orm.Mapped[str] = orm.mapped_column(sa.String(200), index=True)
    invoices: orm.Mapped[list[Invoice]] = orm.relationship(back_populates="customer")

class Invoice(PerTenant):
    __tablename__ = "invoices"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    customer_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("customers.id"))
    amount: orm.Mapped[float]
    paid: orm.Mapped[bool] = orm.mapped_column(server_default=sa.false())
    customer: orm.Mapped[Customer] = orm.relationship(back_populates="invoices")

def tenant_metadata() -> sa.MetaData:
    meta = sa.MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.sorted_tables:
        if table.schema != "shared":
            table.to_metadata(meta, schema=None, referred_schema_fn=lambda table, to, constraint, schema: schema)
        else:
            table.to_metadata(meta)
    return meta

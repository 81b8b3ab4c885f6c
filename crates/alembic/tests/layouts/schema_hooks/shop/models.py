import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Mapped, mapped_column
from shop.base import Base
class Customer(Base):
    __tablename__ = "customer"
    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(start=100, always=True), primary_key=True)
    email: Mapped[str] = mapped_column(pg.CITEXT())
    data: Mapped[dict] = mapped_column(pg.JSONB, server_default=sa.text("'{}'::jsonb"))
    tags: Mapped[list[str]] = mapped_column(pg.ARRAY(sa.String(20)), server_default="{}")
    period = mapped_column(pg.DATERANGE())
    vec = mapped_column(pg.TSVECTOR, sa.Computed("to_tsvector('english', email::text)", persisted=True))
    __table_args__ = (
        sa.Index("ix_customer_email_lower", sa.func.lower(sa.text("email")), unique=True),
        sa.Index("ix_customer_data", "data", postgresql_using="gin", postgresql_ops={"data": "jsonb_path_ops"}),
        sa.Index("ix_customer_part", "id", postgresql_where=sa.text("email IS NOT NULL"), postgresql_include=["email"]),
        pg.ExcludeConstraint(("period", "&&"), name="no_overlap", using="gist"),
        sa.UniqueConstraint("email", name="uq_email", postgresql_nulls_not_distinct=True),
        {"comment": "who buys", "schema": "crm"},
    )
class Sale(Base):
    __tablename__ = "sale"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("crm.customer.id", deferrable=True, initially="DEFERRED"), comment="the buyer")
    kind = mapped_column(sa.Enum("a", "b", name="sale_kind", schema="shop"), nullable=False, server_default="a")
    amount: Mapped[float] = mapped_column(sa.Float(53))
ignored = sa.Table("tmp_ignored", Base.metadata, sa.Column("id", sa.Integer), info={"skip_autogenerate": True})

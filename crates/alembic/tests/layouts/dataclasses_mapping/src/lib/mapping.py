from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, event
from sqlalchemy.orm import registry, relationship, configure_mappers

from . import domain
from .tables import Base

mapper_registry = registry(metadata=Base.metadata)
metadata = mapper_registry.metadata

order_lines = Table(
    "order_lines",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("sku", String(255)),
    Column("qty", Integer, nullable=False),
    Column("orderid", String(255)),
)
batches = Table(
    "batches",
    mapper_registry.metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(255), info={"x": 1}),
    Column("sku", String(255), key="sku_code"),
    Column("_purchased_quantity", Integer, nullable=False),
    Column("eta", Date, nullable=True),
)
allocations = Table(
    "allocations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("orderline_id", ForeignKey(order_lines.c.id)),
    Column("batch_id", ForeignKey("batches.id", name="fk_batch")),
)


def start_mappers():
    lines = mapper_registry.map_imperatively(domain.OrderLine, order_lines)
    mapper_registry.map_imperatively(
        domain.Batch,
        batches,
        properties={"allocations": relationship(lines, secondary=allocations, collection_class=set), "sku": batches.c.sku_code},
    )
    configure_mappers()

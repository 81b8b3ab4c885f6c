# only: postgresql
from alembic import op
import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.dialects import postgresql as pg
revision="a1"
down_revision=None
def upgrade():
    bind = op.get_bind()
    op.execute("create extension if not exists hstore")
    op.create_table("h", sa.Column("id", sa.Integer, primary_key=True), sa.Column("d", pg.HSTORE), sa.Column("l", pg.ARRAY(pg.HSTORE)))
    h = sa.table("h", sa.column("id", sa.Integer), sa.column("d", pg.HSTORE), sa.column("l", pg.ARRAY(pg.HSTORE)))
    op.bulk_insert(h, [{"id": 1, "d": {"a": "1", 'b"\\': None}}, {"id": 2, "d": {}}, {"id": 3, "d": None}])
    bind.execute(h.insert().values(id=4, d={"é": "x'y"}))
    print(bind.execute(sa.select(h.c.id, h.c.d).order_by(h.c.id)).fetchall())
    print(bind.execute(sa.select(h.c.d["a"]).where(h.c.id == 1)).scalar())
    print(bind.execute(sa.select(h.c.id).where(h.c.d.has_key("a"))).fetchall())
    print(bind.execute(sa.select(h.c.id).where(h.c.d.contains({"a": "1"}))).fetchall())
    print(bind.execute(sa.select(sa.func.hstore("a", "b"))).scalar())
    bind.execute(h.update().where(h.c.id == 2).values(d=h.c.d + {"z": "1"}))
    print(bind.execute(sa.select(h.c.d).where(h.c.id == 2)).scalar())

# only: postgresql
from alembic import op
import sqlalchemy as sa

revision = "a1"
down_revision = None

VALUES = [
    "'a.b.c'::ltree", "NULL::ltree", "ARRAY['a.b', 'c']::ltree[]", "'(1,2),(3,4)'::cube", "'x'::citext", "ROW(1, 'x y')::pair", "ARRAY[ROW(1, 'a')::pair]",
    "'(1,2)'::point", "'[(0,0),(1,1)]'::path", "'<(0,0),2>'::circle", "'{1,2,3}'::line", "'((0,0),(1,1))'::polygon", "'(1,2),(3,4)'::box",
    "'1 2:3'::tsvector", "'a & b'::tsquery", "'$1,234.50'::money", "B'1011'::bit(4)", "B'101'::varbit", "'08:00:2b:01:02:03:04:05'::macaddr8",
    "'pg_class'::regclass", "'0/16B3748'::pg_lsn", "'(0,1)'::tid", "row(1, 2)", "'{[1,3),[5,8)}'::int4multirange", "5::posint", "'a'::mood",
]


def upgrade():
    bind = op.get_bind()
    for extension in ("ltree", "cube", "citext"):
        op.execute(f"CREATE EXTENSION {extension}")
    op.execute("CREATE TYPE mood AS ENUM ('a', 'b')")
    op.execute("CREATE TYPE pair AS (x int, y text)")
    op.execute("CREATE DOMAIN posint AS int CHECK (VALUE > 0)")
    for value in VALUES:
        row = bind.exec_driver_sql(f"SELECT 1 AS one, {value} AS value, {value} AS value, now() IS NOT NULL -- comment").one()
        print('X', value, type(row[1]).__name__, repr(row[1]), row[0], row[3], row._fields)
    op.execute("CREATE TABLE t (id serial, path ltree, note text)")
    rows = bind.execute(sa.text("INSERT INTO t (path, note) VALUES ('b.c', 'x'), ('a', :v) RETURNING id, path, note"), {"v": "y; --"})
    print(rows.all())
    print(bind.execute(sa.text("WITH q AS (SELECT path FROM t) SELECT path FROM q ORDER BY path DESC;")).scalars().all())
    print(bind.execute(sa.text("UPDATE t SET path = path || 'z' RETURNING path")).fetchall(), bind.execute(sa.text("SELECT path FROM t ORDER BY path FOR UPDATE")).fetchmany(1))
    print(bind.execute(sa.text("DELETE FROM t RETURNING path")).rowcount, bind.execute(sa.text("SELECT path FROM t")).first())


def downgrade():
    pass

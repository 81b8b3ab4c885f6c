# only: sqlite
from alembic import op
import sqlalchemy as sa
revision="a1"
down_revision=None
def upgrade():
    bind = op.get_bind()
    t = op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.String))
    op.bulk_insert(t, [{"id": 1, "n": "apple"}, {"id": 2, "n": "banana"}, {"id": 3, "n": None}, {"id": 4, "n": "a\nb"}])
    for p in ["^a", "an{1}", "(?i)APP", "a$", r"\d", "(?P<x>a).*(?P=x)", "", r"\Ab"]:
        print(p, bind.execute(sa.select(t.c.id).where(t.c.n.regexp_match(p))).fetchall(), bind.execute(sa.select(t.c.id).where(~t.c.n.regexp_match(p))).fetchall())
    print(bind.execute(sa.select(t.c.id, t.c.n.regexp_match("p")).order_by(t.c.id)).fetchall())
    print(bind.execute(sa.text("select 'x' regexp 'X', regexp('b', 'abc'), regexp('b', null)")).fetchall())
    for q in ["select regexp(null, 'a')", "select regexp('(', 'a')", "select regexp('a', 1)", "select 1 regexp '1'"]:
        try: print(bind.execute(sa.text(q)).fetchall())
        except Exception as e: print(type(e).__name__, e)
    print(bind.execute(sa.select(t.c.id).where(sa.tuple_(t.c.id, t.c.n).in_([(1, "apple"), (2, "x")]))).fetchall())
    print(bind.execute(sa.select(t.c.id).where(sa.tuple_(t.c.id, t.c.n).not_in([(1, "apple"), (2, "x")]))).fetchall())
    print(bind.execute(sa.select(t.c.id).where(sa.tuple_(t.c.id, t.c.n) == (1, "apple"))).fetchall())
    print(bind.execute(sa.select(sa.func.aggregate_strings(t.c.n, "|"))).scalar())
    try: print(bind.execute(sa.select(t.c.id).where(sa.tuple_(t.c.id, t.c.n).in_([]))).fetchall())
    except Exception as e: print(type(e).__name__, e)
    try: print(bind.execute(sa.select(t.c.n.regexp_replace("a", "b"))).fetchall())
    except Exception as e: print(type(e).__name__, e)
    print(bind.execute(sa.select(sa.func.json_each('[1,2]').table_valued("key","value", name="j"))).fetchall())
    j = sa.func.json_each('["a",2]').table_valued("key", "value")
    print(bind.execute(sa.select(j.c.value, t.c.n).where(t.c.id == j.c.key)).fetchall())
    print(bind.execute(sa.select(j)).fetchall())

# only: sqlite
from alembic import op
import sqlalchemy as sa
import datetime, decimal, uuid
revision="a1"
down_revision=None
def upgrade():
    bind = op.get_bind()
    t = op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("b", sa.Boolean), sa.Column("j", sa.JSON), sa.Column("d", sa.Date), sa.Column("dt", sa.DateTime), sa.Column("n", sa.Numeric(10,2)), sa.Column("s", sa.String), sa.Column("e", sa.Enum("a","b",name="en")), sa.Column("u", sa.Uuid), sa.Column("i", sa.Interval), sa.Column("l", sa.LargeBinary), sa.Column("f", sa.Float), sa.Column("tm", sa.Time))
    class X: pass
    for col, vals in {"b": [5, "yes", 1, 0, None, True, 2.5, "", []], "j": [{"a": X()}, X(), {1: 2}, object, float("nan"), {"a": {1,2}}, b"x", datetime.date(2020,1,1)], "d": ["2020-01-01", 5, datetime.datetime(2020,1,2,3)], "dt": ["2020-01-01", datetime.date(2020,1,1), 5], "n": ["x", "1.5", 1, 1.25, decimal.Decimal("3.456"), []], "s": [5, b"x", 1.5, True], "e": ["a", "zz", 5, None, X], "u": ["x", 5, uuid.UUID(int=5), str(uuid.UUID(int=6))], "i": [5, datetime.timedelta(1), "1 day"], "l": ["str", b"x", 5], "f": ["x", 5, decimal.Decimal("1.5")], "tm": ["10:00", datetime.time(1,2)]}.items():
        for v in vals:
            try:
                st = t.insert().values(**{col: v})
            except Exception as e:
                print("build", col, repr(v) if not isinstance(v, X) else "X", type(e).__name__, e); continue
            try:
                with bind.begin_nested():
                    bind.execute(st)
                    r = bind.execute(sa.select(t.c[col]).order_by(t.c.id.desc()).limit(1)).scalar()
                    print("ok", col, repr(v) if not isinstance(v, X) else "X", type(r).__name__, repr(r))
            except Exception as e:
                print("exec", col, repr(v) if not isinstance(v, X) else "X", type(e).__name__, str(e).replace("\n", " | ")[:300])
    for v in [5, "yes"]:
        try:
            bind.execute(sa.select(t.c.id).where(t.c.b == v))
        except Exception as e: print(type(e).__name__, e)
    try:
        s = sa.select(t.c.id).where(t.c.j == {"a": X()})
        print("built")
        bind.execute(s)
    except Exception as e: print(type(e).__name__, str(e).splitlines()[0])
    try:
        s = t.update().values(j={"a": X()})
        print("built")
        bind.execute(s)
    except Exception as e: print(type(e).__name__, str(e).splitlines()[0])
    try:
        bind.execute(t.insert(), [{"j": {"a": X()}}])
    except Exception as e: print(type(e).__name__, str(e).splitlines()[0])
    try:
        op.bulk_insert(t, [{"j": {"a": X()}}])
    except Exception as e: print(type(e).__name__, str(e).splitlines()[0])

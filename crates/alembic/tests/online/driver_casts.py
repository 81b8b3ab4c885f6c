# What the casts of asyncpg decide: as what the database reads a value, and what it refuses.
import datetime as dt
import decimal
import operator
import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "a1"
down_revision = None

ZONED = dt.datetime(2020, 1, 2, 3, 4, 5, 6, tzinfo=dt.timezone.utc)
TYPES = {
    "s": (sa.String(5), "x"),
    "t": (sa.Text(), "long"),
    "n": (sa.Numeric(8, 2), decimal.Decimal("1.50")),
    "b": (sa.Boolean(), True),
    "u": (sa.Uuid(), uuid.UUID(int=7)),
    "d": (sa.Date(), dt.date(2020, 1, 2)),
    "ts": (sa.DateTime(timezone=True), ZONED),
    "j": (pg.JSONB(), {"a": [1, None]}),
    "a": (pg.ARRAY(sa.Text), ["p", "q"]),
    "ip": (pg.INET(), "10.0.0.1"),
    "big": (sa.BigInteger(), 2**40),
    "f": (sa.Float(), 1.5),
    "iv": (sa.Interval(), dt.timedelta(days=1, seconds=2)),
    "raw": (sa.LargeBinary(), b"\x00z"),
    "c": (sa.CHAR(3), "ab"),
    "m": (sa.Enum("OK", "BAD", name="mood"), "OK"),
}


def upgrade():
    t = op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), *[sa.Column(n, y) for n, (y, _) in TYPES.items()])
    texts = sa.table("t", sa.column("id", sa.Integer), *[sa.column(n, sa.String) for n in TYPES])
    untyped = sa.table("t", sa.column("id"), *[sa.column(n) for n in TYPES])
    bind = op.get_bind()

    def show(label, statement, *values):
        try:
            with bind.begin_nested():
                result = bind.execute(statement, *values)
                print(label, "=>", result.fetchall() if result.returns_rows else result.rowcount)
        except sa.exc.DBAPIError as error:
            print(label, "=>", type(error).__name__)

    number = 0
    for name, (type_, value) in TYPES.items():
        number += 10
        show("insert " + name, t.insert().values({"id": number, name: value}))
        if name not in ("j", "m"):
            show("untyped " + name, untyped.insert().values({"id": number + 1, name: value}))
        if name not in ("a", "raw", "c"):
            show("as a text " + name, texts.insert().values({"id": number + 2, name: str(value)}))
        show("where " + name, sa.select(sa.func.count()).select_from(t).where(t.c[name] == value))
        show("in " + name, sa.select(sa.func.count()).select_from(t).where(t.c[name].in_([value, value])))
        show("update " + name, t.update().where(t.c.id == 10).values({name: value}))
        show("null " + name, t.update().where(t.c.id == 10).values({name: None}))
        if name != "ip":
            show("type of " + name, sa.select(sa.cast(sa.func.pg_typeof(sa.literal(value, type_)), sa.String)))
    literal = sa.literal
    show("kinds", sa.select(*[sa.cast(sa.func.pg_typeof(literal(v)), sa.String) for v in (1, 2**40, "a", True, 1.5, dt.date(2020, 1, 2), dt.datetime(2020, 1, 2), ZONED, uuid.UUID(int=7), b"a")]))
    show("zoned", sa.select(literal(ZONED)))
    show("uuid as text", sa.select(sa.func.count()).select_from(t).where(t.c.u == str(uuid.UUID(int=7))))
    show("date as text", sa.select(sa.func.count()).select_from(t).where(t.c.d == "2020-01-02"))
    show("any", sa.select(sa.func.count()).select_from(t).where(t.c.a.any("p")))
    show("all", sa.select(sa.func.count()).select_from(t).where(t.c.a.all("p")))
    show("any with an operator", sa.select(sa.func.count()).select_from(t).where(t.c.a.any("q", operator=operator.gt)))
    show("path", sa.select(t.c.id).where(t.c.j.path_exists("$.a")))
    show("words", sa.select(sa.cast(sa.func.to_tsvector("english", "a fat cat"), sa.Text)))
    show("headline", sa.select(sa.func.ts_headline("simple", "a fat cat", sa.func.plainto_tsquery("simple", "cat"))))
    show("headline of a query", sa.select(sa.func.ts_headline("a fat cat", sa.func.to_tsquery("cat"))))
    show("concat", t.update().where(t.c.id == 80).values(j=t.c.j.concat({"z": 1})))
    show("documents", sa.select(t.c.j).where(t.c.id == 80))
    show("numbers", sa.select(t.c.n * decimal.Decimal("2.5"), t.c.n + 1).where(t.c.id == 30))
    for text in ("any", "all"):
        try:
            getattr(t.c.s, text)("x")
        except AttributeError as error:
            print(error)


def downgrade():
    pass

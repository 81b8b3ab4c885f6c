"""values"""
import datetime as dt, decimal, uuid, enum, subprocess
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Session, DeclarativeBase, Mapped, mapped_column
revision = "a1"
down_revision = None
class Color(enum.Enum):
    red = "R"
    green = "G"
class Base(DeclarativeBase):
    pass
class Thing(Base):
    __tablename__ = "thing"
    id: Mapped[int] = mapped_column(primary_key=True)
    b: Mapped[bytes]
    d: Mapped[dt.date]
    ts: Mapped[dt.datetime]
    tz: Mapped[dt.datetime] = mapped_column(sa.DateTime(timezone=True))
    t: Mapped[dt.time]
    iv: Mapped[dt.timedelta]
    n: Mapped[decimal.Decimal] = mapped_column(sa.Numeric(20, 5))
    f: Mapped[float]
    u: Mapped[uuid.UUID]
    j: Mapped[dict] = mapped_column(pg.JSONB)
    j2: Mapped[dict] = mapped_column(sa.JSON)
    a: Mapped[list] = mapped_column(pg.ARRAY(sa.Integer))
    a2: Mapped[list] = mapped_column(pg.ARRAY(sa.Text))
    c: Mapped[Color]
    r: Mapped[object] = mapped_column(pg.INT4RANGE)
    r2: Mapped[object] = mapped_column(pg.TSTZRANGE)
    r3: Mapped[object] = mapped_column(pg.DATERANGE)
    big: Mapped[int] = mapped_column(sa.BigInteger)
    num: Mapped[decimal.Decimal] = mapped_column(sa.Numeric)
    inet: Mapped[str] = mapped_column(pg.INET)
    ok: Mapped[bool]
    nul: Mapped[str | None]
    m: Mapped[list] = mapped_column(pg.INT4MULTIRANGE, nullable=True)
def upgrade():
    subprocess.run(["true"])
    bind = op.get_bind()
    Base.metadata.create_all(bind)
    R = pg.Range
    s = Session(bind=bind)
    for i in (1, 2):
        s.add(Thing(id=i, b=b"\x00\xff'\\", d=dt.date(2024, 2, 29), ts=dt.datetime(2024, 1, 2, 3, 4, 5, 678), tz=dt.datetime(2024, 1, 2, 3, tzinfo=dt.timezone.utc),
            t=dt.time(1, 2, 3), iv=dt.timedelta(days=3, seconds=5, microseconds=7), n=decimal.Decimal("12345.67890"), f=1e-7, u=uuid.UUID(int=7), j={"a": [1, None, "x%y:z"]}, j2={"k": "'q'"},
            a=[1, 2, None], a2=["x", "y,\"z'"], c=Color.green, r=R(1, 10), r2=R(dt.datetime(2024, 1, 1, tzinfo=dt.timezone.utc), None), r3=R(dt.date(2024,1,1), dt.date(2024,2,1), bounds="[]"), big=2**62, num=decimal.Decimal("NaN") if i == 1 else decimal.Decimal("1e20"),
            inet="10.0.0.1", ok=True, nul=None))
    s.commit()
    s2 = Session(bind=bind)
    for t in s2.execute(sa.select(Thing).order_by(Thing.id)).scalars():
        print([(k, getattr(t, k)) for k in Thing.__table__.columns.keys()])
    print(bind.execute(sa.text("select b, d, ts, tz, t, iv, n, f, u, j, j2, a, a2, c, r, big, inet::text, ok, nul from thing where id = :i and j2::text like '%q%'"), {"i": 1}).all()[0][1:14])
    print(bind.exec_driver_sql("select %s + 1, '100%%'", (4,)).all())
    try:
        with bind.begin_nested():
            bind.execute(sa.insert(Thing.__table__).values(id=1))
    except sa.exc.IntegrityError as e:
        print(type(e.orig).__name__, e.orig.pgcode, str(e.orig).splitlines()[0])
    print(bind.execute(sa.update(Thing).values(f=2.5)).rowcount, bind.scalar(sa.select(sa.func.count()).select_from(Thing)))
    insp = sa.inspect(bind)
    print([ (c["name"], str(c["type"])) for c in insp.get_columns("thing")])
    print(insp.get_pk_constraint("thing"), insp.get_enums())
    e = pg.ENUM("u", "v", name="e1")
    e.create(bind, checkfirst=True)
    e.create(bind, checkfirst=True)
    op.add_column("thing", sa.Column("e", pg.ENUM("u", "v", name="e1", create_type=False), server_default="u"))
    op.create_table("other", sa.Column("id", sa.Integer, sa.Identity(always=True), primary_key=True), sa.Column("thing_id", sa.Integer, sa.ForeignKey("thing.id", ondelete="CASCADE"), index=True),
       sa.Column("g", sa.Integer, sa.Computed("1 + 2", persisted=True)), sa.Column("x", sa.String().with_variant(sa.Text(), "postgresql")),
       sa.Column("arr", pg.ARRAY(sa.String(20), dimensions=2), server_default=sa.text("'{}'::varchar[]")),
       sa.Column("during", pg.TSRANGE),
       pg.ExcludeConstraint(("during", "&&"), name="ex", using="gist"), sa.CheckConstraint("id > 0", name="ck"), comment="a 'comment'", schema=None)
    op.create_index("ix_low", "other", [sa.text("lower(x)"), "thing_id"], unique=True, postgresql_where=sa.text("thing_id > 3"), postgresql_using="btree")
    op.bulk_insert(Thing.__table__, [{"id": 9, "b": b"", "d": dt.date(2000,1,1), "ts": dt.datetime(2000,1,1), "tz": dt.datetime(2000,1,1), "t": dt.time(0), "iv": dt.timedelta(0), "n": 1, "f": 1.0, "u": uuid.UUID(int=1), "j": [], "j2": None, "a": [], "a2": [], "c": Color.red, "r": R(empty=True), "r2": R(), "r3": R(), "big": 1, "num": 2, "inet": "::1", "ok": False}])
def downgrade():
    subprocess.run(["true"])
    op.drop_table("other")
    op.drop_table("thing")
    sa.Enum(name="color").drop(op.get_bind(), checkfirst=False)
    op.execute("DROP TYPE e1")

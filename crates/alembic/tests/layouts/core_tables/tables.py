import datetime as dt
from functools import partial

import sqlalchemy as sa
from sqlalchemy import Column, FetchedValue, ForeignKeyConstraint, Sequence, Table, func, literal, text
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.schema import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.sql import and_, cast, expression, false, null, or_, true

metadata = sa.MetaData(
    schema="app",
    naming_convention={
        "all_column_names": lambda constraint, table: "_".join(column.name for column in constraint.columns.values()),
        "ix": "ix__%(table_name)s__%(all_column_names)s",
        "uq": "uq__%(table_name)s__%(all_column_names)s",
        "ck": "ck__%(table_name)s__%(constraint_name)s",
        "fk": "fk__%(table_name)s__%(all_column_names)s__%(referred_table_name)s",
        "pk": "pk__%(table_name)s",
    },
)
audit = sa.MetaData(schema="audit")
NotNull = partial(Column, nullable=False)
order_seq = Sequence("order_no", start=1000, increment=10, metadata=metadata, schema="app")
mood = pg.ENUM("sad", "ok", "happy", name="mood", schema="app")
positive = pg.DOMAIN("positive", sa.Integer, check=text("VALUE > 0"), schema="app", metadata=metadata)


def stamped(*columns):
    return (*columns, NotNull("created", sa.DateTime(True), server_default=func.current_timestamp()), Column("changed", pg.TIMESTAMP(timezone=True, precision=3), onupdate=dt.datetime.now))


users = Table(
    "users",
    metadata,
    Column("id", sa.BigInteger, sa.Identity(always=False, start=5, increment=2, minvalue=1, cycle=True), primary_key=True),
    NotNull("name", sa.Unicode(80), comment="full 'name'"),
    Column("mood", mood, server_default="ok"),
    Column("langs", pg.ARRAY(sa.String(5), dimensions=1), server_default="{}"),
    Column("prefs", pg.JSONB(none_as_null=True), server_default=text("'{\"a\": 1}'::jsonb")),
    Column("ip", pg.CIDR),
    Column("mac", pg.MACADDR),
    Column("bits", pg.BIT(8, varying=True)),
    Column("search", pg.TSVECTOR, sa.Computed("to_tsvector('english', name)", persisted=True)),
    Column("during", pg.INT4RANGE),
    Column("age", pg.INTERVAL(fields="DAY TO SECOND", precision=3)),
    Column("ref", pg.OID),
    Column("doc", pg.XML) if hasattr(pg, "XML") else Column("doc", sa.Text),
    Column("flag", sa.Boolean(name="flag_bool", create_constraint=False), server_default=expression.true()),
    Column("score", sa.Numeric(8, 3), server_default=literal(0.5)),
    Column("trig", sa.Integer, server_default=FetchedValue()),
    *stamped(),
    UniqueConstraint("name", "ip", postgresql_nulls_not_distinct=True, postgresql_include=["mac"]),
    CheckConstraint("score between 0 and 10", name="score_range"),
    comment="people",
    postgresql_partition_by=None,
)
orders = Table(
    "orders",
    metadata,
    Column("no", sa.Integer,  primary_key=True),
    Column("line", sa.SmallInteger, primary_key=True, autoincrement=False),
    NotNull("user_id", sa.ForeignKey(users.c.id, ondelete="CASCADE", deferrable=True, initially="DEFERRED")),
    Column("friend_id", sa.ForeignKey("app.users.id", use_alter=True, name="fk_friend", match="FULL")),
    Column("kind", sa.Enum("a", "b", name="kind_enum", schema="app", native_enum=False, create_constraint=True, validate_strings=True)),
    Column("qty", sa.Integer),
    Column("total", sa.Numeric, sa.Computed("qty * 2")),
    Column("open", sa.Boolean, nullable=False, server_default=false()),
    *stamped(Column("note", sa.String(collation="C"))),
    Index(None, "user_id", "open", unique=True, postgresql_where=text("open")),
    CheckConstraint(text("line >= 0"), name="line"),
)
Index("ix_users_search", users.c.search, postgresql_using="gin")
Index("ix_users_lower", func.lower(users.c.name), users.c.id.desc().nulls_last(), postgresql_include=["ip"], postgresql_with={"fillfactor": 50})
Index("ix_users_ops", users.c.name, postgresql_ops={"name": "varchar_pattern_ops"}, postgresql_where=and_(users.c.flag.is_(True), or_(users.c.score > 3, users.c.name != "x")))
Index("ix_users_prefs", users.c.prefs["a"].astext, cast(users.c.langs, pg.ARRAY(sa.Text)), postgresql_using="btree")
lines = Table(
    "order_notes",
    metadata,
    Column("id", sa.Integer, primary_key=True),
    Column("no", sa.Integer),
    Column("line", sa.SmallInteger),
    ForeignKeyConstraint(["no", "line"], [orders.c.no, orders.c.line], onupdate="CASCADE"),
    schema=None,
)
plain = Table("plain", metadata, Column("k", sa.String, primary_key=True), Column("v", sa.LargeBinary), schema="public")
log = Table("log", audit, Column("id", sa.Uuid, primary_key=True, server_default=func.gen_random_uuid()), Column("at", sa.Time), Column("d", sa.Date, server_default=func.now() + text("interval '1 day'")), Column("payload", sa.JSON), Column("old", sa.JSON().with_variant(pg.JSONB(), "postgresql")))

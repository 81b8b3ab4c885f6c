op.execute("SELECT 1")

op.execute("SELECT 'it''s 50%', ':not_a_bind', a::text FROM t")

op.execute("SELECT :bound")

op.execute("""
    UPDATE t
    SET a = 1
""")

op.execute("SELECT 1;")

op.execute(sa.text("SELECT 1"))

op.execute(sa.text("SELECT :a, :b").bindparams(a=5, b="it's"))

op.execute(sa.text("SELECT :a").bindparams(sa.bindparam("a", type_=sa.DateTime)))

op.execute(sa.text("SELECT 'a\\:b', x::int, '%'"))

op.execute(sqltext="SELECT 2", execution_options={"isolation_level": "AUTOCOMMIT"})

op.execute(account.insert().values(id=1, name="x"))

op.execute(account.insert().values({"id": 1, "name": None, "active": True}))

op.execute(account.insert())

op.execute(account.insert().values([{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]))

op.execute(account.insert().values(name=op.inline_literal("it's 5%")))

op.execute(account.insert().values(id=op.inline_literal(5), active=op.inline_literal(True)))

op.execute(account.insert().values(at=func.now(), name=func.lower("X")))

op.execute(account.insert().values(at=op.inline_literal(datetime.datetime(2024, 1, 2, 3, 4, 5))))

op.execute(account.insert().from_select(["id", "name"], sa.select(owner.c.id, sa.literal("x")).where(owner.c.id > 5)))

op.execute(account.insert().values(id=1).returning(account.c.id))

op.execute(account.update().values(name="x"))

op.execute(account.update().where(account.c.id == 5).values(name="x", active=False))

op.execute(account.update().where(account.c.name == op.inline_literal("a")).values({"name": op.inline_literal("b")}))

op.execute(account.update().values(id=account.c.id + 1))

op.execute(sa.update(account).where(account.c.id == owner.c.account_id).values(name="x"))

op.execute(account.update().where(account.c.name.is_(None)).values(name=func.coalesce(account.c.name, "")))

op.execute(account.update().values(name=sa.case((account.c.id > 5, "big"), else_="small")))

op.execute(account.update().values(id=sa.select(func.max(owner.c.id)).scalar_subquery()))

op.execute(account.update().where(sa.exists().where(owner.c.account_id == account.c.id)).values(active=True))

op.execute(account.delete())

op.execute(account.delete().where(account.c.id == 5))

op.execute(account.delete().where(account.c.id.in_([1, 2, 3])))

op.execute(sa.delete(account).where(account.c.id.in_(sa.select(owner.c.account_id))))

op.execute(account.delete().where(account.c.name.notin_(["a", "it's"])))

op.execute(account.delete().where(account.c.id.in_([])))

op.execute(sa.select(account.c.id).where(account.c.name.like("a%")))

# Not for: mssql oracle
op.execute(sa.select(account.c.id, account.c.name.label("n")).order_by(account.c.id.desc()).limit(5).offset(2))

op.execute(sa.select(func.count()).select_from(account))

op.execute(sa.select(account).join(owner, owner.c.account_id == account.c.id).where(sa.and_(account.c.active, sa.not_(owner.c.id == 3))))

op.execute(sa.select(account.c.name).distinct())

op.execute(sa.select(account.c.name).group_by(account.c.name).having(func.count(account.c.id) > 1))

op.execute(sa.union_all(sa.select(account.c.id), sa.select(owner.c.id)))

cte = sa.select(account.c.id).where(account.c.id > 5).cte("big")
op.execute(sa.select(cte.c.id))

op.execute(sa.select(sa.cast(account.c.id, sa.String(10)), sa.type_coerce(account.c.name, sa.Integer)))

op.execute(sa.select(account.c.name.ilike("%x%"), account.c.name.contains("5%"), account.c.name.startswith("a", autoescape=True)))

op.execute(sa.select(account.c.id.between(1, 5), account.c.id % 2, account.c.id / 2, account.c.id // 2, -account.c.id))

op.execute(sa.select(sa.literal(5), sa.literal("x"), sa.null(), sa.true(), sa.false(), sa.literal_column("1")))

# Only for: sqlite
op.execute(sa.select(account.c.data["key"]))

op.execute(sa.select(func.row_number().over(partition_by=account.c.name, order_by=account.c.id)))

op.execute(sa.select(func.sum(account.c.id).filter(account.c.active)))

op.execute(sa.select(sa.extract("year", account.c.at)))

op.execute(sa.select(account.c.name.collate("C")))

op.execute(sa.select(account.alias("a").c.id))

op.execute(sa.select(sa.func.concat(account.c.name, "x"), account.c.name + "y", account.c.name.op("~")("z")))

op.execute(sa.select(account.c.id).with_for_update())

op.execute(sa.select(account.c.active.is_(True), account.c.active == sa.false(), ~account.c.active))

op.execute(sa.DDL("CREATE VIEW v AS SELECT '50%%'"))

op.execute(sa.DDL("DROP VIEW %(name)s", context={"name": "v"}))

op.execute(sa.schema.CreateSchema("s"))

op.execute(sa.schema.CreateSchema("order", if_not_exists=True))

op.execute(sa.schema.DropSchema("s", cascade=True, if_exists=True))

op.execute(sa.schema.CreateSequence(sa.Sequence("seq", start=5, increment=2, minvalue=1, maxvalue=100, cycle=True, schema="s")))

op.execute(sa.schema.CreateSequence(sa.Sequence("seq", cache=5, data_type=sa.BigInteger), if_not_exists=True))

op.execute(sa.schema.DropSequence(sa.Sequence("seq"), if_exists=True))

op.execute(sa.schema.CreateTable(sa.Table("t", sa.MetaData(), sa.Column("a", sa.Integer, primary_key=True), sa.Column("b", sa.String(5), index=True))))

op.execute(sa.schema.CreateTable(sa.Table("t", sa.MetaData(), sa.Column("a", sa.Integer)), if_not_exists=True))

op.execute(sa.schema.DropTable(sa.Table("t", sa.MetaData(), schema="s"), if_exists=True))

op.execute(sa.schema.CreateIndex(sa.Index("ix", sa.Table("t", sa.MetaData(), sa.Column("a", sa.Integer)).c.a, unique=True), if_not_exists=True))

op.execute(sa.schema.DropIndex(sa.Index("ix", sa.Table("t", sa.MetaData(), sa.Column("a", sa.Integer)).c.a)))

op.execute(sa.schema.AddConstraint(sa.UniqueConstraint(sa.Table("t", sa.MetaData(), sa.Column("a", sa.Integer)).c.a, name="uq")))

op.execute(5)

op.execute(None)

op.bulk_insert(account, [{"id": 1, "name": "a"}, {"id": 2, "name": "it's 5%"}])

op.bulk_insert(account, [{"id": 1, "name": None, "active": True}])

op.bulk_insert(account, [])

op.bulk_insert(account, [{"id": 1, "name": "a"}, {"id": 2}], multiinsert=False)

op.bulk_insert(account, [{"id": 1, "at": datetime.datetime(2024, 1, 2, 3, 4, 5)}])

op.bulk_insert(account, [{"name": op.inline_literal("x")}], multiinsert=False)

op.bulk_insert(account, {"id": 1})

op.bulk_insert(account, [1])

op.bulk_insert(sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("b", sa.String)), [{"id": 1, "b": "x"}, {"id": 2, "b": "y"}])

op.bulk_insert(sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("b", sa.String), schema="s"), [{"b": "x"}])

op.bulk_insert(table("t", column("d", sa.Date), column("n", sa.Numeric(5, 2)), column("f", sa.Float), column("b", sa.LargeBinary), column("u", sa.Uuid)), [{"d": datetime.date(2024, 1, 2), "n": decimal.Decimal("1.50"), "f": 1.5, "b": b"\x00x", "u": uuid.UUID(int=5)}])

op.bulk_insert(table("t", column("e", sa.Enum(Color)), column("t", sa.Time), column("i", sa.Interval)), [{"e": Color.red, "t": datetime.time(1, 2, 3)}])

op.bulk_insert(table("t", column("a")), [{"a": 1}, {"a": "x"}])

op.bulk_insert(account, [{"id": 1, "nope": 2}])

op.bulk_insert(table=account, rows=[{"id": 1}], multiinsert=True)

op.get_bind().execute(sa.text("SELECT 1"))

op.get_context().execute("SELECT 3")

op.get_context().impl.static_output("-- by hand")

with op.get_context().autocommit_block():
    op.execute("VACUUM")

op.execute(account.insert().values(id=sa.text("5"), name=sa.literal_column("'x'")))

op.execute(sa.insert(account).values(id=sa.bindparam("p"), name="x"))

op.execute(sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("b", sa.String)).insert().values(b="x"))

op.execute(sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("b", sa.String)).update().values(b="x"))

op.execute(sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("b", sa.String), schema="s").delete())

op.execute(str(account.update().values(name="x").compile(compile_kwargs={"literal_binds": True})))

op.execute(str(sa.select(account.c.id).where(account.c.id == 5).compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})))

op.execute(str(sa.select(account.c.id).where(account.c.id == 5)))

op.execute(str(postgresql.ENUM("a", name="e").compile(dialect=postgresql.dialect())))

op.execute(f"SELECT {op.f('x')}")

# Only for: sqlite postgresql
postgresql.ENUM("a", "b", name="by_hand").create(op.get_bind())

# Only for: sqlite postgresql
postgresql.ENUM("a", name="by_hand").drop(op.get_bind(), checkfirst=False)

sa.Enum("a", name="generic").create(op.get_bind(), checkfirst=True)

sa.Enum(name="generic").drop(op.get_bind(), checkfirst=True)

sa.Table("t", sa.MetaData(), sa.Column("a", sa.Integer, primary_key=True)).create(op.get_bind())

sa.Table("t", sa.MetaData(), sa.Column("a", sa.Integer, primary_key=True)).drop(op.get_bind())

metadata = sa.MetaData()
sa.Table("b", metadata, sa.Column("id", sa.Integer, sa.ForeignKey("a.id")))
sa.Table("a", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Index("ix", "id"))
metadata.create_all(op.get_bind(), checkfirst=False)
metadata.drop_all(op.get_bind(), checkfirst=False)

sa.Index("ix_m", sa.Table("t", sa.MetaData(), sa.Column("a", sa.Integer)).c.a).create(op.get_bind())

# Not for: mariadb
sa.Sequence("seq").create(op.get_bind(), checkfirst=False)

log = table("log", column("entry", sa.String))
from alembic.operations.toimpl import rename_table

@Operations.register_operation("create_view_of")
class CreateViewOf(ops.MigrateOperation):
    def __init__(self, name):
        self.name = name
    @classmethod
    def create_view_of(cls, operations, name):
        return operations.invoke(cls(name))
    def reverse(self):
        return ops.ExecuteSQLOp(f"DROP VIEW {self.name}")

@Operations.implementation_for(CreateViewOf)
def create_view_of(operations, operation):
    operations.execute(f"CREATE VIEW {operation.name}")

op.create_view_of("v")

op.execute(with_defaults.insert().values(id=1))

op.execute(with_defaults.insert().values(id=1, kind="given"))

op.execute(with_defaults.update().values(id=1))

# Only for: sqlite
op.execute(account.update().values(id=account.c.data["a"].as_float(), name=account.c.data[("a", "b")].as_string()))

op.get_bind().execute(sa.text("DELETE FROM account WHERE name LIKE :p"), {"p": "u%"})

op.get_bind().execute(sa.text("DELETE FROM account WHERE name = :p").bindparams(p="x"), {"p": "y"})

op.get_bind().execute(account.insert(), [{"id": 1, "name": "b"}, {"id": 2, "name": "c"}])

op.get_bind().execute(account.insert().values(id=1), {"name": "q"})

op.get_bind().execute(account.update().where(account.c.id == sa.bindparam("b", 7)).values(name="z"), {"b": 8})

# Not for: mssql
t = sa.table("t", sa.column("u", sa.Uuid(as_uuid=False)))
op.execute(t.insert().values(u=op.inline_literal("12345678-1234-5678-1234-567812345678", sa.Uuid(as_uuid=False))))

class Marked(sa.TypeDecorator):
    impl = sa.String
    cache_ok = True
    def process_bind_param(self, value, dialect):
        return "bound " + value
    def process_literal_param(self, value, dialect):
        return "literal " + value
t = sa.table("t", sa.column("m", Marked(30)))
op.bulk_insert(t, [{"m": "it's"}, {"m": None}])

op.create_table("t")

op.create_table("t", sa.Column("id", sa.Integer(), primary_key=True))

op.create_table("t", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id"))

op.create_table("t", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name="pk_t"))

op.create_table("t", sa.Column("a", sa.Integer()), sa.Column("b", sa.Integer()), sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_t")))

op.create_table("t", sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False))

op.create_table("t", sa.Column("a", sa.Integer(), primary_key=True), sa.Column("b", sa.Integer(), primary_key=True))

op.create_table("t", sa.Column("a", sa.Integer(), primary_key=True, autoincrement=True), sa.Column("b", sa.Integer(), primary_key=True))

op.create_table("t", sa.Column("id", sa.BigInteger(), primary_key=True))

op.create_table("t", sa.Column("id", sa.SmallInteger(), primary_key=True))

op.create_table("t", sa.Column("id", sa.String(5), primary_key=True))

op.create_table("t", sa.Column("id", sa.Integer(), sa.Identity(start=10), primary_key=True))

op.create_table("t", sa.Column("id", sa.Integer(), sa.Sequence("t_seq", start=5), primary_key=True))

op.create_table("t", sa.Column("id", sa.Integer(), sa.ForeignKey("o.id"), primary_key=True))

op.create_table("t", sa.Column("id", sa.Integer(), sa.ForeignKey("o.id"), primary_key=True, autoincrement="ignore_fk"))

op.create_table("t", sa.Column("id", sa.Integer(), primary_key=True), schema="s")

# Not for: mssql
op.create_table("t", sa.Column("id", sa.Integer()), comment="it's 100% a table")

# Not for: mssql
op.create_table("t", sa.Column("id", sa.Integer(), comment="a column"), sa.Column("b", sa.Text(), comment="it's"), comment="x", schema="s")

op.create_table("t", sa.Column("id", sa.Integer()), if_not_exists=True)

op.create_table("t", sa.Column("id", sa.Integer()), prefixes=["TEMPORARY"])

op.create_table("t", sa.Column("id", sa.Integer()), prefixes=["GLOBAL", "TEMPORARY"], info={"a": 1})

op.create_table("t", sa.Column("a", sa.Integer(), unique=True))

op.create_table("t", sa.Column("a", sa.Integer(), index=True))

op.create_table("t", sa.Column("a", sa.Integer(), index=True, unique=True), schema="s")

op.create_table("t", sa.Column("a", sa.Integer()), sa.UniqueConstraint("a"))

op.create_table("t", sa.Column("a", sa.Integer()), sa.Column("b", sa.Integer()), sa.UniqueConstraint("a", "b", name="uq"))

op.create_table("t", sa.Column("a", sa.Integer()), sa.UniqueConstraint("a", name="uq", deferrable=True, initially="DEFERRED"))

op.create_table("t", sa.Column("a", sa.Integer()), sa.UniqueConstraint("a", postgresql_nulls_not_distinct=True, postgresql_include=["a"]))

op.create_table("t", sa.Column("a", sa.Integer(), sa.ForeignKey("o.id")))

op.create_table("t", sa.Column("a", sa.Integer(), sa.ForeignKey("o.id", name="fk_a", ondelete="CASCADE")))

op.create_table("t", sa.Column("a", sa.Integer(), sa.ForeignKey("o.id")), schema="s")

op.create_table("t", sa.Column("a", sa.Integer()), sa.ForeignKeyConstraint(["a"], ["o.id"]))

op.create_table("t", sa.Column("a", sa.Integer()), sa.ForeignKeyConstraint(["a"], ["s.o.id"], name="fk", ondelete="RESTRICT", onupdate="NO ACTION"))

op.create_table("t", sa.Column("a", sa.Integer()), sa.Column("b", sa.Integer()), sa.ForeignKeyConstraint(["a", "b"], ["o.x", "o.y"], match="FULL", deferrable=True, initially="DEFERRED"))

op.create_table("t", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("parent", sa.Integer(), sa.ForeignKey("t.id")))

op.create_table("t", sa.Column("a", sa.Integer()), sa.ForeignKeyConstraint(["a"], ["o.id"], use_alter=True, name="fk"))

op.create_table("t", sa.Column("a", sa.Integer()), sa.ForeignKeyConstraint(["a"], ["o.id"], postgresql_not_valid=True))

op.create_table("t", sa.Column("a", sa.Integer()), sa.ForeignKeyConstraint(["nope"], ["o.id"]))

op.create_table("t", sa.Column("a", sa.Integer()), sa.CheckConstraint("a > 5"))

op.create_table("t", sa.Column("a", sa.Integer()), sa.CheckConstraint("a > 5", name="ck_a"), sa.CheckConstraint("a < 9", name=op.f("ck_b")))

op.create_table("t", sa.Column("a", sa.Integer(), sa.CheckConstraint("a > 5", name="ck_col")))

op.create_table("t", sa.Column("a", sa.Integer()), sa.CheckConstraint(sa.column("a") > 5))

op.create_table("t", sa.Column("a", sa.String()), sa.CheckConstraint("a LIKE 'x%'"))

op.create_table("t", sa.Column("a", sa.Boolean(create_constraint=True)), sa.Column("b", sa.Boolean(create_constraint=True, name="ck_bb")))

op.create_table("t", sa.Column("a", sa.Enum("x", "y", name="made_in_table")))

op.create_table("t", sa.Column("a", sa.Enum("x", "y", name="made_in_table")), sa.Column("b", sa.Enum("x", "y", name="made_in_table")))

op.create_table("t", sa.Column("a", sa.Enum("x", "y", name="in_schema", schema="s")), schema="q")

op.create_table("t", sa.Column("a", sa.Enum("x", "y", name="inherits", inherit_schema=True)), schema="q")

op.create_table("t", sa.Column("a", sa.Enum("x", "y", name="nn", native_enum=False)))

op.create_table("t", sa.Column("a", sa.Enum("x", "yyyyy", name="nn_ck", native_enum=False, create_constraint=True)))

# Only for: postgresql
op.create_table("t", sa.Column("a", postgresql.ENUM("x", name="not_created", create_type=False)))

# Only for: postgresql
op.create_table("t", sa.Column("a", postgresql.ENUM("x", name="created_pg")))

# Only for: postgresql
op.create_table("t", sa.Column("a", postgresql.ARRAY(postgresql.ENUM("x", name="in_array"))))

# Only for: postgresql
op.create_table("t", sa.Column("a", postgresql.DOMAIN("dom", sa.Integer(), check="VALUE > 5", not_null=True, default="7")))

op.create_table("t", sa.Column("a", sa.Integer()), mysql_engine="InnoDB", mysql_charset="utf8mb4", mysql_collate="utf8mb4_bin")

# Not for: mssql
op.create_table("t", sa.Column("a", sa.Integer()), mysql_engine="InnoDB", mysql_row_format="DYNAMIC", mysql_key_block_size="1024", mysql_comment="x")

op.create_table("t", sa.Column("a", sa.Integer()), mariadb_engine="Aria", mariadb_page_compressed="1")

op.create_table("t", sa.Column("a", sa.Integer()), mysql_partition_by="HASH(a)", mysql_partitions="4")

op.create_table("t", sa.Column("a", sa.Integer()), postgresql_partition_by="RANGE (a)")

op.create_table("t", sa.Column("a", sa.Integer()), postgresql_inherits="base", postgresql_tablespace="ts")

op.create_table("t", sa.Column("a", sa.Integer()), postgresql_inherits=("b1", "b2"), postgresql_with_oids=False)

op.create_table("t", sa.Column("a", sa.Integer()), postgresql_on_commit="PRESERVE ROWS", prefixes=["TEMPORARY"])

op.create_table("t", sa.Column("a", sa.Integer()), postgresql_using="heap", postgresql_with={"fillfactor": 70})

op.create_table("t", sa.Column("a", sa.Integer(), primary_key=True), sqlite_autoincrement=True)

op.create_table("t", sa.Column("a", sa.Integer(), primary_key=True), sqlite_with_rowid=False)

op.create_table("t", sa.Column("a", sa.Integer()), sqlite_strict=True)

op.create_table("t", sa.Column("a", sa.Integer(), sqlite_on_conflict_primary_key="FAIL", primary_key=True), sa.Column("b", sa.Integer(), sqlite_on_conflict_unique="IGNORE", unique=True))

op.create_table("t", sa.Column("a", sa.Integer()), oracle_on_commit="DELETE ROWS", prefixes=["GLOBAL TEMPORARY"])

op.create_table("t", sa.Column("a", sa.Integer()), oracle_compress=True, oracle_tablespace="ts")

op.create_table("t", sa.Column("a", sa.Integer()), oracle_compress=6)

op.create_table("t", sa.Column("a", sa.Integer(), primary_key=True), sa.PrimaryKeyConstraint("a", mssql_clustered=False))

op.create_table("t", sa.Column("a", sa.Integer()), sa.Index("ix_a", "a"))

op.create_table("t", sa.Column("a", sa.Integer()), sa.Index("ix_a", "a", unique=True, postgresql_where=sa.text("a > 1")), schema="s")

op.create_table("t", sa.Column("a", sa.Integer()), sa.Index("ix_low", sa.text("lower(a)")))

# Only for: postgresql
op.create_table("t", sa.Column("a", postgresql.TSRANGE()), postgresql.ExcludeConstraint(("a", "&&"), name="ex"))

op.create_table("t", sa.Column("a", sa.Integer(), sa.Computed("b * 2", persisted=True)), sa.Column("b", sa.Integer()))

op.create_table("t", sa.Column("a", sa.Integer(), server_default=sa.text("0")), sa.Column("b", sa.String(), server_default="x"), sa.Column("c", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False))

op.create_table("order", sa.Column("select", sa.Integer(), primary_key=True), sa.Column("Mixed", sa.Integer(), sa.ForeignKey("group.from")), schema="table")

op.create_table("t%", sa.Column("a%b", sa.Integer(), primary_key=True))

op.create_table("t", sa.Column("a(b)", sa.Integer()), sa.Column("c:d", sa.Integer()), sa.Column("1st", sa.Integer()), sa.Column("$x", sa.Integer()))

op.create_table("t" * 70, sa.Column("a", sa.Integer(), primary_key=True), sa.UniqueConstraint("a", name="u" * 70))

op.create_table("t", sa.Column("a", sa.Integer(), key="k"), sa.UniqueConstraint("k"))

op.create_table("t", sa.Column("a", sa.Integer(), quote=True), quote=True)

op.create_table("t", sa.Column("a", sa.Integer()), quote_schema=True, schema="s")

op.create_table("t", sa.Column("a", sa.Integer()), bogus=1)

op.create_table("t", sa.Column("a", sa.Integer()), bogus_option=1)

op.create_table("t", "not a column")

op.create_table("t", sa.Column("a", sa.Integer()), sa.Column("a", sa.String()))

made = op.create_table("t", sa.Column("a", sa.Integer()), sa.Column("b", sa.String(5)))
op.bulk_insert(made, [{"a": 1, "b": "x"}, {"a": 2, "b": None}])

made = op.create_table("t", sa.Column("a", sa.Integer(), primary_key=True), sa.Column("b", sa.String(5)))
op.execute(made.insert().values(b="x"))

op.create_table(sa.Table("as_object", sa.MetaData(), sa.Column("a", sa.Integer())))

op.create_table(*["t", sa.Column("a", sa.Integer())], **{"schema": "s"})

column_list = [sa.Column("id", sa.Integer(), primary_key=True), sa.Column("x", sa.Integer(), sa.ForeignKey("o.id"))]
op.create_table("t1", *column_list)
op.create_table("t2", *[c.copy() for c in column_list])

op.create_table("t", sa.Column("a", mysql.VARCHAR(5, charset="utf8", collation="utf8_bin")))

# Not for: mssql
op.create_table("t", sa.Column("a", sa.Integer(), sa.ForeignKey("o.id", link_to_name=True, comment="x")))

op.drop_table("t")

op.drop_table("t", schema="s")

op.drop_table("t", if_exists=True)

op.drop_table("t", if_exists=True, schema="s")

op.drop_table("order", schema="table")

# Not for: mssql
op.drop_table("t", comment="x", info={"a": 1}, mysql_engine="InnoDB")

op.drop_table("t", bogus=1)

op.drop_table(sa.Table("as_object", sa.MetaData(), sa.Column("a", sa.Integer())))

op.rename_table("t", "u")

op.rename_table("t", "u", schema="s")

op.rename_table("order", "group", schema="table")

op.rename_table(old_table_name="t", new_table_name="Mixed")

# Not for: mssql
op.create_table_comment("t", "it's a comment")

# Not for: mssql
op.create_table_comment("t", "new", existing_comment="old", schema="s")

# Not for: mssql
op.create_table_comment("t", "100% :x \\ y")

# Not for: mssql
op.create_table_comment("t", "")

# Not for: mssql
op.drop_table_comment("t")

# Not for: mssql
op.drop_table_comment("t", existing_comment="old", schema="s")

op.invoke(ops.CreateTableOp("t", [sa.Column("a", sa.Integer())], schema="s"))

op.invoke(ops.DropTableOp("t", schema="s", if_exists=True))

op.invoke(ops.AddColumnOp("t", sa.Column("a", sa.Integer(), index=True)))

op.invoke(ops.DropColumnOp("t", "a"))

op.invoke(ops.AlterColumnOp("t", "a", modify_nullable=False, existing_type=sa.Integer(), modify_name="b"))

op.invoke(ops.CreateIndexOp("ix", "t", ["a"], unique=True))

op.invoke(ops.DropIndexOp("ix", "t"))

op.invoke(ops.CreateUniqueConstraintOp("uq", "t", ["a"]))

op.invoke(ops.CreateForeignKeyOp("fk", "t", "o", ["a"], ["id"], ondelete="CASCADE"))

op.invoke(ops.CreateCheckConstraintOp("ck", "t", "a > 1"))

op.invoke(ops.CreatePrimaryKeyOp("pk", "t", ["a"]))

op.invoke(ops.DropConstraintOp("uq", "t", type_="unique"))

op.invoke(ops.RenameTableOp("t", "u"))

op.invoke(ops.ExecuteSQLOp("SELECT 1"))

op.invoke(ops.BulkInsertOp(sa.table("t", sa.column("a", sa.Integer)), [{"a": 1}]))

# Not for: mssql
op.invoke(ops.CreateTableCommentOp("t", "x"))

# Not for: mssql
op.invoke(ops.DropTableCommentOp("t"))

# Not for: mssql
source = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a", sa.Integer(), index=True), sa.Column("b", sa.Integer()), sa.UniqueConstraint("a", "b", name="uq"), schema="s", comment="c")
op.invoke(ops.CreateTableOp.from_table(source))

metadata = sa.MetaData()
sa.Table("o", metadata, sa.Column("id", sa.Integer(), primary_key=True))
source = sa.Table("t", metadata, sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a", sa.Integer(), index=True), sa.UniqueConstraint("a", name="uq", deferrable=True), sa.ForeignKeyConstraint(["a"], ["o.id"], name="fk", ondelete="CASCADE"), sa.CheckConstraint("a > 1", name="ck"), schema="s")
for constraint in sorted((c for c in source.constraints if c.name), key=lambda c: c.name):
    op.invoke(ops.AddConstraintOp.from_constraint(constraint))
    op.invoke(ops.DropConstraintOp.from_constraint(constraint))
for index in source.indexes:
    op.invoke(ops.CreateIndexOp.from_index(index))
    op.invoke(ops.DropIndexOp.from_index(index))
op.invoke(ops.AddColumnOp.from_column(source.c.a))
op.invoke(ops.DropColumnOp.from_column_and_tablename("s", "t", source.c.a))
op.invoke(ops.DropTableOp.from_table(source))

op.invoke(ops.AddColumnOp("t", sa.Column("a", sa.Integer())).reverse())

op.invoke(ops.CreateTableOp("t", [sa.Column("a", sa.Integer())]).reverse())

op.invoke(ops.DropTableOp.from_table(sa.Table("t", sa.MetaData(), sa.Column("a", sa.Integer(), unique=True))).reverse())

op.invoke(ops.AlterColumnOp("t", "a", existing_type=sa.Integer(), modify_type=sa.String(5), existing_nullable=True, modify_nullable=False).reverse())

op.invoke(ops.DropIndexOp.from_index(sa.Index("ix", sa.Table("t", sa.MetaData(), sa.Column("a", sa.Integer())).c.a, unique=True)).reverse())

# Not for: mssql
op.invoke(ops.CreateTableCommentOp("t", "x", existing_comment="y").reverse())

upgrade_ops = ops.UpgradeOps([ops.AddColumnOp("t", sa.Column("a", sa.Integer())), ops.ModifyTableOps("t", [ops.AddColumnOp("t", sa.Column("b", sa.Integer()))])])
for one in upgrade_ops.reverse().ops:
    for operation in getattr(one, "ops", [one]):
        op.invoke(operation)

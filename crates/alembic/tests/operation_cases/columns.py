op.add_column("t", sa.Column("c", sa.Integer()))

op.add_column("t", sa.Column("c", sa.Integer(), nullable=False), schema="s")

op.add_column("t", sa.Column("c", sa.String(30), server_default="x"))

op.add_column("t", sa.Column("c", sa.String(30), server_default="it's 100% \\ fine"))

op.add_column("t", sa.Column("c", sa.DateTime(), server_default=sa.func.now()))

op.add_column("t", sa.Column("c", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False))

op.add_column("t", sa.Column("c", sa.Boolean(), server_default=sa.true()))

op.add_column("t", sa.Column("c", sa.Boolean(), server_default=sa.false(), nullable=False))

op.add_column("t", sa.Column("c", sa.Boolean(), server_default=sa.literal(5)))

op.add_column("t", sa.Column("c", sa.Integer(), server_default=sa.literal_column("1 + 1")))

op.add_column("t", sa.Column("c", sa.Integer(), server_default=""))

op.add_column("t", sa.Column("c", sa.Integer(), server_default=sa.null()))

op.add_column("t", sa.Column("c", sa.Integer(), server_default=sa.func.coalesce(sa.func.length("abc"), 3)))

op.add_column("t", sa.Column("c", sa.JSON(), server_default=sa.text("'{\"a\": 1}'")))

op.add_column("t", sa.Column("c", sa.Integer(), sa.FetchedValue()))

op.add_column("t", sa.Column("c", sa.Integer(), sa.Identity()))

op.add_column("t", sa.Column("c", sa.Integer(), sa.Identity(always=True, start=3, increment=2, minvalue=1, maxvalue=99, cycle=True, cache=5)))

op.add_column("t", sa.Column("c", sa.BigInteger(), sa.Identity(nominvalue=True, nomaxvalue=True, cycle=False)))

op.add_column("t", sa.Column("c", sa.Integer(), sa.Identity(oracle_on_null=True, oracle_order=True)))

op.add_column("t", sa.Column("c", sa.Integer(), sa.Computed("a + 1")))

op.add_column("t", sa.Column("c", sa.Integer(), sa.Computed("a + 1", persisted=True)))

op.add_column("t", sa.Column("c", sa.Integer(), sa.Computed(sa.text("a * 2"), persisted=False), nullable=False))

op.add_column("t", sa.Column("c", sa.Integer(), sa.Sequence("c_seq")))

# Not for: mssql
op.add_column("t", sa.Column("c", sa.Integer(), comment="what it's for: 50%"))

# Not for: mssql
op.add_column("t", sa.Column("c", sa.Integer(), comment=""))

op.add_column("t", sa.Column("c", sa.Integer(), unique=True))

op.add_column("t", sa.Column("c", sa.Integer(), index=True))

op.add_column("t", sa.Column("c", sa.Integer(), index=True, unique=True), schema="s")

op.add_column("t", sa.Column("c", sa.Integer(), primary_key=True))

op.add_column("t", sa.Column("c", sa.Integer(), primary_key=True), inline_primary_key=True)

op.add_column("t", sa.Column("c", sa.Integer(), sa.ForeignKey("o.id")))

op.add_column("t", sa.Column("c", sa.Integer(), sa.ForeignKey("o.id", name="fk_c")), schema="s")

op.add_column("t", sa.Column("c", sa.Integer(), sa.ForeignKey("x.o.id", ondelete="CASCADE", onupdate="SET NULL")))

op.add_column("t", sa.Column("c", sa.Integer(), sa.ForeignKey("o.id", deferrable=True, initially="DEFERRED", match="FULL")))

op.add_column("t", sa.Column("c", sa.Integer(), sa.ForeignKey("o.id")), inline_references=True)

op.add_column("t", sa.Column("c", sa.Integer(), sa.ForeignKey("x.o.id", name="fk", ondelete="CASCADE", deferrable=True)), inline_references=True)

op.add_column("t", sa.Column("c", sa.Integer()), inline_references=True)

op.add_column("t", sa.Column("c", sa.Integer(), sa.ForeignKey("t.id")))

op.add_column("t", sa.Column("c", sa.Integer(), sa.CheckConstraint("c > 5")))

op.add_column("t", sa.Column("c", sa.Integer(), sa.CheckConstraint("c > 5", name="ck_c")))

op.add_column("t", sa.Column("c", sa.Integer()), if_not_exists=True)

op.add_column("t", sa.Column("c", sa.Boolean(create_constraint=True)))

op.add_column("t", sa.Column("c", sa.Boolean(create_constraint=True, name="ck_bool")))

op.add_column("t", sa.Column("c", sa.Boolean(create_constraint=True, name=op.f("ck_final"))))

op.add_column("t", sa.Column("c", sa.Enum("a", "b", name="add_enum")))

op.add_column("t", sa.Column("c", sa.Enum("a", "it's", name="add_enum2", native_enum=False, create_constraint=True)))

op.add_column("t", sa.Column("c", sa.Enum("a", "bbb", native_enum=False, length=10)))

op.add_column("order", sa.Column("select", sa.Integer()))

op.add_column("Mixed Case", sa.Column("Col-umn", sa.Integer()), schema="Sch ema")

op.add_column("t", sa.Column(quoted_name("lower", quote=True), sa.Integer()))

op.add_column(quoted_name("T", quote=False), sa.Column(quoted_name("C", quote=False), sa.Integer()))

op.add_column("t", sa.Column("c", sa.Integer(), quote=True))

op.add_column("t", sa.Column("100%", sa.Integer(), server_default="5"))

op.add_column("t", sa.Column("c", sa.Integer(), system=True))

op.add_column("t", sa.Column("c", sa.Integer(), autoincrement=True))

op.add_column("t", sa.Column("c", sa.Integer(), key="other"))

op.add_column("t", sa.Column("c", sa.Integer(), mssql_identity_start=4, mssql_identity_increment=2))

op.add_column("t", sa.Column("c", sa.Integer(), sqlite_on_conflict_not_null="FAIL", nullable=False))

op.add_column("t", sa.Column("c", sa.Integer(), onupdate=5, default=7, doc="d", info={"x": 1}))

op.add_column(table_name="t", column=sa.Column("c", sa.Integer()))

op.add_column("t")

op.add_column("t", sa.Column("c", sa.Integer()), None)

op.add_column("t", sa.Column("c"))

c = sa.Column("c", sa.Integer())
op.add_column("t", c)
op.add_column("t2", c)

t = sa.Table("t", sa.MetaData(), sa.Column("c", sa.Integer(), sa.ForeignKey("o.id"), index=True))
op.add_column("t", t.c.c)

op.add_column("t", sa.Column("c", sa.Integer().with_variant(sa.BigInteger(), "postgresql", "mysql")))

op.drop_column("t", "c")

op.drop_column("t", "c", schema="s")

op.drop_column("t", "c", if_exists=True)

op.drop_column("t", "c", mssql_drop_default=True)

op.drop_column("t", "c", mssql_drop_check=True, schema="s")

op.drop_column("t", "c", mssql_drop_foreign_key=True)

op.drop_column("t", "c", mssql_drop_default=True, mssql_drop_check=True, mssql_drop_foreign_key=True, schema="s")

op.drop_column("t's", "c's", mssql_drop_default=True)

op.drop_column("order", "group")

op.drop_column("t", "c", existing_type=sa.Integer())

op.drop_column(table_name="t", column_name="c")

op.alter_column("t", "c", nullable=False)

op.alter_column("t", "c", nullable=True, existing_type=sa.Integer())

op.alter_column("t", "c", nullable=False, existing_type=sa.String(20), schema="s")

op.alter_column("t", "c", nullable=False, existing_type=sa.String(20), existing_server_default="x")

op.alter_column("t", "c", nullable=False, existing_type=sa.String(20), existing_server_default=sa.text("'y'"), existing_comment="old")

op.alter_column("t", "c", type_=sa.String(50))

op.alter_column("t", "c", type_=sa.BigInteger(), existing_type=sa.Integer(), existing_nullable=False)

op.alter_column("t", "c", type_=sa.BigInteger(), existing_nullable=True, existing_comment="c")

op.alter_column("t", "c", type_=sa.Boolean(create_constraint=True, name="ck_x"), existing_type=sa.Integer())

op.alter_column("t", "c", type_=sa.Integer(), existing_type=sa.Boolean(create_constraint=True, name="ck_x"))

op.alter_column("t", "c", type_=sa.Enum("a", "b", name="e1", native_enum=False, create_constraint=True), existing_type=sa.Enum("a", name="e2", native_enum=False, create_constraint=True))

op.alter_column("t", "c", type_=sa.Integer(), postgresql_using="c::integer")

op.alter_column("t", "c", type_=sa.Integer(), postgresql_using="c::integer", existing_type=sa.String(), schema="s")

op.alter_column("t", "c", new_column_name="d")

op.alter_column("t", "c", new_column_name="d", existing_type=sa.Integer(), existing_nullable=False, schema="s")

op.alter_column("t", "c", name="d", existing_type=sa.Integer())

op.alter_column("t", "c", new_column_name="order", existing_type=sa.Integer())

op.alter_column("t", "c", new_column_name="d", type_=sa.Text(), nullable=False, server_default="z", existing_type=sa.String(5))

op.alter_column("t", "c", server_default="abc")

op.alter_column("t", "c", server_default=None)

op.alter_column("t", "c", server_default=None, existing_type=sa.Integer(), existing_nullable=False)

op.alter_column("t", "c", server_default=sa.func.now(), existing_type=sa.DateTime())

op.alter_column("t", "c", server_default=sa.text("5"), existing_type=sa.Integer(), existing_server_default=sa.text("4"))

op.alter_column("t", "c", server_default=sa.true(), schema="s")

op.alter_column("t", "c", server_default=sa.Identity())

op.alter_column("t", "c", server_default=sa.Identity(start=5), existing_server_default=None)

op.alter_column("t", "c", server_default=None, existing_server_default=sa.Identity())

op.alter_column("t", "c", server_default=sa.Identity(always=True, start=5), existing_server_default=sa.Identity(cycle=True))

op.alter_column("t", "c", server_default=sa.Identity(cycle=False, cache=7), existing_server_default=sa.Identity(cycle=True, maxvalue=5, minvalue=1))

op.alter_column("t", "c", server_default=sa.Computed("a + 1"))

op.alter_column("t", "c", server_default=sa.Computed("a + 2"), existing_server_default=sa.Computed("a + 1"))

op.alter_column("t", "c", server_default=None, existing_server_default=sa.Computed("a + 1"))

# Not for: postgresql oracle
op.alter_column("t", "c", existing_server_default=sa.Identity(), server_default="x")

# Not for: mssql
op.alter_column("t", "c", comment="new: it's 5%", existing_type=sa.Integer())

# Not for: mssql
op.alter_column("t", "c", comment=None, existing_comment="x", existing_type=sa.Integer())

op.alter_column("t", "c", comment="x", schema="s", existing_type=sa.Integer(), existing_nullable=False)

# Not for: mssql
op.alter_column("t", "c", comment="x")

op.alter_column("t", "c", autoincrement=True, existing_type=sa.Integer())

op.alter_column("t", "c", autoincrement=False, existing_type=sa.Integer(), existing_autoincrement=True, nullable=False)

op.alter_column("t", "c", existing_autoincrement=True, existing_type=sa.Integer(), type_=sa.BigInteger())

op.alter_column("t", "c", mysql_default=False, existing_type=sa.Integer())

op.alter_column("t", "c", existing_type=sa.Integer())

op.alter_column("t", "c")

op.alter_column("t", "c", bogus=5)

op.alter_column("t", "c", type_=sa.Integer, existing_type=sa.String)

# Not for: mssql
op.alter_column("t", "c", nullable=False, type_=sa.Integer(), server_default="1", existing_type=sa.String(3), existing_nullable=True, existing_server_default="0", comment="cc", existing_comment="dd")

op.alter_column("t", "c", nullable=True, type_=mssql.DATETIME2(3), existing_type=sa.DateTime(), existing_nullable=False)

op.alter_column("order", "group", nullable=False, existing_type=sa.Integer(), server_default="1", schema="table")

op.alter_column("T", "C", nullable=False, existing_type=sa.TIMESTAMP(timezone=True))

op.alter_column("t", "c", type_=mysql.INTEGER(unsigned=True), existing_type=mysql.INTEGER(), existing_nullable=False, existing_server_default=sa.text("0"))

op.alter_column("t", "c", type_=mysql.TIMESTAMP(), server_default=sa.text("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"), existing_type=sa.DateTime())

op.alter_column("t", "c", type_=postgresql.ARRAY(sa.Integer()), existing_type=sa.Integer())

op.alter_column("t", "c", server_default=sa.func.current_timestamp(), existing_type=sa.DateTime(), existing_server_default=sa.func.now())

op.alter_column("t", "c", existing_type=sa.Enum("a", name="e1"), type_=sa.Enum("a", "b", name="e1"))

op.alter_column("t", "c", modify_name="x")

with op.batch_alter_table("t", copy_from=source) as b:
    b.add_column(sa.Column("new", sa.Integer()))

with op.batch_alter_table("t", copy_from=source, recreate="always") as b:
    b.add_column(sa.Column("new", sa.Integer(), nullable=False, server_default="0"))

with op.batch_alter_table("t", copy_from=source, recreate="never") as b:
    b.add_column(sa.Column("new", sa.Integer()))

with op.batch_alter_table("t", copy_from=source) as b:
    b.drop_column("a")

with op.batch_alter_table("t", copy_from=source) as b:
    b.drop_column("b")

with op.batch_alter_table("t", copy_from=source) as b:
    b.alter_column("a", nullable=False)

with op.batch_alter_table("t", copy_from=source) as b:
    b.alter_column("a", type_=sa.Text(), existing_type=sa.Integer(), server_default="x")

with op.batch_alter_table("t", copy_from=source) as b:
    b.alter_column("a", new_column_name="renamed", existing_type=sa.Integer())

# Not for: mssql
with op.batch_alter_table("t", copy_from=source) as b:
    b.alter_column("a", comment="c", existing_type=sa.Integer())

with op.batch_alter_table("t", copy_from=source) as b:
    b.alter_column("a", server_default=None, existing_type=sa.Integer())

with op.batch_alter_table("t", copy_from=source) as b:
    b.create_unique_constraint("uq_new", ["b"])

with op.batch_alter_table("t", copy_from=source) as b:
    b.drop_constraint("uq_a", type_="unique")

with op.batch_alter_table("t", copy_from=checked) as b:
    b.drop_constraint("ck_a", type_="check")

with op.batch_alter_table("t", copy_from=referring) as b:
    b.drop_constraint("fk_o", type_="foreignkey")

with op.batch_alter_table("t", copy_from=source) as b:
    b.drop_constraint("nope", type_="check")

with op.batch_alter_table("t", copy_from=source) as b:
    b.create_foreign_key("fk_new", "p", ["b"], ["id"], ondelete="CASCADE", referent_schema="s")

with op.batch_alter_table("t", copy_from=source) as b:
    b.create_check_constraint("ck_new", "b > 1")

with op.batch_alter_table("t", copy_from=source) as b:
    b.create_check_constraint(None, "b > 1")

with op.batch_alter_table("t", copy_from=source, recreate="always") as b:
    b.create_primary_key("pk_new", ["a", "b"])

with op.batch_alter_table("t", copy_from=source) as b:
    b.create_exclude_constraint("ex", ("a", "="))

with op.batch_alter_table("t", copy_from=source) as b:
    b.create_index("ix_new", ["b"], unique=True)

with op.batch_alter_table("t", copy_from=source) as b:
    b.drop_index("ix_b")

with op.batch_alter_table("t", copy_from=source, recreate="always") as b:
    b.create_index("ix_new", ["a", "b"], sqlite_where=sa.text("a > 1"))
    b.drop_index("ix_b")

# Not for: mssql
with op.batch_alter_table("t", copy_from=source) as b:
    b.create_table_comment("c")

# Not for: mssql
with op.batch_alter_table("t", copy_from=source) as b:
    b.drop_table_comment(existing_comment="c")

with op.batch_alter_table("t", copy_from=source, recreate="always") as b:
    b.add_column(sa.Column("new", sa.Integer()), insert_before="a")

with op.batch_alter_table("t", copy_from=source, recreate="always") as b:
    b.add_column(sa.Column("new", sa.Integer()), insert_after="id")
    b.add_column(sa.Column("new2", sa.Integer()), insert_after="new")

with op.batch_alter_table("t", copy_from=source, recreate="always") as b:
    b.alter_column("b", existing_type=sa.Integer(), insert_before="id")

with op.batch_alter_table("t", copy_from=source, recreate="always", partial_reordering=[("b", "a"), ("a", "id")]) as b:
    pass

with op.batch_alter_table("t", copy_from=source, recreate="always", partial_reordering=[("new", "id")]) as b:
    b.add_column(sa.Column("new", sa.Integer()))

with op.batch_alter_table("t", copy_from=source, recreate="always", table_args=[sa.CheckConstraint("a < 5", name="ck_args")], table_kwargs={"sqlite_autoincrement": True}) as b:
    pass

# Not for: mssql
with op.batch_alter_table("t", copy_from=source, recreate="always", table_kwargs={"mysql_engine": "InnoDB", "comment": "x"}) as b:
    b.drop_column("b")

with op.batch_alter_table("t", copy_from=source, recreate="always", naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s"}) as b:
    b.create_unique_constraint(op.f("uq_x"), ["b"])

with op.batch_alter_table("t", copy_from=source, recreate="sometimes") as b:
    pass

with op.batch_alter_table("t", copy_from=source) as b:
    b.add_column(sa.Column("flag", sa.Boolean(create_constraint=True, name="ck_flag"), nullable=False))

with op.batch_alter_table("t", copy_from=source, recreate="always") as b:
    b.add_column(sa.Column("flag", sa.Boolean(create_constraint=True, name="ck_flag"), nullable=False))
    b.add_column(sa.Column("kind", sa.Enum("x", "y", name="kind_type")))

with op.batch_alter_table("t", copy_from=source, recreate="always") as b:
    b.add_column(sa.Column("ref", sa.Integer(), sa.ForeignKey("p.id", name="fk_p")))
    b.add_column(sa.Column("ix", sa.Integer(), index=True))
    b.add_column(sa.Column("uq", sa.Integer(), unique=True))

with op.batch_alter_table("t", copy_from=source, recreate="always") as b:
    b.drop_column("id")
    b.add_column(sa.Column("id", sa.Integer(), primary_key=True))

with op.batch_alter_table("t", copy_from=source, schema="s", recreate="always") as b:
    b.drop_column("b")

with op.batch_alter_table("t", copy_from=source) as b:
    b.execute("SELECT 'inside'")
    b.add_column(sa.Column("new", sa.Integer()))
    b.drop_column("b")

with op.batch_alter_table("t", copy_from=source) as b:
    b.add_column("new", sa.Integer())

with op.batch_alter_table("t", copy_from=source) as b:
    b.rename_table("a", "b")

with op.batch_alter_table("t", copy_from=source) as b:
    b.create_table("x")

with op.batch_alter_table("t", copy_from=source) as b:
    b.drop_column("nope")

with op.batch_alter_table("t") as b:
    b.add_column(sa.Column("x", sa.Integer()), if_not_exists=True)
    b.alter_column("x", nullable=False, existing_type=sa.Integer())

with op.batch_alter_table("t", schema="s") as b:
    b.create_index(b.f("ix_t_x"), ["x"], unique=False)
    b.drop_index("ix_y", if_exists=True)
    b.drop_constraint("fk_x", type_="foreignkey")
    b.create_foreign_key(None, "o", ["x"], ["id"])

# Not for: mssql
with op.batch_alter_table("t", recreate="never") as b:
    b.alter_column("x", new_column_name="y", existing_type=sa.Integer(), existing_nullable=True, existing_server_default="1")
    b.drop_column("z", mssql_drop_default=True)
    b.create_unique_constraint("uq", ["x"], deferrable=True)
    b.create_check_constraint("ck", "x > 1")
    b.create_primary_key("pk", ["x"])
    b.create_table_comment("c", existing_comment="d")

with op.batch_alter_table("t", copy_from=checked) as b:
    b.alter_column("a", new_column_name="renamed", existing_type=sa.Integer())

with op.batch_alter_table("t", copy_from=referring) as b:
    b.alter_column("a", new_column_name="renamed", existing_type=sa.Integer())

with op.batch_alter_table("t", copy_from=referring) as b:
    b.drop_column("a")

with op.batch_alter_table("t", copy_from=checked) as b:
    b.drop_column("a")

with op.batch_alter_table("t", copy_from=source) as b:
    b.alter_column("c", type_=sa.Integer(), existing_type=sa.Boolean(create_constraint=True, name="ck_c"))

with op.batch_alter_table("t", copy_from=source) as b:
    b.alter_column("a", type_=sa.Boolean(create_constraint=True, name="ck_b"), existing_type=sa.Integer())

with op.batch_alter_table("t", copy_from=source) as b:
    b.drop_column("c", existing_type=sa.Boolean(create_constraint=True, name="ck_c"))

with op.batch_alter_table("t", copy_from=source, recreate="always") as b:
    b.add_column(sa.Column("flag", sa.Enum("x", "y", native_enum=False, create_constraint=True)))

with op.batch_alter_table("t", copy_from=source, recreate="always") as b:
    b.alter_column("a", type_=sa.Enum("x", "y", native_enum=False, create_constraint=True), existing_type=sa.Integer())

op.create_primary_key("pk_t", "t", ["a"])

op.create_primary_key("pk_t", "t", ["a", "b"], schema="s")

op.create_primary_key(None, "t", ["a"])

op.create_primary_key(op.f("pk_t"), "t", columns=["a"])

op.create_primary_key("pk order", "order", ["group"])

op.create_unique_constraint("uq_t", "t", ["a", "b"])

op.create_unique_constraint("uq_t", "t", ["a"], schema="s")

op.create_unique_constraint(None, "t", ["a", "b"])

op.create_unique_constraint("uq_t", "t", ["a"], deferrable=True, initially="IMMEDIATE")

op.create_unique_constraint("uq_t", "t", ["a"], postgresql_nulls_not_distinct=True)

op.create_unique_constraint("uq_t", "t", ["a"], mssql_clustered=True)

op.create_unique_constraint("uq_t", "t", ["a"], mssql_clustered=False)

op.create_unique_constraint("uq_t", "t", ["a"], sqlite_on_conflict="IGNORE")

op.create_unique_constraint("uq_t", "t", ["a", "a"])

op.create_unique_constraint("uq_t", "t", [])

op.create_unique_constraint(constraint_name="uq_t", table_name="t", columns=["a"])

op.create_unique_constraint("u" * 80, "t", ["a"])

op.create_foreign_key("fk_t", "t", "o", ["a"], ["id"])

op.create_foreign_key(None, "t", "o", ["a"], ["id"])

op.create_foreign_key("fk_t", "t", "o", ["a", "b"], ["x", "y"], onupdate="CASCADE", ondelete="SET NULL")

op.create_foreign_key("fk_t", "t", "o", ["a"], ["id"], source_schema="s", referent_schema="r")

op.create_foreign_key("fk_t", "t", "t", ["parent"], ["id"])

op.create_foreign_key("fk_t", "t", "t", ["parent"], ["id"], source_schema="s", referent_schema="s")

op.create_foreign_key("fk_t", "t", "o", ["a"], ["id"], deferrable=True, initially="DEFERRED")

op.create_foreign_key("fk_t", "t", "o", ["a"], ["id"], deferrable=False)

op.create_foreign_key("fk_t", "t", "o", ["a"], ["id"], match="FULL")

op.create_foreign_key("fk_t", "t", "o", ["a"], ["id"], postgresql_not_valid=True)

op.create_foreign_key("fk_t", "t", "o", ["a"], ["id"], ondelete="SET NULL (a)")

op.create_foreign_key("fk_t", "t", "o", ["a"], ["id"], ondelete="no action; drop")

op.create_foreign_key("fk_t", "t", "o", ["a"], ["id"], use_alter=True)

op.create_foreign_key("fk_t", "t", "o", ["a"], ["id", "b"])

op.create_foreign_key(constraint_name="fk_t", source_table="t", referent_table="o", local_cols=["a"], remote_cols=["id"])

op.create_foreign_key("fk order", "order", "group", ["select"], ["from"], source_schema="table")

op.create_foreign_key("fk_t", "t", "o.p", ["a"], ["id"])

op.create_check_constraint("ck_t", "t", "a > 5")

op.create_check_constraint("ck_t", "t", "a > 5", schema="s")

op.create_check_constraint(None, "t", "a > 5")

op.create_check_constraint("ck_t", "t", sa.text("a LIKE '50%'"))

op.create_check_constraint("ck_t", "t", "a LIKE '50%'")

op.create_check_constraint("ck_t", "t", func.length(column("name")) > 5)

op.create_check_constraint("ck_t", "t", sa.and_(column("a") > 1, column("b") == "it's"))

op.create_check_constraint("ck_t", "t", sa.column("a").in_([1, 2, 3]))

op.create_check_constraint("ck_t", "t", sa.or_(column("a").is_(None), sa.not_(column("b").like("x%"))))

op.create_check_constraint("ck_t", "t", column("a").between(1, 10))

op.create_check_constraint("ck_t", "t", "a > 5", deferrable=True, initially="DEFERRED")

op.create_check_constraint("ck_t", "t", "a > 5", postgresql_not_valid=True)

op.create_check_constraint(op.f("ck_final"), "t", "a > 5")

op.create_check_constraint(constraint_name="ck_t", table_name="t", condition="a = 1")

op.create_check_constraint("ck_t", "t", "a > :five")

op.create_check_constraint("ck_t", "t", "a ~ '^[a-z]{2}\\:x'")

op.create_exclude_constraint("ex_t", "t", ("a", "="), ("b", "&&"))

op.create_exclude_constraint("ex_t", "t", ("a", ">"), where="a != 1", using="gist")

op.create_exclude_constraint("ex_t", "t", (sa.column("a"), ">"), where=sa.column("a") != 1, using="btree", schema="s")

op.create_exclude_constraint("ex_t", "t", ("a", "="), ops={"a": "int4_ops"})

op.create_exclude_constraint(None, "t", ("a", "="))

op.drop_constraint("x", "t")

op.drop_constraint("x", "t", type_="foreignkey")

op.drop_constraint("x", "t", type_="primary")

op.drop_constraint("x", "t", type_="unique")

op.drop_constraint("x", "t", type_="check")

op.drop_constraint("x", "t", "unique", schema="s")

op.drop_constraint("x", "t", type_="bogus")

op.drop_constraint("x", "t", if_exists=True)

op.drop_constraint("x", "t", type_="foreignkey", if_exists=True, schema="s")

op.drop_constraint(op.f("ck_t_x"), "t", type_="check")

op.drop_constraint("order", "group", type_="unique")

op.drop_constraint(constraint_name="x", table_name="t", type_="check", schema="s", if_exists=False)

op.create_index("ix_t", "t", ["a"])

op.create_index("ix_t", "t", ["a", "b"], unique=True)

op.create_index("ix_t", "t", ["a"], schema="s")

op.create_index("ix_t", "t", ["a"], unique=False, if_not_exists=True)

op.create_index(None, "t", ["a"])

op.create_index(op.f("ix_t_a"), "t", ["a"])

op.create_index("ix_t", "t", [sa.text("lower(a)")])

op.create_index("ix_t", "t", [func.lower(sa.column("a")), "b"])

op.create_index("ix_t", "t", [sa.column("a").desc()])

op.create_index("ix_t", "t", [sa.text("a DESC NULLS LAST")])

op.create_index("ix_t", "t", [sa.desc("a"), sa.asc("b")])

op.create_index("ix_t", "t", [sa.literal_column("a + b")])

op.create_index("ix_t", "t", [sa.cast(sa.column("a"), sa.Integer)])

op.create_index("ix_t", "t", [sa.column("a") + 5])

op.create_index("ix_t", "t", [sa.column("a", sa.String).op("||")("x")])

op.create_index("ix_t", "t", ["a"], postgresql_using="gin")

op.create_index("ix_t", "t", ["a"], postgresql_using="hash", postgresql_with={"fillfactor": 50}, postgresql_tablespace="ts")

op.create_index("ix_t", "t", ["a"], postgresql_where=sa.text("a > 5"))

op.create_index("ix_t", "t", ["a"], postgresql_where=sa.column("a") == "it's", unique=True)

op.create_index("ix_t", "t", ["a"], postgresql_where="a > 7")

op.create_index("ix_t", "t", ["a", "b"], postgresql_ops={"a": "text_pattern_ops", "b": "int4_ops"})

op.create_index("ix_t", "t", [func.lower(sa.column("a")).label("low")], postgresql_ops={"low": "text_pattern_ops"})

op.create_index("ix_t", "t", ["a"], postgresql_concurrently=True)

op.create_index("ix_t", "t", ["a"], postgresql_concurrently=True, if_not_exists=True)

op.create_index("ix_t", "t", ["a"], postgresql_include=["b", "c"])

op.create_index("ix_t", "t", ["a"], postgresql_nulls_not_distinct=True, unique=True)

op.create_index("ix_t", "t", ["a"], postgresql_nulls_not_distinct=False, unique=True)

op.create_index("ix_t", "t", ["a"], sqlite_where=sa.text("a IS NOT NULL"))

op.create_index("ix_t", "t", ["a"], mysql_length=10)

op.create_index("ix_t", "t", ["a", "b"], mysql_length={"a": 4})

op.create_index("ix_t", "t", ["a", "b"], mysql_prefix="FULLTEXT", mysql_with_parser="ngram")

op.create_index("ix_t", "t", ["a"], mysql_using="btree")

op.create_index("ix_t", "t", ["a"], mariadb_length=10, mariadb_using="hash", mariadb_prefix="SPATIAL", mariadb_with_parser="p")

op.create_index("ix_t", "t", ["a"], mssql_clustered=True)

op.create_index("ix_t", "t", ["a"], mssql_include=["b"], mssql_where=sa.text("a > 1"))

op.create_index("ix_t", "t", ["a"], mssql_columnstore=True)

op.create_index("ix_t", "t", ["a"], oracle_bitmap=True)

op.create_index("ix_t", "t", ["a"], oracle_compress=True)

op.create_index("ix_t", "t", ["a", "b"], oracle_compress=1)

op.create_index("ix_t", "t", ["a"], bogus_option=1)

op.create_index("ix_t", "t", ["a"], quote=True)

op.create_index("ix_" + "x" * 90, "t", ["a"])

op.create_index("order", "group", ["select"])

op.create_index("ix_t", "t", "a")

op.create_index("ix_t", "t", [])

op.create_index(index_name="ix_t", table_name="t", columns=["a"], unique=True, schema="s")

op.drop_index("ix_t")

op.drop_index("ix_t", "t")

op.drop_index("ix_t", table_name="t", schema="s")

op.drop_index("ix_t", table_name="t", if_exists=True)

op.drop_index("ix_t", table_name="t", postgresql_concurrently=True)

op.drop_index("ix_t", table_name="t", postgresql_concurrently=True, if_exists=True)

op.drop_index(op.f("ix_t_a"), table_name="t")

op.drop_index(None, table_name="t")

op.drop_index("order", table_name="group", schema="table")

op.drop_index("ix_t", table_name="t", mysql_length=5)

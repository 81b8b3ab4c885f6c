op.execute(sa.select(account.c.id).with_for_update(of=account))

op.execute(sa.select(account.c.id).with_for_update(of=account.c.id))

op.execute(sa.select(account.c.id, owner.c.id).with_for_update(of=[account, owner.c.id], nowait=True))

op.execute(sa.select(account.c.id).with_for_update(read=True, skip_locked=True, of=account))

op.execute(sa.select(account.c.id).with_for_update(key_share=True))

op.execute(sa.select(account.c.id).with_for_update(key_share=True, read=True))

a = account.alias("a")
op.execute(sa.select(a.c.id).with_for_update(of=a))

op.execute(sa.select(owner.c.id).with_for_update(of=owner))

op.execute(sa.select(account.c.id).where(sa.tuple_(account.c.id, account.c.name).in_([(1, "a"), (2, "b")])))

op.execute(sa.select(account.c.id).where(sa.tuple_(account.c.id, account.c.name).not_in([(1, "a"), (2, "b")])))

op.execute(sa.select(account.c.id).where(sa.tuple_(account.c.id, account.c.name).in_([])))

op.execute(sa.select(account.c.id).where(sa.tuple_(account.c.id, account.c.name).not_in([])))

op.execute(sa.select(account.c.id).where(sa.tuple_(account.c.id, account.c.name) == (1, "a")))

op.execute(sa.select(account.c.id).where(sa.tuple_(account.c.id, account.c.name) == sa.tuple_(1, "a")))

op.execute(sa.select(account.c.id).where(sa.tuple_(account.c.id, account.c.id).in_(sa.select(owner.c.id, owner.c.account_id))))

op.execute(sa.select(account.c.id).where(account.c.name.match("foo")))

op.execute(sa.select(account.c.id).where(~account.c.name.match("foo")))

op.execute(sa.select(account.c.id).where(account.c.name.match("foo", postgresql_regconfig="english")))

op.execute(sa.select(account.c.name.match("foo")))

op.execute(sa.select(account.c.name.match(account.c.data)))

op.execute(sa.select(func.aggregate_strings(account.c.name, ",")))

op.execute(sa.select(func.aggregate_strings(account.c.name, ",").label("x")))

op.execute(sa.select(func.aggregate_strings(account.c.name, account.c.id)))

op.execute(sa.select(func.aggregate_strings(account.c.name, ",").filter(account.c.id > 1)))

op.execute(sa.select(func.group_concat(account.c.name, ",")))

op.execute(sa.select(account.c.name.regexp_match("^a")))

op.execute(sa.select(account.c.id).where(account.c.name.regexp_match("^a")))

op.execute(sa.select(account.c.id).where(~account.c.name.regexp_match("^a")))

op.execute(sa.select(account.c.id).where(account.c.name.regexp_match("^a", flags="i")))

op.execute(sa.select(account.c.id).where(~account.c.name.regexp_match("^a", flags="i")))

op.execute(sa.select(account.c.name.regexp_replace("^a", "b")))

op.execute(sa.select(account.c.name.regexp_replace("^a", "b", flags="g")))

op.execute(sa.select(account.c.name.regexp_replace("^a", account.c.name)))

op.execute(sa.select(account.c.id).with_hint(account, "foo %(name)s"))

op.execute(sa.select(account.c.id).with_hint(account, "foo %(name)s", "mysql"))

op.execute(sa.select(account.c.id).with_hint(account, "WITH (NOLOCK)", "mssql"))

op.execute(sa.select(account.c.id).with_hint(account, "index(%(name)s ix)", "oracle"))

op.execute(sa.select(account.c.id).with_statement_hint("OPTION (RECOMPILE)"))

op.execute(sa.select(account.c.id).with_statement_hint("x", "mysql").prefix_with("SQL_CACHE", dialect="mysql"))

op.execute(sa.select(account.c.id).suffix_with("FOO"))

op.execute(account.update().with_hint("WITH (PAGLOCK)", dialect_name="mssql").values(name="x"))

op.execute(account.delete().with_hint("WITH (PAGLOCK)", dialect_name="mssql"))

op.execute(account.insert().with_hint("WITH (PAGLOCK)", dialect_name="mssql").values(name="x"))

u = sa.union(sa.select(account.c.id), sa.select(owner.c.id))
op.execute(u.limit(3))

u = sa.union(sa.select(account.c.id), sa.select(owner.c.id))
op.execute(u.order_by("id").limit(3).offset(2))

u = sa.union_all(sa.select(account.c.id), sa.select(owner.c.id))
op.execute(u.order_by("id").offset(2))

u = sa.union_all(sa.select(account.c.id), sa.select(owner.c.id))
op.execute(u.order_by("id").fetch(2))

u = sa.union_all(sa.select(account.c.id), sa.select(owner.c.id))
op.execute(u.order_by("id").fetch(2, with_ties=True))

u = sa.union_all(sa.select(account.c.id), sa.select(owner.c.id))
op.execute(u.fetch(2, percent=True))

op.execute(sa.select(account.c.id).fetch(2))

op.execute(sa.select(account.c.id).order_by(account.c.id).fetch(2, percent=True).offset(1))

op.execute(sa.select(account.c.id).order_by(account.c.id).fetch(2, with_ties=True).offset(1))

op.execute(sa.select(account.c.id).limit(2))

op.execute(sa.select(account.c.id).limit(2).with_for_update())

op.execute(sa.select(account.c.id).distinct().limit(2).offset(3))
u = sa.union_all(sa.select(account.c.id), sa.select(owner.c.id))
op.execute(u.order_by("id").fetch(2))

u = sa.union_all(sa.select(account.c.id), sa.select(owner.c.id))
op.execute(u.limit(2))

u = sa.union_all(sa.select(account.c.id), sa.select(owner.c.id))
op.execute(u.limit(2).order_by("id").offset(3))

u = sa.union_all(sa.select(account.c.id), sa.select(owner.c.id))
op.execute(u.group_by("id"))

u = sa.union_all(sa.select(account.c.id).limit(3), sa.select(owner.c.id).order_by(owner.c.id).offset(4))
op.execute(u)

u = sa.union_all(sa.select(account.c.id).limit(3), sa.select(owner.c.id).order_by(owner.c.id).offset(4)).subquery()
op.execute(sa.select(u.c.id).limit(4))

op.execute(sa.select(account.c.id).order_by(account.c.id).fetch(2))

op.execute(sa.select(account.c.id).order_by(account.c.id).fetch(2, with_ties=True))

op.execute(sa.select(account.c.id).order_by(account.c.id).fetch(2, percent=True))

op.execute(sa.select(account.c.id).order_by(account.c.id).fetch(2).offset(1))

op.execute(sa.select(account.c.id, func.count(), account.c.name + "x").order_by(account.c.id).limit(2).offset(1))

op.execute(sa.select(account.c.id, func.count()).group_by(account.c.id).order_by(account.c.id).limit(2).offset(1))

# Not for: mssql
op.execute(sa.select(account.c.id.label("x"), sa.cast(account.c.name, sa.Integer)).order_by("x").limit(2).offset(1))

op.execute(sa.select(account.c.id).limit(account.c.id + 2))

op.execute(sa.select(account.c.id).order_by(account.c.id).limit(func.foo(2)))

op.execute(sa.select(account.c.id).order_by(account.c.id).offset(3))

op.execute(sa.select(account.c.id).order_by(account.c.name.desc()).offset(0))

op.execute(sa.select(account.c.id).order_by(sa.text("name")).offset(1).distinct())

op.execute(sa.select(sa.func.count()).select_from(sa.select(account.c.id).order_by(account.c.id).offset(1).limit(3).subquery()))

op.execute(sa.select(account.c.id).fetch(2).limit(3))

op.execute(sa.select(account.c.id).limit(3).fetch(2))

op.execute(sa.select(account.c.id).slice(2, 5).order_by(account.c.id))

# Only for: mysql mariadb
op.execute(sa.select(mysql.match(account.c.name, against="foo")))

# Only for: mysql mariadb
op.execute(sa.select(mysql.match(account.c.name, account.c.id, against="foo", in_boolean_mode=True)))

# Only for: mysql mariadb
op.execute(sa.select(mysql.match(account.c.name, against="foo").in_natural_language_mode().with_query_expansion()))

# Only for: mysql mariadb
op.execute(sa.select(mysql.match(account.c.name, against="foo", in_boolean_mode=True, with_query_expansion=True)))

# Not for: sqlite
op.execute(sa.select(func.json_each(account.c.data).table_valued("key", "value", name="j").c.key))

op.execute(sa.select(func.generate_series(1, 5).table_valued("value")))

op.execute(sa.select(func.generate_series(1, 5).table_valued()))

op.execute(sa.select(func.generate_series(1, 5).table_valued("value").render_derived()))

op.execute(sa.select(func.generate_series(1, 5).table_valued("value", name="x").render_derived(with_types=True)))

op.execute(sa.select(func.generate_series(1, 5).table_valued(sa.column("value", sa.Integer), with_ordinality="ord", name="x").render_derived(with_types=True)))

op.execute(sa.select(func.generate_series(1, 5).column_valued("x")))

op.execute(sa.select(func.generate_series(1, 5).column_valued()))

op.execute(sa.select(func.generate_series(1, 5).alias("x").column))

op.execute(sa.select(sa.text("*")).select_from(func.unnest(account.c.data).table_valued()))

u = sa.union_all(sa.select(account.c.id), sa.select(owner.c.id))
op.execute(sa.union(u, sa.select(owner.c.id)))

u = sa.union_all(sa.select(account.c.id), sa.select(owner.c.id))
op.execute(sa.union(sa.select(owner.c.id), u))

u = sa.union_all(sa.select(account.c.id), sa.select(owner.c.id)).limit(3)
op.execute(sa.union(sa.select(owner.c.id), u))

u = sa.union_all(sa.select(account.c.id), sa.select(owner.c.id)).subquery()
op.execute(sa.select(u))

op.execute(sa.select(account.c.id).order_by("nope"))

op.execute(sa.select(account.c.id).group_by("nope"))

op.execute(sa.select(account.c.id.label("x")).order_by(sa.desc("x")))

op.execute(sa.select(account.c.id.label("x")).group_by("x").order_by("x"))

op.execute(sa.select(account.c.id.label("x")).order_by(sa.desc("y")))

op.execute(sa.select(account.c.id, func.count().label("n")).group_by(account.c.id).having(func.count() > 1).order_by(sa.desc("n")))

op.execute(sa.select(account.c.name.label("n")).where(account.c.id == 1).union(sa.select(sa.literal("x"))).order_by("n"))

op.execute(sa.select(account.c.id).with_only_columns(account.c.name))

op.execute(sa.select(account.c.id).where(owner.c.id == 1).with_only_columns(func.count(), maintain_column_froms=True))

op.execute(sa.select(account.c.id).correlate(None))

op.execute(sa.select(account.c.id).except_(sa.select(owner.c.id)))

op.execute(sa.select(account.c.id).except_all(sa.select(owner.c.id)))

op.execute(sa.select(account.c.id).intersect_all(sa.select(owner.c.id)))

op.execute(sa.select(account.c.id).where(sa.exists().where(owner.c.id == account.c.id)))

op.execute(sa.select(account.c.id).where(~sa.exists(sa.select(owner.c.id).where(owner.c.id == account.c.id))))

op.execute(sa.select(account.c.id).where(sa.select(owner.c.id).where(owner.c.id == account.c.id).exists()))

op.execute(sa.select(account.c.id).join_from(account, owner, account.c.id == owner.c.id))

op.execute(sa.select(account.c.id).outerjoin_from(account, owner, account.c.id == owner.c.id))

op.execute(sa.select(account.c.id).join(owner, account.c.id == owner.c.id, full=True))

op.execute(sa.select(account.c.id).add_cte(sa.select(owner.c.id).cte("q")))

c = sa.select(owner.c.id).cte("q").prefix_with("MATERIALIZED", dialect="postgresql")
op.execute(sa.select(c.c.id))

op.execute(sa.select(account.c.id).params(x=1))

op.execute(sa.select(sa.text("x")).select_from(sa.table("a"), sa.table("b")))

op.execute(sa.select(account).column(owner.c.id))

op.execute(sa.select(sa.func.json_object_agg(account.c.id, account.c.name)))

op.execute(account.insert().values(name="x").returning(account.c.id, sort_by_parameter_order=True))

op.execute(account.update().values(name="x").where(account.c.id == 1).returning(account))

op.execute(account.delete().where(account.c.id == 1).returning(account.c.name.label("z")))

op.execute(account.insert().values([{"name": "x"}, {"name": "y"}]).returning(account.c.id))

op.execute(sa.insert(account).from_select(["name"], sa.select(owner.c.id), include_defaults=False))

op.execute(sa.insert(account).values({account.c.name: func.lower("X")}).inline())

op.execute(sa.update(account).values({"name": sa.select(owner.c.id).where(owner.c.account_id == account.c.id).scalar_subquery()}))

op.execute(sa.update(account).ordered_values((account.c.name, "x"), (account.c.id, 5)))

op.execute(sa.update(account).where(account.c.id == owner.c.id).values(name="z").prefix_with("LOW_PRIORITY", dialect="mysql"))

op.execute(sa.delete(account).where(account.c.id.in_(sa.select(owner.c.id))))

op.execute(sa.select(sa.literal(5), sa.literal("x"), sa.literal(True), sa.literal(None)))

op.execute(sa.select(sa.null(), sa.true(), sa.false()))

op.execute(sa.select(sa.cast("5", sa.Integer), sa.type_coerce("5", sa.Integer)))

op.execute(sa.select(sa.func.coalesce(account.c.name, "x"), sa.func.nullif(account.c.name, "")))

op.execute(sa.select(sa.func.row_number().over(partition_by=[account.c.name, account.c.id], order_by=account.c.id.desc())))

op.execute(sa.select(sa.func.sum(account.c.id).over(order_by=account.c.id, rows=(None, 0))))

op.execute(sa.select(sa.func.sum(account.c.id).over(range_=(-3, 3))))

op.execute(sa.select(sa.func.percentile_cont(0.5).within_group(account.c.id)))

op.execute(sa.select(sa.within_group(sa.func.mode(), account.c.id.desc())))

op.execute(sa.select(sa.funcfilter(sa.func.count(), account.c.id > 1)))

op.execute(sa.select(account.c.name.between("a", "b"), account.c.name.between("a", "b", symmetric=True)))

op.execute(sa.select(account.c.name.concat("x"), account.c.name + "y", "z" + account.c.name))

op.execute(sa.select(account.c.id % 2, account.c.id // 2, account.c.id / 2, -account.c.id, account.c.id ** 2 if False else account.c.id))

op.execute(sa.select(account.c.name.op("~~")("x"), account.c.name.bool_op("@@")("y")))

op.execute(sa.select(account.c.name.is_distinct_from("x"), account.c.name.isnot_distinct_from("x")))

op.execute(sa.select(account.c.name.not_like("x", escape="!"), account.c.name.notilike("x")))

op.execute(sa.select(account.c.name.contains("x%", autoescape=True), account.c.name.startswith("x", escape="^")))

op.execute(sa.select(account.c.id.in_([1, 2]), account.c.id.not_in([]), account.c.id.in_([None, 1])))

op.execute(sa.select(account.c.id).where(account.c.id.in_(sa.bindparam("x", [1, 2], expanding=True))))

op.execute(sa.select(account.c.id).where(sa.or_(account.c.id == 1, sa.and_(account.c.name == "x", sa.not_(account.c.active)))))

op.execute(sa.select(account.c.id).where(sa.and_()))

op.execute(sa.select(account.c.id).where(sa.or_(False, account.c.id == 1)))

op.execute(sa.select(account.c.id).where(account.c.id == sa.any_(sa.select(owner.c.id).scalar_subquery())))

op.execute(sa.select(account.c.id).where(account.c.id == sa.all_(sa.select(owner.c.id).scalar_subquery())))

op.execute(sa.select(sa.case((account.c.id == 1, "a"), (account.c.id == 2, "b"), else_="c")))

op.execute(sa.select(sa.case({1: "a", 2: "b"}, value=account.c.id, else_=account.c.name)))

op.execute(sa.select(sa.extract("year", account.c.at), sa.extract("month", account.c.at)))

op.execute(sa.select(sa.distinct(account.c.id), sa.func.count(sa.distinct(account.c.name))))

op.execute(sa.select(sa.func.count(account.c.id.distinct()).label("n")))

op.execute(sa.select(account.c.name.collate("C"), sa.collate(account.c.name, "de_DE")))

op.execute(sa.select(account.c.id).where(sa.text("id > :x").bindparams(x=5)))

op.execute(sa.select(sa.column("x"), sa.literal_column("1 + 1").label("y")).select_from(sa.text("foo")))

op.execute(sa.text("select :a, :b").bindparams(sa.bindparam("a", 5), sa.bindparam("b", "x", sa.String)))

op.execute(sa.select(sa.values(sa.column("a", sa.Integer), sa.column("b", sa.String), name="v").data([(1, "x"), (2, "y")])))

op.execute(sa.select(sa.values(sa.column("a", sa.Integer), name="v", literal_binds=True).data([(1,), (2,)]).c.a))

v = sa.values(sa.column("a", sa.Integer), name="v").data([(1,)])
op.execute(account.update().values(name="z").where(account.c.id == v.c.a))

v = sa.values(sa.column("a", sa.Integer)).data([(1,)]).alias("w")
op.execute(sa.select(v.c.a))

op.execute(sa.select(sa.lateral(sa.select(owner.c.id).where(owner.c.id == account.c.id), name="l").c.id, account.c.id))

op.execute(sa.select(account.c.at + datetime.timedelta(days=1)))

op.execute(sa.select(func.now() - datetime.timedelta(days=1)))

op.execute(sa.select(func.current_timestamp(), func.localtime(), func.user(), func.random(), func.char_length("x"), func.concat("a", "b")))

op.execute(sa.select(func.max(account.c.id) + 1, func.pow(2, 3), func.cube(account.c.id)))

op.execute(sa.select(account.c.id).group_by(func.rollup(account.c.id, account.c.name)))

op.execute(sa.select(account.c.id).group_by(func.grouping_sets(sa.tuple_(account.c.id), account.c.name)))

op.execute(sa.select(sa.Sequence("q", schema="s").next_value()))

op.execute(sa.select(sa.func.next_value(sa.Sequence("q"))))

op.execute(sa.select(account.c.id).order_by("id"))

op.execute(sa.select(account.c.id).order_by("name"))

op.execute(sa.select(account.c.id).group_by("id"))

op.execute(sa.select(account.c.id).distinct("id"))

op.execute(sa.select(account.c.id).order_by(sa.desc("id")))

op.execute(sa.select(account.c.id).order_by("account_id"))
op.execute(sa.select(sa.cast(account.c.name, sa.Enum("a", "bcd", name="e"))))

op.execute(sa.select(sa.cast(account.c.name, sa.String(5)), sa.cast(account.c.name, sa.Text), sa.cast(account.c.name, sa.VARCHAR(4))))

op.execute(sa.select(sa.try_cast(account.c.name, sa.Integer)))

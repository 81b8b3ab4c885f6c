op.execute(sa.select(account.c.data["a"]))

op.execute(sa.select(account.c.data["a"].as_string()))

op.execute(sa.select(account.c.data["a"].as_integer(), account.c.data["f"].as_float()))

op.execute(sa.select(account.c.data["a"].as_boolean()))

op.execute(sa.select(account.c.data["a"].as_numeric(10, 2)))

op.execute(sa.select(account.c.data["a"].as_json()))

op.execute(sa.select(account.c.data[("a", "b", 0)]))

op.execute(sa.select(account.c.data[("a", 1)].as_string()))

# Not for: postgresql
op.execute(sa.select(account.c.data[0]))

# Not for: postgresql
op.execute(sa.select(account.c.data["a"]["b"]))

op.execute(sa.select(account.c.id).where(account.c.data["a"].as_string() == "x"))

op.execute(account.update().where(account.c.data["a"].as_integer() > 5).values(name=account.c.data["b"].as_string()))

op.execute(account.update().values(data=None))

# Not for: mssql oracle
op.execute(sa.select(account.c.id).limit(5))

# Not for: oracle
op.execute(sa.select(account.c.id).order_by(account.c.id).limit(5).offset(10))

# Not for: oracle
op.execute(sa.select(account.c.id.label("x"), account.c.name).where(account.c.id > 3).order_by(account.c.id.desc(), account.c.name).limit(5).offset(10))

# Not for: sqlite oracle
op.execute(sa.select(account.c.id).order_by(account.c.id).offset(10))

# Not for: sqlite oracle
op.execute(sa.select(account.c.id).offset(3))

# Not for: mssql oracle
op.execute(sa.select(account.c.id).where(account.c.id.in_(sa.select(owner.c.account_id).order_by(owner.c.id).limit(3))))

# Not for: mssql oracle
op.execute(sa.select(account.c.id).distinct().limit(2))

# Not for: mssql oracle
op.execute(sa.select(account.c.id).order_by(account.c.id).fetch(5))

# Not for: mssql oracle
op.execute(sa.select(account.c.id).order_by(account.c.id).fetch(5, with_ties=True))

op.execute(sa.select(account, owner).where(account.c.id == owner.c.account_id))

op.execute(sa.select(account.c.id, owner.c.id, account.c.id))

op.execute(sa.select(sa.cast(account.c.name, sa.Integer), sa.cast(account.c.name, sa.String(5))))

op.execute(sa.select(column("n", sa.Numeric(10, 2)) / 3, column("i", sa.Integer) / 2, column("i", sa.Integer) // 2, column("n", sa.Numeric(10, 2)) // 2, column("f", sa.Float) / 1.5))

op.execute(sa.select(column("i", sa.Integer) / column("n", sa.Numeric(10, 2)), column("n", sa.Numeric(10, 2)) / column("i", sa.Integer), column("i", sa.Integer) // column("f", sa.Float)))

op.execute(sa.select(column("i", sa.Integer).bitwise_xor(1)))

op.execute(sa.select(account.c.id).where(account.c.id == sa.select(func.max(account.c.id)).scalar_subquery()))

op.execute(sa.select(account.c.id).where(sa.exists().where(account.c.id == 2)))

op.execute(sa.select(account.c.id).where(sa.exists().where(owner.c.account_id == account.c.id)))

op.execute(account.update().values(name=sa.select(func.max(account.c.name)).scalar_subquery()))

op.execute(account.insert().values([{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]))

op.execute(with_defaults.insert().values([{"kind": "a"}, {"kind": "b"}]))

op.execute(sa.text("SELECT 1 WHERE a IN :x").bindparams(sa.bindparam("x", expanding=True), x=(1, 2)))

op.execute(sa.select(func.NOW(), func.COUNT(), func.COALESCE(account.c.id, 0), func.Max(account.c.id), func.Concat("a", "b"), func.LOWER("A"), func.UUID_GENERATE_V4(), func.own.NOW()))

op.execute(sa.select(func.CURRENT_TIMESTAMP(), func.Current_Date(), func.current_timestamp(3), func.LocalTime(), func.USER()))

op.create_table("t", sa.Column("at", sa.DateTime, server_default=func.NOW()), sa.Column("on", sa.Date, server_default=func.Current_Date()))

# Only for: postgresql

op.add_column("t", sa.Column("c", postgresql.ARRAY(sa.Integer())))

op.add_column("t", sa.Column("c", postgresql.ARRAY(sa.Text(), dimensions=2, zero_indexes=True)))

op.add_column("t", sa.Column("c", postgresql.BIGINT()))

op.add_column("t", sa.Column("c", postgresql.BIT()))

op.add_column("t", sa.Column("c", postgresql.BIT(4)))

op.add_column("t", sa.Column("c", postgresql.BIT(4, varying=True)))

op.add_column("t", sa.Column("c", postgresql.BIT(varying=True)))

op.add_column("t", sa.Column("c", postgresql.BYTEA()))

op.add_column("t", sa.Column("c", postgresql.CIDR()))

op.add_column("t", sa.Column("c", postgresql.CITEXT()))

op.add_column("t", sa.Column("c", postgresql.DATERANGE()))

op.add_column("t", sa.Column("c", postgresql.DATEMULTIRANGE()))

op.add_column("t", sa.Column("c", postgresql.DOMAIN('d', sa.Integer())))

op.add_column("t", sa.Column("c", postgresql.DOUBLE_PRECISION(5)))

op.add_column("t", sa.Column("c", postgresql.ENUM('x', name='pge', create_type=False)))

op.add_column("t", sa.Column("c", postgresql.HSTORE()))

op.add_column("t", sa.Column("c", postgresql.INET()))

op.add_column("t", sa.Column("c", postgresql.INT4RANGE()))

op.add_column("t", sa.Column("c", postgresql.INT8MULTIRANGE()))

op.add_column("t", sa.Column("c", postgresql.INTERVAL()))

op.add_column("t", sa.Column("c", postgresql.INTERVAL(precision=3)))

op.add_column("t", sa.Column("c", postgresql.INTERVAL(fields='YEAR TO MONTH')))

op.add_column("t", sa.Column("c", postgresql.JSON()))

op.add_column("t", sa.Column("c", postgresql.JSONB()))

op.add_column("t", sa.Column("c", postgresql.JSONPATH()))

op.add_column("t", sa.Column("c", postgresql.MACADDR()))

op.add_column("t", sa.Column("c", postgresql.MACADDR8()))

op.add_column("t", sa.Column("c", postgresql.MONEY()))

op.add_column("t", sa.Column("c", postgresql.NUMRANGE()))

op.add_column("t", sa.Column("c", postgresql.OID()))

op.add_column("t", sa.Column("c", postgresql.REGCLASS()))

op.add_column("t", sa.Column("c", postgresql.REGCONFIG()))

op.add_column("t", sa.Column("c", postgresql.TIME(precision=3)))

op.add_column("t", sa.Column("c", postgresql.TIME(timezone=True, precision=2)))

op.add_column("t", sa.Column("c", postgresql.TIMESTAMP(precision=6, timezone=True)))

op.add_column("t", sa.Column("c", postgresql.TSQUERY()))

op.add_column("t", sa.Column("c", postgresql.TSRANGE()))

op.add_column("t", sa.Column("c", postgresql.TSTZRANGE()))

op.add_column("t", sa.Column("c", postgresql.TSVECTOR()))

op.add_column("t", sa.Column("c", postgresql.UUID()))

op.add_column("t", sa.Column("c", postgresql.UUID(as_uuid=True)))

op.add_column("t", sa.Column("c", postgresql.FLOAT(5)))

op.add_column("t", sa.Column("c", postgresql.REAL()))

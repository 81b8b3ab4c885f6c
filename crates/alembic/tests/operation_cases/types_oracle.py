# Only for: oracle

op.add_column("t", sa.Column("c", oracle.BFILE()))

op.add_column("t", sa.Column("c", oracle.BINARY_DOUBLE()))

op.add_column("t", sa.Column("c", oracle.BINARY_FLOAT()))

op.add_column("t", sa.Column("c", oracle.BOOLEAN()))

op.add_column("t", sa.Column("c", oracle.DATE()))

op.add_column("t", sa.Column("c", oracle.FLOAT()))

op.add_column("t", sa.Column("c", oracle.FLOAT(binary_precision=53)))

op.add_column("t", sa.Column("c", oracle.INTERVAL()))

op.add_column("t", sa.Column("c", oracle.INTERVAL(day_precision=2, second_precision=3)))

op.add_column("t", sa.Column("c", oracle.JSON()))

op.add_column("t", sa.Column("c", oracle.LONG()))

op.add_column("t", sa.Column("c", oracle.NCLOB()))

op.add_column("t", sa.Column("c", oracle.NUMBER()))

op.add_column("t", sa.Column("c", oracle.NUMBER(5, 2)))

op.add_column("t", sa.Column("c", oracle.NUMBER(5)))

op.add_column("t", sa.Column("c", oracle.RAW(16)))

op.add_column("t", sa.Column("c", oracle.ROWID()))

op.add_column("t", sa.Column("c", oracle.TIMESTAMP()))

op.add_column("t", sa.Column("c", oracle.TIMESTAMP(timezone=True)))

op.add_column("t", sa.Column("c", oracle.TIMESTAMP(local_timezone=True)))

op.add_column("t", sa.Column("c", oracle.VARCHAR2(5)))

# Only for: mssql

op.add_column("t", sa.Column("c", mssql.BIT()))

op.add_column("t", sa.Column("c", mssql.DATETIME2()))

op.add_column("t", sa.Column("c", mssql.DATETIME2(3)))

op.add_column("t", sa.Column("c", mssql.DATETIMEOFFSET()))

op.add_column("t", sa.Column("c", mssql.DATETIMEOFFSET(4)))

op.add_column("t", sa.Column("c", mssql.DOUBLE_PRECISION()))

op.add_column("t", sa.Column("c", mssql.IMAGE()))

op.add_column("t", sa.Column("c", mssql.JSON()))

op.add_column("t", sa.Column("c", mssql.MONEY()))

op.add_column("t", sa.Column("c", mssql.NTEXT()))

op.add_column("t", sa.Column("c", mssql.NTEXT(collation='x')))

op.add_column("t", sa.Column("c", mssql.REAL()))

op.add_column("t", sa.Column("c", mssql.ROWVERSION()))

op.add_column("t", sa.Column("c", mssql.SMALLDATETIME()))

op.add_column("t", sa.Column("c", mssql.SMALLMONEY()))

op.add_column("t", sa.Column("c", mssql.SQL_VARIANT()))

op.add_column("t", sa.Column("c", mssql.TIME()))

op.add_column("t", sa.Column("c", mssql.TIME(precision=4)))

op.add_column("t", sa.Column("c", mssql.TIMESTAMP()))

op.add_column("t", sa.Column("c", mssql.TINYINT()))

op.add_column("t", sa.Column("c", mssql.UNIQUEIDENTIFIER()))

op.add_column("t", sa.Column("c", mssql.VARBINARY()))

op.add_column("t", sa.Column("c", mssql.VARBINARY('max')))

op.add_column("t", sa.Column("c", mssql.VARBINARY('max', filestream=True)))

op.add_column("t", sa.Column("c", mssql.VARCHAR('max')))

op.add_column("t", sa.Column("c", mssql.NVARCHAR('max')))

op.add_column("t", sa.Column("c", mssql.XML()))

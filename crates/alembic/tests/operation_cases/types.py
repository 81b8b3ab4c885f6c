op.add_column("t", sa.Column("c", sa.BigInteger()))

op.add_column("t", sa.Column("c", sa.Boolean()))

op.add_column("t", sa.Column("c", sa.Date()))

op.add_column("t", sa.Column("c", sa.DateTime()))

op.add_column("t", sa.Column("c", sa.DateTime(timezone=True)))

op.add_column("t", sa.Column("c", sa.Double()))

# Not for: mysql mariadb
op.add_column("t", sa.Column("c", sa.Double(53)))

op.add_column("t", sa.Column("c", sa.Enum('a', 'b', name='te')))

op.add_column("t", sa.Column("c", sa.Enum('a', 'b')))

op.add_column("t", sa.Column("c", sa.Enum(Color)))

op.add_column("t", sa.Column("c", sa.Enum(Color, name='colr', native_enum=False)))

op.add_column("t", sa.Column("c", sa.Enum(Color, values_callable=lambda x: [e.value for e in x], name='vals')))

op.add_column("t", sa.Column("c", sa.Float()))

op.add_column("t", sa.Column("c", sa.Float(5)))

op.add_column("t", sa.Column("c", sa.Float(precision=24)))

op.add_column("t", sa.Column("c", sa.Integer()))

op.add_column("t", sa.Column("c", sa.Interval()))

op.add_column("t", sa.Column("c", sa.Interval(native=False)))

op.add_column("t", sa.Column("c", sa.Interval(second_precision=3, day_precision=2)))

op.add_column("t", sa.Column("c", sa.JSON()))

op.add_column("t", sa.Column("c", sa.JSON(none_as_null=True)))

op.add_column("t", sa.Column("c", sa.LargeBinary()))

op.add_column("t", sa.Column("c", sa.LargeBinary(10)))

op.add_column("t", sa.Column("c", sa.Numeric()))

op.add_column("t", sa.Column("c", sa.Numeric(10, 2)))

op.add_column("t", sa.Column("c", sa.Numeric(10)))

op.add_column("t", sa.Column("c", sa.Numeric(asdecimal=False)))

op.add_column("t", sa.Column("c", sa.PickleType()))

op.add_column("t", sa.Column("c", sa.SmallInteger()))

op.add_column("t", sa.Column("c", sa.String()))

op.add_column("t", sa.Column("c", sa.String(30)))

op.add_column("t", sa.Column("c", sa.String(30, collation='C')))

op.add_column("t", sa.Column("c", sa.Text()))

op.add_column("t", sa.Column("c", sa.Text(100)))

op.add_column("t", sa.Column("c", sa.Text(collation='de_DE')))

op.add_column("t", sa.Column("c", sa.Time()))

op.add_column("t", sa.Column("c", sa.Time(timezone=True)))

op.add_column("t", sa.Column("c", sa.Unicode()))

op.add_column("t", sa.Column("c", sa.Unicode(10)))

op.add_column("t", sa.Column("c", sa.UnicodeText()))

op.add_column("t", sa.Column("c", sa.Uuid()))

op.add_column("t", sa.Column("c", sa.Uuid(as_uuid=False)))

op.add_column("t", sa.Column("c", sa.Uuid(native_uuid=False)))

op.add_column("t", sa.Column("c", sa.ARRAY(sa.Integer())))

op.add_column("t", sa.Column("c", sa.ARRAY(sa.String(5), dimensions=2)))

op.add_column("t", sa.Column("c", sa.BIGINT()))

op.add_column("t", sa.Column("c", sa.BINARY()))

op.add_column("t", sa.Column("c", sa.BINARY(5)))

op.add_column("t", sa.Column("c", sa.BLOB()))

op.add_column("t", sa.Column("c", sa.BOOLEAN()))

op.add_column("t", sa.Column("c", sa.CHAR()))

op.add_column("t", sa.Column("c", sa.CHAR(5)))

op.add_column("t", sa.Column("c", sa.CLOB()))

op.add_column("t", sa.Column("c", sa.DATE()))

op.add_column("t", sa.Column("c", sa.DATETIME()))

op.add_column("t", sa.Column("c", sa.DATETIME(timezone=True)))

op.add_column("t", sa.Column("c", sa.DECIMAL()))

op.add_column("t", sa.Column("c", sa.DECIMAL(8, 3)))

op.add_column("t", sa.Column("c", sa.DOUBLE()))

op.add_column("t", sa.Column("c", sa.DOUBLE_PRECISION()))

op.add_column("t", sa.Column("c", sa.FLOAT()))

op.add_column("t", sa.Column("c", sa.FLOAT(8)))

op.add_column("t", sa.Column("c", sa.INT()))

op.add_column("t", sa.Column("c", sa.INTEGER()))

op.add_column("t", sa.Column("c", sa.NCHAR(4)))

op.add_column("t", sa.Column("c", sa.NUMERIC()))

op.add_column("t", sa.Column("c", sa.NUMERIC(5)))

op.add_column("t", sa.Column("c", sa.NVARCHAR(6)))

op.add_column("t", sa.Column("c", sa.REAL()))

op.add_column("t", sa.Column("c", sa.SMALLINT()))

op.add_column("t", sa.Column("c", sa.TEXT()))

op.add_column("t", sa.Column("c", sa.TIME()))

op.add_column("t", sa.Column("c", sa.TIMESTAMP()))

op.add_column("t", sa.Column("c", sa.TIMESTAMP(timezone=True)))

op.add_column("t", sa.Column("c", sa.UUID()))

op.add_column("t", sa.Column("c", sa.VARBINARY()))

op.add_column("t", sa.Column("c", sa.VARBINARY(7)))

op.add_column("t", sa.Column("c", sa.VARCHAR()))

op.add_column("t", sa.Column("c", sa.VARCHAR(8)))

op.add_column("t", sa.Column("c", sa.TypeDecorator()))

op.add_column("t", sa.Column("c", sa.types.NullType()))

op.add_column("t", sa.Column("c", sqlite.DATE()))

op.add_column("t", sa.Column("c", sqlite.DATETIME()))

op.add_column("t", sa.Column("c", sqlite.JSON()))

op.add_column("t", sa.Column("c", sqlite.TIME()))

op.add_column("t", sa.Column("c", sqlite.DATE(storage_format='x', regexp='y')))

op.add_column("t", sa.Column("c", sa.String(5).with_variant(postgresql.CITEXT(), "postgresql").with_variant(mysql.TINYTEXT(), "mysql", "mariadb")))

op.add_column("t", sa.Column("c", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")))

op.add_column("t", sa.Column("c", Money()))

op.add_column("t", sa.Column("c", Money))

op.add_column("t", sa.Column("c", Point(3)))

op.add_column("t", sa.Column("c", DialectText()))

op.add_column("t", sa.Column("c", sa.ARRAY(Money())))

op.add_column("t", sa.Column("c", Upper(20)))

op.create_table("t", sa.Column("c", Money(), server_default="1"), sa.Column("p", Point(4), nullable=False))

op.alter_column("t", "c", type_=Money(), existing_type=Point(2))

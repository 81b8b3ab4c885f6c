op.add_column("t", sa.Column("c", sa.BigInteger()))

op.add_column("t", sa.Column("c", sa.Boolean()))

op.add_column("t", sa.Column("c", sa.Date()))

op.add_column("t", sa.Column("c", sa.DateTime()))

op.add_column("t", sa.Column("c", sa.DateTime(timezone=True)))

op.add_column("t", sa.Column("c", sa.Double()))

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

op.add_column("t", sa.Column("c", mysql.BIGINT()))

op.add_column("t", sa.Column("c", mysql.BIGINT(20)))

op.add_column("t", sa.Column("c", mysql.BIGINT(unsigned=True, zerofill=True)))

op.add_column("t", sa.Column("c", mysql.BIT()))

op.add_column("t", sa.Column("c", mysql.BIT(7)))

op.add_column("t", sa.Column("c", mysql.CHAR(5)))

op.add_column("t", sa.Column("c", mysql.CHAR(5, charset='utf8')))

op.add_column("t", sa.Column("c", mysql.DATETIME()))

op.add_column("t", sa.Column("c", mysql.DATETIME(fsp=6)))

op.add_column("t", sa.Column("c", mysql.DECIMAL(5, 2, unsigned=True)))

op.add_column("t", sa.Column("c", mysql.DOUBLE()))

op.add_column("t", sa.Column("c", mysql.DOUBLE(53, 4)))

op.add_column("t", sa.Column("c", mysql.DOUBLE(asdecimal=True)))

op.add_column("t", sa.Column("c", mysql.ENUM('a', "it's")))

op.add_column("t", sa.Column("c", mysql.ENUM('a', charset='utf8', collation='utf8_bin')))

op.add_column("t", sa.Column("c", mysql.FLOAT()))

op.add_column("t", sa.Column("c", mysql.FLOAT(10, 2)))

op.add_column("t", sa.Column("c", mysql.INTEGER(11, unsigned=True)))

op.add_column("t", sa.Column("c", mysql.JSON()))

op.add_column("t", sa.Column("c", mysql.LONGBLOB()))

op.add_column("t", sa.Column("c", mysql.LONGTEXT()))

op.add_column("t", sa.Column("c", mysql.LONGTEXT(collation='utf8_bin')))

op.add_column("t", sa.Column("c", mysql.MEDIUMBLOB()))

op.add_column("t", sa.Column("c", mysql.MEDIUMINT(5)))

op.add_column("t", sa.Column("c", mysql.MEDIUMTEXT(charset='latin1')))

op.add_column("t", sa.Column("c", mysql.NCHAR(5)))

op.add_column("t", sa.Column("c", mysql.NUMERIC(5, 2)))

op.add_column("t", sa.Column("c", mysql.NVARCHAR(5)))

op.add_column("t", sa.Column("c", mysql.REAL()))

op.add_column("t", sa.Column("c", mysql.SET('a', 'b')))

op.add_column("t", sa.Column("c", mysql.SET('a', retrieve_as_bitwise=True)))

op.add_column("t", sa.Column("c", mysql.SMALLINT(5, unsigned=True)))

op.add_column("t", sa.Column("c", mysql.TEXT(100)))

op.add_column("t", sa.Column("c", mysql.TEXT(charset='utf8')))

op.add_column("t", sa.Column("c", mysql.TIME(fsp=3)))

op.add_column("t", sa.Column("c", mysql.TIMESTAMP()))

op.add_column("t", sa.Column("c", mysql.TIMESTAMP(fsp=3)))

op.add_column("t", sa.Column("c", mysql.TINYBLOB()))

op.add_column("t", sa.Column("c", mysql.TINYINT(1)))

op.add_column("t", sa.Column("c", mysql.TINYTEXT()))

op.add_column("t", sa.Column("c", mysql.VARCHAR(5)))

op.add_column("t", sa.Column("c", mysql.VARCHAR(5, ascii=True)))

op.add_column("t", sa.Column("c", mysql.VARCHAR(5, unicode=True)))

op.add_column("t", sa.Column("c", mysql.VARCHAR(5, binary=True)))

op.add_column("t", sa.Column("c", mysql.VARCHAR(5, national=True)))

op.add_column("t", sa.Column("c", mysql.YEAR()))

op.add_column("t", sa.Column("c", mysql.YEAR(4)))

op.add_column("t", sa.Column("c", mysql.INET4()))

op.add_column("t", sa.Column("c", mysql.INET6()))

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

op.add_column("t", sa.Column("c", oracle.NVARCHAR2(5)))

op.add_column("t", sa.Column("c", oracle.RAW(16)))

op.add_column("t", sa.Column("c", oracle.ROWID()))

op.add_column("t", sa.Column("c", oracle.TIMESTAMP()))

op.add_column("t", sa.Column("c", oracle.TIMESTAMP(timezone=True)))

op.add_column("t", sa.Column("c", oracle.TIMESTAMP(local_timezone=True)))

op.add_column("t", sa.Column("c", oracle.VARCHAR2(5)))

op.add_column("t", sa.Column("c", oracle.VECTOR()))

op.add_column("t", sa.Column("c", oracle.VECTOR(dim=3, storage_format=oracle.VectorStorageFormat.FLOAT32)))

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

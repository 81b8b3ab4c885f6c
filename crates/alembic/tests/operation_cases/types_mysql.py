# Only for: mysql mariadb

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

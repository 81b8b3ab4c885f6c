//! The table of SQLAlchemy 2.1 type classes: names, ancestors, constructor parameters and what `repr` shows.

use super::class::{Default, Param, ReprField, TypeInfo};

/// A type class of SQLAlchemy; classes of a dialect module carry its prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(non_camel_case_types, reason = "the spelling is SQLAlchemy's")]
pub enum TypeClass {
    /// `sqlalchemy.ARRAY`.
    ARRAY,
    /// `sqlalchemy.BIGINT`.
    BIGINT,
    /// `sqlalchemy.BINARY`.
    BINARY,
    /// `sqlalchemy.BLOB`.
    BLOB,
    /// `sqlalchemy.BOOLEAN`.
    BOOLEAN,
    /// `sqlalchemy.BigInteger`.
    BigInteger,
    /// `sqlalchemy.Boolean`.
    Boolean,
    /// `sqlalchemy.CHAR`.
    CHAR,
    /// `sqlalchemy.CLOB`.
    CLOB,
    /// `sqlalchemy.DATE`.
    DATE,
    /// `sqlalchemy.DATETIME`.
    DATETIME,
    /// `sqlalchemy.DECIMAL`.
    DECIMAL,
    /// `sqlalchemy.DOUBLE`.
    DOUBLE,
    /// `sqlalchemy.DOUBLE_PRECISION`.
    DOUBLE_PRECISION,
    /// `sqlalchemy.Date`.
    Date,
    /// `sqlalchemy.DateTime`.
    DateTime,
    /// `sqlalchemy.Double`.
    Double,
    /// `sqlalchemy.Enum`.
    Enum,
    /// `sqlalchemy.FLOAT`.
    FLOAT,
    /// `sqlalchemy.Float`.
    Float,
    /// `sqlalchemy.INTEGER`.
    INTEGER,
    /// `sqlalchemy.Integer`.
    Integer,
    /// `sqlalchemy.Interval`.
    Interval,
    /// `sqlalchemy.JSON`.
    JSON,
    /// `sqlalchemy.LargeBinary`.
    LargeBinary,
    /// `sqlalchemy.NCHAR`.
    NCHAR,
    /// `sqlalchemy.NUMERIC`.
    NUMERIC,
    /// `sqlalchemy.NVARCHAR`.
    NVARCHAR,
    /// `sqlalchemy.Numeric`.
    Numeric,
    /// `sqlalchemy.PickleType`.
    PickleType,
    /// `sqlalchemy.REAL`.
    REAL,
    /// `sqlalchemy.SMALLINT`.
    SMALLINT,
    /// `sqlalchemy.SmallInteger`.
    SmallInteger,
    /// `sqlalchemy.String`.
    String,
    /// `sqlalchemy.TEXT`.
    TEXT,
    /// `sqlalchemy.TIME`.
    TIME,
    /// `sqlalchemy.TIMESTAMP`.
    TIMESTAMP,
    /// `sqlalchemy.Text`.
    Text,
    /// `sqlalchemy.Time`.
    Time,
    /// `sqlalchemy.TupleType`.
    TupleType,
    /// `sqlalchemy.TypeDecorator`.
    TypeDecorator,
    /// `sqlalchemy.UUID`.
    UUID,
    /// `sqlalchemy.Unicode`.
    Unicode,
    /// `sqlalchemy.UnicodeText`.
    UnicodeText,
    /// `sqlalchemy.Uuid`.
    Uuid,
    /// `sqlalchemy.VARBINARY`.
    VARBINARY,
    /// `sqlalchemy.VARCHAR`.
    VARCHAR,
    /// `sqlalchemy.types.MatchType`.
    MatchType,
    /// `sqlalchemy.types.NullType`.
    NullType,
    /// `sqlalchemy.types.TypeEngine`.
    TypeEngine,
    /// `sqlalchemy.types.UserDefinedType`.
    UserDefinedType,
    /// `sqlalchemy.types._Binary`.
    Binary,
    /// `sqlalchemy.dialects.postgresql.ARRAY`.
    PgARRAY,
    /// `sqlalchemy.dialects.postgresql.AbstractMultiRange`.
    PgAbstractMultiRange,
    /// `sqlalchemy.dialects.postgresql.AbstractRange`.
    PgAbstractRange,
    /// `sqlalchemy.dialects.postgresql.AbstractSingleRange`.
    PgAbstractSingleRange,
    /// `sqlalchemy.dialects.postgresql.BIT`.
    PgBIT,
    /// `sqlalchemy.dialects.postgresql.BYTEA`.
    PgBYTEA,
    /// `sqlalchemy.dialects.postgresql.CIDR`.
    PgCIDR,
    /// `sqlalchemy.dialects.postgresql.CITEXT`.
    PgCITEXT,
    /// `sqlalchemy.dialects.postgresql.DATEMULTIRANGE`.
    PgDATEMULTIRANGE,
    /// `sqlalchemy.dialects.postgresql.DATERANGE`.
    PgDATERANGE,
    /// `sqlalchemy.dialects.postgresql.DOMAIN`.
    PgDOMAIN,
    /// `sqlalchemy.dialects.postgresql.ENUM`.
    PgENUM,
    /// `sqlalchemy.dialects.postgresql.HSTORE`.
    PgHSTORE,
    /// `sqlalchemy.dialects.postgresql.INET`.
    PgINET,
    /// `sqlalchemy.dialects.postgresql.INT4MULTIRANGE`.
    PgINT4MULTIRANGE,
    /// `sqlalchemy.dialects.postgresql.INT4RANGE`.
    PgINT4RANGE,
    /// `sqlalchemy.dialects.postgresql.INT8MULTIRANGE`.
    PgINT8MULTIRANGE,
    /// `sqlalchemy.dialects.postgresql.INT8RANGE`.
    PgINT8RANGE,
    /// `sqlalchemy.dialects.postgresql.INTERVAL`.
    PgINTERVAL,
    /// `sqlalchemy.dialects.postgresql.JSON`.
    PgJSON,
    /// `sqlalchemy.dialects.postgresql.JSONB`.
    PgJSONB,
    /// `sqlalchemy.dialects.postgresql.JSONPATH`.
    PgJSONPATH,
    /// `sqlalchemy.dialects.postgresql.MACADDR`.
    PgMACADDR,
    /// `sqlalchemy.dialects.postgresql.MACADDR8`.
    PgMACADDR8,
    /// `sqlalchemy.dialects.postgresql.MONEY`.
    PgMONEY,
    /// `sqlalchemy.dialects.postgresql.NUMMULTIRANGE`.
    PgNUMMULTIRANGE,
    /// `sqlalchemy.dialects.postgresql.NUMRANGE`.
    PgNUMRANGE,
    /// `sqlalchemy.dialects.postgresql.NamedType`.
    PgNamedType,
    /// `sqlalchemy.dialects.postgresql.OID`.
    PgOID,
    /// `sqlalchemy.dialects.postgresql.REGCLASS`.
    PgREGCLASS,
    /// `sqlalchemy.dialects.postgresql.REGCONFIG`.
    PgREGCONFIG,
    /// `sqlalchemy.dialects.postgresql.TIME`.
    PgTIME,
    /// `sqlalchemy.dialects.postgresql.TIMESTAMP`.
    PgTIMESTAMP,
    /// `sqlalchemy.dialects.postgresql.TSMULTIRANGE`.
    PgTSMULTIRANGE,
    /// `sqlalchemy.dialects.postgresql.TSQUERY`.
    PgTSQUERY,
    /// `sqlalchemy.dialects.postgresql.TSRANGE`.
    PgTSRANGE,
    /// `sqlalchemy.dialects.postgresql.TSTZMULTIRANGE`.
    PgTSTZMULTIRANGE,
    /// `sqlalchemy.dialects.postgresql.TSTZRANGE`.
    PgTSTZRANGE,
    /// `sqlalchemy.dialects.postgresql.TSVECTOR`.
    PgTSVECTOR,
    /// `sqlalchemy.dialects.mysql.BIGINT`.
    MysqlBIGINT,
    /// `sqlalchemy.dialects.mysql.BIT`.
    MysqlBIT,
    /// `sqlalchemy.dialects.mysql.CHAR`.
    MysqlCHAR,
    /// `sqlalchemy.dialects.mysql.DATETIME`.
    MysqlDATETIME,
    /// `sqlalchemy.dialects.mysql.DECIMAL`.
    MysqlDECIMAL,
    /// `sqlalchemy.dialects.mysql.DOUBLE`.
    MysqlDOUBLE,
    /// `sqlalchemy.dialects.mysql.ENUM`.
    MysqlENUM,
    /// `sqlalchemy.dialects.mysql.FLOAT`.
    MysqlFLOAT,
    /// `sqlalchemy.dialects.mysql.INET4`.
    MysqlINET4,
    /// `sqlalchemy.dialects.mysql.INET6`.
    MysqlINET6,
    /// `sqlalchemy.dialects.mysql.INTEGER`.
    MysqlINTEGER,
    /// `sqlalchemy.dialects.mysql.JSON`.
    MysqlJSON,
    /// `sqlalchemy.dialects.mysql.LONGBLOB`.
    MysqlLONGBLOB,
    /// `sqlalchemy.dialects.mysql.LONGTEXT`.
    MysqlLONGTEXT,
    /// `sqlalchemy.dialects.mysql.MEDIUMBLOB`.
    MysqlMEDIUMBLOB,
    /// `sqlalchemy.dialects.mysql.MEDIUMINT`.
    MysqlMEDIUMINT,
    /// `sqlalchemy.dialects.mysql.MEDIUMTEXT`.
    MysqlMEDIUMTEXT,
    /// `sqlalchemy.dialects.mysql.NCHAR`.
    MysqlNCHAR,
    /// `sqlalchemy.dialects.mysql.NUMERIC`.
    MysqlNUMERIC,
    /// `sqlalchemy.dialects.mysql.NVARCHAR`.
    MysqlNVARCHAR,
    /// `sqlalchemy.dialects.mysql.REAL`.
    MysqlREAL,
    /// `sqlalchemy.dialects.mysql.SET`.
    MysqlSET,
    /// `sqlalchemy.dialects.mysql.SMALLINT`.
    MysqlSMALLINT,
    /// `sqlalchemy.dialects.mysql.TEXT`.
    MysqlTEXT,
    /// `sqlalchemy.dialects.mysql.TIME`.
    MysqlTIME,
    /// `sqlalchemy.dialects.mysql.TIMESTAMP`.
    MysqlTIMESTAMP,
    /// `sqlalchemy.dialects.mysql.TINYBLOB`.
    MysqlTINYBLOB,
    /// `sqlalchemy.dialects.mysql.TINYINT`.
    MysqlTINYINT,
    /// `sqlalchemy.dialects.mysql.TINYTEXT`.
    MysqlTINYTEXT,
    /// `sqlalchemy.dialects.mysql.VARCHAR`.
    MysqlVARCHAR,
    /// `sqlalchemy.dialects.mysql.YEAR`.
    MysqlYEAR,
    /// `sqlalchemy.dialects.sqlite.DATE`.
    SqliteDATE,
    /// `sqlalchemy.dialects.sqlite.DATETIME`.
    SqliteDATETIME,
    /// `sqlalchemy.dialects.sqlite.JSON`.
    SqliteJSON,
    /// `sqlalchemy.dialects.sqlite.JSONB`.
    SqliteJSONB,
    /// `sqlalchemy.dialects.sqlite.TIME`.
    SqliteTIME,
    /// `sqlalchemy.dialects.mssql.BIT`.
    MssqlBIT,
    /// `sqlalchemy.dialects.mssql.DATETIME2`.
    MssqlDATETIME2,
    /// `sqlalchemy.dialects.mssql.DATETIMEOFFSET`.
    MssqlDATETIMEOFFSET,
    /// `sqlalchemy.dialects.mssql.DOUBLE_PRECISION`.
    MssqlDOUBLE_PRECISION,
    /// `sqlalchemy.dialects.mssql.IMAGE`.
    MssqlIMAGE,
    /// `sqlalchemy.dialects.mssql.JSON`.
    MssqlJSON,
    /// `sqlalchemy.dialects.mssql.MONEY`.
    MssqlMONEY,
    /// `sqlalchemy.dialects.mssql.NTEXT`.
    MssqlNTEXT,
    /// `sqlalchemy.dialects.mssql.REAL`.
    MssqlREAL,
    /// `sqlalchemy.dialects.mssql.ROWVERSION`.
    MssqlROWVERSION,
    /// `sqlalchemy.dialects.mssql.SMALLDATETIME`.
    MssqlSMALLDATETIME,
    /// `sqlalchemy.dialects.mssql.SMALLMONEY`.
    MssqlSMALLMONEY,
    /// `sqlalchemy.dialects.mssql.SQL_VARIANT`.
    MssqlSQL_VARIANT,
    /// `sqlalchemy.dialects.mssql.TIME`.
    MssqlTIME,
    /// `sqlalchemy.dialects.mssql.TIMESTAMP`.
    MssqlTIMESTAMP,
    /// `sqlalchemy.dialects.mssql.TINYINT`.
    MssqlTINYINT,
    /// `sqlalchemy.dialects.mssql.UNIQUEIDENTIFIER`.
    MssqlUNIQUEIDENTIFIER,
    /// `sqlalchemy.dialects.mssql.VARBINARY`.
    MssqlVARBINARY,
    /// `sqlalchemy.dialects.mssql.XML`.
    MssqlXML,
    /// `sqlalchemy.dialects.oracle.BFILE`.
    OracleBFILE,
    /// `sqlalchemy.dialects.oracle.BINARY_DOUBLE`.
    OracleBINARY_DOUBLE,
    /// `sqlalchemy.dialects.oracle.BINARY_FLOAT`.
    OracleBINARY_FLOAT,
    /// `sqlalchemy.dialects.oracle.DATE`.
    OracleDATE,
    /// `sqlalchemy.dialects.oracle.FLOAT`.
    OracleFLOAT,
    /// `sqlalchemy.dialects.oracle.INTERVAL`.
    OracleINTERVAL,
    /// `sqlalchemy.dialects.oracle.JSON`.
    OracleJSON,
    /// `sqlalchemy.dialects.oracle.LONG`.
    OracleLONG,
    /// `sqlalchemy.dialects.oracle.NCLOB`.
    OracleNCLOB,
    /// `sqlalchemy.dialects.oracle.NUMBER`.
    OracleNUMBER,
    /// `sqlalchemy.dialects.oracle.RAW`.
    OracleRAW,
    /// `sqlalchemy.dialects.oracle.ROWID`.
    OracleROWID,
    /// `sqlalchemy.dialects.oracle.TIMESTAMP`.
    OracleTIMESTAMP,
    /// `sqlalchemy.dialects.oracle.VARCHAR2`.
    OracleVARCHAR2,
    /// `sqlalchemy.dialects.oracle.VECTOR`.
    OracleVECTOR,
}

const SQLALCHEMY: &str = "sqlalchemy";
const TYPES_MODULE: &str = "sqlalchemy.types";
const POSTGRESQL: &str = "sqlalchemy.dialects.postgresql";
const MYSQL: &str = "sqlalchemy.dialects.mysql";
const MSSQL: &str = "sqlalchemy.dialects.mssql";
const ORACLE: &str = "sqlalchemy.dialects.oracle";
const SQLITE: &str = "sqlalchemy.dialects.sqlite";

const NONE: Default = Default::None;
const TRUE: Default = Default::Bool(true);
const FALSE: Default = Default::Bool(false);

/// One row per [`TypeClass`], in the order of its variants.
pub static TYPES: &[TypeInfo] = &[
    TypeInfo::new(TypeClass::ARRAY, SQLALCHEMY, "ARRAY")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::TypeEngine])
        .params(&[
            Param::required("item_type"),
            Param::positional("as_tuple", FALSE),
            Param::positional("dimensions", NONE),
            Param::positional("zero_indexes", FALSE),
        ])
        .repr_positional(&["item_type"]),
    TypeInfo::new(TypeClass::BIGINT, SQLALCHEMY, "BIGINT")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[
            TypeClass::BigInteger,
            TypeClass::Integer,
            TypeClass::TypeEngine,
        ]),
    TypeInfo::new(TypeClass::BINARY, SQLALCHEMY, "BINARY")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::Binary, TypeClass::TypeEngine])
        .params(&[Param::positional("length", NONE)]),
    TypeInfo::new(TypeClass::BLOB, SQLALCHEMY, "BLOB")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[
            TypeClass::LargeBinary,
            TypeClass::Binary,
            TypeClass::TypeEngine,
        ])
        .params(&[Param::positional("length", NONE)]),
    TypeInfo::new(TypeClass::BOOLEAN, SQLALCHEMY, "BOOLEAN")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::Boolean, TypeClass::TypeEngine])
        .params(&[
            Param::positional("create_constraint", FALSE),
            Param::positional("name", NONE),
        ]),
    TypeInfo::new(TypeClass::BigInteger, SQLALCHEMY, "BigInteger")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("big_integer")
        .extends(&[TypeClass::Integer, TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::Boolean, SQLALCHEMY, "Boolean")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("boolean")
        .extends(&[TypeClass::TypeEngine])
        .params(&[
            Param::positional("create_constraint", FALSE),
            Param::positional("name", NONE),
        ]),
    TypeInfo::new(TypeClass::CHAR, SQLALCHEMY, "CHAR")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::positional("length", NONE),
            Param::positional("collation", NONE),
            Param::positional("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::CLOB, SQLALCHEMY, "CLOB")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::Text, TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::positional("length", NONE),
            Param::positional("collation", NONE),
            Param::positional("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::DATE, SQLALCHEMY, "DATE")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::Date, TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::DATETIME, SQLALCHEMY, "DATETIME")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::DateTime, TypeClass::TypeEngine])
        .params(&[Param::positional("timezone", FALSE)]),
    TypeInfo::new(TypeClass::DECIMAL, SQLALCHEMY, "DECIMAL")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::Numeric, TypeClass::TypeEngine])
        .params(&[
            Param::positional("precision", NONE),
            Param::positional("scale", NONE),
            Param::positional("decimal_return_scale", NONE),
            Param::positional("asdecimal", TRUE),
        ]),
    TypeInfo::new(TypeClass::DOUBLE, SQLALCHEMY, "DOUBLE")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::Double, TypeClass::Float, TypeClass::TypeEngine])
        .params(&[
            Param::positional("precision", NONE),
            Param::positional("asdecimal", FALSE),
            Param::positional("decimal_return_scale", NONE),
        ]),
    TypeInfo::new(TypeClass::DOUBLE_PRECISION, SQLALCHEMY, "DOUBLE_PRECISION")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::Double, TypeClass::Float, TypeClass::TypeEngine])
        .params(&[
            Param::positional("precision", NONE),
            Param::positional("asdecimal", FALSE),
            Param::positional("decimal_return_scale", NONE),
        ]),
    TypeInfo::new(TypeClass::Date, SQLALCHEMY, "Date")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("date")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::DateTime, SQLALCHEMY, "DateTime")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("datetime")
        .extends(&[TypeClass::TypeEngine])
        .params(&[Param::positional("timezone", FALSE)]),
    TypeInfo::new(TypeClass::Double, SQLALCHEMY, "Double")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("double")
        .extends(&[TypeClass::Float, TypeClass::TypeEngine])
        .params(&[
            Param::positional("precision", NONE),
            Param::positional("asdecimal", FALSE),
            Param::positional("decimal_return_scale", NONE),
        ]),
    TypeInfo::new(TypeClass::Enum, SQLALCHEMY, "Enum")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("enum")
        .extends(&[TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::var_args("enums"),
            Param::keyword("create_constraint", FALSE),
            Param::keyword("metadata", NONE),
            Param::keyword("name", NONE),
            Param::keyword("native_enum", TRUE),
            Param::keyword("length", NONE),
            Param::keyword("schema", NONE),
            Param::keyword("quote", NONE),
            Param::keyword("inherit_schema", FALSE),
            Param::keyword("validate_strings", FALSE),
            Param::keyword("values_callable", NONE),
            Param::keyword("sort_key_function", NONE),
            Param::keyword("omit_aliases", TRUE),
            Param::keyword("create_type", TRUE),
        ])
        .repr_varargs("enums")
        .repr_keywords(&[
            ReprField::new("name", NONE),
            ReprField::new("create_type", TRUE),
            ReprField::new("native_enum", TRUE),
            ReprField::new("create_constraint", FALSE),
            ReprField::new("length", Default::Int(0)),
            ReprField::new("schema", NONE),
        ]),
    TypeInfo::new(TypeClass::FLOAT, SQLALCHEMY, "FLOAT")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::Float, TypeClass::TypeEngine])
        .params(&[
            Param::positional("precision", NONE),
            Param::positional("asdecimal", FALSE),
            Param::positional("decimal_return_scale", NONE),
        ]),
    TypeInfo::new(TypeClass::Float, SQLALCHEMY, "Float")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("float")
        .extends(&[TypeClass::TypeEngine])
        .params(&[
            Param::positional("precision", NONE),
            Param::positional("asdecimal", FALSE),
            Param::positional("decimal_return_scale", NONE),
        ]),
    TypeInfo::new(TypeClass::INTEGER, SQLALCHEMY, "INTEGER")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::Integer, TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::Integer, SQLALCHEMY, "Integer")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("integer")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::Interval, SQLALCHEMY, "Interval")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("type_decorator")
        .extends(&[TypeClass::TypeDecorator, TypeClass::TypeEngine])
        .params(&[
            Param::positional("native", TRUE),
            Param::positional("second_precision", NONE),
            Param::positional("day_precision", NONE),
        ])
        .repr_keywords(&[]),
    TypeInfo::new(TypeClass::JSON, SQLALCHEMY, "JSON")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::TypeEngine])
        .params(&[Param::positional("none_as_null", FALSE)]),
    TypeInfo::new(TypeClass::LargeBinary, SQLALCHEMY, "LargeBinary")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("large_binary")
        .extends(&[TypeClass::Binary, TypeClass::TypeEngine])
        .params(&[Param::positional("length", NONE)]),
    TypeInfo::new(TypeClass::NCHAR, SQLALCHEMY, "NCHAR")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::Unicode, TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::positional("length", NONE),
            Param::positional("collation", NONE),
            Param::positional("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::NUMERIC, SQLALCHEMY, "NUMERIC")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::Numeric, TypeClass::TypeEngine])
        .params(&[
            Param::positional("precision", NONE),
            Param::positional("scale", NONE),
            Param::positional("decimal_return_scale", NONE),
            Param::positional("asdecimal", TRUE),
        ]),
    TypeInfo::new(TypeClass::NVARCHAR, SQLALCHEMY, "NVARCHAR")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::Unicode, TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::positional("length", NONE),
            Param::positional("collation", NONE),
            Param::positional("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::Numeric, SQLALCHEMY, "Numeric")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("numeric")
        .extends(&[TypeClass::TypeEngine])
        .params(&[
            Param::positional("precision", NONE),
            Param::positional("scale", NONE),
            Param::positional("decimal_return_scale", NONE),
            Param::positional("asdecimal", TRUE),
        ]),
    TypeInfo::new(TypeClass::PickleType, SQLALCHEMY, "PickleType")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("type_decorator")
        .extends(&[TypeClass::TypeDecorator, TypeClass::TypeEngine])
        .params(&[
            Param::positional("protocol", Default::Int(5)),
            Param::positional("pickler", NONE),
            Param::positional("comparator", NONE),
            Param::positional("impl", NONE),
        ])
        .repr_keywords(&[]),
    TypeInfo::new(TypeClass::REAL, SQLALCHEMY, "REAL")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::Float, TypeClass::TypeEngine])
        .params(&[
            Param::positional("precision", NONE),
            Param::positional("asdecimal", FALSE),
            Param::positional("decimal_return_scale", NONE),
        ]),
    TypeInfo::new(TypeClass::SMALLINT, SQLALCHEMY, "SMALLINT")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[
            TypeClass::SmallInteger,
            TypeClass::Integer,
            TypeClass::TypeEngine,
        ]),
    TypeInfo::new(TypeClass::SmallInteger, SQLALCHEMY, "SmallInteger")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("small_integer")
        .extends(&[TypeClass::Integer, TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::String, SQLALCHEMY, "String")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("string")
        .extends(&[TypeClass::TypeEngine])
        .params(&[
            Param::positional("length", NONE),
            Param::positional("collation", NONE),
            Param::positional("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::TEXT, SQLALCHEMY, "TEXT")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::Text, TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::positional("length", NONE),
            Param::positional("collation", NONE),
            Param::positional("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::TIME, SQLALCHEMY, "TIME")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::Time, TypeClass::TypeEngine])
        .params(&[Param::positional("timezone", FALSE)]),
    TypeInfo::new(TypeClass::TIMESTAMP, SQLALCHEMY, "TIMESTAMP")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::DateTime, TypeClass::TypeEngine])
        .params(&[Param::positional("timezone", FALSE)]),
    TypeInfo::new(TypeClass::Text, SQLALCHEMY, "Text")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("text")
        .extends(&[TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::positional("length", NONE),
            Param::positional("collation", NONE),
            Param::positional("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::Time, SQLALCHEMY, "Time")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("time")
        .extends(&[TypeClass::TypeEngine])
        .params(&[Param::positional("timezone", FALSE)]),
    TypeInfo::new(TypeClass::TupleType, SQLALCHEMY, "TupleType")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("")
        .extends(&[TypeClass::TypeEngine])
        .params(&[Param::var_args("types")])
        .repr_varargs("types"),
    TypeInfo::new(TypeClass::TypeDecorator, SQLALCHEMY, "TypeDecorator")
        .defined_in("sqlalchemy.sql.type_api")
        .visited_as("type_decorator")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::UUID, SQLALCHEMY, "UUID")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::Uuid, TypeClass::TypeEngine])
        .params(&[Param::positional("as_uuid", TRUE)]),
    TypeInfo::new(TypeClass::Unicode, SQLALCHEMY, "Unicode")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("unicode")
        .extends(&[TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::positional("length", NONE),
            Param::positional("collation", NONE),
            Param::positional("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::UnicodeText, SQLALCHEMY, "UnicodeText")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("unicode_text")
        .extends(&[TypeClass::Text, TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::positional("length", NONE),
            Param::positional("collation", NONE),
            Param::positional("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::Uuid, SQLALCHEMY, "Uuid")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("uuid")
        .extends(&[TypeClass::TypeEngine])
        .params(&[
            Param::positional("as_uuid", TRUE),
            Param::positional("native_uuid", TRUE),
        ]),
    TypeInfo::new(TypeClass::VARBINARY, SQLALCHEMY, "VARBINARY")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::Binary, TypeClass::TypeEngine])
        .params(&[Param::positional("length", NONE)]),
    TypeInfo::new(TypeClass::VARCHAR, SQLALCHEMY, "VARCHAR")
        .defined_in("sqlalchemy.sql.sqltypes")
        .extends(&[TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::positional("length", NONE),
            Param::positional("collation", NONE),
            Param::positional("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::MatchType, TYPES_MODULE, "MatchType")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("boolean")
        .extends(&[TypeClass::Boolean, TypeClass::TypeEngine])
        .params(&[
            Param::positional("create_constraint", FALSE),
            Param::positional("name", NONE),
        ]),
    TypeInfo::new(TypeClass::NullType, TYPES_MODULE, "NullType")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("null")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::TypeEngine, TYPES_MODULE, "TypeEngine")
        .defined_in("sqlalchemy.sql.type_api")
        .visited_as(""),
    TypeInfo::new(TypeClass::UserDefinedType, TYPES_MODULE, "UserDefinedType")
        .defined_in("sqlalchemy.sql.type_api")
        .visited_as("user_defined")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::Binary, TYPES_MODULE, "_Binary")
        .defined_in("sqlalchemy.sql.sqltypes")
        .visited_as("")
        .extends(&[TypeClass::TypeEngine])
        .params(&[Param::positional("length", NONE)]),
    TypeInfo::new(TypeClass::PgARRAY, POSTGRESQL, "ARRAY")
        .defined_in("sqlalchemy.dialects.postgresql.array")
        .extends(&[TypeClass::ARRAY, TypeClass::TypeEngine])
        .params(&[
            Param::required("item_type"),
            Param::positional("as_tuple", FALSE),
            Param::positional("dimensions", NONE),
            Param::positional("zero_indexes", FALSE),
        ])
        .repr_positional(&["item_type"]),
    TypeInfo::new(
        TypeClass::PgAbstractMultiRange,
        POSTGRESQL,
        "AbstractMultiRange",
    )
    .defined_in("sqlalchemy.dialects.postgresql.ranges")
    .visited_as("")
    .extends(&[TypeClass::PgAbstractRange, TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::PgAbstractRange, POSTGRESQL, "AbstractRange")
        .defined_in("sqlalchemy.dialects.postgresql.ranges")
        .visited_as("")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(
        TypeClass::PgAbstractSingleRange,
        POSTGRESQL,
        "AbstractSingleRange",
    )
    .defined_in("sqlalchemy.dialects.postgresql.ranges")
    .visited_as("")
    .extends(&[TypeClass::PgAbstractRange, TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::PgBIT, POSTGRESQL, "BIT")
        .defined_in("sqlalchemy.dialects.postgresql.types")
        .extends(&[TypeClass::TypeEngine])
        .params(&[
            Param::positional("length", NONE),
            Param::positional("varying", FALSE),
        ])
        .repr_keywords(&[
            ReprField::new("length", NONE).stored_as(Default::Int(1)),
            ReprField::new("varying", FALSE),
        ]),
    TypeInfo::new(TypeClass::PgBYTEA, POSTGRESQL, "BYTEA")
        .defined_in("sqlalchemy.dialects.postgresql.types")
        .extends(&[
            TypeClass::LargeBinary,
            TypeClass::Binary,
            TypeClass::TypeEngine,
        ])
        .params(&[Param::positional("length", NONE)]),
    TypeInfo::new(TypeClass::PgCIDR, POSTGRESQL, "CIDR")
        .defined_in("sqlalchemy.dialects.postgresql.types")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::PgCITEXT, POSTGRESQL, "CITEXT")
        .defined_in("sqlalchemy.dialects.postgresql.types")
        .extends(&[
            TypeClass::TEXT,
            TypeClass::Text,
            TypeClass::String,
            TypeClass::TypeEngine,
        ])
        .params(&[
            Param::positional("length", NONE),
            Param::positional("collation", NONE),
            Param::positional("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::PgDATEMULTIRANGE, POSTGRESQL, "DATEMULTIRANGE")
        .defined_in("sqlalchemy.dialects.postgresql.ranges")
        .extends(&[
            TypeClass::PgAbstractMultiRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ]),
    TypeInfo::new(TypeClass::PgDATERANGE, POSTGRESQL, "DATERANGE")
        .defined_in("sqlalchemy.dialects.postgresql.ranges")
        .extends(&[
            TypeClass::PgAbstractSingleRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ]),
    TypeInfo::new(TypeClass::PgDOMAIN, POSTGRESQL, "DOMAIN")
        .defined_in("sqlalchemy.dialects.postgresql.named_types")
        .extends(&[TypeClass::PgNamedType, TypeClass::TypeEngine])
        .params(&[
            Param::required("name"),
            Param::required("data_type"),
            Param::keyword("collation", NONE),
            Param::keyword("collation_schema", NONE),
            Param::keyword("default", NONE),
            Param::keyword("constraint_name", NONE),
            Param::keyword("not_null", NONE),
            Param::keyword("check", NONE),
            Param::keyword("create_type", TRUE),
            Param::keyword("schema", Default::NotGiven),
            Param::keyword("metadata", NONE),
            Param::keyword("inherit_schema", FALSE),
            Param::keyword("quote", NONE),
        ])
        .repr_positional(&["name", "data_type"])
        .repr_keywords(&[]),
    TypeInfo::new(TypeClass::PgENUM, POSTGRESQL, "ENUM")
        .defined_in("sqlalchemy.dialects.postgresql.named_types")
        .visited_as("enum")
        .extends(&[
            TypeClass::PgNamedType,
            TypeClass::Enum,
            TypeClass::String,
            TypeClass::TypeEngine,
        ])
        .params(&[
            Param::var_args("enums"),
            Param::keyword("create_constraint", FALSE),
            Param::keyword("metadata", NONE),
            Param::keyword("name", NONE),
            Param::keyword("native_enum", TRUE),
            Param::keyword("length", NONE),
            Param::keyword("schema", NONE),
            Param::keyword("quote", NONE),
            Param::keyword("inherit_schema", FALSE),
            Param::keyword("validate_strings", FALSE),
            Param::keyword("values_callable", NONE),
            Param::keyword("sort_key_function", NONE),
            Param::keyword("omit_aliases", TRUE),
            Param::keyword("create_type", TRUE),
        ])
        .repr_varargs("enums")
        .repr_keywords(&[
            ReprField::new("name", NONE),
            ReprField::new("create_type", TRUE),
            ReprField::new("create_constraint", FALSE),
            ReprField::new("length", Default::Int(0)),
            ReprField::new("schema", NONE),
        ]),
    TypeInfo::new(TypeClass::PgHSTORE, POSTGRESQL, "HSTORE")
        .defined_in("sqlalchemy.dialects.postgresql.hstore")
        .extends(&[TypeClass::TypeEngine])
        .params(&[Param::positional("text_type", NONE)])
        .repr_keywords(&[ReprField::new("text_type", NONE).stored_as(Default::TextType)]),
    TypeInfo::new(TypeClass::PgINET, POSTGRESQL, "INET")
        .defined_in("sqlalchemy.dialects.postgresql.types")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::PgINT4MULTIRANGE, POSTGRESQL, "INT4MULTIRANGE")
        .defined_in("sqlalchemy.dialects.postgresql.ranges")
        .extends(&[
            TypeClass::PgAbstractMultiRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ]),
    TypeInfo::new(TypeClass::PgINT4RANGE, POSTGRESQL, "INT4RANGE")
        .defined_in("sqlalchemy.dialects.postgresql.ranges")
        .extends(&[
            TypeClass::PgAbstractSingleRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ]),
    TypeInfo::new(TypeClass::PgINT8MULTIRANGE, POSTGRESQL, "INT8MULTIRANGE")
        .defined_in("sqlalchemy.dialects.postgresql.ranges")
        .extends(&[
            TypeClass::PgAbstractMultiRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ]),
    TypeInfo::new(TypeClass::PgINT8RANGE, POSTGRESQL, "INT8RANGE")
        .defined_in("sqlalchemy.dialects.postgresql.ranges")
        .extends(&[
            TypeClass::PgAbstractSingleRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ]),
    TypeInfo::new(TypeClass::PgINTERVAL, POSTGRESQL, "INTERVAL")
        .defined_in("sqlalchemy.dialects.postgresql.types")
        .extends(&[TypeClass::TypeEngine])
        .params(&[
            Param::positional("precision", NONE),
            Param::positional("fields", NONE),
        ]),
    TypeInfo::new(TypeClass::PgJSON, POSTGRESQL, "JSON")
        .defined_in("sqlalchemy.dialects.postgresql.json")
        .extends(&[TypeClass::JSON, TypeClass::TypeEngine])
        .params(&[
            Param::positional("none_as_null", FALSE),
            Param::positional("astext_type", NONE),
        ])
        .repr_keywords(&[
            ReprField::new("none_as_null", FALSE),
            ReprField::new("astext_type", NONE).stored_as(Default::TextType),
        ]),
    TypeInfo::new(TypeClass::PgJSONB, POSTGRESQL, "JSONB")
        .defined_in("sqlalchemy.dialects.postgresql.json")
        .extends(&[TypeClass::PgJSON, TypeClass::JSON, TypeClass::TypeEngine])
        .params(&[
            Param::positional("none_as_null", FALSE),
            Param::positional("astext_type", NONE),
        ])
        .repr_keywords(&[
            ReprField::new("none_as_null", FALSE),
            ReprField::new("astext_type", NONE).stored_as(Default::TextType),
        ]),
    TypeInfo::new(TypeClass::PgJSONPATH, POSTGRESQL, "JSONPATH")
        .defined_in("sqlalchemy.dialects.postgresql.json")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::PgMACADDR, POSTGRESQL, "MACADDR")
        .defined_in("sqlalchemy.dialects.postgresql.types")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::PgMACADDR8, POSTGRESQL, "MACADDR8")
        .defined_in("sqlalchemy.dialects.postgresql.types")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::PgMONEY, POSTGRESQL, "MONEY")
        .defined_in("sqlalchemy.dialects.postgresql.types")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::PgNUMMULTIRANGE, POSTGRESQL, "NUMMULTIRANGE")
        .defined_in("sqlalchemy.dialects.postgresql.ranges")
        .extends(&[
            TypeClass::PgAbstractMultiRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ]),
    TypeInfo::new(TypeClass::PgNUMRANGE, POSTGRESQL, "NUMRANGE")
        .defined_in("sqlalchemy.dialects.postgresql.ranges")
        .extends(&[
            TypeClass::PgAbstractSingleRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ]),
    TypeInfo::new(TypeClass::PgNamedType, POSTGRESQL, "NamedType")
        .defined_in("sqlalchemy.dialects.postgresql.named_types")
        .visited_as("")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::PgOID, POSTGRESQL, "OID")
        .defined_in("sqlalchemy.dialects.postgresql.types")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::PgREGCLASS, POSTGRESQL, "REGCLASS")
        .defined_in("sqlalchemy.dialects.postgresql.types")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::PgREGCONFIG, POSTGRESQL, "REGCONFIG")
        .defined_in("sqlalchemy.dialects.postgresql.types")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::PgTIME, POSTGRESQL, "TIME")
        .defined_in("sqlalchemy.dialects.postgresql.types")
        .extends(&[TypeClass::TIME, TypeClass::Time, TypeClass::TypeEngine])
        .params(&[
            Param::positional("timezone", FALSE),
            Param::positional("precision", NONE),
        ]),
    TypeInfo::new(TypeClass::PgTIMESTAMP, POSTGRESQL, "TIMESTAMP")
        .defined_in("sqlalchemy.dialects.postgresql.types")
        .extends(&[
            TypeClass::TIMESTAMP,
            TypeClass::DateTime,
            TypeClass::TypeEngine,
        ])
        .params(&[
            Param::positional("timezone", FALSE),
            Param::positional("precision", NONE),
        ]),
    TypeInfo::new(TypeClass::PgTSMULTIRANGE, POSTGRESQL, "TSMULTIRANGE")
        .defined_in("sqlalchemy.dialects.postgresql.ranges")
        .extends(&[
            TypeClass::PgAbstractMultiRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ]),
    TypeInfo::new(TypeClass::PgTSQUERY, POSTGRESQL, "TSQUERY")
        .defined_in("sqlalchemy.dialects.postgresql.types")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::PgTSRANGE, POSTGRESQL, "TSRANGE")
        .defined_in("sqlalchemy.dialects.postgresql.ranges")
        .extends(&[
            TypeClass::PgAbstractSingleRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ]),
    TypeInfo::new(TypeClass::PgTSTZMULTIRANGE, POSTGRESQL, "TSTZMULTIRANGE")
        .defined_in("sqlalchemy.dialects.postgresql.ranges")
        .extends(&[
            TypeClass::PgAbstractMultiRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ]),
    TypeInfo::new(TypeClass::PgTSTZRANGE, POSTGRESQL, "TSTZRANGE")
        .defined_in("sqlalchemy.dialects.postgresql.ranges")
        .extends(&[
            TypeClass::PgAbstractSingleRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ]),
    TypeInfo::new(TypeClass::PgTSVECTOR, POSTGRESQL, "TSVECTOR")
        .defined_in("sqlalchemy.dialects.postgresql.types")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::MysqlBIGINT, MYSQL, "BIGINT")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[
            TypeClass::BIGINT,
            TypeClass::BigInteger,
            TypeClass::Integer,
            TypeClass::TypeEngine,
        ])
        .params(&[
            Param::positional("display_width", NONE),
            Param::keyword("unsigned", FALSE),
            Param::keyword("zerofill", FALSE),
        ]),
    TypeInfo::new(TypeClass::MysqlBIT, MYSQL, "BIT")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[TypeClass::TypeEngine])
        .params(&[Param::positional("length", NONE)]),
    TypeInfo::new(TypeClass::MysqlCHAR, MYSQL, "CHAR")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[TypeClass::CHAR, TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::positional("length", NONE),
            Param::keyword("charset", NONE),
            Param::keyword("collation", NONE),
            Param::keyword("ascii", FALSE),
            Param::keyword("binary", FALSE),
            Param::keyword("unicode", FALSE),
            Param::keyword("national", FALSE),
            Param::keyword("collation_schema", NONE),
        ])
        .repr_keywords(&[
            ReprField::new("charset", NONE),
            ReprField::new("collation", NONE),
            ReprField::new("ascii", FALSE),
            ReprField::new("binary", FALSE),
            ReprField::new("unicode", FALSE),
            ReprField::new("national", FALSE),
            ReprField::new("length", NONE),
            ReprField::new("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::MysqlDATETIME, MYSQL, "DATETIME")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[
            TypeClass::DATETIME,
            TypeClass::DateTime,
            TypeClass::TypeEngine,
        ])
        .params(&[
            Param::positional("timezone", FALSE),
            Param::positional("fsp", NONE),
        ]),
    TypeInfo::new(TypeClass::MysqlDECIMAL, MYSQL, "DECIMAL")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[
            TypeClass::DECIMAL,
            TypeClass::Numeric,
            TypeClass::TypeEngine,
        ])
        .params(&[
            Param::positional("precision", NONE),
            Param::positional("scale", NONE),
            Param::positional("asdecimal", TRUE),
            Param::keyword("unsigned", FALSE),
            Param::keyword("zerofill", FALSE),
            Param::keyword("decimal_return_scale", NONE),
        ])
        .repr_keywords(&[
            ReprField::new("unsigned", FALSE),
            ReprField::new("zerofill", FALSE),
            ReprField::new("precision", NONE),
            ReprField::new("scale", NONE),
            ReprField::new("decimal_return_scale", NONE),
            ReprField::new("asdecimal", TRUE),
        ]),
    TypeInfo::new(TypeClass::MysqlDOUBLE, MYSQL, "DOUBLE")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[
            TypeClass::DOUBLE,
            TypeClass::Double,
            TypeClass::Float,
            TypeClass::TypeEngine,
        ])
        .params(&[
            Param::positional("precision", NONE),
            Param::positional("scale", NONE),
            Param::positional("asdecimal", TRUE),
            Param::keyword("unsigned", FALSE),
            Param::keyword("zerofill", FALSE),
            Param::keyword("decimal_return_scale", NONE),
        ])
        .repr_keywords(&[
            ReprField::new("precision", NONE),
            ReprField::new("scale", NONE),
            ReprField::new("asdecimal", FALSE).stored_as(TRUE),
            ReprField::new("unsigned", FALSE),
            ReprField::new("zerofill", FALSE),
            ReprField::new("decimal_return_scale", NONE),
        ]),
    TypeInfo::new(TypeClass::MysqlENUM, MYSQL, "ENUM")
        .defined_in("sqlalchemy.dialects.mysql.enumerated")
        .extends(&[TypeClass::Enum, TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::var_args("enums"),
            Param::keyword("create_constraint", FALSE),
            Param::keyword("metadata", NONE),
            Param::keyword("name", NONE),
            Param::keyword("native_enum", TRUE),
            Param::keyword("length", NONE),
            Param::keyword("schema", NONE),
            Param::keyword("quote", NONE),
            Param::keyword("inherit_schema", FALSE),
            Param::keyword("validate_strings", FALSE),
            Param::keyword("values_callable", NONE),
            Param::keyword("sort_key_function", NONE),
            Param::keyword("omit_aliases", TRUE),
            Param::keyword("create_type", TRUE),
            Param::keyword("charset", NONE),
            Param::keyword("collation", NONE),
            Param::keyword("ascii", FALSE),
            Param::keyword("binary", FALSE),
            Param::keyword("unicode", FALSE),
            Param::keyword("national", FALSE),
        ])
        .repr_varargs("enums")
        .repr_keywords(&[
            ReprField::new("charset", NONE),
            ReprField::new("collation", NONE),
            ReprField::new("ascii", FALSE),
            ReprField::new("binary", FALSE),
            ReprField::new("unicode", FALSE),
            ReprField::new("national", FALSE),
        ]),
    TypeInfo::new(TypeClass::MysqlFLOAT, MYSQL, "FLOAT")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[TypeClass::FLOAT, TypeClass::Float, TypeClass::TypeEngine])
        .params(&[
            Param::positional("precision", NONE),
            Param::positional("scale", NONE),
            Param::positional("asdecimal", FALSE),
            Param::keyword("unsigned", FALSE),
            Param::keyword("zerofill", FALSE),
            Param::keyword("decimal_return_scale", NONE),
        ]),
    TypeInfo::new(TypeClass::MysqlINET4, MYSQL, "INET4")
        .defined_in("sqlalchemy.dialects.mysql.mariadb")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::MysqlINET6, MYSQL, "INET6")
        .defined_in("sqlalchemy.dialects.mysql.mariadb")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::MysqlINTEGER, MYSQL, "INTEGER")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[
            TypeClass::INTEGER,
            TypeClass::Integer,
            TypeClass::TypeEngine,
        ])
        .params(&[
            Param::positional("display_width", NONE),
            Param::keyword("unsigned", FALSE),
            Param::keyword("zerofill", FALSE),
        ]),
    TypeInfo::new(TypeClass::MysqlJSON, MYSQL, "JSON")
        .defined_in("sqlalchemy.dialects.mysql.json")
        .extends(&[TypeClass::JSON, TypeClass::TypeEngine])
        .params(&[Param::positional("none_as_null", FALSE)]),
    TypeInfo::new(TypeClass::MysqlLONGBLOB, MYSQL, "LONGBLOB")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[TypeClass::Binary, TypeClass::TypeEngine])
        .params(&[Param::positional("length", NONE)]),
    TypeInfo::new(TypeClass::MysqlLONGTEXT, MYSQL, "LONGTEXT")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::keyword("charset", NONE),
            Param::keyword("collation", NONE),
            Param::keyword("ascii", FALSE),
            Param::keyword("binary", FALSE),
            Param::keyword("unicode", FALSE),
            Param::keyword("national", FALSE),
            Param::keyword("length", NONE),
            Param::keyword("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::MysqlMEDIUMBLOB, MYSQL, "MEDIUMBLOB")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[TypeClass::Binary, TypeClass::TypeEngine])
        .params(&[Param::positional("length", NONE)]),
    TypeInfo::new(TypeClass::MysqlMEDIUMINT, MYSQL, "MEDIUMINT")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[TypeClass::Integer, TypeClass::TypeEngine])
        .params(&[
            Param::positional("display_width", NONE),
            Param::keyword("unsigned", FALSE),
            Param::keyword("zerofill", FALSE),
        ]),
    TypeInfo::new(TypeClass::MysqlMEDIUMTEXT, MYSQL, "MEDIUMTEXT")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::keyword("charset", NONE),
            Param::keyword("collation", NONE),
            Param::keyword("ascii", FALSE),
            Param::keyword("binary", FALSE),
            Param::keyword("unicode", FALSE),
            Param::keyword("national", FALSE),
            Param::keyword("length", NONE),
            Param::keyword("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::MysqlNCHAR, MYSQL, "NCHAR")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[
            TypeClass::NCHAR,
            TypeClass::Unicode,
            TypeClass::String,
            TypeClass::TypeEngine,
        ])
        .params(&[
            Param::positional("length", NONE),
            Param::keyword("charset", NONE),
            Param::keyword("collation", NONE),
            Param::keyword("ascii", FALSE),
            Param::keyword("binary", FALSE),
            Param::keyword("unicode", FALSE),
            Param::keyword("national", FALSE),
            Param::keyword("collation_schema", NONE),
        ])
        .repr_keywords(&[
            ReprField::new("charset", NONE),
            ReprField::new("collation", NONE),
            ReprField::new("ascii", FALSE),
            ReprField::new("binary", FALSE),
            ReprField::new("unicode", FALSE),
            ReprField::new("national", FALSE).stored_as(TRUE),
            ReprField::new("length", NONE),
            ReprField::new("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::MysqlNUMERIC, MYSQL, "NUMERIC")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[
            TypeClass::NUMERIC,
            TypeClass::Numeric,
            TypeClass::TypeEngine,
        ])
        .params(&[
            Param::positional("precision", NONE),
            Param::positional("scale", NONE),
            Param::positional("asdecimal", TRUE),
            Param::keyword("unsigned", FALSE),
            Param::keyword("zerofill", FALSE),
            Param::keyword("decimal_return_scale", NONE),
        ])
        .repr_keywords(&[
            ReprField::new("unsigned", FALSE),
            ReprField::new("zerofill", FALSE),
            ReprField::new("precision", NONE),
            ReprField::new("scale", NONE),
            ReprField::new("decimal_return_scale", NONE),
            ReprField::new("asdecimal", TRUE),
        ]),
    TypeInfo::new(TypeClass::MysqlNVARCHAR, MYSQL, "NVARCHAR")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[
            TypeClass::NVARCHAR,
            TypeClass::Unicode,
            TypeClass::String,
            TypeClass::TypeEngine,
        ])
        .params(&[
            Param::positional("length", NONE),
            Param::keyword("charset", NONE),
            Param::keyword("collation", NONE),
            Param::keyword("ascii", FALSE),
            Param::keyword("binary", FALSE),
            Param::keyword("unicode", FALSE),
            Param::keyword("national", FALSE),
            Param::keyword("collation_schema", NONE),
        ])
        .repr_keywords(&[
            ReprField::new("charset", NONE),
            ReprField::new("collation", NONE),
            ReprField::new("ascii", FALSE),
            ReprField::new("binary", FALSE),
            ReprField::new("unicode", FALSE),
            ReprField::new("national", FALSE).stored_as(TRUE),
            ReprField::new("length", NONE),
            ReprField::new("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::MysqlREAL, MYSQL, "REAL")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[TypeClass::REAL, TypeClass::Float, TypeClass::TypeEngine])
        .params(&[
            Param::positional("precision", NONE),
            Param::positional("scale", NONE),
            Param::positional("asdecimal", TRUE),
            Param::keyword("unsigned", FALSE),
            Param::keyword("zerofill", FALSE),
            Param::keyword("decimal_return_scale", NONE),
        ])
        .repr_keywords(&[
            ReprField::new("precision", NONE),
            ReprField::new("scale", NONE),
            ReprField::new("asdecimal", FALSE).stored_as(TRUE),
            ReprField::new("unsigned", FALSE),
            ReprField::new("zerofill", FALSE),
            ReprField::new("decimal_return_scale", NONE),
        ]),
    TypeInfo::new(TypeClass::MysqlSET, MYSQL, "SET")
        .defined_in("sqlalchemy.dialects.mysql.enumerated")
        .extends(&[TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::var_args("values"),
            Param::keyword("retrieve_as_bitwise", FALSE),
            Param::keyword("charset", NONE),
            Param::keyword("collation", NONE),
            Param::keyword("ascii", FALSE),
            Param::keyword("binary", FALSE),
            Param::keyword("unicode", FALSE),
            Param::keyword("national", FALSE),
            Param::keyword("length", NONE),
            Param::keyword("collation_schema", NONE),
        ])
        .repr_varargs("values")
        .repr_keywords(&[
            ReprField::new("charset", NONE),
            ReprField::new("collation", NONE),
            ReprField::new("ascii", FALSE),
            ReprField::new("binary", FALSE),
            ReprField::new("unicode", FALSE),
            ReprField::new("national", FALSE),
            ReprField::new("retrieve_as_bitwise", FALSE),
        ]),
    TypeInfo::new(TypeClass::MysqlSMALLINT, MYSQL, "SMALLINT")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[
            TypeClass::SMALLINT,
            TypeClass::SmallInteger,
            TypeClass::Integer,
            TypeClass::TypeEngine,
        ])
        .params(&[
            Param::positional("display_width", NONE),
            Param::keyword("unsigned", FALSE),
            Param::keyword("zerofill", FALSE),
        ]),
    TypeInfo::new(TypeClass::MysqlTEXT, MYSQL, "TEXT")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[
            TypeClass::TEXT,
            TypeClass::Text,
            TypeClass::String,
            TypeClass::TypeEngine,
        ])
        .params(&[
            Param::positional("length", NONE),
            Param::keyword("charset", NONE),
            Param::keyword("collation", NONE),
            Param::keyword("ascii", FALSE),
            Param::keyword("binary", FALSE),
            Param::keyword("unicode", FALSE),
            Param::keyword("national", FALSE),
            Param::keyword("collation_schema", NONE),
        ])
        .repr_keywords(&[
            ReprField::new("charset", NONE),
            ReprField::new("collation", NONE),
            ReprField::new("ascii", FALSE),
            ReprField::new("binary", FALSE),
            ReprField::new("unicode", FALSE),
            ReprField::new("national", FALSE),
            ReprField::new("length", NONE),
            ReprField::new("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::MysqlTIME, MYSQL, "TIME")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[TypeClass::TIME, TypeClass::Time, TypeClass::TypeEngine])
        .params(&[
            Param::positional("timezone", FALSE),
            Param::positional("fsp", NONE),
        ]),
    TypeInfo::new(TypeClass::MysqlTIMESTAMP, MYSQL, "TIMESTAMP")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[
            TypeClass::TIMESTAMP,
            TypeClass::DateTime,
            TypeClass::TypeEngine,
        ])
        .params(&[
            Param::positional("timezone", FALSE),
            Param::positional("fsp", NONE),
        ]),
    TypeInfo::new(TypeClass::MysqlTINYBLOB, MYSQL, "TINYBLOB")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[TypeClass::Binary, TypeClass::TypeEngine])
        .params(&[Param::positional("length", NONE)]),
    TypeInfo::new(TypeClass::MysqlTINYINT, MYSQL, "TINYINT")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[TypeClass::Integer, TypeClass::TypeEngine])
        .params(&[
            Param::positional("display_width", NONE),
            Param::keyword("unsigned", FALSE),
            Param::keyword("zerofill", FALSE),
        ]),
    TypeInfo::new(TypeClass::MysqlTINYTEXT, MYSQL, "TINYTEXT")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::keyword("charset", NONE),
            Param::keyword("collation", NONE),
            Param::keyword("ascii", FALSE),
            Param::keyword("binary", FALSE),
            Param::keyword("unicode", FALSE),
            Param::keyword("national", FALSE),
            Param::keyword("length", NONE),
            Param::keyword("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::MysqlVARCHAR, MYSQL, "VARCHAR")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[TypeClass::VARCHAR, TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::positional("length", NONE),
            Param::keyword("charset", NONE),
            Param::keyword("collation", NONE),
            Param::keyword("ascii", FALSE),
            Param::keyword("binary", FALSE),
            Param::keyword("unicode", FALSE),
            Param::keyword("national", FALSE),
            Param::keyword("collation_schema", NONE),
        ])
        .repr_keywords(&[
            ReprField::new("charset", NONE),
            ReprField::new("collation", NONE),
            ReprField::new("ascii", FALSE),
            ReprField::new("binary", FALSE),
            ReprField::new("unicode", FALSE),
            ReprField::new("national", FALSE),
            ReprField::new("length", NONE),
            ReprField::new("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::MysqlYEAR, MYSQL, "YEAR")
        .defined_in("sqlalchemy.dialects.mysql.types")
        .extends(&[TypeClass::TypeEngine])
        .params(&[Param::positional("display_width", NONE)]),
    TypeInfo::new(TypeClass::SqliteDATE, SQLITE, "DATE")
        .defined_in("sqlalchemy.dialects.sqlite.base")
        .visited_as("date")
        .extends(&[TypeClass::Date, TypeClass::TypeEngine])
        .params(&[
            Param::positional("storage_format", NONE),
            Param::positional("regexp", NONE),
        ])
        .repr_keywords(&[]),
    TypeInfo::new(TypeClass::SqliteDATETIME, SQLITE, "DATETIME")
        .defined_in("sqlalchemy.dialects.sqlite.base")
        .visited_as("datetime")
        .extends(&[TypeClass::DateTime, TypeClass::TypeEngine])
        .params(&[
            Param::positional("storage_format", NONE),
            Param::positional("regexp", NONE),
            Param::keyword("timezone", FALSE),
        ])
        .repr_keywords(&[]),
    TypeInfo::new(TypeClass::SqliteJSON, SQLITE, "JSON")
        .defined_in("sqlalchemy.dialects.sqlite.json")
        .extends(&[TypeClass::JSON, TypeClass::TypeEngine])
        .params(&[Param::positional("none_as_null", FALSE)]),
    TypeInfo::new(TypeClass::SqliteJSONB, SQLITE, "JSONB")
        .defined_in("sqlalchemy.dialects.sqlite.json")
        .extends(&[
            TypeClass::SqliteJSON,
            TypeClass::JSON,
            TypeClass::TypeEngine,
        ])
        .params(&[Param::positional("none_as_null", FALSE)]),
    TypeInfo::new(TypeClass::SqliteTIME, SQLITE, "TIME")
        .defined_in("sqlalchemy.dialects.sqlite.base")
        .visited_as("time")
        .extends(&[TypeClass::Time, TypeClass::TypeEngine])
        .params(&[
            Param::positional("storage_format", NONE),
            Param::positional("regexp", NONE),
            Param::keyword("timezone", FALSE),
        ])
        .repr_keywords(&[]),
    TypeInfo::new(TypeClass::MssqlBIT, MSSQL, "BIT")
        .defined_in("sqlalchemy.dialects.mssql.base")
        .extends(&[TypeClass::Boolean, TypeClass::TypeEngine])
        .params(&[
            Param::positional("create_constraint", FALSE),
            Param::positional("name", NONE),
        ]),
    TypeInfo::new(TypeClass::MssqlDATETIME2, MSSQL, "DATETIME2")
        .defined_in("sqlalchemy.dialects.mssql.base")
        .extends(&[TypeClass::DateTime, TypeClass::TypeEngine])
        .params(&[
            Param::positional("precision", NONE),
            Param::keyword("timezone", FALSE),
        ])
        .repr_keywords(&[ReprField::new("precision", NONE)]),
    TypeInfo::new(TypeClass::MssqlDATETIMEOFFSET, MSSQL, "DATETIMEOFFSET")
        .defined_in("sqlalchemy.dialects.mssql.base")
        .extends(&[TypeClass::DateTime, TypeClass::TypeEngine])
        .params(&[
            Param::positional("precision", NONE),
            Param::keyword("timezone", FALSE),
        ])
        .repr_keywords(&[ReprField::new("precision", NONE)]),
    TypeInfo::new(TypeClass::MssqlDOUBLE_PRECISION, MSSQL, "DOUBLE_PRECISION")
        .defined_in("sqlalchemy.dialects.mssql.base")
        .extends(&[
            TypeClass::DOUBLE_PRECISION,
            TypeClass::Double,
            TypeClass::Float,
            TypeClass::TypeEngine,
        ])
        .params(&[
            Param::keyword("precision", NONE),
            Param::keyword("asdecimal", FALSE),
            Param::keyword("decimal_return_scale", NONE),
        ])
        .repr_keywords(&[]),
    TypeInfo::new(TypeClass::MssqlIMAGE, MSSQL, "IMAGE")
        .defined_in("sqlalchemy.dialects.mssql.base")
        .extends(&[
            TypeClass::LargeBinary,
            TypeClass::Binary,
            TypeClass::TypeEngine,
        ])
        .params(&[Param::positional("length", NONE)]),
    TypeInfo::new(TypeClass::MssqlJSON, MSSQL, "JSON")
        .defined_in("sqlalchemy.dialects.mssql.json")
        .extends(&[TypeClass::JSON, TypeClass::TypeEngine])
        .params(&[Param::positional("none_as_null", FALSE)]),
    TypeInfo::new(TypeClass::MssqlMONEY, MSSQL, "MONEY")
        .defined_in("sqlalchemy.dialects.mssql.base")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::MssqlNTEXT, MSSQL, "NTEXT")
        .defined_in("sqlalchemy.dialects.mssql.base")
        .extends(&[
            TypeClass::UnicodeText,
            TypeClass::Text,
            TypeClass::String,
            TypeClass::TypeEngine,
        ])
        .params(&[
            Param::positional("length", NONE),
            Param::positional("collation", NONE),
            Param::positional("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::MssqlREAL, MSSQL, "REAL")
        .defined_in("sqlalchemy.dialects.mssql.base")
        .extends(&[TypeClass::REAL, TypeClass::Float, TypeClass::TypeEngine])
        .params(&[
            Param::keyword("precision", NONE),
            Param::keyword("asdecimal", FALSE),
            Param::keyword("decimal_return_scale", NONE),
        ])
        .repr_keywords(&[]),
    TypeInfo::new(TypeClass::MssqlROWVERSION, MSSQL, "ROWVERSION")
        .defined_in("sqlalchemy.dialects.mssql.base")
        .extends(&[
            TypeClass::MssqlTIMESTAMP,
            TypeClass::Binary,
            TypeClass::TypeEngine,
        ])
        .params(&[Param::positional("convert_int", FALSE)]),
    TypeInfo::new(TypeClass::MssqlSMALLDATETIME, MSSQL, "SMALLDATETIME")
        .defined_in("sqlalchemy.dialects.mssql.base")
        .extends(&[TypeClass::DateTime, TypeClass::TypeEngine])
        .params(&[Param::positional("timezone", FALSE)]),
    TypeInfo::new(TypeClass::MssqlSMALLMONEY, MSSQL, "SMALLMONEY")
        .defined_in("sqlalchemy.dialects.mssql.base")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::MssqlSQL_VARIANT, MSSQL, "SQL_VARIANT")
        .defined_in("sqlalchemy.dialects.mssql.base")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::MssqlTIME, MSSQL, "TIME")
        .defined_in("sqlalchemy.dialects.mssql.base")
        .extends(&[TypeClass::TIME, TypeClass::Time, TypeClass::TypeEngine])
        .params(&[
            Param::positional("precision", NONE),
            Param::keyword("timezone", FALSE),
        ])
        .repr_keywords(&[ReprField::new("precision", NONE)]),
    TypeInfo::new(TypeClass::MssqlTIMESTAMP, MSSQL, "TIMESTAMP")
        .defined_in("sqlalchemy.dialects.mssql.base")
        .extends(&[TypeClass::Binary, TypeClass::TypeEngine])
        .params(&[Param::positional("convert_int", FALSE)]),
    TypeInfo::new(TypeClass::MssqlTINYINT, MSSQL, "TINYINT")
        .defined_in("sqlalchemy.dialects.mssql.base")
        .extends(&[TypeClass::Integer, TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::MssqlUNIQUEIDENTIFIER, MSSQL, "UNIQUEIDENTIFIER")
        .defined_in("sqlalchemy.dialects.mssql.base")
        .extends(&[TypeClass::Uuid, TypeClass::TypeEngine])
        .params(&[Param::positional("as_uuid", TRUE)]),
    TypeInfo::new(TypeClass::MssqlVARBINARY, MSSQL, "VARBINARY")
        .defined_in("sqlalchemy.dialects.mssql.base")
        .extends(&[
            TypeClass::VARBINARY,
            TypeClass::LargeBinary,
            TypeClass::Binary,
            TypeClass::TypeEngine,
        ])
        .params(&[
            Param::positional("length", NONE),
            Param::positional("filestream", FALSE),
        ]),
    TypeInfo::new(TypeClass::MssqlXML, MSSQL, "XML")
        .defined_in("sqlalchemy.dialects.mssql.base")
        .extends(&[TypeClass::Text, TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::positional("length", NONE),
            Param::positional("collation", NONE),
            Param::positional("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::OracleBFILE, ORACLE, "BFILE")
        .defined_in("sqlalchemy.dialects.oracle.types")
        .extends(&[
            TypeClass::LargeBinary,
            TypeClass::Binary,
            TypeClass::TypeEngine,
        ])
        .params(&[Param::positional("length", NONE)]),
    TypeInfo::new(TypeClass::OracleBINARY_DOUBLE, ORACLE, "BINARY_DOUBLE")
        .defined_in("sqlalchemy.dialects.oracle.types")
        .extends(&[TypeClass::Double, TypeClass::Float, TypeClass::TypeEngine])
        .params(&[
            Param::positional("precision", NONE),
            Param::positional("asdecimal", FALSE),
            Param::positional("decimal_return_scale", NONE),
        ]),
    TypeInfo::new(TypeClass::OracleBINARY_FLOAT, ORACLE, "BINARY_FLOAT")
        .defined_in("sqlalchemy.dialects.oracle.types")
        .extends(&[TypeClass::Float, TypeClass::TypeEngine])
        .params(&[
            Param::positional("precision", NONE),
            Param::positional("asdecimal", FALSE),
            Param::positional("decimal_return_scale", NONE),
        ]),
    TypeInfo::new(TypeClass::OracleDATE, ORACLE, "DATE")
        .defined_in("sqlalchemy.dialects.oracle.types")
        .extends(&[TypeClass::DateTime, TypeClass::TypeEngine])
        .params(&[Param::positional("timezone", FALSE)]),
    TypeInfo::new(TypeClass::OracleFLOAT, ORACLE, "FLOAT")
        .defined_in("sqlalchemy.dialects.oracle.types")
        .extends(&[TypeClass::FLOAT, TypeClass::Float, TypeClass::TypeEngine])
        .params(&[
            Param::positional("binary_precision", NONE),
            Param::positional("asdecimal", FALSE),
            Param::positional("decimal_return_scale", NONE),
        ]),
    TypeInfo::new(TypeClass::OracleINTERVAL, ORACLE, "INTERVAL")
        .defined_in("sqlalchemy.dialects.oracle.types")
        .extends(&[TypeClass::TypeEngine])
        .params(&[
            Param::positional("day_precision", NONE),
            Param::positional("second_precision", NONE),
        ]),
    TypeInfo::new(TypeClass::OracleJSON, ORACLE, "JSON")
        .defined_in("sqlalchemy.dialects.oracle.json")
        .extends(&[TypeClass::JSON, TypeClass::TypeEngine])
        .params(&[
            Param::positional("none_as_null", FALSE),
            Param::positional("use_blob", Default::NotGiven),
        ]),
    TypeInfo::new(TypeClass::OracleLONG, ORACLE, "LONG")
        .defined_in("sqlalchemy.dialects.oracle.types")
        .extends(&[TypeClass::Text, TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::positional("length", NONE),
            Param::positional("collation", NONE),
            Param::positional("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::OracleNCLOB, ORACLE, "NCLOB")
        .defined_in("sqlalchemy.dialects.oracle.types")
        .extends(&[TypeClass::Text, TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::positional("length", NONE),
            Param::positional("collation", NONE),
            Param::positional("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::OracleNUMBER, ORACLE, "NUMBER")
        .defined_in("sqlalchemy.dialects.oracle.types")
        .extends(&[
            TypeClass::Numeric,
            TypeClass::Integer,
            TypeClass::TypeEngine,
        ])
        .params(&[
            Param::positional("precision", NONE),
            Param::positional("scale", NONE),
            Param::positional("asdecimal", NONE),
        ])
        .repr_keywords(&[
            ReprField::new("precision", NONE),
            ReprField::new("scale", NONE),
            ReprField::new("asdecimal", NONE).stored_as(FALSE),
        ]),
    TypeInfo::new(TypeClass::OracleRAW, ORACLE, "RAW")
        .defined_in("sqlalchemy.dialects.oracle.types")
        .extends(&[TypeClass::Binary, TypeClass::TypeEngine])
        .params(&[Param::positional("length", NONE)]),
    TypeInfo::new(TypeClass::OracleROWID, ORACLE, "ROWID")
        .defined_in("sqlalchemy.dialects.oracle.types")
        .extends(&[TypeClass::TypeEngine]),
    TypeInfo::new(TypeClass::OracleTIMESTAMP, ORACLE, "TIMESTAMP")
        .defined_in("sqlalchemy.dialects.oracle.types")
        .extends(&[
            TypeClass::TIMESTAMP,
            TypeClass::DateTime,
            TypeClass::TypeEngine,
        ])
        .params(&[
            Param::positional("timezone", FALSE),
            Param::positional("local_timezone", FALSE),
        ]),
    TypeInfo::new(TypeClass::OracleVARCHAR2, ORACLE, "VARCHAR2")
        .defined_in("sqlalchemy.dialects.oracle.types")
        .extends(&[TypeClass::VARCHAR, TypeClass::String, TypeClass::TypeEngine])
        .params(&[
            Param::positional("length", NONE),
            Param::positional("collation", NONE),
            Param::positional("collation_schema", NONE),
        ]),
    TypeInfo::new(TypeClass::OracleVECTOR, ORACLE, "VECTOR")
        .defined_in("sqlalchemy.dialects.oracle.vector")
        .extends(&[TypeClass::TypeEngine])
        .params(&[
            Param::positional("dim", NONE),
            Param::positional("storage_format", NONE),
            Param::positional("storage_type", NONE),
        ]),
];

//! The table of SQLAlchemy 2.1 type classes: names, ancestors, constructor parameters and what `repr` shows.

use super::class::{Default, Param, ParamKind, ReprField, TypeInfo};

/// A type class of SQLAlchemy; classes of a dialect module carry its prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(
    non_camel_case_types,
    clippy::upper_case_acronyms,
    reason = "the spelling is SQLAlchemy's"
)]
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

/// One row per [`TypeClass`], in the order of its variants.
pub static TYPES: &[TypeInfo] = &[
    TypeInfo {
        class: TypeClass::ARRAY,
        module: "sqlalchemy",
        name: "ARRAY",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "ARRAY",
        ancestors: &[TypeClass::TypeEngine],
        params: &[
            Param {
                name: "item_type",
                kind: ParamKind::Positional,
                default: Default::Required,
            },
            Param {
                name: "as_tuple",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "dimensions",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "zero_indexes",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
        ],
        repr_positional: &["item_type"],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "as_tuple",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "dimensions",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "zero_indexes",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
        ],
    },
    TypeInfo {
        class: TypeClass::BIGINT,
        module: "sqlalchemy",
        name: "BIGINT",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "BIGINT",
        ancestors: &[
            TypeClass::BigInteger,
            TypeClass::Integer,
            TypeClass::TypeEngine,
        ],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::BINARY,
        module: "sqlalchemy",
        name: "BINARY",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "BINARY",
        ancestors: &[TypeClass::Binary, TypeClass::TypeEngine],
        params: &[Param {
            name: "length",
            kind: ParamKind::Positional,
            default: Default::None,
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "length",
            default: Default::None,
            stored: Default::None,
        }],
    },
    TypeInfo {
        class: TypeClass::BLOB,
        module: "sqlalchemy",
        name: "BLOB",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "BLOB",
        ancestors: &[
            TypeClass::LargeBinary,
            TypeClass::Binary,
            TypeClass::TypeEngine,
        ],
        params: &[Param {
            name: "length",
            kind: ParamKind::Positional,
            default: Default::None,
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "length",
            default: Default::None,
            stored: Default::None,
        }],
    },
    TypeInfo {
        class: TypeClass::BOOLEAN,
        module: "sqlalchemy",
        name: "BOOLEAN",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "BOOLEAN",
        ancestors: &[TypeClass::Boolean, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "create_constraint",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "name",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "create_constraint",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "name",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::BigInteger,
        module: "sqlalchemy",
        name: "BigInteger",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "big_integer",
        ancestors: &[TypeClass::Integer, TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::Boolean,
        module: "sqlalchemy",
        name: "Boolean",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "boolean",
        ancestors: &[TypeClass::TypeEngine],
        params: &[
            Param {
                name: "create_constraint",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "name",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "create_constraint",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "name",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::CHAR,
        module: "sqlalchemy",
        name: "CHAR",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "CHAR",
        ancestors: &[TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::CLOB,
        module: "sqlalchemy",
        name: "CLOB",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "CLOB",
        ancestors: &[TypeClass::Text, TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::DATE,
        module: "sqlalchemy",
        name: "DATE",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "DATE",
        ancestors: &[TypeClass::Date, TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::DATETIME,
        module: "sqlalchemy",
        name: "DATETIME",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "DATETIME",
        ancestors: &[TypeClass::DateTime, TypeClass::TypeEngine],
        params: &[Param {
            name: "timezone",
            kind: ParamKind::Positional,
            default: Default::Bool(false),
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "timezone",
            default: Default::Bool(false),
            stored: Default::Bool(false),
        }],
    },
    TypeInfo {
        class: TypeClass::DECIMAL,
        module: "sqlalchemy",
        name: "DECIMAL",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "DECIMAL",
        ancestors: &[TypeClass::Numeric, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "decimal_return_scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "asdecimal",
                kind: ParamKind::Positional,
                default: Default::Bool(true),
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "precision",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "scale",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "decimal_return_scale",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "asdecimal",
                default: Default::Bool(true),
                stored: Default::Bool(true),
            },
        ],
    },
    TypeInfo {
        class: TypeClass::DOUBLE,
        module: "sqlalchemy",
        name: "DOUBLE",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "DOUBLE",
        ancestors: &[TypeClass::Double, TypeClass::Float, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "asdecimal",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "decimal_return_scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "precision",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "asdecimal",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "decimal_return_scale",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::DOUBLE_PRECISION,
        module: "sqlalchemy",
        name: "DOUBLE_PRECISION",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "DOUBLE_PRECISION",
        ancestors: &[TypeClass::Double, TypeClass::Float, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "asdecimal",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "decimal_return_scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "precision",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "asdecimal",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "decimal_return_scale",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::Date,
        module: "sqlalchemy",
        name: "Date",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "date",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::DateTime,
        module: "sqlalchemy",
        name: "DateTime",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "datetime",
        ancestors: &[TypeClass::TypeEngine],
        params: &[Param {
            name: "timezone",
            kind: ParamKind::Positional,
            default: Default::Bool(false),
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "timezone",
            default: Default::Bool(false),
            stored: Default::Bool(false),
        }],
    },
    TypeInfo {
        class: TypeClass::Double,
        module: "sqlalchemy",
        name: "Double",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "double",
        ancestors: &[TypeClass::Float, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "asdecimal",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "decimal_return_scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "precision",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "asdecimal",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "decimal_return_scale",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::Enum,
        module: "sqlalchemy",
        name: "Enum",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "enum",
        ancestors: &[TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "enums",
                kind: ParamKind::VarArgs,
                default: Default::Required,
            },
            Param {
                name: "create_constraint",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "metadata",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "name",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "native_enum",
                kind: ParamKind::Keyword,
                default: Default::Bool(true),
            },
            Param {
                name: "length",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "schema",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "quote",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "inherit_schema",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "validate_strings",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "values_callable",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "sort_key_function",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "omit_aliases",
                kind: ParamKind::Keyword,
                default: Default::Bool(true),
            },
            Param {
                name: "create_type",
                kind: ParamKind::Keyword,
                default: Default::Bool(true),
            },
        ],
        repr_positional: &[],
        repr_varargs: Some("enums"),
        repr_keywords: &[
            ReprField {
                name: "name",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "create_type",
                default: Default::Bool(true),
                stored: Default::Bool(true),
            },
            ReprField {
                name: "native_enum",
                default: Default::Bool(true),
                stored: Default::Bool(true),
            },
            ReprField {
                name: "create_constraint",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "length",
                default: Default::Int(0),
                stored: Default::Int(0),
            },
            ReprField {
                name: "schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::FLOAT,
        module: "sqlalchemy",
        name: "FLOAT",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "FLOAT",
        ancestors: &[TypeClass::Float, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "asdecimal",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "decimal_return_scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "precision",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "asdecimal",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "decimal_return_scale",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::Float,
        module: "sqlalchemy",
        name: "Float",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "float",
        ancestors: &[TypeClass::TypeEngine],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "asdecimal",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "decimal_return_scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "precision",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "asdecimal",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "decimal_return_scale",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::INTEGER,
        module: "sqlalchemy",
        name: "INTEGER",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "INTEGER",
        ancestors: &[TypeClass::Integer, TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::Integer,
        module: "sqlalchemy",
        name: "Integer",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "integer",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::Interval,
        module: "sqlalchemy",
        name: "Interval",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "type_decorator",
        ancestors: &[TypeClass::TypeDecorator, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "native",
                kind: ParamKind::Positional,
                default: Default::Bool(true),
            },
            Param {
                name: "second_precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "day_precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::JSON,
        module: "sqlalchemy",
        name: "JSON",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "JSON",
        ancestors: &[TypeClass::TypeEngine],
        params: &[Param {
            name: "none_as_null",
            kind: ParamKind::Positional,
            default: Default::Bool(false),
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "none_as_null",
            default: Default::Bool(false),
            stored: Default::Bool(false),
        }],
    },
    TypeInfo {
        class: TypeClass::LargeBinary,
        module: "sqlalchemy",
        name: "LargeBinary",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "large_binary",
        ancestors: &[TypeClass::Binary, TypeClass::TypeEngine],
        params: &[Param {
            name: "length",
            kind: ParamKind::Positional,
            default: Default::None,
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "length",
            default: Default::None,
            stored: Default::None,
        }],
    },
    TypeInfo {
        class: TypeClass::NCHAR,
        module: "sqlalchemy",
        name: "NCHAR",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "NCHAR",
        ancestors: &[TypeClass::Unicode, TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::NUMERIC,
        module: "sqlalchemy",
        name: "NUMERIC",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "NUMERIC",
        ancestors: &[TypeClass::Numeric, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "decimal_return_scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "asdecimal",
                kind: ParamKind::Positional,
                default: Default::Bool(true),
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "precision",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "scale",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "decimal_return_scale",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "asdecimal",
                default: Default::Bool(true),
                stored: Default::Bool(true),
            },
        ],
    },
    TypeInfo {
        class: TypeClass::NVARCHAR,
        module: "sqlalchemy",
        name: "NVARCHAR",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "NVARCHAR",
        ancestors: &[TypeClass::Unicode, TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::Numeric,
        module: "sqlalchemy",
        name: "Numeric",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "numeric",
        ancestors: &[TypeClass::TypeEngine],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "decimal_return_scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "asdecimal",
                kind: ParamKind::Positional,
                default: Default::Bool(true),
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "precision",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "scale",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "decimal_return_scale",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "asdecimal",
                default: Default::Bool(true),
                stored: Default::Bool(true),
            },
        ],
    },
    TypeInfo {
        class: TypeClass::PickleType,
        module: "sqlalchemy",
        name: "PickleType",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "type_decorator",
        ancestors: &[TypeClass::TypeDecorator, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "protocol",
                kind: ParamKind::Positional,
                default: Default::Int(5),
            },
            Param {
                name: "pickler",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "comparator",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "impl",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::REAL,
        module: "sqlalchemy",
        name: "REAL",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "REAL",
        ancestors: &[TypeClass::Float, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "asdecimal",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "decimal_return_scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "precision",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "asdecimal",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "decimal_return_scale",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::SMALLINT,
        module: "sqlalchemy",
        name: "SMALLINT",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "SMALLINT",
        ancestors: &[
            TypeClass::SmallInteger,
            TypeClass::Integer,
            TypeClass::TypeEngine,
        ],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::SmallInteger,
        module: "sqlalchemy",
        name: "SmallInteger",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "small_integer",
        ancestors: &[TypeClass::Integer, TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::String,
        module: "sqlalchemy",
        name: "String",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "string",
        ancestors: &[TypeClass::TypeEngine],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::TEXT,
        module: "sqlalchemy",
        name: "TEXT",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "TEXT",
        ancestors: &[TypeClass::Text, TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::TIME,
        module: "sqlalchemy",
        name: "TIME",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "TIME",
        ancestors: &[TypeClass::Time, TypeClass::TypeEngine],
        params: &[Param {
            name: "timezone",
            kind: ParamKind::Positional,
            default: Default::Bool(false),
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "timezone",
            default: Default::Bool(false),
            stored: Default::Bool(false),
        }],
    },
    TypeInfo {
        class: TypeClass::TIMESTAMP,
        module: "sqlalchemy",
        name: "TIMESTAMP",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "TIMESTAMP",
        ancestors: &[TypeClass::DateTime, TypeClass::TypeEngine],
        params: &[Param {
            name: "timezone",
            kind: ParamKind::Positional,
            default: Default::Bool(false),
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "timezone",
            default: Default::Bool(false),
            stored: Default::Bool(false),
        }],
    },
    TypeInfo {
        class: TypeClass::Text,
        module: "sqlalchemy",
        name: "Text",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "text",
        ancestors: &[TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::Time,
        module: "sqlalchemy",
        name: "Time",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "time",
        ancestors: &[TypeClass::TypeEngine],
        params: &[Param {
            name: "timezone",
            kind: ParamKind::Positional,
            default: Default::Bool(false),
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "timezone",
            default: Default::Bool(false),
            stored: Default::Bool(false),
        }],
    },
    TypeInfo {
        class: TypeClass::TupleType,
        module: "sqlalchemy",
        name: "TupleType",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "",
        ancestors: &[TypeClass::TypeEngine],
        params: &[Param {
            name: "types",
            kind: ParamKind::VarArgs,
            default: Default::Required,
        }],
        repr_positional: &[],
        repr_varargs: Some("types"),
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::TypeDecorator,
        module: "sqlalchemy",
        name: "TypeDecorator",
        defined_in: "sqlalchemy.sql.type_api",
        visit_name: "type_decorator",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::UUID,
        module: "sqlalchemy",
        name: "UUID",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "UUID",
        ancestors: &[TypeClass::Uuid, TypeClass::TypeEngine],
        params: &[Param {
            name: "as_uuid",
            kind: ParamKind::Positional,
            default: Default::Bool(true),
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "as_uuid",
            default: Default::Bool(true),
            stored: Default::Bool(true),
        }],
    },
    TypeInfo {
        class: TypeClass::Unicode,
        module: "sqlalchemy",
        name: "Unicode",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "unicode",
        ancestors: &[TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::UnicodeText,
        module: "sqlalchemy",
        name: "UnicodeText",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "unicode_text",
        ancestors: &[TypeClass::Text, TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::Uuid,
        module: "sqlalchemy",
        name: "Uuid",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "uuid",
        ancestors: &[TypeClass::TypeEngine],
        params: &[
            Param {
                name: "as_uuid",
                kind: ParamKind::Positional,
                default: Default::Bool(true),
            },
            Param {
                name: "native_uuid",
                kind: ParamKind::Positional,
                default: Default::Bool(true),
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "as_uuid",
                default: Default::Bool(true),
                stored: Default::Bool(true),
            },
            ReprField {
                name: "native_uuid",
                default: Default::Bool(true),
                stored: Default::Bool(true),
            },
        ],
    },
    TypeInfo {
        class: TypeClass::VARBINARY,
        module: "sqlalchemy",
        name: "VARBINARY",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "VARBINARY",
        ancestors: &[TypeClass::Binary, TypeClass::TypeEngine],
        params: &[Param {
            name: "length",
            kind: ParamKind::Positional,
            default: Default::None,
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "length",
            default: Default::None,
            stored: Default::None,
        }],
    },
    TypeInfo {
        class: TypeClass::VARCHAR,
        module: "sqlalchemy",
        name: "VARCHAR",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "VARCHAR",
        ancestors: &[TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MatchType,
        module: "sqlalchemy.types",
        name: "MatchType",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "boolean",
        ancestors: &[TypeClass::Boolean, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "create_constraint",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "name",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "create_constraint",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "name",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::NullType,
        module: "sqlalchemy.types",
        name: "NullType",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "null",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::TypeEngine,
        module: "sqlalchemy.types",
        name: "TypeEngine",
        defined_in: "sqlalchemy.sql.type_api",
        visit_name: "",
        ancestors: &[],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::UserDefinedType,
        module: "sqlalchemy.types",
        name: "UserDefinedType",
        defined_in: "sqlalchemy.sql.type_api",
        visit_name: "user_defined",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::Binary,
        module: "sqlalchemy.types",
        name: "_Binary",
        defined_in: "sqlalchemy.sql.sqltypes",
        visit_name: "",
        ancestors: &[TypeClass::TypeEngine],
        params: &[Param {
            name: "length",
            kind: ParamKind::Positional,
            default: Default::None,
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "length",
            default: Default::None,
            stored: Default::None,
        }],
    },
    TypeInfo {
        class: TypeClass::PgARRAY,
        module: "sqlalchemy.dialects.postgresql",
        name: "ARRAY",
        defined_in: "sqlalchemy.dialects.postgresql.array",
        visit_name: "ARRAY",
        ancestors: &[TypeClass::ARRAY, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "item_type",
                kind: ParamKind::Positional,
                default: Default::Required,
            },
            Param {
                name: "as_tuple",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "dimensions",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "zero_indexes",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
        ],
        repr_positional: &["item_type"],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "as_tuple",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "dimensions",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "zero_indexes",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
        ],
    },
    TypeInfo {
        class: TypeClass::PgAbstractMultiRange,
        module: "sqlalchemy.dialects.postgresql",
        name: "AbstractMultiRange",
        defined_in: "sqlalchemy.dialects.postgresql.ranges",
        visit_name: "",
        ancestors: &[TypeClass::PgAbstractRange, TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgAbstractRange,
        module: "sqlalchemy.dialects.postgresql",
        name: "AbstractRange",
        defined_in: "sqlalchemy.dialects.postgresql.ranges",
        visit_name: "",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgAbstractSingleRange,
        module: "sqlalchemy.dialects.postgresql",
        name: "AbstractSingleRange",
        defined_in: "sqlalchemy.dialects.postgresql.ranges",
        visit_name: "",
        ancestors: &[TypeClass::PgAbstractRange, TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgBIT,
        module: "sqlalchemy.dialects.postgresql",
        name: "BIT",
        defined_in: "sqlalchemy.dialects.postgresql.types",
        visit_name: "BIT",
        ancestors: &[TypeClass::TypeEngine],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "varying",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::Int(1),
            },
            ReprField {
                name: "varying",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
        ],
    },
    TypeInfo {
        class: TypeClass::PgBYTEA,
        module: "sqlalchemy.dialects.postgresql",
        name: "BYTEA",
        defined_in: "sqlalchemy.dialects.postgresql.types",
        visit_name: "BYTEA",
        ancestors: &[
            TypeClass::LargeBinary,
            TypeClass::Binary,
            TypeClass::TypeEngine,
        ],
        params: &[Param {
            name: "length",
            kind: ParamKind::Positional,
            default: Default::None,
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "length",
            default: Default::None,
            stored: Default::None,
        }],
    },
    TypeInfo {
        class: TypeClass::PgCIDR,
        module: "sqlalchemy.dialects.postgresql",
        name: "CIDR",
        defined_in: "sqlalchemy.dialects.postgresql.types",
        visit_name: "CIDR",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgCITEXT,
        module: "sqlalchemy.dialects.postgresql",
        name: "CITEXT",
        defined_in: "sqlalchemy.dialects.postgresql.types",
        visit_name: "CITEXT",
        ancestors: &[
            TypeClass::TEXT,
            TypeClass::Text,
            TypeClass::String,
            TypeClass::TypeEngine,
        ],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::PgDATEMULTIRANGE,
        module: "sqlalchemy.dialects.postgresql",
        name: "DATEMULTIRANGE",
        defined_in: "sqlalchemy.dialects.postgresql.ranges",
        visit_name: "DATEMULTIRANGE",
        ancestors: &[
            TypeClass::PgAbstractMultiRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgDATERANGE,
        module: "sqlalchemy.dialects.postgresql",
        name: "DATERANGE",
        defined_in: "sqlalchemy.dialects.postgresql.ranges",
        visit_name: "DATERANGE",
        ancestors: &[
            TypeClass::PgAbstractSingleRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgDOMAIN,
        module: "sqlalchemy.dialects.postgresql",
        name: "DOMAIN",
        defined_in: "sqlalchemy.dialects.postgresql.named_types",
        visit_name: "DOMAIN",
        ancestors: &[TypeClass::PgNamedType, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "name",
                kind: ParamKind::Positional,
                default: Default::Required,
            },
            Param {
                name: "data_type",
                kind: ParamKind::Positional,
                default: Default::Required,
            },
            Param {
                name: "collation",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "default",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "constraint_name",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "not_null",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "check",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "create_type",
                kind: ParamKind::Keyword,
                default: Default::Bool(true),
            },
            Param {
                name: "schema",
                kind: ParamKind::Keyword,
                default: Default::NotGiven,
            },
            Param {
                name: "metadata",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "inherit_schema",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "quote",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
        ],
        repr_positional: &["name", "data_type"],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgENUM,
        module: "sqlalchemy.dialects.postgresql",
        name: "ENUM",
        defined_in: "sqlalchemy.dialects.postgresql.named_types",
        visit_name: "enum",
        ancestors: &[
            TypeClass::PgNamedType,
            TypeClass::Enum,
            TypeClass::String,
            TypeClass::TypeEngine,
        ],
        params: &[
            Param {
                name: "enums",
                kind: ParamKind::VarArgs,
                default: Default::Required,
            },
            Param {
                name: "create_constraint",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "metadata",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "name",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "native_enum",
                kind: ParamKind::Keyword,
                default: Default::Bool(true),
            },
            Param {
                name: "length",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "schema",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "quote",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "inherit_schema",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "validate_strings",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "values_callable",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "sort_key_function",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "omit_aliases",
                kind: ParamKind::Keyword,
                default: Default::Bool(true),
            },
            Param {
                name: "create_type",
                kind: ParamKind::Keyword,
                default: Default::Bool(true),
            },
        ],
        repr_positional: &[],
        repr_varargs: Some("enums"),
        repr_keywords: &[
            ReprField {
                name: "name",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "create_type",
                default: Default::Bool(true),
                stored: Default::Bool(true),
            },
            ReprField {
                name: "native_enum",
                default: Default::Bool(true),
                stored: Default::Bool(true),
            },
            ReprField {
                name: "create_constraint",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "length",
                default: Default::Int(0),
                stored: Default::Int(0),
            },
            ReprField {
                name: "schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::PgHSTORE,
        module: "sqlalchemy.dialects.postgresql",
        name: "HSTORE",
        defined_in: "sqlalchemy.dialects.postgresql.hstore",
        visit_name: "HSTORE",
        ancestors: &[TypeClass::TypeEngine],
        params: &[Param {
            name: "text_type",
            kind: ParamKind::Positional,
            default: Default::None,
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "text_type",
            default: Default::None,
            stored: Default::TextType,
        }],
    },
    TypeInfo {
        class: TypeClass::PgINET,
        module: "sqlalchemy.dialects.postgresql",
        name: "INET",
        defined_in: "sqlalchemy.dialects.postgresql.types",
        visit_name: "INET",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgINT4MULTIRANGE,
        module: "sqlalchemy.dialects.postgresql",
        name: "INT4MULTIRANGE",
        defined_in: "sqlalchemy.dialects.postgresql.ranges",
        visit_name: "INT4MULTIRANGE",
        ancestors: &[
            TypeClass::PgAbstractMultiRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgINT4RANGE,
        module: "sqlalchemy.dialects.postgresql",
        name: "INT4RANGE",
        defined_in: "sqlalchemy.dialects.postgresql.ranges",
        visit_name: "INT4RANGE",
        ancestors: &[
            TypeClass::PgAbstractSingleRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgINT8MULTIRANGE,
        module: "sqlalchemy.dialects.postgresql",
        name: "INT8MULTIRANGE",
        defined_in: "sqlalchemy.dialects.postgresql.ranges",
        visit_name: "INT8MULTIRANGE",
        ancestors: &[
            TypeClass::PgAbstractMultiRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgINT8RANGE,
        module: "sqlalchemy.dialects.postgresql",
        name: "INT8RANGE",
        defined_in: "sqlalchemy.dialects.postgresql.ranges",
        visit_name: "INT8RANGE",
        ancestors: &[
            TypeClass::PgAbstractSingleRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgINTERVAL,
        module: "sqlalchemy.dialects.postgresql",
        name: "INTERVAL",
        defined_in: "sqlalchemy.dialects.postgresql.types",
        visit_name: "INTERVAL",
        ancestors: &[TypeClass::TypeEngine],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "fields",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "precision",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "fields",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::PgJSON,
        module: "sqlalchemy.dialects.postgresql",
        name: "JSON",
        defined_in: "sqlalchemy.dialects.postgresql.json",
        visit_name: "JSON",
        ancestors: &[TypeClass::JSON, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "none_as_null",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "astext_type",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "none_as_null",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "astext_type",
                default: Default::None,
                stored: Default::TextType,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::PgJSONB,
        module: "sqlalchemy.dialects.postgresql",
        name: "JSONB",
        defined_in: "sqlalchemy.dialects.postgresql.json",
        visit_name: "JSONB",
        ancestors: &[TypeClass::PgJSON, TypeClass::JSON, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "none_as_null",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "astext_type",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "none_as_null",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "astext_type",
                default: Default::None,
                stored: Default::TextType,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::PgJSONPATH,
        module: "sqlalchemy.dialects.postgresql",
        name: "JSONPATH",
        defined_in: "sqlalchemy.dialects.postgresql.json",
        visit_name: "JSONPATH",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgMACADDR,
        module: "sqlalchemy.dialects.postgresql",
        name: "MACADDR",
        defined_in: "sqlalchemy.dialects.postgresql.types",
        visit_name: "MACADDR",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgMACADDR8,
        module: "sqlalchemy.dialects.postgresql",
        name: "MACADDR8",
        defined_in: "sqlalchemy.dialects.postgresql.types",
        visit_name: "MACADDR8",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgMONEY,
        module: "sqlalchemy.dialects.postgresql",
        name: "MONEY",
        defined_in: "sqlalchemy.dialects.postgresql.types",
        visit_name: "MONEY",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgNUMMULTIRANGE,
        module: "sqlalchemy.dialects.postgresql",
        name: "NUMMULTIRANGE",
        defined_in: "sqlalchemy.dialects.postgresql.ranges",
        visit_name: "NUMMULTIRANGE",
        ancestors: &[
            TypeClass::PgAbstractMultiRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgNUMRANGE,
        module: "sqlalchemy.dialects.postgresql",
        name: "NUMRANGE",
        defined_in: "sqlalchemy.dialects.postgresql.ranges",
        visit_name: "NUMRANGE",
        ancestors: &[
            TypeClass::PgAbstractSingleRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgNamedType,
        module: "sqlalchemy.dialects.postgresql",
        name: "NamedType",
        defined_in: "sqlalchemy.dialects.postgresql.named_types",
        visit_name: "",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgOID,
        module: "sqlalchemy.dialects.postgresql",
        name: "OID",
        defined_in: "sqlalchemy.dialects.postgresql.types",
        visit_name: "OID",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgREGCLASS,
        module: "sqlalchemy.dialects.postgresql",
        name: "REGCLASS",
        defined_in: "sqlalchemy.dialects.postgresql.types",
        visit_name: "REGCLASS",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgREGCONFIG,
        module: "sqlalchemy.dialects.postgresql",
        name: "REGCONFIG",
        defined_in: "sqlalchemy.dialects.postgresql.types",
        visit_name: "REGCONFIG",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgTIME,
        module: "sqlalchemy.dialects.postgresql",
        name: "TIME",
        defined_in: "sqlalchemy.dialects.postgresql.types",
        visit_name: "TIME",
        ancestors: &[TypeClass::TIME, TypeClass::Time, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "timezone",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "timezone",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "precision",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::PgTIMESTAMP,
        module: "sqlalchemy.dialects.postgresql",
        name: "TIMESTAMP",
        defined_in: "sqlalchemy.dialects.postgresql.types",
        visit_name: "TIMESTAMP",
        ancestors: &[
            TypeClass::TIMESTAMP,
            TypeClass::DateTime,
            TypeClass::TypeEngine,
        ],
        params: &[
            Param {
                name: "timezone",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "timezone",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "precision",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::PgTSMULTIRANGE,
        module: "sqlalchemy.dialects.postgresql",
        name: "TSMULTIRANGE",
        defined_in: "sqlalchemy.dialects.postgresql.ranges",
        visit_name: "TSMULTIRANGE",
        ancestors: &[
            TypeClass::PgAbstractMultiRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgTSQUERY,
        module: "sqlalchemy.dialects.postgresql",
        name: "TSQUERY",
        defined_in: "sqlalchemy.dialects.postgresql.types",
        visit_name: "TSQUERY",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgTSRANGE,
        module: "sqlalchemy.dialects.postgresql",
        name: "TSRANGE",
        defined_in: "sqlalchemy.dialects.postgresql.ranges",
        visit_name: "TSRANGE",
        ancestors: &[
            TypeClass::PgAbstractSingleRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgTSTZMULTIRANGE,
        module: "sqlalchemy.dialects.postgresql",
        name: "TSTZMULTIRANGE",
        defined_in: "sqlalchemy.dialects.postgresql.ranges",
        visit_name: "TSTZMULTIRANGE",
        ancestors: &[
            TypeClass::PgAbstractMultiRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgTSTZRANGE,
        module: "sqlalchemy.dialects.postgresql",
        name: "TSTZRANGE",
        defined_in: "sqlalchemy.dialects.postgresql.ranges",
        visit_name: "TSTZRANGE",
        ancestors: &[
            TypeClass::PgAbstractSingleRange,
            TypeClass::PgAbstractRange,
            TypeClass::TypeEngine,
        ],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::PgTSVECTOR,
        module: "sqlalchemy.dialects.postgresql",
        name: "TSVECTOR",
        defined_in: "sqlalchemy.dialects.postgresql.types",
        visit_name: "TSVECTOR",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::MysqlBIGINT,
        module: "sqlalchemy.dialects.mysql",
        name: "BIGINT",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "BIGINT",
        ancestors: &[
            TypeClass::BIGINT,
            TypeClass::BigInteger,
            TypeClass::Integer,
            TypeClass::TypeEngine,
        ],
        params: &[
            Param {
                name: "display_width",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "unsigned",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "zerofill",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "display_width",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "unsigned",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "zerofill",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlBIT,
        module: "sqlalchemy.dialects.mysql",
        name: "BIT",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "BIT",
        ancestors: &[TypeClass::TypeEngine],
        params: &[Param {
            name: "length",
            kind: ParamKind::Positional,
            default: Default::None,
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "length",
            default: Default::None,
            stored: Default::None,
        }],
    },
    TypeInfo {
        class: TypeClass::MysqlCHAR,
        module: "sqlalchemy.dialects.mysql",
        name: "CHAR",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "CHAR",
        ancestors: &[TypeClass::CHAR, TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "charset",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "ascii",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "binary",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "unicode",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "national",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "charset",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "ascii",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "binary",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "unicode",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "national",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlDATETIME,
        module: "sqlalchemy.dialects.mysql",
        name: "DATETIME",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "DATETIME",
        ancestors: &[
            TypeClass::DATETIME,
            TypeClass::DateTime,
            TypeClass::TypeEngine,
        ],
        params: &[
            Param {
                name: "timezone",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "fsp",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "timezone",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "fsp",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlDECIMAL,
        module: "sqlalchemy.dialects.mysql",
        name: "DECIMAL",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "DECIMAL",
        ancestors: &[
            TypeClass::DECIMAL,
            TypeClass::Numeric,
            TypeClass::TypeEngine,
        ],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "asdecimal",
                kind: ParamKind::Positional,
                default: Default::Bool(true),
            },
            Param {
                name: "unsigned",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "zerofill",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "decimal_return_scale",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "unsigned",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "zerofill",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "precision",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "scale",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "decimal_return_scale",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "asdecimal",
                default: Default::Bool(true),
                stored: Default::Bool(true),
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlDOUBLE,
        module: "sqlalchemy.dialects.mysql",
        name: "DOUBLE",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "DOUBLE",
        ancestors: &[
            TypeClass::DOUBLE,
            TypeClass::Double,
            TypeClass::Float,
            TypeClass::TypeEngine,
        ],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "asdecimal",
                kind: ParamKind::Positional,
                default: Default::Bool(true),
            },
            Param {
                name: "unsigned",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "zerofill",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "decimal_return_scale",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "precision",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "scale",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "asdecimal",
                default: Default::Bool(false),
                stored: Default::Bool(true),
            },
            ReprField {
                name: "unsigned",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "zerofill",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "decimal_return_scale",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlENUM,
        module: "sqlalchemy.dialects.mysql",
        name: "ENUM",
        defined_in: "sqlalchemy.dialects.mysql.enumerated",
        visit_name: "ENUM",
        ancestors: &[TypeClass::Enum, TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "enums",
                kind: ParamKind::VarArgs,
                default: Default::Required,
            },
            Param {
                name: "create_constraint",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "metadata",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "name",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "native_enum",
                kind: ParamKind::Keyword,
                default: Default::Bool(true),
            },
            Param {
                name: "length",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "schema",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "quote",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "inherit_schema",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "validate_strings",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "values_callable",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "sort_key_function",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "omit_aliases",
                kind: ParamKind::Keyword,
                default: Default::Bool(true),
            },
            Param {
                name: "create_type",
                kind: ParamKind::Keyword,
                default: Default::Bool(true),
            },
            Param {
                name: "charset",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "ascii",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "binary",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "unicode",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "national",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
        ],
        repr_positional: &[],
        repr_varargs: Some("enums"),
        repr_keywords: &[
            ReprField {
                name: "charset",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "ascii",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "binary",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "unicode",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "national",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlFLOAT,
        module: "sqlalchemy.dialects.mysql",
        name: "FLOAT",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "FLOAT",
        ancestors: &[TypeClass::FLOAT, TypeClass::Float, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "asdecimal",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "unsigned",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "zerofill",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "decimal_return_scale",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "precision",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "scale",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "asdecimal",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "unsigned",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "zerofill",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "decimal_return_scale",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlINET4,
        module: "sqlalchemy.dialects.mysql",
        name: "INET4",
        defined_in: "sqlalchemy.dialects.mysql.mariadb",
        visit_name: "INET4",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::MysqlINET6,
        module: "sqlalchemy.dialects.mysql",
        name: "INET6",
        defined_in: "sqlalchemy.dialects.mysql.mariadb",
        visit_name: "INET6",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::MysqlINTEGER,
        module: "sqlalchemy.dialects.mysql",
        name: "INTEGER",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "INTEGER",
        ancestors: &[
            TypeClass::INTEGER,
            TypeClass::Integer,
            TypeClass::TypeEngine,
        ],
        params: &[
            Param {
                name: "display_width",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "unsigned",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "zerofill",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "display_width",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "unsigned",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "zerofill",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlJSON,
        module: "sqlalchemy.dialects.mysql",
        name: "JSON",
        defined_in: "sqlalchemy.dialects.mysql.json",
        visit_name: "JSON",
        ancestors: &[TypeClass::JSON, TypeClass::TypeEngine],
        params: &[Param {
            name: "none_as_null",
            kind: ParamKind::Positional,
            default: Default::Bool(false),
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "none_as_null",
            default: Default::Bool(false),
            stored: Default::Bool(false),
        }],
    },
    TypeInfo {
        class: TypeClass::MysqlLONGBLOB,
        module: "sqlalchemy.dialects.mysql",
        name: "LONGBLOB",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "LONGBLOB",
        ancestors: &[TypeClass::Binary, TypeClass::TypeEngine],
        params: &[Param {
            name: "length",
            kind: ParamKind::Positional,
            default: Default::None,
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "length",
            default: Default::None,
            stored: Default::None,
        }],
    },
    TypeInfo {
        class: TypeClass::MysqlLONGTEXT,
        module: "sqlalchemy.dialects.mysql",
        name: "LONGTEXT",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "LONGTEXT",
        ancestors: &[TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "charset",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "ascii",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "binary",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "unicode",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "national",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "length",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "charset",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "ascii",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "binary",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "unicode",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "national",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlMEDIUMBLOB,
        module: "sqlalchemy.dialects.mysql",
        name: "MEDIUMBLOB",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "MEDIUMBLOB",
        ancestors: &[TypeClass::Binary, TypeClass::TypeEngine],
        params: &[Param {
            name: "length",
            kind: ParamKind::Positional,
            default: Default::None,
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "length",
            default: Default::None,
            stored: Default::None,
        }],
    },
    TypeInfo {
        class: TypeClass::MysqlMEDIUMINT,
        module: "sqlalchemy.dialects.mysql",
        name: "MEDIUMINT",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "MEDIUMINT",
        ancestors: &[TypeClass::Integer, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "display_width",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "unsigned",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "zerofill",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "display_width",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "unsigned",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "zerofill",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlMEDIUMTEXT,
        module: "sqlalchemy.dialects.mysql",
        name: "MEDIUMTEXT",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "MEDIUMTEXT",
        ancestors: &[TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "charset",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "ascii",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "binary",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "unicode",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "national",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "length",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "charset",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "ascii",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "binary",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "unicode",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "national",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlNCHAR,
        module: "sqlalchemy.dialects.mysql",
        name: "NCHAR",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "NCHAR",
        ancestors: &[
            TypeClass::NCHAR,
            TypeClass::Unicode,
            TypeClass::String,
            TypeClass::TypeEngine,
        ],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "charset",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "ascii",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "binary",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "unicode",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "national",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "charset",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "ascii",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "binary",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "unicode",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "national",
                default: Default::Bool(false),
                stored: Default::Bool(true),
            },
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlNUMERIC,
        module: "sqlalchemy.dialects.mysql",
        name: "NUMERIC",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "NUMERIC",
        ancestors: &[
            TypeClass::NUMERIC,
            TypeClass::Numeric,
            TypeClass::TypeEngine,
        ],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "asdecimal",
                kind: ParamKind::Positional,
                default: Default::Bool(true),
            },
            Param {
                name: "unsigned",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "zerofill",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "decimal_return_scale",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "unsigned",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "zerofill",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "precision",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "scale",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "decimal_return_scale",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "asdecimal",
                default: Default::Bool(true),
                stored: Default::Bool(true),
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlNVARCHAR,
        module: "sqlalchemy.dialects.mysql",
        name: "NVARCHAR",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "NVARCHAR",
        ancestors: &[
            TypeClass::NVARCHAR,
            TypeClass::Unicode,
            TypeClass::String,
            TypeClass::TypeEngine,
        ],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "charset",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "ascii",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "binary",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "unicode",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "national",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "charset",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "ascii",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "binary",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "unicode",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "national",
                default: Default::Bool(false),
                stored: Default::Bool(true),
            },
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlREAL,
        module: "sqlalchemy.dialects.mysql",
        name: "REAL",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "REAL",
        ancestors: &[TypeClass::REAL, TypeClass::Float, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "asdecimal",
                kind: ParamKind::Positional,
                default: Default::Bool(true),
            },
            Param {
                name: "unsigned",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "zerofill",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "decimal_return_scale",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "precision",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "scale",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "asdecimal",
                default: Default::Bool(false),
                stored: Default::Bool(true),
            },
            ReprField {
                name: "unsigned",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "zerofill",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "decimal_return_scale",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlSET,
        module: "sqlalchemy.dialects.mysql",
        name: "SET",
        defined_in: "sqlalchemy.dialects.mysql.enumerated",
        visit_name: "SET",
        ancestors: &[TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "values",
                kind: ParamKind::VarArgs,
                default: Default::Required,
            },
            Param {
                name: "retrieve_as_bitwise",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "charset",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "ascii",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "binary",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "unicode",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "national",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "length",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: Some("values"),
        repr_keywords: &[
            ReprField {
                name: "charset",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "ascii",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "binary",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "unicode",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "national",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "retrieve_as_bitwise",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlSMALLINT,
        module: "sqlalchemy.dialects.mysql",
        name: "SMALLINT",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "SMALLINT",
        ancestors: &[
            TypeClass::SMALLINT,
            TypeClass::SmallInteger,
            TypeClass::Integer,
            TypeClass::TypeEngine,
        ],
        params: &[
            Param {
                name: "display_width",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "unsigned",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "zerofill",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "display_width",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "unsigned",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "zerofill",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlTEXT,
        module: "sqlalchemy.dialects.mysql",
        name: "TEXT",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "TEXT",
        ancestors: &[
            TypeClass::TEXT,
            TypeClass::Text,
            TypeClass::String,
            TypeClass::TypeEngine,
        ],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "charset",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "ascii",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "binary",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "unicode",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "national",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "charset",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "ascii",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "binary",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "unicode",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "national",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlTIME,
        module: "sqlalchemy.dialects.mysql",
        name: "TIME",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "TIME",
        ancestors: &[TypeClass::TIME, TypeClass::Time, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "timezone",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "fsp",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "timezone",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "fsp",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlTIMESTAMP,
        module: "sqlalchemy.dialects.mysql",
        name: "TIMESTAMP",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "TIMESTAMP",
        ancestors: &[
            TypeClass::TIMESTAMP,
            TypeClass::DateTime,
            TypeClass::TypeEngine,
        ],
        params: &[
            Param {
                name: "timezone",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "fsp",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "timezone",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "fsp",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlTINYBLOB,
        module: "sqlalchemy.dialects.mysql",
        name: "TINYBLOB",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "TINYBLOB",
        ancestors: &[TypeClass::Binary, TypeClass::TypeEngine],
        params: &[Param {
            name: "length",
            kind: ParamKind::Positional,
            default: Default::None,
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "length",
            default: Default::None,
            stored: Default::None,
        }],
    },
    TypeInfo {
        class: TypeClass::MysqlTINYINT,
        module: "sqlalchemy.dialects.mysql",
        name: "TINYINT",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "TINYINT",
        ancestors: &[TypeClass::Integer, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "display_width",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "unsigned",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "zerofill",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "display_width",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "unsigned",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "zerofill",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlTINYTEXT,
        module: "sqlalchemy.dialects.mysql",
        name: "TINYTEXT",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "TINYTEXT",
        ancestors: &[TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "charset",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "ascii",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "binary",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "unicode",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "national",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "length",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "charset",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "ascii",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "binary",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "unicode",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "national",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlVARCHAR,
        module: "sqlalchemy.dialects.mysql",
        name: "VARCHAR",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "VARCHAR",
        ancestors: &[TypeClass::VARCHAR, TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "charset",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "ascii",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "binary",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "unicode",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "national",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "charset",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "ascii",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "binary",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "unicode",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "national",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MysqlYEAR,
        module: "sqlalchemy.dialects.mysql",
        name: "YEAR",
        defined_in: "sqlalchemy.dialects.mysql.types",
        visit_name: "YEAR",
        ancestors: &[TypeClass::TypeEngine],
        params: &[Param {
            name: "display_width",
            kind: ParamKind::Positional,
            default: Default::None,
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "display_width",
            default: Default::None,
            stored: Default::None,
        }],
    },
    TypeInfo {
        class: TypeClass::SqliteDATE,
        module: "sqlalchemy.dialects.sqlite",
        name: "DATE",
        defined_in: "sqlalchemy.dialects.sqlite.base",
        visit_name: "date",
        ancestors: &[TypeClass::Date, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "storage_format",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "regexp",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::SqliteDATETIME,
        module: "sqlalchemy.dialects.sqlite",
        name: "DATETIME",
        defined_in: "sqlalchemy.dialects.sqlite.base",
        visit_name: "datetime",
        ancestors: &[TypeClass::DateTime, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "storage_format",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "regexp",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "timezone",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::SqliteJSON,
        module: "sqlalchemy.dialects.sqlite",
        name: "JSON",
        defined_in: "sqlalchemy.dialects.sqlite.json",
        visit_name: "JSON",
        ancestors: &[TypeClass::JSON, TypeClass::TypeEngine],
        params: &[Param {
            name: "none_as_null",
            kind: ParamKind::Positional,
            default: Default::Bool(false),
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "none_as_null",
            default: Default::Bool(false),
            stored: Default::Bool(false),
        }],
    },
    TypeInfo {
        class: TypeClass::SqliteJSONB,
        module: "sqlalchemy.dialects.sqlite",
        name: "JSONB",
        defined_in: "sqlalchemy.dialects.sqlite.json",
        visit_name: "JSONB",
        ancestors: &[
            TypeClass::SqliteJSON,
            TypeClass::JSON,
            TypeClass::TypeEngine,
        ],
        params: &[Param {
            name: "none_as_null",
            kind: ParamKind::Positional,
            default: Default::Bool(false),
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "none_as_null",
            default: Default::Bool(false),
            stored: Default::Bool(false),
        }],
    },
    TypeInfo {
        class: TypeClass::SqliteTIME,
        module: "sqlalchemy.dialects.sqlite",
        name: "TIME",
        defined_in: "sqlalchemy.dialects.sqlite.base",
        visit_name: "time",
        ancestors: &[TypeClass::Time, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "storage_format",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "regexp",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "timezone",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::MssqlBIT,
        module: "sqlalchemy.dialects.mssql",
        name: "BIT",
        defined_in: "sqlalchemy.dialects.mssql.base",
        visit_name: "BIT",
        ancestors: &[TypeClass::Boolean, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "create_constraint",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "name",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "create_constraint",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "name",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MssqlDATETIME2,
        module: "sqlalchemy.dialects.mssql",
        name: "DATETIME2",
        defined_in: "sqlalchemy.dialects.mssql.base",
        visit_name: "DATETIME2",
        ancestors: &[TypeClass::DateTime, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "timezone",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "precision",
            default: Default::None,
            stored: Default::None,
        }],
    },
    TypeInfo {
        class: TypeClass::MssqlDATETIMEOFFSET,
        module: "sqlalchemy.dialects.mssql",
        name: "DATETIMEOFFSET",
        defined_in: "sqlalchemy.dialects.mssql.base",
        visit_name: "DATETIMEOFFSET",
        ancestors: &[TypeClass::DateTime, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "timezone",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "precision",
            default: Default::None,
            stored: Default::None,
        }],
    },
    TypeInfo {
        class: TypeClass::MssqlDOUBLE_PRECISION,
        module: "sqlalchemy.dialects.mssql",
        name: "DOUBLE_PRECISION",
        defined_in: "sqlalchemy.dialects.mssql.base",
        visit_name: "DOUBLE_PRECISION",
        ancestors: &[
            TypeClass::DOUBLE_PRECISION,
            TypeClass::Double,
            TypeClass::Float,
            TypeClass::TypeEngine,
        ],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "asdecimal",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "decimal_return_scale",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::MssqlIMAGE,
        module: "sqlalchemy.dialects.mssql",
        name: "IMAGE",
        defined_in: "sqlalchemy.dialects.mssql.base",
        visit_name: "IMAGE",
        ancestors: &[
            TypeClass::LargeBinary,
            TypeClass::Binary,
            TypeClass::TypeEngine,
        ],
        params: &[Param {
            name: "length",
            kind: ParamKind::Positional,
            default: Default::None,
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "length",
            default: Default::None,
            stored: Default::None,
        }],
    },
    TypeInfo {
        class: TypeClass::MssqlJSON,
        module: "sqlalchemy.dialects.mssql",
        name: "JSON",
        defined_in: "sqlalchemy.dialects.mssql.json",
        visit_name: "JSON",
        ancestors: &[TypeClass::JSON, TypeClass::TypeEngine],
        params: &[Param {
            name: "none_as_null",
            kind: ParamKind::Positional,
            default: Default::Bool(false),
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "none_as_null",
            default: Default::Bool(false),
            stored: Default::Bool(false),
        }],
    },
    TypeInfo {
        class: TypeClass::MssqlMONEY,
        module: "sqlalchemy.dialects.mssql",
        name: "MONEY",
        defined_in: "sqlalchemy.dialects.mssql.base",
        visit_name: "MONEY",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::MssqlNTEXT,
        module: "sqlalchemy.dialects.mssql",
        name: "NTEXT",
        defined_in: "sqlalchemy.dialects.mssql.base",
        visit_name: "NTEXT",
        ancestors: &[
            TypeClass::UnicodeText,
            TypeClass::Text,
            TypeClass::String,
            TypeClass::TypeEngine,
        ],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MssqlREAL,
        module: "sqlalchemy.dialects.mssql",
        name: "REAL",
        defined_in: "sqlalchemy.dialects.mssql.base",
        visit_name: "REAL",
        ancestors: &[TypeClass::REAL, TypeClass::Float, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
            Param {
                name: "asdecimal",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
            Param {
                name: "decimal_return_scale",
                kind: ParamKind::Keyword,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::MssqlROWVERSION,
        module: "sqlalchemy.dialects.mssql",
        name: "ROWVERSION",
        defined_in: "sqlalchemy.dialects.mssql.base",
        visit_name: "ROWVERSION",
        ancestors: &[
            TypeClass::MssqlTIMESTAMP,
            TypeClass::Binary,
            TypeClass::TypeEngine,
        ],
        params: &[Param {
            name: "convert_int",
            kind: ParamKind::Positional,
            default: Default::Bool(false),
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "convert_int",
            default: Default::Bool(false),
            stored: Default::Bool(false),
        }],
    },
    TypeInfo {
        class: TypeClass::MssqlSMALLDATETIME,
        module: "sqlalchemy.dialects.mssql",
        name: "SMALLDATETIME",
        defined_in: "sqlalchemy.dialects.mssql.base",
        visit_name: "SMALLDATETIME",
        ancestors: &[TypeClass::DateTime, TypeClass::TypeEngine],
        params: &[Param {
            name: "timezone",
            kind: ParamKind::Positional,
            default: Default::Bool(false),
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "timezone",
            default: Default::Bool(false),
            stored: Default::Bool(false),
        }],
    },
    TypeInfo {
        class: TypeClass::MssqlSMALLMONEY,
        module: "sqlalchemy.dialects.mssql",
        name: "SMALLMONEY",
        defined_in: "sqlalchemy.dialects.mssql.base",
        visit_name: "SMALLMONEY",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::MssqlSQL_VARIANT,
        module: "sqlalchemy.dialects.mssql",
        name: "SQL_VARIANT",
        defined_in: "sqlalchemy.dialects.mssql.base",
        visit_name: "SQL_VARIANT",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::MssqlTIME,
        module: "sqlalchemy.dialects.mssql",
        name: "TIME",
        defined_in: "sqlalchemy.dialects.mssql.base",
        visit_name: "TIME",
        ancestors: &[TypeClass::TIME, TypeClass::Time, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "timezone",
                kind: ParamKind::Keyword,
                default: Default::Bool(false),
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "precision",
            default: Default::None,
            stored: Default::None,
        }],
    },
    TypeInfo {
        class: TypeClass::MssqlTIMESTAMP,
        module: "sqlalchemy.dialects.mssql",
        name: "TIMESTAMP",
        defined_in: "sqlalchemy.dialects.mssql.base",
        visit_name: "TIMESTAMP",
        ancestors: &[TypeClass::Binary, TypeClass::TypeEngine],
        params: &[Param {
            name: "convert_int",
            kind: ParamKind::Positional,
            default: Default::Bool(false),
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "convert_int",
            default: Default::Bool(false),
            stored: Default::Bool(false),
        }],
    },
    TypeInfo {
        class: TypeClass::MssqlTINYINT,
        module: "sqlalchemy.dialects.mssql",
        name: "TINYINT",
        defined_in: "sqlalchemy.dialects.mssql.base",
        visit_name: "TINYINT",
        ancestors: &[TypeClass::Integer, TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::MssqlUNIQUEIDENTIFIER,
        module: "sqlalchemy.dialects.mssql",
        name: "UNIQUEIDENTIFIER",
        defined_in: "sqlalchemy.dialects.mssql.base",
        visit_name: "UNIQUEIDENTIFIER",
        ancestors: &[TypeClass::Uuid, TypeClass::TypeEngine],
        params: &[Param {
            name: "as_uuid",
            kind: ParamKind::Positional,
            default: Default::Bool(true),
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "as_uuid",
            default: Default::Bool(true),
            stored: Default::Bool(true),
        }],
    },
    TypeInfo {
        class: TypeClass::MssqlVARBINARY,
        module: "sqlalchemy.dialects.mssql",
        name: "VARBINARY",
        defined_in: "sqlalchemy.dialects.mssql.base",
        visit_name: "VARBINARY",
        ancestors: &[
            TypeClass::VARBINARY,
            TypeClass::LargeBinary,
            TypeClass::Binary,
            TypeClass::TypeEngine,
        ],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "filestream",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "filestream",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
        ],
    },
    TypeInfo {
        class: TypeClass::MssqlXML,
        module: "sqlalchemy.dialects.mssql",
        name: "XML",
        defined_in: "sqlalchemy.dialects.mssql.base",
        visit_name: "XML",
        ancestors: &[TypeClass::Text, TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::OracleBFILE,
        module: "sqlalchemy.dialects.oracle",
        name: "BFILE",
        defined_in: "sqlalchemy.dialects.oracle.types",
        visit_name: "BFILE",
        ancestors: &[
            TypeClass::LargeBinary,
            TypeClass::Binary,
            TypeClass::TypeEngine,
        ],
        params: &[Param {
            name: "length",
            kind: ParamKind::Positional,
            default: Default::None,
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "length",
            default: Default::None,
            stored: Default::None,
        }],
    },
    TypeInfo {
        class: TypeClass::OracleBINARY_DOUBLE,
        module: "sqlalchemy.dialects.oracle",
        name: "BINARY_DOUBLE",
        defined_in: "sqlalchemy.dialects.oracle.types",
        visit_name: "BINARY_DOUBLE",
        ancestors: &[TypeClass::Double, TypeClass::Float, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "asdecimal",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "decimal_return_scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "precision",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "asdecimal",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "decimal_return_scale",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::OracleBINARY_FLOAT,
        module: "sqlalchemy.dialects.oracle",
        name: "BINARY_FLOAT",
        defined_in: "sqlalchemy.dialects.oracle.types",
        visit_name: "BINARY_FLOAT",
        ancestors: &[TypeClass::Float, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "asdecimal",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "decimal_return_scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "precision",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "asdecimal",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "decimal_return_scale",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::OracleDATE,
        module: "sqlalchemy.dialects.oracle",
        name: "DATE",
        defined_in: "sqlalchemy.dialects.oracle.types",
        visit_name: "DATE",
        ancestors: &[TypeClass::DateTime, TypeClass::TypeEngine],
        params: &[Param {
            name: "timezone",
            kind: ParamKind::Positional,
            default: Default::Bool(false),
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "timezone",
            default: Default::Bool(false),
            stored: Default::Bool(false),
        }],
    },
    TypeInfo {
        class: TypeClass::OracleFLOAT,
        module: "sqlalchemy.dialects.oracle",
        name: "FLOAT",
        defined_in: "sqlalchemy.dialects.oracle.types",
        visit_name: "FLOAT",
        ancestors: &[TypeClass::FLOAT, TypeClass::Float, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "binary_precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "asdecimal",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "decimal_return_scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "binary_precision",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "asdecimal",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "decimal_return_scale",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::OracleINTERVAL,
        module: "sqlalchemy.dialects.oracle",
        name: "INTERVAL",
        defined_in: "sqlalchemy.dialects.oracle.types",
        visit_name: "INTERVAL",
        ancestors: &[TypeClass::TypeEngine],
        params: &[
            Param {
                name: "day_precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "second_precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "day_precision",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "second_precision",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::OracleJSON,
        module: "sqlalchemy.dialects.oracle",
        name: "JSON",
        defined_in: "sqlalchemy.dialects.oracle.json",
        visit_name: "JSON",
        ancestors: &[TypeClass::JSON, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "none_as_null",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "use_blob",
                kind: ParamKind::Positional,
                default: Default::NotGiven,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "none_as_null",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "use_blob",
                default: Default::NotGiven,
                stored: Default::NotGiven,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::OracleLONG,
        module: "sqlalchemy.dialects.oracle",
        name: "LONG",
        defined_in: "sqlalchemy.dialects.oracle.types",
        visit_name: "LONG",
        ancestors: &[TypeClass::Text, TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::OracleNCLOB,
        module: "sqlalchemy.dialects.oracle",
        name: "NCLOB",
        defined_in: "sqlalchemy.dialects.oracle.types",
        visit_name: "NCLOB",
        ancestors: &[TypeClass::Text, TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::OracleNUMBER,
        module: "sqlalchemy.dialects.oracle",
        name: "NUMBER",
        defined_in: "sqlalchemy.dialects.oracle.types",
        visit_name: "NUMBER",
        ancestors: &[
            TypeClass::Numeric,
            TypeClass::Integer,
            TypeClass::TypeEngine,
        ],
        params: &[
            Param {
                name: "precision",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "scale",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "asdecimal",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "precision",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "scale",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "asdecimal",
                default: Default::None,
                stored: Default::Bool(false),
            },
        ],
    },
    TypeInfo {
        class: TypeClass::OracleRAW,
        module: "sqlalchemy.dialects.oracle",
        name: "RAW",
        defined_in: "sqlalchemy.dialects.oracle.types",
        visit_name: "RAW",
        ancestors: &[TypeClass::Binary, TypeClass::TypeEngine],
        params: &[Param {
            name: "length",
            kind: ParamKind::Positional,
            default: Default::None,
        }],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[ReprField {
            name: "length",
            default: Default::None,
            stored: Default::None,
        }],
    },
    TypeInfo {
        class: TypeClass::OracleROWID,
        module: "sqlalchemy.dialects.oracle",
        name: "ROWID",
        defined_in: "sqlalchemy.dialects.oracle.types",
        visit_name: "ROWID",
        ancestors: &[TypeClass::TypeEngine],
        params: &[],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[],
    },
    TypeInfo {
        class: TypeClass::OracleTIMESTAMP,
        module: "sqlalchemy.dialects.oracle",
        name: "TIMESTAMP",
        defined_in: "sqlalchemy.dialects.oracle.types",
        visit_name: "TIMESTAMP",
        ancestors: &[
            TypeClass::TIMESTAMP,
            TypeClass::DateTime,
            TypeClass::TypeEngine,
        ],
        params: &[
            Param {
                name: "timezone",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
            Param {
                name: "local_timezone",
                kind: ParamKind::Positional,
                default: Default::Bool(false),
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "timezone",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
            ReprField {
                name: "local_timezone",
                default: Default::Bool(false),
                stored: Default::Bool(false),
            },
        ],
    },
    TypeInfo {
        class: TypeClass::OracleVARCHAR2,
        module: "sqlalchemy.dialects.oracle",
        name: "VARCHAR2",
        defined_in: "sqlalchemy.dialects.oracle.types",
        visit_name: "VARCHAR2",
        ancestors: &[TypeClass::VARCHAR, TypeClass::String, TypeClass::TypeEngine],
        params: &[
            Param {
                name: "length",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "collation_schema",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "length",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "collation_schema",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
    TypeInfo {
        class: TypeClass::OracleVECTOR,
        module: "sqlalchemy.dialects.oracle",
        name: "VECTOR",
        defined_in: "sqlalchemy.dialects.oracle.vector",
        visit_name: "VECTOR",
        ancestors: &[TypeClass::TypeEngine],
        params: &[
            Param {
                name: "dim",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "storage_format",
                kind: ParamKind::Positional,
                default: Default::None,
            },
            Param {
                name: "storage_type",
                kind: ParamKind::Positional,
                default: Default::None,
            },
        ],
        repr_positional: &[],
        repr_varargs: None,
        repr_keywords: &[
            ReprField {
                name: "dim",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "storage_format",
                default: Default::None,
                stored: Default::None,
            },
            ReprField {
                name: "storage_type",
                default: Default::None,
                stored: Default::None,
            },
        ],
    },
];

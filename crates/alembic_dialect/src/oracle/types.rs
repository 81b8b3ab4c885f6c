//! Type names of Oracle. Mirrors `OracleTypeCompiler`.

use alembic_schema::types::ArgValue;
use alembic_schema::{SqlType, TypeClass};

use crate::context::Ctx;
use crate::default::types::{by_name, unsupported, visit_name};
use crate::error::{CompileError, Result};

pub(crate) fn type_sql(ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
    Ok(match visit_name(type_) {
        "datetime" => "DATE".to_owned(),
        "float" | "FLOAT" => float(type_)?,
        "DOUBLE_PRECISION" if type_.class == TypeClass::MssqlDOUBLE_PRECISION => {
            format!("DOUBLE PRECISION({})", type_.int("precision").unwrap_or(53))
        }
        "double" | "DOUBLE_PRECISION" => sized(type_, "DOUBLE PRECISION"),
        "BINARY_DOUBLE" => sized(type_, "BINARY_DOUBLE"),
        "BINARY_FLOAT" => sized(type_, "BINARY_FLOAT"),
        "NUMBER" => sized(type_, "NUMBER"),
        "big_integer" => "NUMBER(19)".to_owned(),
        "INTERVAL" if type_.class == TypeClass::PgINTERVAL => {
            return Err(CompileError::no_attribute(type_, "day_precision"));
        }
        "INTERVAL" => interval(type_, "day_precision", "second_precision"),
        "type_decorator" if type_.class == TypeClass::Interval && type_.flag("native") => {
            interval(type_, "day_precision", "second_precision")
        }
        "type_decorator" if type_.class == TypeClass::Interval => "DATE".to_owned(),
        "TIMESTAMP" if type_.class == TypeClass::MssqlTIMESTAMP => {
            return Err(CompileError::no_attribute(type_, "timezone"));
        }
        "VECTOR" => vector(type_),
        "TIMESTAMP" => if type_.flag("local_timezone") {
            "TIMESTAMP WITH LOCAL TIME ZONE"
        } else if type_.flag("timezone") {
            "TIMESTAMP WITH TIME ZONE"
        } else {
            "TIMESTAMP"
        }
        .to_owned(),
        "string" | "VARCHAR2" | "unicode" => varchar(type_.int("length"), "VARCHAR2", true),
        "VARCHAR" => varchar(type_.int("length"), "VARCHAR", true),
        "enum" | "ENUM" if type_.class == TypeClass::MysqlENUM => {
            return Err(unsupported(ctx, type_));
        }
        "enum" | "ENUM" => varchar(type_.enum_length(), "VARCHAR", true),
        "NVARCHAR" | "NVARCHAR2" => varchar(type_.int("length"), "NVARCHAR2", false),
        "text" | "unicode_text" => crate::default::types::by_name(ctx, type_, "CLOB")?,
        "RAW" => varchar(type_.int("length"), "RAW", false),
        "JSON" => if type_.flag("use_blob") {
            "BLOB"
        } else {
            "JSON"
        }
        .to_owned(),
        "large_binary" => "BLOB".to_owned(),
        "boolean" => "BOOLEAN".to_owned(),
        plain @ ("LONG" | "ROWID") => plain.to_owned(),
        other => return by_name(ctx, type_, other),
    })
}

fn varchar(length: Option<i64>, name: &str, chars: bool) -> String {
    match length.filter(|length| *length != 0) {
        Some(length) if chars => format!("{name}({length} CHAR)"),
        Some(length) => format!("{name}({length})"),
        None => name.to_owned(),
    }
}

/// `VECTOR(dimensions,format,storage)`.
fn vector(type_: &SqlType) -> String {
    // A member of an enumeration is known by its `repr`: `<VectorStorageType.SPARSE: 'SPARSE'>`.
    let member = |name: &str| match type_.arg(name) {
        Some(ArgValue::Other(shown)) => {
            let value = shown.split('\'').nth(1);
            value.unwrap_or("*").to_owned()
        }
        _ => "*".to_owned(),
    };
    let dimensions = type_
        .int("dim")
        .map_or_else(|| "*".to_owned(), |dim| dim.to_string());
    format!(
        "VECTOR({dimensions},{},{})",
        member("storage_format"),
        member("storage_type")
    )
}

fn sized(type_: &SqlType, name: &str) -> String {
    crate::default::types::numeric(type_, name)
}

fn float(type_: &SqlType) -> Result<String> {
    if let Some(binary) = type_.int("binary_precision") {
        return Ok(format!("FLOAT({binary})"));
    }
    match type_.int("precision") {
        Some(precision) if precision != 0 => {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_precision_loss,
                reason = "small precisions"
            )]
            let estimated = (precision as f64 / (30_103.0 / 100_000.0)) as i64;
            let name = type_.class.info().name;
            Err(CompileError::argument(format!(
                "Oracle Database FLOAT types use 'binary precision', which does not convert cleanly from decimal 'precision'.  Please specify this type with a separate Oracle Database variant, such as {name}(precision={precision}).with_variant(oracle.FLOAT(binary_precision={estimated}), 'oracle'), so that the Oracle Database specific 'binary_precision' may be specified accurately."
            )))
        }
        Some(_) | None => Ok("FLOAT".to_owned()),
    }
}

fn interval(type_: &SqlType, day: &str, second: &str) -> String {
    let shown = |name: &str| {
        type_
            .int(name)
            .map(|digits| format!("({digits})"))
            .unwrap_or_default()
    };
    format!("INTERVAL DAY{} TO SECOND{}", shown(day), shown(second))
}

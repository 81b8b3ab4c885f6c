//! Type names of SQL Server. Mirrors `MSTypeCompiler`.

use alembic_schema::{SqlType, TypeClass};

use crate::context::Ctx;
use crate::default::types::{by_name, unsupported, visit_name};
use crate::error::Result;

pub(crate) fn type_sql(ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
    // `deprecate_large_types` is unknown offline and counts as false.
    Ok(match visit_name(type_) {
        "double" => "DOUBLE PRECISION".to_owned(),
        "float" | "FLOAT" => with_precision(type_, "FLOAT"),
        // Without a connection the server counts as older than 2008.
        "date" | "time" if ctx.options.server_version.is_none() => "DATETIME".to_owned(),
        "time" | "TIME" => with_precision(type_, "TIME"),
        "datetime" if type_.flag("timezone") => "DATETIMEOFFSET".to_owned(),
        "DATETIMEOFFSET" => with_precision(type_, "DATETIMEOFFSET"),
        "DATETIME2" => with_precision(type_, "DATETIME2"),
        "unicode" | "NVARCHAR" => extend(type_, "NVARCHAR", Some("max")),
        "string" | "VARCHAR" => extend(type_, "VARCHAR", Some("max")),
        "enum" | "ENUM" if type_.class == TypeClass::MysqlENUM => {
            return Err(unsupported(ctx, type_));
        }
        "enum" | "ENUM" => match type_.enum_length() {
            Some(length) if length != 0 => format!("VARCHAR({length})"),
            Some(_) | None => "VARCHAR(max)".to_owned(),
        },
        "text" | "TEXT" => extend(type_, "TEXT", None),
        "unicode_text" | "NTEXT" => extend(type_, "NTEXT", None),
        "CHAR" => extend(type_, "CHAR", None),
        "NCHAR" => extend(type_, "NCHAR", None),
        "large_binary" | "IMAGE" => "IMAGE".to_owned(),
        "VARBINARY" => {
            let text = extend(type_, "VARBINARY", Some("max"));
            if type_.flag("filestream") {
                format!("{text} FILESTREAM")
            } else {
                text
            }
        }
        "boolean" | "BIT" => "BIT".to_owned(),
        "JSON" => "NVARCHAR(max)".to_owned(),
        "uuid" if type_.flag("native_uuid") => "UNIQUEIDENTIFIER".to_owned(),
        plain @ ("TINYINT" | "TIMESTAMP" | "ROWVERSION" | "SMALLDATETIME" | "XML" | "MONEY"
        | "SMALLMONEY" | "UNIQUEIDENTIFIER" | "SQL_VARIANT") => plain.to_owned(),
        other => return by_name(ctx, type_, other),
    })
}

fn with_precision(type_: &SqlType, name: &str) -> String {
    match type_.int("precision") {
        Some(precision) => format!("{name}({precision})"),
        None => name.to_owned(),
    }
}

fn extend(type_: &SqlType, name: &str, default_length: Option<&str>) -> String {
    let length = match type_.int("length").filter(|length| *length != 0) {
        Some(length) => Some(length.to_string()),
        None => match type_.str("length") {
            Some(text) => Some(text.to_owned()),
            None => default_length.map(str::to_owned),
        },
    };
    let mut out = match length {
        Some(length) => format!("{name}({length})"),
        None => name.to_owned(),
    };
    if let Some(collation) = type_.str("collation").filter(|text| !text.is_empty()) {
        out.push_str(&format!(" COLLATE {collation}"));
    }
    out
}

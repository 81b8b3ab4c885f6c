//! Type names of MySQL. Mirrors `MySQLTypeCompiler`.

use alembic_schema::{SqlType, TypeClass};

use crate::context::Ctx;
use crate::default::types::{by_name, enum_varchar, numeric, process, visit_name};
use crate::error::{CompileError, Result};

pub(crate) fn type_sql(ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
    let name = visit_name(type_);
    Ok(match name {
        "numeric" | "NUMERIC" => extend_numeric(type_, numeric(type_, "NUMERIC")),
        "DECIMAL" => extend_numeric(type_, numeric(type_, "DECIMAL")),
        "double" | "DOUBLE" => extend_numeric(type_, with_scale(type_, "DOUBLE")),
        "real" | "REAL" => extend_numeric(type_, with_scale(type_, "REAL")),
        "float" | "FLOAT" => extend_numeric(type_, float(type_)),
        "integer" | "INTEGER" => integer(type_, "INTEGER"),
        "big_integer" | "BIGINT" => integer(type_, "BIGINT"),
        "small_integer" | "SMALLINT" => integer(type_, "SMALLINT"),
        "MEDIUMINT" => integer(type_, "MEDIUMINT"),
        "TINYINT" => integer(type_, "TINYINT"),
        "BIT" if type_.class == TypeClass::MssqlBIT => {
            return Err(CompileError::no_attribute(type_, "length"));
        }
        "BIT" if type_.class == TypeClass::PgBIT => {
            match type_.int("length").filter(|length| *length != 0) {
                Some(length) => format!("BIT({length})"),
                None if type_.flag("varying") => "BIT".to_owned(),
                None => "BIT(1)".to_owned(),
            }
        }
        "BIT" => sized(type_, "BIT", "length"),
        "datetime" | "DATETIME" => fraction(type_, "DATETIME"),
        "time" | "TIME" => fraction(type_, "TIME"),
        "TIMESTAMP" => fraction(type_, "TIMESTAMP"),
        "YEAR" => sized(type_, "YEAR", "display_width"),
        "text" | "unicode_text" | "TEXT" => {
            extend_string(type_, &sized(type_, "TEXT", "length"), false)
        }
        "TINYTEXT" | "MEDIUMTEXT" | "LONGTEXT" => extend_string(type_, name, false),
        "string" | "unicode" | "VARCHAR" => match type_.int("length") {
            Some(length) => extend_string(type_, &format!("VARCHAR({length})"), false),
            None => return Err(no_length(ctx, "VARCHAR")),
        },
        "NVARCHAR" => match type_.int("length") {
            Some(length) => extend_string(type_, &format!("VARCHAR({length})"), true),
            None => return Err(no_length(ctx, "NVARCHAR")),
        },
        "CHAR" => extend_string(type_, &sized(type_, "CHAR", "length"), false),
        "NCHAR" => extend_string(type_, &sized(type_, "CHAR", "length"), true),
        "VARBINARY" => match type_.int("length") {
            Some(length) => format!("VARBINARY({length})"),
            // Python: `"VARBINARY(%d)" % None`.
            None => {
                return Err(CompileError::type_error(
                    "%d format: a real number is required, not NoneType",
                ));
            }
        },
        "JSON" => "JSON".to_owned(),
        "enum" | "ENUM" => {
            let is_native = matches!(type_.class, TypeClass::MysqlENUM | TypeClass::PgENUM);
            if is_native || type_.flag("native_enum") {
                enumerated(ctx, type_, "ENUM")
            } else {
                enum_varchar(ctx, type_)
            }
        }
        "SET" => enumerated(ctx, type_, "SET"),
        "large_binary" | "BLOB" => sized(type_, "BLOB", "length"),
        plain @ ("TINYBLOB" | "MEDIUMBLOB" | "LONGBLOB" | "INET4" | "INET6") => plain.to_owned(),
        "boolean" | "BOOLEAN" => "BOOL".to_owned(),
        other => return by_name(ctx, type_, other),
    })
}

/// What MySQL's own types refuse that stand for the generic ones in a column: precision without scale.
pub(crate) fn check_column_type(ctx: &Ctx<'_>, type_: &SqlType) -> Result<()> {
    let type_ = type_.for_dialect(ctx.dialect.features().name);
    let is_own_precision = type_.class == TypeClass::MssqlDOUBLE_PRECISION;
    let has_precision = type_.int("precision").is_some() || is_own_precision;
    if (type_.is_a(TypeClass::Double) || is_own_precision)
        && has_precision != type_.int("scale").is_some()
    {
        return Err(CompileError::argument(
            "You must specify both precision and scale or omit both altogether.",
        ));
    }
    Ok(())
}

fn no_length(ctx: &Ctx<'_>, name: &str) -> CompileError {
    CompileError::compile(format!(
        "{name} requires a length on dialect {}",
        ctx.dialect.features().name
    ))
}

fn sized(type_: &SqlType, name: &str, argument: &str) -> String {
    match type_.int(argument) {
        Some(size) => format!("{name}({size})"),
        None => name.to_owned(),
    }
}

fn fraction(type_: &SqlType, name: &str) -> String {
    match type_.int("fsp") {
        Some(digits) if digits != 0 => format!("{name}({digits})"),
        Some(_) | None => name.to_owned(),
    }
}

fn integer(type_: &SqlType, name: &str) -> String {
    extend_numeric(type_, sized(type_, name, "display_width"))
}

fn with_scale(type_: &SqlType, name: &str) -> String {
    match (type_.int("precision"), type_.int("scale")) {
        (Some(precision), Some(scale)) => format!("{name}({precision}, {scale})"),
        _ => name.to_owned(),
    }
}

fn float(type_: &SqlType) -> String {
    match (type_.int("precision"), type_.int("scale")) {
        (Some(precision), Some(scale)) => format!("FLOAT({precision}, {scale})"),
        (Some(precision), None) => format!("FLOAT({precision})"),
        (None, _) => "FLOAT".to_owned(),
    }
}

fn extend_numeric(type_: &SqlType, mut spec: String) -> String {
    if type_.flag("unsigned") {
        spec.push_str(" UNSIGNED");
    }
    if type_.flag("zerofill") {
        spec.push_str(" ZEROFILL");
    }
    spec
}

fn extend_string(type_: &SqlType, spec: &str, national: bool) -> String {
    let charset = match type_.str("charset") {
        Some(charset) if !charset.is_empty() => Some(format!("CHARACTER SET {charset}")),
        Some(_) | None if type_.flag("ascii") => Some("ASCII".to_owned()),
        Some(_) | None if type_.flag("unicode") => Some("UNICODE".to_owned()),
        Some(_) | None => None,
    };
    let collation = match type_.str("collation").or_else(|| type_.str("collate")) {
        Some(collation) if !collation.is_empty() => Some(format!("COLLATE {collation}")),
        Some(_) | None if type_.flag("binary") => Some("BINARY".to_owned()),
        Some(_) | None => None,
    };
    let parts: Vec<String> = if national || type_.flag("national") {
        [
            Some("NATIONAL".to_owned()),
            Some(spec.to_owned()),
            collation,
        ]
    } else {
        [Some(spec.to_owned()), charset, collation]
    }
    .into_iter()
    .flatten()
    .collect();
    parts.join(" ")
}

fn enumerated(ctx: &Ctx<'_>, type_: &SqlType, name: &str) -> String {
    let labels: Vec<String> = type_
        .labels()
        .iter()
        .map(|label| crate::sql::string_literal(ctx, label))
        .collect();
    extend_string(type_, &format!("{name}({})", labels.join(",")), false)
}

/// The target of a CAST, or `None` where MySQL has none (`visit_typeclause`).
pub(crate) fn cast_target(ctx: &Ctx<'_>, type_: &SqlType) -> Result<Option<String>> {
    let type_ = type_.for_dialect(ctx.dialect.features().name);
    if type_.is_a(TypeClass::Integer) {
        let word = if type_.flag("unsigned") {
            "UNSIGNED"
        } else {
            "SIGNED"
        };
        return Ok(Some(format!("{word} INTEGER")));
    }
    if type_.is_a(TypeClass::TIMESTAMP) {
        return Ok(Some("DATETIME".to_owned()));
    }
    if type_.is_a(TypeClass::DateTime) || type_.is_a(TypeClass::Date) || type_.is_a(TypeClass::Time)
    {
        return process(ctx, type_).map(Some);
    }
    if type_.is_a(TypeClass::String)
        && !matches!(type_.class, TypeClass::MysqlENUM | TypeClass::PgENUM)
        && type_.class != TypeClass::MysqlSET
        && !(type_.is_a(TypeClass::Enum) && type_.flag("native_enum"))
    {
        if type_.is_a(TypeClass::Enum) {
            return Ok(Some(process(ctx, type_)?.replacen("VARCHAR", "CHAR", 1)));
        }
        return Ok(Some(match type_.int("length") {
            Some(length) => format!("CHAR({length})"),
            None => "CHAR".to_owned(),
        }));
    }
    if type_.is_a(TypeClass::Binary) {
        return Ok(Some("BINARY".to_owned()));
    }
    if type_.is_a(TypeClass::JSON) {
        return Ok(Some("JSON".to_owned()));
    }
    if type_.is_a(TypeClass::Numeric) && !type_.is_a(TypeClass::Float) {
        return Ok(Some(process(ctx, type_)?.replace("NUMERIC", "DECIMAL")));
    }
    Ok(None)
}

//! Type names of PostgreSQL. Mirrors `PGTypeCompiler`.

use alembic_schema::types::ArgValue;
use alembic_schema::{Name, SqlType, TypeClass};

use crate::context::Ctx;
use crate::default::types::{by_name, process, visit_name};
use crate::error::{CompileError, Result};

pub(crate) fn type_sql(ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
    Ok(match visit_name(type_) {
        "float" | "FLOAT" => match type_.int("precision") {
            Some(precision) if precision != 0 => format!("FLOAT({precision})"),
            Some(_) | None => "FLOAT".to_owned(),
        },
        "double" => "DOUBLE PRECISION".to_owned(),
        "TIMESTAMP" if type_.class == TypeClass::MssqlTIMESTAMP => {
            return Err(CompileError::no_attribute(type_, "timezone"));
        }
        "time" | "TIME" if type_.class == TypeClass::MssqlTIME => {
            let mut plain = SqlType::new(TypeClass::Time);
            if let Some(precision) = type_.int("precision") {
                plain.set_arg("precision", ArgValue::Int(precision));
            }
            temporal(&plain, "TIME")
        }
        "INTERVAL" if type_.class == TypeClass::OracleINTERVAL => {
            return Err(CompileError::no_attribute(type_, "fields"));
        }
        "BIT" if matches!(type_.class, TypeClass::MysqlBIT | TypeClass::MssqlBIT) => {
            return Err(CompileError::no_attribute(type_, "varying"));
        }
        "SET" if type_.class == TypeClass::MysqlSET => {
            return Err(CompileError::type_error(
                "String.__init__() got an unexpected keyword argument 'retrieve_as_bitwise'",
            ));
        }
        "datetime" | "TIMESTAMP" => temporal(type_, "TIMESTAMP"),
        "time" | "TIME" => temporal(type_, "TIME"),
        "INTERVAL" => interval(type_),
        "type_decorator" if type_.class == TypeClass::Interval => native_interval(type_),
        "BIT" => bit(type_),
        "enum" | "ENUM" if type_.class == TypeClass::PgENUM || type_.flag("native_enum") => {
            enum_name(ctx, type_)?
        }
        "DOMAIN" => enum_name(ctx, type_)?,
        "uuid" if type_.flag("native_uuid") => "UUID".to_owned(),
        "large_binary" | "BYTEA" => "BYTEA".to_owned(),
        "ARRAY" => array(ctx, type_)?,
        "json_path" | "JSONPATH" => "JSONPATH".to_owned(),
        plain @ ("TSVECTOR" | "TSQUERY" | "INET" | "CIDR" | "CITEXT" | "MACADDR" | "MACADDR8"
        | "MONEY" | "OID" | "REGCONFIG" | "REGCLASS" | "HSTORE" | "JSON" | "JSONB"
        | "INT4MULTIRANGE" | "INT8MULTIRANGE" | "NUMMULTIRANGE" | "DATEMULTIRANGE"
        | "TSMULTIRANGE" | "TSTZMULTIRANGE" | "INT4RANGE" | "INT8RANGE" | "NUMRANGE"
        | "DATERANGE" | "TSRANGE" | "TSTZRANGE") => plain.to_owned(),
        other => return by_name(ctx, type_, other),
    })
}

fn temporal(type_: &SqlType, name: &str) -> String {
    let precision = type_
        .int("precision")
        .map(|p| format!("({p})"))
        .unwrap_or_default();
    let zone = if type_.flag("timezone") {
        "WITH"
    } else {
        "WITHOUT"
    };
    format!("{name}{precision} {zone} TIME ZONE")
}

fn interval(type_: &SqlType) -> String {
    let mut out = "INTERVAL".to_owned();
    if let Some(fields) = type_.str("fields") {
        out.push_str(&format!(" {fields}"));
    }
    if let Some(precision) = type_.int("precision") {
        out.push_str(&format!(" ({precision})"));
    }
    out
}

/// `sa.Interval`: native unless switched off.
fn native_interval(type_: &SqlType) -> String {
    if !type_.flag("native") {
        return "TIMESTAMP WITHOUT TIME ZONE".to_owned();
    }
    match type_.int("second_precision") {
        Some(precision) => format!("INTERVAL ({precision})"),
        None => "INTERVAL".to_owned(),
    }
}

fn bit(type_: &SqlType) -> String {
    let length = type_.int("length");
    if type_.flag("varying") {
        return match length {
            Some(length) => format!("BIT VARYING({length})"),
            None => "BIT VARYING".to_owned(),
        };
    }
    // SQLAlchemy: `length or 1`.
    format!("BIT({})", length.filter(|length| *length != 0).unwrap_or(1))
}

/// `format_type`: the quoted name of an ENUM or DOMAIN.
pub(crate) fn enum_name(ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
    let Some(name) = type_.str("name").filter(|name| !name.is_empty()) else {
        return Err(CompileError::compile(format!(
            "PostgreSQL {} type requires a name.",
            if type_.class == TypeClass::PgDOMAIN {
                "DOMAIN"
            } else if type_.class == TypeClass::Enum {
                "Enum"
            } else {
                "ENUM"
            }
        )));
    };
    let schema = type_.str("schema").map(Name::new);
    let quote = match type_.arg("quote") {
        Some(alembic_schema::types::ArgValue::Bool(quote)) => Some(*quote),
        Some(_) | None => None,
    };
    let name = Name {
        quote,
        ..Name::new(name)
    };
    Ok(ctx.table(&name, schema.as_ref()))
}

fn array(ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
    let Some(item) = type_.type_arg("item_type") else {
        return Err(CompileError::ours("ARRAY without an item type"));
    };
    let inner = process(ctx, item)?;
    let n_dimensions = usize::try_from(type_.int("dimensions").unwrap_or(1)).unwrap_or(1);
    let brackets = "[]".repeat(n_dimensions);
    Ok(match inner.find(" COLLATE") {
        Some(at) => format!("{}{brackets}{}", &inner[..at], &inner[at..]),
        None => format!("{inner}{brackets}"),
    })
}

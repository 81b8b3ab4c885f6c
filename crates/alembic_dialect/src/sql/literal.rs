//! Values as SQL literals. Mirrors `render_literal_value` and the types' literal processors.

use alembic_schema::types::float_repr;
use alembic_schema::types::python_str_repr;
use alembic_schema::{SqlType, SqlValue, TypeClass};

use crate::context::Ctx;
use crate::error::{CompileError, Result};

/// A string literal.
pub(crate) fn string_literal(ctx: &Ctx<'_>, text: &str) -> String {
    let mut out = text.replace('\'', "''");
    if ctx.dialect.features().backslash_escapes {
        out = out.replace('\\', "\\\\");
    }
    if ctx.options.double_percent {
        out = out.replace('%', "%%");
    }
    format!("'{out}'")
}

/// A value with its type.
pub(crate) fn literal(ctx: &Ctx<'_>, value: &SqlValue, type_: &SqlType) -> Result<String> {
    if *value == SqlValue::Null {
        return Ok("NULL".to_owned());
    }
    let type_ = type_.for_dialect(ctx.dialect.features().name);
    if let Some(own) = ctx.dialect.literal(ctx, value, type_) {
        return own;
    }
    by_type(ctx, value, type_)
}

/// `_resolve_value_to_type`: the type of a plain value beside an operand without a type.
pub(crate) fn type_of_value(value: &SqlValue) -> SqlType {
    SqlType::new(match value {
        SqlValue::Bool(_) => TypeClass::Boolean,
        SqlValue::Int(_) | SqlValue::BigInt(_) => TypeClass::Integer,
        SqlValue::Float(_) => TypeClass::Float,
        SqlValue::Text(_) => TypeClass::String,
        _ => TypeClass::NullType,
    })
}

fn by_type(ctx: &Ctx<'_>, value: &SqlValue, type_: &SqlType) -> Result<String> {
    if type_.is_a(TypeClass::Enum) {
        return enum_literal(ctx, value, type_);
    }
    if type_.is_a(TypeClass::String) {
        return match value {
            SqlValue::Text(text) => Ok(string_literal(ctx, text)),
            _ => Err(cannot_render(value, type_)),
        };
    }
    if type_.is_a(TypeClass::Boolean) {
        return match value {
            SqlValue::Bool(flag) => Ok(ctx.dialect.boolean(*flag).to_owned()),
            SqlValue::Int(number @ (0 | 1)) => Ok(ctx.dialect.boolean(*number == 1).to_owned()),
            _ => Err(cannot_render(value, type_)),
        };
    }
    if type_.is_a(TypeClass::Integer) {
        return match value {
            SqlValue::Int(number) => Ok(number.to_string()),
            SqlValue::BigInt(digits) => Ok(digits.clone()),
            SqlValue::Bool(flag) => Ok(i64::from(*flag).to_string()),
            SqlValue::Text(text) if text.trim().parse::<i64>().is_ok() => {
                Ok(text.trim().to_owned())
            }
            SqlValue::Float(number) => Ok(format!("{}", number.trunc())),
            _ => Err(cannot_render(value, type_)),
        };
    }
    if type_.is_a(TypeClass::Numeric) || type_.is_a(TypeClass::Float) {
        return match value {
            SqlValue::Int(number) => Ok(number.to_string()),
            SqlValue::BigInt(text) | SqlValue::Decimal(text) | SqlValue::Text(text) => {
                Ok(text.clone())
            }
            SqlValue::Float(number) => Ok(float_repr(*number)),
            SqlValue::Bool(flag) => Ok(if *flag { "True" } else { "False" }.to_owned()),
            _ => Err(cannot_render(value, type_)),
        };
    }
    if type_.is_a(TypeClass::DateTime) || type_.is_a(TypeClass::Date) || type_.is_a(TypeClass::Time)
    {
        return temporal(ctx, value, type_);
    }
    if type_.is_a(TypeClass::Uuid) {
        return uuid(ctx, value, type_);
    }
    if type_.is_a(TypeClass::Binary) {
        return match value {
            SqlValue::Bytes(bytes) => Ok(format!(
                "'{}'",
                String::from_utf8_lossy(bytes).replace('\'', "''")
            )),
            _ => Err(cannot_render(value, type_)),
        };
    }
    if type_.is_a(TypeClass::ARRAY)
        && let SqlValue::Array(items) = value
    {
        let item_type = type_
            .type_arg("item_type")
            .cloned()
            .unwrap_or_else(SqlType::null);
        let inner: Result<Vec<String>> = items
            .iter()
            .map(|item| literal(ctx, item, &item_type))
            .collect();
        return Ok(format!("ARRAY[{}]", inner?.join(", ")));
    }
    if matches!(type_.class, TypeClass::PgINTERVAL | TypeClass::Interval)
        && let SqlValue::Interval {
            days,
            seconds,
            microseconds,
        } = value
        && (type_.class == TypeClass::PgINTERVAL || ctx.dialect.features().name == "postgresql")
    {
        #[expect(
            clippy::cast_precision_loss,
            reason = "Python's total_seconds() is a float, too"
        )]
        let total = (*days * 86_400 + *seconds) as f64 + *microseconds as f64 / 1_000_000.0;
        return Ok(format!("make_interval(secs=>{})", float_repr(total)));
    }
    if type_.class == TypeClass::Interval {
        return Err(cannot_render(value, &SqlType::new(TypeClass::DateTime)));
    }
    Err(CompileError::compile(format!(
        "No literal value renderer is available for literal value \"{}\" with datatype {}",
        python_repr(value),
        type_label(ctx, type_)
    )))
}

fn enum_literal(ctx: &Ctx<'_>, value: &SqlValue, type_: &SqlType) -> Result<String> {
    match value {
        SqlValue::Text(text) => Ok(string_literal(ctx, text)),
        SqlValue::Enum { name, value } => {
            // With `values_callable` the labels are the values.
            let labels = type_.labels();
            match value.as_ref() {
                SqlValue::Text(text)
                    if !labels.contains(&name.as_str()) && labels.contains(&text.as_str()) =>
                {
                    Ok(string_literal(ctx, text))
                }
                _ => Ok(string_literal(ctx, name)),
            }
        }
        _ => Err(cannot_render(value, type_)),
    }
}

fn temporal(ctx: &Ctx<'_>, value: &SqlValue, type_: &SqlType) -> Result<String> {
    let is_sqlite = ctx.dialect.features().name == "sqlite";
    let text = match value {
        SqlValue::DateTime(text) if type_.is_a(TypeClass::Date) => {
            text.get(..10).unwrap_or(text).to_owned()
        }
        SqlValue::DateTime(text) if type_.is_a(TypeClass::DateTime) => {
            if is_sqlite {
                sqlite_fraction(text, 19)
            } else {
                text.clone()
            }
        }
        SqlValue::Date(text) if type_.is_a(TypeClass::Date) => text.clone(),
        SqlValue::Date(text) if type_.is_a(TypeClass::DateTime) && is_sqlite => {
            format!("{text} 00:00:00.000000")
        }
        SqlValue::Date(text) if type_.is_a(TypeClass::DateTime) => text.clone(),
        SqlValue::Time(text) if type_.is_a(TypeClass::Time) => {
            if is_sqlite {
                sqlite_fraction(text, 8)
            } else {
                text.clone()
            }
        }
        _ => return Err(cannot_render(value, type_)),
    };
    Ok(format!("'{text}'"))
}

/// SQLite's storage format: always six digits of microseconds, no offset.
fn sqlite_fraction(text: &str, seconds_end: usize) -> String {
    let Some((whole, rest)) = text.split_at_checked(seconds_end) else {
        return text.to_owned();
    };
    let digits: String = rest
        .strip_prefix('.')
        .map(|fraction| fraction.chars().take_while(char::is_ascii_digit).collect())
        .unwrap_or_default();
    format!("{whole}.{digits:0<6}")
}

fn uuid(ctx: &Ctx<'_>, value: &SqlValue, type_: &SqlType) -> Result<String> {
    let text = match value {
        SqlValue::Uuid(text) => text.clone(),
        SqlValue::Text(text) if !type_.flag("as_uuid") => text.clone(),
        _ => return Err(cannot_render(value, type_)),
    };
    let features = ctx.dialect.features();
    // MariaDB has the type, but SQLAlchemy sends digits as long as it does not know the version.
    let native = match features.name {
        "mssql" => true,
        "mariadb" => ctx.options.server_version.is_some(),
        _ => features.native_uuid,
    };
    // A text is written without its hyphens whatever the database.
    if !type_.flag("as_uuid") && features.name != "mssql" {
        return Ok(format!("'{}'", text.replace('-', "")));
    }
    Ok(
        if native && type_.flag("native_uuid") || (type_.class != TypeClass::Uuid) {
            format!("'{text}'")
        } else {
            format!("'{}'", text.replace('-', ""))
        },
    )
}

fn cannot_render(value: &SqlValue, type_: &SqlType) -> CompileError {
    CompileError::compile(format!(
        "Could not render literal value \"{}\" with datatype {}; see parent stack trace for more detail.",
        python_repr(value),
        generic_label(type_)
    ))
}

fn type_label(_ctx: &Ctx<'_>, type_: &SqlType) -> String {
    generic_label(type_)
}

/// `str(type)`: the generic DDL name.
fn generic_label(type_: &SqlType) -> String {
    let options =
        crate::context::CompileOptions::offline(crate::dialect_by_name_or_default("default"));
    let naming = alembic_schema::NamingConvention::default();
    let ctx = Ctx::new(
        crate::dialect_by_name_or_default("default"),
        &options,
        &naming,
    );
    if type_.class == TypeClass::NullType {
        return "NULL".to_owned();
    }
    match crate::default::types::process(&ctx, type_) {
        Ok(text) => text,
        Err(_) => type_.class.info().name.to_owned(),
    }
}

fn python_repr(value: &SqlValue) -> String {
    match value {
        SqlValue::Null => "None".to_owned(),
        SqlValue::Bool(flag) => if *flag { "True" } else { "False" }.to_owned(),
        SqlValue::Int(number) => number.to_string(),
        SqlValue::BigInt(text) => text.clone(),
        SqlValue::Float(number) => float_repr(*number),
        SqlValue::Decimal(text) => format!("Decimal('{text}')"),
        SqlValue::Text(text) => python_str_repr(text),
        SqlValue::Bytes(bytes) => format!("b'{}'", String::from_utf8_lossy(bytes)),
        SqlValue::Date(text) | SqlValue::Time(text) | SqlValue::DateTime(text) => text.clone(),
        SqlValue::Interval {
            days,
            seconds,
            microseconds,
        } => {
            let parts: Vec<String> = [
                ("days", days),
                ("seconds", seconds),
                ("microseconds", microseconds),
            ]
            .into_iter()
            .filter(|(_, value)| **value != 0)
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
            let shown = if parts.is_empty() {
                "0".to_owned()
            } else {
                parts.join(", ")
            };
            format!("datetime.timedelta({shown})")
        }
        SqlValue::Uuid(text) => format!("UUID('{text}')"),
        SqlValue::Json(text) => text.clone(),
        SqlValue::Array(items) => {
            let inner: Vec<String> = items.iter().map(python_repr).collect();
            format!("[{}]", inner.join(", "))
        }
        SqlValue::Tuple(items) => {
            let inner: Vec<String> = items.iter().map(python_repr).collect();
            format!("({})", inner.join(", "))
        }
        SqlValue::Foreign { class } => format!("<{class}>"),
        SqlValue::Refused(refused) => refused.shown.clone(),
        SqlValue::Enum { name, .. } => name.clone(),
    }
}

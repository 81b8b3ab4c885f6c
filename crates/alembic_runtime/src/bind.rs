//! Values on their way to a driver. Mirrors the bind processors of SQLAlchemy's types for SQLite and what Python's
//! `sqlite3` refuses; the driver for PostgreSQL adapts by itself, as psycopg2 does.

use alembic_schema::{SqlType, SqlValue, TypeClass};

/// Why a value cannot go into a place.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// `sqlite3` knows no such type; its name.
    Unknown(String),
    /// An integer beyond 64 bits.
    TooLarge,
    /// The bind processor raises: the exception's class and text.
    Processor(String, String),
}

/// A value as the driver of a dialect takes it in a place of a type.
pub(crate) fn driver_value(
    dialect: &str,
    value: &SqlValue,
    type_: &SqlType,
) -> Result<SqlValue, Refusal> {
    let plain = match value {
        SqlValue::Enum { name, value } => member(name, value, type_),
        other => other.clone(),
    };
    let base = type_.for_dialect(dialect);
    if plain == SqlValue::Null && base.is_a(TypeClass::JSON) && !base.flag("none_as_null") {
        return Ok(SqlValue::Json("null".to_owned()));
    }
    if let SqlValue::Refused(refused) = plain {
        return Err(Refusal::Processor(refused.class, refused.message));
    }
    if dialect == "sqlite" {
        return for_sqlite(plain, base);
    }
    if base.is_a(TypeClass::Boolean) && plain != SqlValue::Null {
        return boolean(&plain);
    }
    Ok(plain)
}

fn member(name: &str, value: &SqlValue, type_: &SqlType) -> SqlValue {
    match value {
        SqlValue::Null => SqlValue::Text(name.to_owned()),
        inner if type_.is_a(TypeClass::Enum) => match inner {
            SqlValue::Text(label) if !type_.labels().contains(&name) => {
                SqlValue::Text(label.clone())
            }
            _ => SqlValue::Text(name.to_owned()),
        },
        inner => inner.clone(),
    }
}

fn for_sqlite(value: SqlValue, type_: &SqlType) -> Result<SqlValue, Refusal> {
    if value == SqlValue::Null {
        return Ok(value);
    }
    // The type classes whose processors look at the value.
    if type_.is_a(TypeClass::Numeric) || type_.is_a(TypeClass::Float) {
        return float(&value).map(SqlValue::Float);
    }
    if type_.is_a(TypeClass::Boolean) {
        return boolean(&value);
    }
    if type_.is_a(TypeClass::Interval) {
        return match value {
            SqlValue::Interval { .. } => Ok(value),
            other => Err(type_error(format!(
                "unsupported operand type(s) for +: 'datetime.datetime' and '{}'",
                class_name(&other)
            ))),
        };
    }
    if type_.is_a(TypeClass::DateTime) {
        return match value {
            SqlValue::DateTime(_) => Ok(value),
            SqlValue::Date(text) => Ok(SqlValue::DateTime(format!("{text} 00:00:00"))),
            _ => Err(only(
                "SQLite DateTime type only accepts Python datetime and date objects as input.",
            )),
        };
    }
    if type_.is_a(TypeClass::Date) {
        return match value {
            SqlValue::Date(_) => Ok(value),
            SqlValue::DateTime(text) => {
                Ok(SqlValue::Date(text.get(..10).unwrap_or(&text).to_owned()))
            }
            _ => Err(only(
                "SQLite Date type only accepts Python date objects as input.",
            )),
        };
    }
    if type_.is_a(TypeClass::Time) {
        return match value {
            SqlValue::Time(_) => Ok(value),
            _ => Err(only(
                "SQLite Time type only accepts Python time objects as input.",
            )),
        };
    }
    if type_.is_a(TypeClass::Uuid) {
        return uuid(value, type_);
    }
    if type_.is_a(TypeClass::LargeBinary) || type_.is_a(TypeClass::Binary) {
        return match value {
            SqlValue::Bytes(_) => Ok(value),
            other => Err(type_error(format!(
                "memoryview: a bytes-like object is required, not '{}'",
                class_name(&other)
            ))),
        };
    }
    if type_.is_a(TypeClass::JSON) && matches!(value, SqlValue::Json(_)) {
        return Ok(value);
    }
    adapted(value)
}

/// What `sqlite3` makes of a value by itself.
fn adapted(value: SqlValue) -> Result<SqlValue, Refusal> {
    match value {
        SqlValue::BigInt(_) => Err(Refusal::TooLarge),
        // `sqlite3` has adapters for these two: their `isoformat()`.
        SqlValue::DateTime(text) | SqlValue::Date(text) => Ok(SqlValue::Text(text)),
        SqlValue::Uuid(_)
        | SqlValue::Array(_)
        | SqlValue::Tuple(_)
        | SqlValue::Json(_)
        | SqlValue::Decimal(_)
        | SqlValue::Time(_)
        | SqlValue::Interval { .. }
        | SqlValue::Foreign { .. }
        | SqlValue::Refused(_) => Err(Refusal::Unknown(class_name(&value).to_owned())),
        SqlValue::Null
        | SqlValue::Bool(_)
        | SqlValue::Int(_)
        | SqlValue::Float(_)
        | SqlValue::Text(_)
        | SqlValue::Bytes(_)
        | SqlValue::Enum { .. } => Ok(value),
    }
}

/// `float(value)`.
fn float(value: &SqlValue) -> Result<f64, Refusal> {
    let parse = |text: &str| {
        text.trim()
            .replace('_', "")
            .parse()
            .map_err(|_| Refusal::Processor("ValueError".to_owned(), not_a_float(value)))
    };
    match value {
        SqlValue::Float(number) => Ok(*number),
        SqlValue::Bool(flag) => Ok(f64::from(u8::from(*flag))),
        SqlValue::Int(number) => parse(&number.to_string()),
        SqlValue::BigInt(digits) | SqlValue::Decimal(digits) => parse(digits),
        SqlValue::Text(text) => parse(text),
        SqlValue::Bytes(bytes) => parse(&String::from_utf8_lossy(bytes)),
        other => Err(type_error(format!(
            "float() argument must be a string or a real number, not '{}'",
            class_name(other)
        ))),
    }
}

fn not_a_float(value: &SqlValue) -> String {
    let shown = match value {
        SqlValue::Text(text) => alembic_schema::types::python_str_repr(text),
        SqlValue::Bytes(bytes) => format!("b'{}'", bytes.escape_ascii()),
        other => class_name(other).to_owned(),
    };
    format!("could not convert string to float: {shown}")
}

fn boolean(value: &SqlValue) -> Result<SqlValue, Refusal> {
    match value {
        SqlValue::Bool(_) => Ok(value.clone()),
        SqlValue::Int(number @ (0 | 1)) => Ok(SqlValue::Bool(*number == 1)),
        SqlValue::Int(number) => Err(Refusal::Processor(
            "ValueError".to_owned(),
            format!("Value {number} is not None, True, or False"),
        )),
        // Python finds 1.0 in `{None, True, False}`.
        SqlValue::Float(number) if matches!(format!("{number}").as_str(), "0" | "-0" | "1") => {
            Ok(SqlValue::Bool(format!("{number}") == "1"))
        }
        SqlValue::Array(_) => Err(type_error("unhashable type: 'list'".to_owned())),
        SqlValue::Text(text) => Err(type_error(format!(
            "Not a boolean value: {}",
            alembic_schema::types::python_str_repr(text)
        ))),
        SqlValue::Float(number) => Err(type_error(format!("Not a boolean value: {number:?}"))),
        other => Err(type_error(format!(
            "Not a boolean value: {}",
            class_name(other)
        ))),
    }
}

/// `Uuid` as 32 hexadecimal digits.
fn uuid(value: SqlValue, type_: &SqlType) -> Result<SqlValue, Refusal> {
    let as_uuid = type_.arg("as_uuid").is_none_or(|_| type_.flag("as_uuid"));
    match (value, as_uuid) {
        (SqlValue::Uuid(text), true) => Ok(SqlValue::Text(text.replace('-', ""))),
        (SqlValue::Text(text), false) => Ok(SqlValue::Text(text.replace('-', ""))),
        (other, _) => Err(Refusal::Processor(
            "AttributeError".to_owned(),
            format!(
                "'{}' object has no attribute '{}'",
                class_name(&other),
                if as_uuid { "hex" } else { "replace" }
            ),
        )),
    }
}

fn only(text: &str) -> Refusal {
    type_error(text.to_owned())
}

fn type_error(text: String) -> Refusal {
    Refusal::Processor("TypeError".to_owned(), text)
}

/// The class of a value as C code of Python names it: those written in C with their module.
fn class_name(value: &SqlValue) -> &str {
    match value {
        SqlValue::Decimal(_) => "decimal.Decimal",
        SqlValue::Date(_) => "datetime.date",
        SqlValue::Time(_) => "datetime.time",
        SqlValue::DateTime(_) => "datetime.datetime",
        SqlValue::Interval { .. } => "datetime.timedelta",
        other => short_name(other),
    }
}

/// `type(value).__name__`.
fn short_name(value: &SqlValue) -> &str {
    match value {
        SqlValue::Null => "NoneType",
        SqlValue::Bool(_) => "bool",
        SqlValue::Int(_) | SqlValue::BigInt(_) => "int",
        SqlValue::Float(_) => "float",
        SqlValue::Decimal(_) => "Decimal",
        SqlValue::Text(_) => "str",
        SqlValue::Bytes(_) => "bytes",
        SqlValue::Date(_) => "date",
        SqlValue::Time(_) => "time",
        SqlValue::DateTime(_) => "datetime",
        SqlValue::Interval { .. } => "timedelta",
        SqlValue::Uuid(_) => "UUID",
        SqlValue::Json(_) => "dict",
        SqlValue::Array(_) => "list",
        SqlValue::Tuple(_) => "tuple",
        SqlValue::Foreign { class } => class,
        SqlValue::Refused(refused) => &refused.class,
        SqlValue::Enum { name, .. } => name,
    }
}

//! Values on their way between Python and us, as tagged JSON.
//!
//! What JSON has is written as it is. Everything else is an object with the key `$` that names its kind. Schema
//! items travel as the call that makes them (`sqlalchemy.Column("x", ...)`), so that the receiving side builds them
//! with the constructors that it has anyway.

use alembic_schema::SqlValue;
use serde_json::{Map, Value, json};

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub enum Wire {
    /// A plain value; never an `Array` or a `Json`.
    Sql(SqlValue),
    /// `list`.
    List(Vec<Self>),
    /// `tuple`.
    Tuple(Vec<Self>),
    /// `set` or `frozenset`.
    Set(Vec<Self>),
    /// `dict`.
    Dict(Vec<(Self, Self)>),
    /// An attribute of a module by its dotted path: `sqlalchemy.types.JSON.NULL`.
    Name(String),
    /// The result of calling what a path names.
    Construct {
        /// Dotted path.
        path: String,
        /// Positional arguments.
        arguments: Vec<Self>,
        /// Keyword arguments.
        keywords: Vec<(String, Self)>,
        /// A number under which later values refer to the same object.
        id: Option<u64>,
    },
    /// An object made by an earlier [`Wire::Construct`] of this conversation.
    Made(u64),
    /// An object that stays in Python; its text is for messages.
    Remote {
        /// Its number there.
        id: u64,
        /// Its `repr()`.
        text: String,
    },
    /// An object that stays with us.
    Local {
        /// Its number here.
        id: u64,
        /// Name of its class.
        class: String,
        /// True if it can be called.
        callable: bool,
    },
}

impl Wire {
    /// `None`.
    pub const NONE: Self = Self::Sql(SqlValue::Null);

    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Sql(SqlValue::Text(text.into()))
    }

    /// A dictionary with text keys.
    pub fn record<const N: usize>(pairs: [(&str, Self); N]) -> Self {
        Self::Dict(
            pairs
                .into_iter()
                .map(|(key, value)| (Self::text(key), value))
                .collect(),
        )
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Sql(SqlValue::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The integer, if it is one.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Sql(SqlValue::Int(number)) => Some(*number),
            _ => None,
        }
    }

    /// The items of a list or tuple.
    pub fn as_items(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) | Self::Tuple(items) => Some(items),
            _ => None,
        }
    }

    /// The value of a key of a dictionary.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Dict(pairs) => pairs
                .iter()
                .find(|(name, _)| name.as_text() == Some(key))
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// As an SQL value: lists are arrays; `None` for what no database takes.
    pub fn to_sql(&self) -> Option<SqlValue> {
        match self {
            Self::Sql(value) => Some(value.clone()),
            Self::List(items) => sql_items(items).map(SqlValue::Array),
            Self::Tuple(items) => sql_items(items).map(SqlValue::Tuple),
            _ => None,
        }
    }

    /// From an SQL value, for rows.
    pub fn from_sql(value: SqlValue) -> Self {
        match value {
            SqlValue::Array(items) => Self::List(items.into_iter().map(Self::from_sql).collect()),
            SqlValue::Tuple(items) => Self::Tuple(items.into_iter().map(Self::from_sql).collect()),
            SqlValue::Enum { name, .. } => Self::text(name),
            other => Self::Sql(other),
        }
    }

    /// The JSON form.
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Self::Sql(value) => sql_to_json(value),
            Self::List(items) => Value::Array(items.iter().map(Self::to_json).collect()),
            Self::Tuple(items) => tagged("tuple", list(items)),
            Self::Set(items) => tagged("set", list(items)),
            Self::Dict(pairs) => tagged(
                "dict",
                pairs
                    .iter()
                    .map(|(key, value)| json!([key.to_json(), value.to_json()]))
                    .collect(),
            ),
            Self::Name(path) => tagged("name", path.as_str().into()),
            Self::Construct {
                path,
                arguments,
                keywords,
                id,
            } => json!({
                "$": "construct",
                "path": path,
                "args": list(arguments),
                "kwargs": keywords.iter().map(|(name, value)| json!([name, value.to_json()])).collect::<Vec<_>>(),
                "id": id,
            }),
            Self::Made(id) => tagged("made", (*id).into()),
            Self::Remote { id, text } => json!({"$": "remote", "v": id, "text": text}),
            Self::Local {
                id,
                class,
                callable,
            } => json!({"$": "local", "v": id, "class": class, "callable": callable}),
        }
    }

    /// From the JSON form; an error says what is wrong with it.
    pub(crate) fn from_json(value: &Value) -> Result<Self, String> {
        match value {
            Value::Null => Ok(Self::NONE),
            Value::Bool(flag) => Ok(Self::Sql(SqlValue::Bool(*flag))),
            Value::Number(number) => number
                .as_i64()
                .map(|number| Self::Sql(SqlValue::Int(number)))
                .ok_or_else(|| format!("the number {number}")),
            Value::String(text) => Ok(Self::text(text)),
            Value::Array(items) => items_from_json(items).map(Self::List),
            Value::Object(object) => object_from_json(object),
        }
    }
}

fn list(items: &[Wire]) -> Value {
    items.iter().map(Wire::to_json).collect()
}

fn tagged(tag: &str, value: Value) -> Value {
    json!({"$": tag, "v": value})
}

fn sql_to_json(value: &SqlValue) -> Value {
    match value {
        SqlValue::Null => Value::Null,
        SqlValue::Bool(flag) => (*flag).into(),
        SqlValue::Int(number) => (*number).into(),
        SqlValue::BigInt(digits) => tagged("int", digits.as_str().into()),
        // As text: JSON has no infinities and no NaN.
        SqlValue::Float(number) => tagged("float", format!("{number:?}").into()),
        SqlValue::Decimal(digits) => tagged("decimal", digits.as_str().into()),
        SqlValue::Text(text) => text.as_str().into(),
        SqlValue::Bytes(bytes) => tagged("bytes", hex(bytes).into()),
        SqlValue::Date(text) => tagged("date", text.as_str().into()),
        SqlValue::Time(text) => tagged("time", text.as_str().into()),
        SqlValue::DateTime(text) => tagged("datetime", text.as_str().into()),
        SqlValue::Interval {
            days,
            seconds,
            microseconds,
        } => tagged("timedelta", json!([days, seconds, microseconds])),
        SqlValue::Uuid(text) => tagged("uuid", text.as_str().into()),
        SqlValue::Json(text) => tagged("json", text.as_str().into()),
        SqlValue::Array(items) => items.iter().map(sql_to_json).collect(),
        SqlValue::Tuple(items) => tagged("tuple", items.iter().map(sql_to_json).collect()),
        // Nothing that comes out of a database.
        SqlValue::Foreign { class } => class.as_str().into(),
        SqlValue::Refused(refused) => refused.shown.as_str().into(),
        SqlValue::Enum { name, .. } => name.as_str().into(),
    }
}

fn sql_items(items: &[Wire]) -> Option<Vec<SqlValue>> {
    items.iter().map(Wire::to_sql).collect()
}

fn items_from_json(items: &[Value]) -> Result<Vec<Wire>, String> {
    items.iter().map(Wire::from_json).collect()
}

fn object_from_json(object: &Map<String, Value>) -> Result<Wire, String> {
    let shown = || Value::Object(object.clone()).to_string();
    let tag = object.get("$").and_then(Value::as_str).ok_or_else(shown)?;
    let content = object.get("v").unwrap_or(&Value::Null);
    let text = || content.as_str().map(str::to_owned).ok_or_else(shown);
    let items = || {
        content
            .as_array()
            .ok_or_else(shown)
            .and_then(|items| items_from_json(items))
    };
    let id = || content.as_u64().ok_or_else(shown);
    Ok(match tag {
        "tuple" => Wire::Tuple(items()?),
        "set" => Wire::Set(items()?),
        "dict" => {
            let mut pairs = Vec::new();
            for pair in items()? {
                match pair {
                    Wire::List(pair) => match <[Wire; 2]>::try_from(pair) {
                        Ok([key, value]) => pairs.push((key, value)),
                        Err(_) => return Err(shown()),
                    },
                    _ => return Err(shown()),
                }
            }
            Wire::Dict(pairs)
        }
        "int" => Wire::Sql(SqlValue::BigInt(text()?)),
        "float" => Wire::Sql(SqlValue::Float(text()?.parse().map_err(|_| shown())?)),
        "decimal" => Wire::Sql(SqlValue::Decimal(text()?)),
        "bytes" => Wire::Sql(SqlValue::Bytes(unhex(&text()?).ok_or_else(shown)?)),
        "date" => Wire::Sql(SqlValue::Date(text()?)),
        "time" => Wire::Sql(SqlValue::Time(text()?)),
        "datetime" => Wire::Sql(SqlValue::DateTime(text()?)),
        "uuid" => Wire::Sql(SqlValue::Uuid(text()?)),
        "json" => Wire::Sql(SqlValue::Json(text()?)),
        "timedelta" => match items()?.as_slice() {
            [days, seconds, microseconds] => Wire::Sql(SqlValue::Interval {
                days: days.as_int().ok_or_else(shown)?,
                seconds: seconds.as_int().ok_or_else(shown)?,
                microseconds: microseconds.as_int().ok_or_else(shown)?,
            }),
            _ => return Err(shown()),
        },
        "enum" => match items()?.as_slice() {
            [name, Wire::Sql(value)] => Wire::Sql(SqlValue::Enum {
                name: name.as_text().ok_or_else(shown)?.to_owned(),
                value: Box::new(value.clone()),
            }),
            _ => return Err(shown()),
        },
        "name" => Wire::Name(text()?),
        "made" => Wire::Made(id()?),
        "remote" => Wire::Remote {
            id: id()?,
            text: object
                .get("text")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned(),
        },
        "local" => Wire::Local {
            id: id()?,
            class: String::new(),
            callable: false,
        },
        "construct" => construct_from_json(object).ok_or_else(shown)??,
        _ => return Err(shown()),
    })
}

fn construct_from_json(object: &Map<String, Value>) -> Option<Result<Wire, String>> {
    let path = object.get("path")?.as_str()?.to_owned();
    let arguments = match items_from_json(object.get("args")?.as_array()?) {
        Ok(arguments) => arguments,
        Err(error) => return Some(Err(error)),
    };
    let mut keywords = Vec::new();
    for pair in object.get("kwargs")?.as_array()? {
        let name = pair.get(0)?.as_str()?.to_owned();
        match Wire::from_json(pair.get(1)?) {
            Ok(value) => keywords.push((name, value)),
            Err(error) => return Some(Err(error)),
        }
    }
    Some(Ok(Wire::Construct {
        path,
        arguments,
        keywords,
        id: object.get("id").and_then(Value::as_u64),
    }))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_value_comes_back() {
        let values = [
            SqlValue::Null,
            SqlValue::Bool(true),
            SqlValue::Int(i64::MIN),
            SqlValue::BigInt("123456789012345678901234567890".to_owned()),
            SqlValue::Float(0.1),
            SqlValue::Float(f64::INFINITY),
            SqlValue::Decimal("1.50".to_owned()),
            SqlValue::Text("a\"\u{0}é".to_owned()),
            SqlValue::Bytes(vec![0, 255, 16]),
            SqlValue::Date("2024-02-29".to_owned()),
            SqlValue::Time("01:02:03.000004+02:00".to_owned()),
            SqlValue::DateTime("2024-02-29 01:02:03".to_owned()),
            SqlValue::Interval {
                days: -1,
                seconds: 86399,
                microseconds: 5,
            },
            SqlValue::Uuid("00000000-0000-0000-0000-000000000001".to_owned()),
            SqlValue::Json("{\"a\": [1]}".to_owned()),
        ];
        let mut all: Vec<Wire> = values.into_iter().map(Wire::Sql).collect();
        all.push(Wire::Dict(vec![(
            Wire::Tuple(vec![Wire::text("k")]),
            Wire::Set(vec![Wire::NONE]),
        )]));
        all.push(Wire::Construct {
            path: "sqlalchemy.Column".to_owned(),
            arguments: vec![Wire::Made(3)],
            keywords: vec![("nullable".to_owned(), Wire::Sql(SqlValue::Bool(false)))],
            id: Some(4),
        });
        let sent = Wire::List(all);
        assert_eq!(Wire::from_json(&sent.to_json()), Ok(sent));
    }

    #[test]
    fn values_of_unknown_kinds_are_refused() {
        for text in [
            r#"{"$": "complex", "v": "1j"}"#,
            r#"{"v": 1}"#,
            r#"{"$": "bytes", "v": "0"}"#,
            r#"{"$": "dict", "v": [[1]]}"#,
            "1.5",
        ] {
            let value = serde_json::from_str(text).unwrap();
            assert!(Wire::from_json(&value).is_err(), "{text}");
        }
    }
}

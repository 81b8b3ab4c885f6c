//! Declared types of SQLite columns. Mirrors `_resolve_type_affinity`.

use alembic_schema::types::{ArgValue, ParamKind};
use alembic_schema::{SqlType, TypeClass};

/// The type of a declaration in upper case, and a warning.
pub(crate) fn resolve(declared: &str) -> (SqlType, Option<String>) {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == ' ';
    let end = declared
        .find(|c: char| !is_word(c))
        .unwrap_or(declared.len());
    let (name, rest) = declared.split_at(end);
    let arguments = rest
        .strip_prefix('(')
        .and_then(|inner| inner.split_once(')'))
        .map(|(inner, _)| inner);
    let class = class_of(name);
    let mut type_ = SqlType::new(class);
    let Some(arguments) = arguments.filter(|_| !name.is_empty()) else {
        return (type_, None);
    };
    let numbers: Vec<i64> = arguments
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect();
    let params: Vec<&str> = class
        .info()
        .params
        .iter()
        .filter(|param| param.kind == ParamKind::Positional)
        .map(|param| param.name)
        .collect();
    if numbers.len() > params.len() {
        let info = class.info();
        let shown: Vec<String> = numbers.iter().map(|number| format!("'{number}'")).collect();
        return (
            type_,
            Some(format!(
                "Could not instantiate type <class '{}.{}'> with reflected arguments [{}]; using no arguments.",
                info.defined_in,
                info.name,
                shown.join(", ")
            )),
        );
    }
    for (name, number) in params.iter().zip(numbers) {
        type_.set_arg(name, ArgValue::Int(number));
    }
    (type_, None)
}

fn class_of(name: &str) -> TypeClass {
    match name {
        "BIGINT" => TypeClass::BIGINT,
        "BLOB" => TypeClass::BLOB,
        "BOOL" | "BOOLEAN" => TypeClass::BOOLEAN,
        "CHAR" => TypeClass::CHAR,
        "DATE" | "DATE_CHAR" => TypeClass::DATE,
        "DATETIME" | "DATETIME_CHAR" => TypeClass::DATETIME,
        "DOUBLE" => TypeClass::DOUBLE,
        "DECIMAL" => TypeClass::DECIMAL,
        "FLOAT" => TypeClass::FLOAT,
        "INT" | "INTEGER" => TypeClass::INTEGER,
        "JSON" => TypeClass::SqliteJSON,
        "JSONB" => TypeClass::SqliteJSONB,
        "NUMERIC" => TypeClass::NUMERIC,
        "REAL" => TypeClass::REAL,
        "SMALLINT" => TypeClass::SMALLINT,
        "TEXT" => TypeClass::TEXT,
        "TIME" | "TIME_CHAR" => TypeClass::TIME,
        "TIMESTAMP" => TypeClass::TIMESTAMP,
        "VARCHAR" => TypeClass::VARCHAR,
        "NVARCHAR" => TypeClass::NVARCHAR,
        "NCHAR" => TypeClass::NCHAR,
        other if other.contains("INT") => TypeClass::INTEGER,
        other
            if ["CHAR", "CLOB", "TEXT"]
                .iter()
                .any(|part| other.contains(part)) =>
        {
            TypeClass::TEXT
        }
        other if other.is_empty() || other.contains("BLOB") => TypeClass::NullType,
        other
            if ["REAL", "FLOA", "DOUB"]
                .iter()
                .any(|part| other.contains(part)) =>
        {
            TypeClass::REAL
        }
        _ => TypeClass::NUMERIC,
    }
}

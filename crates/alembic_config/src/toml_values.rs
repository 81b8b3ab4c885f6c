//! `[tool.alembic]` of `pyproject.toml`.

use indexmap::IndexMap;

use crate::error::ConfigError;
use crate::percent::{FormatValue, percent_format, python_repr};

/// A value that `Config.get_alembic_option` can return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TomlValue {
    /// A string.
    Text(String),
    /// A list of strings.
    List(Vec<String>),
    /// A table of strings.
    Table(IndexMap<String, String>),
    /// A list of tables of strings.
    Tables(Vec<IndexMap<String, String>>),
    /// An integer.
    Integer(i64),
    /// A boolean (an `int` in Python).
    Bool(bool),
}

/// Mirrors `Config._get_toml_config_value` for one value.
pub(crate) fn convert(
    name: &str,
    value: &toml::Value,
    here: &str,
) -> Result<TomlValue, ConfigError> {
    let format = |value: &toml::Value| -> Result<String, ConfigError> {
        match value {
            toml::Value::String(text) => percent_format(text, &|key| {
                (key == "here").then(|| FormatValue::Text(here.to_owned()))
            }),
            other => Err(ConfigError::python(
                "TypeError",
                format!(
                    "unsupported operand type(s) for %: '{}' and 'dict'",
                    type_name(other)
                ),
            )),
        }
    };
    let table = |table: &toml::Table| -> Result<IndexMap<String, String>, ConfigError> {
        table
            .iter()
            .map(|(key, value)| Ok((key.clone(), format(value)?)))
            .collect()
    };
    match value {
        toml::Value::String(_) => format(value).map(TomlValue::Text),
        toml::Value::Array(items) if matches!(items.first(), Some(toml::Value::Table(_))) => items
            .iter()
            .map(|item| match item {
                toml::Value::Table(inner) => table(inner),
                other => Err(ConfigError::python(
                    "AttributeError",
                    format!("'{}' object has no attribute 'items'", type_name(other)),
                )),
            })
            .collect::<Result<_, _>>()
            .map(TomlValue::Tables),
        toml::Value::Array(items) => items
            .iter()
            .map(format)
            .collect::<Result<_, _>>()
            .map(TomlValue::List),
        toml::Value::Table(inner) => table(inner).map(TomlValue::Table),
        toml::Value::Integer(number) => Ok(TomlValue::Integer(*number)),
        toml::Value::Boolean(flag) => Ok(TomlValue::Bool(*flag)),
        toml::Value::Float(_) | toml::Value::Datetime(_) => Err(ConfigError::command(format!(
            "unsupported TOML value type for key: {}",
            python_repr(name)
        ))),
    }
}

fn type_name(value: &toml::Value) -> &'static str {
    match value {
        toml::Value::String(_) => "str",
        toml::Value::Integer(_) => "int",
        toml::Value::Float(_) => "float",
        toml::Value::Boolean(_) => "bool",
        toml::Value::Datetime(_) => "datetime.datetime",
        toml::Value::Array(_) => "list",
        toml::Value::Table(_) => "dict",
    }
}

//! `repr()` of names, tuples and option values.

use alembic_schema::types::{float_repr, python_str_repr};
use alembic_schema::{Name, OptionValue};

/// `repr(str)`.
pub(crate) fn string(text: &str) -> String {
    python_str_repr(text)
}

/// `repr(str or None)`.
pub(crate) fn optional(text: Option<&str>) -> String {
    text.map_or_else(|| "None".to_owned(), string)
}

/// `repr(bool)`.
pub(crate) fn boolean(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

/// `repr(tuple of str)`.
pub(crate) fn tuple<S: AsRef<str>>(items: &[S]) -> String {
    let inner: Vec<String> = items.iter().map(|item| string(item.as_ref())).collect();
    tuple_of(&inner)
}

/// A tuple of what is shown already.
pub(crate) fn tuple_of(inner: &[String]) -> String {
    match inner {
        [only] => format!("({only},)"),
        several => format!("({})", several.join(", ")),
    }
}

/// `repr(list of str)`.
pub(crate) fn list<S: AsRef<str>>(items: &[S]) -> String {
    let inner: Vec<String> = items.iter().map(|item| string(item.as_ref())).collect();
    format!("[{}]", inner.join(", "))
}

/// Texts of names.
pub(crate) fn texts(names: &[Name]) -> Vec<&str> {
    names.iter().map(Name::as_str).collect()
}

/// `repr(value)` of an option without expressions.
pub(crate) fn option(value: &OptionValue) -> Option<String> {
    Some(match value {
        OptionValue::None => "None".to_owned(),
        OptionValue::Bool(value) => boolean(*value).to_owned(),
        OptionValue::Int(value) => value.to_string(),
        OptionValue::Float(value) => float_repr(*value),
        OptionValue::Str(text) => string(text),
        OptionValue::Expr(_) => return None,
        OptionValue::List(values) => {
            let inner: Vec<String> = values.iter().map(option).collect::<Option<_>>()?;
            format!("[{}]", inner.join(", "))
        }
        OptionValue::Tuple(values) => {
            let inner: Vec<String> = values.iter().map(option).collect::<Option<_>>()?;
            tuple_of(&inner)
        }
        OptionValue::Dict(entries) => {
            let inner: Vec<String> = entries
                .iter()
                .map(|(key, value)| Some(format!("{}: {}", string(key), option(value)?)))
                .collect::<Option<_>>()?;
            format!("{{{}}}", inner.join(", "))
        }
    })
}

//! Keyword options of dialects (`postgresql_using=...`).

use indexmap::IndexMap;
use smol_str::SmolStr;

use crate::expr::Expr;

/// Options by their full name, such as `mysql_engine`, in the order given.
pub type DialectOptions = IndexMap<SmolStr, OptionValue>;

/// Value of a dialect option.
#[derive(Debug, Clone, PartialEq)]
pub enum OptionValue {
    /// `None`.
    None,
    /// A bool.
    Bool(bool),
    /// An int.
    Int(i64),
    /// A float.
    Float(f64),
    /// A str.
    Str(String),
    /// An SQL expression.
    Expr(Box<Expr>),
    /// A list or tuple.
    List(Vec<Self>),
    /// A dict.
    Dict(Vec<(SmolStr, Self)>),
}

impl OptionValue {
    /// Python's truth value.
    pub fn is_truthy(&self) -> bool {
        match self {
            Self::None => false,
            Self::Bool(value) => *value,
            Self::Int(value) => *value != 0,
            Self::Float(value) => *value != 0.0,
            Self::Str(text) => !text.is_empty(),
            Self::Expr(_) => true,
            Self::List(values) => !values.is_empty(),
            Self::Dict(entries) => !entries.is_empty(),
        }
    }

    /// `str(value)` for plain values.
    pub fn to_text(&self) -> Option<String> {
        match self {
            Self::Bool(value) => Some(if *value { "True" } else { "False" }.to_owned()),
            Self::Int(value) => Some(value.to_string()),
            Self::Float(value) => Some(crate::types::float_repr(*value)),
            Self::Str(text) => Some(text.clone()),
            Self::None | Self::Expr(_) | Self::List(_) | Self::Dict(_) => None,
        }
    }
}

//! Keyword options of dialects (`postgresql_using=...`).

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::LazyLock;

use indexmap::IndexMap;
use smol_str::SmolStr;

use crate::expr::Expr;

type OptionMap = IndexMap<SmolStr, OptionValue>;

/// Options by their full name, such as `mysql_engine`, in the order given.
///
/// Most items have none, so that the map is made with the first one.
#[derive(Clone, Default)]
pub struct DialectOptions(Option<Box<OptionMap>>);

static NO_OPTIONS: LazyLock<OptionMap> = LazyLock::new(OptionMap::new);

impl Deref for DialectOptions {
    type Target = OptionMap;

    fn deref(&self) -> &OptionMap {
        self.0.as_deref().unwrap_or(&NO_OPTIONS)
    }
}

impl DerefMut for DialectOptions {
    fn deref_mut(&mut self) -> &mut OptionMap {
        self.0.get_or_insert_default()
    }
}

impl PartialEq for DialectOptions {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl fmt::Debug for DialectOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl FromIterator<(SmolStr, OptionValue)> for DialectOptions {
    fn from_iter<T: IntoIterator<Item = (SmolStr, OptionValue)>>(pairs: T) -> Self {
        let map: OptionMap = pairs.into_iter().collect();
        Self((!map.is_empty()).then(|| Box::new(map)))
    }
}

impl IntoIterator for DialectOptions {
    type Item = (SmolStr, OptionValue);
    type IntoIter = indexmap::map::IntoIter<SmolStr, OptionValue>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.map_or_else(OptionMap::new, |map| *map).into_iter()
    }
}

impl<'a> IntoIterator for &'a DialectOptions {
    type Item = (&'a SmolStr, &'a OptionValue);
    type IntoIter = indexmap::map::Iter<'a, SmolStr, OptionValue>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

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
    /// A list.
    List(Vec<Self>),
    /// A tuple.
    Tuple(Vec<Self>),
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
            Self::List(values) | Self::Tuple(values) => !values.is_empty(),
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
            Self::None | Self::Expr(_) | Self::List(_) | Self::Tuple(_) | Self::Dict(_) => None,
        }
    }
}

//! Names with their quoting flag, and places of declaration.

use alembic_source::Span;
use smol_str::SmolStr;

/// An identifier with SQLAlchemy's quoting flag (`quoted_name`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Name {
    /// The text, not quoted.
    pub text: SmolStr,
    /// `quote=`: forced on, forced off, or by the dialect's rules.
    pub quote: Option<bool>,
}

impl Name {
    /// A name quoted by the dialect's rules.
    pub fn new(text: impl AsRef<str>) -> Self {
        Self {
            text: SmolStr::new(text),
            quote: None,
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<SmolStr> for Name {
    fn from(text: SmolStr) -> Self {
        Self { text, quote: None }
    }
}

/// Where an item was written. Takes no part in equality.
#[derive(Debug, Clone, Copy, Default, Eq)]
pub struct DeclaredAt(pub Option<Span>);

impl PartialEq for DeclaredAt {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl From<Span> for DeclaredAt {
    fn from(span: Span) -> Self {
        Self(Some(span))
    }
}

/// Name of a constraint or an index. Mirrors `None`, `str`, `conv` and `_NONE_NAME` of SQLAlchemy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ConstraintName {
    /// No name: a naming convention may give one.
    #[default]
    None,
    /// A name as given: a convention with `%(constraint_name)s` may still wrap it.
    Name(Name),
    /// `op.f(...)`, or made by a convention: final, truncated if too long.
    Conv(SmolStr),
    /// `_NONE_NAME`: an unnamed constraint of a Boolean or Enum type.
    NoneDeferred,
}

impl ConstraintName {
    /// A name as given.
    pub fn new(text: impl AsRef<str>) -> Self {
        Self::Name(Name::new(text))
    }

    /// The text, if there is a name.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name.as_str()),
            Self::Conv(text) => Some(text),
            Self::None | Self::NoneDeferred => None,
        }
    }
}

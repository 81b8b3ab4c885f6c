//! Parametrized types: `list[int]`, `Mapped[str]`, `int | None`, `Annotated[int, 1]`.

use crate::symbol::Symbol;
use crate::value::Value;

/// What a parametrized type looks like in source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AliasKind {
    /// `origin[args]`.
    Subscript,
    /// `Union[args]`, `Optional[arg]` and `a | b`.
    Union,
    /// `Annotated[type, metadata...]`: the first argument is the type.
    Annotated,
    /// `Literal[values]`.
    Literal,
    /// A type alias statement; `args` is empty and the value is in `origin` when evaluated.
    TypeAlias,
}

/// A parametrized type.
pub struct GenericAlias {
    /// The generic type.
    pub origin: Value,
    /// The arguments.
    pub args: Vec<Value>,
    /// Its kind.
    pub kind: AliasKind,
    /// The name under which `typing` prints it (`List`), if it is one of `typing`'s.
    pub name: Option<Symbol>,
}

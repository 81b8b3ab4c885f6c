//! Operators. Mirrors `sqlalchemy.sql.operators`.

use smol_str::SmolStr;

/// A binary operator.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each variant is the operator function of the same name"
)]
pub enum BinaryOp {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Is,
    IsNot,
    IsDistinctFrom,
    IsNotDistinctFrom,
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    Mod,
    Concat,
    BitwiseAnd,
    BitwiseOr,
    BitwiseXor,
    BitwiseLshift,
    BitwiseRshift,
    Like,
    NotLike,
    ILike,
    NotILike,
    /// `contains(x)`: `LIKE '%' || x || '%'`.
    Contains,
    NotContains,
    IContains,
    NotIContains,
    StartsWith,
    NotStartsWith,
    IStartsWith,
    NotIStartsWith,
    EndsWith,
    NotEndsWith,
    IEndsWith,
    NotIEndsWith,
    In,
    NotIn,
    Between,
    NotBetween,
    BetweenSymmetric,
    NotBetweenSymmetric,
    Match,
    NotMatch,
    RegexpMatch,
    NotRegexpMatch,
    /// `regexp_replace(pattern, replacement)`: an [`super::Expr::List`] on the right.
    RegexpReplace,
    /// `json[key]`.
    JsonGetItem,
    /// `json[path]`.
    JsonPathGetItem,
    /// `json[key].as_string()` and the like: the value as text.
    JsonGetText,
    /// `json[path].as_string()` and the like.
    JsonPathGetText,
    /// `any_()` and `all_()` comparisons are functions on the right side.
    Any,
    All,
    /// `op("...")` and the operators of dialect types (`->>`, `@>`, `&&`, ...).
    Custom {
        /// The operator.
        text: SmolStr,
        /// `precedence=`.
        precedence: i32,
        /// `is_comparison=`.
        is_comparison: bool,
    },
}

/// A unary operator.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each variant is the operator function of the same name"
)]
pub enum UnaryOp {
    Neg,
    BitwiseNot,
    Distinct,
    Desc,
    Asc,
    NullsFirst,
    NullsLast,
    Any,
    All,
    /// `IS TRUE` and the like are binary; this is a prefix operator of `custom_op`.
    Custom(SmolStr),
}

impl BinaryOp {
    /// `json[...]`.
    pub fn is_json_access(&self) -> bool {
        matches!(
            self,
            Self::JsonGetItem | Self::JsonPathGetItem | Self::JsonGetText | Self::JsonPathGetText
        )
    }

    /// `contains`, `startswith`, `endswith` and their variants: LIKE with a `%` around the operand.
    pub fn is_affix(&self) -> bool {
        matches!(
            self,
            Self::Contains
                | Self::NotContains
                | Self::IContains
                | Self::NotIContains
                | Self::StartsWith
                | Self::NotStartsWith
                | Self::IStartsWith
                | Self::NotIStartsWith
                | Self::EndsWith
                | Self::NotEndsWith
                | Self::IEndsWith
                | Self::NotIEndsWith
        )
    }
}

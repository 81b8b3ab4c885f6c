//! Operator precedence and grouping. Mirrors `operators._PRECEDENCE` and `self_group`.

use alembic_schema::TypeClass;
use alembic_schema::expr::{BinaryOp, Expr, UnaryOp};

/// What an operand stands next to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Against<'e> {
    /// A binary operator.
    Binary(&'e BinaryOp),
    /// A unary prefix operator of this precedence.
    Prefix(i32),
    /// `AND`.
    And,
    /// `OR`.
    Or,
    /// `NOT`.
    Not,
    /// A comma, ORDER BY and the like.
    Comma,
    /// `COLLATE`.
    Collate,
    /// The right side of SET.
    Set,
}

pub(crate) fn binary(op: &BinaryOp) -> i32 {
    match op {
        BinaryOp::JsonGetItem
        | BinaryOp::JsonPathGetItem
        | BinaryOp::JsonGetText
        | BinaryOp::JsonPathGetText
        | BinaryOp::Any
        | BinaryOp::All => 15,
        BinaryOp::Mul | BinaryOp::Div | BinaryOp::FloorDiv | BinaryOp::Mod => 8,
        BinaryOp::Add
        | BinaryOp::Sub
        | BinaryOp::BitwiseAnd
        | BinaryOp::BitwiseOr
        | BinaryOp::BitwiseXor
        | BinaryOp::BitwiseLshift
        | BinaryOp::BitwiseRshift => 7,
        BinaryOp::Concat
        | BinaryOp::Eq
        | BinaryOp::Ne
        | BinaryOp::Lt
        | BinaryOp::Le
        | BinaryOp::Gt
        | BinaryOp::Ge
        | BinaryOp::Is
        | BinaryOp::IsNot
        | BinaryOp::IsDistinctFrom
        | BinaryOp::IsNotDistinctFrom
        | BinaryOp::Like
        | BinaryOp::NotLike
        | BinaryOp::ILike
        | BinaryOp::NotILike
        | BinaryOp::In
        | BinaryOp::NotIn
        | BinaryOp::Between
        | BinaryOp::NotBetween
        | BinaryOp::BetweenSymmetric
        | BinaryOp::NotBetweenSymmetric
        | BinaryOp::Match
        | BinaryOp::NotMatch
        | BinaryOp::RegexpMatch
        | BinaryOp::NotRegexpMatch
        | BinaryOp::RegexpReplace => 5,
        // Not in the table: the smallest on the left side, the largest on the right one.
        BinaryOp::Contains
        | BinaryOp::NotContains
        | BinaryOp::IContains
        | BinaryOp::NotIContains
        | BinaryOp::StartsWith
        | BinaryOp::NotStartsWith
        | BinaryOp::IStartsWith
        | BinaryOp::NotIStartsWith
        | BinaryOp::EndsWith
        | BinaryOp::NotEndsWith
        | BinaryOp::IEndsWith
        | BinaryOp::NotIEndsWith => -100,
        BinaryOp::Custom { precedence, .. } => *precedence,
    }
}

fn against_precedence(against: &Against<'_>) -> i32 {
    match against {
        Against::Binary(op) => match binary(op) {
            -100 => 100,
            other => other,
        },
        Against::Prefix(precedence) => *precedence,
        Against::And => 3,
        Against::Or => 2,
        Against::Not => 5,
        Against::Comma => -1,
        Against::Collate => 4,
        Against::Set => 100,
    }
}

fn is_self_precedent(op: &BinaryOp) -> bool {
    matches!(
        op,
        BinaryOp::Add
            | BinaryOp::Mul
            | BinaryOp::Concat
            | BinaryOp::JsonGetItem
            | BinaryOp::JsonPathGetItem
    )
}

/// Whether an operand gets parentheses next to `against` (`self_group`).
pub(crate) fn needs_group(expr: &Expr, against: &Against<'_>) -> bool {
    let limit = against_precedence(against);
    match expr {
        Expr::Binary { op, .. } => {
            if let Against::Binary(outer) = against
                && *outer == op
                && is_self_precedent(op)
            {
                return false;
            }
            binary(op) <= limit
        }
        Expr::Unary { op, .. } => match op {
            UnaryOp::Neg | UnaryOp::BitwiseNot => 8 <= limit,
            UnaryOp::Distinct => 5 <= limit,
            UnaryOp::Custom(_) => 0 <= limit,
            UnaryOp::Desc
            | UnaryOp::Asc
            | UnaryOp::NullsFirst
            | UnaryOp::NullsLast
            | UnaryOp::Any
            | UnaryOp::All => false,
        },
        Expr::And(items) => items.len() > 1 && 3 <= limit && *against != Against::And,
        Expr::Or(items) => items.len() > 1 && 2 <= limit && *against != Against::Or,
        Expr::Not(_) => 5 <= limit && !matches!(against, Against::And | Against::Or),
        Expr::Collate { .. } => 4 <= limit,
        Expr::Exists(_) => 0 <= limit && matches!(against, Against::Not),
        Expr::Text(_) => matches!(against, Against::Binary(BinaryOp::In | BinaryOp::NotIn)),
        Expr::TypeCoerce { expr, .. } | Expr::Label { expr, .. } => needs_group(expr, against),
        Expr::Column { .. }
        | Expr::Bind(_)
        | Expr::LiteralColumn { .. }
        | Expr::TextualLabel(_)
        | Expr::Function(_)
        | Expr::Cast { .. }
        | Expr::Case { .. }
        | Expr::Null
        | Expr::True
        | Expr::False
        | Expr::Tuple(_)
        | Expr::List(_)
        | Expr::Array { .. }
        | Expr::Index { .. }
        | Expr::Slice { .. }
        | Expr::Scalar(_)
        | Expr::Over { .. }
        | Expr::Extract { .. }
        | Expr::Grouping(_)
        | Expr::Star(_)
        | Expr::TableValue { .. }
        | Expr::NextValue(_)
        | Expr::Excluded { .. }
        | Expr::DefaultKeyword => false,
    }
}

/// True for a plain boolean value that stands as a condition (`AsBoolean`).
pub(crate) fn is_plain_boolean(expr: &Expr) -> bool {
    match expr {
        Expr::Column { type_, .. }
        | Expr::LiteralColumn { type_, .. }
        | Expr::Cast { type_, .. } => type_.is_a(TypeClass::Boolean),
        Expr::Function(call) => call.type_.is_a(TypeClass::Boolean),
        Expr::Bind(bind) => bind.type_.is_a(TypeClass::Boolean),
        Expr::False | Expr::True => true,
        _ => false,
    }
}

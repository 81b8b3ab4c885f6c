//! SQL expressions as a tree. Mirrors `sqlalchemy.sql.elements` and `functions`.
//!
//! The tree is what the user wrote; grouping by operator precedence and the names of binds are the
//! compiler's matter.

mod build;
mod from;
mod operator;
mod statement;
mod walk;

use smol_str::SmolStr;

use crate::name::Name;
use crate::types::SqlType;
use crate::value::SqlValue;

pub use build::KNOWN_FUNCTIONS;
pub(crate) use build::affinity;
pub use from::{AliasSource, Cte, Derived, FromItem, Join, TableRef};
pub use operator::{BinaryOp, UnaryOp};
pub use statement::{
    CompoundOp, CompoundSelect, DdlStatement, Delete, Distinct, ForUpdate, Hint, Insert,
    InsertSource, OnConflict, OnDuplicateKey, Query, Select, SqlStatement, Update, Words,
};

/// A bind parameter. Mirrors `BindParameter`.
#[derive(Debug, Clone, PartialEq)]
pub struct Bind {
    /// Name, or the stem of an anonymous one (`name` gives `:name_1`, `None` gives `:param_1`).
    pub name: Option<SmolStr>,
    /// True if the compiler makes the name unique.
    pub unique: bool,
    /// The value; `None` is "required, not given".
    pub value: Option<SqlValue>,
    /// Type; `NullType` if unknown.
    pub type_: SqlType,
    /// `bindparam(expanding=True)`.
    pub expanding: bool,
    /// `literal_execute=True`, or made by `op.inline_literal`: rendered inline in any case.
    pub inline: bool,
}

/// `text("...")` with its bind parameters.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TextClause {
    /// The text as written, with `:name` and `\:`.
    pub text: String,
    /// Given by `.bindparams(...)`; names that are missing here are unbound.
    pub binds: Vec<Bind>,
    /// Columns of `.columns(...)`.
    pub columns: Vec<Expr>,
}

/// A call of an SQL function. Mirrors `Function` and the known `GenericFunction`s.
#[derive(Debug, Clone, PartialEq)]
pub struct FunctionCall {
    /// `func.package.name`.
    pub packages: Vec<Name>,
    /// Name as written after `func.`.
    pub name: Name,
    /// Arguments.
    pub args: Vec<Expr>,
    /// Return type: `type_=` or that of the known function; `NullType` otherwise.
    pub type_: SqlType,
    /// `.filter(...)`.
    pub filter: Option<Box<Expr>>,
    /// `.within_group(...)`.
    pub within_group: Vec<Expr>,
    /// `aggregate_order_by` or `func.x(...).aggregate_order_by(...)`.
    pub order_by: Vec<Expr>,
    /// `aggregate_strings`, `cube` and others are known by name only.
    pub distinct: bool,
}

/// The frame of a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// `ROWS`, `RANGE` or `GROUPS`.
    pub unit: SmolStr,
    /// Lower bound: `None` unbounded, 0 current row, negative preceding.
    pub lower: Option<i64>,
    /// Upper bound.
    pub upper: Option<i64>,
}

/// An SQL expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A column.
    Column {
        /// Name.
        name: Name,
        /// Its table, if any.
        table: Option<Box<TableRef>>,
        /// Type.
        type_: SqlType,
    },
    /// A bind or literal value.
    Bind(Box<Bind>),
    /// `text(...)`.
    Text(Box<TextClause>),
    /// `literal_column(text)`: rendered as is.
    LiteralColumn {
        /// The text.
        text: String,
        /// Type.
        type_: SqlType,
    },
    /// The str of `desc("x")`, which SQLAlchemy resolves in a SELECT and writes as it is anywhere else.
    TextualLabel(String),
    /// `func.x(...)`.
    Function(Box<FunctionCall>),
    /// `left op right`.
    Binary {
        /// Left side.
        left: Box<Self>,
        /// Operator.
        op: BinaryOp,
        /// Right side; [`Expr::Tuple`] or a query for `IN`, a pair [`Expr::Tuple`] for `BETWEEN`.
        right: Box<Self>,
        /// `escape=` of LIKE, flags of regular expressions.
        modifier: Option<String>,
        /// Type of the result; computed by [`Expr::type_`] if `None`.
        type_: Option<SqlType>,
    },
    /// `op operand` or `operand op`.
    Unary {
        /// Operator.
        op: UnaryOp,
        /// Operand.
        operand: Box<Self>,
    },
    /// `and_(...)`.
    And(Vec<Self>),
    /// `or_(...)`.
    Or(Vec<Self>),
    /// `not_(...)`: the compiler applies SQLAlchemy's negations (`=` to `!=`, ...).
    Not(Box<Self>),
    /// `cast(expr, type)`.
    Cast {
        /// Operand.
        expr: Box<Self>,
        /// Target type.
        type_: SqlType,
        /// `try_cast`.
        is_try: bool,
    },
    /// `type_coerce(expr, type)`.
    TypeCoerce {
        /// Operand.
        expr: Box<Self>,
        /// Type.
        type_: SqlType,
    },
    /// `case(...)`.
    Case {
        /// `value=`.
        value: Option<Box<Self>>,
        /// Conditions and results.
        whens: Vec<(Self, Self)>,
        /// `else_=`.
        else_: Option<Box<Self>>,
    },
    /// `null()`.
    Null,
    /// `true()`.
    True,
    /// `false()`.
    False,
    /// `collate(expr, name)`.
    Collate {
        /// Operand.
        expr: Box<Self>,
        /// Collation.
        collation: Name,
    },
    /// `expr.label(name)`.
    Label {
        /// Operand.
        expr: Box<Self>,
        /// Label; `None` is anonymous.
        name: Option<Name>,
    },
    /// `tuple_(...)` or the list of `IN`.
    Tuple(Vec<Self>),
    /// A comma separated list without parentheses.
    List(Vec<Self>),
    /// `postgresql.array([...])`.
    Array {
        /// Elements.
        elements: Vec<Self>,
        /// Element type.
        type_: SqlType,
    },
    /// `expr[index]`, for arrays; JSON paths are binary operators.
    Index {
        /// Operand.
        expr: Box<Self>,
        /// Index.
        index: Box<Self>,
    },
    /// `expr[start:stop]`.
    Slice {
        /// Operand.
        expr: Box<Self>,
        /// First.
        start: Option<Box<Self>>,
        /// Last.
        stop: Option<Box<Self>>,
    },
    /// `exists(query)`.
    Exists(Box<Query>),
    /// `select(...).scalar_subquery()`, or a query as an operand.
    Scalar(Box<Query>),
    /// `expr.over(...)`.
    Over {
        /// The function.
        expr: Box<Self>,
        /// `partition_by=`.
        partition_by: Vec<Self>,
        /// `order_by=`.
        order_by: Vec<Self>,
        /// `rows=`, `range_=`, `groups=`.
        frame: Option<Frame>,
    },
    /// `extract(field, expr)`.
    Extract {
        /// Field.
        field: SmolStr,
        /// Operand.
        expr: Box<Self>,
    },
    /// Explicit parentheses (`expr.self_group()`).
    Grouping(Box<Self>),
    /// `*` of `select(text("*"))`, `func.count()` and `table.*`.
    Star(Option<Box<TableRef>>),
    /// The value of a function in FROM: `func.x(...).column_valued(name)`.
    TableValue {
        /// The alias of the function.
        table: Box<TableRef>,
        /// Type.
        type_: SqlType,
    },
    /// `sequence.next_value()`.
    NextValue(Box<crate::column::Sequence>),
    /// `insert(...).excluded.column` and MySQL's `inserted.column`.
    Excluded {
        /// Column name.
        name: Name,
        /// Type.
        type_: SqlType,
    },
    /// `DEFAULT` in VALUES.
    DefaultKeyword,
}

//! Constructors and types of expressions. Mirrors the coercions of `sqlalchemy.sql.coercions` and
//! `default_comparator`.

use super::{BinaryOp, Bind, Expr, FunctionCall, TableRef, TextClause, UnaryOp};
use crate::name::Name;
use crate::types::{ArgValue, SqlType, TypeClass};
use crate::value::SqlValue;

impl Expr {
    /// `column(name, type)`.
    pub fn column(name: impl Into<Name>, type_: SqlType) -> Self {
        Self::Column {
            name: name.into(),
            table: None,
            type_,
        }
    }

    /// `table.c.name`.
    pub fn table_column(table: TableRef, name: impl Into<Name>, type_: SqlType) -> Self {
        Self::Column {
            name: name.into(),
            table: Some(Box::new(table)),
            type_,
        }
    }

    /// `text(text)`.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(Box::new(TextClause {
            text: text.into(),
            ..TextClause::default()
        }))
    }

    /// `literal(value, type)`; without a type that of the value.
    pub fn literal_value(value: SqlValue, type_: Option<SqlType>) -> Self {
        let type_ = type_.unwrap_or_else(|| value_type(&value));
        Self::Bind(Box::new(Bind {
            name: None,
            unique: true,
            value: Some(value),
            type_,
            expanding: false,
            inline: false,
        }))
    }

    /// `op.inline_literal(value, type)`.
    pub fn inline_literal(value: SqlValue, type_: Option<SqlType>) -> Self {
        let type_ = type_.unwrap_or_else(|| value_type(&value));
        Self::Bind(Box::new(Bind {
            name: None,
            unique: true,
            value: Some(value),
            type_,
            expanding: false,
            inline: true,
        }))
    }

    /// `func.name(*args)` with the type of a known function.
    pub fn function(name: impl Into<Name>, args: Vec<Self>) -> Self {
        let name = name.into();
        let type_ = function_type(name.as_str(), &args);
        Self::Function(Box::new(FunctionCall {
            packages: Vec::new(),
            name,
            args,
            type_,
            filter: None,
            within_group: Vec::new(),
            order_by: Vec::new(),
            distinct: false,
        }))
    }

    /// `left op right` of two expressions.
    pub fn binary(left: Self, op: BinaryOp, right: Self) -> Self {
        Self::Binary {
            left: Box::new(left),
            op,
            right: Box::new(right),
            modifier: None,
            type_: None,
        }
    }

    /// `left op value` where the right side is a Python value: a bind named and typed after `left`;
    /// comparison with `None`, `True` and `False` gives `IS`.
    pub fn compare_value(left: Self, op: BinaryOp, value: SqlValue) -> Self {
        let op = match (&value, op) {
            (SqlValue::Null, BinaryOp::Eq) => BinaryOp::Is,
            (SqlValue::Null, BinaryOp::Ne) => BinaryOp::IsNot,
            (_, op) => op,
        };
        let right = if matches!(op, BinaryOp::Is | BinaryOp::IsNot) {
            match value {
                SqlValue::Null => Self::Null,
                SqlValue::Bool(true) => Self::True,
                SqlValue::Bool(false) => Self::False,
                other => Self::bind_like(&left, &op, other),
            }
        } else {
            Self::bind_like(&left, &op, value)
        };
        Self::binary(left, op, right)
    }

    /// The bind that stands for a Python value on the right of `left op`.
    ///
    /// Mirrors `ColumnElement._bind_param` with `TypeEngine.coerce_compared_value`.
    pub fn bind_like(left: &Self, op: &BinaryOp, value: SqlValue) -> Self {
        let name = match left {
            Self::Column { name, .. } => Some(name.text.clone()),
            Self::Label {
                name: Some(name), ..
            } => Some(name.text.clone()),
            Self::Function(call) => Some(call.name.text.clone()),
            _ => None,
        };
        Self::Bind(Box::new(Bind {
            name,
            unique: true,
            type_: coerce_compared_type(&left.type_(), op, &value),
            value: Some(value),
            expanding: matches!(op, BinaryOp::In | BinaryOp::NotIn),
            inline: false,
        }))
    }

    /// The type of a plain value on the other side of `op`.
    pub fn compared_type(&self, op: &BinaryOp, value: &SqlValue) -> SqlType {
        coerce_compared_type(&self.type_(), op, value)
    }

    /// Type of the expression.
    pub fn type_(&self) -> SqlType {
        match self {
            Self::Column { type_, .. }
            | Self::LiteralColumn { type_, .. }
            | Self::Cast { type_, .. }
            | Self::TypeCoerce { type_, .. }
            | Self::TableValue { type_, .. }
            | Self::Excluded { type_, .. } => type_.clone(),
            Self::Bind(bind) => bind.type_.clone(),
            Self::Function(call) => call.type_.clone(),
            Self::Binary {
                left,
                op,
                right,
                type_,
                ..
            } => match type_ {
                Some(type_) => type_.clone(),
                None => binary_type(left, op, right),
            },
            Self::Unary { op, operand } => match op {
                UnaryOp::Any | UnaryOp::All => match operand.type_().type_arg("item_type") {
                    Some(item) => item.clone(),
                    None => operand.type_(),
                },
                UnaryOp::Neg
                | UnaryOp::BitwiseNot
                | UnaryOp::Distinct
                | UnaryOp::Desc
                | UnaryOp::Asc
                | UnaryOp::NullsFirst
                | UnaryOp::NullsLast
                | UnaryOp::Custom(_) => operand.type_(),
            },
            Self::And(_)
            | Self::Or(_)
            | Self::Not(_)
            | Self::True
            | Self::False
            | Self::Exists(_) => SqlType::new(TypeClass::Boolean),
            Self::Case { whens, else_, .. } => whens
                .iter()
                .map(|(_, then)| then.type_())
                .chain(else_.iter().map(|expr| expr.type_()))
                .rfind(|type_| type_.class != TypeClass::NullType)
                .unwrap_or_else(SqlType::null),
            Self::Collate { expr, .. }
            | Self::Label { expr, .. }
            | Self::Grouping(expr)
            | Self::Slice { expr, .. }
            | Self::Over { expr, .. } => expr.type_(),
            Self::Index { expr, .. } => match expr.type_().type_arg("item_type") {
                Some(item) => item.clone(),
                None => SqlType::null(),
            },
            Self::Array { type_, .. } => SqlType::new(TypeClass::PgARRAY).with_arg(
                "item_type",
                crate::types::ArgValue::Type(Box::new(type_.clone())),
            ),
            Self::Extract { .. } | Self::NextValue(_) => SqlType::new(TypeClass::Integer),
            Self::Scalar(query) => query.scalar_type(),
            Self::Text(_)
            | Self::TextualLabel(_)
            | Self::Null
            | Self::Tuple(_)
            | Self::List(_)
            | Self::Star(_)
            | Self::DefaultKeyword => SqlType::null(),
        }
    }

    /// Names of the plain columns in the expression, in order, each once.
    pub fn columns(&self) -> Vec<Name> {
        let mut out = Vec::new();
        self.collect_columns(&mut out);
        out
    }

    fn collect_columns(&self, out: &mut Vec<Name>) {
        if let Self::Column { name, .. } = self
            && !out.contains(name)
        {
            out.push(name.clone());
        }
        self.for_each_child(&mut |child| child.collect_columns(out));
    }

    /// Calls `visit` with every direct operand (queries are not entered).
    pub fn for_each_child(&self, visit: &mut dyn FnMut(&Self)) {
        match self {
            Self::Column { .. }
            | Self::Bind(_)
            | Self::Text(_)
            | Self::LiteralColumn { .. }
            | Self::TextualLabel(_)
            | Self::Null
            | Self::True
            | Self::False
            | Self::Exists(_)
            | Self::Scalar(_)
            | Self::Star(_)
            | Self::TableValue { .. }
            | Self::NextValue(_)
            | Self::Excluded { .. }
            | Self::DefaultKeyword => {}
            Self::Function(call) => {
                call.args.iter().for_each(&mut *visit);
                call.filter.iter().for_each(|expr| visit(expr));
                call.within_group.iter().for_each(&mut *visit);
                call.order_by.iter().for_each(&mut *visit);
            }
            Self::Binary { left, right, .. } => {
                visit(left);
                visit(right);
            }
            Self::Unary { operand, .. } => visit(operand),
            Self::And(items) | Self::Or(items) | Self::Tuple(items) | Self::List(items) => {
                items.iter().for_each(visit);
            }
            Self::Array { elements, .. } => elements.iter().for_each(visit),
            Self::Not(expr)
            | Self::Cast { expr, .. }
            | Self::TypeCoerce { expr, .. }
            | Self::Collate { expr, .. }
            | Self::Label { expr, .. }
            | Self::Extract { expr, .. }
            | Self::Grouping(expr) => visit(expr),
            Self::Case {
                value,
                whens,
                else_,
            } => {
                if let Some(value) = value {
                    visit(value);
                }
                for (when, then) in whens {
                    visit(when);
                    visit(then);
                }
                if let Some(else_) = else_ {
                    visit(else_);
                }
            }
            Self::Index { expr, index } => {
                visit(expr);
                visit(index);
            }
            Self::Slice { expr, start, stop } => {
                visit(expr);
                for bound in [start, stop].into_iter().flatten() {
                    visit(bound);
                }
            }
            Self::Over {
                expr,
                partition_by,
                order_by,
                ..
            } => {
                visit(expr);
                partition_by.iter().for_each(&mut *visit);
                order_by.iter().for_each(&mut *visit);
            }
        }
    }
}

impl super::Query {
    fn scalar_type(&self) -> SqlType {
        match self {
            Self::Select(select) => select
                .columns
                .first()
                .map_or_else(SqlType::null, Expr::type_),
            Self::Compound(compound) => compound
                .queries
                .first()
                .map_or_else(SqlType::null, Self::scalar_type),
            Self::Text(_) => SqlType::null(),
        }
    }
}

/// The type that SQLAlchemy gives a Python value (`_resolve_value_to_type`).
pub(crate) fn value_type(value: &SqlValue) -> SqlType {
    let class = match value {
        SqlValue::Null
        | SqlValue::Json(_)
        | SqlValue::Array(_)
        | SqlValue::Tuple(_)
        | SqlValue::Foreign { .. }
        | SqlValue::Refused(_) => TypeClass::NullType,
        SqlValue::Bool(_) => TypeClass::Boolean,
        SqlValue::Int(value) => {
            if i32::try_from(*value).is_ok() {
                TypeClass::Integer
            } else {
                TypeClass::BigInteger
            }
        }
        SqlValue::BigInt(_) => TypeClass::BigInteger,
        SqlValue::Float(_) => TypeClass::Double,
        SqlValue::Decimal(_) => TypeClass::Numeric,
        SqlValue::Text(_) => TypeClass::String,
        SqlValue::Bytes(_) => TypeClass::LargeBinary,
        SqlValue::Date(_) => TypeClass::Date,
        SqlValue::DateTime(text) if has_zone(text) => {
            return SqlType::new(TypeClass::DateTime).with_arg("timezone", ArgValue::Bool(true));
        }
        SqlValue::Time(text) if has_zone(text) => {
            return SqlType::new(TypeClass::Time).with_arg("timezone", ArgValue::Bool(true));
        }
        SqlValue::Time(_) => TypeClass::Time,
        SqlValue::DateTime(_) => TypeClass::DateTime,
        SqlValue::Interval { .. } => TypeClass::Interval,
        SqlValue::Uuid(_) => TypeClass::Uuid,
        SqlValue::Enum { name, .. } => return SqlType::enumeration(TypeClass::Enum, &[name], None),
    };
    SqlType::new(class)
}

/// `TypeEngine.coerce_compared_value`: the left type if the value's type has the same affinity.
fn coerce_compared_type(left: &SqlType, op: &BinaryOp, value: &SqlValue) -> SqlType {
    if matches!(
        op,
        BinaryOp::In | BinaryOp::NotIn | BinaryOp::Between | BinaryOp::NotBetween
    ) {
        return left.clone();
    }
    let own = value_type(value);
    if left.class == TypeClass::NullType {
        return own;
    }
    if left.user.is_some() || matches!(value, SqlValue::Enum { .. }) || takes_any(left, value) {
        return left.clone();
    }
    if let (TypeClass::PgJSONB, BinaryOp::Custom { text, .. }) = (left.class, op)
        && matches!(text.as_str(), "@?" | "@@")
    {
        return SqlType::new(TypeClass::PgJSONPATH);
    }
    let same = own.class == TypeClass::NullType || affinity(left) == affinity(&own);
    if same { left.clone() } else { own }
}

/// Types that say of themselves which values stand for them (their own `coerce_compared_value`).
fn takes_any(type_: &SqlType, value: &SqlValue) -> bool {
    let is_address = |class| {
        matches!(
            class,
            TypeClass::PgINET | TypeClass::PgCIDR | TypeClass::PgMACADDR | TypeClass::PgMACADDR8
        )
    };
    let is_text = matches!(value, SqlValue::Text(_));
    is_address(type_.class)
        || type_.class == TypeClass::PgCITEXT
        || (is_text
            && (type_.is_a(TypeClass::Uuid)
                || type_.is_a(TypeClass::LargeBinary)
                || type_.class == TypeClass::PgBIT))
}

/// Whether a time in ISO form tells its offset from UTC.
fn has_zone(text: &str) -> bool {
    let time = text.split_once(['T', ' ']).map_or(text, |(_, time)| time);
    time.contains(['+', '-', 'Z'])
}

/// `TypeEngine._type_affinity`.
pub(crate) fn affinity(type_: &SqlType) -> TypeClass {
    let roots = [
        TypeClass::Enum,
        TypeClass::String,
        TypeClass::Integer,
        TypeClass::Float,
        TypeClass::Numeric,
        TypeClass::Boolean,
        TypeClass::DateTime,
        TypeClass::Date,
        TypeClass::Time,
        TypeClass::Interval,
        TypeClass::LargeBinary,
        TypeClass::Binary,
        TypeClass::Uuid,
        TypeClass::JSON,
        TypeClass::ARRAY,
    ];
    let found = roots.into_iter().find(|root| type_.is_a(*root));
    match found {
        Some(TypeClass::Enum) => TypeClass::String,
        Some(TypeClass::LargeBinary) => TypeClass::Binary,
        Some(root) => root,
        None => type_.class,
    }
}

fn binary_type(left: &Expr, op: &BinaryOp, right: &Expr) -> SqlType {
    let boolean = || SqlType::new(TypeClass::Boolean);
    match op {
        BinaryOp::Add
        | BinaryOp::Sub
        | BinaryOp::Mul
        | BinaryOp::Div
        | BinaryOp::Mod
        | BinaryOp::FloorDiv => arithmetic_type(op, left.type_(), right.type_()),
        BinaryOp::BitwiseAnd
        | BinaryOp::BitwiseOr
        | BinaryOp::BitwiseXor
        | BinaryOp::BitwiseLshift
        | BinaryOp::BitwiseRshift => {
            let type_ = left.type_();
            if type_.class == TypeClass::NullType {
                right.type_()
            } else {
                type_
            }
        }
        BinaryOp::Concat => {
            let type_ = left.type_();
            if type_.class == TypeClass::NullType {
                right.type_()
            } else {
                type_
            }
        }
        BinaryOp::RegexpMatch | BinaryOp::NotRegexpMatch | BinaryOp::RegexpReplace => {
            SqlType::null()
        }
        BinaryOp::JsonGetItem | BinaryOp::JsonPathGetItem => left.type_(),
        BinaryOp::JsonGetText | BinaryOp::JsonPathGetText => SqlType::new(TypeClass::Text),
        BinaryOp::Custom { is_comparison, .. } => {
            if *is_comparison {
                boolean()
            } else {
                left.type_()
            }
        }
        BinaryOp::Eq
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
        | BinaryOp::Contains
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
        | BinaryOp::NotIEndsWith
        | BinaryOp::In
        | BinaryOp::NotIn
        | BinaryOp::Between
        | BinaryOp::NotBetween
        | BinaryOp::BetweenSymmetric
        | BinaryOp::NotBetweenSymmetric
        | BinaryOp::Match
        | BinaryOp::NotMatch
        | BinaryOp::Any
        | BinaryOp::All => boolean(),
    }
}

/// The kinds of types that arithmetic tells apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Integer,
    Numeric,
    /// `Float` itself, which gives way to the more exact `REAL` and `Double`.
    Float,
    OtherFloat,
    Date,
    DateTime,
    Time,
    Interval,
    Null,
    Other,
}

impl Kind {
    fn of(type_: &SqlType) -> Self {
        let base = type_.for_dialect("");
        let kinds = [
            (TypeClass::Integer, Self::Integer),
            (TypeClass::Double, Self::OtherFloat),
            (TypeClass::Float, Self::OtherFloat),
            (TypeClass::Numeric, Self::Numeric),
            (TypeClass::Interval, Self::Interval),
            (TypeClass::DateTime, Self::DateTime),
            (TypeClass::Date, Self::Date),
            (TypeClass::Time, Self::Time),
            (TypeClass::NullType, Self::Null),
        ];
        if base.class == TypeClass::Float {
            return Self::Float;
        }
        kinds
            .into_iter()
            .find(|(class, _)| base.is_a(*class))
            .map_or(Self::Other, |(_, kind)| kind)
    }

    fn is_float(self) -> bool {
        matches!(self, Self::Float | Self::OtherFloat)
    }
}

/// The type of `left op right`. Mirrors the `_expression_adaptations` of the types.
fn arithmetic_type(op: &BinaryOp, left: SqlType, right: SqlType) -> SqlType {
    use Kind::{Date, DateTime, Float, Integer, Interval, Null, Numeric, Time};
    let (own, other) = (Kind::of(&left), Kind::of(&right));
    let is_floor = *op == BinaryOp::FloorDiv;
    let is_plain = matches!(
        op,
        BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div
    );
    match (own, op, other) {
        (Null, BinaryOp::Add | BinaryOp::Mul, _) => right,
        (Integer | Numeric | Float | Kind::OtherFloat, BinaryOp::Mul, Interval) => right,
        (Integer, BinaryOp::Div, Integer) => SqlType::new(TypeClass::Numeric),
        (Integer, _, Integer) if is_plain || is_floor => {
            if left.class == TypeClass::Integer {
                right
            } else {
                SqlType::new(left.class)
            }
        }
        (Integer, _, Numeric) if is_plain || is_floor => right,
        (Integer, _, _) if is_plain && other.is_float() => right,
        (Integer, BinaryOp::Add, Date) => right,
        // A subclass stands for itself, without its arguments.
        (Numeric, _, Integer | Numeric | Float | Kind::OtherFloat)
            if is_plain && left.class != TypeClass::Numeric && left.user.is_none() =>
        {
            SqlType::new(left.class)
        }
        (Numeric, _, Numeric) if is_plain => right,
        (Float, _, _) if is_plain && other.is_float() => right,
        (Date, BinaryOp::Add, Interval | Time) | (Date, BinaryOp::Sub, Interval) => {
            SqlType::new(TypeClass::DateTime)
        }
        (Date, BinaryOp::Sub, Date) => SqlType::new(TypeClass::Integer),
        (Date | DateTime, BinaryOp::Sub, DateTime) | (Time, BinaryOp::Sub, Time) => {
            SqlType::new(TypeClass::Interval)
        }
        (Time, BinaryOp::Add, Date) | (Interval, BinaryOp::Add, Date | DateTime) => {
            SqlType::new(TypeClass::DateTime)
        }
        (Interval, BinaryOp::Add, Time) => right,
        _ => left,
    }
}

/// Functions that have a class of their own in `sqlalchemy.sql.functions`.
pub const KNOWN_FUNCTIONS: &[&str] = &[
    "aggregate_strings",
    "array_agg",
    "char_length",
    "coalesce",
    "concat",
    "count",
    "cube",
    "cume_dist",
    "current_date",
    "current_time",
    "current_timestamp",
    "current_user",
    "dense_rank",
    "grouping_sets",
    "localtime",
    "localtimestamp",
    "max",
    "min",
    "mode",
    "now",
    "percent_rank",
    "percentile_cont",
    "percentile_disc",
    "pow",
    "random",
    "rank",
    "rollup",
    "session_user",
    "sum",
    "sysdate",
    "user",
];

/// Return types of SQLAlchemy's known functions.
fn function_type(name: &str, args: &[Expr]) -> SqlType {
    let first = || args.first().map_or_else(SqlType::null, Expr::type_);
    let class = match name.to_ascii_lowercase().as_str() {
        "now" | "current_timestamp" | "localtimestamp" | "localtime" | "sysdate" => {
            TypeClass::DateTime
        }
        "current_date" => TypeClass::Date,
        "current_time" => TypeClass::Time,
        "count" | "char_length" | "rank" | "dense_rank" => TypeClass::Integer,
        "percent_rank" | "cume_dist" => TypeClass::Numeric,
        "concat" | "user" | "current_user" | "session_user" | "aggregate_strings" => {
            TypeClass::String
        }
        "random" => TypeClass::NullType,
        "coalesce" | "max" | "min" | "sum" | "mode" | "lower" | "upper" | "pow" => {
            return match name.to_ascii_lowercase().as_str() {
                "lower" | "upper" => SqlType::null(),
                _ => first(),
            };
        }
        _ => TypeClass::NullType,
    };
    SqlType::new(class)
}

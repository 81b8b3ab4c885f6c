//! Columns and what hangs on them. Mirrors `sqlalchemy.schema.Column`.

use thin_vec::ThinVec;

use crate::constraint::{CheckConstraint, ForeignKey};
use crate::expr::Expr;
use crate::name::{DeclaredAt, Name};
use crate::options::DialectOptions;
use crate::types::{SqlType, TypeClass};
use crate::value::SqlValue;

/// `Column.autoincrement`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Autoincrement {
    /// `"auto"`, the default.
    #[default]
    Auto,
    /// `True`.
    True,
    /// `False`.
    False,
    /// `"ignore_fk"`.
    IgnoreFk,
}

/// `Column.server_default` (without Identity and Computed, which have their own fields).
#[derive(Debug, Clone, PartialEq)]
pub enum ServerDefault {
    /// A Python str: rendered as a quoted literal.
    Text(Box<str>),
    /// `text(...)`, `func.now()` and other expressions.
    Expr(Box<Expr>),
    /// `FetchedValue()`: no DDL.
    Fetched,
}

/// `Column.default`: Python-side, except for a Sequence.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnDefault {
    /// A constant.
    Value(Box<SqlValue>),
    /// An SQL expression.
    Expr(Box<Expr>),
    /// A sequence.
    Sequence(Box<Sequence>),
    /// A function of the project.
    Callable,
}

/// Options shared by `Identity` and `Sequence`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SequenceOptions {
    /// `start=`.
    pub start: Option<i64>,
    /// `increment=`.
    pub increment: Option<i64>,
    /// `minvalue=`.
    pub minvalue: Option<i64>,
    /// `maxvalue=`.
    pub maxvalue: Option<i64>,
    /// `nominvalue=`.
    pub nominvalue: Option<bool>,
    /// `nomaxvalue=`.
    pub nomaxvalue: Option<bool>,
    /// `cycle=`.
    pub cycle: Option<bool>,
    /// `cache=`.
    pub cache: Option<i64>,
    /// `order=`.
    pub order: Option<bool>,
}

/// `Identity(...)`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Identity {
    /// `always=`; `None` is what reflection of old versions may give.
    pub always: Option<bool>,
    /// `on_null=`.
    pub on_null: Option<bool>,
    /// The other options.
    pub options: SequenceOptions,
    /// `oracle_*` options.
    pub dialect_options: DialectOptions,
}

/// `Sequence(...)`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sequence {
    /// Name.
    pub name: Name,
    /// Schema.
    pub schema: Option<Name>,
    /// The other options.
    pub options: SequenceOptions,
    /// `data_type=`.
    pub data_type: Option<SqlType>,
    /// `optional=`.
    pub optional: bool,
    /// Dialect options.
    pub dialect_options: DialectOptions,
}

/// `Computed(sqltext, persisted)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Computed {
    /// The expression.
    pub sqltext: Expr,
    /// `persisted=`.
    pub persisted: Option<bool>,
}

/// What a column does in Python when rows are written, as far as `repr` shows it. It has no effect on the schema and takes no
/// part in equality.
#[derive(Debug, Clone, Default)]
pub struct PythonSide {
    /// Of [`Column::default`]: the `repr` of a constant, the name of a function.
    pub default_label: Option<Box<str>>,
    /// `onupdate=`.
    pub onupdate: Option<ColumnDefault>,
    /// Likewise, of `onupdate=`.
    pub onupdate_label: Option<Box<str>>,
}

impl PartialEq for PythonSide {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Name.
    pub name: Name,
    /// `key=`, if it differs from the name.
    pub key: Option<Box<str>>,
    /// Type.
    pub type_: SqlType,
    /// Effective nullability.
    pub nullable: bool,
    /// True if `nullable=` was given.
    pub nullable_explicit: bool,
    /// `primary_key=`.
    pub primary_key: bool,
    /// `autoincrement=`.
    pub autoincrement: Autoincrement,
    /// `server_default=`.
    pub server_default: Option<ServerDefault>,
    /// `Identity(...)` among the arguments.
    pub identity: Option<Box<Identity>>,
    /// `Computed(...)` among the arguments.
    pub computed: Option<Box<Computed>>,
    /// `default=`.
    pub default: Option<ColumnDefault>,
    /// Texts of Python-side defaults, for messages.
    pub python_side: Option<Box<PythonSide>>,
    /// `comment=`.
    pub comment: Option<String>,
    /// `system=`.
    pub system: bool,
    /// `unique=`.
    pub unique: Option<bool>,
    /// `index=`.
    pub index: Option<bool>,
    /// `ForeignKey(...)` arguments. [`crate::Table::attach_column`] turns them into constraints.
    pub foreign_keys: ThinVec<ForeignKey>,
    /// `CheckConstraint(...)` arguments: rendered in the column's own line.
    pub checks: ThinVec<CheckConstraint>,
    /// Dialect options.
    pub dialect_options: DialectOptions,
    /// True if `info=` was given.
    pub has_info: bool,
    /// `info={"renamed_from": ...}`: its name before.
    pub renamed_from: Option<Box<str>>,
    /// Where it was written.
    pub span: DeclaredAt,
}

impl Column {
    /// A nullable column.
    pub fn new(name: impl Into<Name>, type_: SqlType) -> Self {
        Self {
            name: name.into(),
            key: None,
            type_,
            nullable: true,
            nullable_explicit: false,
            primary_key: false,
            autoincrement: Autoincrement::Auto,
            server_default: None,
            identity: None,
            computed: None,
            default: None,
            python_side: None,
            comment: None,
            system: false,
            unique: None,
            index: None,
            foreign_keys: ThinVec::new(),
            checks: ThinVec::new(),
            dialect_options: DialectOptions::default(),
            has_info: false,
            renamed_from: None,
            span: DeclaredAt::default(),
        }
    }

    /// `Column.key`: given, or the name.
    pub fn key(&self) -> &str {
        match &self.key {
            Some(key) => key,
            None => self.name.as_str(),
        }
    }

    /// Sets `nullable` as if it was given.
    #[must_use]
    pub fn with_nullable(mut self, nullable: bool) -> Self {
        self.nullable = nullable;
        self.nullable_explicit = true;
        self
    }

    /// Makes it a primary key column, not nullable unless that was given.
    #[must_use]
    pub fn with_primary_key(mut self) -> Self {
        self.primary_key = true;
        if !self.nullable_explicit {
            self.nullable = false;
        }
        self
    }

    /// Sets `server_default`.
    #[must_use]
    pub fn with_server_default(mut self, default: ServerDefault) -> Self {
        self.server_default = Some(default);
        self
    }

    /// True if the type has integer affinity, as the autoincrement rule asks for.
    pub fn is_integer(&self) -> bool {
        let type_ = self.type_.for_dialect("");
        type_.is_a(TypeClass::Integer) || type_.is_a(TypeClass::Numeric)
    }
}

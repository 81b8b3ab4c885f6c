//! Constraints. Mirrors the constraint classes of `sqlalchemy.schema`.

use smol_str::SmolStr;

use crate::expr::Expr;
use crate::name::{ConstraintName, DeclaredAt, Name};
use crate::options::DialectOptions;

/// Options that every constraint takes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConstraintOptions {
    /// `deferrable=`.
    pub deferrable: Option<bool>,
    /// `initially=`.
    pub initially: Option<SmolStr>,
    /// `comment=`.
    pub comment: Option<String>,
    /// Dialect options.
    pub dialect_options: DialectOptions,
    /// True if `info=` was given.
    pub has_info: bool,
    /// Where it was written.
    pub span: DeclaredAt,
}

/// Options of a foreign key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ForeignKeyOptions {
    /// `onupdate=`.
    pub onupdate: Option<SmolStr>,
    /// `ondelete=`.
    pub ondelete: Option<SmolStr>,
    /// `match=`.
    pub match_: Option<SmolStr>,
    /// `use_alter=`.
    pub use_alter: bool,
    /// `link_to_name=`.
    pub link_to_name: bool,
}

/// `ForeignKey(...)` of a column, not yet attached.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignKey {
    /// Name.
    pub name: ConstraintName,
    /// Schema of the referred table.
    pub referred_schema: Option<Name>,
    /// Referred table.
    pub referred_table: Name,
    /// Referred column name. `None`: the column of the same name (`ForeignKey("t")`).
    pub referred_column: Option<Name>,
    /// Foreign key options.
    pub foreign_key: ForeignKeyOptions,
    /// Common options.
    pub options: ConstraintOptions,
}

impl ForeignKey {
    /// Reads `"schema.table.column"`, as `ForeignKey.__init__` takes it.
    pub fn parse(spec: &str) -> Self {
        let (schema, table, column) = parse_target(spec);
        Self {
            name: ConstraintName::None,
            referred_schema: schema.map(Name::from),
            referred_table: Name::new(table),
            referred_column: column.map(Name::from),
            foreign_key: ForeignKeyOptions::default(),
            options: ConstraintOptions::default(),
        }
    }

    /// The constraint of one column that SQLAlchemy makes of it.
    pub fn into_constraint(self, column: &Name) -> ForeignKeyConstraint {
        let referred = self.referred_column.unwrap_or_else(|| column.clone());
        ForeignKeyConstraint {
            name: self.name,
            columns: vec![column.clone()],
            referred_schema: self.referred_schema,
            referred_table: self.referred_table,
            referred_columns: vec![referred],
            foreign_key: self.foreign_key,
            options: self.options,
        }
    }
}

/// Splits `schema.table.column`; a schema may itself contain dots.
pub fn parse_target(spec: &str) -> (Option<&str>, &str, Option<&str>) {
    let mut parts = spec.rsplitn(3, '.');
    let last = parts.next().unwrap_or(spec);
    match (parts.next(), parts.next()) {
        (Some(table), schema) => (schema, table, Some(last)),
        (None, _) => (None, last, None),
    }
}

/// `ForeignKeyConstraint`.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignKeyConstraint {
    /// Name.
    pub name: ConstraintName,
    /// Local column names.
    pub columns: Vec<Name>,
    /// Schema of the referred table.
    pub referred_schema: Option<Name>,
    /// Referred table.
    pub referred_table: Name,
    /// Referred column names.
    pub referred_columns: Vec<Name>,
    /// Foreign key options.
    pub foreign_key: ForeignKeyOptions,
    /// Common options.
    pub options: ConstraintOptions,
}

/// `PrimaryKeyConstraint`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PrimaryKeyConstraint {
    /// Name.
    pub name: ConstraintName,
    /// Column names.
    pub columns: Vec<Name>,
    /// Made by SQLAlchemy from `primary_key=True` flags.
    pub implicit: bool,
    /// Common options.
    pub options: ConstraintOptions,
}

/// `UniqueConstraint`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UniqueConstraint {
    /// Name.
    pub name: ConstraintName,
    /// Column names.
    pub columns: Vec<Name>,
    /// Made from `unique=True` of a column.
    pub column_flag: bool,
    /// Common options.
    pub options: ConstraintOptions,
}

/// `CheckConstraint`.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckConstraint {
    /// Name.
    pub name: ConstraintName,
    /// The condition; a Python str is a [`Expr::Text`].
    pub sqltext: Expr,
    /// Made by the Boolean or Enum type of this column.
    pub type_bound: Option<Name>,
    /// Common options.
    pub options: ConstraintOptions,
}

/// One element of an EXCLUDE constraint.
#[derive(Debug, Clone, PartialEq)]
pub struct ExcludeElement {
    /// A column name or an expression.
    pub expr: Expr,
    /// The operator.
    pub operator: SmolStr,
}

/// `postgresql.ExcludeConstraint`.
#[derive(Debug, Clone, PartialEq)]
pub struct ExcludeConstraint {
    /// Name.
    pub name: ConstraintName,
    /// Elements.
    pub elements: Vec<ExcludeElement>,
    /// `where=`.
    pub where_: Option<Expr>,
    /// `using=`, `gist` by default.
    pub using: SmolStr,
    /// `ops=`: operator class by column key.
    pub ops: Vec<(SmolStr, SmolStr)>,
    /// Common options.
    pub options: ConstraintOptions,
}

/// Any constraint.
#[derive(Debug, Clone, PartialEq)]
pub enum Constraint {
    /// `PRIMARY KEY`.
    PrimaryKey(PrimaryKeyConstraint),
    /// `FOREIGN KEY`.
    ForeignKey(ForeignKeyConstraint),
    /// `UNIQUE`.
    Unique(UniqueConstraint),
    /// `CHECK`.
    Check(CheckConstraint),
    /// `EXCLUDE`.
    Exclude(ExcludeConstraint),
}

impl Constraint {
    /// The name.
    pub fn name(&self) -> &ConstraintName {
        match self {
            Self::PrimaryKey(c) => &c.name,
            Self::ForeignKey(c) => &c.name,
            Self::Unique(c) => &c.name,
            Self::Check(c) => &c.name,
            Self::Exclude(c) => &c.name,
        }
    }

    /// The name, to change it.
    pub fn name_mut(&mut self) -> &mut ConstraintName {
        match self {
            Self::PrimaryKey(c) => &mut c.name,
            Self::ForeignKey(c) => &mut c.name,
            Self::Unique(c) => &mut c.name,
            Self::Check(c) => &mut c.name,
            Self::Exclude(c) => &mut c.name,
        }
    }

    /// The common options.
    pub fn options(&self) -> &ConstraintOptions {
        match self {
            Self::PrimaryKey(c) => &c.options,
            Self::ForeignKey(c) => &c.options,
            Self::Unique(c) => &c.options,
            Self::Check(c) => &c.options,
            Self::Exclude(c) => &c.options,
        }
    }

    /// The local columns; for CHECK and EXCLUDE those of the expressions that are columns.
    pub fn columns(&self) -> Vec<Name> {
        match self {
            Self::PrimaryKey(c) => c.columns.clone(),
            Self::ForeignKey(c) => c.columns.clone(),
            Self::Unique(c) => c.columns.clone(),
            Self::Check(c) => match &c.type_bound {
                Some(column) => vec![column.clone()],
                None => c.sqltext.columns(),
            },
            Self::Exclude(c) => c.elements.iter().flat_map(|e| e.expr.columns()).collect(),
        }
    }
}

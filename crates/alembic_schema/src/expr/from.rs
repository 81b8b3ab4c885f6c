//! What a query reads from. Mirrors `sqlalchemy.sql.selectable`.

use std::sync::Arc;

use super::{Expr, Query};
use crate::name::Name;
use crate::types::SqlType;

/// A table as columns refer to it: `table()`, `Table` or the name of an alias.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableRef {
    /// Schema.
    pub schema: Option<Name>,
    /// Name, or that of the alias; empty for an anonymous alias.
    pub name: Name,
    /// True if the name is an alias, a subquery or a CTE.
    pub is_alias: bool,
    /// Identity of an anonymous alias (`anon_1`).
    pub anonymous: Option<u32>,
    /// What the alias stands for, so that a query finds its source through its columns.
    pub source: AliasSource,
}

/// The source of rows behind an alias; a part of no comparison, since the name says which alias it is.
#[derive(Debug, Clone, Default)]
pub struct AliasSource(pub Option<Arc<FromItem>>);

impl PartialEq for AliasSource {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl TableRef {
    /// A table without schema.
    pub fn new(name: impl Into<Name>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }
}

/// A source of rows.
#[derive(Debug, Clone, PartialEq)]
pub enum FromItem {
    /// A table.
    Table {
        /// The table.
        table: TableRef,
        /// Its columns, where they are known (for `select(table)` and `insert(table)`).
        columns: Vec<(Name, SqlType)>,
    },
    /// `item.alias(name)`.
    Alias {
        /// The table.
        item: Box<Self>,
        /// The alias.
        alias: TableRef,
    },
    /// `query.subquery(name)`, `query.alias(name)`, LATERAL.
    Subquery {
        /// The query.
        query: Box<Query>,
        /// The alias.
        alias: TableRef,
        /// `lateral()`.
        lateral: bool,
    },
    /// `query.cte(name)`.
    Cte(Box<Cte>),
    /// `join(...)`.
    Join(Box<Join>),
    /// `func.x(...).table_valued(...)`, `.alias()`.
    Function {
        /// The call.
        call: Box<Expr>,
        /// The alias.
        alias: Option<TableRef>,
        /// Its columns.
        columns: Vec<(Name, SqlType)>,
        /// Whether the columns are written behind the alias.
        derived: Derived,
        /// `WITH ORDINALITY`.
        with_ordinality: bool,
        /// `lateral()`.
        lateral: bool,
    },
    /// `text(...)` in `select_from`.
    Text(String),
    /// `values(...).data(...)`.
    Values {
        /// Columns.
        columns: Vec<(Name, SqlType)>,
        /// Rows.
        rows: Vec<Vec<Expr>>,
        /// `literal_binds=True`.
        literal: bool,
        /// The alias.
        alias: Option<TableRef>,
    },
}

/// `render_derived(with_types=)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Derived {
    /// The alias alone.
    #[default]
    No,
    /// The names of the columns.
    Names,
    /// Their names and types.
    Types,
}

/// A common table expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Cte {
    /// The query (or INSERT/UPDATE/DELETE with RETURNING).
    pub query: Box<super::SqlStatement>,
    /// Its name.
    pub alias: TableRef,
    /// `recursive=True`.
    pub recursive: bool,
    /// `.prefix_with("MATERIALIZED")` and others, by text.
    pub prefixes: Vec<super::Words>,
    /// `.suffix_with(...)`.
    pub suffixes: Vec<super::Words>,
}

/// A join.
#[derive(Debug, Clone, PartialEq)]
pub struct Join {
    /// Left side.
    pub left: FromItem,
    /// Right side.
    pub right: FromItem,
    /// ON clause.
    pub on: Option<Expr>,
    /// `isouter=`.
    pub outer: bool,
    /// `full=`.
    pub full: bool,
}

//! Statements. Mirrors `sqlalchemy.sql.selectable.Select`, `dml` and `ddl`.

use smol_str::SmolStr;

use super::{Expr, FromItem, TableRef, TextClause};
use crate::column::Sequence;
use crate::constraint::Constraint;
use crate::index::Index;
use crate::name::Name;
use crate::table::Table;
use crate::types::SqlType;

/// Anything that `execute()` takes.
#[derive(Debug, Clone, PartialEq)]
pub enum SqlStatement {
    /// SELECT and set operations.
    Query(Box<Query>),
    /// INSERT.
    Insert(Box<Insert>),
    /// UPDATE.
    Update(Box<Update>),
    /// DELETE.
    Delete(Box<Delete>),
    /// `text(...)`.
    Text(TextClause),
    /// A bare expression (`select` of SQLAlchemy's `connection.execute(func.now())`).
    Expr(Box<Expr>),
    /// DDL.
    Ddl(Box<DdlStatement>),
}

/// A query.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// One SELECT.
    Select(Box<Select>),
    /// `union(...)` and the like.
    Compound(Box<CompoundSelect>),
    /// `text(...).columns(...)` and raw text where a query stands.
    Text(TextClause),
}

/// `distinct()`.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Distinct {
    /// No.
    #[default]
    No,
    /// `DISTINCT`.
    Yes,
    /// `DISTINCT ON (...)`.
    On(Vec<Expr>),
}

/// `with_for_update(...)`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ForUpdate {
    /// `read=`.
    pub read: bool,
    /// `nowait=`.
    pub nowait: bool,
    /// `skip_locked=`.
    pub skip_locked: bool,
    /// `key_share=`.
    pub key_share: bool,
    /// `of=`: columns; a table is its [`Expr::Star`].
    pub of: Vec<Expr>,
}

/// `prefix_with("...", dialect="...")` and the like: words for one database or for all (`*`).
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// What is written.
    pub text: Expr,
    /// `dialect=`.
    pub dialect: SmolStr,
}

/// `with_hint(table, "...", "dialect")`.
#[derive(Debug, Clone, PartialEq)]
pub struct Hint {
    /// The table.
    pub table: TableRef,
    /// The text; `%(name)s` in it is the name of the table.
    pub text: String,
    /// Database, or `*`.
    pub dialect: SmolStr,
}

/// A SELECT.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Select {
    /// Columns; a whole table is given by its columns.
    pub columns: Vec<Expr>,
    /// `select_from(...)` and joins. Tables that columns and conditions name are added by the compiler.
    pub froms: Vec<FromItem>,
    /// `where(...)`, joined by AND.
    pub where_: Vec<Expr>,
    /// `group_by(...)`.
    pub group_by: Vec<Expr>,
    /// `having(...)`.
    pub having: Vec<Expr>,
    /// `order_by(...)`.
    pub order_by: Vec<Expr>,
    /// `limit(...)`.
    pub limit: Option<Expr>,
    /// `offset(...)`.
    pub offset: Option<Expr>,
    /// `fetch(...)`: count, `with_ties`, `percent`.
    pub fetch: Option<(Expr, bool, bool)>,
    /// `distinct(...)`.
    pub distinct: Distinct,
    /// `prefix_with(...)`.
    pub prefixes: Vec<Words>,
    /// `suffix_with(...)`.
    pub suffixes: Vec<Words>,
    /// `with_hint(...)`.
    pub hints: Vec<Hint>,
    /// `with_statement_hint(...)`.
    pub statement_hints: Vec<Words>,
    /// `correlate(...)`: `None` is auto-correlation.
    pub correlate: Option<Vec<TableRef>>,
    /// `with_for_update(...)`.
    pub for_update: Option<ForUpdate>,
    /// `add_cte(...)`.
    pub ctes: Vec<FromItem>,
}

/// Set operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum CompoundOp {
    Union,
    UnionAll,
    Intersect,
    IntersectAll,
    Except,
    ExceptAll,
}

/// `union(...)` and the like.
#[derive(Debug, Clone, PartialEq)]
pub struct CompoundSelect {
    /// Operation.
    pub op: CompoundOp,
    /// Queries.
    pub queries: Vec<Query>,
    /// `order_by(...)`.
    pub order_by: Vec<Expr>,
    /// `limit(...)`.
    pub limit: Option<Expr>,
    /// `offset(...)`.
    pub offset: Option<Expr>,
    /// `fetch(...)`: count, `with_ties`, `percent`.
    pub fetch: Option<(Expr, bool, bool)>,
    /// `group_by(...)`.
    pub group_by: Vec<Expr>,
}

/// Where inserted rows come from.
#[derive(Debug, Clone, PartialEq)]
pub enum InsertSource {
    /// `values(a=1)`: one row; with no columns `DEFAULT VALUES`.
    Values(Vec<(Name, Expr)>),
    /// `values([{...}, {...}])`: column names and rows.
    MultiValues(Vec<Name>, Vec<Vec<Expr>>),
    /// `from_select(names, query)`.
    Select(Vec<Name>, Box<Query>),
    /// `insert(table)` alone: all columns of the table as binds.
    Columns,
}

/// `ON CONFLICT`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OnConflict {
    /// `index_elements=`.
    pub index_elements: Vec<Expr>,
    /// `index_where=`.
    pub index_where: Option<Expr>,
    /// `constraint=`.
    pub constraint: Option<Name>,
    /// `set_=`; empty with `do_update == false` is DO NOTHING.
    pub set: Vec<(Name, Expr)>,
    /// `where=`.
    pub where_: Option<Expr>,
    /// DO UPDATE.
    pub do_update: bool,
}

/// MySQL's `on_duplicate_key_update(...)`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OnDuplicateKey {
    /// Assignments.
    pub set: Vec<(Name, Expr)>,
}

/// An INSERT.
#[derive(Debug, Clone, PartialEq)]
pub struct Insert {
    /// Target.
    pub table: TableRef,
    /// Columns of the target that are known.
    pub columns: Vec<(Name, SqlType)>,
    /// Values.
    pub source: InsertSource,
    /// `returning(...)`.
    pub returning: Vec<Expr>,
    /// `ON CONFLICT` of PostgreSQL and SQLite.
    pub on_conflict: Option<OnConflict>,
    /// `ON DUPLICATE KEY UPDATE` of MySQL.
    pub on_duplicate_key: Option<OnDuplicateKey>,
    /// `prefix_with(...)`.
    pub prefixes: Vec<Words>,
    /// `with_hint(...)`.
    pub hints: Vec<Hint>,
    /// CTEs.
    pub ctes: Vec<FromItem>,
    /// Primary key columns that SQLAlchemy fetches back by an implicit RETURNING: those of a `Table`
    /// (not `table()`) whose value the statement does not give. `inline()` and `from_select` empty it.
    pub implicit_returning: Vec<Name>,
}

/// An UPDATE.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// Target.
    pub table: TableRef,
    /// Columns of the target that are known; SET follows their order, then the order given.
    pub columns: Vec<(Name, SqlType)>,
    /// `values(...)`.
    pub values: Vec<(Name, Expr)>,
    /// `ordered_values(...)`: keep the order.
    pub ordered: bool,
    /// `where(...)`.
    pub where_: Vec<Expr>,
    /// `returning(...)`.
    pub returning: Vec<Expr>,
    /// `prefix_with(...)`.
    pub prefixes: Vec<Words>,
    /// `with_hint(...)`.
    pub hints: Vec<Hint>,
    /// CTEs.
    pub ctes: Vec<FromItem>,
}

/// A DELETE.
#[derive(Debug, Clone, PartialEq)]
pub struct Delete {
    /// Target.
    pub table: TableRef,
    /// `where(...)`.
    pub where_: Vec<Expr>,
    /// `returning(...)`.
    pub returning: Vec<Expr>,
    /// `prefix_with(...)`.
    pub prefixes: Vec<Words>,
    /// `with_hint(...)`.
    pub hints: Vec<Hint>,
    /// CTEs.
    pub ctes: Vec<FromItem>,
}

/// DDL as a statement.
#[derive(Debug, Clone, PartialEq)]
pub enum DdlStatement {
    /// `DDL("...")` text.
    Text(String),
    /// `CreateTable(table, if_not_exists)`: only the CREATE TABLE.
    CreateTable {
        /// The table.
        table: Box<Table>,
        /// `if_not_exists=`.
        if_not_exists: bool,
    },
    /// `DropTable(table, if_exists)`.
    DropTable {
        /// The table.
        table: Box<Table>,
        /// `if_exists=`.
        if_exists: bool,
    },
    /// `CreateIndex(index, if_not_exists)`.
    CreateIndex {
        /// The index.
        index: Box<Index>,
        /// Its table.
        table: Box<Table>,
        /// `if_not_exists=`.
        if_not_exists: bool,
    },
    /// `DropIndex(index, if_exists)`.
    DropIndex {
        /// The index.
        index: Box<Index>,
        /// Its table.
        table: Box<Table>,
        /// `if_exists=`.
        if_exists: bool,
    },
    /// `CreateSchema(name, if_not_exists)`.
    CreateSchema {
        /// Schema.
        name: Name,
        /// `if_not_exists=`.
        if_not_exists: bool,
    },
    /// `DropSchema(name, cascade, if_exists)`.
    DropSchema {
        /// Schema.
        name: Name,
        /// `cascade=`.
        cascade: bool,
        /// `if_exists=`.
        if_exists: bool,
    },
    /// `AddConstraint(constraint)`.
    AddConstraint {
        /// The constraint.
        constraint: Box<Constraint>,
        /// Its table.
        table: Box<Table>,
    },
    /// `DropConstraint(constraint, cascade, if_exists)`.
    DropConstraint {
        /// The constraint.
        constraint: Box<Constraint>,
        /// Its table.
        table: Box<Table>,
        /// `cascade=`.
        cascade: bool,
        /// `if_exists=`.
        if_exists: bool,
    },
    /// `CreateSequence(sequence, if_not_exists)`.
    CreateSequence {
        /// The sequence.
        sequence: Sequence,
        /// `if_not_exists=`.
        if_not_exists: bool,
    },
    /// `DropSequence(sequence, if_exists)`.
    DropSequence {
        /// The sequence.
        sequence: Sequence,
        /// `if_exists=`.
        if_exists: bool,
    },
    /// `CREATE TYPE` of `ENUM.create(bind)` or `DOMAIN.create(bind)`; the `checkfirst` query is the runtime's.
    CreateType(SqlType),
    /// `DROP TYPE` / `DROP DOMAIN`.
    DropType(SqlType),
    /// `SetTableComment(table)`; a comment of `None` gives `DropTableComment`.
    TableComment {
        /// The table.
        table: Box<Table>,
    },
    /// `SetColumnComment(column)`.
    ColumnComment {
        /// The table.
        table: Box<Table>,
        /// The column.
        column: SmolStr,
    },
}

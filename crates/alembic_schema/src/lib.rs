//! Schema items, SQL expressions and operations as plain values.
//!
//! Mirrors `sqlalchemy.schema`, `sqlalchemy.types`, `sqlalchemy.sql` and `alembic.operations.ops` as far as
//! migrations need them. Nothing here does I/O, and nothing renders SQL: see `alembic_dialect`.

mod catalog;
mod column;
mod constraint;
pub mod expr;
mod index;
mod model_change;
mod name;
pub mod naming;
pub mod ops;
mod options;
mod sort;
mod table;
pub mod types;
mod value;

pub use catalog::{CatalogRow, CatalogRows};
pub use column::{
    Autoincrement, Column, ColumnDefault, Computed, Identity, PythonSide, Sequence,
    SequenceOptions, ServerDefault,
};
pub use constraint::{
    CheckConstraint, Constraint, ConstraintOptions, ExcludeConstraint, ExcludeElement, ForeignKey,
    ForeignKeyConstraint, ForeignKeyOptions, PrimaryKeyConstraint, UniqueConstraint, parse_target,
};
pub use expr::Expr;
pub use index::{Index, IndexElement};
pub use model_change::{ChangedAspect, ModelChange, ModelChangeKind};
pub use name::{ConstraintName, DeclaredAt, Name};
pub use naming::NamingConvention;
pub use options::{DialectOptions, OptionValue};
pub use sort::{SortedTables, in_creation_order};
pub use table::{MetaData, Table, TableKey, type_bound_check};
pub use types::{SqlType, TypeClass};
pub use value::{RefusedValue, SqlValue};

//! Operations as values. Mirrors `alembic.operations.ops`.

mod reverse;

use smol_str::SmolStr;

use crate::column::{Column, Computed, Identity, ServerDefault};
use crate::constraint::{
    CheckConstraint, Constraint, ExcludeConstraint, ForeignKeyConstraint, PrimaryKeyConstraint,
    UniqueConstraint,
};
use crate::expr::{SqlStatement, TableRef};
use crate::index::Index;
use crate::name::{ConstraintName, DeclaredAt, Name};
use crate::naming::NamingConvention;
use crate::options::{DialectOptions, OptionValue};
use crate::table::Table;
use crate::types::SqlType;
use crate::value::SqlValue;

pub use reverse::ReverseError;

/// A change of one aspect: `False` (not given), a value, or `None` (drop).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Change<T> {
    /// Not given.
    #[default]
    Keep,
    /// Set to the value.
    Set(T),
    /// Given as `None`.
    Drop,
}

impl<T> Change<T> {
    /// True if the aspect was given.
    pub fn is_given(&self) -> bool {
        !matches!(self, Self::Keep)
    }
}

/// A server default of `alter_column`: plain, identity or computed.
#[derive(Debug, Clone, PartialEq)]
pub enum AlterDefault {
    /// `server_default="x"`, `text(...)` and so on.
    Plain(ServerDefault),
    /// `Identity(...)`.
    Identity(Identity),
    /// `Computed(...)`.
    Computed(Computed),
}

/// `op.add_column`.
#[derive(Debug, Clone, PartialEq)]
pub struct AddColumnOp {
    /// Table.
    pub table: Name,
    /// Schema.
    pub schema: Option<Name>,
    /// The column.
    pub column: Column,
    /// `if_not_exists=`.
    pub if_not_exists: Option<bool>,
    /// `inline_references=`.
    pub inline_references: Option<bool>,
    /// `inline_primary_key=`.
    pub inline_primary_key: Option<bool>,
    /// Batch: `insert_before=`.
    pub insert_before: Option<SmolStr>,
    /// Batch: `insert_after=`.
    pub insert_after: Option<SmolStr>,
    /// Foreign keys of the table that the column is part of: `repr()` of the column shows them.
    pub table_foreign_keys: Vec<ForeignKeyConstraint>,
    /// Other keywords.
    pub kwargs: DialectOptions,
    /// Where it was called.
    pub span: DeclaredAt,
}

/// `op.drop_column`.
#[derive(Debug, Clone, PartialEq)]
pub struct DropColumnOp {
    /// Table.
    pub table: Name,
    /// Schema.
    pub schema: Option<Name>,
    /// Column name.
    pub column: Name,
    /// `if_exists=`.
    pub if_exists: Option<bool>,
    /// `mssql_drop_check`, `mssql_drop_default`, `mssql_drop_foreign_key` and others. In batch also
    /// `existing_type` (as seen in [`Self::existing_type`]).
    pub kwargs: DialectOptions,
    /// Batch: `existing_type=`.
    pub existing_type: Option<SqlType>,
    /// The dropped column, as autogenerate knows it.
    pub reverse: Option<Box<AddColumnOp>>,
    /// Where it was called.
    pub span: DeclaredAt,
}

/// `op.alter_column`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterColumnOp {
    /// Table.
    pub table: Name,
    /// Schema.
    pub schema: Option<Name>,
    /// Column name.
    pub column: Name,
    /// `existing_type=`.
    pub existing_type: Option<SqlType>,
    /// `existing_server_default=`.
    pub existing_server_default: Change<AlterDefault>,
    /// `existing_nullable=`.
    pub existing_nullable: Option<bool>,
    /// `existing_comment=`.
    pub existing_comment: Option<String>,
    /// `nullable=`.
    pub nullable: Option<bool>,
    /// `comment=`.
    pub comment: Change<String>,
    /// `server_default=`.
    pub server_default: Change<AlterDefault>,
    /// `new_column_name=`.
    pub new_name: Option<Name>,
    /// `type_=`.
    pub type_: Option<SqlType>,
    /// `autoincrement=`.
    pub autoincrement: Option<bool>,
    /// `existing_autoincrement=`.
    pub existing_autoincrement: Option<bool>,
    /// `postgresql_using`, `mssql_drop_default` and others.
    pub kwargs: DialectOptions,
    /// Batch: `insert_before=` (ignored by Alembic).
    pub insert_before: Option<SmolStr>,
    /// Batch: `insert_after=` (ignored by Alembic).
    pub insert_after: Option<SmolStr>,
    /// Where it was called.
    pub span: DeclaredAt,
}

/// `op.create_table`.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateTableOp {
    /// The table, built with [`Table::attach_constraint`] and [`Table::attach_column`].
    pub table: Table,
    /// `if_not_exists=`.
    pub if_not_exists: Option<bool>,
    /// False for the naming convention not to be applied (already named by autogenerate).
    pub apply_naming: bool,
    /// Where it was called.
    pub span: DeclaredAt,
}

/// `op.drop_table`.
#[derive(Debug, Clone, PartialEq)]
pub struct DropTableOp {
    /// Table.
    pub table: Name,
    /// Schema.
    pub schema: Option<Name>,
    /// `if_exists=`.
    pub if_exists: Option<bool>,
    /// Other keywords (table options).
    pub kwargs: DialectOptions,
    /// The dropped table, as autogenerate knows it.
    pub reverse: Option<Box<Table>>,
    /// Where it was called.
    pub span: DeclaredAt,
}

/// `op.rename_table`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenameTableOp {
    /// Old name.
    pub table: Name,
    /// New name.
    pub new_name: Name,
    /// Schema.
    pub schema: Option<Name>,
    /// Where it was called.
    pub span: DeclaredAt,
}

/// `op.create_index`.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateIndexOp {
    /// Table.
    pub table: Name,
    /// Schema.
    pub schema: Option<Name>,
    /// The index.
    pub index: Index,
    /// Columns of the index as autogenerate knows them; empty for `op.create_index`, which has only names.
    pub columns: Vec<Column>,
    /// `if_not_exists=`.
    pub if_not_exists: Option<bool>,
    /// Where it was called.
    pub span: DeclaredAt,
}

/// `op.drop_index`.
#[derive(Debug, Clone, PartialEq)]
pub struct DropIndexOp {
    /// Name.
    pub name: ConstraintName,
    /// Table.
    pub table: Option<Name>,
    /// Schema.
    pub schema: Option<Name>,
    /// `if_exists=`.
    pub if_exists: Option<bool>,
    /// Dialect options.
    pub kwargs: DialectOptions,
    /// The dropped index, as autogenerate knows it.
    pub reverse: Option<Box<CreateIndexOp>>,
    /// Where it was called.
    pub span: DeclaredAt,
}

/// `op.create_primary_key`, `create_unique_constraint`, `create_foreign_key`, `create_check_constraint`
/// and `create_exclude_constraint` (`AddConstraintOp`).
#[derive(Debug, Clone, PartialEq)]
pub struct AddConstraintOp<C> {
    /// Table (source table of a foreign key).
    pub table: Name,
    /// Schema.
    pub schema: Option<Name>,
    /// The constraint.
    pub constraint: C,
    /// Where it was called.
    pub span: DeclaredAt,
}

/// `CreatePrimaryKeyOp`.
pub type CreatePrimaryKeyOp = AddConstraintOp<PrimaryKeyConstraint>;
/// `CreateUniqueConstraintOp`.
pub type CreateUniqueConstraintOp = AddConstraintOp<UniqueConstraint>;
/// `CreateForeignKeyOp`.
pub type CreateForeignKeyOp = AddConstraintOp<ForeignKeyConstraint>;
/// `CreateCheckConstraintOp`.
pub type CreateCheckConstraintOp = AddConstraintOp<CheckConstraint>;
/// `CreateExcludeConstraintOp`.
pub type CreateExcludeConstraintOp = AddConstraintOp<ExcludeConstraint>;

/// `type_=` of `op.drop_constraint`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConstraintKind {
    /// `foreignkey`.
    ForeignKey,
    /// `primary`.
    Primary,
    /// `unique`.
    Unique,
    /// `check`.
    Check,
}

/// `op.drop_constraint`.
#[derive(Debug, Clone, PartialEq)]
pub struct DropConstraintOp {
    /// Name.
    pub name: ConstraintName,
    /// Table.
    pub table: Name,
    /// Schema.
    pub schema: Option<Name>,
    /// `type_=`; another text than the four is the caller's `TypeError`.
    pub kind: Option<ConstraintKind>,
    /// `if_exists=`.
    pub if_exists: Option<bool>,
    /// The dropped constraint, as autogenerate knows it.
    pub reverse: Option<Box<Constraint>>,
    /// Where it was called.
    pub span: DeclaredAt,
}

/// `op.create_table_comment`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateTableCommentOp {
    /// Table.
    pub table: Name,
    /// Schema.
    pub schema: Option<Name>,
    /// The comment.
    pub comment: Option<String>,
    /// `existing_comment=`.
    pub existing_comment: Option<String>,
    /// Where it was called.
    pub span: DeclaredAt,
}

/// `op.drop_table_comment`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DropTableCommentOp {
    /// Table.
    pub table: Name,
    /// Schema.
    pub schema: Option<Name>,
    /// `existing_comment=`.
    pub existing_comment: Option<String>,
    /// Where it was called.
    pub span: DeclaredAt,
}

/// A value of a bulk-inserted row.
#[derive(Debug, Clone, PartialEq)]
pub enum RowValue {
    /// A plain value.
    Value(SqlValue),
    /// `op.inline_literal(...)` or another expression.
    Expr(crate::expr::Expr),
}

/// `op.bulk_insert`.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkInsertOp {
    /// Target.
    pub table: TableRef,
    /// Columns of the target with types and Python-side defaults.
    pub columns: Vec<Column>,
    /// True for a `Table` (with primary key), false for `table()`.
    pub is_schema_table: bool,
    /// Rows in the order of their keys.
    pub rows: Vec<Vec<(Name, RowValue)>>,
    /// `multiinsert=`.
    pub multiinsert: bool,
    /// Where it was called.
    pub span: DeclaredAt,
}

/// `op.execute`.
#[derive(Debug, Clone, PartialEq)]
pub struct ExecuteSqlOp {
    /// The statement; a Python str is a [`SqlStatement::Text`].
    pub statement: SqlStatement,
    /// `execution_options=`.
    pub execution_options: Vec<(SmolStr, OptionValue)>,
    /// Where it was called.
    pub span: DeclaredAt,
}

/// `ModifyTableOps`: operations on one table.
#[derive(Debug, Clone, PartialEq)]
pub struct ModifyTableOps {
    /// Table.
    pub table: Name,
    /// Schema.
    pub schema: Option<Name>,
    /// Operations.
    pub ops: Vec<Operation>,
}

/// `recreate=` of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Recreate {
    /// `"auto"`.
    #[default]
    Auto,
    /// `"always"`.
    Always,
    /// `"never"`.
    Never,
}

/// `op.batch_alter_table` with its queued operations.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BatchOp {
    /// Table.
    pub table: Name,
    /// Schema.
    pub schema: Option<Name>,
    /// `recreate=`.
    pub recreate: Recreate,
    /// `partial_reordering=`.
    pub partial_reordering: Vec<Vec<SmolStr>>,
    /// `copy_from=`.
    pub copy_from: Option<Box<Table>>,
    /// Naming convention of the metadata of `copy_from`.
    pub copy_from_convention: NamingConvention,
    /// Constraints among `table_args=`.
    pub table_constraints: Vec<Constraint>,
    /// Columns among `table_args=`.
    pub table_columns: Vec<Column>,
    /// Indexes among `table_args=`.
    pub table_indexes: Vec<Index>,
    /// `table_kwargs=`.
    pub table_kwargs: DialectOptions,
    /// Columns among `reflect_args=`.
    pub reflect_columns: Vec<Column>,
    /// `include_columns` of `reflect_kwargs=`.
    pub reflect_include: Option<Vec<SmolStr>>,
    /// `listeners` of `reflect_kwargs=`: their number among those that the bindings keep.
    pub reflect_listeners: Option<usize>,
    /// `naming_convention=`.
    pub naming_convention: Option<crate::naming::NamingConvention>,
    /// Queued operations.
    pub ops: Vec<Operation>,
    /// Where it was called.
    pub span: DeclaredAt,
}

/// One operation.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    missing_docs,
    reason = "each variant is the Alembic class of the same name"
)]
pub enum Operation {
    AddColumn(Box<AddColumnOp>),
    DropColumn(Box<DropColumnOp>),
    AlterColumn(Box<AlterColumnOp>),
    CreateTable(Box<CreateTableOp>),
    DropTable(Box<DropTableOp>),
    RenameTable(RenameTableOp),
    CreateIndex(Box<CreateIndexOp>),
    DropIndex(Box<DropIndexOp>),
    CreatePrimaryKey(Box<CreatePrimaryKeyOp>),
    CreateUniqueConstraint(Box<CreateUniqueConstraintOp>),
    CreateForeignKey(Box<CreateForeignKeyOp>),
    CreateCheckConstraint(Box<CreateCheckConstraintOp>),
    CreateExcludeConstraint(Box<CreateExcludeConstraintOp>),
    DropConstraint(Box<DropConstraintOp>),
    CreateTableComment(CreateTableCommentOp),
    DropTableComment(DropTableCommentOp),
    BulkInsert(Box<BulkInsertOp>),
    ExecuteSql(Box<ExecuteSqlOp>),
    ModifyTable(ModifyTableOps),
    Batch(Box<BatchOp>),
    Custom(CustomOp),
}

/// An operation of a class of the project, or one of Alembic's own that the project renders itself.
///
/// Only autogenerate makes it: what runs is always one of the others.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomOp {
    /// The number of its Python object.
    pub object: usize,
    /// Name of its class.
    pub class: String,
    /// What it is for Alembic, if its class is one of Alembic's or below one.
    pub own: Option<Box<Operation>>,
    /// `repr(op.to_diff_tuple())`, where `check` has asked for it.
    pub diff: Option<String>,
}

impl Operation {
    /// The operation as Alembic knows it: of a custom one that the project does not describe itself, what it is built on.
    pub fn as_alembic(&self) -> &Self {
        match self {
            Self::Custom(CustomOp {
                own: Some(own),
                diff: None,
                ..
            }) => own.as_alembic(),
            other => other,
        }
    }
}

/// `UpgradeOps`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpgradeOps {
    /// Operations.
    pub ops: Vec<Operation>,
    /// Token in templates.
    pub upgrade_token: SmolStr,
}

/// `DowngradeOps`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DowngradeOps {
    /// Operations.
    pub ops: Vec<Operation>,
    /// Token in templates.
    pub downgrade_token: SmolStr,
}

/// `MigrationScript`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MigrationScript {
    /// Upgrade.
    pub upgrade_ops: Vec<UpgradeOps>,
    /// Downgrade.
    pub downgrade_ops: Vec<DowngradeOps>,
}

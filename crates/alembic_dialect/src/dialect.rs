//! The dialect trait: what differs by database.

use alembic_schema::expr::{BinaryOp, Expr, FunctionCall, Select};
use alembic_schema::ops::{
    AlterColumnOp, BulkInsertOp, CreateTableCommentOp, DropColumnOp, DropTableCommentOp,
};
use alembic_schema::{
    CheckConstraint, Column, Computed, Constraint, ForeignKeyConstraint, Identity, Index, Name,
    PrimaryKeyConstraint, SequenceOptions, SqlType, Table, UniqueConstraint,
};

use crate::context::{Ctx, ParamStyle, Statement};
use crate::default;
use crate::error::Result;
use crate::operations::{self, DropTarget};
use crate::sql::Sql;

/// Constants of a dialect. The names are SQLAlchemy's and Alembic's attributes.
#[derive(Debug)]
pub struct Features {
    /// `dialect.name`.
    pub name: &'static str,
    /// `paramstyle` of the dialect class.
    pub paramstyle: ParamStyle,
    /// Quote characters.
    pub quotes: (char, char),
    /// `illegal_initial_characters` besides digits.
    pub illegal_initial: &'static [char],
    /// `quote_case_sensitive_collations`.
    pub quote_collations: bool,
    /// `max_identifier_length`.
    pub max_identifier_length: usize,
    /// `max_index_name_length`.
    pub max_index_length: Option<usize>,
    /// `max_constraint_name_length`.
    pub max_constraint_length: Option<usize>,
    /// `supports_comments`.
    pub supports_comments: bool,
    /// `inline_comments`.
    pub inline_comments: bool,
    /// `supports_native_boolean`.
    pub native_boolean: bool,
    /// `supports_native_enum`.
    pub native_enum: bool,
    /// `supports_native_uuid`.
    pub native_uuid: bool,
    /// `supports_identity_columns`.
    pub identity_columns: bool,
    /// `supports_alter`.
    pub supports_alter: bool,
    /// `insert_returning`.
    pub insert_returning: bool,
    /// RETURNING columns carry their table.
    pub returning_with_table: bool,
    /// `supports_default_values`.
    pub default_values: bool,
    /// Alembic: `transactional_ddl`.
    pub transactional_ddl: bool,
    /// Alembic: `command_terminator`.
    pub command_terminator: &'static str,
    /// Alembic: `batch_separator`.
    pub batch_separator: Option<&'static str>,
    /// Alembic: statement of `emit_begin`.
    pub begin: &'static str,
    /// `_backslash_escapes`.
    pub backslash_escapes: bool,
}

/// What differs by database: type names, DDL, expressions and the order of statements.
///
/// The provided methods are SQLAlchemy's generic compilers and Alembic's `DefaultImpl`.
pub trait Dialect: Sync {
    /// Constants.
    fn features(&self) -> &'static Features;

    /// `preparer.reserved_words`, sorted.
    fn reserved_words(&self) -> &'static [&'static str] {
        default::reserved::RESERVED_WORDS
    }

    /// `quote_schema`.
    fn quote_schema(&self, ctx: &Ctx<'_>, schema: &Name) -> String {
        ctx.quote(schema)
    }

    // Types.

    /// `type_compiler.process(type)`, of a type already resolved for the dialect.
    fn type_sql(&self, ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
        default::types::type_sql(ctx, type_)
    }

    // Expressions.

    /// What stands behind the placeholder of a bound value of a type.
    fn bind_cast(&self, _ctx: &Ctx<'_>, _type: &SqlType) -> Result<String> {
        Ok(String::new())
    }

    /// A function that the dialect renders in its own way.
    fn function(&self, _sql: &mut Sql<'_, '_>, _call: &FunctionCall) -> Option<Result<String>> {
        None
    }

    /// A binary operator that the dialect renders in its own way.
    fn binary(
        &self,
        _sql: &mut Sql<'_, '_>,
        _left: &Expr,
        _op: &BinaryOp,
        _right: &Expr,
        _modifier: Option<&str>,
    ) -> Option<Result<String>> {
        None
    }

    /// `visit_true` and `visit_false`.
    fn boolean(&self, value: bool) -> &'static str {
        match (self.features().native_boolean, value) {
            (true, true) => "true",
            (true, false) => "false",
            (false, true) => "1",
            (false, false) => "0",
        }
    }

    /// `limit_clause`.
    fn limit_clause(
        &self,
        sql: &mut Sql<'_, '_>,
        limit: Option<&Expr>,
        offset: Option<&Expr>,
    ) -> Result<String> {
        default::sql::limit_clause(sql, limit, offset)
    }

    /// `get_select_precolumns` for a SELECT with LIMIT (SQL Server's TOP) and DISTINCT.
    fn select_precolumns(&self, sql: &mut Sql<'_, '_>, select: &Select) -> Result<String> {
        default::sql::select_precolumns(sql, select)
    }

    /// `for_update_clause`.
    fn for_update(&self, sql: &mut Sql<'_, '_>, select: &Select) -> Result<String> {
        default::sql::for_update(sql, select)
    }

    /// `CAST`: MySQL knows only some targets.
    fn cast(
        &self,
        sql: &mut Sql<'_, '_>,
        expr: &Expr,
        type_: &SqlType,
        is_try: bool,
    ) -> Result<String> {
        default::sql::cast(sql, expr, type_, is_try)
    }

    /// `document[key].as_string()` and the like, where the dialect has a function for it.
    fn json_value(
        &self,
        _sql: &mut Sql<'_, '_>,
        _document: &Expr,
        _key: &Expr,
        _type: &SqlType,
    ) -> Option<Result<String>> {
        None
    }

    /// `visit_extract`.
    fn extract(&self, sql: &mut Sql<'_, '_>, field: &str, expr: &Expr) -> Result<String> {
        default::sql::extract(sql, field, expr)
    }

    /// The FROM of a SELECT without tables (`default_from`).
    fn default_from(&self) -> &'static str {
        ""
    }

    /// A literal of a date, time, timestamp, UUID, bytes or JSON value, where the dialect has its own.
    fn literal(
        &self,
        ctx: &Ctx<'_>,
        value: &alembic_schema::SqlValue,
        type_: &SqlType,
    ) -> Option<Result<String>> {
        default::literal::dialect_literal(ctx, value, type_)
    }

    // DDL.

    /// `get_column_specification`.
    fn column_spec(&self, ctx: &Ctx<'_>, table: &Table, column: &Column) -> Result<String> {
        default::ddl::column_spec(ctx, table, column)
    }

    /// `visit_computed_column`.
    fn computed(&self, ctx: &Ctx<'_>, computed: &Computed) -> Result<String> {
        default::ddl::computed(ctx, computed)
    }

    /// `visit_identity_column`.
    fn identity(&self, ctx: &Ctx<'_>, identity: &Identity) -> Result<String> {
        default::ddl::identity(ctx, identity)
    }

    /// `get_identity_options`.
    fn identity_options(&self, options: &SequenceOptions) -> String {
        default::ddl::identity_options(options)
    }

    /// `visit_primary_key_constraint`; `None` leaves it out.
    fn primary_key(
        &self,
        ctx: &Ctx<'_>,
        table: &Table,
        key: &PrimaryKeyConstraint,
    ) -> Result<Option<String>> {
        default::ddl::primary_key(ctx, table, key).map(Some)
    }

    /// `visit_foreign_key_constraint`; `None` leaves it out.
    fn foreign_key(
        &self,
        ctx: &Ctx<'_>,
        table: &Table,
        key: &ForeignKeyConstraint,
    ) -> Result<Option<String>> {
        default::ddl::foreign_key(ctx, table, key).map(Some)
    }

    /// `visit_unique_constraint`.
    fn unique(&self, ctx: &Ctx<'_>, table: &Table, unique: &UniqueConstraint) -> Result<String> {
        default::ddl::unique(ctx, table, unique)
    }

    /// `visit_check_constraint`.
    fn check(&self, ctx: &Ctx<'_>, table: &Table, check: &CheckConstraint) -> Result<String> {
        default::ddl::check(ctx, table, check)
    }

    /// `define_constraint_match`.
    fn foreign_key_match(&self, key: &ForeignKeyConstraint) -> Result<String> {
        default::ddl::foreign_key_match(key)
    }

    /// `define_constraint_cascades`.
    fn foreign_key_cascades(&self, ctx: &Ctx<'_>, key: &ForeignKeyConstraint) -> Result<String> {
        default::ddl::foreign_key_cascades(ctx, key)
    }

    /// `visit_create_index`.
    fn create_index(
        &self,
        ctx: &Ctx<'_>,
        table: &Table,
        index: &Index,
        if_not_exists: bool,
    ) -> Result<String> {
        default::ddl::create_index(ctx, table, index, if_not_exists)
    }

    /// `visit_drop_index`.
    fn drop_index(
        &self,
        ctx: &Ctx<'_>,
        table: &Table,
        index: &Index,
        if_exists: bool,
    ) -> Result<String> {
        default::ddl::drop_index(ctx, table, index, if_exists)
    }

    /// `post_create_table`.
    fn post_create_table(&self, _ctx: &Ctx<'_>, _table: &Table) -> Result<String> {
        Ok(String::new())
    }

    /// Statements before CREATE TABLE: types that the table needs.
    fn before_create_table(&self, ctx: &Ctx<'_>, table: &Table) -> Result<Vec<Statement>> {
        default::types::refuse_foreign_types(ctx, table)?;
        Ok(Vec::new())
    }

    /// `SetTableComment` / `DropTableComment`.
    fn table_comment(&self, ctx: &Ctx<'_>, table: &Table) -> Result<String> {
        default::ddl::table_comment(ctx, table)
    }

    /// `SetColumnComment` after CREATE TABLE and ADD COLUMN.
    fn column_comment(&self, ctx: &Ctx<'_>, table: &Table, column: &Column) -> Result<String> {
        default::ddl::column_comment(ctx, table, column)
    }

    // Operations.

    /// `ALTER TABLE ... ADD [COLUMN]`.
    fn add_column_keyword(&self) -> &'static str {
        "ADD COLUMN"
    }

    /// `visit_rename_table`.
    fn rename_table(&self, ctx: &Ctx<'_>, old: &Name, new: &Name, schema: Option<&Name>) -> String {
        default::alter::rename_table(ctx, old, new, schema)
    }

    /// `impl.alter_column`.
    fn alter_column(&self, ctx: &Ctx<'_>, op: &AlterColumnOp) -> Result<Vec<Statement>> {
        default::alter::alter_column(ctx, op)
    }

    /// One aspect of `alter_column`.
    fn alter_aspect(
        &self,
        ctx: &Ctx<'_>,
        op: &AlterColumnOp,
        aspect: &default::alter::Aspect<'_>,
    ) -> Result<String> {
        default::alter::aspect(ctx, op, aspect)
    }

    /// `impl.drop_column`.
    fn drop_column(&self, ctx: &Ctx<'_>, op: &DropColumnOp) -> Result<Vec<Statement>> {
        default::alter::drop_column(ctx, op)
    }

    /// `impl.add_constraint`.
    fn add_constraint(
        &self,
        ctx: &Ctx<'_>,
        table: &Table,
        constraint: &Constraint,
    ) -> Result<Vec<Statement>> {
        operations::add_constraint(ctx, table, constraint)
    }

    /// `impl.drop_constraint`.
    fn drop_constraint(&self, ctx: &Ctx<'_>, target: &DropTarget<'_>) -> Result<Vec<Statement>> {
        operations::drop_constraint(ctx, target)
    }

    /// `impl.bulk_insert`.
    fn bulk_insert(&self, ctx: &Ctx<'_>, op: &BulkInsertOp) -> Result<Vec<Statement>> {
        operations::bulk_insert::compile(ctx, op)
    }

    /// `create_table_comment`.
    fn create_table_comment(&self, ctx: &Ctx<'_>, op: &CreateTableCommentOp) -> Result<String> {
        let mut table = Table::new(op.table.clone());
        table.schema.clone_from(&op.schema);
        table.comment.clone_from(&op.comment);
        self.table_comment(ctx, &table)
    }

    /// `drop_table_comment`.
    fn drop_table_comment(&self, ctx: &Ctx<'_>, op: &DropTableCommentOp) -> Result<String> {
        let mut table = Table::new(op.table.clone());
        table.schema.clone_from(&op.schema);
        self.table_comment(ctx, &table)
    }
}

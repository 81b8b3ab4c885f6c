//! Operations to statements. Mirrors `alembic.operations.toimpl` and `DefaultImpl`.

pub(crate) mod bulk_insert;

use alembic_schema::naming::{constraint_name, index_name};
use alembic_schema::ops::{
    AddColumnOp, AddConstraintOp, AlterColumnOp, ConstraintKind, CreateIndexOp, CreateTableOp,
    CustomOp, DropConstraintOp, DropIndexOp, ExecuteSqlOp, Operation,
};
use alembic_schema::{
    CheckConstraint, Column, Constraint, ConstraintName, DeclaredAt, Index, Name,
    PrimaryKeyConstraint, SqlType, Table,
};
use smol_str::SmolStr;

use crate::context::{Ctx, Statement};
use crate::default;
use crate::default::alter::alter_table;
use crate::error::{CompileError, Result};

/// A constraint to drop, known by name and perhaps kind.
#[derive(Debug)]
pub struct DropTarget<'a> {
    /// Table.
    pub table: &'a Name,
    /// Schema.
    pub schema: Option<&'a Name>,
    /// Name.
    pub name: &'a ConstraintName,
    /// Kind.
    pub kind: Option<ConstraintKind>,
    /// `IF EXISTS`.
    pub if_exists: bool,
    /// A CHECK that a Boolean or Enum type made.
    pub type_bound: bool,
}

/// The statements of an operation, in the order in which Alembic emits them.
///
/// # Errors
/// With the class and text of the reference; the operation's place is attached.
pub fn compile_operation(ctx: &Ctx<'_>, operation: &Operation) -> Result<Vec<Statement>> {
    let span = span_of(operation);
    let mut statements = dispatch(ctx, operation).map_err(|error| error.at(span))?;
    for statement in &mut statements {
        if statement.span.0.is_none() {
            statement.span = span;
        }
    }
    for warning in ctx.warnings().iter_mut() {
        if warning.span.0.is_none() {
            warning.span = span;
        }
    }
    Ok(statements)
}

fn dispatch(ctx: &Ctx<'_>, operation: &Operation) -> Result<Vec<Statement>> {
    match operation {
        Operation::AddColumn(op) => add_column(ctx, op),
        Operation::DropColumn(op) => ctx.dialect.drop_column(ctx, op),
        Operation::AlterColumn(op) => alter_column(ctx, op),
        Operation::CreateTable(op) => create_table_op(ctx, op),
        Operation::DropTable(op) => Ok(vec![Statement::ddl(crate::ddl::drop_table(
            ctx,
            &op.table,
            op.schema.as_ref(),
            op.if_exists == Some(true),
        ))]),
        Operation::RenameTable(op) => Ok(vec![Statement::ddl(ctx.dialect.rename_table(
            ctx,
            &op.table,
            &op.new_name,
            op.schema.as_ref(),
        ))]),
        Operation::CreateIndex(op) => create_index(ctx, op),
        Operation::DropIndex(op) => drop_index(ctx, op),
        Operation::CreatePrimaryKey(op) => {
            create_constraint(ctx, op, Constraint::PrimaryKey(op.constraint.clone()))
        }
        Operation::CreateUniqueConstraint(op) => {
            create_constraint(ctx, op, Constraint::Unique(op.constraint.clone()))
        }
        Operation::CreateForeignKey(op) => {
            create_constraint(ctx, op, Constraint::ForeignKey(op.constraint.clone()))
        }
        Operation::CreateCheckConstraint(op) => {
            create_constraint(ctx, op, Constraint::Check(op.constraint.clone()))
        }
        Operation::CreateExcludeConstraint(op) => {
            create_constraint(ctx, op, Constraint::Exclude(op.constraint.clone()))
        }
        Operation::DropConstraint(op) => drop_constraint_op(ctx, op),
        Operation::CreateTableComment(op) => ctx.dialect.create_table_comment(ctx, op).map(one),
        Operation::DropTableComment(op) => ctx.dialect.drop_table_comment(ctx, op).map(one),
        Operation::BulkInsert(op) => ctx.dialect.bulk_insert(ctx, op),
        Operation::ExecuteSql(op) => execute(ctx, op),
        Operation::ModifyTable(op) => {
            let mut out = Vec::new();
            for inner in &op.ops {
                out.extend(compile_operation(ctx, inner)?);
            }
            Ok(out)
        }
        Operation::Batch(op) => crate::batch::compile(ctx, op),
        Operation::Custom(op) => Err(custom(op)),
    }
}

/// A custom operation is run by the project's own function, never by ours.
pub(crate) fn custom(op: &CustomOp) -> CompileError {
    CompileError::ours(format!("the SQL of the custom operation `{}`", op.class))
}

fn one(sql: String) -> Vec<Statement> {
    vec![Statement::ddl(sql)]
}

/// Where an operation was called.
pub(crate) fn span_of(operation: &Operation) -> DeclaredAt {
    match operation {
        Operation::AddColumn(op) => op.span,
        Operation::DropColumn(op) => op.span,
        Operation::AlterColumn(op) => op.span,
        Operation::CreateTable(op) => op.span,
        Operation::DropTable(op) => op.span,
        Operation::RenameTable(op) => op.span,
        Operation::CreateIndex(op) => op.span,
        Operation::DropIndex(op) => op.span,
        Operation::CreatePrimaryKey(op) => op.span,
        Operation::CreateUniqueConstraint(op) => op.span,
        Operation::CreateForeignKey(op) => op.span,
        Operation::CreateCheckConstraint(op) => op.span,
        Operation::CreateExcludeConstraint(op) => op.span,
        Operation::DropConstraint(op) => op.span,
        Operation::CreateTableComment(op) => op.span,
        Operation::DropTableComment(op) => op.span,
        Operation::BulkInsert(op) => op.span,
        Operation::ExecuteSql(op) => op.span,
        Operation::ModifyTable(_) | Operation::Custom(_) => DeclaredAt::default(),
        Operation::Batch(op) => op.span,
    }
}

fn execute(ctx: &Ctx<'_>, op: &ExecuteSqlOp) -> Result<Vec<Statement>> {
    crate::sql::compile_statement(ctx, &op.statement).map(|statement| vec![statement])
}

/// A table of one column, as `schema_obj.table(name, column)` makes it.
pub(crate) fn table_of(
    ctx: &Ctx<'_>,
    name: &Name,
    schema: Option<&Name>,
    column: Option<Column>,
) -> Result<Table> {
    let mut table = Table::new(name.clone());
    table.schema = schema.cloned();
    if let Some(column) = column {
        table.attach_column(column);
    }
    table.apply_naming_convention(ctx.naming_convention)?;
    Ok(table)
}

fn add_column(ctx: &Ctx<'_>, op: &AddColumnOp) -> Result<Vec<Statement>> {
    let table = table_of(ctx, &op.table, op.schema.as_ref(), Some(op.column.clone()))?;
    let Some(column) = table.columns.first() else {
        return Ok(Vec::new());
    };
    let is_inline_fk = op.inline_references == Some(true) && column.foreign_keys.len() == 1;
    let mut out = vec![Statement::ddl(add_column_sql(
        ctx,
        op,
        &table,
        column,
        is_inline_fk,
    )?)];
    for constraint in &table.constraints {
        let skip = is_inline_fk && matches!(constraint, Constraint::ForeignKey(_));
        if !skip {
            out.extend(ctx.dialect.add_constraint(ctx, &table, constraint)?);
        }
    }
    for index in &table.indexes {
        out.push(Statement::ddl(
            ctx.dialect.create_index(ctx, &table, index, false)?,
        ));
    }
    let features = ctx.dialect.features();
    if column.comment.is_some() && features.supports_comments && !features.inline_comments {
        out.push(Statement::ddl(
            ctx.dialect.column_comment(ctx, &table, column)?,
        ));
    }
    Ok(out)
}

fn add_column_sql(
    ctx: &Ctx<'_>,
    op: &AddColumnOp,
    table: &Table,
    column: &Column,
    inline_fk: bool,
) -> Result<String> {
    let keyword = ctx.dialect.add_column_keyword();
    let mut out = format!(
        "{} {keyword} ",
        alter_table(ctx, &op.table, op.schema.as_ref())
    );
    let is_generic = keyword == "ADD COLUMN";
    if is_generic && op.if_not_exists == Some(true) {
        out.push_str("IF NOT EXISTS ");
    }
    out.push_str(&ctx.dialect.column_spec(ctx, table, column)?);
    if is_generic && op.inline_primary_key == Some(true) && column.primary_key {
        out.push_str(" PRIMARY KEY");
    }
    if is_generic
        && inline_fk
        && let Some(key) = column.foreign_keys.first()
    {
        let key = key.clone().into_constraint(&column.name);
        out.push_str(&format!(
            " REFERENCES {} ({}){}{}{}",
            ctx.table(&key.referred_table, key.referred_schema.as_ref()),
            default::ddl::names(ctx, &key.referred_columns),
            ctx.dialect.foreign_key_match(&key)?,
            ctx.dialect.foreign_key_cascades(ctx, &key)?,
            default::ddl::deferrability(&key.options)?
        ));
    }
    // SQL Server's and Oracle's own ADD writes only the column.
    if is_generic {
        for check in &column.checks {
            out.push(' ');
            out.push_str(&ctx.dialect.check(ctx, table, check)?);
        }
    }
    Ok(out)
}

fn alter_column(ctx: &Ctx<'_>, op: &AlterColumnOp) -> Result<Vec<Statement>> {
    let mut out = Vec::new();
    if let (Some(existing), Some(_)) = (&op.existing_type, &op.type_) {
        let table = table_of(
            ctx,
            &op.table,
            op.schema.as_ref(),
            Some(Column::new(op.column.clone(), existing.clone())),
        )?;
        for constraint in &table.constraints {
            if let Constraint::Check(check) = constraint
                && default::ddl::should_create(ctx, &table, check)
            {
                out.extend(ctx.dialect.drop_constraint(
                    ctx,
                    &DropTarget {
                        table: &op.table,
                        schema: op.schema.as_ref(),
                        name: &check.name,
                        kind: Some(ConstraintKind::Check),
                        if_exists: false,
                        type_bound: true,
                    },
                )?);
            }
        }
    }
    out.extend(ctx.dialect.alter_column(ctx, op)?);
    if let Some(type_) = &op.type_ {
        out.extend(type_constraints(ctx, op, type_)?);
    }
    Ok(out)
}

fn type_constraints(ctx: &Ctx<'_>, op: &AlterColumnOp, type_: &SqlType) -> Result<Vec<Statement>> {
    let mut out = Vec::new();
    let table = table_of(
        ctx,
        &op.table,
        op.schema.as_ref(),
        Some(Column::new(op.column.clone(), type_.clone())),
    )?;
    for constraint in &table.constraints {
        if let Constraint::Check(check) = constraint
            && default::ddl::should_create(ctx, &table, check)
        {
            out.extend(ctx.dialect.add_constraint(ctx, &table, constraint)?);
        }
    }
    Ok(out)
}

fn create_table_op(ctx: &Ctx<'_>, op: &CreateTableOp) -> Result<Vec<Statement>> {
    let mut table = op.table.clone();
    if op.apply_naming {
        table.apply_naming_convention(ctx.naming_convention)?;
    }
    create_table(ctx, &table, op.if_not_exists == Some(true))
}

/// `DefaultImpl.create_table`: types, table, indexes, comments.
pub fn create_table(ctx: &Ctx<'_>, table: &Table, if_not_exists: bool) -> Result<Vec<Statement>> {
    let mut out = ctx.dialect.before_create_table(ctx, table)?;
    out.push(Statement::ddl(default::ddl::create_table(
        ctx,
        table,
        if_not_exists,
    )?));
    for index in &table.indexes {
        out.push(Statement::ddl(
            ctx.dialect.create_index(ctx, table, index, false)?,
        ));
    }
    let features = ctx.dialect.features();
    if features.supports_comments && !features.inline_comments {
        if table.comment.is_some() {
            out.push(Statement::ddl(ctx.dialect.table_comment(ctx, table)?));
        }
        for column in table
            .columns
            .iter()
            .filter(|column| column.comment.is_some())
        {
            out.push(Statement::ddl(
                ctx.dialect.column_comment(ctx, table, column)?,
            ));
        }
    }
    Ok(out)
}

fn named_index(ctx: &Ctx<'_>, index: &Index, table: &Name, schema: Option<&Name>) -> Result<Index> {
    let mut index = index.clone();
    if let Some(name) = index_name(&index, &[], table, schema, ctx.naming_convention)? {
        index.name = name;
    }
    Ok(index)
}

fn create_index(ctx: &Ctx<'_>, op: &CreateIndexOp) -> Result<Vec<Statement>> {
    let table = table_of(ctx, &op.table, op.schema.as_ref(), None)?;
    let index = named_index(ctx, &op.index, &op.table, op.schema.as_ref())?;
    ctx.dialect
        .create_index(ctx, &table, &index, op.if_not_exists == Some(true))
        .map(one)
}

fn drop_index(ctx: &Ctx<'_>, op: &DropIndexOp) -> Result<Vec<Statement>> {
    // Alembic: `op.table_name if op.table_name is not None else "no_table"`, with one column "x".
    let name = op.table.clone().unwrap_or_else(|| Name::new("no_table"));
    let table = table_of(ctx, &name, op.schema.as_ref(), None)?;
    let index = Index {
        name: op.name.clone(),
        elements: vec![alembic_schema::IndexElement::Column(Name::new("x"))],
        dialect_options: op.kwargs.clone(),
        ..Index::default()
    };
    let index = named_index(ctx, &index, &name, op.schema.as_ref())?;
    ctx.dialect
        .drop_index(ctx, &table, &index, op.if_exists == Some(true))
        .map(one)
}

fn create_constraint<C>(
    ctx: &Ctx<'_>,
    op: &AddConstraintOp<C>,
    mut constraint: Constraint,
) -> Result<Vec<Statement>> {
    let mut table = table_of(ctx, &op.table, op.schema.as_ref(), None)?;
    for name in constraint.columns() {
        if table.column(name.as_str()).is_none() {
            table.columns.push(Column::new(name, SqlType::null()));
        }
    }
    let keys: Vec<(SmolStr, SmolStr)> = Vec::new();
    if let Some(name) = constraint_name(
        &constraint,
        &keys,
        &op.table,
        op.schema.as_ref(),
        ctx.naming_convention,
    )? {
        *constraint.name_mut() = name;
    }
    ctx.dialect.add_constraint(ctx, &table, &constraint)
}

/// The name of a constraint to drop: a convention with `%(constraint_name)s` applies to the given name, too.
pub(crate) fn dropped_name(ctx: &Ctx<'_>, op: &DropConstraintOp) -> Result<ConstraintName> {
    let name = op.name.clone();
    let generic = match op.kind {
        Some(ConstraintKind::Check) => Constraint::Check(CheckConstraint {
            name: name.clone(),
            sqltext: alembic_schema::Expr::text("TRUE"),
            type_bound: None,
            options: alembic_schema::ConstraintOptions::default(),
        }),
        Some(ConstraintKind::Primary) => Constraint::PrimaryKey(PrimaryKeyConstraint {
            name: name.clone(),
            ..PrimaryKeyConstraint::default()
        }),
        Some(ConstraintKind::Unique) => Constraint::Unique(alembic_schema::UniqueConstraint {
            name: name.clone(),
            ..alembic_schema::UniqueConstraint::default()
        }),
        Some(ConstraintKind::ForeignKey) | None => return Ok(name),
    };
    if name.as_str().is_none() {
        return Ok(name);
    }
    let made = constraint_name(
        &generic,
        &[],
        &op.table,
        op.schema.as_ref(),
        ctx.naming_convention,
    )?;
    Ok(made.unwrap_or(name))
}

fn drop_constraint_op(ctx: &Ctx<'_>, op: &DropConstraintOp) -> Result<Vec<Statement>> {
    let name = dropped_name(ctx, op)?;
    ctx.dialect.drop_constraint(
        ctx,
        &DropTarget {
            table: &op.table,
            schema: op.schema.as_ref(),
            name: &name,
            kind: op.kind,
            if_exists: op.if_exists == Some(true),
            type_bound: false,
        },
    )
}

/// `DefaultImpl.add_constraint`.
pub(crate) fn add_constraint(
    ctx: &Ctx<'_>,
    table: &Table,
    constraint: &Constraint,
) -> Result<Vec<Statement>> {
    if let Constraint::Check(check) = constraint
        && !default::ddl::should_create(ctx, table, check)
    {
        return Ok(Vec::new());
    }
    crate::ddl::add_constraint(ctx, table, constraint).map(one)
}

/// `DefaultImpl.drop_constraint`.
pub(crate) fn drop_constraint(ctx: &Ctx<'_>, target: &DropTarget<'_>) -> Result<Vec<Statement>> {
    crate::ddl::drop_constraint(ctx, target, false).map(one)
}

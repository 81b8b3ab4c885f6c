//! Batch mode: the table is copied, changed and put in the place of the old one.
//!
//! Mirrors `alembic.operations.batch.BatchOperationsImpl` and `ApplyBatchImpl`. Pure: the runtime reflects the
//! table, calls [`plan`] and runs the statements. DIFFERENCE: the constraints of the new table come in the
//! order of the old table's; Alembic iterates a set.

mod apply;
mod order;

use std::ops::Range;

use alembic_schema::ops::{BatchOp, Operation, Recreate};
use alembic_schema::{ServerDefault, Table};

use crate::context::{Ctx, Statement};
use crate::error::{CompileError, Result};
use crate::operations::{compile_operation, span_of};

/// The statements of a batch.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchPlan {
    /// Statements in order.
    pub statements: Vec<Statement>,
    /// If one of these statements fails, run [`BatchPlan::cleanup`] and raise the error.
    pub guarded: Range<usize>,
    /// `DROP TABLE _alembic_tmp_t`.
    pub cleanup: Option<Statement>,
}

/// `_should_recreate`: whether the batch needs the table to be copied (and so, without `copy_from`, reflected).
pub fn needs_recreate(ctx: &Ctx<'_>, op: &BatchOp) -> bool {
    match op.recreate {
        Recreate::Always => true,
        Recreate::Never => false,
        Recreate::Auto => {
            ctx.dialect.features().name == "sqlite" && op.ops.iter().any(sqlite_recreates)
        }
    }
}

/// `SQLiteImpl.requires_recreate_in_batch`, per operation.
fn sqlite_recreates(operation: &Operation) -> bool {
    match operation {
        Operation::AddColumn(op) => {
            let has_expression = matches!(op.column.server_default, Some(ServerDefault::Expr(_)));
            let is_persisted = op
                .column
                .computed
                .as_ref()
                .is_some_and(|c| c.persisted == Some(true));
            // The column's constraints are queued as add_constraint.
            let has_constraints = !op.column.foreign_keys.is_empty()
                || (op.column.unique == Some(true) && op.column.index != Some(true))
                || alembic_schema::type_bound_check(&op.column).is_some();
            has_expression || is_persisted || has_constraints
        }
        Operation::CreateIndex(_) | Operation::DropIndex(_) => false,
        // Executed at once, outside of the queue.
        Operation::ExecuteSql(_) | Operation::BulkInsert(_) => false,
        Operation::DropColumn(_)
        | Operation::AlterColumn(_)
        | Operation::CreateTable(_)
        | Operation::DropTable(_)
        | Operation::RenameTable(_)
        | Operation::CreatePrimaryKey(_)
        | Operation::CreateUniqueConstraint(_)
        | Operation::CreateForeignKey(_)
        | Operation::CreateCheckConstraint(_)
        | Operation::CreateExcludeConstraint(_)
        | Operation::DropConstraint(_)
        | Operation::CreateTableComment(_)
        | Operation::DropTableComment(_)
        | Operation::ModifyTable(_)
        | Operation::Batch(_)
        | Operation::Custom(_) => true,
    }
}

/// The statements of a batch. `reflected` is the table as the database has it; it is needed when
/// [`needs_recreate`] and there is no `copy_from`.
///
/// # Errors
/// With the class and text of the reference.
pub fn plan(ctx: &Ctx<'_>, op: &BatchOp, reflected: Option<&Table>) -> Result<BatchPlan> {
    check_ordering(ctx, op)?;
    if !needs_recreate(ctx, op) {
        let mut statements = Vec::new();
        for operation in &op.ops {
            statements.extend(compile_operation(ctx, operation)?);
        }
        return Ok(BatchPlan {
            guarded: 0..0,
            cleanup: None,
            statements,
        });
    }
    let (source, is_reflected) = match (&op.copy_from, reflected) {
        (Some(table), _) => (table.as_ref(), false),
        (None, _) if ctx.options.as_sql => return Err(no_offline_reflection(ctx, op)),
        (None, Some(table)) => (table, true),
        (None, None) => {
            return Err(CompileError::ours(
                "the table of the batch was not reflected",
            ));
        }
    };
    apply::recreate(ctx, op, source, is_reflected)
}

/// `compile_operation` of a batch: without reflection.
pub(crate) fn compile(ctx: &Ctx<'_>, op: &BatchOp) -> Result<Vec<Statement>> {
    plan(ctx, op, None).map(|plan| plan.statements)
}

fn check_ordering(ctx: &Ctx<'_>, op: &BatchOp) -> Result<()> {
    for (idx, operation) in op.ops.iter().enumerate() {
        let Operation::AddColumn(add) = operation else {
            continue;
        };
        if add.insert_before.is_none() && add.insert_after.is_none() {
            continue;
        }
        // The question is asked when the operation is queued: only the ones before it count.
        let so_far = BatchOp {
            ops: op.ops[..idx].to_vec(),
            ..op.clone()
        };
        if !needs_recreate(ctx, &so_far) {
            return Err(CompileError::command(
                "Can't specify insert_before or insert_after when using ALTER; please specify recreate='always'",
            )
            .at(span_of(operation)));
        }
    }
    Ok(())
}

fn no_offline_reflection(ctx: &Ctx<'_>, op: &BatchOp) -> CompileError {
    CompileError::command(format!(
        "This operation cannot proceed in --sql mode; batch mode with dialect {} requires a live database connection with which to reflect the table \"{}\". To generate a batch SQL migration script using table \"move and copy\", a complete Table object should be passed to the \"copy_from\" argument of the batch_alter_table() method so that table reflection can be skipped.",
        ctx.dialect.features().name,
        op.table.text
    ))
}

//! `op.bulk_insert`.

use alembic_schema::expr::{Expr, Insert, InsertSource, SqlStatement};
use alembic_schema::ops::{BulkInsertOp, RowValue};
use alembic_schema::{ColumnDefault, Name, SqlType, SqlValue};

use crate::context::{Ctx, Statement};
use crate::error::{CompileError, Result};

pub(crate) fn compile(ctx: &Ctx<'_>, op: &BulkInsertOp) -> Result<Vec<Statement>> {
    if ctx.options.as_sql {
        return op
            .rows
            .iter()
            .map(|row| literal_row(ctx, op, row))
            .collect();
    }
    if op.rows.is_empty() {
        return Ok(Vec::new());
    }
    if op.multiinsert {
        return many(ctx, op).map(|statement| vec![statement]);
    }
    op.rows.iter().map(|row| single(ctx, op, row)).collect()
}

fn columns(op: &BulkInsertOp) -> Vec<(Name, SqlType)> {
    op.columns
        .iter()
        .map(|column| (column.name.clone(), column.type_.clone()))
        .collect()
}

fn insert(op: &BulkInsertOp, values: Vec<(Name, Expr)>) -> SqlStatement {
    SqlStatement::Insert(Box::new(Insert {
        table: op.table.clone(),
        columns: columns(op),
        source: InsertSource::Values(values),
        returning: Vec::new(),
        on_conflict: None,
        on_duplicate_key: None,
        prefixes: Vec::new(),
        hints: Vec::new(),
        ctes: Vec::new(),
        implicit_returning: Vec::new(),
    }))
}

/// Offline: values inline (`_literal_bindparam`), whatever `literal_binds` says.
fn literal_row(ctx: &Ctx<'_>, op: &BulkInsertOp, row: &[(Name, RowValue)]) -> Result<Statement> {
    let mut values = Vec::with_capacity(row.len());
    for (name, value) in row {
        let type_ = column_type(op, name)?;
        let expr = match value {
            RowValue::Value(value) => Expr::inline_literal(value.clone(), Some(type_)),
            RowValue::Expr(expr) => expr.clone(),
        };
        values.push((name.clone(), expr));
    }
    for (name, expr) in defaults(op, row) {
        values.push((name, expr));
    }
    crate::sql::compile_statement(ctx, &insert(op, values))
}

/// Python-side defaults of columns that the row leaves out.
fn defaults(op: &BulkInsertOp, row: &[(Name, RowValue)]) -> Vec<(Name, Expr)> {
    op.columns
        .iter()
        .filter(|column| !row.iter().any(|(name, _)| name.text == column.name.text))
        .filter_map(|column| match &column.default {
            Some(ColumnDefault::Value(value)) => Some((
                column.name.clone(),
                Expr::literal_value((**value).clone(), Some(column.type_.clone())),
            )),
            Some(ColumnDefault::Expr(expr)) => Some((column.name.clone(), (**expr).clone())),
            Some(ColumnDefault::Sequence(_) | ColumnDefault::Callable) | None => None,
        })
        .collect()
}

fn column_type(op: &BulkInsertOp, name: &Name) -> Result<SqlType> {
    op.columns
        .iter()
        .find(|column| column.name.text == name.text || column.key() == name.as_str())
        .map(|column| column.type_.clone())
        .ok_or_else(|| CompileError::key_error(name.text.to_string()))
}

fn single(ctx: &Ctx<'_>, op: &BulkInsertOp, row: &[(Name, RowValue)]) -> Result<Statement> {
    let mut values: Vec<(Name, Expr)> = row
        .iter()
        .map(|(name, value)| {
            let expr = match value {
                RowValue::Value(value) => Expr::literal_value(value.clone(), None),
                RowValue::Expr(expr) => expr.clone(),
            };
            (name.clone(), expr)
        })
        .collect();
    values.extend(defaults(op, row));
    crate::sql::compile_statement(ctx, &insert(op, values))
}

/// Online: one statement for the keys of the first row, executed for every row.
fn many(ctx: &Ctx<'_>, op: &BulkInsertOp) -> Result<Statement> {
    let Some(first) = op.rows.first() else {
        return Err(CompileError::ours("bulk_insert without rows"));
    };
    let mut statement = single(ctx, op, first)?;
    let names: Vec<smol_str::SmolStr> = statement
        .params
        .iter()
        .map(|param| param.name.clone())
        .collect();
    for row in op.rows.iter().skip(1) {
        let mut values = Vec::with_capacity(names.len());
        for name in &names {
            let given = row.iter().find(|(column, _)| column.text == *name);
            let value = match given {
                Some((_, RowValue::Value(value))) => value.clone(),
                Some((_, RowValue::Expr(_))) => {
                    return Err(CompileError::ours(
                        "an SQL expression in a row of a multi-row bulk_insert",
                    ));
                }
                None => default_value(op, name).ok_or_else(|| {
                    CompileError::invalid_request(format!(
                        "A value is required for bind parameter '{name}', in parameter group {}",
                        statement.param_rows.len() + 1
                    ))
                })?,
            };
            values.push(value);
        }
        statement.param_rows.push(values);
    }
    Ok(statement)
}

fn default_value(op: &BulkInsertOp, name: &str) -> Option<SqlValue> {
    let column = op
        .columns
        .iter()
        .find(|column| column.name.as_str() == name)?;
    match &column.default {
        Some(ColumnDefault::Value(value)) => Some((**value).clone()),
        Some(ColumnDefault::Expr(_) | ColumnDefault::Sequence(_) | ColumnDefault::Callable)
        | None => None,
    }
}

//! ALTER of SQL Server. Mirrors `MSSQLImpl`.

use alembic_schema::ops::{AlterColumnOp, Change, DropColumnOp};
use alembic_schema::{Name, OptionValue};

use super::ddl::comment_schema;
use crate::context::{Ctx, Statement};
use crate::default::alter::{
    Aspect, alter_table, aspect as generic_aspect, aspects, default_aspect, default_sql,
};
use crate::default::types::process;
use crate::error::{CompileError, Result};
use crate::sql::string_literal;

pub(crate) fn alter_column(ctx: &Ctx<'_>, op: &AlterColumnOp) -> Result<Vec<Statement>> {
    if op.autoincrement.is_some() || op.existing_autoincrement.is_some() {
        ctx.warn("autoincrement and existing_autoincrement only make sense for MySQL");
    }
    let mut first = op.clone();
    if op.nullable.is_some() {
        if op.type_.is_some() {
            // The NULL / NOT NULL statement carries the type.
            first.existing_type = first.type_.take();
        } else if op.existing_type.is_none() {
            return Err(CompileError::command(
                "MS-SQL ALTER COLUMN operations with NULL or NOT NULL require the existing_type or a new type_ be passed.",
            ));
        }
    } else if op.existing_nullable.is_some() && op.type_.is_some() {
        first.nullable = op.existing_nullable;
        first.existing_type = first.type_.take();
    } else if op.type_.is_some() {
        ctx.warn("MS-SQL ALTER COLUMN operations that specify type_= should also specify a nullable= or existing_nullable= argument to avoid implicit conversion of NOT NULL columns to NULL.");
    }
    let default = default_aspect(op);
    let used_default = matches!(default, Some(Aspect::Computed | Aspect::Identity(_)));
    let mut out = Vec::new();
    if op.server_default.is_given()
        && !used_default
        && (op.existing_server_default.is_given() || op.server_default == Change::Drop)
    {
        out.push(drop_default(
            ctx,
            &op.table,
            op.schema.as_ref(),
            &op.column,
            "sys.default_constraints",
        ));
    }
    if !used_default {
        first.server_default = Change::Keep;
    }
    first.new_name = None;
    for change in aspects(&first) {
        out.push(Statement::ddl(aspect(ctx, &first, &change)?));
    }
    if !used_default
        && op.server_default.is_given()
        && op.server_default != Change::Drop
        && let Some(change) = default
    {
        out.push(Statement::ddl(aspect(ctx, op, &change)?));
    }
    if let Some(name) = &op.new_name {
        out.push(Statement::ddl(aspect(ctx, op, &Aspect::Rename(name))?));
    }
    Ok(out)
}

pub(crate) fn aspect(ctx: &Ctx<'_>, op: &AlterColumnOp, aspect: &Aspect<'_>) -> Result<String> {
    let table = alter_table(ctx, &op.table, op.schema.as_ref());
    let column = ctx.quote(&op.column);
    Ok(match aspect {
        Aspect::Nullable(nullable) => {
            let Some(type_) = &op.existing_type else {
                return Err(CompileError::ours("NULL and NOT NULL need the type"));
            };
            format!(
                "{table} ALTER COLUMN {column} {} {}",
                process(ctx, type_)?,
                if *nullable { "NULL" } else { "NOT NULL" }
            )
        }
        Aspect::Default(Some(default)) => {
            format!(
                "{table} ADD DEFAULT {} FOR {column}",
                default_sql(ctx, default)?
            )
        }
        Aspect::Rename(name) => format!(
            "EXEC sp_rename '{}.{column}', {}, 'COLUMN'",
            ctx.dotted_table(&op.table, op.schema.as_ref()),
            ctx.quote(name)
        ),
        Aspect::Type(type_) => format!("{table} ALTER COLUMN {column} {}", process(ctx, type_)?),
        Aspect::Comment(comment) => {
            let place = format!(
                "'schema', {}, 'table', {}, 'column', {column}",
                comment_schema(ctx, op.schema.as_ref()),
                ctx.quote(&op.table)
            );
            match (comment, &op.existing_comment) {
                (Some(comment), Some(_)) => format!(
                    "exec sp_updateextendedproperty 'MS_Description', N{}, {place}",
                    string_literal(ctx, comment)
                ),
                (Some(comment), None) => format!(
                    "exec sp_addextendedproperty 'MS_Description', N{}, {place}",
                    string_literal(ctx, comment)
                ),
                (None, _) => format!("exec sp_dropextendedproperty 'MS_Description', {place}"),
            }
        }
        Aspect::Default(None) | Aspect::Computed | Aspect::Identity(_) => {
            generic_aspect(ctx, op, aspect)?
        }
    })
}

pub(crate) fn drop_column(ctx: &Ctx<'_>, op: &DropColumnOp) -> Result<Vec<Statement>> {
    let is_set = |name: &str| op.kwargs.get(name).is_some_and(OptionValue::is_truthy);
    let mut out = Vec::new();
    if is_set("mssql_drop_default") {
        out.push(drop_default(
            ctx,
            &op.table,
            op.schema.as_ref(),
            &op.column,
            "sys.default_constraints",
        ));
    }
    if is_set("mssql_drop_check") {
        out.push(drop_default(
            ctx,
            &op.table,
            op.schema.as_ref(),
            &op.column,
            "sys.check_constraints",
        ));
    }
    if is_set("mssql_drop_foreign_key") {
        out.push(drop_foreign_key(
            ctx,
            &op.table,
            op.schema.as_ref(),
            &op.column,
        ));
    }
    out.extend(crate::default::alter::drop_column(ctx, op)?);
    Ok(out)
}

fn dotted(schema: Option<&Name>) -> String {
    schema
        .map(|schema| format!("{}.", schema.text))
        .unwrap_or_default()
}

/// The block that finds and drops a default or check constraint of unknown name.
fn drop_default(
    ctx: &Ctx<'_>,
    table: &Name,
    schema: Option<&Name>,
    column: &Name,
    kind: &str,
) -> Statement {
    Statement::text(format!(
        "declare @const_name varchar(256)\nselect @const_name = QUOTENAME([name]) from {kind}\nwhere parent_object_id = object_id('{}{}')\nand col_name(parent_object_id, parent_column_id) = '{}'\nexec('alter table {} drop constraint ' + @const_name)",
        dotted(schema),
        table.text,
        column.text,
        ctx.dotted_table(table, schema)
    ))
}

fn drop_foreign_key(
    ctx: &Ctx<'_>,
    table: &Name,
    schema: Option<&Name>,
    column: &Name,
) -> Statement {
    Statement::text(format!(
        "declare @const_name varchar(256)\nselect @const_name = QUOTENAME([name]) from\nsys.foreign_keys fk join sys.foreign_key_columns fkc\non fk.object_id=fkc.constraint_object_id\nwhere fkc.parent_object_id = object_id('{}{}')\nand col_name(fkc.parent_object_id, fkc.parent_column_id) = '{}'\nexec('alter table {} drop constraint ' + @const_name)",
        dotted(schema),
        table.text,
        column.text,
        ctx.dotted_table(table, schema)
    ))
}

//! `alter_column` of MySQL. Mirrors `MySQLImpl.alter_column`.

use alembic_schema::ops::{AlterColumnOp, AlterDefault, Change};
use alembic_schema::{Name, ServerDefault};

use crate::context::{Ctx, Statement};
use crate::default::alter::{Aspect, alter_table, default_aspect, default_sql};
use crate::default::types::process;
use crate::error::{CompileError, Result};

pub(crate) fn alter_column(ctx: &Ctx<'_>, op: &AlterColumnOp) -> Result<Vec<Statement>> {
    if let Some(aspect @ (Aspect::Computed | Aspect::Identity(_))) = default_aspect(op) {
        return crate::default::alter::aspect(ctx, op, &aspect)
            .map(|sql| vec![Statement::ddl(sql)]);
    }
    let table = alter_table(ctx, &op.table, op.schema.as_ref());
    let column = ctx.quote(&op.column);
    let type_ = op.type_.as_ref().or(op.existing_type.as_ref());
    // `server_default is not None`: true also where it was not given.
    let is_functional = type_.is_some_and(super::is_datetime) && op.server_default != Change::Drop;
    if op.new_name.is_some() || is_functional {
        let new_name: &Name = op.new_name.as_ref().unwrap_or(&op.column);
        return Ok(vec![Statement::ddl(format!(
            "{table} CHANGE {column} {} {}",
            ctx.quote(new_name),
            column_spec(ctx, op)?
        ))]);
    }
    if op.nullable.is_some()
        || op.type_.is_some()
        || op.autoincrement.is_some()
        || op.comment.is_given()
    {
        return Ok(vec![Statement::ddl(format!(
            "{table} MODIFY {column} {}",
            column_spec(ctx, op)?
        ))]);
    }
    Ok(match &op.server_default {
        Change::Keep => Vec::new(),
        Change::Drop => vec![Statement::ddl(format!(
            "{table} ALTER COLUMN {column} DROP DEFAULT"
        ))],
        Change::Set(default) => vec![Statement::ddl(format!(
            "{table} ALTER COLUMN {column} SET DEFAULT {}",
            default_sql(ctx, plain(default)?)?
        ))],
    })
}

fn plain(default: &AlterDefault) -> Result<&ServerDefault> {
    match default {
        AlterDefault::Plain(default) => Ok(default),
        AlterDefault::Identity(_) | AlterDefault::Computed(_) => Err(CompileError::ours(
            "identity and computed columns cannot be changed",
        )),
    }
}

/// `_mysql_colspec`.
fn column_spec(ctx: &Ctx<'_>, op: &AlterColumnOp) -> Result<String> {
    let Some(type_) = op.type_.as_ref().or(op.existing_type.as_ref()) else {
        return Err(CompileError::command(
            "All MySQL CHANGE/MODIFY COLUMN operations require the existing type.",
        ));
    };
    let nullable = op.nullable.or(op.existing_nullable).unwrap_or(true);
    let mut out = format!(
        "{} {}",
        process(ctx, type_)?,
        if nullable { "NULL" } else { "NOT NULL" }
    );
    if op.autoincrement.or(op.existing_autoincrement) == Some(true) {
        out.push_str(" AUTO_INCREMENT");
    }
    let default = match &op.server_default {
        Change::Keep => match &op.existing_server_default {
            Change::Set(existing) => Some(existing),
            Change::Keep | Change::Drop => None,
        },
        Change::Set(default) => Some(default),
        Change::Drop => None,
    };
    if let Some(default) = default {
        out.push_str(&format!(" DEFAULT {}", default_sql(ctx, plain(default)?)?));
    }
    let comment = match &op.comment {
        Change::Keep => op.existing_comment.as_ref(),
        Change::Set(comment) => Some(comment),
        Change::Drop => None,
    };
    if let Some(comment) = comment {
        out.push_str(&format!(
            " COMMENT {}",
            crate::sql::string_literal(ctx, comment)
        ));
    }
    Ok(out)
}

//! `ALTER TABLE` of `alembic.ddl.base` and `DefaultImpl.alter_column`.

use alembic_schema::ops::{AlterColumnOp, AlterDefault, Change, DropColumnOp};
use alembic_schema::{Identity, Name, SqlType};

use crate::context::{Ctx, Statement};
use crate::error::{CompileError, Result};

/// One aspect of a column that an ALTER changes. Mirrors the `AlterColumn` constructs.
#[derive(Debug)]
pub enum Aspect<'a> {
    /// `ColumnNullable`.
    Nullable(bool),
    /// `ColumnDefault`; `None` drops it.
    Default(Option<&'a alembic_schema::ServerDefault>),
    /// `ComputedColumnDefault`.
    Computed,
    /// `IdentityColumnDefault`; `None` drops it.
    Identity(Option<&'a Identity>),
    /// `ColumnType`.
    Type(&'a SqlType),
    /// `ColumnComment`; `None` drops it.
    Comment(Option<&'a str>),
    /// `ColumnName`.
    Rename(&'a Name),
}

/// `ALTER TABLE t`.
pub(crate) fn alter_table(ctx: &Ctx<'_>, table: &Name, schema: Option<&Name>) -> String {
    format!("ALTER TABLE {}", ctx.dotted_table(table, schema))
}

pub(crate) fn rename_table(ctx: &Ctx<'_>, old: &Name, new: &Name, schema: Option<&Name>) -> String {
    format!(
        "{} RENAME TO {}",
        alter_table(ctx, old, schema),
        ctx.dotted_table(new, schema)
    )
}

pub(crate) fn drop_column(ctx: &Ctx<'_>, op: &DropColumnOp) -> Result<Vec<Statement>> {
    Ok(vec![Statement::ddl(format!(
        "{} DROP COLUMN {}{}",
        alter_table(ctx, &op.table, op.schema.as_ref()),
        if op.if_exists == Some(true) {
            "IF EXISTS "
        } else {
            ""
        },
        ctx.quote(&op.column)
    ))])
}

pub(crate) fn alter_column(ctx: &Ctx<'_>, op: &AlterColumnOp) -> Result<Vec<Statement>> {
    if op.autoincrement.is_some() || op.existing_autoincrement.is_some() {
        ctx.warn("autoincrement and existing_autoincrement only make sense for MySQL");
    }
    let mut out = Vec::new();
    for aspect in aspects(op) {
        out.push(Statement::ddl(ctx.dialect.alter_aspect(ctx, op, &aspect)?));
    }
    Ok(out)
}

/// The aspects that the operation changes, in Alembic's order.
pub(crate) fn aspects(op: &AlterColumnOp) -> Vec<Aspect<'_>> {
    let mut out = Vec::new();
    if let Some(nullable) = op.nullable {
        out.push(Aspect::Nullable(nullable));
    }
    out.extend(default_aspect(op));
    if let Some(type_) = &op.type_ {
        out.push(Aspect::Type(type_));
    }
    match &op.comment {
        Change::Keep => {}
        Change::Set(comment) => out.push(Aspect::Comment(Some(comment))),
        Change::Drop => out.push(Aspect::Comment(None)),
    }
    if let Some(name) = &op.new_name {
        out.push(Aspect::Rename(name));
    }
    out
}

/// Which construct a changed default is: plain, identity or computed, seen from the old and the new one.
pub(crate) fn default_aspect(op: &AlterColumnOp) -> Option<Aspect<'_>> {
    let existing = match &op.existing_server_default {
        Change::Set(existing) => Some(existing),
        Change::Keep | Change::Drop => None,
    };
    let new = match &op.server_default {
        Change::Keep => return None,
        Change::Set(new) => Some(new),
        Change::Drop => None,
    };
    let either =
        |test: fn(&AlterDefault) -> bool| new.is_some_and(test) || existing.is_some_and(test);
    if either(|default| matches!(default, AlterDefault::Computed(_))) {
        return Some(Aspect::Computed);
    }
    if either(|default| matches!(default, AlterDefault::Identity(_))) {
        return Some(Aspect::Identity(match new {
            Some(AlterDefault::Identity(identity)) => Some(identity),
            Some(AlterDefault::Plain(_) | AlterDefault::Computed(_)) | None => None,
        }));
    }
    Some(Aspect::Default(match new {
        Some(AlterDefault::Plain(default)) => Some(default),
        Some(AlterDefault::Identity(_) | AlterDefault::Computed(_)) | None => None,
    }))
}

pub(crate) fn aspect(ctx: &Ctx<'_>, op: &AlterColumnOp, aspect: &Aspect<'_>) -> Result<String> {
    let table = alter_table(ctx, &op.table, op.schema.as_ref());
    let column = ctx.quote(&op.column);
    Ok(match aspect {
        Aspect::Nullable(true) => format!("{table} ALTER COLUMN {column} DROP NOT NULL"),
        Aspect::Nullable(false) => format!("{table} ALTER COLUMN {column} SET NOT NULL"),
        Aspect::Default(None) => format!("{table} ALTER COLUMN {column} DROP DEFAULT"),
        Aspect::Default(Some(default)) => format!(
            "{table} ALTER COLUMN {column} SET DEFAULT {}",
            default_sql(ctx, default)?
        ),
        Aspect::Type(type_) => format!(
            "{table} ALTER COLUMN {column} TYPE {}",
            super::types::process(ctx, type_)?
        ),
        Aspect::Rename(name) => format!("{table} RENAME {column} TO {}", ctx.quote(name)),
        Aspect::Computed => return Err(no_computed()),
        Aspect::Identity(_) => {
            return Err(CompileError::compile(
                "Adding, removing or modifying an \"identity\" construct, e.g. GENERATED AS IDENTITY, to or from an existing column is not supported in this dialect.",
            ));
        }
        Aspect::Comment(_) => {
            return Err(super::ddl::unsupported_element(
                ctx,
                "alembic.ddl.base.ColumnComment",
            ));
        }
    })
}

/// The error of a changed computed column.
pub(crate) fn no_computed() -> CompileError {
    CompileError::compile(
        "Adding or removing a \"computed\" construct, e.g. GENERATED ALWAYS AS, to or from an existing column is not supported.",
    )
}

/// `format_server_default`.
pub(crate) fn default_sql(
    ctx: &Ctx<'_>,
    default: &alembic_schema::ServerDefault,
) -> Result<String> {
    match super::ddl::server_default(ctx, default)? {
        Some(text) => Ok(text),
        None => Err(CompileError::compile("a fetched default has no DDL")),
    }
}

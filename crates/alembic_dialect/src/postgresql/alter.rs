//! `alter_column` of PostgreSQL. Mirrors `PostgresqlImpl.alter_column`.

use alembic_schema::ops::{AlterColumnOp, AlterDefault, Change};
use alembic_schema::{Identity, SequenceOptions};

use crate::context::{Ctx, Statement};
use crate::default::alter::{Aspect, alter_table, aspect as generic_aspect, aspects};
use crate::default::types::process;
use crate::error::{CompileError, Result};

pub(crate) fn alter_column(ctx: &Ctx<'_>, op: &AlterColumnOp) -> Result<Vec<Statement>> {
    let using = op
        .kwargs
        .get("postgresql_using")
        .and_then(alembic_schema::OptionValue::to_text);
    if using.is_some() && op.type_.is_none() {
        return Err(CompileError::command(
            "postgresql_using must be used with the type_ parameter",
        ));
    }
    if op.autoincrement.is_some() || op.existing_autoincrement.is_some() {
        ctx.warn("autoincrement and existing_autoincrement only make sense for MySQL");
    }
    let mut out = Vec::new();
    if let Some(type_) = &op.type_ {
        let using = match using.filter(|using| !using.is_empty()) {
            Some(using) => format!("USING {using}"),
            None => String::new(),
        };
        out.push(Statement::ddl(format!(
            "{} ALTER COLUMN {} TYPE {} {using}",
            alter_table(ctx, &op.table, op.schema.as_ref()),
            ctx.quote(&op.column),
            process(ctx, type_)?
        )));
    }
    for change in aspects(op) {
        if !matches!(change, Aspect::Type(_)) {
            out.push(Statement::ddl(aspect(ctx, op, &change)?));
        }
    }
    Ok(out)
}

pub(crate) fn aspect(ctx: &Ctx<'_>, op: &AlterColumnOp, aspect: &Aspect<'_>) -> Result<String> {
    match aspect {
        Aspect::Comment(comment) => {
            let text = match comment {
                Some(comment) => crate::sql::string_literal(ctx, comment),
                None => "NULL".to_owned(),
            };
            Ok(format!(
                "COMMENT ON COLUMN {}.{} IS {text}",
                ctx.dotted_table(&op.table, op.schema.as_ref()),
                ctx.quote(&op.column)
            ))
        }
        Aspect::Identity(identity) => alter_identity(ctx, op, *identity),
        Aspect::Nullable(_)
        | Aspect::Default(_)
        | Aspect::Computed
        | Aspect::Type(_)
        | Aspect::Rename(_) => generic_aspect(ctx, op, aspect),
    }
}

fn alter_identity(
    ctx: &Ctx<'_>,
    op: &AlterColumnOp,
    identity: Option<&Identity>,
) -> Result<String> {
    let head = format!(
        "{} ALTER COLUMN {} ",
        alter_table(ctx, &op.table, op.schema.as_ref()),
        ctx.quote(&op.column)
    );
    let Some(identity) = identity else {
        return Ok(format!("{head}DROP IDENTITY"));
    };
    let existing = match &op.existing_server_default {
        Change::Set(AlterDefault::Identity(existing)) => existing,
        Change::Set(AlterDefault::Plain(_) | AlterDefault::Computed(_)) => {
            return Err(CompileError::ours("an identity replaces a plain default"));
        }
        Change::Keep | Change::Drop => {
            return Ok(format!(
                "{head}ADD {}",
                ctx.dialect.identity(ctx, identity)?
            ));
        }
    };
    let mut out = head;
    for part in identity_changes(ctx, identity, existing) {
        out.push_str(&part);
    }
    Ok(out)
}

/// Changed attributes in alphabetical order (`_compare_identity_default`); what the new identity does not say
/// is no change.
fn identity_changes(ctx: &Ctx<'_>, new: &Identity, old: &Identity) -> Vec<String> {
    let mut out = Vec::new();
    if new.always.unwrap_or(false) != old.always.unwrap_or(false) {
        let kind = if new.always == Some(true) {
            "ALWAYS"
        } else {
            "BY DEFAULT"
        };
        out.push(format!("SET GENERATED {kind} "));
    }
    let (n, o) = (&new.options, &old.options);
    let mut set = |is_changed: bool, options: SequenceOptions| {
        if is_changed {
            out.push(format!("SET {} ", ctx.dialect.identity_options(&options)));
        }
    };
    macro_rules! attributes {
        ($($name:ident)*) => {$(
            set(
                n.$name.is_some() && n.$name != o.$name,
                SequenceOptions { $name: n.$name, ..SequenceOptions::default() },
            );
        )*};
    }
    attributes!(cache cycle increment maxvalue minvalue nomaxvalue nominvalue start);
    out
}

//! DDL of SQLite. Mirrors `SQLiteDDLCompiler`.

use alembic_schema::{
    CheckConstraint, Column, Constraint, DialectOptions, ForeignKeyConstraint, Index, OptionValue,
    PrimaryKeyConstraint, Table, TypeClass, UniqueConstraint,
};

use crate::context::Ctx;
use crate::default::ddl as generic;
use crate::default::types::process;
use crate::error::{CompileError, Result};

pub(crate) fn column_spec(ctx: &Ctx<'_>, table: &Table, column: &Column) -> Result<String> {
    let mut out = format!(
        "{} {}",
        ctx.quote(&column.name),
        process(ctx, &column.type_)?
    );
    if let Some(default) = generic::default_text(ctx, column)? {
        if needs_parentheses(&default) {
            out.push_str(&format!(" DEFAULT ({default})"));
        } else {
            out.push_str(&format!(" DEFAULT {default}"));
        }
    }
    if !column.nullable {
        out.push_str(" NOT NULL");
        out.push_str(&on_conflict(
            &column.dialect_options,
            "sqlite_on_conflict_not_null",
        ));
    }
    if column.primary_key {
        let n_columns = table
            .primary_key
            .as_ref()
            .map_or(0, |key| key.columns.len());
        if column.autoincrement == alembic_schema::Autoincrement::True && n_columns != 1 {
            return Err(CompileError::compile(
                "SQLite does not support autoincrement for composite primary keys",
            ));
        }
        if n_columns == 1 && is_inline_key(table, column) {
            out.push_str(" PRIMARY KEY");
            out.push_str(&on_conflict(
                &column.dialect_options,
                "sqlite_on_conflict_primary_key",
            ));
            out.push_str(" AUTOINCREMENT");
        }
    }
    if let Some(computed) = &column.computed {
        out.push(' ');
        out.push_str(&ctx.dialect.computed(ctx, computed)?);
    }
    Ok(out)
}

/// `not re.match(r"^\s*['\"\(]", default) and re.match(r".*\W.*", default)`.
fn needs_parentheses(default: &str) -> bool {
    let first_line = default.split('\n').next().unwrap_or_default();
    !default.trim_start().starts_with(['\'', '"', '('])
        && first_line
            .chars()
            .any(|c| !(c.is_alphanumeric() || c == '_'))
}

/// `sqlite_autoincrement=True` on a table with one integer key column.
fn is_inline_key(table: &Table, column: &Column) -> bool {
    let has_foreign_key = table.constraints.iter().any(|constraint| match constraint {
        Constraint::ForeignKey(key) => key.columns.iter().any(|name| name.text == column.name.text),
        Constraint::PrimaryKey(_)
        | Constraint::Unique(_)
        | Constraint::Check(_)
        | Constraint::Exclude(_) => false,
    });
    is_set(&table.dialect_options, "sqlite_autoincrement")
        && column.type_.for_dialect("sqlite").is_a(TypeClass::Integer)
        && !has_foreign_key
        && column.foreign_keys.is_empty()
}

pub(crate) fn is_set(options: &DialectOptions, name: &str) -> bool {
    options.get(name).is_some_and(OptionValue::is_truthy)
}

fn on_conflict(options: &DialectOptions, name: &str) -> String {
    match options.get(name).and_then(OptionValue::to_text) {
        Some(clause) => format!(" ON CONFLICT {clause}"),
        None => String::new(),
    }
}

pub(crate) fn primary_key(
    ctx: &Ctx<'_>,
    table: &Table,
    key: &PrimaryKeyConstraint,
) -> Result<Option<String>> {
    let only = match key.columns.as_slice() {
        [only] => table.column(only.as_str()),
        _ => None,
    };
    if only.is_some_and(|column| column.primary_key && is_inline_key(table, column)) {
        return Ok(None);
    }
    let mut out = generic::primary_key(ctx, table, key)?;
    let mut clause = on_conflict(&key.options.dialect_options, "sqlite_on_conflict");
    if clause.is_empty()
        && let Some(column) = only
    {
        clause = on_conflict(&column.dialect_options, "sqlite_on_conflict_primary_key");
    }
    out.push_str(&clause);
    Ok(Some(out))
}

pub(crate) fn foreign_key(
    ctx: &Ctx<'_>,
    table: &Table,
    key: &ForeignKeyConstraint,
) -> Result<Option<String>> {
    let local = table.schema.as_ref().map(|schema| &schema.text);
    let remote = key.referred_schema.as_ref().map(|schema| &schema.text);
    if local != remote {
        return Ok(None);
    }
    generic::foreign_key_to(ctx, key, &ctx.quote(&key.referred_table)).map(Some)
}

pub(crate) fn unique(ctx: &Ctx<'_>, table: &Table, unique: &UniqueConstraint) -> Result<String> {
    let mut out = generic::unique(ctx, table, unique)?;
    let mut clause = on_conflict(&unique.options.dialect_options, "sqlite_on_conflict");
    if clause.is_empty()
        && let [only] = unique.columns.as_slice()
        && let Some(column) = table.column(only.as_str())
    {
        clause = on_conflict(&column.dialect_options, "sqlite_on_conflict_unique");
    }
    out.push_str(&clause);
    Ok(out)
}

pub(crate) fn check(ctx: &Ctx<'_>, table: &Table, check: &CheckConstraint) -> Result<String> {
    let mut out = generic::check(ctx, table, check)?;
    out.push_str(&on_conflict(
        &check.options.dialect_options,
        "sqlite_on_conflict",
    ));
    Ok(out)
}

pub(crate) fn create_index(
    ctx: &Ctx<'_>,
    table: &Table,
    index: &Index,
    if_not_exists: bool,
) -> Result<String> {
    let mut out = format!(
        "CREATE {}INDEX {}{} ON {} ({})",
        if index.unique { "UNIQUE " } else { "" },
        if if_not_exists { "IF NOT EXISTS " } else { "" },
        generic::index_name(ctx, table, index, true)?,
        ctx.quote(&table.name),
        generic::index_elements(ctx, index)?.join(", ")
    );
    if let Some(condition) = generic::option_expr(ctx, &index.dialect_options, "sqlite_where")? {
        out.push_str(&format!(" WHERE {condition}"));
    }
    Ok(out)
}

pub(crate) fn post_create_table(table: &Table) -> String {
    let mut options = Vec::new();
    if let Some(value) = table.dialect_options.get("sqlite_with_rowid")
        && !value.is_truthy()
    {
        options.push("WITHOUT ROWID");
    }
    if is_set(&table.dialect_options, "sqlite_strict") {
        options.push("STRICT");
    }
    if options.is_empty() {
        String::new()
    } else {
        format!("\n {}", options.join(",\n "))
    }
}

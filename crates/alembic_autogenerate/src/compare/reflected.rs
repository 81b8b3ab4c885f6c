//! Reflected tables as autogenerate sees them: final names, defaults as the dialect's implementation has them.
//!
//! Mirrors `_InspectorConv` and `autogen_column_reflect`.

use alembic_dialect::{postgresql, sqlite};
use alembic_schema::{Constraint, ConstraintName, Expr, OptionValue, Table};

use super::{Comparison, ReflectedSchema};

/// The table with names marked as final (`conv`) and defaults adjusted; logs what was found to be SERIAL.
pub(crate) fn prepare(
    comparison: &Comparison<'_>,
    schema: &ReflectedSchema,
    table: &Table,
) -> Table {
    log_serials(comparison, schema, table);
    adjusted(comparison.is_postgresql(), schema, table)
}

/// The same without a word.
pub(crate) fn adjusted(is_postgresql: bool, schema: &ReflectedSchema, table: &Table) -> Table {
    let mut out = table.clone();
    if let Some(key) = &mut out.primary_key {
        finish(&mut key.name);
    }
    for constraint in &mut out.constraints {
        finish(constraint.name_mut());
    }
    for index in &mut out.indexes {
        finish(&mut index.name);
        index.unique_is_integer = !is_postgresql && index.unique;
        // The reference keeps PostgreSQL's predicate as a plain string.
        if let Some(condition) = index.dialect_options.get_mut("postgresql_where")
            && let OptionValue::Expr(expr) = condition
            && let Expr::Text(clause) = expr.as_ref()
        {
            *condition = OptionValue::Str(clause.text.clone());
        }
    }
    for constraint in &mut out.constraints {
        if let Constraint::Unique(unique) = constraint {
            let options = &mut unique.options.dialect_options;
            if let Some(included) = options.shift_remove("postgresql_include") {
                options.shift_insert(0, "postgresql_include".into(), included);
            }
        }
    }
    if is_postgresql {
        postgresql::reflect::autogen_columns(&mut out, &schema.serials);
    } else {
        sqlite::reflect::autogen_columns(&mut out);
    }
    out
}

/// A whole table as SQLAlchemy reflects it, for DROP TABLE: unique constraints say what they do not include.
pub(crate) fn whole(comparison: &Comparison<'_>, table: &Table) -> Table {
    let mut out = table.clone();
    if comparison.is_postgresql() {
        for constraint in &mut out.constraints {
            if let Constraint::Unique(unique) = constraint {
                let options = &mut unique.options.dialect_options;
                if !options.contains_key("postgresql_include") {
                    options.shift_insert(
                        0,
                        "postgresql_include".into(),
                        OptionValue::List(Vec::new()),
                    );
                }
            }
        }
    }
    out
}

fn finish(name: &mut ConstraintName) {
    if let ConstraintName::Name(text) = name {
        *name = ConstraintName::Conv(text.text.clone());
    }
}

/// The last part of a name as `regclass` prints it, without quotes.
fn bare_name(name: &str) -> String {
    let last = match name.strip_suffix('"') {
        Some(rest) => rest.rsplit('"').next().unwrap_or(rest),
        None => name.rsplit('.').next().unwrap_or(name),
    };
    last.to_owned()
}

/// Logs which columns of a table are SERIAL.
pub(crate) fn log_serials(comparison: &Comparison<'_>, schema: &ReflectedSchema, table: &Table) {
    if !comparison.is_postgresql() {
        return;
    }
    for column in &table.columns {
        if let Some(sequence) = postgresql::reflect::serial_of(&table.name, column, &schema.serials)
        {
            comparison.info(
                "alembic.ddl.postgresql",
                format!(
                    "Detected sequence named '{}' as owned by integer column '{}({})', assuming SERIAL and omitting",
                    bare_name(sequence), table.name.text, column.name.text
                ),
            );
        }
    }
}

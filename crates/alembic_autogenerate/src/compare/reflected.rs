//! Reflected tables as autogenerate sees them: final names, defaults as the dialect's implementation has them.
//!
//! Mirrors `_InspectorConv` and `autogen_column_reflect`.

use alembic_dialect::{postgresql, sqlite};
use alembic_schema::{ConstraintName, Table};

use super::{Comparison, ReflectedSchema};

/// The table with names marked as final (`conv`) and defaults adjusted; logs what was found to be SERIAL.
pub(crate) fn prepare(
    comparison: &Comparison<'_>,
    schema: &ReflectedSchema,
    table: &Table,
) -> Table {
    let mut out = table.clone();
    if let Some(key) = &mut out.primary_key {
        finish(&mut key.name);
    }
    for constraint in &mut out.constraints {
        finish(constraint.name_mut());
    }
    for index in &mut out.indexes {
        finish(&mut index.name);
    }
    if comparison.is_postgresql() {
        postgresql::reflect::autogen_columns(&mut out, &schema.serials);
        log_serials(comparison, schema, table, &out);
    } else {
        sqlite::reflect::autogen_columns(&mut out);
    }
    out
}

fn finish(name: &mut ConstraintName) {
    if let ConstraintName::Name(text) = name {
        *name = ConstraintName::Conv(text.text.clone());
    }
}

fn log_serials(
    comparison: &Comparison<'_>,
    schema: &ReflectedSchema,
    before: &Table,
    after: &Table,
) {
    for (column, kept) in before.columns.iter().zip(&after.columns) {
        if column.server_default.is_none() || kept.server_default.is_some() {
            continue;
        }
        let serial = schema.serials.iter().find(|serial| {
            serial.table == before.name.as_str() && serial.column == column.name.as_str()
        });
        if let Some(serial) = serial {
            comparison.info(
                "alembic.ddl.postgresql",
                format!(
                    "Detected sequence named '{}' as owned by integer column '{}({})', assuming SERIAL and omitting",
                    serial.sequence, before.name.text, column.name.text
                ),
            );
        }
    }
}

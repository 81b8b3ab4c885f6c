//! `revision --autogenerate --enums`: the enum types of the database, and what was found on stderr.

use alembic_autogenerate::enums::{EnumInput, add_enum_changes};
use alembic_bindings::host::Session;
use alembic_dialect::Ctx;
use alembic_dialect::postgresql::enums::{enum_queries, enums_from_rows};
use alembic_python::{PyResult, Vm};
use alembic_schema::MetaData;
use alembic_schema::ops::Operation;

use super::raise_autogenerate;
use crate::log::log;
use crate::migration::MigrationContext;
use crate::notice::say;

/// Adds the changes of enum types to the operations of the upgrade and the downgrade; what they are in words.
pub(super) fn add_changes(
    vm: &Vm,
    context: &MigrationContext,
    ctx: &Ctx<'_>,
    metadata: &[MetaData],
    (upgrade, downgrade): (&mut Vec<Operation>, &mut Vec<Operation>),
) -> PyResult<Vec<String>> {
    let dialect = context.dialect.features().name;
    if dialect != "postgresql" {
        say(&format!("--enums: {dialect} has no enum types\n"));
        return Ok(Vec::new());
    }
    let session = context.session(vm)?;
    let version = session.server_version(vm)?.first().copied().unwrap_or(0);
    let [types, columns, dependents] = &enum_queries(version);
    let types = enums_from_rows(
        &session.query_catalog(vm, &types.sql)?,
        &session.query_catalog(vm, &columns.sql)?,
        &session.query_catalog(vm, &dependents.sql)?,
    );
    let default_schema = session.default_schema(vm)?;
    // The texts go into a file, where nobody doubles `%` for a driver.
    let mut options = ctx.options.clone();
    options.double_percent = false;
    let input = EnumInput {
        ctx: &Ctx::new(ctx.dialect, &options, ctx.naming_convention),
        default_schema: default_schema.as_deref().unwrap_or("public"),
        types: &types,
        metadata,
    };
    let report = add_enum_changes(&input, upgrade, downgrade)
        .map_err(|error| raise_autogenerate(vm, error))?;
    for change in &report.changes {
        let message = format!("Detected {change}");
        log(vm, "alembic.autogenerate.compare", "info", &message)?;
    }
    for note in &report.notes {
        say(&format!("enums: {note}\n"));
    }
    Ok(report.changes)
}

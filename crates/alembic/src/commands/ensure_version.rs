//! `alembic ensure_version`.

use alembic_script::Failure;

use super::environment::{Options, run_steps};
use crate::context::Context;

/// Mirrors `command.ensure_version`.
pub(super) fn run(context: &Context, sql: bool) -> Result<(), Failure> {
    let script = context.script()?;
    let options = Options {
        sql,
        ..Options::default()
    };
    run_steps(context, &script, options, |_, migration| {
        migration.ensure_version_table()?;
        Ok(Vec::new())
    })
}

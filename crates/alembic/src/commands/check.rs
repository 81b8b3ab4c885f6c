//! `alembic check`.

use alembic_script::{Failure, Messenger, RevisionArguments, Work};

use super::environment::run_work;
use super::new_rev_id;
use crate::context::Context;

/// Mirrors `command.check`.
pub(super) fn run(context: &Context) -> Result<(), Failure> {
    let script = context.script()?;
    let arguments = RevisionArguments {
        autogenerate: true,
        head: Some(vec!["head".to_owned()]),
        rev_id: new_rev_id(&*context.system),
        ..RevisionArguments::default()
    };
    let outcome = run_work(context, &script, false, Work::Revision(arguments))?;
    let diffs = outcome
        .generated
        .last()
        .map(|generated| generated.diffs.join(", "))
        .unwrap_or_default();
    if diffs.is_empty() {
        context
            .console
            .print_stdout("No new upgrade operations detected.");
        return Ok(());
    }
    Err(Failure::command(format!(
        "New upgrade operations detected: [{diffs}]"
    )))
}

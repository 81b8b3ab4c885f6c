//! `alembic merge`.

use std::rc::Rc;

use alembic_script::generate::NewRevision;
use alembic_script::{Failure, Work};

use super::environment::{run_work, template_args};
use super::new_rev_id;
use crate::context::Context;

/// Mirrors `command.merge`.
pub(super) fn run(
    context: &Context,
    message: Option<String>,
    branch_label: Option<String>,
    rev_id: Option<String>,
    splice: bool,
    revisions: Vec<String>,
) -> Result<(), Failure> {
    let script = context.script()?;
    let mut arguments = template_args();
    if context.config.as_bool("revision_environment")? {
        let outcome = run_work(
            context,
            &script,
            false,
            Work::Steps(Rc::new(|_, _| Ok(Vec::new()))),
        )?;
        arguments.extend(outcome.template_args);
    }
    let new = NewRevision {
        rev_id: rev_id
            .filter(|id| !id.is_empty())
            .unwrap_or_else(|| new_rev_id(&*context.system)),
        message,
        head: Some(revisions),
        splice,
        branch_labels: branch_label.map(|label| vec![label]),
        template_args: arguments,
        ..NewRevision::default()
    };
    script
        .generate_revision(&new, &context.config, &*context.engine)
        .map(|_| ())
}

//! `alembic downgrade`.

use std::rc::Rc;

use alembic_script::Failure;
use alembic_script::environment::DestinationRev;
use alembic_source::Diagnostic;

use super::environment::{Options, run_steps, split_steps};
use crate::arguments::Move;
use crate::context::Context;

/// Mirrors `command.downgrade`.
pub(super) fn run(context: &Context, arguments: Move) -> Result<(), Failure> {
    let script = context.script()?;
    let mut starting_rev = None;
    let mut destination = arguments.revision;
    if destination.contains(':') {
        if !arguments.sql {
            return Err(Failure::command("Range revision not allowed"));
        }
        let (start, end) = split_steps(&destination)?;
        starting_rev = Some(start);
        destination = end;
    } else if arguments.sql {
        let diagnostic = Diagnostic::error(
            "missing-start",
            "without a connection the revision to start from must be told",
        )
        .help(format!("`alembic downgrade head:{destination} --sql`"))
        .note("`alembic current` shows the revision of the database");
        return Err(
            Failure::command("downgrade with --sql requires <fromrev>:<torev>").with(diagnostic),
        );
    }
    let options = Options {
        sql: arguments.sql,
        starting_rev,
        destination: DestinationRev::One(destination.clone()),
        tag: arguments.tag,
        ..Options::default()
    };
    let own_script = Rc::clone(&script);
    run_steps(context, &script, options, move |rows, _| {
        own_script.downgrade_steps(&destination, rows)
    })
}

//! `alembic upgrade`.

use std::rc::Rc;

use alembic_script::Failure;
use alembic_script::environment::DestinationRev;

use super::environment::{Options, run_steps, split_steps};
use crate::arguments::Move;
use crate::context::Context;

/// Mirrors `command.upgrade`.
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
        own_script.upgrade_steps(&destination, rows)
    })
}

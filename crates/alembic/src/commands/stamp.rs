//! `alembic stamp`.

use std::rc::Rc;

use alembic_script::Failure;
use alembic_script::environment::DestinationRev;

use super::environment::{Options, run_steps, split_steps};
use crate::context::Context;

/// Mirrors `command.stamp`.
pub(super) fn run(
    context: &Context,
    revisions: &[String],
    sql: bool,
    tag: Option<String>,
    purge: bool,
) -> Result<(), Failure> {
    let script = context.script()?;
    let (starting_rev, destinations) = if sql {
        ranges(revisions)?
    } else {
        (None, revisions.to_vec())
    };
    let options = Options {
        sql,
        starting_rev,
        destination: DestinationRev::Several(destinations.clone()),
        tag,
        purge,
        ..Options::default()
    };
    let own_script = Rc::clone(&script);
    run_steps(context, &script, options, move |rows, _| {
        own_script.stamp_steps(&destinations, rows)
    })
}

/// The common start of `a:b` arguments, and their ends.
fn ranges(revisions: &[String]) -> Result<(Option<String>, Vec<String>), Failure> {
    let mut start: Option<String> = None;
    let mut ends = Vec::new();
    for revision in revisions {
        if !revision.contains(':') {
            ends.push(revision.clone());
            continue;
        }
        let (from, to) = split_steps(revision)?;
        match &start {
            None => start = Some(from),
            Some(known) if *known == from => {}
            Some(_) => {
                return Err(Failure::command(
                    "Stamp operation with --sql only supports a single starting revision at a time",
                ));
            }
        }
        ends.push(to);
    }
    Ok((start, ends))
}

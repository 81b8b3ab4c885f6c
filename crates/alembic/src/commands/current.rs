//! `alembic current`.

use std::collections::BTreeSet;

use alembic_script::format::{LineParts, line};
use alembic_script::{Failure, Messenger};

use super::environment::{Options, run_steps};
use crate::context::Context;

/// Mirrors `command.current`.
pub(super) fn run(context: &Context, check_heads: bool, verbose: bool) -> Result<(), Failure> {
    let script = context.script()?;
    let options = Options {
        dont_mutate: true,
        ..Options::default()
    };
    run_steps(context, &script, options, &mut |rows, migration| {
        if verbose {
            context.console.print_stdout(&format!(
                "Current revision(s) for {}:",
                migration.url_without_password()?
            ));
        }
        if check_heads {
            let current: BTreeSet<String> = migration.current_heads()?.into_iter().collect();
            let heads: BTreeSet<String> = script.map()?.heads().iter().cloned().collect();
            if current != heads {
                return Err(Failure::command("Database is not on all head revisions"));
            }
        }
        let parts = LineParts {
            verbose,
            ..LineParts::default()
        };
        for index in script.get_all_current(rows)? {
            context
                .console
                .print_stdout(&line(&*script.map()?, index, parts));
        }
        Ok(Vec::new())
    })
}

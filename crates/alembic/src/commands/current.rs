//! `alembic current`.

use std::collections::BTreeSet;
use std::rc::Rc;

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
    let console = Rc::clone(&context.console);
    let own_script = Rc::clone(&script);
    run_steps(context, &script, options, move |rows, migration| {
        if verbose {
            console.print_stdout(&format!(
                "Current revision(s) for {}:",
                migration.url_without_password()?
            ));
        }
        if check_heads {
            let current: BTreeSet<String> = migration.current_heads()?.into_iter().collect();
            let heads: BTreeSet<String> = own_script.map()?.heads().iter().cloned().collect();
            if current != heads {
                return Err(Failure::command("Database is not on all head revisions"));
            }
        }
        let parts = LineParts {
            verbose,
            ..LineParts::default()
        };
        for index in own_script.get_all_current(rows)? {
            console.print_stdout(&line(&*own_script.map()?, index, parts));
        }
        Ok(Vec::new())
    })
}

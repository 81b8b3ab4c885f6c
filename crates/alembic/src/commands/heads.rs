//! `alembic heads`.

use alembic_script::format::{LineParts, line};
use alembic_script::revision_map::{Denoted, Symbol};
use alembic_script::{Failure, Messenger};

use crate::context::Context;

/// Mirrors `command.heads`.
pub(super) fn run(
    context: &Context,
    verbose: bool,
    resolve_dependencies: bool,
) -> Result<(), Failure> {
    let script = context.script()?;
    let symbol = if resolve_dependencies {
        Symbol::one("heads")
    } else {
        Symbol::Several(script.map()?.heads().to_vec())
    };
    let heads = script.get_revisions(&symbol)?;
    let map = script.map()?;
    let parts = LineParts {
        verbose,
        branches: true,
        tree: false,
        ..LineParts::default()
    };
    for head in heads {
        if let Denoted::Revision(index) = head {
            context.console.print_stdout(&line(&map, index, parts));
        }
    }
    Ok(())
}

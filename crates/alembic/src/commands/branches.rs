//! `alembic branches`.

use alembic_script::Failure;
use alembic_script::Messenger;
use alembic_script::format::{LineParts, line};
use alembic_script::revision_map::Symbol;

use crate::context::Context;

/// Mirrors `command.branches`.
pub(super) fn run(context: &Context, verbose: bool) -> Result<(), Failure> {
    let script = context.script()?;
    let revisions = script.walk_revisions(&Symbol::one("base"), &Symbol::one("heads"))?;
    let map = script.map()?;
    for index in revisions
        .into_iter()
        .filter(|index| map.is_branch_point(*index))
    {
        let parts = LineParts {
            verbose,
            branches: true,
            ..LineParts::default()
        };
        let child_parts = LineParts {
            verbose: false,
            doc: verbose,
            ..parts
        };
        let indent = " ".repeat(map.revision(index).id.chars().count());
        let children: Vec<String> = map
            .next(index)
            .iter()
            .map(|child| format!("{indent} -> {}", line(&map, *child, child_parts)))
            .collect();
        context.console.print_stdout(&format!(
            "{}\n{}\n",
            line(&map, index, parts),
            children.join("\n")
        ));
    }
    Ok(())
}

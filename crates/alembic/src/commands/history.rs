//! `alembic history`.

use std::rc::Rc;

use alembic_script::format::{LineParts, line};
use alembic_script::revision_map::Symbol;
use alembic_script::{Failure, Messenger, ScriptDirectory};

use super::environment::{Options, run_steps, split_range};
use crate::context::Context;

/// Mirrors `command.history`.
pub(super) fn run(
    context: &Context,
    rev_range: Option<&str>,
    verbose: bool,
    indicate_current: bool,
) -> Result<(), Failure> {
    let script = context.script()?;
    let (base, head) = match rev_range {
        None => (Symbol::None, Symbol::None),
        Some(range) if !range.contains(':') => {
            return Err(Failure::command(
                "History range requires [start]:[end], [start]:, or :[end]",
            ));
        }
        Some(range) => {
            let (base, head) = split_range(range.trim())?;
            (Symbol::One(base), Symbol::One(head))
        }
    };
    let environment = context.config.as_bool("revision_environment")? || indicate_current;
    let current = Symbol::one("current");
    let own_script = Rc::clone(&script);
    let console = Rc::clone(&context.console);
    let display = move |base: &Symbol, head: &Symbol, rows: &[String]| {
        let rows = indicate_current.then_some(rows);
        display(&*console, &own_script, base, head, rows, verbose)
    };
    if base != current && head != current && !environment {
        return display(&base, &head, &[]);
    }
    run_steps(context, &script, Options::default(), move |rows, _| {
        let applied = Symbol::Several(rows.to_vec());
        if head == current {
            display(&base, &applied, rows)?;
        } else if base == current {
            display(&applied, &head, rows)?;
        } else {
            display(&base, &head, rows)?;
        }
        Ok(Vec::new())
    })
}

fn display(
    messenger: &dyn Messenger,
    script: &Rc<ScriptDirectory>,
    base: &Symbol,
    head: &Symbol,
    rows: Option<&[String]>,
    verbose: bool,
) -> Result<(), Failure> {
    let or = |symbol: &Symbol, default: &str| match symbol.text() {
        Some(_) => symbol.clone(),
        None => Symbol::one(default),
    };
    let revisions = script.walk_revisions(&or(base, "base"), &or(head, "heads"))?;
    let map = script.map()?;
    let mut out = String::new();
    for index in revisions {
        let parts = LineParts {
            verbose,
            branches: true,
            doc: true,
            parents: true,
            tree: true,
            current: rows.is_some_and(|rows| rows.contains(&map.revision(index).id)),
        };
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&line(&map, index, parts));
    }
    if !out.is_empty() {
        messenger.print_stdout(&out);
    }
    Ok(())
}

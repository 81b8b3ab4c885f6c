//! `alembic show`.

use std::rc::Rc;

use alembic_script::format::log_entry;
use alembic_script::revision_map::{Denoted, Symbol};
use alembic_script::{Failure, Messenger, ScriptDirectory};

use super::environment::{Options, run_steps};
use crate::context::Context;

/// Mirrors `command.show`.
pub(super) fn run(context: &Context, rev: &str) -> Result<(), Failure> {
    let script = context.script()?;
    if rev != "current" {
        return print(context, &script, &Symbol::one(rev));
    }
    let (own_context, own_script) = (context.clone(), Rc::clone(&script));
    run_steps(context, &script, Options::default(), move |rows, _| {
        print(&own_context, &own_script, &Symbol::Several(rows.to_vec()))?;
        Ok(Vec::new())
    })
}

fn print(context: &Context, script: &Rc<ScriptDirectory>, symbol: &Symbol) -> Result<(), Failure> {
    let revisions = script.get_revisions(symbol)?;
    let map = script.map()?;
    for denoted in revisions {
        match denoted {
            Denoted::Revision(index) => {
                context.console.print_stdout(&log_entry(&map, index, false));
            }
            Denoted::Nothing => return Err(no_attribute("NoneType")),
            Denoted::Base => return Err(no_attribute("str")),
        }
    }
    Ok(())
}

fn no_attribute(class: &str) -> Failure {
    Failure::exception(
        "AttributeError",
        format!("'{class}' object has no attribute 'log_entry'"),
    )
}

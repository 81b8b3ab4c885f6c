//! `alembic edit`.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use alembic_script::revision_map::{Denoted, Symbol};
use alembic_script::{Failure, ScriptDirectory};
use alembic_source::{ProcessSpec, System};

use super::environment::{Options, run_steps};
use crate::console::flush_stdout;
use crate::context::Context;

/// Mirrors `command.edit`.
pub(super) fn run(context: &Context, rev: &str) -> Result<(), Failure> {
    let script = context.script()?;
    if rev != "current" {
        let revisions = script.get_revisions(&Symbol::one(rev))?;
        if revisions.is_empty() {
            return Err(Failure::command(format!(
                "No revision files indicated by symbol '{rev}'"
            )));
        }
        return open_all(context, &script, &revisions);
    }
    let (own_context, own_script) = (context.clone(), Rc::clone(&script));
    run_steps(context, &script, Options::default(), move |rows, _| {
        if rows.is_empty() {
            return Err(Failure::command("No current revisions"));
        }
        let revisions = own_script.get_revisions(&Symbol::Several(rows.to_vec()))?;
        open_all(&own_context, &own_script, &revisions)?;
        Ok(Vec::new())
    })
}

fn open_all(
    context: &Context,
    script: &Rc<ScriptDirectory>,
    revisions: &[Denoted],
) -> Result<(), Failure> {
    let map = script.map()?;
    for denoted in revisions {
        let Denoted::Revision(index) = denoted else {
            return Err(Failure::exception("AssertionError", ""));
        };
        flush_stdout();
        open(&*context.system, &map.revision(*index).path)
            .map_err(|error| Failure::command(format!("Error executing editor ({error})")))?;
    }
    Ok(())
}

/// Mirrors `util.open_in_editor`.
fn open(system: &dyn System, path: &Path) -> Result<(), String> {
    let editor = find_editor(system).ok_or(
        "No suitable editor found. Please set the \"EDITOR\" or \"VISUAL\" environment variables",
    )?;
    let command = vec![editor.display().to_string(), path.display().to_string()];
    let shown = format!("['{}', '{}']", command.join("', '"), "").replace(", '']", "]");
    let output = system
        .run(&ProcessSpec {
            command,
            cwd: None,
            capture: false,
        })
        .map_err(|error| error.to_string())?;
    match output.status {
        Some(0) => Ok(()),
        Some(status) => Err(format!(
            "Command '{shown}' returned non-zero exit status {status}."
        )),
        None => Err(format!("Command '{shown}' died.")),
    }
}

fn find_editor(system: &dyn System) -> Option<PathBuf> {
    let mut candidates: Vec<String> = ["sensible-editor", "editor", "nano", "vim", "code"]
        .map(str::to_owned)
        .to_vec();
    for (position, name) in ["EDITOR", "VISUAL"].into_iter().enumerate() {
        let Some(choice) = system.env_var(name) else {
            continue;
        };
        let path = PathBuf::from(&choice);
        if system.is_file(&path) || system.is_dir(&path) {
            return Some(path);
        }
        if !choice.contains('/') {
            candidates.insert(position.min(candidates.len()), choice);
        }
    }
    let path = system.env_var("PATH").unwrap_or_default();
    candidates.iter().find_map(|candidate| {
        path.split(':')
            .map(|folder| Path::new(folder).join(candidate))
            .find(|found| system.is_file(found))
    })
}

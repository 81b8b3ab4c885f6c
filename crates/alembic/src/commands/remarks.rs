//! What is said on stderr about the differences that were found. Ours: Alembic's log lines stay as they are.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use alembic_schema::{ModelChange, ModelChangeKind};
use alembic_script::{GeneratedRevision, ScriptDirectory};

use crate::console::{error_line, wants_hints};
use crate::context::Context;

/// `--explain`: for each operation what the database has and what the models have.
pub(super) fn explain(changes: &[ModelChange]) {
    for change in changes {
        error_line(&format!("explain: {}", reason(change)));
    }
}

fn reason(change: &ModelChange) -> String {
    let line = change.line();
    match change.kind {
        ModelChangeKind::Add => format!("{line}: the models have it, the database does not"),
        ModelChangeKind::Remove => format!("{line}: the database has it, the models do not"),
        ModelChangeKind::Change if change.aspects.is_empty() => line,
        ModelChangeKind::Change => {
            let name = line.split(": ").next().unwrap_or(&line);
            let shown = |value: &Option<String>| match value {
                Some(value) => format!("`{value}`"),
                None => "nothing".to_owned(),
            };
            let aspects: Vec<String> = change
                .aspects
                .iter()
                .map(|aspect| {
                    format!(
                        "{} is {} in the database and {} in the models",
                        aspect.name,
                        shown(&aspect.from),
                        shown(&aspect.to)
                    )
                })
                .collect();
            format!("{name}: {}", aspects.join("; "))
        }
    }
}

/// Names the operations after which data is gone, and model files with a table that is about to be dropped.
pub(super) fn destructive(
    context: &Context,
    script: &ScriptDirectory,
    revision: &GeneratedRevision,
) {
    if revision.destructive.is_empty() || !wants_hints() {
        return;
    }
    error_line("this revision takes data away:");
    for line in &revision.destructive {
        error_line(&format!("  {line}"));
    }
    let dropped: Vec<&str> = revision
        .changes
        .iter()
        .filter(|change| change.kind == ModelChangeKind::Remove && change.object == "table")
        .map(|change| change.table.as_str())
        .collect();
    if dropped.is_empty() {
        return;
    }
    for path in files_beside_models(context, script) {
        let Ok(text) = context.system.read_to_string(&path) else {
            continue;
        };
        for table in dropped.iter().filter(|table| declares(&text, table)) {
            let shown = path
                .strip_prefix(context.system.current_dir())
                .unwrap_or(&path);
            error_line(&format!(
                "  hint: {} declares the table {table}, but env.py never imports it",
                shown.display()
            ));
        }
    }
}

/// Python files in the folders of those that were read for this command, and were not read themselves.
fn files_beside_models(context: &Context, script: &ScriptDirectory) -> Vec<PathBuf> {
    let root = context.system.current_dir();
    let scripts = context.system.absolute(Path::new(&script.dir));
    let read: BTreeSet<PathBuf> = context
        .config
        .sources()
        .files()
        .iter()
        .map(|file| file.path.clone())
        .collect();
    let folders: BTreeSet<&Path> = read
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .filter_map(|path| path.parent())
        .filter(|folder| folder.starts_with(&root) && !folder.starts_with(&scripts))
        .filter(|folder| {
            !folder
                .components()
                .any(|part| part.as_os_str() == "site-packages")
        })
        .collect();
    let mut out = Vec::new();
    for folder in folders {
        let Ok(entries) = context.system.read_dir(folder) else {
            continue;
        };
        for entry in entries {
            let path = folder.join(&entry.name);
            if path.extension().is_some_and(|extension| extension == "py") && !read.contains(&path)
            {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}

/// `__tablename__ = "x"` or `Table("x"`.
fn declares(text: &str, table: &str) -> bool {
    ["\"", "'"].iter().any(|quote| {
        let name = format!("{quote}{table}{quote}");
        text.match_indices(&name).any(|(at, _)| {
            let before = text[..at].trim_end();
            before.ends_with("Table(")
                || before
                    .strip_suffix('=')
                    .is_some_and(|rest| rest.trim_end().ends_with("__tablename__"))
        })
    })
}

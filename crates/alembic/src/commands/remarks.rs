//! What is said on stderr about the differences that were found. Ours: Alembic's log lines stay as they are.

use alembic_schema::{ModelChange, ModelChangeKind};
use alembic_script::GeneratedRevision;

use crate::console::{error_line, wants_hints};

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

/// Names the operations after which data is gone.
pub(super) fn destructive(revision: &GeneratedRevision) {
    if revision.destructive.is_empty() || !wants_hints() {
        return;
    }
    error_line("this revision takes data away:");
    for line in &revision.destructive {
        error_line(&format!("  {line}"));
    }
}

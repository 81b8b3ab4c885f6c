//! `revision --autogenerate --renames`: which renames are taken, and the comparison after them.

use std::io::{BufRead, IsTerminal};

use alembic_autogenerate::renames::{
    History, NameChange, Rename, apply, column_renames, may_have_renames, name_changes, operations,
    table_renames,
};
use alembic_autogenerate::{
    Callbacks, CompareInput, CompareOutcome, LogLevel, LogLine, ReflectedSchema, Result, compare,
};
use alembic_python::PyResult;
use alembic_schema::ops::Operation;
use alembic_script::RenameMode;

use super::carry;
use crate::notice::say;

/// Statements that rename indexes and constraints after a table or a column.
#[derive(Default)]
pub(super) struct NameChanges {
    /// How many operations of the upgrade come before them.
    at: usize,
    changes: Vec<NameChange>,
}

impl NameChanges {
    /// Puts the statements into the operations of both directions.
    pub(super) fn add_to(self, upgrade: &mut Vec<Operation>, downgrade: &mut Vec<Operation>) {
        let up = self.changes.iter().map(NameChange::upgrade);
        upgrade.splice(self.at..self.at, up);
        let down = self.changes.iter().rev().map(NameChange::downgrade);
        downgrade.splice(0..0, down);
    }
}

/// What speaks for and against renames besides names and types; asked only where there may be one.
pub(super) struct Evidence<'a> {
    /// Earlier models.
    pub(super) history: &'a dyn Fn() -> History,
    /// The rows of the database: of a rename, after others that were taken.
    pub(super) weigh: &'a dyn Fn(&[Rename], &mut Rename) -> PyResult<()>,
}

/// The comparison with renames among the operations, before everything else.
///
/// Tables first, as columns can only be compared in tables that are found again.
pub(super) fn compare_with_renames(
    mode: RenameMode,
    input: &CompareInput<'_>,
    callbacks: &dyn Callbacks,
    evidence: &Evidence<'_>,
) -> Result<(CompareOutcome, NameChanges)> {
    let mut outcome = compare(input, callbacks)?;
    if mode == RenameMode::Off || !may_have_renames(&outcome.upgrade.ops) {
        return Ok((outcome, NameChanges::default()));
    }
    let again =
        |database: &[ReflectedSchema]| compare(&CompareInput { database, ..*input }, callbacks);
    let mut database = input.database.to_vec();
    let mut taken: Vec<Rename> = Vec::new();
    let mut history = (evidence.history)();
    for find in [tables, columns] {
        let mut found = find(input, &outcome.upgrade.ops, &database, &history);
        for rename in &mut found {
            (evidence.weigh)(&taken, rename).map_err(carry)?;
        }
        let accepted = choose(mode, found);
        if accepted.is_empty() {
            continue;
        }
        for rename in &accepted {
            apply(&mut database, rename);
            history.apply(rename);
        }
        taken.extend(accepted);
        outcome = again(&database)?;
    }
    let changes = name_changes(input.ctx, &taken, &mut database, input.metadata)?;
    if !changes.is_empty() {
        outcome = again(&database)?;
    }
    let mut ops = operations(&taken);
    let at = ops.len();
    ops.append(&mut outcome.upgrade.ops);
    outcome.upgrade.ops = ops;
    let described = taken
        .iter()
        .map(Rename::describe)
        .chain(changes.iter().map(|change| change.description.clone()));
    let lines = described.map(|text| LogLine {
        logger: "alembic.autogenerate.compare",
        level: LogLevel::Info,
        message: format!("Detected renamed {text}"),
    });
    outcome.log.splice(0..0, lines);
    Ok((outcome, NameChanges { at, changes }))
}

fn tables(
    input: &CompareInput<'_>,
    ops: &[Operation],
    _: &[ReflectedSchema],
    history: &History,
) -> Vec<Rename> {
    table_renames(input.ctx, ops, input.metadata, history)
}

fn columns(
    input: &CompareInput<'_>,
    ops: &[Operation],
    database: &[ReflectedSchema],
    history: &History,
) -> Vec<Rename> {
    column_renames(input.ctx, ops, database, input.metadata, history)
}

/// Shows the evidence of each candidate, and takes the certain ones and those that the user confirms.
fn choose(mode: RenameMode, found: Vec<Rename>) -> Vec<Rename> {
    let may_ask = mode == RenameMode::Ask
        && std::io::stdin().is_terminal()
        && std::io::stderr().is_terminal();
    let mut accepted = Vec::new();
    for rename in found {
        let shown = format!(
            "{} ({}%: {})",
            rename.describe(),
            rename.confidence,
            rename.evidence.join(", ")
        );
        let is_taken = if may_ask && rename.confidence < 100 {
            ask(&shown)
        } else {
            say(&if rename.is_certain() {
                format!("rename: {shown}\n")
            } else {
                format!(
                    "not taken as a rename: {shown}\n  to take it, write info={{\"renamed_from\": ...}} in the model, \
                     or use --renames=ask on a terminal\n"
                )
            });
            rename.is_certain()
        };
        if is_taken {
            accepted.push(rename);
        }
    }
    accepted
}

fn ask(shown: &str) -> bool {
    say(&format!("Is this a rename? {shown} [y/N] "));
    let mut answer = String::new();
    // An unreadable terminal is a no: the operations are then those that Alembic writes.
    let _ = std::io::stdin().lock().read_line(&mut answer);
    matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

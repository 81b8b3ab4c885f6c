//! `alembic check`.

use alembic_schema::{ModelChange, ModelChangeKind};
use alembic_script::{Failure, FailureKind, Messenger, RevisionArguments, Work};
use serde_json::{Value, json};

use super::environment::run_work;
use super::{new_rev_id, remarks, unseen_models};
use crate::arguments::CheckOptions;
use crate::context::Context;

/// How differences are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Alembic's: tuples of Python.
    Tuples,
    /// `--diff`: a line for each.
    Lines,
    /// `--json`: an array.
    Json,
}

impl Form {
    pub(super) fn new(lines: bool, json: bool) -> Self {
        match (lines, json) {
            (_, true) => Self::Json,
            (true, false) => Self::Lines,
            (false, false) => Self::Tuples,
        }
    }
}

/// Mirrors `command.check`; the other forms are ours.
pub(super) fn run(context: &Context, options: &CheckOptions) -> Result<(), Failure> {
    let form = Form::new(options.diff, options.json);
    let script = context.script()?;
    let arguments = RevisionArguments {
        autogenerate: true,
        is_check: true,
        enums: options.enums,
        precise: options.comparing.precise,
        head: Some(vec!["head".to_owned()]),
        rev_id: new_rev_id(&*context.system),
        ..RevisionArguments::default()
    };
    let outcome = run_work(context, &script, false, Work::Revision(arguments))?;
    let generated = outcome.generated.last();
    let diffs = generated
        .map(|generated| generated.diffs.join(", "))
        .unwrap_or_default();
    let changes = generated.map_or(&[][..], |generated| &generated.changes);
    if options.comparing.explain {
        remarks::explain(changes);
    }
    if let Some(generated) = generated {
        unseen_models::hint(context, &script, generated);
    }
    if form == Form::Json {
        let list: Vec<Value> = changes.iter().map(as_json).collect();
        context
            .console
            .print_stdout(&format!("{:#}", Value::Array(list)));
    }
    if diffs.is_empty() {
        if form != Form::Json {
            context
                .console
                .print_stdout("No new upgrade operations detected.");
        }
        return Ok(());
    }
    let shown = match form {
        Form::Tuples => format!("New upgrade operations detected: [{diffs}]"),
        Form::Lines => {
            for change in changes {
                context.console.print_stdout(&change.line());
            }
            format!(
                "{} differences between the models and the database",
                changes.len()
            )
        }
        // The array is all of stdout.
        Form::Json => return Err(FailureKind::Exit { status: 255 }.into()),
    };
    Err(Failure::command(shown))
}

fn as_json(change: &ModelChange) -> Value {
    let kind = match change.kind {
        ModelChangeKind::Add => "add",
        ModelChangeKind::Remove => "remove",
        ModelChangeKind::Change => "change",
    };
    let aspects: Vec<Value> = change
        .aspects
        .iter()
        .map(|aspect| json!({"name": aspect.name, "from": aspect.from, "to": aspect.to}))
        .collect();
    json!({
        "kind": kind,
        "object": change.object,
        "schema": change.schema,
        "table": change.table,
        "name": change.name,
        "detail": change.detail,
        "changes": aspects,
    })
}

//! The decision what runs in the evaluator and what in the project's Python, and the way from one to the other.
//!
//! A revision begins in the evaluator. If that meets its limit, everything that the revision has done is taken back
//! (statements, printed text, remembered types) and Python runs the revision from its first line. What cannot be
//! taken back is never run twice: it is an error.

use std::path::Path;
use std::rc::Rc;

use alembic_bindings::host::Session;
use alembic_python::{Keywords, PyResult, Unsupported, Unwind, Value, Vm};
use alembic_schema::SqlValue;
use alembic_script::Step;
use alembic_worker::Wire;

use super::output::Output;
use super::{EngineMode, WorkerLink};
use crate::host::RuntimeHost;
use crate::migration::{Checkpoint, MigrationContext};

/// Where something runs, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the evaluator.
    Native,
    /// In Python, for this reason.
    Worker(String),
}

/// What is known when the decision is made.
pub(crate) enum Moment<'a> {
    /// Nothing has run yet.
    Before,
    /// The evaluator has met its limit.
    Limit(&'a Unsupported),
}

/// The one decision: where to run a revision or `env.py`.
pub(crate) fn decide(mode: EngineMode, moment: &Moment<'_>) -> Place {
    match (mode, moment) {
        (EngineMode::Worker, _) => Place::Worker("--engine worker".to_owned()),
        (EngineMode::Native, _) | (EngineMode::Auto, Moment::Before) => Place::Native,
        (EngineMode::Auto, Moment::Limit(limit)) => {
            Place::Worker(format!("cannot follow {}", limit.construct))
        }
    }
}

/// Runs `upgrade()` or `downgrade()` of a revision where the decision says.
pub(crate) fn run_revision(
    vm: &Vm,
    host: &RuntimeHost,
    context: &Rc<MigrationContext>,
    step: &Step,
    path: &Path,
    arguments: &Keywords,
) -> PyResult<()> {
    let link = WorkerLink::of(vm)?;
    if let Place::Worker(reason) = decide(link.mode, &Moment::Before) {
        return in_worker(vm, host, context, step, path, arguments, &reason);
    }
    if link.mode == EngineMode::Native || link.interpreter().is_none() {
        return natively(vm, step, path, arguments);
    }
    let attempt = Attempt::begin(vm, context)?;
    let limit = match natively(vm, step, path, arguments) {
        Err(Unwind::Unsupported(limit)) => limit,
        outcome => {
            attempt.keep(vm)?;
            return outcome;
        }
    };
    match decide(link.mode, &Moment::Limit(&limit)) {
        Place::Native => {
            attempt.keep(vm)?;
            Err(Unwind::Unsupported(limit))
        }
        Place::Worker(_) => {
            if let Err(reason) = attempt.undo(vm)? {
                let mut limit = limit;
                limit.notes.push(reason);
                limit.notes.push(
                    "`--engine worker` runs every revision in the project's Python from its first line"
                        .to_owned(),
                );
                return Err(Unwind::Unsupported(limit));
            }
            let reason = shown_reason(vm, &limit);
            in_worker(vm, host, context, step, path, arguments, &reason)
        }
    }
}

/// Runs `env.py` where the decision says; `start` makes the host of a run.
pub(crate) fn run_environment(
    vm: &Vm,
    path: &Path,
    start: &dyn Fn() -> Rc<RuntimeHost>,
) -> (Rc<RuntimeHost>, PyResult<()>) {
    let host = start();
    let link = match WorkerLink::of(vm) {
        Ok(link) => link,
        Err(error) => return (host, Err(error)),
    };
    if let Place::Worker(reason) = decide(link.mode, &Moment::Before) {
        let outcome = environment_in_worker(vm, &host, path, &reason);
        return (host, outcome);
    }
    if link.mode == EngineMode::Auto && link.interpreter().is_some() {
        *host.held_output.borrow_mut() = vm.extension::<Output>();
        if let Some(output) = &*host.held_output.borrow() {
            output.hold();
        }
    }
    let outcome = vm.run_file(path, "env_py").map(|_| ());
    let Some(held) = host.held_output.take() else {
        return (host, outcome);
    };
    let limit = match outcome {
        Err(Unwind::Unsupported(limit)) if host.can_start_again() => limit,
        other => {
            held.release();
            return (host, other);
        }
    };
    match decide(link.mode, &Moment::Limit(&limit)) {
        Place::Native => {
            held.release();
            (host, Err(Unwind::Unsupported(limit)))
        }
        Place::Worker(_) => {
            held.discard();
            host.close(vm);
            crate::autogenerate::start_again(vm);
            let host = start();
            let reason = shown_reason(vm, &limit);
            let outcome = environment_in_worker(vm, &host, path, &reason);
            (host, outcome)
        }
    }
}

fn environment_in_worker(vm: &Vm, host: &RuntimeHost, path: &Path, reason: &str) -> PyResult<()> {
    let link = WorkerLink::of(vm)?;
    link.summary
        .borrow_mut()
        .push(format!("env.py ran in Python: {reason}"));
    link.runs_env.set(true);
    let call = [
        Wire::text(path.display().to_string()),
        Wire::Sql(SqlValue::Bool(host.compares_models())),
    ];
    link.call(vm, host, "run_env", &call).map(|_| ())
}

/// Runs the revision in the evaluator.
fn natively(vm: &Vm, step: &Step, path: &Path, arguments: &Keywords) -> PyResult<()> {
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    let module = vm.run_file(path, &format!("{stem}_py"))?;
    let function = vm.getattr(&Value::Module(module), step.name())?;
    vm.call_keywords(&function, Vec::new(), arguments.clone())?;
    Ok(())
}

fn in_worker(
    vm: &Vm,
    host: &RuntimeHost,
    context: &Rc<MigrationContext>,
    step: &Step,
    path: &Path,
    arguments: &Keywords,
    reason: &str,
) -> PyResult<()> {
    let link = WorkerLink::of(vm)?;
    let name = step.revision_id.clone().unwrap_or_default();
    link.summary
        .borrow_mut()
        .push(format!("revision {name} ran in Python: {reason}"));
    let mut keywords = Vec::new();
    for (name, value) in arguments {
        keywords.push((Wire::text(&*name.text()), link.to_wire(vm, value)?));
    }
    let call = [
        Wire::text(path.display().to_string()),
        Wire::text(step.name()),
        Wire::Dict(keywords),
        session_info(host, context),
    ];
    link.call(vm, host, "run_revision", &call)?;
    Ok(())
}

/// The connection of a migration as the Python side needs it.
fn session_info(host: &RuntimeHost, context: &MigrationContext) -> Wire {
    let flag = |flag| Wire::Sql(SqlValue::Bool(flag));
    let number = context
        .session
        .as_ref()
        .and_then(|session| host.number_of_session(session));
    let url = match (&context.session, &context.url) {
        (Some(session), _) => Some(session.url()),
        (None, url) => url.clone(),
    };
    let driver = url
        .as_ref()
        .and_then(|url| url.driver_name.split_once('+'))
        .map(|(_, driver)| driver.to_owned())
        .unwrap_or_default();
    let in_transaction = context
        .session
        .as_ref()
        .is_some_and(|session| session.in_transaction());
    Wire::record([
        ("dialect", Wire::text(context.dialect.features().name)),
        ("driver", Wire::text(driver)),
        (
            "url",
            url.map_or(Wire::NONE, |url| Wire::text(url.render_as_string(false))),
        ),
        ("offline", flag(context.as_sql)),
        (
            "session",
            number.map_or(Wire::NONE, |number| Wire::Sql(SqlValue::Int(number))),
        ),
        ("in_transaction", flag(in_transaction)),
    ])
}

/// The limit with its place, in one line.
pub(crate) fn shown_reason(vm: &Vm, limit: &Unsupported) -> String {
    let place = limit.span.and_then(|span| {
        let file = vm.sources.get(span.file)?;
        let line = file.line_column(span.start).line;
        Some(format!(" ({}:{line})", file.path.display()))
    });
    format!(
        "cannot follow {}{}",
        limit.construct,
        place.unwrap_or_default()
    )
}

/// A revision that the evaluator may have to give up.
struct Attempt<'a> {
    context: &'a Rc<MigrationContext>,
    checkpoint: Checkpoint,
    output: Option<Rc<Output>>,
}

impl<'a> Attempt<'a> {
    fn begin(vm: &Vm, context: &'a Rc<MigrationContext>) -> PyResult<Self> {
        let checkpoint = context.checkpoint(vm)?;
        let output = vm.extension::<Output>();
        if let Some(output) = &output {
            output.hold();
        }
        Ok(Self {
            context,
            checkpoint,
            output,
        })
    }

    /// The revision stays as it ran, or failed.
    fn keep(self, vm: &Vm) -> PyResult<()> {
        if let Some(output) = &self.output {
            output.release();
        }
        self.context.forget_checkpoint(vm, self.checkpoint)
    }

    /// Takes everything back; the inner error says why that is not possible.
    fn undo(self, vm: &Vm) -> PyResult<Result<(), String>> {
        let undone = self.context.return_to(vm, self.checkpoint)?;
        if let Some(output) = &self.output {
            match undone {
                Ok(()) => output.discard(),
                Err(_) => output.release(),
            }
        }
        Ok(undone)
    }
}

//! The decision what runs in the evaluator and what in the project's Python, and the way from one to the other.
//!
//! A revision begins in the evaluator. If that meets its limit, or raises an exception that Python might not raise,
//! everything that the revision has done is taken back (statements, printed text, remembered types) and Python runs
//! the revision from its first line. What cannot be taken back is never run twice: it is an error.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use alembic_bindings::host::Session;
use alembic_python::{
    Keywords, PyResult, Raised, TopImport, Unsupported, Unwind, Value, Vm, top_imports,
};
use alembic_schema::SqlValue;
use alembic_script::Step;
use alembic_source::{SourceFile, decode_python};
use alembic_worker::{Wire, WorkerError};
use rustc_hash::FxHashMap;

use super::output::Output;
use super::{EngineMode, InPython, WorkerLink};
use crate::host::RuntimeHost;
use crate::migration::{Checkpoint, MigrationContext};
use crate::prepare::{self, Prepared};

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
    /// Nothing has run yet; `uncertain` if what fails half-way could not be taken back, and may well fail.
    Before { uncertain: bool },
    /// The evaluator has not come to the end.
    Unwound(&'a Unwind),
}

/// The one decision: where to run a revision or `env.py`.
pub(crate) fn decide(vm: &Vm, mode: EngineMode, moment: &Moment<'_>) -> Place {
    match (mode, moment) {
        (EngineMode::Worker, _) => Place::Worker("--engine worker".to_owned()),
        (EngineMode::Auto, Moment::Before { uncertain: true }) => {
            Place::Worker("it may commit before its end, and earlier ones needed Python".to_owned())
        }
        (EngineMode::Native, _) | (EngineMode::Auto, Moment::Before { .. }) => Place::Native,
        (EngineMode::Auto, Moment::Unwound(Unwind::Unsupported(limit))) => {
            Place::Worker(shown_limit(vm, limit))
        }
        (EngineMode::Auto, Moment::Unwound(Unwind::Exception(raised))) => {
            match doubtful(vm, raised) {
                Some(reason) => Place::Worker(reason),
                None => Place::Native,
            }
        }
    }
}

/// Why an exception may be the evaluator's fault: it was raised inside of a library, not by a `raise` of the project,
/// by the database or as the error of a command.
fn doubtful(vm: &Vm, raised: &Raised) -> Option<String> {
    let Value::Object(object) = &raised.value else {
        return None;
    };
    let class = object.class();
    let is_database_error = class
        .mro()
        .iter()
        .any(|class| &*class.name() == "DBAPIError" && class.module().starts_with("sqlalchemy"));
    // SQL that the database cannot read may be SQL that we have written wrongly.
    let is_syntax_error = || {
        vm.str(&raised.value)
            .is_ok_and(|text| text.contains("syntax error"))
    };
    if crate::failures::is_command_error(&class)
        || (is_database_error && !is_syntax_error())
        || ["SystemExit", "KeyboardInterrupt"]
            .iter()
            .any(|name| vm.is_instance_of_exception(&raised.value, name))
    {
        return None;
    }
    let place = raised.traceback.first().and_then(|entry| {
        let file = vm.sources.get(entry.span.file)?;
        let text = file.text().get(entry.span.start as usize..)?;
        let line = file.line_column(entry.span.start).line;
        Some((
            text.starts_with("raise"),
            format!(" ({}:{line})", file.path.display()),
        ))
    });
    match place {
        Some((true, _)) => None,
        other => {
            let message = vm.str(&raised.value).map(|text| text.to_string());
            let message = message.unwrap_or_default();
            Some(format!(
                "{}: {}{}",
                class.name(),
                message.lines().next().unwrap_or_default(),
                other.map(|(_, place)| place).unwrap_or_default()
            ))
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
    link.n_begun.set(link.n_begun.get() + 1);
    let uncertain = !context.transactional_ddl
        && link.has_been_used()
        && may_commit_early(vm, path)
        && imports_more(vm, step, |module| vm.is_provided(module)).unwrap_or(true);
    let foreseen = link.foreseen.borrow().get(path).cloned();
    let place = match foreseen.filter(|_| link.is_ready.get()) {
        Some(reason) => Place::Worker(reason),
        None => decide(vm, link.mode, &Moment::Before { uncertain }),
    };
    if let Place::Worker(reason) = place {
        make_ready(vm, host, &link)?;
        context.announce(vm, step)?;
        return in_worker(vm, host, context, step, path, arguments, &reason);
    }
    if link.mode == EngineMode::Native || link.interpreter().is_none() {
        context.announce(vm, step)?;
        return natively(vm, context, step, path, arguments)
            .map_err(|unwound| first_failure(vm, context, unwound));
    }
    let attempt = if link.has_logging() {
        // What Python has logged cannot be taken back.
        context.announce(vm, step)?;
        Attempt::begin(vm, context)
    } else {
        announced(vm, host, &link, context, step)?
    };
    let unwound = match natively(vm, context, step, path, arguments) {
        Ok(()) => return attempt.keep(vm),
        Err(unwound) => unwound,
    };
    match decide(vm, link.mode, &Moment::Unwound(&unwound)) {
        Place::Native => {
            let unwound = first_failure(vm, context, unwound);
            // The exception is the one to report.
            let _ = attempt.keep(vm);
            Err(unwound)
        }
        Place::Worker(reason) => {
            if let Err(error) = link.worker() {
                let unwound = first_failure(vm, context, unwound);
                // The exception is the one to report.
                let _ = attempt.keep(vm);
                return Err(without_python(unwound, &error));
            }
            match attempt.undo(vm)? {
                Undone::Not(cause) => return Err(cannot_start_again(unwound, cause)),
                Undone::WithHeading => {
                    make_ready(vm, host, &link)?;
                    context.announce(vm, step)?;
                }
                Undone::Yes => make_ready(vm, host, &link)?,
            }
            let progress = context.progress.borrow().clone();
            let outcome = in_worker(vm, host, context, step, path, arguments, &reason);
            first_cause(&link, unwound, outcome).inspect_err(|_| {
                *context.progress.borrow_mut() = progress;
            })
        }
    }
}

/// Begins an attempt with the log line of its step.
///
/// A handler of the project that cannot be followed writes its lines in Python from here on.
fn announced<'a>(
    vm: &Vm,
    host: &RuntimeHost,
    link: &Rc<WorkerLink>,
    context: &'a Rc<MigrationContext>,
    step: &Step,
) -> PyResult<Attempt<'a>> {
    let attempt = Attempt::begin(vm, context);
    let Err(unwound) = context.announce(vm, step) else {
        attempt.end_heading();
        return Ok(attempt);
    };
    let place = decide(vm, link.mode, &Moment::Unwound(&unwound));
    if matches!(place, Place::Native) || link.worker().is_err() {
        // The first error is the one to report.
        let _ = attempt.keep(vm);
        return Err(unwound);
    }
    if let Undone::Not(cause) = attempt.undo(vm)? {
        return Err(cannot_start_again(unwound, cause));
    }
    make_ready(vm, host, link)?;
    context.announce(vm, step)?;
    Ok(Attempt::begin(vm, context))
}

/// As [`hints_at_commit`], of a file; one that cannot be read may do anything.
fn may_commit_early(vm: &Vm, path: &Path) -> bool {
    match vm.system.read_python(path) {
        Ok(text) => hints_at_commit(&text),
        Err(_) => true,
    }
}

/// True if the text of a revision hints at statements that end SQLite's transaction: PRAGMAs and their helpers.
fn hints_at_commit(text: &str) -> bool {
    const HINTS: &[&str] = &["pragma", "fkeys", "foreign_keys", "autocommit", "commit("];
    let text = text.to_lowercase().replace("get_foreign_keys", "");
    // `# pragma: no cover` is no statement.
    let text: String = text
        .split('#')
        .map(|part| part.trim_start().strip_prefix("pragma:").unwrap_or(part))
        .collect();
    HINTS.iter().any(|hint| text.contains(hint))
}

/// True if a revision imports something of the project or of other packages; `is_provided` knows what comes with us. `None`
/// if nobody has read its text.
fn imports_more(vm: &Vm, step: &Step, is_provided: impl Fn(&str) -> bool) -> Option<bool> {
    let source = source(vm, step)?;
    let is_other =
        |import: TopImport<'_>| import.level == 0 && !is_provided(top_level(import.module));
    Some(top_imports(source.text()).any(is_other))
}

/// The limit, with the reason why Python cannot take over; an exception stays as it is.
fn cannot_start_again(unwound: Unwind, cause: String) -> Unwind {
    match unwound {
        Unwind::Unsupported(mut limit) => {
            limit.notes.push(cause);
            limit.notes.push(
                "`--engine worker` runs every revision in the project's Python from its first line"
                    .to_owned(),
            );
            Unwind::Unsupported(limit)
        }
        exception @ Unwind::Exception(_) => exception,
    }
}

/// The limit, with the reason why there is no Python to take over; an exception stays as it is.
fn without_python(unwound: Unwind, error: &WorkerError) -> Unwind {
    match unwound {
        Unwind::Unsupported(mut limit) => {
            limit
                .notes
                .push(format!("the project's Python could run it, but {error}"));
            limit.notes.push(
                "activate the project's virtual environment, or set `python = /path/to/python` in the [alembic] section; SQLAlchemy must be there, Alembic and a driver need not"
                    .to_owned(),
            );
            Unwind::Unsupported(limit)
        }
        exception @ Unwind::Exception(_) => exception,
    }
}

/// The outcome of Python; or the exception of the evaluator, if this Python could not run the code at all.
fn first_cause(link: &WorkerLink, unwound: Unwind, outcome: PyResult<()>) -> PyResult<()> {
    match (unwound, outcome) {
        (exception @ Unwind::Exception(_), Err(error))
            if ["WorkerError", "ModuleNotFoundError", "ImportError"]
                .iter()
                .any(|name| error.is_exception(name)) =>
        {
            link.summary.borrow_mut().pop();
            Err(exception)
        }
        (_, outcome) => outcome,
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
    if let Err(error) = crate::installed_plugins::set_up(vm) {
        return (host, Err(error));
    }
    if let Place::Worker(reason) = decide(vm, link.mode, &Moment::Before { uncertain: false }) {
        let outcome = environment_in_worker(vm, &host, path, &reason);
        return (host, outcome);
    }
    if link.mode == EngineMode::Auto && link.interpreter().is_some() {
        *host.held_output.borrow_mut() = vm.extension::<Output>();
        if let Some(output) = &*host.held_output.borrow() {
            output.hold();
        }
    }
    let outcome = vm.run_file(path, "env_py").and_then(|_| {
        if host.has_run.get() {
            return Ok(());
        }
        vm.require_known_calls()
    });
    let Some(held) = host.held_output.take() else {
        return (host, outcome);
    };
    let unwound = match outcome {
        // A database that cannot be reached is not reached from Python either.
        Err(unwound) if host.can_start_again() && !unwound.is_exception("DBAPIError") => unwound,
        other => {
            held.release();
            return (host, other);
        }
    };
    match decide(vm, link.mode, &Moment::Unwound(&unwound)) {
        Place::Native => {
            held.release();
            (host, Err(unwound))
        }
        Place::Worker(reason) => {
            if let Err(error) = link.worker() {
                held.release();
                return (host, Err(without_python(unwound, &error)));
            }
            held.discard();
            host.close(vm);
            crate::autogenerate::start_again(vm);
            let host = start();
            let outcome = environment_in_worker(vm, &host, path, &reason);
            let outcome = first_cause(&link, unwound, outcome);
            (host, outcome)
        }
    }
}

/// True if what is not followed here can run in Python.
pub(crate) fn is_possible(vm: &Vm) -> PyResult<bool> {
    let link = WorkerLink::of(vm)?;
    Ok(link.mode == EngineMode::Auto && link.interpreter().is_some() && link.worker().is_ok())
}

fn environment_in_worker(vm: &Vm, host: &RuntimeHost, path: &Path, reason: &str) -> PyResult<()> {
    WorkerLink::of(vm)?.summary.borrow_mut().push(InPython {
        revision: None,
        reason: reason.to_owned(),
    });
    let tables = if host.compares_models() {
        Tables::Compared
    } else {
        Tables::Nothing
    };
    run_environment_in_worker(vm, host, path, tables)
}

/// What is asked of the models while `env.py` runs in Python.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tables {
    Nothing,
    /// They are compared with the database, callbacks of the project included.
    Compared,
    /// They are only read.
    Read,
}

/// Runs `env.py` in Python.
pub(crate) fn run_environment_in_worker(
    vm: &Vm,
    host: &RuntimeHost,
    path: &Path,
    tables: Tables,
) -> PyResult<()> {
    let link = WorkerLink::of(vm)?;
    link.runs_env.set(true);
    alembic_bindings::forget_listeners(vm);
    let call = [
        Wire::text(path.display().to_string()),
        Wire::text(match tables {
            Tables::Nothing => "nothing",
            Tables::Compared => "compared",
            Tables::Read => "read",
        }),
    ];
    link.call(vm, host, "run_env", &call).map(|_| ())
}

/// The exception of a revision, or that of a statement before it that had still been waiting.
fn first_failure(vm: &Vm, context: &MigrationContext, unwound: Unwind) -> Unwind {
    context.stop_collecting(vm).err().unwrap_or(unwound)
}

/// An `AttributeError` if the revision of a step has no function for it.
///
/// A file that cannot be evaluated here is left to its turn: the worker may know it.
pub(crate) fn look_up(vm: &Vm, step: &Step) -> PyResult<()> {
    let Some(path) = step.path.as_deref().filter(|_| !step.is_defined) else {
        return Ok(());
    };
    match revision_module(vm, path) {
        Ok(module) => vm.getattr(&module, step.name()).map(|_| ()),
        Err(_) => Ok(()),
    }
}

/// Gets Python ready before the first step if one of the steps will surely need it.
///
/// Alembic imports all revisions of a directory before the first step, and what they import may set up logging. What
/// is foreseen: an import that fails here, and the use of a global of unknown content. A revision that imports nothing of the project or of other packages is not looked at.
pub(crate) fn foresee(vm: &Vm, host: &RuntimeHost, steps: &[Step]) -> PyResult<()> {
    let link = WorkerLink::of(vm)?;
    if link.mode != EngineMode::Auto || link.has_logging() || link.interpreter().is_none() {
        return Ok(());
    }
    remember_logging(vm, &link)?;
    read_ahead(vm, steps);
    // Revisions import the same few modules.
    let provided: RefCell<FxHashMap<String, bool>> = RefCell::default();
    let is_provided = |module: &str| {
        if let Some(known) = provided.borrow().get(module) {
            return *known;
        }
        let found = vm.is_provided(module);
        provided.borrow_mut().insert(module.to_owned(), found);
        found
    };
    let needs_look = |step: &&Step| imports_more(vm, step, is_provided).unwrap_or(false);
    let importing: Vec<&Step> = steps.iter().filter(needs_look).collect();
    if importing.is_empty() {
        return Ok(());
    }
    let output = vm.extension::<Output>();
    if let Some(output) = &output {
        output.hold();
    }
    let mut needs_python = false;
    for step in importing {
        needs_python |= !is_followed(vm, &link, step);
    }
    if let Some(output) = &output {
        if needs_python {
            output.discard();
        } else {
            output.release();
        }
    }
    // A Python that cannot be used is told when the revision's turn comes.
    if needs_python && link.worker().is_ok() {
        make_ready(vm, host, &link)?;
    }
    Ok(())
}

/// False if the revision of a step cannot be loaded here, or uses something of unknown content.
fn is_followed(vm: &Vm, link: &WorkerLink, step: &Step) -> bool {
    let Some(path) = &step.path else {
        return true;
    };
    let followed =
        revision_module(vm, path).and_then(|module| match vm.getattr(&module, step.name())? {
            Value::Function(function) => function.reads_unknown(vm),
            _ => Ok(false),
        });
    match followed {
        Ok(reads_unknown) => !reads_unknown,
        Err(unwound) => match decide(vm, link.mode, &Moment::Unwound(&unwound)) {
            Place::Native => true,
            Place::Worker(reason) => {
                link.foreseen.borrow_mut().insert(path.clone(), reason);
                false
            }
        },
    }
}

/// Reads the revisions of the steps that nobody has read, at once: they are looked at here, and parsed later.
fn read_ahead(vm: &Vm, steps: &[Step]) {
    let is_unread = |step: &&Step| source(vm, step).is_some_and(|source| !source.is_read());
    let unread = steps.iter().filter(is_unread);
    let paths: Vec<PathBuf> = unread.filter_map(|step| step.path.clone()).collect();
    for (path, read) in paths.iter().zip(vm.system.read_many(&paths)) {
        // One that cannot be read is told when its turn comes.
        if let Some(text) = read.ok().and_then(|bytes| decode_python(bytes).ok()) {
            vm.sources.add(path.clone(), text);
        }
    }
}

fn source(vm: &Vm, step: &Step) -> Option<Rc<SourceFile>> {
    vm.sources.get(vm.sources.find(step.path.as_deref()?)?)
}

fn top_level(module: &str) -> &str {
    module.split('.').next().unwrap_or(module)
}

/// Remembers the logging that `env.py` has set up, before a revision changes it here.
fn remember_logging(vm: &Vm, link: &WorkerLink) -> PyResult<()> {
    if link.logging.borrow().is_none() {
        let logging = vm.import("logging")?;
        *link.logging.borrow_mut() = vm.call_method(&logging, "_state", Vec::new())?;
    }
    Ok(())
}

/// Gives Python what Alembic has there before the first step: the logging of `env.py`, and the modules that the
/// revisions of the directory import, which may change that logging.
fn make_ready(vm: &Vm, host: &RuntimeHost, link: &Rc<WorkerLink>) -> PyResult<()> {
    if link.is_ready.get() || link.runs_env.get() {
        return Ok(());
    }
    remember_logging(vm, link)?;
    let state = link.logging.borrow().clone();
    let paths = host.revision_paths(vm)?;
    let arguments = [
        link.to_wire(vm, &state)?,
        Wire::List(paths.into_iter().map(Wire::text).collect()),
    ];
    link.call(vm, host, "make_ready", &arguments)?;
    link.is_ready.set(true);
    Ok(())
}

pub(crate) fn revision_module(vm: &Vm, path: &Path) -> PyResult {
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    vm.run_file(path, &format!("{stem}_py")).map(Value::Module)
}

/// Evaluates what can be evaluated of a revision before its turn.
pub(crate) fn prepare(vm: &Vm, context: &MigrationContext, step: &Step, arguments: &Keywords) {
    let (Some(path), Ok(link)) = (&step.path, WorkerLink::of(vm)) else {
        return;
    };
    let is_foreseen = link.foreseen.borrow().contains_key(path);
    if !is_foreseen && link.mode != EngineMode::Worker {
        vm.with_late_submodules(|| prepare::prepare(vm, context, step, path, arguments));
    }
}

/// Runs the revision in the evaluator.
///
/// Alembic imports the revisions of a directory all at once: what one of them imports, all of them have.
fn natively(
    vm: &Vm,
    context: &MigrationContext,
    step: &Step,
    path: &Path,
    arguments: &Keywords,
) -> PyResult<()> {
    vm.with_late_submodules(|| {
        let module = match Prepared::take(vm, context, step) {
            Some((_, Some(statements))) => return context.run_noted(vm, statements),
            Some((module, None)) => module,
            None => revision_module(vm, path)?,
        };
        let function = vm.getattr(&module, step.name())?;
        if context.can_collect() && alembic_bindings::only_directives(&function) {
            context.collect_statements();
        }
        vm.counting_effects(|| vm.call_keywords(&function, Vec::new(), arguments.clone()))?;
        Ok(())
    })
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
    link.summary.borrow_mut().push(InPython {
        revision: Some(step.revision_id.clone().unwrap_or_default()),
        reason: reason.to_owned(),
    });
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
    alembic_bindings::without_compilers(vm, || link.call(vm, host, "run_revision", &call))?;
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
    let has_json_functions = context
        .session
        .as_ref()
        .and_then(|session| session.json())
        .is_some_and(|functions| !functions.is_default());
    Wire::record([
        ("dialect", Wire::text(context.dialect.features().name)),
        ("driver", Wire::text(driver)),
        (
            "url",
            url.map_or(Wire::NONE, |url| Wire::text(url.render_as_string(false))),
        ),
        ("offline", flag(context.as_sql)),
        ("literal_binds", flag(context.compile_options.literal_binds)),
        (
            "session",
            number.map_or(Wire::NONE, |number| Wire::Sql(SqlValue::Int(number))),
        ),
        ("in_transaction", flag(in_transaction)),
        ("json_functions", flag(has_json_functions)),
    ])
}

/// The limit with its place, in one line.
fn shown_limit(vm: &Vm, limit: &Unsupported) -> String {
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

/// What came of taking a revision back.
enum Undone {
    Yes,
    /// It had not acted yet, and nobody has seen its line.
    WithHeading,
    /// It cannot be taken back, for this reason.
    Not(String),
}

/// A revision that the evaluator may have to give up.
struct Attempt<'a> {
    context: &'a Rc<MigrationContext>,
    checkpoint: Checkpoint,
    output: Option<Rc<Output>>,
}

impl<'a> Attempt<'a> {
    fn begin(vm: &Vm, context: &'a Rc<MigrationContext>) -> Self {
        let checkpoint = context.checkpoint();
        let output = vm.extension::<Output>();
        if let Some(output) = &output {
            output.hold();
        }
        Self {
            context,
            checkpoint,
            output,
        }
    }

    /// The revision stays as it ran, or failed.
    fn keep(self, vm: &Vm) -> PyResult<()> {
        if let Some(output) = &self.output {
            output.release();
        }
        self.context.forget_checkpoint(vm, self.checkpoint)
    }

    /// What was printed so far tells which step this is.
    fn end_heading(&self) {
        if let Some(output) = &self.output {
            output.end_heading();
        }
    }

    /// Takes everything back.
    fn undo(self, vm: &Vm) -> PyResult<Undone> {
        let undone = self.context.return_to(vm, self.checkpoint)?;
        let Some(output) = &self.output else {
            return Ok(undone.map_or_else(Undone::Not, |()| Undone::Yes));
        };
        Ok(match undone {
            Ok(()) if output.discard() => Undone::WithHeading,
            Ok(()) => Undone::Yes,
            Err(cause) => {
                output.release();
                Undone::Not(cause)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::hints_at_commit;

    #[test]
    fn pragmas_hint_at_commits_and_comments_do_not() {
        assert!(hints_at_commit("op.execute('PRAGMA foreign_keys=OFF')"));
        assert!(hints_at_commit("    disable_fkeys()"));
        assert!(!hints_at_commit("def upgrade():  # pragma: no cover"));
        assert!(!hints_at_commit("inspect(bind).get_foreign_keys('t')"));
    }
}

//! The engine of the commands: makes an evaluator, runs `env.py` in it, answers with what came out.

use std::cell::{OnceCell, RefCell};
use std::mem::ManuallyDrop;
use std::path::Path;
use std::rc::Rc;

use alembic_bindings::config_object;
use alembic_bindings::host::set_host;
use alembic_config::Config;
use alembic_python::{Value, Vm};
use alembic_script::evaluate::{evaluate_header, render_template};
use alembic_script::examination::Examination;
use alembic_script::generate::WrittenRevision;
use alembic_script::python_environment::PythonEnvironment;
use alembic_script::revision::RevisionHeader;
use alembic_script::{
    Engine, EnvironmentOutcome, EnvironmentRequest, Failure, GeneratedRevision, Messenger,
    ScriptDirectory, Template, TemplateValue, Work,
};
use alembic_source::{Diagnostic, SourceMap};
use indexmap::IndexMap;

use crate::doctor;
use crate::failures::from_unwind;
use crate::host::RuntimeHost;
use crate::log::log;
use crate::worker::output::{Output, Streams, Target};
use crate::worker::{EngineMode, WorkerLink, fall_back};

/// Runs `env.py` for one command.
pub struct RuntimeEngine {
    config: Rc<Config>,
    messenger: Rc<dyn Messenger>,
    output: Rc<Output>,
    streams: Streams,
    mode: EngineMode,
    /// Never freed: the process ends with the command, and freeing every object of a program one by one takes
    /// time that somebody waits for. Connections are closed by [`RuntimeHost::close`].
    vm: OnceCell<ManuallyDrop<Rc<Vm>>>,
}

/// What the text of a package has that takes part in autogenerate.
const PLUGIN_WORDS: &[&str] = &["alembic.autogenerate", "alembic.runtime.plugins"];

impl RuntimeEngine {
    /// An engine for a configuration; what Python code prints goes to `streams`.
    pub fn new(
        config: Rc<Config>,
        messenger: Rc<dyn Messenger>,
        streams: Streams,
        mode: EngineMode,
    ) -> Self {
        Self {
            config,
            messenger,
            output: Output::new(streams),
            streams,
            mode,
            vm: OnceCell::new(),
        }
    }

    /// The evaluator, made at the first use.
    fn vm(&self) -> &Rc<Vm> {
        self.vm
            .get_or_init(|| ManuallyDrop::new(new_vm(&self.config, self.mode, &self.output)))
    }

    fn prepare_paths(&self, script: &ScriptDirectory) {
        prepare_paths(self.vm(), &self.config, script);
    }
}

/// An evaluator with everything that `env.py` may import.
pub(crate) fn new_vm(config: &Rc<Config>, mode: EngineMode, output: &Rc<Output>) -> Rc<Vm> {
    let system = config.system().clone();
    let sources: Rc<SourceMap> = config.sources().clone();
    let vm = Vm::new(system.clone(), sources);
    let environment = PythonEnvironment::find(&*system);
    vm.set_site_packages(environment.site_packages);
    let (stdout, stderr) = (output.clone(), output.clone());
    vm.set_stdout(move |text| stdout.write(Target::Stdout, text));
    vm.set_stderr(move |text| stderr.write(Target::Stderr, text));
    vm.set_extension(output.clone());
    vm.set_extension(WorkerLink::new(mode, config.clone()));
    vm.add_project_root(&system.current_dir());
    for folder in system
        .env_var("PYTHONPATH")
        .iter()
        .flat_map(|list| std::env::split_paths(list))
    {
        if !folder.as_os_str().is_empty() {
            vm.sys_path.push(Value::str(folder.display().to_string()));
        }
    }
    alembic_bindings::install(&vm);
    vm.set_reach(alembic_bindings::reach);
    vm
}

/// `prepend_sys_path`.
pub(crate) fn prepare_paths(vm: &Vm, config: &Config, script: &ScriptDirectory) {
    let system = config.system();
    if let Some(link) = vm.extension::<WorkerLink>() {
        let folders = script.prepend_sys_path.iter();
        link.set_sys_path(
            folders
                .map(|folder| alembic_config::config::python_absolute(&**system, Path::new(folder)))
                .collect(),
        );
    }
    for folder in script.prepend_sys_path.iter().rev() {
        let path = alembic_config::config::python_absolute(&**system, Path::new(folder));
        let value = Value::str(path.display().to_string());
        let is_known = vm
            .sys_path
            .to_vec()
            .iter()
            .any(|known| known.as_str() == value.as_str());
        if !is_known {
            vm.sys_path.with(|paths| paths.insert(0, value));
        }
    }
}

impl Engine for RuntimeEngine {
    fn finish(&self) -> Result<(), Failure> {
        let Some(vm) = self.vm.get() else {
            return Ok(());
        };
        vm.run_exit_functions()
            .map_err(|error| from_unwind(vm, &error, None))
    }

    fn write_stderr(&self, text: &str) {
        self.output.write(Target::Stderr, text);
    }

    fn run_env(&self, request: EnvironmentRequest) -> Result<EnvironmentOutcome, Failure> {
        let vm = self.vm().clone();
        vm.defer_declarations(alembic_bindings::is_inert);
        let script = request.script.clone();
        self.prepare_paths(&script);
        // Alembic reads every revision before env.py runs: a broken graph is reported without a connection.
        let is_revision = match &request.work {
            Work::Revision(arguments) => Some(arguments.clone()),
            Work::Steps(_) => None,
        };
        if is_revision
            .as_ref()
            .is_some_and(|arguments| arguments.autogenerate)
        {
            vm.evaluate_plugins(PLUGIN_WORDS);
        }
        let path = alembic_config::config::python_absolute(
            &**self.config.system(),
            &script.env_py_location(),
        );
        if !self.config.system().is_file(&path) {
            let shown = script.env_py_location();
            let explained = Diagnostic::error("no-env", "the script directory has no env.py")
                .note(format!("looked for {}", path.display()))
                .help("mend `script_location`, bring the file back, or make a new folder with `alembic init`");
            let message = format!("Can't find Python file {}", shown.display());
            return Err(Failure::exception("ImportError", message).with(explained));
        }
        let start = || {
            let host = RuntimeHost::new(&vm, &self.config, Some(request.clone()));
            set_host(&vm, host.clone());
            vm.set_extension(host.clone());
            host
        };
        let (host, outcome) = fall_back::run_environment(&vm, &path, &start);
        let failure = outcome.err().map(|error| {
            let explanation = explain(&vm, &host);
            from_unwind(&vm, &error, explanation)
        });
        host.close(&vm);
        self.summarize();
        if let Some(failure) = failure {
            return Err(failure);
        }
        let mut generated = host.generated.take();
        if let Some(arguments) = is_revision
            && !host.has_run.get()
        {
            generated.push(GeneratedRevision {
                arguments,
                ..GeneratedRevision::default()
            });
        }
        Ok(EnvironmentOutcome {
            generated,
            template_args: host.template_args.take(),
            ..EnvironmentOutcome::default()
        })
    }

    fn examine(
        &self,
        request: EnvironmentRequest,
        against_python: bool,
    ) -> Result<Examination, Failure> {
        let vm = self.vm().clone();
        self.prepare_paths(&request.script);
        doctor::examine(&vm, &self.config, &request, against_python)
    }

    fn log_error(&self, logger: &str, message: &str) {
        if let Some(vm) = self.vm.get() {
            // Logging that fails must not hide the error that is being logged.
            let _ = log(vm, logger, "error", message);
        }
    }

    fn evaluate_revision(&self, path: &Path) -> Result<RevisionHeader, Failure> {
        let vm = self.vm().clone();
        evaluate_header(&vm, path).map_err(|error| from_unwind(&vm, &error, None))
    }

    fn verify_revision(&self, written: &WrittenRevision) -> Vec<Diagnostic> {
        crate::verify::problems(self.vm(), written)
    }

    fn render_template(
        &self,
        template: &Template,
        names: &IndexMap<String, TemplateValue>,
        config: &Rc<Config>,
    ) -> Result<String, Failure> {
        let vm = self.vm().clone();
        let config = config_object(&vm, config.clone());
        let kept = vm.extension_or(KeptValues::default);
        let own = |value: &TemplateValue| match value {
            TemplateValue::Python(number) => {
                kept.0.borrow().get(*number).cloned().unwrap_or(Value::None)
            }
            _ => config.clone(),
        };
        match render_template(&vm, template, names, &own) {
            Ok(Ok(text)) => Ok(text),
            Ok(Err(error)) => Err(error.into()),
            Err(error) => Err(from_unwind(&vm, &error, None)),
        }
    }

    fn run_write_hook(
        &self,
        name: &str,
        path: &Path,
        options: &IndexMap<String, String>,
    ) -> Option<Result<(), Failure>> {
        let _ = (name, path, options, &self.messenger);
        None
    }
}

impl RuntimeEngine {
    /// Says on stderr what ran in Python, and why.
    fn summarize(&self) {
        let Some(link) = self.vm().extension::<WorkerLink>() else {
            return;
        };
        let in_python = link.summary.take();
        for one in &in_python {
            (self.streams.write_stderr)(&format!("note: {one}\n"));
        }
        let revisions = in_python.iter().filter(|one| one.revision.is_some());
        let (n_python, n_all) = (revisions.count(), link.n_begun.take());
        if n_python > 0 && n_all > 1 {
            let total = format!("note: {n_python} of {n_all} revisions ran in Python\n");
            (self.streams.write_stderr)(&total);
        }
    }
}

/// Says where a failing step stood: which statement, and what the database holds now.
fn explain(vm: &Vm, host: &RuntimeHost) -> Option<Diagnostic> {
    let context = host.context.borrow().clone()?;
    let progress = context.progress.borrow().clone();
    let step = progress.step?;
    let name = step.revision_id.clone().unwrap_or_default();
    let mut diagnostic = Diagnostic::error(
        "step-failed",
        format!("the {} of revision `{name}` failed", step.name()),
    );
    if let Some(span) = progress.operation.0 {
        diagnostic = diagnostic.at(span, "this operation");
    }
    if let Some(statement) = &progress.statement {
        diagnostic = diagnostic.note(format!("statement: {}", statement.trim()));
    }
    if !context.as_sql {
        let stands = if context.transactional_ddl {
            host.request
                .as_ref()
                .map(|_| ())
                .and(context.current_heads(vm).ok())
        } else {
            Some(progress.heads.clone())
        };
        let shown = match stands {
            Some(heads) if heads.is_empty() => "base (no revision)".to_owned(),
            Some(heads) => heads.join(", "),
            None => progress.heads.join(", "),
        };
        let n_commits = context
            .session
            .as_ref()
            .map_or(0, |session| session.n_commits());
        let remains = if n_commits > progress.n_commits {
            "the revision had committed a part of its work, which remains"
        } else {
            "nothing of this revision remains"
        };
        diagnostic = diagnostic.note(format!("{remains}; the database stands at: {shown}"));
    }
    Some(diagnostic)
}

/// Python values that templates use, by number.
#[derive(Default)]
struct KeptValues(RefCell<Vec<Value>>);

/// A Python value as a template variable: plain texts as they are, everything else kept for the evaluator.
pub(crate) fn template_value(vm: &Vm, value: &Value) -> TemplateValue {
    match value {
        Value::None => TemplateValue::None,
        Value::Bool(flag) => TemplateValue::Bool(*flag),
        Value::Int(number) => TemplateValue::Integer(*number),
        Value::Str(text) => TemplateValue::Text(text.to_string()),
        other => {
            let kept = vm.extension_or(KeptValues::default);
            let mut list = kept.0.borrow_mut();
            list.push(other.clone());
            TemplateValue::Python(list.len() - 1)
        }
    }
}

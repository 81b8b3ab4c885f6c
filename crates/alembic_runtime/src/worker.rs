//! The project's CPython as the runtime uses it: when it is started, what it may ask, how values cross.
//!
//! `fall_back.rs` decides what runs there; `calls.rs` answers what Python asks; `values.rs` converts.

mod calls;
pub(crate) mod fall_back;
mod interpreter;
pub(crate) mod output;
mod values;

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use alembic_config::Config;
use alembic_python::{PyResult, Unwind, Value, Vm};
use alembic_schema::SqlValue;
use alembic_script::{Failure, FailureKind};
use alembic_source::Diagnostic;
use alembic_worker::{
    CallError, Interpreter, RemoteException, StartOptions, Wire, Worker, WorkerError,
};
use rustc_hash::FxHashMap;

use self::output::Output;
use crate::failures::raise;
use crate::host::RuntimeHost;
use crate::log::Origin;

/// Where code of the project runs: `--engine`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EngineMode {
    /// In the evaluator, and in the project's Python what the evaluator cannot follow.
    #[default]
    Auto,
    /// In the evaluator only.
    Native,
    /// In the project's Python only.
    Worker,
}

/// How long Python may take to start and to import SQLAlchemy.
const HANDSHAKE: Duration = Duration::from_mins(1);

/// The worker of a command: at most one process, started when it is first needed.
pub(crate) struct WorkerLink {
    pub(crate) mode: EngineMode,
    config: Rc<Config>,
    interpreter: OnceCell<Option<Interpreter>>,
    sys_path: RefCell<Vec<std::path::PathBuf>>,
    worker: RefCell<Option<Result<Rc<Worker>, WorkerError>>>,
    /// Objects of ours that Python holds by number.
    locals: RefCell<Vec<Value>>,
    /// Objects of ours that Python has made by number.
    made: RefCell<FxHashMap<u64, Value>>,
    /// The metadata whose tables are being made.
    owner: RefCell<Value>,
    /// Our exceptions on their way through Python.
    travelling: RefCell<Vec<Option<Unwind>>>,
    /// A limit of ours that Python code must not swallow.
    limit: RefCell<Option<Unwind>>,
    /// True while `env.py` runs in Python.
    pub(crate) runs_env: Cell<bool>,
    /// Revisions that were found to need Python, and why.
    pub(crate) foreseen: RefCell<FxHashMap<std::path::PathBuf, String>>,
    /// The logging of `env.py` before the first step.
    pub(crate) logging: RefCell<Value>,
    /// True once Python has what Alembic has there before the first step.
    pub(crate) is_ready: Cell<bool>,
    /// What ran in Python, for the summary.
    pub(crate) summary: RefCell<Vec<InPython>>,
    /// How many revisions were begun.
    pub(crate) n_begun: Cell<usize>,
}

/// Something that ran in Python.
pub(crate) struct InPython {
    /// The revision; `None` for `env.py`.
    pub(crate) revision: Option<String>,
    /// Why.
    pub(crate) reason: String,
}

impl std::fmt::Display for InPython {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.revision {
            Some(revision) => write!(f, "revision {revision}")?,
            None => f.write_str("env.py")?,
        }
        write!(f, " ran in Python: {}", self.reason)
    }
}

impl WorkerLink {
    pub(crate) fn new(mode: EngineMode, config: Rc<Config>) -> Rc<Self> {
        Rc::new(Self {
            mode,
            config,
            interpreter: OnceCell::new(),
            sys_path: RefCell::default(),
            worker: RefCell::default(),
            locals: RefCell::default(),
            made: RefCell::default(),
            owner: RefCell::new(Value::None),
            travelling: RefCell::default(),
            limit: RefCell::default(),
            runs_env: Cell::new(false),
            foreseen: RefCell::default(),
            logging: RefCell::new(Value::None),
            is_ready: Cell::new(false),
            summary: RefCell::default(),
            n_begun: Cell::default(),
        })
    }

    /// The link of this evaluator.
    pub(crate) fn of(vm: &Vm) -> PyResult<Rc<Self>> {
        match vm.extension::<Self>() {
            Some(link) => Ok(link),
            None => Err(vm.raise("RuntimeError", "no worker is set up")),
        }
    }

    /// Folders that come first on Python's `sys.path`.
    pub(crate) fn set_sys_path(&self, folders: Vec<std::path::PathBuf>) {
        *self.sys_path.borrow_mut() = folders;
    }

    /// The Python that would be started.
    pub(crate) fn interpreter(&self) -> Option<Interpreter> {
        self.interpreter
            .get_or_init(|| interpreter::find(&self.config))
            .clone()
    }

    /// The running process, started if it is not.
    pub(crate) fn worker(&self) -> Result<Rc<Worker>, WorkerError> {
        if let Some(known) = &*self.worker.borrow() {
            return known.clone();
        }
        let started = match self.interpreter() {
            Some(interpreter) => Worker::start(
                &interpreter,
                &StartOptions {
                    sys_path: self.sys_path.borrow().clone(),
                    handshake_timeout: HANDSHAKE,
                },
            )
            .map(Rc::new),
            None => Err(WorkerError::Unfit(
                "no Python was found (VIRTUAL_ENV, .venv, the setting `python`, python3)"
                    .to_owned(),
            )),
        };
        *self.worker.borrow_mut() = Some(started.clone());
        started
    }

    /// True if a revision has needed Python in this command.
    pub(crate) fn has_been_used(&self) -> bool {
        matches!(&*self.worker.borrow(), Some(Ok(_)))
    }

    /// True if log lines go through the logging of Python: `env.py` has set it up there, or code that runs there
    /// may have changed it.
    pub(crate) fn has_logging(&self) -> bool {
        self.runs_env.get() || self.is_ready.get()
    }

    /// Calls a function of the Python side.
    pub(crate) fn call(
        self: &Rc<Self>,
        vm: &Vm,
        host: &RuntimeHost,
        method: &str,
        arguments: &[Wire],
    ) -> PyResult<Wire> {
        let worker = self
            .worker()
            .map_err(|error| raise(vm, worker_failure(&error)))?;
        let service = calls::Service {
            vm,
            host,
            link: self,
        };
        self.flush_output(vm);
        let outcome = worker.call(method, arguments, &service);
        if let Some(limit) = self.limit.take() {
            return Err(limit);
        }
        outcome.map_err(|error| match error {
            CallError::Worker(error) => raise(vm, worker_failure(&error)),
            CallError::Raised(exception) => self.unwind(vm, *exception),
        })
    }

    /// What was printed here comes before what Python prints next.
    pub(crate) fn flush_output(&self, vm: &Vm) {
        if let Some(output) = vm.extension::<Output>() {
            output.flush();
        }
    }

    /// An exception that came out of Python.
    fn unwind(&self, vm: &Vm, exception: RemoteException) -> Unwind {
        let original = exception
            .token
            .and_then(|token| usize::try_from(token).ok())
            .and_then(|token| self.travelling.borrow_mut().get_mut(token)?.take());
        if let Some(unwind) = original {
            return unwind;
        }
        let failure = if let Some(status) = exception.exit_status {
            if status == 1 && !matches!(exception.message.as_str(), "" | "1" | "True") {
                vm.write_stderr(&format!("{}\n", exception.message));
            }
            Failure::from(FailureKind::Exit { status })
        } else if exception.type_name == "alembic.util.exc.CommandError" {
            Failure::command(exception.message)
        } else {
            Failure::from(FailureKind::Exception {
                type_name: exception.type_name,
                message: exception.message,
                traceback: exception.traceback,
            })
        };
        raise(vm, failure)
    }

    /// An exception of ours for Python; it is itself again if it comes back.
    fn describe(&self, vm: &Vm, unwind: Unwind) -> RemoteException {
        let mut out = match &unwind {
            Unwind::Unsupported(limit) => {
                let construct = limit.construct.clone();
                *self.limit.borrow_mut() = Some(unwind);
                return RemoteException::new("_alembic_rs.channel.Unsupported", construct);
            }
            Unwind::Exception(raised) => {
                let message = vm
                    .str(&raised.value)
                    .map(|text| text.to_string())
                    .unwrap_or_default();
                let name = match &raised.value {
                    Value::Object(object) => object.class().full_name(),
                    _ => "Exception".to_owned(),
                };
                let name = name.strip_prefix("builtins.").unwrap_or(&name).to_owned();
                RemoteException::new(name, message)
            }
        };
        let mut travelling = self.travelling.borrow_mut();
        out.token = u64::try_from(travelling.len()).ok();
        travelling.push(Some(unwind));
        out
    }

    /// Writes to the logging of Python.
    pub(crate) fn log(
        self: &Rc<Self>,
        vm: &Vm,
        logger: &str,
        level: &str,
        message: &str,
        origin: &Origin,
    ) -> PyResult<()> {
        let Some(host) = vm.extension::<RuntimeHost>() else {
            return Ok(());
        };
        let arguments = [
            Wire::text(logger),
            Wire::text(level),
            Wire::text(message),
            Wire::text(origin.path),
            Wire::Sql(SqlValue::Int(origin.line)),
            Wire::text(origin.function),
        ];
        self.call(vm, &host, "write_log", &arguments).map(|_| ())
    }
}

/// A worker that cannot be used, as the failure of the command.
fn worker_failure(error: &WorkerError) -> Failure {
    let mut diagnostic = Diagnostic::error("worker", format!("{error}"))
        .note("nothing of what it was running is kept in the database");
    diagnostic = match error {
        WorkerError::Start { .. } | WorkerError::Unfit(_) => diagnostic.help(
            "activate the project's virtual environment, or set `python = /path/to/python` in the [alembic] section; it needs SQLAlchemy, but neither Alembic nor a database driver",
        ),
        WorkerError::Silent(_)
        | WorkerError::Died(_)
        | WorkerError::Garbage(_)
        | WorkerError::Version { .. } => {
            diagnostic.help("run the command again; `--engine native` never starts Python")
        }
    };
    Failure::exception("alembic_rs.WorkerError", error.to_string()).with(diagnostic)
}

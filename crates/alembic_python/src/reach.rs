//! What a call of unknown content gets into its hands.
//!
//! Most calls that are not followed only make values that nobody needs: `FastAPI()`, `Admin(app).add_view(View)`. One that
//! gets a connection, tables, or a function that it may call can do what the command is run for. It is followed into the
//! installed package, or refused.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::args::Args;
use crate::builtins::namespace::module_behind;
use crate::error::{PyResult, Unsupported, Unwind};
use crate::opaque::Opaque;
use crate::value::Value;
use crate::vm::{Incomplete, Vm};

/// What a value lets a call do that gets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Change a class that has a table, and so the table.
    Model,
    /// Change tables, or make some.
    Tables,
    /// Act on the database.
    Database,
}

/// Tells the reach of a value; `None` for what leads nowhere.
pub type ReachOf = fn(&Vm, &Value) -> Option<Reach>;

/// Functions of the standard library and of drivers that are not modelled and act, by the first part of their name.
const ACTING: &[&str] = &[
    "MySQLdb.connect",
    "aiomysql.connect",
    "aiosqlite.connect",
    "asyncpg.connect",
    "asyncpg.create_pool",
    "ctypes.CDLL",
    "cx_Oracle.connect",
    "ftplib.",
    "http.client.HTTP",
    "oracledb.connect",
    "pg8000.connect",
    "pg8000.dbapi.connect",
    "psycopg.AsyncConnection.connect",
    "psycopg.Connection.connect",
    "psycopg.connect",
    "psycopg2.connect",
    "pymysql.connect",
    "pyodbc.connect",
    "runpy.",
    "shutil.chown",
    "shutil.copy",
    "shutil.make_archive",
    "shutil.move",
    "shutil.rmtree",
    "shutil.unpack_archive",
    "smtplib.",
    "socket.create_connection",
    "sqlite3.connect",
    "urllib.request.url",
];

/// Functions that keep what they get for what is refused elsewhere: a hook that a configuration names.
const KEEPING: &[&str] = &["alembic.script.write_hooks.register"];

/// What the evaluator remembers of such calls.
#[derive(Default)]
pub(crate) struct Reaching {
    of: Cell<Option<ReachOf>>,
    /// True while `env.py` runs, not while it imports.
    runs_environment: Cell<bool>,
    /// The first call of unknown content since then.
    first_unknown: RefCell<Option<Box<Unsupported>>>,
}

impl Vm {
    /// Sets who tells connections and tables from other values.
    pub fn set_reach(&self, of: ReachOf) {
        self.reaching.of.set(Some(of));
    }

    /// Runs the top level of a module: what it calls counts if it is `env.py`, and not if something imports it.
    pub(crate) fn with_module_calls<T>(&self, is_environment: bool, run: impl FnOnce() -> T) -> T {
        let before = self.reaching.runs_environment.replace(is_environment);
        let outcome = self.with_effects(false, run);
        self.reaching.runs_environment.set(before);
        outcome
    }

    /// Refuses if `env.py` called something of unknown content: whatever did not happen may have been its work.
    pub fn require_known_calls(&self) -> PyResult<()> {
        match &*self.reaching.first_unknown.borrow() {
            Some(limit) => Err(Unwind::Unsupported(limit.clone())),
            None => Ok(()),
        }
    }

    /// Calls a value of unknown content: follows it if it matters, and otherwise gives another one.
    pub(crate) fn call_unknown(&self, callee: &Value, opaque: &Rc<Opaque>, args: Args) -> PyResult {
        if let Some(forced) = opaque.forced.borrow().clone() {
            return self.call_with(&forced, args);
        }
        let reach = self.reach_of(&args);
        let keeps = KEEPING.iter().any(|name| opaque.origin.starts_with(name));
        let takes_function =
            self.reaching.runs_environment.get() && !keeps && values(&args).any(may_be_called_back);
        let acts = ACTING.iter().any(|name| opaque.origin.starts_with(name));
        let is_followed = match reach {
            Some(Reach::Model) => self.changes_models(opaque),
            Some(Reach::Tables | Reach::Database) => true,
            None => takes_function || self.counts_effects.get(),
        };
        // `builder.Build(descriptor, globals())` may give the module names, also where it is followed with an unknown descriptor.
        for module in values(&args).filter_map(module_behind) {
            module.opaque_star.replace(Some(opaque.clone()));
        }
        if is_followed {
            let forced = self.force(callee)?;
            if !forced.is_opaque() {
                return self.call_with(&forced, args);
            }
        }
        self.unknown_effect(opaque, "a call")?;
        match reach {
            Some(Reach::Database) => {
                return Err(self.opaque_error(opaque, "a call with a connection"));
            }
            Some(Reach::Tables) => self.note_changed_tables(opaque),
            Some(Reach::Model) if is_followed => self.note_changed_tables(opaque),
            _ if takes_function => {
                return Err(self.opaque_error(opaque, "a call with a function of the project"));
            }
            _ if acts => return Err(self.opaque_error(opaque, "a call")),
            _ => {}
        }
        if self.reaching.runs_environment.get() && self.reaching.first_unknown.borrow().is_none() {
            let Unwind::Unsupported(limit) = self.opaque_error(opaque, "a call") else {
                return Ok(opaque.derive("()"));
            };
            *self.reaching.first_unknown.borrow_mut() = Some(limit);
        }
        Ok(opaque.derive("()"))
    }

    fn reach_of(&self, args: &Args) -> Option<Reach> {
        let of = self.reaching.of.get()?;
        values(args).filter_map(|value| of(self, value)).max()
    }

    /// The schema is not known any more.
    fn note_changed_tables(&self, opaque: &Opaque) {
        if let Unwind::Unsupported(limit) = self.opaque_error(opaque, "a call with tables") {
            self.note_incomplete(Incomplete {
                module: String::new(),
                names: Vec::new(),
                reason: *limit,
                may_declare: true,
            });
        }
    }
}

fn values(args: &Args) -> impl Iterator<Item = &Value> {
    let keywords = args.keywords.iter().map(|(_, value)| value);
    args.positional.iter().chain(keywords)
}

/// True for a function, method, coroutine or partial application of Python code.
fn may_be_called_back(value: &Value) -> bool {
    match value {
        Value::Function(_) | Value::Coroutine(_) => true,
        Value::Method(method) => may_be_called_back(&method.function),
        Value::Object(object) => &*object.class().full_name() == "functools.partial",
        _ => false,
    }
}

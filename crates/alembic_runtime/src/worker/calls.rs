//! What the Python side may ask, by the name of the call.

use std::rc::Rc;

use alembic_bindings::host::{EngineSpec, Host, JsonFunctions, Session};
use alembic_bindings::remember_json;
use alembic_config::DatabaseUrl;
use alembic_drivers::DatabaseError;
use alembic_python::{Unwind, Value, Vm};
use alembic_schema::SqlValue;
use alembic_worker::{Call, Handler, RemoteException, Wire};

use super::WorkerLink;
use crate::host::RuntimeHost;
use crate::session::DatabaseSession;

/// Answers one conversation.
pub(super) struct Service<'a> {
    pub(super) vm: &'a Vm,
    pub(super) host: &'a RuntimeHost,
    pub(super) link: &'a Rc<WorkerLink>,
}

/// Why there is no answer.
enum Trouble {
    /// Python is told of an exception.
    Unwind(Unwind),
    /// The database refused a statement.
    Database(&'static str, DatabaseError),
    /// The call makes no sense.
    Nonsense(String),
}

impl From<Unwind> for Trouble {
    fn from(unwind: Unwind) -> Self {
        Self::Unwind(unwind)
    }
}

type Answer = Result<Wire, Trouble>;

impl Handler for Service<'_> {
    fn handle(&self, call: Call) -> Result<Wire, RemoteException> {
        let answer = self.answer(&call);
        // Python goes on, and may print.
        self.link.flush_output(self.vm);
        answer.map_err(|trouble| match trouble {
            Trouble::Unwind(unwind) => self.link.describe(self.vm, unwind),
            Trouble::Database(module, error) => RemoteException {
                type_name: format!("dbapi.{module}:{}", error.class),
                message: error.message,
                sqlstate: error.sqlstate,
                ..RemoteException::default()
            },
            Trouble::Nonsense(text) => RemoteException::new(
                "RuntimeError",
                format!("alembic-rs does not understand its Python side: {text}"),
            ),
        })
    }
}

impl Service<'_> {
    fn answer(&self, call: &Call) -> Answer {
        match (call.method.as_str(), call.arguments.as_slice()) {
            ("op", [name, positional, keywords]) => {
                let module = self.vm.import("alembic.op")?;
                let function = self.vm.getattr(&module, text(name)?)?;
                self.invoke(&function, positional, keywords)
            }
            ("context", [name, positional, keywords]) => {
                self.context(text(name)?, positional, keywords)
            }
            ("getattr", [target, name]) => {
                let target = self.value(target)?;
                let found = self.vm.getattr(&target, text(name)?)?;
                // A set is changed in place: `autogen_context.imports.add(...)`.
                if matches!(found, Value::Set(_)) {
                    return Ok(self.link.local(self.vm, &found));
                }
                Ok(self.link.to_wire(self.vm, &found)?)
            }
            ("setattr", [target, name, value]) => {
                let (target, value) = (self.value(target)?, self.value(value)?);
                self.vm.setattr(&target, text(name)?, value)?;
                Ok(Wire::NONE)
            }
            ("invoke", [function, positional, keywords]) => {
                let function = self.value(function)?;
                self.invoke(&function, positional, keywords)
            }
            ("items", [target]) => {
                let target = self.value(target)?;
                let items = self.vm.collect(&target)?;
                Ok(self.link.to_wire(self.vm, &Value::list(items))?)
            }
            ("log", arguments @ [_, _, _, _, _, _, _]) => {
                let logging = self.vm.import("logging")?;
                let arguments = arguments
                    .iter()
                    .map(|argument| self.link.from_wire(self.vm, self.host, argument))
                    .collect::<Result<Vec<_>, _>>()?;
                self.vm
                    .call_method(&logging, "_handle_of_another", arguments)?;
                Ok(Wire::NONE)
            }
            ("sqlite_version", []) => Ok(sqlite_version()),
            ("connect", [url, options]) => self.connect(text(url)?, options),
            ("execute", [number, sql, sets]) => self.execute(number, text(sql)?, sets),
            ("script", [number, sql]) => {
                let session = self.session(number)?;
                session
                    .run_script(text(sql)?)
                    .map_err(|error| database(&session, error))?;
                Ok(Wire::NONE)
            }
            ("in_transaction", [number]) => {
                let session = self.session(number)?;
                Ok(Wire::Sql(SqlValue::Bool(session.in_transaction())))
            }
            ("begin", [number]) => {
                self.session(number)?.begin(self.vm)?;
                Ok(Wire::NONE)
            }
            ("commit", [number]) => {
                self.session(number)?.commit(self.vm)?;
                Ok(Wire::NONE)
            }
            ("rollback", [number]) => {
                self.session(number)?.rollback(self.vm)?;
                Ok(Wire::NONE)
            }
            ("close", [number]) => {
                self.session(number)?.close(self.vm)?;
                Ok(Wire::NONE)
            }
            ("isolation", [number, level]) => {
                let session = self.session(number)?;
                session.set_isolation_level(self.vm, text(level)?)?;
                Ok(Wire::NONE)
            }
            (other, arguments) => Err(Trouble::Nonsense(format!(
                "{other} with {} arguments",
                arguments.len()
            ))),
        }
    }

    fn value(&self, wire: &Wire) -> Result<Value, Trouble> {
        Ok(self.link.from_wire(self.vm, self.host, wire)?)
    }

    /// Calls a function of ours.
    fn invoke(&self, function: &Value, positional: &Wire, keywords: &Wire) -> Answer {
        let (Some(positional), Wire::Dict(keywords)) = (positional.as_items(), keywords) else {
            return Err(Trouble::Nonsense("arguments of a call".to_owned()));
        };
        let positional: Result<Vec<Value>, Trouble> =
            positional.iter().map(|wire| self.value(wire)).collect();
        let mut named = Vec::new();
        for (name, value) in keywords {
            named.push((alembic_python::Symbol::new(text(name)?), self.value(value)?));
        }
        let answer = self.vm.call_keywords(function, positional?, named)?;
        Ok(self.link.to_wire(self.vm, &answer)?)
    }

    /// A function of `alembic.context`, or one of its objects.
    fn context(&self, name: &str, positional: &Wire, keywords: &Wire) -> Answer {
        if matches!(name, "config" | "script") {
            let found = self.host.ask(self.vm, name, &[])?;
            return Ok(self.link.local(self.vm, &found));
        }
        let module = self.vm.import("alembic.context")?;
        let function = self.vm.getattr(&module, name)?;
        self.invoke(&function, positional, keywords)
    }

    fn session(&self, number: &Wire) -> Result<Rc<DatabaseSession>, Trouble> {
        number
            .as_int()
            .and_then(|number| usize::try_from(number).ok())
            .and_then(|number| self.host.session_by_number(number))
            .ok_or_else(|| Trouble::Nonsense("a connection that does not exist".to_owned()))
    }

    fn connect(&self, url: &str, options: &Wire) -> Answer {
        let url = DatabaseUrl::parse(url)
            .map_err(|error| Trouble::Unwind(self.vm.raise("ValueError", error.to_string())))?;
        let mut known = Vec::new();
        let mut functions = JsonFunctions::default();
        if let Wire::Dict(pairs) = options {
            for (name, value) in pairs {
                let value = self.value(value)?;
                if text(name)? == "json_functions" {
                    functions = JsonFunctions::foreign();
                    continue;
                }
                known.push((
                    format!("connect_args.{}", text(name)?),
                    self.vm.str(&value)?.to_string(),
                ));
            }
        }
        let session = self.host.connect(
            self.vm,
            &EngineSpec {
                url,
                options: known,
                on_connect: Vec::new(),
            },
        )?;
        remember_json(self.vm, &session, functions);
        let number = self.host.last_session_number();
        Ok(Wire::Sql(SqlValue::Int(number)))
    }

    /// Runs a statement once per set of values.
    fn execute(&self, number: &Wire, sql: &str, sets: &Wire) -> Answer {
        let session = self.session(number)?;
        let nonsense = || Trouble::Nonsense("values of a statement".to_owned());
        let mut last = None;
        let mut total = 0;
        let sets = sets.as_items().ok_or_else(nonsense)?;
        for set in sets {
            let values: Option<Vec<SqlValue>> = set
                .as_items()
                .ok_or_else(nonsense)?
                .iter()
                .map(Wire::to_sql)
                .collect();
            let values = values.ok_or_else(nonsense)?;
            let outcome = session
                .execute_cursor(sql, &values)
                .map_err(|error| database(&session, error))?;
            total += outcome.row_count.max(0);
            last = Some(outcome);
        }
        let last = last.ok_or_else(nonsense)?;
        let row_count = if sets.len() > 1 {
            total
        } else {
            last.row_count
        };
        let inserted = session.last_inserted(sql);
        let (columns, types, rows) = match last.rows {
            Some(rows) => (
                Wire::List(rows.columns.into_iter().map(Wire::text).collect()),
                rows.types,
                rows.rows,
            ),
            None => (Wire::NONE, Vec::new(), Vec::new()),
        };
        let rows = rows
            .into_iter()
            .map(|row| Wire::List(row.into_iter().map(Wire::from_sql).collect()));
        Ok(Wire::record([
            ("columns", columns),
            (
                "types",
                Wire::List(
                    types
                        .into_iter()
                        .map(|type_| {
                            let oid = Wire::Sql(SqlValue::Int(i64::from(type_.oid)));
                            Wire::Tuple(vec![Wire::text(type_.name), oid])
                        })
                        .collect(),
                ),
            ),
            ("rows", Wire::List(rows.collect())),
            ("rowcount", Wire::Sql(SqlValue::Int(row_count))),
            ("lastrowid", inserted.map_or(Wire::NONE, Wire::Sql)),
        ]))
    }
}

fn text(wire: &Wire) -> Result<&str, Trouble> {
    wire.as_text()
        .ok_or_else(|| Trouble::Nonsense("a text is missing".to_owned()))
}

fn database(session: &DatabaseSession, error: DatabaseError) -> Trouble {
    let module = match &*session.dialect_name() {
        "sqlite" => "sqlite3",
        _ => "psycopg2",
    };
    Trouble::Database(module, error)
}

fn sqlite_version() -> Wire {
    let parts = alembic_drivers::sqlite_version();
    Wire::List(
        parts
            .into_iter()
            .map(|part| Wire::Sql(SqlValue::Int(i64::from(part))))
            .collect(),
    )
}

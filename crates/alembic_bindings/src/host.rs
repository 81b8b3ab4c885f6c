//! What the bindings ask of the runtime above them: compiling, connecting, running operations.
//!
//! `alembic_bindings` never sees a dialect or a driver; the runtime implements these traits and registers
//! itself with [`set_host`].

use std::rc::Rc;

use alembic_python::{Keywords, PyResult, Value, Vm};
use alembic_schema::expr::SqlStatement;
use alembic_schema::ops::Operation;
use alembic_schema::{SqlType, SqlValue, Table};

pub use crate::engine::json::JsonFunctions;

/// Rows of an executed statement.
#[derive(Debug, Clone, Default)]
pub struct ResultRows {
    /// Column names, if the statement returns rows.
    pub columns: Option<Vec<String>>,
    /// Rows.
    pub rows: Vec<Vec<SqlValue>>,
    /// Number of rows changed; -1 if unknown.
    pub row_count: i64,
    /// Those columns of an inserted row's primary key that the statement did not give, where the database tells them.
    pub last_inserted: Option<Vec<SqlValue>>,
    /// `cursor.lastrowid`.
    pub last_row_id: Option<SqlValue>,
}

/// Named values of one execution of a statement.
pub type Parameters = Vec<(String, SqlValue)>;

/// What `create_engine` was given.
#[derive(Debug, Clone)]
pub struct EngineSpec {
    /// The URL.
    pub url: alembic_config::DatabaseUrl,
    /// Keyword arguments with an effect on the connection.
    pub options: Vec<(String, String)>,
    /// SQL that `connect` listeners run on every new connection.
    pub on_connect: Vec<String>,
}

/// Before a statement is executed, or after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The statement may be replaced.
    Before,
    /// It was executed.
    After,
}

/// Called around every statement that a project or a migration executes; before it, the text to execute instead.
pub type StatementHook = Rc<dyn Fn(&Vm, Moment, &str, &[SqlValue]) -> PyResult<Option<String>>>;

/// One database connection as SQLAlchemy's `Connection` shows it, autobegin included.
pub trait Session {
    /// `connection.dialect.name`.
    fn dialect_name(&self) -> String;
    /// The URL.
    fn url(&self) -> alembic_config::DatabaseUrl;
    /// `dialect.server_version_info`.
    fn server_version(&self, vm: &Vm) -> PyResult<Vec<u32>>;
    /// `dialect.default_schema_name`.
    fn default_schema(&self, vm: &Vm) -> PyResult<Option<String>>;
    /// Changes what counts as the default schema.
    fn set_default_schema(&self, schema: Option<String>);
    /// Sets what writes and reads JSON.
    fn set_json(&self, _functions: JsonFunctions) {}
    /// What writes and reads JSON, if an engine has said it.
    fn json(&self) -> Option<JsonFunctions> {
        None
    }
    /// Sets who hears of statements.
    fn set_statement_hook(&self, _hook: StatementHook) {}
    /// True for the mock connection of offline mode.
    fn is_offline(&self) -> bool;
    /// `connection.execute(statement, parameters)`; several parameter sets are an executemany.
    fn execute(
        &self,
        vm: &Vm,
        statement: &SqlStatement,
        parameters: &[Parameters],
    ) -> PyResult<ResultRows>;
    /// `connection.exec_driver_sql(text)`.
    fn execute_text(&self, vm: &Vm, sql: &str) -> PyResult<ResultRows>;
    /// `connection.begin()`: an error if a transaction is open.
    fn begin(&self, vm: &Vm) -> PyResult<()>;
    /// `connection.begin_nested()`.
    fn savepoint(&self, vm: &Vm, action: Savepoint) -> PyResult<()>;
    /// `commit()`.
    fn commit(&self, vm: &Vm) -> PyResult<()>;
    /// `rollback()`.
    fn rollback(&self, vm: &Vm) -> PyResult<()>;
    /// `connection.in_transaction()`.
    fn in_transaction(&self) -> bool;
    /// `execution_options(isolation_level=...)`; gives the former level.
    fn set_isolation_level(&self, vm: &Vm, level: &str) -> PyResult<String>;
    /// `close()`: rolls an open transaction back.
    fn close(&self, vm: &Vm) -> PyResult<()>;
    /// Tables and views of a schema (`None` is the default one), reflected.
    fn reflect(&self, vm: &Vm, schema: Option<&str>) -> PyResult<Rc<Reflection>>;
    /// Names of schemas, views, enum types and so on: `what` is `schemas`, `views`, `enums`, `sequences`.
    fn names(
        &self,
        vm: &Vm,
        what: &str,
        schema: Option<&str>,
    ) -> PyResult<Vec<Vec<Option<String>>>>;
}

/// What was reflected from one schema.
#[derive(Debug, Clone, Default)]
pub struct Reflection {
    /// Tables in the order of the catalogue.
    pub tables: Vec<Table>,
    /// Views with their columns.
    pub views: Vec<Table>,
    /// `SAWarning`s of SQLAlchemy, with the table that they are about.
    pub warnings: Vec<(String, String)>,
}

/// What to do with a savepoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Savepoint {
    /// `SAVEPOINT name`.
    Begin(String),
    /// `RELEASE SAVEPOINT name`.
    Release(String),
    /// `ROLLBACK TO SAVEPOINT name`.
    Rollback(String),
}

/// The runtime as the bindings see it.
pub trait Host {
    /// Whether the functions of `alembic.op` may be called: while migrations run.
    fn operations_are_open(&self) -> bool {
        true
    }
    /// The text of a type for a dialect.
    fn compile_type(&self, vm: &Vm, dialect: &str, type_: &SqlType) -> PyResult<String>;
    /// The text of a statement for a dialect.
    fn compile_statement(
        &self,
        vm: &Vm,
        dialect: &str,
        statement: &SqlStatement,
        literal: bool,
    ) -> PyResult<String>;
    /// Opens a connection.
    fn connect(&self, vm: &Vm, engine: &EngineSpec) -> PyResult<Rc<dyn Session>>;
    /// `Operations.invoke(operation)`: runs it now, or queues it if a batch is open.
    fn invoke(&self, vm: &Vm, operation: Operation) -> PyResult<()>;
    /// `op.get_bind()`.
    fn bind(&self, vm: &Vm) -> PyResult<Rc<dyn Session>>;
    /// `context.configure(...)` with its arguments as given.
    fn configure(&self, vm: &Vm, arguments: Keywords) -> PyResult<()>;
    /// `context.run_migrations(**kw)`.
    fn run_migrations(&self, vm: &Vm, arguments: Keywords) -> PyResult<()>;
    /// `context.is_offline_mode()` and other questions by name; see `alembic::context`.
    fn ask(&self, vm: &Vm, question: &str, arguments: &[Value]) -> PyResult;
}

/// Whether a type with this name exists in the schema, or on the search path without one.
pub fn has_named_type(
    vm: &Vm,
    session: &Rc<dyn Session>,
    schema: Option<&str>,
    name: &str,
) -> PyResult<bool> {
    if session.is_offline() {
        return Ok(false);
    }
    let rows = session.names(vm, "types", schema)?;
    Ok(rows.iter().any(|row| {
        row.first()
            .is_some_and(|found| found.as_deref() == Some(name))
    }))
}

struct HostCell(Rc<dyn Host>);

/// Registers the runtime.
pub fn set_host(vm: &Vm, host: Rc<dyn Host>) {
    vm.set_extension(Rc::new(HostCell(host)));
}

/// The runtime.
pub(crate) fn host(vm: &Vm) -> PyResult<Rc<dyn Host>> {
    match vm.extension::<HostCell>() {
        Some(cell) => Ok(cell.0.clone()),
        None => Err(vm.unsupported("a database operation outside of a migration environment")),
    }
}

/// The text of a type for a dialect.
pub(crate) fn compile_type(vm: &Vm, dialect: &str, type_: &SqlType) -> PyResult<String> {
    host(vm)?.compile_type(vm, dialect, type_)
}

/// The text of a statement for a dialect.
pub(crate) fn compile_statement(
    vm: &Vm,
    dialect: &str,
    statement: &SqlStatement,
    literal: bool,
) -> PyResult<String> {
    host(vm)?.compile_statement(vm, dialect, statement, literal)
}

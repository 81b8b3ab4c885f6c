//! A real connection as SQLAlchemy's `Connection` behaves: autobegin, isolation levels, parameters.
//!
//! DIFFERENCE (`docs/differences/transactions.md`): inside a migration step SQLite's DDL runs in the step's
//! transaction, so that a failing revision leaves nothing behind. Elsewhere a transaction is opened before the
//! first INSERT, UPDATE, DELETE or REPLACE only, as Python's `sqlite3` does.

mod queue;

pub(crate) use queue::Waiting;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use alembic_bindings::host::{
    JsonFunctions, Moment, Parameters, Reflection, ResultRows, Savepoint, Session, StatementHook,
};
use alembic_config::DatabaseUrl;
use alembic_dialect::sqlite::left_out;
use alembic_dialect::{Dialect, Statement};
use alembic_drivers::{Connection, DatabaseError, Outcome};
use alembic_python::{PyResult, Vm};
use alembic_schema::expr::{Insert, InsertSource, SqlStatement};
use alembic_schema::{CatalogRows, Expr, Name, SqlType, SqlValue};

use crate::failures::raise_database;
use crate::reflection;
use crate::sql_log::SqlLog;
use crate::{bind, compile};

/// A connection that a migration runs on.
pub(crate) struct DatabaseSession {
    /// Another thread may have it for a while, see [`DatabaseSession::read_aside`].
    connection: Arc<Mutex<Box<dyn Connection>>>,
    dialect: &'static dyn Dialect,
    url: DatabaseUrl,
    /// SQLAlchemy's view: a transaction was begun, by `begin()` or by itself.
    begun: Cell<bool>,
    /// `isolation_level="AUTOCOMMIT"`.
    autocommit: Cell<bool>,
    /// SQLite: inside a migration step DDL opens a transaction too.
    atomic: Cell<bool>,
    /// SQLite: data was changed in the open transaction.
    has_changes: Cell<bool>,
    default_schema: RefCell<Option<Option<String>>>,
    reflected: RefCell<Vec<(Option<String>, Rc<Reflection>)>>,
    closed: Cell<bool>,
    /// Statements that may have changed something, and how often a transaction ended: for [`Mark`].
    n_changes: Cell<u64>,
    n_ends: Cell<u64>,
    /// How often changes were made final.
    n_commits: Cell<u64>,
    log: SqlLog,
    json: RefCell<JsonFunctions>,
    statement_hook: RefCell<Option<StatementHook>>,
    queue: queue::Queue,
}

/// The state of a session to which it can return.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    n_changes: u64,
    n_ends: u64,
    begun: bool,
    has_changes: bool,
    /// There was a transaction already.
    in_transaction: bool,
}

impl DatabaseSession {
    pub(crate) fn new(
        connection: Box<dyn Connection>,
        dialect: &'static dyn Dialect,
        url: DatabaseUrl,
        log: SqlLog,
    ) -> Rc<Self> {
        Rc::new(Self {
            connection: Arc::new(Mutex::new(connection)),
            dialect,
            url,
            begun: Cell::new(false),
            autocommit: Cell::new(false),
            atomic: Cell::new(false),
            has_changes: Cell::new(false),
            default_schema: RefCell::default(),
            reflected: RefCell::default(),
            closed: Cell::new(false),
            n_changes: Cell::new(0),
            n_ends: Cell::new(0),
            n_commits: Cell::new(0),
            log,
            json: RefCell::default(),
            statement_hook: RefCell::default(),
            queue: queue::Queue::default(),
        })
    }

    /// The connection; waits for it while it is read aside.
    fn connection(&self) -> MutexGuard<'_, Box<dyn Connection>> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs catalogue queries on another thread and makes something of their rows there; whoever asks for the
    /// connection meanwhile waits. `None` where that would change the order of log lines, or where there is no thread.
    pub(crate) fn read_aside<T: Send + 'static>(
        &self,
        vm: &Vm,
        queries: Vec<String>,
        make: impl FnOnce(Vec<CatalogRows>) -> T + Send + 'static,
    ) -> PyResult<Option<Aside<T>>> {
        if self.log.is_on(vm)? {
            return Ok(None);
        }
        self.settle(vm)?;
        self.autobegin(vm)?;
        self.begin_for_query(vm)?;
        let connection = self.connection.clone();
        let (sender, receiver) = sync_channel(1);
        let work = move || {
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let rows = connection.query_catalog(&queries);
            drop(connection);
            // Nobody waits any more where the models failed meanwhile.
            let _ = sender.send(rows.map(make));
        };
        let spawned = std::thread::Builder::new().spawn(work);
        Ok(spawned.is_ok().then_some(Aside(receiver)))
    }

    /// What [`DatabaseSession::read_aside`] made.
    ///
    /// # Errors
    /// What the database said.
    pub(crate) fn wait_for<T>(&self, vm: &Vm, aside: &Aside<T>) -> PyResult<T> {
        match aside.0.recv() {
            Ok(made) => made.map_err(|error| self.raise(vm, &error)),
            Err(_) => Err(vm.raise("RuntimeError", "reading the schema was broken off")),
        }
    }

    /// Marks the state before something that may have to be taken back.
    ///
    /// Inside of an open transaction that is a savepoint; otherwise the end of what is begun later does.
    pub(crate) fn mark(&self) -> Mark {
        self.need_savepoint();
        Mark {
            n_changes: self.n_changes.get(),
            n_ends: self.n_ends.get(),
            begun: self.begun.get(),
            has_changes: self.has_changes.get(),
            in_transaction: self.connection().in_transaction(),
        }
    }

    /// Forgets a mark; the state stays as it is.
    pub(crate) fn forget(&self) {
        self.release_savepoint();
    }

    /// Takes back what happened since a mark; the inner error says why that is not possible.
    pub(crate) fn return_to(&self, vm: &Vm, mark: Mark) -> PyResult<Result<(), String>> {
        self.drop_collected();
        let is_changed = mark.n_changes != self.n_changes.get();
        if mark.n_ends != self.n_ends.get() {
            self.forget_savepoint();
            if is_changed {
                return Ok(Err(
                    "the revision had committed a part of its work before this line".to_owned(),
                ));
            }
            self.begun.set(mark.begun);
            return Ok(Ok(()));
        }
        let in_transaction = self.connection().in_transaction();
        let undone = if let Some(undone) = self.return_to_savepoint() {
            undone
        } else if in_transaction && !mark.in_transaction {
            self.connection().rollback()
        } else if is_changed {
            return Ok(Err(
                "the revision had run statements outside of a transaction before this line"
                    .to_owned(),
            ));
        } else {
            Ok(())
        };
        undone.map_err(|error| self.raise(vm, &error))?;
        self.n_changes.set(mark.n_changes);
        self.begun.set(mark.begun);
        self.has_changes.set(mark.has_changes);
        self.reflected.borrow_mut().clear();
        Ok(Ok(()))
    }

    /// How often changes were made final on this connection.
    pub(crate) fn n_commits(&self) -> u64 {
        self.n_commits.get()
    }

    fn note_commit(&self) {
        self.n_commits.set(self.n_commits.get() + 1);
    }

    fn note_change(&self) {
        self.n_changes.set(self.n_changes.get() + 1);
        if !self.connection().has_block() {
            self.note_commit();
        }
    }

    fn note_end(&self) {
        self.n_ends.set(self.n_ends.get() + 1);
    }

    /// The dialect.
    pub(crate) fn dialect(&self) -> &'static dyn Dialect {
        self.dialect
    }

    fn is_sqlite(&self) -> bool {
        self.dialect.features().name == "sqlite"
    }

    /// Inside a migration step, DDL of SQLite is part of the step's transaction.
    pub(crate) fn set_atomic(&self, atomic: bool) {
        self.atomic.set(atomic);
    }

    fn raise(&self, vm: &Vm, error: &DatabaseError) -> alembic_python::Unwind {
        raise_database(vm, self.dialect.features().name, error)
    }

    /// Opens the database's transaction if this statement needs one.
    fn prepare(&self, sql: &str) -> Result<(), DatabaseError> {
        self.reflected.borrow_mut().clear();
        let mut connection = self.connection();
        if self.autocommit.get() {
            return Ok(());
        }
        if !self.is_sqlite() {
            return if connection.in_transaction() {
                Ok(())
            } else {
                connection.begin()
            };
        }
        let word = first_word(sql);
        match word.as_str() {
            // These have no effect, or fail, inside a transaction. If it holds DDL only, Python's sqlite3 would
            // not have opened one, so it ends here.
            "PRAGMA" | "VACUUM" | "ATTACH" | "DETACH" | "BEGIN" => {
                if connection.in_transaction()
                    && !self.has_changes.get()
                    && !(word == "PRAGMA" && is_query_pragma(sql))
                {
                    connection.commit()?;
                    self.note_end();
                    self.note_commit();
                }
                Ok(())
            }
            "INSERT" | "UPDATE" | "DELETE" | "REPLACE" => {
                self.has_changes.set(true);
                if connection.in_transaction() {
                    Ok(())
                } else {
                    connection.begin()
                }
            }
            "SELECT" | "EXPLAIN" | "COMMIT" | "ROLLBACK" | "END" | "SAVEPOINT" | "RELEASE"
            | "VALUES" => Ok(()),
            _ if self.atomic.get() && !connection.in_transaction() => connection.begin(),
            _ => Ok(()),
        }
    }

    /// Runs one statement as `cursor.execute` does: the worker's SQLAlchemy does the rest.
    pub(crate) fn execute_cursor(
        &self,
        sql: &str,
        values: &[SqlValue],
    ) -> Result<Outcome, DatabaseError> {
        self.guard()?;
        self.begun.set(true);
        self.prepare(sql)?;
        let n_before = self.connection().n_ended_by_statements();
        let outcome = self.connection().execute(sql, values)?;
        if n_before != self.connection().n_ended_by_statements() {
            // `op.execute("COMMIT")`: what was before is final, and the savepoint is gone.
            self.note_end();
            self.note_commit();
            self.forget_savepoint();
        }
        if !is_reading(sql) {
            self.note_change();
        }
        Ok(outcome)
    }

    /// `cursor.executescript`: ends the open transaction first, as Python's `sqlite3` does.
    pub(crate) fn run_script(&self, sql: &str) -> Result<(), DatabaseError> {
        self.begun.set(true);
        self.reflected.borrow_mut().clear();
        let mut connection = self.connection();
        if connection.in_transaction() {
            connection.commit()?;
            self.note_end();
            self.note_commit();
        }
        connection.run_script(sql)?;
        drop(connection);
        self.note_change();
        Ok(())
    }

    /// The row id that an INSERT of SQLite has made.
    pub(crate) fn last_inserted(&self, sql: &str) -> Option<SqlValue> {
        let number = self.connection().last_row_id()?;
        matches!(first_word(sql).as_str(), "INSERT" | "REPLACE").then_some(SqlValue::Int(number))
    }

    /// SQLAlchemy's autobegin.
    fn autobegin(&self, vm: &Vm) -> PyResult<()> {
        if self.begun.replace(true) {
            return Ok(());
        }
        self.log.line(vm, "BEGIN (implicit)")
    }

    fn run(&self, vm: &Vm, sql: &str, values: &[SqlValue]) -> PyResult<Outcome> {
        self.settle(vm)?;
        self.autobegin(vm)?;
        self.heard(vm, sql, values, |sql| {
            self.log.statement(vm, sql, values)?;
            self.execute_cursor(sql, values)
                .map_err(|error| self.raise(vm, &error))
        })
    }

    /// Executes a statement between the calls of who hears of it, who may have replaced it.
    fn heard<T>(
        &self,
        vm: &Vm,
        sql: &str,
        values: &[SqlValue],
        execute: impl FnOnce(&str) -> PyResult<T>,
    ) -> PyResult<T> {
        let Some(hook) = self.statement_hook.borrow().clone() else {
            return execute(sql);
        };
        let replaced = hook(vm, Moment::Before, sql, values)?;
        let sql = replaced.as_deref().unwrap_or(sql);
        let outcome = execute(sql)?;
        hook(vm, Moment::After, sql, values)?;
        Ok(outcome)
    }

    /// The values of a statement for the driver; what its types or the driver refuse is raised.
    fn driver_values<'v>(
        &self,
        vm: &Vm,
        sql: &str,
        pairs: impl Iterator<Item = (&'v SqlValue, &'v alembic_schema::SqlType)>,
    ) -> PyResult<Vec<SqlValue>> {
        let dialect = self.dialect.features().name;
        let mut out = Vec::new();
        for (idx, (value, type_)) in pairs.enumerate() {
            out.push(
                bind::driver_value(dialect, value, type_)
                    .map_err(|refusal| self.refuse(vm, sql, idx + 1, &refusal))?,
            );
        }
        Ok(out)
    }

    fn refuse(
        &self,
        vm: &Vm,
        sql: &str,
        number: usize,
        refusal: &bind::Refusal,
    ) -> alembic_python::Unwind {
        match refusal {
            bind::Refusal::Unknown(class) => {
                let message =
                    format!("Error binding parameter {number}: type '{class}' is not supported");
                self.raise(
                    vm,
                    &DatabaseError::new("ProgrammingError", message).with_statement(sql),
                )
            }
            bind::Refusal::TooLarge => vm.raise(
                "OverflowError",
                "Python int too large to convert to SQLite INTEGER",
            ),
            bind::Refusal::Processor(class, message) => {
                alembic_bindings::statement_error(vm, class, message, sql)
            }
        }
    }

    /// Runs a compiled statement with its own values, and once more per further row. It may wait for others.
    pub(crate) fn run_statement(&self, vm: &Vm, statement: &Statement) -> PyResult<()> {
        let own = statement.params.iter().map(|param| &param.value).collect();
        let further = statement.param_rows.iter().map(|row| row.iter().collect());
        let rows: Vec<Vec<&SqlValue>> = std::iter::once(own).chain(further).collect();
        for row in rows {
            let pairs = row
                .into_iter()
                .zip(&statement.params)
                .map(|(value, param)| (value, &param.type_));
            let values = self.driver_values(vm, &statement.sql, pairs)?;
            if !self.enqueue(vm, &statement.sql, &values)? {
                self.run(vm, &statement.sql, &values)?;
            }
        }
        Ok(())
    }

    /// Runs a compiled statement of one row; the number of rows that it changed or returned. `meanwhile` is called while
    /// the server is at work on it, if that is possible.
    pub(crate) fn count_statement(
        &self,
        vm: &Vm,
        statement: &Statement,
        meanwhile: &mut dyn FnMut(),
    ) -> PyResult<i64> {
        let pairs = statement
            .params
            .iter()
            .map(|param| (&param.value, &param.type_));
        let values = self.driver_values(vm, &statement.sql, pairs)?;
        if self.enqueue(vm, &statement.sql, &values)? {
            let count = self.settle_meanwhile(vm, meanwhile)?;
            return Ok(count.unwrap_or(-1));
        }
        let outcome = self.run(vm, &statement.sql, &values)?;
        let n_rows = outcome.rows.map_or(0, |rows| rows.rows.len());
        Ok(if outcome.row_count < 0 {
            i64::try_from(n_rows).unwrap_or(-1)
        } else {
            outcome.row_count
        })
    }

    /// Runs text as it is, without opening a transaction: for the version table on SQLite.
    pub(crate) fn run_outside(&self, vm: &Vm, sql: &str) -> PyResult<()> {
        self.settle(vm)?;
        self.guard().map_err(|error| self.raise(vm, &error))?;
        self.autobegin(vm)?;
        self.heard(vm, sql, &[], |sql| {
            self.log.statement(vm, sql, &[])?;
            self.reflected.borrow_mut().clear();
            self.connection()
                .run(sql)
                .map_err(|error| self.raise(vm, &error))?;
            self.note_change();
            Ok(())
        })
    }

    /// SQLite: true if foreign keys are enforced and a row refers to nothing. Not in the log of statements.
    pub(crate) fn has_dangling_references(&self, vm: &Vm) -> PyResult<bool> {
        let first_row = |sql: &str| -> PyResult<Option<Vec<SqlValue>>> {
            let outcome = self.connection().execute(sql, &[]);
            let outcome = outcome.map_err(|error| self.raise(vm, &error))?;
            Ok(outcome.rows.and_then(|rows| rows.rows.into_iter().next()))
        };
        let is_enforced = first_row("PRAGMA foreign_keys")?
            .is_some_and(|row| row.first() == Some(&SqlValue::Int(1)));
        Ok(is_enforced && first_row("PRAGMA foreign_key_check")?.is_some())
    }

    /// What SQLite has of a table and a batch loses; outside of the log, as Alembic does not ask.
    pub(crate) fn left_out(
        &self,
        vm: &Vm,
        schema: Option<&str>,
        table: &str,
    ) -> PyResult<Vec<String>> {
        let sql = left_out::texts_query(schema, table);
        Ok(left_out::left_out(&self.catalog_rows(vm, &sql)?))
    }

    /// A catalogue query.
    pub(crate) fn query(&self, vm: &Vm, sql: &str) -> PyResult<Vec<Vec<Option<String>>>> {
        self.settle(vm)?;
        self.autobegin(vm)?;
        self.log.statement(vm, sql, &[])?;
        let mut connection = self.connection();
        if !self.is_sqlite() && !self.autocommit.get() && !connection.in_transaction() {
            connection.begin().map_err(|error| self.raise(vm, &error))?;
        }
        connection
            .query_text(sql)
            .map_err(|error| self.raise(vm, &error))
    }

    /// A catalogue query whose cells are texts and numbers.
    pub(crate) fn query_catalog(&self, vm: &Vm, sql: &str) -> PyResult<CatalogRows> {
        self.settle(vm)?;
        self.autobegin(vm)?;
        self.log.statement(vm, sql, &[])?;
        self.begin_for_query(vm)?;
        self.catalog_rows(vm, sql)
    }

    fn catalog_rows(&self, vm: &Vm, sql: &str) -> PyResult<CatalogRows> {
        let results = self.connection().query_catalog(&[sql.to_owned()]);
        let results = results.map_err(|error| self.raise(vm, &error))?;
        Ok(results.into_iter().next().unwrap_or_default())
    }

    /// Opens the transaction in which a query reads.
    fn begin_for_query(&self, vm: &Vm) -> PyResult<()> {
        let mut connection = self.connection();
        if self.is_sqlite() || self.autocommit.get() || connection.in_transaction() {
            return Ok(());
        }
        connection.begin().map_err(|error| self.raise(vm, &error))
    }

    fn end(&self, vm: &Vm, is_commit: bool) -> PyResult<()> {
        if is_commit {
            self.settle(vm)?;
        }
        self.drop_collected();
        self.forget_savepoint();
        if self.begun.replace(false) {
            self.log
                .line(vm, if is_commit { "COMMIT" } else { "ROLLBACK" })?;
        }
        self.has_changes.set(false);
        self.reflected.borrow_mut().clear();
        self.note_end();
        let mut connection = self.connection();
        let ended = if is_commit {
            connection.commit()
        } else {
            connection.rollback()
        };
        ended.map_err(|mut error| {
            // `Connection.commit()` has no statement to tell.
            error.statement = None;
            self.raise(vm, &error)
        })?;
        if is_commit && self.n_changes.get() > 0 {
            self.note_commit();
        }
        Ok(())
    }
}

/// What another thread reads, see [`DatabaseSession::read_aside`].
pub(crate) struct Aside<T>(Receiver<Result<T, DatabaseError>>);

/// The first keyword of a statement, comments skipped.
fn first_word(sql: &str) -> String {
    let mut rest = sql.trim_start();
    loop {
        if let Some(comment) = rest.strip_prefix("--") {
            rest = comment
                .split_once('\n')
                .map_or("", |(_, after)| after)
                .trim_start();
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment
                .split_once("*/")
                .map_or("", |(_, after)| after)
                .trim_start();
        } else {
            break;
        }
    }
    rest.chars()
        .take_while(char::is_ascii_alphabetic)
        .collect::<String>()
        .to_ascii_uppercase()
}

/// True for statements that change nothing a revision could be half done with.
fn is_reading(sql: &str) -> bool {
    match first_word(sql).as_str() {
        "SELECT" | "EXPLAIN" | "VALUES" | "SHOW" => true,
        "PRAGMA" => is_query_pragma(sql),
        _ => false,
    }
}

/// `PRAGMA table_info(t)` and the like only read.
fn is_query_pragma(sql: &str) -> bool {
    !sql.contains('=') && !sql.to_ascii_lowercase().contains("foreign_keys(")
}

/// `connection.execute(insert(t), {...})`: the columns are the keys of the first set; an INSERT without values and
/// sets has none (`DEFAULT VALUES`).
pub(crate) fn with_keys(statement: &SqlStatement, sets: &[Parameters]) -> SqlStatement {
    let is_bare_insert = matches!(statement, SqlStatement::Insert(insert) if matches!(insert.source, InsertSource::Columns));
    let none = Parameters::new();
    let first = match sets.first() {
        Some(first) => first,
        None if is_bare_insert => &none,
        None => return statement.clone(),
    };
    let bind = |name: &Name, type_: &SqlType| {
        Expr::Bind(Box::new(alembic_schema::expr::Bind {
            name: Some(name.text.clone()),
            unique: false,
            value: None,
            type_: type_.clone(),
            expanding: false,
            inline: false,
        }))
    };
    match statement {
        SqlStatement::Insert(insert) => {
            let mut values: Vec<(Name, Expr)> = match &insert.source {
                InsertSource::Values(values) => values.clone(),
                InsertSource::Columns => Vec::new(),
                InsertSource::MultiValues(..) | InsertSource::Select(..) => {
                    return statement.clone();
                }
            };
            for (name, type_) in ordered_keys(&insert.columns, first) {
                if !values.iter().any(|(other, _)| other.text == name.text) {
                    values.push((name.clone(), bind(&name, &type_)));
                }
            }
            let implicit_returning = if sets.len() > 1 {
                Vec::new()
            } else {
                insert
                    .implicit_returning
                    .iter()
                    .filter(|name| !values.iter().any(|(other, _)| other.text == name.text))
                    .cloned()
                    .collect()
            };
            SqlStatement::Insert(Box::new(Insert {
                source: InsertSource::Values(values),
                implicit_returning,
                ..(**insert).clone()
            }))
        }
        SqlStatement::Update(update) if update.values.is_empty() => {
            let mut new = (**update).clone();
            for (name, type_) in ordered_keys(&update.columns, first) {
                new.values.push((name.clone(), bind(&name, &type_)));
            }
            SqlStatement::Update(Box::new(new))
        }
        other => other.clone(),
    }
}

/// A bind without a value is an error of the statement's execution.
fn without_value(vm: &Vm, error: alembic_python::Unwind) -> alembic_python::Unwind {
    let message = error
        .exception()
        .and_then(|value| vm.str(value).ok())
        .filter(|text| text.starts_with("A value is required for bind parameter"));
    match message {
        Some(message) => alembic_bindings::statement_error(
            vm,
            "sqlalchemy.exc.InvalidRequestError",
            &message,
            "",
        ),
        None => error,
    }
}

fn ordered_keys(columns: &[(Name, SqlType)], set: &Parameters) -> Vec<(Name, SqlType)> {
    columns
        .iter()
        .filter(|(name, _)| set.iter().any(|(key, _)| key.as_str() == name.as_str()))
        .cloned()
        .collect()
}

impl Session for DatabaseSession {
    fn dialect_name(&self) -> String {
        self.dialect.features().name.to_owned()
    }

    fn url(&self) -> DatabaseUrl {
        self.url.clone()
    }

    fn server_version(&self, _vm: &Vm) -> PyResult<Vec<u32>> {
        Ok(self.connection().server_version())
    }

    fn default_schema(&self, vm: &Vm) -> PyResult<Option<String>> {
        if let Some(known) = &*self.default_schema.borrow() {
            return Ok(known.clone());
        }
        let found = self
            .connection()
            .default_schema()
            .map_err(|error| self.raise(vm, &error))?;
        *self.default_schema.borrow_mut() = Some(found.clone());
        Ok(found)
    }

    fn set_default_schema(&self, schema: Option<String>) {
        *self.default_schema.borrow_mut() = Some(schema);
        self.reflected.borrow_mut().clear();
    }

    fn set_json(&self, functions: JsonFunctions) {
        *self.json.borrow_mut() = functions;
    }

    fn json(&self) -> Option<JsonFunctions> {
        Some(self.json.borrow().clone())
    }

    fn set_statement_hook(&self, hook: StatementHook) {
        *self.statement_hook.borrow_mut() = Some(hook);
    }

    fn is_offline(&self) -> bool {
        false
    }

    fn execute(
        &self,
        vm: &Vm,
        statement: &SqlStatement,
        parameters: &[Parameters],
    ) -> PyResult<ResultRows> {
        let statement = with_keys(statement, parameters);
        let returns_rows = returns_rows(&statement);
        let is_implicit = matches!(&statement, SqlStatement::Insert(insert) if insert.returning.is_empty() && !insert.implicit_returning.is_empty());
        let driver = self.url.driver();
        let has_parameters = !parameters.is_empty();
        let compiled = compile::online(vm, self.dialect, driver, &statement, has_parameters)
            .map_err(|error| without_value(vm, error))?;
        let collects =
            matches!(&statement, SqlStatement::Insert(insert) if !insert.returning.is_empty());
        let mut last = Outcome::default();
        let mut total = 0;
        let empty = Parameters::new();
        let sets: Vec<&Parameters> = if parameters.is_empty() {
            vec![&empty]
        } else {
            parameters.iter().collect()
        };
        for set in sets {
            let pairs = compiled.params.iter().map(|param| {
                let given = set
                    .iter()
                    .find(|(name, _)| *name == *param.name)
                    .map(|(_, value)| value);
                (given.unwrap_or(&param.value), &param.type_)
            });
            let values = self.driver_values(vm, &compiled.sql, pairs)?;
            let mut outcome = self.run(vm, &compiled.sql, &values)?;
            total += outcome.row_count.max(0);
            // INSERT with RETURNING gives the rows of all sets, in their order.
            if collects && let (Some(mut all), Some(rows)) = (last.rows.take(), &mut outcome.rows) {
                all.rows.append(&mut rows.rows);
                rows.rows = all.rows;
            }
            last = outcome;
        }
        if parameters.len() > 1 {
            last.row_count = total;
        }
        let mut out = ResultRows {
            row_count: last.row_count,
            ..ResultRows::default()
        };
        match last.rows {
            Some(rows) if is_implicit && !rows.columns.is_empty() => {
                out.last_inserted = rows.rows.into_iter().next();
            }
            Some(rows) if returns_rows || !rows.columns.is_empty() => {
                out.columns = Some(rows.columns);
                out.rows = rows.rows;
            }
            _ => {}
        }
        if parameters.len() < 2 {
            out.last_row_id = self.last_inserted(&compiled.sql);
        }
        Ok(out)
    }

    fn execute_text(&self, vm: &Vm, sql: &str) -> PyResult<ResultRows> {
        let outcome = self.run(vm, sql, &[])?;
        let mut out = ResultRows {
            row_count: outcome.row_count,
            last_row_id: self.last_inserted(sql),
            ..ResultRows::default()
        };
        if let Some(rows) = outcome.rows {
            out.columns = Some(rows.columns);
            out.rows = rows.rows;
        }
        Ok(out)
    }

    fn begin(&self, vm: &Vm) -> PyResult<()> {
        if self.begun.get() {
            let class = vm
                .import("sqlalchemy.exc")
                .and_then(|module| vm.getattr(&module, "InvalidRequestError"))?;
            let text = "This connection has already initialized a SQLAlchemy Transaction() object via begin() or autobegin; can't call begin() here unless rollback() or commit() is called first.";
            return Err(match class {
                alembic_python::Value::Class(class) => vm.raise_class(&class, text),
                _ => vm.raise("RuntimeError", text),
            });
        }
        self.autobegin(vm)
    }

    fn savepoint(&self, vm: &Vm, action: Savepoint) -> PyResult<()> {
        let sql = match action {
            Savepoint::Begin(name) => format!("SAVEPOINT {name}"),
            Savepoint::Release(name) => format!("RELEASE SAVEPOINT {name}"),
            Savepoint::Rollback(name) => format!("ROLLBACK TO SAVEPOINT {name}"),
        };
        self.settle(vm)?;
        self.guard().map_err(|error| self.raise(vm, &error))?;
        self.autobegin(vm)?;
        self.log.statement(vm, &sql, &[])?;
        let mut connection = self.connection();
        if !self.autocommit.get() && !connection.in_transaction() {
            connection.begin().map_err(|error| self.raise(vm, &error))?;
        }
        connection.run(&sql).map_err(|error| self.raise(vm, &error))
    }

    fn commit(&self, vm: &Vm) -> PyResult<()> {
        self.end(vm, true)
    }

    fn rollback(&self, vm: &Vm) -> PyResult<()> {
        self.end(vm, false)
    }

    fn in_transaction(&self) -> bool {
        self.begun.get()
    }

    fn set_isolation_level(&self, vm: &Vm, level: &str) -> PyResult<String> {
        let before = if self.autocommit.get() {
            "AUTOCOMMIT"
        } else if self.is_sqlite() {
            "SERIALIZABLE"
        } else {
            "READ COMMITTED"
        };
        match level.to_ascii_uppercase().replace('_', " ").as_str() {
            "" => {}
            "AUTOCOMMIT" => {
                if self.connection().in_transaction() {
                    self.end(vm, true)?;
                }
                self.autocommit.set(true);
            }
            other => {
                self.autocommit.set(false);
                if !self.is_sqlite() && !matches!(other, "READ COMMITTED" | "DEFAULT") {
                    let sql = format!(
                        "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL {other}"
                    );
                    self.connection()
                        .run(&sql)
                        .map_err(|error| self.raise(vm, &error))?;
                }
            }
        }
        Ok(before.to_owned())
    }

    fn close(&self, vm: &Vm) -> PyResult<()> {
        if self.closed.replace(true) {
            return Ok(());
        }
        self.end(vm, false)
    }

    fn reflect(&self, vm: &Vm, schema: Option<&str>) -> PyResult<Rc<Reflection>> {
        let key = schema.map(str::to_owned);
        if let Some((_, found)) = self
            .reflected
            .borrow()
            .iter()
            .find(|(known, _)| *known == key)
        {
            return Ok(found.clone());
        }
        let found = reflection::reflect(vm, self, schema)?;
        let found = Rc::new(Reflection {
            tables: found.tables,
            views: found.views,
            warnings: found.warnings,
        });
        self.reflected.borrow_mut().push((key, found.clone()));
        Ok(found)
    }

    fn names(
        &self,
        vm: &Vm,
        what: &str,
        schema: Option<&str>,
    ) -> PyResult<Vec<Vec<Option<String>>>> {
        match reflection::names_query(self.dialect.features().name, what, schema) {
            Some(sql) => self.query(vm, &sql),
            None => Ok(Vec::new()),
        }
    }
}

/// True for statements whose rows the caller wants, even when there are none.
fn returns_rows(statement: &SqlStatement) -> bool {
    match statement {
        SqlStatement::Query(_) | SqlStatement::Expr(_) => true,
        SqlStatement::Insert(insert) => !insert.returning.is_empty(),
        SqlStatement::Update(update) => !update.returning.is_empty(),
        SqlStatement::Delete(delete) => !delete.returning.is_empty(),
        SqlStatement::Text(_) | SqlStatement::Ddl(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_before_the_first_word_are_skipped() {
        assert_eq!(first_word("  -- x\n/* y */ insert into t"), "INSERT");
        assert_eq!(first_word("PRAGMA foreign_keys=OFF"), "PRAGMA");
        assert!(is_query_pragma("PRAGMA table_info(t)"));
        assert!(!is_query_pragma("PRAGMA foreign_keys=ON"));
    }
}

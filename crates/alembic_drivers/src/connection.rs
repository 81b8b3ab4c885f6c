//! The interface of a connection, and how one is made from a URL.

use alembic_config::DatabaseUrl;
use alembic_schema::{CatalogRows, SqlValue};

use crate::error::DatabaseError;
use crate::postgresql::PostgresConnection;
use crate::sqlite::SqliteConnection;

/// The type of a column as the server names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnType {
    /// Name: `int4`, `tstzrange`.
    pub name: String,
    /// Number in the server's catalogue.
    pub oid: u32,
}

/// Rows with the names of their columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    /// Column names in order.
    pub columns: Vec<String>,
    /// The columns' types, where the database tells them; empty otherwise.
    pub types: Vec<ColumnType>,
    /// One vector of values per row.
    pub rows: Vec<Vec<SqlValue>>,
}

/// Rows of text, for catalogue queries.
pub type TextRows = Vec<Vec<Option<String>>>;

/// What a statement left behind.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// Rows, if the statement returns any.
    pub rows: Option<Rows>,
    /// Number of rows changed; -1 if the database does not say.
    pub row_count: i64,
}

/// A session with a database.
///
/// Outside of [`Connection::begin`] every statement commits on its own.
pub trait Connection: Send {
    /// Name of the dialect: `sqlite`, `postgresql`.
    fn dialect(&self) -> &'static str;

    /// Server version, most significant part first.
    fn server_version(&self) -> Vec<u32>;

    /// Runs one statement with positional values.
    fn execute(&mut self, sql: &str, parameters: &[SqlValue]) -> Result<Outcome, DatabaseError>;

    /// The number that the database gave the row inserted last (SQLite's `rowid`); `None` where there is no such number.
    fn last_row_id(&self) -> Option<i64> {
        None
    }

    /// Runs catalogue queries, sent together where that is possible, and gives the rows of each. Their cells are texts and
    /// numbers.
    ///
    /// # Errors
    /// What the database says to the first that fails.
    fn query_catalog(&mut self, queries: &[String]) -> Result<Vec<CatalogRows>, DatabaseError>;

    /// Runs one query and gives all values as text.
    fn query_text(&mut self, sql: &str) -> Result<TextRows, DatabaseError>;

    /// Runs one statement that returns nothing of interest.
    fn run(&mut self, sql: &str) -> Result<(), DatabaseError>;

    /// Runs a statement together with the next one, where that saves a wait; its error may come from there.
    fn run_ahead(&mut self, sql: &str) -> Result<(), DatabaseError> {
        self.run(sql)
    }

    /// Like [`Connection::run_ahead`]; that it fails does not matter.
    fn try_ahead(&mut self, sql: &str) {
        // It does not matter.
        let _ = self.run(sql);
    }

    /// The way to send several statements for one round trip, where there is one.
    fn pipeline(&mut self) -> Option<&mut dyn Pipeline> {
        None
    }

    /// Runs a text of several statements.
    fn run_script(&mut self, sql: &str) -> Result<(), DatabaseError> {
        self.run(sql)
    }

    /// Opens a transaction.
    fn begin(&mut self) -> Result<(), DatabaseError>;

    /// Commits the open transaction; without one nothing happens.
    fn commit(&mut self) -> Result<(), DatabaseError>;

    /// Rolls the open transaction back; without one nothing happens.
    fn rollback(&mut self) -> Result<(), DatabaseError>;

    /// True between `begin` and `commit` or `rollback`.
    fn in_transaction(&self) -> bool;

    /// True if the database itself is inside of a transaction: a statement `COMMIT` may have ended it.
    fn has_block(&self) -> bool {
        self.in_transaction()
    }

    /// How many transactions were ended by statements.
    fn n_ended_by_statements(&self) -> u64 {
        0
    }

    /// The schema that unqualified names mean, if the database has schemas.
    fn default_schema(&mut self) -> Result<Option<String>, DatabaseError>;
}

/// Statements that are sent together, and answered together.
pub trait Pipeline {
    /// True if the statement may wait for others: it is a single one without rows, in a transaction.
    fn can_wait(&self, sql: &str) -> bool;

    /// Sends statements for which [`Pipeline::can_wait`], and does not wait for the answers. Until
    /// [`Pipeline::receive`] the connection takes nothing else.
    ///
    /// # Errors
    /// The position of the statement that could not be sent, with its error; then none of them was.
    fn send(&mut self, statements: &[(&str, &[SqlValue])]) -> Result<(), (usize, DatabaseError)>;

    /// Waits for the answers; the number of rows that each statement changed.
    ///
    /// # Errors
    /// The position of the first that failed, with its error. In a transaction none after it has had an effect.
    fn receive(&mut self) -> Result<Vec<i64>, (usize, DatabaseError)>;
}

/// Connects to the database of a URL; the driver part of the scheme does not matter.
///
/// # Errors
/// The database cannot be reached or refuses the login, or it is one that this build does not know.
pub fn connect(url: &DatabaseUrl) -> Result<Box<dyn Connection>, DatabaseError> {
    match url.backend_name() {
        "sqlite" => Ok(Box::new(SqliteConnection::open(url)?)),
        "postgresql" => Ok(Box::new(PostgresConnection::open(url)?)),
        other => Err(DatabaseError::new(
            "NotSupportedError",
            format!(
                "this build connects to SQLite and PostgreSQL only, not to {other}; `--sql` writes its SQL to a file"
            ),
        )),
    }
}

/// The first value of a query key.
pub(crate) fn query<'a>(url: &'a DatabaseUrl, key: &str) -> Option<&'a str> {
    url.query_values(key).into_iter().next()
}

//! What a database said when it refused.

/// An error of a server or of the client library.
///
/// The class name is that of the Python DBAPI exception that Alembic's users see
/// (`OperationalError`, `ProgrammingError`, `IntegrityError`, ...).
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct DatabaseError {
    /// DBAPI exception class: `OperationalError`.
    pub class: &'static str,
    /// The message as the DBAPI gives it.
    pub message: String,
    /// SQLSTATE, if the server has one.
    pub sqlstate: Option<String>,
    /// The statement that failed.
    pub statement: Option<String>,
}

impl DatabaseError {
    /// An error without a statement.
    pub fn new(class: &'static str, message: impl Into<String>) -> Self {
        Self {
            class,
            message: message.into(),
            sqlstate: None,
            statement: None,
        }
    }

    /// Adds the statement that failed.
    #[must_use]
    pub fn with_statement(mut self, statement: &str) -> Self {
        self.statement = Some(statement.to_owned());
        self
    }
}

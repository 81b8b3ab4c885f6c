//! What can go wrong with a worker.

use std::time::Duration;

/// The process could not be used: started, reached or believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorkerError {
    /// The interpreter did not start.
    #[error("cannot start `{program}`: {message}")]
    Start {
        /// The interpreter.
        program: String,
        /// What the system said.
        message: String,
    },
    /// Nothing came during the handshake.
    #[error("the Python process said nothing for {} seconds", .0.as_secs_f32())]
    Silent(Duration),
    /// The process ended before its work did.
    #[error("the Python process ended before its work did ({0})")]
    Died(String),
    /// What came is no frame of the protocol.
    #[error("the Python process sent something that is not an answer: {0}")]
    Garbage(String),
    /// The other side speaks another version.
    #[error(
        "the Python process speaks version {found} of the protocol, this program version {expected}"
    )]
    Version {
        /// Ours.
        expected: i64,
        /// Theirs.
        found: i64,
    },
    /// The process cannot do the work: SQLAlchemy is missing, for example.
    #[error("{0}")]
    Unfit(String),
}

/// A Python exception that left the code which the other side ran.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RemoteException {
    /// Qualified class name: `ValueError`, `sqlalchemy.exc.IntegrityError`.
    pub type_name: String,
    /// `str(exception)`.
    pub message: String,
    /// The lines of the traceback without the last one, if known.
    pub traceback: Option<String>,
    /// Status of a `SystemExit`.
    pub exit_status: Option<i32>,
    /// Number of an exception of ours that passed through Python and comes back.
    pub token: Option<u64>,
    /// SQLSTATE of a database error.
    pub sqlstate: Option<String>,
}

impl RemoteException {
    /// An exception of a class with a message.
    pub fn new(type_name: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            type_name: type_name.into(),
            message: message.into(),
            ..Self::default()
        }
    }
}

/// How a call ends without a value.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CallError {
    /// The code of the project raised an exception.
    #[error("{}: {}", .0.type_name, .0.message)]
    Raised(Box<RemoteException>),
    /// The process is of no use any more.
    #[error(transparent)]
    Worker(#[from] WorkerError),
}

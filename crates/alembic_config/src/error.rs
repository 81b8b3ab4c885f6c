//! Errors of the configuration, with Python's texts.

use std::path::PathBuf;

use alembic_source::Span;

/// What is wrong with the configuration.
///
/// The text is that of the Python exception; [`ConfigError::type_name`] is its class.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// `alembic.util.CommandError`.
    #[error("{message}")]
    Command {
        /// The whole text.
        message: String,
    },
    /// An exception of `configparser`, or `ValueError`, `KeyError` ... while reading a value.
    #[error("{message}")]
    Python {
        /// The class as a traceback shows it.
        type_name: &'static str,
        /// The whole text.
        message: String,
        /// Where in the file.
        span: Option<Span>,
    },
    /// The file cannot be read.
    #[error("{}: {message}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        message: String,
    },
}

impl ConfigError {
    /// `CommandError(message)`.
    pub fn command(message: impl Into<String>) -> Self {
        Self::Command {
            message: message.into(),
        }
    }

    /// Another Python exception.
    pub fn python(type_name: &'static str, message: impl Into<String>) -> Self {
        Self::Python {
            type_name,
            message: message.into(),
            span: None,
        }
    }

    /// Class name in a traceback's last line.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Command { .. } => "alembic.util.exc.CommandError",
            Self::Python { type_name, .. } => type_name,
            Self::Io { .. } => "OSError",
        }
    }

    /// Where in the file, if known.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Python { span, .. } => *span,
            Self::Command { .. } | Self::Io { .. } => None,
        }
    }
}

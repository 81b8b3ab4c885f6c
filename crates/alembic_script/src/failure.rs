//! How a command fails.

use alembic_source::Diagnostic;

/// What Alembic would have done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FailureKind {
    /// `alembic.util.CommandError`: `FAILED: <message>` on stdout and exit status 255.
    Command {
        /// The text after `FAILED: `.
        message: String,
    },
    /// Any other Python exception that nobody caught: a traceback and exit status 1.
    Exception {
        /// Qualified class name as a traceback's last line shows it: `KeyError`,
        /// `alembic.script.revision.CycleDetected`.
        type_name: String,
        /// `str(exception)`; may be empty.
        message: String,
        /// The lines from `Traceback (most recent call last):` to the one before the last, if known.
        traceback: Option<String>,
    },
    /// `SystemExit` raised by the project's own code.
    Exit {
        /// The process's exit status.
        status: i32,
    },
    /// Something that this tool cannot follow or does not support; exit status 1.
    Unsupported {
        /// One phrase.
        message: String,
    },
}

/// A failed command: what Alembic prints, and what we add to it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub struct Failure {
    /// Alembic's side.
    pub kind: FailureKind,
    /// Our own explanation, printed after Alembic's text.
    pub diagnostics: Vec<Diagnostic>,
}

impl Failure {
    /// `raise CommandError(message)`.
    pub fn command(message: impl Into<String>) -> Self {
        Self::from(FailureKind::Command {
            message: message.into(),
        })
    }

    /// An uncaught Python exception.
    pub fn exception(type_name: impl Into<String>, message: impl Into<String>) -> Self {
        Self::from(FailureKind::Exception {
            type_name: type_name.into(),
            message: message.into(),
            traceback: None,
        })
    }

    /// Something that this tool does not support.
    pub fn unsupported(message: impl Into<String>) -> Self {
        Self::from(FailureKind::Unsupported {
            message: message.into(),
        })
    }

    /// Adds an explanation.
    #[must_use]
    pub fn with(mut self, diagnostic: Diagnostic) -> Self {
        self.diagnostics.push(diagnostic);
        self
    }

    /// The text of the error without its class.
    pub fn message(&self) -> String {
        match &self.kind {
            FailureKind::Command { message }
            | FailureKind::Exception { message, .. }
            | FailureKind::Unsupported { message } => message.clone(),
            FailureKind::Exit { status } => format!("exit status {status}"),
        }
    }
}

impl From<FailureKind> for Failure {
    fn from(kind: FailureKind) -> Self {
        Self {
            kind,
            diagnostics: Vec::new(),
        }
    }
}

impl From<alembic_config::ConfigError> for Failure {
    fn from(error: alembic_config::ConfigError) -> Self {
        let span = error.span();
        let message = error.to_string();
        let failure = match error {
            alembic_config::ConfigError::Command { message } => Self::command(message),
            other => Self::exception(other.type_name(), message.clone()),
        };
        match span {
            Some(span) => failure.with(
                Diagnostic::error("invalid-configuration", first_line(&message)).at(span, ""),
            ),
            None => failure,
        }
    }
}

impl From<crate::template::TemplateError> for Failure {
    fn from(error: crate::template::TemplateError) -> Self {
        Self::unsupported(format!(
            "{}:{}: {}",
            error.path.display(),
            error.line,
            error.message
        ))
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

//! Where texts for the user go; the binary implements it, since only it prints.

use alembic_source::Span;

/// A Python warning (`UserWarning`, `DeprecationWarning`) with the place it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// `UserWarning` and so on.
    pub category: &'static str,
    /// The text.
    pub message: String,
    /// What the warning is about; printed as `path:line`.
    pub span: Option<Span>,
}

impl Warning {
    /// `warnings.warn(message, UserWarning)`.
    pub fn user(message: impl Into<String>, span: Option<Span>) -> Self {
        Self {
            category: "UserWarning",
            message: message.into(),
            span,
        }
    }
}

/// Texts for the user.
///
/// Mirrors `Config.print_stdout` and `alembic.util.messaging` (Alembic 1.20).
pub trait Messenger {
    /// `Config.print_stdout(text)`: the text and a line break on stdout, nothing if `quiet`.
    fn print_stdout(&self, text: &str);
    /// `util.msg(text, newline)`: wrapped at the terminal's width, whether `-q` was given or not.
    fn message(&self, text: &str, newline: bool);
    /// The end of a status line, `  done` or `  FAILED`, whether `-q` was given or not.
    fn end_status(&self, succeeded: bool);
    /// `warnings.warn(...)`: stderr, each text once.
    fn warn(&self, warning: &Warning);
    /// Whether `-q` was given.
    fn is_quiet(&self) -> bool;
}

/// Runs `action` between `<text> ...` and `  done` or `  FAILED`; silent if `-q` was given.
///
/// Mirrors `alembic.util.messaging.status`.
pub fn status<T, E>(
    messenger: &dyn Messenger,
    text: &str,
    action: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    if messenger.is_quiet() {
        return action();
    }
    messenger.message(&format!("{text} ..."), false);
    let result = action();
    messenger.end_status(result.is_ok());
    result
}

//! Errors of compilation, with the Python class and text of the reference.

use alembic_schema::DeclaredAt;
use alembic_schema::naming::NamingError;

/// A statement that cannot be compiled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CompileError {
    /// Python class as a traceback names it, such as `sqlalchemy.exc.CompileError`.
    pub class: &'static str,
    /// Its text, exactly.
    pub message: String,
    /// The operation's place.
    pub span: DeclaredAt,
}

impl CompileError {
    fn new(class: &'static str, message: impl Into<String>) -> Self {
        Self {
            class,
            message: message.into(),
            span: DeclaredAt::default(),
        }
    }

    /// `sqlalchemy.exc.CompileError`.
    pub fn compile(message: impl Into<String>) -> Self {
        Self::new("sqlalchemy.exc.CompileError", message)
    }

    /// `sqlalchemy.exc.UnsupportedCompilationError`.
    pub fn unsupported(compiler: &str, element: &str) -> Self {
        Self::new(
            "sqlalchemy.exc.UnsupportedCompilationError",
            format!(
                "Compiler <sqlalchemy.dialects.{compiler} object at 0x0> can't render element of type <class '{element}'>{} (Background on this error at: https://sqlalche.me/e/21/l7de)",
                // Constructs of Alembic are told apart by dialect when they are registered.
                if element.starts_with("alembic.") {
                    format!(": <class '{element}'> construct has no default compilation handler.")
                } else {
                    String::new()
                }
            ),
        )
    }

    /// `sqlalchemy.exc.IdentifierError`.
    pub fn identifier(message: impl Into<String>) -> Self {
        Self::new("sqlalchemy.exc.IdentifierError", message)
    }

    /// `sqlalchemy.exc.ArgumentError`.
    pub fn argument(message: impl Into<String>) -> Self {
        Self::new("sqlalchemy.exc.ArgumentError", message)
    }

    /// `sqlalchemy.exc.InvalidRequestError`.
    pub fn invalid_request(message: impl Into<String>) -> Self {
        Self::new("sqlalchemy.exc.InvalidRequestError", message)
    }

    /// `alembic.util.exc.CommandError`: shown as `FAILED: ...`.
    pub fn command(message: impl Into<String>) -> Self {
        Self::new("alembic.util.exc.CommandError", message)
    }

    /// `NotImplementedError`.
    pub fn not_implemented(message: impl Into<String>) -> Self {
        Self::new("NotImplementedError", message)
    }

    /// `TypeError`.
    pub fn type_error(message: impl Into<String>) -> Self {
        Self::new("TypeError", message)
    }

    /// `AttributeError`: SQLAlchemy asks a type of another database for what it does not have.
    pub fn no_attribute(type_: &alembic_schema::SqlType, attribute: &str) -> Self {
        let class = type_.class.info().name;
        Self::new(
            "AttributeError",
            format!("'{class}' object has no attribute '{attribute}'"),
        )
    }

    /// `AssertionError` without a text.
    pub fn assertion() -> Self {
        Self::new("AssertionError", "")
    }

    /// `ValueError`.
    pub fn value_error(message: impl Into<String>) -> Self {
        Self::new("ValueError", message)
    }

    /// `KeyError`.
    pub fn key_error(message: impl Into<String>) -> Self {
        Self::new("KeyError", message)
    }

    /// What this tool does not compile; SQLAlchemy would.
    pub fn ours(message: impl Into<String>) -> Self {
        Self::new("alembic_rs.Unsupported", message)
    }

    /// Adds the place of the operation if none is known.
    #[must_use]
    pub fn at(mut self, span: DeclaredAt) -> Self {
        if self.span.0.is_none() {
            self.span = span;
        }
        self
    }
}

impl From<NamingError> for CompileError {
    fn from(error: NamingError) -> Self {
        match &error {
            NamingError::NameRequired => Self::invalid_request(error.to_string()),
            NamingError::UnknownToken(_) => Self::key_error(error.to_string()),
            NamingError::UnknownConvention(_) => Self::ours(error.to_string()),
        }
    }
}

/// Result of compilation.
pub type Result<T> = std::result::Result<T, CompileError>;

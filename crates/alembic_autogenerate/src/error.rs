//! Errors of comparison and rendering.

use std::any::Any;

use alembic_dialect::CompileError;
use alembic_schema::ops::ReverseError;

/// Why a comparison or a rendering failed.
#[derive(Debug, thiserror::Error)]
pub enum AutogenerateError {
    /// Whatever a callback failed with, carried through unchanged (a Python exception, say).
    #[error("a callback failed")]
    Callback(Box<dyn Any>),
    /// The reference fails here with this exception.
    #[error(transparent)]
    Compile(#[from] CompileError),
}

impl From<ReverseError> for AutogenerateError {
    fn from(error: ReverseError) -> Self {
        Self::Compile(CompileError::value_error(error.to_string()))
    }
}

/// Result of comparison and rendering.
pub type Result<T> = std::result::Result<T, AutogenerateError>;

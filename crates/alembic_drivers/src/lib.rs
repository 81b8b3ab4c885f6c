//! Real connections: the only crate that names database clients.
//!
//! A [`Connection`] runs SQL text with values and gives typed rows back. It knows nothing of operations
//! or dialects' DDL; those are compiled above and arrive here as text.

mod connection;
mod error;
mod postgresql;
mod sqlite;

pub use connection::{ColumnType, Connection, Outcome, Pipeline, Rows, TextRows, connect};
pub use error::DatabaseError;
pub use sqlite::library_version as sqlite_version;

//! Reflection: catalogue queries as text, rows as values.

use alembic_schema::{SqlValue, Table};

/// A row of a catalogue query.
pub type Row = Vec<SqlValue>;

/// One catalogue query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogQuery {
    /// What its rows are, for messages.
    pub name: &'static str,
    /// SQL without parameters.
    pub sql: String,
}

/// What was reflected from one schema.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reflected {
    /// Tables in the order of the catalogue.
    pub tables: Vec<Table>,
    /// Views with their columns.
    pub views: Vec<Table>,
    /// `SAWarning`s of SQLAlchemy, with the table that they are about.
    pub warnings: Vec<(String, String)>,
}

/// A text cell.
pub(crate) fn text(row: &Row, idx: usize) -> Option<&str> {
    match row.get(idx)? {
        SqlValue::Text(text) => Some(text),
        _ => None,
    }
}

/// An integer cell, also where it came as text; booleans count as 0 and 1.
pub(crate) fn int(row: &Row, idx: usize) -> Option<i64> {
    match row.get(idx)? {
        SqlValue::Int(value) => Some(*value),
        SqlValue::Bool(flag) => Some(i64::from(*flag)),
        SqlValue::Text(text) => text.parse().ok(),
        _ => None,
    }
}

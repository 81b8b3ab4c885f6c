//! Reflection: catalogue queries as text, rows as values.

use alembic_schema::Table;

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

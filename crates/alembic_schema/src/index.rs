//! Indexes. Mirrors `sqlalchemy.schema.Index`.

use crate::expr::Expr;
use crate::name::{ConstraintName, DeclaredAt, Name};
use crate::options::DialectOptions;

/// One element of an index.
#[derive(Debug, Clone, PartialEq)]
pub enum IndexElement {
    /// A column by name.
    Column(Name),
    /// Any expression, `text()` included.
    Expr(Expr),
}

/// An index.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Index {
    /// Name.
    pub name: ConstraintName,
    /// Elements.
    pub elements: Vec<IndexElement>,
    /// `unique=`.
    pub unique: bool,
    /// Made from `index=True` of a column.
    pub column_flag: bool,
    /// Autogenerate read it from a SQLite database, where `unique` is the integer of the catalogue.
    pub unique_is_integer: bool,
    /// Dialect options.
    pub dialect_options: DialectOptions,
    /// Where it was written.
    pub span: DeclaredAt,
}

impl Index {
    /// Names of the columns that the elements mention, in order.
    pub fn columns(&self) -> Vec<Name> {
        self.elements
            .iter()
            .flat_map(|element| match element {
                IndexElement::Column(name) => vec![name.clone()],
                IndexElement::Expr(expr) => expr.columns(),
            })
            .collect()
    }
}

//! Renames: a dropped and an added table or column that are one. Ours; Alembic never finds them.
//!
//! A rename is applied to what was reflected and the comparison runs again: what else differs about the renamed
//! object is then found as usual.

mod apply;
mod candidates;
mod history;
mod names;

use alembic_schema::ops::{AlterColumnOp, Operation, RenameTableOp};
use alembic_schema::{DeclaredAt, Name, SqlType};

pub use apply::apply;
pub use candidates::{column_renames, may_have_renames, table_renames};
pub use history::{History, Owner, PastModels};
pub use names::{NameChange, name_changes};

/// From this many percent on a rename counts as certain: nobody has to be asked.
pub const CERTAIN: u8 = 90;

/// What is renamed.
#[derive(Debug, Clone, PartialEq)]
pub enum Renamed {
    /// A table.
    Table {
        /// Schema.
        schema: Option<Name>,
        /// Name in the database.
        from: Name,
        /// Name in the models.
        to: Name,
    },
    /// A column.
    Column {
        /// Schema of its table.
        schema: Option<Name>,
        /// Its table, by the name in the models.
        table: Name,
        /// Name in the database.
        from: Name,
        /// Name in the models.
        to: Name,
        /// Type in the database.
        type_: Box<SqlType>,
        /// Nullability in the database.
        nullable: bool,
    },
}

/// A rename that may be what happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Rename {
    /// What is renamed.
    pub renamed: Renamed,
    /// 0 to 100.
    pub confidence: u8,
    /// What speaks for it, in words.
    pub evidence: Vec<String>,
}

impl Rename {
    /// True if it may be taken without asking.
    pub fn is_certain(&self) -> bool {
        self.confidence >= CERTAIN
    }

    /// Adds what the rows of the database say.
    pub fn weigh(&mut self, points: i8, text: String) {
        if self.confidence < 100 {
            self.confidence = self.confidence.saturating_add_signed(points).min(99);
        }
        self.evidence.push(text);
    }

    /// `column users.phone -> users.phone_number`.
    pub fn describe(&self) -> String {
        match &self.renamed {
            Renamed::Table { schema, from, to } => {
                let prefix = prefix(schema.as_ref());
                let (from, to) = (from.as_str(), to.as_str());
                format!("table {prefix}{from} -> {prefix}{to}")
            }
            Renamed::Column {
                schema,
                table,
                from,
                to,
                ..
            } => {
                let prefix = prefix(schema.as_ref());
                let (table, from, to) = (table.as_str(), from.as_str(), to.as_str());
                format!("column {prefix}{table}.{from} -> {prefix}{table}.{to}")
            }
        }
    }
}

fn prefix(schema: Option<&Name>) -> String {
    schema.map_or_else(String::new, |schema| format!("{}.", schema.as_str()))
}

/// The operations of renames: tables first, as columns are renamed in tables with their new names.
///
/// Columns are renamed outside of batches: every database has a statement for it that also changes the foreign
/// keys of other tables, which the new table of a batch does not.
pub fn operations(renames: &[Rename]) -> Vec<Operation> {
    let mut tables = Vec::new();
    let mut columns = Vec::new();
    for rename in renames {
        match &rename.renamed {
            Renamed::Table { schema, from, to } => {
                tables.push(Operation::RenameTable(RenameTableOp {
                    table: from.clone(),
                    new_name: to.clone(),
                    schema: schema.clone(),
                    span: DeclaredAt::default(),
                }));
            }
            Renamed::Column {
                schema,
                table,
                from,
                to,
                type_,
                nullable,
            } => columns.push(Operation::AlterColumn(Box::new(AlterColumnOp {
                table: table.clone(),
                schema: schema.clone(),
                column: from.clone(),
                new_name: Some(to.clone()),
                existing_type: Some((**type_).clone()),
                existing_nullable: Some(*nullable),
                ..AlterColumnOp::default()
            }))),
        }
    }
    tables.extend(columns);
    tables
}

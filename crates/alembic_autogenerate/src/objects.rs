//! Schema items as callbacks see them.

use alembic_schema::{
    Column, Computed, Constraint, Identity, Index, ServerDefault, SqlType, Table,
};

/// A schema item with the table that it belongs to.
#[derive(Debug, Clone, Copy)]
pub enum ObjectRef<'a> {
    /// A table.
    Table(&'a Table),
    /// A column; the table is unknown for operations that were made without one.
    Column(Option<&'a Table>, &'a Column),
    /// An index.
    Index(&'a Table, &'a Index),
    /// A constraint; the table is unknown for operations that were made without one.
    Constraint(Option<&'a Table>, &'a Constraint),
    /// A type (`render_item` only).
    Type(&'a SqlType),
    /// A server default (`render_item` only).
    ServerDefault(DefaultRef<'a>),
}

/// `Column.server_default` in its three forms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DefaultRef<'a> {
    /// No default.
    None,
    /// `DefaultClause` or `FetchedValue`.
    Plain(&'a ServerDefault),
    /// `Identity`.
    Identity(&'a Identity),
    /// `Computed`.
    Computed(&'a Computed),
}

impl<'a> DefaultRef<'a> {
    /// `column.server_default`.
    pub fn of(column: &'a Column) -> Self {
        if let Some(computed) = &column.computed {
            Self::Computed(computed)
        } else if let Some(identity) = &column.identity {
            Self::Identity(identity)
        } else if let Some(default) = &column.server_default {
            Self::Plain(default)
        } else {
            Self::None
        }
    }

    /// True if there is none.
    pub fn is_none(self) -> bool {
        matches!(self, Self::None)
    }

    /// True for `Identity`.
    pub fn is_identity(self) -> bool {
        matches!(self, Self::Identity(_))
    }

    /// True for `Computed`.
    pub fn is_computed(self) -> bool {
        matches!(self, Self::Computed(_))
    }
}

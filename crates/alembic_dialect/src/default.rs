//! SQLAlchemy's generic compilers, Alembic's `DefaultImpl`, and the default dialect.

pub mod alter;
pub(crate) mod ddl;
pub(crate) mod literal;
pub(crate) mod reserved;
pub(crate) mod sql;
pub(crate) mod types;

use crate::context::ParamStyle;
use crate::dialect::{Dialect, Features};

/// `sqlalchemy.engine.default.DefaultDialect`.
#[derive(Debug)]
pub struct DefaultDialect;

/// What most dialects share.
pub(crate) const FEATURES: Features = Features {
    name: "default",
    paramstyle: ParamStyle::Named,
    quotes: ('"', '"'),
    illegal_initial: &['$'],
    quote_collations: true,
    max_identifier_length: 9999,
    max_index_length: None,
    max_constraint_length: None,
    supports_comments: false,
    inline_comments: false,
    native_boolean: false,
    native_enum: false,
    native_uuid: false,
    identity_columns: false,
    supports_alter: true,
    insert_returning: false,
    returning_with_table: true,
    default_values: false,
    transactional_ddl: false,
    command_terminator: ";",
    batch_separator: None,
    begin: "BEGIN;",
    backslash_escapes: false,
};

impl Dialect for DefaultDialect {
    fn features(&self) -> &'static Features {
        static OWN: Features = FEATURES;
        &OWN
    }
}

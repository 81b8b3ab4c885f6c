//! Python objects to the values of `alembic_schema`, and back.

pub mod schema;
pub(crate) mod types;
pub(crate) mod values;

pub use schema::{
    check_constraint, column, column_expr, constraint, dialect_options, foreign_key_spec,
    foreign_key_target_spec, index, is_metadata, metadata, option_value, sequence, table,
    type_from_foreign_key,
};
pub(crate) use schema::{column_objects, is_unnamed, table_of_expression, unnamed};
pub(crate) use types::inherited_repr;
pub use types::{sql_type, type_object};
pub use values::{py_value, sql_value, sql_value_as};

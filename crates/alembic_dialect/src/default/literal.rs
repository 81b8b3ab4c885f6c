//! Literals that dialects may override.

use alembic_schema::{SqlType, SqlValue};

use crate::context::Ctx;
use crate::error::Result;

/// No own literal: see [`crate::sql::literal`].
pub(crate) fn dialect_literal(
    _ctx: &Ctx<'_>,
    _value: &SqlValue,
    _type_: &SqlType,
) -> Option<Result<String>> {
    None
}

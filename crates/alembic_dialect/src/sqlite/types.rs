//! Type names of SQLite.

use alembic_schema::SqlType;

use crate::context::Ctx;
use crate::default;
use crate::error::Result;

pub(crate) fn type_sql(ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
    match default::types::visit_name(type_) {
        "JSON" => Ok("JSON".to_owned()),
        "JSONB" => Ok("JSONB".to_owned()),
        other => default::types::by_name(ctx, type_, other),
    }
}

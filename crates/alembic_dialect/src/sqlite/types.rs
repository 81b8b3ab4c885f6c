//! Type names of SQLite.

use alembic_schema::SqlType;

use crate::context::Ctx;
use crate::default;
use crate::error::Result;

pub(crate) fn type_sql(ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
    match default::types::visit_name(type_) {
        "JSON" => Ok("JSON".to_owned()),
        "JSONB" => Ok("JSONB".to_owned()),
        "date" if is_numeric(type_) => Ok("DATE_CHAR".to_owned()),
        "datetime" if is_numeric(type_) => Ok("DATETIME_CHAR".to_owned()),
        "time" if is_numeric(type_) => Ok("TIME_CHAR".to_owned()),
        other => default::types::by_name(ctx, type_, other),
    }
}

/// True if a `storage_format` gives digits alone, which a column of the plain type would store as a number.
fn is_numeric(type_: &SqlType) -> bool {
    let Some(format) = type_.str("storage_format") else {
        return false;
    };
    // What stands around the placeholders (`%(year)04d`).
    let mut rest = format;
    while let Some((before, after)) = rest.split_once("%(") {
        if !before.chars().all(|c| c.is_ascii_digit()) {
            return false;
        }
        let end = after
            .find(')')
            .and_then(|at| Some(at + after.get(at..)?.find('d')? + 1));
        rest = match end {
            Some(end) => after.get(end..).unwrap_or_default(),
            None => return false,
        };
    }
    rest.chars().all(|c| c.is_ascii_digit())
}

//! Names as the database will have them. Mirrors `sqla_compat._get_constraint_final_name`.

use alembic_dialect::{CompileError, Ctx};
use alembic_schema::ConstraintName;
use alembic_schema::naming::truncate;

use crate::error::Result;

/// The name without quotes, cut if it is too long; `None` for an unnamed one.
pub(crate) fn final_name(
    ctx: &Ctx<'_>,
    name: &ConstraintName,
    is_index: bool,
) -> Result<Option<String>> {
    let features = ctx.dialect.features();
    let own = if is_index {
        features.max_index_length
    } else {
        features.max_constraint_length
    };
    match name {
        ConstraintName::None | ConstraintName::NoneDeferred => Ok(None),
        ConstraintName::Conv(text) => Ok(Some(truncate(
            text,
            own.unwrap_or(features.max_identifier_length),
        ))),
        ConstraintName::Name(name) => {
            let limit = features.max_identifier_length;
            if name.text.chars().count() > limit {
                return Err(CompileError::identifier(format!(
                    "Identifier '{}' exceeds maximum length of {limit} characters",
                    name.text
                ))
                .into());
            }
            Ok(Some(name.text.to_string()))
        }
    }
}

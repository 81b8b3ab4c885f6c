//! Nullability. Mirrors `autogenerate.compare.constraints._compare_nullable`.

use alembic_schema::ops::AlterColumnOp;

use super::{ColumnPair, Comparison};
use crate::objects::DefaultRef;

const LOGGER: &str = "alembic.autogenerate.compare.constraints";

pub(crate) fn compare(comparison: &Comparison<'_>, pair: ColumnPair<'_>, op: &mut AlterColumnOp) {
    op.existing_nullable = Some(pair.database.nullable);
    if pair.database.nullable == pair.model.nullable {
        return;
    }
    let defaults = [DefaultRef::of(pair.model), DefaultRef::of(pair.database)];
    let is_computed = defaults.iter().any(|default| default.is_computed());
    let is_identity = defaults.iter().any(|default| default.is_identity());
    if (is_computed && !pair.model.nullable_explicit) || is_identity {
        comparison.info(
            LOGGER,
            format!(
                "Ignoring nullable change on identity column '{}.{}'",
                pair.table_name, pair.name
            ),
        );
        return;
    }
    op.nullable = Some(pair.model.nullable);
    let what = if pair.model.nullable {
        "NULL"
    } else {
        "NOT NULL"
    };
    comparison.info(
        LOGGER,
        format!(
            "Detected {what} on column '{}.{}'",
            pair.table_name, pair.name
        ),
    );
}

//! Identity columns. Mirrors `_compare_identity_default` and `_compare_identity_options`.

use std::collections::BTreeSet;

use alembic_dialect::CompileError;
use alembic_schema::Identity;
use alembic_schema::ops::AlterColumnOp;

use super::{ColumnPair, Comparison, Flow, server_defaults};
use crate::error::Result;
use crate::objects::DefaultRef;
use crate::python_repr;

const LOGGER: &str = "alembic.autogenerate.compare.server_defaults";

pub(crate) fn compare(
    comparison: &Comparison<'_>,
    pair: ColumnPair<'_>,
    op: &mut AlterColumnOp,
) -> Result<Flow> {
    let (database, model) = (DefaultRef::of(pair.database), DefaultRef::of(pair.model));
    if !database.is_identity() && !model.is_identity() {
        return Ok(Flow::Continue);
    }
    let (database, model) = (identity_or_none(database)?, identity_or_none(model)?);
    let differing = differing_attributes(model, database);
    if !differing.is_empty() || model.is_some() != database.is_some() {
        op.server_default = server_defaults::as_change(pair.model);
        if !differing.is_empty() {
            let names: Vec<&str> = differing.into_iter().collect();
            comparison.info(
                LOGGER,
                format!(
                    "Detected server default on column '{}.{}': identity options attributes {}",
                    pair.table_name,
                    pair.name,
                    python_repr::list(&names)
                ),
            );
            return Ok(Flow::Stop);
        }
    }
    Ok(Flow::Continue)
}

/// The reference asserts that the other side has an identity or nothing.
fn identity_or_none(default: DefaultRef<'_>) -> Result<Option<&Identity>> {
    match default {
        DefaultRef::None => Ok(None),
        DefaultRef::Identity(identity) => Ok(Some(identity)),
        DefaultRef::Plain(_) | DefaultRef::Computed(_) => {
            let mut error = CompileError::value_error("");
            error.class = "AssertionError";
            Err(error.into())
        }
    }
}

fn differing_attributes(
    model: Option<&Identity>,
    database: Option<&Identity>,
) -> BTreeSet<&'static str> {
    let mut out = BTreeSet::new();
    let (wanted, existing) = (attributes(model), attributes(database));
    for ((name, wanted), (_, existing)) in wanted.iter().zip(&existing) {
        // An attribute that is not given is the default.
        if wanted != existing && wanted.is_some() {
            out.insert(*name);
        }
    }
    let always = |identity: Option<&Identity>| identity.and_then(|own| own.always).unwrap_or(false);
    if always(model) != always(database) {
        out.insert("always");
    }
    out
}

fn attributes(identity: Option<&Identity>) -> [(&'static str, Option<i64>); 8] {
    let none = Identity::default();
    let options = &identity.unwrap_or(&none).options;
    let flag = |value: Option<bool>| value.map(i64::from);
    [
        ("start", options.start),
        ("increment", options.increment),
        ("minvalue", options.minvalue),
        ("maxvalue", options.maxvalue),
        ("nominvalue", flag(options.nominvalue)),
        ("nomaxvalue", flag(options.nomaxvalue)),
        ("cycle", flag(options.cycle)),
        ("cache", options.cache),
    ]
}

//! Check constraints by name, if asked for. Mirrors `alembic.ext.checkconstraint_byname`.

use std::collections::BTreeMap;

use alembic_schema::ops::{AddConstraintOp, ConstraintKind, Operation};
use alembic_schema::{CheckConstraint, Constraint, Table};

use super::{Comparison, TablePair, indexes, names::final_name};
use crate::error::Result;
use crate::objects::ObjectRef;
use crate::python_repr;

const LOGGER: &str = "alembic.ext.checkconstraint_byname";

pub(crate) fn compare(
    comparison: &Comparison<'_>,
    pair: TablePair<'_>,
    (database, model): (&Table, &Table),
    ops: &mut Vec<Operation>,
) -> Result<()> {
    let mut wanted: BTreeMap<&str, &CheckConstraint> = BTreeMap::new();
    for check in model.declared_checks() {
        // A name that is too long for the database is an error, as in the reference.
        final_name(comparison.input.ctx, &check.name, false)?;
        if let Some(name) = check.name.as_str() {
            wanted.insert(name, check);
        }
    }
    let mut existing: BTreeMap<&str, &CheckConstraint> = BTreeMap::new();
    for check in database.checks() {
        if let Some(name) = check.name.as_str()
            && comparison.includes_name(Some(name), "check_constraint", pair.schema, pair.name)?
        {
            existing.insert(name, check);
        }
    }
    for (name, check) in &existing {
        if !wanted.contains_key(name) {
            remove(comparison, LOGGER, pair, database, check, ops)?;
        }
    }
    for (name, check) in wanted {
        if !existing.contains_key(name) {
            add(comparison, LOGGER, pair, model, check, ops)?;
        }
    }
    Ok(())
}

/// Drops a check constraint of the database, if the project's callback includes it.
pub(super) fn remove(
    comparison: &Comparison<'_>,
    logger: &'static str,
    pair: TablePair<'_>,
    database: &Table,
    check: &CheckConstraint,
    ops: &mut Vec<Operation>,
) -> Result<()> {
    let constraint = Constraint::Check(check.clone());
    if includes(comparison, database, &constraint, true)? {
        log(comparison, logger, pair, "removed", check);
        ops.push(Operation::DropConstraint(Box::new(
            indexes::drop_constraint(
                database.name.clone(),
                database.schema.clone(),
                &constraint,
                check.name.clone(),
                ConstraintKind::Check,
            ),
        )));
    }
    Ok(())
}

/// Creates a check constraint of the models, if the project's callback includes it.
pub(super) fn add(
    comparison: &Comparison<'_>,
    logger: &'static str,
    pair: TablePair<'_>,
    model: &Table,
    check: &CheckConstraint,
    ops: &mut Vec<Operation>,
) -> Result<()> {
    if includes(comparison, model, &Constraint::Check(check.clone()), false)? {
        log(comparison, logger, pair, "added", check);
        ops.push(Operation::CreateCheckConstraint(Box::new(
            AddConstraintOp {
                table: model.name.clone(),
                schema: model.schema.clone(),
                span: check.options.span,
                constraint: check.clone(),
            },
        )));
    }
    Ok(())
}

fn includes(
    comparison: &Comparison<'_>,
    table: &Table,
    constraint: &Constraint,
    is_reflected: bool,
) -> Result<bool> {
    comparison.callbacks.include_object(
        ObjectRef::Constraint(Some(table), constraint),
        constraint.name().as_str(),
        "check_constraint",
        is_reflected,
        None,
    )
}

fn log(
    comparison: &Comparison<'_>,
    logger: &'static str,
    pair: TablePair<'_>,
    what: &str,
    check: &CheckConstraint,
) {
    comparison.info(
        logger,
        format!(
            "Detected {what} check constraint {} on table {}",
            python_repr::optional(check.name.as_str()),
            python_repr::string(pair.name)
        ),
    );
}

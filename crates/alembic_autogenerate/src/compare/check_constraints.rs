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
    let mut wanted: BTreeMap<&str, Constraint> = BTreeMap::new();
    for check in checks(model).chain(model.columns.iter().flat_map(|column| &column.checks)) {
        // A name that is too long for the database is an error, as in the reference.
        final_name(comparison.input.ctx, &check.name, false)?;
        if let Some(name) = check.name.as_str() {
            wanted.insert(name, Constraint::Check(check.clone()));
        }
    }
    let mut existing: BTreeMap<&str, Constraint> = BTreeMap::new();
    for check in checks(database) {
        if let Some(name) = check.name.as_str()
            && comparison.includes_name(Some(name), "check_constraint", pair.schema, pair.name)?
        {
            existing.insert(name, Constraint::Check(check.clone()));
        }
    }
    for (name, constraint) in &existing {
        if wanted.contains_key(name) {
            continue;
        }
        let object = ObjectRef::Constraint(Some(database), constraint);
        if comparison.callbacks.include_object(
            object,
            Some(name),
            "check_constraint",
            true,
            None,
        )? {
            ops.push(Operation::DropConstraint(Box::new(
                indexes::drop_constraint(
                    database.name.clone(),
                    database.schema.clone(),
                    constraint,
                    constraint.name().clone(),
                    ConstraintKind::Check,
                ),
            )));
            log(comparison, pair, "removed", name);
        }
    }
    for (name, constraint) in wanted {
        if existing.contains_key(name) {
            continue;
        }
        let object = ObjectRef::Constraint(Some(model), &constraint);
        if comparison.callbacks.include_object(
            object,
            Some(name),
            "check_constraint",
            false,
            None,
        )? {
            log(comparison, pair, "added", name);
            if let Constraint::Check(check) = constraint {
                ops.push(Operation::CreateCheckConstraint(Box::new(
                    AddConstraintOp {
                        table: model.name.clone(),
                        schema: model.schema.clone(),
                        span: check.options.span,
                        constraint: check,
                    },
                )));
            }
        }
    }
    Ok(())
}

fn log(comparison: &Comparison<'_>, pair: TablePair<'_>, what: &str, name: &str) {
    comparison.info(
        LOGGER,
        format!(
            "Detected {what} check constraint {} on table {}",
            python_repr::string(name),
            python_repr::string(pair.name)
        ),
    );
}

fn checks(table: &Table) -> impl Iterator<Item = &CheckConstraint> {
    table
        .constraints
        .iter()
        .filter_map(|constraint| match constraint {
            Constraint::Check(check) => Some(check),
            Constraint::PrimaryKey(_)
            | Constraint::ForeignKey(_)
            | Constraint::Unique(_)
            | Constraint::Exclude(_) => None,
        })
}

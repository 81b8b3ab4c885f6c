//! Added, altered and removed columns. Mirrors `autogenerate.compare.tables._compare_columns`.
//!
//! DIFFERENCE: removed columns come in the order of the database; the reference takes them in the order of a set.

use std::collections::BTreeSet;

use alembic_schema::ops::{AddColumnOp, AlterColumnOp, DropColumnOp, Operation};
use alembic_schema::{Column, DeclaredAt, DialectOptions, Name, Table};

use super::{
    ColumnPair, Comparison, Flow, OwnColumnComparator, TablePair, WhatRuns, comments, dispatch,
    nullable, precise, qualified, server_defaults, types,
};
use crate::error::Result;
use crate::objects::ObjectRef;

const LOGGER: &str = "alembic.autogenerate.compare.tables";

/// Names of the database's columns that `include_name` lets through.
pub(crate) fn names_in_database(
    comparison: &Comparison<'_>,
    pair: TablePair<'_>,
    table: &Table,
) -> Result<BTreeSet<String>> {
    let mut out = BTreeSet::new();
    for column in &table.columns {
        let name = column.name.as_str();
        if comparison.includes_name(Some(name), "column", pair.schema, pair.name)? {
            out.insert(name.to_owned());
        }
    }
    Ok(out)
}

pub(crate) fn added(
    comparison: &Comparison<'_>,
    pair: TablePair<'_>,
    model: &Table,
    known: &BTreeSet<String>,
    ops: &mut Vec<Operation>,
) -> Result<()> {
    for column in own_columns(model) {
        let name = column.name.as_str();
        if known.contains(name) {
            continue;
        }
        let object = ObjectRef::Column(Some(model), column);
        if comparison
            .callbacks
            .include_object(object, Some(name), "column", false, None)?
        {
            ops.push(Operation::AddColumn(Box::new(add_column(
                pair, model, column,
            ))));
            comparison.info(
                LOGGER,
                format!("Detected added column '{}.{name}'", shown(pair)),
            );
        }
    }
    Ok(())
}

pub(crate) fn altered(
    comparison: &Comparison<'_>,
    pair: TablePair<'_>,
    (database, model): (&Table, &Table),
    known: &BTreeSet<String>,
    ops: &mut Vec<Operation>,
) -> Result<()> {
    let built = comparison.built_table(pair);
    for column in own_columns(model) {
        let name = column.name.as_str();
        let Some(existing) = database.column(name).filter(|_| known.contains(name)) else {
            continue;
        };
        let included = comparison.callbacks.include_object(
            ObjectRef::Column(Some(model), column),
            Some(name),
            "column",
            false,
            Some(ObjectRef::Column(Some(database), existing)),
        )?;
        if !included {
            continue;
        }
        let mut op = AlterColumnOp {
            table: Name::new(pair.name),
            schema: pair.schema.map(Name::new),
            column: column.name.clone(),
            span: column.span,
            ..AlterColumnOp::default()
        };
        let columns = ColumnPair {
            table_name: pair.name,
            name,
            database_table: database,
            model_table: model,
            database: existing,
            model: column,
            built: built.and_then(|table| table.column(name)),
        };
        compare_column(comparison, columns, &mut op)?;
        if has_changes(&op) {
            ops.push(Operation::AlterColumn(Box::new(op)));
        }
    }
    Ok(())
}

/// The `column` comparators by priority; an aspect that stops is not asked again.
fn compare_column(
    comparison: &Comparison<'_>,
    pair: ColumnPair<'_>,
    op: &mut AlterColumnOp,
) -> Result<()> {
    dispatch(&comparison.comparators.column, |what| match what {
        WhatRuns::User(function) => {
            comparison.flush_log()?;
            comparison.callbacks.compare_column(function, pair, op)
        }
        WhatRuns::Own(own) => own_aspect(comparison, pair, own, op),
    })
}

/// One aspect of a column.
fn own_aspect(
    comparison: &Comparison<'_>,
    pair: ColumnPair<'_>,
    aspect: OwnColumnComparator,
    op: &mut AlterColumnOp,
) -> Result<Flow> {
    match aspect {
        OwnColumnComparator::TypeByUser => return types::compare_by_user(comparison, pair, op),
        OwnColumnComparator::DefaultByUser => {
            if let Some(built) = pair.built
                && !precise::defaults_differ(comparison, pair.database, built)?
            {
                server_defaults::keep_existing(pair, op);
                return Ok(Flow::Stop);
            }
            return server_defaults::compare_by_user(comparison, pair, op);
        }
        OwnColumnComparator::Nullable => nullable::compare(comparison, pair, op),
        OwnColumnComparator::DefaultKinds => {
            return server_defaults::compare_kinds(comparison, pair, op);
        }
        OwnColumnComparator::Comment => comments::compare_column(comparison, pair, op),
        OwnColumnComparator::TypeByDialect => types::compare_by_dialect(comparison, pair, op)?,
        OwnColumnComparator::DefaultByDialect => {
            server_defaults::compare_by_dialect(comparison, pair, op)?;
        }
    }
    Ok(Flow::Continue)
}

/// `AlterColumnOp.has_changes`.
fn has_changes(op: &AlterColumnOp) -> bool {
    op.nullable.is_some()
        || op.server_default.is_given()
        || op.type_.is_some()
        || op.comment.is_given()
}

pub(crate) fn removed(
    comparison: &Comparison<'_>,
    pair: TablePair<'_>,
    (database, model): (&Table, &Table),
    known: &BTreeSet<String>,
    ops: &mut Vec<Operation>,
) -> Result<()> {
    for column in &database.columns {
        let name = column.name.as_str();
        let stays = own_columns(model).any(|own| own.name.as_str() == name);
        if stays || !known.contains(name) {
            continue;
        }
        let object = ObjectRef::Column(Some(database), column);
        if comparison
            .callbacks
            .include_object(object, Some(name), "column", true, None)?
        {
            ops.push(Operation::DropColumn(Box::new(DropColumnOp {
                table: Name::new(pair.name),
                schema: pair.schema.map(Name::new),
                column: column.name.clone(),
                if_exists: None,
                kwargs: DialectOptions::default(),
                existing_type: None,
                reverse: Some(Box::new(removed_column(comparison, pair, database, column))),
                span: DeclaredAt::default(),
            })));
            comparison.info(
                LOGGER,
                format!("Detected removed column '{}.{name}'", shown(pair)),
            );
        }
    }
    Ok(())
}

/// The removed column. The reference gives the reflected table its foreign keys a second time when it compares them.
fn removed_column(
    comparison: &Comparison<'_>,
    pair: TablePair<'_>,
    table: &Table,
    column: &Column,
) -> AddColumnOp {
    let mut op = add_column(pair, table, column);
    if comparison.input.plugins.constraints {
        let again = op.table_foreign_keys.clone();
        op.table_foreign_keys.extend(again);
    }
    op
}

fn own_columns(table: &Table) -> impl Iterator<Item = &Column> {
    table.columns.iter().filter(|column| !column.system)
}

fn shown(pair: TablePair<'_>) -> String {
    qualified(pair.schema, pair.name)
}

fn add_column(pair: TablePair<'_>, table: &Table, column: &Column) -> AddColumnOp {
    AddColumnOp {
        table: Name::new(pair.name),
        schema: pair.schema.map(Name::new),
        column: column.clone(),
        if_not_exists: None,
        inline_references: None,
        inline_primary_key: None,
        insert_before: None,
        insert_after: None,
        table_foreign_keys: table.foreign_keys_of(&column.name).cloned().collect(),
        kwargs: DialectOptions::default(),
        span: column.span,
    }
}

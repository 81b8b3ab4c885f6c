//! Added, removed and common tables. Mirrors `autogenerate.compare.tables`.
//!
//! DIFFERENCE: removed tables come in a stable order, referring ones before referred ones, then by name;
//! the reference takes them in the order of a set.

use std::collections::{BTreeMap, BTreeSet};

use alembic_schema::ops::{CreateTableOp, DropTableOp, ModifyTableOps, Operation};
use alembic_schema::{Constraint, DeclaredAt, DialectOptions, Name, OptionValue, Table};
use alembic_source::parallel_map;

use super::aside::Aside;
use super::{
    Comparison, Flow, OwnTableComparator, ParentNames, ReflectedSchema, TablePair, WhatRuns,
    check_constraints, columns, comments, dispatch, foreign_keys, indexes, precise, qualified,
    reflected,
};
use crate::error::Result;
use crate::objects::ObjectRef;

const LOGGER: &str = "alembic.autogenerate.compare.tables";

/// Schema and name, as the comparison has them.
type Key = (Option<String>, String);

pub(crate) fn compare_tables(comparison: &Comparison<'_>) -> Result<Vec<Operation>> {
    let mut ops = Vec::new();
    let database = database_tables(comparison)?;
    let models = model_tables(comparison);
    foreign_keys::check_targets(comparison)?;
    let by_key: BTreeMap<&Key, &Table> = models.iter().map(|(key, table)| (key, *table)).collect();
    for (key, table) in &models {
        if !database.contains_key(key) {
            added(comparison, key, table, &mut ops)?;
        }
    }
    let mut removed: Vec<(Key, Table)> = Vec::new();
    for (key, (schema, table)) in &database {
        if !by_key.contains_key(key) {
            removed.push((key.clone(), reflected::prepare(comparison, schema, table)));
        }
    }
    for at in drop_order(&removed) {
        if let Some((key, table)) = removed.get(at) {
            drop_table(comparison, key, table, &mut ops)?;
        }
    }
    let in_both = |key: &Key| by_key.get(key).copied();
    // All of them are read, with what is logged then, before the first is compared.
    for (key, (schema, table)) in &database {
        if in_both(key).is_some() {
            reflected::log_serials(comparison, schema, table);
        }
    }
    let common: Vec<Common<'_>> = database
        .iter()
        .filter_map(|(key, (schema, table))| {
            in_both(key).map(|model| Common {
                key,
                schema,
                table,
                model,
            })
        })
        .collect();
    compare_common(comparison, &common, &mut ops)?;
    Ok(ops)
}

/// A table of the database and of the models.
struct Common<'a> {
    key: &'a Key,
    schema: &'a ReflectedSchema,
    table: &'a Table,
    model: &'a Table,
}

/// Tables for a thread, at least.
const PER_THREAD: usize = 64;

/// Common tables, on all processors where the project has no function for them.
fn compare_common(
    comparison: &Comparison<'_>,
    common: &[Common<'_>],
    ops: &mut Vec<Operation>,
) -> Result<()> {
    let parts = match Aside::of(comparison) {
        Some(aside) => parallel_map(common, PER_THREAD, |one| {
            aside.run(|comparison| one.compare(comparison))
        }),
        None => Vec::new(),
    };
    let mut parts = parts.into_iter();
    for one in common {
        match parts.next().flatten() {
            Some(part) => ops.extend(part.report(comparison)),
            None => ops.extend(one.compare(comparison)?),
        }
    }
    Ok(())
}

impl Common<'_> {
    fn compare(&self, comparison: &Comparison<'_>) -> Result<Option<Operation>> {
        let is_postgresql = comparison.is_postgresql();
        let table = reflected::adjusted(is_postgresql, self.schema, self.table);
        changed(comparison, self.key, self.model, &table)
    }
}

/// Tables of the database that the filters let through. `BTreeMap` gives the order of common tables:
/// by schema (the default one first), then by name.
fn database_tables<'a>(
    comparison: &Comparison<'a>,
) -> Result<BTreeMap<Key, (&'a ReflectedSchema, &'a Table)>> {
    let input = comparison.input;
    let mut out = BTreeMap::new();
    for schema in input.database {
        let name = schema.schema.as_deref();
        let none = ParentNames {
            schema_name: None,
            table_name: None,
            schema_qualified_table_name: None,
        };
        if !comparison.callbacks.include_name(name, "schema", none)? {
            continue;
        }
        for table in &schema.tables {
            let own = table.name.as_str();
            if name == input.version_table_schema && own == input.version_table {
                continue;
            }
            let full = qualified(name, own);
            let parents = ParentNames {
                schema_name: Some(name),
                table_name: None,
                schema_qualified_table_name: Some(&full),
            };
            if comparison
                .callbacks
                .include_name(Some(own), "table", parents)?
            {
                out.insert((schema.schema.clone(), own.to_owned()), (schema, table));
            }
        }
    }
    Ok(out)
}

/// Tables of the models in the order of `sorted_tables`, the default schema as `None`.
fn model_tables<'a>(comparison: &Comparison<'a>) -> Vec<(Key, &'a Table)> {
    let input = comparison.input;
    let mut out: Vec<(Key, &Table)> = Vec::new();
    let mut tables = Vec::new();
    for metadata in input.metadata {
        let sorted = metadata.sorted_tables();
        tables.extend(sorted.tables);
        if let Some(message) = sorted.warning {
            comparison.sa_warn(message);
        }
    }
    for table in tables {
        let schema = table.schema.as_ref().map(Name::as_str);
        let name = table.name.as_str();
        if schema == input.version_table_schema && name == input.version_table {
            continue;
        }
        let shown = schema.filter(|schema| Some(*schema) != input.default_schema);
        out.push(((shown.map(str::to_owned), name.to_owned()), table));
    }
    out
}

fn added(
    comparison: &Comparison<'_>,
    (schema, name): &Key,
    table: &Table,
    ops: &mut Vec<Operation>,
) -> Result<()> {
    if !comparison.callbacks.include_object(
        ObjectRef::Table(table),
        Some(name),
        "table",
        false,
        None,
    )? {
        return Ok(());
    }
    ops.push(Operation::CreateTable(Box::new(CreateTableOp {
        table: table.clone(),
        if_not_exists: None,
        apply_naming: false,
        span: table.span,
    })));
    let full = qualified(schema.as_deref(), name);
    comparison.info(
        LOGGER,
        format!("Detected added table {}", crate::python_repr::string(&full)),
    );
    let pair = TablePair {
        schema: schema.as_deref(),
        name,
        database: None,
        model: Some(table),
    };
    ops.extend(modify(pair, table_aspects(comparison, pair, Vec::new())?));
    Ok(())
}

fn drop_table(
    comparison: &Comparison<'_>,
    (schema, name): &Key,
    table: &Table,
    ops: &mut Vec<Operation>,
) -> Result<()> {
    if !comparison.callbacks.include_object(
        ObjectRef::Table(table),
        Some(name),
        "table",
        true,
        None,
    )? {
        return Ok(());
    }
    let pair = TablePair {
        schema: schema.as_deref(),
        name,
        database: Some(table),
        model: None,
    };
    ops.extend(modify(pair, table_aspects(comparison, pair, Vec::new())?));
    ops.push(Operation::DropTable(Box::new(DropTableOp {
        table: table.name.clone(),
        schema: table.schema.clone(),
        if_exists: None,
        kwargs: DialectOptions::default(),
        reverse: Some(Box::new(reflected::whole(comparison, table))),
        span: DeclaredAt::default(),
    })));
    let full = qualified(schema.as_deref(), name);
    comparison.info(
        LOGGER,
        format!(
            "Detected removed table {}",
            crate::python_repr::string(&full)
        ),
    );
    Ok(())
}

fn changed(
    comparison: &Comparison<'_>,
    (schema, name): &Key,
    model: &Table,
    table: &Table,
) -> Result<Option<Operation>> {
    let schema = schema.as_deref();
    if !comparison.callbacks.include_object(
        ObjectRef::Table(model),
        Some(name),
        "table",
        false,
        Some(ObjectRef::Table(table)),
    )? {
        return Ok(None);
    }
    let pair = TablePair {
        schema,
        name,
        database: Some(table),
        model: Some(model),
    };
    let mut own = Vec::new();
    let known = columns::names_in_database(comparison, pair, table)?;
    columns::added(comparison, pair, model, &known, &mut own)?;
    columns::altered(comparison, pair, (table, model), &known, &mut own)?;
    own = table_aspects(comparison, pair, own)?;
    columns::removed(comparison, pair, (table, model), &known, &mut own)?;
    Ok(modify(pair, own))
}

/// The `table` comparators in the order of their plugins, those of the project among them.
fn table_aspects(
    comparison: &Comparison<'_>,
    pair: TablePair<'_>,
    mut ops: Vec<Operation>,
) -> Result<Vec<Operation>> {
    dispatch(&comparison.comparators.table, |what| {
        match what {
            WhatRuns::User(function) => {
                comparison.flush_log()?;
                return comparison.callbacks.compare_table(function, pair, &mut ops);
            }
            WhatRuns::Own(own) => own_aspect(comparison, pair, own, &mut ops)?,
        }
        Ok(Flow::Continue)
    })?;
    Ok(ops)
}

/// One aspect of a table; only indexes are looked at where it is new or gone.
fn own_aspect(
    comparison: &Comparison<'_>,
    pair: TablePair<'_>,
    aspect: OwnTableComparator,
    ops: &mut Vec<Operation>,
) -> Result<()> {
    if aspect == OwnTableComparator::Indexes {
        return indexes::compare(comparison, pair, ops);
    }
    let (Some(database), Some(model)) = (pair.database, pair.model) else {
        return Ok(());
    };
    let tables = (database, model);
    match aspect {
        OwnTableComparator::Indexes => {}
        OwnTableComparator::ForeignKeys => {
            foreign_keys::compare(comparison, pair, tables, ops)?;
        }
        OwnTableComparator::Comment => comments::compare_table(comparison, pair, tables, ops),
        OwnTableComparator::Checks if comparison.input.built.is_some() => {
            precise::compare_checks(comparison, pair, tables, ops)?;
        }
        OwnTableComparator::Checks => check_constraints::compare(comparison, pair, tables, ops)?,
    }
    Ok(())
}

fn modify(pair: TablePair<'_>, own: Vec<Operation>) -> Option<Operation> {
    let is_changed = !own.is_empty();
    is_changed.then(|| {
        Operation::ModifyTable(ModifyTableOps {
            table: Name::new(pair.name),
            schema: pair.schema.map(Name::new),
            ops: own,
        })
    })
}

/// Positions of removed tables: referring before referred, then by schema and name.
fn drop_order(removed: &[(Key, Table)]) -> Vec<usize> {
    let places: BTreeMap<&Key, usize> = removed
        .iter()
        .enumerate()
        .map(|(place, (key, _))| (key, place))
        .collect();
    let referred: Vec<BTreeSet<usize>> = removed
        .iter()
        .enumerate()
        .map(|(own, (_, table))| {
            let keys = referred_keys(table);
            let places = keys.filter_map(|key| places.get(&key).copied());
            places.filter(|place| *place != own).collect()
        })
        .collect();
    let mut n_referring = vec![0_usize; removed.len()];
    for &place in referred.iter().flatten() {
        n_referring[place] += 1;
    }
    let mut free: BTreeSet<usize> = (0..removed.len())
        .filter(|&place| n_referring[place] == 0)
        .collect();
    let mut todo: BTreeSet<usize> = (0..removed.len()).collect();
    let mut out = Vec::with_capacity(removed.len());
    // Without a free one there is a cycle: the first of what is left.
    while let Some(place) = free.pop_first().or_else(|| todo.first().copied()) {
        todo.remove(&place);
        out.push(place);
        for &other in &referred[place] {
            n_referring[other] -= 1;
            if n_referring[other] == 0 && todo.contains(&other) {
                free.insert(other);
            }
        }
    }
    out
}

/// What must still be there when a table is dropped: the targets of its foreign keys, and the tables that it is
/// a partition or a child of, as their DROP TABLE takes it with them.
fn referred_keys(table: &Table) -> impl Iterator<Item = Key> + '_ {
    let parents = match table.dialect_options.get("postgresql_inherits") {
        Some(OptionValue::Tuple(names)) => names.as_slice(),
        Some(_) | None => &[],
    };
    let schema = table.schema.as_ref().map(|schema| schema.text.to_string());
    let parents = parents
        .iter()
        .filter_map(move |name| Some((schema.clone(), name.to_text()?)));
    table
        .constraints
        .iter()
        .filter_map(|constraint| match constraint {
            Constraint::ForeignKey(foreign_key) => Some((
                foreign_key
                    .referred_schema
                    .as_ref()
                    .map(|schema| schema.text.to_string()),
                foreign_key.referred_table.text.to_string(),
            )),
            Constraint::PrimaryKey(_)
            | Constraint::Unique(_)
            | Constraint::Check(_)
            | Constraint::Exclude(_) => None,
        })
        .chain(parents)
}

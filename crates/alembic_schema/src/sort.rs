//! Tables in the order of their foreign keys.

use std::collections::{BTreeMap, BTreeSet};

use crate::constraint::Constraint;
use crate::table::{MetaData, Table};

/// See [`MetaData::sorted_tables`].
pub(crate) fn sorted_tables(metadata: &MetaData) -> Vec<&Table> {
    let mut tables: Vec<&Table> = metadata.tables.values().collect();
    tables.sort_by_key(|table| full_name(table));
    in_creation_order(tables)
}

/// Tables, referred ones before referring ones, ties in the given order, as `MetaData.create_all()` makes them.
///
/// `use_alter` and self references are ignored; the members of a cycle keep the given order.
pub fn in_creation_order(tables: Vec<&Table>) -> Vec<&Table> {
    let by_name: BTreeMap<String, usize> = tables
        .iter()
        .enumerate()
        .map(|(idx, table)| (full_name(table), idx))
        .collect();
    let parents: Vec<BTreeSet<usize>> = tables
        .iter()
        .enumerate()
        .map(|(idx, table)| parents_of(table, idx, &by_name))
        .collect();
    let mut done = vec![false; tables.len()];
    let mut out = Vec::with_capacity(tables.len());
    let mut todo: Vec<usize> = (0..tables.len()).collect();
    while !todo.is_empty() {
        let ready: Vec<usize> = todo
            .iter()
            .copied()
            .filter(|&idx| parents[idx].iter().all(|&parent| done[parent]))
            .collect();
        // A cycle: the remaining tables keep their order.
        let batch = if ready.is_empty() {
            todo.clone()
        } else {
            ready
        };
        for &idx in &batch {
            done[idx] = true;
            out.push(tables[idx]);
        }
        todo.retain(|idx| !done[*idx]);
    }
    out
}

fn full_name(table: &Table) -> String {
    match &table.schema {
        Some(schema) => format!("{}.{}", schema.text, table.name.text),
        None => table.name.text.to_string(),
    }
}

fn parents_of(table: &Table, own: usize, by_name: &BTreeMap<String, usize>) -> BTreeSet<usize> {
    table
        .constraints
        .iter()
        .filter_map(|constraint| match constraint {
            Constraint::ForeignKey(key) if !key.foreign_key.use_alter => {
                let name = match &key.referred_schema {
                    Some(schema) => format!("{}.{}", schema.text, key.referred_table.text),
                    None => key.referred_table.text.to_string(),
                };
                by_name.get(&name).copied()
            }
            _ => None,
        })
        .filter(|&parent| parent != own)
        .collect()
}

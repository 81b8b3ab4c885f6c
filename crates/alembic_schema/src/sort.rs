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
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); tables.len()];
    let mut n_waiting: Vec<usize> = parents.iter().map(BTreeSet::len).collect();
    for (child, parents) in parents.iter().enumerate() {
        for &parent in parents {
            children[parent].push(child);
        }
    }
    let mut is_done = vec![false; tables.len()];
    let mut out = Vec::with_capacity(tables.len());
    // Level by level: what only needs tables of the levels before, in the given order.
    let mut level: Vec<usize> = (0..tables.len())
        .filter(|&idx| n_waiting[idx] == 0)
        .collect();
    while !level.is_empty() {
        let mut next = Vec::new();
        for idx in level {
            is_done[idx] = true;
            out.push(tables[idx]);
            for &child in &children[idx] {
                n_waiting[child] -= 1;
                if n_waiting[child] == 0 {
                    next.push(child);
                }
            }
        }
        next.sort_unstable();
        level = next;
    }
    // A cycle, and what waits for it: the given order.
    let rest = tables
        .iter()
        .zip(&is_done)
        .filter(|(_, is_done)| !**is_done);
    out.extend(rest.map(|(table, _)| *table));
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

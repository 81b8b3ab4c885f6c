//! Tables in the order of their foreign keys.

use std::collections::{BTreeMap, BTreeSet};

use crate::constraint::Constraint;
use crate::table::{MetaData, Table};

/// See [`MetaData::sorted_tables`].
pub(crate) fn sorted_tables(metadata: &MetaData) -> SortedTables<'_> {
    let mut tables: Vec<&Table> = metadata.tables.values().collect();
    tables.sort_by_key(|table| full_name(table));
    sort_tables(tables)
}

/// Tables in the order of their foreign keys.
#[derive(Debug)]
pub struct SortedTables<'a> {
    /// The tables.
    pub tables: Vec<&'a Table>,
    /// The `SAWarning` if some refer to each other in a circle: their foreign keys do not count then.
    pub warning: Option<String>,
}

/// Tables, referred ones before referring ones, ties in the given order, as `MetaData.create_all()` makes them.
///
/// `use_alter`, self references and the foreign keys of tables in a cycle are ignored.
pub fn in_creation_order(tables: Vec<&Table>) -> Vec<&Table> {
    sort_tables(tables).tables
}

/// Mirrors `sqlalchemy.schema.sort_tables`.
fn sort_tables(tables: Vec<&Table>) -> SortedTables<'_> {
    let by_name: BTreeMap<String, usize> = tables
        .iter()
        .enumerate()
        .map(|(idx, table)| (full_name(table), idx))
        .collect();
    let mut parents: Vec<BTreeSet<usize>> = tables
        .iter()
        .enumerate()
        .map(|(idx, table)| parents_of(table, idx, &by_name))
        .collect();
    let mut warning = None;
    let mut order = topological_order(&parents);
    if order.is_none() {
        let cycles = cycles(&parents);
        warning = Some(cycle_warning(&tables, &cycles));
        for &member in &cycles {
            parents[member].clear();
        }
        order = topological_order(&parents);
    }
    let order = order.unwrap_or_default();
    let sorted = order.iter().filter_map(|&idx| tables.get(idx).copied());
    SortedTables {
        tables: sorted.collect(),
        warning,
    }
}

/// Positions, parents before children, ties in the given order; `None` if there is a cycle.
///
/// Mirrors `sqlalchemy.util.topological.sort`.
fn topological_order(parents: &[BTreeSet<usize>]) -> Option<Vec<usize>> {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); parents.len()];
    let mut n_waiting: Vec<usize> = parents.iter().map(BTreeSet::len).collect();
    for (child, parents) in parents.iter().enumerate() {
        for &parent in parents {
            children[parent].push(child);
        }
    }
    let mut out = Vec::with_capacity(parents.len());
    // Level by level: what only needs tables of the levels before, in the given order.
    let mut level: Vec<usize> = (0..parents.len())
        .filter(|&idx| n_waiting[idx] == 0)
        .collect();
    while !level.is_empty() {
        let mut next = Vec::new();
        for &idx in &level {
            for &child in &children[idx] {
                n_waiting[child] -= 1;
                if n_waiting[child] == 0 {
                    next.push(child);
                }
            }
        }
        out.append(&mut level);
        next.sort_unstable();
        level = next;
    }
    (out.len() == parents.len()).then_some(out)
}

/// The members of all cycles. Mirrors `sqlalchemy.util.topological.find_cycles`.
fn cycles(parents: &[BTreeSet<usize>]) -> BTreeSet<usize> {
    let mut children: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (child, parents) in parents.iter().enumerate() {
        for &parent in parents {
            children.entry(parent).or_default().insert(child);
        }
    }
    let nodes: BTreeSet<usize> = children.keys().copied().collect();
    let none = BTreeSet::new();
    let mut out = BTreeSet::new();
    for &node in &nodes {
        let mut stack = vec![node];
        let mut todo = nodes.clone();
        todo.remove(&node);
        while let Some(&top) = stack.last() {
            let mut next = None;
            for child in children.get(&top).unwrap_or(&none) {
                if let Some(at) = stack.iter().position(|other| other == child) {
                    for member in stack.iter().skip(at) {
                        todo.remove(member);
                        out.insert(*member);
                    }
                }
                if todo.remove(child) {
                    next = Some(*child);
                    break;
                }
            }
            match next {
                Some(next) => stack.push(next),
                None => {
                    stack.pop();
                }
            }
        }
    }
    out
}

fn cycle_warning(tables: &[&Table], cycles: &BTreeSet<usize>) -> String {
    let mut names: Vec<String> = cycles
        .iter()
        .filter_map(|&idx| tables.get(idx))
        .map(|table| full_name(table))
        .collect();
    names.sort();
    format!(
        "Cannot correctly sort tables; there are unresolvable cycles between tables \"{}\", which is usually caused \
         by mutually dependent foreign key constraints.  Foreign key constraints involving these tables will not be \
         considered; this warning may raise an error in a future release.",
        names.join(", ")
    )
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

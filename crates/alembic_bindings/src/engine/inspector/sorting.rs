//! Tables in the order of their foreign keys. Mirrors `Inspector.sort_tables_on_foreign_key_dependency`.

use alembic_python::{PyResult, Value, Vm};

use super::super::connection::session_of;
use crate::support::{call_method, items, text_opt};

/// Schema and name of a table.
pub(super) type Key = (Option<String>, String);

/// A table with its foreign keys by name.
pub(super) type Entry = (Option<Key>, Vec<(Key, Value)>);

/// The tables in the order of CREATE, and last an entry without a table.
pub(super) fn sorted(vm: &Vm, inspector: &Value, schemas: &[Value]) -> PyResult<Vec<Entry>> {
    let session = session_of(vm, inspector)?;
    let mut tables: Vec<(Key, Vec<Value>, Vec<Key>)> = Vec::new();
    for schema in schemas {
        let schema = text_opt(vm, schema, "schema")?;
        let reflection = session.reflect(vm, schema.as_deref())?;
        let argument = Value::from(schema.clone());
        let names = call_method(vm, inspector, "get_table_names", vec![argument])?;
        for name in items(vm, &names)? {
            let found = reflection
                .tables
                .iter()
                .find(|table| name.as_str() == Some(table.name.text.as_str()));
            let Some(table) = found else { continue };
            let key: Key = (schema.clone(), table.name.text.to_string());
            let mut names: Vec<Value> = Vec::new();
            let mut needs = Vec::new();
            for foreign in table.foreign_keys() {
                let name = Value::from(foreign.name.as_str().map(str::to_owned));
                if !names.iter().any(|known| known.as_str() == name.as_str()) {
                    names.push(name);
                }
                let referred = (
                    foreign
                        .referred_schema
                        .as_ref()
                        .map(|schema| schema.text.to_string()),
                    foreign.referred_table.text.to_string(),
                );
                if referred != key {
                    needs.push(referred);
                }
            }
            tables.push((key, names, needs));
        }
    }
    let mut out: Vec<Entry> = Vec::with_capacity(tables.len() + 1);
    let known: Vec<Key> = tables.iter().map(|(key, _, _)| key.clone()).collect();
    while !tables.is_empty() {
        let done: Vec<&Key> = out.iter().filter_map(|(key, _)| key.as_ref()).collect();
        let is_free = |needs: &[Key]| {
            needs
                .iter()
                .all(|need| !known.contains(need) || done.contains(&need))
        };
        let free: Vec<usize> = tables
            .iter()
            .enumerate()
            .filter(|(_, (_, _, needs))| is_free(needs))
            .map(|(idx, _)| idx)
            .collect();
        if free.is_empty() {
            return Err(vm.unsupported(
                "tables whose foreign keys form a cycle in Inspector.get_sorted_table_and_fkc_names()",
            ));
        }
        let mut rest = Vec::with_capacity(tables.len());
        for (idx, (key, names, needs)) in tables.into_iter().enumerate() {
            if free.contains(&idx) {
                let names = names.into_iter().map(|name| (key.clone(), name)).collect();
                out.push((Some(key), names));
            } else {
                rest.push((key, names, needs));
            }
        }
        tables = rest;
    }
    out.push((None, Vec::new()));
    Ok(out)
}

//! SQLite.

use alembic_dialect::sqlite;
use alembic_schema::{OptionValue, Table};

use crate::fixture::Fixture;

#[test]
fn queries_are_recorded() {
    let queries: Vec<String> = sqlite::reflect::catalogue_queries(None)
        .into_iter()
        .map(|q| q.sql)
        .collect();
    if let Some(path) = option_env!("ALEMBIC_RECORD_QUERIES") {
        std::fs::write(path, queries.join("\n@@\n")).unwrap();
    }
    assert_eq!(queries.len(), 5);
}

#[test]
fn tables_match_the_reference() {
    let fixture = Fixture::parse(include_str!("../fixtures/reflect_sqlite.json"));
    let reflected = sqlite::reflect::tables_from_rows(None, &fixture.results());
    fixture.check("sqlite", &reflected.tables, table_options);
}

fn table_options(table: &Table) -> String {
    let options: Vec<String> = table
        .dialect_options
        .iter()
        .map(|(name, value)| {
            let value = if *value == OptionValue::Bool(true) {
                "True"
            } else {
                "False"
            };
            format!("('{name}', {value})")
        })
        .collect();
    format!("\n[{}]", options.join(", "))
}

//! PostgreSQL.

use alembic_dialect::postgresql;

use crate::fixture::Fixture;

#[test]
fn queries_are_recorded() {
    let queries: Vec<String> = postgresql::reflect::catalogue_queries(None, 15)
        .into_iter()
        .map(|q| q.sql)
        .collect();
    if let Some(path) = option_env!("ALEMBIC_RECORD_QUERIES") {
        std::fs::write(path, queries.join("\n@@\n")).unwrap();
    }
    assert_eq!(queries.len(), 8);
}

#[test]
fn tables_match_the_reference() {
    let fixture = Fixture::parse(include_str!("../fixtures/reflect_postgresql.json"));
    let (mut reflected, serials) = postgresql::reflect::tables_from_rows(None, &fixture.results());
    for table in &mut reflected.tables {
        postgresql::reflect::autogen_columns(table, &serials);
    }
    fixture.check("postgresql", &reflected.tables, |_| String::new());
}

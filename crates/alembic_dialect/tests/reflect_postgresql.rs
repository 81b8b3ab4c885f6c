//! Reflection of PostgreSQL from recorded catalogue rows, against what SQLAlchemy reflected from the same database.

use alembic_dialect::{CompileOptions, Ctx, create_table, dialect_by_name, postgresql};
use alembic_schema::{NamingConvention, SqlValue};
use serde_json::Value;

fn cell(value: &Value) -> SqlValue {
    match value {
        Value::String(text) => SqlValue::Text(text.clone()),
        Value::Bool(flag) => SqlValue::Bool(*flag),
        Value::Number(number) => SqlValue::Int(number.as_i64().unwrap()),
        _ => SqlValue::Null,
    }
}

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
    let fixture: Value =
        serde_json::from_str(include_str!("fixtures/reflect_postgresql.json")).unwrap();
    let results: Vec<Vec<Vec<SqlValue>>> = fixture["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rows| {
            rows.as_array()
                .unwrap()
                .iter()
                .map(|row| row.as_array().unwrap().iter().map(cell).collect())
                .collect()
        })
        .collect();
    let (mut reflected, serials) = postgresql::reflect::tables_from_rows(None, &results);
    for table in &mut reflected.tables {
        postgresql::reflect::autogen_columns(table, &serials);
    }
    let dialect = dialect_by_name("postgresql").unwrap();
    let options = CompileOptions::offline(dialect);
    let naming = NamingConvention::default();
    let ctx = Ctx::new(dialect, &options, &naming);
    let mut failures = Vec::new();
    for table in &reflected.tables {
        let statements = create_table(&ctx, table, false).unwrap();
        let sql: Vec<&str> = statements
            .iter()
            .map(|s| s.sql.trim())
            .filter(|sql| !sql.starts_with("CREATE TYPE"))
            .collect();
        let types: Vec<String> = table
            .columns
            .iter()
            .map(|column| format!("{} {}", column.name.text, column.type_.repr()))
            .collect();
        let actual = format!("{}\n{}", sql.join("\n"), types.join("; "));
        let expected = fixture["expected"][table.name.as_str()].as_str().unwrap();
        if actual != expected {
            failures.push(format!(
                "== {}\n-- expected\n{expected}\n-- actual\n{actual}",
                table.name.text
            ));
        }
    }
    assert_eq!(
        reflected.tables.len(),
        fixture["expected"].as_object().unwrap().len()
    );
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

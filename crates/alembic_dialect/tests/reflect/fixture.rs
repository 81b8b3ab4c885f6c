//! A recording: the rows of each catalogue query, and each table as SQLAlchemy reflected it.

use alembic_dialect::{CompileOptions, Ctx, StatementKind, create_table, dialect_by_name};
use alembic_schema::{CatalogRows, NamingConvention, Table};
use serde_json::Value;

pub(crate) struct Fixture(Value);

impl Fixture {
    pub(crate) fn parse(text: &str) -> Self {
        Self(serde_json::from_str(text).unwrap())
    }

    /// The rows of each query.
    pub(crate) fn results(&self) -> Vec<CatalogRows> {
        self.0["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|rows| catalog_rows(rows.as_array().unwrap()))
            .collect()
    }

    /// Compares the CREATE TABLE and the types of each table, and what else `more` says about it.
    pub(crate) fn check(&self, dialect: &str, tables: &[Table], more: impl Fn(&Table) -> String) {
        let dialect = dialect_by_name(dialect).unwrap();
        let options = CompileOptions::offline(dialect);
        let naming = NamingConvention::default();
        let ctx = Ctx::new(dialect, &options, &naming);
        let expected = self.0["expected"].as_object().unwrap();
        assert_eq!(tables.len(), expected.len());
        let mut failures = Vec::new();
        for table in tables {
            let actual = format!("{}{}", describe(&ctx, table), more(table));
            let expected = expected[table.name.as_str()].as_str().unwrap();
            if actual != expected {
                failures.push(format!(
                    "== {}\n-- expected\n{expected}\n-- actual\n{actual}",
                    table.name.text
                ));
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }
}

fn catalog_rows(rows: &[Value]) -> CatalogRows {
    let cells = |row: &'_ Value| row.as_array().unwrap().clone();
    let mut out = CatalogRows::new(rows.first().map_or(0, |row| cells(row).len()));
    for cell in rows.iter().flat_map(cells) {
        match cell {
            Value::Null => out.push_null(),
            Value::Bool(flag) => out.push_int(i64::from(flag)),
            Value::Number(number) => out.push_int(number.as_i64().unwrap()),
            Value::String(text) => out.push_text(&text),
            other => panic!("a cell cannot be {other}"),
        }
    }
    out
}

fn describe(ctx: &Ctx<'_>, table: &Table) -> String {
    let statements = create_table(ctx, table, false).unwrap();
    let sql: Vec<&str> = statements
        .iter()
        .filter(|statement| !matches!(statement.kind, StatementKind::NamedType(_)))
        .map(|statement| statement.sql.trim())
        .collect();
    let types: Vec<String> = table
        .columns
        .iter()
        .map(|column| format!("{} {}", column.name.text, column.type_.repr()))
        .collect();
    format!("{}\n{}", sql.join("\n"), types.join("; "))
}

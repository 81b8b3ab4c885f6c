//! `repr` and DDL names of every type class against the reference (`fixtures/types.json`).
#![allow(
    clippy::unwrap_used,
    reason = "a fixture of another shape must fail the test"
)]

use alembic_dialect::{CompileOptions, Ctx, ParamStyle, dialect_by_name, type_compile};
use alembic_schema::types::ArgValue;
use alembic_schema::{NamingConvention, SqlType, TypeClass};
use serde_json::Value;

fn argument(value: &Value) -> ArgValue {
    match value {
        Value::Bool(flag) => ArgValue::Bool(*flag),
        Value::Number(number) => ArgValue::Int(number.as_i64().unwrap()),
        Value::String(text) => ArgValue::Str(text.clone()),
        _ => ArgValue::None,
    }
}

#[test]
fn types_match_the_reference() {
    let fixture: Value = serde_json::from_str(include_str!("fixtures/types.json")).unwrap();
    let mut failures = Vec::new();
    let rows = fixture.as_array().unwrap();
    for row in rows {
        let (module, name) = (
            row["module"].as_str().unwrap(),
            row["name"].as_str().unwrap(),
        );
        let Some(class) = TypeClass::find(module, name) else {
            failures.push(format!("no class {module}.{name}"));
            continue;
        };
        let mut type_ = SqlType::new(class);
        if class.is_a(TypeClass::ARRAY) {
            type_.set_arg(
                "item_type",
                ArgValue::Type(Box::new(SqlType::new(TypeClass::Integer))),
            );
        }
        for (key, value) in row["args"].as_object().unwrap() {
            type_.set_arg(key, argument(value));
        }
        let expected = row["repr"].as_str().unwrap();
        if type_.repr() != expected {
            failures.push(format!("repr {module} {expected}: {}", type_.repr()));
        }
        for (dialect_name, sql) in row["sql"].as_object().unwrap() {
            // A type of one database under the compiler of another is an accident of visit names.
            let home = module.strip_prefix("sqlalchemy.dialects.");
            if home.is_some_and(|home| !dialect_name.starts_with(home)) {
                continue;
            }
            let dialect = dialect_by_name(dialect_name).unwrap();
            let options = CompileOptions::offline(dialect).with_paramstyle(ParamStyle::Named);
            let naming = NamingConvention::default();
            let ctx = Ctx::new(dialect, &options, &naming);
            let actual = type_compile(&ctx, &type_).unwrap_or_else(|_| "ERR".to_owned());
            let expected = sql.as_str().unwrap();
            if actual != expected {
                failures.push(format!(
                    "{dialect_name} {module} {}: expected {expected}, got {actual}",
                    type_.repr()
                ));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {} differ\n{}",
        failures.len(),
        rows.len() * 7,
        failures.join("\n")
    );
}

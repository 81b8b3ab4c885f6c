//! `--precise`: the models' tables are built by the database, reflected, and gone again.
//!
//! SQLite builds them in a database in memory, PostgreSQL in scratch schemas behind a savepoint that is rolled back.
//! Foreign keys are left out: their comparison needs no help from the database, and a scratch table must not lock
//! the tables of the project.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use alembic_autogenerate::ReflectedSchema;
use alembic_bindings::command_error;
use alembic_bindings::host::{Savepoint, Session};
use alembic_config::DatabaseUrl;
use alembic_dialect::postgresql::reflect::{catalogue_queries, tables_from_rows};
use alembic_dialect::{Ctx, StatementKind, create_table};
use alembic_python::{PyResult, Unwind, Vm};
use alembic_schema::types::ArgValue;
use alembic_schema::{Constraint, MetaData, Name, SqlType, Table};

use crate::failures::raise_compile;
use crate::migration::MigrationContext;
use crate::reflection;
use crate::session::DatabaseSession;
use crate::sql_log::SqlLog;

const SAVEPOINT: &str = "alembic_rs_precise";

/// The models as the database shows them.
pub(super) fn build(
    vm: &Vm,
    context: &Rc<MigrationContext>,
    metadata: &[MetaData],
    default_schema: Option<&str>,
) -> PyResult<Vec<ReflectedSchema>> {
    let mut by_schema: BTreeMap<Option<String>, Vec<Table>> = BTreeMap::new();
    for table in metadata.iter().flat_map(|one| one.tables.values()) {
        let schema = table.schema.as_ref().map(|schema| schema.text.to_string());
        let schema = schema.filter(|schema| Some(schema.as_str()) != default_schema);
        by_schema.entry(schema).or_default().push(alone(table));
    }
    let ctx = Ctx::new(context.dialect, &context.compile_options, &context.naming);
    if context.dialect.features().name == "sqlite" {
        by_schema
            .into_iter()
            .map(|(schema, tables)| in_memory(vm, context, &ctx, schema, tables))
            .collect()
    } else {
        in_scratch_schemas(vm, context, &ctx, by_schema, default_schema)
    }
}

/// The table without what refers to others.
fn alone(table: &Table) -> Table {
    let mut out = table.clone();
    out.constraints
        .retain(|constraint| !matches!(constraint, Constraint::ForeignKey(_)));
    for column in &mut out.columns {
        column.foreign_keys.clear();
    }
    out.dialect_options.shift_remove("postgresql_inherits");
    out
}

fn in_memory(
    vm: &Vm,
    context: &MigrationContext,
    ctx: &Ctx<'_>,
    schema: Option<String>,
    tables: Vec<Table>,
) -> PyResult<ReflectedSchema> {
    let url = DatabaseUrl {
        driver_name: "sqlite".to_owned(),
        database: Some(":memory:".to_owned()),
        ..DatabaseUrl::default()
    };
    let connection = alembic_drivers::connect(&url)
        .map_err(|error| vm.raise("RuntimeError", error.to_string()))?;
    let session = DatabaseSession::new(connection, context.dialect, url, SqlLog::new(false, false));
    for mut table in tables {
        table.schema = None;
        run_table(vm, &session, ctx, &table, &mut BTreeSet::new())?;
    }
    let (mut reflected, serials) = reflection::reflect_all(vm, &session, None)?;
    for table in &mut reflected.tables {
        table.schema = schema.as_deref().map(Name::from);
    }
    session.close(vm)?;
    Ok(ReflectedSchema {
        schema,
        tables: reflected.tables,
        serials,
    })
}

/// Schemas of the models and the scratch schemas that stand for them.
struct Scratch {
    /// `None` is the default schema.
    names: BTreeMap<Option<String>, String>,
    default_schema: String,
}

impl Scratch {
    fn of(&self, schema: Option<&str>) -> Option<&str> {
        let schema = schema.filter(|schema| *schema != self.default_schema);
        self.names
            .get(&schema.map(str::to_owned))
            .map(String::as_str)
    }

    fn translate_type(&self, type_: &mut SqlType) {
        for (name, value) in &mut type_.args {
            match value {
                ArgValue::Str(text) | ArgValue::Conv(text) if name == "schema" => {
                    if let Some(scratch) = self.of(Some(text)) {
                        scratch.clone_into(text);
                    }
                }
                ArgValue::Type(inner) => self.translate_type(inner),
                _ => {}
            }
        }
        for (_, variant) in &mut type_.variants {
            self.translate_type(variant);
        }
    }

    /// A text with the names of scratch schemas replaced by those that they stand for.
    fn translate_back(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (schema, scratch) in &self.names {
            if text == *scratch {
                schema
                    .as_deref()
                    .unwrap_or(&self.default_schema)
                    .clone_into(&mut text);
            } else if text.contains(scratch.as_str()) {
                let prefix = match schema {
                    Some(schema) => format!("{schema}."),
                    None => String::new(),
                };
                text = text.replace(&format!("{scratch}."), &prefix);
            }
        }
        text
    }
}

fn in_scratch_schemas(
    vm: &Vm,
    context: &MigrationContext,
    ctx: &Ctx<'_>,
    by_schema: BTreeMap<Option<String>, Vec<Table>>,
    default_schema: Option<&str>,
) -> PyResult<Vec<ReflectedSchema>> {
    let session = context.session(vm)?;
    let mut schemas: BTreeSet<Option<String>> = by_schema.keys().cloned().collect();
    schemas.insert(None);
    let process = std::process::id();
    let scratch = Scratch {
        names: schemas
            .into_iter()
            .enumerate()
            .map(|(at, schema)| (schema, format!("alembic_rs_precise_{process}_{at}")))
            .collect(),
        default_schema: default_schema.unwrap_or("public").to_owned(),
    };
    session.savepoint(vm, Savepoint::Begin(SAVEPOINT.to_owned()))?;
    let built = build_in(vm, session, ctx, by_schema, &scratch);
    session.savepoint(vm, Savepoint::Rollback(SAVEPOINT.to_owned()))?;
    session.savepoint(vm, Savepoint::Release(SAVEPOINT.to_owned()))?;
    built.map_err(|error| explain(vm, error))
}

fn build_in(
    vm: &Vm,
    session: &Rc<DatabaseSession>,
    ctx: &Ctx<'_>,
    by_schema: BTreeMap<Option<String>, Vec<Table>>,
    scratch: &Scratch,
) -> PyResult<Vec<ReflectedSchema>> {
    for name in scratch.names.values() {
        session.execute_text(vm, &format!("CREATE SCHEMA {name}"))?;
    }
    // Types of the project that are not made again, and functions, are still found behind the scratch schema.
    if let Some(name) = scratch.of(None) {
        session.execute_text(
            vm,
            &format!(
                "SELECT set_config('search_path', '{name}, ' || current_setting('search_path'), true)"
            ),
        )?;
    }
    let version = session.server_version(vm)?.first().copied().unwrap_or(0);
    let mut types = BTreeSet::new();
    let mut out = Vec::new();
    for (schema, tables) in by_schema {
        let Some(name) = scratch.of(schema.as_deref()) else {
            continue;
        };
        for mut table in tables {
            table.schema = Some(Name::from(name));
            for column in &mut table.columns {
                scratch.translate_type(&mut column.type_);
            }
            run_table(vm, session, ctx, &table, &mut types)?;
        }
        let mut results = Vec::new();
        for query in catalogue_queries(Some(name), version) {
            let rows = session.query_catalog(vm, &query.sql)?;
            results.push(rows.map_texts(|text| scratch.translate_back(text)));
        }
        let (reflected, serials) = tables_from_rows(schema.as_deref(), &results);
        out.push(ReflectedSchema {
            schema,
            tables: reflected.tables,
            serials,
        });
    }
    Ok(out)
}

/// Creates a table; types that several tables share once.
fn run_table(
    vm: &Vm,
    session: &Rc<DatabaseSession>,
    ctx: &Ctx<'_>,
    table: &Table,
    types: &mut BTreeSet<String>,
) -> PyResult<()> {
    let statements = create_table(ctx, table, false).map_err(|error| raise_compile(vm, &error))?;
    for statement in statements {
        let is_type = matches!(statement.kind, StatementKind::NamedType(_));
        if !is_type || types.insert(statement.sql.clone()) {
            session.run_statement(vm, &statement)?;
        }
    }
    Ok(())
}

/// What a failure means for the user.
fn explain(vm: &Vm, error: Unwind) -> Unwind {
    let Unwind::Exception(value) = &error else {
        return error;
    };
    let Ok(text) = vm.str(&value.value) else {
        return error;
    };
    let first = text.lines().next().unwrap_or_default();
    let way_out = if first.contains("permission denied") {
        "; the user needs the right to create schemas: GRANT CREATE ON DATABASE ... TO ..."
    } else {
        ""
    };
    command_error(
        vm,
        format!("--precise cannot build the models in a scratch schema: {first}{way_out}"),
    )
}

//! Reading the live schema: a fixed number of catalogue queries per schema, whatever the number of tables.

use alembic_dialect::reflect::{CatalogQuery, Reflected};
use alembic_dialect::{postgresql, sqlite};
use alembic_python::{PyResult, Vm};
use alembic_schema::CatalogRows;

use crate::session::{Aside, DatabaseSession};

/// Everything that the catalogue queries tell of a schema.
pub(crate) fn reflect(
    vm: &Vm,
    session: &DatabaseSession,
    schema: Option<&str>,
) -> PyResult<Reflected> {
    Ok(reflect_all(vm, session, schema)?.0)
}

/// The same, with the columns that own the sequence of their default.
pub(crate) fn reflect_all(
    vm: &Vm,
    session: &DatabaseSession,
    schema: Option<&str>,
) -> PyResult<(Reflected, postgresql::reflect::SerialColumns)> {
    let plan = Plan::new(vm, session, schema)?;
    let rows = run_all(vm, session, &plan.queries)?;
    Ok(plan.finish(&rows))
}

/// A schema that another thread reads.
pub(crate) type ReadAside = Aside<(Reflected, postgresql::reflect::SerialColumns)>;

/// Begins to read a schema on another thread, where that is possible.
pub(crate) fn begin(
    vm: &Vm,
    session: &DatabaseSession,
    schema: Option<&str>,
) -> PyResult<Option<ReadAside>> {
    let plan = Plan::new(vm, session, schema)?;
    let queries = plan.queries.iter().map(|query| query.sql.clone()).collect();
    session.read_aside(vm, queries, move |rows| plan.finish(&rows))
}

/// The catalogue queries of a schema, and who understands their rows.
struct Plan {
    is_sqlite: bool,
    schema: Option<String>,
    queries: Vec<CatalogQuery>,
}

impl Plan {
    fn new(vm: &Vm, session: &DatabaseSession, schema: Option<&str>) -> PyResult<Self> {
        use alembic_bindings::host::Session;
        let name = session.dialect().features().name;
        let queries = match name {
            "sqlite" => sqlite::reflect::catalogue_queries(schema),
            "postgresql" => {
                let version = session.server_version(vm)?.first().copied().unwrap_or(0);
                postgresql::reflect::catalogue_queries(schema, version)
            }
            other => {
                return Err(vm.unsupported(format!("reading the schema of a {other} database")));
            }
        };
        Ok(Self {
            is_sqlite: name == "sqlite",
            schema: schema.map(str::to_owned),
            queries,
        })
    }

    fn finish(&self, rows: &[CatalogRows]) -> (Reflected, postgresql::reflect::SerialColumns) {
        let schema = self.schema.as_deref();
        if self.is_sqlite {
            let tables = sqlite::reflect::tables_from_rows(schema, rows);
            (tables, postgresql::reflect::SerialColumns::new())
        } else {
            postgresql::reflect::tables_from_rows(schema, rows)
        }
    }
}

fn run_all(
    vm: &Vm,
    session: &DatabaseSession,
    queries: &[CatalogQuery],
) -> PyResult<Vec<CatalogRows>> {
    queries
        .iter()
        .map(|query| session.query_catalog(vm, &query.sql))
        .collect()
}

/// Objects that the search path shows, without those of the system.
const VISIBLE: &str = "pg_catalog.pg_table_is_visible(c.oid) AND n.nspname != 'pg_catalog'";

/// The query behind `inspector.get_view_names()` and its like; `None` where the database has no such thing.
pub(crate) fn names_query(dialect: &str, what: &str, schema: Option<&str>) -> Option<String> {
    let literal = |text: &str| format!("'{}'", text.replace('\'', "''"));
    match (dialect, what) {
        ("sqlite", "views") => {
            let master = match schema {
                Some(schema) => format!("\"{}\".sqlite_master", schema.replace('"', "\"\"")),
                None => "sqlite_master".to_owned(),
            };
            Some(format!(
                "SELECT name FROM {master} WHERE type='view' ORDER BY name"
            ))
        }
        ("sqlite", "tables" | "view_definitions") => {
            let master = match schema {
                Some(schema) => format!("\"{}\".sqlite_master", schema.replace('"', "\"\"")),
                None => "sqlite_master".to_owned(),
            };
            Some(if what == "tables" {
                format!(
                    "SELECT name FROM {master} WHERE type='table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name"
                )
            } else {
                format!("SELECT name, sql FROM {master} WHERE type='view'")
            })
        }
        ("sqlite", "temp_tables") => Some(
            "SELECT name FROM sqlite_temp_master WHERE type='table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name".to_owned(),
        ),
        ("sqlite", "temp_views") => Some(
            "SELECT name FROM sqlite_temp_master WHERE type='view' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name".to_owned(),
        ),
        ("sqlite", "schemas") => {
            Some("SELECT name FROM pragma_database_list WHERE name != 'temp'".to_owned())
        }
        ("postgresql", what) => {
            let space = match schema {
                Some(schema) => format!("n.nspname = {}", literal(schema)),
                None => "n.nspname = current_schema()".to_owned(),
            };
            let place = if schema.is_some() { space.clone() } else { VISIBLE.to_owned() };
            // In no order, as SQLAlchemy asks for them.
            let relations = |kinds: &str, is_temporary: bool, more: &str| {
                let persistence = if is_temporary { "=" } else { "!=" };
                format!(
                    "SELECT c.relname{more} FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ({kinds}) AND c.relpersistence {persistence} 't' AND {place}"
                )
            };
            match what {
                "tables" => Some(relations("'r', 'p'", false, "")),
                "temp_tables" => Some(relations("'r', 'p'", true, "")),
                "foreign_tables" => Some(relations("'f'", false, "")),
                "domains" => {
                    let place = match schema {
                        None => "pg_catalog.pg_type_is_visible(t.oid) AND n.nspname != 'pg_catalog'".to_owned(),
                        Some("*") => "true".to_owned(),
                        Some(_) => space,
                    };
                    Some(format!(
                        "SELECT t.typname, n.nspname, pg_catalog.pg_type_is_visible(t.oid), pg_catalog.format_type(t.typbasetype, t.typtypmod), NOT t.typnotnull, t.typdefault, l.collname, CASE WHEN pg_catalog.pg_collation_is_visible(l.oid) THEN NULL ELSE m.nspname END, k.conname, pg_catalog.pg_get_constraintdef(k.oid, true) FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_catalog.pg_collation l ON l.oid = t.typcollation LEFT JOIN pg_catalog.pg_namespace m ON m.oid = l.collnamespace LEFT JOIN pg_catalog.pg_constraint k ON k.contypid = t.oid WHERE t.typtype = 'd' AND {place} ORDER BY n.nspname, t.typname, k.conname"
                    ))
                }
                "oids" => Some(relations("'r', 'p', 'f', 'v', 'm'", false, ", c.oid")),
                "table_options" => Some(format!(
                    "SELECT c.relname, CASE WHEN a.amname != pg_catalog.current_setting('default_table_access_method') THEN a.amname END, (SELECT pg_catalog.string_agg(p.relname, E'\\x1f' ORDER BY i.inhseqno) FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhparent WHERE i.inhrelid = c.oid), pg_catalog.array_to_string(c.reloptions, E'\\x1f'), s.spcname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace WHERE c.relkind IN ('r', 'p') AND {place}"
                )),
                "view_definitions" => Some(format!(
                    "SELECT c.relname, pg_catalog.pg_get_viewdef(c.oid) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND {}", if schema.is_some() { space } else { VISIBLE.to_owned() }
                )),
                "views" => Some(relations("'v'", false, "")),
                "temp_views" => Some(relations("'v'", true, "")),
                "materialized_views" => Some(relations("'m'", false, "")),
                "sequences" => Some(relations("'S'", false, "")),
                "schemas" => Some("SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg\\_%' ORDER BY nspname".to_owned()),
                "types" => Some(format!(
                    "SELECT t.typname FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype IN ('e', 'd') AND {}",
                    if schema.is_some() { space } else { "pg_catalog.pg_type_is_visible(t.oid)".to_owned() }
                )),
                "enums" => Some(format!(
                    "SELECT t.typname, n.nspname, e.enumlabel, pg_catalog.pg_type_is_visible(t.oid) FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_catalog.pg_enum e ON e.enumtypid = t.oid WHERE t.typtype = 'e' AND {} ORDER BY n.nspname, t.typname, e.enumsortorder",
                    match schema {
                        None => "pg_catalog.pg_type_is_visible(t.oid)",
                        Some("*") => "true",
                        Some(_) => &space,
                    }
                )),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The query that tells whether the version table exists.
pub(crate) fn has_table_query(dialect: &str, name: &str, schema: Option<&str>) -> String {
    let literal = |text: &str| format!("'{}'", text.replace('\'', "''"));
    match (dialect, schema) {
        ("sqlite", None) => format!(
            "SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = {} COLLATE NOCASE",
            literal(name)
        ),
        ("sqlite", Some(schema)) => format!(
            "SELECT 1 FROM \"{}\".sqlite_master WHERE type IN ('table', 'view') AND name = {} COLLATE NOCASE",
            schema.replace('"', "\"\""),
            literal(name)
        ),
        (_, None) => format!(
            "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = {} AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND pg_catalog.pg_table_is_visible(c.oid) AND n.nspname != 'pg_catalog'",
            literal(name)
        ),
        (_, Some(schema)) => format!(
            "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = {} AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND n.nspname = {}",
            literal(name),
            literal(schema)
        ),
    }
}

//! `sqlalchemy.inspect(connection)`: the inspector, over tables that the runtime reflects in one go.

mod shapes;
mod sorting;
mod tables;

use std::rc::Rc;

use alembic_python::{Args, Class, ClassBuilder, Dict, NativeFn, Object, PyResult, Value, Vm};
use alembic_schema::Table;

use super::connection::session_of;
use crate::host::{Reflection, Session};
use crate::registry::sa;
use crate::support::{attr, raise, text, text_opt};

pub(crate) use tables::{Reflecting, autoload_table, reflect_metadata};
pub use tables::{heard_by_batch, reflected_table};

struct InspectorClass(Rc<Class>);

/// `sa.inspect(subject)`.
pub(crate) fn inspect(vm: &Vm, args: &mut Args) -> PyResult {
    let subject = vm.force(&args.get_or_keyword(0, "subject").unwrap_or(Value::None))?;
    if let Value::Class(class) = &subject {
        return match class.get("__mapper__") {
            Some(mapper) => Ok(mapper),
            None => Err(raise(
                vm,
                &sa(vm)?.invalid_request_error,
                format!(
                    "No inspection system is available for object of type {}",
                    vm.repr(&subject)?
                ),
            )),
        };
    }
    let session = session_of(vm, &subject)?;
    if session.is_offline() {
        let class = match attr(vm, &vm.import("sqlalchemy.exc")?, "NoInspectionAvailable")? {
            Value::Class(class) => class,
            _ => sa(vm)?.invalid_request_error.clone(),
        };
        return Err(raise(
            vm,
            &class,
            "No inspection system is available for object of type <class 'sqlalchemy.engine.mock.MockConnection'>",
        ));
    }
    from_session(vm, session, &subject)
}

fn from_session(vm: &Vm, session: Rc<dyn Session>, bind: &Value) -> PyResult {
    let base = class(vm);
    let class = if session.dialect_name() == "postgresql" {
        struct PgInspector(Rc<Class>);
        vm.extension_or(|| {
            PgInspector(
                ClassBuilder::new("sqlalchemy.dialects.postgresql.base", "PGInspector")
                    .base(&base)
                    .build(vm),
            )
        })
        .0
        .clone()
    } else {
        base
    };
    let object = Object::with_payload(&class, session.clone());
    object.set("bind", bind.clone());
    object.set(
        "engine",
        vm.getattr_opt(bind, "engine")?.unwrap_or(Value::None),
    );
    object.set("dialect", super::dialect::of_session(vm, &session)?);
    object.set("info_cache", Value::Dict(Dict::new()));
    Ok(Value::Object(object))
}

/// The class `Inspector`.
pub(crate) fn class(vm: &Vm) -> Rc<Class> {
    if let Some(found) = vm.extension::<InspectorClass>() {
        return found.0.clone();
    }
    let class = ClassBuilder::new("sqlalchemy.engine.reflection", "Inspector")
        .class_method("from_engine", |vm, args| {
            let session = session_of(vm, &args.arg(1))?;
            let bind = args.arg(1);
            from_session(vm, session, &bind)
        })
        .method("get_table_names", |vm, args| names(vm, args, "tables"))
        .method("get_view_names", |vm, args| names(vm, args, "views"))
        .method("get_materialized_view_names", |vm, args| {
            not_on_sqlite(vm, args)?;
            names(vm, args, "materialized_views")
        })
        .method("get_schema_names", |vm, args| names(vm, args, "schemas"))
        .method("get_sequence_names", |vm, args| {
            not_on_sqlite(vm, args)?;
            names(vm, args, "sequences")
        })
        .method("get_temp_table_names", |vm, args| {
            names(vm, args, "temp_tables")
        })
        .method("has_table", |vm, args| {
            of_table(vm, args, "has_table", |vm, args| {
                let wanted = table_argument(vm, args)?;
                let reflection = reflection(vm, args, 2)?;
                let mut all = reflection.tables.iter().chain(&reflection.views);
                Ok(Value::Bool(all.any(|table| table.name.text == wanted)))
            })
        })
        .method("has_schema", |vm, args| {
            let wanted = text(vm, &args.arg(1), "schema name")?;
            let found = session_of(vm, &args.this())?.names(vm, "schemas", None)?;
            Ok(Value::Bool(found.iter().any(|row| {
                row.first()
                    .is_some_and(|name| name.as_deref() == Some(wanted.as_str()))
            })))
        })
        .method("has_sequence", |vm, args| {
            not_on_sqlite(vm, args)?;
            let wanted = text(vm, &args.arg(1), "sequence name")?;
            let schema = schema_argument(vm, args, 2)?;
            let found = session_of(vm, &args.this())?.names(vm, "sequences", schema.as_deref())?;
            Ok(Value::Bool(found.iter().any(|row| {
                row.first()
                    .is_some_and(|name| name.as_deref() == Some(wanted.as_str()))
            })))
        })
        .method("has_index", |vm, args| {
            let wanted = args.get_or_keyword(2, "index_name").unwrap_or(Value::None);
            let wanted = text(vm, &wanted, "index name")?;
            let name = table_argument(vm, args)?;
            let reflection = reflection(vm, args, 3)?;
            let table = reflection
                .tables
                .iter()
                .find(|table| table.name.text == name);
            if table.is_none() {
                return Ok(Value::Bool(false));
            }
            let arguments = vec![
                args.arg(1),
                args.get_or_keyword(3, "schema").unwrap_or(Value::None),
            ];
            let indexes = crate::support::call_method(vm, &args.this(), "get_indexes", arguments)?;
            for index in &crate::support::items(vm, &indexes)? {
                if let Some(index) = index.as_dict()
                    && index
                        .get_str("name")
                        .and_then(|name| name.to_text())
                        .as_deref()
                        == Some(&*wanted)
                {
                    return Ok(Value::Bool(true));
                }
            }
            Ok(Value::Bool(false))
        })
        .method("get_columns", |vm, args| {
            of_table(vm, args, "get_columns", |vm, args| {
                let (dialect, table) = looked_at(vm, args, is_of_column)?;
                Ok(Value::list(shapes::columns(vm, &dialect, &table)?))
            })
        })
        .method("get_pk_constraint", |vm, args| {
            of_table(vm, args, "get_pk_constraint", |vm, args| {
                let (dialect, table) = looked_at(vm, args, |_| false)?;
                Ok(shapes::primary_key(&dialect, &table))
            })
        })
        .method("get_foreign_keys", |vm, args| {
            of_table(vm, args, "get_foreign_keys", |vm, args| {
                let (dialect, table) = looked_at(vm, args, is_of_foreign_key)?;
                Ok(Value::list(shapes::foreign_keys(&dialect, &table)))
            })
        })
        .method("get_unique_constraints", |vm, args| {
            of_table(vm, args, "get_unique_constraints", |vm, args| {
                let (dialect, table) = looked_at(vm, args, is_of_index)?;
                Ok(Value::list(shapes::unique_constraints(&dialect, &table)))
            })
        })
        .method("get_check_constraints", |vm, args| {
            of_table(vm, args, "get_check_constraints", |vm, args| {
                let (dialect, table) = looked_at(vm, args, |_| false)?;
                Ok(Value::list(shapes::check_constraints(&dialect, &table)))
            })
        })
        .method("get_indexes", |vm, args| {
            of_table(vm, args, "get_indexes", |vm, args| {
                let (dialect, table) = looked_at(vm, args, is_of_index)?;
                Ok(Value::list(shapes::indexes(vm, &dialect, &table)?))
            })
        })
        .method("get_table_comment", |vm, args| {
            of_table(vm, args, "get_table_comment", |vm, args| {
                not_on_sqlite(vm, args)?;
                let (_, table) = looked_at(vm, args, |_| false)?;
                let out = Dict::new();
                out.set_str("text", Value::from(table.comment));
                Ok(Value::Dict(out))
            })
        })
        .method("get_table_options", |vm, args| {
            of_table(vm, args, "get_table_options", |vm, args| {
                let (dialect, table) = looked_at(vm, args, |_| false)?;
                if dialect == "postgresql" {
                    let schema = schema_argument(vm, args, 2)?;
                    let name = table_argument(vm, args)?;
                    let options = session_of(vm, &args.this())?.names(
                        vm,
                        "table_options",
                        schema.as_deref(),
                    )?;
                    return Ok(options
                        .iter()
                        .find(|row| {
                            row.first()
                                .is_some_and(|own| own.as_deref() == Some(&*name))
                        })
                        .map_or_else(
                            || Value::Dict(Dict::new()),
                            |row| shapes::pg_table_options(row),
                        ));
                }
                if dialect != "sqlite" {
                    return Err(
                        vm.unsupported(format!("Inspector.get_table_options() of {dialect}"))
                    );
                }
                Ok(shapes::table_options(&dialect, &table))
            })
        })
        .method("get_view_definition", |vm, args| {
            let name = args.get_or_keyword(1, "view_name").unwrap_or(Value::None);
            let name = text(vm, &name, "view name")?;
            let schema = schema_argument(vm, args, 2)?;
            let found =
                session_of(vm, &args.this())?.names(vm, "view_definitions", schema.as_deref())?;
            for row in found {
                if let [Some(view), definition] = row.as_slice()
                    && *view == name
                {
                    return Ok(Value::from(definition.clone()));
                }
            }
            let shown = schema.map_or_else(|| name.clone(), |schema| format!("{schema}.{name}"));
            Err(raise(vm, &sa(vm)?.no_such_table_error, shown))
        })
        .method("has_type", |vm, args| {
            on_postgresql(vm, args, "has_type")?;
            let name = args.get_or_keyword(1, "type_name").unwrap_or(Value::None);
            let name = text(vm, &name, "type name")?;
            let schema = schema_argument(vm, args, 2)?;
            let session = session_of(vm, &args.this())?;
            crate::host::has_named_type(vm, &session, schema.as_deref(), &name).map(Value::Bool)
        })
        .method("get_foreign_table_names", |vm, args| {
            on_postgresql(vm, args, "get_foreign_table_names")?;
            names(vm, args, "foreign_tables")
        })
        .method("get_table_oid", |vm, args| {
            on_postgresql(vm, args, "get_table_oid")?;
            let name = table_argument(vm, args)?;
            let schema = schema_argument(vm, args, 2)?;
            let found = session_of(vm, &args.this())?.names(vm, "oids", schema.as_deref())?;
            for row in found {
                if let [Some(own), Some(oid)] = row.as_slice()
                    && *own == name
                {
                    return Ok(Value::Int(oid.parse().unwrap_or_default()));
                }
            }
            let shown = schema.map_or_else(|| name.clone(), |schema| format!("{schema}.{name}"));
            Err(raise(vm, &sa(vm)?.no_such_table_error, shown))
        })
        .method("get_enums", |vm, args| {
            on_postgresql(vm, args, "get_enums")?;
            let schema = text_opt(
                vm,
                &args.get_or_keyword(1, "schema").unwrap_or(Value::None),
                "schema",
            )?;
            let found = session_of(vm, &args.this())?.names(vm, "enums", schema.as_deref())?;
            shapes::enums(&found).map(Value::list).map_err(|()| {
                vm.type_error("a row of the query for enumerations has other columns")
            })
        })
        .method("reflect_table", tables::reflect_table)
        .method("get_domains", |vm, args| {
            on_postgresql(vm, args, "get_domains")?;
            let schema = args.get_or_keyword(1, "schema").unwrap_or(Value::None);
            let schema = text_opt(vm, &schema, "schema")?;
            let found = session_of(vm, &args.this())?.names(vm, "domains", schema.as_deref())?;
            shapes::domains(&found)
                .map(Value::list)
                .map_err(|()| vm.type_error("a row of the query for domains has other columns"))
        })
        .method("clear_cache", |vm, args| {
            let object = crate::support::this(vm, args)?;
            object.set("info_cache", Value::Dict(Dict::new()));
            Ok(Value::None)
        })
        .method("get_temp_view_names", |vm, args| {
            names(vm, args, "temp_views")
        })
        .method("get_sorted_table_and_fkc_names", |vm, args| {
            let schema = args.get_or_keyword(1, "schema").unwrap_or(Value::None);
            let sorted = sorting::sorted(vm, &args.this(), &[schema])?;
            let short = |pair: &(Option<sorting::Key>, Vec<(sorting::Key, Value)>)| {
                let keys = pair
                    .1
                    .iter()
                    .map(|(key, name)| Value::tuple(vec![Value::str(&key.1), name.clone()]));
                Value::tuple(vec![
                    Value::from(pair.0.as_ref().map(|key| key.1.clone())),
                    Value::list(keys.collect()),
                ])
            };
            Ok(Value::list(sorted.iter().map(short).collect()))
        })
        .method("sort_tables_on_foreign_key_dependency", |vm, args| {
            let schemas = args
                .get_or_keyword(1, "consider_schemas")
                .unwrap_or_else(|| Value::tuple(vec![Value::None]));
            let schemas = crate::support::items(vm, &schemas)?;
            let full = |key: &sorting::Key| {
                Value::tuple(vec![Value::from(key.0.clone()), Value::str(&key.1)])
            };
            let sorted = sorting::sorted(vm, &args.this(), &schemas)?;
            let pairs = sorted.iter().map(|(key, names)| {
                let names = names
                    .iter()
                    .map(|(key, name)| Value::tuple(vec![full(key), name.clone()]));
                Value::tuple(vec![
                    key.as_ref().map_or(Value::None, full),
                    Value::list(names.collect()),
                ])
            });
            Ok(Value::list(pairs.collect()))
        })
        .property(
            "default_schema_name",
            |vm, args| {
                Ok(Value::from(
                    session_of(vm, &args.this())?.default_schema(vm)?,
                ))
            },
            None,
        )
        .method("__getattr__", |vm, args| {
            let name = text(vm, &args.arg(1), "attribute")?;
            if let Some(single) = MULTI.iter().find(|(multi, _)| *multi == name) {
                return Ok(multi(&args.this(), single.1));
            }
            let is_pg = session_of(vm, &args.this())?.dialect_name() == "postgresql";
            if !is_pg && PG_ONLY.contains(&name.as_str()) {
                return Err(
                    vm.attribute_error(format!("'Inspector' object has no attribute '{name}'"))
                );
            }
            if !KNOWN.contains(&name.as_str()) && !PG_ONLY.contains(&name.as_str()) {
                let class = if is_pg { "PGInspector" } else { "Inspector" };
                return Err(
                    vm.attribute_error(format!("'{class}' object has no attribute '{name}'"))
                );
            }
            if name.starts_with("get_") || name.starts_with("has_") || name.starts_with("reflect") {
                return Err(vm.unsupported(format!("Inspector.{name}()")));
            }
            Err(vm.attribute_error(name))
        })
        .build(vm);
    vm.set_extension(Rc::new(InspectorClass(class.clone())));
    class
}

/// Questions about all tables, with those about one.
const MULTI: &[(&str, &str)] = &[
    ("get_multi_columns", "get_columns"),
    ("get_multi_indexes", "get_indexes"),
    ("get_multi_foreign_keys", "get_foreign_keys"),
    ("get_multi_unique_constraints", "get_unique_constraints"),
    ("get_multi_check_constraints", "get_check_constraints"),
    ("get_multi_pk_constraint", "get_pk_constraint"),
    ("get_multi_table_comment", "get_table_comment"),
    ("get_multi_table_options", "get_table_options"),
];

/// What only PostgreSQL's inspector has.
const PG_ONLY: &[&str] = &[
    "get_enums",
    "get_domains",
    "get_table_oid",
    "get_foreign_table_names",
    "has_type",
];

/// The other public names of `Inspector`.
const KNOWN: &[&str] = &["dialect_options", "get_table_options"];

/// `inspector.get_multi_...(schema, filter_names, kind, scope)`.
fn multi(inspector: &Value, single: &'static str) -> Value {
    let inspector = inspector.clone();
    alembic_python::NativeFunction::closure(single, move |vm, args| {
        // `ObjectKind` and `ObjectScope` are flags of the `enum` module.
        let flag = |position: usize, name: &str, missing: i64| -> PyResult<i64> {
            match args.get_or_keyword(position, name) {
                Some(flag) => match attr(vm, &flag, "value")?.as_int() {
                    Some(number) => Ok(number),
                    None => Err(vm.type_error(format!("`{name}` is no flag"))),
                },
                None => Ok(missing),
            }
        };
        let kind = flag(2, "kind", 1)?;
        if flag(3, "scope", 1)? != 1 {
            return Err(vm.unsupported("`scope` of an Inspector's get_multi_ method"));
        }
        let schema = args.get_or_keyword(0, "schema").unwrap_or(Value::None);
        let wanted = args
            .get_or_keyword(1, "filter_names")
            .unwrap_or(Value::None);
        let wanted = match wanted {
            Value::None => None,
            other => Some(crate::support::items(vm, &other)?),
        };
        let mut names = Vec::new();
        for (bit, method) in [
            (1, "get_table_names"),
            (2, "get_view_names"),
            (4, "get_materialized_view_names"),
        ] {
            let is_sqlite = session_of(vm, &inspector)?.dialect_name() == "sqlite";
            if kind & bit != 0 && !(bit == 4 && is_sqlite) {
                let found =
                    crate::support::call_method(vm, &inspector, method, vec![schema.clone()])?;
                names.extend(crate::support::items(vm, &found)?);
            }
        }
        if single == "get_table_comment" {
            not_on_sqlite_of(vm, &inspector)?;
        }
        let out = Dict::new();
        for name in names {
            if let Some(wanted) = &wanted
                && !wanted.iter().any(|other| other.as_str() == name.as_str())
            {
                continue;
            }
            let found = crate::support::call_method(
                vm,
                &inspector,
                single,
                vec![name.clone(), schema.clone()],
            )?;
            vm.setitem(
                &Value::Dict(out.clone()),
                Value::tuple(vec![schema.clone(), name]),
                found,
            )?;
        }
        Ok(Value::Dict(out))
    })
}

fn schema_argument(vm: &Vm, args: &Args, position: usize) -> PyResult<Option<String>> {
    text_opt(
        vm,
        &args
            .get_or_keyword(position, "schema")
            .unwrap_or(Value::None),
        "schema",
    )
}

fn reflection(vm: &Vm, args: &Args, position: usize) -> PyResult<Rc<Reflection>> {
    let schema = schema_argument(vm, args, position)?;
    session_of(vm, &args.this())?.reflect(vm, schema.as_deref())
}

fn table_argument(vm: &Vm, args: &Args) -> PyResult<String> {
    let name = args.get_or_keyword(1, "table_name").unwrap_or(Value::None);
    text(vm, &name, "table name")
}

/// `NotImplementedError` where SQLite's dialect has no such question.
fn not_on_sqlite(vm: &Vm, args: &Args) -> PyResult<()> {
    not_on_sqlite_of(vm, &args.this())
}

fn not_on_sqlite_of(vm: &Vm, inspector: &Value) -> PyResult<()> {
    if session_of(vm, inspector)?.dialect_name() == "sqlite" {
        return Err(vm.raise("NotImplementedError", ""));
    }
    Ok(())
}

/// An answer of the inspector, which is the same until `clear_cache()`.
fn cached(vm: &Vm, inspector: &Value, key: String, answer: impl FnOnce() -> PyResult) -> PyResult {
    let cache = attr(vm, inspector, "info_cache")?;
    let Value::Dict(cache) = cache else {
        return answer();
    };
    if let Some(known) = cache.get_str(&key) {
        return Ok(known);
    }
    let found = answer()?;
    cache.set_str(&key, found.clone());
    Ok(found)
}

/// An answer about one table.
fn of_table(vm: &Vm, args: &mut Args, what: &str, answer: NativeFn) -> PyResult {
    let name = table_argument(vm, args)?;
    let schema = schema_argument(vm, args, 2)?;
    let key = format!("{what} {name} {schema:?}");
    cached(vm, &args.this(), key, || answer(vm, args))
}

/// `AttributeError` elsewhere: only the inspector of PostgreSQL has such a method.
fn on_postgresql(vm: &Vm, args: &Args, name: &str) -> PyResult<()> {
    if session_of(vm, &args.this())?.dialect_name() == "postgresql" {
        return Ok(());
    }
    Err(vm.attribute_error(format!("'Inspector' object has no attribute '{name}'")))
}

fn names(vm: &Vm, args: &mut Args, what: &str) -> PyResult {
    let schema = schema_argument(vm, args, 1)?;
    let key = format!("{what} {schema:?}");
    cached(vm, &args.this(), key, || {
        all_names(vm, &args.this(), what, schema.as_deref())
    })
}

fn all_names(vm: &Vm, inspector: &Value, what: &str, schema: Option<&str>) -> PyResult {
    let found = session_of(vm, inspector)?.names(vm, what, schema)?;
    Ok(Value::list(
        found
            .into_iter()
            .filter_map(|row| row.into_iter().next().flatten())
            .map(Value::from)
            .collect(),
    ))
}

/// The table or view of a question, with the dialect; the warnings of its reflection that the question would give.
fn looked_at(vm: &Vm, args: &Args, warns: fn(&str) -> bool) -> PyResult<(String, Table)> {
    let name = table_argument(vm, args)?;
    let schema = schema_argument(vm, args, 2)?;
    let session = session_of(vm, &args.this())?;
    let reflection = session.reflect(vm, schema.as_deref())?;
    let mut all = reflection.tables.iter().chain(&reflection.views);
    let Some(found) = all.find(|table| table.name.text == name) else {
        let shown = schema.map_or_else(|| name.clone(), |schema| format!("{schema}.{name}"));
        return Err(raise(vm, &sa(vm)?.no_such_table_error, shown));
    };
    warn_of(vm, &reflection, &name, warns)?;
    Ok((session.dialect_name(), found.clone()))
}

fn is_of_index(message: &str) -> bool {
    message.starts_with("Skipped unsupported reflection of expression-based index")
        || message.starts_with("Failed to look up filter predicate")
}

fn is_of_foreign_key(message: &str) -> bool {
    message.starts_with("WARNING: SQL-parsed foreign key")
}

fn is_of_column(message: &str) -> bool {
    !is_of_index(message) && !is_of_foreign_key(message)
}

/// Shows the `SAWarning`s of a table.
fn warn_of(
    vm: &Vm,
    reflection: &Reflection,
    table: &str,
    warns: impl Fn(&str) -> bool,
) -> PyResult<()> {
    for (owner, message) in &reflection.warnings {
        if owner == table && warns(message) {
            vm.warn("sqlalchemy.exc.SAWarning", message)?;
        }
    }
    Ok(())
}

/// `Table.exists(bind)`.
pub(crate) fn has_table(vm: &Vm, bind: &Value, table: &Value) -> PyResult {
    let name = attr(vm, table, "name")?;
    let schema = attr(vm, table, "schema")?;
    has_table_name(vm, bind, &name, &schema)
}

/// `dialect.has_table(connection, name, schema)`.
pub(crate) fn has_table_name(vm: &Vm, bind: &Value, name: &Value, schema: &Value) -> PyResult {
    let session = session_of(vm, bind)?;
    let name = text(vm, name, "table name")?;
    let schema = text_opt(vm, schema, "schema")?;
    let found = session
        .reflect(vm, schema.as_deref())?
        .tables
        .iter()
        .any(|table| table.name.text == name);
    Ok(Value::Bool(found))
}

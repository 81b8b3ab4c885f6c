//! `sqlalchemy.inspect(connection)`: the inspector, over tables that the runtime reflects in one go.

mod shapes;
mod tables;

use std::rc::Rc;

use alembic_python::{Args, Class, ClassBuilder, Dict, Object, PyResult, Value, Vm};
use alembic_schema::Table;

use super::connection::session_of;
use crate::host::{Reflection, Session};
use crate::registry::sa;
use crate::support::{attr, raise, text, text_opt};

pub use tables::reflected_table;
pub(crate) use tables::{autoload_table, reflect_metadata};

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
    let object = Object::with_payload(&class(vm), session.clone());
    object.set("bind", bind.clone());
    object.set(
        "engine",
        vm.getattr_opt(bind, "engine")?.unwrap_or(Value::None),
    );
    object.set("dialect", super::dialect::of_session(vm, &session)?);
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
            names(vm, args, "materialized_views")
        })
        .method("get_schema_names", |vm, args| names(vm, args, "schemas"))
        .method("get_sequence_names", |vm, args| {
            not_on_sqlite(vm, args)?;
            names(vm, args, "sequences")
        })
        .method("get_temp_table_names", |_, _| Ok(Value::list(Vec::new())))
        .method("has_table", |vm, args| {
            let wanted = table_argument(vm, args)?;
            let reflection = reflection(vm, args, 2)?;
            let mut all = reflection.tables.iter().chain(&reflection.views);
            Ok(Value::Bool(all.any(|table| table.name.text == wanted)))
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
            let dialect = session_of(vm, &args.this())?.dialect_name();
            let Some(table) = table else {
                return Ok(Value::Bool(false));
            };
            let indexes = shapes::indexes(vm, &dialect, table)?;
            for index in &indexes {
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
            let (dialect, table) = looked_at(vm, args, is_of_column)?;
            Ok(Value::list(shapes::columns(vm, &dialect, &table)?))
        })
        .method("get_pk_constraint", |vm, args| {
            let (dialect, table) = looked_at(vm, args, |_| false)?;
            Ok(shapes::primary_key(&dialect, &table))
        })
        .method("get_foreign_keys", |vm, args| {
            let (dialect, table) = looked_at(vm, args, is_of_foreign_key)?;
            Ok(Value::list(shapes::foreign_keys(&dialect, &table)))
        })
        .method("get_unique_constraints", |vm, args| {
            let (dialect, table) = looked_at(vm, args, is_of_index)?;
            Ok(Value::list(shapes::unique_constraints(&dialect, &table)))
        })
        .method("get_check_constraints", |vm, args| {
            let (dialect, table) = looked_at(vm, args, |_| false)?;
            Ok(Value::list(shapes::check_constraints(&dialect, &table)))
        })
        .method("get_indexes", |vm, args| {
            let (dialect, table) = looked_at(vm, args, is_of_index)?;
            Ok(Value::list(shapes::indexes(vm, &dialect, &table)?))
        })
        .method("get_table_comment", |vm, args| {
            not_on_sqlite(vm, args)?;
            let (_, table) = looked_at(vm, args, |_| false)?;
            let out = Dict::new();
            out.set_str("text", Value::from(table.comment));
            Ok(Value::Dict(out))
        })
        .method("get_table_options", |vm, args| {
            let (dialect, table) = looked_at(vm, args, |_| false)?;
            if dialect != "sqlite" {
                return Err(vm.unsupported(format!("Inspector.get_table_options() of {dialect}")));
            }
            Ok(shapes::table_options(&dialect, &table))
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
        .method("get_enums", |vm, args| {
            let schema = text_opt(
                vm,
                &args.get_or_keyword(1, "schema").unwrap_or(Value::None),
                "schema",
            )?;
            let found = session_of(vm, &args.this())?.names(vm, "enums", schema.as_deref())?;
            let mut enums: Vec<(String, Vec<Value>, Value)> = Vec::new();
            for row in found {
                let mut fields = row.into_iter();
                let (Some(Some(name)), Some(schema), Some(label)) =
                    (fields.next(), fields.next(), fields.next())
                else {
                    continue;
                };
                let label = label.map(Value::from);
                match enums.iter_mut().find(|(other, _, _)| *other == name) {
                    Some((_, labels, _)) => labels.extend(label),
                    None => enums.push((name, label.into_iter().collect(), Value::from(schema))),
                }
            }
            let list = enums
                .into_iter()
                .map(|(name, labels, schema)| {
                    let out = Dict::new();
                    out.set_str("name", Value::str(name));
                    out.set_str("schema", schema);
                    out.set_str("visible", Value::Bool(true));
                    out.set_str("labels", Value::list(labels));
                    Value::Dict(out)
                })
                .collect();
            Ok(Value::list(list))
        })
        .method("clear_cache", |_, _| Ok(Value::None))
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
            if name.starts_with("get_") || name.starts_with("has_") || name.starts_with("reflect") {
                return Err(vm.unsupported(format!("Inspector.{name}()")));
            }
            Err(vm.attribute_error(name))
        })
        .build(vm);
    vm.set_extension(Rc::new(InspectorClass(class.clone())));
    class
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
    if session_of(vm, &args.this())?.dialect_name() == "sqlite" {
        return Err(vm.raise("NotImplementedError", ""));
    }
    Ok(())
}

fn names(vm: &Vm, args: &mut Args, what: &str) -> PyResult {
    let schema = schema_argument(vm, args, 1)?;
    let found = session_of(vm, &args.this())?.names(vm, what, schema.as_deref())?;
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

//! `sqlalchemy.inspect(connection)`: the inspector, over tables that the runtime reflects in one go.

use std::rc::Rc;

use alembic_python::{Args, Class, ClassBuilder, Dict, Keywords, Object, PyResult, Value, Vm};
use alembic_schema::{
    Autoincrement, Column, Constraint, ConstraintName, ForeignKeyConstraint, IndexElement,
    ServerDefault, Table,
};

use super::connection::session_of;
use crate::convert;
use crate::host::Session;
use crate::registry::sa;
use crate::support::{attr, call_with, is_a, items, raise, text, text_opt};

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
        .method("get_table_names", |vm, args| {
            let tables = schema_tables(vm, args, 1)?;
            let mut names: Vec<String> = tables
                .iter()
                .map(|table| table.name.text.to_string())
                .collect();
            // SQLite lists names in order; PostgreSQL in the order of its catalogue.
            if session_of(vm, &args.this())?.dialect_name() == "sqlite" {
                names.sort();
            }
            Ok(Value::list(names.into_iter().map(Value::from).collect()))
        })
        .method("get_view_names", |vm, args| names(vm, args, "views"))
        .method("get_materialized_view_names", |vm, args| {
            names(vm, args, "materialized_views")
        })
        .method("get_schema_names", |vm, args| names(vm, args, "schemas"))
        .method("get_sequence_names", |vm, args| {
            names(vm, args, "sequences")
        })
        .method("get_temp_table_names", |_, _| Ok(Value::list(Vec::new())))
        .method("has_table", |vm, args| {
            let wanted = text(
                vm,
                &args.get_or_keyword(1, "table_name").unwrap_or(Value::None),
                "table name",
            )?;
            let found = schema_tables(vm, args, 2)?
                .iter()
                .any(|table| table.name.text == wanted);
            Ok(Value::Bool(
                found || view_names(vm, args, 2)?.contains(&wanted),
            ))
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
            let wanted = text(vm, &args.arg(1), "sequence name")?;
            let schema = text_opt(
                vm,
                &args.get_or_keyword(2, "schema").unwrap_or(Value::None),
                "schema",
            )?;
            let found = session_of(vm, &args.this())?.names(vm, "sequences", schema.as_deref())?;
            Ok(Value::Bool(found.iter().any(|row| {
                row.first()
                    .is_some_and(|name| name.as_deref() == Some(wanted.as_str()))
            })))
        })
        .method("has_index", |vm, args| {
            let wanted = text(vm, &args.arg(2), "index name")?;
            let table = find_table(vm, args)?;
            Ok(Value::Bool(
                table
                    .indexes
                    .iter()
                    .any(|index| index.name.as_str() == Some(wanted.as_str())),
            ))
        })
        .method("get_columns", |vm, args| {
            let table = find_table(vm, args)?;
            let list: PyResult<Vec<Value>> = table
                .columns
                .iter()
                .map(|column| column_dict(vm, &table, column))
                .collect();
            Ok(Value::list(list?))
        })
        .method("get_pk_constraint", |vm, args| {
            let table = find_table(vm, args)?;
            let out = Dict::new();
            let key = table.primary_key.as_ref();
            out.set_str(
                "constrained_columns",
                Value::list(
                    key.map(|key| {
                        key.columns
                            .iter()
                            .map(|name| Value::str(&name.text))
                            .collect()
                    })
                    .unwrap_or_default(),
                ),
            );
            out.set_str(
                "name",
                Value::from(key.and_then(|key| key.name.as_str()).map(str::to_owned)),
            );
            Ok(Value::Dict(out))
        })
        .method("get_foreign_keys", |vm, args| {
            let table = find_table(vm, args)?;
            let list = table
                .constraints
                .iter()
                .filter_map(foreign_key_dict)
                .collect();
            Ok(Value::list(list))
        })
        .method("get_unique_constraints", |vm, args| {
            let table = find_table(vm, args)?;
            let list = table
                .constraints
                .iter()
                .filter_map(|constraint| match constraint {
                    Constraint::Unique(unique) => {
                        let out = Dict::new();
                        out.set_str("name", Value::from(unique.name.as_str().map(str::to_owned)));
                        out.set_str(
                            "column_names",
                            Value::list(
                                unique
                                    .columns
                                    .iter()
                                    .map(|name| Value::str(&name.text))
                                    .collect(),
                            ),
                        );
                        Some(Value::Dict(out))
                    }
                    _ => None,
                })
                .collect();
            Ok(Value::list(list))
        })
        .method("get_check_constraints", |vm, args| {
            let table = find_table(vm, args)?;
            let mut list = Vec::new();
            for constraint in &table.constraints {
                if let Constraint::Check(check) = constraint {
                    let out = Dict::new();
                    out.set_str("name", Value::from(check.name.as_str().map(str::to_owned)));
                    let written = match &check.sqltext {
                        alembic_schema::Expr::Text(clause) => clause.text.clone(),
                        _ => String::new(),
                    };
                    out.set_str("sqltext", Value::str(written));
                    list.push(Value::Dict(out));
                }
            }
            Ok(Value::list(list))
        })
        .method("get_indexes", |vm, args| {
            let table = find_table(vm, args)?;
            let list: PyResult<Vec<Value>> = table
                .indexes
                .iter()
                .map(|index| index_dict(vm, index))
                .collect();
            Ok(Value::list(list?))
        })
        .method("get_table_comment", |vm, args| {
            let table = find_table(vm, args)?;
            let out = Dict::new();
            out.set_str("text", Value::from(table.comment));
            Ok(Value::Dict(out))
        })
        .method("get_table_options", |vm, args| {
            find_table(vm, args)?;
            Ok(Value::Dict(Dict::new()))
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
            if name.starts_with("get_") {
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

fn schema_tables(vm: &Vm, args: &Args, position: usize) -> PyResult<Rc<Vec<Table>>> {
    let schema = schema_argument(vm, args, position)?;
    session_of(vm, &args.this())?.reflect(vm, schema.as_deref())
}

fn view_names(vm: &Vm, args: &Args, position: usize) -> PyResult<Vec<String>> {
    let schema = schema_argument(vm, args, position)?;
    let found = session_of(vm, &args.this())?.names(vm, "views", schema.as_deref())?;
    Ok(found
        .into_iter()
        .filter_map(|row| row.into_iter().next().flatten())
        .collect())
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

fn find_table(vm: &Vm, args: &Args) -> PyResult<Table> {
    let name = text(
        vm,
        &args.get_or_keyword(1, "table_name").unwrap_or(Value::None),
        "table name",
    )?;
    let tables = schema_tables(vm, args, 2)?;
    match tables.iter().find(|table| table.name.text == name) {
        Some(found) => Ok(found.clone()),
        None => Err(raise(vm, &sa(vm)?.no_such_table_error, name)),
    }
}

fn column_dict(vm: &Vm, table: &Table, column: &Column) -> PyResult {
    let out = Dict::new();
    out.set_str("name", Value::str(&column.name.text));
    out.set_str("type", convert::type_object(vm, &column.type_)?);
    out.set_str("nullable", Value::Bool(column.nullable));
    let default = match &column.server_default {
        Some(ServerDefault::Text(text)) => Value::str(text),
        Some(ServerDefault::Expr(expr)) => match &**expr {
            alembic_schema::Expr::Text(clause) => Value::str(&clause.text),
            _ => Value::None,
        },
        Some(ServerDefault::Fetched) | None => Value::None,
    };
    out.set_str("default", default);
    out.set_str(
        "autoincrement",
        match column.autoincrement {
            Autoincrement::True => Value::Bool(true),
            Autoincrement::False => Value::Bool(false),
            Autoincrement::Auto | Autoincrement::IgnoreFk => Value::str("auto"),
        },
    );
    out.set_str("comment", Value::from(column.comment.clone()));
    let position = table.primary_key.as_ref().and_then(|key| {
        key.columns
            .iter()
            .position(|name| name.text == column.name.text)
    });
    out.set_str(
        "primary_key",
        Value::from(position.map_or(0, |position| position + 1)),
    );
    Ok(Value::Dict(out))
}

fn foreign_key_dict(constraint: &Constraint) -> Option<Value> {
    let Constraint::ForeignKey(key) = constraint else {
        return None;
    };
    let out = Dict::new();
    let list = |names: &[alembic_schema::Name]| {
        Value::list(names.iter().map(|name| Value::str(&name.text)).collect())
    };
    out.set_str("name", Value::from(key.name.as_str().map(str::to_owned)));
    out.set_str("constrained_columns", list(&key.columns));
    out.set_str(
        "referred_schema",
        Value::from(
            key.referred_schema
                .as_ref()
                .map(|schema| schema.text.to_string()),
        ),
    );
    out.set_str("referred_table", Value::str(&key.referred_table.text));
    out.set_str("referred_columns", list(&key.referred_columns));
    let options = Dict::new();
    for (name, value) in [
        ("ondelete", &key.foreign_key.ondelete),
        ("onupdate", &key.foreign_key.onupdate),
        ("initially", &key.options.initially),
    ] {
        if let Some(value) = value {
            options.set_str(name, Value::str(value));
        }
    }
    if let Some(deferrable) = key.options.deferrable {
        options.set_str("deferrable", Value::Bool(deferrable));
    }
    out.set_str("options", Value::Dict(options));
    Some(Value::Dict(out))
}

fn index_dict(_vm: &Vm, index: &alembic_schema::Index) -> PyResult {
    let out = Dict::new();
    out.set_str("name", Value::from(index.name.as_str().map(str::to_owned)));
    let mut columns = Vec::new();
    let mut expressions = Vec::new();
    let mut has_expression = false;
    for element in &index.elements {
        match element {
            IndexElement::Column(name) => {
                columns.push(Value::str(&name.text));
                expressions.push(Value::str(&name.text));
            }
            IndexElement::Expr(expr) => {
                has_expression = true;
                columns.push(Value::None);
                expressions.push(match expr {
                    alembic_schema::Expr::Text(clause) => Value::str(&clause.text),
                    _ => Value::None,
                });
            }
        }
    }
    out.set_str("column_names", Value::list(columns));
    if has_expression {
        out.set_str("expressions", Value::list(expressions));
    }
    out.set_str("unique", Value::Bool(index.unique));
    out.set_str("dialect_options", Value::Dict(Dict::new()));
    Ok(Value::Dict(out))
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
        .iter()
        .any(|table| table.name.text == name);
    Ok(Value::Bool(found))
}

/// `Table(name, metadata, *items, autoload_with=bind)`.
pub(crate) fn autoload_table(
    vm: &Vm,
    bind: &Value,
    name: &str,
    schema: Option<&str>,
    metadata: &Rc<Object>,
    given: Vec<Value>,
) -> PyResult {
    let bind_value = match vm.getattr_opt(bind, "bind")? {
        Some(inner) if is_a(bind, &class(vm)) => inner,
        _ => bind.clone(),
    };
    let session = session_of(vm, &bind_value)?;
    let tables = session.reflect(vm, schema)?;
    let Some(found) = tables.iter().find(|table| table.name.text == name) else {
        return Err(raise(vm, &sa(vm)?.no_such_table_error, name));
    };
    build_table(vm, found, schema, metadata, given)
}

/// A `Table` object of a reflected table; given columns replace reflected ones.
fn build_table(
    vm: &Vm,
    found: &Table,
    schema: Option<&str>,
    metadata: &Rc<Object>,
    given: Vec<Value>,
) -> PyResult {
    let sa = sa(vm)?;
    let mut arguments = vec![
        Value::str(&found.name.text),
        Value::Object(metadata.clone()),
    ];
    for column in &found.columns {
        let mut keywords = vec![
            ("nullable".into(), Value::Bool(column.nullable)),
            (
                "primary_key".into(),
                Value::Bool(found.primary_key.as_ref().is_some_and(|key| {
                    key.columns.iter().any(|name| name.text == column.name.text)
                })),
            ),
        ];
        if let Some(ServerDefault::Expr(expr)) = &column.server_default {
            keywords.push((
                "server_default".into(),
                crate::sqlalchemy::expression::wrap(vm, (**expr).clone())?,
            ));
        }
        let mut positional = vec![
            Value::str(&column.name.text),
            convert::type_object(vm, &column.type_)?,
        ];
        if let Some(comment) = &column.comment {
            keywords.push(("comment".into(), Value::str(comment)));
        }
        for constraint in &found.constraints {
            if let Constraint::ForeignKey(key) = constraint
                && key.columns.len() == 1
                && key
                    .columns
                    .first()
                    .is_some_and(|own| own.text == column.name.text)
            {
                let class = Value::Class(sa.foreign_key.clone());
                let target = referred_columns(key).into_iter().take(1).collect();
                positional.push(call_with(vm, &class, target, foreign_key_keywords(key))?);
            }
        }
        arguments.push(call_with(
            vm,
            &Value::Class(sa.column.clone()),
            positional,
            keywords,
        )?);
    }
    arguments.extend(reflected_items(vm, found)?);
    let keywords = vec![
        ("schema".into(), Value::from(schema.map(str::to_owned))),
        ("comment".into(), Value::from(found.comment.clone())),
    ];
    let made = call_with(vm, &Value::Class(sa.table.clone()), arguments, keywords)?;
    if let Value::Object(object) = &made {
        for item in given {
            crate::sqlalchemy::table::attach(vm, object, &item)?;
        }
    }
    Ok(made)
}

/// What a reflected table has beside its columns; foreign keys of one column stand at their column.
fn reflected_items(vm: &Vm, found: &Table) -> PyResult<Vec<Value>> {
    let sa = sa(vm)?;
    let strings = |names: &[alembic_schema::Name]| -> Vec<Value> {
        names.iter().map(|name| Value::str(&name.text)).collect()
    };
    let named = |name: &ConstraintName| -> Keywords {
        vec![("name".into(), Value::from(name.as_str().map(str::to_owned)))]
    };
    let mut out = Vec::new();
    if let Some(key) = &found.primary_key
        && key.name.as_str().is_some()
    {
        let class = Value::Class(sa.primary_key_constraint.clone());
        out.push(call_with(
            vm,
            &class,
            strings(&key.columns),
            named(&key.name),
        )?);
    }
    for constraint in &found.constraints {
        match constraint {
            Constraint::ForeignKey(key) if key.columns.len() > 1 => {
                let class = Value::Class(sa.foreign_key_constraint.clone());
                let lists = vec![
                    Value::list(strings(&key.columns)),
                    Value::list(referred_columns(key)),
                ];
                out.push(call_with(vm, &class, lists, foreign_key_keywords(key))?);
            }
            Constraint::Unique(unique) => {
                let class = Value::Class(sa.unique_constraint.clone());
                let columns = strings(&unique.columns);
                out.push(call_with(vm, &class, columns, named(&unique.name))?);
            }
            Constraint::Check(check) => {
                let class = Value::Class(sa.check_constraint.clone());
                let condition = crate::sqlalchemy::expression::wrap(vm, check.sqltext.clone())?;
                out.push(call_with(vm, &class, vec![condition], named(&check.name))?);
            }
            Constraint::ForeignKey(_) | Constraint::PrimaryKey(_) | Constraint::Exclude(_) => {}
        }
    }
    for index in &found.indexes {
        let mut elements = vec![Value::from(index.name.as_str().map(str::to_owned))];
        for element in &index.elements {
            elements.push(match element {
                IndexElement::Column(name) => Value::str(&name.text),
                IndexElement::Expr(expr) => crate::sqlalchemy::expression::wrap(vm, expr.clone())?,
            });
        }
        let keywords = vec![("unique".into(), Value::Bool(index.unique))];
        out.push(call_with(
            vm,
            &Value::Class(sa.index.clone()),
            elements,
            keywords,
        )?);
    }
    Ok(out)
}

/// `schema.table.column` of each referred column.
fn referred_columns(key: &ForeignKeyConstraint) -> Vec<Value> {
    let schema = key.referred_schema.as_ref();
    let schema = schema
        .map(|schema| format!("{}.", schema.text))
        .unwrap_or_default();
    key.referred_columns
        .iter()
        .map(|column| {
            Value::str(format!(
                "{schema}{}.{}",
                key.referred_table.text, column.text
            ))
        })
        .collect()
}

fn foreign_key_keywords(key: &ForeignKeyConstraint) -> Keywords {
    let word =
        |word: &Option<smol_str::SmolStr>| Value::from(word.as_ref().map(ToString::to_string));
    vec![
        (
            "name".into(),
            Value::from(key.name.as_str().map(str::to_owned)),
        ),
        ("onupdate".into(), word(&key.foreign_key.onupdate)),
        ("ondelete".into(), word(&key.foreign_key.ondelete)),
        ("match".into(), word(&key.foreign_key.match_)),
        ("initially".into(), word(&key.options.initially)),
        (
            "deferrable".into(),
            key.options.deferrable.map_or(Value::None, Value::Bool),
        ),
    ]
}

/// A `Table` object of a reflected table, in a `MetaData` of its own.
///
/// # Errors
/// If one of its types has no Python object.
pub fn reflected_table(vm: &Vm, found: &Table) -> PyResult {
    let metadata = crate::support::make(vm, &sa(vm)?.metadata, Vec::new())?;
    let Value::Object(metadata) = &metadata else {
        return Err(vm.type_error("MetaData() is not an object"));
    };
    let schema = found.schema.as_ref().map(alembic_schema::Name::as_str);
    build_table(vm, found, schema, metadata, Vec::new())
}

/// `metadata.reflect(bind, schema=, only=)`.
pub(crate) fn reflect_metadata(vm: &Vm, args: &mut Args) -> PyResult {
    let Value::Object(metadata) = args.this() else {
        return Err(vm.type_error("reflect() needs a MetaData"));
    };
    let bind = args.get_or_keyword(1, "bind").unwrap_or(Value::None);
    let session = session_of(vm, &bind)?;
    let schema = text_opt(
        vm,
        &args.get_or_keyword(2, "schema").unwrap_or(Value::None),
        "schema",
    )?;
    let only = args.take_keyword("only").unwrap_or(Value::None);
    let only: Option<Vec<String>> = if only.is_none() {
        None
    } else if matches!(only, Value::Function(_)) {
        return Err(vm.unsupported("MetaData.reflect(only=<function>)"));
    } else {
        Some(
            items(vm, &only)?
                .iter()
                .map(|name| text(vm, name, "table name"))
                .collect::<PyResult<_>>()?,
        )
    };
    let known = crate::sqlalchemy::table::tables_of(vm, &metadata)?;
    for table in session.reflect(vm, schema.as_deref())?.iter() {
        let is_wanted = only
            .as_ref()
            .is_none_or(|only| only.iter().any(|name| *name == table.name.text));
        let key = match &schema {
            Some(schema) => format!("{schema}.{}", table.name.text),
            None => table.name.text.to_string(),
        };
        if is_wanted && known.get_str(&key).is_none() {
            build_table(vm, table, schema.as_deref(), &metadata, Vec::new())?;
        }
    }
    Ok(Value::None)
}

//! `Table` objects of reflected tables.

use std::rc::Rc;

use alembic_python::{Args, Keywords, Object, PyResult, Value, Vm};
use alembic_schema::{
    Autoincrement, Constraint, ConstraintName, ForeignKeyConstraint, IndexElement, OptionValue,
    ServerDefault, Table,
};

use super::{class, shapes, warn_of};
use crate::convert;
use crate::engine::connection::session_of;
use crate::registry::sa;
use crate::support::{call_with, is_a, items, raise, text, text_opt};

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
    let reflection = session.reflect(vm, schema)?;
    let mut all = reflection.tables.iter().chain(&reflection.views);
    let Some(found) = all.find(|table| table.name.text == name) else {
        return Err(raise(vm, &sa(vm)?.no_such_table_error, name));
    };
    warn_of(vm, &reflection, name, |_| true)?;
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
        // What the catalogue told; SQLite's does not.
        if let Autoincrement::True | Autoincrement::False = column.autoincrement {
            let is_serial = column.autoincrement == Autoincrement::True;
            keywords.push(("autoincrement".into(), Value::Bool(is_serial)));
        }
        if let Some(comment) = &column.comment {
            keywords.push(("comment".into(), Value::str(comment)));
        }
        if let Some(computed) = &column.computed {
            let written = crate::sqlalchemy::expression::wrap(vm, computed.sqltext.clone())?;
            let persisted = computed.persisted.map_or(Value::None, Value::Bool);
            let options = vec![("persisted".into(), persisted)];
            let class = Value::Class(sa.computed.clone());
            positional.push(call_with(vm, &class, vec![written], options)?);
        }
        if let Some(identity) = &column.identity {
            let options = shapes::identity(identity);
            let class = Value::Class(sa.identity.clone());
            positional.push(call_with(vm, &class, Vec::new(), keywords_of(&options))?);
        }
        for key in found.foreign_keys_of(&column.name) {
            if key.columns.len() == 1 {
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
        let mut keywords = vec![("unique".into(), Value::Bool(index.unique))];
        for (name, value) in &index.dialect_options {
            let value = match value {
                OptionValue::Expr(expr) => {
                    crate::sqlalchemy::expression::wrap(vm, (**expr).clone())?
                }
                other => shapes::option(other),
            };
            keywords.push((name.as_str().into(), value));
        }
        out.push(call_with(
            vm,
            &Value::Class(sa.index.clone()),
            elements,
            keywords,
        )?);
    }
    Ok(out)
}

fn keywords_of(dict: &Value) -> Keywords {
    let items = dict.as_dict().map(|dict| dict.items()).unwrap_or_default();
    items
        .into_iter()
        .filter_map(|(name, value)| Some(((&*name.to_text()?).into(), value)))
        .collect()
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
    vm.evaluate_waiting()?;
    let known = crate::sqlalchemy::table::tables_of(vm, &metadata)?;
    let views = args
        .take_keyword("views")
        .or_else(|| args.get(3).cloned())
        .unwrap_or(Value::None);
    let reflection = session.reflect(vm, schema.as_deref())?;
    let views = if vm.truth(&views)? {
        reflection.views.as_slice()
    } else {
        &[]
    };
    for table in reflection.tables.iter().chain(views) {
        let is_wanted = only
            .as_ref()
            .is_none_or(|only| only.iter().any(|name| *name == table.name.text));
        let key = match &schema {
            Some(schema) => format!("{schema}.{}", table.name.text),
            None => table.name.text.to_string(),
        };
        if is_wanted && known.get_str(&key).is_none() {
            warn_of(vm, &reflection, &table.name.text, |_| true)?;
            build_table(vm, table, schema.as_deref(), &metadata, Vec::new())?;
        }
    }
    Ok(Value::None)
}

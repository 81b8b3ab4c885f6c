//! Python-side defaults of the columns of a `Table`: what SQLAlchemy adds to an INSERT that leaves them out, and
//! `onupdate` to an UPDATE. Mirrors `_append_param_insert_hasdefault` and `get_insert_default`.

use std::rc::Rc;

use alembic_python::{Object, PyResult, Value, Vm};
use alembic_schema::expr::{Bind, Insert, InsertSource, SqlStatement};
use alembic_schema::{ColumnDefault, Expr, Name, SqlType, SqlValue};

use super::statements::statement;
use crate::convert::{self, sql_value_as};
use crate::host::Parameters;
use crate::registry::sa;
use crate::support::{attr, call, instance, is_a, items};

/// The statement as it is executed or, with `as_sql`, written; `sets` are the parameters that come with it.
pub(crate) fn with_defaults(
    vm: &Vm,
    given: &Value,
    sets: &mut [Parameters],
    as_sql: bool,
) -> PyResult<SqlStatement> {
    let mut made = statement(vm, given)?;
    let Value::Object(object) = given else {
        return Ok(made);
    };
    let table = object.get("table").unwrap_or(Value::None);
    if !is_a(&table, &sa(vm)?.table) {
        return Ok(made);
    }
    match &mut made {
        SqlStatement::Insert(insert) => {
            // Without values and parameters a written INSERT has all columns.
            let is_bare = matches!(insert.source, InsertSource::Columns) && sets.is_empty();
            if !(is_bare && as_sql) {
                insert_defaults(vm, &table, insert, sets, as_sql)?;
            }
        }
        SqlStatement::Update(update) if !(update.values.is_empty() && sets.is_empty()) => {
            let known: Vec<Name> = update.values.iter().map(|(name, _)| name.clone()).collect();
            update
                .values
                .extend(added(vm, &table, "onupdate", &known, sets, as_sql)?);
        }
        _ => {}
    }
    Ok(made)
}

fn insert_defaults(
    vm: &Vm,
    table: &Value,
    insert: &mut Insert,
    sets: &mut [Parameters],
    as_sql: bool,
) -> PyResult<()> {
    match &mut insert.source {
        InsertSource::Select(..) => return Ok(()),
        InsertSource::MultiValues(names, rows) => {
            let known = names.clone();
            for (idx, row) in rows.iter_mut().enumerate() {
                for (name, value) in added(vm, table, "default", &known, &mut [], as_sql)? {
                    if !names.contains(&name) {
                        names.push(name);
                    }
                    row.push(match value {
                        // Each row has its own value; that of the first one keeps the name of the column.
                        Expr::Bind(bind) if idx > 0 => Expr::Bind(Box::new(Bind {
                            name: None,
                            unique: true,
                            ..*bind
                        })),
                        other => other,
                    });
                }
            }
        }
        InsertSource::Values(values) => {
            let known: Vec<Name> = values.iter().map(|(name, _)| name.clone()).collect();
            values.extend(added(vm, table, "default", &known, sets, as_sql)?);
        }
        InsertSource::Columns => {
            let values = added(vm, table, "default", &[], sets, as_sql)?;
            if !values.is_empty() {
                insert.source = InsertSource::Values(values);
            }
        }
    }
    if let InsertSource::Values(values) = &insert.source {
        insert
            .implicit_returning
            .retain(|name| !values.iter().any(|(other, _)| other == name));
    }
    Ok(())
}

/// Values of the columns with a default that are not `known`; with parameters, constants go into each set.
///
/// A written statement has NULL for them: SQLAlchemy makes the values when it executes.
fn added(
    vm: &Vm,
    table: &Value,
    kind: &'static str,
    known: &[Name],
    sets: &mut [Parameters],
    as_sql: bool,
) -> PyResult<Vec<(Name, Expr)>> {
    let sa = sa(vm)?;
    let mut out = Vec::new();
    for item in items(vm, &attr(vm, table, "c")?)? {
        let Some(column) = instance(&item, &sa.column) else {
            continue;
        };
        let default = column.get(kind).unwrap_or(Value::None);
        if default.is_none() {
            continue;
        }
        let converted = convert::column(vm, &item)?;
        let is_known = known.iter().any(|name| name.text == converted.name.text)
            || sets.first().is_some_and(|set| {
                set.iter()
                    .any(|(name, _)| *name == *converted.name.text || *name == *converted.key())
            });
        if is_known {
            continue;
        }
        let constant = match convert::schema::column_default(vm, &sa, &default, &converted.type_)? {
            Some(ColumnDefault::Expr(expr)) => {
                out.push((converted.name.clone(), *expr));
                continue;
            }
            Some(ColumnDefault::Value(value)) => Some(value),
            Some(ColumnDefault::Callable) => None,
            Some(ColumnDefault::Sequence(_)) | None => continue,
        };
        let produce = || match &constant {
            _ if as_sql => Ok(SqlValue::Null),
            Some(value) => Ok((**value).clone()),
            None => called(vm, column, &default, &converted.type_),
        };
        if sets.is_empty() {
            out.push((
                converted.name.clone(),
                Expr::Bind(Box::new(Bind {
                    name: Some(converted.name.text.clone()),
                    unique: false,
                    value: Some(produce()?),
                    type_: converted.type_.clone(),
                    expanding: false,
                    inline: false,
                })),
            ));
        }
        for set in sets.iter_mut() {
            set.push((converted.name.text.to_string(), produce()?));
        }
    }
    Ok(out)
}

/// `default=function`: its result for one row.
fn called(vm: &Vm, column: &Rc<Object>, default: &Value, type_: &SqlType) -> PyResult<SqlValue> {
    let function = match instance(default, &sa(vm)?.column_default) {
        Some(object) => object.get("arg").unwrap_or(Value::None),
        None => default.clone(),
    };
    let name = vm.str(&column.get("name").unwrap_or(Value::None))?;
    let what = format!("the default of column `{name}`");
    vm.require_concrete(&function, &what)?;
    let value = call(vm, &function, Vec::new())?;
    let value = vm.force(&value)?;
    vm.require_concrete(&value, &what)?;
    sql_value_as(vm, &value, type_)
}

//! The mapper of a class: what it says of its table is asked for when somebody asks it.

use std::rc::Rc;

use alembic_python::{Args, Class, ClassBuilder, Object, PyResult, Value, Vm};

use crate::orm::attributes;
use crate::sqlalchemy::event;
use crate::support::attr;

/// The class `Mapper`.
pub(crate) fn build(vm: &Vm) -> Rc<Class> {
    ClassBuilder::new("sqlalchemy.orm.mapper", "Mapper")
        .property("persist_selectable", local_table, None)
        .property("mapped_table", local_table, None)
        .property(
            "columns",
            |vm, args| of_table(vm, &args.this(), "columns"),
            None,
        )
        .property("c", |vm, args| of_table(vm, &args.this(), "c"), None)
        .property(
            "primary_key",
            |vm, args| attr(vm, &of_table(vm, &args.this(), "primary_key")?, "columns"),
            None,
        )
        .property(
            "tables",
            |vm, args| {
                let table = attr(vm, &args.this(), "local_table")?;
                Ok(Value::list(vec![table]))
            },
            None,
        )
        .property(
            "_attributes",
            |vm, args| attributes_of(vm, &args.this()),
            None,
        )
        .build(vm)
}

/// The mapper of a class with this table, or `None` for a class without one of its own.
pub(crate) fn of_class(class: &Rc<Class>, mapper: &Rc<Class>, table: &Value) -> Value {
    let made = Object::new(mapper);
    made.set("class_", Value::Class(class.clone()));
    made.set("local_table", table.clone());
    Value::Object(made)
}

fn local_table(vm: &Vm, args: &mut Args) -> PyResult {
    attr(vm, &args.this(), "local_table")
}

fn of_table(vm: &Vm, mapper: &Value, name: &'static str) -> PyResult {
    match attr(vm, mapper, "local_table")? {
        Value::Object(table) => attr(vm, &Value::Object(table), name),
        _ => Err(vm.attribute_error(format!("'Mapper' object has no attribute '{name}'"))),
    }
}

/// Pairs of an attribute's name and its column, of the class and its ancestors.
fn attributes_of(vm: &Vm, mapper: &Value) -> PyResult {
    let mut pairs = Vec::new();
    if let Value::Class(class) = attr(vm, mapper, "class_")? {
        for ancestor in class.mro() {
            for (name, value) in ancestor.attrs.borrow().iter() {
                if let Some(column) = attributes::column_of(vm, value) {
                    pairs.push(Value::tuple(vec![Value::Str(name.text()), column]));
                }
            }
        }
    }
    Ok(Value::list(pairs))
}

/// Configures mappers where SQLAlchemy does it by itself: a mapped class is used. Without listeners nothing can be seen of it.
pub(crate) fn configure_if_heard(vm: &Vm) -> PyResult<()> {
    if event::hears_configuration(vm) {
        return event::configure_mappers(vm);
    }
    Ok(())
}

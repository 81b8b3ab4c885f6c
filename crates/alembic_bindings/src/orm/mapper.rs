//! The mapper of a class: what it says of its table is asked for when somebody asks it.

use std::cell::RefCell;
use std::rc::Rc;

use alembic_python::{Class, ClassBuilder, Object, PyResult, Value, Vm};

use crate::orm::attributes;
use crate::sqlalchemy::event;
use crate::support::attr;

/// Mapped classes whose mappers were not configured yet.
#[derive(Default)]
struct Unconfigured(RefCell<Vec<Rc<Class>>>);

/// The class `Mapper`.
pub(crate) fn build(vm: &Vm) -> Rc<Class> {
    ClassBuilder::new("sqlalchemy.orm.mapper", "Mapper")
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
    for name in ["local_table", "persist_selectable", "mapped_table"] {
        made.set(name, table.clone());
    }
    Value::Object(made)
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

/// A class was mapped.
pub(crate) fn note(vm: &Vm, class: &Rc<Class>) {
    let waiting = vm.extension_or(Unconfigured::default);
    waiting.0.borrow_mut().push(class.clone());
}

/// Mirrors `configure_mappers()`, as far as its events: relationships have no effect on tables.
pub(crate) fn configure(vm: &Vm) -> PyResult<()> {
    vm.evaluate_waiting()?;
    let waiting = vm.extension_or(Unconfigured::default);
    let classes = std::mem::take(&mut *waiting.0.borrow_mut());
    let Some(first) = classes.first() else {
        return Ok(());
    };
    let any = Value::Class(first.clone());
    event::dispatch(vm, &any, "before_configured", &[])?;
    for class in &classes {
        let value = Value::Class(class.clone());
        let mapper = class.get("__mapper__").unwrap_or(Value::None);
        for name in ["before_mapper_configured", "mapper_configured"] {
            event::dispatch(vm, &value, name, &[mapper.clone(), value.clone()])?;
        }
    }
    event::dispatch(vm, &any, "after_configured", &[])
}

/// [`configure`] where SQLAlchemy does it by itself: a mapped class is used. Without listeners nothing can be seen of it.
pub(crate) fn configure_if_heard(vm: &Vm) -> PyResult<()> {
    if event::hears_configuration(vm) {
        return configure(vm);
    }
    Ok(())
}

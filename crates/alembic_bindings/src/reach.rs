//! Which values lead a call to the database or to tables.

use std::rc::Rc;

use alembic_python::{Class, Reach, Value, Vm};

use crate::registry::sa;

/// Classes whose instances act on a database.
const ACTING: &[(&str, &str)] = &[
    ("sqlalchemy.engine.base", "Connection"),
    ("sqlalchemy.ext.asyncio.engine", "AsyncConnection"),
    ("sqlalchemy.orm.session", "Session"),
    ("alembic.runtime.migration", "MigrationContext"),
    ("alembic.operations.base", "Operations"),
    ("alembic.operations.base", "BatchOperations"),
];

/// See [`alembic_python::ReachOf`].
pub fn reach(vm: &Vm, value: &Value) -> Option<Reach> {
    match value {
        Value::Object(object) => {
            let class = object.class();
            if acts(&class) {
                return Some(Reach::Database);
            }
            let sa = sa(vm).ok()?;
            (class.is_subclass_of(&sa.metadata) || class.is_subclass_of(&sa.table))
                .then_some(Reach::Tables)
        }
        Value::Module(module) => {
            matches!(&**module.name(), "alembic.op" | "alembic.context").then_some(Reach::Database)
        }
        Value::Class(class) if class.get("__mapper__").is_some() => Some(Reach::Model),
        Value::Class(class) if is_base(vm, class) => Some(Reach::Tables),
        _ => None,
    }
}

fn acts(class: &Rc<Class>) -> bool {
    class.mro().iter().any(|ancestor| {
        let (module, name) = (ancestor.module(), ancestor.qualname());
        ACTING.contains(&(&*module, &*name))
    })
}

/// A declarative base: a class with a `MetaData` and without a table.
fn is_base(vm: &Vm, class: &Class) -> bool {
    let Ok(sa) = sa(vm) else {
        return false;
    };
    matches!(class.get("metadata"), Some(Value::Object(object)) if object.class().is_subclass_of(&sa.metadata))
}

//! Attributes of mapped classes: `User.id` stands for its column, `User` for its table.

use std::rc::Rc;

use alembic_python::{Class, ClassBuilder, Object, PyResult, Symbol, Value, Vm};

use crate::registry::sa;
use crate::support::attr;

struct AttributeClass(Rc<Class>);

fn class(vm: &Vm) -> PyResult<Rc<Class>> {
    if let Some(found) = vm.extension::<AttributeClass>() {
        return Ok(found.0.clone());
    }
    let class = ClassBuilder::new("sqlalchemy.orm.attributes", "InstrumentedAttribute")
        .base(&sa(vm)?.column_element)
        .method("__getattr__", |vm, args| {
            let name = args.arg(1).to_text().unwrap_or_default();
            if name.starts_with("__") {
                return Err(vm.attribute_error(&*name));
            }
            match column_of(vm, &args.this()) {
                Some(column) => attr(vm, &column, &name),
                None => Err(vm.attribute_error(&*name)),
            }
        })
        .method("__get__", |vm, args| {
            let instance = args.arg(1);
            if instance.is_none() {
                return Ok(args.this());
            }
            // The attribute of an instance that has no value, or none yet.
            let key = attr(vm, &args.this(), "key")?;
            let module = vm.import("sqlalchemy.orm._session")?;
            vm.call_method(&module, "_missing", vec![instance, key])
        })
        .property("parent", |vm, args| attr(vm, &args.this(), "class_"), None)
        .property(
            "expression",
            |vm, args| Ok(column_of(vm, &args.this()).unwrap_or(Value::None)),
            None,
        )
        .method("__clause_element__", |vm, args| {
            Ok(column_of(vm, &args.this()).unwrap_or(Value::None))
        })
        .build(vm);
    vm.set_extension(Rc::new(AttributeClass(class.clone())));
    Ok(class)
}

/// The attribute of a mapped class for a column.
pub(crate) fn instrumented(vm: &Vm, owner: &Rc<Class>, key: &str, column: &Value) -> PyResult {
    let object = Object::new(&class(vm)?);
    object.set("_column", column.clone());
    // The key of its column is found there.
    let column_key = column.as_object().and_then(|column| column.get("key"));
    if column_key.is_none_or(|known| known.as_str() != Some(key)) {
        object.set("key", Value::Str(Symbol::new(key).text()));
    }
    object.set("class_", Value::Class(owner.clone()));
    Ok(Value::Object(object))
}

/// The `Column` behind an attribute of a mapped class.
pub(crate) fn column_of(vm: &Vm, value: &Value) -> Option<Value> {
    let Value::Object(object) = value else {
        return None;
    };
    let known = vm.extension::<AttributeClass>()?;
    if !Rc::ptr_eq(&object.class(), &known.0) {
        return None;
    }
    object.get("_column")
}

/// The `Table` of a mapped class.
pub(crate) fn table_of_class(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let Value::Class(class) = value else {
        return Ok(None);
    };
    let table = class
        .get("__table__")
        .filter(|table| matches!(table, Value::Object(_)));
    if table.is_some() {
        crate::orm::mapper::configure_if_heard(vm)?;
    }
    Ok(table)
}

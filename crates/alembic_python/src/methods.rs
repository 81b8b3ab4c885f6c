//! Methods of the builtin types, one file per type.

pub(crate) mod bytes;
pub(crate) mod dict;
pub(crate) mod list;
pub(crate) mod numbers;
pub(crate) mod other;
pub(crate) mod set;
pub(crate) mod str;

use std::rc::Rc;

use crate::class::Class;
use crate::error::PyResult;
use crate::function::{NativeFn, NativeFunction};
use crate::symbol::Symbol;
use crate::value::Value;
use crate::vm::Vm;

/// Adds methods to a builtin class.
pub(crate) fn define(class: &Rc<Class>, methods: &[(&str, NativeFn)]) {
    let owner = class.name();
    for (name, body) in methods {
        class.set(name, NativeFunction::builtin_method(&owner, name, *body));
    }
}

/// Adds class methods to a builtin class.
pub(crate) fn define_class_methods(class: &Rc<Class>, methods: &[(&str, NativeFn)]) {
    let owner = class.name();
    for (name, body) in methods {
        let function = NativeFunction::builtin_method(&owner, name, *body);
        class.set(name, Value::ClassMethod(Rc::new(function)));
    }
}

/// Adds static methods to a builtin class.
pub(crate) fn define_static_methods(class: &Rc<Class>, methods: &[(&str, NativeFn)]) {
    for (name, body) in methods {
        class.set(
            name,
            Value::StaticMethod(Rc::new(NativeFunction::new(name, *body))),
        );
    }
}

/// Installs the methods of all builtin types.
pub(crate) fn install(vm: &Vm) {
    str::install(vm);
    bytes::install(vm);
    list::install(vm);
    dict::install(vm);
    set::install(vm);
    numbers::install(vm);
    other::install(vm);
}

/// Attributes of builtin values that are no methods.
pub(crate) fn attribute(vm: &Vm, value: &Value, name: Symbol) -> PyResult<Option<Value>> {
    let text = name.text();
    Ok(match (value, &*text) {
        (Value::Range(range), "start") => Some(Value::Int(range.start)),
        (Value::Range(range), "stop") => Some(Value::Int(range.stop)),
        (Value::Range(range), "step") => Some(Value::Int(range.step)),
        (Value::Slice(slice), "start") => Some(slice.start.clone()),
        (Value::Slice(slice), "stop") => Some(slice.stop.clone()),
        (Value::Slice(slice), "step") => Some(slice.step.clone()),
        (Value::Generator(generator), "__name__" | "__qualname__") => {
            Some(Value::Str(generator.name.clone()))
        }
        (Value::Coroutine(coroutine), "__name__" | "__qualname__") => {
            Some(Value::Str(coroutine.name.clone()))
        }
        (Value::ClassMethod(inner) | Value::StaticMethod(inner), "__func__" | "__wrapped__") => {
            Some((**inner).clone())
        }
        (Value::ClassMethod(inner) | Value::StaticMethod(inner), _) => {
            vm.getattr_opt(inner, name)?
        }
        (Value::Super(parts), "__thisclass__") => Some(Value::Class(parts.0.clone())),
        _ => None,
    })
}

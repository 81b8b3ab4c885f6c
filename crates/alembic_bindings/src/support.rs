//! Short forms for what every binding does: calls, attributes, checks with clear errors.

use std::rc::Rc;

use alembic_python::{Args, Bound, Class, Keywords, Object, PyResult, Unwind, Value, Vm};
use alembic_source::Span;

/// Calls with positional arguments.
pub(crate) fn call(vm: &Vm, function: &Value, positional: Vec<Value>) -> PyResult {
    vm.call(function, positional)
}

/// Calls with positional and keyword arguments.
pub(crate) fn call_with(
    vm: &Vm,
    function: &Value,
    positional: Vec<Value>,
    keywords: Keywords,
) -> PyResult {
    vm.call_keywords(function, positional, keywords)
}

/// Makes an instance of a class.
pub(crate) fn make(vm: &Vm, class: &Rc<Class>, positional: Vec<Value>) -> PyResult {
    call(vm, &Value::Class(class.clone()), positional)
}

/// `value.name`.
pub(crate) fn attr(vm: &Vm, value: &Value, name: &str) -> PyResult {
    vm.getattr(value, name)
}

/// `getattr(value, name, None)` that tells absence from `None`.
pub(crate) fn attr_opt(vm: &Vm, value: &Value, name: &str) -> PyResult<Option<Value>> {
    vm.getattr_opt(value, name)
}

/// `value.name(*positional)`.
pub(crate) fn call_method(vm: &Vm, value: &Value, name: &str, positional: Vec<Value>) -> PyResult {
    let method = attr(vm, value, name)?;
    call(vm, &method, positional)
}

/// All items of an iterable.
pub(crate) fn items(vm: &Vm, value: &Value) -> PyResult<Vec<Value>> {
    vm.collect(value)
}

/// The instance behind a value if it is one of `class`.
pub(crate) fn instance<'a>(value: &'a Value, class: &Rc<Class>) -> Option<&'a Rc<Object>> {
    match value {
        Value::Object(object) if object.class().is_subclass_of(class) => Some(object),
        _ => None,
    }
}

/// True if `value` is an instance of `class`.
pub(crate) fn is_a(value: &Value, class: &Rc<Class>) -> bool {
    instance(value, class).is_some()
}

/// A text; an opaque value is refused, anything else is a `TypeError`.
pub(crate) fn text(vm: &Vm, value: &Value, what: &str) -> PyResult<String> {
    if let Some(text) = value.as_str() {
        Ok(text.to_string())
    } else {
        vm.require_concrete(value, what)?;
        Err(vm.type_error(format!("{what} must be str, not {}", vm.type_name(value))))
    }
}

/// A text or `None`.
pub(crate) fn text_opt(vm: &Vm, value: &Value, what: &str) -> PyResult<Option<String>> {
    if value.is_none() {
        Ok(None)
    } else {
        text(vm, value, what).map(Some)
    }
}

/// A flag or `None`; truthiness decides for other values.
pub(crate) fn flag_opt(vm: &Vm, value: &Value, what: &str) -> PyResult<Option<bool>> {
    if value.is_none() {
        return Ok(None);
    }
    vm.require_concrete(value, what)?;
    vm.truth(value).map(Some)
}

/// An int or `None`.
pub(crate) fn int_opt(vm: &Vm, value: &Value, what: &str) -> PyResult<Option<i64>> {
    if value.is_none() {
        return Ok(None);
    }
    if let Some(number) = value.as_int() {
        Ok(Some(number))
    } else {
        vm.require_concrete(value, what)?;
        Err(vm.type_error(format!("{what} must be int, not {}", vm.type_name(value))))
    }
}

/// Texts of an iterable of texts, or of one text.
pub(crate) fn texts(vm: &Vm, value: &Value, what: &str) -> PyResult<Vec<String>> {
    if let Some(one) = value.as_str() {
        return Ok(vec![one.to_string()]);
    }
    if value.is_none() {
        return Ok(Vec::new());
    }
    vm.require_concrete(value, what)?;
    items(vm, value)?
        .iter()
        .map(|item| text(vm, item, what))
        .collect()
}

/// The instance that a native method was called on.
pub(crate) fn this(vm: &Vm, args: &Args) -> PyResult<Rc<Object>> {
    match args.this() {
        Value::Object(object) => Ok(object),
        other => Err(vm.type_error(format!(
            "the method needs an instance, not {}",
            vm.type_name(&other)
        ))),
    }
}

/// Records where an object was made: the place of the call that is running.
pub(crate) fn mark(vm: &Vm, object: &Rc<Object>, span: Option<Span>) {
    object.span.set(span.or_else(|| vm.current_span()));
}

/// Sets the attribute for an argument. What is not given stays an attribute of the class: of many options few are given.
pub(crate) fn set_option(object: &Rc<Object>, bound: &mut Bound, name: &'static str) {
    if bound.given(name).is_some() || object.get(name).is_some() {
        object.set(name, bound.take(name));
    }
}

/// An exception of one of our own classes.
pub(crate) fn raise(vm: &Vm, class: &Rc<Class>, message: impl AsRef<str>) -> Unwind {
    vm.raise_class(class, message)
}

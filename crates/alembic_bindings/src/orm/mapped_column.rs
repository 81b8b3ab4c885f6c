//! `mapped_column(...)`: a column whose name and type may come from the annotation.

use std::rc::Rc;

use alembic_python::{Args, Class, ClassBuilder, Object, PyResult, Signature, Symbol, Value, Vm};

use crate::registry::sa;
use crate::sqlalchemy::column::{NULLABLE_GIVEN, TYPE_GIVEN, append_item, own_items};
use crate::sqlalchemy::dialect_keywords::{self, DIALECT_KWARGS};
use crate::support::{attr, call_with, mark, set_option, this};

static MAPPED_COLUMN: Signature = Signature::new(
    "mapped_column",
    "__name_pos=MISSING, __type_pos=MISSING, *args, init=MISSING, repr=MISSING, default=MISSING, default_factory=MISSING, \
     compare=MISSING, kw_only=MISSING, hash=MISSING, dataclass_metadata=MISSING, deferred=MISSING, deferred_group=None, \
     deferred_raiseload=None, use_existing_column=False, active_history=False, sort_order=0, insert_default=MISSING, **kw",
);

/// Attribute that tells whether `nullable=` was given.
pub(crate) const HAS_NULLABLE: &str = "_has_nullable";

/// The class `MappedColumn`; `.column` is the `Column`.
pub(crate) fn build(vm: &Vm, column_element: &Rc<Class>) -> Rc<Class> {
    ClassBuilder::new("sqlalchemy.orm.properties", "MappedColumn")
        .base(column_element)
        .property(
            "name",
            |vm, args| attr(vm, &column_of(vm, args)?, "name"),
            None,
        )
        .property(
            "foreign_keys",
            |vm, args| attr(vm, &column_of(vm, args)?, "foreign_keys"),
            None,
        )
        .method("__clause_element__", |vm, args| column_of(vm, args))
        // What a column has only if it was given.
        .attr(HAS_NULLABLE, false)
        .attr("sort_order", 0)
        .attr("use_existing_column", false)
        .build(vm)
}

fn column_of(vm: &Vm, args: &Args) -> PyResult {
    Ok(this(vm, args)?.get("column").unwrap_or(Value::None))
}

/// `mapped_column(...)`.
pub(crate) fn mapped_column(vm: &Vm, args: &mut Args) -> PyResult {
    let span = args.span.or_else(|| vm.current_span());
    let mut bound = args.bind(vm, &MAPPED_COLUMN)?;
    let mut positional: Vec<Value> = Vec::new();
    positional.extend(bound.given("__name_pos"));
    positional.extend(bound.given("__type_pos"));
    positional.extend(bound.rest());
    let mut keywords = bound.kwargs();
    let is_new = !crate::versions::is_before(vm, "sqlalchemy", &[2, 1]);
    if is_new && bound.given("insert_default").is_some() && bound.given("default").is_some() {
        return Err(crate::sqlalchemy::column::exclusive_defaults(vm));
    }
    // `default` is the dataclass default where classes are dataclasses; for the table it is a Python-side default.
    if let Some(default) = bound
        .given("insert_default")
        .or_else(|| bound.given("default"))
        && !default.is_none()
    {
        keywords.push((Symbol::new("default"), default));
    }
    let sa = sa(vm)?;
    let has_nullable = keywords
        .iter()
        .any(|(name, value)| &*name.text() == "nullable" && !value.is_none());
    let column = call_with(vm, &Value::Class(sa.column.clone()), positional, keywords)?;
    if let Value::Object(column) = &column {
        column.span.set(span);
    }
    let object = Object::new(&sa.mapped_column);
    mark(vm, &object, span);
    object.set("column", column);
    if has_nullable {
        object.set(HAS_NULLABLE, true);
    }
    for field in ["sort_order", "use_existing_column"] {
        set_option(&object, &mut bound, field);
    }
    Ok(Value::Object(object))
}

/// A copy, as mixins and `Annotated` need it.
pub(crate) fn copy(vm: &Vm, object: &Rc<Object>) -> PyResult<Rc<Object>> {
    let new = Object::new(&object.class());
    *new.attrs.borrow_mut() = object.attrs.borrow().clone();
    new.span.set(object.span.get());
    if let Some(Value::Object(column)) = object.get("column") {
        new.set(
            "column",
            Value::Object(crate::sqlalchemy::column::copy(vm, &column)?),
        );
    }
    Ok(new)
}

/// Fills what `target` does not say from the `mapped_column` inside an `Annotated`. Mirrors `Column._merge`.
pub(crate) fn merge(vm: &Vm, target: &Rc<Object>, source: &Rc<Object>) -> PyResult<()> {
    let (Some(Value::Object(column)), Some(Value::Object(pattern))) =
        (target.get("column"), source.get("column"))
    else {
        return Ok(());
    };
    let pattern = crate::sqlalchemy::column::copy(vm, &pattern)?;
    let get = |object: &Rc<Object>, name: &'static str| object.get(name).unwrap_or(Value::None);
    let is_true =
        |object: &Rc<Object>, name: &'static str| get(object, name).as_bool() == Some(true);
    if is_true(&pattern, "primary_key") {
        column.set("primary_key", true);
    }
    if is_true(&pattern, NULLABLE_GIVEN) && !is_true(target, HAS_NULLABLE) {
        column.set("nullable", get(&pattern, "nullable"));
        column.set(NULLABLE_GIVEN, true);
        target.set(HAS_NULLABLE, true);
    }
    if !is_true(&column, TYPE_GIVEN) && is_true(&pattern, TYPE_GIVEN) {
        column.set("type", get(&pattern, "type"));
        column.set(TYPE_GIVEN, true);
    }
    for field in [
        "default",
        "server_default",
        "onupdate",
        "server_onupdate",
        "index",
        "unique",
        "comment",
        "doc",
        "name",
        "key",
    ] {
        if get(&column, field).is_none() && !get(&pattern, field).is_none() {
            column.set(field, get(&pattern, field));
        }
    }
    let own = column.get("autoincrement");
    if own.is_none_or(|own| own.as_str() == Some("auto"))
        && let Some(value) = pattern.get("autoincrement")
    {
        column.set("autoincrement", value);
    }
    if is_true(&pattern, "system") {
        column.set("system", true);
    }
    if let Some(Value::Dict(other)) = pattern.get(DIALECT_KWARGS) {
        let own = dialect_keywords::dictionary(&column);
        for (key, value) in other.items() {
            if let Some(key) = key.as_str()
                && own.get_str(key).is_none()
            {
                own.set_str(key, value);
            }
        }
    }
    for item in own_items(&pattern) {
        // SQLAlchemy adds it to the column's own: two foreign keys are possible.
        if let Value::Object(inner) = &item {
            inner.set("parent", Value::Object(column.clone()));
        }
        append_item(&column, item);
    }
    if let Some(order) = source.get("sort_order")
        && target
            .get("sort_order")
            .is_none_or(|order| order.as_int() == Some(0))
    {
        target.set("sort_order", order);
    }
    Ok(())
}

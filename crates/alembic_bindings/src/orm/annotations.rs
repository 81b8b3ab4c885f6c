//! `Mapped[...]` annotations to column types. Mirrors `MappedColumn._init_column_for_annotation` and
//! `registry._resolve_type` of SQLAlchemy 2.1.

use std::rc::Rc;

use alembic_python::{AliasKind, Class, Object, PyResult, Symbol, Value, Vm};
use alembic_schema::TypeClass;

use super::mapped_column;
use crate::orm::mapped_column::HAS_NULLABLE;
use crate::registry::sa;
use crate::sqlalchemy::column::TYPE_GIVEN;
use crate::sqlalchemy::types::{instantiate, plain};
use crate::support::{attr, call_with, is_a, raise};

/// What a class annotation says about an attribute.
pub(crate) enum Annotation {
    /// `Mapped[X]`: the argument.
    Mapped(Value),
    /// Another container of the ORM: `DynamicMapped`, `WriteOnlyMapped`, `Relationship`.
    Relationship,
    /// Anything else: not mapped.
    Plain,
}

/// Reads an evaluated annotation.
pub(crate) fn classify(value: &Value) -> Annotation {
    match value {
        Value::Alias(alias) => match &alias.origin {
            Value::Class(class) if &*class.module() == "sqlalchemy.orm.base" => {
                match &*class.name() {
                    "Mapped" | "MappedColumn" => {
                        Annotation::Mapped(alias.args.first().cloned().unwrap_or(Value::None))
                    }
                    _ => Annotation::Relationship,
                }
            }
            _ => Annotation::Plain,
        },
        _ => Annotation::Plain,
    }
}

/// The members of a union without `None`, and whether `None` was among them.
fn split_none(value: &Value) -> (Value, bool) {
    let Value::Alias(alias) = value else {
        return (value.clone(), false);
    };
    if alias.kind != AliasKind::Union {
        return (value.clone(), false);
    }
    let is_none = |member: &Value| {
        member.is_none() || matches!(member, Value::Class(class) if &*class.name() == "NoneType")
    };
    let mut members: Vec<Value> = Vec::new();
    let mut has_none = false;
    for member in &alias.args {
        if is_none(member) {
            has_none = true;
        } else {
            let (inner, inner_none) = split_none(member);
            has_none |= inner_none;
            members.push(inner);
        }
    }
    match members.as_slice() {
        [one] => (one.clone(), has_none),
        _ if !has_none => (value.clone(), false),
        _ => {
            let alias = alembic_python::GenericAlias {
                origin: alias.origin.clone(),
                args: members,
                kind: AliasKind::Union,
                name: alias.name,
            };
            (Value::Alias(Rc::new(alias)), true)
        }
    }
}

/// True if `None` is possible, also behind type aliases and inside `Annotated`.
fn includes_none(vm: &Vm, value: &Value, depth: usize) -> PyResult<bool> {
    if value.is_none() {
        return Ok(true);
    }
    if depth > 20 {
        return Ok(false);
    }
    if split_none(value).1 {
        return Ok(true);
    }
    if let Value::Alias(alias) = value {
        match alias.kind {
            AliasKind::Annotated => {
                return match alias.args.first() {
                    Some(first) => includes_none(vm, first, depth + 1),
                    None => Ok(false),
                };
            }
            AliasKind::Union => {
                for member in &alias.args {
                    if includes_none(vm, member, depth + 1)? {
                        return Ok(true);
                    }
                }
                return Ok(false);
            }
            AliasKind::Subscript | AliasKind::Literal | AliasKind::TypeAlias => {}
        }
    }
    match alias_value(vm, value)? {
        Some(inner) => includes_none(vm, &inner, depth + 1),
        None => Ok(false),
    }
}

/// The value of `type X = ...` and the base of `NewType`.
fn alias_value(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    match type_alias_value(vm, value)? {
        Some(inner) => Ok(Some(inner)),
        None if matches!(
            value,
            Value::Object(_) | Value::Function(_) | Value::Native(_)
        ) =>
        {
            vm.getattr_opt(value, "__supertype__")
        }
        None => Ok(None),
    }
}

/// The value of `type X = ...`.
fn type_alias_value(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    if let Value::Alias(alias) = value
        && alias.kind == AliasKind::TypeAlias
    {
        return vm.getattr_opt(value, "__value__");
    }
    match value {
        Value::Object(_) | Value::Function(_) | Value::Native(_) => {
            vm.getattr_opt(value, "__value__")
        }
        _ => Ok(None),
    }
}

/// `Annotated[type, ...]`: type and metadata.
fn annotated(value: &Value) -> Option<(Value, Vec<Value>)> {
    match value {
        Value::Alias(alias) if alias.kind == AliasKind::Annotated => {
            let (first, rest) = alias.args.split_first()?;
            Some((first.clone(), rest.to_vec()))
        }
        _ => None,
    }
}

/// Completes a `mapped_column` from the argument of its `Mapped[...]`.
pub(crate) fn complete(
    vm: &Vm,
    registry: &Value,
    owner: &Rc<Class>,
    key: &str,
    column: &Rc<Object>,
    argument: &Value,
) -> PyResult<()> {
    let sa = sa(vm)?;
    let nullable = includes_none(vm, argument, 0)?;
    let (mut python_type, _) = split_none(argument);
    // `mapped_column` objects in any level of `Annotated` fill what the column does not say.
    let mut search = python_type.clone();
    for _ in 0..20 {
        if let Some((inner, metadata)) = annotated(&search) {
            for item in &metadata {
                if is_a(item, &sa.mapped_column)
                    && let Value::Object(pattern) = item
                {
                    mapped_column::merge(vm, column, pattern)?;
                }
            }
            search = split_none(&inner).0;
        } else if let Some(inner) = alias_value(vm, &search)? {
            search = split_none(&inner).0;
        } else {
            break;
        }
    }
    let Some(Value::Object(inner)) = column.get("column") else {
        return Ok(());
    };
    if column.get(HAS_NULLABLE).and_then(|flag| flag.as_bool()) != Some(true) {
        inner.set("nullable", nullable);
    }
    if inner.get(TYPE_GIVEN).and_then(|flag| flag.as_bool()) == Some(true)
        || has_foreign_key(vm, &inner)?
    {
        return Ok(());
    }
    vm.require_concrete(
        &python_type,
        &format!("the annotation of `{}.{key}`", owner.name()),
    )?;
    for _ in 0..20 {
        if let Some(found) = resolve(vm, registry, &python_type)? {
            inner.set("type", found);
            inner.set(TYPE_GIVEN, true);
            return Ok(());
        }
        if let Some((next, _)) = annotated(&python_type) {
            python_type = split_none(&next).0;
        } else if let Some(next) = type_alias_value(vm, &python_type)? {
            python_type = split_none(&next).0;
        } else {
            break;
        }
    }
    let message = format!(
        "Could not locate SQLAlchemy Core type when resolving for Python type indicated by '{}' inside the Mapped[] annotation for the '{}.{key}' attribute",
        vm.repr(argument)?,
        owner.name()
    );
    let class = vm.exception_class("Exception");
    let class = match vm.import("sqlalchemy.orm.exc") {
        Ok(module) => match attr(vm, &module, "MappedAnnotationError")? {
            Value::Class(found) => found,
            _ => class,
        },
        Err(_) => class,
    };
    Err(raise(vm, &class, message))
}

fn has_foreign_key(vm: &Vm, column: &Rc<Object>) -> PyResult<bool> {
    let sa = sa(vm)?;
    let items = column
        .get(crate::sqlalchemy::column::ITEMS)
        .and_then(|list| list.as_sequence())
        .unwrap_or_default();
    Ok(items.iter().any(|item| is_a(item, &sa.foreign_key)))
}

/// The type that a Python type stands for, if the registry or the default map knows it.
fn resolve(vm: &Vm, registry: &Value, python_type: &Value) -> PyResult<Option<Value>> {
    if let Some(found) = from_map(vm, registry, python_type)? {
        return Ok(Some(found));
    }
    match python_type {
        Value::Class(class) => {
            for ancestor in class.mro() {
                if let Some(found) = from_map(vm, registry, &Value::Class(ancestor.clone()))? {
                    // `TypeEngine._resolve_for_python_type`: only an `Enum` stands for subclasses of its key.
                    if is_a(&found, &sa(vm)?.type_class(TypeClass::Enum)) {
                        return adapt_enum(vm, found, class).map(Some);
                    }
                    continue;
                }
                if let Some(found) = default_type(vm, &ancestor, class)? {
                    return Ok(Some(found));
                }
            }
            Ok(None)
        }
        Value::Alias(alias) if alias.kind == AliasKind::Literal => {
            literal_enum(vm, registry, &alias.args).map(Some)
        }
        Value::Alias(alias) if alias.kind == AliasKind::Union => {
            literal_union(vm, registry, &alias.args)
        }
        _ => Ok(None),
    }
}

/// A union of `Literal`s is one enum of all their values.
fn literal_union(vm: &Vm, registry: &Value, members: &[Value]) -> PyResult<Option<Value>> {
    let mut all = Vec::new();
    for member in members {
        match member {
            Value::Alias(alias) if alias.kind == AliasKind::Literal => {
                all.extend(alias.args.iter().cloned());
            }
            _ => return Ok(None),
        }
    }
    literal_enum(vm, registry, &all).map(Some)
}

/// The enum of the texts of a `Literal`; an entry of the map for `Literal` itself gives its arguments.
fn literal_enum(vm: &Vm, registry: &Value, values: &[Value]) -> PyResult {
    let mut class = Value::Class(sa(vm)?.type_class(TypeClass::Enum));
    let mut keywords = Vec::new();
    if let Some(map) = vm.getattr_opt(registry, "type_annotation_map")?
        && let Some(map) = map.as_dict()
    {
        let literal = vm.getattr(&vm.import("typing")?, Symbol::new("Literal"))?;
        for (key, value) in map.items() {
            if key.is(&literal)
                && let Value::Object(found) = instantiate(vm, &value)?
            {
                if !is_a(&value, &sa(vm)?.type_class(TypeClass::Enum)) {
                    return Err(vm.unsupported(
                        "`Literal` in type_annotation_map for another type than Enum",
                    ));
                }
                class = Value::Class(found.class());
                keywords = given_keywords(&found);
            }
        }
    }
    keywords.retain(|(name, _)| &*name.text() != "native_enum");
    keywords.push(("native_enum".into(), Value::Bool(false)));
    call_with(vm, &class, values.to_vec(), keywords)
}

/// The entry of `type_annotation_map` for exactly this type.
fn from_map(vm: &Vm, registry: &Value, python_type: &Value) -> PyResult<Option<Value>> {
    let Some(map) = vm.getattr_opt(registry, "type_annotation_map")? else {
        return Ok(None);
    };
    let Some(map) = map.as_dict() else {
        return Ok(None);
    };
    if map.is_empty() {
        return Ok(None);
    }
    for (key, value) in map.items() {
        // `Optional[str]` as a key is `str`.
        let key = split_none(&key).0;
        if same_type(vm, &key, python_type)? {
            let made = instantiate(vm, &value)?;
            return match python_type {
                Value::Class(class) => adapt_enum(vm, made, class).map(Some),
                _ => Ok(Some(made)),
            };
        }
    }
    Ok(None)
}

/// Equality of types as keys of the map: classes by identity, aliases by their parts.
fn same_type(vm: &Vm, a: &Value, b: &Value) -> PyResult<bool> {
    match (a, b) {
        (Value::Alias(a), Value::Alias(b)) => {
            if a.kind != b.kind || a.args.len() != b.args.len() {
                return Ok(false);
            }
            if a.kind == AliasKind::TypeAlias {
                return Ok(Rc::ptr_eq(a, b));
            }
            if a.kind != AliasKind::Union && !same_type(vm, &a.origin, &b.origin)? {
                return Ok(false);
            }
            for (left, right) in a.args.iter().zip(&b.args) {
                if !same_type(vm, left, right)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        (Value::Alias(_), _) | (_, Value::Alias(_)) => Ok(false),
        (Value::Class(a), Value::Class(b)) => Ok(Rc::ptr_eq(a, b)),
        (Value::Object(_), Value::Object(_)) | (Value::Native(_), Value::Native(_)) => Ok(a.is(b)),
        (Value::Str(_) | Value::Int(_), _) => vm.equal(a, b),
        _ => Ok(a.is(b)),
    }
}

/// A generic `Enum` entry of the map is completed with the enum class of the annotation.
fn adapt_enum(vm: &Vm, found: Value, class: &Rc<Class>) -> PyResult {
    let sa = sa(vm)?;
    if !is_a(&found, &sa.type_class(TypeClass::Enum)) || !is_enum(class) {
        return Ok(found);
    }
    let Value::Object(object) = &found else {
        return Ok(found);
    };
    let labels = object
        .get("enums")
        .and_then(|labels| labels.as_sequence())
        .unwrap_or_default();
    if !labels.is_empty() {
        return Ok(found);
    }
    let keywords = given_keywords(object);
    call_with(
        vm,
        &Value::Class(object.class()),
        vec![Value::Class(class.clone())],
        keywords,
    )
}

/// The arguments that an `Enum` was made with, without its labels.
fn given_keywords(object: &Object) -> Vec<(Symbol, Value)> {
    let mut keywords: Vec<(Symbol, Value)> = Vec::new();
    let given = object
        .get(crate::sqlalchemy::types::GIVEN)
        .and_then(|list| list.as_sequence())
        .unwrap_or_default();
    for name in given
        .iter()
        .filter_map(Value::as_str)
        .filter(|name| &**name != "enums" && &**name != "length")
    {
        if let Some(value) = object.get_symbol(Symbol::new(name)) {
            keywords.push((Symbol::new(name), value));
        }
    }
    if given.iter().any(|name| name.as_str() == Some("length"))
        && let Some(length) = object
            .get("length")
            .filter(|length| length.as_int() != Some(0))
    {
        keywords.push(("length".into(), length));
    }
    keywords
}

fn is_enum(class: &Rc<Class>) -> bool {
    class
        .mro()
        .iter()
        .any(|ancestor| &*ancestor.name() == "Enum" && &*ancestor.module() == "enum")
}

/// SQLAlchemy's default map from Python types.
fn default_type(vm: &Vm, ancestor: &Rc<Class>, class: &Rc<Class>) -> PyResult<Option<Value>> {
    let (module, name) = (ancestor.module(), ancestor.qualname());
    let type_class = match (&*module, &*name) {
        ("builtins", "int") => TypeClass::Integer,
        ("builtins", "str") => TypeClass::String,
        ("builtins", "bool") => TypeClass::Boolean,
        ("builtins", "float") => float_class(vm),
        ("builtins", "bytes") => TypeClass::LargeBinary,
        ("decimal", "Decimal") => TypeClass::Numeric,
        ("datetime", "date") => TypeClass::Date,
        ("datetime", "datetime") => TypeClass::DateTime,
        ("datetime", "time") => TypeClass::Time,
        ("datetime", "timedelta") => TypeClass::Interval,
        ("uuid", "UUID") => TypeClass::Uuid,
        ("enum", "Enum") => {
            let class = Value::Class(class.clone());
            let enum_type = Value::Class(sa(vm)?.type_class(TypeClass::Enum));
            return crate::support::call(vm, &enum_type, vec![class]).map(Some);
        }
        _ => return Ok(None),
    };
    // A subclass of `str` is no text; `class Color(str, Enum)` is an enum.
    if !Rc::ptr_eq(ancestor, class) {
        return Ok(None);
    }
    plain(vm, type_class).map(Some)
}

/// `float` is `Double` since SQLAlchemy 2.1 and `Float` before.
fn float_class(vm: &Vm) -> TypeClass {
    if crate::versions::is_before(vm, "sqlalchemy", &[2, 1]) {
        TypeClass::Float
    } else {
        TypeClass::Double
    }
}

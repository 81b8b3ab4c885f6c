//! Type objects to [`SqlType`], and back.

use std::cell::RefCell;
use std::rc::Rc;

use alembic_python::{Class, Object, PyResult, Symbol, Value, Vm};
use alembic_schema::types::{
    ArgValue, EnumClass, ParamKind, PythonType, TypeClass, TypeDefault, UserType,
};
use alembic_schema::{DeclaredAt, SqlType};
use smol_str::SmolStr;

use crate::registry::sa;
use crate::sqlalchemy::expression::expr_opt;
use crate::sqlalchemy::types::{GIVEN, VARIANTS, instantiate};
use crate::support::{attr, call_method, is_a, items, make, text};

/// Dialects for which `load_dialect_impl` of a decorator is asked.
const DIALECTS: &[&str] = &[
    "postgresql",
    "sqlite",
    "mysql",
    "mariadb",
    "mssql",
    "oracle",
];

/// The class of the type table behind a Python class: its own or that of the nearest ancestor.
fn nearest(class: &Rc<Class>) -> Option<(TypeClass, bool)> {
    if let Some(own) = class.payload::<TypeClass>() {
        return Some((*own, true));
    }
    class
        .ancestors()
        .iter()
        .find_map(|ancestor| ancestor.payload::<TypeClass>().map(|found| (*found, false)))
}

/// A type object (or class) as a value.
pub fn sql_type(vm: &Vm, value: &Value) -> PyResult<SqlType> {
    let value = &instantiate(vm, value)?;
    vm.require_concrete(value, "a column type")?;
    let Value::Object(object) = value else {
        return Err(vm.type_error(format!("a type is needed, not {}", vm.type_name(value))));
    };
    let class = object.class();
    let Some((table_class, is_own)) = nearest(&class) else {
        return Err(vm.type_error(format!("{} is no SQLAlchemy type", class.full_name())));
    };
    if class.has_opaque_base() {
        return Err(vm.unsupported(format!(
            "the type `{}`, whose base class is not known",
            class.full_name()
        )));
    }
    let mut out = SqlType::new(table_class);
    out.span = DeclaredAt(object.span.get());
    if table_class == TypeClass::TypeDecorator {
        out.user = Some(Box::new(decorator(vm, value, object, &class)?));
    } else {
        read_arguments(vm, object, table_class, &mut out)?;
        if is_own {
            let col_spec = crate::sqlalchemy::compiler::type_compilers(vm, value, &class)?;
            if !col_spec.is_empty() {
                out.user = Some(Box::new(UserType {
                    module: class.module().to_string(),
                    name: class.name().to_string(),
                    repr: out.repr(),
                    col_spec,
                    ..UserType::default()
                }));
            }
        } else {
            out.user = Some(Box::new(subclass(vm, value, &class, table_class, &out)?));
        }
    }
    if let Some(variants) = object.get(VARIANTS).and_then(|list| list.as_sequence()) {
        for pair in variants {
            if let Some([dialect, type_]) = pair.as_sequence().as_deref() {
                let dialect = text(vm, dialect, "dialect name")?;
                out.variants
                    .push((SmolStr::from(dialect), sql_type(vm, type_)?));
            }
        }
    }
    Ok(out)
}

fn read_arguments(
    vm: &Vm,
    object: &Rc<Object>,
    class: TypeClass,
    out: &mut SqlType,
) -> PyResult<()> {
    let given = object.get(GIVEN).and_then(|list| list.as_sequence());
    let is_given = |name: &str| match &given {
        Some(given) => given.iter().any(|other| other.as_str() == Some(name)),
        // A subclass that never called `super().__init__`: what it set itself counts.
        None => true,
    };
    for param in class.info().params {
        let Some(value) = object.get(param.name) else {
            continue;
        };
        if !is_given(param.name) && param.kind != ParamKind::VarArgs {
            continue;
        }
        if given.is_none() && value.is_none() {
            continue;
        }
        // Without an effect on the schema, and often a function.
        if matches!(
            param.name,
            "values_callable" | "sort_key_function" | "python_type" | "cache_ok" | "comparator"
        ) {
            continue;
        }
        vm.require_concrete(
            &value,
            &format!("`{}` of the type {}", param.name, class.info().name),
        )?;
        out.args
            .push((SmolStr::new(param.name), argument(vm, &value)?));
    }
    // Without a schema of its own a type has that of its metadata.
    let has = |name: &'static str| object.get(name).is_some_and(|value| !value.is_none());
    let inherits = match object.get("inherit_schema") {
        Some(flag) => vm.truth(&flag)?,
        None => false,
    };
    if has("metadata")
        && !has("schema")
        && !inherits
        && let Some(metadata) = object.get("metadata")
    {
        let schema = attr(vm, &metadata, "schema")?;
        if !schema.is_none() {
            out.args.retain(|(name, _)| name != "schema");
            out.args
                .push((SmolStr::new_static("schema"), argument(vm, &schema)?));
        }
    }
    // MySQL's ENUM and SET keep their labels under `enums` or `values`; keywords beyond the parameters are kept too.
    if let Some(Value::Class(enum_class)) = object.get("enum_class") {
        out.enum_class = Some(Box::new(EnumClass {
            module: enum_class.module().to_string(),
            name: enum_class.qualname().to_string(),
            python: keep_class(vm, &enum_class),
        }));
    }
    Ok(())
}

fn argument(vm: &Vm, value: &Value) -> PyResult<ArgValue> {
    Ok(match value {
        Value::None => ArgValue::None,
        Value::Bool(flag) => ArgValue::Bool(*flag),
        Value::Int(number) => ArgValue::Int(*number),
        Value::Float(number) => ArgValue::Float(*number),
        Value::Str(text) => ArgValue::Str(text.to_string()),
        Value::Tuple(_) | Value::List(_) => {
            let list: PyResult<Vec<ArgValue>> = items(vm, value)?
                .iter()
                .map(|item| argument(vm, item))
                .collect();
            ArgValue::List(list?)
        }
        Value::Dict(dict) => {
            let mut out = Vec::new();
            for (key, value) in dict.items() {
                out.push((SmolStr::new(vm.str(&key)?), argument(vm, &value)?));
            }
            ArgValue::Dict(out)
        }
        Value::Class(class) if nearest(class).is_some() => {
            ArgValue::Type(Box::new(sql_type(vm, value)?))
        }
        Value::Object(object) if nearest(&object.class()).is_some() => {
            ArgValue::Type(Box::new(sql_type(vm, value)?))
        }
        other => match (expr_opt(vm, other)?, other.as_str()) {
            (Some(expr), _) => ArgValue::Expr(Box::new(expr)),
            (None, Some(text)) if is_a(other, &sa(vm)?.conv) => ArgValue::Conv(text.to_string()),
            (None, Some(text)) => ArgValue::Str(text.to_string()),
            (None, None) => ArgValue::Other(vm.repr(other)?.to_string()),
        },
    })
}

/// The dialect object that `load_dialect_impl` and `get_col_spec` get.
pub(crate) fn dialect_object(vm: &Vm, name: &str) -> PyResult {
    let driver = crate::engine::dialect::default_driver(name);
    let class = crate::engine::dialect::class_of(vm, name, driver)?;
    let object = Object::new(&class);
    object.set("name", name);
    object.set("driver", driver);
    Ok(Value::Object(object))
}

/// Python's own `__repr__` of a user class, if the class or a base in Python code defines one.
fn own_repr(vm: &Vm, value: &Value, class: &Rc<Class>) -> PyResult<Option<String>> {
    let defined = class
        .lookup_with_owner("__repr__".into())
        .is_some_and(|(owner, _)| owner.is_python());
    if defined {
        vm.repr(value).map(|text| Some(text.to_string()))
    } else {
        Ok(None)
    }
}

/// Methods of a type class that change values on their way to and from the database.
const CONVERSIONS: &[&str] = &[
    "process_bind_param",
    "process_literal_param",
    "process_result_value",
    "bind_processor",
    "literal_processor",
    "result_processor",
    "bind_expression",
    "column_expression",
    "coerce_compared_value",
    "comparator_factory",
];

/// The attribute of a type object that holds its number.
const NUMBER: &str = "_alembic_rs_number";

#[derive(Default)]
struct Kept(RefCell<Vec<Value>>);

/// Keeps a type object whose class converts values in Python.
fn keep(vm: &Vm, value: &Value, object: &Rc<Object>, class: &Rc<Class>) -> PythonType {
    let converts = CONVERSIONS.iter().any(|name| {
        class
            .lookup_with_owner((*name).into())
            .is_some_and(|(owner, _)| owner.is_python())
    });
    if !converts {
        return PythonType::default();
    }
    if let Some(Value::Int(number)) = object.get(NUMBER) {
        return PythonType(usize::try_from(number).ok());
    }
    let number = number_of(vm, value);
    object.set(NUMBER, i64::try_from(number).unwrap_or(i64::MAX));
    PythonType(Some(number))
}

/// Keeps an enum class.
fn keep_class(vm: &Vm, class: &Rc<Class>) -> PythonType {
    PythonType(Some(number_of(vm, &Value::Class(class.clone()))))
}

fn number_of(vm: &Vm, value: &Value) -> usize {
    let kept = vm.extension_or(Kept::default);
    let mut list = kept.0.borrow_mut();
    if let Some(known) = list.iter().position(|other| other.is(value)) {
        return known;
    }
    list.push(value.clone());
    list.len() - 1
}

/// The type object of a number.
pub(super) fn kept(vm: &Vm, number: PythonType) -> Option<Value> {
    let kept = vm.extension::<Kept>()?;
    let list = kept.0.borrow();
    list.get(number.0?).cloned()
}

/// A `TypeDecorator`: what stands for it on each dialect.
fn decorator(vm: &Vm, value: &Value, object: &Rc<Object>, class: &Rc<Class>) -> PyResult<UserType> {
    let inner = match object.get("impl") {
        Some(found) => found,
        None => match class.lookup("impl".into()) {
            // `__init__` was overridden without calling the base: SQLAlchemy fails on use, a plain class is the likely intent.
            Some(found) => instantiate(vm, &found)?,
            None => {
                return Err(vm.unsupported(format!(
                    "the TypeDecorator `{}` without `impl`",
                    class.full_name()
                )));
            }
        },
    };
    let default = sql_type(vm, &inner)?;
    let mut impls = Vec::new();
    let overrides = |name: &str| {
        class
            .lookup_with_owner(name.into())
            .is_some_and(|(owner, _)| owner.is_python())
    };
    if overrides("load_dialect_impl") {
        for dialect in DIALECTS {
            let loaded = call_method(
                vm,
                value,
                "load_dialect_impl",
                vec![dialect_object(vm, dialect)?],
            )?;
            let type_ = sql_type(vm, &loaded)?;
            if type_ != default {
                impls.push((Some(SmolStr::new(dialect)), type_));
            }
        }
    }
    let repr = if let Some(text) = own_repr(vm, value, class)? {
        text
    } else {
        // SQLAlchemy's `TypeDecorator.__repr__` shows the arguments of `impl` under its own name.
        let shown = default.repr();
        match shown.split_once('(') {
            Some((_, arguments)) => format!("{}({arguments}", class.name()),
            None => format!("{}()", class.name()),
        }
    };
    impls.push((None, default));
    let python = keep(vm, value, object, class);
    Ok(UserType {
        python,
        module: class.module().to_string(),
        name: class.name().to_string(),
        repr,
        impls,
        is_decorator: true,
        ..UserType::default()
    })
}

/// A subclass of a type of the table: `UserDefinedType` with `get_col_spec`, or `class MyString(String)`.
fn subclass(
    vm: &Vm,
    value: &Value,
    class: &Rc<Class>,
    table_class: TypeClass,
    plain: &SqlType,
) -> PyResult<UserType> {
    let mut col_spec = Vec::new();
    let defines = |name: &str| {
        class
            .lookup_with_owner(name.into())
            .is_some_and(|(owner, _)| owner.is_python())
    };
    if table_class == TypeClass::UserDefinedType || defines("get_col_spec") {
        let method = attr(vm, value, "get_col_spec")?;
        let spec = vm.call(&method, Vec::new())?;
        col_spec.push((None, text(vm, &spec, "get_col_spec()")?));
    }
    let compiles = crate::sqlalchemy::compiler::type_compilers(vm, value, class)?;
    col_spec.extend(compiles);
    let visit_name = class
        .lookup("__visit_name__".into())
        .and_then(|name| name.to_text())
        .map(|name| SmolStr::new(&*name));
    let visit_name = visit_name.filter(|name| name != table_class.info().visit_name);
    let repr = match own_repr(vm, value, class)? {
        Some(text) => text,
        None => generic_repr(vm, value, class, plain)?,
    };
    let python = match value {
        Value::Object(object) => keep(vm, value, object, class),
        _ => PythonType::default(),
    };
    Ok(UserType {
        module: class.module().to_string(),
        name: class.name().to_string(),
        repr,
        impls: Vec::new(),
        col_spec,
        visit_name,
        is_decorator: false,
        python,
    })
}

/// `repr(value)` as SQLAlchemy's own class gives it: what `super().__repr__()` of a user class gets.
pub(crate) fn inherited_repr(vm: &Vm, value: &Value) -> PyResult<String> {
    if let Value::Object(object) = value {
        let class = object.class();
        let overrides = class
            .lookup_with_owner("__repr__".into())
            .is_some_and(|(owner, _)| owner.is_python());
        if overrides
            && let Some((table_class, false)) = nearest(&class)
            && table_class != TypeClass::TypeDecorator
        {
            let mut plain = SqlType::new(table_class);
            read_arguments(vm, object, table_class, &mut plain)?;
            return generic_repr(vm, value, &class, &plain);
        }
    }
    Ok(sql_type(vm, value)?.repr())
}

/// `util.generic_repr`: the arguments of `__init__` whose attributes differ from the defaults.
fn generic_repr(vm: &Vm, value: &Value, class: &Rc<Class>, plain: &SqlType) -> PyResult<String> {
    let own_init = class.lookup_with_owner("__init__".into());
    let function = match own_init {
        Some((owner, Value::Function(function))) if owner.is_python() => function,
        _ => {
            let shown = plain.repr();
            let arguments = shown.split_once('(').map_or("", |(_, arguments)| arguments);
            return Ok(if arguments.is_empty() {
                format!("{}()", class.name())
            } else {
                format!("{}({arguments}", class.name())
            });
        }
    };
    let mut parts = Vec::new();
    let defaults = crate::introspect::defaults(vm, &function)?;
    for (name, default, is_positional) in defaults {
        let Some(found) = vm.getattr_opt(value, name.as_str())? else {
            continue;
        };
        match default {
            None if is_positional => parts.push(vm.repr(&found)?.to_string()),
            None => parts.push(format!("{name}={}", vm.repr(&found)?)),
            Some(default) => {
                if !vm.equal(&found, &default)? {
                    parts.push(format!("{name}={}", vm.repr(&found)?));
                }
            }
        }
    }
    Ok(format!("{}({})", class.name(), parts.join(", ")))
}

/// A type value as a Python object, for reflected columns and expressions.
pub fn type_object(vm: &Vm, type_: &SqlType) -> PyResult {
    if let Some(user) = &type_.user
        && let Some(own) = kept(vm, user.python)
    {
        return Ok(own);
    }
    let sa = sa(vm)?;
    let object = Object::new(&sa.type_class(type_.class));
    let info = type_.class.info();
    let mut given = Vec::new();
    for param in info.params {
        let value = match param.default {
            TypeDefault::Bool(flag) => Value::Bool(flag),
            _ => Value::None,
        };
        object.set(param.name, value);
    }
    for (name, value) in &type_.args {
        object.set_symbol(Symbol::new(name), argument_value(vm, value)?);
        given.push(Value::str(name));
    }
    if info.params.iter().any(|param| param.name == "enums")
        && object.get("length").is_none_or(|length| length.is_none())
    {
        object.set("length", type_.default_enum_length());
        object.set("enum_class", Value::None);
    }
    object.set(GIVEN, Value::list(given));
    Ok(Value::Object(object))
}

fn argument_value(vm: &Vm, value: &ArgValue) -> PyResult {
    Ok(match value {
        ArgValue::None | ArgValue::Other(_) => Value::None,
        ArgValue::Bool(flag) => Value::Bool(*flag),
        ArgValue::Int(number) => Value::Int(*number),
        ArgValue::Float(number) => Value::Float(*number),
        ArgValue::Str(text) => Value::str(text),
        ArgValue::Conv(text) => make(vm, &sa(vm)?.conv, vec![Value::str(text)])?,
        ArgValue::Type(inner) => type_object(vm, inner)?,
        ArgValue::List(list) => {
            let list: PyResult<Vec<Value>> =
                list.iter().map(|item| argument_value(vm, item)).collect();
            Value::list(list?)
        }
        ArgValue::Dict(entries) => {
            let dict = alembic_python::Dict::new();
            for (key, value) in entries {
                dict.set_str(key, argument_value(vm, value)?);
            }
            Value::Dict(dict)
        }
        ArgValue::Expr(expr) => crate::sqlalchemy::expression::wrap(vm, (**expr).clone())?,
    })
}

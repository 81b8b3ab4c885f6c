//! Calls of builtin classes: `int(...)`, `dict(...)`, `property(...)`.

use std::cell::RefCell;
use std::rc::Rc;

use crate::args::{Args, Signature};
use crate::class::Class;
use crate::dict::{Dict, Set};
use crate::error::PyResult;
use crate::function::{NativeFn, NativeFunction, Property};
use crate::object::Object;
use crate::operators::bytes_of;
use crate::symbol::names;
use crate::value::{List, Range, Slice, Value};
use crate::vm::Vm;

/// `__name__` and `__doc__` of an instance of a class of modules.
fn name_module(vm: &Vm, object: &Object, args: &Args) -> PyResult<()> {
    let name = vm.str_arg(&args.arg(1), "module() argument 1")?;
    object.set("__name__", Value::Str(name));
    object.set("__doc__", args.get(2).cloned().unwrap_or(Value::None));
    Ok(())
}

pub(crate) fn install(vm: &Vm) {
    let types = &vm.types;
    let list: &[(&Rc<Class>, NativeFn)] = &[
        (&types.int, new_int),
        (&types.float, new_float),
        (&types.bool_, |vm, args| {
            args.of_class(vm, "bool", 1)?;
            match args.get(1) {
                Some(value) => vm.truth(value).map(Value::Bool),
                None => Ok(Value::Bool(false)),
            }
        }),
        (&types.str_, new_str),
        (&types.bytes, |vm, args| {
            let bytes = new_bytes(vm, args, "bytes")?;
            wrap(args, Value::Bytes(bytes.into()))
        }),
        (&types.bytearray, |vm, args| {
            let bytes = new_bytes(vm, args, "bytearray")?;
            wrap(args, Value::ByteArray(Rc::new(RefCell::new(bytes))))
        }),
        (&types.tuple, |vm, args| {
            if is_plain(args) {
                args.of_class(vm, "tuple", 1)?;
            }
            args.at_most(vm, "tuple", 1)?;
            let items = match args.get(1) {
                Some(Value::Tuple(items)) if is_plain(args) => {
                    return Ok(Value::Tuple(items.clone()));
                }
                Some(source) => match opaque_of(source) {
                    Some(opaque) => return Ok(opaque),
                    None => vm.collect(source)?,
                },
                None => Vec::new(),
            };
            wrap(args, Value::tuple(items))
        }),
        (&types.list, |vm, args| {
            if is_plain(args) {
                args.of_class(vm, "list", 1)?;
                let items = match args.get(1) {
                    Some(source) => match opaque_of(source) {
                        Some(opaque) => return Ok(opaque),
                        None => vm.collect(source)?,
                    },
                    None => Vec::new(),
                };
                return Ok(Value::list(items));
            }
            wrap(args, Value::List(List::new(Vec::new())))
        }),
        (&types.dict, |vm, args| {
            let dict = Dict::new();
            if is_plain(args) {
                args.at_most(vm, "dict", 1)?;
                if let Some(source) = args.get(1) {
                    if let Some(opaque) = opaque_of(source) {
                        return Ok(opaque);
                    }
                    crate::methods::dict::update_from(vm, &dict, source)?;
                }
                for (key, value) in std::mem::take(&mut args.keywords) {
                    dict.set_str(&key.text(), value);
                }
                return Ok(Value::Dict(dict));
            }
            wrap(args, Value::Dict(dict))
        }),
        (&types.set, |vm, args| {
            if is_plain(args) {
                args.of_class(vm, "set", 1)?;
                let items = match args.get(1) {
                    Some(source) => match opaque_of(source) {
                        Some(opaque) => return Ok(opaque),
                        None => vm.collect(source)?,
                    },
                    None => Vec::new(),
                };
                return Ok(Value::Set(Set::from_items(vm, items)?));
            }
            wrap(args, Value::Set(Set::new()))
        }),
        (&types.frozenset, |vm, args| {
            if is_plain(args) {
                args.of_class(vm, "frozenset", 1)?;
            }
            args.at_most(vm, "frozenset", 1)?;
            let items = match args.get(1) {
                Some(source) => match opaque_of(source) {
                    Some(opaque) => return Ok(opaque),
                    None => vm.collect(source)?,
                },
                None => Vec::new(),
            };
            wrap(args, Value::FrozenSet(Set::from_items(vm, items)?))
        }),
        (&types.range, new_range),
        (&types.slice, |vm, args| {
            args.of_class(vm, "slice", 3)?;
            if args.len() < 2 {
                return Err(vm.type_error("slice expected at least 1 argument, got 0"));
            }
            let part = |index: usize| args.arg(index);
            let (start, stop, step) = match args.len() {
                2 => (Value::None, part(1), Value::None),
                _ => (part(1), part(2), part(3)),
            };
            Ok(Value::Slice(Rc::new(Slice { start, stop, step })))
        }),
        (&types.property, new_property),
        (&types.classmethod, |vm, args| {
            wrapped(vm, args, "classmethod")?;
            let inner = Value::ClassMethod(Rc::new(args.arg(1)));
            wrap(args, inner)
        }),
        (&types.staticmethod, |vm, args| {
            wrapped(vm, args, "staticmethod")?;
            let inner = Value::StaticMethod(Rc::new(args.arg(1)));
            wrap(args, inner)
        }),
        (&types.super_, new_super),
        (&types.module, |vm, args| {
            if let Value::Class(class) = args.arg(0)
                && !Rc::ptr_eq(&class, &vm.types.module)
            {
                // A module with methods of its own is an instance like any other.
                let object = Object::new(&class);
                let has_own_init = class
                    .lookup_with_owner(names().init)
                    .is_some_and(|(owner, _)| !Rc::ptr_eq(&owner, &vm.types.module));
                if !has_own_init {
                    name_module(vm, &object, args)?;
                }
                return Ok(Value::Object(object));
            }
            let name = vm.str_arg(&args.arg(1), "module() argument 1")?;
            let module = crate::module::Module::new(&name);
            if let Some(doc) = args.get(2) {
                module.set("__doc__", doc.clone());
            }
            Ok(Value::Module(module))
        }),
        (&types.none_type, |vm, args| {
            if args.len() > 1 || !args.keywords.is_empty() {
                return Err(vm.type_error("NoneType takes no arguments"));
            }
            Ok(Value::None)
        }),
        (&types.generic_alias, |vm, args| {
            args.of_class(vm, "GenericAlias", 2)?;
            Ok(vm.make_alias(args.arg(1), args.arg(2)))
        }),
    ];
    for (class, body) in list {
        let function = NativeFunction::new("__new__", *body);
        class.set_symbol(names().new, Value::StaticMethod(Rc::new(function)));
    }
    types.module.set_symbol(
        names().init,
        NativeFunction::method("module", "__init__", |vm, args| {
            if let Value::Object(object) = args.this() {
                name_module(vm, &object, args)?;
            }
            Ok(Value::None)
        }),
    );
}

/// An opaque argument of a conversion gives an opaque result.
fn opaque_of(value: &Value) -> Option<Value> {
    match value {
        Value::Opaque(opaque) => Some(opaque.derive(" (converted)")),
        _ => None,
    }
}

/// True if the class that is called is the builtin itself.
fn is_plain(args: &Args) -> bool {
    matches!(args.this(), Value::Class(class) if class.core.get())
}

/// The builtin value, as an instance of a subclass if that is what was called.
fn wrap(args: &Args, value: Value) -> PyResult {
    match args.this() {
        Value::Class(class) if !class.core.get() => {
            Ok(Value::Object(Object::with_builtin(&class, value)))
        }
        _ => Ok(value),
    }
}

/// Checks the one argument of `classmethod` and `staticmethod`.
fn wrapped(vm: &Vm, args: &Args, name: &str) -> PyResult<()> {
    match args.positional.len() {
        2 => Ok(()),
        _ if !is_plain(args) => Ok(()),
        given => Err(vm.type_error(format!(
            "{name} expected 1 argument, got {}",
            given.saturating_sub(1)
        ))),
    }
}

fn new_int(vm: &Vm, args: &mut Args) -> PyResult {
    if is_plain(args) {
        args.only_keywords(vm, "int", &["base"])?;
    }
    if args.len() > 3 {
        return Err(vm.type_error(format!(
            "int() takes at most 2 arguments ({} given)",
            args.len() - 1
        )));
    }
    if args.len() < 2 && args.keyword("base").is_some() {
        return Err(vm.type_error("int() missing string argument"));
    }
    let base = args.get_or_keyword(2, "base");
    let value = match args.get(1) {
        Some(value) => {
            if let Some(opaque) = opaque_of(value) {
                return Ok(opaque);
            }
            match base {
                Some(base) => {
                    let base = vm.int_arg(&base)?;
                    let text = match value.builtin() {
                        Value::Str(text) => text.to_string(),
                        other => match bytes_of(other) {
                            Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
                            None => {
                                return Err(vm.type_error(
                                    "int() can't convert non-string with explicit base",
                                ));
                            }
                        },
                    };
                    super::numbers::parse_int(vm, &text, base, value)?
                }
                None => super::numbers::to_int(vm, value)?,
            }
        }
        None => Value::Int(0),
    };
    wrap(args, value)
}

fn new_float(vm: &Vm, args: &mut Args) -> PyResult {
    if is_plain(args) {
        args.of_class(vm, "float", 1)?;
    }
    args.at_most(vm, "float", 1)?;
    let value = match args.get(1) {
        Some(value) => {
            if let Some(opaque) = opaque_of(value) {
                return Ok(opaque);
            }
            super::numbers::to_float(vm, value)?
        }
        None => 0.0,
    };
    wrap(args, Value::Float(value))
}

fn new_str(vm: &Vm, args: &mut Args) -> PyResult {
    text_arguments(vm, args, "str", "object")?;
    let encoding = args.get_or_keyword(2, "encoding");
    let errors = args.get_or_keyword(3, "errors");
    let text: Rc<str> = match args
        .get(1)
        .cloned()
        .or_else(|| args.keyword("object").cloned())
    {
        None => Rc::from(""),
        Some(value) => {
            if let Value::Opaque(opaque) = &value {
                let forced = vm.force(&value)?;
                if forced.is_opaque() {
                    return Ok(opaque.derive(" (as text)"));
                }
            }
            if encoding.is_some() || errors.is_some() {
                let bytes = crate::text::bytes_arg(vm, &value)?;
                let encoding = encoding
                    .and_then(|encoding| encoding.to_text())
                    .unwrap_or_else(|| Rc::from("utf-8"));
                let errors = errors
                    .and_then(|errors| errors.to_text())
                    .unwrap_or_else(|| Rc::from("strict"));
                Rc::from(crate::methods::bytes::decode_bytes(
                    vm, &bytes, &encoding, &errors,
                )?)
            } else {
                vm.str(&value)?
            }
        }
    };
    wrap(args, Value::Str(text))
}

/// Checks the arguments of `str`, `bytes` and `bytearray`: a source, an encoding and what to do about errors.
fn text_arguments(vm: &Vm, args: &Args, name: &str, source: &str) -> PyResult<()> {
    if is_plain(args) {
        args.only_keywords(vm, name, &[source, "encoding", "errors"])?;
    }
    if args.len() > 4 {
        return Err(vm.type_error(format!(
            "{name}() takes at most 3 arguments ({} given)",
            args.len() - 1
        )));
    }
    Ok(())
}

fn new_bytes(vm: &Vm, args: &Args, name: &str) -> PyResult<Vec<u8>> {
    text_arguments(vm, args, name, "source")?;
    let Some(source) = args.get_or_keyword(1, "source") else {
        return match args.keywords.first() {
            Some((given, _)) if is_plain(args) => {
                Err(vm.type_error(format!("{given} without a string argument")))
            }
            _ => Ok(Vec::new()),
        };
    };
    let source = &source;
    if let Some(text) = source.as_str() {
        let Some(encoding) = args.get_or_keyword(2, "encoding") else {
            return Err(vm.type_error("string argument without an encoding"));
        };
        let errors = args
            .get_or_keyword(3, "errors")
            .and_then(|errors| errors.to_text());
        return crate::methods::str::encode_text(
            vm,
            text,
            encoding.as_str().unwrap_or("utf-8"),
            errors.as_deref().unwrap_or("strict"),
        );
    }
    if let Some(bytes) = bytes_of(source) {
        return Ok(bytes);
    }
    if let Some(method) = vm.special(source, names().bytes) {
        let result = vm.call_special(&method, source, Vec::new())?;
        return crate::text::bytes_arg(vm, &result);
    }
    if let Some(length) = source.as_int() {
        return match usize::try_from(length) {
            Ok(length) if length < 1 << 30 => Ok(vec![0; length]),
            Ok(_) => Err(vm.raise("MemoryError", "")),
            Err(_) => Err(vm.value_error("negative count")),
        };
    }
    let mut bytes = Vec::new();
    for item in vm.collect(source)? {
        let number = vm.int_arg(&item)?;
        bytes.push(
            u8::try_from(number).map_err(|_| vm.value_error("bytes must be in range(0, 256)"))?,
        );
    }
    Ok(bytes)
}

fn new_range(vm: &Vm, args: &mut Args) -> PyResult {
    args.exact(vm, "range", 2, 4)?;
    if args
        .positional
        .iter()
        .any(|bound| matches!(bound.builtin(), Value::BigInt(_)))
    {
        return Err(vm.unsupported("a range whose bounds do not fit into 64 bits"));
    }
    let (start, stop, step) = match args.len() {
        2 => (0, vm.int_arg(&args.arg(1))?, 1),
        3 => (vm.int_arg(&args.arg(1))?, vm.int_arg(&args.arg(2))?, 1),
        _ => (
            vm.int_arg(&args.arg(1))?,
            vm.int_arg(&args.arg(2))?,
            vm.int_arg(&args.arg(3))?,
        ),
    };
    if step == 0 {
        return Err(vm.value_error("range() arg 3 must not be zero"));
    }
    Ok(Value::Range(Rc::new(Range { start, stop, step })))
}

static PROPERTY: Signature =
    Signature::new("property", "cls, fget=None, fset=None, fdel=None, doc=None");

fn new_property(vm: &Vm, args: &mut Args) -> PyResult {
    let class = args.this();
    if !is_plain(args) {
        // A subclass may take more in its own `__init__`.
        args.positional.truncate(5);
        args.keywords
            .retain(|(name, _)| matches!(&*name.text(), "fget" | "fset" | "fdel" | "doc"));
    }
    let mut bound = args.bind(vm, &PROPERTY)?;
    let property = Value::Property(Rc::new(Property {
        get: bound.take("fget"),
        set: bound.take("fset"),
        delete: bound.take("fdel"),
        doc: bound.take("doc"),
    }));
    match class {
        Value::Class(class) if !class.core.get() => {
            Ok(Value::Object(Object::with_builtin(&class, property)))
        }
        _ => Ok(property),
    }
}

fn new_super(vm: &Vm, args: &mut Args) -> PyResult {
    args.of_class(vm, "super", 2)?;
    if args.len() >= 2 {
        let Value::Class(class) = args.arg(1) else {
            return Err(vm.type_error("super() argument 1 must be a type"));
        };
        let this = args.arg(2);
        let fits = match &this {
            Value::Class(other) => other.is_subclass_of(&class) || vm.is_instance(&this, &class),
            other => vm.is_instance(other, &class),
        };
        if !fits {
            return Err(
                vm.type_error("super(type, obj): obj must be an instance or subtype of type")
            );
        }
        return Ok(Value::Super(Rc::new((class, this))));
    }
    let frames = vm.frames.borrow();
    let Some(frame) = frames.last() else {
        return Err(vm.raise("RuntimeError", "super(): no current frame"));
    };
    let environment = &frame.environment;
    let Some(class) = environment
        .class_cell
        .as_ref()
        .and_then(|cell| cell.get().cloned())
    else {
        drop(frames);
        return Err(vm.raise("RuntimeError", "super(): __class__ cell not found"));
    };
    // The first parameter of the method; comprehensions inside it have scopes of their own.
    let mut scope = environment.scope.clone();
    let mut info = Some(environment.info);
    let mut this = None;
    while let (Some(current), Some(description)) = (&scope, info) {
        let candidate = current.get(0, 0);
        if let Some(candidate) = candidate {
            let fits = match &candidate {
                Value::Class(other) => {
                    other.is_subclass_of(&class) || vm.is_instance(&candidate, &class)
                }
                other => vm.is_instance(other, &class),
            };
            if fits {
                this = Some(candidate);
                break;
            }
        }
        scope = current.parent.clone();
        info = description.parent;
    }
    drop(frames);
    match this {
        Some(this) => Ok(Value::Super(Rc::new((class, this)))),
        None => Err(vm.raise("RuntimeError", "super(): no arguments")),
    }
}

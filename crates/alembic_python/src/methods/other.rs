//! Methods of `object`, `type`, properties, generators, coroutines and exceptions.

use std::rc::Rc;

use crate::args::Args;
use crate::error::{PyResult, Unwind};
use crate::function::{NativeFunction, Property};
use crate::generator::{Coroutine, Generator, NativeIterator, Resume};
use crate::methods::{define, define_class_methods};
use crate::object::Object;
use crate::symbol::{Symbol, names};
use crate::value::Value;
use crate::vm::Vm;

pub(crate) fn install(vm: &Vm) {
    install_object(vm);
    install_type(vm);
    install_property(vm);
    install_generator(vm);
    install_exception(vm);
    install_traceback(vm);
    define(
        &vm.types.function,
        &[
            ("__get__", |vm, args| {
                let (function, instance) = (args.this(), args.arg(1));
                if instance.is_none() {
                    return Ok(function);
                }
                let class = vm.type_of(&instance);
                vm.bind(&function, Some(&instance), &class)
            }),
            ("__call__", |vm, args| {
                let function = args.positional.remove(0);
                vm.call_with(&function, std::mem::take(args))
            }),
        ],
    );
    for class in [
        &vm.types.builtin_function,
        &vm.types.method_descriptor,
        &vm.types.method,
    ] {
        define(
            class,
            &[
                ("__call__", |vm, args| {
                    let function = args.positional.remove(0);
                    vm.call_with(&function, std::mem::take(args))
                }),
                ("__get__", |vm, args| {
                    let (function, instance) = (args.this(), args.arg(1));
                    if instance.is_none() {
                        return Ok(function);
                    }
                    let class = vm.type_of(&instance);
                    vm.bind(&function, Some(&instance), &class)
                }),
            ],
        );
    }
    define(
        &vm.types.iterator,
        &[
            ("__iter__", |_, args| Ok(args.this())),
            ("__next__", |vm, args| {
                let this = args.this();
                vm.next(&this)?.ok_or_else(|| vm.raise("StopIteration", ""))
            }),
        ],
    );
    define(
        &vm.types.slice,
        &[("indices", |vm, args| {
            let length = usize::try_from(vm.int_arg(&args.arg(1))?).unwrap_or(0);
            match args.this() {
                Value::Slice(slice) => {
                    let (start, stop, step) = vm.slice_bounds(&slice, length)?;
                    Ok(Value::tuple(vec![
                        Value::Int(start),
                        Value::Int(stop),
                        Value::Int(step),
                    ]))
                }
                _ => Err(vm.type_error("descriptor 'indices' requires a slice")),
            }
        })],
    );
}

/// The state that is copied: the dictionary, or a pair of it and the slots.
fn state_of(value: &Value) -> PyResult {
    let Value::Object(object) = value else {
        return Ok(Value::None);
    };
    let (own, slots) = (crate::dict::Dict::new(), crate::dict::Dict::new());
    let class = object.class();
    for (name, item) in object.attrs.borrow().iter() {
        let part = if crate::builtins::slots::is_slot(&class, name) {
            &slots
        } else {
            &own
        };
        part.set_str(&name.text(), item.clone());
    }
    let own = if own.is_empty() {
        Value::None
    } else {
        Value::Dict(own)
    };
    Ok(if slots.is_empty() {
        own
    } else {
        Value::tuple(vec![own, Value::Dict(slots)])
    })
}

fn name_arg(vm: &Vm, value: &Value) -> PyResult<Symbol> {
    Ok(Symbol::new(&vm.str_arg(value, "attribute name")?))
}

fn install_object(vm: &Vm) {
    let object = &vm.types.object;
    define(
        object,
        &[
            ("__init__", |vm, args| {
                let this = args.this();
                let excess = args.len() > 1 || !args.keywords.is_empty();
                if excess && let Value::Object(object) = &this {
                    let class = object.class();
                    let overrides_new = class
                        .lookup_with_owner(names().new)
                        .is_some_and(|(owner, _)| !Rc::ptr_eq(&owner, &vm.types.object));
                    if !overrides_new && !class.has_opaque_base() {
                        return Err(vm.type_error("object.__init__() takes exactly one argument (the instance to initialize)"));
                    }
                }
                Ok(Value::None)
            }),
            ("__eq__", |_, args| {
                Ok(if args.this().is(&args.arg(1)) {
                    Value::Bool(true)
                } else {
                    Value::NotImplemented
                })
            }),
            ("__ne__", |vm, args| {
                let (this, other) = (args.this(), args.arg(1));
                if let Some(method) = vm.special(&this, names().eq) {
                    let result = vm.call_special(&method, &this, vec![other])?;
                    if !matches!(result, Value::NotImplemented) {
                        return Ok(Value::Bool(!vm.truth(&result)?));
                    }
                    return Ok(result);
                }
                Ok(if this.is(&other) {
                    Value::Bool(false)
                } else {
                    Value::NotImplemented
                })
            }),
            ("__lt__", |_, _| Ok(Value::NotImplemented)),
            ("__le__", |_, _| Ok(Value::NotImplemented)),
            ("__gt__", |_, _| Ok(Value::NotImplemented)),
            ("__ge__", |_, _| Ok(Value::NotImplemented)),
            ("__hash__", |_, args| {
                Ok(Value::Int(
                    i64::try_from(args.this().address().unwrap_or(0) >> 4).unwrap_or(0),
                ))
            }),
            ("__repr__", |vm, args| match args.this() {
                Value::Object(object) if object.own_builtin().is_none() => {
                    let this = args.this();
                    Ok(Value::from(format!(
                        "<{}.{} object at {}>",
                        object.class().module(),
                        object.class().qualname(),
                        crate::text::address(&this)
                    )))
                }
                other => vm.repr(other.builtin()).map(Value::Str),
            }),
            ("__str__", |vm, args| vm.repr(&args.this()).map(Value::Str)),
            ("__format__", |vm, args| {
                let spec = vm.str_arg(&args.arg(1), "format spec")?;
                if !spec.is_empty() {
                    return Err(vm.type_error(format!(
                        "unsupported format string passed to {}.__format__",
                        vm.type_name(&args.this())
                    )));
                }
                vm.str(&args.this()).map(Value::Str)
            }),
            ("__getattribute__", |vm, args| {
                let name = name_arg(vm, &args.arg(1))?;
                vm.generic_getattr(&args.this(), name)
            }),
            ("__setattr__", |vm, args| {
                let name = name_arg(vm, &args.arg(1))?;
                vm.generic_setattr(&args.this(), name, args.arg(2))?;
                Ok(Value::None)
            }),
            ("__delattr__", |vm, args| {
                let name = name_arg(vm, &args.arg(1))?;
                vm.generic_delattr(&args.this(), name)?;
                Ok(Value::None)
            }),
            ("__dir__", |vm, args| {
                crate::builtins::functions::dir_of(vm, &args.this())
            }),
            ("__getstate__", |_, args| state_of(&args.this())),
            ("__reduce__", |vm, _| Err(vm.unsupported("pickling"))),
            ("__reduce_ex__", |vm, _| Err(vm.unsupported("pickling"))),
        ],
    );
    define_class_methods(
        object,
        &[
            ("__init_subclass__", |vm, args| {
                if args.keywords.is_empty() {
                    return Ok(Value::None);
                }
                if let Value::Class(class) = args.this()
                    && (!class.subclass_hooks().is_empty() || class.has_opaque_base())
                {
                    return Ok(Value::None);
                }
                let name = args
                    .this()
                    .as_class()
                    .map_or_else(|| Rc::from("?"), |class| class.name());
                Err(vm.type_error(format!(
                    "{name}.__init_subclass__() takes no keyword arguments"
                )))
            }),
            ("__subclasshook__", |_, _| Ok(Value::NotImplemented)),
        ],
    );
    let new = NativeFunction::new("__new__", |vm, args| match args.this() {
        Value::Class(class) => {
            if let crate::class::Layout::Builtin = class.layout.get() {
                return Err(vm.type_error(format!(
                    "object.__new__({}) is not safe, use the builtin's __new__",
                    class.name()
                )));
            }
            let excess = args.len() > 1 || !args.keywords.is_empty();
            if excess && class.lookup_special(names().init).is_none() && !class.has_opaque_base() {
                return Err(vm.type_error(format!("{}() takes no arguments", class.name())));
            }
            if excess
                && class
                    .lookup_with_owner(names().new)
                    .is_some_and(|(owner, _)| !Rc::ptr_eq(&owner, &vm.types.object))
            {
                return Err(vm.type_error(
                    "object.__new__() takes exactly one argument (the type to instantiate)",
                ));
            }
            vm.allocate(&class).map(Value::Object)
        }
        other => Err(vm.type_error(format!(
            "object.__new__(X): X is not a type object ({})",
            vm.type_name(&other)
        ))),
    });
    object.set("__new__", Value::StaticMethod(Rc::new(new)));
}

fn install_type(vm: &Vm) {
    define(
        &vm.types.type_,
        &[
            ("mro", |vm, args| match args.this() {
                Value::Class(class) => Ok(Value::list(
                    class.mro().into_iter().map(Value::Class).collect(),
                )),
                other => Err(vm.type_error(format!(
                    "descriptor 'mro' requires a type, not {}",
                    vm.type_name(&other)
                ))),
            }),
            ("__subclasses__", |vm, args| {
                vm.evaluate_waiting()?;
                match args.this() {
                    Value::Class(class) => Ok(Value::list(
                        class.subclasses().into_iter().map(Value::Class).collect(),
                    )),
                    _ => Ok(Value::list(Vec::new())),
                }
            }),
            ("__call__", |vm, args| {
                let class = args.positional.remove(0);
                match class {
                    Value::Class(class) if class.is_enum.get() => {
                        crate::stdlib::enum_::call_enum(vm, &class, std::mem::take(args))
                    }
                    Value::Class(class) => vm.type_call(&class, std::mem::take(args)),
                    other => Err(vm.type_error(format!(
                        "descriptor requires a type, not {}",
                        vm.type_name(&other)
                    ))),
                }
            }),
            ("__init__", |_, _| Ok(Value::None)),
            ("__setattr__", |vm, args| {
                let name = name_arg(vm, &args.arg(1))?;
                if let Value::Class(class) = args.this() {
                    vm.set_class_attribute(&class, name, args.arg(2))?;
                }
                Ok(Value::None)
            }),
            ("__getattribute__", |vm, args| {
                let name = name_arg(vm, &args.arg(1))?;
                match args.this() {
                    Value::Class(class) => class.lookup(name).map_or_else(
                        || vm.class_attribute(&class, name),
                        |found| vm.bind(&found, None, &class),
                    ),
                    other => vm.generic_getattr(&other, name),
                }
            }),
            ("__instancecheck__", |vm, args| match args.this() {
                Value::Class(class) => Ok(Value::Bool(vm.is_instance(&args.arg(1), &class))),
                _ => Ok(Value::Bool(false)),
            }),
            ("__subclasscheck__", |_, args| {
                match (args.this(), args.arg(1)) {
                    (Value::Class(class), Value::Class(other)) => {
                        Ok(Value::Bool(other.is_subclass_of(&class)))
                    }
                    _ => Ok(Value::Bool(false)),
                }
            }),
            ("__or__", |vm, args| {
                vm.make_union(vec![args.this(), args.arg(1)])
            }),
            ("__ror__", |vm, args| {
                vm.make_union(vec![args.arg(1), args.this()])
            }),
            ("__repr__", |vm, args| match args.this() {
                Value::Class(class) => Ok(Value::from(format!("<class '{}'>", class.full_name()))),
                other => vm.repr(&other).map(Value::Str),
            }),
            ("__eq__", |_, args| {
                Ok(if args.this().is(&args.arg(1)) {
                    Value::Bool(true)
                } else {
                    Value::NotImplemented
                })
            }),
            ("__hash__", |_, args| {
                Ok(Value::Int(
                    i64::try_from(args.this().address().unwrap_or(0) >> 4).unwrap_or(0),
                ))
            }),
        ],
    );
    define_class_methods(
        &vm.types.type_,
        &[("__prepare__", |_, _| Ok(Value::dict()))],
    );
    // `type.__prepare__` is only there to be called by metaclasses that extend it.
    let new = NativeFunction::new("__new__", |vm, args| {
        let Value::Class(metaclass) = args.this() else {
            return Err(vm.type_error("type.__new__(X): X is not a type object"));
        };
        if args.len() == 2 && Rc::ptr_eq(&metaclass, &vm.types.type_) {
            return Ok(Value::Class(vm.type_of(&args.arg(1))));
        }
        let name = vm.str_arg(&args.arg(1), "type.__new__() argument 1")?;
        let bases = args.arg(2).as_sequence().unwrap_or_default();
        let (bases, opaque_base, _) = vm.resolve_bases(bases)?;
        let mut namespace = crate::attr_map::AttrMap::default();
        let Some(dict) = args.arg(3).as_dict().cloned() else {
            return Err(vm.type_error("type.__new__() argument 3 must be dict"));
        };
        for (key, value) in dict.items() {
            if let Some(key) = key.as_str() {
                namespace.set(Symbol::new(key), value);
            }
        }
        if !namespace.contains(names().module) {
            let module = vm
                .current_module()
                .and_then(|module| module.get_symbol(names().name));
            namespace.set(
                names().module,
                module.unwrap_or_else(|| Value::str("builtins")),
            );
        }
        let mut winner = if Rc::ptr_eq(&metaclass, &vm.types.type_) {
            None
        } else {
            Some(metaclass)
        };
        for base in &bases {
            if let Some(candidate) = base.metaclass()
                && winner
                    .as_ref()
                    .is_none_or(|current| candidate.is_subclass_of(current))
            {
                winner = Some(candidate);
            }
        }
        let mut pending = vm.take_pending(&name);
        if pending.is_none() {
            let span = args.span;
            pending = Some(crate::interp::classes::PendingClass {
                name: name.clone(),
                annotations: vm.annotations_of_namespace(&mut namespace)?,
                span,
                cell: Rc::default(),
                opaque_base,
            });
        }
        let new = crate::interp::classes::NewClass {
            name,
            bases,
            namespace,
            metaclass: winner,
            keywords: std::mem::take(&mut args.keywords),
        };
        vm.build_class(new, pending).map(Value::Class)
    });
    vm.types
        .type_
        .set("__new__", Value::StaticMethod(Rc::new(new)));
}

impl Vm {
    /// `__annotations__` of a namespace that was made by hand (`type("X", (), {...})`).
    fn annotations_of_namespace(
        &self,
        namespace: &mut crate::attr_map::AttrMap,
    ) -> PyResult<Vec<(Symbol, crate::annotation::AnnotationThunk)>> {
        let Some(annotations) = namespace.remove(names().annotations) else {
            return Ok(Vec::new());
        };
        let Some(dict) = annotations.as_dict() else {
            return Ok(Vec::new());
        };
        Ok(dict
            .items()
            .into_iter()
            .filter_map(|(key, value)| {
                let name = Symbol::new(key.as_str()?);
                Some((name, crate::annotation::AnnotationThunk::value(value)))
            })
            .collect())
    }

    /// The module whose code is running.
    pub fn current_module(&self) -> Option<Rc<crate::module::Module>> {
        self.frames
            .borrow()
            .last()
            .map(|frame| frame.environment.module.clone())
    }
}

fn property_of(vm: &Vm, value: &Value) -> PyResult<Rc<Property>> {
    match value.builtin() {
        Value::Property(property) => Ok(property.clone()),
        _ => Err(vm.type_error("descriptor requires a property")),
    }
}

fn changed_property(vm: &Vm, args: &Args, change: impl FnOnce(&mut Property, Value)) -> PyResult {
    let this = args.this();
    let mut property = (*property_of(vm, &this)?).clone();
    change(&mut property, args.arg(1));
    match &this {
        // A subclass of `property` is called again, as CPython does.
        Value::Object(object) => {
            let class = Value::Class(object.class());
            let doc = property.doc.clone();
            vm.call(
                &class,
                vec![property.get, property.set, property.delete, doc],
            )
        }
        _ => Ok(Value::Property(Rc::new(property))),
    }
}

fn install_property(vm: &Vm) {
    define(
        &vm.types.property,
        &[
            ("getter", |vm, args| {
                changed_property(vm, args, |property, function| property.get = function)
            }),
            ("setter", |vm, args| {
                changed_property(vm, args, |property, function| property.set = function)
            }),
            ("deleter", |vm, args| {
                changed_property(vm, args, |property, function| property.delete = function)
            }),
            ("__get__", |vm, args| {
                let (this, instance) = (args.this(), args.arg(1));
                if instance.is_none() {
                    return Ok(this);
                }
                let property = property_of(vm, &this)?;
                if property.get.is_none() {
                    return Err(vm.attribute_error("property has no getter"));
                }
                vm.call(&property.get, vec![instance])
            }),
            ("__set__", |vm, args| {
                let property = property_of(vm, &args.this())?;
                if property.set.is_none() {
                    return Err(vm.attribute_error("property has no setter"));
                }
                vm.call(&property.set, vec![args.arg(1), args.arg(2)])
            }),
            ("__init__", |_, _| Ok(Value::None)),
        ],
    );
    for (name, get) in [
        (
            "fget",
            (|vm, args| Ok(property_of(vm, &args.this())?.get.clone()))
                as crate::function::NativeFn,
        ),
        ("fset", |vm, args| {
            Ok(property_of(vm, &args.this())?.set.clone())
        }),
        ("fdel", |vm, args| {
            Ok(property_of(vm, &args.this())?.delete.clone())
        }),
    ] {
        let property = Property {
            get: NativeFunction::method("property", name, get),
            set: Value::None,
            delete: Value::None,
            doc: Value::None,
        };
        vm.types
            .property
            .set(name, Value::Property(Rc::new(property)));
    }
    for class in [&vm.types.classmethod, &vm.types.staticmethod] {
        define(
            class,
            &[
                ("__get__", |vm, args| {
                    let (this, instance, owner) = (args.this(), args.arg(1), args.arg(2));
                    let class = match (&owner, &instance) {
                        (Value::Class(class), _) => class.clone(),
                        _ => vm.type_of(&instance),
                    };
                    let instance = if instance.is_none() {
                        None
                    } else {
                        Some(instance)
                    };
                    vm.bind(this.builtin(), instance.as_ref(), &class)
                }),
                ("__init__", |_, _| Ok(Value::None)),
            ],
        );
    }
}

/// The exception of `throw(type, value=None)` or `throw(value)`.
fn thrown(vm: &Vm, args: &Args) -> PyResult<Unwind> {
    let value = match (args.arg(1), args.arg(2)) {
        (class @ Value::Class(_), Value::None) => vm.call(&class, Vec::new())?,
        (Value::Class(class), value) => {
            if vm.is_instance(&value, &class) {
                value
            } else {
                vm.call(&Value::Class(class), vec![value])?
            }
        }
        (value, _) => value,
    };
    Ok(vm.reraise(value))
}

fn stop_iteration(vm: &Vm, generator: &Generator) -> Unwind {
    let class = vm.exception_class("StopIteration");
    let value = generator.result();
    let args = if value.is_none() {
        Vec::new()
    } else {
        vec![value.clone()]
    };
    let error = vm.new_exception(&class, args);
    if let Value::Object(object) = &error {
        object.set("value", value);
    }
    vm.raise_value(error)
}

fn generator_of(vm: &Vm, args: &Args) -> PyResult<Rc<Generator>> {
    match args.this() {
        Value::Generator(generator) => Ok(generator),
        other => Err(vm.type_error(format!(
            "descriptor requires a generator, not {}",
            vm.type_name(&other)
        ))),
    }
}

fn send(vm: &Vm, generator: &Generator, value: Value) -> PyResult {
    if generator.is_fresh() && !value.is_none() {
        return Err(vm.type_error("can't send non-None value to a just-started generator"));
    }
    generator
        .resume(Resume::Send(value))?
        .ok_or_else(|| stop_iteration(vm, generator))
}

fn install_generator(vm: &Vm) {
    define(
        &vm.types.generator,
        &[
            ("__iter__", |_, args| Ok(args.this())),
            ("__next__", |vm, args| {
                send(vm, &*generator_of(vm, args)?, Value::None)
            }),
            ("send", |vm, args| {
                send(vm, &*generator_of(vm, args)?, args.arg(1))
            }),
            ("throw", |vm, args| {
                let generator = generator_of(vm, args)?;
                let unwind = thrown(vm, args)?;
                generator
                    .resume(Resume::Throw(unwind))?
                    .ok_or_else(|| stop_iteration(vm, &generator))
            }),
            ("close", |vm, args| {
                generator_of(vm, args)?.close().map(|()| Value::None)
            }),
        ],
    );
    define(
        &vm.types.async_generator,
        &[
            ("__aiter__", |_, args| Ok(args.this())),
            ("__anext__", |vm, args| {
                let generator = generator_of(vm, args)?;
                Ok(Coroutine::new("__anext__", move |vm| {
                    generator
                        .next()?
                        .ok_or_else(|| vm.raise("StopAsyncIteration", ""))
                }))
            }),
            ("asend", |vm, args| {
                let (generator, value) = (generator_of(vm, args)?, args.arg(1));
                Ok(Coroutine::new("asend", move |vm| {
                    generator
                        .resume(Resume::Send(value))?
                        .ok_or_else(|| vm.raise("StopAsyncIteration", ""))
                }))
            }),
            ("athrow", |vm, args| {
                let generator = generator_of(vm, args)?;
                let unwind = thrown(vm, args)?;
                Ok(Coroutine::new("athrow", move |vm| {
                    generator
                        .resume(Resume::Throw(unwind))?
                        .ok_or_else(|| vm.raise("StopAsyncIteration", ""))
                }))
            }),
            ("aclose", |vm, args| {
                let generator = generator_of(vm, args)?;
                Ok(Coroutine::new("aclose", move |_| {
                    generator.close().map(|()| Value::None)
                }))
            }),
        ],
    );
    define(
        &vm.types.coroutine,
        &[
            ("__await__", |vm, args| {
                let this = args.this();
                let _ = vm;
                Ok(NativeIterator::new("coroutine_wrapper", move |vm| {
                    vm.await_value(&this)?;
                    Ok(None)
                }))
            }),
            ("send", |vm, args| {
                let result = vm.await_value(&args.this())?;
                let class = vm.exception_class("StopIteration");
                let error = vm.new_exception(&class, vec![result.clone()]);
                if let Value::Object(object) = &error {
                    object.set("value", result);
                }
                Err(vm.raise_value(error))
            }),
            ("close", |_, args| {
                if let Value::Coroutine(coroutine) = args.this() {
                    coroutine.close();
                }
                Ok(Value::None)
            }),
        ],
    );
}

/// The subclass that `OSError(errno, strerror)` makes (PEP 3151; numbers of Linux).
fn os_error_class(args: &Args) -> Option<&'static str> {
    args.get(2)?;
    Some(match args.get(1)?.as_int()? {
        1 | 13 => "PermissionError",
        2 => "FileNotFoundError",
        3 => "ProcessLookupError",
        4 => "InterruptedError",
        10 => "ChildProcessError",
        11 | 114 | 115 => "BlockingIOError",
        17 => "FileExistsError",
        20 => "NotADirectoryError",
        21 => "IsADirectoryError",
        32 | 108 => "BrokenPipeError",
        103 => "ConnectionAbortedError",
        104 => "ConnectionResetError",
        110 => "TimeoutError",
        111 => "ConnectionRefusedError",
        _ => return None,
    })
}

fn install_exception(vm: &Vm) {
    let base = &vm.types.base_exception;
    let new = NativeFunction::new("__new__", |vm, args| {
        let Value::Class(class) = args.this() else {
            return Err(vm.type_error("BaseException.__new__ needs a class"));
        };
        let class = match os_error_class(args) {
            Some(name) if class.name_is("OSError") => vm.exception_class(name),
            _ => class,
        };
        let object = Object::new(&class);
        object.set_symbol(
            names().args,
            Value::tuple(args.positional.iter().skip(1).cloned().collect()),
        );
        if class
            .mro()
            .iter()
            .any(|class| class.name_is("StopIteration"))
        {
            object.set("value", args.arg(1));
        }
        if class.mro().iter().any(|class| class.name_is("SystemExit")) {
            object.set("code", args.arg(1));
        }
        if class.mro().iter().any(|class| class.name_is("ImportError")) {
            object.set("name", args.keyword("name").cloned().unwrap_or(Value::None));
            object.set("path", args.keyword("path").cloned().unwrap_or(Value::None));
            object.set("msg", args.arg(1));
        }
        if class.mro().iter().any(|class| class.name_is("OSError")) && args.len() >= 3 {
            object.set("errno", args.arg(1));
            object.set("strerror", args.arg(2));
            object.set("filename", args.arg(3));
            object.set_symbol(names().args, Value::tuple(vec![args.arg(1), args.arg(2)]));
        }
        Ok(Value::Object(object))
    });
    base.set("__new__", Value::StaticMethod(Rc::new(new)));
    define(
        base,
        &[
            ("__init__", |_, args| {
                if let Value::Object(object) = args.this() {
                    object.set_symbol(
                        names().args,
                        Value::tuple(args.positional.iter().skip(1).cloned().collect()),
                    );
                }
                Ok(Value::None)
            }),
            ("__str__", |vm, args| match args.this() {
                Value::Object(object) => {
                    let plain = Object::new(&vm.types.base_exception);
                    plain.attrs.borrow_mut().clone_from(&object.attrs.borrow());
                    vm.str(&Value::Object(plain)).map(Value::Str)
                }
                _ => Ok(Value::str("")),
            }),
            ("__repr__", |vm, args| match args.this() {
                Value::Object(object) => {
                    let items = object
                        .get_symbol(names().args)
                        .and_then(|args| args.as_sequence())
                        .unwrap_or_default();
                    let mut parts = Vec::new();
                    for item in &items {
                        parts.push(vm.repr(item)?.to_string());
                    }
                    Ok(Value::from(format!(
                        "{}({})",
                        object.class().name(),
                        parts.join(", ")
                    )))
                }
                _ => Ok(Value::str("")),
            }),
            ("with_traceback", |_, args| Ok(args.this())),
            ("add_note", |vm, args| {
                if let Value::Object(object) = args.this() {
                    let notes = object
                        .get_symbol(names().notes)
                        .unwrap_or_else(|| Value::list(Vec::new()));
                    if let Some(list) = notes.as_list() {
                        list.push(Value::Str(vm.str_arg(&args.arg(1), "note")?));
                    }
                    object.set_symbol(names().notes, notes);
                }
                Ok(Value::None)
            }),
            ("__eq__", |_, args| {
                Ok(if args.this().is(&args.arg(1)) {
                    Value::Bool(true)
                } else {
                    Value::NotImplemented
                })
            }),
        ],
    );
}

fn install_traceback(vm: &Vm) {
    let property = |name: &str, body: crate::function::NativeFn| {
        let property = Property {
            get: NativeFunction::method("traceback", name, body),
            set: Value::None,
            delete: Value::None,
            doc: Value::None,
        };
        vm.types
            .traceback
            .set(name, Value::Property(Rc::new(property)));
    };
    property("tb_lineno", |vm, args| {
        let Value::Object(object) = args.this() else {
            return Ok(Value::None);
        };
        let span = object
            .payload::<Vec<crate::error::TracebackEntry>>()
            .and_then(|entries| entries.last().map(|entry| entry.span));
        let line = span.and_then(|span| {
            let file = vm.sources.get(span.file)?;
            Some(file.line_column(span.start).line)
        });
        Ok(line.map_or(Value::None, Value::from))
    });
    property("tb_next", |_, _| Ok(Value::None));
    property("tb_frame", |vm, _| {
        Err(vm.unsupported("a frame of a traceback"))
    });
}

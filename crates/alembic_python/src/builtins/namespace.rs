//! `__dict__`, `vars()`, `globals()` and `locals()`.
//!
//! Instances and modules keep names in their own storage. Their dictionaries are views: objects of a
//! `dict` subclass whose methods read and write that storage.

use std::cell::RefCell;
use std::rc::Rc;

use crate::args::Args;
use crate::attr_map::AttrMap;
use crate::class::{Class, Layout};
use crate::class_builder::ClassBuilder;
use crate::dict::Dict;
use crate::error::PyResult;
use crate::generator::NativeIterator;
use crate::interp::scope::ScopeKind;
use crate::module::Module;
use crate::symbol::{Symbol, names};
use crate::value::Value;
use crate::vm::Vm;

struct View {
    owner: Owner,
}

/// Whose names a view shows.
#[derive(Clone)]
enum Owner {
    Value(Value),
    /// The names of a class whose body still runs.
    ClassBody(Rc<RefCell<AttrMap>>),
}

struct ViewClass(Rc<Class>);

impl View {
    /// The value of a name, with what waits in a module of ours.
    fn get(&self, name: Symbol) -> Option<Value> {
        match &self.owner {
            Owner::Value(Value::Module(module)) => module.get_symbol(name),
            _ if self.hides(name) => None,
            _ => self
                .with(|attrs| attrs.borrow().get(name).cloned())
                .flatten(),
        }
    }

    /// True for a name that is kept with the others but is not in the dictionary: a slot, an attribute of the function itself.
    fn hides(&self, name: Symbol) -> bool {
        let n = names();
        match &self.owner {
            Owner::Value(Value::Object(object)) => {
                super::slots::is_slot(&object.class(), name)
                    || (object.class().layout.get() == Layout::Exception
                        && (name == n.args
                            || name == n.cause
                            || name == n.context
                            || name == n.traceback
                            || name == n.suppress_context))
            }
            Owner::Value(Value::Function(_)) => {
                name == n.annotations
                    || name == n.doc
                    || name == n.module
                    || name == n.defaults
                    || name == n.kwdefaults
                    || name == n.type_params
            }
            Owner::Value(_) | Owner::ClassBody(_) => false,
        }
    }

    fn with<R>(&self, run: impl FnOnce(&RefCell<AttrMap>) -> R) -> Option<R> {
        Some(match &self.owner {
            Owner::Value(Value::Object(object)) => run(&object.attrs),
            Owner::Value(Value::Module(module)) => run(&module.attrs),
            Owner::Value(Value::Function(function)) => run(&function.attrs),
            Owner::Value(_) => return None,
            Owner::ClassBody(names) => run(names),
        })
    }
}

fn view_in(vm: &Vm, value: &Value) -> PyResult<View> {
    let owner = match value {
        Value::Object(object) => object.payload::<View>().map(|view| view.owner.clone()),
        _ => None,
    };
    owner
        .map(|owner| View { owner })
        .ok_or_else(|| vm.type_error("descriptor requires a namespace"))
}

/// Sets a name; what waits in a module of ours waits on.
fn set_in(vm: &Vm, value: &Value, name: Symbol, new: Value) -> PyResult<()> {
    let old = view_in(vm, value)?.with(|attrs| attrs.borrow_mut().set(name, new));
    match old {
        Some(old) => {
            drop(old);
            Ok(())
        }
        None => Err(vm.type_error("descriptor requires a namespace")),
    }
}

/// Runs with all names of a namespace.
fn view_of<R>(vm: &Vm, value: &Value, run: impl FnOnce(&RefCell<AttrMap>) -> R) -> PyResult<R> {
    let view = view_in(vm, value)?;
    if let Owner::Value(Value::Module(module)) = &view.owner {
        vm.evaluate_module(module)?;
        module.define_all();
    }
    view.with(run)
        .ok_or_else(|| vm.type_error("descriptor requires a namespace"))
}

/// The module whose globals a dictionary is.
pub(crate) fn module_behind(value: &Value) -> Option<Rc<Module>> {
    match value {
        Value::Object(object) => match &object.payload::<View>()?.owner {
            Owner::Value(Value::Module(module)) => Some(module.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn snapshot(vm: &Vm, value: &Value) -> PyResult<Rc<Dict>> {
    let view = view_in(vm, value)?;
    view_of(vm, value, |attrs| {
        let dict = Dict::new();
        for (name, value) in attrs.borrow().iter().filter(|(name, _)| !view.hides(*name)) {
            dict.set_str(&name.text(), value.clone());
        }
        dict
    })
}

fn key_symbol(vm: &Vm, args: &Args) -> PyResult<Symbol> {
    Ok(Symbol::new(&vm.str_arg(&args.arg(1), "key")?))
}

fn view_class(vm: &Vm) -> Rc<Class> {
    vm.extension_or(|| {
        ViewClass(
            ClassBuilder::new("builtins", "dict")
                .base(&vm.types.dict)
                .method("__getitem__", |vm, args| {
                    let name = key_symbol(vm, args)?;
                    view_in(vm, &args.this())?
                        .get(name)
                        .ok_or_else(|| vm.key_error(args.arg(1)))
                })
                .method("__setitem__", |vm, args| {
                    let name = key_symbol(vm, args)?;
                    set_in(vm, &args.this(), name, args.arg(2))?;
                    Ok(Value::None)
                })
                .method("__delitem__", |vm, args| {
                    let name = key_symbol(vm, args)?;
                    let old = view_of(vm, &args.this(), |attrs| attrs.borrow_mut().remove(name))?;
                    match old {
                        Some(_) => Ok(Value::None),
                        None => Err(vm.key_error(args.arg(1))),
                    }
                })
                .method("__contains__", |vm, args| {
                    let Some(name) = args.arg(1).to_text() else {
                        return Ok(Value::Bool(false));
                    };
                    let name = Symbol::new(&name);
                    Ok(Value::Bool(view_in(vm, &args.this())?.get(name).is_some()))
                })
                .method("__iter__", |vm, args| {
                    Ok(NativeIterator::over(snapshot(vm, &args.this())?.keys()))
                })
                .method("__len__", |vm, args| {
                    Ok(Value::from(snapshot(vm, &args.this())?.len()))
                })
                .method("__repr__", |vm, args| {
                    let dict = snapshot(vm, &args.this())?;
                    vm.repr(&Value::Dict(dict)).map(Value::Str)
                })
                .method("__eq__", |vm, args| {
                    let dict = Value::Dict(snapshot(vm, &args.this())?);
                    let other = match args.arg(1) {
                        Value::Object(object) if object.has_payload::<View>() => {
                            Value::Dict(snapshot(vm, &args.arg(1))?)
                        }
                        other => other,
                    };
                    vm.equal(&dict, &other).map(Value::Bool)
                })
                .method("get", |vm, args| {
                    let Some(name) = args.arg(1).to_text() else {
                        return Ok(args.arg(2));
                    };
                    let name = Symbol::new(&name);
                    let found = view_in(vm, &args.this())?.get(name);
                    Ok(found.unwrap_or_else(|| args.arg(2)))
                })
                .method("keys", |vm, args| {
                    vm.call_method(
                        &Value::Dict(snapshot(vm, &args.this())?),
                        "keys",
                        Vec::new(),
                    )
                })
                .method("values", |vm, args| {
                    vm.call_method(
                        &Value::Dict(snapshot(vm, &args.this())?),
                        "values",
                        Vec::new(),
                    )
                })
                .method("items", |vm, args| {
                    vm.call_method(
                        &Value::Dict(snapshot(vm, &args.this())?),
                        "items",
                        Vec::new(),
                    )
                })
                .method("copy", |vm, args| {
                    snapshot(vm, &args.this()).map(Value::Dict)
                })
                .method("pop", |vm, args| {
                    let name = key_symbol(vm, args)?;
                    match view_of(vm, &args.this(), |attrs| attrs.borrow_mut().remove(name))? {
                        Some(value) => Ok(value),
                        None => args
                            .get(2)
                            .cloned()
                            .ok_or_else(|| vm.key_error(args.arg(1))),
                    }
                })
                .method("setdefault", |vm, args| {
                    let name = key_symbol(vm, args)?;
                    let default = args.arg(2);
                    view_of(vm, &args.this(), |attrs| {
                        let known = attrs.borrow().get(name).cloned();
                        known.unwrap_or_else(|| {
                            attrs.borrow_mut().set(name, default.clone());
                            default
                        })
                    })
                })
                .method("update", |vm, args| {
                    let dict = Dict::new();
                    if let Some(source) = args.get(1) {
                        crate::methods::dict::update_from(vm, &dict, source)?;
                    }
                    for (key, value) in &args.keywords {
                        dict.set_str(&key.text(), value.clone());
                    }
                    let this = args.this();
                    for (key, value) in dict.items() {
                        let name = Symbol::new(&vm.str_arg(&key, "key")?);
                        set_in(vm, &this, name, value)?;
                    }
                    Ok(Value::None)
                })
                .method("clear", |vm, args| {
                    let old = view_of(vm, &args.this(), RefCell::take)?;
                    drop(old);
                    Ok(Value::None)
                })
                .method("__or__", |vm, args| {
                    let dict = Value::Dict(snapshot(vm, &args.this())?);
                    vm.binary(ruff_python_ast::Operator::BitOr, &dict, &args.arg(1))
                })
                .build(vm),
        )
    })
    .0
    .clone()
}

fn view(vm: &Vm, owner: Value) -> Value {
    view_on(vm, Owner::Value(owner))
}

fn view_on(vm: &Vm, owner: Owner) -> Value {
    let object = crate::object::Object::with_builtin(&view_class(vm), Value::dict());
    object.set_payload(View { owner });
    Value::Object(object)
}

/// `instance.__dict__`.
pub(crate) fn instance_dict(vm: &Vm, value: &Value) -> Value {
    if let Value::Object(object) = value {
        for class in object.class().mro() {
            for name in class.options.borrow().iter() {
                if object.get_symbol(*name).is_none()
                    && let Some(unset) = class.attrs.borrow().get(*name).cloned()
                {
                    object.set_symbol(*name, unset);
                }
            }
        }
    }
    view(vm, value.clone())
}

/// `module.__dict__` and `globals()`.
pub(crate) fn module_dict(vm: &Vm, module: &Rc<Module>) -> Value {
    view(vm, Value::Module(module.clone()))
}

/// `cls.__dict__`: a copy, as it cannot be changed through it.
pub(crate) fn class_dict(vm: &Vm, class: &Rc<Class>) -> Value {
    let dict = Dict::new();
    for (name, value) in class.attrs.borrow().iter() {
        dict.set_str(&name.text(), value.clone());
    }
    if !class.annotations.borrow().is_empty() && dict.get_str("__annotations__").is_none() {
        // A name that cannot be resolved yet leaves the entry out.
        if let Ok(annotations) = vm.class_annotations(class) {
            dict.set_str("__annotations__", Value::Dict(annotations));
        }
    }
    Value::Dict(dict)
}

/// `locals()`.
pub(crate) fn locals(vm: &Vm) -> PyResult {
    let frame = vm.frames.borrow().last().cloned();
    if let Some(frame) = &frame {
        vm.bind_all(&frame.environment.module)?;
    }
    Ok(frame.map_or_else(Value::dict, |frame| locals_of(vm, &frame)))
}

/// The local names of a frame.
pub(crate) fn locals_of(vm: &Vm, frame: &crate::interp::frame::FrameState) -> Value {
    let environment = &frame.environment;
    match environment.info.kind {
        ScopeKind::Module => module_dict(vm, &environment.module),
        // What a class body writes to `locals()` is in the class.
        ScopeKind::Class => match &environment.namespace {
            Some(names) => view_on(vm, Owner::ClassBody(names.clone())),
            None => Value::dict(),
        },
        ScopeKind::Function => {
            let dict = Dict::new();
            if let Some(scope) = &environment.scope {
                for (slot, name) in environment.info.order.iter().enumerate() {
                    if let Some(value) = scope.get(0, u32::try_from(slot).unwrap_or(0)) {
                        dict.set_str(&name.text(), value);
                    }
                }
            }
            Value::Dict(dict)
        }
    }
}

/// `vars(value)`.
pub(crate) fn vars(vm: &Vm, value: &Value) -> PyResult {
    match vm.getattr_opt(value, names().dict)? {
        Some(dict) => Ok(dict),
        None => Err(vm.type_error("vars() argument must have __dict__ attribute")),
    }
}

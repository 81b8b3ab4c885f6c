//! `abc`.

use std::rc::Rc;

use crate::class::Class;
use crate::class_builder::ClassBuilder;
use crate::error::PyResult;
use crate::function::NativeFunction;
use crate::module::Module;
use crate::symbol::names;
use crate::value::Value;
use crate::vm::Vm;

struct AbcClasses {
    meta: Rc<Class>,
    abc: Rc<Class>,
}

fn classes(vm: &Vm) -> Rc<AbcClasses> {
    vm.extension_or(|| {
        let meta = ClassBuilder::new("abc", "ABCMeta")
            .base(&vm.types.type_)
            .method("register", |_, args| {
                if let Value::Class(class) = args.this() {
                    let registry = registry_of(&class);
                    registry.push(args.arg(1));
                }
                Ok(args.arg(1))
            })
            .method("__instancecheck__", |vm, args| match args.this() {
                Value::Class(class) => {
                    let actual = vm.type_of(&args.arg(1));
                    subclass_check(vm, &class, &actual).map(Value::Bool)
                }
                _ => Ok(Value::Bool(false)),
            })
            .method("__subclasscheck__", |vm, args| {
                match (args.this(), args.arg(1)) {
                    (Value::Class(class), Value::Class(other)) => {
                        subclass_check(vm, &class, &other).map(Value::Bool)
                    }
                    _ => Ok(Value::Bool(false)),
                }
            })
            .build(vm);
        let abc = ClassBuilder::new("abc", "ABC").metaclass(&meta).build(vm);
        AbcClasses { meta, abc }
    })
}

/// `abc.ABCMeta`.
pub(crate) fn abc_meta(vm: &Vm) -> Rc<Class> {
    classes(vm).meta.clone()
}

fn registry_of(class: &Rc<Class>) -> Rc<crate::value::List> {
    if let Some(Value::List(list)) = class.get_own("_abc_registry") {
        list
    } else {
        let list = crate::value::List::new(Vec::new());
        class.set("_abc_registry", Value::List(list.clone()));
        list
    }
}

fn subclass_check(vm: &Vm, class: &Rc<Class>, other: &Rc<Class>) -> PyResult<bool> {
    if other.is_subclass_of(class) {
        return Ok(true);
    }
    if let Some(hook) = class.lookup(crate::symbol::Symbol::new("__subclasshook__")) {
        let is_default =
            matches!(&hook, Value::ClassMethod(inner) if matches!(&**inner, Value::Native(_)));
        if !is_default {
            let hook = vm.bind(&hook, None, class)?;
            let result = vm.call(&hook, vec![Value::Class(other.clone())])?;
            if !matches!(result, Value::NotImplemented) {
                return vm.truth(&result);
            }
        }
    }
    if let Some(Value::List(registry)) = class.get_own("_abc_registry") {
        for registered in registry.to_vec() {
            if let Value::Class(registered) = registered
                && (other.is_subclass_of(&registered)
                    || (!Rc::ptr_eq(&registered, class)
                        && vm
                            .issubclass(&Value::Class(other.clone()), &Value::Class(registered))?))
            {
                return Ok(true);
            }
        }
    }
    for subclass in class.subclasses() {
        if subclass_check(vm, &subclass, other)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `isinstance` of a class without a hook that is found by structure.
pub(crate) fn virtual_instance(_: &Vm, _: &Value, _: &Rc<Class>) -> PyResult<bool> {
    Ok(false)
}

/// `issubclass` of a class without a hook that is found by structure.
pub(crate) fn virtual_subclass(_: &Vm, _: &Rc<Class>, _: &Rc<Class>) -> PyResult<bool> {
    Ok(false)
}

pub(crate) fn load(vm: &Vm) -> PyResult<Rc<Module>> {
    let module = Module::new("abc");
    let classes = classes(vm);
    module.set("ABCMeta", classes.meta.clone());
    module.set("ABC", classes.abc.clone());
    module.set(
        "abstractmethod",
        NativeFunction::new("abstractmethod(funcobj)", |vm, args| {
            let function = args.arg(0);
            match &function {
                Value::Function(_) => {
                    vm.setattr(&function, names().isabstract, Value::Bool(true))?;
                }
                Value::Property(property) => {
                    vm.setattr(&property.get, names().isabstract, Value::Bool(true))?;
                }
                Value::ClassMethod(inner) | Value::StaticMethod(inner) => {
                    vm.setattr(inner, names().isabstract, Value::Bool(true))?;
                }
                Value::Object(_) => vm.setattr(&function, names().isabstract, Value::Bool(true))?,
                _ => {}
            }
            Ok(function)
        }),
    );
    let abstract_property = ClassBuilder::new("abc", "abstractproperty")
        .base(&vm.types.property)
        .build(vm);
    module.set("abstractproperty", abstract_property);
    module.set(
        "update_abstractmethods",
        NativeFunction::new("update_abstractmethods(cls)", |_, args| Ok(args.arg(0))),
    );
    module.set(
        "get_cache_token",
        NativeFunction::new("get_cache_token(/)", |_, _| Ok(Value::Int(0))),
    );
    Ok(module)
}

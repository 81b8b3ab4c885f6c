//! The builtins.

pub(crate) mod constructors;
pub(crate) mod exceptions;
pub(crate) mod functions;
pub(crate) mod namespace;
pub(crate) mod numbers;
pub(crate) mod slots;

use crate::symbol::Symbol;
use crate::value::Value;
use crate::vm::Vm;

/// Fills the `builtins` module and the builtin classes.
pub(crate) fn install(vm: &Vm) {
    crate::methods::install(vm);
    exceptions::install(vm);
    constructors::install(vm);
    functions::install(vm);
    for class in vm.types.all() {
        if &*class.module() == "builtins"
            && !matches!(
                &*class.name(),
                "function"
                    | "method"
                    | "module"
                    | "NoneType"
                    | "generator"
                    | "coroutine"
                    | "iterator"
                    | "ellipsis"
                    | "builtin_function_or_method"
                    | "method_descriptor"
                    | "NotImplementedType"
                    | "async_generator"
                    | "dict_keys"
                    | "dict_values"
                    | "dict_items"
            )
        {
            vm.builtins
                .set_symbol(Symbol::new(&class.name()), Value::Class(class.clone()));
        }
    }
    vm.builtins.set("None", Value::None);
    vm.builtins.set("NotImplemented", Value::NotImplemented);
    vm.builtins.set("Ellipsis", Value::Ellipsis);
    vm.builtins.set("__debug__", true);
    vm.builtins.native.set(true);
    vm.sys_modules
        .set_str("builtins", Value::Module(vm.builtins.clone()));
}

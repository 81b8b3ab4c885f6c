//! The standard modules.
//!
//! Modules that need the host or speed are native, one file each. The others are written in Python
//! (`stdlib/python/*.py`) and evaluated by the interpreter itself at their first import.

pub(crate) mod abc;
pub(crate) mod enum_;
pub(crate) mod io;
pub(crate) mod sys;
pub(crate) mod typing;

use std::path::PathBuf;
use std::rc::Rc;

use crate::error::PyResult;
use crate::function::{NativeFn, NativeFunction};
use crate::module::Module;
use crate::value::Value;
use crate::vm::Vm;

/// Modules that are written in Python: name, source, whether it has submodules.
const FROZEN: &[(&str, &str, bool)] = &[];

/// Registers every standard module.
pub(crate) fn register(vm: &Vm) {
    vm.register_module("abc", abc::load);
    vm.register_module("enum", enum_::load);
    vm.register_module("typing", typing::load);
    vm.register_module("typing_extensions", typing::load_extensions);
    vm.register_module("sys", sys::load);
    vm.register_module("io", io::load);
}

/// A module with these functions.
pub(crate) fn module(name: &str, functions: &[(&str, NativeFn)]) -> Rc<Module> {
    let module = Module::new(name);
    for (name, body) in functions {
        module.set(name, NativeFunction::new(name, *body));
    }
    module
}

impl Vm {
    /// Evaluates a standard module that is written in Python.
    pub(crate) fn import_frozen(&self, name: &str) -> PyResult<Option<Value>> {
        let Some((_, source, is_package)) = FROZEN.iter().find(|(known, _, _)| *known == name)
        else {
            return Ok(None);
        };
        self.load_frozen(name, source, *is_package).map(Some)
    }

    fn load_frozen(&self, name: &str, source: &str, is_package: bool) -> PyResult {
        let module = Module::new(name);
        if is_package {
            module.set("__path__", Value::list(Vec::new()));
            module.set("__package__", name);
        } else {
            module.set(
                "__package__",
                name.rsplit_once('.').map_or("", |(package, _)| package),
            );
        }
        self.sys_modules
            .set_str(name, Value::Module(module.clone()));
        let result = self.exec_named(source, &PathBuf::from(format!("<frozen {name}>")), &module);
        module.native.set(true);
        if let Err(unwind) = result {
            self.sys_modules.remove_str(name);
            return Err(unwind);
        }
        Ok(Value::Module(module))
    }
}

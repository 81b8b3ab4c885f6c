//! The end of the program: functions of `atexit`, buffers of log handlers, files that were never closed.

use crate::error::PyResult;
use crate::symbol::Symbol;
use crate::value::Value;
use crate::vm::Vm;

/// Handlers that keep nothing back.
const UNBUFFERED: &[&str] = &[
    "StreamHandler",
    "FileHandler",
    "_StderrHandler",
    "NullHandler",
];

impl Vm {
    /// What Python does before the interpreter ends.
    pub fn run_exit_functions(&self) -> PyResult<()> {
        if let Some(Value::Module(module)) = self.sys_modules.get_str("atexit") {
            self.call_method(&Value::Module(module), "_run_exitfuncs", Vec::new())?;
        }
        if let Some(Value::Module(module)) = self.sys_modules.get_str("logging") {
            let handlers = module
                .attrs
                .borrow()
                .get(Symbol::new("_handlerList"))
                .cloned();
            let keeps = handlers
                .as_ref()
                .and_then(Value::as_sequence)
                .is_some_and(|handlers| handlers.iter().any(|handler| self.is_buffering(handler)));
            if keeps {
                self.call_method(&Value::Module(module), "shutdown", Vec::new())?;
            }
        }
        crate::stdlib::io::save_open_files(self)
    }

    fn is_buffering(&self, handler: &Value) -> bool {
        let class = self.type_of(handler);
        &*class.module() != "logging" || !UNBUFFERED.contains(&&*class.name())
    }
}

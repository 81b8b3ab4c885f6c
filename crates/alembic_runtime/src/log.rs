//! Log lines of ours, through the logging that `env.py` has set up.

use std::cell::RefCell;

use alembic_python::{PyResult, Value, Vm};
use rustc_hash::FxHashMap;

use crate::worker::WorkerLink;

/// Where a line comes from in Alembic: formats may show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Below the folder of packages; empty if unknown.
    pub(crate) path: &'static str,
    pub(crate) line: i64,
    pub(crate) function: &'static str,
}

/// The places of Alembic 1.20.1, by the beginning of the message.
const MIGRATION: &[(&str, i64, &str)] = &[
    ("Running ", 611, "run_migrations"),
    ("Context impl", 205, "__init__"),
    ("Generating static", 207, "__init__"),
    ("Will assume", 208, "__init__"),
    ("branch delete", 769, "update_to_step"),
    ("new branch", 773, "update_to_step"),
    ("merge, delete", 782, "update_to_step"),
    ("unmerge, insert", 797, "update_to_step"),
    ("update ", 808, "update_to_step"),
];

impl Origin {
    fn of(logger: &str, message: &str) -> Self {
        let unknown = Self {
            path: "",
            line: 0,
            function: "",
        };
        if logger != "alembic.runtime.migration" {
            return unknown;
        }
        let found = MIGRATION
            .iter()
            .find(|(start, _, _)| message.starts_with(start));
        found.map_or(unknown, |(_, line, function)| Self {
            path: "alembic/runtime/migration.py",
            line: *line,
            function,
        })
    }
}

/// `logging.getLogger(name).<level>(message)`, where `env.py` has set logging up.
pub(crate) fn log(vm: &Vm, logger: &str, level: &str, message: &str) -> PyResult<()> {
    let origin = Origin::of(logger, message);
    if let Some(link) = vm.extension::<WorkerLink>()
        && link.has_logging()
    {
        return link.log(vm, logger, level, message, &origin);
    }
    let logger = vm.extension_or(Loggers::default).get(vm, logger)?;
    let number = match level {
        "debug" => 10,
        "info" => 20,
        "warning" => 30,
        _ => 40,
    };
    if vm.log_plainly(&logger, number, message) {
        return Ok(());
    }
    if origin.path.is_empty() {
        vm.call_method(&logger, level, vec![Value::str("%s"), Value::str(message)])?;
        return Ok(());
    }
    let arguments = vec![
        logger,
        Value::Int(number),
        Value::str(message),
        Value::str(origin.path),
        Value::Int(origin.line),
        Value::str(origin.function),
    ];
    vm.call_method(&vm.import("logging")?, "_log_from", arguments)?;
    Ok(())
}

/// Loggers that were asked for. Like Alembic's modules, which get theirs once, when they are imported.
#[derive(Default)]
struct Loggers(RefCell<FxHashMap<String, Value>>);

impl Loggers {
    fn get(&self, vm: &Vm, name: &str) -> PyResult {
        if let Some(known) = self.0.borrow().get(name) {
            return Ok(known.clone());
        }
        let logging = vm.import("logging")?;
        let get = |name: &str| vm.call_method(&logging, "getLogger", vec![Value::str(name)]);
        if self.0.borrow().is_empty() {
            // The package has a handler that does nothing: without logging set up, errors are not printed twice.
            let handler = vm.call_method(&logging, "NullHandler", vec![])?;
            vm.call_method(&get("alembic")?, "addHandler", vec![handler])?;
        }
        let logger = get(name)?;
        self.0.borrow_mut().insert(name.to_owned(), logger.clone());
        Ok(logger)
    }
}

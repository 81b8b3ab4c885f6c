//! Statements in the log, as SQLAlchemy writes them: the logger `sqlalchemy.engine.Engine` at INFO, or `echo=True`.

use std::cell::OnceCell;

use alembic_python::{PyResult, Value, Vm};
use alembic_schema::SqlValue;

use crate::log::log;
use crate::worker::output::Output;

const LOGGER: &str = "sqlalchemy.engine.Engine";

/// Whether statements of a connection are logged. Decided at the first statement, when `env.py` has set up logging.
#[derive(Debug, Default)]
pub(crate) struct SqlLog {
    echo: bool,
    hides_values: bool,
    is_on: OnceCell<bool>,
}

impl SqlLog {
    /// `echo` and `hide_parameters` are the arguments of `create_engine`.
    pub(crate) fn new(echo: bool, hides_values: bool) -> Self {
        Self {
            echo,
            hides_values,
            is_on: OnceCell::new(),
        }
    }

    /// A line of its own: `BEGIN (implicit)`, `COMMIT`, a catalogue query.
    pub(crate) fn line(&self, vm: &Vm, text: &str) -> PyResult<()> {
        if self.is_on(vm)? {
            log(vm, LOGGER, "info", text)?;
        }
        Ok(())
    }

    /// A statement and its values.
    pub(crate) fn statement(&self, vm: &Vm, sql: &str, values: &[SqlValue]) -> PyResult<()> {
        if let Some(output) = vm.extension::<Output>() {
            output.show_heading();
        }
        if !self.is_on(vm)? {
            return Ok(());
        }
        log(vm, LOGGER, "info", sql)?;
        if self.hides_values {
            let hidden = "[raw sql] [SQL parameters hidden due to hide_parameters=True]";
            return log(vm, LOGGER, "info", hidden);
        }
        let values: Vec<String> = values.iter().map(shown).collect();
        let values = match values.as_slice() {
            [one] => format!("({one},)"),
            several => format!("({})", several.join(", ")),
        };
        log(vm, LOGGER, "info", &format!("[raw sql] {values}"))
    }

    /// True if statements are logged.
    pub(crate) fn is_on(&self, vm: &Vm) -> PyResult<bool> {
        if let Some(known) = self.is_on.get() {
            return Ok(*known);
        }
        let logging = vm.import("logging")?;
        // SQLAlchemy's own loggers are quiet unless asked, whatever the root logger does.
        let package = vm.call_method(&logging, "getLogger", vec![Value::str("sqlalchemy")])?;
        if !vm.truth(&vm.getattr(&package, "level")?)? {
            let warning = vm.getattr(&logging, "WARNING")?;
            vm.call_method(&package, "setLevel", vec![warning])?;
        }
        let logger = vm.call_method(&logging, "getLogger", vec![Value::str(LOGGER)])?;
        if self.echo {
            let level = vm.getattr(&logging, "INFO")?;
            vm.call_method(&logger, "setLevel", vec![level])?;
            let handlers = vm.getattr(&logger, "handlers")?;
            if !vm.truth(&handlers)? {
                let stdout = vm.getattr(&vm.import("sys")?, "stdout")?;
                let handler = vm.call_method(&logging, "StreamHandler", vec![stdout])?;
                let format = Value::str("%(asctime)s %(levelname)s %(name)s %(message)s");
                let formatter = vm.call_method(&logging, "Formatter", vec![format])?;
                vm.call_method(&handler, "setFormatter", vec![formatter])?;
                vm.call_method(&logger, "addHandler", vec![handler])?;
            }
        }
        let level = vm.getattr(&logging, "INFO")?;
        let enabled = vm.call_method(&logger, "isEnabledFor", vec![level])?;
        let enabled = vm.truth(&enabled)?;
        Ok(*self.is_on.get_or_init(|| enabled))
    }
}

/// A value about as Python shows it.
fn shown(value: &SqlValue) -> String {
    match value {
        SqlValue::Null => "None".to_owned(),
        SqlValue::Bool(flag) => if *flag { "True" } else { "False" }.to_owned(),
        SqlValue::Int(number) => number.to_string(),
        SqlValue::Float(number) => number.to_string(),
        SqlValue::Text(text) => alembic_config::percent::python_repr(text),
        SqlValue::Enum { name, .. } => alembic_config::percent::python_repr(name),
        other => format!("{other:?}"),
    }
}

//! What every command gets.

use std::rc::Rc;

use alembic_config::Config;
use alembic_script::python_environment::PythonEnvironment;
use alembic_script::{Engine, Failure, Messenger, ScriptDirectory};
use alembic_source::System;

use crate::console::Console;

/// Configuration, output and the engine of one run.
#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) config: Rc<Config>,
    pub(crate) console: Rc<Console>,
    pub(crate) engine: Rc<dyn Engine>,
    pub(crate) system: Rc<dyn System>,
}

impl Context {
    /// `ScriptDirectory.from_config(config)`.
    pub(crate) fn script(&self) -> Result<Rc<ScriptDirectory>, Failure> {
        let script = Rc::new(ScriptDirectory::from_config(
            &self.config,
            self.messenger(),
            PythonEnvironment::find(&*self.system),
        )?);
        let engine = Rc::clone(&self.engine);
        script.set_header_evaluator(Rc::new(move |path| engine.evaluate_revision(path)));
        Ok(script)
    }

    pub(crate) fn messenger(&self) -> Rc<dyn Messenger> {
        Rc::clone(&self.console) as Rc<dyn Messenger>
    }
}

//! Which engine runs `env.py`.

use std::rc::Rc;

use alembic_config::Config;
use alembic_runtime::RuntimeEngine;
use alembic_script::{Engine, Messenger};

use crate::console::{write_stderr, write_stdout};

/// The engine of a run.
pub(crate) fn engine(config: &Rc<Config>, messenger: Rc<dyn Messenger>) -> Rc<dyn Engine> {
    Rc::new(RuntimeEngine::new(
        Rc::clone(config),
        messenger,
        write_stdout,
        write_stderr,
    ))
}

//! Which engine runs `env.py`.

use std::rc::Rc;

use alembic_config::Config;
use alembic_runtime::{EngineMode, RuntimeEngine, Streams};
use alembic_script::{Engine, Messenger};

use crate::arguments::EngineArgument;
use crate::console::{flush_stdout, write_stderr, write_stdout};

/// The engine of a run.
pub(crate) fn engine(
    config: &Rc<Config>,
    messenger: Rc<dyn Messenger>,
    mode: EngineArgument,
) -> Rc<dyn Engine> {
    let mode = match mode {
        EngineArgument::Auto => EngineMode::Auto,
        EngineArgument::Native => EngineMode::Native,
        EngineArgument::Worker => EngineMode::Worker,
    };
    Rc::new(RuntimeEngine::new(
        Rc::clone(config),
        messenger,
        Streams {
            write_stdout,
            write_stderr,
            flush_stdout,
        },
        mode,
    ))
}

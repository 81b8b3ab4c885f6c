//! Runs `env.py` and what it drives: the migration context, the version table, the steps of a command.
//!
//! Joins the evaluator and the bindings (below) with dialects and drivers. The binary makes one
//! [`RuntimeEngine`] per command.

mod autogenerate;
mod bind;
mod compile;
mod connect_args;
mod context_object;
mod doctor;
mod engine;
mod failures;
mod host;
mod installed_plugins;
mod log;
mod migration;
mod next_steps;
mod notice;
mod offline;
mod options;
mod prepare;
mod reflection;
mod script_object;
mod session;
mod sql_log;
mod verify;
mod worker;

pub use engine::RuntimeEngine;
pub use worker::EngineMode;
pub use worker::output::Streams;

//! `alembic`: `op`, `context`, `config` and the modules beside them.

pub(crate) mod config;
pub(crate) mod context;
mod file_config;
pub(crate) mod op;

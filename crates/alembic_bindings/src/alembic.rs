//! `alembic`: `op`, `context`, `config` and the modules beside them.

pub(crate) mod config;
pub(crate) mod context;
pub(crate) mod op;

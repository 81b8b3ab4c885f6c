//! `sqlalchemy.engine` and `sqlalchemy.ext.asyncio`: URLs, engines, connections, the inspector.

pub(crate) mod arguments;
pub(crate) mod connection;
pub(crate) mod dialect;
pub(crate) mod engines;
pub(crate) mod inspector;
pub(crate) mod json;
mod listeners;
mod placeholders;
pub(crate) mod url;

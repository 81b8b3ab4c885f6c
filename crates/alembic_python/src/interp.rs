//! The tree-walking interpreter.

pub(crate) mod code;
pub(crate) mod frame;
pub(crate) mod scope;

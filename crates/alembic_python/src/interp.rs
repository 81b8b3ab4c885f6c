//! The tree-walking interpreter.

pub(crate) mod analysis;
pub(crate) mod annotations;
pub(crate) mod classes;
pub(crate) mod code;
pub(crate) mod comprehensions;
pub(crate) mod expressions;
pub(crate) mod frame;
pub(crate) mod functions;
pub(crate) mod imports;
pub(crate) mod patterns;
pub(crate) mod scope;
pub(crate) mod statements;
pub(crate) mod straight;
pub(crate) mod top_imports;
pub(crate) mod variables;

//! `sqlalchemy`: schema items, types, expressions.

pub(crate) mod column;
pub(crate) mod compiler;
pub(crate) mod constraints;
pub(crate) mod ddl;
pub(crate) mod defaults;
pub(crate) mod dialect_keywords;
pub(crate) mod event;
pub(crate) mod exceptions;
pub(crate) mod expression;
pub(crate) mod table;
pub(crate) mod types;

//! Autogenerate: the difference between a database and the models as operations, and operations as Python.
//!
//! Mirrors `alembic.autogenerate`. Pure: tables in, operations and text out. What a project's functions decide
//! (`include_object`, `compare_type`, `render_item`, ...) and what only the server knows is asked through
//! [`Callbacks`] and [`RenderCallbacks`].

pub mod changes;
pub mod compare;
mod destructive;
pub mod diffs;
pub mod enums;
mod error;
mod objects;
mod python_repr;
pub mod renames;
pub mod render;

pub use changes::changes;
pub use compare::{
    Callbacks, ColumnPair, Comparators, CompareInput, CompareOutcome, CompareServerDefault, Flow,
    LogLevel, LogLine, OwnColumnComparator, OwnComparator, OwnTableComparator, ParentNames,
    Plugins, Priority, ReflectedSchema, Registered, ServerDefaultQuestion, Step, TablePair,
    WhatRuns, compare, dispatch, registered,
};
pub use destructive::destructive;
pub use diffs::as_diffs;
pub use error::{AutogenerateError, Result};
pub use objects::{DefaultRef, ObjectRef};
pub use render::{
    RenderCallbacks, RenderItem, RenderOptions, Rendered, render, render_operation, render_type,
};

//! Evaluator of Python for `env.py`, models and revision files.
//!
//! The entry point is [`Vm`]: it evaluates modules with exact semantics, knows the builtins and the
//! standard modules that such files use, and lets other crates register native modules.
//! What it cannot follow is [`Unsupported`], never a guess. See `ARCHITECTURE.md`.
#![expect(
    clippy::format_push_string,
    clippy::many_single_char_names,
    clippy::new_ret_no_self,
    clippy::iter_not_returning_iterator,
    clippy::needless_pass_by_value,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::unnecessary_wraps,
    clippy::unused_self,
    clippy::type_complexity,
    clippy::float_cmp,
    clippy::match_same_arms,
    clippy::struct_field_names,
    reason = "native functions share one type; call protocols have many parts; Python compares floats exactly; \
              arms of a table of operators stay apart"
)]

mod absent;
mod alias;
mod annotation;
mod args;
mod arity;
mod attr_map;
mod attributes;
mod builtins;
mod call;
mod class;
mod class_builder;
mod defer;
mod dict;
mod error;
mod exit;
mod format;
mod function;
mod generator;
mod header;
mod interp;
mod iterate;
mod lazy;
mod log_sink;
mod memo;
mod methods;
mod module;
mod names;
mod object;
mod opaque;
mod operators;
mod parse;
mod parse_ahead;
mod reach;
mod shape;
mod stdlib;
mod symbol;
mod text;
mod types;
mod unicode;
mod value;
mod vm;

pub use alias::{AliasKind, GenericAlias};
pub use annotation::AnnotationThunk;
pub use args::{Args, Bound, Signature};
pub use attr_map::AttrMap;
pub use class::{Class, ClassAttributeHook, ClassSetHook, Keywords, Layout, SubclassHook};
pub use class_builder::ClassBuilder;
pub use defer::IsInert;
pub use dict::{Dict, Set};
pub use error::{PyResult, Raised, TracebackEntry, Unsupported, Unwind, format_traceback};
pub use function::{BoundMethod, Function, NativeFn, NativeFunction, ParameterKind, Property};
pub use generator::{Coroutine, Generator, NativeIterator};
pub use header::{HeaderField, HeaderValue, RevisionHeader, revision_header};
pub use interp::top_imports::{TopImport, top_imports};
pub use log_sink::{LogSink, LogSinkHandle};
pub use module::Module;
pub use names::UsedName;
pub use object::Object;
pub use opaque::Opaque;
pub use parse::{SyntaxErrorInfo, SyntaxTree, check_syntax};
pub use reach::{Reach, ReachOf};
pub use stdlib::regex::PythonRegex;
pub use symbol::{Names, Symbol, names};
pub use types::Types;
pub use value::{DictView, List, Range, Slice, Value, ViewKind};
pub use vm::{Incomplete, ModuleLoader, Vm};

//! What is known about a function before it runs.

use std::rc::Rc;

use alembic_source::Span;
use ruff_python_ast::{Expr, Stmt};

use crate::function::ParameterKind;
use crate::interp::scope::ScopeInfo;
use crate::symbol::Symbol;

/// A parameter of a Python function.
pub(crate) struct Parameter {
    pub(crate) name: Symbol,
    pub(crate) kind: ParameterKind,
    pub(crate) default: Option<&'static Expr>,
    pub(crate) annotation: Option<&'static Expr>,
}

/// The body of a Python function.
#[derive(Clone, Copy)]
pub(crate) enum Body {
    Statements(&'static [Stmt]),
    Expression(&'static Expr),
}

/// A function definition; made once and kept for the process.
pub(crate) struct FunctionCode {
    pub(crate) name: Rc<str>,
    pub(crate) parameters: Vec<Parameter>,
    /// Number of parameters that take positional arguments.
    pub(crate) n_positional: usize,
    pub(crate) body: Body,
    pub(crate) info: &'static ScopeInfo,
    pub(crate) is_async: bool,
    pub(crate) is_generator: bool,
    pub(crate) returns: Option<&'static Expr>,
    pub(crate) doc: Option<Rc<str>>,
    pub(crate) span: Span,
    /// `__code__`, made at the first access; functions of one definition share it.
    pub(crate) object: std::cell::OnceCell<crate::value::Value>,
}

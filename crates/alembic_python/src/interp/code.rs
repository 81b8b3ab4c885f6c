//! What is known about a function before it runs.

use std::cell::OnceCell;
use std::rc::Rc;

use alembic_source::Span;
use ruff_python_ast::{Expr, Stmt};

use crate::error::PyResult;
use crate::function::ParameterKind;
use crate::interp::analysis::{analyze, analyze_expression};
use crate::interp::functions::docstring;
use crate::interp::scope::{ScopeInfo, ScopeKind};
use crate::symbol::Symbol;
use crate::value::Value;
use crate::vm::Vm;

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

/// What defines a function.
#[derive(Clone, Copy)]
pub(crate) enum Definition {
    Def(&'static [Stmt]),
    Lambda(&'static Expr),
    /// A method of an embedded class: the text of the whole `def`, parsed at the first call.
    Text(&'static str),
}

/// What a call of a function needs.
pub(crate) struct Content {
    pub(crate) body: Body,
    pub(crate) info: &'static ScopeInfo,
    pub(crate) is_generator: bool,
    pub(crate) doc: Option<Rc<str>>,
    /// The source that the body's positions refer to.
    pub(crate) span: Span,
}

/// A function definition; made once and kept for the process.
pub(crate) struct FunctionCode {
    pub(crate) name: Rc<str>,
    pub(crate) parameters: Vec<Parameter>,
    /// Number of parameters that take positional arguments.
    pub(crate) n_positional: usize,
    pub(crate) definition: Definition,
    /// The scope around the definition.
    pub(crate) enclosing: &'static ScopeInfo,
    pub(crate) content: OnceCell<Content>,
    pub(crate) is_async: bool,
    pub(crate) returns: Option<&'static Expr>,
    pub(crate) span: Span,
    /// `__code__`, made at the first access; functions of one definition share it.
    pub(crate) object: OnceCell<Value>,
}

impl FunctionCode {
    /// What a call needs, found at the first call: many functions are never called.
    pub(crate) fn content(&'static self, vm: &Vm) -> PyResult<&'static Content> {
        if let Some(content) = self.content.get() {
            return Ok(content);
        }
        let content = match self.definition {
            Definition::Def(body) => self.content_of(body, self.span),
            Definition::Lambda(body) => {
                let (info, is_generator) =
                    analyze_expression(Some(self.enclosing), &self.parameter_names(), body);
                Content {
                    body: Body::Expression(body),
                    info,
                    is_generator,
                    doc: None,
                    span: self.span,
                }
            }
            Definition::Text(text) => {
                let (body, span) = vm.parse_method(text, self.span)?;
                self.content_of(body, span)
            }
        };
        Ok(self.content.get_or_init(|| content))
    }

    fn content_of(&self, body: &'static [Stmt], span: Span) -> Content {
        let (info, is_generator) = analyze(
            ScopeKind::Function,
            Some(self.enclosing),
            &self.parameter_names(),
            body,
        );
        Content {
            body: Body::Statements(body),
            info,
            is_generator,
            doc: docstring(body),
            span,
        }
    }

    fn parameter_names(&self) -> Vec<Symbol> {
        self.parameters
            .iter()
            .map(|parameter| parameter.name)
            .collect()
    }

    /// True for a generator or an asynchronous generator.
    pub(crate) fn is_generator(&'static self, vm: &Vm) -> bool {
        self.content(vm).is_ok_and(|content| content.is_generator)
    }
}

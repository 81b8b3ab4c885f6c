//! Annotations that are evaluated on demand.

use std::rc::Rc;

use alembic_source::Span;
use ruff_python_ast::Expr;

use crate::class::Class;
use crate::error::PyResult;
use crate::interp::frame::Environment;
use crate::symbol::Symbol;
use crate::value::Value;
use crate::vm::Vm;

/// An annotation that was not evaluated yet.
#[derive(Clone)]
pub struct AnnotationThunk {
    pub(crate) source: AnnotationSource,
}

#[derive(Clone)]
pub(crate) enum AnnotationSource {
    Expression {
        expression: &'static Expr,
        environment: Rc<Environment>,
    },
    Value(Value),
}

impl AnnotationThunk {
    /// An annotation that is a value already.
    pub fn value(value: Value) -> Self {
        Self {
            source: AnnotationSource::Value(value),
        }
    }

    /// The annotation's value. Texts inside (`"User"`, `from __future__ import annotations`)
    /// are evaluated in the namespace of the class and the module.
    ///
    /// A name that cannot be found gives `NameError`, which the caller can handle.
    pub fn evaluate(&self, vm: &Vm) -> PyResult {
        match &self.source {
            AnnotationSource::Value(value) => Ok(value.clone()),
            AnnotationSource::Expression {
                expression,
                environment,
            } => vm.evaluate_annotation(expression, environment, true),
        }
    }

    /// The value as CPython stores it: a text when the annotation is written as a text
    /// or the module has `from __future__ import annotations`.
    pub fn raw(&self, vm: &Vm) -> PyResult {
        match &self.source {
            AnnotationSource::Value(value) => Ok(value.clone()),
            AnnotationSource::Expression {
                expression,
                environment,
            } => {
                if environment.module.future_annotations.get() {
                    return Ok(Value::from(self.text(vm)));
                }
                vm.evaluate_annotation(expression, environment, false)
            }
        }
    }

    /// The annotation as written, without the quotes of a text.
    pub fn text(&self, vm: &Vm) -> String {
        match &self.source {
            AnnotationSource::Value(value) => vm
                .repr(value)
                .map_or_else(|_| String::new(), |text| text.to_string()),
            AnnotationSource::Expression {
                expression,
                environment,
            } => {
                if let Expr::StringLiteral(literal) = expression {
                    return literal.value.to_str().to_owned();
                }
                vm.expression_text(expression, environment)
            }
        }
    }

    /// Where it is.
    pub fn span(&self) -> Option<Span> {
        match &self.source {
            AnnotationSource::Value(_) => None,
            AnnotationSource::Expression {
                expression,
                environment,
            } => Some(environment.span_of(*expression)),
        }
    }

    /// Moves the annotations of a body into its class.
    pub(crate) fn move_into(class: &Rc<Class>, thunks: &mut [(Symbol, Self)]) {
        // Those of one body have one environment.
        let mut moved: Option<(Rc<Environment>, Rc<Environment>)> = None;
        for (_, thunk) in thunks {
            let AnnotationSource::Expression { environment, .. } = &mut thunk.source else {
                continue;
            };
            let new = match &moved {
                Some((old, new)) if Rc::ptr_eq(old, environment) => new.clone(),
                _ => Rc::new(environment.with_class(class)),
            };
            let old = std::mem::replace(environment, new.clone());
            moved = Some((old, new));
        }
    }
}

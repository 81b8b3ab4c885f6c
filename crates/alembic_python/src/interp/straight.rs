//! What a function does, by its text: functions that only call functions of certain modules, one after the other.
//!
//! Between two such calls nothing of the project runs: whether the first has had its effect when the second begins
//! cannot be seen from there.

use std::collections::BTreeSet;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Arguments, Expr, Stmt};

use crate::error::{PyResult, TracebackEntry};
use crate::function::Function;
use crate::interp::code::Definition;
use crate::symbol::Symbol;
use crate::value::Value;
use crate::vm::Vm;

impl Function {
    /// True if every statement of the body is a call `root.name(...)` that `is_call` accepts, with arguments
    /// made of literals, names, and attributes and calls below `root.name` that `is_library` accepts; the name of
    /// a global that is called itself is empty.
    pub fn only_calls(
        &self,
        is_call: &dyn Fn(&Value, &str) -> bool,
        is_library: &dyn Fn(&Value, &str) -> bool,
    ) -> bool {
        let Definition::Def(body) = self.code.definition else {
            return false;
        };
        let check = Check {
            function: self,
            is_library,
        };
        let is_plain = self.code.parameters.is_empty() && !self.code.is_async;
        is_plain
            && body.iter().all(|statement| match statement {
                Stmt::Pass(_) => true,
                Stmt::Expr(statement) => match &*statement.value {
                    Expr::StringLiteral(_) | Expr::EllipsisLiteral(_) => true,
                    Expr::Call(call) => {
                        let Expr::Attribute(callee) = &*call.func else {
                            return false;
                        };
                        let root = check.global(&callee.value);
                        root.is_some_and(|root| is_call(&root, callee.attr.as_str()))
                            && check.are_plain(&call.arguments)
                    }
                    _ => false,
                },
                _ => false,
            })
    }
}

impl Function {
    /// True if the body reads a global of unknown content.
    ///
    /// # Errors
    /// What the evaluation of an imported module raises.
    pub fn reads_unknown(&self, vm: &Vm) -> PyResult<bool> {
        let Definition::Def(body) = self.code.definition else {
            return Ok(false);
        };
        let mut read = Names::default();
        read.visit_body(body);
        for name in read.0 {
            let known = match Symbol::find(name) {
                Some(symbol) => vm.module_symbol(&self.module, symbol)?,
                None => None,
            };
            if let Some(value) = known
                && vm.force(&value)?.is_opaque()
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The names that a body reads.
#[derive(Default)]
struct Names<'a>(BTreeSet<&'a str>);

impl<'a> Visitor<'a> for Names<'a> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Name(name) = expression {
            self.0.insert(name.id.as_str());
        }
        visitor::walk_expr(self, expression);
    }
}

struct Check<'a> {
    function: &'a Function,
    is_library: &'a dyn Fn(&Value, &str) -> bool,
}

impl Check<'_> {
    fn global(&self, expression: &Expr) -> Option<Value> {
        let Expr::Name(name) = expression else {
            return None;
        };
        let globals = self.function.module.attrs.borrow();
        globals.get(Symbol::find(name.id.as_str())?).cloned()
    }

    fn are_plain(&self, arguments: &Arguments) -> bool {
        arguments.args.iter().all(|value| self.is_plain(value))
            && arguments
                .keywords
                .iter()
                .all(|keyword| self.is_plain(&keyword.value))
    }

    fn is_plain(&self, expression: &Expr) -> bool {
        match expression {
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::Name(_) => true,
            Expr::Attribute(_) => self.is_below_library(expression),
            Expr::Call(call) => {
                self.is_below_library(&call.func) && self.are_plain(&call.arguments)
            }
            Expr::List(list) => list.elts.iter().all(|item| self.is_plain(item)),
            Expr::Tuple(tuple) => tuple.elts.iter().all(|item| self.is_plain(item)),
            Expr::Dict(dict) => dict.items.iter().all(|item| {
                item.key.as_ref().is_none_or(|key| self.is_plain(key)) && self.is_plain(&item.value)
            }),
            Expr::Starred(starred) => self.is_plain(&starred.value),
            _ => false,
        }
    }

    /// `sa.Integer`, `sa.text("now()").label`, `Integer`.
    fn is_below_library(&self, expression: &Expr) -> bool {
        match expression {
            Expr::Name(_) => self
                .global(expression)
                .is_some_and(|root| (self.is_library)(&root, "")),
            Expr::Attribute(attribute) => match self.global(&attribute.value) {
                Some(root) => (self.is_library)(&root, attribute.attr.as_str()),
                None => self.is_below_library(&attribute.value),
            },
            Expr::Call(call) => {
                self.is_below_library(&call.func) && self.are_plain(&call.arguments)
            }
            _ => false,
        }
    }
}

impl Vm {
    /// Where the innermost running body is, as a traceback would say.
    pub fn innermost_place(&self) -> Option<TracebackEntry> {
        let frames = self.frames.borrow();
        let state = frames.last()?;
        Some(TracebackEntry {
            span: state.span(),
            function: state.function.clone(),
        })
    }
}

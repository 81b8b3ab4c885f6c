//! Names that a file uses, and whether anything in it defines them, found without running it.

use std::collections::BTreeSet;

use ruff_python_ast::visitor::{
    Visitor, walk_except_handler, walk_expr, walk_parameter, walk_pattern, walk_stmt,
};
use ruff_python_ast::{ExceptHandler, Expr, ExprContext, Parameter, Pattern, Stmt};
use ruff_text_size::Ranged;

use crate::interp::analysis::{captured_name, imported_name};
use crate::parse::SyntaxTree;

/// A name in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedName {
    /// The name, with what is read from it: `models.Money`.
    pub path: String,
    /// False if nothing in the file binds it.
    pub is_bound: bool,
    /// First byte.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
}

impl SyntaxTree {
    /// The names that a module uses, each once, in the order of their first use.
    ///
    /// A name that is bound in one function and used in another counts as bound, and so does every name of a text with
    /// `import *`: what is not bound is an error for certain, unless it is one of Python's own.
    pub fn used_names(self) -> Vec<UsedName> {
        let mut names = Names::default();
        names.visit_body(self.0);
        let Names {
            bound,
            mut used,
            has_star,
        } = names;
        let mut seen = BTreeSet::new();
        used.retain(|name| seen.insert(name.path.clone()));
        for name in &mut used {
            name.is_bound = has_star || bound.contains(name.root());
        }
        used
    }
}

impl UsedName {
    /// `models` of `models.Money`.
    pub fn root(&self) -> &str {
        self.path.split('.').next().unwrap_or_default()
    }
}

#[derive(Default)]
struct Names {
    bound: BTreeSet<String>,
    used: Vec<UsedName>,
    has_star: bool,
}

impl Names {
    fn bind(&mut self, name: &str) {
        self.bound.insert(name.to_owned());
    }

    fn use_(&mut self, path: String, expression: &Expr) {
        self.used.push(UsedName {
            path,
            is_bound: false,
            start: expression.start().to_u32(),
            end: expression.end().to_u32(),
        });
    }
}

/// `a.b.c` of names only.
fn dotted(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Name(name) => Some(name.id.to_string()),
        Expr::Attribute(attribute) => {
            Some(format!("{}.{}", dotted(&attribute.value)?, attribute.attr))
        }
        _ => None,
    }
}

impl<'a> Visitor<'a> for Names {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(function) => self.bind(function.name.as_str()),
            Stmt::ClassDef(class) => self.bind(class.name.as_str()),
            Stmt::Import(import) => {
                for alias in &import.names {
                    self.bind(imported_name(alias));
                }
            }
            Stmt::ImportFrom(import) => {
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.has_star |= name.as_str() == "*";
                    self.bind(name.as_str());
                }
            }
            Stmt::Global(global) => {
                for name in &global.names {
                    self.bind(name.as_str());
                }
            }
            _ => {}
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Name(name) = expression {
            match name.ctx {
                ExprContext::Load => self.use_(name.id.to_string(), expression),
                ExprContext::Store | ExprContext::Del | ExprContext::Invalid => {
                    self.bind(name.id.as_str());
                }
            }
            return;
        }
        match dotted(expression) {
            Some(path) => self.use_(path, expression),
            None => walk_expr(self, expression),
        }
    }

    fn visit_parameter(&mut self, parameter: &'a Parameter) {
        self.bind(parameter.name.as_str());
        walk_parameter(self, parameter);
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(inner) = handler;
        if let Some(name) = &inner.name {
            self.bind(name.as_str());
        }
        walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        if let Some(name) = captured_name(pattern) {
            self.bind(name);
        }
        walk_pattern(self, pattern);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unbound(text: &str) -> Vec<String> {
        let used = SyntaxTree::parse(text).unwrap().used_names();
        let unbound = used.into_iter().filter(|name| !name.is_bound);
        unbound.map(|name| name.path).collect()
    }

    #[test]
    fn what_nothing_binds() {
        assert_eq!(
            unbound("import a.b\ndef f(x, *y, z=q):\n    a.c(x, y); m.T(1); m.U\n    print(f)"),
            ["q", "m.T", "m.U", "print"]
        );
    }

    #[test]
    fn what_anything_binds() {
        let text = "try:\n    pass\nexcept E as e:\n    e\nE = 1\nfor i in [j for j in (1,)]:\n    i\nwith E as w:\n    w\n\
                    lambda k: k\nif (n := 1): n\nmatch E:\n    case [p, *r]:\n        p, r\n";
        assert_eq!(unbound(text), Vec::<String>::new());
        assert_eq!(unbound("from x import *\ny"), Vec::<String>::new());
    }
}

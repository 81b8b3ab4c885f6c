//! Which names a piece of code binds, found before it runs.

use ruff_python_ast::visitor::{Visitor, walk_except_handler, walk_expr, walk_pattern, walk_stmt};
use ruff_python_ast::{
    Alias, ExceptHandler, Expr, ExprContext, Identifier, Parameters, Pattern, Stmt,
};

use crate::interp::scope::{ScopeInfo, ScopeKind};
use crate::symbol::Symbol;

struct Collector {
    info: ScopeInfo,
    has_yield: bool,
    /// Above 0 inside a comprehension, whose targets are not ours.
    comprehensions: u32,
}

impl Collector {
    fn bind(&mut self, name: &str) {
        let name = self.info.symbol(name);
        self.info.bind(name);
    }

    fn defaults(&mut self, parameters: &Parameters) {
        for parameter in parameters.iter_non_variadic_params() {
            if let Some(default) = parameter.default.as_deref() {
                self.visit_expr(default);
            }
        }
    }
}

impl<'a> Visitor<'a> for Collector {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(function) => {
                self.bind(function.name.as_str());
                for decorator in &function.decorator_list {
                    self.visit_expr(&decorator.expression);
                }
                self.defaults(&function.parameters);
            }
            Stmt::ClassDef(class) => {
                self.bind(class.name.as_str());
                for decorator in &class.decorator_list {
                    self.visit_expr(&decorator.expression);
                }
                if let Some(arguments) = &class.arguments {
                    for arg in &arguments.args {
                        self.visit_expr(arg);
                    }
                }
            }
            Stmt::Import(import) => {
                for alias in &import.names {
                    self.bind(imported_name(alias));
                }
            }
            Stmt::ImportFrom(import) => {
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    if name.as_str() != "*" {
                        self.bind(name.as_str());
                    }
                }
            }
            Stmt::AnnAssign(assign) => {
                // The annotation binds nothing; a bare annotation still makes the name local.
                self.visit_expr(&assign.target);
                if let Some(value) = &assign.value {
                    self.visit_expr(value);
                }
            }
            Stmt::TypeAlias(alias) => self.visit_expr(&alias.name),
            Stmt::Global(_) | Stmt::Nonlocal(_) => {}
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(name) => {
                if self.comprehensions == 0
                    && matches!(name.ctx, ExprContext::Store | ExprContext::Del)
                {
                    self.bind(name.id.as_str());
                }
            }
            Expr::Named(named) => {
                if let Expr::Name(name) = &*named.target {
                    self.bind(name.id.as_str());
                }
                self.visit_expr(&named.value);
            }
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.defaults(parameters);
                }
            }
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.comprehensions += 1;
                walk_expr(self, expression);
                self.comprehensions -= 1;
            }
            Expr::Yield(_) | Expr::YieldFrom(_) => {
                self.has_yield = true;
                walk_expr(self, expression);
            }
            _ => walk_expr(self, expression),
        }
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

/// What `import a.b` and `import a.b as c` bind.
pub(crate) fn imported_name(alias: &Alias) -> &str {
    match &alias.asname {
        Some(name) => name.as_str(),
        None => alias.name.as_str().split('.').next().unwrap_or_default(),
    }
}

/// What `case` binds with this pattern itself, without those inside of it.
pub(crate) fn captured_name(pattern: &Pattern) -> Option<&str> {
    let name = match pattern {
        Pattern::MatchAs(inner) => inner.name.as_ref(),
        Pattern::MatchStar(inner) => inner.name.as_ref(),
        Pattern::MatchMapping(inner) => inner.rest.as_ref(),
        _ => None,
    };
    name.map(Identifier::as_str)
}

/// Finds `global` and `nonlocal` statements, which count for the whole body.
struct Declarations<'i> {
    info: &'i mut ScopeInfo,
}

impl<'a> Visitor<'a> for Declarations<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Global(global) => {
                for name in &global.names {
                    let name = self.info.symbol(name.as_str());
                    self.info.globals.insert(name);
                }
            }
            Stmt::Nonlocal(nonlocal) => {
                for name in &nonlocal.names {
                    let name = self.info.symbol(name.as_str());
                    self.info.nonlocals.insert(name);
                }
            }
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => {}
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, _: &'a Expr) {}
}

/// The scope of a class body.
pub(crate) fn analyze_class(
    parent: &'static ScopeInfo,
    name: &str,
    statements: &[Stmt],
) -> (&'static ScopeInfo, bool) {
    let mut info = ScopeInfo::new(ScopeKind::Class, Some(parent));
    let private = name.trim_start_matches('_');
    info.private = (!private.is_empty()).then(|| private.into());
    analyze_in(info, &[], statements)
}

/// The scope of a body, and whether the body yields.
pub(crate) fn analyze(
    kind: ScopeKind,
    parent: Option<&'static ScopeInfo>,
    parameters: &[Symbol],
    statements: &[Stmt],
) -> (&'static ScopeInfo, bool) {
    analyze_in(ScopeInfo::new(kind, parent), parameters, statements)
}

fn analyze_in(
    mut info: ScopeInfo,
    parameters: &[Symbol],
    statements: &[Stmt],
) -> (&'static ScopeInfo, bool) {
    let kind = info.kind;
    for parameter in parameters {
        info.bind(*parameter);
    }
    let mut declarations = Declarations { info: &mut info };
    for statement in statements {
        declarations.visit_stmt(statement);
    }
    let mut collector = Collector {
        info,
        has_yield: false,
        comprehensions: 0,
    };
    // Names of a module and of a class body are in a namespace.
    if kind == ScopeKind::Function {
        for statement in statements {
            collector.visit_stmt(statement);
        }
    }
    (collector.info.leak(), collector.has_yield)
}

/// The scope of a lambda, and whether it yields.
pub(crate) fn analyze_expression(
    parent: Option<&'static ScopeInfo>,
    parameters: &[Symbol],
    body: &Expr,
) -> (&'static ScopeInfo, bool) {
    let mut info = ScopeInfo::new(ScopeKind::Function, parent);
    for parameter in parameters {
        info.bind(*parameter);
    }
    let mut collector = Collector {
        info,
        has_yield: false,
        comprehensions: 0,
    };
    collector.visit_expr(body);
    (collector.info.leak(), collector.has_yield)
}

/// Names that targets bind, for the scope of a comprehension.
pub(crate) fn bound_by_targets<'a>(
    parent: &'static ScopeInfo,
    targets: impl Iterator<Item = &'a Expr>,
) -> Vec<Symbol> {
    let mut collector = Collector {
        info: ScopeInfo::new(ScopeKind::Function, Some(parent)),
        has_yield: false,
        comprehensions: 0,
    };
    for target in targets {
        collector.visit_expr(target);
    }
    collector.info.order
}

/// Names that a statement binds where it stands.
pub(crate) fn bound_by_statement(statement: &Stmt) -> Vec<Symbol> {
    let mut collector = Collector {
        info: ScopeInfo::new(ScopeKind::Function, None),
        has_yield: false,
        comprehensions: 0,
    };
    collector.visit_stmt(statement);
    collector.info.order
}

/// Functions of SQLAlchemy that add something to a schema, and those that load modules.
const DECLARING: &[&str] = &[
    "Table",
    "Column",
    "mapped_column",
    "Index",
    "Sequence",
    "ForeignKeyConstraint",
    "UniqueConstraint",
    "CheckConstraint",
    "PrimaryKeyConstraint",
    "append_column",
    "append_constraint",
    "map_imperatively",
    "create_model",
    "listen",
    "listens_for",
    "import_module",
    "__import__",
    "exec",
    "type",
];

/// Functions that cannot declare a table, whatever they get.
const HARMLESS: &[&str] = &[
    "print",
    "len",
    "str",
    "int",
    "float",
    "bool",
    "list",
    "dict",
    "set",
    "tuple",
    "sorted",
    "getattr",
    "hasattr",
    "isinstance",
    "issubclass",
    "repr",
    "enumerate",
    "zip",
    "range",
    "min",
    "max",
    "sum",
    "any",
    "all",
    "super",
    "open",
    "format",
    "iter",
    "next",
];

struct TableSearch {
    found: bool,
}

impl<'a> Visitor<'a> for TableSearch {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::ClassDef(_) | Stmt::Import(_) | Stmt::ImportFrom(_) => self.found = true,
            // A function that is only defined declares nothing.
            Stmt::FunctionDef(function) => {
                for decorator in &function.decorator_list {
                    self.visit_expr(&decorator.expression);
                }
            }
            other => walk_stmt(self, other),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Call(call) = expression {
            match &*call.func {
                // A function of the project may do anything.
                Expr::Name(name) => self.found |= !HARMLESS.contains(&name.id.as_str()),
                Expr::Attribute(attribute) => {
                    self.found |= DECLARING.contains(&attribute.attr.as_str());
                }
                _ => {}
            }
        }
        walk_expr(self, expression);
    }
}

/// True if a statement that was not followed may have declared a table, or loaded a module that does.
pub(crate) fn may_declare(statement: &Stmt) -> bool {
    let mut search = TableSearch { found: false };
    search.visit_stmt(statement);
    search.found
}

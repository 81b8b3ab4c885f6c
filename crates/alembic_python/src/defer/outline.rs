//! What a module of the project does when it is imported, read from its syntax tree alone.
//!
//! A module that only declares (imports, classes, functions, assignments to plain names) may wait until something of
//! it is asked for. Whatever else it does has to happen when it is imported, as in Python. The judgement of one module
//! needs no other module and no evaluator, so it is made on many threads; [`super::plan`] joins the judgements.

use std::collections::BTreeSet;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{
    self as ast, Decorator, Expr, Parameters, Stmt, StmtClassDef, StmtFunctionDef, StmtImportFrom,
};
use ruff_text_size::{Ranged, TextRange};
use rustc_hash::FxHashMap;

/// A name that an import binds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Binding {
    /// The module of the import statement, without the leading dots.
    pub(crate) module: String,
    /// The number of leading dots.
    pub(crate) level: u32,
    /// The name that is taken from the module; `None` for `import module`.
    pub(crate) name: Option<String>,
}

/// One import statement of the module body, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Import {
    pub(crate) module: String,
    pub(crate) level: u32,
    /// The names of `from module import ...`; empty for `import module`.
    pub(crate) names: Vec<String>,
    pub(crate) is_star: bool,
    /// First byte of the statement, and one past its last.
    pub(crate) range: (u32, u32),
}

/// How the body of a module uses a name while it is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Use {
    /// Base of a class.
    Base,
    /// It, or something of it, is called; decorators are.
    Call,
    /// Anything else that reads it.
    Load,
}

/// The judgement of one module.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub(crate) imports: Vec<Import>,
    /// What imports bind, by the name in this module.
    pub(crate) imported: FxHashMap<String, Binding>,
    /// Names that the body binds otherwise.
    pub(crate) defined: BTreeSet<String>,
    /// What the body does that cannot wait; `None` if it only declares.
    pub(crate) acts: Option<&'static str>,
    /// True if it changes how classes, tables or attributes of other modules come to be.
    pub(crate) has_hooks: bool,
    /// Names that the body uses while it is evaluated.
    pub(crate) uses: BTreeSet<(String, Use)>,
    /// Names that its functions use when they are called.
    pub(crate) used_later: BTreeSet<String>,
    /// Those of them that functions use which may be called when a class is made (`declared_attr`, lambdas).
    pub(crate) used_by_declared: BTreeSet<String>,
    /// Names of the class bodies and comprehensions around the current place.
    local: Vec<BTreeSet<String>>,
}

impl Outline {
    /// Judges a module.
    pub(crate) fn of(statements: &[Stmt]) -> Self {
        let mut outline = Self::default();
        outline.body(statements, Place::Module);
        outline
    }

    /// True if the body binds the name; a star import may bind more.
    pub(crate) fn binds(&self, name: &str) -> bool {
        self.defined.contains(name) || self.imported.contains_key(name)
    }

    /// True if the body itself defines the name, or a star import may.
    pub(crate) fn may_bind(&self, name: &str) -> bool {
        self.defined.contains(name) || self.imports.iter().any(|import| import.is_star)
    }

    fn acts(&mut self, what: &'static str) {
        self.acts.get_or_insert(what);
    }

    fn body(&mut self, statements: &[Stmt], place: Place) {
        for statement in statements {
            self.statement(statement, place);
        }
    }

    fn statement(&mut self, statement: &Stmt, place: Place) {
        match statement {
            Stmt::Import(import) if place == Place::Module => self.import(import),
            Stmt::ImportFrom(import) if place == Place::Module => self.import_from(import),
            Stmt::ClassDef(class) => self.class(class, place),
            Stmt::FunctionDef(function) => self.function(function, place),
            Stmt::Assign(assign) => {
                for target in &assign.targets {
                    self.target(target, place);
                }
                self.expression(&assign.value);
            }
            Stmt::AnnAssign(assign) => {
                self.target(&assign.target, place);
                if let Some(value) = &assign.value {
                    self.expression(value);
                }
            }
            Stmt::TypeAlias(alias) => self.target(&alias.name, place),
            Stmt::Expr(statement) => self.expression(&statement.value),
            Stmt::Pass(_) => {}
            Stmt::If(block)
                if is_type_checking(&block.test) && block.elif_else_clauses.is_empty() => {}
            Stmt::Import(_) | Stmt::ImportFrom(_) => self.acts("an import inside of a class"),
            Stmt::If(_) => self.acts("a branch"),
            Stmt::Try(_) => self.acts("a try statement"),
            Stmt::For(_) | Stmt::While(_) => self.acts("a loop"),
            Stmt::With(_) => self.acts("a with statement"),
            Stmt::AugAssign(_) | Stmt::Delete(_) => self.acts("a changed value"),
            Stmt::Raise(_) | Stmt::Assert(_) => self.acts("an error"),
            Stmt::Return(_)
            | Stmt::Match(_)
            | Stmt::Global(_)
            | Stmt::Nonlocal(_)
            | Stmt::Break(_)
            | Stmt::Continue(_)
            | Stmt::IpyEscapeCommand(_) => self.acts("a statement that does not declare"),
        }
    }

    fn import(&mut self, import: &ast::StmtImport) {
        for alias in &import.names {
            let module = alias.name.to_string();
            let (bound, target) = if let Some(name) = &alias.asname {
                (name.to_string(), module.clone())
            } else {
                let top = module.split('.').next().unwrap_or(&module).to_owned();
                (top.clone(), top)
            };
            let binding = Binding {
                module: target,
                level: 0,
                name: None,
            };
            self.imported.insert(bound, binding);
            self.imports.push(Import {
                module,
                level: 0,
                names: Vec::new(),
                is_star: false,
                range: bytes(import.range()),
            });
        }
    }

    fn import_from(&mut self, import: &StmtImportFrom) {
        let module = import.module.as_ref().map_or("", |name| name.as_str());
        let mut names = Vec::new();
        let mut is_star = false;
        for alias in &import.names {
            if &*alias.name == "*" {
                is_star = true;
                continue;
            }
            let bound = alias.asname.as_ref().unwrap_or(&alias.name);
            let binding = Binding {
                module: module.to_owned(),
                level: import.level,
                name: Some(alias.name.to_string()),
            };
            self.imported.insert(bound.to_string(), binding);
            names.push(alias.name.to_string());
        }
        self.imports.push(Import {
            module: module.to_owned(),
            level: import.level,
            names,
            is_star,
            range: bytes(import.range()),
        });
    }

    fn class(&mut self, class: &StmtClassDef, place: Place) {
        self.define(&class.name, place);
        self.decorators(&class.decorator_list);
        if let Some(arguments) = &class.arguments {
            for base in &arguments.args {
                match root(base) {
                    Some(name) if !contains_call(base) => self.use_name(name, Use::Base),
                    _ => self.expression(base),
                }
            }
            for keyword in &arguments.keywords {
                let is_known = matches!(
                    root(&keyword.value),
                    Some("ABCMeta" | "EnumMeta" | "DeclarativeMeta")
                );
                if keyword
                    .arg
                    .as_ref()
                    .is_none_or(|name| &**name == "metaclass")
                    && !is_known
                {
                    self.has_hooks = true;
                }
                self.expression(&keyword.value);
            }
        }
        self.local.push(BTreeSet::new());
        self.body(&class.body, Place::Class);
        self.local.pop();
    }

    fn function(&mut self, function: &StmtFunctionDef, place: Place) {
        self.define(&function.name, place);
        if HOOKS.contains(&function.name.as_str()) {
            self.has_hooks = true;
        }
        self.decorators(&function.decorator_list);
        self.defaults(&function.parameters);
        let is_plain = function.decorator_list.iter().all(is_plain_decorator);
        self.later(!is_plain, |later| later.visit_body(&function.body));
    }

    /// Notes the names of a function's body.
    fn later(&mut self, may_be_called: bool, visit: impl FnOnce(&mut Later)) {
        let mut later = Later::default();
        visit(&mut later);
        if may_be_called {
            self.used_by_declared.extend(later.names.iter().cloned());
        }
        self.used_later.append(&mut later.names);
    }

    fn decorators(&mut self, decorators: &[Decorator]) {
        for decorator in decorators {
            let function = match &decorator.expression {
                Expr::Call(call) => &*call.func,
                other => other,
            };
            self.check_method(function);
            match root(&decorator.expression) {
                // `@name.setter` of a property of this class.
                Some(name) if self.is_local(name) => {}
                Some(name) => self.use_name(name, Use::Call),
                None => self.acts("a computed decorator"),
            }
            if let Expr::Call(call) = &decorator.expression {
                self.arguments(call);
            }
        }
    }

    fn defaults(&mut self, parameters: &Parameters) {
        for parameter in parameters.iter_non_variadic_params() {
            if let Some(default) = &parameter.default {
                self.expression(default);
            }
        }
    }

    fn target(&mut self, target: &Expr, place: Place) {
        match target {
            Expr::Name(name) => self.define(&name.id, place),
            Expr::Tuple(tuple) => {
                for item in &tuple.elts {
                    self.target(item, place);
                }
            }
            _ => self.acts("a changed object"),
        }
    }

    fn define(&mut self, name: &str, place: Place) {
        match place {
            Place::Module => {
                // A second definition of an imported name: what the name is depends on when it is asked for.
                if self.imported.contains_key(name) {
                    self.acts("a name that is bound twice");
                }
                if name.starts_with("__") && name != "__all__" {
                    self.acts("a special name");
                }
                self.defined.insert(name.to_owned());
            }
            Place::Class => {
                if let Some(names) = self.local.last_mut() {
                    names.insert(name.to_owned());
                }
            }
        }
    }

    fn is_local(&self, name: &str) -> bool {
        self.local.iter().any(|names| names.contains(name))
    }

    fn use_name(&mut self, name: &str, how: Use) {
        if !self.is_local(name) {
            self.uses.insert((name.to_owned(), how));
        } else if how == Use::Call {
            self.acts("a call of a name of the class");
        }
    }

    fn arguments(&mut self, call: &ast::ExprCall) {
        for argument in &call.arguments.args {
            self.expression(argument);
        }
        for keyword in &call.arguments.keywords {
            self.expression(&keyword.value);
        }
    }

    /// An expression that is evaluated with the body.
    fn expression(&mut self, expression: &Expr) {
        match expression {
            Expr::Name(name) => self.use_name(&name.id, Use::Load),
            Expr::Call(call) => self.call(call),
            Expr::Attribute(attribute) => self.expression(&attribute.value),
            Expr::Subscript(subscript) => {
                self.expression(&subscript.value);
                self.expression(&subscript.slice);
            }
            Expr::Tuple(tuple) => self.expressions(&tuple.elts),
            Expr::List(list) => self.expressions(&list.elts),
            Expr::Set(set) => self.expressions(&set.elts),
            Expr::Dict(dict) => {
                for item in &dict.items {
                    if let Some(key) = &item.key {
                        self.expression(key);
                    }
                    self.expression(&item.value);
                }
            }
            Expr::BinOp(operation) => {
                self.expression(&operation.left);
                self.expression(&operation.right);
            }
            Expr::BoolOp(operation) => self.expressions(&operation.values),
            Expr::UnaryOp(operation) => self.expression(&operation.operand),
            Expr::Compare(comparison) => {
                self.expression(&comparison.left);
                self.expressions(&comparison.comparators);
            }
            Expr::Starred(starred) => self.expression(&starred.value),
            Expr::Slice(slice) => {
                for part in [&slice.lower, &slice.upper, &slice.step]
                    .into_iter()
                    .flatten()
                {
                    self.expression(part);
                }
            }
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.defaults(parameters);
                }
                // Who gets the function may call it at once.
                self.later(true, |later| later.visit_expr(&lambda.body));
            }
            Expr::If(choice) => {
                self.expression(&choice.test);
                self.expression(&choice.body);
                self.expression(&choice.orelse);
            }
            Expr::FString(text) => {
                for element in text.value.elements() {
                    if let ast::InterpolatedStringElement::Interpolation(part) = element {
                        self.expression(&part.expression);
                    }
                }
            }
            Expr::ListComp(list) => self.comprehension(&list.generators, &[&list.elt]),
            Expr::SetComp(set) => self.comprehension(&set.generators, &[&set.elt]),
            Expr::Generator(items) => self.comprehension(&items.generators, &[&items.elt]),
            Expr::DictComp(dict) => {
                let parts: Vec<&Expr> = dict
                    .key
                    .iter()
                    .chain([&dict.value])
                    .map(|part| &**part)
                    .collect();
                self.comprehension(&dict.generators, &parts);
            }
            Expr::NoneLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::EllipsisLiteral(_) => {}
            Expr::TString(_)
            | Expr::Named(_)
            | Expr::Await(_)
            | Expr::Yield(_)
            | Expr::YieldFrom(_)
            | Expr::IpyEscapeCommand(_) => self.acts("a computed value"),
        }
    }

    fn expressions(&mut self, expressions: &[Expr]) {
        for expression in expressions {
            self.expression(expression);
        }
    }

    fn comprehension(&mut self, generators: &[ast::Comprehension], parts: &[&Expr]) {
        self.local.push(BTreeSet::new());
        for generator in generators {
            self.expression(&generator.iter);
            self.target(&generator.target, Place::Class);
            self.expressions(&generator.ifs);
        }
        for part in parts {
            self.expression(part);
        }
        self.local.pop();
    }

    fn check_method(&mut self, function: &Expr) {
        if let Expr::Attribute(attribute) = function
            && ACTING_METHODS.contains(&attribute.attr.as_str())
        {
            self.acts("a call that acts");
        }
    }

    fn call(&mut self, call: &ast::ExprCall) {
        self.check_method(&call.func);
        match root(&call.func) {
            Some(name) => self.use_name(name, Use::Call),
            // A method of a constant, or of what a call gave.
            None => self.expression(match &*call.func {
                Expr::Attribute(attribute) => &attribute.value,
                other => other,
            }),
        }
        // `a(b).c(d)`: what the inner calls get.
        let mut inner = &*call.func;
        loop {
            inner = match inner {
                Expr::Attribute(attribute) => &attribute.value,
                Expr::Subscript(subscript) => {
                    self.expression(&subscript.slice);
                    &subscript.value
                }
                Expr::Call(call) => {
                    self.arguments(call);
                    &call.func
                }
                _ => break,
            };
        }
        self.arguments(call);
    }
}

fn bytes(range: TextRange) -> (u32, u32) {
    (range.start().to_u32(), range.end().to_u32())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Module,
    Class,
}

/// Methods that Python calls when other classes or attributes are made.
const HOOKS: &[&str] = &[
    "__init_subclass__",
    "__set_name__",
    "__class_getitem__",
    "__prepare__",
    "__mro_entries__",
];

/// Methods that reach the database, listeners or the environment.
const ACTING_METHODS: &[&str] = &[
    "append",
    "automap_base",
    "begin",
    "clear",
    "compiles",
    "configure",
    "configure_mappers",
    "connect",
    "create",
    "create_all",
    "create_async_engine",
    "create_engine",
    "create_mock_engine",
    "drop",
    "drop_all",
    "engine_from_config",
    "execute",
    "extend",
    "inspect",
    "listen",
    "listens_for",
    "pop",
    "prepare",
    "reflect",
    "register",
    "remove",
    "setdefault",
    "update",
];

/// The name at the beginning of `name.a(b)[c].d`.
fn root(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => root(&attribute.value),
        Expr::Subscript(subscript) => root(&subscript.value),
        Expr::Call(call) => root(&call.func),
        _ => None,
    }
}

fn contains_call(expression: &Expr) -> bool {
    match expression {
        Expr::Attribute(attribute) => contains_call(&attribute.value),
        Expr::Subscript(subscript) => {
            contains_call(&subscript.value) || contains_call(&subscript.slice)
        }
        Expr::Tuple(tuple) => tuple.elts.iter().any(contains_call),
        Expr::Name(_) | Expr::StringLiteral(_) | Expr::NoneLiteral(_) => false,
        _ => true,
    }
}

fn is_type_checking(test: &Expr) -> bool {
    match test {
        Expr::Name(name) => name.id.as_str() == "TYPE_CHECKING",
        Expr::Attribute(attribute) => attribute.attr.as_str() == "TYPE_CHECKING",
        _ => false,
    }
}

/// A decorator whose function is not called before somebody uses an instance.
fn is_plain_decorator(decorator: &Decorator) -> bool {
    const PLAIN: &[&str] = &[
        "abstractmethod",
        "cached_property",
        "classmethod",
        "computed_field",
        "field_serializer",
        "field_validator",
        "hybrid_method",
        "hybrid_property",
        "model_validator",
        "override",
        "property",
        "reconstructor",
        "staticmethod",
        "validates",
    ];
    const PARTS: &[&str] = &[
        "setter",
        "deleter",
        "getter",
        "expression",
        "inplace",
        "comparator",
    ];
    match &decorator.expression {
        Expr::Attribute(attribute) => PARTS.contains(&attribute.attr.as_str()),
        other => root(other).is_some_and(|name| PLAIN.contains(&name)),
    }
}

/// Collects the names that functions read.
#[derive(Default)]
struct Later {
    names: BTreeSet<String>,
}

impl<'a> Visitor<'a> for Later {
    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Name(name) = expression {
            if name.ctx.is_load() && !self.names.contains(name.id.as_str()) {
                self.names.insert(name.id.to_string());
            }
            return;
        }
        visitor::walk_expr(self, expression);
    }

    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Import(_) | Stmt::ImportFrom(_) | Stmt::Global(_) => {
                self.names.insert(UNJUDGED.to_owned());
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }
}

/// Stands in [`Outline::used_later`] for what a function does that no name shows.
pub(crate) const UNJUDGED: &str = "<import>";

//! The rest of the interface; being filled in.

use std::path::Path;
use std::rc::Rc;

use ruff_python_ast::Expr;

use crate::args::Args;
use crate::class::{Class, Keywords};
use crate::error::PyResult;
use crate::interp::frame::Environment;
use crate::module::Module;
use crate::object::Object;
use crate::symbol::Symbol;
use crate::value::Value;
use crate::vm::Vm;

#[expect(unused_variables, reason = "bodies follow")]
impl Vm {
    /// `a == b`.
    pub fn equal(&self, a: &Value, b: &Value) -> PyResult<bool> { Err(self.unsupported("stub")) }
    /// `a < b`.
    pub fn less(&self, a: &Value, b: &Value) -> PyResult<bool> { Err(self.unsupported("stub")) }
    /// `hash(value)`.
    pub fn hash(&self, value: &Value) -> PyResult<u64> { Err(self.unsupported("stub")) }
    /// `bool(value)`; an opaque value is unsupported.
    pub fn truth(&self, value: &Value) -> PyResult<bool> { Err(self.unsupported("stub")) }
    /// `repr(value)`.
    pub fn repr(&self, value: &Value) -> PyResult<Rc<str>> { Err(self.unsupported("stub")) }
    /// `str(value)`.
    pub fn str(&self, value: &Value) -> PyResult<Rc<str>> { Err(self.unsupported("stub")) }
    /// Calls a value with positional arguments.
    pub fn call(&self, callee: &Value, args: Vec<Value>) -> PyResult { self.call_with(callee, Args::new(args)) }
    /// Calls a value with positional and keyword arguments.
    pub fn call_keywords(&self, callee: &Value, args: Vec<Value>, keywords: Keywords) -> PyResult {
        self.call_with(callee, Args::with_keywords(args, keywords))
    }
    /// Calls a value.
    pub fn call_with(&self, callee: &Value, args: Args) -> PyResult { Err(self.unsupported("stub")) }
    /// Calls a method of a value.
    pub fn call_method(&self, value: &Value, name: &str, args: Vec<Value>) -> PyResult { Err(self.unsupported("stub")) }
    /// `value.name`.
    pub fn getattr(&self, value: &Value, name: impl Into<Symbol>) -> PyResult { Err(self.unsupported("stub")) }
    /// `value.name`, or nothing on `AttributeError`.
    pub fn getattr_opt(&self, value: &Value, name: impl Into<Symbol>) -> PyResult<Option<Value>> { Err(self.unsupported("stub")) }
    /// `value.name = new`.
    pub fn setattr(&self, value: &Value, name: impl Into<Symbol>, new: Value) -> PyResult<()> { Err(self.unsupported("stub")) }
    /// `del value.name`.
    pub fn delattr(&self, value: &Value, name: impl Into<Symbol>) -> PyResult<()> { Err(self.unsupported("stub")) }
    /// `value[key]`.
    pub fn getitem(&self, value: &Value, key: &Value) -> PyResult { Err(self.unsupported("stub")) }
    /// `value[key] = new`.
    pub fn setitem(&self, value: &Value, key: Value, new: Value) -> PyResult<()> { Err(self.unsupported("stub")) }
    /// `iter(value)`.
    pub fn iter(&self, value: &Value) -> PyResult { Err(self.unsupported("stub")) }
    /// The next item of an iterator.
    pub fn next(&self, iterator: &Value) -> PyResult<Option<Value>> { Err(self.unsupported("stub")) }
    /// All items of an iterable.
    pub fn collect(&self, iterable: &Value) -> PyResult<Vec<Value>> { Err(self.unsupported("stub")) }
    /// `len(value)`.
    pub fn len(&self, value: &Value) -> PyResult<usize> { Err(self.unsupported("stub")) }
    /// `isinstance(value, class)`, hooks included; `class` may be a tuple or union.
    pub fn isinstance(&self, value: &Value, class: &Value) -> PyResult<bool> { Err(self.unsupported("stub")) }
    /// Runs an awaitable to its end (`await value`).
    pub fn await_value(&self, value: &Value) -> PyResult { Err(self.unsupported("stub")) }
    /// An instance of a class made by calling it.
    pub fn instantiate(&self, class: &Rc<Class>, args: Args) -> PyResult<Rc<Object>> { Err(self.unsupported("stub")) }
    /// Imports a module by its full name and returns it (not the top-level package).
    pub fn import(&self, name: &str) -> PyResult { Err(self.unsupported("stub")) }
    /// Evaluates a file as a module; its name goes to `sys.modules` only if `register` asks for it.
    pub fn run_file(&self, path: &Path, module_name: &str) -> PyResult<Rc<Module>> { Err(self.unsupported("stub")) }
    /// Evaluates a lazily imported value; other values are returned as they are.
    pub fn force(&self, value: &Value) -> PyResult { Ok(value.clone()) }
    /// Evaluates an expression with the globals of a module.
    pub fn evaluate_expression(&self, source: &str, namespace: &Rc<Module>) -> PyResult { Err(self.unsupported("stub")) }
    /// Runs statements with the globals of a module.
    pub fn exec_block(&self, source: &str, namespace: &Rc<Module>) -> PyResult<()> { Err(self.unsupported("stub")) }
    /// `origin[item]` as a parametrized type; a tuple gives several arguments.
    pub fn make_alias(&self, origin: Value, item: Value) -> Value { Value::None }
    pub(crate) fn evaluate_annotation(&self, expression: &'static Expr, environment: &Rc<Environment>, texts: bool) -> PyResult { Err(self.unsupported("stub")) }
    pub(crate) fn expression_text(&self, expression: &'static Expr, environment: &Environment) -> String { String::new() }
}

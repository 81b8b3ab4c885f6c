//! Functions, bound methods and properties.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use crate::args::Args;
use crate::arity::Arity;
use crate::attr_map::AttrMap;
use crate::class::Class;
use crate::error::PyResult;
use crate::interp::code::FunctionCode;
use crate::interp::scope::Scope;
use crate::module::Module;
use crate::symbol::Symbol;
use crate::value::Value;
use crate::vm::Vm;

/// The cell behind zero-argument `super()` and `__class__`.
pub(crate) type ClassCell = Rc<OnceCell<Rc<Class>>>;

/// A function written in Python.
pub struct Function {
    /// `__name__`.
    pub name: RefCell<Rc<str>>,
    /// `__qualname__`.
    pub qualname: RefCell<Rc<str>>,
    /// The module whose globals it sees.
    pub module: Rc<Module>,
    pub(crate) code: &'static FunctionCode,
    pub(crate) scope: Option<Rc<Scope>>,
    /// One per parameter; `None` for a parameter without default.
    pub(crate) defaults: RefCell<Vec<Option<Value>>>,
    pub(crate) class_cell: Option<ClassCell>,
    /// The function's `__dict__`, with `__doc__` and other changed attributes.
    pub attrs: RefCell<AttrMap>,
}

impl Function {
    /// Where the definition is.
    pub fn span(&self) -> alembic_source::Span {
        self.code.span
    }

    /// Names of the parameters in order, with their kind.
    pub fn parameters(&self) -> Vec<(Symbol, ParameterKind)> {
        self.code
            .parameters
            .iter()
            .map(|parameter| (parameter.name, parameter.kind))
            .collect()
    }

    /// True for `async def`.
    pub fn is_async(&self) -> bool {
        self.code.is_async
    }
}

/// Kind of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterKind {
    /// Before `/`.
    PositionalOnly,
    /// Ordinary.
    Positional,
    /// `*args`.
    Rest,
    /// After `*`.
    KeywordOnly,
    /// `**kwargs`.
    Keywords,
}

/// A plain native function.
pub type NativeFn = fn(&Vm, &mut Args) -> PyResult;

pub(crate) enum NativeBody {
    Plain(NativeFn),
    Closure(Box<dyn Fn(&Vm, &mut Args) -> PyResult>),
}

/// A native function.
pub struct NativeFunction {
    /// Its name.
    pub name: Rc<str>,
    /// The class or module that it belongs to.
    pub owner: Option<Rc<str>>,
    pub(crate) body: NativeBody,
    /// True if access through an instance binds the instance as first argument.
    pub(crate) binds: bool,
    /// What it takes; looked up at the first call.
    arity: OnceCell<Arity>,
    /// The parameters as Python writes them.
    parameters: Option<Box<str>>,
    pub(crate) attrs: RefCell<AttrMap>,
}

impl NativeFunction {
    /// A function that does not bind.
    ///
    /// The name may carry the parameters as Python writes them (`getsizeof(object, default=None, /)`):
    /// then other arguments are refused before the body runs, and keywords of positional parameters are in their places.
    pub fn new(name: &str, body: NativeFn) -> Value {
        let (name, parameters) = split_parameters(name);
        Value::Native(Rc::new(Self {
            name: Rc::from(name),
            owner: None,
            body: NativeBody::Plain(body),
            binds: false,
            arity: OnceCell::new(),
            parameters: parameters.map(Box::from),
            attrs: RefCell::default(),
        }))
    }

    /// A function from a closure that does not bind.
    pub fn closure(name: &str, body: impl Fn(&Vm, &mut Args) -> PyResult + 'static) -> Value {
        Value::Native(Rc::new(Self {
            name: Rc::from(name),
            owner: None,
            body: NativeBody::Closure(Box::new(body)),
            binds: false,
            arity: OnceCell::from(Arity::Unchecked),
            parameters: None,
            attrs: RefCell::default(),
        }))
    }

    /// A method: access through an instance binds the instance. The name may carry the parameters, `self` first.
    pub fn method(owner: &str, name: &str, body: NativeFn) -> Value {
        let (name, parameters) = split_parameters(name);
        Value::Native(Rc::new(Self {
            name: Rc::from(name),
            owner: Some(Rc::from(owner)),
            body: NativeBody::Plain(body),
            binds: true,
            arity: match parameters {
                Some(_) => OnceCell::new(),
                None => OnceCell::from(Arity::Unchecked),
            },
            parameters: parameters.map(Box::from),
            attrs: RefCell::default(),
        }))
    }

    /// A method from a closure.
    pub fn method_closure(
        owner: &str,
        name: &str,
        body: impl Fn(&Vm, &mut Args) -> PyResult + 'static,
    ) -> Value {
        Value::Native(Rc::new(Self {
            name: Rc::from(name),
            owner: Some(Rc::from(owner)),
            body: NativeBody::Closure(Box::new(body)),
            binds: true,
            arity: OnceCell::from(Arity::Unchecked),
            parameters: None,
            attrs: RefCell::default(),
        }))
    }

    /// A method of a builtin type: its arguments are checked before it is called.
    pub(crate) fn builtin_method(owner: &str, name: &str, body: NativeFn) -> Value {
        Value::Native(Rc::new(Self {
            name: Rc::from(name),
            owner: Some(Rc::from(owner)),
            body: NativeBody::Plain(body),
            binds: true,
            arity: OnceCell::new(),
            parameters: None,
            attrs: RefCell::default(),
        }))
    }

    pub(crate) fn call(&self, vm: &Vm, args: &mut Args) -> PyResult {
        let arity = self
            .arity
            .get_or_init(|| match (&self.parameters, &self.owner) {
                (Some(parameters), Some(owner)) => {
                    Arity::written(&format!("{owner}.{}", self.name), parameters)
                }
                (Some(parameters), None) => Arity::written(&self.name, parameters),
                (None, Some(owner)) => Arity::of(owner, &self.name),
                (None, None) => Arity::Unchecked,
            });
        arity.check(vm, self.owner.as_deref(), &self.name, args)?;
        match &self.body {
            NativeBody::Plain(body) => body(vm, args),
            NativeBody::Closure(body) => body(vm, args),
        }
    }
}

/// The name and the parameters of `name(parameters)`.
pub(crate) fn split_parameters(text: &str) -> (&str, Option<&str>) {
    match text.split_once('(') {
        Some((name, parameters)) => (
            name,
            Some(parameters.strip_suffix(')').unwrap_or(parameters)),
        ),
        None => (text, None),
    }
}

/// A function with its first argument.
pub struct BoundMethod {
    /// The function or other callable.
    pub function: Value,
    /// The first argument.
    pub this: Value,
}

/// A `property` or native attribute.
#[derive(Clone)]
pub struct Property {
    /// Called with the instance.
    pub get: Value,
    /// Called with instance and value; `None` if read-only.
    pub set: Value,
    /// Called with the instance; `None` if it cannot be deleted.
    pub delete: Value,
    /// The documentation.
    pub doc: Value,
}

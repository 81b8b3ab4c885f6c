//! Modules: a name and its globals.

use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::rc::Rc;

use alembic_source::FileId;

use crate::attr_map::AttrMap;
use crate::function::{NativeFn, NativeFunction, split_parameters};
use crate::symbol::{Symbol, names};
use crate::value::Value;

/// A module, native or evaluated from source.
pub struct Module {
    name: Rc<str>,
    /// The globals.
    pub attrs: RefCell<AttrMap>,
    pub(crate) file: Cell<Option<FileId>>,
    /// Where the source is, if there is one.
    pub path: RefCell<Option<PathBuf>>,
    /// True if evaluation of the body skipped statements.
    pub(crate) incomplete: Cell<bool>,
    pub(crate) future_annotations: Cell<bool>,
    pub(crate) native: Cell<bool>,
    pub(crate) annotations: RefCell<Vec<(Symbol, crate::annotation::AnnotationThunk)>>,
    /// Set by `from unknown import *`.
    pub(crate) opaque_star: RefCell<Option<Rc<crate::opaque::Opaque>>>,
    /// Native modules of `from module import *` that make more names when these are asked for.
    pub(crate) stars: RefCell<Vec<Rc<Self>>>,
    /// Definitions that wait for their first use.
    pub(crate) lazy: RefCell<Option<Rc<crate::lazy::LazyBody>>>,
    /// The body, while it was not evaluated yet.
    pub(crate) waiting: RefCell<Option<crate::defer::Waiting>>,
    /// Names that it took from modules that wait, until somebody asks for them.
    pub(crate) late: RefCell<Vec<crate::defer::LateName>>,
}

impl Module {
    /// An empty module with `__name__`.
    pub fn new(name: &str) -> Rc<Self> {
        let module = Self {
            name: Rc::from(name),
            attrs: RefCell::default(),
            file: Cell::new(None),
            path: RefCell::default(),
            incomplete: Cell::new(false),
            future_annotations: Cell::new(false),
            native: Cell::new(false),
            opaque_star: RefCell::default(),
            stars: RefCell::default(),
            lazy: RefCell::default(),
            waiting: RefCell::default(),
            late: RefCell::default(),
            annotations: RefCell::default(),
        };
        module.set_symbol(names().name, Value::str(name));
        module.set_symbol(names().doc, Value::None);
        Rc::new(module)
    }

    /// The full dotted name.
    pub fn name(&self) -> &Rc<str> {
        &self.name
    }

    /// A global.
    pub fn get(&self, name: &str) -> Option<Value> {
        self.get_symbol(Symbol::new(name))
    }

    /// Sets a native function; its name may carry the parameters, see [`NativeFunction::new`].
    pub fn set_function(&self, name: &str, body: NativeFn) {
        self.set(split_parameters(name).0, NativeFunction::new(name, body));
    }

    /// Sets a global.
    pub fn set(&self, name: &str, value: impl Into<Value>) {
        self.set_symbol(Symbol::new(name), value.into());
    }

    /// A global by symbol.
    pub fn get_symbol(&self, name: Symbol) -> Option<Value> {
        let found = self.attrs.borrow().get(name).cloned();
        if found.is_some() {
            return found;
        }
        let lazy = self.lazy.borrow().clone()?;
        if lazy.define(name) {
            self.attrs.borrow().get(name).cloned()
        } else {
            None
        }
    }

    /// Evaluates every definition that still waits, before the globals are listed.
    pub fn define_all(&self) {
        let lazy = self.lazy.borrow().clone();
        if let Some(lazy) = lazy {
            lazy.define_all();
            *self.lazy.borrow_mut() = None;
        }
    }

    /// Sets a global by symbol.
    pub fn set_symbol(&self, name: Symbol, value: Value) {
        let old = self.attrs.borrow_mut().set(name, value);
        drop(old);
    }

    /// Removes a global; what it was.
    pub fn remove_symbol(&self, name: Symbol) -> Option<Value> {
        let found = self.get_symbol(name);
        self.attrs.borrow_mut().remove(name);
        found
    }

    pub(crate) fn add_annotation(&self, name: Symbol, thunk: crate::annotation::AnnotationThunk) {
        self.annotations.borrow_mut().push((name, thunk));
    }

    /// True if statements of the body could not be followed.
    pub fn is_incomplete(&self) -> bool {
        self.incomplete.get()
    }
}

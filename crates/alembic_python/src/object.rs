//! Instances of native and Python classes.

use std::any::Any;
use std::cell::{Cell, OnceCell, Ref, RefCell, RefMut};
use std::rc::Rc;

use alembic_source::Span;

use crate::attr_map::AttrMap;
use crate::class::Class;
use crate::symbol::Symbol;
use crate::value::Value;

/// An instance: its class, attributes, and optional native parts.
pub struct Object {
    class: RefCell<Rc<Class>>,
    /// The instance's `__dict__`.
    pub attrs: RefCell<AttrMap>,
    /// What few instances have.
    rare: OnceCell<Box<Rare>>,
    /// Where the instance was made, when a binding recorded it.
    pub span: Cell<Option<Span>>,
}

#[derive(Default)]
struct Rare {
    /// Native state that bindings keep in an instance.
    payload: RefCell<Option<Box<dyn Any>>>,
    /// The builtin value of an instance of a subclass of `str`, `int`, `dict`, ...
    builtin: OnceCell<Value>,
}

impl Object {
    /// An instance without calling `__init__`.
    pub fn new(class: &Rc<Class>) -> Rc<Self> {
        Rc::new(Self {
            class: RefCell::new(class.clone()),
            attrs: RefCell::new(AttrMap::of_instance(class.instance_shape())),
            rare: OnceCell::new(),
            span: Cell::new(None),
        })
    }

    /// An instance with native state.
    pub fn with_payload<T: Any>(class: &Rc<Class>, payload: T) -> Rc<Self> {
        let object = Self::new(class);
        object.set_payload(payload);
        object
    }

    /// An instance of a subclass of a builtin that behaves as `value`.
    pub fn with_builtin(class: &Rc<Class>, value: Value) -> Rc<Self> {
        let object = Self::new(class);
        let _ = object.rare().builtin.set(value.builtin().clone());
        object
    }

    fn rare(&self) -> &Rare {
        self.rare.get_or_init(Box::default)
    }

    /// The builtin value of an instance of a subclass of `str`, `int`, `dict`, ...
    pub(crate) fn own_builtin(&self) -> Option<&Value> {
        self.rare.get()?.builtin.get()
    }

    /// The class.
    pub fn class(&self) -> Rc<Class> {
        self.class.borrow().clone()
    }

    /// Changes the class (`instance.__class__ = ...`).
    pub fn set_class(&self, class: Rc<Class>) {
        *self.class.borrow_mut() = class;
    }

    /// An attribute of the instance's own dictionary.
    pub fn get(&self, name: &'static str) -> Option<Value> {
        self.attrs.borrow().get_literal(name).cloned()
    }

    /// Sets an attribute of the instance's own dictionary.
    pub fn set(&self, name: &'static str, value: impl Into<Value>) {
        self.set_symbol(Symbol::literal(name), value.into());
    }

    /// An attribute of the instance's own dictionary, by symbol.
    pub fn get_symbol(&self, name: Symbol) -> Option<Value> {
        self.attrs.borrow().get(name).cloned()
    }

    /// Sets an attribute of the instance's own dictionary, by symbol.
    pub fn set_symbol(&self, name: Symbol, value: Value) {
        let old = self.attrs.borrow_mut().set(name, value);
        drop(old);
    }

    /// Gives back what was reserved for more attributes.
    pub fn shrink_to_fit(&self) {
        self.attrs.borrow_mut().shrink_to_fit();
    }

    /// The native state if it has this type.
    pub fn payload<T: Any>(&self) -> Option<Ref<'_, T>> {
        Ref::filter_map(self.rare.get()?.payload.borrow(), |payload| {
            payload.as_ref().and_then(|any| any.downcast_ref::<T>())
        })
        .ok()
    }

    /// The native state for changing it, if it has this type.
    pub fn payload_mut<T: Any>(&self) -> Option<RefMut<'_, T>> {
        RefMut::filter_map(self.rare.get()?.payload.borrow_mut(), |payload| {
            payload.as_mut().and_then(|any| any.downcast_mut::<T>())
        })
        .ok()
    }

    /// Replaces the native state.
    pub fn set_payload<T: Any>(&self, payload: T) {
        let payload = Box::new(payload);
        let old = self.rare().payload.borrow_mut().replace(payload);
        drop(old);
    }

    /// True if the native state has this type.
    pub fn has_payload<T: Any>(&self) -> bool {
        self.payload::<T>().is_some()
    }
}

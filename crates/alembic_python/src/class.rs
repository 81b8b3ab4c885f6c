//! Classes, native and Python.

use std::any::Any;
use std::cell::{Cell, OnceCell, Ref, RefCell};
use std::rc::Rc;

use alembic_source::Span;

use crate::annotation::AnnotationThunk;
use crate::attr_map::AttrMap;
use crate::error::PyResult;
use crate::opaque::Opaque;
use crate::shape::Shape;
use crate::symbol::Symbol;
use crate::value::Value;
use crate::vm::Vm;

/// Keyword arguments in order.
pub type Keywords = Vec<(Symbol, Value)>;
/// Called after a class that derives from the hook's class was built.
pub type SubclassHook = Rc<dyn Fn(&Vm, &Rc<Class>, &Keywords) -> PyResult<()>>;
/// Called when an attribute of a class is not found the ordinary way.
pub type ClassAttributeHook = Rc<dyn Fn(&Vm, &Rc<Class>, Symbol) -> PyResult<Option<Value>>>;
/// Called when an attribute of a class is set (`Model.x = Column()`); true if the hook took it.
pub type ClassSetHook = Rc<dyn Fn(&Vm, &Rc<Class>, Symbol, &Value) -> PyResult<bool>>;

/// Which builtin type an instance stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// Only attributes.
    #[default]
    Object,
    /// `type` and its subclasses.
    Type,
    /// Exceptions.
    Exception,
    /// A builtin value (`str`, `int`, `dict`, ...).
    Builtin,
    /// A builtin that cannot be subclassed (`bool`, functions, ...).
    Final,
}

/// A class.
pub struct Class {
    name: RefCell<Rc<str>>,
    pub(crate) qualname: RefCell<Rc<str>>,
    module: RefCell<Rc<str>>,
    pub(crate) bases: RefCell<Vec<Rc<Self>>>,
    /// The linearization without the class itself.
    ancestors: RefCell<Rc<[Rc<Self>]>>,
    /// The class's own dictionary.
    pub attrs: RefCell<AttrMap>,
    pub(crate) metaclass: RefCell<Option<Rc<Self>>>,
    pub(crate) layout: Cell<Layout>,
    pub(crate) opaque_base: RefCell<Option<Rc<Opaque>>>,
    /// Where the class statement is.
    pub span: Cell<Option<Span>>,
    pub(crate) annotations: RefCell<Vec<(Symbol, AnnotationThunk)>>,
    pub(crate) on_subclass: RefCell<Option<SubclassHook>>,
    pub(crate) class_attribute: RefCell<Option<ClassAttributeHook>>,
    pub(crate) class_set: RefCell<Option<ClassSetHook>>,
    /// Native state that bindings keep in a class.
    pub payload: RefCell<Option<Box<dyn Any>>>,
    pub(crate) is_python: Cell<bool>,
    pub(crate) subclasses: RefCell<Vec<std::rc::Weak<Self>>>,
    pub(crate) slots_only: Cell<bool>,
    /// Enumeration members and the like are made by the metaclass machinery in `stdlib::enum_`.
    pub(crate) is_enum: Cell<bool>,
    /// True for the builtin classes, whose behavior is in the evaluator itself.
    pub(crate) core: Cell<bool>,
    /// Attributes of its instances that they keep only where it is not the value that the class has.
    pub(crate) options: RefCell<Vec<Symbol>>,
    /// The names of the attributes of its instances.
    instance_shape: OnceCell<&'static Shape>,
}

impl Class {
    pub(crate) fn bare(module: &str, name: &str) -> Self {
        Self {
            name: RefCell::new(Rc::from(name)),
            qualname: RefCell::new(Rc::from(name)),
            module: RefCell::new(Rc::from(module)),
            bases: RefCell::default(),
            ancestors: RefCell::new(Rc::from(Vec::new())),
            attrs: RefCell::default(),
            metaclass: RefCell::default(),
            layout: Cell::default(),
            opaque_base: RefCell::default(),
            span: Cell::new(None),
            annotations: RefCell::default(),
            on_subclass: RefCell::default(),
            class_attribute: RefCell::default(),
            class_set: RefCell::default(),
            payload: RefCell::default(),
            is_python: Cell::new(false),
            subclasses: RefCell::default(),
            slots_only: Cell::new(false),
            is_enum: Cell::new(false),
            core: Cell::new(false),
            options: RefCell::default(),
            instance_shape: OnceCell::new(),
        }
    }

    /// The shape of an instance without attributes.
    pub(crate) fn instance_shape(&self) -> &'static Shape {
        self.instance_shape.get_or_init(Shape::root)
    }

    /// Sets the bases and computes the linearization; `None` if there is no consistent one.
    pub(crate) fn link(self: &Rc<Self>, bases: Vec<Rc<Self>>) -> Option<()> {
        let ancestors = linearize(&bases)?;
        for base in &bases {
            base.subclasses.borrow_mut().push(Rc::downgrade(self));
        }
        *self.bases.borrow_mut() = bases;
        *self.ancestors.borrow_mut() = Rc::from(ancestors);
        Some(())
    }

    /// The name.
    pub fn name(&self) -> Rc<str> {
        self.name.borrow().clone()
    }

    pub(crate) fn set_name(&self, name: &str) {
        *self.name.borrow_mut() = Rc::from(name);
    }

    pub(crate) fn name_is(&self, name: &str) -> bool {
        &**self.name.borrow() == name
    }

    /// The qualified name (`Outer.Inner`).
    pub fn qualname(&self) -> Rc<str> {
        self.qualname.borrow().clone()
    }

    /// The module's name.
    pub fn module(&self) -> Rc<str> {
        self.module.borrow().clone()
    }

    pub(crate) fn set_module(&self, module: &str) {
        *self.module.borrow_mut() = Rc::from(module);
    }

    /// `module.qualname`, without the module for builtins.
    pub fn full_name(&self) -> String {
        let module = self.module.borrow();
        if &**module == "builtins" {
            return self.qualname.borrow().to_string();
        }
        format!("{module}.{}", self.qualname.borrow())
    }

    /// The direct bases.
    pub fn bases(&self) -> Vec<Rc<Self>> {
        self.bases.borrow().clone()
    }

    /// The linearization without the class itself, nearest first.
    pub fn ancestors(&self) -> Rc<[Rc<Self>]> {
        self.ancestors.borrow().clone()
    }

    /// The linearization, the class itself first.
    pub fn mro(self: &Rc<Self>) -> Vec<Rc<Self>> {
        let mut mro = vec![self.clone()];
        mro.extend(self.ancestors.borrow().iter().cloned());
        mro
    }

    /// An attribute of the class or its ancestors, without binding.
    pub fn lookup(&self, name: Symbol) -> Option<Value> {
        if let Some(value) = self.attrs.borrow().get(name) {
            return Some(value.clone());
        }
        self.lookup_ancestors(name)
    }

    /// A special method that is not a builtin's own: `None` means "as the builtin does".
    pub(crate) fn lookup_special(&self, name: Symbol) -> Option<Value> {
        if let Some(value) = self.attrs.borrow().get(name) {
            return (!self.core.get()).then(|| value.clone());
        }
        let ancestors = self.ancestors.borrow();
        for ancestor in ancestors.iter() {
            if let Some(value) = ancestor.attrs.borrow().get(name) {
                return (!ancestor.core.get()).then(|| value.clone());
            }
        }
        None
    }

    pub(crate) fn lookup_ancestors(&self, name: Symbol) -> Option<Value> {
        let ancestors = self.ancestors.borrow();
        ancestors
            .iter()
            .find_map(|ancestor| ancestor.attrs.borrow().get(name).cloned())
    }

    /// Like [`Class::lookup`], with the class that has it.
    pub fn lookup_with_owner(self: &Rc<Self>, name: Symbol) -> Option<(Rc<Self>, Value)> {
        if let Some(value) = self.attrs.borrow().get(name) {
            return Some((self.clone(), value.clone()));
        }
        self.ancestors.borrow().iter().find_map(|ancestor| {
            let value = ancestor.attrs.borrow().get(name).cloned()?;
            Some((ancestor.clone(), value))
        })
    }

    /// An attribute by text, without binding.
    pub fn get(&self, name: &str) -> Option<Value> {
        self.lookup(Symbol::new(name))
    }

    /// An attribute of the class's own dictionary.
    pub fn get_own(&self, name: &str) -> Option<Value> {
        self.get_own_symbol(Symbol::new(name))
    }

    /// An attribute of the class's own dictionary by symbol.
    pub fn get_own_symbol(&self, name: Symbol) -> Option<Value> {
        self.attrs.borrow().get(name).cloned()
    }

    /// Sets an attribute of the class.
    pub fn set(&self, name: &str, value: impl Into<Value>) {
        self.set_symbol(Symbol::new(name), value.into());
    }

    /// Sets an attribute of the class by symbol.
    pub fn set_symbol(&self, name: Symbol, value: Value) {
        let old = self.attrs.borrow_mut().set(name, value);
        drop(old);
    }

    /// Gives back what was reserved for more attributes.
    pub fn shrink_to_fit(&self) {
        self.attrs.borrow_mut().shrink_to_fit();
    }

    /// True for the class itself and its ancestors.
    pub fn is_subclass_of(&self, other: &Rc<Self>) -> bool {
        std::ptr::eq(self, Rc::as_ptr(other))
            || self
                .ancestors
                .borrow()
                .iter()
                .any(|ancestor| Rc::ptr_eq(ancestor, other))
    }

    /// The metaclass, if it is not `type`.
    pub fn metaclass(&self) -> Option<Rc<Self>> {
        if let Some(metaclass) = self.metaclass.borrow().as_ref() {
            return Some(metaclass.clone());
        }
        None
    }

    /// The opaque base, own or inherited.
    pub fn opaque_base(&self) -> Option<Rc<Opaque>> {
        if let Some(base) = self.opaque_base.borrow().as_ref() {
            return Some(base.clone());
        }
        self.ancestors
            .borrow()
            .iter()
            .find_map(|ancestor| ancestor.opaque_base.borrow().clone())
    }

    /// True if a base, own or inherited, is opaque.
    pub fn has_opaque_base(&self) -> bool {
        self.opaque_base().is_some()
    }

    /// True for a class written in Python.
    pub fn is_python(&self) -> bool {
        self.is_python.get()
    }

    /// The class's own annotation of a name.
    pub fn annotation(&self, name: Symbol) -> Option<AnnotationThunk> {
        let annotations = self.annotations.borrow();
        let found = annotations.iter().find(|(key, _)| *key == name);
        found.map(|(_, thunk)| thunk.clone())
    }

    /// The class's own annotations in order.
    pub fn annotations(&self) -> Vec<(Symbol, AnnotationThunk)> {
        self.annotations.borrow().clone()
    }

    /// Adds an annotation, as an assignment in the class body would.
    pub fn add_annotation(&self, name: &str, annotation: AnnotationThunk) {
        self.annotations
            .borrow_mut()
            .push((Symbol::new(name), annotation));
    }

    /// Names of the class's own dictionary, in order.
    pub fn own_names(&self) -> Vec<Symbol> {
        self.attrs.borrow().keys().collect()
    }

    /// Direct subclasses that are alive.
    pub fn subclasses(&self) -> Vec<Rc<Self>> {
        self.subclasses
            .borrow()
            .iter()
            .filter_map(std::rc::Weak::upgrade)
            .collect()
    }

    /// The native state of the class if it has this type.
    pub fn payload<T: Any>(&self) -> Option<Ref<'_, T>> {
        Ref::filter_map(self.payload.borrow(), |payload| {
            payload.as_ref().and_then(|any| any.downcast_ref::<T>())
        })
        .ok()
    }

    /// Replaces the native state of the class.
    pub fn set_payload<T: Any>(&self, payload: T) {
        let old = self.payload.borrow_mut().replace(Box::new(payload));
        drop(old);
    }

    /// Sets the hook that runs after a subclass was built.
    pub fn set_on_subclass(&self, hook: SubclassHook) {
        *self.on_subclass.borrow_mut() = Some(hook);
    }

    /// Sets the hook for attributes of this class and its subclasses that are not found.
    pub fn set_class_attribute_hook(&self, hook: ClassAttributeHook) {
        *self.class_attribute.borrow_mut() = Some(hook);
    }

    /// Sets the hook for attributes that are set on this class and its subclasses.
    pub fn set_class_set_hook(&self, hook: ClassSetHook) {
        *self.class_set.borrow_mut() = Some(hook);
    }

    /// The hooks of the ancestors that run after this class was built, most basic class first.
    pub(crate) fn subclass_hooks(&self) -> Vec<SubclassHook> {
        let ancestors = self.ancestors.borrow();
        ancestors
            .iter()
            .rev()
            .filter_map(|ancestor| ancestor.on_subclass.borrow().clone())
            .collect()
    }

    pub(crate) fn find_hook<T: Clone>(&self, pick: impl Fn(&Self) -> Option<T>) -> Option<T> {
        pick(self).or_else(|| {
            self.ancestors
                .borrow()
                .iter()
                .find_map(|ancestor| pick(ancestor))
        })
    }

    pub(crate) fn inherit_layout(&self) {
        let bases = self.bases.borrow();
        for base in bases.iter() {
            if base.layout.get() != Layout::Object {
                self.layout.set(base.layout.get());
                break;
            }
        }
        if bases.iter().any(|base| base.is_enum.get()) {
            self.is_enum.set(true);
        }
    }
}

/// C3 linearization of a class with these bases, without the class itself.
fn linearize(bases: &[Rc<Class>]) -> Option<Vec<Rc<Class>>> {
    let mut sequences: Vec<Vec<Rc<Class>>> = bases.iter().map(Class::mro).collect();
    sequences.push(bases.to_vec());
    let mut out = Vec::new();
    loop {
        sequences.retain(|sequence| !sequence.is_empty());
        if sequences.is_empty() {
            return Some(out);
        }
        let candidate = sequences.iter().find_map(|sequence| {
            let head = sequence.first()?;
            let blocked = sequences
                .iter()
                .any(|other| other.iter().skip(1).any(|class| Rc::ptr_eq(class, head)));
            (!blocked).then(|| head.clone())
        })?;
        for sequence in &mut sequences {
            if sequence
                .first()
                .is_some_and(|head| Rc::ptr_eq(head, &candidate))
            {
                sequence.remove(0);
            }
        }
        out.push(candidate);
    }
}

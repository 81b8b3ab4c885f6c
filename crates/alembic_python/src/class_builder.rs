//! Building native classes.

use std::rc::Rc;

use crate::args::Args;
use crate::class::{Class, ClassAttributeHook, ClassSetHook, Keywords, Layout};
use crate::error::PyResult;
use crate::function::{NativeFn, NativeFunction, Property, split_parameters};
use crate::symbol::{Symbol, names};
use crate::value::Value;
use crate::vm::Vm;

/// Builds a native class; Python code can subclass it.
pub struct ClassBuilder {
    class: Class,
    owner: String,
    bases: Vec<Rc<Class>>,
}

impl ClassBuilder {
    /// A class of this module and name; its base is `object` unless [`ClassBuilder::base`] is called.
    pub fn new(module: &str, name: &str) -> Self {
        Self {
            class: Class::bare(module, name),
            owner: name.to_owned(),
            bases: Vec::new(),
        }
    }

    /// Adds a base.
    #[must_use]
    pub fn base(mut self, base: &Rc<Class>) -> Self {
        self.bases.push(base.clone());
        self
    }

    /// Sets the metaclass.
    #[must_use]
    pub fn metaclass(self, metaclass: &Rc<Class>) -> Self {
        *self.class.metaclass.borrow_mut() = Some(metaclass.clone());
        self
    }

    /// `__init__(self, ...)`.
    #[must_use]
    pub fn init(self, body: NativeFn) -> Self {
        self.method("__init__", body)
    }

    /// `__new__(cls, ...)`; the first argument is the class.
    #[must_use]
    pub fn new_fn(self, body: NativeFn) -> Self {
        let function = NativeFunction::new("__new__", body);
        self.class
            .set_symbol(names().new, Value::StaticMethod(Rc::new(function)));
        self
    }

    /// A method; the first argument is the instance. The name may carry the parameters, see [`NativeFunction::new`].
    #[must_use]
    pub fn method(self, name: &str, body: NativeFn) -> Self {
        let function = NativeFunction::method(&self.owner, name, body);
        self.class.set(split_parameters(name).0, function);
        self
    }

    /// A method from a closure.
    #[must_use]
    pub fn method_closure(
        self,
        name: &str,
        body: impl Fn(&Vm, &mut Args) -> PyResult + 'static,
    ) -> Self {
        let function = NativeFunction::method_closure(&self.owner, name, body);
        self.class.set(name, function);
        self
    }

    /// A property; the getter gets the instance, the setter the instance and the value.
    #[must_use]
    pub fn property(self, name: &str, get: NativeFn, set: Option<NativeFn>) -> Self {
        let property = Property {
            get: NativeFunction::method(&self.owner, name, get),
            set: set.map_or(Value::None, |set| {
                NativeFunction::method(&self.owner, name, set)
            }),
            delete: Value::None,
            doc: Value::None,
        };
        self.class.set(name, Value::Property(Rc::new(property)));
        self
    }

    /// A class method; the first argument is the class.
    #[must_use]
    pub fn class_method(self, name: &str, body: NativeFn) -> Self {
        let function = NativeFunction::method(&self.owner, name, body);
        self.class.set(name, Value::ClassMethod(Rc::new(function)));
        self
    }

    /// A static method.
    #[must_use]
    pub fn static_method(self, name: &str, body: NativeFn) -> Self {
        let function = NativeFunction::new(name, body);
        self.class.set(name, Value::StaticMethod(Rc::new(function)));
        self
    }

    /// A class attribute.
    #[must_use]
    pub fn attr(self, name: &str, value: impl Into<Value>) -> Self {
        self.class.set(name, value);
        self
    }

    /// An attribute that instances have, though they keep it only where it is not this value: `vars()` shows it.
    #[must_use]
    pub fn option(self, name: &'static str, value: impl Into<Value>) -> Self {
        self.class.options.borrow_mut().push(Symbol::literal(name));
        self.attr(name, value)
    }

    /// `__doc__`.
    #[must_use]
    pub fn doc(self, text: &str) -> Self {
        self.attr("__doc__", text)
    }

    /// Runs after every Python class that derives from this one was built.
    #[must_use]
    pub fn on_subclass(
        self,
        hook: impl Fn(&Vm, &Rc<Class>, &Keywords) -> PyResult<()> + 'static,
    ) -> Self {
        *self.class.on_subclass.borrow_mut() = Some(Rc::new(hook));
        self
    }

    /// Runs when an attribute of the class or of a subclass (not of an instance) is not found.
    #[must_use]
    pub fn class_attribute(
        self,
        hook: impl Fn(&Vm, &Rc<Class>, Symbol) -> PyResult<Option<Value>> + 'static,
    ) -> Self {
        let hook: ClassAttributeHook = Rc::new(hook);
        *self.class.class_attribute.borrow_mut() = Some(hook);
        self
    }

    /// Runs when an attribute of the class or of a subclass is set; true if the hook took it.
    #[must_use]
    pub fn class_set(
        self,
        hook: impl Fn(&Vm, &Rc<Class>, Symbol, &Value) -> PyResult<bool> + 'static,
    ) -> Self {
        let hook: ClassSetHook = Rc::new(hook);
        *self.class.class_set.borrow_mut() = Some(hook);
        self
    }

    /// Makes `Class[args]` give a parametrized type, as `Generic` subclasses do.
    #[must_use]
    pub fn generic(self) -> Self {
        self.class_method("__class_getitem__", |vm, args| {
            let origin = args.this();
            let item = args.arg(1);
            Ok(vm.make_alias(origin, item))
        })
    }

    /// The class.
    pub fn build(mut self, vm: &Vm) -> Rc<Class> {
        if self.bases.is_empty() {
            self.bases.push(vm.types.object.clone());
        }
        let class = Rc::new(self.class);
        let linked = class.link(self.bases.clone());
        debug_assert!(linked.is_some(), "no consistent method resolution order");
        if class.layout.get() == Layout::Object {
            class.inherit_layout();
        }
        if class.metaclass.borrow().is_none() {
            let inherited = self.bases.iter().find_map(|base| base.metaclass());
            *class.metaclass.borrow_mut() = inherited;
        }
        class
    }
}

//! Attribute access: descriptors, instances, classes, modules, `super()`.

use std::rc::Rc;

use crate::attr_map::AttrMap;
use crate::class::Class;
use crate::dict::Dict;
use crate::error::{PyResult, Unwind};
use crate::function::{BoundMethod, Function, NativeFunction, Property};
use crate::object::Object;
use crate::symbol::{Symbol, names};
use crate::value::Value;
use crate::vm::Vm;

impl Vm {
    /// `value.name`.
    pub fn getattr(&self, value: &Value, name: impl Into<Symbol>) -> PyResult {
        self.get_attribute(value, name.into())
    }

    /// `value.name`, or nothing on `AttributeError`.
    pub fn getattr_opt(&self, value: &Value, name: impl Into<Symbol>) -> PyResult<Option<Value>> {
        match self.get_attribute(value, name.into()) {
            Ok(found) => Ok(Some(found)),
            Err(unwind) if unwind.is_exception("AttributeError") => Ok(None),
            Err(unwind) => Err(unwind),
        }
    }

    /// Attribute access with `__getattribute__` and `__getattr__`.
    pub(crate) fn get_attribute(&self, value: &Value, name: Symbol) -> PyResult {
        match value {
            Value::Object(object) => {
                let class = object.class();
                if let Some(hook) = class.lookup_special(names().getattribute) {
                    let result = self.call_special(&hook, value, vec![Value::Str(name.text())]);
                    return match result {
                        Err(unwind) if unwind.is_exception("AttributeError") => {
                            self.getattr_fallback(&class, value, name, unwind)
                        }
                        other => other,
                    };
                }
                let found = self.object_attribute(object, &class, value, name);
                match found {
                    Ok(Some(found)) => Ok(found),
                    Ok(None) => match class.lookup_special(names().getattr) {
                        Some(hook) => {
                            self.call_special(&hook, value, vec![Value::Str(name.text())])
                        }
                        None => self.missing_on_object(&class, value, name),
                    },
                    // A property that raises `AttributeError` counts as missing.
                    Err(unwind) if unwind.is_exception("AttributeError") => {
                        self.getattr_fallback(&class, value, name, unwind)
                    }
                    Err(unwind) => Err(unwind),
                }
            }
            Value::Class(class) => self.class_attribute(class, name),
            Value::Module(module) => {
                if let Some(found) = self.module_symbol(module, name)? {
                    return Ok(found);
                }
                if let Some(found) = self.module_attribute(module, name)? {
                    return Ok(found);
                }
                Err(self.missing_attribute(
                    format!("module '{}' has no attribute '{name}'", module.name()),
                    name,
                    value,
                ))
            }
            Value::Opaque(opaque) => self.opaque_attribute(opaque, name),
            Value::Super(parts) => self.super_attribute(&parts.0, &parts.1, name),
            Value::Function(function) => self.function_attribute(function, value, name),
            Value::Native(function) => self.native_attribute(function, value, name),
            Value::Method(method) => self.method_attribute(method, value, name),
            Value::Property(property) => self.property_attribute(property, value, name),
            Value::Alias(_) => self.alias_attribute(value, name),
            _ => self.plain_attribute(value, name),
        }
    }

    /// `object.__getattribute__(value, name)`, without `__getattr__`.
    pub(crate) fn generic_getattr(&self, value: &Value, name: Symbol) -> PyResult {
        match value {
            Value::Object(object) => {
                let class = object.class();
                match self.object_attribute(object, &class, value, name)? {
                    Some(found) => Ok(found),
                    None => self.missing_on_object(&class, value, name),
                }
            }
            _ => self.get_attribute(value, name),
        }
    }

    fn getattr_fallback(
        &self,
        class: &Rc<Class>,
        value: &Value,
        name: Symbol,
        unwind: Unwind,
    ) -> PyResult {
        match class.lookup_special(names().getattr) {
            Some(hook) => self.call_special(&hook, value, vec![Value::Str(name.text())]),
            None => Err(unwind),
        }
    }

    fn missing_on_object(&self, class: &Rc<Class>, value: &Value, name: Symbol) -> PyResult {
        let text = name.text();
        if let Some(base) = class.opaque_base()
            && !(text.starts_with("__") && text.ends_with("__"))
        {
            return Ok(crate::opaque::Opaque::new(
                format!("{}().{text} (from {})", class.name(), base.origin),
                base.span,
            ));
        }
        Err(self.missing_attribute(
            format!("'{}' object has no attribute '{name}'", class.name()),
            name,
            value,
        ))
    }

    pub(crate) fn missing_attribute(&self, message: String, name: Symbol, value: &Value) -> Unwind {
        if let Some(class) = crate::absent::owner(self, value, &name.text()) {
            return self.unsupported(format!("`{}.{name}`", class.full_name()));
        }
        let unwind = self.attribute_error(message);
        if let Some(Value::Object(error)) = unwind.exception() {
            error.set("name", Value::Str(name.text()));
            error.set("obj", value.clone());
        }
        unwind
    }

    fn object_attribute(
        &self,
        object: &Rc<Object>,
        class: &Rc<Class>,
        value: &Value,
        name: Symbol,
    ) -> PyResult<Option<Value>> {
        let on_class = class.lookup(name);
        if let Some(found) = &on_class
            && self.is_data_descriptor(found)
        {
            return self.bind(found, Some(value), class).map(Some);
        }
        if let Some(own) = object.get_symbol(name) {
            return Ok(Some(own));
        }
        if let Some(found) = on_class {
            return self.bind(&found, Some(value), class).map(Some);
        }
        let n = names();
        if name == n.class {
            return Ok(Some(Value::Class(class.clone())));
        }
        if name == n.dict && !class.slots_only.get() {
            return Ok(Some(crate::builtins::namespace::instance_dict(self, value)));
        }
        if name == n.annotations || name == n.module || name == n.doc {
            return match self.class_attribute(class, name) {
                Ok(found) => Ok(Some(found)),
                Err(unwind) if unwind.is_exception("AttributeError") => Ok(None),
                Err(unwind) => Err(unwind),
            };
        }
        if class.layout.get() == crate::class::Layout::Exception {
            if name == n.cause || name == n.context || name == n.traceback {
                return Ok(Some(Value::None));
            }
            if name == n.suppress_context {
                return Ok(Some(Value::Bool(false)));
            }
        }
        Ok(None)
    }

    /// True for an attribute of a class that goes before the instance's own dictionary.
    fn is_data_descriptor(&self, found: &Value) -> bool {
        match found {
            Value::Property(_) => true,
            Value::Object(object) => {
                let class = object.class();
                class.lookup(names().set).is_some()
                    || class.lookup(names().delete).is_some()
                    || matches!(object.own_builtin(), Some(Value::Property(_)))
            }
            _ => false,
        }
    }

    /// What access to a class attribute gives: `descriptor.__get__(instance, class)`.
    pub(crate) fn bind(
        &self,
        found: &Value,
        instance: Option<&Value>,
        class: &Rc<Class>,
    ) -> PyResult {
        match found {
            Value::Function(_) => Ok(match instance {
                Some(instance) => method(found.clone(), instance.clone()),
                None => found.clone(),
            }),
            Value::Native(function) => Ok(match instance {
                Some(instance) if function.binds => method(found.clone(), instance.clone()),
                _ => found.clone(),
            }),
            Value::Property(property) => match instance {
                Some(instance) => self.get_property(property, instance, None),
                None => Ok(found.clone()),
            },
            Value::ClassMethod(inner) => match &**inner {
                Value::Function(_) | Value::Native(_) => {
                    Ok(method((**inner).clone(), Value::Class(class.clone())))
                }
                // `classmethod(property(...))` and other descriptors.
                other => {
                    let this = Value::Class(class.clone());
                    match other {
                        Value::Property(property) => self.get_property(property, &this, None),
                        Value::Object(_) if self.special(other, names().get).is_some() => {
                            self.bind(other, Some(&this), class)
                        }
                        _ => Ok(method(other.clone(), this)),
                    }
                }
            },
            Value::StaticMethod(inner) => Ok((**inner).clone()),
            Value::Object(object) => {
                let owner = object.class();
                if let Some(get) = owner.lookup(names().get) {
                    let own = match &get {
                        Value::Native(native) => native.owner.as_deref() == Some("property"),
                        _ => false,
                    };
                    if !own {
                        let instance = instance.cloned().unwrap_or(Value::None);
                        return self.call_special(
                            &get,
                            found,
                            vec![instance, Value::Class(class.clone())],
                        );
                    }
                }
                match object.own_builtin() {
                    Some(Value::Property(property)) => match instance {
                        Some(instance) => self.get_property(property, instance, None),
                        None => Ok(found.clone()),
                    },
                    Some(inner @ (Value::ClassMethod(_) | Value::StaticMethod(_))) => {
                        self.bind(inner, instance, class)
                    }
                    _ => Ok(found.clone()),
                }
            }
            _ => Ok(found.clone()),
        }
    }

    fn get_property(
        &self,
        property: &Property,
        instance: &Value,
        name: Option<Symbol>,
    ) -> PyResult {
        if property.get.is_none() {
            let name = name.map_or_else(String::new, |name| format!(" '{name}'"));
            return Err(self.attribute_error(format!(
                "property{name} of '{}' object has no getter",
                self.type_name(instance)
            )));
        }
        self.call(&property.get, vec![instance.clone()])
    }

    /// An attribute of a class object.
    pub(crate) fn class_attribute(&self, class: &Rc<Class>, name: Symbol) -> PyResult {
        let this = Value::Class(class.clone());
        let metaclass = class.metaclass();
        let on_meta = metaclass
            .as_ref()
            .and_then(|meta| meta.lookup_special(name));
        if let (Some(meta), Some(found)) = (&metaclass, &on_meta)
            && self.is_data_descriptor(found)
        {
            return self.bind(found, Some(&this), meta);
        }
        if let Some(meta) = &metaclass
            && let Some(hook) = meta.lookup_special(names().getattribute)
        {
            return self.call_special(&hook, &this, vec![Value::Str(name.text())]);
        }
        if let Some(special) = self.class_special(class, name)? {
            return Ok(special);
        }
        if let Some(found) = class.lookup(name) {
            // Special methods of `object` and `type` itself are asked for on the metaclass first.
            return self.bind(&found, None, class);
        }
        if let (Some(meta), Some(found)) = (&metaclass, &on_meta) {
            return self.bind(found, Some(&this), meta);
        }
        if let Some(found) = self.types.type_.attrs.borrow().get(name).cloned() {
            return self.bind(&found, Some(&this), &self.types.type_);
        }
        if let Some(meta) = &metaclass
            && let Some(hook) = meta.lookup_special(names().getattr)
        {
            return self.call_special(&hook, &this, vec![Value::Str(name.text())]);
        }
        if let Some(hook) = class.find_hook(|class| class.class_attribute.borrow().clone())
            && let Some(found) = hook(self, class, name)?
        {
            return Ok(found);
        }
        let text = name.text();
        if let Some(base) = class.opaque_base()
            && !(text.starts_with("__") && text.ends_with("__"))
        {
            return Ok(crate::opaque::Opaque::new(
                format!("{}.{text} (from {})", class.name(), base.origin),
                base.span,
            ));
        }
        Err(self.missing_attribute(
            format!("type object '{}' has no attribute '{name}'", class.name()),
            name,
            &this,
        ))
    }

    fn class_special(&self, class: &Rc<Class>, name: Symbol) -> PyResult<Option<Value>> {
        let n = names();
        let text = name.text();
        if !text.starts_with("__") {
            return Ok(None);
        }
        Ok(Some(if name == n.name {
            Value::Str(class.name())
        } else if name == n.qualname {
            Value::Str(class.qualname())
        } else if name == n.module {
            match class.attrs.borrow().get(name) {
                Some(found) => found.clone(),
                None => Value::Str(class.module()),
            }
        } else if name == n.bases {
            Value::tuple(class.bases().into_iter().map(Value::Class).collect())
        } else if name == n.mro {
            Value::tuple(class.mro().into_iter().map(Value::Class).collect())
        } else if &*text == "__base__" {
            class
                .bases()
                .into_iter()
                .next()
                .map_or(Value::None, Value::Class)
        } else if name == n.dict {
            crate::builtins::namespace::class_dict(self, class)
        } else if name == n.class {
            Value::Class(self.type_of(&Value::Class(class.clone())))
        } else if name == n.doc {
            class
                .attrs
                .borrow()
                .get(name)
                .cloned()
                .unwrap_or(Value::None)
        } else if name == n.annotations {
            if let Some(found) = class.attrs.borrow().get(name) {
                return Ok(Some(found.clone()));
            }
            Value::Dict(self.class_annotations(class)?)
        } else if name == n.abstractmethods {
            return Ok(class.attrs.borrow().get(name).cloned());
        } else if name == n.type_params && class.attrs.borrow().get(name).is_none() {
            Value::tuple(Vec::new())
        } else {
            return Ok(None);
        }))
    }

    /// `cls.__annotations__`: the class's own annotations, kept after the first access.
    pub fn class_annotations(&self, class: &Rc<Class>) -> PyResult<Rc<Dict>> {
        let annotations = Dict::new();
        for (name, thunk) in class.annotations() {
            annotations.set_str(&name.text(), thunk.raw(self)?);
        }
        class.set_symbol(names().annotations, Value::Dict(annotations.clone()));
        Ok(annotations)
    }

    fn super_attribute(&self, after: &Rc<Class>, this: &Value, name: Symbol) -> PyResult {
        let (class, instance) = match this {
            Value::Class(class) if class.is_subclass_of(after) => (class.clone(), None),
            other => (self.type_of(other), Some(other)),
        };
        let mro = class.mro();
        let rest = mro
            .iter()
            .skip_while(|candidate| !Rc::ptr_eq(candidate, after))
            .skip(1);
        for candidate in rest {
            let found = candidate.attrs.borrow().get(name).cloned();
            if let Some(found) = found {
                // A metaclass method called through `super()` gets the class as instance.
                return match (instance, this) {
                    (Some(instance), _) => self.bind(&found, Some(instance), &class),
                    (None, _) => self.bind(&found, None, &class),
                };
            }
        }
        if name == names().class {
            return Ok(Value::Class(self.types.super_.clone()));
        }
        if let Some(base) = class.opaque_base() {
            return Ok(crate::opaque::Opaque::new(
                format!("super().{name} (from {})", base.origin),
                base.span,
            ));
        }
        Err(self.missing_attribute(
            format!("'super' object has no attribute '{name}'"),
            name,
            this,
        ))
    }

    fn function_attribute(&self, function: &Rc<Function>, value: &Value, name: Symbol) -> PyResult {
        let n = names();
        if let Some(found) = function.attrs.borrow().get(name) {
            return Ok(found.clone());
        }
        Ok(if name == n.name {
            Value::Str(function.name.borrow().clone())
        } else if name == n.qualname {
            Value::Str(function.qualname.borrow().clone())
        } else if name == n.module {
            function.module.get_symbol(n.name).unwrap_or(Value::None)
        } else if name == n.doc {
            let doc = function.code.content(self)?.doc.clone();
            doc.map_or(Value::None, Value::Str)
        } else if name == n.defaults {
            let defaults: Vec<Value> = function.positional_defaults();
            if defaults.is_empty() {
                Value::None
            } else {
                Value::tuple(defaults)
            }
        } else if name == n.kwdefaults {
            let defaults = function.keyword_defaults();
            if defaults.is_empty() {
                Value::None
            } else {
                Value::Dict(defaults)
            }
        } else if name == n.annotations {
            let annotations = self.function_annotations(function, false)?;
            let value = Value::Dict(annotations);
            function.attrs.borrow_mut().set(name, value.clone());
            value
        } else if name == n.dict {
            crate::builtins::namespace::instance_dict(self, value)
        } else if name == n.code {
            if let Some(known) = function.code.object.get() {
                return Ok(known.clone());
            }
            let made = crate::builtins::functions::code_object(self, function)?;
            function.code.object.get_or_init(|| made).clone()
        } else if &*name.text() == "__globals__" {
            crate::builtins::namespace::module_dict(self, &function.module)
        } else if &*name.text() == "__closure__" {
            Value::None
        } else if name == n.type_params {
            Value::tuple(Vec::new())
        } else {
            return self.plain_attribute(value, name);
        })
    }

    fn native_attribute(
        &self,
        function: &Rc<NativeFunction>,
        value: &Value,
        name: Symbol,
    ) -> PyResult {
        let n = names();
        if let Some(found) = function.attrs.borrow().get(name) {
            return Ok(found.clone());
        }
        Ok(if name == n.name {
            Value::Str(function.name.clone())
        } else if name == n.qualname {
            match &function.owner {
                Some(owner) => Value::from(format!("{owner}.{}", function.name)),
                None => Value::Str(function.name.clone()),
            }
        } else if name == n.module {
            Value::str("builtins")
        } else if name == n.doc {
            Value::None
        } else {
            return self.plain_attribute(value, name);
        })
    }

    fn method_attribute(&self, bound: &Rc<BoundMethod>, value: &Value, name: Symbol) -> PyResult {
        let text = name.text();
        if &*text == "__self__" {
            return Ok(bound.this.clone());
        }
        if name == names().func {
            return Ok(bound.function.clone());
        }
        if name == names().class || name == names().call {
            return self.plain_attribute(value, name);
        }
        self.get_attribute(&bound.function, name)
    }

    fn property_attribute(&self, property: &Rc<Property>, value: &Value, name: Symbol) -> PyResult {
        Ok(match &*name.text() {
            "fget" => property.get.clone(),
            "fset" => property.set.clone(),
            "fdel" => property.delete.clone(),
            "__doc__" => {
                if property.doc.is_none() && !property.get.is_none() {
                    return self.get_attribute(&property.get, names().doc);
                }
                property.doc.clone()
            }
            "__isabstractmethod__" => {
                let marked = self.getattr_opt(&property.get, names().isabstract)?;
                Value::Bool(marked.is_some_and(|flag| flag.as_bool() == Some(true)))
            }
            _ => return self.plain_attribute(value, name),
        })
    }

    /// An attribute of a builtin value, found on its class.
    pub(crate) fn plain_attribute(&self, value: &Value, name: Symbol) -> PyResult {
        let n = names();
        let class = self.type_of(value);
        if name == n.class {
            return Ok(Value::Class(class));
        }
        if let Some(found) = class.lookup(name) {
            return self.bind(&found, Some(value), &class);
        }
        if name == n.doc {
            return Ok(Value::None);
        }
        if let Some(found) = crate::methods::attribute(self, value, name)? {
            return Ok(found);
        }
        Err(self.missing_attribute(
            format!(
                "'{}' object has no attribute '{name}'",
                self.type_name(value)
            ),
            name,
            value,
        ))
    }

    /// `value.name = new`.
    pub fn setattr(&self, value: &Value, name: impl Into<Symbol>, new: Value) -> PyResult<()> {
        self.set_attribute(value, name.into(), new)
    }

    pub(crate) fn set_attribute(&self, value: &Value, name: Symbol, new: Value) -> PyResult<()> {
        match value {
            Value::Object(object) => {
                if let Some(hook) = object.class().lookup_special(names().setattr) {
                    self.call_special(&hook, value, vec![Value::Str(name.text()), new])?;
                    return Ok(());
                }
                self.generic_setattr(value, name, new)
            }
            Value::Class(class) => {
                if let Some(meta) = class.metaclass()
                    && let Some(hook) = meta.lookup_special(names().setattr)
                {
                    self.call_special(&hook, value, vec![Value::Str(name.text()), new])?;
                    return Ok(());
                }
                self.before_change(&class.module())?;
                self.set_class_attribute(class, name, new)
            }
            Value::Module(module) => {
                self.before_change(module.name())?;
                self.generic_setattr(value, name, new)
            }
            _ => self.generic_setattr(value, name, new),
        }
    }

    /// `type.__setattr__`.
    pub(crate) fn set_class_attribute(
        &self,
        class: &Rc<Class>,
        name: Symbol,
        new: Value,
    ) -> PyResult<()> {
        if let Some(meta) = class.metaclass()
            && let Some(found) = meta.lookup_special(name)
            && self.is_data_descriptor(&found)
        {
            return self.set_descriptor(&found, &Value::Class(class.clone()), name, new);
        }
        if class.core.get() {
            return Err(self.type_error(format!(
                "cannot set '{name}' attribute of immutable type '{}'",
                class.name()
            )));
        }
        if let Some(hook) = class.find_hook(|class| class.class_set.borrow().clone())
            && hook(self, class, name, &new)?
        {
            return Ok(());
        }
        let n = names();
        // `logging` itself sets these two.
        if &*class.module() == "logging" && !matches!(&*name.text(), "root" | "manager") {
            self.logging_is_changed.set(true);
        }
        if name == n.name {
            if let Some(text) = new.as_str() {
                class.set_name(text);
            }
            return Ok(());
        }
        if name == n.qualname {
            if let Some(text) = new.to_text() {
                *class.qualname.borrow_mut() = text;
            }
            return Ok(());
        }
        if name == n.module
            && let Some(text) = new.as_str()
        {
            class.set_module(text);
        }
        class.set_symbol(name, new);
        Ok(())
    }

    fn set_descriptor(
        &self,
        found: &Value,
        value: &Value,
        name: Symbol,
        new: Value,
    ) -> PyResult<()> {
        let property = match found {
            Value::Property(property) => property.clone(),
            Value::Object(object) => {
                if let Some(set) = object.class().lookup_special(names().set) {
                    self.call_special(&set, found, vec![value.clone(), new])?;
                    return Ok(());
                }
                match object.own_builtin() {
                    Some(Value::Property(property)) => property.clone(),
                    _ => return Err(self.attribute_error(name.text())),
                }
            }
            _ => return Err(self.attribute_error(name.text())),
        };
        if property.set.is_none() {
            return Err(self.attribute_error(format!(
                "property '{name}' of '{}' object has no setter",
                self.type_name(value)
            )));
        }
        self.call(&property.set, vec![value.clone(), new])?;
        Ok(())
    }

    /// `object.__setattr__(value, name, new)`.
    pub(crate) fn generic_setattr(&self, value: &Value, name: Symbol, new: Value) -> PyResult<()> {
        match value {
            Value::Object(object) => {
                let class = object.class();
                if let Some(found) = class.lookup(name)
                    && self.is_data_descriptor(&found)
                {
                    let skips = matches!(&found, Value::Object(descriptor)
                        if descriptor.class().lookup(names().set).is_none()
                            && !matches!(descriptor.own_builtin(), Some(Value::Property(_))));
                    if !skips {
                        return self.set_descriptor(&found, value, name, new);
                    }
                }
                if name == names().class
                    && let Value::Class(class) = &new
                {
                    object.set_class(class.clone());
                    return Ok(());
                }
                if name == names().dict
                    && !class.slots_only.get()
                    && let Some(dict) = new.as_dict()
                {
                    let mut attrs = AttrMap::default();
                    for (slot, item) in object.attrs.borrow().iter() {
                        if crate::builtins::slots::is_slot(&class, slot) {
                            attrs.set(slot, item.clone());
                        }
                    }
                    for (key, item) in dict.items() {
                        if let Some(key) = key.as_str() {
                            attrs.set(Symbol::new(key), item);
                        }
                    }
                    let old = object.attrs.replace(attrs);
                    drop(old);
                    return Ok(());
                }
                if class.slots_only.get() {
                    return Err(self.missing_attribute(
                        format!(
                            "'{}' object has no attribute '{name}' and no __dict__ for setting new attributes",
                            class.name()
                        ),
                        name,
                        value,
                    ));
                }
                object.set_symbol(name, new);
                Ok(())
            }
            Value::Class(class) => self.set_class_attribute(class, name, new),
            Value::Module(module) => {
                module.set_symbol(name, new);
                Ok(())
            }
            Value::Function(function) => {
                let n = names();
                if name == n.name
                    && let Some(text) = new.to_text()
                {
                    *function.name.borrow_mut() = text;
                } else if name == n.qualname
                    && let Some(text) = new.to_text()
                {
                    *function.qualname.borrow_mut() = text;
                } else {
                    let old = function.attrs.borrow_mut().set(name, new);
                    drop(old);
                }
                Ok(())
            }
            Value::Native(function) => {
                let old = function.attrs.borrow_mut().set(name, new);
                drop(old);
                Ok(())
            }
            Value::Property(_) if name == names().doc => Ok(()),
            // What happens to a value of unknown content is unknown too.
            Value::Opaque(opaque) => self.unknown_effect(opaque, "an assignment"),
            _ => {
                let class = self.type_of(value);
                if class.lookup(name).is_some() {
                    return Err(self.attribute_error(format!(
                        "'{}' object attribute '{name}' is read-only",
                        class.name()
                    )));
                }
                Err(self.missing_attribute(
                    format!("'{}' object has no attribute '{name}' and no __dict__ for setting new attributes", class.name()),
                    name,
                    value,
                ))
            }
        }
    }

    /// `del value.name`.
    pub fn delattr(&self, value: &Value, name: impl Into<Symbol>) -> PyResult<()> {
        let name = name.into();
        if let Some(hook) = self.special(value, names().delattr) {
            self.call_special(&hook, value, vec![Value::Str(name.text())])?;
            return Ok(());
        }
        self.generic_delattr(value, name)
    }

    pub(crate) fn generic_delattr(&self, value: &Value, name: Symbol) -> PyResult<()> {
        if let Value::Object(object) = value
            && let Some(found) = object.class().lookup(name)
        {
            if let Some(method) = self.special(&found, names().delete) {
                self.call_special(&method, &found, vec![value.clone()])?;
                return Ok(());
            }
            if let Value::Property(property) = &found {
                if property.delete.is_none() {
                    return Err(self.attribute_error(format!(
                        "property '{name}' of '{}' object has no deleter",
                        self.type_name(value)
                    )));
                }
                self.call(&property.delete, vec![value.clone()])?;
                return Ok(());
            }
        }
        let removed = match value {
            Value::Object(object) => object.attrs.borrow_mut().remove(name),
            Value::Class(class) => class.attrs.borrow_mut().remove(name),
            Value::Module(module) => module.remove_symbol(name),
            Value::Function(function) => function.attrs.borrow_mut().remove(name),
            Value::Opaque(_) => Some(Value::None),
            _ => None,
        };
        if removed.is_some() {
            Ok(())
        } else {
            let message = match value {
                Value::Class(class) => {
                    format!("type object '{}' has no attribute '{name}'", class.name())
                }
                Value::Module(module) => {
                    format!("module '{}' has no attribute '{name}'", module.name())
                }
                _ => format!(
                    "'{}' object has no attribute '{name}'",
                    self.type_name(value)
                ),
            };
            Err(self.missing_attribute(message, name, value))
        }
    }
}

/// A function bound to its first argument.
pub(crate) fn method(function: Value, this: Value) -> Value {
    Value::Method(Rc::new(BoundMethod { function, this }))
}

//! Calls.

use std::rc::Rc;

use crate::args::Args;
use crate::class::{Class, Keywords, Layout};
use crate::error::PyResult;
use crate::object::Object;
use crate::symbol::{Symbol, names};
use crate::value::Value;
use crate::vm::Vm;

impl Vm {
    /// Calls a value with positional arguments.
    pub fn call(&self, callee: &Value, args: Vec<Value>) -> PyResult {
        self.call_with(callee, Args::new(args))
    }

    /// Calls a value with positional and keyword arguments.
    pub fn call_keywords(&self, callee: &Value, args: Vec<Value>, keywords: Keywords) -> PyResult {
        self.call_with(callee, Args::with_keywords(args, keywords))
    }

    /// Calls a value.
    pub fn call_with(&self, callee: &Value, mut args: Args) -> PyResult {
        match callee {
            Value::Function(function) => self.call_function(function, args),
            Value::Native(function) => {
                if args.span.is_none() {
                    args.span = self.current_span();
                }
                function.call(self, &mut args)
            }
            Value::Method(bound) => {
                args.positional.insert(0, bound.this.clone());
                self.call_with(&bound.function, args)
            }
            Value::Class(class) => self.call_class(class, args),
            Value::StaticMethod(inner) => self.call_with(inner, args),
            Value::Object(object) => match object.class().lookup(names().call) {
                Some(method) => {
                    let class = object.class();
                    match &method {
                        Value::Function(_) => {
                            args.positional.insert(0, callee.clone());
                            self.call_with(&method, args)
                        }
                        Value::Native(native) if native.binds => {
                            args.positional.insert(0, callee.clone());
                            self.call_with(&method, args)
                        }
                        _ => {
                            let bound = self.bind(&method, Some(callee), &class)?;
                            self.call_with(&bound, args)
                        }
                    }
                }
                None => match object.own_builtin() {
                    Some(inner @ Value::StaticMethod(_)) => self.call_with(inner, args),
                    _ if object.class().has_opaque_base() => {
                        self.getattr(callee, "call_of_unknown")
                    }
                    _ => Err(self.type_error(format!(
                        "'{}' object is not callable",
                        object.class().name()
                    ))),
                },
            },
            Value::Opaque(opaque) => self.call_unknown(callee, opaque, args),
            Value::Alias(alias) => {
                if alias.kind == crate::alias::AliasKind::Subscript {
                    return self.call_with(&alias.origin, args);
                }
                Err(self.type_error(format!("Cannot instantiate {}", self.repr(callee)?)))
            }
            _ => Err(self.type_error(format!(
                "'{}' object is not callable",
                self.type_name(callee)
            ))),
        }
    }

    /// True if a value can be called.
    pub fn is_callable(&self, value: &Value) -> bool {
        match value {
            Value::Function(_)
            | Value::Native(_)
            | Value::Method(_)
            | Value::Class(_)
            | Value::StaticMethod(_)
            | Value::Alias(_)
            | Value::Opaque(_) => true,
            Value::Object(object) => object.class().lookup(names().call).is_some(),
            _ => false,
        }
    }

    /// Calls a method of a value.
    pub fn call_method(&self, value: &Value, name: &str, args: Vec<Value>) -> PyResult {
        self.call_method_with(value, Symbol::new(name), Args::new(args))
    }

    /// Calls a method without making a bound method where that is possible.
    pub(crate) fn call_method_with(&self, value: &Value, name: Symbol, mut args: Args) -> PyResult {
        if let Some(function) = self.direct_method(value, name) {
            args.positional.insert(0, value.clone());
            return self.call_with(&function, args);
        }
        let method = self.get_attribute(value, name)?;
        self.call_with(&method, args)
    }

    /// The function behind `value.name(...)` when it simply takes the value as first argument.
    pub(crate) fn direct_method(&self, value: &Value, name: Symbol) -> Option<Value> {
        let class = match value {
            Value::Object(object) => {
                let class = object.class();
                if object.attrs.borrow().contains(name)
                    || class.lookup_special(names().getattribute).is_some()
                {
                    return None;
                }
                class
            }
            Value::Str(_) => self.types.str_.clone(),
            Value::List(_) => self.types.list.clone(),
            Value::Dict(_) => self.types.dict.clone(),
            Value::Set(_) => self.types.set.clone(),
            Value::Tuple(_) => self.types.tuple.clone(),
            _ => return None,
        };
        let found = class.lookup(name)?;
        match &found {
            Value::Function(_) => Some(found),
            Value::Native(function) if function.binds => Some(found),
            _ => None,
        }
    }

    /// Calls a class: `metaclass.__call__`, then `__new__` and `__init__`.
    fn call_class(&self, class: &Rc<Class>, args: Args) -> PyResult {
        if let Some(metaclass) = class.metaclass()
            && let Some(method) = metaclass.lookup_special(names().call)
        {
            let mut args = args;
            args.positional.insert(0, Value::Class(class.clone()));
            let bound = match &method {
                Value::Function(_) | Value::Native(_) => method,
                _ => return Err(self.unsupported("a metaclass whose __call__ is no function")),
            };
            return self.call_with(&bound, args);
        }
        if class.is_enum.get() && !class.core.get() {
            return crate::stdlib::enum_::call_enum(self, class, args);
        }
        self.type_call(class, args)
    }

    /// `type.__call__(class, ...)`.
    pub(crate) fn type_call(&self, class: &Rc<Class>, mut args: Args) -> PyResult {
        if Rc::ptr_eq(class, &self.types.type_)
            && args.positional.len() == 1
            && args.keywords.is_empty()
        {
            return Ok(Value::Class(self.type_of(&args.arg(0))));
        }
        let n = names();
        let new = class.lookup_with_owner(n.new);
        let plain = match &new {
            Some((owner, _)) => Rc::ptr_eq(owner, &self.types.object),
            None => true,
        };
        if plain {
            let object = self.allocate(class)?;
            let value = Value::Object(object);
            match class.lookup_special(n.init) {
                Some(init) => {
                    args.positional.insert(0, value.clone());
                    self.run_init(class, &init, &value, args)?;
                }
                None if class.has_opaque_base() => {}
                None if !args.is_empty() => {
                    return Err(self.type_error(format!("{}() takes no arguments", class.name())));
                }
                None => {}
            }
            return Ok(value);
        }
        let Some((_, new)) = new else {
            return Err(self.type_error(format!("cannot create '{}' instances", class.name())));
        };
        let mut new_args = Args {
            positional: Vec::with_capacity(args.positional.len() + 1),
            keywords: args.keywords.clone(),
            span: args.span,
        };
        new_args.positional.push(Value::Class(class.clone()));
        new_args.positional.extend(args.positional.iter().cloned());
        let callee = match &new {
            Value::StaticMethod(inner) => (**inner).clone(),
            other => other.clone(),
        };
        let value = self.call_with(&callee, new_args)?;
        let actual = self.type_of(&value);
        if class.core.get() && Rc::ptr_eq(&actual, class) && !Rc::ptr_eq(class, &self.types.type_) {
            return Ok(value);
        }
        if !actual.is_subclass_of(class) {
            return Ok(value);
        }
        let init = if class.layout.get() == Layout::Builtin {
            actual.lookup(n.init)
        } else {
            actual.lookup_special(n.init)
        };
        if let Some(init) = init {
            args.positional.insert(0, value.clone());
            self.run_init(&actual, &init, &value, args)?;
        }
        Ok(value)
    }

    fn run_init(
        &self,
        class: &Rc<Class>,
        init: &Value,
        value: &Value,
        mut args: Args,
    ) -> PyResult<()> {
        let result = match init {
            Value::Function(_) => self.call_with(init, args)?,
            Value::Native(native) if native.binds => self.call_with(init, args)?,
            other => {
                args.positional.remove(0);
                let bound = self.bind(other, Some(value), class)?;
                self.call_with(&bound, args)?
            }
        };
        match result {
            Value::None | Value::Opaque(_) => Ok(()),
            other => Err(self.type_error(format!(
                "__init__() should return None, not '{}'",
                self.type_name(&other)
            ))),
        }
    }

    /// A fresh instance, after the check for abstract methods.
    pub(crate) fn allocate(&self, class: &Rc<Class>) -> PyResult<Rc<Object>> {
        if let Some(Value::FrozenSet(missing)) = class.lookup(names().abstractmethods)
            && !missing.is_empty()
        {
            let mut list: Vec<String> = missing
                .to_vec()
                .iter()
                .filter_map(|name| name.as_str().map(|name| format!("'{name}'")))
                .collect();
            list.sort();
            return Err(self.type_error(format!(
                "Can't instantiate abstract class {} without an implementation for abstract method{} {}",
                class.name(),
                if list.len() == 1 { "" } else { "s" },
                list.join(", ")
            )));
        }
        Ok(Object::new(class))
    }

    /// An instance of a class made by calling it.
    pub fn instantiate(&self, class: &Rc<Class>, args: Args) -> PyResult<Rc<Object>> {
        match self.call_class(class, args)? {
            Value::Object(object) => Ok(object),
            other => Err(self.type_error(format!(
                "{} gave a {}, not an instance",
                class.name(),
                self.type_name(&other)
            ))),
        }
    }

    /// `isinstance(value, class)`, hooks included; `class` may be a tuple or union.
    pub fn isinstance(&self, value: &Value, class: &Value) -> PyResult<bool> {
        match class {
            Value::Class(class) => {
                if self.type_of(value).is_subclass_of(class) {
                    return Ok(true);
                }
                if let Some(metaclass) = class.metaclass()
                    && let Some(hook) = metaclass.lookup_special(names().instancecheck)
                {
                    let this = Value::Class(class.clone());
                    let result = self.call_special(&hook, &this, vec![value.clone()])?;
                    return self.truth(&result);
                }
                if let Value::Opaque(opaque) = value {
                    return Err(self.opaque_error(opaque, "a test of the type"));
                }
                if self.type_of(value).has_opaque_base() {
                    return Ok(false);
                }
                crate::stdlib::abc::virtual_instance(self, value, class)
            }
            Value::Tuple(classes) => {
                for class in classes.iter() {
                    if self.isinstance(value, class)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Value::Alias(alias) if alias.kind == crate::alias::AliasKind::Union => {
                for class in &alias.args {
                    if self.isinstance(value, class)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Value::None => Ok(value.is_none()),
            Value::Alias(alias) if !alias.args.is_empty() => {
                Err(self.type_error(if alias.name.is_some() {
                    "Subscripted generics cannot be used with class and instance checks"
                } else {
                    "isinstance() argument 2 cannot be a parameterized generic"
                }))
            }
            Value::Alias(alias) if alias.name.is_some() => self.isinstance(value, &alias.origin),
            Value::Opaque(opaque) => {
                let forced = self.force(class)?;
                if forced.is_opaque() {
                    // A value that was made here cannot be an instance of a class that is not there,
                    // unless it has an unknown base.
                    return match value {
                        Value::Opaque(_) => Err(self.opaque_error(opaque, "a test of the type")),
                        Value::Object(object) if object.class().has_opaque_base() => {
                            Err(self.opaque_error(opaque, "a test of the type"))
                        }
                        _ => Ok(false),
                    };
                }
                self.isinstance(value, &forced)
            }
            Value::Object(_) => {
                if let Some(hook) = self.special(class, names().instancecheck) {
                    let result = self.call_special(&hook, class, vec![value.clone()])?;
                    return self.truth(&result);
                }
                Err(self
                    .type_error("isinstance() arg 2 must be a type, a tuple of types, or a union"))
            }
            _ => {
                Err(self
                    .type_error("isinstance() arg 2 must be a type, a tuple of types, or a union"))
            }
        }
    }

    /// `issubclass(class, other)`; `other` may be a tuple or union.
    pub fn issubclass(&self, class: &Value, other: &Value) -> PyResult<bool> {
        match other {
            Value::Tuple(classes) => {
                for one in classes.iter() {
                    if self.issubclass(class, one)? {
                        return Ok(true);
                    }
                }
                return Ok(false);
            }
            Value::Alias(alias) if alias.kind == crate::alias::AliasKind::Union => {
                for one in &alias.args {
                    if self.issubclass(class, one)? {
                        return Ok(true);
                    }
                }
                return Ok(false);
            }
            Value::Alias(alias) if alias.name.is_some() => {
                return self.issubclass(class, &alias.origin);
            }
            Value::Class(_) => {}
            Value::Opaque(opaque) => {
                let forced = self.force(other)?;
                if forced.is_opaque() {
                    return match class {
                        Value::Class(class) if !class.has_opaque_base() => Ok(false),
                        _ => Err(self.opaque_error(opaque, "a test of the type")),
                    };
                }
                return self.issubclass(class, &forced);
            }
            _ => {
                return Err(self.type_error(
                    "issubclass() arg 2 must be a class, a tuple of classes, or a union",
                ));
            }
        }
        match (class, other) {
            (Value::Class(class), Value::Class(base)) => {
                if class.is_subclass_of(base) {
                    return Ok(true);
                }
                if let Some(metaclass) = base.metaclass()
                    && let Some(hook) = metaclass.lookup_special(names().subclasscheck)
                {
                    let result =
                        self.call_special(&hook, other, vec![Value::Class(class.clone())])?;
                    return self.truth(&result);
                }
                crate::stdlib::abc::virtual_subclass(self, class, base)
            }
            (Value::Opaque(opaque), _) => Err(self.opaque_error(opaque, "a test of the type")),
            _ => Err(self.type_error("issubclass() arg 1 must be a class")),
        }
    }

    /// Runs an awaitable to its end (`await value`).
    pub fn await_value(&self, value: &Value) -> PyResult {
        match value {
            Value::Coroutine(coroutine) => coroutine.run(self),
            Value::Opaque(opaque) => Ok(opaque.derive(" (awaited)")),
            Value::Generator(generator) if !generator.is_async => {
                while generator.next()?.is_some() {}
                Ok(generator.result())
            }
            _ => match self.special(value, names().await_) {
                Some(method) => {
                    let iterator = self.call_special(&method, value, Vec::new())?;
                    if let Value::Coroutine(coroutine) = &iterator {
                        return coroutine.run(self);
                    }
                    if let Value::Generator(generator) = &iterator {
                        while generator.next()?.is_some() {}
                        return Ok(generator.result());
                    }
                    loop {
                        match self.call_method(&iterator, "__next__", Vec::new()) {
                            Ok(_) => {}
                            Err(unwind) if unwind.is_exception("StopIteration") => {
                                return match unwind.exception() {
                                    Some(error) => {
                                        Ok(self.getattr_opt(error, "value")?.unwrap_or(Value::None))
                                    }
                                    None => Ok(Value::None),
                                };
                            }
                            Err(unwind) => return Err(unwind),
                        }
                    }
                }
                None => Err(self.type_error(format!(
                    "object {} can't be used in 'await' expression",
                    self.type_name(value)
                ))),
            },
        }
    }
}

//! `repr()` and `str()`.

use std::fmt::Write;
use std::rc::Rc;

use crate::alias::{AliasKind, GenericAlias};
use crate::class::{Class, Layout};
use crate::error::PyResult;
use crate::object::Object;
use crate::operators::bytes_of;
use crate::symbol::names;
use crate::value::{Value, ViewKind};
use crate::vm::Vm;

impl Vm {
    /// `str(value)`.
    pub fn str(&self, value: &Value) -> PyResult<Rc<str>> {
        match value {
            Value::Str(text) => return Ok(text.clone()),
            Value::Object(object) => {
                let class = object.class();
                if let Some(method) = class.lookup_special(names().str_) {
                    return self.text_result(&method, value, "__str__");
                }
                if class.layout.get() == Layout::Exception {
                    return self.exception_text(object);
                }
                if let Some(builtin @ Value::Str(_)) = object.own_builtin() {
                    // `str` itself has `__str__`, which goes before an inherited `__repr__`.
                    return self.str(builtin);
                }
                return self.repr(value);
            }
            Value::Class(class) => {
                if let Some(method) = class
                    .metaclass()
                    .and_then(|meta| meta.lookup_special(names().str_))
                {
                    return self.text_result(&method, value, "__str__");
                }
            }
            Value::Opaque(opaque) => {
                let forced = self.force(value)?;
                if forced.is_opaque() {
                    return Err(self.opaque_error(opaque, "a text"));
                }
                return self.str(&forced);
            }
            _ => {}
        }
        self.repr(value)
    }

    fn text_result(&self, method: &Value, value: &Value, what: &str) -> PyResult<Rc<str>> {
        let result = self.call_special(method, value, Vec::new())?;
        if let Value::Opaque(opaque) = &result {
            return Err(self.opaque_error(opaque, "a text"));
        }
        result.to_text().ok_or_else(|| {
            self.type_error(format!(
                "{what} returned non-string (type {})",
                self.type_name(&result)
            ))
        })
    }

    fn exception_text(&self, object: &Rc<Object>) -> PyResult<Rc<str>> {
        let args = object.get_symbol(names().args);
        let args = args.as_ref().and_then(Value::as_tuple).cloned();
        let items = args.as_deref().unwrap_or(&[]);
        if object
            .class()
            .mro()
            .iter()
            .any(|class| class.name_is("KeyError"))
            && let [key] = items
        {
            return self.repr(key);
        }
        if let (Some(errno), Some(text)) = (object.get("errno"), object.get("strerror"))
            && !errno.is_none()
        {
            let filename = object.get("filename").filter(|name| !name.is_none());
            let (errno, text) = (self.str(&errno)?, self.str(&text)?);
            return Ok(Rc::from(match filename {
                Some(name) => format!("[Errno {errno}] {text}: {}", self.repr(&name)?),
                None => format!("[Errno {errno}] {text}"),
            }));
        }
        if object
            .class()
            .mro()
            .iter()
            .any(|class| class.name_is("BaseExceptionGroup"))
            && let (Some(message), Some(list)) = (object.get("message"), object.get("exceptions"))
        {
            let n = list.as_sequence().map_or(0, |list| list.len());
            return Ok(Rc::from(format!(
                "{} ({n} sub-exception{})",
                self.str(&message)?,
                if n == 1 { "" } else { "s" }
            )));
        }
        match items {
            [] => Ok(Rc::from("")),
            [one] => self.str(one),
            many => self.repr(&Value::tuple(many.to_vec())),
        }
    }

    /// `repr(value)`.
    pub fn repr(&self, value: &Value) -> PyResult<Rc<str>> {
        let mut out = String::new();
        self.write_repr(value, &mut out)?;
        Ok(Rc::from(out))
    }

    fn write_repr(&self, value: &Value, out: &mut String) -> PyResult<()> {
        match value {
            Value::None => out.push_str("None"),
            Value::NotImplemented => out.push_str("NotImplemented"),
            Value::Ellipsis => out.push_str("Ellipsis"),
            Value::Bool(flag) => out.push_str(if *flag { "True" } else { "False" }),
            Value::Int(number) => drop(write!(out, "{number}")),
            Value::BigInt(number) => drop(write!(out, "{number}")),
            Value::Float(number) => out.push_str(&float_repr(*number)),
            Value::Str(text) => write_text_repr(text, out),
            Value::Bytes(bytes) => write_bytes_repr(bytes, out),
            Value::ByteArray(bytes) => {
                out.push_str("bytearray(");
                write_bytes_repr(&bytes.borrow(), out);
                out.push(')');
            }
            Value::Tuple(items) => self.guarded(value, out, "(...)", |vm, out| {
                out.push('(');
                vm.write_items(items, out)?;
                if items.len() == 1 {
                    out.push(',');
                }
                out.push(')');
                Ok(())
            })?,
            Value::List(list) => self.guarded(value, out, "[...]", |vm, out| {
                out.push('[');
                vm.write_items(&list.to_vec(), out)?;
                out.push(']');
                Ok(())
            })?,
            Value::Dict(dict) => self.guarded(value, out, "{...}", |vm, out| {
                out.push('{');
                vm.write_pairs(&dict.items(), out)?;
                out.push('}');
                Ok(())
            })?,
            Value::Set(set) | Value::FrozenSet(set) => {
                let frozen = matches!(value, Value::FrozenSet(_));
                if set.is_empty() {
                    out.push_str(if frozen { "frozenset()" } else { "set()" });
                    return Ok(());
                }
                if frozen {
                    out.push_str("frozenset(");
                }
                out.push('{');
                self.write_items(&set.to_vec(), out)?;
                out.push('}');
                if frozen {
                    out.push(')');
                }
            }
            Value::Range(range) => {
                if range.step == 1 {
                    let _ = write!(out, "range({}, {})", range.start, range.stop);
                } else {
                    let _ = write!(
                        out,
                        "range({}, {}, {})",
                        range.start, range.stop, range.step
                    );
                }
            }
            Value::Slice(slice) => {
                out.push_str("slice(");
                self.write_items(
                    &[slice.start.clone(), slice.stop.clone(), slice.step.clone()],
                    out,
                )?;
                out.push(')');
            }
            Value::Function(function) => {
                let _ = write!(
                    out,
                    "<function {} at {}>",
                    function.qualname.borrow(),
                    address(value)
                );
            }
            Value::Native(function) => match &function.owner {
                Some(owner) if function.binds => {
                    let _ = write!(out, "<method '{}' of '{owner}' objects>", function.name);
                }
                _ => {
                    let _ = write!(out, "<built-in function {}>", function.name);
                }
            },
            Value::Method(method) => match &method.function {
                Value::Native(function) => {
                    let _ = write!(
                        out,
                        "<built-in method {} of {} object at {}>",
                        function.name,
                        self.type_name(&method.this),
                        address(&method.this)
                    );
                }
                function => {
                    let name = self.getattr_opt(function, names().qualname)?;
                    let name = name
                        .and_then(|name| name.to_text())
                        .unwrap_or_else(|| Rc::from("?"));
                    let _ = write!(out, "<bound method {name} of ");
                    self.write_repr(&method.this, out)?;
                    out.push('>');
                }
            },
            Value::Property(_) => drop(write!(out, "<property object at {}>", address(value))),
            Value::ClassMethod(inner) => {
                out.push_str("<classmethod(");
                self.write_repr(inner, out)?;
                out.push_str(")>");
            }
            Value::StaticMethod(inner) => {
                out.push_str("<staticmethod(");
                self.write_repr(inner, out)?;
                out.push_str(")>");
            }
            Value::Super(parts) => {
                let _ = write!(
                    out,
                    "<super: <class '{}'>, <{} object>>",
                    parts.0.name(),
                    self.type_name(&parts.1)
                );
            }
            Value::Class(class) => self.write_class(class, value, out)?,
            Value::Object(object) => self.write_object(object, value, out)?,
            Value::Module(module) => {
                let path = module.path.borrow();
                match &*path {
                    Some(path) => drop(write!(
                        out,
                        "<module '{}' from '{}'>",
                        module.name(),
                        path.display()
                    )),
                    None => drop(write!(out, "<module '{}' (built-in)>", module.name())),
                }
            }
            Value::Iterator(iterator) => drop(write!(
                out,
                "<{} object at {}>",
                iterator.name,
                address(value)
            )),
            Value::Generator(generator) => {
                let kind = if generator.is_async {
                    "async_generator"
                } else {
                    "generator"
                };
                let _ = write!(
                    out,
                    "<{kind} object {} at {}>",
                    generator.name,
                    address(value)
                );
            }
            Value::Coroutine(coroutine) => {
                let _ = write!(
                    out,
                    "<coroutine object {} at {}>",
                    coroutine.name,
                    address(value)
                );
            }
            Value::DictView(view) => {
                let (name, items) = match view.kind {
                    ViewKind::Keys => ("dict_keys", view.dict.keys()),
                    ViewKind::Values => ("dict_values", view.dict.values()),
                    ViewKind::Items => (
                        "dict_items",
                        view.dict
                            .items()
                            .into_iter()
                            .map(|(key, value)| Value::tuple(vec![key, value]))
                            .collect(),
                    ),
                };
                let _ = write!(out, "{name}([");
                self.write_items(&items, out)?;
                out.push_str("])");
            }
            Value::Alias(alias) => self.write_alias(alias, out)?,
            Value::Opaque(opaque) => {
                let forced = self.force(value)?;
                if forced.is_opaque() {
                    return Err(self.opaque_error(opaque, "a text"));
                }
                self.write_repr(&forced, out)?;
            }
        }
        Ok(())
    }

    fn write_class(&self, class: &Rc<Class>, value: &Value, out: &mut String) -> PyResult<()> {
        if let Some(method) = class
            .metaclass()
            .and_then(|meta| meta.lookup_special(names().repr))
        {
            out.push_str(&self.text_result(&method, value, "__repr__")?);
            return Ok(());
        }
        if class.is_enum.get() && !class.core.get() {
            let kind = if class.mro().iter().any(|class| class.name_is("Flag")) {
                "flag"
            } else {
                "enum"
            };
            let _ = write!(out, "<{kind} '{}'>", class.qualname());
            return Ok(());
        }
        if class.name_is("Any") && &*class.module() == "typing" {
            out.push_str("typing.Any");
            return Ok(());
        }
        let _ = write!(out, "<class '{}'>", class.full_name());
        Ok(())
    }

    fn write_object(&self, object: &Rc<Object>, value: &Value, out: &mut String) -> PyResult<()> {
        let class = object.class();
        if let Some(method) = class.lookup_special(names().repr) {
            self.check_recursion()?;
            out.push_str(&self.text_result(&method, value, "__repr__")?);
            return Ok(());
        }
        if class.layout.get() == Layout::Exception {
            let args = object.get_symbol(names().args);
            let args = args.as_ref().and_then(Value::as_tuple).cloned();
            let _ = write!(out, "{}(", class.name());
            self.write_items(args.as_deref().unwrap_or(&[]), out)?;
            out.push(')');
            return Ok(());
        }
        if let Some(builtin) = object.own_builtin() {
            if matches!(builtin, Value::Set(_) | Value::FrozenSet(_)) {
                let _ = write!(out, "{}(", class.name());
                let mut inner = String::new();
                self.write_repr(builtin, &mut inner)?;
                let inner = inner.trim_start_matches("frozenset(").trim_end_matches(')');
                out.push_str(if inner.starts_with('{') { inner } else { "" });
                out.push(')');
                return Ok(());
            }
            return self.write_repr(builtin, out);
        }
        if let Some(base) = class.opaque_base() {
            return Err(self.opaque_error(&base, "a text"));
        }
        let _ = write!(
            out,
            "<{}.{} object at {}>",
            class.module(),
            class.qualname(),
            address(value)
        );
        Ok(())
    }

    fn write_items(&self, items: &[Value], out: &mut String) -> PyResult<()> {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                out.push_str(", ");
            }
            self.write_repr(item, out)?;
        }
        Ok(())
    }

    fn write_pairs(&self, pairs: &[(Value, Value)], out: &mut String) -> PyResult<()> {
        for (index, (key, value)) in pairs.iter().enumerate() {
            if index > 0 {
                out.push_str(", ");
            }
            self.write_repr(key, out)?;
            out.push_str(": ");
            self.write_repr(value, out)?;
        }
        Ok(())
    }

    fn guarded(
        &self,
        value: &Value,
        out: &mut String,
        again: &str,
        write: impl FnOnce(&Self, &mut String) -> PyResult<()>,
    ) -> PyResult<()> {
        let id = value.address().unwrap_or(0);
        if self.repr_guard.borrow().contains(&id) {
            out.push_str(again);
            return Ok(());
        }
        self.check_recursion()?;
        self.repr_guard.borrow_mut().push(id);
        let result = write(self, out);
        self.repr_guard.borrow_mut().pop();
        result
    }

    fn write_alias(&self, alias: &GenericAlias, out: &mut String) -> PyResult<()> {
        if alias.kind == AliasKind::Union {
            let none = &self.types.none_type;
            let is_none =
                |value: &Value| matches!(value, Value::Class(class) if Rc::ptr_eq(class, none));
            if alias.name.is_some() {
                if alias.args.len() == 2 && alias.args.iter().any(is_none) {
                    out.push_str("typing.Optional[");
                    for arg in alias.args.iter().filter(|arg| !is_none(arg)) {
                        self.write_type(arg, out)?;
                    }
                } else {
                    out.push_str("typing.Union[");
                    self.write_types(&alias.args, out)?;
                }
                out.push(']');
                return Ok(());
            }
            for (index, arg) in alias.args.iter().enumerate() {
                if index > 0 {
                    out.push_str(" | ");
                }
                if is_none(arg) {
                    out.push_str("None");
                } else {
                    self.write_type(arg, out)?;
                }
            }
            return Ok(());
        }
        match alias.name {
            Some(name) => drop(write!(out, "typing.{name}")),
            None => self.write_type(&alias.origin, out)?,
        }
        if alias.args.is_empty() && alias.kind == AliasKind::Subscript && alias.name.is_some() {
            return Ok(());
        }
        out.push('[');
        match alias.kind {
            AliasKind::Literal => self.write_items(&alias.args, out)?,
            AliasKind::Annotated => {
                for (index, arg) in alias.args.iter().enumerate() {
                    if index > 0 {
                        out.push_str(", ");
                        self.write_repr(arg, out)?;
                    } else {
                        self.write_type(arg, out)?;
                    }
                }
            }
            AliasKind::Subscript | AliasKind::Union | AliasKind::TypeAlias => {
                if alias.args.is_empty() {
                    out.push_str("()");
                }
                self.write_types(&alias.args, out)?;
            }
        }
        out.push(']');
        Ok(())
    }

    fn write_types(&self, types: &[Value], out: &mut String) -> PyResult<()> {
        for (index, one) in types.iter().enumerate() {
            if index > 0 {
                out.push_str(", ");
            }
            self.write_type(one, out)?;
        }
        Ok(())
    }

    fn write_type(&self, value: &Value, out: &mut String) -> PyResult<()> {
        match value {
            Value::Class(class) if Rc::ptr_eq(class, &self.types.none_type) => {
                out.push_str("NoneType");
            }
            Value::Class(class) => out.push_str(&class.full_name()),
            Value::Ellipsis => out.push_str("..."),
            Value::List(list) => {
                out.push('[');
                self.write_types(&list.to_vec(), out)?;
                out.push(']');
            }
            Value::Opaque(opaque) => out.push_str(&opaque.origin),
            other => self.write_repr(other, out)?,
        }
        Ok(())
    }
}

/// `0x7f...` for messages.
pub(crate) fn address(value: &Value) -> String {
    format!("0x{:012x}", value.address().unwrap_or(0))
}

/// Python's `repr` of a float.
pub(crate) fn float_repr(number: f64) -> String {
    if number.is_nan() {
        return "nan".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    if number == 0.0 {
        return if number.is_sign_negative() {
            "-0.0"
        } else {
            "0.0"
        }
        .to_owned();
    }
    let scientific = format!("{number:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        let fixed = format!("{number}");
        return if fixed.contains('.') {
            fixed
        } else {
            format!("{fixed}.0")
        };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

fn write_text_repr(text: &str, out: &mut String) {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    out.push(quote);
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if character == quote => {
                out.push('\\');
                out.push(character);
            }
            _ if crate::unicode::is_printable(character) => out.push(character),
            _ => write_escape(character, out),
        }
    }
    out.push(quote);
}

fn write_escape(character: char, out: &mut String) {
    let code = u32::from(character);
    let _ = if code <= 0xff {
        write!(out, "\\x{code:02x}")
    } else if code <= 0xffff {
        write!(out, "\\u{code:04x}")
    } else {
        write!(out, "\\U{code:08x}")
    };
}

fn write_bytes_repr(bytes: &[u8], out: &mut String) {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') {
        '"'
    } else {
        '\''
    };
    out.push('b');
    out.push(quote);
    for byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            _ if char::from(*byte) == quote => {
                out.push('\\');
                out.push(quote);
            }
            0x20..=0x7e => out.push(char::from(*byte)),
            _ => drop(write!(out, "\\x{byte:02x}")),
        }
    }
    out.push(quote);
}

/// `ascii()`: escapes what is not ASCII in a `repr`.
pub(crate) fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() {
            out.push(character);
        } else {
            write_escape(character, &mut out);
        }
    }
    out
}

/// The bytes of a bytes-like argument.
pub(crate) fn bytes_arg(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    if let Value::Opaque(opaque) = value {
        return Err(vm.opaque_error(opaque, "bytes"));
    }
    bytes_of(value).ok_or_else(|| {
        vm.type_error(format!(
            "a bytes-like object is required, not '{}'",
            vm.type_name(value)
        ))
    })
}

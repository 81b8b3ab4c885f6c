//! The exception hierarchy.

use std::rc::Rc;

use crate::error::PyResult;
use crate::function::NativeFunction;
use crate::object::Object;
use crate::symbol::names;
use crate::value::Value;
use crate::vm::Vm;

/// Every builtin exception with its base, in the order of definition.
const HIERARCHY: &[(&str, &str)] = &[
    ("SystemExit", "BaseException"),
    ("KeyboardInterrupt", "BaseException"),
    ("GeneratorExit", "BaseException"),
    ("BaseExceptionGroup", "BaseException"),
    ("StopIteration", "Exception"),
    ("StopAsyncIteration", "Exception"),
    ("ArithmeticError", "Exception"),
    ("FloatingPointError", "ArithmeticError"),
    ("OverflowError", "ArithmeticError"),
    ("ZeroDivisionError", "ArithmeticError"),
    ("AssertionError", "Exception"),
    ("AttributeError", "Exception"),
    ("BufferError", "Exception"),
    ("EOFError", "Exception"),
    ("ImportError", "Exception"),
    ("ModuleNotFoundError", "ImportError"),
    ("LookupError", "Exception"),
    ("IndexError", "LookupError"),
    ("KeyError", "LookupError"),
    ("MemoryError", "Exception"),
    ("NameError", "Exception"),
    ("UnboundLocalError", "NameError"),
    ("OSError", "Exception"),
    ("BlockingIOError", "OSError"),
    ("ChildProcessError", "OSError"),
    ("ConnectionError", "OSError"),
    ("BrokenPipeError", "ConnectionError"),
    ("ConnectionAbortedError", "ConnectionError"),
    ("ConnectionRefusedError", "ConnectionError"),
    ("ConnectionResetError", "ConnectionError"),
    ("FileExistsError", "OSError"),
    ("FileNotFoundError", "OSError"),
    ("InterruptedError", "OSError"),
    ("IsADirectoryError", "OSError"),
    ("NotADirectoryError", "OSError"),
    ("PermissionError", "OSError"),
    ("ProcessLookupError", "OSError"),
    ("TimeoutError", "OSError"),
    ("ReferenceError", "Exception"),
    ("RuntimeError", "Exception"),
    ("NotImplementedError", "RuntimeError"),
    ("RecursionError", "RuntimeError"),
    ("PythonFinalizationError", "RuntimeError"),
    ("SyntaxError", "Exception"),
    ("IndentationError", "SyntaxError"),
    ("TabError", "IndentationError"),
    ("SystemError", "Exception"),
    ("TypeError", "Exception"),
    ("ValueError", "Exception"),
    ("UnicodeError", "ValueError"),
    ("UnicodeDecodeError", "UnicodeError"),
    ("UnicodeEncodeError", "UnicodeError"),
    ("UnicodeTranslateError", "UnicodeError"),
    ("Warning", "Exception"),
    ("BytesWarning", "Warning"),
    ("DeprecationWarning", "Warning"),
    ("EncodingWarning", "Warning"),
    ("FutureWarning", "Warning"),
    ("ImportWarning", "Warning"),
    ("PendingDeprecationWarning", "Warning"),
    ("ResourceWarning", "Warning"),
    ("RuntimeWarning", "Warning"),
    ("SyntaxWarning", "Warning"),
    ("UnicodeWarning", "Warning"),
    ("UserWarning", "Warning"),
];

pub(crate) fn install(vm: &Vm) {
    {
        let mut exceptions = vm.exceptions.borrow_mut();
        exceptions.insert(Rc::from("BaseException"), vm.types.base_exception.clone());
        exceptions.insert(Rc::from("Exception"), vm.types.exception.clone());
    }
    for (name, base) in HIERARCHY {
        let class = vm.define_exception("builtins", name, &[base]);
        class.core.set(true);
        vm.builtins.set(name, Value::Class(class));
    }
    let group = vm.exception_class("BaseExceptionGroup");
    let group = vm.define_exception_from(
        "builtins",
        "ExceptionGroup",
        vec![group, vm.types.exception.clone()],
    );
    vm.builtins.set("ExceptionGroup", Value::Class(group));
    for alias in ["EnvironmentError", "IOError"] {
        vm.builtins
            .set(alias, Value::Class(vm.exception_class("OSError")));
    }
    install_groups(vm);
}

fn install_groups(vm: &Vm) {
    let base = vm.exception_class("BaseExceptionGroup");
    let new = NativeFunction::new("__new__", |vm, args| {
        let Value::Class(class) = args.this() else {
            return Err(vm.type_error("BaseExceptionGroup.__new__ needs a class"));
        };
        let object = Object::new(&class);
        object.set_symbol(names().args, Value::tuple(vec![args.arg(1), args.arg(2)]));
        object.set("message", args.arg(1));
        let items = vm.collect(&args.arg(2))?;
        if items.is_empty() {
            return Err(vm.value_error("second argument (exceptions) must be a non-empty sequence"));
        }
        object.set("exceptions", Value::tuple(items));
        Ok(Value::Object(object))
    });
    base.set("__new__", Value::StaticMethod(Rc::new(new)));
    base.set(
        "split",
        NativeFunction::method_closure("BaseExceptionGroup", "split", move |vm, args| {
            let (yes, no) = vm.split_group(&args.this(), &args.arg(1))?;
            Ok(Value::tuple(vec![
                yes.unwrap_or(Value::None),
                no.unwrap_or(Value::None),
            ]))
        }),
    );
    base.set(
        "subgroup",
        NativeFunction::method_closure("BaseExceptionGroup", "subgroup", move |vm, args| {
            let (yes, _) = vm.split_group(&args.this(), &args.arg(1))?;
            Ok(yes.unwrap_or(Value::None))
        }),
    );
    base.set(
        "derive",
        NativeFunction::method_closure("BaseExceptionGroup", "derive", |vm, args| {
            let message = vm.getattr(&args.this(), "message")?;
            let class = Value::Class(vm.type_of(&args.this()));
            vm.call(&class, vec![message, args.arg(1)])
        }),
    );
}

impl Vm {
    /// What of an exception matches a condition, and what does not. Groups inside groups are split too.
    pub(crate) fn split_group(
        &self,
        value: &Value,
        condition: &Value,
    ) -> PyResult<(Option<Value>, Option<Value>)> {
        let matches = match condition {
            Value::Function(_) | Value::Native(_) | Value::Method(_) => {
                let verdict = self.call(condition, vec![value.clone()])?;
                self.truth(&verdict)?
            }
            _ => self.exception_matches(value, condition)?,
        };
        if matches {
            return Ok((Some(value.clone()), None));
        }
        if !self.is_instance(value, &self.exception_class("BaseExceptionGroup")) {
            return Ok((None, Some(value.clone())));
        }
        let items = self.getattr(value, "exceptions")?;
        let (mut taken, mut left) = (Vec::new(), Vec::new());
        for item in items.as_sequence().unwrap_or_default() {
            let (yes, no) = self.split_group(&item, condition)?;
            taken.extend(yes);
            left.extend(no);
        }
        let derive = |items: Vec<Value>| {
            if items.is_empty() {
                return Ok(None);
            }
            self.call_method(value, "derive", vec![Value::list(items)])
                .map(Some)
        };
        Ok((derive(taken)?, derive(left)?))
    }
}

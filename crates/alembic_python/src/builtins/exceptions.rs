//! The exception hierarchy.

use std::rc::Rc;

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
        object.set("exceptions", Value::tuple(vm.collect(&args.arg(2))?));
        Ok(Value::Object(object))
    });
    base.set("__new__", Value::StaticMethod(Rc::new(new)));
    let split = |vm: &Vm,
                 this: &Value,
                 condition: &Value|
     -> crate::error::PyResult<(Vec<Value>, Vec<Value>)> {
        let items = vm
            .getattr(this, "exceptions")?
            .as_sequence()
            .unwrap_or_default();
        let mut parts = (Vec::new(), Vec::new());
        for item in items {
            if vm.exception_matches(&item, condition)? {
                parts.0.push(item);
            } else {
                parts.1.push(item);
            }
        }
        Ok(parts)
    };
    let derive = |vm: &Vm, this: &Value, items: Vec<Value>| -> crate::error::PyResult {
        if items.is_empty() {
            return Ok(Value::None);
        }
        let message = vm.getattr(this, "message")?;
        vm.call(
            &Value::Class(vm.type_of(this)),
            vec![message, Value::list(items)],
        )
    };
    base.set(
        "split",
        NativeFunction::method_closure("BaseExceptionGroup", "split", move |vm, args| {
            let this = args.this();
            let (yes, no) = split(vm, &this, &args.arg(1))?;
            Ok(Value::tuple(vec![
                derive(vm, &this, yes)?,
                derive(vm, &this, no)?,
            ]))
        }),
    );
    base.set(
        "subgroup",
        NativeFunction::method_closure("BaseExceptionGroup", "subgroup", move |vm, args| {
            let this = args.this();
            let (yes, _) = split(vm, &this, &args.arg(1))?;
            derive(vm, &this, yes)
        }),
    );
}

//! `json_serializer` and `json_deserializer` of engines: the functions that write and read JSON in place of `json.dumps`
//! and `json.loads`. They hold for the connection of the migration; a statement on a connection with others is refused.

use std::cell::RefCell;
use std::rc::Rc;

use alembic_python::{Object, PyResult, Value, Vm};

use crate::host::{Session, host};
use crate::support::{call, call_method, text};

/// What `create_engine()` was given.
#[derive(Clone, Default)]
pub struct JsonFunctions {
    serializer: Option<Value>,
    deserializer: Option<Value>,
    /// The driver hands JSON to the function as bytes: psycopg.
    is_bytes: bool,
    /// They live in the project's Python.
    is_foreign: bool,
}

impl JsonFunctions {
    /// Functions that only the project's Python can call.
    pub fn foreign() -> Self {
        Self {
            is_foreign: true,
            ..Self::default()
        }
    }

    /// True for `json.dumps` and `json.loads`.
    pub fn is_default(&self) -> bool {
        self.serializer.is_none() && self.deserializer.is_none() && !self.is_foreign
    }

    fn is_same(&self, other: &Self) -> bool {
        let same = |one: &Option<Value>, other: &Option<Value>| match (one, other) {
            (None, None) => true,
            (Some(one), Some(other)) => one.is(other),
            _ => false,
        };
        same(&self.serializer, &other.serializer)
            && same(&self.deserializer, &other.deserializer)
            && self.is_foreign == other.is_foreign
    }
}

/// The functions of the connection that was opened last; absent until one with functions is.
struct Latest(RefCell<JsonFunctions>);

const SERIALIZER: &str = "_json_serializer";
const DESERIALIZER: &str = "_json_deserializer";

/// Keeps an argument of `create_engine()`.
pub(crate) fn keep(engine: &Rc<Object>, name: &str, value: &Value) {
    if !value.is_none() {
        let attribute = if name == "json_serializer" {
            SERIALIZER
        } else {
            DESERIALIZER
        };
        engine.set(attribute, value.clone());
    }
}

/// An engine has connected.
pub(crate) fn connected(vm: &Vm, engine: &Value, driver: &str, session: &Rc<dyn Session>) {
    let Value::Object(engine) = engine else {
        return;
    };
    let functions = JsonFunctions {
        serializer: engine.get(SERIALIZER),
        deserializer: engine.get(DESERIALIZER),
        is_bytes: driver == "psycopg",
        is_foreign: false,
    };
    remember(vm, session, functions);
}

/// Sets the functions of a session.
pub fn remember(vm: &Vm, session: &Rc<dyn Session>, functions: JsonFunctions) {
    if let Some(latest) = vm.extension::<Latest>() {
        latest.0.replace(functions.clone());
    } else if functions.is_default() {
        return;
    } else {
        vm.set_extension(Rc::new(Latest(RefCell::new(functions.clone()))));
    }
    session.set_json(functions);
}

/// The functions in effect: those of the migration's connection, before it is known those of the latest one.
fn in_effect(vm: &Vm) -> JsonFunctions {
    let Some(latest) = vm.extension::<Latest>() else {
        return JsonFunctions::default();
    };
    let bind = host(vm).and_then(|host| host.bind(vm));
    match bind.ok().and_then(|session| session.json()) {
        Some(functions) => functions,
        None => latest.0.borrow().clone(),
    }
}

/// Refuses a statement on a connection whose functions are not those in effect.
pub(crate) fn require_own(vm: &Vm, session: &Rc<dyn Session>) -> PyResult<()> {
    if vm.extension::<Latest>().is_none() {
        return Ok(());
    }
    match session.json() {
        Some(own) if !own.is_same(&in_effect(vm)) => Err(vm.unsupported(
            "a statement on a connection whose `json_serializer` or `json_deserializer` is not that of the migration",
        )),
        _ => Ok(()),
    }
}

/// A value as JSON.
pub(crate) fn dumps(vm: &Vm, value: &Value) -> PyResult<String> {
    let functions = in_effect(vm);
    require_followed(vm, &functions)?;
    let written = match functions.serializer {
        Some(function) => {
            let written = call(vm, &function, vec![value.clone()])?;
            if matches!(written, Value::Bytes(_) | Value::ByteArray(_)) {
                return Err(vm.unsupported("a `json_serializer` that makes bytes"));
            }
            written
        }
        None => call_method(vm, &vm.import("json")?, "dumps", vec![value.clone()])?,
    };
    text(vm, &written, "what `json_serializer` makes")
}

/// The value of a JSON text.
pub(crate) fn loads(vm: &Vm, written: &str) -> PyResult {
    let functions = in_effect(vm);
    require_followed(vm, &functions)?;
    match functions.deserializer {
        Some(function) => {
            let given = if functions.is_bytes {
                Value::Bytes(written.as_bytes().into())
            } else {
                Value::str(written)
            };
            let value = call(vm, &function, vec![given])?;
            vm.require_concrete(&value, "what `json_deserializer` makes")
        }
        None => call_method(vm, &vm.import("json")?, "loads", vec![Value::str(written)]),
    }
}

/// `None` in a JSON column goes to the serializer too: the driver's side writes `null` for it.
pub(crate) fn check_null(vm: &Vm) -> PyResult<()> {
    if in_effect(vm).is_default() || dumps(vm, &Value::None)? == "null" {
        return Ok(());
    }
    Err(vm.unsupported("a `json_serializer` that makes something else than `null` of None"))
}

fn require_followed(vm: &Vm, functions: &JsonFunctions) -> PyResult<()> {
    if functions.is_foreign {
        return Err(vm.unsupported("`json_serializer` of an engine that Python has made"));
    }
    Ok(())
}

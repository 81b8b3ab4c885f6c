//! Values of the evaluator to values of the wire, and back.

use std::rc::Rc;

use alembic_bindings::convert;
use alembic_python::{
    Class, ClassBuilder, Dict, Keywords, Module, Object, PyResult, Set, Value, Vm,
};
use alembic_schema::SqlValue;
use alembic_worker::Wire;

use super::WorkerLink;
use crate::host::RuntimeHost;

/// An object that lives in Python.
struct Remote {
    id: u64,
    text: String,
}

struct RemoteClass(Rc<Class>);

/// Names of our own that the Python side may use in paths.
const HELPERS: &str = include_str!("helpers.py");

struct Helpers(Rc<Module>);

impl WorkerLink {
    /// A value of ours for Python.
    pub(super) fn to_wire(&self, vm: &Vm, value: &Value) -> PyResult<Wire> {
        let value = &vm.force(value)?;
        let all = |items: Vec<Value>| -> PyResult<Vec<Wire>> {
            items.iter().map(|item| self.to_wire(vm, item)).collect()
        };
        Ok(match value {
            Value::None
            | Value::Bool(_)
            | Value::Int(_)
            | Value::BigInt(_)
            | Value::Float(_)
            | Value::Str(_)
            | Value::Bytes(_)
            | Value::ByteArray(_) => Wire::Sql(convert::sql_value(vm, value)?),
            Value::List(list) => Wire::List(all(list.to_vec())?),
            Value::Tuple(items) => Wire::Tuple(all(items.to_vec())?),
            Value::Set(_) | Value::FrozenSet(_) => Wire::Set(all(vm.collect(value)?)?),
            Value::Dict(dict) => {
                let mut pairs = Vec::new();
                for (key, value) in dict.items() {
                    pairs.push((self.to_wire(vm, &key)?, self.to_wire(vm, &value)?));
                }
                Wire::Dict(pairs)
            }
            Value::Object(object) => {
                if let Some(remote) = object.payload::<Remote>() {
                    return Ok(Wire::Remote {
                        id: remote.id,
                        text: remote.text.clone(),
                    });
                }
                // What came from Python goes back as itself.
                let made = self.made.borrow();
                if let Some((id, _)) = made.iter().find(|(_, known)| known.is(value)) {
                    return Ok(Wire::Made(*id));
                }
                drop(made);
                match &*object.class().full_name() {
                    "datetime.date" | "datetime.time" | "datetime.datetime"
                    | "datetime.timedelta" | "decimal.Decimal" | "uuid.UUID" => {
                        Wire::Sql(convert::sql_value(vm, value)?)
                    }
                    _ => match value.as_str() {
                        Some(text) => Wire::text(text),
                        None => self.local(vm, value),
                    },
                }
            }
            other => {
                vm.require_concrete(other, "a value for the Python worker")?;
                self.local(vm, other)
            }
        })
    }

    /// A number for an object that stays here.
    pub(super) fn local(&self, vm: &Vm, value: &Value) -> Wire {
        let mut locals = self.locals.borrow_mut();
        let known = locals.iter().position(|known| known.is(value));
        let index = known.unwrap_or_else(|| {
            locals.push(value.clone());
            locals.len() - 1
        });
        Wire::Local {
            id: index as u64,
            class: match value {
                Value::Object(object) => object.class().full_name(),
                other => vm.type_name(other).to_string(),
            },
            callable: vm.is_callable(value),
        }
    }

    /// A value from Python.
    pub(super) fn from_wire(self: &Rc<Self>, vm: &Vm, host: &RuntimeHost, wire: &Wire) -> PyResult {
        let all = |items: &[Wire]| -> PyResult<Vec<Value>> {
            items
                .iter()
                .map(|item| self.from_wire(vm, host, item))
                .collect()
        };
        Ok(match wire {
            Wire::Sql(SqlValue::Enum { value, .. }) => convert::py_value(vm, value)?,
            Wire::Sql(value) => convert::py_value(vm, value)?,
            Wire::List(items) => Value::list(all(items)?),
            Wire::Tuple(items) => Value::tuple(all(items)?),
            Wire::Set(items) => Value::Set(Set::from_items(vm, all(items)?)?),
            Wire::Dict(pairs) => {
                let dict = Dict::new();
                for (key, value) in pairs {
                    let key = self.from_wire(vm, host, key)?;
                    dict.set(vm, key, self.from_wire(vm, host, value)?)?;
                }
                Value::Dict(dict)
            }
            Wire::Name(path) if path == "_alembic_rs.owner" => self.owner.borrow().clone(),
            Wire::Name(path) => resolve(vm, path)?,
            Wire::Made(id) => match self.made.borrow().get(id) {
                Some(found) => found.clone(),
                None => return Err(garbage(vm, &format!("object {id}, which was never made"))),
            },
            Wire::Local { id, .. } => {
                let found = usize::try_from(*id)
                    .ok()
                    .and_then(|index| self.locals.borrow().get(index).cloned());
                match found {
                    Some(found) => found,
                    None => return Err(garbage(vm, &format!("object {id}, which does not exist"))),
                }
            }
            Wire::Remote { id, text } => remote(vm, *id, text),
            Wire::Construct {
                path,
                arguments,
                keywords,
                id,
            } => {
                if let Some(found) = id.and_then(|id| self.made.borrow().get(&id).cloned()) {
                    return Ok(found);
                }
                let made = self.construct(vm, host, path, arguments, keywords)?;
                if let Some(id) = id {
                    self.made.borrow_mut().insert(*id, made.clone());
                }
                made
            }
        })
    }

    fn construct(
        self: &Rc<Self>,
        vm: &Vm,
        host: &RuntimeHost,
        path: &str,
        arguments: &[Wire],
        keywords: &[(String, Wire)],
    ) -> PyResult {
        match (path, arguments) {
            ("_alembic_rs.session", [number]) => {
                let session = number
                    .as_int()
                    .and_then(|number| usize::try_from(number).ok())
                    .and_then(|number| host.session_by_number(number));
                return match session {
                    Some(session) => alembic_bindings::connection_object(vm, session, None, false),
                    None => Err(garbage(vm, "a connection that does not exist")),
                };
            }
            ("_alembic_rs.filled_metadata", [owner, Wire::List(tables)]) => {
                let owner = self.from_wire(vm, host, owner)?;
                let before = self.owner.replace(owner.clone());
                let made: PyResult<Vec<Value>> = tables
                    .iter()
                    .map(|table| self.from_wire(vm, host, table))
                    .collect();
                self.owner.replace(before);
                made?;
                return Ok(owner);
            }
            _ => {}
        }
        let function = resolve(vm, path)?;
        let arguments: PyResult<Vec<Value>> = arguments
            .iter()
            .map(|argument| self.from_wire(vm, host, argument))
            .collect();
        let keywords = self.keywords(vm, host, keywords)?;
        vm.call_keywords(&function, arguments?, keywords)
    }

    pub(super) fn keywords(
        self: &Rc<Self>,
        vm: &Vm,
        host: &RuntimeHost,
        pairs: &[(String, Wire)],
    ) -> PyResult<Keywords> {
        pairs
            .iter()
            .map(|(name, value)| {
                Ok((
                    alembic_python::Symbol::new(name),
                    self.from_wire(vm, host, value)?,
                ))
            })
            .collect()
    }
}

/// What a dotted path of SQLAlchemy, Alembic or our helpers names.
fn resolve(vm: &Vm, path: &str) -> PyResult {
    let parts: Vec<&str> = path.split('.').collect();
    let Some((first, rest)) = parts.split_first() else {
        return Err(garbage(vm, path));
    };
    let (mut found, rest) = match *first {
        "_alembic_rs" => (Value::Module(helpers(vm)?), rest),
        "sqlalchemy" | "alembic" => {
            // The longest prefix that is a module.
            let mut module = vm.import(first)?;
            let mut length = 1;
            while let Some(prefix) = parts.get(..=length)
                && length + 1 < parts.len()
                && let Ok(found) = vm.import(&prefix.join("."))
            {
                module = found;
                length += 1;
            }
            (module, parts.get(length..).unwrap_or_default())
        }
        _ => return Err(garbage(vm, path)),
    };
    for name in rest {
        found = vm.getattr(&found, *name)?;
    }
    vm.require_concrete(&found, &format!("`{path}` from the Python worker"))?;
    Ok(found)
}

fn helpers(vm: &Vm) -> PyResult<Rc<Module>> {
    if let Some(found) = vm.extension::<Helpers>() {
        return Ok(found.0.clone());
    }
    let module = Module::new("_alembic_rs");
    vm.exec_embedded(
        HELPERS,
        std::path::Path::new("<alembic-rs>/worker/helpers.py"),
        &module,
    )?;
    vm.set_extension(Rc::new(Helpers(module.clone())));
    Ok(module)
}

fn garbage(vm: &Vm, what: &str) -> alembic_python::Unwind {
    vm.raise(
        "RuntimeError",
        format!("the Python worker speaks of something unknown: {what}"),
    )
}

/// An object of Python: it can be called and passed back, nothing else is known of it.
fn remote(vm: &Vm, id: u64, text: &str) -> Value {
    let class = remote_class(vm);
    Value::Object(Object::with_payload(
        &class,
        Remote {
            id,
            text: text.to_owned(),
        },
    ))
}

fn remote_class(vm: &Vm) -> Rc<Class> {
    if let Some(found) = vm.extension::<RemoteClass>() {
        return found.0.clone();
    }
    let class = ClassBuilder::new("alembic_rs", "PythonObject")
        .method("__repr__", |vm, args| {
            let text = with_remote(vm, &args.this(), |remote| remote.text.clone())?;
            Ok(Value::str(text))
        })
        .method("__call__", |vm, args| {
            let id = with_remote(vm, &args.this(), |remote| remote.id)?;
            let link = WorkerLink::of(vm)?;
            let Some(host) = vm.extension::<RuntimeHost>() else {
                return Err(vm.unsupported("a function of the project after its env.py"));
            };
            let mut positional = Vec::new();
            for value in args.positional.iter().skip(1) {
                positional.push(link.to_wire(vm, value)?);
            }
            let mut keywords = Vec::new();
            for (name, value) in std::mem::take(&mut args.keywords) {
                keywords.push((Wire::text(&*name.text()), link.to_wire(vm, &value)?));
            }
            let function = Wire::Remote {
                id,
                text: String::new(),
            };
            let arguments = [function, Wire::List(positional), Wire::Dict(keywords)];
            let answer = link.call(vm, &host, "call_kept", &arguments)?;
            link.from_wire(vm, &host, &answer)
        })
        .build(vm);
    vm.set_extension(Rc::new(RemoteClass(class.clone())));
    class
}

fn with_remote<R>(vm: &Vm, value: &Value, read: impl FnOnce(&Remote) -> R) -> PyResult<R> {
    match value {
        Value::Object(object) => match object.payload::<Remote>() {
            Some(remote) => Ok(read(&remote)),
            None => Err(vm.type_error("an object of the Python worker is needed")),
        },
        _ => Err(vm.type_error("an object of the Python worker is needed")),
    }
}

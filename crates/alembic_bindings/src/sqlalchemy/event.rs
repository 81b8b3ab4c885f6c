//! `sqlalchemy.event`: listeners that change tables run; the others are kept and never called.
//!
//! Events of the engine (`connect`), of the session and of attributes have no effect on the schema.
//! Mapper events (`instrument_class`, `mapper_configured`) and schema events (`after_parent_attach`,
//! `before_parent_attach`, `column_reflect`) may change tables, so they are dispatched.

use std::cell::RefCell;
use std::rc::Rc;

use alembic_python::{Args, Module, NativeFunction, PyResult, Value, Vm};

use crate::support::{call, call_with, text};

struct Listener {
    target: Value,
    event: String,
    function: Value,
}

/// All listeners of this evaluator.
#[derive(Default)]
pub(crate) struct Listeners {
    list: RefCell<Vec<Rc<Listener>>>,
}

fn listeners(vm: &Vm) -> Rc<Listeners> {
    vm.extension_or(Listeners::default)
}

/// Drops all listeners: those of an `env.py` that begins anew in Python must not hear what is made for it here.
pub fn forget_listeners(vm: &Vm) {
    listeners(vm).list.borrow_mut().clear();
}

/// The module `sqlalchemy.event`.
pub(crate) fn module(_vm: &Vm) -> PyResult<Rc<Module>> {
    let module = Module::new("sqlalchemy.event");
    module.set(
        "listen",
        NativeFunction::new("listen", |vm, args| {
            listen(vm, args.arg(0), &args.arg(1), args.arg(2))?;
            Ok(Value::None)
        }),
    );
    module.set(
        "listens_for",
        NativeFunction::new("listens_for", |vm, args: &mut Args| {
            let (target, event) = (args.arg(0), text(vm, &args.arg(1), "event name")?);
            Ok(NativeFunction::closure("decorate", move |vm, args| {
                listen(vm, target.clone(), &Value::str(&event), args.arg(0))?;
                Ok(args.arg(0))
            }))
        }),
    );
    module.set(
        "remove",
        NativeFunction::new("remove", |vm, args| {
            let (target, function) = (args.arg(0), args.arg(2));
            let event = text(vm, &args.arg(1), "event name")?;
            listeners(vm).list.borrow_mut().retain(|listener| {
                !(listener.target.is(&target)
                    && listener.event == event
                    && listener.function.is(&function))
            });
            Ok(Value::None)
        }),
    );
    module.set(
        "contains",
        NativeFunction::new("contains", |vm, args| {
            let (target, function) = (args.arg(0), args.arg(2));
            let event = text(vm, &args.arg(1), "event name")?;
            let found = listeners(vm).list.borrow().iter().any(|listener| {
                listener.target.is(&target)
                    && listener.event == event
                    && listener.function.is(&function)
            });
            Ok(Value::Bool(found))
        }),
    );
    Ok(module)
}

fn listen(vm: &Vm, target: Value, event: &Value, function: Value) -> PyResult<()> {
    let event = text(vm, event, "event name")?;
    listeners(vm).list.borrow_mut().push(Rc::new(Listener {
        target,
        event,
        function,
    }));
    Ok(())
}

/// Runs the DDL of a table between its events `before_<verb>` and `after_<verb>`.
pub(crate) fn around_ddl(
    vm: &Vm,
    table: &Value,
    verb: &str,
    connection: &Value,
    run: impl FnOnce(&Vm) -> PyResult,
) -> PyResult {
    let dispatch = |when: &str| {
        let event = format!("{when}_{verb}");
        let Value::Object(object) = table else {
            return Ok(());
        };
        for listener in listening(
            vm,
            &Value::Class(object.class()),
            &event,
            std::slice::from_ref(table),
        ) {
            call_with(
                vm,
                &listener.function,
                vec![table.clone(), connection.clone()],
                vec![("checkfirst".into(), Value::Bool(false))],
            )?;
        }
        Ok(())
    };
    dispatch("before")?;
    let made = run(vm)?;
    dispatch("after")?;
    Ok(made)
}

/// Calls the listeners of an event on `target`: registered for it, for its class, or for a base of that class.
pub(crate) fn dispatch(vm: &Vm, target: &Value, event: &str, arguments: &[Value]) -> PyResult<()> {
    for listener in listening(vm, target, event, arguments) {
        call(vm, &listener.function, arguments.to_vec())?;
    }
    Ok(())
}

/// True if anything listens.
pub(crate) fn is_heard(vm: &Vm, target: &Value, event: &str) -> bool {
    !listening(vm, target, event, &[]).is_empty()
}

/// True if anything listens to `column_reflect`.
pub(crate) fn hears_column_reflect(vm: &Vm) -> bool {
    vm.extension::<Listeners>().is_some_and(|found| {
        let list = found.list.borrow();
        list.iter()
            .any(|listener| listener.event == "column_reflect")
    })
}

/// The functions that listen to `column_reflect` of a table, of its metadata or of all tables.
pub(crate) fn column_reflect_listeners(vm: &Vm, table: &Value) -> PyResult<Vec<Value>> {
    let Some(found) = vm.extension::<Listeners>() else {
        return Ok(Vec::new());
    };
    let metadata = crate::support::attr(vm, table, "metadata")?;
    let Value::Object(object) = table else {
        return Ok(Vec::new());
    };
    let class = object.class();
    let applies = |target: &Value| match target {
        Value::Class(base) => class.is_subclass_of(base),
        other => other.is(&metadata) || other.is(table),
    };
    let list = found.list.borrow();
    let heard = list
        .iter()
        .filter(|listener| listener.event == "column_reflect" && applies(&listener.target));
    Ok(heard.map(|listener| listener.function.clone()).collect())
}

fn listening(vm: &Vm, target: &Value, event: &str, arguments: &[Value]) -> Vec<Rc<Listener>> {
    let Some(found) = vm.extension::<Listeners>() else {
        return Vec::new();
    };
    found
        .list
        .borrow()
        .iter()
        .filter(|listener| listener.event == event && applies(&listener.target, target, arguments))
        .cloned()
        .collect()
}

fn applies(registered: &Value, target: &Value, arguments: &[Value]) -> bool {
    if registered.is(target) || arguments.first().is_some_and(|first| first.is(registered)) {
        return true;
    }
    match (registered, target) {
        (Value::Class(base), Value::Class(class)) => class.is_subclass_of(base),
        // `event.listens_for(mapper, ...)`: the function `mapper` stands for every mapper.
        (Value::Class(base), _) => &*base.name() == "Mapper",
        (Value::Native(function), _) => &*function.name == "mapper",
        _ => false,
    }
}

/// Functions registered for the `connect` event of an engine or of all engines.
pub(crate) fn connect_listeners(vm: &Vm) -> Vec<Value> {
    match vm.extension::<Listeners>() {
        Some(found) => found
            .list
            .borrow()
            .iter()
            .filter(|listener| listener.event == "connect")
            .map(|listener| listener.function.clone())
            .collect(),
        None => Vec::new(),
    }
}

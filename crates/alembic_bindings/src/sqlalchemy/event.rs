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
    /// `propagate=True`: subclasses of a mapped class are meant too.
    propagates: bool,
}

/// All listeners of this evaluator.
#[derive(Default)]
pub(crate) struct Listeners {
    list: RefCell<Vec<Rc<Listener>>>,
    /// Mappers that were not configured yet, and their classes.
    unconfigured: RefCell<Vec<(Value, Value)>>,
}

fn listeners(vm: &Vm) -> Rc<Listeners> {
    vm.extension_or(Listeners::default)
}

/// Drops all listeners: those of an `env.py` that begins anew in Python must not hear what is made for it here.
pub fn forget_listeners(vm: &Vm) {
    let listeners = listeners(vm);
    listeners.list.borrow_mut().clear();
    listeners.unconfigured.borrow_mut().clear();
}

/// A mapper was made; SQLAlchemy configures it when somebody needs it.
pub(crate) fn await_configuration(vm: &Vm, mapper: Value, class: Value) {
    listeners(vm)
        .unconfigured
        .borrow_mut()
        .push((mapper, class));
}

/// `configure_mappers()`: the events of all mappers that were not configured yet.
pub(crate) fn configure_mappers(vm: &Vm) -> PyResult<()> {
    let waiting = listeners(vm).unconfigured.take();
    if waiting.is_empty() {
        return Ok(());
    }
    let for_all = |event: &str| {
        let heard: Vec<_> = listeners(vm)
            .list
            .borrow()
            .iter()
            .filter(|listener| listener.event == event)
            .cloned()
            .collect();
        heard
            .iter()
            .try_for_each(|listener| call(vm, &listener.function, Vec::new()).map(|_| ()))
    };
    for_all("before_configured")?;
    for (mapper, class) in waiting {
        let arguments = [mapper, class.clone()];
        dispatch(vm, &class, "before_mapper_configured", &arguments)?;
        dispatch(vm, &class, "mapper_configured", &arguments)?;
    }
    for_all("after_configured")
}

/// Refuses listeners of the configuration of mappers that was not asked for: whether it happens by itself is not known.
///
/// # Errors
/// Names the event.
pub fn require_configured(vm: &Vm) -> PyResult<()> {
    const EVENTS: [&str; 4] = [
        "after_configured",
        "before_configured",
        "before_mapper_configured",
        "mapper_configured",
    ];
    let Some(found) = vm.extension::<Listeners>() else {
        return Ok(());
    };
    if found.unconfigured.borrow().is_empty() {
        return Ok(());
    }
    match found
        .list
        .borrow()
        .iter()
        .find(|listener| EVENTS.contains(&&*listener.event))
    {
        Some(listener) => Err(vm.unsupported(format!(
            "listeners of `{}` without a call of configure_mappers()",
            listener.event
        ))),
        None => Ok(()),
    }
}

/// The module `sqlalchemy.event`.
pub(crate) fn module(_vm: &Vm) -> PyResult<Rc<Module>> {
    let module = Module::new("sqlalchemy.event");
    module.set(
        "listen",
        NativeFunction::new("listen", |vm, args| {
            let propagates = propagates(vm, args)?;
            listen(vm, args.arg(0), &args.arg(1), args.arg(2), propagates)?;
            Ok(Value::None)
        }),
    );
    module.set(
        "listens_for",
        NativeFunction::new("listens_for", |vm, args: &mut Args| {
            let (target, event) = (args.arg(0), text(vm, &args.arg(1), "event name")?);
            let propagates = propagates(vm, args)?;
            Ok(NativeFunction::closure("decorate", move |vm, args| {
                let event = Value::str(&event);
                listen(vm, target.clone(), &event, args.arg(0), propagates)?;
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

fn propagates(vm: &Vm, args: &Args) -> PyResult<bool> {
    let given = args
        .keywords
        .iter()
        .find(|(name, _)| &*name.text() == "propagate");
    given.map_or(Ok(false), |(_, value)| vm.truth(value))
}

fn listen(
    vm: &Vm,
    target: Value,
    event: &Value,
    function: Value,
    propagates: bool,
) -> PyResult<()> {
    let event = text(vm, event, "event name")?;
    listeners(vm).list.borrow_mut().push(Rc::new(Listener {
        target,
        event,
        function,
        propagates,
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

fn listening(vm: &Vm, target: &Value, event: &str, arguments: &[Value]) -> Vec<Rc<Listener>> {
    let Some(found) = vm.extension::<Listeners>() else {
        return Vec::new();
    };
    found
        .list
        .borrow()
        .iter()
        .filter(|listener| listener.event == event && applies(listener, target, arguments))
        .cloned()
        .collect()
}

/// Events of a mapper; their target is the mapped class.
const MAPPER_EVENTS: &[&str] = &[
    "before_mapper_configured",
    "instrument_class",
    "mapper_configured",
];

fn applies(listener: &Listener, target: &Value, arguments: &[Value]) -> bool {
    let registered = &listener.target;
    if registered.is(target) || arguments.first().is_some_and(|first| first.is(registered)) {
        return true;
    }
    match (registered, target) {
        // `event.listens_for(Mapper, ...)`, and the function `mapper` of old, stand for every mapper.
        (Value::Class(base), _) if &*base.name() == "Mapper" && !base.is_python() => true,
        (Value::Class(base), Value::Class(class)) => {
            let for_all = listener.propagates || !MAPPER_EVENTS.contains(&&*listener.event);
            for_all && class.is_subclass_of(base)
        }
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

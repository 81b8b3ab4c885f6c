//! `sqlalchemy.event`: who listens to what.
//!
//! Mapper events (`instrument_class`, `mapper_configured`) and schema events (`after_parent_attach`,
//! `before_parent_attach`, `column_reflect`) may change tables, so they are dispatched; so are those of an engine that
//! concern its connections. What else somebody listens to is refused where it would happen ([`refuse_unheard`],
//! [`refuse_orm`]): the listeners of an engine that nobody connects, and of objects that nobody flushes, never hear anything.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use alembic_python::{Args, Keywords, Module, NativeFunction, PyResult, Unwind, Value, Vm};
use alembic_source::Span;

use crate::support::{call, call_with, text};

pub(crate) struct Listener {
    target: Value,
    event: String,
    function: Value,
    /// `propagate=True`: subclasses of a mapped class are meant too.
    propagates: bool,
    /// `once=True`.
    once: bool,
    /// `insert=True`.
    insert: bool,
    /// `retval=True`: what the function gives replaces what it got.
    retval: bool,
    /// True if a listener of `once=True` has been called.
    is_done: Cell<bool>,
    span: Option<Span>,
}

impl Listener {
    /// Calls the function, one of `once=True` only once.
    pub(crate) fn call(&self, vm: &Vm, arguments: Vec<Value>) -> PyResult<Option<Value>> {
        if self.once && self.is_done.replace(true) {
            return Ok(None);
        }
        call(vm, &self.function, arguments).map(Some)
    }

    /// True if what the function gives replaces what it got.
    pub(crate) fn replaces(&self) -> bool {
        self.retval
    }

    /// True for a listener to new connections that comes before SQLAlchemy's own look at the first one: those of all
    /// engines, and those that were put in front.
    pub(crate) fn is_early(&self) -> bool {
        self.insert || self.event == "first_connect" || matches!(self.target, Value::Class(_))
    }
}

/// Events around the DDL of a table.
const DDL: &[&str] = &["before_create", "after_create", "before_drop", "after_drop"];

/// Events of the configuration of mappers.
const CONFIGURATION: &[&str] = &[
    "after_configured",
    "before_configured",
    "before_mapper_configured",
    "mapper_configured",
];

/// Events of engines and connections that are not dispatched here.
const UNHEARD: &[&str] = &[
    "after_execute",
    "before_execute",
    "begin_twophase",
    "checkin",
    "close",
    "commit",
    "commit_twophase",
    "do_commit",
    "do_execute",
    "do_execute_no_params",
    "do_executemany",
    "do_rollback",
    "do_setinputsizes",
    "handle_error",
    "prepare_twophase",
    "release_savepoint",
    "reset",
    "rollback",
    "rollback_savepoint",
    "rollback_twophase",
    "savepoint",
    "set_connection_execution_options",
    "set_engine_execution_options",
];

/// Events of sessions, mapped objects and their attributes.
const ORM: &[&str] = &[
    "after_attach",
    "after_begin",
    "after_bulk_delete",
    "after_bulk_update",
    "after_rollback",
    "after_soft_rollback",
    "after_transaction_create",
    "after_transaction_end",
    "append",
    "append_wo_mutation",
    "before_attach",
    "before_compile",
    "before_compile_delete",
    "before_compile_update",
    "bulk_replace",
    "detached_to_persistent",
    "dispose_collection",
    "do_orm_execute",
    "expire",
    "first_init",
    "init",
    "init_collection",
    "init_failure",
    "init_scalar",
    "load",
    "loaded_as_persistent",
    "modified",
    "pending_to_transient",
    "persistent_to_detached",
    "persistent_to_transient",
    "refresh",
    "remove",
    "set",
    "transient_to_pending",
];

/// Events of sessions that are fired: before and after `commit()`.
const OF_COMMITS: &[&str] = &["after_commit", "before_commit"];

/// Events of sessions that are refused where there is something to flush.
const OF_FLUSHES: &[&str] = &[
    "after_delete",
    "after_flush",
    "after_flush_postexec",
    "after_insert",
    "after_update",
    "before_delete",
    "before_flush",
    "before_insert",
    "before_update",
    "deleted_to_detached",
    "deleted_to_persistent",
    "pending_to_persistent",
    "persistent_to_deleted",
    "refresh_flush",
];

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
    vm.evaluate_waiting()?;
    let waiting = listeners(vm).unconfigured.take();
    if waiting.is_empty() {
        return Ok(());
    }
    let for_all = |event: &str| {
        heard(vm, |listener| listener.event == event)
            .iter()
            .try_for_each(|listener| listener.call(vm, Vec::new()).map(|_| ()))
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
    if listeners(vm).unconfigured.borrow().is_empty() {
        return Ok(());
    }
    match first_of(vm, CONFIGURATION) {
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
            let function = args.arg(2);
            listen(vm, args.arg(0), &args.arg(1), function, &args.keywords)?;
            Ok(Value::None)
        }),
    );
    module.set(
        "listens_for",
        NativeFunction::new("listens_for", |_, args: &mut Args| {
            let (target, event) = (args.arg(0), args.arg(1));
            let keywords = args.keywords.clone();
            Ok(NativeFunction::closure("decorate", move |vm, args| {
                listen(vm, target.clone(), &event, args.arg(0), &keywords)?;
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
    module.set(
        "_refuse_orm",
        NativeFunction::new("_refuse_orm", |vm, _| {
            refuse_orm(vm)?;
            Ok(Value::None)
        }),
    );
    module.set(
        "_refuse_flush",
        NativeFunction::new("_refuse_flush", |vm, _| {
            refuse(vm, first_of(vm, OF_FLUSHES).as_ref())?;
            Ok(Value::None)
        }),
    );
    module.set(
        "_fire_commit",
        NativeFunction::new("_fire_commit", |vm, args| {
            let event = text(vm, &args.arg(0), "event name")?;
            fire_commit(vm, &event, &args.arg(1))?;
            Ok(Value::None)
        }),
    );
    Ok(module)
}

/// Calls who listens to the commits of a session: registered for it, for its class or a base of that.
fn fire_commit(vm: &Vm, event: &str, session: &Value) -> PyResult<()> {
    debug_assert!(OF_COMMITS.contains(&event));
    for listener in heard(vm, |listener| listener.event == event) {
        let is_meant = match (&listener.target, session) {
            (Value::Class(class), Value::Object(object)) => object.class().is_subclass_of(class),
            (target, session) if target.is(session) => true,
            // A `sessionmaker` stands for the sessions that it makes; which they are is not kept.
            _ => return refuse(vm, Some(&listener)),
        };
        if is_meant {
            listener.call(vm, vec![session.clone()])?;
        }
    }
    Ok(())
}

fn listen(
    vm: &Vm,
    target: Value,
    event: &Value,
    function: Value,
    keywords: &Keywords,
) -> PyResult<()> {
    let event = text(vm, event, "event name")?;
    let flag = |name: &str| {
        let given = keywords.iter().find(|(key, _)| &*key.text() == name);
        given.is_some_and(|(_, value)| value.as_bool() == Some(true))
    };
    if flag("named") {
        return Err(vm.unsupported("a listener with `named=True`"));
    }
    let listener = Rc::new(Listener {
        target,
        event,
        function,
        propagates: flag("propagate"),
        once: flag("once"),
        insert: flag("insert"),
        retval: flag("retval"),
        is_done: Cell::new(false),
        span: vm.user_span(),
    });
    let known = listeners(vm);
    if listener.insert {
        known.list.borrow_mut().insert(0, listener);
    } else {
        known.list.borrow_mut().push(listener);
    }
    Ok(())
}

/// Who listens to an event of this engine: registered for it, its pool, or all engines and pools.
pub(crate) fn engine_listeners(
    vm: &Vm,
    engine: &Value,
    event: &str,
) -> PyResult<Vec<Rc<Listener>>> {
    heard_by_engine(vm, engine, |name| name == event)
}

/// Refuses to connect an engine whose listeners would not be called.
pub(crate) fn refuse_unheard(vm: &Vm, engine: &Value) -> PyResult<()> {
    let heard = heard_by_engine(vm, engine, |name| UNHEARD.contains(&name))?;
    refuse(vm, heard.first())
}

/// Refuses `create_all()` and `drop_all()` of a `MetaData` that somebody listens to: its tables are created one by one.
pub(crate) fn refuse_metadata_ddl(vm: &Vm, metadata: &Value, is_create: bool) -> PyResult<()> {
    let events = if is_create {
        ["before_create", "after_create"]
    } else {
        ["before_drop", "after_drop"]
    };
    let is_of =
        |listener: &Listener| events.contains(&&*listener.event) && listener.target.is(metadata);
    refuse(vm, heard(vm, is_of).first())
}

/// Refuses a `Session`: what listens to it, to mapped classes or to their attributes would not be called.
fn refuse_orm(vm: &Vm) -> PyResult<()> {
    refuse(vm, first_of(vm, ORM).as_ref())
}

/// The listeners that are meant, in their order.
fn heard(vm: &Vm, is_meant: impl Fn(&Listener) -> bool) -> Vec<Rc<Listener>> {
    let Some(found) = vm.extension::<Listeners>() else {
        return Vec::new();
    };
    let list = found.list.borrow();
    let meant = list.iter().filter(|listener| is_meant(listener));
    meant.cloned().collect()
}

/// The first listener to one of these events.
fn first_of(vm: &Vm, events: &[&str]) -> Option<Rc<Listener>> {
    let found = vm.extension::<Listeners>()?;
    let list = found.list.borrow();
    list.iter()
        .find(|listener| events.contains(&&*listener.event))
        .cloned()
}

fn refuse(vm: &Vm, listener: Option<&Rc<Listener>>) -> PyResult<()> {
    let Some(listener) = listener else {
        return Ok(());
    };
    let mut unwind = vm.unsupported(format!("the listener of `{}`", listener.event));
    if let (Unwind::Unsupported(limit), Some(_)) = (&mut unwind, listener.span) {
        limit.span = listener.span;
    }
    Err(unwind)
}

fn heard_by_engine(
    vm: &Vm,
    engine: &Value,
    is_meant: impl Fn(&str) -> bool,
) -> PyResult<Vec<Rc<Listener>>> {
    let mut found = Vec::new();
    for listener in heard(vm, |listener| is_meant(&listener.event)) {
        if is_of_engine(vm, &listener.target, engine)? {
            found.push(listener);
        }
    }
    Ok(found)
}

fn is_of_engine(vm: &Vm, target: &Value, engine: &Value) -> PyResult<bool> {
    if let Value::Class(class) = target {
        let name = class.name();
        return Ok(name.ends_with("Engine") || name.ends_with("Pool") || &*name == "Connection");
    }
    if target.is(engine) {
        return Ok(true);
    }
    for name in ["sync_engine", "pool", "_option_of"] {
        if let Some(part) = vm.getattr_opt(engine, name)?
            && part.is(target)
        {
            return Ok(true);
        }
    }
    // A listener of unknown target may mean this engine.
    if let Value::Opaque(_) = target {
        return Err(vm.unsupported("a listener of a target that is not known"));
    }
    Ok(false)
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
        listener.call(vm, arguments.to_vec())?;
    }
    Ok(())
}

/// True if anything listens.
pub(crate) fn is_heard(vm: &Vm, target: &Value, event: &str) -> bool {
    !listening(vm, target, event, &[]).is_empty()
}

/// True if anything listens to the DDL of tables.
pub fn hears_ddl(vm: &Vm) -> bool {
    first_of(vm, DDL).is_some()
}

/// True if anything listens to the configuration of mappers.
pub(crate) fn hears_configuration(vm: &Vm) -> bool {
    first_of(vm, CONFIGURATION).is_some()
}

/// True if anything listens to `column_reflect`.
pub(crate) fn hears_column_reflect(vm: &Vm) -> bool {
    first_of(vm, &["column_reflect"]).is_some()
}

/// The functions that listen to `column_reflect` of a table, of its metadata or of all tables.
pub(crate) fn column_reflect_listeners(vm: &Vm, table: &Value) -> PyResult<Vec<Value>> {
    let metadata = crate::support::attr(vm, table, "metadata")?;
    let Value::Object(object) = table else {
        return Ok(Vec::new());
    };
    let class = object.class();
    let applies = |target: &Value| match target {
        Value::Class(base) => class.is_subclass_of(base),
        other => other.is(&metadata) || other.is(table),
    };
    let heard = heard(vm, |listener| {
        listener.event == "column_reflect" && applies(&listener.target)
    });
    Ok(heard
        .iter()
        .map(|listener| listener.function.clone())
        .collect())
}

fn listening(vm: &Vm, target: &Value, event: &str, arguments: &[Value]) -> Vec<Rc<Listener>> {
    heard(vm, |listener| {
        listener.event == event && applies(listener, target, arguments)
    })
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

//! `create_engine`, `create_async_engine`, `engine_from_config` and the engine objects.

use std::rc::Rc;

use alembic_python::{
    Args, Class, ClassBuilder, Coroutine, Keywords, Object, PyResult, Symbol, Value, Vm,
};

use super::connection;
use super::url::{make_url, wrap};
use crate::host::{EngineSpec, host};
use crate::support::{attr, call_method, is_a, raise, text, this};

/// The classes of engines.
pub(crate) struct Engines {
    pub(crate) engine: Rc<Class>,
    pub(crate) async_engine: Rc<Class>,
}

/// The classes of this evaluator.
pub(crate) fn engines(vm: &Vm) -> Rc<Engines> {
    if let Some(found) = vm.extension::<Engines>() {
        return found;
    }
    let engine = common(ClassBuilder::new("sqlalchemy.engine.base", "Engine"))
        .method("connect", |vm, args| connect(vm, &args.this(), false))
        .method("begin", |vm, args| {
            let connection = connect(vm, &args.this(), false)?;
            let transaction = call_method(vm, &connection, "begin", Vec::new())?;
            if let Value::Object(object) = &transaction {
                object.set("_closes", true);
            }
            connection::begin_block(vm, &connection, false)
        })
        .method("dispose", |_, _| Ok(Value::None))
        .method("raw_connection", |vm, _| {
            Err(vm.unsupported("Engine.raw_connection()"))
        })
        .build(vm);
    let async_engine = common(ClassBuilder::new(
        "sqlalchemy.ext.asyncio.engine",
        "AsyncEngine",
    ))
    .init(|_, args| {
        // `AsyncEngine(engine)` wraps a synchronous one.
        if let (Value::Object(object), Some(Value::Object(inner))) =
            (args.this(), args.get_or_keyword(1, "sync_engine"))
        {
            *object.attrs.borrow_mut() = inner.attrs.borrow().clone();
            if let Some(spec) = inner.payload::<EngineSpec>() {
                object.set_payload(spec.clone());
            }
            object.set("_sync", Value::Object(inner));
        }
        Ok(Value::None)
    })
    .method("connect", |vm, args| connect(vm, &args.this(), true))
    .method("begin", |vm, args| {
        let connection = connect(vm, &args.this(), true)?;
        connection::begin_block(vm, &connection, true)
    })
    .method("dispose", |_, _| Ok(Coroutine::ready(Value::None)))
    .property(
        "sync_engine",
        |vm, args| {
            let object = this(vm, args)?;
            if let Some(found) = object.get("_sync") {
                return Ok(found);
            }
            let inner = Object::new(&engines(vm).engine);
            *inner.attrs.borrow_mut() = object.attrs.borrow().clone();
            if let Some(spec) = object.payload::<EngineSpec>() {
                inner.set_payload(spec.clone());
            }
            object.set("_sync", Value::Object(inner.clone()));
            Ok(Value::Object(inner))
        },
        None,
    )
    .build(vm);
    let made = Rc::new(Engines {
        engine,
        async_engine,
    });
    vm.set_extension(made.clone());
    made
}

fn common(builder: ClassBuilder) -> ClassBuilder {
    builder
        .property(
            "url",
            |vm, args| Ok(wrap(vm, spec(vm, &args.this())?.url)),
            None,
        )
        .property(
            "name",
            |vm, args| Ok(Value::str(spec(vm, &args.this())?.url.backend_name())),
            None,
        )
        .property(
            "driver",
            |vm, args| attr(vm, &attr(vm, &args.this(), "dialect")?, "driver"),
            None,
        )
        .property(
            "dialect",
            |vm, args| super::dialect::of_url(vm, &spec(vm, &args.this())?.url),
            None,
        )
        .property(
            "echo",
            |vm, args| {
                let options = spec(vm, &args.this())?.options;
                Ok(Value::Bool(options.iter().any(|(name, _)| name == "echo")))
            },
            None,
        )
        .property("pool", |_, _| Ok(Value::None), None)
        .method("execution_options", |_, args| Ok(args.this()))
        .method("update_execution_options", |_, _| Ok(Value::None))
        .method("__repr__", |vm, args| {
            Ok(Value::str(format!(
                "Engine({})",
                spec(vm, &args.this())?.url.render_as_string(true)
            )))
        })
}

fn spec(vm: &Vm, value: &Value) -> PyResult<EngineSpec> {
    match value {
        Value::Object(object) => match object.payload::<EngineSpec>() {
            Some(found) => Ok(found.clone()),
            None => Err(vm.type_error("an engine is needed")),
        },
        other => Err(vm.type_error(format!("an engine is needed, not {}", vm.type_name(other)))),
    }
}

fn connect(vm: &Vm, engine: &Value, is_async: bool) -> PyResult {
    let spec = spec(vm, engine)?;
    let session = host(vm)?.connect(vm, &spec)?;
    run_connect_listeners(vm, &session)?;
    connection::wrap(vm, session, Some(engine.clone()), is_async)
}

/// `@event.listens_for(engine, "connect")` functions get a DBAPI connection; those that run PRAGMAs are followed.
fn run_connect_listeners(vm: &Vm, session: &Rc<dyn crate::host::Session>) -> PyResult<()> {
    for listener in crate::sqlalchemy::event::connect_listeners(vm) {
        let raw = connection::raw(vm, session.clone())?;
        crate::support::call(vm, &listener, vec![raw, Value::None])?;
        // What a listener ran belongs to no transaction of the migration.
        if session.in_transaction() {
            session.commit(vm)?;
        }
    }
    Ok(())
}

/// Options of `create_engine` that change what a migration sees.
const RELEVANT: &[&str] = &[
    "isolation_level",
    "connect_args",
    "poolclass",
    "execution_options",
];

/// `create_engine(url, **kw)` and `create_async_engine(url, **kw)`.
pub(crate) fn create_engine(vm: &Vm, args: &mut Args, is_async: bool) -> PyResult {
    let url = args.get_or_keyword(0, "url").unwrap_or(Value::None);
    let url = make_url(vm, &url)?;
    let keywords = std::mem::take(&mut args.keywords);
    make(vm, url, &keywords, is_async)
}

fn make(
    vm: &Vm,
    url: alembic_config::DatabaseUrl,
    keywords: &Keywords,
    is_async: bool,
) -> PyResult {
    if url.driver_name == "postgres" {
        let class = match attr(vm, &vm.import("sqlalchemy.exc")?, "NoSuchModuleError")? {
            Value::Class(class) => class,
            _ => vm.exception_class("ImportError"),
        };
        return Err(raise(
            vm,
            &class,
            "Can't load plugin: sqlalchemy.dialects:postgres",
        ));
    }
    let mut options = Vec::new();
    for (name, value) in keywords {
        let name = name.text();
        if &*name == "echo" {
            // Whatever cannot be known here only changes what is logged.
            let is_on = match value.as_str() {
                Some(text) => matches!(
                    text.to_ascii_lowercase().as_str(),
                    "true" | "yes" | "on" | "y" | "t" | "1" | "debug"
                ),
                None => matches!(value, Value::Bool(true)),
            };
            if is_on {
                options.push(("echo".to_owned(), "true".to_owned()));
            }
            continue;
        }
        if !RELEVANT.contains(&&*name) || &*name == "poolclass" {
            continue;
        }
        vm.require_concrete(value, &format!("`{name}` of create_engine()"))?;
        if let Some(dict) = value.as_dict() {
            for (key, value) in dict.items() {
                options.push((
                    format!("{name}.{}", vm.str(&key)?),
                    vm.str(&value)?.to_string(),
                ));
            }
        } else if !value.is_none() {
            options.push((name.to_string(), vm.str(value)?.to_string()));
        }
    }
    let class = if is_async {
        engines(vm).async_engine.clone()
    } else {
        engines(vm).engine.clone()
    };
    Ok(Value::Object(Object::with_payload(
        &class,
        EngineSpec {
            url,
            options,
            on_connect: Vec::new(),
        },
    )))
}

/// `engine_from_config(configuration, prefix="sqlalchemy.", **kw)` and its asynchronous twin.
pub(crate) fn engine_from_config(vm: &Vm, args: &mut Args, is_async: bool) -> PyResult {
    let configuration = args
        .get_or_keyword(0, "configuration")
        .unwrap_or(Value::None);
    let prefix = args
        .get_or_keyword(1, "prefix")
        .unwrap_or_else(|| Value::str("sqlalchemy."));
    let prefix = text(vm, &prefix, "prefix")?;
    args.take_keyword("prefix");
    args.take_keyword("configuration");
    vm.require_concrete(&configuration, "the configuration of engine_from_config()")?;
    let Some(section) = configuration.as_dict() else {
        return Err(vm.type_error("engine_from_config() needs a dictionary"));
    };
    let Some(url) = section.get(vm, &Value::str(format!("{prefix}url")))? else {
        // SQLAlchemy: `configuration[prefix + "url"]`.
        return Err(vm.key_error(Value::str("url")));
    };
    let mut keywords = std::mem::take(&mut args.keywords);
    for (key, value) in section.items() {
        if let Some(name) = key
            .as_str()
            .and_then(|key| key.strip_prefix(prefix.as_str()))
            && name != "url"
            && !keywords.iter().any(|(other, _)| &*other.text() == name)
        {
            keywords.push((Symbol::new(name), value));
        }
    }
    let url = make_url(vm, &url)?;
    make(vm, url, &keywords, is_async)
}

/// True for an engine of either kind.
pub(crate) fn is_engine(vm: &Vm, value: &Value) -> bool {
    let known = engines(vm);
    is_a(value, &known.engine) || is_a(value, &known.async_engine)
}

//! `create_engine`, `create_async_engine`, `engine_from_config` and the engine objects.

use std::rc::Rc;

use alembic_python::{
    Args, Class, ClassBuilder, Coroutine, Dict, Keywords, Object, PyResult, Symbol, Value, Vm,
};

use super::arguments::{self, Meaning};
use super::url::{make_url, wrap};
use super::{connection, json, listeners};
use crate::host::{EngineSpec, host};
use crate::sqlalchemy::event;
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
        .property(
            "pool",
            |vm, args| {
                // One object for each engine: listeners are registered for it.
                let object = this(vm, args)?;
                if let Some(found) = object.get("_pool") {
                    return Ok(found);
                }
                let class = ClassBuilder::new("sqlalchemy.pool.base", "Pool").build(vm);
                let made = Value::Object(Object::new(&class));
                object.set("_pool", made.clone());
                Ok(made)
            },
            None,
        )
        .method("execution_options", |vm, args| {
            let object = this(vm, args)?;
            let made = Object::new(&object.class());
            *made.attrs.borrow_mut() = object.attrs.borrow().clone();
            made.set_payload(spec(vm, &args.this())?);
            // Who listens to the engine listens to this one as well.
            made.set("_option_of", args.this());
            set_execution_options(vm, &made, &args.keywords)?;
            Ok(Value::Object(made))
        })
        .method("update_execution_options", |vm, args| {
            set_execution_options(vm, &this(vm, args)?, &args.keywords)?;
            Ok(Value::None)
        })
        .method("__repr__", |vm, args| {
            Ok(Value::str(format!(
                "Engine({})",
                spec(vm, &args.this())?.url.render_as_string(true)
            )))
        })
}

/// Options of every connection of an engine. Streaming, caching and logging do not change what a statement does.
fn set_execution_options(vm: &Vm, engine: &Rc<Object>, options: &Keywords) -> PyResult<()> {
    for (name, value) in options {
        if &*name.text() == "isolation_level" {
            let level = text(vm, value, "isolation level")?;
            if let Some(mut spec) = engine.payload_mut::<EngineSpec>() {
                spec.options
                    .retain(|(name, _)| !name.ends_with("isolation_level"));
                spec.options.push(("isolation_level".to_owned(), level));
            }
        }
    }
    arguments::check_execution(vm, options)
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
    let refused = |(name, _): &(String, String)| name.strip_prefix(REFUSED_MARK).map(str::to_owned);
    if let Some(name) = spec.options.iter().find_map(refused) {
        return Err(vm.unsupported(format!("`{name}` of create_engine()")));
    }
    event::refuse_unheard(vm, engine)?;
    let spec = asked_for_connection(vm, engine, spec)?;
    let session = host(vm)?.connect(vm, &spec)?;
    let driver = text(vm, &attr(vm, engine, "driver")?, "driver")?;
    json::connected(vm, engine, &driver, &session);
    run_connect_listeners(vm, engine, &session)?;
    let made = connection::wrap(vm, session.clone(), Some(engine.clone()), is_async)?;
    let connection = if is_async {
        attr(vm, &made, "sync_connection")?
    } else {
        made.clone()
    };
    for listener in event::engine_listeners(vm, engine, "engine_connect")? {
        listener.call(vm, vec![connection.clone()])?;
    }
    listeners::hear(vm, engine, &session, &connection)?;
    Ok(made)
}

/// Listeners of `do_connect` may change what the driver is called with: a password that lives for minutes.
fn asked_for_connection(vm: &Vm, engine: &Value, mut spec: EngineSpec) -> PyResult<EngineSpec> {
    let listeners = event::engine_listeners(vm, engine, "do_connect")?;
    if listeners.is_empty() {
        return Ok(spec);
    }
    let dialect = attr(vm, engine, "dialect")?;
    let (positional, keywords) = (Value::list(Vec::new()), Dict::new());
    let is_file = spec.url.backend_name() == "sqlite";
    let database = spec.url.database.clone();
    if is_file {
        if let Value::List(list) = &positional {
            let path = database.clone().unwrap_or_else(|| ":memory:".to_owned());
            list.with(|items| items.push(Value::str(path)));
        }
    } else {
        let database_name = match &*text(vm, &attr(vm, engine, "driver")?, "driver")? {
            "asyncpg" | "pg8000" => "database",
            _ => "dbname",
        };
        let parts = [
            ("host", spec.url.host.clone()),
            (database_name, database.clone()),
            ("user", spec.url.username.clone()),
            ("password", spec.url.password.clone()),
        ];
        for (name, part) in parts {
            if let Some(part) = part {
                keywords.set_str(name, Value::str(part));
            }
        }
        if let Some(port) = spec.url.port {
            keywords.set_str("port", Value::from(port));
        }
    }
    for listener in listeners {
        let arguments = vec![
            dialect.clone(),
            Value::None,
            positional.clone(),
            Value::Dict(keywords.clone()),
        ];
        let made = listener.call(vm, arguments)?;
        if made.is_some_and(|made| !made.is_none()) {
            return Err(
                vm.unsupported("a listener of `do_connect` that makes the connection itself")
            );
        }
    }
    for (name, value) in keywords.items() {
        let name = text(vm, &name, "a parameter of the driver")?;
        let given = match &value {
            Value::Int(_) => vm.str(&value)?.to_string(),
            _ => text(vm, &value, "a parameter of the driver")?,
        };
        spec.options.push((format!("connect_args.{name}"), given));
    }
    let is_changed = match positional.as_sequence().as_deref() {
        Some([]) => is_file,
        Some([path]) => {
            let before = database.unwrap_or_else(|| ":memory:".to_owned());
            path.as_str().is_none_or(|path| *path != *before)
        }
        _ => true,
    };
    if is_changed {
        return Err(vm.unsupported("a listener of `do_connect` that changes positional arguments"));
    }
    Ok(spec)
}

/// Functions that listen to new connections get one as the driver's; those that run PRAGMAs are followed.
fn run_connect_listeners(
    vm: &Vm,
    engine: &Value,
    session: &Rc<dyn crate::host::Session>,
) -> PyResult<()> {
    for (name, n_more) in [("first_connect", 1), ("connect", 1), ("checkout", 2)] {
        for listener in event::engine_listeners(vm, engine, name)? {
            let mut arguments = vec![connection::raw(vm, session.clone())?];
            arguments.extend((0..n_more).map(|_| Value::None));
            listener.call(vm, arguments)?;
            if !session.in_transaction() {
                continue;
            }
            // SQLAlchemy's own look at the first connection ends with a rollback; what is left open after that
            // belongs to the first transaction.
            if listener.is_early() {
                session.rollback(vm)?;
            } else {
                session.commit(vm)?;
            }
        }
    }
    Ok(())
}

/// The mark of an option that is refused.
const REFUSED_MARK: &str = "refused.";

/// `create_engine(url, **kw)` and `create_async_engine(url, **kw)`.
pub(crate) fn create_engine(vm: &Vm, args: &mut Args, is_async: bool) -> PyResult {
    // What is left of the keywords is for the engine.
    let named = args.take_keyword("url");
    let url = args.get(0).cloned().or(named).unwrap_or(Value::None);
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
    check_names(vm, &url, keywords)?;
    let mut options = Vec::new();
    let mut json_functions = Vec::new();
    for (name, value) in keywords {
        let name = name.text();
        let refused = (format!("{REFUSED_MARK}{name}"), String::new());
        match &*name {
            // Whatever cannot be known here only changes what is logged.
            "echo" | "hide_parameters" => {
                let is_on = match value.as_str() {
                    Some(text) => matches!(
                        text.to_ascii_lowercase().as_str(),
                        "true" | "yes" | "on" | "y" | "t" | "1" | "debug"
                    ),
                    None => matches!(value, Value::Bool(true)),
                };
                if is_on {
                    options.push((name.to_string(), "true".to_owned()));
                }
            }
            "json_serializer" | "json_deserializer" => {
                json_functions.push((name.to_string(), value.clone()));
            }
            "pool_reset_on_return" => {
                if value.as_str().is_some_and(|given| *given == *"commit") {
                    options.push(refused);
                }
            }
            "isolation_level" | "connect_args" | "execution_options" => {
                add_option(vm, &name, value, &mut options)?;
            }
            _ => {
                if let Some(meaning) = meaning_of(vm, &name)
                    && arguments::is_refused(vm, meaning, value)?
                {
                    options.push(refused);
                }
            }
        }
    }
    let class = if is_async {
        engines(vm).async_engine.clone()
    } else {
        engines(vm).engine.clone()
    };
    let engine = Object::with_payload(
        &class,
        EngineSpec {
            url,
            options,
            on_connect: Vec::new(),
        },
    );
    for (name, value) in json_functions {
        json::keep(&engine, &name, &value);
    }
    Ok(Value::Object(engine))
}

/// `isolation_level`, or the parts of a dictionary.
fn add_option(
    vm: &Vm,
    name: &str,
    value: &Value,
    options: &mut Vec<(String, String)>,
) -> PyResult<()> {
    vm.require_concrete(value, &format!("`{name}` of create_engine()"))?;
    let Some(dict) = value.as_dict() else {
        if !value.is_none() {
            options.push((name.to_owned(), vm.str(value)?.to_string()));
        }
        return Ok(());
    };
    if name == "execution_options" {
        for (key, value) in dict.items() {
            let key = text(vm, &key, "the name of an execution option")?;
            let option = vec![(Symbol::new(&key), value.clone())];
            if arguments::check_execution(vm, &option).is_err() {
                options.push((format!("{REFUSED_MARK}{name}.{key}"), String::new()));
            } else if key == "isolation_level" {
                options.push((format!("{name}.{key}"), vm.str(&value)?.to_string()));
            }
        }
        return Ok(());
    }
    for (key, value) in dict.items() {
        let path = format!("{name}.{}", vm.str(&key)?);
        match value.as_dict() {
            // `server_settings` of asyncpg.
            Some(inner) => {
                for (part, value) in inner.items() {
                    options.push((
                        format!("{path}.{}", vm.str(&part)?),
                        vm.str(&value)?.to_string(),
                    ));
                }
            }
            None => options.push((path, vm.str(&value)?.to_string())),
        }
    }
    Ok(())
}

/// What an argument does, in the SQLAlchemy that is installed.
fn meaning_of(vm: &Vm, name: &str) -> Option<Meaning> {
    arguments::meaning(arguments::ENGINE, name).or_else(|| {
        let is_old = crate::versions::is_before(vm, "sqlalchemy", &[2]);
        arguments::meaning(arguments::ENGINE_1_4, name).filter(|_| is_old)
    })
}

/// Arguments that neither the dialect nor the pool takes are SQLAlchemy's `TypeError`.
fn check_names(vm: &Vm, url: &alembic_config::DatabaseUrl, keywords: &Keywords) -> PyResult<()> {
    // Databases that are not connected to have arguments of their own.
    if !matches!(url.backend_name(), "sqlite" | "postgresql") {
        return Ok(());
    }
    let pool = keywords
        .iter()
        .find(|(name, value)| &*name.text() == "poolclass" && !value.is_none())
        .map(|(_, class)| class.clone());
    let pool = match &pool {
        Some(Value::Class(class)) => class.name().to_string(),
        Some(_) => String::new(),
        None => "QueuePool".to_owned(),
    };
    let has_queue = !matches!(pool.as_str(), "NullPool" | "StaticPool");
    let unknown: Vec<String> = keywords
        .iter()
        .filter(|(name, _)| match meaning_of(vm, &name.text()) {
            None => true,
            Some(Meaning::OfQueues) => !has_queue,
            Some(_) => false,
        })
        .map(|(name, _)| format!("'{}'", name.text()))
        .collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let dialect = attr(vm, &super::dialect::of_url(vm, url)?, "__class__")?;
    Err(vm.type_error(format!(
        "Invalid argument(s) {} sent to create_engine(), using configuration {}/{pool}/Engine.  Please check that the \
         keyword arguments are appropriate for this combination of components.",
        unknown.join(","),
        text(vm, &attr(vm, &dialect, "__name__")?, "a name")?
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

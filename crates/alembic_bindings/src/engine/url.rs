//! `sqlalchemy.engine.URL` and `make_url`.

use std::rc::Rc;

use alembic_config::DatabaseUrl;
use alembic_python::{Args, Class, ClassBuilder, Dict, Object, PyResult, Signature, Value, Vm};

use crate::registry::argument_error;
use crate::support::{int_opt, text, text_opt};

struct UrlClass(Rc<Class>);

/// The class `URL`.
pub(crate) fn class(vm: &Vm) -> Rc<Class> {
    if let Some(found) = vm.extension::<UrlClass>() {
        return found.0.clone();
    }
    let class = ClassBuilder::new("sqlalchemy.engine.url", "URL")
        .class_method("create", create)
        .method("__str__", |vm, args| {
            Ok(Value::str(
                payload(vm, &args.this())?.render_as_string(true),
            ))
        })
        .method("__repr__", |vm, args| {
            Ok(Value::str(
                payload(vm, &args.this())?.render_as_string(true),
            ))
        })
        .method("__eq__", |vm, args| {
            let own = payload(vm, &args.this())?;
            Ok(Value::Bool(
                payload(vm, &args.arg(1)).is_ok_and(|other| other == own),
            ))
        })
        .method("__hash__", |vm, args| {
            let text = payload(vm, &args.this())?.render_as_string(false);
            vm.hash(&Value::str(text))
                .map(|hash| Value::Int((hash >> 4).cast_signed()))
        })
        .method("render_as_string", |vm, args| {
            let hide = args
                .get_or_keyword(1, "hide_password")
                .unwrap_or(Value::Bool(true));
            let hide = vm.truth(&hide)?;
            Ok(Value::str(
                payload(vm, &args.this())?.render_as_string(hide),
            ))
        })
        .method("get_backend_name", |vm, args| {
            Ok(Value::str(payload(vm, &args.this())?.backend_name()))
        })
        .method("get_driver_name", |vm, args| {
            let url = payload(vm, &args.this())?;
            let default = match url.backend_name() {
                "postgresql" => "psycopg2",
                "sqlite" => "pysqlite",
                "mysql" | "mariadb" => "mysqldb",
                _ => "",
            };
            Ok(Value::str(url.driver().unwrap_or(default)))
        })
        .method("get_dialect", |vm, args| {
            super::dialect::of_url(vm, &payload(vm, &args.this())?)
        })
        .method("set", set)
        .method("update_query_dict", |vm, args| {
            let mut url = payload(vm, &args.this())?;
            merge_query(vm, &mut url, &args.arg(1))?;
            Ok(wrap(vm, url))
        })
        .method("translate_connect_args", |vm, args| {
            let url = payload(vm, &args.this())?;
            let out = Dict::new();
            for (key, value) in [
                ("host", &url.host),
                ("database", &url.database),
                ("username", &url.username),
                ("password", &url.password),
            ] {
                if let Some(value) = value {
                    out.set_str(key, Value::str(value));
                }
            }
            if let Some(port) = url.port {
                out.set_str("port", Value::Int(port));
            }
            Ok(Value::Dict(out))
        })
        .property(
            "drivername",
            |vm, args| Ok(Value::str(payload(vm, &args.this())?.driver_name)),
            None,
        )
        .property(
            "username",
            |vm, args| Ok(Value::from(payload(vm, &args.this())?.username)),
            None,
        )
        .property(
            "password",
            |vm, args| Ok(Value::from(payload(vm, &args.this())?.password)),
            None,
        )
        .property(
            "host",
            |vm, args| Ok(Value::from(payload(vm, &args.this())?.host)),
            None,
        )
        .property(
            "port",
            |vm, args| Ok(Value::from(payload(vm, &args.this())?.port)),
            None,
        )
        .property(
            "database",
            |vm, args| Ok(Value::from(payload(vm, &args.this())?.database)),
            None,
        )
        .property(
            "query",
            |vm, args| {
                let out = Dict::new();
                for (key, value) in payload(vm, &args.this())?.query {
                    out.set_str(&key, Value::str(value));
                }
                Ok(Value::Dict(out))
            },
            None,
        )
        .build(vm);
    vm.set_extension(Rc::new(UrlClass(class.clone())));
    class
}

/// A URL object.
pub(crate) fn wrap(vm: &Vm, url: DatabaseUrl) -> Value {
    Value::Object(Object::with_payload(&class(vm), url))
}

fn payload(vm: &Vm, value: &Value) -> PyResult<DatabaseUrl> {
    match value {
        Value::Object(object) => match object.payload::<DatabaseUrl>() {
            Some(url) => Ok(url.clone()),
            None => Err(vm.type_error("a URL is needed")),
        },
        other => Err(vm.type_error(format!("a URL is needed, not {}", vm.type_name(other)))),
    }
}

/// `make_url(name_or_url)`; pydantic's DSN objects and the like count by their `str()`.
pub(crate) fn make_url(vm: &Vm, value: &Value) -> PyResult<DatabaseUrl> {
    vm.require_concrete(value, "the database URL")?;
    if let Ok(found) = payload(vm, value) {
        return Ok(found);
    }
    match value.as_str() {
        Some(text) => {
            DatabaseUrl::parse(text).map_err(|error| argument_error(vm, error.to_string()))
        }
        None => Err(argument_error(
            vm,
            format!("Expected string or URL object, got {}", vm.repr(value)?),
        )),
    }
}

static CREATE: Signature = Signature::new(
    "URL.create",
    "cls, drivername, username=None, password=None, host=None, port=None, database=None, query=None",
);

fn create(vm: &Vm, args: &mut Args) -> PyResult {
    let mut bound = args.bind(vm, &CREATE)?;
    let drivername = bound.take("drivername");
    let mut url = DatabaseUrl {
        driver_name: text(vm, &drivername, "drivername")?,
        ..DatabaseUrl::default()
    };
    let field = |vm: &Vm, value: Value, what: &str| -> PyResult<Option<String>> {
        vm.require_concrete(&value, what)?;
        if value.is_none() {
            Ok(None)
        } else {
            Ok(Some(vm.str(&value)?.to_string()))
        }
    };
    url.username = field(vm, bound.take("username"), "the user of a URL")?;
    // `SecretStr` and similar objects are taken by `str()`, as SQLAlchemy does.
    url.password = field(vm, bound.take("password"), "the password of a URL")?;
    url.host = field(vm, bound.take("host"), "the host of a URL")?;
    url.database = field(vm, bound.take("database"), "the database of a URL")?;
    let port = bound.take("port");
    url.port = match text_port(vm, &port)? {
        Some(port) => Some(port),
        None => int_opt(vm, &port, "the port of a URL")?,
    };
    let query = bound.take("query");
    if !query.is_none() {
        merge_query(vm, &mut url, &query)?;
    }
    Ok(wrap(vm, url))
}

fn text_port(vm: &Vm, value: &Value) -> PyResult<Option<i64>> {
    match value.as_str() {
        Some(text) => match text.parse() {
            Ok(port) => Ok(Some(port)),
            Err(_) => Err(vm.type_error("Port argument must be an integer or None")),
        },
        None => Ok(None),
    }
}

fn merge_query(vm: &Vm, url: &mut DatabaseUrl, query: &Value) -> PyResult<()> {
    let Some(dict) = query.as_dict() else {
        return Err(vm.type_error("Query dictionary expected"));
    };
    for (key, value) in dict.items() {
        let key = text(vm, &key, "query key")?;
        url.query.retain(|(name, _)| *name != key);
        for value in value.as_sequence().unwrap_or_else(|| vec![value.clone()]) {
            url.query
                .push((key.clone(), text(vm, &value, "query value")?));
        }
    }
    Ok(())
}

fn set(vm: &Vm, args: &mut Args) -> PyResult {
    let mut url = payload(vm, &args.this())?;
    for (name, value) in std::mem::take(&mut args.keywords) {
        match &*name.text() {
            "drivername" => url.driver_name = text(vm, &value, "drivername")?,
            "username" => url.username = text_opt(vm, &value, "username")?,
            "password" => url.password = text_opt(vm, &value, "password")?,
            "host" => url.host = text_opt(vm, &value, "host")?,
            "port" => url.port = int_opt(vm, &value, "port")?,
            "database" => url.database = text_opt(vm, &value, "database")?,
            "query" => {
                url.query.clear();
                merge_query(vm, &mut url, &value)?;
            }
            other => {
                return Err(vm.type_error(format!(
                    "URL.set() got an unexpected keyword argument '{other}'"
                )));
            }
        }
    }
    Ok(wrap(vm, url))
}

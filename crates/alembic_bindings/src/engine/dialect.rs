//! The object behind `connection.dialect`.

use std::rc::Rc;

use alembic_python::{Class, ClassBuilder, Object, PyResult, Value, Vm};

use crate::host::{Session, compile_type};
use crate::registry::sa;
use crate::support::{attr, text};

/// The class of dialect objects.
pub(crate) fn build(vm: &Vm) -> Rc<Class> {
    ClassBuilder::new("sqlalchemy.engine.default", "DefaultDialect")
        .method("__init__", |_, args| {
            if let Value::Object(object) = args.this() {
                for (name, value) in std::mem::take(&mut args.keywords) {
                    object.set_symbol(name, value);
                }
            }
            Ok(Value::None)
        })
        .method("type_descriptor", |vm, args| {
            let type_ = args.arg(1);
            crate::sqlalchemy::types::instantiate(vm, &type_)
        })
        .property("type_compiler", |_, args| Ok(args.this()), None)
        .property("type_compiler_instance", |_, args| Ok(args.this()), None)
        .property("identifier_preparer", |_, args| Ok(args.this()), None)
        .property("ddl_compiler", |_, args| Ok(args.this()), None)
        .method("process", |vm, args| {
            let name = text(vm, &attr(vm, &args.this(), "name")?, "dialect name")?;
            let type_ = crate::convert::sql_type(vm, &args.arg(1))?;
            compile_type(vm, &name, &type_).map(Value::str)
        })
        .method("quote", quote)
        .method("quote_identifier", |vm, args| {
            let name = text(vm, &attr(vm, &args.this(), "name")?, "dialect name")?;
            let word = text(vm, &args.arg(1), "identifier")?;
            let mut word = alembic_schema::Name::new(word);
            word.quote = Some(true);
            written(vm, &name, word).map(Value::str)
        })
        .method("format_column", |vm, args| {
            let name = text(vm, &attr(vm, &args.this(), "name")?, "dialect name")?;
            let word = text(vm, &attr(vm, &args.arg(1), "name")?, "column name")?;
            quoted(vm, &name, &word).map(Value::str)
        })
        .method("quote_schema", quote)
        .method("format_table", |vm, args| {
            let name = text(vm, &attr(vm, &args.this(), "name")?, "dialect name")?;
            let table = crate::sqlalchemy::expression::from::table_ref(vm, &args.arg(1))?;
            let mut parts = Vec::new();
            if let Some(schema) = &table.schema {
                parts.push(quoted(vm, &name, &schema.text)?);
            }
            parts.push(quoted(vm, &name, &table.name.text)?);
            Ok(Value::str(parts.join(".")))
        })
        .method("has_table", |vm, args| {
            let connection = args.arg(1);
            super::inspector::has_table_name(
                vm,
                &connection,
                &args.arg(2),
                &args.get_or_keyword(3, "schema").unwrap_or(Value::None),
            )
        })
        .property(
            "server_version_info",
            |vm, args| {
                if let Value::Object(object) = args.this() {
                    if let Some(given) = object.get("_server_version") {
                        return Ok(given);
                    }
                    if let Some(session) = object.payload::<Rc<dyn Session>>() {
                        let session = session.clone();
                        let version = session.server_version(vm)?;
                        if version.is_empty() && session.dialect_name() != "mssql" {
                            return Ok(Value::None);
                        }
                        return Ok(Value::tuple(version.into_iter().map(Value::from).collect()));
                    }
                }
                Ok(Value::None)
            },
            None,
        )
        .property(
            "default_schema_name",
            |vm, args| {
                if let Value::Object(object) = args.this()
                    && let Some(session) = object.payload::<Rc<dyn Session>>()
                {
                    let session = session.clone();
                    return Ok(Value::from(session.default_schema(vm)?));
                }
                Ok(Value::None)
            },
            Some(|vm, args| {
                let schema = crate::support::text_opt(vm, &args.arg(1), "default_schema_name")?;
                if let Value::Object(object) = args.this()
                    && let Some(session) = object.payload::<Rc<dyn Session>>()
                {
                    session.set_default_schema(schema);
                }
                Ok(Value::None)
            }),
        )
        .attr("paramstyle", "named")
        .attr("is_async", false)
        .build(vm)
}

/// What SQLAlchemy's dialect class of a database tells: `supports_...` and the like.
struct Facts {
    name: &'static str,
    class: &'static str,
    max_identifier_length: i64,
    comments: bool,
    inline_comments: bool,
    native_boolean: bool,
    native_enum: bool,
    sequences: bool,
    alter: bool,
    identity: bool,
}

const FACTS: &[Facts] = &[
    Facts {
        name: "sqlite",
        class: "SQLiteDialect",
        max_identifier_length: 9999,
        comments: false,
        inline_comments: false,
        native_boolean: false,
        native_enum: false,
        sequences: false,
        alter: false,
        identity: false,
    },
    Facts {
        name: "postgresql",
        class: "PGDialect",
        max_identifier_length: 63,
        comments: true,
        inline_comments: false,
        native_boolean: true,
        native_enum: true,
        sequences: true,
        alter: true,
        identity: true,
    },
    Facts {
        name: "mysql",
        class: "MySQLDialect",
        max_identifier_length: 255,
        comments: true,
        inline_comments: true,
        native_boolean: false,
        native_enum: true,
        sequences: false,
        alter: true,
        identity: false,
    },
    Facts {
        name: "mariadb",
        class: "MariaDBDialect",
        max_identifier_length: 255,
        comments: true,
        inline_comments: true,
        native_boolean: false,
        native_enum: true,
        sequences: false,
        alter: true,
        identity: false,
    },
    Facts {
        name: "mssql",
        class: "MSDialect",
        max_identifier_length: 128,
        comments: true,
        inline_comments: false,
        native_boolean: false,
        native_enum: false,
        sequences: true,
        alter: true,
        identity: false,
    },
    Facts {
        name: "oracle",
        class: "OracleDialect",
        max_identifier_length: 128,
        comments: true,
        inline_comments: false,
        native_boolean: true,
        native_enum: false,
        sequences: true,
        alter: true,
        identity: true,
    },
];

#[derive(Default)]
struct OwnClasses(std::cell::RefCell<std::collections::BTreeMap<(String, String), Rc<Class>>>);

/// The class of a database and a driver: `PGDialect_psycopg2`.
pub(crate) fn class_of(vm: &Vm, name: &str, driver: &str) -> PyResult<Rc<Class>> {
    let base = sa(vm)?.dialect.clone();
    let Some(facts) = FACTS.iter().find(|facts| facts.name == name) else {
        return Ok(base);
    };
    let classes = vm.extension_or(OwnClasses::default);
    let key = (name.to_owned(), driver.to_owned());
    if let Some(found) = classes.0.borrow().get(&key) {
        return Ok(found.clone());
    }
    let paramstyle = match (name, driver) {
        (_, "asyncpg") => "numeric_dollar",
        (_, "pg8000") | ("mysql" | "mariadb", _) => "format",
        ("sqlite", _) => "qmark",
        ("postgresql", _) | (_, "pymssql") => "pyformat",
        _ => "named",
    };
    let folder = if name == "mariadb" { "mysql" } else { name };
    let class = match (name, driver) {
        ("mariadb", "mysqldb") => {
            ClassBuilder::new("sqlalchemy.dialects.mysql.mariadb", "MariaDBDialect_base")
        }
        _ => ClassBuilder::new(
            &format!("sqlalchemy.dialects.{folder}.{driver}"),
            &format!("{}_{driver}", facts.class),
        ),
    };
    let class = class
        .base(&base)
        .attr("paramstyle", paramstyle)
        .attr("max_identifier_length", facts.max_identifier_length)
        .attr("supports_comments", facts.comments)
        .attr("inline_comments", facts.inline_comments)
        .attr("supports_native_boolean", facts.native_boolean)
        .attr("supports_native_enum", facts.native_enum)
        .attr("supports_sequences", facts.sequences)
        .attr("supports_alter", facts.alter)
        .attr("supports_identity_columns", facts.identity)
        .build(vm);
    classes.0.borrow_mut().insert(key, class.clone());
    Ok(class)
}

/// The driver that SQLAlchemy takes where a URL names none.
pub(crate) fn default_driver(name: &str) -> &'static str {
    match name {
        "sqlite" => "pysqlite",
        "postgresql" => "psycopg",
        "mysql" | "mariadb" => "mysqldb",
        "mssql" => "pyodbc",
        "oracle" => "oracledb",
        _ => "",
    }
}

fn quote(vm: &Vm, args: &mut alembic_python::Args) -> PyResult {
    let name = text(vm, &attr(vm, &args.this(), "name")?, "dialect name")?;
    let word = text(vm, &args.arg(1), "identifier")?;
    quoted(vm, &name, &word).map(Value::str)
}

/// An identifier quoted by the dialect's rules: what a column expression of that name compiles to.
fn quoted(vm: &Vm, dialect: &str, word: &str) -> PyResult<String> {
    written(vm, dialect, alembic_schema::Name::new(word))
}

fn written(vm: &Vm, dialect: &str, word: alembic_schema::Name) -> PyResult<String> {
    let expr = alembic_schema::Expr::column(word, alembic_schema::SqlType::null());
    crate::host::compile_statement(
        vm,
        dialect,
        &alembic_schema::expr::SqlStatement::Expr(Box::new(expr)),
        false,
    )
}

/// The driver of a URL, or the one that SQLAlchemy 2.1 takes without a name.
pub(super) fn driver(url: &alembic_config::DatabaseUrl) -> String {
    let default = default_driver(url.backend_name());
    url.driver().unwrap_or(default).to_owned()
}

/// The dialect object of a session.
pub(crate) fn of_session(vm: &Vm, session: &Rc<dyn Session>) -> PyResult {
    let name = session.dialect_name();
    let mut driver = driver(&session.url());
    if driver.is_empty() {
        default_driver(&name).clone_into(&mut driver);
    }
    let class = class_of(vm, &name, &driver)?;
    let object = Object::with_payload(&class, session.clone());
    object.set("name", name);
    object.set("driver", driver);
    Ok(Value::Object(object))
}

/// A dialect object of a URL without a connection.
pub(crate) fn of_url(vm: &Vm, url: &alembic_config::DatabaseUrl) -> PyResult {
    let name = url.backend_name();
    let driver = driver(url);
    let object = Object::new(&class_of(vm, name, &driver)?);
    object.set("name", name);
    object.set("driver", driver);
    object.set(
        "is_async",
        matches!(
            url.driver().unwrap_or_default(),
            "aiosqlite" | "asyncpg" | "aiomysql" | "asyncmy"
        ),
    );
    Ok(Value::Object(object))
}

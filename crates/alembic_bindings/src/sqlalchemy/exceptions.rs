//! `sqlalchemy.exc`: the exception classes, and how database errors become them.

use std::cell::RefCell;
use std::rc::Rc;

use alembic_python::{Class, Module, PyResult, Unwind, Value, Vm};

use crate::registry::sa;
use crate::support::{attr, make};

/// Classes and their bases, bases first. Those of the registry are made there.
const CLASSES: &[(&str, &str)] = &[
    ("HasDescriptionCode", "Exception"),
    ("StatementError", "SQLAlchemyError"),
    ("DBAPIError", "StatementError"),
    ("InterfaceError", "DBAPIError"),
    ("DatabaseError", "DBAPIError"),
    ("DataError", "DatabaseError"),
    ("OperationalError", "DatabaseError"),
    ("IntegrityError", "DatabaseError"),
    ("InternalError", "DatabaseError"),
    ("ProgrammingError", "DatabaseError"),
    ("NotSupportedError", "DatabaseError"),
    ("NoSuchModuleError", "ArgumentError"),
    ("ObjectNotExecutableError", "ArgumentError"),
    ("DuplicateColumnError", "ArgumentError"),
    ("ConstraintColumnNotFoundError", "ArgumentError"),
    ("NoForeignKeysError", "ArgumentError"),
    ("AmbiguousForeignKeysError", "ArgumentError"),
    ("CircularDependencyError", "SQLAlchemyError"),
    ("UnsupportedCompilationError", "CompileError"),
    ("IdentifierError", "SQLAlchemyError"),
    ("DisconnectionError", "SQLAlchemyError"),
    ("TimeoutError", "SQLAlchemyError"),
    ("NoInspectionAvailable", "InvalidRequestError"),
    ("PendingRollbackError", "InvalidRequestError"),
    ("ResourceClosedError", "InvalidRequestError"),
    ("NoSuchColumnError", "InvalidRequestError"),
    ("NoResultFound", "InvalidRequestError"),
    ("MultipleResultsFound", "InvalidRequestError"),
    ("NoReferenceError", "InvalidRequestError"),
    ("NoReferencedColumnError", "NoReferenceError"),
    ("UnboundExecutionError", "InvalidRequestError"),
    ("UnreflectableTableError", "InvalidRequestError"),
    ("InvalidatePoolError", "DisconnectionError"),
    ("DontWrapMixin", "Exception"),
    ("SAWarning", "RuntimeWarning"),
    ("SADeprecationWarning", "DeprecationWarning"),
    ("RemovedIn20Warning", "SADeprecationWarning"),
    ("MovedIn20Warning", "SADeprecationWarning"),
    ("LegacyAPIWarning", "SADeprecationWarning"),
];

/// The module `sqlalchemy.exc`.
pub(crate) fn module(vm: &Vm) -> PyResult<Rc<Module>> {
    let module = Module::new("sqlalchemy.exc");
    let sa = sa(vm)?;
    for class in [
        &sa.sqlalchemy_error,
        &sa.argument_error,
        &sa.invalid_request_error,
        &sa.compile_error,
        &sa.no_such_table_error,
        &sa.no_referenced_table_error,
    ] {
        module.set(&class.name(), Value::Class(class.clone()));
    }
    for (name, base) in CLASSES {
        let base = match module.get(base) {
            Some(Value::Class(class)) => class,
            _ => vm.exception_class(base),
        };
        module.set(
            name,
            Value::Class(vm.define_exception_from("sqlalchemy.exc", name, vec![base])),
        );
    }
    Ok(module)
}

/// A class of `sqlalchemy.exc` by name.
pub(crate) fn class(vm: &Vm, name: &str) -> PyResult<Rc<Class>> {
    match attr(vm, &vm.import("sqlalchemy.exc")?, name)? {
        Value::Class(class) => Ok(class),
        _ => Ok(sa(vm)?.sqlalchemy_error.clone()),
    }
}

/// The exception that SQLAlchemy raises around a DBAPI error: text, `orig`, `statement`.
pub fn database_error(
    vm: &Vm,
    dbapi: &str,
    class_name: &str,
    message: &str,
    statement: Option<&str>,
    sqlstate: Option<&str>,
) -> Unwind {
    let raised = || -> PyResult<Unwind> {
        let class = class(vm, class_name)?;
        let original = original_class(vm, dbapi, class_name, sqlstate);
        let mut text = format!("({}) {message}", original.full_name());
        if let Some(statement) = statement {
            text.push_str(&format!("\n[SQL: {statement}]"));
        }
        if let Some(code) = background(class_name) {
            text.push_str(&format!(
                "\n(Background on this error at: https://sqlalche.me/e/21/{code})"
            ));
        }
        let value = make(vm, &class, vec![Value::str(text)])?;
        let original = make(vm, &original, vec![Value::str(message)])?;
        if let (Value::Object(object), Value::Object(original)) = (&value, &original) {
            original.set("pgcode", Value::from(sqlstate.map(str::to_owned)));
            original.set("sqlstate", Value::from(sqlstate.map(str::to_owned)));
            original.set("pgerror", message);
            object.set("orig", Value::Object(original.clone()));
            object.set("statement", Value::from(statement.map(str::to_owned)));
            object.set("params", Value::None);
        }
        Ok(vm.raise_value(value))
    };
    match raised() {
        Ok(error) | Err(error) => error,
    }
}

/// The conditions of PostgreSQL by SQLSTATE.
const STATES: &str = include_str!("../../resources/sqlstates.txt");

/// Exception classes of DBAPIs by their dotted names.
#[derive(Default)]
struct Originals(RefCell<Vec<Rc<Class>>>);

/// The exception class of the DBAPI: `psycopg2.errors.UniqueViolation`, `sqlite3.IntegrityError`.
fn original_class(vm: &Vm, dbapi: &str, class_name: &str, sqlstate: Option<&str>) -> Rc<Class> {
    let known = vm.extension_or(Originals::default);
    let class = |module: &str, name: &str, base: &Rc<Class>| {
        let mut list = known.0.borrow_mut();
        let found = list
            .iter()
            .find(|class| &*class.name() == name && &*class.module() == module)
            .cloned();
        found.unwrap_or_else(|| {
            let made = Vm::new_exception_class(module, name, vec![base.clone()]);
            list.push(made.clone());
            made
        })
    };
    let mut found = class(dbapi, "Error", &vm.exception_class("Exception"));
    if !matches!(class_name, "InterfaceError" | "Error") {
        found = class(dbapi, "DatabaseError", &found);
    }
    if !matches!(class_name, "DatabaseError" | "Error") {
        found = class(dbapi, class_name, &found);
    }
    let condition = sqlstate.filter(|_| dbapi == "psycopg2").and_then(|state| {
        STATES
            .lines()
            .find_map(|line| line.strip_prefix(state)?.strip_prefix(' '))
    });
    match condition {
        Some(name) => class("psycopg2.errors", name, &found),
        None => found,
    }
}

/// `StatementError`: a bind processor has raised before the database was asked.
pub fn statement_error(vm: &Vm, class_name: &str, message: &str, statement: &str) -> Unwind {
    let raised = || -> PyResult<Unwind> {
        let is_builtin = !class_name.contains('.');
        let module = if is_builtin { "builtins." } else { "" };
        let mut text = format!("({module}{class_name}) {message}");
        if !statement.is_empty() {
            text.push_str(&format!("\n[SQL: {statement}]"));
        }
        let value = make(vm, &class(vm, "StatementError")?, vec![Value::str(text)])?;
        let original = make(
            vm,
            &match class_name.rsplit_once('.') {
                Some((_, name)) => class(vm, name)?,
                None => vm.exception_class(class_name),
            },
            vec![Value::str(message)],
        )?;
        if let Value::Object(object) = &value {
            object.set("orig", original);
            object.set("statement", statement);
            object.set("params", Value::None);
        }
        Ok(vm.raise_value(value))
    };
    match raised() {
        Ok(error) | Err(error) => error,
    }
}

/// The code of SQLAlchemy's page about a class of errors.
fn background(class_name: &str) -> Option<&'static str> {
    Some(match class_name {
        "DBAPIError" => "dbapi",
        "InterfaceError" => "rvf5",
        "DatabaseError" => "4xp6",
        "DataError" => "9h9h",
        "OperationalError" => "e3q8",
        "IntegrityError" => "gkpj",
        "InternalError" => "2j85",
        "ProgrammingError" => "f405",
        "NotSupportedError" => "tw8g",
        _ => return None,
    })
}

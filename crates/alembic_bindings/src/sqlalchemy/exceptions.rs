//! `sqlalchemy.exc`: the exception classes, and how database errors become them.

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
        let mut text = format!("({dbapi}.{class_name}) {message}");
        if let Some(statement) = statement {
            text.push_str(&format!("\n[SQL: {statement}]"));
        }
        if let Some(code) = background(class_name) {
            text.push_str(&format!(
                "\n(Background on this error at: https://sqlalche.me/e/21/{code})"
            ));
        }
        let value = make(vm, &class, vec![Value::str(text)])?;
        let original = make(
            vm,
            &vm.exception_class("Exception"),
            vec![Value::str(message)],
        )?;
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

//! Errors on their way through Python code: compile errors and failures become exceptions, and
//! exceptions that leave `env.py` become failures again.

use std::cell::RefCell;

use alembic_bindings::{command_error, database_error};
use alembic_dialect::CompileError;
use alembic_drivers::DatabaseError;
use alembic_python::{Class, Unwind, Value, Vm, format_traceback};
use alembic_script::{Failure, FailureKind};
use alembic_source::Diagnostic;

use crate::next_steps;

/// The failure of a command's work while its exception travels through `env.py`.
#[derive(Default)]
pub(crate) struct Travelling(RefCell<Vec<(Value, Failure)>>);

/// The exception that stands for a failure.
pub(crate) fn raise(vm: &Vm, failure: Failure) -> Unwind {
    let unwind = match &failure.kind {
        FailureKind::Command { message } => command_error(vm, message),
        FailureKind::Exception {
            type_name, message, ..
        } => exception_by_name(vm, type_name, message),
        FailureKind::Exit { status } => {
            let class = vm.exception_class("SystemExit");
            let value = vm.new_exception(&class, vec![Value::Int(i64::from(*status))]);
            vm.raise_value(value)
        }
        FailureKind::Unsupported { message } => vm.unsupported(message.clone()),
    };
    if let Some(value) = unwind.exception() {
        vm.extension_or(Travelling::default)
            .0
            .borrow_mut()
            .push((value.clone(), failure));
    }
    unwind
}

/// An exception of a class given by its dotted name.
fn exception_by_name(vm: &Vm, type_name: &str, message: &str) -> Unwind {
    match type_name.rsplit_once('.') {
        Some((module, name)) => {
            let class = vm
                .import(module)
                .and_then(|module| vm.getattr(&module, name));
            match class {
                Ok(Value::Class(class)) => vm.raise_class(&class, message),
                _ => vm.raise_class(&vm.define_exception(module, name, &["Exception"]), message),
            }
        }
        None if is_builtin_exception(type_name) => vm.raise(type_name, message),
        None => vm.raise_class(
            &vm.define_exception("alembic.util.exc", type_name, &["Exception"]),
            message,
        ),
    }
}

fn is_builtin_exception(name: &str) -> bool {
    matches!(
        name,
        "Exception"
            | "TypeError"
            | "ValueError"
            | "KeyError"
            | "AttributeError"
            | "NotImplementedError"
            | "AssertionError"
            | "IndexError"
            | "RuntimeError"
            | "NameError"
            | "ImportError"
            | "ModuleNotFoundError"
            | "OSError"
            | "FileNotFoundError"
            | "UnicodeDecodeError"
            | "SyntaxError"
    )
}

/// A compile error as the exception of the reference.
pub(crate) fn raise_compile(vm: &Vm, error: &CompileError) -> Unwind {
    match error.class {
        "alembic.util.exc.CommandError" => command_error(vm, &error.message),
        "alembic_rs.Unsupported" => vm.unsupported(error.message.clone()),
        other => exception_by_name(vm, other, &error.message),
    }
}

/// A database error as SQLAlchemy raises it.
pub(crate) fn raise_database(vm: &Vm, dialect: &str, error: &DatabaseError) -> Unwind {
    let dbapi = match dialect {
        "sqlite" => "sqlite3",
        "postgresql" => "psycopg2",
        other => other,
    };
    database_error(
        vm,
        dbapi,
        error.class,
        &error.message,
        error.statement.as_deref(),
        error.sqlstate.as_deref(),
    )
}

/// What left `env.py`, as a failure of the command.
pub(crate) fn from_unwind(vm: &Vm, unwind: &Unwind, context: Option<Diagnostic>) -> Failure {
    let failure = match unwind {
        Unwind::Unsupported(limit) => {
            let mut diagnostic = limit.to_diagnostic();
            diagnostic.notes.push("rewrite this line, or run this one command with Alembic itself: both keep the same version table".to_owned());
            Failure::unsupported(format!("cannot follow {}", limit.construct)).with(diagnostic)
        }
        Unwind::Exception(raised) => {
            let travelling = vm.extension::<Travelling>();
            let known = travelling.and_then(|travelling| {
                travelling
                    .0
                    .borrow()
                    .iter()
                    .find(|(value, _)| value.is(&raised.value))
                    .map(|(_, failure)| failure.clone())
            });
            match known {
                Some(failure) => failure,
                None => from_exception(vm, unwind, &raised.value, &raised.traceback),
            }
        }
    };
    match context {
        Some(diagnostic) => failure.with(diagnostic),
        None => failure,
    }
}

fn from_exception(
    vm: &Vm,
    unwind: &Unwind,
    value: &Value,
    traceback: &[alembic_python::TracebackEntry],
) -> Failure {
    let class = match value {
        Value::Object(object) => object.class(),
        _ => vm.exception_class("Exception"),
    };
    let message = vm
        .str(value)
        .map(|text| text.to_string())
        .unwrap_or_default();
    if unwind.is_exception("SystemExit") {
        // Python's own end of a program: a code that is no number is a message.
        let code = vm.getattr_opt(value, "code").ok().flatten();
        if let Some(code) = code.filter(|code| !code.is_none() && code.as_int().is_none())
            && let Ok(text) = vm.str(&code)
        {
            vm.write_stderr(&format!("{text}\n"));
        }
        return Failure::from(FailureKind::Exit {
            status: exit_status(vm, value),
        });
    }
    if is_command_error(&class) {
        return Failure::command(message);
    }
    let module = class.module();
    let type_name = if &*module == "builtins" {
        class.name().to_string()
    } else {
        format!("{module}.{}", class.name())
    };
    let mut failure = Failure::from(FailureKind::Exception {
        type_name: type_name.clone(),
        message: message.clone(),
        traceback: Some(format_traceback(&vm.sources, traceback)),
    });
    // The innermost line of the project: what is inside of our own modules cannot be changed there.
    let is_embedded = |entry: &&alembic_python::TracebackEntry| {
        vm.sources
            .get(entry.span.file)
            .is_none_or(|file| file.path.to_string_lossy().starts_with('<'))
    };
    let place = traceback.iter().find(|entry| !is_embedded(entry));
    if let Some(entry) = place.or(traceback.first()) {
        let first_line = message.lines().next().unwrap_or_default();
        let steps = next_steps::of_exception(vm, &type_name, &message);
        let shown = if first_line.is_empty() {
            type_name
        } else {
            format!("{type_name}: {first_line}")
        };
        let mut diagnostic =
            Diagnostic::error("python-exception", shown).at(entry.span, "raised here");
        if first_line.starts_with("Unknown level:") && first_line.contains('#') {
            diagnostic = diagnostic.help(
                "write the comment on a line of its own: in an ini file it is part of the value",
            );
        }
        for note in steps.notes {
            diagnostic = diagnostic.note(note);
        }
        for help in steps.helps {
            diagnostic = diagnostic.help(help);
        }
        failure = failure.with(diagnostic);
    }
    failure
}

/// True for `alembic.util.CommandError` and its subclasses.
pub(crate) fn is_command_error(class: &Class) -> bool {
    let is_it = |name: &str, module: &str| name == "CommandError" && module == "alembic.util.exc";
    is_it(&class.name(), &class.module())
        || class
            .ancestors()
            .iter()
            .any(|ancestor| is_it(&ancestor.name(), &ancestor.module()))
}

fn exit_status(vm: &Vm, value: &Value) -> i32 {
    let code = vm
        .getattr_opt(value, "code")
        .ok()
        .flatten()
        .unwrap_or(Value::None);
    match code {
        Value::None => 0,
        other => match other.as_int() {
            Some(number) => i32::try_from(number & 0xff).unwrap_or(1),
            None => 1,
        },
    }
}

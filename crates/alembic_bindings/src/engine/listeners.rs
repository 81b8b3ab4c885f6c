//! Listeners of an engine that hear of statements and transactions.

use std::cell::RefCell;
use std::rc::Rc;

use alembic_python::{ClassBuilder, Object, Opaque, PyResult, Value, Vm};

use crate::convert::values::py_value;
use crate::host::{Moment, Session};
use crate::sqlalchemy::event::{self, Listener};
use crate::support::text;

/// Lets the listeners of an engine hear what happens on a new connection.
///
/// Statements are heard as they are sent; the catalogue queries of reflection are not.
pub(super) fn hear(
    vm: &Vm,
    engine: &Value,
    session: &Rc<dyn Session>,
    connection: &Value,
) -> PyResult<()> {
    for listener in event::engine_listeners(vm, engine, "begin")? {
        require_plain_begin(vm, session, &listener)?;
    }
    let before = event::engine_listeners(vm, engine, "before_cursor_execute")?;
    let after = event::engine_listeners(vm, engine, "after_cursor_execute")?;
    if before.is_empty() && after.is_empty() {
        return Ok(());
    }
    let context_class = ClassBuilder::new("sqlalchemy.engine.default", "DefaultExecutionContext")
        .method("__getattr__", |vm, args| {
            let name = args.arg(1).to_text().unwrap_or_default();
            Err(vm.unsupported(format!("`{name}` of an execution context")))
        })
        .build(vm);
    let connection = connection.clone();
    // Listeners keep things in the context from before the statement until after it.
    let context = RefCell::new(Value::None);
    session.set_statement_hook(Rc::new(move |vm, moment, sql, values| {
        if moment == Moment::Before {
            *context.borrow_mut() = Value::Object(Object::new(&context_class));
        }
        let own = context.borrow().clone();
        let parameters = values
            .iter()
            .map(|value| py_value(vm, value))
            .collect::<PyResult<Vec<_>>>()?;
        let parameters = Value::tuple(parameters);
        let mut statement = sql.to_owned();
        let arguments = |statement: &str| {
            vec![
                connection.clone(),
                Opaque::new("the cursor of a listener", None),
                Value::str(statement),
                parameters.clone(),
                own.clone(),
                Value::Bool(false),
            ]
        };
        if moment == Moment::After {
            for listener in &after {
                vm.counting_effects(|| listener.call(vm, arguments(&statement)))?;
            }
            return Ok(None);
        }
        for listener in &before {
            let given = vm.counting_effects(|| listener.call(vm, arguments(&statement)))?;
            let Some(given) = given.filter(|_| listener.replaces()) else {
                continue;
            };
            match given.as_sequence().as_deref() {
                Some([new, same]) if vm.equal(same, &parameters)? => {
                    statement = text(vm, new, "a statement")?;
                }
                _ => {
                    return Err(vm.unsupported(
                        "a listener of `before_cursor_execute` that changes parameters",
                    ));
                }
            }
        }
        Ok((statement != sql).then_some(statement))
    }));
    Ok(())
}

/// A listener that begins the transaction of SQLite itself, as SQLAlchemy's documentation advises, has nothing left to
/// do: DDL is part of the transaction here anyway. Any other is refused.
fn require_plain_begin(vm: &Vm, session: &Rc<dyn Session>, listener: &Listener) -> PyResult<()> {
    let refusal = "the listener of `begin`";
    if session.dialect_name() != "sqlite" {
        return Err(vm.unsupported(refusal));
    }
    let class = ClassBuilder::new("sqlalchemy.engine.base", "Connection")
        .method("exec_driver_sql", |vm, args| {
            let sql = text(vm, &args.arg(1), "a statement")?;
            let first = sql.split_whitespace().next().unwrap_or_default();
            if first.eq_ignore_ascii_case("begin") {
                return Ok(Value::None);
            }
            Err(vm.unsupported("a listener of `begin` that does more than BEGIN"))
        })
        .method("__getattr__", |vm, _| {
            Err(vm.unsupported("a listener of `begin` that does more than BEGIN"))
        })
        .build(vm);
    let stand_in = Value::Object(Object::new(&class));
    vm.counting_effects(|| listener.call(vm, vec![stand_in]))?;
    Ok(())
}

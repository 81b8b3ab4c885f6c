//! `DDL(...)` and DDL constructs as listeners of table events. Mirrors `sqlalchemy.sql.ddl`.

use alembic_python::{Args, Dict, PyResult, Signature, Value, Vm};
use alembic_schema::expr::{DdlStatement, SqlStatement};

use crate::registry::sa;
use crate::sqlalchemy::expression::statements::{ddl, with_statement};
use crate::support::{attr, call_method, call_with, is_a, items, this};

static DDL: Signature = Signature::new("DDL", "statement, context=None");
static EXECUTE_IF: Signature = Signature::new(
    "execute_if",
    "self, dialect=None, callable_=None, state=None",
);

/// `DDL(statement, context)`: the statement is a `%` template, so `%%` is one percent sign.
pub(crate) fn text(vm: &Vm, args: &mut Args) -> PyResult {
    let mut bound = args.bind(vm, &DDL)?;
    let (statement, context) = (bound.take("statement"), bound.take("context"));
    vm.require_concrete(&statement, "the statement of DDL()")?;
    if statement.as_str().is_none() {
        let message = format!(
            "Expected a string or unicode SQL statement, got '{}'",
            vm.repr(&statement)?
        );
        return Err(crate::support::raise(vm, &sa(vm)?.argument_error, message));
    }
    // Names of a target appear only when the statement runs as a listener.
    let formatted = match format(vm, &statement, &context, None) {
        Ok(text) => text,
        Err(_) => vm.str(&statement)?.to_string(),
    };
    let made = ddl(vm, DdlStatement::Text(formatted))?;
    if let Value::Object(object) = &made {
        object.set("statement", statement);
        object.set("context", context);
    }
    Ok(made)
}

fn format(vm: &Vm, statement: &Value, context: &Value, target: Option<&Value>) -> PyResult<String> {
    let values = Dict::new();
    if let Some(context) = context.as_dict() {
        for (key, value) in context.items() {
            values.set(vm, key, value)?;
        }
    }
    if let Some(table) = target {
        for name in ["table", "schema", "fullname"] {
            if values.get_str(name).is_none() {
                let value = match name {
                    "table" => attr(vm, table, "name")?,
                    "schema" => match attr(vm, table, "schema")? {
                        Value::None => Value::str(""),
                        schema => schema,
                    },
                    _ => attr(vm, table, "fullname")?,
                };
                values.set_str(name, value);
            }
        }
    }
    let made = call_method(vm, statement, "__mod__", vec![Value::Dict(values)])?;
    Ok(vm.str(&made)?.to_string())
}

/// `ddl.execute_if(dialect, callable_, state)`: a copy with the condition.
pub(crate) fn execute_if(vm: &Vm, args: &mut Args) -> PyResult {
    let object = this(vm, args)?;
    let mut bound = args.bind(vm, &EXECUTE_IF)?;
    let Some(statement) = object.payload::<SqlStatement>() else {
        return Err(vm.type_error("execute_if() needs a DDL construct"));
    };
    let made = with_statement(&object.class(), statement.clone());
    if let Value::Object(copy) = &made {
        *copy.attrs.borrow_mut() = object.attrs.borrow().clone();
        for (name, kept) in [
            ("dialect", "_if_dialect"),
            ("callable_", "_if_callable_"),
            ("state", "_if_state"),
        ] {
            copy.set(kept, bound.take(name));
        }
    }
    Ok(made)
}

/// `ddl(target, bind, **kw)`: the construct as a listener of a table event.
pub(crate) fn listen(vm: &Vm, args: &mut Args) -> PyResult {
    let object = this(vm, args)?;
    let (target, bind) = (args.arg(1), args.arg(2));
    let condition = |name: &'static str| object.get(name).unwrap_or(Value::None);
    let dialect = attr(vm, &bind, "dialect")?;
    let wanted = condition("_if_dialect");
    if !wanted.is_none() {
        let name = attr(vm, &dialect, "name")?;
        let names = match wanted.as_str() {
            Some(_) => vec![wanted],
            None => items(vm, &wanted)?,
        };
        let is_wanted = names.iter().any(|other| other.as_str() == name.as_str());
        if !is_wanted {
            return Ok(Value::None);
        }
    }
    let callable = condition("_if_callable_");
    if !callable.is_none() {
        let mut keywords = std::mem::take(&mut args.keywords);
        keywords.push(("state".into(), condition("_if_state")));
        keywords.push(("dialect".into(), dialect));
        keywords.push(("compiler".into(), Value::None));
        let subject = vec![args.this(), target.clone(), bind.clone()];
        let answer = call_with(vm, &callable, subject, keywords)?;
        if !vm.truth(&answer)? {
            return Ok(Value::None);
        }
    }
    let statement = condition("statement");
    let construct = if statement.is_none() || !is_a(&target, &sa(vm)?.table) {
        args.this()
    } else {
        let text = format(vm, &statement, &condition("context"), Some(&target))?;
        ddl(vm, DdlStatement::Text(text))?
    };
    call_method(vm, &bind, "execute", vec![construct])?;
    Ok(Value::None)
}

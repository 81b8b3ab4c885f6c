//! `sqlalchemy.dialects.mysql.match(*columns, against=...)`.

use std::rc::Rc;

use alembic_python::{Args, Class, ClassBuilder, Object, PyResult, Value, Vm};
use alembic_schema::Expr;
use alembic_schema::expr::BinaryOp;

use super::{expr, expr_or_literal};
use crate::registry::{argument_error, sa};

/// The modes, by the keyword and the method that set them.
const MODES: &[(&str, &str)] = &[
    ("in_boolean_mode", "boolean"),
    ("in_natural_language_mode", "natural"),
    ("with_query_expansion", "expansion"),
];

/// `match(*columns, against=, in_boolean_mode=, in_natural_language_mode=, with_query_expansion=)`.
pub(crate) fn build(vm: &Vm, args: &mut Args) -> PyResult {
    let against = args.take_keyword("against").unwrap_or(Value::None);
    if against.is_none() {
        return Err(argument_error(vm, "against is required"));
    }
    let mut modes = Vec::new();
    for (keyword, mode) in MODES {
        if let Some(value) = args.take_keyword(keyword)
            && vm.truth(&value)?
        {
            modes.push(*mode);
        }
    }
    if args.positional.is_empty() {
        return Err(argument_error(vm, "columns are required"));
    }
    let columns: PyResult<Vec<Expr>> = args.positional.iter().map(|item| expr(vm, item)).collect();
    wrap(
        vm,
        Expr::Binary {
            left: Box::new(Expr::List(columns?)),
            op: BinaryOp::Match,
            right: Box::new(expr_or_literal(vm, &against)?),
            modifier: Some(modes.join(" ")),
            type_: None,
        },
    )
}

fn wrap(vm: &Vm, expr: Expr) -> PyResult {
    Ok(Value::Object(Object::with_payload(&class(vm)?, expr)))
}

fn class(vm: &Vm) -> PyResult<Rc<Class>> {
    struct MatchClass(Rc<Class>);
    if let Some(found) = vm.extension::<MatchClass>() {
        return Ok(found.0.clone());
    }
    let mut builder =
        ClassBuilder::new("sqlalchemy.dialects.mysql.expression", "match").base(&sa(vm)?.binary);
    for (method, mode) in MODES {
        builder = builder.method_closure(method, move |vm, args| {
            let mut inner = expr(vm, &args.this())?;
            if let Expr::Binary { modifier, .. } = &mut inner {
                let modes = modifier.take().unwrap_or_default();
                *modifier = Some(format!("{modes} {mode}"));
            }
            wrap(vm, inner)
        });
    }
    let class = builder.build(vm);
    vm.set_extension(Rc::new(MatchClass(class.clone())));
    Ok(class)
}

//! `alembic.autogenerate.render`: our renderers, for those of the project that ask them.

use std::collections::BTreeSet;
use std::rc::Rc;

use alembic_autogenerate::{render_operation, render_type};
use alembic_bindings::convert;
use alembic_dialect::Ctx;
use alembic_python::{Args, NativeFunction, PyResult, Value, Vm};

use super::callbacks::ProjectCallbacks;
use super::directives::Directives;
use super::{comparators, compile_options, raise_autogenerate, render_options};
use crate::host::RuntimeHost;
use crate::migration::MigrationContext;

/// Puts the functions where the Python side of the module finds them.
pub(super) fn install(vm: &Vm, auto_imports: bool) -> PyResult<()> {
    let Some(module) = comparators::registry(vm) else {
        return Ok(());
    };
    module.set(
        "_render_own",
        NativeFunction::closure("_render_own", move |vm, args| {
            operation(vm, args, auto_imports)
        }),
    );
    module.set(
        "_render_type",
        NativeFunction::closure("_render_type", move |vm, args| {
            type_(vm, args, auto_imports)
        }),
    );
    Ok(())
}

fn current(vm: &Vm) -> PyResult<(Rc<RuntimeHost>, Rc<MigrationContext>)> {
    let host = vm.extension::<RuntimeHost>();
    let context = host.as_ref().and_then(|host| host.context.borrow().clone());
    match (host, context) {
        (Some(host), Some(context)) => Ok((host, context)),
        _ => Err(vm.unsupported("a renderer outside of `revision --autogenerate`")),
    }
}

/// `_render_own(operation, imports, has_batch)`.
fn operation(vm: &Vm, args: &mut Args, auto_imports: bool) -> PyResult {
    let (host, context) = current(vm)?;
    let callbacks = ProjectCallbacks::new(vm, &host, &context);
    let compile = compile_options(&context);
    let ctx = Ctx::new(context.dialect, &compile, &context.naming);
    let options = render_options(vm, &context, auto_imports)?;
    let in_batch = vm.truth(&args.arg(2))?;
    let directives = Directives::new(vm, &callbacks)?;
    let Some(own) = directives.own_of(&args.arg(0))? else {
        return Err(vm.unsupported("the rendering of nothing"));
    };
    let mut imports = BTreeSet::new();
    let lines = render_operation(&ctx, &options, &callbacks, &own, &mut imports, in_batch)
        .map_err(|error| raise_autogenerate(vm, error))?;
    add_imports(vm, &args.arg(1), &imports)?;
    Ok(Value::list(lines.iter().map(Value::str).collect()))
}

/// `_render_type(type_, imports)`.
fn type_(vm: &Vm, args: &mut Args, auto_imports: bool) -> PyResult {
    let (host, context) = current(vm)?;
    let callbacks = ProjectCallbacks::new(vm, &host, &context);
    let compile = compile_options(&context);
    let ctx = Ctx::new(context.dialect, &compile, &context.naming);
    let options = render_options(vm, &context, auto_imports)?;
    let type_ = convert::sql_type(vm, &args.arg(0))?;
    let mut imports = BTreeSet::new();
    let text = render_type(&ctx, &options, &callbacks, &type_, &mut imports)
        .map_err(|error| raise_autogenerate(vm, error))?;
    add_imports(vm, &args.arg(1), &imports)?;
    Ok(Value::str(text))
}

fn add_imports(vm: &Vm, set: &Value, imports: &BTreeSet<String>) -> PyResult<()> {
    for line in imports {
        vm.call_method(set, "add", vec![Value::str(line)])?;
    }
    Ok(())
}

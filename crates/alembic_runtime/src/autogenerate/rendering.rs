//! `alembic.autogenerate.render`: our renderers, for those of the project that ask them.

use std::collections::BTreeSet;
use std::rc::Rc;

use alembic_autogenerate::{RenderOptions, render_operation, render_type};
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
    let in_batch = vm.truth(&args.arg(2))?;
    let lines = with_renderer(vm, &args.arg(1), auto_imports, |asked, imports| {
        let directives = Directives::new(vm, asked.callbacks)?;
        let Some(own) = directives.own_of(&args.arg(0))? else {
            return Err(vm.unsupported("the rendering of nothing"));
        };
        render_operation(
            asked.ctx,
            asked.options,
            asked.callbacks,
            &own,
            imports,
            in_batch,
        )
        .map_err(|error| raise_autogenerate(vm, error))
    })?;
    Ok(Value::list(lines.iter().map(Value::str).collect()))
}

/// `_render_type(type_, imports)`.
fn type_(vm: &Vm, args: &mut Args, auto_imports: bool) -> PyResult {
    let type_ = convert::sql_type(vm, &args.arg(0))?;
    with_renderer(vm, &args.arg(1), auto_imports, |asked, imports| {
        render_type(asked.ctx, asked.options, asked.callbacks, &type_, imports)
            .map_err(|error| raise_autogenerate(vm, error))
    })
    .map(Value::str)
}

/// What rendering needs of the command.
struct Asked<'a> {
    ctx: &'a Ctx<'a>,
    options: &'a RenderOptions,
    callbacks: &'a ProjectCallbacks<'a>,
}

/// Renders with the settings of the command; the lines that are imported go to the project's set.
fn with_renderer<T>(
    vm: &Vm,
    set: &Value,
    auto_imports: bool,
    render: impl FnOnce(&Asked<'_>, &mut BTreeSet<String>) -> PyResult<T>,
) -> PyResult<T> {
    let (host, context) = current(vm)?;
    let callbacks = ProjectCallbacks::new(vm, &host, &context);
    let compile = compile_options(&context);
    let ctx = Ctx::new(context.dialect, &compile, &context.naming);
    let asked = Asked {
        ctx: &ctx,
        options: &render_options(vm, &context, auto_imports)?,
        callbacks: &callbacks,
    };
    let mut imports = BTreeSet::new();
    let rendered = render(&asked, &mut imports)?;
    for line in &imports {
        vm.call_method(set, "add", vec![Value::str(line)])?;
    }
    Ok(rendered)
}

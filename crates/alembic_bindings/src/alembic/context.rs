//! `alembic.context`: the proxy of the `EnvironmentContext` that is being run.
//!
//! Every function asks the runtime by name; what it answers is documented at the runtime's `ask`.

use std::rc::Rc;

use alembic_python::{Args, Module, NativeFn, NativeFunction, PyResult, Value, Vm};

use crate::host::host;

/// Questions without arguments that have the name of the function.
const PLAIN: &[&str] = &[
    "is_offline_mode",
    "is_transactional_ddl",
    "requires_connection",
    "get_head_revision",
    "get_head_revisions",
    "get_starting_revision_argument",
    "get_revision_argument",
    "get_tag_argument",
    "get_context",
    "get_bind",
    "get_impl",
    "begin_transaction",
    "static_output",
    "execute",
];

/// What the true module has besides.
const NOT_HERE: &[&str] = &["EnvironmentContext", "create_module_class_proxy"];

/// The module `alembic.context`.
pub(crate) fn module(vm: &Vm) -> PyResult<Rc<Module>> {
    let module = Module::new("alembic.context");
    for name in PLAIN {
        module.set(
            name,
            NativeFunction::closure(name, move |vm, args| {
                let mut arguments = args.positional.clone();
                arguments.extend(args.keywords.iter().map(|(_, value)| value.clone()));
                host(vm)?.ask(vm, name, &arguments)
            }),
        );
    }
    let functions: &[(&str, NativeFn)] = &[
        ("configure", configure),
        ("run_migrations", |vm, args| {
            let keywords = std::mem::take(&mut args.keywords);
            host(vm)?.run_migrations(vm, keywords).map(|()| Value::None)
        }),
        ("get_x_argument", |vm, args| {
            let flag = args
                .get_or_keyword(0, "as_dictionary")
                .unwrap_or(Value::Bool(false));
            host(vm)?.ask(vm, "get_x_argument", &[flag])
        }),
    ];
    for (name, function) in functions {
        module.set(name, NativeFunction::new(name, *function));
    }
    module.set_function("__getattr__", |vm, args| {
        let name = args.arg(0).to_text().unwrap_or_default();
        if NOT_HERE.contains(&&*name) {
            return Err(vm.unsupported(format!("`alembic.context.{name}`")));
        }
        Err(vm.attribute_error(format!(
            "module 'alembic.context' has no attribute '{name}'"
        )))
    });
    let host = host(vm)?;
    for name in ["config", "script"] {
        module.set(name, host.ask(vm, name, &[])?);
    }
    Ok(module)
}

/// The order of `configure`'s parameters, for the rare positional call.
const PARAMETERS: &[&str] = &[
    "connection",
    "url",
    "dialect_name",
    "dialect_opts",
    "transactional_ddl",
    "transaction_per_migration",
    "output_buffer",
    "starting_rev",
    "tag",
    "template_args",
    "render_as_batch",
    "target_metadata",
];

fn configure(vm: &Vm, args: &mut Args) -> PyResult {
    let mut keywords = Vec::new();
    for (value, name) in args.positional.drain(..).zip(PARAMETERS) {
        keywords.push(((*name).into(), value));
    }
    keywords.append(&mut args.keywords);
    host(vm)?.configure(vm, keywords)?;
    Ok(Value::None)
}

//! `context.get_context()` and `context.begin_transaction()` as Python objects.

use std::rc::Rc;

use alembic_python::{
    Args, Class, ClassBuilder, Dict, NativeFunction, Object, PyResult, Symbol, Value, Vm,
};

use crate::host::RuntimeHost;
use crate::migration::{MigrationContext, impl_name};
use crate::options::Options;

struct ContextClass(Rc<Class>);
struct BlockClass(Rc<Class>);

/// What a `with` block over the migration context does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    /// `begin_transaction()`.
    Transaction,
    /// `autocommit_block()`.
    Autocommit,
}

/// The object of a migration context.
pub(crate) fn wrap(vm: &Vm, context: &Rc<MigrationContext>, config: Value) -> PyResult {
    let object = Object::with_payload(&context_class(vm), context.clone());
    let opts = Dict::new();
    for (name, value) in context.options.all() {
        opts.set_str(&name.text(), value.clone());
    }
    opts.set_str("as_sql", Value::Bool(context.as_sql));
    object.set("opts", Value::Dict(opts));
    object.set("as_sql", context.as_sql);
    object.set("config", config);
    object.set("connection", context.connection.clone());
    let bind = context.bind.borrow().clone();
    object.set(
        "dialect",
        vm.getattr_opt(&bind, "dialect")?.unwrap_or(Value::None),
    );
    object.set("bind", bind.clone());
    let implementation = Object::new(&impl_class(vm, context.dialect.features().name));
    implementation.set("__dialect__", context.dialect.features().name);
    implementation.set("bind", bind.clone());
    implementation.set("connection", bind);
    implementation.set("transactional_ddl", context.transactional_ddl);
    implementation.set("as_sql", context.as_sql);
    let written = context.clone();
    implementation.set(
        "static_output",
        NativeFunction::closure("static_output", move |vm, args| {
            written.static_output(vm, &vm.str(&args.arg(0))?)?;
            Ok(Value::None)
        }),
    );
    object.set("impl", Value::Object(implementation));
    Ok(Value::Object(object))
}

struct ImplClass(Rc<Class>);

fn impl_class(vm: &Vm, dialect: &str) -> Rc<Class> {
    if let Some(found) = vm.extension::<ImplClass>() {
        return found.0.clone();
    }
    let class = ClassBuilder::new("alembic.ddl.impl", impl_name(dialect))
        .method("__getattr__", |vm, args| {
            let name = args.arg(1).to_text().unwrap_or_default();
            if name.starts_with("__") {
                return Err(vm.attribute_error(&*name));
            }
            Err(vm.unsupported(format!("`context.impl.{name}`")))
        })
        .build(vm);
    vm.set_extension(Rc::new(ImplClass(class.clone())));
    class
}

fn context_of(vm: &Vm, value: &Value) -> PyResult<Rc<MigrationContext>> {
    match value {
        Value::Object(object) => match object.payload::<Rc<MigrationContext>>() {
            Some(found) => Ok(found.clone()),
            None => Err(vm.type_error("a migration context is needed")),
        },
        other => Err(vm.type_error(format!(
            "a migration context is needed, not {}",
            vm.type_name(other)
        ))),
    }
}

fn context_class(vm: &Vm) -> Rc<Class> {
    if let Some(found) = vm.extension::<ContextClass>() {
        return found.0.clone();
    }
    let class = ClassBuilder::new("alembic.runtime.migration", "MigrationContext")
        .method("autocommit_block", |vm, args| {
            let context = context_of(vm, &args.this())?;
            block(vm, &context, Block::Autocommit)
        })
        .method("begin_transaction", |vm, args| {
            let context = context_of(vm, &args.this())?;
            block(vm, &context, Block::Transaction)
        })
        .method("get_current_heads", |vm, args| {
            let heads = context_of(vm, &args.this())?.current_heads(vm)?;
            Ok(Value::tuple(heads.into_iter().map(Value::from).collect()))
        })
        .method("get_current_revision", |vm, args| {
            let context = context_of(vm, &args.this())?;
            let heads = context.current_heads(vm)?;
            let table = context.version_table.name.text.clone();
            match heads.as_slice() {
                [] => Ok(Value::None),
                [one] => Ok(Value::str(one)),
                _ => Err(alembic_bindings::command_error(
                    vm,
                    format!("Version table '{table}' has more than one head present; please use get_current_heads()"),
                )),
            }
        })
        .method("execute", |vm, args| {
            let own = context_of(vm, &args.this())?;
            let is_current = vm
                .extension::<RuntimeHost>()
                .is_some_and(|host| matches!(&*host.context.borrow(), Some(now) if Rc::ptr_eq(now, &own)));
            if !is_current {
                return Err(vm.unsupported("execute() of a MigrationContext made in Python"));
            }
            let host = vm.import("alembic.op")?;
            let execute = vm.getattr(&host, "execute")?;
            vm.call(&execute, vec![args.get_or_keyword(1, "sql").unwrap_or(Value::None)])
        })
        .method("_ensure_version_table", |vm, args| {
            context_of(vm, &args.this())?.ensure_version_table(vm, false)?;
            Ok(Value::None)
        })
        .class_method("configure", configure)
        .build(vm);
    vm.set_extension(Rc::new(ContextClass(class.clone())));
    class
}

/// `MigrationContext`.
pub(crate) fn class_object(vm: &Vm) -> Value {
    Value::Class(context_class(vm))
}

/// `MigrationContext.configure(connection, url, dialect_name, dialect, environment_context, dialect_opts, opts)`.
fn configure(vm: &Vm, args: &mut Args) -> PyResult {
    let mut options = Options::default();
    let given = args.get_or_keyword(7, "opts").unwrap_or(Value::None);
    let as_sql = match given.as_dict() {
        Some(given) => {
            for (name, value) in given.items() {
                options.set(Symbol::new(&vm.str(&name)?), value);
            }
            given
                .get_str("as_sql")
                .is_some_and(|flag| vm.truth(&flag).unwrap_or(false))
        }
        None => false,
    };
    let names = [(1, "connection"), (2, "url"), (3, "dialect_name")];
    for (at, name) in names {
        if let Some(value) = args.get_or_keyword(at, name) {
            options.set(Symbol::new(name), value);
        }
    }
    for (at, name) in [
        (4, "dialect"),
        (5, "environment_context"),
        (6, "dialect_opts"),
    ] {
        if args
            .get_or_keyword(at, name)
            .is_some_and(|value| !value.is_none())
        {
            return Err(vm.unsupported(format!("`{name}=` of MigrationContext.configure()")));
        }
    }
    let Some(host) = vm.extension::<RuntimeHost>() else {
        return Err(vm.unsupported("MigrationContext.configure() outside of env.py"));
    };
    let context = host.make_context(vm, options, as_sql)?;
    wrap(vm, &context, Value::None)
}

/// `context.begin_transaction()`.
pub(crate) fn transaction(vm: &Vm, context: &Rc<MigrationContext>) -> PyResult {
    block(vm, context, Block::Transaction)
}

fn block(vm: &Vm, context: &Rc<MigrationContext>, kind: Block) -> PyResult {
    let class = if let Some(found) = vm.extension::<BlockClass>() {
        found.0.clone()
    } else {
        let class = ClassBuilder::new("alembic.runtime.migration", "_ProxyTransaction")
            .method("__enter__", |vm, args| {
                let Value::Object(object) = args.this() else {
                    return Ok(Value::None);
                };
                let (context, kind) = parts(vm, &object)?;
                match kind {
                    Block::Transaction => {
                        object.set("_ends", context.enter_transaction(vm, false)?);
                    }
                    Block::Autocommit => context.enter_autocommit(vm)?,
                }
                Ok(args.this())
            })
            .method("__exit__", |vm, args| {
                let failed = !args.arg(1).is_none();
                let Value::Object(object) = args.this() else {
                    return Ok(Value::None);
                };
                let (context, kind) = parts(vm, &object)?;
                match kind {
                    Block::Transaction => {
                        if object.get("_ends").and_then(|flag| flag.as_bool()) == Some(true) {
                            context.leave_transaction(vm, failed)?;
                        }
                    }
                    Block::Autocommit => context.leave_autocommit(vm)?,
                }
                Ok(Value::Bool(false))
            })
            .method("commit", |vm, args| {
                let Value::Object(object) = args.this() else {
                    return Ok(Value::None);
                };
                parts(vm, &object)?.0.leave_transaction(vm, false)?;
                object.set("_ends", false);
                Ok(Value::None)
            })
            .method("rollback", |vm, args| {
                let Value::Object(object) = args.this() else {
                    return Ok(Value::None);
                };
                parts(vm, &object)?.0.leave_transaction(vm, true)?;
                object.set("_ends", false);
                Ok(Value::None)
            })
            .build(vm);
        vm.set_extension(Rc::new(BlockClass(class.clone())));
        class
    };
    Ok(Value::Object(Object::with_payload(
        &class,
        (context.clone(), kind),
    )))
}

fn parts(vm: &Vm, object: &Rc<Object>) -> PyResult<(Rc<MigrationContext>, Block)> {
    match object.payload::<(Rc<MigrationContext>, Block)>() {
        Some(found) => Ok((found.0.clone(), found.1)),
        None => Err(vm.type_error("a transaction block is needed")),
    }
}

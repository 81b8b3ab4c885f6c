//! `context.script`: the script directory as `env.py` sees it.

use std::rc::Rc;

use alembic_python::{Class, ClassBuilder, Object, PyResult, Value, Vm};
use alembic_script::ScriptDirectory;

use crate::failures::raise;

struct ScriptClass(Rc<Class>);

/// The object of a script directory.
pub(crate) fn wrap(vm: &Vm, script: Rc<ScriptDirectory>) -> PyResult {
    let object = Object::new(&class(vm));
    object.set("dir", script.dir.display().to_string());
    object.set_payload(script);
    Ok(Value::Object(object))
}

fn script_of(vm: &Vm, value: &Value) -> PyResult<Rc<ScriptDirectory>> {
    match value {
        Value::Object(object) => match object.payload::<Rc<ScriptDirectory>>() {
            Some(found) => Ok(found.clone()),
            None => Err(vm.type_error("a ScriptDirectory is needed")),
        },
        other => Err(vm.type_error(format!(
            "a ScriptDirectory is needed, not {}",
            vm.type_name(other)
        ))),
    }
}

fn class(vm: &Vm) -> Rc<Class> {
    if let Some(found) = vm.extension::<ScriptClass>() {
        return found.0.clone();
    }
    let class = ClassBuilder::new("alembic.script.base", "ScriptDirectory")
        .method("get_current_head", |vm, args| {
            let head = script_of(vm, &args.this())?
                .get_current_head()
                .map_err(|failure| raise(vm, failure))?;
            Ok(Value::from(head))
        })
        .method("get_heads", |vm, args| {
            let heads = script_of(vm, &args.this())?
                .map()
                .map_err(|failure| raise(vm, failure))?
                .heads()
                .to_vec();
            Ok(Value::list(heads.into_iter().map(Value::from).collect()))
        })
        .method("get_bases", |vm, args| {
            let bases = script_of(vm, &args.this())?
                .map()
                .map_err(|failure| raise(vm, failure))?
                .bases()
                .to_vec();
            Ok(Value::list(bases.into_iter().map(Value::from).collect()))
        })
        .property(
            "versions",
            |vm, args| {
                let script = script_of(vm, &args.this())?;
                Ok(Value::from(
                    script
                        .absolute_version_locations()
                        .first()
                        .map(|path| path.display().to_string()),
                ))
            },
            None,
        )
        .method("__getattr__", |vm, args| {
            let name = args.arg(1).to_text().unwrap_or_default();
            Err(vm.unsupported(format!("`context.script.{name}`")))
        })
        .build(vm);
    vm.set_extension(Rc::new(ScriptClass(class.clone())));
    class
}

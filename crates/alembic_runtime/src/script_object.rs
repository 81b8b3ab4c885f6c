//! `context.script`, its revisions, and the steps that `on_version_apply` gets, as `env.py` sees them.

use std::rc::Rc;

use alembic_config::Config;
use alembic_python::{Args, Class, ClassBuilder, Object, PyResult, Value, Vm};
use alembic_script::evaluate::evaluate_header;
use alembic_script::python_environment::PythonEnvironment;
use alembic_script::revision_map::{Denoted, RevisionIndex, Symbol};
use alembic_script::{ScriptDirectory, Step};

use crate::failures::{from_unwind, raise};
use crate::host::RuntimeHost;

struct ScriptClasses {
    directory: Rc<Class>,
    revision: Rc<Class>,
    step: Rc<Class>,
}

/// The object of a script directory.
pub(crate) fn wrap(vm: &Vm, script: Rc<ScriptDirectory>) -> PyResult {
    let object = Object::new(&classes(vm).directory);
    object.set("dir", script.dir.display().to_string());
    object.set_payload(script);
    Ok(Value::Object(object))
}

/// `MigrationInfo`: what a step does.
pub(crate) fn step_info(vm: &Vm, script: &Rc<ScriptDirectory>, step: &Step) -> PyResult {
    let object = Object::new(&classes(vm).step);
    let ids = |ids: &[String]| Value::tuple(ids.iter().map(Value::str).collect());
    let revisions = |ids: &[String]| -> PyResult {
        let found = ids
            .iter()
            .map(|id| revision_of_id(vm, script, id))
            .collect::<PyResult<_>>()?;
        Ok(Value::tuple(found))
    };
    let (up, down) = (step.up_revision_ids(), step.down_revision_ids());
    object.set("is_upgrade", Value::Bool(step.is_upgrade()));
    object.set("is_stamp", Value::Bool(step.is_stamp()));
    object.set("is_migration", Value::Bool(!step.is_stamp()));
    object.set("up_revision_id", Value::from(up.first().cloned()));
    object.set("up_revision_ids", ids(up));
    object.set("down_revision_ids", ids(down));
    object.set("source_revision_ids", ids(&step.from));
    object.set("destination_revision_ids", ids(&step.to));
    let up_revisions = revisions(up)?;
    object.set(
        "up_revision",
        match up.first() {
            Some(id) => revision_of_id(vm, script, id)?,
            None => Value::None,
        },
    );
    object.set("up_revisions", up_revisions);
    object.set("down_revisions", revisions(down)?);
    object.set("source_revisions", revisions(&step.from)?);
    object.set("destination_revisions", revisions(&step.to)?);
    Ok(Value::Object(object))
}

fn revision_of_id(vm: &Vm, script: &Rc<ScriptDirectory>, id: &str) -> PyResult {
    let found = script
        .get_revision(Some(id))
        .map_err(|failure| raise(vm, failure))?;
    denoted(vm, script, found)
}

fn denoted(vm: &Vm, script: &Rc<ScriptDirectory>, found: Denoted) -> PyResult {
    match found {
        Denoted::Revision(index) => revision(vm, script, index),
        Denoted::Nothing => Ok(Value::None),
        Denoted::Base => Ok(Value::str("base")),
    }
}

/// A `Script`.
fn revision(vm: &Vm, script: &Rc<ScriptDirectory>, index: RevisionIndex) -> PyResult {
    let map = script.map().map_err(|failure| raise(vm, failure))?;
    let revision = map.revision(index);
    let object = Object::new(&classes(vm).revision);
    let scalar = |ids: &[String]| match ids {
        [] => Value::None,
        [only] => Value::str(only),
        several => Value::tuple(several.iter().map(Value::str).collect()),
    };
    let set = |kind: &str, ids: &[String]| -> PyResult {
        let class = vm.getattr(&vm.import("builtins")?, kind)?;
        let items = Value::list(ids.iter().map(Value::str).collect());
        vm.call(&class, vec![items])
    };
    object.set("revision", Value::str(&revision.id));
    object.set("down_revision", scalar(&revision.down_revisions));
    object.set("dependencies", scalar(&revision.dependencies));
    object.set("branch_labels", set("set", map.branch_labels(index))?);
    object.set("nextrev", set("frozenset", &map.next_ids(index))?);
    object.set("doc", Value::str(revision.doc()));
    object.set("longdoc", Value::str(&revision.long_doc));
    object.set("path", Value::str(revision.path.display().to_string()));
    object.set("is_head", Value::Bool(map.is_head(index)));
    object.set("is_base", Value::Bool(revision.is_base()));
    object.set("is_branch_point", Value::Bool(map.is_branch_point(index)));
    object.set("is_merge_point", Value::Bool(revision.is_merge_point()));
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

/// A revision symbol: a string, a sequence of them, or `None`.
fn symbol(vm: &Vm, value: &Value) -> PyResult<Symbol> {
    match value {
        Value::None => Ok(Symbol::None),
        other => match (other.as_str(), other.as_sequence()) {
            (Some(text), _) => Ok(Symbol::one(text)),
            (None, Some(items)) => {
                let texts = items
                    .iter()
                    .map(|item| Ok(vm.str(item)?.to_string()))
                    .collect::<PyResult<_>>()?;
                Ok(Symbol::Several(texts))
            }
            (None, None) => Err(vm.type_error("a revision identifier is needed")),
        },
    }
}

fn get_revision(vm: &Vm, args: &mut Args) -> PyResult {
    let script = script_of(vm, &args.this())?;
    let id = args.get_or_keyword(1, "id_").unwrap_or(Value::None);
    let found = script
        .get_revision(symbol(vm, &id)?.text().as_deref())
        .map_err(|failure| raise(vm, failure))?;
    denoted(vm, &script, found)
}

fn get_revisions(vm: &Vm, args: &mut Args) -> PyResult {
    let script = script_of(vm, &args.this())?;
    let ids = args.get_or_keyword(1, "id_").unwrap_or(Value::None);
    let found = script
        .get_revisions(&symbol(vm, &ids)?)
        .map_err(|failure| raise(vm, failure))?;
    let items = found
        .into_iter()
        .map(|found| denoted(vm, &script, found))
        .collect::<PyResult<_>>()?;
    Ok(Value::tuple(items))
}

fn walk_revisions(vm: &Vm, args: &mut Args) -> PyResult {
    let script = script_of(vm, &args.this())?;
    let bound = |given: Option<Value>, default: &str| match given {
        Some(value) => symbol(vm, &value),
        None => Ok(Symbol::one(default)),
    };
    let base = bound(args.get_or_keyword(1, "base"), "base")?;
    let head = bound(args.get_or_keyword(2, "head"), "heads")?;
    let found = script
        .walk_revisions(&base, &head)
        .map_err(|failure| raise(vm, failure))?;
    let items = found
        .into_iter()
        .map(|index| revision(vm, &script, index))
        .collect::<PyResult<_>>()?;
    // A generator in Alembic: it is walked over once.
    let list = Value::list(items);
    let iter = vm.getattr(&vm.import("builtins")?, "iter")?;
    vm.call(&iter, vec![list])
}

fn bases(vm: &Vm, args: &Args) -> PyResult<Vec<String>> {
    let script = script_of(vm, &args.this())?;
    let map = script.map().map_err(|failure| raise(vm, failure))?;
    Ok(map.bases().to_vec())
}

/// `ScriptDirectory` and `Script`.
pub(crate) fn class_objects(vm: &Vm) -> Value {
    let classes = classes(vm);
    Value::tuple(vec![
        Value::Class(classes.directory.clone()),
        Value::Class(classes.revision.clone()),
    ])
}

/// `ScriptDirectory.from_config(config)`.
fn from_config(vm: &Vm, args: &mut Args) -> PyResult {
    let given = args.get_or_keyword(1, "config").unwrap_or(Value::None);
    let config = match &given {
        Value::Object(object) => object.payload::<Rc<Config>>().map(|config| config.clone()),
        _ => None,
    };
    let (Some(config), Some(host)) = (config, vm.extension::<RuntimeHost>()) else {
        return Err(vm.type_error("ScriptDirectory.from_config() needs a Config"));
    };
    let Some(request) = &host.request else {
        return Err(vm.unsupported("ScriptDirectory.from_config() outside of env.py"));
    };
    if Rc::ptr_eq(&config, &host.config) {
        return wrap(vm, request.script.clone());
    }
    let python = PythonEnvironment::find(&**config.system());
    let script = ScriptDirectory::from_config(&config, request.messenger.clone(), python)
        .map_err(|failure| raise(vm, failure))?;
    let owner = vm.rc();
    script.set_header_evaluator(Rc::new(move |path| {
        evaluate_header(&owner, path).map_err(|error| from_unwind(&owner, &error, None))
    }));
    wrap(vm, Rc::new(script))
}

fn as_revision_number(vm: &Vm, args: &mut Args) -> PyResult {
    let script = script_of(vm, &args.this())?;
    let id = symbol(vm, &args.get_or_keyword(1, "id_").unwrap_or(Value::None))?;
    let found = script
        .as_revision_number(id.text().as_deref())
        .map_err(|failure| raise(vm, failure))?;
    Ok(match (found.to_list(), &found) {
        (None, _) => Value::None,
        (Some(list), Symbol::One(_)) if list.len() == 1 => Value::str(list.concat()),
        (Some(list), _) => Value::tuple(list.iter().map(Value::str).collect()),
    })
}

/// `Script.module`: the revision file, evaluated.
fn module_of(vm: &Vm, args: &mut Args) -> PyResult {
    let path = vm.getattr(&args.this(), "path")?;
    let path = vm.str(&path)?.to_string();
    let module = vm.run_file(std::path::Path::new(&path), "revision_py")?;
    Ok(Value::Module(module))
}

fn iterate_revisions(vm: &Vm, args: &mut Args) -> PyResult {
    let script = script_of(vm, &args.this())?;
    if args.keywords.iter().any(|(name, value)| {
        !matches!(&*name.text(), "upper" | "lower") && vm.truth(value).unwrap_or(true)
    }) {
        return Err(vm.unsupported("options of ScriptDirectory.iterate_revisions()"));
    }
    let upper = symbol(vm, &args.get_or_keyword(1, "upper").unwrap_or(Value::None))?;
    let lower = symbol(vm, &args.get_or_keyword(2, "lower").unwrap_or(Value::None))?;
    let found = script
        .iterate_revisions(&upper, &lower)
        .map_err(|failure| raise(vm, failure))?;
    let items = found
        .into_iter()
        .map(|index| revision(vm, &script, index))
        .collect::<PyResult<_>>()?;
    let iter = vm.getattr(&vm.import("builtins")?, "iter")?;
    vm.call(&iter, vec![Value::list(items)])
}

fn unknown(what: &'static str) -> impl Fn(&Vm, &str) -> PyResult {
    move |vm, name| Err(vm.unsupported(format!("`{what}.{name}`")))
}

fn classes(vm: &Vm) -> Rc<ScriptClasses> {
    if let Some(found) = vm.extension::<ScriptClasses>() {
        return found;
    }
    let directory = ClassBuilder::new("alembic.script.base", "ScriptDirectory")
        .method("get_current_head", |vm, args| {
            let head = script_of(vm, &args.this())?
                .get_current_head()
                .map_err(|failure| raise(vm, failure))?;
            Ok(Value::from(head))
        })
        .method("get_heads", |vm, args| {
            let resolves = args.get_or_keyword(1, "consider_depends_on");
            let resolves = match resolves {
                Some(flag) => vm.truth(&flag)?,
                None => false,
            };
            let map = script_of(vm, &args.this())?
                .map()
                .map_err(|failure| raise(vm, failure))?;
            let heads = if resolves {
                map.real_heads().to_vec()
            } else {
                map.heads().to_vec()
            };
            Ok(Value::list(heads.into_iter().map(Value::from).collect()))
        })
        .method("get_base", |vm, args| {
            let bases = bases(vm, args)?;
            match bases.as_slice() {
                [] => Ok(Value::None),
                [only] => Ok(Value::str(only)),
                _ => Err(alembic_bindings::command_error(
                    vm,
                    "The script directory has multiple bases. Please use get_bases().",
                )),
            }
        })
        .method("get_bases", |vm, args| {
            let bases = bases(vm, args)?;
            Ok(Value::list(bases.into_iter().map(Value::from).collect()))
        })
        .class_method("from_config", from_config)
        .method("iterate_revisions", iterate_revisions)
        .method("as_revision_number", as_revision_number)
        .method("get_revision", get_revision)
        .method("get_revisions", get_revisions)
        .method("walk_revisions", walk_revisions)
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
            unknown("context.script")(vm, &name)
        })
        .build(vm);
    let revision = ClassBuilder::new("alembic.script.base", "Script")
        .property("module", module_of, None)
        .method("__getattr__", |vm, args| {
            let name = args.arg(1).to_text().unwrap_or_default();
            unknown("Script")(vm, &name)
        })
        .build(vm);
    let step = ClassBuilder::new("alembic.runtime.migration", "MigrationInfo")
        .method("__getattr__", |vm, args| {
            let name = args.arg(1).to_text().unwrap_or_default();
            unknown("MigrationInfo")(vm, &name)
        })
        .build(vm);
    let made = Rc::new(ScriptClasses {
        directory,
        revision,
        step,
    });
    vm.set_extension(made.clone());
    made
}

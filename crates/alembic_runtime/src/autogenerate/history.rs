//! The models at earlier commits, as evidence for renames.
//!
//! `env.py` is run once more over the files of a commit, in an evaluator of its own: offline, without a connection,
//! without writing anything. What cannot be read there is a note, and renames are judged without it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use alembic_autogenerate::ReflectedSchema;
use alembic_autogenerate::renames::{History, Owner, PastModels};
use alembic_bindings::convert;
use alembic_bindings::host::set_host;
use alembic_config::Config;
use alembic_python::{Class, Module, Object, PyResult, Unwind, Value, Vm};
use alembic_schema::Table;
use alembic_script::environment::DestinationRev;
use alembic_script::messenger::{Messenger, Warning};
use alembic_script::python_environment::PythonEnvironment;
use alembic_script::{EnvironmentRequest, FailureKind, ScriptDirectory, Work};
use alembic_source::{Commit, GitRepository, PastSystem, SourceMap};

use super::objects;
use crate::engine::{new_vm, prepare_paths};
use crate::failures::from_unwind;
use crate::host::RuntimeHost;
use crate::notice::say;
use crate::worker::EngineMode;
use crate::worker::output::{Output, Streams};

/// What was read; for all passes of one command.
#[derive(Default)]
struct Kept(RefCell<Option<History>>);

/// The history of the project's models; empty if the project is not in git.
pub(super) fn load(vm: &Vm, config: &Rc<Config>, script: &ScriptDirectory) -> History {
    let kept = vm.extension_or(Kept::default);
    if let Some(known) = &*kept.0.borrow() {
        return known.clone();
    }
    let history = read(vm, config, script);
    *kept.0.borrow_mut() = Some(history.clone());
    history
}

fn read(vm: &Vm, config: &Rc<Config>, script: &ScriptDirectory) -> History {
    let folder = config.system().current_dir();
    let Some(repository) = GitRepository::around(&folder) else {
        return History::default();
    };
    let mut past = Vec::new();
    for (commit, name) in commits(vm, &repository, script) {
        let label = format!("{name} ({})", commit.short());
        match models_at(config, &repository, commit) {
            Ok((tables, owners)) => past.push(PastModels {
                commit: label,
                schemas: by_schema(tables),
                owners,
            }),
            Err(reason) => say(&format!(
                "note: the models at {label} cannot be read: {reason}\n  renames are judged without them\n"
            )),
        }
    }
    History {
        owners: owners(vm, None),
        past,
    }
}

/// The last commit if the models differ from it, where the branch began, and where the newest revision came.
fn commits(vm: &Vm, repository: &GitRepository, script: &ScriptDirectory) -> Vec<(Commit, String)> {
    let Some(head) = repository.head() else {
        return Vec::new();
    };
    let mut out: Vec<(Commit, String)> = Vec::new();
    if is_changed(vm, repository, &head, script) {
        out.push((head.clone(), "the last commit".to_owned()));
    }
    let mut add = |commit: Commit, name: String| {
        if commit != head && out.iter().all(|(known, _)| *known != commit) {
            out.push((commit, name));
        }
    };
    if let Some((base, branch)) = repository.merge_base() {
        add(base, format!("the merge base with {branch}"));
    }
    if let Some(commit) = repository.last_change(script.absolute_version_locations()) {
        add(commit, "the commit of the newest revision".to_owned());
    }
    out
}

/// True if a file that was read for the models is not as it is in a commit.
fn is_changed(
    vm: &Vm,
    repository: &GitRepository,
    commit: &Commit,
    script: &ScriptDirectory,
) -> bool {
    let revisions = script.absolute_version_locations();
    vm.sources.files().iter().any(|file| {
        let is_model = file.path.starts_with(repository.root())
            && file.path.extension().is_some_and(|end| end == "py")
            && !revisions.iter().any(|folder| file.path.starts_with(folder))
            && !is_installed(&file.path);
        is_model
            && repository
                .file(commit, &file.path)
                .is_none_or(|content| content != file.text().as_bytes())
    })
}

fn is_installed(path: &Path) -> bool {
    path.components()
        .any(|part| part.as_os_str() == "site-packages" || part.as_os_str() == "dist-packages")
}

fn by_schema(tables: Vec<Table>) -> Vec<ReflectedSchema> {
    let mut out: BTreeMap<Option<String>, Vec<Table>> = BTreeMap::new();
    for table in tables {
        let schema = table.schema.as_ref().map(|schema| schema.text.to_string());
        out.entry(schema).or_default().push(table);
    }
    out.into_iter()
        .map(|(schema, tables)| ReflectedSchema {
            schema,
            tables,
            ..ReflectedSchema::default()
        })
        .collect()
}

/// The tables of `target_metadata` at a commit, or why they are not known.
fn models_at(
    now: &Config,
    repository: &Rc<GitRepository>,
    commit: Commit,
) -> Result<(Vec<Table>, Vec<Owner>), String> {
    let system = Rc::new(PastSystem::new(
        now.system().clone(),
        repository.clone(),
        commit,
    ));
    let config = Rc::new(Config::new(
        system.clone(),
        Rc::new(SourceMap::default()),
        now.config_file_name.clone(),
        now.toml_file_name.clone(),
        now.ini_section(),
        now.options.clone(),
    ));
    let messenger: Rc<dyn Messenger> = Rc::new(Silent);
    let script = ScriptDirectory::from_config(
        &config,
        messenger.clone(),
        PythonEnvironment::find(&*system),
    )
    .map(Rc::new)
    .map_err(|failure| text_of(&failure.kind))?;
    // Not freed, as that of the command.
    let vm = ManuallyDrop::new(new_vm(
        &config,
        EngineMode::Native,
        &Output::new(Streams::SILENT),
    ));
    prepare_paths(&vm, &config, &script);
    let path = alembic_config::config::python_absolute(&*system, &script.env_py_location());
    let request = EnvironmentRequest {
        config: config.clone(),
        script,
        work: Work::Steps(Rc::new(|_, _| Ok(Vec::new()))),
        as_sql: true,
        starting_rev: None,
        destination_rev: DestinationRev::None,
        tag: None,
        purge: false,
        dont_mutate: true,
        template_args: None,
        messenger,
    };
    let host = RuntimeHost::for_reading(&vm, &config, request);
    set_host(&vm, host.clone());
    vm.set_extension(host.clone());
    let module = Module::new("env_py");
    let outcome = vm.run_file_in(&path, &module);
    let mut targets = host.targets();
    if targets.is_empty() {
        // `env.py` came to its connection before it came to `context.configure()`.
        targets.extend(module.get("target_metadata"));
    }
    match outcome {
        Err(error) if targets.is_empty() => Err(shown(&vm, &error)),
        Ok(()) if targets.is_empty() => Err("env.py has no target_metadata there".to_owned()),
        Ok(()) | Err(_) => {
            let tables = tables(&vm, &targets).map_err(|error| shown(&vm, &error))?;
            Ok((tables, owners(&vm, Some(&module))))
        }
    }
}

fn tables(vm: &Vm, targets: &[Value]) -> PyResult<Vec<Table>> {
    vm.force_table_modules()?;
    vm.require_all_declarations()?;
    let mut out: Vec<Table> = Vec::new();
    for target in targets {
        if target.is_none() {
            continue;
        }
        for metadata in objects::metadata_list(vm, target)? {
            for (_, table) in convert::metadata(vm, &metadata)?.tables {
                if out.iter().all(|known| known.key() != table.key()) {
                    out.push(table);
                }
            }
        }
    }
    Ok(out)
}

fn shown(vm: &Vm, error: &Unwind) -> String {
    let place = error
        .span()
        .map(|span| format!(" ({})", vm.sources.locate(span)))
        .unwrap_or_default();
    match error {
        Unwind::Unsupported(limit) => format!("{}{place}", limit.construct),
        Unwind::Exception(_) => {
            let text = text_of(&from_unwind(vm, error, None).kind);
            format!("{}{place}", text.lines().next().unwrap_or_default())
        }
    }
}

fn text_of(kind: &FailureKind) -> String {
    match kind {
        FailureKind::Command { message } => message.clone(),
        FailureKind::Exception {
            type_name, message, ..
        } => format!("{type_name}: {message}"),
        _ => "it ended".to_owned(),
    }
}

/// The classes and variables that have the tables of the project.
fn owners(vm: &Vm, env_py: Option<&Rc<Module>>) -> Vec<Owner> {
    let modules: Vec<Rc<Module>> = vm
        .sys_modules
        .values()
        .into_iter()
        .filter_map(|value| match value {
            Value::Module(module) => Some(module),
            _ => None,
        })
        .filter(|module| {
            let path: Option<PathBuf> = module.path.borrow().clone();
            path.is_some_and(|path| !is_installed(&path))
        })
        .chain(env_py.cloned())
        .collect();
    let mut out: Vec<Owner> = Vec::new();
    for wants_class in [true, false] {
        for module in &modules {
            let globals: Vec<(String, Value)> = module
                .attrs
                .borrow()
                .iter()
                .map(|(name, value)| (name.text().to_string(), value.clone()))
                .collect();
            for (name, value) in globals {
                let found = match &value {
                    Value::Class(class) if wants_class && *class.module() == **module.name() => {
                        owner_of_class(vm, class)
                    }
                    Value::Object(object) if !wants_class => {
                        owner_of_variable(vm, object).map(|owner| Owner {
                            module: module.name().to_string(),
                            name,
                            ..owner
                        })
                    }
                    _ => None,
                };
                if let Some(owner) = found
                    && out
                        .iter()
                        .all(|known| (&known.schema, &known.table) != (&owner.schema, &owner.table))
                {
                    out.push(owner);
                }
            }
        }
    }
    out
}

fn owner_of_class(vm: &Vm, class: &Rc<Class>) -> Option<Owner> {
    let Some(Value::Object(table)) = class.get_own("__table__") else {
        return None;
    };
    let mut owner = owner_of_variable(vm, &table)?;
    owner.module = class.module().to_string();
    owner.name = class.qualname().to_string();
    if let Some(Value::Object(mapper)) = class.get_own("__mapper__") {
        let attributes = vm.getattr(&Value::Object(mapper), "_attributes").ok();
        let attributes = attributes.and_then(|list| list.as_sequence());
        for pair in attributes.unwrap_or_default() {
            if let Some([name, column]) = pair.as_sequence().as_deref()
                && let Some(column) = text_attribute(vm, column, "name")
                && let Some(name) = name.as_str()
            {
                owner.attributes.push((name.to_owned(), column));
            }
        }
    }
    for ancestor in class.mro() {
        for (name, value) in ancestor.attrs.borrow().iter() {
            if let Value::Object(object) = value
                && matches!(
                    &*object.class().name(),
                    "Relationship" | "RelationshipProperty"
                )
            {
                owner.relationships.push(name.text().to_string());
            }
        }
    }
    owner.relationships.sort();
    Some(owner)
}

fn owner_of_variable(vm: &Vm, object: &Rc<Object>) -> Option<Owner> {
    if &*object.class().name() != "Table" {
        return None;
    }
    let value = Value::Object(object.clone());
    Some(Owner {
        schema: text_attribute(vm, &value, "schema"),
        table: text_attribute(vm, &value, "name")?,
        ..Owner::default()
    })
}

fn text_attribute(vm: &Vm, value: &Value, name: &str) -> Option<String> {
    let found = vm.getattr(value, name).ok()?;
    found.to_text().map(|text| text.to_string())
}

/// Nothing is said while earlier models are read.
struct Silent;

impl Messenger for Silent {
    fn print_stdout(&self, _: &str) {}
    fn message(&self, _: &str, _: bool) {}
    fn end_status(&self, _: bool) {}
    fn warn(&self, _: &Warning) {}
    fn is_quiet(&self) -> bool {
        true
    }
}

//! `alembic doctor`: what is known of a project, and how our metadata compares with Python's.

use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use alembic_bindings::convert;
use alembic_bindings::host::{Session, set_host};
use alembic_config::Config;
use alembic_dialect::{CompileOptions, Ctx, create_table};
use alembic_python::{PyResult, Unsupported, Unwind, Value, Vm};
use alembic_schema::{MetaData, NamingConvention, Table};
use alembic_script::examination::{Database, Difference, Examination, Obstacle, Python};
use alembic_script::{EnvironmentRequest, Failure};

use crate::compile;
use crate::failures::from_unwind;
use crate::host::RuntimeHost;
use crate::worker::{WorkerLink, fall_back};

/// Runs `env.py` for reading only and collects what came of it.
pub(crate) fn examine(
    vm: &Vm,
    config: &Rc<Config>,
    request: &EnvironmentRequest,
    against_python: bool,
) -> Result<Examination, Failure> {
    let path = alembic_config::config::python_absolute(
        &**config.system(),
        &request.script.env_py_location(),
    );
    let fail = |error: Unwind| from_unwind(vm, &error, None);
    let start = |as_sql: bool| {
        let mut own = request.clone();
        own.as_sql = as_sql;
        let host = RuntimeHost::new(vm, config, Some(own));
        set_host(vm, host.clone());
        vm.set_extension(host.clone());
        host
    };
    let mut host = start(false);
    let mut is_offline = false;
    let mut outcome = vm.run_file(&path, "env_py").map(|_| ());
    let database = match &outcome {
        Ok(()) => database(vm, &host).map_err(fail)?,
        Err(error) => Err(shown(vm, error)),
    };
    if outcome.is_err() && host.context.borrow().is_none() {
        // Without the database the models can still be read: as `--sql` would.
        host.close(vm);
        let offline = start(true);
        let again = vm.run_file(&path, "env_py").map(|_| ());
        if again.is_ok() || matches!(outcome, Err(Unwind::Exception(_))) {
            outcome = again;
        }
        host = offline;
        is_offline = true;
    }
    let target = host.options.borrow().get("target_metadata");
    let ours = match &outcome {
        Ok(()) => metadata(vm, &target, true),
        Err(_) => Ok(None),
    };
    let environment = match (&outcome, &ours) {
        (Err(error), _) | (Ok(()), Err(error)) => Some(obstacle_of(vm, error)),
        (Ok(()), Ok(_)) => None,
    };
    let ours = ours.unwrap_or_default();
    let dialect = match &*host.context.borrow() {
        Some(context) => context.dialect.features().name.to_owned(),
        None => "default".to_owned(),
    };
    host.close(vm);
    let (n_revisions, revisions) = revisions(vm, request)?;
    let mut out = Examination {
        files: vm
            .sources
            .files()
            .iter()
            .map(|file| file.path.clone())
            .filter(|path| path.is_absolute())
            .collect(),
        environment,
        opaque: opaque(vm),
        n_revisions,
        revisions,
        database,
        n_tables: ours
            .as_ref()
            .map(|list| list.iter().map(|one| one.tables.len()).sum()),
        python: python(vm),
        differences: None,
    };
    if against_python {
        out.differences = Some(match ours {
            Some(ours) => compare_with_python(vm, &start(is_offline), &path, &dialect, &ours),
            None => Err("there is no target_metadata, or it is not known here".to_owned()),
        });
    }
    Ok(out)
}

/// The tables of `target_metadata`; `None` if there is none.
fn metadata(vm: &Vm, target: &Value, is_native: bool) -> PyResult<Option<Vec<MetaData>>> {
    if target.is_none() {
        return Ok(None);
    }
    if is_native {
        vm.force_table_modules()?;
        alembic_bindings::require_configured(vm)?;
    }
    let list = match vm.force(target)? {
        list if list.as_sequence().is_some() => list.as_sequence().unwrap_or_default(),
        one => vec![one],
    };
    let converted: PyResult<Vec<MetaData>> = list
        .iter()
        .map(|one| convert::metadata(vm, &vm.force(one)?))
        .collect();
    converted.map(Some)
}

fn shown(vm: &Vm, error: &Unwind) -> String {
    match error {
        Unwind::Unsupported(limit) => format!("cannot follow {}", limit.construct),
        Unwind::Exception(raised) => vm
            .str(&raised.value)
            .map(|text| text.lines().next().unwrap_or_default().to_owned())
            .unwrap_or_default(),
    }
}

fn obstacle_of(vm: &Vm, error: &Unwind) -> Obstacle {
    match error {
        Unwind::Unsupported(limit) => obstacle(vm, limit, Vec::new()),
        Unwind::Exception(_) => Obstacle {
            construct: shown(vm, error),
            place: error.span().map(|span| vm.sources.locate(span)),
            names: Vec::new(),
        },
    }
}

fn obstacle(vm: &Vm, limit: &Unsupported, names: Vec<String>) -> Obstacle {
    Obstacle {
        construct: limit.construct.clone(),
        place: limit.span.map(|span| vm.sources.locate(span)),
        names,
    }
}

fn opaque(vm: &Vm) -> Vec<Obstacle> {
    vm.incomplete()
        .into_iter()
        .map(|one| {
            let names = one
                .names
                .iter()
                .map(|name| format!("{}.{name}", one.module))
                .collect();
            obstacle(vm, &one.reason, names)
        })
        .collect()
}

fn database(vm: &Vm, host: &RuntimeHost) -> PyResult<Result<Database, String>> {
    let context = host.context.borrow().clone();
    let Some(context) = context else {
        return Ok(Err("env.py did not call context.configure()".to_owned()));
    };
    let Some(session) = &context.session else {
        return Ok(Err("env.py did not connect".to_owned()));
    };
    let url = session.url();
    let parts = session.server_version(vm)?;
    let version: Vec<String> = parts.iter().map(u32::to_string).collect();
    Ok(Ok(Database {
        url: url.render_as_string(true),
        dialect: context.dialect.features().name.to_owned(),
        driver: url
            .driver_name
            .split_once('+')
            .map(|(_, driver)| driver.to_owned())
            .unwrap_or_default(),
        version: version.join("."),
        heads: context.current_heads(vm)?,
    }))
}

/// How many revisions there are, and those whose file cannot be loaded here.
fn revisions(
    vm: &Vm,
    request: &EnvironmentRequest,
) -> Result<(usize, Vec<(String, Obstacle)>), Failure> {
    let map = request.script.map()?;
    let mut found = Vec::new();
    let all = map.revisions();
    for revision in all {
        if let Err(error) = vm.run_file(&revision.path, "revision_py") {
            found.push((revision.id.clone(), obstacle_of(vm, &error)));
        }
    }
    Ok((all.len(), found))
}

fn python(vm: &Vm) -> Result<Python, String> {
    let link = WorkerLink::of(vm).map_err(|error| shown(vm, &error))?;
    let found = link
        .interpreter()
        .ok_or_else(|| "none was found".to_owned())?;
    let worker = link.worker().map_err(|error| error.to_string())?;
    let ready = worker.ready();
    Ok(Python {
        executable: ready.executable.clone(),
        found_by: found.found_by,
        version: ready.python.clone(),
        sqlalchemy: ready.sqlalchemy.clone(),
    })
}

/// Runs `env.py` in Python and compares the tables.
fn compare_with_python(
    vm: &Vm,
    host: &RuntimeHost,
    path: &Path,
    dialect: &str,
    ours: &[MetaData],
) -> Result<Vec<Difference>, String> {
    let read = || -> PyResult<Option<Vec<MetaData>>> {
        fall_back::run_environment_in_worker(vm, host, path, fall_back::Tables::Read)?;
        metadata(vm, &host.options.borrow().get("target_metadata"), false)
    };
    let theirs = read();
    let outcome = match theirs {
        Ok(Some(theirs)) => differences(vm, dialect, ours, &theirs),
        Ok(None) => Err("target_metadata is None in Python".to_owned()),
        Err(error) => Err(shown(vm, &error)),
    };
    host.close(vm);
    outcome
}

fn differences(
    vm: &Vm,
    dialect: &str,
    ours: &[MetaData],
    theirs: &[MetaData],
) -> Result<Vec<Difference>, String> {
    let (ours, theirs) = (
        facts(vm, dialect, ours).map_err(|error| shown(vm, &error))?,
        facts(vm, dialect, theirs).map_err(|error| shown(vm, &error))?,
    );
    let mut subjects: Vec<&String> = ours.keys().chain(theirs.keys()).collect();
    subjects.sort();
    subjects.dedup();
    Ok(subjects
        .into_iter()
        .filter(|subject| ours.get(*subject) != theirs.get(*subject))
        .map(|subject| Difference {
            subject: subject.clone(),
            ours: ours.get(subject).cloned(),
            python: theirs.get(subject).cloned(),
        })
        .collect())
}

/// What can be said of tables: per column its type and its line of DDL, per constraint and index its text.
fn facts(vm: &Vm, dialect: &str, metadata: &[MetaData]) -> PyResult<BTreeMap<String, String>> {
    let dialect = compile::dialect(vm, dialect)?;
    let options = CompileOptions::offline(dialect);
    let naming = NamingConvention::default();
    let ctx = Ctx::new(dialect, &options, &naming);
    let mut out = BTreeMap::new();
    for table in metadata.iter().flat_map(|one| one.tables.values()) {
        let statements = create_table(&ctx, table, false)
            .map_err(|error| crate::failures::raise_compile(vm, &error))?;
        let name = table_name(table);
        for statement in &statements {
            let sql = &statement.sql;
            if sql.trim_start().starts_with("CREATE TABLE") {
                table_facts(table, &name, sql, &mut out);
            } else if !sql.trim_start().starts_with("CREATE TYPE") {
                // Labels are told with the column; whether the table or the metadata creates the type is not known of
                // what Python sends.
                out.insert(format!("{name}: {}", sql.trim()), "present".to_owned());
            }
        }
    }
    Ok(out)
}

fn table_name(table: &Table) -> String {
    match &table.schema {
        Some(schema) => format!("{}.{}", schema.text, table.name.text),
        None => table.name.text.to_string(),
    }
}

/// The lines of a CREATE TABLE: one per column, then one per constraint.
fn table_facts(table: &Table, name: &str, sql: &str, out: &mut BTreeMap<String, String>) {
    let lines: Vec<&str> = sql
        .lines()
        .map(|line| line.trim().trim_end_matches(','))
        .filter(|line| !line.is_empty())
        .collect();
    let order: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    out.insert(format!("{name}: order of columns"), order.join(", "));
    let columns = table.columns.iter().zip(lines.iter().skip(1));
    for (column, line) in columns {
        let key = format!("{name}.{}", column.name.text);
        out.insert(key, format!("{line}   [{}]", column.type_.repr()));
    }
    for line in lines.iter().skip(1 + table.columns.len()) {
        if *line != ")" {
            out.insert(format!("{name}: {line}"), "present".to_owned());
        }
    }
}

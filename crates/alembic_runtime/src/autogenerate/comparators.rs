//! Comparators of the project: what runs before, between and after ours. Mirrors `AutogenContext.comparators` and
//! `_produce_net_changes`.

use std::collections::BTreeSet;
use std::rc::Rc;

use alembic_autogenerate::{
    AutogenerateError, Comparators, Flow, LogLevel, LogLine, OwnComparator, Priority, Registered,
    Step, WhatRuns, dispatch,
};
use alembic_python::{Module, PyResult, Set, Unwind, Value, Vm};
use alembic_schema::ops::Operation;

use super::callbacks::ProjectCallbacks;
use super::directives::Directives;
use super::{carry, objects, raise_autogenerate};
use crate::log::log;

/// The comparators of one run, those of the project by number.
pub(super) struct Plan {
    functions: Rc<[Value]>,
    autogenerate: Vec<Step<()>>,
    schema: Vec<Step<()>>,
    inner: Comparators,
}

/// The module where a project registers comparators and renderers; `None` if nobody has asked for it.
pub(super) fn registry(vm: &Vm) -> Option<Rc<Module>> {
    match vm.sys_modules.get_str("alembic.autogenerate._dispatch") {
        Some(Value::Module(module)) => Some(module),
        _ => None,
    }
}

/// Names of the plugins that are not Alembic's own.
#[derive(Default)]
pub(super) struct PluginNames {
    /// Of installed packages: set up before Alembic's own.
    pub(super) installed: Vec<String>,
    /// That the project has made.
    pub(super) of_project: Vec<String>,
}

pub(super) fn plugin_names(vm: &Vm) -> PyResult<PluginNames> {
    let Some(module) = vm.sys_modules.get_str("alembic.runtime.plugins") else {
        return Ok(PluginNames::default());
    };
    let list = |name: &str| -> PyResult<Vec<String>> {
        let names = vm.collect(&vm.getattr(&module, name)?)?;
        names
            .iter()
            .map(|name| vm.str(name).map(|text| text.to_string()))
            .collect()
    };
    let installed = list("_installed")?;
    let (installed, of_project) = list("_all_plugins")?
        .into_iter()
        .partition(|name| installed.contains(name));
    Ok(PluginNames {
        installed,
        of_project,
    })
}

/// What runs and in which order; `None` if everything is ours.
///
/// `own` is what Alembic's plugins register, `of_project` names the enabled plugins of the project.
pub(super) fn plan(
    vm: &Vm,
    dialect: &str,
    own: &[Registered],
    of_project: &[String],
) -> PyResult<Option<Plan>> {
    let module = match registry(vm) {
        Some(module) => Value::Module(module),
        None if of_project.is_empty() => return Ok(None),
        None => vm.import("alembic.autogenerate._dispatch")?,
    };
    let has_some = vm.call_method(&module, "_has_comparators", Vec::new())?;
    if !vm.truth(&has_some)? {
        return Ok(None);
    }
    let numbered = own.iter().enumerate().map(|(number, one)| {
        Value::tuple(vec![
            Value::str(target(one.what)),
            Value::from(one.subgroup.map(str::to_owned)),
            Value::str(priority(one.priority)),
            Value::from(number),
        ])
    });
    let arguments = vec![
        Value::str(dialect),
        Value::list(numbered.collect()),
        Value::list(of_project.iter().map(Value::str).collect()),
    ];
    let targets = vm.collect(&vm.call_method(&module, "_steps", arguments)?)?;
    let mut reader = StepReader {
        vm,
        own,
        targets: &targets,
        functions: Vec::new(),
    };
    let autogenerate = reader.steps(0, |what| (what == OwnComparator::Schemas).then_some(()))?;
    let schema = reader.steps(1, |what| (what == OwnComparator::Tables).then_some(()))?;
    let table = reader.steps(2, |what| match what {
        OwnComparator::Table(own) => Some(own),
        _ => None,
    })?;
    let column = reader.steps(3, |what| match what {
        OwnComparator::Column(own) => Some(own),
        _ => None,
    })?;
    if reader.functions.is_empty() {
        return Ok(None);
    }
    Ok(Some(Plan {
        functions: reader.functions.into(),
        autogenerate,
        schema,
        inner: Comparators { table, column },
    }))
}

fn target(own: OwnComparator) -> &'static str {
    match own {
        OwnComparator::Schemas => "autogenerate",
        OwnComparator::Tables => "schema",
        OwnComparator::Table(_) => "table",
        OwnComparator::Column(_) => "column",
    }
}

fn priority(priority: Priority) -> &'static str {
    match priority {
        Priority::First => "FIRST",
        Priority::Medium => "MEDIUM",
        Priority::Last => "LAST",
    }
}

/// Reads what the Python side has put in order.
struct StepReader<'a> {
    vm: &'a Vm,
    own: &'a [Registered],
    targets: &'a [Value],
    functions: Vec<Value>,
}

impl StepReader<'_> {
    fn steps<T>(
        &mut self,
        at: usize,
        own: impl Fn(OwnComparator) -> Option<T>,
    ) -> PyResult<Vec<Step<T>>> {
        let entries = match self.targets.get(at) {
            Some(entries) => self.vm.collect(entries)?,
            None => Vec::new(),
        };
        let mut out = Vec::with_capacity(entries.len());
        for entry in &entries {
            out.extend(self.step(entry, &own)?);
        }
        Ok(out)
    }

    fn step<T>(
        &mut self,
        entry: &Value,
        own: impl Fn(OwnComparator) -> Option<T>,
    ) -> PyResult<Option<Step<T>>> {
        let vm = self.vm;
        let parts = vm.collect(entry)?;
        let [function, subgroup] = parts.as_slice() else {
            return Err(vm.type_error("a comparator with its subgroup is needed"));
        };
        let subgroup = match subgroup {
            Value::None => None,
            Value::Str(text) => Some(text.to_string()),
            other => {
                let shown = vm.repr(other)?;
                return Err(vm.unsupported(format!("`{shown}` as the subgroup of a comparator")));
            }
        };
        let what = if let Some(number) = function.as_int() {
            let known = usize::try_from(number)
                .ok()
                .and_then(|number| self.own.get(number));
            match known.and_then(|one| own(one.what)) {
                Some(own) => WhatRuns::Own(own),
                None => return Ok(None),
            }
        } else {
            vm.require_concrete(function, "a comparator")?;
            self.functions.push(function.clone());
            WhatRuns::User(self.functions.len() - 1)
        };
        Ok(Some(Step { what, subgroup }))
    }
}

impl Plan {
    /// The order within tables and columns, if the project has comparators there.
    pub(super) fn comparators(&self) -> Option<&Comparators> {
        let Comparators { table, column } = &self.inner;
        (has_user(table) || has_user(column)).then_some(&self.inner)
    }

    /// The functions of the project by number.
    pub(super) fn functions(&self) -> Rc<[Value]> {
        self.functions.clone()
    }

    /// Runs everything; `tables` compares tables as we do.
    ///
    /// `schemas` are those of the connection that `include_name` lets through.
    pub(super) fn run(
        &self,
        vm: &Vm,
        callbacks: &ProjectCallbacks<'_>,
        directives: &Directives<'_>,
        schemas: &[Option<String>],
        mut tables: impl FnMut() -> PyResult<Vec<Operation>>,
    ) -> PyResult<Vec<Operation>> {
        let context = Value::Object(callbacks.autogen_context()?);
        let upgrade = directives.empty_upgrade()?;
        let result = dispatch(&self.autogenerate, |what| match what {
            WhatRuns::User(number) => self.call(vm, number, vec![context.clone(), upgrade.clone()]),
            WhatRuns::Own(()) => {
                let set = Set::new();
                for schema in schemas {
                    set.add(vm, Value::from(schema.clone())).map_err(carry)?;
                }
                let given = Value::Set(set.clone());
                dispatch(&self.schema, |what| match what {
                    WhatRuns::User(number) => {
                        let args = vec![context.clone(), upgrade.clone(), given.clone()];
                        self.call(vm, number, args)
                    }
                    WhatRuns::Own(()) => {
                        same_schemas(vm, &set, schemas)
                            .and_then(|()| tables())
                            .and_then(|ops| directives.append(&upgrade, &ops))
                            .map_err(carry)?;
                        Ok(Flow::Continue)
                    }
                })?;
                Ok(Flow::Continue)
            }
        });
        result.map_err(|error| raise_autogenerate(vm, error))?;
        directives.read_list(&upgrade)
    }

    fn call(&self, vm: &Vm, number: usize, args: Vec<Value>) -> Result<Flow, AutogenerateError> {
        let Some(function) = self.functions.get(number) else {
            return Ok(Flow::Continue);
        };
        call(vm, function, args).map_err(carry)
    }
}

fn has_user<T>(steps: &[Step<T>]) -> bool {
    steps
        .iter()
        .any(|step| matches!(step.what, WhatRuns::User(_)))
}

/// Whether the project has renderers.
pub(super) fn has_renderers(vm: &Vm) -> PyResult<bool> {
    let Some(module) = registry(vm) else {
        return Ok(false);
    };
    let renderers = vm.getattr(&Value::Module(module), "renderers")?;
    vm.truth(&vm.getattr(&renderers, "_registry")?)
}

/// Calls a comparator.
pub(super) fn call(vm: &Vm, function: &Value, args: Vec<Value>) -> PyResult<Flow> {
    let answer = vm.call(function, args)?;
    let module = vm.import("alembic.autogenerate._dispatch")?;
    let is_stop = vm.call_method(&module, "_is_stop", vec![answer])?;
    Ok(if vm.truth(&is_stop)? {
        Flow::Stop
    } else {
        Flow::Continue
    })
}

/// A comparator may have changed the set that the others get: ours has read the schemas before.
fn same_schemas(vm: &Vm, now: &Set, before: &[Option<String>]) -> PyResult<()> {
    let now: BTreeSet<Option<String>> = now
        .to_vec()
        .iter()
        .map(|schema| schema.to_text().map(|text| text.to_string()))
        .collect();
    if now == before.iter().cloned().collect() {
        return Ok(());
    }
    Err(vm.unsupported("a comparator that changes the set of schemas"))
}

/// Shows log lines of the comparison.
pub(super) fn show(vm: &Vm, lines: &[LogLine]) -> Result<(), Unwind> {
    for line in lines {
        match line.level {
            LogLevel::Info => log(vm, line.logger, "info", &line.message)?,
            LogLevel::Warning => log(vm, line.logger, "warning", &line.message)?,
            LogLevel::UserWarning => vm.warn("UserWarning", &line.message)?,
            LogLevel::SaWarning => vm.warn("sqlalchemy.exc.SAWarning", &line.message)?,
        }
    }
    Ok(())
}

/// `target_metadata` as the project's functions see it.
pub(super) fn metadata_value(vm: &Vm, target: &Value) -> PyResult {
    if target.is_none() {
        return Ok(Value::None);
    }
    let list = objects::metadata_list(vm, target)?;
    let is_sequence = vm.force(target)?.as_sequence().is_some();
    Ok(match list.first() {
        Some(one) if !is_sequence => one.clone(),
        _ => Value::list(list),
    })
}

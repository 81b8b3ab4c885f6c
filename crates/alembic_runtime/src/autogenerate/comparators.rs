//! Comparators of the project: what runs before, between and after ours. Mirrors `AutogenContext.comparators` and
//! `_produce_net_changes`.

use std::collections::BTreeSet;
use std::rc::Rc;

use alembic_autogenerate::{
    AutogenerateError, Comparators, Flow, LogLevel, LogLine, OwnColumnComparator,
    OwnTableComparator, Plugins, Step, WhatRuns, dispatch,
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

/// Names of the plugins that the project has made.
pub(super) fn plugin_names(vm: &Vm) -> PyResult<Vec<String>> {
    let Some(module) = vm.sys_modules.get_str("alembic.runtime.plugins") else {
        return Ok(Vec::new());
    };
    let plugins = vm.getattr(&module, "_all_plugins")?;
    let names = vm.collect(&plugins)?;
    names
        .iter()
        .map(|name| vm.str(name).map(|text| text.to_string()))
        .collect()
}

/// What runs and in which order; `None` if everything is ours.
pub(super) fn plan(vm: &Vm, dialect: &str, enabled: &[String]) -> PyResult<Option<Plan>> {
    let Some(module) = registry(vm) else {
        return Ok(None);
    };
    let module = Value::Module(module);
    let has_some = vm.call_method(&module, "_has_comparators", Vec::new())?;
    if !vm.truth(&has_some)? {
        return Ok(None);
    }
    let names = Value::list(enabled.iter().map(Value::str).collect());
    let steps = vm.call_method(&module, "_steps", vec![Value::str(dialect), names])?;
    let targets = vm.collect(&steps)?;
    let mut functions = Vec::new();
    let mut read = |at: usize| -> PyResult<Vec<(WhatRuns<String>, Option<String>)>> {
        let entries = match targets.get(at) {
            Some(entries) => vm.collect(entries)?,
            None => Vec::new(),
        };
        entries
            .iter()
            .map(|entry| read_entry(vm, entry, &mut functions))
            .collect()
    };
    let outer = |steps: Vec<(WhatRuns<String>, Option<String>)>| -> Vec<Step<()>> {
        let plain = |what| match what {
            WhatRuns::Own(_) => WhatRuns::Own(()),
            WhatRuns::User(number) => WhatRuns::User(number),
        };
        let steps = steps.into_iter();
        steps
            .map(|(what, subgroup)| Step {
                what: plain(what),
                subgroup,
            })
            .collect()
    };
    let autogenerate = outer(read(0)?);
    let schema = outer(read(1)?);
    let table = inner(read(2)?, table_comparator);
    let column = inner(read(3)?, column_comparator);
    if functions.is_empty() {
        return Ok(None);
    }
    Ok(Some(Plan {
        functions: functions.into(),
        autogenerate,
        schema,
        inner: Comparators { table, column },
    }))
}

fn read_entry(
    vm: &Vm,
    entry: &Value,
    functions: &mut Vec<Value>,
) -> PyResult<(WhatRuns<String>, Option<String>)> {
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
    let what = match function {
        Value::Str(own) => WhatRuns::Own(own.to_string()),
        function => {
            vm.require_concrete(function, "a comparator")?;
            functions.push(function.clone());
            WhatRuns::User(functions.len() - 1)
        }
    };
    Ok((what, subgroup))
}

fn inner<T>(
    steps: Vec<(WhatRuns<String>, Option<String>)>,
    own: impl Fn(&str) -> Option<T>,
) -> Vec<Step<T>> {
    let known = |(what, subgroup): (WhatRuns<String>, Option<String>)| {
        let what = match what {
            WhatRuns::Own(name) => WhatRuns::Own(own(&name)?),
            WhatRuns::User(number) => WhatRuns::User(number),
        };
        Some(Step { what, subgroup })
    };
    steps.into_iter().filter_map(known).collect()
}

fn table_comparator(name: &str) -> Option<OwnTableComparator> {
    Some(match name {
        "indexes" => OwnTableComparator::Indexes,
        "foreign_keys" => OwnTableComparator::ForeignKeys,
        "comment" => OwnTableComparator::Comment,
        "checks" => OwnTableComparator::Checks,
        _ => return None,
    })
}

fn column_comparator(name: &str) -> Option<OwnColumnComparator> {
    Some(match name {
        "type_by_user" => OwnColumnComparator::TypeByUser,
        "default_by_user" => OwnColumnComparator::DefaultByUser,
        "nullable" => OwnColumnComparator::Nullable,
        "default_kinds" => OwnColumnComparator::DefaultKinds,
        "comment" => OwnColumnComparator::Comment,
        "type_by_dialect" => OwnColumnComparator::TypeByDialect,
        "default_by_dialect" => OwnColumnComparator::DefaultByDialect,
        _ => return None,
    })
}

/// What of Alembic's is enabled, and the project's own plugins, as one list of names.
pub(super) fn enabled_names(plugins: Plugins, is_precise: bool, own: &[String]) -> Vec<String> {
    let pairs = [
        (plugins.schemas, "schemas"),
        (plugins.tables, "tables"),
        (plugins.types, "types"),
        (plugins.constraints, "constraints"),
        (plugins.defaults, "defaults"),
        (plugins.comments, "comments"),
    ];
    let mut out: Vec<String> = pairs
        .iter()
        .filter(|(is_enabled, _)| *is_enabled)
        .map(|(_, name)| format!("alembic.autogenerate.{name}"))
        .collect();
    if plugins.checkconstraint_byname || is_precise {
        out.push("alembic.ext.checkconstraint_byname".to_owned());
    }
    out.extend(own.iter().cloned());
    out
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

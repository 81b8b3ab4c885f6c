//! `autogenerate_plugins=`. Mirrors `Plugin.populate_autogenerate_priority_dispatch`.

use alembic_autogenerate::Plugins;
use alembic_bindings::command_error;
use alembic_python::{PyResult, Value, Vm};

use super::comparators::PluginNames;
use crate::log::log;

const ALL: [&str; 7] = [
    "alembic.autogenerate.schemas",
    "alembic.autogenerate.tables",
    "alembic.autogenerate.types",
    "alembic.autogenerate.constraints",
    "alembic.autogenerate.defaults",
    "alembic.autogenerate.comments",
    "alembic.ext.checkconstraint_byname",
];

/// Which plugins the expressions enable; logs each.
///
/// `own` are the plugins that are not Alembic's; those of them that are enabled are given too.
pub(crate) fn enabled(
    vm: &Vm,
    given: &Value,
    own: &PluginNames,
) -> PyResult<(Plugins, Vec<String>)> {
    let expressions: Vec<String> = match given.as_sequence() {
        Some(items) => items
            .iter()
            .map(|item| vm.str(item).map(|text| text.to_string()))
            .collect::<PyResult<_>>()?,
        None => vec!["alembic.autogenerate.*".to_owned()],
    };
    let mut included: Vec<(&str, bool)> = Vec::new();
    let mut excluded: Vec<&str> = Vec::new();
    for expression in &expressions {
        match expression.strip_prefix('~') {
            Some(rest) => excluded.push(current_name(rest)),
            None => included.push((current_name(expression), false)),
        }
    }
    let mut found = [false; ALL.len()];
    let mut of_project = Vec::new();
    let (installed, project) = (own.installed.iter(), own.of_project.iter());
    let names = installed
        .map(String::as_str)
        .chain(ALL)
        .chain(project.map(String::as_str));
    for name in names {
        if excluded.iter().any(|expression| matches(expression, name)) {
            continue;
        }
        let mut is_included = false;
        for (expression, was_matched) in &mut included {
            if matches(expression, name) {
                *was_matched = true;
                is_included = true;
            }
        }
        if is_included {
            let at = ALL.iter().position(|known| *known == name);
            match at.and_then(|at| found.get_mut(at)) {
                Some(slot) => *slot = true,
                None => of_project.push(name.to_owned()),
            }
            log(
                vm,
                "alembic.runtime.plugins",
                "info",
                &format!("setting up autogenerate plugin {name}"),
            )?;
        }
    }
    let missed: Vec<&str> = included
        .iter()
        .filter(|(_, was_matched)| !was_matched)
        .map(|(expression, _)| *expression)
        .collect();
    if !missed.is_empty() {
        return Err(command_error(
            vm,
            format!("Did not locate plugins: {}", missed.join(", ")),
        ));
    }
    let [
        schemas,
        tables,
        types,
        constraints,
        defaults,
        comments,
        checkconstraint_byname,
    ] = found;
    let plugins = Plugins {
        schemas,
        tables,
        types,
        constraints,
        defaults,
        comments,
        checkconstraint_byname,
    };
    Ok((plugins, of_project))
}

/// `_translate_legacy_name`.
fn current_name(name: &str) -> &str {
    match name {
        "alembic.autogenerate.checkconstraint_byname" => "alembic.ext.checkconstraint_byname",
        other => other,
    }
}

/// `*` stands for one or more characters after a dot.
fn matches(expression: &str, name: &str) -> bool {
    fn rest(tokens: &[&str], name: &str) -> bool {
        let Some((token, others)) = tokens.split_first() else {
            return name.is_empty();
        };
        let Some(after) = name.strip_prefix('.') else {
            return false;
        };
        if *token == "*" {
            return after
                .char_indices()
                .map(|(at, own)| at + own.len_utf8())
                .any(|end| after.get(end..).is_some_and(|tail| rest(others, tail)));
        }
        after
            .strip_prefix(token)
            .is_some_and(|tail| rest(others, tail))
    }
    let tokens: Vec<&str> = expression.split('.').collect();
    rest(&tokens, &format!(".{name}"))
}

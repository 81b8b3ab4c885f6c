//! Parameters of Python functions with their defaults.

use std::rc::Rc;

use alembic_python::{Function, ParameterKind, PyResult, Value, Vm};

use crate::support::attr;

/// Parameters after the first (`self`): name, default, and whether it may be given by position.
pub(crate) fn defaults(
    vm: &Vm,
    function: &Rc<Function>,
) -> PyResult<Vec<(String, Option<Value>, bool)>> {
    let value = Value::Function(function.clone());
    let positional = attr(vm, &value, "__defaults__")?
        .as_sequence()
        .unwrap_or_default();
    let keyword = attr(vm, &value, "__kwdefaults__")?;
    let names: Vec<_> = function.parameters();
    let n_positional = names
        .iter()
        .filter(|(_, kind)| {
            matches!(
                kind,
                ParameterKind::Positional | ParameterKind::PositionalOnly
            )
        })
        .count();
    let mut out = Vec::new();
    let mut position = 0;
    for (name, kind) in names {
        match kind {
            ParameterKind::Positional | ParameterKind::PositionalOnly => {
                let from_end = n_positional - position;
                let default = positional
                    .len()
                    .checked_sub(from_end)
                    .and_then(|index| positional.get(index))
                    .cloned();
                if position > 0 {
                    out.push((name.text().to_string(), default, true));
                }
                position += 1;
            }
            ParameterKind::KeywordOnly => {
                let default = keyword
                    .as_dict()
                    .and_then(|dict| dict.get_str(&name.text()));
                out.push((name.text().to_string(), default, false));
            }
            ParameterKind::Rest | ParameterKind::Keywords => {}
        }
    }
    Ok(out)
}

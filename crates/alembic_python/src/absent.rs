//! Attributes that classes of CPython have and ours do not: asking for one is a limit of ours, not an `AttributeError`.
//!
//! `resources/absent.txt` has a line for each class: its name and the attributes. `tests/absent.rs` writes it.

use std::rc::Rc;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::class::Class;
use crate::value::Value;
use crate::vm::Vm;

static TABLE: &str = include_str!("../resources/absent.txt");

/// The names of the absent attributes of each class, separated by spaces.
fn table() -> &'static FxHashMap<&'static str, &'static str> {
    static MAP: OnceLock<FxHashMap<&'static str, &'static str>> = OnceLock::new();
    MAP.get_or_init(|| {
        TABLE
            .lines()
            .filter_map(|line| line.split_once(' '))
            .collect()
    })
}

/// The class behind `value` of which CPython's counterpart has the attribute.
pub(crate) fn owner(vm: &Vm, value: &Value, name: &str) -> Option<Rc<Class>> {
    let class = match value {
        Value::Class(class) => class.clone(),
        other => vm.type_of(other),
    };
    let found = class.mro().iter().find(|class| lists(class, name)).cloned();
    match value {
        Value::Class(_) if found.is_none() => {
            lists(&vm.types.type_, name).then(|| vm.types.type_.clone())
        }
        _ => found,
    }
}

fn lists(class: &Class, name: &str) -> bool {
    table()
        .get(&*class.full_name())
        .is_some_and(|names| names.split(' ').any(|absent| absent == name))
}

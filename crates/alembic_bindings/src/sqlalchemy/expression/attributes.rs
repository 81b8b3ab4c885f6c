//! Public names of the elements of the reference that are not made here: asking for one is a limit of ours, not an
//! `AttributeError`.

use alembic_python::{Args, PyResult, Value, Vm};

/// A class and the names of what its instances have (`dir()` of SQLAlchemy 2.1), by lines.
const ATTRIBUTES: &str = include_str!("attributes.txt");

/// `__getattr__` of all elements.
pub(super) fn missing(vm: &Vm, args: &mut Args) -> PyResult {
    let Value::Object(object) = args.this() else {
        return Err(vm.type_error("an element is needed"));
    };
    let name = args.arg(1).to_text().unwrap_or_default();
    let class = object.class();
    if !name.starts_with('_') {
        for base in class.mro() {
            if known(&base.name()).any(|known| known == &*name) {
                return Err(vm.unsupported(format!("`{}.{name}`", class.name())));
            }
        }
    }
    Err(vm.attribute_error(format!(
        "'{}' object has no attribute '{name}'",
        class.name()
    )))
}

fn known(class: &str) -> impl Iterator<Item = &'static str> {
    let line = ATTRIBUTES
        .lines()
        .find(|line| line.split_once(' ').is_some_and(|(own, _)| own == class));
    line.unwrap_or_default().split(' ').skip(1)
}

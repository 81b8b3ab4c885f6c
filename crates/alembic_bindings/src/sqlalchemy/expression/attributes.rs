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
        // The line of a class has all names, those of its bases too: the nearest one decides.
        let line = class.mro().iter().find_map(|base| known(&base.name()));
        if line.is_some_and(|names| names.split(' ').any(|known| known == &*name)) {
            return Err(vm.unsupported(format!("`{}.{name}`", class.name())));
        }
    }
    Err(vm.attribute_error(format!(
        "'{}' object has no attribute '{name}'",
        class.name()
    )))
}

/// The names of a class that has a line.
fn known(class: &str) -> Option<&'static str> {
    let mut lines = ATTRIBUTES.lines().filter_map(|line| line.split_once(' '));
    lines.find(|(own, _)| *own == class).map(|(_, names)| names)
}

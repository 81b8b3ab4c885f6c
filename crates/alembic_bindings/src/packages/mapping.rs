//! Declarative bases of packages: classes that are mapped when the package says so.

use alembic_python::{Args, PyResult, Value, Vm};

use super::helpers::class_argument;
use crate::orm::declarative;

/// `map_class(cls)`: maps a class whose registry is `cls.registry`.
pub(crate) fn map_class(vm: &Vm, args: &mut Args) -> PyResult {
    let class = class_argument(vm, &args.arg(0))?;
    declarative::map_class(vm, &class)?;
    Ok(Value::None)
}

/// `make_base(registry, **options)`: as `registry.generate_base()`.
pub(crate) fn make_base(vm: &Vm, args: &mut Args) -> PyResult {
    let options = std::mem::take(&mut args.keywords);
    declarative::generate_base(vm, &args.arg(0), &options)
}

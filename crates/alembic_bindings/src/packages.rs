//! Third-party packages that projects use beside SQLAlchemy, known without being installed.
//!
//! Each is a model of what settings and models need of it, written in Python (`prelude/packages/`) over the
//! native helpers of `_alembic_packages`. What a model does not know is unsupported, never ignored.

mod dotenv;
mod helpers;
mod mapping;

use std::path::Path;
use std::rc::Rc;

use alembic_python::{Module, ModuleLoader, PyResult, Vm};

macro_rules! package {
    ($name:literal, $file:literal) => {
        ($name, |vm| {
            evaluate(vm, $name, include_str!(concat!("prelude/packages/", $file)))
        })
    };
}

macro_rules! same_as {
    ($name:literal, $source:literal) => {
        ($name, |vm| copy(vm, $name, $source))
    };
}

/// Loaders by module name.
const PACKAGES: &[(&str, ModuleLoader)] = &[
    ("_alembic_packages", helpers::module),
    ("dotenv", dotenv::module),
    ("dotenv.main", dotenv::module),
    package!("pydantic", "pydantic.py"),
    same_as!("pydantic.fields", "pydantic"),
    same_as!("pydantic.main", "pydantic"),
    same_as!("pydantic.types", "pydantic"),
    same_as!("pydantic.config", "pydantic"),
    same_as!("pydantic.networks", "pydantic"),
    same_as!("pydantic.aliases", "pydantic"),
    same_as!("pydantic.functional_validators", "pydantic"),
    same_as!("pydantic.functional_serializers", "pydantic"),
    same_as!("pydantic.class_validators", "pydantic"),
    same_as!("pydantic.errors", "pydantic"),
    same_as!("pydantic.error_wrappers", "pydantic"),
    same_as!("pydantic.dataclasses", "_pydantic_dataclasses"),
    same_as!("pydantic_core", "pydantic"),
    package!("_pydantic_dataclasses", "pydantic_dataclasses.py"),
    package!("pydantic_settings", "pydantic_settings.py"),
    same_as!("pydantic_settings.main", "pydantic_settings"),
    same_as!("pydantic_settings.sources", "pydantic_settings"),
    package!("pydantic.v1", "pydantic_v1.py"),
    package!("flask", "flask.py"),
    same_as!("flask.app", "flask"),
    same_as!("flask.config", "flask"),
    same_as!("flask.globals", "flask"),
    package!("flask_sqlalchemy", "flask_sqlalchemy.py"),
    same_as!("flask_sqlalchemy.model", "flask_sqlalchemy"),
    same_as!("flask_sqlalchemy.query", "flask_sqlalchemy"),
    same_as!("flask_sqlalchemy.extension", "flask_sqlalchemy"),
    package!("flask_migrate", "flask_migrate.py"),
    package!("sqlmodel", "sqlmodel.py"),
    // The module is needed while `sqlmodel` itself is being made.
    ("_sqlmodel_types", |vm| {
        evaluate(
            vm,
            "sqlmodel.sql.sqltypes",
            include_str!("prelude/packages/sqlmodel_types.py"),
        )
    }),
    same_as!("sqlmodel.sql.sqltypes", "_sqlmodel_types"),
    ("sqlmodel.sql", |_| Ok(Module::new("sqlmodel.sql"))),
    same_as!("sqlmodel.main", "sqlmodel"),
    same_as!("sqlmodel.sql.expression", "sqlmodel"),
    same_as!("sqlmodel.orm.session", "sqlmodel"),
    ("sqlmodel.orm", |_| Ok(Module::new("sqlmodel.orm"))),
    ("sqlmodel.ext", |_| Ok(Module::new("sqlmodel.ext"))),
    ("sqlmodel.ext.asyncio", |_| {
        Ok(Module::new("sqlmodel.ext.asyncio"))
    }),
    same_as!("sqlmodel.ext.asyncio.session", "sqlalchemy.ext.asyncio"),
];

/// Registers every package.
pub(crate) fn install(vm: &Vm) {
    for (name, loader) in PACKAGES {
        vm.register_module(name, *loader);
    }
}

fn evaluate(vm: &Vm, name: &str, source: &'static str) -> PyResult<Rc<Module>> {
    let module = Module::new(name);
    vm.exec_embedded(source, Path::new(&format!("<{name}>")), &module)?;
    Ok(module)
}

fn copy(vm: &Vm, name: &str, source: &str) -> PyResult<Rc<Module>> {
    let module = Module::new(name);
    crate::modules::copy_names(vm, &module, source)?;
    Ok(module)
}

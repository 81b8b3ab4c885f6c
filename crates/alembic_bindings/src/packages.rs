//! Third-party packages that projects use beside SQLAlchemy, known without being installed.
//!
//! Each is a model of what settings and models need of it, written in Python (`prelude/packages/`) over the
//! native helpers of `_alembic_packages`. What a model does not know is unsupported, never ignored.

mod dotenv;
mod helpers;
mod mapping;

use std::path::Path;
use std::rc::Rc;

use alembic_python::{Module, ModuleLoader, NativeFunction, PyResult, Vm};

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
static PACKAGES: &[(&str, ModuleLoader)] = &[
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
    package!("starlette.config", "starlette_config.py"),
    same_as!("starlette.datastructures", "starlette.config"),
    ("starlette", |vm| Ok(empty(vm, "starlette"))),
    package!("databases", "databases.py"),
    same_as!("databases.core", "databases"),
    package!("decouple", "decouple.py"),
    package!("environs", "environs.py"),
    package!("loguru", "loguru.py"),
    ("oslo_log.log", |vm| {
        // Its other names, which set logging up, are unknown.
        let module = Module::new("oslo_log.log");
        let source = include_str!("prelude/packages/oslo_log.py");
        vm.exec_embedded(source, Path::new("<oslo_log.log>"), &module)?;
        Ok(module)
    }),
    ("oslo_log", |_| Ok(Module::new("oslo_log"))),
    package!("sqlalchemy_utils", "sqlalchemy_utils.py"),
    same_as!("sqlalchemy_utils.types", "sqlalchemy_utils"),
    same_as!("sqlalchemy_utils.types.uuid", "sqlalchemy_utils"),
    same_as!("sqlalchemy_utils.types.choice", "sqlalchemy_utils"),
    same_as!("sqlalchemy_utils.types.json", "sqlalchemy_utils"),
    same_as!("sqlalchemy_utils.types.email", "sqlalchemy_utils"),
    same_as!("sqlalchemy_utils.types.url", "sqlalchemy_utils"),
    same_as!("sqlalchemy_utils.types.ip_address", "sqlalchemy_utils"),
    same_as!("sqlalchemy_utils.types.color", "sqlalchemy_utils"),
    same_as!("sqlalchemy_utils.types.phone_number", "sqlalchemy_utils"),
    same_as!("sqlalchemy_utils.types.country", "sqlalchemy_utils"),
    same_as!("sqlalchemy_utils.types.currency", "sqlalchemy_utils"),
    same_as!("sqlalchemy_utils.types.locale", "sqlalchemy_utils"),
    same_as!("sqlalchemy_utils.types.timezone", "sqlalchemy_utils"),
    same_as!("sqlalchemy_utils.types.scalar_list", "sqlalchemy_utils"),
    same_as!("sqlalchemy_utils.types.arrow", "sqlalchemy_utils"),
    same_as!("sqlalchemy_utils.types.password", "sqlalchemy_utils"),
    same_as!("sqlalchemy_utils.types.ts_vector", "sqlalchemy_utils"),
    same_as!("sqlalchemy_utils.types.ltree", "sqlalchemy_utils"),
    same_as!("sqlalchemy_utils.types.range", "sqlalchemy_utils"),
    same_as!("sqlalchemy_utils.types.encrypted", "sqlalchemy_utils"),
    same_as!(
        "sqlalchemy_utils.types.encrypted.encrypted_type",
        "sqlalchemy_utils"
    ),
    same_as!("sqlalchemy_utils.models", "sqlalchemy_utils"),
    same_as!("sqlalchemy_utils.functions", "sqlalchemy_utils"),
    ("pgvector", |vm| Ok(empty(vm, "pgvector"))),
    package!("pgvector.sqlalchemy", "pgvector_sqlalchemy.py"),
    same_as!("pgvector.sqlalchemy.vector", "pgvector.sqlalchemy"),
    same_as!("pgvector.sqlalchemy.halfvec", "pgvector.sqlalchemy"),
    same_as!("pgvector.sqlalchemy.sparsevec", "pgvector.sqlalchemy"),
    same_as!("pgvector.sqlalchemy.bit", "pgvector.sqlalchemy"),
    package!("geoalchemy2", "geoalchemy2.py"),
    same_as!("geoalchemy2.types", "geoalchemy2"),
    same_as!("geoalchemy2.elements", "geoalchemy2"),
    package!("geoalchemy2.alembic_helpers", "geoalchemy2_alembic.py"),
    package!("citext", "citext.py"),
    package!("fastapi_users_db_sqlalchemy", "fastapi_users_db.py"),
    same_as!(
        "fastapi_users_db_sqlalchemy.generics",
        "fastapi_users_db_sqlalchemy"
    ),
    same_as!(
        "fastapi_users_db_sqlalchemy.access_token",
        "fastapi_users_db_sqlalchemy"
    ),
    same_as!("fastapi_users.db", "fastapi_users_db_sqlalchemy"),
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
    ("sqlmodel.sql", |vm| Ok(empty(vm, "sqlmodel.sql"))),
    same_as!("sqlmodel.main", "sqlmodel"),
    same_as!("sqlmodel.sql.expression", "sqlmodel"),
    same_as!("sqlmodel.orm.session", "sqlmodel"),
    ("sqlmodel.orm", |vm| Ok(empty(vm, "sqlmodel.orm"))),
    ("sqlmodel.ext", |vm| Ok(empty(vm, "sqlmodel.ext"))),
    ("sqlmodel.ext.asyncio", |vm| {
        Ok(empty(vm, "sqlmodel.ext.asyncio"))
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
    let module = empty(vm, name);
    vm.exec_embedded(source, Path::new(&format!("<{name}>")), &module)?;
    Ok(module)
}

fn copy(vm: &Vm, name: &str, source: &str) -> PyResult<Rc<Module>> {
    let module = empty(vm, name);
    crate::modules::copy_names(vm, &module, source)?;
    Ok(module)
}

/// A module whose known submodules are attributes of it without an import of their own.
fn empty(_vm: &Vm, name: &str) -> Rc<Module> {
    let module = Module::new(name);
    let owner = name.to_owned();
    module.set(
        "__getattr__",
        NativeFunction::closure("__getattr__", move |vm, args| {
            let wanted = args.arg(0).to_text().unwrap_or_default();
            let full = format!("{owner}.{wanted}");
            if PACKAGES.iter().any(|(known, _)| *known == full) {
                return vm.import(&full);
            }
            Err(vm.attribute_error(format!("module '{owner}' has no attribute '{wanted}'")))
        }),
    );
    module
}

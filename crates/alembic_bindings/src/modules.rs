//! Which module has which names.
//!
//! Native modules are Rust functions; modules of the prelude are Python sources of ours (`src/prelude/`) for
//! what needs no speed. A module is made when it is first imported.

use std::rc::Rc;

use alembic_python::{
    Class, ClassBuilder, Module, NativeFn, NativeFunction, Object, Opaque, PyResult, Symbol, Value,
    Vm,
};
use alembic_schema::expr::{CompoundOp, DdlStatement, UnaryOp};
use alembic_schema::types::{TYPES, TypeClass};

use crate::engine::{connection, engines, inspector, url};
use crate::orm::{declarative, mapped_column};
use crate::registry::{Sa, sa};
use crate::sqlalchemy::expression::{self, from, statements};
use crate::sqlalchemy::{compiler, event, exceptions};
use crate::support::{attr, is_a, make};
use crate::{alembic, convert, packages};

/// Python sources by module name.
const PRELUDE: &[(&str, alembic_python::ModuleLoader)] = &[
    ("sqlalchemy.engine._result", |vm| {
        prelude(
            vm,
            "sqlalchemy.engine._result",
            include_str!("prelude/sqlalchemy_result.py"),
        )
    }),
    ("sqlalchemy.sql._dialect_options", |vm| {
        prelude(
            vm,
            "sqlalchemy.sql._dialect_options",
            include_str!("prelude/sqlalchemy_dialect_options.py"),
        )
    }),
    ("sqlalchemy.dialects.oracle.vector", |vm| {
        prelude(
            vm,
            "sqlalchemy.dialects.oracle.vector",
            include_str!("prelude/sqlalchemy_oracle_vector.py"),
        )
    }),
    ("sqlalchemy.orm._attributes", |vm| {
        prelude(
            vm,
            "sqlalchemy.orm._attributes",
            include_str!("prelude/sqlalchemy_orm_attributes.py"),
        )
    }),
    ("sqlalchemy.orm._session", |vm| {
        prelude(
            vm,
            "sqlalchemy.orm._session",
            include_str!("prelude/sqlalchemy_orm_session.py"),
        )
    }),
    ("sqlalchemy.orm.exc", |vm| {
        prelude(
            vm,
            "sqlalchemy.orm.exc",
            include_str!("prelude/sqlalchemy_orm_exc.py"),
        )
    }),
    ("sqlalchemy.ext.hybrid", |vm| {
        prelude(
            vm,
            "sqlalchemy.ext.hybrid",
            include_str!("prelude/sqlalchemy_ext_hybrid.py"),
        )
    }),
    ("sqlalchemy.ext.associationproxy", |vm| {
        prelude(
            vm,
            "sqlalchemy.ext.associationproxy",
            include_str!("prelude/sqlalchemy_ext_associationproxy.py"),
        )
    }),
    ("sqlalchemy.util", |vm| {
        prelude(
            vm,
            "sqlalchemy.util",
            include_str!("prelude/sqlalchemy_util.py"),
        )
    }),
    ("sqlalchemy.ext.mutable", |vm| {
        prelude(
            vm,
            "sqlalchemy.ext.mutable",
            include_str!("prelude/sqlalchemy_ext_mutable.py"),
        )
    }),
    ("sqlalchemy.ext.orderinglist", |vm| {
        prelude(
            vm,
            "sqlalchemy.ext.orderinglist",
            include_str!("prelude/sqlalchemy_ext_orderinglist.py"),
        )
    }),
    ("sqlalchemy.pool", |vm| {
        prelude(
            vm,
            "sqlalchemy.pool",
            include_str!("prelude/sqlalchemy_pool.py"),
        )
    }),
    ("alembic.util.exc", |vm| {
        prelude(
            vm,
            "alembic.util.exc",
            include_str!("prelude/alembic_util_exc.py"),
        )
    }),
    ("alembic.util", |vm| {
        prelude(vm, "alembic.util", include_str!("prelude/alembic_util.py"))
    }),
    ("alembic.operations._custom", |vm| {
        prelude(
            vm,
            "alembic.operations._custom",
            include_str!("prelude/alembic_operations_custom.py"),
        )
    }),
    ("alembic.operations.ops", |vm| {
        prelude(
            vm,
            "alembic.operations.ops",
            include_str!("prelude/alembic_operations_ops.py"),
        )
    }),
    ("alembic.autogenerate.api", |vm| {
        prelude(
            vm,
            "alembic.autogenerate.api",
            include_str!("prelude/alembic_autogenerate_api.py"),
        )
    }),
    ("alembic.autogenerate._dispatch", |vm| {
        prelude(
            vm,
            "alembic.autogenerate._dispatch",
            include_str!("prelude/alembic_autogenerate_dispatch.py"),
        )
    }),
    ("alembic.autogenerate.render", |vm| {
        prelude(
            vm,
            "alembic.autogenerate.render",
            include_str!("prelude/alembic_autogenerate_render.py"),
        )
    }),
    ("alembic.runtime.plugins", |vm| {
        prelude(
            vm,
            "alembic.runtime.plugins",
            include_str!("prelude/alembic_runtime_plugins.py"),
        )
    }),
    ("alembic.util._priority", |vm| {
        prelude(
            vm,
            "alembic.util._priority",
            include_str!("prelude/alembic_util_priority.py"),
        )
    }),
    ("alembic.operations.toimpl", |vm| {
        prelude(
            vm,
            "alembic.operations.toimpl",
            include_str!("prelude/alembic_operations_toimpl.py"),
        )
    }),
    ("alembic.util.sqla_compat", |vm| {
        prelude(
            vm,
            "alembic.util.sqla_compat",
            include_str!("prelude/alembic_util_sqla_compat.py"),
        )
    }),
    ("alembic.autogenerate.rewriter", |vm| {
        prelude(
            vm,
            "alembic.autogenerate.rewriter",
            include_str!("prelude/alembic_autogenerate_rewriter.py"),
        )
    }),
];

/// Registers every module with an evaluator.
pub fn install(vm: &Vm) {
    let native: &[(&str, fn(&Vm) -> PyResult<Rc<Module>>)] = &[
        ("sqlalchemy", sqlalchemy),
        ("sqlalchemy.types", types_module),
        ("sqlalchemy.sql.sqltypes", types_module),
        ("sqlalchemy.sql.type_api", types_module),
        ("sqlalchemy.schema", schema_module),
        ("sqlalchemy.sql.schema", schema_module),
        ("sqlalchemy.sql.ddl", schema_module),
        ("sqlalchemy.sql", expression_module),
        ("sqlalchemy.sql.expression", expression_module),
        ("sqlalchemy.sql.elements", expression_module),
        ("sqlalchemy.sql.selectable", expression_module),
        ("sqlalchemy.sql.dml", expression_module),
        ("sqlalchemy.sql.operators", expression_module),
        ("sqlalchemy.sql.base", expression_module),
        ("sqlalchemy.sql.functions", functions_module),
        ("sqlalchemy.sql.naming", expression_module),
        ("sqlalchemy.event", event::module),
        ("sqlalchemy.exc", exceptions::module),
        ("sqlalchemy.ext", |vm| Ok(start(vm, "sqlalchemy.ext"))),
        ("sqlalchemy.ext.compiler", compiler::module),
        ("sqlalchemy.ext.declarative", orm_module),
        ("sqlalchemy.ext.asyncio", asyncio_module),
        ("sqlalchemy.ext.asyncio.engine", asyncio_module),
        ("sqlalchemy.ext.asyncio.session", asyncio_module),
        ("sqlalchemy.orm", orm_module),
        ("sqlalchemy.orm.decl_api", orm_module),
        ("sqlalchemy.orm.attributes", orm_module),
        ("sqlalchemy.orm.base", orm_module),
        ("sqlalchemy.orm.properties", orm_module),
        ("sqlalchemy.orm.relationships", orm_module),
        ("sqlalchemy.orm.mapper", orm_module),
        ("sqlalchemy.orm.session", orm_module),
        ("sqlalchemy.orm.query", orm_module),
        ("sqlalchemy.orm.decl_base", orm_module),
        ("sqlalchemy.orm.declarative_base", orm_module),
        ("sqlalchemy.engine", engine_module),
        ("sqlalchemy.engine.url", engine_module),
        ("sqlalchemy.engine.base", engine_module),
        ("sqlalchemy.engine.interfaces", engine_module),
        ("sqlalchemy.engine.default", engine_module),
        ("sqlalchemy.engine.reflection", engine_module),
        ("sqlalchemy.inspection", engine_module),
        ("sqlalchemy.dialects", |vm| {
            Ok(start(vm, "sqlalchemy.dialects"))
        }),
        ("sqlalchemy.dialects.postgresql", |vm| {
            dialect_module(vm, "sqlalchemy.dialects.postgresql")
        }),
        ("sqlalchemy.dialects.postgresql.base", |vm| {
            dialect_module(vm, "sqlalchemy.dialects.postgresql")
        }),
        ("sqlalchemy.dialects.postgresql.json", |vm| {
            dialect_module(vm, "sqlalchemy.dialects.postgresql")
        }),
        ("sqlalchemy.dialects.postgresql.ranges", |vm| {
            dialect_module(vm, "sqlalchemy.dialects.postgresql")
        }),
        ("sqlalchemy.dialects.postgresql.array", |vm| {
            dialect_module(vm, "sqlalchemy.dialects.postgresql")
        }),
        ("sqlalchemy.dialects.sqlite", |vm| {
            dialect_module(vm, "sqlalchemy.dialects.sqlite")
        }),
        ("sqlalchemy.dialects.sqlite.base", |vm| {
            dialect_module(vm, "sqlalchemy.dialects.sqlite")
        }),
        ("sqlalchemy.dialects.mysql", |vm| {
            dialect_module(vm, "sqlalchemy.dialects.mysql")
        }),
        ("sqlalchemy.dialects.mysql.base", |vm| {
            dialect_module(vm, "sqlalchemy.dialects.mysql")
        }),
        ("sqlalchemy.dialects.mssql", |vm| {
            dialect_module(vm, "sqlalchemy.dialects.mssql")
        }),
        ("sqlalchemy.dialects.oracle", |vm| {
            dialect_module(vm, "sqlalchemy.dialects.oracle")
        }),
        ("alembic", alembic_module),
        ("alembic.op", alembic::op::module),
        ("alembic.context", alembic::context::module),
        ("alembic.config", |vm| {
            let module = start(vm, "alembic.config");
            module.set("Config", Value::Class(alembic::config::class(vm)));
            module.set(
                "CommandLine",
                Value::Class(refused_class(vm, "alembic.config", "CommandLine")),
            );
            module.set_function("main", |vm, _| {
                Err(vm.unsupported("a call of `alembic.config.main()` from `env.py`"))
            });
            unknown_names(&module);
            Ok(module)
        }),
        ("alembic.script", |vm| script_module(vm, "alembic.script")),
        ("alembic.script.base", |vm| {
            script_module(vm, "alembic.script.base")
        }),
        ("alembic.runtime", |vm| {
            let module = start(vm, "alembic.runtime");
            module.set("__path__", Value::list(Vec::new()));
            fallbacks(&module, &["migration", "environment", "plugins"], &[]);
            Ok(module)
        }),
        ("alembic.runtime.migration", |vm| {
            migration_module(vm, "alembic.runtime.migration")
        }),
        ("alembic.migration", |vm| {
            migration_module(vm, "alembic.migration")
        }),
        ("alembic.runtime.environment", |vm| {
            environment_module(vm, "alembic.runtime.environment")
        }),
        ("alembic.environment", |vm| {
            environment_module(vm, "alembic.environment")
        }),
        ("alembic.command", |vm| {
            let module = start(vm, "alembic.command");
            for name in alembic_config::COMMANDS {
                module.set(name, alembic::config::refused_command(name));
            }
            Ok(module)
        }),
        ("alembic.operations", |vm| {
            let module = start(vm, "alembic.operations");
            let custom = vm.import("alembic.operations._custom")?;
            module.set("Operations", attr(vm, &custom, "Operations")?);
            module.set(
                "BatchOperations",
                Value::Class(alembic::op::batch_class(vm)),
            );
            module.set("MigrateOperation", attr(vm, &custom, "MigrateOperation")?);
            module.set("__path__", Value::list(Vec::new()));
            Ok(module)
        }),
        ("alembic.autogenerate", |vm| {
            let module = start(vm, "alembic.autogenerate");
            module.set("__path__", Value::list(Vec::new()));
            let rewriter = vm.import("alembic.autogenerate.rewriter")?;
            module.set("Rewriter", attr(vm, &rewriter, "Rewriter")?);
            module.set("rewriter", rewriter);
            for name in [
                "compare_metadata",
                "produce_migrations",
                "render_python_code",
            ] {
                module.set(
                    name,
                    NativeFunction::closure(name, move |vm, _| {
                        Err(vm.unsupported(format!(
                            "a call of `alembic.autogenerate.{name}()` from `env.py`"
                        )))
                    }),
                );
            }
            let dispatch = vm.import("alembic.autogenerate._dispatch")?;
            for name in ["comparators", "renderers"] {
                module.set(name, attr(vm, &dispatch, name)?);
            }
            fallbacks(&module, &["api", "render"], &[]);
            Ok(module)
        }),
        ("alembic.operations.base", |vm| {
            copy_module(vm, "alembic.operations.base", "alembic.operations._custom")
        }),
    ];
    for (name, loader) in native {
        vm.register_module(name, *loader);
    }
    for (name, loader) in PRELUDE {
        vm.register_module(name, *loader);
    }
    packages::install(vm);
}

/// A new module that can be found while it is being filled: submodules import their parents.
fn start(vm: &Vm, name: &str) -> Rc<Module> {
    let module = Module::new(name);
    if vm.sys_modules.get_str(name).is_none() {
        vm.sys_modules.set_str(name, Value::Module(module.clone()));
    }
    module
}

/// Evaluates a module of the prelude.
fn prelude(vm: &Vm, name: &str, source: &'static str) -> PyResult<Rc<Module>> {
    let module = start(vm, name);
    vm.exec_embedded(
        source,
        std::path::Path::new(&format!("<native {name}>")),
        &module,
    )?;
    Ok(module)
}

/// A module with the names of another.
fn copy_module(vm: &Vm, name: &str, source: &str) -> PyResult<Rc<Module>> {
    let module = start(vm, name);
    copy_names(vm, &module, source)?;
    Ok(module)
}

/// Copies the public names of a module.
pub(crate) fn copy_names(vm: &Vm, target: &Module, source: &str) -> PyResult<()> {
    if let Value::Module(found) = vm.import(source)? {
        found.define_all();
        let pairs: Vec<_> = found
            .attrs
            .borrow()
            .iter()
            .map(|(name, value)| (name, value.clone()))
            .collect();
        for (name, value) in pairs {
            if !name.text().starts_with('_') {
                target.set_symbol(name, value);
            }
        }
    }
    Ok(())
}

/// What a module has besides its own names: submodules, imported when they are asked for, and names of other modules.
/// What the true module has and ours does not is a value that nothing is known of.
fn fallbacks(
    module: &Rc<Module>,
    submodules: &'static [&'static str],
    sources: &'static [&'static str],
) {
    let owner = module.name().clone();
    module.set(
        "__getattr__",
        NativeFunction::closure("__getattr__", move |vm, args| {
            let name = args.arg(0).to_text().unwrap_or_default();
            if submodules.contains(&&*name) {
                return vm.import(&format!("{owner}.{name}"));
            }
            if !name.starts_with('_') {
                for source in sources {
                    if let Value::Module(found) = vm.import(source)?
                        && let Some(value) = found.get(&name)
                    {
                        return Ok(value);
                    }
                }
            }
            unknown_name(vm, &owner, &name)
        }),
    );
}

/// A name that a module of ours lacks: opaque if the true module has it, otherwise an `AttributeError`.
///
/// `resources/names.txt` has a line for each module: its public names, those of its submodules with a slash behind them.
fn unknown_name(vm: &Vm, owner: &str, name: &str) -> PyResult {
    let listed = public_names(owner).find(|listed| listed.trim_end_matches('/') == name);
    match listed {
        Some(module) if module.ends_with('/') => vm.import(&format!("{owner}.{name}")),
        Some(_) => Ok(Opaque::new(format!("{owner}.{name}"), vm.current_span())),
        None => Err(vm.attribute_error(format!("module '{owner}' has no attribute '{name}'"))),
    }
}

/// The names that `resources/names.txt` lists for a module.
fn public_names(owner: &str) -> impl Iterator<Item = &'static str> + use<> {
    include_str!("../resources/names.txt")
        .lines()
        .filter_map(|line| line.split_once(' '))
        .find(|(module, _)| *module == owner)
        .into_iter()
        .flat_map(|(_, names)| names.split(' '))
}

fn set_functions(module: &Module, functions: &[(&str, NativeFn)]) {
    for (name, function) in functions {
        module.set(name, NativeFunction::new(name, *function));
    }
}

fn set_classes(module: &Module, classes: &[(&str, &Rc<Class>)]) {
    for (name, class) in classes {
        module.set(name, Value::Class((*class).clone()));
    }
}

/// `import sqlalchemy as sa`: everything that SQLAlchemy exports at the top.
fn sqlalchemy(vm: &Vm) -> PyResult<Rc<Module>> {
    let module = start(vm, "sqlalchemy");
    module.set("__version__", installed_version(vm));
    module.set("__path__", Value::list(Vec::new()));
    let sa = sa(vm)?;
    add_types(&module, &sa, "sqlalchemy");
    add_schema(vm, &module, &sa)?;
    add_expressions(vm, &module, &sa)?;
    add_engine(vm, &module)?;
    module.set("Inspector", Value::Class(inspector::class(vm)));
    fallbacks(
        &module,
        &["event", "types", "sql", "engine", "exc", "schema", "pool"],
        &["sqlalchemy.pool", "sqlalchemy.engine._result"],
    );
    Ok(module)
}

fn installed_version(vm: &Vm) -> Value {
    let known = crate::versions::installed(vm)
        .installed
        .get("sqlalchemy")
        .cloned();
    let numbers = known.unwrap_or_else(|| vec![2, 1, 9]);
    Value::str(
        numbers
            .iter()
            .map(u32::to_string)
            .collect::<Vec<_>>()
            .join("."),
    )
}

/// The type classes of a module.
fn add_types(module: &Module, sa: &Sa, name: &str) {
    for info in TYPES {
        if info.module == name {
            module.set(info.name, Value::Class(sa.type_class(info.class)));
        }
    }
    if name == "sqlalchemy" {
        module.set("INT", Value::Class(sa.type_class(TypeClass::INTEGER)));
    }
}

fn types_module(vm: &Vm) -> PyResult<Rc<Module>> {
    let module = start(vm, "sqlalchemy.types");
    let sa = sa(vm)?;
    for info in TYPES {
        if info.module == "sqlalchemy"
            || info.module == "sqlalchemy.types"
            || info.defined_in.starts_with("sqlalchemy.sql")
        {
            module.set(info.name, Value::Class(sa.type_class(info.class)));
        }
    }
    module.set("INT", Value::Class(sa.type_class(TypeClass::INTEGER)));
    for (alias, class) in [
        ("NULLTYPE", TypeClass::NullType),
        ("BOOLEANTYPE", TypeClass::Boolean),
        ("STRINGTYPE", TypeClass::String),
        ("INTEGERTYPE", TypeClass::Integer),
    ] {
        module.set(alias, make(vm, &sa.type_class(class), Vec::new())?);
    }
    fallbacks(&module, &[], &[]);
    Ok(module)
}

fn add_schema(vm: &Vm, module: &Module, sa: &Rc<Sa>) -> PyResult<()> {
    set_classes(
        module,
        &[
            ("Column", &sa.column),
            ("Table", &sa.table),
            ("MetaData", &sa.metadata),
            ("ForeignKey", &sa.foreign_key),
            ("ForeignKeyConstraint", &sa.foreign_key_constraint),
            ("PrimaryKeyConstraint", &sa.primary_key_constraint),
            ("UniqueConstraint", &sa.unique_constraint),
            ("CheckConstraint", &sa.check_constraint),
            ("Constraint", &sa.constraint),
            (
                "ColumnCollectionConstraint",
                &sa.column_collection_constraint,
            ),
            ("Index", &sa.index),
            ("Identity", &sa.identity),
            ("Computed", &sa.computed),
            ("Sequence", &sa.sequence),
            ("FetchedValue", &sa.fetched_value),
            ("DefaultClause", &sa.default_clause),
            ("ColumnDefault", &sa.column_default),
            ("SchemaItem", &sa.schema_item),
            ("ExecutableDDLElement", &sa.ddl_element),
            ("DDLElement", &sa.ddl_element),
        ],
    );
    module.set("BLANK_SCHEMA", Value::Object(Object::new(&sa.blank_schema)));
    let ddl: &[(&str, NativeFn)] = &[
        ("DDL", crate::sqlalchemy::ddl::text),
        ("CreateSchema", |vm, args| {
            let name =
                expression::name_of(vm, &args.get_or_keyword(0, "name").unwrap_or(Value::None))?;
            let if_not_exists = keyword_flag(vm, args, "if_not_exists")?;
            statements::ddl(
                vm,
                DdlStatement::CreateSchema {
                    name,
                    if_not_exists,
                },
            )
        }),
        ("DropSchema", |vm, args| {
            let name =
                expression::name_of(vm, &args.get_or_keyword(0, "name").unwrap_or(Value::None))?;
            let cascade = keyword_flag(vm, args, "cascade")?;
            let if_exists = keyword_flag(vm, args, "if_exists")?;
            statements::ddl(
                vm,
                DdlStatement::DropSchema {
                    name,
                    cascade,
                    if_exists,
                },
            )
        }),
        ("CreateTable", |vm, args| {
            let table = Box::new(table_argument(vm, &args.arg(0))?);
            let if_not_exists = keyword_flag(vm, args, "if_not_exists")?;
            statements::ddl(
                vm,
                DdlStatement::CreateTable {
                    table,
                    if_not_exists,
                },
            )
        }),
        ("DropTable", |vm, args| {
            let table = Box::new(table_argument(vm, &args.arg(0))?);
            let if_exists = keyword_flag(vm, args, "if_exists")?;
            statements::ddl(vm, DdlStatement::DropTable { table, if_exists })
        }),
        ("CreateIndex", |vm, args| {
            let (index, table) = index_argument(vm, &args.arg(0))?;
            let if_not_exists = keyword_flag(vm, args, "if_not_exists")?;
            statements::ddl(
                vm,
                DdlStatement::CreateIndex {
                    index,
                    table,
                    if_not_exists,
                },
            )
        }),
        ("DropIndex", |vm, args| {
            let (index, table) = index_argument(vm, &args.arg(0))?;
            let if_exists = keyword_flag(vm, args, "if_exists")?;
            statements::ddl(
                vm,
                DdlStatement::DropIndex {
                    index,
                    table,
                    if_exists,
                },
            )
        }),
        ("AddConstraint", |vm, args| {
            let (constraint, table) = constraint_argument(vm, &args.arg(0))?;
            statements::ddl(vm, DdlStatement::AddConstraint { constraint, table })
        }),
        ("DropConstraint", |vm, args| {
            let (constraint, table) = constraint_argument(vm, &args.arg(0))?;
            let cascade = keyword_flag(vm, args, "cascade")?;
            let if_exists = keyword_flag(vm, args, "if_exists")?;
            statements::ddl(
                vm,
                DdlStatement::DropConstraint {
                    constraint,
                    table,
                    cascade,
                    if_exists,
                },
            )
        }),
        ("CreateSequence", |vm, args| {
            let sequence = convert::sequence(vm, &args.arg(0))?;
            let if_not_exists = keyword_flag(vm, args, "if_not_exists")?;
            statements::ddl(
                vm,
                DdlStatement::CreateSequence {
                    sequence,
                    if_not_exists,
                },
            )
        }),
        ("DropSequence", |vm, args| {
            let sequence = convert::sequence(vm, &args.arg(0))?;
            let if_exists = keyword_flag(vm, args, "if_exists")?;
            statements::ddl(
                vm,
                DdlStatement::DropSequence {
                    sequence,
                    if_exists,
                },
            )
        }),
    ];
    set_functions(module, ddl);
    let _ = vm;
    Ok(())
}

/// A function that is the method of its first argument.
fn own_method(vm: &Vm, args: &mut alembic_python::Args, name: &str) -> PyResult {
    let method = attr(vm, &args.arg(0), name)?;
    let rest = args.positional.split_off(1.min(args.positional.len()));
    crate::support::call_with(vm, &method, rest, std::mem::take(&mut args.keywords))
}

fn keyword_flag(vm: &Vm, args: &mut alembic_python::Args, name: &str) -> PyResult<bool> {
    match args.take_keyword(name) {
        Some(value) => vm.truth(&value),
        None => Ok(false),
    }
}

fn table_argument(vm: &Vm, value: &Value) -> PyResult<alembic_schema::Table> {
    let value = from::target_table(vm, value)?;
    match crate::support::instance(&value, &sa(vm)?.table) {
        Some(object) => convert::table(vm, object),
        None => Err(vm.type_error("a Table is needed")),
    }
}

fn index_argument(
    vm: &Vm,
    value: &Value,
) -> PyResult<(Box<alembic_schema::Index>, Box<alembic_schema::Table>)> {
    let Some(object) = crate::support::instance(value, &sa(vm)?.index) else {
        return Err(vm.type_error("an Index is needed"));
    };
    let table = table_argument(vm, &object.get("table").unwrap_or(Value::None))?;
    let index = convert::index(vm, object)?;
    let named = table
        .indexes
        .iter()
        .find(|other| other.elements == index.elements && other.unique == index.unique)
        .cloned();
    Ok((Box::new(named.unwrap_or(index)), Box::new(table)))
}

fn constraint_argument(
    vm: &Vm,
    value: &Value,
) -> PyResult<(Box<alembic_schema::Constraint>, Box<alembic_schema::Table>)> {
    let table = table_argument(vm, &attr(vm, value, "table")?)?;
    Ok((Box::new(convert::constraint(vm, value)?), Box::new(table)))
}

fn schema_module(vm: &Vm) -> PyResult<Rc<Module>> {
    let module = start(vm, "sqlalchemy.schema");
    let sa = sa(vm)?;
    add_schema(vm, &module, &sa)?;
    set_classes(
        &module,
        &[("conv", &sa.conv), ("quoted_name", &sa.quoted_name)],
    );
    // Defined in `schema` for SQLAlchemy, wanted by code that builds conventions.
    let convention = alembic_python::Dict::new();
    convention.set_str("ix", Value::str("ix_%(column_0_label)s"));
    module.set("DEFAULT_NAMING_CONVENTION", Value::Dict(convention));
    fallbacks(&module, &[], &[]);
    Ok(module)
}

fn add_expressions(vm: &Vm, module: &Module, sa: &Rc<Sa>) -> PyResult<()> {
    set_classes(
        module,
        &[
            ("ClauseElement", &sa.clause_element),
            ("ColumnElement", &sa.column_element),
            ("ColumnClause", &sa.column_clause),
            ("ColumnCollection", &sa.column_collection),
            ("TextClause", &sa.text_clause),
            ("TextualSelect", &sa.textual_select),
            ("text", &sa.text_clause),
            ("BindParameter", &sa.bind_parameter),
            ("Label", &sa.label),
            ("BinaryExpression", &sa.binary),
            ("UnaryExpression", &sa.unary),
            ("BooleanClauseList", &sa.boolean_list),
            ("Cast", &sa.cast),
            ("Case", &sa.case),
            ("Null", &sa.null),
            ("True_", &sa.true_),
            ("False_", &sa.false_),
            ("conv", &sa.conv),
            ("quoted_name", &sa.quoted_name),
            ("FromClause", &sa.from_clause),
            ("TableClause", &sa.table_clause),
            ("Alias", &sa.alias),
            ("Subquery", &sa.alias),
            ("CTE", &sa.alias),
            ("Select", &sa.select),
            ("CompoundSelect", &sa.compound_select),
            ("Insert", &sa.insert),
            ("Update", &sa.update),
            ("Delete", &sa.delete),
            ("Executable", &sa.clause_element),
            ("Function", &sa.function),
        ],
    );
    let functions: &[(&str, NativeFn)] = &[
        ("column", expression::column),
        ("literal_column", expression::literal_column),
        ("literal", expression::literal),
        ("bindparam", expression::bindparam),
        ("table", from::table),
        ("select", statements::select),
        ("insert", statements::insert),
        ("update", statements::update),
        ("delete", statements::delete),
        ("exists", statements::exists),
        ("case", expression::case),
        ("cast", |vm, args| expression::cast(vm, args, false, false)),
        ("try_cast", |vm, args| {
            expression::cast(vm, args, true, false)
        }),
        ("type_coerce", |vm, args| {
            expression::cast(vm, args, false, true)
        }),
        ("extract", expression::extract),
        ("tuple_", expression::tuple),
        ("collate", expression::collate),
        ("values", from::values),
        ("and_", |vm, args| expression::boolean(vm, args, true)),
        ("or_", |vm, args| expression::boolean(vm, args, false)),
        ("not_", expression::not),
        ("desc", |vm, args| {
            expression::unary(vm, args, UnaryOp::Desc)
        }),
        ("asc", |vm, args| expression::unary(vm, args, UnaryOp::Asc)),
        ("nulls_first", |vm, args| {
            expression::unary(vm, args, UnaryOp::NullsFirst)
        }),
        ("nulls_last", |vm, args| {
            expression::unary(vm, args, UnaryOp::NullsLast)
        }),
        ("nullsfirst", |vm, args| {
            expression::unary(vm, args, UnaryOp::NullsFirst)
        }),
        ("nullslast", |vm, args| {
            expression::unary(vm, args, UnaryOp::NullsLast)
        }),
        ("distinct", |vm, args| {
            expression::unary(vm, args, UnaryOp::Distinct)
        }),
        ("any_", |vm, args| expression::unary(vm, args, UnaryOp::Any)),
        ("all_", |vm, args| expression::unary(vm, args, UnaryOp::All)),
        ("null", |vm, _| {
            expression::wrap(vm, alembic_schema::Expr::Null)
        }),
        ("true", |vm, _| {
            expression::wrap(vm, alembic_schema::Expr::True)
        }),
        ("false", |vm, _| {
            expression::wrap(vm, alembic_schema::Expr::False)
        }),
        ("union", |vm, args| {
            statements::compound(vm, &args.positional, CompoundOp::Union)
        }),
        ("union_all", |vm, args| {
            statements::compound(vm, &args.positional, CompoundOp::UnionAll)
        }),
        ("intersect", |vm, args| {
            statements::compound(vm, &args.positional, CompoundOp::Intersect)
        }),
        ("intersect_all", |vm, args| {
            statements::compound(vm, &args.positional, CompoundOp::IntersectAll)
        }),
        ("except_", |vm, args| {
            statements::compound(vm, &args.positional, CompoundOp::Except)
        }),
        ("except_all", |vm, args| {
            statements::compound(vm, &args.positional, CompoundOp::ExceptAll)
        }),
        ("alias", |vm, args| own_method(vm, args, "alias")),
        ("subquery", |vm, args| own_method(vm, args, "subquery")),
        ("lateral", |vm, args| own_method(vm, args, "lateral")),
        ("join", |vm, args| join(vm, args, false)),
        ("outerjoin", |vm, args| join(vm, args, true)),
        ("bitwise_not", |vm, args| {
            expression::unary(vm, args, UnaryOp::BitwiseNot)
        }),
        ("label", |vm, args| {
            let name = args.arg(0);
            let element = args.arg(1);
            crate::support::call_method(vm, &element, "label", vec![name])
        }),
        ("over", |vm, args| method_of_first(vm, args, "over")),
        ("funcfilter", |vm, args| method_of_first(vm, args, "filter")),
        ("within_group", |vm, args| {
            method_of_first(vm, args, "within_group")
        }),
        ("cte", |vm, args| method_of_first(vm, args, "cte")),
        ("between", |vm, args| {
            let left = args.arg(0);
            crate::support::call_method(
                vm,
                &left,
                "between",
                args.positional.iter().skip(1).cloned().collect(),
            )
        }),
    ];
    set_functions(module, functions);
    let func = if let Some(found) = vm.extension::<FuncNamespace>() {
        found.0.clone()
    } else {
        let made = expression::build_namespace(vm);
        vm.set_extension(Rc::new(FuncNamespace(made.clone())));
        made
    };
    module.set("func", Value::Object(func));
    Ok(())
}

/// `over(element, ...)`: the method of the element.
fn method_of_first(vm: &Vm, args: &mut alembic_python::Args, name: &str) -> PyResult {
    let method = attr(vm, &args.arg(0), name)?;
    let rest = args.positional.iter().skip(1).cloned().collect();
    let keywords = std::mem::take(&mut args.keywords);
    crate::support::call_with(vm, &method, rest, keywords)
}

struct FuncNamespace(Rc<Object>);

fn join(vm: &Vm, args: &mut alembic_python::Args, outer: bool) -> PyResult {
    let on = args.get_or_keyword(2, "onclause").unwrap_or(Value::None);
    let isouter = args.take_keyword("isouter").unwrap_or(Value::Bool(outer));
    let full = args.take_keyword("full").unwrap_or(Value::Bool(false));
    let (outer, full) = (vm.truth(&isouter)?, vm.truth(&full)?);
    from::join(vm, &args.arg(0), &args.arg(1), &on, outer, full)
}

fn expression_module(vm: &Vm) -> PyResult<Rc<Module>> {
    let module = start(vm, "sqlalchemy.sql");
    let sa = sa(vm)?;
    add_expressions(vm, &module, &sa)?;
    add_schema(vm, &module, &sa)?;
    module.set("sqltypes", vm.import("sqlalchemy.types")?);
    fallbacks(
        &module,
        &[
            "expression",
            "schema",
            "functions",
            "elements",
            "operators",
            "sqltypes",
            "ddl",
            "selectable",
        ],
        &[],
    );
    Ok(module)
}

fn functions_module(vm: &Vm) -> PyResult<Rc<Module>> {
    let module = start(vm, "sqlalchemy.sql.functions");
    let sa = sa(vm)?;
    add_expressions(vm, &module, &sa)?;
    set_classes(
        &module,
        &[
            ("FunctionElement", &sa.function),
            ("GenericFunction", &sa.function),
        ],
    );
    let func = attr(vm, &Value::Module(module.clone()), "func")?;
    for name in [
        "now",
        "count",
        "max",
        "min",
        "sum",
        "coalesce",
        "concat",
        "current_timestamp",
        "current_date",
        "current_time",
        "random",
    ] {
        module.set(name, attr(vm, &func, name)?);
    }
    Ok(module)
}

fn add_engine(vm: &Vm, module: &Module) -> PyResult<()> {
    set_functions(
        module,
        &[
            ("create_engine", |vm, args| {
                engines::create_engine(vm, args, false)
            }),
            ("engine_from_config", |vm, args| {
                engines::engine_from_config(vm, args, false)
            }),
            ("make_url", |vm, args| {
                let url = url::make_url(vm, &args.arg(0))?;
                Ok(url::wrap(vm, url))
            }),
            ("inspect", inspector::inspect),
            ("create_mock_engine", |vm, _| {
                Err(vm.unsupported("create_mock_engine()"))
            }),
        ],
    );
    let known = engines::engines(vm);
    let connections = connection::connections(vm);
    set_classes(
        module,
        &[
            ("Engine", &known.engine),
            ("Connection", &connections.connection),
            ("Transaction", &connections.transaction),
            ("URL", &url::class(vm)),
            ("Dialect", &sa(vm)?.dialect),
            ("Compiled", &sa(vm)?.compiled),
        ],
    );
    Ok(())
}

fn engine_module(vm: &Vm) -> PyResult<Rc<Module>> {
    let module = start(vm, "sqlalchemy.engine");
    add_engine(vm, &module)?;
    set_classes(
        &module,
        &[
            ("Inspector", &inspector::class(vm)),
            ("DefaultDialect", &sa(vm)?.dialect),
            ("Connectable", &engines::engines(vm).engine),
        ],
    );
    fallbacks(&module, &[], &["sqlalchemy.engine._result"]);
    Ok(module)
}

fn asyncio_module(vm: &Vm) -> PyResult<Rc<Module>> {
    let module = start(vm, "sqlalchemy.ext.asyncio");
    set_functions(
        &module,
        &[
            ("create_async_engine", |vm, args| {
                engines::create_engine(vm, args, true)
            }),
            ("async_engine_from_config", |vm, args| {
                engines::engine_from_config(vm, args, true)
            }),
        ],
    );
    let known = engines::engines(vm);
    set_classes(
        &module,
        &[
            ("AsyncEngine", &known.async_engine),
            (
                "AsyncConnection",
                &connection::connections(vm).async_connection,
            ),
        ],
    );
    fallbacks(&module, &[], &["sqlalchemy.orm._session"]);
    Ok(module)
}

fn orm_module(vm: &Vm) -> PyResult<Rc<Module>> {
    let module = start(vm, "sqlalchemy.orm");
    let known = declarative::declarative(vm)?;
    set_classes(
        &module,
        &[
            ("registry", &known.registry),
            ("DeclarativeBase", &known.declarative_base),
            ("DeclarativeBaseNoMeta", &known.declarative_base),
            ("MappedAsDataclass", &known.mapped_as_dataclass),
            ("declared_attr", &known.declared_attr),
            ("Mapper", &known.mapper),
            ("MappedColumn", &sa(vm)?.mapped_column),
        ],
    );
    set_functions(
        &module,
        &[
            ("mapped_column", mapped_column::mapped_column),
            ("declarative_base", |vm, args| {
                let mut options = std::mem::take(&mut args.keywords);
                let registry = declarative::declarative(vm)?.registry.clone();
                let mut own = Vec::new();
                options.retain(|(name, value)| {
                    let is_own = matches!(&*name.text(), "metadata" | "type_annotation_map");
                    if is_own {
                        own.push((*name, value.clone()));
                    }
                    !is_own || &*name.text() == "metadata"
                });
                let registry =
                    crate::support::call_with(vm, &Value::Class(registry), Vec::new(), own)?;
                declarative::generate_base(vm, &registry, &options)
            }),
            ("as_declarative", |_, args| {
                let options = std::mem::take(&mut args.keywords);
                Ok(NativeFunction::closure(
                    "as_declarative",
                    move |vm, args| {
                        let registry =
                            make(vm, &declarative::declarative(vm)?.registry, Vec::new())?;
                        let mut options = options.clone();
                        if let Value::Class(class) = args.arg(0) {
                            options.push(("name".into(), Value::str(&*class.name())));
                            if let Some(metadata) = class.get("metadata") {
                                options.push(("metadata".into(), metadata));
                            }
                        }
                        options.push(("cls".into(), args.arg(0)));
                        declarative::generate_base(vm, &registry, &options)
                    },
                ))
            }),
            ("declarative_mixin", |_, args| Ok(args.arg(0))),
            ("mapped_as_dataclass", |vm, args| {
                let Some(registry) = args
                    .positional
                    .first()
                    .filter(|value| {
                        is_a(
                            value,
                            &declarative::declarative(vm).map_or_else(
                                |_| vm.types.object.clone(),
                                |known| known.registry.clone(),
                            ),
                        )
                    })
                    .cloned()
                else {
                    return Err(vm.type_error("mapped_as_dataclass() needs a registry"));
                };
                let method = attr(vm, &registry, "mapped_as_dataclass")?;
                crate::support::call(
                    vm,
                    &method,
                    args.positional.iter().skip(1).cloned().collect(),
                )
            }),
            ("configure_mappers", |vm, _| {
                crate::sqlalchemy::event::configure_mappers(vm)?;
                Ok(Value::None)
            }),
            ("_map_class", |vm, args| {
                if let Value::Class(class) = args.arg(0) {
                    if class.get("metadata").is_none()
                        && let Some(registry) = class.get("registry")
                    {
                        class.set("metadata", attr(vm, &registry, "metadata")?);
                    }
                    declarative::map_class(vm, &class)?;
                }
                Ok(Value::None)
            }),
            ("_set_class_attribute", |vm, args| {
                let (Value::Class(class), Some(name)) = (args.arg(0), args.arg(1).to_text()) else {
                    return Ok(Value::Bool(false));
                };
                let is_set =
                    declarative::set_class_attribute(vm, &class, Symbol::new(&name), &args.arg(2))?;
                Ok(Value::Bool(is_set))
            }),
            ("clear_mappers", |_, _| Ok(Value::None)),
            ("class_mapper", |vm, args| {
                attr(vm, &args.arg(0), "__mapper__")
            }),
            ("mapper", |_, _| Ok(Value::None)),
            ("object_mapper", |vm, args| {
                attr(vm, &args.arg(0), "__mapper__")
            }),
        ],
    );
    fallbacks(
        &module,
        &[],
        &["sqlalchemy.orm._attributes", "sqlalchemy.orm._session"],
    );
    Ok(module)
}

/// The module of a dialect: its types, its `insert`, its constructs.
fn dialect_module(vm: &Vm, name: &str) -> PyResult<Rc<Module>> {
    let module = start(vm, name);
    let sa = sa(vm)?;
    // Upper-case types of the core are there too (`postgresql.VARCHAR`).
    for info in TYPES {
        let is_upper = info.name.chars().all(|c| !c.is_ascii_lowercase());
        if info.module == "sqlalchemy" && is_upper {
            module.set(info.name, Value::Class(sa.type_class(info.class)));
        }
    }
    add_types(&module, &sa, name);
    set_functions(&module, &[("insert", statements::insert)]);
    set_classes(&module, &[("Insert", &sa.insert)]);
    if name.ends_with("postgresql") {
        set_classes(&module, &[("ExcludeConstraint", &sa.exclude_constraint)]);
        set_functions(
            &module,
            &[
                ("array", expression::array),
                ("aggregate_order_by", |vm, _| {
                    Err(vm.unsupported("aggregate_order_by()"))
                }),
                ("dialect", |vm, _| {
                    convert::types::dialect_object(vm, "postgresql")
                }),
            ],
        );
        module.set("Any", attr(vm, &vm.import("sqlalchemy.sql")?, "any_")?);
        module.set("All", attr(vm, &vm.import("sqlalchemy.sql")?, "all_")?);
    } else {
        let short = name.rsplit('.').next().unwrap_or_default().to_owned();
        if short == "mysql" {
            set_functions(&module, &[("match", expression::mysql_match::build)]);
        }
        if short == "oracle" {
            module.set(
                "NVARCHAR2",
                Value::Class(sa.type_class(TypeClass::NVARCHAR)),
            );
        }
        module.set(
            "dialect",
            NativeFunction::closure("dialect", move |vm, _| {
                convert::types::dialect_object(vm, &short)
            }),
        );
    }
    let vectors: &[&'static str] = if name.ends_with("oracle") {
        &["sqlalchemy.dialects.oracle.vector"]
    } else {
        &[]
    };
    fallbacks(&module, &[], vectors);
    Ok(module)
}

/// `alembic.script`: the class of `context.script`; what else is there, nobody here knows.
fn script_module(vm: &Vm, name: &str) -> PyResult<Rc<Module>> {
    let module = start(vm, name);
    let classes = crate::host::host(vm)?.ask(vm, "script_classes", &[])?;
    if let Some([directory, script]) = classes.as_sequence().as_deref() {
        module.set("ScriptDirectory", directory.clone());
        module.set("Script", script.clone());
    }
    unknown_names(&module);
    Ok(module)
}

/// `alembic.runtime.migration`: the class of `context.get_context()`.
fn migration_module(vm: &Vm, name: &str) -> PyResult<Rc<Module>> {
    let module = start(vm, name);
    let class = crate::host::host(vm)?.ask(vm, "migration_context_class", &[])?;
    module.set("MigrationContext", class);
    unknown_names(&module);
    Ok(module)
}

/// `EnvironmentContext`; the types of its callbacks are for annotations.
fn environment_module(vm: &Vm, name: &str) -> PyResult<Rc<Module>> {
    let module = start(vm, name);
    let class = refused_class(vm, "alembic.runtime.environment", "EnvironmentContext");
    module.set("EnvironmentContext", Value::Class(class));
    unknown_names(&module);
    Ok(module)
}

/// A class that annotations may name and that is not made here: what it does is what runs `env.py`.
fn refused_class(vm: &Vm, module: &str, name: &str) -> Rc<Class> {
    ClassBuilder::new(module, name)
        .init(|vm, args| {
            let name = vm.type_name(&args.this());
            let article = if name.starts_with('E') { "an" } else { "a" };
            Err(vm.unsupported(format!("{article} {name} of its own in `env.py`")))
        })
        .build(vm)
}

/// Other names of the module are opaque: types for annotations, mostly.
fn unknown_names(module: &Rc<Module>) {
    let owner = module.name().clone();
    module.set("__path__", Value::list(Vec::new()));
    module.set(
        "__getattr__",
        NativeFunction::closure("__getattr__", move |vm, args| {
            let name = args.arg(0).to_text().unwrap_or_default();
            if name.starts_with("__") {
                return Err(
                    vm.attribute_error(format!("module '{owner}' has no attribute '{name}'"))
                );
            }
            Ok(Opaque::new(format!("{owner}.{name}"), None))
        }),
    );
}

fn alembic_module(vm: &Vm) -> PyResult<Rc<Module>> {
    let module = start(vm, "alembic");
    module.set("__version__", "1.20.1");
    module.set("__path__", Value::list(Vec::new()));
    Ok(module)
}

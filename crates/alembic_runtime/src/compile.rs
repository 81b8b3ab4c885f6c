//! Statements of SQL values for a dialect, with options as the moment asks for.

use alembic_dialect::{
    BindCasts, CompileOptions, Ctx, Dialect, ParamStyle, Statement, compile_expression,
    compile_statement, dialect_by_name, type_compile,
};
use alembic_python::{PyResult, Vm};
use alembic_schema::expr::SqlStatement;
use alembic_schema::{NamingConvention, SqlType};

use crate::failures::raise_compile;

/// The dialect of a name, or the generic one for names that no database has.
pub(crate) fn dialect(vm: &Vm, name: &str) -> PyResult<&'static dyn Dialect> {
    if let Some(found) = dialect_by_name(name) {
        Ok(found)
    } else {
        let class = vm
            .import("sqlalchemy.exc")
            .and_then(|module| vm.getattr(&module, "NoSuchModuleError"));
        match class {
            Ok(alembic_python::Value::Class(class)) => Err(vm.raise_class(
                &class,
                format!("Can't load plugin: sqlalchemy.dialects:{name}"),
            )),
            _ => Err(vm.unsupported(format!("the database `{name}`"))),
        }
    }
}

/// How our driver of a dialect wants its placeholders.
pub(crate) fn driver_style(dialect: &str) -> ParamStyle {
    match dialect {
        "sqlite" => ParamStyle::Qmark,
        _ => ParamStyle::NumericDollar,
    }
}

/// `str(statement.compile(dialect=...))`.
pub(crate) fn text_of_statement(
    vm: &Vm,
    dialect_name: &str,
    statement: &SqlStatement,
    literal: bool,
) -> PyResult<String> {
    let dialect = dialect(vm, dialect_name)?;
    let mut options = CompileOptions::offline(dialect);
    options.literal_binds = literal;
    let convention = NamingConvention::default();
    let ctx = Ctx::new(dialect, &options, &convention);
    match statement {
        // Executed it would be a SELECT.
        SqlStatement::Expr(expr) => compile_expression(&ctx, expr),
        other => compile_statement(&ctx, other).map(|statement| statement.sql),
    }
    .map_err(|error| raise_compile(vm, &error))
}

/// `type.compile(dialect=...)`.
pub(crate) fn text_of_type(vm: &Vm, dialect_name: &str, type_: &SqlType) -> PyResult<String> {
    let dialect = dialect(vm, dialect_name)?;
    let options = CompileOptions::offline(dialect);
    let convention = NamingConvention::default();
    let ctx = Ctx::new(dialect, &options, &convention);
    type_compile(&ctx, type_).map_err(|error| raise_compile(vm, &error))
}

/// A statement for our driver; `has_parameters` if values come with the execution. `driver` is the one of the URL: its
/// casts decide how the database reads a value.
pub(crate) fn online(
    vm: &Vm,
    dialect: &'static dyn Dialect,
    driver: Option<&str>,
    statement: &SqlStatement,
    has_parameters: bool,
) -> PyResult<Statement> {
    let mut options = CompileOptions::online(driver_style(dialect.features().name));
    options.expects_parameters = has_parameters;
    if dialect.features().name == "postgresql" {
        // An array of texts is none of an enum without its cast. A URL without a driver is psycopg2's for some versions
        // of SQLAlchemy and psycopg's for others; the fewer casts refuse nothing that worked.
        options.bind_casts =
            driver.map_or(BindCasts::Psycopg2, |name| BindCasts::of_driver(Some(name)));
    }
    let convention = NamingConvention::default();
    let ctx = Ctx::new(dialect, &options, &convention);
    compile_statement(&ctx, statement).map_err(|error| raise_compile(vm, &error))
}

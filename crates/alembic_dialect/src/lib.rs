//! What differs by database: types, DDL, expressions, order of statements. Pure: values in, text out.
//!
//! Mirrors `sqlalchemy.sql.compiler`, the compilers of SQLAlchemy's dialects and `alembic.ddl`.
//! See [`compile_operation`] for the way in.

#![expect(
    clippy::format_push_string,
    clippy::unnecessary_wraps,
    reason = "SQL text is assembled piece by piece; trait methods share one signature"
)]

pub mod batch;
mod context;
pub mod ddl;
pub mod default;
mod dialect;
mod error;
pub mod mssql;
pub mod mysql;
pub mod offline;
mod operations;
pub mod oracle;
pub mod postgresql;
mod quote;
pub mod reflect;
pub mod sql;
pub mod sqlite;
pub mod version_table;

use alembic_schema::SqlType;

pub use context::{
    BoundParam, CompileOptions, Ctx, NamedType, ParamStyle, Statement, StatementKind, Warning,
};
pub use dialect::{Dialect, Features};
pub use error::{CompileError, Result};
pub use operations::{DropTarget, compile_operation, create_table};
pub use postgresql::bind_cast::BindCasts;
pub use sql::{compile_expression, compile_index_expr, compile_literal_expr, compile_statement};

/// The dialect with this SQLAlchemy name (`dialect.name`, the URL's part before `+`).
pub fn dialect_by_name(name: &str) -> Option<&'static dyn Dialect> {
    Some(match name {
        "default" => &default::DefaultDialect,
        "sqlite" => &sqlite::Sqlite,
        "postgresql" => &postgresql::Postgresql,
        "mysql" => &mysql::Mysql { is_mariadb: false },
        "mariadb" => &mysql::Mysql { is_mariadb: true },
        "mssql" => &mssql::Mssql,
        "oracle" => &oracle::Oracle,
        _ => return None,
    })
}

pub(crate) fn dialect_by_name_or_default(name: &str) -> &'static dyn Dialect {
    dialect_by_name(name).unwrap_or(&default::DefaultDialect)
}

/// `dialect.type_compiler.process(type)`.
///
/// # Errors
/// If the dialect has no such type.
pub fn type_compile(ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
    default::types::process(ctx, type_)
}

/// `render_default_string`: a server default as DDL shows it; `None` for `FetchedValue`.
///
/// # Errors
/// If the dialect cannot express it.
pub fn server_default_sql(
    ctx: &Ctx<'_>,
    default: &alembic_schema::ServerDefault,
) -> Result<Option<String>> {
    default::ddl::server_default(ctx, default)
}

//! What a compilation is given and what it gives back.

use std::sync::{Mutex, MutexGuard, PoisonError};

use alembic_schema::{DeclaredAt, NamingConvention, SqlType, SqlValue};
use smol_str::SmolStr;

use crate::dialect::Dialect;
use crate::postgresql::bind_cast::BindCasts;

/// How binds are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamStyle {
    /// `:name`.
    Named,
    /// `%(name)s`.
    Pyformat,
    /// `%s`.
    Format,
    /// `?`.
    Qmark,
    /// `:1`, the same bind always the same number.
    Numeric,
    /// `$1`, the same bind always the same number.
    NumericDollar,
}

/// Options of a compilation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompileOptions {
    /// How binds are written.
    pub paramstyle: ParamStyle,
    /// The casts behind binds for PostgreSQL.
    pub bind_casts: BindCasts,
    /// `%` is written `%%` in text, names and literals. SQLAlchemy: paramstyle `format` and `pyformat`.
    pub double_percent: bool,
    /// `literal_binds=True` of `context.configure()`; only with `as_sql`.
    pub literal_binds: bool,
    /// Offline mode.
    pub as_sql: bool,
    /// `mssql_batch_separator` / `oracle_batch_separator`; `None` is the dialect's.
    pub batch_separator: Option<String>,
    /// Server version, if connected.
    pub server_version: Option<(u32, u32)>,
    /// `default_schema_name` (SQL Server comments).
    pub default_schema: Option<String>,
    /// Values of named binds come with the execution: a bind without a value is no error.
    pub expects_parameters: bool,
}

impl CompileOptions {
    /// Offline mode with the paramstyle of the dialect's default driver.
    pub fn offline(dialect: &dyn Dialect) -> Self {
        Self::of_driver(dialect, None)
    }

    /// Offline mode as a driver of the dialect writes it (the name behind `+` in a URL).
    pub fn of_driver(dialect: &dyn Dialect, driver: Option<&str>) -> Self {
        let paramstyle = match driver {
            Some("asyncpg") => ParamStyle::NumericDollar,
            Some("pg8000") => ParamStyle::Format,
            Some("pyodbc") => ParamStyle::Named,
            Some("mariadbconnector") => ParamStyle::Qmark,
            Some(_) | None => dialect.features().paramstyle,
        };
        let doubles = matches!(paramstyle, ParamStyle::Pyformat | ParamStyle::Format);
        Self {
            paramstyle,
            bind_casts: BindCasts::of_driver(driver),
            double_percent: doubles && driver != Some("mysqlconnector"),
            literal_binds: true,
            as_sql: true,
            batch_separator: None,
            server_version: None,
            default_schema: None,
            expects_parameters: false,
        }
    }

    /// Online: binds for our drivers, no doubled percent signs.
    pub fn online(paramstyle: ParamStyle) -> Self {
        Self {
            paramstyle,
            bind_casts: BindCasts::None,
            double_percent: false,
            literal_binds: false,
            as_sql: false,
            batch_separator: None,
            server_version: None,
            default_schema: None,
            expects_parameters: false,
        }
    }

    /// `dialect_opts={"paramstyle": "named"}`.
    #[must_use]
    pub fn with_paramstyle(mut self, paramstyle: ParamStyle) -> Self {
        self.paramstyle = paramstyle;
        self.double_percent = matches!(paramstyle, ParamStyle::Pyformat | ParamStyle::Format);
        self
    }
}

/// A warning of the reference (`util.warn`), without its `UserWarning` frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Text.
    pub message: String,
    /// Place.
    pub span: DeclaredAt,
}

/// The surroundings of a compilation.
pub struct Ctx<'a> {
    /// Dialect.
    pub dialect: &'static dyn Dialect,
    /// Options.
    pub options: &'a CompileOptions,
    /// Convention of `target_metadata`, applied to what operations create.
    pub naming_convention: &'a NamingConvention,
    /// Warnings so far; other threads share the rest of a context.
    warnings: Mutex<Vec<Warning>>,
}

impl<'a> Ctx<'a> {
    /// A context without warnings.
    pub fn new(
        dialect: &'static dyn Dialect,
        options: &'a CompileOptions,
        naming_convention: &'a NamingConvention,
    ) -> Self {
        Self {
            dialect,
            options,
            naming_convention,
            warnings: Mutex::new(Vec::new()),
        }
    }

    /// Warnings so far.
    pub fn warnings(&self) -> MutexGuard<'_, Vec<Warning>> {
        self.warnings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn warn(&self, message: impl Into<String>) {
        self.warnings().push(Warning {
            message: message.into(),
            span: DeclaredAt::default(),
        });
    }
}

/// A value to send with a statement.
#[derive(Debug, Clone, PartialEq)]
pub struct BoundParam {
    /// Name in the statement.
    pub name: SmolStr,
    /// Value.
    pub value: SqlValue,
    /// Type that SQLAlchemy gives it.
    pub type_: SqlType,
}

/// What a statement is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatementKind {
    /// DDL.
    Ddl,
    /// CREATE TYPE or CREATE DOMAIN in front of a table. `op.create_table` runs it once for each name in the life
    /// of a migration context, as SQLAlchemy's `NamedType` remembers names in `DefaultImpl.memo`.
    NamedType(NamedType),
    /// SELECT and others with rows.
    Query,
    /// INSERT, UPDATE, DELETE.
    Dml,
    /// Text of the user's.
    Text,
}

/// Which type a CREATE TYPE or CREATE DOMAIN makes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NamedType {
    /// Schema, if the type names one.
    pub schema: Option<String>,
    /// Unquoted name.
    pub name: String,
}

/// A compiled statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// SQL as SQLAlchemy's `str(compiled)`.
    pub sql: String,
    /// Values in the order of their placeholders; for [`ParamStyle::Numeric`] by number.
    pub params: Vec<BoundParam>,
    /// Further rows for the same SQL (`bulk_insert` online): values in the order of `params`.
    pub param_rows: Vec<Vec<SqlValue>>,
    /// Kind.
    pub kind: StatementKind,
    /// Place of the operation.
    pub span: DeclaredAt,
}

impl Statement {
    /// DDL without values.
    pub fn ddl(sql: impl Into<String>) -> Self {
        Self {
            sql: sql.into(),
            params: Vec::new(),
            param_rows: Vec::new(),
            kind: StatementKind::Ddl,
            span: DeclaredAt::default(),
        }
    }

    /// Text without values.
    pub fn text(sql: impl Into<String>) -> Self {
        Self {
            kind: StatementKind::Text,
            ..Self::ddl(sql)
        }
    }
}

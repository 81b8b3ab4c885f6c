//! From a database and models to operations. Mirrors `alembic.autogenerate.compare`.

mod aside;
mod check_constraints;
mod columns;
mod comments;
mod comparators;
mod computed;
mod foreign_keys;
mod identity;
mod index_expressions;
mod indexes;
mod names;
mod nullable;
mod precise;
mod reflected;
mod server_defaults;
mod tables;
mod types;

use std::cell::RefCell;
use std::collections::BTreeMap;

use alembic_dialect::postgresql::reflect::SerialColumns;
use alembic_dialect::{CompileError, Ctx};
use alembic_schema::ops::{AlterColumnOp, Operation, UpgradeOps};
use alembic_schema::{Column, MetaData, Table, TableKey};

pub use self::comparators::{
    Comparators, Flow, OwnColumnComparator, OwnComparator, OwnTableComparator, Priority,
    Registered, Step, WhatRuns, dispatch, registered,
};
pub(crate) use self::names::final_name;
use crate::error::Result;
use crate::objects::ObjectRef;

/// What was reflected from one schema.
#[derive(Debug, Clone, Default)]
pub struct ReflectedSchema {
    /// `None` is the connection's default schema.
    pub schema: Option<String>,
    /// Its tables.
    pub tables: Vec<Table>,
    /// PostgreSQL: columns that own the sequence of their default.
    pub serials: SerialColumns,
}

/// `compare_server_default=` of `context.configure()`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CompareServerDefault {
    /// `False`, the default.
    #[default]
    Off,
    /// `True`.
    On,
    /// A function of the project: [`Callbacks::compare_server_default`].
    Callable,
}

/// What is compared, and how.
#[derive(Clone, Copy)]
pub struct CompareInput<'a> {
    /// Dialect and options of compilation (`double_percent` as the project's driver has it).
    pub ctx: &'a Ctx<'a>,
    /// All schemas to compare, the default one among them.
    pub database: &'a [ReflectedSchema],
    /// `dialect.default_schema_name`.
    pub default_schema: Option<&'a str>,
    /// `target_metadata`.
    pub metadata: &'a [MetaData],
    /// `version_table`.
    pub version_table: &'a str,
    /// `version_table_schema`.
    pub version_table_schema: Option<&'a str>,
    /// `compare_type`: false only if it was given as `False`.
    pub compare_type: bool,
    /// `compare_server_default`.
    pub compare_server_default: CompareServerDefault,
    /// Which plugins are enabled.
    pub plugins: Plugins,
    /// The order of comparators, where the project has some for tables or columns.
    pub comparators: Option<&'a Comparators>,
    /// `--precise`: the models as the database shows them after it has built them.
    pub built: Option<&'a [ReflectedSchema]>,
}

/// The plugins of `autogenerate_plugins=`, by the last part of their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each plugin is on or off")]
pub struct Plugins {
    /// `alembic.autogenerate.schemas`.
    pub schemas: bool,
    /// `alembic.autogenerate.tables`.
    pub tables: bool,
    /// `alembic.autogenerate.types`.
    pub types: bool,
    /// `alembic.autogenerate.constraints`.
    pub constraints: bool,
    /// `alembic.autogenerate.defaults`.
    pub defaults: bool,
    /// `alembic.autogenerate.comments`.
    pub comments: bool,
    /// `alembic.ext.checkconstraint_byname`.
    pub checkconstraint_byname: bool,
}

impl Default for Plugins {
    /// `["alembic.autogenerate.*"]`.
    fn default() -> Self {
        Self {
            schemas: true,
            tables: true,
            types: true,
            constraints: true,
            defaults: true,
            comments: true,
            checkconstraint_byname: false,
        }
    }
}

/// `parent_names` of `include_name`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParentNames<'a> {
    /// `schema_name`: absent for a schema, `Some(None)` for the default one.
    pub schema_name: Option<Option<&'a str>>,
    /// `table_name`: absent for schemas and tables.
    pub table_name: Option<&'a str>,
    /// `schema_qualified_table_name`.
    pub schema_qualified_table_name: Option<&'a str>,
}

/// The arguments of a `compare_server_default` function.
#[derive(Clone, Copy)]
pub struct ServerDefaultQuestion<'a> {
    /// `inspected_column`.
    pub inspected_column: (&'a Table, &'a Column),
    /// `metadata_column`.
    pub metadata_column: (&'a Table, &'a Column),
    /// `inspected_default`.
    pub inspected_default: Option<&'a str>,
    /// `rendered_metadata_default`.
    pub rendered_metadata_default: Option<&'a str>,
}

/// What the project's functions and the server decide. Every method has the answer of "no function given".
pub trait Callbacks {
    /// True if the project gave a function for filtering or comparing: it is called on the thread of the project.
    fn has_functions(&self) -> bool {
        false
    }

    /// `include_name(name, type_, parent_names)`.
    fn include_name(
        &self,
        _name: Option<&str>,
        _type_: &str,
        _parents: ParentNames<'_>,
    ) -> Result<bool> {
        Ok(true)
    }

    /// `include_object(object, name, type_, reflected, compare_to)`.
    fn include_object(
        &self,
        _object: ObjectRef<'_>,
        _name: Option<&str>,
        _type_: &str,
        _reflected: bool,
        _compare_to: Option<ObjectRef<'_>>,
    ) -> Result<bool> {
        Ok(true)
    }

    /// A `compare_type` function; `None` leaves the decision to the dialect.
    fn compare_type(
        &self,
        _inspected: (&Table, &Column),
        _metadata: (&Table, &Column),
    ) -> Result<Option<bool>> {
        Ok(None)
    }

    /// A `compare_server_default` function; `None` leaves the decision to the dialect.
    fn compare_server_default(&self, _question: ServerDefaultQuestion<'_>) -> Result<Option<bool>> {
        Ok(None)
    }

    /// `str()` of the `compare_server_default` function, for the log.
    fn compare_server_default_text(&self) -> String {
        "<function>".to_owned()
    }

    /// Shows the log so far: functions of the project are about to write theirs.
    fn show_log(&self, _lines: &[LogLine]) -> Result<()> {
        Ok(())
    }

    /// Runs a comparator of the project for a table; it may change the operations.
    fn compare_table(
        &self,
        _function: usize,
        _pair: TablePair<'_>,
        _ops: &mut Vec<Operation>,
    ) -> Result<Flow> {
        Ok(Flow::Continue)
    }

    /// Runs a comparator of the project for a column; it may change the operation.
    fn compare_column(
        &self,
        _function: usize,
        _pair: ColumnPair<'_>,
        _op: &mut AlterColumnOp,
    ) -> Result<Flow> {
        Ok(Flow::Continue)
    }

    /// Runs `SELECT a = b` and tells whether it gave a true value.
    fn defaults_equal_on_server(&self, _sql: &str) -> Result<bool> {
        Err(CompileError::ours("comparing server defaults needs a connection").into())
    }
}

/// Levels of [`LogLine`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogLevel {
    /// `INFO`.
    Info,
    /// `WARNING`.
    Warning,
    /// No log line but `warnings.warn(message)`; the logger is the one that Python captures warnings with.
    UserWarning,
    /// Likewise, with SQLAlchemy's category `SAWarning`.
    SaWarning,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Name of the logger.
    pub logger: &'static str,
    /// Level.
    pub level: LogLevel,
    /// Message.
    pub message: String,
}

/// What a comparison gives.
#[derive(Debug, Clone, Default)]
pub struct CompareOutcome {
    /// The operations.
    pub upgrade: UpgradeOps,
    /// Log lines and warnings in order.
    pub log: Vec<LogLine>,
}

/// Compares a database with metadata. Mirrors `autogenerate.compare._produce_net_changes`.
///
/// Where the reference's order is that of a set, ours is stable: see the files of the aspects.
///
/// # Errors
/// What a callback failed with, or what the reference raises.
pub fn compare(input: &CompareInput<'_>, callbacks: &dyn Callbacks) -> Result<CompareOutcome> {
    let dialect = input.ctx.dialect.features().name;
    if !matches!(dialect, "sqlite" | "postgresql") {
        return Err(CompileError::ours(format!("autogenerate on a {dialect} database")).into());
    }
    let of_plugins;
    let comparators = if let Some(given) = input.comparators {
        given
    } else {
        of_plugins = Comparators::of_plugins(input.plugins, input.built.is_some());
        &of_plugins
    };
    let models = model_tables(input.metadata)?;
    let built = input
        .built
        .map(|schemas| precise::built_tables(dialect == "postgresql", schemas));
    let comparison = Comparison {
        input,
        callbacks,
        log: RefCell::default(),
        comparators,
        models: &models,
        built: built.as_ref(),
    };
    let ops = if input.plugins.schemas && input.plugins.tables {
        tables::compare_tables(&comparison)?
    } else {
        Vec::new()
    };
    Ok(CompareOutcome {
        upgrade: UpgradeOps {
            ops,
            upgrade_token: "upgrades".into(),
        },
        log: comparison.log.into_inner(),
    })
}

/// State of one comparison. Mirrors `AutogenContext`.
pub(crate) struct Comparison<'a> {
    pub(crate) input: &'a CompareInput<'a>,
    pub(crate) callbacks: &'a dyn Callbacks,
    log: RefCell<Vec<LogLine>>,
    pub(crate) comparators: &'a Comparators,
    /// `AutogenContext.table_key_to_table`.
    pub(crate) models: &'a BTreeMap<TableKey, &'a Table>,
    built: Option<&'a precise::BuiltTables>,
}

/// A table that is compared with itself in the database.
#[derive(Debug, Clone, Copy)]
pub struct TablePair<'a> {
    /// Schema as the comparison names it: `None` for the default one.
    pub schema: Option<&'a str>,
    /// Name.
    pub name: &'a str,
    /// In the database.
    pub database: Option<&'a Table>,
    /// In the models.
    pub model: Option<&'a Table>,
}

/// A column that is compared with itself in the database.
#[derive(Debug, Clone, Copy)]
pub struct ColumnPair<'a> {
    /// Name of its table.
    pub table_name: &'a str,
    /// Name.
    pub name: &'a str,
    /// Its table in the database.
    pub database_table: &'a Table,
    /// Its table in the models.
    pub model_table: &'a Table,
    /// In the database.
    pub database: &'a Column,
    /// In the models.
    pub model: &'a Column,
    /// `--precise`: the column of the models as the database built it.
    pub built: Option<&'a Column>,
}

impl Comparison<'_> {
    /// `--precise`: the table of the models as the database built it.
    fn built_table(&self, pair: TablePair<'_>) -> Option<&Table> {
        let key = (pair.schema.map(str::to_owned), pair.name.to_owned());
        self.built?.get(&key)
    }

    /// Hands over the log so far.
    pub(crate) fn flush_log(&self) -> Result<()> {
        let lines = self.log.take();
        self.callbacks.show_log(&lines)
    }

    pub(crate) fn is_postgresql(&self) -> bool {
        self.input.ctx.dialect.features().name == "postgresql"
    }

    pub(crate) fn info(&self, logger: &'static str, message: String) {
        self.say(logger, LogLevel::Info, message);
    }

    pub(crate) fn warning(&self, logger: &'static str, message: String) {
        self.say(logger, LogLevel::Warning, message);
    }

    pub(crate) fn warn(&self, message: String) {
        self.say("py.warnings", LogLevel::UserWarning, message);
    }

    pub(crate) fn sa_warn(&self, message: String) {
        self.say("py.warnings", LogLevel::SaWarning, message);
    }

    fn say(&self, logger: &'static str, level: LogLevel, message: String) {
        self.log.borrow_mut().push(LogLine {
            logger,
            level,
            message,
        });
    }

    /// `run_name_filters` for something of a table.
    pub(crate) fn includes_name(
        &self,
        name: Option<&str>,
        type_: &str,
        schema: Option<&str>,
        table: &str,
    ) -> Result<bool> {
        let qualified = qualified(schema, table);
        self.callbacks.include_name(
            name,
            type_,
            ParentNames {
                schema_name: Some(schema),
                table_name: Some(table),
                schema_qualified_table_name: Some(&qualified),
            },
        )
    }
}

/// `schema.name`, or the name in the default schema.
pub(crate) fn qualified(schema: Option<&str>, name: &str) -> String {
    match schema {
        Some(schema) if !schema.is_empty() => format!("{schema}.{name}"),
        Some(_) | None => name.to_owned(),
    }
}

fn model_tables(metadata: &[MetaData]) -> Result<BTreeMap<TableKey, &Table>> {
    let mut out = BTreeMap::new();
    for one in metadata {
        let mut doubled: Vec<String> = one
            .tables
            .keys()
            .filter(|key| out.contains_key(*key))
            .map(|key| format!("\"{}\"", qualified(key.schema.as_deref(), &key.name)))
            .collect();
        if !doubled.is_empty() {
            doubled.sort();
            return Err(CompileError::value_error(format!(
                "Duplicate table keys across multiple MetaData objects: {}",
                doubled.join(", ")
            ))
            .into());
        }
        for (key, table) in &one.tables {
            out.insert(key.clone(), table);
        }
    }
    Ok(out)
}

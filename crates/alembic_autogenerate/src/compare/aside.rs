//! A comparison on another thread.
//!
//! What a comparison works with are values; only the functions of the project and the server are bound to a thread. A
//! part that needs neither runs anywhere, and what it says is said later, in order.

use std::cell::RefCell;
use std::collections::BTreeMap;

use alembic_dialect::{CompileOptions, Ctx, Dialect, Warning};
use alembic_schema::{MetaData, NamingConvention, Table, TableKey};

use super::{
    Callbacks, Comparators, CompareInput, CompareServerDefault, Comparison, LogLine, Plugins,
    ReflectedSchema, precise,
};
use crate::error::Result;

/// No function of the project, and no server.
struct Nobody;

impl Callbacks for Nobody {}

/// The values of a comparison, for any thread.
pub(crate) struct Aside<'a> {
    dialect: &'static dyn Dialect,
    options: &'a CompileOptions,
    naming_convention: &'a NamingConvention,
    database: &'a [ReflectedSchema],
    default_schema: Option<&'a str>,
    metadata: &'a [MetaData],
    version_table: &'a str,
    version_table_schema: Option<&'a str>,
    compare_type: bool,
    compare_server_default: CompareServerDefault,
    plugins: Plugins,
    built_schemas: Option<&'a [ReflectedSchema]>,
    comparators: &'a Comparators,
    models: &'a BTreeMap<TableKey, &'a Table>,
    built: Option<&'a precise::BuiltTables>,
}

/// What a part of the work gave, and what it has to say.
pub(crate) struct Part<R> {
    pub(crate) value: R,
    log: Vec<LogLine>,
    warnings: Vec<Warning>,
}

impl<'a> Aside<'a> {
    /// `None` where the project has functions of its own for the comparison.
    pub(crate) fn of(comparison: &Comparison<'a>) -> Option<Self> {
        let Comparison {
            input,
            comparators,
            models,
            built,
            ..
        } = *comparison;
        if comparison.callbacks.has_functions() || comparators.has_user_steps() {
            return None;
        }
        Some(Self {
            dialect: input.ctx.dialect,
            options: input.ctx.options,
            naming_convention: input.ctx.naming_convention,
            database: input.database,
            default_schema: input.default_schema,
            metadata: input.metadata,
            version_table: input.version_table,
            version_table_schema: input.version_table_schema,
            compare_type: input.compare_type,
            compare_server_default: input.compare_server_default,
            plugins: input.plugins,
            built_schemas: input.built,
            comparators,
            models,
            built,
        })
    }

    /// Runs a part of the work; `None` if it failed, as it does where it needs the server.
    pub(crate) fn run<R>(
        &self,
        work: impl FnOnce(&Comparison<'_>) -> Result<R>,
    ) -> Option<Part<R>> {
        let ctx = Ctx::new(self.dialect, self.options, self.naming_convention);
        let input = CompareInput {
            ctx: &ctx,
            database: self.database,
            default_schema: self.default_schema,
            metadata: self.metadata,
            version_table: self.version_table,
            version_table_schema: self.version_table_schema,
            compare_type: self.compare_type,
            compare_server_default: self.compare_server_default,
            plugins: self.plugins,
            comparators: Some(self.comparators),
            built: self.built_schemas,
        };
        let comparison = Comparison {
            input: &input,
            callbacks: &Nobody,
            log: RefCell::default(),
            comparators: self.comparators,
            models: self.models,
            built: self.built,
        };
        let value = work(&comparison).ok()?;
        let log = comparison.log.into_inner();
        Some(Part {
            value,
            log,
            warnings: ctx.warnings.into_inner(),
        })
    }
}

impl<R> Part<R> {
    /// Says what the part has to say.
    pub(crate) fn report(self, comparison: &Comparison<'_>) -> R {
        comparison.log.borrow_mut().extend(self.log);
        comparison
            .input
            .ctx
            .warnings
            .borrow_mut()
            .extend(self.warnings);
        self.value
    }
}

//! A comparison on another thread.
//!
//! What a comparison works with are values; only the functions of the project and the server are bound to a thread. A
//! part that needs neither runs anywhere, and what it says is said later, in order.

use std::cell::RefCell;
use std::collections::BTreeMap;

use alembic_dialect::{Ctx, Warning};
use alembic_schema::{Table, TableKey};

use super::{Callbacks, Comparators, CompareInput, Comparison, LogLine, precise};
use crate::error::Result;

/// No function of the project, and no server.
struct Nobody;

impl Callbacks for Nobody {}

/// The values of a comparison, for any thread.
pub(crate) struct Aside<'a> {
    input: &'a CompareInput<'a>,
    comparators: &'a Comparators,
    models: &'a BTreeMap<TableKey, &'a Table>,
    built: Option<&'a precise::BuiltTables>,
}

/// What a part of the work gave, and what it has to say.
pub(crate) struct Part<R> {
    value: R,
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
            input,
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
        let Ctx {
            dialect,
            options,
            naming_convention,
            ..
        } = self.input.ctx;
        // With warnings of its own.
        let ctx = Ctx::new(*dialect, options, naming_convention);
        let input = CompareInput {
            ctx: &ctx,
            ..*self.input
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
        let warnings = std::mem::take(&mut *ctx.warnings());
        Some(Part {
            value,
            log,
            warnings,
        })
    }
}

impl<R> Part<R> {
    /// Says what the part has to say.
    pub(crate) fn report(self, comparison: &Comparison<'_>) -> R {
        comparison.log.borrow_mut().extend(self.log);
        comparison.input.ctx.warnings().extend(self.warnings);
        self.value
    }
}

//! The next revision is evaluated while the server works on the one before.
//!
//! Its module is loaded, as Alembic loads all modules before the first step. If its function only calls directives of
//! `op`, the statements are noted too: they are sent when the revision's turn comes. Whatever fails is left to that turn,
//! and nobody sees what was printed before it.

use std::path::Path;
use std::rc::Rc;

use alembic_bindings::{hears_ddl, only_directives};
use alembic_python::{Keywords, Value, Vm};
use alembic_script::Step;

use crate::migration::MigrationContext;
use crate::session::Waiting;
use crate::worker::output::{Held, Output};

/// A revision that was evaluated before its turn.
pub(crate) struct Prepared {
    step: Step,
    module: Value,
    /// What its function runs, if that is known.
    statements: Option<Vec<Waiting>>,
    printed: Held,
}

/// Loads the revision of a step, and notes its statements if it calls nothing but directives.
pub(crate) fn prepare(
    vm: &Vm,
    context: &MigrationContext,
    step: &Step,
    path: &Path,
    arguments: &Keywords,
) {
    let Some(output) = vm.extension::<Output>() else {
        return;
    };
    output.hold();
    let module = crate::worker::fall_back::revision_module(vm, path);
    let Ok(module) = module else {
        output.discard();
        return;
    };
    output.hold();
    let noted = context.note_statements(vm, || {
        let function = vm.getattr(&module, step.name())?;
        if hears_ddl(vm) || !only_directives(&function) {
            return Err(vm.unsupported("noting the statements of this revision"));
        }
        vm.counting_effects(|| vm.call_keywords(&function, Vec::new(), arguments.clone()))?;
        Ok(())
    });
    if noted.is_ok() {
        output.release();
    } else {
        output.discard();
    }
    *context.prepared.borrow_mut() = Some(Prepared {
        step: step.clone(),
        module,
        statements: noted.ok(),
        printed: output.withhold(),
    });
}

impl Prepared {
    /// What was prepared for this step; what it printed is shown now.
    pub(crate) fn take(
        vm: &Vm,
        context: &MigrationContext,
        step: &Step,
    ) -> Option<(Value, Option<Vec<Waiting>>)> {
        let prepared = context
            .prepared
            .take()
            .filter(|known| known.step == *step)?;
        let output: Option<Rc<Output>> = vm.extension();
        if let Some(output) = output {
            output.write_held(prepared.printed);
        }
        Some((prepared.module, prepared.statements))
    }
}

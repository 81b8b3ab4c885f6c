//! `revision --autogenerate`, `check`, and `revision` with `revision_environment`.

use std::rc::Rc;

use alembic_python::{PyResult, Vm};
use alembic_script::RevisionArguments;

use crate::host::RuntimeHost;
use crate::migration::MigrationContext;

/// Mirrors `RevisionContext.run_autogenerate` and `run_no_autogenerate`.
pub(crate) fn run(
    vm: &Vm,
    _host: &RuntimeHost,
    _context: &Rc<MigrationContext>,
    _arguments: &RevisionArguments,
    _heads: &[String],
) -> PyResult<()> {
    Err(vm.unsupported("autogenerate"))
}

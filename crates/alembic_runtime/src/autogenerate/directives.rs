//! `process_revision_directives`: operations as Python objects and back.

use alembic_python::{PyResult, Value, Vm};

use super::ScriptState;
use super::callbacks::ProjectCallbacks;
use crate::host::RuntimeHost;

/// Calls the hook with the scripts and reads back what it left.
pub(crate) fn process(
    vm: &Vm,
    _host: &RuntimeHost,
    _callbacks: &ProjectCallbacks<'_>,
    _hook: &Value,
    _revision: Value,
    _scripts: Vec<ScriptState>,
) -> PyResult<Vec<ScriptState>> {
    Err(vm.unsupported("process_revision_directives"))
}

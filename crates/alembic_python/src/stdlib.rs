//! The standard modules.

use crate::vm::Vm;

pub(crate) fn register(_vm: &Vm) {}

//! Batch mode: placeholder until the table copy is in.

use alembic_schema::ops::BatchOp;

use crate::context::{Ctx, Statement};
use crate::error::{CompileError, Result};

pub(crate) fn compile(_ctx: &Ctx<'_>, _op: &BatchOp) -> Result<Vec<Statement>> {
    Err(CompileError::ours(
        "batch operations go through `batch::plan`",
    ))
}

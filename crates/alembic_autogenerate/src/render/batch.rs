//! `with op.batch_alter_table(...)` blocks. Mirrors the batch part of `_render_modify_table`.

use alembic_schema::Name;
use alembic_schema::ops::ModifyTableOps;

use super::{Renderer, ident};
use crate::error::Result;
use crate::python_repr;

impl Renderer<'_> {
    pub(crate) fn batch(&self, op: &ModifyTableOps) -> Result<Vec<String>> {
        self.in_batch.set(true);
        let mut lines = vec![format!(
            "with op.batch_alter_table({}, schema={}) as batch_op:",
            ident(&op.table),
            python_repr::optional(op.schema.as_ref().map(Name::as_str))
        )];
        for own in &op.ops {
            match self.operation(own) {
                Ok(own) => lines.extend(own),
                Err(error) => {
                    self.in_batch.set(false);
                    return Err(error);
                }
            }
        }
        self.in_batch.set(false);
        lines.push(String::new());
        Ok(lines)
    }
}

//! Table comments. Mirrors `_render_create_table_comment` and `_render_drop_table_comment`.

use alembic_schema::Name;
use alembic_schema::ops::{CreateTableCommentOp, DropTableCommentOp};

use super::Renderer;
use crate::python_repr;

impl Renderer<'_> {
    pub(crate) fn create_table_comment(&self, op: &CreateTableCommentOp) -> String {
        let comment = python_repr::optional(op.comment.as_deref());
        let existing = python_repr::optional(op.existing_comment.as_deref());
        let prefix = self.op_prefix();
        if self.in_batch.get() {
            return format!(
                "{prefix}create_table_comment(\n    {comment},\n    existing_comment={existing}\n)"
            );
        }
        format!(
            "{prefix}create_table_comment(\n    '{}',\n    {comment},\n    existing_comment={existing},\n    schema={}\n)",
            op.table.text,
            schema(op.schema.as_ref())
        )
    }

    pub(crate) fn drop_table_comment(&self, op: &DropTableCommentOp) -> String {
        let existing = python_repr::optional(op.existing_comment.as_deref());
        let prefix = self.op_prefix();
        if self.in_batch.get() {
            return format!("{prefix}drop_table_comment(\n    existing_comment={existing}\n)");
        }
        format!(
            "{prefix}drop_table_comment(\n    '{}',\n    existing_comment={existing},\n    schema={}\n)",
            op.table.text,
            schema(op.schema.as_ref())
        )
    }
}

/// The reference puts quotes around these names without escaping.
fn schema(schema: Option<&Name>) -> String {
    match schema {
        Some(schema) => format!("'{}'", schema.text),
        None => "None".to_owned(),
    }
}

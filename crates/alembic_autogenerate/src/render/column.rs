//! Columns, `op.add_column` and `op.drop_column`. Mirrors `_render_column`, `_add_column` and `_drop_column`.

use alembic_schema::ops::{AddColumnOp, DropColumnOp};
use alembic_schema::{Autoincrement, Column, Table};

use super::{Renderer, ident, schema_suffix};
use crate::error::Result;
use crate::objects::{DefaultRef, ObjectRef};
use crate::python_repr;

impl Renderer<'_> {
    /// `_render_column`; `None` stands for Python's `None`.
    pub(crate) fn column(&self, table: Option<&Table>, column: &Column) -> Result<Option<String>> {
        if let Some(rendered) = self.by_user("column", ObjectRef::Column(table, column))? {
            return Ok(rendered);
        }
        let mut positional = String::new();
        let mut keywords: Vec<String> = Vec::new();
        let default = DefaultRef::of(column);
        if !default.is_none()
            && let Some(shown) = self
                .server_default(default)?
                .filter(|shown| !shown.is_empty())
        {
            if default.is_computed() || default.is_identity() {
                positional = format!("{shown}, ");
            } else {
                keywords.push(format!("server_default={shown}"));
            }
        }
        match column.autoincrement {
            Autoincrement::Auto => {}
            Autoincrement::True => keywords.push("autoincrement=True".to_owned()),
            Autoincrement::False => keywords.push("autoincrement=False".to_owned()),
            // The reference does not quote it.
            Autoincrement::IgnoreFk => keywords.push("autoincrement=ignore_fk".to_owned()),
        }
        keywords.push(format!(
            "nullable={}",
            python_repr::boolean(column.nullable)
        ));
        if column.system {
            keywords.push("system=True".to_owned());
        }
        if let Some(comment) = &column.comment {
            keywords.push(format!("comment={}", python_repr::string(comment)));
        }
        keywords.extend(self.dialect_options(&column.dialect_options)?);
        Ok(Some(format!(
            "{}Column({}, {}, {positional}{})",
            self.sa_prefix(),
            ident(&column.name),
            self.type_(&column.type_)?,
            keywords.join(", ")
        )))
    }

    /// `_add_column`.
    pub(crate) fn add_column(&self, op: &AddColumnOp) -> Result<String> {
        let column = self
            .column(None, &op.column)?
            .unwrap_or_else(|| "None".to_owned());
        if self.in_batch.get() {
            return Ok(format!("{}add_column({column})", self.op_prefix()));
        }
        let if_not_exists = op.if_not_exists.map_or_else(String::new, |flag| {
            format!(", if_not_exists={}", python_repr::boolean(flag))
        });
        Ok(format!(
            "{}add_column({}, {column}{}{if_not_exists})",
            self.op_prefix(),
            ident(&op.table),
            schema_suffix(op.schema.as_ref())
        ))
    }

    /// `_drop_column`.
    pub(crate) fn drop_column(&self, op: &DropColumnOp) -> String {
        let prefix = self.op_prefix();
        if self.in_batch.get() {
            return format!("{prefix}drop_column({})", ident(&op.column));
        }
        let if_exists = op.if_exists.map_or_else(String::new, |flag| {
            format!(", if_exists={}", python_repr::boolean(flag))
        });
        format!(
            "{prefix}drop_column({}, {}{}{if_exists})",
            ident(&op.table),
            ident(&op.column),
            schema_suffix(op.schema.as_ref())
        )
    }
}

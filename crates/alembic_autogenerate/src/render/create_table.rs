//! `op.create_table` and `op.drop_table`. Mirrors `_add_table` and `_drop_table`.

use alembic_dialect::CompileError;
use alembic_schema::ops::{CreateTableOp, DropTableOp, RenameTableOp};

use super::{Renderer, ident, schema_suffix};
use crate::error::Result;
use crate::python_repr;

const MAX_PYTHON_ARGS: usize = 255;

impl Renderer<'_> {
    pub(crate) fn create_table(&self, op: &CreateTableOp) -> Result<String> {
        let table = &op.table;
        let mut args = Vec::new();
        for column in &table.columns {
            let rendered = self.column(Some(table), column)?;
            args.extend(rendered.filter(|text| !text.is_empty()));
        }
        args.extend(self.table_constraints(table)?);
        let args = if args.len() > MAX_PYTHON_ARGS {
            format!("*[{}]", args.join(",\n"))
        } else {
            args.join(",\n")
        };
        let mut out = format!(
            "{}create_table({},\n{args}",
            self.op_prefix(),
            ident(&table.name)
        );
        let mut keyword = |text: String| {
            out.push_str(",\n");
            out.push_str(&text);
        };
        if let Some(schema) = table.schema.as_ref().filter(|own| !own.as_str().is_empty()) {
            keyword(format!("schema={}", ident(schema)));
        }
        if let Some(comment) = &table.comment {
            keyword(format!("comment={}", python_repr::string(comment)));
        }
        if let Some(info) = self.callbacks.table_info(table)? {
            keyword(format!("info={info}"));
        }
        let mut options: Vec<_> = table.dialect_options.iter().collect();
        options.sort_by(|left, right| left.0.cmp(right.0));
        for (key, value) in options {
            let shown = python_repr::option(value).ok_or_else(|| {
                CompileError::ours(format!("an SQL expression as table option `{key}`"))
            })?;
            keyword(format!("{}={shown}", key.replace(' ', "_")));
        }
        if !table.prefixes.is_empty() {
            let prefixes: Vec<String> = table
                .prefixes
                .iter()
                .map(|prefix| format!("'{prefix}'"))
                .collect();
            keyword(format!("prefixes=[{}]", prefixes.join(", ")));
        }
        if let Some(flag) = op.if_not_exists {
            keyword(format!("if_not_exists={}", python_repr::boolean(flag)));
        }
        out.push_str("\n)");
        Ok(out)
    }

    /// Ours: Alembic has no renderer for a rename, as it never finds one.
    pub(crate) fn rename_table(&self, op: &RenameTableOp) -> String {
        format!(
            "{}rename_table({}, {}{})",
            self.op_prefix(),
            ident(&op.table),
            ident(&op.new_name),
            schema_suffix(op.schema.as_ref())
        )
    }

    pub(crate) fn drop_table(&self, op: &DropTableOp) -> String {
        let if_exists = op.if_exists.map_or_else(String::new, |flag| {
            format!(", if_exists={}", python_repr::boolean(flag))
        });
        format!(
            "{}drop_table({}{}{if_exists})",
            self.op_prefix(),
            ident(&op.table),
            schema_suffix(op.schema.as_ref())
        )
    }
}

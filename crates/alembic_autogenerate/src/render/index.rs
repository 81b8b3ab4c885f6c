//! `op.create_index` and `op.drop_index`. Mirrors `_add_index` and `_drop_index`.

use alembic_dialect::compile_index_expr;
use alembic_schema::ops::{CreateIndexOp, DropIndexOp};
use alembic_schema::{Expr, IndexElement, Name};

use super::{Renderer, ident, schema_suffix};
use crate::error::Result;
use crate::python_repr;

impl Renderer<'_> {
    pub(crate) fn create_index(&self, op: &CreateIndexOp) -> Result<String> {
        let index = &op.index;
        let mut options = self.dialect_options(&index.dialect_options)?;
        if let Some(flag) = op.if_not_exists {
            options.push(format!("if_not_exists={}", python_repr::boolean(flag)));
        }
        let elements: Vec<String> = index
            .elements
            .iter()
            .map(|element| self.index_element(element))
            .collect::<Result<_>>()?;
        let (table, schema) = if self.in_batch.get() {
            (String::new(), String::new())
        } else {
            (
                format!("{}, ", ident(&op.table)),
                schema_suffix(op.schema.as_ref()),
            )
        };
        Ok(format!(
            "{}create_index({}, {table}[{}], unique={}{schema}{})",
            self.op_prefix(),
            self.name(&index.name),
            elements.join(", "),
            if index.unique_is_integer {
                "1"
            } else {
                python_repr::boolean(index.unique)
            },
            suffix(&options)
        ))
    }

    /// `_get_index_rendered_expressions`.
    fn index_element(&self, element: &IndexElement) -> Result<String> {
        let expr = match element {
            IndexElement::Column(name)
            | IndexElement::Expr(Expr::Column {
                name,
                table: Some(_),
                ..
            }) => return Ok(ident(name)),
            IndexElement::Expr(expr) => expr,
        };
        let mut out = format!(
            "{}literal_column({})",
            self.sa_prefix(),
            python_repr::string(&compile_index_expr(self.ctx, expr)?)
        );
        if let Expr::Label {
            name: Some(name), ..
        } = expr
        {
            out.push_str(&format!(".label({})", ident(name)));
        }
        Ok(out)
    }

    pub(crate) fn drop_index(&self, op: &DropIndexOp) -> Result<String> {
        let mut options = self.dialect_options(&op.kwargs)?;
        if let Some(flag) = op.if_exists {
            options.push(format!("if_exists={}", python_repr::boolean(flag)));
        }
        let (prefix, name) = (self.op_prefix(), self.name(&op.name));
        if self.in_batch.get() {
            return Ok(format!("{prefix}drop_index({name}{})", suffix(&options)));
        }
        Ok(format!(
            "{prefix}drop_index({name}, table_name={}{}{})",
            python_repr::optional(op.table.as_ref().map(Name::as_str)),
            schema_suffix(op.schema.as_ref()),
            suffix(&options)
        ))
    }
}

/// `, a=1, b=2`.
fn suffix(options: &[String]) -> String {
    options.iter().map(|option| format!(", {option}")).collect()
}

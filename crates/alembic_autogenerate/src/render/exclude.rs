//! EXCLUDE constraints of PostgreSQL. Mirrors `_exclude_constraint` of `alembic.ddl.postgresql`.

use alembic_schema::ops::CreateExcludeConstraintOp;
use alembic_schema::{ExcludeConstraint, Expr};

use super::{Renderer, ident};
use crate::error::Result;
use crate::python_repr;

impl Renderer<'_> {
    pub(crate) fn table_exclude(&self, exclude: &ExcludeConstraint) -> Result<String> {
        self.imports
            .borrow_mut()
            .insert("from sqlalchemy.dialects import postgresql".to_owned());
        let mut args = self.exclude_elements(exclude)?;
        args.extend(exclude_options(exclude));
        if exclude.name.as_str().is_some() {
            args.push(format!("name={}", self.name(&exclude.name)));
        }
        Ok(format!("postgresql.ExcludeConstraint({})", args.join(", ")))
    }

    pub(crate) fn create_exclude(&self, op: &CreateExcludeConstraintOp) -> Result<String> {
        let exclude = &op.constraint;
        let mut args = vec![self.name(&exclude.name)];
        if !self.in_batch.get() {
            args.push(ident(&op.table));
        }
        args.extend(self.exclude_elements(exclude)?);
        args.extend(exclude_options(exclude));
        if let Some(schema) = &op.schema
            && !self.in_batch.get()
        {
            args.push(format!("schema={}", ident(schema)));
        }
        Ok(format!(
            "{}create_exclude_constraint({})",
            self.op_prefix(),
            args.join(", ")
        ))
    }

    fn exclude_elements(&self, exclude: &ExcludeConstraint) -> Result<Vec<String>> {
        let mut out = Vec::new();
        for element in &exclude.elements {
            out.push(format!(
                "({}, {})",
                self.potential_column(&element.expr)?,
                python_repr::string(&element.operator)
            ));
        }
        if let Some(condition) = &exclude.where_ {
            out.push(format!("where={}", self.text_element(condition)?));
        }
        Ok(out)
    }

    /// `_render_potential_column`.
    fn potential_column(&self, expr: &Expr) -> Result<String> {
        let prefix = self.sa_prefix();
        Ok(match expr {
            Expr::Column { name, .. } => format!("{prefix}column({})", ident(name)),
            Expr::LiteralColumn { text, .. } => {
                format!("{prefix}literal_column({})", python_repr::string(text))
            }
            Expr::Text(_) | Expr::Function(_) => self.text_element(expr)?,
            other => python_repr::string(&self.sql(other)?),
        })
    }
}

/// The reference shows every option as a string.
fn exclude_options(exclude: &ExcludeConstraint) -> Vec<String> {
    let mut out = Vec::new();
    if exclude.options.deferrable == Some(true) {
        out.push("deferrable='True'".to_owned());
    }
    if let Some(initially) = exclude
        .options
        .initially
        .as_ref()
        .filter(|own| !own.is_empty())
    {
        out.push(format!("initially={}", python_repr::string(initially)));
    }
    if !exclude.using.is_empty() {
        out.push(format!("using={}", python_repr::string(&exclude.using)));
    }
    out
}

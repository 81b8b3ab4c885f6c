//! SQL expressions inside Python. Mirrors `_render_potential_expr` and `render_ddl_sql_expr`.

use alembic_dialect::{compile_literal_expr, sqlite};
use alembic_schema::{DialectOptions, Expr, OptionValue};

use super::{Renderer, ident};
use crate::error::Result;
use crate::python_repr;

impl Renderer<'_> {
    /// `impl.render_ddl_sql_expr`.
    pub(crate) fn sql(&self, expr: &Expr) -> Result<String> {
        Ok(compile_literal_expr(self.ctx, expr, false)?)
    }

    /// `sa.text('...')`.
    pub(crate) fn text_element(&self, expr: &Expr) -> Result<String> {
        Ok(format!(
            "{}text({})",
            self.sa_prefix(),
            python_repr::string(&self.sql(expr)?)
        ))
    }

    /// `sa.text('...')` of a server default: SQLite wants parentheses around expressions.
    pub(crate) fn server_default_element(&self, expr: &Expr) -> Result<String> {
        let mut sql = self.sql(expr)?;
        let is_sqlite = self.ctx.dialect.features().name == "sqlite";
        if is_sqlite && sqlite::reflect::is_unparenthesized(&sql) {
            sql = format!("({sql})");
        }
        Ok(format!(
            "{}text({})",
            self.sa_prefix(),
            python_repr::string(&sql)
        ))
    }

    /// A value of a dialect option.
    pub(crate) fn option(&self, value: &OptionValue) -> Result<String> {
        Ok(match value {
            OptionValue::Expr(expr) => match expr.as_ref() {
                Expr::Column {
                    name,
                    table: Some(_),
                    ..
                } => ident(name),
                other => self.text_element(other)?,
            },
            OptionValue::List(values) => {
                let inner: Vec<String> = values
                    .iter()
                    .map(|value| self.option(value))
                    .collect::<Result<_>>()?;
                format!("[{}]", inner.join(", "))
            }
            OptionValue::Tuple(values) => {
                let inner: Vec<String> = values
                    .iter()
                    .map(|value| self.option(value))
                    .collect::<Result<_>>()?;
                python_repr::tuple_of(&inner)
            }
            OptionValue::None
            | OptionValue::Bool(_)
            | OptionValue::Int(_)
            | OptionValue::Float(_)
            | OptionValue::Str(_)
            | OptionValue::Dict(_) => python_repr::option(value).ok_or_else(|| {
                alembic_dialect::CompileError::ours(
                    "an SQL expression inside a dictionary of a dialect option",
                )
            })?,
        })
    }

    /// `_render_dialect_kwargs_items`.
    pub(crate) fn dialect_options(&self, options: &DialectOptions) -> Result<Vec<String>> {
        options
            .iter()
            .map(|(key, value)| {
                let text = match value {
                    // DIFFERENCE (`docs/differences/autogenerate.md`): SQLite's DDL fails with a plain text.
                    OptionValue::Expr(expr) if key == "sqlite_where" => self.text_element(expr)?,
                    _ => self.option(value)?,
                };
                Ok(format!("{key}={text}"))
            })
            .collect()
    }
}

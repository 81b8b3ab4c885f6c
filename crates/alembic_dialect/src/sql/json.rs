//! Paths into JSON documents, for the databases that write them as text.

use alembic_schema::expr::{BinaryOp, Bind, Expr};
use alembic_schema::types::TypeClass;
use alembic_schema::{SqlType, SqlValue};

use super::{Sql, string_literal};
use crate::error::Result;

impl Sql<'_, '_> {
    /// The path of `document[key]`: `'$."key"'`, `'$[0]'`.
    pub(crate) fn json_path(&mut self, key: &Expr) -> Result<String> {
        let Expr::Bind(bind) = key else {
            return self.expr(key);
        };
        let step = |value: &SqlValue| match value {
            SqlValue::Int(index) => format!("[{index}]"),
            SqlValue::Text(key) => format!(".\"{key}\""),
            other => format!(".\"{other:?}\""),
        };
        let path: String = match &bind.value {
            Some(SqlValue::Array(parts) | SqlValue::Tuple(parts)) => {
                parts.iter().map(step).collect()
            }
            Some(value) => step(value),
            None => return self.bind(bind),
        };
        let path = format!("${path}");
        // Oracle takes no placeholder there.
        if self.literal || self.ctx.dialect.features().name == "oracle" {
            return Ok(string_literal(self.ctx, &path));
        }
        self.bind(&Bind {
            value: Some(SqlValue::Text(path)),
            type_: SqlType::new(TypeClass::String),
            ..(**bind).clone()
        })
    }

    /// `function(document, path)`.
    pub(crate) fn json_call(
        &mut self,
        function: &str,
        document: &Expr,
        key: &Expr,
    ) -> Result<String> {
        let document = self.expr(document)?;
        let path = self.json_path(key)?;
        Ok(format!("{function}({document}, {path})"))
    }
}

/// Document and key of `document[key].as_string()` and the like, which stand inside of a CAST.
pub(crate) fn text_access(expr: &Expr) -> Option<(&Expr, &Expr)> {
    match expr {
        Expr::Binary {
            left,
            op: BinaryOp::JsonGetText | BinaryOp::JsonPathGetText,
            right,
            ..
        } => Some((left, right)),
        _ => None,
    }
}

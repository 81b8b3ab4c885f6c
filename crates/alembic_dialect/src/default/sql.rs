//! Parts of queries that dialects override.

use alembic_schema::SqlType;
use alembic_schema::expr::{Distinct, Expr, Select};

use crate::error::Result;
use crate::sql::Sql;

pub(crate) fn limit_clause(
    sql: &mut Sql<'_, '_>,
    limit: Option<&Expr>,
    offset: Option<&Expr>,
) -> Result<String> {
    let mut out = String::new();
    if let Some(limit) = limit {
        out.push_str("\n LIMIT ");
        out.push_str(&sql.expr(limit)?);
    }
    if let Some(offset) = offset {
        if limit.is_none() {
            out.push_str("\n LIMIT -1");
        }
        out.push_str(" OFFSET ");
        out.push_str(&sql.expr(offset)?);
    }
    Ok(out)
}

pub(crate) fn select_precolumns(sql: &mut Sql<'_, '_>, select: &Select) -> Result<String> {
    match &select.distinct {
        Distinct::No => Ok(String::new()),
        Distinct::Yes => Ok("DISTINCT ".to_owned()),
        Distinct::On(columns) if sql.ctx.dialect.features().name == "postgresql" => {
            let mut parts = Vec::with_capacity(columns.len());
            for column in columns {
                parts.push(sql.expr(column)?);
            }
            Ok(format!("DISTINCT ON ({}) ", parts.join(", ")))
        }
        Distinct::On(_) => Ok("DISTINCT ".to_owned()),
    }
}

pub(crate) fn for_update(_sql: &mut Sql<'_, '_>, select: &Select) -> Result<String> {
    Ok(match &select.for_update {
        Some(_) => " FOR UPDATE".to_owned(),
        None => String::new(),
    })
}

pub(crate) fn cast(
    sql: &mut Sql<'_, '_>,
    expr: &Expr,
    type_: &SqlType,
    is_try: bool,
) -> Result<String> {
    let dialect = sql.ctx.dialect;
    if let Some((document, key)) = crate::sql::text_access(expr)
        && let Some(own) = dialect.json_value(sql, document, key, type_)
    {
        return own;
    }
    let text = match expr {
        // The operand of a CAST is typed by it.
        Expr::Bind(bind) if bind.type_.class == alembic_schema::TypeClass::NullType => {
            sql.expr(&Expr::TypeCoerce {
                expr: Box::new(expr.clone()),
                type_: type_.clone(),
            })?
        }
        other => sql.expr(other)?,
    };
    let target = super::types::process(sql.ctx, type_)?;
    // Oracle's CAST knows only its own text type.
    let target = match target.strip_prefix("VARCHAR(") {
        Some(rest) if dialect.features().name == "oracle" => format!("VARCHAR2({rest}"),
        _ => target,
    };
    let word = if is_try { "TRY_CAST " } else { "CAST" };
    Ok(format!("{word}({text} AS {target})"))
}

pub(crate) fn extract(sql: &mut Sql<'_, '_>, field: &str, expr: &Expr) -> Result<String> {
    Ok(format!("EXTRACT({field} FROM {})", sql.expr(expr)?))
}

//! Computed columns: a difference is only a warning. Mirrors `_compare_computed_default`.

use alembic_dialect::compile_literal_expr;
use alembic_schema::Expr;

use super::{ColumnPair, Comparison, Flow, index_expressions};
use crate::error::Result;
use crate::objects::DefaultRef;

pub(crate) fn compare(comparison: &Comparison<'_>, pair: ColumnPair<'_>) -> Result<Flow> {
    let (database, model) = (DefaultRef::of(pair.database), DefaultRef::of(pair.model));
    let DefaultRef::Computed(wanted) = model else {
        if database.is_computed() {
            warn(comparison, pair);
            return Ok(Flow::Stop);
        }
        return Ok(Flow::Continue);
    };
    let wanted = normalized(comparison, &wanted.sqltext)?;
    let existing = match database {
        DefaultRef::Computed(existing) => normalized(comparison, &existing.sqltext)?,
        DefaultRef::None | DefaultRef::Plain(_) | DefaultRef::Identity(_) => String::new(),
    };
    if wanted != existing {
        warn(comparison, pair);
    }
    Ok(Flow::Stop)
}

fn warn(comparison: &Comparison<'_>, pair: ColumnPair<'_>) {
    comparison.warn(format!(
        "Computed default on {}.{} cannot be modified",
        pair.table_name, pair.name
    ));
}

/// `_normalize_computed_default`.
fn normalized(comparison: &Comparison<'_>, expr: &Expr) -> Result<String> {
    let text = compile_literal_expr(comparison.input.ctx, expr, true)?;
    let text = if comparison.is_postgresql() {
        index_expressions::without_casts(&text)
    } else {
        text
    };
    Ok(text
        .chars()
        .filter(|c| !" ()'\"`[]\t\r\n".contains(*c))
        .collect::<String>()
        .to_lowercase())
}

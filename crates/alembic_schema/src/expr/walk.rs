//! Every bind of a statement, wherever it stands: in columns, conditions, sources, CTEs and nested queries.

use std::sync::Arc;

use super::{
    Bind, Distinct, Expr, FromItem, InsertSource, OnConflict, Query, Select, SqlStatement,
    TextClause,
};

type Visit<'v> = &'v mut dyn FnMut(&mut Bind);

impl SqlStatement {
    /// Calls `visit` with every bind; a `name` of a `text()` without a bind of its own is no bind.
    pub fn for_each_bind_mut(&mut self, visit: Visit<'_>) {
        match self {
            Self::Query(query) => of_query(query, visit),
            Self::Insert(insert) => {
                of_sources(&mut insert.ctes, visit);
                match &mut insert.source {
                    InsertSource::Values(values) => of_values(values, visit),
                    InsertSource::MultiValues(_, rows) => {
                        for row in rows {
                            of_list(row, visit);
                        }
                    }
                    InsertSource::Select(_, query) => of_query(query, visit),
                    InsertSource::Columns => {}
                }
                if let Some(conflict) = &mut insert.on_conflict {
                    of_conflict(conflict, visit);
                }
                if let Some(duplicate) = &mut insert.on_duplicate_key {
                    of_values(&mut duplicate.set, visit);
                }
                of_list(&mut insert.returning, visit);
            }
            Self::Update(update) => {
                of_sources(&mut update.ctes, visit);
                of_values(&mut update.values, visit);
                of_list(&mut update.where_, visit);
                of_list(&mut update.returning, visit);
            }
            Self::Delete(delete) => {
                of_sources(&mut delete.ctes, visit);
                of_list(&mut delete.where_, visit);
                of_list(&mut delete.returning, visit);
            }
            Self::Text(clause) => of_text(clause, visit),
            Self::Expr(expr) => of_expr(expr, visit),
            Self::Ddl(_) => {}
        }
    }
}

fn of_conflict(conflict: &mut OnConflict, visit: Visit<'_>) {
    of_list(&mut conflict.index_elements, visit);
    of_option(&mut conflict.index_where, visit);
    of_values(&mut conflict.set, visit);
    of_option(&mut conflict.where_, visit);
}

fn of_values<N>(values: &mut [(N, Expr)], visit: Visit<'_>) {
    for (_, value) in values {
        of_expr(value, visit);
    }
}

fn of_list(list: &mut [Expr], visit: Visit<'_>) {
    for expr in list {
        of_expr(expr, visit);
    }
}

fn of_option(expr: &mut Option<Expr>, visit: Visit<'_>) {
    if let Some(expr) = expr {
        of_expr(expr, visit);
    }
}

fn of_boxed(expr: &mut Option<Box<Expr>>, visit: Visit<'_>) {
    if let Some(expr) = expr {
        of_expr(expr, visit);
    }
}

fn of_text(clause: &mut TextClause, visit: Visit<'_>) {
    clause.binds.iter_mut().for_each(visit);
}

fn of_query(query: &mut Query, visit: Visit<'_>) {
    match query {
        Query::Select(select) => of_select(select, visit),
        Query::Compound(compound) => {
            for query in &mut compound.queries {
                of_query(query, visit);
            }
            of_list(&mut compound.order_by, visit);
            of_option(&mut compound.limit, visit);
            of_option(&mut compound.offset, visit);
            of_list(&mut compound.group_by, visit);
            if let Some((count, _, _)) = &mut compound.fetch {
                of_expr(count, visit);
            }
        }
        Query::Text(clause) => of_text(clause, visit),
    }
}

fn of_select(select: &mut Select, visit: Visit<'_>) {
    of_sources(&mut select.ctes, visit);
    of_list(&mut select.columns, visit);
    if let Distinct::On(columns) = &mut select.distinct {
        of_list(columns, visit);
    }
    of_sources(&mut select.froms, visit);
    of_list(&mut select.where_, visit);
    of_list(&mut select.group_by, visit);
    of_list(&mut select.having, visit);
    of_list(&mut select.order_by, visit);
    of_option(&mut select.limit, visit);
    of_option(&mut select.offset, visit);
    if let Some((count, _, _)) = &mut select.fetch {
        of_expr(count, visit);
    }
}

fn of_sources(items: &mut [FromItem], visit: Visit<'_>) {
    for item in items {
        of_source(item, visit);
    }
}

fn of_source(item: &mut FromItem, visit: Visit<'_>) {
    match item {
        FromItem::Table { .. } | FromItem::Text(_) => {}
        FromItem::Alias { item, .. } => of_source(item, visit),
        FromItem::Subquery { query, .. } => of_query(query, visit),
        FromItem::Cte(cte) => cte.query.for_each_bind_mut(visit),
        FromItem::Join(join) => {
            of_source(&mut join.left, visit);
            of_source(&mut join.right, visit);
            of_option(&mut join.on, visit);
        }
        FromItem::Function { call, .. } => of_expr(call, visit),
        FromItem::Values { rows, .. } => rows.iter_mut().for_each(|row| of_list(row, visit)),
    }
}

fn of_table(table: &mut Option<Box<super::TableRef>>, visit: Visit<'_>) {
    // A column of an alias brings its source along.
    if let Some(table) = table
        && let Some(source) = &mut table.source.0
    {
        of_source(Arc::make_mut(source), visit);
    }
}

fn of_expr(expr: &mut Expr, visit: Visit<'_>) {
    match expr {
        Expr::Column { table, .. } | Expr::Star(table) => of_table(table, visit),
        Expr::TableValue { table, .. } => {
            if let Some(source) = &mut table.source.0 {
                of_source(Arc::make_mut(source), visit);
            }
        }
        Expr::LiteralColumn { .. }
        | Expr::TextualLabel(_)
        | Expr::Null
        | Expr::True
        | Expr::False
        | Expr::NextValue(_)
        | Expr::Excluded { .. }
        | Expr::DefaultKeyword => {}
        Expr::Bind(bind) => visit(bind),
        Expr::Text(clause) => of_text(clause, visit),
        Expr::Exists(query) | Expr::Scalar(query) => of_query(query, visit),
        Expr::Function(call) => {
            of_list(&mut call.args, visit);
            of_boxed(&mut call.filter, visit);
            of_list(&mut call.within_group, visit);
            of_list(&mut call.order_by, visit);
        }
        Expr::Binary { left, right, .. } => {
            of_expr(left, visit);
            of_expr(right, visit);
        }
        Expr::Unary { operand, .. } => of_expr(operand, visit),
        Expr::And(items) | Expr::Or(items) | Expr::Tuple(items) | Expr::List(items) => {
            of_list(items, visit);
        }
        Expr::Array { elements, .. } => of_list(elements, visit),
        Expr::Not(expr)
        | Expr::Cast { expr, .. }
        | Expr::TypeCoerce { expr, .. }
        | Expr::Collate { expr, .. }
        | Expr::Label { expr, .. }
        | Expr::Extract { expr, .. }
        | Expr::Grouping(expr) => of_expr(expr, visit),
        Expr::Case {
            value,
            whens,
            else_,
        } => {
            of_boxed(value, visit);
            for (when, then) in whens {
                of_expr(when, visit);
                of_expr(then, visit);
            }
            of_boxed(else_, visit);
        }
        Expr::Index { expr, index } => {
            of_expr(expr, visit);
            of_expr(index, visit);
        }
        Expr::Slice { expr, start, stop } => {
            of_expr(expr, visit);
            of_boxed(start, visit);
            of_boxed(stop, visit);
        }
        Expr::Over {
            expr,
            partition_by,
            order_by,
            ..
        } => {
            of_expr(expr, visit);
            of_list(partition_by, visit);
            of_list(order_by, visit);
        }
    }
}

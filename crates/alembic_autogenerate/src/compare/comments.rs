//! Comments of columns and tables. Mirrors `autogenerate.compare.comments`.

use alembic_schema::ops::{
    AlterColumnOp, Change, CreateTableCommentOp, DropTableCommentOp, Operation,
};
use alembic_schema::{DeclaredAt, Name, Table};

use super::{ColumnPair, Comparison, TablePair};

const LOGGER: &str = "alembic.autogenerate.compare.comments";

pub(crate) fn compare_column(
    comparison: &Comparison<'_>,
    pair: ColumnPair<'_>,
    op: &mut AlterColumnOp,
) {
    if !comparison.input.ctx.dialect.features().supports_comments {
        return;
    }
    let (database, model) = (
        normalized(pair.database.comment.as_ref()),
        normalized(pair.model.comment.as_ref()),
    );
    if database.is_none() && model.is_none() {
        return;
    }
    op.existing_comment.clone_from(&database);
    if database != model {
        op.comment = model.map_or(Change::Drop, Change::Set);
        comparison.info(
            LOGGER,
            format!(
                "Detected column comment '{}.{}'",
                pair.table_name, pair.name
            ),
        );
    }
}

pub(crate) fn compare_table(
    comparison: &Comparison<'_>,
    pair: TablePair<'_>,
    (database, model): (&Table, &Table),
    ops: &mut Vec<Operation>,
) {
    if !comparison.input.ctx.dialect.features().supports_comments {
        return;
    }
    let (existing, wanted) = (
        normalized(database.comment.as_ref()),
        normalized(model.comment.as_ref()),
    );
    if existing == wanted {
        return;
    }
    let (table, schema) = (Name::new(pair.name), pair.schema.map(Name::new));
    ops.push(match wanted {
        None => Operation::DropTableComment(DropTableCommentOp {
            table,
            schema,
            existing_comment: existing,
            span: DeclaredAt::default(),
        }),
        Some(_) => Operation::CreateTableComment(CreateTableCommentOp {
            table,
            schema,
            comment: wanted,
            existing_comment: existing,
            span: model.span,
        }),
    });
}

/// An empty comment is none.
fn normalized(comment: Option<&String>) -> Option<String> {
    comment.filter(|comment| !comment.is_empty()).cloned()
}

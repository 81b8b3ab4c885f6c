//! `--renames-data`: what the rows of the database say about a rename. Only reads, and at most so many rows.

use alembic_autogenerate::renames::{Rename, Renamed};
use alembic_bindings::host::Session;
use alembic_dialect::Ctx;
use alembic_python::{PyResult, Vm};
use alembic_schema::{Column, MetaData, Name, Table};

use crate::session::DatabaseSession;

/// More rows than these are not looked at.
const MAX_ROWS: u32 = 100_000;

/// Changes the confidence of a rename by what the rows say; `taken` are the renames before it.
///
/// # Errors
/// If the transaction cannot be brought back to where it was before a query that failed.
pub(super) fn weigh(
    vm: &Vm,
    session: &DatabaseSession,
    ctx: &Ctx<'_>,
    metadata: &[MetaData],
    taken: &[Rename],
    rename: &mut Rename,
) -> PyResult<()> {
    let dialect = ctx.dialect.features().name;
    if !matches!(dialect, "sqlite" | "postgresql") {
        rename.weigh(0, format!("the rows are not looked at on {dialect}"));
        return Ok(());
    }
    let sql = match &rename.renamed {
        Renamed::Table { schema, from, .. } => {
            format!(
                "SELECT count(*) FROM (SELECT 1 FROM {} LIMIT {MAX_ROWS}) AS s",
                qualified(ctx, schema.as_ref(), from)
            )
        }
        Renamed::Column {
            schema,
            table,
            from,
            ..
        } => {
            // The table has the name that it has in the database.
            let table = taken
                .iter()
                .find_map(|rename| match &rename.renamed {
                    Renamed::Table {
                        schema: other,
                        from,
                        to,
                    } if to == table && other == schema => Some(from),
                    _ => None,
                })
                .unwrap_or(table);
            let column = ctx.quote(from);
            let distinct = match model_column(metadata, rename) {
                Some((table, column)) if is_unique(table, column) => "count(DISTINCT c)",
                _ => "count(c)",
            };
            format!(
                "SELECT count(*), count(c), {distinct} FROM (SELECT {column} AS c FROM {} LIMIT {MAX_ROWS}) AS s",
                qualified(ctx, schema.as_ref(), table)
            )
        }
    };
    let mark = session.mark();
    let answer = session.query(vm, &sql);
    let Ok(rows) = answer else {
        if session.in_transaction() {
            let _ = session.return_to(vm, mark)?;
        }
        rename.weigh(0, "its rows cannot be read".to_owned());
        return Ok(());
    };
    session.forget();
    let numbers: Vec<u64> = rows
        .into_iter()
        .flatten()
        .filter_map(|cell| cell.and_then(|text| text.parse().ok()))
        .collect();
    judge(metadata, &numbers, rename);
    Ok(())
}

fn judge(metadata: &[MetaData], numbers: &[u64], rename: &mut Rename) {
    let shown = |n: u64| {
        if n >= u64::from(MAX_ROWS) {
            format!("at least {n} rows")
        } else if n == 1 {
            "1 row".to_owned()
        } else {
            format!("{n} rows")
        }
    };
    match *numbers {
        [0, ..] => rename.weigh(0, "the table has no rows".to_owned()),
        [n_rows] => rename.weigh(0, format!("the table has {}", shown(n_rows))),
        [n_rows, n_values, n_distinct] => {
            let facts = model_column(metadata, rename).map(|(_, column)| {
                let has_default = column.server_default.is_some()
                    || column.identity.is_some()
                    || column.computed.is_some();
                (column.nullable, has_default)
            });
            if n_values == 0 {
                rename.weigh(-10, format!("none of {} has a value", shown(n_rows)));
                return;
            }
            rename.weigh(0, format!("{n_values} of {} have a value", shown(n_rows)));
            if n_distinct < n_values {
                rename.weigh(
                    -30,
                    "but values are there twice, and the new column is unique".to_owned(),
                );
            }
            match facts {
                Some((false, _)) if n_values < n_rows => rename.weigh(
                    -20,
                    "but some have none, and the new column is NOT NULL".to_owned(),
                ),
                Some((false, false)) => rename.weigh(
                    10,
                    "the new column is NOT NULL without a default: as an added column it could not be filled"
                        .to_owned(),
                ),
                _ => {}
            }
        }
        _ => {}
    }
}

fn qualified(ctx: &Ctx<'_>, schema: Option<&Name>, table: &Name) -> String {
    match schema {
        Some(schema) => format!("{}.{}", ctx.quote_schema(schema), ctx.quote(table)),
        None => ctx.quote(table),
    }
}

fn model_column<'m>(metadata: &'m [MetaData], rename: &Rename) -> Option<(&'m Table, &'m Column)> {
    let Renamed::Column {
        schema, table, to, ..
    } = &rename.renamed
    else {
        return None;
    };
    metadata
        .iter()
        .flat_map(|one| one.tables.values())
        .find(|known| known.name == *table && known.schema == *schema)
        .and_then(|table| Some((table, table.column(to.as_str())?)))
}

fn is_unique(table: &Table, column: &Column) -> bool {
    let is_it = |columns: &[Name]| matches!(columns, [one] if *one == column.name);
    table
        .unique_constraints()
        .any(|unique| is_it(&unique.columns))
        || table
            .indexes
            .iter()
            .any(|index| index.unique && is_it(&index.columns()))
}

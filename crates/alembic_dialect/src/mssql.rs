//! SQL Server, offline. Mirrors `sqlalchemy.dialects.mssql.base` and `alembic.ddl.mssql`.

mod alter;
mod ddl;
mod reserved;
mod types;

use alembic_schema::expr::{BinaryOp, Distinct, Expr, FunctionCall, Select};
use alembic_schema::ops::{AlterColumnOp, BulkInsertOp, CreateTableCommentOp, DropColumnOp};
use alembic_schema::{
    Column, Computed, Identity, Index, Name, PrimaryKeyConstraint, SqlType, SqlValue, Table,
    TypeClass, UniqueConstraint,
};

use crate::context::{Ctx, Statement};
use crate::default::FEATURES;
use crate::default::alter::Aspect;
use crate::default::ddl as generic;
use crate::dialect::{Dialect, Features};
use crate::error::Result;
use crate::sql::{Sql, string_literal};

/// The SQL Server dialect.
#[derive(Debug)]
pub struct Mssql;

static OWN: Features = Features {
    name: "mssql",
    quotes: ('[', ']'),
    quote_collations: false,
    max_identifier_length: 128,
    supports_comments: true,
    insert_returning: true,
    default_values: true,
    transactional_ddl: true,
    batch_separator: Some("GO"),
    begin: "BEGIN TRANSACTION;",
    ..FEATURES
};

impl Dialect for Mssql {
    fn features(&self) -> &'static Features {
        &OWN
    }

    fn reserved_words(&self) -> &'static [&'static str] {
        reserved::RESERVED_WORDS
    }

    fn quote_schema(&self, ctx: &Ctx<'_>, schema: &Name) -> String {
        if schema.quote.is_some() {
            return ctx.quote(schema);
        }
        match schema.text.rsplit_once('.') {
            Some((database, owner)) => {
                format!("{}.{}", ctx.quote_str(database), ctx.quote_str(owner))
            }
            None => ctx.quote(schema),
        }
    }

    fn type_sql(&self, ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
        types::type_sql(ctx, type_)
    }

    fn function(&self, sql: &mut Sql<'_, '_>, call: &FunctionCall) -> Option<Result<String>> {
        match call.name.text.to_ascii_lowercase().as_str() {
            "length" | "char_length" => Some(sql.arguments(call).map(|args| format!("LEN{args}"))),
            "pow" => {
                let list = sql.with_placeholders(|sql| sql.arguments(call));
                Some(list.map(|args| format!("POWER{args}")))
            }
            "now" => Some(Ok("CURRENT_TIMESTAMP".to_owned())),
            "current_date" => Some(Ok("GETDATE()".to_owned())),
            "aggregate_strings" => Some(sql.aggregate_strings(call, "string_agg", ", ")),
            _ => None,
        }
    }

    fn binary(
        &self,
        sql: &mut Sql<'_, '_>,
        left: &Expr,
        op: &BinaryOp,
        right: &Expr,
        _modifier: Option<&str>,
    ) -> Option<Result<String>> {
        match op {
            BinaryOp::Concat => Some(sql.infix(left, op, right, "+")),
            BinaryOp::IsDistinctFrom => {
                Some(intersect(sql, left, right).map(|text| format!("NOT {text}")))
            }
            BinaryOp::IsNotDistinctFrom => Some(intersect(sql, left, right)),
            BinaryOp::Div => Some(true_division(sql, left, op, right)),
            op if op.is_json_access() => Some(sql.json_call("JSON_QUERY", left, right)),
            BinaryOp::Match => {
                let text = sql.expr(left).and_then(|left| {
                    let right = sql.expr(right)?;
                    Ok(format!("CONTAINS ({left}, {right})"))
                });
                Some(text)
            }
            _ => None,
        }
    }

    fn json_value(
        &self,
        sql: &mut Sql<'_, '_>,
        document: &Expr,
        key: &Expr,
        type_: &SqlType,
    ) -> Option<Result<String>> {
        Some(json_value(sql, document, key, type_))
    }

    fn select_precolumns(&self, sql: &mut Sql<'_, '_>, select: &Select) -> Result<String> {
        let mut out = match &select.distinct {
            Distinct::No => String::new(),
            Distinct::Yes | Distinct::On(_) => "DISTINCT ".to_owned(),
        };
        match (&select.fetch, &select.limit, &select.offset) {
            (Some((count, ties, percent)), _, None) => {
                out.push_str(&format!("TOP {} ", sql.written(count)?));
                if *percent {
                    out.push_str("PERCENT ");
                }
                if *ties {
                    out.push_str("WITH TIES ");
                }
            }
            (None, Some(limit), None) => {
                out.push_str(&format!("TOP {} ", sql.written(limit)?));
            }
            (_, _, Some(_)) | (None, None, None) => {}
        }
        Ok(out)
    }

    fn limit_clause(
        &self,
        _sql: &mut Sql<'_, '_>,
        _limit: Option<&Expr>,
        _offset: Option<&Expr>,
    ) -> Result<String> {
        // A SELECT has TOP or the numbers of its rows (`Sql::numbered_rows`); set operations have nothing.
        Ok(String::new())
    }

    fn for_update(&self, _sql: &mut Sql<'_, '_>, _select: &Select) -> Result<String> {
        Ok(String::new())
    }

    fn extract(&self, sql: &mut Sql<'_, '_>, field: &str, expr: &Expr) -> Result<String> {
        Ok(format!("DATEPART({field}, {})", sql.expr(expr)?))
    }

    fn literal(&self, ctx: &Ctx<'_>, value: &SqlValue, type_: &SqlType) -> Option<Result<String>> {
        match value {
            SqlValue::Text(text)
                if type_.is_a(TypeClass::Unicode)
                    || type_.is_a(TypeClass::UnicodeText)
                    || type_.is_a(TypeClass::NVARCHAR) =>
            {
                Some(Ok(format!("N{}", string_literal(ctx, text))))
            }
            _ => None,
        }
    }

    fn column_spec(&self, ctx: &Ctx<'_>, table: &Table, column: &Column) -> Result<String> {
        ddl::column_spec(ctx, table, column)
    }

    fn computed(&self, ctx: &Ctx<'_>, computed: &Computed) -> Result<String> {
        let text = Sql::for_ddl(ctx).expr(&computed.sqltext)?;
        Ok(match computed.persisted {
            Some(true) => format!("AS ({text}) PERSISTED"),
            Some(false) | None => format!("AS ({text})"),
        })
    }

    fn identity(&self, _ctx: &Ctx<'_>, identity: &Identity) -> Result<String> {
        Ok(ddl::identity(
            identity.options.start,
            identity.options.increment,
        ))
    }

    fn primary_key(
        &self,
        ctx: &Ctx<'_>,
        _table: &Table,
        key: &PrimaryKeyConstraint,
    ) -> Result<Option<String>> {
        if key.columns.is_empty() {
            return Ok(None);
        }
        Ok(Some(format!(
            "{}PRIMARY KEY {}({}){}",
            generic::preamble(ctx, &key.name)?,
            ddl::clustered(&key.options.dialect_options),
            generic::names(ctx, &key.columns),
            generic::deferrability(&key.options)?
        )))
    }

    fn unique(&self, ctx: &Ctx<'_>, _table: &Table, unique: &UniqueConstraint) -> Result<String> {
        if unique.columns.is_empty() {
            return Ok(String::new());
        }
        Ok(format!(
            "{}UNIQUE {}({}){}",
            generic::preamble(ctx, &unique.name)?,
            ddl::clustered(&unique.options.dialect_options),
            generic::names(ctx, &unique.columns),
            generic::deferrability(&unique.options)?
        ))
    }

    fn create_index(
        &self,
        ctx: &Ctx<'_>,
        table: &Table,
        index: &Index,
        _if_not_exists: bool,
    ) -> Result<String> {
        ddl::create_index(ctx, table, index)
    }

    fn drop_index(
        &self,
        ctx: &Ctx<'_>,
        table: &Table,
        index: &Index,
        if_exists: bool,
    ) -> Result<String> {
        Ok(format!(
            "\nDROP INDEX{} {} ON {}",
            if if_exists { " IF EXISTS" } else { "" },
            generic::drop_index_name(ctx, table, index, false)?,
            ctx.table(&table.name, table.schema.as_ref())
        ))
    }

    fn create_table_comment(&self, ctx: &Ctx<'_>, op: &CreateTableCommentOp) -> Result<String> {
        let mut table = Table::new(op.table.clone());
        table.schema.clone_from(&op.schema);
        table.comment.clone_from(&op.comment);
        if op.comment.is_none() {
            table.comment = Some(String::new());
            let text = ddl::table_comment(ctx, &table);
            return Ok(text.replacen("N''", "NULL", 1));
        }
        Ok(ddl::table_comment(ctx, &table))
    }

    fn table_comment(&self, ctx: &Ctx<'_>, table: &Table) -> Result<String> {
        Ok(ddl::table_comment(ctx, table))
    }

    fn column_comment(&self, ctx: &Ctx<'_>, table: &Table, column: &Column) -> Result<String> {
        Ok(ddl::column_comment(ctx, table, column))
    }

    fn add_column_keyword(&self) -> &'static str {
        "ADD"
    }

    fn rename_table(&self, ctx: &Ctx<'_>, old: &Name, new: &Name, schema: Option<&Name>) -> String {
        format!(
            "EXEC sp_rename '{}', {}",
            ctx.dotted_table(old, schema),
            ctx.quote(new)
        )
    }

    fn alter_column(&self, ctx: &Ctx<'_>, op: &AlterColumnOp) -> Result<Vec<Statement>> {
        alter::alter_column(ctx, op)
    }

    fn alter_aspect(
        &self,
        ctx: &Ctx<'_>,
        op: &AlterColumnOp,
        aspect: &Aspect<'_>,
    ) -> Result<String> {
        alter::aspect(ctx, op, aspect)
    }

    fn drop_column(&self, ctx: &Ctx<'_>, op: &DropColumnOp) -> Result<Vec<Statement>> {
        alter::drop_column(ctx, op)
    }

    fn bulk_insert(&self, ctx: &Ctx<'_>, op: &BulkInsertOp) -> Result<Vec<Statement>> {
        let rows = crate::operations::bulk_insert::compile(ctx, op)?;
        if !ctx.options.as_sql {
            return Ok(rows);
        }
        let table = ctx.table(&op.table.name, op.table.schema.as_ref());
        let mut out = vec![Statement::text(format!("SET IDENTITY_INSERT {table} ON"))];
        out.extend(rows);
        out.push(Statement::text(format!("SET IDENTITY_INSERT {table} OFF")));
        Ok(out)
    }
}

fn true_division(
    sql: &mut Sql<'_, '_>,
    left: &Expr,
    op: &BinaryOp,
    right: &Expr,
) -> Result<String> {
    let next_to = crate::sql::Operand::of(op);
    let left = sql.operand_of(left, &next_to)?;
    let right = sql.operand_of(right, &next_to)?;
    Ok(format!("{left} / ({right} + 0.0)"))
}

fn intersect(sql: &mut Sql<'_, '_>, left: &Expr, right: &Expr) -> Result<String> {
    let (left, right) = sql.with_placeholders(|sql| (sql.expr(left), sql.expr(right)));
    let (left, right) = (left?, right?);
    Ok(format!("EXISTS (SELECT {left} INTERSECT SELECT {right})"))
}

/// `document[key].as_string()` and the like.
fn json_value(
    sql: &mut Sql<'_, '_>,
    document: &Expr,
    key: &Expr,
    type_: &SqlType,
) -> Result<String> {
    let item = sql.json_call("JSON_VALUE", document, key)?;
    let (more, value) = if type_.is_a(TypeClass::Boolean) {
        (
            " WHEN 'true' THEN 1 WHEN 'false' THEN 0",
            format!("CAST({item} AS BIT)"),
        )
    } else if type_.is_a(TypeClass::String) {
        ("", item.clone())
    } else {
        let target = crate::default::types::process(sql.ctx, type_)?;
        ("", format!("CAST({item} AS {target})"))
    };
    Ok(format!(
        "CASE {item} WHEN NULL THEN NULL{more} ELSE {value} END"
    ))
}

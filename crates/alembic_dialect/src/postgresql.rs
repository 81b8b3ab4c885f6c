//! PostgreSQL. Mirrors `sqlalchemy.dialects.postgresql.base` and `alembic.ddl.postgresql`.

mod alter;
pub(crate) mod bind_cast;
pub(crate) mod ddl;
pub mod enums;
pub mod reflect;
mod reserved;
mod types;

use alembic_schema::expr::{BinaryOp, Expr, FunctionCall, Select, TableRef};
use alembic_schema::ops::AlterColumnOp;
use alembic_schema::{
    CheckConstraint, Column, Computed, ForeignKeyConstraint, Index, Name, PrimaryKeyConstraint,
    SqlType, SqlValue, Table, TypeClass, UniqueConstraint,
};

use crate::context::{Ctx, ParamStyle, Statement};
use crate::default::FEATURES;
use crate::default::alter::{Aspect, alter_table};
use crate::dialect::{Dialect, Features};
use crate::error::Result;
use crate::sql::Sql;

/// The PostgreSQL dialect.
#[derive(Debug)]
pub struct Postgresql;

static OWN: Features = Features {
    name: "postgresql",
    paramstyle: ParamStyle::Pyformat,
    max_identifier_length: 63,
    supports_comments: true,
    native_boolean: true,
    native_enum: true,
    native_uuid: true,
    identity_columns: true,
    insert_returning: true,
    default_values: true,
    transactional_ddl: true,
    ..FEATURES
};

impl Dialect for Postgresql {
    fn features(&self) -> &'static Features {
        &OWN
    }

    fn reserved_words(&self) -> &'static [&'static str] {
        reserved::RESERVED_WORDS
    }

    fn type_sql(&self, ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
        types::type_sql(ctx, type_)
    }

    fn bind_cast(&self, ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
        bind_cast::bind_cast(ctx, type_)
    }

    fn function(&self, sql: &mut Sql<'_, '_>, call: &FunctionCall) -> Option<Result<String>> {
        match call.name.text.to_ascii_lowercase().as_str() {
            "pow" => {
                let list = sql.with_placeholders(|sql| sql.arguments(call));
                Some(list.map(|args| format!("power{args}")))
            }
            "aggregate_strings" => Some(sql.aggregate_strings(call, "string_agg", ", ")),
            "substring" => match call.args.as_slice() {
                [text, start] => Some(substring(sql, text, start, None)),
                [text, start, length] => Some(substring(sql, text, start, Some(length))),
                _ => None,
            },
            _ => None,
        }
    }

    fn binary(
        &self,
        sql: &mut Sql<'_, '_>,
        left: &Expr,
        op: &BinaryOp,
        right: &Expr,
        modifier: Option<&str>,
    ) -> Option<Result<String>> {
        match op {
            BinaryOp::ILike | BinaryOp::NotILike => {
                let word = if *op == BinaryOp::ILike {
                    "ILIKE"
                } else {
                    "NOT ILIKE"
                };
                let escape = match modifier {
                    Some(escape) => {
                        format!(" ESCAPE {}", crate::sql::string_literal(sql.ctx, escape))
                    }
                    None => String::new(),
                };
                Some(
                    sql.infix(left, op, right, word)
                        .map(|text| format!("{text}{escape}")),
                )
            }
            BinaryOp::BitwiseXor => Some(sql.infix(left, op, right, "#")),
            BinaryOp::RegexpMatch => Some(regexp_match(sql, left, op, right, ("~", modifier))),
            BinaryOp::NotRegexpMatch => Some(regexp_match(sql, left, op, right, ("!~", modifier))),
            BinaryOp::RegexpReplace => {
                Some(sql.regexp_call("REGEXP_REPLACE", left, right, modifier))
            }
            BinaryOp::Match => Some(text_search(sql, left, right, modifier)),
            BinaryOp::JsonGetItem => Some(json_item(sql, left, op, right)),
            BinaryOp::JsonGetText => Some(sql.infix(left, op, right, "->>")),
            BinaryOp::JsonPathGetItem => Some(json_path(sql, left, op, right, "#>")),
            BinaryOp::JsonPathGetText => Some(json_path(sql, left, op, right, "#>>")),
            _ => None,
        }
    }

    fn limit_clause(
        &self,
        sql: &mut Sql<'_, '_>,
        limit: Option<&Expr>,
        offset: Option<&Expr>,
    ) -> Result<String> {
        let mut out = String::new();
        if let Some(limit) = limit {
            out.push_str(&format!(" \n LIMIT {}", sql.expr(limit)?));
        }
        if let Some(offset) = offset {
            if limit.is_none() {
                out.push_str("\n LIMIT ALL");
            }
            out.push_str(&format!(" OFFSET {}", sql.expr(offset)?));
        }
        Ok(out)
    }

    fn for_update(&self, sql: &mut Sql<'_, '_>, select: &Select) -> Result<String> {
        let Some(lock) = &select.for_update else {
            return Ok(String::new());
        };
        let mut out = match (lock.read, lock.key_share) {
            (true, true) => " FOR KEY SHARE",
            (true, false) => " FOR SHARE",
            (false, true) => " FOR NO KEY UPDATE",
            (false, false) => " FOR UPDATE",
        }
        .to_owned();
        if !lock.of.is_empty() {
            let mut names = Vec::new();
            for table in lock.of.iter().filter_map(locked_table) {
                let name = sql.table_ref(&TableRef {
                    schema: None,
                    ..table.clone()
                });
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            out.push_str(&format!(" OF {}", names.join(", ")));
        }
        if lock.nowait {
            out.push_str(" NOWAIT");
        }
        if lock.skip_locked {
            out.push_str(" SKIP LOCKED");
        }
        Ok(out)
    }

    fn column_spec(&self, ctx: &Ctx<'_>, table: &Table, column: &Column) -> Result<String> {
        ddl::column_spec(ctx, table, column)
    }

    fn computed(&self, ctx: &Ctx<'_>, computed: &Computed) -> Result<String> {
        ddl::computed(ctx, computed)
    }

    fn primary_key(
        &self,
        ctx: &Ctx<'_>,
        table: &Table,
        key: &PrimaryKeyConstraint,
    ) -> Result<Option<String>> {
        ddl::primary_key(ctx, table, key)
    }

    fn foreign_key(
        &self,
        ctx: &Ctx<'_>,
        table: &Table,
        key: &ForeignKeyConstraint,
    ) -> Result<Option<String>> {
        ddl::foreign_key(ctx, table, key).map(Some)
    }

    fn foreign_key_cascades(&self, _ctx: &Ctx<'_>, key: &ForeignKeyConstraint) -> Result<String> {
        ddl::foreign_key_cascades(key)
    }

    fn unique(&self, ctx: &Ctx<'_>, _table: &Table, unique: &UniqueConstraint) -> Result<String> {
        ddl::unique(ctx, unique)
    }

    fn check(&self, ctx: &Ctx<'_>, table: &Table, check: &CheckConstraint) -> Result<String> {
        ddl::check(ctx, table, check)
    }

    fn create_index(
        &self,
        ctx: &Ctx<'_>,
        table: &Table,
        index: &Index,
        if_not_exists: bool,
    ) -> Result<String> {
        ddl::create_index(ctx, table, index, if_not_exists)
    }

    fn drop_index(
        &self,
        ctx: &Ctx<'_>,
        table: &Table,
        index: &Index,
        if_exists: bool,
    ) -> Result<String> {
        ddl::drop_index(ctx, table, index, if_exists)
    }

    fn post_create_table(&self, ctx: &Ctx<'_>, table: &Table) -> Result<String> {
        ddl::post_create_table(ctx, table)
    }

    fn before_create_table(&self, ctx: &Ctx<'_>, table: &Table) -> Result<Vec<Statement>> {
        ddl::types_of_table(ctx, table)
    }

    fn rename_table(&self, ctx: &Ctx<'_>, old: &Name, new: &Name, schema: Option<&Name>) -> String {
        format!(
            "{} RENAME TO {}",
            alter_table(ctx, old, schema),
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
}

fn substring(
    sql: &mut Sql<'_, '_>,
    text: &Expr,
    start: &Expr,
    length: Option<&Expr>,
) -> Result<String> {
    let text = sql.expr(text)?;
    let start = sql.expr(start)?;
    Ok(match length {
        Some(length) => format!("SUBSTRING({text} FROM {start} FOR {})", sql.expr(length)?),
        None => format!("SUBSTRING({text} FROM {start})"),
    })
}

/// The table of an element of `with_for_update(of=...)`.
fn locked_table(element: &Expr) -> Option<&TableRef> {
    match element {
        Expr::Star(table) | Expr::Column { table, .. } => table.as_deref(),
        _ => None,
    }
}

fn regexp_match(
    sql: &mut Sql<'_, '_>,
    left: &Expr,
    op: &BinaryOp,
    right: &Expr,
    (symbol, flags): (&str, Option<&str>),
) -> Result<String> {
    match flags {
        None => sql.infix(left, op, right, symbol),
        Some("i") => sql.infix(left, op, right, &format!("{symbol}*")),
        Some(flags) => {
            let left = sql.expr(left)?;
            let flags = crate::sql::string_literal(sql.ctx, flags);
            let right = sql.expr(right)?;
            Ok(format!(
                "{left} {symbol} CONCAT('(?', {flags}, ')', {right})"
            ))
        }
    }
}

fn text_search(
    sql: &mut Sql<'_, '_>,
    left: &Expr,
    right: &Expr,
    configuration: Option<&str>,
) -> Result<String> {
    let left = sql.expr(left)?;
    let right = sql.expr(right)?;
    let configuration = match configuration {
        Some(name) => format!("{}, ", crate::sql::string_literal(sql.ctx, name)),
        None => String::new(),
    };
    Ok(format!("{left} @@ plainto_tsquery({configuration}{right})"))
}

/// `->`, or subscripts for JSONB (PostgreSQL 14 and offline).
/// `json #> '{a, b}'`: the path as an array.
fn json_path(
    sql: &mut Sql<'_, '_>,
    left: &Expr,
    op: &BinaryOp,
    path: &Expr,
    word: &str,
) -> Result<String> {
    let mut path = path.clone();
    if let Expr::Bind(bind) = &mut path
        && let Some(SqlValue::Array(parts)) = &bind.value
    {
        let parts: Vec<String> = parts
            .iter()
            .map(|part| match part {
                SqlValue::Text(text) => text.clone(),
                SqlValue::Int(index) => index.to_string(),
                other => format!("{other:?}"),
            })
            .collect();
        bind.value = Some(SqlValue::Text(format!("{{{}}}", parts.join(", "))));
        bind.type_ = SqlType::null();
    }
    sql.infix(left, op, &path, word)
}

fn json_item(sql: &mut Sql<'_, '_>, left: &Expr, op: &BinaryOp, right: &Expr) -> Result<String> {
    let has_subscripts = sql
        .ctx
        .options
        .server_version
        .is_none_or(|(major, _)| major >= 14);
    if left.type_().is_a(TypeClass::PgJSONB) && has_subscripts {
        let mut text = sql.expr(left)?;
        if matches!(left, Expr::Function(_) | Expr::Cast { .. }) {
            text = format!("({text})");
        }
        return Ok(format!("{text}[{}]", sql.expr(right)?));
    }
    sql.infix(left, op, right, "->")
}

//! SQLite. Mirrors `sqlalchemy.dialects.sqlite.base` and `alembic.ddl.sqlite`.

mod ddl;
pub mod left_out;
pub mod reflect;
mod reserved;
mod types;

use alembic_schema::expr::{BinaryOp, Expr, FunctionCall, Select};
use alembic_schema::{
    CheckConstraint, Column, Constraint, ForeignKeyConstraint, Index, Name, PrimaryKeyConstraint,
    SqlType, Table, UniqueConstraint,
};

use crate::context::{Ctx, ParamStyle, Statement};
use crate::default::alter::{Aspect, alter_table};
use crate::default::{self, FEATURES};
use crate::dialect::{Dialect, Features};
use crate::error::{CompileError, Result};
use crate::operations::DropTarget;
use crate::sql::Sql;

/// The SQLite dialect.
#[derive(Debug)]
pub struct Sqlite;

static OWN: Features = Features {
    name: "sqlite",
    paramstyle: ParamStyle::Qmark,
    supports_alter: false,
    insert_returning: true,
    returning_with_table: false,
    default_values: true,
    ..FEATURES
};

const NO_ALTER: &str = "No support for ALTER of constraints in SQLite dialect. Please refer to the batch mode feature which allows for SQLite migrations using a copy-and-move strategy.";

impl Dialect for Sqlite {
    fn features(&self) -> &'static Features {
        &OWN
    }

    fn reserved_words(&self) -> &'static [&'static str] {
        reserved::RESERVED_WORDS
    }

    fn type_sql(&self, ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
        types::type_sql(ctx, type_)
    }

    fn function(&self, sql: &mut Sql<'_, '_>, call: &FunctionCall) -> Option<Result<String>> {
        let name = call.name.text.to_ascii_lowercase();
        match name.as_str() {
            "now" if call.args.is_empty() => Some(Ok("CURRENT_TIMESTAMP".to_owned())),
            "localtimestamp" if call.args.is_empty() => {
                Some(Ok("DATETIME(CURRENT_TIMESTAMP, 'localtime')".to_owned()))
            }
            "char_length" => {
                let list = sql.with_placeholders(|sql| sql.arguments(call));
                Some(list.map(|args| format!("length{args}")))
            }
            "aggregate_strings" => Some(sql.aggregate_strings(call, "group_concat", ", ")),
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
            BinaryOp::Div => Some(true_division(sql, left, op, right)),
            // SQLite has no operator for it.
            BinaryOp::BitwiseXor => Some(bitwise_xor(sql, left, right)),
            BinaryOp::IsDistinctFrom => {
                Some(sql.with_placeholders(|sql| sql.infix(left, op, right, "IS NOT")))
            }
            BinaryOp::IsNotDistinctFrom => {
                Some(sql.with_placeholders(|sql| sql.infix(left, op, right, "IS")))
            }
            BinaryOp::RegexpMatch => Some(sql.infix(left, op, right, "REGEXP")),
            BinaryOp::NotRegexpMatch => Some(sql.infix(left, op, right, "NOT REGEXP")),
            op if op.is_json_access() => Some(json_item(sql, left, op, right)),
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
        let integer = |value| Expr::literal_value(alembic_schema::SqlValue::Int(value), None);
        if let Some(limit) = limit {
            out.push_str(&format!("\n LIMIT {}", sql.expr(limit)?));
        } else {
            let all = sql.with_placeholders(|sql| sql.expr(&integer(-1)))?;
            out.push_str(&format!("\n LIMIT {all}"));
        }
        let offset = match offset {
            Some(offset) => sql.expr(offset)?,
            None => sql.expr(&integer(0))?,
        };
        Ok(format!("{out} OFFSET {offset}"))
    }

    fn for_update(&self, _sql: &mut Sql<'_, '_>, _select: &Select) -> Result<String> {
        Ok(String::new())
    }

    fn extract(&self, sql: &mut Sql<'_, '_>, field: &str, expr: &Expr) -> Result<String> {
        let format = match field {
            "month" => "%m",
            "day" => "%d",
            "year" => "%Y",
            "second" => "%S",
            "hour" => "%H",
            "doy" => "%j",
            "minute" => "%M",
            "epoch" => "%s",
            "dow" => "%w",
            "week" => "%W",
            _ => {
                return Err(CompileError::compile(format!(
                    "{field} is not a valid extract argument."
                )));
            }
        };
        Ok(format!(
            "CAST(STRFTIME('{format}', {}) AS INTEGER)",
            sql.expr(expr)?
        ))
    }

    fn column_spec(&self, ctx: &Ctx<'_>, table: &Table, column: &Column) -> Result<String> {
        ddl::column_spec(ctx, table, column)
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
        ddl::foreign_key(ctx, table, key)
    }

    fn unique(&self, ctx: &Ctx<'_>, table: &Table, unique: &UniqueConstraint) -> Result<String> {
        ddl::unique(ctx, table, unique)
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

    fn post_create_table(&self, _ctx: &Ctx<'_>, table: &Table) -> Result<String> {
        Ok(ddl::post_create_table(table))
    }

    fn rename_table(&self, ctx: &Ctx<'_>, old: &Name, new: &Name, schema: Option<&Name>) -> String {
        format!(
            "{} RENAME TO {}",
            alter_table(ctx, old, schema),
            ctx.quote(new)
        )
    }

    fn alter_aspect(
        &self,
        ctx: &Ctx<'_>,
        op: &alembic_schema::ops::AlterColumnOp,
        aspect: &Aspect<'_>,
    ) -> Result<String> {
        match aspect {
            Aspect::Rename(name) => Ok(format!(
                "{} RENAME COLUMN {} TO {}",
                alter_table(ctx, &op.table, op.schema.as_ref()),
                ctx.quote(&op.column),
                ctx.quote(name)
            )),
            Aspect::Nullable(_)
            | Aspect::Default(_)
            | Aspect::Computed
            | Aspect::Identity(_)
            | Aspect::Type(_)
            | Aspect::Comment(_) => default::alter::aspect(ctx, op, aspect),
        }
    }

    fn add_constraint(
        &self,
        ctx: &Ctx<'_>,
        table: &Table,
        constraint: &Constraint,
    ) -> Result<Vec<Statement>> {
        match constraint {
            Constraint::Check(check) if check.type_bound.is_some() => {
                if default::ddl::should_create(ctx, table, check) {
                    ctx.warn("Skipping unsupported ALTER for creation of implicit constraint. Please refer to the batch mode feature which allows for SQLite migrations using a copy-and-move strategy.");
                }
                Ok(Vec::new())
            }
            Constraint::PrimaryKey(_)
            | Constraint::ForeignKey(_)
            | Constraint::Unique(_)
            | Constraint::Check(_)
            | Constraint::Exclude(_) => Err(CompileError::not_implemented(NO_ALTER)),
        }
    }

    fn drop_constraint(&self, _ctx: &Ctx<'_>, target: &DropTarget<'_>) -> Result<Vec<Statement>> {
        if target.type_bound {
            return Ok(Vec::new());
        }
        Err(CompileError::not_implemented(NO_ALTER))
    }
}

fn true_division(
    sql: &mut Sql<'_, '_>,
    left: &Expr,
    op: &BinaryOp,
    right: &Expr,
) -> Result<String> {
    let against = crate::sql::Operand::of(op);
    let left = sql.operand_of(left, &against)?;
    let right = sql.operand_of(right, &against)?;
    Ok(format!("{left} / ({right} + 0.0)"))
}

fn bitwise_xor(sql: &mut Sql<'_, '_>, left: &Expr, right: &Expr) -> Result<String> {
    let or = sql.infix(left, &BinaryOp::BitwiseOr, right, "|")?;
    let and = sql.infix(left, &BinaryOp::BitwiseAnd, right, "&")?;
    Ok(format!("({or} - {and})"))
}

fn json_item(sql: &mut Sql<'_, '_>, left: &Expr, op: &BinaryOp, right: &Expr) -> Result<String> {
    let left = sql.expr(left)?;
    let path = sql.json_path(right)?;
    Ok(match op {
        BinaryOp::JsonGetText | BinaryOp::JsonPathGetText => {
            format!("JSON_EXTRACT({left}, {path})")
        }
        _ => format!("JSON_QUOTE(JSON_EXTRACT({left}, {path}))"),
    })
}

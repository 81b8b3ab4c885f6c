//! MySQL and MariaDB. Mirrors `sqlalchemy.dialects.mysql.base` and `alembic.ddl.mysql`.

mod alter;
mod ddl;
mod reserved_mariadb;
mod reserved_mysql;
mod types;

use alembic_schema::expr::{BinaryOp, Expr, FunctionCall, Select};
use alembic_schema::ops::{AlterColumnOp, ConstraintKind, CreateTableCommentOp};
use alembic_schema::{
    Column, ForeignKeyConstraint, Index, PrimaryKeyConstraint, SqlType, Table, TypeClass,
};

use crate::context::{Ctx, ParamStyle, Statement};
use crate::default::FEATURES;
use crate::default::ddl as generic;
use crate::dialect::{Dialect, Features};
use crate::error::{CompileError, Result};
use crate::operations::DropTarget;
use crate::sql::{Sql, text_access};

/// The MySQL dialect, or MariaDB's flavor of it.
#[derive(Debug)]
pub struct Mysql {
    /// `mariadb://`.
    pub is_mariadb: bool,
}

static MYSQL: Features = Features {
    name: "mysql",
    paramstyle: ParamStyle::Format,
    quotes: ('`', '`'),
    quote_collations: true,
    max_identifier_length: 255,
    max_index_length: Some(64),
    max_constraint_length: Some(64),
    supports_comments: true,
    inline_comments: true,
    native_enum: true,
    backslash_escapes: true,
    ..FEATURES
};

static MARIADB: Features = Features {
    name: "mariadb",
    native_uuid: true,
    insert_returning: true,
    paramstyle: ParamStyle::Format,
    quotes: ('`', '`'),
    max_identifier_length: 255,
    max_index_length: Some(64),
    max_constraint_length: Some(64),
    supports_comments: true,
    inline_comments: true,
    native_enum: true,
    backslash_escapes: true,
    ..FEATURES
};

impl Dialect for Mysql {
    fn features(&self) -> &'static Features {
        if self.is_mariadb { &MARIADB } else { &MYSQL }
    }

    fn reserved_words(&self) -> &'static [&'static str] {
        if self.is_mariadb {
            reserved_mariadb::RESERVED_WORDS
        } else {
            reserved_mysql::RESERVED_WORDS
        }
    }

    fn boolean(&self, value: bool) -> &'static str {
        if value { "true" } else { "false" }
    }

    fn type_sql(&self, ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
        types::type_sql(ctx, type_)
    }

    fn function(&self, sql: &mut Sql<'_, '_>, call: &FunctionCall) -> Option<Result<String>> {
        match call.name.text.to_ascii_lowercase().as_str() {
            "aggregate_strings" => Some(sql.aggregate_strings(call, "group_concat", " SEPARATOR ")),
            "random" => Some(sql.arguments(call).map(|list| format!("rand{list}"))),
            "rollup" => Some(
                sql.list(&call.args)
                    .map(|list| format!("{list} WITH ROLLUP")),
            ),
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
            BinaryOp::Concat => Some(concat(sql, left, right)),
            BinaryOp::Div => Some(sql.infix(left, op, right, "/")),
            BinaryOp::FloorDiv => Some(sql.floor_division(left, right)),
            BinaryOp::IsDistinctFrom => Some(
                sql.with_placeholders(|sql| sql.infix(left, op, right, "<=>"))
                    .map(|text| format!("NOT ({text})")),
            ),
            BinaryOp::IsNotDistinctFrom => {
                Some(sql.with_placeholders(|sql| sql.infix(left, op, right, "<=>")))
            }
            BinaryOp::RegexpMatch => {
                Some(self.regexp_match(sql, left, op, right, ("REGEXP", modifier)))
            }
            BinaryOp::NotRegexpMatch => {
                Some(self.regexp_match(sql, left, op, right, ("NOT REGEXP", modifier)))
            }
            BinaryOp::RegexpReplace => Some(self.regexp_replace(sql, left, right, modifier)),
            BinaryOp::Match => Some(text_search(sql, left, right, modifier)),
            op if op.is_json_access() => Some(sql.json_call("JSON_EXTRACT", left, right)),
            _ => None,
        }
    }

    fn limit_clause(
        &self,
        sql: &mut Sql<'_, '_>,
        limit: Option<&Expr>,
        offset: Option<&Expr>,
    ) -> Result<String> {
        let limit = limit.map(|limit| sql.expr(limit)).transpose()?;
        Ok(match (limit, offset) {
            (Some(limit), None) => format!(" \n LIMIT {limit}"),
            (Some(limit), Some(offset)) => format!(" \n LIMIT {}, {limit}", sql.expr(offset)?),
            (None, Some(offset)) => {
                format!(" \n LIMIT {}, 18446744073709551615", sql.expr(offset)?)
            }
            (None, None) => String::new(),
        })
    }

    fn for_update(&self, _sql: &mut Sql<'_, '_>, select: &Select) -> Result<String> {
        let Some(lock) = &select.for_update else {
            return Ok(String::new());
        };
        let mut out = if lock.read {
            " LOCK IN SHARE MODE"
        } else {
            " FOR UPDATE"
        }
        .to_owned();
        if lock.nowait {
            out.push_str(" NOWAIT");
        }
        if lock.skip_locked {
            out.push_str(" SKIP LOCKED");
        }
        Ok(out)
    }

    fn cast(
        &self,
        sql: &mut Sql<'_, '_>,
        expr: &Expr,
        type_: &SqlType,
        _is_try: bool,
    ) -> Result<String> {
        if let Some((document, key)) = text_access(expr) {
            return json_value(sql, document, key, type_);
        }
        let text = sql.expr(expr)?;
        if let Some(target) = types::cast_target(sql.ctx, type_)? {
            Ok(format!("CAST({text} AS {target})"))
        } else {
            sql.ctx.warn(format!(
                "Datatype {} does not support CAST on MySQL/MariaDb; the CAST will be skipped.",
                crate::default::types::process(sql.ctx, type_)?
            ));
            Ok(text)
        }
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
        let mut out = generic::primary_key(ctx, table, key)?;
        if let Some(using) = ddl::text_option(ctx, &key.options.dialect_options, "using") {
            out.push_str(&format!(" USING {}", ctx.quote_str(&using)));
        }
        Ok(Some(out))
    }

    fn foreign_key_match(&self, key: &ForeignKeyConstraint) -> Result<String> {
        if key.foreign_key.match_.is_some() {
            return Err(CompileError::compile(
                "MySQL ignores the 'MATCH' keyword while at the same time causes ON UPDATE/ON DELETE clauses to be ignored.",
            ));
        }
        Ok(String::new())
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
        Ok(format!(
            "\nDROP INDEX {}{} ON {}",
            if if_exists { "IF EXISTS " } else { "" },
            generic::drop_index_name(ctx, table, index, false)?,
            ctx.table(&table.name, table.schema.as_ref())
        ))
    }

    fn post_create_table(&self, ctx: &Ctx<'_>, table: &Table) -> Result<String> {
        Ok(ddl::post_create_table(ctx, table))
    }

    fn create_table_comment(&self, ctx: &Ctx<'_>, op: &CreateTableCommentOp) -> Result<String> {
        let name = ctx.table(&op.table, op.schema.as_ref());
        Ok(match &op.comment {
            Some(comment) => format!(
                "ALTER TABLE {name} COMMENT {}",
                crate::sql::string_literal(ctx, comment)
            ),
            None => format!("ALTER TABLE {name} COMMENT NULL"),
        })
    }

    fn table_comment(&self, ctx: &Ctx<'_>, table: &Table) -> Result<String> {
        let name = ctx.table(&table.name, table.schema.as_ref());
        Ok(match &table.comment {
            Some(comment) => format!(
                "ALTER TABLE {name} COMMENT {}",
                crate::sql::string_literal(ctx, comment)
            ),
            None => format!("ALTER TABLE {name} COMMENT ''"),
        })
    }

    fn alter_column(&self, ctx: &Ctx<'_>, op: &AlterColumnOp) -> Result<Vec<Statement>> {
        alter::alter_column(ctx, op)
    }

    fn drop_constraint(&self, ctx: &Ctx<'_>, target: &DropTarget<'_>) -> Result<Vec<Statement>> {
        if target.type_bound {
            return Ok(Vec::new());
        }
        let table = ctx.table(target.table, target.schema);
        let name = ctx.constraint_name(target.name, false)?;
        if name.is_none() && target.kind == Some(ConstraintKind::Unique) {
            return Err(CompileError::assertion());
        }
        let shown = name.unwrap_or_else(|| "None".to_owned());
        let text = match target.kind {
            Some(ConstraintKind::ForeignKey) => format!("FOREIGN KEY {shown}"),
            Some(ConstraintKind::Primary) => "PRIMARY KEY ".to_owned(),
            Some(ConstraintKind::Unique) => format!("INDEX {shown}"),
            Some(ConstraintKind::Check) if self.is_mariadb => format!("CONSTRAINT {shown}"),
            Some(ConstraintKind::Check) => format!("CHECK {shown}"),
            None => {
                return Err(CompileError::not_implemented(
                    "No generic 'DROP CONSTRAINT' in MySQL - please specify constraint type",
                ));
            }
        };
        Ok(vec![Statement::ddl(format!(
            "ALTER TABLE {table} DROP {text}"
        ))])
    }
}

impl Mysql {
    fn regexp_match(
        &self,
        sql: &mut Sql<'_, '_>,
        left: &Expr,
        op: &BinaryOp,
        right: &Expr,
        (symbol, flags): (&str, Option<&str>),
    ) -> Result<String> {
        match flags {
            None => sql.infix(left, op, right, symbol),
            Some(flags) if self.is_mariadb => {
                let left = sql.expr(left)?;
                let pattern = with_flags(sql, right, flags)?;
                Ok(format!("{left} {symbol} {pattern}"))
            }
            Some(_) => {
                let not = if *op == BinaryOp::RegexpMatch {
                    ""
                } else {
                    "NOT "
                };
                let text = sql.regexp_call("REGEXP_LIKE", left, right, flags)?;
                Ok(format!("{not}{text}"))
            }
        }
    }

    fn regexp_replace(
        &self,
        sql: &mut Sql<'_, '_>,
        left: &Expr,
        right: &Expr,
        flags: Option<&str>,
    ) -> Result<String> {
        match (flags, right) {
            (Some(flags), Expr::List(parts)) if self.is_mariadb => {
                let [pattern, replacement] = parts.as_slice() else {
                    return Err(CompileError::ours("REGEXP_REPLACE needs a replacement"));
                };
                let left = sql.expr(left)?;
                let pattern = with_flags(sql, pattern, flags)?;
                let replacement = sql.expr(replacement)?;
                Ok(format!("REGEXP_REPLACE({left}, {pattern}, {replacement})"))
            }
            _ => sql.regexp_call("REGEXP_REPLACE", left, right, flags),
        }
    }
}

/// MariaDB has its flags in the pattern, which SQLAlchemy does not write as a literal there.
fn with_flags(sql: &mut Sql<'_, '_>, pattern: &Expr, flags: &str) -> Result<String> {
    let flags = crate::sql::string_literal(sql.ctx, flags);
    let pattern = sql.with_placeholders(|sql| sql.expr(pattern))?;
    Ok(format!("CONCAT('(?', {flags}, ')', {pattern})"))
}

/// `column.match(text)`, or `mysql.match(*columns, against=)`, whose columns are a list and whose modes are words.
fn text_search(
    sql: &mut Sql<'_, '_>,
    left: &Expr,
    right: &Expr,
    modes: Option<&str>,
) -> Result<String> {
    let mut words = String::new();
    if let Expr::List(_) = left {
        let has = |mode: &str| modes.is_some_and(|modes| modes.split(' ').any(|own| own == mode));
        let (boolean, natural, expansion) = (has("boolean"), has("natural"), has("expansion"));
        if boolean && (natural || expansion) {
            let flag = |value: bool| if value { "True" } else { "False" };
            return Err(CompileError::compile(format!(
                "Invalid MySQL match flags: in_boolean_mode={}, in_natural_language_mode={}, with_query_expansion={}",
                flag(boolean),
                flag(natural),
                flag(expansion)
            )));
        }
        if boolean {
            words.push_str(" IN BOOLEAN MODE");
        }
        if natural {
            words.push_str(" IN NATURAL LANGUAGE MODE");
        }
        if expansion {
            words.push_str(" WITH QUERY EXPANSION");
        }
    } else {
        words.push_str(" IN BOOLEAN MODE");
    }
    let columns = sql.expr(left)?;
    let right = sql.expr(right)?;
    Ok(format!("MATCH ({columns}) AGAINST ({right}{words})"))
}

/// `concat(a, b, c)` for a chain of `||`.
fn concat(sql: &mut Sql<'_, '_>, left: &Expr, right: &Expr) -> Result<String> {
    fn flatten<'e>(expr: &'e Expr, out: &mut Vec<&'e Expr>) {
        match expr {
            Expr::Binary {
                left,
                op: BinaryOp::Concat,
                right,
                ..
            } => {
                flatten(left, out);
                flatten(right, out);
            }
            other => out.push(other),
        }
    }
    let mut parts = Vec::new();
    flatten(left, &mut parts);
    flatten(right, &mut parts);
    let texts: Result<Vec<String>> = parts.into_iter().map(|part| sql.expr(part)).collect();
    Ok(format!("concat({})", texts?.join(", ")))
}

/// True for `DateTime` affinity.
pub(crate) fn is_datetime(type_: &SqlType) -> bool {
    type_.is_a(TypeClass::DateTime)
}

/// `document[key].as_string()` and the like: the `null` of JSON is no text.
fn json_value(
    sql: &mut Sql<'_, '_>,
    document: &Expr,
    key: &Expr,
    type_: &SqlType,
) -> Result<String> {
    let item = sql.json_call("JSON_EXTRACT", document, key)?;
    if type_.is_a(TypeClass::Boolean) {
        return Ok(format!(
            "CASE {item} WHEN 'null' THEN NULL WHEN true THEN true ELSE false END"
        ));
    }
    let value = if type_.is_a(TypeClass::Float) {
        format!("{item}+0.0000000000000000000000")
    } else if type_.is_a(TypeClass::String) {
        format!("JSON_UNQUOTE({item})")
    } else {
        match types::cast_target(sql.ctx, type_)? {
            Some(target) => format!("CAST({item} AS {target})"),
            None => item.clone(),
        }
    };
    Ok(format!(
        "CASE {item} WHEN 'null' THEN NULL ELSE {value} END"
    ))
}

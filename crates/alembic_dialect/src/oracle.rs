//! Oracle, offline. Mirrors `sqlalchemy.dialects.oracle.base` and `alembic.ddl.oracle`.

mod reserved;
mod types;

use alembic_schema::expr::{BinaryOp, Expr, FunctionCall, Select};
use alembic_schema::ops::{AlterColumnOp, CreateTableCommentOp};
use alembic_schema::{
    Computed, ForeignKeyConstraint, Identity, Index, Name, OptionValue, SequenceOptions, SqlType,
    SqlValue, Table, TypeClass,
};

use crate::context::Ctx;
use crate::default::FEATURES;
use crate::default::alter::{Aspect, alter_table, aspect as generic_aspect, default_sql};
use crate::default::ddl as generic;
use crate::default::types::process;
use crate::dialect::{Dialect, Features};
use crate::error::{CompileError, Result};
use crate::quote::sql_phrase;
use crate::sql::{Sql, string_literal};

/// The Oracle dialect.
#[derive(Debug)]
pub struct Oracle;

static OWN: Features = Features {
    name: "oracle",
    illegal_initial: &['$', '_'],
    max_identifier_length: 128,
    supports_comments: true,
    native_boolean: true,
    identity_columns: true,
    insert_returning: true,
    command_terminator: "",
    batch_separator: Some("/"),
    begin: "",
    ..FEATURES
};

impl Dialect for Oracle {
    fn features(&self) -> &'static Features {
        &OWN
    }

    fn reserved_words(&self) -> &'static [&'static str] {
        reserved::RESERVED_WORDS
    }

    fn boolean(&self, value: bool) -> &'static str {
        if value { "1" } else { "0" }
    }

    fn default_from(&self) -> &'static str {
        " FROM DUAL"
    }

    fn type_sql(&self, ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
        types::type_sql(ctx, type_)
    }

    fn function(&self, sql: &mut Sql<'_, '_>, call: &FunctionCall) -> Option<Result<String>> {
        match call.name.text.to_ascii_lowercase().as_str() {
            "now" => Some(Ok("CURRENT_TIMESTAMP".to_owned())),
            "char_length" => Some(sql.arguments(call).map(|args| format!("LENGTH{args}"))),
            "pow" => {
                let list = sql.with_placeholders(|sql| sql.arguments(call));
                Some(list.map(|args| format!("POWER{args}")))
            }
            "aggregate_strings" => Some(sql.aggregate_strings(call, "LISTAGG", ", ")),
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
        let name = match op {
            BinaryOp::Mod => "mod",
            BinaryOp::BitwiseAnd => "BITAND",
            BinaryOp::BitwiseOr => "BITOR",
            BinaryOp::BitwiseXor => "BITXOR",
            BinaryOp::RegexpMatch => {
                return Some(sql.regexp_call("REGEXP_LIKE", left, right, modifier));
            }
            BinaryOp::NotRegexpMatch => {
                return Some(sql.regexp_call("NOT REGEXP_LIKE", left, right, modifier));
            }
            BinaryOp::RegexpReplace => {
                return Some(sql.regexp_call("REGEXP_REPLACE", left, right, modifier));
            }
            BinaryOp::Match => {
                let text = sql.with_placeholders(|sql| -> Result<String> {
                    let left = sql.expr(left)?;
                    let right = sql.expr(right)?;
                    Ok(format!("CONTAINS ({left}, {right})"))
                });
                return Some(text);
            }
            BinaryOp::Div => return Some(sql.infix(left, op, right, "/")),
            op if op.is_json_access() => return Some(sql.json_call("JSON_QUERY", left, right)),
            BinaryOp::FloorDiv => return Some(sql.floor_division(left, right)),
            BinaryOp::IsDistinctFrom => return Some(decode(sql, left, right, 1)),
            BinaryOp::IsNotDistinctFrom => return Some(decode(sql, left, right, 0)),
            _ => return None,
        };
        let render = |sql: &mut Sql<'_, '_>| -> Result<String> {
            let left = sql.expr(left)?;
            let right = sql.expr(right)?;
            Ok(format!("{name}({left}, {right})"))
        };
        Some(render(sql))
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

    fn limit_clause(
        &self,
        sql: &mut Sql<'_, '_>,
        limit: Option<&Expr>,
        offset: Option<&Expr>,
    ) -> Result<String> {
        let mut out = String::new();
        if let Some(offset) = offset {
            out.push_str(&format!("\n OFFSET {} ROWS", sql.written(offset)?));
        }
        if let Some(limit) = limit {
            out.push_str(&format!("\n FETCH FIRST {} ROWS ONLY", sql.written(limit)?));
        }
        Ok(out)
    }

    fn for_update(&self, sql: &mut Sql<'_, '_>, select: &Select) -> Result<String> {
        let Some(lock) = &select.for_update else {
            return Ok(String::new());
        };
        let mut out = String::from(" FOR UPDATE");
        if !lock.of.is_empty() {
            let mut parts = Vec::with_capacity(lock.of.len());
            for element in &lock.of {
                // A table has no text where columns are asked for.
                parts.push(match element {
                    Expr::Star(_) => String::new(),
                    column => sql.expr(column)?,
                });
            }
            out.push_str(&format!(" OF {}", parts.join(", ")));
        }
        if lock.nowait {
            out.push_str(" NOWAIT");
        }
        if lock.skip_locked {
            out.push_str(" SKIP LOCKED");
        }
        Ok(out)
    }

    fn literal(&self, _ctx: &Ctx<'_>, value: &SqlValue, type_: &SqlType) -> Option<Result<String>> {
        match value {
            SqlValue::DateTime(text) if type_.is_a(TypeClass::DateTime) => {
                Some(Ok(if text.len() > 19 {
                    format!("TO_TIMESTAMP('{text}', 'YYYY-MM-DD HH24:MI:SS.FF')")
                } else {
                    format!("TO_DATE('{text}', 'YYYY-MM-DD HH24:MI:SS')")
                }))
            }
            SqlValue::Interval {
                days,
                seconds,
                microseconds,
            } => {
                let total = days * 86400 + seconds;
                let fraction = format!("{microseconds:06}");
                let fraction = match fraction.trim_end_matches('0') {
                    "" => "0",
                    digits => digits,
                };
                Some(Ok(format!("NUMTODSINTERVAL({total}.{fraction}, 'SECOND')")))
            }
            SqlValue::Date(text) | SqlValue::DateTime(text) if type_.is_a(TypeClass::Date) => {
                let day = text.get(..10).unwrap_or(text);
                Some(Ok(format!("TO_DATE('{day}', 'YYYY-MM-DD')")))
            }
            _ => None,
        }
    }

    fn computed(&self, ctx: &Ctx<'_>, computed: &Computed) -> Result<String> {
        let text = Sql::for_ddl(ctx).expr(&computed.sqltext)?;
        match computed.persisted {
            Some(true) => Err(CompileError::compile(
                "Oracle Database computed columns do not support 'stored' persistence; set the 'persisted' flag to None or False for Oracle Database support.",
            )),
            Some(false) => Ok(format!("GENERATED ALWAYS AS ({text}) VIRTUAL")),
            None => Ok(format!("GENERATED ALWAYS AS ({text})")),
        }
    }

    fn identity(&self, _ctx: &Ctx<'_>, identity: &Identity) -> Result<String> {
        let kind = match identity.always {
            None => "",
            Some(true) => "ALWAYS",
            Some(false) => "BY DEFAULT",
        };
        let mut out = format!("GENERATED {kind}");
        let flag = |name: &str| {
            identity
                .dialect_options
                .get(name)
                .map(OptionValue::is_truthy)
        };
        if flag("oracle_on_null").or(identity.on_null) == Some(true) {
            out.push_str(" ON NULL");
        }
        out.push_str(" AS IDENTITY");
        let mut options = self.identity_options(&identity.options);
        if let Some(order) = flag("oracle_order") {
            options.push_str(if order { " ORDER" } else { " NOORDER" });
        }
        let options = options.trim();
        if !options.is_empty() {
            out.push_str(&format!(" ({options})"));
        }
        Ok(out)
    }

    fn identity_options(&self, options: &SequenceOptions) -> String {
        let mut out = generic::identity_options(options)
            .replace("NO MINVALUE", "NOMINVALUE")
            .replace("NO MAXVALUE", "NOMAXVALUE")
            .replace("NO CYCLE", "NOCYCLE");
        if let Some(order) = options.order {
            out.push_str(if order { " ORDER" } else { " NOORDER" });
        }
        out.trim().to_owned()
    }

    fn foreign_key_cascades(&self, ctx: &Ctx<'_>, key: &ForeignKeyConstraint) -> Result<String> {
        if key.foreign_key.onupdate.is_some() {
            ctx.warn("Oracle Database does not contain native UPDATE CASCADE functionality - onupdates will not be rendered for foreign keys.  Consider using deferrable=True, initially='deferred' or triggers.");
        }
        match &key.foreign_key.ondelete {
            Some(phrase) => Ok(format!(" ON DELETE {}", sql_phrase(phrase)?)),
            None => Ok(String::new()),
        }
    }

    fn create_index(
        &self,
        ctx: &Ctx<'_>,
        table: &Table,
        index: &Index,
        _if_not_exists: bool,
    ) -> Result<String> {
        let options = &index.dialect_options;
        let bitmap = options
            .get("oracle_bitmap")
            .is_some_and(OptionValue::is_truthy);
        let is_vector = match options.get("oracle_vector") {
            None | Some(OptionValue::None | OptionValue::Bool(false)) => false,
            Some(OptionValue::Bool(true)) => true,
            Some(_) => {
                return Err(CompileError::ours(
                    "oracle_vector= with a VectorIndexConfig is not compiled",
                ));
            }
        };
        let mut out = format!(
            "CREATE {}{}{}INDEX {} ON {} ({})",
            if index.unique { "UNIQUE " } else { "" },
            if bitmap { "BITMAP " } else { "" },
            if is_vector { "VECTOR " } else { "" },
            generic::index_name(ctx, table, index, true)?,
            ctx.table(&table.name, table.schema.as_ref()),
            generic::index_elements(ctx, index)?.join(", ")
        );
        match options.get("oracle_compress") {
            None | Some(OptionValue::Bool(false) | OptionValue::None) => {}
            Some(OptionValue::Bool(true)) => out.push_str(" COMPRESS"),
            Some(value) => out.push_str(&format!(
                " COMPRESS {}",
                value.to_text().unwrap_or_default()
            )),
        }
        if is_vector {
            out.push_str(" ORGANIZATION INMEMORY NEIGHBOR GRAPH PARAMETERS (type HNSW)");
        }
        Ok(out)
    }

    fn post_create_table(&self, ctx: &Ctx<'_>, table: &Table) -> Result<String> {
        let options = &table.dialect_options;
        let mut out = String::new();
        if let Some(action) = options
            .get("oracle_on_commit")
            .and_then(OptionValue::to_text)
        {
            out.push_str(&format!(
                "\n ON COMMIT {}",
                action.replace('_', " ").to_uppercase()
            ));
        }
        match options.get("oracle_compress") {
            Some(OptionValue::Bool(true)) => out.push_str("\n COMPRESS"),
            Some(value) if value.is_truthy() => {
                out.push_str(&format!(
                    "\n COMPRESS FOR {}",
                    value.to_text().unwrap_or_default()
                ));
            }
            Some(_) | None => {}
        }
        if let Some(name) = options
            .get("oracle_tablespace")
            .and_then(OptionValue::to_text)
        {
            out.push_str(&format!("\n TABLESPACE {}", ctx.quote_str(&name)));
        }
        Ok(out)
    }

    fn create_table_comment(&self, ctx: &Ctx<'_>, op: &CreateTableCommentOp) -> Result<String> {
        let name = ctx.table(&op.table, op.schema.as_ref());
        let comment = match &op.comment {
            Some(comment) => string_literal(ctx, comment),
            None => "NULL".to_owned(),
        };
        Ok(format!("COMMENT ON TABLE {name} IS {comment}"))
    }

    fn table_comment(&self, ctx: &Ctx<'_>, table: &Table) -> Result<String> {
        let name = ctx.table(&table.name, table.schema.as_ref());
        let comment = string_literal(ctx, table.comment.as_deref().unwrap_or_default());
        Ok(format!("COMMENT ON TABLE {name} IS {comment}"))
    }

    fn add_column_keyword(&self) -> &'static str {
        "ADD"
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
        op: &AlterColumnOp,
        aspect: &Aspect<'_>,
    ) -> Result<String> {
        let table = alter_table(ctx, &op.table, op.schema.as_ref());
        let column = ctx.quote(&op.column);
        Ok(match aspect {
            Aspect::Nullable(nullable) => {
                format!(
                    "{table} MODIFY {column} {}",
                    if *nullable { "NULL" } else { "NOT NULL" }
                )
            }
            Aspect::Type(type_) => format!("{table} MODIFY {column} {}", process(ctx, type_)?),
            Aspect::Rename(name) => {
                format!("{table} RENAME COLUMN {column} TO {}", ctx.quote(name))
            }
            Aspect::Default(Some(default)) => {
                format!(
                    "{table} MODIFY {column} DEFAULT {}",
                    default_sql(ctx, default)?
                )
            }
            Aspect::Default(None) => format!("{table} MODIFY {column} DEFAULT NULL"),
            // Alembic quotes nothing here.
            Aspect::Comment(comment) => format!(
                "COMMENT ON COLUMN {}.{} IS {}",
                op.table.text,
                op.column.text,
                string_literal(ctx, comment.unwrap_or_default())
            ),
            Aspect::Identity(None) => format!("{table} MODIFY {column} DROP IDENTITY"),
            Aspect::Identity(Some(identity)) => {
                format!("{table} MODIFY {column} {}", self.identity(ctx, identity)?)
            }
            Aspect::Computed => generic_aspect(ctx, op, aspect)?,
        })
    }
}

fn decode(sql: &mut Sql<'_, '_>, left: &Expr, right: &Expr, wanted: u8) -> Result<String> {
    let (left, right) = sql.with_placeholders(|sql| (sql.expr(left), sql.expr(right)));
    let (left, right) = (left?, right?);
    Ok(format!("DECODE({left}, {right}, 0, 1) = {wanted}"))
}

/// `document[key].as_string()` and the like.
fn json_value(
    sql: &mut Sql<'_, '_>,
    document: &Expr,
    key: &Expr,
    type_: &SqlType,
) -> Result<String> {
    if type_.is_a(TypeClass::Boolean) {
        let item = sql.json_call("JSON_VALUE", document, key)?;
        return Ok(format!(
            "CASE {item} WHEN 'true' THEN 1 WHEN 'false' THEN 0 ELSE CAST({item} AS NUMBER(1)) END"
        ));
    }
    let document = sql.expr(document)?;
    let path = sql.json_path(key)?;
    let target = if type_.is_a(TypeClass::String) {
        "VARCHAR2(4000)".to_owned()
    } else {
        process(sql.ctx, type_)?.replace("NUMERIC", "NUMBER")
    };
    Ok(format!(
        "JSON_VALUE({document}, {path} RETURNING {target} ERROR ON ERROR)"
    ))
}

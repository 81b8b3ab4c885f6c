//! DDL of PostgreSQL. Mirrors `PGDDLCompiler` and the events of named types.

use alembic_schema::expr::BinaryOp;
use alembic_schema::types::ArgValue;
use alembic_schema::{
    CheckConstraint, Column, ColumnDefault, Computed, DialectOptions, ExcludeConstraint, Expr,
    ForeignKeyConstraint, Index, IndexElement, Name, OptionValue, PrimaryKeyConstraint,
    ServerDefault, SqlType, SqlValue, Table, TypeClass, UniqueConstraint,
};

use super::types::enum_name;
use crate::context::{Ctx, NamedType, Statement, StatementKind};
use crate::default::ddl as generic;
use crate::default::types::process;
use crate::error::{CompileError, Result};
use crate::quote::{sql_phrase, sql_phrase_with_columns};
use crate::sql::{self, Sql};

pub(crate) fn column_spec(ctx: &Ctx<'_>, table: &Table, column: &Column) -> Result<String> {
    let mut out = ctx.quote(&column.name);
    let is_serial = column.identity.is_none()
        && table
            .autoincrement_column()
            .is_some_and(|auto| auto.name.text == column.name.text)
        && match &column.default {
            None => true,
            Some(ColumnDefault::Sequence(sequence)) => sequence.optional,
            Some(ColumnDefault::Value(_) | ColumnDefault::Expr(_) | ColumnDefault::Callable) => {
                false
            }
        };
    if is_serial {
        let type_ = column.type_.for_dialect("postgresql");
        out.push_str(if type_.is_a(TypeClass::BigInteger) {
            " BIGSERIAL"
        } else if type_.is_a(TypeClass::SmallInteger) {
            " SMALLSERIAL"
        } else {
            " SERIAL"
        });
    } else {
        out.push(' ');
        out.push_str(&process(ctx, &column.type_)?);
        if let Some(default) = generic::default_text(ctx, column)? {
            out.push_str(&format!(" DEFAULT {default}"));
        }
    }
    if let Some(computed) = &column.computed {
        out.push(' ');
        out.push_str(&ctx.dialect.computed(ctx, computed)?);
    }
    if let Some(identity) = &column.identity {
        out.push(' ');
        out.push_str(&ctx.dialect.identity(ctx, identity)?);
    }
    match (column.nullable, column.identity.is_some()) {
        (false, false) => out.push_str(" NOT NULL"),
        (true, true) => out.push_str(" NULL"),
        (false, true) | (true, false) => {}
    }
    Ok(out)
}

/// Before PostgreSQL 18 a computed column is always stored; offline the newest server is assumed.
pub(crate) fn computed(ctx: &Ctx<'_>, computed: &Computed) -> Result<String> {
    if ctx
        .options
        .server_version
        .is_none_or(|(major, _)| major >= 18)
    {
        return generic::computed(ctx, computed);
    }
    if computed.persisted == Some(false) {
        return Err(CompileError::compile(
            "PostrgreSQL computed columns do not support 'virtual' persistence; set the 'persisted' flag to None or True for PostgreSQL support.",
        ));
    }
    Ok(format!(
        "GENERATED ALWAYS AS ({}) STORED",
        Sql::for_ddl(ctx).expr(&computed.sqltext)?
    ))
}

fn not_valid(options: &DialectOptions) -> &'static str {
    if options
        .get("postgresql_not_valid")
        .is_some_and(OptionValue::is_truthy)
    {
        " NOT VALID"
    } else {
        ""
    }
}

fn include(ctx: &Ctx<'_>, options: &DialectOptions) -> String {
    match options.get("postgresql_include") {
        Some(OptionValue::List(items) | OptionValue::Tuple(items)) if !items.is_empty() => {
            let names: Vec<String> = items.iter().map(|item| option_name(ctx, item)).collect();
            format!(" INCLUDE ({})", names.join(", "))
        }
        Some(_) | None => String::new(),
    }
}

fn option_name(ctx: &Ctx<'_>, value: &OptionValue) -> String {
    match value {
        OptionValue::Expr(expr) => match expr.as_ref() {
            Expr::Column { name, .. } => ctx.quote(name),
            _ => String::new(),
        },
        other => ctx.quote_str(&other.to_text().unwrap_or_default()),
    }
}

pub(crate) fn primary_key(
    ctx: &Ctx<'_>,
    table: &Table,
    key: &PrimaryKeyConstraint,
) -> Result<Option<String>> {
    if key.columns.is_empty() {
        return Ok(None);
    }
    Ok(Some(format!(
        "{}PRIMARY KEY ({}){}{}",
        generic::preamble(ctx, &key.name)?,
        generic::names(ctx, &generic::primary_key_columns(table, key)),
        include(ctx, &key.options.dialect_options),
        generic::deferrability(&key.options)?
    )))
}

pub(crate) fn foreign_key(
    ctx: &Ctx<'_>,
    table: &Table,
    key: &ForeignKeyConstraint,
) -> Result<String> {
    let text = generic::foreign_key(ctx, table, key)?;
    Ok(format!("{text}{}", not_valid(&key.options.dialect_options)))
}

/// ON DELETE may carry a column list: `SET NULL (a, b)`.
pub(crate) fn foreign_key_cascades(key: &ForeignKeyConstraint) -> Result<String> {
    let mut out = String::new();
    if let Some(phrase) = &key.foreign_key.ondelete {
        out.push_str(&format!(" ON DELETE {}", sql_phrase_with_columns(phrase)?));
    }
    if let Some(phrase) = &key.foreign_key.onupdate {
        out.push_str(&format!(" ON UPDATE {}", sql_phrase(phrase)?));
    }
    Ok(out)
}

fn distinct_nulls(options: &DialectOptions) -> Option<bool> {
    match options.get("postgresql_nulls_not_distinct") {
        Some(OptionValue::Bool(value)) => Some(*value),
        Some(_) | None => None,
    }
}

pub(crate) fn unique(ctx: &Ctx<'_>, unique: &UniqueConstraint) -> Result<String> {
    if unique.columns.is_empty() {
        return Ok(String::new());
    }
    let nulls = match distinct_nulls(&unique.options.dialect_options) {
        Some(true) => "NULLS NOT DISTINCT ",
        Some(false) => "NULLS DISTINCT ",
        None => "",
    };
    Ok(format!(
        "{}UNIQUE {nulls}({}){}{}",
        generic::preamble(ctx, &unique.name)?,
        generic::names(ctx, &unique.columns),
        include(ctx, &unique.options.dialect_options),
        generic::deferrability(&unique.options)?
    ))
}

pub(crate) fn check(ctx: &Ctx<'_>, table: &Table, check: &CheckConstraint) -> Result<String> {
    let text = generic::check(ctx, table, check)?;
    Ok(format!(
        "{text}{}",
        not_valid(&check.options.dialect_options)
    ))
}

pub(crate) fn exclude(ctx: &Ctx<'_>, exclude: &ExcludeConstraint) -> Result<String> {
    let mut elements = Vec::with_capacity(exclude.elements.len());
    for element in &exclude.elements {
        let mut text = Sql::for_ddl(ctx).expr(&element.expr)?;
        if let Some((_, class)) = expr_key(&element.expr)
            .and_then(|key| exclude.ops.iter().find(|(name, _)| *name == key))
        {
            text.push_str(&format!(" {class}"));
        }
        elements.push(format!("{text} WITH {}", element.operator));
    }
    let mut out = format!(
        "{}EXCLUDE USING {} ({})",
        generic::preamble(ctx, &exclude.name)?,
        crate::quote::one_word(&exclude.using)?.to_lowercase(),
        elements.join(", ")
    );
    if let Some(condition) = &exclude.where_ {
        out.push_str(&format!(
            " WHERE ({})",
            Sql::for_default(ctx).condition(condition)?
        ));
    }
    out.push_str(&generic::deferrability(&exclude.options)?);
    Ok(out)
}

fn expr_key(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Column { name, .. } => Some(name.text.to_string()),
        Expr::LiteralColumn { text, .. } => Some(text.clone()),
        Expr::Label {
            name: Some(name), ..
        } => Some(name.text.to_string()),
        Expr::Label { expr, name: None } => expr_key(expr),
        _ => None,
    }
}

pub(crate) fn create_index(
    ctx: &Ctx<'_>,
    table: &Table,
    index: &Index,
    if_not_exists: bool,
) -> Result<String> {
    let options = &index.dialect_options;
    let is_set = |name: &str| options.get(name).is_some_and(OptionValue::is_truthy);
    let mut out = String::from("CREATE ");
    if index.unique {
        out.push_str("UNIQUE ");
    }
    out.push_str("INDEX ");
    if is_set("postgresql_concurrently") {
        out.push_str("CONCURRENTLY ");
    }
    if if_not_exists {
        out.push_str("IF NOT EXISTS ");
    }
    out.push_str(&format!(
        "{} ON {} ",
        generic::index_name(ctx, table, index, false)?,
        ctx.table(&table.name, table.schema.as_ref())
    ));
    if is_set("postgresql_using") {
        let using = options
            .get("postgresql_using")
            .and_then(OptionValue::to_text)
            .unwrap_or_default();
        out.push_str(&format!(
            "USING {} ",
            crate::quote::one_word(&using)?.to_lowercase()
        ));
    }
    let mut elements = Vec::with_capacity(index.elements.len());
    for element in &index.elements {
        elements.push(index_element(ctx, element, options)?);
    }
    out.push_str(&format!("({})", elements.join(", ")));
    out.push_str(&include(ctx, options));
    match distinct_nulls(options) {
        Some(true) => out.push_str(" NULLS NOT DISTINCT"),
        Some(false) => out.push_str(" NULLS DISTINCT"),
        None => {}
    }
    if is_set("postgresql_with") {
        out.push_str(&format!(
            " WITH ({})",
            with_options(options.get("postgresql_with"))
        ));
    }
    if is_set("postgresql_tablespace") {
        let name = options
            .get("postgresql_tablespace")
            .and_then(OptionValue::to_text)
            .unwrap_or_default();
        out.push_str(&format!(" TABLESPACE {}", ctx.quote_str(&name)));
    }
    if let Some(condition) = generic::option_expr(ctx, options, "postgresql_where")? {
        out.push_str(&format!(" WHERE {condition}"));
    }
    Ok(out)
}

/// An element; expressions that are not columns or functions are grouped.
/// `json[...].as_string()`: an operator to SQLAlchemy, whatever CAST comes with it.
fn is_json_text(expr: &Expr) -> bool {
    let Expr::Cast { expr, .. } = expr else {
        return false;
    };
    matches!(
        &**expr,
        Expr::Binary {
            op: BinaryOp::JsonGetText | BinaryOp::JsonPathGetText,
            ..
        }
    )
}

/// Whether an expression of an index stands in parentheses (`expr.self_group()`).
pub(crate) fn groups_itself(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Binary { .. } | Expr::And(_) | Expr::Or(_) | Expr::Not(_) | Expr::Collate { .. }
    ) || is_json_text(expr)
        || matches!(expr, Expr::Unary { op, .. } if matches!(op, alembic_schema::expr::UnaryOp::Neg))
}

fn index_element(
    ctx: &Ctx<'_>,
    element: &IndexElement,
    options: &DialectOptions,
) -> Result<String> {
    let (text, key) = match element {
        IndexElement::Column(name) => (ctx.quote(name), Some(name.text.to_string())),
        IndexElement::Expr(expr) => {
            let text = Sql::for_ddl(ctx).expr(expr)?;
            let is_grouped = groups_itself(expr);
            (
                if is_grouped {
                    format!("({text})")
                } else {
                    text
                },
                expr_key(expr),
            )
        }
    };
    let class = match options.get("postgresql_ops") {
        Some(OptionValue::Dict(entries)) => key.and_then(|key| {
            entries
                .iter()
                .find(|(name, _)| *name == key)
                .and_then(|(_, value)| value.to_text())
        }),
        Some(_) | None => None,
    };
    Ok(match class {
        Some(class) => format!("{text} {class}"),
        None => text,
    })
}

/// `_prepare_withclause_opts`.
fn with_options(value: Option<&OptionValue>) -> String {
    let Some(OptionValue::Dict(entries)) = value else {
        return String::new();
    };
    let parts: Vec<String> = entries
        .iter()
        .map(|(name, value)| match value {
            OptionValue::None => name.to_string(),
            OptionValue::Bool(flag) => format!("{name} = {flag}"),
            other => format!("{name} = {}", other.to_text().unwrap_or_default()),
        })
        .collect();
    parts.join(", ")
}

pub(crate) fn drop_index(
    ctx: &Ctx<'_>,
    table: &Table,
    index: &Index,
    if_exists: bool,
) -> Result<String> {
    let concurrently = index
        .dialect_options
        .get("postgresql_concurrently")
        .is_some_and(OptionValue::is_truthy);
    Ok(format!(
        "\nDROP INDEX {}{}{}",
        if concurrently { "CONCURRENTLY " } else { "" },
        if if_exists { "IF EXISTS " } else { "" },
        generic::drop_index_name(ctx, table, index, true)?
    ))
}

pub(crate) fn post_create_table(ctx: &Ctx<'_>, table: &Table) -> Result<String> {
    let options = &table.dialect_options;
    let text = |name: &str| {
        options
            .get(name)
            .filter(|value| value.is_truthy())
            .and_then(OptionValue::to_text)
    };
    let mut out = String::new();
    match options.get("postgresql_inherits") {
        None | Some(OptionValue::None) => {}
        Some(OptionValue::List(items) | OptionValue::Tuple(items)) => {
            let names: Vec<String> = items.iter().map(|item| option_name(ctx, item)).collect();
            out.push_str(&format!("\n INHERITS ({})", names.join(", ")));
        }
        Some(single) => out.push_str(&format!("\n INHERITS ({})", option_name(ctx, single))),
    }
    if let Some(by) = text("postgresql_partition_by") {
        out.push_str(&format!("\n PARTITION BY {by}"));
    }
    if let Some(using) = text("postgresql_using") {
        out.push_str(&format!("\n USING {using}"));
    }
    if options
        .get("postgresql_with")
        .is_some_and(OptionValue::is_truthy)
    {
        out.push_str(&format!(
            "\n WITH ({})",
            with_options(options.get("postgresql_with"))
        ));
    }
    match options.get("postgresql_with_oids") {
        Some(OptionValue::Bool(true)) => out.push_str("\n WITH OIDS"),
        Some(OptionValue::Bool(false)) => out.push_str("\n WITHOUT OIDS"),
        Some(_) | None => {}
    }
    if let Some(action) = text("postgresql_on_commit") {
        out.push_str(&format!(
            "\n ON COMMIT {}",
            action.replace('_', " ").to_uppercase()
        ));
    }
    if let Some(tablespace) = text("postgresql_tablespace") {
        out.push_str(&format!("\n TABLESPACE {}", ctx.quote_str(&tablespace)));
    }
    Ok(out)
}

/// CREATE TYPE / CREATE DOMAIN of the table's columns, each name once.
pub(crate) fn types_of_table(ctx: &Ctx<'_>, table: &Table) -> Result<Vec<Statement>> {
    let mut out: Vec<Statement> = Vec::new();
    for column in &table.columns {
        let mut types = Vec::new();
        named_types(&column.type_, &mut types);
        for type_ in types {
            let kind = StatementKind::NamedType(NamedType {
                schema: type_.str("schema").map(str::to_owned),
                name: type_.str("name").unwrap_or_default().to_owned(),
            });
            if out.iter().any(|made| made.kind == kind) {
                continue;
            }
            let mut statement = Statement::ddl(create_type(ctx, type_)?);
            statement.kind = kind;
            out.push(statement);
        }
    }
    Ok(out)
}

/// ENUM and DOMAIN types inside a type that are created with their table.
fn named_types<'t>(type_: &'t SqlType, out: &mut Vec<&'t SqlType>) {
    let type_ = type_.for_dialect("postgresql");
    if let Some(item) = type_.type_arg("item_type") {
        named_types(item, out);
        return;
    }
    if type_.class == TypeClass::PgDOMAIN
        && let Some(data) = type_.type_arg("data_type")
    {
        named_types(data, out);
    }
    let is_named = type_.class == TypeClass::PgDOMAIN
        || (type_.is_a(TypeClass::Enum)
            && (type_.class == TypeClass::PgENUM || type_.flag("native_enum")));
    let wants_create = type_.arg("create_type").is_none() || type_.flag("create_type");
    if is_named && wants_create {
        out.push(type_);
    }
}

/// `CREATE TYPE` or `CREATE DOMAIN`.
pub(crate) fn create_type(ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
    let mut type_ = type_.for_dialect("postgresql").clone();
    if type_.class == TypeClass::Enum {
        // It is PostgreSQL's own type that is created.
        type_.class = TypeClass::PgENUM;
    }
    let type_ = &type_;
    let name = enum_name(ctx, type_)?;
    if type_.class != TypeClass::PgDOMAIN {
        let labels: Vec<String> = type_
            .labels()
            .iter()
            .map(|label| sql::string_literal(ctx, label))
            .collect();
        return Ok(format!(
            "CREATE TYPE {name} AS ENUM ({})",
            labels.join(", ")
        ));
    }
    let Some(data_type) = type_.type_arg("data_type") else {
        return Err(CompileError::ours("DOMAIN without a data type"));
    };
    let mut options = Vec::new();
    if let Some(collation) = type_.str("collation") {
        options.push(format!(
            "COLLATE {}",
            ctx.collation(collation, type_.str("collation_schema"))
        ));
    }
    if let Some(default) = domain_expr(type_, "default") {
        let text = match default {
            Expr::Bind(bind) => match &bind.value {
                Some(SqlValue::Text(text)) => sql::string_literal(ctx, text),
                Some(_) | None => String::new(),
            },
            other => generic::server_default(ctx, &ServerDefault::Expr(Box::new(other)))?
                .unwrap_or_default(),
        };
        options.push(format!("DEFAULT {text}"));
    }
    if let Some(name) = type_.str("constraint_name") {
        options.push(format!("CONSTRAINT {}", ctx.quote(&Name::new(name))));
    }
    if type_.flag("not_null") {
        options.push("NOT NULL".to_owned());
    }
    if let Some(check) = domain_expr(type_, "check") {
        let check = match check {
            Expr::Bind(bind) => match bind.value {
                Some(SqlValue::Text(text)) => Expr::text(text),
                Some(_) | None => Expr::Null,
            },
            other => other,
        };
        options.push(format!("CHECK ({})", Sql::for_ddl(ctx).expr(&check)?));
    }
    Ok(format!(
        "CREATE DOMAIN {name} AS {} {}",
        process(ctx, data_type)?,
        options.join(" ")
    ))
}

fn domain_expr(type_: &SqlType, name: &str) -> Option<Expr> {
    match type_.arg(name)? {
        ArgValue::Expr(expr) => Some((**expr).clone()),
        ArgValue::Str(text) => Some(Expr::literal_value(SqlValue::from(text.as_str()), None)),
        _ => None,
    }
}

/// `DROP TYPE` or `DROP DOMAIN`.
pub(crate) fn drop_type(ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
    let type_ = type_.for_dialect("postgresql");
    let word = if type_.class == TypeClass::PgDOMAIN {
        "DOMAIN"
    } else {
        "TYPE"
    };
    Ok(format!("DROP {word} {}", enum_name(ctx, type_)?))
}

//! DDL of MySQL. Mirrors `MySQLDDLCompiler`.

use alembic_schema::expr::{Expr, UnaryOp};
use alembic_schema::{Column, DialectOptions, Index, IndexElement, OptionValue, Table, TypeClass};

use crate::context::Ctx;
use crate::default::ddl as generic;
use crate::default::types::process;
use crate::error::Result;
use crate::sql::{self, Sql};

/// A text option, under the dialect's own prefix or MySQL's.
pub(crate) fn text_option(ctx: &Ctx<'_>, options: &DialectOptions, name: &str) -> Option<String> {
    option(ctx, options, name)?.to_text()
}

fn own_option<'o>(
    ctx: &Ctx<'_>,
    options: &'o DialectOptions,
    name: &str,
) -> Option<&'o OptionValue> {
    let own = format!("{}_{name}", ctx.dialect.features().name);
    options
        .get(own.as_str())
        .filter(|value| **value != OptionValue::None)
}

fn option<'o>(ctx: &Ctx<'_>, options: &'o DialectOptions, name: &str) -> Option<&'o OptionValue> {
    let own = format!("{}_{name}", ctx.dialect.features().name);
    options
        .get(own.as_str())
        .or_else(|| options.get(format!("mysql_{name}").as_str()))
        .filter(|value| **value != OptionValue::None)
}

pub(crate) fn column_spec(ctx: &Ctx<'_>, table: &Table, column: &Column) -> Result<String> {
    let mut parts = vec![ctx.quote(&column.name), process(ctx, &column.type_)?];
    super::types::check_column_type(ctx, &column.type_)?;
    if let Some(computed) = &column.computed {
        parts.push(ctx.dialect.computed(ctx, computed)?);
    }
    let type_ = column.type_.for_dialect(ctx.dialect.features().name);
    let is_timestamp = type_.is_a(TypeClass::TIMESTAMP);
    if !column.nullable {
        parts.push("NOT NULL".to_owned());
    } else if column.nullable && is_timestamp {
        parts.push("NULL".to_owned());
    }
    if let Some(comment) = &column.comment {
        parts.push(format!("COMMENT {}", sql::string_literal(ctx, comment)));
    }
    let is_auto = table
        .autoincrement_column()
        .is_some_and(|auto| auto.name.text == column.name.text)
        && column.server_default.is_none();
    if is_auto {
        parts.push("AUTO_INCREMENT".to_owned());
    } else if let Some(default) = generic::default_text(ctx, column)? {
        if needs_parentheses(&default) {
            parts.push(format!("DEFAULT ({default})"));
        } else {
            parts.push(format!("DEFAULT {default}"));
        }
    }
    Ok(parts.join(" "))
}

/// Expression defaults are grouped, except quoted text, ON UPDATE and `now(6)`.
fn needs_parentheses(default: &str) -> bool {
    let lower = default.to_lowercase();
    let first_line = default.split('\n').next().unwrap_or_default();
    let has_on_update = lower
        .split_whitespace()
        .collect::<Vec<_>>()
        .windows(2)
        .any(|pair| pair[0].ends_with("on") && pair[1].starts_with("update"));
    let has_fraction = ["now(", "current_timestamp("].iter().any(|head| {
        lower
            .strip_prefix(head)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    });
    !default.trim_start().starts_with(['\'', '"', '('])
        && !has_on_update
        && !has_fraction
        && first_line
            .chars()
            .any(|c| !(c.is_alphanumeric() || c == '_'))
}

pub(crate) fn create_index(
    ctx: &Ctx<'_>,
    table: &Table,
    index: &Index,
    if_not_exists: bool,
) -> Result<String> {
    let options = &index.dialect_options;
    let mut columns = Vec::with_capacity(index.elements.len());
    for element in &index.elements {
        columns.push(index_element(ctx, element)?);
    }
    let columns: Vec<String> = match own_option(ctx, options, "length") {
        None => columns.into_iter().map(|(text, _)| text).collect(),
        Some(OptionValue::Dict(lengths)) => columns
            .into_iter()
            .map(|(text, name)| {
                let length = lengths
                    .iter()
                    .find(|(key, _)| Some(key.as_str()) == name.as_deref() || *key == text);
                match length.and_then(|(_, length)| length.to_text()) {
                    Some(length) => format!("{text}({length})"),
                    None => text,
                }
            })
            .collect(),
        Some(length) => {
            let length = length.to_text().unwrap_or_default();
            columns
                .into_iter()
                .map(|(text, _)| format!("{text}({length})"))
                .collect()
        }
    };
    let prefix = own_option(ctx, options, "prefix")
        .and_then(OptionValue::to_text)
        .map(|prefix| format!("{prefix} "))
        .unwrap_or_default();
    let mut out = format!(
        "CREATE {}{prefix}INDEX {}{} ON {} ({})",
        if index.unique { "UNIQUE " } else { "" },
        if if_not_exists { "IF NOT EXISTS " } else { "" },
        generic::index_name(ctx, table, index, false)?,
        ctx.table(&table.name, table.schema.as_ref()),
        columns.join(", ")
    );
    if let Some(parser) = text_option(ctx, options, "with_parser") {
        out.push_str(&format!(" WITH PARSER {parser}"));
    }
    if let Some(using) = text_option(ctx, options, "using") {
        out.push_str(&format!(" USING {}", ctx.quote_str(&using)));
    }
    Ok(out)
}

fn index_element(ctx: &Ctx<'_>, element: &IndexElement) -> Result<(String, Option<String>)> {
    match element {
        IndexElement::Column(name) => Ok((ctx.quote(name), Some(name.text.to_string()))),
        IndexElement::Expr(expr) => {
            let text = Sql::for_ddl(ctx).expr(expr)?;
            let grouped = match expr {
                Expr::Binary { .. } | Expr::Function(_) => true,
                Expr::Unary { op, .. } => !matches!(op, UnaryOp::Desc | UnaryOp::Asc),
                _ => false,
            };
            let name = match expr {
                Expr::Column { name, .. } => Some(name.text.to_string()),
                _ => None,
            };
            Ok((if grouped { format!("({text})") } else { text }, name))
        }
    }
}

/// Table options: plain ones (COLLATE after the character set), then partitioning.
pub(crate) fn post_create_table(ctx: &Ctx<'_>, table: &Table) -> String {
    let prefix = format!("{}_", ctx.dialect.features().name);
    let mut options: Vec<(String, String)> = table
        .dialect_options
        .iter()
        .filter_map(|(name, value)| {
            let name = name.strip_prefix(prefix.as_str())?.to_uppercase();
            Some((name, value.to_text()?))
        })
        .collect();
    if let Some(comment) = &table.comment {
        options.push(("COMMENT".to_owned(), comment.clone()));
    }
    let is_partition = |name: &str| {
        matches!(
            name,
            "PARTITION_BY" | "PARTITIONS" | "SUBPARTITIONS" | "SUBPARTITION_BY"
        )
    };
    let (mut partitions, mut plain): (Vec<_>, Vec<_>) = options
        .into_iter()
        .partition(|(name, _)| is_partition(name));
    // The topological sort moves COLLATE behind the character sets.
    if let Some(at) = plain.iter().position(|(name, _)| name == "COLLATE") {
        let has_charset = plain.iter().skip(at).any(|(name, _)| name.contains("CHAR"));
        if has_charset {
            let collate = plain.remove(at);
            let last = plain
                .iter()
                .rposition(|(name, _)| name.contains("CHAR"))
                .map_or(at, |last| last + 1);
            plain.insert(last, collate);
        }
    }
    partitions.sort_by_key(|(name, _)| match name.as_str() {
        "PARTITION_BY" => 0,
        "PARTITIONS" => 1,
        "SUBPARTITION_BY" => 2,
        _ => 3,
    });
    let mut out = Vec::new();
    for (name, value) in plain {
        // The names of directories come with spaces, so that SQLAlchemy quotes only the other ones.
        let value = if is_text_option(&name) {
            sql::string_literal(ctx, &value)
        } else {
            value
        };
        let shown = if matches!(
            name.as_str(),
            "DATA_DIRECTORY"
                | "INDEX_DIRECTORY"
                | "DEFAULT_CHARACTER_SET"
                | "CHARACTER_SET"
                | "DEFAULT_CHARSET"
                | "DEFAULT_COLLATE"
        ) {
            name.replace('_', " ")
        } else {
            name
        };
        let joiner = match shown.as_str() {
            "TABLESPACE" | "DEFAULT CHARACTER SET" | "CHARACTER SET" | "COLLATE" => " ",
            _ => "=",
        };
        out.push(format!("{shown}{joiner}{value}"));
    }
    for (name, value) in partitions {
        out.push(format!("{} {value}", name.replace('_', " ")));
    }
    out.join(" ")
}

fn is_text_option(name: &str) -> bool {
    matches!(name, "COMMENT" | "PASSWORD" | "CONNECTION")
}

//! DDL of SQL Server. Mirrors `MSDDLCompiler`.

use alembic_schema::{
    Autoincrement, Column, ColumnDefault, DialectOptions, Index, Name, OptionValue, Table,
};

use crate::context::Ctx;
use crate::default::ddl as generic;
use crate::default::types::process;
use crate::error::{CompileError, Result};
use crate::sql::string_literal;

pub(crate) fn identity(start: Option<i64>, increment: Option<i64>) -> String {
    match (start, increment) {
        (None, None) => " IDENTITY".to_owned(),
        (start, increment) => format!(
            " IDENTITY({},{})",
            start.unwrap_or(1),
            increment.unwrap_or(1)
        ),
    }
}

pub(crate) fn column_spec(ctx: &Ctx<'_>, table: &Table, column: &Column) -> Result<String> {
    let mut out = ctx.quote(&column.name);
    out.push(' ');
    match &column.computed {
        Some(computed) => out.push_str(&ctx.dialect.computed(ctx, computed)?),
        None => out.push_str(&process(ctx, &column.type_)?),
    }
    let is_sequence = matches!(column.default, Some(ColumnDefault::Sequence(_)));
    let is_required = !column.nullable
        || column.primary_key
        || is_sequence
        || column.autoincrement == Autoincrement::True
        || column.identity.is_some();
    if is_required {
        out.push_str(" NOT NULL");
    } else if column.computed.is_none() {
        out.push_str(" NULL");
    }
    let start = int_option(&column.dialect_options, "mssql_identity_start");
    let increment = int_option(&column.dialect_options, "mssql_identity_increment");
    if column.identity.is_some() && (start.is_some() || increment.is_some()) {
        return Err(CompileError::compile(
            "Cannot specify options 'mssql_identity_start' and/or 'mssql_identity_increment' while also using the 'Identity' construct.",
        ));
    }
    let is_auto = table
        .autoincrement_column()
        .is_some_and(|auto| auto.name.text == column.name.text)
        || column.autoincrement == Autoincrement::True;
    if let Some(own) = &column.identity {
        out.push_str(&ctx.dialect.identity(ctx, own)?);
    } else if is_auto && !is_sequence {
        out.push_str(&identity(start, increment));
    } else if let Some(default) = generic::default_text(ctx, column)? {
        out.push_str(&format!(" DEFAULT {default}"));
    }
    Ok(out)
}

fn int_option(options: &DialectOptions, name: &str) -> Option<i64> {
    match options.get(name) {
        Some(OptionValue::Int(value)) => Some(*value),
        Some(_) | None => None,
    }
}

pub(crate) fn clustered(options: &DialectOptions) -> &'static str {
    match options.get("mssql_clustered") {
        None | Some(OptionValue::None) => "",
        Some(value) if value.is_truthy() => "CLUSTERED ",
        Some(_) => "NONCLUSTERED ",
    }
}

pub(crate) fn create_index(ctx: &Ctx<'_>, table: &Table, index: &Index) -> Result<String> {
    let options = &index.dialect_options;
    let columnstore = options
        .get("mssql_columnstore")
        .is_some_and(OptionValue::is_truthy);
    let mut out = format!(
        "CREATE {}{}{}INDEX {} ON {}",
        if index.unique { "UNIQUE " } else { "" },
        clustered(options),
        if columnstore { "COLUMNSTORE " } else { "" },
        generic::index_name(ctx, table, index, false)?,
        ctx.table(&table.name, table.schema.as_ref())
    );
    if !index.elements.is_empty() {
        out.push_str(&format!(
            " ({})",
            generic::index_elements(ctx, index)?.join(", ")
        ));
    }
    if let Some(OptionValue::List(items) | OptionValue::Tuple(items)) = options.get("mssql_include")
        && !items.is_empty()
    {
        let names: Vec<String> = items
            .iter()
            .filter_map(OptionValue::to_text)
            .map(|name| ctx.quote_str(&name))
            .collect();
        out.push_str(&format!(" INCLUDE ({})", names.join(", ")));
    }
    if let Some(condition) = generic::option_expr(ctx, options, "mssql_where")? {
        out.push_str(&format!(" WHERE {condition}"));
    }
    Ok(out)
}

/// The schema of a comment: the table's, or the connection's default.
pub(crate) fn comment_schema(ctx: &Ctx<'_>, schema: Option<&Name>) -> String {
    match schema {
        Some(schema) => ctx.quote_schema(schema),
        None => ctx.quote_str(ctx.options.default_schema.as_deref().unwrap_or("dbo")),
    }
}

pub(crate) fn table_comment(ctx: &Ctx<'_>, table: &Table) -> String {
    let place = format!(
        "'schema', {}, 'table', {}",
        comment_schema(ctx, table.schema.as_ref()),
        ctx.quote(&table.name)
    );
    match &table.comment {
        Some(comment) => format!(
            "execute sp_addextendedproperty 'MS_Description', N{}, {place}",
            string_literal(ctx, comment)
        ),
        None => format!("execute sp_dropextendedproperty 'MS_Description', {place}"),
    }
}

pub(crate) fn column_comment(ctx: &Ctx<'_>, table: &Table, column: &Column) -> String {
    let place = format!(
        "'schema', {}, 'table', {}, 'column', {}",
        comment_schema(ctx, table.schema.as_ref()),
        ctx.quote(&table.name),
        ctx.quote(&column.name)
    );
    match &column.comment {
        Some(comment) => format!(
            "execute sp_addextendedproperty 'MS_Description', N{}, {place}",
            string_literal(ctx, comment)
        ),
        None => format!("execute sp_dropextendedproperty 'MS_Description', {place}"),
    }
}

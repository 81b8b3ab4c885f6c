//! Generic DDL. Mirrors `sqlalchemy.sql.compiler.DDLCompiler`.

use alembic_schema::{
    CheckConstraint, Column, Computed, Constraint, ConstraintOptions, ForeignKeyConstraint,
    Identity, Index, IndexElement, Name, PrimaryKeyConstraint, SequenceOptions, ServerDefault,
    Table, UniqueConstraint,
};

use crate::context::Ctx;
use crate::error::{CompileError, Result};
use crate::quote::sql_phrase;
use crate::sql::{self, Sql};

/// `visit_create_table`.
pub(crate) fn create_table(ctx: &Ctx<'_>, table: &Table, if_not_exists: bool) -> Result<String> {
    let mut out = String::from("\nCREATE ");
    for prefix in &table.prefixes {
        out.push_str(prefix);
        out.push(' ');
    }
    out.push_str("TABLE ");
    if if_not_exists {
        out.push_str("IF NOT EXISTS ");
    }
    out.push_str(&ctx.table(&table.name, table.schema.as_ref()));
    out.push_str(" (");
    let mut separator = "\n";
    for column in table.columns.iter().filter(|column| !column.system) {
        let line =
            column_line(ctx, table, column).map_err(|error| in_column(error, table, column))?;
        out.push_str(separator);
        out.push('\t');
        out.push_str(&line);
        separator = ", \n";
    }
    let constraints = table_constraints(ctx, table)?;
    if !constraints.is_empty() {
        out.push_str(separator);
        out.push('\t');
        out.push_str(&constraints.join(", \n\t"));
    }
    out.push_str("\n)");
    out.push_str(&ctx.dialect.post_create_table(ctx, table)?);
    out.push_str("\n\n");
    Ok(out)
}

fn in_column(error: CompileError, table: &Table, column: &Column) -> CompileError {
    if !matches!(
        error.class,
        "sqlalchemy.exc.CompileError" | "sqlalchemy.exc.UnsupportedCompilationError"
    ) {
        return error;
    }
    // The link of the error is not part of its arguments.
    let message = match error.message.split_once(" (Background on this error at") {
        Some((message, _)) => message,
        None => &error.message,
    };
    CompileError {
        message: format!(
            "(in table '{}', column '{}'): {message}",
            table.name.text, column.name.text
        ),
        class: "sqlalchemy.exc.CompileError",
        ..error
    }
}

/// `visit_create_column`.
fn column_line(ctx: &Ctx<'_>, table: &Table, column: &Column) -> Result<String> {
    let mut out = ctx.dialect.column_spec(ctx, table, column)?;
    for check in &column.checks {
        out.push(' ');
        out.push_str(&ctx.dialect.check(ctx, table, check)?);
    }
    Ok(out)
}

fn table_constraints(ctx: &Ctx<'_>, table: &Table) -> Result<Vec<String>> {
    let mut out = Vec::new();
    if let Some(key) = &table.primary_key
        && let Some(text) = ctx.dialect.primary_key(ctx, table, key)?
    {
        out.push(text);
    }
    for constraint in &table.constraints {
        let skip_alter = match constraint {
            Constraint::ForeignKey(key) => {
                key.foreign_key.use_alter && ctx.dialect.features().supports_alter
            }
            Constraint::Check(check) => !should_create(ctx, table, check),
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclude(_) => false,
        };
        if !skip_alter && let Some(text) = constraint_text(ctx, table, constraint)? {
            out.push(text);
        }
    }
    // SQLAlchemy joins an empty primary key line too, but never has one: it makes no line for no columns.
    out.retain(|text| !text.is_empty());
    Ok(out)
}

/// `_create_rule` of type-bound CHECKs: not for native booleans and enums.
pub(crate) fn should_create(ctx: &Ctx<'_>, table: &Table, check: &CheckConstraint) -> bool {
    use alembic_schema::TypeClass;

    let Some(column) = check
        .type_bound
        .as_ref()
        .and_then(|name| table.column(name.as_str()))
    else {
        return true;
    };
    let features = ctx.dialect.features();
    let type_ = column.type_.for_dialect(features.name);
    if type_.is_a(TypeClass::Boolean) {
        // `non_native_boolean_check_constraint` is off on SQL Server.
        return !features.native_boolean && features.name != "mssql";
    }
    if type_.is_a(TypeClass::Enum) {
        return !(type_.flag("native_enum") && features.native_enum);
    }
    false
}

/// The text of one table constraint.
pub(crate) fn constraint_text(
    ctx: &Ctx<'_>,
    table: &Table,
    constraint: &Constraint,
) -> Result<Option<String>> {
    match constraint {
        Constraint::PrimaryKey(key) => ctx.dialect.primary_key(ctx, table, key),
        Constraint::ForeignKey(key) => ctx.dialect.foreign_key(ctx, table, key),
        Constraint::Unique(unique) => ctx.dialect.unique(ctx, table, unique).map(Some),
        Constraint::Check(check) => ctx.dialect.check(ctx, table, check).map(Some),
        Constraint::Exclude(exclude) => {
            if ctx.dialect.features().name == "postgresql" {
                crate::postgresql::ddl::exclude(ctx, exclude).map(Some)
            } else {
                Err(unsupported_element(
                    ctx,
                    "sqlalchemy.dialects.postgresql.ext.ExcludeConstraint",
                ))
            }
        }
    }
}

pub(crate) fn column_spec(ctx: &Ctx<'_>, _table: &Table, column: &Column) -> Result<String> {
    let mut out = format!(
        "{} {}",
        ctx.quote(&column.name),
        super::types::process(ctx, &column.type_)?
    );
    if let Some(default) = default_text(ctx, column)? {
        out.push_str(" DEFAULT ");
        out.push_str(&default);
    }
    if let Some(computed) = &column.computed {
        out.push(' ');
        out.push_str(&ctx.dialect.computed(ctx, computed)?);
    }
    let identity = column
        .identity
        .as_ref()
        .filter(|_| ctx.dialect.features().identity_columns);
    if let Some(identity) = identity {
        out.push(' ');
        out.push_str(&ctx.dialect.identity(ctx, identity)?);
    }
    if !column.nullable && identity.is_none() {
        out.push_str(" NOT NULL");
    }
    Ok(out)
}

/// `get_column_default_string`.
pub(crate) fn default_text(ctx: &Ctx<'_>, column: &Column) -> Result<Option<String>> {
    match &column.server_default {
        None => Ok(None),
        Some(default) => server_default(ctx, default),
    }
}

/// `render_default_string`.
pub(crate) fn server_default(ctx: &Ctx<'_>, default: &ServerDefault) -> Result<Option<String>> {
    match default {
        ServerDefault::Text(text) => Ok(Some(sql::string_literal(ctx, text))),
        ServerDefault::Expr(expr) => Sql::for_default(ctx).expr(expr).map(Some),
        ServerDefault::Fetched => Ok(None),
    }
}

pub(crate) fn computed(ctx: &Ctx<'_>, computed: &Computed) -> Result<String> {
    let text = Sql::for_ddl(ctx).expr(&computed.sqltext)?;
    Ok(match computed.persisted {
        None => format!("GENERATED ALWAYS AS ({text})"),
        Some(true) => format!("GENERATED ALWAYS AS ({text}) STORED"),
        Some(false) => format!("GENERATED ALWAYS AS ({text}) VIRTUAL"),
    })
}

pub(crate) fn identity(ctx: &Ctx<'_>, identity: &Identity) -> Result<String> {
    let kind = if identity.always == Some(true) {
        "ALWAYS"
    } else {
        "BY DEFAULT"
    };
    let mut out = format!("GENERATED {kind} AS IDENTITY");
    let options = ctx.dialect.identity_options(&identity.options);
    if !options.is_empty() {
        out.push_str(&format!(" ({options})"));
    }
    Ok(out)
}

pub(crate) fn identity_options(options: &SequenceOptions) -> String {
    let mut out = Vec::new();
    if let Some(increment) = options.increment {
        out.push(format!("INCREMENT BY {increment}"));
    }
    if let Some(start) = options.start {
        out.push(format!("START WITH {start}"));
    }
    if let Some(minimum) = options.minvalue {
        out.push(format!("MINVALUE {minimum}"));
    }
    if let Some(maximum) = options.maxvalue {
        out.push(format!("MAXVALUE {maximum}"));
    }
    if options.nominvalue.is_some() {
        out.push("NO MINVALUE".to_owned());
    }
    if options.nomaxvalue.is_some() {
        out.push("NO MAXVALUE".to_owned());
    }
    if let Some(cache) = options.cache {
        out.push(format!("CACHE {cache}"));
    }
    if let Some(cycle) = options.cycle {
        out.push(if cycle { "CYCLE" } else { "NO CYCLE" }.to_owned());
    }
    out.join(" ")
}

/// `define_constraint_preamble`.
pub(crate) fn preamble(ctx: &Ctx<'_>, name: &alembic_schema::ConstraintName) -> Result<String> {
    Ok(match ctx.constraint_name(name, false)? {
        Some(name) => format!("CONSTRAINT {name} "),
        None => String::new(),
    })
}

/// `define_constraint_deferrability`.
pub(crate) fn deferrability(options: &ConstraintOptions) -> Result<String> {
    let mut out = match options.deferrable {
        None => String::new(),
        Some(true) => " DEFERRABLE".to_owned(),
        Some(false) => " NOT DEFERRABLE".to_owned(),
    };
    if let Some(initially) = &options.initially {
        out.push_str(" INITIALLY ");
        out.push_str(sql_phrase(initially)?);
    }
    Ok(out)
}

/// Comma separated quoted names.
pub(crate) fn names(ctx: &Ctx<'_>, names: &[Name]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| ctx.quote(name)).collect();
    quoted.join(", ")
}

/// The columns of a primary key: an implicit one has its autoincrement column first.
pub(crate) fn primary_key_columns(table: &Table, key: &PrimaryKeyConstraint) -> Vec<Name> {
    let mut columns = key.columns.clone();
    if key.implicit
        && let Some(auto) = table.autoincrement_column()
        && let Some(at) = columns
            .iter()
            .position(|name| name.as_str() == auto.name.as_str())
    {
        let name = columns.remove(at);
        columns.insert(0, name);
    }
    columns
}

pub(crate) fn primary_key(
    ctx: &Ctx<'_>,
    table: &Table,
    key: &PrimaryKeyConstraint,
) -> Result<String> {
    if key.columns.is_empty() {
        return Ok(String::new());
    }
    Ok(format!(
        "{}PRIMARY KEY ({}){}",
        preamble(ctx, &key.name)?,
        names(ctx, &primary_key_columns(table, key)),
        deferrability(&key.options)?
    ))
}

pub(crate) fn foreign_key(
    ctx: &Ctx<'_>,
    _table: &Table,
    key: &ForeignKeyConstraint,
) -> Result<String> {
    let remote = ctx.table(&key.referred_table, key.referred_schema.as_ref());
    foreign_key_to(ctx, key, &remote)
}

/// A FOREIGN KEY clause with the remote table's text given.
pub(crate) fn foreign_key_to(
    ctx: &Ctx<'_>,
    key: &ForeignKeyConstraint,
    remote: &str,
) -> Result<String> {
    Ok(format!(
        "{}FOREIGN KEY({}) REFERENCES {remote} ({}){}{}{}",
        preamble(ctx, &key.name)?,
        names(ctx, &key.columns),
        names(ctx, &key.referred_columns),
        ctx.dialect.foreign_key_match(key)?,
        ctx.dialect.foreign_key_cascades(ctx, key)?,
        deferrability(&key.options)?
    ))
}

pub(crate) fn foreign_key_match(key: &ForeignKeyConstraint) -> Result<String> {
    match &key.foreign_key.match_ {
        Some(phrase) => Ok(format!(" MATCH {}", sql_phrase(phrase)?)),
        None => Ok(String::new()),
    }
}

pub(crate) fn foreign_key_cascades(_ctx: &Ctx<'_>, key: &ForeignKeyConstraint) -> Result<String> {
    let mut out = String::new();
    if let Some(phrase) = &key.foreign_key.ondelete {
        out.push_str(" ON DELETE ");
        out.push_str(sql_phrase(phrase)?);
    }
    if let Some(phrase) = &key.foreign_key.onupdate {
        out.push_str(" ON UPDATE ");
        out.push_str(sql_phrase(phrase)?);
    }
    Ok(out)
}

pub(crate) fn unique(ctx: &Ctx<'_>, _table: &Table, unique: &UniqueConstraint) -> Result<String> {
    if unique.columns.is_empty() {
        return Ok(String::new());
    }
    Ok(format!(
        "{}UNIQUE ({}){}",
        preamble(ctx, &unique.name)?,
        names(ctx, &unique.columns),
        deferrability(&unique.options)?
    ))
}

pub(crate) fn check(ctx: &Ctx<'_>, _table: &Table, check: &CheckConstraint) -> Result<String> {
    // The CHECK of a type without a name is refused only where it is written.
    let template = ctx.naming_convention.templates.get("ck");
    if check.name == alembic_schema::ConstraintName::NoneDeferred
        && template.is_some_and(|template| template.contains("%(constraint_name)s"))
    {
        return Err(alembic_schema::naming::NamingError::NameRequired.into());
    }
    Ok(format!(
        "{}CHECK ({}){}",
        preamble(ctx, &check.name)?,
        Sql::for_ddl(ctx).expr(&check.sqltext)?,
        deferrability(&check.options)?
    ))
}

/// The name of an index, with its schema if asked for.
pub(crate) fn index_name(
    ctx: &Ctx<'_>,
    table: &Table,
    index: &Index,
    with_schema: bool,
) -> Result<String> {
    let Some(name) = ctx.constraint_name(&index.name, true)? else {
        return Err(CompileError::compile(
            "CREATE INDEX requires that the index have a name",
        ));
    };
    Ok(match &table.schema {
        Some(schema) if with_schema && !schema.text.is_empty() => {
            format!("{}.{name}", ctx.quote_schema(schema))
        }
        Some(_) | None => name,
    })
}

/// The elements of an index.
pub(crate) fn index_elements(ctx: &Ctx<'_>, index: &Index) -> Result<Vec<String>> {
    index
        .elements
        .iter()
        .map(|element| match element {
            IndexElement::Column(name) => Ok(ctx.quote(name)),
            IndexElement::Expr(expr) => Sql::for_ddl(ctx).expr(expr),
        })
        .collect()
}

pub(crate) fn create_index(
    ctx: &Ctx<'_>,
    table: &Table,
    index: &Index,
    if_not_exists: bool,
) -> Result<String> {
    Ok(format!(
        "CREATE {}INDEX {}{} ON {} ({})",
        if index.unique { "UNIQUE " } else { "" },
        if if_not_exists { "IF NOT EXISTS " } else { "" },
        index_name(ctx, table, index, false)?,
        ctx.table(&table.name, table.schema.as_ref()),
        index_elements(ctx, index)?.join(", ")
    ))
}

pub(crate) fn drop_index(
    ctx: &Ctx<'_>,
    table: &Table,
    index: &Index,
    if_exists: bool,
) -> Result<String> {
    Ok(format!(
        "\nDROP INDEX {}{}",
        if if_exists { "IF EXISTS " } else { "" },
        drop_index_name(ctx, table, index, true)?
    ))
}

pub(crate) fn drop_index_name(
    ctx: &Ctx<'_>,
    table: &Table,
    index: &Index,
    with_schema: bool,
) -> Result<String> {
    if index.name.as_str().is_none() {
        return Err(CompileError::compile(
            "DROP INDEX requires that the index have a name",
        ));
    }
    index_name(ctx, table, index, with_schema)
}

pub(crate) fn table_comment(ctx: &Ctx<'_>, table: &Table) -> Result<String> {
    let comment = match &table.comment {
        Some(comment) => sql::string_literal(ctx, comment),
        None => "NULL".to_owned(),
    };
    Ok(format!(
        "COMMENT ON TABLE {} IS {comment}",
        ctx.table(&table.name, table.schema.as_ref())
    ))
}

pub(crate) fn column_comment(ctx: &Ctx<'_>, table: &Table, column: &Column) -> Result<String> {
    let comment = match &column.comment {
        Some(comment) => sql::string_literal(ctx, comment),
        None => "NULL".to_owned(),
    };
    Ok(format!(
        "COMMENT ON COLUMN {}.{} IS {comment}",
        ctx.table(&table.name, table.schema.as_ref()),
        ctx.quote(&column.name)
    ))
}

/// An SQL expression among dialect options (`sqlite_where`, `postgresql_where`); a str is `text()`.
pub(crate) fn option_expr(
    ctx: &Ctx<'_>,
    options: &alembic_schema::DialectOptions,
    name: &str,
) -> Result<Option<String>> {
    use alembic_schema::OptionValue;

    match options.get(name) {
        None | Some(OptionValue::None) => Ok(None),
        Some(OptionValue::Expr(expr)) => Sql::for_ddl(ctx).condition(expr).map(Some),
        Some(OptionValue::Str(text)) => Sql::for_ddl(ctx)
            .expr(&alembic_schema::Expr::text(text.clone()))
            .map(Some),
        Some(_) => Err(CompileError::argument(format!(
            "{name} expects an SQL expression"
        ))),
    }
}

/// `UnsupportedCompilationError` of a DDL compiler.
pub(crate) fn unsupported_element(ctx: &Ctx<'_>, element: &str) -> CompileError {
    let compiler = match ctx.dialect.features().name {
        "sqlite" => "sqlite.base.SQLiteDDLCompiler",
        "postgresql" => "postgresql.base.PGDDLCompiler",
        "mysql" | "mariadb" => "mysql.base.MySQLDDLCompiler",
        "mssql" => "mssql.base.MSDDLCompiler",
        "oracle" => "oracle.base.OracleDDLCompiler",
        other => other,
    };
    CompileError::unsupported(compiler, element)
}

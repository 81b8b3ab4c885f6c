//! Generic type names. Mirrors `sqlalchemy.sql.compiler.GenericTypeCompiler`.

use alembic_schema::{SqlType, Table, TypeClass};

use crate::context::Ctx;
use crate::error::{CompileError, Result};

/// `type_compiler.process(type)` with variants, decorators and user-defined types resolved.
pub(crate) fn process(ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
    let dialect = ctx.dialect.features().name;
    let resolved = type_.for_dialect(dialect);
    if let Some(user) = &resolved.user {
        let spec = user
            .col_spec
            .iter()
            .find(|(name, _)| name.as_deref() == Some(dialect))
            .or_else(|| user.col_spec.iter().find(|(name, _)| name.is_none()));
        if let Some((_, text)) = spec {
            return Ok(text.clone());
        }
        if user.is_decorator {
            return Err(CompileError::ours(format!(
                "the DDL of type {}.{} is not known",
                user.module, user.name
            )));
        }
    }
    ctx.dialect.type_sql(ctx, resolved)
}

/// The visit name that a type is dispatched on.
pub(crate) fn visit_name(type_: &SqlType) -> &str {
    match type_
        .user
        .as_ref()
        .and_then(|user| user.visit_name.as_deref())
    {
        Some(name) => name,
        None => type_.class.info().visit_name,
    }
}

pub(crate) fn type_sql(ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
    by_name(ctx, type_, visit_name(type_))
}

/// The generic rendering under a visit name.
pub(crate) fn by_name(ctx: &Ctx<'_>, type_: &SqlType, name: &str) -> Result<String> {
    Ok(match name {
        "float" | "FLOAT" => "FLOAT".to_owned(),
        "double" | "DOUBLE" => "DOUBLE".to_owned(),
        "DOUBLE_PRECISION" => "DOUBLE PRECISION".to_owned(),
        "real" | "REAL" => "REAL".to_owned(),
        "numeric" | "NUMERIC" => numeric(type_, "NUMERIC"),
        "DECIMAL" => numeric(type_, "DECIMAL"),
        "integer" | "INTEGER" => "INTEGER".to_owned(),
        "small_integer" | "SMALLINT" => "SMALLINT".to_owned(),
        "big_integer" | "BIGINT" => "BIGINT".to_owned(),
        "TIMESTAMP" => "TIMESTAMP".to_owned(),
        "datetime" | "DATETIME" => "DATETIME".to_owned(),
        "date" | "DATE" => "DATE".to_owned(),
        "time" | "TIME" => "TIME".to_owned(),
        "CLOB" => "CLOB".to_owned(),
        "NCLOB" => "NCLOB".to_owned(),
        "CHAR" => string(ctx, type_, "CHAR"),
        "NCHAR" => string(ctx, type_, "NCHAR"),
        "string" | "unicode" | "VARCHAR" => string(ctx, type_, "VARCHAR"),
        "enum" | "ENUM" if type_.class == TypeClass::MysqlENUM => {
            return Err(unsupported(ctx, type_));
        }
        "enum" | "ENUM" => enum_varchar(ctx, type_),
        "NVARCHAR" => string(ctx, type_, "NVARCHAR"),
        "text" | "unicode_text" | "TEXT" => string(ctx, type_, "TEXT"),
        "uuid" => {
            if type_.flag("native_uuid") && ctx.dialect.features().native_uuid {
                "UUID".to_owned()
            } else {
                "CHAR(32)".to_owned()
            }
        }
        "UUID" => "UUID".to_owned(),
        "large_binary" | "BLOB" => "BLOB".to_owned(),
        "BINARY" => with_length(type_, "BINARY"),
        "VARBINARY" => with_length(type_, "VARBINARY"),
        "boolean" | "BOOLEAN" => "BOOLEAN".to_owned(),
        // SQLAlchemy's own decorators.
        "type_decorator" => return decorator(ctx, type_),
        "null" => {
            return Err(CompileError::compile(
                "Can't generate DDL for NullType(); did you forget to specify a type on this Column?",
            ));
        }
        _ => return Err(unsupported(ctx, type_)),
    })
}

fn decorator(ctx: &Ctx<'_>, type_: &SqlType) -> Result<String> {
    match type_.class {
        TypeClass::Interval => ctx
            .dialect
            .type_sql(ctx, &SqlType::new(TypeClass::DateTime)),
        TypeClass::PickleType => {
            let inner = match type_.type_arg("impl") {
                Some(inner) => inner.clone(),
                None => SqlType::new(TypeClass::LargeBinary),
            };
            process(ctx, &inner)
        }
        _ => Err(unsupported(ctx, type_)),
    }
}

/// PostgreSQL's own ENUM and DOMAIN are created with their table on every database that has such a type, where
/// that fails.
pub(crate) fn refuse_foreign_types(ctx: &Ctx<'_>, table: &Table) -> Result<()> {
    let is_mysql = matches!(ctx.dialect.features().name, "mysql" | "mariadb");
    for column in &table.columns {
        let type_ = column.type_.for_dialect(ctx.dialect.features().name);
        let wants_create = type_.arg("create_type").is_none() || type_.flag("create_type");
        let construct = match type_.class {
            TypeClass::PgDOMAIN => "CreateDomainType",
            TypeClass::PgENUM if is_mysql => "CreateEnumType",
            _ => continue,
        };
        if wants_create {
            return Err(CompileError {
                class: "sqlalchemy.exc.UnsupportedCompilationError",
                message: format!(
                    "Compiler <sqlalchemy.dialects.{}DDLCompiler object at 0x0> can't render element of type <class 'sqlalchemy.dialects.postgresql.named_types.{construct}'> (Background on this error at: https://sqlalche.me/e/21/l7de)",
                    compiler_prefix(ctx)
                ),
                span: type_.span,
            });
        }
    }
    Ok(())
}

fn compiler_prefix(ctx: &Ctx<'_>) -> &'static str {
    match ctx.dialect.features().name {
        "sqlite" => "sqlite.base.SQLite",
        "postgresql" => "postgresql.base.PG",
        "mysql" | "mariadb" => "mysql.base.MySQL",
        "mssql" => "mssql.base.MS",
        "oracle" => "oracle.base.Oracle",
        _ => "default.",
    }
}

/// SQLAlchemy's `UnsupportedCompilationError` of a type compiler.
pub(crate) fn unsupported(ctx: &Ctx<'_>, type_: &SqlType) -> CompileError {
    let compiler = compiler_prefix(ctx);
    let info = type_.class.info();
    if type_.user.is_some() || info.name == "TypeEngine" {
        return CompileError::ours(format!("type {} has no known DDL", type_.repr()));
    }
    CompileError {
        class: "sqlalchemy.exc.UnsupportedCompilationError",
        message: format!(
            "Compiler <sqlalchemy.dialects.{compiler}TypeCompiler object at 0x0> can't render element of type {} (Background on this error at: https://sqlalche.me/e/21/l7de)",
            info.name
        ),
        span: type_.span,
    }
}

/// `NAME(precision, scale)`.
pub(crate) fn numeric(type_: &SqlType, name: &str) -> String {
    match (type_.int("precision"), type_.int("scale")) {
        (None, _) => name.to_owned(),
        (Some(precision), None) => format!("{name}({precision})"),
        (Some(precision), Some(scale)) => format!("{name}({precision}, {scale})"),
    }
}

/// `NAME(length)` or `NAME`.
pub(crate) fn with_length(type_: &SqlType, name: &str) -> String {
    match type_.int("length") {
        Some(length) if length != 0 => format!("{name}({length})"),
        Some(_) | None => name.to_owned(),
    }
}

/// `_render_string_type`.
pub(crate) fn string(ctx: &Ctx<'_>, type_: &SqlType, name: &str) -> String {
    let mut out = with_length(type_, name);
    if let Some(collation) = type_.str("collation").filter(|text| !text.is_empty()) {
        out.push_str(" COLLATE ");
        out.push_str(&ctx.collation(collation, type_.str("collation_schema")));
    }
    out
}

/// A non-native enum.
pub(crate) fn enum_varchar(_ctx: &Ctx<'_>, type_: &SqlType) -> String {
    match type_.enum_length() {
        Some(length) if length != 0 => format!("VARCHAR({length})"),
        Some(_) | None => "VARCHAR".to_owned(),
    }
}

//! Server defaults. Mirrors `autogenerate.compare.server_defaults` and the dialects' `compare_server_default`.

use std::sync::LazyLock;

use alembic_dialect::{CompileError, compile_literal_expr};
use alembic_schema::expr::BinaryOp;
use alembic_schema::ops::{AlterColumnOp, AlterDefault, Change};
use alembic_schema::{Autoincrement, Column, Expr, ServerDefault, SqlType, TypeClass};
use fancy_regex::Regex;

use super::{
    ColumnPair, CompareServerDefault, Comparison, Flow, ServerDefaultQuestion, computed, identity,
};
use crate::error::Result;
use crate::objects::DefaultRef;

const LOGGER: &str = "alembic.autogenerate.compare.server_defaults";

static NEXTVAL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^nextval\('(.+?)'::regclass\)").ok());
static PARENTHESES: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\((.+)\)$").ok());
static QUOTES: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"^"?'(.+)'"?$"#).ok());
/// A string literal, with or without a cast.
static QUOTED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^'((?:[^']|'')*)'(?:::[\w\x22.\[\] ]+)?$").ok());

/// `_user_compare_server_default`, and the gate for columns with a default.
pub(crate) fn compare_by_user(
    comparison: &Comparison<'_>,
    pair: ColumnPair<'_>,
    op: &mut AlterColumnOp,
) -> Result<Flow> {
    if DefaultRef::of(pair.database).is_none() && DefaultRef::of(pair.model).is_none() {
        return Ok(Flow::Continue);
    }
    op.existing_server_default = as_change(pair.database);
    match comparison.input.compare_server_default {
        CompareServerDefault::Off if pair.built.is_none() => return Ok(Flow::Stop),
        CompareServerDefault::Off => return Ok(Flow::Continue),
        CompareServerDefault::On => return Ok(Flow::Continue),
        CompareServerDefault::Callable => {}
    }
    let model = model_text(comparison, pair.model)?;
    let database = match DefaultRef::of(pair.database) {
        DefaultRef::Identity(_) => return Err(no_attribute("Identity")),
        DefaultRef::Computed(_) => return Err(no_attribute("Computed")),
        DefaultRef::None | DefaultRef::Plain(_) => database_text(pair.database),
    };
    let answer = comparison
        .callbacks
        .compare_server_default(ServerDefaultQuestion {
            inspected_column: (pair.database_table, pair.database),
            metadata_column: (pair.model_table, pair.model),
            inspected_default: database.as_deref(),
            rendered_metadata_default: model.as_deref(),
        })?;
    Ok(match answer {
        Some(true) => {
            op.server_default = as_change(pair.model);
            let function = comparison.callbacks.compare_server_default_text();
            comparison.info(
                LOGGER,
                format!(
                    "User defined function {function} detected server default on column '{}.{}'",
                    pair.table_name, pair.name
                ),
            );
            Flow::Stop
        }
        Some(false) => Flow::Stop,
        None => Flow::Continue,
    })
}

/// What an operation says of a default that stays.
pub(crate) fn keep_existing(pair: ColumnPair<'_>, op: &mut AlterColumnOp) {
    if !DefaultRef::of(pair.database).is_none() {
        op.existing_server_default = as_change(pair.database);
    }
}

fn no_attribute(class: &str) -> crate::AutogenerateError {
    let mut error = CompileError::type_error(format!("'{class}' object has no attribute 'arg'"));
    error.class = "AttributeError";
    error.into()
}

/// Computed, identity and `autoincrement`, in this order.
pub(crate) fn compare_kinds(
    comparison: &Comparison<'_>,
    pair: ColumnPair<'_>,
    op: &mut AlterColumnOp,
) -> Result<Flow> {
    if computed::compare(comparison, pair)? == Flow::Stop {
        return Ok(Flow::Stop);
    }
    if identity::compare(comparison, pair, op)? == Flow::Stop {
        return Ok(Flow::Stop);
    }
    op.autoincrement = autoincrement(pair);
    Ok(Flow::Continue)
}

/// `_setup_autoincrement`.
fn autoincrement(pair: ColumnPair<'_>) -> Option<bool> {
    let is_own = pair
        .model_table
        .autoincrement_column()
        .is_some_and(|column| column.name == pair.model.name);
    match pair.model.autoincrement {
        _ if is_own => Some(true),
        Autoincrement::True => Some(true),
        Autoincrement::False => Some(false),
        Autoincrement::Auto | Autoincrement::IgnoreFk => None,
    }
}

/// `_dialect_impl_compare_server_default`.
pub(crate) fn compare_by_dialect(
    comparison: &Comparison<'_>,
    pair: ColumnPair<'_>,
    op: &mut AlterColumnOp,
) -> Result<()> {
    let (database, model) = (DefaultRef::of(pair.database), DefaultRef::of(pair.model));
    if database.is_none() && model.is_none() {
        return Ok(());
    }
    op.existing_server_default = as_change(pair.database);
    if !is_clause(database) || !is_clause(model) {
        return Ok(());
    }
    let wanted = model_text(comparison, pair.model)?;
    let existing = database_text(pair.database);
    // Asked for only where the defaults that the database shows differ.
    let differs = if pair.built.is_some() {
        true
    } else if comparison.is_postgresql() {
        postgresql_differs(comparison, pair, existing, wanted)?
    } else {
        strip(existing.as_deref()) != strip(wanted.as_deref())
    };
    if differs {
        op.server_default = as_change(pair.model);
        let class = if comparison.is_postgresql() {
            "alembic.ddl.postgresql.PostgresqlImpl"
        } else {
            "alembic.ddl.sqlite.SQLiteImpl"
        };
        // The reference shows the address of its object here.
        comparison.info(
            LOGGER,
            format!(
                "Dialect impl <{class} object at 0x7f0000000000> detected server default on column '{}.{}'",
                pair.table_name, pair.name
            ),
        );
    }
    Ok(())
}

/// True for `DefaultClause` and `None`.
fn is_clause(default: DefaultRef<'_>) -> bool {
    match default {
        DefaultRef::None => true,
        DefaultRef::Plain(default) => !matches!(default, ServerDefault::Fetched),
        DefaultRef::Identity(_) | DefaultRef::Computed(_) => false,
    }
}

/// `SQLiteImpl.compare_server_default`: without parentheses, then without quotes.
pub(super) fn strip(default: Option<&str>) -> Option<String> {
    let inner = |regex: &LazyLock<Option<Regex>>, text: &str| {
        regex
            .as_ref()
            .and_then(|regex| regex.captures(text).ok().flatten())
            .and_then(|found| found.get(1).map(|group| group.as_str().to_owned()))
            .unwrap_or_else(|| text.to_owned())
    };
    default.map(|text| inner(&QUOTES, &inner(&PARENTHESES, text)))
}

/// `PostgresqlImpl.compare_server_default`.
fn postgresql_differs(
    comparison: &Comparison<'_>,
    pair: ColumnPair<'_>,
    existing: Option<String>,
    wanted: Option<String>,
) -> Result<bool> {
    let is_serial = pair.model.primary_key
        && pair
            .model_table
            .autoincrement_column()
            .is_some_and(|column| column.name == pair.model.name);
    if is_serial {
        return Ok(false);
    }
    let is_nextval = |text: &String| {
        NEXTVAL
            .as_ref()
            .is_some_and(|regex| regex.is_match(text).unwrap_or(false))
    };
    let existing = existing.map(|text| {
        if is_nextval(&text) {
            text.replace("::regclass", "")
        } else {
            text
        }
    });
    if existing == wanted {
        return Ok(false);
    }
    let (Some(existing), Some(_), Some(default)) =
        (existing, wanted, pair.model.server_default.as_ref())
    else {
        return Ok(true);
    };
    if is_no_value_yet(&pair.database.type_, default) {
        return Ok(true);
    }
    let right = match default {
        ServerDefault::Text(text) => literal_column(quoted(text, &pair.database.type_)),
        ServerDefault::Expr(expr) => (**expr).clone(),
        ServerDefault::Fetched => return Ok(true),
    };
    let question = Expr::binary(literal_column(existing), BinaryOp::Eq, right);
    let sql = compile_literal_expr(comparison.input.ctx, &question, true)?;
    let sql = if comparison.input.ctx.options.double_percent {
        sql.replace("%%", "%")
    } else {
        sql
    };
    let is_equal = comparison
        .callbacks
        .defaults_equal_on_server(&format!("SELECT {sql} AS anon_1"))?;
    Ok(!is_equal)
}

/// True for a default that the enum type of the database does not have: the server would refuse the question.
fn is_no_value_yet(type_: &SqlType, default: &ServerDefault) -> bool {
    let text = match default {
        ServerDefault::Text(text) => text,
        ServerDefault::Expr(expr) => match &**expr {
            Expr::Text(clause) => match QUOTED.as_ref().map(|regex| regex.captures(&clause.text)) {
                Some(Ok(Some(found))) => found.get(1).map_or("", |group| group.as_str()),
                Some(_) | None => return false,
            },
            _ => return false,
        },
        ServerDefault::Fetched => return false,
    };
    let (values, type_) = match type_.type_arg("item_type") {
        Some(item) => {
            let items = text.trim_start_matches('{').trim_end_matches('}');
            let items = items.split(',').map(|item| item.trim().trim_matches('"'));
            (items.filter(|item| !item.is_empty()).collect(), item)
        }
        None => (vec![text], type_),
    };
    let labels = type_.labels();
    type_.class == TypeClass::PgENUM
        && values
            .iter()
            .any(|value| !labels.contains(&value.replace("''", "'").as_str()))
}

fn literal_column(text: String) -> Expr {
    Expr::LiteralColumn {
        text,
        type_: SqlType::null(),
    }
}

/// A plain string default as an SQL literal; numbers are left as they are.
fn quoted(text: &str, type_: &SqlType) -> String {
    if type_.is_a(TypeClass::Numeric) || type_.is_a(TypeClass::Float) {
        return text.to_owned();
    }
    let inner = text.strip_prefix('\'').unwrap_or(text);
    let inner = inner.strip_suffix('\'').unwrap_or(inner);
    format!("'{inner}'")
}

/// `_render_server_default_for_compare`.
fn model_text(comparison: &Comparison<'_>, column: &Column) -> Result<Option<String>> {
    Ok(match &column.server_default {
        Some(ServerDefault::Text(text)) => Some(text.to_string()),
        Some(ServerDefault::Expr(expr)) => {
            Some(compile_literal_expr(comparison.input.ctx, expr, true)?)
        }
        Some(ServerDefault::Fetched) | None => None,
    })
}

/// `conn_col_default.arg.text`.
pub(super) fn database_text(column: &Column) -> Option<String> {
    match column.server_default.as_ref()? {
        ServerDefault::Text(text) => Some(text.to_string()),
        ServerDefault::Expr(expr) => match expr.as_ref() {
            Expr::Text(clause) => Some(clause.text.clone()),
            _ => None,
        },
        ServerDefault::Fetched => None,
    }
}

/// `column.server_default` as an aspect of `alter_column`.
pub(crate) fn as_change(column: &Column) -> Change<AlterDefault> {
    match DefaultRef::of(column) {
        DefaultRef::None => Change::Drop,
        DefaultRef::Plain(default) => Change::Set(AlterDefault::Plain(default.clone())),
        DefaultRef::Identity(identity) => Change::Set(AlterDefault::Identity(identity.clone())),
        DefaultRef::Computed(computed) => Change::Set(AlterDefault::Computed(computed.clone())),
    }
}

//! `--precise`: the models as the database itself shows them, after it has built them. Ours.
//!
//! Both sides come from the same catalogue by the same code, so what differs does differ: no text has to be
//! normalized. What is written into the revision is still what the models say.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use alembic_dialect::type_compile;
use alembic_schema::ops::Operation;
use alembic_schema::{CheckConstraint, Column, Index, SqlType, Table, TypeClass};
use fancy_regex::Regex;

use super::{
    Comparison, ReflectedSchema, TablePair, check_constraints, index_expressions, reflected,
    server_defaults,
};
use crate::error::Result;

const LOGGER: &str = "alembic.autogenerate.compare.constraints";

/// The tables of the models as the database built them, by schema (`None` is the default one) and name.
pub(super) type BuiltTables = BTreeMap<(Option<String>, String), Table>;

/// See [`BuiltTables`].
pub(super) fn built_tables(is_postgresql: bool, schemas: &[ReflectedSchema]) -> BuiltTables {
    let mut out = BuiltTables::new();
    for schema in schemas {
        for table in &schema.tables {
            let key = (schema.schema.clone(), table.name.as_str().to_owned());
            out.insert(key, reflected::adjusted(is_postgresql, schema, table));
        }
    }
    out
}

/// Whether two reflected types differ. Values of enum types and the like belong to the type, not to the column.
pub(super) fn types_differ(database: &SqlType, built: &SqlType) -> bool {
    let is_named = |type_: &SqlType| {
        (type_.is_a(TypeClass::PgENUM) || type_.is_a(TypeClass::PgDOMAIN))
            && type_.str("name").is_some()
    };
    if is_named(database) && is_named(built) {
        return (database.str("name"), database.str("schema"))
            != (built.str("name"), built.str("schema"));
    }
    match (database.type_arg("item_type"), built.type_arg("item_type")) {
        (Some(left), Some(right)) => {
            types_differ(left, right) || database.int("dimensions") != built.int("dimensions")
        }
        (None, None) => database != built,
        (Some(_), None) | (None, Some(_)) => true,
    }
}

/// A constant, after casts were taken away.
static CONSTANT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\(*\s*(?:[-+]?\s*\d+(?:\.\d+)?|'(?:[^']|'')*'|true|false)\s*\)*$").ok()
});

/// Whether what the database fills in differs.
///
/// PostgreSQL keeps `0` and `'0'::numeric` apart; of two constants it is asked whether they are the same value.
pub(super) fn defaults_differ(
    comparison: &Comparison<'_>,
    database: &Column,
    built: &Column,
) -> Result<bool> {
    if database.computed != built.computed || database.identity != built.identity {
        return Ok(true);
    }
    if database.server_default == built.server_default {
        return Ok(false);
    }
    let texts = (
        server_defaults::database_text(database),
        server_defaults::database_text(built),
    );
    let (Some(left), Some(right)) = texts else {
        return Ok(true);
    };
    if !comparison.is_postgresql() {
        return Ok(server_defaults::strip(Some(&left)) != server_defaults::strip(Some(&right)));
    }
    let is_constant = |text: &str| {
        let bare = index_expressions::without_casts(text);
        CONSTANT
            .as_ref()
            .is_some_and(|regex| regex.is_match(bare.trim()).unwrap_or(false))
    };
    if types_differ(&database.type_, &built.type_) || !is_constant(&left) || !is_constant(&right) {
        return Ok(true);
    }
    if database.type_.is_a(TypeClass::PgENUM) {
        // The type of the database may not have the value yet.
        let bare = |text: &str| index_expressions::without_casts(text);
        return Ok(bare(&left) != bare(&right));
    }
    // As text, since not every type has `=`.
    let type_ = type_compile(comparison.input.ctx, &database.type_)?;
    let sql = format!("SELECT (({left})::{type_})::text = (({right})::{type_})::text");
    Ok(!comparison.callbacks.defaults_equal_on_server(&sql)?)
}

/// What differs between two reflected indexes, in words.
pub(super) fn index_differences(database: &Index, built: &Index) -> Vec<String> {
    let mut out = Vec::new();
    if database.unique != built.unique {
        out.push("unique".to_owned());
    }
    if database.elements != built.elements {
        out.push("columns or expressions".to_owned());
    }
    let names = database
        .dialect_options
        .keys()
        .chain(built.dialect_options.keys());
    for name in names {
        let differs = database.dialect_options.get(name) != built.dialect_options.get(name);
        if differs && !out.iter().any(|known| known == name.as_str()) {
            out.push(name.to_string());
        }
    }
    out
}

/// CHECK constraints, by name and text.
pub(super) fn compare_checks(
    comparison: &Comparison<'_>,
    pair: TablePair<'_>,
    (database, model): (&Table, &Table),
    ops: &mut Vec<Operation>,
) -> Result<()> {
    let Some(built) = comparison.built_table(pair) else {
        return Ok(());
    };
    let has = |list: &Table, check: &CheckConstraint| {
        list.checks().any(|other| {
            other.name.as_str() == check.name.as_str() && other.sqltext == check.sqltext
        })
    };
    for check in database.checks() {
        let name = check.name.as_str();
        if !has(built, check)
            && comparison.includes_name(name, "check_constraint", pair.schema, pair.name)?
        {
            check_constraints::remove(comparison, LOGGER, pair, database, check, ops)?;
        }
    }
    for check in built.checks() {
        if has(database, check) {
            continue;
        }
        let name = check.name.as_str();
        let own = model
            .declared_checks()
            .find(|own| name.is_some() && own.name.as_str() == name);
        check_constraints::add(comparison, LOGGER, pair, model, own.unwrap_or(check), ops)?;
    }
    Ok(())
}

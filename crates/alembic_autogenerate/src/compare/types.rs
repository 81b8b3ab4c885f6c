//! Types. Mirrors `autogenerate.compare.types` and `DefaultImpl.compare_type`.

use std::sync::LazyLock;

use alembic_dialect::type_compile;
use alembic_schema::ops::AlterColumnOp;
use alembic_schema::{SqlType, TypeClass};
use fancy_regex::Regex;

use super::{ColumnPair, Comparison, Flow, precise};
use crate::error::Result;

const LOGGER: &str = "alembic.autogenerate.compare.types";

static TOKEN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[\w\-_]+|\(.+?\)").ok());

/// `_user_compare_type`.
pub(crate) fn compare_by_user(
    comparison: &Comparison<'_>,
    pair: ColumnPair<'_>,
    op: &mut AlterColumnOp,
) -> Result<Flow> {
    if !comparison.input.compare_type {
        return Ok(Flow::Stop);
    }
    if !set_up(comparison, pair, op) {
        return Ok(Flow::Continue);
    }
    let answer = comparison.callbacks.compare_type(
        (pair.database_table, pair.database),
        (pair.model_table, pair.model),
    )?;
    Ok(match answer {
        Some(true) => {
            changed(comparison, pair, op);
            Flow::Stop
        }
        Some(false) => Flow::Stop,
        None => Flow::Continue,
    })
}

/// `_dialect_impl_compare_type`.
pub(crate) fn compare_by_dialect(
    comparison: &Comparison<'_>,
    pair: ColumnPair<'_>,
    op: &mut AlterColumnOp,
) -> Result<()> {
    if set_up(comparison, pair, op) && differ(comparison, pair)? {
        changed(comparison, pair, op);
    }
    Ok(())
}

fn changed(comparison: &Comparison<'_>, pair: ColumnPair<'_>, op: &mut AlterColumnOp) {
    op.type_ = Some(pair.model.type_.clone());
    comparison.info(
        LOGGER,
        format!(
            "Detected type change from {} to {} on '{}.{}'",
            pair.database.type_.repr(),
            pair.model.type_.repr(),
            pair.table_name,
            pair.name
        ),
    );
}

/// `_compare_type_setup`: it runs, and logs, once for the user's function and once for the dialect.
fn set_up(comparison: &Comparison<'_>, pair: ColumnPair<'_>, op: &mut AlterColumnOp) -> bool {
    op.existing_type = Some(pair.database.type_.clone());
    let (table, name) = (pair.table_name, pair.name);
    if pair.database.type_.affinity() == TypeClass::NullType {
        comparison.info(
            LOGGER,
            format!("Couldn't determine database type for column '{table}.{name}'"),
        );
        return false;
    }
    if pair.model.type_.affinity() == TypeClass::NullType {
        comparison.info(
            LOGGER,
            format!("Column '{table}.{name}' has no type within the model; can't compare"),
        );
        return false;
    }
    true
}

/// `Params` of `_tokenize_column_type`.
#[derive(Debug, PartialEq, Eq)]
struct Params {
    words: Vec<String>,
    args: Vec<String>,
}

fn differ(comparison: &Comparison<'_>, pair: ColumnPair<'_>) -> Result<bool> {
    if let Some(built) = pair.built {
        let differs = precise::types_differ(&pair.database.type_, &built.type_);
        // SQLite keeps the text of a type; which names mean the same is known here only.
        if comparison.is_postgresql() || !differs {
            return Ok(differs);
        }
    }
    let definition = |type_: &SqlType| type_compile(comparison.input.ctx, type_);
    let database = definition(&pair.database.type_)?;
    let model = definition(&pair.model.type_)?;
    // Nearly all columns: the same words and arguments.
    if database == model {
        return Ok(false);
    }
    let (database, model) = (tokenize(&database), tokenize(&model));
    Ok(!types_match(comparison, &database, &model) || !args_match(&database, &model))
}

fn tokenize(definition: &str) -> Params {
    let definition = definition.to_lowercase();
    let mut out = Params {
        words: Vec::new(),
        args: Vec::new(),
    };
    let mut group = None;
    for token in TOKEN.iter().flat_map(|regex| regex.find_iter(&definition)) {
        let Ok(token) = token else { continue };
        let token = token.as_str();
        if token.starts_with('(') && token.ends_with(')') {
            group = Some(token);
        } else {
            out.words.push(token.to_owned());
        }
    }
    // Terms with `=` are keywords, which nothing compares.
    out.args = group
        .into_iter()
        .flat_map(|group| group.split(['(', ')', ',']))
        .filter(|term| !term.is_empty() && !term.contains('='))
        .map(|term| term.trim().to_owned())
        .collect();
    out
}

fn types_match(comparison: &Comparison<'_>, database: &Params, model: &Params) -> bool {
    if database.words.first() == model.words.first() {
        return true;
    }
    let mut synonyms: Vec<[&str; 2]> = vec![["numeric", "decimal"]];
    if comparison.is_postgresql() {
        synonyms.push(["float", "double precision"]);
    }
    let all = (database.words.join(" "), model.words.join(" "));
    let first = |params: &Params| params.words.first().cloned().unwrap_or_default();
    let base = (first(database), first(model));
    synonyms.iter().any(|batch| {
        let holds = |pair: &(String, String)| {
            batch.contains(&pair.0.as_str()) && batch.contains(&pair.1.as_str())
        };
        holds(&all) || holds(&base)
    })
}

fn args_match(database: &Params, model: &Params) -> bool {
    let same = |left: &[String], right: &[String]| left.len() != right.len() || left == right;
    let tokens = |params: &Params| params.words.iter().skip(1).cloned().collect::<Vec<_>>();
    same(&tokens(database), &tokens(model)) && same(&database.args, &model.args)
}

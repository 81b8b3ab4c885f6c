//! Foreign keys, by what they say and not by name. Mirrors `_compare_foreign_keys`.
//!
//! DIFFERENCE: removed and added keys come in the order of the tables; the reference takes them in the order
//! of a set.

use alembic_dialect::CompileError;
use alembic_schema::ops::{AddConstraintOp, ConstraintKind, Operation};
use alembic_schema::{Constraint, ForeignKeyConstraint, Name, Table, TableKey};

use super::{Comparison, TablePair, indexes};
use crate::error::Result;
use crate::objects::ObjectRef;
use crate::python_repr;

const LOGGER: &str = "alembic.autogenerate.compare.constraints";

/// `_fk_constraint_sig.unnamed`.
#[derive(PartialEq, Eq)]
struct Signature {
    source: (Option<String>, String, Vec<String>),
    target: (Option<String>, String, Vec<String>),
    onupdate: Option<String>,
    ondelete: Option<String>,
    deferrable: &'static str,
}

struct Key<'a> {
    constraint: &'a Constraint,
    foreign_key: &'a ForeignKeyConstraint,
    signature: Signature,
}

pub(crate) fn compare(
    comparison: &Comparison<'_>,
    pair: TablePair<'_>,
    (database, model): (&Table, &Table),
    ops: &mut Vec<Operation>,
) -> Result<()> {
    let wanted = keys(model);
    for key in &wanted {
        check_target(comparison, model, key.foreign_key)?;
    }
    let mut existing = Vec::new();
    for key in keys(database) {
        let name = key.foreign_key.name.as_str();
        if comparison.includes_name(name, "foreign_key_constraint", pair.schema, pair.name)? {
            existing.push(key);
        }
    }
    let by_name = |list: &[Key<'_>], name: Option<&str>| -> Option<usize> {
        name.and_then(|name| {
            list.iter()
                .position(|key| key.foreign_key.name.as_str() == Some(name))
        })
    };
    for (at, key) in existing.iter().enumerate() {
        let is_double = is_repeated(&existing, at);
        if is_double || wanted.iter().any(|other| other.signature == key.signature) {
            continue;
        }
        let compare_to = by_name(&wanted, key.foreign_key.name.as_str())
            .and_then(|at| wanted.get(at))
            .map(|other| ObjectRef::Constraint(Some(model), other.constraint));
        let object = ObjectRef::Constraint(Some(database), key.constraint);
        if included(comparison, key, object, true, compare_to)? {
            // What `_make_foreign_key` does not pass on.
            let mut plain = key.foreign_key.clone();
            plain.foreign_key.match_ = None;
            plain.options.dialect_options.clear();
            ops.push(Operation::DropConstraint(Box::new(
                indexes::drop_constraint(
                    database.name.clone(),
                    database.schema.clone(),
                    &Constraint::ForeignKey(plain),
                    key.foreign_key.name.clone(),
                    ConstraintKind::ForeignKey,
                ),
            )));
            log(comparison, "removed", &key.signature);
        }
    }
    for (at, key) in wanted.iter().enumerate() {
        let is_double = is_repeated(&wanted, at);
        if is_double
            || existing
                .iter()
                .any(|other| other.signature == key.signature)
        {
            continue;
        }
        let compare_to = by_name(&existing, key.foreign_key.name.as_str())
            .and_then(|at| existing.get(at))
            .map(|other| ObjectRef::Constraint(Some(database), other.constraint));
        let object = ObjectRef::Constraint(Some(model), key.constraint);
        if included(comparison, key, object, false, compare_to)? {
            ops.push(Operation::CreateForeignKey(Box::new(AddConstraintOp {
                table: model.name.clone(),
                schema: model.schema.clone(),
                constraint: key.foreign_key.clone(),
                span: key.foreign_key.options.span,
            })));
            log(comparison, "added", &key.signature);
        }
    }
    Ok(())
}

/// The same key twice counts once.
fn is_repeated(keys: &[Key<'_>], at: usize) -> bool {
    let (before, rest) = keys.split_at(at);
    rest.first()
        .is_some_and(|key| before.iter().any(|other| other.signature == key.signature))
}

fn included(
    comparison: &Comparison<'_>,
    key: &Key<'_>,
    object: ObjectRef<'_>,
    reflected: bool,
    compare_to: Option<ObjectRef<'_>>,
) -> Result<bool> {
    let name = key.foreign_key.name.as_str();
    comparison.callbacks.include_object(
        object,
        name,
        "foreign_key_constraint",
        reflected,
        compare_to,
    )
}

fn log(comparison: &Comparison<'_>, what: &str, signature: &Signature) {
    let (schema, table, columns) = &signature.source;
    let schema = match schema {
        Some(schema) => format!("{schema}."),
        None => String::new(),
    };
    comparison.info(
        LOGGER,
        format!(
            "Detected {what} foreign key ({})({}) on table {schema}{table}",
            columns.join(", "),
            signature.target.2.join(", ")
        ),
    );
}

fn keys(table: &Table) -> Vec<Key<'_>> {
    table
        .constraints
        .iter()
        .filter_map(|constraint| match constraint {
            Constraint::ForeignKey(foreign_key) => Some(Key {
                constraint,
                foreign_key,
                signature: signature(table, foreign_key),
            }),
            Constraint::PrimaryKey(_)
            | Constraint::Unique(_)
            | Constraint::Check(_)
            | Constraint::Exclude(_) => None,
        })
        .collect()
}

fn signature(table: &Table, key: &ForeignKeyConstraint) -> Signature {
    let texts = |names: &[Name]| {
        python_repr::texts(names)
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let text = |name: &Option<Name>| name.as_ref().map(|name| name.text.to_string());
    let action = |action: &Option<smol_str::SmolStr>| {
        action
            .as_ref()
            .map(|action| action.to_lowercase())
            .filter(|action| !action.is_empty() && action != "no action")
    };
    let is_deferred = key
        .options
        .initially
        .as_ref()
        .is_some_and(|initially| initially.to_lowercase() == "deferred");
    Signature {
        source: (
            text(&table.schema),
            table.name.text.to_string(),
            texts(&key.columns),
        ),
        target: (
            text(&key.referred_schema),
            key.referred_table.text.to_string(),
            texts(&key.referred_columns),
        ),
        onupdate: action(&key.foreign_key.onupdate),
        ondelete: action(&key.foreign_key.ondelete),
        deferrable: if is_deferred {
            "initially_deferrable"
        } else if key.options.deferrable == Some(true) {
            "deferrable"
        } else {
            "not deferrable"
        },
    }
}

/// What sorting the tables of the models finds first, by the names of the tables: `MetaData.sorted_tables`.
pub(crate) fn check_targets(comparison: &Comparison<'_>) -> Result<()> {
    for metadata in comparison.input.metadata {
        let mut tables: Vec<&Table> = metadata.tables.values().collect();
        tables.sort_by_key(|table| {
            super::qualified(table.schema.as_ref().map(Name::as_str), table.name.as_str())
        });
        for table in tables {
            for key in table.foreign_keys() {
                if !key.foreign_key.use_alter {
                    check_target(comparison, table, key)?;
                }
            }
        }
    }
    Ok(())
}

/// The reference fails if a model refers to a table that no model describes.
fn check_target(
    comparison: &Comparison<'_>,
    table: &Table,
    key: &ForeignKeyConstraint,
) -> Result<()> {
    let target = TableKey {
        schema: key
            .referred_schema
            .as_ref()
            .map(|schema| schema.text.clone()),
        name: key.referred_table.text.clone(),
    };
    if let Some(other) = comparison.models.get(&target) {
        let missing = key
            .referred_columns
            .iter()
            .find(|name| other.column(name.as_str()).is_none());
        let Some(missing) = missing else {
            return Ok(());
        };
        let full = super::qualified(target.schema.as_deref(), &target.name);
        let mut error = CompileError::value_error(format!(
            "Could not initialize target column for ForeignKey '{full}.{0}' on table '{1}': table '{2}' has no column named '{0}'",
            missing.text, table.name.text, target.name
        ));
        error.class = "sqlalchemy.exc.NoReferencedColumnError";
        return Err(error.at(key.options.span).into());
    }
    let column = key.columns.first().map_or("", Name::as_str);
    let remote = key.referred_columns.first().map_or("", Name::as_str);
    let full = super::qualified(target.schema.as_deref(), &target.name);
    let mut error = CompileError::value_error(format!(
        "Foreign key associated with column '{}.{column}' could not find table '{full}' with which to generate a foreign key to target column '{remote}'",
        table.name.text
    ));
    error.class = "sqlalchemy.exc.NoReferencedTableError";
    Err(error.at(key.options.span).into())
}

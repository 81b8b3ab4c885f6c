//! Indexes and constraints whose names follow the name of a renamed table or column.
//!
//! PostgreSQL renames them; elsewhere an index is dropped and created again, and a constraint keeps its name.

use alembic_dialect::Ctx;
use alembic_schema::ops::Operation;
use alembic_schema::{Constraint, ConstraintName, Index, IndexElement, MetaData, Name, Table};

use super::{Rename, Renamed};
use crate::compare::{ReflectedSchema, final_name};
use crate::enums::execute;
use crate::error::Result;

/// One index or constraint with another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameChange {
    /// `index ix_users_mail -> ix_users_email`.
    pub description: String,
    up: String,
    down: String,
}

impl NameChange {
    /// The statement of the upgrade; it stands behind the renames of tables and columns.
    pub fn upgrade(&self) -> Operation {
        execute(self.up.clone())
    }

    /// The statement of the downgrade; it stands before everything else.
    pub fn downgrade(&self) -> Operation {
        execute(self.down.clone())
    }
}

/// Finds them, and renames them in what was reflected.
///
/// # Errors
/// If a name of the models is too long for the database.
pub fn name_changes(
    ctx: &Ctx<'_>,
    renames: &[Rename],
    database: &mut [ReflectedSchema],
    metadata: &[MetaData],
) -> Result<Vec<NameChange>> {
    let mut out = Vec::new();
    if ctx.dialect.features().name != "postgresql" {
        return Ok(out);
    }
    for schema in database {
        for table in &mut schema.tables {
            let model = metadata
                .iter()
                .flat_map(|one| one.tables.values())
                .find(|model| {
                    model.name == table.name
                        && model.schema.as_ref().map(Name::as_str) == schema.schema.as_deref()
                });
            if let Some(model) = model {
                indexes(ctx, renames, table, model, &mut out)?;
                constraints(ctx, renames, table, model, &mut out)?;
            }
        }
    }
    Ok(out)
}

fn indexes(
    ctx: &Ctx<'_>,
    renames: &[Rename],
    table: &mut Table,
    model: &Table,
    out: &mut Vec<NameChange>,
) -> Result<()> {
    let mut wanted = Vec::new();
    for index in &model.indexes {
        if let (Some(columns), Some(name)) =
            (plain_columns(index), final_name(ctx, &index.name, true)?)
        {
            wanted.push((columns, index.unique, name));
        }
    }
    let known: Vec<String> = names(table.indexes.iter().map(|index| &index.name));
    let place = table.clone();
    for index in &mut table.indexes {
        let (Some(columns), Some(old)) = (plain_columns(index), index.name.as_str()) else {
            continue;
        };
        if !follows(renames, &place, &columns) || wanted.iter().any(|(_, _, name)| name == old) {
            continue;
        }
        let mut same = wanted.iter().filter(|(own, unique, name)| {
            *own == columns && *unique == index.unique && !known.contains(name)
        });
        let (Some((_, _, new)), None) = (same.next(), same.next()) else {
            continue;
        };
        let rename = |from: &str, to: &str| {
            format!(
                "ALTER INDEX {} RENAME TO {}",
                ctx.table(&Name::new(from), place.schema.as_ref()),
                ctx.quote(&Name::new(to))
            )
        };
        out.push(NameChange {
            description: format!("index {old} -> {new}"),
            up: rename(old, new),
            down: rename(new, old),
        });
        index.name = ConstraintName::new(new.as_str());
    }
    Ok(())
}

fn constraints(
    ctx: &Ctx<'_>,
    renames: &[Rename],
    table: &mut Table,
    model: &Table,
    out: &mut Vec<NameChange>,
) -> Result<()> {
    let key = |table: &Table| table.primary_key.clone().map(Constraint::PrimaryKey);
    let mut wanted = Vec::new();
    for constraint in model.constraints.iter().cloned().chain(key(model)) {
        if let Some(name) = final_name(ctx, constraint.name(), false)? {
            wanted.push((constraint, name));
        }
    }
    let all: Vec<Constraint> = table
        .constraints
        .iter()
        .cloned()
        .chain(key(table))
        .collect();
    let known: Vec<String> = names(all.iter().map(Constraint::name));
    let place = table.clone();
    for constraint in &all {
        let Some(old) = constraint.name().as_str() else {
            continue;
        };
        if wanted.iter().any(|(_, name)| name == old)
            || !constraint_follows(renames, &place, constraint)
        {
            continue;
        }
        let mut same = wanted
            .iter()
            .filter(|(own, name)| is_same(own, constraint) && !known.contains(name));
        let (Some((_, new)), None) = (same.next(), same.next()) else {
            continue;
        };
        let rename = |from: &str, to: &str| {
            format!(
                "ALTER TABLE {} RENAME CONSTRAINT {} TO {}",
                ctx.table(&place.name, place.schema.as_ref()),
                ctx.quote(&Name::new(from)),
                ctx.quote(&Name::new(to))
            )
        };
        out.push(NameChange {
            description: format!("constraint {old} -> {new}"),
            up: rename(old, new),
            down: rename(new, old),
        });
        let new = ConstraintName::new(new.as_str());
        if let Some(key) = &mut table.primary_key
            && key.name == *constraint.name()
        {
            key.name = new.clone();
        }
        for own in &mut table.constraints {
            if own.name() == constraint.name() {
                *own.name_mut() = new.clone();
            }
        }
    }
    Ok(())
}

fn names<'n>(names: impl Iterator<Item = &'n ConstraintName>) -> Vec<String> {
    names
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect()
}

/// The columns of an index that has nothing else.
fn plain_columns(index: &Index) -> Option<Vec<Name>> {
    let has_options = index.dialect_options.values().any(|value| match value {
        alembic_schema::OptionValue::List(items) => !items.is_empty(),
        other => other.is_truthy(),
    });
    if has_options {
        return None;
    }
    let columns = index.elements.iter().map(|element| match element {
        IndexElement::Column(name) => Some(name.clone()),
        IndexElement::Expr(_) => None,
    });
    columns.collect()
}

/// Whether a table, or one of these columns of it, was renamed.
fn follows(renames: &[Rename], table: &Table, columns: &[Name]) -> bool {
    renames.iter().any(|rename| match &rename.renamed {
        Renamed::Table { schema, to, .. } => *to == table.name && *schema == table.schema,
        Renamed::Column {
            schema,
            table: owner,
            to,
            ..
        } => *owner == table.name && *schema == table.schema && columns.contains(to),
    })
}

fn constraint_follows(renames: &[Rename], table: &Table, constraint: &Constraint) -> bool {
    match constraint {
        Constraint::PrimaryKey(key) => follows(renames, table, &key.columns),
        Constraint::Unique(unique) => follows(renames, table, &unique.columns),
        Constraint::ForeignKey(key) => {
            let mut target = Table::new(key.referred_table.clone());
            target.schema.clone_from(&key.referred_schema);
            follows(renames, table, &key.columns)
                || follows(renames, &target, &key.referred_columns)
        }
        Constraint::Check(_) | Constraint::Exclude(_) => false,
    }
}

fn is_same(left: &Constraint, right: &Constraint) -> bool {
    match (left, right) {
        (Constraint::PrimaryKey(left), Constraint::PrimaryKey(right)) => {
            left.columns == right.columns
        }
        (Constraint::Unique(left), Constraint::Unique(right)) => left.columns == right.columns,
        (Constraint::ForeignKey(left), Constraint::ForeignKey(right)) => {
            left.columns == right.columns
                && left.referred_table == right.referred_table
                && left.referred_columns == right.referred_columns
        }
        _ => false,
    }
}

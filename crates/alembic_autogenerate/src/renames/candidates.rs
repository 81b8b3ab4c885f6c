//! Which dropped and added objects may be one, and how sure that is.

use std::collections::BTreeSet;

use alembic_dialect::{Ctx, server_default_sql, type_compile};
use alembic_schema::ops::Operation;
use alembic_schema::{Column, Constraint, MetaData, Name, Table};

use super::history::{History, judge_column, judge_table};
use super::{Rename, Renamed};
use crate::compare::ReflectedSchema;

/// True if something was dropped that may have another name now.
pub fn may_have_renames(ops: &[Operation]) -> bool {
    let has = |is: fn(&Operation) -> bool, ops: &[Operation]| ops.iter().any(is);
    let is_table_pair = has(|op| matches!(op, Operation::DropTable(_)), ops)
        && has(|op| matches!(op, Operation::CreateTable(_)), ops);
    is_table_pair
        || ops.iter().any(|op| match op {
            Operation::ModifyTable(inner) => {
                has(|op| matches!(op, Operation::DropColumn(_)), &inner.ops)
                    && has(|op| matches!(op, Operation::AddColumn(_)), &inner.ops)
            }
            _ => false,
        })
}

/// Renamed tables among the operations of a comparison, each table in at most one.
pub fn table_renames(
    ctx: &Ctx<'_>,
    ops: &[Operation],
    metadata: &[MetaData],
    history: &History,
) -> Vec<Rename> {
    let mut dropped: Vec<&Table> = Vec::new();
    let mut added: Vec<&Table> = Vec::new();
    for op in ops {
        match op {
            Operation::DropTable(op) => dropped.extend(op.reverse.as_deref()),
            Operation::CreateTable(op) => added.push(&op.table),
            _ => {}
        }
    }
    let mut candidates = Vec::new();
    for old in &dropped {
        for new in &added {
            if old.schema != new.schema {
                continue;
            }
            let declared = model_of(metadata, new).and_then(|table| table.renamed_from.as_deref());
            let rename = |confidence, evidence| Rename {
                renamed: Renamed::Table {
                    schema: old.schema.clone(),
                    from: old.name.clone(),
                    to: new.name.clone(),
                },
                confidence,
                evidence,
            };
            match declared {
                Some(name) if name == old.name.as_str() => candidates.push(rename(
                    100,
                    vec![format!("the model says renamed_from=\"{name}\"")],
                )),
                // It was another table: no guess replaces what is declared.
                Some(_) => {}
                None => {
                    let judgement = judge_table(ctx, history, old, new);
                    if let Some((confidence, evidence)) =
                        judgement.with(table_similarity(ctx, old, new))
                    {
                        candidates.push(rename(confidence, evidence));
                    }
                }
            }
        }
    }
    unambiguous(candidates)
}

/// Renamed columns among the operations of a comparison, each column in at most one.
pub fn column_renames(
    ctx: &Ctx<'_>,
    ops: &[Operation],
    database: &[ReflectedSchema],
    metadata: &[MetaData],
    history: &History,
) -> Vec<Rename> {
    let mut out = Vec::new();
    for op in ops {
        let Operation::ModifyTable(inner) = op else {
            continue;
        };
        let old_table = database
            .iter()
            .filter(|reflected| {
                reflected.schema.as_deref() == inner.schema.as_ref().map(Name::as_str)
            })
            .flat_map(|reflected| &reflected.tables)
            .find(|table| table.name == inner.table);
        let mut bare = Table::new(inner.table.clone());
        bare.schema.clone_from(&inner.schema);
        let new_table = model_of(metadata, &bare);
        let (Some(old_table), Some(new_table)) = (old_table, new_table) else {
            continue;
        };
        let mut candidates = Vec::new();
        for drop in &inner.ops {
            let Operation::DropColumn(drop) = drop else {
                continue;
            };
            for add in &inner.ops {
                let Operation::AddColumn(add) = add else {
                    continue;
                };
                let (Some(old), Some(new)) = (
                    old_table.column(drop.column.as_str()),
                    new_table.column(add.column.name.as_str()),
                ) else {
                    continue;
                };
                let rename = |confidence, evidence| Rename {
                    renamed: Renamed::Column {
                        schema: inner.schema.clone(),
                        table: inner.table.clone(),
                        from: old.name.clone(),
                        to: new.name.clone(),
                        type_: Box::new(old.type_.clone()),
                        nullable: old.nullable,
                    },
                    confidence,
                    evidence,
                };
                match new.renamed_from.as_deref() {
                    Some(name) if name == old.name.as_str() => candidates.push(rename(
                        100,
                        vec![format!("the model says renamed_from=\"{name}\"")],
                    )),
                    Some(_) => {}
                    None => {
                        let judgement = judge_column(ctx, history, new_table, (&old.name, new));
                        let similarity = column_similarity(ctx, (old_table, old), (new_table, new));
                        if let Some((confidence, evidence)) = judgement.with(similarity) {
                            candidates.push(rename(confidence, evidence));
                        }
                    }
                }
            }
        }
        out.extend(unambiguous(candidates));
    }
    out
}

fn model_of<'m>(metadata: &'m [MetaData], table: &Table) -> Option<&'m Table> {
    metadata
        .iter()
        .find_map(|metadata| metadata.tables.get(&table.key()))
}

/// The best candidates, each object once. Where an object has two that are nearly as good, neither is certain.
fn unambiguous(mut candidates: Vec<Rename>) -> Vec<Rename> {
    const CLOSE: u8 = 15;
    candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.confidence));
    let mut out: Vec<Rename> = Vec::new();
    for index in 0..candidates.len() {
        let Some(candidate) = candidates.get(index) else {
            continue;
        };
        if out.iter().any(|taken| share(taken, candidate)) {
            continue;
        }
        let mut taken = candidate.clone();
        let rival = candidates.iter().enumerate().find(|(other, rival)| {
            *other != index
                && share(rival, candidate)
                && rival.confidence + CLOSE > candidate.confidence
        });
        if let Some((_, rival)) = rival
            && taken.confidence < 100
        {
            taken.confidence = taken.confidence.min(60);
            taken
                .evidence
                .push(format!("but it may also be {}", rival.describe()));
        }
        out.push(taken);
    }
    out
}

/// True if two renames have an object in common.
fn share(one: &Rename, other: &Rename) -> bool {
    match (&one.renamed, &other.renamed) {
        (
            Renamed::Table { schema, from, to },
            Renamed::Table {
                schema: other_schema,
                from: other_from,
                to: other_to,
            },
        ) => schema == other_schema && (from == other_from || to == other_to),
        (
            Renamed::Column { from, to, .. },
            Renamed::Column {
                from: other_from,
                to: other_to,
                ..
            },
        ) => from == other_from || to == other_to,
        _ => false,
    }
}

/// `None` if the columns cannot be one: another type never is.
fn column_similarity(
    ctx: &Ctx<'_>,
    (old_table, old): (&Table, &Column),
    (new_table, new): (&Table, &Column),
) -> Option<(u8, Vec<String>)> {
    let type_text = |column: &Column| type_compile(ctx, &column.type_).ok();
    let type_ = type_text(old)?;
    if Some(&type_) != type_text(new).as_ref() || is_key(old_table, old) != new.primary_key {
        return None;
    }
    let mut score = 30;
    let mut evidence = vec![format!("the same type {type_}")];
    let mut add = |holds: bool, points: u8, text: &str| {
        if holds {
            score += points;
            evidence.push(text.to_owned());
        }
    };
    add(old.nullable == new.nullable, 10, "the same nullability");
    let default = |column: &Column| {
        column
            .server_default
            .as_ref()
            .and_then(|default| server_default_sql(ctx, default).ok().flatten())
    };
    // The default of a key may be the sequence of a serial, which no model mentions.
    add(
        new.primary_key || default(old).is_some() == default(new).is_some(),
        5,
        "a server default in both or in none",
    );
    add(
        neighbours(old_table, old) == neighbours(new_table, new),
        20,
        "between the same columns",
    );
    add(
        referred(old_table, &old.name) == referred(new_table, &new.name),
        10,
        "the same foreign key or none",
    );
    add(
        is_unique(old_table, &old.name) == is_unique(new_table, &new.name),
        5,
        "unique in both or in none",
    );
    let similarity = name_similarity(old.name.as_str(), new.name.as_str());
    add(similarity >= 50, similarity / 5, "similar names");
    Some((score.min(99), evidence))
}

/// Names of the columns before and after. In the database a column stands where it was added.
fn neighbours<'t>(table: &'t Table, column: &Column) -> (Option<&'t str>, Option<&'t str>) {
    let at = table
        .columns
        .iter()
        .position(|other| other.name == column.name);
    let name = |index: Option<usize>| {
        index
            .and_then(|index| table.columns.get(index))
            .map(|column| column.name.as_str())
    };
    (
        name(at.and_then(|at| at.checked_sub(1))),
        name(at.map(|at| at + 1)),
    )
}

fn is_key(table: &Table, column: &Column) -> bool {
    table
        .primary_key
        .as_ref()
        .is_some_and(|key| key.columns.contains(&column.name))
}

pub(super) fn referred<'t>(table: &'t Table, column: &Name) -> BTreeSet<(&'t str, Vec<&'t str>)> {
    table
        .constraints
        .iter()
        .filter_map(|constraint| match constraint {
            Constraint::ForeignKey(key) if key.columns.contains(column) => Some((
                key.referred_table.as_str(),
                key.referred_columns.iter().map(Name::as_str).collect(),
            )),
            _ => None,
        })
        .collect()
}

pub(super) fn is_unique(table: &Table, column: &Name) -> bool {
    let by_constraint = table.constraints.iter().any(|constraint| {
        matches!(constraint, Constraint::Unique(unique) if unique.columns == [column.clone()])
    });
    by_constraint
        || table
            .indexes
            .iter()
            .any(|index| index.unique && index.columns() == [column.clone()])
}

/// `None` if less than two thirds of the columns agree by name and type.
fn table_similarity(ctx: &Ctx<'_>, old: &Table, new: &Table) -> Option<(u8, Vec<String>)> {
    let columns = |table: &Table| -> BTreeSet<(String, String)> {
        table
            .columns
            .iter()
            .map(|column| {
                (
                    column.name.as_str().to_owned(),
                    type_compile(ctx, &column.type_).unwrap_or_default(),
                )
            })
            .collect()
    };
    let (old_columns, new_columns) = (columns(old), columns(new));
    let n_common = old_columns.intersection(&new_columns).count();
    let n_all = old_columns.union(&new_columns).count();
    if n_all == 0 || n_common * 3 < n_all * 2 {
        return None;
    }
    let share = n_common * 100 / n_all;
    // `id` and `name` are everywhere: few columns prove little.
    let weight = 50 + 8 * n_common.min(5);
    let similarity = name_similarity(old.name.as_str(), new.name.as_str());
    let mut evidence = vec![format!(
        "{n_common} of {n_all} columns agree by name and type"
    )];
    if similarity >= 50 {
        evidence.push("similar names".to_owned());
    }
    let bonus = if similarity >= 50 {
        usize::from(similarity) / 10
    } else {
        0
    };
    let score = share * weight / 100 + bonus;
    Some((u8::try_from(score.min(99)).unwrap_or(99), evidence))
}

/// How alike two names are, 0 to 100: the share of common pairs of letters, and all for a name in the other.
pub(super) fn name_similarity(one: &str, other: &str) -> u8 {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let shorter = one.len().min(other.len());
    if shorter >= 3 && (one.contains(&other) || other.contains(&one)) {
        return 100;
    }
    let pairs =
        |text: &str| -> Vec<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (first, mut second) = (pairs(&one), pairs(&other));
    let n_pairs = first.len() + second.len();
    if n_pairs == 0 {
        return 0;
    }
    let mut n_common = 0;
    for pair in first {
        if let Some(at) = second.iter().position(|other| *other == pair) {
            second.swap_remove(at);
            n_common += 1;
        }
    }
    u8::try_from(200 * n_common / n_pairs).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::name_similarity;

    #[test]
    fn names_are_alike_by_their_letters() {
        assert_eq!(name_similarity("phone", "phone_number"), 100);
        assert!(name_similarity("full_name", "fullname") >= 50);
        assert!(name_similarity("email", "created_at") < 50);
        assert_eq!(name_similarity("a", "b"), 0);
    }
}

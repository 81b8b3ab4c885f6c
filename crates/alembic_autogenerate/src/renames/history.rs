//! What earlier models say about a rename: the same attribute of the same class under another name.

use alembic_dialect::{Ctx, server_default_sql, type_compile};
use alembic_schema::{Column, ConstraintName, Name, Table};

use super::candidates::{is_unique, name_similarity, referred};
use super::{Rename, apply};
use crate::compare::ReflectedSchema;

/// Which class or variable of the project has a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Owner {
    /// Schema of the table.
    pub schema: Option<String>,
    /// The table.
    pub table: String,
    /// Its module.
    pub module: String,
    /// The class, or the variable of a `Table`.
    pub name: String,
    /// Attributes of the class and the names of their columns.
    pub attributes: Vec<(String, String)>,
    /// Attributes that are relationships.
    pub relationships: Vec<String>,
}

/// The models at one commit.
#[derive(Debug, Clone, Default)]
pub struct PastModels {
    /// `the last commit (1a2b3c4d)`.
    pub commit: String,
    /// Their tables.
    pub schemas: Vec<ReflectedSchema>,
    /// Where the tables are written.
    pub owners: Vec<Owner>,
}

/// The models now and at earlier commits, newest first.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// Where the tables of now are written.
    pub owners: Vec<Owner>,
    /// Earlier models.
    pub past: Vec<PastModels>,
}

/// What the history says about one candidate; it comes before what the names and types of now say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Judgement {
    /// Nothing.
    Unknown,
    /// They are two: both were there at once.
    Two,
    /// It speaks against a rename.
    Against(String),
    /// It is the same thing, this sure, for these reasons.
    Same(u8, Vec<String>),
}

impl Judgement {
    /// Confidence and evidence, together with those of the database and the models of now; `None` for two things.
    pub(super) fn with(self, similarity: Option<(u8, Vec<String>)>) -> Option<(u8, Vec<String>)> {
        const DOUBTFUL: u8 = 60;
        match (self, similarity) {
            (Self::Two, _) => None,
            (Self::Unknown, similarity) => similarity,
            (Self::Against(_), None) => None,
            (Self::Against(reason), Some((confidence, mut evidence))) => {
                evidence.push(format!("but {reason}"));
                Some((confidence.min(DOUBTFUL), evidence))
            }
            // What was seen says more than what is alike.
            (Self::Same(confidence, evidence), similarity) => {
                let other = similarity.map_or(0, |(other, _)| other);
                Some((confidence.max(other), evidence))
            }
        }
    }
}

impl History {
    /// Changes the names in earlier models as a rename does.
    pub fn apply(&mut self, rename: &Rename) {
        for past in &mut self.past {
            apply(&mut past.schemas, rename);
            if let super::Renamed::Table { schema, from, to } = &rename.renamed {
                for owner in &mut past.owners {
                    if owner.table == from.as_str()
                        && owner.schema.as_deref() == schema.as_ref().map(Name::as_str)
                    {
                        to.as_str().clone_into(&mut owner.table);
                    }
                }
            }
        }
    }

    fn owner(&self, table: &Table) -> Option<&Owner> {
        find_owner(&self.owners, table.schema.as_ref(), &table.name)
    }
}

impl PastModels {
    fn table(&self, schema: Option<&Name>, name: &Name) -> Option<&Table> {
        self.schemas
            .iter()
            .filter(|reflected| reflected.schema.as_deref() == schema.map(Name::as_str))
            .flat_map(|reflected| &reflected.tables)
            .find(|table| table.name == *name)
    }
}

fn find_owner<'o>(owners: &'o [Owner], schema: Option<&Name>, table: &Name) -> Option<&'o Owner> {
    owners.iter().find(|owner| {
        owner.table == table.as_str() && owner.schema.as_deref() == schema.map(Name::as_str)
    })
}

/// Whether a column of the models is an earlier one under another name.
pub(super) fn judge_column(
    ctx: &Ctx<'_>,
    history: &History,
    new_table: &Table,
    (from, to): (&Name, &Column),
) -> Judgement {
    for past in &history.past {
        let Some(old_table) = past.table(new_table.schema.as_ref(), &new_table.name) else {
            continue;
        };
        let Some(old) = old_table.column(from.as_str()) else {
            continue;
        };
        if old_table.column(to.name.as_str()).is_some() {
            return Judgement::Two;
        }
        if new_table.column(from.as_str()).is_some() {
            return Judgement::Unknown;
        }
        let owners = (
            find_owner(&past.owners, old_table.schema.as_ref(), &old_table.name),
            history.owner(new_table),
        );
        return compare_columns(ctx, &past.commit, (old_table, old), (new_table, to), owners);
    }
    Judgement::Unknown
}

fn compare_columns(
    ctx: &Ctx<'_>,
    commit: &str,
    (old_table, old): (&Table, &Column),
    (new_table, new): (&Table, &Column),
    owners: (Option<&Owner>, Option<&Owner>),
) -> Judgement {
    let Some(type_) = same_type(ctx, old, new) else {
        return Judgement::Against(format!("at {commit} it had another type"));
    };
    let is_key = |table: &Table, column: &Column| {
        column.primary_key
            || table
                .primary_key
                .as_ref()
                .is_some_and(|key| key.columns.contains(&column.name))
    };
    if is_key(old_table, old) != is_key(new_table, new) {
        return Judgement::Against(format!(
            "at {commit} only one of them was in the primary key"
        ));
    }
    if let (Some(before), Some(now)) = owners
        && let (Some(attribute), Some(same)) = (attribute(before, old), attribute(now, new))
        && attribute == same
    {
        return Judgement::Same(
            99,
            vec![format!(
                "the attribute {}.{attribute} was the column {} at {commit}",
                now.name,
                old.name.as_str()
            )],
        );
    }
    match place(old_table, old, new_table, new) {
        Place::Elsewhere => {
            return Judgement::Against(format!("at {commit} it stood elsewhere in the class"));
        }
        Place::Unclear => return Judgement::Unknown,
        Place::Same => {}
    }
    if referred(old_table, &old.name) != referred(new_table, &new.name) {
        return Judgement::Against(format!("at {commit} it referred to something else"));
    }
    let mut score = 70;
    let mut evidence = vec![format!(
        "it stood at the same place of the class at {commit}, with the same type {type_}"
    )];
    let mut add = |holds: bool, points: u8, text: &str| {
        if holds {
            score += points;
            if !text.is_empty() {
                evidence.push(text.to_owned());
            }
        }
    };
    if old.nullable == new.nullable {
        add(!old.nullable, 5, "NOT NULL in both");
    } else {
        // A change at the same time, which the comparison then finds.
        add(true, 0, "another nullability");
    }
    add(type_.contains('('), 5, "");
    let default = |column: &Column| {
        column
            .server_default
            .as_ref()
            .and_then(|default| server_default_sql(ctx, default).ok().flatten())
    };
    let defaults = (default(old), default(new));
    add(
        defaults.0.is_some() && defaults.0 == defaults.1,
        5,
        "the same server default",
    );
    add(
        old.default.is_some() && old.default == new.default,
        5,
        "the same default",
    );
    add(
        old.comment.is_some() && old.comment == new.comment,
        10,
        "the same comment",
    );
    add(
        !referred(new_table, &new.name).is_empty(),
        5,
        "the same foreign key",
    );
    let unique = (
        is_unique(old_table, &old.name),
        is_unique(new_table, &new.name),
    );
    add(unique.0 && unique.1, 5, "unique in both");
    let names = uses(old_table, old);
    add(
        !names.is_empty() && names == uses(new_table, new),
        5,
        "in the same indexes and constraints",
    );
    if let (Some(before), Some(now)) = owners {
        add(
            !now.relationships.is_empty() && before.relationships == now.relationships,
            5,
            "the same relationships of the class",
        );
    }
    let is_only = |one: &Table, other: &Table| {
        let gone = one
            .columns
            .iter()
            .filter(|column| other.column(column.name.as_str()).is_none());
        gone.count() == 1
    };
    add(
        is_only(old_table, new_table) && is_only(new_table, old_table),
        10,
        "nothing else came or went",
    );
    let similarity = name_similarity(old.name.as_str(), new.name.as_str());
    add(similarity >= 50, similarity / 5, "similar names");
    Judgement::Same(score.min(99), evidence)
}

fn same_type(ctx: &Ctx<'_>, old: &Column, new: &Column) -> Option<String> {
    let text = |column: &Column| type_compile(ctx, &column.type_).ok();
    let (before, now) = (text(old)?, text(new)?);
    (before == now).then_some(now)
}

fn attribute<'o>(owner: &'o Owner, column: &Column) -> Option<&'o str> {
    owner
        .attributes
        .iter()
        .find(|(_, name)| name == column.name.as_str())
        .map(|(attribute, _)| attribute.as_str())
}

enum Place {
    Same,
    Elsewhere,
    /// Between the same columns, where other columns came or went too.
    Unclear,
}

/// Compares where two columns stand: between which columns that both tables have, and at which of the places there.
fn place(old_table: &Table, old: &Column, new_table: &Table, new: &Column) -> Place {
    let run = |table: &Table, other: &Table, column: &Column| {
        let is_common =
            |column: &Column| other.columns.iter().any(|known| known.name == column.name);
        let at = table
            .columns
            .iter()
            .position(|known| known.name == column.name)
            .unwrap_or_default();
        let before = table.columns.iter().take(at).rev();
        let after = table.columns.iter().skip(at + 1);
        let n_before = before.clone().take_while(|known| !is_common(known)).count();
        let n_after = after.clone().take_while(|known| !is_common(known)).count();
        let name = |column: Option<&Column>| column.map(|column| column.name.clone());
        (
            (
                name(before.clone().find(|known| is_common(known))),
                name(after.clone().find(|known| is_common(known))),
            ),
            (n_before, n_after),
        )
    };
    let (old_between, old_at) = run(old_table, new_table, old);
    let (new_between, new_at) = run(new_table, old_table, new);
    if old_between != new_between {
        Place::Elsewhere
    } else if old_at == new_at {
        Place::Same
    } else if old_at.0 + old_at.1 == new_at.0 + new_at.1 {
        Place::Elsewhere
    } else {
        Place::Unclear
    }
}

/// Names of the indexes and constraints that a column is in; those that follow from its own name are left out.
fn uses<'t>(table: &'t Table, column: &Column) -> Vec<&'t str> {
    let mut out: Vec<&str> = table
        .indexes
        .iter()
        .filter(|index| index.columns().contains(&column.name))
        .filter_map(|index| given(&index.name))
        .collect();
    out.extend(
        table
            .unique_constraints()
            .filter(|unique| unique.columns.contains(&column.name))
            .filter_map(|unique| given(&unique.name)),
    );
    out.retain(|name| !name.contains(column.name.as_str()));
    out.sort_unstable();
    out
}

fn given(name: &ConstraintName) -> Option<&str> {
    match name {
        ConstraintName::Name(name) => Some(name.as_str()),
        ConstraintName::Conv(name) => Some(name),
        ConstraintName::None | ConstraintName::NoneDeferred => None,
    }
}

/// Whether a table of the models is an earlier one under another name.
pub(super) fn judge_table(ctx: &Ctx<'_>, history: &History, from: &Table, to: &Table) -> Judgement {
    for past in &history.past {
        let Some(old) = past.table(from.schema.as_ref(), &from.name) else {
            continue;
        };
        if past.table(to.schema.as_ref(), &to.name).is_some() {
            return Judgement::Two;
        }
        let (Some(before), Some(now)) = (
            find_owner(&past.owners, old.schema.as_ref(), &old.name),
            history.owner(to),
        ) else {
            return Judgement::Unknown;
        };
        return compare_owners(ctx, history, past, (old, before), (to, now));
    }
    Judgement::Unknown
}

fn compare_owners(
    ctx: &Ctx<'_>,
    history: &History,
    past: &PastModels,
    (old, before): (&Table, &Owner),
    (new, now): (&Table, &Owner),
) -> Judgement {
    let commit = &past.commit;
    let share = share_of_columns(ctx, old, new);
    let is_same = before.module == now.module && before.name == now.name;
    let has = |owners: &[Owner], owner: &Owner| {
        owners
            .iter()
            .any(|known| known.module == owner.module && known.name == owner.name)
    };
    let moved = before.name == now.name && !has(&history.owners, before) && !has(&past.owners, now);
    if is_same || moved {
        let text = format!(
            "{}.{} had the table {} at {commit}",
            before.module,
            before.name,
            old.name.as_str()
        );
        let confidence = match (share, is_same) {
            (50.., true) => 98,
            (50.., false) => 94,
            _ => 60,
        };
        let columns = format!("{share}% of its columns are the same");
        return Judgement::Same(confidence, vec![text, columns]);
    }
    if has(&history.owners, before) {
        return Judgement::Against(format!(
            "{}.{}, which had it at {commit}, has another table now",
            before.module, before.name
        ));
    }
    if has(&past.owners, now) || before.module != now.module || !same_columns(ctx, old, new) {
        return Judgement::Unknown;
    }
    let mut evidence = vec![format!(
        "{}.{} with the same {} columns was {} at {commit}",
        now.module,
        now.name,
        new.columns.len(),
        before.name
    )];
    let n_more = new.columns.len().saturating_sub(1).min(4);
    let mut score = 70 + 5 * u8::try_from(n_more).unwrap_or(4);
    let alike = |one: &str, other: &str| name_similarity(one, other) >= 50;
    if alike(&before.name, &now.name) || alike(old.name.as_str(), new.name.as_str()) {
        score += 7;
        evidence.push("similar names".to_owned());
    }
    if !now.relationships.is_empty() && before.relationships == now.relationships {
        score += 5;
        evidence.push("the same relationships".to_owned());
    }
    Judgement::Same(score.min(97), evidence)
}

/// How many of 100 columns agree by name and type.
fn share_of_columns(ctx: &Ctx<'_>, old: &Table, new: &Table) -> usize {
    let n_common = old
        .columns
        .iter()
        .filter(|column| {
            new.column(column.name.as_str())
                .is_some_and(|other| same_type(ctx, column, other).is_some())
        })
        .count();
    let n_all = old.columns.len() + new.columns.len() - n_common;
    100 * n_common / n_all.max(1)
}

fn same_columns(ctx: &Ctx<'_>, old: &Table, new: &Table) -> bool {
    old.columns.len() == new.columns.len()
        && old.columns.iter().zip(&new.columns).all(|(one, other)| {
            one.name == other.name
                && one.nullable == other.nullable
                && same_type(ctx, one, other).is_some()
        })
}

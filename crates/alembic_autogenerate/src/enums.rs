//! PostgreSQL enum types: created, dropped, and values added, renamed and removed. Ours; Alembic never sees them.
//!
//! Values are added and renamed before the other operations, types and values are removed after them, in both
//! directions: whatever the other operations say of a value, the type has it then.

mod declared;
mod statements;
mod uses;

use alembic_dialect::Ctx;
use alembic_dialect::postgresql::enums::EnumType;
use alembic_schema::MetaData;
use alembic_schema::ops::Operation;

pub(crate) use self::statements::is_autocommit;

use self::declared::{Declared, declared, without_create_type};
use self::statements::Statements;
pub(crate) use self::statements::execute;
use self::uses::{Use, uses_after};
use crate::error::Result;

/// What is compared.
pub struct EnumInput<'a> {
    /// Dialect and options; `double_percent` must be off, as the texts are written into a file.
    pub ctx: &'a Ctx<'a>,
    /// `dialect.default_schema_name`.
    pub default_schema: &'a str,
    /// Types of the database.
    pub types: &'a [EnumType],
    /// `target_metadata`.
    pub metadata: &'a [MetaData],
}

/// What was found, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EnumReport {
    /// Changes that were taken.
    pub changes: Vec<String>,
    /// Differences that were not, with the reason and a way out.
    pub notes: Vec<String>,
}

/// Operations of one direction around those of the tables.
#[derive(Default)]
struct Direction {
    guards: Vec<Operation>,
    added: Vec<Operation>,
    created: Vec<Operation>,
    renamed: Vec<Operation>,
    rewritten: Vec<Operation>,
    dropped: Vec<Operation>,
}

impl Direction {
    /// Guards fail before anything has changed; adding values commits, so nothing else comes before it.
    fn around(self, ops: &mut Vec<Operation>) {
        let mut out = self.guards;
        out.extend(self.added);
        out.extend(self.created);
        out.extend(self.renamed);
        out.append(ops);
        out.extend(self.rewritten);
        out.extend(self.dropped);
        *ops = out;
    }
}

struct Plan<'a> {
    statements: Statements<'a>,
    report: EnumReport,
    upgrade: Direction,
    downgrade: Direction,
    /// Tables of the database that the upgrade drops.
    dropped_tables: Vec<(String, String)>,
}

/// Adds the changes of enum types to the operations of both directions.
///
/// # Errors
/// If a server default cannot be expressed.
pub fn add_enum_changes(
    input: &EnumInput<'_>,
    upgrade: &mut Vec<Operation>,
    downgrade: &mut Vec<Operation>,
) -> Result<EnumReport> {
    let uses = uses_after(input, upgrade)?;
    let mut plan = Plan {
        statements: Statements::new(input.ctx, input.default_schema),
        report: EnumReport::default(),
        upgrade: Direction::default(),
        downgrade: Direction::default(),
        dropped_tables: uses::dropped_tables(input.default_schema, upgrade),
    };
    let models = declared(input);
    let mut managed = Vec::new();
    for model in &models {
        let own: Vec<&Use> = uses.iter().filter(|one| one.type_ == model.key).collect();
        let database = find(input.types, &model.key);
        if plan.compare(model, database, &own) {
            managed.push(model.key.clone());
        }
    }
    for type_ in input.types {
        let key = key_of(type_);
        if !models.iter().any(|model| model.key == key) {
            let own: Vec<&Use> = uses.iter().filter(|one| one.type_ == key).collect();
            plan.drop_unused(type_, &own);
            managed.push(key);
        }
    }
    for ops in [&mut *upgrade, &mut *downgrade] {
        without_create_type(input, &managed, ops);
    }
    plan.upgrade.around(upgrade);
    plan.downgrade.around(downgrade);
    Ok(plan.report)
}

fn key_of(type_: &EnumType) -> (String, String) {
    (type_.schema.clone(), type_.name.clone())
}

fn find<'t>(types: &'t [EnumType], key: &(String, String)) -> Option<&'t EnumType> {
    types
        .iter()
        .find(|type_| type_.schema == key.0 && type_.name == key.1)
}

impl Plan<'_> {
    /// Compares a type of the models; false if it is left to the project.
    fn compare(&mut self, model: &Declared, database: Option<&EnumType>, uses: &[&Use]) -> bool {
        let name = self.statements.type_name(&model.key);
        if model.is_ambiguous {
            self.report.notes.push(format!(
                "type {name} is left alone: the models declare it with different values; declare it once"
            ));
            return database.is_some();
        }
        if !model.is_created {
            if database.is_none_or(|type_| type_.labels != model.labels) {
                self.report.notes.push(format!(
                    "type {name} is left alone: create_type=False says that it is made elsewhere"
                ));
            }
            return true;
        }
        let Some(database) = database else {
            self.report.changes.push(format!("added enum type {name}"));
            self.upgrade
                .created
                .push(self.statements.create(&name, &model.labels));
            self.downgrade.dropped.push(self.statements.drop(&name));
            return true;
        };
        self.compare_labels(&name, &model.labels, database, uses);
        true
    }

    fn compare_labels(&mut self, name: &str, model: &[String], database: &EnumType, uses: &[&Use]) {
        let missing_in = |labels: &[String], other: &[String]| -> Vec<String> {
            labels
                .iter()
                .filter(|label| !other.contains(label))
                .cloned()
                .collect()
        };
        let removed = missing_in(&database.labels, model);
        let added = missing_in(model, &database.labels);
        let is_same_order = database
            .labels
            .iter()
            .filter(|label| model.contains(label))
            .eq(model.iter().filter(|label| database.labels.contains(label)));
        if !is_same_order && removed.is_empty() {
            self.report.notes.push(format!(
                "type {name}: the models have its values in another order; the order is left as it is in the database"
            ));
        }
        if let ([old], [new]) = (removed.as_slice(), added.as_slice())
            && is_same_order
            && position(&database.labels, old) == position(model, new)
        {
            self.report.changes.push(format!(
                "renamed value {old:?} -> {new:?} of enum type {name}"
            ));
            let statements = &self.statements;
            self.upgrade.renamed.push(statements.rename(name, old, new));
            self.downgrade
                .renamed
                .push(statements.rename(name, new, old));
            return;
        }
        self.add(name, &added, model, database, uses);
        self.remove(name, &removed, model, database, uses);
    }

    /// Values are added at their places; the downgrade removes them.
    fn add(
        &mut self,
        name: &str,
        added: &[String],
        model: &[String],
        database: &EnumType,
        uses: &[&Use],
    ) {
        if added.is_empty() {
            return;
        }
        self.report.changes.push(format!(
            "added values {} of enum type {name}",
            added.join(", ")
        ));
        self.upgrade
            .added
            .extend(self.statements.add_values(name, &database.labels, model));
        if let Some(reason) = obstacle(database, &[]) {
            self.report.notes.push(format!(
                "type {name}: the downgrade leaves the values {} in place, as {reason} is in the way of a new type; \
                 write it into downgrade() if they must go",
                added.join(", ")
            ));
            return;
        }
        self.downgrade.guards.extend(
            self.statements
                .guard(name, added, uses, |one| one.after_if_kept()),
        );
        self.downgrade.rewritten.extend(self.statements.rewrite(
            &key_of(database),
            &database.labels,
            uses,
            |one| one.before.as_ref(),
        ));
    }

    /// Values are removed by a new type in the place of the old one; the downgrade adds them again.
    fn remove(
        &mut self,
        name: &str,
        removed: &[String],
        model: &[String],
        database: &EnumType,
        uses: &[&Use],
    ) {
        if removed.is_empty() {
            return;
        }
        let values = removed.join(", ");
        let in_default = uses.iter().find_map(|one| {
            one.after
                .as_ref()
                .filter(|place| place.default_has(removed, one.is_array))
        });
        let reason = match in_default {
            Some(place) => Some(format!(
                "the server default of {}.{} (changes of defaults are seen with compare_server_default=True)",
                place.table, place.column
            )),
            None => obstacle(database, &self.dropped_tables),
        };
        if let Some(reason) = reason {
            self.report.notes.push(format!(
                "type {name}: the values {values} are not removed, as {reason} is in the way of a new type; \
                 change that first, or write the change into the file"
            ));
            return;
        }
        self.report
            .changes
            .push(format!("removed values {values} of enum type {name}"));
        let statements = &self.statements;
        self.upgrade
            .guards
            .extend(statements.guard(name, removed, uses, |one| one.before_if_kept()));
        self.upgrade
            .rewritten
            .extend(statements.rewrite(&key_of(database), model, uses, |one| one.after.as_ref()));
        self.downgrade
            .added
            .extend(statements.add_values(name, model, &database.labels));
    }

    /// A type whose last columns this migration drops. One without columns may belong to anything.
    fn drop_unused(&mut self, type_: &EnumType, uses: &[&Use]) {
        if uses.is_empty() || uses.iter().any(|one| one.after.is_some()) {
            return;
        }
        let name = self.statements.type_name(&key_of(type_));
        if let Some(reason) = obstacle(type_, &self.dropped_tables) {
            self.report.notes.push(format!(
                "type {name} is not dropped, although no model has it: {reason} is in the way"
            ));
            return;
        }
        self.report
            .changes
            .push(format!("removed enum type {name}"));
        self.upgrade.dropped.push(self.statements.drop(&name));
        self.downgrade
            .created
            .push(self.statements.create(&name, &type_.labels));
    }
}

/// What uses the type and is not a column of a table; what belongs to dropped tables goes with them.
fn obstacle(type_: &EnumType, dropped_tables: &[(String, String)]) -> Option<String> {
    type_
        .dependents
        .iter()
        .find(|dependent| {
            dependent
                .table
                .as_ref()
                .is_none_or(|table| !dropped_tables.contains(table))
        })
        .map(|dependent| dependent.description.clone())
}

fn position(labels: &[String], label: &str) -> Option<usize> {
    labels.iter().position(|other| other == label)
}

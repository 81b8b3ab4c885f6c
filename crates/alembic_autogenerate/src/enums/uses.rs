//! Columns of enum types before and after the other operations.

use alembic_dialect::server_default_sql;
use alembic_schema::ops::{AlterColumnOp, AlterDefault, Change, ModifyTableOps, Operation};
use alembic_schema::{Column, Name};

use super::EnumInput;
use super::declared::{enum_of, key};
use crate::error::Result;

/// A column of an enum type.
pub(super) struct Use {
    /// Schema and name of the type.
    pub(super) type_: (String, String),
    pub(super) is_array: bool,
    /// In the database; `None` for a new column.
    pub(super) before: Option<Place>,
    /// After the upgrade; `None` for a dropped column.
    pub(super) after: Option<Place>,
}

/// Where a column is, and what it has by default.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) schema: String,
    pub(super) table: String,
    pub(super) column: String,
    pub(super) default: Option<String>,
    /// True if it changes with the column of the parent table.
    pub(super) is_inherited: bool,
}

impl Use {
    /// Where it is before, if it is not dropped.
    pub(super) fn before_if_kept(&self) -> Option<&Place> {
        self.before.as_ref().filter(|_| self.after.is_some())
    }

    /// Where it is after, if it is not new.
    pub(super) fn after_if_kept(&self) -> Option<&Place> {
        self.after.as_ref().filter(|_| self.before.is_some())
    }
}

impl Place {
    fn is_in(&self, schema: &str, table: &Name) -> bool {
        self.schema == schema && self.table == table.as_str()
    }

    /// True if the default may name one of the values. In an array a value that is part of another counts too.
    pub(super) fn default_has(&self, labels: &[String], is_array: bool) -> bool {
        let Some(default) = &self.default else {
            return false;
        };
        labels.iter().any(|label| {
            let label = label.replace('\'', "''");
            if is_array {
                default.contains(&label)
            } else {
                default.contains(&format!("'{label}'"))
            }
        })
    }
}

/// All columns with what the operations do to them.
pub(super) fn uses_after(input: &EnumInput<'_>, ops: &[Operation]) -> Result<Vec<Use>> {
    let mut uses: Vec<Use> = Vec::new();
    for type_ in input.types {
        for one in &type_.uses {
            let place = Place {
                schema: one.schema.clone(),
                table: one.table.clone(),
                column: one.column.clone(),
                default: one.default.clone(),
                is_inherited: one.is_inherited,
            };
            uses.push(Use {
                type_: (type_.schema.clone(), type_.name.clone()),
                is_array: one.is_array,
                before: Some(place.clone()),
                after: Some(place),
            });
        }
    }
    follow(input, ops, &mut uses)?;
    Ok(uses)
}

/// Tables that the operations drop.
pub(super) fn dropped_tables(default_schema: &str, ops: &[Operation]) -> Vec<(String, String)> {
    ops.iter()
        .filter_map(|operation| match operation {
            Operation::DropTable(op) => Some((
                schema_of(default_schema, op.schema.as_ref()),
                op.table.as_str().to_owned(),
            )),
            _ => None,
        })
        .collect()
}

fn schema_of(default_schema: &str, schema: Option<&Name>) -> String {
    schema.map_or(default_schema, Name::as_str).to_owned()
}

fn follow(input: &EnumInput<'_>, ops: &[Operation], uses: &mut Vec<Use>) -> Result<()> {
    let in_schema = |schema: Option<&Name>| schema_of(input.default_schema, schema);
    for operation in ops {
        match operation {
            Operation::ModifyTable(ModifyTableOps { ops, .. }) => follow(input, ops, uses)?,
            Operation::RenameTable(op) => {
                let schema = in_schema(op.schema.as_ref());
                for place in uses.iter_mut().filter_map(|one| one.after.as_mut()) {
                    if place.is_in(&schema, &op.table) {
                        op.new_name.as_str().clone_into(&mut place.table);
                    }
                }
            }
            Operation::DropTable(op) => {
                let schema = in_schema(op.schema.as_ref());
                forget(uses, |place| place.is_in(&schema, &op.table));
            }
            Operation::DropColumn(op) => {
                let schema = in_schema(op.schema.as_ref());
                forget(uses, |place| {
                    place.is_in(&schema, &op.table) && place.column == op.column.as_str()
                });
            }
            Operation::CreateTable(op) => {
                for column in &op.table.columns {
                    add(
                        input,
                        uses,
                        op.table.schema.as_ref(),
                        &op.table.name,
                        column,
                    )?;
                }
            }
            Operation::AddColumn(op) => {
                add(input, uses, op.schema.as_ref(), &op.table, &op.column)?;
            }
            Operation::AlterColumn(op) => alter(input, uses, op)?,
            _ => {}
        }
    }
    Ok(())
}

fn forget(uses: &mut [Use], is_gone: impl Fn(&Place) -> bool) {
    for one in uses {
        one.after = one.after.take().filter(|place| !is_gone(place));
    }
}

fn add(
    input: &EnumInput<'_>,
    uses: &mut Vec<Use>,
    schema: Option<&Name>,
    table: &Name,
    column: &Column,
) -> Result<()> {
    let Some(found) = enum_of(&column.type_) else {
        return Ok(());
    };
    let Some(type_) = key(input, found.type_, schema.map(Name::as_str)) else {
        return Ok(());
    };
    let default = match &column.server_default {
        Some(default) => server_default_sql(input.ctx, default)?,
        None => None,
    };
    uses.push(Use {
        type_,
        is_array: found.is_array,
        before: None,
        after: Some(Place {
            schema: schema_of(input.default_schema, schema),
            table: table.as_str().to_owned(),
            column: column.name.as_str().to_owned(),
            default,
            is_inherited: false,
        }),
    });
    Ok(())
}

/// Another type, default or name.
fn alter(input: &EnumInput<'_>, uses: &mut Vec<Use>, op: &AlterColumnOp) -> Result<()> {
    let schema = schema_of(input.default_schema, op.schema.as_ref());
    let is_it =
        |place: &Place| place.is_in(&schema, &op.table) && place.column == op.column.as_str();
    if let Some(type_) = &op.type_ {
        forget(uses, is_it);
        let mut column = Column::new(op.column.clone(), type_.clone());
        if let Change::Set(AlterDefault::Plain(default)) = &op.existing_server_default {
            column.server_default = Some(default.clone());
        }
        add(input, uses, op.schema.as_ref(), &op.table, &column)?;
    }
    let default = match &op.server_default {
        Change::Keep => None,
        Change::Set(AlterDefault::Plain(default)) => Some(server_default_sql(input.ctx, default)?),
        Change::Set(_) | Change::Drop => Some(None),
    };
    let places = uses.iter_mut().filter_map(|one| one.after.as_mut());
    for place in places.filter(|place| is_it(place)) {
        if let Some(default) = &default {
            place.default.clone_from(default);
        }
        if let Some(name) = &op.new_name {
            name.as_str().clone_into(&mut place.column);
        }
    }
    Ok(())
}

//! Enum types of the models, and columns of operations that leave creating the type to us.

use alembic_schema::ops::{ModifyTableOps, Operation};
use alembic_schema::types::ArgValue;
use alembic_schema::{Column, SqlType, TypeClass};

use super::EnumInput;

/// A type as the models have it.
pub(super) struct Declared {
    /// Schema and name.
    pub(super) key: (String, String),
    /// Values in order.
    pub(super) labels: Vec<String>,
    /// False if every declaration says `create_type=False`.
    pub(super) is_created: bool,
    /// True if declarations differ.
    pub(super) is_ambiguous: bool,
}

/// Types in the order in which columns show them.
pub(super) fn declared(input: &EnumInput<'_>) -> Vec<Declared> {
    let mut out: Vec<Declared> = Vec::new();
    for metadata in input.metadata {
        for table in metadata.tables.values() {
            for column in &table.columns {
                let Some(found) = enum_of(&column.type_) else {
                    continue;
                };
                let table_schema = table.schema.as_ref().map(alembic_schema::Name::as_str);
                let metadata_schema = metadata.schema.as_ref().map(alembic_schema::Name::as_str);
                let Some(key) = key(input, found.type_, table_schema.or(metadata_schema)) else {
                    continue;
                };
                let labels: Vec<String> = found
                    .type_
                    .labels()
                    .into_iter()
                    .map(str::to_owned)
                    .collect();
                let is_created = creates(found.type_);
                match out.iter_mut().find(|one| one.key == key) {
                    Some(one) => {
                        one.is_ambiguous |= one.labels != labels;
                        one.is_created |= is_created;
                    }
                    None => out.push(Declared {
                        key,
                        labels,
                        is_created,
                        is_ambiguous: false,
                    }),
                }
            }
        }
    }
    out
}

/// A native enum inside a type.
pub(super) struct Found<'t> {
    pub(super) type_: &'t SqlType,
    pub(super) is_array: bool,
}

/// The native enum that a type is on PostgreSQL, or the one of its items.
pub(super) fn enum_of(type_: &SqlType) -> Option<Found<'_>> {
    let type_ = type_.for_dialect("postgresql");
    if let Some(item) = type_.type_arg("item_type") {
        return enum_of(item).map(|found| Found {
            is_array: true,
            ..found
        });
    }
    let is_native = type_.class == TypeClass::PgENUM
        || (type_.class != TypeClass::MysqlENUM
            && type_.is_a(TypeClass::Enum)
            && type_.flag("native_enum"));
    let has_name = type_.str("name").is_some_and(|name| !name.is_empty());
    (is_native && has_name).then_some(Found {
        type_,
        is_array: false,
    })
}

fn creates(type_: &SqlType) -> bool {
    type_.arg("create_type").is_none() || type_.flag("create_type")
}

/// Schema and name. A type without a schema is the one that the search path shows, or one of the default schema.
pub(super) fn key(
    input: &EnumInput<'_>,
    type_: &SqlType,
    table_schema: Option<&str>,
) -> Option<(String, String)> {
    let name = type_.str("name")?;
    let inherited = table_schema.filter(|_| type_.flag("inherit_schema"));
    if let Some(schema) = type_.str("schema").or(inherited) {
        return Some((schema.to_owned(), name.to_owned()));
    }
    let shown = input
        .types
        .iter()
        .find(|known| known.is_visible && known.name == name)
        .map_or(input.default_schema, |known| &known.schema);
    Some((shown.to_owned(), name.to_owned()))
}

/// `create_table` and `add_column` would create a type that exists already.
pub(super) fn without_create_type(
    input: &EnumInput<'_>,
    managed: &[(String, String)],
    ops: &mut [Operation],
) {
    for operation in ops {
        match operation {
            Operation::CreateTable(op) => {
                let schema = op
                    .table
                    .schema
                    .as_ref()
                    .map(|name| name.as_str().to_owned());
                for column in &mut op.table.columns {
                    retype(input, managed, column, schema.as_deref());
                }
            }
            Operation::AddColumn(op) => {
                let schema = op.schema.as_ref().map(|name| name.as_str().to_owned());
                retype(input, managed, &mut op.column, schema.as_deref());
            }
            Operation::ModifyTable(ModifyTableOps { ops, .. }) => {
                without_create_type(input, managed, ops);
            }
            _ => {}
        }
    }
}

fn retype(
    input: &EnumInput<'_>,
    managed: &[(String, String)],
    column: &mut Column,
    table_schema: Option<&str>,
) {
    let Some(found) = enum_of(&column.type_) else {
        return;
    };
    let Some(key) = key(input, found.type_, table_schema) else {
        return;
    };
    if !managed.contains(&key) {
        return;
    }
    let mut plain = SqlType::enumeration(TypeClass::PgENUM, &found.type_.labels(), Some(&key.1));
    if key.0 != input.default_schema {
        plain.set_arg("schema", ArgValue::Str(key.0));
    }
    plain.set_arg("create_type", ArgValue::Bool(false));
    column.type_ = with_enum(&column.type_, plain);
}

/// The type with another enum in it.
fn with_enum(type_: &SqlType, plain: SqlType) -> SqlType {
    let type_ = type_.for_dialect("postgresql");
    match type_.type_arg("item_type") {
        Some(item) => type_.clone().with_arg(
            "item_type",
            ArgValue::Type(Box::new(with_enum(item, plain))),
        ),
        None => plain,
    }
}

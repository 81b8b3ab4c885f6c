//! Reflection of PostgreSQL in eight queries per schema. Mirrors `PGDialect`'s reflection.
//!
//! Queries: <https://www.postgresql.org/docs/current/catalogs.html>. Every cell is text, integer or boolean.

mod constraint_text;
mod queries;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use alembic_schema::expr::{Expr, UnaryOp};
use alembic_schema::{
    Autoincrement, CatalogRow, CatalogRows, CheckConstraint, Column, Computed, Constraint,
    ConstraintName, ConstraintOptions, ForeignKeyConstraint, Identity, Index, IndexElement, Name,
    OptionValue, PrimaryKeyConstraint, SequenceOptions, ServerDefault, Table, TypeClass,
    UniqueConstraint,
};
use smol_str::SmolStr;

pub use queries::catalogue_queries;

use crate::reflect::Reflected;
use types::NamedTypes;

/// Sequences, as `regclass` prints them, by the table and column that own them (`SERIAL`).
pub type SerialColumns = BTreeMap<(SmolStr, SmolStr), String>;

/// Tables from the rows of [`catalogue_queries`], and the columns that own sequences.
pub fn tables_from_rows(
    schema: Option<&str>,
    results: &[CatalogRows],
) -> (Reflected, SerialColumns) {
    let empty = CatalogRows::default();
    let result = |idx: usize| results.get(idx).unwrap_or(&empty);
    let named = NamedTypes::from_rows(result(2), result(3));
    let mut out = Reflected::default();
    let mut serials = SerialColumns::new();
    let mut tables: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all = Vec::new();
    let mut views = BTreeSet::new();
    for row in result(0).iter() {
        let Some(name) = row.text(0) else { continue };
        let mut table = Table::new(name);
        table.schema = schema.map(Name::from);
        table.comment = row.text(2).map(str::to_owned);
        table_options(&mut table, row);
        tables.insert(name, all.len());
        all.push(table);
        if let Some("v" | "m") = row.text(1) {
            views.insert(name);
        }
    }
    let warnings = &mut out.warnings;
    let list = &mut all;
    let mut each = |rows: &CatalogRows, apply: &mut dyn FnMut(&mut Table, CatalogRow<'_>)| {
        for row in rows.iter() {
            if let Some(table) = row
                .text(0)
                .and_then(|name| tables.get(name))
                .and_then(|at| list.get_mut(*at))
            {
                apply(table, row);
            }
        }
    };
    each(result(1), &mut |table, row| {
        let Some((column, warning)) = column(schema, row, &named) else {
            return;
        };
        if let Some(warning) = warning {
            warnings.push((table.name.text.to_string(), warning));
        }
        if let Some(sequence) = row.text(16) {
            let owner = (table.name.text.clone(), column.name.text.clone());
            serials.insert(owner, sequence.to_owned());
        }
        table.columns.push(column);
    });
    // SQLAlchemy's order: primary key, foreign keys, indexes, unique constraints, checks.
    each(result(4), &mut |table, row| key_member(table, row, "p"));
    each(result(5), &mut |table, row| {
        if let Some(key) = foreign_key(schema, row) {
            table.constraints.push(Constraint::ForeignKey(key));
        }
    });
    each(result(7), &mut index_member);
    each(result(4), &mut |table, row| key_member(table, row, "u"));
    each(result(6), &mut |table, row| {
        if let Some(check) = check(row) {
            table.constraints.push(Constraint::Check(check));
        }
    });
    for mut table in all {
        mark_primary_key(&mut table);
        table.shrink_to_fit();
        if views.contains(table.name.as_str()) {
            out.views.push(table);
        } else {
            out.tables.push(table);
        }
    }
    (out, serials)
}

/// `get_table_options`.
fn table_options(table: &mut Table, row: CatalogRow<'_>) {
    let mut set = |name: &str, value: OptionValue| {
        table.dialect_options.insert(name.into(), value);
    };
    let str_of = |text: &str| OptionValue::Str(text.to_owned());
    if let Some(method) = row.text(3) {
        set("postgresql_using", str_of(method));
    }
    if let Some(parents) = row.text(4) {
        let parents = parents.split('\n').map(str_of).collect();
        set("postgresql_inherits", OptionValue::Tuple(parents));
    }
    if let Some(options) = row.text(5).filter(|options| !options.is_empty()) {
        set("postgresql_with", storage_parameters(options));
    }
    if let Some(name) = row.text(6) {
        set("postgresql_tablespace", str_of(name));
    }
}

/// The lines `name=value` of `reloptions`.
fn storage_parameters(text: &str) -> OptionValue {
    let entries = text
        .split('\n')
        .filter_map(|option| option.split_once('='))
        .map(|(key, value)| (key.into(), OptionValue::Str(value.to_owned())))
        .collect();
    OptionValue::Dict(entries)
}

fn mark_primary_key(table: &mut Table) {
    let Some(key) = &table.primary_key else {
        return;
    };
    for column in &mut table.columns {
        column.primary_key = key.columns.contains(&column.name);
    }
}

fn column(
    schema: Option<&str>,
    row: CatalogRow<'_>,
    named: &NamedTypes<'_>,
) -> Option<(Column, Option<String>)> {
    let name = row.text(1)?;
    let (type_, warning) = named.resolve(
        row.text(2).unwrap_or_default(),
        &format!("column '{name}'"),
        row.text(7),
        row.text(8),
    );
    let is_domain = type_.class == TypeClass::PgDOMAIN;
    let domain_not_null = is_domain && type_.flag("not_null");
    let domain_default = if is_domain {
        type_.str("default").map(str::to_owned)
    } else {
        None
    };
    let mut column = Column::new(name, type_);
    column.nullable = row.int(4) != Some(1) && !domain_not_null;
    column.nullable_explicit = true;
    column.comment = row.text(5).map(str::to_owned);
    let default = row.text(3).map(str::to_owned).or(domain_default);
    match row.text(6) {
        Some(generated @ ("s" | "v")) => {
            column.computed = Some(Box::new(Computed {
                sqltext: Expr::text(default.unwrap_or_default()),
                persisted: Some(generated == "s"),
            }));
        }
        Some(_) | None => {
            if let Some(default) = default {
                let text = with_schema(&default, schema);
                column.server_default = Some(ServerDefault::Expr(Box::new(Expr::text(text))));
            }
        }
    }
    if let Some(kind @ ("a" | "d")) = row.text(9) {
        column.identity = Some(Box::new(Identity {
            always: Some(kind == "a"),
            options: SequenceOptions {
                start: row.int(10),
                increment: row.int(11),
                minvalue: row.int(12),
                maxvalue: row.int(13),
                cache: row.int(14),
                cycle: row.int(15).map(|cycle| cycle == 1),
                ..SequenceOptions::default()
            },
            ..Identity::default()
        }));
    }
    column.autoincrement = if column.identity.is_some() || is_serial_like(&column) {
        Autoincrement::True
    } else {
        Autoincrement::False
    };
    Some((column, warning))
}

/// `nextval('...` on an integer column: `autoincrement` of the reflected column.
fn is_serial_like(column: &Column) -> bool {
    let is_nextval = matches!(
        &column.server_default,
        Some(ServerDefault::Expr(expr))
            if matches!(expr.as_ref(), Expr::Text(clause) if clause.text.contains("nextval('"))
    );
    is_nextval && column.type_.affinity() == TypeClass::Integer
}

/// `nextval('seq'...)` of another schema than the default gets its schema.
fn with_schema(default: &str, schema: Option<&str>) -> String {
    if let Some(schema) = schema
        && let Some(at) = default.find("nextval('")
    {
        let start = at + "nextval('".len();
        let sequence = default
            .get(start..)
            .and_then(|rest| rest.split('\'').next())
            .unwrap_or_default();
        if !sequence.contains('.') {
            return format!("{}\"{schema}\".{}", &default[..start], &default[start..]);
        }
    }
    default.to_owned()
}

/// A member of a PRIMARY KEY or UNIQUE constraint; rows come in order.
fn key_member(table: &mut Table, row: CatalogRow<'_>, wanted: &str) {
    let (Some(kind), Some(name), Some(column)) = (row.text(1), row.text(2), row.text(3)) else {
        return;
    };
    if kind != wanted {
        return;
    }
    let is_included = row.int(4) == Some(1);
    let (columns, options) = if kind == "p" {
        let key = table
            .primary_key
            .get_or_insert_with(|| PrimaryKeyConstraint {
                name: ConstraintName::new(name),
                ..PrimaryKeyConstraint::default()
            });
        (&mut key.columns, &mut key.options)
    } else {
        let is_last = matches!(
            table.constraints.last(),
            Some(Constraint::Unique(unique)) if unique.name.as_str() == Some(name)
        );
        if !is_last {
            table.constraints.push(Constraint::Unique(UniqueConstraint {
                name: ConstraintName::new(name),
                ..UniqueConstraint::default()
            }));
        }
        match table.constraints.last_mut() {
            Some(Constraint::Unique(unique)) => (&mut unique.columns, &mut unique.options),
            Some(_) | None => return,
        }
    };
    options.comment = row.text(6).map(str::to_owned);
    // Known since PostgreSQL 15, and then shown in both cases.
    if kind == "u"
        && let Some(flag) = row.int(5)
    {
        options.dialect_options.insert(
            "postgresql_nulls_not_distinct".into(),
            OptionValue::Bool(flag == 1),
        );
    }
    if is_included {
        push_option(&mut options.dialect_options, "postgresql_include", column);
    } else {
        columns.push(Name::from(column));
    }
}

fn push_option(options: &mut alembic_schema::DialectOptions, name: &str, value: &str) {
    let entry = options
        .entry(name.into())
        .or_insert_with(|| OptionValue::List(Vec::new()));
    if let OptionValue::List(items) = entry {
        items.push(OptionValue::Str(value.to_owned()));
    }
}

fn foreign_key(schema: Option<&str>, row: CatalogRow<'_>) -> Option<ForeignKeyConstraint> {
    let parsed = constraint_text::foreign_key(row.text(2)?)?;
    let referred_schema = match parsed.referred_schema {
        Some(referred) => Some(referred),
        None if schema.is_some() && schema == row.text(3) => schema.map(str::to_owned),
        None => None,
    };
    Some(ForeignKeyConstraint {
        name: ConstraintName::new(row.text(1)?),
        columns: parsed.columns.into_iter().map(Name::from).collect(),
        referred_schema: referred_schema.map(Name::from),
        referred_table: Name::from(parsed.referred_table),
        referred_columns: parsed
            .referred_columns
            .into_iter()
            .map(Name::from)
            .collect(),
        foreign_key: parsed.options,
        options: ConstraintOptions {
            deferrable: parsed.deferrable,
            initially: parsed.initially.map(Into::into),
            comment: row.text(4).map(str::to_owned),
            ..ConstraintOptions::default()
        },
    })
}

fn check(row: CatalogRow<'_>) -> Option<CheckConstraint> {
    let (sqltext, no_inherit, not_valid) = constraint_text::check(row.text(2)?);
    let mut options = ConstraintOptions {
        comment: row.text(3).map(str::to_owned),
        ..ConstraintOptions::default()
    };
    if not_valid {
        options
            .dialect_options
            .insert("postgresql_not_valid".into(), OptionValue::Bool(true));
    }
    if no_inherit {
        options
            .dialect_options
            .insert("postgresql_no_inherit".into(), OptionValue::Bool(true));
    }
    Some(CheckConstraint {
        name: ConstraintName::new(row.text(1)?),
        sqltext: Expr::text(sqltext),
        type_bound: None,
        options,
    })
}

/// An element of an index; rows come in order. Indexes behind constraints are left out
/// (`duplicates_constraint`).
fn index_member(table: &mut Table, row: CatalogRow<'_>) {
    let Some(name) = row.text(1) else { return };
    if row.int(8) == Some(1) {
        return;
    }
    let is_last = table
        .indexes
        .last()
        .is_some_and(|index| index.name.as_str() == Some(name));
    if !is_last {
        table.indexes.push(new_index(name, row));
    }
    let Some(index) = table.indexes.last_mut() else {
        return;
    };
    let (column, expression) = (row.text(3), row.text(4));
    if row.int(5) == Some(1) {
        if let Some(column) = column {
            push_option(&mut index.dialect_options, "postgresql_include", column);
        }
        return;
    }
    let shown = column.or(expression).unwrap_or_default();
    let flags = row.int(6).unwrap_or(0);
    let type_ = || {
        table
            .columns
            .iter()
            .find(|own| own.name.as_str() == shown)
            .map_or_else(alembic_schema::SqlType::null, |own| own.type_.clone())
    };
    let plain = || match column {
        Some(column) => Expr::column(column, type_()),
        None => Expr::text(shown),
    };
    let wrap = |op: UnaryOp, operand: Expr| Expr::Unary {
        op,
        operand: Box::new(operand),
    };
    let element = match (flags & 1 != 0, flags & 2 != 0) {
        (false, false) => match column {
            Some(column) => IndexElement::Column(Name::from(column)),
            None => IndexElement::Expr(Expr::text(shown)),
        },
        (false, true) => IndexElement::Expr(wrap(UnaryOp::NullsFirst, plain())),
        (true, true) => IndexElement::Expr(wrap(UnaryOp::Desc, plain())),
        (true, false) => IndexElement::Expr(wrap(UnaryOp::NullsLast, wrap(UnaryOp::Desc, plain()))),
    };
    index.elements.push(element);
    if let Some(class) = row.text(7) {
        let options = &mut index.dialect_options;
        if !options.contains_key("postgresql_ops") {
            // In front of the others, as in SQLAlchemy.
            options.shift_insert(0, "postgresql_ops".into(), OptionValue::Dict(Vec::new()));
        }
        if let Some(OptionValue::Dict(entries)) = options.get_mut("postgresql_ops") {
            entries.push((shown.into(), OptionValue::Str(class.to_owned())));
        }
    }
}

fn new_index(name: &str, row: CatalogRow<'_>) -> Index {
    let mut index = Index {
        name: ConstraintName::new(name),
        unique: row.int(2) == Some(1),
        ..Index::default()
    };
    let mut set = |key: &str, value: OptionValue| {
        index.dialect_options.insert(key.into(), value);
    };
    if let Some(options) = row.text(9).filter(|options| !options.is_empty()) {
        set("postgresql_with", storage_parameters(options));
    }
    if let Some(method) = row.text(10).filter(|method| *method != "btree") {
        set("postgresql_using", OptionValue::Str(method.to_owned()));
    }
    if let Some(condition) = row.text(11) {
        set(
            "postgresql_where",
            OptionValue::Expr(Box::new(Expr::text(condition))),
        );
    }
    if row.int(12) == Some(1) {
        set("postgresql_nulls_not_distinct", OptionValue::Bool(true));
    }
    if row.int(13) == Some(0) {
        set("postgresql_invalid", OptionValue::Bool(true));
    }
    index
}

/// `PostgresqlImpl.autogen_column_reflect`: a default from the column's own sequence is SERIAL and left out.
pub fn autogen_columns(table: &mut Table, serials: &SerialColumns) {
    for column in &mut table.columns {
        if serial_of(&table.name, column, serials).is_some() {
            column.server_default = None;
        }
    }
}

/// The sequence of a column that is SERIAL.
pub fn serial_of<'s>(
    table: &Name,
    column: &Column,
    serials: &'s SerialColumns,
) -> Option<&'s String> {
    let is_integer = column.type_.is_a(TypeClass::INTEGER) || column.type_.is_a(TypeClass::BIGINT);
    let is_nextval = matches!(
        &column.server_default,
        Some(ServerDefault::Expr(expr))
            if matches!(expr.as_ref(), Expr::Text(clause) if clause.text.starts_with("nextval('") && clause.text.ends_with("'::regclass)"))
    );
    if !is_integer || !is_nextval {
        return None;
    }
    serials.get(&(table.text.clone(), column.name.text.clone()))
}

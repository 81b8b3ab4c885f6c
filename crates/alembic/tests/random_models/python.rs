//! Models as Python.

use crate::schema::{Column, Schema, Style, Table};

const HEAD: &str = r#"import datetime
import decimal
import enum
import uuid
from typing import Any, Optional

import sqlalchemy as sa
from sqlalchemy import (ARRAY, CHAR, DATE, DATETIME, DECIMAL, DOUBLE, FLOAT, JSON, REAL, TIMESTAMP, VARCHAR, BigInteger, Boolean,
    CheckConstraint, Column, Computed, Date, DateTime, Double, Enum, FetchedValue, Float, ForeignKey, ForeignKeyConstraint, Identity,
    Index, Integer, Interval, LargeBinary, MetaData, Numeric, PickleType, PrimaryKeyConstraint, Sequence, SmallInteger, String, Table, Text,
    Time, TypeDecorator, Unicode, UniqueConstraint, Uuid, column, func, text)
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import DeclarativeBase, Mapped, declarative_base, mapped_column, registry
from sqlalchemy.types import UserDefinedType


class Color(enum.Enum):
    RED = "red"
    GREEN = "green"


class Money2(TypeDecorator):
    impl = Numeric(10, 2)
    cache_ok = True


class Tagged(TypeDecorator):
    impl = String
    cache_ok = True

    def __init__(self, length=None):
        super().__init__(length)


class Plain(UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw):
        return "VARCHAR(7)"


class Stamped:
    made_at: Mapped[datetime.datetime] = mapped_column(DateTime, server_default=func.now(), sort_order=900)
    made_by: Mapped[Optional[str]] = mapped_column(String(50), index=True)

"#;

const CONVENTIONS: [&str; 4] = [
    "MetaData()",
    "MetaData(naming_convention={'ix': 'ix_%(column_0_label)s', 'uq': 'uq_%(table_name)s_%(column_0_name)s', 'ck': 'ck_%(table_name)s_%(constraint_name)s', \
     'fk': 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s', 'pk': 'pk_%(table_name)s'})",
    "MetaData(naming_convention={'ix': '%(column_0_N_label)s_idx', 'uq': '%(table_name)s_%(column_0_N_name)s_key', 'fk': '%(table_name)s_%(column_0_N_name)s_fkey', \
     'pk': '%(table_name)s_pkey'})",
    "MetaData(naming_convention={'fk': 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s_%(referred_column_0_name)s_and_some_more_words', \
     'uq': 'uq_%(table_name)s_%(column_0N_name)s_and_some_more_words_behind_it', 'ix': 'ix_%(table_name)s_%(column_0_N_name)s'})",
];

/// The file `models.py`.
pub(crate) fn models(schema: &Schema) -> String {
    let mut out = HEAD.to_owned();
    out += &format!("\nmetadata = {}\n", CONVENTIONS[schema.convention]);
    out += match schema.base {
        0 => "\n\nclass Base(DeclarativeBase):\n    metadata = metadata\n",
        1 => "\nBase = declarative_base(metadata=metadata)\n",
        2 => "\nBase = registry(metadata=metadata).generate_base()\n",
        _ => {
            "\n\nclass Base(DeclarativeBase):\n    metadata = metadata\n    type_annotation_map = {list: sa.JSON, Any: sa.JSON}\n"
        }
    };
    for table in &schema.tables {
        out += "\n\n";
        out += &match table.style {
            Style::Core => core(schema, table),
            Style::Mapped | Style::Annotated | Style::Mixin => mapped(schema, table),
        };
        for item in table.shown_items().filter(|item| item.text.contains('@')) {
            out += &outside(table, &item.text);
        }
    }
    out
}

fn core(schema: &Schema, table: &Table) -> String {
    let mut out = format!("t{} = Table(\n    '{}', metadata,\n", table.id, table.name);
    for (n, column) in table.all_columns().enumerate() {
        let (_, arguments) = arguments(schema, column, n < table.key.len(), true);
        out += &format!("    Column('{}', {arguments}),\n", column.name);
    }
    for text in table_items(table) {
        out += &format!("    {text},\n");
    }
    for option in table_options(table) {
        out += &format!("    {option},\n");
    }
    out + ")\n"
}

fn mapped(schema: &Schema, table: &Table) -> String {
    let is_mixin = table.style == Style::Mixin;
    let bases = if is_mixin { "Stamped, Base" } else { "Base" };
    let mut out = format!(
        "class M{}({bases}):\n    __tablename__ = '{}'\n",
        table.id, table.name
    );
    let items = table_items(table);
    let options = table_options(table);
    if !items.is_empty() {
        out += "    __table_args__ = (\n";
        for text in items {
            out += &format!("        {text},\n");
        }
        if !options.is_empty() {
            out += &format!("        dict({}),\n", options.join(", "));
        }
        out += "    )\n";
    } else if !options.is_empty() {
        out += &format!("    __table_args__ = dict({})\n", options.join(", "));
    }
    for (n, column) in table.all_columns().enumerate() {
        let attribute = attribute(&column.name);
        let name = if attribute == column.name {
            String::new()
        } else {
            format!("'{}', ", column.name)
        };
        let is_key = n < table.key.len();
        let is_annotated = table.style == Style::Annotated && n % 4 != 3;
        let (is_short, text) = arguments(schema, column, is_key, !is_annotated);
        let text = text.trim_start_matches(", ");
        if is_annotated {
            let annotation = if column.nullable && !is_key {
                format!("Optional[{}]", column.ty.annotation)
            } else {
                column.ty.annotation.to_owned()
            };
            if is_short && name.is_empty() && text.is_empty() {
                out += &format!("    {attribute}: Mapped[{annotation}]\n");
            } else {
                out += &format!(
                    "    {attribute}: Mapped[{annotation}] = mapped_column({name}{text})\n"
                );
            }
        } else {
            let kind = if n % 2 == 0 {
                "mapped_column"
            } else {
                "Column"
            };
            out += &format!("    {attribute} = {kind}({name}{text})\n");
        }
    }
    out
}

/// The arguments of a column behind its name, and whether the annotation says the type.
fn arguments(
    schema: &Schema,
    column: &Column,
    is_key: bool,
    says_nullable: bool,
) -> (bool, String) {
    let mut out = Vec::new();
    let is_short = !says_nullable && column.ty.is_implied;
    if !is_short {
        out.push(column.ty.text.clone());
    }
    if let Some(reference) = &column.reference
        && let Some(target) = schema
            .tables
            .iter()
            .find(|table| table.id == reference.table)
        && let [key] = target.key.as_slice()
    {
        let mut words = vec![format!("'{}.{}'", target.full_name(), key.name)];
        words.extend(reference.options.iter().cloned());
        out.push(format!("ForeignKey({})", words.join(", ")));
    }
    out.extend(column.generated.clone());
    if is_key {
        out.push("primary_key=True".to_owned());
    } else if says_nullable {
        out.push(format!(
            "nullable={}",
            if column.nullable { "True" } else { "False" }
        ));
    }
    if let Some(default) = &column.server_default {
        out.push(format!("server_default={default}"));
    }
    if column.index {
        out.push("index=True".to_owned());
    }
    if column.unique {
        out.push("unique=True".to_owned());
    }
    if let Some(comment) = &column.comment {
        out.push(format!("comment={comment:?}"));
    }
    out.extend(column.unseen.map(str::to_owned));
    (is_short, out.join(", "))
}

fn table_items(table: &Table) -> Vec<String> {
    let mut out: Vec<String> = table
        .shown_items()
        .filter(|item| !item.text.contains('@'))
        .map(|item| item.text.clone())
        .collect();
    if let Some(name) = &table.key_name {
        let names: Vec<String> = table
            .key
            .iter()
            .map(|column| format!("'{}'", column.name))
            .collect();
        out.insert(
            0,
            format!("PrimaryKeyConstraint({}, name='{name}')", names.join(", ")),
        );
    }
    out
}

fn table_options(table: &Table) -> Vec<String> {
    let mut out = Vec::new();
    out.extend(table.schema.map(|schema| format!("schema='{schema}'")));
    out.extend(
        table
            .comment
            .as_ref()
            .map(|comment| format!("comment={comment:?}")),
    );
    out.extend(table.options.iter().map(|&option| option.to_owned()));
    out
}

/// An item that is made from columns.
fn outside(table: &Table, text: &str) -> String {
    let mut out = String::new();
    for (n, part) in text.split('@').enumerate() {
        if n % 2 == 0 {
            out += part;
            continue;
        }
        out += &match table.style {
            Style::Core => format!("t{}.c[{part:?}]", table.id),
            Style::Mapped | Style::Annotated | Style::Mixin => {
                format!("M{}.{}", table.id, attribute(part))
            }
        };
    }
    out + "\n"
}

/// A name that is no keyword of Python and no attribute of declarative classes.
fn attribute(name: &str) -> String {
    if ["from", "metadata"].contains(&name) {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}

//! A rename applied to what was reflected: the database as it is after the rename.

use alembic_schema::{Constraint, DialectOptions, Expr, IndexElement, Name, OptionValue, Table};

use smol_str::SmolStr;

use super::{Rename, Renamed};
use crate::compare::ReflectedSchema;

/// Changes names in reflected tables as the database does when the rename runs.
pub fn apply(database: &mut [ReflectedSchema], rename: &Rename) {
    match &rename.renamed {
        Renamed::Table { schema, from, to } => {
            for reflected in database.iter_mut() {
                let is_here = reflected.schema.as_deref() == schema.as_ref().map(Name::as_str);
                for table in &mut reflected.tables {
                    if is_here && table.name == *from {
                        table.name = to.clone();
                    }
                    for_foreign_keys(table, |referred_schema, referred, _| {
                        if referred == from && referred_schema == schema.as_ref() {
                            *referred = to.clone();
                        }
                    });
                }
                if is_here {
                    rename_serials(reflected, |(table, _)| {
                        if *table == from.text {
                            *table = to.text.clone();
                        }
                    });
                }
            }
        }
        Renamed::Column {
            schema,
            table,
            from,
            to,
            ..
        } => {
            for reflected in database.iter_mut() {
                let is_here = reflected.schema.as_deref() == schema.as_ref().map(Name::as_str);
                for found in &mut reflected.tables {
                    if is_here && found.name == *table {
                        rename_column(found, from, to);
                    }
                    for_foreign_keys(found, |referred_schema, referred, columns| {
                        if referred == table && referred_schema == schema.as_ref() {
                            replace(columns, from, to);
                        }
                    });
                }
                if is_here {
                    rename_serials(reflected, |(owner, column)| {
                        if *owner == table.text && *column == from.text {
                            *column = to.text.clone();
                        }
                    });
                }
            }
        }
    }
}

fn rename_serials(schema: &mut ReflectedSchema, rename: impl Fn(&mut (SmolStr, SmolStr))) {
    let before = std::mem::take(&mut schema.serials);
    schema.serials = before
        .into_iter()
        .map(|(mut owner, sequence)| {
            rename(&mut owner);
            (owner, sequence)
        })
        .collect();
}

fn for_foreign_keys(
    table: &mut Table,
    mut visit: impl FnMut(Option<&Name>, &mut Name, &mut Vec<Name>),
) {
    for constraint in &mut table.constraints {
        if let Constraint::ForeignKey(key) = constraint {
            let schema = key.referred_schema.clone();
            visit(
                schema.as_ref(),
                &mut key.referred_table,
                &mut key.referred_columns,
            );
        }
    }
}

fn replace(columns: &mut [Name], from: &Name, to: &Name) {
    for column in columns {
        if column == from {
            *column = to.clone();
        }
    }
}

fn rename_column(table: &mut Table, from: &Name, to: &Name) {
    for column in &mut table.columns {
        if column.name == *from {
            column.name = to.clone();
        }
    }
    if let Some(key) = &mut table.primary_key {
        replace(&mut key.columns, from, to);
    }
    for constraint in &mut table.constraints {
        match constraint {
            Constraint::PrimaryKey(key) => replace(&mut key.columns, from, to),
            Constraint::ForeignKey(key) => replace(&mut key.columns, from, to),
            Constraint::Unique(unique) => replace(&mut unique.columns, from, to),
            Constraint::Check(check) => rename_in_expression(&mut check.sqltext, from, to),
            Constraint::Exclude(_) => {}
        }
    }
    for index in &mut table.indexes {
        for element in &mut index.elements {
            match element {
                IndexElement::Column(name) if name == from => *name = to.clone(),
                IndexElement::Column(_) => {}
                IndexElement::Expr(expr) => rename_in_expression(expr, from, to),
            }
        }
        rename_in_options(&mut index.dialect_options, from, to);
    }
}

/// `postgresql_where=`, `postgresql_include=` and the like.
fn rename_in_options(options: &mut DialectOptions, from: &Name, to: &Name) {
    for value in options.values_mut() {
        rename_in_option(value, from, to);
    }
}

fn rename_in_option(value: &mut OptionValue, from: &Name, to: &Name) {
    match value {
        OptionValue::Expr(expr) => rename_in_expression(expr, from, to),
        OptionValue::Str(text) if text == from.as_str() => {
            to.as_str().clone_into(text);
        }
        OptionValue::List(items) | OptionValue::Tuple(items) => {
            for item in items {
                rename_in_option(item, from, to);
            }
        }
        OptionValue::Dict(items) => {
            for (key, _) in items {
                if *key == from.as_str() {
                    *key = to.text.clone();
                }
            }
        }
        _ => {}
    }
}

/// Reflected expressions are SQL text.
fn rename_in_expression(expr: &mut Expr, from: &Name, to: &Name) {
    if let Expr::Text(clause) = expr {
        clause.text = rename_word(&clause.text, from.as_str(), to.as_str());
    }
}

/// Replaces a whole word outside of SQL string literals.
fn rename_word(text: &str, from: &str, to: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first == '\'' {
            rest.get(1..)
                .and_then(|inner| inner.find('\''))
                .map_or(rest.len(), |end| end + 2)
        } else if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (piece, after) = rest.split_at(length);
        out.push_str(if piece == from { to } else { piece });
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::rename_word;

    #[test]
    fn words_are_renamed_and_literals_are_not() {
        assert_eq!(
            rename_word("lower(a) <> 'a' AND a_b > \"a\" OR a.a", "a", "z"),
            "lower(z) <> 'a' AND a_b > \"z\" OR z.z"
        );
        assert_eq!(rename_word("'it''s a' = a", "a", "z"), "'it''s a' = z");
    }
}

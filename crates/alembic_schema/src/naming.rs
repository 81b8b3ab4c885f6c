//! Naming conventions. Mirrors `sqlalchemy.sql.naming`.

use indexmap::IndexMap;
use md5::{Digest, Md5};
use smol_str::SmolStr;

use crate::constraint::Constraint;
use crate::index::Index;
use crate::name::{ConstraintName, Name};
use crate::table::Table;

/// `MetaData.naming_convention`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamingConvention {
    /// Templates by `ix`, `uq`, `ck`, `fk`, `pk`; `None` is a convention of `None`.
    pub templates: IndexMap<SmolStr, String>,
    /// Custom tokens, already evaluated, by (token, table name, constraint's columns joined by `_`).
    ///
    /// The bindings call the project's functions and store the results; see [`CustomToken`].
    pub custom: Vec<CustomToken>,
    /// Why the convention is not known; names that would ask it are refused.
    pub unknown: Option<String>,
}

/// The result of one call of a custom token function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomToken {
    /// Token name.
    pub token: SmolStr,
    /// Table of the call.
    pub table: SmolStr,
    /// Columns of the constraint of the call.
    pub columns: Vec<SmolStr>,
    /// What the function gave.
    pub text: String,
}

impl Default for NamingConvention {
    /// SQLAlchemy's `DEFAULT_NAMING_CONVENTION`.
    fn default() -> Self {
        let mut templates = IndexMap::new();
        templates.insert(
            SmolStr::new_static("ix"),
            "ix_%(column_0_label)s".to_owned(),
        );
        Self {
            templates,
            custom: Vec::new(),
            unknown: None,
        }
    }
}

/// Why no name could be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NamingError {
    /// SQLAlchemy: `InvalidRequestError`.
    #[error(
        "Naming convention including %(constraint_name)s token requires that constraint is explicitly named."
    )]
    NameRequired,
    /// SQLAlchemy: `KeyError` of an unknown token.
    #[error("'{0}'")]
    UnknownToken(String),
    /// The convention is not known.
    #[error("{0}")]
    UnknownConvention(String),
}

/// What a template is filled from.
pub struct NamingSubject<'a> {
    /// `ix`, `uq`, `ck`, `fk`, `pk`.
    pub kind: &'a str,
    /// The present name.
    pub name: &'a ConstraintName,
    /// Local columns as (name, key).
    pub columns: Vec<(SmolStr, SmolStr)>,
    /// Table name and schema.
    pub table: &'a Name,
    /// Schema of the table.
    pub schema: Option<&'a Name>,
    /// Referred table and columns of a foreign key.
    pub referred: Option<(SmolStr, Vec<SmolStr>)>,
}

/// The name that the convention gives, or `None` to keep the present one.
///
/// Mirrors `_constraint_name_for_table`.
///
/// # Errors
/// If a token is unknown, or the name is missing that `%(constraint_name)s` needs.
pub fn conventional_name(
    subject: &NamingSubject<'_>,
    convention: &NamingConvention,
) -> Result<Option<ConstraintName>, NamingError> {
    if let Some(reason) = &convention.unknown
        && !matches!(subject.name, ConstraintName::Conv(_))
    {
        return Err(NamingError::UnknownConvention(reason.clone()));
    }
    let Some(template) = convention.templates.get(subject.kind) else {
        return Ok(None);
    };
    let applies = match subject.name {
        ConstraintName::Conv(_) => false,
        ConstraintName::None | ConstraintName::NoneDeferred => true,
        ConstraintName::Name(_) => template.contains("constraint_name"),
    };
    if !applies {
        return Ok(None);
    }
    let text = fill(template, |token| token_value(subject, convention, token))?;
    Ok(Some(ConstraintName::Conv(SmolStr::new(text))))
}

/// Names the constraints and indexes of a table.
pub(crate) fn apply_to_table(
    table: &mut Table,
    convention: &NamingConvention,
) -> Result<(), NamingError> {
    let columns: Vec<(SmolStr, SmolStr)> = table
        .columns
        .iter()
        .map(|column| (column.name.text.clone(), SmolStr::new(column.key())))
        .collect();
    let (name, schema) = (table.name.clone(), table.schema.clone());
    if let Some(key) = &mut table.primary_key {
        let constraint = Constraint::PrimaryKey(key.clone());
        if let Some(new) =
            constraint_name(&constraint, &columns, &name, schema.as_ref(), convention)?
        {
            key.name = new;
        }
    }
    for constraint in &mut table.constraints {
        if let Some(new) =
            constraint_name(constraint, &columns, &name, schema.as_ref(), convention)?
        {
            *constraint.name_mut() = new;
        }
    }
    for column in &mut table.columns {
        for check in &mut column.checks {
            let constraint = Constraint::Check(check.clone());
            if let Some(new) =
                constraint_name(&constraint, &columns, &name, schema.as_ref(), convention)?
            {
                check.name = new;
            }
        }
    }
    for index in &mut table.indexes {
        if let Some(new) = index_name(index, &columns, &name, schema.as_ref(), convention)? {
            index.name = new;
        }
    }
    Ok(())
}

/// The convention's name for a constraint of a table with these columns (name, key).
///
/// # Errors
/// See [`conventional_name`]. A type-bound CHECK without a name stays unnamed instead.
pub fn constraint_name(
    constraint: &Constraint,
    columns: &[(SmolStr, SmolStr)],
    table: &Name,
    schema: Option<&Name>,
    convention: &NamingConvention,
) -> Result<Option<ConstraintName>, NamingError> {
    let (kind, referred) = match constraint {
        Constraint::PrimaryKey(_) => ("pk", None),
        Constraint::ForeignKey(key) => (
            "fk",
            Some((
                key.referred_table.text.clone(),
                key.referred_columns
                    .iter()
                    .map(|c| c.text.clone())
                    .collect(),
            )),
        ),
        Constraint::Unique(_) => ("uq", None),
        Constraint::Check(_) => ("ck", None),
        Constraint::Exclude(_) => return Ok(None),
    };
    let subject = NamingSubject {
        kind,
        name: constraint.name(),
        columns: with_keys(&constraint.columns(), columns),
        table,
        schema,
        referred,
    };
    match conventional_name(&subject, convention) {
        Err(NamingError::NameRequired) if *constraint.name() == ConstraintName::NoneDeferred => {
            Ok(None)
        }
        other => other,
    }
}

/// The convention's name for an index.
///
/// # Errors
/// See [`conventional_name`].
pub fn index_name(
    index: &Index,
    columns: &[(SmolStr, SmolStr)],
    table: &Name,
    schema: Option<&Name>,
    convention: &NamingConvention,
) -> Result<Option<ConstraintName>, NamingError> {
    let subject = NamingSubject {
        kind: "ix",
        name: &index.name,
        columns: with_keys(&index.columns(), columns),
        table,
        schema,
        referred: None,
    };
    conventional_name(&subject, convention)
}

fn with_keys(names: &[Name], columns: &[(SmolStr, SmolStr)]) -> Vec<(SmolStr, SmolStr)> {
    names
        .iter()
        .map(|name| {
            let key = columns
                .iter()
                .find(|(column, _)| *column == name.text)
                .map_or_else(|| name.text.clone(), |(_, key)| key.clone());
            (name.text.clone(), key)
        })
        .collect()
}

/// `template % mapping` for `%(token)s` and `%%`.
fn fill(
    template: &str,
    mut value: impl FnMut(&str) -> Result<String, NamingError>,
) -> Result<String, NamingError> {
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            out.push('%');
            rest = after;
        } else if let Some(inner) = rest.strip_prefix('(')
            && let Some(end) = inner.find(")s")
        {
            out.push_str(&value(&inner[..end])?);
            rest = &inner[end + 2..];
        } else {
            out.push('%');
        }
    }
    out.push_str(rest);
    Ok(out)
}

fn token_value(
    subject: &NamingSubject<'_>,
    convention: &NamingConvention,
    token: &str,
) -> Result<String, NamingError> {
    let custom = convention.custom.iter().find(|custom| {
        custom.token == token
            && custom.table == subject.table.text
            && custom
                .columns
                .iter()
                .eq(subject.columns.iter().map(|(name, _)| name))
    });
    if let Some(custom) = custom {
        return Ok(custom.text.clone());
    }
    match token {
        "table_name" => return Ok(subject.table.text.to_string()),
        "constraint_name" => {
            return match subject.name.as_str() {
                Some(name) => Ok(name.to_owned()),
                None => Err(NamingError::NameRequired),
            };
        }
        "referred_table_name" => {
            if let Some((table, _)) = &subject.referred {
                return Ok(table.to_string());
            }
        }
        _ => {}
    }
    column_token(subject, token).ok_or_else(|| NamingError::UnknownToken(token.to_owned()))
}

/// `column_0_name`, `column_0N_key`, `column_0_N_label`, `referred_column_0_name` ...
fn column_token(subject: &NamingSubject<'_>, token: &str) -> Option<String> {
    let (referred, rest) = match token.strip_prefix("referred_") {
        Some(rest) => (true, rest),
        None => (false, token),
    };
    let rest = rest.strip_prefix("column_")?;
    let digits = rest.find(|c: char| !c.is_ascii_digit())?;
    let idx: usize = rest[..digits].parse().ok()?;
    let rest = &rest[digits..];
    let (separator, attribute) = if let Some(attribute) = rest.strip_prefix("_N_") {
        (Some("_"), attribute)
    } else if let Some(attribute) = rest.strip_prefix("N_") {
        (Some(""), attribute)
    } else {
        (None, rest.strip_prefix('_')?)
    };
    let values: Vec<String> = if referred {
        if attribute != "name" {
            return None;
        }
        let (_, columns) = subject.referred.as_ref()?;
        columns.iter().map(SmolStr::to_string).collect()
    } else {
        subject
            .columns
            .iter()
            .map(|(name, key)| match attribute {
                "name" => Some(name.to_string()),
                "key" => Some(key.to_string()),
                "label" => Some(ddl_label(subject, name)),
                _ => None,
            })
            .collect::<Option<Vec<String>>>()?
    };
    match separator {
        Some(separator) => Some(values.join(separator)),
        None => Some(values.get(idx).cloned().unwrap_or_default()),
    }
}

/// `Column._ddl_label`: `schema_table_column`.
fn ddl_label(subject: &NamingSubject<'_>, column: &str) -> String {
    match subject.schema {
        Some(schema) => format!(
            "{}_{}_{column}",
            schema.text.replace('.', "_"),
            subject.table.text
        ),
        None => format!("{}_{column}", subject.table.text),
    }
}

/// Cuts a name made by a convention to the limit, with a hash: `..._a089`.
///
/// Mirrors `IdentifierPreparer._truncate_and_render_maxlen_name`.
pub fn truncate(name: &str, max_length: usize) -> String {
    use std::fmt::Write as _;

    if name.chars().count() <= max_length {
        return name.to_owned();
    }
    let kept: String = name.chars().take(max_length.saturating_sub(8)).collect();
    let digest = Md5::digest(name.as_bytes());
    let mut hex = String::new();
    for byte in &digest {
        let _ = write!(hex, "{byte:02x}");
    }
    format!("{kept}_{}", &hex[hex.len() - 4..])
}

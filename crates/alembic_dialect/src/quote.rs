//! Identifiers. Mirrors `sqlalchemy.sql.compiler.IdentifierPreparer`.

use alembic_schema::naming::truncate;
use alembic_schema::{ConstraintName, Name};

use crate::context::Ctx;
use crate::error::{CompileError, Result};

/// True if sorted words have this one. Their first letters are compared before anything is called.
fn is_listed(words: &[&str], name: &str) -> bool {
    let first = name.as_bytes().first();
    let start = words.partition_point(|word| word.as_bytes().first() < first);
    words
        .iter()
        .skip(start)
        .take_while(|word| word.as_bytes().first() == first)
        .any(|word| word.len() == name.len() && *word == name)
}

impl Ctx<'_> {
    /// `IdentifierPreparer.quote`.
    pub fn quote(&self, name: &Name) -> String {
        match name.quote {
            None if !self.requires_quotes(&name.text) => name.as_str().to_owned(),
            None | Some(true) => self.quote_identifier(&name.text),
            Some(false) => name.as_str().to_owned(),
        }
    }

    /// Quotes a plain name by the rules.
    pub fn quote_str(&self, name: &str) -> String {
        if self.requires_quotes(name) {
            self.quote_identifier(name)
        } else {
            name.to_owned()
        }
    }

    /// `quote_schema`: on SQL Server `db.owner` is quoted part by part.
    pub fn quote_schema(&self, schema: &Name) -> String {
        self.dialect.quote_schema(self, schema)
    }

    /// `quote_identifier`.
    pub fn quote_identifier(&self, name: &str) -> String {
        let (open, close) = self.dialect.features().quotes;
        let mut escaped = name.replace(close, &format!("{close}{close}"));
        if self.options.double_percent {
            escaped = escaped.replace('%', "%%");
        }
        format!("{open}{escaped}{close}")
    }

    fn requires_quotes(&self, name: &str) -> bool {
        let Some(first) = name.chars().next() else {
            return true;
        };
        // Capitals need quotes as well, and so the reserved words need no other case than theirs.
        let is_plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'$');
        !name.bytes().all(is_plain)
            || first.is_ascii_digit()
            || self.dialect.features().illegal_initial.contains(&first)
            || is_listed(self.dialect.reserved_words(), name)
    }

    /// `format_table`.
    pub fn table(&self, name: &Name, schema: Option<&Name>) -> String {
        match schema {
            Some(schema) if !schema.text.is_empty() => {
                format!("{}.{}", self.quote_schema(schema), self.quote(name))
            }
            Some(_) | None => self.quote(name),
        }
    }

    /// `alembic.ddl.base.format_table_name`: a dotted schema is quoted part by part.
    pub fn dotted_table(&self, name: &Name, schema: Option<&Name>) -> String {
        match schema {
            Some(schema) if schema.quote.is_some() => {
                format!("{}.{}", self.quote(schema), self.quote(name))
            }
            Some(schema) if !schema.text.is_empty() => {
                let parts: Vec<String> = schema
                    .text
                    .split('.')
                    .map(|part| self.quote_str(part))
                    .collect();
                format!("{}.{}", parts.join("."), self.quote(name))
            }
            Some(_) | None => self.quote(name),
        }
    }

    /// `format_constraint` / `format_index`: `None` for an unnamed one.
    pub fn constraint_name(&self, name: &ConstraintName, is_index: bool) -> Result<Option<String>> {
        let features = self.dialect.features();
        let own = if is_index {
            features.max_index_length
        } else {
            features.max_constraint_length
        };
        let limit = own.unwrap_or(features.max_identifier_length);
        Ok(match name {
            ConstraintName::None | ConstraintName::NoneDeferred => None,
            ConstraintName::Conv(text) => Some(self.quote_str(&truncate(text, limit))),
            ConstraintName::Name(name) => {
                self.validate_identifier(&name.text)?;
                Some(self.quote(name))
            }
        })
    }

    fn validate_identifier(&self, name: &str) -> Result<()> {
        let limit = self.dialect.features().max_identifier_length;
        if name.chars().count() > limit {
            return Err(CompileError::identifier(format!(
                "Identifier '{name}' exceeds maximum length of {limit} characters"
            )));
        }
        Ok(())
    }

    /// `format_collation`.
    pub fn collation(&self, collation: &str, schema: Option<&str>) -> String {
        let name = if self.dialect.features().quote_collations {
            self.quote_str(collation)
        } else {
            collation.to_owned()
        };
        match schema {
            Some(schema) => format!("{}.{name}", self.quote_schema(&Name::new(schema))),
            None => name,
        }
    }
}

/// `validate_sql_phrase`: words only.
pub(crate) fn sql_phrase(phrase: &str) -> Result<&str> {
    if is_sql_phrase(phrase, false) {
        Ok(phrase)
    } else {
        Err(unexpected_phrase(phrase, r"'^\\w+(?:\\s+\\w+)*$'"))
    }
}

/// The method of an index of PostgreSQL.
pub(crate) fn one_word(phrase: &str) -> Result<&str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    if !phrase.is_empty() && phrase.chars().all(is_word) {
        Ok(phrase)
    } else {
        Err(unexpected_phrase(
            phrase,
            r"'^(?:btree|hash|gist|gin|[\\w_]+)$'",
        ))
    }
}

/// PostgreSQL's ON DELETE: words, and behind them perhaps columns in parentheses.
pub(crate) fn sql_phrase_with_columns(phrase: &str) -> Result<&str> {
    const ACCEPTED: &str = r#"'^\\w+(?:\\s+\\w+)*(?:\\s*\\(\\s*(?:[\\w$]+|"(?:[^"]|"")+")(?:\\s*,\\s*(?:[\\w$]+|"(?:[^"]|"")+"))*\\s*\\))?$'"#;
    if is_sql_phrase(phrase, true) {
        Ok(phrase)
    } else {
        Err(unexpected_phrase(phrase, ACCEPTED))
    }
}

fn unexpected_phrase(phrase: &str, accepted: &str) -> CompileError {
    CompileError::compile(format!(
        "Unexpected SQL phrase: {} (matching against {accepted})",
        alembic_schema::types::python_str_repr(phrase)
    ))
}

fn is_sql_phrase(phrase: &str, with_columns: bool) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let (words, columns) = match phrase.split_once('(') {
        Some((words, rest)) => match rest.strip_suffix(')') {
            Some(columns) => (words.trim_end(), Some(columns)),
            None => return false,
        },
        None => (phrase, None),
    };
    let words_fit = !words.is_empty()
        && words.trim() == words
        && words
            .split_whitespace()
            .all(|word| word.chars().all(is_word));
    let is_column = |column: &str| {
        let quoted = column
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        match quoted {
            Some(inner) => !inner.is_empty() && !inner.replace("\"\"", "").contains('"'),
            None => !column.is_empty() && column.chars().all(|c| is_word(c) || c == '$'),
        }
    };
    words_fit
        && columns.is_none_or(|list| {
            with_columns && list.split(',').all(|column| is_column(column.trim()))
        })
}

//! `text()`: binds, escapes and percent signs. Mirrors `SQLCompiler.visit_textclause`.

use alembic_schema::SqlType;
use alembic_schema::expr::TextClause;
use smol_str::SmolStr;

use super::Sql;
use crate::error::Result;

impl Sql<'_, '_> {
    /// A text clause.
    pub(crate) fn text(&mut self, clause: &TextClause) -> Result<String> {
        let text = self.percent(&clause.text);
        let mut out = String::with_capacity(text.len());
        let mut previous: Option<char> = None;
        let mut rest = text.as_str();
        while let Some(character) = rest.chars().next() {
            let after = &rest[character.len_utf8()..];
            // `(?<![:\w\x5c]):(\w+)(?!:)` is a bind, `\x5c(:\w*)(?![:\w])` an escaped colon.
            if character == ':' && !previous.is_some_and(|c| c == ':' || c == '\\' || is_word(c)) {
                let name: String = after.chars().take_while(|c| is_word(*c)).collect();
                let name = backtracked(&name, after);
                if !name.is_empty() {
                    out.push_str(&self.text_bind(clause, name)?);
                    previous = name.chars().next_back();
                    rest = &after[name.len()..];
                    continue;
                }
            }
            if character == '\\' && after.starts_with(':') {
                let word: String = after[1..].chars().take_while(|c| is_word(*c)).collect();
                let end = 1 + word.len();
                let follows = after[end..].chars().next();
                if !follows.is_some_and(|c| c == ':' || is_word(c)) {
                    out.push_str(&after[..end]);
                    previous = after[..end].chars().next_back();
                    rest = &after[end..];
                    continue;
                }
            }
            out.push(character);
            previous = Some(character);
            rest = after;
        }
        Ok(out)
    }

    fn text_bind(&mut self, clause: &TextClause, name: &str) -> Result<String> {
        let given = clause
            .binds
            .iter()
            .find(|bind| bind.name.as_deref() == Some(name));
        match given {
            Some(bind) if bind.expanding => self.expanding(bind),
            Some(bind) => self.bind(bind),
            None if self.literal => Ok("NULL".to_owned()),
            None => self.placeholder(&SmolStr::new(name), None, &SqlType::null()),
        }
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The longest word that `(\w+)(?!:)` accepts: before a colon the last character is given back.
fn backtracked<'t>(name: &str, after: &'t str) -> &'t str {
    if after[name.len()..].starts_with(':') {
        let shorter = name.char_indices().next_back().map_or(0, |(at, _)| at);
        &after[..shorter]
    } else {
        &after[..name.len()]
    }
}

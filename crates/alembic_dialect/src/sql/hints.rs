//! Words around the parts of a statement: hints, prefixes and suffixes. Mirrors `with_hint`, `prefix_with` and
//! `suffix_with`, each of which may be for one database only.

use alembic_schema::expr::{FromItem, Hint, Select, TableRef, Words};

use super::Sql;
use super::select::tables_in;
use crate::error::{CompileError, Result};

impl Sql<'_, '_> {
    fn is_for_us(&self, dialect: &str) -> bool {
        dialect == "*" || dialect == self.ctx.dialect.features().name
    }

    /// Prefixes or suffixes that are for this database, each with its separator behind it.
    pub(crate) fn words(&mut self, words: &[Words]) -> Result<Vec<String>> {
        let mut out = Vec::new();
        for word in words {
            if self.is_for_us(&word.dialect) {
                out.push(self.expr(&word.text)?);
            }
        }
        Ok(out)
    }

    /// Prefixes between a keyword and what follows it.
    pub(crate) fn prefixes(&mut self, words: &[Words]) -> Result<String> {
        let words = self.words(words)?;
        Ok(words.into_iter().map(|word| word + " ").collect())
    }

    /// Suffixes at the end.
    pub(crate) fn suffixes(&mut self, words: &[Words]) -> Result<String> {
        let words = self.words(words)?;
        Ok(words.into_iter().map(|word| format!(" {word}")).collect())
    }

    /// Oracle's hints stand behind SELECT; elsewhere they stand beside their table.
    pub(crate) fn select_hints(&mut self, select: &Select) -> String {
        if self.ctx.dialect.features().name != "oracle" {
            return String::new();
        }
        let mut out = String::new();
        for hint in &select.hints {
            if self.is_for_us(&hint.dialect) {
                let text = self.hint_text(hint);
                out.push_str(&format!("/*+ {text} */ "));
            }
        }
        out
    }

    fn hint_text(&mut self, hint: &Hint) -> String {
        let name = self.table_ref(&hint.table);
        hint.text.replace("%(name)s", &name).replace("%%", "%")
    }

    /// A source of a SELECT with its hint.
    pub(crate) fn with_select_hint(&mut self, text: String, item: &FromItem) -> Result<String> {
        let tables = match item {
            FromItem::Join(_) => return Ok(text),
            other => tables_in(other),
        };
        let found = self
            .hints
            .iter()
            .rev()
            .find(|hint| self.is_for_us(&hint.dialect) && tables.contains(&hint.table));
        match found.cloned() {
            Some(hint) => {
                let words = self.hint_text(&hint);
                self.beside_table(text, &words)
            }
            None => Ok(text),
        }
    }

    /// The target of an INSERT, UPDATE or DELETE with its hint.
    pub(crate) fn target(&mut self, table: &TableRef, hints: &[Hint]) -> Result<String> {
        let text = self.table_ref(table);
        let found = hints
            .iter()
            .rev()
            .find(|hint| self.is_for_us(&hint.dialect) && hint.table == *table);
        match found {
            Some(hint) => self.beside_table(text, &hint.text),
            None => Ok(text),
        }
    }

    /// `format_from_hint_text`.
    fn beside_table(&self, table: String, hint: &str) -> Result<String> {
        match self.ctx.dialect.features().name {
            "postgresql" if hint == "ONLY" => Ok(format!("ONLY {table}")),
            "postgresql" => Err(CompileError::compile(format!(
                "Unrecognized hint: '{hint}'"
            ))),
            "mysql" | "mariadb" | "mssql" => Ok(format!("{table} {hint}")),
            _ => Ok(table),
        }
    }
}

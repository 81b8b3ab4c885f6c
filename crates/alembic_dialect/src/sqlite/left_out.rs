//! What a SQLite database has of a table and reflection leaves out: a batch makes the table anew without it.
//!
//! CHECK constraints are reflected: those with a name stay, and for the others Alembic warns itself.

use alembic_schema::CatalogRows;

/// The query whose rows [`left_out`] reads: the texts of a table, its triggers and its indexes.
pub fn texts_query(schema: Option<&str>, table: &str) -> String {
    format!(
        "SELECT type, name, sql FROM \"{}\".sqlite_master WHERE tbl_name = '{}' ORDER BY name",
        schema.unwrap_or("main").replace('"', "\"\""),
        table.replace('\'', "''")
    )
}

/// In words, from the rows of [`texts_query`].
pub fn left_out(rows: &CatalogRows) -> Vec<String> {
    let of = |kind: &'static str| {
        rows.iter()
            .filter(move |row| row.text(0) == Some(kind))
            .filter_map(|row| Some((row.text(1)?, row.text(2)?)))
    };
    let table_sql = of("table").next().map_or("", |(_, sql)| sql);
    let triggers: Vec<&str> = of("trigger").map(|(name, _)| name).collect();
    let indexes: Vec<(&str, &str)> = of("index").collect();
    describe(table_sql, &triggers, &indexes)
}

fn describe(table_sql: &str, triggers: &[&str], indexes: &[(&str, &str)]) -> Vec<String> {
    let mut out: Vec<String> = triggers
        .iter()
        .map(|name| format!("trigger {name}"))
        .collect();
    let words = words(table_sql);
    let has = |phrase: &[&str]| {
        words
            .windows(phrase.len())
            .any(|window| window.iter().zip(phrase).all(|(word, own)| word.is(own)))
    };
    for (phrase, shown) in [
        (&["COLLATE"][..], "COLLATE of columns"),
        (&["AUTOINCREMENT"], "AUTOINCREMENT"),
        (&["ON", "CONFLICT"], "ON CONFLICT"),
        (&["WITHOUT", "ROWID"], "WITHOUT ROWID"),
    ] {
        if has(phrase) {
            out.push(shown.to_owned());
        }
    }
    if words
        .iter()
        .rev()
        .take_while(|word| word.depth == 0)
        .any(|word| word.is("STRICT"))
    {
        out.push("STRICT".to_owned());
    }
    for (name, sql) in indexes {
        let words = self::words(sql);
        let is_expression = words.iter().any(|word| word.depth > 1);
        let is_ordered = words
            .iter()
            .any(|word| word.depth > 0 && (word.is("DESC") || word.is("COLLATE")));
        if is_expression {
            out.push(format!("index {name} (on an expression)"));
        } else if is_ordered {
            out.push(format!("order of index {name}"));
        }
    }
    out
}

/// A word outside of quotes and comments.
struct Word<'s> {
    text: &'s str,
    /// Open parentheses around it.
    depth: u32,
}

impl Word<'_> {
    fn is(&self, keyword: &str) -> bool {
        self.text.eq_ignore_ascii_case(keyword)
    }
}

fn words(sql: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let mut depth = 0_u32;
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let until = |end: &str, from: usize| {
            rest.get(from..)
                .and_then(|inner| inner.find(end))
                .map_or(rest.len(), |at| from + at + end.len())
        };
        let length = match first {
            '\'' => until("'", 1),
            '"' => until("\"", 1),
            '`' => until("`", 1),
            '[' => until("]", 1),
            '-' if rest.starts_with("--") => until("\n", 2),
            '/' if rest.starts_with("/*") => until("*/", 2),
            '(' => {
                depth += 1;
                1
            }
            ')' => {
                depth = depth.saturating_sub(1);
                1
            }
            c if c.is_alphabetic() || c == '_' => {
                let end = rest
                    .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                    .unwrap_or(rest.len());
                let text = rest.get(..end).unwrap_or_default();
                out.push(Word { text, depth });
                end
            }
            other => other.len_utf8(),
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::describe;

    #[test]
    fn what_a_copy_loses() {
        let sql = "CREATE TABLE \"check\" (id INTEGER PRIMARY KEY AUTOINCREMENT, -- CHECK\n name TEXT COLLATE NOCASE, \
                   n INT CHECK (n > 0), strict TEXT DEFAULT 'x COLLATE', u TEXT UNIQUE ON CONFLICT IGNORE) STRICT";
        let indexes = [
            ("i1", "CREATE INDEX i1 ON t (lower(name))"),
            ("i2", "CREATE INDEX i2 ON t (name DESC)"),
            ("i3", "CREATE INDEX i3 ON t (name) WHERE n > 0"),
        ];
        assert_eq!(
            describe(sql, &["tr"], &indexes),
            [
                "trigger tr",
                "COLLATE of columns",
                "AUTOINCREMENT",
                "ON CONFLICT",
                "STRICT",
                "index i1 (on an expression)",
                "order of index i2",
            ]
        );
    }

    #[test]
    fn nothing_of_a_plain_table() {
        let sql = "CREATE TABLE t (\n\tid INTEGER NOT NULL, \n\t\"collate\" TEXT DEFAULT 'CHECK', strict INT, PRIMARY KEY (id)\n)";
        assert!(describe(sql, &[], &[("i", "CREATE UNIQUE INDEX i ON t (a, b)")]).is_empty());
        assert_eq!(
            describe(
                "CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID",
                &[],
                &[]
            ),
            ["WITHOUT ROWID"]
        );
    }
}

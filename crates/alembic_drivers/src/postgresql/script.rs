//! A text with several statements, cut into them.
//!
//! The extended protocol takes one statement at a time; psycopg2 sends texts as they are. The rules are those of
//! the server's lexer: <https://www.postgresql.org/docs/current/sql-syntax-lexical.html>.

/// The statements of a text, without their semicolons; nothing for empty ones.
pub(super) fn statements(sql: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut depth = Depth::default();
    let mut has_content = false;
    while let Some(rest) = sql.get(at..)
        && let Some(first) = rest.chars().next()
    {
        let length = match first {
            '\'' => {
                let escapes = is_escape_string(sql.get(start..at).unwrap_or_default());
                quoted(rest, '\'', escapes)
            }
            '"' => quoted(rest, '"', false),
            '$' => dollar_quoted(rest).unwrap_or(1),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => comment(rest),
            ';' if depth.is_outside() => {
                if has_content && let Some(statement) = sql.get(start..at) {
                    out.push(statement.trim());
                }
                start = at + 1;
                has_content = false;
                at += 1;
                continue;
            }
            c if c.is_ascii_alphabetic() || c == '_' => {
                let word = rest
                    .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'))
                    .unwrap_or(rest.len());
                depth.see(rest.get(..word).unwrap_or_default());
                word
            }
            c => c.len_utf8(),
        };
        let is_blank = first.is_whitespace() || rest.starts_with("--") || rest.starts_with("/*");
        has_content |= !is_blank;
        at += length.max(1);
    }
    if has_content && let Some(statement) = sql.get(start..) {
        out.push(statement.trim());
    }
    out
}

/// A statement from its first word on.
pub(super) fn after_comments(sql: &str) -> &str {
    let mut rest = sql.trim_start();
    loop {
        let length = if rest.starts_with("--") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            comment(rest)
        } else {
            return rest;
        };
        rest = rest.get(length..).unwrap_or_default().trim_start();
    }
}

/// The words of a statement that has no quotes, in capitals.
pub(super) fn words(sql: &str) -> impl Iterator<Item = String> {
    let mut rest = sql;
    std::iter::from_fn(move || {
        loop {
            rest = after_comments(rest);
            let length = rest
                .find(|c: char| !c.is_ascii_alphabetic())
                .unwrap_or(rest.len());
            let (word, after) = rest.split_at(length);
            if !word.is_empty() {
                rest = after;
                return Some(word.to_ascii_uppercase());
            }
            let mut characters = rest.chars();
            characters.next()?;
            rest = characters.as_str();
        }
    })
}

/// `BEGIN ATOMIC ... END` of a function in standard SQL holds semicolons; `CASE ... END` nests in it.
#[derive(Default)]
struct Depth {
    previous_is_begin: bool,
    open: usize,
}

impl Depth {
    fn see(&mut self, word: &str) {
        let is = |other: &str| word.eq_ignore_ascii_case(other);
        if self.previous_is_begin && is("ATOMIC") {
            self.open = 1;
        } else if self.open > 0 && is("CASE") {
            self.open += 1;
        } else if self.open > 0 && is("END") {
            self.open -= 1;
        }
        self.previous_is_begin = is("BEGIN");
    }

    fn is_outside(&self) -> bool {
        self.open == 0
    }
}

/// True if the quote that follows belongs to `E'...'`.
fn is_escape_string(before: &str) -> bool {
    let mut back = before.chars().rev();
    matches!(back.next(), Some('e' | 'E'))
        && !back
            .next()
            .is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$')
}

/// Length of a quoted piece with its quotes; a doubled quote opens the next piece at once.
fn quoted(text: &str, quote: char, escapes: bool) -> usize {
    let mut characters = text.char_indices().skip(1);
    while let Some((position, character)) = characters.next() {
        if escapes && character == '\\' {
            characters.next();
        } else if character == quote {
            return position + 1;
        }
    }
    text.len()
}

/// Length of `$tag$...$tag$`.
fn dollar_quoted(text: &str) -> Option<usize> {
    let tag_length = text.get(1..)?.find('$')? + 2;
    let tag = text.get(..tag_length)?;
    let name = tag.trim_matches('$');
    let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_')
        && !name.starts_with(|c: char| c.is_ascii_digit());
    if !is_name {
        return None;
    }
    let inner = text.get(tag_length..)?;
    Some(
        inner
            .find(tag)
            .map_or(text.len(), |end| tag_length + end + tag_length),
    )
}

/// Length of a comment; comments nest.
fn comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(first) = rest.chars().next()
    {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += first.len_utf8();
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_statement_stays_one() {
        for sql in [
            "SELECT 1",
            "SELECT ';' ; -- end;\n /* ; /* ; */ */ ",
            "SELECT E'\\';' ;",
            "SELECT \"a;b\"",
            "DO $$ BEGIN x; END $$",
            "CREATE FUNCTION f() RETURNS int AS $body$ BEGIN RETURN 1; END; $body$ LANGUAGE plpgsql;",
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END",
        ] {
            assert_eq!(statements(sql).len(), 1, "{sql}");
        }
    }

    #[test]
    fn several_are_cut() {
        assert_eq!(
            statements("DROP FUNCTION f;\nCREATE FUNCTION f() AS $$ a; $$; ; SELECT 'é;'"),
            [
                "DROP FUNCTION f",
                "CREATE FUNCTION f() AS $$ a; $$",
                "SELECT 'é;'"
            ]
        );
        assert_eq!(statements(" -- nothing\n").len(), 0);
        assert_eq!(statements("SELECT '\\'; SELECT 2").len(), 2);
    }

    #[test]
    fn comments_are_no_words() {
        assert_eq!(after_comments(" -- a\n/* b /* c */ */ COMMIT"), "COMMIT");
        assert_eq!(after_comments("/* open"), "");
        let all: Vec<String> = words("/* TO */ rollback -- to\n; éx").collect();
        assert_eq!(all, ["ROLLBACK", "X"]);
    }
}

//! What only the stored CREATE statement tells. The patterns accept what SQLAlchemy's accept.

use std::sync::LazyLock;

use fancy_regex::Regex;
use memchr::memchr2_iter;

type Captures<'t> = fancy_regex::Captures<'t, str>;

/// A pattern, and a word without which no text matches it: most statements have none of the rarer clauses.
struct Pattern {
    keyword: &'static str,
    regex: LazyLock<Option<Regex>>,
}

impl Pattern {
    /// The pattern if the text can match.
    fn for_text(&self, text: &str) -> Option<&Regex> {
        if has_word(text, self.keyword) {
            self.regex.as_ref()
        } else {
            None
        }
    }
}

/// True if the text has the word in any case; beyond ASCII, where case has more rules, it may have.
fn has_word(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let Some(first) = word.first() else {
        return true;
    };
    let (lower, upper) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    let is_at = |at: usize| {
        text.get(at..at + word.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(word))
    };
    memchr2_iter(lower, upper, text).any(is_at) || !text.is_ascii()
}

macro_rules! pattern {
    ($name:ident, $text:expr) => {
        pattern!($name, "", $text);
    };
    ($name:ident, $keyword:literal, $text:expr) => {
        static $name: Pattern = Pattern {
            keyword: $keyword,
            regex: LazyLock::new(|| Regex::new($text).ok()),
        };
    };
}

pattern!(
    PRIMARY_KEY,
    "CONSTRAINT",
    r#"(?i)CONSTRAINT\s+(?:"(.+?)"|(\w+))\s+PRIMARY\s+KEY"#
);
pattern!(
    FOREIGN_KEY,
    "REFERENCES",
    r#"(?i)(?:CONSTRAINT\s+(?:"(.+?)"|(\w+))\s+)?FOREIGN\s+KEY\s*\(\s*(.+?)\s*\)\s+REFERENCES\s+(?:"(.+?)"|([a-z0-9_]+))\s*\(\s*((?:"[^"]+"|[a-z0-9_]+)(?:(?:\s*,\s*|\s+)(?:"[^"]+"|[a-z0-9_]+))*\s*)\)\s*((?:ON\s+(?:DELETE|UPDATE)\s+(?:SET\s+NULL|SET\s+DEFAULT|CASCADE|RESTRICT|NO\s+ACTION)\s*)*)((?:NOT\s+)?DEFERRABLE)?(?:\s+INITIALLY\s+(DEFERRED|IMMEDIATE))?"#
);
pattern!(
    UNIQUE,
    "UNIQUE",
    r#"(?i)(?:CONSTRAINT\s+(?:"(.+?)"|(\w+))\s+)?UNIQUE\s*\((.+?)\)"#
);
pattern!(
    INLINE_UNIQUE,
    "UNIQUE",
    r#"(?i)(?:(".+?")|(?:[\[`])?([a-z0-9_]+)(?:[\]`])?)[\t ]+[a-z0-9_]+(?:[\t ]+[a-z0-9_]+)*?[\t ]+UNIQUE"#
);
pattern!(
    CHECK,
    "CHECK",
    r#"(?i)(?<![A-Za-z0-9_])(?:CONSTRAINT\s+("(?:[^"]|"")+"|'(?:[^']|'')+'|\[(?:[^\]]|\]\])+\]|`(?:[^`]|``)+`|\S+)\s+)?CHECK\s*\("#
);
pattern!(NAMES, r#"(?i)"(.+?)"|([a-z0-9_]+)"#);
pattern!(PREDICATE, r"(?i)\)\s+where\s+(.+)");
pattern!(
    OPTIONS,
    r"(?i)\)((?:\s*,?\s*(?:WITHOUT\s+ROWID|STRICT))*)\s*$"
);
pattern!(
    BODY,
    r"(?is)^create table .*?\((.*)\)(?:\s*,?\s*(?:WITHOUT\s+ROWID|STRICT))*$"
);
pattern!(
    GENERATED,
    r"(?i)^[^,]*\s+GENERATED\s+ALWAYS\s+AS\s+\((.*)\)\s*(?:virtual|stored)?"
);
pattern!(
    ACTION,
    r"(?i)ON\s+(DELETE|UPDATE)\s+(SET\s+NULL|SET\s+DEFAULT|CASCADE|RESTRICT|NO\s+ACTION)"
);

fn group(captures: &Captures<'_>, idx: usize) -> Option<String> {
    captures
        .get(idx)
        .map(|found| found.as_str().to_owned())
        .filter(|text| !text.is_empty())
}

fn all<'t>(pattern: &'static Pattern, text: &'t str) -> Vec<Captures<'t>> {
    match pattern.for_text(text) {
        Some(regex) => regex.captures_iter(text).filter_map(Result::ok).collect(),
        None => Vec::new(),
    }
}

fn first<'t>(pattern: &'static Pattern, text: &'t str) -> Option<Captures<'t>> {
    pattern.for_text(text)?.captures(text).ok().flatten()
}

fn names(list: &str) -> Vec<String> {
    all(&NAMES, list)
        .iter()
        .filter_map(|found| group(found, 1).or_else(|| group(found, 2)))
        .collect()
}

/// Name of the primary key constraint.
pub(crate) fn primary_key_name(sql: &str) -> Option<String> {
    let found = first(&PRIMARY_KEY, sql)?;
    group(&found, 1).or_else(|| group(&found, 2))
}

/// A foreign key as the SQL declares it.
pub(crate) struct ParsedForeignKey {
    pub(crate) name: Option<String>,
    pub(crate) columns: Vec<String>,
    pub(crate) referred_table: String,
    pub(crate) referred_columns: Vec<String>,
    pub(crate) ondelete: Option<String>,
    pub(crate) onupdate: Option<String>,
    pub(crate) deferrable: Option<bool>,
    pub(crate) initially: Option<String>,
}

impl ParsedForeignKey {
    /// The tuple that SQLAlchemy's warning shows.
    pub(crate) fn signature(&self) -> String {
        let parts: Vec<String> = self
            .columns
            .iter()
            .chain(std::iter::once(&self.referred_table))
            .chain(&self.referred_columns)
            .map(|part| alembic_schema::types::python_str_repr(part))
            .collect();
        format!("({})", parts.join(", "))
    }
}

/// Table-level FOREIGN KEY clauses.
pub(crate) fn foreign_keys(sql: &str) -> Vec<ParsedForeignKey> {
    all(&FOREIGN_KEY, sql)
        .iter()
        .map(|found| {
            let actions = group(found, 7).unwrap_or_default();
            let (mut ondelete, mut onupdate) = (None, None);
            for action in all(&ACTION, &actions) {
                let rule = group(&action, 2).unwrap_or_default().to_uppercase();
                let rule: Vec<&str> = rule.split_whitespace().collect();
                let rule = Some(rule.join(" ")).filter(|rule| rule != "NO ACTION");
                if group(&action, 1).is_some_and(|kind| kind.eq_ignore_ascii_case("DELETE")) {
                    ondelete = rule.or(ondelete);
                } else {
                    onupdate = rule.or(onupdate);
                }
            }
            ParsedForeignKey {
                name: group(found, 1).or_else(|| group(found, 2)),
                columns: names(&group(found, 3).unwrap_or_default()),
                referred_table: group(found, 4)
                    .or_else(|| group(found, 5))
                    .unwrap_or_default(),
                referred_columns: names(&group(found, 6).unwrap_or_default()),
                ondelete,
                onupdate,
                deferrable: group(found, 8).map(|text| !text.to_uppercase().contains("NOT")),
                initially: group(found, 9).map(|text| text.to_uppercase()),
            }
        })
        .collect()
}

/// UNIQUE clauses: name and columns; those of tables first, then those in column lines.
pub(crate) fn uniques(sql: &str) -> Vec<(Option<String>, Vec<String>)> {
    let mut out: Vec<(Option<String>, Vec<String>)> = all(&UNIQUE, sql)
        .iter()
        .map(|found| {
            let name = group(found, 1).or_else(|| group(found, 2));
            (name, names(&group(found, 3).unwrap_or_default()))
        })
        .collect();
    for found in all(&INLINE_UNIQUE, sql) {
        let column = group(&found, 1)
            .or_else(|| group(&found, 2))
            .unwrap_or_default();
        out.push((None, names(&column)));
    }
    out
}

/// CHECK clauses: name and condition, by name, unnamed ones last.
pub(crate) fn checks(sql: &str) -> Vec<(Option<String>, String)> {
    let mut out = Vec::new();
    for found in all(&CHECK, sql) {
        let Some(whole) = found.get(0) else { continue };
        if let Some(close) = matching_parenthesis(sql, whole.end() - 1) {
            let condition = sql
                .get(whole.end()..close)
                .unwrap_or_default()
                .trim()
                .to_owned();
            out.push((group(&found, 1).map(|name| unquoted(&name)), condition));
        }
    }
    out.sort_by(|left, right| {
        let key =
            |item: &(Option<String>, String)| item.0.clone().unwrap_or_else(|| "~".to_owned());
        key(left).cmp(&key(right))
    });
    out
}

fn unquoted(name: &str) -> String {
    let pairs = [('"', '"'), ('\'', '\''), ('`', '`'), ('[', ']')];
    for (open, close) in pairs {
        if let Some(inner) = name
            .strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            && !inner.is_empty()
        {
            return inner.to_owned();
        }
    }
    name.to_owned()
}

/// `find_matching_paren`: the byte of the `)` for the `(` at `start`.
fn matching_parenthesis(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut quote: Option<u8> = None;
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        match quote {
            Some(open) if byte == open => {
                if bytes.get(at + 1) == Some(&open) {
                    at += 1;
                } else {
                    quote = None;
                }
            }
            Some(_) => {}
            None => match byte {
                b'\'' | b'"' => quote = Some(byte),
                b'(' => depth += 1,
                b')' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return Some(at);
                    }
                }
                _ => {}
            },
        }
        at += 1;
    }
    None
}

/// The WHERE of a partial index.
pub(crate) fn index_predicate(sql: &str) -> Option<String> {
    group(&first(&PREDICATE, sql)?, 1)
}

/// `WITHOUT ROWID` and `STRICT`.
pub(crate) fn table_options(sql: &str) -> (bool, bool) {
    if !has_word(sql, "ROWID") && !has_word(sql, "STRICT") {
        return (false, false);
    }
    let options = first(&OPTIONS, sql)
        .and_then(|found| group(&found, 1))
        .unwrap_or_default()
        .to_uppercase();
    (options.contains("ROWID"), options.contains("STRICT"))
}

/// The expression of a generated column.
pub(crate) fn computed(sql: &str, column: &str) -> String {
    let body = first(&BODY, sql.trim())
        .and_then(|found| group(&found, 1))
        .unwrap_or_default();
    let lower = body.to_lowercase();
    let wanted = column.to_lowercase();
    let mut from = 0;
    while let Some(at) = lower.get(from..).and_then(|rest| rest.find(&wanted)) {
        let after = from + at + wanted.len();
        if let Some(rest) = body.get(after..)
            && let Some(found) = first(&GENERATED, rest)
        {
            return group(&found, 1).unwrap_or_default();
        }
        from = after;
    }
    String::new()
}

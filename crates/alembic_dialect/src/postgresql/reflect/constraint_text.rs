//! `pg_get_constraintdef()` read back. Mirrors `_parse_fk` and the CHECK pattern.

use std::sync::LazyLock;

use alembic_schema::ForeignKeyOptions;
use fancy_regex::Regex;

static FOREIGN_KEY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let token = r#"(?:"(?:[^"]|"")+"|\w+?)"#;
    Regex::new(&format!(
        r"^FOREIGN KEY \((.*?)\) REFERENCES (?:({token})\.)?({token})\(((?:{token}(?: *, *)?)+)\)\s?(?:MATCH (FULL|PARTIAL|SIMPLE))?(.*)$"
    ))
    .ok()
});
static ACTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"ON (UPDATE|DELETE) (CASCADE|RESTRICT|NO ACTION|SET (?:NULL|DEFAULT)(?:\s\([^)]+\))?)",
    )
    .ok()
});
static CHECK: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?s)^CHECK *\((.+)\)( NO INHERIT)?( NOT VALID)?$").ok());

/// A foreign key as the server prints it.
pub(crate) struct ParsedForeignKey {
    pub(crate) columns: Vec<String>,
    pub(crate) referred_schema: Option<String>,
    pub(crate) referred_table: String,
    pub(crate) referred_columns: Vec<String>,
    pub(crate) options: ForeignKeyOptions,
    pub(crate) deferrable: Option<bool>,
    pub(crate) initially: Option<String>,
}

pub(crate) fn foreign_key(definition: &str) -> Option<ParsedForeignKey> {
    let found = FOREIGN_KEY.as_ref()?.captures(definition).ok().flatten()?;
    let part = |idx: usize| found.get(idx).map(|group| group.as_str().to_owned());
    let rest = part(6).unwrap_or_default();
    let mut options = ForeignKeyOptions {
        match_: part(5).map(Into::into),
        ..ForeignKeyOptions::default()
    };
    for action in ACTION.as_ref()?.captures_iter(&rest).filter_map(Result::ok) {
        let (Some(kind), Some(rule)) = (action.get(1), action.get(2)) else {
            continue;
        };
        let rule = Some(rule.as_str())
            .filter(|rule| *rule != "NO ACTION")
            .map(Into::into);
        if kind.as_str() == "UPDATE" {
            options.onupdate = rule;
        } else {
            options.ondelete = rule;
        }
    }
    let initially = ["DEFERRED", "IMMEDIATE"]
        .into_iter()
        .find(|word| rest.contains(&format!("INITIALLY {word}")));
    Some(ParsedForeignKey {
        columns: split(&part(1)?),
        referred_schema: part(2).map(|name| unquote(&name)),
        referred_table: unquote(&part(3)?),
        referred_columns: split(&part(4)?),
        options,
        deferrable: rest
            .contains("DEFERRABLE")
            .then(|| !rest.contains("NOT DEFERRABLE")),
        initially: initially.map(str::to_owned),
    })
}

fn split(list: &str) -> Vec<String> {
    list.split(',').map(|name| unquote(name.trim())).collect()
}

pub(crate) fn unquote(name: &str) -> String {
    match name
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    {
        Some(inner) => inner.replace("\"\"", "\""),
        None => name.to_owned(),
    }
}

/// The condition, and whether it is NO INHERIT and NOT VALID.
pub(crate) fn check(definition: &str) -> (String, bool, bool) {
    let found = CHECK
        .as_ref()
        .and_then(|regex| regex.captures(definition).ok().flatten());
    match found {
        Some(found) => (
            strip_outer(found.get(1).map_or("", |group| group.as_str())),
            found.get(2).is_some(),
            found.get(3).is_some(),
        ),
        None => (String::new(), false, false),
    }
}

/// `strip_outer_parens`: parentheses around the whole text.
fn strip_outer(text: &str) -> String {
    let mut text = text.trim();
    while let Some(inner) = text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        if !is_balanced(inner) {
            break;
        }
        text = inner.trim();
    }
    text.to_owned()
}

/// True if no parenthesis closes before it was opened, quotes skipped.
fn is_balanced(text: &str) -> bool {
    let mut depth = 0_i32;
    let mut quote: Option<char> = None;
    for character in text.chars() {
        match (quote, character) {
            (Some(open), own) if own == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(character),
            (None, '(') => depth += 1,
            (None, ')') => {
                depth -= 1;
                if depth < 0 {
                    return false;
                }
            }
            (None, _) => {}
        }
    }
    depth == 0
}

//! Expressions of PostgreSQL indexes made comparable. Mirrors `PostgresqlImpl._cleanup_index_expr`.

use std::sync::LazyLock;

use fancy_regex::Regex;

/// A whole type name: quoted or dotted, two-word types, lengths, time zones, array brackets.
const TYPE_NAME: &str = r#"(?:"[^"]+"|\w+)(?:\.(?:"[^"]+"|\w+))?(?:\s+(?:varying|precision))?(?:\s*\(\s*\d+(?:\s*,\s*\d+)?\s*\))?(?:\s+with(?:out)?\s+time\s+zone)?(?:\s*\[\s*\d*\s*\])*"#;

static CAST: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"(?i)::\s*{TYPE_NAME}")).ok());
static CAST_FUNCTION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"(?i)\bcast\s*\((.*?)\s+as\s+{TYPE_NAME}\s*\)")).ok());

/// Removes `::type`.
pub(crate) fn without_casts(text: &str) -> String {
    match CAST.as_ref() {
        Some(regex) => regex.replace_all(text, "").into_owned(),
        None => text.to_owned(),
    }
}

/// The text in the form that both sides are brought to.
pub(crate) fn cleaned(text: &str, table: &str) -> String {
    let text = text.to_lowercase().replace(['"', '\''], "");
    let text = text.replace(&format!("{}.", table.to_lowercase()), "");
    let text = without_casts(&text);
    let text = without_parentheses(&text);
    let text = without_default_modifiers(text);
    let mut text = without_parentheses(&text).to_owned();
    // Casts may be nested.
    if let Some(regex) = CAST_FUNCTION.as_ref() {
        while regex.is_match(&text).unwrap_or(false) {
            text = regex.replace_all(&text, "$1").into_owned();
        }
    }
    text.replace(' ', "")
}

fn without_parentheses(mut text: &str) -> &str {
    while let Some(inner) = text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        text = inner;
    }
    text
}

/// What PostgreSQL leaves out because it is the default; the first rule that applies.
fn without_default_modifiers(text: &str) -> String {
    if let Some(rest) = text.strip_suffix(" asc nulls last") {
        return rest.to_owned();
    }
    if let Some(rest) = text.strip_suffix(" nulls last")
        && !rest.ends_with(" desc")
    {
        return rest.to_owned();
    }
    if let Some(rest) = text.strip_suffix(" asc") {
        return rest.to_owned();
    }
    if let Some(rest) = text.strip_suffix(" asc nulls first") {
        return format!("{rest} nulls first");
    }
    if let Some(rest) = text.strip_suffix(" desc nulls first") {
        return format!("{rest} desc");
    }
    text.to_owned()
}

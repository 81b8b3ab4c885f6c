//! Placeholders of DBAPI statements as those of `text()`.

/// How a driver writes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `?`, `?1` is not known; `:name` (Python's `sqlite3`).
    Qmark,
    /// `%s`, `%(name)s`, `%%` (psycopg2).
    Pyformat,
}

/// The text with `:name` for each placeholder, and the names in order; `None` for what is not known.
pub(super) fn named(sql: &str, style: Style) -> Option<(String, Vec<String>)> {
    let mut out = String::with_capacity(sql.len() + 16);
    let mut names: Vec<String> = Vec::new();
    let mut rest = sql;
    let mut is_named = false;
    while let Some(character) = rest.chars().next() {
        let after = &rest[character.len_utf8()..];
        match (style, character) {
            (_, '\'' | '"') if style == Style::Qmark => {
                let end = after.find(character)? + 1;
                push_plain(&mut out, &rest[..=end]);
                rest = &after[end..];
                continue;
            }
            (Style::Qmark, '-') if after.starts_with('-') => {
                let end = rest.find('\n').unwrap_or(rest.len());
                push_plain(&mut out, &rest[..end]);
                rest = &rest[end..];
                continue;
            }
            (Style::Qmark, '?') => {
                if after.starts_with(|c: char| c.is_ascii_digit()) {
                    return None;
                }
                positional(&mut out, &mut names);
            }
            (Style::Qmark, ':') if after.starts_with(is_word) => {
                let name: String = after.chars().take_while(|c| is_word(*c)).collect();
                rest = &after[name.len()..];
                is_named = true;
                by_name(&mut out, &mut names, name);
                continue;
            }
            (Style::Pyformat, '%') => {
                if let Some(behind) = after.strip_prefix('%') {
                    out.push('%');
                    rest = behind;
                    continue;
                }
                if let Some(behind) = after.strip_prefix('s') {
                    positional(&mut out, &mut names);
                    rest = behind;
                    continue;
                }
                let (name, behind) = after.strip_prefix('(')?.split_once(")s")?;
                if name.is_empty() || !name.chars().all(is_word) {
                    return None;
                }
                is_named = true;
                by_name(&mut out, &mut names, name.to_owned());
                rest = behind;
                continue;
            }
            (Style::Qmark | Style::Pyformat, _) => {
                push_plain(&mut out, &rest[..character.len_utf8()]);
            }
        }
        rest = after;
    }
    let has_positional = names.iter().any(|name| name.starts_with(POSITIONAL));
    (!(is_named && has_positional)).then_some((out, names))
}

/// The text that a driver with `%` placeholders reads in a statement without values; else the name of the first placeholder,
/// if it has one.
pub(super) fn only_escapes(sql: &str) -> Result<String, Option<&str>> {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let Some(behind) = after.strip_prefix('%') else {
            let named = after
                .strip_prefix('(')
                .and_then(|name| name.split_once(')'));
            return Err(named.map(|(name, _)| name));
        };
        out.push('%');
        rest = behind;
    }
    out.push_str(rest);
    Ok(out)
}

const POSITIONAL: &str = "driver_parameter_";

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn positional(out: &mut String, names: &mut Vec<String>) {
    let name = format!("{POSITIONAL}{}", names.len() + 1);
    out.push(':');
    out.push_str(&name);
    names.push(name);
}

fn by_name(out: &mut String, names: &mut Vec<String>, name: String) {
    out.push(':');
    out.push_str(&name);
    if !names.contains(&name) {
        names.push(name);
    }
}

/// Text in which a colon starts no name.
fn push_plain(out: &mut String, text: &str) {
    for character in text.chars() {
        if character == ':' {
            out.push('\\');
        }
        out.push(character);
    }
}

//! `.env` files.
//!
//! Mirrors `python-dotenv` 1.x: `export`, quotes, escapes, comments, `${NAME:-default}`.

use indexmap::IndexMap;

/// One line with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DotEnvEntry {
    /// The name.
    pub key: String,
    /// The value before interpolation; `None` for a name without `=`.
    pub value: Option<String>,
    /// False for single-quoted values? No: python-dotenv interpolates those as well; kept for the caller.
    pub line: u32,
}

/// Parses a text; lines that are no assignment are skipped, as `python-dotenv` does after a warning.
pub fn parse_dotenv(text: &str) -> Vec<DotEnvEntry> {
    let mut reader = Reader { text, at: 0 };
    let mut out = Vec::new();
    loop {
        reader.skip_while(char::is_whitespace);
        if reader.rest().is_empty() {
            return out;
        }
        let line = 1 + text[..reader.at].matches('\n').count();
        if let Some((key, value)) = reader.binding() {
            out.push(DotEnvEntry {
                key,
                value,
                line: u32::try_from(line).unwrap_or(u32::MAX),
            });
        } else {
            reader.skip_line();
        }
    }
}

/// Interpolated values in order: `dotenv_values`, `load_dotenv`.
///
/// With `override_environment` the file's own values win over the environment's in `${NAME}`.
pub fn resolve_dotenv(
    entries: &[DotEnvEntry],
    environment: &dyn Fn(&str) -> Option<String>,
    override_environment: bool,
) -> IndexMap<String, Option<String>> {
    let mut out: IndexMap<String, Option<String>> = IndexMap::new();
    for entry in entries {
        let value = entry.value.as_ref().map(|raw| {
            interpolate(raw, &|name| {
                let own = || out.get(name).cloned();
                if override_environment {
                    own().or_else(|| environment(name).map(Some))
                } else {
                    environment(name).map(Some).or_else(own)
                }
            })
        });
        out.insert(entry.key.clone(), value);
    }
    out
}

/// `${NAME}` and `${NAME:-default}`.
fn interpolate(raw: &str, lookup: &dyn Fn(&str) -> Option<Option<String>>) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find("${") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let inner = &from[2..];
        let name_end = inner.find(['}', ':']).unwrap_or(inner.len());
        let (name, after) = inner.split_at(name_end);
        if let Some(after) = after.strip_prefix('}') {
            out.push_str(&lookup(name).flatten().unwrap_or_default());
            rest = after;
        } else if let Some((default, after)) = after
            .strip_prefix(":-")
            .and_then(|text| text.split_once('}'))
        {
            match lookup(name) {
                Some(value) => out.push_str(&value.unwrap_or_default()),
                None => out.push_str(default),
            }
            rest = after;
        } else {
            out.push_str("${");
            rest = inner;
        }
    }
    out.push_str(rest);
    out
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_while(&mut self, test: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !test(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn skip_blanks(&mut self) {
        self.skip_while(|c| c.is_whitespace() && c != '\n' && c != '\r');
    }

    fn skip_line(&mut self) {
        self.skip_while(|c| c != '\n' && c != '\r');
    }

    /// One assignment; `None` for a comment or a line that is none.
    fn binding(&mut self) -> Option<(String, Option<String>)> {
        if let Some(after) = self.rest().strip_prefix("export")
            && after.starts_with([' ', '\t'])
        {
            self.at += "export".len();
            self.skip_blanks();
        }
        let key = self.key()?;
        self.skip_blanks();
        let value = if self.rest().starts_with('=') {
            self.at += 1;
            self.skip_blanks();
            Some(self.value()?)
        } else {
            None
        };
        // Only a comment may follow.
        self.skip_blanks();
        if self.rest().starts_with('#') {
            self.skip_line();
        }
        (self.rest().is_empty() || self.rest().starts_with(['\n', '\r'])).then_some((key, value))
    }

    fn key(&mut self) -> Option<String> {
        match self.rest().chars().next()? {
            '#' => None,
            '\'' => {
                let (key, _) = self.rest()[1..].split_once('\'')?;
                self.at += key.len() + 2;
                Some(key.to_owned())
            }
            _ => {
                let key = self.skip_while(|c| c != '=' && c != '#' && !c.is_whitespace());
                (!key.is_empty()).then(|| key.to_owned())
            }
        }
    }

    fn value(&mut self) -> Option<String> {
        match self.rest().chars().next() {
            Some('\'') => self.quoted('\'', "\\'"),
            Some('"') => self.quoted('"', "\\'\"abfnrtv"),
            None | Some('\n' | '\r') => Some(String::new()),
            Some(_) => {
                let raw = self.skip_while(|c| c != '\n' && c != '\r');
                let end = comment_start(raw).unwrap_or(raw.len());
                Some(raw[..end].trim_end().to_owned())
            }
        }
    }

    /// A quoted value, possibly over several lines; `escapes` are what a backslash may stand before.
    fn quoted(&mut self, quote: char, escapes: &str) -> Option<String> {
        let body = &self.rest()[1..];
        let mut out = String::new();
        let mut characters = body.char_indices();
        while let Some((at, character)) = characters.next() {
            if character == quote {
                self.at += at + 2;
                return Some(out);
            }
            if character != '\\' {
                out.push(character);
                continue;
            }
            let Some((_, escaped)) = characters.next() else {
                break;
            };
            if escapes.contains(escaped) {
                out.push(match escaped {
                    'a' => '\u{7}',
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'v' => '\u{b}',
                    same => same,
                });
            } else {
                out.push('\\');
                out.push(escaped);
            }
        }
        None
    }
}

/// Start of `\s+#.*` in an unquoted value.
fn comment_start(raw: &str) -> Option<usize> {
    raw.match_indices('#')
        .map(|(at, _)| at)
        .find(|at| raw[..*at].ends_with(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_like_python_dotenv() {
        let text = "# c\nexport A=1 # one\nB='x \\' y'\nC=\"l1\\nl2 ${A}\"\nD=${Z:-dflt}#no\nE\nF=a b\n'G H'=2\nbad line here\nI=\n";
        let values = resolve_dotenv(&parse_dotenv(text), &|_| None, true);
        let get = |key: &str| values.get(key).cloned().flatten();
        assert_eq!(get("A").unwrap(), "1");
        assert_eq!(get("B").unwrap(), "x ' y");
        assert_eq!(get("C").unwrap(), "l1\nl2 1");
        assert_eq!(get("D").unwrap(), "dflt#no");
        assert_eq!(values.get("E"), Some(&None));
        assert_eq!(get("F").unwrap(), "a b");
        assert_eq!(get("G H").unwrap(), "2");
        assert_eq!(get("I").unwrap(), "");
        assert!(!values.contains_key("bad"));
    }
}

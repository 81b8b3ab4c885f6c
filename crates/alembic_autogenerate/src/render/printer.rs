//! Indentation of generated lines. Mirrors `mako.pygen.PythonPrinter`.

use std::sync::LazyLock;

use fancy_regex::Regex;

static BLANK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\s*$").ok());
static BLANK_COMMENT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\s*#").ok());
static INDENT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r":[ \t]*(?:#.*)?$").ok());
static COMPOUND: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*(if|try|elif|while|for|with)").ok());
static KEYWORD: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*(def|class|else|elif|except|finally)").ok());
static UNINDENT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*(else|elif|except|finally).*\:").ok());

/// Writes lines with the indentation that the lines before call for.
#[derive(Default)]
pub(crate) struct PythonPrinter {
    text: String,
    /// One entry per level: true below `if`, `with` and the like.
    levels: Vec<bool>,
}

impl PythonPrinter {
    /// Writes a line; only the first line of a text with line breaks is indented. A blank line ends a level.
    pub(crate) fn write_line(&mut self, line: &str) {
        let has_text = !matches(&BLANK, line) && !matches(&BLANK_COMMENT, line);
        let is_comment = line.starts_with('#');
        let ends_level =
            !has_text || (self.levels.last() == Some(&true) && matches(&UNINDENT, line));
        if !is_comment && ends_level {
            self.levels.pop();
        }
        for _ in &self.levels {
            self.text.push_str("    ");
        }
        self.text.push_str(line);
        self.text.push('\n');
        if matches(&INDENT, line) {
            if matches(&COMPOUND, line) {
                self.levels.push(true);
            } else if matches(&KEYWORD, line) {
                self.levels.push(false);
            }
        }
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }
}

fn matches(regex: &LazyLock<Option<Regex>>, line: &str) -> bool {
    regex
        .as_ref()
        .is_some_and(|regex| regex.is_match(line).unwrap_or(false))
}

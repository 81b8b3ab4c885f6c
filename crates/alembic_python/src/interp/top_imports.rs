//! The imports at the top of a module, read from its text alone: what is asked before anything is parsed.

use memchr::memchr;

/// One `import module` or `from module import names` that is not indented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopImport<'a> {
    /// Leading dots.
    pub level: usize,
    /// The module behind them; empty in `from . import x`.
    pub module: &'a str,
    /// What stands between `import` and the end of the statement.
    listed: &'a str,
}

impl<'a> TopImport<'a> {
    /// The names of `from ... import`; they may be modules too.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.listed
            .split('\n')
            .flat_map(|line| line.split('#').next().unwrap_or(line).split(','))
            .filter_map(word)
    }
}

/// The imports of a text, in their order.
pub fn top_imports(text: &str) -> impl Iterator<Item = TopImport<'_>> {
    let mut rest = text;
    // What is left of `import a, b`.
    let mut listed: Option<&str> = None;
    std::iter::from_fn(move || {
        loop {
            if let Some(modules) = listed {
                let (first, others) = cut(modules, b',');
                listed = others;
                match word(first) {
                    Some(module) => return Some(plain(module)),
                    None => continue,
                }
            }
            if rest.is_empty() {
                return None;
            }
            let statement = rest;
            let (line, after) = cut(rest, b'\n');
            rest = after.unwrap_or("");
            if let Some(modules) = line.strip_prefix("import ") {
                listed = Some(modules);
            } else if let Some(import) = statement.strip_prefix("from ").and_then(from) {
                return Some(import);
            }
        }
    })
}

/// `a.b` or `a.b as c`.
fn plain(module: &str) -> TopImport<'_> {
    TopImport {
        level: 0,
        module,
        listed: "",
    }
}

/// `module import a, b` or `module import (a, b)`, which goes on over the lines.
fn from(statement: &str) -> Option<TopImport<'_>> {
    let (line, _) = cut(statement, b'\n');
    let (module, _) = line.split_once(" import")?;
    let names = statement.get(module.len() + " import".len()..)?;
    let listed = match names.trim_start_matches(' ').strip_prefix('(') {
        Some(inside) => cut(inside, b')').0,
        None => cut(names, b'\n').0,
    };
    let module = module.trim();
    let name = module.trim_start_matches('.');
    let level = module.len() - name.len();
    let module = match name {
        "" if level > 0 => "",
        name => word(name)?,
    };
    Some(TopImport {
        level,
        module,
        listed,
    })
}

/// What stands before the first `at`, and what behind it.
fn cut(text: &str, at: u8) -> (&str, Option<&str>) {
    match memchr(at, text.as_bytes()) {
        Some(end) => (text.get(..end).unwrap_or(text), text.get(end + 1..)),
        None => (text, None),
    }
}

/// The dotted name that a text begins with.
fn word(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.')));
    let found = text.get(..end.unwrap_or(text.len()))?;
    let is_name = found.starts_with(|c: char| c.is_alphabetic() || c == '_');
    is_name.then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form() {
        let text = "import os, a.b as c\nfrom x.y import (\n    one,  # first, of two\n    two as other,\n)\nfrom . import z\n    import inner\nfrom ..up import *\nfrom_here = 1\nimport_there = 2\n";
        let found: Vec<(usize, &str, Vec<&str>)> = top_imports(text)
            .map(|import| (import.level, import.module, import.names().collect()))
            .collect();
        assert_eq!(
            found,
            [
                (0, "os", vec![]),
                (0, "a.b", vec![]),
                (0, "x.y", vec!["one", "two"]),
                (1, "", vec!["z"]),
                (2, "up", vec![]),
            ]
        );
    }
}

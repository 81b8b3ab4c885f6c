//! What tests beside the reference share: how outputs are made comparable, and how a project is described.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context, Result, bail};
use fancy_regex::Regex;

use crate::{Output, Project, sqlite_query, sqlite_schema};

/// A revision of a test project, written `<id> <- <down>,<down> [<label>,<label>] needs <dependency>,... : <message>`.
#[derive(Debug, Clone, Default)]
pub struct Node {
    /// `revision`.
    pub id: String,
    /// `down_revision`.
    pub down: Vec<String>,
    /// `branch_labels`.
    pub labels: Vec<String>,
    /// `depends_on`.
    pub needs: Vec<String>,
    /// First line of the docstring; none if empty.
    pub message: String,
}

impl Node {
    /// Reads the notation.
    pub fn parse(line: &str) -> Self {
        let list = |text: &str| -> Vec<String> {
            text.split(',')
                .map(|item| item.trim().to_owned())
                .filter(|item| !item.is_empty())
                .collect()
        };
        let (rest, message) = line.split_once(':').unwrap_or((line, ""));
        let (rest, needs) = rest.split_once(" needs ").unwrap_or((rest, ""));
        let (rest, labels) = rest.split_once('[').unwrap_or((rest, ""));
        let (id, down) = rest.split_once("<-").unwrap_or((rest, ""));
        Self {
            id: id.trim().to_owned(),
            down: list(down),
            labels: list(labels.trim_end().trim_end_matches(']')),
            needs: list(needs),
            message: message.trim().to_owned(),
        }
    }

    /// The revision file.
    pub fn text(&self) -> String {
        let quoted = |items: &[String]| match items {
            [] => "None".to_owned(),
            [one] => format!("{one:?}"),
            several => format!(
                "({})",
                several
                    .iter()
                    .map(|item| format!("{item:?}"))
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
        };
        let docstring = if self.message.is_empty() {
            String::new()
        } else {
            format!(
                "\"\"\"{}\n\nRevision ID: {}\n\"\"\"\n",
                self.message, self.id
            )
        };
        format!(
            "{docstring}revision = {:?}\ndown_revision = {}\nbranch_labels = {}\ndepends_on = {}\n\n\n\
             def upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n",
            self.id,
            quoted(&self.down),
            quoted(&self.labels),
            quoted(&self.needs)
        )
    }
}

fn replace(pattern: &'static LazyLock<Regex>, text: &str, by: &str) -> String {
    pattern.replace_all(text, by).into_owned()
}

macro_rules! pattern {
    ($name:ident, $text:literal) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($text).unwrap());
    };
}

pattern!(WARNING, r"(?m)^.*?:\d+: (\w*Warning: .*)\n(?:  .*\n)?");
pattern!(
    TIME,
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d)?"
);
pattern!(ADDRESS, r"0x[0-9a-f]{6,}|(?<=%\()\d{12,}(?= )");
pattern!(TEMPORARY, r"/tmp/[\w-]+\.\w+");
pattern!(
    BACKTRACE,
    r"(?ms)^Traceback \(most recent call last\):.*\n(?=\S)"
);

/// What two runs can be compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparable {
    /// Exit status.
    pub status: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error; of a traceback only its last line.
    pub stderr: String,
}

/// Leaves out what differs between two runs of one tool: times, addresses, the place of a warning, the lines of a traceback.
pub fn comparable(output: &Output) -> Comparable {
    let stderr = replace(&WARNING, &output.stderr, "$1\n");
    let stderr = stderr
        .rfind("Traceback (most recent call last):")
        .map_or_else(|| replace(&BACKTRACE, &stderr, ""), |_| last_line(&stderr));
    let stderr = if output.status == Some(1) {
        last_line(&stderr)
    } else {
        stderr
    };
    Comparable {
        status: output.status,
        stdout: clean(&output.stdout),
        stderr: clean(&stderr),
    }
}

/// Times and addresses written as words.
pub fn clean(text: &str) -> String {
    let text = replace(&TIME, text, "<time>");
    let text = replace(&TEMPORARY, &text, "<temporary file>");
    replace(&ADDRESS, &text, "<address>")
}

/// The last line that does not belong to a source excerpt: the exception of a traceback.
fn last_line(text: &str) -> String {
    text.lines()
        .rev()
        .find(|line| !line.starts_with([' ', '\t']) && !line.is_empty())
        .unwrap_or_default()
        .to_owned()
}

/// Lines in alphabetical order, and the items of each line likewise: for what the reference keeps in sets.
pub fn as_sets(text: &str) -> String {
    let mut lines: Vec<String> = text
        .lines()
        .map(|line| {
            let mut words: Vec<&str> = line.split([' ', ',', '(', ')']).collect();
            words.sort_unstable();
            words.join(" ")
        })
        .collect();
    lines.sort();
    lines.join("\n")
}

/// The files of a project without databases and caches, with their texts, and the contents of its SQLite databases.
pub fn contents(project: &Project) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    collect(project, project.path(), &mut found)?;
    Ok(found)
}

fn collect(project: &Project, folder: &Path, found: &mut BTreeMap<String, String>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .strip_prefix(project.path())
            .context("outside of the project")?
            .display()
            .to_string();
        if name.ends_with("__pycache__") || name.ends_with("-journal") {
            continue;
        }
        if path.is_dir() {
            found.insert(format!("{name}/"), String::new());
            collect(project, &path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "db") {
            found.insert(name, database(&path)?);
        } else {
            let text = String::from_utf8_lossy(&std::fs::read(&path)?).into_owned();
            let root = project.path().display().to_string();
            found.insert(name, clean(&text.replace(&root, "<project>")));
        }
    }
    Ok(())
}

/// Schema and rows of a SQLite database.
fn database(path: &Path) -> Result<String> {
    let mut out = Vec::new();
    for object in sqlite_schema(path)? {
        let mut parts = object.split('|');
        let kind = parts.next().unwrap_or_default().to_owned();
        let name = parts.next().unwrap_or_default().to_owned();
        out.push(object.clone());
        if kind == "table" {
            let mut rows: Vec<String> = sqlite_query(path, &format!("SELECT * FROM \"{name}\""))?
                .into_iter()
                .map(|row| format!("{row:?}"))
                .collect();
            rows.sort();
            out.append(&mut rows);
        }
    }
    Ok(out.join("\n"))
}

/// Splits a command line like a shell, without expansions.
pub fn words(line: &str) -> Result<Vec<String>> {
    let mut out = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ' | '\n') => out.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    if quote.is_some() {
        bail!("unclosed quote in: {line}");
    }
    out.extend(word);
    Ok(out)
}

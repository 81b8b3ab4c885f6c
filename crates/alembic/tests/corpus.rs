//! Real version environments from the package index, under ours and under real Alembic.
//!
//! Runs with `ALEMBIC_RS_CORPUS=<folder>`: `<folder>/venv` is a virtual environment with Alembic 1.20.1 and what the packages
//! import; the packages of `corpus/environments.txt` are downloaded there and laid out with a neutral `env.py`. What the
//! reference cannot run there is passed over. `ALEMBIC_RS_CORPUS_ONLY=a,b` names environments.
#![expect(clippy::print_stderr, reason = "what ours said belongs to a failure")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use alembic_testing::{Project, checkout, postgres_database, sqlite_schema};
use anyhow::{Context, Result, ensure};

/// Differences that are meant, or that the reference has with itself.
const KNOWN: &[(&str, &str)] = &[
    ("anitya", "its modules print while Alembic imports them"),
    ("aodh", "a server default is the clock"),
];

struct Environment<'a> {
    name: &'a str,
    fields: Vec<&'a str>,
}

impl<'a> Environment<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let fields: Vec<&str> = line.split(' ').collect();
        let name = *fields.first()?;
        (fields.len() == 5 && name != "#").then_some(Self { name, fields })
    }

    fn has(&self, flag: &str) -> bool {
        self.fields
            .last()
            .is_some_and(|flags| flags.split(',').any(|found| found == flag))
    }
}

/// What a command says and leaves.
#[derive(PartialEq, Eq)]
struct Answer {
    lines: Vec<String>,
    schema: Vec<String>,
}

impl Answer {
    /// Without the order of lines and of what stands in one line.
    fn as_sets(&self) -> Vec<Vec<&str>> {
        fn words(text: &str) -> Vec<&str> {
            let parts = text.split(|c: char| c.is_whitespace() || "(),".contains(c));
            let mut words: Vec<&str> = parts.filter(|word| !word.is_empty()).collect();
            words.sort_unstable();
            words
        }
        let mut all: Vec<Vec<&str>> = self
            .lines
            .iter()
            .chain(&self.schema)
            .map(|text| words(text))
            .collect();
        all.sort_unstable();
        all
    }
}

struct Side {
    folder: PathBuf,
    is_ours: bool,
    /// Other seeds give other orders of sets.
    hash_seed: u32,
}

impl Side {
    fn run(&self, name: &str, url: &str, arguments: &[&str]) -> Result<Option<Vec<String>>> {
        let venv = self.folder.join("venv");
        let project = self.folder.join("projects").join(name);
        let program = if self.is_ours {
            PathBuf::from(env!("CARGO_BIN_EXE_alembic"))
        } else {
            venv.join("bin/alembic")
        };
        let output = Command::new(&program)
            .args(arguments)
            .current_dir(&project)
            .env("VIRTUAL_ENV", &venv)
            .env("PYTHONPATH", project.join("site"))
            .env("PYTHONHASHSEED", self.hash_seed.to_string())
            .env("PYTHONWARNINGS", "ignore")
            .env("HOME", &project)
            .env("CORPUS_DATABASE_URL", url)
            .output()
            .with_context(|| program.display().to_string())?;
        if !output.status.success() {
            if self.is_ours {
                eprintln!("{name}: {}", String::from_utf8_lossy(&output.stderr));
            }
            return Ok(None);
        }
        // The reference prints some sets in the order of hashes.
        let text = String::from_utf8_lossy(&output.stdout);
        let mut lines: Vec<String> = text
            .replace(url, "<url>")
            .lines()
            .map(|line| line.trim_end_matches([',', ' ']).to_owned())
            .collect();
        lines.sort_unstable();
        Ok(Some(lines))
    }

    fn sqlite(&self, name: &str, arguments: &[&str]) -> Result<Option<Answer>> {
        let folder = Project::empty()?;
        let path = folder.path().join("corpus.db");
        let url = format!("sqlite:///{}", path.display());
        let Some(lines) = self.run(name, &url, arguments)? else {
            return Ok(None);
        };
        let mut schema = if path.exists() {
            sqlite_schema(&path)?
        } else {
            Vec::new()
        };
        schema.sort_unstable();
        Ok(Some(Answer { lines, schema }))
    }

    fn postgresql(&self, name: &str, arguments: &[&str]) -> Result<Option<Answer>> {
        let Some(database) = postgres_database()? else {
            return Ok(None);
        };
        let url = database.url("postgresql+psycopg2");
        let Some(lines) = self.run(name, &url, arguments)? else {
            return Ok(None);
        };
        let mut schema: Vec<String> = database.schema()?.lines().map(str::to_owned).collect();
        schema.sort_unstable();
        Ok(Some(Answer { lines, schema }))
    }
}

fn lay_out(folder: &Path, environment: &Environment<'_>) -> Result<()> {
    let script = checkout().join("crates/alembic/tests/corpus/lay_out.py");
    let status = Command::new(folder.join("venv/bin/python"))
        .arg(script)
        .arg(folder)
        .args(&environment.fields)
        .status()?;
    ensure!(status.success(), "{} cannot be laid out", environment.name);
    Ok(())
}

/// The commands that answer differently.
fn differences(folder: &Path, environment: &Environment<'_>) -> Result<Vec<String>> {
    let side = |is_ours: bool, hash_seed: u32| Side {
        folder: folder.to_owned(),
        is_ours,
        hash_seed,
    };
    let (own, reference) = (side(true, 0), side(false, 0));
    let mut out = Vec::new();
    let mut check = |what: &str, arguments: &[&str], dialect: &str| -> Result<bool> {
        let ask = |side: &Side| match dialect {
            "postgresql" => side.postgresql(environment.name, arguments),
            _ => side.sqlite(environment.name, arguments),
        };
        let Some(theirs) = ask(&reference)? else {
            return Ok(false);
        };
        let ours = ask(&own)?;
        // Where the reference differs with itself, ours is one of its answers or has at least the same parts.
        let is_alike = |ours: &Answer| -> Result<bool> {
            for hash_seed in 1..4 {
                let other = ask(&side(false, hash_seed))?;
                let differs = other.as_ref().is_some_and(|other| *other != theirs);
                if differs {
                    return Ok(ours.as_sets() == theirs.as_sets());
                }
            }
            Ok(false)
        };
        let is_same = match &ours {
            Some(ours) => *ours == theirs || is_alike(ours)?,
            None => false,
        };
        if !is_same {
            let ours: BTreeSet<String> = ours
                .map(|answer| answer.lines.into_iter().chain(answer.schema).collect())
                .unwrap_or_default();
            let first = theirs
                .lines
                .iter()
                .chain(&theirs.schema)
                .find(|line| !ours.contains(*line));
            out.push(format!(
                "{} {what} ({dialect}): {first:?}",
                environment.name
            ));
        }
        Ok(true)
    };
    if !check("heads", &["heads"], "sqlite")? {
        return Ok(Vec::new());
    }
    check("history", &["history", "-v"], "sqlite")?;
    check("branches", &["branches", "-v"], "sqlite")?;
    for dialect in ["sqlite", "postgresql"] {
        let other = if dialect == "sqlite" {
            "postgresql"
        } else {
            "sqlite"
        };
        if !environment.has(other) {
            check("upgrade", &["upgrade", "heads"], dialect)?;
            check("upgrade --sql", &["upgrade", "heads", "--sql"], dialect)?;
        }
    }
    Ok(out)
}

#[test]
fn environments_agree() -> Result<()> {
    let Some(folder) = std::env::var_os("ALEMBIC_RS_CORPUS").map(PathBuf::from) else {
        return Ok(());
    };
    let only = std::env::var("ALEMBIC_RS_CORPUS_ONLY").unwrap_or_default();
    let list = include_str!("corpus/environments.txt");
    let mut found = Vec::new();
    for environment in list.lines().filter_map(Environment::parse) {
        let is_wanted = only.is_empty() || only.split(',').any(|name| name == environment.name);
        let is_known = KNOWN.iter().any(|(name, _)| *name == environment.name);
        if is_wanted && !is_known {
            lay_out(&folder, &environment)?;
            found.extend(differences(&folder, &environment)?);
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

//! Every row of the inventory of Alembic's command line, configuration, environment and revision graph, run beside the
//! reference: what is printed, the exit status, the files and the databases must be the same.
//!
//! The cases are in `features/*.toml`:
//!
//! ```toml
//! [[case]]
//! ids = ["CMD-13"]                  # rows of `features/rows.txt`
//! name = "a range needs --sql"
//! revisions = ["a1", "b1 <- a1"]    # see `alembic_testing::comparison::Node`
//! ini = "timezone = UTC"            # more lines of [alembic]
//! before = "import os"              # lines of env.py before context.configure
//! configure = "version_table='v'"   # more arguments of both calls of context.configure
//! files = { "alembic.ini" = "" }    # files that replace or complete the project; `stock = false` starts empty
//! env = { A = "b" }                 # environment variables
//! steps = [["upgrade a1:b1", "Range revision not allowed"]]   # command, text that the reference prints
//! compare_files = "names"           # the texts of the files are our own words
//! ```
//!
//! A step may have a third item: `sets` (lines and their items in any order), `status` (only the exit status, the last
//! line of an error and what the command leaves), `terminal` (stdin, stdout and stderr are a terminal of 60 columns),
//! `rows` (the command is the list of rows to put into the version table), or `ours: <text>`, a named difference:
//! only the text that our output must have.
//!
//! `mode` of a case is the mode of its steps.
//!
//! `ALEMBIC_RS_FEATURE=CMD-13` runs the cases of one row.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use alembic_testing::comparison::{Node, as_sets, clean, comparable, contents, words};
use alembic_testing::{Project, ReferenceServer, Tool, sqlite_query};
use anyhow::{Context, Result, bail};
use toml::{Table, Value};

#[test]
fn command_line() -> Result<()> {
    run_file("command_line.toml")
}

#[test]
fn commands() -> Result<()> {
    run_file("commands.toml")
}

#[test]
fn revision_symbols() -> Result<()> {
    run_file("revision_symbols.toml")
}

#[test]
fn api() -> Result<()> {
    run_file("api.toml")
}

#[test]
fn configuration() -> Result<()> {
    run_file("configuration.toml")
}

#[test]
fn environment() -> Result<()> {
    run_file("environment.toml")
}

#[test]
fn configure() -> Result<()> {
    run_file("configure.toml")
}

#[test]
fn templates() -> Result<()> {
    run_file("templates.toml")
}

#[test]
fn version_table() -> Result<()> {
    run_file("version_table.toml")
}

#[test]
fn graph() -> Result<()> {
    run_file("graph.toml")
}

/// The inventory and the cases name the same rows.
#[test]
fn every_row_has_a_case() -> Result<()> {
    let rows = std::fs::read_to_string(folder().join("rows.txt"))?;
    let rows: BTreeSet<&str> = rows
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let mut named = BTreeSet::new();
    for entry in std::fs::read_dir(folder())? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            for case in cases(&path)? {
                named.extend(texts(&case, "ids"));
            }
        }
    }
    let missing: Vec<&str> = rows
        .iter()
        .copied()
        .filter(|row| !named.contains(*row))
        .collect();
    let unknown: Vec<&String> = named
        .iter()
        .filter(|id| !rows.contains(id.as_str()))
        .collect();
    assert!(missing.is_empty(), "rows without a case: {missing:?}");
    assert!(unknown.is_empty(), "cases of unknown rows: {unknown:?}");
    Ok(())
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/features")
}

fn cases(path: &Path) -> Result<Vec<Table>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let table: Table = text.parse().with_context(|| path.display().to_string())?;
    let cases = table.get("case").and_then(Value::as_array);
    Ok(cases
        .into_iter()
        .flatten()
        .filter_map(|case| case.as_table().cloned())
        .collect())
}

fn text<'a>(case: &'a Table, key: &str) -> &'a str {
    case.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn texts(case: &Table, key: &str) -> Vec<String> {
    let items = case.get(key).and_then(Value::as_array);
    items
        .into_iter()
        .flatten()
        .filter_map(|item| item.as_str().map(str::to_owned))
        .collect()
}

fn pairs<'a>(case: &'a Table, key: &str) -> impl Iterator<Item = (&'a String, &'a str)> {
    let table = case.get(key).and_then(Value::as_table);
    table
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| Some((name, value.as_str()?)))
}

fn run_file(name: &str) -> Result<()> {
    let Some(mut reference) = ReferenceServer::start(0)? else {
        return Ok(());
    };
    let only = std::env::var("ALEMBIC_RS_FEATURE").ok();
    let mut failures = Vec::new();
    let mut n_steps = 0;
    for case in cases(&folder().join(name))? {
        let ids = texts(&case, "ids");
        if only.as_ref().is_some_and(|only| !ids.contains(only)) {
            continue;
        }
        let title = format!("{} {}", ids.join(" "), text(&case, "name"));
        match run_case(&case, &mut reference) {
            Ok(n) => n_steps += n,
            Err(error) => failures.push(format!("## {title}\n{error:#}")),
        }
    }
    assert!(
        failures.is_empty(),
        "{} cases of {name} differ from the reference:\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert!(
        only.is_some() || n_steps > 10,
        "only {n_steps} steps in {name}"
    );
    Ok(())
}

fn run_case(case: &Table, reference: &mut ReferenceServer) -> Result<usize> {
    let (ours, theirs) = (project(case)?, project(case)?);
    let binary = PathBuf::from(env!("CARGO_BIN_EXE_alembic"));
    let tool = Tool::Ours(binary.clone());
    let steps = case
        .get("steps")
        .and_then(Value::as_array)
        .context("no steps")?;
    for step in steps {
        let step: Vec<&str> = step
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let (command, expected, mode) = match step.as_slice() {
            [command, expected] => (*command, *expected, ""),
            [command, expected, mode] => (*command, *expected, *mode),
            _ => bail!("a step is a command, a text and perhaps a mode: {step:?}"),
        };
        let mode = if mode.is_empty() {
            text(case, "mode")
        } else {
            mode
        };
        if mode == "rows" {
            for project in [&ours, &theirs] {
                set_rows(project, command)?;
            }
            continue;
        }
        if let Some((path, content)) = command
            .strip_prefix("> ")
            .and_then(|rest| rest.split_once('\n'))
        {
            for project in [&ours, &theirs] {
                project.write(path, content)?;
            }
            continue;
        }
        let words = words(command)?;
        let arguments: Vec<&str> = words.iter().map(String::as_str).collect();
        let (our_output, their_output) = if mode == "terminal" {
            (
                reference.run_program_in_terminal(&ours, &binary, &arguments)?,
                reference.run_in_terminal(&theirs, &arguments)?,
            )
        } else {
            (
                ours.run(&tool, &arguments)?,
                reference.run(&theirs, &arguments)?,
            )
        };
        let mut left = comparable(&our_output);
        let mut right = comparable(&their_output);
        if !expected.is_empty() {
            let all = format!("{}{}", right.stdout, clean(&their_output.stderr));
            if !all.contains(expected) {
                bail!("`{command}`: the reference does not print {expected:?} but\n{all}");
            }
        }
        if let Some(wanted) = mode.strip_prefix("ours: ") {
            let all = format!("{}{}", our_output.stdout, our_output.stderr);
            if !all.contains(wanted) {
                bail!("`{command}`: we do not print {wanted:?} but\n{all}");
            }
            continue;
        }
        if mode == "sets" {
            for side in [&mut left, &mut right] {
                side.stdout = as_sets(&side.stdout);
                side.stderr = as_sets(&side.stderr);
            }
        }
        if mode == "status" {
            for side in [&mut left, &mut right] {
                side.stdout.clear();
                if side.status != Some(1) {
                    side.stderr.clear();
                }
            }
        }
        if left != right {
            bail!(
                "`{command}`\n--- reference: {:?}\n{}{}\n--- ours: {:?}\n{}{}",
                right.status,
                right.stdout,
                their_output.stderr,
                left.status,
                left.stdout,
                our_output.stderr
            );
        }
    }
    let names_only = text(case, "compare_files") == "names";
    compare_contents(&ours, &theirs, names_only)?;
    Ok(steps.len())
}

fn compare_contents(ours: &Project, theirs: &Project, names_only: bool) -> Result<()> {
    let (left, right) = (contents(ours)?, contents(theirs)?);
    for name in left.keys().chain(right.keys()) {
        let is_same = match (left.get(name), right.get(name)) {
            (Some(left), Some(right)) => names_only || left == right,
            _ => false,
        };
        if !is_same {
            bail!(
                "{name}\n--- reference\n{}\n--- ours\n{}",
                right.get(name).map_or("(none)", String::as_str),
                left.get(name).map_or("(none)", String::as_str)
            );
        }
    }
    Ok(())
}

fn project(case: &Table) -> Result<Project> {
    let is_stock = case.get("stock").and_then(Value::as_bool).unwrap_or(true);
    let mut project = if is_stock {
        let files: Vec<(String, String)> = texts(case, "revisions")
            .iter()
            .map(|line| Node::parse(line))
            .map(|node| (node.id.clone(), node.text()))
            .collect();
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        Project::generic(&files)?
    } else {
        Project::empty()?
    };
    if is_stock {
        let ini = project.read("alembic.ini")?;
        let more = format!("[alembic]\n{}\n", text(case, "ini"));
        project.write("alembic.ini", &ini.replacen("[alembic]\n", &more, 1))?;
        let env = project.read("alembic/env.py")?;
        let configure = text(case, "configure");
        let env = env.replace(
            "context.configure(",
            &if configure.is_empty() {
                "context.configure(".to_owned()
            } else {
                format!("context.configure({configure}, ")
            },
        );
        let before = format!("target_metadata = None\n{}\n", text(case, "before"));
        let env = env.replacen("target_metadata = None\n", &before, 1);
        project.write("alembic/env.py", &env)?;
    }
    for (path, content) in pairs(case, "files") {
        project.write(path, content)?;
    }
    for (name, value) in pairs(case, "env") {
        project = project.with_env(name, value);
    }
    Ok(project)
}

/// Fills the version table of `app.db`.
fn set_rows(project: &Project, rows: &str) -> Result<()> {
    let path = project.path().join("app.db");
    sqlite_query(
        &path,
        "CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL, \
         CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))",
    )?;
    sqlite_query(&path, "DELETE FROM alembic_version")?;
    for row in rows.split_whitespace() {
        sqlite_query(
            &path,
            &format!("INSERT INTO alembic_version VALUES ('{row}')"),
        )?;
    }
    Ok(())
}

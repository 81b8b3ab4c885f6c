//! Random revision graphs, asked of real Alembic and of this crate.
//!
//! Runs only if `ALEMBIC_RS_REFERENCE` is the path of a virtual environment with Alembic 1.20.1 (`cargo xtask`
//! makes one). `ALEMBIC_RS_GRAPHS` is the number of graphs.
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

use std::collections::BTreeSet;
use std::process::Command;
use std::rc::Rc;

use alembic_config::{CommandOptions, Config};
use alembic_script::python_environment::PythonEnvironment;
use alembic_script::revision_map::{Denoted, Symbol};
use alembic_script::{
    Failure, FailureKind, HeadMaintainer, Messenger, ScriptDirectory, Step, Warning,
};
use alembic_source::{MemorySystem, SourceMap};

struct Silent;

impl Messenger for Silent {
    fn print_stdout(&self, _text: &str) {}
    fn message(&self, _text: &str, _newline: bool) {}
    fn end_status(&self, _succeeded: bool) {}
    fn warn(&self, _warning: &Warning) {}
    fn is_quiet(&self) -> bool {
        true
    }
}

#[test]
fn agrees_with_the_reference() {
    let Ok(reference) = std::env::var("ALEMBIC_RS_REFERENCE") else {
        eprintln!("skipped: ALEMBIC_RS_REFERENCE is not set to a virtual environment with Alembic");
        return;
    };
    let n_graphs = std::env::var("ALEMBIC_RS_GRAPHS").unwrap_or_else(|_| "200".to_owned());
    let output = Command::new(format!("{reference}/bin/python"))
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/reference/graphs.py"
        ))
        .args(["0", &n_graphs])
        .env("PYTHONHASHSEED", "0")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let mut n_cases = 0;
    let mut differences = Vec::new();
    for graph in text.split("graph\n").filter(|graph| !graph.is_empty()) {
        let lines: Vec<Vec<&str>> = graph
            .lines()
            .map(|line| line.split('\t').collect())
            .collect();
        let script = project(lines.iter().filter(|line| line[0] == "rev"));
        for case in lines.iter().filter(|line| line[0] != "rev") {
            n_cases += 1;
            let ours = answer(&script, case[0], case[1], case[2]);
            if !agree(&ours, case[3]) {
                differences.push(format!(
                    "{}{}\n  reference: {}\n  ours:      {ours}\n",
                    graph.split("load\t").next().unwrap(),
                    case[..3].join("\t"),
                    case[3]
                ));
            }
        }
    }
    assert!(n_cases > 100, "the reference gave too few cases");
    assert!(
        differences.is_empty(),
        "{} of {n_cases} cases differ, the first:\n{}",
        differences.len(),
        differences.iter().take(5).cloned().collect::<String>()
    );
}

/// Errors agree by their kind, except that texts of commands must be the same.
fn agree(ours: &str, theirs: &str) -> bool {
    if ours.starts_with("RAISED") && theirs.starts_with("RAISED") {
        return true;
    }
    // The revisions that overlap are a set in the reference.
    let words =
        |text: &str| -> BTreeSet<String> { text.split([' ', ',']).map(str::to_owned).collect() };
    ours == theirs || (ours.contains(" overlaps with ") && words(ours) == words(theirs))
}

fn list(text: &str) -> Vec<String> {
    if text == "-" {
        return Vec::new();
    }
    text.split(',').map(str::to_owned).collect()
}

fn project<'a>(revisions: impl Iterator<Item = &'a Vec<&'a str>>) -> ScriptDirectory {
    let system = MemorySystem::default();
    system.add_file("/alembic.ini", "[alembic]\nscript_location = /m\n");
    system.add_file("/m/versions/README", "");
    for revision in revisions {
        let python = |text: &str| {
            let items: Vec<String> = list(text).iter().map(|id| format!("'{id}',")).collect();
            format!("({})", items.concat())
        };
        system.add_file(
            format!("/m/versions/{}.py", revision[1]),
            &format!(
                "revision = '{}'\ndown_revision = {}\ndepends_on = {}\nbranch_labels = {}\n",
                revision[1],
                python(revision[2]),
                python(revision[3]),
                python(revision[4])
            ),
        );
    }
    let config = Config::new(
        Rc::new(system),
        Rc::new(SourceMap::default()),
        Some("/alembic.ini".to_owned()),
        None,
        "alembic",
        CommandOptions::default(),
    );
    match ScriptDirectory::from_config(&config, Rc::new(Silent), PythonEnvironment::default()) {
        Ok(script) => script,
        Err(failure) => panic!("{failure}"),
    }
}

fn answer(script: &ScriptDirectory, kind: &str, first: &str, symbol: &str) -> String {
    match ask(script, kind, first, symbol) {
        Ok(text) => text,
        Err(failure) => match failure.kind {
            FailureKind::Command { message } => format!("FAILED {message}"),
            FailureKind::Exception { type_name, .. } => format!("RAISED {type_name}"),
            other => format!("{other:?}"),
        },
    }
}

fn ask(script: &ScriptDirectory, kind: &str, first: &str, symbol: &str) -> Result<String, Failure> {
    let map = script.map()?;
    let joined = |ids: Vec<String>| {
        if ids.is_empty() {
            "-".to_owned()
        } else {
            ids.join(",")
        }
    };
    let rows = list(first);
    let id = |index| map.revision(index).id.clone();
    Ok(match kind {
        "load" => "ok".to_owned(),
        "heads" => joined(map.heads().to_vec()),
        "real_heads" => joined(map.real_heads().to_vec()),
        "upgrade" => steps_text(script, &rows, &script.upgrade_steps(symbol, &rows)?)?,
        "downgrade" => steps_text(script, &rows, &script.downgrade_steps(symbol, &rows)?)?,
        "stamp" => steps_text(
            script,
            &rows,
            &script.stamp_steps(&[symbol.to_owned()], &rows)?,
        )?,
        "show" => joined(
            script
                .get_revisions(&Symbol::one(symbol))?
                .into_iter()
                .map(|denoted| match denoted {
                    Denoted::Revision(index) => id(index),
                    Denoted::Nothing => "None".to_owned(),
                    Denoted::Base => "base".to_owned(),
                })
                .collect(),
        ),
        "walk" => joined(
            script
                .walk_revisions(&Symbol::one(first), &Symbol::one(symbol))?
                .into_iter()
                .map(id)
                .collect(),
        ),
        "current" => {
            let mut ids: Vec<String> = script.get_all_current(&rows)?.into_iter().map(id).collect();
            ids.sort();
            joined(ids)
        }
        other => panic!("unknown case {other}"),
    })
}

fn steps_text(
    script: &ScriptDirectory,
    rows: &[String],
    steps: &[Step],
) -> Result<String, Failure> {
    let map = script.map()?;
    let mut maintainer = HeadMaintainer::new(rows);
    let mut out = Vec::new();
    for step in steps {
        maintainer
            .apply(&map, step)
            .map_err(alembic_script::GraphError::into_exception)?;
        let heads: BTreeSet<&String> = maintainer.heads().iter().collect();
        let heads: Vec<&str> = heads.into_iter().map(String::as_str).collect();
        out.push(format!("{} [{}]", step.short_log(), heads.join(",")));
    }
    Ok(out.join("; "))
}

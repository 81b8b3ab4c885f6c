//! Programs that use third-party packages, run by the evaluator.
//!
//! A folder of `tests/packages/` is one project: `main.py`, other files, `environment` with `NAME=VALUE` lines,
//! and `expected.txt` with what CPython prints. With `ALEMBIC_RS_PACKAGES_PYTHON=/path/to/venv/bin/python` the expected
//! texts are made anew by CPython with the real packages first (`ALEMBIC_RS_BLESS=1` stores them).
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]
#![expect(clippy::print_stdout, reason = "the number of programs that agree")]

use std::cell::RefCell;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

use alembic_python::Vm;
use alembic_source::{MemorySystem, SourceMap};

fn files_of(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_of(&path, into);
        } else {
            into.push(path);
        }
    }
}

fn environment(project: &Path) -> Vec<(String, String)> {
    std::fs::read_to_string(project.join("environment"))
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// What the evaluator prints.
fn ours(project: &Path) -> String {
    let system = MemorySystem::default();
    let mut files = Vec::new();
    files_of(project, &mut files);
    for file in files {
        let relative = file.strip_prefix(project).unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        system.add_file(Path::new("/").join(relative), &text);
    }
    for (name, value) in environment(project) {
        system.set_env(&name, &value);
    }
    let vm = Vm::new(Rc::new(system), Rc::new(SourceMap::default()));
    vm.set_stack_size(64 * 1024 * 1024 - 1024 * 1024);
    alembic_bindings::install(&vm);
    vm.sys_path.push(alembic_python::Value::str("/"));
    vm.set_site_packages(Vec::new());
    let printed = Rc::new(RefCell::new(String::new()));
    let writer = printed.clone();
    vm.set_stdout(move |text| writer.borrow_mut().push_str(text));
    let result = vm.run_file(&Path::new("/").join("main.py"), "__main__");
    let mut printed = printed.borrow().clone();
    if let Err(unwind) = result {
        if let Some(error) = unwind.exception() {
            let class = vm.type_name(error);
            let text = vm.str(error).unwrap();
            let _ = writeln!(printed, "uncaught {class}: {text}");
            if let Ok(Some(cause)) = vm.getattr_opt(error, "__cause__")
                && !cause.is_none()
            {
                let _ = writeln!(printed, "caused by {}", vm.repr(&cause).unwrap());
            }
        } else {
            let what = unwind.unsupported().unwrap();
            let _ = writeln!(printed, "unsupported {what:?}");
        }
    }
    printed
}

/// What CPython prints with the real packages.
fn theirs(python: &str, project: &Path) -> String {
    let output = Command::new(python)
        .args(["-B", "-W", "ignore"])
        .arg("main.py")
        .current_dir(project)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .envs(environment(project))
        .output()
        .unwrap();
    let mut text = String::from_utf8(output.stdout).unwrap();
    if !output.status.success() {
        text.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    text
}

fn check_all() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packages");
    let python = std::env::var("ALEMBIC_RS_PACKAGES_PYTHON").ok();
    let only = std::env::var("ALEMBIC_RS_ONLY").unwrap_or_default();
    let mut projects: Vec<PathBuf> = std::fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("main.py").is_file())
        .filter(|path| path.to_string_lossy().contains(&only))
        .collect();
    projects.sort();
    let mut failures = String::new();
    let mut n_agreeing = 0;
    for project in &projects {
        let stored = project.join("expected.txt");
        let expected = match &python {
            Some(python) => {
                let text = theirs(python, project);
                if std::env::var("ALEMBIC_RS_BLESS").is_ok() {
                    std::fs::write(&stored, &text).unwrap();
                }
                text
            }
            None => std::fs::read_to_string(&stored).unwrap_or_default(),
        };
        let found = ours(project);
        if found == expected {
            n_agreeing += 1;
            continue;
        }
        let name = project.file_name().unwrap().to_string_lossy();
        let _ = writeln!(failures, "=== {name}");
        let (mut a, mut b) = (expected.lines(), found.lines());
        let mut n_shown = 0;
        loop {
            let (left, right) = (a.next(), b.next());
            if left.is_none() && right.is_none() || n_shown > 12 {
                break;
            }
            if left != right {
                n_shown += 1;
                let _ = writeln!(
                    failures,
                    "- {}\n+ {}",
                    left.unwrap_or("<end>"),
                    right.unwrap_or("<end>")
                );
            }
        }
    }
    println!("{n_agreeing} of {} programs agree", projects.len());
    failures
}

#[test]
fn programs_agree_with_the_packages() {
    // The evaluator needs a large stack, as in the binary.
    let failures = std::thread::Builder::new()
        .stack_size(64 * 1024 * 1024)
        .spawn(check_all)
        .unwrap()
        .join()
        .unwrap();
    assert!(failures.is_empty(), "{failures}");
}

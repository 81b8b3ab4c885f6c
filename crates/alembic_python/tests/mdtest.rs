//! Small Python programs from `resources/mdtest/*.md`, run here and by CPython: the output must agree.
//!
//! A block is one program. Without a CPython of at least 3.13 the blocks only have to run to their end.

#![expect(
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::format_push_string,
    reason = "a test that reports differences"
)]

use std::cell::RefCell;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;

use alembic_python::{Unwind, Vm, format_traceback};
use alembic_source::{DiagnosticFormat, OsSystem, SourceMap};

const DRIVER: &str = r#"
import sys, json, io, contextlib, types
programs = json.load(sys.stdin)
results = []
for index, program in enumerate(programs):
    out = io.StringIO()
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    saved = dict(sys.modules)
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(program, f"/block{index}.py", "exec"), module.__dict__)
    except BaseException as error:
        out.write(f"<{type(error).__name__}: {error}>\n")
    results.append(out.getvalue())
json.dump(results, sys.stdout)
"#;

struct Block {
    file: PathBuf,
    line: usize,
    source: String,
}

fn blocks(folder: &Path) -> Vec<Block> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut list = Vec::new();
    for file in files
        .into_iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "md"))
    {
        let text = std::fs::read_to_string(&file).unwrap();
        let mut current: Option<Block> = None;
        for (number, line) in text.split('\n').enumerate() {
            match &mut current {
                None if line == "```python" => {
                    current = Some(Block {
                        file: file.clone(),
                        line: number + 2,
                        source: String::new(),
                    });
                }
                Some(_) if line == "```" => list.extend(current.take()),
                Some(block) => {
                    block.source.push_str(line);
                    block.source.push('\n');
                }
                None => {}
            }
        }
    }
    list
}

fn run(source: &str) -> String {
    let sources = Rc::new(SourceMap::default());
    let vm = Vm::new(Rc::new(OsSystem), sources.clone());
    vm.set_stack_size(48 * 1024 * 1024);
    vm.set_site_packages(Vec::new());
    let out = Rc::new(RefCell::new(String::new()));
    let sink = out.clone();
    vm.set_stdout(move |text| sink.borrow_mut().push_str(text));
    let module = alembic_python::Module::new("__main__");
    vm.sys_modules.set_str("__main__", module.clone().into());
    let result = vm.exec_named(source, Path::new("/block.py"), &module);
    let result = vm.run_exit_functions().and(result);
    let mut text = out.borrow().clone();
    match result {
        Ok(()) => {}
        Err(Unwind::Exception(raised)) => {
            let name = vm.type_name(&raised.value);
            let message = vm
                .str(&raised.value)
                .map_or_else(|_| String::new(), |message| message.to_string());
            text.push_str(&format!("<{name}: {message}>\n"));
            if std::env::var("MDTEST_TRACE").is_ok() {
                text.push_str(&format_traceback(&sources, &raised.traceback));
            }
        }
        Err(Unwind::Unsupported(limit)) => {
            text.push_str(
                &limit
                    .to_diagnostic()
                    .render(&sources, DiagnosticFormat::Full, false),
            );
            text.push('\n');
        }
    }
    text
}

fn reference() -> Option<PathBuf> {
    let home = std::env::var("HOME").unwrap_or_default();
    let mut candidates: Vec<PathBuf> =
        vec!["python3.14".into(), "python3.13".into(), "python3".into()];
    if let Ok(entries) = std::fs::read_dir(format!("{home}/.pyenv/versions")) {
        candidates.extend(
            entries
                .flatten()
                .map(|entry| entry.path().join("bin/python3")),
        );
    }
    candidates.into_iter().find(|candidate| {
        let check = Command::new(candidate)
            .args(["-c", "import sys; sys.exit(sys.version_info < (3, 13))"])
            .stderr(Stdio::null())
            .status();
        check.is_ok_and(|status| status.success())
    })
}

fn expected(blocks: &[Block]) -> Option<Vec<String>> {
    let python = reference()?;
    let mut child = Command::new(python)
        .args(["-c", DRIVER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let programs: Vec<&str> = blocks.iter().map(|block| block.source.as_str()).collect();
    let input = serde_json::to_string(&programs).unwrap();
    child.stdin.take()?.write_all(input.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    serde_json::from_slice(&output.stdout).ok()
}

fn check() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("resources/mdtest");
    let blocks = blocks(&folder);
    let expected = expected(&blocks);
    let filter = std::env::var("MDTEST_FILTER").unwrap_or_default();
    let mut failures = 0;
    for (index, block) in blocks.iter().enumerate() {
        let name = block
            .file
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        if !name.contains(&filter) {
            continue;
        }
        let ours = run(&block.source);
        let fails = match &expected {
            Some(expected) => ours != expected[index],
            None => ours.contains("error[unsupported]"),
        };
        if fails {
            failures += 1;
            eprintln!("---- {name}.md:{} ----", block.line);
            if let Some(expected) = &expected {
                let theirs: Vec<&str> = expected[index].split('\n').collect();
                let own: Vec<&str> = ours.split('\n').collect();
                for line in 0..theirs.len().max(own.len()) {
                    let (a, b) = (
                        own.get(line).unwrap_or(&"<end>"),
                        theirs.get(line).unwrap_or(&"<end>"),
                    );
                    if a != b {
                        eprintln!("  ours:    {a}\n  CPython: {b}");
                    }
                }
            } else {
                eprintln!("{ours}");
            }
        }
    }
    eprintln!("{} programs, {failures} differ", blocks.len());
    assert_eq!(failures, 0, "programs differ from CPython");
}

#[test]
fn programs_agree_with_cpython() {
    let thread = std::thread::Builder::new()
        .stack_size(64 * 1024 * 1024)
        .spawn(check)
        .unwrap();
    assert!(thread.join().is_ok(), "see the differences above");
}

//! Runs a Python file with the evaluator: `cargo run --example run_python -- file.py`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command for developers"
)]

use std::path::Path;
use std::rc::Rc;

use alembic_python::{Unwind, Vm, format_traceback};
use alembic_source::{DiagnosticFormat, OsSystem, SourceMap};

fn run() -> i32 {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: run_python FILE");
        return 2;
    };
    let sources = Rc::new(SourceMap::default());
    let vm = Vm::new(Rc::new(OsSystem), sources.clone());
    vm.set_stack_size(200 * 1024 * 1024);
    vm.set_stdout(|text| print!("{text}"));
    vm.set_stderr(|text| eprint!("{text}"));
    let path = Path::new(&path);
    if let Some(folder) = path.parent() {
        vm.sys_path.push(folder.display().to_string().into());
    }
    if let Ok(folders) = std::env::var("SITE_PACKAGES") {
        vm.set_site_packages(vec![folders.into()]);
    }
    let result = vm.run_file(path, "__main__");
    let result = vm.run_exit_functions().and(result);
    for item in vm.incomplete() {
        eprintln!("incomplete {}: {:?}", item.module, item.names);
        eprintln!(
            "{}",
            item.reason
                .to_diagnostic()
                .render(&sources, DiagnosticFormat::Full, false)
        );
    }
    match result {
        Ok(_) => 0,
        Err(Unwind::Exception(raised)) => {
            eprint!("{}", format_traceback(&sources, &raised.traceback));
            let name = vm.type_name(&raised.value);
            match vm.str(&raised.value) {
                Ok(text) if text.is_empty() => eprintln!("{name}"),
                Ok(text) => eprintln!("{name}: {text}"),
                Err(_) => eprintln!("{name}: <unprintable>"),
            }
            1
        }
        Err(Unwind::Unsupported(limit)) => {
            eprintln!(
                "{}",
                limit
                    .to_diagnostic()
                    .render(&sources, DiagnosticFormat::Full, false)
            );
            3
        }
    }
}

fn main() {
    let thread = std::thread::Builder::new()
        .stack_size(256 * 1024 * 1024)
        .spawn(run);
    let code = thread
        .ok()
        .and_then(|thread| thread.join().ok())
        .unwrap_or(101);
    std::process::exit(code);
}

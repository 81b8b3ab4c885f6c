//! The `alembic` binary: arguments, commands, printing.
//!
//! Mirrors `alembic.config.CommandLine` and `alembic.command` (Alembic 1.20).

mod allocator;
mod arguments;
mod commands;
mod console;
mod context;
mod engine;
mod git_hint;
mod report;
mod text_wrap;
mod usage;

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: allocator::Allocator = allocator::Allocator;

/// The evaluator recurses as deep as the project's Python does; only touched pages cost memory. Where so much
/// address space is not allowed, less has to do.
const STACK_SIZES: [usize; 3] = [512 << 20, 64 << 20, 8 << 20];

fn main() -> ExitCode {
    allocator::prepare();
    let arguments: Vec<String> = std::env::args_os()
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let mut refused = None;
    for size in STACK_SIZES {
        let arguments = arguments.clone();
        let worker = std::thread::Builder::new()
            .name("main".to_owned())
            .stack_size(size)
            .spawn(move || {
                let status = commands::run(&arguments);
                console::flush_stdout();
                // From here: joining first would give back the touched stack page by page.
                std::process::exit(i32::from(status))
            });
        match worker.map(std::thread::JoinHandle::<()>::join) {
            // The thread returns only by a panic.
            Ok(_) => {
                report::internal_error();
                return ExitCode::FAILURE;
            }
            Err(error) => refused = Some(error),
        }
    }
    if let Some(error) = refused {
        report::cannot_start(&error);
    }
    ExitCode::FAILURE
}

//! Project tasks.
//!
//! - `cargo xtask demo`: the main job on `examples/backend` with the embedded SQLite.
//! - `cargo xtask bench`: whole commands beside real Alembic and the limit; writes docs/benchmarks.md.
//! - `cargo xtask instructions`: the instruction counts of whole commands beside the committed ones.
//! - `cargo xtask test [ARGS]`: installs what the tests need, starts a private PostgreSQL, runs every suite, stops it.
//! - `cargo xtask wheel`: builds the wheel that `uv` and `pip` install, with a profile of the binary's work.
//! - `cargo xtask reference`: only makes the private virtual environment with real Alembic.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool of the project itself"
)]

mod bench;
mod demo;
mod instructions;
mod layout;
mod postgres;
mod profile;
mod reference;
mod shell;
mod test;
mod wheel;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (task, rest) = match arguments.split_first() {
        Some((task, rest)) => (task.as_str(), rest),
        None => ("help", &[][..]),
    };
    let result = match task {
        "bench" => bench::run(rest),
        "instructions" => instructions::run(rest),
        "demo" => demo::run(rest),
        "test" => test::run(rest),
        "wheel" => wheel::release().map(|wheel| println!("{}", wheel.display())),
        "reference" => reference::ensure().map(|venv| println!("{}", venv.display())),
        _ => {
            println!(
                "usage: cargo xtask bench | demo | instructions | test [cargo test arguments] | wheel | reference"
            );
            return if task == "help" {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(2)
            };
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

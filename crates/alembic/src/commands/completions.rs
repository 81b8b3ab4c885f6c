//! `alembic completions`: a script that makes a shell complete commands and options.

use clap::CommandFactory;

use crate::arguments::Arguments;
use crate::console::write_stdout;

/// Prints the script.
pub(super) fn run(shell: clap_complete::Shell) {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "alembic", &mut out);
    write_stdout(&String::from_utf8_lossy(&out));
}

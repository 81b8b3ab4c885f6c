//! The `alembic` binary: arguments, commands, printing.

fn main() {}

//! The commands of Alembic, which are functions of `alembic.command` too.

/// Their names, sorted. Mirrors `alembic.command` of Alembic 1.20.1.
pub const COMMANDS: [&str; 15] = [
    "branches",
    "check",
    "current",
    "downgrade",
    "edit",
    "ensure_version",
    "heads",
    "history",
    "init",
    "list_templates",
    "merge",
    "revision",
    "show",
    "stamp",
    "upgrade",
];

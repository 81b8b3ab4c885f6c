//! Fixtures of the tests: projects in temporary folders, the reference, databases.
//!
//! `cargo xtask test` sets `ALEMBIC_RS_REFERENCE` (the virtual environment with real Alembic),
//! `ALEMBIC_RS_SQLALCHEMY` (one with SQLAlchemy alone) and `ALEMBIC_RS_POSTGRES` (the URL of a private server). Without them the tests that need them say so and pass.
#![expect(clippy::print_stderr, reason = "a skipped test says why")]

pub mod comparison;
mod database;
mod generated;
mod project;
mod random;
mod reference_server;

use std::path::PathBuf;

pub use database::{Database, postgres_database, sqlite_query, sqlite_schema};
pub use generated::{assert_all, contains_in_order};
pub use project::{Output, Project, Tool};
pub use random::{Random, number};
pub use reference_server::ReferenceServer;

/// The virtual environment with real Alembic; prints why a test is skipped if there is none.
pub fn reference() -> Option<PathBuf> {
    variable("ALEMBIC_RS_REFERENCE").map(PathBuf::from)
}

/// A virtual environment with SQLAlchemy, without Alembic and without drivers.
pub fn sqlalchemy_only() -> Option<PathBuf> {
    variable("ALEMBIC_RS_SQLALCHEMY").map(PathBuf::from)
}

/// URL of the test server without a database name.
pub fn postgres_server() -> Option<String> {
    variable("ALEMBIC_RS_POSTGRES")
}

fn variable(name: &str) -> Option<String> {
    let found = std::env::var(name).ok().filter(|value| !value.is_empty());
    if found.is_none() {
        eprintln!("skipped: {name} is not set (run `cargo xtask test`)");
    }
    found
}

/// The root of the checkout.
pub fn checkout() -> PathBuf {
    let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    manifest
        .parent()
        .and_then(std::path::Path::parent)
        .map_or_else(|| manifest.clone(), std::path::Path::to_path_buf)
}

//! Runs every suite beside the reference and a private PostgreSQL.

use std::process::Command;

use anyhow::Result;

use crate::postgres::Cluster;
use crate::{instructions, reference, shell, wheel};

/// `arguments` go to `cargo test` unchanged.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let venv = reference::ensure()?;
    let sqlalchemy_only = reference::ensure_sqlalchemy_only()?;
    let packages = reference::ensure_packages()?;
    let cluster = Cluster::start()?;
    println!(
        "xtask: PostgreSQL at {}, reference in {}",
        cluster.url(),
        venv.display()
    );
    let mut command = Command::new(env!("CARGO"));
    command
        .current_dir(shell::root())
        .args(["test", "--workspace"])
        .args(arguments);
    command
        .env("ALEMBIC_RS_REFERENCE", &venv)
        .env("ALEMBIC_RS_SQLALCHEMY", &sqlalchemy_only)
        .env("ALEMBIC_RS_PACKAGES", &packages)
        .env("ALEMBIC_RS_POSTGRES", cluster.url());
    shell::run(&mut command)?;
    if arguments.is_empty() {
        let built = wheel::build()?;
        wheel::try_with_uv(&built)?;
        wheel::check_libraries()?;
        // The wheel has just built it.
        instructions::check(&shell::root().join("target/release/alembic"))?;
    }
    Ok(())
}

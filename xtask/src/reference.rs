//! The private virtual environments: real Alembic, and SQLAlchemy alone.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::shell;

const REQUIREMENTS: &str = include_str!("../reference-requirements.txt");

/// Makes the environment in `target/reference` unless it is there with the pinned versions; returns its folder.
pub(crate) fn ensure() -> Result<PathBuf> {
    environment("reference", REQUIREMENTS)
}

/// An environment with SQLAlchemy and nothing else: neither Alembic nor a database driver, as the worker needs it.
pub(crate) fn ensure_sqlalchemy_only() -> Result<PathBuf> {
    let only: String = REQUIREMENTS
        .lines()
        .filter(|line| {
            let line = line.to_lowercase().replace('_', "-");
            line.starts_with("sqlalchemy=") || line.starts_with("typing-extensions=")
        })
        .map(|line| format!("{line}\n"))
        .collect();
    environment("sqlalchemy-only", &only)
}

/// An environment with the third-party packages of the layouts.
pub(crate) fn ensure_packages() -> Result<PathBuf> {
    environment("packages", include_str!("../packages-requirements.txt"))
}

fn environment(name: &str, requirements: &str) -> Result<PathBuf> {
    let venv = shell::root().join("target").join(name);
    let stamp = venv.join("requirements.txt");
    if std::fs::read_to_string(&stamp).is_ok_and(|text| text == requirements) {
        return Ok(venv);
    }
    println!("xtask: making the environment {}", venv.display());
    let make = || {
        shell::capture(
            Command::new("python3")
                .args(["-m", "venv", "--clear"])
                .arg(&venv),
        )
    };
    if !shell::on_path("python3") || make().is_err() {
        shell::apt_install(&["python3", "python3-venv"])?;
        make().context("python3 -m venv")?;
    }
    let list = venv.join("requirements.in");
    std::fs::write(&list, requirements)?;
    shell::run(
        Command::new(venv.join("bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(&list),
    )?;
    std::fs::write(&stamp, requirements)?;
    Ok(venv)
}

//! The private virtual environment with real Alembic.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::shell;

const REQUIREMENTS: &str = include_str!("../reference-requirements.txt");

/// Makes the environment in `target/reference` unless it is there with the pinned versions; returns its folder.
pub(crate) fn ensure() -> Result<PathBuf> {
    let venv = shell::root().join("target/reference");
    let stamp = venv.join("requirements.txt");
    if std::fs::read_to_string(&stamp).is_ok_and(|text| text == REQUIREMENTS) {
        return Ok(venv);
    }
    println!(
        "xtask: making the reference environment in {}",
        venv.display()
    );
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
    let requirements = venv.join("requirements.in");
    std::fs::write(&requirements, REQUIREMENTS)?;
    shell::run(
        Command::new(venv.join("bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(&requirements),
    )?;
    std::fs::write(&stamp, REQUIREMENTS)?;
    Ok(venv)
}

//! The wheel, and its trial: `uv run alembic` in a copy of the example.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::profile::{self, Profile};
use crate::{reference, shell};

/// Builds the wheel that is given to users into `target/wheels` and returns its path.
pub(crate) fn release() -> Result<PathBuf> {
    build_with(profile::make()?.as_ref())
}

/// Builds the wheel from what `cargo build --release` builds: what tests need.
pub(crate) fn build() -> Result<PathBuf> {
    build_with(None)
}

fn build_with(profile: Option<&Profile>) -> Result<PathBuf> {
    let venv = reference::ensure()?;
    let folder = shell::root().join("target/wheels");
    let _ = std::fs::remove_dir_all(&folder);
    let mut maturin = Command::new(venv.join("bin/maturin"));
    maturin
        .current_dir(shell::root())
        .args([
            "build",
            "--release",
            "--quiet",
            "--compatibility",
            "linux",
            "--out",
        ])
        .arg(&folder);
    if let Some(profile) = profile {
        maturin
            .args(["--target", &profile.target, "--target-dir"])
            .arg(Profile::target_folder())
            .env("RUSTFLAGS", &profile.flags)
            .arg("--")
            .args(&profile.of_binary);
    }
    shell::run(&mut maturin)?;
    let wheel = std::fs::read_dir(&folder)?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|ending| ending == "whl"));
    wheel.with_context(|| format!("no wheel in {}", folder.display()))
}

/// Installs the wheel with uv into the environment of a copy of the example and runs the start line of a container.
pub(crate) fn try_with_uv(wheel: &Path) -> Result<()> {
    let venv = reference::ensure()?;
    let project = shell::root().join("target/uv-trial");
    let _ = std::fs::remove_dir_all(&project);
    crate::demo::copy_folder(&shell::root().join("examples/backend"), &project)?;
    // The team's file with `alembic-rs` alone: what the application needs is not needed to migrate.
    let text = format!(
        "[project]\nname = \"backend\"\nversion = \"0.1.0\"\nrequires-python = \">=3.8\"\ndependencies = [\"alembic-rs\"]\n\n\
         [tool.uv.sources]\nalembic-rs = {{ path = \"{}\" }}\n",
        wheel.display()
    );
    std::fs::write(project.join("pyproject.toml"), text)?;
    let uv = |line: &str| {
        let mut command = Command::new("sh");
        command
            .current_dir(&project)
            .env_remove("VIRTUAL_ENV")
            .env("UV", venv.join("bin/uv"))
            .args(["-c", line]);
        shell::capture(&mut command)
    };
    let started = uv("\"$UV\" run --quiet alembic upgrade head && echo application started")?;
    if !started.contains("application started") {
        bail!("the start line did not reach the application: {started}");
    }
    let current = uv("\"$UV\" run --quiet alembic current")?;
    if current.trim() != "d65f19ac38e0 (head)" {
        bail!("`uv run alembic current` says {current:?}");
    }
    let installed = uv("\"$UV\" pip list --quiet --format=freeze")?;
    if installed.lines().count() != 1 {
        bail!("the wheel brought more than itself: {installed}");
    }
    println!(
        "wheel trial: `uv run alembic upgrade head && ...` works with {}",
        wheel.display()
    );
    Ok(())
}

/// Checks that the binary needs nothing but the C library.
pub(crate) fn check_libraries() -> Result<()> {
    let binary = shell::root().join("target/release/alembic");
    let needed = shell::capture(Command::new("ldd").arg(&binary))?;
    for line in needed.lines() {
        let name = line.trim().split([' ', '\t']).next().unwrap_or_default();
        let is_system = [
            "linux-vdso",
            "libc.so",
            "libm.so",
            "libgcc_s.so",
            "libpthread",
            "libdl",
            "/lib",
            "ld-linux",
        ]
        .iter()
        .any(|known| name.contains(known));
        if !is_system && !name.is_empty() && !line.contains("statically linked") {
            bail!("the binary needs {line}");
        }
    }
    Ok(())
}

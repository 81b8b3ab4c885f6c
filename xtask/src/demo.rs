//! The main job on a copy of `examples/backend`, as a user would type it.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::shell;

const COMMANDS: &[&[&str]] = &[
    &["upgrade", "head"],
    &["current"],
    &["history"],
    &["downgrade", "-1"],
    &["upgrade", "+1"],
    &["check"],
];

/// Builds the binary and runs the commands, showing each.
pub(crate) fn run(_arguments: &[String]) -> Result<()> {
    let root = shell::root();
    let binary = shell::release_binary()?;
    let project = root.join("target/demo");
    let _ = std::fs::remove_dir_all(&project);
    copy_folder(&root.join("examples/backend"), &project)?;
    println!("\nA copy of examples/backend in {}\n", project.display());
    for command in COMMANDS {
        step(&binary, &project, command)?;
    }

    println!("# a new column: `nickname` in src/users/models.py");
    let models = project.join("src/users/models.py");
    let text = std::fs::read_to_string(&models)?;
    let marker = "    bio: Mapped[str | None]\n";
    std::fs::write(
        &models,
        text.replace(
            marker,
            &format!("{marker}    nickname: Mapped[str | None] = mapped_column(String(40))\n"),
        ),
    )?;
    step(
        &binary,
        &project,
        &["revision", "--autogenerate", "-m", "Add user nickname"],
    )?;
    step(&binary, &project, &["upgrade", "head"])?;
    step(&binary, &project, &["check"])?;
    println!(
        "Done. The generated file is in {}",
        project.join("alembic/versions").display()
    );
    Ok(())
}

fn step(binary: &Path, project: &Path, arguments: &[&str]) -> Result<()> {
    let shown: Vec<String> = arguments
        .iter()
        .map(|text| {
            if text.contains(' ') {
                format!("\"{text}\"")
            } else {
                (*text).to_owned()
            }
        })
        .collect();
    println!("$ alembic {}", shown.join(" "));
    shell::run(Command::new(binary).args(arguments).current_dir(project))?;
    println!();
    Ok(())
}

pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if name == "__pycache__" || name == "app.db" || name == ".venv" {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &to.join(name))?;
        } else {
            std::fs::copy(entry.path(), to.join(name))?;
        }
    }
    Ok(())
}

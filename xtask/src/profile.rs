//! The binary that users get, compiled with a profile of its own work: what a command runs often is laid out for speed.
//!
//! A binary that counts what it does is built first and does the work of a project. Without `llvm-profdata`, which
//! `rustup component add llvm-tools` installs, the binary is built without a profile.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};

use crate::bench::workload::Workload;
use crate::demo::copy_folder;
use crate::postgres::Cluster;
use crate::{layout, shell};

/// Revisions and models of the project.
const SIZE: usize = 300;

/// How a profile is used in a build.
pub(crate) struct Profile {
    /// The target triple. With a target of their own, build scripts and macros are built as always.
    pub(crate) target: String,
    /// `RUSTFLAGS`.
    pub(crate) flags: String,
    /// More for the compiler of the binary alone.
    pub(crate) of_binary: Vec<String>,
}

impl Profile {
    /// Cargo's target folder for builds with a profile.
    pub(crate) fn target_folder() -> PathBuf {
        shell::root().join("target/profiled")
    }

    /// The binary that users get.
    fn binary(&self) -> Result<PathBuf> {
        build(
            &self.target,
            &self.flags,
            &Self::target_folder(),
            &self.of_binary,
        )
    }

    /// The same with the names of its functions.
    pub(crate) fn unstripped_binary(&self) -> Result<PathBuf> {
        let mut of_binary = self.of_binary.clone();
        of_binary.push("-Cstrip=none".to_owned());
        build(
            &self.target,
            &self.flags,
            &Self::target_folder(),
            &of_binary,
        )
    }
}

/// Builds the release binary, with a profile where that is possible, and returns its path.
pub(crate) fn release_binary() -> Result<PathBuf> {
    match make()? {
        Some(profile) => profile.binary(),
        None => shell::release_binary(),
    }
}

/// Makes the profile of the code as it is; `None`, with the reason on stdout, where the tool is missing.
pub(crate) fn make() -> Result<Option<Profile>> {
    let target = host()?;
    let Some(tool) = llvm_profdata(&target)? else {
        println!(
            "xtask: built without a profile: `rustup component add llvm-tools` brings llvm-profdata"
        );
        return Ok(None);
    };
    let folder = shell::root().join("target/profile");
    let counts = folder.join("counts");
    let flags = format!("-Cprofile-generate={}", counts.display());
    let counting = build(&target, &flags, &folder.join("build"), &[])?;
    let built = std::fs::metadata(&counting)?.modified()?;
    let data = match newest_profile(&folder, built)? {
        Some(data) => data,
        None => measure(&counting, &tool, &folder, &counts)?,
    };
    let mut profile = Profile {
        target,
        flags: format!("-Cprofile-use={}", data.display()),
        of_binary: Vec::new(),
    };
    layout::add(&mut profile, &data, &folder)?;
    Ok(Some(profile))
}

/// The profiles in a folder.
fn profiles(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "profdata") {
            found.push(path);
        }
    }
    Ok(found)
}

/// The profile that was made after the counting binary.
fn newest_profile(folder: &Path, built: SystemTime) -> Result<Option<PathBuf>> {
    for path in profiles(folder)? {
        if path.metadata()?.modified()? > built {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// Lets the counting binary work and writes the profile. Its name has the time: cargo builds anew for another name only.
fn measure(binary: &Path, tool: &Path, folder: &Path, counts: &Path) -> Result<PathBuf> {
    for old in profiles(folder)? {
        let _ = std::fs::remove_file(old.with_extension("order"));
        std::fs::remove_file(old)?;
    }
    let _ = std::fs::remove_dir_all(counts);
    let project = folder.join("project");
    println!("xtask: making a profile of {}", binary.display());
    work(&project, &|| Command::new(binary))?;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let data = folder.join(format!("alembic-{}.profdata", now.as_secs()));
    shell::run(
        Command::new(tool)
            .arg("merge")
            .arg("-o")
            .arg(&data)
            // Counts are divided among the places that a function is put into: what ran once would seem not to have run.
            .arg(format!("--weighted-input=1000,{}", counts.display())),
    )?;
    Ok(data)
}

/// Runs the commands of a team, on SQLite and, where a server is installed, on PostgreSQL. `alembic` makes a command that
/// takes arguments as the binary does.
pub(crate) fn work(project: &Path, alembic: &dyn Fn() -> Command) -> Result<()> {
    let _ = std::fs::remove_dir_all(project);
    let run = |folder: &Path, arguments: &str| -> Result<()> {
        let mut command = alembic();
        command
            .current_dir(folder)
            .args(arguments.split_whitespace())
            .env_remove("VIRTUAL_ENV");
        shell::capture(&mut command).map(drop)
    };
    let example = project.join("example");
    copy_folder(&shell::root().join("examples/backend"), &example)?;
    for arguments in [
        "upgrade head",
        "current",
        "history --verbose",
        "check",
        "downgrade base",
    ] {
        run(&example, arguments)?;
    }
    let workload = Workload::make(&project.join("large"), SIZE)?;
    // Headers of files that have just been written are not kept (`FileStamp::is_settled`).
    std::thread::sleep(Duration::from_secs(3));
    let folder = &workload.folder;
    let everything = [
        "upgrade head",
        "heads",
        "history",
        "current",
        "upgrade head",
        "check",
        "upgrade head --sql",
        "check",
        "downgrade base",
    ];
    let server = Cluster::start_installed()?;
    let mut urls = vec!["sqlite:///app.db".to_owned()];
    urls.extend(
        server
            .as_ref()
            .map(|server| format!("{}/postgres", server.url())),
    );
    let models = Workload::without_revisions(&workload)?;
    for url in urls {
        workload.set_url(&url)?;
        for arguments in everything {
            run(folder, arguments)?;
        }
        models.set_url(&url)?;
        models.clear_versions()?;
        run(&models.folder, "revision --autogenerate -m all")?;
    }
    Ok(())
}

/// Builds the release binary with these flags, and those that go to the compiler of the binary alone.
fn build(target: &str, flags: &str, folder: &Path, of_binary: &[String]) -> Result<PathBuf> {
    shell::run(
        Command::new(env!("CARGO"))
            .current_dir(shell::root())
            .args([
                "rustc",
                "--release",
                "--package",
                "alembic-rs",
                "--bin",
                "alembic",
                "--target",
                target,
            ])
            .arg("--target-dir")
            .arg(folder)
            .arg("--")
            .args(of_binary)
            .env("RUSTFLAGS", flags),
    )?;
    Ok(folder.join(target).join("release/alembic"))
}

/// The triple of this machine.
fn host() -> Result<String> {
    let text = shell::capture(Command::new("rustc").arg("-vV"))?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc -vV names no host")?.to_owned())
}

/// The tool of the toolchain, installed if `rustup` can.
fn llvm_profdata(target: &str) -> Result<Option<PathBuf>> {
    let sysroot = shell::capture(Command::new("rustc").args(["--print", "sysroot"]))?;
    let tool = Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(target)
        .join("bin/llvm-profdata");
    if !tool.is_file() && shell::on_path("rustup") {
        // Without a network the binary is built without a profile.
        let _ = shell::capture(Command::new("rustup").args(["component", "add", "llvm-tools"]));
    }
    Ok(tool.is_file().then_some(tool))
}

//! Headers that a command kept from an earlier one are those of the files as they are now.

use std::fs::FileTimes;
use std::path::{Path, PathBuf};
use std::time::Duration;

use alembic_testing::{Output, Project, Tool};
use anyhow::{Context, Result};

const N_REVISIONS: usize = 40;

fn ours() -> Tool {
    Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")))
}

fn text(id: &str, down: &str) -> String {
    format!(
        "\"\"\"message {id}\"\"\"\nfrom alembic import op\nrevision = '{id}'\ndown_revision = {down}\n\n\ndef upgrade():\n    op.execute('SELECT 1')\n\n\ndef downgrade():\n    pass\n"
    )
}

fn name(number: usize) -> String {
    format!("alembic/versions/r{number:02}.py")
}

/// A chain `r00 <- r01 <- ...` that is old enough to be kept, with its own cache.
fn chain(variable: &str) -> Result<Project> {
    let project = Project::generic(&[])?.with_env("ALEMBIC_RS_CACHE_DIR", variable);
    for number in 0..N_REVISIONS {
        let down = match number.checked_sub(1) {
            Some(before) => format!("'r{before:02}'"),
            None => "None".to_owned(),
        };
        project.write(&name(number), &text(&format!("r{number:02}"), &down))?;
    }
    settle();
    Ok(project)
}

/// Files that are younger than the steps of a coarse clock are not kept.
fn settle() {
    std::thread::sleep(Duration::from_millis(2100));
}

fn run(project: &Project, arguments: &[&str]) -> Result<Output> {
    let output = project.run(&ours(), arguments)?;
    assert!(!output.stderr.contains("panicked"), "{}", output.stderr);
    Ok(output)
}

fn heads(project: &Project) -> Result<String> {
    Ok(run(project, &["heads"])?.stdout.trim_end().to_owned())
}

fn cache(folder: &Path) -> Result<PathBuf> {
    let mut files = std::fs::read_dir(folder)?;
    Ok(files.next().context("no cache was written")??.path())
}

/// Writes other text of the same length and gives the file its old times.
fn replace_in_place(path: &Path, from: &str, to: &str) -> Result<()> {
    assert_eq!(from.len(), to.len());
    let metadata = std::fs::metadata(path)?;
    let old = std::fs::read_to_string(path)?;
    assert!(old.contains(from));
    std::fs::write(path, old.replace(from, to))?;
    let times = FileTimes::new()
        .set_accessed(metadata.accessed()?)
        .set_modified(metadata.modified()?);
    std::fs::File::options()
        .write(true)
        .open(path)?
        .set_times(times)?;
    assert_eq!(std::fs::metadata(path)?.modified()?, metadata.modified()?);
    Ok(())
}

#[test]
fn a_changed_file_is_read_again() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let project = chain(&folder.path().display().to_string())?;
    assert_eq!(heads(&project)?, "r39 (head)");
    cache(folder.path())?;
    assert_eq!(heads(&project)?, "r39 (head)");
    let history = run(&project, &["history", "--verbose"])?.stdout;
    assert_eq!(history.matches("message r").count(), N_REVISIONS);

    replace_in_place(&project.path().join(name(39)), "'r38'", "'r37'")?;
    assert_eq!(heads(&project)?, "r38 (head)\nr39 (head)");
    settle();
    // Kept now as it is.
    assert_eq!(heads(&project)?, "r38 (head)\nr39 (head)");
    assert_eq!(heads(&project)?, "r38 (head)\nr39 (head)");

    std::fs::remove_file(project.path().join(name(39)))?;
    assert_eq!(heads(&project)?, "r38 (head)");
    std::fs::rename(
        project.path().join(name(38)),
        project.path().join("alembic/versions/other.py"),
    )?;
    assert_eq!(heads(&project)?, "r38 (head)");
    project.write(&name(38), "revision = 'r3x'\ndown_revision = 'r38'\n")?;
    assert_eq!(heads(&project)?, "r3x (head)");
    Ok(())
}

#[test]
fn a_broken_file_is_reported_every_time() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let project = chain(&folder.path().display().to_string())?;
    project.write(&name(20), &text("r20", "'r19'").replace("pass", "pass)"))?;
    settle();
    for _ in 0..3 {
        let output = run(&project, &["heads"])?;
        assert_ne!(output.status, Some(0));
        assert!(output.stderr.contains("r20.py:12:"), "{}", output.stderr);
    }
    project.write(&name(20), &text("r20", "'r19'"))?;
    assert_eq!(heads(&project)?, "r39 (head)");
    Ok(())
}

#[test]
fn messages_show_files_that_were_not_read() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let project = chain(&folder.path().display().to_string())?;
    heads(&project)?;
    std::fs::remove_file(project.path().join(name(10)))?;
    let from_cache = run(&project, &["history"])?;
    assert!(
        from_cache.stderr.contains("down_revision = 'r10'"),
        "{}",
        from_cache.stderr
    );
    std::fs::remove_file(cache(folder.path())?)?;
    let from_files = run(&project, &["history"])?;
    assert_eq!(from_cache.stderr, from_files.stderr);
    Ok(())
}

#[test]
fn a_damaged_cache_is_not_used() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let project = chain(&folder.path().display().to_string())?;
    heads(&project)?;
    let file = cache(folder.path())?;
    let whole = std::fs::read(&file)?;
    let last = whole.len() - 1;
    for length in [0, 1, 20, 30, whole.len() / 2, last] {
        std::fs::write(&file, &whole[..length])?;
        assert_eq!(heads(&project)?, "r39 (head)");
        assert_eq!(std::fs::read(&file)?, whole, "written again");
    }
    for position in (0..last).step_by(211) {
        let mut damaged = whole.clone();
        damaged[position] ^= 0x10;
        std::fs::write(&file, &damaged)?;
        assert_eq!(heads(&project)?, "r39 (head)");
    }
    Ok(())
}

#[test]
fn a_command_runs_revisions_that_it_has_not_read_before() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let project = chain(&folder.path().display().to_string())?;
    let cold = run(&project, &["upgrade", "head", "--sql"])?;
    let warm = run(&project, &["upgrade", "head", "--sql"])?;
    assert_eq!(cold.status, Some(0), "{}", cold.stderr);
    assert_eq!(cold.stdout, warm.stdout);
    assert_eq!(cold.stdout.matches("SELECT 1").count(), N_REVISIONS);
    let failing = text("r30", "'r29'").replace("op.execute('SELECT 1')", "op.nothing('SELECT 1')");
    project.write(&name(30), &failing)?;
    settle();
    heads(&project)?;
    let output = run(&project, &["upgrade", "head", "--sql"])?;
    assert_ne!(output.status, Some(0));
    assert!(
        output.stderr.contains("op.nothing('SELECT 1')"),
        "{}",
        output.stderr
    );
    Ok(())
}

#[test]
fn the_user_decides_about_the_folder() -> Result<()> {
    let home = tempfile::tempdir()?;
    let file = home.path().join("a file");
    std::fs::write(&file, "")?;
    let none = chain("")?.with_env("HOME", &home.path().display().to_string());
    assert_eq!(heads(&none)?, "r39 (head)");
    assert!(!home.path().join(".cache").exists());
    // No folder can be made below a file: only slower.
    let refused = none.with_env(
        "ALEMBIC_RS_CACHE_DIR",
        &file.join("below").display().to_string(),
    );
    assert_eq!(heads(&refused)?, "r39 (head)");
    let before = std::fs::read_dir(refused.path())?.count();
    let given = refused.with_env(
        "ALEMBIC_RS_CACHE_DIR",
        &home.path().join("given").display().to_string(),
    );
    assert_eq!(heads(&given)?, "r39 (head)");
    cache(&home.path().join("given"))?;
    assert_eq!(
        std::fs::read_dir(given.path())?.count(),
        before,
        "the project stays as it is"
    );
    Ok(())
}

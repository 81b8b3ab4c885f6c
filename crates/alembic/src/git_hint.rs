//! Where a revision that is not in the checkout may be found.
//!
//! After `Can't locate revision identified by ...` this looks through the project's git repository for a commit
//! that has a file with the revision.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use alembic_script::{Failure, FailureKind};

use crate::console::error_line;
use crate::context::Context;

/// How long git may take.
const LIMIT: Duration = Duration::from_secs(3);

/// Prints on stderr which branch and commit have the revision.
pub(crate) fn print(context: &Context, failure: &Failure) {
    let FailureKind::Command { message } = &failure.kind else {
        return;
    };
    let Some(id) = message
        .strip_prefix("Can't locate revision identified by '")
        .and_then(|rest| rest.strip_suffix('\''))
    else {
        return;
    };
    let is_id = id.len() >= 4 && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !is_id {
        return;
    }
    if let Some(text) = search(&context.system.current_dir(), id) {
        error_line(&text);
    }
}

fn search(folder: &Path, id: &str) -> Option<String> {
    let start = Instant::now();
    let log = git(
        folder,
        &[
            "log",
            "--all",
            "--max-count=1",
            "--diff-filter=AM",
            "--format=%h %s",
            "--name-only",
            &format!("-Grevision.*=.*['\"]{id}"),
            "--",
            "*.py",
        ],
        start,
    )?;
    let mut lines = log.lines().filter(|line| !line.is_empty());
    let commit = lines.next()?;
    let file = lines.next()?;
    let hash = commit.split(' ').next()?;
    let branches = git(
        folder,
        &[
            "branch",
            "--all",
            "--format=%(refname:short)",
            "--contains",
            hash,
        ],
        start,
    )
    .unwrap_or_default();
    let branches: Vec<&str> = branches.lines().take(3).collect();
    let on = if branches.is_empty() {
        String::new()
    } else {
        format!(" on branch {}", branches.join(", "))
    };
    Some(format!(
        "  = note: git knows this revision: {file}\n  = note: added or changed in {commit}{on}\n  \
         = help: `git checkout {hash} -- {file}` brings the file here"
    ))
}

/// Output of a git command that ends in time and succeeds.
fn git(folder: &Path, arguments: &[&str], start: Instant) -> Option<String> {
    let mut child = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if start.elapsed() < LIMIT => {
                std::thread::sleep(Duration::from_millis(10));
            }
            Ok(None) | Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    };
    let mut out = String::new();
    child.stdout.take()?.read_to_string(&mut out).ok()?;
    status.success().then_some(out)
}

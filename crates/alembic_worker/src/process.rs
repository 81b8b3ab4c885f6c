//! Starting the interpreter.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::error::WorkerError;

/// The Python program that runs the worker, and how it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interpreter {
    /// Program name or path.
    pub program: PathBuf,
    /// Where it was found: `VIRTUAL_ENV`, `.venv`, `the setting python`, `PATH`.
    pub found_by: String,
}

/// How to start a worker.
#[derive(Debug, Clone)]
pub struct StartOptions {
    /// Folders to put in front of `sys.path`, in order.
    pub sys_path: Vec<PathBuf>,
    /// How long the handshake may take: Python must start and import SQLAlchemy.
    pub handshake_timeout: Duration,
}

/// Starts the program with one end of a socket as its standard input; gives the other end.
#[cfg(unix)]
pub(crate) fn spawn(
    program: &Path,
    bootstrap: &str,
) -> Result<(Child, std::os::unix::net::UnixStream), WorkerError> {
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixStream;

    let fail = |error: std::io::Error| WorkerError::Start {
        program: program.display().to_string(),
        message: error.to_string(),
    };
    let (ours, theirs) = UnixStream::pair().map_err(fail)?;
    let child = Command::new(program)
        .arg("-c")
        .arg(bootstrap)
        .stdin(Stdio::from(OwnedFd::from(theirs)))
        .spawn()
        .map_err(fail)?;
    Ok((child, ours))
}

/// How a process ended, for a message.
pub(crate) fn ending(child: &mut Child) -> String {
    // The socket closes a moment before the process ends.
    for _ in 0..50 {
        match child.try_wait() {
            Ok(Some(status)) => return status.to_string(),
            Ok(None) => std::thread::sleep(Duration::from_millis(10)),
            Err(error) => return error.to_string(),
        }
    }
    "it closed the connection and still runs".to_owned()
}

//! The outside world behind a trait, so that tests can give their own.

use std::io;
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;
use std::time::SystemTime;

use crate::file_stamp::FileStamp;

/// One entry of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirEntry {
    /// File name without the directory.
    pub name: String,
    /// True for a directory (links are followed).
    pub is_dir: bool,
}

/// A process to start.
#[derive(Debug, Clone)]
pub struct ProcessSpec {
    /// Program and arguments.
    pub command: Vec<String>,
    /// Working directory; the current one if absent.
    pub cwd: Option<PathBuf>,
    /// Whether stdout and stderr are captured instead of inherited.
    pub capture: bool,
}

/// What a finished process left.
#[derive(Debug, Clone, Default)]
pub struct ProcessOutput {
    /// Exit status; `None` if a signal ended it.
    pub status: Option<i32>,
    /// Captured stdout.
    pub stdout: Vec<u8>,
    /// Captured stderr.
    pub stderr: Vec<u8>,
}

/// Files, environment, clock, randomness and processes.
pub trait System {
    /// Reads a whole file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Writes a whole file: it is either the old or the new one, never a part of it.
    fn write(&self, path: &Path, contents: &[u8]) -> io::Result<()>;
    /// Writes at the end of a file, which is made if it does not exist.
    fn append(&self, path: &Path, contents: &[u8]) -> io::Result<()>;
    /// Creates a directory and its parents.
    fn create_dir_all(&self, path: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Entries of a directory, in the order that the system lists them (not sorted).
    fn read_dir(&self, path: &Path) -> io::Result<Vec<DirEntry>>;
    /// As [`System::read_dir`], each entry with whether it is a symbolic link.
    fn read_dir_with_links(&self, path: &Path) -> io::Result<Vec<(DirEntry, bool)>> {
        let entries = self.read_dir(path)?;
        Ok(entries.into_iter().map(|entry| (entry, false)).collect())
    }
    /// Reads many files; the real system does it on several threads.
    fn read_many(&self, paths: &[PathBuf]) -> Vec<io::Result<Vec<u8>>> {
        paths.iter().map(|path| self.read(path)).collect()
    }
    /// The stamps of many files, see [`FileStamp::of`]; a system without stamps has none.
    fn stamps(&self, paths: &[PathBuf]) -> Vec<Option<FileStamp>> {
        paths.iter().map(|_| None).collect()
    }
    /// The same system for other threads; `None` if it belongs to this one.
    fn shared(&self) -> Option<&'static (dyn System + Sync)> {
        None
    }
    /// True for an existing file (links are followed).
    fn is_file(&self, path: &Path) -> bool;
    /// True for an existing directory (links are followed).
    fn is_dir(&self, path: &Path) -> bool;
    /// Absolute path without links.
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf>;
    /// The working directory.
    fn current_dir(&self) -> PathBuf;
    /// One environment variable; `None` if absent or not Unicode.
    fn env_var(&self, name: &str) -> Option<String>;
    /// All environment variables, sorted by name.
    fn env_vars(&self) -> Vec<(String, String)>;
    /// The clock.
    fn now(&self) -> SystemTime;
    /// Random bytes from the system's source.
    fn random_bytes(&self, buffer: &mut [u8]);
    /// Runs a process to its end.
    fn run(&self, process: &ProcessSpec) -> io::Result<ProcessOutput>;

    /// Reads a whole UTF-8 file; a byte order mark is dropped.
    fn read_to_string(&self, path: &Path) -> io::Result<String> {
        let decoded = decode(self.read(path)?);
        decoded.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }

    /// Reads a Python source file as Python does.
    fn read_python(&self, path: &Path) -> io::Result<String> {
        let decoded = crate::decode_python(self.read(path)?);
        decoded.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }

    /// `path` made absolute against the working directory, with `.` and `..` resolved by text.
    ///
    /// Mirrors Python's `os.path.abspath`.
    fn absolute(&self, path: &Path) -> PathBuf {
        let joined = if path.is_absolute() {
            path.to_owned()
        } else {
            self.current_dir().join(path)
        };
        let mut out = PathBuf::new();
        for part in joined.components() {
            match part {
                std::path::Component::CurDir => {}
                std::path::Component::ParentDir => {
                    out.pop();
                }
                other => out.push(other),
            }
        }
        out
    }
}

/// The text of a UTF-8 file; a byte order mark is dropped.
pub fn decode(bytes: Vec<u8>) -> Result<String, FromUtf8Error> {
    let text = String::from_utf8(bytes)?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// The real system.
#[derive(Debug, Default, Clone, Copy)]
pub struct OsSystem;

impl System for OsSystem {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }

    fn write(&self, path: &Path, contents: &[u8]) -> io::Result<()> {
        // A link, a device or a pipe stays what it is.
        if std::fs::symlink_metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
            return std::fs::write(path, contents);
        }
        let mut name = path.file_name().unwrap_or_default().to_os_string();
        name.push(format!(".{}.tmp", std::process::id()));
        let temporary = path.with_file_name(name);
        let result = std::fs::write(&temporary, contents).and_then(|()| {
            if let Ok(metadata) = std::fs::metadata(path) {
                std::fs::set_permissions(&temporary, metadata.permissions())?;
            }
            std::fs::rename(&temporary, path)
        });
        if result.is_err() {
            // The first error is the one to report; a left-over temporary file is only untidy.
            let _ = std::fs::remove_file(&temporary);
        }
        result
    }

    fn append(&self, path: &Path, contents: &[u8]) -> io::Result<()> {
        let mut file = std::fs::OpenOptions::new()
            .append(true)
            .create(true)
            .open(path)?;
        io::Write::write_all(&mut file, contents)
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        std::fs::create_dir_all(path)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn read_dir(&self, path: &Path) -> io::Result<Vec<DirEntry>> {
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(path)? {
            let entry = entry?;
            let file_type = entry.file_type()?;
            let is_dir = if file_type.is_symlink() {
                entry.path().is_dir()
            } else {
                file_type.is_dir()
            };
            entries.push(DirEntry {
                name: entry.file_name().to_string_lossy().into_owned(),
                is_dir,
            });
        }
        Ok(entries)
    }

    fn read_dir_with_links(&self, path: &Path) -> io::Result<Vec<(DirEntry, bool)>> {
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(path)? {
            let entry = entry?;
            let file_type = entry.file_type()?;
            let is_link = file_type.is_symlink();
            let is_dir = if is_link {
                entry.path().is_dir()
            } else {
                file_type.is_dir()
            };
            let name = entry.file_name().to_string_lossy().into_owned();
            entries.push((DirEntry { name, is_dir }, is_link));
        }
        Ok(entries)
    }

    fn read_many(&self, paths: &[PathBuf]) -> Vec<io::Result<Vec<u8>>> {
        const PER_THREAD: usize = 64;
        crate::parallel_map(paths, PER_THREAD, |path| std::fs::read(path))
    }

    fn stamps(&self, paths: &[PathBuf]) -> Vec<Option<FileStamp>> {
        const PER_THREAD: usize = 256;
        crate::parallel_map(paths, PER_THREAD, |path| FileStamp::of(path))
    }

    fn shared(&self) -> Option<&'static (dyn System + Sync)> {
        Some(&Self)
    }

    fn is_file(&self, path: &Path) -> bool {
        path.is_file()
    }

    fn is_dir(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        std::fs::canonicalize(path)
    }

    fn current_dir(&self) -> PathBuf {
        std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."))
    }

    fn env_var(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    fn env_vars(&self) -> Vec<(String, String)> {
        let mut variables: Vec<(String, String)> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        variables.sort();
        variables
    }

    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn random_bytes(&self, buffer: &mut [u8]) {
        use std::io::Read;
        let filled =
            std::fs::File::open("/dev/urandom").and_then(|mut file| file.read_exact(buffer));
        if filled.is_err() {
            // No random device: mix the clock and the process id (identifiers only, never secrets).
            let mut state = self
                .now()
                .duration_since(SystemTime::UNIX_EPOCH)
                .map_or(1, |elapsed| elapsed.as_nanos())
                ^ (u128::from(std::process::id()) << 64);
            for byte in buffer {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                *byte = state.to_le_bytes()[5];
            }
        }
    }

    fn run(&self, process: &ProcessSpec) -> io::Result<ProcessOutput> {
        let Some((program, arguments)) = process.command.split_first() else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "empty command"));
        };
        let mut command = std::process::Command::new(program);
        command.args(arguments);
        if let Some(cwd) = &process.cwd {
            command.current_dir(cwd);
        }
        if process.capture {
            let output = command.output()?;
            return Ok(ProcessOutput {
                status: output.status.code(),
                stdout: output.stdout,
                stderr: output.stderr,
            });
        }
        let status = command.status()?;
        Ok(ProcessOutput {
            status: status.code(),
            ..ProcessOutput::default()
        })
    }
}

//! The in-memory twin of the real system, for tests.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::system::{DirEntry, ProcessOutput, ProcessSpec, System};

/// Files and environment in memory; the clock stands still and processes are refused.
#[derive(Debug, Default)]
pub struct MemorySystem {
    files: RefCell<BTreeMap<PathBuf, Vec<u8>>>,
    environment: RefCell<BTreeMap<String, String>>,
}

impl MemorySystem {
    /// Adds or replaces a file at an absolute path.
    pub fn add_file(&self, path: impl Into<PathBuf>, text: &str) {
        self.files
            .borrow_mut()
            .insert(path.into(), text.as_bytes().to_vec());
    }

    /// Sets an environment variable.
    pub fn set_env(&self, name: &str, value: &str) {
        self.environment
            .borrow_mut()
            .insert(name.to_owned(), value.to_owned());
    }
}

impl System for MemorySystem {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let not_found = || io::Error::new(io::ErrorKind::NotFound, "no such file");
        self.files.borrow().get(path).cloned().ok_or_else(not_found)
    }

    fn write(&self, path: &Path, contents: &[u8]) -> io::Result<()> {
        self.files
            .borrow_mut()
            .insert(path.to_owned(), contents.to_vec());
        Ok(())
    }

    fn append(&self, path: &Path, contents: &[u8]) -> io::Result<()> {
        self.files
            .borrow_mut()
            .entry(path.to_owned())
            .or_default()
            .extend_from_slice(contents);
        Ok(())
    }

    fn create_dir_all(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.files.borrow_mut().remove(path);
        Ok(())
    }

    fn read_dir(&self, path: &Path) -> io::Result<Vec<DirEntry>> {
        let mut entries: BTreeMap<String, bool> = BTreeMap::new();
        for file in self.files.borrow().keys() {
            let Ok(rest) = file.strip_prefix(path) else {
                continue;
            };
            let mut parts = rest.components();
            if let Some(first) = parts.next() {
                let is_dir = parts.next().is_some();
                entries.insert(first.as_os_str().to_string_lossy().into_owned(), is_dir);
            }
        }
        Ok(entries
            .into_iter()
            .map(|(name, is_dir)| DirEntry { name, is_dir })
            .collect())
    }

    fn is_file(&self, path: &Path) -> bool {
        self.files.borrow().contains_key(path)
    }

    fn is_dir(&self, path: &Path) -> bool {
        self.files
            .borrow()
            .keys()
            .any(|file| file != path && file.starts_with(path))
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(self.absolute(path))
    }

    fn current_dir(&self) -> PathBuf {
        PathBuf::from("/")
    }

    fn env_var(&self, name: &str) -> Option<String> {
        self.environment.borrow().get(name).cloned()
    }

    fn env_vars(&self) -> Vec<(String, String)> {
        self.environment
            .borrow()
            .iter()
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    fn now(&self) -> SystemTime {
        // 2024-01-01 00:00:00 UTC.
        SystemTime::UNIX_EPOCH + Duration::from_hours(473_352)
    }

    fn random_bytes(&self, buffer: &mut [u8]) {
        for (offset, byte) in buffer.iter_mut().enumerate() {
            *byte = u8::try_from(offset % 251).unwrap_or(0);
        }
    }

    fn run(&self, _process: &ProcessSpec) -> io::Result<ProcessOutput> {
        Err(io::Error::new(
            io::ErrorKind::Unsupported,
            "no processes in memory",
        ))
    }
}

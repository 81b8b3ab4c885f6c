//! Headers of revision files that have not changed since a command read them.
//!
//! The cache lies in the user's folder for such things, never in the project. An entry counts only for a file that the
//! file system says is the same one, untouched ([`FileStamp`]). A cache that cannot be read or written is only slower.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use alembic_config::config::python_absolute;
use alembic_python::RevisionHeader;
use alembic_source::{FileStamp, System};
use rustc_hash::{FxHashMap, FxHasher};
use serde::{Deserialize, Serialize};

/// Fewer files than this are read as fast as the cache.
const WORTH_IT: usize = 32;

/// Changes when a header means something else than before: then all old caches are void.
const FORMAT: &[u8] = concat!("alembic-rs ", env!("CARGO_PKG_VERSION"), " headers 1\n").as_bytes();

/// Projects whose headers are kept.
const MOST_PROJECTS: usize = 64;

/// Names the folder of the cache; empty: no cache.
const FOLDER_VARIABLE: &str = "ALEMBIC_RS_CACHE_DIR";

#[derive(Serialize, Deserialize)]
struct Entry<'a> {
    path: &'a str,
    stamp: FileStamp,
    header: Cow<'a, RevisionHeader>,
}

/// What is known of one revision file.
pub(crate) struct FileHeader<'a> {
    pub(crate) path: &'a Path,
    /// `None` if the file is not Python.
    pub(crate) header: Option<&'a RevisionHeader>,
    /// False if the header comes from the cache.
    pub(crate) was_read: bool,
}

/// The cache of one script directory.
pub(crate) struct HeaderCache {
    file: PathBuf,
    known: FxHashMap<String, (FileStamp, RevisionHeader)>,
    stamps: Vec<Option<FileStamp>>,
    /// The clock before the stamps were taken.
    taken_at: SystemTime,
}

impl HeaderCache {
    /// The cache of the script directory `dir` for these files; `None` if there is nothing to gain.
    pub(crate) fn open(system: &dyn System, dir: &Path, paths: &[PathBuf]) -> Option<Self> {
        if paths.len() < WORTH_IT {
            return None;
        }
        let file = cache_file(system, dir)?;
        let taken_at = system.now();
        let bytes = system.read(&file).unwrap_or_default();
        Some(Self {
            known: decode(&bytes).unwrap_or_default(),
            file,
            stamps: system.stamps(paths),
            taken_at,
        })
    }

    /// The header of the file at a position of the list, if the file is as it was.
    pub(crate) fn take(&mut self, position: usize, path: &Path) -> Option<RevisionHeader> {
        let stamp = (*self.stamps.get(position)?)?;
        let (known, header) = self.known.remove(path.to_str()?)?;
        (known == stamp).then_some(header)
    }

    /// Keeps the headers of all files, which stand in the order of the list, if one of those that were read now can
    /// be kept.
    pub(crate) fn store(&self, system: &dyn System, files: &[FileHeader<'_>]) {
        let mut is_new = false;
        let mut entries = Vec::with_capacity(files.len());
        for (file, stamp) in files.iter().zip(&self.stamps) {
            let entry = || {
                Some(Entry {
                    path: file.path.to_str()?,
                    stamp: stamp.filter(|stamp| stamp.is_settled(self.taken_at))?,
                    header: Cow::Borrowed(file.header.filter(|header| !header.needs_evaluation)?),
                })
            };
            if let Some(entry) = entry() {
                is_new |= file.was_read;
                entries.push(entry);
            }
        }
        if !is_new {
            return;
        }
        let Ok(body) = postcard::to_stdvec(&entries) else {
            return;
        };
        let mut bytes = FORMAT.to_vec();
        bytes.extend_from_slice(&checksum(&body).to_le_bytes());
        bytes.extend_from_slice(&body);
        // A read-only folder, a full disk: the next command reads the files again.
        if let Some(folder) = self.file.parent()
            && system.create_dir_all(folder).is_ok()
            && system.write(&self.file, &bytes).is_ok()
        {
            prune(system, folder);
        }
    }
}

/// The file for a script directory; `None` if the user has no place for it, or wants none.
fn cache_file(system: &dyn System, dir: &Path) -> Option<PathBuf> {
    let folder = match system.env_var(FOLDER_VARIABLE) {
        Some(folder) if folder.is_empty() => return None,
        Some(folder) => system.absolute(Path::new(&folder)),
        None => user_cache(system)?.join("alembic-rs"),
    };
    let mut hasher = FxHasher::default();
    python_absolute(system, dir).hash(&mut hasher);
    Some(folder.join(format!("headers-{:016x}", hasher.finish())))
}

/// Where the user's programs keep what they can make again (the XDG base directories, `~/Library/Caches` on macOS).
fn user_cache(system: &dyn System) -> Option<PathBuf> {
    let absolute = |name: &str| {
        let path = PathBuf::from(system.env_var(name)?);
        path.is_absolute().then_some(path)
    };
    absolute("XDG_CACHE_HOME").or_else(|| {
        let below = if cfg!(target_os = "macos") {
            "Library/Caches"
        } else {
            ".cache"
        };
        Some(absolute("HOME")?.join(below))
    })
}

/// Removes the caches that were written longest ago, beyond a number.
fn prune(system: &dyn System, folder: &Path) {
    let Ok(entries) = system.read_dir(folder) else {
        return;
    };
    let files: Vec<PathBuf> = entries
        .into_iter()
        .filter(|entry| !entry.is_dir && entry.name.starts_with("headers-"))
        .map(|entry| folder.join(entry.name))
        .collect();
    if files.len() <= MOST_PROJECTS {
        return;
    }
    let mut by_age: Vec<_> = system.stamps(&files).into_iter().zip(files).collect();
    by_age.sort_by_key(|(stamp, _)| std::cmp::Reverse(stamp.map(|stamp| stamp.modified)));
    for (_, file) in by_age.split_off(MOST_PROJECTS) {
        // Another process may have been first.
        let _ = system.remove_file(&file);
    }
}

fn decode(bytes: &[u8]) -> Option<FxHashMap<String, (FileStamp, RevisionHeader)>> {
    let rest = bytes.strip_prefix(FORMAT)?;
    let (sum, body) = rest.split_first_chunk()?;
    (checksum(body) == u64::from_le_bytes(*sum)).then_some(())?;
    let entries: Vec<Entry<'_>> = postcard::from_bytes(body).ok()?;
    let known = entries.into_iter().map(|entry| {
        (
            entry.path.to_owned(),
            (entry.stamp, entry.header.into_owned()),
        )
    });
    Some(known.collect())
}

/// Enough to see a file that was not written to its end.
fn checksum(body: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(body);
    hasher.finish()
}

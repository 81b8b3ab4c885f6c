//! What the file system says of a file without opening it.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// How coarse the times of a file system may be: two seconds on the coarsest (FAT).
const COARSEST: Duration = Duration::from_secs(2);

/// A file as the file system knows it: two equal stamps mean the same content, if the first one [is
/// settled](FileStamp::is_settled).
///
/// Writing to a file changes the time of its change, which no program can set, so a copy with the old times and a
/// checkout of another branch are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileStamp {
    /// The device that the file is on.
    pub device: u64,
    /// Its number there.
    pub inode: u64,
    /// Its length in bytes.
    pub length: u64,
    /// When its content was written, in nanoseconds since 1970.
    pub modified: i64,
    /// When its content or its properties were changed, in nanoseconds since 1970.
    pub changed: i64,
}

impl FileStamp {
    /// The stamp of a file (links are followed); `None` for what is no file, and where the system has no such times.
    #[cfg(unix)]
    pub fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;

        let metadata = std::fs::metadata(path).ok()?;
        let nanoseconds =
            |seconds: i64, rest: i64| seconds.checked_mul(1_000_000_000)?.checked_add(rest);
        metadata.is_file().then_some(())?;
        Some(Self {
            device: metadata.dev(),
            inode: metadata.ino(),
            length: metadata.size(),
            modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec())?,
            changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec())?,
        })
    }

    /// The stamp of a file (links are followed); `None` for what is no file, and where the system has no such times.
    #[cfg(not(unix))]
    pub fn of(_path: &Path) -> Option<Self> {
        None
    }

    /// True if a later change cannot leave the stamp as it is: the file is older than the steps of the clock.
    pub fn is_settled(&self, now: SystemTime) -> bool {
        let until = now
            .checked_sub(COARSEST)
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
            .and_then(|since| i64::try_from(since.as_nanos()).ok());
        until.is_some_and(|until| self.modified < until && self.changed < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_just_written_is_not_settled() {
        let second = 1_000_000_000;
        let stamp = FileStamp {
            device: 1,
            inode: 2,
            length: 3,
            modified: 10 * second,
            changed: 20 * second,
        };
        let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        assert!(!stamp.is_settled(at(1)));
        assert!(!stamp.is_settled(at(20)));
        assert!(!stamp.is_settled(at(22)));
        assert!(stamp.is_settled(at(23)));
    }
}

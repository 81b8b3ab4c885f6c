//! Loaded source files and spans into them.

use std::cell::{OnceCell, RefCell};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::line_index::{LineColumn, LineIndex};
use crate::system::System;

/// Index of a file in a [`SourceMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(NonZeroU32);

impl FileId {
    /// The first file of a map, where nobody asks the map.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// The file of a number, counted from one: an optional [`Span`] needs no more room than a span.
    fn of_number(number: usize) -> Self {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        NonZeroU32::new(number).map_or(Self::FIRST, Self)
    }

    fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// A byte range in a source file.
///
/// Spans take no part in the equality of schema items and operations; compare them only
/// where a position is the subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A file of the user's with its text.
pub struct SourceFile {
    /// Absolute path.
    pub path: PathBuf,
    text: OnceCell<String>,
    /// Who reads the text at its first use.
    unread: Option<Rc<dyn System>>,
    lines: OnceCell<LineIndex>,
}

impl std::fmt::Debug for SourceFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SourceFile")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl SourceFile {
    /// The whole text. One that was not read yet is read now; it is empty if that fails.
    pub fn text(&self) -> &str {
        self.text.get_or_init(|| {
            let read = |system: &Rc<dyn System>| system.read_python(&self.path).ok();
            self.unread.as_ref().and_then(read).unwrap_or_default()
        })
    }

    /// True if the text was given or read.
    pub fn is_read(&self) -> bool {
        self.text.get().is_some()
    }

    /// The line index, built at the first use.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(self.text()))
    }

    /// One-based line and column of a byte offset.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        self.lines().line_column(self.text(), offset)
    }
}

/// All files loaded in this process; hands out [`FileId`]s.
#[derive(Debug, Default)]
pub struct SourceMap {
    files: RefCell<Vec<Rc<SourceFile>>>,
    by_path: RefCell<FxHashMap<PathBuf, FileId>>,
}

impl SourceMap {
    /// Registers a file with its text; the same path gives the same id and the newer text.
    pub fn add(&self, path: PathBuf, text: String) -> FileId {
        self.insert(SourceFile {
            path,
            text: OnceCell::from(text),
            unread: None,
            lines: OnceCell::new(),
        })
    }

    /// Registers a file whose text is read when something asks for it: what is in it is known already.
    pub fn add_unread(&self, path: PathBuf, system: &Rc<dyn System>) -> FileId {
        self.insert(SourceFile {
            path,
            text: OnceCell::new(),
            unread: Some(Rc::clone(system)),
            lines: OnceCell::new(),
        })
    }

    fn insert(&self, file: SourceFile) -> FileId {
        let path = file.path.clone();
        let file = Rc::new(file);
        let mut files = self.files.borrow_mut();
        if let Some(id) = self.by_path.borrow().get(&path)
            && let Some(slot) = files.get_mut(id.index())
        {
            *slot = file;
            return *id;
        }
        files.push(file);
        let id = FileId::of_number(files.len());
        self.by_path.borrow_mut().insert(path, id);
        id
    }

    /// The file behind an id that this map handed out.
    pub fn get(&self, id: FileId) -> Option<Rc<SourceFile>> {
        self.files.borrow().get(id.index()).cloned()
    }

    /// The id of a path, if it was loaded.
    pub fn find(&self, path: &Path) -> Option<FileId> {
        self.by_path.borrow().get(path).copied()
    }

    /// Every loaded file in the order of loading.
    pub fn files(&self) -> Vec<Rc<SourceFile>> {
        self.files.borrow().clone()
    }

    /// `path:line:column` of a span's start, for one-line messages.
    pub fn locate(&self, span: Span) -> String {
        match self.get(span.file) {
            Some(file) => {
                let at = file.line_column(span.start);
                format!("{}:{}:{}", file.path.display(), at.line, at.column)
            }
            None => "<unknown>".to_owned(),
        }
    }
}

//! The revision graph.
//!
//! Mirrors `alembic.script.revision.RevisionMap` (Alembic 1.20): building, symbols and ranges. The graph is an
//! arena; walks cost what they visit.

mod build;
pub(crate) mod relative;
mod resolve;
mod select;
mod sort;
mod stamp;
mod walk;

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use indexmap::IndexMap;

use crate::graph_error::GraphError;
use crate::messenger::Warning;
use crate::revision::Revision;

pub(crate) use build::{check, verify_id};
pub use select::Selection;

/// A revision in a [`RevisionMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RevisionIndex(u32);

/// What a symbol may denote besides a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Denoted {
    /// A revision.
    Revision(RevisionIndex),
    /// Python's `None`: nothing there.
    Nothing,
    /// The string `"base"`: a walk that ended below the first revision.
    Base,
}

/// One symbol, several, or none: Alembic's `_RevIdType | None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Symbol {
    /// `None`.
    None,
    /// A string.
    One(String),
    /// A tuple of strings.
    Several(Vec<String>),
}

impl Symbol {
    /// A string.
    pub fn one(text: impl Into<String>) -> Self {
        Self::One(text.into())
    }

    /// `str(symbol)` if it is true in Python's sense.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::None => None,
            Self::One(text) if text.is_empty() => None,
            Self::One(text) => Some(text.clone()),
            Self::Several(texts) if texts.is_empty() => None,
            Self::Several(texts) => {
                let quoted: Vec<String> = texts.iter().map(|text| format!("'{text}'")).collect();
                let comma = if texts.len() == 1 { "," } else { "" };
                Some(format!("({}{comma})", quoted.join(", ")))
            }
        }
    }

    /// `util.to_tuple(symbol)`; `None` for `None`.
    pub fn to_list(&self) -> Option<Vec<String>> {
        match self {
            Self::None => None,
            Self::One(text) => Some(vec![text.clone()]),
            Self::Several(texts) => Some(texts.clone()),
        }
    }
}

/// How a node hangs in the graph.
#[derive(Debug, Default)]
struct Links {
    labels: Vec<String>,
    /// `nextrev`: children by `down_revision`.
    next: Vec<RevisionIndex>,
    /// `_all_nextrev`: children by `down_revision` or dependency.
    all_next: Vec<RevisionIndex>,
    /// `_versioned_down_revisions`.
    down: Vec<RevisionIndex>,
    /// `_resolved_dependencies`.
    dependencies: Vec<RevisionIndex>,
    /// `_normalized_resolved_dependencies`.
    normalized_dependencies: Vec<RevisionIndex>,
    /// `_normalized_down_revisions`.
    normalized_down: Vec<RevisionIndex>,
    /// `_all_down_revisions`.
    all_down: Vec<RevisionIndex>,
}

/// All revisions and how they hang together.
#[derive(Debug)]
pub struct RevisionMap {
    revisions: Rc<[Revision]>,
    links: Vec<Links>,
    /// Identifiers in file order, then branch labels.
    keys: IndexMap<String, RevisionIndex, rustc_hash::FxBuildHasher>,
    heads: Vec<String>,
    real_heads: Vec<String>,
    bases: Vec<String>,
    warnings: RefCell<Vec<Warning>>,
    marks: RefCell<Vec<u32>>,
    generation: Cell<u32>,
    /// Length of the longest way down from each revision, when a walk first needs it.
    depths: OnceCell<Vec<u32>>,
}

impl RevisionMap {
    /// Builds the map from scripts in file order.
    ///
    /// # Errors
    /// Cycles, missing parents or dependencies, branch labels used twice.
    pub fn new(revisions: Rc<[Revision]>) -> Result<Self, (GraphError, Vec<Warning>)> {
        build::build(revisions)
    }

    /// The script's own statements.
    pub fn revision(&self, index: RevisionIndex) -> &Revision {
        &self.revisions[index.0 as usize]
    }

    fn links(&self, index: RevisionIndex) -> &Links {
        &self.links[index.0 as usize]
    }

    /// Every script in file order, also those whose identifier is there twice.
    pub fn revisions(&self) -> &[Revision] {
        &self.revisions
    }

    /// Identifiers and labels, in the map's order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.keys().map(String::as_str)
    }

    /// The revision with exactly this identifier or label.
    pub fn find(&self, key: &str) -> Option<RevisionIndex> {
        self.keys.get(key).copied()
    }

    /// `heads`: revisions without a child by `down_revision`.
    pub fn heads(&self) -> &[String] {
        &self.heads
    }

    /// `_real_heads`: revisions without a child by `down_revision` or dependency.
    pub fn real_heads(&self) -> &[String] {
        &self.real_heads
    }

    /// `bases`: revisions without `down_revision`.
    pub fn bases(&self) -> &[String] {
        &self.bases
    }

    /// Branch labels, own and inherited; the order is that of the files.
    pub fn branch_labels(&self, index: RevisionIndex) -> &[String] {
        &self.links(index).labels
    }

    /// `nextrev`: identifiers of the children by `down_revision`.
    pub fn next_ids(&self, index: RevisionIndex) -> Vec<String> {
        self.ids(&self.links(index).next)
    }

    /// Children by `down_revision`.
    pub fn next(&self, index: RevisionIndex) -> &[RevisionIndex] {
        &self.links(index).next
    }

    /// `_normalized_down_revisions`: parents and the dependencies that no ancestor has.
    pub fn normalized_down_ids(&self, index: RevisionIndex) -> Vec<String> {
        self.ids(&self.links(index).normalized_down)
    }

    /// `_resolved_dependencies`.
    pub fn dependency_ids(&self, index: RevisionIndex) -> Vec<String> {
        self.ids(&self.links(index).dependencies)
    }

    /// `is_head`.
    pub fn is_head(&self, index: RevisionIndex) -> bool {
        self.links(index).next.is_empty()
    }

    /// `_is_real_head`.
    pub fn is_real_head(&self, index: RevisionIndex) -> bool {
        self.links(index).all_next.is_empty()
    }

    /// `is_branch_point`.
    pub fn is_branch_point(&self, index: RevisionIndex) -> bool {
        self.links(index).next.len() > 1
    }

    /// Warnings since the last call.
    pub fn take_warnings(&self) -> Vec<Warning> {
        std::mem::take(&mut self.warnings.borrow_mut())
    }

    /// The map with one more script.
    ///
    /// Mirrors `add_revision`.
    ///
    /// # Errors
    /// As [`RevisionMap::new`].
    pub fn with(&self, revision: Revision) -> Result<Self, (GraphError, Vec<Warning>)> {
        let mut revisions = self.revisions.to_vec();
        revisions.push(revision);
        Self::new(revisions.into())
    }

    fn id(&self, index: RevisionIndex) -> &str {
        &self.revision(index).id
    }

    fn ids(&self, indexes: &[RevisionIndex]) -> Vec<String> {
        indexes
            .iter()
            .map(|index| self.id(*index).to_owned())
            .collect()
    }

    /// The revision that the map gives for the identifier of `index` (a later file with the same one wins).
    fn canonical(&self, index: RevisionIndex) -> RevisionIndex {
        self.find(self.id(index)).unwrap_or(index)
    }

    fn index(position: usize) -> RevisionIndex {
        RevisionIndex(u32::try_from(position).unwrap_or(u32::MAX))
    }
}

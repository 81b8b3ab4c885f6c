//! One revision and the header of its file.

use std::path::PathBuf;

use alembic_source::Span;

/// What a revision file says about itself.
///
/// Mirrors the module attributes that `alembic.script.Script` reads (Alembic 1.20).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RevisionHeader {
    /// `__doc__`.
    pub docstring: Option<String>,
    /// `revision`; `None` if the module has no such name.
    pub revision: Option<String>,
    /// `down_revision`: absent, `None`, a string, or a tuple or list.
    pub down_revision: HeaderValue,
    /// `branch_labels`.
    pub branch_labels: HeaderValue,
    /// `depends_on`.
    pub depends_on: HeaderValue,
    /// Where `revision` is assigned.
    pub revision_span: Option<Span>,
    /// Where the value of `down_revision` is.
    pub down_revision_span: Option<Span>,
    /// Where the value of `branch_labels` is.
    pub branch_labels_span: Option<Span>,
    /// Where the value of `depends_on` is.
    pub depends_on_span: Option<Span>,
    /// Whether `def upgrade` is at its top level; otherwise only evaluation can tell if there is such a function.
    pub defines_upgrade: bool,
    /// The same of `downgrade`.
    pub defines_downgrade: bool,
}

/// The value of one header name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum HeaderValue {
    /// The module has no such name.
    #[default]
    Absent,
    /// `None`.
    None,
    /// A string.
    One(String),
    /// A tuple, list or set of strings.
    Several(Vec<String>),
}

impl HeaderValue {
    /// `util.to_tuple(value, default=())`.
    pub fn to_list(&self) -> Vec<String> {
        match self {
            Self::Absent | Self::None => Vec::new(),
            Self::One(text) => vec![text.clone()],
            Self::Several(texts) => texts.clone(),
        }
    }
}

/// A node of the graph: the script's own statements.
///
/// Mirrors `alembic.script.revision.Revision` and `alembic.script.Script` (Alembic 1.20).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revision {
    /// `revision`.
    pub id: String,
    /// `down_revision` as a tuple; empty for a base.
    pub down_revisions: Vec<String>,
    /// `depends_on` as written: identifiers or labels.
    pub dependencies: Vec<String>,
    /// `branch_labels` as written.
    pub own_branch_labels: Vec<String>,
    /// `__doc__.strip()`.
    pub long_doc: String,
    /// The file, links resolved.
    pub path: PathBuf,
    /// Where `revision` is assigned.
    pub revision_span: Option<Span>,
    /// Where the value of `down_revision` is.
    pub down_revision_span: Option<Span>,
    /// Where the value of `branch_labels` is.
    pub branch_labels_span: Option<Span>,
    /// Where the value of `depends_on` is.
    pub depends_on_span: Option<Span>,
    /// Whether `def upgrade` is at its top level; otherwise only evaluation can tell if there is such a function.
    pub defines_upgrade: bool,
    /// The same of `downgrade`.
    pub defines_downgrade: bool,
}

impl Revision {
    /// `Script.doc`: the docstring before its first blank line.
    pub fn doc(&self) -> &str {
        self.long_doc.split("\n\n").next().unwrap_or_default()
    }

    /// `Revision.is_base`.
    pub fn is_base(&self) -> bool {
        self.down_revisions.is_empty()
    }

    /// `Revision._is_real_base`: neither a `down_revision` nor a dependency.
    pub fn is_real_base(&self) -> bool {
        self.is_base() && self.dependencies.is_empty()
    }

    /// `Revision.is_merge_point`.
    pub fn is_merge_point(&self) -> bool {
        self.down_revisions.len() > 1
    }

    /// `Script._format_down_revision`.
    pub fn format_down_revision(&self) -> String {
        if self.down_revisions.is_empty() {
            "<base>".to_owned()
        } else {
            self.down_revisions.join(", ")
        }
    }
}

/// The characters that `text` must not have, sorted.
///
/// Mirrors `Revision.verify_rev_id`.
pub fn illegal_characters(text: &str) -> Vec<char> {
    // Sorted as Python sorts them.
    ['+', '-', ':', '@']
        .into_iter()
        .filter(|character| text.contains(*character))
        .collect()
}

//! One movement between versions.

use std::path::PathBuf;

use crate::revision_map::{RevisionIndex, RevisionMap};

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// Runs `upgrade()`.
    Upgrade,
    /// Runs `downgrade()`.
    Downgrade,
    /// Only changes the version table.
    Stamp {
        /// Whether the movement is away from the base.
        is_upgrade: bool,
        /// Whether a branch appears or disappears.
        branch_move: bool,
    },
}

/// One movement: a revision's `upgrade()` or `downgrade()`, or a stamp.
///
/// Mirrors `RevisionStep` and `StampStep` of `alembic.runtime.migration` (Alembic 1.20) as a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it does.
    pub kind: StepKind,
    /// The revision; `None` for a stamp.
    pub revision: Option<RevisionIndex>,
    /// The revision's identifier; `None` for a stamp.
    pub revision_id: Option<String>,
    /// The revision's file; `None` for a stamp.
    pub path: Option<PathBuf>,
    /// `from_revisions`: active before, dependencies included.
    pub from: Vec<String>,
    /// `to_revisions`: active after, dependencies included.
    pub to: Vec<String>,
    /// `from_revisions_no_deps`.
    pub from_without_dependencies: Vec<String>,
    /// `to_revisions_no_deps`.
    pub to_without_dependencies: Vec<String>,
    /// First paragraph of the docstring.
    pub doc: String,
    /// Whether the function of the revision is known to exist without evaluating its file.
    pub is_defined: bool,
}

impl Step {
    /// `RevisionStep(map, revision, is_upgrade)`.
    pub fn migration(map: &RevisionMap, index: RevisionIndex, is_upgrade: bool) -> Self {
        let revision = map.revision(index);
        let own = vec![revision.id.clone()];
        let down = map.normalized_down_ids(index);
        let versioned = revision.down_revisions.clone();
        let common = |kind, from, to, from_without_dependencies, to_without_dependencies| Self {
            kind,
            revision: Some(index),
            revision_id: Some(revision.id.clone()),
            path: Some(revision.path.clone()),
            from,
            to,
            from_without_dependencies,
            to_without_dependencies,
            doc: revision.doc().to_owned(),
            is_defined: if is_upgrade {
                revision.defines_upgrade
            } else {
                revision.defines_downgrade
            },
        };
        if is_upgrade {
            common(StepKind::Upgrade, down, own.clone(), versioned, own)
        } else {
            common(StepKind::Downgrade, own.clone(), down, own, versioned)
        }
    }

    /// `StampStep(from_, to_, is_upgrade, branch_move)`.
    pub fn stamp(from: Vec<String>, to: Vec<String>, is_upgrade: bool, branch_move: bool) -> Self {
        Self {
            kind: StepKind::Stamp {
                is_upgrade,
                branch_move,
            },
            revision: None,
            revision_id: None,
            path: None,
            from_without_dependencies: from.clone(),
            to_without_dependencies: to.clone(),
            from,
            to,
            doc: String::new(),
            is_defined: true,
        }
    }

    /// Whether it moves away from the base.
    pub fn is_upgrade(&self) -> bool {
        match self.kind {
            StepKind::Upgrade => true,
            StepKind::Downgrade => false,
            StepKind::Stamp { is_upgrade, .. } => is_upgrade,
        }
    }

    /// Whether only the version table changes.
    pub fn is_stamp(&self) -> bool {
        matches!(self.kind, StepKind::Stamp { .. })
    }

    /// `migration_fn.__name__`.
    pub fn name(&self) -> &'static str {
        match self.kind {
            StepKind::Upgrade => "upgrade",
            StepKind::Downgrade => "downgrade",
            StepKind::Stamp { .. } => "stamp_revision",
        }
    }

    /// `short_log`: `upgrade a -> b`, as in offline comments.
    pub fn short_log(&self) -> String {
        format!(
            "{} {} -> {}",
            self.name(),
            self.from_without_dependencies.join(", "),
            self.to_without_dependencies.join(", ")
        )
    }

    /// `str(step)`: the text after `Running `.
    pub fn log_text(&self) -> String {
        if self.doc.is_empty() {
            self.short_log()
        } else {
            format!("{}, {}", self.short_log(), self.doc)
        }
    }

    /// `MigrationInfo.up_revision_ids`.
    pub fn up_revision_ids(&self) -> &[String] {
        if self.is_upgrade() {
            &self.to
        } else {
            &self.from
        }
    }

    /// `MigrationInfo.down_revision_ids`.
    pub fn down_revision_ids(&self) -> &[String] {
        if self.is_upgrade() {
            &self.from
        } else {
            &self.to
        }
    }
}

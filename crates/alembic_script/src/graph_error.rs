//! Errors of the revision graph, with Alembic's texts.

use crate::failure::{Failure, FailureKind};

/// What is wrong with the graph or with a revision symbol.
///
/// The texts are those of `alembic.script.revision` (Alembic 1.20); [`GraphError::type_name`] is the class there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GraphError {
    /// `RevisionError`.
    #[error("{message}")]
    Revision {
        /// The whole text.
        message: String,
    },
    /// `RangeNotAncestorError`.
    #[error("Revision {} is not an ancestor of revision {}", lower.as_deref().unwrap_or("base"), upper.as_deref().unwrap_or("base"))]
    RangeNotAncestor {
        /// `%s` of the lower bound; `None` for a false value.
        lower: Option<String>,
        /// `%s` of the upper bound; `None` for a false value.
        upper: Option<String>,
    },
    /// `MultipleHeads`.
    #[error("Multiple heads are present for given argument '{argument}'; {}", heads.join(", "))]
    MultipleHeads {
        /// The heads.
        heads: Vec<String>,
        /// The symbol that should have meant one.
        argument: String,
    },
    /// `ResolutionError`.
    #[error("{message}")]
    Resolution {
        /// The whole text.
        message: String,
        /// The symbol that was not found.
        argument: String,
    },
    /// `CycleDetected` and its three siblings.
    #[error("{kind} is detected in revisions ({})", revisions.join(", "))]
    Cycle {
        /// Which kind.
        kind: CycleKind,
        /// The revisions that cannot be reached from a head and a base.
        revisions: Vec<String>,
    },
    /// A Python `KeyError` of Alembic's own code.
    #[error("'{key}'")]
    Key {
        /// The missing revision or label.
        key: String,
    },
    /// A Python `AssertionError` of Alembic's own code.
    #[error("{message}")]
    Assertion {
        /// The text, mostly empty.
        message: String,
    },
    /// A Python `ValueError`, `AttributeError` ... of Alembic's own code.
    #[error("{message}")]
    Python {
        /// The class.
        type_name: &'static str,
        /// The text.
        message: String,
    },
}

/// Kinds of cycles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CycleKind {
    /// By `down_revision`.
    Cycle,
    /// By `down_revision` and `depends_on`.
    Dependency,
    /// A revision that revises itself.
    SelfLoop,
    /// A revision that depends on itself.
    DependencySelfLoop,
}

impl std::fmt::Display for CycleKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Cycle => "Cycle",
            Self::Dependency => "Dependency cycle",
            Self::SelfLoop => "Self-loop",
            Self::DependencySelfLoop => "Dependency self-loop",
        })
    }
}

/// The texts of `ScriptDirectory._catch_revision_errors`; `None` is Alembic's default.
#[derive(Debug, Clone, Default)]
pub struct CommandTexts<'a> {
    /// For a range that is not on one line; `%(start)s` and `%(end)s` are replaced.
    pub ancestor: Option<&'a str>,
    /// For several heads; `%(head_arg)s` and `%(heads)s` are replaced.
    pub multiple_heads: Option<&'a str>,
    /// Name of the lower bound.
    pub start: Option<&'a str>,
    /// Name of the upper bound.
    pub end: Option<&'a str>,
}

impl GraphError {
    /// A plain `RevisionError`.
    pub fn revision(message: impl Into<String>) -> Self {
        Self::Revision {
            message: message.into(),
        }
    }

    /// Class name in a traceback's last line.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Revision { .. } => "alembic.script.revision.RevisionError",
            Self::RangeNotAncestor { .. } => "alembic.script.revision.RangeNotAncestorError",
            Self::MultipleHeads { .. } => "alembic.script.revision.MultipleHeads",
            Self::Resolution { .. } => "alembic.script.revision.ResolutionError",
            Self::Cycle { kind, .. } => match kind {
                CycleKind::Cycle => "alembic.script.revision.CycleDetected",
                CycleKind::Dependency => "alembic.script.revision.DependencyCycleDetected",
                CycleKind::SelfLoop => "alembic.script.revision.LoopDetected",
                CycleKind::DependencySelfLoop => "alembic.script.revision.DependencyLoopDetected",
            },
            Self::Key { .. } => "KeyError",
            Self::Assertion { .. } => "AssertionError",
            Self::Python { type_name, .. } => type_name,
        }
    }

    /// The failure of a command in which nobody turns this error into a `CommandError`.
    pub fn into_exception(self) -> Failure {
        Failure::from(FailureKind::Exception {
            type_name: self.type_name().to_owned(),
            message: self.to_string(),
            traceback: None,
        })
    }

    /// The failure of a command that guards its use of the graph.
    ///
    /// Mirrors `ScriptDirectory._catch_revision_errors`.
    pub fn into_command(self, texts: &CommandTexts<'_>) -> Failure {
        match self {
            Self::RangeNotAncestor { lower, upper } => {
                let start = texts.start.map(str::to_owned).or(lower);
                let end = texts.end.map(str::to_owned).or(upper);
                let text = texts.ancestor.unwrap_or(
                    "Requested range %(start)s:%(end)s does not refer to \
                     ancestor/descendant revisions along the same branch",
                );
                Failure::command(
                    text.replace("%(start)s", start.as_deref().unwrap_or("None"))
                        .replace("%(end)s", end.as_deref().unwrap_or("None")),
                )
            }
            Self::MultipleHeads { heads, argument } => {
                let head_arg = match texts.end {
                    Some(end) if !end.is_empty() => end,
                    _ => argument.as_str(),
                };
                let text = texts.multiple_heads.unwrap_or(
                    "Multiple head revisions are present for given argument '%(head_arg)s'; \
                     please specify a specific target revision, '<branchname>@%(head_arg)s' to \
                     narrow to a specific head, or 'heads' for all heads",
                );
                Failure::command(
                    text.replace("%(head_arg)s", head_arg)
                        .replace("%(heads)s", &heads.join(", ")),
                )
            }
            Self::Resolution { argument, .. } => {
                Failure::command(format!("Can't locate revision identified by '{argument}'"))
            }
            Self::Revision { message } => Failure::command(message),
            cycle @ Self::Cycle { .. } => Failure::command(cycle.to_string()),
            other @ (Self::Key { .. } | Self::Assertion { .. } | Self::Python { .. }) => {
                other.into_exception()
            }
        }
    }
}

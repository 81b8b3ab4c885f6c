//! Which revisions lie between two symbols.

use super::resolve::{is_revision, only_revisions};
use super::walk::Edges;
use super::{Denoted, RevisionIndex, RevisionMap, Symbol};
use crate::graph_error::GraphError;

/// Options of [`RevisionMap::iterate_revisions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one per keyword argument")]
pub struct Selection {
    /// Dependencies and other branches are wanted, not only what descends from the lower bound.
    pub implicit_base: bool,
    /// The lower bound is wanted as well.
    pub inclusive: bool,
    /// A relative symbol that leaves the graph is an error.
    pub assert_relative_length: bool,
    /// The range is what a downgrade undoes.
    pub for_downgrade: bool,
}

impl Default for Selection {
    fn default() -> Self {
        Self {
            implicit_base: false,
            inclusive: false,
            assert_relative_length: true,
            for_downgrade: false,
        }
    }
}

impl RevisionMap {
    /// The revisions from `upper` down to `lower`, newest first.
    ///
    /// Mirrors `iterate_revisions`.
    ///
    /// # Errors
    /// Unknown symbols, bounds that are not on one line.
    pub fn iterate_revisions(
        &self,
        upper: &Symbol,
        lower: &Symbol,
        selection: Selection,
    ) -> Result<Vec<RevisionIndex>, GraphError> {
        let (revisions, heads) = if selection.for_downgrade {
            self.collect_downgrade(upper, lower, selection)?
        } else {
            self.collect_upgrade(upper, lower, selection)?
        };
        let sorted = self.topological_sort(&revisions, &heads)?;
        sorted
            .into_iter()
            .map(|index| self.by_own_id(index))
            .collect()
    }

    /// Alembic looks a sorted revision up again by its identifier, which may be one of its own symbols.
    fn by_own_id(&self, index: RevisionIndex) -> Result<RevisionIndex, GraphError> {
        match self.id(index) {
            id @ ("base" | "head" | "heads") => is_revision(self.get_revision(Some(id))?),
            _ => Ok(index),
        }
    }

    /// Mirrors `_collect_upgrade_revisions`.
    fn collect_upgrade(
        &self,
        upper: &Symbol,
        lower: &Symbol,
        selection: Selection,
    ) -> Result<(Vec<RevisionIndex>, Vec<RevisionIndex>), GraphError> {
        let targets = self.parse_upgrade_target(lower, upper, selection.assert_relative_length)?;
        let mut targets = only_revisions(&targets)?;
        if let Symbol::One(text) = lower
            && let Some((branch, _)) = text.split_once('@')
        {
            targets = self.targets_on_branch(&targets, branch)?;
        }
        let denoted: Vec<Denoted> = targets.iter().copied().map(Denoted::Revision).collect();
        let required = self.reach_checked(&denoted, Edges::NormalizedDown)?;
        let required_set = self.set(&required);

        let mut current = self.get_revisions(lower)?;
        let outside = |denoted: &Denoted| match denoted {
            Denoted::Nothing => false,
            Denoted::Base => true,
            Denoted::Revision(index) => !required_set.contains(*index),
        };
        if !selection.implicit_base && current.iter().any(outside) {
            return Err(GraphError::RangeNotAncestor {
                lower: lower.text(),
                upper: upper.text(),
            });
        }
        let mut lower = lower.clone();
        if current.first() == Some(&Denoted::Nothing) {
            let (_, end) =
                self.parse_downgrade_target(upper, &lower, selection.assert_relative_length)?;
            match end {
                Denoted::Nothing => is_revision(end).map(|_| ())?,
                Denoted::Base => {
                    current = Vec::new();
                    lower = Symbol::None;
                }
                Denoted::Revision(index) => {
                    current = vec![end];
                    lower = Symbol::one(self.id(index));
                }
            }
        }
        let below = self.set(&self.reach_checked(&current, Edges::NormalizedDown)?);
        let mut needs: Vec<RevisionIndex> = required
            .into_iter()
            .filter(|index| !below.contains(*index))
            .collect();
        if selection.inclusive {
            needs.extend(only_revisions(&self.get_revisions(&lower)?)?);
        }
        if !current.is_empty() && !selection.implicit_base {
            let above = self.set(&self.reach_checked(&current, Edges::Next)?);
            needs.retain(|index| above.contains(*index));
        }
        Ok((needs, targets))
    }

    fn targets_on_branch(
        &self,
        targets: &[RevisionIndex],
        branch: &str,
    ) -> Result<Vec<RevisionIndex>, GraphError> {
        let mut label = branch.to_owned();
        if let Denoted::Revision(index) = self.get_revision(Some(branch))?
            && self.id(index) == branch
        {
            // A revision was used as a label: its branch is meant.
            match self.branch_labels(index) {
                [only] => label.clone_from(only),
                _ => {
                    return Err(GraphError::Assertion {
                        message: String::new(),
                    });
                }
            }
        }
        Ok(targets
            .iter()
            .copied()
            .filter(|index| self.branch_labels(*index).contains(&label))
            .collect())
    }

    /// Mirrors `_collect_downgrade_revisions`.
    fn collect_downgrade(
        &self,
        upper: &Symbol,
        lower: &Symbol,
        selection: Selection,
    ) -> Result<(Vec<RevisionIndex>, Vec<RevisionIndex>), GraphError> {
        let (branch, target) =
            self.parse_downgrade_target(upper, lower, selection.assert_relative_length)?;
        let target = match target {
            Denoted::Revision(index) => Some(index),
            Denoted::Nothing | Denoted::Base => None,
        };
        let mut roots: Vec<RevisionIndex> = match target {
            // A labelled base counts once per key, as in Alembic.
            None => self
                .keys
                .values()
                .copied()
                .filter(|index| self.revision(*index).is_base())
                .collect(),
            Some(target) if selection.inclusive => vec![target],
            Some(target) => only_revisions(&self.get_revisions_of(&self.next_ids(target))?)?,
        };
        if let Some(branch) = branch
            && roots.len() > 1
        {
            let branch = is_revision(self.resolve_branch(&branch)?)?;
            let ancestors = self.set(&self.reach(&[branch], Edges::Down));
            roots.retain(|index| ancestors.contains(*index));
            if roots.is_empty() {
                return Err(GraphError::revision(
                    "Not a valid downgrade target from current heads",
                ));
            }
        }
        let heads = self.get_revisions(upper)?;
        let above = self.reach(&roots, Edges::AllNext);
        let heads = only_revisions(&heads)?;
        let active = self.set(&self.reach(&heads, Edges::NormalizedDown));
        let undone: Vec<RevisionIndex> = above
            .into_iter()
            .filter(|index| active.contains(*index))
            .collect();
        if let Some(target) = target
            && undone.is_empty()
            && !heads.contains(&target)
        {
            return Err(GraphError::RangeNotAncestor {
                lower: Some("Nothing to drop".to_owned()),
                upper: upper.text(),
            });
        }
        Ok((undone, heads))
    }
}

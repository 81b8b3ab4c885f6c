//! The order of a set of revisions.

use super::walk::{Edges, Set};
use super::{RevisionIndex, RevisionMap};
use crate::graph_error::GraphError;

impl RevisionMap {
    /// Revisions before everything that they need, one branch after the other.
    ///
    /// Mirrors `_topological_sort`: a head-first walk that stays on a branch until another head needs the
    /// revision at hand; heads are taken in the order of the files.
    pub(super) fn topological_sort(
        &self,
        revisions: &[RevisionIndex],
        heads: &[RevisionIndex],
    ) -> Result<Vec<RevisionIndex>, GraphError> {
        let mut todo = self.set(revisions);
        let mut current: Vec<RevisionIndex> = Vec::new();
        for head in heads {
            if todo.contains(*head) && !current.contains(head) {
                current.push(*head);
            }
        }
        current.sort_by_key(|index| self.keys.get_index_of(self.id(*index)));
        let mut ancestors: Vec<Set> = current.iter().map(|head| self.ancestors(*head)).collect();
        let mut output = Vec::with_capacity(revisions.len());
        let mut at = 0;
        while let Some(candidate) = current.get(at).copied() {
            let needed_by = ancestors
                .iter()
                .enumerate()
                .position(|(other, below)| other != at && below.contains(candidate));
            if let Some(other) = needed_by {
                at = other;
                continue;
            }
            if todo.contains(candidate) {
                output.push(candidate);
                todo.remove(candidate);
            }
            let links = self.links(candidate);
            let next: Vec<RevisionIndex> = links
                .normalized_down
                .iter()
                .copied()
                .filter(|index| todo.contains(*index) && !current.contains(index))
                .collect();
            let Some((first, more)) = next.split_first() else {
                current.remove(at);
                ancestors.remove(at);
                at = at.saturating_sub(1);
                continue;
            };
            let plain = links.normalized_dependencies.is_empty()
                && self.revision(candidate).down_revisions.len() == 1;
            if let Some(slot) = current.get_mut(at) {
                *slot = *first;
            }
            current.extend_from_slice(more);
            if let Some(slot) = ancestors.get_mut(at) {
                if plain {
                    slot.remove(candidate);
                } else {
                    *slot = self.ancestors(*first);
                }
            }
            ancestors.extend(more.iter().map(|index| self.ancestors(*index)));
        }
        if todo.is_empty() {
            Ok(output)
        } else {
            Err(GraphError::Assertion {
                message: String::new(),
            })
        }
    }

    fn ancestors(&self, index: RevisionIndex) -> Set {
        self.set(&self.reach(&[index], Edges::NormalizedDown))
    }
}

//! Walks over the graph.

use super::resolve::{is_revision, only_revisions};
use super::{Denoted, Links, RevisionIndex, RevisionMap};
use crate::graph_error::GraphError;

/// Which edges a walk follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edges {
    /// `nextrev`.
    Next,
    /// `_all_nextrev`.
    AllNext,
    /// `_versioned_down_revisions`.
    Down,
    /// `_normalized_down_revisions`.
    NormalizedDown,
    /// `_all_down_revisions`.
    AllDown,
}

impl Edges {
    pub(super) fn of(self, links: &Links) -> &[RevisionIndex] {
        match self {
            Self::Next => &links.next,
            Self::AllNext => &links.all_next,
            Self::Down => &links.down,
            Self::NormalizedDown => &links.normalized_down,
            Self::AllDown => &links.all_down,
        }
    }
}

impl RevisionMap {
    /// Everything reachable from `targets`, themselves included, in Alembic's order.
    ///
    /// Mirrors `_iterate_related_revisions` without `check`.
    pub(super) fn reach(&self, targets: &[RevisionIndex], edges: Edges) -> Vec<RevisionIndex> {
        let mut marks = self.marks.borrow_mut();
        let generation = self.next_generation(&mut marks);
        let mut out = Vec::new();
        let mut todo = Vec::new();
        for target in targets {
            todo.push(*target);
            while let Some(index) = todo.pop() {
                let Some(mark) = marks.get_mut(index.0 as usize) else {
                    continue;
                };
                if *mark == generation {
                    continue;
                }
                *mark = generation;
                todo.extend_from_slice(edges.of(self.links(index)));
                out.push(index);
            }
        }
        out
    }

    /// As [`RevisionMap::reach`], and refuses a target that is reachable from another.
    ///
    /// Mirrors `_iterate_related_revisions(check=True)`.
    pub(super) fn reach_checked(
        &self,
        targets: &[Denoted],
        edges: Edges,
    ) -> Result<Vec<RevisionIndex>, GraphError> {
        // Alembic's walk from a later target stops at what an earlier one has seen, but notes the place
        // where it stopped; so an overlap is reported for the target whose own walk touches another.
        let mut seen = vec![false; self.revisions.len()];
        let mut out = Vec::new();
        for target in targets {
            let target = is_revision(*target)?;
            let mut touched = Vec::new();
            let mut todo = vec![target];
            while let Some(index) = todo.pop() {
                let is_other = targets.len() > 1 && index != target;
                if is_other && targets.contains(&Denoted::Revision(index)) {
                    touched.push(index);
                }
                let Some(mark) = seen.get_mut(index.0 as usize) else {
                    continue;
                };
                if *mark {
                    continue;
                }
                *mark = true;
                todo.extend_from_slice(edges.of(self.links(index)));
                out.push(index);
            }
            if !touched.is_empty() {
                let mut overlaps: Vec<&str> = Vec::new();
                for other in targets {
                    if let Denoted::Revision(other) = other
                        && touched.contains(other)
                        && !overlaps.contains(&self.id(*other))
                    {
                        overlaps.push(self.id(*other));
                    }
                }
                return Err(GraphError::revision(format!(
                    "Requested revision {} overlaps with other requested revisions {}",
                    self.id(target),
                    overlaps.join(", ")
                )));
            }
        }
        Ok(out)
    }

    /// A set of revisions as a bit per revision.
    pub(super) fn set(&self, members: &[RevisionIndex]) -> Set {
        let mut set = Set(vec![0; self.revisions.len().div_ceil(64)]);
        for member in members {
            set.insert(*member);
        }
        set
    }

    /// Members of `ids` that are no ancestors of `others` (dependencies count).
    ///
    /// # Errors
    /// An identifier of `others` that is not in the map.
    pub(crate) fn without_ancestors_of(
        &self,
        ids: &[String],
        others: &[String],
    ) -> Result<Vec<String>, GraphError> {
        let others = self.get_revisions_of(others)?;
        let others = only_revisions(&others)?;
        let wanted: Vec<RevisionIndex> = ids.iter().filter_map(|id| self.find(id)).collect();
        let ancestors = self.ancestors_among(&wanted, &others);
        Ok(ids
            .iter()
            .filter(|id| {
                !self
                    .find(id)
                    .is_some_and(|index| ancestors.contains(&index))
            })
            .cloned()
            .collect())
    }

    /// Members of `ids` that are no proper ancestors of another member.
    ///
    /// # Errors
    /// An identifier that is not in the map.
    pub(crate) fn without_each_others_ancestors(
        &self,
        ids: &[String],
    ) -> Result<Vec<String>, GraphError> {
        let members = self.get_revisions_of(ids)?;
        let members = only_revisions(&members)?;
        let mut proper = Vec::new();
        for member in &members {
            let others: Vec<RevisionIndex> = members
                .iter()
                .copied()
                .filter(|other| other != member)
                .collect();
            proper.extend(self.ancestors_among(&others, &[*member]));
        }
        Ok(ids
            .iter()
            .filter(|id| !self.find(id).is_some_and(|index| proper.contains(&index)))
            .cloned()
            .collect())
    }

    /// The members of `wanted` that are in `starts` or below them (dependencies count).
    ///
    /// An ancestor has a smaller depth, so the walk stops where nothing wanted can be below: each step of a long
    /// downgrade asks this.
    fn ancestors_among(
        &self,
        wanted: &[RevisionIndex],
        starts: &[RevisionIndex],
    ) -> Vec<RevisionIndex> {
        let depths = self.depths.get_or_init(|| self.compute_depths());
        let depth = |index: RevisionIndex| depths.get(index.0 as usize).copied().unwrap_or(0);
        let Some(lowest) = wanted.iter().map(|index| depth(*index)).min() else {
            return Vec::new();
        };
        let mut marks = self.marks.borrow_mut();
        let generation = self.next_generation(&mut marks);
        let mut found = Vec::new();
        let mut todo = starts.to_vec();
        while let Some(index) = todo.pop() {
            let Some(mark) = marks.get_mut(index.0 as usize) else {
                continue;
            };
            if *mark == generation || depth(index) < lowest {
                continue;
            }
            *mark = generation;
            if wanted.contains(&index) {
                found.push(index);
            }
            todo.extend_from_slice(&self.links(index).normalized_down);
        }
        found
    }

    /// Length of the longest way from each revision down to a base (dependencies count).
    fn compute_depths(&self) -> Vec<u32> {
        const UNKNOWN: u32 = u32::MAX;
        const STARTED: u32 = u32::MAX - 1;
        let mut depths = vec![UNKNOWN; self.revisions.len()];
        let mut todo: Vec<RevisionIndex> = (0..self.revisions.len()).map(Self::index).collect();
        while let Some(&index) = todo.last() {
            let below = &self.links(index).normalized_down;
            let state = depths.get(index.0 as usize).copied();
            if state == Some(UNKNOWN) {
                if let Some(depth) = depths.get_mut(index.0 as usize) {
                    *depth = STARTED;
                }
                let is_unknown =
                    |index: &&RevisionIndex| depths.get(index.0 as usize) == Some(&UNKNOWN);
                todo.extend(below.iter().filter(is_unknown).copied());
                continue;
            }
            todo.pop();
            if state == Some(STARTED) {
                let deepest = below
                    .iter()
                    .filter_map(|below| depths.get(below.0 as usize).copied())
                    .filter(|depth| *depth < STARTED)
                    .max();
                if let Some(depth) = depths.get_mut(index.0 as usize) {
                    *depth = deepest.map_or(0, |depth| depth + 1);
                }
            }
        }
        depths
    }

    fn next_generation(&self, marks: &mut Vec<u32>) -> u32 {
        marks.resize(self.revisions.len(), 0);
        let next = self.generation.get().wrapping_add(1);
        if next == 0 {
            marks.fill(0);
        }
        let next = next.max(1);
        self.generation.set(next);
        next
    }
}

/// A set of revisions.
#[derive(Debug, Clone)]
pub(super) struct Set(Vec<u64>);

impl Set {
    pub(super) fn insert(&mut self, index: RevisionIndex) {
        if let Some(word) = self.0.get_mut(index.0 as usize / 64) {
            *word |= 1 << (index.0 % 64);
        }
    }

    pub(super) fn remove(&mut self, index: RevisionIndex) {
        if let Some(word) = self.0.get_mut(index.0 as usize / 64) {
            *word &= !(1 << (index.0 % 64));
        }
    }

    pub(super) fn contains(&self, index: RevisionIndex) -> bool {
        self.0
            .get(index.0 as usize / 64)
            .is_some_and(|word| word & (1 << (index.0 % 64)) != 0)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }
}

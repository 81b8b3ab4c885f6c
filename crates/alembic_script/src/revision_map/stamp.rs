//! The steps of `stamp`.

use super::resolve::only_revisions;
use super::walk::Edges;
use super::{Denoted, RevisionIndex, RevisionMap};
use crate::graph_error::GraphError;
use crate::step::Step;

impl RevisionMap {
    /// The rows that share lineage with a destination, dependencies included, each once.
    ///
    /// # Errors
    /// Unknown symbols.
    pub(crate) fn stamp_heads(
        &self,
        rows: &[Denoted],
        destinations: &[String],
    ) -> Result<Vec<RevisionIndex>, GraphError> {
        let rows = only_revisions(rows)?;
        let base = ["base".to_owned()];
        let destinations = if destinations.is_empty() {
            &base
        } else {
            destinations
        };
        let mut heads: Vec<RevisionIndex> = Vec::new();
        for destination in destinations {
            if destination.is_empty() {
                continue;
            }
            for head in self.filter_for_lineage(&rows, Some(destination), true)? {
                if !heads.contains(&head) {
                    heads.push(head);
                }
            }
        }
        Ok(heads)
    }

    /// Mirrors the second half of `ScriptDirectory._stamp_revs`.
    ///
    /// # Errors
    /// Rows on both sides of a destination.
    pub(crate) fn stamp_steps(
        &self,
        heads: &[RevisionIndex],
        wanted: &[Denoted],
    ) -> Result<Vec<Step>, GraphError> {
        let to_base = [Denoted::Nothing];
        let wanted = if wanted.is_empty() { &to_base } else { wanted };
        let mut steps = Vec::new();
        for denoted in wanted {
            let destination = match denoted {
                Denoted::Revision(destination) => *destination,
                Denoted::Nothing => {
                    steps.extend(heads.iter().map(|head| {
                        Step::stamp(vec![self.id(*head).to_owned()], Vec::new(), false, true)
                    }));
                    continue;
                }
                Denoted::Base => {
                    return Err(GraphError::Python {
                        type_name: "AttributeError",
                        message: "'str' object has no attribute 'revision'".to_owned(),
                    });
                }
            };
            if heads.contains(&destination) {
                continue;
            }
            let to = vec![self.id(destination).to_owned()];
            let above = self.set(&self.reach(&[destination], Edges::AllNext));
            let below = self.set(&self.reach(&[destination], Edges::NormalizedDown));
            let is_above = heads.iter().any(|head| above.contains(*head));
            let is_below = heads.iter().any(|head| below.contains(*head));
            steps.push(if is_above {
                if is_below {
                    return Err(GraphError::Assertion {
                        message: String::new(),
                    });
                }
                Step::stamp(self.ids(heads), to, false, false)
            } else if is_below {
                Step::stamp(self.ids(heads), to, true, false)
            } else {
                Step::stamp(Vec::new(), to, true, true)
            });
        }
        Ok(steps)
    }
}

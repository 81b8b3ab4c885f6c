//! From symbols to revisions.

use super::walk::{Edges, Set};
use super::{Denoted, RevisionIndex, RevisionMap, Symbol};
use crate::graph_error::GraphError;

/// What `_resolve_revision_number` gives: identifiers, and the part before `@`.
#[derive(Debug, Clone)]
pub(super) struct Resolved {
    pub(super) ids: Vec<String>,
    pub(super) branch: Option<String>,
}

impl RevisionMap {
    /// The revisions that a symbol denotes; empty for `base`.
    ///
    /// Mirrors `get_revisions`.
    ///
    /// # Errors
    /// Unknown or ambiguous symbols.
    pub fn get_revisions(&self, symbol: &Symbol) -> Result<Vec<Denoted>, GraphError> {
        match symbol {
            Symbol::None => self.get_revisions_one(None),
            Symbol::One(text) => self.get_revisions_one(Some(text)),
            Symbol::Several(texts) => self.get_revisions_of(texts),
        }
    }

    pub(crate) fn get_revisions_of(&self, ids: &[String]) -> Result<Vec<Denoted>, GraphError> {
        let mut out = Vec::with_capacity(ids.len());
        for id in ids {
            out.extend(self.get_revisions_one(Some(id))?);
        }
        Ok(out)
    }

    fn get_revisions_one(&self, id: Option<&str>) -> Result<Vec<Denoted>, GraphError> {
        let resolved = self.resolve(id)?;
        if let [only] = resolved.ids.as_slice()
            && let Some(steps) = negative_number(only)
        {
            return self.below_heads(resolved.branch.as_deref(), steps);
        }
        resolved
            .ids
            .iter()
            .map(|id| self.revision_for(Some(id), resolved.branch.as_deref()))
            .collect()
    }

    /// `label@-n`: walks down from the heads.
    fn below_heads(&self, branch: Option<&str>, steps: i64) -> Result<Vec<Denoted>, GraphError> {
        let mut out = Vec::new();
        for head in self.get_revisions_one(Some("heads"))? {
            let Denoted::Revision(index) = head else {
                continue;
            };
            let on_branch =
                branch.is_none_or(|label| self.branch_labels(index).iter().any(|own| own == label));
            if on_branch {
                out.push(self.walk(head, steps, None, true)?);
            }
        }
        Ok(out)
    }

    /// The one revision that a symbol denotes; [`Denoted::Nothing`] for `base`.
    ///
    /// Mirrors `get_revision`.
    ///
    /// # Errors
    /// Unknown or ambiguous symbols.
    pub fn get_revision(&self, id: Option<&str>) -> Result<Denoted, GraphError> {
        let resolved = self.resolve(id)?;
        if resolved.ids.len() > 1 {
            return Err(GraphError::MultipleHeads {
                heads: resolved.ids,
                argument: id.unwrap_or("None").to_owned(),
            });
        }
        self.revision_for(
            resolved.ids.first().map(String::as_str),
            resolved.branch.as_deref(),
        )
    }

    /// Mirrors `_resolve_revision_number`.
    pub(super) fn resolve(&self, id: Option<&str>) -> Result<Resolved, GraphError> {
        let (branch, id) = match id.and_then(|id| id.split_once('@')) {
            Some((branch, rest)) => (Some(branch.to_owned()), Some(rest)),
            None => (None, id),
        };
        let label = branch.as_deref().filter(|label| !label.is_empty());
        let ids = match id {
            Some("heads") => match label {
                Some(label) => self.filter_ids_for_lineage(&self.heads, label)?,
                None => self.real_heads.clone(),
            },
            Some("head") => self.current_head(label)?.into_iter().collect(),
            Some("base") | None => Vec::new(),
            Some(id) => vec![id.to_owned()],
        };
        Ok(Resolved { ids, branch })
    }

    /// `as_revision_number`: the identifiers of a symbolic name, unresolved otherwise.
    ///
    /// # Errors
    /// Unknown labels, several heads for `head`.
    pub fn as_revision_number(&self, id: Option<&str>) -> Result<Symbol, GraphError> {
        let ids = self.resolve(id)?.ids;
        Ok(if id == Some("heads") && !ids.is_empty() {
            Symbol::Several(ids)
        } else {
            ids.into_iter().next().map_or(Symbol::None, Symbol::One)
        })
    }

    /// Mirrors `get_current_head`.
    ///
    /// # Errors
    /// [`GraphError::MultipleHeads`].
    pub fn current_head(&self, branch: Option<&str>) -> Result<Option<String>, GraphError> {
        let heads = match branch {
            Some(label) => self.filter_ids_for_lineage(&self.heads, label)?,
            None => self.heads.clone(),
        };
        if heads.len() > 1 {
            let argument = match branch {
                Some(label) => format!("{label}@head"),
                None => "head".to_owned(),
            };
            return Err(GraphError::MultipleHeads { heads, argument });
        }
        Ok(heads.into_iter().next())
    }

    /// Mirrors `_resolve_branch`.
    pub(super) fn resolve_branch(&self, label: &str) -> Result<Denoted, GraphError> {
        if let Some(index) = self.find(label) {
            return Ok(Denoted::Revision(index));
        }
        self.revision_for(Some(label), None).map_err(|error| {
            if matches!(error, GraphError::Resolution { .. }) {
                GraphError::Resolution {
                    message: format!("No such branch: '{label}'"),
                    argument: label.to_owned(),
                }
            } else {
                error
            }
        })
    }

    /// Mirrors `_revision_for_ident`: full or partial identifier, checked against a branch.
    pub(super) fn revision_for(
        &self,
        id: Option<&str>,
        check_branch: Option<&str>,
    ) -> Result<Denoted, GraphError> {
        let check_branch = check_branch.filter(|label| !label.is_empty());
        let branch = match check_branch {
            Some(label) => Some((label, self.resolve_branch(label)?)),
            None => None,
        };
        let Some(id) = id else {
            return Ok(Denoted::Nothing);
        };
        let index = match self.find(id) {
            Some(index) => index,
            None => self.partial(id, check_branch)?,
        };
        if let Some((label, branch)) = branch {
            let Denoted::Revision(branch) = branch else {
                return Err(GraphError::Assertion {
                    message: String::new(),
                });
            };
            if !self.lineage(&[branch], false).contains(index) {
                return Err(GraphError::Resolution {
                    message: format!(
                        "Revision {} is not a member of branch '{label}'",
                        self.id(index)
                    ),
                    argument: id.to_owned(),
                });
            }
        }
        Ok(Denoted::Revision(index))
    }

    /// The one key longer than three characters that starts with `id`.
    fn partial(&self, id: &str, check_branch: Option<&str>) -> Result<RevisionIndex, GraphError> {
        if id.is_empty() {
            return Err(GraphError::Assertion {
                message: String::new(),
            });
        }
        let mut matches: Vec<String> = self
            .keys
            .keys()
            .filter(|key| key.starts_with(id) && key.chars().nth(3).is_some())
            .cloned()
            .collect();
        if let Some(label) = check_branch {
            matches = self.filter_ids_for_lineage(&matches, label)?;
        }
        match matches.as_slice() {
            [only] => self
                .find(only)
                .ok_or_else(|| GraphError::Key { key: only.clone() }),
            [] => Err(GraphError::Resolution {
                message: format!(
                    "No such revision or branch '{id}'{}",
                    if id.chars().nth(3).is_none() {
                        "; please ensure at least four characters are present for partial \
                         revision identifier matches"
                    } else {
                        ""
                    }
                ),
                argument: id.to_owned(),
            }),
            several => {
                let first: Vec<String> = several
                    .iter()
                    .take(3)
                    .map(|key| format!("'{key}'"))
                    .collect();
                Err(GraphError::Resolution {
                    message: format!(
                        "Multiple revisions start with '{id}': {}...",
                        first.join(", ")
                    ),
                    argument: id.to_owned(),
                })
            }
        }
    }

    /// Mirrors `filter_for_lineage` over identifiers.
    pub(super) fn filter_ids_for_lineage(
        &self,
        ids: &[String],
        check_against: &str,
    ) -> Result<Vec<String>, GraphError> {
        let tests = self.lineage_tests(Some(check_against))?;
        let (Some(tests), false) = (tests, ids.is_empty()) else {
            return Ok(ids.to_vec());
        };
        let lineage = self.lineage(&self.resolve_tests(&tests)?, false);
        let mut out = Vec::new();
        for id in ids {
            if let Denoted::Revision(index) = self.revision_for(Some(id), None)?
                && lineage.contains(index)
            {
                out.push(id.clone());
            }
        }
        Ok(out)
    }

    /// Mirrors `filter_for_lineage` over revisions.
    pub(super) fn filter_for_lineage(
        &self,
        targets: &[RevisionIndex],
        check_against: Option<&str>,
        include_dependencies: bool,
    ) -> Result<Vec<RevisionIndex>, GraphError> {
        let tests = self.lineage_tests(check_against)?;
        let (Some(tests), false) = (tests, targets.is_empty()) else {
            return Ok(targets.to_vec());
        };
        let lineage = self.lineage(&self.resolve_tests(&tests)?, include_dependencies);
        Ok(targets
            .iter()
            .copied()
            .filter(|index| lineage.contains(*index))
            .collect())
    }

    /// The symbols that a lineage is tested against; `None` if everything passes.
    fn lineage_tests(
        &self,
        check_against: Option<&str>,
    ) -> Result<Option<Vec<String>>, GraphError> {
        let resolved = self.resolve(check_against)?;
        let tests: Vec<String> = resolved
            .branch
            .into_iter()
            .filter(|label| !label.is_empty())
            .chain(resolved.ids)
            .collect();
        Ok(if tests.is_empty() { None } else { Some(tests) })
    }

    fn resolve_tests(&self, tests: &[String]) -> Result<Vec<RevisionIndex>, GraphError> {
        let mut out = Vec::new();
        for test in tests {
            if let Denoted::Revision(index) = self.revision_for(Some(test), None)? {
                out.push(index);
            }
        }
        Ok(out)
    }

    /// Everything above and below `tests`: the revisions for which `_shares_lineage` is true.
    fn lineage(&self, tests: &[RevisionIndex], include_dependencies: bool) -> Set {
        let (up, down) = if include_dependencies {
            (Edges::AllNext, Edges::NormalizedDown)
        } else {
            (Edges::Next, Edges::Down)
        };
        let mut set = self.set(&self.reach(tests, up));
        for index in self.reach(tests, down) {
            set.insert(index);
        }
        set
    }
}

/// `is_revision` of each: anything else is an `AssertionError` in Alembic.
pub(super) fn only_revisions(denoted: &[Denoted]) -> Result<Vec<RevisionIndex>, GraphError> {
    denoted.iter().map(|one| is_revision(*one)).collect()
}

/// Mirrors `is_revision`.
pub(super) fn is_revision(denoted: Denoted) -> Result<RevisionIndex, GraphError> {
    match denoted {
        Denoted::Revision(index) => Ok(index),
        Denoted::Nothing | Denoted::Base => Err(GraphError::Assertion {
            message: String::new(),
        }),
    }
}

/// `int(text)` if that is negative.
fn negative_number(text: &str) -> Option<i64> {
    let digits = text.trim().strip_prefix('-')?.replace('_', "");
    let number: i64 = digits.parse().ok().filter(|number| *number > 0)?;
    Some(-number)
}

//! Relative symbols: `+2`, `-1`, `ae10+1`, `label@-1`.

use super::resolve::{is_revision, only_revisions};
use super::walk::Edges;
use super::{Denoted, RevisionIndex, RevisionMap, Symbol};
use crate::graph_error::GraphError;
use crate::messenger::Warning;

/// The parts of a relative symbol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relative<'a> {
    pub(super) branch: Option<&'a str>,
    pub(super) symbol: Option<&'a str>,
    /// Sign and digits as written.
    pub(super) text: &'a str,
    pub(super) steps: i64,
}

/// Matches `(?:(.+?)@)?(\w+)?((?:\+|-)\d+)` at the start of `text`, as Alembic does: what follows is ignored.
pub(super) fn parse_relative(text: &str) -> Option<Relative<'_>> {
    let with_branch = text.match_indices('@').find_map(|(at, _)| {
        let branch = text.get(..at).filter(|branch| !branch.is_empty())?;
        if branch.contains('\n') {
            return None;
        }
        let mut relative = parse_steps(text.get(at + 1..)?)?;
        relative.branch = Some(branch);
        Some(relative)
    });
    with_branch.or_else(|| parse_steps(text))
}

fn parse_steps(text: &str) -> Option<Relative<'_>> {
    let word_end = text
        .find(|character: char| !character.is_alphanumeric() && character != '_')
        .unwrap_or(text.len());
    let (symbol, rest) = text.split_at(word_end);
    let digits = rest.strip_prefix(['+', '-'])?;
    let n_digits = digits
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(digits.len());
    if n_digits == 0 {
        return None;
    }
    let signed = rest.get(..=n_digits)?;
    Some(Relative {
        branch: None,
        symbol: Some(symbol).filter(|symbol| !symbol.is_empty()),
        text: signed,
        steps: signed.parse().unwrap_or(if signed.starts_with('-') {
            i64::MIN + 1
        } else {
            i64::MAX
        }),
    })
}

impl RevisionMap {
    /// Walks `steps` up (positive) or down (negative).
    ///
    /// Mirrors `_walk`.
    pub(super) fn walk(
        &self,
        start: Denoted,
        steps: i64,
        branch: Option<&str>,
        no_overwalk: bool,
    ) -> Result<Denoted, GraphError> {
        let mut place = start;
        for _ in 0..steps.unsigned_abs() {
            let children = if steps > 0 {
                self.children_above(place, branch)?
            } else {
                self.children_below(place)?
            };
            match children.as_slice() {
                [] => {
                    return Ok(if no_overwalk { Denoted::Nothing } else { place });
                }
                [only] => place = *only,
                _ => return Err(GraphError::revision("Ambiguous walk")),
            }
        }
        Ok(place)
    }

    fn children_above(
        &self,
        place: Denoted,
        branch: Option<&str>,
    ) -> Result<Vec<Denoted>, GraphError> {
        let ids = match place {
            Denoted::Nothing => self.bases.clone(),
            Denoted::Revision(index) => self.next_ids(index),
            Denoted::Base => {
                return Err(GraphError::Assertion {
                    message: String::new(),
                });
            }
        };
        let above = only_revisions(&self.get_revisions_of(&ids)?)?;
        let above = match branch.filter(|label| !label.is_empty()) {
            Some(label) => self.filter_for_lineage(&above, Some(label), false)?,
            None => above,
        };
        Ok(above.into_iter().map(Denoted::Revision).collect())
    }

    fn children_below(&self, place: Denoted) -> Result<Vec<Denoted>, GraphError> {
        let ids = match place {
            Denoted::Base => return Ok(Vec::new()),
            Denoted::Nothing => self.heads.clone(),
            Denoted::Revision(index) => self.revision(index).down_revisions.clone(),
        };
        let below = self.get_revisions_of(&ids)?;
        Ok(if below.is_empty() {
            vec![Denoted::Base]
        } else {
            below
        })
    }

    /// Mirrors `_parse_downgrade_target`: the branch to stay on and where to end.
    pub(super) fn parse_downgrade_target(
        &self,
        current: &Symbol,
        target: &Symbol,
        assert_length: bool,
    ) -> Result<(Option<String>, Denoted), GraphError> {
        let target = match target {
            Symbol::None => return Ok((None, Denoted::Nothing)),
            Symbol::One(text) => text,
            Symbol::Several(_) => {
                return Err(GraphError::Assertion {
                    message: "Expected downgrade target in string form".to_owned(),
                });
            }
        };
        let Some(relative) = parse_relative(target) else {
            let (branch, symbol) = match target.rsplit_once('@') {
                Some((branch, symbol)) => (Some(branch), symbol),
                None => (None, target.as_str()),
            };
            let branch = branch
                .filter(|branch| !branch.is_empty())
                .map(str::to_owned);
            return Ok((branch, self.get_revision(Some(symbol))?));
        };
        if relative.steps >= 0 {
            let Some(symbol) = relative.symbol else {
                return Err(too_short(relative.text, relative.steps));
            };
            let start = self.get_revision(Some(symbol))?;
            let end = self.walk(start, relative.steps, relative.branch, assert_length)?;
            return match end {
                Denoted::Nothing => Err(GraphError::revision("Walked too far")),
                end => Ok((relative.branch.map(str::to_owned), end)),
            };
        }
        let (branch, symbol) = match relative.symbol {
            Some(symbol) => (relative.branch.map(str::to_owned), symbol.to_owned()),
            None => self.start_of_downgrade(current, &relative)?,
        };
        let start = match &branch {
            None => self.get_revision(Some(&symbol))?,
            Some(branch) => self.get_revision(Some(&format!("{branch}@{symbol}")))?,
        };
        match self.walk(start, relative.steps, None, assert_length)? {
            Denoted::Nothing if relative.symbol.is_none() => {
                Err(too_short(relative.text, relative.steps))
            }
            Denoted::Nothing => Err(GraphError::revision("Walked too far")),
            end => Ok((branch, end)),
        }
    }

    /// Branch and row from which `-n` is counted.
    fn start_of_downgrade(
        &self,
        current: &Symbol,
        relative: &Relative<'_>,
    ) -> Result<(Option<String>, String), GraphError> {
        let Some(label) = relative.branch else {
            let rows = current.to_list().unwrap_or_default();
            let Some(first) = rows.first() else {
                return Err(too_short(relative.text, relative.steps));
            };
            if rows.iter().any(|row| row != first) {
                self.warnings.borrow_mut().push(Warning::user(
                    "downgrade -1 from multiple heads is ambiguous; \
                     this usage will be disallowed in a future release.",
                    None,
                ));
            }
            return Ok((Some(first.clone()), first.clone()));
        };
        let Some(rows) = current.to_list() else {
            return Err(GraphError::Python {
                type_name: "TypeError",
                message: "'NoneType' object is not iterable".to_owned(),
            });
        };
        let mut on_branch = self.filter_ids_for_lineage(&rows, label)?;
        if on_branch.is_empty() {
            let all_current = self.all_current(&rows)?;
            on_branch = self.ids(&self.filter_for_lineage(&all_current, Some(label), false)?);
        }
        match on_branch.as_slice() {
            [only] => Ok((Some(label.to_owned()), only.clone())),
            _ => Err(GraphError::Assertion {
                message: String::new(),
            }),
        }
    }

    /// Mirrors `_parse_upgrade_target`.
    pub(super) fn parse_upgrade_target(
        &self,
        current: &Symbol,
        target: &Symbol,
        assert_length: bool,
    ) -> Result<Vec<Denoted>, GraphError> {
        let relative = match target {
            Symbol::One(text) => parse_relative(text),
            Symbol::None | Symbol::Several(_) => None,
        };
        let Some(relative) = relative else {
            return self.get_revisions(target);
        };
        if relative.steps <= 0 {
            let Some(symbol) = relative.symbol else {
                return Err(too_short(&relative.steps.to_string(), relative.steps));
            };
            let start = match relative.branch {
                None => self.get_revision(Some(symbol))?,
                Some(branch) => self.get_revision(Some(&format!("{branch}@{symbol}")))?,
            };
            return Ok(vec![self.walk(
                start,
                relative.steps,
                None,
                assert_length,
            )?]);
        }
        if let Some(symbol) = relative.symbol {
            let start = self.get_revision(Some(symbol))?;
            return Ok(vec![self.walk(
                start,
                relative.steps,
                relative.branch,
                assert_length,
            )?]);
        }
        let start = self.start_of_upgrade(current, &relative)?;
        match self.walk(start, relative.steps, relative.branch, assert_length)? {
            Denoted::Nothing => Err(too_short(relative.text, relative.steps)),
            end => Ok(vec![end]),
        }
    }

    /// The place from which `+n` is counted.
    fn start_of_upgrade(
        &self,
        current: &Symbol,
        relative: &Relative<'_>,
    ) -> Result<Denoted, GraphError> {
        let rows = current.to_list().unwrap_or_default();
        let ambiguous =
            || GraphError::revision("Ambiguous upgrade from multiple current revisions");
        let Some(label) = relative.branch else {
            return match rows.as_slice() {
                [] => Ok(Denoted::Nothing),
                [only] => self.get_revision(Some(only)),
                _ => Err(ambiguous()),
            };
        };
        let mut applied = Vec::new();
        for denoted in self.get_revisions_of(&rows)? {
            // `base` is looked up like an identifier there.
            applied.push(match denoted {
                Denoted::Base => is_revision(self.revision_for(Some("base"), None)?)?,
                other => is_revision(other)?,
            });
        }
        let mut starts = self.filter_for_lineage(&applied, Some(label), false)?;
        if starts.is_empty() {
            starts = self.deepest_on_branch(&applied, label)?;
        }
        match starts.as_slice() {
            [] => Ok(Denoted::Nothing),
            [only] => Ok(Denoted::Revision(*only)),
            _ => Err(ambiguous()),
        }
    }

    /// Applied revisions of a branch without an applied child there.
    fn deepest_on_branch(
        &self,
        applied: &[RevisionIndex],
        label: &str,
    ) -> Result<Vec<RevisionIndex>, GraphError> {
        let ancestors = self.reach(applied, Edges::NormalizedDown);
        let active = self.filter_for_lineage(&ancestors, Some(label), false)?;
        let mut below = self.set(&[]);
        for index in &active {
            for down in &self.links(*index).normalized_down {
                below.insert(*down);
            }
        }
        Ok(active
            .into_iter()
            .filter(|index| !below.contains(*index))
            .collect())
    }

    /// The applied revisions of rows, reduced to the tips of branches.
    ///
    /// Mirrors `_get_all_current`; the order is that of the rows, then of a walk down.
    ///
    /// # Errors
    /// A row that is not in the map.
    pub fn all_current(&self, rows: &[String]) -> Result<Vec<RevisionIndex>, GraphError> {
        let top = self.get_revisions_of(rows)?;
        let top: Vec<RevisionIndex> = top.into_iter().map(is_revision).collect::<Result<_, _>>()?;
        let mut members: Vec<RevisionIndex> = Vec::new();
        let mut seen = self.set(&[]);
        for index in top
            .iter()
            .copied()
            .chain(self.reach(&top, Edges::NormalizedDown))
        {
            if !seen.contains(index) {
                seen.insert(index);
                members.push(index);
            }
        }
        // A member with a member above it, by down_revision, is no tip.
        let parents: Vec<RevisionIndex> = members
            .iter()
            .flat_map(|index| self.links(*index).down.iter().copied())
            .collect();
        let covered = self.set(&self.reach(&parents, Edges::Down));
        Ok(members
            .into_iter()
            .filter(|index| !covered.contains(*index))
            .collect())
    }
}

/// `-1` from an empty version table: Alembic says so before it looks at any revision, a broken graph included.
pub(crate) fn from_nothing(destination: &str) -> Option<GraphError> {
    let found = parse_relative(destination)?;
    let is_plain = found.branch.is_none() && found.symbol.is_none();
    is_plain.then(|| too_short(found.text, found.steps))
}

fn too_short(text: &str, steps: i64) -> GraphError {
    GraphError::revision(format!(
        "Relative revision {text} didn't produce {} migrations",
        steps.unsigned_abs()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_symbols() {
        let parse =
            |text| parse_relative(text).map(|found| (found.branch, found.symbol, found.steps));
        assert_eq!(parse("+2"), Some((None, None, 2)));
        assert_eq!(parse("ae10-1"), Some((None, Some("ae10"), -1)));
        assert_eq!(parse("a@b@+3"), Some((Some("a@b"), None, 3)));
        assert_eq!(parse("lab@head-1x"), Some((Some("lab"), Some("head"), -1)));
        assert_eq!(parse("@+1"), None);
        assert_eq!(parse("head"), None);
        assert_eq!(parse("a-b"), None);
    }
}

//! Comparators of a project around and between ours. Mirrors `PriorityDispatcher` and what Alembic's plugins register.

use std::collections::BTreeMap;

use crate::error::Result;

/// `PriorityDispatchResult`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Others of the subgroup run too.
    Continue,
    /// None of the subgroup runs any more.
    Stop,
}

/// Our own comparators of the target `table`, in Alembic's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnTableComparator {
    /// Indexes and unique constraints.
    Indexes,
    /// Foreign keys.
    ForeignKeys,
    /// The comment.
    Comment,
    /// CHECK constraints.
    Checks,
}

/// Our own comparators of the target `column`, in Alembic's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnColumnComparator {
    /// `compare_type=` of the project.
    TypeByUser,
    /// `compare_server_default=` of the project.
    DefaultByUser,
    /// NOT NULL.
    Nullable,
    /// `Computed`, `Identity`, autoincrement.
    DefaultKinds,
    /// The comment.
    Comment,
    /// Types as the dialect compares them.
    TypeByDialect,
    /// Defaults as the dialect compares them.
    DefaultByDialect,
}

/// What a step runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhatRuns<T> {
    /// One of ours.
    Own(T),
    /// The project's function of this number.
    User(usize),
}

/// One comparator in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step<T> {
    /// What runs.
    pub what: WhatRuns<T>,
    /// `subgroup=`.
    pub subgroup: Option<String>,
}

/// The comparators in the order in which they run, where a project has some of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparators {
    /// For each table.
    pub table: Vec<Step<OwnTableComparator>>,
    /// For each column.
    pub column: Vec<Step<OwnColumnComparator>>,
}

/// Runs the steps; one whose subgroup was stopped is left out.
///
/// # Errors
/// The first error of a step.
pub fn dispatch<T: Copy>(
    steps: &[Step<T>],
    mut run: impl FnMut(WhatRuns<T>) -> Result<Flow>,
) -> Result<()> {
    let mut results: BTreeMap<Option<&str>, Flow> = BTreeMap::new();
    for step in steps {
        let group = step.subgroup.as_deref();
        if results.get(&group) == Some(&Flow::Stop) {
            continue;
        }
        results.insert(group, run(step.what)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_counts_within_its_subgroup() {
        let step = |number, group: Option<&str>| Step::<()> {
            what: WhatRuns::User(number),
            subgroup: group.map(str::to_owned),
        };
        let steps = [
            step(1, Some("types")),
            step(2, None),
            step(3, Some("types")),
            step(4, None),
        ];
        let mut seen = Vec::new();
        let run = |what| {
            seen.push(what);
            Ok(match what {
                WhatRuns::User(1) => Flow::Stop,
                _ => Flow::Continue,
            })
        };
        assert!(dispatch(&steps, run).is_ok());
        assert_eq!(
            seen,
            [WhatRuns::User(1), WhatRuns::User(2), WhatRuns::User(4)]
        );
    }
}

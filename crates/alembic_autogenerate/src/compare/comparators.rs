//! Comparators of a project around and between ours. Mirrors `PriorityDispatcher` and what Alembic's plugins register.

use super::Plugins;
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

impl<T> Step<T> {
    fn is_user(&self) -> bool {
        matches!(self.what, WhatRuns::User(_))
    }
}

/// The comparators in the order in which they run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparators {
    /// For each table.
    pub table: Vec<Step<OwnTableComparator>>,
    /// For each column.
    pub column: Vec<Step<OwnColumnComparator>>,
}

/// A comparator of ours, by its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnComparator {
    /// `autogenerate`: asks for the schemas and compares each.
    Schemas,
    /// `schema`: compares the tables.
    Tables,
    /// `table`.
    Table(OwnTableComparator),
    /// `column`.
    Column(OwnColumnComparator),
}

/// `DispatchPriority`; those that run first come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// `FIRST`.
    First,
    /// `MEDIUM`.
    Medium,
    /// `LAST`.
    Last,
}

/// What one of Alembic's plugins registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Registered {
    /// `subgroup=`.
    pub subgroup: Option<&'static str>,
    /// `priority=`.
    pub priority: Priority,
    /// What runs.
    pub what: OwnComparator,
}

/// What the enabled plugins of Alembic register, in their order. With `--precise` CHECK constraints are compared in any case.
pub fn registered(plugins: Plugins, is_precise: bool) -> Vec<Registered> {
    use OwnColumnComparator as Column;
    use OwnTableComparator as Table;
    use Priority::{First, Last, Medium};
    let mut out = Vec::new();
    let mut add = |is_enabled: bool, subgroup, priority, what| {
        if is_enabled {
            out.push(Registered {
                subgroup,
                priority,
                what,
            });
        }
    };
    let table = OwnComparator::Table;
    let column = OwnComparator::Column;
    let (types, indexes, keys) = (Some("types"), Some("indexes"), Some("foreignkeys"));
    let (null, default, comments) = (Some("nullable"), Some("server_default"), Some("comments"));
    let checks = plugins.checkconstraint_byname || is_precise;
    add(plugins.schemas, None, Medium, OwnComparator::Schemas);
    add(
        plugins.tables,
        Some("tables"),
        Medium,
        OwnComparator::Tables,
    );
    add(plugins.types, types, First, column(Column::TypeByUser));
    add(plugins.types, types, Last, column(Column::TypeByDialect));
    add(plugins.constraints, indexes, Medium, table(Table::Indexes));
    add(plugins.constraints, keys, Medium, table(Table::ForeignKeys));
    add(plugins.constraints, null, Medium, column(Column::Nullable));
    add(
        plugins.defaults,
        default,
        First,
        column(Column::DefaultByUser),
    );
    add(
        plugins.defaults,
        default,
        Medium,
        column(Column::DefaultKinds),
    );
    add(
        plugins.defaults,
        default,
        Last,
        column(Column::DefaultByDialect),
    );
    add(plugins.comments, comments, Medium, column(Column::Comment));
    add(plugins.comments, comments, Medium, table(Table::Comment));
    add(
        checks,
        Some("checkconstraints"),
        Medium,
        table(Table::Checks),
    );
    out
}

impl Comparators {
    /// True if the project has a comparator of its own.
    pub(crate) fn has_user_steps(&self) -> bool {
        self.table.iter().any(Step::is_user) || self.column.iter().any(Step::is_user)
    }

    /// Those of Alembic alone.
    pub fn of_plugins(plugins: Plugins, is_precise: bool) -> Self {
        let mut all = registered(plugins, is_precise);
        all.sort_by_key(|one| one.priority);
        let mut out = Self::default();
        for one in all {
            let subgroup = one.subgroup.map(str::to_owned);
            match one.what {
                OwnComparator::Table(own) => out.table.push(Step {
                    what: WhatRuns::Own(own),
                    subgroup,
                }),
                OwnComparator::Column(own) => out.column.push(Step {
                    what: WhatRuns::Own(own),
                    subgroup,
                }),
                OwnComparator::Schemas | OwnComparator::Tables => {}
            }
        }
        out
    }
}

/// Runs the steps; one whose subgroup was stopped is left out.
///
/// # Errors
/// The first error of a step.
pub fn dispatch<T: Copy>(
    steps: &[Step<T>],
    mut run: impl FnMut(WhatRuns<T>) -> Result<Flow>,
) -> Result<()> {
    let mut stopped: Vec<&Option<String>> = Vec::new();
    for step in steps {
        if !stopped.contains(&&step.subgroup) && run(step.what)? == Flow::Stop {
            stopped.push(&step.subgroup);
        }
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

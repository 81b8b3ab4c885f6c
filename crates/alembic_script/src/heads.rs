//! Which rows of the version table a step changes.

use crate::graph_error::GraphError;
use crate::revision_map::RevisionMap;
use crate::step::{Step, StepKind};

/// One change of the version table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionChange {
    /// A new row.
    Insert(String),
    /// A row gets another identifier.
    Update {
        /// The old identifier.
        from: String,
        /// The new one.
        to: String,
    },
    /// A row goes.
    Delete(String),
}

/// The changes of one step, and the DEBUG line that Alembic logs before them
/// (logger `alembic.runtime.migration`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionChanges {
    /// In order.
    pub changes: Vec<VersionChange>,
    /// `new branch insert a`, `update a to b` ...
    pub log: String,
}

/// The rows of the version table while steps are taken.
///
/// Mirrors `alembic.runtime.migration.HeadMaintainer` (Alembic 1.20) without the SQL.
/// DIFFERENCE: where Alembic takes the last element of a set, the order here is that of the revision's
/// `down_revision` and dependencies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeadMaintainer {
    heads: Vec<String>,
}

impl HeadMaintainer {
    /// Starts with the rows of the table; a row that is there twice counts once.
    pub fn new(rows: &[String]) -> Self {
        let mut heads: Vec<String> = Vec::with_capacity(rows.len());
        for row in rows {
            if !heads.contains(row) {
                heads.push(row.clone());
            }
        }
        Self { heads }
    }

    /// The rows now.
    pub fn heads(&self) -> &[String] {
        &self.heads
    }

    /// The changes that `step` makes; the rows here change with them.
    ///
    /// Mirrors `HeadMaintainer.update_to_step`.
    ///
    /// # Errors
    /// [`GraphError::Key`] or [`GraphError::Assertion`] where Alembic's bookkeeping fails.
    pub fn apply(&mut self, map: &RevisionMap, step: &Step) -> Result<VersionChanges, GraphError> {
        let plan = match step.kind {
            StepKind::Stamp {
                is_upgrade,
                branch_move,
            } => self.plan_stamp(step, is_upgrade, branch_move)?,
            StepKind::Upgrade => self.plan_upgrade(map, step)?,
            StepKind::Downgrade => self.plan_downgrade(map, step)?,
        };
        for change in &plan.changes {
            self.take(change)?;
        }
        Ok(plan)
    }

    fn has(&self, id: &str) -> bool {
        self.heads.iter().any(|head| head == id)
    }

    fn present(&self, ids: &[String]) -> Vec<String> {
        ids.iter().filter(|id| self.has(id)).cloned().collect()
    }

    fn plan_upgrade(&self, map: &RevisionMap, step: &Step) -> Result<VersionChanges, GraphError> {
        let to = step.to.first().cloned().unwrap_or_default();
        let present = self.present(&step.from);
        if present.is_empty() {
            return Ok(insert(to));
        }
        if step.from.len() > 1 && present.len() > 1 {
            let others = self.heads_without(&step.from);
            let from = if others.is_empty() {
                step.from.clone()
            } else {
                map.without_ancestors_of(&step.from, &others)?
            };
            return merge(&from, to);
        }
        Ok(update(sole(present)?, to))
    }

    fn plan_downgrade(&self, map: &RevisionMap, step: &Step) -> Result<VersionChanges, GraphError> {
        let own = step.from.first().cloned().unwrap_or_default();
        let targets = if step.to.is_empty() {
            Vec::new()
        } else {
            self.unmerge_targets(map, &own, &step.to)?
        };
        if self.has(&own) && targets.is_empty() {
            return Ok(delete(own));
        }
        if self.has(&own) && step.to.len() > 1 {
            return unmerge(own, &targets);
        }
        let to = match step.to.as_slice() {
            [only] => only.clone(),
            several => sole(self.present(several))?,
        };
        Ok(update(own, to))
    }

    /// `_unmerge_to_revisions`: parents that are not implied by the rows that remain.
    fn unmerge_targets(
        &self,
        map: &RevisionMap,
        own: &String,
        to: &[String],
    ) -> Result<Vec<String>, GraphError> {
        let others = self.heads_without(std::slice::from_ref(own));
        if others.is_empty() {
            map.without_each_others_ancestors(to)
        } else {
            map.without_ancestors_of(to, &others)
        }
    }

    fn plan_stamp(
        &self,
        step: &Step,
        is_upgrade: bool,
        branch_move: bool,
    ) -> Result<VersionChanges, GraphError> {
        if !is_upgrade && branch_move {
            return Ok(delete(stamped(&step.from)?));
        }
        let from_missing = step.from.iter().any(|id| !self.has(id));
        let to_missing = step.to.iter().any(|id| !self.has(id));
        if is_upgrade && (branch_move || from_missing) && to_missing {
            return Ok(insert(stamped(&step.to)?));
        }
        if step.from.len() > 1 {
            return merge(&step.from, step.to.first().cloned().unwrap_or_default());
        }
        if step.to.len() > 1 {
            return unmerge(step.from.first().cloned().unwrap_or_default(), &step.to);
        }
        Ok(update(stamped(&step.from)?, stamped(&step.to)?))
    }

    fn heads_without(&self, ids: &[String]) -> Vec<String> {
        self.heads
            .iter()
            .filter(|head| !ids.contains(head))
            .cloned()
            .collect()
    }

    fn take(&mut self, change: &VersionChange) -> Result<(), GraphError> {
        match change {
            VersionChange::Insert(id) => self.add(id),
            VersionChange::Delete(id) => self.remove(id),
            VersionChange::Update { from, to } => {
                if self.has(to) {
                    return Err(assertion(""));
                }
                self.remove(from)?;
                self.add(to)
            }
        }
    }

    fn add(&mut self, id: &str) -> Result<(), GraphError> {
        if self.has(id) {
            return Err(assertion(""));
        }
        self.heads.push(id.to_owned());
        Ok(())
    }

    fn remove(&mut self, id: &str) -> Result<(), GraphError> {
        match self.heads.iter().position(|head| head == id) {
            Some(position) => {
                self.heads.remove(position);
                Ok(())
            }
            None => Err(GraphError::Key { key: id.to_owned() }),
        }
    }
}

fn insert(id: String) -> VersionChanges {
    VersionChanges {
        log: format!("new branch insert {id}"),
        changes: vec![VersionChange::Insert(id)],
    }
}

fn delete(id: String) -> VersionChanges {
    VersionChanges {
        log: format!("branch delete {id}"),
        changes: vec![VersionChange::Delete(id)],
    }
}

fn update(from: String, to: String) -> VersionChanges {
    VersionChanges {
        log: format!("update {from} to {to}"),
        changes: vec![VersionChange::Update { from, to }],
    }
}

fn merge(from: &[String], to: String) -> Result<VersionChanges, GraphError> {
    let (last, deleted) = from.split_last().ok_or_else(index_error)?;
    let mut changes: Vec<_> = deleted.iter().cloned().map(VersionChange::Delete).collect();
    let log = format!(
        "merge, delete {}, update {last} to {to}",
        python_list(deleted, "[", "]")
    );
    changes.push(VersionChange::Update {
        from: last.clone(),
        to,
    });
    Ok(VersionChanges { changes, log })
}

fn unmerge(from: String, to: &[String]) -> Result<VersionChanges, GraphError> {
    let (last, inserted) = to.split_last().ok_or_else(index_error)?;
    let mut changes: Vec<_> = inserted
        .iter()
        .cloned()
        .map(VersionChange::Insert)
        .collect();
    let close = if inserted.len() == 1 { ",)" } else { ")" };
    let log = format!(
        "unmerge, insert {}, update {from} to {last}",
        python_list(inserted, "(", close)
    );
    changes.push(VersionChange::Update {
        from,
        to: last.clone(),
    });
    Ok(VersionChanges { changes, log })
}

fn python_list(ids: &[String], open: &str, close: &str) -> String {
    let quoted: Vec<String> = ids.iter().map(|id| format!("'{id}'")).collect();
    format!("{open}{}{close}", quoted.join(", "))
}

/// The only end of a stamp; Alembic asserts without a text.
fn stamped(ids: &[String]) -> Result<String, GraphError> {
    match ids {
        [only] => Ok(only.clone()),
        _ => Err(assertion("")),
    }
}

fn sole(mut ids: Vec<String>) -> Result<String, GraphError> {
    match (ids.pop(), ids.is_empty()) {
        (Some(id), true) => Ok(id),
        _ => Err(assertion(
            "Can't do an UPDATE because downrevision is ambiguous",
        )),
    }
}

fn assertion(message: &str) -> GraphError {
    GraphError::Assertion {
        message: message.to_owned(),
    }
}

fn index_error() -> GraphError {
    GraphError::Python {
        type_name: "IndexError",
        message: "list index out of range".to_owned(),
    }
}

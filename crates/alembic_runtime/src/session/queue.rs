//! Statements of a revision that wait and travel together, and the savepoint before a revision.
//!
//! A revision that only calls directives of `op` asks nothing of the database between them. Its statements are
//! collected and sent in one go with the change of the version table; what one of them answers is attributed to
//! its own operation. Until then nothing has to be taken back, so that the savepoint is made with the first
//! statement that is sent while the revision may still have to start again elsewhere.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use alembic_drivers::{DatabaseError, Pipeline};
use alembic_python::{PyResult, TracebackEntry, Unwind, Vm};
use alembic_schema::{DeclaredAt, SqlValue};

use super::DatabaseSession;
use crate::migration::Progress;

/// Name of the savepoint before a revision.
const SAVEPOINT: &str = "alembic_rs_revision";

/// What waits, and whether it may have to be taken back.
#[derive(Default)]
pub(super) struct Queue {
    /// Statements wait; which operation they belong to is told here.
    progress: RefCell<Option<Rc<RefCell<Progress>>>>,
    waiting: RefCell<Vec<Waiting>>,
    savepoint: Cell<SavepointState>,
    /// Statements are only noted: the server is at work on others.
    only_notes: Cell<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum SavepointState {
    /// Nothing will be taken back, or the end of the transaction does it.
    #[default]
    NotNeeded,
    /// The first statement needs it.
    Needed,
    Made,
}

/// A statement for later, and where it comes from.
pub(crate) struct Waiting {
    sql: String,
    values: Vec<SqlValue>,
    operation: DeclaredAt,
    place: Option<TracebackEntry>,
}

impl DatabaseSession {
    /// What is sent from now on may have to be taken back.
    pub(super) fn need_savepoint(&self) {
        if self.connection().has_block() {
            self.queue.savepoint.set(SavepointState::Needed);
        }
    }

    /// Makes the savepoint if a statement that may have to be taken back is about to be sent.
    pub(super) fn guard(&self) -> Result<(), DatabaseError> {
        if self.queue.savepoint.get() != SavepointState::Needed {
            return Ok(());
        }
        self.queue.savepoint.set(SavepointState::Made);
        let mut connection = self.connection();
        connection.run_ahead(&format!("SAVEPOINT {SAVEPOINT}"))
    }

    /// What was sent stays; what waits goes on waiting.
    pub(super) fn release_savepoint(&self) {
        if self.queue.savepoint.take() == SavepointState::Made {
            // It fails in a transaction that has failed already, and there the next statement says so.
            self.connection()
                .try_ahead(&format!("RELEASE SAVEPOINT {SAVEPOINT}"));
        }
    }

    /// Takes back what was sent since the savepoint; `None` if none was made.
    pub(super) fn return_to_savepoint(&self) -> Option<Result<(), DatabaseError>> {
        if self.queue.savepoint.take() != SavepointState::Made {
            return None;
        }
        let mut connection = self.connection();
        let undone = connection.run(&format!("ROLLBACK TO SAVEPOINT {SAVEPOINT}"));
        Some(undone.and_then(|()| connection.run(&format!("RELEASE SAVEPOINT {SAVEPOINT}"))))
    }

    /// The end of the transaction is the end of its savepoint.
    pub(super) fn forget_savepoint(&self) {
        self.queue.savepoint.take();
    }

    /// True if this database gains by statements that are sent together.
    pub(crate) fn can_collect(&self) -> bool {
        self.statement_hook.borrow().is_none() && self.connection().pipeline().is_some()
    }

    /// From now on statements wait if they can; `progress` tells which operation they belong to.
    pub(crate) fn collect(&self, progress: &Rc<RefCell<Progress>>) {
        *self.queue.progress.borrow_mut() = Some(progress.clone());
    }

    /// Forgets what waits, and collects no more.
    pub(super) fn drop_collected(&self) {
        self.queue.waiting.borrow_mut().clear();
        self.queue.progress.borrow_mut().take();
    }

    /// Sends what waits, and collects no more.
    pub(crate) fn stop_collecting(&self, vm: &Vm) -> PyResult<()> {
        let settled = self.settle(vm).map(drop);
        self.drop_collected();
        settled
    }

    /// Adds a statement to what waits; false if it has to run at once.
    pub(super) fn enqueue(&self, vm: &Vm, sql: &str, values: &[SqlValue]) -> PyResult<bool> {
        let Some(progress) = self.queue.progress.borrow().clone() else {
            return Ok(false);
        };
        if !self.queue.only_notes.get() && !self.may_wait(vm, sql)? {
            return Ok(false);
        }
        self.queue.waiting.borrow_mut().push(Waiting {
            sql: sql.to_owned(),
            values: values.to_vec(),
            operation: progress.borrow().operation,
            place: vm.innermost_place(),
        });
        Ok(true)
    }

    /// True for a statement that need not run at once. What it needs before it is begun.
    fn may_wait(&self, vm: &Vm, sql: &str) -> PyResult<bool> {
        // In the log a statement stands before its failure, and none after it.
        if self.log.is_on(vm)? {
            return Ok(false);
        }
        self.begun.set(true);
        self.prepare(sql).map_err(|error| self.raise(vm, &error))?;
        let mut connection = self.connection();
        Ok(connection
            .pipeline()
            .is_some_and(|pipeline| pipeline.can_wait(sql)))
    }

    /// The statements that `make` wants to run. They are noted instead: what needs an answer fails.
    pub(crate) fn note_statements(
        &self,
        vm: &Vm,
        progress: &Rc<RefCell<Progress>>,
        make: impl FnOnce() -> PyResult<()>,
    ) -> PyResult<Vec<Waiting>> {
        // In the log a statement stands before the next revision.
        if self.log.is_on(vm)? {
            return Err(vm.unsupported("noting statements that are logged"));
        }
        let before = self.queue.progress.replace(Some(progress.clone()));
        let waiting = self.queue.waiting.take();
        self.queue.only_notes.set(true);
        let outcome = make();
        self.queue.only_notes.set(false);
        *self.queue.progress.borrow_mut() = before;
        let noted = self.queue.waiting.replace(waiting);
        outcome.map(|()| noted)
    }

    /// Runs statements that were noted, as if they came now.
    pub(crate) fn run_noted(
        &self,
        vm: &Vm,
        progress: &Rc<RefCell<Progress>>,
        noted: Vec<Waiting>,
    ) -> PyResult<()> {
        for statement in noted {
            if self.may_wait(vm, &statement.sql)? {
                self.queue.waiting.borrow_mut().push(statement);
                continue;
            }
            progress.borrow_mut().operation = statement.operation;
            if let Err(raised) = self.run(vm, &statement.sql, &statement.values) {
                return Err(self.attribute(statement, raised));
            }
        }
        Ok(())
    }

    /// Sends what waits; the number of rows that the last statement changed.
    pub(crate) fn settle(&self, vm: &Vm) -> PyResult<Option<i64>> {
        self.settle_meanwhile(vm, &mut || {})
    }

    /// As [`DatabaseSession::settle`]; `meanwhile` is called while the server is at work.
    pub(super) fn settle_meanwhile(
        &self,
        vm: &Vm,
        meanwhile: &mut dyn FnMut(),
    ) -> PyResult<Option<i64>> {
        if self.queue.only_notes.get() {
            return Err(vm.unsupported("a question to the database while it is at work"));
        }
        let waiting = std::mem::take(&mut *self.queue.waiting.borrow_mut());
        if waiting.is_empty() {
            return Ok(None);
        }
        self.guard().map_err(|error| self.raise(vm, &error))?;
        let statements: Vec<(&str, &[SqlValue])> = waiting
            .iter()
            .map(|waiting| (waiting.sql.as_str(), waiting.values.as_slice()))
            .collect();
        let sent = self.with_pipeline(|pipeline| pipeline.send(&statements));
        let counts = sent.and_then(|()| {
            meanwhile();
            self.with_pipeline(|pipeline| pipeline.receive())
        });
        match counts {
            Ok(counts) => {
                for _ in &counts {
                    self.note_change();
                }
                Ok(counts.last().copied())
            }
            Err((position, error)) => {
                let raised = self.raise(vm, &error);
                Err(match waiting.into_iter().nth(position) {
                    Some(failed) => self.attribute(failed, raised),
                    None => raised,
                })
            }
        }
    }

    fn with_pipeline<T>(
        &self,
        run: impl FnOnce(&mut dyn Pipeline) -> Result<T, (usize, DatabaseError)>,
    ) -> Result<T, (usize, DatabaseError)> {
        match self.connection().pipeline() {
            Some(pipeline) => run(pipeline),
            None => Err((
                0,
                DatabaseError::new(
                    "InternalError",
                    "statements wait that cannot be sent together",
                ),
            )),
        }
    }

    /// An exception as if it had been raised by the operation that the statement belongs to.
    fn attribute(&self, failed: Waiting, mut raised: Unwind) -> Unwind {
        if let Some(progress) = &*self.queue.progress.borrow() {
            let mut progress = progress.borrow_mut();
            progress.operation = failed.operation;
            progress.statement = Some(failed.sql);
        }
        if let Unwind::Exception(raised) = &mut raised {
            raised.traceback = failed.place.into_iter().collect();
        }
        raised
    }
}

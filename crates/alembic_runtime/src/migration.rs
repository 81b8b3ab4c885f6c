//! The migration context: transactions, version table, steps. Mirrors `alembic.runtime.migration`.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use alembic_bindings::host::Session;
use alembic_config::DatabaseUrl;
use alembic_dialect::batch;
use alembic_dialect::version_table::{VersionTable, VersionUpdates};
use alembic_dialect::{
    CompileOptions, Ctx, Dialect, NamedType, Statement, StatementKind, compile_operation,
    compile_statement, offline,
};
use alembic_python::{Keywords, PyResult, Value, Vm};
use alembic_schema::expr::SqlStatement;
use alembic_schema::ops::Operation;
use alembic_schema::{DeclaredAt, Name, NamingConvention};
use alembic_script::{Failure, HeadMaintainer, Step, VersionChange, WorkContext};

use crate::compile::{self, driver_style};
use crate::failures::{raise, raise_compile};
use crate::log::log;
use crate::notice::say;
use crate::offline::OfflineSession;
use crate::options::Options;
use crate::prepare::Prepared;
use crate::reflection;
use crate::session::{DatabaseSession, Mark, Waiting, with_keys};

/// Where offline SQL goes.
pub(crate) enum Output {
    /// Standard output.
    Stdout,
    /// A Python object with `write`.
    Buffer(Value),
}

/// What was running when an error left a step.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress {
    /// The step that was running.
    pub(crate) step: Option<Step>,
    /// Rows of the version table before that step.
    pub(crate) heads: Vec<String>,
    /// The operation that was running.
    pub(crate) operation: DeclaredAt,
    /// Its statement.
    pub(crate) statement: Option<String>,
    /// Commits of the connection before the step.
    pub(crate) n_commits: u64,
}

/// Mirrors `MigrationContext`.
pub(crate) struct MigrationContext {
    pub(crate) dialect: &'static dyn Dialect,
    pub(crate) url: Option<DatabaseUrl>,
    pub(crate) options: Options,
    pub(crate) as_sql: bool,
    pub(crate) connection: Value,
    pub(crate) session: Option<Rc<DatabaseSession>>,
    pub(crate) naming_convention: Value,
    pub(crate) naming: NamingConvention,
    pub(crate) version_table: VersionTable,
    /// Made at the first update: a run has one for each of its revisions.
    version_updates: OnceCell<Option<VersionUpdates>>,
    pub(crate) transactional_ddl: bool,
    transaction_per_migration: bool,
    in_external_transaction: bool,
    own_transaction: Cell<bool>,
    pub(crate) compile_options: CompileOptions,
    output: Output,
    pub(crate) starting_rev: Option<String>,
    resolve: Resolve,
    pub(crate) bind: RefCell<Value>,
    pub(crate) progress: Rc<RefCell<Progress>>,
    /// Named types that `op.create_table` made.
    named_types: RefCell<BTreeSet<NamedType>>,
    /// Offline SQL for a Python object, kept back while a revision may have to be taken back.
    pending: RefCell<Option<Vec<String>>>,
    /// What is known of the next step already.
    pub(crate) prepared: RefCell<Option<Prepared>>,
}

/// What a migration context is like before a revision.
pub(crate) struct Checkpoint {
    named_types: BTreeSet<NamedType>,
    mark: Option<Mark>,
    held: bool,
}

/// What `MigrationContext` is made from.
pub(crate) struct Parts {
    pub(crate) options: Options,
    pub(crate) as_sql: bool,
    pub(crate) connection: Value,
    pub(crate) session: Option<Rc<DatabaseSession>>,
    pub(crate) url: Option<DatabaseUrl>,
    pub(crate) dialect_name: String,
    pub(crate) naming_convention: Value,
    pub(crate) naming: NamingConvention,
    pub(crate) starting_rev: Option<String>,
    pub(crate) resolve: Resolve,
}

/// From a symbol to the identifier of its revision.
pub(crate) type Resolve = Rc<dyn Fn(&Vm, &str) -> PyResult<Option<String>>>;

impl MigrationContext {
    pub(crate) fn new(vm: &Vm, parts: Parts) -> PyResult<Rc<Self>> {
        let dialect = compile::dialect(vm, &parts.dialect_name)?;
        let options = parts.options;
        let version_table = VersionTable {
            name: Name::new(
                options
                    .text(vm, "version_table")?
                    .unwrap_or_else(|| "alembic_version".to_owned()),
            ),
            schema: options.text(vm, "version_table_schema")?.map(Name::from),
            primary_key: options.flag_opt(vm, "version_table_pk")?.unwrap_or(true),
        };
        let literal_binds = options.flag(vm, "literal_binds")?;
        if literal_binds && !parts.as_sql {
            return Err(alembic_bindings::command_error(
                vm,
                "Can't use literal_binds setting without as_sql mode",
            ));
        }
        let compile_options = if parts.as_sql {
            let driver = parts.url.as_ref().and_then(DatabaseUrl::driver);
            let mut own = CompileOptions::of_driver(dialect, driver);
            own.literal_binds = literal_binds;
            if let Some(style) = options.paramstyle(vm)? {
                own = own.with_paramstyle(style);
            }
            own.batch_separator = match dialect.features().name {
                "mssql" => options.text(vm, "mssql_batch_separator")?,
                "oracle" => options.text(vm, "oracle_batch_separator")?,
                _ => None,
            };
            own
        } else {
            let mut own = CompileOptions::online(driver_style(dialect.features().name));
            if let Some(session) = &parts.session {
                let version = session.server_version(vm)?;
                own.server_version = Some((
                    version.first().copied().unwrap_or(0),
                    version.get(1).copied().unwrap_or(0),
                ));
            }
            own
        };
        let transactional_ddl = options
            .flag_opt(vm, "transactional_ddl")?
            .unwrap_or(dialect.features().transactional_ddl);
        let buffer = options.get("output_buffer");
        let in_external_transaction = parts
            .session
            .as_ref()
            .is_some_and(|session| session.in_transaction());
        let context = Rc::new(Self {
            dialect,
            url: parts.url,
            transaction_per_migration: options.flag(vm, "transaction_per_migration")?,
            options,
            as_sql: parts.as_sql,
            connection: parts.connection,
            session: parts.session,
            naming_convention: parts.naming_convention,
            naming: parts.naming,
            version_table,
            version_updates: OnceCell::new(),
            transactional_ddl,
            in_external_transaction,
            own_transaction: Cell::new(false),
            compile_options,
            output: if buffer.is_none() {
                Output::Stdout
            } else {
                Output::Buffer(buffer)
            },
            starting_rev: parts.starting_rev,
            resolve: parts.resolve,
            bind: RefCell::new(Value::None),
            progress: Rc::default(),
            named_types: RefCell::default(),
            pending: RefCell::default(),
            prepared: RefCell::default(),
        });
        context.log_start(vm)?;
        let bind = if context.as_sql {
            let session: Rc<dyn Session> = OfflineSession::new(&context);
            alembic_bindings::connection_object(vm, session, None, false)?
        } else {
            context.connection.clone()
        };
        *context.bind.borrow_mut() = bind;
        Ok(context)
    }

    fn log_start(&self, vm: &Vm) -> PyResult<()> {
        let logger = "alembic.runtime.migration";
        log(
            vm,
            logger,
            "info",
            &format!("Context impl {}.", impl_name(self.dialect.features().name)),
        )?;
        if self.as_sql {
            log(vm, logger, "info", "Generating static SQL")?;
        }
        let word = if self.transactional_ddl {
            "transactional"
        } else {
            "non-transactional"
        };
        log(vm, logger, "info", &format!("Will assume {word} DDL."))
    }

    fn ctx(&self) -> Ctx<'_> {
        Ctx::new(self.dialect, &self.compile_options, &self.naming)
    }

    /// The session of online mode.
    pub(crate) fn session(&self, vm: &Vm) -> PyResult<&Rc<DatabaseSession>> {
        match &self.session {
            Some(session) => Ok(session),
            None => Err(vm.raise("AssertionError", "")),
        }
    }

    // Output of offline mode.

    /// `impl.static_output(text)`.
    pub(crate) fn static_output(&self, vm: &Vm, text: &str) -> PyResult<()> {
        let text = format!("{text}\n\n");
        match &self.output {
            Output::Stdout => {
                vm.write_stdout(&text);
                Ok(())
            }
            Output::Buffer(buffer) => {
                if let Some(pending) = &mut *self.pending.borrow_mut() {
                    pending.push(text);
                    return Ok(());
                }
                vm.call_method(buffer, "write", vec![Value::str(&text)])?;
                vm.call_method(buffer, "flush", Vec::new())?;
                Ok(())
            }
        }
    }

    // Taking back a revision.

    /// Remembers the state before a revision.
    pub(crate) fn checkpoint(&self) -> Checkpoint {
        let mark = self.session.as_ref().map(|session| session.mark());
        let held = self.as_sql && self.pending.borrow().is_none();
        if held {
            *self.pending.borrow_mut() = Some(Vec::new());
        }
        Checkpoint {
            named_types: self.named_types.borrow().clone(),
            mark,
            held,
        }
    }

    /// The revision stays.
    pub(crate) fn forget_checkpoint(&self, vm: &Vm, checkpoint: Checkpoint) -> PyResult<()> {
        if let Some(session) = &self.session {
            session.forget();
        }
        self.write_pending(vm, checkpoint.held)
    }

    /// Takes the revision back; the inner error says why that is not possible.
    pub(crate) fn return_to(
        &self,
        vm: &Vm,
        checkpoint: Checkpoint,
    ) -> PyResult<Result<(), String>> {
        if let (Some(session), Some(mark)) = (&self.session, checkpoint.mark)
            && let Err(reason) = session.return_to(vm, mark)?
        {
            self.write_pending(vm, checkpoint.held)?;
            return Ok(Err(reason));
        }
        if checkpoint.held {
            *self.pending.borrow_mut() = None;
        }
        *self.named_types.borrow_mut() = checkpoint.named_types;
        let mut progress = self.progress.borrow_mut();
        progress.operation = DeclaredAt::default();
        progress.statement = None;
        Ok(Ok(()))
    }

    fn write_pending(&self, vm: &Vm, held: bool) -> PyResult<()> {
        if !held {
            return Ok(());
        }
        let pieces = self.pending.take().unwrap_or_default();
        if let Output::Buffer(buffer) = &self.output {
            for piece in pieces {
                vm.call_method(buffer, "write", vec![Value::str(&piece)])?;
                vm.call_method(buffer, "flush", Vec::new())?;
            }
        }
        Ok(())
    }

    /// Lets the statements of a revision that only calls directives wait for each other.
    pub(crate) fn collect_statements(&self) {
        if let Some(session) = &self.session {
            session.collect(&self.progress);
        }
    }

    /// True if this database gains by statements that are sent together.
    pub(crate) fn can_collect(&self) -> bool {
        let session = self.session.as_ref();
        session.is_some_and(|session| session.can_collect())
    }

    /// Notes the statements that `evaluate` gives, in the place of running them. Nothing else comes of it.
    pub(crate) fn note_statements(
        &self,
        vm: &Vm,
        evaluate: impl FnOnce() -> PyResult<()>,
    ) -> PyResult<Vec<Waiting>> {
        let progress = self.progress.borrow().clone();
        let named_types = self.named_types.borrow().clone();
        let noted = self
            .session(vm)?
            .note_statements(vm, &self.progress, evaluate);
        *self.progress.borrow_mut() = progress;
        if noted.is_err() {
            *self.named_types.borrow_mut() = named_types;
        }
        noted
    }

    /// Runs statements that were noted.
    pub(crate) fn run_noted(&self, vm: &Vm, noted: Vec<Waiting>) -> PyResult<()> {
        self.collect_statements();
        self.session(vm)?.run_noted(vm, &self.progress, noted)
    }

    /// Sends the statements that wait; an error here came before anything that is yet to be reported.
    pub(crate) fn stop_collecting(&self, vm: &Vm) -> PyResult<()> {
        match &self.session {
            Some(session) => session.stop_collecting(vm),
            None => Ok(()),
        }
    }

    /// Runs or writes one compiled statement.
    pub(crate) fn emit(&self, vm: &Vm, statement: &Statement) -> PyResult<()> {
        if let StatementKind::NamedType(type_) = &statement.kind
            && !self.named_types.borrow_mut().insert(type_.clone())
        {
            return Ok(());
        }
        if self.as_sql {
            return self.write(vm, statement);
        }
        self.running(statement, || self.session(vm)?.run_statement(vm, statement))
    }

    fn write(&self, vm: &Vm, statement: &Statement) -> PyResult<()> {
        for chunk in offline::chunks(&self.ctx(), statement) {
            self.static_output(vm, &chunk)?;
        }
        Ok(())
    }

    /// Remembers the statement for a failure that does not name its own.
    fn running<R>(&self, statement: &Statement, run: impl FnOnce() -> PyResult<R>) -> PyResult<R> {
        let before = self.progress.borrow_mut().statement.take();
        self.progress.borrow_mut().statement = Some(statement.sql.clone());
        let outcome = run()?;
        self.progress.borrow_mut().statement = before;
        Ok(outcome)
    }

    /// Runs or writes a statement value.
    pub(crate) fn emit_sql_statement(&self, vm: &Vm, statement: &SqlStatement) -> PyResult<()> {
        let compiled =
            compile_statement(&self.ctx(), statement).map_err(|error| raise_compile(vm, &error))?;
        self.emit(vm, &compiled)?;
        Ok(())
    }

    // Operations.

    /// Runs an operation: all of its statements, in order.
    pub(crate) fn invoke(&self, vm: &Vm, operation: &Operation) -> PyResult<()> {
        let span = operation_span(operation);
        self.progress.borrow_mut().operation = span;
        match operation {
            Operation::Batch(op) => self.run_batch(vm, op)?,
            Operation::AddColumn(_)
            | Operation::DropColumn(_)
            | Operation::AlterColumn(_)
            | Operation::CreateTable(_)
            | Operation::DropTable(_)
            | Operation::RenameTable(_)
            | Operation::CreateIndex(_)
            | Operation::DropIndex(_)
            | Operation::CreatePrimaryKey(_)
            | Operation::CreateUniqueConstraint(_)
            | Operation::CreateForeignKey(_)
            | Operation::CreateCheckConstraint(_)
            | Operation::CreateExcludeConstraint(_)
            | Operation::DropConstraint(_)
            | Operation::CreateTableComment(_)
            | Operation::DropTableComment(_)
            | Operation::BulkInsert(_)
            | Operation::ExecuteSql(_)
            | Operation::ModifyTable(_)
            | Operation::Custom(_) => {
                let ctx = self.ctx();
                let executed = self.as_executed(operation);
                let statements = compile_operation(&ctx, &executed)
                    .map_err(|error| raise_compile(vm, &error))?;
                self.warn(vm, &ctx)?;
                for statement in &statements {
                    self.emit(vm, statement)?;
                }
            }
        }
        self.progress.borrow_mut().operation = DeclaredAt::default();
        Ok(())
    }

    /// An executed INSERT without values has no columns; a written one has all.
    fn as_executed<'o>(&self, operation: &'o Operation) -> Cow<'o, Operation> {
        match operation {
            Operation::ExecuteSql(op) if !self.as_sql => {
                let mut op = op.clone();
                op.statement = with_keys(&op.statement, &[]);
                Cow::Owned(Operation::ExecuteSql(op))
            }
            other => Cow::Borrowed(other),
        }
    }

    fn run_batch(&self, vm: &Vm, op: &alembic_schema::ops::BatchOp) -> PyResult<()> {
        let ctx = self.ctx();
        let reflected = if batch::needs_recreate(&ctx, op) && op.copy_from.is_none() && !self.as_sql
        {
            let schema = op.schema.as_ref().map(|schema| schema.text.to_string());
            let tables = self.session(vm)?.reflect(vm, schema.as_deref())?;
            let mut found = tables
                .tables
                .iter()
                .find(|table| table.name.text == op.table.text)
                .cloned();
            if let Some(table) = &mut found {
                let listeners = alembic_bindings::batch_listeners(vm, op);
                let included = op.reflect_include.as_deref();
                alembic_bindings::heard_by_batch(vm, table, included, &listeners)?;
                // Alembic's own `column_reflect` listener of a batch comes last.
                if self.dialect.features().name == "sqlite" {
                    alembic_dialect::sqlite::reflect::autogen_columns(table);
                }
            }
            if found.is_none() {
                let class = vm
                    .import("sqlalchemy.exc")
                    .and_then(|module| vm.getattr(&module, "NoSuchTableError"))?;
                return Err(match class {
                    Value::Class(class) => vm.raise_class(&class, op.table.as_str()),
                    _ => vm.raise("KeyError", op.table.as_str()),
                });
            }
            found
        } else {
            None
        };
        let left_out = match &reflected {
            Some(table) => self.left_out(vm, table)?,
            None => Vec::new(),
        };
        let plan =
            batch::plan(&ctx, op, reflected.as_ref()).map_err(|error| raise_compile(vm, &error))?;
        self.warn(vm, &ctx)?;
        for (position, statement) in plan.statements.iter().enumerate() {
            if let Err(error) = self.emit(vm, statement) {
                if plan.guarded.contains(&position)
                    && let Some(cleanup) = &plan.cleanup
                {
                    // The first error is the one to report.
                    let _ = self.emit(vm, cleanup);
                }
                return Err(error);
            }
        }
        if let Some(table) = &reflected {
            self.check_copy(vm, table, &left_out)?;
        }
        Ok(())
    }

    /// What the database has of a table and reflection does not tell.
    fn left_out(&self, vm: &Vm, table: &alembic_schema::Table) -> PyResult<Vec<String>> {
        if self.dialect.features().name != "sqlite" {
            return Ok(Vec::new());
        }
        let schema = table.schema.as_ref().map(|schema| schema.text.as_str());
        self.session(vm)?.left_out(vm, schema, table.name.as_str())
    }

    /// After a batch that made a table anew: says what the copy does not have, and asks SQLite whether foreign
    /// keys still hold where the connection enforces them. Ours: Alembic loses these things without a word.
    fn check_copy(
        &self,
        vm: &Vm,
        table: &alembic_schema::Table,
        left_out: &[String],
    ) -> PyResult<()> {
        if self.dialect.features().name != "sqlite" {
            return Ok(());
        }
        let name = table.name.as_str();
        let mut lost = left_out.to_vec();
        if !lost.is_empty() {
            // The batch may have given it itself, `table_kwargs={"sqlite_autoincrement": True}` say.
            let present = self.left_out(vm, table)?;
            lost.retain(|item| !present.contains(item));
        }
        if !lost.is_empty() {
            say(&format!(
                "warning: batch mode made table `{name}` anew, as Alembic does, without: {}\n  create it again in this \
                 revision, or pass `copy_from` or `table_args` to batch_alter_table()\n",
                lost.join(", ")
            ));
        }
        if self.session(vm)?.has_dangling_references(vm)? {
            say(&format!(
                "warning: after the batch of table `{name}` there are rows whose foreign keys refer to nothing \
                 (PRAGMA foreign_key_check)\n"
            ));
        }
        Ok(())
    }

    fn warn(&self, vm: &Vm, ctx: &Ctx<'_>) -> PyResult<()> {
        for warning in ctx.warnings().iter() {
            vm.warn("UserWarning", &warning.message)?;
        }
        Ok(())
    }

    // Transactions.

    /// What `begin_transaction()` does when it is entered; true if the block ends something when it is left.
    pub(crate) fn enter_transaction(&self, vm: &Vm, per_migration: bool) -> PyResult<bool> {
        if self.in_external_transaction {
            return Ok(false);
        }
        let now = if self.transactional_ddl {
            per_migration == self.transaction_per_migration
        } else {
            per_migration
        };
        if !now {
            return Ok(false);
        }
        if self.as_sql {
            if !self.transactional_ddl {
                return Ok(false);
            }
            for chunk in offline::begin(&self.ctx()) {
                self.static_output(vm, &chunk)?;
            }
            return Ok(true);
        }
        if !self.transactional_ddl && self.own_transaction.get() {
            return Ok(false);
        }
        let session = self.session(vm)?;
        if !session.in_transaction() {
            session.begin(vm)?;
        }
        self.own_transaction.set(true);
        Ok(true)
    }

    /// What leaving the block does.
    pub(crate) fn leave_transaction(&self, vm: &Vm, failed: bool) -> PyResult<()> {
        if self.as_sql {
            if failed {
                return Ok(());
            }
            for chunk in offline::commit(&self.ctx()) {
                self.static_output(vm, &chunk)?;
            }
            return Ok(());
        }
        self.own_transaction.set(false);
        let session = self.session(vm)?;
        if failed {
            session.rollback(vm)
        } else {
            session.commit(vm)
        }
    }

    /// `autocommit_block()`: entered.
    pub(crate) fn enter_autocommit(&self, vm: &Vm) -> PyResult<()> {
        if self.as_sql {
            if self.transactional_ddl {
                for chunk in offline::commit(&self.ctx()) {
                    self.static_output(vm, &chunk)?;
                }
            }
            return Ok(());
        }
        let session = self.session(vm)?;
        if session.in_transaction() && !self.own_transaction.get() {
            // The transaction is that of env.py, `with engine.begin()` say, which is not ours to commit.
            return Err(vm.raise("AssertionError", ""));
        }
        session.commit(vm)?;
        session.set_isolation_level(vm, "AUTOCOMMIT")?;
        Ok(())
    }

    /// `autocommit_block()`: left.
    pub(crate) fn leave_autocommit(&self, vm: &Vm) -> PyResult<()> {
        if self.as_sql {
            if self.transactional_ddl {
                for chunk in offline::begin(&self.ctx()) {
                    self.static_output(vm, &chunk)?;
                }
            }
            return Ok(());
        }
        let session = self.session(vm)?;
        session.commit(vm)?;
        session.set_isolation_level(vm, "DEFAULT")?;
        if self.own_transaction.get() {
            session.begin(vm)?;
        }
        Ok(())
    }

    // The version table.

    /// True if the version table exists.
    pub(crate) fn has_version_table(&self, vm: &Vm) -> PyResult<bool> {
        let schema = self
            .version_table
            .schema
            .as_ref()
            .map(|schema| schema.text.to_string());
        let sql = reflection::has_table_query(
            self.dialect.features().name,
            self.version_table.name.as_str(),
            schema.as_deref(),
        );
        Ok(!self.session(vm)?.query(vm, &sql)?.is_empty())
    }

    /// `get_current_heads()`.
    pub(crate) fn current_heads(&self, vm: &Vm) -> PyResult<Vec<String>> {
        if self.as_sql {
            return Ok(match self.starting_rev.as_deref() {
                None | Some("base") => Vec::new(),
                Some(symbol) => (self.resolve)(vm, symbol)?.into_iter().collect(),
            });
        }
        if self.starting_rev.is_some() {
            return Err(alembic_bindings::command_error(
                vm,
                "Can't specify current_rev to context when using a database connection",
            ));
        }
        if !self.has_version_table(vm)? {
            return Ok(Vec::new());
        }
        let statement = self
            .version_table
            .select(&self.ctx())
            .map_err(|error| raise_compile(vm, &error))?;
        let rows = self.session(vm)?.query(vm, &statement.sql)?;
        Ok(rows
            .into_iter()
            .filter_map(|row| row.into_iter().next().flatten())
            .collect())
    }

    /// `_ensure_version_table()`: creates it if it is missing, deletes its rows if asked.
    pub(crate) fn ensure_version_table(&self, vm: &Vm, purge: bool) -> PyResult<()> {
        let create = self
            .version_table
            .create(&self.ctx())
            .map_err(|error| raise_compile(vm, &error))?;
        if self.as_sql {
            self.emit(vm, &create)?;
            return Ok(());
        }
        let session = self.session(vm)?;
        // Alembic commits here only if nothing was begun (`_ensure_scope_for_ddl`).
        let own_scope = !session.in_transaction();
        if !self.has_version_table(vm)? {
            if self.dialect.features().name == "sqlite" {
                session.run_outside(vm, &create.sql)?;
            } else {
                self.emit(vm, &create)?;
            }
        }
        if purge {
            let table = self.version_table.table();
            let delete = alembic_schema::expr::Delete {
                table: alembic_schema::expr::TableRef {
                    schema: table.schema.clone(),
                    ..alembic_schema::expr::TableRef::new(table.name)
                },
                where_: Vec::new(),
                returning: Vec::new(),
                prefixes: Vec::new(),
                hints: Vec::new(),
                ctes: Vec::new(),
            };
            self.emit_sql_statement(vm, &SqlStatement::Delete(Box::new(delete)))?;
        }
        if own_scope {
            session.commit(vm)?;
        }
        Ok(())
    }

    /// The statement that replaces one revision by another in the version table.
    fn version_update(
        &self,
        ctx: &Ctx<'_>,
        from: &str,
        to: &str,
    ) -> alembic_dialect::Result<Statement> {
        let updates = || self.version_table.updates(ctx).ok();
        let known = self.version_updates.get_or_init(updates).as_ref();
        match known.and_then(|updates| updates.statement(from, to)) {
            Some(statement) => Ok(statement),
            None => self.version_table.update(ctx, from, to),
        }
    }

    /// Writes the changes of a step to the version table.
    fn write_versions(
        &self,
        vm: &Vm,
        changes: &[VersionChange],
        meanwhile: &mut dyn FnMut(),
    ) -> PyResult<()> {
        let ctx = self.ctx();
        for change in changes {
            let compiled = match change {
                VersionChange::Insert(id) => self.version_table.insert(&ctx, id),
                VersionChange::Update { from, to } => self.version_update(&ctx, from, to),
                VersionChange::Delete(id) => self.version_table.delete(&ctx, id),
            };
            let statement = compiled.map_err(|error| raise_compile(vm, &error))?;
            if self.as_sql {
                self.write(vm, &statement)?;
                continue;
            }
            let session = self.session(vm)?;
            let count = self.running(&statement, || {
                session.count_statement(vm, &statement, meanwhile)
            })?;
            if count != 1 {
                let table = match &self.version_table.schema {
                    Some(schema) => format!("{}.{}", schema.text, self.version_table.name.text),
                    None => self.version_table.name.text.to_string(),
                };
                let what = match change {
                    VersionChange::Update { from, to } => {
                        format!("when updating '{from}' to '{to}'")
                    }
                    VersionChange::Delete(id) => format!("when deleting '{id}'"),
                    VersionChange::Insert(_) => continue,
                };
                return Err(alembic_bindings::command_error(
                    vm,
                    format!(
                        "Online migration expected to match one row {what} in '{table}'; {count} found"
                    ),
                ));
            }
        }
        Ok(())
    }

    // Steps.

    /// Mirrors `MigrationContext.run_migrations`, from the rows to the last step.
    pub(crate) fn run_steps(&self, vm: &Vm, run: &StepRun<'_>) -> PyResult<()> {
        let heads = if run.purge {
            if self.as_sql {
                return Err(alembic_bindings::command_error(
                    vm,
                    "Can't use --purge with --sql mode",
                ));
            }
            self.ensure_version_table(vm, true)?;
            Vec::new()
        } else {
            let heads = self.current_heads(vm)?;
            if !self.as_sql && heads.is_empty() && !run.dont_mutate {
                self.ensure_version_table(vm, false)?;
            }
            heads
        };
        let mut maintainer = HeadMaintainer::new(&heads);
        let steps = (run.work)(&heads).map_err(|failure| raise(vm, failure))?;
        (run.foresee)(vm, &steps)?;
        for step in &steps {
            (run.look_up)(vm, step)?;
        }
        vm.parse_ahead(steps.iter().filter_map(|step| step.path.as_deref()));
        for (position, step) in steps.iter().enumerate() {
            *self.progress.borrow_mut() = Progress {
                step: Some(step.clone()),
                heads: maintainer.heads().to_vec(),
                n_commits: self
                    .session
                    .as_ref()
                    .map_or(0, |session| session.n_commits()),
                ..Progress::default()
            };
            let ends = self.enter_transaction(vm, true)?;
            if let Some(session) = &self.session {
                session.set_atomic(!self.transactional_ddl && ends);
            }
            let next = steps.get(position + 1);
            let outcome = self.run_step(vm, run, (step, next), &mut maintainer);
            if let Some(session) = &self.session {
                session.set_atomic(false);
            }
            match outcome {
                Ok(()) => {
                    if ends {
                        self.leave_transaction(vm, false)?;
                    }
                }
                Err(error) => {
                    if ends {
                        // The first error is the one to report.
                        let _ = self.leave_transaction(vm, true);
                    }
                    return Err(error);
                }
            }
            *self.progress.borrow_mut() = Progress::default();
        }
        Ok(())
    }

    /// Tells that a step begins.
    pub(crate) fn announce(&self, vm: &Vm, step: &Step) -> PyResult<()> {
        log(
            vm,
            "alembic.runtime.migration",
            "info",
            &format!("Running {}", step.log_text()),
        )?;
        if self.as_sql {
            self.static_output(vm, &format!("-- Running {}", step.short_log()))?;
        }
        Ok(())
    }

    fn run_step(
        &self,
        vm: &Vm,
        run: &StepRun<'_>,
        (step, next): (&Step, Option<&Step>),
        maintainer: &mut HeadMaintainer,
    ) -> PyResult<()> {
        if self.as_sql && maintainer.heads().is_empty() {
            let create = self
                .version_table
                .create(&self.ctx())
                .map_err(|error| raise_compile(vm, &error))?;
            self.emit(vm, &create)?;
        }
        (run.migrate)(vm, step, &run.arguments)?;
        let changes = (run.bookkeeping)(maintainer, step).map_err(|failure| raise(vm, failure));
        if changes.is_err() {
            self.stop_collecting(vm)?;
        }
        let changes = changes?;
        log(vm, "alembic.runtime.migration", "debug", &changes.log)?;
        let mut next = next;
        self.write_versions(vm, &changes.changes, &mut || {
            if let Some(next) = next.take() {
                (run.prepare)(vm, next, &run.arguments);
            }
        })?;
        self.stop_collecting(vm)?;
        (run.applied)(vm, step, maintainer.heads(), &run.arguments)
    }
}

/// What a run of steps needs from its surroundings.
pub(crate) struct StepRun<'a> {
    pub(crate) purge: bool,
    pub(crate) dont_mutate: bool,
    pub(crate) arguments: Keywords,
    /// From the rows of the version table to the steps.
    pub(crate) work: &'a dyn Fn(&[String]) -> Result<Vec<Step>, Failure>,
    /// Finds `upgrade()` or `downgrade()` of the step's revision: all of them, before the first one runs.
    pub(crate) look_up: &'a dyn Fn(&Vm, &Step) -> PyResult<()>,
    /// Gets Python ready if a step will need it.
    pub(crate) foresee: &'a dyn Fn(&Vm, &[Step]) -> PyResult<()>,
    /// Announces the step and calls `upgrade()` or `downgrade()` of its revision.
    pub(crate) migrate: &'a dyn Fn(&Vm, &Step, &Keywords) -> PyResult<()>,
    /// Evaluates what it can of the next step, while the server works on this one.
    pub(crate) prepare: &'a dyn Fn(&Vm, &Step, &Keywords),
    /// The changes of the version table for a step.
    pub(crate) bookkeeping: &'a dyn Fn(
        &mut HeadMaintainer,
        &Step,
    )
        -> Result<alembic_script::heads::VersionChanges, Failure>,
    /// `on_version_apply` callbacks.
    pub(crate) applied: &'a dyn Fn(&Vm, &Step, &[String], &Keywords) -> PyResult<()>,
}

/// The migration context as the command's work sees it.
pub(crate) struct WorkView<'a> {
    pub(crate) vm: &'a Vm,
    pub(crate) context: &'a MigrationContext,
}

impl WorkView<'_> {
    fn fail<T>(&self, outcome: PyResult<T>) -> Result<T, Failure> {
        outcome.map_err(|error| crate::failures::from_unwind(self.vm, &error, None))
    }
}

impl WorkContext for WorkView<'_> {
    fn url_without_password(&self) -> Result<String, Failure> {
        match (&self.context.session, &self.context.url) {
            (Some(session), _) => Ok(session.url().render_as_string(true)),
            (None, Some(url)) => Ok(url.render_as_string(true)),
            (None, None) => Err(Failure::exception(
                "AttributeError",
                "'NoneType' object has no attribute 'engine'",
            )),
        }
    }

    fn current_heads(&self) -> Result<Vec<String>, Failure> {
        self.fail(self.context.current_heads(self.vm))
    }

    fn ensure_version_table(&self) -> Result<(), Failure> {
        self.fail(self.context.ensure_version_table(self.vm, false))
    }
}

/// The class name of Alembic's impl for a dialect.
pub(crate) fn impl_name(dialect: &str) -> &'static str {
    match dialect {
        "sqlite" => "SQLiteImpl",
        "postgresql" => "PostgresqlImpl",
        "mysql" => "MySQLImpl",
        "mariadb" => "MariaDBImpl",
        "mssql" => "MSSQLImpl",
        "oracle" => "OracleImpl",
        _ => "DefaultImpl",
    }
}

/// Where an operation was called.
fn operation_span(operation: &Operation) -> DeclaredAt {
    match operation {
        Operation::AddColumn(op) => op.span,
        Operation::DropColumn(op) => op.span,
        Operation::AlterColumn(op) => op.span,
        Operation::CreateTable(op) => op.span,
        Operation::DropTable(op) => op.span,
        Operation::RenameTable(op) => op.span,
        Operation::CreateIndex(op) => op.span,
        Operation::DropIndex(op) => op.span,
        Operation::CreatePrimaryKey(op) => op.span,
        Operation::CreateUniqueConstraint(op) => op.span,
        Operation::CreateForeignKey(op) => op.span,
        Operation::CreateCheckConstraint(op) => op.span,
        Operation::CreateExcludeConstraint(op) => op.span,
        Operation::DropConstraint(op) => op.span,
        Operation::CreateTableComment(op) => op.span,
        Operation::DropTableComment(op) => op.span,
        Operation::BulkInsert(op) => op.span,
        Operation::ExecuteSql(op) => op.span,
        Operation::ModifyTable(_) | Operation::Custom(_) => DeclaredAt::default(),
        Operation::Batch(op) => op.span,
    }
}

//! The runtime as the bindings see it: `context.*`, `op.*` and connections.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use alembic_bindings::convert;
use alembic_bindings::host::{EngineSpec, Host, Session, has_named_type};
use alembic_bindings::{command_error, config_object};
use alembic_config::{Config, DatabaseUrl};
use alembic_dialect::StatementKind;
use alembic_python::{Keywords, PyResult, Value, Vm};
use alembic_schema::expr::{DdlStatement, SqlStatement};
use alembic_schema::ops::Operation;
use alembic_schema::{NamingConvention, SqlType};
use alembic_script::environment::DestinationRev;
use alembic_script::revision_map::Symbol;
use alembic_script::{EnvironmentRequest, Failure, GeneratedRevision, Step, TemplateValue, Work};
use indexmap::IndexMap;

use crate::compile;
use crate::context_object;
use crate::failures::{raise, raise_database};
use crate::migration::{MigrationContext, Parts, Resolve, StepRun, WorkView};
use crate::options::Options;
use crate::script_object;
use crate::session::DatabaseSession;
use crate::sql_log::SqlLog;
use crate::worker::fall_back;
use crate::worker::output::Output;

/// One run of `env.py`.
pub(crate) struct RuntimeHost {
    pub(crate) config: Rc<Config>,
    pub(crate) config_value: Value,
    pub(crate) request: Option<EnvironmentRequest>,
    pub(crate) options: RefCell<Options>,
    pub(crate) context: RefCell<Option<Rc<MigrationContext>>>,
    context_value: RefCell<Value>,
    sessions: RefCell<Vec<Rc<DatabaseSession>>>,
    pub(crate) generated: RefCell<Vec<GeneratedRevision>>,
    pub(crate) template_args: RefCell<IndexMap<String, TemplateValue>>,
    pub(crate) has_run: Cell<bool>,
    /// Commits before `run_migrations()`.
    n_commits_before: Cell<u64>,
    /// What `env.py` printed, while it may have to start again.
    pub(crate) held_output: RefCell<Option<Rc<Output>>>,
    /// The functions of `alembic.op` may be called.
    operations_open: Cell<bool>,
    /// Operations that `op.*` functions make while they are not to be run.
    pub(crate) recorded: RefCell<Option<Vec<Operation>>>,
    /// Only `target_metadata` is wanted: nothing is connected to. Those of all calls of `configure()`.
    targets: Option<RefCell<Vec<Value>>>,
    /// The URL of the connection that was tried last, without its password.
    pub(crate) attempted: RefCell<Option<String>>,
}

impl RuntimeHost {
    pub(crate) fn new(
        vm: &Vm,
        config: &Rc<Config>,
        request: Option<EnvironmentRequest>,
    ) -> Rc<Self> {
        let mut options = Options::default();
        if let Some(request) = &request {
            options.set("tag".into(), Value::from(request.tag.clone()));
        }
        let template_args = request
            .as_ref()
            .and_then(|request| request.template_args.clone())
            .unwrap_or_default();
        Rc::new(Self {
            config: config.clone(),
            config_value: config_object(vm, config.clone()),
            request,
            options: RefCell::new(options),
            context: RefCell::default(),
            context_value: RefCell::new(Value::None),
            sessions: RefCell::default(),
            generated: RefCell::default(),
            template_args: RefCell::new(template_args),
            has_run: Cell::new(false),
            n_commits_before: Cell::new(0),
            held_output: RefCell::default(),
            operations_open: Cell::new(false),
            recorded: RefCell::default(),
            targets: None,
            attempted: RefCell::default(),
        })
    }

    /// A run of `env.py` for its `target_metadata` only.
    pub(crate) fn for_reading(
        vm: &Vm,
        config: &Rc<Config>,
        request: EnvironmentRequest,
    ) -> Rc<Self> {
        let mut host = Self::new(vm, config, Some(request));
        if let Some(host) = Rc::get_mut(&mut host) {
            host.targets = Some(RefCell::default());
        }
        host
    }

    /// What [`Self::for_reading`] has found.
    pub(crate) fn targets(&self) -> Vec<Value> {
        self.targets
            .as_ref()
            .map(|targets| targets.borrow().clone())
            .unwrap_or_default()
    }

    /// Rolls back and closes what `env.py` left open.
    pub(crate) fn close(&self, vm: &Vm) {
        for session in self.sessions.borrow().iter() {
            // The process ends anyway; an error here would hide the one that matters.
            let _ = session.close(vm);
        }
    }

    fn request(&self, vm: &Vm) -> PyResult<&EnvironmentRequest> {
        match &self.request {
            Some(request) => Ok(request),
            None => Err(vm.raise("NameError", "Can't invoke function, as the proxy object has not yet been established for the Alembic 'EnvironmentContext' class.  Try placing this code inside a callable.")),
        }
    }

    pub(crate) fn context(&self, vm: &Vm) -> PyResult<Rc<MigrationContext>> {
        match &*self.context.borrow() {
            Some(context) => Ok(context.clone()),
            None => Err(vm.raise("Exception", "No context has been configured yet.")),
        }
    }

    /// Lets the functions of `alembic.op` be called until the guard is dropped.
    fn open_operations(&self) -> OpenOperations<'_> {
        OpenOperations {
            host: self,
            before: self.operations_open.replace(true),
        }
    }

    /// The migration context for these options.
    pub(crate) fn make_context(
        &self,
        vm: &Vm,
        options: Options,
        as_sql: bool,
    ) -> PyResult<Rc<MigrationContext>> {
        let request = self.request(vm)?;
        let connection = options.get("connection");
        let (session, url, dialect_name) = if !connection.is_none() {
            let session = self.session_of(vm, &connection)?;
            let name = session.dialect_name();
            (Some(session.clone()), Some(session.url()), name)
        } else if let Some(text) = options.text(vm, "url")? {
            let url = match options.get("url") {
                Value::Object(object) if object.payload::<DatabaseUrl>().is_some() => {
                    match object.payload::<DatabaseUrl>() {
                        Some(url) => url.clone(),
                        None => DatabaseUrl::default(),
                    }
                }
                _ => DatabaseUrl::parse(&text).map_err(|error| {
                    let class = vm
                        .import("sqlalchemy.exc")
                        .and_then(|module| vm.getattr(&module, "ArgumentError"));
                    match class {
                        Ok(Value::Class(class)) => vm.raise_class(&class, error.to_string()),
                        _ => vm.raise("ValueError", error.to_string()),
                    }
                })?,
            };
            let name = url.backend_name().to_owned();
            (None, Some(url), name)
        } else if let Some(name) = options.text(vm, "dialect_name")? {
            (None, None, name)
        } else {
            return Err(vm.raise("Exception", "Connection, url, or dialect_name is required."));
        };
        let (naming_convention, naming) = self.naming_convention(vm, &options)?;
        let starting_rev = self.starting_rev(vm, &options)?;
        let script = request.script.clone();
        let resolve: Resolve = Rc::new(move |vm, symbol| {
            let found = script
                .get_revision(Some(symbol))
                .map_err(|failure| raise(vm, failure))?;
            denoted_id(&script, found).map_err(|failure| raise(vm, failure))
        });
        let parts = Parts {
            resolve,
            as_sql,
            connection: if as_sql { Value::None } else { connection },
            session: if as_sql { None } else { session },
            url,
            dialect_name,
            naming_convention,
            naming,
            starting_rev,
            options,
        };
        MigrationContext::new(vm, parts)
    }

    /// The migration context as a Python object.
    pub(crate) fn context_value(&self) -> Value {
        self.context_value.borrow().clone()
    }

    fn as_sql(&self) -> bool {
        self.request.as_ref().is_some_and(|request| request.as_sql)
    }

    /// The session behind the `connection` argument.
    fn session_of(&self, vm: &Vm, connection: &Value) -> PyResult<Rc<DatabaseSession>> {
        vm.require_concrete(connection, "the `connection` of context.configure()")?;
        if let Value::Object(object) = connection
            && let Some(session) = object.payload::<Rc<dyn Session>>()
        {
            for known in self.sessions.borrow().iter() {
                let erased: Rc<dyn Session> = known.clone();
                if Rc::ptr_eq(&erased, &session) {
                    return Ok(known.clone());
                }
            }
        }
        Err(command_error(
            vm,
            format!(
                "'connection' argument to configure() is expected to be a sqlalchemy.engine.Connection instance, got {}",
                vm.repr(connection)?
            ),
        ))
    }

    fn naming_convention(&self, vm: &Vm, options: &Options) -> PyResult<(Value, NamingConvention)> {
        let metadata = options.get("target_metadata");
        // A list of MetaData has no convention of its own; that of an opaque one decides about names.
        if matches!(metadata, Value::Opaque(_)) {
            let value = convert::schema::naming_convention(vm, &metadata)?;
            return Ok((metadata, value));
        }
        let convention = match &metadata {
            // Reading the attribute of a `MetaData` as programs do would evaluate every model first.
            Value::Object(object) if convert::is_metadata(vm, &metadata)? => {
                Ok(object.get("naming_convention"))
            }
            _ => vm.getattr_opt(&metadata, "naming_convention"),
        };
        match convention {
            Ok(Some(convention)) if convention.as_dict().is_some() => {
                let value = convert::schema::naming_convention(vm, &convention)?;
                Ok((convention, value))
            }
            _ => Ok((Value::None, NamingConvention::default())),
        }
    }

    /// A limit if steps are to run whose names depend on a convention that Python can tell.
    fn require_convention(&self, vm: &Vm, context: &MigrationContext) -> PyResult<()> {
        let request = self.request(vm)?;
        let (Some(reason), Work::Steps(work)) = (&context.naming.unknown, &request.work) else {
            return Ok(());
        };
        // Only `upgrade` and `downgrade` have one destination; what others do with the rows may print.
        let has_steps = matches!(request.destination_rev, DestinationRev::One(_));
        if self.has_run.get() || !has_steps || !fall_back::is_possible(vm)? {
            return Ok(());
        }
        let heads = context.current_heads(vm)?;
        let view = WorkView { vm, context };
        match work(&heads, &view) {
            Ok(steps) if steps.iter().any(|step| step.path.is_some()) => {
                Err(vm.unsupported(reason.clone()))
            }
            // What is wrong with the steps is told when they run.
            _ => Ok(()),
        }
    }

    fn starting_rev(&self, vm: &Vm, options: &Options) -> PyResult<Option<String>> {
        let request = self.request(vm)?;
        Ok(match options.text(vm, "starting_rev")? {
            Some(given) => Some(given),
            None => request.starting_rev.clone(),
        })
    }

    /// `script.as_revision_number()` as a Python value.
    fn revision_number(&self, vm: &Vm, text: Option<&str>) -> PyResult {
        let symbol: Symbol = self
            .request(vm)?
            .script
            .as_revision_number(text)
            .map_err(|failure| raise(vm, failure))?;
        Ok(match symbol.to_list() {
            None => Value::None,
            Some(list) => match (list.as_slice(), &symbol) {
                ([one], Symbol::One(_)) => Value::str(one),
                _ => Value::tuple(list.iter().map(Value::str).collect()),
            },
        })
    }

    fn migrate(&self, vm: &Vm, step: &Step, arguments: &Keywords) -> PyResult<()> {
        let context = self.context(vm)?;
        let Some(path) = &step.path else {
            return context.announce(vm, step);
        };
        fall_back::run_revision(vm, self, &context, step, path, arguments)
    }

    // Connections by number, for the worker.

    pub(crate) fn session_by_number(&self, number: usize) -> Option<Rc<DatabaseSession>> {
        self.sessions.borrow().get(number).cloned()
    }

    pub(crate) fn number_of_session(&self, session: &Rc<DatabaseSession>) -> Option<i64> {
        let sessions = self.sessions.borrow();
        let found = sessions.iter().position(|known| Rc::ptr_eq(known, session));
        found.and_then(|number| i64::try_from(number).ok())
    }

    /// The number of the connection that was opened last.
    pub(crate) fn last_session_number(&self) -> i64 {
        i64::try_from(self.sessions.borrow().len()).unwrap_or(0) - 1
    }

    /// The files of all revisions.
    pub(crate) fn revision_paths(&self, vm: &Vm) -> PyResult<Vec<String>> {
        let map = self.request(vm)?.script.map();
        let map = map.map_err(|failure| raise(vm, failure))?;
        let mut paths: Vec<String> = map
            .revisions()
            .iter()
            .map(|revision| revision.path.display().to_string())
            .collect();
        paths.sort_unstable();
        Ok(paths)
    }

    /// True if the command needs the tables of the models.
    pub(crate) fn compares_models(&self) -> bool {
        match self.request.as_ref().map(|request| &request.work) {
            Some(Work::Revision(arguments)) => arguments.autogenerate,
            Some(Work::Steps(_)) | None => false,
        }
    }

    /// True if `env.py` can be run again from its start: nothing is in the database, no revision was begun.
    pub(crate) fn can_start_again(&self) -> bool {
        let is_revision = matches!(
            self.request.as_ref().map(|request| &request.work),
            Some(Work::Revision(_))
        );
        let n_commits = if self.has_run.get() {
            // What the comparison itself has made, the version table, it makes once.
            self.n_commits_before.get()
        } else {
            self.n_commits()
        };
        (is_revision || !self.has_run.get()) && n_commits == 0
    }

    fn n_commits(&self) -> u64 {
        let sessions = self.sessions.borrow();
        sessions.iter().map(|session| session.n_commits()).sum()
    }

    fn applied(
        &self,
        vm: &Vm,
        context: &MigrationContext,
        step: &Step,
        heads: &[String],
        arguments: &Keywords,
    ) -> PyResult<()> {
        let callbacks = context.options.get("on_version_apply");
        if callbacks.is_none() {
            return Ok(());
        }
        let list = match callbacks.as_sequence() {
            Some(list) => list,
            None => vec![callbacks],
        };
        let info = script_object::step_info(vm, &self.request(vm)?.script, step)?;
        let run_args = alembic_python::Dict::new();
        for (name, value) in arguments {
            run_args.set_str(&name.text(), value.clone());
        }
        for callback in list {
            let heads = alembic_python::Set::from_items(vm, heads.iter().map(Value::str))?;
            vm.call_keywords(
                &callback,
                Vec::new(),
                vec![
                    ("ctx".into(), self.context_value()),
                    ("step".into(), info.clone()),
                    ("heads".into(), Value::Set(heads)),
                    ("run_args".into(), Value::Dict(run_args.clone())),
                ],
            )?;
        }
        Ok(())
    }

    fn table_ddl(&self, vm: &Vm, arguments: &[Value]) -> PyResult {
        let [Value::Object(object), create, _, bind] = arguments else {
            return Err(vm.type_error("table_ddl needs a table"));
        };
        let table = convert::table(vm, object)?;
        let operation = if create.as_bool() == Some(true) {
            SqlStatements::Create(Box::new(table))
        } else {
            SqlStatements::Drop(Box::new(table))
        };
        operation.run(vm, bind)?;
        Ok(Value::None)
    }
}

/// `Table.create()` and `Table.drop()` as statements of a session.
enum SqlStatements {
    Create(Box<alembic_schema::Table>),
    Drop(Box<alembic_schema::Table>),
}

impl SqlStatements {
    fn run(&self, vm: &Vm, bind: &Value) -> PyResult<()> {
        let (session, dialect) = match bind {
            Value::Object(object) => match object.payload::<Rc<dyn Session>>() {
                Some(session) => {
                    let name = session.dialect_name();
                    (session.clone(), compile::dialect(vm, &name)?)
                }
                None => return Err(vm.type_error("a Connection is needed")),
            },
            _ => return Err(vm.type_error("a Connection is needed")),
        };
        match self {
            Self::Create(table) => {
                let options = alembic_dialect::CompileOptions::online(compile::driver_style(
                    dialect.features().name,
                ));
                let naming = NamingConvention::default();
                let ctx = alembic_dialect::Ctx::new(dialect, &options, &naming);
                let statements = alembic_dialect::create_table(&ctx, table, false)
                    .map_err(|error| crate::failures::raise_compile(vm, &error))?;
                for statement in statements {
                    // The types of the table are made by `checkfirst`, as SQLAlchemy's events do.
                    if let StatementKind::NamedType(type_) = &statement.kind
                        && has_named_type(vm, &session, type_.schema.as_deref(), &type_.name)?
                    {
                        continue;
                    }
                    session.execute_text(vm, &statement.sql)?;
                }
            }
            Self::Drop(table) => {
                session.execute(
                    vm,
                    &SqlStatement::Ddl(Box::new(DdlStatement::DropTable {
                        table: table.clone(),
                        if_exists: false,
                    })),
                    &[],
                )?;
            }
        }
        Ok(())
    }
}

/// The identifier of what a symbol denotes.
fn denoted_id(
    script: &alembic_script::ScriptDirectory,
    found: alembic_script::revision_map::Denoted,
) -> Result<Option<String>, Failure> {
    let missing = |kind: &str| {
        Failure::exception(
            "AttributeError",
            format!("'{kind}' object has no attribute 'revision'"),
        )
    };
    match found {
        alembic_script::revision_map::Denoted::Revision(index) => {
            Ok(Some(script.map()?.revision(index).id.clone()))
        }
        alembic_script::revision_map::Denoted::Nothing => Err(missing("NoneType")),
        alembic_script::revision_map::Denoted::Base => Err(missing("str")),
    }
}

/// See [`RuntimeHost::open_operations`].
struct OpenOperations<'a> {
    host: &'a RuntimeHost,
    before: bool,
}

impl Drop for OpenOperations<'_> {
    fn drop(&mut self) {
        self.host.operations_open.set(self.before);
    }
}

impl Host for RuntimeHost {
    fn operations_are_open(&self) -> bool {
        self.operations_open.get() || self.recorded.borrow().is_some()
    }

    fn compile_type(&self, vm: &Vm, dialect: &str, type_: &SqlType) -> PyResult<String> {
        compile::text_of_type(vm, dialect, type_)
    }

    fn compile_statement(
        &self,
        vm: &Vm,
        dialect: &str,
        statement: &SqlStatement,
        literal: bool,
    ) -> PyResult<String> {
        compile::text_of_statement(vm, dialect, statement, literal)
    }

    fn connect(&self, vm: &Vm, engine: &EngineSpec) -> PyResult<Rc<dyn Session>> {
        if self.targets.is_some() {
            return Err(vm.unsupported("a connection while only the models are read"));
        }
        let mut url = engine.url.clone();
        // A relative file is relative to the working directory, as for Python.
        let dialect = compile::dialect(vm, url.backend_name())?;
        for (name, value) in &engine.options {
            if let Some(key) = name.strip_prefix("connect_args.")
                && !crate::connect_args::apply(&mut url, key, value)
            {
                return Err(vm.unsupported(format!("`{key}` in connect_args")));
            }
        }
        *self.attempted.borrow_mut() = Some(url.render_as_string(true));
        let connection = alembic_drivers::connect(&url)
            .map_err(|error| raise_database(vm, dialect.features().name, &error))?;
        let has = |option: &str| engine.options.iter().any(|(name, _)| name == option);
        let log = SqlLog::new(has("echo"), has("hide_parameters"));
        let session = DatabaseSession::new(connection, dialect, engine.url.clone(), log);
        for (name, value) in &engine.options {
            if matches!(
                name.as_str(),
                "isolation_level" | "execution_options.isolation_level"
            ) {
                session.set_isolation_level(vm, value)?;
            }
        }
        self.sessions.borrow_mut().push(session.clone());
        Ok(session)
    }

    fn invoke(&self, vm: &Vm, operation: Operation) -> PyResult<()> {
        if let Some(recorded) = &mut *self.recorded.borrow_mut() {
            recorded.push(operation);
            return Ok(());
        }
        self.context(vm)?.invoke(vm, &operation)
    }

    fn bind(&self, vm: &Vm) -> PyResult<Rc<dyn Session>> {
        let context = self.context(vm)?;
        let bind = context.bind.borrow().clone();
        match &bind {
            Value::Object(object) => match object.payload::<Rc<dyn Session>>() {
                Some(session) => Ok(session.clone()),
                None => Err(vm.type_error("the migration context has no connection")),
            },
            _ => Err(vm.type_error("the migration context has no connection")),
        }
    }

    fn configure(&self, vm: &Vm, arguments: Keywords) -> PyResult<()> {
        let request = self.request(vm)?;
        let mut options = self.options.borrow().clone();
        options.update(arguments);
        options.check(vm)?;
        *self.options.borrow_mut() = options.clone();
        if let Some(targets) = &self.targets {
            let target = options.get("target_metadata");
            if !target.is_none() {
                targets.borrow_mut().push(target);
            }
        }
        if let Some(more) = options.get("template_args").as_dict() {
            for (key, value) in more.items() {
                let key = vm.str(&key)?.to_string();
                let value = crate::engine::template_value(vm, &value);
                self.template_args.borrow_mut().insert(key, value);
            }
        }
        let context = self.make_context(vm, options, request.as_sql)?;
        *self.context_value.borrow_mut() =
            context_object::wrap(vm, &context, self.config_value.clone())?;
        *self.context.borrow_mut() = Some(context);
        Ok(())
    }

    fn run_migrations(&self, vm: &Vm, arguments: Keywords) -> PyResult<()> {
        let context = self.context(vm)?;
        let request = self.request(vm)?;
        self.require_convention(vm, &context)?;
        if !self.has_run.replace(true) {
            self.n_commits_before.set(self.n_commits());
        }
        if let Some(held) = self.held_output.take() {
            // From here on steps run; `revision` and `check` only read and may still start again.
            match request.work {
                Work::Steps(_) => held.release(),
                Work::Revision(_) => *self.held_output.borrow_mut() = Some(held),
            }
        }
        let _running = self.open_operations();
        let view = WorkView {
            vm,
            context: &context,
        };
        let work = |heads: &[String]| match &request.work {
            Work::Steps(steps) => steps(heads, &view),
            Work::Revision(_) => Ok(Vec::new()),
        };
        if let Work::Revision(revision) = &request.work {
            let begun = crate::autogenerate::begin(vm, self, &context, revision)?;
            let heads = context.current_heads(vm)?;
            if !context.as_sql && heads.is_empty() {
                context.ensure_version_table(vm, false)?;
            }
            return crate::autogenerate::run(vm, self, &context, revision, &heads, begun);
        }
        let run = StepRun {
            purge: request.purge,
            dont_mutate: request.dont_mutate,
            arguments,
            work: &work,
            look_up: &fall_back::look_up,
            foresee: &|vm, steps| fall_back::foresee(vm, self, steps),
            migrate: &|vm, step, arguments| self.migrate(vm, step, arguments),
            prepare: &|vm, step, arguments| fall_back::prepare(vm, &context, step, arguments),
            bookkeeping: &|maintainer, step| {
                let map = request.script.map()?;
                maintainer
                    .apply(&map, step)
                    .map_err(alembic_script::GraphError::into_exception)
            },
            applied: &|vm, step, heads, arguments| {
                self.applied(vm, &context, step, heads, arguments)
            },
        };
        context.run_steps(vm, &run)
    }

    /// Questions of `alembic.context` by the name of its function, and a few of the bindings' own:
    /// `bind`, `migration_context`, `naming_convention`, `config`, `script`, `table_ddl`.
    fn ask(&self, vm: &Vm, question: &str, arguments: &[Value]) -> PyResult {
        match question {
            "config" => Ok(self.config_value.clone()),
            "script_classes" => Ok(script_object::class_objects(vm)),
            "migration_context_class" => Ok(context_object::class_object(vm)),
            "script" => script_object::wrap(vm, self.request(vm)?.script.clone()),
            "bind" => Ok(self.context(vm)?.bind.borrow().clone()),
            "migration_context" | "get_context" => {
                self.context(vm)?;
                Ok(self.context_value())
            }
            "get_bind" => Ok(self.context(vm)?.bind.borrow().clone()),
            "get_impl" => vm.getattr(&self.context_value(), "impl"),
            "naming_convention" => Ok(match &*self.context.borrow() {
                Some(context) => context.naming_convention.clone(),
                None => Value::None,
            }),
            "runs_steps" => Ok(Value::Bool(matches!(
                self.request(vm)?.work,
                Work::Steps(_)
            ))),
            "is_offline_mode" => Ok(Value::Bool(self.as_sql())),
            "requires_connection" => Ok(Value::Bool(!self.as_sql())),
            "is_transactional_ddl" => Ok(Value::Bool(self.context(vm)?.transactional_ddl)),
            "begin_transaction" => context_object::transaction(vm, &self.context(vm)?),
            "static_output" => {
                let text = vm.str(arguments.first().unwrap_or(&Value::None))?;
                self.context(vm)?.static_output(vm, &text)?;
                Ok(Value::None)
            }
            "execute" => {
                let _open = self.open_operations();
                let execute = vm.getattr(&vm.import("alembic.op")?, "execute")?;
                vm.call(&execute, arguments.iter().take(1).cloned().collect())
            }
            "get_tag_argument" => Ok(self.options.borrow().get("tag")),
            "get_x_argument" => {
                let as_dictionary = arguments
                    .first()
                    .is_some_and(|flag| vm.truth(flag).unwrap_or(false));
                let given = self.config.options.x();
                if as_dictionary {
                    let out = alembic_python::Dict::new();
                    for (key, value) in alembic_config::options::x_dictionary(given) {
                        out.set_str(&key, Value::from(value));
                    }
                    return Ok(Value::Dict(out));
                }
                Ok(Value::list(given.iter().map(Value::str).collect()))
            }
            "get_head_revision" => {
                let head = self
                    .request(vm)?
                    .script
                    .get_current_head()
                    .map_err(|failure| raise(vm, failure))?;
                Ok(Value::from(head))
            }
            "get_head_revisions" => {
                let heads = self
                    .request(vm)?
                    .script
                    .map()
                    .map_err(|failure| raise(vm, failure))?
                    .heads()
                    .to_vec();
                Ok(Value::tuple(heads.into_iter().map(Value::from).collect()))
            }
            "get_revision_argument" => match &self.request(vm)?.destination_rev {
                DestinationRev::None => Err(vm.key_error(Value::str("destination_rev"))),
                DestinationRev::One(text) => self.revision_number(vm, Some(text)),
                DestinationRev::Several(list) => match list.as_slice() {
                    [one] => self.revision_number(vm, Some(one)),
                    several => Ok(Value::tuple(several.iter().map(Value::str).collect())),
                },
            },
            "get_starting_revision_argument" => {
                let request = self.request(vm)?;
                // `upgrade`, `downgrade` and `stamp` have a start, though it may be nothing.
                let moves = matches!(
                    request.destination_rev,
                    DestinationRev::One(_) | DestinationRev::Several(_)
                );
                let given = match &*self.context.borrow() {
                    Some(context) => context.starting_rev.clone(),
                    None if moves => request.starting_rev.clone(),
                    None => {
                        return Err(command_error(
                            vm,
                            "No starting revision argument is available.",
                        ));
                    }
                };
                self.revision_number(vm, given.as_deref())
            }
            "table_ddl" => self.table_ddl(vm, arguments),
            other => Err(vm.unsupported(format!("context.{other}()"))),
        }
    }
}

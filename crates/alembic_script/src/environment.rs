//! The contract between the commands and whoever runs `env.py`.
//!
//! Commands that need a database describe what they want in an [`EnvironmentRequest`]; the engine
//! (`alembic_runtime`) enters an `EnvironmentContext`, runs `env.py` in the evaluator and, each time that
//! `env.py` calls `context.run_migrations()`, calls the request's [`Work`] with the rows of the version table.
//!
//! # What `run_migrations()` does with the work
//! As `MigrationContext.run_migrations` (Alembic 1.20):
//! 1. `heads`: with `purge`, create the version table, delete all rows, no heads (offline:
//!    [`Failure::command`] with `Can't use --purge with --sql mode`); otherwise the rows (offline: the
//!    resolved `starting_rev`), and if there are none, not offline and not `dont_mutate`, create the table.
//! 2. `HeadMaintainer::new(heads)`.
//! 3. For each [`Step`] that the work returns: begin a transaction if one per migration is wanted; offline and
//!    without heads emit `CREATE TABLE` for the version table; log `Running <step.log_text()>`; offline emit
//!    `-- Running <step.short_log()>`; call `upgrade()`/`downgrade()` of `step.path`'s module (nothing for a
//!    stamp); apply [`crate::HeadMaintainer::apply`]'s changes to the version table; `on_version_apply`.
//! 4. If nothing is left in the version table offline after a downgrade to base, drop it.
//!
//! # Failures of the work
//! An error that the work returns must travel through `env.py` like the Python exception it stands for
//! (`FailureKind::Command` is `alembic.util.CommandError`), so that transactions roll back; when it leaves
//! `env.py` uncaught, [`Engine::run_env`] returns that same [`Failure`].

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;

use alembic_config::Config;
use alembic_schema::ModelChange;
use indexmap::IndexMap;

use crate::failure::Failure;
use crate::messenger::Messenger;
use crate::script_directory::ScriptDirectory;
use crate::step::Step;
use crate::template::TemplateValue;

/// Runs `env.py`, and what else needs the evaluator.
///
/// Implemented by `alembic_runtime`; one engine serves one command.
pub trait Engine {
    /// Mirrors `with EnvironmentContext(config, script, fn=..., ...): script.run_env()`.
    fn run_env(&self, request: EnvironmentRequest) -> Result<EnvironmentOutcome, Failure>;

    /// What Python does before its interpreter ends: functions of `atexit`, buffers of log handlers, open files.
    fn finish(&self) -> Result<(), Failure>;

    /// Text on stderr, in its place among what `env.py` prints.
    fn write_stderr(&self, text: &str);

    /// What `alembic doctor` tells: runs `env.py` without letting it change anything.
    fn examine(
        &self,
        request: EnvironmentRequest,
        against_python: bool,
    ) -> Result<crate::examination::Examination, Failure>;

    /// `logging.getLogger(logger).error(message)` as `env.py` left the logging configuration;
    /// nothing if no `env.py` was run. Commands log their `CommandError` with it
    /// (logger `alembic.util.messaging`).
    fn log_error(&self, logger: &str, message: &str);

    /// Values of a revision file's header assignments that are not literals: evaluates the module.
    ///
    /// Returns the module's `revision`, `down_revision`, `branch_labels`, `depends_on` and docstring.
    fn evaluate_revision(
        &self,
        path: &std::path::Path,
    ) -> Result<crate::revision::RevisionHeader, Failure>;

    /// What is wrong with a revision file that was just written; ours.
    fn verify_revision(
        &self,
        written: &crate::generate::WrittenRevision,
    ) -> Vec<alembic_source::Diagnostic>;

    /// Runs a template that needs Python: the source is a Python function body made by
    /// [`crate::template::Template::python`], `names` are its variables; returns the text.
    fn render_template(
        &self,
        template: &crate::template::Template,
        names: &IndexMap<String, TemplateValue>,
        config: &Rc<Config>,
    ) -> Result<String, Failure>;

    /// Calls a write hook registered by the project with `alembic.script.write_hooks.register(name)`.
    ///
    /// `None` if no function has that name.
    fn run_write_hook(
        &self,
        name: &str,
        path: &std::path::Path,
        options: &IndexMap<String, String>,
    ) -> Option<Result<(), Failure>>;
}

/// The parameters of `EnvironmentContext`.
#[derive(Clone)]
pub struct EnvironmentRequest {
    /// The configuration; shared, because `env.py` changes it (`config.set_main_option`).
    pub config: Rc<Config>,
    /// The script directory; its map is loaded when first needed.
    pub script: Rc<ScriptDirectory>,
    /// What `context.run_migrations()` does: the `fn` parameter.
    pub work: Work,
    /// `as_sql`: offline mode.
    pub as_sql: bool,
    /// `starting_rev`: the part before `:` of a range given with `--sql`.
    pub starting_rev: Option<String>,
    /// `destination_rev`: one symbol, several for `stamp`, none where the command has no destination.
    pub destination_rev: DestinationRev,
    /// `tag`: value of `--tag`.
    pub tag: Option<String>,
    /// `purge`: delete all rows of the version table first.
    pub purge: bool,
    /// `dont_mutate`: do not create the version table.
    pub dont_mutate: bool,
    /// `template_args` of the commands that write a revision file: `context.configure(template_args=...)`
    /// adds to them. `None` for other commands.
    pub template_args: Option<IndexMap<String, TemplateValue>>,
    /// Where texts for the user go.
    pub messenger: Rc<dyn Messenger>,
}

/// `destination_rev` as `context.get_revision_argument()` sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum DestinationRev {
    /// Not given.
    #[default]
    None,
    /// A string.
    One(String),
    /// A tuple (`stamp`).
    Several(Vec<String>),
}

/// From the rows of the version table to the steps to run.
pub type StepsFunction = Rc<dyn Fn(&[String], &dyn WorkContext) -> Result<Vec<Step>, Failure>>;

/// The function of `run_migrations()`. It owns what it needs: `env.py` calls it from inside the evaluator.
#[derive(Clone)]
pub enum Work {
    /// Gets the rows of the version table and returns steps.
    Steps(StepsFunction),
    /// `RevisionContext.run_autogenerate` or `run_no_autogenerate`; returns no steps.
    ///
    /// With `autogenerate`, the engine first compares `script.get_revisions(heads)` with
    /// `script.get_revisions("heads")` as sets and fails with `Target database is not up to date.`.
    /// Then comparison, the command's and `env.py`'s `process_revision_directives`.
    Revision(RevisionArguments),
}

/// What work may ask of the migration context it runs in.
pub trait WorkContext {
    /// `str(context.connection.engine.url)` with the password as `***`.
    fn url_without_password(&self) -> Result<String, Failure>;
    /// `context.get_current_heads()`.
    fn current_heads(&self) -> Result<Vec<String>, Failure>;
    /// `context._ensure_version_table()`: create it if absent (offline: emit the DDL).
    fn ensure_version_table(&self) -> Result<(), Failure>;
}

/// `revision --autogenerate --renames`. Ours: Alembic has no renames.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RenameMode {
    /// A dropped and an added object are two.
    #[default]
    Off,
    /// Takes certain renames.
    Auto,
    /// Takes declared renames and asks for the others on a terminal; without one as [`Self::Auto`].
    Ask,
}

/// `command_args` of `RevisionContext`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RevisionArguments {
    /// Whether to compare the database with the metadata.
    pub autogenerate: bool,
    /// Whether only the differences are wanted (`check`), and no text of a revision.
    pub is_check: bool,
    /// `--renames`.
    pub renames: RenameMode,
    /// `--renames-data`.
    pub renames_data: bool,
    /// `--enums`.
    pub enums: bool,
    /// `--auto-imports`.
    pub auto_imports: bool,
    /// `--precise`.
    pub precise: bool,
    /// `--message`.
    pub message: Option<String>,
    /// `--sql`.
    pub sql: bool,
    /// `--head`, `None` for `head`.
    pub head: Option<Vec<String>>,
    /// `--splice`.
    pub splice: bool,
    /// `--branch-label`.
    pub branch_label: Option<Vec<String>>,
    /// `--version-path`.
    pub version_path: Option<PathBuf>,
    /// `--rev-id`, or a new identifier.
    pub rev_id: String,
    /// `--depends-on`.
    pub depends_on: Vec<String>,
}

/// One `MigrationScript` of `RevisionContext.generated_revisions`, rendered.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GeneratedRevision {
    /// Its arguments as the directive has them after `process_revision_directives`.
    pub arguments: RevisionArguments,
    /// Template variables of `render._render_python_into_templatevars`: `imports` and every
    /// `upgrade_token`/`downgrade_token` (`upgrades`, `downgrades`, or one pair per database).
    pub template_args: IndexMap<String, TemplateValue>,
    /// `repr()` of each element of `upgrade_ops.as_diffs()`, over all `upgrade_ops_list`; only `check` reads it.
    pub diffs: Vec<String>,
    /// The same for people and programs: `check --diff`, `check --json` and `--explain`.
    pub changes: Vec<ModelChange>,
    /// Names of the tables of `target_metadata`, over all passes.
    pub model_tables: std::collections::BTreeSet<String>,
    /// What the upgrade takes away for good.
    pub destructive: Vec<String>,
    /// True if there is no operation in either direction.
    pub is_empty: bool,
}

/// What running `env.py` left.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EnvironmentOutcome {
    /// For [`Work::Revision`]: the revisions to write, in order; may be empty
    /// (`directives[:] = []`). If `env.py` never called `run_migrations()`: one revision made from the
    /// arguments, without template variables.
    pub generated: Vec<GeneratedRevision>,
    /// The request's `template_args` with what `configure(template_args=...)` added.
    pub template_args: IndexMap<String, TemplateValue>,
    /// Facts for the summary on stderr, by topic; empty for now.
    pub notes: BTreeMap<String, String>,
}

//! What the commands that run `env.py` share.

use std::rc::Rc;

use alembic_script::environment::DestinationRev;
use alembic_script::{
    EnvironmentOutcome, EnvironmentRequest, Failure, ScriptDirectory, Step, Work, WorkContext,
};

use alembic_source::Diagnostic;

use crate::context::Context;

/// The parts of a request that differ between commands.
#[derive(Debug, Clone, Default)]
pub(super) struct Options {
    pub(super) sql: bool,
    pub(super) starting_rev: Option<String>,
    pub(super) destination: DestinationRev,
    pub(super) tag: Option<String>,
    pub(super) purge: bool,
    pub(super) dont_mutate: bool,
}

/// Runs `env.py`; `work` gets the rows of the version table.
pub(super) fn run_steps(
    context: &Context,
    script: &Rc<ScriptDirectory>,
    options: Options,
    work: impl Fn(&[String], &dyn WorkContext) -> Result<Vec<Step>, Failure> + 'static,
) -> Result<(), Failure> {
    let request = request(context, script, options, Work::Steps(Rc::new(work)));
    context.engine.run_env(request).map(|_| ())
}

/// Runs `env.py` for a command that writes a revision.
pub(super) fn run_work(
    context: &Context,
    script: &Rc<ScriptDirectory>,
    sql: bool,
    work: Work,
) -> Result<EnvironmentOutcome, Failure> {
    let options = Options {
        sql,
        ..Options::default()
    };
    let mut request = request(context, script, options, work);
    request.template_args = Some(template_args());
    context.engine.run_env(request)
}

/// A request that changes nothing, for `doctor`.
pub(super) fn reading_request(
    context: &Context,
    script: &Rc<ScriptDirectory>,
) -> EnvironmentRequest {
    let options = Options {
        dont_mutate: true,
        ..Options::default()
    };
    let work = Work::Steps(Rc::new(|_: &[String], _: &dyn WorkContext| Ok(Vec::new())));
    request(context, script, options, work)
}

fn request(
    context: &Context,
    script: &Rc<ScriptDirectory>,
    options: Options,
    work: Work,
) -> EnvironmentRequest {
    // All of them ask for revisions after `env.py` is evaluated.
    script.read_ahead();
    EnvironmentRequest {
        config: Rc::clone(&context.config),
        script: Rc::clone(script),
        work,
        as_sql: options.sql,
        starting_rev: options.starting_rev,
        destination_rev: options.destination,
        tag: options.tag,
        purge: options.purge,
        dont_mutate: options.dont_mutate,
        template_args: None,
        messenger: context.messenger(),
    }
}

/// `template_args` before `env.py` adds to them.
pub(super) fn template_args() -> indexmap::IndexMap<String, alembic_script::TemplateValue> {
    std::iter::once(("config".to_owned(), alembic_script::TemplateValue::Config)).collect()
}

/// `start, end = text.split(":", 2)` where the text has a colon.
pub(super) fn split_range(text: &str) -> Result<(String, String), Failure> {
    match text.split(':').collect::<Vec<_>>().as_slice() {
        [start, end] => Ok(((*start).to_owned(), (*end).to_owned())),
        _ => Err(Failure::exception(
            "ValueError",
            "too many values to unpack (expected 2)",
        )),
    }
}

/// A range of `upgrade`, `downgrade` or `stamp`: Alembic crashes if it has no start.
pub(super) fn split_steps(text: &str) -> Result<(String, String), Failure> {
    let (start, end) = split_range(text)?;
    if start.is_empty() {
        let diagnostic =
            Diagnostic::error("empty-range", format!("the range `{text}` has no start"))
                .help(format!("`base:{end}` starts at the empty database"));
        return Err(Failure::exception("AssertionError", "").with(diagnostic));
    }
    Ok((start, end))
}

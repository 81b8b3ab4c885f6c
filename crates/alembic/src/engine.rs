//! Which engine runs `env.py`.

use std::path::Path;
use std::rc::Rc;

use alembic_config::Config;
use alembic_script::revision::RevisionHeader;
use alembic_script::{
    Engine, EnvironmentOutcome, EnvironmentRequest, Failure, Messenger, Template, TemplateValue,
};
use indexmap::IndexMap;

/// The engine of a run.
pub(crate) fn engine(_config: &Rc<Config>, _messenger: Rc<dyn Messenger>) -> Rc<dyn Engine> {
    Rc::new(NoEngine)
}

/// Stands in until the runtime is there.
struct NoEngine;

impl Engine for NoEngine {
    fn run_env(&self, _request: EnvironmentRequest) -> Result<EnvironmentOutcome, Failure> {
        Err(Failure::unsupported("running env.py is not supported yet"))
    }

    fn log_error(&self, _logger: &str, _message: &str) {}

    fn evaluate_revision(&self, path: &Path) -> Result<RevisionHeader, Failure> {
        Err(Failure::unsupported(format!(
            "{}: the header is computed",
            path.display()
        )))
    }

    fn render_template(
        &self,
        template: &Template,
        _names: &IndexMap<String, TemplateValue>,
        _config: &Rc<Config>,
    ) -> Result<String, Failure> {
        Err(Failure::unsupported(format!(
            "{}: the template needs Python",
            template.path.display()
        )))
    }

    fn run_write_hook(
        &self,
        _name: &str,
        _path: &Path,
        _options: &IndexMap<String, String>,
    ) -> Option<Result<(), Failure>> {
        None
    }
}

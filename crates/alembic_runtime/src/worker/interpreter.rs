//! Which Python runs the worker.

use std::path::{Path, PathBuf};

use alembic_config::Config;
use alembic_config::config::python_absolute;
use alembic_script::python_environment::PythonEnvironment;
use alembic_worker::Interpreter;

/// The setting `python`, then the project's environment, then `python3` of the search path.
pub(super) fn find(config: &Config) -> Option<Interpreter> {
    let system = &**config.system();
    if let Ok(Some(setting)) = config.alembic_text("python")
        && !setting.is_empty()
    {
        return Some(Interpreter {
            program: python_absolute(system, Path::new(&setting)),
            found_by: "the setting `python`".to_owned(),
        });
    }
    if let Some(program) = PythonEnvironment::find(system).executable {
        let is_active = system
            .env_var("VIRTUAL_ENV")
            .is_some_and(|root| program.starts_with(root));
        let found_by = if is_active {
            "VIRTUAL_ENV".to_owned()
        } else {
            "the folder of the virtual environment".to_owned()
        };
        return Some(Interpreter { program, found_by });
    }
    let search_path = system.env_var("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&search_path).collect();
    ["python3", "python"]
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|program| system.is_file(program))
        .map(|program| Interpreter {
            program,
            found_by: "PATH".to_owned(),
        })
}

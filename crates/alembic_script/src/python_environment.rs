//! Where the project's Python lives.

use std::path::{Path, PathBuf};

use alembic_config::config::python_absolute;
use alembic_source::System;

/// Folders of the project's Python environment.
///
/// Found through `VIRTUAL_ENV`, then `.venv` or `venv` in the working directory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PythonEnvironment {
    /// The interpreter, if there is an environment.
    pub executable: Option<PathBuf>,
    /// `site-packages` folders.
    pub site_packages: Vec<PathBuf>,
}

impl PythonEnvironment {
    /// Looks for an environment.
    pub fn find(system: &dyn System) -> Self {
        let candidates = system
            .env_var("VIRTUAL_ENV")
            .map(PathBuf::from)
            .into_iter()
            .chain([".venv", "venv"].map(|name| python_absolute(system, Path::new(name))));
        for root in candidates {
            let site_packages = site_packages(system, &root);
            if !site_packages.is_empty() {
                let executable = root.join("bin").join("python");
                return Self {
                    executable: system.is_file(&executable).then_some(executable),
                    site_packages,
                };
            }
        }
        Self::default()
    }

    /// The interpreter's name for a command line: `sys.executable`.
    pub fn command(&self) -> String {
        match &self.executable {
            Some(path) => path.display().to_string(),
            None => "python3".to_owned(),
        }
    }

    /// `prepend_sys_path` (relative to the working directory), then the environment's folders.
    pub fn search_path(&self, system: &dyn System, prepend: &[String]) -> Vec<PathBuf> {
        prepend
            .iter()
            .map(|folder| python_absolute(system, Path::new(folder)))
            .chain(self.site_packages.iter().cloned())
            .collect()
    }
}

fn site_packages(system: &dyn System, root: &Path) -> Vec<PathBuf> {
    let windows = root.join("Lib").join("site-packages");
    if system.is_dir(&windows) {
        return vec![windows];
    }
    let mut names: Vec<String> = system
        .read_dir(&root.join("lib"))
        .unwrap_or_default()
        .into_iter()
        .filter(|entry| entry.is_dir && entry.name.starts_with("python"))
        .map(|entry| entry.name)
        .collect();
    names.sort();
    names
        .into_iter()
        .map(|name| root.join("lib").join(name).join("site-packages"))
        .filter(|folder| system.is_dir(folder))
        .collect()
}

//! A project in a temporary folder, and commands run in it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use tempfile::TempDir;

/// Which `alembic` to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tool {
    /// The binary under test.
    Ours(PathBuf),
    /// Real Alembic in this virtual environment.
    Reference(PathBuf),
}

/// What a command left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Exit status.
    pub status: Option<i32>,
    /// Standard output, with the project's folder written `<project>`.
    pub stdout: String,
    /// Standard error, likewise.
    pub stderr: String,
}

/// A project folder that is removed at the end of the test.
#[derive(Debug)]
pub struct Project {
    folder: TempDir,
    environment: Vec<(String, String)>,
}

impl Project {
    /// An empty folder.
    pub fn empty() -> Result<Self> {
        Ok(Self {
            folder: TempDir::new()?,
            environment: Vec::new(),
        })
    }

    /// A copy of `examples/<name>`.
    pub fn example(name: &str) -> Result<Self> {
        let project = Self::empty()?;
        copy_folder(
            &crate::checkout().join("examples").join(name),
            project.path(),
        )?;
        Ok(project)
    }

    /// The generic template on SQLite with these revision files (name, text).
    pub fn generic(revisions: &[(&str, &str)]) -> Result<Self> {
        let project = Self::empty()?;
        project.write("alembic.ini", INI)?;
        project.write("alembic/env.py", ENV)?;
        project.write("alembic/script.py.mako", MAKO)?;
        std::fs::create_dir_all(project.path().join("alembic/versions"))?;
        for (name, text) in revisions {
            project.write(&format!("alembic/versions/{name}.py"), text)?;
        }
        Ok(project)
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Sets an environment variable for commands of this project.
    #[must_use]
    pub fn with_env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Copies everything to a folder that stays.
    pub fn copy_to(&self, folder: &Path) -> Result<()> {
        copy_folder(self.path(), folder)
    }

    /// Writes a file, and its folder.
    pub fn write(&self, name: &str, text: &str) -> Result<()> {
        let path = self.path().join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&path, text).with_context(|| path.display().to_string())
    }

    /// Reads a file.
    pub fn read(&self, name: &str) -> Result<String> {
        let path = self.path().join(name);
        std::fs::read_to_string(&path).with_context(|| path.display().to_string())
    }

    /// Names of the files in a folder, sorted.
    pub fn list(&self, name: &str) -> Result<Vec<String>> {
        let mut names: Vec<String> = std::fs::read_dir(self.path().join(name))?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect::<Result<_>>()?;
        names.retain(|name| name != "__pycache__");
        names.sort();
        Ok(names)
    }

    /// Runs a command.
    pub fn run(&self, tool: &Tool, arguments: &[&str]) -> Result<Output> {
        self.run_in(".", tool, arguments)
    }

    /// Runs a command in a folder of the project.
    pub fn run_in(&self, folder: &str, tool: &Tool, arguments: &[&str]) -> Result<Output> {
        let program = match tool {
            Tool::Ours(binary) => binary.clone(),
            Tool::Reference(venv) => venv.join("bin/alembic"),
        };
        let mut command = Command::new(&program);
        command
            .args(arguments)
            .current_dir(self.path().join(folder))
            .env_remove("VIRTUAL_ENV")
            .env_remove("DATABASE_URL")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("ALEMBIC_RS_CACHE_DIR", cache_folder());
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        let output = command
            .output()
            .with_context(|| program.display().to_string())?;
        Ok(Output {
            status: output.status.code(),
            stdout: self.clean(&output.stdout),
            stderr: self.clean(&output.stderr),
        })
    }

    pub(crate) fn environment(&self) -> &[(String, String)] {
        &self.environment
    }

    /// Output with the project's folder written `<project>`.
    pub fn clean(&self, bytes: &[u8]) -> String {
        let canonical = self
            .path()
            .canonicalize()
            .unwrap_or_else(|_| self.path().to_path_buf());
        String::from_utf8_lossy(bytes)
            .replace(&canonical.display().to_string(), "<project>")
            .replace(&self.path().display().to_string(), "<project>")
    }
}

/// Where the tests' commands keep what they can make again: not among the caches of the one who runs the tests.
fn cache_folder() -> PathBuf {
    std::env::temp_dir().join("alembic-rs-tests")
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let name = entry.file_name();
        if name == "__pycache__" || name == "app.db" || name == ".venv" {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &to.join(name))?;
        } else {
            std::fs::copy(entry.path(), to.join(name))?;
        }
    }
    Ok(())
}

const INI: &str = "\
[alembic]
script_location = %(here)s/alembic
prepend_sys_path = .
path_separator = os
sqlalchemy.url = sqlite:///app.db

[loggers]
keys = root,alembic

[handlers]
keys = console

[formatters]
keys = generic

[logger_root]
level = WARNING
handlers = console
qualname =

[logger_alembic]
level = INFO
handlers =
qualname = alembic

[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = generic

[formatter_generic]
format = %(levelname)-5.5s [%(name)s] %(message)s
";

const ENV: &str = "\
from logging.config import fileConfig

from alembic import context
from sqlalchemy import engine_from_config, pool

config = context.config
fileConfig(config.config_file_name)
target_metadata = None

if context.is_offline_mode():
    context.configure(url=config.get_main_option('sqlalchemy.url'), literal_binds=True, dialect_opts={'paramstyle': 'named'})
    with context.begin_transaction():
        context.run_migrations()
else:
    connectable = engine_from_config(config.get_section(config.config_ini_section, {}), prefix='sqlalchemy.', poolclass=pool.NullPool)
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata)
        with context.begin_transaction():
            context.run_migrations()
";

const MAKO: &str = "\
\"\"\"${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
Create Date: ${create_date}

\"\"\"
from alembic import op
import sqlalchemy as sa
${imports if imports else \"\"}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade():
    ${upgrades if upgrades else \"pass\"}


def downgrade():
    ${downgrades if downgrades else \"pass\"}
";

//! What `alembic doctor` finds out about a project.

use std::path::PathBuf;

/// Facts about a project, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examination {
    /// Files that were read, in order.
    pub files: Vec<PathBuf>,
    /// Why `env.py` could not be followed to its end, if so.
    pub environment: Option<Obstacle>,
    /// Statements whose results are unknown; nothing that the command needed depended on them.
    pub opaque: Vec<Obstacle>,
    /// Number of revision files, and those whose imports cannot be followed.
    pub n_revisions: usize,
    /// Revisions that would run in Python.
    pub revisions: Vec<(String, Obstacle)>,
    /// The database.
    pub database: Result<Database, String>,
    /// Number of tables of `target_metadata`, if it is known.
    pub n_tables: Option<usize>,
    /// The Python that the worker would use.
    pub python: Result<Python, String>,
    /// With `--against-python`: where our metadata and Python's differ.
    pub differences: Option<Result<Vec<Difference>, String>>,
}

/// Something that the evaluator could not follow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Obstacle {
    /// What it is.
    pub construct: String,
    /// `path:line:column`, if known.
    pub place: Option<String>,
    /// Names that are unknown because of it.
    pub names: Vec<String>,
}

/// The database that `env.py` connects to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Database {
    /// The URL with its password masked.
    pub url: String,
    /// Name of the dialect.
    pub dialect: String,
    /// The driver that the URL names, empty for the default one.
    pub driver: String,
    /// Version of the server or library.
    pub version: String,
    /// Rows of the version table.
    pub heads: Vec<String>,
}

/// An interpreter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Python {
    /// Its path.
    pub executable: String,
    /// Where it was found.
    pub found_by: String,
    /// Its version.
    pub version: String,
    /// Version of SQLAlchemy in it.
    pub sqlalchemy: String,
}

/// One thing that our metadata and Python's tell differently.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Table, or table and column.
    pub subject: String,
    /// What ours says.
    pub ours: Option<String>,
    /// What Python says.
    pub python: Option<String>,
}

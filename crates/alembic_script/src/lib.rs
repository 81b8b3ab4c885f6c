//! The script directory: revision files, the revision graph, steps between versions, templates and write hooks.
//!
//! Mirrors `alembic.script` (Alembic 1.20) without ever running `env.py`; how a command asks for that is
//! written down in [`environment`].

pub mod create_date;
pub mod environment;
pub mod evaluate;
pub mod examination;
pub mod failure;
pub mod format;
pub mod generate;
pub mod graph_error;
mod header_cache;
pub mod heads;
pub mod load;
pub mod messenger;
pub mod python_environment;
pub mod revision;
pub mod revision_map;
pub mod script_directory;
pub mod step;
pub mod template;
pub mod write_hooks;

pub use environment::{
    Engine, EnvironmentOutcome, EnvironmentRequest, GeneratedRevision, RenameMode,
    RevisionArguments, Work, WorkContext,
};
pub use failure::{Failure, FailureKind};
pub use graph_error::GraphError;
pub use heads::{HeadMaintainer, VersionChange};
pub use messenger::{Messenger, Warning};
pub use revision::{Revision, RevisionHeader};
pub use revision_map::{RevisionIndex, RevisionMap};
pub use script_directory::ScriptDirectory;
pub use step::{Step, StepKind};
pub use template::{Template, TemplateValue};

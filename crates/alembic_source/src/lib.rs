//! Files, spans, line index, diagnostics and the [`System`] trait.
//!
//! The lowest crate: everything that reaches the outside world (files, environment, clock,
//! processes) goes through [`System`], and everything that points into a user's file is a [`Span`].

mod diagnostic;
mod file_stamp;
mod git;
mod line_index;
mod memory_system;
mod parallel;
mod python_text;
mod source_file;
mod system;

pub use diagnostic::{Diagnostic, DiagnosticFormat, Label, Severity};
pub use file_stamp::FileStamp;
pub use git::{Commit, GitRepository, PastSystem};
pub use line_index::{LineColumn, LineIndex};
pub use memory_system::MemorySystem;
pub use parallel::{n_processors, parallel_map};
pub use python_text::{PythonTextError, decode_python};
pub use source_file::{FileId, SourceFile, SourceMap, Span};
pub use system::{DirEntry, OsSystem, ProcessOutput, ProcessSpec, System, decode};

//! Our own words on stderr, where Alembic says nothing.

use std::io::Write;

/// Writes text to stderr. A closed stderr is no reason to fail.
pub(crate) fn say(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

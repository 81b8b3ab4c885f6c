//! Reflection from recorded catalogue rows, against what SQLAlchemy reflected from the same database.
#![expect(
    clippy::unwrap_used,
    reason = "a fixture of another shape must fail the test"
)]

mod fixture;
mod postgresql;
mod sqlite;

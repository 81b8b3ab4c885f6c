//! Reflection from recorded catalogue rows, against what SQLAlchemy reflected from the same database.

mod fixture;
mod postgresql;
mod sqlite;

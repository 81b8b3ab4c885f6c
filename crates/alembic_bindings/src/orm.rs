//! `sqlalchemy.orm` as far as it makes tables: declarative classes, `Mapped` annotations, `mapped_column`.
//!
//! Relationships and other attributes without an effect on tables are plain objects of the prelude.

pub(crate) mod annotations;
pub(crate) mod attributes;
pub(crate) mod declarative;
pub(crate) mod mapped_column;
pub(crate) mod mapper;

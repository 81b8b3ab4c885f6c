//! Native Python modules: `sqlalchemy`, `sqlalchemy.orm`, `alembic.op`, `alembic.context` and their like.
//!
//! [`install`] registers them with an evaluator. They build the values of `alembic_schema` and reach
//! databases through the traits in [`host`], which the runtime implements.

mod alembic;
pub mod convert;
mod engine;
pub mod host;
mod inert;
mod introspect;
mod modules;
mod orm;
mod packages;
mod reach;
mod registry;
mod sqlalchemy;
mod support;
mod versions;

pub use alembic::config::{command_error, config_object};
pub use alembic::op::batch_listeners;
pub use alembic::op::only_directives;
pub use engine::arguments::check_dialect_options;
pub use engine::connection::{result as result_object, wrap as connection_object};
pub use engine::inspector::{heard_by_batch, reflected_table};
pub use engine::json::remember as remember_json;
pub use inert::is_inert;
pub use modules::install;
pub use reach::reach;
pub use sqlalchemy::compiler::without_compilers;
pub use sqlalchemy::event::{forget_listeners, hears_ddl, require_configured};
pub use sqlalchemy::exceptions::{database_error, statement_error};
pub use sqlalchemy::expression::wrap as expression_object;
pub use sqlalchemy::table::info_of_copy;
pub use versions::Versions;

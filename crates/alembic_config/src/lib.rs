//! Configuration: `alembic.ini`, `pyproject.toml`, database URLs and `.env` files.
//!
//! Mirrors `alembic.config.Config` (Alembic 1.20), Python's `configparser`, `sqlalchemy.engine.URL` and
//! `python-dotenv`. Values only: nothing here prints.

mod commands;
pub mod config;
pub mod database_url;
pub mod dotenv;
pub mod error;
pub mod ini;
pub mod options;
pub mod paths;
pub mod percent;
pub mod toml_values;

pub use commands::COMMANDS;
pub use config::Config;
pub use database_url::{DatabaseUrl, UrlError};
pub use dotenv::{DotEnvEntry, parse_dotenv, resolve_dotenv};
pub use error::ConfigError;
pub use ini::{IniFile, RawSection};
pub use options::{CommandOptions, OptionValue};
pub use toml_values::TomlValue;

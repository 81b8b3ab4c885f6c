//! The configuration of one run.

use std::cell::{OnceCell, RefCell};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use alembic_source::{SourceMap, Span, System};
use indexmap::IndexMap;

use crate::error::ConfigError;
use crate::ini::IniFile;
use crate::options::CommandOptions;
use crate::paths::{self, PathList};
use crate::percent::python_repr;
use crate::toml_values::{self, TomlValue};

/// Both configuration files and what `env.py` changes in them.
///
/// Mirrors `alembic.config.Config` (Alembic 1.20). Shared as `Rc<Config>`: setting an option changes it for
/// everyone, as in Alembic. Files are read at the first use.
pub struct Config {
    /// `config_file_name`: as given on the command line.
    pub config_file_name: Option<String>,
    /// `toml_file_name`: as given on the command line.
    pub toml_file_name: Option<String>,
    /// `cmd_opts`.
    pub options: CommandOptions,
    ini_section: RefCell<String>,
    system: Rc<dyn System>,
    sources: Rc<SourceMap>,
    ini: OnceCell<Result<RefCell<IniFile>, ConfigError>>,
    toml: OnceCell<Result<toml::Table, ConfigError>>,
}

impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Values may hold passwords.
        f.debug_struct("Config")
            .field("config_file_name", &self.config_file_name)
            .field("toml_file_name", &self.toml_file_name)
            .field("ini_section", &self.ini_section)
            .finish_non_exhaustive()
    }
}

impl Config {
    /// A configuration from files that may not exist.
    pub fn new(
        system: Rc<dyn System>,
        sources: Rc<SourceMap>,
        config_file_name: Option<String>,
        toml_file_name: Option<String>,
        ini_section: impl Into<String>,
        options: CommandOptions,
    ) -> Self {
        Self {
            config_file_name,
            toml_file_name,
            options,
            ini_section: RefCell::new(ini_section.into()),
            system,
            sources,
            ini: OnceCell::new(),
            toml: OnceCell::new(),
        }
    }

    /// Files, environment and clock.
    pub fn system(&self) -> &Rc<dyn System> {
        &self.system
    }

    /// Loaded files, for spans.
    pub fn sources(&self) -> &Rc<SourceMap> {
        &self.sources
    }

    /// `config_ini_section`: `alembic`, or the value of `-n`.
    pub fn ini_section(&self) -> String {
        self.ini_section.borrow().clone()
    }

    /// Assignment to `config.config_ini_section`.
    pub fn set_ini_section(&self, section: &str) {
        section.clone_into(&mut self.ini_section.borrow_mut());
    }

    /// Absolute path of the ini file, existing or not.
    pub fn config_file_path(&self) -> Option<PathBuf> {
        let name = self.config_file_name.as_ref()?;
        Some(python_absolute(&*self.system, Path::new(name)))
    }

    /// Absolute path of `pyproject.toml`, existing or not.
    pub fn toml_file_path(&self) -> Option<PathBuf> {
        let name = self.toml_file_name.as_ref()?;
        Some(python_absolute(&*self.system, Path::new(name)))
    }

    /// `file_config`.
    ///
    /// # Errors
    /// A file that `configparser` refuses.
    pub fn ini(&self) -> Result<&RefCell<IniFile>, ConfigError> {
        self.ini
            .get_or_init(|| self.load_ini().map(RefCell::new))
            .as_ref()
            .map_err(Clone::clone)
    }

    fn load_ini(&self) -> Result<IniFile, ConfigError> {
        let path = self.config_file_path();
        let here = match &path {
            Some(path) => path.parent().unwrap_or(path).display().to_string(),
            None => ".".to_owned(),
        };
        let mut ini = IniFile::with_defaults([("here", here.as_str())]);
        let (Some(path), Some(name)) = (path, self.config_file_name.as_deref()) else {
            ini.add_section(&self.ini_section());
            return Ok(ini);
        };
        if !self.system.is_file(&path) {
            return Ok(ini);
        }
        let text = self
            .system
            .read_to_string(&path)
            .map_err(|error| ConfigError::Io {
                path: path.clone(),
                message: error.to_string(),
            })?;
        let file = self.sources.add(path, text.clone());
        ini.read(&text, name, file)?;
        Ok(ini)
    }

    /// `toml_alembic_config`.
    ///
    /// # Errors
    /// Text that is not TOML, or `tool.alembic` that is no table.
    pub fn toml(&self) -> Result<&toml::Table, ConfigError> {
        self.toml
            .get_or_init(|| self.load_toml())
            .as_ref()
            .map_err(Clone::clone)
    }

    fn load_toml(&self) -> Result<toml::Table, ConfigError> {
        let Some(path) = self
            .toml_file_path()
            .filter(|path| self.system.is_file(path))
        else {
            return Ok(toml::Table::new());
        };
        let table = self.read_toml(&path)?;
        let empty = || toml::Value::Table(toml::Table::new());
        let tool = match table.get("tool") {
            None => empty(),
            Some(tool) => tool.as_table().map_or_else(empty, |tool| {
                tool.get("alembic").cloned().unwrap_or_else(empty)
            }),
        };
        match tool {
            toml::Value::Table(table) => Ok(table),
            _ => Err(ConfigError::command("Incorrect TOML format")),
        }
    }

    /// Parses a TOML file with a place for its mistakes.
    ///
    /// # Errors
    /// `tomllib.TOMLDecodeError`.
    pub fn read_toml(&self, path: &Path) -> Result<toml::Table, ConfigError> {
        let text = self
            .system
            .read_to_string(path)
            .map_err(|error| ConfigError::Io {
                path: path.to_owned(),
                message: error.to_string(),
            })?;
        let file = self.sources.add(path.to_owned(), text.clone());
        text.parse::<toml::Table>()
            .map_err(|error| ConfigError::Python {
                type_name: "tomllib.TOMLDecodeError",
                message: error.message().to_owned(),
                span: error.span().map(|range| Span {
                    file,
                    start: u32::try_from(range.start).unwrap_or(0),
                    end: u32::try_from(range.end).unwrap_or(0),
                }),
            })
    }

    /// `get_section`: all options of an ini section with `here` and `[DEFAULT]`; `None` if missing.
    ///
    /// # Errors
    /// Wrong interpolation.
    pub fn section(&self, name: &str) -> Result<Option<IndexMap<String, String>>, ConfigError> {
        self.ini()?.borrow().items(name)
    }

    /// `file_config.get(section, name, fallback=None)`.
    ///
    /// # Errors
    /// Wrong interpolation.
    pub fn ini_option(
        &self,
        section: impl AsRef<str>,
        name: &str,
    ) -> Result<Option<String>, ConfigError> {
        self.ini()?.borrow().get(section.as_ref(), name)
    }

    /// `get_section_option`; `None` where Alembic returns the default.
    ///
    /// # Errors
    /// The section is missing.
    pub fn section_option(&self, section: &str, name: &str) -> Result<Option<String>, ConfigError> {
        let ini = self.ini()?.borrow();
        if !ini.has_section(section) {
            let file = match &self.config_file_name {
                Some(name) => python_repr(name),
                None => "None".to_owned(),
            };
            return Err(ConfigError::command(format!(
                "No config file {file} found, or file has no '[{section}]' section"
            )));
        }
        ini.get(section, name)
    }

    /// `get_main_option`; `None` where Alembic returns the default.
    ///
    /// # Errors
    /// The main section is missing.
    pub fn main_option(&self, name: &str) -> Result<Option<String>, ConfigError> {
        self.section_option(&self.ini_section(), name)
    }

    /// `set_main_option`.
    ///
    /// # Errors
    /// A lone `%`.
    pub fn set_main_option(&self, name: &str, value: &str) -> Result<(), ConfigError> {
        self.set_section_option(&self.ini_section(), name, value)
    }

    /// `set_section_option`.
    ///
    /// # Errors
    /// A lone `%`.
    pub fn set_section_option(
        &self,
        section: &str,
        name: &str,
        value: &str,
    ) -> Result<(), ConfigError> {
        self.ini()?.borrow_mut().set(section, name, value)
    }

    /// `remove_main_option`.
    ///
    /// # Errors
    /// The ini file cannot be read.
    pub fn remove_main_option(&self, name: &str) -> Result<(), ConfigError> {
        let section = self.ini_section();
        self.ini()?.borrow_mut().remove_option(&section, name);
        Ok(())
    }

    /// `get_alembic_option`: the ini section first, then `[tool.alembic]`.
    ///
    /// # Errors
    /// Wrong interpolation, values of another type.
    pub fn alembic_option(&self, name: &str) -> Result<Option<TomlValue>, ConfigError> {
        match self.ini_option(self.ini_section(), name)? {
            Some(text) => Ok(Some(TomlValue::Text(text))),
            None => self.toml_value(name),
        }
    }

    /// [`Config::alembic_option`] where only a string makes sense.
    ///
    /// # Errors
    /// As there, and a value that is no string.
    pub fn alembic_text(&self, name: &str) -> Result<Option<String>, ConfigError> {
        match self.alembic_option(name)? {
            None => Ok(None),
            Some(TomlValue::Text(text)) => Ok(Some(text)),
            Some(TomlValue::Integer(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(ConfigError::command(format!(
                "unsupported TOML value type for key: {}",
                python_repr(name)
            ))),
        }
    }

    /// `_get_toml_config_value`.
    ///
    /// # Errors
    /// Wrong interpolation, values of another type.
    pub fn toml_value(&self, name: &str) -> Result<Option<TomlValue>, ConfigError> {
        let Some(value) = self.toml()?.get(name) else {
            return Ok(None);
        };
        let here = self
            .toml_file_path()
            .and_then(|path| Some(path.parent()?.display().to_string()))
            .unwrap_or_default();
        toml_values::convert(name, value, &here).map(Some)
    }

    /// `get_alembic_boolean_option`: exactly `true` in the ini file, a boolean in TOML.
    ///
    /// # Errors
    /// A TOML value of another type.
    pub fn boolean_option(&self, name: &str) -> Result<bool, ConfigError> {
        if let Some(text) = self.ini_option(self.ini_section(), name)? {
            return Ok(text == "true");
        }
        match self.toml()?.get(name) {
            None => Ok(false),
            Some(toml::Value::Boolean(flag)) => Ok(*flag),
            Some(_) => Err(ConfigError::command(format!(
                "boolean value expected for TOML parameter {}",
                python_repr(name)
            ))),
        }
    }

    /// `util.asbool(config.get_alembic_option(name))`.
    ///
    /// # Errors
    /// A text that is neither true nor false.
    pub fn as_bool(&self, name: &str) -> Result<bool, ConfigError> {
        match self.alembic_option(name)? {
            None => Ok(false),
            Some(TomlValue::Text(text)) => as_bool(&text),
            Some(TomlValue::Bool(flag)) => Ok(flag),
            Some(TomlValue::Integer(number)) => Ok(number != 0),
            Some(TomlValue::List(items)) => Ok(!items.is_empty()),
            Some(TomlValue::Table(table)) => Ok(!table.is_empty()),
            Some(TomlValue::Tables(tables)) => Ok(!tables.is_empty()),
        }
    }

    /// `get_version_locations_list`.
    ///
    /// # Errors
    /// A bad separator.
    pub fn version_locations(&self) -> Result<PathList, ConfigError> {
        paths::version_locations(self)
    }

    /// `get_prepend_sys_paths_list`.
    ///
    /// # Errors
    /// A bad separator.
    pub fn prepend_sys_paths(&self) -> Result<PathList, ConfigError> {
        paths::prepend_sys_paths(self)
    }

    /// `get_hooks_list`: options of each hook with `_hook_name`.
    ///
    /// # Errors
    /// Wrong interpolation, a TOML hook without a name.
    pub fn hooks(&self) -> Result<Vec<IndexMap<String, String>>, ConfigError> {
        let Some(section) = self.section("post_write_hooks")? else {
            return self.toml_hooks();
        };
        let names = section.get("hooks").map_or("", String::as_str);
        Ok(paths::split_space_comma(names, false)
            .into_iter()
            .filter(|name| !name.is_empty())
            .map(|name| {
                let prefix = format!("{name}.");
                let mut options: IndexMap<String, String> = section
                    .iter()
                    .filter_map(|(key, value)| {
                        Some((key.strip_prefix(&prefix)?.to_owned(), value.clone()))
                    })
                    .collect();
                options.insert("_hook_name".to_owned(), name);
                options
            })
            .collect())
    }

    fn toml_hooks(&self) -> Result<Vec<IndexMap<String, String>>, ConfigError> {
        let Some(TomlValue::Tables(hooks)) = self.toml_value("post_write_hooks")? else {
            return Ok(Vec::new());
        };
        hooks
            .into_iter()
            .map(|mut hook| {
                let name = hook
                    .shift_remove("name")
                    .ok_or_else(|| ConfigError::python("KeyError", "'name'"))?;
                hook.insert("_hook_name".to_owned(), name);
                Ok(hook)
            })
            .collect()
    }
}

/// `sqlalchemy.util.asbool`.
///
/// # Errors
/// A text that is neither true nor false.
pub fn as_bool(text: &str) -> Result<bool, ConfigError> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "on" | "y" | "t" | "1" => Ok(true),
        "false" | "no" | "off" | "n" | "f" | "0" => Ok(false),
        other => Err(ConfigError::python(
            "ValueError",
            format!("String is not true/false: {}", python_repr(other)),
        )),
    }
}

/// `pathlib.Path.absolute()`: joined to the working directory, `.` dropped, `..` kept.
pub fn python_absolute(system: &dyn System, path: &Path) -> PathBuf {
    // `components` drops `.` and repeated separators, as pathlib does.
    system.current_dir().join(path).components().collect()
}

//! Lists of paths in `alembic.ini`.

use crate::config::Config;
use crate::error::ConfigError;
use crate::toml_values::TomlValue;

/// A list of paths, and the deprecation that its spelling causes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PathList {
    /// The elements; `None` if the key is not there.
    pub paths: Option<Vec<String>>,
    /// Text of a `DeprecationWarning` (hidden by default in Python).
    pub deprecation: Option<&'static str>,
}

/// Mirrors `Config.get_version_locations_list`.
pub(crate) fn version_locations(config: &Config) -> Result<PathList, ConfigError> {
    list(
        config,
        "version_locations",
        &["path_separator", "version_path_separator"],
        false,
        "No path_separator found in configuration; falling back to legacy splitting on spaces/commas \
         for version_locations.  Consider adding path_separator=os to Alembic config.",
    )
}

/// Mirrors `Config.get_prepend_sys_paths_list`.
pub(crate) fn prepend_sys_paths(config: &Config) -> Result<PathList, ConfigError> {
    list(
        config,
        "prepend_sys_path",
        &["path_separator"],
        true,
        "No path_separator found in configuration; falling back to legacy splitting on spaces, commas, \
         and colons for prepend_sys_path.  Consider adding path_separator=os to Alembic config.",
    )
}

fn list(
    config: &Config,
    name: &str,
    separator_names: &[&'static str],
    colon: bool,
    legacy: &'static str,
) -> Result<PathList, ConfigError> {
    let text = config.ini_option(config.ini_section(), name)?;
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(PathList {
            paths: match config.toml_value(name)? {
                None => None,
                Some(TomlValue::List(paths)) => Some(paths),
                // A string is iterated character by character in Alembic; it is one path here.
                Some(TomlValue::Text(path)) => Some(vec![path]),
                Some(_) => {
                    return Err(ConfigError::command(format!(
                        "unsupported TOML value type for key: '{name}'"
                    )));
                }
            },
            deprecation: None,
        });
    };
    match separator(config, separator_names)? {
        None => Ok(PathList {
            paths: Some(split_space_comma(&text, colon)),
            deprecation: Some(legacy),
        }),
        Some((separator, deprecation)) => Ok(PathList {
            paths: Some(
                text.split(separator)
                    .filter(|part| !part.is_empty())
                    .map(|part| part.trim().to_owned())
                    .collect(),
            ),
            deprecation,
        }),
    }
}

/// Mirrors `Config._get_file_separator_char`.
fn separator(
    config: &Config,
    names: &[&'static str],
) -> Result<Option<(char, Option<&'static str>)>, ConfigError> {
    for name in names {
        let Some(value) = config.main_option(name)? else {
            continue;
        };
        let separator = match value.as_str() {
            "space" => ' ',
            "newline" => '\n',
            "os" if cfg!(windows) => ';',
            "os" | ":" => ':',
            ";" => ';',
            _ => {
                return Err(ConfigError::python(
                    "ValueError",
                    format!(
                        "'{value}' is not a valid value for {name}; \
                         expected 'space', 'newline', 'os', ':', ';'"
                    ),
                ));
            }
        };
        let deprecation = (*name == "version_path_separator").then_some(
            "The version_path_separator configuration parameter is deprecated; please use path_separator",
        );
        return Ok(Some((separator, deprecation)));
    }
    Ok(None)
}

/// `re.split(r", *|(?: +)", text)`, with `colon` also at colons; empty parts stay.
pub(crate) fn split_space_comma(text: &str, colon: bool) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let separates = character == ',' || character == ' ' || (colon && character == ':');
        if !separates {
            if let Some(last) = out.last_mut() {
                last.push(character);
            }
            continue;
        }
        if character != ':' {
            while characters.peek() == Some(&' ') {
                characters.next();
            }
        }
        out.push(String::new());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legacy_split() {
        assert_eq!(split_space_comma("a, b c:d", false), ["a", "b", "c:d"]);
        assert_eq!(split_space_comma(". :x", true), [".", "", "x"]);
        assert_eq!(split_space_comma("a ,b", false), ["a", "", "b"]);
    }
}

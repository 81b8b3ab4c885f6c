//! `alembic.ini`.
//!
//! Mirrors Python's `configparser.ConfigParser` with its defaults (CPython 3.11): lower-cased keys, `=` and `:`,
//! comments on lines of their own, continuation lines, `[DEFAULT]`, `%(name)s`.

use std::fmt::Write as _;

use alembic_source::{FileId, Span};
use indexmap::IndexMap;

use crate::error::ConfigError;
use crate::percent::python_repr;

const MAX_DEPTH: usize = 10;

/// A raw value and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IniValue {
    /// Before interpolation.
    pub raw: String,
    /// The first line of the value in the file; `None` if set by a program.
    pub span: Option<Span>,
}

type Section = IndexMap<String, IniValue>;

/// Options of a section, before interpolation.
pub type RawSection = IndexMap<String, String>;

/// Sections with their options.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IniFile {
    defaults: Section,
    sections: IndexMap<String, Section>,
}

impl IniFile {
    /// An empty file with values for `[DEFAULT]`: `ConfigParser(defaults)`.
    pub fn with_defaults<'a>(defaults: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let value = |raw: &str| IniValue {
            raw: raw.to_owned(),
            span: None,
        };
        Self {
            defaults: defaults
                .into_iter()
                .map(|(name, raw)| (name.to_lowercase(), value(raw)))
                .collect(),
            sections: IndexMap::new(),
        }
    }

    /// The values before interpolation: `[DEFAULT]`, then each section.
    pub fn raw_values(&self) -> (RawSection, IndexMap<String, RawSection>) {
        let raw = |section: &Section| -> RawSection {
            let raw = |(name, value): (&String, &IniValue)| (name.clone(), value.raw.clone());
            section.iter().map(raw).collect()
        };
        let sections = self
            .sections
            .iter()
            .map(|(name, section)| (name.clone(), raw(section)))
            .collect();
        (raw(&self.defaults), sections)
    }

    /// Takes all values from elsewhere; those that did not change keep their places.
    pub fn replace_raw(&mut self, defaults: RawSection, sections: IndexMap<String, RawSection>) {
        let place = |old: Option<&Section>, raw: RawSection| -> Section {
            raw.into_iter()
                .map(|(name, raw)| {
                    let known = old.and_then(|old| old.get(&name));
                    let span = known.filter(|old| old.raw == raw).and_then(|old| old.span);
                    (name, IniValue { raw, span })
                })
                .collect()
        };
        let sections = sections
            .into_iter()
            .map(|(name, raw)| {
                let section = place(self.sections.get(&name), raw);
                (name, section)
            })
            .collect();
        self.defaults = place(Some(&self.defaults), defaults);
        self.sections = sections;
    }

    /// Reads a text into this file: `ConfigParser.read_file`.
    ///
    /// # Errors
    /// Missing section headers, duplicates and lines that are no option.
    pub fn read(&mut self, text: &str, source: &str, file: FileId) -> Result<(), ConfigError> {
        Reader::new(self, source, file).read(text)
    }

    /// Section names in order, without `DEFAULT`.
    pub fn sections(&self) -> impl Iterator<Item = &str> {
        self.sections.keys().map(String::as_str)
    }

    /// Names of a section's options, those of `[DEFAULT]` first.
    pub fn option_names(&self, section: &str) -> Vec<String> {
        let Some(own) = self.sections.get(section) else {
            return Vec::new();
        };
        let inherited = self.defaults.keys();
        inherited
            .chain(own.keys().filter(|name| !self.defaults.contains_key(*name)))
            .cloned()
            .collect()
    }

    /// `has_section`.
    pub fn has_section(&self, section: &str) -> bool {
        self.sections.contains_key(section)
    }

    /// `has_option`.
    pub fn has_option(&self, section: &str, option: &str) -> bool {
        let option = option.to_lowercase();
        self.sections
            .get(section)
            .is_some_and(|own| own.contains_key(&option) || self.defaults.contains_key(&option))
    }

    /// Where a value is written.
    pub fn span(&self, section: &str, option: &str) -> Option<Span> {
        self.raw(section, &option.to_lowercase())?.span
    }

    /// The value before interpolation, of the section or of `[DEFAULT]`; `option` in lower case.
    pub fn raw(&self, section: &str, option: &str) -> Option<&IniValue> {
        self.sections
            .get(section)?
            .get(option)
            .or_else(|| self.defaults.get(option))
    }

    /// `get`: the interpolated value, `None` if section or option is missing.
    ///
    /// # Errors
    /// Wrong interpolation.
    pub fn get(&self, section: &str, option: &str) -> Result<Option<String>, ConfigError> {
        let option = option.to_lowercase();
        match self.raw(section, &option) {
            Some(value) => self.interpolate(section, &option, value).map(Some),
            None => Ok(None),
        }
    }

    /// `items`: defaults first, then the section's own options, all interpolated.
    ///
    /// # Errors
    /// Wrong interpolation.
    pub fn items(&self, section: &str) -> Result<Option<IndexMap<String, String>>, ConfigError> {
        let Some(own) = self.sections.get(section) else {
            return Ok(None);
        };
        let mut out = IndexMap::new();
        for (name, value) in self.defaults.iter().chain(own) {
            let value = own.get(name).unwrap_or(value);
            out.insert(name.clone(), self.interpolate(section, name, value)?);
        }
        Ok(Some(out))
    }

    /// `add_section`, without its refusals.
    pub fn add_section(&mut self, section: &str) {
        self.sections.entry(section.to_owned()).or_default();
    }

    /// `set`; creates the section.
    ///
    /// # Errors
    /// A lone `%`.
    pub fn set(&mut self, section: &str, option: &str, raw: &str) -> Result<(), ConfigError> {
        check_percents(raw)?;
        self.add_section(section);
        if let Some(own) = self.sections.get_mut(section) {
            own.insert(
                option.to_lowercase(),
                IniValue {
                    raw: raw.to_owned(),
                    span: None,
                },
            );
        }
        Ok(())
    }

    /// `remove_option`; whether it was there.
    pub fn remove_option(&mut self, section: &str, option: &str) -> bool {
        self.sections
            .get_mut(section)
            .is_some_and(|own| own.shift_remove(&option.to_lowercase()).is_some())
    }

    fn interpolate(
        &self,
        section: &str,
        option: &str,
        value: &IniValue,
    ) -> Result<String, ConfigError> {
        if !value.raw.contains('%') {
            return Ok(value.raw.clone());
        }
        let mut out = String::with_capacity(value.raw.len());
        self.interpolate_some(section, option, value, &value.raw, &mut out, 1)?;
        Ok(out)
    }

    fn interpolate_some(
        &self,
        section: &str,
        option: &str,
        value: &IniValue,
        text: &str,
        out: &mut String,
        depth: usize,
    ) -> Result<(), ConfigError> {
        let error = |type_name, message| {
            Err(ConfigError::Python {
                type_name,
                message,
                span: value.span,
            })
        };
        if depth > MAX_DEPTH {
            return error(
                "configparser.InterpolationDepthError",
                format!(
                    "Recursion limit exceeded in value substitution: option {} in section {} contains an \
                     interpolation key which cannot be substituted in {MAX_DEPTH} steps. Raw value: {}",
                    python_repr(option),
                    python_repr(section),
                    python_repr(&value.raw)
                ),
            );
        }
        let mut rest = text;
        while let Some(at) = rest.find('%') {
            let (before, from) = rest.split_at(at);
            out.push_str(before);
            if let Some(after) = from.strip_prefix("%%") {
                out.push('%');
                rest = after;
                continue;
            }
            let Some(inner) = from.strip_prefix("%(") else {
                return error(
                    "configparser.InterpolationSyntaxError",
                    format!(
                        "'%' must be followed by '%' or '(', found: {}",
                        python_repr(from)
                    ),
                );
            };
            let Some((name, after)) = inner
                .split_once(')')
                .filter(|(name, _)| !name.is_empty())
                .and_then(|(name, after)| Some((name, after.strip_prefix('s')?)))
            else {
                return error(
                    "configparser.InterpolationSyntaxError",
                    format!("bad interpolation variable reference {}", python_repr(from)),
                );
            };
            let name = name.to_lowercase();
            let Some(found) = self.raw(section, &name) else {
                return error(
                    "configparser.InterpolationMissingOptionError",
                    format!(
                        "Bad value substitution: option {} in section {} contains an interpolation key {} \
                         which is not a valid option name. Raw value: {}",
                        python_repr(option),
                        python_repr(section),
                        python_repr(&name),
                        python_repr(&value.raw)
                    ),
                );
            };
            if found.raw.contains('%') {
                self.interpolate_some(section, option, value, &found.raw, out, depth + 1)?;
            } else {
                out.push_str(&found.raw);
            }
            rest = after;
        }
        out.push_str(rest);
        Ok(())
    }
}

/// `BasicInterpolation.before_set`.
fn check_percents(raw: &str) -> Result<(), ConfigError> {
    let mut left = String::new();
    let mut rest = raw;
    // First `%%` goes, then well-formed references.
    let without_pairs = rest.replace("%%", "");
    rest = &without_pairs;
    while let Some(at) = rest.find("%(") {
        let (before, from) = rest.split_at(at);
        left.push_str(before);
        let reference_end = from
            .find(')')
            .filter(|end| *end > 2 && from[end + 1..].starts_with('s'));
        if let Some(end) = reference_end {
            rest = &from[end + 2..];
        } else {
            left.push_str("%(");
            rest = &from[2..];
        }
    }
    left.push_str(rest);
    match left.find('%') {
        None => Ok(()),
        Some(at) => Err(ConfigError::python(
            "ValueError",
            format!(
                "invalid interpolation syntax in {} at position {}",
                python_repr(raw),
                left[..at].chars().count()
            ),
        )),
    }
}

/// Where the option at hand goes.
#[derive(Clone, PartialEq, Eq)]
enum Place {
    Nowhere,
    Defaults,
    Section(String),
}

struct Reader<'a> {
    ini: &'a mut IniFile,
    source: &'a str,
    file: FileId,
    added_sections: Vec<String>,
    added_options: std::collections::HashSet<(String, String)>,
    place: Place,
    option: Option<String>,
    indent: usize,
    errors: Vec<(usize, String)>,
    error_span: Option<Span>,
}

impl<'a> Reader<'a> {
    fn new(ini: &'a mut IniFile, source: &'a str, file: FileId) -> Self {
        Self {
            ini,
            source,
            file,
            added_sections: Vec::new(),
            added_options: std::collections::HashSet::new(),
            place: Place::Nowhere,
            option: None,
            indent: 0,
            errors: Vec::new(),
            error_span: None,
        }
    }

    fn read(mut self, text: &str) -> Result<(), ConfigError> {
        let mut start = 0;
        for (position, line) in text.split_inclusive('\n').enumerate() {
            self.line(line, position + 1, start)?;
            start += line.len();
        }
        self.finish()
    }

    fn line(&mut self, line: &str, number: usize, start: usize) -> Result<(), ConfigError> {
        let stripped = line.trim();
        if stripped.starts_with(['#', ';']) {
            return Ok(());
        }
        if stripped.is_empty() {
            // An empty line belongs to the value before it; trailing ones are dropped at the end.
            self.continue_value("");
            return Ok(());
        }
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        if self.place != Place::Nowhere && self.option.is_some() && indent > self.indent {
            self.continue_value(stripped);
            return Ok(());
        }
        self.indent = indent;
        let offset = start + line.find(stripped).unwrap_or(0);
        let span = self.span(offset, stripped);
        if let Some(name) = section_header(stripped) {
            return self.section(name, number, span);
        }
        if self.place == Place::Nowhere {
            return Err(ConfigError::Python {
                type_name: "configparser.MissingSectionHeaderError",
                message: format!(
                    "File contains no section headers.\nfile: PosixPath({}), line: {number}\n{}",
                    python_repr(self.source),
                    python_repr(line)
                ),
                span: Some(span),
            });
        }
        self.option_line(stripped, line, number, offset)
    }

    fn section(&mut self, name: &str, number: usize, span: Span) -> Result<(), ConfigError> {
        self.option = None;
        if name == "DEFAULT" {
            self.place = Place::Defaults;
            return Ok(());
        }
        if self.added_sections.iter().any(|added| added == name) {
            return Err(ConfigError::Python {
                type_name: "configparser.DuplicateSectionError",
                message: format!(
                    "While reading from PosixPath({}) [line {number:2}]: section {} already exists",
                    python_repr(self.source),
                    python_repr(name)
                ),
                span: Some(span),
            });
        }
        self.added_sections.push(name.to_owned());
        self.ini.add_section(name);
        self.place = Place::Section(name.to_owned());
        Ok(())
    }

    fn option_line(
        &mut self,
        stripped: &str,
        line: &str,
        number: usize,
        offset: usize,
    ) -> Result<(), ConfigError> {
        let Some(at) = stripped.find(['=', ':']) else {
            let span = self.span(offset, stripped);
            self.error_span.get_or_insert(span);
            self.errors.push((number, python_repr(line)));
            return Ok(());
        };
        let name = stripped[..at].trim_end().to_lowercase();
        if name.is_empty() {
            let span = self.span(offset, stripped);
            self.error_span.get_or_insert(span);
            self.errors.push((number, python_repr(line)));
        }
        let value = stripped[at + 1..].trim();
        let section = match &self.place {
            Place::Section(section) => section.clone(),
            Place::Defaults | Place::Nowhere => "DEFAULT".to_owned(),
        };
        if !self.added_options.insert((section.clone(), name.clone())) {
            return Err(ConfigError::Python {
                type_name: "configparser.DuplicateOptionError",
                message: format!(
                    "While reading from PosixPath({}) [line {number:2}]: option {} in section {} already exists",
                    python_repr(self.source),
                    python_repr(&name),
                    python_repr(&section)
                ),
                span: Some(self.span(offset, stripped)),
            });
        }
        let value_at = offset + stripped.len() - stripped[at + 1..].trim_start().len();
        let value = IniValue {
            raw: value.to_owned(),
            span: Some(self.span(value_at, value)),
        };
        if let Some(section) = self.current() {
            section.insert(name.clone(), value);
        }
        // An empty name is false in Python: nothing continues it.
        self.option = Some(name).filter(|name| !name.is_empty());
        Ok(())
    }

    fn continue_value(&mut self, text: &str) {
        let Some(option) = self.option.clone() else {
            return;
        };
        if let Some(value) = self.current().and_then(|section| section.get_mut(&option)) {
            value.raw.push('\n');
            value.raw.push_str(text);
        }
    }

    fn current(&mut self) -> Option<&mut Section> {
        match &self.place {
            Place::Nowhere => None,
            Place::Defaults => Some(&mut self.ini.defaults),
            Place::Section(name) => self.ini.sections.get_mut(name),
        }
    }

    fn finish(self) -> Result<(), ConfigError> {
        let values = self
            .ini
            .sections
            .values_mut()
            .chain(std::iter::once(&mut self.ini.defaults))
            .flat_map(IndexMap::values_mut);
        for value in values {
            value.raw.truncate(value.raw.trim_end().len());
        }
        if self.errors.is_empty() {
            return Ok(());
        }
        let mut message = format!(
            "Source contains parsing errors: PosixPath({})",
            python_repr(self.source)
        );
        for (number, line) in &self.errors {
            let _ = write!(message, "\n\t[line {number:2}]: {line}");
        }
        Err(ConfigError::Python {
            type_name: "configparser.ParsingError",
            message,
            span: self.error_span,
        })
    }

    fn span(&self, offset: usize, text: &str) -> Span {
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        Span {
            file: self.file,
            start: number(offset),
            end: number(offset + text.len()),
        }
    }
}

/// `\[(?P<header>.+)\]` at the start of a line; what follows the last `]` is ignored.
fn section_header(line: &str) -> Option<&str> {
    let inner = line.strip_prefix('[')?;
    let end = inner.rfind(']')?;
    inner.get(..end).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<IniFile, ConfigError> {
        let mut ini = IniFile::with_defaults([("here", "/work")]);
        ini.read(text, "alembic.ini", FileId::FIRST)?;
        Ok(ini)
    }

    #[test]
    fn values_are_read_like_configparser_does() {
        let ini = read(
            "[DEFAULT]\nx = 1\n[alembic]\nURL : a=b\nlong = one\n  two\n\n  three\n\n\
             # comment\nscript = %(here)s/%(X)s %%\nempty =\n[other] trailing\nk=v ; not a comment\n",
        )
        .unwrap();
        assert_eq!(ini.get("alembic", "url").unwrap().unwrap(), "a=b");
        assert_eq!(
            ini.get("alembic", "long").unwrap().unwrap(),
            "one\ntwo\n\nthree"
        );
        assert_eq!(ini.get("alembic", "script").unwrap().unwrap(), "/work/1 %");
        assert_eq!(ini.get("alembic", "empty").unwrap().unwrap(), "");
        assert_eq!(ini.get("other", "k").unwrap().unwrap(), "v ; not a comment");
        let names: Vec<String> = ini.items("other").unwrap().unwrap().into_keys().collect();
        assert_eq!(names, ["here", "x", "k"]);
    }

    #[test]
    fn mistakes_have_pythons_text() {
        let text = |ini: &str| read(ini).unwrap_err().to_string();
        assert_eq!(
            text("[a]\nk=1\nk=2\n"),
            "While reading from PosixPath('alembic.ini') [line  3]: option 'k' in section 'a' already exists"
        );
        assert_eq!(
            text("[a]\nnonsense\n"),
            "Source contains parsing errors: PosixPath('alembic.ini')\n\t[line  2]: 'nonsense\\n'"
        );
        let bad = read("[a]\nk = 100%\n").unwrap().get("a", "k").unwrap_err();
        assert_eq!(
            bad.to_string(),
            "'%' must be followed by '%' or '(', found: '%'"
        );
    }

    #[test]
    fn set_refuses_a_lone_percent() {
        let mut ini = IniFile::default();
        assert!(ini.set("a", "k", "x%%y %(z)s").is_ok());
        assert_eq!(
            ini.set("a", "k", "p%40w").unwrap_err().to_string(),
            "invalid interpolation syntax in 'p%40w' at position 1"
        );
    }
}

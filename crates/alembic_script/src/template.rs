//! Templates of revision files.
//!
//! Mirrors the part of Mako (1.3) that `script.py.mako` files use: `${expression | filter}`, `% if`/`for`/`while`,
//! `<% code %>`, `<%! code %>`, `<%def>`, `<%text>`, `<%doc>`, `##` comments and `\` at the end of a line.
//! Other tags are refused with their place. Stock expressions are computed here; templates with more
//! Python become a program ([`Template::python`]) for the evaluator.

mod native;
mod parse;
mod python;

use std::path::{Path, PathBuf};

use indexmap::IndexMap;

use crate::create_date::CreateDate;

/// A variable of a template.
#[derive(Debug, Clone, PartialEq)]
pub enum TemplateValue {
    /// `None`.
    None,
    /// `bool`.
    Bool(bool),
    /// `int`.
    Integer(i64),
    /// `str`.
    Text(String),
    /// `tuple`.
    Tuple(Vec<Self>),
    /// `list`.
    List(Vec<Self>),
    /// `create_date`, a `datetime`.
    Date(CreateDate),
    /// `comma`: the function `alembic.util.format_as_comma`.
    Comma,
    /// `config`: the `Config`.
    Config,
    /// A value of the evaluator's, kept by the engine under this number
    /// (from `context.configure(template_args=...)`).
    Python(usize),
}

impl TemplateValue {
    /// A tuple of strings.
    pub fn tuple(texts: &[String]) -> Self {
        Self::Tuple(texts.iter().cloned().map(Self::Text).collect())
    }

    /// `tuple_rev_as_scalar`: `None` for nothing, a string for one, else a tuple.
    pub fn scalar_or_tuple(texts: &[String]) -> Self {
        match texts {
            [] => Self::None,
            [only] => Self::Text(only.clone()),
            several => Self::tuple(several),
        }
    }
}

/// A mistake in a template, or a part of Mako that is not supported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TemplateError {
    /// The file.
    pub path: PathBuf,
    /// Line, from one.
    pub line: u32,
    /// One phrase.
    pub message: String,
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// Text to write as it is.
    Text(String),
    /// `${source | filters}`.
    Expression {
        source: String,
        filters: Vec<String>,
        line: u32,
    },
    /// `% if x:`, `% else:` and so on; without the `%`.
    Control { source: String, line: u32 },
    /// `% endif` and so on: the keyword after `end`.
    EndControl { keyword: String, line: u32 },
    /// `<% code %>`; `module` for `<%! code %>`.
    Code {
        source: String,
        module: bool,
        line: u32,
    },
    /// `<%def name="...">`.
    Def { signature: String, line: u32 },
    /// `</%def>`.
    EndDef { line: u32 },
}

/// A parsed template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The file.
    pub path: PathBuf,
    nodes: Vec<Node>,
}

impl Template {
    /// Parses a template's text.
    ///
    /// # Errors
    /// Unfinished expressions and tags, tags that are not supported.
    pub fn parse(path: &Path, text: &str) -> Result<Self, TemplateError> {
        Ok(Self {
            path: path.to_owned(),
            nodes: parse::parse(path, text)?,
        })
    }

    /// Renders the template if all of its expressions are stock ones; `None` if it needs Python.
    pub fn render_native(&self, names: &IndexMap<String, TemplateValue>) -> Option<String> {
        native::render(&self.nodes, names)
    }

    /// The template as a Python program.
    ///
    /// It is to be executed as a module whose globals are the template's variables, and a variable
    /// `__names__`: a `dict` of the same. Afterwards the global `__result__` is the text.
    ///
    /// # Errors
    /// Control lines that do not match.
    pub fn python(&self) -> Result<String, TemplateError> {
        python::program(self)
    }
}

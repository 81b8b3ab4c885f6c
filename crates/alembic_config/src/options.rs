//! The parsed command line as `env.py` sees it.

use indexmap::IndexMap;

/// One attribute of the `argparse` namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OptionValue {
    /// `None`.
    None,
    /// A flag.
    Bool(bool),
    /// A string.
    Text(String),
    /// A list of strings.
    List(Vec<String>),
}

/// `Config.cmd_opts`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommandOptions {
    /// Name of the command.
    pub command: String,
    /// Attributes in the order in which `argparse` knows them: `config`, `name`, `x`, `raiseerr`,
    /// `quiet`, then the command's own.
    pub values: IndexMap<String, OptionValue>,
}

impl CommandOptions {
    /// `getattr(cmd_opts, name, False)` as a flag.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.values.get(name), Some(OptionValue::Bool(true)))
    }

    /// The raw `-x` arguments.
    pub fn x(&self) -> &[String] {
        match self.values.get("x") {
            Some(OptionValue::List(values)) => values,
            _ => &[],
        }
    }
}

/// `context.get_x_argument(as_dictionary=True)`: split at the first `=`.
pub fn x_dictionary(arguments: &[String]) -> IndexMap<String, String> {
    arguments
        .iter()
        .map(|argument| {
            let (name, value) = argument.split_once('=').unwrap_or((argument, ""));
            (name.to_owned(), value.to_owned())
        })
        .collect()
}

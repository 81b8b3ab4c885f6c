//! The command line.
//!
//! Accepts what Alembic's `argparse` parsers accept: global options before the command, abbreviated long
//! options, `-1` as a position, option values that start with `-` if they are numbers or contain a space.

use alembic_config::{CommandOptions, OptionValue};
use alembic_script::RenameMode;
use clap::{Args, CommandFactory, Parser, Subcommand};
use indexmap::IndexMap;

use crate::usage::{OURS, is_ours};

/// Database migrations for SQLAlchemy projects.
#[derive(Debug, Clone, Parser)]
#[command(
    name = "alembic",
    bin_name = "alembic",
    disable_version_flag = true,
    disable_help_subcommand = true,
    infer_long_args = true,
    args_override_self = true,
    subcommand_required = false,
    max_term_width = 100,
    after_help = "Revisions can be given as an identifier or its beginning, a branch label, `head`, `heads`, `base`,\n\
                  or relative to another: `+2`, `-1`, `ae10+1`, `label@head`, `label@-1`.\n\n\
                  Examples:\n  alembic init migrations\n  alembic revision --autogenerate -m \"add users\"\n  \
                  alembic upgrade head\n  alembic downgrade -1"
)]
pub(crate) struct Arguments {
    /// Show the version and exit.
    #[arg(long)]
    pub(crate) version: bool,
    /// Configuration file: an ini file (default: `$ALEMBIC_CONFIG` or alembic.ini) or a pyproject.toml; may be
    /// given once for each.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) config: Vec<String>,
    /// Section of the ini file to use.
    #[arg(short, long, default_value = "alembic")]
    pub(crate) name: String,
    /// A value for env.py, as `-x key=value`; may be repeated.
    #[arg(short, value_name = "KEY=VALUE")]
    pub(crate) x: Vec<String>,
    /// Show a full traceback for errors of the command.
    #[arg(long)]
    pub(crate) raiseerr: bool,
    /// Print nothing on stdout.
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Where Python code of the project runs: in our evaluator, in the project's own Python, or there only if
    /// the evaluator cannot follow it.
    #[arg(long, value_name = "WHERE", value_enum, default_value_t = EngineArgument::Auto, help_heading = OURS)]
    pub(crate) engine: EngineArgument,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// Values of `--engine`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum EngineArgument {
    /// The evaluator, and Python where it is needed.
    Auto,
    /// The evaluator only.
    Native,
    /// Python only.
    Worker,
}

/// Options of `revision` that Alembic does not have.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct RevisionOptions {
    /// Find renamed tables and columns: `ask` on a terminal, or take the certain ones (`auto`).
    #[arg(long, help_heading = OURS, value_enum, value_name = "MODE", num_args = 0..=1, require_equals = true, default_missing_value = "ask")]
    pub(crate) renames: Option<RenamesArgument>,
    /// Let the rows of the database speak for and against a rename; only reads them.
    #[arg(long, help_heading = OURS, requires = "renames")]
    pub(crate) renames_data: bool,
    /// Create, change and drop the enum types of PostgreSQL.
    #[arg(long, help_heading = OURS)]
    pub(crate) enums: bool,
    /// Write no file if there is nothing to do.
    #[arg(long, help_heading = OURS)]
    pub(crate) skip_empty: bool,
    /// Import the modules of the project's own types.
    #[arg(long, help_heading = OURS)]
    pub(crate) auto_imports: bool,
    #[command(flatten)]
    pub(crate) comparing: ComparingOptions,
}

/// Options of `check` that Alembic does not have.
#[derive(Debug, Clone, Args)]
pub(crate) struct CheckOptions {
    /// Print a line for each difference instead of Alembic's tuples.
    #[arg(long, help_heading = OURS)]
    pub(crate) diff: bool,
    /// Print the differences as a JSON array, empty if there are none.
    #[arg(long, help_heading = OURS, conflicts_with = "diff")]
    pub(crate) json: bool,
    /// Compare the enum types of PostgreSQL too.
    #[arg(long, help_heading = OURS)]
    pub(crate) enums: bool,
    #[command(flatten)]
    pub(crate) comparing: ComparingOptions,
}

/// How models and database are compared; what Alembic does not have.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ComparingOptions {
    /// Let the database build the models in a scratch schema, and compare what it made of them.
    #[arg(long, help_heading = OURS)]
    pub(crate) precise: bool,
    /// Say on stderr why each operation is needed.
    #[arg(long, help_heading = OURS)]
    pub(crate) explain: bool,
}

/// Values of `--renames`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum RenamesArgument {
    /// Ask for each on a terminal.
    Ask,
    /// Take the certain ones.
    Auto,
    /// None, as Alembic.
    Off,
}

impl From<RenamesArgument> for RenameMode {
    fn from(argument: RenamesArgument) -> Self {
        match argument {
            RenamesArgument::Ask => Self::Ask,
            RenamesArgument::Auto => Self::Auto,
            RenamesArgument::Off => Self::Off,
        }
    }
}

/// The commands in alphabetical order.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum Command {
    /// Show the revisions at which the history branches.
    Branches(Verbose),
    /// Fail if the models and the database differ: a new revision would not be empty.
    #[command(after_help = "Exit status: 0 if there is nothing to do, 255 if there is.")]
    Check {
        #[command(flatten)]
        ours: CheckOptions,
    },
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Show the revision(s) of the database.
    Current {
        /// Fail if the database is not at the newest revision of every branch.
        #[arg(short, long)]
        check_heads: bool,
        #[command(flatten)]
        verbose: Verbose,
    },
    /// Tell what is known of the project: files, database, Python, and what could not be followed.
    #[command(
        after_help = "Nothing is changed. Exit status: 0, or 1 if something needs attention (see the lines with `!`)."
    )]
    Doctor {
        /// Also compare the tables of the models with those that the project's own SQLAlchemy computes.
        #[arg(long)]
        against_python: bool,
    },
    /// Go back to an older revision.
    #[command(
        allow_negative_numbers = true,
        after_help = "Examples:\n  alembic downgrade -1           one step back\n  alembic downgrade base         back to the empty database\n  alembic downgrade ae10:base --sql   print the SQL instead of running it"
    )]
    Downgrade(Move),
    /// Open a revision in $EDITOR.
    #[command(allow_negative_numbers = true)]
    Edit {
        /// Revision; `current` for that of the database.
        rev: String,
    },
    /// Create the version table if the database has none.
    #[command(name = "ensure_version")]
    EnsureVersion {
        /// Print the SQL instead of running it.
        #[arg(long)]
        sql: bool,
    },
    /// Show the newest revision of every branch.
    Heads {
        #[command(flatten)]
        verbose: Verbose,
        /// Leave out heads that another revision depends on.
        #[arg(long)]
        resolve_dependencies: bool,
    },
    /// List the revisions, newest first.
    #[command(
        after_help = "Examples:\n  alembic history -r ae10:head\n  alembic history -r-3:current\n  alembic history --indicate-current"
    )]
    History {
        /// Only a range: `start:end`, `start:` or `:end`.
        #[arg(short, long, value_name = "START:END")]
        rev_range: Option<String>,
        #[command(flatten)]
        verbose: Verbose,
        /// Mark the revision of the database.
        #[arg(short, long)]
        indicate_current: bool,
    },
    /// Create a directory with env.py, script.py.mako and a folder for revisions.
    Init {
        /// What to start from; `alembic list_templates` lists them.
        #[arg(short, long, default_value = "generic")]
        template: String,
        /// Also write empty __init__.py files.
        #[arg(long)]
        package: bool,
        /// The directory to create.
        directory: String,
    },
    /// List the templates for `init`.
    #[command(name = "list_templates")]
    ListTemplates,
    /// Write a revision that joins branches.
    Merge {
        /// What the revision does, for its file name and docstring.
        #[arg(short, long)]
        message: Option<String>,
        /// Branch label of the new revision.
        #[arg(long)]
        branch_label: Option<String>,
        /// Identifier instead of a random one.
        #[arg(long)]
        rev_id: Option<String>,
        /// Allow revisions that are not heads.
        #[arg(long)]
        splice: bool,
        /// Revisions to join, or `heads`.
        #[arg(required = true, allow_negative_numbers = true)]
        revisions: Vec<String>,
    },
    /// Write a new revision.
    Revision {
        /// What the revision does, for its file name and docstring.
        #[arg(short, long)]
        message: Option<String>,
        /// Fill it with what differs between the models and the database.
        #[arg(long)]
        autogenerate: bool,
        #[command(flatten)]
        ours: RevisionOptions,
        /// Do not connect (only with `revision_environment`).
        #[arg(long)]
        sql: bool,
        /// Revision to follow, or `<label>@head` [default: head].
        #[arg(long)]
        head: Option<String>,
        /// Allow a `--head` that is not a head: starts a branch there.
        #[arg(long)]
        splice: bool,
        /// Branch label of the new revision.
        #[arg(long)]
        branch_label: Option<String>,
        /// One of the configured version locations.
        #[arg(long)]
        version_path: Option<String>,
        /// Identifier instead of a random one.
        #[arg(long)]
        rev_id: Option<String>,
        /// Revision that must be applied first; may be repeated.
        #[arg(long)]
        depends_on: Vec<String>,
    },
    /// Show revisions in full.
    #[command(allow_negative_numbers = true)]
    Show {
        /// Revision; `current` for that of the database.
        rev: String,
    },
    /// Write revisions into the version table without running migrations.
    #[command(allow_negative_numbers = true)]
    Stamp {
        /// Print the SQL instead of running it.
        #[arg(long)]
        sql: bool,
        /// A text for env.py.
        #[arg(long)]
        tag: Option<String>,
        /// Empty the version table first.
        #[arg(long)]
        purge: bool,
        /// Revisions, `heads`, or `base` to remove all.
        #[arg(required = true)]
        revisions: Vec<String>,
    },
    /// Go to a newer revision.
    #[command(
        allow_negative_numbers = true,
        after_help = "Examples:\n  alembic upgrade head           the newest revision\n  alembic upgrade +1             one step\n  alembic upgrade head --sql     print the SQL instead of running it"
    )]
    Upgrade(Move),
}

/// `-v`.
#[derive(Debug, Clone, Args)]
pub(crate) struct Verbose {
    /// Show more about each revision.
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

/// Arguments of `upgrade` and `downgrade`.
#[derive(Debug, Clone, Args)]
pub(crate) struct Move {
    /// Print the SQL instead of running it.
    #[arg(long)]
    pub(crate) sql: bool,
    /// A text for env.py.
    #[arg(long)]
    pub(crate) tag: Option<String>,
    /// Where to go; `from:to` with --sql.
    pub(crate) revision: String,
}

/// Parses the command line.
///
/// # Errors
/// What `clap` refuses.
pub(crate) fn parse(arguments: &[String]) -> Result<Arguments, clap::Error> {
    Arguments::try_parse_from(join_values(arguments))
}

/// `argparse` takes `-1` and `-a b` (with a space) as the value of an option; `clap` must be told.
fn join_values(arguments: &[String]) -> Vec<String> {
    let command = Arguments::command();
    let mut level = &command;
    let mut out: Vec<String> = Vec::with_capacity(arguments.len());
    let mut rest = arguments.iter().peekable();
    out.extend(rest.next().cloned());
    while let Some(argument) = rest.next() {
        if argument == "--" {
            out.push(argument.clone());
            out.extend(rest.by_ref().cloned());
            break;
        }
        if !argument.starts_with('-') {
            if let Some(found) = level.find_subcommand(argument) {
                level = found;
            }
            out.push(argument.clone());
            continue;
        }
        let argument = &in_full(level, argument);
        let joined = rest
            .next_if(|value| takes_value(level, argument) && looks_like_value(value))
            .map(|value| {
                if argument.starts_with("--") {
                    format!("{argument}={value}")
                } else {
                    format!("{argument}{value}")
                }
            });
        out.push(joined.unwrap_or_else(|| argument.clone()));
    }
    out
}

/// A shortened option of Alembic's in full: options of ours never make it ambiguous.
fn in_full(command: &clap::Command, argument: &str) -> String {
    let Some(given) = argument.strip_prefix("--") else {
        return argument.to_owned();
    };
    let (short, value) = match given.split_once('=') {
        Some((short, value)) => (short, Some(value)),
        None => (given, None),
    };
    let names: Vec<&str> = command
        .get_arguments()
        .filter_map(clap::Arg::get_long)
        .collect();
    let mut longer = command
        .get_arguments()
        .filter(|argument| !is_ours(argument))
        .filter_map(clap::Arg::get_long)
        .filter(|name| name.starts_with(short));
    match (names.contains(&short), longer.next(), longer.next()) {
        (false, Some(name), None) => match value {
            Some(value) => format!("--{name}={value}"),
            None => format!("--{name}"),
        },
        _ => argument.to_owned(),
    }
}

/// Whether an option is one that takes a value and has none attached.
fn takes_value(command: &clap::Command, argument: &str) -> bool {
    let wants = |argument: &clap::Arg| argument.get_action().takes_values();
    if let Some(long) = argument.strip_prefix("--") {
        return command
            .get_arguments()
            .filter(|candidate| {
                candidate
                    .get_long()
                    .is_some_and(|name| name.starts_with(long))
            })
            .any(wants);
    }
    let mut letters = argument.chars().skip(1);
    match (letters.next(), letters.next()) {
        (Some(letter), None) => command
            .get_arguments()
            .filter(|candidate| candidate.get_short() == Some(letter))
            .any(wants),
        _ => false,
    }
}

/// Mirrors `ArgumentParser._parse_optional` for values with a dash.
pub(crate) fn looks_like_value(value: &str) -> bool {
    let Some(rest) = value.strip_prefix('-') else {
        return false;
    };
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let is_number = match rest.split_once('.') {
        None => !rest.is_empty() && digits(rest),
        Some((whole, fraction)) => digits(whole) && !fraction.is_empty() && digits(fraction),
    };
    is_number || (value.contains(' ') && !rest.is_empty())
}

impl Arguments {
    /// `Config.cmd_opts`.
    pub(crate) fn command_options(&self) -> CommandOptions {
        let list = |items: &[String]| {
            if items.is_empty() {
                OptionValue::None
            } else {
                OptionValue::List(items.to_vec())
            }
        };
        let mut values: IndexMap<String, OptionValue> = IndexMap::new();
        let mut add = |name: &str, value| {
            values.insert(name.to_owned(), value);
        };
        add("config", list(&self.config));
        add("name", OptionValue::Text(self.name.clone()));
        add("x", list(&self.x));
        add("raiseerr", OptionValue::Bool(self.raiseerr));
        add("quiet", OptionValue::Bool(self.quiet));
        let mut command = String::new();
        if let Some(chosen) = &self.command {
            let (name, own) = chosen.options();
            name.clone_into(&mut command);
            for (name, value) in own {
                add(name, value);
            }
        }
        CommandOptions { command, values }
    }
}

impl Command {
    /// The command's name and its attributes in the `argparse` namespace.
    fn options(&self) -> (&'static str, Vec<(&'static str, OptionValue)>) {
        let text = |value: &Option<String>| match value {
            Some(value) => OptionValue::Text(value.clone()),
            None => OptionValue::None,
        };
        let flag = OptionValue::Bool;
        let list = |items: &[String]| OptionValue::List(items.to_vec());
        let moving = |arguments: &Move| {
            vec![
                ("sql", flag(arguments.sql)),
                ("tag", text(&arguments.tag)),
                ("revision", OptionValue::Text(arguments.revision.clone())),
            ]
        };
        match self {
            Self::Branches(verbose) => ("branches", vec![("verbose", flag(verbose.verbose))]),
            // The options are ours: `cmd_opts` of `env.py` has what Alembic has.
            Self::Check { .. } => ("check", Vec::new()),
            Self::Completions { .. } => ("completions", Vec::new()),
            Self::Current {
                check_heads,
                verbose,
            } => (
                "current",
                vec![
                    ("check_heads", flag(*check_heads)),
                    ("verbose", flag(verbose.verbose)),
                ],
            ),
            Self::Doctor { against_python } => {
                ("doctor", vec![("against_python", flag(*against_python))])
            }
            Self::Downgrade(arguments) => ("downgrade", moving(arguments)),
            Self::Edit { rev } => ("edit", vec![("rev", OptionValue::Text(rev.clone()))]),
            Self::EnsureVersion { sql } => ("ensure_version", vec![("sql", flag(*sql))]),
            Self::Heads {
                verbose,
                resolve_dependencies,
            } => (
                "heads",
                vec![
                    ("verbose", flag(verbose.verbose)),
                    ("resolve_dependencies", flag(*resolve_dependencies)),
                ],
            ),
            Self::History {
                rev_range,
                verbose,
                indicate_current,
            } => (
                "history",
                vec![
                    ("rev_range", text(rev_range)),
                    ("verbose", flag(verbose.verbose)),
                    ("indicate_current", flag(*indicate_current)),
                ],
            ),
            Self::Init {
                template,
                package,
                directory,
            } => (
                "init",
                vec![
                    ("template", OptionValue::Text(template.clone())),
                    ("package", flag(*package)),
                    ("directory", OptionValue::Text(directory.clone())),
                ],
            ),
            Self::ListTemplates => ("list_templates", Vec::new()),
            Self::Merge {
                message,
                branch_label,
                rev_id,
                splice,
                revisions,
            } => (
                "merge",
                vec![
                    ("message", text(message)),
                    ("branch_label", text(branch_label)),
                    ("rev_id", text(rev_id)),
                    ("splice", flag(*splice)),
                    ("revisions", list(revisions)),
                ],
            ),
            Self::Revision {
                message,
                autogenerate,
                // `cmd_opts` of `env.py` has what Alembic has.
                ours: _,
                sql,
                head,
                splice,
                branch_label,
                version_path,
                rev_id,
                depends_on,
            } => (
                "revision",
                vec![
                    ("message", text(message)),
                    ("autogenerate", flag(*autogenerate)),
                    ("sql", flag(*sql)),
                    ("head", text(head)),
                    ("splice", flag(*splice)),
                    ("branch_label", text(branch_label)),
                    ("version_path", text(version_path)),
                    ("rev_id", text(rev_id)),
                    (
                        "depends_on",
                        if depends_on.is_empty() {
                            OptionValue::None
                        } else {
                            list(depends_on)
                        },
                    ),
                ],
            ),
            Self::Show { rev } => ("show", vec![("rev", OptionValue::Text(rev.clone()))]),
            Self::Stamp {
                sql,
                tag,
                purge,
                revisions,
            } => (
                "stamp",
                vec![
                    ("sql", flag(*sql)),
                    ("tag", text(tag)),
                    ("purge", flag(*purge)),
                    ("revisions", list(revisions)),
                ],
            ),
            Self::Upgrade(arguments) => ("upgrade", moving(arguments)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &[&str]) -> Result<Arguments, clap::Error> {
        let all: Vec<String> = std::iter::once(&"alembic")
            .chain(line)
            .map(|word| (*word).to_owned())
            .collect();
        parse(&all)
    }

    #[test]
    fn accepts_what_argparse_accepts() {
        Arguments::command().debug_assert();
        assert!(
            parsed(&[
                "-c",
                "a",
                "-c",
                "pyproject.toml",
                "-x",
                "a=b",
                "upgrade",
                "head"
            ])
            .is_ok()
        );
        assert!(parsed(&["downgrade", "-1"]).is_ok());
        assert!(parsed(&["revision", "--auto", "-m", "- a b", "--mess", "-1"]).is_ok());
        assert!(parsed(&["history", "-r-3:current"]).is_ok());
        assert!(parsed(&["history", "--rev=:x"]).is_ok());
        assert!(parsed(&["stamp", "a", "b", "--sql", "--sql"]).is_ok());
    }

    #[test]
    fn refuses_what_argparse_refuses() {
        assert!(parsed(&["upgrade", "head", "-x", "a=b"]).is_err());
        assert!(parsed(&["history", "-r", "-3:current"]).is_err());
        assert!(parsed(&["nonsense"]).is_err());
        assert!(parsed(&["upgrade"]).is_err());
        assert!(parsed(&["revision", "-m", "--sql"]).is_err());
        assert!(parsed(&["revision", "--s"]).is_err());
    }
}

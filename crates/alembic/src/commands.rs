//! From the command line to a command; one file per command.

mod branches;
mod check;
mod completions;
mod current;
mod doctor;
mod downgrade;
mod edit;
mod ensure_version;
mod environment;
mod heads;
mod history;
mod init;
mod list_templates;
mod merge;
mod remarks;
mod revision;
mod show;
mod stamp;
mod templates;
mod unseen_models;
mod upgrade;

use std::path::Path;
use std::rc::Rc;

use alembic_config::Config;
use alembic_script::{Failure, Messenger};
use alembic_source::{OsSystem, SourceMap, System};
use clap::CommandFactory;

use crate::arguments::{self, Arguments, Command};
use crate::console::{Console, allows_hints, error_line, wants_hints, write_stderr, write_stdout};
use crate::context::Context;
use crate::engine;
use crate::git_hint;
use crate::report::report;
use crate::usage;

/// The version of Alembic that this tool follows.
pub(crate) const ALEMBIC_VERSION: &str = "1.20.1";

/// Runs one command; the exit status.
pub(crate) fn run(arguments: &[String]) -> u8 {
    let parsed = match arguments::parse(arguments) {
        Ok(parsed) => parsed,
        Err(error) => {
            let status = u8::try_from(error.exit_code()).unwrap_or(2);
            let plain = status != 0 && !wants_hints();
            match plain
                .then(|| usage::describe(arguments, usage_width()))
                .flatten()
            {
                Some(text) => write_stderr(&format!("{text}\n")),
                // A closed stream is no reason to fail.
                None => drop(error.print()),
            }
            return status;
        }
    };
    if parsed.version {
        write_stdout(&format!("alembic {ALEMBIC_VERSION}\n"));
        if wants_hints() {
            error_line(&format!(
                "alembic-rs {} (Alembic {ALEMBIC_VERSION} compatible)",
                env!("CARGO_PKG_VERSION")
            ));
        }
        return 0;
    }
    let sources = Rc::new(SourceMap::default());
    let console = Rc::new(Console::new(parsed.quiet, Rc::clone(&sources)));
    let Some(command) = parsed.command.clone() else {
        if wants_hints() {
            let help = Arguments::command().render_help();
            error_line(&format!("{help}\nalembic: error: too few arguments"));
        } else {
            let usage = usage::global(usage_width());
            error_line(&format!("{usage}\nalembic: error: too few arguments"));
        }
        return 2;
    };
    let system: Rc<dyn System> = Rc::new(OsSystem);
    let (ini, toml, conflict) = match config_files(&*system, &parsed.config) {
        Ok((toml, ini)) => (ini, toml, None),
        Err(failure) => (String::new(), String::new(), Some(failure)),
    };
    let config = Rc::new(Config::new(
        Rc::clone(&system),
        Rc::clone(&sources),
        Some(ini),
        Some(toml),
        parsed.name.clone(),
        parsed.command_options(),
    ));
    let messenger: Rc<dyn Messenger> = Rc::clone(&console) as Rc<dyn Messenger>;
    let engine = engine::engine(&config, messenger, parsed.engine);
    console.set_engine(Rc::clone(&engine));
    let context = Context {
        config,
        console: Rc::clone(&console),
        engine: Rc::clone(&engine),
        system,
    };
    let result = match conflict {
        // Raised outside of Alembic's error handler: a traceback.
        Some(failure) => {
            return report(&failure, &console, &*engine, true);
        }
        None => execute(&context, command),
    };
    let status = match result {
        Ok(()) => 0,
        Err(failure) => {
            let status = report(&failure, &console, &*engine, parsed.raiseerr);
            if allows_hints() {
                git_hint::print(&context, &failure);
            }
            status
        }
    };
    match engine.finish() {
        Ok(()) => status,
        Err(failure) => report(&failure, &console, &*engine, parsed.raiseerr).max(status),
    }
}

fn execute(context: &Context, command: Command) -> Result<(), Failure> {
    match command {
        Command::Branches(verbose) => branches::run(context, verbose.verbose),
        Command::Check { ours } => check::run(context, &ours),
        Command::Completions { shell, revisions } => {
            if revisions {
                completions::revisions(context)?;
            }
            if let Some(shell) = shell {
                completions::run(shell);
            }
            Ok(())
        }
        Command::Current {
            check_heads,
            verbose,
        } => current::run(context, check_heads, verbose.verbose),
        Command::Doctor { against_python } => doctor::run(context, against_python),
        Command::Downgrade(arguments) => downgrade::run(context, arguments),
        Command::Edit { rev } => edit::run(context, &rev),
        Command::EnsureVersion { sql } => ensure_version::run(context, sql),
        Command::Heads {
            verbose,
            resolve_dependencies,
        } => heads::run(context, verbose.verbose, resolve_dependencies),
        Command::History {
            rev_range,
            verbose,
            indicate_current,
        } => history::run(
            context,
            rev_range.as_deref(),
            verbose.verbose,
            indicate_current,
        ),
        Command::Init {
            template,
            package,
            directory,
        } => init::run(context, &directory, &template, package),
        Command::ListTemplates => {
            list_templates::run(context);
            Ok(())
        }
        Command::Merge {
            message,
            branch_label,
            rev_id,
            splice,
            revisions,
        } => merge::run(context, message, branch_label, rev_id, splice, revisions),
        command @ Command::Revision { .. } => revision::run(context, command),
        Command::Show { rev } => show::run(context, &rev),
        Command::Stamp {
            sql,
            tag,
            purge,
            revisions,
        } => stamp::run(context, &revisions, sql, tag, purge),
        Command::Upgrade(arguments) => upgrade::run(context, arguments),
    }
}

/// Mirrors `CommandLine._inis_from_config`: the TOML file and the ini file.
fn config_files(system: &dyn System, given: &[String]) -> Result<(String, String), Failure> {
    let is_toml = |name: &str| {
        Path::new(name)
            .file_name()
            .is_some_and(|name| name == "pyproject.toml")
            && !name.ends_with('/')
    };
    let from_environment = system
        .env_var("ALEMBIC_CONFIG")
        .filter(|name| !name.is_empty());
    let mut toml = "pyproject.toml".to_owned();
    let mut ini = "alembic.ini".to_owned();
    match from_environment {
        Some(name) if is_toml(&name) => toml = name,
        Some(name) => ini = name,
        None => {}
    }
    let mut given_toml = None;
    let mut given_ini = None;
    for name in given {
        if is_toml(name) {
            if given_toml.replace(name.clone()).is_some() {
                return Err(Failure::command("pyproject.toml indicated more than once"));
            }
        } else if given_ini.replace(name.clone()).is_some() {
            return Err(Failure::command("only one ini file may be indicated"));
        }
    }
    let given_ini = given_ini.filter(|name| !name.is_empty());
    Ok((given_toml.unwrap_or(toml), given_ini.unwrap_or(ini)))
}

/// The width that `argparse` would use.
fn usage_width() -> usize {
    std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok())
        .filter(|columns| *columns > 0)
        .or_else(|| {
            let (width, _) = terminal_size::terminal_size_of(std::io::stdout())?;
            Some(usize::from(width.0))
        })
        .unwrap_or(80)
}

/// A random identifier: the last twelve digits of a random UUID.
fn new_rev_id(system: &dyn System) -> String {
    let mut bytes = [0_u8; 6];
    system.random_bytes(&mut bytes);
    let number = bytes
        .iter()
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{number:012x}")
}

//! Errors of the command line in `argparse`'s words.
//!
//! Scripts see Alembic's text; on a terminal `clap`'s explanation is shown instead.

use alembic_config::COMMANDS;
use clap::CommandFactory;

use crate::arguments::Arguments;

/// What is wrong, and with which parser.
struct Problem<'a> {
    command: Option<&'a str>,
    message: String,
}

/// Usage and error as `argparse` prints them; `None` if this tool has an error of its own.
pub(crate) fn describe(arguments: &[String], width: usize) -> Option<String> {
    let problem = find(arguments)?;
    let (prog, parts) = match problem.command {
        None => ("alembic".to_owned(), global_parts()),
        Some(command) => (format!("alembic {command}"), command_parts(command)),
    };
    Some(format!(
        "{}\n{prog}: error: {}",
        usage(&prog, &parts, width),
        problem.message
    ))
}

/// The usage of the program itself.
pub(crate) fn global(width: usize) -> String {
    usage("alembic", &global_parts(), width)
}

/// `usage: <prog> <parts>`, wrapped as `argparse` wraps it.
fn usage(prog: &str, (options, positions): &(Vec<String>, Vec<String>), width: usize) -> String {
    const PREFIX: &str = "usage: ";
    let words = |parts: &[&[String]]| -> Vec<String> {
        std::iter::once(prog.to_owned())
            .chain(parts.iter().flat_map(|part| part.iter().cloned()))
            .collect()
    };
    let one_line = format!("{PREFIX}{}", words(&[options, positions]).join(" "));
    let limit = width.saturating_sub(2).max(11);
    if one_line.len() <= limit {
        return one_line;
    }
    if (PREFIX.len() + prog.len()) * 4 > limit * 3 {
        // A long name has a line of its own.
        let indent = " ".repeat(PREFIX.len());
        let all = [options.as_slice(), positions].concat();
        let mut lines = fill(&all, &indent, limit);
        if lines.len() > 1 {
            lines = fill(options, &indent, limit);
            lines.extend(fill(positions, &indent, limit));
        }
        lines.insert(0, format!("{PREFIX}{prog}"));
        return lines.join("\n");
    }
    let indent = " ".repeat(PREFIX.len() + prog.len() + 1);
    let mut lines = fill_first(&words(&[options]), PREFIX, &indent, limit);
    lines.extend(fill(positions, &indent, limit));
    lines.join("\n")
}

/// Lines of at most `limit` characters, each after `indent`.
fn fill(parts: &[String], indent: &str, limit: usize) -> Vec<String> {
    fill_first(parts, indent, indent, limit)
}

/// The same, the first line after `first`.
fn fill_first(parts: &[String], first: &str, indent: &str, limit: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    let mut is_empty = true;
    for part in parts {
        let needed = line.len() + usize::from(!is_empty) + part.len();
        if !is_empty && needed > limit {
            lines.push(std::mem::replace(&mut line, indent.to_owned()));
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(part);
        is_empty = false;
    }
    if !is_empty {
        lines.push(line);
    }
    lines
}

fn global_parts() -> (Vec<String>, Vec<String>) {
    let options = [
        "[-h]",
        "[--version]",
        "[-c CONFIG]",
        "[-n NAME]",
        "[-x X]",
        "[--raiseerr]",
        "[-q]",
    ];
    let commands = format!("{{{}}}", COMMANDS.join(","));
    (
        options.map(str::to_owned).to_vec(),
        vec![commands, "...".to_owned()],
    )
}

/// The heading of options that Alembic does not have: its usage lines do not show them, and they have no short
/// forms in which they could stand in the way of an option of Alembic's.
pub(crate) const OURS: &str = "Options of alembic-rs";

/// Whether an option is not one of Alembic's.
pub(crate) fn is_ours(argument: &clap::Arg) -> bool {
    argument.get_help_heading() == Some(OURS)
}

fn command_parts(command: &str) -> (Vec<String>, Vec<String>) {
    let parser = Arguments::command();
    let mut options = vec!["[-h]".to_owned()];
    let mut positions = Vec::new();
    for argument in parser
        .find_subcommand(command)
        .into_iter()
        .flat_map(clap::Command::get_arguments)
    {
        let name = argument.get_id().as_str();
        if name == "help" || is_ours(argument) {
            continue;
        }
        if argument.is_positional() {
            positions.push(name.to_owned());
            if argument.get_num_args().is_some_and(|n| n.max_values() > 1) {
                positions.push(format!("[{name} ...]"));
            }
            continue;
        }
        let option = match argument.get_short() {
            Some(short) => format!("-{short}"),
            None => format!("--{}", argument.get_long().unwrap_or(name)),
        };
        options.push(if argument.get_action().takes_values() {
            format!("[{option} {}]", name.to_uppercase())
        } else {
            format!("[{option}]")
        });
    }
    (options, positions)
}

/// Walks over the command line as `argparse` does, up to the first mistake.
fn find(arguments: &[String]) -> Option<Problem<'_>> {
    let parser = Arguments::command();
    let mut level = &parser;
    let mut command = None;
    let mut extras: Vec<&str> = Vec::new();
    let mut n_given = 0;
    let mut rest = arguments.iter().skip(1).peekable();
    while let Some(argument) = rest.next() {
        if !argument.starts_with('-')
            || argument == "-"
            || crate::arguments::looks_like_value(argument)
        {
            if command.is_none() {
                let Some(found) = level.find_subcommand(argument) else {
                    let all: Vec<String> =
                        COMMANDS.iter().map(|name| format!("'{name}'")).collect();
                    return Some(Problem {
                        command: None,
                        message: format!(
                            "argument {{{}}}: invalid choice: '{argument}' (choose from {})",
                            COMMANDS.join(","),
                            all.join(", ")
                        ),
                    });
                };
                level = found;
                command = Some(argument.as_str());
            } else if n_given < n_positions(level) {
                n_given += 1;
            } else {
                extras.push(argument);
            }
            continue;
        }
        let matches = options_of(level, argument);
        let [option] = matches.as_slice() else {
            if matches.is_empty() {
                extras.push(argument);
                continue;
            }
            let names: Vec<String> = matches
                .iter()
                .filter_map(|option| Some(format!("--{}", option.get_long()?)))
                .collect();
            return Some(Problem {
                command,
                message: format!(
                    "ambiguous option: {argument} could match {}",
                    names.join(", ")
                ),
            });
        };
        let attached = if argument.starts_with("--") {
            argument.contains('=')
        } else {
            argument.len() > 2
        };
        if let Some((name, value)) = argument.split_once('=')
            && name.starts_with("--")
            && !option.get_action().takes_values()
        {
            return Some(Problem {
                command,
                message: format!(
                    "argument {}: ignored explicit argument {}",
                    option_name(option),
                    alembic_config::percent::python_repr(value)
                ),
            });
        }
        if option.get_action().takes_values() && !attached {
            let has_value = rest
                .next_if(|value| {
                    !value.starts_with('-')
                        || crate::arguments::looks_like_value(value)
                        || *value == "-"
                })
                .is_some();
            if !has_value {
                return Some(Problem {
                    command,
                    message: format!("argument {}: expected one argument", option_name(option)),
                });
            }
        }
    }
    let missing: Vec<&str> = level
        .get_positionals()
        .skip(n_given)
        .map(|position| position.get_id().as_str())
        .collect();
    if command.is_some() && !missing.is_empty() {
        return Some(Problem {
            command,
            message: format!(
                "the following arguments are required: {}",
                missing.join(", ")
            ),
        });
    }
    (!extras.is_empty()).then(|| Problem {
        command: None,
        message: format!("unrecognized arguments: {}", extras.join(" ")),
    })
}

fn n_positions(level: &clap::Command) -> usize {
    level
        .get_positionals()
        .map(|position| match position.get_num_args() {
            Some(range) if range.max_values() > 1 => usize::MAX / 2,
            _ => 1,
        })
        .sum()
}

fn options_of<'a>(level: &'a clap::Command, argument: &str) -> Vec<&'a clap::Arg> {
    if let Some(long) = argument.strip_prefix("--") {
        let long = long.split('=').next().unwrap_or(long);
        let exact = level
            .get_arguments()
            .find(|option| option.get_long() == Some(long));
        if let Some(exact) = exact {
            return vec![exact];
        }
        return level
            .get_arguments()
            .filter(|option| {
                !is_ours(option) && option.get_long().is_some_and(|name| name.starts_with(long))
            })
            .collect();
    }
    let letter = argument.chars().nth(1);
    level
        .get_arguments()
        .filter(|option| option.get_short().is_some() && option.get_short() == letter)
        .collect()
}

fn option_name(option: &clap::Arg) -> String {
    match (option.get_short(), option.get_long()) {
        (Some(short), Some(long)) => format!("-{short}/--{long}"),
        (Some(short), None) => format!("-{short}"),
        (None, long) => format!("--{}", long.unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(line: &[&str]) -> String {
        let all: Vec<String> = std::iter::once(&"alembic")
            .chain(line)
            .map(|word| (*word).to_owned())
            .collect();
        describe(&all, 200).unwrap()
    }

    #[test]
    fn errors_are_argparses() {
        assert_eq!(
            text(&["history", "-r", "-3:x"]),
            "usage: alembic history [-h] [-r REV_RANGE] [-v] [-i]\n\
             alembic history: error: argument -r/--rev-range: expected one argument"
        );
        assert_eq!(
            text(&["upgrade"]),
            "usage: alembic upgrade [-h] [--sql] [--tag TAG] revision\n\
             alembic upgrade: error: the following arguments are required: revision"
        );
        assert!(
            text(&["upgrade", "head", "-x", "a=b"])
                .ends_with("...\nalembic: error: unrecognized arguments: -x a=b")
        );
        assert!(text(&["revision", "--s"]).ends_with(
            "alembic revision: error: ambiguous option: --s could match --sql, --splice"
        ));
        assert!(text(&["upgrade", "head", "-x", "a=b"]).starts_with(
            "usage: alembic [-h] [--version] [-c CONFIG] [-n NAME] [-x X] [--raiseerr] [-q]\n               {branches,"
        ));
    }
}

//! Programs that run over a new revision file.
//!
//! Mirrors `alembic.script.write_hooks` (Alembic 1.20).

use std::path::Path;

use alembic_config::percent::python_repr;
use alembic_source::ProcessSpec;
use indexmap::IndexMap;

use crate::environment::Engine;
use crate::failure::Failure;
use crate::generate::os_error;
use crate::script_directory::ScriptDirectory;

const TOKEN: &str = "REVISION_SCRIPT_FILENAME";

/// Mirrors `_run_hooks`.
pub(crate) fn run(
    script: &ScriptDirectory,
    path: &Path,
    engine: &dyn Engine,
) -> Result<(), Failure> {
    for hook in &script.hooks {
        let name = hook.get("_hook_name").map_or("", String::as_str);
        let quoted = python_repr(name);
        let Some(kind) = hook.get("type") else {
            return Err(Failure::command(format!(
                "Key '{name}.type' (or 'type' in toml) is required for post write hook {quoted}"
            )));
        };
        script
            .messenger
            .message(&format!("Running post write hook {quoted} ..."), true);
        let result = invoke(script, kind, path, hook, engine);
        script.messenger.end_status(result.is_ok());
        result?;
    }
    Ok(())
}

fn invoke(
    script: &ScriptDirectory,
    kind: &str,
    path: &Path,
    hook: &IndexMap<String, String>,
    engine: &dyn Engine,
) -> Result<(), Failure> {
    if let Some(result) = engine.run_write_hook(kind, path, hook) {
        return result;
    }
    let python = script.python.command();
    let command = match kind {
        "console_scripts" => {
            let (module, attribute) = entry_point(script, required(hook, "entrypoint")?)?;
            let program = format!("import {module}; {module}.{attribute}()");
            vec![python, "-c".to_owned(), program]
        }
        "exec" => vec![required(hook, "executable")?.to_owned()],
        "module" => {
            let module = required(hook, "module")?;
            if !module_exists(script, &python, module) {
                return Err(Failure::command(format!("Could not find module {module}")));
            }
            vec![python, "-m".to_owned(), module.to_owned()]
        }
        other => {
            return Err(Failure::command(format!(
                "No formatter with name '{other}' registered"
            )));
        }
    };
    let options = hook.get("options").map_or("", String::as_str);
    let program = command.first().cloned().unwrap_or_default();
    let process = ProcessSpec {
        command: command
            .into_iter()
            .chain(arguments(options, &path.display().to_string())?)
            .collect(),
        cwd: hook.get("cwd").map(Into::into),
        capture: false,
    };
    // The exit status does not matter, as in Alembic.
    script
        .system
        .run(&process)
        .map(|_| ())
        .map_err(|error| os_error(&error, Path::new(&program)))
}

fn required<'a>(hook: &'a IndexMap<String, String>, key: &str) -> Result<&'a str, Failure> {
    let name = hook.get("_hook_name").map_or("", String::as_str);
    hook.get(key).map(String::as_str).ok_or_else(|| {
        Failure::command(format!(
            "Key {name}.{key} is required for post write hook {}",
            python_repr(name)
        ))
    })
}

/// Module and attribute of a console script of the project's environment.
fn entry_point(script: &ScriptDirectory, name: &str) -> Result<(String, String), Failure> {
    for folder in script.python_search_path() {
        let mut entries = script.system.read_dir(&folder).unwrap_or_default();
        entries.sort_by(|one, other| one.name.cmp(&other.name));
        for entry in entries {
            if !entry.name.ends_with(".dist-info") && !entry.name.ends_with(".egg-info") {
                continue;
            }
            let file = folder.join(&entry.name).join("entry_points.txt");
            let Ok(text) = script.system.read_to_string(&file) else {
                continue;
            };
            if let Some(found) = console_script(&text, name) {
                return Ok(found);
            }
        }
    }
    Err(Failure::command(format!(
        "Could not find entrypoint console_scripts.{name}"
    )))
}

fn console_script(text: &str, name: &str) -> Option<(String, String)> {
    let mut in_section = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            in_section = line == "[console_scripts]";
            continue;
        }
        if in_section
            && let Some((key, value)) = line.split_once('=')
            && key.trim() == name
        {
            let value = value.split('[').next().unwrap_or(value).trim();
            let (module, attribute) = value.split_once(':')?;
            return Some((module.trim().to_owned(), attribute.trim().to_owned()));
        }
    }
    None
}

fn module_exists(script: &ScriptDirectory, python: &str, module: &str) -> bool {
    let paths: Vec<String> = script
        .python_search_path()
        .iter()
        .map(|path| python_repr(&path.display().to_string()))
        .collect();
    let program = format!(
        "import sys, importlib.util; sys.path[:0] = [{}]; \
         sys.exit(importlib.util.find_spec({}) is None)",
        paths.join(", "),
        python_repr(module)
    );
    let process = ProcessSpec {
        command: vec![python.to_owned(), "-c".to_owned(), program],
        cwd: None,
        capture: true,
    };
    script
        .system
        .run(&process)
        .is_ok_and(|output| output.status == Some(0))
}

/// Mirrors `_parse_cmdline_options`.
fn arguments(options: &str, path: &str) -> Result<Vec<String>, Failure> {
    let options = if options.contains(TOKEN) {
        options.to_owned()
    } else {
        format!("{TOKEN} {options}")
    };
    let words = shell_split(&options)
        .ok_or_else(|| Failure::exception("ValueError", "No closing quotation"))?;
    Ok(words
        .into_iter()
        .map(|word| word.replace(TOKEN, path))
        .collect())
}

/// `shlex.split(text)`; `None` for an open quotation.
fn shell_split(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            found if found.is_whitespace() => words.extend(word.take()),
            '\\' => word.get_or_insert_default().push(characters.next()?),
            '\'' => {
                let quoted = word.get_or_insert_default();
                loop {
                    match characters.next()? {
                        '\'' => break,
                        inner => quoted.push(inner),
                    }
                }
            }
            '"' => {
                let quoted = word.get_or_insert_default();
                loop {
                    match characters.next()? {
                        '"' => break,
                        '\\' => match characters.next()? {
                            escaped @ ('"' | '\\') => quoted.push(escaped),
                            other => {
                                quoted.push('\\');
                                quoted.push(other);
                            }
                        },
                        inner => quoted.push(inner),
                    }
                }
            }
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_split_like_shlex() {
        assert_eq!(
            arguments("-l 79 'a b' \"c\\\"d\" REVISION_SCRIPT_FILENAME", "/x y.py").unwrap(),
            ["-l", "79", "a b", "c\"d", "/x y.py"]
        );
        assert_eq!(arguments("--fix", "/x.py").unwrap(), ["/x.py", "--fix"]);
        assert!(arguments("'open", "/x.py").is_err());
    }

    #[test]
    fn entry_points() {
        let text = "[console_scripts]\nblack = black:patched_main\nblackd = blackd:main [d]\n";
        assert_eq!(
            console_script(text, "blackd"),
            Some(("blackd".to_owned(), "main".to_owned()))
        );
    }
}

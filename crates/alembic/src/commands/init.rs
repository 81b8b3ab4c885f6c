//! `alembic init`.

use std::path::{Path, PathBuf};

use alembic_config::config::python_absolute;
use alembic_script::generate::os_error;
use alembic_script::messenger::status;
use alembic_script::{Failure, Messenger};

use super::templates::TEMPLATES;
use crate::context::Context;

/// Mirrors `command.init`.
/// DIFFERENCE: files are written in a fixed order, not in that of a directory listing.
pub(super) fn run(
    context: &Context,
    directory: &str,
    template_name: &str,
    package: bool,
) -> Result<(), Failure> {
    let directory: PathBuf = Path::new(directory).components().collect();
    let absolute = python_absolute(&*context.system, &directory);
    let system = &*context.system;
    let exists = system.is_dir(&absolute);
    if exists
        && system
            .read_dir(&absolute)
            .is_ok_and(|entries| !entries.is_empty())
    {
        return Err(Failure::command(format!(
            "Directory {} already exists and is not empty",
            directory.display()
        )));
    }
    let Some(template) = TEMPLATES
        .iter()
        .find(|template| template.name == template_name)
    else {
        return Err(Failure::command(format!(
            "No such template {template_name}"
        )));
    };
    let versions = absolute.join("versions");
    if !exists {
        create_directory(context, &absolute)?;
    }
    create_directory(context, &versions)?;

    let ini_path = python_absolute(
        system,
        Path::new(
            context
                .config
                .config_file_name
                .as_deref()
                .unwrap_or_default(),
        ),
    );
    let toml_path = python_absolute(
        system,
        Path::new(context.config.toml_file_name.as_deref().unwrap_or_default()),
    );
    let mut has_toml = false;
    for (name, text) in template.files {
        match *name {
            "alembic.ini.mako" => write_ini(context, &ini_path, text, &directory)?,
            "pyproject.toml.mako" => {
                has_toml = true;
                write_toml(context, &toml_path, text, &directory)?;
            }
            name => generate(context, &absolute.join(name), text)?,
        }
    }
    if package {
        for path in [absolute.join("__init__.py"), versions.join("__init__.py")] {
            status(
                &*context.console,
                &format!("Adding {}", path.display()),
                || {
                    system
                        .write(&path, b"")
                        .map_err(|error| os_error(&error, &path))
                },
            )?;
        }
    }
    if !context.console.is_quiet() {
        let ini = ini_path.display();
        let text = if has_toml {
            format!(
                "Please edit configuration settings in {} and configuration/connection/logging settings in \
                 {ini} before proceeding.",
                toml_path.display()
            )
        } else {
            format!(
                "Please edit configuration/connection/logging settings in {ini} before proceeding."
            )
        };
        context.console.message(&text, true);
    }
    Ok(())
}

fn create_directory(context: &Context, path: &Path) -> Result<(), Failure> {
    status(
        &*context.console,
        &format!("Creating directory {}", path.display()),
        || {
            context
                .system
                .create_dir_all(path)
                .map_err(|error| os_error(&error, path))
        },
    )
}

fn write_ini(context: &Context, path: &Path, text: &str, directory: &Path) -> Result<(), Failure> {
    if context.system.is_file(path) {
        if !context.console.is_quiet() {
            context.console.message(
                &format!("File {} already exists, skipping", path.display()),
                true,
            );
        }
        return Ok(());
    }
    let text = text.replace(
        "${script_location}",
        &script_location(context, path, directory),
    );
    generate(context, path, &text)
}

fn write_toml(context: &Context, path: &Path, text: &str, directory: &Path) -> Result<(), Failure> {
    let text = text.replace(
        "${script_location}",
        &script_location(context, path, directory),
    );
    if !context.system.is_file(path) {
        return generate(context, path, &text);
    }
    let table = context.config.read_toml(path)?;
    let has_section = table
        .get("tool")
        .and_then(|tool| tool.as_table())
        .is_some_and(|tool| tool.contains_key("alembic"));
    if has_section {
        context.console.message(
            &format!(
                "File {} already exists and already has a [tool.alembic] section, skipping",
                path.display()
            ),
            true,
        );
        return Ok(());
    }
    let old = context
        .system
        .read(path)
        .map_err(|error| os_error(&error, path))?;
    write_with_status(
        context,
        path,
        &format!("Appending to existing {}", path.display()),
        &[old.as_slice(), b"\n\n", text.as_bytes()].concat(),
    )
}

/// Relative to the configuration file; an absolute directory stays.
fn script_location(context: &Context, config_file: &Path, directory: &Path) -> String {
    if directory.is_absolute() {
        return directory.display().to_string();
    }
    let directory = context.system.absolute(directory);
    let folder = context
        .system
        .absolute(config_file.parent().unwrap_or(config_file));
    let common = directory
        .components()
        .zip(folder.components())
        .take_while(|(one, other)| one == other)
        .count();
    let n_up = folder.components().count() - common;
    let mut out = PathBuf::from("%(here)s");
    out.extend(std::iter::repeat_n("..", n_up));
    out.extend(directory.components().skip(common));
    out.display().to_string()
}

/// `_generate_template` and `_copy_file`: announced even with `-q`, as in Alembic.
fn generate(context: &Context, path: &Path, text: &str) -> Result<(), Failure> {
    write_with_status(
        context,
        path,
        &format!("Generating {}", path.display()),
        text.as_bytes(),
    )
}

fn write_with_status(
    context: &Context,
    path: &Path,
    text: &str,
    bytes: &[u8],
) -> Result<(), Failure> {
    context.console.message(&format!("{text} ..."), false);
    let result = context
        .system
        .write(path, bytes)
        .map_err(|error| os_error(&error, path));
    context.console.end_status(result.is_ok());
    result
}

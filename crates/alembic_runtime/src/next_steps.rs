//! What to do about an exception that nobody caught: one line for the causes that are met most often.

use alembic_python::Vm;
use alembic_script::python_environment::PythonEnvironment;

use crate::host::RuntimeHost;

/// Notes and helps for an exception, by its class and text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct NextSteps {
    /// Facts.
    pub(crate) notes: Vec<String>,
    /// Actions.
    pub(crate) helps: Vec<String>,
}

/// What is known about an exception.
pub(crate) fn of_exception(vm: &Vm, type_name: &str, message: &str) -> NextSteps {
    let mut out = NextSteps::default();
    if type_name == "ModuleNotFoundError" {
        if let Some(name) = missing_module(message) {
            out.helps.push(for_module(vm, name));
        }
    } else if type_name.ends_with("ValidationError") && message.contains("Field required") {
        out.helps.push(format!(
            "set it in the environment, or in the file that the settings name: a relative one is looked for in {}",
            vm.system.current_dir().display()
        ));
    } else if type_name.starts_with("sqlalchemy.exc.") {
        out.helps.extend(for_database(message).map(str::to_owned));
        if is_about_connecting(message) {
            let host = vm.extension::<RuntimeHost>();
            let url = host.and_then(|host| host.attempted.borrow().clone());
            out.notes.extend(url.map(|url| format!("the URL is {url}")));
        }
    }
    if let Some(help) = for_files(message) {
        out.helps.push(help.to_owned());
    }
    out
}

fn missing_module(message: &str) -> Option<&str> {
    let name = message.strip_prefix("No module named '")?;
    name.split(['.', '\''])
        .next()
        .filter(|name| !name.is_empty())
}

/// A folder of the project that has the module, or the environment where it is not.
fn for_module(vm: &Vm, name: &str) -> String {
    let root = vm.system.current_dir();
    let mut folders: Vec<String> = vm
        .system
        .read_dir(&root)
        .unwrap_or_default()
        .into_iter()
        .filter(|entry| entry.is_dir && !entry.name.starts_with('.'))
        .filter(|entry| {
            let folder = root.join(&entry.name);
            vm.system.is_file(&folder.join(format!("{name}.py")))
                || vm.system.is_file(&folder.join(name).join("__init__.py"))
        })
        .map(|entry| entry.name)
        .collect();
    folders.sort();
    if let Some(folder) = folders.first() {
        return format!(
            "`{folder}` has `{name}`: add it to `prepend_sys_path` in the configuration (`prepend_sys_path = . {folder}`)"
        );
    }
    let environment = PythonEnvironment::find(&*vm.system);
    match environment.site_packages.first() {
        Some(folder) => format!(
            "install `{name}` in the project's environment ({}), or name its folder in `prepend_sys_path`",
            folder.display()
        ),
        None => format!(
            "no environment with `{name}` was found: activate the project's one (VIRTUAL_ENV, .venv), or name its folder in `prepend_sys_path`"
        ),
    }
}

fn for_database(message: &str) -> Option<&'static str> {
    const STEPS: &[(&str, &str)] = &[
        (
            "database is locked",
            "another program is writing to the database: run the command again when it is done, or let it wait longer with `?timeout=60` in the URL",
        ),
        (
            "unable to open database file",
            "SQLite makes the file, not its folder: make the folder, or mend the path in the URL (`sqlite:///` is relative to the working directory, `sqlite:////` absolute)",
        ),
        (
            "attempt to write a readonly database",
            "the user who runs the command must be able to write the file and its folder",
        ),
        (
            "Connection refused",
            "start the server, or mend host and port in the URL",
        ),
        (
            "failed to lookup address",
            "mend the host in the URL; in a container it is the name of the service",
        ),
        (
            "password authentication failed",
            "mend user and password in the URL; `@ : / %` in a password are written as `%40 %3A %2F %25`, in an ini file with `%%`",
        ),
        ("role \"", "mend the user in the URL, or create the role"),
        (
            "database \"",
            "create the database (`createdb`), or mend its name in the URL",
        ),
        (
            "Can't load plugin: sqlalchemy.dialects",
            "a URL begins with `sqlite:///`, `postgresql://`, `postgresql+asyncpg://` or another dialect that SQLAlchemy has",
        ),
        (
            "Could not parse SQLAlchemy URL",
            "set `sqlalchemy.url` in the configuration, or what env.py reads instead: `sqlite:///app.db`, `postgresql+asyncpg://user:password@host:5432/database`",
        ),
    ];
    if has_at_in_host(message) {
        return Some(
            "the host holds an `@`, which comes from the password: write it there as `%40`",
        );
    }
    STEPS
        .iter()
        .find(|(text, _)| message.contains(text) && is_complete(text, message))
        .map(|(_, help)| *help)
}

/// What stands before the last `@` of a URL belongs to the password.
fn has_at_in_host(message: &str) -> bool {
    let host = message
        .split_once("connection to server at \"")
        .and_then(|(_, rest)| rest.split('"').next());
    host.is_some_and(|host| host.contains('@'))
}

/// Names stand in quotes between the words.
fn is_complete(text: &str, message: &str) -> bool {
    !text.ends_with('"') || message.contains("does not exist")
}

fn is_about_connecting(message: &str) -> bool {
    [
        "connection to server",
        "unable to open database file",
        "database is locked",
        "readonly database",
        "password authentication failed",
        "role \"",
        "database \"",
    ]
    .iter()
    .any(|text| message.contains(text) && is_complete(text, message))
}

fn for_files(message: &str) -> Option<&'static str> {
    if message.contains("No space left on device") || message.contains("disk is full") {
        Some("the disk is full: make room and run the command again")
    } else if message.contains("Read-only file system") {
        Some("the folder is on a read-only file system: run the command where it can be written")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{for_database, missing_module};

    #[test]
    fn causes_are_told_by_their_text() {
        assert_eq!(missing_module("No module named 'a.b'"), Some("a"));
        assert_eq!(missing_module("cannot import name 'x'"), None);
        assert!(for_database("database \"x\" does not exist").is_some());
        assert!(for_database("relation \"x\" does not exist").is_none());
        let host = |host: &str| {
            format!("connection to server at \"{host}\", port 1 failed: failed to lookup address")
        };
        assert!(for_database(&host("ss@db")).is_some_and(|help| help.contains("%40")));
        assert!(for_database(&host("db")).is_some_and(|help| !help.contains("%40")));
    }
}

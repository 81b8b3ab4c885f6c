//! Project layouts that real projects have, and some that go wrong, under ours and under real Alembic.
//!
//! Each folder of `layouts/` is a project without revisions. `check`, `revision --autogenerate`, `upgrade --sql`, `upgrade`,
//! `current` and `check` again have to print the same, write the same file and leave the same database.
//! Layouts with third-party packages need a virtual environment that has them: `ALEMBIC_RS_PACKAGES`.

use std::path::{Path, PathBuf};
use std::process::Command;

use alembic_testing::comparison::{clean, comparable, contents};
use alembic_testing::{Database, Output, Project, checkout, postgres_database, reference};
use anyhow::{Context, Result};

const COMMANDS: &[&[&str]] = &[
    &["check"],
    &[
        "revision",
        "--autogenerate",
        "-m",
        "first",
        "--rev-id",
        "a1",
    ],
    &["upgrade", "head", "--sql"],
    &["upgrade", "head"],
    &["current"],
    &["check"],
];

/// What a project adds to a revision that is there already.
const AUTOGENERATE_SECOND: &[&str] = &[
    "revision",
    "--autogenerate",
    "-m",
    "second",
    "--rev-id",
    "a1",
];

/// A project whose first revision is there already.
const SECOND: &[&[&str]] = &[
    &["upgrade", "head"],
    AUTOGENERATE_SECOND,
    &["upgrade", "head", "--sql"],
    &["upgrade", "head"],
    &["current"],
    &["check"],
    &["downgrade", "a1:base", "--sql"],
    &["downgrade", "base"],
];

/// What hooks are told of tables that get constraints; `upgrade --sql` has no table to make a copy of.
const HOOKED: &[&[&str]] = &[
    &["upgrade", "head"],
    &["check"],
    AUTOGENERATE_SECOND,
    &["upgrade", "head"],
    &["check"],
    &["downgrade", "base"],
];

/// How a layout is run.
#[derive(Clone, Copy, Default)]
struct Layout {
    name: &'static str,
    /// The folder in which the commands run.
    folder: &'static str,
    needs_packages: bool,
    /// Variables of a PostgreSQL database: for its URL with this driver, or for its parts.
    postgres: Option<Postgres>,
    /// The reference is `flask db`.
    flask: bool,
    /// A traceback of the reference: only its last line is compared.
    fails: bool,
    /// The evaluator refuses the project, and Python takes over.
    needs_worker: bool,
    /// Other commands than `COMMANDS`.
    commands: Option<&'static [&'static [&'static str]]>,
    /// Arguments before the command.
    options: &'static [&'static str],
    /// `check` names the differences by `repr`, and that of a sequence or of an expression class of the project is not ours.
    other_repr: bool,
}

#[derive(Clone, Copy)]
enum Postgres {
    Url,
    Parts,
}

fn ours() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_alembic"))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// A copy of a layout with its own database.
struct Side {
    layout: Layout,
    project: Project,
    database: Option<Database>,
    venv: PathBuf,
    is_ours: bool,
}

impl Side {
    fn new(layout: Layout, venv: &Path, is_ours: bool) -> Result<Option<Self>> {
        let project = Project::empty()?;
        let source = checkout()
            .join("crates/alembic/tests/layouts")
            .join(layout.name);
        copy(&source, project.path())?;
        let database = match layout.postgres {
            None => None,
            Some(_) => match postgres_database()? {
                None => return Ok(None),
                some => some,
            },
        };
        Ok(Some(Self {
            layout,
            project,
            database,
            venv: venv.to_owned(),
            is_ours,
        }))
    }

    /// Variables that tell the project where its database is.
    fn variables(&self) -> Vec<(&'static str, String)> {
        let Some(database) = &self.database else {
            return Vec::new();
        };
        let url = database.url("postgresql+psycopg2");
        let (server, name) = url.rsplit_once('/').unwrap_or_default();
        let (host, port) = server
            .rsplit_once('@')
            .and_then(|(_, server)| server.split_once(':'))
            .unwrap_or_default();
        match self.layout.postgres {
            Some(Postgres::Parts) => vec![
                ("ACME_DB__HOST", host.to_owned()),
                ("ACME_DB__PORT", port.to_owned()),
                ("ACME_DB__NAME", name.to_owned()),
                ("POSTGRES_SERVER", host.to_owned()),
                ("POSTGRES_PORT", port.to_owned()),
                ("POSTGRES_DB", name.to_owned()),
            ],
            _ => vec![("DATABASE_URL", url)],
        }
    }

    fn run(&self, arguments: &[&str]) -> Result<Output> {
        let mut command = if self.is_ours {
            let mut command = Command::new(ours());
            command
                .args(self.layout.options)
                .args(arguments)
                .env("VIRTUAL_ENV", &self.venv);
            command
        } else if self.layout.flask {
            let mut command = Command::new(self.venv.join("bin/flask"));
            command.args(["--app", "app:create_app", "db"]);
            command.args(arguments.iter().filter_map(|argument| match *argument {
                "revision" => Some("migrate"),
                "--autogenerate" => None,
                other => Some(other),
            }));
            command
        } else {
            let mut command = Command::new(self.venv.join("bin/alembic"));
            command.args(self.layout.options).args(arguments);
            command
        };
        if !self.is_ours {
            command.env_remove("VIRTUAL_ENV");
        }
        command
            .current_dir(self.project.path().join(self.layout.folder))
            .env_remove("DATABASE_URL")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .envs(self.variables());
        let output = command.output().with_context(|| format!("{command:?}"))?;
        let text = |bytes: &[u8]| {
            let mut text = self.project.clean(bytes);
            if let Some(database) = &self.database {
                let url = database.url("x");
                let name = url.rsplit('/').next().unwrap_or_default();
                text = text.replace(name, "<database>");
            }
            clean(&text)
        };
        Ok(Output {
            status: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        })
    }

    /// Files and databases, without the dates in revision files.
    fn state(&self) -> Result<String> {
        let mut out = String::new();
        for (name, text) in contents(&self.project)? {
            out.push_str(&format!("---- {name}\n"));
            for line in text
                .lines()
                .filter(|line| !line.starts_with("Create Date: "))
            {
                out.push_str(line);
                out.push('\n');
            }
        }
        if let Some(database) = &self.database {
            out.push_str(&database.schema()?);
        }
        Ok(out)
    }
}

/// Log lines in alphabetical order: the notes about sequences come in the order of a Python set.
fn log(stderr: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = stderr
        .lines()
        .filter(|line| {
            ["INFO ", "ERROR", "WARNI"]
                .iter()
                .any(|level| line.starts_with(level))
        })
        .collect();
    lines.sort_unstable();
    lines
}

fn agrees(layout: Layout) -> Result<()> {
    let venv = if layout.needs_packages {
        std::env::var_os("ALEMBIC_RS_PACKAGES").map(PathBuf::from)
    } else {
        reference()
    };
    let Some(venv) = venv else {
        return Ok(());
    };
    let (Some(a), Some(b)) = (
        Side::new(layout, &venv, true)?,
        Side::new(layout, &venv, false)?,
    ) else {
        return Ok(());
    };
    for arguments in layout.commands.unwrap_or(COMMANDS) {
        let (own, their) = (a.run(arguments)?, b.run(arguments)?);
        let context = format!(
            "{} in {}\nours:\n{}\nreference:\n{}",
            arguments.join(" "),
            layout.name,
            own.stderr,
            their.stderr
        );
        if layout.fails {
            assert_eq!(comparable(&own), comparable(&their), "{context}");
            continue;
        }
        // `flask db check` lets the difference escape as an exception.
        if !(layout.flask && their.status == Some(1)) {
            assert_eq!(own.status, their.status, "exit status of {context}");
            if !(layout.other_repr && arguments == &["check"] && own.status == Some(255)) {
                assert_eq!(own.stdout, their.stdout, "stdout of {context}");
                assert_eq!(log(&own.stderr), log(&their.stderr), "log of {context}");
            }
        }
        assert_ne!(own.status, Some(1), "{context}");
        assert!(
            layout.needs_worker || !own.stderr.contains("ran in Python"),
            "the worker was needed: {context}"
        );
        assert_eq!(a.state()?, b.state()?, "state after {context}");
    }
    Ok(())
}

macro_rules! layouts {
    ($($name:ident $layout:tt)*) => {
        $(
            #[test]
            fn $name() -> Result<()> {
                agrees(layout!($name, $layout))
            }
        )*
    };
}

macro_rules! layout {
    ($name:ident, { $($field:ident: $value:expr),* }) => {
        Layout { name: stringify!($name), $($field: $value,)* ..Layout::default() }
    };
}

layouts! {
    classic_ini {}
    late_convention {}
    fastapi_async { postgres: Some(Postgres::Parts) }
    sqlmodel_service { folder: "backend", needs_packages: true }
    flask_shop { needs_packages: true, flask: true }
    walk_and_filter {}
    typed_modern {}
    wide_postgres { postgres: Some(Postgres::Url), other_repr: true }
    dynamic_models { other_repr: true, needs_worker: true }
    third_party_bases { needs_packages: true }
    multi_database {}
    nested_settings { postgres: Some(Postgres::Parts) }
    tenants { postgres: Some(Postgres::Url), commands: Some(SECOND) }
    dataclasses_mapping {}
    callbacks { other_repr: true, options: &["-x", "who=ann", "-x", "flag"] }
    core_tables { postgres: Some(Postgres::Url), other_repr: true }
    star_packages {}
    sqlmodel_walk { needs_packages: true }
    flask_binds { needs_packages: true, flask: true }
    concrete_bases {}
    mixin_events {}
    constraint_hooks { commands: Some(HOOKED) }
    schema_hooks { postgres: Some(Postgres::Url) }
    negative_only_base {}
    negative_missing_setting { fails: true }
    negative_swallowed_import {}
    negative_circular {}
}

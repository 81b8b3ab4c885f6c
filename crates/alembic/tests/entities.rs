//! Projects with `alembic_utils`, `alembic_postgresql_enum` and the helpers of `geoalchemy2`, beside real Alembic with the same packages, on PostgreSQL.
//!
//! The packages are those of `ALEMBIC_RS_PACKAGES`; ours runs them with its own evaluator, without Python.

use std::path::PathBuf;

use alembic_testing::comparison::{as_sets, comparable};
use alembic_testing::{Database, Project, Tool, postgres_database};
use anyhow::{Context, Result};

const SECTIONS: &str = "[loggers]\nkeys = root,alembic\n[handlers]\nkeys = console\n[formatters]\nkeys = generic\n[logger_root]\nlevel = WARNING\nhandlers = console\n[logger_alembic]\nlevel = INFO\nhandlers =\nqualname = alembic\n[handler_console]\nclass = StreamHandler\nargs = (sys.stderr,)\nlevel = NOTSET\nformatter = generic\n[formatter_generic]\nformat = %(levelname)-5.5s [%(name)s] %(message)s\n";

/// What `pg_dump --no-privileges` leaves out.
const GRANTS: &str = "SELECT table_name, column_name, grantee, privilege_type, is_grantable FROM information_schema.column_privileges WHERE grantee LIKE 'alembic_rs%' ORDER BY 1, 2, 3, 4";

struct Scenario {
    folder: &'static str,
    files: &'static [(&'static str, &'static str)],
    setup: &'static str,
    /// Commands, and files that take the place of others: `> name other`.
    steps: &'static [&'static str],
    /// What the generated files have to show.
    shows: &'static [&'static str],
}

macro_rules! files {
    ($folder:literal: $($name:literal),*) => {
        &[$(($name, include_str!(concat!("entities/", $folder, "/", $name)))),*]
    };
}

const ROLE: &str = "DO $$ BEGIN CREATE ROLE alembic_rs_reader; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$";

const SCENARIOS: &[Scenario] = &[
    Scenario {
        folder: "utils",
        files: files!("utils": "env.py", "models.py", "entities.py", "entities_later.py"),
        setup: "CREATE TABLE account (id serial PRIMARY KEY, email text NOT NULL); CREATE VIEW public.stale AS SELECT 1 AS one",
        steps: &[
            "check",
            "revision --autogenerate -m first --rev-id a1",
            "upgrade head",
            "check",
            "> entities.py entities_later.py",
            "check",
            "revision --autogenerate -m second --rev-id a2",
            "upgrade head",
            "check",
            "downgrade a1",
            "downgrade base",
        ],
        shows: &[
            "op.create_entity(public_to_upper",
            "op.create_entity(public_accounts_v",
            "op.create_entity(public_accounts_m",
            "op.create_entity(public_account_lower_account_email",
            "op.create_entity(public_pg_trgm",
            "op.create_entity(public_account_allow_read",
            "op.create_entity(public_account_alembic_rs_reader_select",
            "op.drop_entity(public_stale)",
            "op.replace_entity(public_to_upper",
            "op.replace_entity(public_accounts_v",
            "op.drop_entity(public_account_lower_account_email)",
        ],
    },
    Scenario {
        folder: "filtered",
        files: files!("filtered": "env.py", "models.py", "entities.py", "view.sql"),
        setup: "CREATE SCHEMA other; CREATE SCHEMA skipped; CREATE TABLE account (id serial PRIMARY KEY, email text NOT NULL); CREATE VIEW public.stale AS SELECT 1 AS one; CREATE VIEW other.gone AS SELECT 1 AS one; CREATE VIEW skipped.kept AS SELECT 1 AS one; CREATE FUNCTION other.f(a integer DEFAULT 3) RETURNS integer AS 'select a' LANGUAGE sql",
        steps: &[
            "check",
            "revision --autogenerate -m first --rev-id a1",
            "upgrade head",
            "upgrade head --sql",
            "check",
            "downgrade base",
        ],
        shows: &[
            "op.create_entity(other_v)",
            "op.replace_entity(other_f",
            "op.drop_entity(other_gone)",
        ],
    },
    Scenario {
        folder: "enums",
        files: files!("enums": "env.py", "models.py", "models_later.py"),
        setup: "CREATE TYPE user_status AS ENUM ('active', 'passive'); CREATE TYPE kind AS ENUM ('x', 'z'); CREATE TYPE unused AS ENUM ('1', '2'); CREATE TYPE many AS ENUM ('m1', 'm2', 'm3'); CREATE TABLE users (id serial PRIMARY KEY, status user_status DEFAULT 'active' NOT NULL, kind kind, text_kind varchar, many many[]); CREATE INDEX ix_part ON users (id) WHERE status = 'passive'; CREATE TABLE dropped (id serial PRIMARY KEY, u unused)",
        steps: &[
            "check",
            "revision --autogenerate -m first --rev-id a1",
            "upgrade head",
            "check",
            "> models.py models_later.py",
            "check",
            "revision --autogenerate -m second --rev-id a2",
            "upgrade head",
            "check",
            "downgrade a1",
            "downgrade base",
            "upgrade head",
        ],
        shows: &[
            "op.sync_enum_values(",
            ".create(op.get_bind())",
            ".drop(op.get_bind())",
        ],
    },
    Scenario {
        folder: "spatial",
        files: files!("spatial": "env.py", "models.py"),
        setup: "CREATE TABLE plain (id serial PRIMARY KEY); CREATE TABLE spatial_ref_sys (id integer)",
        steps: &[
            "revision --autogenerate -m first --rev-id a1",
            "upgrade head --sql",
            "downgrade a1:base --sql",
        ],
        shows: &[
            "op.create_geospatial_table('city'",
            "op.create_geospatial_index('idx_city_center'",
            "op.add_geospatial_column('plain'",
            "op.drop_geospatial_column('plain'",
            "op.drop_geospatial_index('idx_route_line'",
        ],
    },
];

struct Side {
    project: Project,
    database: Database,
    tool: Tool,
}

impl Side {
    fn new(scenario: &Scenario, tool: Tool, packages: &str) -> Result<Option<Self>> {
        let Some(database) = postgres_database()? else {
            return Ok(None);
        };
        database.run(ROLE)?;
        database.run(scenario.setup)?;
        let project = Project::generic(&[])?;
        let url = database.url("postgresql+psycopg2");
        let ini = format!(
            "[alembic]\nscript_location = alembic\nprepend_sys_path = .\nsqlalchemy.url = {url}\n{SECTIONS}"
        );
        project.write("alembic.ini", &ini)?;
        for (name, text) in scenario.files {
            let folder = if *name == "env.py" { "alembic/" } else { "" };
            project.write(&format!("{folder}{name}"), text)?;
        }
        let project = project
            .with_env("VIRTUAL_ENV", packages)
            .with_env("PYTHONHASHSEED", "0");
        Ok(Some(Self {
            project,
            database,
            tool,
        }))
    }

    /// What a step says, and what is there after it.
    fn answer(&self, step: &str) -> Result<Vec<String>> {
        if let Some(files) = step.strip_prefix("> ") {
            let (name, other) = files.split_once(' ').context("two files")?;
            self.project.write(name, &self.project.read(other)?)?;
            return Ok(Vec::new());
        }
        let mut arguments: Vec<&str> = step.split(' ').collect();
        if let Tool::Ours(_) = self.tool {
            arguments.splice(0..0, ["--engine", "native"]);
        }
        let output = self.project.run(&self.tool, &arguments)?;
        let said = comparable(&output);
        let name = self
            .database
            .url("")
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        let mut out = vec![
            format!("{:?}", said.status),
            // alembic_utils asks for the kinds of entities, and Alembic for tables, in the order of a set.
            as_sets(&said.stdout.replace(&name, "<database>")),
            as_sets(&said.stderr.replace(&name, "<database>")),
            self.database.schema()?,
            format!("{:?}", self.database.query(GRANTS)?),
        ];
        for file in self.project.list("alembic/versions")? {
            let text = self.project.read(&format!("alembic/versions/{file}"))?;
            let lines = text.lines().filter(|line| !line.starts_with("Create Date"));
            out.push(lines.collect::<Vec<_>>().join("\n"));
        }
        Ok(out)
    }
}

fn agree(scenario: &Scenario) -> Result<()> {
    let Some(packages) = std::env::var_os("ALEMBIC_RS_PACKAGES").map(PathBuf::from) else {
        return Ok(());
    };
    let venv = packages.display().to_string();
    let ours = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    let theirs = Tool::Reference(packages);
    let (Some(ours), Some(theirs)) = (
        Side::new(scenario, ours, &venv)?,
        Side::new(scenario, theirs, &venv)?,
    ) else {
        return Ok(());
    };
    for step in scenario.steps {
        let (mine, other) = (ours.answer(step)?, theirs.answer(step)?);
        assert_eq!(mine.len(), other.len(), "{step}");
        for (mine, other) in mine.iter().zip(&other) {
            assert_eq!(
                mine, other,
                "{}: {step}\n{mine}\n---\n{other}",
                scenario.folder
            );
        }
    }
    let mut text = String::new();
    for file in ours.project.list("alembic/versions")? {
        text.push_str(&ours.project.read(&format!("alembic/versions/{file}"))?);
    }
    for part in scenario.shows {
        assert!(text.contains(part), "{part}\n{text}");
    }
    Ok(())
}

fn scenario(folder: &str) -> Result<()> {
    let found = SCENARIOS.iter().find(|scenario| scenario.folder == folder);
    agree(found.context("a scenario of this name")?)
}

#[test]
fn entities_of_alembic_utils() -> Result<()> {
    scenario("utils")
}

#[test]
fn entities_of_alembic_utils_that_are_filtered() -> Result<()> {
    scenario("filtered")
}

#[test]
fn spatial_operations_of_geoalchemy2() -> Result<()> {
    scenario("spatial")
}

#[test]
fn enums_of_alembic_postgresql_enum() -> Result<()> {
    scenario("enums")
}

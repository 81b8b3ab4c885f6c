//! `--precise` and `--explain`: differences of spelling are gone, true ones are found, and nothing is left behind.

use std::path::PathBuf;

use alembic_testing::{
    Database, Output, Project, Tool, assert_all, postgres_database, sqlite_query, sqlite_schema,
};
use anyhow::{Context, Result, ensure};

const ENV: &str = "\
from alembic import context
from sqlalchemy import create_engine, pool
from models import metadata

config = context.config
engine = create_engine(config.get_main_option('sqlalchemy.url'), poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, compare_server_default=True, include_schemas=True)
    with context.begin_transaction():
        context.run_migrations()
";

const HEAD: &str = "\
import enum
import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, Computed, Enum, Identity, Index, Integer, MetaData, String, Table, text
from sqlalchemy.dialects import postgresql as pg

metadata = MetaData()


def T(*items, name='t', **options):
    Table(name, metadata, Column('id', Integer, primary_key=True), *items, **options)


";

/// A database that the project has, and the models beside it.
struct Scenario {
    name: &'static str,
    sql: &'static str,
    models: &'static str,
    /// What `check` says without `--precise`: is there a difference?
    plain: bool,
    /// Lines of `check --precise --diff`; none if both sides are the same.
    precise: &'static [&'static str],
}

const POSTGRESQL: &[Scenario] = &[
    Scenario {
        name: "a default with other blanks and another cast",
        sql: "CREATE TABLE t (id serial PRIMARY KEY, a jsonb DEFAULT '{\"a\": 1}', b varchar(9) DEFAULT 'x')",
        models: "T(Column('a', pg.JSONB, server_default='{\"a\":1}'), Column('b', String(9), server_default=text(\"'x'::text\")))",
        plain: false,
        precise: &[],
    },
    Scenario {
        name: "an expression as default in other words",
        sql: "CREATE TABLE t (id serial PRIMARY KEY, a uuid DEFAULT gen_random_uuid())",
        models: "T(Column('a', sa.Uuid, server_default=text('pg_catalog.GEN_RANDOM_UUID( )')))",
        plain: true,
        precise: &[],
    },
    Scenario {
        name: "a number as text and as number",
        sql: "CREATE TABLE t (id serial PRIMARY KEY, a numeric(10, 2) DEFAULT 0, b bigint DEFAULT '7'::bigint)",
        models: "T(Column('a', sa.Numeric(10, 2), server_default='0'), Column('b', sa.BigInteger, server_default='7'))",
        plain: false,
        precise: &[],
    },
    Scenario {
        name: "another number",
        sql: "CREATE TABLE t (id serial PRIMARY KEY, a numeric(10, 2) DEFAULT 0)",
        models: "T(Column('a', sa.Numeric(10, 2), server_default='0.5'))",
        plain: true,
        precise: &["~ column t.a: server_default 0 -> '0.5'"],
    },
    Scenario {
        name: "aliases of numeric types",
        sql: "CREATE TABLE t (id serial PRIMARY KEY, a decimal(8, 2), b float8, c int4[], d bool, e float4)",
        models: "T(Column('a', sa.DECIMAL(8, 2)), Column('b', sa.Float(53)), Column('c', pg.ARRAY(sa.INT)), Column('d', sa.BOOLEAN), Column('e', sa.Float(20)))",
        plain: true,
        precise: &[],
    },
    Scenario {
        name: "a type without its default length",
        sql: "CREATE TABLE t (id serial PRIMARY KEY, a char, b bit)",
        models: "T(Column('a', sa.CHAR(1)), Column('b', pg.BIT(1)))",
        plain: false,
        precise: &[],
    },
    Scenario {
        name: "a check in other words",
        sql: "CREATE TABLE t (id serial PRIMARY KEY, a int, CONSTRAINT c CHECK (a IN (1, 2) AND (a > 0)))",
        models: "T(Column('a', Integer), CheckConstraint('(a = ANY (ARRAY[1, 2])) and a > 0', name='c'))",
        plain: false,
        precise: &[],
    },
    Scenario {
        name: "a check that changed",
        sql: "CREATE TABLE t (id serial PRIMARY KEY, a int, CONSTRAINT c CHECK (a > 0))",
        models: "T(Column('a', Integer), CheckConstraint('a > 1', name='c'))",
        plain: false,
        precise: &["- check constraint c on t", "+ check constraint c on t"],
    },
    Scenario {
        name: "a check that is new and one that is gone",
        sql: "CREATE TABLE t (id serial PRIMARY KEY, a int, CONSTRAINT old CHECK (a > 0))",
        models: "T(Column('a', Integer), CheckConstraint('a < 9', name='new'))",
        plain: false,
        precise: &["- check constraint old on t", "+ check constraint new on t"],
    },
    Scenario {
        name: "an index with an expression and a condition in other words",
        sql: "CREATE TABLE t (id serial PRIMARY KEY, a varchar(9)); CREATE INDEX i ON t (lower(a)) WHERE id > 1",
        models: "T(Column('a', String(9)), Index('i', text('lower( (a)::text )'), postgresql_where=text('(id) > (1)')))",
        plain: true,
        precise: &[],
    },
    Scenario {
        name: "an index whose condition changed",
        sql: "CREATE TABLE t (id serial PRIMARY KEY, a varchar(9)); CREATE INDEX i ON t (a) WHERE id > 1",
        models: "T(Column('a', String(9)), Index('i', 'a', postgresql_where=text('id > 2')))",
        plain: false,
        precise: &["- index i on t (a)", "+ index i on t (a)"],
    },
    Scenario {
        name: "an index with another method",
        sql: "CREATE TABLE t (id serial PRIMARY KEY, a int); CREATE INDEX i ON t USING hash (a)",
        models: "T(Column('a', Integer), Index('i', 'a'))",
        plain: false,
        precise: &["- index i on t (a)", "+ index i on t (a)"],
    },
    Scenario {
        name: "enum types, in arrays and with defaults too",
        sql: "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (id serial PRIMARY KEY, a e DEFAULT 'a', b e[] DEFAULT '{a}')",
        models: "e = Enum('a', 'b', name='e'); T(Column('a', e, server_default='a'), Column('b', pg.ARRAY(e), server_default='{a}'))",
        plain: false,
        precise: &[],
    },
    Scenario {
        name: "a value that the enum type of the database does not have, as default",
        sql: "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (id serial PRIMARY KEY, a e DEFAULT 'a')",
        models: "T(Column('a', Enum('a', 'b', name='e'), server_default='b'))",
        plain: true,
        precise: &["~ column t.a: server_default 'a'::e -> 'b'"],
    },
    Scenario {
        name: "tables, types and defaults in another schema",
        sql: "CREATE SCHEMA app; CREATE TYPE app.e AS ENUM ('a'); CREATE TABLE app.t (id serial PRIMARY KEY, a app.e DEFAULT 'a', CONSTRAINT c CHECK (a = 'a'))",
        models: "T(Column('a', Enum('a', name='e', schema='app'), server_default='a'), CheckConstraint(\"a = 'a'\", name='c'), schema='app')",
        plain: false,
        precise: &[],
    },
    Scenario {
        name: "a computed column and an identity",
        sql: "CREATE TABLE t (id serial PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a * 2) STORED, c int GENERATED ALWAYS AS IDENTITY)",
        models: "T(Column('a', Integer), Column('b', Integer, Computed('(a) * (2)', persisted=True)), Column('c', Integer, Identity(always=True)))",
        plain: false,
        precise: &[],
    },
    Scenario {
        name: "a type that changed",
        sql: "CREATE TABLE t (id serial PRIMARY KEY, a varchar(9), b int)",
        models: "T(Column('a', String(10)), Column('b', sa.BigInteger))",
        plain: true,
        precise: &[
            "~ column t.a: type VARCHAR(9) -> VARCHAR(10)",
            "~ column t.b: type INTEGER -> BIGINT",
        ],
    },
    Scenario {
        name: "columns and tables that come and go",
        sql: "CREATE TABLE t (id serial PRIMARY KEY, a int); CREATE TABLE old (id serial PRIMARY KEY)",
        models: "T(Column('b', Integer)); T(name='new')",
        plain: true,
        precise: &[
            "+ table new (id)",
            "- table old",
            "+ column t.b INTEGER",
            "- column t.a INTEGER",
        ],
    },
    Scenario {
        name: "foreign keys in a circle",
        sql: "CREATE TABLE t (id serial PRIMARY KEY, u_id int); CREATE TABLE u (id serial PRIMARY KEY, t_id int REFERENCES t (id)); ALTER TABLE t ADD FOREIGN KEY (u_id) REFERENCES u (id)",
        models: "T(Column('u_id', sa.ForeignKey('u.id', use_alter=True))); T(Column('t_id', sa.ForeignKey('t.id')), name='u')",
        plain: false,
        precise: &[],
    },
];

const SQLITE: &[Scenario] = &[
    Scenario {
        name: "a check in the same words, and one that changed",
        sql: "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, a INTEGER, CONSTRAINT c CHECK (a > 0), CONSTRAINT d CHECK (a < 9))",
        models: "T(Column('a', Integer), CheckConstraint('a > 0', name='c'), CheckConstraint('a < 8', name='d'))",
        plain: false,
        precise: &["- check constraint d on t", "+ check constraint d on t"],
    },
    Scenario {
        name: "defaults in quotes and without",
        sql: "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, a INTEGER DEFAULT 0, b VARCHAR(9) DEFAULT 'x', c DATETIME DEFAULT CURRENT_TIMESTAMP)",
        models: "T(Column('a', Integer, server_default='0'), Column('b', String(9), server_default=text(\"'x'\")), Column('c', sa.DateTime, server_default=sa.func.now()))",
        plain: false,
        precise: &[],
    },
    Scenario {
        name: "a default that changed",
        sql: "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, a INTEGER DEFAULT 0)",
        models: "T(Column('a', Integer, server_default='1'))",
        plain: true,
        precise: &["~ column t.a: server_default 0 -> '1'"],
    },
    Scenario {
        name: "types under other names",
        sql: "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, a NUMERIC(10, 2), b CHAR(32), c VARCHAR(9))",
        models: "T(Column('a', sa.DECIMAL(10, 2)), Column('b', sa.Uuid), Column('c', sa.Unicode(9)))",
        plain: false,
        precise: &[],
    },
    Scenario {
        name: "a column and an index that come",
        sql: "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY)",
        models: "T(Column('a', Integer, index=True))",
        plain: true,
        precise: &["+ column t.a INTEGER", "+ index ix_t_a on t (a)"],
    },
];

fn ours() -> Tool {
    Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")))
}

fn project(url: &str, models: &str) -> Result<Project> {
    Project::with_models(url, ENV, &format!("{HEAD}{models}\n"))
}

fn check(project: &Project, options: &[&str]) -> Result<Output> {
    project.run(&ours(), &[&["check"], options].concat())
}

/// Plain and precise comparison, and that the precise revision leads to a clean precise check.
fn compare(project: &Project, scenario: &Scenario) -> Result<()> {
    let plain = check(project, &[])?;
    ensure!(
        plain.status == Some(if scenario.plain { 255 } else { 0 }),
        "plain: {}{}",
        plain.stdout,
        plain.stderr
    );
    let precise = check(project, &["--precise", "--diff"])?;
    let lines: Vec<&str> = precise
        .stdout
        .lines()
        .filter(|line| line.starts_with(['+', '-', '~']))
        .collect();
    ensure!(
        lines == scenario.precise,
        "precise: {:?}\n{}{}",
        precise.status,
        precise.stdout,
        precise.stderr
    );
    ensure!(precise.status == Some(if lines.is_empty() { 0 } else { 255 }));
    Ok(())
}

fn on_postgresql(scenario: &Scenario) -> Result<()> {
    let database = postgres_database()?.context("no server")?;
    database.run(scenario.sql)?;
    let project = project(&database.url("postgresql+psycopg2"), scenario.models)?;
    // `check` makes the version table, as Alembic's does.
    check(&project, &[])?;
    let before = database.schema()?;
    compare(&project, scenario)?;
    ensure!(database.schema()? == before, "something is left behind");
    if scenario.precise.is_empty() || scenario.name.contains("enum type of the database") {
        return Ok(());
    }
    let words = ["revision", "--autogenerate", "--precise", "-m", "new"];
    project.succeed(&ours(), &words)?;
    project.succeed(&ours(), &["upgrade", "head"])?;
    let again = check(&project, &["--precise", "--diff"])?;
    ensure!(
        again.status == Some(0),
        "after it: {}{}",
        again.stdout,
        again.stderr
    );
    Ok(())
}

fn on_sqlite(scenario: &Scenario) -> Result<()> {
    let project = project("sqlite:///app.db", scenario.models)?;
    let path = project.path().join("app.db");
    sqlite_query(&path, scenario.sql)?;
    check(&project, &[])?;
    let before = sqlite_schema(&path)?;
    compare(&project, scenario)?;
    ensure!(sqlite_schema(&path)? == before, "something is left behind");
    Ok(())
}

#[test]
fn postgresql() {
    if alembic_testing::postgres_server().is_some() {
        assert_all(POSTGRESQL, |scenario| scenario.name, on_postgresql);
    }
}

#[test]
fn sqlite() {
    assert_all(SQLITE, |scenario| scenario.name, on_sqlite);
}

#[test]
fn the_reason_of_each_operation() -> Result<()> {
    let models = "T(Column('a', Integer, server_default='1'), Column('b', Integer))";
    let project = project("sqlite:///app.db", models)?;
    sqlite_query(
        &project.path().join("app.db"),
        "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, a INTEGER DEFAULT 0, c INTEGER)",
    )?;
    let output = check(&project, &["--explain"])?;
    let mut lines: Vec<&str> = output
        .stderr
        .lines()
        .filter(|line| line.starts_with("explain: "))
        .collect();
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "explain: + column t.b INTEGER: the models have it, the database does not",
            "explain: - column t.c INTEGER: the database has it, the models do not",
            "explain: ~ column t.a: server_default is `0` in the database and `'1'` in the models",
        ]
    );
    let written = project.succeed(
        &ours(),
        &["revision", "--autogenerate", "--explain", "-m", "new"],
    )?;
    assert_eq!(written.stderr.matches("explain: ").count(), 3);
    Ok(())
}

#[test]
fn without_the_right_to_create_schemas() -> Result<()> {
    let Some(database) = postgres_database()? else {
        return Ok(());
    };
    let role = format!("precise_{}", std::process::id());
    database.run(&format!(
        "CREATE ROLE {role} LOGIN; CREATE TABLE t (id serial PRIMARY KEY); GRANT ALL ON SCHEMA public TO {role}"
    ))?;
    let result = refused(&database, &role);
    database.run(&format!("DROP OWNED BY {role}; DROP ROLE {role}"))?;
    result
}

fn refused(database: &Database, role: &str) -> Result<()> {
    let url = database.url("postgresql+psycopg2");
    let (scheme, rest) = url.split_once("://").context("a URL")?;
    let (_, host) = rest.split_once('@').context("a user")?;
    let project = project(&format!("{scheme}://{role}@{host}"), "T()")?;
    let output = check(&project, &["--precise"])?;
    ensure!(
        output.status == Some(255),
        "{}{}",
        output.stdout,
        output.stderr
    );
    for words in ["--precise", "permission denied", "GRANT CREATE ON DATABASE"] {
        ensure!(output.stdout.contains(words), "{words}: {}", output.stdout);
    }
    ensure!(check(&project, &[])?.status == Some(0));
    Ok(())
}

#[test]
fn models_that_the_database_refuses() -> Result<()> {
    let Some(database) = postgres_database()? else {
        return Ok(());
    };
    let models = "T(Column('a', Integer), CheckConstraint('nothing > 1', name='c'))";
    let project = project(&database.url("postgresql+psycopg2"), models)?;
    let output = check(&project, &["--precise"])?;
    assert_eq!(output.status, Some(255), "{}", output.stderr);
    assert!(
        output.stdout.contains("column \"nothing\" does not exist"),
        "{}",
        output.stdout
    );
    Ok(())
}

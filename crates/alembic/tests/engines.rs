//! What `env.py` says of its engine reaches PostgreSQL as under the reference, or is refused.

use std::path::PathBuf;

use alembic_testing::{Output, Project, Tool, postgres_database, reference, sqlalchemy_only};
use anyhow::Result;

const REVISION: &str = "\
revision = 'a1'
down_revision = None
import sqlalchemy as sa
from alembic import op


def upgrade():
    op.create_table('a', sa.Column('id', sa.Integer(), primary_key=True))
    for name in ('search_path', 'transaction_isolation', 'statement_timeout', 'lock_timeout'):
        print(op.get_bind().exec_driver_sql(f'SHOW {name}').scalar())
    print(op.get_bind().exec_driver_sql(\"SELECT schemaname FROM pg_tables WHERE tablename IN ('a', 'alembic_version')\").scalars().all())
";

const SYNC: &str = "\
from alembic import context
import sqlalchemy as sa
from sqlalchemy import event, pool, text
from sqlalchemy.engine import Engine

URL = sa.make_url('{url}')
{make}
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=sa.MetaData())
    with context.begin_transaction():
        context.run_migrations()
";

const ASYNC: &str = "\
import asyncio
from alembic import context
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import create_async_engine

URL = sa.make_url('{url}')
{make}


def run(connection):
    context.configure(connection=connection, target_metadata=sa.MetaData())
    with context.begin_transaction():
        context.run_migrations()


async def main():
    async with engine.connect() as connection:
        await connection.run_sync(run)
    await engine.dispose()


asyncio.run(main())
";

const JSON_REVISION: &str = "\
revision = 'a1'
down_revision = None
import sqlalchemy as sa
from alembic import op


def upgrade():
    t = op.create_table('a', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('v', sa.JSON()))
    op.bulk_insert(t, [{'id': 1, 'v': {'k': 'ä', 'n': 1.5}}, {'id': 2, 'v': None}])
    bind = op.get_bind()
    bind.execute(t.insert().values(id=3, v=[{'k': 'ö'}]))
    bind.execute(t.insert(), [{'id': 4, 'v': {'b': 1, 'a': 2}}])
    op.execute(t.update().where(t.c.id == 4).values(v={'z': 1, 'y': 'ü'}))
    print(bind.execute(sa.text('SELECT id, CAST(v AS TEXT) FROM a ORDER BY id')).all())
    print(bind.execute(sa.select(t.c.id, t.c.v).order_by(t.c.id)).all())
    if bind.dialect.name == 'postgresql':
        print(bind.execute(sa.text('SELECT v FROM a ORDER BY id')).all())
";

fn ours() -> Tool {
    Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")))
}

/// Runs `upgrade head` on a database of its own, in which there is a schema `t`.
fn upgrade(env: &str, driver: &str, make: &str, tool: &Tool) -> Result<Option<Output>> {
    let Some(database) = postgres_database()? else {
        return Ok(None);
    };
    database.run("CREATE SCHEMA t")?;
    let project = Project::generic(&[("a1", REVISION)])?;
    let url = database.url(driver);
    let env = env.replace("{url}", &url).replace("{make}", make);
    project.write("alembic/env.py", &env)?;
    let arguments: &[&str] = match tool {
        Tool::Ours(_) => &["--engine", "native", "upgrade", "head"],
        Tool::Reference(_) => &["upgrade", "head"],
    };
    project.run(tool, arguments).map(Some)
}

/// A project whose revision has JSON, with a Python to fall back to where there is one.
fn json_project(url: &str, make: &str, revision: &str) -> Result<Project> {
    let project = Project::generic(&[("a1", revision)])?;
    let env = SYNC.replace("{url}", url).replace("{make}", make);
    project.write("alembic/env.py", &format!("import functools, json\n{env}"))?;
    Ok(match sqlalchemy_only() {
        Some(venv) => project.with_env("VIRTUAL_ENV", &venv.display().to_string()),
        None => project,
    })
}

fn upgrade_json(url: &str, make: &str, revision: &str, tool: &Tool) -> Result<Output> {
    json_project(url, make, revision)?.run(tool, &["upgrade", "head"])
}

fn compare(env: &str, driver: &str, cases: &[&str]) -> Result<()> {
    let Some(venv) = reference() else {
        return Ok(());
    };
    for make in cases {
        let mine = upgrade(env, driver, make, &ours())?;
        let theirs = upgrade(env, driver, make, &Tool::Reference(venv.clone()))?;
        let (Some(mine), Some(theirs)) = (mine, theirs) else {
            return Ok(());
        };
        assert_eq!(theirs.status, Some(0), "{make}\n{}", theirs.stderr);
        assert_eq!(mine.status, Some(0), "{make}\n{}", mine.stderr);
        assert_eq!(mine.stdout, theirs.stdout, "{make}");
    }
    Ok(())
}

#[test]
fn synchronous_engines() -> Result<()> {
    compare(
        SYNC,
        "postgresql+psycopg2",
        &[
            "engine = sa.create_engine(URL)",
            "engine = sa.create_engine(URL, connect_args={'options': '-csearch_path=t'})",
            "engine = sa.create_engine(URL, connect_args={'connect_timeout': 3, 'options': '-c statement_timeout=5000', 'keepalives': 1})",
            "engine = sa.create_engine(URL.update_query_dict({'options': '-csearch_path=t'}))",
            "engine = sa.create_engine('postgresql+psycopg2://', connect_args={'host': URL.host, 'port': URL.port, 'user': URL.username, 'dbname': URL.database})",
            "engine = sa.create_engine(URL, isolation_level='SERIALIZABLE')",
            "engine = sa.create_engine(URL, execution_options={'isolation_level': 'REPEATABLE READ'})",
            "engine = sa.create_engine(URL).execution_options(isolation_level='AUTOCOMMIT')",
            // SQLAlchemy looks at the first connection between listeners of all engines and those of one.
            "@event.listens_for(Engine, 'connect')\ndef f(c, r):\n    cursor = c.cursor()\n    cursor.execute('SET search_path TO t')\nengine = sa.create_engine(URL)",
            "@event.listens_for(Engine, 'connect')\ndef f(c, r):\n    cursor = c.cursor()\n    cursor.execute('SET search_path TO t')\n    c.commit()\nengine = sa.create_engine(URL)",
            "engine = sa.create_engine(URL)\nevent.listen(engine, 'connect', lambda c, r: c.cursor().execute('SET search_path TO t'))",
            "engine = sa.create_engine(URL)\nevent.listen(engine, 'first_connect', lambda c, r: c.cursor().execute('SET search_path TO t'))",
            "engine = sa.create_engine(URL)\n@event.listens_for(engine, 'connect', insert=True)\ndef f(c, r):\n    before = c.autocommit\n    c.autocommit = True\n    cursor = c.cursor()\n    cursor.execute(\"SET SESSION search_path='t'\")\n    cursor.close()\n    c.autocommit = before",
            "engine = sa.create_engine(URL.set(username='nobody', port=1))\n@event.listens_for(engine, 'do_connect')\ndef f(dialect, record, positional, keywords):\n    keywords.update(user=URL.username, port=URL.port, password='token', options='-c lock_timeout=4s')",
            "engine = sa.create_engine(URL, poolclass=pool.StaticPool, pool_pre_ping=True)",
        ],
    )
}

#[test]
fn asynchronous_engines() -> Result<()> {
    compare(
        ASYNC,
        "postgresql+asyncpg",
        &[
            "engine = create_async_engine(URL)",
            "engine = create_async_engine(URL, connect_args={'server_settings': {'search_path': 't', 'statement_timeout': '3s', 'application_name': 'own'}})",
            "engine = create_async_engine(URL, connect_args={'timeout': 5, 'command_timeout': 5, 'ssl': False, 'statement_cache_size': 0})",
            "engine = create_async_engine(URL)\n@event.listens_for(engine.sync_engine, 'connect')\ndef f(c, r):\n    cursor = c.cursor()\n    cursor.execute('SET search_path TO t')\n    cursor.close()",
        ],
    )
}

/// Functions of the engine write and read JSON, in revisions that run natively and in those that run in Python.
#[test]
fn json_functions_are_the_engines() -> Result<()> {
    let Some(venv) = reference() else {
        return Ok(());
    };
    let cases = [
        "engine = sa.create_engine(URL)",
        "engine = sa.create_engine(URL, json_serializer=lambda value: json.dumps(value, ensure_ascii=False))",
        "engine = sa.create_engine(URL, json_serializer=functools.partial(json.dumps, sort_keys=True, ensure_ascii=False), json_deserializer=None)",
        "def loads(written):\n    return ['read', json.loads(written)]\nengine = sa.create_engine(URL, json_deserializer=loads)",
        "engine = sa.engine_from_config({'sqlalchemy.url': str(URL)}, json_serializer=lambda value: json.dumps(value, indent=1))",
    ];
    for make in cases {
        for driver in ["sqlite", "postgresql"] {
            let run = |tool: &Tool| -> Result<Option<Output>> {
                if driver == "sqlite" {
                    return upgrade_json("sqlite:///a.db", make, JSON_REVISION, tool).map(Some);
                }
                match postgres_database()? {
                    Some(database) => {
                        let url = database.url("postgresql+psycopg2");
                        upgrade_json(&url, make, JSON_REVISION, tool).map(Some)
                    }
                    None => Ok(None),
                }
            };
            let (Some(mine), Some(theirs)) = (run(&ours())?, run(&Tool::Reference(venv.clone()))?)
            else {
                continue;
            };
            assert_eq!(theirs.status, Some(0), "{make}\n{}", theirs.stderr);
            assert_eq!(mine.status, Some(0), "{make}\n{}", mine.stderr);
            assert_eq!(mine.stdout, theirs.stdout, "{driver} {make}");
            assert!(!mine.stderr.contains("ran in Python"), "{}", mine.stderr);
        }
    }
    Ok(())
}

#[test]
fn json_functions_that_nobody_can_call_are_refused() -> Result<()> {
    let cases = [
        "import orjson\nengine = sa.create_engine(URL, json_serializer=lambda value: orjson.dumps(value).decode())",
        "engine = sa.create_engine(URL, json_serializer=lambda value: json.dumps(value).encode())",
        "engine = sa.create_engine(URL, json_serializer=lambda value: json.dumps(value or 0))",
    ];
    for make in cases {
        let output = upgrade_json("sqlite:///a.db", make, JSON_REVISION, &ours())?;
        assert_ne!(output.status, Some(0), "{make}\n{}", output.stdout);
        assert!(!output.stdout.contains("(1,"), "{make}\n{}", output.stdout);
    }
    // What Python runs of a revision cannot call the function of an `env.py` that it does not run.
    let Some(venv) = reference() else {
        return Ok(());
    };
    let revision = JSON_REVISION.replace(
        "def upgrade():",
        "def upgrade():\n    import ctypes\n    ctypes.sizeof(ctypes.c_int)",
    );
    let make = "engine = sa.create_engine(URL, json_serializer=lambda value: json.dumps(value, ensure_ascii=False))";
    let output = upgrade_json("sqlite:///a.db", make, &revision, &ours())?;
    assert_ne!(output.status, Some(0), "{}", output.stdout);
    assert!(
        output.stderr.contains("`json_serializer`"),
        "{}",
        output.stderr
    );
    // It can where Python has made the engine.
    let project = json_project("sqlite:///a.db", make, &revision)?;
    let mine = project.run(&ours(), &["--engine", "worker", "upgrade", "head"])?;
    let theirs = upgrade_json("sqlite:///a.db", make, &revision, &Tool::Reference(venv))?;
    assert!(theirs.stdout.contains('ä'), "{}", theirs.stderr);
    assert_eq!(mine.stdout, theirs.stdout, "{}", mine.stderr);
    Ok(())
}

#[test]
fn unknown_arguments_are_type_errors() -> Result<()> {
    let Some(venv) = reference() else {
        return Ok(());
    };
    let cases = [
        "engine = sa.create_engine(URL, pool_sise=3)",
        "engine = sa.create_engine(URL, poolclass=pool.NullPool, pool_size=3, max_overflow=1)",
        "engine = sa.create_engine(URL, encoding='utf-8')",
    ];
    for make in cases {
        let mine = upgrade_json("sqlite:///a.db", make, JSON_REVISION, &ours())?;
        let theirs = upgrade_json(
            "sqlite:///a.db",
            make,
            JSON_REVISION,
            &Tool::Reference(venv.clone()),
        )?;
        let last = |output: &Output| {
            let found = output
                .stderr
                .lines()
                .find(|line| line.contains("Invalid argument") && !line.starts_with("note: "));
            found.map(|line| {
                line.trim_start_matches("error[python-exception]: ")
                    .to_owned()
            })
        };
        assert!(last(&theirs).is_some(), "{}", theirs.stderr);
        assert_eq!(last(&mine), last(&theirs), "{}", mine.stderr);
    }
    Ok(())
}

#[test]
fn what_cannot_be_followed_is_refused() -> Result<()> {
    for (make, named) in [
        (
            "engine = sa.create_engine(URL, paramstyle='qmark')",
            "paramstyle",
        ),
        (
            "engine = sa.create_engine(URL, pool_reset_on_return='commit')",
            "pool_reset_on_return",
        ),
        (
            "engine = sa.create_engine(URL, execution_options={'postgresql_readonly': True})",
            "postgresql_readonly",
        ),
        (
            "engine = sa.create_engine(URL, creator=lambda: None)",
            "creator",
        ),
        (
            "engine = sa.create_engine(URL, pool=pool.NullPool(lambda: None))",
            "pool",
        ),
        (
            "engine = sa.create_engine(URL, max_identifier_length=20)",
            "max_identifier_length",
        ),
        (
            "engine = sa.create_engine(URL, connect_args={'service': 'other'})",
            "service",
        ),
        (
            "engine = sa.create_engine(URL, execution_options={'schema_translate_map': {None: 't'}})",
            "schema_translate_map",
        ),
        (
            "engine = sa.create_engine(URL).execution_options(schema_translate_map={None: 't'})",
            "schema_translate_map",
        ),
        (
            "engine = sa.create_engine(URL)\nevent.listen(engine, 'do_connect', lambda d, r, p, k: object())",
            "do_connect",
        ),
    ] {
        let Some(output) = upgrade(SYNC, "postgresql+psycopg2", make, &ours())? else {
            return Ok(());
        };
        assert_eq!(output.status, Some(1), "{make}\n{}", output.stdout);
        let refusal = output
            .stderr
            .lines()
            .find(|line| line.contains("cannot follow"));
        assert!(
            refusal.is_some_and(|line| line.contains(named)),
            "{make}\n{}",
            output.stderr
        );
    }
    Ok(())
}

/// SQLAlchemy 2.1 takes one of the two, whatever they are.
#[test]
fn a_column_has_one_default() -> Result<()> {
    let Some(venv) = reference() else {
        return Ok(());
    };
    for make in [
        "mapped_column(default=None, insert_default=2)",
        "mapped_column(sa.Integer, insert_default=lambda: 1, default=2)",
        "sa.Column('a', sa.Integer, default=None, insert_default=2)",
    ] {
        let make = format!(
            "from sqlalchemy.orm import mapped_column\nengine = sa.create_engine(URL)\ntry:\n    {make}\nexcept Exception as error:\n    print(type(error).__name__, error)"
        );
        let mine = upgrade_json("sqlite:///a.db", &make, JSON_REVISION, &ours())?;
        let theirs = upgrade_json(
            "sqlite:///a.db",
            &make,
            JSON_REVISION,
            &Tool::Reference(venv.clone()),
        )?;
        assert!(theirs.stdout.contains("mutually exclusive"), "{make}");
        assert_eq!(mine.stdout, theirs.stdout, "{make}\n{}", mine.stderr);
    }
    Ok(())
}

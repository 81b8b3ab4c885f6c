//! What `env.py` says of its engine reaches PostgreSQL as under the reference, or is refused.

use std::path::PathBuf;

use alembic_testing::{Output, Project, Tool, postgres_database, reference};
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

#[test]
fn what_cannot_be_followed_is_refused() -> Result<()> {
    for (make, named) in [
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

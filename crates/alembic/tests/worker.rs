//! Code that the evaluator cannot follow, run by an interpreter that has SQLAlchemy only, beside real Alembic.

use std::path::PathBuf;

use alembic_testing::{
    Output, Project, Tool, postgres_database, reference, sqlalchemy_only, sqlite_query,
    sqlite_schema,
};
use anyhow::Result;

const FIRST: &str = include_str!("worker/first.py");
const REFUSED: &str = include_str!("worker/refused.py");
const VALUES: &str = include_str!("worker/values.py");
const MODELS: &str = include_str!("worker/models.py");

fn ours() -> Tool {
    Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")))
}

/// A project whose worker is the interpreter with SQLAlchemy only.
fn project(revisions: &[(&str, &str)]) -> Result<Option<Project>> {
    let Some(venv) = sqlalchemy_only() else {
        return Ok(None);
    };
    let project = Project::generic(revisions)?;
    Ok(Some(
        project.with_env("VIRTUAL_ENV", &venv.display().to_string()),
    ))
}

fn without_notes(text: &str) -> Vec<&str> {
    text.lines()
        .filter(|line| !line.starts_with("note: "))
        .collect()
}

fn revision(id: &str, down: &str, body: &str) -> String {
    format!(
        "import os, subprocess\nfrom alembic import op\nimport sqlalchemy as sa\nrevision = '{id}'\ndown_revision = {down}\n\n\ndef upgrade():\n{body}\n\n\ndef downgrade():\n    pass\n"
    )
}

#[test]
fn refused_revisions_give_what_alembic_gives() -> Result<()> {
    let revisions = [("a1_first", FIRST), ("b2_refused", REFUSED)];
    let (Some(project), Some(venv)) = (project(&revisions)?, reference()) else {
        return Ok(());
    };
    let other = Project::generic(&revisions)?;
    for arguments in [
        ["upgrade", "head"].as_slice(),
        &["downgrade", "-1"],
        &["upgrade", "head", "--sql"],
        &["downgrade", "b2:a1", "--sql"],
    ] {
        let (mine, theirs) = (
            project.run(&ours(), arguments)?,
            other.run(&Tool::Reference(venv.clone()), arguments)?,
        );
        assert_eq!(mine.status, theirs.status, "{arguments:?} {}", mine.stderr);
        assert_eq!(mine.stdout, theirs.stdout, "{arguments:?}");
        assert_eq!(without_notes(&mine.stderr), without_notes(&theirs.stderr));
        if theirs.status == Some(0) {
            assert!(mine.stderr.contains("note: revision b2 ran in Python: "));
            let is_of_all =
                arguments == ["upgrade", "head"] || arguments == ["upgrade", "head", "--sql"];
            assert_eq!(
                mine.stderr
                    .contains("note: 1 of 2 revisions ran in Python\n"),
                is_of_all
            );
        }
        let schema = |project: &Project| sqlite_schema(&project.path().join("app.db"));
        assert_eq!(schema(&project)?, schema(&other)?);
    }
    Ok(())
}

/// What revisions import may set up logging; Alembic imports them all before the first step.
#[test]
fn log_lines_go_where_an_imported_module_sends_them() -> Result<()> {
    const KNOWN: &str = "import ctypes\nimport logging\nimport sys\n\nhandler = logging.StreamHandler(sys.stdout)\nhandler.setFormatter(logging.Formatter('[%(levelname)s] %(filename)s:%(lineno)d %(message)s'))\nlogging.getLogger().addHandler(handler)\nNAME = ctypes.create_string_buffer(b't').value.decode()\n\n\ndef table():\n    logging.getLogger('own').warning('a line of its own')\n    return NAME\n";
    // Its formatter asks a library that is not followed.
    const UNKNOWN: &str = "import ctypes\nimport logging\nimport sys\n\n\nclass Formatter(logging.Formatter):\n    def format(self, record):\n        for part in ctypes.create_string_buffer(b'x').value.decode():\n            return f'{record.getMessage()} {part}'\n\n\nhandler = logging.StreamHandler(sys.stdout)\nhandler.setFormatter(Formatter())\nlogging.getLogger().addHandler(handler)\n\n\ndef table():\n    return 't'\n";
    for (setup, line) in [
        (KNOWN, "Running upgrade  -> a1"),
        (UNKNOWN, "Running upgrade  -> a1 x\n"),
    ] {
        lines_go_where_a_module_sends_them(setup, line)?;
    }
    Ok(())
}

fn lines_go_where_a_module_sends_them(setup: &str, line: &str) -> Result<()> {
    let first = revision(
        "a1",
        "None",
        "    op.execute('CREATE TABLE a (id INTEGER)')",
    );
    let second = revision(
        "b2",
        "'a1'",
        "    op.execute(f'CREATE TABLE {table()} (id INTEGER)')",
    )
    .replacen("import os", "from app_setup import table\nimport os", 1);
    let revisions = [("a1", first.as_str()), ("b2", second.as_str())];
    let (Some(mine), Some(venv)) = (project(&revisions)?, reference()) else {
        return Ok(());
    };
    let other = Project::generic(&revisions)?;
    mine.write("app_setup.py", setup)?;
    other.write("app_setup.py", setup)?;
    let arguments = ["upgrade", "head"];
    let ours = mine.run(&ours(), &arguments)?;
    let theirs = other.run(&Tool::Reference(venv), &arguments)?;
    assert_eq!(theirs.status, Some(0), "{}", theirs.stderr);
    assert!(theirs.stdout.contains(line), "{}", theirs.stdout);
    assert_eq!(ours.stdout, theirs.stdout, "{}", ours.stderr);
    assert_eq!(without_notes(&ours.stderr), without_notes(&theirs.stderr));
    Ok(())
}

const ASYNCHRONOUS: &str = "import asyncio\nfrom alembic import context\nfrom sqlalchemy.ext.asyncio import create_async_engine\n\n\ndef migrate(connection):\n    context.configure(connection=connection)\n    with context.begin_transaction():\n        context.run_migrations()\n\n\nasync def main():\n    engine = create_async_engine(context.config.get_main_option('sqlalchemy.url').replace('sqlite:', 'sqlite+aiosqlite:'))\n    async with engine.connect() as connection:\n        await connection.run_sync(migrate)\n    await engine.dispose()\n\n\nasyncio.run(main())\n";

/// A connection of an asynchronous driver has a pool whose locks need an event loop; a revision in the worker has none.
#[test]
fn asynchronous_drivers_are_served_as_well() -> Result<()> {
    let revisions = [("a1_first", FIRST), ("b2_refused", REFUSED)];
    let (Some(project), Some(venv)) = (project(&revisions)?, reference()) else {
        return Ok(());
    };
    let other = Project::generic(&revisions)?;
    for side in [&project, &other] {
        side.write("alembic/env.py", ASYNCHRONOUS)?;
    }
    for arguments in [["upgrade", "head"], ["downgrade", "-1"]] {
        let (mine, theirs) = (
            project.run(&ours(), &arguments)?,
            other.run(&Tool::Reference(venv.clone()), &arguments)?,
        );
        assert_eq!(theirs.status, Some(0), "{}", theirs.stderr);
        assert_eq!(mine.status, theirs.status, "{}", mine.stderr);
        assert_eq!(mine.stdout, theirs.stdout);
        assert_eq!(without_notes(&mine.stderr), without_notes(&theirs.stderr));
        assert!(mine.stderr.contains("note: revision b2 ran in Python: "));
        let schema = |project: &Project| sqlite_schema(&project.path().join("app.db"));
        assert_eq!(schema(&project)?, schema(&other)?);
    }
    Ok(())
}

#[test]
fn every_engine_gives_the_same() -> Result<()> {
    let Some(project) = project(&[("a1_first", FIRST)])? else {
        return Ok(());
    };
    let worker = project.run(&ours(), &["--engine", "worker", "upgrade", "head", "--sql"])?;
    let native = project.run(&ours(), &["--engine", "native", "upgrade", "head", "--sql"])?;
    assert_eq!(worker.stdout, native.stdout);
    assert!(worker.stderr.contains("note: env.py ran in Python"));
    assert!(!native.stderr.contains("note:"));
    Ok(())
}

#[test]
fn the_native_engine_refuses() -> Result<()> {
    let Some(project) = project(&[("a1_first", FIRST), ("b2_refused", REFUSED)])? else {
        return Ok(());
    };
    let output = project.run(&ours(), &["--engine", "native", "upgrade", "head"])?;
    assert_eq!(output.status, Some(1));
    assert!(
        output.stderr.contains("cannot follow subprocess.run"),
        "{}",
        output.stderr
    );
    let file = project.path().join("app.db");
    assert_eq!(
        sqlite_query(&file, "SELECT version_num FROM alembic_version")?,
        [[Some("a1".to_owned())]]
    );
    Ok(())
}

#[test]
fn every_kind_of_value_on_postgresql() -> Result<()> {
    let (Some(mine), Some(venv)) = (project(&[("a1_values", VALUES)])?, reference()) else {
        return Ok(());
    };
    let (Some(one), Some(two)) = (postgres_database()?, postgres_database()?) else {
        return Ok(());
    };
    let theirs = Project::generic(&[("a1_values", VALUES)])?;
    let run = |project: &Project, url: &str, tool: &Tool, arguments: &[&str]| -> Result<Output> {
        let ini = project.read("alembic.ini")?;
        let line = format!("sqlalchemy.url = {url}");
        let changed: Vec<&str> = ini
            .lines()
            .map(|old| {
                if old.starts_with("sqlalchemy.url") {
                    &line
                } else {
                    old
                }
            })
            .collect();
        project.write("alembic.ini", &changed.join("\n"))?;
        project.run(tool, arguments)
    };
    for arguments in [["upgrade", "head"], ["downgrade", "base"]] {
        let own = run(&mine, &one.url("postgresql+psycopg2"), &ours(), &arguments)?;
        let other = run(
            &theirs,
            &two.url("postgresql+psycopg2"),
            &Tool::Reference(venv.clone()),
            &arguments,
        )?;
        assert_eq!(own.status, Some(0), "{}", own.stderr);
        assert_eq!(own.stdout, other.stdout);
        assert_eq!(without_notes(&own.stderr), without_notes(&other.stderr));
        assert_eq!(one.schema()?, two.schema()?);
    }
    Ok(())
}

/// A process that dies in the middle of a revision, after it has changed the database and printed something.
#[test]
fn a_dying_worker_leaves_nothing_behind() -> Result<()> {
    let body = "    subprocess.run(['true'])\n    print('printed')\n    op.create_table('half', sa.Column('id', sa.Integer))\n    op.get_bind().execute(sa.text('INSERT INTO half VALUES (1)'))\n    os.kill(os.getpid(), 9)";
    let text = revision("a1", "None", body);
    let Some(project) = project(&[("a1", &text)])? else {
        return Ok(());
    };
    let output = project.run(&ours(), &["upgrade", "head"])?;
    assert_eq!(output.status, Some(1));
    assert!(output.stderr.contains("SIGKILL"), "{}", output.stderr);
    let tables = sqlite_query(
        &project.path().join("app.db"),
        "SELECT name FROM sqlite_master",
    )?;
    assert_eq!(
        tables,
        [
            [Some("alembic_version".to_owned())],
            [Some("sqlite_autoindex_alembic_version_1".to_owned())]
        ]
    );
    Ok(())
}

#[test]
fn what_the_project_prints_does_not_disturb() -> Result<()> {
    let body = "    subprocess.run(['echo', 'from a child'])\n    os.write(1, b'\\x00\\x00\\x00\\x01raw\\n')\n    print('read', repr(os.read(0, 10)))\n    op.execute('CREATE TABLE t (id INTEGER)')";
    let text = revision("a1", "None", body);
    let Some(project) = project(&[("a1", &text)])? else {
        return Ok(());
    };
    let output = project.run(&ours(), &["upgrade", "head"])?;
    assert_eq!(output.status, Some(0), "{}", output.stderr);
    assert_eq!(output.stdout, "from a child\n\0\0\0\u{1}raw\nread b''\n");
    Ok(())
}

/// Statements that ran before the limit are taken back: the table is not created twice.
#[test]
fn a_revision_starts_again_from_its_first_line() -> Result<()> {
    let body = "    print('once')\n    op.create_table('t', sa.Column('id', sa.Integer))\n    op.execute('INSERT INTO t VALUES (1)')\n    subprocess.run(['true'])\n    op.execute('INSERT INTO t VALUES (2)')";
    let text = revision("a1", "None", body);
    let Some(project) = project(&[("a1", &text)])? else {
        return Ok(());
    };
    let output = project.run(&ours(), &["upgrade", "head"])?;
    assert_eq!(output.status, Some(0), "{}", output.stderr);
    assert_eq!(output.stdout, "once\n");
    let rows = sqlite_query(&project.path().join("app.db"), "SELECT id FROM t")?;
    assert_eq!(rows, [[Some("1".to_owned())], [Some("2".to_owned())]]);
    Ok(())
}

/// What cannot be taken back is not run twice.
#[test]
fn a_revision_that_has_committed_is_refused() -> Result<()> {
    let body = "    op.execute('CREATE TABLE t (id INTEGER)')\n    with op.get_context().autocommit_block():\n        op.execute('INSERT INTO t VALUES (1)')\n    subprocess.run(['true'])";
    let text = revision("a1", "None", body);
    let Some(project) = project(&[("a1", &text)])? else {
        return Ok(());
    };
    let output = project.run(&ours(), &["upgrade", "head"])?;
    assert_eq!(output.status, Some(1));
    for part in ["had committed a part", "--engine worker", "which remains"] {
        assert!(output.stderr.contains(part), "{part}: {}", output.stderr);
    }
    Ok(())
}

#[test]
fn a_python_without_sqlalchemy_is_told() -> Result<()> {
    let text = revision("a1", "None", "    subprocess.run(['true'])");
    let project = Project::generic(&[("a1", &text)])?;
    let ini = project.read("alembic.ini")?;
    project.write(
        "alembic.ini",
        &ini.replace("[alembic]\n", "[alembic]\npython = /bin/false\n"),
    )?;
    let output = project.run(&ours(), &["upgrade", "head"])?;
    assert_eq!(output.status, Some(1));
    assert!(
        output.stderr.contains("ended before its work did"),
        "{}",
        output.stderr
    );
    Ok(())
}

/// A project whose models need Python.
fn models_project() -> Result<Option<Project>> {
    let Some(project) = project(&[])? else {
        return Ok(None);
    };
    with_models(&project)?;
    Ok(Some(project))
}

fn with_models(project: &Project) -> Result<()> {
    let env = project.read("alembic/env.py")?;
    project.write(
        "alembic/env.py",
        &env.replace(
            "target_metadata = None",
            "from models import Base, include_object\ntarget_metadata = Base.metadata",
        )
        .replace(
            "target_metadata=target_metadata)\n",
            "target_metadata=target_metadata, include_object=include_object)\n",
        ),
    )?;
    project.write("models.py", MODELS)
}

/// Names that a naming convention decides are never guessed: where the evaluator does not know it, Python tells it, and
/// without Python the revision is refused.
#[test]
fn an_unknown_naming_convention_decides_nothing() -> Result<()> {
    let revisions = [("a1_first", NAMED)];
    let (Some(project), Some(venv)) = (project(&revisions)?, reference()) else {
        return Ok(());
    };
    let other = Project::generic(&revisions)?;
    for project in [&project, &other] {
        let env = project.read("alembic/env.py")?.replace(
            "target_metadata = None",
            "import models\ntarget_metadata = models.registries['main'].metadata",
        );
        project.write("alembic/env.py", &env)?;
        project.write("models.py", UNKNOWN_METADATA)?;
    }
    let refused = project.run(&ours(), &["--engine", "native", "upgrade", "head"])?;
    assert_eq!(refused.status, Some(1), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("naming convention"),
        "{}",
        refused.stderr
    );
    for arguments in [
        ["upgrade", "head"].as_slice(),
        &["downgrade", "-1"],
        &["upgrade", "head"],
        &["history", "-i"],
        &["current"],
        &["upgrade", "head", "--sql"],
    ] {
        let (mine, theirs) = (
            project.run(&ours(), arguments)?,
            other.run(&Tool::Reference(venv.clone()), arguments)?,
        );
        assert_eq!(theirs.status, Some(0), "{}", theirs.stderr);
        assert_eq!(mine.status, theirs.status, "{arguments:?} {}", mine.stderr);
        assert_eq!(mine.stdout, theirs.stdout, "{arguments:?}");
        let schema = |project: &Project| sqlite_schema(&project.path().join("app.db"));
        assert_eq!(schema(&project)?, schema(&other)?);
    }
    Ok(())
}

const UNKNOWN_METADATA: &str = "import subprocess
from sqlalchemy.orm import registry
from sqlalchemy import MetaData

word = subprocess.check_output(['echo', 'key'], text=True).strip()
registries = subprocess.__dict__ and {'main': registry(metadata=MetaData(naming_convention={'pk': word + '_%(table_name)s', 'ix': 'ix_%(table_name)s_%(column_0_name)s'}))}
if word != 'key':
    registries = {}
";

const NAMED: &str = "from alembic import op
import sqlalchemy as sa
revision = 'a1'
down_revision = None


def upgrade():
    op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('n', sa.Integer, index=True))


def downgrade():
    op.drop_table('t')
";

#[test]
fn models_that_need_python_are_compared() -> Result<()> {
    let (Some(project), Some(venv)) = (models_project()?, reference()) else {
        return Ok(());
    };
    let other = Project::generic(&[])?;
    with_models(&other)?;
    let arguments = ["revision", "--autogenerate", "-m", "x", "--rev-id", "a1"];
    let own = project.run(&ours(), &arguments)?;
    assert_eq!(own.status, Some(0), "{}", own.stderr);
    assert!(
        own.stderr.contains("note: env.py ran in Python: "),
        "{}",
        own.stderr
    );
    other.run(&Tool::Reference(venv), &arguments)?;
    let body = |project: &Project| -> Result<String> {
        let text = project.read("alembic/versions/a1_x.py")?;
        let lines = text.lines().filter(|line| !line.starts_with("Create Date"));
        Ok(lines.collect::<Vec<_>>().join("\n"))
    };
    assert_eq!(body(&project)?, body(&other)?);
    Ok(())
}

#[test]
fn doctor_tells_what_needs_python() -> Result<()> {
    let Some(project) = models_project()? else {
        return Ok(());
    };
    let output = project.run(&ours(), &["doctor"])?;
    for part in [
        "database    sqlite 3.",
        "needs Python",
        "models.py:8",
        "with SQLAlchemy 2.",
        "revision    base",
    ] {
        assert!(output.stdout.contains(part), "{part}: {}", output.stdout);
    }
    Ok(())
}

#[test]
fn doctor_compares_with_python() -> Result<()> {
    let Some(project) = project(&[])? else {
        return Ok(());
    };
    with_models(&project)?;
    project.write("models.py", &MODELS.replace("LENGTH = int(subprocess.run([\"echo\", \"40\"], capture_output=True, text=True).stdout)", "import sys\nLENGTH = 41 if 'alembic_rs_never' in sys.modules else 40"))?;
    let same = project.run(&ours(), &["doctor", "--against-python"])?;
    assert!(
        same.stdout.contains("python says the same"),
        "{}",
        same.stdout
    );
    assert_eq!(same.status, Some(0));
    // Something that only a running interpreter has tells the two apart.
    let text = project.read("models.py")?;
    project.write(
        "models.py",
        &text.replace("'alembic_rs_never'", "'_alembic_rs'"),
    )?;
    let differs = project.run(&ours(), &["doctor", "--against-python"])?;
    for part in [
        "account.name",
        "ours:   name VARCHAR(40)",
        "python: name VARCHAR(41)",
    ] {
        assert!(differs.stdout.contains(part), "{part}: {}", differs.stdout);
    }
    assert_eq!(differs.status, Some(1));
    Ok(())
}

/// Who ends the transaction around a migration is `env.py`'s business in Python as well.
#[test]
fn transactions_of_env_py_are_its_own() -> Result<()> {
    let text = "import sqlalchemy as sa\nfrom alembic import op\nrevision = 'a1'\ndown_revision = None\n\n\ndef upgrade():\n    op.create_table('t', sa.Column('id', sa.Integer))\n    op.execute('INSERT INTO t VALUES (1)')\n\n\ndef downgrade():\n    pass\n";
    let Some(database) = postgres_database()? else {
        return Ok(());
    };
    let head = "from sqlalchemy import create_engine\nfrom alembic import context\nengine = create_engine(URL)\n";
    for (body, stays) in [
        (
            "with engine.connect() as c:\n    with c.begin() as t:\n        context.configure(connection=c)\n        with context.begin_transaction():\n            context.run_migrations()\n        t.rollback()\n",
            false,
        ),
        (
            "with engine.connect() as c:\n    context.configure(connection=c)\n    context.run_migrations()\n",
            false,
        ),
        (
            "with engine.connect() as c:\n    context.configure(connection=c)\n    context.run_migrations()\n    c.commit()\n",
            true,
        ),
        (
            "with engine.connect() as c:\n    context.configure(connection=c)\n    with context.begin_transaction():\n        context.run_migrations()\n    assert not c.in_transaction()\n",
            true,
        ),
    ] {
        let Some(project) = project(&[("a1", text)])? else {
            return Ok(());
        };
        database.run("DROP TABLE IF EXISTS t, alembic_version")?;
        let url = format!("{:?}", database.url("postgresql+psycopg2"));
        let env = format!("{head}{body}").replace("URL", &url);
        project.write("alembic/env.py", &env)?;
        let output = project.run(&ours(), &["--engine", "worker", "upgrade", "head"])?;
        assert_eq!(output.status, Some(0), "{body}{}", output.stderr);
        let rows = database.query("SELECT tablename FROM pg_tables WHERE tablename = 't'")?;
        assert_eq!(!rows.is_empty(), stays, "{body}");
    }
    Ok(())
}

//! A value that the evaluator does not know must not reach the schema, the URL or an operation: with `--engine native`
//! the command refuses, names file and line and says what to do. Nothing is written.

use std::path::PathBuf;

use alembic_testing::{Output, Project, Tool};
use anyhow::Result;

const HEAD: &str = "\
revision = 'a1'
down_revision = None
import sqlalchemy as sa
from alembic import op
import unknown_package as lib


";

/// An environment with an extension module: it is there, and only CPython can read it.
fn with_extension(project: Project) -> Result<Project> {
    project.write("venv/pyvenv.cfg", "version = 3.11.0\n")?;
    project.write(
        "venv/lib/python3.11/site-packages/unknown_package.cpython-311-x86_64-linux-gnu.so",
        "",
    )?;
    let folder = project.path().join("venv");
    Ok(project.with_env("VIRTUAL_ENV", &folder.display().to_string()))
}

/// The generic project with these models, a change of `env.py` and a body of a revision.
fn run(
    models: &str,
    env: Option<(&str, &str)>,
    revision: Option<&str>,
    arguments: &[&str],
) -> Result<(Project, Output)> {
    let text = revision.map(|body| format!("{HEAD}{body}"));
    let revisions: Vec<(&str, &str)> = text.iter().map(|text| ("a1", text.as_str())).collect();
    let project = with_extension(Project::generic(&revisions)?)?;
    project.write("models.py", models)?;
    let mut text = project.read("alembic/env.py")?.replace(
        "target_metadata = None",
        "import models\ntarget_metadata = models.Base.metadata",
    );
    if let Some((from, to)) = env {
        assert!(text.contains(from));
        text = text.replace(from, to);
    }
    project.write("alembic/env.py", &text)?;
    let tool = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    let arguments: Vec<&str> = ["--engine", "native"]
        .iter()
        .chain(arguments)
        .copied()
        .collect();
    let output = project.run(&tool, &arguments)?;
    Ok((project, output))
}

/// The command refuses, and shows this line of this file.
fn refuses((project, output): (Project, Output), file: &str, line: &str) -> Result<()> {
    let shown = format!("{}\n{}", output.stdout, output.stderr);
    assert_ne!(output.status, Some(0), "{shown}");
    assert!(
        shown.contains("unknown_package"),
        "the origin is not named: {shown}"
    );
    let text = project.read(file)?;
    let number = text
        .lines()
        .position(|own| own.contains(line))
        .map_or(0, |at| at + 1);
    assert_ne!(number, 0, "no such line in {file}");
    assert!(
        output.stderr.contains(&format!("{file}:{number}:")),
        "not at {file}:{number}: {shown}"
    );
    assert!(
        output.stderr.contains("help:") || output.stderr.contains("note:"),
        "no way out: {shown}"
    );
    assert!(
        !project
            .path()
            .join("alembic/versions")
            .read_dir()?
            .flatten()
            .any(|entry| { entry.file_name().to_string_lossy().contains("generated") }),
        "a revision was generated"
    );
    Ok(())
}

const GENERATE: &[&str] = &["revision", "--autogenerate", "-m", "generated"];

fn model(body: &str) -> String {
    format!(
        "import sqlalchemy as sa\nfrom sqlalchemy.orm import declarative_base\nimport unknown_package as lib\n\nBase = declarative_base()\n\n\n{body}\n"
    )
}

macro_rules! models_refuse {
    ($($name:ident: $body:literal at $line:literal;)*) => {
        $(
            #[test]
            fn $name() -> Result<()> {
                refuses(run(&model($body), None, None, GENERATE)?, "models.py", $line)
            }
        )*
    };
}

models_refuse! {
    the_name_of_a_table: "class A(Base):\n    __tablename__ = lib.NAME\n    id = sa.Column(sa.Integer, primary_key=True)"
        at "class A(Base)";
    the_name_of_a_column: "class A(Base):\n    __tablename__ = 'a'\n    id = sa.Column(sa.Integer, primary_key=True)\n    x = sa.Column(lib.NAME, sa.Integer)"
        at "x = sa.Column";
    the_type_of_a_column: "class A(Base):\n    __tablename__ = 'a'\n    id = sa.Column(sa.Integer, primary_key=True)\n    x = sa.Column(lib.Type(5))"
        at "x = sa.Column";
    the_length_of_a_type: "class A(Base):\n    __tablename__ = 'a'\n    id = sa.Column(sa.Integer, primary_key=True)\n    x = sa.Column(sa.String(lib.LENGTH))"
        at "import unknown_package";
    nullability: "class A(Base):\n    __tablename__ = 'a'\n    id = sa.Column(sa.Integer, primary_key=True)\n    x = sa.Column(sa.Integer, nullable=lib.FLAG)"
        at "x = sa.Column";
    a_server_default: "class A(Base):\n    __tablename__ = 'a'\n    id = sa.Column(sa.Integer, primary_key=True)\n    x = sa.Column(sa.Integer, server_default=lib.TEXT)"
        at "x = sa.Column";
    a_constraint: "class A(Base):\n    __tablename__ = 'a'\n    id = sa.Column(sa.Integer, primary_key=True)\n    __table_args__ = (sa.UniqueConstraint(lib.COLUMN),)"
        at "sa.UniqueConstraint(lib.COLUMN)";
    an_item_of_a_table: "sa.Table('a', Base.metadata, sa.Column('id', sa.Integer), lib.item())"
        at "lib.item()";
    a_foreign_key: "class A(Base):\n    __tablename__ = 'a'\n    id = sa.Column(sa.Integer, primary_key=True)\n    x = sa.Column(sa.ForeignKey(lib.TARGET))"
        at "x = sa.Column";
    a_base_class: "class A(lib.Mixin, Base):\n    __tablename__ = 'a'\n    id = sa.Column(sa.Integer, primary_key=True)"
        at "class A(lib.Mixin, Base)";
    a_branch_around_a_declaration: "if lib.FLAG:\n    class A(Base):\n        __tablename__ = 'a'\n        id = sa.Column(sa.Integer, primary_key=True)"
        at "if lib.FLAG";
    a_loop_around_a_declaration: "for name in lib.NAMES:\n    sa.Table(name, Base.metadata, sa.Column('id', sa.Integer))"
        at "for name in lib.NAMES";
    a_swallowed_limit: "try:\n    if lib.FLAG:\n        sa.Table('a', Base.metadata, sa.Column('id', sa.Integer))\nexcept Exception:\n    pass"
        at "if lib.FLAG";
    a_schema: "class A(Base):\n    __tablename__ = 'a'\n    __table_args__ = {'schema': lib.SCHEMA}\n    id = sa.Column(sa.Integer, primary_key=True)"
        at "class A(Base)";
}

const EMPTY: &str = "from sqlalchemy.orm import declarative_base\nBase = declarative_base()\n";

#[test]
fn the_url() -> Result<()> {
    let section = "config.get_section(config.config_ini_section, {})";
    let env = (
        section,
        "{'sqlalchemy.url': __import__('unknown_package').URL}",
    );
    refuses(
        run(EMPTY, Some(env), None, &["current"])?,
        "alembic/env.py",
        "engine_from_config({",
    )
}

#[test]
fn a_callback() -> Result<()> {
    let env = (
        "context.configure(connection=connection, target_metadata=target_metadata)",
        "import unknown_package as lib\n        context.configure(connection=connection, target_metadata=target_metadata, include_object=lib.include)",
    );
    let models = "import sqlalchemy as sa\nfrom sqlalchemy.orm import declarative_base\nBase = declarative_base()\nsa.Table('a', Base.metadata, sa.Column('id', sa.Integer))\n";
    let (project, output) = run(models, Some(env), None, GENERATE)?;
    assert_ne!(output.status, Some(0), "{}", output.stderr);
    assert!(
        output.stderr.contains("unknown_package"),
        "{}",
        output.stderr
    );
    assert!(
        output.stderr.contains("alembic/env.py:"),
        "{}",
        output.stderr
    );
    assert!(project.list("alembic/versions")?.is_empty());
    Ok(())
}

#[test]
fn the_argument_of_an_operation() -> Result<()> {
    for (body, line) in [
        (
            "def upgrade():\n    op.create_table(lib.NAME, sa.Column('id', sa.Integer()))\n",
            "op.create_table",
        ),
        (
            "def upgrade():\n    op.add_column('a', sa.Column('x', lib.Type()))\n",
            "op.add_column",
        ),
        ("def upgrade():\n    op.execute(lib.SQL)\n", "op.execute"),
        (
            "def upgrade():\n    if lib.FLAG:\n        op.execute('SELECT 1')\n",
            "if lib.FLAG",
        ),
        (
            "def upgrade():\n    for sql in lib.STATEMENTS:\n        op.execute(sql)\n",
            "for sql in lib",
        ),
        (
            "def upgrade():\n    try:\n        op.execute(lib.SQL)\n    except Exception:\n        pass\n",
            "op.execute",
        ),
        (
            "def upgrade():\n    op.get_bind().execute(sa.text('SELECT :x'), {'x': lib.VALUE})\n",
            "op.get_bind",
        ),
        ("def upgrade():\n    lib.create_tables()\n", "lib.create"),
        (
            "def upgrade():\n    helper()\n\n\ndef helper():\n    lib.create_tables()\n",
            "lib.create",
        ),
        ("def upgrade():\n    lib.state.x = 1\n", "lib.state"),
        ("def upgrade():\n    lib.rows[1] = 1\n", "lib.rows"),
        ("def upgrade():\n    del lib.rows[1]\n", "del lib.rows"),
        (
            "def upgrade():\n    with lib.CONTEXT:\n        pass\n",
            "with lib",
        ),
        ("def upgrade():\n    print(lib.TEXT)\n", "print(lib"),
        (
            "def upgrade():\n    lib.create_view(op, 'v')\n",
            "lib.create_view",
        ),
        (
            "def change(table):\n    return lib.change(table)\n\n\ndef upgrade():\n    change('t')\n",
            "return lib.change",
        ),
        (
            "def upgrade():\n    with lib.session(op.get_bind()) as session:\n        session.commit()\n",
            "with lib.session",
        ),
        (
            "def upgrade():\n    with lib.SESSION:\n        op.execute('SELECT 1')\n",
            "with lib.SESSION",
        ),
        (
            "class Model(lib.Base):\n    pass\n\n\ndef upgrade():\n    Model.metadata.create_all(op.get_bind())\n",
            "Model.metadata",
        ),
        (
            "def upgrade():\n    [lib.make(name) for name in ('a', 'b')]\n",
            "[lib.make",
        ),
    ] {
        let (project, output) = run(EMPTY, None, Some(body), &["upgrade", "head"])?;
        let current = output.stderr.clone();
        refuses((project, output), "alembic/versions/a1.py", line)
            .map_err(|error| error.context(format!("{body}{current}")))?;
    }
    Ok(())
}

/// Names that modules of ours lack: whether Python has them or not, the step does not pass as if nothing stood there.
#[test]
fn a_call_that_is_not_known() -> Result<()> {
    for (body, line) in [
        (
            "def upgrade():\n    import shutil\n    shutil.rmtree('a')\n",
            "shutil.rmtree('a')",
        ),
        (
            "def upgrade():\n    op.create_tabel('a')\n",
            "op.create_tabel('a')",
        ),
        (
            "def upgrade():\n    from alembic import context\n    context.nothing()\n",
            "context.nothing()",
        ),
    ] {
        let (_, output) = run(EMPTY, None, Some(body), &["upgrade", "head"])?;
        assert_ne!(output.status, Some(0), "{body}");
        assert!(output.stderr.contains(line), "{body}{}", output.stderr);
    }
    Ok(())
}

/// What a module does while it is imported is not the revision's: there a call of unknown content is let be.
#[test]
fn modules_that_revisions_import_may_call_what_is_unknown() -> Result<()> {
    let body = "def upgrade():\n    from helper import NAME\n    op.execute(f'CREATE TABLE {NAME} (id INTEGER)')\n\n\nlib.set_up()\n";
    let project = with_extension(Project::generic(&[("a1", &format!("{HEAD}{body}"))])?)?;
    project.write(
        "helper.py",
        "import unknown_package\nunknown_package.watch()\nNAME = 't'\n",
    )?;
    let tool = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    let output = project.run(&tool, &["--engine", "native", "upgrade", "head", "--sql"])?;
    assert_eq!(output.status, Some(0), "{}", output.stderr);
    assert!(output.stdout.contains("CREATE TABLE t"));
    Ok(())
}

/// A package may register an operation while it is imported, and the revision use nothing else of it.
#[test]
fn operations_that_a_package_registers() -> Result<()> {
    let revision = "revision = 'a1'\ndown_revision = None\nfrom alembic import op\nfrom plugin import View\n\n\ndef upgrade():\n    op.create_view(View('v'))\n    op.create_views('w')\n";
    let project = Project::generic(&[("a1", revision)])?;
    let folder = "venv/lib/python3.11/site-packages/plugin";
    project.write("venv/pyvenv.cfg", "version = 3.11.0\n")?;
    project.write(
        &format!("{folder}/__init__.py"),
        "from plugin.operations import CreateView\n\n\nclass View:\n    def __init__(self, name):\n        self.name = name\n",
    )?;
    project.write(
        &format!("{folder}/operations.py"),
        "from alembic.operations import MigrateOperation, Operations\n\n\n@Operations.register_operation('create_view')\nclass CreateView(MigrateOperation):\n    @classmethod\n    def create_view(cls, operations, view):\n        operations.execute(f'CREATE VIEW {view.name} AS SELECT 1')\n",
    )?;
    let venv = project.path().join("venv");
    let project = project.with_env("VIRTUAL_ENV", &venv.display().to_string());
    let tool = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    let output = project.run(&tool, &["--engine", "native", "upgrade", "head", "--sql"])?;
    assert_eq!(output.status, Some(1), "{}", output.stdout);
    assert!(output.stdout.contains("CREATE VIEW v AS SELECT 1"));
    assert!(
        output
            .stderr
            .contains("AttributeError: module 'alembic.op' has no attribute 'create_views'"),
        "{}",
        output.stderr
    );
    Ok(())
}

/// The place in `env.py` before the connection is configured.
const CONFIGURE: &str = "context.configure(connection=connection, target_metadata=target_metadata)";

/// `env.py` with a statement at that place.
fn before_configure(statement: &str) -> (&'static str, String) {
    let text = format!("import unknown_package as lib\n        {statement}\n        {CONFIGURE}");
    (CONFIGURE, text)
}

/// A call that gets the connection, or a function of the project, may do what the command is run for.
#[test]
fn a_call_in_env_py_that_gets_hold_of_the_work() -> Result<()> {
    let upgrade = Some("def upgrade():\n    op.execute('SELECT 1')\n");
    for (statement, line) in [
        ("lib.set_role(connection)", "lib.set_role(connection)"),
        ("lib.Role(name='x', bind=connection)", "lib.Role(name"),
        ("lib.make().apply(context)", "lib.make().apply"),
        (
            "def work(): pass\n        lib.in_background(work)",
            "lib.in_background(work)",
        ),
        (
            "async def work(): pass\n        lib.run(work())",
            "lib.run(work())",
        ),
    ] {
        let (from, to) = before_configure(statement);
        refuses(
            run(EMPTY, Some((from, &to)), upgrade, &["upgrade", "head"])?,
            "alembic/env.py",
            line,
        )
        .map_err(|error| error.context(statement))?;
    }
    for statement in ["lib.init('x')", "lib.logger.info('x', extra={'a': 1})"] {
        let (from, to) = before_configure(statement);
        let (_, output) = run(EMPTY, Some((from, &to)), upgrade, &["upgrade", "head"])?;
        assert_eq!(output.status, Some(0), "{statement}: {}", output.stderr);
    }
    Ok(())
}

/// Functions that are decorated by something unknown are unknown: `env.py` must not end as if it had run them.
#[test]
fn migrations_that_nobody_ran() -> Result<()> {
    let text = format!("{CONFIGURE}\n        import unknown_package as lib\n        import work");
    let project = run(
        EMPTY,
        Some((CONFIGURE, &text)),
        Some("def upgrade():\n    op.execute('SELECT 1')\n"),
        &["heads"],
    )?
    .0;
    project.write(
        "work.py",
        "import unknown_package as lib\nfrom alembic import context\n\n\n@lib.retry(times=3)\ndef migrate():\n    with context.begin_transaction():\n        context.run_migrations()\n",
    )?;
    let env = project.read("alembic/env.py")?;
    let start =
        env.find("        with context.begin_transaction():\n            context.run_migrations()");
    let own = start.map_or_else(String::new, |at| {
        format!("{}        work.migrate()\n", &env[..at])
    });
    assert!(own.contains("work.migrate()"), "{env}");
    project.write("alembic/env.py", &own)?;
    let tool = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    let output = project.run(&tool, &["--engine", "native", "upgrade", "head"])?;
    refuses((project, output), "alembic/env.py", "work.migrate()")
}

/// Tables that a call may change are not known: commands that compare them refuse, others go on.
#[test]
fn tables_that_a_call_may_change() -> Result<()> {
    for call in [
        "lib.add_tables(Base.metadata)",
        "lib.add_tables(metadata=Base.metadata)",
        "lib.extend(A.__table__)",
        "lib.prepare(Base)",
    ] {
        let body = "class A(Base):\n    __tablename__ = 'a'\n    id = sa.Column(sa.Integer, primary_key=True)";
        let models = model(&format!("{body}\n\n\n{call}"));
        refuses(run(&models, None, None, GENERATE)?, "models.py", call)?;
        let (_, output) = run(&models, None, None, &["current"])?;
        assert_eq!(output.status, Some(0), "{call}: {}", output.stderr);
    }
    Ok(())
}

/// Comparators that `env.py` or an installed package registers run, also where the package is only imported.
#[test]
fn comparators_run_where_models_are_compared() -> Result<()> {
    const REGISTER: &str = "from alembic.autogenerate import comparators\n\n\n@comparators.dispatch_for('schema')\ndef compare(autogen_context, upgrade_ops, schemas):\n    raise RuntimeError('it has compared')\n";
    let tool = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    for (in_env, in_package, in_models) in [
        (REGISTER, "", ""),
        ("import plugin\n", "from plugin import compare\n", ""),
        (
            "",
            "from .compare import compare as _\n\n\ndef register(*entities):\n    pass\n",
            "from plugin import register\nregister('view')\n",
        ),
    ] {
        let project = Project::generic(&[])?;
        let folder = "venv/lib/python3.11/site-packages/plugin";
        project.write("venv/pyvenv.cfg", "version = 3.11.0\n")?;
        project.write(&format!("{folder}/__init__.py"), in_package)?;
        project.write(&format!("{folder}/compare.py"), REGISTER)?;
        project.write("models.py", &format!("{in_models}{EMPTY}"))?;
        let env = project.read("alembic/env.py")?.replace(
            "target_metadata = None",
            &format!("{in_env}\nimport models\ntarget_metadata = models.Base.metadata"),
        );
        project.write("alembic/env.py", &env)?;
        let venv = project.path().join("venv");
        let project = project.with_env("VIRTUAL_ENV", &venv.display().to_string());
        for command in [GENERATE, &["check"]] {
            let arguments: Vec<&str> = ["--engine", "native"]
                .iter()
                .chain(command)
                .copied()
                .collect();
            let output = project.run(&tool, &arguments)?;
            assert_eq!(
                output.status,
                Some(1),
                "{in_env}{in_models}{}",
                output.stdout
            );
            assert!(
                output.stderr.contains("it has compared"),
                "{}",
                output.stderr
            );
        }
        // Other commands compare nothing.
        let output = project.run(&tool, &["--engine", "native", "upgrade", "head"])?;
        assert_eq!(output.status, Some(0), "{}", output.stderr);
    }
    Ok(())
}

/// What can be followed into an installed package is followed.
#[test]
fn calls_of_installed_packages_that_get_hold_of_tables() -> Result<()> {
    let models = model(
        "from helper import add_table, audited\n\n\n@audited\nclass A(Base):\n    __tablename__ = 'a'\n    id = sa.Column(sa.Integer, primary_key=True)\n\n\nadd_table(Base.metadata)",
    );
    let (project, _) = run(&models, None, None, &["heads"])?;
    project.write(
        "venv/lib/python3.11/site-packages/helper/__init__.py",
        "from sqlalchemy import Column, Integer, Table, text\n\n\ndef audited(cls):\n    cls.__table__.append_column(Column('version', Integer))\n    return cls\n\n\ndef add_table(metadata):\n    Table('log', metadata, Column('id', Integer, primary_key=True))\n\n\ndef mark(connection):\n    connection.execute(text('CREATE TABLE marked (id INTEGER)'))\n",
    )?;
    let env = project.read("alembic/env.py")?;
    project.write(
        "alembic/env.py",
        &env.replace(
            CONFIGURE,
            &format!("from helper import mark\n        mark(connection)\n        {CONFIGURE}"),
        ),
    )?;
    let tool = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    let output = project.run(
        &tool,
        &[
            "--engine",
            "native",
            "revision",
            "--autogenerate",
            "-m",
            "x",
        ],
    )?;
    assert_eq!(output.status, Some(0), "{}", output.stderr);
    let name = project.list("alembic/versions")?.concat();
    let revision = project.read(&format!("alembic/versions/{name}"))?;
    for expected in ["op.create_table('log'", "sa.Column('version', sa.Integer()"] {
        assert!(revision.contains(expected), "{revision}");
    }
    let tables = alembic_testing::sqlite_query(
        &project.path().join("app.db"),
        "SELECT name FROM sqlite_master WHERE name = 'marked'",
    )?;
    assert_eq!(tables, [[Some("marked".to_owned())]]);
    Ok(())
}

/// What an installed package does not have is missing, though the package was not evaluated: `try` depends on it.
#[test]
fn names_and_modules_that_a_package_lacks() -> Result<()> {
    const LINES: &[&str] = &[
        "from thing import NEW",
        "from thing import OLD, sub",
        "import thing.missing",
        "from thing.missing import X",
        "from thing.sub import HERE",
        "import thing.sub",
        "from thing import other",
        "__import__('thing', fromlist=['sub', 'absent'])",
        "__import__('thing.absent')",
        "import asyncio.base_events, json.decoder",
        "import json.absent",
    ];
    let project = Project::generic(&[])?;
    let folder = "venv/lib/python3.11/site-packages/thing";
    project.write("venv/pyvenv.cfg", "version = 3.11.0\n")?;
    project.write(&format!("{folder}/__init__.py"), "OLD = 1\n")?;
    project.write(&format!("{folder}/sub.py"), "from thing.other import *\n")?;
    project.write(&format!("{folder}/other.py"), "HERE = 2\n")?;
    let mut env = String::new();
    for line in LINES {
        env.push_str(&format!(
            "try:\n    {line}\nexcept ImportError as error:\n    print(type(error).__name__, str(error).split(' (')[0])\nelse:\n    print('ok')\n"
        ));
    }
    project.write("alembic/env.py", &env)?;
    let venv = project.path().join("venv");
    let project = project.with_env("VIRTUAL_ENV", &venv.display().to_string());
    let tool = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    let output = project.run(&tool, &["--engine", "native", "current"])?;
    assert_eq!(
        output.stdout,
        "ImportError cannot import name 'NEW' from 'thing'\nok\nModuleNotFoundError No module named 'thing.missing'\n\
         ModuleNotFoundError No module named 'thing.missing'\nok\nok\nok\n\
         ok\nModuleNotFoundError No module named 'thing.absent'\nok\nModuleNotFoundError No module named 'json.absent'\n"
    );
    Ok(())
}

#[test]
fn the_chain_of_imports_is_told() -> Result<()> {
    let project = with_extension(Project::generic(&[])?)?;
    project.write("app/__init__.py", "")?;
    project.write(
        "app/models/__init__.py",
        "from app.models.user import User\nfrom app.base import Base\n",
    )?;
    project.write("app/base.py", EMPTY)?;
    project.write(
        "app/models/user.py",
        "import sqlalchemy as sa\nimport unknown_package\nfrom app.base import Base\n\n\nclass User(Base):\n    __tablename__ = unknown_package.NAME\n    id = sa.Column(sa.Integer, primary_key=True)\n",
    )?;
    let env = project.read("alembic/env.py")?;
    project.write(
        "alembic/env.py",
        &env.replace(
            "target_metadata = None",
            "from app.models import Base\ntarget_metadata = Base.metadata",
        ),
    )?;
    let tool = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    let output = project.run(&tool, &["--engine", "native", "check"])?;
    assert_ne!(output.status, Some(0));
    for place in [
        "app/models/user.py:6:",
        "app/models/__init__.py:1:",
        "alembic/env.py:",
    ] {
        assert!(output.stderr.contains(place), "{place}: {}", output.stderr);
    }
    Ok(())
}

/// Rows API-01, -02, -03, -07, -08, -09 and -10 of the inventory: what would run Alembic inside of `env.py` is refused, never
/// left out.
#[test]
fn parts_of_alembic_that_env_py_may_call() -> Result<()> {
    const CALLS: &[(&str, &str)] = &[
        (
            "import io\nfrom alembic.config import Config\nConfig(stdout=io.StringIO())",
            "cannot follow `stdout=` of a Config made in Python",
        ),
        (
            "from alembic import command\ncommand.upgrade(config, 'head')",
            "cannot follow a call of `alembic.command.upgrade()` from `env.py`",
        ),
        (
            "from alembic.command import stamp\nstamp(config, 'head')",
            "cannot follow a call of `alembic.command.stamp()` from `env.py`",
        ),
        (
            "from alembic.config import CommandLine\nCommandLine('tool')",
            "cannot follow a CommandLine of its own in `env.py`",
        ),
        (
            "from alembic.config import main\nmain(['heads'])",
            "cannot follow a call of `alembic.config.main()` from `env.py`",
        ),
        (
            "from alembic.runtime.environment import EnvironmentContext\nEnvironmentContext(config, context.script)",
            "cannot follow an EnvironmentContext of its own in `env.py`",
        ),
        (
            "from alembic.operations import Operations\nOperations(object())",
            "cannot follow Operations on a MigrationContext of its own",
        ),
        (
            "from alembic.autogenerate import compare_metadata\ncompare_metadata(None, None)",
            "cannot follow a call of `alembic.autogenerate.compare_metadata()` from `env.py`",
        ),
    ];
    for (lines, text) in CALLS {
        let env = format!("import models\n{lines}\n");
        let (_, output) = run(
            "",
            Some((
                "target_metadata = models.Base.metadata",
                &format!("target_metadata = None\n{env}"),
            )),
            None,
            &["current"],
        )?;
        assert_eq!(output.status, Some(1), "{lines}: {}", output.stderr);
        assert!(output.stderr.contains(text), "{lines}: {}", output.stderr);
    }
    Ok(())
}

/// The `alembic.ini` of `flask db` has no `script_location`; the way out is told where hints are wanted.
#[test]
fn a_flask_migrate_folder_is_recognized() -> Result<()> {
    let project = Project::empty()?.with_env("ALEMBIC_RS_HINTS", "always");
    project.write("migrations/alembic.ini", "[alembic]\n")?;
    project.write("migrations/env.py", "from flask import current_app\n")?;
    let tool = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    for arguments in [
        ["heads"].as_slice(),
        &["-c", "migrations/alembic.ini", "heads"],
    ] {
        let output = project.run(&tool, arguments)?;
        assert_eq!(output.status, Some(255));
        assert!(output.stdout.contains("No 'script_location' key found"));
        assert!(
            output.stderr.contains("`script_location = migrations`"),
            "{}",
            output.stderr
        );
    }
    project.write("alembic.ini", "[alembic]\nscript_location = migrations\n")?;
    assert_eq!(project.run(&tool, &["heads"])?.status, Some(0));
    Ok(())
}

//! What revisions ask of a live database: the inspector, results, expressions and ORM sessions, line by line beside
//! real SQLAlchemy on SQLite and PostgreSQL; and what is refused instead of guessed.

use std::path::PathBuf;
use std::sync::LazyLock;

use alembic_testing::{Project, Tool, postgres_database, reference};
use anyhow::Result;
use fancy_regex::Regex;

const ENV: &str = "from alembic import context\nfrom sqlalchemy import create_engine\n\nwith create_engine(context.config.get_main_option('sqlalchemy.url')).connect() as connection:\n    context.configure(connection=connection)\n    with context.begin_transaction():\n        context.run_migrations()\n";

fn ours() -> Tool {
    Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")))
}

fn project(url: &str, revisions: &[(&str, &str)]) -> Result<Project> {
    let project = Project::generic(revisions)?;
    project.write(
        "alembic.ini",
        &format!("[alembic]\nscript_location = alembic\nsqlalchemy.url = {url}\n"),
    )?;
    project.write("alembic/env.py", ENV)?;
    Ok(project)
}

/// The lines that the revisions print, without addresses of objects.
fn answers(url: &str, tool: &Tool) -> Result<String> {
    static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("0x[0-9a-f]+").ok());
    let project = project(
        url,
        &[
            ("a1", include_str!("online/tables.py")),
            ("a2", include_str!("online/questions.py")),
            ("a3", include_str!("online/instances.py")),
        ],
    )?;
    let arguments: &[&str] = match tool {
        Tool::Ours(_) => &["--engine", "native", "upgrade", "head"],
        Tool::Reference(_) => &["upgrade", "head"],
    };
    let output = project.succeed(tool, arguments)?;
    let text = match &*ADDRESS {
        Some(address) => address.replace_all(&output.stdout, "0x0").into_owned(),
        None => output.stdout,
    };
    Ok(text)
}

fn compare(ours: &str, theirs: &str) {
    assert!(theirs.lines().count() > 100, "{theirs}");
    let (ours, theirs): (Vec<_>, Vec<_>) = (ours.lines().collect(), theirs.lines().collect());
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!(ours, theirs);
    }
    assert_eq!(ours.len(), theirs.len());
}

#[test]
fn sqlite_as_the_reference() -> Result<()> {
    let Some(venv) = reference() else {
        return Ok(());
    };
    let url = "sqlite:///app.db";
    compare(
        &answers(url, &ours())?,
        &answers(url, &Tool::Reference(venv))?,
    );
    Ok(())
}

#[test]
fn postgresql_as_the_reference() -> Result<()> {
    let (Some(venv), Some(own), Some(other)) =
        (reference(), postgres_database()?, postgres_database()?)
    else {
        return Ok(());
    };
    compare(
        &answers(&own.url("postgresql+psycopg2"), &ours())?,
        &answers(&other.url("postgresql+psycopg2"), &Tool::Reference(venv))?,
    );
    Ok(())
}

/// What a program prints; it names its databases in a line `# only: ...`.
fn printed(url: &str, tool: &Tool, program: &str) -> Result<String> {
    let project = project(url, &[("a1", program)])?;
    let arguments: &[&str] = match tool {
        Tool::Ours(_) => &["--engine", "native", "upgrade", "head"],
        Tool::Reference(_) => &["upgrade", "head"],
    };
    let output = project.succeed(tool, arguments)?;
    let address = Regex::new("0x[0-9a-f]+")?;
    Ok(address.replace_all(&output.stdout, "0x0").into_owned())
}

fn programs(database: &str) -> Result<Vec<(String, String)>> {
    let folder = alembic_testing::checkout().join("crates/alembic/tests/online/programs");
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let text = std::fs::read_to_string(entry.path())?;
        let only = text.lines().find_map(|line| line.strip_prefix("# only: "));
        if only.is_none_or(|only| only.split(' ').any(|name| name == database)) {
            out.push((entry.file_name().to_string_lossy().into_owned(), text));
        }
    }
    out.sort();
    Ok(out)
}

fn same_lines(name: &str, ours: &str, theirs: &str) {
    assert!(theirs.lines().count() > 1, "{name}: {theirs}");
    for (ours, theirs) in ours.lines().zip(theirs.lines()) {
        assert_eq!(ours, theirs, "{name}");
    }
    assert_eq!(ours.lines().count(), theirs.lines().count(), "{name}");
}

/// Whole migrations of data, each by itself.
#[test]
fn programs_on_sqlite_as_the_reference() -> Result<()> {
    let Some(venv) = reference() else {
        return Ok(());
    };
    let theirs = Tool::Reference(venv);
    for (name, program) in programs("sqlite")? {
        let url = "sqlite:///app.db";
        same_lines(
            &name,
            &printed(url, &ours(), &program)?,
            &printed(url, &theirs, &program)?,
        );
    }
    Ok(())
}

#[test]
fn programs_on_postgresql_as_the_reference() -> Result<()> {
    let Some(venv) = reference() else {
        return Ok(());
    };
    let theirs = Tool::Reference(venv);
    for (name, program) in programs("postgresql")? {
        let (Some(own), Some(other)) = (postgres_database()?, postgres_database()?) else {
            return Ok(());
        };
        let (own, other) = (
            own.url("postgresql+psycopg2"),
            other.url("postgresql+psycopg2"),
        );
        same_lines(
            &name,
            &printed(&own, &ours(), &program)?,
            &printed(&other, &theirs, &program)?,
        );
    }
    Ok(())
}

const ASYNC_ENV: &str = "import asyncio\nfrom alembic import context\nfrom sqlalchemy.ext.asyncio import create_async_engine\n\ndef run(connection):\n    context.configure(connection=connection)\n    with context.begin_transaction():\n        context.run_migrations()\n\nasync def main():\n    engine = create_async_engine(context.config.get_main_option('sqlalchemy.url'))\n    async with engine.connect() as connection:\n        await connection.run_sync(run)\n    await engine.dispose()\n\nasyncio.run(main())\n";

/// The casts that the driver writes decide as what the database reads a value.
#[test]
fn casts_of_asyncpg_as_the_reference() -> Result<()> {
    let (Some(venv), Some(own), Some(other)) =
        (reference(), postgres_database()?, postgres_database()?)
    else {
        return Ok(());
    };
    let printed = |url: &str, tool: &Tool| -> Result<String> {
        let project = project(url, &[("a1", include_str!("online/driver_casts.py"))])?;
        project.write("alembic/env.py", ASYNC_ENV)?;
        Ok(project.succeed(tool, &["upgrade", "head"])?.stdout)
    };
    compare(
        &printed(&own.url("postgresql+asyncpg"), &ours())?,
        &printed(&other.url("postgresql+asyncpg"), &Tool::Reference(venv))?,
    );
    Ok(())
}

/// Modules whose public names a revision may use.
const MODULES: &[&str] = &[
    "sqlalchemy",
    "sqlalchemy.orm",
    "sqlalchemy.types",
    "sqlalchemy.sql",
    "sqlalchemy.sql.expression",
    "sqlalchemy.sql.functions",
    "sqlalchemy.schema",
    "sqlalchemy.exc",
    "sqlalchemy.engine",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.mssql",
    "sqlalchemy.dialects.oracle",
];

const NAMES: &str = r#"from alembic import op
import importlib, types
revision = "a1"
down_revision = None


def public(name):
    module = importlib.import_module(name)
    known = getattr(module, "__all__", None) or dir(module)
    return [n for n in known if not n.startswith("_") and n != "annotations" and not isinstance(getattr(module, n), types.ModuleType)]


def upgrade():
    for name in MODULES:
        print(name, *sorted(set(public(name))))
"#;

const MISSING: &str = r#"from alembic import op
import importlib
revision = "a1"
down_revision = None


def upgrade():
    for line in LINES.splitlines():
        name, *names = line.split()
        module = importlib.import_module(name)
        for name in names:
            try:
                getattr(module, name)
            except AttributeError as error:
                print(error)
"#;

/// Whatever the true modules export is there, or a value that is refused where it matters; never an `AttributeError`.
#[test]
fn every_public_name_is_known() -> Result<()> {
    let Some(venv) = reference() else {
        return Ok(());
    };
    let url = "sqlite:///app.db";
    let listing = NAMES.replace("MODULES", &format!("{MODULES:?}"));
    let names = printed(url, &Tool::Reference(venv), &listing)?;
    assert!(names.split_whitespace().count() > 800, "{names}");
    let asking = MISSING.replace("LINES", &format!("{names:?}"));
    assert_eq!(printed(url, &ours(), &asking)?, "");
    Ok(())
}

const COMPILES: &str = r#"from alembic import op
import sqlalchemy as sa
from alembic.ddl.base import AddColumn
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateColumn, CreateTable
revision = "a1"
down_revision = None


@compiles(TARGET, "DIALECT")
def own(element, compiler, **kw):
    return WRITTEN


def upgrade():
    op.create_table("t", sa.Column("id", sa.BigInteger))


def downgrade():
    pass
"#;

/// `@compiles` for DDL is refused on the database that it is for, for types it is honoured; elsewhere it does nothing.
#[test]
fn compiled_by_the_project() -> Result<()> {
    let run = |target: &str, dialect: &str, written: &str| -> Result<_> {
        let program = COMPILES
            .replace("TARGET", target)
            .replace("DIALECT", dialect)
            .replace("WRITTEN", written);
        let project = project("sqlite:///app.db", &[("a1", &program)])?;
        project.run(&ours(), &["--engine", "native", "upgrade", "head", "--sql"])
    };
    for target in ["CreateTable", "CreateColumn", "AddColumn"] {
        let output = run(target, "sqlite", "'x'")?;
        assert_ne!(output.status, Some(0), "{target}");
        assert!(
            output.stderr.contains("error[unsupported]") && output.stderr.contains(target),
            "{target}: {}",
            output.stderr
        );
        let output = run(target, "mysql", "'x'")?;
        assert_eq!(output.status, Some(0), "{target}: {}", output.stderr);
    }
    for (written, wanted) in [
        ("'INTEGER'", "id INTEGER"),
        (
            "compiler.visit_big_integer(element, **kw) + ' /* big */'",
            "id BIGINT /* big */",
        ),
    ] {
        let output = run("sa.BigInteger", "sqlite", written)?;
        assert_eq!(output.status, Some(0), "{}", output.stderr);
        assert!(output.stdout.contains(wanted), "{}", output.stdout);
    }
    Ok(())
}

const UNNAMED: &str = r#"from alembic import op
import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
revision = "a1"
down_revision = None


@compiles(sa.ForeignKeyConstraint, "sqlite")
def unnamed(element, compiler, **kw):
    element.name = None
    return compiler.visit_foreign_key_constraint(element, **kw)


@compiles(sa.CheckConstraint)
def shouting(element, compiler, **kw):
    element.name = element.name.upper()
    return compiler.visit_check_constraint(element, **kw)


@compiles(sa.UniqueConstraint, "mysql")
def elsewhere(element, compiler, **kw):
    return "UNIQUE nothing"


def upgrade():
    op.create_table("a", sa.Column("id", sa.Integer, primary_key=True), sa.Column("x", sa.Integer), sa.UniqueConstraint("x", name="uq"))
    op.create_table(
        "t",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("a_id", sa.Integer, sa.ForeignKey("a.id", name="fk_one")),
        sa.Column("b_id", sa.Integer),
        sa.ForeignKeyConstraint(["b_id"], ["a.x"], name="fk_two", ondelete="CASCADE"),
        sa.CheckConstraint("b_id > 0", name="ck"),
    )


def downgrade():
    pass
"#;

/// A `@compiles` function that changes a constraint and leaves its text to SQLAlchemy.
#[test]
fn constraints_changed_by_the_project() -> Result<()> {
    let Some(venv) = reference() else {
        return Ok(());
    };
    let arguments = ["upgrade", "head", "--sql"];
    let run = |tool: &Tool| -> Result<_> {
        project("sqlite:///app.db", &[("a1", UNNAMED)])?.run(tool, &arguments)
    };
    let (mine, theirs) = (run(&ours())?, run(&Tool::Reference(venv))?);
    assert_eq!(theirs.status, Some(0), "{}", theirs.stderr);
    assert!(theirs.stdout.contains("CONSTRAINT CK CHECK") || theirs.stdout.contains("\"CK\""));
    assert_eq!(mine.stdout, theirs.stdout, "{}", mine.stderr);
    Ok(())
}

const MODELS: &str = "from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy.orm import Session, aliased, declarative_base, relationship\nrevision = 'a1'\ndown_revision = None\nBase = declarative_base()\n\n\nclass Parent(Base):\n    __tablename__ = 'parent'\n    id = sa.Column(sa.Integer, primary_key=True)\n    kind = sa.Column(sa.String(9))\n    children = relationship('Child')\n\n\nclass Child(Base):\n    __tablename__ = 'child'\n    id = sa.Column(sa.Integer, primary_key=True)\n    parent_id = sa.Column(sa.ForeignKey('parent.id'))\n\n\nclass Poly(Base):\n    __tablename__ = 'poly'\n    id = sa.Column(sa.Integer, primary_key=True)\n    kind = sa.Column(sa.String(9))\n    __mapper_args__ = {'polymorphic_on': kind}\n\n\ndef upgrade():\n    Base.metadata.create_all(op.get_bind())\n    session = Session(bind=op.get_bind())\n    parent = Parent(kind='a')\n    session.add(parent)\n    session.flush()\n    try:\n        {}\n    except Exception:\n        pass\n";

/// Everything that needs more than the table of an instance ends the command; no `except` can hide it.
#[test]
fn refused_instead_of_guessed() -> Result<()> {
    for (statement, wanted) in [
        ("parent.children", "comes from elsewhere than its columns"),
        (
            "session.add(Parent(children=[Child()])); session.flush()",
            "Parent.children",
        ),
        (
            "parent.children = [Child()]; session.commit()",
            "Parent.children",
        ),
        ("session.delete(parent)", "what it cascades to"),
        ("session.add(Poly())", "__mapper_args__"),
        ("session.query(Poly).delete()", "__mapper_args__"),
        (
            "session.merge(Parent(id=1, children=[Child()]))",
            "Parent.children",
        ),
        (
            "session.query(Parent).join(Parent.children)",
            "without a condition",
        ),
        ("session.query(Parent).limit(1).delete()", "after limit()"),
        (
            "session.execute(sa.insert(sa.table('parent', sa.column('kind', __import__('sqlalchemy_utils').PasswordType()))).values(kind='x'))",
            "PasswordType",
        ),
        (
            "sa.column('kind', __import__('sqlalchemy_utils').EmailType()) == 'X'",
            "EmailType.comparator_factory",
        ),
        (
            "sa.column('kind', type('T', (sa.TypeDecorator,), {'impl': sa.Text, 'comparator_factory': Parent})()).in_(['x'])",
            "T.comparator_factory",
        ),
        (
            "session.execute(sa.select(Parent).add_columns(Parent.id))",
            "columns were changed",
        ),
        ("aliased(Parent)", "aliased()"),
        (
            "sa.inspect(op.get_bind()).reflect_table(None, None)",
            "reflect_table",
        ),
    ] {
        let revision = MODELS.replace("{}", statement);
        let project = project("sqlite:///app.db", &[("a1", &revision)])?;
        let output = project.run(&ours(), &["--engine", "native", "upgrade", "head"])?;
        assert_ne!(output.status, Some(0), "{statement}");
        assert!(
            output.stderr.contains("error[unsupported]") && output.stderr.contains(wanted),
            "{statement}: {}",
            output.stderr
        );
    }
    Ok(())
}

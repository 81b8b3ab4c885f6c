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
        ("session.merge(Parent(id=1))", "Session.merge"),
        (
            "session.query(Parent).join(Parent.children)",
            "without a condition",
        ),
        ("session.query(Parent).limit(1).delete()", "after limit()"),
        ("session.query(Parent)[0]", "indexes and slices"),
        (
            "session.execute(sa.select(Parent).add_columns(Parent.id))",
            "columns were changed",
        ),
        ("aliased(Parent)", "aliased()"),
        (
            "sa.inspect(op.get_bind()).get_sorted_table_and_fkc_names()",
            "get_sorted_table_and_fkc_names",
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

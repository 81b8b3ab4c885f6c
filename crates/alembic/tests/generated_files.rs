//! What `revision --autogenerate` does beyond Alembic around the file that it writes: the file is read again, imports,
//! empty revisions, and what takes data away.

use std::path::{Path, PathBuf};

use alembic_testing::{Output, Project, Tool, contains_in_order, sqlite_query};
use anyhow::Result;

const ENV: &str = "\
from alembic import context
from sqlalchemy import create_engine
from app.models import metadata

with create_engine('sqlite:///app.db').connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
";

const MODELS: &str = "\
import sqlalchemy as sa
from app.types import Money

metadata = sa.MetaData()
sa.Table('t', metadata, sa.Column('id', sa.Integer, primary_key=True), sa.Column('price', Money()))
";

const TYPES: &str = "\
import sqlalchemy as sa


class Money(sa.TypeDecorator):
    impl = sa.Numeric(10, 2)
    cache_ok = True
";

fn project() -> Result<Project> {
    let project =
        Project::with_models("sqlite:///app.db", ENV, "")?.with_env("ALEMBIC_RS_HINTS", "always");
    project.write("app/__init__.py", "")?;
    project.write("app/models.py", MODELS)?;
    project.write("app/types.py", TYPES)?;
    Ok(project)
}

fn revision(project: &Project, options: &[&str]) -> Result<Output> {
    let tool = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    let words = ["revision", "--autogenerate", "-m", "new", "--rev-id", "r1"];
    project.run(&tool, &[words.as_slice(), options].concat())
}

#[test]
fn a_name_that_nothing_imports_is_reported() -> Result<()> {
    let project = project()?;
    let output = revision(&project, &[])?;
    // The file and the exit status are Alembic's.
    assert_eq!(output.status, Some(0));
    assert!(
        project
            .read("alembic/versions/r1_new.py")?
            .contains("app.types.Money")
    );
    contains_in_order(
        &output.stderr,
        &[
            "error[generated-file]: the generated file uses `app`, which nothing in it defines or imports",
            "alembic/versions/r1_new.py:",
            "app.types.Money",
            "--auto-imports",
        ],
    )
}

#[test]
fn imports_are_written_if_asked_for() -> Result<()> {
    let project = project()?;
    let output = revision(&project, &["--auto-imports"])?;
    assert_eq!(output.status, Some(0));
    assert!(!output.stderr.contains("error"), "{}", output.stderr);
    let text = project.read("alembic/versions/r1_new.py")?;
    contains_in_order(
        &text,
        &[
            "import sqlalchemy as sa",
            "import app.types",
            "app.types.Money",
        ],
    )?;
    let tool = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    project.succeed(&tool, &["upgrade", "head"])?;
    Ok(())
}

#[test]
fn a_template_that_is_no_python_is_reported() -> Result<()> {
    let project = project()?;
    let mako = project.read("alembic/script.py.mako")?;
    project.write(
        "alembic/script.py.mako",
        &mako.replace(
            "import sqlalchemy as sa",
            "import sqlalchemy as sa\nimport app.types\nfrom app.types import Nothing",
        ),
    )?;
    let output = revision(&project, &[])?;
    assert!(
        output.stderr.contains(
            "the generated file cannot be imported: ImportError: cannot import name 'Nothing'"
        ) || output.stderr.contains("ImportError"),
        "{}",
        output.stderr
    );
    Ok(())
}

#[test]
fn an_attribute_that_does_not_exist_is_reported() -> Result<()> {
    let project = project()?;
    let mako = project.read("alembic/script.py.mako")?;
    project.write(
        "alembic/script.py.mako",
        &mako
            .replace(
                "def upgrade():\n",
                "def upgrade():\n    app.types.Gone\n    sa.String\n",
            )
            .replace(
                "import sqlalchemy as sa",
                "import sqlalchemy as sa\nimport app.types",
            ),
    )?;
    let output = revision(&project, &[])?;
    assert!(
        output
            .stderr
            .contains("the generated file uses `app.types.Gone`, which does not exist"),
        "{}",
        output.stderr
    );
    assert_eq!(
        output.stderr.matches("error[").count(),
        1,
        "{}",
        output.stderr
    );
    Ok(())
}

#[test]
fn an_empty_revision_is_skipped_if_asked_for() -> Result<()> {
    let project = project()?;
    sqlite_query(
        &project.path().join("app.db"),
        "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, price NUMERIC(10, 2))",
    )?;
    let output = revision(&project, &["--skip-empty"])?;
    assert_eq!(output.status, Some(0));
    assert!(
        output.stderr.contains("no revision is written"),
        "{}",
        output.stderr
    );
    assert!(project.list("alembic/versions")?.is_empty());
    project.write("app/models.py", &MODELS.replace("Money()", "sa.String(3)"))?;
    assert_eq!(revision(&project, &["--skip-empty"])?.status, Some(0));
    assert_eq!(project.list("alembic/versions")?, ["r1_new.py"]);
    Ok(())
}

#[test]
fn what_takes_data_away_is_named() -> Result<()> {
    let project = project()?;
    let database = project.path().join("app.db");
    sqlite_query(
        &database,
        "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, price VARCHAR(90), gone INTEGER)",
    )?;
    sqlite_query(
        &database,
        "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY)",
    )?;
    sqlite_query(
        &database,
        "CREATE TABLE other (id INTEGER NOT NULL PRIMARY KEY)",
    )?;
    project.write("app/models.py", &MODELS.replace("Money()", "sa.String(20)"))?;
    project.write(
        "app/users.py",
        "class User(Base):\n    __tablename__ = 'users'\n",
    )?;
    project.write("app/more.py", "# the table 'other' is gone\nx = 'other'\n")?;
    let output = revision(&project, &[])?;
    let at = output
        .stderr
        .find("this revision takes data away:")
        .unwrap_or_default();
    assert_eq!(
        &output.stderr[at..],
        "this revision takes data away:\n  drops the table other\n  drops the table users\n  \
         narrows the column t.price from VARCHAR(90) to VARCHAR(20)\n  drops the column t.gone\n  \
         hint: app/users.py declares the table users, but env.py never imports it\n"
    );
    Ok(())
}

const UNSEEN_ENV: &str = r#"
from alembic import context
from sqlalchemy import create_engine
from shop.db import TARGET

target_metadata = TARGET
engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=target_metadata)
    with context.begin_transaction():
        context.run_migrations()
"#;

fn model(class: &str, base: &str, table: &str) -> String {
    format!(
        "from sqlalchemy.orm import Mapped, mapped_column\nfrom shop.base import {base}\n\n\nclass {class}({base}):\n    \
         __tablename__ = '{table}'\n    id: Mapped[int] = mapped_column(primary_key=True)\n"
    )
}

/// A project with packages below `folder`, of whose models only some are imported.
fn unseen(folder: &str, target: &str) -> Result<Project> {
    let project = Project::with_models("sqlite:///app.db", UNSEEN_ENV, "")?
        .with_env("ALEMBIC_RS_HINTS", "always");
    std::fs::remove_file(project.path().join("models.py"))?;
    if !folder.is_empty() {
        let ini = project.read("alembic.ini")?;
        let ini = ini.replace(
            "prepend_sys_path = .",
            &format!("prepend_sys_path = {folder}"),
        );
        project.write("alembic.ini", &ini)?;
    }
    let file = |name: &str, text: &str| {
        project.write(&Path::new(folder).join(name).display().to_string(), text)
    };
    file(
        "shop/base.py",
        "from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n    pass\n\n\nclass Other(DeclarativeBase):\n    pass\n",
    )?;
    let db = "from shop.base import Base, Other\nimport shop.users.models\nimport shop.log\n\n";
    file("shop/db.py", &format!("{db}TARGET = {target}\n"))?;
    file("shop/users/__init__.py", "")?;
    file("shop/users/models.py", &model("User", "Base", "users"))?;
    file("shop/log.py", &model("Log", "Other", "logs"))?;
    file("shop/orders/models.py", &model("Order", "Base", "orders"))?;
    file("shop/tests/models.py", &model("Fake", "Base", "fakes"))?;
    file(
        "shop/orders/test_models.py",
        &model("Fake", "Base", "fakes"),
    )?;
    file("other/models.py", &model("Elsewhere", "Base", "elsewhere"))?;
    Ok(project)
}

fn hints(stderr: &str) -> Vec<&str> {
    stderr
        .lines()
        .filter(|line| line.starts_with("  hint: "))
        .collect()
}

#[test]
fn models_that_nobody_imports_are_named() -> Result<()> {
    let tool = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    for (folder, prefix) in [("", ""), ("src", "src/"), ("backend/src", "backend/src/")] {
        let project = unseen(folder, "Base.metadata")?;
        let output = revision(&project, &[])?;
        assert_eq!(output.status, Some(0), "{}", output.stderr);
        let log = format!(
            "  hint: {prefix}shop/log.py declares the table logs, but not in target_metadata"
        );
        let orders = format!(
            "  hint: {prefix}shop/orders/models.py declares the table orders, but env.py never imports it"
        );
        assert_eq!(
            hints(&output.stderr),
            [log.as_str(), &orders],
            "{}",
            output.stderr
        );
        let project = unseen(folder, "[Base.metadata, Other.metadata]")?;
        let output = project.run(&tool, &["check"])?;
        assert_eq!(
            hints(&output.stderr),
            [orders.as_str()],
            "{}",
            output.stderr
        );
    }
    Ok(())
}

#[test]
fn no_hint_where_all_is_imported() -> Result<()> {
    let project = unseen("src", "[Base.metadata, Other.metadata]")?;
    let db = project.read("src/shop/db.py")?;
    project.write(
        "src/shop/db.py",
        &db.replace("import shop.log", "import shop.log, shop.orders.models"),
    )?;
    let output = revision(&project, &[])?;
    assert!(hints(&output.stderr).is_empty(), "{}", output.stderr);
    Ok(())
}

#[test]
fn scripts_are_not_told() -> Result<()> {
    let project = project()?.with_env("ALEMBIC_RS_HINTS", "");
    sqlite_query(
        &project.path().join("app.db"),
        "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY)",
    )?;
    project.write("app/models.py", &MODELS.replace("Money()", "sa.String(20)"))?;
    let output = revision(&project, &[])?;
    assert!(
        !output.stderr.contains("takes data away"),
        "{}",
        output.stderr
    );
    Ok(())
}

#[test]
fn options_of_autogenerate_need_it() -> Result<()> {
    let project = project()?;
    let tool = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    for option in [
        "--skip-empty",
        "--auto-imports",
        "--precise",
        "--explain",
        "--enums",
        "--renames",
    ] {
        let output = project.run(&tool, &["revision", "-m", "new", option])?;
        assert_eq!(output.status, Some(255));
        assert!(
            output
                .stdout
                .contains(&format!("FAILED: {option} needs --autogenerate")),
            "{}",
            output.stdout
        );
    }
    assert!(project.list("alembic/versions")?.is_empty());
    Ok(())
}

const TWO_DATABASES: &str = "\
import sqlalchemy as sa
from alembic import context
from alembic.autogenerate import rewriter
from alembic.operations import ops

first = sa.MetaData()
sa.Table('a', first, sa.Column('id', sa.Integer, primary_key=True))
second = sa.MetaData()
sa.Table('b', second, sa.Column('id', sa.Integer, primary_key=True))
seen = []
writer = rewriter.Rewriter()


@writer.rewrites(ops.CreateTableOp)
def add(migration_context, revision, operation):
    seen.append(operation.table_name)
    operation.columns.append(sa.Column('extra%d' % len(seen), sa.Integer))
    return [operation, ops.ExecuteSQLOp('-- %d' % len(seen))]


def count(migration_context, revision, directives):
    for upgrade in directives[0].upgrade_ops_list:
        upgrade.ops.append(ops.ExecuteSQLOp('-- once more'))


for name, metadata in (('one', first), ('two', second)):
    with sa.create_engine(f'sqlite:///{name}.db').connect() as connection:
        context.configure(
            connection=connection,
            upgrade_token=name + '_upgrades',
            downgrade_token=name + '_downgrades',
            target_metadata=metadata,
            process_revision_directives=HOOK,
        )
        with context.begin_transaction():
            context.run_migrations()
print(seen)
";

const TWO_TEMPLATES: &str = "\
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
% for name in ['one', 'two']:


def upgrade_${name}():
    ${context.get(name + '_upgrades', 'pass')}


def downgrade_${name}():
    ${context.get(name + '_downgrades', 'pass')}
% endfor
";

/// A function of the project sees what it left of the databases before, and a rewriter leaves that alone.
#[test]
fn several_databases_are_rewritten_once() -> Result<()> {
    let Some(venv) = alembic_testing::reference() else {
        return Ok(());
    };
    for hook in ["writer", "count"] {
        let written = |tool: &Tool| -> Result<(String, String)> {
            let env = TWO_DATABASES.replace("HOOK", hook);
            let project = Project::with_models("sqlite:///app.db", &env, "")?;
            project.write("alembic/script.py.mako", TWO_TEMPLATES)?;
            let output = project.succeed(
                tool,
                &["revision", "--autogenerate", "-m", "new", "--rev-id", "r1"],
            )?;
            let shown = output.stdout.lines().next().unwrap_or_default().to_owned();
            Ok((project.read("alembic/versions/r1_new.py")?, shown))
        };
        let ours = written(&Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic"))))?;
        assert_eq!(ours, written(&Tool::Reference(venv.clone()))?, "{hook}");
    }
    Ok(())
}

const REFERRING: &str = "\
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention={'fk': 'fk_%(table_name)s_%(column_0_name)s', 'pk': 'pk_%(table_name)s'})


class User(Base):
    __tablename__ = 'users'
    name: Mapped[str] = mapped_column(sa.String(20), unique=True)
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = 'posts'
    __table_args__ = (sa.ForeignKeyConstraint(['a', 'b'], ['pairs.a', 'pairs.b']),)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey('users.id', ondelete='CASCADE'), index=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey('posts.id', name='fk_parent'))
    a: Mapped[int]
    b: Mapped[int]
    id: Mapped[int] = mapped_column(primary_key=True)


class Pair(Base):
    __tablename__ = 'pairs'
    a: Mapped[int] = mapped_column(primary_key=True)
    b: Mapped[int] = mapped_column(primary_key=True)
";

/// The recipe of Alembic's documentation makes a new operation of the columns and constraints of the old one.
#[test]
fn a_table_made_anew_keeps_its_foreign_keys() -> Result<()> {
    let Some(venv) = alembic_testing::reference() else {
        return Ok(());
    };
    for (item, place) in [("c", 2000), ("c.copy()", 2000), ("c", -2000)] {
        let env = format!(
            "\
import sqlalchemy as sa
from alembic import context
from alembic.autogenerate import rewriter
from alembic.operations import ops
from models import Base

writer = rewriter.Rewriter()


@writer.rewrites(ops.CreateTableOp)
def order_columns(context, revision, op):
    keyed = [({{'id': -100}}.get(c.key, i) if isinstance(c, sa.Column) else {place}, {item} if isinstance(c, sa.Column) else c) for i, c in enumerate(op.columns)]
    return ops.CreateTableOp(op.table_name, [c for _, c in sorted(keyed, key=lambda k: k[0])], schema=op.schema, **op.kw)


with sa.create_engine('sqlite:///app.db').connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, process_revision_directives=writer)
    with context.begin_transaction():
        context.run_migrations()
"
        );
        let written = |tool: &Tool| -> Result<String> {
            let project = Project::with_models("sqlite:///app.db", &env, REFERRING)?;
            project.succeed(
                tool,
                &["revision", "--autogenerate", "-m", "new", "--rev-id", "r1"],
            )?;
            let text = project.read("alembic/versions/r1_new.py")?;
            Ok(text
                .lines()
                .filter(|line| !line.starts_with("Create Date"))
                .collect::<Vec<_>>()
                .join("\n"))
        };
        let ours = written(&Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic"))))?;
        assert_eq!(ours.matches("sa.ForeignKeyConstraint").count(), 3, "{ours}");
        assert_eq!(ours, written(&Tool::Reference(venv.clone()))?, "{item}");
    }
    Ok(())
}

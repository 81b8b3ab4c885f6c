//! `revision --autogenerate --renames` in a git repository: what earlier models prove, and what they must not.

use std::path::{Path, PathBuf};
use std::process::Command;

use alembic_testing::{
    Output, Project, Tool, assert_all, contains_in_order, postgres_database, sqlite_query,
};
use anyhow::{Context, Result, ensure};

/// What git knows when the revision is generated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Git {
    /// The models before are the last commit, those after are not committed.
    Uncommitted,
    /// The models after are the last commit of the default branch.
    Committed,
    /// They are the last commit of a feature branch.
    Branch,
    /// There is no repository.
    None,
    /// There is one without a commit.
    Unborn,
    /// The models after are the only commit that a shallow clone has.
    Shallow,
    /// The models lie beside the repository.
    Outside,
    /// The models of the last commit are not Python.
    Broken,
    /// The repository lacks its objects.
    Corrupt,
    /// The files of the last commit import a module that only it does not have.
    Missing,
}

struct Story {
    name: &'static str,
    git: Git,
    /// Classes from which the database is first made, if others than `before`.
    first: Option<&'static str>,
    /// There is no revision from `first` to `before`.
    is_behind: bool,
    before: &'static str,
    after: &'static str,
    wants: &'static [&'static str],
    forbids: &'static [&'static str],
    /// Texts on stderr.
    says: &'static [&'static str],
}

const STORY: Story = Story {
    name: "",
    git: Git::Uncommitted,
    first: None,
    is_behind: false,
    before: "",
    after: "",
    wants: &[],
    forbids: &[],
    says: &[],
};

const COLUMN: Story = Story {
    forbids: &["drop_column", "add_column"],
    says: &["rename: column "],
    ..STORY
};
const TABLE: Story = Story {
    forbids: &["drop_table", "create_table"],
    says: &["rename: table "],
    ..STORY
};
const TWO: Story = Story {
    forbids: &["new_column_name", "rename_table"],
    ..STORY
};

const HEAD: &str = "
class User(Base):
    __tablename__ = 'users'
    id: Mapped[int] = mapped_column(primary_key=True)
";

const NAME: &str = "
    name: Mapped[str] = mapped_column(String(50))
    age: Mapped[int | None]
";
const TITLE: &str = "
    title: Mapped[str] = mapped_column(String(50))
    age: Mapped[int | None]
";
const TITLE_FOR_NAME: &[&str] = &["op.alter_column('users', 'name',"];
const TITLE_AND_NAME: &[&str] = &["op.add_column('users',", "op.drop_column('users', 'name')"];

/// Bodies that begin with a class of their own, and those of `User`.
fn models(body: &str) -> String {
    let class = if body.contains("class ") || body.contains("Table(") {
        ""
    } else {
        HEAD
    };
    format!("{MODELS}{class}{body}")
}

const MODELS: &str = "\
from datetime import datetime
from sqlalchemy import (Column, ForeignKey, Index, Integer, MetaData, Numeric, String, Table, Text,
                        UniqueConstraint, text)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention={'pk': 'pk_%(table_name)s', 'uq': 'uq_%(table_name)s_%(column_0_name)s',
                                           'fk': 'fk_%(table_name)s_%(column_0_name)s'})


metadata = Base.metadata
";

const ENV: &str = r#"
from alembic import context
from sqlalchemy import create_engine
import models

with open("runs.txt", "a") as file:
    file.write("x")
target_metadata = models.metadata
engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=target_metadata,
                      render_as_batch=connection.dialect.name == "sqlite")
    with context.begin_transaction():
        context.run_migrations()
"#;

const STORIES: &[Story] = &[
    Story {
        name: "an attribute, not committed",
        before: NAME,
        after: TITLE,
        wants: TITLE_FOR_NAME,
        says: &[
            "rename: column users.name -> users.title",
            "at the last commit",
        ],
        ..COLUMN
    },
    Story {
        name: "an attribute, on a branch",
        git: Git::Branch,
        before: NAME,
        after: TITLE,
        wants: TITLE_FOR_NAME,
        says: &["at the merge base with main"],
        ..COLUMN
    },
    Story {
        name: "an attribute, committed since the newest revision",
        git: Git::Committed,
        before: NAME,
        after: TITLE,
        wants: TITLE_FOR_NAME,
        says: &["at the commit of the newest revision"],
        ..COLUMN
    },
    Story {
        name: "the same attribute with another column",
        before: "
    name: Mapped[str | None] = mapped_column(Text)
    age: Mapped[int | None]
",
        after: "
    age: Mapped[int | None]
    name: Mapped[str | None] = mapped_column('zzz', Text)
",
        wants: TITLE_FOR_NAME,
        says: &["the attribute User.name was the column name at the last commit"],
        ..COLUMN
    },
    Story {
        name: "two neighbours with similar names",
        before: "
    a_count: Mapped[int]
    b_count: Mapped[int]
",
        after: "
    total_a_count: Mapped[int]
    total_b_count: Mapped[int]
",
        wants: &[
            "op.alter_column('users', 'a_count',",
            "op.alter_column('users', 'b_count',",
        ],
        ..COLUMN
    },
    Story {
        name: "a column that the database has elsewhere",
        first: Some(
            "
    age: Mapped[int | None]
    score: Mapped[int | None]
",
        ),
        before: "
    label: Mapped[str | None] = mapped_column(String(9))
    age: Mapped[int | None]
    score: Mapped[int | None]
",
        after: "
    label_text: Mapped[str | None] = mapped_column(String(9))
    age: Mapped[int | None]
    score: Mapped[int | None]
",
        wants: &["op.alter_column('users', 'label',"],
        ..COLUMN
    },
    Story {
        name: "a foreign key and its relationship",
        before: "
class User(Base):
    __tablename__ = 'users'
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = 'posts'
    id: Mapped[int] = mapped_column(primary_key=True)
    user: Mapped[int] = mapped_column(ForeignKey('users.id', name='fk_author'))
    writer: Mapped[User] = relationship(foreign_keys=user)
",
        after: "
class User(Base):
    __tablename__ = 'users'
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = 'posts'
    id: Mapped[int] = mapped_column(primary_key=True)
    written_by: Mapped[int] = mapped_column(ForeignKey('users.id', name='fk_author'))
    writer: Mapped[User] = relationship(foreign_keys=written_by)
",
        wants: &["op.alter_column('posts', 'user',"],
        ..COLUMN
    },
    Story {
        name: "a column with a default, NOT NULL",
        before: "
    active: Mapped[bool] = mapped_column(server_default=text('true'))
    age: Mapped[int | None]
",
        after: "
    enabled: Mapped[bool] = mapped_column(server_default=text('true'))
    age: Mapped[int | None]
",
        wants: &["op.alter_column('users', 'active',"],
        ..COLUMN
    },
    Story {
        name: "a similar name and another nullability",
        before: "
    mail: Mapped[str] = mapped_column(String(50))
    age: Mapped[int | None]
",
        after: "
    mail_address: Mapped[str | None] = mapped_column(String(50))
    age: Mapped[int | None]
",
        wants: &["op.alter_column('users', 'mail',"],
        ..COLUMN
    },
    Story {
        name: "the same class with another table",
        before: "
class Tag(Base):
    __tablename__ = 'tag'
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
",
        after: "
class Tag(Base):
    __tablename__ = 'labels'
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
",
        wants: &["op.rename_table('tag', 'labels')"],
        says: &["models.Tag had the table tag at the last commit"],
        ..TABLE
    },
    Story {
        name: "the same variable with another table",
        before: "
tags = Table('tag', metadata, Column('id', Integer, primary_key=True), Column('name', Text))
",
        after: "
tags = Table('zzz', metadata, Column('id', Integer, primary_key=True), Column('name', Text))
",
        wants: &["op.rename_table('tag', 'zzz')"],
        says: &["models.tags had the table tag"],
        ..TABLE
    },
    Story {
        name: "another class with the same columns",
        before: "
class Customer(Base):
    __tablename__ = 'customers'
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    city: Mapped[str | None]
    born: Mapped[datetime | None]
    debt: Mapped[int]
",
        after: "
class Client(Base):
    __tablename__ = 'clients'
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    city: Mapped[str | None]
    born: Mapped[datetime | None]
    debt: Mapped[int]
",
        wants: &["op.rename_table('customers', 'clients')"],
        ..TABLE
    },
    Story {
        name: "a class, its table and one attribute",
        before: "
class Tag(Base):
    __tablename__ = 'tag'
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    sort: Mapped[int]
    color: Mapped[int]
",
        after: "
class Tag(Base):
    __tablename__ = 'labels'
    id: Mapped[int] = mapped_column(primary_key=True)
    caption: Mapped[str] = mapped_column(String(20))
    sort: Mapped[int]
    color: Mapped[int]
",
        wants: &[
            "op.rename_table('tag', 'labels')",
            "op.alter_column('labels', 'name',",
        ],
        forbids: &["drop_", "create_table", "add_column"],
        ..TABLE
    },
    Story {
        name: "a table that another refers to",
        before: "
class Team(Base):
    __tablename__ = 'team'
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Player(Base):
    __tablename__ = 'players'
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey('team.id', name='fk_team'))
",
        after: "
class Team(Base):
    __tablename__ = 'clubs'
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Player(Base):
    __tablename__ = 'players'
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey('clubs.id', name='fk_team'))
",
        wants: &["op.rename_table('team', 'clubs')"],
        ..TABLE
    },
    Story {
        name: "similar names, and the models of the last commit are broken",
        git: Git::Broken,
        before: "
    phone: Mapped[str] = mapped_column(String(20))
    age: Mapped[int | None]
",
        after: "
    phone_number: Mapped[str] = mapped_column(String(20))
    age: Mapped[int | None]
",
        wants: &["op.alter_column('users', 'phone',"],
        says: &[
            "note: the models at the last commit (",
            "cannot be read: SyntaxError",
            "renames are judged without them",
        ],
        ..COLUMN
    },
    // What must not be found.
    Story {
        name: "no repository",
        git: Git::None,
        before: NAME,
        after: TITLE,
        wants: TITLE_AND_NAME,
        says: &["not taken as a rename: column users.name -> users.title"],
        ..TWO
    },
    Story {
        name: "a repository without a commit",
        git: Git::Unborn,
        before: NAME,
        after: TITLE,
        wants: TITLE_AND_NAME,
        ..TWO
    },
    Story {
        name: "a shallow clone",
        git: Git::Shallow,
        before: NAME,
        after: TITLE,
        wants: TITLE_AND_NAME,
        ..TWO
    },
    Story {
        name: "models outside of the repository",
        git: Git::Outside,
        before: NAME,
        after: TITLE,
        wants: TITLE_AND_NAME,
        ..TWO
    },
    Story {
        name: "broken models at the last commit",
        git: Git::Broken,
        before: NAME,
        after: TITLE,
        wants: TITLE_AND_NAME,
        says: &["cannot be read: SyntaxError"],
        ..TWO
    },
    Story {
        name: "a module that the last commit lacks",
        git: Git::Missing,
        before: NAME,
        after: TITLE,
        wants: TITLE_AND_NAME,
        says: &["cannot be read: ModuleNotFoundError: No module named 'helper'"],
        ..TWO
    },
    Story {
        name: "a repository without its objects",
        git: Git::Corrupt,
        before: NAME,
        after: TITLE,
        wants: TITLE_AND_NAME,
        ..TWO
    },
    Story {
        name: "dropped, and another added elsewhere",
        is_behind: true,
        before: "
    age: Mapped[int | None]
    phone: Mapped[str | None] = mapped_column(String(20))
",
        after: "
    phone_number: Mapped[str | None] = mapped_column(String(20))
    age: Mapped[int | None]
",
        first: Some(
            "
    phone: Mapped[str | None] = mapped_column(String(20))
    age: Mapped[int | None]
",
        ),
        wants: &["op.add_column('users',"],
        says: &["but at the last commit", "it stood elsewhere in the class"],
        ..TWO
    },
    Story {
        name: "both were there at the last commit",
        is_behind: true,
        first: Some(
            "
    phone: Mapped[str | None] = mapped_column(String(20))
    age: Mapped[int | None]
",
        ),
        before: "
    phone: Mapped[str | None] = mapped_column(String(20))
    phone_number: Mapped[str | None] = mapped_column(String(20))
    age: Mapped[int | None]
",
        after: "
    phone_number: Mapped[str | None] = mapped_column(String(20))
    age: Mapped[int | None]
",
        wants: &["op.add_column('users',"],
        ..TWO
    },
    Story {
        name: "another type at the same place",
        before: NAME,
        after: "
    name_id: Mapped[int]
    age: Mapped[int | None]
",
        wants: TITLE_AND_NAME,
        ..TWO
    },
    Story {
        name: "another length at the same place",
        before: NAME,
        after: "
    name_text: Mapped[str] = mapped_column(String(51))
    age: Mapped[int | None]
",
        wants: TITLE_AND_NAME,
        ..TWO
    },
    Story {
        name: "a plain column for another plain one",
        before: "
    price: Mapped[int | None]
    age: Mapped[int | None]
",
        after: "
    votes: Mapped[int | None]
    age: Mapped[int | None]
",
        wants: &["op.add_column('users',", "op.drop_column('users', 'price')"],
        says: &[
            "not taken as a rename: column users.price -> users.votes",
            "at the last commit",
        ],
        ..TWO
    },
    Story {
        name: "one dropped, two added at the same place",
        before: NAME,
        after: "
    first: Mapped[str] = mapped_column(String(50))
    last: Mapped[str] = mapped_column(String(50))
    age: Mapped[int | None]
",
        wants: TITLE_AND_NAME,
        ..TWO
    },
    Story {
        name: "neighbours that change places",
        before: "
    a_count: Mapped[int]
    b_count: Mapped[int]
",
        after: "
    new_b_count: Mapped[int]
    new_a_count: Mapped[int]
",
        wants: &["op.add_column('users',"],
        ..TWO
    },
    Story {
        name: "the class has another table now",
        before: "
class Tag(Base):
    __tablename__ = 'tags'
    id: Mapped[int] = mapped_column(primary_key=True)
    a: Mapped[int]
    b: Mapped[int]
    c: Mapped[int]
    d: Mapped[int]
",
        after: "
class Tag(Base):
    __tablename__ = 'labels'
    id: Mapped[int] = mapped_column(primary_key=True)
    text_: Mapped[str]


class Tags(Base):
    __tablename__ = 'tags_'
    id: Mapped[int] = mapped_column(primary_key=True)
    a: Mapped[int]
    b: Mapped[int]
    c: Mapped[int]
    d: Mapped[int]
",
        wants: &["op.create_table('tags_',", "op.drop_table('tags')"],
        says: &["not taken as a rename: table tags -> labels (60%: models.Tag had the table tags"],
        ..TWO
    },
    Story {
        name: "lookup tables of other classes",
        before: "
class Tag(Base):
    __tablename__ = 'tags'
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
",
        after: "
class Category(Base):
    __tablename__ = 'categories'
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
",
        wants: &["op.create_table('categories',", "op.drop_table('tags')"],
        ..TWO
    },
];

fn ours() -> Tool {
    Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")))
}

fn git(folder: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=a", "-c", "user.email=a@example.org"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .context("git")?;
    ensure!(
        output.status.success(),
        "git {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn commit(folder: &Path, message: &str) -> Result<()> {
    git(folder, &["add", "-A"])?;
    git(folder, &["commit", "-q", "-m", message])?;
    Ok(())
}

/// Where the models of a project are: outside of the repository, or beside `alembic.ini`.
fn models_file(git: Git) -> &'static str {
    match git {
        Git::Outside => "outside/models.py",
        _ => "models.py",
    }
}

/// A project whose database is as the models before, in a repository, with the models after.
fn prepare(story: &Story, url: &str) -> Result<Project> {
    let project = Project::with_models(url, ENV, &models(story.first.unwrap_or(story.before)))?
        .with_env("GIT_CONFIG_GLOBAL", "/dev/null");
    let folder = project.path().to_owned();
    let revision = |slug: &str| -> Result<()> {
        project.succeed(&ours(), &["revision", "--autogenerate", "-m", slug])?;
        project.succeed(&ours(), &["upgrade", "head"])?;
        Ok(())
    };
    revision("first")?;
    if story.git != Git::None {
        project.write(".gitignore", "*.db\n__pycache__\nruns.txt\noutside\n")?;
        git(&folder, &["init", "-q", "-b", "main"])?;
    }
    let file = models_file(story.git);
    if story.git == Git::Outside {
        std::fs::remove_file(folder.join("models.py"))?;
        let ini = project.read("alembic.ini")?;
        let ini = ini.replace("prepend_sys_path = .", "prepend_sys_path = outside");
        ensure!(ini.contains("outside"), "no prepend_sys_path in {ini}");
        project.write("alembic.ini", &ini)?;
    }
    project.write(file, &models(story.before))?;
    if story.first.is_some() && !story.is_behind {
        revision("second")?;
    }
    match story.git {
        Git::None | Git::Unborn => {}
        Git::Broken => {
            project.write(file, "class User(Base:\n")?;
            commit(&folder, "before")?;
        }
        Git::Missing => {
            let text = format!("import helper\n{}", models(story.before));
            project.write(file, &text)?;
            commit(&folder, "before")?;
            project.write("helper.py", "")?;
        }
        Git::Uncommitted
        | Git::Committed
        | Git::Branch
        | Git::Shallow
        | Git::Outside
        | Git::Corrupt => commit(&folder, "before")?,
    }
    if story.git == Git::Branch {
        git(&folder, &["switch", "-q", "-c", "feature"])?;
    }
    project.write(file, &models(story.after))?;
    match story.git {
        Git::Committed | Git::Branch => commit(&folder, "after")?,
        Git::Shallow => {
            commit(&folder, "after")?;
            // Only the last commit, as CI checks out.
            let url = format!("file://{}", folder.display());
            git(
                &folder,
                &["clone", "-q", "--bare", "--depth=1", &url, "shallow.git"],
            )?;
            std::fs::remove_dir_all(folder.join(".git"))?;
            std::fs::rename(folder.join("shallow.git"), folder.join(".git"))?;
            git(&folder, &["config", "core.bare", "false"])?;
            git(&folder, &["reset", "-q"])?;
        }
        Git::Corrupt => {
            for entry in std::fs::read_dir(folder.join(".git/objects"))? {
                std::fs::remove_dir_all(entry?.path())?;
            }
        }
        Git::Uncommitted | Git::None | Git::Unborn | Git::Outside | Git::Broken | Git::Missing => {}
    }
    Ok(project)
}

/// Index, state of the work tree and names of all commits.
fn state(project: &Project) -> Result<(Vec<u8>, String, String)> {
    let folder = project.path();
    let index = std::fs::read(folder.join(".git/index")).unwrap_or_default();
    let status = git(folder, &["--no-optional-locks", "status", "--porcelain"]).unwrap_or_default();
    let refs = git(folder, &["for-each-ref"]).unwrap_or_default();
    Ok((index, status, refs))
}

fn generate(project: &Project, more: &[&str]) -> Result<Output> {
    let mut arguments = vec![
        "revision",
        "--autogenerate",
        "--renames=auto",
        "-m",
        "after",
    ];
    arguments.extend(more);
    project.succeed(&ours(), &arguments)
}

fn check(story: &Story, url: &str) -> Result<()> {
    let project = prepare(story, url)?;
    let before = state(&project)?;
    std::fs::remove_file(project.path().join("runs.txt"))?;
    let output = generate(&project, &[])?;
    let mut after = state(&project)?;
    ensure!(before.0 == after.0, "the index has changed");
    // Only the new revision.
    let new = after.1.lines().find(|line| line.ends_with("_after.py"));
    if let Some(line) = new.map(str::to_owned) {
        after.1 = after.1.replace(&format!("{line}\n"), "");
    }
    ensure!(before.1 == after.1, "{} -> {}", before.1, after.1);
    ensure!(before.2 == after.2, "{} -> {}", before.2, after.2);
    ensure!(
        project.read("runs.txt")? == "x",
        "env.py of an earlier commit has written"
    );
    for text in story.says {
        ensure!(
            output.stderr.contains(text),
            "no {text:?}:\n{}",
            output.stderr
        );
    }
    ensure!(!output.stderr.contains("panicked"), "{}", output.stderr);
    let (upgrade, _) = project.revision_functions("after")?;
    let upgrade = upgrade.replace("batch_op.", "op.");
    // Batches name the table once: what must be there is written as PostgreSQL has it.
    if !upgrade.contains("batch_alter_table") {
        contains_in_order(&upgrade, story.wants)?;
    }
    for forbidden in story.forbids {
        ensure!(
            !upgrade.contains(forbidden),
            "{forbidden:?} here:\n{upgrade}\n{}",
            output.stderr
        );
    }
    round_trip(&project)
}

/// Up, down and up again, with a clean `check` after each up.
fn round_trip(project: &Project) -> Result<()> {
    for _ in 0..2 {
        project.succeed(&ours(), &["upgrade", "head"])?;
        project.succeed(&ours(), &["check"])?;
        project.succeed(&ours(), &["downgrade", "-1"])?;
    }
    project.succeed(&ours(), &["upgrade", "head"])?;
    project.succeed(&ours(), &["check"])?;
    Ok(())
}

#[test]
fn on_sqlite() {
    assert_all(
        STORIES,
        |story| story.name,
        |story| check(story, "sqlite:///app.db"),
    );
}

#[test]
fn on_postgresql() {
    assert_all(
        STORIES,
        |story| story.name,
        |story| match postgres_database()? {
            Some(database) => check(story, &database.url("postgresql+psycopg2")),
            None => Ok(()),
        },
    );
}

const MOVED: Story = Story {
    before: NAME,
    after: TITLE,
    ..STORY
};

#[test]
fn without_git_nothing_is_proved() -> Result<()> {
    let project = prepare(&MOVED, "sqlite:///app.db")?.with_env("PATH", "/nonexistent");
    generate(&project, &[])?;
    let (upgrade, _) = project.revision_functions("after")?;
    assert!(upgrade.contains("drop_column"), "{upgrade}");
    Ok(())
}

#[test]
fn models_that_only_a_function_knows_are_a_note() -> Result<()> {
    let project = prepare(&MOVED, "sqlite:///app.db")?;
    let env = "
from alembic import context
from sqlalchemy import create_engine


def run():
    import models
    engine = create_engine(context.config.get_main_option('sqlalchemy.url'))
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=models.metadata)
        with context.begin_transaction():
            context.run_migrations()


run()
";
    project.write("alembic/env.py", env)?;
    git(project.path(), &["add", "-A"])?;
    git(project.path(), &["commit", "-q", "--amend", "-m", "before"])?;
    project.write("models.py", &models(TITLE).replace("title", "caption"))?;
    let output = generate(&project, &[])?;
    assert!(
        output
            .stderr
            .contains("a connection while only the models are read"),
        "{}",
        output.stderr
    );
    Ok(())
}

#[test]
fn a_package_that_was_a_module() -> Result<()> {
    let project = prepare(&MOVED, "sqlite:///app.db")?;
    std::fs::remove_file(project.path().join("models.py"))?;
    project.write("models/__init__.py", "from models.users import metadata\n")?;
    project.write("models/users.py", &models(TITLE))?;
    let output = generate(&project, &[])?;
    let (upgrade, _) = project.revision_functions("after")?;
    assert!(
        upgrade.contains("'title'") && upgrade.contains("new_column_name"),
        "{upgrade}{}",
        output.stderr
    );
    Ok(())
}

const STEP: Story = Story {
    before: "
    name: Mapped[str | None] = mapped_column(String(50))
    age: Mapped[int | None]
",
    after: TITLE,
    git: Git::None,
    ..STORY
};

fn with_rows(rows: &[&str], options: &[&str]) -> Result<(String, String)> {
    let project = prepare(&STEP, "sqlite:///app.db")?;
    for row in rows {
        sqlite_query(
            &project.path().join("app.db"),
            &format!("INSERT INTO users (name) VALUES ({row})"),
        )?;
    }
    let output = generate(&project, options)?;
    Ok((project.revision_functions("after")?.0, output.stderr))
}

#[test]
fn rows_speak_only_when_asked() -> Result<()> {
    let rows = ["'a'", "'b'"];
    let (_, stderr) = with_rows(&rows, &[])?;
    assert!(!stderr.contains("rows"), "{stderr}");
    let (_, stderr) = with_rows(&rows, &["--renames-data"])?;
    assert!(stderr.contains("2 of 2 rows have a value"), "{stderr}");
    assert!(stderr.contains("NOT NULL without a default"), "{stderr}");
    let (_, stderr) = with_rows(&["NULL"], &["--renames-data"])?;
    assert!(stderr.contains("none of 1 row has a value"), "{stderr}");
    let (_, stderr) = with_rows(&["NULL", "'a'"], &["--renames-data"])?;
    assert!(stderr.contains("but some have none"), "{stderr}");
    let (_, stderr) = with_rows(&[], &["--renames-data"])?;
    assert!(stderr.contains("the table has no rows"), "{stderr}");
    Ok(())
}

#[test]
fn rows_of_postgresql_are_read() -> Result<()> {
    let Some(database) = postgres_database()? else {
        return Ok(());
    };
    let project = prepare(&STEP, &database.url("postgresql+psycopg2"))?;
    database.run("INSERT INTO users (name) VALUES ('a'), ('b')")?;
    let output = generate(&project, &["--renames-data"])?;
    assert!(
        output.stderr.contains("2 of 2 rows have a value"),
        "{}",
        output.stderr
    );
    Ok(())
}

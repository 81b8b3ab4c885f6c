//! `revision --autogenerate --renames`: what is found, what must not be found, and that up, down, up works.

use std::path::PathBuf;

use alembic_testing::{
    Project, Tool, assert_all, contains_in_order, postgres_database, sqlite_query,
};
use anyhow::Result;

/// One change of the models.
struct Scenario {
    name: &'static str,
    /// Arguments of `MetaData()` and the tables before and after, as Python.
    before: &'static str,
    after: &'static str,
    /// Beginnings of lines that the upgrade must have, in this order.
    wants: &'static [&'static str],
    /// Texts that it must not have.
    forbids: &'static [&'static str],
}

const RENAMED: &[&str] = &["drop_column", "add_column"];
const TABLE_RENAMED: &[&str] = &["drop_table", "create_table"];
const NONE: &[&str] = &["new_column_name", "rename_table"];

const fn column(
    name: &'static str,
    before: &'static str,
    after: &'static str,
    wants: &'static [&'static str],
) -> Scenario {
    Scenario {
        name,
        before,
        after,
        wants,
        forbids: RENAMED,
    }
}

const fn table(
    name: &'static str,
    before: &'static str,
    after: &'static str,
    wants: &'static [&'static str],
) -> Scenario {
    Scenario {
        name,
        before,
        after,
        wants,
        forbids: TABLE_RENAMED,
    }
}

const fn two(
    name: &'static str,
    before: &'static str,
    after: &'static str,
    wants: &'static [&'static str],
) -> Scenario {
    Scenario {
        name,
        before,
        after,
        wants,
        forbids: NONE,
    }
}

const SCENARIOS: &[Scenario] = &[
    column(
        "a longer name",
        "T('users', id, C('phone', S(20)), C('note', Text))",
        "T('users', id, C('phone_number', S(20)), C('note', Text))",
        &["op.alter_column('users', 'phone',"],
    ),
    column(
        "a shorter name",
        "T('users', id, C('email_address', S(50), nullable=False), C('note', Text))",
        "T('users', id, C('email', S(50), nullable=False), C('note', Text))",
        &["op.alter_column('users', 'email_address',"],
    ),
    column(
        "an underscore",
        "T('users', id, C('full_name', S(50)), C('age', Integer))",
        "T('users', id, C('fullname', S(50)), C('age', Integer))",
        &["op.alter_column('users', 'full_name',"],
    ),
    column(
        "the first column after the key",
        "T('t', id, C('title', Text), C('body', Text, nullable=False))",
        "T('t', id, C('main_title', Text), C('body', Text, nullable=False))",
        &["op.alter_column('t', 'title',"],
    ),
    column(
        "the last column",
        "T('t', id, C('a', Integer), C('created', DateTime))",
        "T('t', id, C('a', Integer), C('created_at', DateTime))",
        &["op.alter_column('t', 'created',"],
    ),
    column(
        "a column with a server default",
        "T('t', id, C('active', Boolean, server_default=text('true'), nullable=False))",
        "T('t', id, C('is_active', Boolean, server_default=text('true'), nullable=False))",
        &["op.alter_column('t', 'active',"],
    ),
    column(
        "a column with a foreign key",
        "T('users', id); T('posts', id, C('user', Integer, FK('users.id', name='fk_posts_user')))",
        "T('users', id); T('posts', id, C('user_id', Integer, FK('users.id', name='fk_posts_user')))",
        &["op.alter_column('posts', 'user',"],
    ),
    column(
        "a referred column",
        "T('users', C('user_no', Integer, primary_key=True)); T('posts', id, C('u', Integer, FK('users.user_no', name='fk_p')))",
        "T('users', C('user_number', Integer, primary_key=True)); T('posts', id, C('u', Integer, FK('users.user_number', name='fk_p')))",
        &["op.alter_column('users', 'user_no',"],
    ),
    column(
        "a key column",
        "T('t', C('code', S(10), primary_key=True), C('x', Integer))",
        "T('t', C('code_id', S(10), primary_key=True), C('x', Integer))",
        &["op.alter_column('t', 'code',"],
    ),
    column(
        "a column in an index of its own name",
        "T('t', id, C('slug', S(40)), Index('ix_own', 'slug'))",
        "T('t', id, C('url_slug', S(40)), Index('ix_own', 'url_slug'))",
        &["op.alter_column('t', 'slug',"],
    ),
    column(
        "a column in a unique constraint",
        "T('t', id, C('mail', S(40)), U('mail', name='uq_t'))",
        "T('t', id, C('mail_to', S(40)), U('mail_to', name='uq_t'))",
        &["op.alter_column('t', 'mail',"],
    ),
    column(
        "a column in an index on an expression",
        "T('t', id, C('mail', S(40)), Index('ix_low', text('lower(mail)')))",
        "T('t', id, C('mail_to', S(40)), Index('ix_low', text('lower(mail_to)')))",
        &["op.alter_column('t', 'mail',"],
    ),
    column(
        "a column and another nullability",
        "T('t', id, C('phone', S(20)), C('z', Integer))",
        "T('t', id, C('phone_number', S(20), nullable=False, info={'renamed_from': 'phone'}), C('z', Integer))",
        &[
            "op.alter_column('t', 'phone',",
            "op.alter_column('t', 'phone_number',",
        ],
    ),
    column(
        "declared, with nothing in common",
        "T('t', id, C('a', Integer), C('b', Text))",
        "T('t', id, C('b', Text), C('zzz', Integer, info={'renamed_from': 'a'}))",
        &["op.alter_column('t', 'a',"],
    ),
    column(
        "declared, with another length",
        "T('t', id, C('a', S(10)))",
        "T('t', id, C('zzz', S(20), info={'renamed_from': 'a'}))",
        &["op.alter_column('t', 'a',"],
    ),
    column(
        "declared, two swap candidates",
        "T('t', id, C('a', Integer), C('b', Integer))",
        "T('t', id, C('x', Integer, info={'renamed_from': 'b'}), C('y', Integer, info={'renamed_from': 'a'}))",
        &["op.alter_column('t', 'a',", "op.alter_column('t', 'b',"],
    ),
    column(
        "a reserved word",
        "T('t', id, C('order', Integer), C('z', Text))",
        "T('t', id, C('sort_order', Integer), C('z', Text))",
        &["op.alter_column('t', 'order',"],
    ),
    column(
        "a name that needs quotes",
        "T('t', id, C('Full Name', Text), C('z', Integer))",
        "T('t', id, C('full_name', Text), C('z', Integer))",
        &["op.alter_column('t', 'Full Name',"],
    ),
    column(
        "columns of two tables",
        "T('a', id, C('phone', S(20)), C('z', Integer)); T('b', id, C('mail', S(30)), C('z', Integer))",
        "T('a', id, C('phone_no', S(20)), C('z', Integer)); T('b', id, C('mail_to', S(30)), C('z', Integer))",
        &[
            "op.alter_column('a', 'phone',",
            "op.alter_column('b', 'mail',",
        ],
    ),
    table(
        "a table",
        "T('user', id, C('a', Text), C('b', Integer), C('c', S(5)), C('d', DateTime), C('e', Integer))",
        "T('users', id, C('a', Text), C('b', Integer), C('c', S(5)), C('d', DateTime), C('e', Integer))",
        &["op.rename_table('user', 'users')"],
    ),
    table(
        "a declared table of two columns",
        "T('tag', id, C('name', Text))",
        "T('label', id, C('name', Text), info={'renamed_from': 'tag'})",
        &["op.rename_table('tag', 'label')"],
    ),
    table(
        "a declared table with other columns",
        "T('tag', id, C('name', Text))",
        "T('label', id, C('text_', Integer), info={'renamed_from': 'tag'})",
        &["op.rename_table('tag', 'label')", "op.add_column('label',"],
    ),
    table(
        "a table that another refers to",
        "T('user', id, C('a', Text), C('b', Integer), C('c', S(5)), C('d', Integer)); T('p', id, C('u', Integer, FK('user.id', name='fk_u')))",
        "T('users', id, C('a', Text), C('b', Integer), C('c', S(5)), C('d', Integer)); T('p', id, C('u', Integer, FK('users.id', name='fk_u')))",
        &["op.rename_table('user', 'users')"],
    ),
    table(
        "a table with an index",
        "T('user', id, C('a', Text), C('b', Integer), C('c', S(5)), C('d', Integer), Index('ix_a', 'a'))",
        "T('users', id, C('a', Text), C('b', Integer), C('c', S(5)), C('d', Integer), Index('ix_a', 'a'))",
        &["op.rename_table('user', 'users')"],
    ),
    table(
        "a table and one of its columns",
        "T('account', id, C('a', Text), C('b', Integer), C('c', S(5)), C('phone', S(20)), C('z', DateTime))",
        "T('accounts', id, C('a', Text), C('b', Integer), C('c', S(5)), C('phone_number', S(20)), C('z', DateTime), info={'renamed_from': 'account'})",
        &[
            "op.rename_table('account', 'accounts')",
            "op.alter_column('accounts', 'phone',",
        ],
    ),
    table(
        "a table that refers to itself",
        "T('node', id, C('a', Text), C('b', Integer), C('c', S(5)), C('up', Integer, FK('node.id', name='fk_up')))",
        "T('nodes', id, C('a', Text), C('b', Integer), C('c', S(5)), C('up', Integer, FK('nodes.id', name='fk_up')))",
        &["op.rename_table('node', 'nodes')"],
    ),
    two(
        "two neighbours, each with a similar name",
        "T('t', id, C('a_count', Integer), C('b_text', S(9)))",
        "T('t', id, C('total_a_count', Integer), C('total_b_text', S(9)))",
        &["op.add_column('t',", "op.drop_column('t',"],
    ),
    two(
        "another type",
        "T('t', id, C('phone', S(20)))",
        "T('t', id, C('phone_number', Integer))",
        &["op.add_column('t',", "op.drop_column('t', 'phone')"],
    ),
    two(
        "another length",
        "T('t', id, C('phone', S(20)))",
        "T('t', id, C('phone_number', S(30)))",
        &["op.add_column('t',", "op.drop_column('t', 'phone')"],
    ),
    two(
        "names with nothing in common",
        "T('t', id, C('price', Integer), C('z', Text))",
        "T('t', id, C('votes', Integer), C('z', Text))",
        &["op.add_column('t',", "op.drop_column('t', 'price')"],
    ),
    two(
        "two candidates for one",
        "T('t', id, C('phone', S(20)), C('z', Text))",
        "T('t', id, C('phone_home', S(20)), C('phone_work', S(20)), C('z', Text))",
        &["op.add_column('t',"],
    ),
    two(
        "one candidate for two",
        "T('t', id, C('phone_home', S(20)), C('phone_work', S(20)), C('z', Text))",
        "T('t', id, C('phone', S(20)), C('z', Text))",
        &["op.add_column('t',"],
    ),
    two(
        "another place",
        "T('t', id, C('name', Text), C('b', Integer), C('c', Integer))",
        "T('t', id, C('b', Integer), C('c', Integer), C('surname', Text))",
        &["op.add_column('t',", "op.drop_column('t', 'name')"],
    ),
    two(
        "columns of different tables",
        "T('a', id, C('phone', S(20))); T('b', id)",
        "T('a', id); T('b', id, C('phone', S(20)))",
        &["op.drop_column('a', 'phone')", "op.add_column('b',"],
    ),
    two(
        "a column that refers elsewhere",
        "T('u', id); T('g', id); T('p', id, C('u_id', Integer, FK('u.id', name='f1')))",
        "T('u', id); T('g', id); T('p', id, C('g_id', Integer, FK('g.id', name='f2')))",
        &["op.add_column('p',"],
    ),
    two(
        "lookup tables of two columns",
        "T('tags', id, C('name', Text))",
        "T('categories', id, C('name', Text))",
        &["op.create_table('categories',", "op.drop_table('tags')"],
    ),
    two(
        "tables with little in common",
        "T('user', id, C('a', Text), C('b', Integer), C('c', S(5)))",
        "T('users', id, C('x', Text), C('y', Integer), C('c', S(5)))",
        &["op.create_table('users',", "op.drop_table('user')"],
    ),
    two(
        "declared from what is not there",
        "T('t', id, C('a', Integer))",
        "T('t', id, C('a', Integer), C('b', Integer, info={'renamed_from': 'gone'}))",
        &["op.add_column('t',"],
    ),
    two(
        "declared from another column than the one dropped",
        "T('t', id, C('phone', S(20)), C('z', Text))",
        "T('t', id, C('phone_number', S(20), info={'renamed_from': 'fax'}), C('z', Text))",
        &["op.add_column('t',", "op.drop_column('t', 'phone')"],
    ),
    two(
        "declared long ago",
        "T('t', id, C('phone_number', S(20)))",
        "T('t', id, C('phone_number', S(20), info={'renamed_from': 'phone'}), C('n', Integer))",
        &["op.add_column('t',"],
    ),
    two(
        "only a new column",
        "T('t', id)",
        "T('t', id, C('phone', S(20)))",
        &["op.add_column('t',"],
    ),
    two(
        "only a dropped table",
        "T('t', id); T('u', id)",
        "T('t', id)",
        &["op.drop_table('u')"],
    ),
];

const ENV: &str = r#"
from alembic import context
from sqlalchemy import create_engine
import models

engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=models.metadata, render_as_batch=RENDER_AS_BATCH)
    with context.begin_transaction():
        context.run_migrations()
"#;

const MODELS: &str = r"
from sqlalchemy import (Boolean, Column as C, DateTime, ForeignKey as FK, Index, Integer, MetaData, String as S,
                        Table, Text, UniqueConstraint as U, text)

metadata = MetaData()


def convention():
    metadata.naming_convention = {
        'ix': 'ix_%(table_name)s_%(column_0_name)s',
        'uq': 'uq_%(table_name)s_%(column_0_name)s',
        'fk': 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s',
        'pk': 'pk_%(table_name)s',
    }




def T(name, *items, **options):
    Table(name, metadata, *[item() if callable(item) else item for item in items], **options)


def id():
    return C('id', Integer, primary_key=True)


";

fn ours() -> Tool {
    Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")))
}

fn models(tables: &str) -> String {
    format!("{MODELS}{tables}\n")
}

fn project(url: &str, tables: &str, batch: bool) -> Result<Project> {
    let flag = if batch { "True" } else { "False" };
    Project::with_models(url, &ENV.replace("RENDER_AS_BATCH", flag), &models(tables))
}

/// A project whose database is as the models before, and whose newest revision makes it as the models after.
fn changed(scenario: &Scenario, url: &str, batch: bool) -> Result<Project> {
    let project = project(url, scenario.before, batch)?;
    project.succeed(&ours(), &["revision", "--autogenerate", "-m", "before"])?;
    project.succeed(&ours(), &["upgrade", "head"])?;
    project.write("models.py", &models(scenario.after))?;
    let arguments = [
        "revision",
        "--autogenerate",
        "--renames=auto",
        "-m",
        "after",
    ];
    project.succeed(&ours(), &arguments)?;
    Ok(project)
}

/// The upgrade has what it must have, and nothing of what it must not have.
fn check_upgrade(scenario: &Scenario, project: &Project) -> Result<()> {
    let (upgrade, _) = project.revision_functions("after")?;
    contains_in_order(&upgrade, scenario.wants)?;
    for forbidden in scenario.forbids {
        anyhow::ensure!(
            !upgrade.contains(forbidden),
            "{forbidden:?} here:\n{upgrade}"
        );
    }
    Ok(())
}

/// Up, down and up again, with a clean `check` after each up.
fn round_trip(scenario: &Scenario, project: &Project) -> Result<()> {
    project.succeed(&ours(), &["upgrade", "head"])?;
    project.succeed(&ours(), &["check"])?;
    project.succeed(&ours(), &["downgrade", "-1"])?;
    project.write("models.py", &models(scenario.before))?;
    let stale = project.run(&ours(), &["check"])?;
    anyhow::ensure!(
        stale.stdout.contains("not up to date"),
        "{}{}",
        stale.stdout,
        stale.stderr
    );
    project.write("models.py", &models(scenario.after))?;
    project.succeed(&ours(), &["upgrade", "head"])?;
    project.succeed(&ours(), &["check"])?;
    Ok(())
}

/// Where only the name of an index changes, SQLite needs another one.
const ON_SQLITE: &[Scenario] = &[column(
    "a column with index=True",
    "T('t', id, C('slug', S(40), index=True))",
    "T('t', id, C('url_slug', S(40), index=True))",
    &[
        "op.alter_column('t', 'slug',",
        "op.drop_index(",
        "op.create_index(",
    ],
)];

/// PostgreSQL renames indexes and constraints.
const ON_POSTGRESQL: &[Scenario] = &[
    Scenario {
        forbids: &["drop_", "create_"],
        ..column(
            "a column with index=True",
            "T('t', id, C('slug', S(40), index=True))",
            "T('t', id, C('url_slug', S(40), index=True))",
            &[
                "op.alter_column('t', 'slug',",
                "op.execute('ALTER INDEX ix_t_slug RENAME TO ix_t_url_slug')",
            ],
        )
    },
    Scenario {
        forbids: &["drop_", "create_"],
        ..column(
            "a column with constraints of a naming convention",
            CONVENTION_BEFORE,
            CONVENTION_AFTER,
            &[
                "op.alter_column('t', 'mail',",
                "op.execute('ALTER INDEX ix_t_mail RENAME TO ix_t_mail_to')",
                "op.execute('ALTER TABLE t RENAME CONSTRAINT uq_t_mail TO uq_t_mail_to')",
            ],
        )
    },
    Scenario {
        forbids: &["drop_", "create_"],
        ..table(
            "a table with constraints of a naming convention",
            "convention(); T('user', id, C('a', S(9), unique=True), C('b', Integer), C('c', Text), C('d', DateTime), C('e', Boolean)); T('u', id, C('user_id', FK('user.id')))",
            "convention(); T('users', id, C('a', S(9), unique=True), C('b', Integer), C('c', Text), C('d', DateTime), C('e', Boolean)); T('u', id, C('user_id', FK('users.id')))",
            &[
                "op.rename_table('user', 'users')",
                "RENAME CONSTRAINT fk_u_user_id_user TO fk_u_user_id_users",
                "RENAME CONSTRAINT uq_user_a TO uq_users_a",
                "RENAME CONSTRAINT pk_user TO pk_users",
            ],
        )
    },
    column(
        "an index that becomes unique as well",
        "T('t', id, C('slug', S(40), index=True))",
        "T('t', id, C('url_slug', S(40), index=True, unique=True))",
        &[
            "op.alter_column('t', 'slug',",
            "op.drop_index(",
            "op.create_index(",
        ],
    ),
];

const CONVENTION_BEFORE: &str =
    "convention(); T('t', id, C('mail', S(40)), Index(None, 'mail'), U('mail'))";
const CONVENTION_AFTER: &str =
    "convention(); T('t', id, C('mail_to', S(40)), Index(None, 'mail_to'), U('mail_to'))";

#[test]
fn on_sqlite() {
    const URL: &str = "sqlite:///app.db";
    let scenarios: Vec<&Scenario> = SCENARIOS.iter().chain(ON_SQLITE).collect();
    assert_all(
        &scenarios,
        |scenario| scenario.name,
        |scenario| {
            check_upgrade(scenario, &changed(scenario, URL, false)?)?;
            // SQLite changes constraints in batches only.
            round_trip(scenario, &changed(scenario, URL, true)?)
        },
    );
}

#[test]
fn on_postgresql() {
    let scenarios: Vec<&Scenario> = SCENARIOS.iter().chain(ON_POSTGRESQL).collect();
    assert_all(
        &scenarios,
        |scenario| scenario.name,
        |scenario| {
            let Some(database) = postgres_database()? else {
                return Ok(());
            };
            let project = changed(scenario, &database.url("postgresql+psycopg2"), false)?;
            check_upgrade(scenario, &project)?;
            round_trip(scenario, &project)
        },
    );
}

#[test]
fn data_stays() -> Result<()> {
    let project = project(
        "sqlite:///app.db",
        "T('users', id, C('phone', S(20)), C('note', Text))",
        false,
    )?;
    project.succeed(&ours(), &["revision", "--autogenerate", "-m", "before"])?;
    project.succeed(&ours(), &["upgrade", "head"])?;
    let path = project.path().join("app.db");
    sqlite_query(&path, "INSERT INTO users (phone) VALUES ('123')")?;
    project.write(
        "models.py",
        &format!("{MODELS}T('users', id, C('phone_number', S(20)), C('note', Text))\n"),
    )?;
    let output = project.succeed(
        &ours(),
        &[
            "revision",
            "--autogenerate",
            "--renames=auto",
            "-m",
            "after",
        ],
    )?;
    assert!(
        output
            .stderr
            .contains("rename: column users.phone -> users.phone_number (9"),
        "{}",
        output.stderr
    );
    project.succeed(&ours(), &["upgrade", "head"])?;
    let rows = sqlite_query(&path, "SELECT phone_number FROM users")?;
    assert_eq!(rows, [[Some("123".to_owned())]]);
    project.succeed(&ours(), &["downgrade", "-1"])?;
    let rows = sqlite_query(&path, "SELECT phone FROM users")?;
    assert_eq!(rows, [[Some("123".to_owned())]]);
    Ok(())
}

#[test]
fn off_unless_asked() -> Result<()> {
    let project = project(
        "sqlite:///app.db",
        "T('users', id, C('phone', S(20)))",
        false,
    )?;
    project.succeed(&ours(), &["revision", "--autogenerate", "-m", "before"])?;
    project.succeed(&ours(), &["upgrade", "head"])?;
    project.write(
        "models.py",
        &format!(
            "{MODELS}T('users', id, C('phone_number', S(20), info={{'renamed_from': 'phone'}}))\n"
        ),
    )?;
    for (slug, option) in [("plain", None), ("off", Some("--renames=off"))] {
        let mut arguments = vec!["revision", "--autogenerate", "-m", slug];
        arguments.extend(option);
        project.succeed(&ours(), &arguments)?;
        assert!(
            project
                .revision_functions(slug)?
                .0
                .contains("op.drop_column('users', 'phone')")
        );
        project.remove_revision(slug)?;
    }
    let output = project.run(&ours(), &["revision", "--renames=auto", "-m", "x"])?;
    assert_eq!(output.status, Some(255));
    assert!(
        output.stdout.contains("--renames needs --autogenerate"),
        "{}",
        output.stdout
    );
    Ok(())
}

#[test]
fn without_a_terminal_nobody_is_asked() -> Result<()> {
    let project = project(
        "sqlite:///app.db",
        "T('t', id, C('price', Integer), C('z', Text))",
        false,
    )?;
    project.succeed(&ours(), &["revision", "--autogenerate", "-m", "before"])?;
    project.succeed(&ours(), &["upgrade", "head"])?;
    project.write(
        "models.py",
        &format!("{MODELS}T('t', id, C('votes', Integer), C('z', Text))\n"),
    )?;
    let output = project.succeed(
        &ours(),
        &["revision", "--autogenerate", "--renames", "-m", "after"],
    )?;
    assert!(
        output
            .stderr
            .contains("not taken as a rename: column t.price -> t.votes"),
        "{}",
        output.stderr
    );
    assert!(
        project
            .revision_functions("after")?
            .0
            .contains("op.drop_column('t', 'price')")
    );
    Ok(())
}

//! `revision --autogenerate --enums` on PostgreSQL: what is written, what must not be, and that up, down, up works,
//! with Alembic too.

use std::path::PathBuf;

use alembic_testing::{
    Database, Output, Project, Tool, assert_all, contains_in_order, postgres_database, reference,
};
use anyhow::{Context, Result};

/// One change of the models.
struct Scenario {
    name: &'static str,
    /// SQL that runs before everything.
    setup: &'static str,
    /// The models before and after, as Python.
    before: &'static str,
    after: &'static str,
    /// Texts that the upgrade must have, in this order.
    wants: &'static [&'static str],
    /// Texts that it must not have.
    forbids: &'static [&'static str],
    /// Texts on stderr.
    notes: &'static [&'static str],
}

const PLAIN: Scenario = Scenario {
    name: "",
    setup: "",
    before: "",
    after: "",
    wants: &[],
    forbids: &[],
    notes: &[],
};

const REWRITE: &str = "CREATE TYPE st_new AS ENUM";

const SCENARIOS: &[Scenario] = &[
    Scenario {
        name: "a value at the end",
        before: "T('t', id, C('s', E('a', 'b', name='st')))",
        after: "T('t', id, C('s', E('a', 'b', 'c', name='st')))",
        wants: &[
            "with op.get_context().autocommit_block():",
            "    op.execute(\"ALTER TYPE st ADD VALUE IF NOT EXISTS 'c'\")",
        ],
        forbids: &["BEFORE", "AFTER", REWRITE],
        ..PLAIN
    },
    Scenario {
        name: "a value at the beginning",
        before: "T('t', id, C('s', E('b', 'c', name='st')))",
        after: "T('t', id, C('s', E('a', 'b', 'c', name='st')))",
        wants: &["ADD VALUE IF NOT EXISTS 'a' BEFORE 'b'"],
        ..PLAIN
    },
    Scenario {
        name: "a value in the middle",
        before: "T('t', id, C('s', E('a', 'c', name='st')))",
        after: "T('t', id, C('s', E('a', 'b', 'c', name='st')))",
        wants: &["ADD VALUE IF NOT EXISTS 'b' AFTER 'a'"],
        ..PLAIN
    },
    Scenario {
        name: "values in several places",
        before: "T('t', id, C('s', E('b', 'e', name='st')))",
        after: "T('t', id, C('s', E('a', 'b', 'c', 'd', 'e', 'f', name='st')))",
        wants: &["'a' BEFORE 'b'", "'c' AFTER 'b'", "'d' AFTER 'c'", "'f'\")"],
        ..PLAIN
    },
    Scenario {
        name: "a value that becomes the default",
        before: "T('t', id, C('s', E('a', 'b', name='st'), server_default='a'))",
        after: "T('t', id, C('s', E('a', 'b', 'c', name='st'), server_default='c'))",
        wants: &["ADD VALUE", "server_default="],
        ..PLAIN
    },
    Scenario {
        name: "a value and a default that stays",
        before: "T('t', id, C('s', E('a', 'b', name='st'), server_default='a', nullable=False))",
        after: "T('t', id, C('s', E('a', 'b', 'c', name='st'), server_default='a', nullable=False))",
        wants: &["ADD VALUE"],
        forbids: &["SET DEFAULT", "alter_column"],
        ..PLAIN
    },
    Scenario {
        name: "a value of an array",
        before: "T('t', id, C('s', A(E('a', 'b', name='st'))))",
        after: "T('t', id, C('s', A(E('a', 'b', 'c', name='st'))))",
        wants: &["ADD VALUE"],
        ..PLAIN
    },
    Scenario {
        name: "a value of an array with a default",
        before: "T('t', id, C('s', A(E('a', 'b', name='st')), server_default='{a,b}'))",
        after: "T('t', id, C('s', A(E('a', 'b', 'c', name='st')), server_default='{a,b}'))",
        wants: &["ADD VALUE"],
        ..PLAIN
    },
    Scenario {
        name: "a value of a type of several tables",
        before: "e = E('a', 'b', name='st'); T('t', id, C('s', e)); T('u', id, C('x', e), C('y', A(e)))",
        after: "e = E('a', 'b', 'c', name='st'); T('t', id, C('s', e)); T('u', id, C('x', e), C('y', A(e)))",
        wants: &["ADD VALUE"],
        ..PLAIN
    },
    Scenario {
        name: "a value of a type in a schema",
        setup: "CREATE SCHEMA app",
        before: "T('t', id, C('s', E('a', 'b', name='st', schema='app')))",
        after: "T('t', id, C('s', E('a', 'b', 'c', name='st', schema='app')))",
        wants: &["ALTER TYPE app.st ADD VALUE"],
        ..PLAIN
    },
    Scenario {
        name: "a value of a type of a table in a schema",
        setup: "CREATE SCHEMA app",
        before: "T('t', id, C('s', E('a', 'b', name='st', schema='app')), schema='app')",
        after: "T('t', id, C('s', E('a', 'c', 'b', name='st', schema='app')), schema='app')",
        wants: &["ALTER TYPE app.st ADD VALUE IF NOT EXISTS 'c' AFTER 'a'"],
        ..PLAIN
    },
    Scenario {
        name: "a value with quotes, colons, percent signs and blanks",
        before: "T('t', id, C('s', E('a', name='st')))",
        after: r#"T('t', id, C('s', E('a', "it's", '50%', ':b x:y ::z', 'back\\slash', '\\:q', name='st')))"#,
        wants: &["ADD VALUE"],
        ..PLAIN
    },
    Scenario {
        name: "a value of a type whose name needs quotes",
        before: "T('t', id, C('s', E('a', name='My Type')))",
        after: "T('t', id, C('s', E('a', 'b', name='My Type')))",
        wants: &["ALTER TYPE \"My Type\" ADD VALUE"],
        ..PLAIN
    },
    Scenario {
        name: "a value of a Python enum",
        before: "class S(enum.Enum):\n    A = 'x'\nT('t', id, C('s', E(S, name='st')))",
        after: "class S(enum.Enum):\n    A = 'x'\n    B = 'y'\nT('t', id, C('s', E(S, name='st')))",
        wants: &["ADD VALUE IF NOT EXISTS 'B'"],
        ..PLAIN
    },
    Scenario {
        name: "a value of postgresql.ENUM",
        before: "T('t', id, C('s', ENUM('a', name='st')))",
        after: "T('t', id, C('s', ENUM('a', 'b', name='st')))",
        wants: &["ADD VALUE"],
        ..PLAIN
    },
    Scenario {
        name: "values of two types",
        before: "T('t', id, C('s', E('a', name='st')), C('r', E('x', name='rt')))",
        after: "T('t', id, C('s', E('a', 'b', name='st')), C('r', E('x', 'y', name='rt')))",
        wants: &["ALTER TYPE st ADD", "ALTER TYPE rt ADD"],
        ..PLAIN
    },
    Scenario {
        name: "a new column of a new type",
        before: "T('t', id)",
        after: "T('t', id, C('s', E('a', 'b', name='st'), server_default='a'))",
        wants: &["CREATE TYPE st AS ENUM ('a', 'b')", "create_type=False"],
        ..PLAIN
    },
    Scenario {
        name: "a new array column of a new type",
        before: "T('t', id)",
        after: "T('t', id, C('s', A(E('a', 'b', name='st'))))",
        wants: &["CREATE TYPE st", "create_type=False"],
        ..PLAIN
    },
    Scenario {
        name: "a new table of a new type",
        before: "T('t', id)",
        after: "T('t', id); T('u', id, C('s', E('a', 'b', name='st')))",
        wants: &["CREATE TYPE st", "create_type=False"],
        ..PLAIN
    },
    Scenario {
        name: "a new table of a type that exists",
        before: "T('t', id, C('s', E('a', 'b', name='st')))",
        after: "T('t', id, C('s', E('a', 'b', name='st'))); T('u', id, C('s', E('a', 'b', name='st')))",
        wants: &["create_type=False"],
        forbids: &["CREATE TYPE"],
        ..PLAIN
    },
    Scenario {
        name: "two new columns of one new type",
        before: "T('t', id); T('u', id)",
        after: "e = E('a', name='st'); T('t', id, C('s', e)); T('u', id, C('s', e))",
        wants: &["CREATE TYPE st"],
        ..PLAIN
    },
    Scenario {
        name: "a new type in a schema",
        setup: "CREATE SCHEMA app",
        before: "T('t', id)",
        after: "T('t', id, C('s', E('a', name='st', schema='app')))",
        wants: &["CREATE TYPE app.st", "schema='app'"],
        ..PLAIN
    },
    Scenario {
        name: "a new column and a new value",
        before: "T('t', id, C('s', E('a', name='st')))",
        after: "T('t', id, C('s', E('a', 'b', name='st')), C('r', E('a', 'b', name='st'), server_default='b'))",
        wants: &["ADD VALUE", "op.add_column("],
        ..PLAIN
    },
    Scenario {
        name: "a dropped column with its type",
        before: "T('t', id, C('s', E('a', 'b', name='st'), server_default='a'))",
        after: "T('t', id)",
        wants: &["op.drop_column(", "DROP TYPE st"],
        ..PLAIN
    },
    Scenario {
        name: "a dropped table with its type",
        before: "T('t', id); T('u', id, C('s', E('a', 'b', name='st')))",
        after: "T('t', id)",
        wants: &["op.drop_table(", "DROP TYPE st"],
        ..PLAIN
    },
    Scenario {
        name: "a dropped table with a check on its type",
        before: "T('t', id); T('u', id, C('s', E('a', 'b', name='st')), CheckConstraint(\"s <> 'a'\", name='ck'))",
        after: "T('t', id)",
        wants: &["op.drop_table(", "DROP TYPE st"],
        ..PLAIN
    },
    Scenario {
        name: "a dropped array column with its type",
        before: "T('t', id, C('s', A(E('a', 'b', name='st'))))",
        after: "T('t', id)",
        wants: &["DROP TYPE st"],
        ..PLAIN
    },
    Scenario {
        name: "a dropped column of a type that another has",
        before: "e = E('a', name='st'); T('t', id, C('s', e)); T('u', id, C('s', e))",
        after: "e = E('a', name='st'); T('t', id, C('s', e)); T('u', id)",
        wants: &["op.drop_column("],
        forbids: &["DROP TYPE"],
        ..PLAIN
    },
    Scenario {
        name: "another type in the place of one",
        before: "T('t', id, C('s', E('a', name='st')))",
        after: "T('t', id, C('r', E('x', name='rt')))",
        wants: &["CREATE TYPE rt", "DROP TYPE st"],
        ..PLAIN
    },
    Scenario {
        name: "a renamed value",
        before: "T('t', id, C('s', E('a', 'b', 'c', name='st')))",
        after: "T('t', id, C('s', E('a', 'x', 'c', name='st')))",
        wants: &["ALTER TYPE st RENAME VALUE 'b' TO 'x'"],
        forbids: &["ADD VALUE", REWRITE],
        ..PLAIN
    },
    Scenario {
        name: "a renamed value that is the default",
        before: "T('t', id, C('s', E('a', 'b', name='st'), server_default='b'))",
        after: "T('t', id, C('s', E('a', 'x', name='st'), server_default='x'))",
        wants: &["RENAME VALUE 'b' TO 'x'"],
        ..PLAIN
    },
    Scenario {
        name: "a renamed value of an array",
        before: "T('t', id, C('s', A(E('a', 'b', name='st')), server_default='{b}'))",
        after: "T('t', id, C('s', A(E('a', 'x', name='st')), server_default='{x}'))",
        wants: &["RENAME VALUE 'b' TO 'x'"],
        ..PLAIN
    },
    Scenario {
        name: "two other values are no renames",
        before: "T('t', id, C('s', E('a', 'b', 'c', name='st')))",
        after: "T('t', id, C('s', E('a', 'x', 'y', name='st')))",
        wants: &["ADD VALUE", REWRITE],
        forbids: &["RENAME VALUE"],
        ..PLAIN
    },
    Scenario {
        name: "one removed and one added elsewhere is no rename",
        before: "T('t', id, C('s', E('a', 'b', 'c', name='st')))",
        after: "T('t', id, C('s', E('a', 'c', 'x', name='st')))",
        wants: &["ADD VALUE", REWRITE],
        forbids: &["RENAME VALUE"],
        ..PLAIN
    },
    Scenario {
        name: "a removed value",
        before: "T('t', id, C('s', E('a', 'b', 'c', name='st')))",
        after: "T('t', id, C('s', E('a', 'c', name='st')))",
        wants: &[
            "RAISE EXCEPTION",
            "CREATE TYPE st_new AS ENUM ('a', 'c')",
            "ALTER TABLE t ALTER COLUMN s TYPE st_new USING s::text::st_new",
            "DROP TYPE st",
            "ALTER TYPE st_new RENAME TO st",
        ],
        ..PLAIN
    },
    Scenario {
        name: "a removed value and a default that stays",
        before: "T('t', id, C('s', E('a', 'b', name='st'), server_default='a', nullable=False))",
        after: "T('t', id, C('s', E('a', name='st'), server_default='a', nullable=False))",
        wants: &["DROP DEFAULT", REWRITE_COLUMN, "SET DEFAULT 'a'::st"],
        ..PLAIN
    },
    Scenario {
        name: "a removed value that was the default",
        before: "T('t', id, C('s', E('a', 'b', name='st'), server_default='b'))",
        after: "T('t', id, C('s', E('a', name='st'), server_default='a'))",
        wants: &["server_default=", REWRITE],
        ..PLAIN
    },
    Scenario {
        name: "a removed value whose default goes",
        before: "T('t', id, C('s', E('a', 'b', name='st'), server_default='b'))",
        after: "T('t', id, C('s', E('a', name='st')))",
        wants: &["server_default=None", REWRITE],
        forbids: &["SET DEFAULT"],
        ..PLAIN
    },
    Scenario {
        name: "a removed value of an array with a default",
        before: "T('t', id, C('s', A(E('a', 'b', 'c', name='st')), server_default='{a,c}'))",
        after: "T('t', id, C('s', A(E('a', 'c', name='st')), server_default='{a,c}'))",
        wants: &[
            "s::text[] && ARRAY['b']::text[]",
            "TYPE st_new[] USING s::text[]::st_new[]",
        ],
        ..PLAIN
    },
    Scenario {
        name: "a removed value of a type of several tables",
        before: "e = E('a', 'b', name='st'); T('t', id, C('s', e)); T('u', id, C('x', e, index=True), C('y', A(e)))",
        after: "e = E('a', name='st'); T('t', id, C('s', e)); T('u', id, C('x', e, index=True), C('y', A(e)))",
        wants: &[
            "ALTER TABLE t ALTER COLUMN s",
            "ALTER TABLE u ALTER COLUMN x",
            "ALTER TABLE u ALTER COLUMN y",
        ],
        ..PLAIN
    },
    Scenario {
        name: "a removed value of a type in a schema",
        setup: "CREATE SCHEMA app",
        before: "T('t', id, C('s', E('a', 'b', name='st', schema='app')), schema='app')",
        after: "T('t', id, C('s', E('a', name='st', schema='app')), schema='app')",
        wants: &[
            "CREATE TYPE app.st_new",
            "ALTER TABLE app.t",
            "ALTER TYPE app.st_new RENAME TO st",
        ],
        ..PLAIN
    },
    Scenario {
        name: "a removed value and a new column",
        before: "T('t', id, C('s', E('a', 'b', name='st')))",
        after: "T('t', id, C('s', E('a', name='st')), C('r', E('a', name='st'), server_default='a'))",
        wants: &["op.add_column(", "ALTER COLUMN r TYPE st_new"],
        ..PLAIN
    },
    Scenario {
        name: "a removed value and a dropped column",
        before: "T('t', id, C('s', E('a', 'b', name='st')), C('r', E('a', 'b', name='st')))",
        after: "T('t', id, C('s', E('a', name='st')))",
        wants: &["op.drop_column(", "ALTER COLUMN s TYPE st_new"],
        forbids: &["ALTER COLUMN r"],
        ..PLAIN
    },
    Scenario {
        name: "a removed and an added value",
        before: "T('t', id, C('s', E('a', 'b', 'c', name='st'), server_default='a'))",
        after: "T('t', id, C('s', E('z', 'a', 'c', name='st'), server_default='z'))",
        wants: &["ADD VALUE IF NOT EXISTS 'z' BEFORE 'a'", REWRITE],
        ..PLAIN
    },
    Scenario {
        name: "names that need quotes",
        before: "T('My Table', id, C('The Column', E('a', 'B b', name='My Type'), server_default='a'))",
        after: "T('My Table', id, C('The Column', E('a', name='My Type'), server_default='a'))",
        wants: &["ALTER TABLE \"My Table\" ALTER COLUMN \"The Column\" TYPE \"My Type_new\""],
        ..PLAIN
    },
    Scenario {
        name: "a long name",
        before: "T('t', id, C('s', E('a', 'b', name='n' * 63)))",
        after: "T('t', id, C('s', E('a', name='n' * 63)))",
        wants: &["nnn_new AS ENUM"],
        ..PLAIN
    },
    Scenario {
        name: "nothing has changed",
        before: "T('t', id, C('s', E('a', 'b', name='st'), server_default='a'))",
        after: "T('t', id, C('s', E('a', 'b', name='st'), server_default='a'))",
        wants: &["pass"],
        ..PLAIN
    },
    Scenario {
        name: "a non-native enum",
        before: "T('t', id, C('s', E('a', 'b', name='st', native_enum=False)))",
        after: "T('t', id, C('s', E('a', 'b', 'c', name='st', native_enum=False)))",
        wants: &["pass"],
        ..PLAIN
    },
    Scenario {
        name: "another order",
        before: "T('t', id, C('s', E('a', 'b', name='st')))",
        after: "T('t', id, C('s', E('b', 'a', name='st')))",
        wants: &["pass"],
        notes: &["type st: the models have its values in another order"],
        ..PLAIN
    },
    Scenario {
        name: "a type that nothing uses",
        setup: "CREATE TYPE other AS ENUM ('x')",
        before: "T('t', id)",
        after: "T('t', id)",
        wants: &["pass"],
        ..PLAIN
    },
    Scenario {
        name: "a type that is made elsewhere",
        setup: "CREATE TYPE st AS ENUM ('a')",
        before: "T('t', id, C('s', ENUM('a', name='st', create_type=False)))",
        after: "T('t', id, C('s', ENUM('a', 'b', name='st', create_type=False)))",
        wants: &["pass"],
        notes: &["type st is left alone: create_type=False"],
        ..PLAIN
    },
    Scenario {
        name: "two declarations that differ",
        before: "T('t', id, C('s', E('a', name='st'))); T('u', id)",
        after: "T('t', id, C('s', E('a', name='st'))); T('u', id, C('s', E('a', 'b', name='st')))",
        wants: &["op.add_column("],
        forbids: &["ADD VALUE"],
        notes: &["type st is left alone: the models declare it with different values"],
        ..PLAIN
    },
    Scenario {
        name: "a default that has the removed value",
        before: "T('t', id, C('s', E('a', 'b', name='st'), server_default='b'))",
        after: "T('t', id, C('s', E('a', name='st'), server_default='b'))",
        wants: &["pass"],
        notes: &["the values b are not removed, as the server default of t.s ("],
        ..PLAIN
    },
    Scenario {
        name: "a check in the way of removing",
        before: "T('t', id, C('s', E('a', 'b', name='st')), CheckConstraint(\"s <> 'a'\", name='ck'))",
        after: "T('t', id, C('s', E('a', name='st')), CheckConstraint(\"s <> 'a'\", name='ck'))",
        wants: &["pass"],
        notes: &["the values b are not removed, as constraint ck on table t is in the way"],
        ..PLAIN
    },
    Scenario {
        name: "a check in the way of removing again",
        before: "T('t', id, C('s', E('a', 'b', name='st')), CheckConstraint(\"s <> 'a'\", name='ck'))",
        after: "T('t', id, C('s', E('a', 'b', 'c', name='st')), CheckConstraint(\"s <> 'a'\", name='ck'))",
        wants: &["ADD VALUE"],
        notes: &["the downgrade leaves the values c in place, as constraint ck on table t"],
        ..PLAIN
    },
    Scenario {
        name: "a partition key in the way of removing",
        before: "Table('t', metadata, C('s', E('a', 'b', name='st')), postgresql_partition_by='LIST (s)')",
        after: "Table('t', metadata, C('s', E('a', name='st')), postgresql_partition_by='LIST (s)')",
        wants: &["pass"],
        notes: &["the values b are not removed, as the partition key of t"],
        ..PLAIN
    },
    Scenario {
        name: "a value that becomes the default of an array",
        before: "T('t', id, C('s', A(E('a', 'b', name='st')), server_default='{a}'))",
        after: "T('t', id, C('s', A(E('a', 'b', 'c', name='st')), server_default='{a,c}'))",
        wants: &["ADD VALUE", "server_default="],
        ..PLAIN
    },
    Scenario {
        name: "a value that becomes the default as an expression",
        before: "T('t', id, C('s', E('a', 'b', name='st'), server_default=text(\"'a'::st\")))",
        after: "T('t', id, C('s', E('a', 'b', 'c', name='st'), server_default=text(\"'c'::st\")))",
        wants: &["ADD VALUE", "server_default="],
        ..PLAIN
    },
    Scenario {
        name: "a column that is a variant",
        before: "T('t', id, C('s', S(9).with_variant(ENUM('a', name='st'), 'postgresql')))",
        after: "T('t', id, C('s', S(9).with_variant(ENUM('a', 'b', name='st'), 'postgresql')))",
        wants: &["ADD VALUE"],
        ..PLAIN
    },
];

const REWRITE_COLUMN: &str = "ALTER TABLE t ALTER COLUMN s TYPE st_new";

const ENV: &str = r#"
from alembic import context
from sqlalchemy import create_engine
import models

engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=models.metadata, include_schemas=True,
                      compare_server_default=True)
    with context.begin_transaction():
        context.run_migrations()
"#;

const MODELS: &str = r"
import enum
from sqlalchemy import ARRAY as A, CheckConstraint, Column as C, Enum as E, Integer, MetaData, String as S, Table, text
from sqlalchemy.dialects.postgresql import ENUM

metadata = MetaData()


def T(name, *items, **options):
    Table(name, metadata, *[item() if item is id else item for item in items], **options)


def id():
    return C('id', Integer, primary_key=True)


";

/// Everything about enum types and the columns of tables.
const STATE: &str = "SELECT 'type', n.nspname || '.' || t.typname, string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder), '' FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_enum e ON e.enumtypid = t.oid WHERE t.typtype = 'e' GROUP BY 2 UNION ALL SELECT table_name, column_name, udt_name, column_default FROM information_schema.columns WHERE table_schema IN ('public', 'app') ORDER BY 1, 2";

fn ours() -> Tool {
    Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")))
}

fn project(url: &str, models: &str) -> Result<Project> {
    Project::with_models(url, ENV, &format!("{MODELS}{models}\n"))
}

fn revision(project: &Project, slug: &str) -> Result<Output> {
    let arguments = ["revision", "--autogenerate", "--enums", "-m", slug];
    project.succeed(&ours(), &arguments)
}

/// A second look finds nothing.
fn is_clean(project: &Project) -> Result<()> {
    revision(project, "again")?;
    let (upgrade, downgrade) = project.revision_functions("again")?;
    let empty = "please adjust! ###\n    pass\n";
    anyhow::ensure!(
        upgrade.contains(empty) && downgrade.contains(empty),
        "the second run has:\n{upgrade}{downgrade}"
    );
    project.remove_revision("again")?;
    Ok(())
}

/// Up, down, up and down to the start; the states after each.
fn walk(project: &Project, tool: &Tool, database: &Database) -> Result<Vec<String>> {
    let state = |step: &[&str]| -> Result<String> {
        project.succeed(tool, step)?;
        Ok(format!("{:#?}", database.query(STATE)?))
    };
    Ok(vec![
        state(&["upgrade", "head"])?,
        state(&["downgrade", "-1"])?,
        state(&["upgrade", "head"])?,
        state(&["downgrade", "base"])?,
    ])
}

fn check(scenario: &Scenario) -> Result<()> {
    let Some(database) = postgres_database()? else {
        return Ok(());
    };
    let project = project(&database.url("postgresql+psycopg2"), scenario.before)?;
    if !scenario.setup.is_empty() {
        database.run(scenario.setup)?;
    }
    let start = database.query("SELECT typname FROM pg_type WHERE typtype = 'e' ORDER BY 1")?;
    revision(&project, "before")?;
    project.succeed(&ours(), &["upgrade", "head"])?;
    is_clean(&project)?;
    let before = format!("{:#?}", database.query(STATE)?);

    project.write("models.py", &format!("{MODELS}{}\n", scenario.after))?;
    let output = revision(&project, "after")?;
    let (upgrade, downgrade) = project.revision_functions("after")?;
    let context = || format!("{upgrade}{downgrade}");
    contains_in_order(&upgrade, scenario.wants)?;
    for forbidden in scenario.forbids {
        anyhow::ensure!(
            !upgrade.contains(forbidden),
            "{forbidden:?} here:\n{upgrade}"
        );
    }
    for note in scenario.notes {
        anyhow::ensure!(
            output.stderr.contains(note),
            "no {note:?} here:\n{}",
            output.stderr
        );
    }
    anyhow::ensure!(
        !scenario.notes.is_empty() || !output.stderr.contains("enums: "),
        "{}",
        output.stderr
    );
    let states = walk(&project, &ours(), &database).with_context(context)?;
    let [first, down, second, _] = states.as_slice() else {
        anyhow::bail!("four states");
    };
    anyhow::ensure!(first == second, "{first}\n{second}\n{}", context());
    let leaves_values = scenario.notes.iter().any(|note| note.contains("leaves"));
    anyhow::ensure!(
        *down == before || leaves_values,
        "{before}\n{down}\n{}",
        context()
    );
    let end = database.query("SELECT typname FROM pg_type WHERE typtype = 'e' ORDER BY 1")?;
    anyhow::ensure!(start == end, "{start:?} {end:?}");
    // What Alembic makes of the same files.
    if let Some(venv) = reference() {
        let other = postgres_database()?.context("the server is gone")?;
        if !scenario.setup.is_empty() {
            other.run(scenario.setup)?;
        }
        let ini = project.read("alembic.ini")?;
        let url = |database: &Database| database.url("postgresql+psycopg2");
        project.write("alembic.ini", &ini.replace(&url(&database), &url(&other)))?;
        let theirs = walk(&project, &Tool::Reference(venv), &other).with_context(context)?;
        anyhow::ensure!(states == theirs, "{states:?}\n{theirs:?}\n{}", context());
        project.write("alembic.ini", &ini)?;
    }
    // Values that a note speaks of are still different.
    project.succeed(&ours(), &["upgrade", "head"])?;
    if scenario.notes.is_empty() {
        is_clean(&project)?;
    }
    Ok(())
}

/// A project at its first revision, with a removed value in the second.
fn with_removed_value(database: &Database) -> Result<Project> {
    let before = "T('t', id, C('s', E('a', 'b', name='st')), C('m', A(E('x', 'y', name='mt'))))";
    let after = "T('t', id, C('s', E('a', name='st')), C('m', A(E('x', 'y', 'z', name='mt'))))";
    let project = project(&database.url("postgresql+psycopg2"), before)?;
    revision(&project, "before")?;
    project.succeed(&ours(), &["upgrade", "head"])?;
    project.write("models.py", &format!("{MODELS}{after}\n"))?;
    revision(&project, "after")?;
    Ok(project)
}

#[test]
fn rows_with_a_removed_value_stop_it_before_anything_has_changed() -> Result<()> {
    let mut tools = vec![ours()];
    tools.extend(reference().map(Tool::Reference));
    for tool in tools {
        let Some(database) = postgres_database()? else {
            return Ok(());
        };
        let project = with_removed_value(&database)?;
        let before = database.query(STATE)?;
        database.run("INSERT INTO t (s) VALUES ('b')")?;
        let output = project.run(&tool, &["upgrade", "head"])?;
        assert_ne!(output.status, Some(0));
        let said = format!("{}{}", output.stdout, output.stderr);
        let message = "t.s has rows with values that are removed from the type st: b";
        assert!(said.contains(message), "{said}");
        assert_eq!(database.query(STATE)?, before);
        database.run("UPDATE t SET s = 'a'")?;
        project.succeed(&tool, &["upgrade", "head"])?;
        // The downgrade has to take `z` away from the array.
        let after = database.query(STATE)?;
        database.run("UPDATE t SET m = '{x,z}'")?;
        let output = project.run(&tool, &["downgrade", "-1"])?;
        assert_ne!(output.status, Some(0));
        assert_eq!(database.query(STATE)?, after);
        database.run("UPDATE t SET m = '{x}'")?;
        project.succeed(&tool, &["downgrade", "-1"])?;
        assert_eq!(database.query(STATE)?, before);
        let rows = database.query("SELECT s::text, m::text FROM t")?;
        assert_eq!(rows, [[Some("a".to_owned()), Some("{x}".to_owned())]]);
    }
    Ok(())
}

#[test]
fn views_functions_and_other_objects_stop_a_removal() -> Result<()> {
    for (sql, what) in [
        ("CREATE VIEW v AS SELECT s FROM t", "view v"),
        ("CREATE VIEW v AS SELECT id FROM t WHERE s = 'a'", "view v"),
        (
            "CREATE FUNCTION f(x st) RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "function f(st)",
        ),
        ("CREATE DOMAIN d AS st", "type d"),
        ("CREATE INDEX ix ON t (id) WHERE s = 'a'", "index ix"),
        (
            "ALTER TABLE t ADD COLUMN g text GENERATED ALWAYS AS (CASE WHEN s = 'a' THEN 'x' END) STORED",
            "column g of table t",
        ),
        (
            "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER g BEFORE UPDATE OF s ON t FOR EACH ROW EXECUTE FUNCTION f()",
            "trigger g on table t",
        ),
        ("COMMENT ON TYPE st IS 'x'", "its comment"),
        ("REVOKE USAGE ON TYPE st FROM PUBLIC", "its privileges"),
    ] {
        let Some(database) = postgres_database()? else {
            return Ok(());
        };
        let before = "T('t', id, C('s', E('a', 'b', name='st')))";
        let project = project(&database.url("postgresql+psycopg2"), before)?;
        revision(&project, "before")?;
        project.succeed(&ours(), &["upgrade", "head"])?;
        database.run(sql)?;
        let after = "T('t', id, C('s', E('a', name='st')))";
        project.write("models.py", &format!("{MODELS}{after}\n"))?;
        let output = revision(&project, "after")?;
        let (upgrade, _) = project.revision_functions("after")?;
        let note = "enums: type st: the values b are not removed, as ";
        assert!(output.stderr.contains(note), "{sql}: {}", output.stderr);
        assert!(output.stderr.contains(what), "{sql}: {}", output.stderr);
        assert!(!upgrade.contains("TYPE st_new"), "{sql}: {upgrade}");
    }
    Ok(())
}

#[test]
fn partitions_change_with_their_parent() -> Result<()> {
    let Some(database) = postgres_database()? else {
        return Ok(());
    };
    database.run(
        "CREATE TYPE st AS ENUM ('a', 'b'); CREATE TABLE t (id integer NOT NULL, s st DEFAULT 'a') PARTITION BY LIST (id); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); INSERT INTO t (id) VALUES (1)",
    )?;
    let after = "Table('t', metadata, C('id', Integer, nullable=False), C('s', E('a', 'c', 'd', name='st'), server_default='a'))
Table('t1', metadata, C('id', Integer, nullable=False), C('s', E('a', 'c', 'd', name='st'), server_default='a'))";
    let project = project(&database.url("postgresql+psycopg2"), after)?;
    let before = database.query(STATE)?;
    revision(&project, "after")?;
    let states = walk(&project, &ours(), &database)?;
    assert_eq!(states.first(), states.get(2));
    assert_eq!(
        database
            .query(STATE)?
            .into_iter()
            .filter(|row| row[1].as_deref() != Some("version_num"))
            .collect::<Vec<_>>(),
        before
    );
    project.succeed(&ours(), &["upgrade", "head"])?;
    is_clean(&project)
}

#[test]
fn with_renames() -> Result<()> {
    let Some(database) = postgres_database()? else {
        return Ok(());
    };
    let before = "T('t', id, C('s', E('a', 'b', name='st'), server_default='a'), C('z', Integer))";
    let after = "T('u', id, C('state', E('a', name='st'), server_default='a', info={'renamed_from': 's'}), C('z', Integer), info={'renamed_from': 't'})";
    let project = project(&database.url("postgresql+psycopg2"), before)?;
    revision(&project, "before")?;
    project.succeed(&ours(), &["upgrade", "head"])?;
    project.write("models.py", &format!("{MODELS}{after}\n"))?;
    let arguments = [
        "revision",
        "--autogenerate",
        "--enums",
        "--renames=auto",
        "-m",
        "after",
    ];
    project.succeed(&ours(), &arguments)?;
    let (upgrade, downgrade) = project.revision_functions("after")?;
    let wants = [
        "FROM t WHERE s::text",
        "op.rename_table",
        "ALTER TABLE u ALTER COLUMN state TYPE st_new",
    ];
    contains_in_order(&upgrade, &wants)?;
    let wants = ["ADD VALUE IF NOT EXISTS 'b'", "op.rename_table"];
    contains_in_order(&downgrade, &wants)?;
    let states = walk(&project, &ours(), &database)?;
    assert_eq!(states.first(), states.get(2));
    project.succeed(&ours(), &["upgrade", "head"])?;
    is_clean(&project)
}

#[test]
fn directives_see_the_operations() -> Result<()> {
    let Some(database) = postgres_database()? else {
        return Ok(());
    };
    let project = with_removed_value(&database)?;
    let written = project.read(&project.revision_file("after")?)?;
    project.remove_revision("after")?;
    let hook = "def hook(context, revision, directives):
    for op in directives[0].upgrade_ops.ops:
        if type(op).__name__ == 'ExecuteSQLOp':
            op.sqltext = op.sqltext.replace('st_new', 'st_other')

";
    let env = ENV.replace("engine = ", &format!("{hook}engine = "));
    let env = env.replace(
        "include_schemas=True",
        "include_schemas=True, process_revision_directives=hook",
    );
    project.write("alembic/env.py", &env)?;
    revision(&project, "after")?;
    let (upgrade, _) = project.revision_functions("after")?;
    let start = written.find("def upgrade").context("no upgrade()")?;
    let end = written.find("def downgrade").context("no downgrade()")?;
    let expected = written.get(start..end).unwrap_or_default();
    assert_eq!(upgrade, expected.replace("st_new", "st_other"));
    assert!(upgrade.contains("autocommit_block"), "{upgrade}");
    Ok(())
}

#[test]
fn off_unless_asked() -> Result<()> {
    let Some(database) = postgres_database()? else {
        return Ok(());
    };
    let project = with_removed_value(&database)?;
    project.remove_revision("after")?;
    let plain = ["revision", "--autogenerate", "-m", "plain"];
    project.succeed(&ours(), &plain)?;
    let (upgrade, _) = project.revision_functions("plain")?;
    assert!(upgrade.contains("    pass\n"), "{upgrade}");
    let output = project.run(&ours(), &["revision", "--enums", "-m", "x"])?;
    assert_eq!(output.status, Some(255));
    assert!(output.stdout.contains("--enums needs --autogenerate"));
    Ok(())
}

#[test]
fn nothing_on_sqlite() -> Result<()> {
    let models = "T('t', id, C('s', E('a', 'b', name='st')))";
    let project = project("sqlite:///app.db", models)?;
    let output = revision(&project, "before")?;
    assert!(output.stderr.contains("--enums: sqlite has no enum types"));
    let (upgrade, _) = project.revision_functions("before")?;
    assert!(!upgrade.contains("op.execute"), "{upgrade}");
    assert!(
        upgrade.contains("sa.Enum('a', 'b', name='st')"),
        "{upgrade}"
    );
    Ok(())
}

#[test]
fn scenarios() {
    assert_all(SCENARIOS, |scenario| scenario.name, check);
}

#[test]
fn check_finds_changes() -> Result<()> {
    let Some(database) = postgres_database()? else {
        return Ok(());
    };
    database.run("CREATE TYPE st AS ENUM ('a'); CREATE TABLE t (id serial PRIMARY KEY, s st)")?;
    let url = database.url("postgresql+psycopg2");
    let models = "T('t', id, C('s', E('a', 'b', name='st')))";
    let project = project(&url, models)?;
    let tool = ours();
    assert_eq!(project.run(&tool, &["check"])?.status, Some(0));
    let output = project.run(&tool, &["check", "--enums", "--diff"])?;
    assert_eq!(output.status, Some(255), "{}", output.stderr);
    assert_eq!(
        output.stdout,
        "~ enum type added values b of enum type st\nFAILED: 1 differences between the models and the database\n"
    );
    let models = models.replace(", 'b'", "");
    project.write("models.py", &format!("{MODELS}{models}\n"))?;
    assert_eq!(project.run(&tool, &["check", "--enums"])?.status, Some(0));
    Ok(())
}

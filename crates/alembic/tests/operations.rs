//! Operations as whole commands: what a single compiled operation does not show.

use std::path::PathBuf;

use alembic_testing::{Project, Tool, reference, sqlite_query, sqlite_schema};
use anyhow::Result;

/// Two tables of one revision and one of the next share an enum by its name.
#[test]
fn a_named_type_is_created_once() -> Result<()> {
    let revision = |id: &str, down: &str, tables: &[&str]| {
        let body: String = tables
            .iter()
            .map(|table| {
                format!("    op.create_table('{table}', sa.Column('kind', sa.Enum('A', 'B', name='kind')))\n")
            })
            .collect();
        format!(
            "from alembic import op\nimport sqlalchemy as sa\nrevision = '{id}'\ndown_revision = {down}\n\n\ndef upgrade():\n{body}\n\ndef downgrade():\n    pass\n"
        )
    };
    let project = Project::generic(&[
        ("a1", &revision("a1", "None", &["one", "two"])),
        ("b2", &revision("b2", "'a1'", &["three"])),
    ])?;
    let ini = project.read("alembic.ini")?;
    let url = "sqlalchemy.url = postgresql+psycopg2://localhost/none";
    let changed: Vec<&str> = ini
        .lines()
        .map(|line| {
            if line.starts_with("sqlalchemy.url") {
                url
            } else {
                line
            }
        })
        .collect();
    project.write("alembic.ini", &changed.join("\n"))?;

    let ours = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    let output = project.run(&ours, &["upgrade", "head", "--sql"])?;
    assert_eq!(output.status, Some(0), "{}", output.stderr);
    assert_eq!(
        output.stdout.matches("CREATE TYPE kind AS ENUM").count(),
        1,
        "{}",
        output.stdout
    );
    assert_eq!(
        output.stdout.matches("CREATE TABLE").count(),
        4,
        "{}",
        output.stdout
    );
    if let Some(venv) = reference() {
        let theirs = project.run(&Tool::Reference(venv), &["upgrade", "head", "--sql"])?;
        assert_eq!(output.stdout, theirs.stdout);
    }
    Ok(())
}

/// Rows and schema after revisions on SQLite, of which the last one may fail.
fn sqlite_after(
    revisions: &[(&str, &str)],
    tool: &Tool,
) -> Result<(Option<i32>, Vec<String>, Project)> {
    let project = Project::generic(revisions)?;
    let output = project.run(tool, &["upgrade", "head"])?;
    let schema = sqlite_schema(&project.path().join("app.db"))?;
    Ok((output.status, schema, project))
}

const FIRST: &str = "from alembic import op
import sqlalchemy as sa
revision = 'a1'
down_revision = None


def upgrade():
    op.create_table('t', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('x', sa.Integer()))
    op.execute('INSERT INTO t (id, x) VALUES (1, 5)')


def downgrade():
    pass
";

/// A revision that fails leaves nothing behind on SQLite (`docs/differences/transactions.md`).
#[test]
fn a_failing_revision_leaves_sqlite_as_it_was() -> Result<()> {
    let failing = |body: &str| {
        format!(
            "from alembic import op\nimport sqlalchemy as sa\nrevision = 'b2'\ndown_revision = 'a1'\n\n\ndef upgrade():\n{body}    op.execute('SELECT * FROM no_such_table')\n\n\ndef downgrade():\n    pass\n"
        )
    };
    let plain = failing(
        "    op.create_table('u', sa.Column('id', sa.Integer()))\n    op.execute('UPDATE t SET x = 6')\n",
    );
    let batch = failing(
        "    with op.batch_alter_table('t', recreate='always') as batch:\n        batch.drop_column('x')\n",
    );
    let ours = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    for second in [plain, batch] {
        let (status, schema, project) = sqlite_after(&[("a1", FIRST), ("b2", &second)], &ours)?;
        assert_eq!(status, Some(1));
        let tables: Vec<&String> = schema
            .iter()
            .filter(|line| line.starts_with("table|"))
            .collect();
        assert_eq!(tables.len(), 2, "{schema:?}");
        assert!(
            tables.iter().any(|line| line.contains("x INTEGER")),
            "{schema:?}"
        );
        let database = project.path().join("app.db");
        let rows = sqlite_query(&database, "SELECT id, x FROM t")?;
        assert_eq!(rows, [[Some("1".to_owned()), Some("5".to_owned())]]);
        let version = sqlite_query(&database, "SELECT version_num FROM alembic_version")?;
        assert_eq!(version, [[Some("a1".to_owned())]]);
    }
    Ok(())
}

/// Defaults of the columns of a `Table` count when a revision inserts and updates.
#[test]
fn python_side_defaults_are_applied() -> Result<()> {
    let revision = "from alembic import op
import sqlalchemy as sa
revision = 'a1'
down_revision = None


def upgrade():
    counter = iter(range(10, 20))
    t = op.create_table(
        't',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('kind', sa.String(10), default='plain'),
        sa.Column('number', sa.Integer(), default=lambda: next(counter)),
        sa.Column('changed', sa.String(10), onupdate='yes'),
    )
    bind = op.get_bind()
    bind.execute(t.insert().values(id=1))
    bind.execute(t.insert(), [{'id': 2}, {'id': 3, 'kind': None}])
    bind.execute(t.insert().values([{'id': 4}, {'id': 5}]))
    op.execute(t.insert().values(id=6, kind='given'))
    bind.execute(t.update().where(t.c.id == 1).values(kind='new'))


def downgrade():
    pass
";
    let revision = revision.replace(
        "[{'id': 2}, {'id': 3, 'kind': None}]",
        "[{'id': 2}, {'id': 3}]",
    );
    let rows = |tool: &Tool| -> Result<Vec<Vec<Option<String>>>> {
        let (status, _, project) = sqlite_after(&[("a1", &revision)], tool)?;
        assert_eq!(status, Some(0));
        let sql = "SELECT id, kind, number, changed FROM t ORDER BY id";
        sqlite_query(&project.path().join("app.db"), sql)
    };
    let ours = rows(&Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic"))))?;
    assert_eq!(ours.len(), 6);
    if let Some(venv) = reference() {
        assert_eq!(ours, rows(&Tool::Reference(venv))?);
    }
    Ok(())
}

/// The CHECK of a column among `reflect_args` has its own name, that of an added column the name of the convention.
#[test]
fn a_batch_names_the_checks_of_types() -> Result<()> {
    let second = "from alembic import op
import sqlalchemy as sa
revision = 'b2'
down_revision = 'a1'


def upgrade():
    mine = lambda: sa.Column('x', sa.Boolean(create_constraint=True, name='mine'))
    with op.batch_alter_table('t', recreate='always', reflect_args=[mine()]) as batch:
        batch.alter_column('id', existing_type=sa.Integer(), comment='c')
    with op.batch_alter_table('t', recreate='always', reflect_args=[mine()]) as batch:
        batch.add_column(sa.Column('y', sa.Boolean(create_constraint=True, name='yours')))
    with op.batch_alter_table('u', recreate='always') as batch:
        batch.add_column(sa.Column('y', sa.Boolean(create_constraint=True)))


def downgrade():
    pass
";
    let first = format!(
        "{}    op.create_table('u', sa.Column('id', sa.Integer()))\n\n\ndef downgrade():\n    pass\n",
        FIRST
            .replace("(1, 5)", "(1, 1)")
            .split("\n\ndef downgrade")
            .next()
            .unwrap_or_default()
    );
    let schema = |tool: &Tool| -> Result<Vec<String>> {
        let project = Project::generic(&[("a1", &first), ("b2", second)])?;
        let env = project.read("alembic/env.py")?.replace(
            "target_metadata = None",
            "from sqlalchemy import MetaData\ntarget_metadata = MetaData(naming_convention={'ck': 'ck_%(table_name)s_%(constraint_name)s'})",
        );
        project.write("alembic/env.py", &env)?;
        project.succeed(tool, &["upgrade", "head"])?;
        let mut words: Vec<String> = sqlite_schema(&project.path().join("app.db"))?
            .iter()
            .flat_map(|line| line.split(", "))
            .map(|word| word.trim_matches(['\n', '\t', ')']).to_owned())
            .collect();
        words.sort();
        Ok(words)
    };
    let ours = schema(&Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic"))))?;
    let text = ours.join("\n");
    for name in [
        "CONSTRAINT mine CHECK",
        "CONSTRAINT ck_t_yours CHECK",
        "CHECK (y IN (0",
    ] {
        assert!(text.contains(name), "{text}");
    }
    if let Some(venv) = reference() {
        assert_eq!(ours, schema(&Tool::Reference(venv))?);
    }
    Ok(())
}

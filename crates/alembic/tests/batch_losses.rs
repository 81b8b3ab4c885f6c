//! What a batch on SQLite loses is said: Alembic makes the table anew without a word about it.

use std::path::PathBuf;

use alembic_testing::{Output, Project, Tool};
use anyhow::Result;

fn run(project: &Project, arguments: &[&str]) -> Result<Output> {
    let tool = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    project.run(&tool, arguments)
}

fn project(upgrade: &str) -> Result<Project> {
    let revision = format!(
        "from alembic import op\nimport sqlalchemy as sa\nrevision = 'a1'\ndown_revision = None\n\n\ndef upgrade():\n{upgrade}\n\n\ndef downgrade():\n    pass\n"
    );
    Project::generic(&[("a1", &revision)])
}

const BATCH: &str = "    with op.batch_alter_table('t') as batch_op:\n        batch_op.alter_column('name', nullable=False)";

#[test]
fn what_the_copy_does_not_have() -> Result<()> {
    let setup = "    op.execute('CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT COLLATE NOCASE, n INT CHECK (n > 0))')\n    op.execute('CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END')\n    op.execute('CREATE INDEX low ON t (lower(name))')\n";
    let project = project(&format!("{setup}{BATCH}"))?;
    let output = run(&project, &["upgrade", "head"])?;
    assert_eq!(output.status, Some(0), "{}", output.stderr);
    assert!(
        output.stderr.contains(
            "warning: batch mode made table `t` anew, as Alembic does, without: trigger tr, COLLATE of columns, \
             AUTOINCREMENT, index low (on an expression)\n"
        ),
        "{}",
        output.stderr
    );
    Ok(())
}

#[test]
fn a_plain_table_says_nothing() -> Result<()> {
    let setup = "    op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.Text), sa.Column('check', sa.Text, index=True))\n";
    let project = project(&format!("{setup}{BATCH}"))?;
    let output = run(&project, &["upgrade", "head"])?;
    assert_eq!(output.status, Some(0), "{}", output.stderr);
    assert!(!output.stderr.contains("warning:"), "{}", output.stderr);
    Ok(())
}

#[test]
fn what_the_batch_gives_itself_is_not_lost() -> Result<()> {
    let setup = "    op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.Text), sa.CheckConstraint('id > 0', name='ck'), sqlite_autoincrement=True)\n    op.create_index('low', 't', [sa.text('name DESC')])\n";
    let batch = "    with op.batch_alter_table('t', table_kwargs={'sqlite_autoincrement': True}) as batch_op:\n        batch_op.alter_column('name', nullable=False)";
    let project = project(&format!("{setup}{batch}"))?;
    let output = run(&project, &["upgrade", "head"])?;
    assert_eq!(output.status, Some(0), "{}", output.stderr);
    assert!(
        output.stderr.contains("without: order of index low\n"),
        "{}",
        output.stderr
    );
    Ok(())
}

#[test]
fn rows_that_refer_to_nothing() -> Result<()> {
    let setup = "    op.execute('CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, name TEXT)')\n    op.execute('CREATE TABLE c (t_id INTEGER REFERENCES t (id))')\n    op.execute('INSERT INTO c VALUES (7)')";
    let project = project(setup)?;
    let output = run(&project, &["upgrade", "head"])?;
    assert_eq!(output.status, Some(0), "{}", output.stderr);
    let revision = |id: &str, down: &str| {
        format!(
            "from alembic import op\nrevision = '{id}'\ndown_revision = '{down}'\n\n\ndef upgrade():\n{BATCH}\n"
        )
    };
    project.write("alembic/versions/b2.py", &revision("b2", "a1"))?;
    let output = run(&project, &["upgrade", "b2"])?;
    assert_eq!(output.status, Some(0), "{}", output.stderr);
    assert!(!output.stderr.contains("warning:"), "{}", output.stderr);
    let env = project.read("alembic/env.py")?.replace(
        "    with connectable.connect() as connection:\n",
        "    with connectable.connect() as connection:\n        connection.exec_driver_sql('PRAGMA foreign_keys=ON')\n        connection.commit()\n",
    );
    project.write("alembic/env.py", &env)?;
    project.write("alembic/versions/c3.py", &revision("c3", "b2"))?;
    let output = run(&project, &["upgrade", "c3"])?;
    assert_eq!(output.status, Some(0), "{}", output.stderr);
    assert!(
        output
            .stderr
            .contains("rows whose foreign keys refer to nothing"),
        "{}",
        output.stderr
    );
    Ok(())
}

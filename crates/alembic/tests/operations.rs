//! Operations as whole commands: what a single compiled operation does not show.

use std::path::PathBuf;

use alembic_testing::{Project, Tool, reference};
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

//! Comparators, renderers and plugins that a project registers, beside real Alembic.

use std::path::PathBuf;

use alembic_testing::{Project, Tool};
use anyhow::Result;

const ENV: &str = include_str!("comparators/env.py");
const EXTENSION: &str = include_str!("comparators/ext.py");
const MODELS: &str = include_str!("comparators/models.py");
const BEFORE: &str = "from alembic import op\nrevision = 'a0'\ndown_revision = None\n\n\ndef upgrade():\n    op.execute('create table a (id integer primary key, name varchar(50), other varchar(50))')\n    op.execute('create table old (id integer primary key, x integer)')\n";

/// What a tool says to `check` and `revision --autogenerate`, and the file that it writes.
fn answers(tool: &Tool, as_batch: &str) -> Result<Vec<String>> {
    let project = Project::with_models("sqlite:///app.db", ENV, MODELS)?;
    project.write("ext.py", EXTENSION)?;
    project.write("alembic/versions/a0_before.py", BEFORE)?;
    project.succeed(tool, &["upgrade", "head"])?;
    let mut out = Vec::new();
    for arguments in [
        &["check"][..],
        &["revision", "--autogenerate", "-m", "new", "--rev-id", "a1"],
    ] {
        let option = format!("batch={as_batch}");
        let arguments = [&["-x", &option], arguments].concat();
        let output = project.run(tool, &arguments)?;
        out.extend([output.stdout, output.stderr]);
        out.push(format!("{:?}", output.status));
    }
    let text = project.read("alembic/versions/a1_new.py")?;
    let kept: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("Create Date"))
        .collect();
    out.push(kept.join("\n"));
    Ok(out)
}

#[test]
fn comparators_renderers_and_plugins_run_around_alembics_own() -> Result<()> {
    let Some(venv) = alembic_testing::reference() else {
        return Ok(());
    };
    let ours = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    for as_batch in ["no", "yes"] {
        let mine = answers(&ours, as_batch)?;
        let file = mine.last().map_or("", String::as_str);
        assert!(file.contains("# creates extra"), "{file}");
        assert!(file.contains("# note"), "{file}");
        for (mine, theirs) in mine
            .iter()
            .zip(answers(&Tool::Reference(venv.clone()), as_batch)?)
        {
            assert_eq!(*mine, theirs, "render_as_batch: {as_batch}");
        }
    }
    Ok(())
}

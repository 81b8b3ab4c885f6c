//! The backend of `examples/backend` under ours and under real Alembic: stdout, exit code, files, version
//! rows and schema of every command, on SQLite and on PostgreSQL.

use std::path::PathBuf;

use alembic_testing::{
    Database, Output, Project, Tool, postgres_database, reference, sqlite_query, sqlite_schema,
};
use anyhow::{Context, Result};

fn ours() -> Tool {
    Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")))
}

/// One side of the comparison: a copy of the example with its own database.
struct Side {
    tool: Tool,
    project: Project,
    postgres: Option<Database>,
}

impl Side {
    fn sqlite(tool: Tool) -> Result<Self> {
        Ok(Self {
            tool,
            project: Project::example("backend")?,
            postgres: None,
        })
    }

    fn postgres(tool: Tool) -> Result<Option<Self>> {
        let Some(database) = postgres_database()? else {
            return Ok(None);
        };
        let url = database.url("postgresql+asyncpg");
        Ok(Some(Self {
            tool,
            project: Project::example("backend")?.with_env("DATABASE_URL", &url),
            postgres: Some(database),
        }))
    }

    fn run(&self, arguments: &[&str]) -> Result<Output> {
        let mut output = self.project.run(&self.tool, arguments)?;
        if let Some(database) = &self.postgres {
            let name = database
                .url("x")
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_owned();
            output.stdout = output.stdout.replace(&name, "<database>");
            output.stderr = output.stderr.replace(&name, "<database>");
        }
        Ok(output)
    }

    /// The version rows and the schema.
    fn state(&self) -> Result<(Vec<String>, Vec<String>)> {
        let sql = "SELECT version_num FROM alembic_version ORDER BY version_num";
        let first = |rows: Vec<Vec<Option<String>>>| {
            rows.into_iter()
                .filter_map(|row| row.into_iter().next().flatten())
                .collect()
        };
        Ok(if let Some(database) = &self.postgres {
            let has_table = !database
                .query("SELECT 1 FROM pg_tables WHERE tablename = 'alembic_version'")?
                .is_empty();
            let rows = if has_table {
                first(database.query(sql)?)
            } else {
                Vec::new()
            };
            (
                rows,
                database.schema()?.lines().map(str::to_owned).collect(),
            )
        } else {
            let file = self.project.path().join("app.db");
            let schema = if file.is_file() {
                sqlite_schema(&file)?
            } else {
                Vec::new()
            };
            let has_table = schema
                .iter()
                .any(|object| object.starts_with("table|alembic_version"));
            (
                if has_table {
                    first(sqlite_query(&file, sql)?)
                } else {
                    Vec::new()
                },
                schema,
            )
        })
    }

    /// Files of `versions/` that are not in the example, without identifiers and dates.
    fn new_files(&self) -> Result<Vec<String>> {
        let known = std::fs::read_dir(
            alembic_testing::checkout().join("examples/backend/alembic/versions"),
        )?
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect::<Vec<_>>();
        let mut texts = Vec::new();
        for name in self.project.list("alembic/versions")? {
            if !known.contains(&name) {
                texts.push(mask_ids(
                    &self.project.read(&format!("alembic/versions/{name}"))?,
                ));
            }
        }
        texts.sort();
        Ok(texts)
    }
}

/// Identifiers of twelve hexadecimal digits that the example does not know, and dates.
fn mask_ids(text: &str) -> String {
    const KNOWN: &[&str] = &[
        "1f0c2a7d9b31",
        "3b7e51c0d2aa",
        "58d9a4f1e67c",
        "7ac3f08b1d54",
        "90e2b6c47f18",
        "b41d7e5a90c2",
        "d65f19ac38e0",
    ];
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_hexdigit() {
            word.push(c);
            continue;
        }
        if word.len() == 12 && !KNOWN.contains(&word.as_str()) {
            out.push_str("<id>");
        } else {
            out.push_str(&word);
        }
        word.clear();
        out.push(c);
    }
    out.lines()
        .filter(|line| !line.starts_with("Create Date: 20"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Log lines without identifiers; the notes about sequences come in the order of a Python set.
fn log_lines(stderr: &str) -> Vec<String> {
    let mut lines: Vec<String> = mask_ids(stderr)
        .lines()
        .filter(|line| {
            ["INFO ", "ERROR", "WARNI"]
                .iter()
                .any(|level| line.starts_with(level))
        })
        .map(str::to_owned)
        .collect();
    let is_sequence = |line: &String| line.contains("[alembic.ddl.postgresql] Detected sequence");
    for run in lines.chunk_by_mut(|a, b| is_sequence(a) && is_sequence(b)) {
        run.sort();
    }
    lines
}

/// Offline output by statement, neighbouring CREATE INDEX statements sorted: a batch makes the indexes of its
/// table anew in the order of a Python set.
fn statements(stdout: &str, arguments: &[&str]) -> Vec<String> {
    if !arguments.contains(&"--sql") {
        return vec![stdout.to_owned()];
    }
    let mut out: Vec<String> = stdout.split("\n\n").map(str::to_owned).collect();
    for run in
        out.chunk_by_mut(|a, b| a.starts_with("CREATE INDEX") && b.starts_with("CREATE INDEX"))
    {
        run.sort();
    }
    out
}

/// Version rows and schema without the identifiers of new revisions.
fn masked((rows, schema): (Vec<String>, Vec<String>)) -> (Vec<String>, Vec<String>) {
    let mask = |lines: Vec<String>| lines.iter().map(|line| mask_ids(line)).collect();
    (mask(rows), mask(schema))
}

/// Runs a command on both sides and compares all that a user can see.
fn same(ours: &Side, theirs: &Side, arguments: &[&str]) -> Result<()> {
    let (a, b) = (ours.run(arguments)?, theirs.run(arguments)?);
    let context = || {
        format!(
            "alembic {}\nours stderr:\n{}\nreference stderr:\n{}",
            arguments.join(" "),
            a.stderr,
            b.stderr
        )
    };
    assert_eq!(a.status, b.status, "exit status of {}", context());
    assert_eq!(
        statements(&mask_ids(&a.stdout), arguments),
        statements(&mask_ids(&b.stdout), arguments),
        "stdout of {}",
        context()
    );
    assert_eq!(
        log_lines(&a.stderr),
        log_lines(&b.stderr),
        "log of {}",
        context()
    );
    assert_eq!(
        ours.new_files()?,
        theirs.new_files()?,
        "files of {}",
        context()
    );
    assert_eq!(
        masked(ours.state()?),
        masked(theirs.state()?),
        "database after {}",
        context()
    );
    Ok(())
}

/// The commands of the team's guide, and the rest of Alembic's, in one life of a database.
const COMMANDS: &[&[&str]] = &[
    &["current"],
    &["heads"],
    &["branches"],
    &["history"],
    &["history", "--verbose"],
    &["history", "-r", "3b7e51c0d2aa:90e2b6c47f18"],
    &["show", "90e2b6c47f18"],
    &["show", "head"],
    &["upgrade", "head", "--sql"],
    &["upgrade", "3b7e51c0d2aa:7ac3f08b1d54", "--sql"],
    &["downgrade", "7ac3f08b1d54:3b7e51c0d2aa", "--sql"],
    &["downgrade", "-1", "--sql"],
    &["ensure_version"],
    &["upgrade", "+1"],
    &["current", "-v"],
    &["upgrade", "58d9a4"],
    &["history", "-i"],
    &["check"],
    &["upgrade", "head"],
    &["current"],
    &["current", "--check-heads"],
    &["check"],
    &["upgrade", "head"],
    &["downgrade", "-1"],
    &["downgrade", "-2"],
    &["downgrade", "3b7e51c0d2aa"],
    &["current"],
    &["downgrade", "base"],
    &["upgrade", "head"],
    &["stamp", "90e2b6c47f18"],
    &["current"],
    &["stamp", "head"],
    &["stamp", "--purge", "head"],
    &["upgrade", "nope"],
    &["downgrade", "+1"],
    &["revision", "-m", "Rename user name to full_name"],
    &["revision", "--autogenerate", "-m", "too early"],
    &["upgrade", "head"],
    &["revision", "--autogenerate", "-m", "Nothing to do"],
    &["list_templates"],
];

#[test]
fn every_command_on_sqlite_as_the_reference() -> Result<()> {
    let Some(venv) = reference() else {
        return Ok(());
    };
    let (a, b) = (Side::sqlite(ours())?, Side::sqlite(Tool::Reference(venv))?);
    for command in COMMANDS {
        same(&a, &b, command)?;
    }
    Ok(())
}

#[test]
fn every_command_on_postgresql_as_the_reference() -> Result<()> {
    let Some(venv) = reference() else {
        return Ok(());
    };
    let (Some(a), Some(b)) = (
        Side::postgres(ours())?,
        Side::postgres(Tool::Reference(venv))?,
    ) else {
        return Ok(());
    };
    for command in COMMANDS {
        same(&a, &b, command)?;
    }
    Ok(())
}

/// A new column in a model: the generated files are equal, real Alembic applies ours, and both find nothing left.
fn autogenerated_column(ours: &Side, theirs: &Side) -> Result<()> {
    for side in [ours, theirs] {
        side.run(&["upgrade", "head"])?;
        let models = side.project.read("src/users/models.py")?;
        let marker = "    bio: Mapped[str | None]\n";
        let changed = models.replace(marker, &format!("{marker}    age: Mapped[int | None]\n    city: Mapped[str] = mapped_column(String(80), server_default=\"\", index=True)\n"));
        assert_ne!(models, changed);
        side.project.write("src/users/models.py", &changed)?;
    }
    same(ours, theirs, &["check"])?;
    same(
        ours,
        theirs,
        &["revision", "--autogenerate", "-m", "Add user age and city"],
    )?;
    // Real Alembic applies the file that ours wrote.
    let applied = ours.project.run(&theirs.tool, &["upgrade", "head"])?;
    assert_eq!(applied.status, Some(0), "{}", applied.stderr);
    let applied = theirs.run(&["upgrade", "head"])?;
    assert_eq!(applied.status, Some(0), "{}", applied.stderr);
    let clean = ours.run(&["check"])?;
    assert_eq!(
        clean.stdout.trim(),
        "No new upgrade operations detected.",
        "{}",
        clean.stderr
    );
    Ok(())
}

#[test]
fn autogenerate_on_sqlite_as_the_reference() -> Result<()> {
    let Some(venv) = reference() else {
        return Ok(());
    };
    autogenerated_column(
        &Side::sqlite(ours())?,
        &Side::sqlite(Tool::Reference(venv))?,
    )
}

#[test]
fn autogenerate_on_postgresql_as_the_reference() -> Result<()> {
    let Some(venv) = reference() else {
        return Ok(());
    };
    let (Some(a), Some(b)) = (
        Side::postgres(ours())?,
        Side::postgres(Tool::Reference(venv))?,
    ) else {
        return Ok(());
    };
    autogenerated_column(&a, &b)
}

#[test]
fn needs_no_python() -> Result<()> {
    let project = Project::example("backend")?.with_env("PATH", "/nonexistent");
    let output = project.run(&ours(), &["upgrade", "head"])?;
    assert_eq!(output.status, Some(0), "{}", output.stderr);
    let output = project.run(&ours(), &["current"])?;
    assert_eq!(
        output.stdout.trim(),
        "d65f19ac38e0 (head)",
        "{}",
        output.stderr
    );
    Ok(())
}

#[test]
fn version_is_told() -> Result<()> {
    let project = Project::empty().context("temporary folder")?;
    let output = project.run(&ours(), &["--version"])?;
    assert_eq!(output.stdout, "alembic 1.20.1\n");
    assert_eq!(output.stderr, "");
    let project = project.with_env("ALEMBIC_RS_HINTS", "always");
    let output = project.run(&ours(), &["--version"])?;
    assert_eq!(output.stdout, "alembic 1.20.1\n");
    let own = format!(
        "alembic-rs {} (Alembic 1.20.1 compatible)\n",
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!(output.stderr, own);
    Ok(())
}

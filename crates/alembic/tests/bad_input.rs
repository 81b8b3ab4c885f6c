//! What a user sees when something is wrong: one screen that names the place and the next step, nothing lost.

use std::path::PathBuf;

use alembic_testing::{Output, Project, Tool, postgres_database, postgres_server, sqlite_query};
use anyhow::Result;

fn ours() -> Tool {
    Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")))
}

fn revision(id: &str, down: Option<&str>, upgrade: &str) -> String {
    let down = down.map_or("None".to_owned(), |down| format!("'{down}'"));
    format!(
        "\"\"\"{id}\"\"\"\nfrom alembic import op\nimport sqlalchemy as sa\nrevision = '{id}'\ndown_revision = {down}\n\n\ndef upgrade():\n{upgrade}\n\n\ndef downgrade():\n    pass\n"
    )
}

fn run(project: &Project, arguments: &[&str]) -> Result<Output> {
    let output = project.run(&ours(), arguments)?;
    assert!(!output.stderr.contains("panicked"), "{}", output.stderr);
    assert!(
        output.stderr.lines().count() < 60,
        "more than a screen:\n{}",
        output.stderr
    );
    Ok(output)
}

#[test]
fn missing_configuration() -> Result<()> {
    let project = Project::empty()?;
    let output = run(&project, &["upgrade", "head"])?;
    assert_eq!(output.status, Some(255));
    assert_eq!(
        output.stdout.trim_end(),
        "FAILED: No 'script_location' key found in configuration."
    );
    Ok(())
}

#[test]
fn missing_script_location() -> Result<()> {
    let project = Project::empty()?;
    project.write("alembic.ini", "[alembic]\nscript_location = nowhere\n")?;
    let output = run(&project, &["heads"])?;
    assert_eq!(output.status, Some(255));
    assert!(
        output
            .stdout
            .starts_with("FAILED: Path doesn't exist: nowhere.  Please use the 'init' command"),
        "{}",
        output.stdout
    );
    Ok(())
}

#[test]
fn broken_configuration() -> Result<()> {
    let project = Project::empty()?;
    project.write("alembic.ini", "script_location = alembic\n")?;
    let output = run(&project, &["heads"])?;
    assert_eq!(output.status, Some(1));
    assert!(output.stderr.contains("alembic.ini"), "{}", output.stderr);
    Ok(())
}

#[test]
fn syntax_error_in_a_revision() -> Result<()> {
    let project = Project::generic(&[(
        "a1",
        "revision = 'a1'\ndown_revision = None\n\ndef upgrade(:\n    pass\n",
    )])?;
    let output = run(&project, &["upgrade", "head"])?;
    assert_eq!(output.status, Some(1));
    assert!(output.stderr.contains("a1.py:4:"), "{}", output.stderr);
    Ok(())
}

#[test]
fn syntax_error_in_env_py() -> Result<()> {
    let project = Project::generic(&[])?;
    project.write(
        "alembic/env.py",
        "from alembic import context\nif True\n    pass\n",
    )?;
    let output = run(&project, &["current"])?;
    assert_eq!(output.status, Some(1));
    assert!(output.stderr.contains("env.py:2:"), "{}", output.stderr);
    Ok(())
}

#[test]
fn syntax_error_in_a_model() -> Result<()> {
    let project = Project::generic(&[])?;
    project.write("models.py", "class User(:\n    pass\n")?;
    let env = project.read("alembic/env.py")?;
    project.write("alembic/env.py", &format!("import models\n{env}"))?;
    let output = run(&project, &["current"])?;
    assert_eq!(output.status, Some(1));
    assert!(output.stderr.contains("models.py:1:"), "{}", output.stderr);
    Ok(())
}

#[test]
fn unknown_revision() -> Result<()> {
    let project = Project::generic(&[("a1", &revision("a1", None, "    pass"))])?;
    let output = run(&project, &["upgrade", "zz"])?;
    assert_eq!(output.status, Some(255));
    assert_eq!(
        output.stdout.trim_end(),
        "FAILED: Can't locate revision identified by 'zz'"
    );
    Ok(())
}

#[test]
fn two_heads() -> Result<()> {
    let project = Project::generic(&[
        ("a1", &revision("a1", None, "    pass")),
        ("b1", &revision("b1", Some("a1"), "    pass")),
        ("b2", &revision("b2", Some("a1"), "    pass")),
    ])?;
    let output = run(&project, &["upgrade", "head"])?;
    assert_eq!(output.status, Some(255));
    assert!(
        output
            .stdout
            .contains("Multiple head revisions are present for given argument 'head'"),
        "{}",
        output.stdout
    );
    Ok(())
}

#[test]
fn missing_parent() -> Result<()> {
    let project = Project::generic(&[("b1", &revision("b1", Some("gone"), "    pass"))])?;
    let output = run(&project, &["upgrade", "head"])?;
    assert_eq!(output.status, Some(1));
    assert!(output.stderr.contains("b1.py:5:"), "{}", output.stderr);
    assert!(output.stderr.contains("gone"), "{}", output.stderr);
    Ok(())
}

#[test]
fn cycle() -> Result<()> {
    let project = Project::generic(&[
        ("a1", &revision("a1", Some("b1"), "    pass")),
        ("b1", &revision("b1", Some("a1"), "    pass")),
    ])?;
    let output = run(&project, &["heads"])?;
    assert_eq!(output.status, Some(1));
    assert!(
        output.stderr.contains("Cycle is detected in revisions"),
        "{}",
        output.stderr
    );
    Ok(())
}

#[test]
fn missing_url() -> Result<()> {
    let project = Project::generic(&[])?;
    let ini = project
        .read("alembic.ini")?
        .replace("sqlalchemy.url = sqlite:///app.db\n", "");
    project.write("alembic.ini", &ini)?;
    let output = run(&project, &["current"])?;
    assert_eq!(output.status, Some(1));
    assert!(
        output.stderr.contains("KeyError: 'url'"),
        "{}",
        output.stderr
    );
    assert!(output.stderr.contains("env.py"), "{}", output.stderr);
    Ok(())
}

#[test]
fn unknown_database() -> Result<()> {
    let project = Project::generic(&[])?;
    let ini = project
        .read("alembic.ini")?
        .replace("sqlite:///app.db", "nosuchdb://localhost/x");
    project.write("alembic.ini", &ini)?;
    let output = run(&project, &["current"])?;
    assert_eq!(output.status, Some(1));
    assert!(
        output
            .stderr
            .contains("Can't load plugin: sqlalchemy.dialects:nosuchdb"),
        "{}",
        output.stderr
    );
    Ok(())
}

#[test]
fn server_down() -> Result<()> {
    let project = Project::generic(&[])?;
    let ini = project
        .read("alembic.ini")?
        .replace("sqlite:///app.db", "postgresql://user:s3cret@127.0.0.1:1/x");
    project.write("alembic.ini", &ini)?;
    let output = run(&project, &["current"])?;
    assert_eq!(output.status, Some(1));
    assert!(
        output
            .stderr
            .contains("connection to server at \"127.0.0.1\", port 1 failed"),
        "{}",
        output.stderr
    );
    assert!(
        !output.stderr.contains("s3cret") && !output.stdout.contains("s3cret"),
        "the password was printed"
    );
    Ok(())
}

#[test]
fn wrong_password() -> Result<()> {
    let Some(server) = postgres_server() else {
        return Ok(());
    };
    let Some(database) = postgres_database()? else {
        return Ok(());
    };
    // The role may be there from another test.
    let _ = database.run("CREATE ROLE secured LOGIN PASSWORD 'right'");
    let address = server.rsplit('@').next().unwrap_or_default();
    let name = database.url("x");
    let name = name.rsplit('/').next().unwrap_or_default();
    let project = Project::generic(&[])?;
    let ini = project.read("alembic.ini")?.replace(
        "sqlite:///app.db",
        &format!("postgresql://secured:wr0ng-one@{address}/{name}"),
    );
    project.write("alembic.ini", &ini)?;
    let output = run(&project, &["current", "-v"])?;
    assert_eq!(output.status, Some(1));
    assert!(
        output
            .stderr
            .contains("password authentication failed for user \"secured\""),
        "{}",
        output.stderr
    );
    assert!(
        !output.stderr.contains("wr0ng-one") && !output.stdout.contains("wr0ng-one"),
        "the password was printed"
    );
    Ok(())
}

#[test]
fn database_folder_missing() -> Result<()> {
    let project = Project::generic(&[(
        "a1",
        &revision(
            "a1",
            None,
            "    op.create_table('t', sa.Column('id', sa.Integer()))",
        ),
    )])?;
    let ini = project
        .read("alembic.ini")?
        .replace("sqlite:///app.db", "sqlite:///missing/app.db");
    project.write("alembic.ini", &ini)?;
    let output = run(&project, &["upgrade", "head"])?;
    assert_eq!(output.status, Some(1));
    assert!(
        output.stderr.contains("unable to open database file"),
        "{}",
        output.stderr
    );
    Ok(())
}

#[test]
fn database_read_only() -> Result<()> {
    let project = Project::generic(&[(
        "a1",
        &revision(
            "a1",
            None,
            "    op.create_table('t', sa.Column('id', sa.Integer()))",
        ),
    )])?;
    let ini = project
        .read("alembic.ini")?
        .replace("sqlite:///app.db", "sqlite:///file:app.db?mode=ro&uri=true");
    project.write("alembic.ini", &ini)?;
    project.write("app.db", "")?;
    let output = run(&project, &["upgrade", "head"])?;
    assert_eq!(output.status, Some(1));
    assert!(
        output
            .stderr
            .contains("attempt to write a readonly database"),
        "{}",
        output.stderr
    );
    Ok(())
}

const FAILING: &str = "    op.create_table('left_over', sa.Column('id', sa.Integer()))\n    op.execute(\"INSERT INTO t (id) VALUES (7)\")\n    op.execute('SELECT * FROM nowhere')";

#[test]
fn failing_statement_on_sqlite_leaves_nothing() -> Result<()> {
    let project = Project::generic(&[
        (
            "a1",
            &revision(
                "a1",
                None,
                "    op.create_table('t', sa.Column('id', sa.Integer()))",
            ),
        ),
        ("b1", &revision("b1", Some("a1"), FAILING)),
    ])?;
    let output = run(&project, &["upgrade", "head"])?;
    assert_eq!(output.status, Some(1));
    for wanted in [
        "b1.py:11:",
        "no such table: nowhere",
        "SELECT * FROM nowhere",
        "the database stands at: a1",
    ] {
        assert!(
            output.stderr.contains(wanted),
            "missing {wanted:?} in\n{}",
            output.stderr
        );
    }
    let file = project.path().join("app.db");
    assert_eq!(
        sqlite_query(&file, "SELECT version_num FROM alembic_version")?,
        [[Some("a1".to_owned())]]
    );
    assert_eq!(
        sqlite_query(&file, "SELECT count(*) FROM t")?,
        [[Some("0".to_owned())]]
    );
    assert!(
        sqlite_query(
            &file,
            "SELECT name FROM sqlite_master WHERE name = 'left_over'"
        )?
        .is_empty()
    );
    Ok(())
}

#[test]
fn failing_statement_on_postgresql_leaves_nothing() -> Result<()> {
    let Some(database) = postgres_database()? else {
        return Ok(());
    };
    let project = Project::generic(&[
        (
            "a1",
            &revision(
                "a1",
                None,
                "    op.create_table('t', sa.Column('id', sa.Integer()))",
            ),
        ),
        ("b1", &revision("b1", Some("a1"), FAILING)),
    ])?;
    let ini = project
        .read("alembic.ini")?
        .replace("sqlite:///app.db", &database.url("postgresql"));
    project.write("alembic.ini", &ini)?;
    let first = run(&project, &["upgrade", "a1"])?;
    assert_eq!(first.status, Some(0), "{}", first.stderr);
    let output = run(&project, &["upgrade", "head"])?;
    assert_eq!(output.status, Some(1));
    for wanted in [
        "b1.py:11:",
        "relation \"nowhere\" does not exist",
        "SELECT * FROM nowhere",
        "the database stands at: a1",
    ] {
        assert!(
            output.stderr.contains(wanted),
            "missing {wanted:?} in\n{}",
            output.stderr
        );
    }
    assert_eq!(
        database.query("SELECT version_num FROM alembic_version")?,
        [[Some("a1".to_owned())]]
    );
    assert_eq!(
        database.query("SELECT count(*) FROM t")?,
        [[Some("0".to_owned())]]
    );
    assert!(
        database
            .query("SELECT 1 FROM pg_tables WHERE tablename = 'left_over'")?
            .is_empty()
    );
    Ok(())
}

/// The answer of git is part of stderr, in scripts too.
#[test]
fn a_revision_of_another_branch() -> Result<()> {
    let project = Project::generic(&[("a1", &revision("a1", None, "    pass"))])?;
    let git = |arguments: &[&str]| -> Result<()> {
        let status = std::process::Command::new("git")
            .args(["-c", "user.name=x", "-c", "user.email=x@example.org"])
            .args(arguments)
            .current_dir(project.path())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .status()?;
        assert!(status.success(), "git {arguments:?}");
        Ok(())
    };
    git(&["init", "-q", "-b", "trunk"])?;
    git(&["add", "alembic.ini", "alembic"])?;
    git(&["commit", "-qm", "first"])?;
    git(&["checkout", "-qb", "feature/names"])?;
    let second = revision("b2c3d4e5", Some("a1"), "    pass");
    project.write("alembic/versions/b2c3d4e5_names.py", &second)?;
    git(&["add", "alembic"])?;
    git(&["commit", "-qm", "add names"])?;
    assert_eq!(run(&project, &["upgrade", "head"])?.status, Some(0));
    git(&["checkout", "-q", "trunk"])?;

    let output = run(&project, &["current"])?;
    assert_eq!(output.status, Some(255));
    assert_eq!(
        output.stdout,
        "FAILED: Can't locate revision identified by 'b2c3d4e5'\n"
    );
    assert!(
        output.stderr.contains("alembic/versions/b2c3d4e5_names.py")
            && output.stderr.contains("add names on branch feature/names"),
        "{}",
        output.stderr
    );
    let quiet = project.with_env("ALEMBIC_RS_HINTS", "never");
    let output = run(&quiet, &["current"])?;
    assert!(
        !output.stderr.contains("feature/names"),
        "{}",
        output.stderr
    );
    Ok(())
}

#[test]
fn the_sql_of_a_downgrade_needs_a_start() -> Result<()> {
    let project = Project::generic(&[("a1", &revision("a1", None, "    pass"))])?
        .with_env("ALEMBIC_RS_HINTS", "always");
    let output = run(&project, &["downgrade", "-1", "--sql"])?;
    assert_eq!(output.status, Some(255));
    assert!(
        output.stderr.contains("`alembic downgrade head:-1 --sql`"),
        "{}",
        output.stderr
    );
    let output = run(&project, &["downgrade", "head:-1", "--sql"])?;
    assert_eq!(output.status, Some(0));
    assert!(
        output.stdout.contains("-- Running downgrade a1 -> "),
        "{}",
        output.stdout
    );
    Ok(())
}

#[test]
fn a_comment_behind_a_value() -> Result<()> {
    let project = Project::generic(&[("a1", &revision("a1", None, "    pass"))])?;
    let ini = project.read("alembic.ini")?;
    project.write(
        "alembic.ini",
        &ini.replace("level = INFO", "level = INFO  # DEBUG for more"),
    )?;
    let output = run(&project, &["current"])?;
    assert_eq!(output.status, Some(1));
    assert!(
        output
            .stderr
            .contains("write the comment on a line of its own")
            && output.stderr.contains("alembic/env.py:"),
        "{}",
        output.stderr
    );
    Ok(())
}

/// A sentence for every name that is nearly one of ours.
#[test]
fn a_locked_database_is_told() -> Result<()> {
    let project = Project::generic(&[("a1", &revision("a1", None, "    pass"))])?;
    run(&project, &["upgrade", "head"])?;
    let ini = project
        .read("alembic.ini")?
        .replace("sqlite:///app.db", "sqlite:///app.db?timeout=0.2");
    project.write("alembic.ini", &ini)?;
    let blocker = locked(&project)?;
    let output = run(&project, &["downgrade", "base"])?;
    drop(blocker);
    assert_eq!(output.status, Some(1));
    for text in ["database is locked", "another program is writing"] {
        assert!(output.stderr.contains(text), "{}", output.stderr);
    }
    let rows = sqlite_query(
        &project.path().join("app.db"),
        "SELECT version_num FROM alembic_version",
    )?;
    assert_eq!(rows, [[Some("a1".to_owned())]]);
    Ok(())
}

/// A process that holds the database until it is dropped.
struct Blocker(std::process::Child);

impl Drop for Blocker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn locked(project: &Project) -> Result<Blocker> {
    use std::io::Read;
    let mut child = std::process::Command::new("python3")
        .args([
            "-c",
            "import sqlite3, time\nc = sqlite3.connect('app.db', isolation_level=None)\nc.execute('BEGIN EXCLUSIVE')\nprint('x', flush=True)\ntime.sleep(60)",
        ])
        .current_dir(project.path())
        .stdout(std::process::Stdio::piped())
        .spawn()?;
    let mut one = [0];
    if let Some(out) = &mut child.stdout {
        out.read_exact(&mut one)?;
    }
    Ok(Blocker(child))
}

#[test]
fn a_missing_module_is_looked_for() -> Result<()> {
    let project = Project::generic(&[])?;
    project.write("src/shop/__init__.py", "")?;
    let env = project.read("alembic/env.py")?;
    for (name, help) in [
        (
            "shop.models",
            "`src` has `shop`: add it to `prepend_sys_path`",
        ),
        ("nowhere", "`nowhere`"),
    ] {
        project.write("alembic/env.py", &format!("import {name}\n{env}"))?;
        let output = run(&project, &["current"])?;
        assert_eq!(output.status, Some(1));
        assert!(
            output.stderr.contains("alembic/env.py:1:8"),
            "{}",
            output.stderr
        );
        assert!(output.stderr.contains(help), "{}", output.stderr);
    }
    Ok(())
}

#[test]
fn a_setting_that_is_missing() -> Result<()> {
    let project = Project::generic(&[])?;
    let env = project.read("alembic/env.py")?;
    let settings = "from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    database_url: str\n\n\nsettings = Settings()\n";
    project.write("alembic/env.py", &format!("{settings}{env}"))?;
    let output = run(&project, &["current"])?;
    assert_eq!(output.status, Some(1));
    for text in ["database_url", "set it in the environment, or in the file"] {
        assert!(output.stderr.contains(text), "{}", output.stderr);
    }
    Ok(())
}

#[test]
fn a_server_that_cannot_be_reached_has_a_next_step() -> Result<()> {
    let project = Project::generic(&[])?;
    let ini = project.read("alembic.ini")?;
    for (url, texts) in [
        (
            "postgresql+asyncpg://me:secret@127.0.0.1:1/x",
            [
                "start the server",
                "the URL is postgresql+asyncpg://me:***@127.0.0.1:1/x",
            ],
        ),
        (
            "sqlite:////nosuch/folder/app.db",
            [
                "not its folder",
                "the URL is sqlite:////nosuch/folder/app.db",
            ],
        ),
        ("nosuch://x", ["Can't load plugin", "a URL begins with"]),
        ("nothing", ["Could not parse", "set `sqlalchemy.url`"]),
    ] {
        project.write("alembic.ini", &ini.replace("sqlite:///app.db", url))?;
        let output = run(&project, &["current"])?;
        assert_eq!(output.status, Some(1), "{url}: {}", output.stderr);
        assert!(!output.stderr.contains("secret"), "{}", output.stderr);
        for text in texts {
            assert!(output.stderr.contains(text), "{url}: {}", output.stderr);
        }
    }
    Ok(())
}

#[test]
fn did_you_mean_head() -> Result<()> {
    let project = Project::generic(&[("a1", &revision("a1", None, "    pass"))])?
        .with_env("ALEMBIC_RS_HINTS", "always");
    let output = run(&project, &["upgrade", "haed"])?;
    assert!(
        output.stderr.contains("did you mean `head`?"),
        "{}",
        output.stderr
    );
    Ok(())
}

#[test]
fn did_you_mean() -> Result<()> {
    let mut branch = revision("a1b2c3d4", None, "    pass");
    branch.push_str("branch_labels = ('billing',)\n");
    let project = Project::generic(&[("a", &branch)])?.with_env("ALEMBIC_RS_HINTS", "always");
    for (command, suggestion) in [
        ("upgrade hed", "did you mean `head`?"),
        ("upgrade biling@head", "did you mean `billing"),
        ("show a1b2c3d5", "did you mean `a1b2c3d4`?"),
    ] {
        let words: Vec<&str> = command.split(' ').collect();
        let output = run(&project, &words)?;
        assert!(
            output.stderr.contains(suggestion),
            "{command}: {}",
            output.stderr
        );
    }
    let output = run(&project, &["upgrad", "head"])?;
    assert!(output.stderr.contains("'upgrade'"), "{}", output.stderr);
    Ok(())
}

#[test]
fn completions_for_every_shell() -> Result<()> {
    let project = Project::empty()?;
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let output = run(&project, &["completions", shell])?;
        assert_eq!(output.status, Some(0));
        assert!(
            output.stdout.contains("ensure_version") && output.stdout.contains("autogenerate"),
            "{shell}"
        );
    }
    let output = run(&project, &["completions"])?;
    assert_eq!(output.status, Some(2), "{}", output.stderr);
    Ok(())
}

#[test]
fn revisions_are_completed() -> Result<()> {
    let project = Project::generic(&[
        ("a1", &revision("a1", None, "    pass")),
        ("b2", &revision("b2", Some("a1"), "    pass")),
    ])?;
    let output = run(&project, &["completions", "--revisions"])?;
    let names: Vec<&str> = output
        .stdout
        .lines()
        .filter_map(|line| line.split('\t').next())
        .collect();
    assert_eq!(names, ["head", "heads", "base", "b2", "a1"]);
    Ok(())
}

/// The script in a true bash: commands, options, values and revisions.
#[test]
fn bash_completes() -> Result<()> {
    let project = Project::generic(&[("a1b2", &revision("a1b2", None, "    pass"))])?;
    let script = run(&project, &["completions", "bash"])?.stdout;
    project.write("c.bash", &script)?;
    project.write(
        "t.bash",
        "source c.bash\ncomp() { COMP_WORDS=(\"$@\"); COMP_CWORD=$(($#-1)); COMPREPLY=(); \
         _alembic_and_revisions \"$1\" \"${COMP_WORDS[COMP_CWORD]}\" \"${COMP_WORDS[COMP_CWORD-1]}\"; echo \"${COMPREPLY[*]}\"; }\n\
         comp \"$ALEMBIC\" dow\ncomp \"$ALEMBIC\" revision --autog\ncomp \"$ALEMBIC\" revision --renames ''\ncomp \"$ALEMBIC\" upgrade a\n\
         comp \"$ALEMBIC\" stamp ''\ncomp \"$ALEMBIC\" upgrade --s\n",
    )?;
    let output = std::process::Command::new("bash")
        .arg("t.bash")
        .current_dir(project.path())
        .env("ALEMBIC", env!("CARGO_BIN_EXE_alembic"))
        .output()?;
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "downgrade\n--autogenerate\nask auto off\na1b2\nhead heads base a1b2\n--sql\n",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

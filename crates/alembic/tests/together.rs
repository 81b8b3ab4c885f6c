//! On PostgreSQL the statements of a revision travel together; what fails is still the operation that failed.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use alembic_testing::{Database, Project, Tool, postgres_database, reference};
use anyhow::Result;

fn ours() -> Tool {
    Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")))
}

fn revision(id: &str, down: Option<&str>, upgrade: &str) -> String {
    let down = down.map_or("None".to_owned(), |down| format!("'{down}'"));
    format!(
        "from alembic import op\nimport sqlalchemy as sa\nrevision = '{id}'\ndown_revision = {down}\n\n\ndef upgrade():\n{upgrade}\n\n\ndef downgrade():\n    pass\n"
    )
}

fn project(url: &str, upgrades: &[&str]) -> Result<Project> {
    let mut files = Vec::new();
    for (number, upgrade) in upgrades.iter().enumerate() {
        let down = number.checked_sub(1).map(|number| format!("r{number}"));
        let id = format!("r{number}");
        let text = revision(&id, down.as_deref(), upgrade);
        files.push((id, text));
    }
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let project = Project::generic(&files)?;
    let ini = project.read("alembic.ini")?;
    project.write("alembic.ini", &ini.replace("sqlite:///app.db", url))?;
    Ok(project)
}

/// The exception that ends standard error, its statement included.
fn exception(stderr: &str) -> Vec<String> {
    let from = stderr.rfind("\nsqlalchemy.exc.").unwrap_or(0);
    let text = stderr.get(from..).unwrap_or_default();
    let text = text.split("(Background on").next().unwrap_or_default();
    // The reference names psycopg2's own class, and ends libpq's message with a line break.
    let text = text.replace(
        "psycopg2.errors.UndefinedColumn",
        "psycopg2.ProgrammingError",
    );
    let lines = text.lines().filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

fn tables(database: &Database) -> Result<Vec<String>> {
    let sql = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1";
    Ok(database
        .query(sql)?
        .into_iter()
        .flatten()
        .flatten()
        .collect())
}

const TABLE: &str = "    op.create_table('t', sa.Column('id', sa.Integer(), primary_key=True))\n";

#[test]
fn the_operation_that_failed_is_named() -> Result<()> {
    let failing = "    op.create_index('i', 't', ['nope'])\n";
    let cases = [
        // What follows is never run, and an exception of Python after it never reached.
        format!("{TABLE}{failing}    op.create_index('j', 't', ['id'])"),
        format!("{TABLE}{failing}    op.create_index('j', 't', sa.no_such_name)"),
    ];
    for upgrade in &cases {
        let Some(database) = postgres_database()? else {
            return Ok(());
        };
        let project = project(&database.url("postgresql+psycopg2"), &["    pass", upgrade])?;
        let output = project.run(&ours(), &["upgrade", "head"])?;
        assert_eq!(output.status, Some(1));
        assert!(
            output
                .stderr
                .contains("r1.py\", line 9, in upgrade\n    op.create_index('i'")
                && output
                    .stderr
                    .contains("statement: CREATE INDEX i ON t (nope)")
                && output.stderr.contains("nothing of this revision remains"),
            "{}",
            output.stderr
        );
        assert_eq!(tables(&database)?, Vec::<String>::new());
        if let Some(venv) = reference() {
            let expected = project.run(&Tool::Reference(venv), &["upgrade", "head"])?;
            assert_eq!(output.status, expected.status);
            assert_eq!(exception(&output.stderr), exception(&expected.stderr));
        }
    }
    Ok(())
}

#[test]
fn a_statement_that_is_caught_fails_where_it_stands() -> Result<()> {
    let Some(database) = postgres_database()? else {
        return Ok(());
    };
    let caught = "    bind = op.get_bind()\n    try:\n        with bind.begin_nested():\n            op.create_index('i', 't', ['nope'])\n    except Exception:\n        op.create_table('instead', sa.Column('id', sa.Integer()))";
    let project = project(
        &database.url("postgresql+psycopg2"),
        &[TABLE.trim_end(), caught],
    )?;
    let output = project.run(&ours(), &["upgrade", "head"])?;
    assert_eq!(output.status, Some(0), "{}", output.stderr);
    assert_eq!(tables(&database)?, ["alembic_version", "instead", "t"]);
    Ok(())
}

#[test]
fn a_revision_costs_one_round_trip() -> Result<()> {
    const N_REVISIONS: usize = 20;
    let Some(database) = postgres_database()? else {
        return Ok(());
    };
    let counted = Counted::start(&database.url("postgresql"))?;
    let upgrades: Vec<String> = (0..N_REVISIONS)
        .map(|number| {
            format!(
                "    op.create_table('t{number}', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('name', sa.String(5)))\n    op.create_index('i{number}', 't{number}', ['name'])"
            )
        })
        .collect();
    let upgrades: Vec<&str> = upgrades.iter().map(String::as_str).collect();
    let project = project(&counted.url, &upgrades)?;
    let output = project.run(&ours(), &["upgrade", "head"])?;
    assert_eq!(output.status, Some(0), "{}", output.stderr);
    let n_requests = counted.n_requests.load(Ordering::SeqCst);
    // Logging in, the version table and the end of the transaction come to it.
    assert!(
        (N_REVISIONS..N_REVISIONS + 16).contains(&n_requests),
        "{n_requests} requests for {N_REVISIONS} revisions"
    );
    Ok(())
}

/// The log lines of standard error.
/// What psycopg2 does after a statement `COMMIT`: every statement is final, and the version stays where it failed. psycopg
/// notices the end, and begins again.
#[test]
fn after_a_commit_that_is_a_statement() -> Result<()> {
    let insert = |number: u8| format!("    op.execute('INSERT INTO t VALUES ({number})')\n");
    let second = format!(
        "    op.execute('/* here */ COMMIT -- and not TO the end')\n{}",
        insert(1)
    );
    let failing = format!(
        "    op.execute('COMMIT')\n{0}    op.execute('INSERT INTO t VALUES (1)')\n    op.create_index('i', 't', ['id'])\n",
        insert(2)
    );
    // It asks the database, and might have to begin again: that is what the savepoint is for.
    let uncertain = format!(
        "{}    print(op.get_bind().execute(sa.text('SELECT count(*) FROM t')).scalar())\n",
        insert(3)
    );
    let upgrades = [TABLE, &second, &uncertain, &failing];
    let state = |database: &Database| -> Result<_> {
        let rows = database.query("SELECT version_num FROM alembic_version")?;
        Ok((rows, database.query("SELECT id FROM t ORDER BY 1")?))
    };
    let run = |driver: &str, tool: &Tool| -> Result<_> {
        let Some(database) = postgres_database()? else {
            return Ok(None);
        };
        let project = project(&database.url(driver), &upgrades)?;
        let env = project.read("alembic/env.py")?.replace(
            "connection=connection,",
            "connection=connection, transaction_per_migration=True,",
        );
        project.write("alembic/env.py", &env)?;
        let output = project.run(tool, &["upgrade", "head"])?;
        assert_eq!(output.status, Some(1), "{}", output.stderr);
        assert!(output.stderr.contains("t_pkey"), "{}", output.stderr);
        Ok(Some((output.stdout, state(&database)?)))
    };
    let Some((stdout, (version, rows))) = run("postgresql+psycopg2", &ours())? else {
        return Ok(());
    };
    assert_eq!(version, [[Some("r2".to_owned())]]);
    assert_eq!(rows.len(), 3);
    if let Some(venv) = reference()
        && let Some(theirs) = run("postgresql+psycopg2", &Tool::Reference(venv))?
    {
        assert_eq!(theirs, (stdout, (version, rows)));
    }
    if let Some((_, (version, rows))) = run("postgresql+psycopg", &ours())? {
        assert_eq!(version, [[Some("r2".to_owned())]]);
        assert_eq!(rows.len(), 2);
    }
    Ok(())
}

/// A transaction that fails at its end leaves nothing, and says so.
#[test]
fn a_commit_that_fails() -> Result<()> {
    let upgrade = "    op.execute('CREATE TABLE p (id int PRIMARY KEY)')\n    op.execute('CREATE TABLE c (p int REFERENCES p DEFERRABLE INITIALLY DEFERRED)')\n    op.execute('INSERT INTO c VALUES (1)')\n";
    let mut answers = Vec::new();
    for tool in [Some(ours()), reference().map(Tool::Reference)] {
        let (Some(tool), Some(database)) = (tool, postgres_database()?) else {
            continue;
        };
        let project = project(&database.url("postgresql+psycopg2"), &[upgrade])?;
        let output = project.run(&tool, &["upgrade", "head"])?;
        assert_eq!(output.status, Some(1), "{}", output.stderr);
        assert!(!output.stderr.contains("[SQL:"), "{}", output.stderr);
        assert!(
            !output.stderr.contains("had committed"),
            "{}",
            output.stderr
        );
        answers.push(tables(&database)?);
    }
    assert!(answers.iter().all(Vec::is_empty), "{answers:?}");
    Ok(())
}

fn log_lines(stderr: &str) -> Vec<&str> {
    let is_log = |line: &&str| line.starts_with("INFO") || line.contains("Warning: ");
    stderr.lines().filter(is_log).collect()
}

#[test]
fn a_revision_that_is_evaluated_ahead_is_not_seen_before_its_turn() -> Result<()> {
    let failing = "    op.create_index('i', 't', ['nope'])\n";
    let later = "    op.create_table('later', sa.Column('id', sa.Integer(), primary_key=True))\n\n\nprint('loaded')";
    let (Some(venv), Some(database)) = (reference(), postgres_database()?) else {
        return Ok(());
    };
    let url = database.url("postgresql+psycopg2");
    let project = project(&url, &[TABLE.trim_end(), failing.trim_end(), later])?;
    let output = project.run(&ours(), &["upgrade", "head"])?;
    let expected = project.run(&Tool::Reference(venv), &["upgrade", "head"])?;
    assert_eq!(output.status, Some(1));
    assert_eq!(log_lines(&output.stderr), log_lines(&expected.stderr));
    assert!(log_lines(&output.stderr).len() > 2, "{}", output.stderr);
    assert_eq!(exception(&output.stderr), exception(&expected.stderr));
    assert_eq!(output.stdout, "");
    assert_eq!(tables(&database)?, Vec::<String>::new());
    Ok(())
}

/// Revisions that know each other's types, that warn, that print, that ask the database, that insert.
const MIXED: &[&str] = &[
    "    op.create_table('t', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('kind', sa.Enum('a', 'b', name='kind')))",
    "    op.create_table('u', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('kind', sa.Enum('a', 'b', name='kind', create_type=False)))\n    op.create_table_comment('u', 'Of \"u\"')",
    "    op.bulk_insert(sa.table('t', sa.column('id', sa.Integer), sa.column('kind', sa.String)), [{'id': 1, 'kind': 'a'}, {'id': 2, 'kind': 'b'}])\n    op.execute('UPDATE t SET id = id + 10; DELETE FROM t WHERE id = 12')",
    "    rows = op.get_bind().execute(sa.text('SELECT id, kind FROM t ORDER BY id')).fetchall()\n    print('rows', rows)",
    "    op.create_unique_constraint('uq', 'u', ['kind'])\n    op.alter_column('u', 'kind', nullable=False, existing_type=sa.Enum('a', 'b', name='kind'))\n\n\nprint('loaded')",
    "    op.drop_table('u')\n    op.execute(sa.text(\"INSERT INTO t (id, kind) VALUES (:id, 'b')\").bindparams(id=5))",
    "    print(op.get_context().get_current_revision())\n    op.add_column('t', sa.Column('note', sa.Text(), server_default='x'))",
    "    op.create_index('ix', 't', ['note'])\n    op.batch_alter_table('t')\n    op.drop_column('t', 'kind')",
];

#[test]
fn revisions_that_are_evaluated_ahead_do_what_the_reference_does() -> Result<()> {
    let Some(venv) = reference() else {
        return Ok(());
    };
    let mut answers = Vec::new();
    for tool in [ours(), Tool::Reference(venv)] {
        let Some(database) = postgres_database()? else {
            return Ok(());
        };
        let project = project(&database.url("postgresql+psycopg2"), MIXED)?;
        let output = project.run(&tool, &["upgrade", "head"])?;
        assert_eq!(output.status, Some(0), "{}", output.stderr);
        let logged: Vec<String> = log_lines(&output.stderr)
            .into_iter()
            .map(str::to_owned)
            .collect();
        // The reference loads all modules first.
        let mut printed: Vec<String> = output.stdout.lines().map(str::to_owned).collect();
        printed.sort();
        let schema = "SELECT table_name || '.' || column_name || ' ' || udt_name || ' ' || is_nullable || ' ' || coalesce(column_default, '') FROM information_schema.columns WHERE table_schema = 'public' UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL SELECT id || note FROM t UNION ALL SELECT version_num FROM alembic_version ORDER BY 1";
        answers.push((logged, printed, database.query(schema)?));
    }
    let [ours, theirs] = answers.as_slice() else {
        anyhow::bail!("both tools have run");
    };
    assert!(theirs.0.len() > MIXED.len() && theirs.2.len() > 5);
    assert_eq!(ours, theirs);
    Ok(())
}

/// A way to a server that counts how often it is asked something.
struct Counted {
    url: String,
    n_requests: Arc<AtomicUsize>,
}

impl Counted {
    fn start(url: &str) -> Result<Self> {
        let address = url.rsplit('@').next().unwrap_or_default();
        let address = address.split('/').next().unwrap_or_default().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = url.replace(&address, &listener.local_addr()?.to_string());
        let n_requests = Arc::new(AtomicUsize::new(0));
        let counter = n_requests.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(&address) else {
                    return;
                };
                let (Ok(from_server), Ok(to_client)) = (server.try_clone(), client.try_clone())
                else {
                    return;
                };
                let counter = counter.clone();
                std::thread::spawn(move || {
                    pass(client, server, || {
                        counter.fetch_add(1, Ordering::SeqCst);
                    });
                });
                std::thread::spawn(move || pass(from_server, to_client, || ()));
            }
        });
        Ok(Self { url, n_requests })
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, each: impl Fn()) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(n) = from.read(&mut buffer)
        && n > 0
        && let Some(bytes) = buffer.get(..n)
    {
        each();
        if to.write_all(bytes).is_err() {
            return;
        }
    }
}

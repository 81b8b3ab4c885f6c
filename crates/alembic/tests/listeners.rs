//! Listeners of SQLAlchemy's events in `env.py`, models and revisions: called as under the reference, or refused.

use std::path::PathBuf;

use alembic_testing::{Output, Project, Tool, reference, sqlite_query};
use anyhow::Result;

const CONNECT: &str = "    with connectable.connect() as connection:";

fn ours() -> Tool {
    Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")))
}

/// A project whose `env.py` says `before` of its engine, and whose only revision has this body.
fn project(before: &str, body: &str) -> Result<Project> {
    let head = "revision = 'a1'\ndown_revision = None\nimport sqlalchemy as sa\nfrom alembic import op\n\n\ndef upgrade():\n";
    let project = Project::generic(&[("a1", &format!("{head}{}", indented(body)))])?;
    let text = project.read("alembic/env.py")?;
    assert!(text.contains(CONNECT));
    let imports = "import sqlalchemy as sa\nfrom sqlalchemy import event\n";
    let text = text.replace(CONNECT, &format!("{}\n{CONNECT}", indented(before)));
    project.write("alembic/env.py", &format!("{imports}{text}"))?;
    Ok(project)
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}

fn tables(project: &Project) -> Result<Vec<Vec<Option<String>>>> {
    sqlite_query(
        &project.path().join("app.db"),
        "SELECT name, sql FROM sqlite_master ORDER BY name",
    )
}

fn upgrade(project: &Project, tool: &Tool, options: &[&str]) -> Result<Output> {
    let arguments: Vec<&str> = options
        .iter()
        .chain(&["upgrade", "head"])
        .copied()
        .collect();
    project.run(tool, &arguments)
}

const TABLE: &str = "op.execute('CREATE TABLE t (id INTEGER)')";

#[test]
fn as_under_the_reference() -> Result<()> {
    let Some(venv) = reference() else {
        return Ok(());
    };
    let cases = [
        (
            "@event.listens_for(connectable, 'connect')\ndef f(c, r): print('heard')",
            TABLE,
        ),
        (
            "@event.listens_for(connectable, 'first_connect')\ndef f(c, r): print('heard')",
            TABLE,
        ),
        (
            "@event.listens_for(connectable, 'connect', once=True)\ndef f(c, r): print('heard')",
            TABLE,
        ),
        (
            "@event.listens_for(connectable, 'checkout')\ndef f(c, r, p): print('heard')",
            TABLE,
        ),
        (
            "@event.listens_for(connectable, 'engine_connect')\ndef f(c): print(c.dialect.name)",
            TABLE,
        ),
        (
            "@event.listens_for(connectable.pool, 'connect')\ndef f(c, r): print('heard')",
            TABLE,
        ),
        (
            "from sqlalchemy.pool import Pool\n@event.listens_for(Pool, 'connect')\ndef f(c, r): print('heard')",
            TABLE,
        ),
        (
            "@event.listens_for(sa.Engine, 'connect')\ndef f(c, r):\n    cursor = c.cursor()\n    cursor.execute('PRAGMA foreign_keys=ON')\n    cursor.close()",
            "print(op.get_bind().exec_driver_sql('PRAGMA foreign_keys').scalar())",
        ),
        // Not of this engine.
        (
            "other = sa.create_engine('sqlite://')\n@event.listens_for(other, 'connect')\ndef f(c, r): c.execute('PRAGMA foreign_keys=ON')\n@event.listens_for(other, 'commit')\ndef g(c): print('heard')",
            "print(op.get_bind().exec_driver_sql('PRAGMA foreign_keys').scalar())",
        ),
        (
            "@event.listens_for(connectable, 'connect')\ndef f(c, r): print('heard')\nconnectable = connectable.execution_options(isolation_level='AUTOCOMMIT')",
            TABLE,
        ),
        (
            "@event.listens_for(connectable, 'do_connect')\ndef f(d, r, a, k): print(d.name)",
            TABLE,
        ),
        (
            "@event.listens_for(connectable, 'before_cursor_execute')\ndef f(c, cursor, s, p, context, many):\n    if 'CREATE TABLE t' in s: print(s, p, many)",
            TABLE,
        ),
        (
            "@event.listens_for(connectable, 'before_cursor_execute', retval=True)\ndef f(c, cursor, s, p, context, many): return s.replace('TABLE t', 'TABLE changed'), p",
            TABLE,
        ),
        (
            "import time\n@event.listens_for(sa.Engine, 'before_cursor_execute')\ndef f(c, cursor, s, p, context, many):\n    c.info.setdefault('start', []).append(time.time())\n    context.own = time.time()\n@event.listens_for(sa.Engine, 'after_cursor_execute')\ndef g(c, cursor, s, p, context, many):\n    slow = max(time.time() - c.info['start'].pop(), time.time() - context.own) > 10\n    if 'CREATE TABLE t' in s: print(slow)",
            TABLE,
        ),
        (
            "@event.listens_for(connectable, 'connect')\ndef f(c, r): c.isolation_level = None\n@event.listens_for(connectable, 'begin')\ndef g(c): c.exec_driver_sql('BEGIN')",
            TABLE,
        ),
    ];
    for (before, body) in cases {
        let (own, other) = (project(before, body)?, project(before, body)?);
        let mine = upgrade(&own, &ours(), &["--engine", "native"])?;
        let theirs = upgrade(&other, &Tool::Reference(venv.clone()), &[])?;
        assert_eq!(
            mine.status, theirs.status,
            "{before}\n{}\n{}",
            mine.stderr, theirs.stderr
        );
        assert_eq!(mine.stdout, theirs.stdout, "{before}");
        assert_eq!(tables(&own)?, tables(&other)?, "{before}");
    }
    Ok(())
}

#[test]
fn what_would_not_be_heard_is_refused() -> Result<()> {
    for event in [
        "before_execute",
        "after_execute",
        "commit",
        "rollback",
        "handle_error",
        "savepoint",
        "checkin",
        "close",
        "reset",
    ] {
        let before =
            format!("@event.listens_for(connectable, '{event}')\ndef f(*args): print('heard')");
        let project = project(&before, TABLE)?;
        let output = upgrade(&project, &ours(), &["--engine", "native"])?;
        assert_eq!(output.status, Some(1), "{event}: {}", output.stderr);
        assert!(
            output.stderr.contains(&format!("listener of `{event}`")),
            "{}",
            output.stderr
        );
        assert!(
            output.stderr.contains("alembic/env.py:"),
            "{}",
            output.stderr
        );
    }
    let before = "@event.listens_for(connectable, 'begin')\ndef f(c): c.exec_driver_sql('CREATE TABLE x (id INTEGER)')";
    let output = upgrade(&project(before, TABLE)?, &ours(), &["--engine", "native"])?;
    assert_eq!(output.status, Some(1), "{}", output.stderr);
    assert!(
        output.stderr.contains("more than BEGIN"),
        "{}",
        output.stderr
    );
    Ok(())
}

/// A unit of work whose listeners would not be called is left to the project's Python.
#[test]
fn sessions_with_listeners_are_refused() -> Result<()> {
    let body = |listener: &str, inside: &str| {
        format!(
            "from sqlalchemy.orm import Session, declarative_base, validates\nfrom sqlalchemy import event\nop.execute('CREATE TABLE q (id INTEGER PRIMARY KEY, n INTEGER)')\nclass Q(declarative_base()):\n    __tablename__ = 'q'\n    id = sa.Column(sa.Integer, primary_key=True)\n    n = sa.Column(sa.Integer)\n{inside}{listener}\nsession = Session(bind=op.get_bind())\nsession.add(Q(id=1, n=1))\nsession.flush()\n"
        )
    };
    for (listener, inside, event) in [
        (
            "event.listen(Q, 'before_insert', lambda m, c, t: None)",
            "",
            "before_insert",
        ),
        (
            "event.listen(Q.n, 'set', lambda t, v, o, i: v, retval=True)",
            "",
            "set",
        ),
        (
            "event.listen(Session, 'before_flush', lambda s, c, i: None)",
            "",
            "before_flush",
        ),
        (
            "pass",
            "    @validates('n')\n    def check(self, key, value): return value + 1\n",
            "set",
        ),
    ] {
        let project = project("pass", &body(listener, inside))?;
        let output = upgrade(&project, &ours(), &["--engine", "native"])?;
        assert_eq!(output.status, Some(1), "{event}: {}", output.stderr);
        assert!(
            output.stderr.contains(&format!("listener of `{event}`")),
            "{}",
            output.stderr
        );
    }
    let project = project("pass", &body("pass", ""))?;
    let output = upgrade(&project, &ours(), &["--engine", "native"])?;
    assert_eq!(output.status, Some(0), "{}", output.stderr);
    Ok(())
}

/// Listeners of commits are called; those of flushes are nobody's business where nothing is flushed.
#[test]
fn commits_of_sessions_are_heard() -> Result<()> {
    let Some(venv) = reference() else {
        return Ok(());
    };
    for listener in [
        "event.listen(Session, 'before_commit', lambda s: print('before', type(s).__name__))",
        "event.listen(Session, 'after_commit', lambda s: print('after'))",
        "event.listen(session, 'before_commit', lambda s: s.get(Q, 2) or s.add(Q(id=2)))",
        "event.listen(Own, 'after_commit', lambda s: print('not of this class'))",
        "event.listen(session, 'after_commit', lambda s: print('once'), once=True)",
        "event.listen(Session, 'before_flush', lambda s, c, i: print('flush'))\nsession = None",
        "event.listen(Q, 'before_insert', lambda m, c, t: print('insert'))\nsession = None",
    ] {
        let body = format!(
            "from sqlalchemy.orm import Session, declarative_base\nfrom sqlalchemy import event\nop.execute('CREATE TABLE q (id INTEGER PRIMARY KEY)')\nclass Q(declarative_base()):\n    __tablename__ = 'q'\n    id = sa.Column(sa.Integer, primary_key=True)\nclass Own(Session): pass\nsession = Session(bind=op.get_bind())\n{listener}\nif session is None:\n    session = Session(bind=op.get_bind())\nelse:\n    session.add(Q(id=1))\nprint(session.query(Q).count())\nsession.commit()\nprint(session.query(Q).count())\nsession.commit()\n"
        );
        let (own, other) = (project("pass", &body)?, project("pass", &body)?);
        let mine = upgrade(&own, &ours(), &["--engine", "native"])?;
        let theirs = upgrade(&other, &Tool::Reference(venv.clone()), &[])?;
        assert_eq!(theirs.status, Some(0), "{listener}\n{}", theirs.stderr);
        assert_eq!(mine.status, Some(0), "{listener}\n{}", mine.stderr);
        assert_eq!(mine.stdout, theirs.stdout, "{listener}");
        assert_eq!(tables(&own)?, tables(&other)?, "{listener}");
    }
    Ok(())
}

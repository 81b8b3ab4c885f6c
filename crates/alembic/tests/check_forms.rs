//! `check --diff` and `check --json`: differences for people and programs.

use std::path::PathBuf;

use alembic_testing::{Output, Project, Tool, sqlite_query};
use anyhow::Result;
use serde_json::{Value, json};

const ENV: &str = r#"
from alembic import context
from sqlalchemy import create_engine
from models import metadata

with create_engine("sqlite:///app.db").connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, compare_server_default=True)
    with context.begin_transaction():
        context.run_migrations()
"#;

const MODELS: &str = r#"
from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, text

metadata = MetaData()
Table("team", metadata, Column("id", Integer, primary_key=True), Column("name", String(20), unique=True))
Table(
    "users", metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(50), nullable=False, server_default="x"),
    Column("mail", String(20)),
    Column("team_id", Integer, ForeignKey("team.id")),
    Index("ix_users_mail", "mail", unique=True),
)
"#;

fn project() -> Result<Project> {
    let project = Project::generic(&[])?;
    project.write("alembic/env.py", ENV)?;
    project.write("models.py", MODELS)?;
    project.write(
        "alembic.ini",
        "[alembic]\nscript_location = alembic\nprepend_sys_path = .\n",
    )?;
    sqlite_query(
        &project.path().join("app.db"),
        "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20), phone VARCHAR(9) NOT NULL)",
    )?;
    sqlite_query(
        &project.path().join("app.db"),
        "CREATE TABLE old (id INTEGER NOT NULL PRIMARY KEY)",
    )?;
    Ok(project)
}

fn run(project: &Project, arguments: &[&str]) -> Result<Output> {
    let tool = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    project.run(&tool, arguments)
}

#[test]
fn lines() -> Result<()> {
    let project = project()?;
    let output = run(&project, &["check", "--diff"])?;
    assert_eq!(output.status, Some(255), "{}", output.stderr);
    let mut shown: Vec<&str> = output.stdout.lines().collect();
    assert_eq!(
        shown.pop(),
        Some("FAILED: 8 differences between the models and the database")
    );
    shown.sort_unstable();
    assert_eq!(
        shown,
        [
            "+ column users.mail VARCHAR(20)",
            "+ column users.team_id INTEGER",
            "+ foreign key on users (team_id) -> team (id)",
            "+ table team (id, name)",
            "+ unique index ix_users_mail on users (mail)",
            "- column users.phone VARCHAR(9) NOT NULL",
            "- table old",
            "~ column users.name: type VARCHAR(20) -> VARCHAR(50), nullable true -> false, server_default nothing -> 'x'",
        ]
    );
    Ok(())
}

#[test]
fn an_array() -> Result<()> {
    let project = project()?;
    let output = run(&project, &["check", "--json"])?;
    assert_eq!(output.status, Some(255), "{}", output.stderr);
    let list: Vec<Value> = serde_json::from_str(&output.stdout)?;
    assert_eq!(list.len(), 8);
    let name = list
        .iter()
        .find(|entry| entry["object"] == "column" && entry["name"] == "name");
    assert_eq!(
        name,
        Some(&json!({
            "kind": "change", "object": "column", "schema": null, "table": "users", "name": "name", "detail": "",
            "changes": [
                {"name": "type", "from": "VARCHAR(20)", "to": "VARCHAR(50)"},
                {"name": "nullable", "from": "true", "to": "false"},
                {"name": "server_default", "from": null, "to": "'x'"},
            ],
        }))
    );
    Ok(())
}

#[test]
fn nothing() -> Result<()> {
    let project = project()?;
    project.write(
        "models.py",
        "from sqlalchemy import MetaData\nmetadata = MetaData()\n",
    )?;
    for table in ["users", "old"] {
        sqlite_query(
            &project.path().join("app.db"),
            &format!("DROP TABLE {table}"),
        )?;
    }
    let output = run(&project, &["check", "--json"])?;
    assert_eq!((output.status, output.stdout.trim()), (Some(0), "[]"));
    let output = run(&project, &["check", "--diff"])?;
    assert_eq!(
        (output.status, output.stdout.trim()),
        (Some(0), "No new upgrade operations detected.")
    );
    Ok(())
}

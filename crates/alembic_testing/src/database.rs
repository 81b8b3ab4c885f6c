//! Databases of tests: SQLite files and databases on the private PostgreSQL server.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use alembic_config::DatabaseUrl;
use anyhow::{Result, anyhow, bail};

/// A database on the test server, dropped at the end.
#[derive(Debug)]
pub struct Database {
    server: String,
    name: String,
}

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A fresh database; `None` without a server.
pub fn postgres_database() -> Result<Option<Database>> {
    let Some(server) = crate::postgres_server() else {
        return Ok(None);
    };
    let name = format!(
        "test_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    let database = Database { server, name };
    database.admin(&format!(
        "CREATE DATABASE {} TEMPLATE template0",
        database.name
    ))?;
    Ok(Some(database))
}

impl Database {
    /// URL with a SQLAlchemy driver: `postgresql+asyncpg://...`.
    pub fn url(&self, driver: &str) -> String {
        let rest = self.server.split_once("://").map_or("", |(_, rest)| rest);
        format!("{driver}://{rest}/{}", self.name)
    }

    fn admin(&self, sql: &str) -> Result<()> {
        let url = DatabaseUrl::parse(&format!("{}/postgres", self.server))
            .map_err(|error| anyhow!("{error}"))?;
        let mut connection = alembic_drivers::connect(&url)?;
        connection.run(sql)?;
        Ok(())
    }

    /// Runs statements in the database.
    pub fn run(&self, sql: &str) -> Result<()> {
        let url =
            DatabaseUrl::parse(&self.url("postgresql")).map_err(|error| anyhow!("{error}"))?;
        alembic_drivers::connect(&url)?.run(sql)?;
        Ok(())
    }

    /// Rows of a query as text.
    pub fn query(&self, sql: &str) -> Result<Vec<Vec<Option<String>>>> {
        let url =
            DatabaseUrl::parse(&self.url("postgresql")).map_err(|error| anyhow!("{error}"))?;
        Ok(alembic_drivers::connect(&url)?.query_text(sql)?)
    }

    /// The schema as `pg_dump` writes it.
    pub fn schema(&self) -> Result<String> {
        let output = Command::new(client_program("pg_dump"))
            .args(["--schema-only", "--no-owner", "--no-privileges", "-d"])
            .arg(self.url("postgresql"))
            .output()?;
        if !output.status.success() {
            bail!("pg_dump: {}", String::from_utf8_lossy(&output.stderr));
        }
        // Newer pg_dump versions write a random key.
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok(text
            .lines()
            .filter(|line| !line.starts_with("\\restrict") && !line.starts_with("\\unrestrict"))
            .collect::<Vec<_>>()
            .join("\n"))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // The server is thrown away after the run anyway.
        let _ = self.admin(&format!(
            "DROP DATABASE IF EXISTS {} WITH (FORCE)",
            self.name
        ));
    }
}

fn client_program(name: &str) -> String {
    let mut folders: Vec<_> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| {
            entries
                .flatten()
                .map(|entry| entry.path().join("bin").join(name))
                .filter(|path| path.is_file())
                .collect()
        })
        .unwrap_or_default();
    folders.sort();
    folders
        .pop()
        .map_or_else(|| name.to_owned(), |path| path.display().to_string())
}

/// The objects of a SQLite file: type, name and SQL, sorted by name.
pub fn sqlite_schema(path: &Path) -> Result<Vec<String>> {
    let url = DatabaseUrl {
        driver_name: "sqlite".to_owned(),
        database: Some(path.display().to_string()),
        ..DatabaseUrl::default()
    };
    let rows = alembic_drivers::connect(&url)?
        .query_text("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")?;
    Ok(rows
        .into_iter()
        .map(|row| {
            row.into_iter()
                .map(Option::unwrap_or_default)
                .collect::<Vec<_>>()
                .join("|")
        })
        .collect())
}

/// Rows of a query on a SQLite file.
pub fn sqlite_query(path: &Path, sql: &str) -> Result<Vec<Vec<Option<String>>>> {
    let url = DatabaseUrl {
        driver_name: "sqlite".to_owned(),
        database: Some(path.display().to_string()),
        ..DatabaseUrl::default()
    };
    Ok(alembic_drivers::connect(&url)?.query_text(sql)?)
}

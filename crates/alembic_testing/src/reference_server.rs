//! Real Alembic, imported once and asked many times.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result};
use serde_json::json;
use tempfile::TempDir;

use crate::{Output, Project};

/// A process that answers commands with real Alembic. Each command runs in its own fork: as clean as a process of
/// its own, without the half second of imports.
#[derive(Debug)]
pub struct ReferenceServer {
    process: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
    scratch: TempDir,
    venv: PathBuf,
}

impl ReferenceServer {
    /// Starts it with a seed for the order of sets; `None` without a reference.
    pub fn start(hash_seed: u32) -> Result<Option<Self>> {
        let Some(venv) = crate::reference() else {
            return Ok(None);
        };
        let mut process = Command::new(venv.join("bin/python"))
            .args(["-c", include_str!("reference_server.py")])
            .env("PYTHONHASHSEED", hash_seed.to_string())
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("PYTHONIOENCODING", "utf-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("starting the reference")?;
        let requests = process.stdin.take().context("stdin of the reference")?;
        let answers = BufReader::new(process.stdout.take().context("stdout of the reference")?);
        Ok(Some(Self {
            process,
            requests,
            answers,
            scratch: TempDir::new()?,
            venv,
        }))
    }

    /// Runs an `alembic` command in a project.
    pub fn run(&mut self, project: &Project, arguments: &[&str]) -> Result<Output> {
        self.run_in(project, ".", arguments)
    }

    /// Runs an `alembic` command in a folder of a project.
    pub fn run_in(
        &mut self,
        project: &Project,
        folder: &str,
        arguments: &[&str],
    ) -> Result<Output> {
        self.ask(project, folder, "arguments", &json!(arguments))
    }

    /// Runs real Alembic under a terminal of 60 columns; stderr is part of stdout.
    pub fn run_in_terminal(&mut self, project: &Project, arguments: &[&str]) -> Result<Output> {
        let alembic = self.venv.join("bin/alembic");
        self.run_program_in_terminal(project, &alembic, arguments)
    }

    /// Runs any program under a terminal of 60 columns; stderr is part of stdout.
    pub fn run_program_in_terminal(
        &mut self,
        project: &Project,
        program: &Path,
        arguments: &[&str],
    ) -> Result<Output> {
        let mut words = vec![program.display().to_string()];
        words.extend(arguments.iter().map(|&word| word.to_owned()));
        self.ask(project, ".", "program", &json!(words))
    }

    fn ask(
        &mut self,
        project: &Project,
        folder: &str,
        key: &str,
        words: &serde_json::Value,
    ) -> Result<Output> {
        let environment: serde_json::Map<String, serde_json::Value> = project
            .environment()
            .iter()
            .map(|(name, value)| (name.clone(), json!(value)))
            .collect();
        let request = json!({
            "folder": project.path().join(folder),
            "environment": environment,
            "scratch": self.scratch.path(),
            key: words,
        });
        writeln!(self.requests, "{request}")?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        let answer: serde_json::Value =
            serde_json::from_str(&answer).context("the reference has ended")?;
        let read = |name: &str| -> Result<String> {
            Ok(project.clean(&std::fs::read(self.scratch.path().join(name))?))
        };
        Ok(Output {
            status: answer["status"]
                .as_i64()
                .and_then(|status| i32::try_from(status).ok()),
            stdout: read("out")?,
            stderr: read("err")?,
        })
    }
}

impl Drop for ReferenceServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

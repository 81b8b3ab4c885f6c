//! Projects whose revisions are generated from models, and tables of scenarios over them.

use anyhow::{Context, Result, ensure};

use crate::project::{Output, Project, Tool};

impl Project {
    /// The generic template on a database, with an `env.py` and `models.py` beside the ini file.
    pub fn with_models(url: &str, env: &str, models: &str) -> Result<Self> {
        let project = Self::generic(&[])?;
        project.write(
            "alembic.ini",
            &format!(
                "[alembic]\nscript_location = alembic\nprepend_sys_path = .\nsqlalchemy.url = {url}\n"
            ),
        )?;
        project.write("alembic/env.py", env)?;
        project.write("models.py", models)?;
        Ok(project)
    }

    /// Runs a command; another status than 0 is an error with what it printed.
    pub fn succeed(&self, tool: &Tool, arguments: &[&str]) -> Result<Output> {
        let output = self.run(tool, arguments)?;
        ensure!(
            output.status == Some(0),
            "{arguments:?}: {}{}",
            output.stdout,
            output.stderr
        );
        Ok(output)
    }

    /// The file of the revision whose name ends with a slug, from the project's folder.
    pub fn revision_file(&self, slug: &str) -> Result<String> {
        self.list("alembic/versions")?
            .into_iter()
            .find(|name| name.ends_with(&format!("_{slug}.py")))
            .map(|name| format!("alembic/versions/{name}"))
            .with_context(|| format!("no revision {slug}"))
    }

    /// The texts of `upgrade()` and `downgrade()` of a revision.
    pub fn revision_functions(&self, slug: &str) -> Result<(String, String)> {
        let text = self.read(&self.revision_file(slug)?)?;
        let start = text.find("def upgrade").context("no upgrade()")?;
        let end = text.find("def downgrade").context("no downgrade()")?;
        let (head, downgrade) = text.split_at(end);
        let upgrade = head.get(start..).unwrap_or_default();
        Ok((upgrade.to_owned(), downgrade.to_owned()))
    }

    /// Removes the file of a revision.
    pub fn remove_revision(&self, slug: &str) -> Result<()> {
        Ok(std::fs::remove_file(
            self.path().join(self.revision_file(slug)?),
        )?)
    }
}

/// Fails unless the text has all of these, one after the other.
pub fn contains_in_order(text: &str, wants: &[&str]) -> Result<()> {
    let mut rest = text;
    for want in wants {
        let at = rest
            .find(want)
            .with_context(|| format!("no {want:?} here:\n{text}"))?;
        rest = rest.get(at + want.len()..).unwrap_or_default();
    }
    Ok(())
}

/// Checks every scenario, and fails with all that went wrong.
///
/// # Panics
/// If a check fails.
pub fn assert_all<S>(scenarios: &[S], name: impl Fn(&S) -> &str, check: impl Fn(&S) -> Result<()>) {
    let failures: Vec<String> = scenarios
        .iter()
        .filter_map(|scenario| {
            let error = check(scenario).err()?;
            Some(format!("## {}\n{error:#}", name(scenario)))
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} of {}:\n{}",
        failures.len(),
        scenarios.len(),
        failures.join("\n")
    );
}

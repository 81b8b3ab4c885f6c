//! Autogenerate on random models and random changes of them, asked of real Alembic and of this binary.
//!
//! For each seed: the first revision of the models, its SQL, `check` after it was applied, the same again after the models
//! have changed. Everything printed and every file must be the same.
//!
//! `ALEMBIC_RS_MODELS` is the number of seeds for each database (6 without it), `ALEMBIC_RS_MODEL_SEED` the first one. Where
//! an answer differs, the reference is asked again with other orders of its sets, and what it says then counts too.
//! What a database refuses of a file that the reference has made is changed until it takes it, so that a seed comes to its
//! end: other models, other changes, at most [`N_TRIES`] times.
//! `ALEMBIC_RS_MODELS_KEEP` is a folder for the projects of answers that differ, and for what databases refused.

mod mutate;
mod python;
mod rules;
mod schema;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use alembic_testing::Database as DatabaseServer;
use alembic_testing::comparison::{Comparable, clean, comparable};
use alembic_testing::{Output, Project, Random, ReferenceServer, Tool, number, postgres_database};
use anyhow::{Context, Result};

use crate::schema::{Database, Schema};

/// How many orders of its sets the reference is asked for where an answer differs.
const N_SET_ORDERS: u32 = 24;

const BATCH: &str = "render_as_batch=True";

/// How often models and changes are made anew if the database refuses them.
const N_TRIES: usize = 6;

#[test]
fn sqlite_agrees_with_the_reference() -> Result<()> {
    agrees(Database::Sqlite)
}

#[test]
fn postgresql_agrees_with_the_reference() -> Result<()> {
    if alembic_testing::postgres_server().is_none() {
        return Ok(());
    }
    agrees(Database::Postgresql)
}

#[derive(Default)]
struct Totals {
    answers: AtomicUsize,
    other_orders: AtomicUsize,
    named: AtomicUsize,
    refused: AtomicUsize,
    lost: AtomicUsize,
}

#[expect(
    clippy::print_stderr,
    reason = "the numbers are the point of a long run"
)]
fn agrees(database: Database) -> Result<()> {
    if alembic_testing::reference().is_none() {
        return Ok(());
    }
    let first = number("ALEMBIC_RS_MODEL_SEED", 1);
    let n_seeds = number("ALEMBIC_RS_MODELS", 6);
    let next = AtomicU64::new(first);
    let totals = Totals::default();
    let mut failures = Vec::new();
    std::thread::scope(|scope| -> Result<()> {
        let workers: Vec<_> = (0..2)
            .map(|_| scope.spawn(|| work(database, &next, first + n_seeds, &totals)))
            .collect();
        for worker in workers {
            failures.extend(
                worker
                    .join()
                    .map_err(|_| anyhow::anyhow!("a worker panicked"))??,
            );
        }
        Ok(())
    })?;
    let count = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
    eprintln!(
        "{database:?}: {n_seeds} seeds, {} answers, {} by other orders of the reference's sets, {} named differences, \
         {} errors of the reference, {} seeds ended early, {} differences",
        count(&totals.answers),
        count(&totals.other_orders),
        count(&totals.named),
        count(&totals.refused),
        count(&totals.lost),
        failures.len()
    );
    failures.sort();
    assert!(
        failures.is_empty(),
        "{} answers differ:\n{}",
        failures.len(),
        failures
            .iter()
            .map(|(_, text)| text.as_str())
            .collect::<String>()
    );
    Ok(())
}

fn work(
    database: Database,
    next: &AtomicU64,
    end: u64,
    totals: &Totals,
) -> Result<Vec<(u64, String)>> {
    let server = match database {
        Database::Sqlite => None,
        Database::Postgresql => postgres_database()?,
    };
    let server = server.as_ref();
    let mut tools = Tools {
        ours: Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic"))),
        reference: vec![ReferenceServer::start(0)?.context("no reference")?],
    };
    let mut failures = Vec::new();
    loop {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if seed >= end {
            return Ok(failures);
        }
        let mut pair = Pair::new(database, server, seed, totals)?;
        pair.walk(&mut tools)
            .with_context(|| format!("seed {seed}"))?;
        failures.extend(pair.failures.into_iter().map(|text| (seed, text)));
    }
}

struct Tools {
    ours: Tool,
    /// One process for each order of sets.
    reference: Vec<ReferenceServer>,
}

/// The same project twice, on one database.
struct Pair<'a> {
    seed: u64,
    database: Database,
    /// Holds both projects and the SQLite database.
    root: Project,
    /// None for SQLite.
    server: Option<&'a DatabaseServer>,
    schema: Schema,
    random: Random,
    totals: &'a Totals,
    failures: Vec<String>,
}

/// One answer: what was printed and the file that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) output: Comparable,
    pub(crate) file: Option<String>,
}

impl<'a> Pair<'a> {
    fn new(
        database: Database,
        server: Option<&'a DatabaseServer>,
        seed: u64,
        totals: &'a Totals,
    ) -> Result<Self> {
        let url = match server {
            Some(server) => server.url("postgresql+psycopg2"),
            None => "sqlite:///../app.db".to_owned(),
        };
        let mut random = Random::new(seed);
        let schema = Schema::random(&mut random, database);
        let root = Project::empty()?;
        for name in ["ours", "theirs"] {
            let stock = Project::generic(&[])?;
            for file in ["alembic.ini", "alembic/script.py.mako"] {
                let text = stock.read(file)?;
                let text = text.replace("sqlite:///app.db", &url).replace(
                    "import sqlalchemy as sa\n",
                    "import alembic.op\nimport models\nimport models as mine\nimport sqlalchemy as sa\nimport sqlalchemy as sqla\n",
                );
                root.write(&format!("{name}/{file}"), &text)?;
            }
            std::fs::create_dir_all(root.path().join(name).join("alembic/versions"))?;
        }
        Ok(Self {
            seed,
            database,
            root,
            server,
            schema,
            random,
            totals,
            failures: Vec::new(),
        })
    }

    /// All the commands.
    fn walk(&mut self, tools: &mut Tools) -> Result<()> {
        for attempt in 0.. {
            if self.first(tools)? {
                break;
            }
            if attempt == N_TRIES {
                return self.end_early();
            }
            self.schema = Schema::random(&mut self.random, self.database);
        }
        let mut before = self.schema.clone();
        self.keep_database()?;
        for attempt in 0..N_TRIES {
            // Fewer changes have a better chance, and on SQLite a batch.
            for _ in 0..=self.random.below(12 >> attempt.min(2)) {
                self.schema.mutate(&mut self.random);
            }
            if self.second(tools)? {
                return Ok(());
            }
            if attempt == 1 && self.server.is_none() && !before.configure.contains(&BATCH) {
                before.configure.push(BATCH);
            }
            self.schema = before.clone();
            self.write_environment()?;
            self.restore_database()?;
            self.forget("r2")?;
        }
        self.end_early()
    }

    /// From nothing to the models; false if the database does not take what the reference has made.
    fn first(&mut self, tools: &mut Tools) -> Result<bool> {
        self.forget("r1")?;
        match self.server {
            Some(server) => server.run(
                "DROP SCHEMA IF EXISTS public CASCADE; DROP SCHEMA IF EXISTS app CASCADE; CREATE SCHEMA public; CREATE SCHEMA app",
            )?,
            None => {
                let _ = std::fs::remove_file(self.root.path().join("app.db"));
            }
        }
        self.write_environment()?;
        self.write_models()?;
        if !self.generate(tools, "r1")? {
            return Ok(false);
        }
        self.compare(tools, &["upgrade", "r1", "--sql"])?;
        if !self.apply(tools)? {
            return Ok(false);
        }
        self.compare(tools, &["check"])?;
        Ok(true)
    }

    /// From the models before to the changed ones.
    fn second(&mut self, tools: &mut Tools) -> Result<bool> {
        self.write_models()?;
        self.compare(tools, &["check"])?;
        if !self.generate(tools, "r2")? {
            return Ok(false);
        }
        self.compare(tools, &["upgrade", "r1:r2", "--sql"])?;
        self.compare(tools, &["downgrade", "r2:r1", "--sql"])?;
        if !self.apply(tools)? {
            return Ok(false);
        }
        self.compare(tools, &["check"])?;
        Ok(true)
    }

    fn forget(&self, id: &str) -> Result<()> {
        for name in ["ours", "theirs"] {
            let file = format!("{name}/alembic/versions/{id}_new.py");
            match std::fs::remove_file(self.root.path().join(file)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(error.into());
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// SQLite keeps a part of a revision that fails; PostgreSQL does not.
    fn keep_database(&self) -> Result<()> {
        self.copy_database("app.db", "kept.db")
    }

    fn restore_database(&self) -> Result<()> {
        self.copy_database("kept.db", "app.db")
    }

    fn copy_database(&self, from: &str, to: &str) -> Result<()> {
        if self.server.is_none() {
            let folder = self.root.path();
            std::fs::copy(folder.join(from), folder.join(to))?;
        }
        Ok(())
    }

    fn end_early(&self) -> Result<()> {
        self.totals.lost.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    fn write_environment(&self) -> Result<()> {
        let text = environment(&self.schema);
        self.root.write("ours/alembic/env.py", &text)?;
        self.root.write("theirs/alembic/env.py", &text)
    }

    fn write_models(&self) -> Result<()> {
        let text = python::models(&self.schema);
        self.root.write("ours/models.py", &text)?;
        self.root.write("theirs/models.py", &text)
    }

    /// Makes a revision; false if the reference makes none to go on with.
    fn generate(&mut self, tools: &mut Tools, id: &str) -> Result<bool> {
        let words = ["revision", "--autogenerate", "-m", "new", "--rev-id", id];
        self.compare(tools, &words)?;
        let file = format!("alembic/versions/{id}_new.py");
        let path = self.root.path().join("theirs").join(&file);
        if !path.exists() {
            return Ok(false);
        }
        // Where the orders of sets differ, both go on with the reference's.
        std::fs::copy(path, self.root.path().join("ours").join(&file))?;
        Ok(true)
    }

    /// Applies what was generated by the reference; false if the database refuses.
    fn apply(&mut self, tools: &mut Tools) -> Result<bool> {
        let output = tools.reference[0].run_in(&self.root, "theirs", &["upgrade", "head"])?;
        if let Some(folder) = std::env::var_os("ALEMBIC_RS_MODELS_KEEP")
            && output.status != Some(0)
        {
            let path = PathBuf::from(folder)
                .join(format!("{:?}_{}_refused.txt", self.database, self.seed));
            std::fs::write(path, &output.stderr)?;
        }
        Ok(output.status == Some(0))
    }

    /// Runs a command with both and notes the difference.
    fn compare(&mut self, tools: &mut Tools, words: &[&str]) -> Result<()> {
        self.totals.answers.fetch_add(1, Ordering::Relaxed);
        let ours = self.answer("ours", words, |root| {
            root.run_in("ours", &tools.ours, words)
        })?;
        let mut theirs = Vec::new();
        for order in 0..=N_SET_ORDERS {
            let at = usize::try_from(order)?;
            if tools.reference.len() <= at {
                tools
                    .reference
                    .push(ReferenceServer::start(order)?.context("no reference")?);
            }
            let reference = &mut tools.reference[at];
            let answer = self.answer("theirs", words, |root| {
                reference.run_in(root, "theirs", words)
            })?;
            let is_same = rules::same(&ours, &answer);
            let is_other_order = rules::words(&answer) == rules::words(&ours);
            theirs.push(answer);
            if is_same {
                if order > 0 {
                    self.totals.other_orders.fetch_add(1, Ordering::Relaxed);
                }
                break;
            }
            // Another order of the same words can only come from a set: the reference's own order then varies too.
            // Anything else will not become the same.
            if !is_other_order || varies(&theirs) {
                break;
            }
        }
        let last = theirs.last().context("no answer")?;
        if rules::same(&ours, last) {
            if last.output.status == Some(1) {
                self.totals.refused.fetch_add(1, Ordering::Relaxed);
            }
            return Ok(());
        }
        if varies(&theirs) && rules::words(last) == rules::words(&ours) {
            self.totals.other_orders.fetch_add(1, Ordering::Relaxed);
            return Ok(());
        }
        if rules::is_named_difference(&ours, last) {
            self.totals.named.fetch_add(1, Ordering::Relaxed);
            return Ok(());
        }
        if let Some(folder) = std::env::var_os("ALEMBIC_RS_MODELS_KEEP") {
            let name = format!("{:?}_{}_{}", self.database, self.seed, self.failures.len());
            self.root.copy_to(&PathBuf::from(folder).join(name))?;
        }
        self.failures.push(format!(
            "## {:?} seed {}: alembic {}\n{}",
            self.database,
            self.seed,
            words.join(" "),
            rules::difference(last, &ours)
        ));
        Ok(())
    }

    fn answer(
        &self,
        name: &str,
        words: &[&str],
        run: impl FnOnce(&Project) -> Result<Output>,
    ) -> Result<Answer> {
        let file = match words {
            ["revision", .., id] => Some(format!("{name}/alembic/versions/{id}_new.py")),
            _ => None,
        };
        if let Some(file) = &file {
            let _ = std::fs::remove_file(self.root.path().join(file));
        }
        let mut output = run(&self.root)?;
        for text in [&mut output.stdout, &mut output.stderr] {
            *text = text.replace(&format!("<project>/{name}/"), "<project>/");
        }
        let output = comparable(&output);
        let text = file
            .and_then(|file| self.root.read(&file).ok())
            .map(|text| clean(&text));
        Ok(Answer { output, file: text })
    }
}

/// Not all of the reference's answers are the same.
fn varies(answers: &[Answer]) -> bool {
    answers.iter().any(|answer| *answer != answers[0])
}

/// `env.py` with the settings of the seed.
fn environment(schema: &Schema) -> String {
    format!(
        "from logging.config import fileConfig

from alembic import context
from sqlalchemy import engine_from_config, pool
from models import metadata

config = context.config
fileConfig(config.config_file_name)
settings = dict({})

if context.is_offline_mode():
    context.configure(url=config.get_main_option('sqlalchemy.url'), target_metadata=metadata, literal_binds=True, dialect_opts={{'paramstyle': 'named'}}, **settings)
    with context.begin_transaction():
        context.run_migrations()
else:
    connectable = engine_from_config(config.get_section(config.config_ini_section, {{}}), prefix='sqlalchemy.', poolclass=pool.NullPool)
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=metadata, **settings)
        with context.begin_transaction():
            context.run_migrations()
",
        schema.configure.join(", ")
    )
}

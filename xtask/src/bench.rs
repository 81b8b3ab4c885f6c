//! Times whole commands: ours, real Alembic, and the limit (the database's own client, or `cat`), in turn in one run.
//!
//! `cargo xtask bench [--sizes 10,100,1000] [--reference-up-to 1000] [--runs 5] [--binary PATH]`

mod measure;
pub(crate) mod workload;

use std::cell::RefCell;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::postgres::Cluster;
use crate::{profile, reference, shell};
use measure::{Series, Timing, file_size, peak_memory, time};
use workload::Workload;

struct Options {
    sizes: Vec<usize>,
    reference_up_to: usize,
    runs: usize,
    binary: Option<PathBuf>,
}

impl Options {
    fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self {
            sizes: vec![10, 100, 1000, 10_000],
            reference_up_to: 1000,
            runs: 5,
            binary: None,
        };
        let mut rest = arguments.iter();
        while let Some(name) = rest.next() {
            let value = rest
                .next()
                .with_context(|| format!("{name} needs a value"))?;
            match name.as_str() {
                "--sizes" => {
                    options.sizes = value
                        .split(',')
                        .map(|size| Ok(size.trim().parse()?))
                        .collect::<Result<_>>()?;
                }
                "--reference-up-to" => options.reference_up_to = value.parse()?,
                "--runs" => options.runs = value.parse()?,
                "--binary" => options.binary = Some(PathBuf::from(value).canonicalize()?),
                _ => bail!("unknown option {name}"),
            }
        }
        Ok(options)
    }
}

/// A line of the table.
struct Row {
    name: String,
    size: usize,
    ours: Timing,
    reference: Option<Timing>,
    limit: Option<(Timing, &'static str)>,
}

/// Measures and writes `docs/benchmarks.md`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let options = Options::parse(arguments)?;
    let root = shell::root();
    let binary = if let Some(binary) = &options.binary {
        binary.clone()
    } else {
        profile::release_binary()?
    };
    let venv = match std::env::var_os("ALEMBIC_RS_REFERENCE") {
        Some(venv) => PathBuf::from(venv),
        None => reference::ensure()?,
    };
    let (cluster, server) = if let Ok(url) = std::env::var("ALEMBIC_RS_POSTGRES") {
        (None, url)
    } else {
        let cluster = Cluster::start()?;
        let url = cluster.url();
        (Some(cluster), url)
    };
    let bench = Bench {
        binary,
        alembic: venv.join("bin/alembic"),
        python: venv.join("bin/python"),
        server,
        options,
        memory: RefCell::default(),
    };
    let mut rows = Vec::new();
    bench.example(&mut rows)?;
    let mut text = String::new();
    for size in bench.options.sizes.clone() {
        bench.size(size, &mut rows)?;
        // The largest sizes take long: what is measured is kept.
        text = bench.report(&rows)?;
        std::fs::write(root.join("docs/benchmarks.md"), &text)?;
    }
    drop(cluster);
    println!("{text}");
    Ok(())
}

struct Bench {
    binary: PathBuf,
    alembic: PathBuf,
    python: PathBuf,
    server: String,
    options: Options,
    /// Lines on peak memory.
    memory: RefCell<Vec<String>>,
}

impl Bench {
    fn tool(&self, program: &Path, folder: &Path, arguments: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(folder)
            .args(arguments.split_whitespace())
            .env_remove("VIRTUAL_ENV");
        command
    }

    /// Times a command of both tools; `reset` runs before each.
    fn row(
        &self,
        rows: &mut Vec<Row>,
        workload: &Workload,
        name: &str,
        arguments: &str,
        reset: &dyn Fn() -> Result<()>,
        limit: Option<(&'static str, &dyn Fn() -> Command)>,
    ) -> Result<()> {
        let heavy = workload.size >= 1000;
        let alone = workload.size > self.options.reference_up_to;
        let runs = if alone { 1 } else { self.options.runs.max(1) };
        let ours = || self.tool(&self.binary, &workload.folder, arguments);
        let theirs = || self.tool(&self.alembic, &workload.folder, arguments);
        let mut series = vec![Series { runs, make: &ours }];
        let limit = limit.filter(|_| !alone);
        if let Some((_, make)) = limit {
            series.push(Series { runs, make });
        }
        if !alone {
            let runs = if heavy { 1 } else { runs.min(3) };
            series.push(Series {
                runs,
                make: &theirs,
            });
        }
        let timings = time(reset, &series);
        let timings = timings.with_context(|| format!("{name}, size {}", workload.size))?;
        let mut timings = timings.into_iter();
        let ours = timings.next().context("ours is measured")?;
        let limit = limit.and_then(|(what, _)| Some((timings.next()?, what)));
        let reference = timings.next();
        println!(
            "{name:<38} {:>6} {:>10} {:>10}",
            workload.size,
            ours.shown(),
            reference.as_ref().map_or_else(String::new, Timing::shown)
        );
        rows.push(Row {
            name: name.to_owned(),
            size: workload.size,
            ours,
            reference,
            limit,
        });
        Ok(())
    }

    fn size(&self, size: usize, rows: &mut Vec<Row>) -> Result<()> {
        let folder = std::env::temp_dir().join(format!("alembic-rs-bench-{size}"));
        let workload = Workload::make(&folder, size)?;
        // Headers of files that have just been written are not kept (`FileStamp::is_settled`).
        std::thread::sleep(Duration::from_secs(3));
        let database = format!("alembic_rs_bench_{size}");
        let nothing = || Ok(());
        let no_sqlite = || {
            let _ = std::fs::remove_file(folder.join("app.db"));
            Ok(())
        };
        let ours = |arguments: &str| -> Result<String> {
            shell::capture(&mut self.tool(&self.binary, &folder, arguments))
        };
        // Python's bytecode is warm before anything is measured.
        if size <= self.options.reference_up_to {
            shell::capture(&mut self.tool(&self.alembic, &folder, "check")).ok();
        }

        let versions = folder.join("migrations/versions");
        let cat = || {
            let mut command = Command::new("sh");
            command
                .current_dir(&versions)
                .args(["-c", "find . -name '*.py' -exec cat {} + | cat"]);
            command
        };
        let limit: Option<(&'static str, &dyn Fn() -> Command)> = Some(("cat", &cat));
        self.row(rows, &workload, "heads", "heads", &nothing, limit)?;
        self.row(rows, &workload, "history", "history", &nothing, limit)?;
        let show = format!("show {}", workload.middle());
        self.row(rows, &workload, "show", &show, &nothing, limit)?;
        self.row(
            rows,
            &workload,
            "upgrade head --sql",
            "upgrade head --sql",
            &nothing,
            None,
        )?;

        no_sqlite()?;
        std::fs::write(folder.join("upgrade.sql"), ours("upgrade head --sql")?)?;
        let sqlite = || {
            let mut command = Command::new("sqlite3");
            command
                .current_dir(&folder)
                .args(["app.db", ".read upgrade.sql"]);
            command
        };
        self.row(
            rows,
            &workload,
            "upgrade head, SQLite",
            "upgrade head",
            &no_sqlite,
            Some(("sqlite3", &sqlite)),
        )?;
        let filled = || -> Result<()> {
            no_sqlite()?;
            ours("upgrade head").map(drop)
        };
        filled()?;
        self.row(rows, &workload, "current", "current", &nothing, None)?;
        self.row(
            rows,
            &workload,
            "upgrade head, nothing to do",
            "upgrade head",
            &nothing,
            None,
        )?;
        let catalogue = || {
            let mut command = Command::new("sqlite3");
            command.current_dir(&folder).args([
                "app.db",
                "SELECT m.name, t.* FROM sqlite_master m, pragma_table_xinfo(m.name) t WHERE m.type = 'table'; \
                 SELECT m.name, i.*, x.* FROM sqlite_master m, pragma_index_list(m.name) i, pragma_index_xinfo(i.name) x WHERE m.type = 'table'; \
                 SELECT m.name, f.* FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
            ]);
            command
        };
        self.row(
            rows,
            &workload,
            "check, SQLite",
            "check",
            &nothing,
            Some(("sqlite3", &catalogue)),
        )?;
        self.row(
            rows,
            &workload,
            "downgrade base, SQLite",
            "downgrade base",
            &filled,
            None,
        )?;

        let empty = Workload::without_revisions(&workload)?;
        let clean = || -> Result<()> {
            let _ = std::fs::remove_file(empty.folder.join("app.db"));
            empty.clear_versions()
        };
        self.row(
            rows,
            &empty,
            "revision --autogenerate",
            "revision --autogenerate -m all",
            &clean,
            None,
        )?;

        // PostgreSQL.
        let url = format!("{}/{database}", self.server);
        workload.set_url(&url)?;
        let recreate = || -> Result<()> {
            for sql in [
                format!("DROP DATABASE IF EXISTS {database}"),
                format!("CREATE DATABASE {database}"),
            ] {
                let mut psql = self.psql("postgres");
                psql.args(["-qc", &sql]);
                shell::capture(&mut psql)?;
            }
            Ok(())
        };
        recreate()?;
        std::fs::write(folder.join("upgrade.sql"), ours("upgrade head --sql")?)?;
        let psql = || {
            let mut command = self.psql(&database);
            command
                .current_dir(&folder)
                .args(["-q", "-f", "upgrade.sql"]);
            command
        };
        self.row(
            rows,
            &workload,
            "upgrade head, PostgreSQL",
            "upgrade head",
            &recreate,
            Some(("psql -f", &psql)),
        )?;
        recreate()?;
        ours("upgrade head")?;
        let catalogue = || {
            let mut command = self.psql(&database);
            command.args([
                "-Atqc",
                "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace",
                "-c",
                "SELECT i.indrelid, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = 'public'::regnamespace",
                "-c",
                "SELECT conrelid, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
            ]);
            command
        };
        self.row(
            rows,
            &workload,
            "check, PostgreSQL",
            "check",
            &nothing,
            Some(("psql", &catalogue)),
        )?;
        let mut psql = self.psql("postgres");
        psql.args(["-qc", &format!("DROP DATABASE {database}")]);
        shell::capture(&mut psql)?;
        workload.set_url("sqlite:///app.db")?;

        filled()?;
        let memory =
            |program: &Path| peak_memory(&self.python, &self.tool(program, &folder, "check"));
        let theirs = if size <= self.options.reference_up_to {
            format!("{} KiB", memory(&self.alembic)?)
        } else {
            "-".to_owned()
        };
        let line = format!(
            "- Peak memory of `check` at {size}: {} KiB, Alembic {theirs}.",
            memory(&self.binary)?
        );
        println!("{line}");
        self.memory.borrow_mut().push(line);
        Ok(())
    }

    /// `current` on a copy of `examples/backend`.
    fn example(&self, rows: &mut Vec<Row>) -> Result<()> {
        let folder = std::env::temp_dir().join("alembic-rs-bench-example");
        let _ = std::fs::remove_dir_all(&folder);
        crate::demo::copy_folder(&shell::root().join("examples/backend"), &folder)?;
        let workload = Workload { folder, size: 0 };
        shell::capture(&mut self.tool(&self.binary, &workload.folder, "upgrade head"))?;
        let nothing = || Ok(());
        let measure = |program: &Path, runs: usize| -> Result<Timing> {
            let make = || self.tool(program, &workload.folder, "current");
            let timings = time(&nothing, &[Series { runs, make: &make }])?;
            timings.into_iter().next().context("it is measured")
        };
        let ours = measure(&self.binary, self.options.runs)?;
        // The example needs packages that the reference environment may not have.
        let reference = measure(&self.alembic, 3).ok();
        rows.push(Row {
            name: "current on examples/backend".to_owned(),
            size: 0,
            ours,
            reference,
            limit: None,
        });
        Ok(())
    }

    fn psql(&self, database: &str) -> Command {
        let installed = std::fs::read_dir("/usr/lib/postgresql")
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path().join("bin/psql"))
            .find(|path| path.is_file());
        let mut command = Command::new(installed.unwrap_or_else(|| PathBuf::from("psql")));
        command
            .arg("-d")
            .arg(format!("{}/{database}", self.server))
            .args(["-v", "ON_ERROR_STOP=1"])
            .env("PGOPTIONS", "-c client_min_messages=warning");
        command
    }

    fn report(&self, rows: &[Row]) -> Result<String> {
        let version = |program: &Path| -> Result<String> {
            Ok(shell::capture(Command::new(program).arg("--version"))?
                .trim()
                .to_owned())
        };
        let date = shell::capture(Command::new("date").arg("+%Y-%m-%d"))?;
        let mut out = String::from("# Benchmarks\n\n");
        writeln!(
            out,
            "Whole commands, wall time, median of {} runs (one of the reference from 1,000 on), warm, on {} processors, {}.\n\
             Reference: {}, {}. Binary: {:.1} MB ({}).\n",
            self.options.runs,
            std::thread::available_parallelism()?,
            date.trim(),
            version(&self.alembic)?,
            version(&self.python)?,
            file_size(&self.binary)? / 1e6,
            if self.options.binary.is_some() {
                "as given"
            } else {
                "release build"
            },
        )?;
        out.push_str(
            "N is the number of revisions, tables and models (N/10 modules). The limit is `cat` of the revision files, `sqlite3` or\n\
             `psql -f` with the SQL of `upgrade head --sql`, and plain catalogue queries for `check`.\n\n\
             | row | N | ours | Alembic | times faster | limit | ours / limit |\n|---|---|---|---|---|---|---|\n",
        );
        for row in rows {
            let (ours, size) = (&row.ours, row.size);
            let ratio = row.reference.as_ref().map_or_else(
                || "-".to_owned(),
                |reference| format!("{:.0}x", reference.median / ours.median),
            );
            let (limit, to_limit) = match &row.limit {
                None => ("-".to_owned(), "-".to_owned()),
                Some((limit, what)) => (
                    format!("{} ({what})", limit.shown()),
                    format!("{:.2}", ours.median / limit.median),
                ),
            };
            writeln!(
                out,
                "| {} | {} | {} | {} | {ratio} | {limit} | {to_limit} |",
                row.name,
                if size == 0 {
                    "-".to_owned()
                } else {
                    size.to_string()
                },
                ours.shown(),
                row.reference
                    .as_ref()
                    .map_or_else(|| "-".to_owned(), Timing::shown),
            )?;
        }
        writeln!(out, "\n{}", self.memory.borrow().join("\n"))?;
        growth(rows, &mut out)?;
        out.push_str(
            "\n## What is not fair\n\n\
             - The reference starts a Python interpreter and imports SQLAlchemy; that is the point, but it is most of its time at small N.\n\
             - `psql -f` and `sqlite3` run the SQL without log lines and without checking the version row.\n\
             - On SQLite our revisions are atomic: one transaction each, DDL included, so there are as many disk writes as `sqlite3`\n  makes for its statements outside of a transaction, or fewer.\n\
             - The machine is shared and its speed changes; the commands of a row run in turn, and ratios of one run are what counts.\n\
             - Beyond the sizes that the reference is measured at, ours runs alone, and what takes longer than five seconds runs once.\n\n\
             ## Again\n\n    cargo xtask bench\n    cargo xtask bench --sizes 1000 --runs 9\n",
        );
        Ok(out)
    }
}

/// How much longer each command takes with ten times as many revisions.
fn growth(rows: &[Row], out: &mut String) -> Result<()> {
    let mut lines = Vec::new();
    for large in rows.iter().filter(|row| row.size >= 100) {
        let of_tenth = |row: &&Row| row.name == large.name && row.size * 10 == large.size;
        if let Some(small) = rows.iter().find(of_tenth) {
            let times = large.ours.median / small.ours.median;
            lines.push(format!(
                "| {} | {} | {} | {times:.1} |",
                large.name, small.size, large.size
            ));
        }
    }
    if !lines.is_empty() {
        writeln!(
            out,
            "\n## Growth\n\n| row | from | to | times longer |\n|---|---|---|---|\n{}",
            lines.join("\n")
        )?;
    }
    Ok(())
}

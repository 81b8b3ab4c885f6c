//! Counts the instructions of whole commands and compares them with a committed baseline.
//!
//! `cargo xtask instructions [--binary PATH] [--update]`. Time depends on the machine and its load; the number
//! of instructions that a command executes hardly does, so that a small tolerance tells growth from noise.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::bench::workload::Workload;
use crate::shell;

/// Revisions and models of the workload: small enough for a minute under valgrind, large enough to show growth.
const SIZE: usize = 100;
/// Growth in percent that another compiler or C library may cause.
const TOLERANCE: i64 = 8;
const BASELINE: &str = "xtask/instructions.txt";

/// What is counted, in this order: later commands find what earlier ones did.
const COMMANDS: [(&str, &str); 6] = [
    ("heads", "heads"),
    ("upgrade head --sql", "upgrade head --sql"),
    ("upgrade head", "upgrade head"),
    ("current", "current"),
    ("check", "check"),
    ("downgrade base", "downgrade base"),
];

struct Options {
    binary: Option<PathBuf>,
    update: bool,
}

impl Options {
    fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self {
            binary: None,
            update: false,
        };
        let mut rest = arguments.iter();
        while let Some(name) = rest.next() {
            match name.as_str() {
                "--update" => options.update = true,
                "--binary" => {
                    let path = rest.next().context("--binary needs a value")?;
                    options.binary = Some(PathBuf::from(path).canonicalize()?);
                }
                _ => bail!("unknown option {name}"),
            }
        }
        Ok(options)
    }
}

/// Builds the release binary unless one is given, counts, and compares with the baseline or replaces it.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let options = Options::parse(arguments)?;
    let root = shell::root();
    let binary = if let Some(binary) = options.binary {
        binary
    } else {
        shell::release_binary()?
    };
    if !options.update {
        return check(&binary);
    }
    let counts = count(&binary)?;
    let lines: String = counts
        .iter()
        .map(|(name, count)| format!("{count:>12} {name}\n"))
        .collect();
    std::fs::write(root.join(BASELINE), lines)?;
    Ok(())
}

/// Compares a release binary with the baseline; without valgrind it says that it does not.
pub(crate) fn check(binary: &Path) -> Result<()> {
    if !shell::on_path("valgrind") {
        println!("xtask: instruction counts are not compared: there is no valgrind");
        return Ok(());
    }
    let baseline = baseline()?;
    let mut grown = Vec::new();
    for (name, count) in count(binary)? {
        let before = *baseline
            .get(name)
            .with_context(|| format!("{BASELINE} has no line for `{name}`"))?;
        let percent = (count - before) * 100 / before.max(1);
        println!("{name:<20} {count:>13} instructions, baseline {before:>13}, {percent:+} %");
        if percent > TOLERANCE {
            grown.push(format!("`{name}` by {percent} %"));
        }
    }
    if !grown.is_empty() {
        bail!(
            "more instructions than in {BASELINE}: {}; if that is meant, run `cargo xtask instructions --update`",
            grown.join(", ")
        );
    }
    Ok(())
}

fn baseline() -> Result<BTreeMap<String, i64>> {
    let text = std::fs::read_to_string(shell::root().join(BASELINE))
        .with_context(|| format!("cannot read {BASELINE}"))?;
    text.lines()
        .map(|line| {
            let (count, name) = line.trim().split_once(' ').context("a count and a name")?;
            Ok((name.to_owned(), count.parse()?))
        })
        .collect()
}

fn count(binary: &Path) -> Result<Vec<(&'static str, i64)>> {
    let folder = std::env::temp_dir().join("alembic-rs-instructions");
    let workload = Workload::make(&folder, SIZE)?;
    let no_cache = Path::new("");
    let mut counts: Vec<_> = COMMANDS
        .iter()
        .map(|(name, arguments)| {
            let count = count_one(binary, &workload.folder, arguments, no_cache)?;
            Ok((*name, count))
        })
        .collect::<Result<_>>()?;
    let cache = folder.join("cache");
    // The first fills the cache: by now the files are old enough to be kept.
    count_one(binary, &workload.folder, "heads", &cache)?;
    let count = count_one(binary, &workload.folder, "heads", &cache)?;
    counts.push(("heads, kept", count));
    std::fs::remove_dir_all(&folder)?;
    Ok(counts)
}

/// Instructions of one command, as `valgrind --tool=callgrind` reports them.
fn count_one(binary: &Path, folder: &Path, arguments: &str, cache: &Path) -> Result<i64> {
    let mut command = Command::new("valgrind");
    command
        .current_dir(folder)
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(binary)
        .args(arguments.split_whitespace())
        .env_remove("VIRTUAL_ENV")
        .env("ALEMBIC_RS_CACHE_DIR", cache)
        .stdin(Stdio::null());
    let shown = format!("{command:?}");
    let output = command
        .output()
        .with_context(|| format!("cannot start {shown}"))?;
    let text = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        bail!("{shown} ended with {}\n{text}", output.status);
    }
    let digits = text
        .lines()
        .find_map(|line| line.split_once("refs:"))
        .with_context(|| format!("{shown} told no count"))?
        .1
        .replace(',', "");
    Ok(digits.trim().parse()?)
}

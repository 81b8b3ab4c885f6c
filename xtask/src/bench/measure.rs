//! Times and memory of commands.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::shell;

/// The median of some runs, in seconds.
pub(crate) struct Timing {
    pub(crate) median: f64,
}

impl Timing {
    /// `12.3 ms`, `4.56 s`.
    pub(crate) fn shown(&self) -> String {
        if self.median < 1.0 {
            format!("{:.1} ms", self.median * 1000.0)
        } else {
            format!("{:.2} s", self.median)
        }
    }
}

/// A command and how often it is measured.
pub(crate) struct Series<'a> {
    pub(crate) runs: usize,
    pub(crate) make: &'a dyn Fn() -> Command,
}

/// What ends sooner, in seconds, is never measured once only: its first run finds cold files.
const SHORT: f64 = 5.0;

/// Runs commands in turn, so that a machine whose speed changes is fair to all of them; `reset` runs before each. What is
/// measured more than once runs once unmeasured first; so does what takes less than
/// [`SHORT`], and is measured three times.
pub(crate) fn time(reset: &dyn Fn() -> Result<()>, series: &[Series<'_>]) -> Result<Vec<Timing>> {
    let mut seconds: Vec<Vec<f64>> = series.iter().map(|_| Vec::new()).collect();
    let n_rounds = series.iter().map(|one| one.runs).max().unwrap_or(0);
    for one in series.iter().filter(|one| one.runs > 1) {
        once(reset, one.make)?;
    }
    for round in 0..n_rounds {
        for (one, seconds) in series.iter().zip(&mut seconds) {
            if round >= one.runs {
                continue;
            }
            let first = once(reset, one.make)?;
            seconds.push(first);
            if one.runs == 1 && first < SHORT {
                seconds.clear();
                for _ in 0..3 {
                    seconds.push(once(reset, one.make)?);
                }
            }
        }
    }
    let median = |mut seconds: Vec<f64>| {
        seconds.sort_by(f64::total_cmp);
        Timing {
            median: seconds[seconds.len() / 2],
        }
    };
    Ok(seconds.into_iter().map(median).collect())
}

/// Seconds that a command takes.
fn once(reset: &dyn Fn() -> Result<()>, make: &dyn Fn() -> Command) -> Result<f64> {
    reset()?;
    let mut command = make();
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().with_context(|| format!("{command:?}"))?;
    let elapsed = start.elapsed().as_secs_f64();
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(elapsed)
}

/// Largest resident set of a command in KiB.
pub(crate) fn peak_memory(python: &Path, command: &Command) -> Result<u64> {
    let program = "import resource, subprocess, sys\n\
                   subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n\
                   print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)";
    let mut measured = Command::new(python);
    measured
        .args(["-c", program])
        .arg(command.get_program())
        .args(command.get_args())
        .current_dir(command.get_current_dir().unwrap_or(Path::new(".")));
    Ok(shell::capture(&mut measured)?.trim().parse()?)
}

/// Size of a file in bytes.
pub(crate) fn file_size(path: &Path) -> Result<f64> {
    let size = std::fs::metadata(path)?.len();
    Ok(u32::try_from(size).map(f64::from)?)
}

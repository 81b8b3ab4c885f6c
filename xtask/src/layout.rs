//! The order of functions in the binary: what runs together lies together.
//!
//! A command reads and keeps in memory the pages of the functions that it runs. In the order of their compilation they are
//! spread over the whole binary; here those of the simplest commands come first, then what each further command adds.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::profile::{self, Profile};
use crate::shell;

/// The target whose linker is the toolchain's own, which takes an order.
const LINKED_WITH_LLD: &str = "x86_64-unknown-linux-gnu";

/// Adds the flags for an order to those of a profile. The order is made where it is not there yet; without valgrind there is
/// none.
pub(crate) fn add(profile: &mut Profile, data: &Path, folder: &Path) -> Result<()> {
    if profile.target != LINKED_WITH_LLD {
        return Ok(());
    }
    if !shell::on_path("valgrind") {
        println!("xtask: functions are not ordered: valgrind is not installed");
        return Ok(());
    }
    let order = data.with_extension("order");
    // Blocks of a function that never ran go elsewhere.
    profile.flags.push_str(&format!(
        " -Cllvm-args=-enable-split-machine-functions -Cllvm-args=-mfs-psi-cutoff=0 \
         -Clink-arg=-Wl,--symbol-ordering-file={},--no-warn-symbol-ordering,--call-graph-profile-sort=none",
        order.display()
    ));
    if order.metadata().is_ok_and(|file| file.len() > 0) {
        return Ok(());
    }
    // The linker wants the file.
    std::fs::write(&order, "")?;
    let binary = profile::unstripped_binary(profile)?;
    println!("xtask: making the order of {}", binary.display());
    let functions = trace(&binary, folder)?;
    std::fs::write(&order, functions.join("\n"))?;
    Ok(())
}

/// Lets the binary work under callgrind; the functions that ran, by the first command that ran them.
fn trace(binary: &Path, folder: &Path) -> Result<Vec<String>> {
    let traces = folder.join("traces");
    let _ = std::fs::remove_dir_all(&traces);
    std::fs::create_dir_all(&traces)?;
    let n_commands = Cell::new(0);
    let file = |number: usize| traces.join(format!("{number}.callgrind"));
    let command = || -> Command {
        let mut valgrind = Command::new("valgrind");
        valgrind
            .args(["--tool=callgrind", "--demangle=no"])
            .arg(format!(
                "--callgrind-out-file={}",
                file(n_commands.get()).display()
            ))
            .arg(binary);
        n_commands.set(n_commands.get() + 1);
        valgrind
    };
    profile::work(&folder.join("project"), &command)?;
    let mut known = HashSet::new();
    let mut out = Vec::new();
    for number in 0..n_commands.get() {
        for name in executed(&file(number))? {
            if known.insert(name.clone()) {
                out.push(name);
            }
        }
    }
    Ok(out)
}

/// The functions in the output of callgrind, the busiest first.
///
/// Format: <https://valgrind.org/docs/manual/cl-format.html>. A name stands after its number once.
fn executed(path: &PathBuf) -> Result<Vec<String>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut names: HashMap<&str, &str> = HashMap::new();
    let mut costs: HashMap<&str, u64> = HashMap::new();
    let mut current = None;
    let mut is_of_callee = false;
    for line in text.lines() {
        let named = line.strip_prefix("fn=").map(|rest| (true, rest));
        let named = named.or_else(|| line.strip_prefix("cfn=").map(|rest| (false, rest)));
        if let Some((is_own, rest)) = named {
            let (number, name) = rest.split_once(' ').unwrap_or((rest, ""));
            if !name.is_empty() {
                names.insert(number, name);
            }
            if is_own {
                current = names.get(number).copied();
            }
        } else if line.starts_with("calls=") {
            is_of_callee = true;
        } else if line.starts_with(|c: char| c.is_ascii_digit() || "+-*".contains(c)) {
            let is_own = !std::mem::take(&mut is_of_callee);
            let cost = line.rsplit(' ').next().unwrap_or_default();
            if let (true, Some(name), Ok(cost)) = (is_own, current, cost.parse::<u64>()) {
                *costs.entry(name).or_insert(0) += cost;
            }
        }
    }
    let mut found: Vec<(&str, u64)> = costs.into_iter().collect();
    found.sort_by_key(|(name, cost)| (std::cmp::Reverse(*cost), *name));
    // What has no name is shown as an address.
    let found = found
        .into_iter()
        .filter(|(name, _)| !name.starts_with("0x"));
    Ok(found.map(|(name, _)| name.to_owned()).collect())
}

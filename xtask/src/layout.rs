//! The order of functions in the binary: what runs together lies together.
//!
//! A command reads and keeps in memory the pages of the functions that it runs. In the order of their compilation they are
//! spread over the whole binary; here those of the simplest commands come first, then what each further command adds.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::profile::{Profile, work};
use crate::shell;

/// The target whose linker is the toolchain's own, which takes an order.
const LINKED_WITH_LLD: &str = "x86_64-unknown-linux-gnu";

/// Adds the flags for an order to those of a profile. The order is made where it is not there yet; without valgrind there is
/// none.
pub(crate) fn add(profile: &mut Profile, data: &Path, folder: &Path) -> Result<()> {
    if profile.target != LINKED_WITH_LLD {
        return Ok(());
    }
    if !shell::on_path("valgrind") || !shell::on_path("nm") {
        println!("xtask: functions are not ordered: valgrind and nm are not both installed");
        return Ok(());
    }
    // Blocks of a function that never ran go elsewhere.
    for flag in ["-enable-split-machine-functions", "-mfs-psi-cutoff=0"] {
        profile.of_binary.push(format!("-Cllvm-args={flag}"));
    }
    let order = data.with_extension("order");
    if !order.is_file() {
        let binary = profile.unstripped_binary()?;
        println!("xtask: making the order of {}", binary.display());
        let functions = trace(&binary, folder)?;
        std::fs::write(&order, functions.join("\n"))?;
    }
    profile.of_binary.push(format!(
        "-Clink-arg=-Wl,--symbol-ordering-file={},--no-warn-symbol-ordering,--call-graph-profile-sort=none",
        order.display()
    ));
    Ok(())
}

/// Lets the binary work under callgrind; the functions that ran, those of the command that needs the fewest first.
fn trace(binary: &Path, folder: &Path) -> Result<Vec<String>> {
    let traces = folder.join("traces");
    let _ = std::fs::remove_dir_all(&traces);
    std::fs::create_dir_all(&traces)?;
    let n_commands = Cell::new(0);
    let file = |number: usize| traces.join(format!("{number}.callgrind"));
    let command = || -> Command {
        let mut valgrind = Command::new("valgrind");
        valgrind
            .args(["--tool=callgrind", "--dump-instr=yes"])
            .arg(format!(
                "--callgrind-out-file={}",
                file(n_commands.get()).display()
            ))
            .arg(binary);
        n_commands.set(n_commands.get() + 1);
        valgrind
    };
    work(&folder.join("project"), &command)?;
    let symbols = symbols(binary)?;
    let mut all = Vec::new();
    for number in 0..n_commands.get() {
        let path = file(number);
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        all.push(executed(&text, &symbols));
    }
    all.sort_by_key(Vec::len);
    let mut known = HashSet::new();
    let functions = all.into_iter().flatten().filter(|name| known.insert(*name));
    Ok(functions.map(str::to_owned).collect())
}

/// A function, or what was split off from one.
struct Symbol {
    start: u64,
    end: u64,
    name: String,
}

/// The functions of a binary in the order of their addresses.
fn symbols(binary: &Path) -> Result<Vec<Symbol>> {
    let mut nm = Command::new("nm");
    nm.args(["--numeric-sort", "--print-size", "--defined-only"]);
    let text = shell::capture(nm.arg(binary))?;
    let read = |line: &str| {
        let mut parts = line.split(' ');
        let mut number = || u64::from_str_radix(parts.next()?, 16).ok();
        let (start, size) = (number()?, number()?);
        let is_code = parts.next()?.eq_ignore_ascii_case("t");
        let name = parts.next()?.to_owned();
        let end = start + size;
        is_code.then_some(Symbol { start, end, name })
    };
    Ok(text.lines().filter_map(read).collect())
}

/// The functions that ran according to the output of callgrind, the busiest first.
///
/// Format: <https://valgrind.org/docs/manual/cl-format.html>. An address may be given by its distance from the last one.
fn executed<'s>(text: &str, symbols: &'s [Symbol]) -> Vec<&'s str> {
    let mut costs: HashMap<&str, u64> = HashMap::new();
    let mut address = 0_u64;
    let mut is_of_callee = false;
    for line in text.lines() {
        if line.starts_with("calls=") {
            is_of_callee = true;
            continue;
        }
        let mut parts = line.split(' ');
        let position = parts.next().unwrap_or_default();
        let moved = match position.split_at_checked(1) {
            Some(("+", distance)) => distance
                .parse()
                .ok()
                .map(|distance: u64| address + distance),
            Some(("-", distance)) => distance
                .parse()
                .ok()
                .and_then(|distance| address.checked_sub(distance)),
            Some(("*", "")) => Some(address),
            _ => position
                .strip_prefix("0x")
                .and_then(|digits| u64::from_str_radix(digits, 16).ok()),
        };
        let Some(moved) = moved else { continue };
        address = moved;
        // The line after `calls=` has the cost of what was called.
        let is_own = !std::mem::take(&mut is_of_callee);
        let at = symbols.partition_point(|symbol| symbol.start <= address);
        let symbol = at.checked_sub(1).and_then(|at| symbols.get(at));
        let Some(symbol) = symbol.filter(|symbol| address < symbol.end) else {
            continue;
        };
        let cost = parts.next_back().filter(|_| is_own);
        let cost: u64 = cost.and_then(|cost| cost.parse().ok()).unwrap_or(0);
        *costs.entry(symbol.name.as_str()).or_insert(0) += cost;
    }
    let mut found: Vec<(&str, u64)> = costs.into_iter().collect();
    found.sort_by_key(|(name, cost)| (std::cmp::Reverse(*cost), *name));
    found.into_iter().map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_found_by_the_addresses_of_their_instructions() {
        let symbol = |start, end, name: &str| Symbol {
            start,
            end,
            name: name.to_owned(),
        };
        let symbols = [
            symbol(0x100, 0x110, "first"),
            symbol(0x110, 0x120, "second"),
            symbol(0x200, 0x210, "never"),
            symbol(0x300, 0x310, "second.cold"),
        ];
        let text = "version: 1\nfn=(1) first\n0x100 0 2\ncalls=1 0x110 0\n+4 0 50\n+40000 0 9\nfn=(2) second\n0x110 0 7\n* 0 1\n+2 0 1\n0x304 0 5\n-492 0 1\n";
        assert_eq!(executed(text, &symbols), ["second", "second.cold", "first"]);
    }
}

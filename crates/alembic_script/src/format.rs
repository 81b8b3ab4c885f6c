//! How revisions are printed.

use std::fmt::Write as _;

use crate::revision_map::{RevisionIndex, RevisionMap};

/// Which parts of a line are wanted.
///
/// Mirrors the parameters of `Script.cmd_format` (Alembic 1.20).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one per part")]
pub struct LineParts {
    /// The whole log entry instead of a line.
    pub verbose: bool,
    /// Branch labels.
    pub branches: bool,
    /// First paragraph of the docstring.
    pub doc: bool,
    /// `parents -> `.
    pub parents: bool,
    /// ` (branchpoint)` and ` (mergepoint)`.
    pub tree: bool,
    /// ` (current)`.
    pub current: bool,
}

impl Default for LineParts {
    fn default() -> Self {
        Self {
            verbose: false,
            branches: false,
            doc: false,
            parents: false,
            tree: true,
            current: false,
        }
    }
}

/// Mirrors `Script.cmd_format`.
pub fn line(map: &RevisionMap, index: RevisionIndex, parts: LineParts) -> String {
    if parts.verbose {
        return log_entry(map, index, parts.current);
    }
    let revision = map.revision(index);
    let mut out = String::new();
    if parts.parents {
        out.push_str(&revision.format_down_revision());
        if !revision.dependencies.is_empty() {
            let _ = write!(out, " ({})", revision.dependencies.join(", "));
        }
        out.push_str(" -> ");
    }
    out.push_str(&revision.id);
    let labels = map.branch_labels(index);
    if parts.branches && !labels.is_empty() {
        let _ = write!(out, " ({})", labels.join(", "));
    }
    if map.is_real_head(index) {
        out.push_str(" (head)");
    } else if map.is_head(index) {
        out.push_str(" (effective head)");
    }
    if parts.current {
        out.push_str(" (current)");
    }
    if parts.tree {
        if map.is_branch_point(index) {
            out.push_str(" (branchpoint)");
        }
        if revision.is_merge_point() {
            out.push_str(" (mergepoint)");
        }
    }
    if parts.doc {
        out.push_str(", ");
        out.push_str(revision.doc());
    }
    out
}

/// Mirrors `Script.log_entry`.
pub fn log_entry(map: &RevisionMap, index: RevisionIndex, is_current: bool) -> String {
    let revision = map.revision(index);
    let mut out = format!("Rev: {}", revision.id);
    let mut word = |condition: bool, text: &str| {
        if condition {
            out.push_str(text);
        }
    };
    word(map.is_head(index), " (head)");
    word(map.is_branch_point(index), " (branchpoint)");
    word(revision.is_merge_point(), " (mergepoint)");
    word(is_current, " (current)");
    let title = if revision.is_merge_point() {
        "Merges"
    } else {
        "Parent"
    };
    let _ = write!(out, "\n{title}: {}\n", revision.format_down_revision());
    let mut list = |title: &str, items: &[String]| {
        let _ = writeln!(out, "{title}: {}", items.join(", "));
    };
    if !revision.dependencies.is_empty() {
        list("Also depends on", &revision.dependencies);
    }
    if map.is_branch_point(index) {
        list("Branches into", &map.next_ids(index));
    }
    if !map.branch_labels(index).is_empty() {
        list("Branch names", map.branch_labels(index));
    }
    let _ = write!(out, "Path: {}\n\n", revision.path.display());
    let lines: Vec<String> = python_lines(&revision.long_doc)
        .into_iter()
        .map(|line| format!("    {line}"))
        .collect();
    out.push_str(&lines.join("\n"));
    out.push('\n');
    out
}

/// `str.splitlines()`.
fn python_lines(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| {
            matches!(
                c,
                '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'
                    ..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
            )
        });
        let Some(end) = end else {
            out.push(rest);
            break;
        };
        out.push(&rest[..end]);
        let break_length = if rest[end..].starts_with("\r\n") {
            2
        } else {
            rest[end..].chars().next().map_or(1, char::len_utf8)
        };
        rest = &rest[end + break_length..];
    }
    out
}

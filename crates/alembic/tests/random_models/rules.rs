//! What counts as the same answer.

use crate::Answer;

/// The same answer. Of an exception its class and first line count: what follows are SQL and links.
pub(crate) fn same(ours: &Answer, theirs: &Answer) -> bool {
    if ours.output.status == Some(1) && theirs.output.status == Some(1) {
        let guess = ". Did you mean";
        let error = theirs.output.stderr.split(guess).next().unwrap_or_default();
        return ours.file == theirs.file && ours.output.stderr == error;
    }
    ours == theirs
}

/// The lines of an answer in alphabetical order.
pub(crate) fn words(answer: &Answer) -> Vec<String> {
    let mut out: Vec<String> = [
        Some(&answer.output.stdout),
        Some(&answer.output.stderr),
        answer.file.as_ref(),
    ]
    .into_iter()
    .flatten()
    .flat_map(|text| text.split(|c: char| c.is_whitespace() || "[](),".contains(c)))
    .filter(|word| !word.is_empty())
    .map(str::to_owned)
    .collect();
    out.sort();
    out
}

/// Differences that have a page in `docs/differences/`.
pub(crate) fn is_named_difference(ours: &Answer, theirs: &Answer) -> bool {
    let is_refused =
        |text: &str| theirs.output.stderr.starts_with(text) && ours.output.status != Some(1);
    // Models that SQLAlchemy itself refuses: `%(referred_column_0_name)s` of a table that comes later.
    is_refused("sqlalchemy.exc.NoReferencedTableError: Foreign key associated with column")
        || skipped_in_order(ours) == skipped_in_order(theirs)
}

/// Skipped indexes in alphabetical order: the reference takes them from a set of objects.
fn skipped_in_order(answer: &Answer) -> Answer {
    let is_skipped = |line: &str| line.contains("autogenerate skipping metadata-specified");
    let mut answer = answer.clone();
    let mut lines: Vec<&str> = answer.output.stderr.lines().collect();
    for run in lines.chunk_by_mut(|a, b| is_skipped(a) && is_skipped(b)) {
        run.sort_unstable();
    }
    answer.output.stderr = lines.join("\n");
    answer
}

/// The lines that differ.
pub(crate) fn difference(theirs: &Answer, ours: &Answer) -> String {
    let mut out = format!(
        "status {:?} and ours {:?}\n",
        theirs.output.status, ours.output.status
    );
    if theirs.output.status == Some(1) {
        return format!(
            "{out}{}\nand ours\n{}\n",
            theirs.output.stderr, ours.output.stderr
        );
    }
    for (name, left, right) in [
        ("stdout", &theirs.output.stdout, &ours.output.stdout),
        ("stderr", &theirs.output.stderr, &ours.output.stderr),
    ] {
        out += &lines(name, left, right);
    }
    match (&theirs.file, &ours.file) {
        (Some(left), Some(right)) => out += &lines("file", left, right),
        (None, None) => {}
        (Some(_), None) => out += "only the reference wrote a file\n",
        (None, Some(_)) => out += "only ours wrote a file\n",
    }
    out
}

fn lines(name: &str, left: &str, right: &str) -> String {
    if left == right {
        return String::new();
    }
    let mut out = format!("--- {name}\n");
    let (left, right): (Vec<&str>, Vec<&str>) = (left.lines().collect(), right.lines().collect());
    let start = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let end = left[start..]
        .iter()
        .rev()
        .zip(right[start..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (left, right) = (
        &left[start..left.len() - end],
        &right[start..right.len() - end],
    );
    if let ([left], [right]) = (left, right) {
        let (left, right) = middles(left, right);
        return format!("{out}- {left}\n+ {right}\n");
    }
    for line in left {
        out += &format!("- {line}\n");
    }
    for line in right {
        out += &format!("+ {line}\n");
    }
    out
}

/// Two long lines where they differ, with some words around it.
fn middles(left: &str, right: &str) -> (String, String) {
    const AROUND: usize = 80;
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let same = |a: &[char], b: &[char]| a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let start = same(&left, &right).saturating_sub(AROUND);
    let reversed = |text: &[char]| text.iter().rev().copied().collect::<Vec<_>>();
    let end = same(&reversed(&left[start..]), &reversed(&right[start..])).saturating_sub(AROUND);
    let cut = |text: &[char]| text[start..text.len() - end].iter().collect::<String>();
    (cut(&left), cut(&right))
}

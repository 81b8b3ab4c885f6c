//! Whole commands on random revision graphs, asked of real Alembic and of this binary.
//!
//! `ALEMBIC_RS_GRAPHS` is the number of graphs (100 without it), `ALEMBIC_RS_GRAPH_SEED` the first seed. What Alembic
//! keeps in sets is compared as sets; where an answer still differs, the reference is asked again with other orders of
//! its sets, and what it says then counts too.
#![expect(clippy::expect_used, reason = "constant patterns")]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use alembic_testing::comparison::{Comparable, Node, clean, comparable};
use alembic_testing::{Project, Random, ReferenceServer, Tool, number, sqlite_query};
use anyhow::{Context, Result};
use fancy_regex::{Captures, Regex};

/// How many orders of its sets the reference is asked for where an answer differs.
const N_SET_ORDERS: usize = 12;

struct Graph {
    nodes: Vec<Node>,
    labels: Vec<String>,
}

impl Graph {
    fn random(random: &mut Random) -> Self {
        let n = *random.pick(&[1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24]);
        let prefix = *random.pick(&["", "", "ae", "fade"]);
        let chance_base = *random.pick(&[0, 6, 25]);
        let chance_branch = *random.pick(&[0, 20, 45]);
        let chance_merge = *random.pick(&[0, 12, 30]);
        let chance_needs = *random.pick(&[0, 0, 12, 30]);
        let chance_label = *random.pick(&[0, 15, 35]);
        let mut nodes: Vec<Node> = Vec::new();
        let mut labels = Vec::new();
        for i in 0..n {
            let id = format!("{prefix}{:08x}", random.next() & 0xffff_ffff);
            let ids: Vec<String> = nodes.iter().map(|node| node.id.clone()).collect();
            let mut node = Node {
                id,
                message: if random.percent(80) {
                    format!("step {i}")
                } else {
                    String::new()
                },
                ..Node::default()
            };
            if !ids.is_empty() && !random.percent(chance_base) {
                let has_child =
                    |id: &String| nodes.iter().any(|node: &Node| node.down.contains(id));
                let heads: Vec<String> = ids.iter().filter(|id| !has_child(id)).cloned().collect();
                if heads.len() > 1 && random.percent(chance_merge) {
                    let n = 2 + random.below(2);
                    let start = random.below(heads.len());
                    node.down = (0..n.min(heads.len()))
                        .map(|i| heads[(start + i) % heads.len()].clone())
                        .collect();
                } else if random.percent(chance_branch) {
                    node.down = vec![random.pick(&ids).clone()];
                } else {
                    node.down = ids.last().cloned().into_iter().collect();
                }
            }
            if random.percent(chance_needs) {
                let known = Self::closure_of(&nodes, &node.down);
                let others: Vec<&Node> = nodes
                    .iter()
                    .filter(|other| !known.contains(other.id.as_str()))
                    .collect();
                if !others.is_empty() {
                    let other = *random.pick(&others);
                    node.needs = vec![match other.labels.first() {
                        Some(label) if random.percent(50) => label.clone(),
                        _ => other.id.clone(),
                    }];
                }
            }
            if random.percent(chance_label) {
                let label = format!(
                    "{}{}",
                    random.pick(&["blue", "red", "core", "web"]),
                    labels.len()
                );
                labels.push(label.clone());
                node.labels = vec![label];
            }
            nodes.push(node);
        }
        Self { nodes, labels }
    }

    /// A revision and everything below it.
    fn closure_of(nodes: &[Node], ids: &[String]) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let mut open: Vec<String> = ids.to_vec();
        while let Some(id) = open.pop() {
            let Some(node) = nodes
                .iter()
                .find(|node| node.id == id || node.labels.contains(&id))
            else {
                continue;
            };
            if seen.insert(node.id.clone()) {
                open.extend(node.down.iter().chain(&node.needs).cloned());
            }
        }
        seen
    }

    /// Rows that a real database could have: those of some revisions that none of the others is above.
    fn rows(&self, random: &mut Random) -> Vec<String> {
        if random.percent(12) {
            return Vec::new();
        }
        if random.percent(3) {
            return vec!["deadbeef".to_owned()];
        }
        let n = 1 + random.below(3);
        let chosen: Vec<String> = (0..n)
            .map(|_| random.pick(&self.nodes).id.clone())
            .collect();
        chosen
            .iter()
            .filter(|id| {
                !chosen.iter().any(|other| {
                    other != *id
                        && Self::closure_of(&self.nodes, std::slice::from_ref(other)).contains(*id)
                })
            })
            .cloned()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    fn identifier(&self, random: &mut Random) -> String {
        let id = random.pick(&self.nodes).id.clone();
        match random.below(20) {
            0..=9 => id,
            10..=13 => {
                let n = *random.pick(&[2, 4, 5, 6, 7]);
                id[..n].to_owned()
            }
            14..=17 if !self.labels.is_empty() => random.pick(&self.labels).clone(),
            18 => "nosuch".to_owned(),
            _ => id,
        }
    }

    fn target(&self, random: &mut Random, relative: bool) -> String {
        match random.below(100) {
            0..=13 => (*random.pick(&["head", "heads", "heads"])).to_owned(),
            14..=20 => "base".to_owned(),
            21..=54 => self.identifier(random),
            55..=74 if !self.labels.is_empty() => {
                let label = random.pick(&self.labels).clone();
                let rest = match random.below(if relative { 8 } else { 4 }) {
                    0 | 1 => "head".to_owned(),
                    2 => "base".to_owned(),
                    3 => self.identifier(random),
                    4 => "+1".to_owned(),
                    5 => "-1".to_owned(),
                    6 => "+2".to_owned(),
                    _ => "head-1".to_owned(),
                };
                format!("{label}@{rest}")
            }
            75..=80 => format!("{}@head", random.pick(&self.nodes).id),
            _ if relative => match random.below(8) {
                0 => "+1".to_owned(),
                1 => "+2".to_owned(),
                2 => "-1".to_owned(),
                3 => "-2".to_owned(),
                4 => "head-1".to_owned(),
                5 => "base+1".to_owned(),
                6 => format!("{}+1", self.identifier(random)),
                _ => format!("{}-1", self.identifier(random)),
            },
            _ => self.identifier(random),
        }
    }

    fn commands(&self, random: &mut Random) -> Vec<Vec<String>> {
        let words = |line: &str| -> Vec<String> { line.split(' ').map(str::to_owned).collect() };
        let mut out = vec![
            words(random.pick::<&str>(&["heads", "heads -v", "heads --resolve-dependencies"])),
            words(random.pick::<&str>(&["branches", "branches -v"])),
            words(random.pick::<&str>(&["history", "history -v", "history -i", "history -i -v"])),
            words(random.pick::<&str>(&["current", "current -v", "current --check-heads"])),
            vec!["show".to_owned(), self.target(random, true)],
            vec![
                "history".to_owned(),
                match random.below(4) {
                    0 => format!(
                        "-r{}:{}",
                        self.target(random, false),
                        self.target(random, true)
                    ),
                    1 => format!("-r{}:", self.target(random, false)),
                    2 => format!("-r:{}", self.target(random, true)),
                    _ => format!("-r{}:current", self.target(random, false)),
                },
            ],
            vec!["upgrade".to_owned(), "heads".to_owned(), "--sql".to_owned()],
        ];
        for _ in 0..2 {
            out.push(vec!["upgrade".to_owned(), self.target(random, true)]);
            out.push(vec!["downgrade".to_owned(), self.target(random, true)]);
        }
        let range = format!(
            "{}:{}",
            self.target(random, false),
            self.target(random, true)
        );
        let direction = if random.percent(50) {
            "upgrade"
        } else {
            "downgrade"
        };
        out.push(vec![direction.to_owned(), range, "--sql".to_owned()]);
        let mut stamp = vec!["stamp".to_owned()];
        stamp.extend((0..=random.below(2)).map(|_| self.target(random, false)));
        if random.percent(15) {
            stamp.push("--purge".to_owned());
        }
        out.push(stamp);
        out.push(if random.percent(50) {
            let mut line = words("revision -m new --rev-id zznew --head");
            line.push(self.target(random, false));
            if random.percent(40) {
                line.push("--splice".to_owned());
            }
            if random.percent(20) {
                line.extend(words("--branch-label fresh"));
            }
            if random.percent(20) {
                line.push("--depends-on".to_owned());
                line.push(self.identifier(random));
            }
            line
        } else {
            let mut line = words("merge -m both --rev-id zzmerge");
            if random.percent(50) {
                line.push("heads".to_owned());
            } else {
                line.push(self.identifier(random));
                line.push(self.identifier(random));
            }
            line
        });
        out
    }
}

/// One answer: the output, the rows left, and the files made.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Answer {
    output: Comparable,
    rows: Vec<String>,
    files: Vec<String>,
}

static LABELS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\(([^()\n]*, [^()\n]*)\)").expect("a valid pattern"));
static LISTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^(Branches into|Branch names): (.*)$").expect("a valid pattern")
});

impl Answer {
    /// Sets in order: labels, what a branch point branches into, the lines below a branch point.
    fn in_order(mut self) -> Self {
        let sorted = |list: &str| {
            let mut items: Vec<&str> = list.split(", ").collect();
            items.sort_unstable();
            items.join(", ")
        };
        let text = LABELS.replace_all(&self.output.stdout, |found: &Captures<'_, str>| {
            format!("({})", sorted(&found[1]))
        });
        let text = LISTS.replace_all(&text, |found: &Captures<'_, str>| {
            format!("{}: {}", &found[1], sorted(&found[2]))
        });
        let mut lines: Vec<&str> = Vec::new();
        let mut children: Vec<&str> = Vec::new();
        for line in text.lines().chain(std::iter::once("")) {
            if line.trim_start().starts_with("-> ") && line.starts_with(' ') {
                children.push(line);
            } else {
                children.sort_unstable();
                lines.append(&mut children);
                lines.push(line);
            }
        }
        self.output.stdout = lines.join("\n");
        self.rows.sort();
        if self.output.stderr.starts_with("KeyError: ") {
            // Alembic crashes on whichever member of a set comes first.
            "KeyError".clone_into(&mut self.output.stderr);
        }
        self
    }

    /// Both end with the same exception and leave the same; Alembic may have written a part of a step before it.
    fn crashes_like(&self, other: &Self) -> bool {
        self.output.status == Some(1)
            && other.output.status == Some(1)
            && self.output.stderr == other.output.stderr
            && (&self.rows, &self.files) == (&other.rows, &other.files)
            && other
                .output
                .stdout
                .starts_with(self.output.stdout.trim_end())
    }

    fn shown(&self) -> String {
        format!(
            "{:?} {:?} {:?}\n{}\n{}\n",
            self.output.status, self.rows, self.files, self.output.stdout, self.output.stderr
        )
    }

    /// The words of the output in alphabetical order.
    fn into_words(mut self) -> Self {
        for text in [&mut self.output.stdout, &mut self.output.stderr] {
            let mut words: Vec<&str> = text
                .split(|c: char| c.is_whitespace() || c == ',')
                .collect();
            words.sort_unstable();
            *text = words.join(" ");
        }
        self
    }
}

/// Prepares the database, runs, and collects what is left.
fn ask(
    project: &Project,
    rows: &[String],
    run: impl FnOnce(&Project) -> Result<alembic_testing::Output>,
) -> Result<Answer> {
    let path = project.path().join("app.db");
    let _ = std::fs::remove_file(&path);
    if !rows.is_empty() {
        sqlite_query(
            &path,
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, \
             CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))",
        )?;
        for row in rows {
            sqlite_query(
                &path,
                &format!("INSERT INTO alembic_version VALUES ('{row}')"),
            )?;
        }
    }
    let output = comparable(&run(project)?);
    let rows = if path.exists() {
        match sqlite_query(&path, "SELECT version_num FROM alembic_version") {
            Ok(rows) => rows.into_iter().flatten().flatten().collect(),
            Err(_) => vec!["no table".to_owned()],
        }
    } else {
        vec!["no database".to_owned()]
    };
    let mut files = Vec::new();
    for name in project.list("alembic/versions")? {
        if name.starts_with("zz") {
            let name = format!("alembic/versions/{name}");
            files.push(format!("{name}\n{}", clean(&project.read(&name)?)));
            std::fs::remove_file(project.path().join(&name))?;
        }
    }
    Ok(Answer {
        output,
        rows,
        files,
    })
}

#[derive(Default)]
struct Totals {
    commands: AtomicUsize,
    as_sets: AtomicUsize,
}

#[test]
#[expect(
    clippy::print_stderr,
    reason = "the numbers are the point of a long run"
)]
fn agrees_with_the_reference() -> Result<()> {
    if alembic_testing::reference().is_none() {
        return Ok(());
    }
    let first = number("ALEMBIC_RS_GRAPH_SEED", 1);
    let n_graphs = number("ALEMBIC_RS_GRAPHS", 100);
    let next = AtomicU64::new(first);
    let totals = Totals::default();
    let mut failures = Vec::new();
    std::thread::scope(|scope| -> Result<()> {
        let workers: Vec<_> = (0..2)
            .map(|_| scope.spawn(|| work(&next, first + n_graphs, &totals)))
            .collect();
        for worker in workers {
            let found = worker
                .join()
                .map_err(|_| anyhow::anyhow!("a worker panicked"))??;
            failures.extend(found);
        }
        Ok(())
    })?;
    let n_commands = totals.commands.load(Ordering::Relaxed);
    eprintln!(
        "{n_graphs} graphs, {n_commands} commands, {} of them by other orders of the reference's sets",
        totals.as_sets.load(Ordering::Relaxed)
    );
    assert!(n_commands >= usize::try_from(n_graphs)? * 10);
    assert!(
        failures.is_empty(),
        "{} of {n_commands} commands differ, the first:\n{}",
        failures.len(),
        failures.iter().take(5).cloned().collect::<String>()
    );
    Ok(())
}

fn work(next: &AtomicU64, end: u64, totals: &Totals) -> Result<Vec<String>> {
    let ours = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
    let mut reference = ReferenceServer::start(0)?.context("no reference")?;
    let mut others: Vec<ReferenceServer> = Vec::new();
    let mut failures = Vec::new();
    loop {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if seed >= end {
            return Ok(failures);
        }
        let mut random = Random::new(seed);
        let graph = Graph::random(&mut random);
        let files: Vec<(String, String)> = graph
            .nodes
            .iter()
            .map(|node| (format!("{}_x", node.id), node.text()))
            .collect();
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        let (left, right) = (Project::generic(&files)?, Project::generic(&files)?);
        for command in graph.commands(&mut random) {
            let rows = graph.rows(&mut random);
            let words: Vec<&str> = command.iter().map(String::as_str).collect();
            totals.commands.fetch_add(1, Ordering::Relaxed);
            let our_answer = ask(&left, &rows, |project| project.run(&ours, &words))?.in_order();
            let mut theirs =
                vec![ask(&right, &rows, |project| reference.run(project, &words))?.in_order()];
            if theirs.contains(&our_answer) {
                continue;
            }
            for hash_seed in 1..=N_SET_ORDERS {
                if theirs.contains(&our_answer) {
                    break;
                }
                if others.len() < hash_seed {
                    let seed = u32::try_from(hash_seed)?;
                    others.push(ReferenceServer::start(seed)?.context("no reference")?);
                }
                let other = &mut others[hash_seed - 1];
                theirs.push(ask(&right, &rows, |project| other.run(project, &words))?.in_order());
            }
            let varies = theirs.iter().any(|answer| *answer != theirs[0]);
            let our_words = our_answer.clone().into_words();
            let is_same_set = theirs
                .iter()
                .any(|answer| answer.clone().into_words() == our_words);
            let is_same_crash = theirs.iter().any(|answer| our_answer.crashes_like(answer));
            if theirs.contains(&our_answer)
                || is_same_crash
                || ((varies || words[0] == "current") && is_same_set)
            {
                totals.as_sets.fetch_add(1, Ordering::Relaxed);
                continue;
            }
            let revisions: String = graph
                .nodes
                .iter()
                .map(|node| {
                    format!(
                        "  {} <- {} [{}] needs {}\n",
                        node.id,
                        node.down.join(","),
                        node.labels.join(","),
                        node.needs.join(",")
                    )
                })
                .collect();
            failures.push(format!(
                "## seed {seed}: alembic {} at {rows:?}\n{revisions}--- reference\n{}--- ours\n{}",
                command.join(" "),
                theirs[0].shown(),
                our_answer.shown()
            ));
        }
    }
}

//! Answers that depend on the order of a Python set, so that Alembic gives another one in each run: ours is stable, and
//! is one of Alembic's.
//!
//! Each question is asked of the reference under several orders of its sets until both is seen: that it has more than
//! one answer, and that ours is among them. The questions are those that two runs of the reference may answer alike by
//! chance, so that a comparison with two runs takes ours for wrong.

use std::path::PathBuf;

use alembic_testing::comparison::{Comparable, Node, comparable};
use alembic_testing::{Project, ReferenceServer, Tool};
use anyhow::{Result, ensure};

/// How many orders of its sets the reference is asked for.
const N_SET_ORDERS: u32 = 96;

struct Question {
    revisions: &'static [&'static str],
    arguments: &'static [&'static str],
}

/// Two branches of which one is merged with a part of the other.
const MERGED: &[&str] = &[
    "a1",
    "a2 <- a1",
    "a3 <- a2",
    "b1 <- a3",
    "b2 <- a3",
    "cb1 <- b1",
    "cb2 <- b2",
    "db1 <- cb1",
    "db2 <- cb2",
    "e1b1 <- db1",
    "e2b1 <- db1",
    "e2b2 <- db2",
    "fe1b1 <- e1b1",
    "merge <- e2b1, e2b2",
];

/// A revision that needs two others: which row of the version table is changed and which is removed.
const NEEDS: &[&str] = &[
    "ce60",
    "100d <- ce60 [blue]",
    "d90e [red]",
    "f70d <- d90e needs ce60, 100d",
    "6fc0 <- f70d [green]",
    "0735 <- 6fc0",
    "c01c <- 0735",
    "43e9 <- c01c",
    "464c",
    "a7bf needs 6fc0",
    "cc8b <- 464c needs 0735, a7bf",
    "f472 <- cc8b",
    "2727 <- f472",
];

const TWO_INTO_ONE: &[&str] = &[
    "1baf",
    "1d77 <- 1baf",
    "1ff3",
    "1e72 <- 1ff3",
    "16bc",
    "179f <- 1e72",
    "14d5 <- 16bc, 179f",
];

const NEEDED_MERGE: &[&str] = &[
    "36a9",
    "e5a4",
    "84e4 <- 36a9 needs e5a4",
    "bb53",
    "653f <- 36a9 needs e5a4",
    "f53c needs bb53",
    "0e55",
    "aed3 <- 653f, f53c",
    "e903 <- 0e55",
];

const SAME_LABEL: &[&str] = &["a [x]", "b [x]"];
const SAME_LABEL_IN_A_ROW: &[&str] = &["a [x]", "b <- a [x]"];

const QUESTIONS: &[Question] = &[
    Question {
        revisions: MERGED,
        arguments: &["downgrade", "merge:a2", "--sql"],
    },
    Question {
        revisions: MERGED,
        arguments: &["downgrade", "merge:b1", "--sql"],
    },
    Question {
        revisions: MERGED,
        arguments: &["downgrade", "merge:a1", "--sql"],
    },
    Question {
        revisions: NEEDS,
        arguments: &["upgrade", "c01c:heads", "--sql"],
    },
    Question {
        revisions: TWO_INTO_ONE,
        arguments: &["downgrade", "16bc@head:1e72", "--sql"],
    },
    Question {
        revisions: NEEDED_MERGE,
        arguments: &["upgrade", "0e55:aed3", "--sql"],
    },
    Question {
        revisions: SAME_LABEL,
        arguments: &["stamp", "heads"],
    },
    Question {
        revisions: SAME_LABEL,
        arguments: &["downgrade", "base"],
    },
    Question {
        revisions: SAME_LABEL,
        arguments: &["upgrade", "heads", "--sql"],
    },
    Question {
        revisions: SAME_LABEL_IN_A_ROW,
        arguments: &["heads", "--resolve-dependencies"],
    },
    Question {
        revisions: SAME_LABEL_IN_A_ROW,
        arguments: &["current"],
    },
    Question {
        revisions: SAME_LABEL_IN_A_ROW,
        arguments: &["stamp", "heads"],
    },
];

struct Asked {
    question: &'static Question,
    project: Project,
    ours: Comparable,
    theirs: Vec<Comparable>,
}

impl Asked {
    fn new(question: &'static Question) -> Result<Self> {
        let files: Vec<(String, String)> = question
            .revisions
            .iter()
            .map(|line| Node::parse(line))
            .map(|node| (format!("{}_x", node.id), node.text()))
            .collect();
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        let project = Project::generic(&files)?;
        let tool = Tool::Ours(PathBuf::from(env!("CARGO_BIN_EXE_alembic")));
        let ours = comparable(&project.run(&tool, question.arguments)?);
        let again = comparable(&project.run(&tool, question.arguments)?);
        ensure!(
            ours == again,
            "ours is not stable: {:?}",
            question.arguments
        );
        Ok(Self {
            question,
            project,
            ours,
            theirs: Vec::new(),
        })
    }

    fn is_proved(&self) -> bool {
        self.theirs.len() > 1 && self.theirs.contains(&self.ours)
    }
}

#[test]
fn ours_is_one_of_the_answers_of_the_reference() -> Result<()> {
    if alembic_testing::reference().is_none() {
        return Ok(());
    }
    let mut all: Vec<Asked> = QUESTIONS.iter().map(Asked::new).collect::<Result<_>>()?;
    for order in 0..N_SET_ORDERS {
        let mut open = all.iter_mut().filter(|asked| !asked.is_proved()).peekable();
        if open.peek().is_none() {
            break;
        }
        let Some(mut reference) = ReferenceServer::start(order)? else {
            return Ok(());
        };
        for asked in open {
            let answer = comparable(&reference.run(&asked.project, asked.question.arguments)?);
            if !asked.theirs.contains(&answer) {
                asked.theirs.push(answer);
            }
        }
    }
    for asked in &all {
        ensure!(
            asked.is_proved(),
            "alembic {}: {} answers of the reference, ours:\n{}{}\ntheirs:\n{}",
            asked.question.arguments.join(" "),
            asked.theirs.len(),
            asked.ours.stdout,
            asked.ours.stderr,
            asked
                .theirs
                .iter()
                .map(|one| format!("{}{}\n", one.stdout, one.stderr))
                .collect::<String>()
        );
    }
    Ok(())
}

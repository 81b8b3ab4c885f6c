//! Files that are going to be run are parsed on another thread meanwhile, in their order.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};

use alembic_source::{FileId, System, n_processors};
use ruff_python_ast::{ModModule, Stmt};

use crate::parse::{SyntaxErrorInfo, parse_module};
use crate::vm::Vm;

/// Fewer files than this are not worth a thread.
const WORTH_IT: usize = 16;

/// Files that are handed over at once: each time costs the threads a meeting.
const BATCH: usize = 16;

/// Batches of parsed files that wait at most: memory stays bounded when running is slower than parsing.
const MOST_WAITING: usize = 4;

type Outcome = Result<ModModule, SyntaxErrorInfo>;

/// A file for the other thread: its text, or where to read it.
enum Task {
    Text(String),
    Read(PathBuf, &'static (dyn System + Sync)),
}

/// What became of it; `text` is there if it had to be read.
struct Answer {
    text: Option<String>,
    outcome: Outcome,
}

impl Task {
    /// `None` if the file cannot be read: then it is for the one who runs it to say so.
    fn perform(self) -> Option<Answer> {
        let (text, is_new) = match self {
            Self::Text(text) => (text, false),
            Self::Read(path, system) => (system.read_python(&path).ok()?, true),
        };
        let outcome = parse_module(&text);
        Some(Answer {
            text: is_new.then_some(text),
            outcome,
        })
    }
}

/// The files that are being parsed.
#[derive(Default)]
pub(crate) struct ParseAhead(RefCell<Option<Queue>>);

struct Queue {
    /// In the order in which the other thread sends them.
    files: VecDeque<(PathBuf, FileId)>,
    parsed: Receiver<Vec<Option<Answer>>>,
    /// The rest of the last batch.
    received: std::vec::IntoIter<Option<Answer>>,
}

impl Queue {
    /// The next answer; `None` if there is none.
    fn next(&mut self) -> Option<Answer> {
        if self.received.len() == 0 {
            self.received = self.parsed.recv().ok()?.into_iter();
        }
        self.received.next()?
    }
}

impl Vm {
    /// Parses files on another thread, in the order in which [`Vm::run_file`] will ask for them. Their texts are those
    /// that the command has read, or that it knows without having read them; other files stay for later.
    pub fn parse_ahead<'a>(&self, paths: impl Iterator<Item = &'a Path>) {
        let known: Vec<(PathBuf, FileId, Task)> = paths
            .filter_map(|path| {
                let id = self.sources.find(path)?;
                let file = self.sources.get(id)?;
                let task = match self.system.shared() {
                    Some(system) if !file.is_read() => Task::Read(path.to_owned(), system),
                    _ => Task::Text(file.text().to_owned()),
                };
                Some((path.to_owned(), id, task))
            })
            .collect();
        if known.len() < WORTH_IT || n_processors() == 1 {
            return;
        }
        let (sender, receiver) = sync_channel(MOST_WAITING);
        let mut files = VecDeque::with_capacity(known.len());
        let mut tasks = Vec::with_capacity(known.len());
        for (path, id, task) in known {
            files.push_back((path, id));
            tasks.push(task);
        }
        let work = move || {
            let mut tasks = tasks.into_iter();
            loop {
                let batch: Vec<_> = tasks.by_ref().take(BATCH).map(Task::perform).collect();
                if batch.is_empty() || sender.send(batch).is_err() {
                    return;
                }
            }
        };
        // Without a thread every file is parsed when it is run.
        if std::thread::Builder::new().spawn(work).is_ok() {
            *self.parse_ahead.0.borrow_mut() = Some(Queue {
                files,
                parsed: receiver,
                received: Vec::new().into_iter(),
            });
        }
    }

    /// The statements of a file that was parsed ahead; `None` if it was not.
    pub(crate) fn parsed_ahead(
        &self,
        path: &Path,
    ) -> Option<(FileId, Result<&'static [Stmt], SyntaxErrorInfo>)> {
        let mut queue = self.parse_ahead.0.borrow_mut();
        let queue = queue.as_mut()?;
        let position = queue.files.iter().position(|(known, _)| known == path)?;
        // Files that are not run after all.
        for _ in 0..position {
            queue.files.pop_front();
            let _ = queue.next();
        }
        let (path, id) = queue.files.pop_front()?;
        let answer = queue.next()?;
        if let Some(text) = answer.text {
            self.sources.add(path, text);
        }
        Some((
            id,
            answer.outcome.map(|module| {
                let kept: &'static ModModule = Box::leak(Box::new(module));
                &*kept.body
            }),
        ))
    }
}

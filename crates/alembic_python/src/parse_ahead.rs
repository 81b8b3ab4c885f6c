//! Files that are going to be run are parsed on another thread meanwhile, in their order.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};

use alembic_source::FileId;
use ruff_python_ast::{ModModule, Stmt};

use crate::parse::{SyntaxErrorInfo, parse_module};
use crate::vm::Vm;

/// Fewer files than this are not worth a thread.
const WORTH_IT: usize = 16;

/// Parsed files that wait at most: memory stays bounded when running is slower than parsing.
const MOST_WAITING: usize = 64;

type Outcome = Result<ModModule, SyntaxErrorInfo>;

/// The files that are being parsed.
#[derive(Default)]
pub(crate) struct ParseAhead(RefCell<Option<Queue>>);

struct Queue {
    /// In the order in which the other thread sends them.
    files: VecDeque<(PathBuf, FileId)>,
    parsed: Receiver<Outcome>,
}

impl Vm {
    /// Parses files on another thread, in the order in which [`Vm::run_file`] will ask for them. Their texts are those
    /// that the command has read; files that it has not read stay for later.
    pub fn parse_ahead<'a>(&self, paths: impl Iterator<Item = &'a Path>) {
        let known: Vec<(PathBuf, FileId, String)> = paths
            .filter_map(|path| {
                let id = self.sources.find(path)?;
                let text = self.sources.get(id)?.text.clone();
                Some((path.to_owned(), id, text))
            })
            .collect();
        let n_processors = std::thread::available_parallelism().map_or(1, usize::from);
        if known.len() < WORTH_IT || n_processors == 1 {
            return;
        }
        let (sender, receiver) = sync_channel(MOST_WAITING);
        let mut files = VecDeque::with_capacity(known.len());
        let mut texts = Vec::with_capacity(known.len());
        for (path, id, text) in known {
            files.push_back((path, id));
            texts.push(text);
        }
        let work = move || {
            for text in texts {
                if sender.send(parse_module(&text)).is_err() {
                    return;
                }
            }
        };
        // Without a thread every file is parsed when it is run.
        if std::thread::Builder::new().spawn(work).is_ok() {
            *self.parse_ahead.0.borrow_mut() = Some(Queue {
                files,
                parsed: receiver,
            });
        }
    }

    /// The statements of a file that was parsed ahead; `None` if it was not.
    pub(crate) fn parsed_ahead(
        &self,
        path: &Path,
    ) -> Option<(FileId, Result<&'static [Stmt], SyntaxErrorInfo>)> {
        let mut queue = self.parse_ahead.0.borrow_mut();
        let Queue { files, parsed } = queue.as_mut()?;
        let position = files.iter().position(|(known, _)| known == path)?;
        // Files that are not run after all.
        for _ in 0..position {
            files.pop_front();
            let _ = parsed.recv();
        }
        let (_, id) = files.pop_front()?;
        let outcome = parsed.recv().ok()?;
        Some((
            id,
            outcome.map(|module| {
                let kept: &'static ModModule = Box::leak(Box::new(module));
                &*kept.body
            }),
        ))
    }
}

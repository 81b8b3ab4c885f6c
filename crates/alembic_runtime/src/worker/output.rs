//! What Python code prints, held back while it is not certain that the code runs to its end here.

use std::cell::RefCell;
use std::rc::Rc;

/// Where a piece of output goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// Where the command writes.
#[derive(Debug, Clone, Copy)]
pub struct Streams {
    /// Text for standard output, which may wait.
    pub write_stdout: fn(&str),
    /// Text for standard error.
    pub write_stderr: fn(&str),
    /// Writes what waits for standard output: another process is going to write there.
    pub flush_stdout: fn(),
}

impl Streams {
    /// Nothing is written.
    pub(crate) const SILENT: Self = Self {
        write_stdout: |_| {},
        write_stderr: |_| {},
        flush_stdout: || {},
    };
}

/// Both outputs of the evaluator. Attempts may be nested.
pub(crate) struct Output {
    streams: Streams,
    held: RefCell<Vec<Held>>,
}

/// What was printed since an attempt began.
#[derive(Default)]
pub(crate) struct Held {
    pieces: Vec<(Target, String)>,
    /// How many of them tell of the attempt itself, and are shown as soon as it acts.
    n_heading: usize,
}

impl Output {
    pub(crate) fn new(streams: Streams) -> Rc<Self> {
        Rc::new(Self {
            streams,
            held: RefCell::default(),
        })
    }

    /// Writes, or keeps for later.
    pub(crate) fn write(&self, target: Target, text: &str) {
        if let Some(attempt) = self.held.borrow_mut().last_mut() {
            attempt.pieces.push((target, text.to_owned()));
            return;
        }
        match target {
            Target::Stdout => (self.streams.write_stdout)(text),
            Target::Stderr => (self.streams.write_stderr)(text),
        }
    }

    /// Before another process writes to the same place.
    pub(crate) fn flush(&self) {
        (self.streams.flush_stdout)();
    }

    /// Begins an attempt: what is printed from here can be taken back.
    pub(crate) fn hold(&self) {
        self.held.borrow_mut().push(Held::default());
    }

    /// What was printed since the attempt began is its heading.
    pub(crate) fn end_heading(&self) {
        if let Some(attempt) = self.held.borrow_mut().last_mut() {
            attempt.n_heading = attempt.pieces.len();
        }
    }

    /// Shows the heading of the innermost attempt: it is about to act on the database.
    pub(crate) fn show_heading(&self) {
        let (heading, inner) = {
            let mut held = self.held.borrow_mut();
            let Some(attempt) = held.last_mut() else {
                return;
            };
            let n_heading = std::mem::take(&mut attempt.n_heading);
            if n_heading == 0 {
                return;
            }
            let heading: Vec<_> = attempt.pieces.drain(..n_heading).collect();
            (heading, held.pop())
        };
        for (target, text) in heading {
            self.write(target, &text);
        }
        self.held.borrow_mut().extend(inner);
    }

    /// The innermost attempt succeeded.
    pub(crate) fn release(&self) {
        let attempt = self.withhold();
        self.write_held(attempt);
    }

    /// What the innermost attempt has printed, for [`Output::write_held`].
    pub(crate) fn withhold(&self) -> Held {
        self.held.borrow_mut().pop().unwrap_or_default()
    }

    /// Writes what an attempt has printed.
    pub(crate) fn write_held(&self, held: Held) {
        for (target, text) in held.pieces {
            self.write(target, &text);
        }
    }

    /// The innermost attempt never happened; true if its heading is lost with it.
    pub(crate) fn discard(&self) -> bool {
        let attempt = self.held.borrow_mut().pop();
        attempt.is_some_and(|attempt| attempt.n_heading > 0)
    }
}

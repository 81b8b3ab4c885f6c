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

/// Both outputs of the evaluator. Attempts may be nested.
pub(crate) struct Output {
    write_stdout: fn(&str),
    write_stderr: fn(&str),
    held: RefCell<Vec<Vec<(Target, String)>>>,
}

impl Output {
    pub(crate) fn new(write_stdout: fn(&str), write_stderr: fn(&str)) -> Rc<Self> {
        Rc::new(Self {
            write_stdout,
            write_stderr,
            held: RefCell::default(),
        })
    }

    /// Writes, or keeps for later.
    pub(crate) fn write(&self, target: Target, text: &str) {
        if let Some(attempt) = self.held.borrow_mut().last_mut() {
            attempt.push((target, text.to_owned()));
            return;
        }
        match target {
            Target::Stdout => (self.write_stdout)(text),
            Target::Stderr => (self.write_stderr)(text),
        }
    }

    /// Begins an attempt: what is printed from here can be taken back.
    pub(crate) fn hold(&self) {
        self.held.borrow_mut().push(Vec::new());
    }

    /// The innermost attempt succeeded.
    pub(crate) fn release(&self) {
        let pieces = self.held.borrow_mut().pop().unwrap_or_default();
        for (target, text) in pieces {
            self.write(target, &text);
        }
    }

    /// The innermost attempt never happened.
    pub(crate) fn discard(&self) {
        self.held.borrow_mut().pop();
    }
}

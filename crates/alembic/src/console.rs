//! What goes to stdout and stderr.

use std::cell::RefCell;
use std::io::{IsTerminal, Write};
#[cfg(unix)]
use std::os::fd::{AsFd, BorrowedFd};
use std::rc::Rc;
use std::sync::{Mutex, OnceLock, PoisonError};

use alembic_script::{Engine, Messenger, Warning};
use alembic_source::{Diagnostic, DiagnosticFormat, SourceMap};

use crate::text_wrap::wrap;

/// The terminal, or what stands in for it.
///
/// Mirrors `alembic.util.messaging` (Alembic 1.20): texts are wrapped if **stdin** is a terminal.
pub(crate) struct Console {
    quiet: bool,
    width: Option<usize>,
    sources: Rc<SourceMap>,
    warned: RefCell<Vec<String>>,
    engine: RefCell<Option<Rc<dyn Engine>>>,
}

impl Console {
    /// A console for one run.
    pub(crate) fn new(quiet: bool, sources: Rc<SourceMap>) -> Self {
        Self {
            quiet,
            width: terminal_size::terminal_size_of(std::io::stdin())
                .map(|(width, _)| usize::from(width.0))
                .filter(|width| *width > 0),
            sources,
            warned: RefCell::new(Vec::new()),
            engine: RefCell::new(None),
        }
    }

    /// Warnings go through the engine from now on: it may hold back what `env.py` prints.
    pub(crate) fn set_engine(&self, engine: Rc<dyn Engine>) {
        *self.engine.borrow_mut() = Some(engine);
    }

    fn warning_line(&self, text: &str) {
        flush_stdout();
        match &*self.engine.borrow() {
            Some(engine) => engine.write_stderr(&format!("{text}\n")),
            None => error_line(text),
        }
    }

    /// Prints a diagnostic of ours.
    pub(crate) fn diagnostic(&self, diagnostic: &Diagnostic) {
        let color = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let text = diagnostic.render(&self.sources, DiagnosticFormat::Full, color);
        error_line(&text);
    }
}

/// What is not written to stdout yet: a script of a thousand revisions is not a thousand writes.
static WAITING: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Bytes that wait at most.
const MOST_WAITING: usize = 64 << 10;

/// Text on stdout; a closed pipe is ignored, as in Alembic.
pub(crate) fn write_stdout(text: &str) {
    let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
    waiting.extend_from_slice(text.as_bytes());
    if waiting.len() >= MOST_WAITING || somebody_watches() {
        write_out(&mut waiting);
    }
}

fn somebody_watches() -> bool {
    static FOUND: OnceLock<bool> = OnceLock::new();
    *FOUND.get_or_init(|| std::io::stdout().is_terminal())
}

/// Text on stderr, after what stdout has if somebody may see both.
pub(crate) fn write_stderr(text: &str) {
    if outputs_meet() {
        flush_stdout();
    }
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// False if stdout and stderr are two files or pipes: the order between them cannot be seen.
fn outputs_meet() -> bool {
    static FOUND: OnceLock<bool> = OnceLock::new();
    *FOUND.get_or_init(|| {
        std::io::stderr().is_terminal() || !are_different(std::io::stdout(), std::io::stderr())
    })
}

#[cfg(unix)]
fn are_different(one: impl AsFd, other: impl AsFd) -> bool {
    use std::os::unix::fs::MetadataExt;

    let place = |stream: BorrowedFd<'_>| -> std::io::Result<(u64, u64)> {
        let metadata = std::fs::File::from(stream.try_clone_to_owned()?).metadata()?;
        Ok((metadata.dev(), metadata.ino()))
    };
    matches!((place(one.as_fd()), place(other.as_fd())), (Ok(one), Ok(other)) if one != other)
}

#[cfg(not(unix))]
fn are_different<T, U>(_one: T, _other: U) -> bool {
    false
}

fn write_out(waiting: &mut Vec<u8>) {
    let mut stdout = std::io::stdout();
    let _ = stdout.write_all(waiting).and_then(|()| stdout.flush());
    waiting.clear();
}

/// A line on stderr, after what stdout has.
pub(crate) fn error_line(text: &str) {
    flush_stdout();
    // A closed stderr is no reason to fail.
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Writes out what is buffered for stdout.
pub(crate) fn flush_stdout() {
    write_out(&mut WAITING.lock().unwrap_or_else(PoisonError::into_inner));
}

/// Whether hints beyond Alembic's own output are wanted: on a terminal, or if asked for.
///
/// DIFFERENCE: `ALEMBIC_RS_HINTS` is `always` or `never`; otherwise only a terminal gets hints, so that the
/// stderr of scripts is Alembic's.
pub(crate) fn wants_hints() -> bool {
    match std::env::var("ALEMBIC_RS_HINTS").as_deref() {
        Ok("always" | "1") => true,
        Ok("never" | "0") => false,
        _ => std::io::stderr().is_terminal(),
    }
}

/// Whether a hint is welcome even in a script: unless `ALEMBIC_RS_HINTS=never`.
pub(crate) fn allows_hints() -> bool {
    !matches!(
        std::env::var("ALEMBIC_RS_HINTS").as_deref(),
        Ok("never" | "0")
    )
}

impl Messenger for Console {
    fn print_stdout(&self, text: &str) {
        if !self.quiet {
            write_stdout(&format!("{text}\n"));
        }
    }

    fn message(&self, text: &str, newline: bool) {
        let mut out = match self.width {
            None => text.to_owned(),
            Some(width) => wrap(text, width, "  ").join("\n"),
        };
        if newline {
            out.push('\n');
        }
        write_stdout(&out);
        flush_stdout();
    }

    fn end_status(&self, succeeded: bool) {
        write_stdout(if succeeded { "  done\n" } else { "  FAILED\n" });
        flush_stdout();
    }

    fn warn(&self, warning: &Warning) {
        let text = format!("{}: {}", warning.category, warning.message);
        if self.warned.borrow().contains(&text) {
            return;
        }
        let place = warning.span.and_then(|span| {
            let file = self.sources.get(span.file)?;
            let line = file.line_column(span.start).line;
            let source = file
                .text()
                .lines()
                .nth((line as usize).saturating_sub(1))
                .unwrap_or_default()
                .trim()
                .to_owned();
            Some((format!("{}:{line}", file.path.display()), source))
        });
        match place {
            Some((place, source)) => {
                self.warning_line(&format!("{place}: {text}\n  {source}"));
            }
            None => self.warning_line(&format!("<alembic>:1: {text}")),
        }
        self.warned.borrow_mut().push(text);
    }

    fn is_quiet(&self) -> bool {
        self.quiet
    }
}

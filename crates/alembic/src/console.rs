//! What goes to stdout and stderr.

use std::cell::RefCell;
use std::io::{IsTerminal, Write};
use std::rc::Rc;

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

/// Text on stdout; a closed pipe is ignored, as in Alembic.
pub(crate) fn write_stdout(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Text on stderr.
pub(crate) fn write_stderr(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// A line on stderr, after what stdout has.
pub(crate) fn error_line(text: &str) {
    flush_stdout();
    // A closed stderr is no reason to fail.
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Writes out what is buffered for stdout.
pub(crate) fn flush_stdout() {
    let _ = std::io::stdout().flush();
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

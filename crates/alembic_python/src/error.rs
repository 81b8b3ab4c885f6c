//! How evaluation ends early: a Python exception, or a limit of the evaluator.

use std::rc::Rc;

use alembic_source::{Diagnostic, SourceMap, Span};

use crate::value::Value;

/// Result of everything that evaluates.
pub type PyResult<T = Value> = Result<T, Unwind>;

/// Why evaluation ended early.
#[derive(Debug)]
pub enum Unwind {
    /// A Python exception; Python code can catch it.
    Exception(Box<Raised>),
    /// A limit of the evaluator; Python code cannot catch it.
    Unsupported(Box<Unsupported>),
}

/// A raised exception with the places that it passed.
#[derive(Debug)]
pub struct Raised {
    /// The exception object.
    pub value: Value,
    /// Innermost place first.
    pub traceback: Vec<TracebackEntry>,
    pub(crate) last_frame: u64,
}

/// One line of a traceback.
#[derive(Debug, Clone)]
pub struct TracebackEntry {
    /// Where evaluation was.
    pub span: Span,
    /// Name of the function, `<module>` for a module body.
    pub function: Rc<str>,
}

/// Something that the evaluator cannot follow.
#[derive(Debug, Clone)]
pub struct Unsupported {
    /// What it is: `subprocess.run`, `branch on an unknown value`.
    pub construct: String,
    /// Where.
    pub span: Option<Span>,
    /// The imports that led there, outermost first.
    pub import_chain: Vec<(String, Option<Span>)>,
    /// Facts.
    pub notes: Vec<String>,
}

impl Unsupported {
    /// A diagnostic that names the construct and its place.
    pub fn to_diagnostic(&self) -> Diagnostic {
        let mut diagnostic =
            Diagnostic::error("unsupported", format!("cannot follow {}", self.construct));
        if let Some(span) = self.span {
            diagnostic = diagnostic.at(span, "here");
        }
        for (module, span) in &self.import_chain {
            if let Some(span) = span {
                diagnostic = diagnostic.also(*span, format!("`{module}` is imported here"));
            }
        }
        for note in &self.notes {
            diagnostic = diagnostic.note(note.clone());
        }
        diagnostic
    }
}

impl Unwind {
    /// The exception object.
    pub fn exception(&self) -> Option<&Value> {
        match self {
            Self::Exception(raised) => Some(&raised.value),
            Self::Unsupported(_) => None,
        }
    }

    /// True for an exception whose class (or a base of it) has this name.
    pub fn is_exception(&self, class_name: &str) -> bool {
        let Some(Value::Object(object)) = self.exception() else {
            return false;
        };
        let class = object.class();
        class.name_is(class_name)
            || class
                .ancestors()
                .iter()
                .any(|base| base.name_is(class_name))
    }

    /// The limit.
    pub fn unsupported(&self) -> Option<&Unsupported> {
        match self {
            Self::Exception(_) => None,
            Self::Unsupported(limit) => Some(limit),
        }
    }

    /// The innermost place.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Exception(raised) => raised.traceback.first().map(|entry| entry.span),
            Self::Unsupported(limit) => limit.span,
        }
    }
}

/// CPython's text of a traceback, `Traceback (most recent call last):` included, without the last line.
pub fn format_traceback(sources: &SourceMap, traceback: &[TracebackEntry]) -> String {
    let mut out = String::from("Traceback (most recent call last):\n");
    let mut last = String::new();
    let mut n_same = 0;
    for entry in traceback.iter().rev() {
        let Some(text) = format_entry(sources, entry) else {
            continue;
        };
        if text == last {
            n_same += 1;
        } else {
            write_repeated(&mut out, n_same);
            last = text;
            n_same = 1;
        }
        // CPython shows three equal places and counts the others.
        if n_same <= 3 {
            out.push_str(&last);
        }
    }
    write_repeated(&mut out, n_same);
    out
}

fn write_repeated(out: &mut String, n_same: usize) {
    if n_same > 3 {
        let more = n_same - 3;
        let plural = if more == 1 { "" } else { "s" };
        out.push_str(&format!(
            "  [Previous line repeated {more} more time{plural}]\n"
        ));
    }
}

fn format_entry(sources: &SourceMap, entry: &TracebackEntry) -> Option<String> {
    let file = sources.get(entry.span.file)?;
    let at = file.line_column(entry.span.start);
    let mut out = format!(
        "  File \"{}\", line {}, in {}\n",
        file.path.display(),
        at.line,
        entry.function
    );
    let line = file
        .lines()
        .line_start(at.line)
        .and_then(|start| file.text().get(start as usize..))
        .and_then(|rest| rest.split(['\n', '\r']).next())
        .unwrap_or("")
        .trim();
    if !line.is_empty() {
        out.push_str("    ");
        out.push_str(line);
        out.push('\n');
    }
    Some(out)
}

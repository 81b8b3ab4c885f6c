//! Diagnostics as data, and their rendering.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::source_file::{SourceMap, Span};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something is worth knowing.
    Info,
    /// Something may be wrong.
    Warning,
    /// The command cannot do what was asked.
    Error,
}

/// A marked place with a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there; may be empty.
    pub message: String,
}

/// How to print a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiagnosticFormat {
    /// Message, source lines, help and notes.
    Full,
    /// `path:line:column: message` in one line.
    Concise,
}

/// One message to the user about a place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable identifier in kebab case: `unknown-revision`.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One phrase, lower case, no full stop.
    pub message: String,
    /// The main place.
    pub primary: Option<Label>,
    /// Other places that explain it.
    pub secondary: Vec<Label>,
    /// One action that works as typed.
    pub help: Vec<String>,
    /// Facts.
    pub notes: Vec<String>,
}

impl Diagnostic {
    /// An error without a place yet.
    pub fn error(id: &'static str, message: impl Into<String>) -> Self {
        Self::new(id, Severity::Error, message)
    }

    /// A warning without a place yet.
    pub fn warning(id: &'static str, message: impl Into<String>) -> Self {
        Self::new(id, Severity::Warning, message)
    }

    /// A diagnostic without a place yet.
    pub fn new(id: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            id,
            severity,
            message: message.into(),
            primary: None,
            secondary: Vec::new(),
            help: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Sets the main place.
    #[must_use]
    pub fn at(mut self, span: Span, message: impl Into<String>) -> Self {
        self.primary = Some(Label {
            span,
            message: message.into(),
        });
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn also(mut self, span: Span, message: impl Into<String>) -> Self {
        self.secondary.push(Label {
            span,
            message: message.into(),
        });
        self
    }

    /// Adds an action.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// The text to print, without a final newline.
    pub fn render(&self, sources: &SourceMap, format: DiagnosticFormat, color: bool) -> String {
        match format {
            DiagnosticFormat::Concise => self.render_concise(sources),
            DiagnosticFormat::Full => self.render_full(sources, color),
        }
    }

    fn render_concise(&self, sources: &SourceMap) -> String {
        let word = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        };
        match &self.primary {
            Some(label) => format!(
                "{}: {word}[{}]: {}",
                sources.locate(label.span),
                self.id,
                self.message
            ),
            None => format!("{word}[{}]: {}", self.id, self.message),
        }
    }

    fn render_full(&self, sources: &SourceMap, color: bool) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
        };
        let files: Vec<_> = self
            .primary
            .iter()
            .map(|label| (label, AnnotationKind::Primary))
            .chain(
                self.secondary
                    .iter()
                    .map(|label| (label, AnnotationKind::Context)),
            )
            .filter_map(|(label, kind)| Some((sources.get(label.span.file)?, label, kind)))
            .collect();
        let paths: Vec<String> = files
            .iter()
            .map(|(file, _, _)| file.path.display().to_string())
            .collect();
        let mut group = Group::with_title(level.primary_title(self.message.as_str()).id(self.id));
        for (position, (file, label, kind)) in files.iter().enumerate() {
            // Marks in the same file share one snippet; it is drawn at the file's first mark.
            if files
                .iter()
                .take(position)
                .any(|(other, _, _)| other.path == file.path)
            {
                continue;
            }
            let mut snippet =
                Snippet::source(file.text()).path(paths.get(position).map(String::as_str));
            snippet = snippet.annotation(annotation(file, label, *kind));
            for (other, label, kind) in files.iter().skip(position + 1) {
                if other.path == file.path {
                    snippet = snippet.annotation(annotation(other, label, *kind));
                }
            }
            group = group.element(snippet);
        }
        for text in &self.help {
            group = group.element(Level::HELP.message(text.as_str()));
        }
        for text in &self.notes {
            group = group.element(Level::NOTE.message(text.as_str()));
        }
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        renderer.render(&[group])
    }
}

fn annotation<'a>(
    file: &crate::source_file::SourceFile,
    label: &'a Label,
    kind: AnnotationKind,
) -> annotate_snippets::Annotation<'a> {
    let length = file.text().len();
    let start = (label.span.start as usize).min(length);
    let end = (label.span.end as usize).clamp(start, length);
    kind.span(start..end).label(label.message.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renders_place_help_and_note() {
        let sources = SourceMap::default();
        let text = "revision = 'a'\ndown_revision = 'zz'\n";
        let file = sources.add("/p/versions/a.py".into(), text.to_owned());
        let start = u32::try_from(text.find("'zz'").unwrap()).unwrap();
        let span = Span {
            file,
            start,
            end: start + 4,
        };
        let diagnostic = Diagnostic::error(
            "unknown-revision",
            "no revision file has the identifier `zz`",
        )
        .at(span, "named as the `down_revision` of `a`")
        .help("did you mean `a`?");
        let full = diagnostic.render(&sources, DiagnosticFormat::Full, false);
        assert!(full.contains("/p/versions/a.py:2:17"), "{full}");
        assert!(full.contains("did you mean `a`?"), "{full}");
        assert_eq!(
            diagnostic.render(&sources, DiagnosticFormat::Concise, false),
            "/p/versions/a.py:2:17: error[unknown-revision]: no revision file has the identifier `zz`"
        );
    }
}

//! Parsing, once per file.

use std::sync::atomic::{AtomicBool, Ordering};

use ruff_python_ast::{Expr, ModModule, Stmt};
use ruff_python_parser::{Mode, ParseError, ParseOptions};
use ruff_text_size::Ranged;

/// Why a text is no Python.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SyntaxErrorInfo {
    /// What is wrong.
    pub message: String,
    /// First byte of the place.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
}

fn info(error: &ParseError) -> SyntaxErrorInfo {
    SyntaxErrorInfo {
        message: error.error.to_string(),
        start: error.location.start().to_u32(),
        end: error.location.end().to_u32(),
    }
}

/// True once a source with the escape of a surrogate was parsed. The parser reads it as U+FFFD, since no text of ours can hold it.
static HAS_SURROGATES: AtomicBool = AtomicBool::new(false);

/// True if the texts of the program have to be looked at for surrogates.
pub(crate) fn has_surrogates() -> bool {
    HAS_SURROGATES.load(Ordering::Relaxed)
}

/// True for a source with an escape such as `\\ud800`.
pub(crate) fn names_surrogate(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'\\', bytes).any(|at| {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        let digits = rest
            .strip_prefix(b"u")
            .or_else(|| rest.strip_prefix(b"U0000"))
            .unwrap_or_default();
        matches!(
            digits,
            [b'd' | b'D', b'8' | b'9' | b'a'..=b'f' | b'A'..=b'F', ..]
        )
    })
}

fn note_surrogates(text: &str) {
    if names_surrogate(text) {
        HAS_SURROGATES.store(true, Ordering::Relaxed);
    }
}

/// Parses a module.
pub(crate) fn parse_module(text: &str) -> Result<ModModule, SyntaxErrorInfo> {
    note_surrogates(text);
    ruff_python_parser::parse_module(text)
        .map(ruff_python_parser::Parsed::into_syntax)
        .map_err(|error| info(&error))
}

/// Parses a module that is kept for the process; functions and classes point into it.
pub(crate) fn parse_module_kept(text: &str) -> Result<&'static [Stmt], SyntaxErrorInfo> {
    let module: &'static ModModule = Box::leak(Box::new(parse_module(text)?));
    Ok(&module.body)
}

/// The syntax of a module, kept for the process: for a text that is looked at more than once.
#[derive(Debug, Clone, Copy)]
pub struct SyntaxTree(pub(crate) &'static [Stmt]);

impl SyntaxTree {
    /// Parses a text.
    ///
    /// # Errors
    /// If it is no Python.
    pub fn parse(text: &str) -> Result<Self, SyntaxErrorInfo> {
        parse_module_kept(text).map(Self)
    }
}

/// Parses an expression that is kept for the process.
pub(crate) fn parse_expression_kept(text: &str) -> Result<&'static Expr, SyntaxErrorInfo> {
    note_surrogates(text);
    let parsed = ruff_python_parser::parse(text, ParseOptions::from(Mode::Expression))
        .map_err(|error| info(&error))?;
    match parsed.into_syntax() {
        ruff_python_ast::Mod::Expression(expression) => {
            let kept: &'static ruff_python_ast::ModExpression = Box::leak(Box::new(expression));
            Ok(&kept.body)
        }
        ruff_python_ast::Mod::Module(module) => Err(SyntaxErrorInfo {
            message: "expected an expression".to_owned(),
            start: module.start().to_u32(),
            end: module.end().to_u32(),
        }),
    }
}

/// Checks that a text is a Python module.
pub fn check_syntax(text: &str) -> Result<(), SyntaxErrorInfo> {
    parse_module(text).map(|_| ())
}

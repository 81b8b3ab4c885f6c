//! Parsing, once per file.

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

/// Parses a module.
pub(crate) fn parse_module(text: &str) -> Result<ModModule, SyntaxErrorInfo> {
    ruff_python_parser::parse_module(text)
        .map(ruff_python_parser::Parsed::into_syntax)
        .map_err(|error| info(&error))
}

/// Parses a module that is kept for the process; functions and classes point into it.
pub(crate) fn parse_module_kept(text: &str) -> Result<&'static [Stmt], SyntaxErrorInfo> {
    let module: &'static ModModule = Box::leak(Box::new(parse_module(text)?));
    Ok(&module.body)
}

/// Parses an expression that is kept for the process.
pub(crate) fn parse_expression_kept(text: &str) -> Result<&'static Expr, SyntaxErrorInfo> {
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

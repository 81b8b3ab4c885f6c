//! The header of a revision file, read without evaluating anything.
//!
//! Graph commands need the docstring and four assignments of every revision file, so this path
//! has no evaluator and can run on many threads at once.

use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};
use serde::{Deserialize, Serialize};

use crate::parse::{SyntaxErrorInfo, SyntaxTree, parse_module};

/// The value of a header assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeaderValue {
    /// `None`.
    None,
    /// A text.
    Str(String),
    /// A tuple of literals.
    Tuple(Vec<Self>),
    /// A list of literals.
    List(Vec<Self>),
    /// A set of literals.
    Set(Vec<Self>),
    /// Anything else: only the evaluator can tell.
    Other,
}

impl HeaderValue {
    /// True if the evaluator is needed to know the value.
    pub fn needs_evaluation(&self) -> bool {
        match self {
            Self::None | Self::Str(_) => false,
            Self::Tuple(items) | Self::List(items) | Self::Set(items) => {
                items.iter().any(Self::needs_evaluation)
            }
            Self::Other => true,
        }
    }
}

/// One header assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderField {
    /// Its value.
    pub value: HeaderValue,
    /// Byte range of the value.
    pub span: std::ops::Range<u32>,
}

/// What the top level of a revision file says about its place in the graph.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionHeader {
    /// The docstring.
    pub docstring: Option<String>,
    /// `revision`.
    pub revision: Option<HeaderField>,
    /// `down_revision`.
    pub down_revision: Option<HeaderField>,
    /// `branch_labels`.
    pub branch_labels: Option<HeaderField>,
    /// `depends_on`.
    pub depends_on: Option<HeaderField>,
    /// True if the top level may assign header names in a way that only the evaluator can tell
    /// (inside `if` or `try`, by star import, by `global`).
    pub needs_evaluation: bool,
    /// Byte range of `def upgrade`'s name.
    pub upgrade: Option<std::ops::Range<u32>>,
    /// Byte range of `def downgrade`'s name.
    pub downgrade: Option<std::ops::Range<u32>>,
}

const FIELDS: [&str; 4] = ["revision", "down_revision", "branch_labels", "depends_on"];

/// Reads the header of a revision file.
///
/// # Errors
/// If the text is no Python.
pub fn revision_header(text: &str) -> Result<RevisionHeader, SyntaxErrorInfo> {
    Ok(header_of(&parse_module(text)?.body))
}

impl SyntaxTree {
    /// The header of a revision file.
    pub fn revision_header(self) -> RevisionHeader {
        header_of(self.0)
    }
}

fn header_of(statements: &[Stmt]) -> RevisionHeader {
    let mut header = RevisionHeader::default();
    if let Some(Stmt::Expr(first)) = statements.first()
        && let Expr::StringLiteral(literal) = &*first.value
    {
        header.docstring = Some(literal.value.to_str().to_owned());
    }
    for statement in statements {
        read_statement(&mut header, statement);
    }
    let fields = [
        &header.revision,
        &header.down_revision,
        &header.branch_labels,
        &header.depends_on,
    ];
    if fields
        .into_iter()
        .flatten()
        .any(|field| field.value.needs_evaluation())
    {
        header.needs_evaluation = true;
    }
    header
}

fn read_statement(header: &mut RevisionHeader, statement: &Stmt) {
    match statement {
        Stmt::Assign(assign) => {
            for target in &assign.targets {
                match target {
                    Expr::Name(name) => assign_field(header, name.id.as_str(), &assign.value),
                    Expr::Tuple(_) | Expr::List(_) if mentions_field(target) => {
                        header.needs_evaluation = true;
                    }
                    _ => {}
                }
            }
        }
        Stmt::AnnAssign(assign) => {
            if let Expr::Name(name) = &*assign.target
                && let Some(value) = &assign.value
            {
                assign_field(header, name.id.as_str(), value);
            }
        }
        Stmt::AugAssign(assign) if mentions_field(&assign.target) => {
            header.needs_evaluation = true;
        }
        Stmt::FunctionDef(function) => {
            let range = bytes(function.name.range());
            match function.name.as_str() {
                "upgrade" => header.upgrade = Some(range),
                "downgrade" => header.downgrade = Some(range),
                _ => {}
            }
        }
        Stmt::ImportFrom(import) => {
            let binds = import.names.iter().any(|alias| {
                let name = alias.asname.as_ref().unwrap_or(&alias.name);
                name.as_str() == "*" || FIELDS.contains(&name.as_str())
            });
            if binds {
                header.needs_evaluation = true;
            }
        }
        Stmt::If(_)
        | Stmt::Try(_)
        | Stmt::With(_)
        | Stmt::For(_)
        | Stmt::While(_)
        | Stmt::Match(_)
            if block_mentions_field(statement) =>
        {
            header.needs_evaluation = true;
        }
        _ => {}
    }
}

fn assign_field(header: &mut RevisionHeader, name: &str, value: &Expr) {
    let field = HeaderField {
        value: header_value(value),
        span: bytes(value.range()),
    };
    match name {
        "revision" => header.revision = Some(field),
        "down_revision" => header.down_revision = Some(field),
        "branch_labels" => header.branch_labels = Some(field),
        "depends_on" => header.depends_on = Some(field),
        _ => {}
    }
}

fn header_value(value: &Expr) -> HeaderValue {
    let all = |items: &[Expr]| items.iter().map(header_value).collect();
    match value {
        Expr::NoneLiteral(_) => HeaderValue::None,
        Expr::StringLiteral(literal) => HeaderValue::Str(literal.value.to_str().to_owned()),
        Expr::Tuple(tuple) => HeaderValue::Tuple(all(&tuple.elts)),
        Expr::List(list) => HeaderValue::List(all(&list.elts)),
        Expr::Set(set) => HeaderValue::Set(all(&set.elts)),
        _ => HeaderValue::Other,
    }
}

fn mentions_field(target: &Expr) -> bool {
    match target {
        Expr::Name(name) => FIELDS.contains(&name.id.as_str()),
        Expr::Tuple(tuple) => tuple.elts.iter().any(mentions_field),
        Expr::List(list) => list.elts.iter().any(mentions_field),
        Expr::Starred(starred) => mentions_field(&starred.value),
        _ => false,
    }
}

fn block_mentions_field(statement: &Stmt) -> bool {
    let any = |body: &[Stmt]| body.iter().any(block_mentions_field);
    match statement {
        Stmt::Assign(assign) => assign.targets.iter().any(mentions_field),
        Stmt::AnnAssign(assign) => mentions_field(&assign.target),
        Stmt::AugAssign(assign) => mentions_field(&assign.target),
        Stmt::If(block) => {
            any(&block.body)
                || block
                    .elif_else_clauses
                    .iter()
                    .any(|clause| any(&clause.body))
        }
        Stmt::Try(block) => {
            any(&block.body)
                || any(&block.orelse)
                || any(&block.finalbody)
                || block.handlers.iter().any(|handler| {
                    let ruff_python_ast::ExceptHandler::ExceptHandler(handler) = handler;
                    any(&handler.body)
                })
        }
        Stmt::With(block) => any(&block.body),
        Stmt::For(block) => mentions_field(&block.target) || any(&block.body) || any(&block.orelse),
        Stmt::While(block) => any(&block.body) || any(&block.orelse),
        Stmt::Match(block) => block.cases.iter().any(|case| any(&case.body)),
        Stmt::FunctionDef(function) => matches!(function.name.as_str(), "upgrade" | "downgrade"),
        Stmt::ImportFrom(import) => import.names.iter().any(|alias| {
            let name = alias.asname.as_ref().unwrap_or(&alias.name);
            name.as_str() == "*" || FIELDS.contains(&name.as_str())
        }),
        _ => false,
    }
}

fn bytes(range: TextRange) -> std::ops::Range<u32> {
    range.start().to_u32()..range.end().to_u32()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_generated_template() {
        let header = revision_header(
            "\"\"\"add users\n\nRevision ID: a1\n\"\"\"\nfrom alembic import op\nrevision: str = 'a1'\ndown_revision = ('b', 'c')\nbranch_labels = None\n\ndef upgrade() -> None:\n    pass\n",
        )
        .unwrap();
        assert_eq!(
            header.docstring.as_deref(),
            Some("add users\n\nRevision ID: a1\n")
        );
        assert_eq!(
            header.revision.unwrap().value,
            HeaderValue::Str("a1".to_owned())
        );
        assert_eq!(
            header.down_revision.unwrap().value,
            HeaderValue::Tuple(vec![
                HeaderValue::Str("b".to_owned()),
                HeaderValue::Str("c".to_owned())
            ])
        );
        assert!(header.upgrade.is_some());
        assert!(!header.needs_evaluation);
    }
}

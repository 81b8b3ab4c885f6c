//! From text to nodes.

use std::path::Path;

use super::{Node, TemplateError};

pub(super) fn parse(path: &Path, text: &str) -> Result<Vec<Node>, TemplateError> {
    let mut parser = Parser {
        path,
        text,
        at: coding_line(text),
        out: Vec::new(),
        pending: String::new(),
    };
    parser.run()?;
    parser.flush();
    Ok(parser.out)
}

/// Length of a first line that declares the template's encoding (`# -*- coding: utf-8 -*-`): no part of the output.
fn coding_line(text: &str) -> usize {
    let Some((line, _)) = text.split_once('\n') else {
        return 0;
    };
    let names_encoding = line.starts_with('#')
        && !line.starts_with("##")
        && line.split("coding").skip(1).any(|rest| {
            rest.strip_prefix([':', '=']).is_some_and(|name| {
                let name = name.trim_start();
                name.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
            })
        });
    if names_encoding { line.len() + 1 } else { 0 }
}

struct Parser<'a> {
    path: &'a Path,
    text: &'a str,
    at: usize,
    out: Vec<Node>,
    pending: String,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn line_number(&self, at: usize) -> u32 {
        let before = self.text.get(..at).unwrap_or_default();
        u32::try_from(1 + before.matches('\n').count()).unwrap_or(u32::MAX)
    }

    fn error(&self, at: usize, message: impl Into<String>) -> TemplateError {
        TemplateError {
            path: self.path.to_owned(),
            line: self.line_number(at),
            message: message.into(),
        }
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            self.out.push(Node::Text(std::mem::take(&mut self.pending)));
        }
    }

    fn run(&mut self) -> Result<(), TemplateError> {
        while !self.rest().is_empty() {
            let at_line_start = self.at == 0 || self.text[..self.at].ends_with('\n');
            if at_line_start && self.control_line() {
                continue;
            }
            self.step()?;
        }
        Ok(())
    }

    /// `% ...`, `%% ...` and `## ...` at the start of a line.
    fn control_line(&mut self) -> bool {
        let rest = self.rest();
        let stripped = rest.trim_start_matches([' ', '\t']);
        let blank = &rest[..rest.len() - stripped.len()];
        if stripped.starts_with("##") {
            self.at += line_end(rest);
            return true;
        }
        if let Some(after) = stripped.strip_prefix("%%") {
            self.pending.push_str(blank);
            self.pending.push('%');
            // What follows is ordinary text, with expressions.
            self.at = self.text.len() - after.len();
            return true;
        }
        if !stripped.starts_with('%') {
            return false;
        }
        let start = self.at;
        let mut source = String::new();
        let mut end = 1;
        let body = &stripped[1..];
        for line in body.split_inclusive('\n') {
            end += line.len();
            let content = line.trim_end_matches(['\n', '\r']);
            if let Some(continued) = content.strip_suffix('\\') {
                source.push_str(continued);
                source.push(' ');
            } else {
                source.push_str(content);
                break;
            }
        }
        self.at += blank.len() + end;
        self.flush();
        let source = source.trim().to_owned();
        let line = self.line_number(start);
        let keyword = source.split_whitespace().next().unwrap_or_default();
        let node = match keyword.strip_prefix("end") {
            Some(ended) if ["if", "for", "while", "with", "try"].contains(&ended) => {
                Node::EndControl {
                    keyword: ended.to_owned(),
                    line,
                }
            }
            _ => Node::Control { source, line },
        };
        self.out.push(node);
        true
    }

    fn step(&mut self) -> Result<(), TemplateError> {
        let rest = self.rest();
        if let Some(after) = rest.strip_prefix("${") {
            return self.expression(after);
        }
        if let Some(after) = rest
            .strip_prefix("\\\r\n")
            .or_else(|| rest.strip_prefix("\\\n"))
        {
            self.at = self.text.len() - after.len();
            return Ok(());
        }
        if rest.starts_with("<%") || rest.starts_with("</%") {
            return self.tag();
        }
        // Text up to the next character that may mean something.
        let skip = rest.chars().next().map_or(1, char::len_utf8);
        let end = rest[skip..]
            .find(['$', '\\', '<'])
            .map_or(rest.len(), |found| found + skip);
        let end = rest[..end].find('\n').map_or(end, |newline| newline + 1);
        self.pending.push_str(&rest[..end]);
        self.at += end;
        Ok(())
    }

    fn expression(&mut self, after: &'a str) -> Result<(), TemplateError> {
        let start = self.at;
        let end = expression_end(after, &['|', '}'])
            .ok_or_else(|| self.error(start, "`${` without its `}`"))?;
        let source = after[..end].trim().to_owned();
        let mut filters = Vec::new();
        let mut consumed = end + 1;
        if after[end..].starts_with('|') {
            let list = &after[end + 1..];
            let list_end = expression_end(list, &['}'])
                .ok_or_else(|| self.error(start, "`${` without its `}`"))?;
            filters = split_filters(&list[..list_end]);
            consumed = end + 1 + list_end + 1;
        }
        let line = self.line_number(start);
        self.flush();
        self.out.push(Node::Expression {
            source,
            filters,
            line,
        });
        self.at += 2 + consumed;
        Ok(())
    }

    fn tag(&mut self) -> Result<(), TemplateError> {
        let rest = self.rest();
        let start = self.at;
        if let Some(after) = rest.strip_prefix("</%def>") {
            self.flush();
            let line = self.line_number(start);
            self.out.push(Node::EndDef { line });
            self.at = self.text.len() - after.len();
            return Ok(());
        }
        if let Some(after) = rest.strip_prefix("<%doc>") {
            let end = after
                .find("</%doc>")
                .ok_or_else(|| self.error(start, "`<%doc>` without its `</%doc>`"))?;
            self.at += "<%doc>".len() + end + "</%doc>".len();
            return Ok(());
        }
        if let Some(after) = rest.strip_prefix("<%text>") {
            let end = after
                .find("</%text>")
                .ok_or_else(|| self.error(start, "`<%text>` without its `</%text>`"))?;
            self.pending.push_str(&after[..end]);
            self.at += "<%text>".len() + end + "</%text>".len();
            return Ok(());
        }
        if let Some(after) = rest.strip_prefix("<%def")
            && after.starts_with(char::is_whitespace)
        {
            return self.def(after);
        }
        let named = rest
            .trim_start_matches("</%")
            .trim_start_matches("<%")
            .chars()
            .next()
            .is_some_and(char::is_alphabetic);
        if named || rest.starts_with("</%") {
            let name: String = rest
                .chars()
                .take_while(|c| !c.is_whitespace() && *c != '>')
                .collect();
            return Err(self.error(start, format!("the tag `{name}>` is not supported")));
        }
        self.code()
    }

    fn def(&mut self, after: &'a str) -> Result<(), TemplateError> {
        let start = self.at;
        let end = after
            .find('>')
            .ok_or_else(|| self.error(start, "`<%def` without its `>`"))?;
        let attributes = after[..end].trim();
        let signature = attributes
            .strip_prefix("name=")
            .map(|value| value.trim_matches(['"', '\'']).to_owned())
            .filter(|signature| signature.ends_with(')') && !attributes.ends_with('/'))
            .ok_or_else(|| {
                self.error(
                    start,
                    "only `<%def name=\"function(arguments)\">` is supported",
                )
            })?;
        self.flush();
        let line = self.line_number(start);
        self.out.push(Node::Def { signature, line });
        self.at += "<%def".len() + end + 1;
        Ok(())
    }

    fn code(&mut self) -> Result<(), TemplateError> {
        let start = self.at;
        let rest = self.rest();
        let module = rest.starts_with("<%!");
        let opening = if module { 3 } else { 2 };
        let after = &rest[opening..];
        let end = code_end(after).ok_or_else(|| self.error(start, "`<%` without its `%>`"))?;
        let line = self.line_number(start);
        self.flush();
        self.out.push(Node::Code {
            source: dedent(&after[..end]),
            module,
            line,
        });
        self.at += opening + end + 2;
        Ok(())
    }
}

/// Length of the first line with its break.
fn line_end(text: &str) -> usize {
    text.find('\n').map_or(text.len(), |at| at + 1)
}

/// Where one of `ends` stands outside of brackets, strings and comments.
fn expression_end(text: &str, ends: &[char]) -> Option<usize> {
    let mut depth = 0_i32;
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        if depth == 0 && ends.contains(&character) {
            return Some(at);
        }
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            '"' | '\'' => {
                at += string_length(&text[at..])?;
                continue;
            }
            '#' => {
                at += line_end(&text[at..]);
                continue;
            }
            _ => {}
        }
        at += character.len_utf8();
    }
    None
}

/// Where `%>` stands outside of strings and comments.
fn code_end(text: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        if text[at..].starts_with("%>") {
            return Some(at);
        }
        match character {
            '"' | '\'' => at += string_length(&text[at..])?,
            '#' => at += line_end(&text[at..]),
            _ => at += character.len_utf8(),
        }
    }
    None
}

/// Length of a string literal at the start of `text`, quotes included.
fn string_length(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    let triple = quote.to_string().repeat(3);
    let closing = if text.starts_with(&triple) {
        triple
    } else {
        quote.to_string()
    };
    let mut at = closing.len();
    while at < text.len() {
        let rest = text.get(at..)?;
        if rest.starts_with(&closing) {
            return Some(at + closing.len());
        }
        let character = rest.chars().next()?;
        at += character.len_utf8();
        if character == '\\' {
            at += text.get(at..)?.chars().next()?.len_utf8();
        }
    }
    None
}

/// Splits at commas outside of brackets.
fn split_filters(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(end) = expression_end(rest, &[',']) {
        out.push(rest[..end].trim().to_owned());
        rest = &rest[end + 1..];
    }
    out.push(rest.trim().to_owned());
    out.retain(|filter| !filter.is_empty());
    out
}

/// Whether a triple-quoted string begins or ends on a line of code.
pub(super) fn changes_string(line: &str) -> bool {
    let n_quotes = line.matches("\"\"\"").count() + line.matches("'''").count();
    n_quotes % 2 == 1
}

/// Removes the indentation of the first line from all lines.
fn dedent(code: &str) -> String {
    let mut lines: Vec<&str> = code.lines().collect();
    // Code on the line of the opening tag has no indentation of its own.
    let first_inline = lines.first().is_some_and(|line| !line.trim().is_empty());
    let indent: String = lines
        .iter()
        .skip(usize::from(first_inline))
        .find(|line| !line.trim().is_empty())
        .map(|line| {
            line.chars()
                .take_while(|character| character.is_whitespace())
                .collect()
        })
        .unwrap_or_default();
    if let Some(first) = lines.first_mut()
        && first_inline
    {
        *first = first.trim_start();
    }
    let mut out = String::new();
    let mut in_string = false;
    for line in lines {
        if in_string {
            out.push_str(line);
        } else {
            out.push_str(line.strip_prefix(indent.as_str()).unwrap_or(line));
        }
        out.push('\n');
        in_string ^= changes_string(line);
    }
    out.trim_matches('\n').to_owned()
}

//! The engine behind `re`: Python's patterns translated for `fancy_regex`.

use std::rc::Rc;

use fancy_regex::{Regex, RegexBuilder};

use crate::args::Args;
use crate::class_builder::ClassBuilder;
use crate::error::PyResult;
use crate::module::Module;
use crate::object::Object;
use crate::value::Value;
use crate::vm::Vm;

/// `re.IGNORECASE` and the like.
const IGNORECASE: i64 = 2;
const MULTILINE: i64 = 8;
const DOTALL: i64 = 16;
const VERBOSE: i64 = 64;
const ASCII: i64 = 256;

struct Compiled {
    regex: Regex,
    /// Anchored at the start of the search.
    anchored: Regex,
    full: Regex,
}

struct CompiledClass(Rc<crate::class::Class>);

pub(crate) fn load(_: &Vm) -> PyResult<Rc<Module>> {
    Ok(crate::stdlib::module(
        "_alembic_regex",
        &[("compile", compile), ("execute", execute)],
    ))
}

/// Rewrites what Python spells differently: `(?P<n>`, `(?P=n)`, `\Z`, `\A`, quantified sets.
fn translate(pattern: &str, mut flags: i64) -> String {
    // Flags around each open group.
    let mut outer_flags: Vec<i64> = Vec::new();
    let mut out = String::with_capacity(pattern.len() + 16);
    let characters: Vec<char> = pattern.chars().collect();
    let mut at = 0;
    let mut in_class = false;
    let text_at = |at: usize, text: &str| {
        text.chars()
            .enumerate()
            .all(|(offset, character)| characters.get(at + offset) == Some(&character))
    };
    while let Some(character) = characters.get(at).copied() {
        at += 1;
        if character == '\\' {
            let next = characters.get(at).copied();
            at += 1;
            match next {
                Some('Z') if !in_class => out.push_str("\\z"),
                Some('d') if flags & ASCII != 0 => {
                    out.push_str(if in_class { "0-9" } else { "[0-9]" });
                }
                Some('w') if flags & ASCII != 0 => out.push_str(if in_class {
                    "a-zA-Z0-9_"
                } else {
                    "[a-zA-Z0-9_]"
                }),
                Some('D') if flags & ASCII != 0 => out.push_str("[^0-9]"),
                Some('W') if flags & ASCII != 0 => out.push_str("[^a-zA-Z0-9_]"),
                Some('S') if flags & ASCII != 0 => out.push_str("[^ \\t\\n\\r\\f\\v]"),
                Some('b') if flags & ASCII != 0 && !in_class => out.push_str(
                    "(?:(?<![a-zA-Z0-9_])(?=[a-zA-Z0-9_])|(?<=[a-zA-Z0-9_])(?![a-zA-Z0-9_]))",
                ),
                Some('B') if flags & ASCII != 0 => out.push_str(
                    "(?:(?<![a-zA-Z0-9_])(?![a-zA-Z0-9_])|(?<=[a-zA-Z0-9_])(?=[a-zA-Z0-9_]))",
                ),
                Some('s') if flags & ASCII != 0 => {
                    out.push_str(if in_class {
                        " \\t\\n\\r\\f\\v"
                    } else {
                        "[ \\t\\n\\r\\f\\v]"
                    });
                }
                Some(first @ '0'..='7')
                    if octal_length(&characters, at - 1, in_class, first) > 0 =>
                {
                    let length = octal_length(&characters, at - 1, in_class, first);
                    let code = characters
                        .iter()
                        .skip(at - 1)
                        .take(length)
                        .filter_map(|digit| digit.to_digit(8))
                        .fold(0, |code, digit| code * 8 + digit);
                    out.push_str(&format!("\\x{{{code:x}}}"));
                    at += length - 1;
                }
                Some(digit @ '1'..='9') if !in_class => {
                    let mut number = String::from(digit);
                    while let Some(digit) = characters
                        .get(at)
                        .filter(|c| c.is_ascii_digit() && number.len() < 2)
                    {
                        number.push(*digit);
                        at += 1;
                    }
                    out.push_str(&format!("(?:\\{number})"));
                }
                Some(
                    '"' | '\'' | '/' | '%' | '@' | ',' | ':' | ';' | '=' | '<' | '>' | '_' | '`'
                    | '!' | ' ',
                ) => {
                    // Escapes that mean the character itself in Python.
                    let itself = next.unwrap_or(' ');
                    if itself == ' ' && flags & VERBOSE != 0 {
                        out.push_str("\\x20");
                    } else {
                        out.push(itself);
                    }
                }
                Some(other) => {
                    out.push('\\');
                    out.push(other);
                }
                None => out.push_str("\\\\"),
            }
            continue;
        }
        if in_class {
            match character {
                ']' => {
                    in_class = false;
                    out.push(']');
                }
                '[' => out.push_str("\\["),
                '&' | '~' if characters.get(at) == Some(&character) => {
                    out.push('\\');
                    out.push(character);
                }
                '-' if characters.get(at) == Some(&'-') => out.push_str("\\-"),
                other => out.push(other),
            }
            continue;
        }
        match character {
            '[' => {
                in_class = true;
                out.push('[');
                if characters.get(at) == Some(&'^') {
                    out.push('^');
                    at += 1;
                }
                if characters.get(at) == Some(&']') {
                    out.push_str("\\]");
                    at += 1;
                }
            }
            '(' if text_at(at, "?P=") => {
                let mut end = at + 3;
                while characters.get(end).is_some_and(|c| *c != ')') {
                    end += 1;
                }
                let name: String = characters
                    .get(at + 3..end)
                    .unwrap_or_default()
                    .iter()
                    .collect();
                out.push_str(&format!("(?:\\k<{name}>)"));
                at = end + 1;
            }
            '(' if flag_group(characters.get(at..).unwrap_or_default()).is_some() => {
                let Some(group) = flag_group(characters.get(at..).unwrap_or_default()) else {
                    continue;
                };
                at += group.length;
                // ASCII is ours to spell; the others are the engine's too.
                let own = |letters: &str| letters.replace(['a', 'u', 'L'], "");
                let mut letters = own(&group.on);
                if !group.off.is_empty() {
                    letters.push('-');
                    letters.push_str(&group.off);
                }
                if group.is_global {
                    flags = group.apply(flags);
                    if !letters.is_empty() {
                        out.push_str(&format!("(?{letters})"));
                    }
                } else {
                    outer_flags.push(flags);
                    flags = group.apply(flags);
                    out.push_str(&format!("(?{letters}:"));
                }
            }
            '(' if !text_at(at, "?#") => {
                outer_flags.push(flags);
                out.push('(');
            }
            ')' => {
                flags = outer_flags.pop().unwrap_or(flags);
                out.push(')');
            }
            '(' if text_at(at, "?#") => {
                while characters.get(at).is_some_and(|c| *c != ')') {
                    at += 1;
                }
                at += 1;
            }
            '$' if flags & MULTILINE == 0 => out.push_str("(?=\\n?\\z)"),
            '{' => {
                // A brace that is no quantifier is a literal in Python.
                let rest: String = characters
                    .iter()
                    .skip(at)
                    .take_while(|c| **c != '}')
                    .collect();
                let is_quantifier = characters.get(at + rest.chars().count()) == Some(&'}')
                    && !rest.is_empty()
                    && rest.chars().all(|c| c.is_ascii_digit() || c == ',')
                    && rest.matches(',').count() <= 1
                    && rest != ",";
                if is_quantifier {
                    if let Some(upper) = rest.strip_prefix(',') {
                        out.push_str(&format!("{{0,{upper}}}"));
                        at += rest.chars().count() + 1;
                    } else {
                        out.push('{');
                    }
                } else {
                    out.push_str("\\{");
                }
            }
            '}' => {
                let open = out.rfind('{');
                let is_quantifier = open.is_some_and(|open| {
                    !out.get(..open).is_some_and(|before| before.ends_with('\\'))
                        && out.get(open + 1..).is_some_and(|inside| {
                            !inside.is_empty()
                                && inside.chars().all(|c| c.is_ascii_digit() || c == ',')
                        })
                });
                out.push_str(if is_quantifier { "}" } else { "\\}" });
            }
            other => out.push(other),
        }
    }
    out
}

/// `(?ai)` or `(?s-x:` without its parenthesis.
struct FlagGroup {
    on: String,
    off: String,
    /// For the whole pattern, not for a group.
    is_global: bool,
    /// In characters, with the colon or the closing parenthesis.
    length: usize,
}

impl FlagGroup {
    fn apply(&self, flags: i64) -> i64 {
        let bits = |letters: &str| {
            letters.chars().fold(0, |bits, letter| {
                bits | match letter {
                    'i' => IGNORECASE,
                    'm' => MULTILINE,
                    's' => DOTALL,
                    'x' => VERBOSE,
                    'a' => ASCII,
                    _ => 0,
                }
            })
        };
        let unicode = if self.on.contains('u') { ASCII } else { 0 };
        (flags | bits(&self.on)) & !(bits(&self.off) | unicode)
    }
}

/// The flags after an opening parenthesis, if that is what follows.
fn flag_group(after: &[char]) -> Option<FlagGroup> {
    let text: String = after
        .iter()
        .take_while(|c| !matches!(c, ')' | ':'))
        .take(16)
        .collect();
    let letters = text.strip_prefix('?')?;
    let (on, off) = letters.split_once('-').unwrap_or((letters, ""));
    let are_flags = !letters.is_empty()
        && on.chars().all(|c| "aiLmsux".contains(c))
        && off.chars().all(|c| "imsx".contains(c));
    let end = after.get(text.chars().count())?;
    are_flags.then(|| FlagGroup {
        on: on.to_owned(),
        off: off.to_owned(),
        is_global: *end == ')',
        length: text.chars().count() + 1,
    })
}

/// Number of digits of an octal escape: `\\0`, `\\012`, `\\141`; 0 for a group reference.
fn octal_length(characters: &[char], at: usize, in_class: bool, first: char) -> usize {
    let digits = characters
        .iter()
        .skip(at)
        .take(3)
        .take_while(|c| ('0'..='7').contains(*c))
        .count();
    if first == '0' {
        return digits;
    }
    if digits == 3 && first <= '3' || in_class {
        digits
    } else {
        0
    }
}

/// A pattern of Python's `re` by itself, without an evaluator around it.
#[derive(Debug)]
pub struct PythonRegex(Regex);

impl PythonRegex {
    /// `re.compile(pattern)`.
    ///
    /// # Errors
    /// If the pattern is not well-formed, with the reason.
    pub fn new(pattern: &str) -> Result<Self, String> {
        RegexBuilder::new(&translate(pattern, 0))
            .backtrack_limit(50_000_000)
            .build()
            .map(Self)
            .map_err(|error| error.to_string())
    }

    /// `pattern.search(text) is not None`.
    ///
    /// # Errors
    /// If the search was given up.
    pub fn is_in(&self, text: &str) -> Result<bool, String> {
        self.0.is_match(text).map_err(|error| error.to_string())
    }
}

fn build(vm: &Vm, pattern: &str, flags: i64) -> PyResult<Compiled> {
    let translated = translate(pattern, flags);
    let mut inline = String::new();
    for (flag, letter) in [
        (IGNORECASE, 'i'),
        (MULTILINE, 'm'),
        (DOTALL, 's'),
        (VERBOSE, 'x'),
    ] {
        if flags & flag != 0 {
            inline.push(letter);
        }
    }
    let prefix = if inline.is_empty() {
        String::new()
    } else {
        format!("(?{inline})")
    };
    let newline = if flags & VERBOSE != 0 { "\n" } else { "" };
    let make = |text: String| {
        RegexBuilder::new(&text)
            .backtrack_limit(50_000_000)
            .build()
            .map_err(|error| vm.raise("PatternError", format!("{error}")))
    };
    Ok(Compiled {
        regex: make(format!("{prefix}{translated}"))?,
        anchored: make(format!("{prefix}\\G(?:{translated}{newline})"))?,
        full: make(format!("{prefix}\\G(?:{translated}{newline})\\z"))?,
    })
}

/// `(pattern, flags)` to `(handle, number of groups, names by group)`.
fn compile(vm: &Vm, args: &mut Args) -> PyResult {
    let pattern = vm.str_arg(&args.arg(0), "pattern")?;
    let flags = vm.int_arg(&args.arg(1))?;
    let compiled = build(vm, &pattern, flags)?;
    let names: Vec<Value> = compiled
        .regex
        .capture_names()
        .map(|name| name.map_or(Value::None, Value::str))
        .collect();
    let class = vm.extension_or(|| CompiledClass(ClassBuilder::new("re", "_Compiled").build(vm)));
    let handle = Object::with_payload(&class.0, compiled);
    Ok(Value::tuple(vec![
        Value::Object(handle),
        Value::from(names.len().saturating_sub(1)),
        Value::list(names),
    ]))
}

/// `(handle, mode, text, start, end)` to spans of all groups in characters, or `None`.
fn execute(vm: &Vm, args: &mut Args) -> PyResult {
    let handle = args.arg(0);
    let Value::Object(object) = &handle else {
        return Err(vm.type_error("a compiled pattern is needed"));
    };
    let Some(compiled) = object.payload::<Compiled>() else {
        return Err(vm.type_error("a compiled pattern is needed"));
    };
    let mode = vm.str_arg(&args.arg(1), "mode")?;
    let text = vm.str_arg(&args.arg(2), "string")?;
    let (start, end) = (vm.int_arg(&args.arg(3))?, vm.int_arg(&args.arg(4))?);
    let ascii = text.is_ascii();
    let offset = |position: i64| -> usize {
        let position = usize::try_from(position).unwrap_or(0);
        if ascii {
            return position.min(text.len());
        }
        text.char_indices()
            .nth(position)
            .map_or(text.len(), |(offset, _)| offset)
    };
    let end = offset(end);
    let start = offset(start);
    let Some(area) = text.get(..end) else {
        return Ok(Value::None);
    };
    if start > end {
        return Ok(Value::None);
    }
    let regex = match &*mode {
        "match" => &compiled.anchored,
        "fullmatch" => &compiled.full,
        _ => &compiled.regex,
    };
    let captures = regex
        .captures_from_pos(area, start)
        .map_err(|error| vm.unsupported(format!("this regular expression: {error}")))?;
    let Some(captures) = captures else {
        return Ok(Value::None);
    };
    let characters = |byte: usize| -> Value {
        Value::from(if ascii {
            byte
        } else {
            text.get(..byte).map_or(0, |before| before.chars().count())
        })
    };
    let mut spans = Vec::with_capacity(captures.len());
    for index in 0..captures.len() {
        spans.push(match captures.get(index) {
            Some(found) => Value::tuple(vec![characters(found.start()), characters(found.end())]),
            None => Value::None,
        });
    }
    Ok(Value::list(spans))
}

//! The fast parts of `json`: parsing and quoting. The module itself is written in Python.

use std::rc::Rc;

use crate::args::Args;
use crate::dict::Dict;
use crate::error::PyResult;
use crate::module::Module;
use crate::value::Value;
use crate::vm::Vm;

pub(crate) fn load(_: &Vm) -> PyResult<Rc<Module>> {
    Ok(crate::stdlib::module(
        "_alembic_json",
        &[
            ("parse", parse),
            ("quote", |vm, args| {
                let text = vm.str_arg(&args.arg(0), "text")?;
                let ascii = vm.truth(&args.arg(1))?;
                Ok(Value::from(quote(&text, ascii)))
            }),
        ],
    ))
}

fn quote(text: &str, ascii: bool) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            _ if u32::from(character) < 0x20 => {
                out.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            _ if ascii && (!character.is_ascii() || character == '\u{7f}') => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

struct Parser<'v> {
    vm: &'v Vm,
    characters: Vec<char>,
    at: usize,
    object_hook: Value,
    pairs_hook: Value,
    parse_float: Value,
    parse_int: Value,
}

/// `(text, object_hook, object_pairs_hook, parse_float, parse_int)` to the value; errors are
/// `(message, position)` in a tuple.
fn parse(vm: &Vm, args: &mut Args) -> PyResult {
    let text = vm.str_arg(&args.arg(0), "the JSON object")?;
    let mut parser = Parser {
        vm,
        characters: text.chars().collect(),
        at: 0,
        object_hook: args.arg(1),
        pairs_hook: args.arg(2),
        parse_float: args.arg(3),
        parse_int: args.arg(4),
    };
    let result = parser.whole()?;
    Ok(match result {
        Ok(value) => Value::tuple(vec![Value::Bool(true), value, Value::from(parser.at)]),
        Err((message, position)) => Value::tuple(vec![
            Value::Bool(false),
            Value::from(message),
            Value::from(position),
        ]),
    })
}

type Step<T> = PyResult<Result<T, (String, usize)>>;

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\n' | '\r')) {
            self.at += 1;
        }
    }

    fn whole(&mut self) -> Step<Value> {
        self.space();
        let value = match self.value()? {
            Ok(value) => value,
            Err(error) => return Ok(Err(error)),
        };
        self.space();
        if self.at < self.characters.len() {
            return Ok(Err(("Extra data".to_owned(), self.at)));
        }
        Ok(Ok(value))
    }

    fn word(&mut self, word: &str) -> bool {
        let found = word
            .chars()
            .enumerate()
            .all(|(offset, character)| self.characters.get(self.at + offset) == Some(&character));
        if found {
            self.at += word.len();
        }
        found
    }

    fn value(&mut self) -> Step<Value> {
        self.vm.check_recursion()?;
        match self.peek() {
            Some('{') => self.object(),
            Some('[') => self.array(),
            Some('"') => Ok(self.string()?.map(Value::from)),
            Some('-' | '0'..='9')
                if !(self.peek() == Some('-')
                    && self.characters.get(self.at + 1) == Some(&'I')) =>
            {
                self.number()
            }
            _ => {
                for (word, value) in [
                    ("null", Value::None),
                    ("true", Value::Bool(true)),
                    ("false", Value::Bool(false)),
                    ("NaN", Value::Float(f64::NAN)),
                    ("Infinity", Value::Float(f64::INFINITY)),
                    ("-Infinity", Value::Float(f64::NEG_INFINITY)),
                ] {
                    if self.word(word) {
                        return Ok(Ok(value));
                    }
                }
                Ok(Err(("Expecting value".to_owned(), self.at)))
            }
        }
    }

    fn number(&mut self) -> Step<Value> {
        let start = self.at;
        if self.peek() == Some('-') {
            self.at += 1;
        }
        let digits_at = self.at;
        if self.peek() == Some('0') {
            self.at += 1;
        } else {
            while matches!(self.peek(), Some('0'..='9')) {
                self.at += 1;
            }
        }
        if self.at == digits_at {
            return Ok(Err(("Expecting value".to_owned(), start)));
        }
        let mut is_float = false;
        if self.peek() == Some('.') && matches!(self.characters.get(self.at + 1), Some('0'..='9')) {
            is_float = true;
            self.at += 1;
            while matches!(self.peek(), Some('0'..='9')) {
                self.at += 1;
            }
        }
        if matches!(self.peek(), Some('e' | 'E')) {
            let mark = self.at;
            self.at += 1;
            if matches!(self.peek(), Some('+' | '-')) {
                self.at += 1;
            }
            if matches!(self.peek(), Some('0'..='9')) {
                is_float = true;
                while matches!(self.peek(), Some('0'..='9')) {
                    self.at += 1;
                }
            } else {
                self.at = mark;
            }
        }
        let text: String = self
            .characters
            .get(start..self.at)
            .unwrap_or_default()
            .iter()
            .collect();
        let hook = if is_float {
            &self.parse_float
        } else {
            &self.parse_int
        };
        if !hook.is_none() {
            return self.vm.call(hook, vec![Value::from(text)]).map(Ok);
        }
        if is_float {
            return Ok(Ok(Value::Float(text.parse().unwrap_or(f64::INFINITY))));
        }
        let original = Value::str(&text);
        crate::builtins::numbers::parse_int(self.vm, &text, 10, &original).map(Ok)
    }

    fn string(&mut self) -> Step<String> {
        let start = self.at;
        self.at += 1;
        let mut out = String::new();
        loop {
            let Some(character) = self.peek() else {
                return Ok(Err(("Unterminated string starting at".to_owned(), start)));
            };
            let place = self.at;
            self.at += 1;
            match character {
                '"' => return Ok(Ok(out)),
                '\\' => {
                    let Some(escape) = self.peek() else {
                        return Ok(Err(("Unterminated string starting at".to_owned(), start)));
                    };
                    self.at += 1;
                    match escape {
                        '"' | '\\' | '/' => out.push(escape),
                        'b' => out.push('\u{8}'),
                        'f' => out.push('\u{c}'),
                        'n' => out.push('\n'),
                        'r' => out.push('\r'),
                        't' => out.push('\t'),
                        'u' => {
                            let Some(unit) = self.hex() else {
                                return Ok(Err(("Invalid \\uXXXX escape".to_owned(), place + 1)));
                            };
                            let mut code = unit;
                            if (0xd800..0xdc00).contains(&unit)
                                && self.word("\\u")
                                && let Some(low) = self.hex()
                                && (0xdc00..0xe000).contains(&low)
                            {
                                code = 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                            }
                            let Some(character) = char::from_u32(code) else {
                                return Err(self.vm.unsupported("a lone surrogate in a text"));
                            };
                            out.push(character);
                        }
                        _ => return Ok(Err(("Invalid \\escape".to_owned(), place))),
                    }
                }
                _ if u32::from(character) < 0x20 => {
                    return Ok(Err(("Invalid control character at".to_owned(), place)));
                }
                _ => out.push(character),
            }
        }
    }

    fn hex(&mut self) -> Option<u32> {
        let digits: String = self.characters.get(self.at..self.at + 4)?.iter().collect();
        let code = u32::from_str_radix(&digits, 16).ok()?;
        self.at += 4;
        Some(code)
    }

    fn array(&mut self) -> Step<Value> {
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.peek() == Some(']') {
            self.at += 1;
            return Ok(Ok(Value::list(items)));
        }
        loop {
            self.space();
            match self.value()? {
                Ok(item) => items.push(item),
                Err(error) => return Ok(Err(error)),
            }
            self.space();
            match self.peek() {
                Some(',') => {
                    let comma = self.at;
                    self.at += 1;
                    self.space();
                    if self.peek() == Some(']') {
                        return Ok(Err((
                            "Illegal trailing comma before end of array".to_owned(),
                            comma,
                        )));
                    }
                }
                Some(']') => {
                    self.at += 1;
                    return Ok(Ok(Value::list(items)));
                }
                _ => return Ok(Err(("Expecting ',' delimiter".to_owned(), self.at))),
            }
        }
    }

    fn object(&mut self) -> Step<Value> {
        self.at += 1;
        let mut pairs: Vec<(String, Value)> = Vec::new();
        self.space();
        if self.peek() == Some('}') {
            self.at += 1;
        } else {
            loop {
                self.space();
                if self.peek() != Some('"') {
                    return Ok(Err((
                        "Expecting property name enclosed in double quotes".to_owned(),
                        self.at,
                    )));
                }
                let key = match self.string()? {
                    Ok(key) => key,
                    Err(error) => return Ok(Err(error)),
                };
                self.space();
                if self.peek() != Some(':') {
                    return Ok(Err(("Expecting ':' delimiter".to_owned(), self.at)));
                }
                self.at += 1;
                self.space();
                match self.value()? {
                    Ok(value) => pairs.push((key, value)),
                    Err(error) => return Ok(Err(error)),
                }
                self.space();
                match self.peek() {
                    Some(',') => {
                        let comma = self.at;
                        self.at += 1;
                        self.space();
                        if self.peek() == Some('}') {
                            return Ok(Err((
                                "Illegal trailing comma before end of object".to_owned(),
                                comma,
                            )));
                        }
                    }
                    Some('}') => {
                        self.at += 1;
                        break;
                    }
                    _ => return Ok(Err(("Expecting ',' delimiter".to_owned(), self.at))),
                }
            }
        }
        if !self.pairs_hook.is_none() {
            let list = pairs
                .into_iter()
                .map(|(key, value)| Value::tuple(vec![Value::from(key), value]))
                .collect();
            return self
                .vm
                .call(&self.pairs_hook, vec![Value::list(list)])
                .map(Ok);
        }
        let dict = Dict::new();
        for (key, value) in pairs {
            dict.set_str(&key, value);
        }
        if !self.object_hook.is_none() {
            return self
                .vm
                .call(&self.object_hook, vec![Value::Dict(dict)])
                .map(Ok);
        }
        Ok(Ok(Value::Dict(dict)))
    }
}

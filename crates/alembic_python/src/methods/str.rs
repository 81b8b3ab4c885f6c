//! Methods of `str`.

use crate::args::{Args, Signature};
use crate::error::PyResult;
use crate::format;
use crate::methods::{define, define_static_methods};
use crate::unicode;
use crate::value::Value;
use crate::vm::Vm;

pub(crate) fn install(vm: &Vm) {
    define(
        &vm.types.str_,
        &[
            ("upper", |vm, args| map(vm, args, str::to_uppercase)),
            ("lower", |vm, args| map(vm, args, str::to_lowercase)),
            ("casefold", |vm, args| map(vm, args, unicode::fold)),
            ("swapcase", |vm, args| map(vm, args, unicode::swap_case)),
            ("capitalize", |vm, args| map(vm, args, unicode::capitalize)),
            ("title", |vm, args| map(vm, args, unicode::title)),
            ("strip", |vm, args| strip(vm, args, true, true)),
            ("lstrip", |vm, args| strip(vm, args, true, false)),
            ("rstrip", |vm, args| strip(vm, args, false, true)),
            ("split", |vm, args| split(vm, args, false)),
            ("rsplit", |vm, args| split(vm, args, true)),
            ("splitlines", splitlines),
            ("join", join),
            ("replace", replace),
            ("startswith", |vm, args| starts(vm, args, false)),
            ("endswith", |vm, args| starts(vm, args, true)),
            ("find", |vm, args| find(vm, args, false, false)),
            ("rfind", |vm, args| find(vm, args, true, false)),
            ("index", |vm, args| find(vm, args, false, true)),
            ("rindex", |vm, args| find(vm, args, true, true)),
            ("count", count),
            ("partition", |vm, args| partition(vm, args, false)),
            ("rpartition", |vm, args| partition(vm, args, true)),
            ("removeprefix", |vm, args| {
                let (text, part) = (this(vm, args)?, argument(vm, args, 1)?);
                Ok(Value::str(text.strip_prefix(&*part).unwrap_or(&text)))
            }),
            ("removesuffix", |vm, args| {
                let (text, part) = (this(vm, args)?, argument(vm, args, 1)?);
                Ok(Value::str(text.strip_suffix(&*part).unwrap_or(&text)))
            }),
            ("center", |vm, args| justify(vm, args, '^')),
            ("ljust", |vm, args| justify(vm, args, '<')),
            ("rjust", |vm, args| justify(vm, args, '>')),
            ("zfill", zfill),
            ("expandtabs", expandtabs),
            ("isalpha", |vm, args| all(vm, args, unicode::is_alpha)),
            ("isdigit", |vm, args| all(vm, args, unicode::is_digit)),
            ("isdecimal", |vm, args| {
                all(vm, args, |c| unicode::decimal(c).is_some())
            }),
            ("isnumeric", |vm, args| all(vm, args, unicode::is_numeric)),
            ("isalnum", |vm, args| {
                all(vm, args, |c| {
                    unicode::is_alpha(c) || unicode::is_numeric(c) || unicode::is_digit(c)
                })
            }),
            ("isspace", |vm, args| all(vm, args, unicode::is_space)),
            ("isupper", |vm, args| cased(vm, args, true)),
            ("islower", |vm, args| cased(vm, args, false)),
            ("istitle", |vm, args| {
                Ok(Value::Bool(unicode::is_title_text(&this(vm, args)?)))
            }),
            ("isascii", |vm, args| {
                Ok(Value::Bool(this(vm, args)?.is_ascii()))
            }),
            ("isprintable", |vm, args| {
                Ok(Value::Bool(
                    this(vm, args)?.chars().all(unicode::is_printable),
                ))
            }),
            ("isidentifier", |vm, args| {
                Ok(Value::Bool(unicode::is_identifier(&this(vm, args)?)))
            }),
            ("format", |vm, args| {
                let text = this(vm, args)?;
                if let Some(Value::Opaque(opaque)) = args
                    .positional
                    .iter()
                    .chain(args.keywords.iter().map(|(_, v)| v))
                    .find(|v| v.is_opaque())
                {
                    return Ok(opaque.derive(" (formatted)"));
                }
                format::str_format(vm, &text, args, None).map(Value::from)
            }),
            ("format_map", |vm, args| {
                let text = this(vm, args)?;
                let mapping = args.arg(1);
                format::str_format(vm, &text, args, Some(&mapping)).map(Value::from)
            }),
            ("encode", encode),
            ("translate", translate),
            ("__len__", |vm, args| {
                vm.len(args.this().builtin()).map(Value::from)
            }),
            ("__contains__", |vm, args| {
                vm.contains(args.this().builtin(), &args.arg(1))
                    .map(Value::Bool)
            }),
            ("__getitem__", |vm, args| {
                vm.getitem(args.this().builtin(), &args.arg(1))
            }),
            ("__iter__", |vm, args| vm.iter(args.this().builtin())),
            ("__str__", |vm, args| Ok(Value::Str(this(vm, args)?))),
            ("__repr__", |vm, args| {
                vm.repr(args.this().builtin()).map(Value::Str)
            }),
            ("__hash__", |vm, args| {
                Ok(Value::Int(
                    vm.hash(args.this().builtin())?.cast_signed() >> 3,
                ))
            }),
            ("__eq__", |vm, args| equal(vm, args)),
            ("__ne__", |vm, args| {
                let result = equal(vm, args)?;
                Ok(result.as_bool().map_or(result, |flag| Value::Bool(!flag)))
            }),
            ("__add__", |vm, args| {
                vm.binary(
                    ruff_python_ast::Operator::Add,
                    args.this().builtin(),
                    args.arg(1).builtin(),
                )
            }),
            ("__mul__", |vm, args| {
                vm.binary(
                    ruff_python_ast::Operator::Mult,
                    args.this().builtin(),
                    args.arg(1).builtin(),
                )
            }),
            ("__mod__", |vm, args| {
                vm.binary(
                    ruff_python_ast::Operator::Mod,
                    args.this().builtin(),
                    &args.arg(1),
                )
            }),
            ("__format__", |vm, args| {
                let spec = argument(vm, args, 1)?;
                format::format_value(vm, args.this().builtin(), &spec).map(Value::from)
            }),
            ("__lt__", |vm, args| {
                vm.rich_compare(
                    ruff_python_ast::CmpOp::Lt,
                    args.this().builtin(),
                    args.arg(1).builtin(),
                )
            }),
            ("__getnewargs__", |vm, args| {
                Ok(Value::tuple(vec![Value::Str(this(vm, args)?)]))
            }),
        ],
    );
    define_static_methods(&vm.types.str_, &[("maketrans", maketrans)]);
}

fn equal(vm: &Vm, args: &mut Args) -> PyResult {
    match args.arg(1).builtin() {
        Value::Str(other) => Ok(Value::Bool(this(vm, args)? == *other)),
        _ => Ok(Value::NotImplemented),
    }
}

fn this(vm: &Vm, args: &Args) -> PyResult<std::rc::Rc<str>> {
    let this = args.this();
    this.to_text().ok_or_else(|| {
        vm.type_error(format!(
            "descriptor requires a 'str' object but received a '{}'",
            vm.type_name(&this)
        ))
    })
}

fn argument(vm: &Vm, args: &Args, index: usize) -> PyResult<std::rc::Rc<str>> {
    let value = args.arg(index);
    if let Value::Opaque(opaque) = &value {
        return Err(vm.opaque_error(opaque, "a text"));
    }
    value
        .to_text()
        .ok_or_else(|| vm.type_error(format!("must be str, not {}", vm.type_name(&value))))
}

fn map(vm: &Vm, args: &Args, change: impl Fn(&str) -> String) -> PyResult {
    Ok(Value::from(change(&this(vm, args)?)))
}

fn all(vm: &Vm, args: &Args, test: impl Fn(char) -> bool) -> PyResult {
    let text = this(vm, args)?;
    Ok(Value::Bool(!text.is_empty() && text.chars().all(test)))
}

fn cased(vm: &Vm, args: &Args, upper: bool) -> PyResult {
    Ok(Value::Bool(unicode::is_case(&this(vm, args)?, upper)))
}

fn strip(vm: &Vm, args: &Args, left: bool, right: bool) -> PyResult {
    let text = this(vm, args)?;
    let set = args.arg(1);
    let mut out: &str = &text;
    if set.is_none() {
        if left {
            out = out.trim_start_matches(unicode::is_space);
        }
        if right {
            out = out.trim_end_matches(unicode::is_space);
        }
    } else {
        let set = argument(vm, args, 1)?;
        if left {
            out = out.trim_start_matches(|c| set.contains(c));
        }
        if right {
            out = out.trim_end_matches(|c| set.contains(c));
        }
    }
    Ok(Value::str(out))
}

static SPLIT: Signature = Signature::new("split", "self, sep=None, maxsplit=-1");

fn split(vm: &Vm, args: &mut Args, from_right: bool) -> PyResult {
    let text = this(vm, args)?;
    let bound = args.bind(vm, &SPLIT)?;
    let limit = usize::try_from(vm.int_arg(&bound.get("maxsplit"))?).unwrap_or(usize::MAX);
    let separator = bound.get("sep");
    if let Value::Opaque(opaque) = &separator {
        return Ok(opaque.derive(" (as separator)"));
    }
    let parts: Vec<Value> = if separator.is_none() {
        split_whitespace(&text, limit, from_right)
    } else {
        let Some(separator) = separator.to_text() else {
            return Err(vm.type_error(format!(
                "must be str or None, not {}",
                vm.type_name(&separator)
            )));
        };
        if separator.is_empty() {
            return Err(vm.value_error("empty separator"));
        }
        if from_right {
            let mut parts: Vec<Value> = text
                .rsplitn(limit.saturating_add(1), &*separator)
                .map(Value::str)
                .collect();
            parts.reverse();
            parts
        } else {
            text.splitn(limit.saturating_add(1), &*separator)
                .map(Value::str)
                .collect()
        }
    };
    Ok(Value::list(parts))
}

fn split_whitespace(text: &str, limit: usize, from_right: bool) -> Vec<Value> {
    if limit == usize::MAX {
        return text
            .split(unicode::is_space)
            .filter(|part| !part.is_empty())
            .map(Value::str)
            .collect();
    }
    let mut parts = Vec::new();
    if from_right {
        let mut rest = text.trim_end_matches(unicode::is_space);
        while parts.len() < limit && !rest.is_empty() {
            match rest.rfind(unicode::is_space) {
                Some(position) => {
                    let after = position
                        + rest
                            .get(position..)
                            .and_then(|tail| tail.chars().next())
                            .map_or(1, char::len_utf8);
                    parts.push(Value::str(rest.get(after..).unwrap_or("")));
                    rest = rest
                        .get(..position)
                        .unwrap_or("")
                        .trim_end_matches(unicode::is_space);
                }
                None => break,
            }
        }
        if !rest.is_empty() {
            parts.push(Value::str(if parts.len() < limit {
                rest.trim_start_matches(unicode::is_space)
            } else {
                rest
            }));
        }
        parts.reverse();
        return parts;
    }
    let mut rest = text.trim_start_matches(unicode::is_space);
    while parts.len() < limit && !rest.is_empty() {
        match rest.find(unicode::is_space) {
            Some(position) => {
                parts.push(Value::str(rest.get(..position).unwrap_or("")));
                rest = rest
                    .get(position..)
                    .unwrap_or("")
                    .trim_start_matches(unicode::is_space);
            }
            None => break,
        }
    }
    if !rest.is_empty() {
        parts.push(Value::str(if parts.len() < limit {
            rest.trim_end_matches(unicode::is_space)
        } else {
            rest
        }));
    }
    parts
}

fn splitlines(vm: &Vm, args: &mut Args) -> PyResult {
    let text = this(vm, args)?;
    let keep = match args.get_or_keyword(1, "keepends") {
        Some(flag) => vm.truth(&flag)?,
        None => false,
    };
    Ok(Value::list(
        lines_of(&text, keep).into_iter().map(Value::str).collect(),
    ))
}

/// Lines by Python's line boundaries.
pub(crate) fn lines_of(text: &str, keep: bool) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((position, character)) = characters.next() {
        let mut end = position + character.len_utf8();
        let is_break = matches!(
            character,
            '\n' | '\r'
                | '\u{b}'
                | '\u{c}'
                | '\u{1c}'
                | '\u{1d}'
                | '\u{1e}'
                | '\u{85}'
                | '\u{2028}'
                | '\u{2029}'
        );
        if !is_break {
            continue;
        }
        if character == '\r' && characters.peek().is_some_and(|(_, next)| *next == '\n') {
            characters.next();
            end += 1;
        }
        lines.push(
            text.get(start..if keep { end } else { position })
                .unwrap_or(""),
        );
        start = end;
    }
    if start < text.len() {
        lines.push(text.get(start..).unwrap_or(""));
    }
    lines
}

fn join(vm: &Vm, args: &mut Args) -> PyResult {
    let separator = this(vm, args)?;
    args.exact(vm, "str.join", 2, 2)?;
    let iterable = args.arg(1);
    if let Value::Opaque(opaque) = &iterable {
        return Ok(opaque.derive(" (joined)"));
    }
    let items = match vm.collect(&iterable) {
        Err(unwind) if unwind.is_exception("TypeError") && !vm.is_iterable(&iterable) => {
            return Err(vm.type_error("can only join an iterable"));
        }
        other => other?,
    };
    let mut out = String::new();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(&separator);
        }
        if let Some(text) = item.as_str() {
            out.push_str(text);
        } else {
            if let Value::Opaque(opaque) = item {
                return Ok(opaque.derive(" (joined)"));
            }
            return Err(vm.type_error(format!(
                "sequence item {index}: expected str instance, {} found",
                vm.type_name(item)
            )));
        }
    }
    Ok(Value::from(out))
}

fn replace(vm: &Vm, args: &mut Args) -> PyResult {
    let text = this(vm, args)?;
    for index in 1..=2 {
        if let Some(Value::Opaque(opaque)) = args.get(index) {
            return Ok(opaque.derive(" (in a text)"));
        }
    }
    let (old, new) = match (args.arg(1).to_text(), args.arg(2).to_text()) {
        (Some(old), Some(new)) => (old, new),
        (None, _) => {
            return Err(vm.type_error(format!(
                "replace() argument 1 must be str, not {}",
                vm.type_name(&args.arg(1))
            )));
        }
        (_, None) => {
            return Err(vm.type_error(format!(
                "replace() argument 2 must be str, not {}",
                vm.type_name(&args.arg(2))
            )));
        }
    };
    let limit = match args.get_or_keyword(3, "count") {
        Some(limit) => usize::try_from(vm.int_arg(&limit)?).unwrap_or(usize::MAX),
        None => usize::MAX,
    };
    Ok(Value::from(if limit == usize::MAX {
        text.replace(&*old, &new)
    } else {
        text.replacen(&*old, &new, limit)
    }))
}

/// Byte range of optional `start` and `end` arguments that count characters.
fn window(vm: &Vm, text: &str, args: &Args, first: usize) -> PyResult<Option<(usize, usize)>> {
    let (start, end) = (args.arg(first), args.arg(first + 1));
    if start.is_none() && end.is_none() {
        return Ok(Some((0, text.len())));
    }
    let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let clamp = |value: &Value, default: i64| -> PyResult<i64> {
        if value.is_none() {
            return Ok(default);
        }
        let number = vm.int_arg(value)?;
        Ok(if number < 0 {
            (number + length).max(0)
        } else {
            number
        })
    };
    let (start, end) = (clamp(&start, 0)?, clamp(&end, length)?.min(length));
    if start > end {
        return Ok(None);
    }
    let offset = |position: i64| -> usize {
        text.char_indices()
            .nth(usize::try_from(position).unwrap_or(0))
            .map_or(text.len(), |(offset, _)| offset)
    };
    Ok(Some((offset(start), offset(end))))
}

fn starts(vm: &Vm, args: &Args, at_end: bool) -> PyResult {
    let text = this(vm, args)?;
    let Some((start, end)) = window(vm, &text, args, 2)? else {
        return Ok(Value::Bool(false));
    };
    let part = text.get(start..end).unwrap_or("");
    let test = |candidate: &Value| -> PyResult<bool> {
        match candidate.builtin() {
            Value::Str(candidate) => Ok(if at_end {
                part.ends_with(&**candidate)
            } else {
                part.starts_with(&**candidate)
            }),
            Value::Opaque(opaque) => Err(vm.opaque_error(opaque, "a test")),
            _ => Err(vm.type_error(format!(
                "{} first arg must be str or a tuple of str, not {}",
                if at_end { "endswith" } else { "startswith" },
                vm.type_name(candidate)
            ))),
        }
    };
    let candidate = args.arg(1);
    if let Some(items) = candidate.as_tuple() {
        for item in items.iter() {
            if test(item)? {
                return Ok(Value::Bool(true));
            }
        }
        return Ok(Value::Bool(false));
    }
    test(&candidate).map(Value::Bool)
}

fn find(vm: &Vm, args: &Args, from_right: bool, must: bool) -> PyResult {
    let text = this(vm, args)?;
    let part = argument(vm, args, 1)?;
    let found = window(vm, &text, args, 2)?.and_then(|(start, end)| {
        let area = text.get(start..end)?;
        let offset = if from_right {
            area.rfind(&*part)
        } else {
            area.find(&*part)
        }?;
        Some(text.get(..start + offset)?.chars().count())
    });
    match found {
        Some(position) => Ok(Value::from(position)),
        None if must => Err(vm.value_error("substring not found")),
        None => Ok(Value::Int(-1)),
    }
}

fn count(vm: &Vm, args: &mut Args) -> PyResult {
    let text = this(vm, args)?;
    let part = argument(vm, args, 1)?;
    let Some((start, end)) = window(vm, &text, args, 2)? else {
        return Ok(Value::Int(0));
    };
    let area = text.get(start..end).unwrap_or("");
    Ok(Value::from(if part.is_empty() {
        area.chars().count() + 1
    } else {
        area.matches(&*part).count()
    }))
}

fn partition(vm: &Vm, args: &Args, from_right: bool) -> PyResult {
    let text = this(vm, args)?;
    let separator = argument(vm, args, 1)?;
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let split = if from_right {
        text.rsplit_once(&*separator)
    } else {
        text.split_once(&*separator)
    };
    Ok(Value::tuple(match split {
        Some((before, after)) => vec![
            Value::str(before),
            Value::str(&*separator),
            Value::str(after),
        ],
        None if from_right => vec![Value::str(""), Value::str(""), Value::Str(text)],
        None => vec![Value::Str(text), Value::str(""), Value::str("")],
    }))
}

fn justify(vm: &Vm, args: &Args, side: char) -> PyResult {
    let text = this(vm, args)?;
    let width = usize::try_from(vm.int_arg(&args.arg(1))?).unwrap_or(0);
    let fill = match args.get(2) {
        Some(fill) => {
            let fill = vm.str_arg(fill, "fill character")?;
            match (fill.chars().next(), fill.chars().count()) {
                (Some(one), 1) => one,
                _ => {
                    return Err(
                        vm.type_error("The fill character must be exactly one character long")
                    );
                }
            }
        }
        None => ' ',
    };
    let length = text.chars().count();
    if width <= length || width > 1 << 24 {
        return Ok(Value::Str(text));
    }
    let missing = width - length;
    let repeat = |n: usize| -> String { std::iter::repeat_n(fill, n).collect() };
    Ok(Value::from(match side {
        '<' => format!("{text}{}", repeat(missing)),
        '>' => format!("{}{text}", repeat(missing)),
        _ => {
            let left = missing / 2 + (missing & width & 1);
            format!("{}{text}{}", repeat(left), repeat(missing - left))
        }
    }))
}

fn zfill(vm: &Vm, args: &mut Args) -> PyResult {
    let text = this(vm, args)?;
    let width = usize::try_from(vm.int_arg(&args.arg(1))?)
        .unwrap_or(0)
        .min(1 << 24);
    let missing = width.saturating_sub(text.chars().count());
    let (sign, rest) = match text.chars().next() {
        Some(sign @ ('+' | '-')) => (sign.to_string(), text.get(1..).unwrap_or("")),
        _ => (String::new(), &*text),
    };
    Ok(Value::from(format!("{sign}{}{rest}", "0".repeat(missing))))
}

fn expandtabs(vm: &Vm, args: &mut Args) -> PyResult {
    let text = this(vm, args)?;
    let size = match args.get_or_keyword(1, "tabsize") {
        Some(size) => usize::try_from(vm.int_arg(&size)?).unwrap_or(0),
        None => 8,
    };
    let mut out = String::new();
    let mut column = 0;
    for character in text.chars() {
        match character {
            '\t' => {
                if size > 0 {
                    let n = size - column % size;
                    out.extend(std::iter::repeat_n(' ', n));
                    column += n;
                }
            }
            '\n' | '\r' => {
                out.push(character);
                column = 0;
            }
            other => {
                out.push(other);
                column += 1;
            }
        }
    }
    Ok(Value::from(out))
}

fn encode(vm: &Vm, args: &mut Args) -> PyResult {
    let text = this(vm, args)?;
    let encoding = args
        .get_or_keyword(1, "encoding")
        .unwrap_or_else(|| Value::str("utf-8"));
    let errors = args
        .get_or_keyword(2, "errors")
        .unwrap_or_else(|| Value::str("strict"));
    let bytes = encode_text(
        vm,
        &text,
        encoding.as_str().unwrap_or("utf-8"),
        errors.as_str().unwrap_or("strict"),
    )?;
    Ok(Value::Bytes(bytes.into()))
}

/// `text.encode(encoding, errors)`.
pub(crate) fn encode_text(vm: &Vm, text: &str, encoding: &str, errors: &str) -> PyResult<Vec<u8>> {
    encode_plain(text, encoding, errors).map_err(|failure| match failure {
        EncodeFailure::Encoding => unknown_encoding(vm, encoding),
        EncodeFailure::Handler => {
            vm.unsupported(format!("encoding with the error handler `{errors}`"))
        }
        EncodeFailure::Characters(message) => vm.raise("UnicodeEncodeError", message),
    })
}

/// An encoding that is not ours: one of Python's, or of nobody.
pub(crate) fn unknown_encoding(vm: &Vm, encoding: &str) -> crate::error::Unwind {
    const FAMILIES: &[&str] = &[
        "utf", "cp", "iso", "mac", "big5", "gb", "euc", "shift", "sjis", "koi8", "hz", "ptcp",
        "tis", "latin", "windows", "idna", "punycode", "unicode", "raw", "rot", "base64", "hex",
        "bz2", "zlib", "uu", "quopri", "johab", "kz", "hp", "cyrillic", "greek", "arabic",
        "hebrew", "thai", "mbcs", "l2", "l3", "l4", "l5", "l6", "l7", "l8", "l9", "l10",
    ];
    let normalized = encoding.to_lowercase();
    if FAMILIES.iter().any(|family| normalized.starts_with(family)) {
        return vm.unsupported(format!("the encoding `{encoding}`"));
    }
    vm.raise("LookupError", format!("unknown encoding: {encoding}"))
}

/// Why a text cannot be encoded.
#[derive(Debug)]
pub(crate) enum EncodeFailure {
    /// The encoding is not known.
    Encoding,
    /// The error handler is not known.
    Handler,
    /// Some characters are not in the encoding; the message of CPython.
    Characters(String),
}

/// The bytes of a text.
pub(crate) fn encode_plain(
    text: &str,
    encoding: &str,
    errors: &str,
) -> Result<Vec<u8>, EncodeFailure> {
    let normalized = encoding.to_lowercase().replace(['-', '_', ' '], "");
    let limit: u32 = match normalized.as_str() {
        "utf8" | "u8" => return Ok(text.as_bytes().to_vec()),
        "utf8sig" => return Ok([b"\xef\xbb\xbf", text.as_bytes()].concat()),
        "ascii" | "usascii" => 0x80,
        "latin1" | "iso88591" | "l1" => 0x100,
        "utf16le" => return Ok(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        "utf16be" => return Ok(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        "utf16" => {
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            return Ok(units.flat_map(u16::to_le_bytes).collect());
        }
        _ => return Err(EncodeFailure::Encoding),
    };
    let mut out = Vec::with_capacity(text.len());
    for (position, character) in text.chars().enumerate() {
        let code = u32::from(character);
        if code < limit {
            out.push(u8::try_from(code).unwrap_or(b'?'));
            continue;
        }
        match errors {
            "ignore" => {}
            "replace" => out.push(b'?'),
            "backslashreplace" => out.extend(crate::text::ascii(&character.to_string()).bytes()),
            "xmlcharrefreplace" => out.extend(format!("&#{code};").bytes()),
            "strict" => {
                let n = text
                    .chars()
                    .skip(position)
                    .take_while(|c| u32::from(*c) >= limit)
                    .count();
                let what = if n == 1 {
                    let shown = crate::text::ascii(&character.to_string());
                    format!("character '{shown}' in position {position}")
                } else {
                    format!("characters in position {position}-{}", position + n - 1)
                };
                let name = if limit == 0x80 { "ascii" } else { "latin-1" };
                return Err(EncodeFailure::Characters(format!(
                    "'{name}' codec can't encode {what}: ordinal not in range({limit})"
                )));
            }
            _ => return Err(EncodeFailure::Handler),
        }
    }
    Ok(out)
}

fn translate(vm: &Vm, args: &mut Args) -> PyResult {
    let text = this(vm, args)?;
    let table = args.arg(1);
    let mut out = String::new();
    for character in text.chars() {
        let key = Value::Int(i64::from(u32::from(character)));
        let found = match vm.getitem(&table, &key) {
            Ok(Value::Opaque(opaque)) => return Ok(opaque.derive(" (translated)")),
            Ok(found) => Some(found),
            Err(unwind) if unwind.is_exception("LookupError") => None,
            Err(unwind) => return Err(unwind),
        };
        match found {
            None => out.push(character),
            Some(Value::None) => {}
            Some(value) => match (value.as_str(), value.as_int()) {
                (Some(text), _) => out.push_str(text),
                (_, Some(code)) => out.push(character_of(vm, code)?),
                _ => {
                    return Err(vm.type_error("character mapping must return integer, None or str"));
                }
            },
        }
    }
    Ok(Value::from(out))
}

/// The character of a code in a table of `translate`.
fn character_of(vm: &Vm, code: i64) -> PyResult<char> {
    match u32::try_from(code) {
        Ok(code) if code < 0x11_0000 => {
            char::from_u32(code).ok_or_else(|| vm.unsupported("a lone surrogate"))
        }
        _ => Err(vm.value_error("character mapping must be in range(0x110000)")),
    }
}

fn maketrans(vm: &Vm, args: &mut Args) -> PyResult {
    args.exact(vm, "maketrans", 1, 3)?;
    if args.len() == 1 && args.arg(0).as_dict().is_none() {
        return Err(vm.type_error("if you give only one argument to maketrans it must be a dict"));
    }
    let table = crate::dict::Dict::new();
    if let Some(dict) = args.arg(0).as_dict() {
        for (key, value) in dict.items() {
            let key = match key.as_str() {
                Some(text) => {
                    let mut characters = text.chars();
                    match (characters.next(), characters.next()) {
                        (Some(character), None) => Value::Int(i64::from(u32::from(character))),
                        _ => {
                            return Err(vm.value_error(
                                "string keys in translate table must be of length 1",
                            ));
                        }
                    }
                }
                None if key.as_int().is_some() => key,
                None => {
                    return Err(
                        vm.type_error("keys in translate table must be strings or integers")
                    );
                }
            };
            table.set(vm, key, value)?;
        }
        return Ok(Value::Dict(table));
    }
    for (index, value) in args.positional.iter().enumerate().rev() {
        let fits = value.to_text().is_some() || value.is_opaque();
        if !fits && index == 0 {
            return Err(vm.type_error(
                "first maketrans argument must be a string if there is a second argument",
            ));
        }
        if !fits {
            return Err(vm.type_error(format!(
                "maketrans() argument {} must be str, not {}",
                index + 1,
                vm.type_name(value)
            )));
        }
    }
    let (from, to) = (argument(vm, args, 0)?, argument(vm, args, 1)?);
    if from.chars().count() != to.chars().count() {
        return Err(vm.value_error("the first two maketrans arguments must have equal length"));
    }
    let code = |character: char| Value::Int(i64::from(u32::from(character)));
    for (old, new) in from.chars().zip(to.chars()) {
        table.set(vm, code(old), code(new))?;
    }
    if args.get(2).is_some() {
        for character in argument(vm, args, 2)?.chars() {
            table.set(vm, code(character), Value::None)?;
        }
    }
    Ok(Value::Dict(table))
}

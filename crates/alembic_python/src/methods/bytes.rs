//! Methods of `bytes` and `bytearray`.

use crate::args::Args;
use crate::error::PyResult;
use crate::methods::{define, define_class_methods};
use crate::operators::{bytes_of, same_bytes_kind};
use crate::value::Value;
use crate::vm::Vm;

pub(crate) fn install(vm: &Vm) {
    for class in [&vm.types.bytes, &vm.types.bytearray] {
        define(
            class,
            &[
                ("decode", decode),
                ("hex", hex),
                ("startswith", |vm, args| {
                    affix(vm, args, <[u8]>::starts_with)
                }),
                ("endswith", |vm, args| affix(vm, args, <[u8]>::ends_with)),
                ("upper", |vm, args| {
                    Ok(same_bytes_kind(
                        &args.this(),
                        this(vm, args)?.to_ascii_uppercase(),
                    ))
                }),
                ("lower", |vm, args| {
                    Ok(same_bytes_kind(
                        &args.this(),
                        this(vm, args)?.to_ascii_lowercase(),
                    ))
                }),
                ("strip", |vm, args| strip(vm, args, true, true)),
                ("lstrip", |vm, args| strip(vm, args, true, false)),
                ("rstrip", |vm, args| strip(vm, args, false, true)),
                ("join", |vm, args| {
                    let separator = this(vm, args)?;
                    let mut parts = Vec::new();
                    if let Value::Opaque(opaque) = args.arg(1) {
                        return Ok(opaque.derive(" (joined)"));
                    }
                    for item in vm.collect(&args.arg(1))? {
                        if let Value::Opaque(opaque) = &item {
                            return Ok(opaque.derive(" (joined)"));
                        }
                        let Some(part) = bytes_of(&item) else {
                            return Err(vm.type_error(format!(
                                "sequence item {}: expected a bytes-like object, {} found",
                                parts.len(),
                                vm.type_name(&item)
                            )));
                        };
                        parts.push(part);
                    }
                    Ok(same_bytes_kind(&args.this(), parts.join(&separator[..])))
                }),
                ("replace", |vm, args| as_text(vm, args, "replace")),
                ("split", |vm, args| as_text(vm, args, "split")),
                ("rsplit", |vm, args| as_text(vm, args, "rsplit")),
                ("find", |vm, args| as_text(vm, args, "find")),
                ("rfind", |vm, args| as_text(vm, args, "rfind")),
                ("index", |vm, args| as_text(vm, args, "index")),
                ("rindex", |vm, args| as_text(vm, args, "rindex")),
                ("count", |vm, args| as_text(vm, args, "count")),
                ("partition", |vm, args| as_text(vm, args, "partition")),
                ("rpartition", |vm, args| as_text(vm, args, "rpartition")),
                ("expandtabs", |vm, args| as_text(vm, args, "expandtabs")),
                ("capitalize", |vm, args| as_text(vm, args, "capitalize")),
                ("swapcase", |vm, args| as_text(vm, args, "swapcase")),
                ("isupper", |vm, args| as_text(vm, args, "isupper")),
                ("islower", |vm, args| as_text(vm, args, "islower")),
                ("istitle", |vm, args| as_text(vm, args, "istitle")),
                ("isascii", |vm, args| {
                    Ok(Value::Bool(this(vm, args)?.is_ascii()))
                }),
                ("ljust", |vm, args| justify(vm, args, '<')),
                ("rjust", |vm, args| justify(vm, args, '>')),
                ("center", |vm, args| justify(vm, args, '^')),
                ("zfill", |vm, args| as_text(vm, args, "zfill")),
                ("removeprefix", |vm, args| {
                    let (bytes, part) = (this(vm, args)?, argument(vm, args, 1)?);
                    Ok(same_bytes_kind(
                        &args.this(),
                        bytes.strip_prefix(&part[..]).unwrap_or(&bytes).to_vec(),
                    ))
                }),
                ("removesuffix", |vm, args| {
                    let (bytes, part) = (this(vm, args)?, argument(vm, args, 1)?);
                    Ok(same_bytes_kind(
                        &args.this(),
                        bytes.strip_suffix(&part[..]).unwrap_or(&bytes).to_vec(),
                    ))
                }),
                ("splitlines", |vm, args| {
                    let bytes = this(vm, args)?;
                    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
                    let keep = match args.get_or_keyword(1, "keepends") {
                        Some(flag) => vm.truth(&flag)?,
                        None => false,
                    };
                    let lines = text
                        .split_inclusive('\n')
                        .map(|line| {
                            let line = if keep {
                                line
                            } else {
                                line.trim_end_matches(['\n', '\r'])
                            };
                            same_bytes_kind(
                                &args.this(),
                                line.chars()
                                    .map(|c| u8::try_from(u32::from(c)).unwrap_or(0))
                                    .collect(),
                            )
                        })
                        .collect();
                    Ok(Value::list(lines))
                }),
                ("isdigit", |vm, args| all(vm, args, u8::is_ascii_digit)),
                ("isalpha", |vm, args| all(vm, args, u8::is_ascii_alphabetic)),
                ("isalnum", |vm, args| {
                    all(vm, args, u8::is_ascii_alphanumeric)
                }),
                ("isspace", |vm, args| all(vm, args, u8::is_ascii_whitespace)),
                ("title", |vm, args| as_text(vm, args, "title")),
                ("__getitem__", |vm, args| {
                    vm.getitem(args.this().builtin(), &args.arg(1))
                }),
                ("__contains__", |vm, args| {
                    vm.contains(args.this().builtin(), &args.arg(1))
                        .map(Value::Bool)
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
                ("__eq__", |vm, args| {
                    super::list::compare(vm, args, ruff_python_ast::CmpOp::Eq)
                }),
                ("__repr__", |vm, args| {
                    vm.repr(args.this().builtin()).map(Value::Str)
                }),
                ("__len__", |vm, args| Ok(Value::from(this(vm, args)?.len()))),
                ("__iter__", |vm, args| vm.iter(args.this().builtin())),
            ],
        );
        define_class_methods(
            class,
            &[("fromhex", |vm, args| {
                let text = vm.str_arg(&args.arg(1), "fromhex() argument")?;
                let digits: Vec<u8> = text
                    .chars()
                    .filter(|character| !character.is_whitespace())
                    .map(|character| {
                        character
                            .to_digit(16)
                            .and_then(|digit| u8::try_from(digit).ok())
                            .unwrap_or(255)
                    })
                    .collect();
                let wrong = text
                    .chars()
                    .position(|c| !c.is_whitespace() && !c.is_ascii_hexdigit());
                if wrong.is_some() || digits.len() % 2 == 1 {
                    let position = wrong.unwrap_or(text.chars().count());
                    return Err(vm.value_error(format!(
                        "non-hexadecimal number found in fromhex() arg at position {position}"
                    )));
                }
                let bytes: Vec<u8> = digits
                    .chunks(2)
                    .map(|pair| pair.iter().fold(0, |byte, digit| (byte << 4) | digit))
                    .collect();
                Ok(Value::Bytes(bytes.into()))
            })],
        );
    }
    define(
        &vm.types.bytearray,
        &[
            ("append", |vm, args| {
                if let Value::ByteArray(bytes) = args.this().builtin() {
                    let byte = u8::try_from(vm.int_arg(&args.arg(1))?)
                        .map_err(|_| vm.value_error("byte must be in range(0, 256)"))?;
                    bytes.borrow_mut().push(byte);
                }
                Ok(Value::None)
            }),
            ("copy", |vm, args| {
                Ok(same_bytes_kind(&args.this(), this(vm, args)?))
            }),
            ("extend", |vm, args| {
                let more = argument(vm, args, 1)?;
                if let Value::ByteArray(bytes) = args.this().builtin() {
                    bytes.borrow_mut().extend(more);
                }
                Ok(Value::None)
            }),
        ],
    );
}

fn this(vm: &Vm, args: &Args) -> PyResult<Vec<u8>> {
    bytes_of(&args.this()).ok_or_else(|| vm.type_error("descriptor requires a bytes object"))
}

/// A text with the same bytes: what is not ASCII, or is white space only as a character, becomes a character without properties.
fn text_of(bytes: &[u8]) -> String {
    let character = |byte: &u8| match byte {
        0x1c..=0x1f | 0x80.. => char::from_u32(0xe000 + u32::from(*byte)),
        _ => Some(char::from(*byte)),
    };
    bytes.iter().filter_map(character).collect()
}

fn bytes_of_text(text: &str) -> Vec<u8> {
    text.chars()
        .filter_map(|character| u8::try_from(u32::from(character) & 0xff).ok())
        .collect()
}

/// A method that does with bytes what the method of `str` does with characters.
fn as_text(vm: &Vm, args: &mut Args, name: &str) -> PyResult {
    let this_value = args.this();
    let mut positional = vec![Value::from(text_of(&this(vm, args)?))];
    for value in args.positional.iter().skip(1) {
        positional.push(match value {
            Value::Opaque(opaque) => return Ok(opaque.derive(&format!(" (in {name})"))),
            value if bytes_of(value).is_some() => {
                Value::from(text_of(&bytes_of(value).unwrap_or_default()))
            }
            value if value.as_str().is_some() && !(positional.len() == 1 && searches(name)) => {
                crate::text::bytes_arg(vm, value)?;
                Value::None
            }
            // The searching methods take the number of a byte, too.
            value if positional.len() == 1 && searches(name) => match value.as_int() {
                Some(byte) => match u8::try_from(byte) {
                    Ok(byte) => Value::from(text_of(&[byte])),
                    Err(_) => return Err(vm.value_error("byte must be in range(0, 256)")),
                },
                None => {
                    return Err(vm.type_error(format!(
                        "argument should be integer or bytes-like object, not '{}'",
                        vm.type_name(value)
                    )));
                }
            },
            other => other.clone(),
        });
    }
    let mut keywords = std::mem::take(&mut args.keywords);
    for (_, value) in &mut keywords {
        if let Some(bytes) = bytes_of(value) {
            *value = Value::from(text_of(&bytes));
        }
    }
    let method = vm.getattr(&Value::Class(vm.types.str_.clone()), name)?;
    let result = vm.call_keywords(&method, positional, keywords);
    let wrap = |value: &Value| match value.as_str() {
        Some(text) => same_bytes_kind(&this_value, bytes_of_text(text)),
        None => value.clone(),
    };
    match result {
        Ok(Value::List(items)) => Ok(Value::list(items.to_vec().iter().map(wrap).collect())),
        Ok(Value::Tuple(items)) => Ok(Value::tuple(items.iter().map(wrap).collect())),
        Err(unwind) if name.ends_with("index") && unwind.is_exception("ValueError") => {
            Err(vm.value_error("subsection not found"))
        }
        other => other.map(|value| wrap(&value)),
    }
}

fn searches(name: &str) -> bool {
    matches!(name, "find" | "rfind" | "index" | "rindex" | "count")
}

/// Without whitespace, or the given bytes, at the ends.
fn strip(vm: &Vm, args: &Args, left: bool, right: bool) -> PyResult {
    let bytes = this(vm, args)?;
    let given = match args.get(1) {
        Some(chars) if !chars.is_none() => Some(argument(vm, args, 1)?),
        _ => None,
    };
    let goes = |byte: &u8| match &given {
        Some(chars) => chars.contains(byte),
        // `\x0b` is whitespace in Python, not in Rust.
        None => byte.is_ascii_whitespace() || *byte == 0x0b,
    };
    let start = match bytes.iter().position(|byte| !goes(byte)) {
        Some(start) if left => start,
        None => bytes.len(),
        Some(_) => 0,
    };
    let end = match bytes.iter().rposition(|byte| !goes(byte)) {
        Some(last) if right => last + 1,
        None if right => start,
        _ => bytes.len(),
    };
    let kept = bytes.get(start..end).unwrap_or_default().to_vec();
    Ok(same_bytes_kind(&args.this(), kept))
}

fn argument(vm: &Vm, args: &Args, index: usize) -> PyResult<Vec<u8>> {
    crate::text::bytes_arg(vm, &args.arg(index))
}

fn all(vm: &Vm, args: &Args, test: impl Fn(&u8) -> bool) -> PyResult {
    let bytes = this(vm, args)?;
    Ok(Value::Bool(!bytes.is_empty() && bytes.iter().all(test)))
}

fn justify(vm: &Vm, args: &Args, side: char) -> PyResult {
    let bytes = this(vm, args)?;
    let width = usize::try_from(vm.int_arg(&args.arg(1))?)
        .unwrap_or(0)
        .min(1 << 24);
    let fill = match args.get(2) {
        Some(fill) => crate::text::bytes_arg(vm, fill)?
            .first()
            .copied()
            .unwrap_or(b' '),
        None => b' ',
    };
    let missing = width.saturating_sub(bytes.len());
    let left = match side {
        '<' => 0,
        '>' => missing,
        _ => missing / 2 + (missing & width & 1),
    };
    let mut out = vec![fill; left];
    out.extend(bytes);
    out.extend(vec![fill; missing - left]);
    Ok(same_bytes_kind(&args.this(), out))
}

fn decode(vm: &Vm, args: &mut Args) -> PyResult {
    let bytes = this(vm, args)?;
    let encoding = args
        .get_or_keyword(1, "encoding")
        .unwrap_or_else(|| Value::str("utf-8"));
    let errors = args
        .get_or_keyword(2, "errors")
        .unwrap_or_else(|| Value::str("strict"));
    decode_bytes(
        vm,
        &bytes,
        encoding.as_str().unwrap_or("utf-8"),
        errors.as_str().unwrap_or("strict"),
    )
    .map(Value::from)
}

/// `bytes.decode(encoding, errors)`.
pub(crate) fn decode_bytes(
    vm: &Vm,
    bytes: &[u8],
    encoding: &str,
    errors: &str,
) -> PyResult<String> {
    let normalized = encoding.to_lowercase().replace(['-', '_', ' '], "");
    match normalized.as_str() {
        "utf8" | "u8" | "utf8sig" | "ascii" | "usascii" => {
            let bytes = if normalized == "utf8sig" {
                bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
            } else {
                bytes
            };
            let is_ascii = normalized.contains("ascii");
            if let Some(at) = bytes.iter().position(|byte| is_ascii && *byte > 127)
                && errors == "strict"
            {
                return Err(vm.raise(
                    "UnicodeDecodeError",
                    format!(
                        "'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in range(128)",
                        bytes.get(at).copied().unwrap_or(0)
                    ),
                ));
            }
            match std::str::from_utf8(bytes) {
                Ok(text) => Ok(text.to_owned()),
                Err(error) if errors == "strict" => {
                    let at = error.valid_up_to();
                    let byte = bytes.get(at).copied().unwrap_or(0);
                    let reason = if error.error_len().is_none() {
                        "unexpected end of data"
                    } else if !(0xc2..=0xf4).contains(&byte) {
                        "invalid start byte"
                    } else {
                        "invalid continuation byte"
                    };
                    Err(vm.raise(
                        "UnicodeDecodeError",
                        format!("'utf-8' codec can't decode byte 0x{byte:02x} in position {at}: {reason}"),
                    ))
                }
                Err(_) => {
                    let mut text = String::new();
                    for chunk in bytes.utf8_chunks() {
                        text.push_str(chunk.valid());
                        match errors {
                            _ if chunk.invalid().is_empty() => {}
                            "ignore" => {}
                            "replace" => text.push(char::REPLACEMENT_CHARACTER),
                            "backslashreplace" => {
                                for byte in chunk.invalid() {
                                    text.push_str(&format!("\\x{byte:02x}"));
                                }
                            }
                            _ => {
                                return Err(vm.unsupported(format!(
                                    "decoding with the error handler `{errors}`"
                                )));
                            }
                        }
                    }
                    Ok(text)
                }
            }
        }
        "latin1" | "iso88591" | "l1" => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
        "utf16" | "utf16le" | "utf16be" => decode_utf16(vm, bytes, &normalized),
        _ => Err(super::str::unknown_encoding(vm, encoding)),
    }
}

/// `bytes.hex(sep, bytes_per_sep)`: groups are counted from the end, or from the start if negative.
fn hex(vm: &Vm, args: &mut Args) -> PyResult {
    args.count(vm, "hex", 1, 3)?;
    let bytes = this(vm, args)?;
    let separator = match args.get_or_keyword(1, "sep") {
        Some(separator) => match separator.as_str() {
            Some(text) => text.to_string(),
            None => String::from_utf8_lossy(&crate::text::bytes_arg(vm, &separator)?).into_owned(),
        },
        None => String::new(),
    };
    if args.get_or_keyword(1, "sep").is_some() && separator.chars().count() != 1 {
        return Err(vm.value_error("sep must be length 1."));
    }
    let group = match args.get_or_keyword(2, "bytes_per_sep") {
        Some(group) => vm.int_arg(&group)?,
        None => 1,
    };
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(0);
    let mut out = String::new();
    for (index, byte) in bytes.iter().enumerate() {
        let before = if group > 0 {
            bytes.len() - index
        } else {
            index
        };
        if index > 0 && size > 0 && before % size == 0 {
            out.push_str(&separator);
        }
        out.push_str(&format!("{byte:02x}"));
    }
    Ok(Value::from(out))
}

/// `startswith` and `endswith`: one part or a tuple of them, in a range of the bytes.
fn affix(vm: &Vm, args: &mut Args, test: fn(&[u8], &[u8]) -> bool) -> PyResult {
    let bytes = this(vm, args)?;
    let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let bound = |position: usize, default: i64| -> PyResult<i64> {
        match args.get(position) {
            Some(value) if !value.is_none() => {
                let index = vm.int_arg(value)?;
                Ok(if index < 0 {
                    (index + length).max(0)
                } else {
                    index
                })
            }
            _ => Ok(default),
        }
    };
    let (start, stop) = (bound(2, 0)?, bound(3, length)?.min(length));
    let range = usize::try_from(start).unwrap_or(0)..usize::try_from(stop).unwrap_or(0);
    let Some(part) = bytes.get(range) else {
        return Ok(Value::Bool(false));
    };
    let wanted = match args.arg(1).builtin() {
        Value::Tuple(items) => items.to_vec(),
        _ => vec![args.arg(1)],
    };
    for item in &wanted {
        let Some(item) = bytes_of(item) else {
            if let Value::Opaque(opaque) = item {
                return Err(vm.opaque_error(opaque, "bytes"));
            }
            let name = if test(b"ab", b"a") {
                "startswith"
            } else {
                "endswith"
            };
            return Err(vm.type_error(format!(
                "{name} first arg must be bytes or a tuple of bytes, not {}",
                vm.type_name(item)
            )));
        };
        if test(part, &item) {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

/// Strict decoding of UTF-16, with a byte order mark where the encoding does not name the order.
fn decode_utf16(vm: &Vm, bytes: &[u8], encoding: &str) -> PyResult<String> {
    let (big, body) = match (encoding, bytes) {
        ("utf16be", _) => (true, bytes),
        ("utf16", [0xfe, 0xff, rest @ ..]) => (true, rest),
        ("utf16", [0xff, 0xfe, rest @ ..]) => (false, rest),
        _ => (false, bytes),
    };
    let units: Vec<u16> = body
        .chunks_exact(2)
        .filter_map(|pair| <[u8; 2]>::try_from(pair).ok())
        .map(|pair| {
            if big {
                u16::from_be_bytes(pair)
            } else {
                u16::from_le_bytes(pair)
            }
        })
        .collect();
    match String::from_utf16(&units) {
        Ok(text) if body.len() % 2 == 0 => Ok(text),
        _ => Err(vm.unsupported("UTF-16 with errors")),
    }
}

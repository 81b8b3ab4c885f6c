//! `format()`, `str.format` and `%` formatting.

use num_bigint::{BigInt, Sign};
use num_traits::Signed;

use crate::args::Args;
use crate::error::PyResult;
use crate::operators::to_big;
use crate::symbol::{Symbol, names};
use crate::value::Value;
use crate::vm::Vm;

/// A parsed format specification.
#[derive(Debug, Clone)]
pub(crate) struct Spec {
    fill: char,
    align: Option<char>,
    sign: char,
    /// `z`: a zero after rounding has no sign.
    coerce_zero: bool,
    alternate: bool,
    zero: bool,
    width: usize,
    grouping: Option<char>,
    precision: Option<usize>,
    kind: Option<char>,
}

fn parse_spec(vm: &Vm, text: &str, type_name: &str) -> PyResult<Spec> {
    let characters: Vec<char> = text.chars().collect();
    let mut at = 0;
    let peek = |at: usize| characters.get(at).copied();
    let mut spec = Spec {
        fill: ' ',
        align: None,
        sign: '-',
        coerce_zero: false,
        alternate: false,
        zero: false,
        width: 0,
        grouping: None,
        precision: None,
        kind: None,
    };
    let is_align = |character: Option<char>| matches!(character, Some('<' | '>' | '=' | '^'));
    if is_align(peek(1)) {
        spec.fill = peek(0).unwrap_or(' ');
        spec.align = peek(1);
        at = 2;
    } else if is_align(peek(0)) {
        spec.align = peek(0);
        at = 1;
    }
    if let Some(sign @ ('+' | '-' | ' ')) = peek(at) {
        spec.sign = sign;
        at += 1;
    }
    if peek(at) == Some('z') {
        spec.coerce_zero = true;
        at += 1;
    }
    if peek(at) == Some('#') {
        spec.alternate = true;
        at += 1;
    }
    if peek(at) == Some('0') {
        spec.zero = true;
        at += 1;
    }
    let number = |at: &mut usize| -> Option<usize> {
        let start = *at;
        let mut value = 0_usize;
        while let Some(digit) = peek(*at).and_then(|character| character.to_digit(10)) {
            value = value.saturating_mul(10).saturating_add(digit as usize);
            *at += 1;
        }
        (*at > start).then_some(value)
    };
    spec.width = number(&mut at).unwrap_or(0);
    if let Some(grouping @ (',' | '_')) = peek(at) {
        spec.grouping = Some(grouping);
        at += 1;
    }
    if peek(at) == Some('.') {
        at += 1;
        match number(&mut at) {
            Some(precision) => spec.precision = Some(precision),
            None => return Err(vm.value_error("Format specifier missing precision")),
        }
    }
    if let Some(kind) = peek(at) {
        spec.kind = Some(kind);
        at += 1;
    }
    if at < characters.len() || spec.width > 1 << 24 {
        return Err(vm.value_error(format!(
            "Invalid format specifier '{text}' for object of type '{type_name}'"
        )));
    }
    Ok(spec)
}

/// `format(value, spec)`.
pub(crate) fn format_value(vm: &Vm, value: &Value, spec: &str) -> PyResult<String> {
    if let Value::Object(object) = value
        && let Some(method) = object.class().lookup_special(names().format)
    {
        let result = vm.call_special(&method, value, vec![Value::str(spec)])?;
        return match result.as_str() {
            Some(text) => Ok(text.to_owned()),
            None => Err(vm.type_error(format!(
                "__format__ must return a str, not {}",
                vm.type_name(&result)
            ))),
        };
    }
    if spec.is_empty() {
        return Ok(vm.str(value)?.to_string());
    }
    // Enumerations with a builtin value format as `str()` gives them.
    if let Value::Object(object) = value
        && object.class().is_enum.get()
        && object.class().lookup_special(names().str_).is_some()
    {
        return format_value(vm, &Value::Str(vm.str(value)?), spec);
    }
    let type_name = vm.type_name(value);
    match value.builtin() {
        Value::Str(text) => {
            let parsed = parse_spec(vm, spec, &type_name)?;
            format_text(vm, text, &parsed)
        }
        Value::Bool(_)
            if !spec
                .chars()
                .any(|character| "bcdoxXneEfFgG%".contains(character)) =>
        {
            let parsed = parse_spec(vm, spec, &type_name)?;
            format_int(vm, &to_big(value).unwrap_or_default(), &parsed, &type_name)
        }
        Value::Int(_) | Value::BigInt(_) | Value::Bool(_) => {
            let parsed = parse_spec(vm, spec, &type_name)?;
            let number = to_big(value).unwrap_or_default();
            match parsed.kind {
                Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => format_float(
                    vm,
                    num_traits::ToPrimitive::to_f64(&number).unwrap_or(f64::INFINITY),
                    &parsed,
                    &type_name,
                ),
                _ => format_int(vm, &number, &parsed, &type_name),
            }
        }
        Value::Float(number) => {
            let parsed = parse_spec(vm, spec, &type_name)?;
            format_float(vm, *number, &parsed, &type_name)
        }
        _ => Err(vm.type_error(format!(
            "unsupported format string passed to {type_name}.__format__"
        ))),
    }
}

fn pad(text: &str, spec: &Spec, default: char) -> String {
    let length = text.chars().count();
    if length >= spec.width {
        return text.to_owned();
    }
    let missing = spec.width - length;
    let fill = |n: usize| -> String { std::iter::repeat_n(spec.fill, n).collect() };
    match spec.align.unwrap_or(default) {
        '<' => format!("{text}{}", fill(missing)),
        '^' => format!("{}{text}{}", fill(missing / 2), fill(missing - missing / 2)),
        _ => format!("{}{text}", fill(missing)),
    }
}

fn format_text(vm: &Vm, text: &str, spec: &Spec) -> PyResult<String> {
    if let Some(kind) = spec.kind.filter(|kind| *kind != 's') {
        return Err(vm.value_error(format!(
            "Unknown format code '{kind}' for object of type 'str'"
        )));
    }
    if spec.sign != '-' {
        return Err(vm.value_error("Sign not allowed in string format specifier"));
    }
    if spec.coerce_zero {
        return Err(
            vm.value_error("Negative zero coercion (z) not allowed in string format specifier")
        );
    }
    if let Some(separator) = spec.grouping {
        return Err(vm.value_error(format!("Cannot specify '{separator}' with 's'.")));
    }
    if spec.align == Some('=') {
        return Err(vm.value_error("'=' alignment not allowed in string format specifier"));
    }
    let cut: String = match spec.precision {
        Some(precision) => text.chars().take(precision).collect(),
        None => text.to_owned(),
    };
    let mut spec = spec.clone();
    if spec.zero && spec.align.is_none() {
        spec.fill = '0';
        spec.align = Some('<');
    }
    Ok(pad(&cut, &spec, '<'))
}

/// Puts sign, prefix and digits together.
fn finish_number(
    negative: bool,
    prefix: &str,
    digits: &str,
    rest: &str,
    spec: &Spec,
    group: usize,
) -> String {
    let sign = if negative {
        "-"
    } else {
        match spec.sign {
            '+' => "+",
            ' ' => " ",
            _ => "",
        }
    };
    let zero_padded = spec.zero && spec.align.is_none();
    let fill_between = zero_padded || spec.align == Some('=');
    let fill = if zero_padded { '0' } else { spec.fill };
    let mut digits = digits.to_owned();
    if let Some(separator) = spec.grouping {
        let least = if fill_between && fill == '0' {
            spec.width
                .saturating_sub(sign.len() + prefix.len() + rest.len())
        } else {
            0
        };
        digits = grouped(&digits, separator, group, least);
    }
    if fill_between {
        let length = sign.len() + prefix.len() + digits.chars().count() + rest.len();
        let padding: String =
            std::iter::repeat_n(fill, spec.width.saturating_sub(length)).collect();
        return format!("{sign}{prefix}{padding}{digits}{rest}");
    }
    pad(&format!("{sign}{prefix}{digits}{rest}"), spec, '>')
}

fn grouped(digits: &str, separator: char, group: usize, least: usize) -> String {
    let mut padded = digits.to_owned();
    loop {
        let mut out = String::new();
        let length = padded.len();
        for (index, digit) in padded.chars().enumerate() {
            if index > 0 && (length - index).is_multiple_of(group) {
                out.push(separator);
            }
            out.push(digit);
        }
        if out.len() >= least {
            return out;
        }
        padded.insert(0, '0');
    }
}

fn format_int(vm: &Vm, number: &BigInt, spec: &Spec, type_name: &str) -> PyResult<String> {
    if spec.precision.is_some() {
        return Err(vm.value_error("Precision not allowed in integer format specifier"));
    }
    if spec.coerce_zero && spec.kind.is_none_or(|kind| "bcdoxXn".contains(kind)) {
        return Err(
            vm.value_error("Negative zero coercion (z) not allowed in integer format specifier")
        );
    }
    let negative = number.sign() == Sign::Minus;
    let magnitude = number.abs();
    let (digits, prefix, group) = match spec.kind {
        None | Some('d' | 'n') => (magnitude.to_string(), "", 3),
        Some('b') => (magnitude.to_str_radix(2), "0b", 4),
        Some('o') => (magnitude.to_str_radix(8), "0o", 4),
        Some('x') => (magnitude.to_str_radix(16), "0x", 4),
        Some('X') => (magnitude.to_str_radix(16).to_uppercase(), "0X", 4),
        Some('c') => {
            let character = num_traits::ToPrimitive::to_u32(number).and_then(char::from_u32);
            let Some(character) = character else {
                return Err(vm.raise("OverflowError", "%c arg not in range(0x110000)"));
            };
            return Ok(pad(&character.to_string(), spec, '<'));
        }
        Some(kind) => {
            return Err(vm.value_error(format!(
                "Unknown format code '{kind}' for object of type '{type_name}'"
            )));
        }
    };
    let prefix = if spec.alternate { prefix } else { "" };
    Ok(finish_number(negative, prefix, &digits, "", spec, group))
}

/// Digits of a float: integer part, and the rest with point and exponent.
fn float_digits(
    number: f64,
    kind: Option<char>,
    precision: Option<usize>,
    alternate: bool,
) -> String {
    let upper = matches!(kind, Some('E' | 'F' | 'G'));
    if !number.is_finite() {
        let text = if number.is_nan() { "nan" } else { "inf" };
        return if upper {
            text.to_uppercase()
        } else {
            text.to_owned()
        };
    }
    let precision_or = precision.unwrap_or(6);
    match kind {
        Some('f' | 'F') => {
            let text = format!("{number:.precision_or$}");
            if alternate && precision_or == 0 {
                format!("{text}.")
            } else {
                text
            }
        }
        Some('%') => format!("{:.precision_or$}", number * 100.0),
        Some('e' | 'E') => {
            let text = exponent_form(number, precision_or);
            if upper { text.to_uppercase() } else { text }
        }
        Some('g' | 'G' | 'n') => {
            let text = general_form(number, precision_or.max(1), alternate);
            if upper { text.to_uppercase() } else { text }
        }
        _ => match precision {
            None => crate::text::float_repr(number),
            Some(precision) => {
                // No type: like 'g', but with at least one digit after the point.
                let text = general_form(number, precision.max(1), false);
                if text.contains(['.', 'e']) {
                    return text;
                }
                if text.trim_start_matches('-').len() > precision.max(1)
                    || precision <= text.len() && precision == 1 && text.len() > 1
                {
                    return exponent_form_trimmed(number, precision.max(1) - 1);
                }
                if text.len() >= precision {
                    exponent_or_point(number, &text, precision)
                } else {
                    format!("{text}.0")
                }
            }
        },
    }
}

fn exponent_or_point(number: f64, text: &str, precision: usize) -> String {
    if text.len() >= precision {
        return exponent_form_trimmed(number, precision.saturating_sub(1));
    }
    format!("{text}.0")
}

fn exponent_form_trimmed(number: f64, precision: usize) -> String {
    let text = exponent_form(number, precision);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "+00"));
    let mantissa = if mantissa.contains('.') {
        mantissa.trim_end_matches('0').trim_end_matches('.')
    } else {
        mantissa
    };
    format!("{mantissa}e{exponent}")
}

fn exponent_form(number: f64, precision: usize) -> String {
    let text = format!("{number:.precision$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

fn general_form(number: f64, precision: usize, alternate: bool) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    let scientific = format!("{number:.*e}", precision - 1);
    let exponent: i32 = scientific
        .split_once('e')
        .and_then(|(_, exponent)| exponent.parse().ok())
        .unwrap_or(0);
    let limit = i32::try_from(precision).unwrap_or(i32::MAX);
    if exponent < -4 || exponent >= limit {
        let text = exponent_form(number, precision - 1);
        if alternate {
            return text;
        }
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "+00"));
        let mantissa = if mantissa.contains('.') {
            mantissa.trim_end_matches('0').trim_end_matches('.')
        } else {
            mantissa
        };
        return format!("{mantissa}e{exponent}");
    }
    let decimals = usize::try_from(limit - 1 - exponent).unwrap_or(0);
    let text = format!("{number:.decimals$}");
    if alternate || !text.contains('.') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn format_float(vm: &Vm, number: f64, spec: &Spec, type_name: &str) -> PyResult<String> {
    if let Some(kind) = spec.kind
        && !"eEfFgGn%".contains(kind)
    {
        return Err(vm.value_error(format!(
            "Unknown format code '{kind}' for object of type '{type_name}'"
        )));
    }
    let negative = number.is_sign_negative() && !number.is_nan();
    let text = float_digits(number.abs(), spec.kind, spec.precision, spec.alternate);
    let split = text.find(['.', 'e', 'E']).unwrap_or(text.len());
    let (digits, rest) = text.split_at(split);
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    let is_zero = !mantissa.contains(|c: char| c.is_ascii_alphanumeric() && c != '0');
    let negative = negative && !(spec.coerce_zero && is_zero);
    let rest = if spec.kind == Some('%') {
        format!("{rest}%")
    } else {
        rest.to_owned()
    };
    Ok(finish_number(negative, "", digits, &rest, spec, 3))
}

/// `format % values`.
pub(crate) fn percent_format(vm: &Vm, format: &str, values: &Value) -> PyResult<String> {
    let mut out = String::new();
    let characters: Vec<char> = format.chars().collect();
    let items: Vec<Value> = match values.builtin() {
        Value::Tuple(items) => items.to_vec(),
        _ => vec![values.clone()],
    };
    let is_tuple = matches!(values.builtin(), Value::Tuple(_));
    let mut used = 0;
    let mut used_names = false;
    let mut at = 0;
    let next = |used: &mut usize| -> PyResult {
        let item = items.get(*used).cloned();
        *used += 1;
        item.ok_or_else(|| vm.type_error("not enough arguments for format string"))
    };
    while let Some(character) = characters.get(at).copied() {
        at += 1;
        if character != '%' {
            out.push(character);
            continue;
        }
        let mut named = None;
        if characters.get(at) == Some(&'(') {
            let mut depth = 1;
            let start = at + 1;
            at += 1;
            while let Some(character) = characters.get(at) {
                match character {
                    '(' => depth += 1,
                    ')' => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
                at += 1;
            }
            if depth != 0 {
                return Err(vm.value_error("incomplete format key"));
            }
            let name: String = characters
                .get(start..at)
                .unwrap_or_default()
                .iter()
                .collect();
            at += 1;
            used_names = true;
            if vm.special(values, names().getitem).is_none() && values.as_dict().is_none() {
                return Err(vm.type_error("format requires a mapping"));
            }
            named = Some(vm.getitem(values, &Value::from(name))?);
        }
        let mut spec = Spec {
            fill: ' ',
            align: None,
            sign: '-',
            coerce_zero: false,
            alternate: false,
            zero: false,
            width: 0,
            grouping: None,
            precision: None,
            kind: None,
        };
        while let Some(flag) = characters.get(at) {
            match flag {
                '-' => spec.align = Some('<'),
                '+' => spec.sign = '+',
                ' ' => {
                    if spec.sign != '+' {
                        spec.sign = ' ';
                    }
                }
                '#' => spec.alternate = true,
                '0' => spec.zero = true,
                _ => break,
            }
            at += 1;
        }
        if spec.align == Some('<') {
            spec.zero = false;
        }
        if characters.get(at) == Some(&'*') {
            at += 1;
            let width = vm.int_arg(&next(&mut used)?)?;
            if width < 0 {
                spec.align = Some('<');
            }
            spec.width = usize::try_from(width.unsigned_abs()).unwrap_or(0);
        } else {
            while let Some(digit) = characters
                .get(at)
                .and_then(|character| character.to_digit(10))
            {
                spec.width = spec.width.saturating_mul(10).saturating_add(digit as usize);
                at += 1;
            }
        }
        if characters.get(at) == Some(&'.') {
            at += 1;
            let mut precision = 0_usize;
            if characters.get(at) == Some(&'*') {
                at += 1;
                precision = usize::try_from(vm.int_arg(&next(&mut used)?)?).unwrap_or(0);
            } else {
                while let Some(digit) = characters
                    .get(at)
                    .and_then(|character| character.to_digit(10))
                {
                    precision = precision.saturating_mul(10).saturating_add(digit as usize);
                    at += 1;
                }
            }
            spec.precision = Some(precision);
        }
        while matches!(characters.get(at), Some('l' | 'L' | 'h')) {
            at += 1;
        }
        let Some(kind) = characters.get(at).copied() else {
            return Err(vm.value_error("incomplete format"));
        };
        at += 1;
        if kind == '%' {
            out.push('%');
            continue;
        }
        if spec.width > 1 << 24 {
            return Err(vm.raise("MemoryError", ""));
        }
        let value = match named {
            Some(value) => value,
            None => next(&mut used)?,
        };
        out.push_str(&percent_one(vm, kind, &value, spec, at - 1)?);
    }
    if !used_names
        && used < items.len()
        && (is_tuple
            || !(values.as_dict().is_some() || matches!(values.builtin(), Value::List(_)))
            || used == 0 && values.as_dict().is_none())
    {
        return Err(vm.type_error("not all arguments converted during string formatting"));
    }
    Ok(out)
}

fn percent_one(vm: &Vm, kind: char, value: &Value, mut spec: Spec, at: usize) -> PyResult<String> {
    let as_text = |text: &str, spec: &Spec| {
        let cut: String = match spec.precision {
            Some(precision) => text.chars().take(precision).collect(),
            None => text.to_owned(),
        };
        pad(&cut, spec, '>')
    };
    match kind {
        's' => Ok(as_text(&vm.str(value)?, &spec)),
        'r' => Ok(as_text(&vm.repr(value)?, &spec)),
        'a' => Ok(as_text(&crate::text::ascii(&vm.repr(value)?), &spec)),
        'c' => match value.builtin() {
            Value::Str(text) if text.chars().count() == 1 => Ok(pad(text, &spec, '>')),
            _ => {
                let code = vm
                    .int_arg(value)
                    .map_err(|_| vm.type_error("%c requires int or char"))?;
                let character = u32::try_from(code).ok().and_then(char::from_u32);
                match character {
                    Some(character) => Ok(pad(&character.to_string(), &spec, '>')),
                    None => Err(vm.raise("OverflowError", "%c arg not in range(0x110000)")),
                }
            }
        },
        'd' | 'i' | 'u' | 'x' | 'X' | 'o' => {
            let number = match value.builtin() {
                Value::Float(number) if matches!(kind, 'd' | 'i' | 'u') => {
                    <BigInt as num_traits::FromPrimitive>::from_f64(number.trunc())
                }
                other => to_big(other),
            };
            let number = match number {
                Some(number) => Some(number),
                None => match vm
                    .special(value, names().index)
                    .or_else(|| vm.special(value, names().int))
                {
                    Some(method) => to_big(&vm.call_special(&method, value, Vec::new())?),
                    None => None,
                },
            };
            let Some(number) = number else {
                let what = if matches!(kind, 'd' | 'i' | 'u') {
                    "a real number"
                } else {
                    "an integer"
                };
                return Err(vm.type_error(format!(
                    "%{kind} format: {what} is required, not {}",
                    vm.type_name(value)
                )));
            };
            spec.kind = Some(if matches!(kind, 'i' | 'u') { 'd' } else { kind });
            let precision = spec.precision.take();
            if let Some(precision) = precision {
                let magnitude = match spec.kind {
                    Some('x') => number.abs().to_str_radix(16),
                    Some('X') => number.abs().to_str_radix(16).to_uppercase(),
                    Some('o') => number.abs().to_str_radix(8),
                    _ => number.abs().to_string(),
                };
                let digits = format!(
                    "{}{magnitude}",
                    "0".repeat(precision.saturating_sub(magnitude.len()))
                );
                return Ok(finish_number(
                    number.is_negative(),
                    "",
                    &digits,
                    "",
                    &spec,
                    3,
                ));
            }
            format_int(vm, &number, &spec, "int")
        }
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            let number = crate::builtins::numbers::to_float(vm, value).map_err(|_| {
                vm.type_error(format!("must be real number, not {}", vm.type_name(value)))
            })?;
            spec.kind = Some(kind);
            format_float(vm, number, &spec, "float")
        }
        _ => Err(vm.value_error(format!(
            "unsupported format character '{kind}' (0x{:x}) at index {at}",
            u32::from(kind)
        ))),
    }
}

/// How fields without a name count: `None` before the first, then the next number or "by hand".
#[derive(Clone, Copy, PartialEq)]
enum Numbering {
    Unknown,
    Automatic(usize),
    Manual,
}

/// `format.format(*args, **kwargs)`.
pub(crate) fn str_format(
    vm: &Vm,
    format: &str,
    args: &Args,
    mapping: Option<&Value>,
) -> PyResult<String> {
    let mut automatic = Numbering::Unknown;
    expand(vm, format, args, mapping, &mut automatic, 2)
}

fn expand(
    vm: &Vm,
    format: &str,
    args: &Args,
    mapping: Option<&Value>,
    automatic: &mut Numbering,
    depth: usize,
) -> PyResult<String> {
    if depth == 0 {
        return Err(vm.value_error("Max string recursion exceeded"));
    }
    let characters: Vec<char> = format.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(character) = characters.get(at).copied() {
        at += 1;
        match character {
            '{' if characters.get(at) == Some(&'{') => {
                out.push('{');
                at += 1;
            }
            '}' if characters.get(at) == Some(&'}') => {
                out.push('}');
                at += 1;
            }
            '}' => return Err(vm.value_error("Single '}' encountered in format string")),
            '{' => {
                let start = at;
                let mut level = 1;
                while let Some(character) = characters.get(at) {
                    match character {
                        '{' => level += 1,
                        '}' => level -= 1,
                        _ => {}
                    }
                    if level == 0 {
                        break;
                    }
                    at += 1;
                }
                if level != 0 {
                    let message = if start == characters.len() {
                        "Single '{' encountered in format string"
                    } else {
                        "expected '}' before end of string"
                    };
                    return Err(vm.value_error(message));
                }
                let field: String = characters
                    .get(start..at)
                    .unwrap_or_default()
                    .iter()
                    .collect();
                at += 1;
                out.push_str(&expand_field(vm, &field, args, mapping, automatic, depth)?);
            }
            other => out.push(other),
        }
    }
    Ok(out)
}

fn expand_field(
    vm: &Vm,
    field: &str,
    args: &Args,
    mapping: Option<&Value>,
    automatic: &mut Numbering,
    depth: usize,
) -> PyResult<String> {
    let mut bracket = 0;
    let mut cut = field.len();
    for (position, character) in field.char_indices() {
        match character {
            '[' => bracket += 1,
            ']' => bracket -= 1,
            '!' | ':' if bracket == 0 => {
                cut = position;
                break;
            }
            _ => {}
        }
    }
    let (name, rest) = field.split_at(cut);
    let (conversion, spec) = match rest.strip_prefix('!') {
        Some(rest) => {
            let mut parts = rest.chars();
            let conversion = parts.next();
            let after = parts.as_str();
            (conversion, after.strip_prefix(':').unwrap_or(after))
        }
        None => (None, rest.strip_prefix(':').unwrap_or("")),
    };
    let mut value = field_value(vm, name, args, mapping, automatic)?;
    if let Some(conversion) = conversion {
        value = match conversion {
            's' => Value::Str(vm.str(&value)?),
            'r' => Value::Str(vm.repr(&value)?),
            'a' => Value::from(crate::text::ascii(&vm.repr(&value)?)),
            other => return Err(vm.value_error(format!("Unknown conversion specifier {other}"))),
        };
    }
    let spec = if spec.contains('{') {
        expand(vm, spec, args, mapping, automatic, depth - 1)?
    } else {
        spec.to_owned()
    };
    format_value(vm, &value, &spec)
}

fn field_value(
    vm: &Vm,
    name: &str,
    args: &Args,
    mapping: Option<&Value>,
    automatic: &mut Numbering,
) -> PyResult {
    let end = name.find(['.', '[']).unwrap_or(name.len());
    let (first, mut rest) = name.split_at(end);
    let positional = |index: usize| {
        // The first positional argument is the format itself.
        args.positional.get(index + 1).cloned().ok_or_else(|| {
            vm.raise(
                "IndexError",
                format!("Replacement index {index} out of range for positional args tuple"),
            )
        })
    };
    let mut value = if let Some(mapping) = mapping {
        vm.getitem(mapping, &Value::str(first))?
    } else if first.is_empty() {
        let index = match *automatic {
            Numbering::Unknown => 0,
            Numbering::Automatic(next) => next,
            Numbering::Manual => {
                return Err(vm.value_error(
                    "cannot switch from manual field specification to automatic field numbering",
                ));
            }
        };
        *automatic = Numbering::Automatic(index + 1);
        positional(index)?
    } else if let Ok(index) = first.parse::<usize>() {
        if matches!(*automatic, Numbering::Automatic(_)) {
            return Err(vm.value_error(
                "cannot switch from automatic field numbering to manual field specification",
            ));
        }
        *automatic = Numbering::Manual;
        positional(index)?
    } else {
        match args.keyword(first) {
            Some(value) => value.clone(),
            None => return Err(vm.key_error(Value::str(first))),
        }
    };
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            let (attribute, remaining) = after.split_at(end);
            value = vm.getattr(&value, Symbol::new(attribute))?;
            rest = remaining;
        } else if let Some(after) = rest.strip_prefix('[') {
            let Some((key, remaining)) = after.split_once(']') else {
                return Err(vm.value_error("Missing ']' in format string"));
            };
            let key = match key.parse::<i64>() {
                Ok(number) => Value::Int(number),
                Err(_) => Value::str(key),
            };
            value = vm.getitem(&value, &key)?;
            rest = remaining;
        } else {
            return Err(vm.value_error("Only '.' or '[' may follow ']' in format field specifier"));
        }
    }
    Ok(value)
}

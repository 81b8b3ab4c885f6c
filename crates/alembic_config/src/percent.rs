//! Python's `%` formatting with a mapping, and `repr()` of strings.

use std::fmt::Write as _;

use crate::error::ConfigError;

/// A value to format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormatValue {
    /// `str`.
    Text(String),
    /// `int`.
    Number(i64),
}

/// `template % mapping`.
///
/// # Errors
/// `KeyError`, `ValueError` or `TypeError` as CPython raises them.
pub fn percent_format(
    template: &str,
    lookup: &dyn Fn(&str) -> Option<FormatValue>,
) -> Result<String, ConfigError> {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        rest = one(&rest[at + 1..], template, &mut out, lookup)?;
    }
    out.push_str(rest);
    Ok(out)
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "one per flag character")]
struct Spec {
    left: bool,
    plus: bool,
    space: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
}

fn one<'a>(
    from: &'a str,
    template: &str,
    out: &mut String,
    lookup: &dyn Fn(&str) -> Option<FormatValue>,
) -> Result<&'a str, ConfigError> {
    let incomplete = || ConfigError::python("ValueError", "incomplete format");
    let mut rest = from;
    let mut value = None;
    if let Some(inner) = rest.strip_prefix('(') {
        let (name, after) = inner
            .split_once(')')
            .ok_or_else(|| ConfigError::python("ValueError", "incomplete format key"))?;
        value =
            Some(lookup(name).ok_or_else(|| ConfigError::python("KeyError", python_repr(name)))?);
        rest = after;
    }
    let mut spec = Spec::default();
    loop {
        let Some(flag) = rest.chars().next() else {
            return Err(incomplete());
        };
        match flag {
            '-' => spec.left = true,
            '+' => spec.plus = true,
            ' ' => spec.space = true,
            '0' => spec.zero = true,
            '#' => {}
            _ => break,
        }
        rest = &rest[1..];
    }
    (spec.width, rest) = number(rest);
    if let Some(after) = rest.strip_prefix('.') {
        let (precision, after) = number(after);
        spec.precision = Some(precision);
        rest = after;
    }
    let rest_after_length = rest.trim_start_matches(['h', 'l', 'L']);
    let Some(conversion) = rest_after_length.chars().next() else {
        return Err(incomplete());
    };
    let after = &rest_after_length[conversion.len_utf8()..];
    if conversion == '%' {
        out.push('%');
        return Ok(after);
    }
    let Some(value) = value else {
        return Err(ConfigError::python(
            "TypeError",
            "not enough arguments for format string",
        ));
    };
    let text = match (conversion, value) {
        ('s', FormatValue::Text(text)) => cut(text, &spec),
        ('s' | 'r' | 'a', FormatValue::Number(number)) => cut(number.to_string(), &spec),
        ('r' | 'a', FormatValue::Text(text)) => cut(python_repr(&text), &spec),
        ('d' | 'i' | 'u', FormatValue::Number(number)) => {
            integer(number, number_digits(number), &spec)
        }
        ('x', FormatValue::Number(number)) => {
            integer(number, format!("{:x}", number.unsigned_abs()), &spec)
        }
        ('X', FormatValue::Number(number)) => {
            integer(number, format!("{:X}", number.unsigned_abs()), &spec)
        }
        ('o', FormatValue::Number(number)) => {
            integer(number, format!("{:o}", number.unsigned_abs()), &spec)
        }
        ('d' | 'i' | 'u', FormatValue::Text(_)) => {
            return Err(ConfigError::python(
                "TypeError",
                format!("%{conversion} format: a real number is required, not str"),
            ));
        }
        ('x' | 'X' | 'o', FormatValue::Text(_)) => {
            return Err(ConfigError::python(
                "TypeError",
                format!("%{conversion} format: an integer is required, not str"),
            ));
        }
        _ => {
            let position = template.len() - rest_after_length.len();
            let index = template
                .get(..position)
                .map_or(position, |before| before.chars().count());
            return Err(ConfigError::python(
                "ValueError",
                format!(
                    "unsupported format character '{conversion}' (0x{:x}) at index {index}",
                    u32::from(conversion)
                ),
            ));
        }
    };
    out.push_str(&text);
    Ok(after)
}

fn number(text: &str) -> (usize, &str) {
    let end = text
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(text.len());
    (text[..end].parse().unwrap_or(0), &text[end..])
}

fn number_digits(number: i64) -> String {
    number.unsigned_abs().to_string()
}

fn integer(number: i64, digits: String, spec: &Spec) -> String {
    let mut digits = digits;
    if let Some(precision) = spec.precision {
        digits = format!("{digits:0>precision$}");
    }
    let sign = if number < 0 {
        "-"
    } else if spec.plus {
        "+"
    } else if spec.space {
        " "
    } else {
        ""
    };
    if spec.zero && !spec.left {
        let width = spec.width.saturating_sub(sign.len());
        return format!("{sign}{digits:0>width$}");
    }
    pad(&format!("{sign}{digits}"), spec)
}

fn cut(text: String, spec: &Spec) -> String {
    let text = match spec.precision {
        Some(precision) => text.chars().take(precision).collect(),
        None => text,
    };
    pad(&text, spec)
}

fn pad(text: &str, spec: &Spec) -> String {
    let width = spec.width;
    if spec.left {
        format!("{text:<width$}")
    } else {
        format!("{text:>width$}")
    }
}

/// `repr(text)`.
pub fn python_repr(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            found if found == quote => {
                out.push('\\');
                out.push(found);
            }
            found if u32::from(found) < 0x20 || u32::from(found) == 0x7f => {
                let _ = write!(out, "\\x{:02x}", u32::from(found));
            }
            found => out.push(found),
        }
    }
    out.push(quote);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_like_python() {
        let lookup = |name: &str| match name {
            "rev" => Some(FormatValue::Text("ae10".to_owned())),
            "month" => Some(FormatValue::Number(3)),
            _ => None,
        };
        let format = |template| percent_format(template, &lookup);
        assert_eq!(
            format("%(month).2d-%(rev)s-%(month)03d%%").unwrap(),
            "03-ae10-003%"
        );
        assert_eq!(format("%(x)s").unwrap_err().to_string(), "'x'");
        assert!(format("100%").is_err());
    }

    #[test]
    fn repr_picks_quotes_like_python() {
        assert_eq!(python_repr("it's"), "\"it's\"");
        assert_eq!(python_repr("a\n'\""), "'a\\n\\'\"'");
    }
}

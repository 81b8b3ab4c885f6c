//! Conversions and functions of numbers.

use num_bigint::BigInt;
use num_traits::{FromPrimitive, Num, Signed, ToPrimitive};
use ruff_python_ast::Operator;

use crate::error::PyResult;
use crate::operators::{bytes_of, to_big};
use crate::symbol::names;
use crate::value::Value;
use crate::vm::Vm;

/// `int(value)`.
pub(crate) fn to_int(vm: &Vm, value: &Value) -> PyResult {
    match value.builtin() {
        Value::Bool(flag) => return Ok(Value::Int(i64::from(*flag))),
        Value::Int(_) | Value::BigInt(_) if vm.special(value, names().int).is_none() => {
            return Ok(value.builtin().clone());
        }
        Value::Float(number) => {
            if number.is_nan() {
                return Err(vm.value_error("cannot convert float NaN to integer"));
            }
            return match BigInt::from_f64(number.trunc()) {
                Some(whole) => Ok(Value::big(whole)),
                None => Err(vm.raise("OverflowError", "cannot convert float infinity to integer")),
            };
        }
        Value::Str(text) => return parse_int(vm, text, 10, value),
        Value::Bytes(_) | Value::ByteArray(_) => {
            let bytes = bytes_of(value).unwrap_or_default();
            return parse_int(vm, &String::from_utf8_lossy(&bytes), 10, value);
        }
        _ => {}
    }
    for name in [
        names().int,
        names().index,
        crate::symbol::Symbol::new("__trunc__"),
    ] {
        if let Some(method) = vm.special(value, name) {
            let result = vm.call_special(&method, value, Vec::new())?;
            return Ok(result.builtin().clone());
        }
    }
    Err(vm.type_error(format!(
        "int() argument must be a string, a bytes-like object or a real number, not '{}'",
        vm.type_name(value)
    )))
}

/// `int(text, base)`.
pub(crate) fn parse_int(vm: &Vm, text: &str, base: i64, original: &Value) -> PyResult {
    let fail = || -> PyResult {
        Err(vm.value_error(format!(
            "invalid literal for int() with base {base}: {}",
            vm.repr(original)?
        )))
    };
    if base != 0 && !(2..=36).contains(&base) {
        return Err(vm.value_error("int() base must be >= 2 and <= 36, or 0"));
    }
    let number = crate::unicode::number_text(text);
    let trimmed = &*number;
    let (negative, digits) = match trimmed.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
    };
    let lower = digits.to_lowercase();
    let mut radix = u32::try_from(base).unwrap_or(10);
    let mut body = lower.as_str();
    for (prefix, value) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(rest) = body.strip_prefix(prefix)
            && (base == 0 || base == i64::from(value))
        {
            radix = value;
            body = rest.strip_prefix('_').unwrap_or(rest);
            break;
        }
    }
    if radix == 0 {
        radix = 10;
    }
    let bytes = body.as_bytes();
    if bytes.is_empty()
        || bytes.first() == Some(&b'_')
        || bytes.last() == Some(&b'_')
        || body.contains("__")
    {
        return fail();
    }
    let clean = body.replace('_', "");
    if !clean.chars().all(|character| character.is_digit(radix)) {
        return fail();
    }
    // Without a base, a literal: no zero goes before a number.
    if base == 0 && radix == 10 && clean.starts_with('0') && clean.bytes().any(|c| c != b'0') {
        return fail();
    }
    match BigInt::from_str_radix(&clean, radix) {
        Ok(number) => Ok(Value::big(if negative { -number } else { number })),
        Err(_) => fail(),
    }
}

/// `float(value)`.
pub(crate) fn to_float(vm: &Vm, value: &Value) -> PyResult<f64> {
    match value.builtin() {
        Value::Bytes(_) | Value::ByteArray(_) => {
            let bytes = bytes_of(value).unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes);
            return match to_float(vm, &Value::str(&text)) {
                Err(unwind) if unwind.is_exception("ValueError") => Err(vm.value_error(format!(
                    "could not convert string to float: {}",
                    vm.repr(value)?
                ))),
                other => other,
            };
        }
        Value::Float(number) => return Ok(*number),
        Value::Str(text) => {
            // An underscore stands between two digits only.
            let plain = crate::unicode::number_text(text);
            let bytes = plain.as_bytes();
            let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
            let misplaced = (0..bytes.len()).any(|at| {
                bytes.get(at) == Some(&b'_') && !(at > 0 && is_digit(at - 1) && is_digit(at + 1))
            });
            if misplaced {
                return Err(vm.value_error(format!(
                    "could not convert string to float: {}",
                    vm.repr(value)?
                )));
            }
            let clean = plain.replace('_', "").to_lowercase();
            let body = clean.strip_prefix(['+', '-']).unwrap_or(&clean);
            let number = match body {
                "inf" | "infinity" => f64::INFINITY,
                "nan" => f64::NAN,
                _ if body.starts_with(|c: char| c.is_ascii_digit() || c == '.') => {
                    match body.parse::<f64>() {
                        Ok(number) => number,
                        Err(_) => {
                            return Err(vm.value_error(format!(
                                "could not convert string to float: {}",
                                vm.repr(value)?
                            )));
                        }
                    }
                }
                _ => {
                    return Err(vm.value_error(format!(
                        "could not convert string to float: {}",
                        vm.repr(value)?
                    )));
                }
            };
            return Ok(if clean.starts_with('-') {
                -number
            } else {
                number
            });
        }
        other => {
            if let Some(number) = to_big(other) {
                let float = number.to_f64().unwrap_or(f64::INFINITY);
                if float.is_infinite() {
                    return Err(vm.raise("OverflowError", "int too large to convert to float"));
                }
                return Ok(float);
            }
        }
    }
    for name in [names().float, names().index] {
        if let Some(method) = vm.special(value, name) {
            let result = vm.call_special(&method, value, Vec::new())?;
            return to_float(vm, result.builtin());
        }
    }
    Err(vm.type_error(format!(
        "float() argument must be a string or a real number, not '{}'",
        vm.type_name(value)
    )))
}

/// `abs(value)`.
pub(crate) fn absolute(vm: &Vm, value: &Value) -> PyResult {
    if let Some(method) = vm.special(value, names().abs) {
        return vm.call_special(&method, value, Vec::new());
    }
    if let Value::Float(number) = value.builtin() {
        return Ok(Value::Float(number.abs()));
    }
    match to_big(value) {
        Some(number) => Ok(Value::big(number.abs())),
        None => Err(vm.type_error(format!(
            "bad operand type for abs(): '{}'",
            vm.type_name(value)
        ))),
    }
}

/// `round(value, digits)`.
pub(crate) fn round(vm: &Vm, value: &Value, digits: Option<Value>) -> PyResult {
    if let Some(method) = vm.special(value, names().round) {
        return vm.call_special(&method, value, digits.into_iter().collect());
    }
    let digits = match digits {
        Some(digits) if !digits.is_none() => Some(vm.int_arg(&digits)?),
        _ => None,
    };
    match value.builtin() {
        Value::Float(number) => match digits {
            None => {
                if !number.is_finite() {
                    return to_int(vm, value);
                }
                Ok(BigInt::from_f64(round_half_even(*number)).map_or(Value::Int(0), Value::big))
            }
            Some(digits) => Ok(Value::Float(round_float(*number, digits))),
        },
        other => match to_big(other) {
            Some(number) => match digits {
                Some(digits) if digits < 0 => {
                    let Some(unit) = u32::try_from(-digits)
                        .ok()
                        .filter(|n| *n < 10_000)
                        .map(|n| BigInt::from(10).pow(n))
                    else {
                        return Ok(Value::Int(0));
                    };
                    let half: BigInt = &unit / 2;
                    let lower = vm.binary(
                        Operator::FloorDiv,
                        &Value::big(number.clone()),
                        &Value::big(unit.clone()),
                    )?;
                    let lower = to_big(&lower).unwrap_or_default();
                    let rest = &number - &lower * &unit;
                    let up = rest > half || (rest == half && (&lower % 2) != BigInt::from(0));
                    Ok(Value::big(if up {
                        (lower + 1) * unit
                    } else {
                        lower * unit
                    }))
                }
                _ => Ok(Value::big(number)),
            },
            None => Err(vm.type_error(format!(
                "type {} doesn't define __round__ method",
                vm.type_name(value)
            ))),
        },
    }
}

fn round_half_even(number: f64) -> f64 {
    let rounded = number.round();
    if (number - number.trunc()).abs() == 0.5 {
        return 2.0 * (number / 2.0).round();
    }
    rounded
}

fn round_float(number: f64, digits: i64) -> f64 {
    if !number.is_finite() || digits > 300 {
        return number;
    }
    if digits >= 0 {
        // Formatting rounds the exact binary value correctly, ties to even.
        let places = usize::try_from(digits).unwrap_or(0);
        return format!("{number:.places$}").parse().unwrap_or(number);
    }
    let unit = 10_f64.powi(i32::try_from(-digits).unwrap_or(400));
    if unit.is_infinite() {
        return 0.0;
    }
    round_half_even(number / unit) * unit
}

//! Methods of `int`, `float` and `bool`.

use num_bigint::{BigInt, Sign};
use num_traits::{FromPrimitive, Signed, ToPrimitive, Zero};
use ruff_python_ast::{CmpOp, Operator, UnaryOp};

use crate::args::Args;
use crate::error::PyResult;
use crate::function::NativeFn;
use crate::methods::{define, define_class_methods};
use crate::operators::to_big;
use crate::value::Value;
use crate::vm::Vm;

macro_rules! binary {
    ($op:ident) => {
        |vm, args| number_binary(vm, args, Operator::$op, false)
    };
}
macro_rules! reflected {
    ($op:ident) => {
        |vm, args| number_binary(vm, args, Operator::$op, true)
    };
}
macro_rules! compared {
    ($op:ident) => {
        |vm, args| number_compare(vm, args, CmpOp::$op)
    };
}

pub(crate) fn install(vm: &Vm) {
    let shared: &[(&str, NativeFn)] = &[
        ("__add__", binary!(Add)),
        ("__radd__", reflected!(Add)),
        ("__sub__", binary!(Sub)),
        ("__rsub__", reflected!(Sub)),
        ("__mul__", binary!(Mult)),
        ("__rmul__", reflected!(Mult)),
        ("__truediv__", binary!(Div)),
        ("__rtruediv__", reflected!(Div)),
        ("__floordiv__", binary!(FloorDiv)),
        ("__mod__", binary!(Mod)),
        ("__pow__", binary!(Pow)),
        ("__eq__", compared!(Eq)),
        ("__ne__", compared!(NotEq)),
        ("__lt__", compared!(Lt)),
        ("__le__", compared!(LtE)),
        ("__gt__", compared!(Gt)),
        ("__ge__", compared!(GtE)),
        ("__neg__", |vm, args| {
            vm.unary(UnaryOp::USub, args.this().builtin())
        }),
        ("__pos__", |vm, args| {
            vm.unary(UnaryOp::UAdd, args.this().builtin())
        }),
        ("__abs__", |vm, args| {
            crate::builtins::numbers::absolute(vm, args.this().builtin())
        }),
        ("__hash__", |vm, args| {
            Ok(Value::Int(vm.hash(args.this().builtin())?.cast_signed()))
        }),
        ("__bool__", |vm, args| {
            vm.truth(args.this().builtin()).map(Value::Bool)
        }),
        ("__repr__", |vm, args| {
            vm.repr(args.this().builtin()).map(Value::Str)
        }),
        ("__str__", |vm, args| {
            vm.repr(args.this().builtin()).map(Value::Str)
        }),
        ("__int__", |vm, args| {
            crate::builtins::numbers::to_int(vm, args.this().builtin())
        }),
        ("__float__", |vm, args| {
            crate::builtins::numbers::to_float(vm, args.this().builtin()).map(Value::Float)
        }),
        ("__round__", |vm, args| {
            crate::builtins::numbers::round(vm, args.this().builtin(), args.get(1).cloned())
        }),
        ("__format__", |vm, args| {
            let spec = vm.str_arg(&args.arg(1), "format spec")?;
            crate::format::format_value(vm, args.this().builtin(), &spec).map(Value::from)
        }),
        ("conjugate", |_, args| Ok(args.this())),
    ];
    define(&vm.types.int, shared);
    define(&vm.types.float, shared);
    define(
        &vm.types.int,
        &[
            ("__index__", |_, args| Ok(args.this().builtin().clone())),
            ("__and__", binary!(BitAnd)),
            ("__or__", binary!(BitOr)),
            ("__xor__", binary!(BitXor)),
            ("__lshift__", binary!(LShift)),
            ("__rshift__", binary!(RShift)),
            ("__invert__", |vm, args| {
                vm.unary(UnaryOp::Invert, args.this().builtin())
            }),
            ("bit_length", |vm, args| {
                Ok(Value::Int(
                    i64::try_from(this(vm, args)?.bits()).unwrap_or(0),
                ))
            }),
            ("bit_count", |vm, args| {
                let (_, digits) = this(vm, args)?.to_u64_digits();
                Ok(Value::Int(
                    digits
                        .iter()
                        .map(|digit| i64::from(digit.count_ones()))
                        .sum(),
                ))
            }),
            ("is_integer", |_, _| Ok(Value::Bool(true))),
            ("as_integer_ratio", |_, args| {
                Ok(Value::tuple(vec![
                    args.this().builtin().clone(),
                    Value::Int(1),
                ]))
            }),
            ("to_bytes", to_bytes),
        ],
    );
    define_class_methods(&vm.types.int, &[("from_bytes", from_bytes)]);
    define_class_methods(&vm.types.float, &[("fromhex", from_hex)]);
    define(
        &vm.types.float,
        &[
            ("is_integer", |_, args| {
                Ok(Value::Bool(
                    args.this()
                        .as_float()
                        .is_some_and(|x| x.is_finite() && x.fract() == 0.0),
                ))
            }),
            ("hex", |_, args| {
                Ok(Value::from(hex_of(args.this().as_float().unwrap_or(0.0))))
            }),
            ("as_integer_ratio", |vm, args| {
                let number = args.this().as_float().unwrap_or(0.0);
                if number.is_nan() {
                    return Err(vm.value_error("cannot convert NaN to integer ratio"));
                }
                if number.is_infinite() {
                    return Err(
                        vm.raise("OverflowError", "cannot convert Infinity to integer ratio")
                    );
                }
                let mut numerator = number;
                let mut denominator = BigInt::from(1);
                while numerator.fract() != 0.0 {
                    numerator *= 2.0;
                    denominator *= 2;
                }
                let numerator = BigInt::from_f64(numerator).unwrap_or_default();
                Ok(Value::tuple(vec![
                    Value::big(numerator),
                    Value::big(denominator),
                ]))
            }),
        ],
    );
    for class in [&vm.types.int, &vm.types.float] {
        let property = |name: &str, body: NativeFn| {
            let get = crate::function::NativeFunction::method(&class.name(), name, body);
            class.set(
                name,
                Value::Property(std::rc::Rc::new(crate::function::Property {
                    get,
                    set: Value::None,
                    delete: Value::None,
                    doc: Value::None,
                })),
            );
        };
        property("real", |_, args| Ok(plain(args)));
        if std::rc::Rc::ptr_eq(class, &vm.types.float) {
            property("imag", |_, _| Ok(Value::Float(0.0)));
        } else {
            property("imag", |_, _| Ok(Value::Int(0)));
            property("numerator", |_, args| Ok(plain(args)));
            property("denominator", |_, _| Ok(Value::Int(1)));
        }
    }
}

/// The number itself, without a subclass around it.
fn plain(args: &Args) -> Value {
    match args.this().builtin() {
        Value::Bool(flag) => Value::Int(i64::from(*flag)),
        number => number.clone(),
    }
}

/// `float.hex`.
fn hex_of(number: f64) -> String {
    if number.is_nan() {
        return "nan".to_owned();
    }
    let sign = if number.is_sign_negative() { "-" } else { "" };
    if number.is_infinite() {
        return format!("{sign}inf");
    }
    let bits = number.to_bits();
    let (exponent, fraction) = ((bits >> 52) & 0x7ff, bits & ((1 << 52) - 1));
    match (exponent, fraction) {
        (0, 0) => format!("{sign}0x0.0p+0"),
        (0, _) => format!("{sign}0x0.{fraction:013x}p-1022"),
        _ => format!(
            "{sign}0x1.{fraction:013x}p{:+}",
            exponent.cast_signed() - 1023
        ),
    }
}

/// `float.fromhex`. More than 16 digits would need rounding in two steps.
fn from_hex(vm: &Vm, args: &mut Args) -> PyResult {
    let invalid = || vm.value_error("invalid hexadecimal floating-point string");
    let source = vm.str_arg(&args.arg(1), "hexadecimal text")?;
    let lower = source.trim().to_ascii_lowercase();
    let (sign, text) = match lower.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, lower.strip_prefix('+').unwrap_or(&lower)),
    };
    let number = match text {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        _ => {
            let text = text.strip_prefix("0x").unwrap_or(text);
            let (digits, exponent) = match text.split_once('p') {
                Some((digits, exponent)) => {
                    (digits, exponent.parse::<i32>().map_err(|_| invalid())?)
                }
                None => (text, 0),
            };
            let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
            let all = format!("{whole}{fraction}");
            if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(invalid());
            }
            let significant = all.trim_start_matches('0').trim_end_matches('0');
            let places = i32::try_from(fraction.len()).unwrap_or(i32::MAX);
            let dropped = all.len() - all.trim_end_matches('0').len();
            let dropped = i32::try_from(dropped).unwrap_or(i32::MAX);
            if significant.len() > 13 || exponent.abs() > 5000 {
                return Err(vm.unsupported("`float.fromhex` of a long number"));
            }
            // At most 52 bits: exact.
            let mantissa = u64::from_str_radix(significant, 16)
                .ok()
                .and_then(|mantissa| mantissa.to_f64())
                .unwrap_or(0.0);
            let power = exponent - 4 * places + 4 * if mantissa == 0.0 { 0 } else { dropped };
            scale(mantissa, power)
        }
    };
    if number.is_infinite() && !text.starts_with("inf") {
        return Err(vm.raise(
            "OverflowError",
            "hexadecimal value too large to represent as a float",
        ));
    }
    let number = Value::Float(sign * number);
    match args.this() {
        Value::Class(class) if class.core.get() => Ok(number),
        class => vm.call(&class, vec![number]),
    }
}

/// `number * 2 ** power`. The first product is exact, so that only the second rounds.
fn scale(number: f64, power: i32) -> f64 {
    let first = power.clamp(-1000, 1000);
    let second = (power - first).clamp(-1022, 1023);
    number * 2.0_f64.powi(first) * 2.0_f64.powi(second)
}

fn is_number(value: &Value) -> bool {
    matches!(
        value.builtin(),
        Value::Int(_) | Value::BigInt(_) | Value::Float(_) | Value::Bool(_)
    )
}

/// An `int` leaves what it does with a `float` to the float.
fn leaves_to_float(this: &Value, other: &Value) -> bool {
    let is_float = |value: &Value| matches!(value.builtin(), Value::Float(_));
    is_float(other) && !is_float(this)
}

fn number_binary(vm: &Vm, args: &mut Args, op: Operator, reflected: bool) -> PyResult {
    let (this, other) = (args.this(), args.arg(1));
    if !is_number(&other) || !is_number(&this) || leaves_to_float(&this, &other) {
        return Ok(Value::NotImplemented);
    }
    let (a, b) = if reflected {
        (&other, &this)
    } else {
        (&this, &other)
    };
    vm.binary(op, a.builtin(), b.builtin())
}

fn number_compare(vm: &Vm, args: &mut Args, op: CmpOp) -> PyResult {
    let (this, other) = (args.this(), args.arg(1));
    if !is_number(&other) || !is_number(&this) || leaves_to_float(&this, &other) {
        return Ok(Value::NotImplemented);
    }
    vm.rich_compare(op, this.builtin(), other.builtin())
}

fn this(vm: &Vm, args: &Args) -> PyResult<BigInt> {
    to_big(&args.this()).ok_or_else(|| vm.type_error("descriptor requires an 'int' object"))
}

fn to_bytes(vm: &Vm, args: &mut Args) -> PyResult {
    let number = this(vm, args)?;
    let length = match args.get_or_keyword(1, "length") {
        Some(length) => usize::try_from(vm.int_arg(&length)?).unwrap_or(0),
        None => 1,
    };
    let order = args
        .get_or_keyword(2, "byteorder")
        .and_then(|order| order.to_text());
    if !matches!(order.as_deref(), None | Some("little" | "big")) {
        return Err(vm.value_error("byteorder must be either 'little' or 'big'"));
    }
    let little = order.as_deref() == Some("little");
    let signed = match args.keyword("signed") {
        Some(flag) => vm.truth(flag)?,
        None => false,
    };
    if number.is_negative() && !signed {
        return Err(vm.raise("OverflowError", "can't convert negative int to unsigned"));
    }
    let (mut bytes, fill) = if signed {
        (
            number.to_signed_bytes_le(),
            if number.is_negative() { 0xff } else { 0 },
        )
    } else {
        (number.to_bytes_le().1, 0)
    };
    while bytes.len() > length && bytes.last() == Some(&0) && (!signed || number.is_zero()) {
        bytes.pop();
    }
    if bytes.len() > length {
        return Err(vm.raise("OverflowError", "int too big to convert"));
    }
    bytes.resize(length, fill);
    if !little {
        bytes.reverse();
    }
    Ok(Value::Bytes(bytes.into()))
}

fn from_bytes(vm: &Vm, args: &mut Args) -> PyResult {
    let source = vm.call(&Value::Class(vm.types.bytes.clone()), vec![args.arg(1)])?;
    let mut bytes = crate::text::bytes_arg(vm, &source)?;
    let order = args
        .get_or_keyword(2, "byteorder")
        .and_then(|order| order.to_text());
    if order.as_deref() != Some("little") {
        bytes.reverse();
    }
    let signed = match args.keyword("signed") {
        Some(flag) => vm.truth(flag)?,
        None => false,
    };
    let number = if signed {
        BigInt::from_signed_bytes_le(&bytes)
    } else {
        BigInt::from_bytes_le(Sign::Plus, &bytes)
    };
    Ok(match number.to_i64() {
        Some(small) => Value::Int(small),
        None => Value::big(number),
    })
}

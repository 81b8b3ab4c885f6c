//! `math`.

use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::{FromPrimitive, Signed, ToPrimitive, Zero};

use crate::args::Args;
use crate::builtins::numbers::to_float;
use crate::error::PyResult;
use crate::function::NativeFn;
use crate::module::Module;
use crate::operators::to_big;
use crate::symbol::Symbol;
use crate::value::Value;
use crate::vm::Vm;

fn one(vm: &Vm, args: &Args, compute: impl Fn(f64) -> f64) -> PyResult {
    let x = to_float(vm, &args.arg(0)).map_err(|_| {
        vm.type_error(format!(
            "must be real number, not {}",
            vm.type_name(&args.arg(0))
        ))
    })?;
    let result = compute(x);
    if result.is_nan() && !x.is_nan() {
        return Err(vm.value_error("math domain error"));
    }
    if result.is_infinite() && x.is_finite() {
        return Err(vm.raise("OverflowError", "math range error"));
    }
    Ok(Value::Float(result))
}

fn whole(vm: &Vm, args: &Args, name: &str, compute: impl Fn(f64) -> f64) -> PyResult {
    let value = args.arg(0);
    if let Some(number) = to_big(&value) {
        return Ok(Value::big(number));
    }
    if let Some(method) = vm.special(&value, Symbol::new(name)) {
        return vm.call_special(&method, &value, Vec::new());
    }
    let x = to_float(vm, &value)?;
    match BigInt::from_f64(compute(x)) {
        Some(number) => Ok(Value::big(number)),
        None if x.is_nan() => Err(vm.value_error("cannot convert float NaN to integer")),
        None => Err(vm.raise("OverflowError", "cannot convert float infinity to integer")),
    }
}

fn big(vm: &Vm, value: &Value) -> PyResult<BigInt> {
    to_big(value).ok_or_else(|| {
        vm.type_error(format!(
            "'{}' object cannot be interpreted as an integer",
            vm.type_name(value)
        ))
    })
}

fn gcd(mut a: BigInt, mut b: BigInt) -> BigInt {
    while !b.is_zero() {
        let rest = &a % &b;
        a = b;
        b = rest;
    }
    a.abs()
}

pub(crate) fn load(_: &Vm) -> PyResult<Rc<Module>> {
    let functions: &[(&str, NativeFn)] = &[
        ("sqrt(x, /)", |vm, args| one(vm, args, f64::sqrt)),
        ("cbrt(x, /)", |vm, args| one(vm, args, f64::cbrt)),
        ("exp(x, /)", |vm, args| one(vm, args, f64::exp)),
        ("exp2(x, /)", |vm, args| one(vm, args, f64::exp2)),
        ("expm1(x, /)", |vm, args| one(vm, args, f64::exp_m1)),
        ("log1p(x, /)", |vm, args| one(vm, args, f64::ln_1p)),
        ("sin(x, /)", |vm, args| one(vm, args, f64::sin)),
        ("cos(x, /)", |vm, args| one(vm, args, f64::cos)),
        ("tan(x, /)", |vm, args| one(vm, args, f64::tan)),
        ("asin(x, /)", |vm, args| one(vm, args, f64::asin)),
        ("acos(x, /)", |vm, args| one(vm, args, f64::acos)),
        ("atan(x, /)", |vm, args| one(vm, args, f64::atan)),
        ("sinh(x, /)", |vm, args| one(vm, args, f64::sinh)),
        ("cosh(x, /)", |vm, args| one(vm, args, f64::cosh)),
        ("tanh(x, /)", |vm, args| one(vm, args, f64::tanh)),
        ("fabs(x, /)", |vm, args| one(vm, args, f64::abs)),
        ("degrees(x, /)", |vm, args| one(vm, args, f64::to_degrees)),
        ("radians(x, /)", |vm, args| one(vm, args, f64::to_radians)),
        ("atan2(y, x, /)", |vm, args| {
            Ok(Value::Float(
                to_float(vm, &args.arg(0))?.atan2(to_float(vm, &args.arg(1))?),
            ))
        }),
        ("hypot(*coordinates)", |vm, args| {
            let mut sum = 0.0;
            for value in &args.positional {
                sum += to_float(vm, value)?.powi(2);
            }
            Ok(Value::Float(sum.sqrt()))
        }),
        ("pow(x, y, /)", |vm, args| {
            Ok(Value::Float(
                to_float(vm, &args.arg(0))?.powf(to_float(vm, &args.arg(1))?),
            ))
        }),
        ("fmod(x, y, /)", |vm, args| {
            Ok(Value::Float(
                to_float(vm, &args.arg(0))? % to_float(vm, &args.arg(1))?,
            ))
        }),
        ("copysign(x, y, /)", |vm, args| {
            Ok(Value::Float(
                to_float(vm, &args.arg(0))?.copysign(to_float(vm, &args.arg(1))?),
            ))
        }),
        ("log(x, base=None, /)", |vm, args| {
            let log = |value: &Value| -> PyResult<f64> {
                if let Some(number) = to_big(value) {
                    if !number.is_positive() {
                        return Err(vm.value_error("math domain error"));
                    }
                    if number.bits() > 1000 {
                        let shift = number.bits() - 60;
                        let top = (number >> shift).to_f64().unwrap_or(1.0);
                        #[expect(clippy::cast_precision_loss, reason = "a logarithm")]
                        return Ok(top.ln() + shift as f64 * std::f64::consts::LN_2);
                    }
                    return Ok(number.to_f64().unwrap_or(1.0).ln());
                }
                let x = to_float(vm, value)?;
                if x <= 0.0 {
                    return Err(vm.value_error("math domain error"));
                }
                Ok(x.ln())
            };
            let value = log(&args.arg(0))?;
            Ok(Value::Float(match args.get(1) {
                Some(base) => value / log(base)?,
                None => value,
            }))
        }),
        ("log2(x, /)", |vm, args| {
            one(vm, args, |x| if x <= 0.0 { f64::NAN } else { x.log2() })
        }),
        ("log10(x, /)", |vm, args| {
            one(vm, args, |x| if x <= 0.0 { f64::NAN } else { x.log10() })
        }),
        ("floor(x, /)", |vm, args| {
            whole(vm, args, "__floor__", f64::floor)
        }),
        ("ceil(x, /)", |vm, args| {
            whole(vm, args, "__ceil__", f64::ceil)
        }),
        ("trunc(x, /)", |vm, args| {
            whole(vm, args, "__trunc__", f64::trunc)
        }),
        ("isnan(x, /)", |vm, args| {
            Ok(Value::Bool(to_float(vm, &args.arg(0))?.is_nan()))
        }),
        ("isinf(x, /)", |vm, args| {
            Ok(Value::Bool(to_float(vm, &args.arg(0))?.is_infinite()))
        }),
        ("isfinite(x, /)", |vm, args| {
            Ok(Value::Bool(to_float(vm, &args.arg(0))?.is_finite()))
        }),
        (
            "isclose(a, b, *, rel_tol=None, abs_tol=None)",
            |vm, args| {
                let (a, b) = (to_float(vm, &args.arg(0))?, to_float(vm, &args.arg(1))?);
                let option = |name: &str, default: f64| -> PyResult<f64> {
                    args.keyword(name)
                        .map_or(Ok(default), |value| to_float(vm, value))
                };
                let (relative, absolute) = (option("rel_tol", 1e-9)?, option("abs_tol", 0.0)?);
                let close = a == b
                    || (a.is_finite()
                        && b.is_finite()
                        && (a - b).abs() <= (relative * a.abs().max(b.abs())).max(absolute));
                Ok(Value::Bool(close))
            },
        ),
        ("modf(x, /)", |vm, args| {
            let x = to_float(vm, &args.arg(0))?;
            Ok(Value::tuple(vec![
                Value::Float(x.fract()),
                Value::Float(x.trunc()),
            ]))
        }),
        ("gcd(*integers)", |vm, args| {
            let mut result = BigInt::zero();
            for value in &args.positional {
                result = gcd(result, big(vm, value)?);
            }
            Ok(Value::big(result))
        }),
        ("lcm(*integers)", |vm, args| {
            let mut result = BigInt::from(1);
            for value in &args.positional {
                let number = big(vm, value)?;
                if number.is_zero() {
                    return Ok(Value::Int(0));
                }
                let divisor = gcd(result.clone(), number.clone());
                result = (result / divisor * number).abs();
            }
            Ok(Value::big(result))
        }),
        ("factorial(n, /)", |vm, args| {
            let n = vm.int_arg(&args.arg(0))?;
            if n < 0 {
                return Err(vm.value_error("factorial() not defined for negative values"));
            }
            if n > 20_000 {
                return Err(vm.raise("MemoryError", ""));
            }
            Ok(Value::big((1..=n).map(BigInt::from).product()))
        }),
        ("isqrt(n, /)", |vm, args| {
            let number = big(vm, &args.arg(0))?;
            if number.is_negative() {
                return Err(vm.value_error("isqrt() argument must be nonnegative"));
            }
            Ok(Value::big(number.sqrt()))
        }),
        ("comb(n, k, /)", |vm, args| {
            let (n, k) = (vm.int_arg(&args.arg(0))?, vm.int_arg(&args.arg(1))?);
            if k > n {
                return Ok(Value::Int(0));
            }
            let mut result = BigInt::from(1);
            for index in 0..k.min(n - k) {
                result = result * (n - index) / (index + 1);
            }
            Ok(Value::big(result))
        }),
        ("perm(n, k=None, /)", |vm, args| {
            let n = vm.int_arg(&args.arg(0))?;
            let k = args.get(1).map_or(Ok(n), |value| vm.int_arg(value))?;
            Ok(Value::big(if k > n {
                BigInt::zero()
            } else {
                (n - k + 1..=n).map(BigInt::from).product()
            }))
        }),
        ("prod(iterable, /, *, start=1)", |vm, args| {
            let mut total = args.keyword("start").cloned().unwrap_or(Value::Int(1));
            for item in vm.collect(&args.arg(0))? {
                total = vm.binary(ruff_python_ast::Operator::Mult, &total, &item)?;
            }
            Ok(total)
        }),
        ("fsum(seq, /)", |vm, args| {
            // Neumaier's compensated sum.
            let (mut sum, mut rest) = (0.0_f64, 0.0_f64);
            for item in vm.collect(&args.arg(0))? {
                let x = to_float(vm, &item)?;
                let next = sum + x;
                rest += if sum.abs() >= x.abs() {
                    (sum - next) + x
                } else {
                    (x - next) + sum
                };
                sum = next;
            }
            Ok(Value::Float(sum + rest))
        }),
        ("dist(p, q, /)", |vm, args| {
            let (p, q) = (vm.collect(&args.arg(0))?, vm.collect(&args.arg(1))?);
            let mut sum = 0.0;
            for (a, b) in p.iter().zip(&q) {
                sum += (to_float(vm, a)? - to_float(vm, b)?).powi(2);
            }
            Ok(Value::Float(sum.sqrt()))
        }),
        ("ldexp(x, i, /)", |vm, args| {
            let exponent = i32::try_from(vm.int_arg(&args.arg(1))?).unwrap_or(i32::MAX);
            Ok(Value::Float(
                to_float(vm, &args.arg(0))? * 2_f64.powi(exponent),
            ))
        }),
    ];
    let module = crate::stdlib::module("math", functions);
    module.set("pi", std::f64::consts::PI);
    module.set("e", std::f64::consts::E);
    module.set("tau", std::f64::consts::TAU);
    module.set("inf", f64::INFINITY);
    module.set("nan", f64::NAN);
    Ok(module)
}

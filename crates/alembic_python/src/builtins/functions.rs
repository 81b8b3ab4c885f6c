//! Builtin functions.

use std::path::Path;
use std::rc::Rc;

use num_traits::Signed;
use ruff_python_ast::{CmpOp, Operator};

use crate::args::{Args, Signature};
use crate::error::PyResult;
use crate::function::{Function, NativeFn};
use crate::generator::{Coroutine, NativeIterator};
use crate::module::Module;
use crate::object::Object;
use crate::operators::{sort_values, to_big};
use crate::symbol::{Symbol, names};
use crate::value::{Value, ViewKind};
use crate::vm::Vm;

pub(crate) fn install(vm: &Vm) {
    let list: &[(&str, NativeFn)] = &[
        ("print", print),
        ("len", |vm, args| {
            args.exact(vm, "len", 1, 1)?;
            let value = args.arg(0);
            if let Value::Opaque(opaque) = &value {
                let forced = vm.force(&value)?;
                if forced.is_opaque() {
                    return Ok(opaque.derive(" (length)"));
                }
                return vm.len(&forced).map(Value::from);
            }
            vm.len(&value).map(Value::from)
        }),
        ("repr", |vm, args| {
            one(vm, args, "repr")
                .and_then(|value| vm.repr(&value))
                .map(Value::Str)
        }),
        ("ascii", |vm, args| {
            let value = one(vm, args, "ascii")?;
            Ok(Value::from(crate::text::ascii(&vm.repr(&value)?)))
        }),
        ("isinstance", |vm, args| {
            args.exact(vm, "isinstance", 2, 2)?;
            vm.isinstance(&args.arg(0), &args.arg(1)).map(Value::Bool)
        }),
        ("issubclass", |vm, args| {
            args.exact(vm, "issubclass", 2, 2)?;
            vm.issubclass(&args.arg(0), &args.arg(1)).map(Value::Bool)
        }),
        ("callable", |vm, args| {
            Ok(Value::Bool(vm.is_callable(&one(vm, args, "callable")?)))
        }),
        ("getattr", |vm, args| {
            args.exact(vm, "getattr", 2, 3)?;
            let name = attribute_name(vm, &args.arg(1))?;
            match args.get(2) {
                Some(default) => Ok(vm
                    .getattr_opt(&args.arg(0), name)?
                    .unwrap_or_else(|| default.clone())),
                None => vm.getattr(&args.arg(0), name),
            }
        }),
        ("setattr(object, name, value, /)", |vm, args| {
            args.exact(vm, "setattr", 3, 3)?;
            let name = attribute_name(vm, &args.arg(1))?;
            vm.setattr(&args.arg(0), name, args.arg(2))
                .map(|()| Value::None)
        }),
        ("hasattr(object, name, /)", |vm, args| {
            args.exact(vm, "hasattr", 2, 2)?;
            let name = attribute_name(vm, &args.arg(1))?;
            if let Value::Opaque(opaque) = args.arg(0) {
                let forced = vm.force(&args.arg(0))?;
                if forced.is_opaque() {
                    return Ok(opaque.derive(" (hasattr)"));
                }
            }
            Ok(Value::Bool(vm.getattr_opt(&args.arg(0), name)?.is_some()))
        }),
        ("delattr(object, name, /)", |vm, args| {
            let name = attribute_name(vm, &args.arg(1))?;
            vm.delattr(&args.arg(0), name).map(|()| Value::None)
        }),
        ("iter(object, sentinel=None, /)", |vm, args| {
            if let Some(sentinel) = args.get(1).cloned() {
                let callable = args.arg(0);
                return Ok(NativeIterator::new("callable_iterator", move |vm| {
                    let value = vm.call(&callable, Vec::new())?;
                    Ok((!vm.same_or_equal(&value, &sentinel)?).then_some(value))
                }));
            }
            vm.iter(&one(vm, args, "iter")?)
        }),
        ("next", |vm, args| {
            args.exact(vm, "next", 1, 2)?;
            let iterator = args.arg(0);
            if let Value::Opaque(opaque) = &iterator {
                return Ok(opaque.derive(" (item)"));
            }
            match vm.next(&iterator)? {
                Some(item) => Ok(item),
                None => {
                    if let Some(default) = args.get(1) {
                        Ok(default.clone())
                    } else {
                        let class = vm.exception_class("StopIteration");
                        let result = match &iterator {
                            Value::Generator(generator) => generator.result(),
                            _ => Value::None,
                        };
                        let items = if result.is_none() {
                            Vec::new()
                        } else {
                            vec![result.clone()]
                        };
                        let error = vm.new_exception(&class, items);
                        if let Value::Object(object) = &error {
                            object.set("value", result);
                        }
                        Err(vm.raise_value(error))
                    }
                }
            }
        }),
        ("aiter(async_iterable, /)", |vm, args| {
            vm.async_iter(&args.arg(0))
        }),
        ("anext(aiterator, default=None, /)", |_, args| {
            let (iterator, default) = (args.arg(0), args.get(1).cloned());
            Ok(Coroutine::new("anext", move |vm| {
                match vm.async_next(&iterator)? {
                    Some(item) => Ok(item),
                    None => default.ok_or_else(|| vm.raise("StopAsyncIteration", "")),
                }
            }))
        }),
        ("enumerate(iterable, start=0)", enumerate),
        ("zip(*iterables, strict=False)", zip),
        ("map", map),
        ("filter(function, iterable, /)", filter),
        ("reversed(sequence, /)", reversed),
        ("sorted", |vm, args| {
            if args.len() != 1 {
                return Err(
                    vm.type_error(format!("sorted expected 1 argument, got {}", args.len()))
                );
            }
            args.only_keywords(vm, "sort", &["key", "reverse"])?;
            if let Value::Opaque(opaque) = args.arg(0) {
                return Ok(opaque.derive(" (sorted)"));
            }
            let mut items = vm.collect(&args.arg(0))?;
            let key = args.keyword("key").cloned().unwrap_or(Value::None);
            let reverse = match args.keyword("reverse") {
                Some(flag) => vm.truth(flag)?,
                None => false,
            };
            sort_values(vm, &mut items, &key, reverse)?;
            Ok(Value::list(items))
        }),
        ("min", |vm, args| extreme(vm, args, CmpOp::Lt, "min")),
        ("max", |vm, args| extreme(vm, args, CmpOp::Gt, "max")),
        ("sum(iterable, /, start=0)", |vm, args| {
            let mut total = args.get_or_keyword(1, "start").unwrap_or(Value::Int(0));
            if total.as_str().is_some() {
                return Err(vm.type_error("sum() can't sum strings [use ''.join(seq) instead]"));
            }
            // Floats are added with the error of each step kept apart (Neumaier), as Python does since 3.12.
            let mut error = 0.0;
            for item in vm.collect(&args.arg(0))? {
                let step = match (&total, &item) {
                    (Value::Float(sum), Value::Float(x)) => Some((*sum, *x)),
                    (Value::Float(sum), Value::Int(_) | Value::Bool(_)) => {
                        Some((*sum, super::numbers::to_float(vm, &item)?))
                    }
                    _ => None,
                };
                let Some((sum, x)) = step else {
                    if let Value::Float(sum) = &mut total {
                        *sum += std::mem::take(&mut error);
                    }
                    total = vm.binary(Operator::Add, &total, &item)?;
                    continue;
                };
                let next = sum + x;
                let lost = if sum.abs() >= x.abs() {
                    (sum - next) + x
                } else {
                    (x - next) + sum
                };
                if next.is_finite() {
                    error += lost;
                }
                total = Value::Float(next);
            }
            if let Value::Float(sum) = &mut total
                && error != 0.0
                && error.is_finite()
            {
                *sum += error;
            }
            Ok(total)
        }),
        ("any(iterable, /)", |vm, args| {
            let iterator = vm.iter(&one(vm, args, "any")?)?;
            while let Some(item) = vm.next(&iterator)? {
                if vm.truth(&item)? {
                    return Ok(Value::Bool(true));
                }
            }
            Ok(Value::Bool(false))
        }),
        ("all(iterable, /)", |vm, args| {
            let iterator = vm.iter(&one(vm, args, "all")?)?;
            while let Some(item) = vm.next(&iterator)? {
                if !vm.truth(&item)? {
                    return Ok(Value::Bool(false));
                }
            }
            Ok(Value::Bool(true))
        }),
        ("abs(x, /)", |vm, args| {
            super::numbers::absolute(vm, &one(vm, args, "abs")?)
        }),
        ("round(number, ndigits=None)", |vm, args| {
            let digits = args.get_or_keyword(1, "ndigits");
            super::numbers::round(vm, &args.arg(0), digits)
        }),
        ("divmod(x, y, /)", |vm, args| {
            let (a, b) = (args.arg(0), args.arg(1));
            for (this, other, name) in [(&a, &b, "__divmod__"), (&b, &a, "__rdivmod__")] {
                if let Some(method) = vm.special(this, Symbol::new(name)) {
                    let result = vm.call_special(&method, this, vec![other.clone()])?;
                    if !matches!(result, Value::NotImplemented) {
                        return Ok(result);
                    }
                }
            }
            Ok(Value::tuple(vec![
                vm.binary(Operator::FloorDiv, &a, &b)?,
                vm.binary(Operator::Mod, &a, &b)?,
            ]))
        }),
        ("pow(base, exp, mod=None)", pow),
        ("chr(i, /)", |vm, args| {
            let code = vm.int_arg(&one(vm, args, "chr")?)?;
            match u32::try_from(code).ok().and_then(char::from_u32) {
                Some(character) => Ok(Value::from(character.to_string())),
                None if (0xd800..0xe000).contains(&code) => Err(vm.unsupported("a lone surrogate")),
                None => Err(vm.value_error("chr() arg not in range(0x110000)")),
            }
        }),
        ("ord(c, /)", |vm, args| {
            let value = one(vm, args, "ord")?;
            if let Some(bytes) = crate::operators::bytes_of(&value)
                && let [byte] = bytes.as_slice()
            {
                return Ok(Value::Int(i64::from(*byte)));
            }
            let Some(text) = value.as_str() else {
                return Err(vm.type_error(format!(
                    "ord() expected string of length 1, but {} found",
                    vm.type_name(&value)
                )));
            };
            let mut characters = text.chars();
            match (characters.next(), characters.next()) {
                (Some(character), None) => Ok(Value::from(u32::from(character))),
                _ => Err(vm.type_error(format!(
                    "ord() expected a character, but string of length {} found",
                    text.chars().count()
                ))),
            }
        }),
        ("bin(number, /)", |vm, args| radix(vm, args, 2, "0b")),
        ("oct(number, /)", |vm, args| radix(vm, args, 8, "0o")),
        ("hex(number, /)", |vm, args| radix(vm, args, 16, "0x")),
        ("id(obj, /)", |vm, args| {
            let value = one(vm, args, "id")?;
            Ok(match value.address() {
                Some(address) => Value::from(address),
                None => Value::Int(vm.hash(&value)?.cast_signed() >> 3),
            })
        }),
        ("hash(obj, /)", |vm, args| {
            let value = one(vm, args, "hash")?;
            let hash = vm.hash(&value)?;
            if vm.special(&value, names().hash).is_some() {
                return Ok(Value::Int(hash.cast_signed()));
            }
            Ok(Value::Int(match value.builtin() {
                Value::Int(_) | Value::Bool(_) | Value::BigInt(_) | Value::Float(_) => {
                    hash.cast_signed()
                }
                _ => hash.cast_signed() >> 3,
            }))
        }),
        ("format(value, format_spec='', /)", |vm, args| {
            let spec = match args.get(1) {
                Some(spec) => vm.str_arg(spec, "format() argument 2")?,
                None => Rc::from(""),
            };
            crate::format::format_value(vm, &args.arg(0), &spec).map(Value::from)
        }),
        ("dir(object=None, /)", |vm, args| {
            if let Some(value) = args.get(0) {
                dir_of(vm, value)
            } else {
                let names = super::namespace::locals(vm)?;
                let mut keys = vm.collect(&names)?;
                sort_values(vm, &mut keys, &Value::None, false)?;
                Ok(Value::list(keys))
            }
        }),
        ("vars(object=None, /)", |vm, args| match args.get(0) {
            Some(value) => super::namespace::vars(vm, value),
            None => super::namespace::locals(vm),
        }),
        ("locals(/)", |vm, _| super::namespace::locals(vm)),
        ("globals(/)", |vm, _| match vm.current_module() {
            Some(module) => {
                vm.bind_all(&module)?;
                Ok(super::namespace::module_dict(vm, &module))
            }
            None => Ok(Value::dict()),
        }),
        ("open", crate::stdlib::io::open),
        ("input(prompt='', /)", |vm, _| {
            Err(vm.raise("EOFError", "EOF when reading a line"))
        }),
        ("__import__", import),
        (
            "exec(source, /, globals=None, locals=None, *, closure=None)",
            exec,
        ),
        ("eval(source, /, globals=None, locals=None)", eval),
        ("compile", compile),
        ("breakpoint", |vm, _| Err(vm.unsupported("breakpoint()"))),
        ("memoryview", |vm, _| Err(vm.unsupported("memoryview()"))),
        ("complex", |vm, _| Err(vm.unsupported("complex()"))),
        ("exit(code=None)", |vm, args| {
            Err(system_exit(vm, args.arg(0)))
        }),
        ("quit(code=None)", |vm, args| {
            Err(system_exit(vm, args.arg(0)))
        }),
    ];
    for (name, body) in list {
        vm.builtins.set_function(name, *body);
    }
}

/// `SystemExit(code)`, raised.
pub(crate) fn system_exit(vm: &Vm, code: Value) -> crate::error::Unwind {
    let class = vm.exception_class("SystemExit");
    let args = if code.is_none() {
        Vec::new()
    } else {
        vec![code.clone()]
    };
    let error = vm.new_exception(&class, args);
    if let Value::Object(object) = &error {
        object.set("code", code);
    }
    vm.raise_value(error)
}

fn one(vm: &Vm, args: &Args, name: &str) -> PyResult {
    args.exact(vm, name, 1, 1)?;
    Ok(args.arg(0))
}

fn attribute_name(vm: &Vm, value: &Value) -> PyResult<Symbol> {
    if let Some(text) = value.as_str() {
        Ok(Symbol::new(text))
    } else {
        if let Value::Opaque(opaque) = value {
            return Err(vm.opaque_error(opaque, "an attribute name"));
        }
        Err(vm.type_error(format!(
            "attribute name must be string, not '{}'",
            vm.type_name(value)
        )))
    }
}

fn print(vm: &Vm, args: &mut Args) -> PyResult {
    for (name, _) in &args.keywords {
        if !matches!(&*name.text(), "sep" | "end" | "file" | "flush") {
            return Err(vm.type_error(format!(
                "print() got an unexpected keyword argument '{}'",
                name.text()
            )));
        }
    }
    let text = |name: &str, default: &str| -> PyResult<String> {
        match args.keyword(name) {
            Some(value) if value.is_opaque() => Ok(vm.str_arg(value, name)?.to_string()),
            Some(value) if !value.is_none() => match value.as_str() {
                Some(text) => Ok(text.to_string()),
                None => Err(vm.type_error(format!(
                    "{name} must be None or a string, not {}",
                    vm.type_name(value)
                ))),
            },
            _ => Ok(default.to_owned()),
        }
    };
    let (separator, end) = (text("sep", " ")?, text("end", "\n")?);
    let mut out = String::new();
    for (index, value) in args.positional.iter().enumerate() {
        if index > 0 {
            out.push_str(&separator);
        }
        match value {
            Value::Opaque(opaque) => match vm.force(value)? {
                Value::Opaque(_) => {
                    vm.unknown_effect(opaque, "output")?;
                    out.push_str(&format!("<unknown {}>", opaque.origin));
                }
                forced => out.push_str(&vm.str(&forced)?),
            },
            _ => out.push_str(&vm.str(value)?),
        }
    }
    out.push_str(&end);
    match args.keyword("file") {
        Some(file) if !file.is_none() => {
            vm.call_method(file, "write", vec![Value::from(out)])?;
        }
        _ => match crate::stdlib::sys::redirected_stdout(vm) {
            Some(file) => {
                vm.call_method(&file, "write", vec![Value::from(out)])?;
            }
            None => vm.write_stdout(&out),
        },
    }
    Ok(Value::None)
}

fn enumerate(vm: &Vm, args: &mut Args) -> PyResult {
    let iterator = vm.iter(&args.arg(0))?;
    let mut count = match args.get_or_keyword(1, "start") {
        Some(start) => vm.int_arg(&start)?,
        None => 0,
    };
    Ok(NativeIterator::new("enumerate", move |vm| {
        let Some(item) = vm.next(&iterator)? else {
            return Ok(None);
        };
        let pair = Value::tuple(vec![Value::Int(count), item]);
        count += 1;
        Ok(Some(pair))
    }))
}

fn zip(vm: &Vm, args: &mut Args) -> PyResult {
    let strict = match args.keyword("strict") {
        Some(flag) => vm.truth(flag)?,
        None => false,
    };
    let mut iterators = Vec::new();
    for iterable in &args.positional {
        iterators.push(vm.iter(iterable)?);
    }
    Ok(NativeIterator::new("zip", move |vm| {
        let mut items = Vec::with_capacity(iterators.len());
        for (index, iterator) in iterators.iter().enumerate() {
            match vm.next(iterator)? {
                Some(item) => items.push(item),
                None if !strict => return Ok(None),
                None if index > 0 => {
                    return Err(vm.value_error(if index == 1 {
                        "zip() argument 2 is shorter than argument 1".to_owned()
                    } else {
                        format!(
                            "zip() argument {} is shorter than arguments 1-{index}",
                            index + 1
                        )
                    }));
                }
                None => {
                    for (other, iterator) in iterators.iter().enumerate().skip(1) {
                        if vm.next(iterator)?.is_some() {
                            return Err(vm.value_error(if other == 1 {
                                "zip() argument 2 is longer than argument 1".to_owned()
                            } else {
                                format!(
                                    "zip() argument {} is longer than arguments 1-{other}",
                                    other + 1
                                )
                            }));
                        }
                    }
                    return Ok(None);
                }
            }
        }
        Ok((!items.is_empty()).then(|| Value::tuple(items)))
    }))
}

fn map(vm: &Vm, args: &mut Args) -> PyResult {
    let function = args.arg(0);
    let mut iterators = Vec::new();
    for iterable in args.positional.iter().skip(1) {
        if let Value::Opaque(opaque) = iterable {
            return Ok(opaque.derive(" (mapped)"));
        }
        iterators.push(vm.iter(iterable)?);
    }
    if iterators.is_empty() {
        return Err(vm.type_error("map() must have at least two arguments."));
    }
    Ok(NativeIterator::new("map", move |vm| {
        let mut items = Vec::with_capacity(iterators.len());
        for iterator in &iterators {
            match vm.next(iterator)? {
                Some(item) => items.push(item),
                None => return Ok(None),
            }
        }
        vm.call(&function, items).map(Some)
    }))
}

fn filter(vm: &Vm, args: &mut Args) -> PyResult {
    let function = args.arg(0);
    let iterator = vm.iter(&args.arg(1))?;
    Ok(NativeIterator::new("filter", move |vm| {
        while let Some(item) = vm.next(&iterator)? {
            let keep = if function.is_none() {
                vm.truth(&item)?
            } else {
                let result = vm.call(&function, vec![item.clone()])?;
                vm.truth(&result)?
            };
            if keep {
                return Ok(Some(item));
            }
        }
        Ok(None)
    }))
}

fn reversed(vm: &Vm, args: &mut Args) -> PyResult {
    let value = one(vm, args, "reversed")?;
    if let Some(method) = vm.special(&value, names().reversed) {
        return vm.call_special(&method, &value, Vec::new());
    }
    let mut items = match value.builtin() {
        Value::List(_) | Value::Tuple(_) | Value::Range(_) | Value::Dict(_) | Value::Str(_) => {
            vm.collect(value.builtin())?
        }
        Value::DictView(view) if view.kind != ViewKind::Values || !view.dict.is_empty() => {
            vm.collect(&value)?
        }
        Value::Bytes(_) => vm.collect(&value)?,
        _ => {
            if let (Some(length), Some(getitem)) = (
                vm.special(&value, names().len),
                vm.special(&value, names().getitem),
            ) {
                let length = vm
                    .call_special(&length, &value, Vec::new())?
                    .as_int()
                    .unwrap_or(0);
                let mut items = Vec::new();
                for index in 0..length {
                    items.push(vm.call_special(&getitem, &value, vec![Value::Int(index)])?);
                }
                items
            } else if let Value::Class(class) = &value
                && class.is_enum.get()
            {
                crate::stdlib::enum_::members(class)
            } else {
                return Err(vm.type_error(format!(
                    "'{}' object is not reversible",
                    vm.type_name(&value)
                )));
            }
        }
    };
    items.reverse();
    Ok(NativeIterator::over(items))
}

fn extreme(vm: &Vm, args: &mut Args, op: CmpOp, name: &str) -> PyResult {
    args.only_keywords(vm, name, &["key", "default"])?;
    let key = args.keyword("key").cloned().unwrap_or(Value::None);
    if let Some(Value::Opaque(opaque)) = args.positional.iter().find(|value| value.is_opaque()) {
        return Ok(opaque.derive(&format!(" ({name})")));
    }
    let items = match args.len() {
        0 => return Err(vm.type_error(format!("{name} expected at least 1 argument, got 0"))),
        1 => vm.collect(&args.arg(0))?,
        _ if args.keyword("default").is_some() => {
            return Err(vm.type_error(format!(
                "Cannot specify a default for {name}() with multiple positional arguments"
            )));
        }
        _ => args.positional.clone(),
    };
    let mut best: Option<(Value, Value)> = None;
    for item in items {
        let rank = if key.is_none() {
            item.clone()
        } else {
            vm.call(&key, vec![item.clone()])?
        };
        let better = match &best {
            None => true,
            Some((current, _)) => {
                let result = vm.rich_compare(op, &rank, current)?;
                vm.truth(&result)?
            }
        };
        if better {
            best = Some((rank, item));
        }
    }
    match best {
        Some((_, item)) => Ok(item),
        None => match args.keyword("default") {
            Some(default) => Ok(default.clone()),
            None => Err(vm.value_error(format!("{name}() iterable argument is empty"))),
        },
    }
}

static POW: Signature = Signature::new("pow", "base, exp, mod=None");

fn pow(vm: &Vm, args: &mut Args) -> PyResult {
    let bound = args.bind(vm, &POW)?;
    let modulus = bound.get("mod");
    if modulus.is_none() {
        return vm.binary(Operator::Pow, &bound.get("base"), &bound.get("exp"));
    }
    match (
        to_big(&bound.get("base")),
        to_big(&bound.get("exp")),
        to_big(&modulus),
    ) {
        (Some(base), Some(exponent), Some(modulus)) => {
            if modulus.sign() == num_bigint::Sign::NoSign {
                return Err(vm.value_error("pow() 3rd argument cannot be 0"));
            }
            if exponent.is_negative() {
                return match base.modinv(&modulus) {
                    Some(inverse) => Ok(Value::big(inverse.modpow(&-exponent, &modulus))),
                    None => Err(vm.value_error("base is not invertible for the given modulus")),
                };
            }
            Ok(Value::big(base.modpow(&exponent, &modulus)))
        }
        _ => Err(vm.type_error("pow() 3rd argument not allowed unless all arguments are integers")),
    }
}

fn radix(vm: &Vm, args: &Args, base: u32, prefix: &str) -> PyResult {
    let value = args.arg(0);
    let number = match to_big(&value) {
        Some(number) => number,
        None => num_bigint::BigInt::from(vm.int_arg(&value)?),
    };
    let sign = if number.is_negative() { "-" } else { "" };
    Ok(Value::from(format!(
        "{sign}{prefix}{}",
        number.abs().to_str_radix(base)
    )))
}

/// `dir(value)`.
pub(crate) fn dir_of(vm: &Vm, value: &Value) -> PyResult {
    if let Some(method) = vm.special(value, names().dir) {
        let is_default =
            matches!(&method, Value::Native(native) if native.owner.as_deref() == Some("object"));
        if !is_default {
            let names = vm.call_special(&method, value, Vec::new())?;
            let mut items = vm.collect(&names)?;
            sort_values(vm, &mut items, &Value::None, false)?;
            return Ok(Value::list(items));
        }
    }
    let mut found = std::collections::BTreeSet::new();
    if let Value::Module(module) = value {
        vm.evaluate_module(module)?;
        module.define_all();
        found.extend(module.attrs.borrow().keys().map(|name| name.to_string()));
    } else {
        if let Value::Object(object) = value {
            found.extend(object.attrs.borrow().keys().map(|name| name.to_string()));
        }
        let class = match value {
            Value::Class(class) => class.clone(),
            other => vm.type_of(other),
        };
        for class in class.mro() {
            found.extend(class.attrs.borrow().keys().map(|name| name.to_string()));
        }
        for name in ["__class__", "__doc__", "__module__", "__dict__"] {
            found.insert(name.to_owned());
        }
    }
    Ok(Value::list(found.into_iter().map(Value::from).collect()))
}

static IMPORT: Signature = Signature::new(
    "__import__",
    "name, globals=None, locals=None, fromlist=None, level=0",
);

fn import(vm: &Vm, args: &mut Args) -> PyResult {
    let bound = args.bind(vm, &IMPORT)?;
    let name = vm.str_arg(&bound.get("name"), "module name")?;
    let level = u32::try_from(vm.int_arg(&bound.get("level"))?).unwrap_or(0);
    let full = match vm.current_module() {
        Some(module) => vm.absolute_name(&module, level, &name)?,
        None => name.to_string(),
    };
    let module = vm.import(&full)?;
    if module.is_opaque() && vm.sys_modules.get_str(&full).is_none() {
        // `__import__(name)` and then `sys.modules[name]`.
        vm.sys_modules.set_str(&full, module.clone());
    }
    if vm.truth(&bound.get("fromlist"))? {
        for item in vm.collect(&bound.get("fromlist"))? {
            if let Some(item) = item.as_str().filter(|item| *item != "*") {
                vm.import_listed(&module, &full, item)?;
            }
        }
        return Ok(module);
    }
    vm.import(full.split('.').next().unwrap_or(&full))
}

/// The module whose globals `exec` and `eval` use, and the dictionary to write back to.
fn target_module(vm: &Vm, args: &Args) -> PyResult<(Rc<Module>, Option<Value>)> {
    let target = given_globals(args);
    let has_locals = args.get(2).is_some_and(|value| !value.is_none());
    if let Some(module) = target.as_ref().and_then(super::namespace::module_behind)
        && !has_locals
    {
        return Ok((module, None));
    }
    match target {
        None => match vm.current_module() {
            Some(module) => Ok((module, None)),
            None => Ok((Module::new("__main__"), None)),
        },
        Some(dict) => {
            let module = Module::new("__exec__");
            module.attrs.borrow_mut().clear();
            let pairs = crate::dict::Dict::new();
            crate::methods::dict::update_from(vm, &pairs, &dict)?;
            if let Some(locals) = args.get(2).filter(|value| !value.is_none()) {
                crate::methods::dict::update_from(vm, &pairs, locals)?;
            }
            for (key, value) in pairs.items() {
                if let Some(key) = key.as_str() {
                    module.set(key, value);
                }
            }
            let back = args
                .get(2)
                .filter(|value| !value.is_none())
                .cloned()
                .unwrap_or(dict);
            Ok((module, Some(back)))
        }
    }
}

fn given_globals(args: &Args) -> Option<Value> {
    args.get_or_keyword(1, "globals")
        .filter(|value| !value.is_none())
}

fn write_back(vm: &Vm, module: &Rc<Module>, back: Option<Value>) -> PyResult<()> {
    let Some(dict) = back else { return Ok(()) };
    let pairs: Vec<(Symbol, Value)> = module
        .attrs
        .borrow()
        .iter()
        .map(|(name, value)| (name, value.clone()))
        .collect();
    for (name, value) in pairs {
        vm.setitem(&dict, Value::Str(name.text()), value)?;
    }
    Ok(())
}

fn exec(vm: &Vm, args: &mut Args) -> PyResult {
    let (source, path) = source_of(vm, &args.arg(0), "exec() arg 1")?;
    let (module, back) = target_module(vm, args)?;
    if given_globals(args).is_none()
        && vm
            .frames
            .borrow()
            .last()
            .is_some_and(|frame| frame.environment.scope.is_some())
    {
        return Err(vm.unsupported("exec() in a function without a namespace"));
    }
    let result = vm.exec_named(&source, Path::new(&*path), &module);
    write_back(vm, &module, back)?;
    result.map(|()| Value::None)
}

fn eval(vm: &Vm, args: &mut Args) -> PyResult {
    let (source, path) = source_of(vm, &args.arg(0), "eval() arg 1")?;
    if matches!(&args.arg(0), Value::Object(object) if object.payload::<CompiledSource>().is_some_and(|code| code.is_statements))
    {
        let (module, back) = target_module(vm, args)?;
        let result = vm.exec_named(&source, Path::new(&*path), &module);
        write_back(vm, &module, back)?;
        return result.map(|()| Value::None);
    }
    let (module, _) = target_module(vm, args)?;
    if given_globals(args).is_none() {
        // The caller's local names count too.
        let local = super::namespace::locals(vm)?;
        if super::namespace::module_behind(&local).is_none() {
            let locals = crate::dict::Dict::new();
            crate::methods::dict::update_from(vm, &locals, &local)?;
            module.define_all();
            let copy = Module::new(module.name());
            copy.attrs.borrow_mut().clone_from(&module.attrs.borrow());
            for (key, value) in locals.items() {
                if let Some(key) = key.as_str() {
                    copy.set(key, value);
                }
            }
            return vm.evaluate_expression(source.trim(), &copy);
        }
    }
    vm.evaluate_expression(source.trim(), &module)
}

/// What `compile()` keeps: the text is parsed when it runs.
struct CompiledSource {
    text: Rc<str>,
    path: Rc<str>,
    is_statements: bool,
}

static COMPILE: Signature = Signature::new(
    "compile",
    "source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1",
);

fn compile(vm: &Vm, args: &mut Args) -> PyResult {
    let bound = args.bind(vm, &COMPILE)?;
    let Some(text) = bound.get("source").to_text() else {
        return Err(vm.unsupported("compile() of a tree"));
    };
    let path = vm.path_arg(&bound.get("filename"))?;
    let mode = vm.str_arg(&bound.get("mode"), "compile() mode")?;
    let parsed = if &*mode == "eval" {
        crate::parse::parse_expression_kept(text.trim()).map(|_| ())
    } else {
        crate::parse::check_syntax(&text)
    };
    if let Err(error) = parsed {
        let file = vm
            .sources
            .add(Path::new(&*path).to_owned(), text.to_string());
        return Err(vm.syntax_error(file, &error));
    }
    let object = Object::with_payload(
        &vm.types.code,
        CompiledSource {
            text,
            path: path.clone(),
            is_statements: &*mode != "eval",
        },
    );
    object.set("co_filename", Value::Str(path));
    object.set("co_name", "<module>");
    object.set("co_flags", 0);
    Ok(Value::Object(object))
}

/// The text behind the argument of `exec` and `eval`, and the path for messages.
fn source_of(vm: &Vm, value: &Value, what: &str) -> PyResult<(Rc<str>, Rc<str>)> {
    if let Value::Object(object) = value
        && let Some(code) = object.payload::<CompiledSource>()
    {
        return Ok((code.text.clone(), code.path.clone()));
    }
    if let Some(bytes) = crate::operators::bytes_of(value) {
        return Ok((
            Rc::from(String::from_utf8_lossy(&bytes).into_owned()),
            Rc::from("<string>"),
        ));
    }
    Ok((vm.str_arg(value, what)?, Rc::from("<string>")))
}

/// `function.__code__`.
pub(crate) fn code_object(vm: &Vm, function: &Rc<Function>) -> PyResult {
    use crate::function::ParameterKind;
    let code = Object::new(&vm.types.code);
    let content = function.code.content(vm)?;
    let parameters = function.parameters();
    let of_kind = |kinds: &[ParameterKind]| -> Vec<Value> {
        parameters
            .iter()
            .filter(|(_, kind)| kinds.contains(kind))
            .map(|(name, _)| Value::Str(name.text()))
            .collect()
    };
    let keyword_only = of_kind(&[ParameterKind::KeywordOnly]);
    let n_keyword_only = keyword_only.len();
    let mut names = of_kind(&[ParameterKind::PositionalOnly, ParameterKind::Positional]);
    names.extend(keyword_only);
    names.extend(of_kind(&[ParameterKind::Rest]));
    names.extend(of_kind(&[ParameterKind::Keywords]));
    names.extend(
        content
            .info
            .order
            .iter()
            .skip(parameters.len())
            .map(|name| Value::Str(name.text())),
    );
    let has = |kind: ParameterKind| parameters.iter().any(|(_, other)| *other == kind);
    let mut flags = 3;
    for (applies, flag) in [
        (has(ParameterKind::Rest), 0x4),
        (has(ParameterKind::Keywords), 0x8),
        (content.is_generator && !function.code.is_async, 0x20),
        (function.code.is_async && !content.is_generator, 0x80),
        (function.code.is_async && content.is_generator, 0x200),
    ] {
        if applies {
            flags |= flag;
        }
    }
    code.set("co_name", Value::Str(function.code.name.clone()));
    code.set(
        "co_qualname",
        Value::Str(function.qualname.borrow().clone()),
    );
    code.set("co_varnames", Value::tuple(names));
    code.set("co_argcount", function.code.n_positional);
    code.set(
        "co_posonlyargcount",
        of_kind(&[ParameterKind::PositionalOnly]).len(),
    );
    code.set("co_kwonlyargcount", n_keyword_only);
    code.set("co_flags", flags);
    code.set("co_freevars", Value::tuple(Vec::new()));
    let file = vm.sources.get(function.code.span.file);
    code.set(
        "co_filename",
        file.as_ref().map_or(Value::None, |file| {
            Value::from(file.path.display().to_string())
        }),
    );
    code.set(
        "co_firstlineno",
        file.map_or(Value::None, |file| {
            Value::from(file.line_column(function.code.span.start).line)
        }),
    );
    Ok(Value::Object(code))
}

impl Vm {
    /// True if `iter(value)` would work.
    pub(crate) fn is_iterable(&self, value: &Value) -> bool {
        match value.builtin() {
            Value::Object(_) => {
                self.special(value, names().iter).is_some()
                    || self.special(value, names().getitem).is_some()
            }
            Value::Str(_)
            | Value::Bytes(_)
            | Value::ByteArray(_)
            | Value::Tuple(_)
            | Value::List(_)
            | Value::Dict(_)
            | Value::DictView(_)
            | Value::Set(_)
            | Value::FrozenSet(_)
            | Value::Range(_)
            | Value::Iterator(_)
            | Value::Generator(_) => true,
            _ => false,
        }
    }
}

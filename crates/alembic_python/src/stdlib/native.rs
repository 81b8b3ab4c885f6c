//! What the standard modules that are written in Python need from the host.

use std::path::Path;
use std::rc::Rc;
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use md5::Digest;

use crate::args::Args;
use crate::builtins::namespace;
use crate::class_builder::ClassBuilder;
use crate::error::PyResult;
use crate::function::NativeFn;
use crate::interp::statements::stored_traceback;
use crate::module::Module;
use crate::object::Object;
use crate::stdlib::io::os_error;
use crate::stdlib::logging_ini::logging_ini;
use crate::unicode;
use crate::value::Value;
use crate::vm::Vm;

pub(crate) fn load(vm: &Vm) -> PyResult<Rc<Module>> {
    let functions: &[(&str, NativeFn)] = &[
        ("unsupported", |vm, args| {
            let what = vm.str_arg(&args.arg(0), "construct")?;
            Err(vm.unsupported(&*what))
        }),
        ("annotation_texts", |vm, args| {
            let mut pairs = Vec::new();
            if let Value::Class(class) = args.arg(0) {
                for (name, thunk) in class.annotations() {
                    pairs.push(Value::tuple(vec![
                        Value::Str(name.text()),
                        Value::from(thunk.text(vm)),
                    ]));
                }
            }
            Ok(Value::list(pairs))
        }),
        ("environ_object", environ_object),
        ("getcwd", |vm, _| {
            Ok(Value::from(vm.system.current_dir().display().to_string()))
        }),
        ("list_dir", list_dir),
        ("logging_ini", logging_ini),
        ("parse_toml", crate::stdlib::toml::parse),
        ("is_file", |vm, args| {
            with_path(vm, args, |vm, path| {
                Ok(Value::Bool(vm.system.is_file(path)))
            })
        }),
        ("is_dir", |vm, args| {
            with_path(vm, args, |vm, path| Ok(Value::Bool(vm.system.is_dir(path))))
        }),
        ("real_path", |vm, args| {
            with_path(vm, args, |vm, path| Ok(Value::from(real_path(vm, path))))
        }),
        ("read_bytes", |vm, args| {
            let shown = vm.path_arg(&args.arg(0))?;
            with_path(vm, args, |vm, path| match vm.system.read(path) {
                Ok(bytes) => Ok(Value::Bytes(bytes.into())),
                Err(error) => Err(os_error(vm, &error, Path::new(&*shown))),
            })
        }),
        ("append_bytes", |vm, args| {
            let shown = vm.path_arg(&args.arg(0))?;
            let bytes = crate::operators::bytes_of(&args.arg(1)).unwrap_or_default();
            with_path(vm, args, |vm, path| match vm.system.append(path, &bytes) {
                Ok(()) => Ok(Value::None),
                Err(error) => Err(os_error(vm, &error, Path::new(&*shown))),
            })
        }),
        ("make_dirs", |vm, args| {
            with_path(vm, args, |vm, path| match vm.system.create_dir_all(path) {
                Ok(()) => Ok(Value::None),
                Err(error) => Err(os_error(vm, &error, path)),
            })
        }),
        ("remove_file", |vm, args| {
            let shown = vm.path_arg(&args.arg(0))?;
            with_path(vm, args, |vm, path| {
                if !vm.system.is_file(path) {
                    let error = std::io::Error::from(std::io::ErrorKind::NotFound);
                    return Err(os_error(vm, &error, Path::new(&*shown)));
                }
                match vm.system.remove_file(path) {
                    Ok(()) => Ok(Value::None),
                    Err(error) => Err(os_error(vm, &error, Path::new(&*shown))),
                }
            })
        }),
        ("process_id", |_, _| Ok(Value::from(std::process::id()))),
        ("cpu_count", |_, _| {
            Ok(Value::from(alembic_source::n_processors()))
        }),
        ("random_bytes", |vm, args| {
            let count = usize::try_from(vm.int_arg(&args.arg(0))?)
                .unwrap_or(0)
                .min(1 << 24);
            let mut bytes = vec![0; count];
            vm.system.random_bytes(&mut bytes);
            Ok(Value::Bytes(bytes.into()))
        }),
        ("time_ns", |vm, _| {
            let elapsed = vm.system.now().duration_since(SystemTime::UNIX_EPOCH);
            Ok(Value::Int(elapsed.map_or(0, |elapsed| {
                i64::try_from(elapsed.as_nanos()).unwrap_or(i64::MAX)
            })))
        }),
        ("digest", digest),
        ("local_offset", |vm, args| {
            offset_at(vm, &TimeZone::system(), vm.int_arg(&args.arg(0))?)
        }),
        ("zone_exists", |vm, args| {
            let name = vm.str_arg(&args.arg(0), "zone")?;
            Ok(Value::Bool(TimeZone::get(&name).is_ok()))
        }),
        ("zone_offset", |vm, args| {
            let name = vm.str_arg(&args.arg(0), "zone")?;
            match TimeZone::get(&name) {
                Ok(zone) => offset_at(vm, &zone, vm.int_arg(&args.arg(1))?),
                Err(_) => Err(vm.key_error(args.arg(0))),
            }
        }),
        ("civil_offset", civil_offset),
        ("run_awaitable", |vm, args| vm.await_value(&args.arg(0))),
        ("is_async_function", |vm, args| {
            Ok(Value::Bool(match args.arg(0) {
                Value::Function(function) => function.is_async() && !function.code.is_generator(vm),
                Value::Method(method) => {
                    matches!(&method.function, Value::Function(function) if function.is_async() && !function.code.is_generator(vm))
                }
                _ => false,
            }))
        }),
        ("is_generator_function", |vm, args| {
            Ok(Value::Bool(match args.arg(0) {
                Value::Function(function) => function.code.is_generator(vm) && !function.is_async(),
                _ => false,
            }))
        }),
        ("generic_alias", crate::stdlib::typing::native_generic_alias),
        ("parameters", parameters),
        ("annotations", |vm, args| match args.arg(0) {
            Value::Function(function) => vm.function_annotations(&function, false).map(Value::Dict),
            _ => Ok(Value::dict()),
        }),
        ("module_exists", |vm, args| {
            let name = vm.str_arg(&args.arg(0), "module")?;
            vm.module_location(&name)
        }),
        ("follow_module", |vm, args| {
            let name = vm.str_arg(&args.arg(0), "module")?;
            vm.follow_module(&name)
        }),
        ("site_packages", |vm, _| {
            let folders = vm.site_packages.borrow().clone();
            Ok(match folders {
                Some(folders) => Value::list(
                    folders
                        .iter()
                        .map(|folder| Value::from(folder.display().to_string()))
                        .collect(),
                ),
                None => Value::None,
            })
        }),
        ("traceback_text", |vm, args| {
            let entries = stored_traceback(&args.arg(0));
            Ok(Value::from(if entries.is_empty() {
                String::new()
            } else {
                crate::error::format_traceback(&vm.sources, &entries)
            }))
        }),
        ("current_place", |vm, args| {
            let skip = usize::try_from(vm.int_arg(&args.arg(0))?).unwrap_or(0);
            let frames = vm.frames.borrow();
            let found = frames.iter().rev().nth(skip).cloned();
            drop(frames);
            Ok(match found {
                Some(frame) => {
                    let span = frame.span();
                    let file = vm.sources.get(span.file);
                    let (path, line) = file.map_or((String::new(), 0), |file| {
                        (
                            file.path.display().to_string(),
                            file.line_column(span.start).line,
                        )
                    });
                    let module = frame.environment.module.name().clone();
                    Value::tuple(vec![
                        Value::from(path),
                        Value::from(line),
                        Value::Str(frame.function.clone()),
                        Value::Str(module),
                    ])
                }
                // Nothing of the project runs: what Python shows then.
                None => Value::tuple(vec![
                    Value::str("sys"),
                    Value::Int(1),
                    Value::str("?"),
                    Value::str("?"),
                ]),
            })
        }),
        ("source_text", |vm, args| match args.arg(0) {
            Value::Function(function) => Ok(vm
                .sources
                .get(function.code.span.file)
                .map_or(Value::None, |file| Value::str(file.text()))),
            _ => Ok(Value::None),
        }),
        ("write_stderr", |vm, args| {
            vm.write_stderr(&vm.str_arg(&args.arg(0), "text")?);
            Ok(Value::None)
        }),
        ("log_sink", |vm, args| {
            let Some(sink) = vm.extension::<crate::LogSinkHandle>() else {
                return Ok(Value::Bool(false));
            };
            let text = |index: usize| args.arg(index).to_text().unwrap_or_else(|| Rc::from(""));
            let level = vm.int_arg(&args.arg(1))?;
            Ok(Value::Bool(sink.0.log(&text(0), level, &text(2))))
        }),
        ("literal_eval", |vm, args| literal_eval(vm, &args.arg(0))),
        ("instance_dict", |vm, args| {
            Ok(namespace::instance_dict(vm, &args.arg(0)))
        }),
        ("new_instance", |_, args| match args.arg(0) {
            Value::Class(class) => Ok(match args.get(1) {
                Some(value) => Value::Object(Object::with_builtin(&class, value.clone())),
                None => Value::Object(Object::new(&class)),
            }),
            other => Ok(other),
        }),
        ("set_slots", |vm, args| {
            if let Value::Class(class) = args.arg(0) {
                for name in vm.collect(&args.arg(1))? {
                    let name = crate::symbol::Symbol::new(&vm.str_arg(&name, "name")?);
                    let old = class.attrs.borrow_mut().remove(name);
                    drop(old);
                }
                class.set("__slots__", args.arg(1));
                crate::builtins::slots::add_slots(vm, &class)?;
            }
            Ok(Value::None)
        }),
        ("builtin_value", |_, args| Ok(args.arg(0).builtin().clone())),
        ("normalize", |vm, args| {
            let form = vm.str_arg(&args.arg(0), "form")?;
            let text = vm.str_arg(&args.arg(1), "text")?;
            Ok(unicode::normalize(&form, &text).map_or(Value::None, Value::str))
        }),
        ("category", |vm, args| {
            let text = vm.str_arg(&args.arg(0), "character")?;
            Ok(Value::str(
                text.chars().next().map_or("Cn", unicode::category),
            ))
        }),
        ("combining", |vm, args| {
            let text = vm.str_arg(&args.arg(0), "character")?;
            let class = text.chars().next().map_or(0, unicode::combining);
            Ok(Value::Int(class.into()))
        }),
        ("float_bits", |_, args| {
            let number = args.arg(0).as_float().unwrap_or(0.0);
            Ok(Value::big(num_bigint::BigInt::from(number.to_bits())))
        }),
    ];
    let module = crate::stdlib::module("_alembic_native", functions);
    module.set("environ", Value::Dict(vm.environ.clone()));
    Ok(module)
}

fn with_path(vm: &Vm, args: &Args, run: impl FnOnce(&Vm, &Path) -> PyResult) -> PyResult {
    let text = vm.path_arg(&args.arg(0))?;
    let path = vm.system.absolute(Path::new(&*text));
    run(vm, &path)
}

/// The path without links, as far as it exists.
fn real_path(vm: &Vm, path: &Path) -> String {
    if let Ok(real) = vm.system.canonicalize(path) {
        return real.display().to_string();
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => {
            let parent = real_path(vm, parent);
            format!(
                "{}/{}",
                parent.trim_end_matches('/'),
                name.to_string_lossy()
            )
        }
        _ => path.display().to_string(),
    }
}

fn list_dir(vm: &Vm, args: &mut Args) -> PyResult {
    let shown = vm.path_arg(&args.arg(0))?;
    with_path(vm, args, |vm, path| {
        if !vm.system.is_dir(path) {
            let kind = if vm.system.is_file(path) {
                std::io::ErrorKind::NotADirectory
            } else {
                std::io::ErrorKind::NotFound
            };
            return Err(os_error(
                vm,
                &std::io::Error::from(kind),
                Path::new(&*shown),
            ));
        }
        let entries = vm
            .system
            .read_dir(path)
            .map_err(|error| os_error(vm, &error, Path::new(&*shown)))?;
        Ok(Value::list(
            entries
                .into_iter()
                .map(|entry| Value::tuple(vec![Value::from(entry.name), Value::Bool(entry.is_dir)]))
                .collect(),
        ))
    })
}

/// `os.environ`: a mapping that only takes texts.
fn environ_object(vm: &Vm, _: &mut Args) -> PyResult {
    let class = ClassBuilder::new("os", "_Environ")
        .base(&vm.types.dict)
        .method("__setitem__", |vm, args| {
            for value in args.positional.iter().skip(1) {
                if let Value::Opaque(opaque) = value {
                    return Err(vm.opaque_error(opaque, "an environment variable"));
                }
                if value.as_str().is_none() {
                    return Err(vm.type_error(format!("str expected, not {}", vm.type_name(value))));
                }
            }
            if let Some(dict) = args.this().as_dict() {
                dict.set(vm, args.arg(1), args.arg(2))?;
            }
            Ok(Value::None)
        })
        .method("setdefault", |vm, args| {
            let this = args.this();
            if let Some(dict) = this.as_dict()
                && let Some(found) = dict.get(vm, &args.arg(1))?
            {
                return Ok(found);
            }
            vm.setitem(&this, args.arg(1), args.arg(2))?;
            Ok(args.arg(2))
        })
        .method("copy", |_, args| {
            Ok(args
                .this()
                .as_dict()
                .map_or_else(Value::dict, |dict| Value::Dict(dict.copy())))
        })
        .build(vm);
    Ok(Value::Object(Object::with_builtin(
        &class,
        Value::Dict(vm.environ.clone()),
    )))
}

fn hex_free_digest<D: Digest>(bytes: &[u8]) -> Vec<u8> {
    D::digest(bytes).to_vec()
}

fn digest(vm: &Vm, args: &mut Args) -> PyResult {
    let name = vm.str_arg(&args.arg(0), "name")?;
    let bytes = crate::text::bytes_arg(vm, &args.arg(1))?;
    let digest = match &*name {
        "md5" => hex_free_digest::<md5::Md5>(&bytes),
        "sha1" => sha1(&bytes),
        "sha224" => hex_free_digest::<sha2::Sha224>(&bytes),
        "sha256" => hex_free_digest::<sha2::Sha256>(&bytes),
        "sha384" => hex_free_digest::<sha2::Sha384>(&bytes),
        "sha512" => hex_free_digest::<sha2::Sha512>(&bytes),
        other => return Err(vm.unsupported(format!("hashlib.{other}"))),
    };
    Ok(Value::Bytes(digest.into()))
}

/// SHA-1 (FIPS 180-4), for `uuid5`.
fn sha1(bytes: &[u8]) -> Vec<u8> {
    let mut state: [u32; 5] = [
        0x6745_2301,
        0xefcd_ab89,
        0x98ba_dcfe,
        0x1032_5476,
        0xc3d2_e1f0,
    ];
    let mut message = bytes.to_vec();
    message.push(0x80);
    while message.len() % 64 != 56 {
        message.push(0);
    }
    message.extend((bytes.len() as u64).wrapping_mul(8).to_be_bytes());
    for block in message.chunks_exact(64) {
        let mut words: Vec<u32> = block
            .chunks_exact(4)
            .map(|word| {
                word.iter()
                    .fold(0, |number, byte| (number << 8) | u32::from(*byte))
            })
            .collect();
        for index in 16..80_usize {
            let word = [3, 8, 14, 16]
                .iter()
                .filter_map(|back| words.get(index - back))
                .fold(0, |mixed, word| mixed ^ word);
            words.push(word.rotate_left(1));
        }
        let [mut a, mut b, mut c, mut d, mut e] = state;
        for (index, word) in words.iter().enumerate() {
            let (mix, constant) = match index / 20 {
                0 => ((b & c) | (!b & d), 0x5a82_7999_u32),
                1 => (b ^ c ^ d, 0x6ed9_eba1),
                2 => ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc),
                _ => (b ^ c ^ d, 0xca62_c1d6),
            };
            let next = a
                .rotate_left(5)
                .wrapping_add(mix)
                .wrapping_add(e)
                .wrapping_add(constant)
                .wrapping_add(*word);
            e = d;
            d = c;
            c = b.rotate_left(30);
            b = a;
            a = next;
        }
        for (slot, value) in state.iter_mut().zip([a, b, c, d, e]) {
            *slot = slot.wrapping_add(value);
        }
    }
    state.iter().flat_map(|word| word.to_be_bytes()).collect()
}

fn offset_tuple(zone: &TimeZone, timestamp: Timestamp) -> Value {
    let info = zone.to_offset_info(timestamp);
    Value::tuple(vec![
        Value::from(info.offset().seconds()),
        Value::str(info.abbreviation()),
        Value::Bool(info.dst().is_dst()),
    ])
}

fn offset_at(vm: &Vm, zone: &TimeZone, seconds: i64) -> PyResult {
    match Timestamp::from_second(seconds) {
        Ok(timestamp) => Ok(offset_tuple(zone, timestamp)),
        Err(_) => Err(vm.raise("OverflowError", "timestamp out of range")),
    }
}

/// Offset of a civil time in a zone: `(zone or None, y, m, d, h, min, s, fold)`.
fn civil_offset(vm: &Vm, args: &mut Args) -> PyResult {
    let zone = match args.arg(0).as_str() {
        Some(name) => match TimeZone::get(name) {
            Ok(zone) => zone,
            Err(_) => return Err(vm.key_error(args.arg(0))),
        },
        None => TimeZone::system(),
    };
    let mut parts = [0_i64; 7];
    for (index, part) in parts.iter_mut().enumerate() {
        *part = vm.int_arg(&args.arg(index + 1))?;
    }
    let [year, month, day, hour, minute, second, fold] = parts;
    let small = |number: i64| i8::try_from(number).unwrap_or(0);
    let civil = DateTime::new(
        i16::try_from(year).unwrap_or(0),
        small(month),
        small(day),
        small(hour),
        small(minute),
        small(second),
        0,
    );
    let Ok(civil) = civil else {
        return Err(vm.value_error("date out of range"));
    };
    let ambiguous = zone.to_ambiguous_timestamp(civil);
    let offset = match ambiguous.offset() {
        jiff::tz::AmbiguousOffset::Unambiguous { offset } => offset,
        jiff::tz::AmbiguousOffset::Gap { before, after }
        | jiff::tz::AmbiguousOffset::Fold { before, after } => {
            if fold == 0 {
                before
            } else {
                after
            }
        }
    };
    match offset.to_timestamp(civil) {
        Ok(timestamp) => {
            let info = offset_tuple(&zone, timestamp);
            let mut items = info.as_sequence().unwrap_or_default();
            if let Some(first) = items.first_mut() {
                *first = Value::from(offset.seconds());
            }
            Ok(Value::tuple(items))
        }
        Err(_) => Err(vm.value_error("date out of range")),
    }
}

/// Parameters of a function: `(name, kind, has default, default)`.
fn parameters(vm: &Vm, args: &mut Args) -> PyResult {
    let mut value = args.arg(0);
    let mut skip = 0;
    while let Value::Method(method) = &value {
        skip += 1;
        value = method.function.clone();
    }
    let Value::Function(function) = &value else {
        return Ok(Value::None);
    };
    let _ = vm;
    let list = function
        .parameters()
        .into_iter()
        .skip(skip)
        .map(|(name, kind)| {
            let number = match kind {
                crate::function::ParameterKind::PositionalOnly => 0,
                crate::function::ParameterKind::Positional => 1,
                crate::function::ParameterKind::Rest => 2,
                crate::function::ParameterKind::KeywordOnly => 3,
                crate::function::ParameterKind::Keywords => 4,
            };
            let default = function.default_of(name);
            Value::tuple(vec![
                Value::Str(name.text()),
                Value::Int(number),
                Value::Bool(default.is_some()),
                default.unwrap_or(Value::None),
            ])
        })
        .collect();
    Ok(Value::list(list))
}

fn literal_eval(vm: &Vm, value: &Value) -> PyResult {
    let text = vm.str_arg(value, "literal")?;
    let expression = ruff_python_parser::parse_expression(text.trim_start_matches([' ', '\t']))
        .map_err(|error| vm.raise("SyntaxError", error.error.to_string()))?;
    if !is_literal(expression.expr()) {
        return Err(vm.value_error("malformed node or string"));
    }
    let module = Module::new("<literal>");
    vm.evaluate_expression(text.trim(), &module)
}

fn is_literal(expression: &ruff_python_ast::Expr) -> bool {
    use ruff_python_ast::{Expr, Operator, UnaryOp};
    match expression {
        Expr::StringLiteral(_)
        | Expr::BytesLiteral(_)
        | Expr::NumberLiteral(_)
        | Expr::BooleanLiteral(_)
        | Expr::NoneLiteral(_)
        | Expr::EllipsisLiteral(_) => true,
        Expr::Tuple(tuple) => tuple.elts.iter().all(is_literal),
        Expr::List(list) => list.elts.iter().all(is_literal),
        Expr::Set(set) => set.elts.iter().all(is_literal),
        Expr::Dict(dict) => dict
            .items
            .iter()
            .all(|item| item.key.as_ref().is_some_and(is_literal) && is_literal(&item.value)),
        Expr::UnaryOp(unary) => {
            matches!(unary.op, UnaryOp::USub | UnaryOp::UAdd)
                && matches!(&*unary.operand, Expr::NumberLiteral(_))
        }
        Expr::BinOp(binary) => {
            matches!(binary.op, Operator::Add | Operator::Sub)
                && is_literal(&binary.left)
                && is_literal(&binary.right)
                && matches!(&*binary.right, Expr::NumberLiteral(_))
        }
        _ => false,
    }
}

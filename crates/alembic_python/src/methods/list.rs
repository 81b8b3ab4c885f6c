//! Methods of `list`, `tuple` and `range`.

use std::rc::Rc;

use ruff_python_ast::{CmpOp, Operator};

use crate::args::Args;
use crate::error::PyResult;
use crate::generator::NativeIterator;
use crate::methods::define;
use crate::operators::sort_values;
use crate::value::{List, Value};
use crate::vm::Vm;

pub(crate) fn install(vm: &Vm) {
    define(
        &vm.types.list,
        &[
            ("append", |vm, args| {
                args.exact(vm, "list.append", 2, 2)?;
                this(vm, args)?.push(args.arg(1));
                Ok(Value::None)
            }),
            ("extend", |vm, args| {
                let list = this(vm, args)?;
                let more = args.arg(1);
                let items = vm.collect(&more)?;
                list.with(|own| own.extend(items));
                Ok(Value::None)
            }),
            ("insert", |vm, args| {
                args.count(vm, "insert", 3, 3)?;
                let list = this(vm, args)?;
                let index = vm.int_arg(&args.arg(1))?;
                let value = args.arg(2);
                list.with(|own| {
                    let length = i64::try_from(own.len()).unwrap_or(0);
                    let position = if index < 0 {
                        (index + length).max(0)
                    } else {
                        index.min(length)
                    };
                    own.insert(usize::try_from(position).unwrap_or(0), value);
                });
                Ok(Value::None)
            }),
            ("pop", pop),
            ("remove", |vm, args| {
                let list = this(vm, args)?;
                let wanted = args.arg(1);
                for (position, item) in list.to_vec().iter().enumerate() {
                    if vm.same_or_equal(item, &wanted)? {
                        let old =
                            list.with(|own| (position < own.len()).then(|| own.remove(position)));
                        drop(old);
                        return Ok(Value::None);
                    }
                }
                Err(vm.value_error("list.remove(x): x not in list"))
            }),
            ("clear", |vm, args| {
                let old = this(vm, args)?.with(std::mem::take);
                drop(old);
                Ok(Value::None)
            }),
            ("copy", |vm, args| Ok(Value::list(this(vm, args)?.to_vec()))),
            ("reverse", |vm, args| {
                this(vm, args)?.with(|own| own.reverse());
                Ok(Value::None)
            }),
            ("sort", |vm, args| {
                let list = this(vm, args)?;
                let key = args.keyword("key").cloned().unwrap_or(Value::None);
                let reverse = match args.keyword("reverse") {
                    Some(flag) => vm.truth(flag)?,
                    None => false,
                };
                let mut items = list.to_vec();
                sort_values(vm, &mut items, &key, reverse)?;
                let old = list.with(|own| std::mem::replace(own, items));
                drop(old);
                Ok(Value::None)
            }),
            ("index", index),
            ("count", count),
            ("__init__", |vm, args| {
                let list = this(vm, args)?;
                let items = match args.get(1) {
                    Some(items) => vm.collect(items)?,
                    None => Vec::new(),
                };
                let old = list.with(|own| std::mem::replace(own, items));
                drop(old);
                Ok(Value::None)
            }),
            ("__setitem__", |vm, args| {
                vm.setitem(args.this().builtin(), args.arg(1), args.arg(2))
                    .map(|()| Value::None)
            }),
            ("__delitem__", |vm, args| {
                vm.delitem(args.this().builtin(), &args.arg(1))
                    .map(|()| Value::None)
            }),
            ("__iadd__", |vm, args| {
                vm.in_place(Operator::Add, &args.this(), &args.arg(1))
            }),
            ("__reversed__", |vm, args| {
                let mut items = this(vm, args)?.to_vec();
                items.reverse();
                Ok(NativeIterator::over(items))
            }),
        ],
    );
    for class in [
        &vm.types.list,
        &vm.types.dict,
        &vm.types.tuple,
        &vm.types.set,
        &vm.types.frozenset,
        &vm.types.type_,
    ] {
        super::define_class_methods(
            class,
            &[("__class_getitem__", |vm, args| {
                Ok(vm.make_alias(args.this(), args.arg(1)))
            })],
        );
    }
    for class in [
        &vm.types.list,
        &vm.types.dict,
        &vm.types.set,
        &vm.types.bytearray,
        &vm.types.dict_keys,
        &vm.types.dict_items,
    ] {
        class.set("__hash__", Value::None);
    }
    define(&vm.types.tuple, &[("index", index), ("count", count)]);
    define(&vm.types.range, &[("index", index), ("count", count)]);
    for class in [&vm.types.list, &vm.types.tuple] {
        define(
            class,
            &[
                ("__len__", |vm, args| {
                    vm.len(args.this().builtin()).map(Value::from)
                }),
                ("__iter__", |vm, args| vm.iter(args.this().builtin())),
                ("__getitem__", |vm, args| {
                    vm.getitem(args.this().builtin(), &args.arg(1))
                }),
                ("__contains__", |vm, args| {
                    vm.contains(args.this().builtin(), &args.arg(1))
                        .map(Value::Bool)
                }),
                ("__add__", |vm, args| {
                    vm.binary(Operator::Add, args.this().builtin(), args.arg(1).builtin())
                }),
                ("__mul__", |vm, args| {
                    vm.binary(Operator::Mult, args.this().builtin(), args.arg(1).builtin())
                }),
                ("__eq__", |vm, args| compare(vm, args, CmpOp::Eq)),
                ("__ne__", |vm, args| compare(vm, args, CmpOp::NotEq)),
                ("__lt__", |vm, args| compare(vm, args, CmpOp::Lt)),
                ("__le__", |vm, args| compare(vm, args, CmpOp::LtE)),
                ("__gt__", |vm, args| compare(vm, args, CmpOp::Gt)),
                ("__ge__", |vm, args| compare(vm, args, CmpOp::GtE)),
                ("__repr__", |vm, args| {
                    vm.repr(args.this().builtin()).map(Value::Str)
                }),
            ],
        );
    }
    define(
        &vm.types.tuple,
        &[("__hash__", |vm, args| {
            Ok(Value::Int(
                vm.hash(args.this().builtin())?.cast_signed() >> 3,
            ))
        })],
    );
    define(
        &vm.types.range,
        &[
            ("__len__", |vm, args| vm.len(&args.this()).map(Value::from)),
            ("__iter__", |vm, args| vm.iter(&args.this())),
            ("__contains__", |vm, args| {
                vm.contains(&args.this(), &args.arg(1)).map(Value::Bool)
            }),
            ("__getitem__", |vm, args| {
                vm.getitem(&args.this(), &args.arg(1))
            }),
            ("__reversed__", |vm, args| {
                let mut items = vm.collect(&args.this())?;
                items.reverse();
                Ok(NativeIterator::over(items))
            }),
        ],
    );
}

/// A comparison method of a builtin: `NotImplemented` for other types.
pub(crate) fn compare(vm: &Vm, args: &mut Args, op: CmpOp) -> PyResult {
    let (this, other) = (args.this(), args.arg(1));
    if std::mem::discriminant(this.builtin()) != std::mem::discriminant(other.builtin()) {
        return Ok(Value::NotImplemented);
    }
    vm.rich_compare(op, this.builtin(), other.builtin())
}

fn this(vm: &Vm, args: &Args) -> PyResult<Rc<List>> {
    let this = args.this();
    match this.as_list() {
        Some(list) => Ok(list.clone()),
        None => Err(vm.type_error(format!(
            "descriptor requires a 'list' object but received a '{}'",
            vm.type_name(&this)
        ))),
    }
}

fn pop(vm: &Vm, args: &mut Args) -> PyResult {
    let list = this(vm, args)?;
    if list.is_empty() {
        return Err(vm.raise("IndexError", "pop from empty list"));
    }
    let index = match args.get(1) {
        Some(index) => vm.int_arg(index)?,
        None => -1,
    };
    let length = i64::try_from(list.len()).unwrap_or(0);
    let position = if index < 0 { index + length } else { index };
    if position < 0 || position >= length {
        return Err(vm.raise("IndexError", "pop index out of range"));
    }
    let position = usize::try_from(position).unwrap_or(0);
    Ok(list.with(|own| own.remove(position)))
}

fn index(vm: &Vm, args: &mut Args) -> PyResult {
    let this = args.this();
    let items = vm.collect(this.builtin())?;
    let length = i64::try_from(items.len()).unwrap_or(0);
    let bound = |value: Option<&Value>, default: i64| -> PyResult<i64> {
        match value {
            Some(value) => {
                let number = vm.int_arg(value)?;
                Ok(if number < 0 {
                    (number + length).max(0)
                } else {
                    number
                })
            }
            None => Ok(default),
        }
    };
    let (start, end) = (bound(args.get(2), 0)?, bound(args.get(3), length)?);
    let wanted = args.arg(1);
    for (position, item) in items.iter().enumerate() {
        let at = i64::try_from(position).unwrap_or(0);
        if at >= start && at < end && vm.same_or_equal(item, &wanted)? {
            return Ok(Value::from(position));
        }
    }
    match this.builtin() {
        Value::List(_) => Err(vm.value_error(format!("{} is not in list", vm.repr(&wanted)?))),
        Value::Tuple(_) => Err(vm.value_error("tuple.index(x): x not in tuple")),
        _ => Err(vm.value_error(format!("{} is not in range", vm.repr(&wanted)?))),
    }
}

fn count(vm: &Vm, args: &mut Args) -> PyResult {
    let wanted = args.arg(1);
    let mut n = 0_i64;
    for item in vm.collect(args.this().builtin())? {
        if vm.same_or_equal(&item, &wanted)? {
            n += 1;
        }
    }
    Ok(Value::Int(n))
}

//! Methods of `dict` and of its views.

use std::rc::Rc;

use ruff_python_ast::{CmpOp, Operator};

use crate::args::Args;
use crate::dict::Dict;
use crate::error::PyResult;
use crate::generator::NativeIterator;
use crate::methods::list::compare;
use crate::methods::{define, define_class_methods};
use crate::value::{DictView, Value, ViewKind};
use crate::vm::Vm;

pub(crate) fn install(vm: &Vm) {
    define(
        &vm.types.dict,
        &[
            ("get", |vm, args| {
                let dict = this(vm, args)?;
                args.count(vm, "get", 2, 3)?;
                Ok(dict.get(vm, &args.arg(1))?.unwrap_or_else(|| args.arg(2)))
            }),
            ("keys", |vm, args| view(vm, args, ViewKind::Keys)),
            ("values", |vm, args| view(vm, args, ViewKind::Values)),
            ("items", |vm, args| view(vm, args, ViewKind::Items)),
            ("pop", |vm, args| {
                let dict = this(vm, args)?;
                match dict.remove(vm, &args.arg(1))? {
                    Some((_, value)) => Ok(value),
                    None => match args.get(2) {
                        Some(default) => Ok(default.clone()),
                        None => Err(vm.key_error(args.arg(1))),
                    },
                }
            }),
            ("popitem", |vm, args| match this(vm, args)?.pop_last() {
                Some((key, value)) => Ok(Value::tuple(vec![key, value])),
                None => Err(vm.raise("KeyError", "popitem(): dictionary is empty")),
            }),
            ("setdefault", |vm, args| {
                let dict = this(vm, args)?;
                let key = args.arg(1);
                if let Some(found) = dict.get(vm, &key)? {
                    return Ok(found);
                }
                let default = args.arg(2);
                dict.set(vm, key, default.clone())?;
                Ok(default)
            }),
            ("update", |vm, args| {
                let dict = this(vm, args)?;
                update(vm, &dict, args)?;
                Ok(Value::None)
            }),
            ("clear", |vm, args| {
                this(vm, args)?.clear();
                Ok(Value::None)
            }),
            ("copy", |vm, args| Ok(Value::Dict(this(vm, args)?.copy()))),
            ("__init__", |vm, args| {
                let dict = this(vm, args)?;
                update(vm, &dict, args)?;
                Ok(Value::None)
            }),
            ("__len__", |vm, args| Ok(Value::from(this(vm, args)?.len()))),
            ("__iter__", |vm, args| vm.iter(args.this().builtin())),
            ("__getitem__", |vm, args| {
                let this_value = args.this();
                let dict = this(vm, args)?;
                match dict.get(vm, &args.arg(1))? {
                    Some(found) => Ok(found),
                    None => match vm.special(&this_value, crate::symbol::names().missing) {
                        Some(method) => vm.call_special(&method, &this_value, vec![args.arg(1)]),
                        None => Err(vm.key_error(args.arg(1))),
                    },
                }
            }),
            ("__setitem__", |vm, args| {
                this(vm, args)?.set(vm, args.arg(1), args.arg(2))?;
                Ok(Value::None)
            }),
            ("__delitem__", |vm, args| {
                vm.delitem(args.this().builtin(), &args.arg(1))
                    .map(|()| Value::None)
            }),
            ("__contains__", |vm, args| {
                Ok(Value::Bool(this(vm, args)?.contains(vm, &args.arg(1))?))
            }),
            ("__eq__", |vm, args| compare(vm, args, CmpOp::Eq)),
            ("__ne__", |vm, args| compare(vm, args, CmpOp::NotEq)),
            ("__or__", |vm, args| {
                vm.binary(
                    Operator::BitOr,
                    args.this().builtin(),
                    args.arg(1).builtin(),
                )
            }),
            ("__repr__", |vm, args| {
                vm.repr(args.this().builtin()).map(Value::Str)
            }),
            ("__reversed__", |vm, args| {
                let mut keys = this(vm, args)?.keys();
                keys.reverse();
                Ok(NativeIterator::over(keys))
            }),
        ],
    );
    define_class_methods(
        &vm.types.dict,
        &[("fromkeys", |vm, args| {
            let class = args.this();
            let value = args.arg(2);
            let result = vm.call(&class, Vec::new())?;
            for key in vm.collect(&args.arg(1))? {
                vm.setitem(&result, key, value.clone())?;
            }
            Ok(result)
        })],
    );
    for class in [
        &vm.types.dict_keys,
        &vm.types.dict_values,
        &vm.types.dict_items,
    ] {
        define(
            class,
            &[
                ("__len__", |vm, args| vm.len(&args.this()).map(Value::from)),
                ("__iter__", |vm, args| vm.iter(&args.this())),
                ("__contains__", |vm, args| {
                    vm.contains(&args.this(), &args.arg(1)).map(Value::Bool)
                }),
                ("__reversed__", |vm, args| {
                    let mut items = vm.collect(&args.this())?;
                    items.reverse();
                    Ok(NativeIterator::over(items))
                }),
                ("isdisjoint", |vm, args| {
                    let (a, b) = (vm.set_of(&args.this())?, vm.set_of(&args.arg(1))?);
                    Ok(Value::Bool(
                        vm.set_operation(Operator::BitAnd, &a, &b)?.is_empty(),
                    ))
                }),
            ],
        );
    }
}

fn this(vm: &Vm, args: &Args) -> PyResult<Rc<Dict>> {
    let this = args.this();
    match this.as_dict() {
        Some(dict) => Ok(dict.clone()),
        None => Err(vm.type_error(format!(
            "descriptor requires a 'dict' object but received a '{}'",
            vm.type_name(&this)
        ))),
    }
}

fn view(vm: &Vm, args: &Args, kind: ViewKind) -> PyResult {
    Ok(Value::DictView(Rc::new(DictView {
        dict: this(vm, args)?,
        kind,
    })))
}

fn update(vm: &Vm, dict: &Rc<Dict>, args: &mut Args) -> PyResult<()> {
    args.at_most(vm, "update", 1)?;
    if let Some(source) = args.get(1) {
        update_from(vm, dict, source)?;
    }
    for (key, value) in std::mem::take(&mut args.keywords) {
        dict.set_str(&key.text(), value);
    }
    Ok(())
}

/// `dict.update(source)`: a mapping or pairs.
pub(crate) fn update_from(vm: &Vm, dict: &Rc<Dict>, source: &Value) -> PyResult<()> {
    if let Value::Opaque(opaque) = source {
        return Err(vm.opaque_error(opaque, "a dictionary"));
    }
    if let Some(other) = source.as_dict()
        && vm.special(source, crate::symbol::names().iter).is_none()
    {
        return dict.update(vm, other);
    }
    if let Some(keys) = vm.getattr_opt(source, "keys")? {
        let keys = vm.call(&keys, Vec::new())?;
        for key in vm.collect(&keys)? {
            let value = vm.getitem(source, &key)?;
            dict.set(vm, key, value)?;
        }
        return Ok(());
    }
    for (index, pair) in vm.collect(source)?.into_iter().enumerate() {
        let parts = vm.collect(&pair).map_err(|unwind| {
            if unwind.is_exception("TypeError") {
                vm.type_error(format!(
                    "cannot convert dictionary update sequence element #{index} to a sequence"
                ))
            } else {
                unwind
            }
        })?;
        match <[Value; 2]>::try_from(parts) {
            Ok([key, value]) => {
                dict.set(vm, key, value)?;
            }
            Err(parts) => {
                return Err(vm.value_error(format!(
                    "dictionary update sequence element #{index} has length {}; 2 is required",
                    parts.len()
                )));
            }
        }
    }
    Ok(())
}

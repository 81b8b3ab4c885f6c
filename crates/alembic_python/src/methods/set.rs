//! Methods of `set` and `frozenset`.

use std::rc::Rc;

use ruff_python_ast::{CmpOp, Operator};

use crate::args::Args;
use crate::dict::Set;
use crate::error::PyResult;
use crate::methods::define;
use crate::methods::list::compare;
use crate::value::Value;
use crate::vm::Vm;

pub(crate) fn install(vm: &Vm) {
    for class in [&vm.types.set, &vm.types.frozenset] {
        define(
            class,
            &[
                ("union", |vm, args| many(vm, args, Operator::BitOr)),
                ("intersection", |vm, args| many(vm, args, Operator::BitAnd)),
                ("difference", |vm, args| many(vm, args, Operator::Sub)),
                ("symmetric_difference", |vm, args| {
                    many(vm, args, Operator::BitXor)
                }),
                ("issubset", |vm, args| {
                    let (a, b) = (this(vm, args)?, vm.set_of(&args.arg(1))?);
                    vm.is_subset(&a, &b).map(Value::Bool)
                }),
                ("issuperset", |vm, args| {
                    let (a, b) = (this(vm, args)?, vm.set_of(&args.arg(1))?);
                    vm.is_subset(&b, &a).map(Value::Bool)
                }),
                ("isdisjoint", |vm, args| {
                    let (a, b) = (this(vm, args)?, vm.set_of(&args.arg(1))?);
                    Ok(Value::Bool(
                        vm.set_operation(Operator::BitAnd, &a, &b)?.is_empty(),
                    ))
                }),
                ("copy", |vm, args| {
                    let copy = this(vm, args)?.copy();
                    Ok(same_kind(&args.this(), copy))
                }),
                ("__len__", |vm, args| Ok(Value::from(this(vm, args)?.len()))),
                ("__iter__", |vm, args| vm.iter(args.this().builtin())),
                ("__contains__", |vm, args| {
                    vm.contains(args.this().builtin(), &args.arg(1))
                        .map(Value::Bool)
                }),
                ("__eq__", |vm, args| compare(vm, args, CmpOp::Eq)),
                ("__or__", |vm, args| {
                    vm.binary(
                        Operator::BitOr,
                        args.this().builtin(),
                        args.arg(1).builtin(),
                    )
                }),
                ("__and__", |vm, args| {
                    vm.binary(
                        Operator::BitAnd,
                        args.this().builtin(),
                        args.arg(1).builtin(),
                    )
                }),
                ("__sub__", |vm, args| {
                    vm.binary(Operator::Sub, args.this().builtin(), args.arg(1).builtin())
                }),
            ],
        );
    }
    define(
        &vm.types.set,
        &[
            ("add", |vm, args| {
                this(vm, args)?.add(vm, args.arg(1))?;
                Ok(Value::None)
            }),
            ("discard", |vm, args| {
                this(vm, args)?.remove(vm, &args.arg(1))?;
                Ok(Value::None)
            }),
            ("remove", |vm, args| {
                if this(vm, args)?.remove(vm, &args.arg(1))? {
                    Ok(Value::None)
                } else {
                    Err(vm.key_error(args.arg(1)))
                }
            }),
            ("pop", |vm, args| {
                this(vm, args)?
                    .pop()
                    .ok_or_else(|| vm.raise("KeyError", "pop from an empty set"))
            }),
            ("clear", |vm, args| {
                this(vm, args)?.clear();
                Ok(Value::None)
            }),
            ("update", |vm, args| {
                let set = this(vm, args)?;
                for source in args.positional.iter().skip(1) {
                    for item in vm.collect(source)? {
                        set.add(vm, item)?;
                    }
                }
                Ok(Value::None)
            }),
            ("intersection_update", |vm, args| {
                in_place(vm, args, Operator::BitAnd)
            }),
            ("difference_update", |vm, args| {
                in_place(vm, args, Operator::Sub)
            }),
            ("symmetric_difference_update", |vm, args| {
                in_place(vm, args, Operator::BitXor)
            }),
            ("__init__", |vm, args| {
                let set = this(vm, args)?;
                set.clear();
                if let Some(source) = args.get(1) {
                    for item in vm.collect(source)? {
                        set.add(vm, item)?;
                    }
                }
                Ok(Value::None)
            }),
        ],
    );
    define(
        &vm.types.frozenset,
        &[("__hash__", |vm, args| {
            Ok(Value::Int(
                vm.hash(args.this().builtin())?.cast_signed() >> 3,
            ))
        })],
    );
}

fn this(vm: &Vm, args: &Args) -> PyResult<Rc<Set>> {
    let this = args.this();
    match this.builtin() {
        Value::Set(set) | Value::FrozenSet(set) => Ok(set.clone()),
        _ => Err(vm.type_error(format!(
            "descriptor requires a 'set' object but received a '{}'",
            vm.type_name(&this)
        ))),
    }
}

fn same_kind(like: &Value, set: Rc<Set>) -> Value {
    match like.builtin() {
        Value::FrozenSet(_) => Value::FrozenSet(set),
        _ => Value::Set(set),
    }
}

fn many(vm: &Vm, args: &Args, op: Operator) -> PyResult {
    let mut result = this(vm, args)?.copy();
    for other in args.positional.iter().skip(1) {
        let other = vm.set_of(other)?;
        result = vm.set_operation(op, &result, &other)?;
    }
    Ok(same_kind(&args.this(), result))
}

fn in_place(vm: &Vm, args: &Args, op: Operator) -> PyResult {
    let set = this(vm, args)?;
    for other in args.positional.iter().skip(1) {
        let other = vm.set_of(other)?;
        let result = vm.set_operation(op, &set, &other)?;
        set.clear();
        for item in result.to_vec() {
            set.add(vm, item)?;
        }
    }
    Ok(Value::None)
}

//! `__slots__`: one descriptor per name on the class.

use std::rc::Rc;

use crate::class::Class;
use crate::class_builder::ClassBuilder;
use crate::error::PyResult;
use crate::object::Object;
use crate::symbol::{Symbol, names};
use crate::value::Value;
use crate::vm::Vm;

struct Slot(Symbol);

struct SlotClass(Rc<Class>);

fn slot_of(vm: &Vm, value: &Value) -> PyResult<Symbol> {
    match value {
        Value::Object(object) => object.payload::<Slot>().map(|slot| slot.0),
        _ => None,
    }
    .ok_or_else(|| vm.type_error("descriptor requires a member descriptor"))
}

fn slot_class(vm: &Vm) -> Rc<Class> {
    vm.extension_or(|| {
        SlotClass(
            ClassBuilder::new("builtins", "member_descriptor")
                .method("__get__", |vm, args| {
                    let name = slot_of(vm, &args.this())?;
                    match args.arg(1) {
                        Value::None => Ok(args.this()),
                        Value::Object(object) => object.get_symbol(name).ok_or_else(|| {
                            vm.missing_attribute(
                                format!(
                                    "'{}' object has no attribute '{name}'",
                                    object.class().name()
                                ),
                                name,
                                &args.arg(1),
                            )
                        }),
                        other => Err(vm.type_error(format!(
                            "descriptor '{name}' for another type than '{}'",
                            vm.type_name(&other)
                        ))),
                    }
                })
                .method("__set__", |vm, args| {
                    let name = slot_of(vm, &args.this())?;
                    if let Value::Object(object) = args.arg(1) {
                        object.set_symbol(name, args.arg(2));
                    }
                    Ok(Value::None)
                })
                .method("__delete__", |vm, args| {
                    let name = slot_of(vm, &args.this())?;
                    if let Value::Object(object) = args.arg(1) {
                        let old = object.attrs.borrow_mut().remove(name);
                        if old.is_none() {
                            return Err(vm.attribute_error(name.text()));
                        }
                    }
                    Ok(Value::None)
                })
                .method("__repr__", |vm, args| {
                    let name = slot_of(vm, &args.this())?;
                    Ok(Value::from(format!("<member '{name}'>")))
                })
                .build(vm),
        )
    })
    .0
    .clone()
}

/// True for an attribute that is kept in a slot and not in `__dict__`.
pub(crate) fn is_slot(class: &Class, name: Symbol) -> bool {
    match class.lookup(name) {
        Some(Value::Object(object)) => object.has_payload::<Slot>(),
        _ => false,
    }
}

/// Adds the descriptors for `__slots__` to a new class, whose instances have no `__dict__` if those of its bases have none.
pub(crate) fn add_slots(vm: &Vm, class: &Rc<Class>) -> PyResult<()> {
    let Some(slots) = class.attrs.borrow().get(names().slots).cloned() else {
        return Ok(());
    };
    let list = match slots.as_str() {
        Some(_) => vec![slots],
        None => vm.collect(&slots)?,
    };
    let has_dict = list.iter().any(|slot| slot.as_str() == Some("__dict__"));
    let all_slotted = class
        .bases
        .borrow()
        .iter()
        .all(|base| base.slots_only.get() || Rc::ptr_eq(base, &vm.types.object));
    class.slots_only.set(all_slotted && !has_dict);
    for slot in list {
        let Some(text) = slot.as_str() else { continue };
        if matches!(text, "__dict__" | "__weakref__") {
            continue;
        }
        let text = if text.starts_with("__") && !text.ends_with("__") {
            format!("_{}{text}", class.name().trim_start_matches('_'))
        } else {
            text.to_owned()
        };
        let name = Symbol::new(&text);
        if class.attrs.borrow().contains(name) {
            return Err(vm.value_error(format!(
                "'{text}' in __slots__ conflicts with class variable"
            )));
        }
        let object = Object::with_payload(&slot_class(vm), Slot(name));
        class.set_symbol(name, Value::Object(object));
    }
    Ok(())
}

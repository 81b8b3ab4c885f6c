//! `enum`.

use std::rc::Rc;

use ruff_python_ast::Operator;

use crate::args::Args;
use crate::attr_map::AttrMap;
use crate::class::{Class, Layout};
use crate::class_builder::ClassBuilder;
use crate::dict::Dict;
use crate::error::PyResult;
use crate::function::{NativeFn, NativeFunction};
use crate::generator::NativeIterator;
use crate::module::Module;
use crate::object::Object;
use crate::symbol::{Symbol, names};
use crate::value::Value;
use crate::vm::Vm;

/// The classes of the module.
pub(crate) struct EnumClasses {
    meta: Rc<Class>,
    enum_: Rc<Class>,
    int: Rc<Class>,
    str_: Rc<Class>,
    flag: Rc<Class>,
    int_flag: Rc<Class>,
    repr: Rc<Class>,
    auto: Rc<Class>,
    property: Rc<Class>,
    member: Rc<Class>,
    nonmember: Rc<Class>,
}

/// The classes of `enum`, made at the first use.
pub(crate) fn classes(vm: &Vm) -> Rc<EnumClasses> {
    vm.extension_or(|| build(vm))
}

fn build(vm: &Vm) -> EnumClasses {
    let meta = ClassBuilder::new("enum", "EnumType")
        .base(&vm.types.type_)
        .method("__call__", |vm, args| {
            let class = args.positional.remove(0);
            match class {
                Value::Class(class) => call_enum(vm, &class, std::mem::take(args)),
                other => Err(vm.type_error(format!("{} is no enumeration", vm.type_name(&other)))),
            }
        })
        .method("__iter__", |vm, args| {
            Ok(NativeIterator::over(members(&this_class(vm, args)?)))
        })
        .method("__reversed__", |vm, args| {
            let mut list = members(&this_class(vm, args)?);
            list.reverse();
            Ok(NativeIterator::over(list))
        })
        .method("__len__", |vm, args| {
            Ok(Value::from(members(&this_class(vm, args)?).len()))
        })
        .method("__bool__", |_, _| Ok(Value::Bool(true)))
        .method("__setattr__", |vm, args| {
            let class = this_class(vm, args)?;
            let name = vm.str_arg(&args.arg(1), "attribute name")?;
            if is_member_name(&class, &name) {
                return Err(vm.attribute_error(format!("cannot reassign member '{name}'")));
            }
            vm.set_class_attribute(&class, Symbol::from(&*name), args.arg(2))?;
            Ok(Value::None)
        })
        .method("__delattr__", |vm, args| {
            let class = this_class(vm, args)?;
            let name = vm.str_arg(&args.arg(1), "attribute name")?;
            if is_member_name(&class, &name) {
                return Err(vm.attribute_error(format!(
                    "'{}' cannot delete member '{name}'.",
                    class.name()
                )));
            }
            vm.generic_delattr(&Value::Class(class), Symbol::from(&*name))?;
            Ok(Value::None)
        })
        .method("__getitem__", |vm, args| {
            by_name(vm, &this_class(vm, args)?, &args.arg(1))
        })
        .method("__contains__", |vm, args| {
            let class = this_class(vm, args)?;
            let value = args.arg(1);
            if let Value::Object(object) = &value
                && object.class().is_subclass_of(&class)
            {
                return Ok(Value::Bool(true));
            }
            Ok(Value::Bool(find_by_value(vm, &class, &value)?.is_some()))
        })
        .property(
            "__members__",
            |vm, args| {
                let class = this_class(vm, args)?;
                Ok(match class.get_own("_member_map_") {
                    Some(Value::Dict(map)) => Value::Dict(map.copy()),
                    _ => Value::dict(),
                })
            },
            None,
        )
        .build(vm);
    let enum_ = ClassBuilder::new("enum", "Enum")
        .metaclass(&meta)
        .property("name", |vm, args| vm.getattr(&args.this(), "_name_"), None)
        .property(
            "value",
            |vm, args| vm.getattr(&args.this(), "_value_"),
            None,
        )
        .method("__repr__", |vm, args| {
            let this = args.this();
            let class = vm.type_of(&this);
            let value = vm.getattr(&this, "_value_")?;
            let name = vm.getattr(&this, "_name_")?;
            let text = vm.repr(&value)?;
            Ok(Value::from(match name.as_str() {
                Some(name) => format!("<{}.{name}: {text}>", class.name()),
                None => format!("<{}: {text}>", class.name()),
            }))
        })
        .method("__str__", enum_text)
        .method("__format__", |vm, args| {
            let spec = vm.str_arg(&args.arg(1), "format spec")?;
            let text = vm.str(&args.this())?;
            crate::format::format_value(vm, &Value::Str(text), &spec).map(Value::from)
        })
        .method("__hash__", |vm, args| {
            let name = vm.getattr(&args.this(), "_name_")?;
            Ok(Value::Int(vm.hash(&name)?.cast_signed() >> 3))
        })
        .method("__dir__", |vm, args| {
            let class = vm.type_of(&args.this());
            let mut names: Vec<Value> = [
                "__class__",
                "__doc__",
                "__eq__",
                "__hash__",
                "__module__",
                "name",
                "value",
            ]
            .iter()
            .map(Value::str)
            .collect();
            for name in class.own_names() {
                if !name.text().starts_with('_')
                    && !matches!(class.get_own(&name.text()), Some(Value::Object(_)))
                {
                    names.push(Value::Str(name.text()));
                }
            }
            Ok(Value::list(names))
        })
        .method("__reduce_ex__", |vm, _| {
            Err(vm.unsupported("pickling an enumeration member"))
        })
        .method("__copy__", |_, args| Ok(args.this()))
        .method("__deepcopy__", |_, args| Ok(args.this()))
        .class_method("_missing_", |_, _| Ok(Value::None))
        .build(vm);
    enum_.is_enum.set(true);
    let repr = ClassBuilder::new("enum", "ReprEnum").base(&enum_).build(vm);
    repr.is_enum.set(true);
    let as_builtin_text: NativeFn = |vm, args| vm.str(args.this().builtin()).map(Value::Str);
    let as_builtin_format: NativeFn = |vm, args| {
        let spec = vm.str_arg(&args.arg(1), "format spec")?;
        crate::format::format_value(vm, args.this().builtin(), &spec).map(Value::from)
    };
    let int = ClassBuilder::new("enum", "IntEnum")
        .base(&vm.types.int)
        .base(&repr)
        .method("__str__", as_builtin_text)
        .method("__format__", as_builtin_format)
        .build(vm);
    let str_ = ClassBuilder::new("enum", "StrEnum")
        .base(&vm.types.str_)
        .base(&repr)
        .method("__str__", as_builtin_text)
        .method("__format__", as_builtin_format)
        .build(vm);
    let flag = ClassBuilder::new("enum", "Flag")
        .base(&enum_)
        .method("__or__", |vm, args| {
            flag_operation(vm, args, Operator::BitOr)
        })
        .method("__ror__", |vm, args| {
            flag_operation(vm, args, Operator::BitOr)
        })
        .method("__and__", |vm, args| {
            flag_operation(vm, args, Operator::BitAnd)
        })
        .method("__rand__", |vm, args| {
            flag_operation(vm, args, Operator::BitAnd)
        })
        .method("__xor__", |vm, args| {
            flag_operation(vm, args, Operator::BitXor)
        })
        .method("__rxor__", |vm, args| {
            flag_operation(vm, args, Operator::BitXor)
        })
        .method("__invert__", |vm, args| {
            let this = args.this();
            let class = vm.type_of(&this);
            let all = all_bits(vm, &class)?;
            let value = int_value(vm, &this)?;
            flag_of(vm, &class, all & !value)
        })
        .method("__bool__", |vm, args| {
            Ok(Value::Bool(int_value(vm, &args.this())? != 0))
        })
        .method("__contains__", |vm, args| {
            let (this, other) = (int_value(vm, &args.this())?, int_value(vm, &args.arg(1))?);
            Ok(Value::Bool(this & other == other))
        })
        .method("__iter__", |vm, args| {
            let this = args.this();
            let value = int_value(vm, &this)?;
            let mut parts = Vec::new();
            for member in members(&vm.type_of(&this)) {
                let bit = int_value(vm, &member)?;
                if value & bit == bit {
                    parts.push(member);
                }
            }
            Ok(NativeIterator::over(parts))
        })
        .method("__len__", |vm, args| {
            Ok(Value::from(int_value(vm, &args.this())?.count_ones()))
        })
        .build(vm);
    let int_flag = ClassBuilder::new("enum", "IntFlag")
        .base(&vm.types.int)
        .base(&repr)
        .base(&flag)
        .method("__str__", as_builtin_text)
        .method("__format__", as_builtin_format)
        .method("__or__", |vm, args| {
            flag_operation(vm, args, Operator::BitOr)
        })
        .method("__ror__", |vm, args| {
            flag_operation(vm, args, Operator::BitOr)
        })
        .method("__and__", |vm, args| {
            flag_operation(vm, args, Operator::BitAnd)
        })
        .method("__rand__", |vm, args| {
            flag_operation(vm, args, Operator::BitAnd)
        })
        .method("__xor__", |vm, args| {
            flag_operation(vm, args, Operator::BitXor)
        })
        .method("__rxor__", |vm, args| {
            flag_operation(vm, args, Operator::BitXor)
        })
        .method("__repr__", |vm, args| {
            let function = classes(vm).enum_.get_own("__repr__").unwrap_or(Value::None);
            vm.call(&function, vec![args.this()])
        })
        .build(vm);
    for class in [&int, &str_, &flag, &int_flag] {
        class.is_enum.set(true);
    }
    for class in [&int, &str_] {
        if let Some(repr) = enum_.get_own("__repr__") {
            class.set("__repr__", repr);
        }
    }
    let auto = ClassBuilder::new("enum", "auto").build(vm);
    let wrapper = |name: &str| {
        ClassBuilder::new("enum", name)
            .method("__init__(self, value)", |_, args| {
                if let Value::Object(object) = args.this() {
                    object.set("value", args.arg(1));
                }
                Ok(Value::None)
            })
            .build(vm)
    };
    EnumClasses {
        auto,
        property: ClassBuilder::new("enum", "property")
            .base(&vm.types.property)
            .build(vm),
        member: wrapper("member"),
        nonmember: wrapper("nonmember"),
        meta,
        enum_,
        int,
        str_,
        flag,
        int_flag,
        repr,
    }
}

fn enum_text(vm: &Vm, args: &mut Args) -> PyResult {
    let this = args.this();
    let name = vm.getattr(&this, "_name_")?;
    let class = vm.type_of(&this);
    if let Some(name) = name.as_str() {
        Ok(Value::from(format!("{}.{name}", class.name())))
    } else {
        let value = vm.getattr(&this, "_value_")?;
        Ok(Value::from(format!(
            "{}({})",
            class.name(),
            vm.repr(&value)?
        )))
    }
}

fn this_class(vm: &Vm, args: &Args) -> PyResult<Rc<Class>> {
    match args.this() {
        Value::Class(class) => Ok(class),
        other => Err(vm.type_error(format!("{} is no enumeration", vm.type_name(&other)))),
    }
}

/// The members of an enumeration in order, without aliases.
pub(crate) fn members(class: &Rc<Class>) -> Vec<Value> {
    let (Some(Value::List(list)), Some(Value::Dict(map))) = (
        class.get_own("_member_names_"),
        class.get_own("_member_map_"),
    ) else {
        return Vec::new();
    };
    list.to_vec()
        .iter()
        .filter_map(|name| map.get_str(name.as_str()?))
        .collect()
}

/// `Color["RED"]`.
pub(crate) fn by_name(vm: &Vm, class: &Rc<Class>, key: &Value) -> PyResult {
    if let Some(Value::Dict(map)) = class.get_own("_member_map_")
        && let Some(found) = map.get(vm, key)?
    {
        return Ok(found);
    }
    Err(vm.key_error(key.clone()))
}

fn find_by_value(vm: &Vm, class: &Rc<Class>, value: &Value) -> PyResult<Option<Value>> {
    if let Some(Value::Dict(map)) = class.get_own("_value2member_map_") {
        match map.get(vm, value) {
            Ok(Some(found)) => return Ok(Some(found)),
            Ok(None) => {}
            Err(unwind) if unwind.is_exception("TypeError") => {
                for member in members(class) {
                    let own = vm.getattr(&member, "_value_")?;
                    if vm.equal(&own, value)? {
                        return Ok(Some(member));
                    }
                }
            }
            Err(unwind) => return Err(unwind),
        }
    }
    Ok(None)
}

/// `Color(value)`, or `Enum("Color", "RED GREEN")`.
pub(crate) fn call_enum(vm: &Vm, class: &Rc<Class>, mut args: Args) -> PyResult {
    let has_members = class.get_own("_member_names_").is_some() && !members(class).is_empty();
    if !has_members && (args.len() > 1 || args.keyword("names").is_some()) {
        return functional(vm, class, &args);
    }
    let value = if args.len() > 1 {
        Value::tuple(std::mem::take(&mut args.positional))
    } else {
        match args.get_or_keyword(0, "value") {
            Some(value) => value,
            None => {
                return Err(vm.type_error(
                    "EnumType.__call__() missing 1 required positional argument: 'value'",
                ));
            }
        }
    };
    if let Value::Opaque(opaque) = &value {
        return Ok(opaque.derive(&format!(" (as {})", class.name())));
    }
    if let Value::Object(object) = &value
        && Rc::ptr_eq(&object.class(), class)
    {
        return Ok(value);
    }
    if let Some(found) = find_by_value(vm, class, &value)? {
        return Ok(found);
    }
    if let Some(missing) = class.get("_missing_") {
        let bound = vm.bind(&missing, None, class)?;
        let found = vm.call(&bound, vec![value.clone()])?;
        if !found.is_none() {
            return Ok(found);
        }
    }
    if class.is_subclass_of(&classes(vm).flag)
        && let Some(number) = value.as_int()
    {
        let all = all_bits(vm, class)?;
        if number >= 0 && number & !all == 0 || class.is_subclass_of(&classes(vm).int_flag) {
            let number = if number < 0 { all & number } else { number };
            return flag_of(vm, class, number);
        }
    }
    Err(vm.value_error(format!(
        "{} is not a valid {}",
        vm.repr(&value)?,
        class.qualname()
    )))
}

fn functional(vm: &Vm, class: &Rc<Class>, args: &Args) -> PyResult {
    let name = vm.str_arg(&args.arg(0), "enumeration name")?;
    let list = args.get_or_keyword(1, "names").unwrap_or(Value::None);
    let start = match args.keyword("start") {
        Some(start) => vm.int_arg(start)?,
        None => 1,
    };
    let mut namespace = AttrMap::default();
    let module = match args.keyword("module") {
        Some(module) => module.clone(),
        None => vm
            .current_module()
            .and_then(|module| module.get_symbol(names().name))
            .unwrap_or(Value::None),
    };
    namespace.set(names().module, module);
    let mut bases = vec![class.clone()];
    if let Some(Value::Class(mixin)) = args.keyword("type") {
        bases.insert(0, mixin.clone());
    }
    let mut number = start;
    let mut add = |namespace: &mut AttrMap, name: &str, value: Option<Value>| {
        let value = value.unwrap_or_else(|| {
            if class.is_subclass_of(&classes(vm).str_) {
                return Value::from(name.to_lowercase());
            }
            let is_flag = class.is_subclass_of(&classes(vm).flag);
            let value = if is_flag {
                1 << (number - start)
            } else {
                number
            };
            number += 1;
            Value::Int(value)
        });
        namespace.set(Symbol::new(name), value);
    };
    if let Some(text) = list.as_str() {
        for name in text.replace(',', " ").split_whitespace() {
            add(&mut namespace, name, None);
        }
    } else if let Some(dict) = list.as_dict() {
        for (key, value) in dict.items() {
            add(
                &mut namespace,
                &vm.str_arg(&key, "member name")?,
                Some(value),
            );
        }
    } else {
        for item in vm.collect(&list)? {
            match item.as_sequence() {
                Some(pair) => {
                    let key = pair.first().cloned().unwrap_or(Value::None);
                    add(
                        &mut namespace,
                        &vm.str_arg(&key, "member name")?,
                        pair.get(1).cloned(),
                    );
                }
                None => add(&mut namespace, &vm.str_arg(&item, "member name")?, None),
            }
        }
    }
    let new = crate::interp::classes::NewClass {
        name,
        bases,
        namespace,
        metaclass: class.metaclass(),
        keywords: Vec::new(),
    };
    let made = vm.build_class(new, None)?;
    made.span.set(args.span.or_else(|| vm.current_span()));
    Ok(Value::Class(made))
}

fn is_dunder(name: &str) -> bool {
    name.len() > 4 && name.starts_with("__") && name.ends_with("__")
}

fn is_sunder(name: &str) -> bool {
    name.len() > 2 && name.starts_with('_') && name.ends_with('_') && !name.starts_with("__")
}

/// True for values in a class body that are no members.
fn is_descriptor(vm: &Vm, value: &Value) -> bool {
    match value {
        Value::Function(_)
        | Value::Property(_)
        | Value::ClassMethod(_)
        | Value::StaticMethod(_) => true,
        Value::Native(function) => function.binds,
        Value::Object(object) => {
            let class = object.class();
            class.lookup(names().get).is_some()
                || class.lookup(names().set).is_some()
                || matches!(object.own_builtin(), Some(Value::Property(_)))
                || Rc::ptr_eq(&class, &classes(vm).nonmember)
        }
        _ => false,
    }
}

/// Turns the attributes of a class body into members.
pub(crate) fn finish_class(vm: &Vm, class: &Rc<Class>) -> PyResult<()> {
    let known = classes(vm);
    let entries: Vec<(Symbol, Value)> = class
        .attrs
        .borrow()
        .iter()
        .map(|(name, value)| (name, value.clone()))
        .collect();
    let ignored: Vec<String> = match class.get_own("_ignore_") {
        Some(value) => match value.as_str() {
            Some(text) => text
                .replace(',', " ")
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            None => vm
                .collect(&value)?
                .iter()
                .filter_map(|name| name.as_str().map(str::to_owned))
                .collect(),
        },
        None => Vec::new(),
    };
    let member_names = crate::value::List::new(Vec::new());
    let member_map = Dict::new();
    let value_map = Dict::new();
    // Methods that an enumeration with a builtin value takes from the enumeration, not from the builtin.
    if class.layout.get() == Layout::Builtin {
        let first_enum = class
            .ancestors()
            .iter()
            .find(|ancestor| ancestor.is_enum.get())
            .cloned()
            .unwrap_or_else(|| known.enum_.clone());
        for name in [names().repr, names().str_, names().format] {
            if class.lookup_special(name).is_none()
                && let Some(method) = first_enum.lookup(name)
            {
                class.set_symbol(name, method);
            }
        }
    }
    class.set("_member_names_", Value::List(member_names.clone()));
    class.set("_member_map_", Value::Dict(member_map.clone()));
    class.set("_value2member_map_", Value::Dict(value_map.clone()));
    let mut last_values: Vec<Value> = Vec::new();
    let rule = NextValue {
        generate: class.get("_generate_next_value_"),
        is_text: class.is_subclass_of(&known.str_),
        is_flag: class.is_subclass_of(&known.flag),
    };
    for (name, value) in entries {
        let text = name.text();
        if is_dunder(&text) || is_sunder(&text) || ignored.iter().any(|one| **one == *text) {
            continue;
        }
        if let Value::Object(object) = &value
            && Rc::ptr_eq(&object.class(), &known.nonmember)
        {
            class.set_symbol(name, object.get("value").unwrap_or(Value::None));
            continue;
        }
        if is_descriptor(vm, &value)
            || text.starts_with(&format!("_{}__", class.name()))
            || (text.starts_with("__") && !text.ends_with("__"))
        {
            continue;
        }
        let value = match &value {
            Value::Object(object) if Rc::ptr_eq(&object.class(), &known.member) => {
                object.get("value").unwrap_or(Value::None)
            }
            _ => value,
        };
        let value = resolve_auto(vm, &rule, &text, value, &last_values)?;
        let member = make_member(vm, class, &text, &value)?;
        let own_value = vm.getattr(&member, "_value_")?;
        last_values.push(own_value.clone());
        if let Some(alias_of) = find_same(vm, &value_map, &member_map, &own_value)? {
            member_map.set_str(&text, alias_of.clone());
            class.set_symbol(name, alias_of);
            continue;
        }
        let is_flag = class.is_subclass_of(&known.flag);
        let canonical = !is_flag
            || own_value
                .as_int()
                .is_some_and(|bits| bits > 0 && bits & (bits - 1) == 0);
        if canonical {
            member_names.push(Value::Str(text.clone()));
        }
        if let Value::Object(object) = &member {
            object.set("_sort_order_", Value::from(member_map.len()));
        }
        member_map.set_str(&text, member.clone());
        match value_map.set(vm, own_value, member.clone()) {
            Ok(_) => {}
            Err(unwind) if unwind.is_exception("TypeError") => {}
            Err(unwind) => return Err(unwind),
        }
        class.set_symbol(name, member);
    }
    Ok(())
}

fn find_same(
    vm: &Vm,
    value_map: &Dict,
    member_map: &Dict,
    value: &Value,
) -> PyResult<Option<Value>> {
    match value_map.get(vm, value) {
        Ok(found) => Ok(found),
        Err(unwind) if unwind.is_exception("TypeError") => {
            for member in member_map.values() {
                let own = vm.getattr(&member, "_value_")?;
                if vm.equal(&own, value)? {
                    return Ok(Some(member));
                }
            }
            Ok(None)
        }
        Err(unwind) => Err(unwind),
    }
}

fn is_auto(vm: &Vm, value: &Value) -> bool {
    matches!(value, Value::Object(object) if Rc::ptr_eq(&object.class(), &classes(vm).auto))
}

/// How an enumeration numbers its members.
struct NextValue {
    generate: Option<Value>,
    is_text: bool,
    is_flag: bool,
}

/// The state of `auto()` while a class body runs.
pub(crate) struct AutoBody {
    bases: Vec<Rc<Class>>,
    seen: usize,
    last_values: Vec<Value>,
}

impl AutoBody {
    /// For a class with these bases, if it is an enumeration.
    pub(crate) fn of(bases: &[Rc<Class>]) -> Option<Self> {
        bases.iter().any(|base| base.is_enum.get()).then(|| Self {
            bases: bases.to_vec(),
            seen: 0,
            last_values: Vec::new(),
        })
    }

    /// Those of the names that the class body has already, with their values.
    pub(crate) fn taken(
        &self,
        namespace: &std::cell::RefCell<AttrMap>,
        names: Vec<&str>,
    ) -> Vec<(Symbol, Value)> {
        let namespace = namespace.borrow();
        names
            .into_iter()
            .filter(|name| !name.starts_with('_'))
            .filter_map(|name| {
                let symbol = Symbol::new(name);
                namespace.get(symbol).map(|value| (symbol, value.clone()))
            })
            .collect()
    }

    /// `TypeError` if a statement has bound the name of a member, or a member to a name, once more.
    pub(crate) fn refuse_again(
        &self,
        vm: &Vm,
        namespace: &std::cell::RefCell<AttrMap>,
        taken: &[(Symbol, Value)],
    ) -> PyResult<()> {
        for (name, old) in taken {
            let new = namespace.borrow().get(*name).cloned();
            let is_member = !is_descriptor(vm, old);
            if is_member || new.is_some_and(|new| !is_descriptor(vm, &new)) {
                let message = format!(
                    "{} already defined as {}",
                    vm.repr(&Value::Str(name.text()))?,
                    vm.repr(old)?
                );
                return Err(vm.raise("TypeError", message));
            }
        }
        Ok(())
    }

    /// Gives the `auto()` values that a statement assigned their values, so that later statements can use them.
    pub(crate) fn resolve(
        &mut self,
        vm: &Vm,
        namespace: &std::cell::RefCell<AttrMap>,
    ) -> PyResult<()> {
        let known = classes(vm);
        loop {
            let entry = {
                let namespace = namespace.borrow();
                namespace
                    .at(self.seen)
                    .map(|(name, value)| (name, value.clone()))
            };
            let Some((name, value)) = entry else {
                return Ok(());
            };
            self.seen += 1;
            let text = name.text();
            if text.starts_with('_') || is_descriptor(vm, &value) {
                continue;
            }
            let has_auto = is_auto(vm, &value)
                || matches!(&value, Value::Tuple(items) if items.iter().any(|item| is_auto(vm, item)));
            if !has_auto {
                self.last_values.push(value);
                continue;
            }
            let own = namespace
                .borrow()
                .get(Symbol::new("_generate_next_value_"))
                .cloned();
            let rule = NextValue {
                generate: own.or_else(|| {
                    self.bases
                        .iter()
                        .find_map(|base| base.get("_generate_next_value_"))
                }),
                is_text: self
                    .bases
                    .iter()
                    .any(|base| base.is_subclass_of(&known.str_)),
                is_flag: self
                    .bases
                    .iter()
                    .any(|base| base.is_subclass_of(&known.flag)),
            };
            let resolved = resolve_auto(vm, &rule, &text, value, &self.last_values)?;
            self.last_values.push(resolved.clone());
            namespace.borrow_mut().set(name, resolved);
        }
    }
}

fn resolve_auto(
    vm: &Vm,
    rule: &NextValue,
    name: &str,
    value: Value,
    last_values: &[Value],
) -> PyResult {
    if is_auto(vm, &value) {
        return next_value(vm, rule, name, last_values);
    }
    if let Value::Tuple(items) = &value
        && items.iter().any(|item| is_auto(vm, item))
    {
        let mut resolved = Vec::with_capacity(items.len());
        for item in items.iter() {
            resolved.push(if is_auto(vm, item) {
                next_value(vm, rule, name, last_values)?
            } else {
                item.clone()
            });
        }
        return Ok(Value::tuple(resolved));
    }
    Ok(value)
}

fn next_value(vm: &Vm, rule: &NextValue, name: &str, last_values: &[Value]) -> PyResult {
    if let Some(generate) = &rule.generate {
        let function = match generate {
            Value::StaticMethod(inner) => (**inner).clone(),
            other => other.clone(),
        };
        return vm.call(
            &function,
            vec![
                Value::str(name),
                Value::Int(1),
                Value::from(last_values.len()),
                Value::list(last_values.to_vec()),
            ],
        );
    }
    if rule.is_text {
        return Ok(Value::from(name.to_lowercase()));
    }
    let highest = last_values.iter().filter_map(Value::as_int).max();
    if rule.is_flag {
        return Ok(Value::Int(match highest {
            Some(bits) if bits > 0 => 1 << (64 - bits.leading_zeros()),
            _ => 1,
        }));
    }
    Ok(Value::Int(highest.map_or(1, |last| last + 1)))
}

fn make_member(vm: &Vm, class: &Rc<Class>, name: &str, value: &Value) -> PyResult {
    let args: Vec<Value> = match value {
        Value::Tuple(items) => items.to_vec(),
        other => vec![other.clone()],
    };
    let data_type = class
        .ancestors()
        .iter()
        .find(|ancestor| !ancestor.is_enum.get() && ancestor.layout.get() == Layout::Builtin)
        .cloned();
    let custom_new = class.lookup_special(names().new);
    let member = if let Some(new) = custom_new {
        let new = match &new {
            Value::StaticMethod(inner) => (**inner).clone(),
            other => other.clone(),
        };
        let mut all = vec![Value::Class(class.clone())];
        all.extend(args.iter().cloned());
        vm.call(&new, all)?
    } else {
        match &data_type {
            Some(data_type) => {
                let is_tuple = Rc::ptr_eq(data_type, &vm.types.tuple);
                let all = if is_tuple {
                    vec![value.clone()]
                } else {
                    args.clone()
                };
                if class.is_subclass_of(&classes(vm).str_) {
                    for arg in &all {
                        if arg.as_str().is_none() && !arg.is_opaque() {
                            return Err(vm.type_error(format!("{} is not a string", vm.repr(arg)?)));
                        }
                    }
                }
                let core = core_of(data_type);
                let built = vm.call(&Value::Class(core), all)?;
                if let Value::Opaque(opaque) = &built {
                    return Err(vm.opaque_error(opaque, "an enumeration value"));
                }
                Value::Object(Object::with_builtin(class, built))
            }
            None => Value::Object(Object::new(class)),
        }
    };
    let Value::Object(object) = &member else {
        return Err(vm.unsupported("an enumeration whose __new__ gives no instance"));
    };
    if object.get("_value_").is_none() {
        let own = match (&data_type, object.own_builtin()) {
            (Some(_), Some(builtin)) if !matches!(value, Value::Tuple(_)) || args.len() == 1 => {
                builtin.clone()
            }
            (Some(_), Some(builtin)) => builtin.clone(),
            _ => value.clone(),
        };
        object.set("_value_", own);
    }
    object.set("_name_", name);
    object.set("__objclass__", Value::Class(class.clone()));
    if let Some(init) = class.lookup_special(names().init) {
        vm.call_special(&init, &member, args)?;
    }
    Ok(member)
}

/// The builtin class behind a class that stores a builtin value.
fn core_of(class: &Rc<Class>) -> Rc<Class> {
    class
        .mro()
        .into_iter()
        .find(|ancestor| ancestor.core.get() && ancestor.layout.get() == Layout::Builtin)
        .unwrap_or_else(|| class.clone())
}

fn int_value(vm: &Vm, value: &Value) -> PyResult<i64> {
    if let Some(number) = value.as_int() {
        return Ok(number);
    }
    let own = vm.getattr(value, "_value_")?;
    own.as_int()
        .ok_or_else(|| vm.type_error("a flag needs an integer value"))
}

fn all_bits(vm: &Vm, class: &Rc<Class>) -> PyResult<i64> {
    let mut all = 0;
    for member in members(class) {
        all |= int_value(vm, &member)?;
    }
    Ok(all)
}

fn flag_of(vm: &Vm, class: &Rc<Class>, value: i64) -> PyResult {
    if let Some(found) = find_by_value(vm, class, &Value::Int(value))? {
        return Ok(found);
    }
    let object = if class.layout.get() == Layout::Builtin {
        Object::with_builtin(class, Value::Int(value))
    } else {
        Object::new(class)
    };
    let mut parts = Vec::new();
    for member in members(class) {
        let bit = int_value(vm, &member)?;
        if value & bit == bit {
            parts.push(
                vm.getattr(&member, "_name_")?
                    .as_str()
                    .unwrap_or("")
                    .to_owned(),
            );
        }
    }
    object.set(
        "_name_",
        if parts.is_empty() {
            Value::None
        } else {
            Value::from(parts.join("|"))
        },
    );
    object.set("_value_", value);
    let member = Value::Object(object);
    if let Some(Value::Dict(map)) = class.get_own("_value2member_map_") {
        map.set(vm, Value::Int(value), member.clone())?;
    }
    Ok(member)
}

fn flag_operation(vm: &Vm, args: &mut Args, op: Operator) -> PyResult {
    let (this, other) = (args.this(), args.arg(1));
    let class = vm.type_of(&this);
    let same = vm.is_instance(&other, &class);
    let plain_int = class.is_subclass_of(&classes(vm).int_flag) && other.as_int().is_some();
    if !same && !plain_int {
        return Ok(Value::NotImplemented);
    }
    let (a, b) = (int_value(vm, &this)?, int_value(vm, &other)?);
    let value = match op {
        Operator::BitOr => a | b,
        Operator::BitAnd => a & b,
        _ => a ^ b,
    };
    flag_of(vm, &class, value)
}

pub(crate) fn load(vm: &Vm) -> PyResult<Rc<Module>> {
    let module = Module::new("enum");
    let known = classes(vm);
    for (name, class) in [
        ("EnumType", &known.meta),
        ("EnumMeta", &known.meta),
        ("Enum", &known.enum_),
        ("IntEnum", &known.int),
        ("StrEnum", &known.str_),
        ("Flag", &known.flag),
        ("IntFlag", &known.int_flag),
        ("ReprEnum", &known.repr),
        ("auto", &known.auto),
        ("property", &known.property),
        ("member", &known.member),
        ("nonmember", &known.nonmember),
    ] {
        module.set(name, class.clone());
    }
    module.set(
        "unique",
        NativeFunction::new("unique(enumeration)", |vm, args| {
            let value = args.arg(0);
            if let Value::Class(class) = &value
                && let Some(Value::Dict(map)) = class.get_own("_member_map_")
            {
                let mut aliases = Vec::new();
                for (name, member) in map.items() {
                    let own = vm.getattr(&member, "_name_")?;
                    if !vm.equal(&own, &name)? {
                        aliases.push(format!(
                            "{} -> {}",
                            name.as_str().unwrap_or(""),
                            own.as_str().unwrap_or("")
                        ));
                    }
                }
                if !aliases.is_empty() {
                    return Err(vm.value_error(format!(
                        "duplicate values found in {}: {}",
                        vm.repr(&value)?,
                        aliases.join(", ")
                    )));
                }
            }
            Ok(value)
        }),
    );
    module.set(
        "verify",
        NativeFunction::new("verify(*checks)", |vm, args| {
            match args.positional.as_slice() {
                [Value::Str(check)] if &**check == "UNIQUE" => {
                    let module = vm.import("enum")?;
                    vm.getattr(&module, "unique")
                }
                _ => Err(vm.unsupported("`enum.verify` with other checks than UNIQUE")),
            }
        }),
    );
    for name in [
        "UNIQUE",
        "CONTINUOUS",
        "NAMED_FLAGS",
        "STRICT",
        "CONFORM",
        "EJECT",
        "KEEP",
    ] {
        module.set(name, name);
    }
    module.set(
        "global_enum",
        NativeFunction::new("global_enum", |vm, _| {
            Err(vm.unsupported("`enum.global_enum`"))
        }),
    );
    Ok(module)
}

/// True for the name of a member; aliases count.
fn is_member_name(class: &Rc<Class>, name: &str) -> bool {
    match class.get_own("_member_map_") {
        Some(Value::Dict(map)) => map.get_str(name).is_some(),
        _ => false,
    }
}

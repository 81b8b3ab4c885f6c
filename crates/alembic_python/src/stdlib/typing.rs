//! `typing` and `typing_extensions`.

use std::path::Path;
use std::rc::Rc;

use crate::alias::{AliasKind, GenericAlias};
use crate::annotation::AnnotationThunk;
use crate::class::Class;
use crate::class_builder::ClassBuilder;
use crate::dict::Dict;
use crate::error::PyResult;
use crate::function::{NativeFn, NativeFunction};
use crate::module::Module;
use crate::object::Object;
use crate::symbol::{Symbol, names};
use crate::value::Value;
use crate::vm::Vm;

/// The classes of the module.
pub(crate) struct TypingClasses {
    special_form: Rc<Class>,
    type_var: Rc<Class>,
    param_spec: Rc<Class>,
    type_var_tuple: Rc<Class>,
    forward_ref: Rc<Class>,
    new_type: Rc<Class>,
    generic: Rc<Class>,
    protocol: Rc<Class>,
    any: Rc<Class>,
    type_alias: Rc<Class>,
    named_tuple: Rc<Class>,
    typed_dict: Rc<Class>,
}

/// The classes of `typing`, made at the first use.
fn classes(vm: &Vm) -> Rc<TypingClasses> {
    vm.extension_or(|| build(vm))
}

fn set_attr(args: &crate::args::Args, name: &'static str, value: Value) {
    if let Value::Object(object) = args.this() {
        object.set(name, value);
    }
}

fn variable_class(vm: &Vm, name: &'static str) -> Rc<Class> {
    ClassBuilder::new("typing", name)
        .init(|vm, args| {
            let name = vm.str_arg(&args.arg(1), "name")?;
            set_attr(args, "__name__", Value::Str(name));
            set_attr(
                args,
                "__bound__",
                args.keyword("bound").cloned().unwrap_or(Value::None),
            );
            let constraints = args.positional.iter().skip(2).cloned().collect();
            set_attr(args, "__constraints__", Value::tuple(constraints));
            for (flag, name) in [
                ("covariant", "__covariant__"),
                ("contravariant", "__contravariant__"),
                ("infer_variance", "__infer_variance__"),
            ] {
                let value = args.keyword(flag).cloned().unwrap_or(Value::Bool(false));
                set_attr(args, name, value);
            }
            set_attr(
                args,
                "__default__",
                args.keyword("default").cloned().unwrap_or(Value::None),
            );
            Ok(Value::None)
        })
        .method("__repr__", |vm, args| {
            let name = vm.getattr(&args.this(), names().name)?;
            let name = name.as_str().unwrap_or("");
            let flag = |flag: &str| matches!(vm.getattr(&args.this(), flag), Ok(Value::Bool(true)));
            Ok(Value::from(if flag("__infer_variance__") {
                name.to_owned()
            } else if flag("__covariant__") {
                format!("+{name}")
            } else if flag("__contravariant__") {
                format!("-{name}")
            } else {
                format!("~{name}")
            }))
        })
        .method("__or__", |vm, args| {
            vm.make_union(vec![args.this(), args.arg(1)])
        })
        .method("__ror__", |vm, args| {
            vm.make_union(vec![args.arg(1), args.this()])
        })
        .method("__iter__", |_, args| {
            Ok(crate::generator::NativeIterator::over(vec![args.this()]))
        })
        .property("args", |_, args| Ok(args.this()), None)
        .property("kwargs", |_, args| Ok(args.this()), None)
        .build(vm)
}

fn build(vm: &Vm) -> TypingClasses {
    let special_form = ClassBuilder::new("typing", "_SpecialForm")
        .method("__getitem__", |vm, args| {
            let name = vm.getattr(&args.this(), "_name")?;
            subscript_form(vm, &args.this(), name.as_str().unwrap_or(""), &args.arg(1))
        })
        .method("__repr__", |vm, args| {
            let name = vm.getattr(&args.this(), "_name")?;
            Ok(Value::from(format!(
                "typing.{}",
                name.as_str().unwrap_or("")
            )))
        })
        .method("__or__", |vm, args| {
            vm.make_union(vec![args.this(), args.arg(1)])
        })
        .method("__ror__", |vm, args| {
            vm.make_union(vec![args.arg(1), args.this()])
        })
        .method("__call__", |vm, args| {
            Err(vm.type_error(format!("Cannot instantiate {}", vm.repr(&args.this())?)))
        })
        .build(vm);
    let generic = ClassBuilder::new("typing", "Generic").generic().build(vm);
    let protocol = ClassBuilder::new("typing", "Protocol")
        .base(&generic)
        .metaclass(&crate::stdlib::abc::abc_meta(vm))
        .generic()
        .build(vm);
    TypingClasses {
        special_form,
        type_var: variable_class(vm, "TypeVar"),
        param_spec: variable_class(vm, "ParamSpec"),
        type_var_tuple: variable_class(vm, "TypeVarTuple"),
        forward_ref: ClassBuilder::new("typing", "ForwardRef")
            .method(
                "__init__(self, arg, is_argument=True, module=None, *, is_class=False)",
                |_, args| {
                    set_attr(args, "__forward_arg__", args.arg(1));
                    Ok(Value::None)
                },
            )
            .method("__repr__", |vm, args| {
                let text = vm.getattr(&args.this(), "__forward_arg__")?;
                Ok(Value::from(format!("ForwardRef({})", vm.repr(&text)?)))
            })
            .method("__eq__", |vm, args| {
                let (a, b) = (args.this(), args.arg(1));
                match vm.getattr_opt(&b, "__forward_arg__")? {
                    Some(other) => {
                        let own = vm.getattr(&a, "__forward_arg__")?;
                        vm.equal(&own, &other).map(Value::Bool)
                    }
                    None => Ok(Value::Bool(false)),
                }
            })
            .method("__hash__", |vm, args| {
                let text = vm.getattr(&args.this(), "__forward_arg__")?;
                Ok(Value::Int(vm.hash(&text)?.cast_signed() >> 3))
            })
            .method("__or__", |vm, args| {
                vm.make_union(vec![args.this(), args.arg(1)])
            })
            .method("__ror__", |vm, args| {
                vm.make_union(vec![args.arg(1), args.this()])
            })
            .build(vm),
        new_type: ClassBuilder::new("typing", "NewType")
            .method("__init__(self, name, tp)", |vm, args| {
                set_attr(args, "__name__", args.arg(1));
                set_attr(args, "__qualname__", args.arg(1));
                set_attr(args, "__supertype__", args.arg(2));
                let module = vm
                    .current_module()
                    .and_then(|module| module.get_symbol(names().name));
                set_attr(args, "__module__", module.unwrap_or(Value::None));
                Ok(Value::None)
            })
            .method("__call__", |_, args| Ok(args.arg(1)))
            .method("__repr__", |vm, args| {
                let name = vm.getattr(&args.this(), names().name)?;
                let module = vm.getattr(&args.this(), names().module)?;
                Ok(Value::from(format!(
                    "{}.{}",
                    module.as_str().unwrap_or(""),
                    name.as_str().unwrap_or("")
                )))
            })
            .method("__or__", |vm, args| {
                vm.make_union(vec![args.this(), args.arg(1)])
            })
            .method("__ror__", |vm, args| {
                vm.make_union(vec![args.arg(1), args.this()])
            })
            .build(vm),
        any: ClassBuilder::new("typing", "Any").build(vm),
        type_alias: ClassBuilder::new("typing", "TypeAliasType")
            .method(
                "__init__(self, name, value, *, type_params=())",
                |_, args| {
                    set_attr(args, "__name__", args.arg(1));
                    if let Value::Object(object) = args.this() {
                        object.set_payload(AnnotationThunk::value(args.arg(2)));
                    }
                    Ok(Value::None)
                },
            )
            .property(
                "__value__",
                |vm, args| alias_value(vm, &args.this()),
                Some(|_, args| {
                    if let Value::Object(object) = args.this() {
                        object.set_payload(AnnotationThunk::value(args.arg(1)));
                    }
                    Ok(Value::None)
                }),
            )
            .method("__repr__", |vm, args| {
                let name = vm.getattr(&args.this(), names().name)?;
                vm.str(&name).map(Value::Str)
            })
            .method("__getitem__", |vm, args| {
                Ok(vm.make_alias(args.this(), args.arg(1)))
            })
            .method("__or__", |vm, args| {
                vm.make_union(vec![args.this(), args.arg(1)])
            })
            .method("__ror__", |vm, args| {
                vm.make_union(vec![args.arg(1), args.this()])
            })
            .build(vm),
        named_tuple: named_tuple_class(vm),
        typed_dict: ClassBuilder::new("typing", "TypedDict")
            .base(&vm.types.dict)
            .new_fn(|vm, args| {
                let class = args.positional.remove(0);
                if class
                    .as_class()
                    .is_some_and(|class| class.name_is("TypedDict"))
                {
                    // `TypedDict("Name", {...})`.
                    let name = vm.str_arg(&args.arg(0), "name")?;
                    let new = crate::interp::classes::NewClass {
                        name,
                        bases: class.as_class().cloned().into_iter().collect(),
                        namespace: crate::attr_map::AttrMap::default(),
                        metaclass: None,
                        keywords: Vec::new(),
                    };
                    return vm.build_class(new, None).map(Value::Class);
                }
                let args = std::mem::take(args);
                vm.call_with(&Value::Class(vm.types.dict.clone()), args)
            })
            .on_subclass(|_, _, _| Ok(()))
            .build(vm),
        generic,
        protocol,
    }
}

/// The value of a type alias, evaluated at the first use.
fn alias_value(vm: &Vm, value: &Value) -> PyResult {
    let Value::Object(object) = value else {
        return Ok(Value::None);
    };
    let thunk = object
        .payload::<AnnotationThunk>()
        .map(|thunk| thunk.clone());
    match thunk {
        Some(thunk) => thunk.evaluate(vm),
        None => Ok(Value::None),
    }
}

/// The object of a `type X = ...` statement.
pub(crate) fn type_alias(vm: &Vm, name: &str, thunk: AnnotationThunk) -> PyResult {
    let object = Object::with_payload(&classes(vm).type_alias, thunk);
    object.set("__name__", name);
    object.set("__type_params__", Value::tuple(Vec::new()));
    Ok(Value::Object(object))
}

/// A type variable of a PEP 695 definition.
pub(crate) fn type_variable(vm: &Vm, kind: &str, name: &str) -> PyResult {
    let known = classes(vm);
    let class = match kind {
        "ParamSpec" => &known.param_spec,
        "TypeVarTuple" => &known.type_var_tuple,
        _ => &known.type_var,
    };
    let infer = (Symbol::new("infer_variance"), Value::Bool(true));
    vm.call_keywords(
        &Value::Class(class.clone()),
        vec![Value::str(name)],
        vec![infer],
    )
}

fn as_types(vm: &Vm, item: &Value) -> Vec<Value> {
    let items = match item {
        Value::Tuple(items) => items.to_vec(),
        other => vec![other.clone()],
    };
    items
        .into_iter()
        .map(|item| match item {
            Value::Str(_) => {
                let object = Object::new(&classes(vm).forward_ref);
                object.set("__forward_arg__", item);
                Value::Object(object)
            }
            Value::None => Value::Class(vm.types.none_type.clone()),
            other => other,
        })
        .collect()
}

fn union_of(vm: &Vm, members: Vec<Value>) -> PyResult {
    match vm.make_union(members)? {
        Value::Alias(alias) if alias.kind == AliasKind::Union => {
            Ok(Value::Alias(Rc::new(GenericAlias {
                origin: alias.origin.clone(),
                args: alias.args.clone(),
                kind: AliasKind::Union,
                name: Some(Symbol::new("Union")),
            })))
        }
        other => Ok(other),
    }
}

fn subscript_form(vm: &Vm, form: &Value, name: &str, item: &Value) -> PyResult {
    let alias = |args: Vec<Value>, kind: AliasKind, name: Option<&'static str>| {
        Value::Alias(Rc::new(GenericAlias {
            origin: form.clone(),
            args,
            kind,
            name: name.map(Symbol::new),
        }))
    };
    match name {
        "Optional" => {
            let mut members = as_types(vm, item);
            members.push(Value::Class(vm.types.none_type.clone()));
            union_of(vm, members)
        }
        "Union" => union_of(vm, as_types(vm, item)),
        "Literal" => {
            let mut values: Vec<Value> = Vec::new();
            let items = match item {
                Value::Tuple(items) => items.to_vec(),
                other => vec![other.clone()],
            };
            for item in items {
                match &item {
                    Value::Alias(inner) if inner.kind == AliasKind::Literal => {
                        values.extend(inner.args.clone());
                    }
                    _ => values.push(item),
                }
            }
            Ok(alias(values, AliasKind::Literal, Some("Literal")))
        }
        "Annotated" => {
            let Value::Tuple(items) = item else {
                return Err(vm.type_error("Annotated[...] should be used with at least two arguments (a type and an annotation)."));
            };
            let mut items = items.to_vec();
            if let Some(Value::Alias(inner)) = items.first().cloned()
                && inner.kind == AliasKind::Annotated
            {
                let mut flat = inner.args.clone();
                flat.extend(items.drain(1..));
                items = flat;
            }
            Ok(alias(items, AliasKind::Annotated, Some("Annotated")))
        }
        _ => {
            let known = FORMS.iter().find(|form| **form == name).copied();
            Ok(alias(as_types(vm, item), AliasKind::Subscript, known))
        }
    }
}

/// `List[int]`, and type variables of an alias replaced: `Pair[int]` for `Pair = tuple[T, T]`.
pub(crate) fn subscript_alias(vm: &Vm, alias: &Rc<GenericAlias>, item: &Value) -> PyResult {
    if alias.args.is_empty() && alias.name.is_some() {
        return Ok(Value::Alias(Rc::new(GenericAlias {
            origin: alias.origin.clone(),
            args: as_types(vm, item),
            kind: AliasKind::Subscript,
            name: alias.name,
        })));
    }
    let variables = type_variables(vm, &alias.args);
    if variables.is_empty() {
        return Err(vm.type_error(format!(
            "{} is not a generic class",
            vm.repr(&Value::Alias(alias.clone()))?
        )));
    }
    let replacements = as_types(vm, item);
    replace_variables(vm, alias, &variables, &replacements)
}

fn is_variable(vm: &Vm, value: &Value) -> bool {
    let known = classes(vm);
    matches!(value, Value::Object(object)
        if [&known.type_var, &known.param_spec, &known.type_var_tuple].iter().any(|class| Rc::ptr_eq(class, &object.class())))
}

fn type_variables(vm: &Vm, args: &[Value]) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    for arg in args {
        let inner = match arg {
            Value::Alias(alias) => type_variables(vm, &alias.args),
            other if is_variable(vm, other) => vec![other.clone()],
            _ => Vec::new(),
        };
        for variable in inner {
            if !found.iter().any(|known| known.is(&variable)) {
                found.push(variable);
            }
        }
    }
    found
}

fn replace_variables(
    vm: &Vm,
    alias: &GenericAlias,
    variables: &[Value],
    replacements: &[Value],
) -> PyResult {
    let mut args = Vec::with_capacity(alias.args.len());
    for arg in &alias.args {
        args.push(match arg {
            Value::Alias(inner) => replace_variables(vm, inner, variables, replacements)?,
            other => match variables.iter().position(|variable| variable.is(other)) {
                Some(index) => replacements
                    .get(index)
                    .cloned()
                    .unwrap_or_else(|| other.clone()),
                None => other.clone(),
            },
        });
    }
    if alias.kind == AliasKind::Union {
        return if alias.name.is_some() {
            union_of(vm, args)
        } else {
            vm.make_union(args)
        };
    }
    Ok(Value::Alias(Rc::new(GenericAlias {
        origin: alias.origin.clone(),
        args,
        kind: alias.kind,
        name: alias.name,
    })))
}

impl Vm {
    /// An attribute of a parametrized type.
    pub(crate) fn alias_attribute(&self, value: &Value, name: Symbol) -> PyResult {
        let Value::Alias(alias) = value else {
            return Ok(Value::None);
        };
        match &*name.text() {
            "__origin__" => Ok(if alias.kind == AliasKind::Annotated {
                alias.args.first().cloned().unwrap_or(Value::None)
            } else {
                alias.origin.clone()
            }),
            "__args__" => Ok(Value::tuple(if alias.kind == AliasKind::Annotated {
                alias.args.iter().take(1).cloned().collect()
            } else {
                alias.args.clone()
            })),
            "__metadata__" if alias.kind == AliasKind::Annotated => {
                Ok(Value::tuple(alias.args.iter().skip(1).cloned().collect()))
            }
            "__parameters__" => Ok(Value::tuple(type_variables(self, &alias.args))),
            "__class__" => Ok(Value::Class(self.type_of(value))),
            "__or__" | "__ror__" => {
                let this = value.clone();
                Ok(NativeFunction::closure("__or__", move |vm, args| {
                    vm.make_union(vec![this.clone(), args.arg(0)])
                }))
            }
            "__mro_entries__" => {
                let origin = alias.origin.clone();
                Ok(NativeFunction::closure("__mro_entries__", move |_, _| {
                    Ok(Value::tuple(vec![origin.clone()]))
                }))
            }
            "_name" => Ok(alias
                .name
                .map_or(Value::None, |name| Value::Str(name.text()))),
            text if text.starts_with("__")
                && text.ends_with("__")
                && !matches!(text, "__name__" | "__qualname__" | "__module__" | "__doc__") =>
            {
                Err(self.missing_attribute(
                    format!(
                        "'{}' object has no attribute '{name}'",
                        self.type_of(value).name()
                    ),
                    name,
                    value,
                ))
            }
            // Everything else is asked of the class: `Model[int].create()`.
            _ => self.getattr(&alias.origin, name),
        }
    }
}

const FORMS: &[&str] = &[
    "Optional",
    "Union",
    "Literal",
    "Annotated",
    "ClassVar",
    "Final",
    "NoReturn",
    "Never",
    "Self",
    "LiteralString",
    "TypeAlias",
    "TypeGuard",
    "TypeIs",
    "Concatenate",
    "Unpack",
    "Required",
    "NotRequired",
    "ReadOnly",
];

/// Aliases whose classes are written in Python, made when they are asked for.
const COLLECTIONS: &str = include_str!("python/typing_collections.py");

fn generic_alias(name: &str, origin: Value) -> Value {
    Value::Alias(Rc::new(GenericAlias {
        origin,
        args: Vec::new(),
        kind: AliasKind::Subscript,
        name: Some(Symbol::new(name)),
    }))
}

/// `_alembic_native.generic_alias(name, class)`.
pub(crate) fn native_generic_alias(vm: &Vm, args: &mut crate::args::Args) -> PyResult {
    let name = vm.str_arg(&args.arg(0), "name")?;
    Ok(generic_alias(&name, args.arg(1)))
}

fn identity(_: &Vm, args: &mut crate::args::Args) -> PyResult {
    Ok(args.arg(0))
}

pub(crate) fn load(vm: &Vm) -> PyResult<Rc<Module>> {
    let module = Module::new("typing");
    fill(vm, &module)?;
    Ok(module)
}

pub(crate) fn load_extensions(vm: &Vm) -> PyResult<Rc<Module>> {
    let typing = vm.import("typing")?;
    let module = Module::new("typing_extensions");
    if let Value::Module(typing) = typing {
        for (name, value) in typing.attrs.borrow().iter() {
            if !name.text().starts_with("__") {
                module.set_symbol(name, value.clone());
            }
        }
    }
    vm.exec_embedded(COLLECTIONS, Path::new("<frozen typing>"), &module)?;
    module.set(
        "deprecated",
        NativeFunction::new("deprecated", |_, _| {
            Ok(NativeFunction::new("deprecated", identity))
        }),
    );
    module.set(
        "Doc",
        ClassBuilder::new("typing_extensions", "Doc")
            .init(|_, args| {
                set_attr(args, "documentation", args.arg(1));
                Ok(Value::None)
            })
            .build(vm),
    );
    Ok(module)
}

fn fill(vm: &Vm, module: &Rc<Module>) -> PyResult<()> {
    let known = classes(vm);
    for form in FORMS {
        let object = Object::new(&known.special_form);
        object.set("_name", *form);
        object.set("__name__", *form);
        module.set(form, Value::Object(object));
    }
    for (name, class) in [
        ("List", &vm.types.list),
        ("Dict", &vm.types.dict),
        ("Set", &vm.types.set),
        ("FrozenSet", &vm.types.frozenset),
        ("Tuple", &vm.types.tuple),
        ("Type", &vm.types.type_),
    ] {
        module.set(name, generic_alias(name, Value::Class(class.clone())));
    }
    for (name, class) in [
        ("Any", &known.any),
        ("Generic", &known.generic),
        ("Protocol", &known.protocol),
        ("TypeVar", &known.type_var),
        ("ParamSpec", &known.param_spec),
        ("TypeVarTuple", &known.type_var_tuple),
        ("ForwardRef", &known.forward_ref),
        ("NewType", &known.new_type),
        ("TypeAliasType", &known.type_alias),
        ("NamedTuple", &known.named_tuple),
        ("TypedDict", &known.typed_dict),
        ("Text", &vm.types.str_),
    ] {
        module.set(name, class.clone());
    }
    module.set("TYPE_CHECKING", false);
    let any_str = vm.call(
        &Value::Class(known.type_var.clone()),
        vec![Value::str("AnyStr")],
    )?;
    module.set("AnyStr", any_str);
    for name in [
        "IO",
        "TextIO",
        "BinaryIO",
        "Pattern",
        "Match",
        "ContextManager",
        "AsyncContextManager",
        "SupportsInt",
        "SupportsFloat",
        "SupportsIndex",
        "SupportsAbs",
        "SupportsBytes",
        "SupportsRound",
        "SupportsComplex",
        "ByteString",
    ] {
        module.set(name, ClassBuilder::new("typing", name).generic().build(vm));
    }
    let functions: &[(&str, NativeFn)] = &[
        ("cast(typ, val)", |_, args| Ok(args.arg(1))),
        ("overload(func)", identity),
        ("final(f)", identity),
        ("override(method, /)", identity),
        ("runtime_checkable(cls)", identity),
        ("no_type_check(arg)", identity),
        ("assert_type(val, typ, /)", identity),
        ("reveal_type(obj, /)", identity),
        ("assert_never(arg, /)", |vm, args| {
            Err(vm.raise(
                "AssertionError",
                format!(
                    "Expected code to be unreachable, but got: {}",
                    vm.repr(&args.arg(0))?
                ),
            ))
        }),
        (
            "dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False, frozen_default=False, field_specifiers=None, **kwargs)",
            |_, _| Ok(NativeFunction::new("decorator", identity)),
        ),
        (
            "get_type_hints(obj, globalns=None, localns=None, include_extras=False)",
            |vm, args| {
                let include_extras = match args.keyword("include_extras") {
                    Some(flag) => vm.truth(flag)?,
                    None => false,
                };
                let hints = Dict::new();
                match args.arg(0) {
                    Value::Class(class) => {
                        for base in class.mro().iter().rev() {
                            for (name, thunk) in base.annotations() {
                                hints.set_str(&name.text(), thunk.evaluate(vm)?);
                            }
                        }
                    }
                    Value::Function(function) => {
                        for (name, thunk) in function.annotations() {
                            hints.set_str(&name.text(), thunk.evaluate(vm)?);
                        }
                    }
                    Value::Module(module) => {
                        let list = module.annotations.borrow().clone();
                        for (name, thunk) in list {
                            hints.set_str(&name.text(), thunk.evaluate(vm)?);
                        }
                    }
                    _ => {}
                }
                for (key, value) in hints.items() {
                    let value = match value {
                        Value::None => Value::Class(vm.types.none_type.clone()),
                        Value::Alias(alias)
                            if alias.kind == AliasKind::Annotated && !include_extras =>
                        {
                            alias.args.first().cloned().unwrap_or(Value::None)
                        }
                        other => other,
                    };
                    hints.set(vm, key, value)?;
                }
                Ok(Value::Dict(hints))
            },
        ),
        ("get_origin(tp)", |vm, args| {
            Ok(match args.arg(0) {
                Value::Alias(alias) => match (alias.kind, alias.name) {
                    (AliasKind::Union, None) => {
                        let types = vm.import("types")?;
                        vm.getattr(&types, "UnionType")?
                    }
                    (AliasKind::Union, Some(_)) => {
                        let typing = vm.import("typing")?;
                        vm.getattr(&typing, "Union")?
                    }
                    _ => alias.origin.clone(),
                },
                Value::Class(class) if class.name_is("Generic") && &*class.module() == "typing" => {
                    Value::Class(class)
                }
                _ => Value::None,
            })
        }),
        ("get_args(tp)", |_, args| {
            Ok(match args.arg(0) {
                Value::Alias(alias) => Value::tuple(alias.args.clone()),
                _ => Value::tuple(Vec::new()),
            })
        }),
        ("is_typeddict(tp)", |vm, args| match args.arg(0) {
            Value::Class(class) => Ok(Value::Bool(class.is_subclass_of(&classes(vm).typed_dict))),
            _ => Ok(Value::Bool(false)),
        }),
        ("get_overloads(func)", |_, _| Ok(Value::list(Vec::new()))),
        ("clear_overloads()", |_, _| Ok(Value::None)),
    ];
    for (name, body) in functions {
        module.set_function(name, *body);
    }
    vm.exec_embedded(COLLECTIONS, Path::new("<frozen typing>"), module)
}

/// `class Point(NamedTuple): x: int` and `NamedTuple("Point", [("x", int)])`.
fn named_tuple_class(vm: &Vm) -> Rc<Class> {
    ClassBuilder::new("typing", "NamedTuple")
        .base(&vm.types.tuple)
        .new_fn(|vm, args| {
            let class = args.this();
            let Value::Class(class) = class else {
                return Err(vm.type_error("NamedTuple needs a class"));
            };
            let name = vm.str_arg(&args.arg(1), "name")?;
            let mut fields = Vec::new();
            if let Some(list) = args.get(2) {
                for field in vm.collect(list)? {
                    if let Some(first) =
                        field.as_sequence().and_then(|pair| pair.into_iter().next())
                    {
                        fields.push(first);
                    }
                }
            }
            let _ = class;
            let collections = vm.import("collections")?;
            vm.call_method(
                &collections,
                "namedtuple",
                vec![Value::Str(name), Value::list(fields)],
            )
        })
        .on_subclass(|vm, class, _| {
            if class.get_own("_fields").is_some() || class.get("_fields").is_some() {
                return Ok(());
            }
            let fields: Vec<Value> = class
                .annotations()
                .iter()
                .map(|(name, _)| Value::Str(name.text()))
                .collect();
            let mut defaults = Vec::new();
            for field in &fields {
                if let Some(name) = field.as_str()
                    && let Some(default) = class.get_own(name)
                {
                    defaults.push((Value::str(name), default));
                }
            }
            let collections = vm.import("collections")?;
            let finish = vm.getattr(&collections, "_finish_namedtuple")?;
            let dict = Dict::new();
            for (name, value) in defaults {
                dict.set(vm, name, value)?;
            }
            vm.call(
                &finish,
                vec![
                    Value::Class(class.clone()),
                    Value::tuple(fields),
                    Value::Dict(dict),
                ],
            )?;
            Ok(())
        })
        .build(vm)
}

//! `_alembic_packages`: what the models of packages need of the evaluator.

use std::path::Path;
use std::rc::Rc;

use alembic_config::{parse_dotenv, resolve_dotenv};
use alembic_python::{
    AliasKind, Class, Dict, Function, Module, NativeFn, NativeFunction, Opaque, ParameterKind,
    PyResult, Value, Vm,
};

use crate::support::{attr_opt, text};

/// The module.
pub(crate) fn module(vm: &Vm) -> PyResult<Rc<Module>> {
    let module = Module::new("_alembic_packages");
    module.set("environ", Value::Dict(vm.environ.clone()));
    for (name, function) in FUNCTIONS {
        module.set(name, NativeFunction::new(name, *function));
    }
    Ok(module)
}

const FUNCTIONS: &[(&str, NativeFn)] = &[
    ("unsupported", |vm, args| {
        Err(vm.unsupported(text(vm, &args.arg(0), "construct")?))
    }),
    ("opaque", |vm, args| {
        Ok(Opaque::new(
            text(vm, &args.arg(0), "origin")?,
            vm.current_span(),
        ))
    }),
    ("check_session", |vm, args| {
        crate::engine::arguments::check_session(vm, &args.keywords)?;
        Ok(Value::None)
    }),
    ("check_execution", |vm, args| {
        crate::engine::arguments::check_execution(vm, &args.keywords)?;
        Ok(Value::None)
    }),
    ("is_opaque", |_, args| Ok(args.arg(0).is_opaque().into())),
    // `given(value, unset=None, none_counts=True)`: neither `unset` nor (when it counts) `None`; an opaque value is given.
    ("given", |_, args| {
        let value = args.arg(0);
        let none_counts = args.get(2).and_then(Value::as_bool).unwrap_or(true);
        let is_unset = match args.get(1) {
            Some(Value::Ellipsis) => matches!(value, Value::Ellipsis),
            Some(unset) => value.is(unset),
            None => false,
        };
        let is_left_out = none_counts && value.is_none();
        Ok(Value::Bool(!is_unset && !is_left_out))
    }),
    ("version", version),
    ("is_before", |vm, args| {
        let package = text(vm, &args.arg(0), "package")?;
        let mut version = Vec::new();
        for number in args.positional.iter().skip(1) {
            version.push(u32::try_from(vm.int_arg(number)?).unwrap_or(0));
        }
        Ok(crate::versions::is_before(vm, &package, &version).into())
    }),
    ("arity", |_, args| {
        Ok(arity(&args.arg(0)).map_or(Value::None, Value::Int))
    }),
    ("parameters", |_, args| {
        let names = function_of(&args.arg(0)).map_or_else(Vec::new, |(function, skip)| {
            function
                .parameters()
                .into_iter()
                .skip(skip)
                .map(|(name, kind)| match kind {
                    ParameterKind::Keywords => Value::str(format!("**{}", name.text())),
                    ParameterKind::Rest => Value::str(format!("*{}", name.text())),
                    _ => Value::str(&*name.text()),
                })
                .collect()
        });
        Ok(Value::list(names))
    }),
    ("display", |vm, args| match args.arg(0) {
        Value::Class(class) => Ok(Value::str(&*class.name())),
        other => vm.repr(&other).map(Value::Str),
    }),
    ("is_function", |_, args| {
        Ok(matches!(
            args.arg(0),
            Value::Function(_) | Value::Native(_) | Value::Method(_)
        )
        .into())
    }),
    ("is_iterator", |vm, args| {
        Ok(attr_opt(vm, &args.arg(0), "__next__")?.is_some().into())
    }),
    ("alias", |vm, args| {
        Ok(vm.make_alias(args.arg(0), args.arg(1)))
    }),
    ("kind", kind),
    ("own_annotations", |vm, args| {
        let class = class_argument(vm, &args.arg(0))?;
        let own = class
            .annotations()
            .into_iter()
            .map(|(name, thunk)| {
                Value::tuple(vec![Value::str(&*name.text()), Value::from(thunk.text(vm))])
            })
            .collect();
        Ok(Value::list(own))
    }),
    ("annotation", |vm, args| {
        let class = class_argument(vm, &args.arg(0))?;
        let name = text(vm, &args.arg(1), "name")?;
        for (key, thunk) in class.annotations().into_iter().rev() {
            if *key.text() == *name {
                return thunk.evaluate(vm);
            }
        }
        Err(vm.key_error(args.arg(1)))
    }),
    ("json_loads", |vm, args| {
        let source = match args.arg(0) {
            Value::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            other => text(vm, &other, "JSON")?,
        };
        Ok(match serde_json::from_str::<serde_json::Value>(&source) {
            Ok(found) => Value::tuple(vec![from_json(&found), Value::None]),
            Err(error) => Value::tuple(vec![Value::None, Value::from(error.to_string())]),
        })
    }),
    ("is_file", |vm, args| {
        let path = text(vm, &args.arg(0), "path")?;
        Ok(vm
            .system
            .is_file(&vm.system.absolute(Path::new(&path)))
            .into())
    }),
    ("is_dir", |vm, args| {
        let path = text(vm, &args.arg(0), "path")?;
        Ok(vm
            .system
            .is_dir(&vm.system.absolute(Path::new(&path)))
            .into())
    }),
    ("cwd", |vm, _| {
        Ok(Value::from(vm.system.current_dir().display().to_string()))
    }),
    ("read_text", |vm, args| {
        let path = text(vm, &args.arg(0), "path")?;
        read(vm, Path::new(&path)).map(Value::from)
    }),
    ("read_dotenv", |vm, args| {
        let path = text(vm, &args.arg(0), "path")?;
        let path = expand_user(vm, &path);
        let path = vm.system.absolute(Path::new(&path));
        if !vm.system.is_file(&path) {
            return Ok(Value::None);
        }
        let source = read(vm, &path)?;
        Ok(Value::Dict(dotenv_dict(vm, &source, true, true)))
    }),
    ("find_file", |vm, args| {
        let folder = text(vm, &args.arg(0), "folder")?;
        let wanted = text(vm, &args.arg(1), "name")?;
        let is_case_sensitive = args.arg(2).as_bool() == Some(true);
        let folder = vm.system.absolute(Path::new(&expand_user(vm, &folder)));
        let Ok(entries) = vm.system.read_dir(&folder) else {
            return Ok(Value::None);
        };
        for entry in entries {
            let is_same = if is_case_sensitive {
                entry.name == wanted
            } else {
                entry.name.to_lowercase() == wanted.to_lowercase()
            };
            let path = folder.join(&entry.name);
            if is_same && vm.system.is_file(&path) {
                return read(vm, &path).map(Value::from);
            }
        }
        Ok(Value::None)
    }),
    ("with_folder", |_, args| {
        // A method that gets the folder of the file that calls it, after the instance.
        let function = args.arg(0);
        Ok(NativeFunction::method_closure(
            "",
            "with_folder",
            move |vm, args| {
                let folder = caller_folder(vm, args.span.or_else(|| vm.current_span()));
                let mut positional = args.positional.clone();
                let at = positional.len().min(1);
                positional.insert(at, folder.map_or(Value::None, Value::from));
                vm.call_keywords(&function, positional, std::mem::take(&mut args.keywords))
            },
        ))
    }),
    ("import_module", |vm, args| {
        vm.import(&text(vm, &args.arg(0), "module")?)
    }),
    ("loaded_module", |vm, args| {
        let name = text(vm, &args.arg(0), "module")?;
        Ok(vm.sys_modules.get_str(&name).unwrap_or(Value::None))
    }),
    ("evaluate", |vm, args| match args.arg(0) {
        Value::Module(module) => {
            vm.evaluate_expression(&text(vm, &args.arg(1), "expression")?, &module)
        }
        other => Err(vm.type_error(format!("a module is needed, not {}", vm.type_name(&other)))),
    }),
    ("run_file", |vm, args| {
        let path = text(vm, &args.arg(0), "path")?;
        let name = text(vm, &args.arg(1), "name")?;
        let path = vm.system.absolute(Path::new(&path));
        vm.run_file(&path, &name).map(Value::Module)
    }),
    ("make_folder", |vm, args| {
        let path = text(vm, &args.arg(0), "path")?;
        vm.system
            .create_dir_all(&vm.system.absolute(Path::new(&path)))
            .map_err(|error| vm.raise("OSError", error.to_string()))?;
        Ok(Value::None)
    }),
    ("map_class", super::mapping::map_class),
    ("make_base", super::mapping::make_base),
];

/// The folder of the source that a span is in.
pub(crate) fn caller_folder(vm: &Vm, span: Option<alembic_source::Span>) -> Option<String> {
    let file = vm.sources.get(span?.file)?;
    let path = vm.system.absolute(&file.path);
    Some(path.parent()?.display().to_string())
}

pub(crate) fn read(vm: &Vm, path: &Path) -> PyResult<String> {
    let path = vm.system.absolute(path);
    vm.system.read_to_string(&path).map_err(|_| {
        vm.raise(
            "FileNotFoundError",
            format!("[Errno 2] No such file or directory: '{}'", path.display()),
        )
    })
}

fn expand_user(vm: &Vm, path: &str) -> String {
    match path.strip_prefix("~/") {
        Some(rest) => match vm.environ.get_str("HOME").and_then(|home| home.to_text()) {
            Some(home) => format!("{home}/{rest}"),
            None => path.to_owned(),
        },
        None => path.to_owned(),
    }
}

/// The values of a `.env` text.
pub(crate) fn dotenv_dict(
    vm: &Vm,
    source: &str,
    override_environment: bool,
    interpolate: bool,
) -> Rc<Dict> {
    let entries = parse_dotenv(source);
    let made = Dict::new();
    if !interpolate {
        for entry in entries {
            made.set_str(&entry.key, entry.value.map_or(Value::None, Value::from));
        }
        return made;
    }
    let environment = |name: &str| Some(vm.environ.get_str(name)?.to_text()?.to_string());
    for (key, value) in resolve_dotenv(&entries, &environment, override_environment) {
        made.set_str(&key, value.map_or(Value::None, Value::from));
    }
    made
}

pub(crate) fn class_argument(vm: &Vm, value: &Value) -> PyResult<Rc<Class>> {
    match value {
        Value::Class(class) => Ok(class.clone()),
        other => Err(vm.type_error(format!("a class is needed, not {}", vm.type_name(other)))),
    }
}

fn version(vm: &Vm, args: &mut alembic_python::Args) -> PyResult {
    let package = text(vm, &args.arg(0), "package")?;
    let known = crate::versions::installed(vm)
        .installed
        .get(&package)
        .cloned();
    Ok(match known {
        Some(numbers) => Value::from(
            numbers
                .iter()
                .take(2)
                .map(u32::to_string)
                .collect::<Vec<_>>()
                .join("."),
        ),
        None => args.arg(1),
    })
}

/// The Python function behind a callable, and how many parameters are bound already.
fn function_of(value: &Value) -> Option<(Rc<Function>, usize)> {
    match value {
        Value::Function(function) => Some((function.clone(), 0)),
        Value::Method(method) => {
            let (function, bound) = function_of(&method.function)?;
            Some((function, bound + 1))
        }
        Value::ClassMethod(inner) | Value::StaticMethod(inner) => function_of(inner),
        _ => None,
    }
}

/// How many positional arguments a function takes; `None` if that is not known.
fn arity(value: &Value) -> Option<i64> {
    let (function, bound) = match value {
        // The types that are used as functions take one argument.
        Value::Class(_) => return Some(0),
        other => function_of(other)?,
    };
    let n = function
        .parameters()
        .iter()
        .filter(|(_, kind)| {
            matches!(
                kind,
                ParameterKind::Positional | ParameterKind::PositionalOnly | ParameterKind::Rest
            )
        })
        .count();
    Some(i64::try_from(n).ok()? - i64::try_from(bound).ok()?)
}

/// The kind of an annotation and its parts.
fn kind(vm: &Vm, args: &mut alembic_python::Args) -> PyResult {
    let value = match args.arg(0) {
        opaque @ Value::Opaque(_) => vm.force(&opaque)?,
        other => other,
    };
    let pair = |name: &str, parts: Value| Ok(Value::tuple(vec![Value::str(name), parts]));
    match &value {
        Value::None => pair("none", Value::None),
        Value::Opaque(opaque) => pair("opaque", Value::str(&*opaque.origin)),
        Value::Class(class) if &*class.name() == "NoneType" => pair("none", Value::None),
        Value::Class(class) if &*class.module() == "typing" && &*class.name() == "Any" => {
            pair("any", Value::None)
        }
        Value::Class(_) => pair("class", Value::None),
        Value::Alias(alias) => match alias.kind {
            AliasKind::Union => pair("union", Value::tuple(alias.args.clone())),
            AliasKind::Annotated => pair("annotated", Value::tuple(alias.args.clone())),
            AliasKind::Literal => pair("literal", Value::tuple(alias.args.clone())),
            AliasKind::TypeAlias => {
                let inner = crate::support::attr(vm, &value, "__value__")?;
                pair("inner", inner)
            }
            AliasKind::Subscript => {
                // `Final[int]` and `Required[int]` are their argument.
                let name = vm
                    .getattr_opt(&alias.origin, "_name")?
                    .and_then(|name| name.to_text());
                if matches!(
                    name.as_deref(),
                    Some("Final" | "Required" | "NotRequired" | "ReadOnly" | "ClassVar")
                ) {
                    return pair("inner", alias.args.first().cloned().unwrap_or(Value::None));
                }
                let parts = vec![alias.origin.clone(), Value::tuple(alias.args.clone())];
                pair("alias", Value::tuple(parts))
            }
        },
        other => {
            if let Some(inner) = vm.getattr_opt(other, "__supertype__")? {
                return pair("inner", inner);
            }
            if let Some(inner) = vm.getattr_opt(other, "__value__")? {
                return pair("inner", inner);
            }
            if vm.getattr_opt(other, "__constraints__")?.is_some() {
                return match vm.getattr_opt(other, "__bound__")? {
                    Some(bound) if !bound.is_none() => pair("inner", bound),
                    _ => pair("any", Value::None),
                };
            }
            match vm
                .getattr_opt(other, "_name")?
                .and_then(|name| name.to_text())
            {
                Some(name) if &*name == "Any" => pair("any", Value::None),
                Some(_) => pair(
                    "alias",
                    Value::tuple(vec![other.clone(), Value::tuple(Vec::new())]),
                ),
                None => pair("other", Value::None),
            }
        }
    }
}

fn from_json(value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::Null => Value::None,
        serde_json::Value::Bool(flag) => Value::Bool(*flag),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(number) => Value::Int(number),
            None => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        serde_json::Value::String(text) => Value::str(text),
        serde_json::Value::Array(items) => Value::list(items.iter().map(from_json).collect()),
        serde_json::Value::Object(pairs) => {
            let made = Dict::new();
            for (key, item) in pairs {
                made.set_str(key, from_json(item));
            }
            Value::Dict(made)
        }
    }
}

//! `dotenv`: `load_dotenv`, `dotenv_values`, `find_dotenv`. Mirrors python-dotenv 1.2.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use alembic_python::{Args, Module, NativeFn, NativeFunction, PyResult, Signature, Value, Vm};

use super::helpers::{caller_folder, dotenv_dict, read};
use crate::support::{call_method, text};

static FIND: Signature = Signature::new(
    "find_dotenv",
    "filename='.env', raise_error_if_not_found=False, usecwd=False",
);
static LOAD: Signature = Signature::new(
    "load_dotenv",
    "dotenv_path=None, stream=None, verbose=False, override=False, interpolate=True, encoding='utf-8'",
);
static VALUES: Signature = Signature::new(
    "dotenv_values",
    "dotenv_path=None, stream=None, verbose=False, interpolate=True, encoding='utf-8'",
);

const FUNCTIONS: &[(&str, NativeFn)] = &[
    ("find_dotenv", find_dotenv),
    ("load_dotenv", load_dotenv),
    ("dotenv_values", dotenv_values),
    ("get_key", |vm, args| {
        let path = vm.str(&args.arg(0))?;
        let source = read(vm, Path::new(&*path))?;
        let key = text(vm, &args.arg(1), "key")?;
        let values = dotenv_dict(vm, &source, true, true);
        Ok(values.get_str(&key).unwrap_or(Value::None))
    }),
    ("set_key", |vm, _| Err(vm.unsupported("dotenv.set_key()"))),
    ("unset_key", |vm, _| {
        Err(vm.unsupported("dotenv.unset_key()"))
    }),
];

/// The module.
pub(crate) fn module(_vm: &Vm) -> PyResult<Rc<Module>> {
    let module = Module::new("dotenv");
    for (name, function) in FUNCTIONS {
        module.set(name, NativeFunction::new(name, *function));
    }
    Ok(module)
}

/// The file of this name in the folder of the caller or above.
fn search(vm: &Vm, args: &Args, filename: &str, use_cwd: bool) -> Option<PathBuf> {
    let start = if use_cwd {
        vm.system.current_dir()
    } else {
        match caller_folder(vm, args.span.or_else(|| vm.current_span())) {
            Some(folder) => PathBuf::from(folder),
            None => vm.system.current_dir(),
        }
    };
    start
        .ancestors()
        .map(|folder| folder.join(filename))
        .find(|path| vm.system.is_file(path))
}

fn find_dotenv(vm: &Vm, args: &mut Args) -> PyResult {
    let bound = args.bind(vm, &FIND)?;
    let filename = text(vm, &bound.get("filename"), "filename")?;
    let use_cwd = vm.truth(&bound.get("usecwd"))?;
    match search(vm, args, &filename, use_cwd) {
        Some(path) => Ok(Value::from(path.display().to_string())),
        None if vm.truth(&bound.get("raise_error_if_not_found"))? => {
            Err(vm.raise("OSError", "File not found"))
        }
        None => Ok(Value::str("")),
    }
}

/// The text to parse: of the path, of the stream, or of the file that is found.
fn source(vm: &Vm, args: &Args, path: &Value, stream: &Value) -> PyResult<Option<String>> {
    if path.is_none() && !stream.is_none() {
        let found = call_method(vm, stream, "read", Vec::new())?;
        return text(vm, &found, "stream").map(Some);
    }
    let path = if path.is_none() {
        search(vm, args, ".env", false)
    } else {
        Some(PathBuf::from(&*vm.str(path)?))
    };
    let Some(path) = path else {
        return Ok(None);
    };
    let path = vm.system.absolute(&path);
    if !vm.system.is_file(&path) {
        return Ok(None);
    }
    read(vm, &path).map(Some)
}

fn load_dotenv(vm: &Vm, args: &mut Args) -> PyResult {
    let bound = args.bind(vm, &LOAD)?;
    let is_override = vm.truth(&bound.get("override"))?;
    let Some(source) = source(vm, args, &bound.get("dotenv_path"), &bound.get("stream"))? else {
        return Ok(Value::Bool(false));
    };
    let interpolate = vm.truth(&bound.get("interpolate"))?;
    let values = dotenv_dict(vm, &source, is_override, interpolate);
    for (key, value) in values.items() {
        let Some(name) = key.to_text() else { continue };
        if value.is_none() || (!is_override && vm.environ.get_str(&name).is_some()) {
            continue;
        }
        vm.environ.set_str(&name, value);
    }
    Ok(Value::Bool(!values.is_empty()))
}

fn dotenv_values(vm: &Vm, args: &mut Args) -> PyResult {
    let bound = args.bind(vm, &VALUES)?;
    let source = source(vm, args, &bound.get("dotenv_path"), &bound.get("stream"))?;
    let interpolate = vm.truth(&bound.get("interpolate"))?;
    Ok(Value::Dict(dotenv_dict(
        vm,
        &source.unwrap_or_default(),
        true,
        interpolate,
    )))
}

//! `resources/absent.txt` lists what the classes of CPython's standard library have and ours do not.
//!
//! `ALEMBIC_RS_WRITE=1 cargo test -p alembic_python --test absent` writes the file anew.
#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "a test")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::rc::Rc;

use alembic_python::{Value, Vm};
use alembic_source::{OsSystem, SourceMap};

/// `module`, `class` and `attributes` of the classes of these modules.
const DRIVER: &str = r#"
import importlib, inspect, json, sys
modules = sys.argv[1:]
result = []
for name in modules:
    module = importlib.import_module(name)
    for key, value in vars(module).items():
        if key.startswith("_") or not isinstance(value, type):
            continue
        inherited = {k for base in value.__mro__[1:] for k in vars(base)} if value is not object else set()
        own = sorted(k for k in vars(value) if k not in inherited)
        result.append([name, key, own])
json.dump(result, sys.stdout)
"#;

const MODULES: &[&str] = &[
    "abc",
    "argparse",
    "ast",
    "asyncio",
    "base64",
    "builtins",
    "calendar",
    "collections",
    "collections.abc",
    "concurrent.futures",
    "configparser",
    "contextlib",
    "contextvars",
    "copy",
    "csv",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "importlib.metadata",
    "importlib.util",
    "inspect",
    "io",
    "ipaddress",
    "itertools",
    "json",
    "logging",
    "logging.config",
    "logging.handlers",
    "numbers",
    "operator",
    "pathlib",
    "pprint",
    "queue",
    "random",
    "re",
    "shutil",
    "socket",
    "string",
    "subprocess",
    "tempfile",
    "textwrap",
    "threading",
    "time",
    "traceback",
    "types",
    "typing",
    "urllib.parse",
    "uuid",
    "warnings",
    "weakref",
    "zoneinfo",
];

/// Attributes that hold no behavior.
const PLAIN: &[&str] = &[
    "__abstractmethods__",
    "__annotations__",
    "__dataclass_fields__",
    "__dataclass_params__",
    "__dict__",
    "__doc__",
    "__firstlineno__",
    "__match_args__",
    "__module__",
    "__orig_bases__",
    "__parameters__",
    "__slots__",
    "__static_attributes__",
    "__text_signature__",
    "__weakref__",
    "_abc_impl",
];

fn reference() -> Option<Vec<(String, String, Vec<String>)>> {
    let home = std::env::var("HOME").unwrap_or_default();
    [
        "python3.13".to_owned(),
        format!("{home}/.pyenv/versions/3.13.0/bin/python3"),
    ]
    .iter()
    .find_map(|python| {
        let output = Command::new(python)
            .args(["-W", "ignore", "-c", DRIVER])
            .args(MODULES)
            .stderr(Stdio::null())
            .output()
            .ok()?;
        serde_json::from_slice(&output.stdout).ok()
    })
}

fn table(reference: Vec<(String, String, Vec<String>)>) -> String {
    let vm = Vm::new(Rc::new(OsSystem), Rc::new(SourceMap::default()));
    vm.set_site_packages(Vec::new());
    let mut lines: BTreeMap<String, String> = BTreeMap::new();
    for (module, name, attributes) in reference {
        let Ok(imported) = vm.import(&module) else {
            continue;
        };
        let Ok(Some(Value::Class(class))) = vm.getattr_opt(&imported, &*name) else {
            continue;
        };
        let own = Value::Class(class.clone());
        let absent: Vec<String> = attributes
            .into_iter()
            .filter(|attribute| !PLAIN.contains(&attribute.as_str()))
            .filter(|attribute| !matches!(vm.getattr_opt(&own, attribute.as_str()), Ok(Some(_))))
            .collect();
        if !absent.is_empty() {
            lines.insert(class.full_name(), absent.join(" "));
        }
    }
    lines
        .iter()
        .map(|(class, names)| format!("{class} {names}\n"))
        .collect()
}

fn check() {
    let Some(reference) = reference() else {
        eprintln!("skipped: no CPython 3.13");
        return;
    };
    let found = table(reference);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("resources/absent.txt");
    if std::env::var_os("ALEMBIC_RS_WRITE").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        found,
        "see the first line of this file"
    );
}

#[test]
fn absent_attributes_are_listed() {
    let thread = std::thread::Builder::new()
        .stack_size(64 * 1024 * 1024)
        .spawn(check)
        .unwrap();
    assert!(thread.join().is_ok(), "see above");
}

//! The standard modules.
//!
//! Modules that need the host or speed are native, one file each. The others are written in Python
//! (`stdlib/python/*.py`) and evaluated by the interpreter itself at their first import.

pub(crate) mod abc;
pub(crate) mod enum_;
pub(crate) mod io;
mod json;
mod logging_ini;
mod logging_plain;
mod math;
mod native;
pub(crate) mod regex;
pub(crate) mod sys;
mod toml;
pub(crate) mod typing;

use std::path::PathBuf;
use std::rc::Rc;

use crate::error::PyResult;
use crate::function::NativeFn;
use crate::module::Module;
use crate::value::Value;
use crate::vm::Vm;

/// Modules that are written in Python: name, source, whether it has submodules.
const FROZEN: &[(&str, &str, bool)] = &[
    (
        "linecache",
        include_str!("stdlib/python/linecache.py"),
        false,
    ),
    (
        "sysconfig",
        include_str!("stdlib/python/sysconfig.py"),
        false,
    ),
    (
        "__future__",
        include_str!("stdlib/python/__future__.py"),
        false,
    ),
    (
        "_strptime",
        include_str!("stdlib/python/_strptime.py"),
        false,
    ),
    ("argparse", include_str!("stdlib/python/argparse.py"), false),
    ("ast", include_str!("stdlib/python/ast.py"), false),
    ("asyncio", include_str!("stdlib/python/asyncio.py"), true),
    ("atexit", include_str!("stdlib/python/atexit.py"), false),
    ("base64", include_str!("stdlib/python/base64.py"), false),
    ("binascii", include_str!("stdlib/python/binascii.py"), false),
    ("bisect", include_str!("stdlib/python/bisect.py"), false),
    (
        "collections",
        include_str!("stdlib/python/collections.py"),
        true,
    ),
    (
        "collections.abc",
        include_str!("stdlib/python/collections_abc.py"),
        false,
    ),
    (
        "_collections_abc",
        include_str!("stdlib/python/collections_abc.py"),
        false,
    ),
    (
        "concurrent",
        include_str!("stdlib/python/concurrent.py"),
        true,
    ),
    (
        "concurrent.futures",
        include_str!("stdlib/python/concurrent_futures.py"),
        false,
    ),
    (
        "configparser",
        include_str!("stdlib/python/configparser.py"),
        false,
    ),
    (
        "contextlib",
        include_str!("stdlib/python/contextlib.py"),
        false,
    ),
    (
        "contextvars",
        include_str!("stdlib/python/contextvars.py"),
        false,
    ),
    ("copy", include_str!("stdlib/python/copy.py"), false),
    ("csv", include_str!("stdlib/python/csv.py"), false),
    (
        "dataclasses",
        include_str!("stdlib/python/dataclasses.py"),
        false,
    ),
    ("datetime", include_str!("stdlib/python/datetime.py"), false),
    ("decimal", include_str!("stdlib/python/decimal.py"), false),
    ("errno", include_str!("stdlib/python/errno.py"), false),
    ("fnmatch", include_str!("stdlib/python/fnmatch.py"), false),
    (
        "functools",
        include_str!("stdlib/python/functools.py"),
        false,
    ),
    ("getpass", include_str!("stdlib/python/getpass.py"), false),
    ("glob", include_str!("stdlib/python/glob.py"), false),
    ("hashlib", include_str!("stdlib/python/hashlib.py"), false),
    ("heapq", include_str!("stdlib/python/heapq.py"), false),
    ("hmac", include_str!("stdlib/python/hmac.py"), false),
    ("html", include_str!("stdlib/python/html.py"), false),
    (
        "importlib",
        include_str!("stdlib/python/importlib.py"),
        true,
    ),
    (
        "importlib.metadata",
        include_str!("stdlib/python/importlib_metadata.py"),
        false,
    ),
    (
        "importlib_metadata",
        include_str!("stdlib/python/importlib_metadata.py"),
        false,
    ),
    (
        "importlib.resources",
        include_str!("stdlib/python/importlib_resources.py"),
        false,
    ),
    (
        "importlib_resources",
        include_str!("stdlib/python/importlib_resources.py"),
        false,
    ),
    (
        "importlib.util",
        include_str!("stdlib/python/importlib_util.py"),
        false,
    ),
    ("inspect", include_str!("stdlib/python/inspect.py"), false),
    (
        "ipaddress",
        include_str!("stdlib/python/ipaddress.py"),
        false,
    ),
    (
        "itertools",
        include_str!("stdlib/python/itertools.py"),
        false,
    ),
    ("json", include_str!("stdlib/python/json.py"), true),
    ("keyword", include_str!("stdlib/python/keyword.py"), false),
    ("locale", include_str!("stdlib/python/locale.py"), false),
    ("logging", include_str!("stdlib/python/logging.py"), true),
    (
        "logging.config",
        include_str!("stdlib/python/logging_config.py"),
        false,
    ),
    (
        "logging.handlers",
        include_str!("stdlib/python/logging_handlers.py"),
        false,
    ),
    ("numbers", include_str!("stdlib/python/numbers.py"), false),
    ("operator", include_str!("stdlib/python/operator.py"), false),
    ("os", include_str!("stdlib/python/os.py"), true),
    ("pathlib", include_str!("stdlib/python/pathlib.py"), false),
    ("pkgutil", include_str!("stdlib/python/pkgutil.py"), false),
    ("platform", include_str!("stdlib/python/platform.py"), false),
    (
        "posixpath",
        include_str!("stdlib/python/posixpath.py"),
        false,
    ),
    ("pprint", include_str!("stdlib/python/pprint.py"), false),
    ("queue", include_str!("stdlib/python/queue.py"), false),
    ("random", include_str!("stdlib/python/random.py"), false),
    ("re", include_str!("stdlib/python/re.py"), false),
    ("secrets", include_str!("stdlib/python/secrets.py"), false),
    ("shlex", include_str!("stdlib/python/shlex.py"), false),
    ("string", include_str!("stdlib/python/string.py"), false),
    (
        "string.templatelib",
        include_str!("stdlib/python/string_templatelib.py"),
        false,
    ),
    (
        "subprocess",
        include_str!("stdlib/python/subprocess.py"),
        false,
    ),
    ("tempfile", include_str!("stdlib/python/tempfile.py"), false),
    ("textwrap", include_str!("stdlib/python/textwrap.py"), false),
    (
        "threading",
        include_str!("stdlib/python/threading.py"),
        false,
    ),
    ("time", include_str!("stdlib/python/time.py"), false),
    (
        "traceback",
        include_str!("stdlib/python/traceback.py"),
        false,
    ),
    ("tomllib", include_str!("stdlib/python/tomllib.py"), false),
    ("types", include_str!("stdlib/python/types.py"), false),
    (
        "unicodedata",
        include_str!("stdlib/python/unicodedata.py"),
        false,
    ),
    ("urllib", include_str!("stdlib/python/urllib.py"), true),
    (
        "urllib.parse",
        include_str!("stdlib/python/urllib_parse.py"),
        false,
    ),
    ("uuid", include_str!("stdlib/python/uuid.py"), false),
    ("warnings", include_str!("stdlib/python/warnings.py"), false),
    ("weakref", include_str!("stdlib/python/weakref.py"), false),
    ("zlib", include_str!("stdlib/python/zlib.py"), false),
    ("zoneinfo", include_str!("stdlib/python/zoneinfo.py"), false),
];

/// Registers every standard module.
pub(crate) fn register(vm: &Vm) {
    vm.register_module("abc", abc::load);
    vm.register_module("enum", enum_::load);
    vm.register_module("typing", typing::load);
    vm.register_module("typing_extensions", typing::load_extensions);
    vm.register_module("sys", sys::load);
    vm.register_module("io", io::load);
    vm.register_module("math", math::load);
    vm.register_module("_alembic_native", native::load);
    vm.register_module("_alembic_json", json::load);
    vm.register_module("_alembic_regex", regex::load);
    vm.define_exception("re", "PatternError", &["Exception"]);
}

/// True for a standard module that is written in Python.
pub(crate) fn is_frozen(name: &str) -> bool {
    FROZEN.iter().any(|(known, _, _)| *known == name)
}

/// A module with these functions.
pub(crate) fn module(name: &str, functions: &[(&str, NativeFn)]) -> Rc<Module> {
    let module = Module::new(name);
    for (name, body) in functions {
        module.set_function(name, *body);
    }
    module
}

impl Vm {
    /// Evaluates a standard module that is written in Python.
    pub(crate) fn import_frozen(&self, name: &str) -> PyResult<Option<Value>> {
        let Some((_, source, is_package)) = FROZEN.iter().find(|(known, _, _)| *known == name)
        else {
            return Ok(None);
        };
        self.load_frozen(name, source, *is_package).map(Some)
    }

    fn load_frozen(&self, name: &str, source: &'static str, is_package: bool) -> PyResult {
        let module = Module::new(name);
        if is_package {
            module.set("__path__", Value::list(Vec::new()));
            module.set("__package__", name);
        } else {
            module.set(
                "__package__",
                name.rsplit_once('.').map_or("", |(package, _)| package),
            );
        }
        module.set("__file__", format!("<frozen {name}>"));
        self.sys_modules
            .set_str(name, Value::Module(module.clone()));
        let result =
            self.exec_embedded(source, &PathBuf::from(format!("<frozen {name}>")), &module);
        module.native.set(true);
        if let Err(unwind) = result {
            self.sys_modules.remove_str(name);
            return Err(unwind);
        }
        Ok(Value::Module(module))
    }
}

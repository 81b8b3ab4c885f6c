//! Finding and evaluating modules.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use alembic_source::FileId;
use ruff_python_ast::{Stmt, StmtImport, StmtImportFrom};
use ruff_text_size::TextRange;

use crate::defer::Parsed;
use crate::error::{PyResult, Unwind};
use crate::interp::analysis::analyze;
use crate::interp::frame::{Environment, Frame, FrameState};
use crate::interp::scope::{ScopeInfo, ScopeKind};
use crate::interp::top_imports::top_imports;
use crate::module::Module;
use crate::opaque::{Lazy, Opaque};
use crate::parse::SyntaxTree;
use crate::symbol::{Symbol, names};
use crate::value::Value;
use crate::vm::Vm;

/// Where a module's source is.
pub(crate) enum Found {
    File {
        path: PathBuf,
        is_package: bool,
    },
    /// A folder without `__init__.py`.
    Namespace(PathBuf),
}

/// True for a top-level module of the standard library.
pub(crate) fn is_standard(name: &str) -> bool {
    STANDARD.contains(&name)
}

/// Top-level modules of the standard library, for which there is no source here.
const STANDARD: &[&str] = &[
    "__future__",
    "_abc",
    "_ast",
    "_codecs",
    "_collections_abc",
    "_csv",
    "_ctypes",
    "_datetime",
    "_decimal",
    "_functools",
    "_io",
    "_json",
    "_locale",
    "_operator",
    "_pydecimal",
    "_random",
    "_signal",
    "_socket",
    "_sqlite3",
    "_ssl",
    "_stat",
    "_string",
    "_strptime",
    "_struct",
    "_thread",
    "_typing",
    "_warnings",
    "_weakref",
    "_weakrefset",
    "abc",
    "aifc",
    "antigravity",
    "argparse",
    "array",
    "ast",
    "asyncio",
    "atexit",
    "base64",
    "bdb",
    "binascii",
    "bisect",
    "builtins",
    "bz2",
    "cProfile",
    "calendar",
    "cmath",
    "cmd",
    "code",
    "codecs",
    "codeop",
    "collections",
    "colorsys",
    "compileall",
    "concurrent",
    "configparser",
    "contextlib",
    "contextvars",
    "copy",
    "copyreg",
    "csv",
    "ctypes",
    "curses",
    "dataclasses",
    "datetime",
    "dbm",
    "decimal",
    "difflib",
    "dis",
    "doctest",
    "email",
    "encodings",
    "ensurepip",
    "enum",
    "errno",
    "faulthandler",
    "fcntl",
    "filecmp",
    "fileinput",
    "fnmatch",
    "fractions",
    "ftplib",
    "functools",
    "gc",
    "genericpath",
    "getopt",
    "getpass",
    "gettext",
    "glob",
    "graphlib",
    "grp",
    "gzip",
    "hashlib",
    "heapq",
    "hmac",
    "html",
    "http",
    "imaplib",
    "imp",
    "importlib",
    "inspect",
    "io",
    "ipaddress",
    "itertools",
    "json",
    "keyword",
    "linecache",
    "locale",
    "logging",
    "lzma",
    "mailbox",
    "marshal",
    "math",
    "mimetypes",
    "mmap",
    "modulefinder",
    "multiprocessing",
    "netrc",
    "ntpath",
    "numbers",
    "opcode",
    "operator",
    "optparse",
    "os",
    "pathlib",
    "pdb",
    "pickle",
    "pickletools",
    "pkgutil",
    "platform",
    "plistlib",
    "poplib",
    "posix",
    "posixpath",
    "pprint",
    "profile",
    "pstats",
    "pty",
    "pwd",
    "py_compile",
    "pyclbr",
    "pydoc",
    "pydoc_data",
    "pyexpat",
    "queue",
    "quopri",
    "random",
    "re",
    "readline",
    "reprlib",
    "resource",
    "rlcompleter",
    "runpy",
    "sched",
    "secrets",
    "select",
    "selectors",
    "shelve",
    "shlex",
    "shutil",
    "signal",
    "site",
    "smtplib",
    "socket",
    "socketserver",
    "sqlite3",
    "ssl",
    "stat",
    "statistics",
    "string",
    "stringprep",
    "struct",
    "subprocess",
    "symtable",
    "sys",
    "sysconfig",
    "syslog",
    "tabnanny",
    "tarfile",
    "tempfile",
    "termios",
    "textwrap",
    "threading",
    "time",
    "timeit",
    "tkinter",
    "token",
    "tokenize",
    "tomllib",
    "trace",
    "traceback",
    "tracemalloc",
    "tty",
    "turtle",
    "types",
    "typing",
    "unicodedata",
    "unittest",
    "urllib",
    "uuid",
    "venv",
    "warnings",
    "wave",
    "weakref",
    "webbrowser",
    "wsgiref",
    "xml",
    "xmlrpc",
    "zipapp",
    "zipfile",
    "zipimport",
    "zlib",
    "zoneinfo",
];

/// The modules in those packages of the standard library that are native here.
const STANDARD_SUBMODULES: &[&str] = &[
    "asyncio.base_events",
    "asyncio.base_futures",
    "asyncio.base_subprocess",
    "asyncio.base_tasks",
    "asyncio.constants",
    "asyncio.coroutines",
    "asyncio.events",
    "asyncio.exceptions",
    "asyncio.format_helpers",
    "asyncio.futures",
    "asyncio.graph",
    "asyncio.locks",
    "asyncio.log",
    "asyncio.mixins",
    "asyncio.proactor_events",
    "asyncio.protocols",
    "asyncio.queues",
    "asyncio.runners",
    "asyncio.selector_events",
    "asyncio.sslproto",
    "asyncio.staggered",
    "asyncio.streams",
    "asyncio.subprocess",
    "asyncio.taskgroups",
    "asyncio.tasks",
    "asyncio.threads",
    "asyncio.timeouts",
    "asyncio.transports",
    "asyncio.trsock",
    "asyncio.unix_events",
    "asyncio.windows_events",
    "asyncio.windows_utils",
    "collections.abc",
    "concurrent.futures",
    "concurrent.interpreters",
    "concurrent.futures._base",
    "concurrent.futures.interpreter",
    "concurrent.futures.process",
    "concurrent.futures.thread",
    "html.entities",
    "html.parser",
    "importlib._abc",
    "importlib._bootstrap",
    "importlib._bootstrap_external",
    "importlib.abc",
    "importlib.machinery",
    "importlib.metadata",
    "importlib.readers",
    "importlib.resources",
    "importlib.resources.abc",
    "importlib.resources.readers",
    "importlib.resources.simple",
    "importlib.simple",
    "importlib.util",
    "json.decoder",
    "json.encoder",
    "json.scanner",
    "json.tool",
    "logging.config",
    "logging.handlers",
    "re._casefix",
    "re._compiler",
    "re._constants",
    "re._parser",
    "tomllib._parser",
    "tomllib._re",
    "tomllib._types",
    "urllib.error",
    "urllib.parse",
    "urllib.request",
    "urllib.response",
    "urllib.robotparser",
    "zoneinfo._common",
    "zoneinfo._tzpath",
    "zoneinfo._zoneinfo",
];

impl Vm {
    /// Imports a module by its full name and returns it (not the top-level package).
    pub fn import(&self, name: &str) -> PyResult {
        if let Some(known) = self.sys_modules.get_str(name) {
            if let Value::Module(module) = &known
                && self.must_evaluate(module)
            {
                self.evaluate_module(module)?;
            }
            return Ok(known);
        }
        let Some((parent_name, last)) = name.rsplit_once('.') else {
            return self.import_one(name, None);
        };
        let parent = self.import(parent_name)?;
        if let Some(known) = self.sys_modules.get_str(name) {
            return Ok(known);
        }
        let module = match &parent {
            Value::Module(parent) => self.import_one(name, Some(parent))?,
            Value::Opaque(_) if self.installed_without(parent_name, last) => {
                return Err(self.missing_module(name));
            }
            Value::Opaque(opaque) => self.lazy_module(name, opaque.span)?,
            _ => return Err(self.missing_module(name)),
        };
        if let Value::Module(parent) = &parent {
            parent.set_symbol(Symbol::new(last), module.clone());
        }
        Ok(module)
    }

    fn lazy_module(&self, name: &str, span: Option<alembic_source::Span>) -> PyResult {
        if let Some(module) = self.plugin(name)? {
            return Ok(Value::Module(module));
        }
        self.note_lazy(name);
        Ok(Opaque::lazy(
            name,
            span.or_else(|| self.current_span()),
            Lazy {
                module: Rc::from(name),
                attribute: None,
            },
        ))
    }

    /// Evaluates installed modules whose texts have one of these words as soon as they are imported, and what imports
    /// such a module of its own package: their import itself acts.
    pub fn evaluate_plugins(&self, words: &'static [&'static str]) {
        self.plugin_words.set(words);
    }

    /// The module, if its import acts.
    ///
    /// # Errors
    /// If it cannot be evaluated: what it does would be lost.
    fn plugin(&self, name: &str) -> PyResult<Option<Rc<Module>>> {
        let words = self.plugin_words.get();
        let folders = self.site_packages.borrow().clone();
        let (false, Some(folders)) = (words.is_empty(), folders) else {
            return Ok(None);
        };
        if !self.acts_on_import(name, &folders, words) {
            return Ok(None);
        }
        // What it imports itself is evaluated when it is used.
        self.plugin_words.set(&[]);
        let outcome = self.try_force_module(name, &folders);
        self.plugin_words.set(words);
        match outcome {
            Ok(Some(module)) => Ok(Some(module)),
            Ok(None) => Err(self.unsupported(format!("the plug-in `{name}`"))),
            Err(Unwind::Unsupported(limit)) => {
                Err(self.unsupported(format!("the plug-in `{name}`: {}", limit.construct)))
            }
            Err(unwind) => Err(unwind),
        }
    }

    fn acts_on_import(&self, name: &str, folders: &[PathBuf], words: &[&str]) -> bool {
        const MOST_MODULES: usize = 64;
        let top = name.split('.').next().unwrap_or(name);
        let mut names = vec![name.to_owned()];
        for (end, _) in name.match_indices('.') {
            names.extend(name.get(..end).map(str::to_owned));
        }
        let mut position = 0;
        while let Some(next) = names.get(position).cloned() {
            position += 1;
            let Some((path, is_package)) = self.project_file(folders, &next) else {
                continue;
            };
            let Ok(text) = self.system.read_to_string(&path) else {
                continue;
            };
            if words.iter().any(|word| text.contains(word)) {
                return true;
            }
            for import in modules_at_top(&text, &next, is_package) {
                let is_own = import.split('.').next() == Some(top);
                if is_own && names.len() < MOST_MODULES && !names.contains(&import) {
                    names.push(import);
                }
            }
        }
        false
    }

    pub(crate) fn missing_module(&self, name: &str) -> Unwind {
        let unwind = self.raise("ModuleNotFoundError", format!("No module named '{name}'"));
        if let Some(Value::Object(error)) = unwind.exception() {
            error.set("name", name);
            error.set("path", Value::None);
        }
        unwind
    }

    fn import_one(&self, name: &str, parent: Option<&Rc<Module>>) -> PyResult {
        let loader = self.native_modules.borrow().get(name).copied();
        if let Some(loader) = loader {
            let module = loader(self)?;
            module.native.set(true);
            if let Some(changed) = self.sys_modules.get_str(name) {
                return Ok(changed);
            }
            self.sys_modules
                .set_str(name, Value::Module(module.clone()));
            return Ok(Value::Module(module));
        }
        if let Some(module) = self.import_frozen(name)? {
            return Ok(module);
        }
        let last = name.rsplit('.').next().unwrap_or(name);
        let folders = match parent {
            Some(parent) if parent.native.get() => {
                if self.submodule_of_native_exists(parent, name) {
                    return self.lazy_module(name, None);
                }
                return Err(self.missing_module(name));
            }
            Some(parent) => match self.package_folders(parent) {
                Some(folders) => folders,
                None => {
                    return Err(self.raise(
                        "ModuleNotFoundError",
                        format!(
                            "No module named '{name}'; '{}' is not a package",
                            parent.name()
                        ),
                    ));
                }
            },
            None => self.search_path(),
        };
        if let Some(found) = self.find_in(&folders, last) {
            return self.load_found(name, found).map(Value::Module);
        }
        if self.has_extension_module(&folders, last) {
            return self.lazy_module(name, None);
        }
        if parent.is_some() {
            return Err(self.missing_module(name));
        }
        if STANDARD.contains(&name) || name == "distutils" && self.has_distutils() {
            return self.lazy_module(name, None);
        }
        let site_packages = self.site_packages.borrow().clone();
        match site_packages {
            Some(folders) => {
                if FOLLOWED.contains(&name)
                    && let Some(module) = self.force_module(name, &folders)?
                {
                    return Ok(Value::Module(module));
                }
                if self.find_in(&folders, name).is_some()
                    || self.has_extension_module(&folders, name)
                {
                    self.lazy_module(name, None)
                } else {
                    Err(self.missing_module(name))
                }
            }
            None => self.lazy_module(name, None),
        }
    }

    /// Before Python 3.12 `distutils` belongs to the standard library; later setuptools has it.
    fn has_distutils(&self) -> bool {
        let is_old = |folder: &PathBuf| {
            let names = folder
                .components()
                .filter_map(|part| part.as_os_str().to_str());
            let minor = |name: &str| name.strip_prefix("python3.")?.parse::<u32>().ok();
            names.filter_map(minor).any(|minor| minor < 12)
        };
        self.site_packages()
            .iter()
            .any(|folder| is_old(folder) || self.system.is_dir(&folder.join("_distutils_hack")))
    }

    /// A package that we have natively may have more modules than we know.
    fn submodule_of_native_exists(&self, parent: &Rc<Module>, name: &str) -> bool {
        let top = name.split('.').next().unwrap_or(name);
        if STANDARD.contains(&top) {
            let is_listed = |known: &&str| known.split('.').next() == Some(top);
            if STANDARD_SUBMODULES.iter().any(is_listed) {
                return STANDARD_SUBMODULES.contains(&name);
            }
            return parent.get_symbol(names().path).is_some();
        }
        let site_packages = self.site_packages.borrow().clone();
        match site_packages {
            None => true,
            Some(folders) => {
                let mut relative = PathBuf::new();
                let parts: Vec<&str> = name.split('.').collect();
                for part in parts.iter().take(parts.len() - 1) {
                    relative.push(part);
                }
                let folders: Vec<PathBuf> = folders
                    .iter()
                    .map(|folder| folder.join(&relative))
                    .collect();
                // Without the package in the environment nothing is known about it.
                let has_package = folders.iter().any(|folder| self.system.is_dir(folder));
                !has_package
                    || self
                        .find_in(&folders, parts.last().copied().unwrap_or(""))
                        .is_some()
            }
        }
    }

    fn has_extension_module(&self, folders: &[PathBuf], name: &str) -> bool {
        folders.iter().any(|folder| {
            self.system.read_dir(folder).is_ok_and(|entries| {
                entries.iter().any(|entry| {
                    entry
                        .name
                        .strip_prefix(name)
                        .is_some_and(|rest| rest.starts_with('.') && rest.ends_with(".so"))
                })
            })
        })
    }

    fn package_folders(&self, module: &Rc<Module>) -> Option<Vec<PathBuf>> {
        let path = module.get_symbol(names().path)?;
        let entries = self.collect(&path).ok()?;
        Some(
            entries
                .iter()
                .filter_map(|entry| {
                    entry
                        .as_str()
                        .map(|text| self.system.absolute(Path::new(text)))
                })
                .collect(),
        )
    }

    pub(crate) fn find_in(&self, folders: &[PathBuf], name: &str) -> Option<Found> {
        let mut namespace = None;
        for folder in folders {
            let package = folder.join(name);
            let init = package.join("__init__.py");
            if self.system.is_file(&init) {
                return Some(Found::File {
                    path: init,
                    is_package: true,
                });
            }
            let file = folder.join(format!("{name}.py"));
            if self.system.is_file(&file) {
                return Some(Found::File {
                    path: file,
                    is_package: false,
                });
            }
            if namespace.is_none() && self.system.is_dir(&package) {
                namespace = Some(package);
            }
        }
        namespace.map(Found::Namespace)
    }

    fn load_found(&self, name: &str, found: Found) -> PyResult<Rc<Module>> {
        let module = Module::new(name);
        match found {
            Found::Namespace(folder) => {
                let path = Value::list(vec![Value::from(folder.display().to_string())]);
                module.set_symbol(names().path, path);
                module.set_symbol(names().package, Value::str(name));
                self.sys_modules
                    .set_str(name, Value::Module(module.clone()));
                Ok(module)
            }
            Found::File { path, is_package } => {
                self.set_spec(&module, name, &path, is_package);
                if is_package {
                    let folder = path.parent().unwrap_or(Path::new("")).display().to_string();
                    module.set_symbol(names().path, Value::list(vec![Value::from(folder)]));
                    module.set_symbol(names().package, Value::str(name));
                } else {
                    let package = name.rsplit_once('.').map_or("", |(package, _)| package);
                    module.set_symbol(names().package, Value::str(package));
                }
                self.sys_modules
                    .set_str(name, Value::Module(module.clone()));
                let span = self.import_span();
                self.imports.borrow_mut().push((name.to_owned(), span));
                let result = self.run_or_defer(&module, &path);
                self.imports.borrow_mut().pop();
                if let Err(unwind) = result {
                    self.sys_modules.remove_str(name);
                    return Err(unwind);
                }
                // A module may replace itself in `sys.modules`.
                if let Some(Value::Module(changed)) = self.sys_modules.get_str(name) {
                    return Ok(changed);
                }
                Ok(module)
            }
        }
    }

    /// `__spec__` of a module from a file.
    fn set_spec(&self, module: &Rc<Module>, name: &str, path: &Path, is_package: bool) {
        let spec = crate::object::Object::new(&self.types.object);
        spec.set("name", name);
        spec.set("origin", path.display().to_string());
        spec.set("loader", Value::None);
        spec.set("has_location", true);
        let parent = if is_package {
            name
        } else {
            name.rsplit_once('.').map_or("", |(parent, _)| parent)
        };
        spec.set("parent", parent);
        let folder = path.parent().unwrap_or(Path::new("")).display().to_string();
        let locations = if is_package {
            Value::list(vec![Value::from(folder)])
        } else {
            Value::None
        };
        spec.set("submodule_search_locations", locations);
        module.set_symbol(names().spec, Value::Object(spec));
    }

    /// Evaluates a file as a module that is not in `sys.modules`; nothing in it may be skipped.
    pub fn run_file(&self, path: &Path, module_name: &str) -> PyResult<Rc<Module>> {
        let module = Module::new(module_name);
        self.run_file_in(path, &module)?;
        Ok(module)
    }

    /// Evaluates a file in a module that the caller made.
    pub fn run_file_in(&self, path: &Path, module: &Rc<Module>) -> PyResult<()> {
        let path = self.system.absolute(path);
        module.set_symbol(names().package, Value::str(""));
        self.run_source(module, &path, false)
    }

    /// [`Vm::run_file`] for a file that was read and parsed.
    ///
    /// # Errors
    /// What the module raises.
    pub fn run_tree(
        &self,
        path: &Path,
        file: FileId,
        tree: SyntaxTree,
        module_name: &str,
    ) -> PyResult<Rc<Module>> {
        let module = Module::new(module_name);
        module.set_symbol(names().package, Value::str(""));
        self.place(&module, file, &self.system.absolute(path));
        self.run_statements(&module, file, tree.0, false)?;
        Ok(module)
    }

    /// Evaluates a module that was imported, unless it may wait.
    fn run_or_defer(&self, module: &Rc<Module>, path: &Path) -> PyResult<()> {
        if self.is_of_project(path) && self.let_wait(module, path)? {
            return Ok(());
        }
        match self.planned(module.name()) {
            Some(parsed) if parsed.path == path => {
                self.describe(module, &parsed);
                self.run_parsed(module, &parsed, true)
            }
            _ => self.run_source(module, path, true),
        }
    }

    /// False for what is installed.
    fn is_of_project(&self, path: &Path) -> bool {
        let site_packages = self.site_packages.borrow();
        !site_packages
            .iter()
            .flatten()
            .any(|folder| path.starts_with(folder))
    }

    /// What a module knows of itself before its body is evaluated.
    pub(crate) fn describe(&self, module: &Rc<Module>, parsed: &Parsed) {
        self.place(module, parsed.file, &parsed.path);
    }

    fn place(&self, module: &Rc<Module>, file: FileId, path: &Path) {
        module.file.set(Some(file));
        *module.path.borrow_mut() = Some(path.to_owned());
        module.set_symbol(names().file, Value::from(path.display().to_string()));
    }

    fn run_source(&self, module: &Rc<Module>, path: &Path, resilient: bool) -> PyResult<()> {
        let (file, parsed) = if let Some(found) = self.parsed_ahead(path) {
            found
        } else {
            let text = self.system.read_python(path).map_err(|error| {
                let class = match error.kind() {
                    std::io::ErrorKind::NotFound => "FileNotFoundError",
                    std::io::ErrorKind::InvalidData => "SyntaxError",
                    _ => "OSError",
                };
                self.raise(class, format!("{error}: '{}'", path.display()))
            })?;
            let file = self.sources.add(path.to_owned(), text.clone());
            (file, crate::parse::parse_module_kept(&text))
        };
        self.place(module, file, path);
        let statements = parsed.map_err(|error| self.syntax_error(file, &error))?;
        self.run_statements(module, file, statements, resilient)
    }

    fn run_text(
        &self,
        module: &Rc<Module>,
        file: FileId,
        text: &str,
        resilient: bool,
    ) -> PyResult<()> {
        let statements = crate::parse::parse_module_kept(text)
            .map_err(|error| self.syntax_error(file, &error))?;
        self.run_statements(module, file, statements, resilient)
    }

    /// Evaluates a module that was parsed before.
    pub(crate) fn run_parsed(
        &self,
        module: &Rc<Module>,
        parsed: &Parsed,
        resilient: bool,
    ) -> PyResult<()> {
        self.run_statements(module, parsed.file, parsed.statements, resilient)
    }

    fn run_statements(
        &self,
        module: &Rc<Module>,
        file: FileId,
        statements: &'static [Stmt],
        resilient: bool,
    ) -> PyResult<()> {
        module
            .future_annotations
            .set(has_future_annotations(statements));
        if let Some(doc) = crate::interp::functions::docstring(statements) {
            module.set_symbol(names().doc, Value::Str(doc));
        }
        let (info, _) = analyze(ScopeKind::Module, None, &[], &[]);
        let frame = self.module_frame(module, file, info, "<module>");
        let depth = self.depth.get();
        self.check_recursion()?;
        self.depth.set(depth + 1);
        // What a module does when it is imported is not what imports it for.
        let is_environment = &**module.name() == "env_py";
        let result = self.with_module_calls(is_environment, || {
            crate::interp::statements::with_frame(self, &frame, || {
                self.exec_module(&frame, statements, resilient)
            })
        });
        self.depth.set(depth);
        result
    }

    fn module_frame(
        &self,
        module: &Rc<Module>,
        file: FileId,
        info: &'static ScopeInfo,
        name: &str,
    ) -> Frame<'static> {
        Frame {
            state: Rc::new(FrameState {
                environment: Rc::new(Environment {
                    info,
                    scope: None,
                    module: module.clone(),
                    file,
                    namespace: None,
                    class: None,
                    class_cell: None,
                }),
                position: Cell::new(TextRange::default()),
                function: Rc::from(name),
                qualname: Rc::from(name),
            }),
            yielder: None,
            id: self.new_frame_id(),
            is_async: false,
        }
    }

    /// A `SyntaxError` with its place.
    pub(crate) fn syntax_error(
        &self,
        file: FileId,
        error: &crate::parse::SyntaxErrorInfo,
    ) -> Unwind {
        let mut unwind = self.raise("SyntaxError", &error.message);
        let span = alembic_source::Span {
            file,
            start: error.start,
            end: error.end.max(error.start),
        };
        if let Unwind::Exception(raised) = &mut unwind {
            if let Value::Object(object) = &raised.value
                && let Some(source) = self.sources.get(file)
            {
                let at = source.line_column(error.start);
                object.set("msg", error.message.as_str());
                object.set("filename", source.path.display().to_string());
                object.set("lineno", at.line);
                object.set("offset", at.column);
            }
            raised.traceback.push(crate::error::TracebackEntry {
                span,
                function: Rc::from("<module>"),
            });
        }
        unwind
    }

    /// Evaluates an expression with the globals of a module.
    pub fn evaluate_expression(&self, source: &str, namespace: &Rc<Module>) -> PyResult {
        let file = self
            .sources
            .add(PathBuf::from("<expression>"), source.to_owned());
        let expression = crate::parse::parse_expression_kept(source)
            .map_err(|error| self.syntax_error(file, &error))?;
        let (info, _) = analyze(ScopeKind::Module, None, &[], &[]);
        let frame = self.module_frame(namespace, file, info, "<module>");
        crate::interp::statements::with_frame(self, &frame, || self.eval(&frame, expression))
            .map_err(|unwind| self.trace(&frame, unwind))
    }

    /// Runs statements with the globals of a module.
    pub fn exec_block(&self, source: &str, namespace: &Rc<Module>) -> PyResult<()> {
        self.exec_named(source, Path::new("<string>"), namespace)
    }

    /// Runs statements with the globals of a module; messages name the source `path`.
    pub fn exec_named(&self, source: &str, path: &Path, namespace: &Rc<Module>) -> PyResult<()> {
        let file = self.sources.add(path.to_owned(), source.to_owned());
        self.run_text(namespace, file, source, false)
    }

    /// Runs a part of a module's source: what the whole says of the module stays.
    pub(crate) fn exec_part(
        &self,
        source: &str,
        file: FileId,
        module: &Rc<Module>,
    ) -> PyResult<()> {
        let future = module.future_annotations.get();
        let doc = module.get_symbol(names().doc);
        let result = self.run_text(module, file, source, false);
        module.future_annotations.set(future);
        if let Some(doc) = doc {
            module.set_symbol(names().doc, doc);
        }
        result
    }

    pub(crate) fn exec_import(
        &self,
        frame: &Frame<'_>,
        import: &'static StmtImport,
    ) -> PyResult<()> {
        for alias in &import.names {
            frame.at(alias);
            let full = alias.name.as_str();
            let module = self.import(full)?;
            if let Some(name) = &alias.asname {
                self.store_name(frame, frame.env().info.symbol(name.as_str()), module);
            } else {
                let top = full.split('.').next().unwrap_or(full);
                let module = if top == full {
                    module
                } else {
                    self.import(top)?
                };
                self.store_name(frame, Symbol::new(top), module);
            }
        }
        Ok(())
    }

    /// The full name of a relative import.
    pub(crate) fn absolute_name(
        &self,
        module: &Rc<Module>,
        level: u32,
        name: &str,
    ) -> PyResult<String> {
        if level == 0 {
            return Ok(name.to_owned());
        }
        let package = module.get_symbol(names().package);
        let package = package.as_ref().and_then(Value::as_str).unwrap_or("");
        if package.is_empty() {
            return Err(self.raise(
                "ImportError",
                "attempted relative import with no known parent package",
            ));
        }
        let mut base = package;
        for _ in 1..level {
            base = match base.rsplit_once('.') {
                Some((outer, _)) => outer,
                None => {
                    return Err(self.raise(
                        "ImportError",
                        "attempted relative import beyond top-level package",
                    ));
                }
            };
        }
        Ok(if name.is_empty() {
            base.to_owned()
        } else {
            format!("{base}.{name}")
        })
    }

    pub(crate) fn exec_import_from(
        &self,
        frame: &Frame<'_>,
        import: &'static StmtImportFrom,
    ) -> PyResult<()> {
        let name = import.module.as_ref().map_or("", |name| name.as_str());
        let full = self.absolute_name(&frame.env().module, import.level, name)?;
        let module = self.import(&full)?;
        for alias in &import.names {
            frame.at(alias);
            if alias.name.as_str() == "*" {
                self.import_star(frame, &module)?;
                continue;
            }
            let bound = alias.asname.as_ref().unwrap_or(&alias.name);
            let symbol = frame.env().info.symbol(bound.as_str());
            let is_global = frame.env().info.kind == ScopeKind::Module;
            if is_global
                && self.bind_later(&frame.env().module, &module, alias.name.as_str(), symbol)
            {
                continue;
            }
            let value = self.import_name(&module, &full, alias.name.as_str())?;
            self.store_name(frame, symbol, value);
        }
        Ok(())
    }

    /// `from module import name`.
    pub fn import_name(&self, module: &Value, full: &str, name: &str) -> PyResult {
        if module.is_opaque()
            && let Some(path) = self.file_without(full, name)
        {
            let location = path.display();
            let message = format!("cannot import name '{name}' from '{full}' ({location})");
            return Err(self.raise("ImportError", message));
        }
        if let Some(found) = self.getattr_opt(module, name)? {
            return Ok(found);
        }
        let submodule = format!("{full}.{name}");
        if let Value::Module(package) = module {
            if package.get_symbol(names().path).is_some() || package.native.get() {
                match self.import(&submodule) {
                    Ok(found) => {
                        // A native package without this module in the environment: a name that we do not know.
                        if let (Value::Opaque(opaque), true) = (&found, package.native.get()) {
                            return Ok(Opaque::lazy(
                                &submodule,
                                opaque.span,
                                Lazy {
                                    module: Rc::from(full),
                                    attribute: Some(Rc::from(name)),
                                },
                            ));
                        }
                        return Ok(found);
                    }
                    Err(unwind) if is_missing(&unwind, &submodule) => {}
                    Err(unwind) => return Err(unwind),
                }
            }
            if package.native.get() && !STANDARD.contains(&full.split('.').next().unwrap_or(full)) {
                return Ok(Opaque::new(submodule, self.current_span()));
            }
            if package.native.get() {
                return Ok(Opaque::new(submodule, self.current_span()));
            }
            let location = package.path.borrow().as_ref().map_or_else(
                || "unknown location".to_owned(),
                |path| path.display().to_string(),
            );
            let started = self
                .imports
                .borrow()
                .iter()
                .any(|(importing, _)| importing == full);
            let message = if started {
                format!(
                    "cannot import name '{name}' from partially initialized module '{full}' (most likely due to a circular import) ({location})"
                )
            } else {
                format!("cannot import name '{name}' from '{full}' ({location})")
            };
            let unwind = self.raise("ImportError", message);
            if let Some(Value::Object(error)) = unwind.exception() {
                error.set("name", full);
            }
            return Err(unwind);
        }
        Err(self.raise(
            "ImportError",
            format!("cannot import name '{name}' from '{full}' (unknown location)"),
        ))
    }

    /// An item of `fromlist` in `__import__()`: a submodule is imported, a name that does not exist is no error.
    pub(crate) fn import_listed(&self, module: &Value, full: &str, name: &str) -> PyResult<()> {
        let is_package = match module {
            Value::Module(package) => {
                package.get_symbol(names().path).is_some() || package.native.get()
            }
            _ => true,
        };
        if name.is_empty() || !is_package || self.getattr_opt(module, name)?.is_some() {
            return Ok(());
        }
        let submodule = format!("{full}.{name}");
        match self.import(&submodule) {
            Err(unwind) if is_missing(&unwind, &submodule) => Ok(()),
            other => other.map(|_| ()),
        }
    }

    fn import_star(&self, frame: &Frame<'_>, module: &Value) -> PyResult<()> {
        let module = match module {
            Value::Module(module) => module.clone(),
            Value::Opaque(opaque) => {
                if let Value::Module(module) = self.force(module)? {
                    module
                } else {
                    *frame.env().module.opaque_star.borrow_mut() = Some(opaque.clone());
                    return Ok(());
                }
            }
            _ => return Ok(()),
        };
        let star = module.opaque_star.borrow().clone();
        if let Some(opaque) = star {
            *frame.env().module.opaque_star.borrow_mut() = Some(opaque);
        }
        self.evaluate_module(&module)?;
        let taker = frame.env().module.name().clone();
        let is_ours = self.native_modules.borrow().contains_key(&*taker);
        if !is_ours {
            let mut stars = module.stars.borrow().clone();
            if module.native.get() && module.get_symbol(names().getattr).is_some() {
                stars.push(module.clone());
            }
            frame.env().module.stars.borrow_mut().extend(stars);
        }
        if let Some(all) = module.get_symbol(names().all) {
            for name in self.collect(&all)? {
                let Some(text) = name.as_str() else { continue };
                let value =
                    self.import_name(&Value::Module(module.clone()), module.name(), text)?;
                self.store_name(frame, Symbol::new(text), value);
            }
            return Ok(());
        }
        module.define_all();
        // Native modules take no submodules from each other: `sqlmodel.sql` is not `sqlalchemy.sql`.
        let pairs: Vec<(Symbol, Value)> = module
            .attrs
            .borrow()
            .iter()
            .filter(|(name, _)| !name.text().starts_with('_'))
            .filter(|(_, value)| !is_ours || !matches!(value, Value::Module(_)))
            .map(|(name, value)| (name, value.clone()))
            .collect();
        for (name, value) in pairs {
            self.store_name(frame, name, value);
        }
        Ok(())
    }

    /// A name that a module has from `from module import *` of a native one, which makes it now.
    pub(crate) fn starred(&self, module: &Rc<Module>, name: Symbol) -> PyResult<Option<Value>> {
        let text = name.text();
        if text.starts_with('_') {
            return Ok(None);
        }
        let stars = module.stars.borrow().clone();
        for star in stars.into_iter().rev() {
            if let Some(value) = self.getattr_opt(&Value::Module(star), &text)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// An attribute of a module that is not among its globals.
    pub(crate) fn module_attribute(
        &self,
        module: &Rc<Module>,
        name: Symbol,
    ) -> PyResult<Option<Value>> {
        let n = names();
        if name == n.dict {
            self.evaluate_module(module)?;
            return Ok(Some(crate::builtins::namespace::module_dict(self, module)));
        }
        if name == n.class {
            return Ok(Some(Value::Class(self.types.module.clone())));
        }
        if name == n.annotations {
            return self.module_annotations(module).map(Some);
        }
        if name == n.getattr || name == n.getattribute {
            return Ok(None);
        }
        if let Some(hook) = module.get_symbol(n.getattr) {
            return self.call(&hook, vec![Value::Str(name.text())]).map(Some);
        }
        if [n.spec, n.loader, n.package].contains(&name) {
            return Ok(Some(Value::None));
        }
        if let Some(value) = self.starred(module, name)? {
            return Ok(Some(value));
        }
        let star = module.opaque_star.borrow().clone();
        if let Some(opaque) = star {
            return Ok(Some(opaque.derive(&format!(".{name}"))));
        }
        // A module of ours may lack what the true one has. Programs probe `sys` for what is not there.
        let text = name.text();
        if module.native.get() && !text.starts_with('_') {
            let submodule = format!("{}.{text}", module.name());
            if self.native_modules.borrow().contains_key(&*submodule)
                || crate::stdlib::is_frozen(&submodule)
            {
                return self.import(&submodule).map(Some);
            }
        }
        // What happens in a revision is a call of these: none of them may be unknown.
        if module.native.get() && &**module.name() == "alembic.op" && !text.starts_with('_') {
            // A package that registers operations does so when it is imported, which may still wait.
            self.evaluate_imported()?;
            return Ok(module.get_symbol(name));
        }
        if module.native.get()
            && !text.starts_with('_')
            && !matches!(&**module.name(), "sys" | "builtins")
        {
            return Ok(Some(Opaque::new(
                format!("{}.{text}", module.name()),
                self.user_span(),
            )));
        }
        if self.has_late_submodules.get()
            && !text.starts_with('_')
            && module.get_symbol(n.path).is_some()
        {
            let submodule = format!("{}.{text}", module.name());
            match self.import(&submodule) {
                Ok(found) => return Ok(Some(found)),
                Err(unwind) if is_missing(&unwind, &submodule) => {}
                Err(unwind) => return Err(unwind),
            }
        }
        Ok(None)
    }

    pub(crate) fn opaque_attribute(&self, opaque: &Rc<Opaque>, name: Symbol) -> PyResult {
        let forced = opaque.forced.borrow().clone();
        if let Some(forced) = forced {
            return self.get_attribute(&forced, name);
        }
        let text = name.text();
        if name == names().class {
            return Ok(opaque.derive(".__class__"));
        }
        if let Some(lazy) = &opaque.lazy
            && lazy.attribute.is_none()
        {
            let full = format!("{}.{text}", lazy.module);
            if let Some(known) = self.sys_modules.get_str(&full) {
                return Ok(known);
            }
            self.note_lazy(&full);
            return Ok(Opaque::lazy(
                full,
                opaque.span,
                Lazy {
                    module: lazy.module.clone(),
                    attribute: Some(text),
                },
            ));
        }
        if let Some(lazy) = &opaque.lazy
            && let Some(first) = &lazy.attribute
            && opaque.origin.len() <= 200
        {
            return Ok(Opaque::lazy(
                format!("{}.{text}", opaque.origin),
                opaque.span,
                Lazy {
                    module: lazy.module.clone(),
                    attribute: Some(Rc::from(format!("{first}.{text}"))),
                },
            ));
        }
        Ok(opaque.derive(&format!(".{text}")))
    }

    /// Evaluates a lazily imported value; other values, and what cannot be evaluated, stay as they are.
    pub fn force(&self, value: &Value) -> PyResult {
        let Value::Opaque(opaque) = value else {
            return Ok(value.clone());
        };
        let forced = opaque.forced.borrow().clone();
        if let Some(forced) = forced {
            return Ok(forced);
        }
        let Some(lazy) = &opaque.lazy else {
            return Ok(value.clone());
        };
        let found = self.force_lazy(lazy)?;
        match found {
            Some(found) if !found.is_opaque() => {
                *opaque.forced.borrow_mut() = Some(found.clone());
                Ok(found)
            }
            _ => Ok(value.clone()),
        }
    }

    fn force_lazy(&self, lazy: &Lazy) -> PyResult<Option<Value>> {
        let Some(folders) = self.site_packages.borrow().clone() else {
            return Ok(None);
        };
        let Some(module) = self.force_module(&lazy.module, &folders)? else {
            return Ok(None);
        };
        let Some(attribute) = &lazy.attribute else {
            return Ok(Some(Value::Module(module)));
        };
        let mut names = attribute.split('.');
        let first = names.next().unwrap_or_default();
        let mut found = if let Some(found) = self.getattr_opt(&Value::Module(module), first)? {
            self.force(&found)?
        } else {
            let full = format!("{}.{first}", lazy.module);
            match self.force_module(&full, &folders)? {
                Some(module) => Value::Module(module),
                None => return Ok(None),
            }
        };
        for name in names {
            if found.is_opaque() {
                return Ok(None);
            }
            let Some(next) = self.getattr_opt(&found, name)? else {
                return Ok(None);
            };
            found = self.force(&next)?;
        }
        Ok(Some(found))
    }

    /// Remembers a module that was imported and not evaluated.
    fn note_lazy(&self, name: &str) {
        let lazy = self.extension_or(LazyImports::default);
        let mut list = lazy.0.borrow_mut();
        if !list.iter().any(|known| known == name) {
            list.push(name.to_owned());
        }
    }

    /// True for an installed package that was not evaluated and surely has no such module.
    fn installed_without(&self, package: &str, last: &str) -> bool {
        let Some(folders) = self.site_packages.borrow().clone() else {
            return false;
        };
        let Some((path, true)) = self.project_file(&folders, package) else {
            return false;
        };
        let Some(folder) = path.parent().map(Path::to_owned) else {
            return false;
        };
        let folder = [folder];
        self.find_in(&folder, last).is_none()
            && !self.has_extension_module(&folder, last)
            && self.system.read_to_string(&path).is_ok_and(|text| {
                !["__path__", "sys.modules", "meta_path", "lazy"]
                    .iter()
                    .any(|source| text.contains(source))
            })
    }

    /// The file of an installed module that was not evaluated, if it surely does not have the name: projects try the
    /// names of one version of a package, and then those of another.
    fn file_without(&self, full: &str, name: &str) -> Option<PathBuf> {
        const SOURCES_OF_ANY_NAME: &[&str] = &[
            "import *",
            "__getattr__",
            "globals(",
            "vars(",
            "locals(",
            "setattr(",
            "exec(",
            "sys.modules",
            "__dict__",
        ];
        let folders = self.site_packages.borrow().clone()?;
        let (path, is_package) = self.project_file(&folders, full)?;
        let text = self.system.read_to_string(&path).ok()?;
        if contains_word(&text, name)
            || SOURCES_OF_ANY_NAME
                .iter()
                .any(|source| text.contains(source))
        {
            return None;
        }
        if is_package {
            let folder = [path.parent()?.to_owned()];
            if self.find_in(&folder, name).is_some() || self.has_extension_module(&folder, name) {
                return None;
            }
        }
        Some(path)
    }

    /// Evaluates every module that was imported so far, those of the project and of installed packages.
    pub fn evaluate_imported(&self) -> PyResult<()> {
        self.evaluate_waiting()?;
        self.for_each_lazy(|name, folders| self.force_module(name, folders).map(|_| ()))
    }

    /// Visits the modules that were imported and not evaluated, those too that are imported meanwhile.
    fn for_each_lazy(&self, visit: impl Fn(&str, &[PathBuf]) -> PyResult<()>) -> PyResult<()> {
        let Some(folders) = self.site_packages.borrow().clone() else {
            return Ok(());
        };
        let lazy = self.extension_or(LazyImports::default);
        let mut position = 0;
        loop {
            let Some(name) = lazy.0.borrow().get(position).cloned() else {
                return Ok(());
            };
            position += 1;
            visit(&name, &folders)?;
        }
    }

    /// Evaluates the modules of installed packages that were imported so far and whose text declares tables:
    /// importing them fills a `MetaData` that the project may know by another name.
    ///
    /// # Errors
    /// If such a module cannot be evaluated: its tables would be missing.
    pub fn force_table_modules(&self) -> PyResult<()> {
        self.for_each_lazy(|name, folders| {
            let is_known = matches!(self.sys_modules.get_str(name), Some(Value::Module(_)));
            if is_known || !self.declares_tables(name, folders) {
                return Ok(());
            }
            match self.try_force_module(name, folders)? {
                Some(_) => Ok(()),
                None => Err(self.unsupported(format!(
                    "the tables that the installed module `{name}` declares"
                ))),
            }
        })
    }

    fn declares_tables(&self, name: &str, folders: &[PathBuf]) -> bool {
        let top = name.split('.').next().unwrap_or(name);
        if matches!(
            top,
            "sqlalchemy" | "sqlmodel" | "alembic" | "flask_sqlalchemy"
        ) {
            return false;
        }
        let Some(text) = self.text_of_installed(name, folders) else {
            return false;
        };
        let is_schema = text.contains("sqlalchemy") || text.contains("sqlmodel");
        is_schema
            && ["__tablename__", "table=True", "mapped_column", "Table("]
                .iter()
                .any(|word| text.contains(word))
    }

    /// True if the installed module behind a value makes columns: a class with a table that is given to it may change.
    pub(crate) fn changes_models(&self, opaque: &Opaque) -> bool {
        let folders = self.site_packages.borrow().clone();
        let (Some(lazy), Some(folders)) = (&opaque.lazy, folders) else {
            return false;
        };
        self.text_of_installed(&lazy.module, &folders)
            .is_some_and(|text| text.contains("sqlalchemy") && text.contains("Column("))
    }

    fn text_of_installed(&self, name: &str, folders: &[PathBuf]) -> Option<String> {
        let (path, _) = self.project_file(folders, name)?;
        self.system.read_to_string(&path).ok()
    }

    /// Imports a module and evaluates it, where it is an installed one too.
    ///
    /// # Errors
    /// If it cannot be evaluated: what it does would be missing.
    pub fn follow_module(&self, name: &str) -> PyResult {
        let found = self.import(name)?;
        if !found.is_opaque() {
            return Ok(found);
        }
        let folders = self.site_packages();
        match self.try_force_module(name, &folders)? {
            Some(module) => Ok(Value::Module(module)),
            None => Err(self.unsupported(format!("the installed module `{name}`"))),
        }
    }

    fn force_module(&self, name: &str, folders: &[PathBuf]) -> PyResult<Option<Rc<Module>>> {
        // A package that fails here is one that we do not know; the project may never need it.
        Ok(self.try_force_module(name, folders).unwrap_or_default())
    }

    fn try_force_module(&self, name: &str, folders: &[PathBuf]) -> PyResult<Option<Rc<Module>>> {
        if let Some(Value::Module(module)) = self.sys_modules.get_str(name) {
            return Ok(Some(module));
        }
        let (parent, last) = match name.rsplit_once('.') {
            Some((parent, last)) => (self.force_module(parent, folders)?, last),
            None => (None, name),
        };
        let folders = match (&parent, name.contains('.')) {
            (Some(parent), _) => self.package_folders(parent).unwrap_or_default(),
            (None, true) => return Ok(None),
            (None, false) => folders.to_vec(),
        };
        if let Some(Value::Module(module)) = self.sys_modules.get_str(name) {
            return Ok(Some(module));
        }
        let Some(found) = self.find_in(&folders, last) else {
            return Ok(None);
        };
        let module = self.load_found(name, found)?;
        if let Some(parent) = parent {
            parent.set_symbol(Symbol::new(last), Value::Module(module.clone()));
        }
        Ok(Some(module))
    }
}

impl Vm {
    /// Where `import name` would find a module: a path, `True` if it is known otherwise, or `None`.
    pub(crate) fn module_location(&self, name: &str) -> PyResult {
        if self.sys_modules.get_str(name).is_some()
            || self.native_modules.borrow().contains_key(name)
            || STANDARD.contains(&name)
        {
            return Ok(Value::Bool(true));
        }
        let (folders, last) = match name.rsplit_once('.') {
            Some((parent, last)) => match self.import(parent)? {
                Value::Module(parent) => (self.package_folders(&parent).unwrap_or_default(), last),
                _ => (Vec::new(), last),
            },
            None => (self.search_path(), name),
        };
        let site_packages = self.site_packages.borrow().clone();
        let found = self.find_in(&folders, last).or_else(|| {
            let folders = site_packages.clone().filter(|_| !name.contains('.'))?;
            self.find_in(&folders, last)
        });
        match found {
            Some(Found::File { path, .. } | Found::Namespace(path)) => {
                Ok(Value::from(path.display().to_string()))
            }
            None if site_packages.is_none() && !name.contains('.') => Ok(Opaque::new(
                format!("importlib.util.find_spec({name:?})"),
                self.current_span(),
            )),
            None => Ok(Value::None),
        }
    }
}

/// Small packages whose functions compute what ends in SQL: text that is taken apart, rows that are grouped.
const FOLLOWED: &[&str] = &["flupy", "parse"];

/// Modules that were imported and not evaluated, in the order of their imports.
#[derive(Default)]
struct LazyImports(std::cell::RefCell<Vec<String>>);

fn is_missing(unwind: &Unwind, name: &str) -> bool {
    unwind.is_exception("ModuleNotFoundError")
        && matches!(unwind.exception(), Some(Value::Object(error)) if error.get("name").is_some_and(|found| found.as_str() == Some(name)))
}

fn has_future_annotations(statements: &[Stmt]) -> bool {
    statements.iter().any(|statement| match statement {
        Stmt::ImportFrom(import) => {
            import
                .module
                .as_ref()
                .is_some_and(|name| name.as_str() == "__future__")
                && import
                    .names
                    .iter()
                    .any(|alias| alias.name.as_str() == "annotations")
        }
        _ => false,
    })
}

/// True if a text has the identifier as a word of its own.
fn contains_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text
            .get(at + found.len()..)
            .and_then(|after| after.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// The modules that a text imports at its top; names that it takes from a package may be modules too.
fn modules_at_top(text: &str, module: &str, is_package: bool) -> Vec<String> {
    let mut found = Vec::new();
    for import in top_imports(text) {
        let mut base: Vec<&str> = module.split('.').collect();
        for _ in usize::from(is_package)..import.level {
            base.pop();
        }
        let target = match (import.level, import.module) {
            (0, name) => name.to_owned(),
            (_, "") => base.join("."),
            (_, name) => format!("{}.{name}", base.join(".")),
        };
        found.extend(import.names().map(|name| format!("{target}.{name}")));
        found.push(target);
    }
    found
}

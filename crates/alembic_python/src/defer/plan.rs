//! Which modules of the project may wait.
//!
//! The modules that an import reaches are parsed together, on all processors, and judged one by one ([`Outline`]);
//! then each judgement is completed with those of the modules that it imports.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use alembic_source::{FileId, Span, decode_python, parallel_map};
use ruff_python_ast::{ModModule, Stmt};
use rustc_hash::{FxHashMap, FxHashSet};

use super::IsInert;
use super::outline::{Binding, Import, Outline, UNJUDGED, Use};
use crate::interp::imports::{Found, is_standard};
use crate::module::Module;
use crate::parse::parse_module;
use crate::vm::Vm;

/// A module's source after parsing.
pub(crate) struct Parsed {
    pub(crate) path: PathBuf,
    pub(crate) file: FileId,
    pub(crate) statements: &'static [Stmt],
    pub(crate) outline: Outline,
    is_package: bool,
}

/// What is known of the modules that imports reach.
#[derive(Default)]
pub(crate) struct Plans {
    modules: FxHashMap<String, Option<Rc<Parsed>>>,
    verdicts: FxHashMap<String, bool>,
    harmless: FxHashMap<String, bool>,
    has_hooks: bool,
}

/// Sources for which a thread is worth it.
const PER_THREAD: usize = 4;

/// Builtins that act, or that reach what no name shows.
const ACTING_BUILTINS: &[&str] = &[
    "__import__",
    "breakpoint",
    "compile",
    "delattr",
    "eval",
    "exec",
    "exit",
    "globals",
    "input",
    "open",
    "print",
    "quit",
    "setattr",
    "vars",
];

/// Modules of the standard library that neither act nor read anything that may change.
const INERT_STANDARD: &[&str] = &[
    "__future__",
    "abc",
    "collections",
    "collections.abc",
    "copy",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "functools",
    "ipaddress",
    "itertools",
    "json",
    "math",
    "numbers",
    "operator",
    "re",
    "string",
    "textwrap",
    "types",
    "typing",
    "typing_extensions",
    "uuid",
    "zoneinfo",
];

impl Plans {
    pub(crate) fn parsed(&self, name: &str) -> Option<Rc<Parsed>> {
        self.modules.get(name).cloned().flatten()
    }

    /// The modules of the project that a module imports, in its order, and where.
    pub(crate) fn imports(&self, name: &str) -> Vec<(String, Span)> {
        let Some(parsed) = self.parsed(name) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for import in &parsed.outline.imports {
            let Some(target) = absolute(name, parsed.is_package, import.level, &import.module)
            else {
                continue;
            };
            let span = Span {
                file: parsed.file,
                start: import.range.0,
                end: import.range.1,
            };
            let submodules = import.names.iter().map(|name| format!("{target}.{name}"));
            for module in std::iter::once(target.clone()).chain(submodules) {
                if self.parsed(&module).is_some() {
                    found.push((module, span));
                }
            }
        }
        found
    }
}

impl Vm {
    /// True if the module only declares, as far as Python's order of evaluation matters.
    pub(super) fn may_wait(&self, name: &str, path: &Path, is_inert: IsInert) -> bool {
        self.learn(name, path);
        let plans = &mut *self.deferral.plans.borrow_mut();
        if plans.has_hooks {
            return false;
        }
        let mut judge = Judge {
            plans,
            is_inert,
            builtins: &self.builtins,
            stack: Vec::new(),
        };
        judge.may_wait(name)
    }

    /// Parses the module and what it imports of the project, as far as that is not known yet.
    fn learn(&self, name: &str, path: &Path) {
        let is_package = path.file_name().is_some_and(|file| file == "__init__.py");
        let mut next = vec![(name.to_owned(), path.to_owned(), is_package)];
        let is_known = |name: &str| self.deferral.plans.borrow().modules.contains_key(name);
        next.retain(|(name, _, _)| !is_known(name));
        let roots = self.search_path();
        while !next.is_empty() {
            let paths: Vec<PathBuf> = next.iter().map(|(_, path, _)| path.clone()).collect();
            let texts: Vec<Option<String>> = self
                .system
                .read_many(&paths)
                .into_iter()
                .map(|bytes| decode_python(bytes.ok()?).ok())
                .collect();
            let outlines = parallel_map(&texts, PER_THREAD, |text| judge_text(text.as_ref()));
            let mut candidates = Vec::new();
            for (((name, path, is_package), text), parsed) in
                next.drain(..).zip(texts).zip(outlines)
            {
                let (Some(text), Some((module, outline))) = (text, parsed) else {
                    self.deferral.plans.borrow_mut().modules.insert(name, None);
                    continue;
                };
                for import in &outline.imports {
                    reached(&name, is_package, import, &mut candidates);
                }
                let statements: &'static ModModule = Box::leak(Box::new(module));
                let file = self.sources.add(path.clone(), text);
                let mut plans = self.deferral.plans.borrow_mut();
                plans.has_hooks |= outline.has_hooks;
                let parsed = Parsed {
                    path,
                    file,
                    statements: &statements.body,
                    outline,
                    is_package,
                };
                plans.modules.insert(name, Some(Rc::new(parsed)));
            }
            let mut seen = FxHashSet::default();
            for candidate in candidates {
                if is_known(&candidate)
                    || !seen.insert(candidate.clone())
                    || self.is_provided(&candidate)
                {
                    continue;
                }
                if let Some((path, is_package)) = self.project_file(&roots, &candidate) {
                    next.push((candidate, path, is_package));
                } else {
                    let mut plans = self.deferral.plans.borrow_mut();
                    plans.modules.insert(candidate, None);
                }
            }
        }
    }

    /// True for a module that needs no file.
    pub fn is_provided(&self, name: &str) -> bool {
        let top = name.split('.').next().unwrap_or(name);
        is_standard(top)
            || self.native_modules.borrow().contains_key(top)
            || crate::stdlib::is_frozen(top)
            || self
                .sys_modules
                .get_str(name)
                .is_some_and(|module| module.is_opaque())
    }

    pub(crate) fn project_file(&self, roots: &[PathBuf], name: &str) -> Option<(PathBuf, bool)> {
        let mut folders = roots.to_vec();
        let mut parts = name.split('.').peekable();
        while let Some(part) = parts.next() {
            let is_last = parts.peek().is_none();
            match self.find_in(&folders, part)? {
                Found::File { path, is_package } if is_last => return Some((path, is_package)),
                Found::File {
                    path,
                    is_package: true,
                } => folders = vec![path.parent()?.to_owned()],
                Found::Namespace(folder) if !is_last => folders = vec![folder],
                Found::File { .. } | Found::Namespace(_) => return None,
            }
        }
        None
    }
}

/// The names of modules that an import may load.
fn reached(name: &str, is_package: bool, import: &Import, out: &mut Vec<String>) {
    let Some(target) = absolute(name, is_package, import.level, &import.module) else {
        return;
    };
    for (end, _) in target.match_indices('.') {
        out.extend(target.get(..end).map(str::to_owned));
    }
    out.extend(import.names.iter().map(|name| format!("{target}.{name}")));
    out.push(target);
}

/// The full name of an imported module; `None` beyond the top-level package.
fn absolute(importer: &str, is_package: bool, level: u32, module: &str) -> Option<String> {
    if level == 0 {
        return Some(module.to_owned());
    }
    let mut base = importer;
    for _ in u32::from(is_package)..level {
        base = base.rsplit_once('.')?.0;
    }
    Some(if module.is_empty() {
        base.to_owned()
    } else {
        format!("{base}.{module}")
    })
}

type Judged = Option<(ModModule, Outline)>;

fn judge_text(text: Option<&String>) -> Judged {
    let module = parse_module(text?).ok()?;
    let outline = Outline::of(&module.body);
    Some((module, outline))
}

/// What a name of a module is.
enum Origin {
    /// Nothing is known that could act.
    Inert,
    /// A definition of a module of the project.
    Project(String),
    /// Anything else.
    Other,
}

struct Judge<'a> {
    plans: &'a mut Plans,
    is_inert: IsInert,
    builtins: &'a Module,
    /// The modules that are being judged, outermost first, and whether they import each other in a circle.
    stack: Vec<(String, bool)>,
}

impl Judge<'_> {
    fn may_wait(&mut self, name: &str) -> bool {
        if let Some(known) = self.plans.verdicts.get(name) {
            return *known;
        }
        if let Some(position) = self.stack.iter().position(|(other, _)| other == name) {
            // What a circle of imports sees depends on where it begins.
            for (_, is_circle) in self.stack.iter_mut().skip(position) {
                *is_circle = true;
            }
            return false;
        }
        let Some(parsed) = self.plans.parsed(name) else {
            return false;
        };
        self.stack.push((name.to_owned(), false));
        let imports_are_known = self.imports_are_known(name, &parsed);
        let is_circle = self.stack.pop().is_some_and(|(_, is_circle)| is_circle);
        let verdict = !is_circle
            && imports_are_known
            && parsed.outline.acts.is_none()
            && self.uses_are_inert(name, &parsed);
        self.plans.verdicts.insert(name.to_owned(), verdict);
        verdict
    }

    /// Judges what the module imports; false if an import may fail or load what is not known.
    fn imports_are_known(&mut self, name: &str, parsed: &Parsed) -> bool {
        let mut all = true;
        for import in &parsed.outline.imports {
            all &= self.import_is_known(name, parsed, import);
        }
        all
    }

    fn import_is_known(&mut self, name: &str, parsed: &Parsed, import: &Import) -> bool {
        let Some(target) = absolute(name, parsed.is_package, import.level, &import.module) else {
            return false;
        };
        if self.native_is_inert(&target, None) {
            return true;
        }
        let Some(found) = self.plans.parsed(&target) else {
            // A namespace package has modules and nothing else.
            let is_namespace = !import.names.is_empty()
                && !import.is_star
                && import
                    .names
                    .iter()
                    .all(|name| self.plans.parsed(&format!("{target}.{name}")).is_some());
            for submodule in import.names.iter().filter(|_| is_namespace) {
                self.may_wait(&format!("{target}.{submodule}"));
            }
            return is_namespace;
        };
        let mut takes_from_target = import.names.is_empty();
        let mut all = true;
        for taken in &import.names {
            let submodule = format!("{target}.{taken}");
            if found.outline.binds(taken) {
                takes_from_target = true;
            } else if self.plans.parsed(&submodule).is_some() {
                self.may_wait(&submodule);
            } else {
                takes_from_target = true;
                all &= self.star_origin(&target, taken).is_some();
            }
        }
        if takes_from_target || import.is_star {
            let waits = self.may_wait(&target);
            // The names of a star import are known where the module is.
            all &= waits || !import.is_star;
        }
        all
    }

    fn native_is_inert(&self, module: &str, name: Option<&str>) -> bool {
        INERT_STANDARD.contains(&module) || (self.is_inert)(module, name)
    }

    fn uses_are_inert(&mut self, name: &str, parsed: &Parsed) -> bool {
        let uses = &parsed.outline.uses;
        uses.iter()
            .all(|(used, how)| self.use_is_inert(name, used, *how))
            && parsed
                .outline
                .used_by_declared
                .iter()
                .all(|used| self.later_is_inert(name, used))
    }

    fn use_is_inert(&mut self, module: &str, used: &str, how: Use) -> bool {
        match self.origin(module, used) {
            Origin::Inert => true,
            Origin::Other => false,
            Origin::Project(owner) if owner == module => {
                how != Use::Call || self.is_harmless(&owner)
            }
            Origin::Project(owner) => match how {
                Use::Base => true,
                Use::Load => self.may_wait(&owner),
                Use::Call => self.may_wait(&owner) && self.is_harmless(&owner),
            },
        }
    }

    /// True if a call of the module's functions and classes acts on nothing.
    fn is_harmless(&mut self, module: &str) -> bool {
        if let Some(known) = self.plans.harmless.get(module) {
            return *known;
        }
        let Some(parsed) = self.plans.parsed(module) else {
            return false;
        };
        // Modules that call each other are harmless if nothing else says no.
        self.plans.harmless.insert(module.to_owned(), true);
        let harmless = parsed
            .outline
            .used_later
            .iter()
            .all(|used| self.later_is_inert(module, used));
        self.plans.harmless.insert(module.to_owned(), harmless);
        harmless
    }

    fn later_is_inert(&mut self, module: &str, used: &str) -> bool {
        let Some(parsed) = self.plans.parsed(module) else {
            return false;
        };
        if used == UNJUDGED || ACTING_BUILTINS.contains(&used) {
            return false;
        }
        // A local name of the function, or a builtin.
        if !parsed.outline.binds(used) && self.star_origin(module, used).is_none() {
            return true;
        }
        match self.origin(module, used) {
            Origin::Inert => true,
            Origin::Other => false,
            Origin::Project(owner) => {
                owner == module || (self.may_wait(&owner) && self.is_harmless(&owner))
            }
        }
    }

    /// Where a name that a module uses comes from.
    fn origin(&self, module: &str, used: &str) -> Origin {
        self.origin_within(module, used, MOST_HOPS)
    }

    fn origin_within(&self, module: &str, used: &str, hops: usize) -> Origin {
        let Some(parsed) = self.plans.parsed(module) else {
            return Origin::Other;
        };
        if parsed.outline.defined.contains(used) {
            return Origin::Project(module.to_owned());
        }
        match parsed.outline.imported.get(used) {
            Some(binding) => self.origin_of_binding(module, &parsed, binding, hops),
            None => match self.star_origin_within(module, used, hops) {
                Some(origin) => origin,
                None if ACTING_BUILTINS.contains(&used) => Origin::Other,
                None if self.builtins.get(used).is_some() || used == "__name__" => Origin::Inert,
                None => Origin::Other,
            },
        }
    }

    fn origin_of_binding(
        &self,
        module: &str,
        parsed: &Parsed,
        binding: &Binding,
        hops: usize,
    ) -> Origin {
        let Some(hops) = hops.checked_sub(1) else {
            return Origin::Other;
        };
        let Some(target) = absolute(module, parsed.is_package, binding.level, &binding.module)
        else {
            return Origin::Other;
        };
        if self.native_is_inert(&target, binding.name.as_deref()) {
            return Origin::Inert;
        }
        let Some(name) = &binding.name else {
            return Origin::Other;
        };
        match self.plans.parsed(&target) {
            Some(found) if found.outline.defined.contains(name) => Origin::Project(target),
            Some(found) if found.outline.imported.contains_key(name) => {
                self.origin_within(&target, name, hops)
            }
            Some(_) => self
                .star_origin_within(&target, name, hops)
                .unwrap_or(Origin::Other),
            None => Origin::Other,
        }
    }

    /// The origin of a name that a star import of the module binds.
    fn star_origin(&self, module: &str, used: &str) -> Option<Origin> {
        self.star_origin_within(module, used, MOST_HOPS)
    }

    fn star_origin_within(&self, module: &str, used: &str, hops: usize) -> Option<Origin> {
        let hops = hops.checked_sub(1)?;
        let parsed = self.plans.parsed(module)?;
        let stars = parsed
            .outline
            .imports
            .iter()
            .rev()
            .filter(|import| import.is_star);
        stars
            .filter_map(|import| absolute(module, parsed.is_package, import.level, &import.module))
            .find_map(|target| {
                let found = self.plans.parsed(&target)?;
                if found.outline.binds(used) {
                    return Some(self.origin_within(&target, used, hops));
                }
                self.star_origin_within(&target, used, hops)
            })
    }
}

/// Modules that hand a name on before it counts as unknown.
const MOST_HOPS: usize = 32;

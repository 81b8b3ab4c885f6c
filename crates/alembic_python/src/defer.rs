//! Modules of the project that are evaluated when something of them is asked for.
//!
//! `env.py` imports every model to know their tables, and most commands never look at a table. A module whose body only
//! declares therefore waits: `from models import Base` evaluates the module that defines `Base`, and the others when a
//! `MetaData` is read, a class is changed, or all names of a module are listed. Then all that wait are evaluated in the
//! order in which Python would have done it.
//!
//! What may wait is decided by [`plan`] before anything of a module runs; a module that does more than declare, and
//! every import inside of `try` or `with`, is evaluated at once.

mod outline;
mod plan;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use alembic_source::Span;

use crate::error::PyResult;
use crate::module::Module;
use crate::symbol::Symbol;
use crate::value::Value;
use crate::vm::Vm;

pub(crate) use plan::Parsed;
use plan::Plans;

/// True for a name (or all) of a native module that neither acts when it is imported or called, nor listens to what
/// is declared later.
pub type IsInert = fn(module: &str, name: Option<&str>) -> bool;

/// The modules that wait, and whether modules may wait now.
#[derive(Default)]
pub(crate) struct Deferral {
    /// `None` where every import is evaluated at once.
    is_inert: Cell<Option<IsInert>>,
    plans: RefCell<Plans>,
    /// In the order of their imports; modules that were evaluated meanwhile are still there.
    waiting: RefCell<Vec<Rc<Module>>>,
    /// Those of them whose imports happen just now.
    entering: RefCell<Vec<Rc<Module>>>,
    n_waiting: Cell<usize>,
    /// The statement of a module that waits whose import is next.
    import_span: Cell<Option<Span>>,
    /// Depth of `try` and `with` around the current statement.
    guards: Cell<usize>,
    /// Depth of the evaluation of modules that had to wait.
    n_running: Cell<usize>,
    /// True while all are evaluated: imports wait no longer.
    is_complete: Cell<bool>,
}

/// What a module that waits needs for its evaluation.
pub(crate) struct Waiting {
    parsed: Rc<Parsed>,
    /// The imports that led to it, itself the last.
    chain: Vec<(String, Option<Span>)>,
}

/// The module of `env.py`, as Alembic calls it.
const ENV_PY: &str = "env_py";

/// A name that `env.py` imported from a module that waits.
pub(crate) struct LateName {
    bound: Symbol,
    source: Rc<Module>,
    name: Rc<str>,
}

/// A place where what an import raises may be caught.
pub(crate) struct Guard<'a>(&'a Cell<usize>);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl Vm {
    /// Lets modules of the project wait that only declare.
    pub fn defer_declarations(&self, is_inert: IsInert) {
        self.deferral.is_inert.set(Some(is_inert));
    }

    /// Imports are evaluated at once as long as the result lives.
    pub(crate) fn guard_imports(&self) -> Guard<'_> {
        let guards = &self.deferral.guards;
        guards.set(guards.get() + 1);
        Guard(guards)
    }

    /// Evaluates every module that still waits: tables, subclasses and mappers are complete then.
    ///
    /// # Errors
    /// What a module raises, with the place of its import.
    pub fn evaluate_waiting(&self) -> PyResult<()> {
        let deferral = &self.deferral;
        if deferral.n_waiting.get() == 0 || deferral.n_running.get() > 0 {
            return Ok(());
        }
        deferral.is_complete.set(true);
        let mut position = 0;
        loop {
            let next = deferral.waiting.borrow().get(position).cloned();
            let Some(module) = next else {
                deferral.waiting.borrow_mut().clear();
                return Ok(());
            };
            let is_entering = deferral
                .entering
                .borrow()
                .iter()
                .any(|entering| Rc::ptr_eq(entering, &module));
            if !is_entering {
                self.evaluate_module(&module)?;
            }
            position += 1;
        }
    }

    /// [`Vm::evaluate_waiting`] before the program changes a module, or a class of a module, that others that wait
    /// may use.
    pub(crate) fn before_change(&self, module: &str) -> PyResult<()> {
        if self.deferral.n_waiting.get() == 0 || self.planned(module).is_none() {
            return Ok(());
        }
        // A module that is being evaluated changes its classes before those that wait for it would have seen them.
        let is_running = self.imports.borrow().iter().any(|(name, _)| name == module);
        if is_running {
            return Ok(());
        }
        self.evaluate_waiting()
    }

    /// Evaluates one module if it waits.
    pub(crate) fn evaluate_module(&self, module: &Rc<Module>) -> PyResult<()> {
        self.bind_all(module)?;
        let Some(waiting) = module.waiting.borrow_mut().take() else {
            return Ok(());
        };
        let deferral = &self.deferral;
        deferral.n_waiting.set(deferral.n_waiting.get() - 1);
        deferral.n_running.set(deferral.n_running.get() + 1);
        let outer = self.imports.replace(waiting.chain);
        let result = self.run_parsed(module, &waiting.parsed, true);
        self.imports.replace(outer);
        deferral.n_running.set(deferral.n_running.get() - 1);
        if result.is_err() {
            self.sys_modules.remove_str(module.name());
        }
        result
    }

    /// Lets `from module import name` of `env.py` wait for its first use, if the module waits; true if it does. The
    /// models are imported there for their tables, and most of their names are never used.
    pub(crate) fn bind_later(
        &self,
        importer: &Rc<Module>,
        source: &Value,
        name: &str,
        bound: Symbol,
    ) -> bool {
        let Value::Module(source) = source else {
            return false;
        };
        let binds = source
            .waiting
            .borrow()
            .as_ref()
            .is_some_and(|waiting| waiting.parsed.outline.binds(name));
        if &**importer.name() != ENV_PY || !binds || self.deferral.guards.get() > 0 {
            return false;
        }
        // The module may have had the name before.
        let old = importer.attrs.borrow_mut().remove(bound);
        drop(old);
        importer.late.borrow_mut().push(LateName {
            bound,
            source: source.clone(),
            name: Rc::from(name),
        });
        true
    }

    /// The value of a name that waits for its first use.
    pub(crate) fn late_symbol(&self, module: &Rc<Module>, name: Symbol) -> PyResult<Option<Value>> {
        if module.late.borrow().is_empty() {
            return Ok(None);
        }
        let found = {
            let mut late = module.late.borrow_mut();
            let position = late.iter().rposition(|late| late.bound == name);
            position.map(|position| late.remove(position))
        };
        let Some(late) = found else {
            return Ok(None);
        };
        let full = late.source.name().clone();
        let value = self.import_name(&Value::Module(late.source), &full, &late.name)?;
        module.set_symbol(name, value.clone());
        Ok(Some(value))
    }

    /// Binds every name that waits, before the names of the module are listed.
    pub(crate) fn bind_all(&self, module: &Rc<Module>) -> PyResult<()> {
        loop {
            let next = module.late.borrow().first().map(|late| late.bound);
            let Some(name) = next else {
                return Ok(());
            };
            let is_known = module.attrs.borrow().get(name).is_some();
            if is_known {
                module.late.borrow_mut().remove(0);
            } else {
                self.late_symbol(module, name)?;
            }
        }
    }

    /// A global of a module. What a module that waits imports is taken from there; for its own definitions it is
    /// evaluated.
    pub(crate) fn module_symbol(
        &self,
        module: &Rc<Module>,
        name: Symbol,
    ) -> PyResult<Option<Value>> {
        if let Some(found) = module.get_symbol(name) {
            return Ok(Some(found));
        }
        if let Some(found) = self.late_symbol(module, name)? {
            return Ok(Some(found));
        }
        let waiting = module
            .waiting
            .borrow()
            .as_ref()
            .map(|waiting| waiting.parsed.clone());
        let Some(parsed) = waiting else {
            return Ok(None);
        };
        let text = name.text();
        match parsed.outline.imported.get(&*text) {
            Some(binding) => {
                let full = self.absolute_name(module, binding.level, &binding.module)?;
                let mut value = self.import(&full)?;
                if let Some(name) = &binding.name {
                    value = self.import_name(&value, &full, name)?;
                }
                module.set_symbol(name, value);
            }
            None if let Some(found) = self.star_symbol(module, &parsed, name)? => {
                module.set_symbol(name, found);
            }
            None if parsed.outline.may_bind(&text) => self.evaluate_module(module)?,
            None => {}
        }
        Ok(module.get_symbol(name))
    }

    /// A name that a star import of a module that waits takes from another one that waits.
    fn star_symbol(
        &self,
        module: &Rc<Module>,
        parsed: &Parsed,
        name: Symbol,
    ) -> PyResult<Option<Value>> {
        let text = name.text();
        if text.starts_with('_') || parsed.outline.defined.contains(&*text) {
            return Ok(None);
        }
        for import in parsed
            .outline
            .imports
            .iter()
            .rev()
            .filter(|import| import.is_star)
        {
            let full = self.absolute_name(module, import.level, &import.module)?;
            let Some(found) = self.planned(&full) else {
                continue;
            };
            let binds = found.outline.binds(&text)
                || found.outline.imports.iter().any(|import| import.is_star);
            if !binds || found.outline.defined.contains("__all__") {
                continue;
            }
            if let Value::Module(target) = self.import(&full)?
                && let Some(value) = self.module_symbol(&target, name)?
            {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// What the loader knows of a module that the planner parsed.
    pub(crate) fn planned(&self, name: &str) -> Option<Rc<Parsed>> {
        self.deferral.plans.borrow().parsed(name)
    }

    /// Lets a module wait if it may; true if it does.
    pub(crate) fn let_wait(&self, module: &Rc<Module>, path: &std::path::Path) -> PyResult<bool> {
        let deferral = &self.deferral;
        let Some(is_inert) = deferral.is_inert.get() else {
            return Ok(false);
        };
        if deferral.guards.get() > 0
            || deferral.is_complete.get()
            || !self.may_wait(module.name(), path, is_inert)
        {
            return Ok(false);
        }
        let Some(parsed) = self.planned(module.name()) else {
            return Ok(false);
        };
        self.describe(module, &parsed);
        let imports = deferral.plans.borrow().imports(module.name());
        *module.waiting.borrow_mut() = Some(Waiting {
            parsed,
            chain: self.imports.borrow().clone(),
        });
        deferral.n_waiting.set(deferral.n_waiting.get() + 1);
        deferral.waiting.borrow_mut().push(module.clone());
        // What cannot wait among its imports happens now, in its order. Until then this module is not evaluated with
        // all others: it would miss what its imports have not defined yet.
        deferral.entering.borrow_mut().push(module.clone());
        let outcome = imports.iter().try_for_each(|(import, span)| {
            deferral.import_span.set(Some(*span));
            let outcome = self.import(import).map(|_| ());
            deferral.import_span.set(None);
            outcome
        });
        deferral.entering.borrow_mut().pop();
        outcome?;
        if deferral.is_complete.get() && deferral.n_running.get() == 0 {
            self.evaluate_module(module)?;
        }
        Ok(true)
    }

    /// Where the module that is loaded now was imported.
    pub(crate) fn import_span(&self) -> Option<Span> {
        self.deferral
            .import_span
            .take()
            .or_else(|| self.current_span())
    }

    /// True for a module that waits and has to be evaluated because all are.
    pub(crate) fn must_evaluate(&self, module: &Module) -> bool {
        self.deferral.is_complete.get() && module.waiting.borrow().is_some()
    }
}

//! Static scopes (which names belong where) and their run-time storage.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::symbol::Symbol;
use crate::value::Value;

/// What a scope belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScopeKind {
    Module,
    Class,
    /// Functions, lambdas, comprehensions and type parameters.
    Function,
}

/// The names that a piece of code binds; made once per code and kept for the process.
pub(crate) struct ScopeInfo {
    pub(crate) kind: ScopeKind,
    pub(crate) slots: FxHashMap<Symbol, u32>,
    pub(crate) order: Vec<Symbol>,
    pub(crate) globals: FxHashSet<Symbol>,
    pub(crate) nonlocals: FxHashSet<Symbol>,
    pub(crate) parent: Option<&'static Self>,
    /// The class whose private names (`__x`) are changed here, without leading underscores.
    pub(crate) private: Option<Rc<str>>,
}

impl ScopeInfo {
    pub(crate) fn new(kind: ScopeKind, parent: Option<&'static Self>) -> Self {
        Self {
            kind,
            slots: FxHashMap::default(),
            order: Vec::new(),
            globals: FxHashSet::default(),
            nonlocals: FxHashSet::default(),
            parent,
            private: parent.and_then(|parent| parent.private.clone()),
        }
    }

    /// The symbol of an identifier; a private name inside a class carries the class's name.
    pub(crate) fn symbol(&self, text: &str) -> Symbol {
        if let Some(class) = &self.private
            && text.starts_with("__")
            && !text.ends_with("__")
            && !text.contains('.')
        {
            return Symbol::new(&format!("_{class}{text}"));
        }
        Symbol::new(text)
    }

    pub(crate) fn leak(self) -> &'static Self {
        Box::leak(Box::new(self))
    }

    /// Adds a name that this scope binds.
    pub(crate) fn bind(&mut self, name: Symbol) {
        if self.globals.contains(&name)
            || self.nonlocals.contains(&name)
            || self.slots.contains_key(&name)
        {
            return;
        }
        let slot = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
        self.slots.insert(name, slot);
        self.order.push(name);
    }

    /// Where a name lives, seen from this scope. Class scopes are only visible to themselves.
    pub(crate) fn resolve(&self, name: Symbol) -> Resolved {
        if self.kind == ScopeKind::Module || self.globals.contains(&name) {
            return Resolved::Global;
        }
        if self.kind == ScopeKind::Function
            && let Some(slot) = self.slots.get(&name)
        {
            return Resolved::Slot {
                depth: 0,
                slot: *slot,
            };
        }
        self.resolve_outer(name)
    }

    /// Where a name lives outside of this scope.
    pub(crate) fn resolve_outer(&self, name: Symbol) -> Resolved {
        let mut depth = u32::from(self.kind == ScopeKind::Function);
        let mut scope = self.parent;
        while let Some(info) = scope {
            if info.kind == ScopeKind::Function {
                if info.globals.contains(&name) {
                    return Resolved::Global;
                }
                if let Some(slot) = info.slots.get(&name) {
                    return Resolved::Slot { depth, slot: *slot };
                }
                depth += 1;
            }
            scope = info.parent;
        }
        Resolved::Global
    }
}

/// Where a name lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Resolved {
    /// In the `depth`-th function scope outwards.
    Slot { depth: u32, slot: u32 },
    /// In the module or the builtins.
    Global,
}

/// The variables of one activation of a function scope.
pub(crate) struct Scope {
    pub(crate) slots: RefCell<Vec<Option<Value>>>,
    pub(crate) parent: Option<Rc<Self>>,
}

impl Scope {
    pub(crate) fn new(info: &ScopeInfo, parent: Option<Rc<Self>>) -> Rc<Self> {
        Rc::new(Self {
            slots: RefCell::new(vec![None; info.order.len()]),
            parent,
        })
    }

    pub(crate) fn get(&self, depth: u32, slot: u32) -> Option<Value> {
        let mut scope = self;
        for _ in 0..depth {
            scope = scope.parent.as_deref()?;
        }
        scope.slots.borrow().get(slot as usize)?.clone()
    }

    pub(crate) fn set(&self, depth: u32, slot: u32, value: Option<Value>) -> Option<Value> {
        let mut scope = self;
        for _ in 0..depth {
            scope = scope.parent.as_deref()?;
        }
        let mut slots = scope.slots.borrow_mut();
        let place = slots.get_mut(slot as usize)?;
        std::mem::replace(place, value)
    }
}

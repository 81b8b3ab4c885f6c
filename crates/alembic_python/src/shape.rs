//! The names of the attributes of an instance, shared by all instances that got them in the same order.

use std::cell::{Cell, RefCell};

use crate::memo::{Memo, literal_question};
use crate::symbol::Symbol;

thread_local! {
    /// Where a name is in a shape.
    static POSITIONS: Memo = const { Memo::new() };
    /// Where a literal is in a shape.
    static LITERALS: Memo = const { Memo::new() };
}

/// Instances with more names have a table of their own.
const MOST_NAMES: usize = 64;
/// A shape with more continuations belongs to a class whose instances are used like dictionaries.
const MOST_CONTINUATIONS: usize = 32;
/// Up to so many names are compared at once.
const SCANNED: usize = 4;

/// Names in order. A class has one shape without names; every new name leads to the next shape.
///
/// Shapes live as long as the process, as the evaluator does.
pub(crate) struct Shape {
    names: Vec<Symbol>,
    next: RefCell<Vec<(Symbol, &'static Self)>>,
    /// The shape of the class without names; `None` for that one itself.
    root: Option<&'static Self>,
    /// Most names that an instance of the class ever had.
    longest: Cell<usize>,
}

impl Shape {
    /// The shape without names of a class.
    pub(crate) fn root() -> &'static Self {
        Self::kept(Vec::new(), None)
    }

    fn kept(names: Vec<Symbol>, root: Option<&'static Self>) -> &'static Self {
        Box::leak(Box::new(Self {
            names,
            next: RefCell::default(),
            root,
            longest: Cell::new(0),
        }))
    }

    /// Where a name is.
    pub(crate) fn position(&'static self, name: Symbol) -> Option<usize> {
        if self.names.len() <= SCANNED {
            return self.names.iter().position(|known| *known == name);
        }
        let search = || self.names.iter().position(|known| *known == name);
        let address = std::ptr::from_ref(self).addr();
        // Shapes are leaked and their names stay.
        POSITIONS.with(|memo| memo.position(address, name.index() as usize, search))
    }

    /// Where a literal name is: one question instead of two, for its symbol and for that symbol's position.
    pub(crate) fn position_of_literal(&'static self, name: &'static str) -> Option<usize> {
        let search = || {
            let name = Symbol::literal(name);
            self.names.iter().position(|known| *known == name)
        };
        let address = std::ptr::from_ref(self).addr();
        LITERALS.with(|memo| memo.position(address, literal_question(name), search))
    }

    /// The shape with one more name, if an instance has come that way before.
    pub(crate) fn known_next(&self, name: Symbol) -> Option<&'static Self> {
        let next = self.next.borrow();
        let found = next.iter().find(|(known, _)| *known == name)?;
        Some(found.1)
    }

    /// Makes the shape with one more name, `None` where sharing does not pay.
    pub(crate) fn add_next(&'static self, name: Symbol) -> Option<&'static Self> {
        let n_continuations = self.next.borrow().len();
        if self.names.len() == MOST_NAMES || n_continuations == MOST_CONTINUATIONS {
            return None;
        }
        let mut names = Vec::with_capacity(self.names.len() + 1);
        names.extend_from_slice(&self.names);
        names.push(name);
        let root = self.root.unwrap_or(self);
        root.longest.set(root.longest.get().max(names.len()));
        let next = Self::kept(names, Some(root));
        self.next.borrow_mut().push((name, next));
        Some(next)
    }

    /// How many names an instance of the class is likely to get.
    pub(crate) fn expected_len(&self) -> usize {
        self.root
            .map_or(self.longest.get(), |root| root.longest.get())
    }

    /// The `index`-th name.
    pub(crate) fn name(&self, index: usize) -> Option<Symbol> {
        self.names.get(index).copied()
    }

    /// The names in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = Symbol> + '_ {
        self.names.iter().copied()
    }
}

//! Ordered map from names to values: module globals, instance and class attributes.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::symbol::Symbol;
use crate::value::Value;

/// Names in the order of their first assignment, with their values.
#[derive(Default, Clone)]
pub struct AttrMap {
    map: IndexMap<Symbol, Value, FxBuildHasher>,
}

impl AttrMap {
    /// The value of a name.
    pub fn get(&self, name: Symbol) -> Option<&Value> {
        self.map.get(&name)
    }

    /// Sets a name; a new name goes to the end.
    pub fn set(&mut self, name: Symbol, value: Value) -> Option<Value> {
        self.map.insert(name, value)
    }

    /// Removes a name and keeps the order of the others.
    pub fn remove(&mut self, name: Symbol) -> Option<Value> {
        self.map.shift_remove(&name)
    }

    /// True if the name is present.
    pub fn contains(&self, name: Symbol) -> bool {
        self.map.contains_key(&name)
    }

    /// Number of names.
    pub fn len(&self) -> usize {
        self.map.len()
    }

    /// True without names.
    pub fn is_empty(&self) -> bool {
        self.map.is_empty()
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Symbol, &Value)> {
        self.map.iter().map(|(name, value)| (*name, value))
    }

    /// Names in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = Symbol> + '_ {
        self.map.keys().copied()
    }

    /// Removes everything.
    pub fn clear(&mut self) {
        self.map.clear();
    }

    /// The `index`-th name and value.
    pub fn at(&self, index: usize) -> Option<(Symbol, &Value)> {
        self.map
            .get_index(index)
            .map(|(name, value)| (*name, value))
    }
}

impl FromIterator<(Symbol, Value)> for AttrMap {
    fn from_iter<T: IntoIterator<Item = (Symbol, Value)>>(pairs: T) -> Self {
        Self {
            map: pairs.into_iter().collect(),
        }
    }
}

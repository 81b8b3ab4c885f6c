//! Ordered map from names to values: module globals, instance and class attributes.
//!
//! Instances of a class nearly always have the same names in the same order: they share the table of their
//! names ([`Shape`]) and keep only their values. Modules and classes have a table of their own.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::shape::Shape;
use crate::symbol::Symbol;
use crate::value::Value;

type Table = IndexMap<Symbol, Value, FxBuildHasher>;

/// Names in the order of their first assignment, with their values.
#[derive(Default)]
pub struct AttrMap {
    /// The names of `values`; without it the map has a table of its own.
    shape: Option<&'static Shape>,
    values: Vec<Value>,
    own: Option<Box<Table>>,
}

impl Clone for AttrMap {
    fn clone(&self) -> Self {
        let expected = self.shape.map_or(0, Shape::expected_len);
        let mut values = Vec::with_capacity(expected.max(self.values.len()));
        values.extend_from_slice(&self.values);
        Self {
            shape: self.shape,
            values,
            own: self.own.clone(),
        }
    }
}

impl AttrMap {
    /// The map of an instance; `root` is the shape of its class that has no names yet.
    pub(crate) fn of_instance(root: &'static Shape) -> Self {
        Self {
            shape: Some(root),
            ..Self::default()
        }
    }

    /// The value of a name.
    pub fn get(&self, name: Symbol) -> Option<&Value> {
        match self.shape {
            Some(shape) => self.values.get(shape.position(name)?),
            None => self.own.as_ref()?.get(&name),
        }
    }

    /// The value of a name that native code asks for.
    pub(crate) fn get_literal(&self, name: &'static str) -> Option<&Value> {
        match self.shape {
            Some(shape) => self.values.get(shape.position_of_literal(name)?),
            None => self.get(Symbol::literal(name)),
        }
    }

    /// Sets a name; a new name goes to the end.
    pub fn set(&mut self, name: Symbol, value: Value) -> Option<Value> {
        let Some(shape) = self.shape else {
            return self.table().insert(name, value);
        };
        // Where a shape is known to go on with a name it does not have that name.
        let next = if let Some(next) = shape.known_next(name) {
            next
        } else {
            let position = shape.position(name);
            if let Some(slot) = position.and_then(|position| self.values.get_mut(position)) {
                return Some(std::mem::replace(slot, value));
            }
            match shape.add_next(name) {
                Some(next) => next,
                None => return self.table().insert(name, value),
            }
        };
        if self.values.is_empty() {
            self.values.reserve_exact(next.expected_len());
        }
        self.values.push(value);
        self.shape = Some(next);
        None
    }

    /// Removes a name and keeps the order of the others.
    pub fn remove(&mut self, name: Symbol) -> Option<Value> {
        if !self.contains(name) {
            return None;
        }
        self.table().shift_remove(&name)
    }

    /// True if the name is present.
    pub fn contains(&self, name: Symbol) -> bool {
        self.get(name).is_some()
    }

    /// Number of names.
    pub fn len(&self) -> usize {
        match self.shape {
            Some(_) => self.values.len(),
            None => self.own.as_ref().map_or(0, |table| table.len()),
        }
    }

    /// True without names.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Symbol, &Value)> {
        (0..self.len()).filter_map(|index| self.at(index))
    }

    /// Names in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = Symbol> + '_ {
        self.iter().map(|(name, _)| name)
    }

    /// Removes everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The `index`-th name and value.
    pub fn at(&self, index: usize) -> Option<(Symbol, &Value)> {
        match self.shape {
            Some(shape) => Some((shape.name(index)?, self.values.get(index)?)),
            None => self
                .own
                .as_ref()?
                .get_index(index)
                .map(|(name, value)| (*name, value)),
        }
    }

    /// The table of its own; shared names move into it.
    fn table(&mut self) -> &mut Table {
        if let Some(shape) = self.shape.take() {
            let values = std::mem::take(&mut self.values);
            self.own = Some(Box::new(shape.names().zip(values).collect()));
        }
        self.own.get_or_insert_default()
    }
}

impl FromIterator<(Symbol, Value)> for AttrMap {
    fn from_iter<T: IntoIterator<Item = (Symbol, Value)>>(pairs: T) -> Self {
        Self {
            own: Some(Box::new(pairs.into_iter().collect())),
            ..Self::default()
        }
    }
}

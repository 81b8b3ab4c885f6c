//! Ordered map from names to values: module globals, instance and class attributes.
//!
//! Instances of a class nearly always have the same names in the same order: they share the table of their
//! names ([`Shape`]) and keep only their values. Modules and classes have a table of their own.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use thin_vec::ThinVec;

use crate::shape::Shape;
use crate::symbol::Symbol;
use crate::value::Value;

type Table = IndexMap<Symbol, Value, FxBuildHasher>;

/// Names in the order of their first assignment, with their values.
pub struct AttrMap(Kept);

/// Two words long: an evaluator has tens of thousands of instances.
enum Kept {
    /// The names of an instance, and its values.
    Shared(&'static Shape, ThinVec<Value>),
    /// A table of its own, made with the first name.
    Own(Option<Box<Table>>),
}

impl Default for AttrMap {
    fn default() -> Self {
        Self(Kept::Own(None))
    }
}

impl Clone for AttrMap {
    fn clone(&self) -> Self {
        Self(match &self.0 {
            Kept::Shared(shape, values) => {
                let mut copy = ThinVec::with_capacity(shape.expected_len().max(values.len()));
                copy.extend_from_slice(values);
                Kept::Shared(shape, copy)
            }
            Kept::Own(table) => Kept::Own(table.clone()),
        })
    }
}

impl AttrMap {
    /// The map of an instance; `root` is the shape of its class that has no names yet.
    pub(crate) fn of_instance(root: &'static Shape) -> Self {
        Self(Kept::Shared(root, ThinVec::new()))
    }

    /// The value of a name.
    pub fn get(&self, name: Symbol) -> Option<&Value> {
        match &self.0 {
            Kept::Shared(shape, values) => values.get(shape.position(name)?),
            Kept::Own(table) => table.as_ref()?.get(&name),
        }
    }

    /// The value of a name that native code asks for.
    pub(crate) fn get_literal(&self, name: &'static str) -> Option<&Value> {
        match &self.0 {
            Kept::Shared(shape, values) => values.get(shape.position_of_literal(name)?),
            Kept::Own(_) => self.get(Symbol::literal(name)),
        }
    }

    /// Sets a name; a new name goes to the end.
    pub fn set(&mut self, name: Symbol, value: Value) -> Option<Value> {
        let Kept::Shared(shape, values) = &mut self.0 else {
            return self.table().insert(name, value);
        };
        // Where a shape is known to go on with a name it does not have that name.
        let next = if let Some(next) = shape.known_next(name) {
            next
        } else {
            let position = shape.position(name);
            if let Some(slot) = position.and_then(|position| values.get_mut(position)) {
                return Some(std::mem::replace(slot, value));
            }
            match shape.add_next(name) {
                Some(next) => next,
                None => return self.table().insert(name, value),
            }
        };
        if values.is_empty() {
            values.reserve_exact(next.expected_len());
        }
        values.push(value);
        *shape = next;
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
        match &self.0 {
            Kept::Shared(_, values) => values.len(),
            Kept::Own(table) => table.as_ref().map_or(0, |table| table.len()),
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

    /// Gives back what was reserved for more names.
    pub(crate) fn shrink_to_fit(&mut self) {
        match &mut self.0 {
            Kept::Shared(_, values) => values.shrink_to_fit(),
            Kept::Own(Some(table)) => table.shrink_to_fit(),
            Kept::Own(None) => {}
        }
    }

    /// Removes everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The `index`-th name and value.
    pub fn at(&self, index: usize) -> Option<(Symbol, &Value)> {
        match &self.0 {
            Kept::Shared(shape, values) => Some((shape.name(index)?, values.get(index)?)),
            Kept::Own(table) => table
                .as_ref()?
                .get_index(index)
                .map(|(name, value)| (*name, value)),
        }
    }

    /// The table of its own; shared names move into it.
    fn table(&mut self) -> &mut Table {
        if let Kept::Shared(shape, values) = &mut self.0 {
            let values = std::mem::take(values);
            let table: Table = shape.names().zip(values).collect();
            self.0 = Kept::Own(Some(Box::new(table)));
        }
        match &mut self.0 {
            Kept::Own(table) => table.get_or_insert_default(),
            Kept::Shared(..) => unreachable!("it has a table of its own by now"),
        }
    }
}

impl FromIterator<(Symbol, Value)> for AttrMap {
    fn from_iter<T: IntoIterator<Item = (Symbol, Value)>>(pairs: T) -> Self {
        Self(Kept::Own(Some(Box::new(pairs.into_iter().collect()))))
    }
}

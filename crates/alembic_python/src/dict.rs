//! Dictionaries and sets in insertion order, keyed by Python's `__hash__` and `__eq__`.
//!
//! Keys may be instances with their own `__eq__`, so a lookup first decides what it can without
//! running Python code, and compares the rest after the storage is released.

use std::cell::RefCell;
use std::rc::Rc;

use crate::error::PyResult;
use crate::value::Value;
use crate::vm::Vm;

struct Entry {
    hash: u64,
    key: Value,
    value: Value,
}

/// Positions of a growing table of entries, found by hash.
#[derive(Default)]
struct Table {
    entries: Vec<Option<Entry>>,
    n_live: usize,
    /// Open addressing over entry positions plus one; empty while the table is small.
    index: Vec<u32>,
}

const SMALL: usize = 8;

enum Probe {
    Found(usize),
    Missing,
    /// Positions whose equality only Python code can tell.
    Ask(Vec<(usize, Value)>),
}

impl Table {
    fn slot_of(hash: u64, mask: usize) -> usize {
        let mixed = hash ^ (hash >> 32);
        usize::try_from(mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32).unwrap_or(0) & mask
    }

    fn candidates(&self, hash: u64, mut visit: impl FnMut(usize, &Entry) -> bool) {
        if self.index.is_empty() {
            for (position, entry) in self.entries.iter().enumerate() {
                if let Some(entry) = entry
                    && entry.hash == hash
                    && visit(position, entry)
                {
                    return;
                }
            }
            return;
        }
        let mask = self.index.len() - 1;
        let mut slot = Self::slot_of(hash, mask);
        loop {
            match self.index.get(slot).copied() {
                None | Some(0) => return,
                Some(position) => {
                    let position = position as usize - 1;
                    if let Some(Some(entry)) = self.entries.get(position)
                        && entry.hash == hash
                        && visit(position, entry)
                    {
                        return;
                    }
                }
            }
            slot = (slot + 1) & mask;
        }
    }

    fn probe(&self, hash: u64, key: &Value) -> Probe {
        let mut found = None;
        let mut ask = Vec::new();
        self.candidates(hash, |position, entry| match quick_equal(&entry.key, key) {
            Some(true) => {
                found = Some(position);
                true
            }
            Some(false) => false,
            None => {
                ask.push((position, entry.key.clone()));
                false
            }
        });
        match found {
            Some(position) if ask.is_empty() => Probe::Found(position),
            _ if ask.is_empty() => Probe::Missing,
            Some(position) => {
                ask.retain(|(other, _)| *other < position);
                if ask.is_empty() {
                    return Probe::Found(position);
                }
                ask.push((position, key.clone()));
                Probe::Ask(ask)
            }
            None => Probe::Ask(ask),
        }
    }

    fn rebuild(&mut self) {
        if self.n_live < self.entries.len() {
            self.entries.retain(Option::is_some);
        }
        if self.entries.len() < SMALL {
            self.index.clear();
            return;
        }
        let size = (self.entries.len() * 3).next_power_of_two();
        self.index = vec![0; size];
        let mask = size - 1;
        for (position, entry) in self.entries.iter().enumerate() {
            let Some(entry) = entry else { continue };
            let mut slot = Self::slot_of(entry.hash, mask);
            while self.index.get(slot).is_some_and(|used| *used != 0) {
                slot = (slot + 1) & mask;
            }
            if let Some(free) = self.index.get_mut(slot) {
                *free = u32::try_from(position + 1).unwrap_or(u32::MAX);
            }
        }
    }

    fn push(&mut self, entry: Entry) {
        let hash = entry.hash;
        self.entries.push(Some(entry));
        self.n_live += 1;
        let too_full = if self.index.is_empty() {
            self.entries.len() >= SMALL
        } else {
            self.entries.len() * 2 > self.index.len()
        };
        if too_full {
            self.rebuild();
            return;
        }
        if self.index.is_empty() {
            return;
        }
        let mask = self.index.len() - 1;
        let mut slot = Self::slot_of(hash, mask);
        while self.index.get(slot).is_some_and(|used| *used != 0) {
            slot = (slot + 1) & mask;
        }
        let position = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        if let Some(free) = self.index.get_mut(slot) {
            *free = position;
        }
    }

    fn remove(&mut self, position: usize) -> Option<Entry> {
        let entry = self.entries.get_mut(position)?.take()?;
        self.n_live -= 1;
        if self.entries.len() > 16 && self.n_live * 2 < self.entries.len() {
            self.rebuild();
        } else if self.n_live == 0 {
            self.entries.clear();
            self.index.clear();
        } else if position + 1 == self.entries.len() && self.index.is_empty() {
            self.entries.pop();
        }
        Some(entry)
    }
}

/// Equality where no Python code is needed.
fn quick_equal(a: &Value, b: &Value) -> Option<bool> {
    if a.is(b) {
        return Some(true);
    }
    match (a, b) {
        (Value::Str(x), Value::Str(y)) => Some(x == y),
        (Value::Int(x), Value::Int(y)) => Some(x == y),
        (Value::Bytes(x), Value::Bytes(y)) => Some(x == y),
        (Value::Class(_), Value::Class(_)) => None,
        (
            Value::Str(_) | Value::Bytes(_) | Value::None,
            Value::Int(_) | Value::Float(_) | Value::Bool(_) | Value::None | Value::Tuple(_),
        )
        | (
            Value::Int(_) | Value::Float(_) | Value::Bool(_) | Value::None | Value::Tuple(_),
            Value::Str(_) | Value::Bytes(_) | Value::None,
        ) => Some(false),
        _ => None,
    }
}

/// Storage of a dictionary.
#[derive(Default)]
pub struct Dict {
    table: RefCell<Table>,
}

impl Dict {
    /// An empty dictionary.
    pub fn new() -> Rc<Self> {
        Rc::new(Self::default())
    }

    /// A dictionary with text keys.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, Value)>) -> Rc<Self> {
        let dict = Self::default();
        for (key, value) in pairs {
            dict.set_str(key, value);
        }
        Rc::new(dict)
    }

    fn locate(&self, vm: &Vm, hash: u64, key: &Value) -> PyResult<Option<usize>> {
        let probe = self.table.borrow().probe(hash, key);
        match probe {
            Probe::Found(position) => Ok(Some(position)),
            Probe::Missing => Ok(None),
            Probe::Ask(candidates) => {
                for (position, other) in candidates {
                    if other.is(key) || vm.equal(&other, key)? {
                        return Ok(Some(position));
                    }
                }
                Ok(None)
            }
        }
    }

    /// The value of a key.
    pub fn get(&self, vm: &Vm, key: &Value) -> PyResult<Option<Value>> {
        if self.is_empty() {
            vm.hash(key)?;
            return Ok(None);
        }
        let hash = vm.hash(key)?;
        let position = self.locate(vm, hash, key)?;
        Ok(position.and_then(|position| self.value_at(position)))
    }

    fn value_at(&self, position: usize) -> Option<Value> {
        let table = self.table.borrow();
        table
            .entries
            .get(position)
            .and_then(Option::as_ref)
            .map(|entry| entry.value.clone())
    }

    /// True if the key is present.
    pub fn contains(&self, vm: &Vm, key: &Value) -> PyResult<bool> {
        let hash = vm.hash(key)?;
        Ok(self.locate(vm, hash, key)?.is_some())
    }

    /// Sets a key; gives back the value that it had.
    pub fn set(&self, vm: &Vm, key: Value, value: Value) -> PyResult<Option<Value>> {
        let hash = vm.hash(&key)?;
        let position = self.locate(vm, hash, &key)?;
        Ok(self.put(position, hash, key, value))
    }

    fn put(&self, position: Option<usize>, hash: u64, key: Value, value: Value) -> Option<Value> {
        let mut table = self.table.borrow_mut();
        if let Some(position) = position
            && let Some(Some(entry)) = table.entries.get_mut(position)
        {
            return Some(std::mem::replace(&mut entry.value, value));
        }
        table.push(Entry { hash, key, value });
        None
    }

    /// Removes a key; gives back the key and the value.
    pub fn remove(&self, vm: &Vm, key: &Value) -> PyResult<Option<(Value, Value)>> {
        let hash = vm.hash(key)?;
        let position = self.locate(vm, hash, key)?;
        Ok(position.and_then(|position| {
            let entry = self.table.borrow_mut().remove(position)?;
            Some((entry.key, entry.value))
        }))
    }

    /// The value of a text key.
    pub fn get_str(&self, key: &str) -> Option<Value> {
        let hash = crate::operators::hash_text(key);
        let table = self.table.borrow();
        let mut found = None;
        table.candidates(hash, |_, entry| {
            let same = entry.key.as_str() == Some(key);
            if same {
                found = Some(entry.value.clone());
            }
            same
        });
        found
    }

    /// Sets a text key.
    pub fn set_str(&self, key: &str, value: Value) {
        let hash = crate::operators::hash_text(key);
        let mut position = None;
        self.table.borrow().candidates(hash, |at, entry| {
            let same = entry.key.as_str() == Some(key);
            if same {
                position = Some(at);
            }
            same
        });
        self.put(position, hash, Value::str(key), value);
    }

    /// Removes a text key.
    pub fn remove_str(&self, key: &str) -> Option<Value> {
        let hash = crate::operators::hash_text(key);
        let mut position = None;
        self.table.borrow().candidates(hash, |at, entry| {
            let same = entry.key.as_str() == Some(key);
            if same {
                position = Some(at);
            }
            same
        });
        let entry = self.table.borrow_mut().remove(position?)?;
        Some(entry.value)
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.table.borrow().n_live
    }

    /// True without keys.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Copies of keys and values in order.
    pub fn items(&self) -> Vec<(Value, Value)> {
        let table = self.table.borrow();
        table
            .entries
            .iter()
            .flatten()
            .map(|entry| (entry.key.clone(), entry.value.clone()))
            .collect()
    }

    /// Copies of the keys in order.
    pub fn keys(&self) -> Vec<Value> {
        let table = self.table.borrow();
        table
            .entries
            .iter()
            .flatten()
            .map(|entry| entry.key.clone())
            .collect()
    }

    /// Copies of the values in order.
    pub fn values(&self) -> Vec<Value> {
        let table = self.table.borrow();
        table
            .entries
            .iter()
            .flatten()
            .map(|entry| entry.value.clone())
            .collect()
    }

    /// The first pair at or after a storage position, with the next position.
    pub(crate) fn next_from(&self, position: usize) -> Option<(usize, Value, Value)> {
        let table = self.table.borrow();
        let rest = table.entries.get(position..)?;
        rest.iter().enumerate().find_map(|(offset, entry)| {
            let entry = entry.as_ref()?;
            Some((
                position + offset + 1,
                entry.key.clone(),
                entry.value.clone(),
            ))
        })
    }

    /// Removes and returns the last pair.
    pub fn pop_last(&self) -> Option<(Value, Value)> {
        let mut table = self.table.borrow_mut();
        let position = table.entries.iter().rposition(Option::is_some)?;
        let entry = table.remove(position)?;
        Some((entry.key, entry.value))
    }

    /// Removes everything.
    pub fn clear(&self) {
        let old = std::mem::take(&mut *self.table.borrow_mut());
        drop(old);
    }

    /// A copy that shares the values.
    pub fn copy(&self) -> Rc<Self> {
        let table = self.table.borrow();
        let mut copy = Table::default();
        for entry in table.entries.iter().flatten() {
            copy.push(Entry {
                hash: entry.hash,
                key: entry.key.clone(),
                value: entry.value.clone(),
            });
        }
        Rc::new(Self {
            table: RefCell::new(copy),
        })
    }

    /// Sets all pairs of another dictionary.
    pub fn update(&self, vm: &Vm, other: &Self) -> PyResult<()> {
        for (key, value) in other.items() {
            self.set(vm, key, value)?;
        }
        Ok(())
    }
}

/// Storage of a set, in insertion order.
#[derive(Default)]
pub struct Set {
    dict: Dict,
}

impl Set {
    /// An empty set.
    pub fn new() -> Rc<Self> {
        Rc::new(Self::default())
    }

    /// A set of these items.
    pub fn from_items(vm: &Vm, items: impl IntoIterator<Item = Value>) -> PyResult<Rc<Self>> {
        let set = Self::default();
        for item in items {
            set.add(vm, item)?;
        }
        Ok(Rc::new(set))
    }

    /// Adds an item; true if it was not there.
    pub fn add(&self, vm: &Vm, item: Value) -> PyResult<bool> {
        let hash = vm.hash(&item)?;
        if self.dict.locate(vm, hash, &item)?.is_some() {
            return Ok(false);
        }
        self.dict.put(None, hash, item, Value::None);
        Ok(true)
    }

    /// True if the item is present.
    pub fn contains(&self, vm: &Vm, item: &Value) -> PyResult<bool> {
        self.dict.contains(vm, item)
    }

    /// Removes an item; true if it was there.
    pub fn remove(&self, vm: &Vm, item: &Value) -> PyResult<bool> {
        Ok(self.dict.remove(vm, item)?.is_some())
    }

    /// Copies of the items in order.
    pub fn to_vec(&self) -> Vec<Value> {
        self.dict.keys()
    }

    /// Removes and returns the first item.
    pub fn pop(&self) -> Option<Value> {
        let (_, key, _) = self.dict.next_from(0)?;
        let mut table = self.dict.table.borrow_mut();
        let position = table.entries.iter().position(Option::is_some)?;
        table.remove(position)?;
        Some(key)
    }

    /// The first item at or after a storage position, with the next position.
    pub(crate) fn next_from(&self, position: usize) -> Option<(usize, Value)> {
        self.dict
            .next_from(position)
            .map(|(next, key, _)| (next, key))
    }

    /// Number of items.
    pub fn len(&self) -> usize {
        self.dict.len()
    }

    /// True without items.
    pub fn is_empty(&self) -> bool {
        self.dict.is_empty()
    }

    /// Removes everything.
    pub fn clear(&self) {
        self.dict.clear();
    }

    /// A copy.
    pub fn copy(&self) -> Rc<Self> {
        let copy = Self::default();
        let source = self.dict.table.borrow();
        let mut target = copy.dict.table.borrow_mut();
        for entry in source.entries.iter().flatten() {
            target.push(Entry {
                hash: entry.hash,
                key: entry.key.clone(),
                value: Value::None,
            });
        }
        drop(target);
        Rc::new(copy)
    }
}

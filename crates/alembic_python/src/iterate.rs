//! Iteration, items and slices.

use std::rc::Rc;

use crate::error::PyResult;
use crate::generator::NativeIterator;
use crate::operators::{bytes_of, same_bytes_kind};
use crate::symbol::names;
use crate::value::{Slice, Value, ViewKind};
use crate::vm::Vm;

impl Vm {
    /// `iter(value)`.
    pub fn iter(&self, value: &Value) -> PyResult {
        if let Some(method) = self.special(value, names().iter) {
            if method.is_none() {
                return Err(self.type_error(format!(
                    "'{}' object is not iterable",
                    self.type_name(value)
                )));
            }
            return self.call_special(&method, value, Vec::new());
        }
        Ok(match value.builtin() {
            Value::Iterator(_) => value.builtin().clone(),
            Value::Generator(generator) if !generator.is_async => value.builtin().clone(),
            Value::List(list) => {
                let list = list.clone();
                let mut position = 0;
                NativeIterator::new("list_iterator", move |_| {
                    let item = list.get(position);
                    position += 1;
                    Ok(item)
                })
            }
            Value::Tuple(items) => {
                let items = items.clone();
                let mut position = 0;
                NativeIterator::new("tuple_iterator", move |_| {
                    let item = items.get(position).cloned();
                    position += 1;
                    Ok(item)
                })
            }
            Value::Str(text) => {
                let text = text.clone();
                let mut position = 0;
                NativeIterator::new("str_ascii_iterator", move |_| {
                    let Some(character) = text.get(position..).and_then(|rest| rest.chars().next())
                    else {
                        return Ok(None);
                    };
                    position += character.len_utf8();
                    Ok(Some(Value::str(character.encode_utf8(&mut [0; 4]))))
                })
            }
            Value::Dict(dict) => dict_iterator(dict, ViewKind::Keys),
            Value::DictView(view) => dict_iterator(&view.dict, view.kind),
            Value::Set(set) | Value::FrozenSet(set) => {
                let set = set.clone();
                let length = set.len();
                let mut position = 0;
                NativeIterator::new("set_iterator", move |vm| {
                    if set.len() != length {
                        return Err(vm.raise("RuntimeError", "Set changed size during iteration"));
                    }
                    match set.next_from(position) {
                        Some((next, item)) => {
                            position = next;
                            Ok(Some(item))
                        }
                        None => Ok(None),
                    }
                })
            }
            Value::Range(range) => {
                let range = **range;
                let length = range.len();
                let mut position = 0;
                NativeIterator::new("range_iterator", move |_| {
                    if position >= length {
                        return Ok(None);
                    }
                    let item = range.at(position);
                    position += 1;
                    Ok(Some(Value::Int(item)))
                })
            }
            Value::Bytes(_) | Value::ByteArray(_) => {
                let items = bytes_of(value)
                    .unwrap_or_default()
                    .into_iter()
                    .map(|byte| Value::Int(i64::from(byte)))
                    .collect();
                NativeIterator::over(items)
            }
            Value::Opaque(opaque) => {
                let forced = self.force(value)?;
                if forced.is_opaque() {
                    return Err(self.opaque_error(opaque, "a loop"));
                }
                return self.iter(&forced);
            }
            Value::Alias(_) => {
                // `*Ts` unpacks to one item.
                NativeIterator::over(vec![value.clone()])
            }
            _ => {
                if let Some(method) = self.special(value, names().getitem)
                    && matches!(value, Value::Object(_))
                {
                    let value = value.clone();
                    let mut position = 0;
                    return Ok(NativeIterator::new("iterator", move |vm| {
                        match vm.call_special(&method, &value, vec![Value::Int(position)]) {
                            Ok(item) => {
                                position += 1;
                                Ok(Some(item))
                            }
                            Err(unwind)
                                if unwind.is_exception("IndexError")
                                    || unwind.is_exception("StopIteration") =>
                            {
                                Ok(None)
                            }
                            Err(unwind) => Err(unwind),
                        }
                    }));
                }
                if let Value::Class(class) = value
                    && class.is_enum.get()
                {
                    return Ok(NativeIterator::over(crate::stdlib::enum_::members(class)));
                }
                if let Value::Object(object) = value
                    && let Some(base) = object.class().opaque_base()
                {
                    return Err(self.opaque_error(&base, "a loop"));
                }
                return Err(self.type_error(format!(
                    "'{}' object is not iterable",
                    self.type_name(value)
                )));
            }
        })
    }

    /// The next item of an iterator.
    pub fn next(&self, iterator: &Value) -> PyResult<Option<Value>> {
        match iterator {
            Value::Iterator(native) => native.next(self),
            Value::Generator(generator) if !generator.is_async => generator.next(),
            _ => {
                let Some(method) = self.special(iterator, names().next) else {
                    return Err(self.type_error(format!(
                        "'{}' object is not an iterator",
                        self.type_name(iterator)
                    )));
                };
                match self.call_special(&method, iterator, Vec::new()) {
                    Ok(item) => Ok(Some(item)),
                    Err(unwind) if unwind.is_exception("StopIteration") => Ok(None),
                    Err(unwind) => Err(unwind),
                }
            }
        }
    }

    /// All items of an iterable.
    pub fn collect(&self, iterable: &Value) -> PyResult<Vec<Value>> {
        match iterable {
            Value::Tuple(items) => return Ok(items.to_vec()),
            Value::List(list) => return Ok(list.to_vec()),
            Value::Dict(dict) => return Ok(dict.keys()),
            Value::Set(set) | Value::FrozenSet(set) => return Ok(set.to_vec()),
            Value::DictView(view) => {
                return Ok(match view.kind {
                    ViewKind::Keys => view.dict.keys(),
                    ViewKind::Values => view.dict.values(),
                    ViewKind::Items => view
                        .dict
                        .items()
                        .into_iter()
                        .map(|(key, value)| Value::tuple(vec![key, value]))
                        .collect(),
                });
            }
            _ => {}
        }
        let iterator = self.iter(iterable)?;
        let mut items = Vec::new();
        while let Some(item) = self.next(&iterator)? {
            items.push(item);
        }
        Ok(items)
    }

    /// `len(value)`.
    pub fn len(&self, value: &Value) -> PyResult<usize> {
        if let Some(method) = self.special(value, names().len) {
            let result = self.call_special(&method, value, Vec::new())?;
            return match result.as_int() {
                Some(length) => usize::try_from(length)
                    .map_err(|_| self.value_error("__len__() should return >= 0")),
                None => Err(self.type_error(format!(
                    "'{}' object cannot be interpreted as an integer",
                    self.type_name(&result)
                ))),
            };
        }
        Ok(match value.builtin() {
            Value::Str(text) => {
                if text.is_ascii() {
                    text.len()
                } else {
                    text.chars().count()
                }
            }
            Value::Bytes(bytes) => bytes.len(),
            Value::ByteArray(bytes) => bytes.borrow().len(),
            Value::Tuple(items) => items.len(),
            Value::List(list) => list.len(),
            Value::Dict(dict) => dict.len(),
            Value::DictView(view) => view.dict.len(),
            Value::Set(set) | Value::FrozenSet(set) => set.len(),
            Value::Range(range) => usize::try_from(range.len()).unwrap_or(usize::MAX),
            Value::Opaque(opaque) => return Err(self.opaque_error(opaque, "a length")),
            _ => {
                if let Value::Class(class) = value
                    && class.is_enum.get()
                {
                    return Ok(crate::stdlib::enum_::members(class).len());
                }
                return Err(self.type_error(format!(
                    "object of type '{}' has no len()",
                    self.type_name(value)
                )));
            }
        })
    }

    /// The integer behind an index: an `int` or an object with `__index__`.
    pub(crate) fn index_of(&self, value: &Value) -> PyResult<Option<i64>> {
        if let Some(number) = value.as_int() {
            return Ok(Some(number));
        }
        if let Value::BigInt(number) = value.builtin() {
            return Ok(Some(if number.sign() == num_bigint::Sign::Minus {
                i64::MIN
            } else {
                i64::MAX
            }));
        }
        if let Some(method) = self.special(value, names().index) {
            let result = self.call_special(&method, value, Vec::new())?;
            return Ok(result.as_int());
        }
        Ok(None)
    }

    /// An integer argument.
    pub fn int_arg(&self, value: &Value) -> PyResult<i64> {
        if let Value::Opaque(opaque) = value {
            return Err(self.opaque_error(opaque, "a number"));
        }
        self.index_of(value)?.ok_or_else(|| {
            self.type_error(format!(
                "'{}' object cannot be interpreted as an integer",
                self.type_name(value)
            ))
        })
    }

    /// A text argument.
    pub fn str_arg(&self, value: &Value, what: &str) -> PyResult<Rc<str>> {
        if let Value::Opaque(opaque) = value {
            return Err(self.opaque_error(opaque, what));
        }
        value.to_text().ok_or_else(|| {
            self.type_error(format!("{what} must be str, not {}", self.type_name(value)))
        })
    }

    /// `value[key]`.
    pub fn getitem(&self, value: &Value, key: &Value) -> PyResult {
        if let Some(method) = self.special(value, names().getitem) {
            return self.call_special(&method, value, vec![key.clone()]);
        }
        if key.is_opaque()
            && !matches!(
                value.builtin(),
                Value::Dict(_) | Value::Class(_) | Value::Alias(_)
            )
            && let Value::Opaque(opaque) = key
        {
            return Ok(opaque.derive(" (as index)"));
        }
        match value.builtin() {
            Value::Dict(dict) => {
                if let Some(found) = dict.get(self, key)? {
                    return Ok(found);
                }
                if let Some(method) = self.special(value, names().missing) {
                    return self.call_special(&method, value, vec![key.clone()]);
                }
                Err(self.key_error(key.clone()))
            }
            Value::List(list) => {
                if let Value::Slice(slice) = key {
                    let items = list.to_vec();
                    let positions = self.slice_positions(slice, items.len())?;
                    return Ok(Value::list(pick(&items, &positions)));
                }
                let index = self.sequence_index(key, list.len(), "list")?;
                list.get(index)
                    .ok_or_else(|| self.raise("IndexError", "list index out of range"))
            }
            Value::Tuple(items) => {
                if let Value::Slice(slice) = key {
                    let positions = self.slice_positions(slice, items.len())?;
                    return Ok(Value::tuple(pick(items, &positions)));
                }
                let index = self.sequence_index(key, items.len(), "tuple")?;
                items
                    .get(index)
                    .cloned()
                    .ok_or_else(|| self.raise("IndexError", "tuple index out of range"))
            }
            Value::Str(text) => self.text_item(text, key),
            Value::Bytes(_) | Value::ByteArray(_) => {
                let bytes = bytes_of(value).unwrap_or_default();
                if let Value::Slice(slice) = key {
                    let positions = self.slice_positions(slice, bytes.len())?;
                    let picked = positions
                        .iter()
                        .filter_map(|position| bytes.get(*position).copied())
                        .collect();
                    return Ok(same_bytes_kind(value, picked));
                }
                let index = self.sequence_index(key, bytes.len(), "byte")?;
                bytes
                    .get(index)
                    .map(|byte| Value::Int(i64::from(*byte)))
                    .ok_or_else(|| self.raise("IndexError", "index out of range"))
            }
            Value::Range(range) => {
                if let Value::Slice(slice) = key {
                    let length = usize::try_from(range.len()).unwrap_or(usize::MAX);
                    let (start, stop, step) = self.slice_bounds(slice, length)?;
                    return Ok(Value::Range(Rc::new(crate::value::Range {
                        start: range.at(start),
                        stop: range.at(stop),
                        step: range.step * step,
                    })));
                }
                let length = usize::try_from(range.len()).unwrap_or(usize::MAX);
                let index = self.sequence_index(key, length, "range object")?;
                Ok(Value::Int(range.at(i64::try_from(index).unwrap_or(0))))
            }
            Value::Class(class) => self.class_item(class, value, key),
            Value::Alias(alias) => crate::stdlib::typing::subscript_alias(self, alias, key),
            Value::Opaque(opaque) => Ok(opaque.derive("[...]")),
            _ => {
                if let Value::Object(object) = value
                    && object.class().has_opaque_base()
                {
                    return self.getattr(value, "item_of_unknown");
                }
                Err(self.type_error(format!(
                    "'{}' object is not subscriptable",
                    self.type_name(value)
                )))
            }
        }
    }

    fn class_item(&self, class: &Rc<crate::class::Class>, value: &Value, key: &Value) -> PyResult {
        if class.is_enum.get() {
            return crate::stdlib::enum_::by_name(self, class, key);
        }
        if let Some(found) = class.lookup(names().class_getitem) {
            let bound = match &found {
                Value::ClassMethod(_) => self.bind(&found, None, class)?,
                Value::Function(_) => crate::attributes::method(found.clone(), value.clone()),
                Value::Native(_) => crate::attributes::method(found.clone(), value.clone()),
                other => self.bind(other, None, class)?,
            };
            return self.call(&bound, vec![key.clone()]);
        }
        let types = &self.types;
        let generic_builtin = [
            &types.list,
            &types.dict,
            &types.tuple,
            &types.set,
            &types.frozenset,
            &types.type_,
        ];
        if generic_builtin
            .iter()
            .any(|builtin| class.is_subclass_of(builtin))
            || class.attrs.borrow().contains(names().type_params)
            || is_generic_for_typing(class)
        {
            return Ok(self.make_alias(value.clone(), key.clone()));
        }
        if let Some(base) = class.opaque_base() {
            let _ = base;
            return Ok(self.make_alias(value.clone(), key.clone()));
        }
        Err(self.type_error(format!("type '{}' is not subscriptable", class.name())))
    }

    fn text_item(&self, text: &Rc<str>, key: &Value) -> PyResult {
        if text.is_ascii() {
            if let Value::Slice(slice) = key {
                let (start, stop, step) = self.slice_bounds(slice, text.len())?;
                if step == 1 {
                    let (start, stop) = (
                        usize::try_from(start).unwrap_or(0),
                        usize::try_from(stop).unwrap_or(0),
                    );
                    return Ok(Value::str(text.get(start..stop.max(start)).unwrap_or("")));
                }
                let positions = self.slice_positions(slice, text.len())?;
                let bytes = text.as_bytes();
                let picked: String = positions
                    .iter()
                    .filter_map(|position| bytes.get(*position).map(|byte| char::from(*byte)))
                    .collect();
                return Ok(Value::from(picked));
            }
            let index = self.sequence_index(key, text.len(), "string")?;
            return Ok(Value::str(text.get(index..=index).unwrap_or("")));
        }
        let characters: Vec<char> = text.chars().collect();
        if let Value::Slice(slice) = key {
            let positions = self.slice_positions(slice, characters.len())?;
            let picked: String = positions
                .iter()
                .filter_map(|position| characters.get(*position))
                .collect();
            return Ok(Value::from(picked));
        }
        let index = self.sequence_index(key, characters.len(), "string")?;
        Ok(Value::from(
            characters
                .get(index)
                .map(char::to_string)
                .unwrap_or_default(),
        ))
    }

    /// A non-negative position from an index; `what` is for the messages.
    pub(crate) fn sequence_index(&self, key: &Value, length: usize, what: &str) -> PyResult<usize> {
        let Some(index) = self.index_of(key)? else {
            let what = if what == "byte" { "byte" } else { what };
            return Err(self.type_error(format!(
                "{what} indices must be integers{}, not {}{}",
                if what == "string" { "" } else { " or slices" },
                if what == "string" { "'" } else { "" },
                if what == "string" {
                    format!("{}'", self.type_name(key))
                } else {
                    self.type_name(key).to_string()
                }
            )));
        };
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        let position = if index < 0 {
            index.saturating_add(length)
        } else {
            index
        };
        if position < 0 || position >= length {
            let message = if what == "byte" {
                "index out of range".to_owned()
            } else {
                format!("{what} index out of range")
            };
            return Err(self.raise("IndexError", message));
        }
        Ok(usize::try_from(position).unwrap_or(0))
    }

    /// Start, stop and step of a slice of a sequence of this length.
    pub(crate) fn slice_bounds(&self, slice: &Slice, length: usize) -> PyResult<(i64, i64, i64)> {
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        let part = |value: &Value| -> PyResult<Option<i64>> {
            if value.is_none() {
                return Ok(None);
            }
            match self.index_of(value)? {
                Some(number) => Ok(Some(number)),
                None => Err(self.type_error(
                    "slice indices must be integers or None or have an __index__ method",
                )),
            }
        };
        let step = part(&slice.step)?.unwrap_or(1);
        if step == 0 {
            return Err(self.value_error("slice step cannot be zero"));
        }
        let (lowest, highest) = if step < 0 {
            (-1, length - 1)
        } else {
            (0, length)
        };
        let clamp = |number: i64| -> i64 {
            let number = if number < 0 {
                number.saturating_add(length)
            } else {
                number
            };
            number.clamp(lowest, highest)
        };
        let start = part(&slice.start)?.map_or(if step < 0 { highest } else { lowest }, clamp);
        let stop = part(&slice.stop)?.map_or(if step < 0 { lowest } else { highest }, clamp);
        Ok((start, stop, step))
    }

    /// Positions that a slice selects.
    pub(crate) fn slice_positions(&self, slice: &Slice, length: usize) -> PyResult<Vec<usize>> {
        let (start, stop, step) = self.slice_bounds(slice, length)?;
        let mut positions = Vec::new();
        let mut at = start;
        while (step > 0 && at < stop) || (step < 0 && at > stop) {
            positions.push(usize::try_from(at).unwrap_or(0));
            at = at.saturating_add(step);
        }
        Ok(positions)
    }

    /// `value[key] = new`.
    pub fn setitem(&self, value: &Value, key: Value, new: Value) -> PyResult<()> {
        if let Some(method) = self.special(value, names().setitem) {
            self.call_special(&method, value, vec![key, new])?;
            return Ok(());
        }
        match value.builtin() {
            Value::Dict(dict) => {
                let old = dict.set(self, key, new)?;
                drop(old);
                Ok(())
            }
            Value::List(list) => {
                if let Value::Slice(slice) = &key {
                    return self.set_slice(list, slice, &new);
                }
                let index = match self.sequence_index(&key, list.len(), "list") {
                    Err(unwind) if unwind.is_exception("IndexError") => {
                        return Err(self.raise("IndexError", "list assignment index out of range"));
                    }
                    other => other?,
                };
                let old = list.with(|items| {
                    items
                        .get_mut(index)
                        .map(|slot| std::mem::replace(slot, new))
                });
                drop(old);
                Ok(())
            }
            Value::ByteArray(bytes) => {
                let length = bytes.borrow().len();
                let index = self.sequence_index(&key, length, "bytearray")?;
                let byte = u8::try_from(self.int_arg(&new)?)
                    .map_err(|_| self.value_error("byte must be in range(0, 256)"))?;
                if let Some(slot) = bytes.borrow_mut().get_mut(index) {
                    *slot = byte;
                }
                Ok(())
            }
            Value::Opaque(opaque) => self.unknown_effect(opaque, "an assignment"),
            _ => Err(self.type_error(format!(
                "'{}' object does not support item assignment",
                self.type_name(value)
            ))),
        }
    }

    fn set_slice(&self, list: &Rc<crate::value::List>, slice: &Slice, new: &Value) -> PyResult<()> {
        let items = self.collect(new)?;
        let (start, stop, step) = self.slice_bounds(slice, list.len())?;
        if step == 1 {
            let start = usize::try_from(start).unwrap_or(0);
            let stop = usize::try_from(stop).unwrap_or(0).max(start);
            let old: Vec<Value> = list.with(|own| {
                let stop = stop.min(own.len());
                own.splice(start.min(stop)..stop, items).collect()
            });
            drop(old);
            return Ok(());
        }
        let positions = self.slice_positions(slice, list.len())?;
        if positions.len() != items.len() {
            return Err(self.value_error(format!(
                "attempt to assign sequence of size {} to extended slice of size {}",
                items.len(),
                positions.len()
            )));
        }
        list.with(|own| {
            for (position, item) in positions.into_iter().zip(items) {
                if let Some(slot) = own.get_mut(position) {
                    *slot = item;
                }
            }
        });
        Ok(())
    }

    /// `del value[key]`.
    pub fn delitem(&self, value: &Value, key: &Value) -> PyResult<()> {
        if let Some(method) = self.special(value, names().delitem) {
            self.call_special(&method, value, vec![key.clone()])?;
            return Ok(());
        }
        match value.builtin() {
            Value::Dict(dict) => match dict.remove(self, key)? {
                Some(_) => Ok(()),
                None => Err(self.key_error(key.clone())),
            },
            Value::List(list) => {
                if let Value::Slice(slice) = key {
                    let mut positions = self.slice_positions(slice, list.len())?;
                    positions.sort_unstable();
                    list.with(|own| {
                        for position in positions.into_iter().rev() {
                            if position < own.len() {
                                own.remove(position);
                            }
                        }
                    });
                    return Ok(());
                }
                let index = match self.sequence_index(key, list.len(), "list") {
                    Err(unwind) if unwind.is_exception("IndexError") => {
                        return Err(self.raise("IndexError", "list assignment index out of range"));
                    }
                    other => other?,
                };
                let old = list.with(|own| (index < own.len()).then(|| own.remove(index)));
                drop(old);
                Ok(())
            }
            Value::Opaque(opaque) => self.unknown_effect(opaque, "a deletion"),
            _ => Err(self.type_error(format!(
                "'{}' object doesn't support item deletion",
                self.type_name(value)
            ))),
        }
    }
}

fn pick(items: &[Value], positions: &[usize]) -> Vec<Value> {
    positions
        .iter()
        .filter_map(|position| items.get(*position).cloned())
        .collect()
}

/// SQLAlchemy's classes take parameters for type checkers: which of them do is of no interest to a schema.
fn is_generic_for_typing(class: &Rc<crate::class::Class>) -> bool {
    class
        .mro()
        .iter()
        .any(|base| base.full_name().starts_with("sqlalchemy."))
}

/// An iterator over a dictionary that notices changes of its size.
pub(crate) fn dict_iterator(dict: &Rc<crate::dict::Dict>, kind: ViewKind) -> Value {
    let dict = dict.clone();
    let length = dict.len();
    let mut position = 0;
    let name = match kind {
        ViewKind::Keys => "dict_keyiterator",
        ViewKind::Values => "dict_valueiterator",
        ViewKind::Items => "dict_itemiterator",
    };
    NativeIterator::new(name, move |vm| {
        if dict.len() != length {
            return Err(vm.raise("RuntimeError", "dictionary changed size during iteration"));
        }
        let Some((next, key, value)) = dict.next_from(position) else {
            return Ok(None);
        };
        position = next;
        Ok(Some(match kind {
            ViewKind::Keys => key,
            ViewKind::Values => value,
            ViewKind::Items => Value::tuple(vec![key, value]),
        }))
    })
}

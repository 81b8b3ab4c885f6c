//! Equality, hashing, ordering, arithmetic.

use std::cmp::Ordering;
use std::hash::Hasher;
use std::rc::Rc;

use num_bigint::{BigInt, Sign};
use num_traits::{FromPrimitive, Signed, ToPrimitive, Zero};
use ruff_python_ast::{CmpOp, Operator, UnaryOp};

use crate::alias::{AliasKind, GenericAlias};
use crate::dict::{Dict, Set};
use crate::error::PyResult;
use crate::symbol::{Symbol, names};
use crate::value::{Value, ViewKind};
use crate::vm::Vm;

/// Hash of a text.
pub(crate) fn hash_text(text: &str) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

fn hash_int(number: i64) -> u64 {
    const MODULUS: i64 = (1 << 61) - 1;
    let reduced = number % MODULUS;
    let hash = if reduced == -1 { -2 } else { reduced };
    hash.cast_unsigned()
}

fn hash_big(number: &BigInt) -> u64 {
    let modulus = BigInt::from((1_i64 << 61) - 1);
    let reduced = (number.abs() % modulus).to_i64().unwrap_or(0);
    let signed = if number.sign() == Sign::Minus {
        -reduced
    } else {
        reduced
    };
    let hash = if signed == -1 { -2 } else { signed };
    hash.cast_unsigned()
}

/// The hash of a float, equal to that of an equal integer: the number modulo a prime of 61 bits.
pub(crate) fn hash_float(number: f64) -> u64 {
    const BITS: u32 = 61;
    const MODULUS: u64 = (1 << BITS) - 1;
    if number.is_infinite() {
        let hash: i64 = if number > 0.0 { 314_159 } else { -314_159 };
        return hash.cast_unsigned();
    }
    if number.is_nan() {
        return 0;
    }
    let bits = number.abs().to_bits();
    let (biased, fraction) = (bits >> 52, bits & ((1 << 52) - 1));
    let (mantissa, exponent) = match biased {
        0 => (fraction, -1074),
        _ => (fraction | (1 << 52), biased.cast_signed() - 1075),
    };
    // A multiplication by two is a rotation of 61 bits.
    let turns = u32::try_from(exponent.rem_euclid(i64::from(BITS))).unwrap_or(0);
    let turned = ((mantissa << turns) & MODULUS) | mantissa.checked_shr(BITS - turns).unwrap_or(0);
    let hash = if turned == MODULUS { 0 } else { turned }.cast_signed();
    let signed = if number < 0.0 { -hash } else { hash };
    if signed == -1 { -2 } else { signed }.cast_unsigned()
}

/// An operand of arithmetic.
enum Number {
    Int(i64),
    Big(Rc<BigInt>),
    Float(f64),
}

fn number(value: &Value) -> Option<Number> {
    match value.builtin() {
        Value::Int(number) => Some(Number::Int(*number)),
        Value::Bool(flag) => Some(Number::Int(i64::from(*flag))),
        Value::BigInt(number) => Some(Number::Big(number.clone())),
        Value::Float(number) => Some(Number::Float(*number)),
        _ => None,
    }
}

/// The integer of an `int` or `bool`, of any size.
pub(crate) fn to_big(value: &Value) -> Option<BigInt> {
    match value.builtin() {
        Value::Int(number) => Some(BigInt::from(*number)),
        Value::Bool(flag) => Some(BigInt::from(i64::from(*flag))),
        Value::BigInt(number) => Some((**number).clone()),
        _ => None,
    }
}

fn floor_div(a: &BigInt, b: &BigInt) -> BigInt {
    let quotient = a / b;
    let remainder = a % b;
    if !remainder.is_zero() && (remainder.is_negative() != b.is_negative()) {
        quotient - 1
    } else {
        quotient
    }
}

fn floor_mod(a: &BigInt, b: &BigInt) -> BigInt {
    let remainder = a % b;
    if !remainder.is_zero() && (remainder.is_negative() != b.is_negative()) {
        remainder + b
    } else {
        remainder
    }
}

fn float_mod(a: f64, b: f64) -> f64 {
    let remainder = a % b;
    if remainder != 0.0 && (remainder < 0.0) != (b < 0.0) {
        remainder + b
    } else if remainder == 0.0 {
        remainder.abs().copysign(b)
    } else {
        remainder
    }
}

fn big_to_float(number: &BigInt) -> f64 {
    number.to_f64().unwrap_or(f64::INFINITY)
}

impl Number {
    fn float(&self) -> f64 {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "as in Python")]
            Self::Int(number) => *number as f64,
            Self::Big(number) => big_to_float(number),
            Self::Float(number) => *number,
        }
    }

    fn big(&self) -> BigInt {
        match self {
            Self::Int(number) => BigInt::from(*number),
            Self::Big(number) => (**number).clone(),
            Self::Float(number) => BigInt::from_f64(*number).unwrap_or_default(),
        }
    }
}

fn compare_numbers(a: &Number, b: &Number) -> Option<Ordering> {
    match (a, b) {
        (Number::Int(x), Number::Int(y)) => Some(x.cmp(y)),
        (Number::Float(x), Number::Float(y)) => x.partial_cmp(y),
        (Number::Float(x), other) => {
            if !x.is_finite() {
                return x.partial_cmp(&0.0);
            }
            let whole = BigInt::from_f64(x.trunc())?;
            let order = whole.cmp(&other.big());
            if order == Ordering::Equal {
                return x.fract().partial_cmp(&0.0);
            }
            Some(order)
        }
        (_, Number::Float(_)) => compare_numbers(b, a).map(Ordering::reverse),
        _ => Some(a.big().cmp(&b.big())),
    }
}

impl Vm {
    /// `hash(value)`.
    pub fn hash(&self, value: &Value) -> PyResult<u64> {
        Ok(match value {
            Value::Str(text) => hash_text(text),
            Value::Int(number) => hash_int(*number),
            Value::Bool(flag) => u64::from(*flag),
            Value::BigInt(number) => hash_big(number),
            Value::Float(number) => hash_float(*number),
            Value::None => 0xfca8_6420,
            Value::Bytes(bytes) => {
                let mut hasher = rustc_hash::FxHasher::default();
                hasher.write(bytes);
                hasher.finish()
            }
            Value::Tuple(items) => {
                let mut hash = 0x345_678_u64;
                for item in items.iter() {
                    hash = (hash ^ self.hash(item)?)
                        .wrapping_mul(1_000_003)
                        .rotate_left(7);
                }
                hash
            }
            Value::FrozenSet(set) => {
                let mut hash = 1_927_868_237_u64;
                for item in set.to_vec() {
                    let one = self.hash(&item)?;
                    hash ^= (one ^ (one << 16) ^ 0x055b_4db3).wrapping_mul(3_644_798_167);
                }
                hash
            }
            Value::List(_)
            | Value::Dict(_)
            | Value::Set(_)
            | Value::ByteArray(_)
            | Value::Slice(_) => {
                return Err(
                    self.type_error(format!("unhashable type: '{}'", self.type_name(value)))
                );
            }
            Value::Range(range) => {
                let mut hasher = rustc_hash::FxHasher::default();
                hasher.write_i64(range.start);
                hasher.write_i64(range.len());
                hasher.finish()
            }
            Value::Alias(alias) => {
                let mut hash = self.hash(&alias.origin)?;
                for arg in &alias.args {
                    let one = self.hash(arg)?;
                    // Unions do not depend on the order.
                    if alias.kind == AliasKind::Union {
                        hash ^= one.wrapping_mul(1_000_003);
                    } else {
                        hash = (hash ^ one).wrapping_mul(1_000_003);
                    }
                }
                hash
            }
            Value::Object(object) => {
                let class = object.class();
                match class.lookup_special(names().hash) {
                    Some(Value::None) => {
                        return Err(self.type_error(format!("unhashable type: '{}'", class.name())));
                    }
                    Some(method) => {
                        let hash = self.call_special(&method, value, Vec::new())?;
                        match hash.builtin() {
                            Value::BigInt(number) => hash_big(number),
                            other => match other.as_int() {
                                Some(number) => hash_int(number),
                                None => {
                                    return Err(
                                        self.type_error("__hash__ method should return an integer")
                                    );
                                }
                            },
                        }
                    }
                    None => match object.own_builtin() {
                        Some(builtin) => self.hash(builtin)?,
                        None => (Rc::as_ptr(object) as usize >> 4) as u64,
                    },
                }
            }
            Value::Class(class) => {
                if let Some(metaclass) = class.metaclass()
                    && let Some(method) = metaclass.lookup_special(names().hash)
                {
                    let hash = self.call_special(&method, value, Vec::new())?;
                    return Ok(hash_int(hash.as_int().unwrap_or(0)));
                }
                (Rc::as_ptr(class) as usize >> 4) as u64
            }
            Value::Method(method) => {
                self.hash(&method.this)? ^ self.hash(&method.function)?.rotate_left(5)
            }
            Value::Opaque(opaque) => {
                if let Some(forced) = opaque.forced.borrow().as_ref() {
                    return self.hash(forced);
                }
                (Rc::as_ptr(opaque) as usize >> 4) as u64
            }
            _ => (value.address().unwrap_or(0) >> 4) as u64,
        })
    }

    /// `a == b`; an opaque side is unsupported unless both are the same.
    pub fn equal(&self, a: &Value, b: &Value) -> PyResult<bool> {
        match (a, b) {
            (Value::Str(x), Value::Str(y)) => return Ok(x == y),
            (Value::Int(x), Value::Int(y)) => return Ok(x == y),
            (Value::None, Value::None) => return Ok(true),
            _ => {}
        }
        let result = self.rich_compare(CmpOp::Eq, a, b)?;
        self.truth(&result)
    }

    /// `a is b or a == b`, as containers compare their items.
    pub fn same_or_equal(&self, a: &Value, b: &Value) -> PyResult<bool> {
        Ok(a.is(b) || self.equal(a, b)?)
    }

    /// `a < b`.
    pub fn less(&self, a: &Value, b: &Value) -> PyResult<bool> {
        let result = self.rich_compare(CmpOp::Lt, a, b)?;
        self.truth(&result)
    }

    /// Calls a special method found on the class of `this`.
    pub(crate) fn call_special(&self, method: &Value, this: &Value, args: Vec<Value>) -> PyResult {
        match method {
            Value::Function(_) => {
                let mut all = Vec::with_capacity(args.len() + 1);
                all.push(this.clone());
                all.extend(args);
                self.call(method, all)
            }
            Value::Native(function) if function.binds => {
                let mut all = Vec::with_capacity(args.len() + 1);
                all.push(this.clone());
                all.extend(args);
                self.call(method, all)
            }
            _ => {
                let class = self.type_of(this);
                let bound = self.bind(method, Some(this), &class)?;
                self.call(&bound, args)
            }
        }
    }

    /// The special method of an instance or class, unless the builtin behavior applies.
    pub(crate) fn special(&self, value: &Value, name: Symbol) -> Option<Value> {
        match value {
            Value::Object(object) => object.class().lookup_special(name),
            Value::Class(class) => class.metaclass()?.lookup_special(name),
            _ => None,
        }
    }

    /// A comparison with any result.
    pub fn rich_compare(&self, op: CmpOp, a: &Value, b: &Value) -> PyResult {
        match op {
            CmpOp::Is => return Ok(Value::Bool(a.is(b))),
            CmpOp::IsNot => return Ok(Value::Bool(!a.is(b))),
            CmpOp::In => return self.contains_value(b, a),
            CmpOp::NotIn => {
                let found = self.contains_value(b, a)?;
                return match found {
                    Value::Opaque(_) => Ok(found),
                    other => Ok(Value::Bool(!self.truth(&other)?)),
                };
            }
            _ => {}
        }
        if let (Value::Int(x), Value::Int(y)) = (a, b) {
            return Ok(Value::Bool(ordering_matches(op, x.cmp(y))));
        }
        if a.is_opaque() || b.is_opaque() {
            // What was imported and not evaluated is evaluated now.
            let (left, right) = (self.force(a)?, self.force(b)?);
            let was_forced = |before: &Value, now: &Value| before.is_opaque() && !now.is_opaque();
            if was_forced(a, &left) || was_forced(b, &right) {
                return self.rich_compare(op, &left, &right);
            }
        }
        let n = names();
        let (forward, backward) = match op {
            CmpOp::Eq => (n.eq, n.eq),
            CmpOp::NotEq => (n.ne, n.ne),
            CmpOp::Lt => (n.lt, n.gt),
            CmpOp::LtE => (n.le, n.ge),
            CmpOp::Gt => (n.gt, n.lt),
            CmpOp::GtE => (n.ge, n.le),
            CmpOp::Is | CmpOp::IsNot | CmpOp::In | CmpOp::NotIn => {
                return Ok(Value::NotImplemented);
            }
        };
        let may_be_special = matches!(a, Value::Object(_) | Value::Class(_))
            || matches!(b, Value::Object(_) | Value::Class(_));
        if may_be_special {
            let reflected_first = match (a, b) {
                (_, Value::Object(right)) => {
                    let left = self.type_of(a);
                    let right = right.class();
                    !Rc::ptr_eq(&left, &right) && right.is_subclass_of(&left)
                }
                _ => false,
            };
            let mut sides = [(a, b, forward), (b, a, backward)];
            if reflected_first {
                sides.reverse();
            }
            for (this, other, name) in sides {
                if let Some(method) = self.special(this, name) {
                    let result = self.call_special(&method, this, vec![other.clone()])?;
                    if !matches!(result, Value::NotImplemented) {
                        return Ok(result);
                    }
                } else if op == CmpOp::NotEq
                    && let Some(method) = self.special(this, n.eq)
                {
                    // `object.__ne__` inverts `__eq__`.
                    let result = self.call_special(&method, this, vec![other.clone()])?;
                    if !matches!(result, Value::NotImplemented) {
                        return Ok(Value::Bool(!self.truth(&result)?));
                    }
                }
            }
        }
        if a.is_opaque() || b.is_opaque() {
            if a.is(b) && matches!(op, CmpOp::Eq | CmpOp::NotEq) {
                return Ok(Value::Bool(op == CmpOp::Eq));
            }
            return Ok(derive_binary(a, b, op.as_str()));
        }
        match op {
            CmpOp::Eq => Ok(Value::Bool(self.builtin_equal(a, b)?)),
            CmpOp::NotEq => Ok(Value::Bool(!self.builtin_equal(a, b)?)),
            _ => match self.builtin_order(op, a.builtin(), b.builtin())? {
                Some(result) => Ok(result),
                None => Err(self.type_error(format!(
                    "'{}' not supported between instances of '{}' and '{}'",
                    op.as_str(),
                    self.type_name(a),
                    self.type_name(b)
                ))),
            },
        }
    }

    fn builtin_equal(&self, a: &Value, b: &Value) -> PyResult<bool> {
        let (x, y) = (a.builtin(), b.builtin());
        if let (Some(left), Some(right)) = (number(x), number(y)) {
            return Ok(compare_numbers(&left, &right) == Some(Ordering::Equal));
        }
        Ok(match (x, y) {
            (Value::Str(left), Value::Str(right)) => left == right,
            (Value::Bytes(left), Value::Bytes(right)) => left == right,
            (Value::Bytes(_) | Value::ByteArray(_), Value::Bytes(_) | Value::ByteArray(_)) => {
                bytes_of(x) == bytes_of(y)
            }
            (Value::Tuple(left), Value::Tuple(right)) => self.items_equal(left, right)?,
            (Value::List(left), Value::List(right)) => {
                Rc::ptr_eq(left, right) || self.items_equal(&left.to_vec(), &right.to_vec())?
            }
            (Value::Dict(left), Value::Dict(right)) => self.dicts_equal(left, right)?,
            (
                Value::Set(left) | Value::FrozenSet(left),
                Value::Set(right) | Value::FrozenSet(right),
            ) => left.len() == right.len() && self.is_subset(left, right)?,
            (Value::DictView(_), Value::DictView(_) | Value::Set(_) | Value::FrozenSet(_))
            | (Value::Set(_) | Value::FrozenSet(_), Value::DictView(_)) => {
                if x.is(y) {
                    return Ok(true);
                }
                if is_values_view(x) || is_values_view(y) {
                    return Ok(false);
                }
                let left = self.set_of(x)?;
                let right = self.set_of(y)?;
                left.len() == right.len() && self.is_subset(&left, &right)?
            }
            (Value::Range(left), Value::Range(right)) => {
                let n = left.len();
                n == right.len()
                    && (n == 0
                        || (left.start == right.start && (n == 1 || left.step == right.step)))
            }
            (Value::Slice(left), Value::Slice(right)) => {
                self.equal(&left.start, &right.start)?
                    && self.equal(&left.stop, &right.stop)?
                    && self.equal(&left.step, &right.step)?
            }
            (Value::Alias(left), Value::Alias(right)) => {
                // `Optional[int] == int | None`, but `List[int] != list[int]`.
                let differs =
                    left.kind != AliasKind::Union && left.name.is_some() != right.name.is_some();
                if left.kind != right.kind
                    || differs
                    || left.args.len() != right.args.len()
                    || !self.equal(&left.origin, &right.origin)?
                {
                    return Ok(false);
                }
                if left.kind == AliasKind::Union {
                    for arg in &left.args {
                        if !self.list_contains(&right.args, arg)? {
                            return Ok(false);
                        }
                    }
                    return Ok(true);
                }
                self.items_equal(&left.args, &right.args)?
            }
            (Value::Method(left), Value::Method(right)) => {
                left.this.is(&right.this) && left.function.is(&right.function)
            }
            (Value::ClassMethod(left), Value::ClassMethod(right)) => left.is(right),
            _ => a.is(b),
        })
    }

    fn items_equal(&self, a: &[Value], b: &[Value]) -> PyResult<bool> {
        if a.len() != b.len() {
            return Ok(false);
        }
        for (left, right) in a.iter().zip(b) {
            if !self.same_or_equal(left, right)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn list_contains(&self, items: &[Value], item: &Value) -> PyResult<bool> {
        for other in items {
            if self.same_or_equal(other, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn dicts_equal(&self, a: &Dict, b: &Dict) -> PyResult<bool> {
        if a.len() != b.len() {
            return Ok(false);
        }
        for (key, value) in a.items() {
            match b.get(self, &key)? {
                Some(other) if self.same_or_equal(&value, &other)? => {}
                _ => return Ok(false),
            }
        }
        Ok(true)
    }

    pub(crate) fn is_subset(&self, a: &Set, b: &Set) -> PyResult<bool> {
        if a.len() > b.len() {
            return Ok(false);
        }
        for item in a.to_vec() {
            if !b.contains(self, &item)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// A set of the items of a set-like value.
    pub(crate) fn set_of(&self, value: &Value) -> PyResult<Rc<Set>> {
        match value.builtin() {
            Value::Set(set) | Value::FrozenSet(set) => Ok(set.clone()),
            other => Set::from_items(self, self.collect(other)?),
        }
    }

    fn builtin_order(&self, op: CmpOp, a: &Value, b: &Value) -> PyResult<Option<Value>> {
        if let (Some(left), Some(right)) = (number(a), number(b)) {
            let matches =
                compare_numbers(&left, &right).is_some_and(|order| ordering_matches(op, order));
            return Ok(Some(Value::Bool(matches)));
        }
        let order = match (a, b) {
            (Value::Str(x), Value::Str(y)) => x.cmp(y),
            (Value::Bytes(_) | Value::ByteArray(_), Value::Bytes(_) | Value::ByteArray(_)) => {
                bytes_of(a).cmp(&bytes_of(b))
            }
            (Value::Tuple(x), Value::Tuple(y)) => return self.order_items(op, x, y).map(Some),
            (Value::List(x), Value::List(y)) => {
                return self.order_items(op, &x.to_vec(), &y.to_vec()).map(Some);
            }
            (
                Value::Set(_) | Value::FrozenSet(_) | Value::DictView(_),
                Value::Set(_) | Value::FrozenSet(_) | Value::DictView(_),
            ) => {
                let (x, y) = (self.set_of(a)?, self.set_of(b)?);
                let result = match op {
                    CmpOp::LtE => self.is_subset(&x, &y)?,
                    CmpOp::Lt => x.len() < y.len() && self.is_subset(&x, &y)?,
                    CmpOp::GtE => self.is_subset(&y, &x)?,
                    _ => y.len() < x.len() && self.is_subset(&y, &x)?,
                };
                return Ok(Some(Value::Bool(result)));
            }
            _ => return Ok(None),
        };
        Ok(Some(Value::Bool(ordering_matches(op, order))))
    }

    fn order_items(&self, op: CmpOp, a: &[Value], b: &[Value]) -> PyResult {
        for (left, right) in a.iter().zip(b) {
            if !self.same_or_equal(left, right)? {
                return self.rich_compare(op, left, right);
            }
        }
        Ok(Value::Bool(ordering_matches(op, a.len().cmp(&b.len()))))
    }

    fn contains_value(&self, container: &Value, item: &Value) -> PyResult {
        if let Some(method) = self.special(container, names().contains) {
            if method.is_none() {
                return Err(self.type_error(format!(
                    "'{}' object is not a container",
                    self.type_name(container)
                )));
            }
            let result = self.call_special(&method, container, vec![item.clone()])?;
            if result.is_opaque() {
                return Ok(result);
            }
            return Ok(Value::Bool(self.truth(&result)?));
        }
        if let Value::Opaque(opaque) = container {
            return Ok(opaque.derive(".__contains__()"));
        }
        self.contains(container, item).map(Value::Bool)
    }

    /// `item in container`.
    pub fn contains(&self, container: &Value, item: &Value) -> PyResult<bool> {
        if let Some(method) = self.special(container, names().contains) {
            let result = self.call_special(&method, container, vec![item.clone()])?;
            return self.truth(&result);
        }
        match container.builtin() {
            Value::Str(text) => match item.builtin() {
                Value::Str(part) => Ok(text.contains(&**part)),
                Value::Opaque(opaque) => Err(self.opaque_error(opaque, "a test")),
                _ => Err(self.type_error(format!(
                    "'in <string>' requires string as left operand, not {}",
                    self.type_name(item)
                ))),
            },
            Value::Bytes(_) | Value::ByteArray(_) => {
                let bytes = bytes_of(container.builtin()).unwrap_or_default();
                if let Some(number) = item.as_int() {
                    return match u8::try_from(number) {
                        Ok(byte) => Ok(bytes.contains(&byte)),
                        Err(_) => Err(self.value_error("byte must be in range(0, 256)")),
                    };
                }
                let part = bytes_of(item.builtin()).ok_or_else(|| {
                    self.type_error(format!(
                        "a bytes-like object is required, not '{}'",
                        self.type_name(item)
                    ))
                })?;
                Ok(part.is_empty() || bytes.windows(part.len()).any(|window| window == part))
            }
            Value::Tuple(items) => self.list_contains(items, item),
            Value::List(list) => self.list_contains(&list.to_vec(), item),
            Value::Dict(dict) => dict.contains(self, item),
            Value::Set(set) | Value::FrozenSet(set) => match item {
                Value::Set(inner) => set.contains(self, &Value::FrozenSet(inner.copy())),
                _ => set.contains(self, item),
            },
            Value::Range(range) => {
                if let Some(Number::Int(n)) = number(item) {
                    let inside = if range.step > 0 {
                        n >= range.start && n < range.stop
                    } else {
                        n <= range.start && n > range.stop
                    };
                    Ok(inside && (n - range.start) % range.step == 0)
                } else {
                    let items = self.collect(container)?;
                    self.list_contains(&items, item)
                }
            }
            Value::DictView(view) => match view.kind {
                ViewKind::Keys => view.dict.contains(self, item),
                ViewKind::Values => self.list_contains(&view.dict.values(), item),
                ViewKind::Items => match item.as_tuple() {
                    Some(pair) if pair.len() == 2 => {
                        let key = pair.first().cloned().unwrap_or(Value::None);
                        let value = pair.get(1).cloned().unwrap_or(Value::None);
                        match view.dict.get(self, &key)? {
                            Some(found) => self.same_or_equal(&found, &value),
                            None => Ok(false),
                        }
                    }
                    _ => Ok(false),
                },
            },
            Value::Opaque(opaque) => Err(self.opaque_error(opaque, "a test")),
            _ => {
                let iterator = match self.iter(container) {
                    Ok(iterator) => iterator,
                    Err(unwind)
                        if unwind.is_exception("TypeError")
                            && self.special(container, names().iter).is_none() =>
                    {
                        return Err(self.type_error(format!(
                            "argument of type '{}' is not iterable",
                            self.type_name(container)
                        )));
                    }
                    Err(unwind) => return Err(unwind),
                };
                while let Some(other) = self.next(&iterator)? {
                    if self.same_or_equal(&other, item)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
        }
    }

    /// `a op b`.
    pub fn binary(&self, op: Operator, a: &Value, b: &Value) -> PyResult {
        if let (Value::Int(x), Value::Int(y)) = (a, b)
            && let Some(result) = small_int(op, *x, *y)
        {
            return Ok(result);
        }
        // `str.__mod__` takes anything, so it goes before `__rmod__` of the right side.
        let formats = op == Operator::Mod
            && matches!(a, Value::Str(_))
            && b.as_str().is_none()
            && !b.is_opaque();
        if formats && let Some(result) = self.builtin_binary(op, a, b)? {
            return Ok(result);
        }
        if let Some(result) = self.special_binary(op, a, b)? {
            return Ok(result);
        }
        if a.is_opaque() || b.is_opaque() {
            // `%` on a text formats it: still a text of unknown content.
            return Ok(derive_binary(a, b, op.as_str()));
        }
        if let Some(result) = self.builtin_binary(op, a, b)? {
            return Ok(result);
        }
        if op == Operator::Mult {
            for (sequence, count) in [(a, b), (b, a)] {
                if matches!(
                    sequence.builtin(),
                    Value::Str(_) | Value::List(_) | Value::Tuple(_) | Value::Bytes(_)
                ) && let Some(count) = self.index_of(count)?
                {
                    return self.repeat(sequence.builtin(), count);
                }
            }
        }
        Err(self.binary_error(op, a, b, op.as_str()))
    }

    fn binary_error(
        &self,
        op: Operator,
        a: &Value,
        b: &Value,
        symbol: &str,
    ) -> crate::error::Unwind {
        if op == Operator::Add {
            if matches!(a.builtin(), Value::Bytes(_) | Value::ByteArray(_)) {
                return self.type_error(format!(
                    "can't concat {} to {}",
                    self.type_name(b),
                    self.type_name(a)
                ));
            }
            for (sample, name) in [
                (Value::str("x"), "str"),
                (Value::list(Vec::new()), "list"),
                (Value::tuple(Vec::new()), "tuple"),
            ] {
                if std::mem::discriminant(a.builtin()) == std::mem::discriminant(&sample) {
                    return self.type_error(format!(
                        "can only concatenate {name} (not \"{}\") to {name}",
                        self.type_name(b)
                    ));
                }
            }
        }
        if op == Operator::Mult {
            for (one, other) in [(a, b), (b, a)] {
                if matches!(
                    one.builtin(),
                    Value::Str(_) | Value::List(_) | Value::Tuple(_) | Value::Bytes(_)
                ) {
                    return self.type_error(format!(
                        "can't multiply sequence by non-int of type '{}'",
                        self.type_name(other)
                    ));
                }
            }
        }
        let symbol = if op == Operator::Pow {
            "** or pow()"
        } else {
            symbol
        };
        self.type_error(format!(
            "unsupported operand type(s) for {symbol}: '{}' and '{}'",
            self.type_name(a),
            self.type_name(b)
        ))
    }

    fn special_binary(&self, op: Operator, a: &Value, b: &Value) -> PyResult<Option<Value>> {
        let left_special = matches!(a, Value::Object(_) | Value::Class(_));
        let right_special = matches!(b, Value::Object(_) | Value::Class(_));
        if !left_special && !right_special {
            return Ok(None);
        }
        let forward = Symbol::new(op.dunder());
        let backward = Symbol::new(op.reflected_dunder());
        let left = if left_special {
            self.special(a, forward)
        } else {
            None
        };
        let right = if right_special {
            self.special(b, backward)
        } else {
            None
        };
        let right_first = match (a, b) {
            (_, Value::Object(object)) if right.is_some() => {
                let (x, y) = (self.type_of(a), object.class());
                !Rc::ptr_eq(&x, &y) && y.is_subclass_of(&x)
            }
            _ => false,
        };
        if right_first && let Some(method) = &right {
            let result = self.call_special(method, b, vec![a.clone()])?;
            if !matches!(result, Value::NotImplemented) {
                return Ok(Some(result));
            }
        }
        if let Some(method) = left {
            let result = self.call_special(&method, a, vec![b.clone()])?;
            if !matches!(result, Value::NotImplemented) {
                return Ok(Some(result));
            }
        }
        if !right_first && let Some(method) = &right {
            let result = self.call_special(method, b, vec![a.clone()])?;
            if !matches!(result, Value::NotImplemented) {
                return Ok(Some(result));
            }
        }
        Ok(None)
    }

    pub(crate) fn builtin_binary(
        &self,
        op: Operator,
        a: &Value,
        b: &Value,
    ) -> PyResult<Option<Value>> {
        let (x, y) = (a.builtin(), b.builtin());
        if let (Some(left), Some(right)) = (number(x), number(y)) {
            return self.arithmetic(op, x, y, &left, &right);
        }
        Ok(Some(match (op, x, y) {
            (Operator::Add, Value::Str(p), Value::Str(q)) => {
                let mut text = String::with_capacity(p.len() + q.len());
                text.push_str(p);
                text.push_str(q);
                Value::from(text)
            }
            (
                Operator::Add,
                Value::Bytes(_) | Value::ByteArray(_),
                Value::Bytes(_) | Value::ByteArray(_),
            ) => {
                let mut bytes = bytes_of(x).unwrap_or_default();
                bytes.extend(bytes_of(y).unwrap_or_default());
                same_bytes_kind(x, bytes)
            }
            (Operator::Add, Value::List(p), Value::List(q)) => {
                let mut items = p.to_vec();
                items.extend(q.to_vec());
                Value::list(items)
            }
            (Operator::Add, Value::Tuple(p), Value::Tuple(q)) => {
                Value::tuple(p.iter().chain(q.iter()).cloned().collect())
            }
            (
                Operator::Mult,
                Value::Str(_)
                | Value::List(_)
                | Value::Tuple(_)
                | Value::Bytes(_)
                | Value::ByteArray(_),
                _,
            ) if y.as_int().is_some() => {
                return self.repeat(x, y.as_int().unwrap_or(0)).map(Some);
            }
            (
                Operator::Mult,
                _,
                Value::Str(_)
                | Value::List(_)
                | Value::Tuple(_)
                | Value::Bytes(_)
                | Value::ByteArray(_),
            ) if x.as_int().is_some() => {
                return self.repeat(y, x.as_int().unwrap_or(0)).map(Some);
            }
            (Operator::Mod, Value::Str(format), _) => {
                Value::from(crate::format::percent_format(self, format, b)?)
            }
            (Operator::Mod, Value::Bytes(_), _) => {
                return Err(self.unsupported("% formatting of bytes"));
            }
            (Operator::BitOr, Value::Dict(p), Value::Dict(q)) => {
                let merged = p.copy();
                merged.update(self, q)?;
                Value::Dict(merged)
            }
            (
                Operator::BitOr | Operator::BitAnd | Operator::Sub | Operator::BitXor,
                Value::Set(_) | Value::FrozenSet(_) | Value::DictView(_),
                _,
            )
            | (
                Operator::BitOr | Operator::BitAnd | Operator::Sub | Operator::BitXor,
                _,
                Value::DictView(_),
            ) if takes_set_operators(x, y) => {
                let (left, right) = (self.set_of(x)?, self.set_of(y)?);
                let result = self.set_operation(op, &left, &right)?;
                if matches!(x, Value::FrozenSet(_)) {
                    Value::FrozenSet(result)
                } else {
                    Value::Set(result)
                }
            }
            (Operator::BitOr, _, _) if is_type_like(a) && is_type_like(b) => {
                self.make_union(vec![a.clone(), b.clone()])?
            }
            _ => return Ok(None),
        }))
    }

    pub(crate) fn set_operation(&self, op: Operator, a: &Set, b: &Set) -> PyResult<Rc<Set>> {
        let result = Set::new();
        match op {
            Operator::BitOr => {
                for item in a.to_vec().into_iter().chain(b.to_vec()) {
                    result.add(self, item)?;
                }
            }
            Operator::BitAnd => {
                for item in a.to_vec() {
                    if b.contains(self, &item)? {
                        result.add(self, item)?;
                    }
                }
            }
            _ => {
                for item in a.to_vec() {
                    if !b.contains(self, &item)? {
                        result.add(self, item)?;
                    }
                }
                if op == Operator::BitXor {
                    for item in b.to_vec() {
                        if !a.contains(self, &item)? {
                            result.add(self, item)?;
                        }
                    }
                }
            }
        }
        Ok(result)
    }

    /// `Union[...]` of these types, flat and without duplicates.
    pub fn make_union(&self, members: Vec<Value>) -> PyResult {
        let mut flat: Vec<Value> = Vec::new();
        for member in members {
            let parts = match &member {
                Value::Alias(alias) if alias.kind == AliasKind::Union => alias.args.clone(),
                Value::None => vec![Value::Class(self.types.none_type.clone())],
                _ => vec![member],
            };
            for part in parts {
                let mut known = false;
                for other in &flat {
                    if part.is(other)
                        || (!part.is_opaque() && !other.is_opaque() && self.equal(other, &part)?)
                    {
                        known = true;
                        break;
                    }
                }
                if !known {
                    flat.push(part);
                }
            }
        }
        if flat.len() == 1 {
            return Ok(flat.pop().unwrap_or(Value::None));
        }
        Ok(Value::Alias(Rc::new(GenericAlias {
            origin: Value::Class(self.types.union.clone()),
            args: flat,
            kind: AliasKind::Union,
            name: None,
        })))
    }

    /// `origin[item]` as a parametrized type; a tuple gives several arguments.
    pub fn make_alias(&self, origin: Value, item: Value) -> Value {
        let args = match &item {
            Value::Tuple(items) => items.to_vec(),
            _ => vec![item],
        };
        Value::Alias(Rc::new(GenericAlias {
            origin,
            args,
            kind: AliasKind::Subscript,
            name: None,
        }))
    }

    fn repeat(&self, sequence: &Value, count: i64) -> PyResult {
        let count = usize::try_from(count).unwrap_or(0);
        let length = match sequence {
            Value::Str(text) => text.len(),
            Value::Bytes(bytes) => bytes.len(),
            Value::ByteArray(bytes) => bytes.borrow().len(),
            Value::Tuple(items) => items.len(),
            Value::List(list) => list.len(),
            _ => 0,
        };
        if length.saturating_mul(count) > 1 << 30 {
            return Err(self.raise("MemoryError", ""));
        }
        let times = |items: &[Value]| -> Vec<Value> {
            let mut out = Vec::with_capacity(items.len() * count);
            for _ in 0..count {
                out.extend_from_slice(items);
            }
            out
        };
        Ok(match sequence {
            Value::Str(text) => Value::from(text.repeat(count)),
            Value::Bytes(bytes) => Value::Bytes(Rc::from(bytes.repeat(count))),
            Value::ByteArray(bytes) => same_bytes_kind(sequence, bytes.borrow().repeat(count)),
            Value::Tuple(items) => Value::tuple(times(items)),
            Value::List(list) => Value::list(times(&list.to_vec())),
            other => other.clone(),
        })
    }

    fn arithmetic(
        &self,
        op: Operator,
        x: &Value,
        y: &Value,
        a: &Number,
        b: &Number,
    ) -> PyResult<Option<Value>> {
        let zero = |message: &str| Err(self.raise("ZeroDivisionError", message));
        if matches!(a, Number::Float(_)) || matches!(b, Number::Float(_)) {
            let (p, q) = (a.float(), b.float());
            for (number, float) in [(a, p), (b, q)] {
                if float.is_infinite() && !matches!(number, Number::Float(_)) {
                    return Err(self.raise("OverflowError", "int too large to convert to float"));
                }
            }
            return Ok(Some(Value::Float(match op {
                Operator::Add => p + q,
                Operator::Sub => p - q,
                Operator::Mult => p * q,
                Operator::Div if q == 0.0 => return zero("float division by zero"),
                Operator::Div => p / q,
                Operator::FloorDiv if q == 0.0 => return zero("float floor division by zero"),
                Operator::FloorDiv => ((p - float_mod(p, q)) / q).round(),
                Operator::Mod if q == 0.0 => return zero("float modulo by zero"),
                Operator::Mod => float_mod(p, q),
                Operator::Pow if p == 0.0 && q < 0.0 => {
                    return zero("0.0 cannot be raised to a negative power");
                }
                Operator::Pow if p < 0.0 && q.fract() != 0.0 => {
                    return Err(self.unsupported("a complex number"));
                }
                Operator::Pow => {
                    let result = p.powf(q);
                    if result.is_infinite() && p.is_finite() && q.is_finite() {
                        return Err(
                            self.raise("OverflowError", "(34, 'Numerical result out of range')")
                        );
                    }
                    result
                }
                _ => return Ok(None),
            })));
        }
        if let (Value::Bool(p), Value::Bool(q)) = (x, y) {
            match op {
                Operator::BitAnd => return Ok(Some(Value::Bool(*p && *q))),
                Operator::BitOr => return Ok(Some(Value::Bool(*p || *q))),
                Operator::BitXor => return Ok(Some(Value::Bool(p != q))),
                _ => {}
            }
        }
        if let (Number::Int(p), Number::Int(q)) = (a, b)
            && let Some(result) = small_int(op, *p, *q)
        {
            return Ok(Some(result));
        }
        let (p, q) = (a.big(), b.big());
        Ok(Some(match op {
            Operator::Add => Value::big(p + q),
            Operator::Sub => Value::big(p - q),
            Operator::Mult => Value::big(p * q),
            Operator::Div if q.is_zero() => return zero("division by zero"),
            Operator::Div => {
                let result = divide_exactly(&p, &q);
                if result.is_infinite() {
                    return Err(self.raise(
                        "OverflowError",
                        "integer division result too large for a float",
                    ));
                }
                Value::Float(result)
            }
            Operator::FloorDiv if q.is_zero() => return zero("integer division or modulo by zero"),
            Operator::FloorDiv => Value::big(floor_div(&p, &q)),
            Operator::Mod if q.is_zero() => return zero("integer modulo by zero"),
            Operator::Mod => Value::big(floor_mod(&p, &q)),
            Operator::Pow if q.is_negative() => {
                if p.is_zero() {
                    return zero("0.0 cannot be raised to a negative power");
                }
                Value::Float(big_to_float(&p).powf(big_to_float(&q)))
            }
            Operator::Pow => {
                let Some(exponent) = q
                    .to_u32()
                    .filter(|n| u64::from(*n) * p.bits().max(1) < 10_000_000 || p.bits() <= 1)
                else {
                    return Err(self.raise("MemoryError", ""));
                };
                Value::big(p.pow(exponent))
            }
            Operator::LShift | Operator::RShift if q.is_negative() => {
                return Err(self.value_error("negative shift count"));
            }
            Operator::LShift => match q.to_u32() {
                Some(count) if count < 10_000_000 => Value::big(p << count),
                _ => return Err(self.raise("MemoryError", "")),
            },
            Operator::RShift => match q.to_u32() {
                Some(count) => Value::big(p >> count),
                None => Value::Int(if p.is_negative() { -1 } else { 0 }),
            },
            Operator::BitOr => Value::big(p | q),
            Operator::BitXor => Value::big(p ^ q),
            Operator::BitAnd => Value::big(p & q),
            Operator::MatMult => return Ok(None),
        }))
    }

    /// `a op= b`.
    pub fn in_place(&self, op: Operator, a: &Value, b: &Value) -> PyResult {
        if let Value::Object(_) = a
            && let Some(method) = self.special(a, Symbol::new(op.in_place_dunder()))
        {
            let result = self.call_special(&method, a, vec![b.clone()])?;
            if !matches!(result, Value::NotImplemented) {
                return Ok(result);
            }
        }
        match (op, a.builtin()) {
            (Operator::Add, Value::List(list)) => {
                if let Value::Opaque(opaque) = b {
                    return Err(self.opaque_error(opaque, "a list"));
                }
                let items = self.collect(b)?;
                list.with(|own| own.extend(items));
                return Ok(a.clone());
            }
            (Operator::Mult, Value::List(list)) if b.as_int().is_some() => {
                let repeated = self.repeat(a.builtin(), b.as_int().unwrap_or(0))?;
                let items = repeated.as_sequence().unwrap_or_default();
                list.with(|own| *own = items);
                return Ok(a.clone());
            }
            (Operator::Add, Value::ByteArray(bytes)) => {
                if let Some(more) = bytes_of(b.builtin()) {
                    bytes.borrow_mut().extend(more);
                    return Ok(a.clone());
                }
            }
            (Operator::BitOr, Value::Dict(dict)) => {
                crate::methods::dict::update_from(self, dict, b)?;
                return Ok(a.clone());
            }
            (
                Operator::BitOr | Operator::BitAnd | Operator::Sub | Operator::BitXor,
                Value::Set(set),
            ) if matches!(
                b.builtin(),
                Value::Set(_) | Value::FrozenSet(_) | Value::DictView(_)
            ) =>
            {
                let other = self.set_of(b)?;
                let result = self.set_operation(op, set, &other)?;
                set.clear();
                for item in result.to_vec() {
                    set.add(self, item)?;
                }
                return Ok(a.clone());
            }
            _ => {}
        }
        if let (Value::Int(x), Value::Int(y)) = (a, b)
            && let Some(result) = small_int(op, *x, *y)
        {
            return Ok(result);
        }
        if let Some(result) = self.special_binary(op, a, b)? {
            return Ok(result);
        }
        if a.is_opaque() || b.is_opaque() {
            return Ok(derive_binary(a, b, op.as_str()));
        }
        match self.builtin_binary(op, a, b)? {
            Some(result) => Ok(result),
            None => Err(self.binary_error(op, a, b, &format!("{}=", op.as_str()))),
        }
    }

    /// `-a`, `+a`, `~a`, `not a`.
    pub fn unary(&self, op: UnaryOp, a: &Value) -> PyResult {
        let n = names();
        let (name, symbol) = match op {
            UnaryOp::Not => return Ok(Value::Bool(!self.truth(a)?)),
            UnaryOp::USub => (n.neg, "-"),
            UnaryOp::UAdd => (n.pos, "+"),
            UnaryOp::Invert => (n.invert, "~"),
        };
        if let Some(method) = self.special(a, name) {
            return self.call_special(&method, a, Vec::new());
        }
        if let Value::Opaque(opaque) = a {
            return Ok(opaque.derive(symbol));
        }
        match (op, number(a)) {
            (UnaryOp::USub, Some(Number::Int(number))) => Ok(number
                .checked_neg()
                .map_or_else(|| Value::big(-BigInt::from(number)), Value::Int)),
            (UnaryOp::USub, Some(Number::Big(number))) => Ok(Value::big(-(*number).clone())),
            (UnaryOp::USub, Some(Number::Float(number))) => Ok(Value::Float(-number)),
            (UnaryOp::UAdd, Some(Number::Int(number))) => Ok(Value::Int(number)),
            (UnaryOp::UAdd, Some(_)) => Ok(a.builtin().clone()),
            (UnaryOp::Invert, Some(Number::Int(number))) => Ok(Value::Int(!number)),
            (UnaryOp::Invert, Some(Number::Big(number))) => Ok(Value::big(-(*number).clone() - 1)),
            _ => Err(self.type_error(format!(
                "bad operand type for unary {symbol}: '{}'",
                self.type_name(a)
            ))),
        }
    }

    /// `bool(value)`; an opaque value is unsupported.
    pub fn truth(&self, value: &Value) -> PyResult<bool> {
        Ok(match value {
            Value::Bool(flag) => *flag,
            Value::None => false,
            Value::Int(number) => *number != 0,
            Value::BigInt(_) => true,
            Value::Float(number) => *number != 0.0,
            Value::Str(text) => !text.is_empty(),
            Value::Bytes(bytes) => !bytes.is_empty(),
            Value::ByteArray(bytes) => !bytes.borrow().is_empty(),
            Value::Tuple(items) => !items.is_empty(),
            Value::List(list) => !list.is_empty(),
            Value::Dict(dict) => !dict.is_empty(),
            Value::Set(set) | Value::FrozenSet(set) => !set.is_empty(),
            Value::Range(range) => !range.is_empty(),
            Value::DictView(view) => !view.dict.is_empty(),
            Value::Opaque(opaque) => {
                let forced = self.force(value)?;
                if forced.is_opaque() {
                    return Err(self.opaque_error(opaque, "a branch"));
                }
                return self.truth(&forced);
            }
            Value::NotImplemented => {
                return Err(
                    self.type_error("NotImplemented should not be used in a boolean context")
                );
            }
            Value::Object(object) => {
                let class = object.class();
                if let Some(method) = class.lookup_special(names().bool_) {
                    let result = self.call_special(&method, value, Vec::new())?;
                    return match result {
                        Value::Bool(flag) => Ok(flag),
                        Value::Opaque(_) => self.truth(&result),
                        other => Err(self.type_error(format!(
                            "__bool__ should return bool, returned {}",
                            self.type_name(&other)
                        ))),
                    };
                }
                if let Some(method) = class.lookup_special(names().len) {
                    let result = self.call_special(&method, value, Vec::new())?;
                    return Ok(result.as_int() != Some(0));
                }
                match object.own_builtin() {
                    Some(builtin) => self.truth(builtin)?,
                    None => true,
                }
            }
            Value::Class(class) => {
                if let Some(metaclass) = class.metaclass() {
                    for name in [names().bool_, names().len] {
                        if let Some(method) = metaclass.lookup_special(name) {
                            let result = self.call_special(&method, value, Vec::new())?;
                            return Ok(result.as_int() != Some(0));
                        }
                    }
                }
                true
            }
            _ => true,
        })
    }
}

fn derive_binary(a: &Value, b: &Value, op: &str) -> Value {
    match (a, b) {
        (Value::Opaque(opaque), _) => opaque.derive(&format!(" {op} ...")),
        (_, Value::Opaque(opaque)) => opaque.derive(&format!(" (right of {op})")),
        _ => Value::NotImplemented,
    }
}

/// Sets go with sets, the keys and items of a dictionary with everything that can be iterated.
fn takes_set_operators(a: &Value, b: &Value) -> bool {
    let is_set = |value: &Value| matches!(value, Value::Set(_) | Value::FrozenSet(_));
    let is_view =
        |value: &Value| matches!(value, Value::DictView(view) if view.kind != ViewKind::Values);
    if is_view(a) || is_view(b) {
        return true;
    }
    is_set(a) && is_set(b)
}

fn is_values_view(value: &Value) -> bool {
    matches!(value, Value::DictView(view) if view.kind == ViewKind::Values)
}

/// Types, parametrized types and `None` can be joined by `|`.
pub(crate) fn is_type_like(value: &Value) -> bool {
    match value {
        Value::Class(_) | Value::Alias(_) | Value::None => true,
        Value::Object(object) => object.class().module().as_ref() == "typing",
        _ => false,
    }
}

pub(crate) fn bytes_of(value: &Value) -> Option<Vec<u8>> {
    match value.builtin() {
        Value::Bytes(bytes) => Some(bytes.to_vec()),
        Value::ByteArray(bytes) => Some(bytes.borrow().clone()),
        _ => None,
    }
}

pub(crate) fn same_bytes_kind(like: &Value, bytes: Vec<u8>) -> Value {
    match like.builtin() {
        Value::ByteArray(_) => Value::ByteArray(Rc::new(std::cell::RefCell::new(bytes))),
        _ => Value::Bytes(Rc::from(bytes)),
    }
}

/// Correctly rounded quotient of two integers.
fn divide_exactly(p: &BigInt, q: &BigInt) -> f64 {
    if p.bits() <= 53 && q.bits() <= 53 {
        return big_to_float(p) / big_to_float(q);
    }
    // Scale the quotient to 66 bits; the sticky bit keeps the rounding right.
    let negative = p.is_negative() != q.is_negative();
    let (p, q) = (p.abs(), q.abs());
    let shift = 66 - (i64::try_from(p.bits()).unwrap_or(0) - i64::try_from(q.bits()).unwrap_or(0));
    let (scaled, divisor) = if shift >= 0 {
        (p << shift, q)
    } else {
        (p, q << -shift)
    };
    let mut quotient = &scaled / &divisor;
    if !(&scaled % &divisor).is_zero() {
        quotient |= BigInt::from(1);
    }
    let magnitude = big_to_float(&quotient);
    let result = magnitude * 2_f64.powi(i32::try_from(-shift).unwrap_or(0));
    if negative { -result } else { result }
}

fn ordering_matches(op: CmpOp, order: Ordering) -> bool {
    match op {
        CmpOp::Lt => order == Ordering::Less,
        CmpOp::LtE => order != Ordering::Greater,
        CmpOp::Gt => order == Ordering::Greater,
        CmpOp::GtE => order != Ordering::Less,
        CmpOp::Eq => order == Ordering::Equal,
        CmpOp::NotEq => order != Ordering::Equal,
        CmpOp::Is | CmpOp::IsNot | CmpOp::In | CmpOp::NotIn => false,
    }
}

/// Arithmetic that stays in 64 bits.
fn small_int(op: Operator, x: i64, y: i64) -> Option<Value> {
    let result = match op {
        Operator::Add => x.checked_add(y)?,
        Operator::Sub => x.checked_sub(y)?,
        Operator::Mult => x.checked_mul(y)?,
        Operator::FloorDiv if y != 0 => {
            let quotient = x.checked_div(y)?;
            if x % y != 0 && ((x < 0) != (y < 0)) {
                quotient - 1
            } else {
                quotient
            }
        }
        Operator::Mod if y != 0 => {
            let remainder = x.checked_rem(y)?;
            if remainder != 0 && ((remainder < 0) != (y < 0)) {
                remainder + y
            } else {
                remainder
            }
        }
        Operator::BitAnd => x & y,
        Operator::BitOr => x | y,
        Operator::BitXor => x ^ y,
        Operator::RShift if (0..64).contains(&y) => x >> y,
        Operator::LShift if (0..32).contains(&y) && x.abs() < 1 << 30 => x << y,
        Operator::Pow if (0..=62).contains(&y) => x.checked_pow(u32::try_from(y).ok()?)?,
        _ => return None,
    };
    Some(Value::Int(result))
}

/// Sorts like `list.sort`: stable, by `key`, with Python's `<`.
pub(crate) fn sort_values(
    vm: &Vm,
    items: &mut Vec<Value>,
    key: &Value,
    reverse: bool,
) -> PyResult<()> {
    let mut decorated = Vec::with_capacity(items.len());
    for item in items.iter() {
        let sort_key = if key.is_none() {
            item.clone()
        } else {
            vm.call(key, vec![item.clone()])?
        };
        decorated.push((sort_key, item.clone()));
    }
    if reverse {
        decorated.reverse();
    }
    merge_sort(vm, &mut decorated)?;
    if reverse {
        decorated.reverse();
    }
    *items = decorated.into_iter().map(|(_, item)| item).collect();
    Ok(())
}

/// A merge sort whose comparison can fail.
fn merge_sort(vm: &Vm, items: &mut Vec<(Value, Value)>) -> PyResult<()> {
    if items.len() < 2 {
        return Ok(());
    }
    let mut right = items.split_off(items.len() / 2);
    merge_sort(vm, items)?;
    merge_sort(vm, &mut right)?;
    let left = std::mem::take(items);
    let mut left = left.into_iter().peekable();
    let mut right = right.into_iter().peekable();
    loop {
        let take_right = match (left.peek(), right.peek()) {
            (Some(a), Some(b)) => vm.less(&b.0, &a.0)?,
            (Some(_), None) => false,
            (None, Some(_)) => true,
            (None, None) => return Ok(()),
        };
        let next = if take_right {
            right.next()
        } else {
            left.next()
        };
        items.extend(next);
    }
}

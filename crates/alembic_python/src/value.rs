//! Python values: a small enum that is cheap to clone.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::alias::GenericAlias;
use crate::class::Class;
use crate::dict::{Dict, Set};
use crate::function::{BoundMethod, Function, NativeFunction, Property};
use crate::generator::{Coroutine, Generator, NativeIterator};
use crate::module::Module;
use crate::object::Object;
use crate::opaque::Opaque;

/// A Python value.
#[derive(Clone)]
pub enum Value {
    /// `None`.
    None,
    /// `NotImplemented`.
    NotImplemented,
    /// `...`.
    Ellipsis,
    /// `True` and `False`.
    Bool(bool),
    /// An integer that fits in 64 bits.
    Int(i64),
    /// An integer that does not.
    BigInt(Rc<BigInt>),
    /// A float.
    Float(f64),
    /// A text.
    Str(Rc<str>),
    /// Bytes.
    Bytes(Rc<[u8]>),
    /// A `bytearray`.
    ByteArray(Rc<RefCell<Vec<u8>>>),
    /// A tuple.
    Tuple(Rc<[Self]>),
    /// A list.
    List(Rc<List>),
    /// A dictionary.
    Dict(Rc<Dict>),
    /// A set.
    Set(Rc<Set>),
    /// A frozenset.
    FrozenSet(Rc<Set>),
    /// A `range`.
    Range(Rc<Range>),
    /// A `slice`.
    Slice(Rc<Slice>),
    /// A function written in Python.
    Function(Rc<Function>),
    /// A native function.
    Native(Rc<NativeFunction>),
    /// A function bound to an instance or class.
    Method(Rc<BoundMethod>),
    /// A `property`.
    Property(Rc<Property>),
    /// A `classmethod`.
    ClassMethod(Rc<Self>),
    /// A `staticmethod`.
    StaticMethod(Rc<Self>),
    /// A `super()` object: class after which to look, and the instance or class.
    Super(Rc<(Rc<Class>, Self)>),
    /// A class.
    Class(Rc<Class>),
    /// An instance of a native or Python class.
    Object(Rc<Object>),
    /// A module.
    Module(Rc<Module>),
    /// An iterator made by a builtin.
    Iterator(Rc<NativeIterator>),
    /// A generator or asynchronous generator.
    Generator(Rc<Generator>),
    /// A coroutine (call of an `async def`).
    Coroutine(Rc<Coroutine>),
    /// `keys()`, `values()` or `items()` of a dictionary.
    DictView(Rc<DictView>),
    /// A parametrized type: `list[int]`, `Mapped[str]`, `int | None`, `Annotated[int, 1]`.
    Alias(Rc<GenericAlias>),
    /// A value of unknown content that remembers where it came from.
    Opaque(Rc<Opaque>),
}

/// The storage of a list.
pub struct List {
    items: RefCell<Vec<Value>>,
}

impl List {
    /// A list of these items.
    pub fn new(items: Vec<Value>) -> Rc<Self> {
        Rc::new(Self {
            items: RefCell::new(items),
        })
    }

    /// A copy of the items.
    pub fn to_vec(&self) -> Vec<Value> {
        self.items.borrow().clone()
    }

    /// The item at a position.
    pub fn get(&self, index: usize) -> Option<Value> {
        self.items.borrow().get(index).cloned()
    }

    /// Number of items.
    pub fn len(&self) -> usize {
        self.items.borrow().len()
    }

    /// True without items.
    pub fn is_empty(&self) -> bool {
        self.items.borrow().is_empty()
    }

    /// Adds an item at the end.
    pub fn push(&self, value: Value) {
        self.items.borrow_mut().push(value);
    }

    /// Runs a closure on the items; it must not call back into the evaluator.
    pub fn with<R>(&self, run: impl FnOnce(&mut Vec<Value>) -> R) -> R {
        run(&mut self.items.borrow_mut())
    }
}

/// A `range(start, stop, step)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// First number.
    pub start: i64,
    /// Exclusive end.
    pub stop: i64,
    /// Difference; never 0.
    pub step: i64,
}

impl Range {
    /// Number of items.
    pub fn len(&self) -> i64 {
        let (low, high, step) = if self.step > 0 {
            (self.start, self.stop, i128::from(self.step))
        } else {
            (self.stop, self.start, -i128::from(self.step))
        };
        if low >= high {
            return 0;
        }
        let count = (i128::from(high) - i128::from(low) - 1) / step + 1;
        i64::try_from(count).unwrap_or(i64::MAX)
    }

    /// True without items.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number at a position that is in range.
    pub fn at(&self, index: i64) -> i64 {
        self.start.wrapping_add(index.wrapping_mul(self.step))
    }
}

/// A `slice(start, stop, step)`.
pub struct Slice {
    /// First position or `None`.
    pub start: Value,
    /// Exclusive end or `None`.
    pub stop: Value,
    /// Step or `None`.
    pub step: Value,
}

/// Which part of a dictionary a view shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewKind {
    /// `keys()`.
    Keys,
    /// `values()`.
    Values,
    /// `items()`.
    Items,
}

/// A live view of a dictionary.
pub struct DictView {
    /// The dictionary.
    pub dict: Rc<Dict>,
    /// The part.
    pub kind: ViewKind,
}

thread_local! {
    static EMPTY_TEXT: Rc<str> = Rc::from("");
    static IDS: Cell<usize> = const { Cell::new(0x7f00_0000_0000) };
}

impl Value {
    /// A text.
    pub fn str(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        if text.is_empty() {
            return Self::Str(EMPTY_TEXT.with(Rc::clone));
        }
        Self::Str(Rc::from(text))
    }

    /// A tuple.
    pub fn tuple(items: Vec<Self>) -> Self {
        Self::Tuple(Rc::from(items))
    }

    /// A list.
    pub fn list(items: Vec<Self>) -> Self {
        Self::List(List::new(items))
    }

    /// An integer of any size.
    pub fn big(number: BigInt) -> Self {
        match number.to_i64() {
            Some(small) => Self::Int(small),
            None => Self::BigInt(Rc::new(number)),
        }
    }

    /// An empty dictionary.
    pub fn dict() -> Self {
        Self::Dict(Dict::new())
    }

    /// True for `None`.
    pub fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// True for an opaque value.
    pub fn is_opaque(&self) -> bool {
        matches!(self, Self::Opaque(_))
    }

    /// The builtin value of an instance of a subclass of a builtin, otherwise the value itself.
    pub fn builtin(&self) -> &Self {
        match self {
            Self::Object(object) => object.own_builtin().unwrap_or(self),
            _ => self,
        }
    }

    /// The text of a `str` or of an instance of a subclass of it.
    pub fn as_str(&self) -> Option<&str> {
        match self.builtin() {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The text, sharing its storage.
    pub fn to_text(&self) -> Option<Rc<str>> {
        match self.builtin() {
            Self::Str(text) => Some(text.clone()),
            _ => None,
        }
    }

    /// The integer of an `int` or `bool` that fits in 64 bits.
    pub fn as_int(&self) -> Option<i64> {
        match self.builtin() {
            Self::Int(number) => Some(*number),
            Self::Bool(flag) => Some(i64::from(*flag)),
            _ => None,
        }
    }

    /// The flag of a `bool`.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The float of a `float`.
    pub fn as_float(&self) -> Option<f64> {
        match self.builtin() {
            Self::Float(number) => Some(*number),
            _ => None,
        }
    }

    /// The dictionary of a `dict` or of an instance of a subclass of it.
    pub fn as_dict(&self) -> Option<&Rc<Dict>> {
        match self.builtin() {
            Self::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    /// The list of a `list` or of an instance of a subclass of it.
    pub fn as_list(&self) -> Option<&Rc<List>> {
        match self.builtin() {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// The items of a `tuple` or of an instance of a subclass of it.
    pub fn as_tuple(&self) -> Option<&Rc<[Self]>> {
        match self.builtin() {
            Self::Tuple(items) => Some(items),
            _ => None,
        }
    }

    /// The items of a list or tuple.
    pub fn as_sequence(&self) -> Option<Vec<Self>> {
        match self.builtin() {
            Self::Tuple(items) => Some(items.to_vec()),
            Self::List(list) => Some(list.to_vec()),
            _ => None,
        }
    }

    /// The class.
    pub fn as_class(&self) -> Option<&Rc<Class>> {
        match self {
            Self::Class(class) => Some(class),
            _ => None,
        }
    }

    /// The instance.
    pub fn as_object(&self) -> Option<&Rc<Object>> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Identity (`is`).
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::None, Self::None)
            | (Self::NotImplemented, Self::NotImplemented)
            | (Self::Ellipsis, Self::Ellipsis) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => a.to_bits() == b.to_bits(),
            (Self::Str(a), Self::Str(b)) => Rc::ptr_eq(a, b) || a == b,
            (Self::Bytes(a), Self::Bytes(b)) => Rc::ptr_eq(a, b),
            (Self::Tuple(a), Self::Tuple(b)) => Rc::ptr_eq(a, b) || (a.is_empty() && b.is_empty()),
            (Self::Native(a), Self::Native(b)) => Rc::ptr_eq(a, b),
            _ => match (self.address(), other.address()) {
                (Some(a), Some(b)) => a == b,
                _ => false,
            },
        }
    }

    /// Address of the shared storage, as a source for `id()`.
    pub(crate) fn address(&self) -> Option<usize> {
        fn of<T: ?Sized>(rc: &Rc<T>) -> usize {
            Rc::as_ptr(rc).cast::<u8>() as usize
        }
        Some(match self {
            Self::None
            | Self::NotImplemented
            | Self::Ellipsis
            | Self::Bool(_)
            | Self::Int(_)
            | Self::Float(_) => return None,
            Self::BigInt(rc) => of(rc),
            Self::Str(rc) => of(rc),
            Self::Bytes(rc) => of(rc),
            Self::ByteArray(rc) => of(rc),
            Self::Tuple(rc) => of(rc),
            Self::List(rc) => of(rc),
            Self::Dict(rc) => of(rc),
            Self::Set(rc) | Self::FrozenSet(rc) => of(rc),
            Self::Range(rc) => of(rc),
            Self::Slice(rc) => of(rc),
            Self::Function(rc) => of(rc),
            Self::Native(rc) => of(rc),
            Self::Method(rc) => of(rc),
            Self::Property(rc) => of(rc),
            Self::ClassMethod(rc) | Self::StaticMethod(rc) => of(rc),
            Self::Super(rc) => of(rc),
            Self::Class(rc) => of(rc),
            Self::Object(rc) => of(rc),
            Self::Module(rc) => of(rc),
            Self::Iterator(rc) => of(rc),
            Self::Generator(rc) => of(rc),
            Self::Coroutine(rc) => of(rc),
            Self::DictView(rc) => of(rc),
            Self::Alias(rc) => of(rc),
            Self::Opaque(rc) => of(rc),
        })
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}
impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self::Int(i64::from(number))
    }
}
impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Int(i64::from(number))
    }
}
impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}
impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Float(number)
    }
}
impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::str(text)
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::str(text)
    }
}
impl From<Rc<str>> for Value {
    fn from(text: Rc<str>) -> Self {
        Self::Str(text)
    }
}
impl From<Rc<Class>> for Value {
    fn from(class: Rc<Class>) -> Self {
        Self::Class(class)
    }
}
impl From<Rc<Object>> for Value {
    fn from(object: Rc<Object>) -> Self {
        Self::Object(object)
    }
}
impl From<Rc<Dict>> for Value {
    fn from(dict: Rc<Dict>) -> Self {
        Self::Dict(dict)
    }
}
impl From<Rc<List>> for Value {
    fn from(list: Rc<List>) -> Self {
        Self::List(list)
    }
}
impl From<Rc<Module>> for Value {
    fn from(module: Rc<Module>) -> Self {
        Self::Module(module)
    }
}
impl From<Vec<Self>> for Value {
    fn from(items: Vec<Self>) -> Self {
        Self::list(items)
    }
}
impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::None, Into::into)
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::NotImplemented => f.write_str("NotImplemented"),
            Self::Ellipsis => f.write_str("Ellipsis"),
            Self::Bool(flag) => write!(f, "{}", if *flag { "True" } else { "False" }),
            Self::Int(number) => write!(f, "{number}"),
            Self::BigInt(number) => write!(f, "{number}"),
            Self::Float(number) => write!(f, "{number:?}"),
            Self::Str(text) => write!(f, "{text:?}"),
            Self::Bytes(bytes) => write!(f, "b{bytes:?}"),
            Self::Tuple(items) => f.debug_list().entries(items.iter()).finish(),
            Self::List(list) => f.debug_list().entries(list.to_vec()).finish(),
            Self::Dict(dict) => f.debug_map().entries(dict.items()).finish(),
            Self::Set(set) | Self::FrozenSet(set) => f.debug_set().entries(set.to_vec()).finish(),
            Self::Class(class) => write!(f, "<class '{}'>", class.full_name()),
            Self::Object(object) => write!(f, "<{} object>", object.class().full_name()),
            Self::Function(function) => write!(f, "<function {}>", function.name.borrow()),
            Self::Native(function) => write!(f, "<native {}>", function.name),
            Self::Module(module) => write!(f, "<module {}>", module.name()),
            Self::Opaque(opaque) => write!(f, "<opaque {}>", opaque.origin),
            _ => f.write_str("<value>"),
        }
    }
}

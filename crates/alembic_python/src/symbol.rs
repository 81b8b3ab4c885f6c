//! Interned names: attribute lookup compares integers instead of texts.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::memo::Memo;

/// An interned name of a variable, attribute or keyword.
///
/// Symbols belong to the thread that made them; the evaluator runs on one thread.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

/// Number of places that [`Interner::recent`] remembers; a power of two.
const N_RECENT: usize = 2048;

struct Interner {
    by_text: FxHashMap<Rc<str>, u32>,
    texts: Vec<Rc<str>>,
    /// The symbol that was last made of a text at some address. Native code asks with literals, again and again.
    recent: Box<[u32; N_RECENT]>,
}

impl Default for Interner {
    fn default() -> Self {
        Self {
            by_text: FxHashMap::default(),
            texts: Vec::new(),
            recent: Box::new([0; N_RECENT]),
        }
    }
}

impl Interner {
    fn intern(&mut self, text: &str) -> u32 {
        let place = (text.as_ptr() as usize).wrapping_mul(0x9e37_79b9) >> 8 ^ text.len();
        let place = place % N_RECENT;
        let recent = self.recent[place];
        // Whatever was there is only a guess: the text decides.
        if self
            .texts
            .get(recent as usize)
            .is_some_and(|known| **known == *text)
        {
            return recent;
        }
        let index = match self.by_text.get(text) {
            Some(index) => *index,
            None => self.add(text),
        };
        self.recent[place] = index;
        index
    }

    fn add(&mut self, text: &str) -> u32 {
        let index = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let text: Rc<str> = Rc::from(text);
        self.texts.push(text.clone());
        self.by_text.insert(text, index);
        index
    }
}

thread_local! {
    static INTERNER: RefCell<Interner> = RefCell::new(Interner::default());
}

impl Symbol {
    /// The symbol of a text.
    pub fn new(text: &str) -> Self {
        Self(INTERNER.with_borrow_mut(|interner| interner.intern(text)))
    }

    /// The symbol of a text if that text was interned before.
    pub fn find(text: &str) -> Option<Self> {
        INTERNER.with_borrow(|interner| interner.by_text.get(text).map(|index| Self(*index)))
    }

    /// The text.
    pub fn text(self) -> Rc<str> {
        INTERNER.with_borrow(|interner| {
            interner
                .texts
                .get(self.0 as usize)
                .cloned()
                .unwrap_or_else(|| Rc::from(""))
        })
    }

    pub(crate) fn index(self) -> u32 {
        self.0
    }

    pub(crate) fn from_index(index: u32) -> Self {
        Self(index)
    }
}

thread_local! {
    static LITERALS: Memo = const { Memo::new() };
}

impl Symbol {
    /// The symbol of a literal.
    pub fn literal(text: &'static str) -> Self {
        let intern = || Self::new(text).0;
        Self(LITERALS.with(|memo| memo.get(text.as_ptr().addr(), text.len(), intern)))
    }
}

impl From<&str> for Symbol {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<&String> for Symbol {
    fn from(text: &String) -> Self {
        Self::new(text)
    }
}

impl From<&Rc<str>> for Symbol {
    fn from(text: &Rc<str>) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.text())
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

macro_rules! well_known {
    ($($name:ident = $text:literal),* $(,)?) => {
        /// Symbols that the evaluator itself asks for, interned once.
        #[expect(missing_docs, reason = "each field is the name it holds")]
        #[derive(Debug, Clone, Copy)]
        pub struct Names { $(pub $name: Symbol),* }
        impl Names {
            fn make() -> Self { Self { $($name: Symbol::new($text)),* } }
        }
    };
}

well_known! {
    init = "__init__", new = "__new__", call = "__call__", getattr = "__getattr__",
    getattribute = "__getattribute__", setattr = "__setattr__", delattr = "__delattr__",
    get = "__get__", set = "__set__", delete = "__delete__", set_name = "__set_name__",
    init_subclass = "__init_subclass__", class_getitem = "__class_getitem__",
    eq = "__eq__", ne = "__ne__", lt = "__lt__", le = "__le__", gt = "__gt__", ge = "__ge__",
    hash = "__hash__", bool_ = "__bool__", len = "__len__", iter = "__iter__", next = "__next__",
    aiter = "__aiter__", anext = "__anext__", await_ = "__await__", reversed = "__reversed__",
    contains = "__contains__", getitem = "__getitem__", setitem = "__setitem__", delitem = "__delitem__",
    missing = "__missing__", enter = "__enter__", exit = "__exit__", aenter = "__aenter__", aexit = "__aexit__",
    str_ = "__str__", repr = "__repr__", format = "__format__", bytes = "__bytes__",
    index = "__index__", int = "__int__", float = "__float__", neg = "__neg__", pos = "__pos__",
    invert = "__invert__", abs = "__abs__", round = "__round__",
    name = "__name__", qualname = "__qualname__", module = "__module__", doc = "__doc__", dict = "__dict__",
    class = "__class__", bases = "__bases__", mro = "__mro__", annotations = "__annotations__", slots = "__slots__",
    file = "__file__", path = "__path__", package = "__package__", all = "__all__", wrapped = "__wrapped__",
    cause = "__cause__", context = "__context__", suppress_context = "__suppress_context__", traceback = "__traceback__",
    notes = "__notes__", args = "args", self_ = "self", match_args = "__match_args__", fspath = "__fspath__",
    mro_entries = "__mro_entries__", prepare = "__prepare__", instancecheck = "__instancecheck__",
    subclasscheck = "__subclasscheck__", builtins = "__builtins__", type_params = "__type_params__",
    orig_bases = "__orig_bases__", main = "__main__", defaults = "__defaults__", kwdefaults = "__kwdefaults__",
    code = "__code__", spec = "__spec__", loader = "__loader__", length_hint = "__length_hint__",
    abstractmethods = "__abstractmethods__", isabstract = "__isabstractmethod__", func = "__func__", dir = "__dir__",
    value = "value", msg = "msg", future = "__future__", copy = "__copy__", deepcopy = "__deepcopy__",
    post_init = "__post_init__", hash_none = "__hash_none__", debug = "__debug__",
}

thread_local! {
    static NAMES: &'static Names = Box::leak(Box::new(Names::make()));
}

/// The well-known names of this thread.
pub fn names() -> &'static Names {
    NAMES.with(|names| *names)
}

//! Values of unknown content that remember where they came from.

use std::cell::RefCell;
use std::rc::Rc;

use alembic_source::Span;

use crate::value::Value;

/// A value of unknown content.
///
/// Attributes, calls, items and arithmetic give opaque values; a branch on it is unsupported.
pub struct Opaque {
    /// Where it came from, as a Python expression: `fastapi.FastAPI()`.
    pub origin: Rc<str>,
    /// Where it entered the program.
    pub span: Option<Span>,
    /// The import behind it when its source can be evaluated on demand.
    pub(crate) lazy: Option<Lazy>,
    pub(crate) forced: RefCell<Option<Value>>,
}

/// A module that is evaluated on demand, or a name of it.
#[derive(Clone)]
pub(crate) struct Lazy {
    pub(crate) module: Rc<str>,
    pub(crate) attribute: Option<Rc<str>>,
}

impl Opaque {
    /// A value of unknown content.
    pub fn new(origin: impl AsRef<str>, span: Option<Span>) -> Value {
        Value::Opaque(Rc::new(Self {
            origin: Rc::from(origin.as_ref()),
            span,
            lazy: None,
            forced: RefCell::new(None),
        }))
    }

    pub(crate) fn lazy(origin: impl AsRef<str>, span: Option<Span>, lazy: Lazy) -> Value {
        Value::Opaque(Rc::new(Self {
            origin: Rc::from(origin.as_ref()),
            span,
            lazy: Some(lazy),
            forced: RefCell::new(None),
        }))
    }

    /// An opaque value derived from this one.
    pub fn derive(&self, suffix: &str) -> Value {
        // Long chains say nothing more than their start.
        if self.origin.len() > 200 {
            return Self::new(&*self.origin, self.span);
        }
        Self::new(format!("{}{suffix}", self.origin), self.span)
    }
}

//! The state of a running body.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use alembic_source::{FileId, Span};
use ruff_text_size::{Ranged, TextRange};

use crate::attr_map::AttrMap;
use crate::class::Class;
use crate::function::ClassCell;
use crate::generator::Yielder;
use crate::interp::scope::{Scope, ScopeInfo};
use crate::module::Module;

/// Where names are looked up: what closures, class bodies and annotations capture.
pub(crate) struct Environment {
    pub(crate) info: &'static ScopeInfo,
    pub(crate) scope: Option<Rc<Scope>>,
    pub(crate) module: Rc<Module>,
    pub(crate) file: FileId,
    /// Names of the class body that is being run.
    pub(crate) namespace: Option<Rc<RefCell<AttrMap>>>,
    /// The finished class, for annotations that are evaluated later.
    pub(crate) class: Option<Rc<Class>>,
    pub(crate) class_cell: Option<ClassCell>,
}

impl Environment {
    pub(crate) fn span(&self, range: TextRange) -> Span {
        Span {
            file: self.file,
            start: range.start().to_u32(),
            end: range.end().to_u32(),
        }
    }

    pub(crate) fn span_of(&self, node: impl Ranged) -> Span {
        self.span(node.range())
    }

    /// That of the body of a class, once there is the class: its attributes stand for the names of the body, which need not be
    /// kept for that.
    pub(crate) fn with_class(&self, class: &Rc<Class>) -> Self {
        Self {
            info: self.info,
            scope: self.scope.clone(),
            module: self.module.clone(),
            file: self.file,
            namespace: None,
            class: Some(class.clone()),
            class_cell: self.class_cell.clone(),
        }
    }
}

/// The part of a running body that `super()`, `locals()` and messages can see.
pub(crate) struct FrameState {
    pub(crate) environment: Rc<Environment>,
    pub(crate) position: Cell<TextRange>,
    pub(crate) function: Rc<str>,
    pub(crate) qualname: Rc<str>,
}

impl FrameState {
    pub(crate) fn span(&self) -> Span {
        self.environment.span(self.position.get())
    }
}

/// A running body.
pub(crate) struct Frame<'a> {
    pub(crate) state: Rc<FrameState>,
    pub(crate) yielder: Option<&'a Yielder>,
    pub(crate) id: u64,
    pub(crate) is_async: bool,
}

impl Frame<'_> {
    pub(crate) fn env(&self) -> &Rc<Environment> {
        &self.state.environment
    }

    pub(crate) fn at(&self, node: impl Ranged) {
        self.state.position.set(node.range());
    }
}

//! Reading and binding names.

use std::rc::Rc;

use ruff_python_ast::ExprName;
use ruff_python_ast::NodeIndex;

use crate::error::{PyResult, Unwind};
use crate::interp::frame::{Environment, Frame};
use crate::interp::scope::{Resolved, ScopeInfo, ScopeKind};
use crate::symbol::{Symbol, names};
use crate::value::Value;
use crate::vm::Vm;

const GLOBAL_TAG: u32 = 1 << 30;
const DEPTH_SHIFT: u32 = 20;
const SLOT_MASK: u32 = (1 << DEPTH_SHIFT) - 1;

/// The symbol of a name in the tree, remembered in the node.
pub(crate) fn node_symbol(
    info: &ScopeInfo,
    index: &ruff_python_ast::AtomicNodeIndex,
    text: &str,
) -> Symbol {
    if let Some(known) = index.load().as_u32() {
        return Symbol::from_index(known);
    }
    let symbol = info.symbol(text);
    index.set(NodeIndex::from(symbol.index()));
    symbol
}

impl Vm {
    /// The value of a name.
    pub(crate) fn load_name(&self, frame: &Frame<'_>, name: &ExprName) -> PyResult {
        let environment = frame.env();
        if environment.info.kind == ScopeKind::Class {
            let symbol = frame.env().info.symbol(name.id.as_str());
            return if let Some(value) = self.lookup(environment, symbol)? {
                Ok(value)
            } else {
                frame.at(name);
                Err(self.unbound(environment, symbol))
            };
        }
        let resolved = resolved(environment.info, name);
        if resolved & GLOBAL_TAG != 0 {
            let symbol = Symbol::from_index(resolved & !GLOBAL_TAG);
            if let Some(value) = self.load_global(environment, symbol)? {
                return Ok(value);
            }
            frame.at(name);
            return Err(self.unbound(environment, symbol));
        }
        let found = environment
            .scope
            .as_ref()
            .and_then(|scope| scope.get(resolved >> DEPTH_SHIFT, resolved & SLOT_MASK));
        if let Some(value) = found {
            Ok(value)
        } else {
            frame.at(name);
            let symbol = frame.env().info.symbol(name.id.as_str());
            if symbol == names().class
                && let Some(class) = environment.class_cell.as_ref().and_then(|cell| cell.get())
            {
                return Ok(Value::Class(class.clone()));
            }
            Err(self.unbound_slot(symbol, resolved >> DEPTH_SHIFT == 0))
        }
    }

    fn unbound_slot(&self, name: Symbol, is_local: bool) -> Unwind {
        if is_local {
            return self.raise(
                "UnboundLocalError",
                format!(
                    "cannot access local variable '{name}' where it is not associated with a value"
                ),
            );
        }
        self.raise(
            "NameError",
            format!("cannot access free variable '{name}' where it is not associated with a value in enclosing scope"),
        )
    }

    fn load_global(&self, environment: &Environment, name: Symbol) -> PyResult<Option<Value>> {
        if let Some(value) = environment.module.attrs.borrow().get(name) {
            return Ok(Some(value.clone()));
        }
        if environment.module.lazy.borrow().is_some()
            && let Some(value) = environment.module.get_symbol(name)
        {
            return Ok(Some(value));
        }
        if let Some(value) = self.late_symbol(&environment.module, name)? {
            return Ok(Some(value));
        }
        if let Some(value) = self.builtins.attrs.borrow().get(name) {
            return Ok(Some(value.clone()));
        }
        if name == names().class
            && let Some(class) = environment.class_cell.as_ref().and_then(|cell| cell.get())
        {
            return Ok(Some(Value::Class(class.clone())));
        }
        if name == names().annotations {
            return Ok(self.module_annotations(&environment.module).ok());
        }
        if let Some(value) = self.starred(&environment.module, name)? {
            return Ok(Some(value));
        }
        // After `from unknown import *` a missing name may have come from there.
        let star = environment.module.opaque_star.borrow();
        Ok(star
            .as_ref()
            .map(|opaque| opaque.derive(&format!(".{name}"))))
    }

    fn unbound(&self, environment: &Environment, name: Symbol) -> Unwind {
        let _ = environment;
        let unwind = self.raise("NameError", format!("name '{name}' is not defined"));
        if let Some(Value::Object(error)) = unwind.exception() {
            error.set("name", Value::Str(name.text()));
        }
        unwind
    }

    /// The value of a name in any environment, without the shortcut through the tree.
    pub(crate) fn lookup(
        &self,
        environment: &Environment,
        name: Symbol,
    ) -> PyResult<Option<Value>> {
        let info = environment.info;
        let mut resolved = None;
        if info.kind == ScopeKind::Class {
            if !info.globals.contains(&name) {
                if let Some(namespace) = &environment.namespace
                    && let Some(value) = namespace.borrow().get(name)
                {
                    return Ok(Some(value.clone()));
                }
                if let Some(class) = &environment.class
                    && let Some(value) = class.attrs.borrow().get(name)
                {
                    return Ok(Some(value.clone()));
                }
                resolved = Some(info.resolve_outer(name));
            }
        } else {
            resolved = Some(info.resolve(name));
        }
        if let Some(Resolved::Slot { depth, slot }) = resolved {
            let found = environment
                .scope
                .as_ref()
                .and_then(|scope| scope.get(depth, slot));
            if found.is_some() {
                return Ok(found);
            }
            // A local that is not bound hides nothing in annotations that are evaluated later.
            return self.load_global(environment, name);
        }
        self.load_global(environment, name)
    }

    /// Binds a name where a statement of this frame binds it.
    pub(crate) fn store_name(&self, frame: &Frame<'_>, name: Symbol, value: Value) {
        self.store_in(frame.env(), name, Some(value));
    }

    fn store_in(
        &self,
        environment: &Rc<Environment>,
        name: Symbol,
        value: Option<Value>,
    ) -> Option<Value> {
        let info = environment.info;
        let resolved = match info.kind {
            ScopeKind::Module => Resolved::Global,
            ScopeKind::Class => {
                if info.globals.contains(&name) {
                    Resolved::Global
                } else if info.nonlocals.contains(&name) {
                    info.resolve_outer(name)
                } else if let Some(namespace) = &environment.namespace {
                    let mut namespace = namespace.borrow_mut();
                    return match value {
                        Some(value) => namespace.set(name, value),
                        None => namespace.remove(name),
                    };
                } else {
                    Resolved::Global
                }
            }
            ScopeKind::Function => info.resolve(name),
        };
        match resolved {
            Resolved::Slot { depth, slot } => {
                let scope = environment.scope.as_ref()?;
                scope.set(depth, slot, value)
            }
            Resolved::Global => {
                let mut attrs = environment.module.attrs.borrow_mut();
                match value {
                    Some(value) => attrs.set(name, value),
                    None => attrs.remove(name),
                }
            }
        }
    }

    /// Binds a name in the tree, through the node's shortcut.
    pub(crate) fn store_name_node(&self, frame: &Frame<'_>, name: &ExprName, value: Value) {
        let environment = frame.env();
        if environment.info.kind == ScopeKind::Class {
            self.store_name(frame, frame.env().info.symbol(name.id.as_str()), value);
            return;
        }
        let resolved = resolved(environment.info, name);
        if resolved & GLOBAL_TAG != 0 {
            environment
                .module
                .set_symbol(Symbol::from_index(resolved & !GLOBAL_TAG), value);
        } else if let Some(scope) = &environment.scope {
            let old = scope.set(resolved >> DEPTH_SHIFT, resolved & SLOT_MASK, Some(value));
            drop(old);
        }
    }

    /// `del name`.
    pub(crate) fn delete_name(&self, frame: &Frame<'_>, name: Symbol) -> PyResult<()> {
        self.late_symbol(&frame.env().module, name)?;
        match self.store_in(frame.env(), name, None) {
            Some(_) => Ok(()),
            None => Err(match frame.env().info.kind {
                ScopeKind::Function => self.unbound_slot(name, true),
                _ => self.unbound(frame.env(), name),
            }),
        }
    }
}

/// Where a name of the tree lives, remembered in the node.
fn resolved(info: &ScopeInfo, name: &ExprName) -> u32 {
    if let Some(known) = name.node_index.load().as_u32() {
        return known;
    }
    let symbol = info.symbol(name.id.as_str());
    let encoded = encode(info.resolve(symbol), symbol);
    name.node_index.set(NodeIndex::from(encoded));
    encoded
}

fn encode(resolved: Resolved, name: Symbol) -> u32 {
    match resolved {
        Resolved::Slot { depth, slot } => (depth << DEPTH_SHIFT) | slot,
        Resolved::Global => GLOBAL_TAG | name.index(),
    }
}

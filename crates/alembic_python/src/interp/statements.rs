//! Statements.

use std::rc::Rc;

use ruff_python_ast::{
    ExceptHandler, Expr, Stmt, StmtFor, StmtFunctionDef, StmtTry, StmtWith, WithItem,
};
use ruff_text_size::Ranged;

use crate::error::{PyResult, Raised, TracebackEntry, Unwind};
use crate::interp::frame::Frame;
use crate::object::Object;
use crate::symbol::{Symbol, names};
use crate::value::Value;
use crate::vm::Vm;

/// How a statement ended.
pub(crate) enum Flow {
    Normal,
    Break,
    Continue,
    Return(Value),
}

impl Vm {
    pub(crate) fn exec_all(
        &self,
        frame: &Frame<'_>,
        statements: &'static [Stmt],
    ) -> PyResult<Flow> {
        for statement in statements {
            match self.exec(frame, statement)? {
                Flow::Normal => {}
                other => return Ok(other),
            }
        }
        Ok(Flow::Normal)
    }

    pub(crate) fn exec(&self, frame: &Frame<'_>, statement: &'static Stmt) -> PyResult<Flow> {
        if !matches!(statement, Stmt::FunctionDef(_) | Stmt::ClassDef(_)) {
            frame.at(statement);
        }
        self.exec_inner(frame, statement)
            .map_err(|unwind| self.trace(frame, unwind))
    }

    fn exec_inner(&self, frame: &Frame<'_>, statement: &'static Stmt) -> PyResult<Flow> {
        match statement {
            Stmt::Expr(statement) => {
                self.eval(frame, &statement.value)?;
            }
            Stmt::Assign(assign) => {
                let value = self.eval(frame, &assign.value)?;
                for target in &assign.targets {
                    self.assign(frame, target, value.clone())?;
                }
            }
            Stmt::AnnAssign(assign) => self.exec_annotated(frame, assign)?,
            Stmt::AugAssign(assign) => self.exec_augmented(frame, assign)?,
            Stmt::Return(statement) => {
                return Ok(Flow::Return(match &statement.value {
                    Some(value) => self.eval(frame, value)?,
                    None => Value::None,
                }));
            }
            Stmt::If(block) => {
                if self.test(frame, &block.test)? {
                    return self.exec_all(frame, &block.body);
                }
                for clause in &block.elif_else_clauses {
                    match &clause.test {
                        Some(test) if !self.test(frame, test)? => {}
                        _ => return self.exec_all(frame, &clause.body),
                    }
                }
            }
            Stmt::For(block) => return self.exec_for(frame, block),
            Stmt::While(block) => {
                loop {
                    frame.at(&*block.test);
                    if !self.test(frame, &block.test)? {
                        break;
                    }
                    match self.exec_all(frame, &block.body)? {
                        Flow::Normal | Flow::Continue => {}
                        Flow::Break => return Ok(Flow::Normal),
                        other @ Flow::Return(_) => return Ok(other),
                    }
                }
                return self.exec_all(frame, &block.orelse);
            }
            Stmt::Break(_) => return Ok(Flow::Break),
            Stmt::Continue(_) => return Ok(Flow::Continue),
            Stmt::Pass(_) | Stmt::Global(_) | Stmt::Nonlocal(_) => {}
            Stmt::FunctionDef(def) => self.exec_function(frame, def)?,
            Stmt::ClassDef(class) => self.exec_class(frame, class)?,
            Stmt::Try(block) => return self.exec_try(frame, block),
            Stmt::With(block) => return self.exec_with(frame, block, &block.items),
            Stmt::Raise(raise) => {
                return Err(self.exec_raise(
                    frame,
                    raise.exc.as_deref(),
                    raise.cause.as_deref(),
                )?);
            }
            Stmt::Import(import) => self.exec_import(frame, import)?,
            Stmt::ImportFrom(import) => self.exec_import_from(frame, import)?,
            Stmt::Assert(assert) => {
                if !self.test(frame, &assert.test)? {
                    frame.at(statement);
                    let class = self.exception_class("AssertionError");
                    let args = match &assert.msg {
                        Some(message) => vec![self.eval(frame, message)?],
                        None => Vec::new(),
                    };
                    return Err(self.raise_value(self.new_exception(&class, args)));
                }
            }
            Stmt::Delete(delete) => {
                for target in &delete.targets {
                    self.delete(frame, target)?;
                }
            }
            Stmt::Match(block) => return self.exec_match(frame, block),
            Stmt::TypeAlias(alias) => {
                let value = self.make_type_alias(frame, alias)?;
                self.assign(frame, &alias.name, value)?;
            }
            Stmt::IpyEscapeCommand(_) => return Err(self.unsupported("a shell escape")),
        }
        Ok(Flow::Normal)
    }

    /// The truth of a condition.
    pub(crate) fn test(&self, frame: &Frame<'_>, test: &'static Expr) -> PyResult<bool> {
        let value = self.eval(frame, test)?;
        if let Value::Bool(flag) = value {
            return Ok(flag);
        }
        if value.is_opaque() {
            frame.at(test);
        }
        self.truth(&value)
    }

    fn exec_function(&self, frame: &Frame<'_>, def: &'static StmtFunctionDef) -> PyResult<()> {
        let mut decorators = Vec::with_capacity(def.decorator_list.len());
        for decorator in &def.decorator_list {
            frame.at(decorator);
            decorators.push((self.eval(frame, &decorator.expression)?, decorator));
        }
        frame.at(&def.name);
        let environment = self.with_type_parameters(frame, def.type_params.as_deref())?;
        let mut value = self.make_function(frame, &environment, def)?;
        for (decorator, place) in decorators.into_iter().rev() {
            frame.at(place);
            value = self.call(&decorator, vec![value])?;
        }
        self.store_name(frame, frame.env().info.symbol(def.name.as_str()), value);
        Ok(())
    }

    fn exec_augmented(
        &self,
        frame: &Frame<'_>,
        assign: &'static ruff_python_ast::StmtAugAssign,
    ) -> PyResult<()> {
        match &*assign.target {
            Expr::Name(name) => {
                let old = self.load_name(frame, name)?;
                let right = self.eval(frame, &assign.value)?;
                frame.at(assign);
                let new = self.in_place(assign.op, &old, &right)?;
                self.store_name_node(frame, name, new);
            }
            Expr::Attribute(attribute) => {
                let object = self.eval(frame, &attribute.value)?;
                let name = frame.env().info.symbol(attribute.attr.as_str());
                let old = self.get_attribute(&object, name)?;
                let right = self.eval(frame, &assign.value)?;
                frame.at(assign);
                let new = self.in_place(assign.op, &old, &right)?;
                self.set_attribute(&object, name, new)?;
            }
            Expr::Subscript(subscript) => {
                let object = self.eval(frame, &subscript.value)?;
                let key = self.eval(frame, &subscript.slice)?;
                let old = self.getitem(&object, &key)?;
                let right = self.eval(frame, &assign.value)?;
                frame.at(assign);
                let new = self.in_place(assign.op, &old, &right)?;
                self.setitem(&object, key, new)?;
            }
            _ => {
                return Err(
                    self.raise("SyntaxError", "illegal expression for augmented assignment")
                );
            }
        }
        Ok(())
    }

    /// Assigns to any target.
    pub(crate) fn assign(
        &self,
        frame: &Frame<'_>,
        target: &'static Expr,
        value: Value,
    ) -> PyResult<()> {
        match target {
            Expr::Name(name) => {
                self.store_name_node(frame, name, value);
                Ok(())
            }
            Expr::Attribute(attribute) => {
                let object = self.eval(frame, &attribute.value)?;
                frame.at(attribute);
                self.set_attribute(
                    &object,
                    frame.env().info.symbol(attribute.attr.as_str()),
                    value,
                )
            }
            Expr::Subscript(subscript) => {
                let object = self.eval(frame, &subscript.value)?;
                let key = self.eval(frame, &subscript.slice)?;
                frame.at(subscript);
                self.setitem(&object, key, value)
            }
            Expr::Tuple(tuple) => self.unpack(frame, &tuple.elts, &value),
            Expr::List(list) => self.unpack(frame, &list.elts, &value),
            Expr::Starred(starred) => self.assign(frame, &starred.value, value),
            _ => Err(self.raise("SyntaxError", "cannot assign to expression")),
        }
    }

    fn unpack(&self, frame: &Frame<'_>, targets: &'static [Expr], value: &Value) -> PyResult<()> {
        if let Value::Opaque(opaque) = value {
            for (index, target) in targets.iter().enumerate() {
                self.assign(frame, target, opaque.derive(&format!("[{index}]")))?;
            }
            return Ok(());
        }
        let star = targets
            .iter()
            .position(|target| matches!(target, Expr::Starred(_)));
        let items = match self.collect(value) {
            Ok(items) => items,
            Err(unwind)
                if unwind.is_exception("TypeError")
                    && self.special(value, names().iter).is_none() =>
            {
                return Err(self.type_error(format!(
                    "cannot unpack non-iterable {} object",
                    self.type_name(value)
                )));
            }
            Err(unwind) => return Err(unwind),
        };
        match star {
            None => {
                if items.len() > targets.len() {
                    return Err(self.value_error(format!(
                        "too many values to unpack (expected {})",
                        targets.len()
                    )));
                }
                if items.len() < targets.len() {
                    return Err(self.value_error(format!(
                        "not enough values to unpack (expected {}, got {})",
                        targets.len(),
                        items.len()
                    )));
                }
                for (target, item) in targets.iter().zip(items) {
                    self.assign(frame, target, item)?;
                }
            }
            Some(star) => {
                let after = targets.len() - star - 1;
                if items.len() < star + after {
                    return Err(self.value_error(format!(
                        "not enough values to unpack (expected at least {}, got {})",
                        star + after,
                        items.len()
                    )));
                }
                let mut items = items;
                let tail = items.split_off(items.len() - after);
                let middle = items.split_off(star);
                for (target, item) in targets.iter().take(star).zip(items) {
                    self.assign(frame, target, item)?;
                }
                if let Some(target) = targets.get(star) {
                    self.assign(frame, target, Value::list(middle))?;
                }
                for (target, item) in targets.iter().skip(star + 1).zip(tail) {
                    self.assign(frame, target, item)?;
                }
            }
        }
        Ok(())
    }

    fn delete(&self, frame: &Frame<'_>, target: &'static Expr) -> PyResult<()> {
        match target {
            Expr::Name(name) => self.delete_name(frame, frame.env().info.symbol(name.id.as_str())),
            Expr::Attribute(attribute) => {
                let object = self.eval(frame, &attribute.value)?;
                self.delattr(&object, frame.env().info.symbol(attribute.attr.as_str()))
            }
            Expr::Subscript(subscript) => {
                let object = self.eval(frame, &subscript.value)?;
                let key = self.eval(frame, &subscript.slice)?;
                self.delitem(&object, &key)
            }
            Expr::Tuple(tuple) => tuple
                .elts
                .iter()
                .try_for_each(|target| self.delete(frame, target)),
            Expr::List(list) => list
                .elts
                .iter()
                .try_for_each(|target| self.delete(frame, target)),
            _ => Err(self.raise("SyntaxError", "cannot delete expression")),
        }
    }

    fn exec_for(&self, frame: &Frame<'_>, block: &'static StmtFor) -> PyResult<Flow> {
        let iterable = self.eval(frame, &block.iter)?;
        frame.at(&*block.iter);
        let iterator = if block.is_async {
            self.async_iter(&iterable)?
        } else {
            self.iter(&iterable)?
        };
        loop {
            let item = if block.is_async {
                self.async_next(&iterator)?
            } else {
                self.next(&iterator)?
            };
            let Some(item) = item else { break };
            self.assign(frame, &block.target, item)?;
            match self.exec_all(frame, &block.body)? {
                Flow::Normal | Flow::Continue => {}
                Flow::Break => return Ok(Flow::Normal),
                other @ Flow::Return(_) => return Ok(other),
            }
            frame.at(&*block.iter);
        }
        self.exec_all(frame, &block.orelse)
    }

    /// `aiter(value)`.
    pub(crate) fn async_iter(&self, value: &Value) -> PyResult {
        match value {
            Value::Generator(generator) if generator.is_async => Ok(value.clone()),
            Value::Opaque(opaque) => Err(self.opaque_error(opaque, "a loop")),
            _ => match self.special(value, names().aiter) {
                Some(method) => self.call_special(&method, value, Vec::new()),
                None => Err(self.type_error(format!(
                    "'async for' requires an object with __aiter__ method, got {}",
                    self.type_name(value)
                ))),
            },
        }
    }

    /// The next item of an asynchronous iterator.
    pub(crate) fn async_next(&self, iterator: &Value) -> PyResult<Option<Value>> {
        if let Value::Generator(generator) = iterator {
            return generator.next();
        }
        let Some(method) = self.special(iterator, names().anext) else {
            return Err(self.type_error(format!(
                "'{}' object is not an async iterator",
                self.type_name(iterator)
            )));
        };
        let awaitable = self.call_special(&method, iterator, Vec::new());
        match awaitable.and_then(|awaitable| self.await_value(&awaitable)) {
            Ok(item) => Ok(Some(item)),
            Err(unwind) if unwind.is_exception("StopAsyncIteration") => Ok(None),
            Err(unwind) => Err(unwind),
        }
    }

    fn exec_raise(
        &self,
        frame: &Frame<'_>,
        exception: Option<&'static Expr>,
        cause: Option<&'static Expr>,
    ) -> PyResult<Unwind> {
        let Some(exception) = exception else {
            let current = self.handled.borrow().last().cloned();
            return match current {
                Some(value) => Ok(self.reraise(value)),
                None => Err(self.raise("RuntimeError", "No active exception to reraise")),
            };
        };
        let raised = self.eval(frame, exception)?;
        let value = self.exception_from(&raised)?;
        if let Some(cause) = cause {
            let cause = self.eval(frame, cause)?;
            let cause = if cause.is_none() {
                cause
            } else {
                match &cause {
                    Value::Class(_) | Value::Object(_) | Value::Opaque(_) => {
                        self.exception_from(&cause)?
                    }
                    _ => {
                        return Err(
                            self.type_error("exception causes must derive from BaseException")
                        );
                    }
                }
            };
            if let Value::Object(object) = &value {
                object.set_symbol(names().cause, cause);
                object.set_symbol(names().suppress_context, Value::Bool(true));
            }
        }
        Ok(self.reraise(value))
    }

    /// Raises an exception object that may have a traceback already.
    pub(crate) fn reraise(&self, value: Value) -> Unwind {
        let traceback = stored_traceback(&value);
        let mut unwind = self.raise_value(value);
        if let Unwind::Exception(raised) = &mut unwind {
            raised.traceback = traceback;
        }
        unwind
    }

    fn exception_from(&self, raised: &Value) -> PyResult {
        match raised {
            Value::Class(class) if class.is_subclass_of(&self.types.base_exception) => {
                let value = self.call(raised, Vec::new())?;
                Ok(value)
            }
            Value::Object(object) if object.class().is_subclass_of(&self.types.base_exception) => {
                Ok(raised.clone())
            }
            Value::Object(object) if object.class().has_opaque_base() => Err(self.unsupported(
                format!("raising `{}`, whose base is unknown", object.class().name()),
            )),
            Value::Opaque(opaque) => Err(self.opaque_error(opaque, "an exception")),
            _ => Err(self.type_error("exceptions must derive from BaseException")),
        }
    }

    /// Makes a raised exception visible to the handler and remembers its traceback.
    pub(crate) fn catch(&self, raised: &Raised) -> Value {
        if let Value::Object(object) = &raised.value {
            let traceback = Object::with_payload(&self.types.traceback, raised.traceback.clone());
            object.set_symbol(names().traceback, Value::Object(traceback));
        }
        raised.value.clone()
    }

    fn exec_try(&self, frame: &Frame<'_>, block: &'static StmtTry) -> PyResult<Flow> {
        let n_handled = self.handled.borrow().len();
        let guard = self.guard_imports();
        let mut outcome = self.exec_all(frame, &block.body);
        drop(guard);
        outcome = match outcome {
            Ok(Flow::Normal) => self.exec_all(frame, &block.orelse),
            Err(Unwind::Exception(raised)) => {
                if block.is_star {
                    self.handle_group(frame, block, raised)
                } else {
                    self.handle(frame, block, raised)
                }
            }
            other => other,
        };
        self.handled.borrow_mut().truncate(n_handled);
        if block.finalbody.is_empty() || matches!(outcome, Err(Unwind::Unsupported(_))) {
            return outcome;
        }
        if let Err(Unwind::Exception(raised)) = &outcome {
            let value = self.catch(raised);
            self.handled.borrow_mut().push(value);
        }
        let last = self.exec_all(frame, &block.finalbody);
        self.handled.borrow_mut().truncate(n_handled);
        match last? {
            Flow::Normal => outcome,
            other => Ok(other),
        }
    }

    fn handle(
        &self,
        frame: &Frame<'_>,
        block: &'static StmtTry,
        raised: Box<Raised>,
    ) -> PyResult<Flow> {
        let value = self.catch(&raised);
        self.handled.borrow_mut().push(value.clone());
        for handler in &block.handlers {
            let ExceptHandler::ExceptHandler(handler) = handler;
            let matches = match &handler.type_ {
                Some(expression) => {
                    frame.at(&**expression);
                    let class = self.eval(frame, expression)?;
                    self.exception_matches(&value, &class)?
                }
                None => true,
            };
            if !matches {
                continue;
            }
            let name = handler
                .name
                .as_ref()
                .map(|name| frame.env().info.symbol(name.as_str()));
            if let Some(name) = name {
                self.store_name(frame, name, value);
            }
            let outcome = self.exec_all(frame, &handler.body);
            if let Some(name) = name {
                // The name is unbound after the handler; it may have been deleted already.
                let _ = self.delete_name(frame, name);
            }
            return outcome;
        }
        Err(Unwind::Exception(raised))
    }

    /// True if an `except` clause takes an exception.
    pub(crate) fn exception_matches(&self, value: &Value, class: &Value) -> PyResult<bool> {
        match class {
            Value::Tuple(classes) => {
                for class in classes.iter() {
                    if self.exception_matches(value, class)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Value::Class(class) => Ok(self.type_of(value).is_subclass_of(class)),
            // An exception of ours is no instance of a class that was never loaded.
            Value::Opaque(_) => Ok(false),
            _ => Err(self.type_error(
                "catching classes that do not inherit from BaseException is not allowed",
            )),
        }
    }

    fn handle_group(
        &self,
        frame: &Frame<'_>,
        block: &'static StmtTry,
        raised: Box<Raised>,
    ) -> PyResult<Flow> {
        let value = self.catch(&raised);
        let is_group = self.is_instance(&value, &self.exception_class("BaseExceptionGroup"));
        let mut rest = if is_group {
            self.getattr(&value, "exceptions")?
                .as_sequence()
                .unwrap_or_default()
        } else {
            vec![value.clone()]
        };
        self.handled.borrow_mut().push(value.clone());
        for handler in &block.handlers {
            let ExceptHandler::ExceptHandler(handler) = handler;
            let Some(expression) = &handler.type_ else {
                continue;
            };
            let class = self.eval(frame, expression)?;
            let mut taken = Vec::new();
            let mut left = Vec::new();
            for item in rest {
                let (yes, no) = self.split_group(&item, &class)?;
                taken.extend(yes);
                left.extend(no);
            }
            rest = left;
            if taken.is_empty() {
                continue;
            }
            let group = self.new_group(&value, is_group, taken)?;
            let name = handler
                .name
                .as_ref()
                .map(|name| frame.env().info.symbol(name.as_str()));
            if let Some(name) = name {
                self.store_name(frame, name, group);
            }
            let outcome = self.exec_all(frame, &handler.body);
            if let Some(name) = name {
                let _ = self.delete_name(frame, name);
            }
            match outcome? {
                Flow::Normal => {}
                other => return Ok(other),
            }
        }
        if rest.is_empty() {
            return Ok(Flow::Normal);
        }
        if !is_group {
            return Err(Unwind::Exception(raised));
        }
        let group = self.new_group(&value, true, rest)?;
        Err(self.reraise(group))
    }

    fn new_group(&self, value: &Value, is_group: bool, items: Vec<Value>) -> PyResult {
        let message = if is_group {
            self.getattr(value, "message")?
        } else {
            Value::str("")
        };
        let class = if is_group {
            Value::Class(self.type_of(value))
        } else {
            Value::Class(self.exception_class("ExceptionGroup"))
        };
        let items = if is_group {
            Value::list(items)
        } else {
            Value::tuple(items)
        };
        self.call(&class, vec![message, items])
    }

    fn exec_with(
        &self,
        frame: &Frame<'_>,
        block: &'static StmtWith,
        items: &'static [WithItem],
    ) -> PyResult<Flow> {
        let Some((item, rest)) = items.split_first() else {
            let _guard = self.guard_imports();
            return self.exec_all(frame, &block.body);
        };
        let manager = self.eval(frame, &item.context_expr)?;
        frame.at(&item.context_expr);
        let n = names();
        let (enter_name, exit_name) = if block.is_async {
            (n.aenter, n.aexit)
        } else {
            (n.enter, n.exit)
        };
        let protocol = |method: &str| {
            let kind = if block.is_async {
                "asynchronous context manager"
            } else {
                "context manager"
            };
            self.type_error(format!(
                "'{}' object does not support the {kind} protocol{method}",
                self.type_name(&manager)
            ))
        };
        let entered = if let Value::Opaque(opaque) = &manager {
            self.unknown_effect(opaque, "a context")?;
            opaque.derive(".__enter__()")
        } else {
            let class = self.type_of(&manager);
            let Some(enter) = class.lookup(enter_name) else {
                if class.has_opaque_base() {
                    return Err(self.unsupported(format!(
                        "`with` over `{}`, whose base is unknown",
                        class.name()
                    )));
                }
                return Err(protocol(""));
            };
            if class.lookup(exit_name).is_none() {
                return Err(protocol(" (missed __exit__ method)"));
            }
            let enter = self.bind(&enter, Some(&manager), &class)?;
            let entered = self.call(&enter, Vec::new())?;
            if block.is_async {
                self.await_value(&entered)?
            } else {
                entered
            }
        };
        let outcome = match &item.optional_vars {
            Some(target) => self
                .assign(frame, target, entered)
                .and_then(|()| self.exec_with(frame, block, rest)),
            None => self.exec_with(frame, block, rest),
        };
        if manager.is_opaque() {
            return outcome;
        }
        let exit = |args: Vec<Value>| -> PyResult {
            let method = self.get_special_attribute(&manager, exit_name)?;
            let result = self.call(&method, args)?;
            if block.is_async {
                self.await_value(&result)
            } else {
                Ok(result)
            }
        };
        match outcome {
            Err(Unwind::Exception(raised)) => {
                let n_handled = self.handled.borrow().len();
                let value = self.catch(&raised);
                self.handled.borrow_mut().push(value.clone());
                let class = Value::Class(self.type_of(&value));
                let traceback = self.getattr(&value, n.traceback)?;
                let result = exit(vec![class, value.clone(), traceback])
                    .map_err(|unwind| self.trace(frame, unwind));
                self.handled.borrow_mut().truncate(n_handled);
                let result = match result {
                    // The manager raised the same exception again: keep the traceback that it has.
                    Err(Unwind::Exception(again)) if again.value.is(&value) => {
                        return Err(Unwind::Exception(raised));
                    }
                    other => other?,
                };
                if self.truth(&result)? {
                    Ok(Flow::Normal)
                } else {
                    Err(Unwind::Exception(raised))
                }
            }
            Err(unwind) => Err(unwind),
            Ok(flow) => {
                frame.at(&item.context_expr);
                exit(vec![Value::None, Value::None, Value::None])?;
                Ok(flow)
            }
        }
    }

    /// A special method looked up on the class and bound to the value.
    pub(crate) fn get_special_attribute(&self, value: &Value, name: Symbol) -> PyResult {
        let class = self.type_of(value);
        match class.lookup(name) {
            Some(found) => self.bind(&found, Some(value), &class),
            None => self.get_attribute(value, name),
        }
    }

    /// True for a module of the project, and for one of a package that uses SQLAlchemy.
    fn concerns_tables(&self, frame: &Frame<'_>) -> bool {
        let Some(file) = self.sources.get(frame.env().file) else {
            return true;
        };
        let is_package = file
            .path
            .components()
            .any(|part| part.as_os_str() == "site-packages");
        !is_package || file.text().contains("sqlalchemy") || file.text().contains("sqlmodel")
    }

    /// Runs the top level of a module. With `resilient`, a statement that cannot be followed makes its
    /// names opaque and evaluation goes on.
    pub(crate) fn exec_module(
        &self,
        frame: &Frame<'_>,
        statements: &'static [Stmt],
        resilient: bool,
    ) -> PyResult<()> {
        for statement in statements {
            match self.exec(frame, statement) {
                Ok(_) => {}
                Err(Unwind::Unsupported(limit)) if resilient => {
                    let module = &frame.env().module;
                    module.incomplete.set(true);
                    let bound = crate::interp::analysis::bound_by_statement(statement);
                    let span = Some(frame.env().span(statement.range()));
                    for name in &bound {
                        let known = module.get_symbol(*name).is_some();
                        if known && matches!(statement, Stmt::If(_) | Stmt::Try(_) | Stmt::With(_))
                        {
                            // It may have been set before or inside; both are unknown now.
                        }
                        let origin = format!("{}.{name}", module.name());
                        module.set_symbol(*name, crate::opaque::Opaque::new(origin, span));
                    }
                    let may_declare = self.concerns_tables(frame)
                        && crate::interp::analysis::may_declare(statement);
                    self.note_incomplete(crate::vm::Incomplete {
                        module: module.name().to_string(),
                        names: bound.iter().map(ToString::to_string).collect(),
                        reason: *limit,
                        may_declare,
                    });
                }
                Err(unwind) => return Err(unwind),
            }
        }
        Ok(())
    }
}

/// The traceback that a handler stored in an exception object.
pub(crate) fn stored_traceback(value: &Value) -> Vec<TracebackEntry> {
    let Value::Object(object) = value else {
        return Vec::new();
    };
    match object.get_symbol(names().traceback) {
        Some(Value::Object(traceback)) => traceback
            .payload::<Vec<TracebackEntry>>()
            .map(|entries| entries.clone())
            .unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// Runs a closure with a counted frame on the frame stack.
pub(crate) fn with_frame<R>(vm: &Vm, frame: &Frame<'_>, run: impl FnOnce() -> R) -> R {
    vm.frames.borrow_mut().push(Rc::clone(&frame.state));
    let result = run();
    vm.frames.borrow_mut().pop();
    result
}

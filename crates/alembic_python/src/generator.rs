//! Iterators, generators and coroutines.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use corosensei::stack::DefaultStack;
use corosensei::{Coroutine as Stackful, CoroutineResult, Yielder as StackfulYielder};

use crate::error::{PyResult, Unwind};
use crate::value::Value;
use crate::vm::Vm;

/// Stack of a generator; only touched pages cost memory.
const GENERATOR_STACK: usize = 8 * 1024 * 1024;

type Step = Box<dyn FnMut(&Vm) -> PyResult<Option<Value>>>;

/// An iterator made by a builtin.
pub struct NativeIterator {
    /// Python's name of its class.
    pub name: &'static str,
    step: RefCell<Step>,
}

impl NativeIterator {
    /// An iterator from a closure that gives the next item or nothing.
    pub fn new(
        name: &'static str,
        step: impl FnMut(&Vm) -> PyResult<Option<Value>> + 'static,
    ) -> Value {
        Value::Iterator(Rc::new(Self {
            name,
            step: RefCell::new(Box::new(step)),
        }))
    }

    /// An iterator over these items.
    pub fn over(items: Vec<Value>) -> Value {
        let mut items = items.into_iter();
        Self::new("list_iterator", move |_| Ok(items.next()))
    }

    /// The next item.
    pub fn next(&self, vm: &Vm) -> PyResult<Option<Value>> {
        let Ok(mut step) = self.step.try_borrow_mut() else {
            return Err(vm.raise("ValueError", "iterator already executing"));
        };
        step(vm)
    }
}

/// What a generator is resumed with.
pub(crate) enum Resume {
    Send(Value),
    Throw(Unwind),
}

/// Suspends the body of a generator.
pub(crate) type Yielder = StackfulYielder<Resume, Value>;
type Body = Box<dyn FnOnce(&Vm, &Yielder) -> PyResult>;
type Running = Stackful<Resume, Value, PyResult, DefaultStack>;

enum State {
    Fresh(Body),
    Suspended(Running),
    /// The body is on some stack below us.
    Executing,
    Done,
}

/// A generator or asynchronous generator.
pub struct Generator {
    /// `__name__`.
    pub name: Rc<str>,
    /// True for an asynchronous generator.
    pub is_async: bool,
    state: RefCell<State>,
    vm: Rc<Vm>,
    /// `StopIteration.value` of a finished generator.
    result: RefCell<Value>,
    closing: Cell<bool>,
    /// Lowest address that the body's stack may reach, known after its start.
    floor: Cell<Option<usize>>,
    /// Frames of the suspended body.
    frames: RefCell<Vec<Rc<crate::interp::frame::FrameState>>>,
}

impl Generator {
    pub(crate) fn new(vm: &Vm, name: Rc<str>, is_async: bool, body: Body) -> Value {
        Value::Generator(Rc::new(Self {
            name,
            is_async,
            state: RefCell::new(State::Fresh(body)),
            vm: vm.rc(),
            result: RefCell::new(Value::None),
            closing: Cell::new(false),
            floor: Cell::new(None),
            frames: RefCell::default(),
        }))
    }

    /// The next item, or nothing when the body has ended.
    pub fn next(&self) -> PyResult<Option<Value>> {
        self.resume(Resume::Send(Value::None))
    }

    /// The value of the body's `return`.
    pub fn result(&self) -> Value {
        self.result.borrow().clone()
    }

    pub(crate) fn is_fresh(&self) -> bool {
        matches!(*self.state.borrow(), State::Fresh(_))
    }

    pub(crate) fn is_done(&self) -> bool {
        matches!(*self.state.borrow(), State::Done)
    }

    pub(crate) fn resume(&self, input: Resume) -> PyResult<Option<Value>> {
        let vm = &*self.vm;
        let state = std::mem::replace(&mut *self.state.borrow_mut(), State::Executing);
        let mut running = match state {
            State::Done => {
                *self.state.borrow_mut() = State::Done;
                return match input {
                    Resume::Send(_) => Ok(None),
                    Resume::Throw(unwind) => Err(unwind),
                };
            }
            State::Executing => return Err(vm.raise("ValueError", "generator already executing")),
            State::Fresh(body) => {
                if let Resume::Throw(unwind) = input {
                    *self.state.borrow_mut() = State::Done;
                    return Err(unwind);
                }
                let Some(stack) = vm.take_stack() else {
                    *self.state.borrow_mut() = State::Done;
                    return Err(vm.raise("MemoryError", "no stack for a generator"));
                };
                let owner = self.vm.clone();
                Stackful::with_stack(stack, move |yielder: &Yielder, input: Resume| {
                    if let Resume::Throw(unwind) = input {
                        return Err(unwind);
                    }
                    owner.set_stack_floor_here(GENERATOR_STACK);
                    body(&owner, yielder)
                })
            }
            State::Suspended(running) => running,
        };
        let saved = vm.enter_stack(self.floor.get());
        let depth = vm.depth.get();
        let n_frames = vm.frames.borrow().len();
        vm.frames.borrow_mut().append(&mut self.frames.borrow_mut());
        let outcome = running.resume(input);
        *self.frames.borrow_mut() = vm.frames.borrow_mut().split_off(n_frames);
        vm.depth.set(depth);
        self.floor.set(Some(vm.leave_stack(saved)));
        match outcome {
            CoroutineResult::Yield(value) => {
                *self.state.borrow_mut() = State::Suspended(running);
                Ok(Some(value))
            }
            CoroutineResult::Return(result) => {
                *self.state.borrow_mut() = State::Done;
                vm.give_stack(running.into_stack());
                match result {
                    Ok(value) => {
                        *self.result.borrow_mut() = value;
                        Ok(None)
                    }
                    Err(unwind) if unwind.is_exception("StopIteration") => {
                        Err(vm.raise("RuntimeError", "generator raised StopIteration"))
                    }
                    Err(unwind) => Err(unwind),
                }
            }
        }
    }

    /// Ends the body: `finally` blocks run.
    pub fn close(&self) -> PyResult<()> {
        if self.is_fresh() {
            *self.state.borrow_mut() = State::Done;
            return Ok(());
        }
        if self.is_done() {
            return Ok(());
        }
        let exit = self.vm.raise("GeneratorExit", "");
        match self.resume(Resume::Throw(exit)) {
            Ok(None) => Ok(()),
            Ok(Some(_)) => Err(self
                .vm
                .raise("RuntimeError", "generator ignored GeneratorExit")),
            Err(unwind)
                if unwind.is_exception("GeneratorExit") || unwind.is_exception("StopIteration") =>
            {
                Ok(())
            }
            Err(unwind) => Err(unwind),
        }
    }
}

impl Drop for Generator {
    fn drop(&mut self) {
        if self.closing.replace(true) || !matches!(*self.state.borrow(), State::Suspended(_)) {
            return;
        }
        // Like CPython, errors of an abandoned generator have nowhere to go.
        let _ = self.close();
    }
}

pub(crate) fn new_stack() -> Option<DefaultStack> {
    DefaultStack::new(GENERATOR_STACK).ok()
}

type CoroutineBody = Box<dyn FnOnce(&Vm) -> PyResult>;

/// A call of an `async def` that runs when it is awaited.
pub struct Coroutine {
    /// `__name__`.
    pub name: Rc<str>,
    body: RefCell<Option<CoroutineBody>>,
}

impl Coroutine {
    /// A coroutine that runs a closure when it is awaited.
    pub fn new(name: &str, body: impl FnOnce(&Vm) -> PyResult + 'static) -> Value {
        Value::Coroutine(Rc::new(Self {
            name: Rc::from(name),
            body: RefCell::new(Some(Box::new(body))),
        }))
    }

    /// A coroutine that gives a value that is known already.
    pub fn ready(value: Value) -> Value {
        Self::new("ready", move |_| Ok(value))
    }

    /// Runs it to its end.
    pub fn run(&self, vm: &Vm) -> PyResult {
        let body = self.body.borrow_mut().take();
        match body {
            Some(body) => body(vm),
            None => Err(vm.raise("RuntimeError", "cannot reuse already awaited coroutine")),
        }
    }

    pub(crate) fn close(&self) {
        let body = self.body.borrow_mut().take();
        drop(body);
    }
}

//! Comprehensions and generator expressions.

use std::cell::Cell;
use std::rc::Rc;

use ruff_python_ast::{Comprehension, Expr, NodeIndex};
use ruff_text_size::Ranged;

use crate::dict::{Dict, Set};
use crate::error::PyResult;
use crate::generator::{Generator, Yielder};
use crate::interp::analysis::bound_by_targets;
use crate::interp::frame::{Environment, Frame, FrameState};
use crate::interp::scope::{Scope, ScopeInfo, ScopeKind};
use crate::opaque::Opaque;
use crate::value::{List, Value};
use crate::vm::Vm;

type Each<'c> = dyn FnMut(&Frame<'_>) -> PyResult<()> + 'c;

enum First {
    Iterator(Value),
    Opaque(Rc<Opaque>),
}

impl Vm {
    fn comprehension_info(
        &self,
        index: &ruff_python_ast::AtomicNodeIndex,
        frame: &Frame<'_>,
        generators: &'static [Comprehension],
    ) -> &'static ScopeInfo {
        if let Some(known) = index.load().as_u32()
            && let Some(info) = self.infos.borrow().get(known as usize)
        {
            return info;
        }
        let mut info = ScopeInfo::new(ScopeKind::Function, Some(frame.env().info));
        for name in bound_by_targets(
            frame.env().info,
            generators.iter().map(|generator| &generator.target),
        ) {
            info.bind(name);
        }
        let info = info.leak();
        let mut infos = self.infos.borrow_mut();
        index.set(NodeIndex::from(u32::try_from(infos.len()).unwrap_or(0)));
        infos.push(info);
        info
    }

    fn comprehension_state(
        &self,
        frame: &Frame<'_>,
        info: &'static ScopeInfo,
        name: &str,
        node: impl Ranged,
    ) -> Rc<FrameState> {
        let outer = frame.env();
        Rc::new(FrameState {
            environment: Rc::new(Environment {
                info,
                scope: Some(Scope::new(info, outer.scope.clone())),
                module: outer.module.clone(),
                file: outer.file,
                namespace: None,
                class: None,
                class_cell: outer.class_cell.clone(),
            }),
            position: Cell::new(node.range()),
            function: Rc::from(name),
            qualname: frame.state.qualname.clone(),
        })
    }

    /// The first iterable is evaluated in the enclosing scope.
    fn first_iterator(
        &self,
        frame: &Frame<'_>,
        generators: &'static [Comprehension],
    ) -> PyResult<First> {
        let Some(first) = generators.first() else {
            return Err(self.unsupported("a comprehension without a loop"));
        };
        let iterable = self.eval(frame, &first.iter)?;
        frame.at(&first.iter);
        if let Value::Opaque(opaque) = &iterable {
            let forced = self.force(&iterable)?;
            if forced.is_opaque() {
                return Ok(First::Opaque(opaque.clone()));
            }
        }
        let iterator = if first.is_async {
            self.async_iter(&iterable)?
        } else {
            self.iter(&iterable)?
        };
        Ok(First::Iterator(iterator))
    }

    fn run_loops(
        &self,
        frame: &Frame<'_>,
        generators: &'static [Comprehension],
        iterator: &Value,
        each: &mut Each<'_>,
    ) -> PyResult<()> {
        let Some((generator, rest)) = generators.split_first() else {
            return Ok(());
        };
        'items: loop {
            let item = if generator.is_async {
                self.async_next(iterator)?
            } else {
                self.next(iterator)?
            };
            let Some(item) = item else { return Ok(()) };
            self.assign(frame, &generator.target, item)?;
            for test in &generator.ifs {
                if !self.test(frame, test)? {
                    continue 'items;
                }
            }
            match rest.first() {
                None => each(frame)?,
                Some(next) => {
                    let iterable = self.eval(frame, &next.iter)?;
                    let inner = if next.is_async {
                        self.async_iter(&iterable)?
                    } else {
                        self.iter(&iterable)?
                    };
                    self.run_loops(frame, rest, &inner, each)?;
                }
            }
        }
    }

    fn comprehend(
        &self,
        frame: &Frame<'_>,
        index: &ruff_python_ast::AtomicNodeIndex,
        generators: &'static [Comprehension],
        node: &'static Expr,
        each: &mut Each<'_>,
    ) -> PyResult<Option<Value>> {
        let iterator = match self.first_iterator(frame, generators)? {
            First::Iterator(iterator) => iterator,
            First::Opaque(opaque) => return Ok(Some(opaque.derive(" (comprehension)"))),
        };
        let info = self.comprehension_info(index, frame, generators);
        let state = self.comprehension_state(frame, info, &frame.state.function, node);
        let inner = Frame {
            state,
            yielder: frame.yielder,
            id: frame.id,
            is_async: frame.is_async,
        };
        let result = crate::interp::statements::with_frame(self, &inner, || {
            self.run_loops(&inner, generators, &iterator, each)
        });
        if result.is_err() {
            frame.state.position.set(inner.state.position.get());
        }
        result?;
        Ok(None)
    }

    pub(crate) fn eval_comprehension(
        &self,
        frame: &Frame<'_>,
        expression: &'static Expr,
    ) -> PyResult {
        match expression {
            Expr::ListComp(comprehension) => {
                let list = List::new(Vec::new());
                let opaque = self.comprehend(
                    frame,
                    &comprehension.node_index,
                    &comprehension.generators,
                    expression,
                    &mut |frame| {
                        list.push(self.eval(frame, &comprehension.elt)?);
                        Ok(())
                    },
                )?;
                Ok(opaque.unwrap_or(Value::List(list)))
            }
            Expr::SetComp(comprehension) => {
                let set = Set::new();
                let opaque = self.comprehend(
                    frame,
                    &comprehension.node_index,
                    &comprehension.generators,
                    expression,
                    &mut |frame| {
                        set.add(self, self.eval(frame, &comprehension.elt)?)?;
                        Ok(())
                    },
                )?;
                Ok(opaque.unwrap_or(Value::Set(set)))
            }
            Expr::DictComp(comprehension) => {
                let dict = Dict::new();
                let opaque = self.comprehend(
                    frame,
                    &comprehension.node_index,
                    &comprehension.generators,
                    expression,
                    &mut |frame| {
                        if let Some(key) = &comprehension.key {
                            let key = self.eval(frame, key)?;
                            let value = self.eval(frame, &comprehension.value)?;
                            dict.set(self, key, value)?;
                        } else {
                            let more = self.eval(frame, &comprehension.value)?;
                            crate::methods::dict::update_from(self, &dict, &more)?;
                        }
                        Ok(())
                    },
                )?;
                Ok(opaque.unwrap_or(Value::Dict(dict)))
            }
            Expr::Generator(comprehension) => {
                let iterator = match self.first_iterator(frame, &comprehension.generators)? {
                    First::Iterator(iterator) => iterator,
                    First::Opaque(opaque) => return Ok(opaque.derive(" (generator)")),
                };
                let info = self.comprehension_info(
                    &comprehension.node_index,
                    frame,
                    &comprehension.generators,
                );
                let state = self.comprehension_state(frame, info, "<genexpr>", expression);
                let is_async = comprehension
                    .generators
                    .iter()
                    .any(|generator| generator.is_async);
                Ok(Generator::new(
                    self,
                    Rc::from("<genexpr>"),
                    is_async,
                    Box::new(move |vm: &Self, yielder: &Yielder| {
                        let inner = Frame {
                            state,
                            yielder: Some(yielder),
                            id: vm.new_frame_id(),
                            is_async,
                        };
                        crate::interp::statements::with_frame(vm, &inner, || {
                            vm.run_loops(
                                &inner,
                                &comprehension.generators,
                                &iterator,
                                &mut |frame| {
                                    let item = vm.eval(frame, &comprehension.elt)?;
                                    vm.yield_value(frame, item)?;
                                    Ok(())
                                },
                            )
                        })
                        .map_err(|unwind| vm.trace(&inner, unwind))?;
                        Ok(Value::None)
                    }),
                ))
            }
            _ => Err(self.unsupported("this comprehension")),
        }
    }
}

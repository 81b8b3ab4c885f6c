//! Annotated assignments, type aliases, and annotations that are evaluated later.

use std::cell::Cell;
use std::rc::Rc;

use ruff_python_ast::{Expr, StmtAnnAssign, StmtTypeAlias};
use ruff_text_size::Ranged;

use crate::alias::{AliasKind, GenericAlias};
use crate::annotation::{AnnotationSource, AnnotationThunk};
use crate::error::PyResult;
use crate::interp::frame::{Environment, Frame, FrameState};
use crate::interp::scope::ScopeKind;
use crate::symbol::names;
use crate::value::Value;
use crate::vm::Vm;

impl Vm {
    pub(crate) fn exec_annotated(
        &self,
        frame: &Frame<'_>,
        assign: &'static StmtAnnAssign,
    ) -> PyResult<()> {
        if let Some(value) = &assign.value {
            let value = self.eval(frame, value)?;
            self.assign(frame, &assign.target, value)?;
        }
        let Expr::Name(name) = &*assign.target else {
            return Ok(());
        };
        let thunk = || AnnotationThunk {
            source: AnnotationSource::Expression {
                expression: &assign.annotation,
                environment: frame.env().clone(),
            },
        };
        match frame.env().info.kind {
            ScopeKind::Class => {
                crate::interp::classes::record_annotation(
                    frame.env().info.symbol(name.id.as_str()),
                    thunk(),
                );
            }
            ScopeKind::Module => {
                frame
                    .env()
                    .module
                    .add_annotation(frame.env().info.symbol(name.id.as_str()), thunk());
            }
            ScopeKind::Function => {}
        }
        Ok(())
    }

    pub(crate) fn make_type_alias(
        &self,
        frame: &Frame<'_>,
        alias: &'static StmtTypeAlias,
    ) -> PyResult {
        let environment = self.with_type_parameters(frame, alias.type_params.as_deref())?;
        let name = match &*alias.name {
            Expr::Name(name) => name.id.as_str(),
            _ => "",
        };
        let thunk = AnnotationThunk {
            source: AnnotationSource::Expression {
                expression: &alias.value,
                environment,
            },
        };
        crate::stdlib::typing::type_alias(self, name, thunk)
    }

    /// Evaluates an annotation where it was written.
    pub(crate) fn evaluate_annotation(
        &self,
        expression: &'static Expr,
        environment: &Rc<Environment>,
        texts: bool,
    ) -> PyResult {
        let frame = self.frame_in(environment, expression);
        let value =
            crate::interp::statements::with_frame(self, &frame, || self.eval(&frame, expression))
                .map_err(|unwind| self.trace(&frame, unwind))?;
        if texts {
            self.resolve_texts(value, environment)
        } else {
            Ok(value)
        }
    }

    fn frame_in(&self, environment: &Rc<Environment>, node: &'static Expr) -> Frame<'static> {
        Frame {
            state: Rc::new(FrameState {
                environment: environment.clone(),
                position: Cell::new(node.range()),
                function: Rc::from("<annotation>"),
                qualname: Rc::from("<annotation>"),
            }),
            yielder: None,
            id: self.new_frame_id(),
            is_async: false,
        }
    }

    /// Evaluates texts inside a type (`List["User"]`, `"int | None"`), but not in `Literal` or metadata.
    fn resolve_texts(&self, value: Value, environment: &Rc<Environment>) -> PyResult {
        match &value {
            Value::Str(text) => {
                let value = self.evaluate_annotation_text(text, environment)?;
                self.resolve_texts(value, environment)
            }
            Value::Object(object) if object.class().name_is("ForwardRef") => {
                let text = object
                    .get("__forward_arg__")
                    .and_then(|text| text.to_text());
                match text {
                    Some(text) => {
                        let value = self.evaluate_annotation_text(&text, environment)?;
                        self.resolve_texts(value, environment)
                    }
                    None => Ok(value),
                }
            }
            Value::Alias(alias) => {
                let needs = |value: &Value| {
                    matches!(value, Value::Str(_) | Value::Alias(_))
                        || matches!(value, Value::Object(object) if object.class().name_is("ForwardRef"))
                };
                if alias.kind == AliasKind::Literal || !alias.args.iter().any(needs) {
                    return Ok(value);
                }
                let mut args = Vec::with_capacity(alias.args.len());
                for (index, arg) in alias.args.iter().enumerate() {
                    if alias.kind == AliasKind::Annotated && index > 0 {
                        args.push(arg.clone());
                    } else if needs(arg) {
                        args.push(self.resolve_texts(arg.clone(), environment)?);
                    } else {
                        args.push(arg.clone());
                    }
                }
                if alias.kind == AliasKind::Union {
                    let union = self.make_union(args)?;
                    return Ok(match union {
                        Value::Alias(flat) if flat.kind == AliasKind::Union => {
                            Value::Alias(Rc::new(GenericAlias {
                                origin: flat.origin.clone(),
                                args: flat.args.clone(),
                                kind: AliasKind::Union,
                                name: alias.name,
                            }))
                        }
                        other => other,
                    });
                }
                Ok(Value::Alias(Rc::new(GenericAlias {
                    origin: alias.origin.clone(),
                    args,
                    kind: alias.kind,
                    name: alias.name,
                })))
            }
            _ => Ok(value),
        }
    }

    fn evaluate_annotation_text(&self, text: &str, environment: &Rc<Environment>) -> PyResult {
        let expression = crate::parse::parse_expression_kept(text.trim()).map_err(|error| {
            self.raise(
                "SyntaxError",
                format!("Forward reference must be an expression -- got '{text}': {error}"),
            )
        })?;
        // Positions in the text mean nothing in the file: errors point at the class.
        let frame = self.frame_in(environment, expression);
        self.eval(&frame, expression)
    }

    /// The source text of an expression.
    pub(crate) fn expression_text(
        &self,
        expression: &'static Expr,
        environment: &Environment,
    ) -> String {
        let Some(file) = self.sources.get(environment.file) else {
            return String::new();
        };
        let range = expression.range();
        file.text()
            .get(range.start().to_usize()..range.end().to_usize())
            .unwrap_or("")
            .to_owned()
    }

    /// Annotations of a module (`__annotations__`).
    pub(crate) fn module_annotations(&self, module: &Rc<crate::module::Module>) -> PyResult {
        let dict = crate::dict::Dict::new();
        let list = module.annotations.borrow().clone();
        for (name, thunk) in list {
            dict.set_str(&name.text(), thunk.raw(self)?);
        }
        let value = Value::Dict(dict);
        module.set_symbol(names().annotations, value.clone());
        Ok(value)
    }
}

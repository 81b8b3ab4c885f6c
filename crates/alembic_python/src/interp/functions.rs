//! Making and calling Python functions.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use ruff_python_ast::{Expr, ExprLambda, NodeIndex, Parameters, Stmt, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange};

use crate::annotation::{AnnotationSource, AnnotationThunk};
use crate::args::{Args, missing_arguments, too_many_positional};
use crate::attr_map::AttrMap;
use crate::dict::Dict;
use crate::error::{PyResult, Unwind};
use crate::function::{Function, ParameterKind};
use crate::generator::{Coroutine, Generator, Yielder};
use crate::interp::code::{Body, Content, Definition, FunctionCode, Parameter};
use crate::interp::frame::{Environment, Frame, FrameState};
use crate::interp::scope::{Scope, ScopeInfo};
use crate::interp::statements::Flow;
use crate::symbol::Symbol;
use crate::value::Value;
use crate::vm::Vm;

/// How many native levels one Python call may take.
const COST: usize = 1;

fn parameters_of(info: &ScopeInfo, parameters: &'static Parameters) -> (Vec<Parameter>, usize) {
    let mut list = Vec::new();
    let mut add =
        |parameter: &'static ruff_python_ast::Parameter, kind, default: Option<&'static Expr>| {
            list.push(Parameter {
                name: info.symbol(parameter.name.as_str()),
                kind,
                default,
                annotation: parameter.annotation.as_deref(),
            });
        };
    for parameter in &parameters.posonlyargs {
        add(
            &parameter.parameter,
            ParameterKind::PositionalOnly,
            parameter.default.as_deref(),
        );
    }
    for parameter in &parameters.args {
        add(
            &parameter.parameter,
            ParameterKind::Positional,
            parameter.default.as_deref(),
        );
    }
    if let Some(parameter) = &parameters.vararg {
        add(parameter, ParameterKind::Rest, None);
    }
    for parameter in &parameters.kwonlyargs {
        add(
            &parameter.parameter,
            ParameterKind::KeywordOnly,
            parameter.default.as_deref(),
        );
    }
    if let Some(parameter) = &parameters.kwarg {
        add(parameter, ParameterKind::Keywords, None);
    }
    (list, parameters.posonlyargs.len() + parameters.args.len())
}

pub(crate) fn docstring(body: &[Stmt]) -> Option<Rc<str>> {
    match body.first() {
        Some(Stmt::Expr(first)) => match &*first.value {
            Expr::StringLiteral(literal) => Some(Rc::from(clean_doc(literal.value.to_str()))),
            _ => None,
        },
        _ => None,
    }
}

/// Removes the common indentation, as the compiler does since Python 3.13.
pub(crate) fn clean_doc(text: &str) -> String {
    let expanded = text.replace('\t', "        ");
    let lines: Vec<&str> = expanded.split('\n').collect();
    let margin = lines
        .iter()
        .skip(1)
        .filter(|line| !line.trim_start_matches(' ').is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or(0);
    let mut out = Vec::with_capacity(lines.len());
    for (number, line) in lines.iter().enumerate() {
        if number == 0 {
            out.push(line.trim_start_matches(' ').to_owned());
        } else {
            out.push(line.get(margin.min(line.len())..).unwrap_or("").to_owned());
        }
    }
    out.join("\n")
}

impl Vm {
    fn keep_code(
        &self,
        index: &ruff_python_ast::AtomicNodeIndex,
        code: FunctionCode,
    ) -> &'static FunctionCode {
        let code: &'static FunctionCode = Box::leak(Box::new(code));
        let mut codes = self.codes.borrow_mut();
        index.set(NodeIndex::from(u32::try_from(codes.len()).unwrap_or(0)));
        codes.push(code);
        code
    }

    fn known_code(
        &self,
        index: &ruff_python_ast::AtomicNodeIndex,
    ) -> Option<&'static FunctionCode> {
        let index = index.load().as_u32()?;
        self.codes.borrow().get(index as usize).copied()
    }

    fn code_of(
        &self,
        environment: &Environment,
        def: &'static StmtFunctionDef,
    ) -> &'static FunctionCode {
        if let Some(code) = self.known_code(&def.node_index) {
            return code;
        }
        let (parameters, n_positional) = parameters_of(environment.info, &def.parameters);
        let definition = match self.deferred_body(environment.file, &def.body) {
            Some(text) => Definition::Text(text),
            None => Definition::Def(&def.body),
        };
        self.keep_code(
            &def.node_index,
            FunctionCode {
                name: Rc::from(def.name.as_str()),
                parameters,
                n_positional,
                definition,
                enclosing: environment.info,
                content: OnceCell::new(),
                is_async: def.is_async,
                returns: def.returns.as_deref(),
                span: environment.span(def.name.range()),
                object: OnceCell::new(),
            },
        )
    }

    /// The function of a `def` statement, without decorators.
    pub(crate) fn make_function(
        &self,
        frame: &Frame<'_>,
        environment: &Rc<Environment>,
        def: &'static StmtFunctionDef,
    ) -> PyResult {
        let code = self.code_of(environment, def);
        self.function_from(frame, environment, code)
    }

    fn function_from(
        &self,
        frame: &Frame<'_>,
        environment: &Rc<Environment>,
        code: &'static FunctionCode,
    ) -> PyResult {
        let mut defaults = Vec::with_capacity(code.parameters.len());
        for parameter in &code.parameters {
            defaults.push(match parameter.default {
                Some(default) => Some(self.eval(frame, default)?),
                None => None,
            });
        }
        let qualname = self.qualname(frame, &code.name);
        Ok(Value::Function(Rc::new(Function {
            name: RefCell::new(code.name.clone()),
            qualname: RefCell::new(qualname),
            module: environment.module.clone(),
            code,
            scope: environment.scope.clone(),
            defaults: RefCell::new(defaults),
            class_cell: environment.class_cell.clone(),
            attrs: RefCell::default(),
        })))
    }

    /// `Outer.<locals>.name`.
    pub(crate) fn qualname(&self, frame: &Frame<'_>, name: &str) -> Rc<str> {
        match frame.env().info.kind {
            crate::interp::scope::ScopeKind::Module => Rc::from(name),
            crate::interp::scope::ScopeKind::Class => {
                Rc::from(format!("{}.{name}", frame.state.qualname))
            }
            crate::interp::scope::ScopeKind::Function => {
                if frame.env().info.globals.contains(&Symbol::new(name)) {
                    return Rc::from(name);
                }
                Rc::from(format!("{}.<locals>.{name}", frame.state.qualname))
            }
        }
    }

    /// The function of a `lambda`.
    pub(crate) fn make_lambda(&self, frame: &Frame<'_>, lambda: &'static ExprLambda) -> PyResult {
        let environment = frame.env().clone();
        let code = if let Some(code) = self.known_code(&lambda.node_index) {
            code
        } else {
            let (parameters, n_positional) = match &lambda.parameters {
                Some(parameters) => parameters_of(environment.info, parameters),
                None => (Vec::new(), 0),
            };
            self.keep_code(
                &lambda.node_index,
                FunctionCode {
                    name: Rc::from("<lambda>"),
                    parameters,
                    n_positional,
                    definition: Definition::Lambda(&lambda.body),
                    enclosing: environment.info,
                    content: OnceCell::new(),
                    is_async: false,
                    returns: None,
                    span: environment.span(lambda.range()),
                    object: OnceCell::new(),
                },
            )
        };
        self.function_from(frame, &environment, code)
    }

    /// Calls a Python function.
    pub(crate) fn call_function(&self, function: &Rc<Function>, args: Args) -> PyResult {
        let code = function.code;
        let content = code.content(self)?;
        let scope = Scope::new(content.info, function.scope.clone());
        self.bind_arguments(function, args, &scope)?;
        let environment = Rc::new(Environment {
            info: content.info,
            scope: Some(scope),
            module: function.module.clone(),
            file: content.span.file,
            namespace: None,
            class: None,
            class_cell: function.class_cell.clone(),
        });
        let state = Rc::new(FrameState {
            environment,
            position: Cell::new(TextRange::new(
                content.span.start.into(),
                content.span.end.into(),
            )),
            function: code.name.clone(),
            qualname: function.qualname.borrow().clone(),
        });
        if content.is_generator {
            return Ok(Generator::new(
                self,
                function.name.borrow().clone(),
                code.is_async,
                Box::new(move |vm: &Self, yielder: &Yielder| {
                    vm.run_body(code, content, state, Some(yielder))
                }),
            ));
        }
        if code.is_async {
            return Ok(Coroutine::new(&function.name.borrow(), move |vm| {
                vm.run_body(code, content, state, None)
            }));
        }
        self.run_body(code, content, state, None)
    }

    fn run_body(
        &self,
        code: &'static FunctionCode,
        content: &'static Content,
        state: Rc<FrameState>,
        yielder: Option<&Yielder>,
    ) -> PyResult {
        let depth = self.depth.get();
        self.check_recursion()?;
        self.depth.set(depth + COST);
        self.frames.borrow_mut().push(state.clone());
        let frame = Frame {
            state,
            yielder,
            id: self.new_frame_id(),
            is_async: code.is_async,
        };
        let result = match content.body {
            Body::Expression(expression) => self
                .eval(&frame, expression)
                .map_err(|unwind| self.trace(&frame, unwind)),
            Body::Statements(statements) => match self.exec_all(&frame, statements) {
                Ok(Flow::Return(value)) => Ok(value),
                Ok(_) => Ok(Value::None),
                Err(unwind) => Err(unwind),
            },
        };
        self.frames.borrow_mut().pop();
        self.depth.set(depth);
        result
    }

    /// Adds the place of a frame to the traceback of an exception, once per frame.
    pub(crate) fn trace(&self, frame: &Frame<'_>, mut unwind: Unwind) -> Unwind {
        if let Unwind::Exception(raised) = &mut unwind
            && raised.last_frame != frame.id
        {
            raised.last_frame = frame.id;
            raised.traceback.push(crate::error::TracebackEntry {
                span: frame.state.span(),
                function: frame.state.function.clone(),
            });
        }
        unwind
    }

    fn bind_arguments(&self, function: &Function, mut args: Args, scope: &Scope) -> PyResult<()> {
        let code = function.code;
        let mut slots = scope.slots.borrow_mut();
        let n_given = args.positional.len();
        if args.keywords.is_empty()
            && n_given == code.n_positional
            && code.parameters.len() == code.n_positional
        {
            for (slot, value) in slots.iter_mut().zip(args.positional) {
                *slot = Some(value);
            }
            return Ok(());
        }
        let name = || function.qualname.borrow().clone();
        let mut positional = args.positional.drain(..);
        for slot in slots.iter_mut().take(code.n_positional) {
            match positional.next() {
                Some(value) => *slot = Some(value),
                None => break,
            }
        }
        let rest: Vec<Value> = positional.collect();
        let mut rest = Some(rest);
        let mut keywords: Option<Rc<Dict>> = None;
        let mut takes_rest = false;
        for (index, parameter) in code.parameters.iter().enumerate() {
            match parameter.kind {
                ParameterKind::Rest => {
                    takes_rest = true;
                    if let Some(slot) = slots.get_mut(index) {
                        *slot = Some(Value::tuple(rest.take().unwrap_or_default()));
                    }
                }
                ParameterKind::Keywords => {
                    let dict = Dict::new();
                    keywords = Some(dict.clone());
                    if let Some(slot) = slots.get_mut(index) {
                        *slot = Some(Value::Dict(dict));
                    }
                }
                ParameterKind::PositionalOnly
                | ParameterKind::Positional
                | ParameterKind::KeywordOnly => {}
            }
        }
        let mut positional_only_by_name = Vec::new();
        for (key, value) in args.keywords {
            let found = code.parameters.iter().position(|parameter| {
                parameter.name == key
                    && matches!(
                        parameter.kind,
                        ParameterKind::Positional | ParameterKind::KeywordOnly
                    )
            });
            match (found, &keywords) {
                (Some(index), _) => {
                    if let Some(slot) = slots.get_mut(index) {
                        if slot.is_some() {
                            return Err(self.type_error(format!(
                                "{}() got multiple values for argument '{key}'",
                                name()
                            )));
                        }
                        *slot = Some(value);
                    }
                }
                (None, Some(dict)) => dict.set_str(&key.text(), value),
                (None, None) => {
                    let positional_only = code.parameters.iter().any(|parameter| {
                        parameter.name == key && parameter.kind == ParameterKind::PositionalOnly
                    });
                    if positional_only {
                        positional_only_by_name.push(key.to_string());
                        continue;
                    }
                    return Err(self.type_error(format!(
                        "{}() got an unexpected keyword argument '{key}'",
                        name()
                    )));
                }
            }
        }
        if !positional_only_by_name.is_empty() {
            return Err(self.type_error(format!(
                "{}() got some positional-only arguments passed as keyword arguments: '{}'",
                name(),
                positional_only_by_name.join(", ")
            )));
        }
        let defaults = function.defaults.borrow();
        if !takes_rest && rest.as_ref().is_some_and(|rest| !rest.is_empty()) {
            let least = code.n_positional
                - defaults
                    .iter()
                    .take(code.n_positional)
                    .filter(|default| default.is_some())
                    .count();
            return Err(self.type_error(too_many_positional(
                &name(),
                least,
                code.n_positional,
                n_given,
            )));
        }
        let mut missing_positional = Vec::new();
        let mut missing_keyword = Vec::new();
        for (index, parameter) in code.parameters.iter().enumerate() {
            let Some(slot) = slots.get_mut(index) else {
                continue;
            };
            if slot.is_some() {
                continue;
            }
            match defaults.get(index) {
                Some(Some(default)) => *slot = Some(default.clone()),
                _ if parameter.kind == ParameterKind::KeywordOnly => {
                    missing_keyword.push(parameter.name.to_string());
                }
                _ => missing_positional.push(parameter.name.to_string()),
            }
        }
        if !missing_positional.is_empty() {
            return Err(self.type_error(missing_arguments(
                &name(),
                &missing_positional,
                "positional",
            )));
        }
        if !missing_keyword.is_empty() {
            return Err(self.type_error(missing_arguments(
                &name(),
                &missing_keyword,
                "keyword-only",
            )));
        }
        Ok(())
    }

    /// Annotations of a function: `texts` asks for values of annotations written as texts.
    pub fn function_annotations(&self, function: &Function, texts: bool) -> PyResult<Rc<Dict>> {
        let dict = Dict::new();
        for (name, thunk) in function.annotations() {
            let value = if texts {
                thunk.evaluate(self)?
            } else {
                thunk.raw(self)?
            };
            dict.set_str(&name.text(), value);
        }
        Ok(dict)
    }
}

impl Function {
    /// The annotations in order; `return` is the last.
    pub fn annotations(&self) -> Vec<(Symbol, AnnotationThunk)> {
        let environment = Rc::new(Environment {
            info: self.code.enclosing,
            scope: self.scope.clone(),
            module: self.module.clone(),
            file: self.code.span.file,
            namespace: None,
            class: self
                .class_cell
                .as_ref()
                .and_then(|cell| cell.get().cloned()),
            class_cell: self.class_cell.clone(),
        });
        let thunk = |expression| AnnotationThunk {
            source: AnnotationSource::Expression {
                expression,
                environment: environment.clone(),
            },
        };
        let mut list = Vec::new();
        for parameter in &self.code.parameters {
            if let Some(annotation) = parameter.annotation {
                list.push((parameter.name, thunk(annotation)));
            }
        }
        if let Some(returns) = self.code.returns {
            list.push((Symbol::new("return"), thunk(returns)));
        }
        list
    }

    /// The annotation of the result.
    pub fn return_annotation(&self) -> Option<AnnotationThunk> {
        self.code.returns?;
        self.annotations().pop().map(|(_, thunk)| thunk)
    }

    pub(crate) fn positional_defaults(&self) -> Vec<Value> {
        let defaults = self.defaults.borrow();
        defaults
            .iter()
            .take(self.code.n_positional)
            .flatten()
            .cloned()
            .collect()
    }

    pub(crate) fn keyword_defaults(&self) -> Rc<Dict> {
        let dict = Dict::new();
        for (parameter, default) in self
            .code
            .parameters
            .iter()
            .zip(self.defaults.borrow().iter())
        {
            if parameter.kind == ParameterKind::KeywordOnly
                && let Some(default) = default
            {
                dict.set_str(&parameter.name.text(), default.clone());
            }
        }
        dict
    }

    /// The default of a parameter.
    pub fn default_of(&self, name: Symbol) -> Option<Value> {
        let index = self
            .code
            .parameters
            .iter()
            .position(|parameter| parameter.name == name)?;
        self.defaults.borrow().get(index)?.clone()
    }
}

/// An empty namespace for a class body.
pub(crate) fn new_namespace() -> Rc<RefCell<AttrMap>> {
    Rc::new(RefCell::new(AttrMap::default()))
}

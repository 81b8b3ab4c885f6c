//! Class statements and `type(name, bases, namespace)`.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use alembic_source::Span;
use ruff_python_ast::{Expr, Stmt, StmtClassDef, TypeParam, TypeParams};
use ruff_text_size::Ranged;

use crate::annotation::AnnotationThunk;
use crate::attr_map::AttrMap;
use crate::class::{Class, Keywords};
use crate::dict::{Dict, Set};
use crate::error::PyResult;
use crate::function::ClassCell;
use crate::interp::analysis::analyze_class;
use crate::interp::frame::{Environment, Frame, FrameState};
use crate::interp::functions::new_namespace;
use crate::interp::scope::{Scope, ScopeInfo, ScopeKind};
use crate::opaque::Opaque;
use crate::symbol::{Symbol, names};
use crate::value::Value;
use crate::vm::Vm;

/// What a class statement knows and `type.__new__` needs, beside the namespace.
pub(crate) struct PendingClass {
    pub(crate) name: Rc<str>,
    pub(crate) annotations: Vec<(Symbol, AnnotationThunk)>,
    pub(crate) span: Option<Span>,
    pub(crate) cell: ClassCell,
    pub(crate) opaque_base: Option<Rc<Opaque>>,
}

/// The parts of a new class.
pub(crate) struct NewClass {
    pub(crate) name: Rc<str>,
    pub(crate) bases: Vec<Rc<Class>>,
    pub(crate) namespace: AttrMap,
    pub(crate) metaclass: Option<Rc<Class>>,
    pub(crate) keywords: Keywords,
}

thread_local! {
    /// Annotations of class bodies that are being run, innermost last.
    static ANNOTATIONS: std::cell::RefCell<Vec<Vec<(Symbol, AnnotationThunk)>>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// Records an annotation of the class body that is being run.
pub(crate) fn record_annotation(name: Symbol, thunk: AnnotationThunk) {
    ANNOTATIONS.with_borrow_mut(|stack| {
        if let Some(current) = stack.last_mut() {
            match current.iter_mut().find(|(known, _)| *known == name) {
                Some(known) => known.1 = thunk,
                None => current.push((name, thunk)),
            }
        }
    });
}

impl Vm {
    /// The environment of a definition with type parameters.
    pub(crate) fn with_type_parameters(
        &self,
        frame: &Frame<'_>,
        parameters: Option<&'static TypeParams>,
    ) -> PyResult<Rc<Environment>> {
        let outer = frame.env();
        let Some(parameters) = parameters else {
            return Ok(outer.clone());
        };
        let mut info = ScopeInfo::new(ScopeKind::Function, Some(outer.info));
        let mut values = Vec::new();
        for parameter in &parameters.type_params {
            let (name, kind) = match parameter {
                TypeParam::TypeVar(inner) => (inner.name.as_str(), "TypeVar"),
                TypeParam::ParamSpec(inner) => (inner.name.as_str(), "ParamSpec"),
                TypeParam::TypeVarTuple(inner) => (inner.name.as_str(), "TypeVarTuple"),
            };
            info.bind(Symbol::new(name));
            values.push(crate::stdlib::typing::type_variable(self, kind, name)?);
        }
        let info = info.leak();
        let scope = Scope::new(info, outer.scope.clone());
        for (slot, value) in values.into_iter().enumerate() {
            scope.set(0, u32::try_from(slot).unwrap_or(0), Some(value));
        }
        Ok(Rc::new(Environment {
            info,
            scope: Some(scope),
            module: outer.module.clone(),
            file: outer.file,
            namespace: outer.namespace.clone(),
            class: None,
            class_cell: outer.class_cell.clone(),
        }))
    }

    pub(crate) fn exec_class(&self, frame: &Frame<'_>, def: &'static StmtClassDef) -> PyResult<()> {
        let mut decorators = Vec::with_capacity(def.decorator_list.len());
        for decorator in &def.decorator_list {
            frame.at(decorator);
            decorators.push((self.eval(frame, &decorator.expression)?, decorator));
        }
        frame.at(&def.name);
        let environment = self.with_type_parameters(frame, def.type_params.as_deref())?;
        // Bases see the type parameters.
        let base_frame = Frame {
            state: Rc::new(FrameState {
                environment: environment.clone(),
                position: Cell::new(def.name.range()),
                function: frame.state.function.clone(),
                qualname: frame.state.qualname.clone(),
            }),
            yielder: frame.yielder,
            id: frame.id,
            is_async: frame.is_async,
        };
        let mut base_values = Vec::new();
        let mut keywords = Keywords::new();
        if let Some(arguments) = &def.arguments {
            for base in &arguments.args {
                match base {
                    ruff_python_ast::Expr::Starred(starred) => {
                        let more = self.eval(&base_frame, &starred.value)?;
                        base_values.extend(self.collect(&more)?);
                    }
                    _ => base_values.push(self.eval(&base_frame, base)?),
                }
            }
            for keyword in &arguments.keywords {
                let value = self.eval(&base_frame, &keyword.value)?;
                match &keyword.arg {
                    Some(name) => keywords.push((Symbol::new(name.as_str()), value)),
                    None => {
                        if let Some(dict) = value.as_dict() {
                            for (key, value) in dict.items() {
                                keywords.push((Symbol::new(key.as_str().unwrap_or("")), value));
                            }
                        }
                    }
                }
            }
        }
        frame.at(&def.name);
        let written_bases = base_values.clone();
        let (bases, opaque_base, changed) = self.resolve_bases(base_values)?;
        let explicit = keywords
            .iter()
            .position(|(name, _)| &*name.text() == "metaclass")
            .map(|position| keywords.remove(position).1);
        let metaclass = self.choose_metaclass(explicit.as_ref(), &bases)?;
        let cell: ClassCell = Rc::new(OnceCell::new());
        let namespace = new_namespace();
        if let Some(meta) = &metaclass
            && let Some(prepare) = meta.lookup_special(names().prepare)
        {
            let bound = self.bind(&prepare, None, meta)?;
            let bases = Value::tuple(bases.iter().cloned().map(Value::Class).collect());
            let prepared = self.call_keywords(
                &bound,
                vec![Value::str(def.name.as_str()), bases],
                keywords.clone(),
            )?;
            match prepared.as_dict() {
                Some(dict) => {
                    for (key, value) in dict.items() {
                        if let Some(key) = key.as_str() {
                            namespace.borrow_mut().set(Symbol::new(key), value);
                        }
                    }
                }
                None => return Err(self.unsupported("a metaclass whose __prepare__ gives no dict")),
            }
        }
        let qualname = self.qualname(frame, def.name.as_str());
        {
            let mut namespace = namespace.borrow_mut();
            let module = frame
                .env()
                .module
                .get_symbol(names().name)
                .unwrap_or(Value::None);
            namespace.set(names().module, module);
            namespace.set(names().qualname, Value::Str(qualname.clone()));
            if let Some(doc) = crate::interp::functions::docstring(&def.body) {
                namespace.set(names().doc, Value::Str(doc));
            }
            if let Some(parameters) = def.type_params.as_deref() {
                let values = match &environment.scope {
                    Some(scope) => (0..parameters.type_params.len())
                        .filter_map(|slot| scope.get(0, u32::try_from(slot).unwrap_or(0)))
                        .collect(),
                    None => Vec::new(),
                };
                namespace.set(names().type_params, Value::tuple(values));
            }
            if changed {
                namespace.set(names().orig_bases, Value::tuple(written_bases));
            }
        }
        let (info, _) = analyze_class(environment.info, def.name.as_str(), &def.body);
        let body_environment = Rc::new(Environment {
            info,
            scope: environment.scope.clone(),
            module: environment.module.clone(),
            file: environment.file,
            namespace: Some(namespace.clone()),
            class: None,
            class_cell: Some(cell.clone()),
        });
        let body_frame = Frame {
            state: Rc::new(FrameState {
                environment: body_environment,
                position: Cell::new(def.name.range()),
                function: Rc::from(def.name.as_str()),
                qualname,
            }),
            yielder: None,
            id: self.new_frame_id(),
            is_async: false,
        };
        ANNOTATIONS.with_borrow_mut(|stack| stack.push(Vec::new()));
        let mut auto = crate::stdlib::enum_::AutoBody::of(&bases);
        let outcome =
            crate::interp::statements::with_frame(self, &body_frame, || match &mut auto {
                None => self.exec_all(&body_frame, &def.body).map(|_| ()),
                Some(auto) => def.body.iter().try_for_each(|statement| {
                    let again = auto.taken(&namespace, assigned_names(statement));
                    self.exec(&body_frame, statement)?;
                    auto.refuse_again(self, &namespace, &again)?;
                    auto.resolve(self, &namespace)
                }),
            });
        let annotations = ANNOTATIONS.with_borrow_mut(|stack| stack.pop().unwrap_or_default());
        outcome?;
        frame.at(&def.name);
        let name: Rc<str> = Rc::from(def.name.as_str());
        let pending = PendingClass {
            name: name.clone(),
            annotations,
            span: Some(frame.env().span(def.name.range())),
            cell,
            opaque_base,
        };
        let namespace = namespace.borrow().clone();
        let overrides = metaclass.as_ref().is_some_and(|meta| {
            [names().new, names().init]
                .iter()
                .any(|name| meta.lookup_special(*name).is_some())
                || meta
                    .metaclass()
                    .is_some_and(|meta_meta| meta_meta.lookup_special(names().call).is_some())
        });
        let mut value = if overrides && let Some(meta) = &metaclass {
            self.pending_classes.borrow_mut().push(pending);
            let n_pending = self.pending_classes.borrow().len();
            let dict = Dict::new();
            for (key, value) in namespace.iter() {
                dict.set_str(&key.text(), value.clone());
            }
            let bases = Value::tuple(bases.into_iter().map(Value::Class).collect());
            let result = self.call_keywords(
                &Value::Class(meta.clone()),
                vec![Value::Str(name), bases, Value::Dict(dict)],
                keywords,
            );
            self.pending_classes.borrow_mut().truncate(n_pending - 1);
            result?
        } else {
            let new = NewClass {
                name,
                bases,
                namespace,
                metaclass,
                keywords,
            };
            Value::Class(self.build_class(new, Some(pending))?)
        };
        for (decorator, place) in decorators.into_iter().rev() {
            frame.at(place);
            let decorator = self.force(&decorator)?;
            value = self.call(&decorator, vec![value])?;
        }
        self.store_name(frame, frame.env().info.symbol(def.name.as_str()), value);
        Ok(())
    }

    /// Classes behind the bases of a class statement; also the opaque one, and whether `__mro_entries__` applied.
    pub(crate) fn resolve_bases(
        &self,
        values: Vec<Value>,
    ) -> PyResult<(Vec<Rc<Class>>, Option<Rc<Opaque>>, bool)> {
        let mut bases: Vec<Rc<Class>> = Vec::new();
        let mut opaque_base = None;
        let mut changed = false;
        let original = Value::tuple(values.clone());
        for value in values {
            let value = self.force(&value)?;
            match &value {
                Value::Class(class) => bases.push(class.clone()),
                Value::Opaque(opaque) => opaque_base = Some(opaque.clone()),
                Value::Alias(alias) => {
                    changed = true;
                    match self.force(&alias.origin)? {
                        Value::Class(class) => {
                            if !bases.iter().any(|base| Rc::ptr_eq(base, &class)) {
                                bases.push(class);
                            }
                        }
                        Value::Opaque(opaque) => opaque_base = Some(opaque),
                        other => {
                            return Err(
                                self.unsupported(format!("a base class {}", self.repr(&other)?))
                            );
                        }
                    }
                }
                _ => {
                    let entries = self.getattr_opt(&value, names().mro_entries)?;
                    let Some(entries) = entries else {
                        if let Value::Object(object) = &value
                            && let Some(base) = object.class().opaque_base()
                        {
                            opaque_base = Some(base);
                            continue;
                        }
                        return Err(self.type_error(format!(
                            "{}() argument 2 must be a class, not {}",
                            "type",
                            self.type_name(&value)
                        )));
                    };
                    changed = true;
                    let entries = self.call(&entries, vec![original.clone()])?;
                    for entry in self.collect(&entries)? {
                        if let Value::Class(class) = entry {
                            bases.push(class);
                        }
                    }
                }
            }
        }
        // `class A(Generic[T], Base)`: `Generic` moves behind bases that derive from it.
        let generic_twice = bases
            .iter()
            .enumerate()
            .find(|(index, base)| {
                base.name_is("Generic")
                    && bases
                        .iter()
                        .enumerate()
                        .any(|(other, class)| other != *index && class.is_subclass_of(base))
            })
            .map(|(index, _)| index);
        if let Some(index) = generic_twice {
            bases.remove(index);
        }
        Ok((bases, opaque_base, changed))
    }

    fn choose_metaclass(
        &self,
        explicit: Option<&Value>,
        bases: &[Rc<Class>],
    ) -> PyResult<Option<Rc<Class>>> {
        let mut winner: Option<Rc<Class>> = match explicit {
            Some(Value::Class(class)) if Rc::ptr_eq(class, &self.types.type_) => None,
            Some(Value::Class(class)) => Some(class.clone()),
            Some(Value::Opaque(_)) | None => None,
            Some(other) => {
                return Err(
                    self.unsupported(format!("a metaclass that is a {}", self.type_name(other)))
                );
            }
        };
        for base in bases {
            let Some(candidate) = base.metaclass() else {
                continue;
            };
            match &winner {
                None => winner = Some(candidate),
                Some(current) if current.is_subclass_of(&candidate) => {}
                Some(current) if candidate.is_subclass_of(current) => winner = Some(candidate),
                Some(_) => {
                    return Err(self.type_error(
                        "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
                    ));
                }
            }
        }
        Ok(winner)
    }

    /// Takes what the class statement knows when `type.__new__` is reached.
    pub(crate) fn take_pending(&self, name: &str) -> Option<PendingClass> {
        let mut pending = self.pending_classes.borrow_mut();
        if pending.last().is_some_and(|last| &*last.name == name) {
            // A placeholder keeps the stack's depth for the statement that pushed it.
            let taken = pending.pop();
            pending.push(PendingClass {
                name: Rc::from(""),
                annotations: Vec::new(),
                span: None,
                cell: Rc::default(),
                opaque_base: None,
            });
            return taken;
        }
        None
    }

    /// `type.__new__`: makes the class and runs the hooks.
    pub(crate) fn build_class(
        &self,
        new: NewClass,
        pending: Option<PendingClass>,
    ) -> PyResult<Rc<Class>> {
        let n = names();
        let module = new
            .namespace
            .get(n.module)
            .and_then(Value::as_str)
            .unwrap_or("builtins")
            .to_owned();
        let class = Rc::new(Class::bare(&module, &new.name));
        class.is_python.set(true);
        let mut bases = new.bases;
        if bases.is_empty() {
            bases.push(self.types.object.clone());
        }
        for base in &bases {
            if base.layout.get() == crate::class::Layout::Final {
                return Err(self.type_error(format!(
                    "type '{}' is not an acceptable base type",
                    base.name()
                )));
            }
            if base.is_enum.get()
                && !base.core.get()
                && !crate::stdlib::enum_::members(base).is_empty()
            {
                return Err(self.type_error(format!(
                    "<enum '{}'> cannot extend <enum '{}'>",
                    new.name,
                    base.name()
                )));
            }
        }
        if class.link(bases.clone()).is_none() {
            let list: Vec<String> = bases.iter().map(|base| base.name().to_string()).collect();
            return Err(self.type_error(format!(
                "Cannot create a consistent method resolution order (MRO) for bases {}",
                list.join(", ")
            )));
        }
        class.inherit_layout();
        *class.metaclass.borrow_mut() = new.metaclass;
        let mut namespace = new.namespace;
        if let Some(qualname) = namespace.remove(n.qualname)
            && let Some(text) = qualname.to_text()
        {
            *class.qualname.borrow_mut() = text;
        }
        // Some special functions are class methods or static methods without saying so.
        for name in [n.init_subclass, n.class_getitem] {
            if let Some(function @ Value::Function(_)) = namespace.get(name).cloned() {
                namespace.set(name, Value::ClassMethod(Rc::new(function)));
            }
        }
        if let Some(function @ Value::Function(_)) = namespace.get(n.new).cloned() {
            namespace.set(n.new, Value::StaticMethod(Rc::new(function)));
        }
        if namespace.contains(n.eq) && !namespace.contains(n.hash) {
            namespace.set(n.hash, Value::None);
        }
        if !namespace.contains(n.doc) {
            namespace.set(n.doc, Value::None);
        }
        *class.attrs.borrow_mut() = namespace;
        if let Some(pending) = pending {
            class.span.set(pending.span);
            let mut annotations = pending.annotations;
            AnnotationThunk::move_into(&class, &mut annotations);
            *class.annotations.borrow_mut() = annotations;
            *class.opaque_base.borrow_mut() = pending.opaque_base;
            let _ = pending.cell.set(class.clone());
        }
        crate::builtins::slots::add_slots(self, &class)?;
        self.collect_abstract(&class)?;
        if class.is_enum.get() {
            crate::stdlib::enum_::finish_class(self, &class)?;
        }
        self.set_names(&class)?;
        self.run_init_subclass(&class, &new.keywords)?;
        for hook in class.subclass_hooks() {
            hook(self, &class, &new.keywords)?;
        }
        Ok(class)
    }

    fn set_names(&self, class: &Rc<Class>) -> PyResult<()> {
        let entries: Vec<(Symbol, Value)> = class
            .attrs
            .borrow()
            .iter()
            .filter(|(_, value)| matches!(value, Value::Object(_)))
            .map(|(name, value)| (name, value.clone()))
            .collect();
        for (name, value) in entries {
            if let Some(method) = self.special(&value, names().set_name) {
                self.call_special(
                    &method,
                    &value,
                    vec![Value::Class(class.clone()), Value::Str(name.text())],
                )?;
            }
        }
        Ok(())
    }

    fn run_init_subclass(&self, class: &Rc<Class>, keywords: &Keywords) -> PyResult<()> {
        let Some(found) = class.lookup_ancestors(names().init_subclass) else {
            return Ok(());
        };
        let is_default = self
            .types
            .object
            .attrs
            .borrow()
            .get(names().init_subclass)
            .is_some_and(|default| default.is(&found));
        if is_default {
            if !keywords.is_empty()
                && class.subclass_hooks().is_empty()
                && !class.is_enum.get()
                && !class.has_opaque_base()
            {
                return Err(self.type_error(format!(
                    "{}.__init_subclass__() takes no keyword arguments",
                    class.name()
                )));
            }
            return Ok(());
        }
        let bound = self.bind(&found, None, class)?;
        self.call_keywords(&bound, Vec::new(), keywords.clone())?;
        Ok(())
    }

    /// `super().__init_subclass__(**keywords)` of a native class `owner`, for its new subclass.
    pub fn init_subclass_after(
        &self,
        class: &Rc<Class>,
        owner: &Rc<Class>,
        keywords: Keywords,
    ) -> PyResult<()> {
        let after = class
            .mro()
            .into_iter()
            .skip_while(|ancestor| !Rc::ptr_eq(ancestor, owner))
            .skip(1)
            .find_map(|ancestor| ancestor.attrs.borrow().get(names().init_subclass).cloned());
        if let Some(found) = after {
            let bound = self.bind(&found, None, class)?;
            self.call_keywords(&bound, Vec::new(), keywords)?;
        }
        Ok(())
    }

    fn collect_abstract(&self, class: &Rc<Class>) -> PyResult<()> {
        let is_abc = class
            .metaclass()
            .is_some_and(|meta| meta.mro().iter().any(|meta| meta.name_is("ABCMeta")));
        if !is_abc {
            return Ok(());
        }
        let missing = Set::new();
        let own: Vec<(Symbol, Value)> = class
            .attrs
            .borrow()
            .iter()
            .map(|(name, value)| (name, value.clone()))
            .collect();
        for (name, value) in own {
            if self.is_abstract(&value)? {
                missing.add(self, Value::Str(name.text()))?;
            }
        }
        for base in class.bases() {
            if let Some(Value::FrozenSet(names_of_base)) = base.lookup(names().abstractmethods) {
                for name in names_of_base.to_vec() {
                    let Some(text) = name.as_str() else { continue };
                    if let Some(value) = class.get(text)
                        && self.is_abstract(&value)?
                    {
                        missing.add(self, name)?;
                    }
                }
            }
        }
        class.set_symbol(names().abstractmethods, Value::FrozenSet(missing));
        Ok(())
    }

    fn is_abstract(&self, value: &Value) -> PyResult<bool> {
        let inner = match value {
            Value::ClassMethod(inner) | Value::StaticMethod(inner) => (**inner).clone(),
            Value::Function(_) | Value::Property(_) | Value::Object(_) => value.clone(),
            _ => return Ok(false),
        };
        if let Value::Object(object) = &inner
            && object.own_builtin().is_none()
        {
            return Ok(false);
        }
        let flag = self.getattr_opt(&inner, names().isabstract)?;
        Ok(matches!(flag, Some(Value::Bool(true))))
    }
}

/// The plain names that a statement of a class body binds.
fn assigned_names(statement: &Stmt) -> Vec<&str> {
    match statement {
        Stmt::Assign(assign) => assign
            .targets
            .iter()
            .filter_map(|target| match target {
                Expr::Name(name) => Some(name.id.as_str()),
                _ => None,
            })
            .collect(),
        Stmt::AnnAssign(assign) if assign.value.is_some() => match &*assign.target {
            Expr::Name(name) => vec![name.id.as_str()],
            _ => Vec::new(),
        },
        Stmt::FunctionDef(function) => vec![function.name.as_str()],
        _ => Vec::new(),
    }
}

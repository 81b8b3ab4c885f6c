//! Declarative mapping: from a class to its table. Mirrors `sqlalchemy.orm.decl_base` of SQLAlchemy 2.1.

use std::rc::Rc;

use alembic_python::{
    Args, Class, ClassBuilder, Dict, Keywords, NativeFunction, Object, PyResult, Symbol, Value, Vm,
};

use super::annotations::{self, Annotation};
use super::{attributes, mapped_column, mapper};
use crate::registry::{Sa, argument_error, sa};
use crate::sqlalchemy::{column, event, table};
use crate::support::{attr, call, call_with, is_a, items, make, raise, text};

/// The classes of the declarative system.
pub(crate) struct Declarative {
    pub(crate) registry: Rc<Class>,
    pub(crate) declarative_base: Rc<Class>,
    pub(crate) declared_attr: Rc<Class>,
    pub(crate) mapped_as_dataclass: Rc<Class>,
    pub(crate) mapper: Rc<Class>,
}

/// The classes of this evaluator.
pub(crate) fn declarative(vm: &Vm) -> PyResult<Rc<Declarative>> {
    if let Some(found) = vm.extension::<Declarative>() {
        return Ok(found);
    }
    let module = "sqlalchemy.orm.decl_api";
    let made = Rc::new(Declarative {
        registry: build_registry(vm),
        declarative_base: ClassBuilder::new(module, "DeclarativeBase")
            .method("__init__", constructor)
            .class_method("__init_subclass__", |vm, args| {
                // What a `__init_subclass__` of the project does after `super()` sees the table; one that does not call
                // it has no mapped classes.
                if let Value::Class(class) = args.this() {
                    on_subclass(vm, &class)?;
                    let keywords = std::mem::take(&mut args.keywords);
                    let owner = declarative(vm)?.declarative_base.clone();
                    vm.init_subclass_after(&class, &owner, keywords)?;
                }
                Ok(Value::None)
            })
            .class_set(set_class_attribute)
            .build(vm),
        declared_attr: build_declared_attr(vm),
        mapped_as_dataclass: ClassBuilder::new(module, "MappedAsDataclass")
            .class_method("__init_subclass__", |vm, args| {
                if let Value::Class(class) = args.this() {
                    let mut keywords = std::mem::take(&mut args.keywords);
                    keywords.retain(|(name, _)| !OF_DATACLASSES.contains(&&*name.text()));
                    let owner = declarative(vm)?.mapped_as_dataclass.clone();
                    vm.init_subclass_after(&class, &owner, keywords)?;
                }
                Ok(Value::None)
            })
            .build(vm),
        mapper: mapper::build(vm),
    });
    vm.set_extension(made.clone());
    Ok(made)
}

/// Keywords of a class below `MappedAsDataclass`: what the constructor and comparisons of its objects are.
const OF_DATACLASSES: &[&str] = &[
    "dataclass_callable",
    "eq",
    "init",
    "kw_only",
    "match_args",
    "order",
    "repr",
    "unsafe_hash",
];

/// The default constructor of declarative classes: keywords become attributes.
fn constructor(vm: &Vm, args: &mut Args) -> PyResult {
    mapper::configure_if_heard(vm)?;
    let this = args.this();
    for (name, value) in std::mem::take(&mut args.keywords) {
        vm.setattr(&this, name, value)?;
    }
    Ok(Value::None)
}

fn build_registry(vm: &Vm) -> Rc<Class> {
    ClassBuilder::new("sqlalchemy.orm.decl_api", "registry")
        .init(|vm, args| {
            let Value::Object(object) = args.this() else {
                return Ok(Value::None);
            };
            let metadata = args.take_keyword("metadata").unwrap_or(Value::None);
            let metadata = if metadata.is_none() {
                make(vm, &sa(vm)?.metadata, Vec::new())?
            } else {
                metadata
            };
            object.set("metadata", metadata);
            let map = args
                .take_keyword("type_annotation_map")
                .unwrap_or(Value::None);
            object.set(
                "type_annotation_map",
                if map.is_none() {
                    Value::Dict(Dict::new())
                } else {
                    map
                },
            );
            object.set("_class_registry", Value::Dict(Dict::new()));
            object.set(
                "constructor",
                NativeFunction::new("_declarative_constructor", constructor),
            );
            Ok(Value::None)
        })
        .property(
            "_class_registry",
            |vm, args| {
                vm.evaluate_waiting()?;
                let this = args.this();
                let registry = this
                    .as_object()
                    .and_then(|object| object.get("_class_registry"));
                Ok(registry.unwrap_or(Value::None))
            },
            None,
        )
        .method("mapped", |vm, args| {
            map_decorated(vm, &args.this(), &args.arg(1))?;
            Ok(args.arg(1))
        })
        .method("mapped_as_dataclass", |vm, args| {
            let registry = args.this();
            match args.get(1) {
                Some(class @ Value::Class(_)) => {
                    map_decorated(vm, &registry, class)?;
                    Ok(class.clone())
                }
                _ => Ok(NativeFunction::closure(
                    "mapped_as_dataclass",
                    move |vm, args| {
                        map_decorated(vm, &registry, &args.arg(0))?;
                        Ok(args.arg(0))
                    },
                )),
            }
        })
        .method("map_declaratively", |vm, args| {
            map_decorated(vm, &args.this(), &args.arg(1))?;
            Ok(Value::None)
        })
        .method("map_imperatively", |vm, args| {
            let Value::Class(class) = args.arg(1) else {
                return Err(vm.type_error("map_imperatively() needs a class"));
            };
            let local = args.get_or_keyword(2, "local_table").unwrap_or(Value::None);
            class.set("registry", args.this());
            let has_key = args.keyword("primary_key").is_some();
            finish(vm, &class, &local, &[], has_key)?;
            Ok(class.get("__mapper__").unwrap_or(Value::None))
        })
        .method("generate_base", |vm, args| {
            let registry = args.this();
            let options = std::mem::take(&mut args.keywords);
            generate_base(vm, &registry, &options)
        })
        .method("configure", |vm, _| {
            event::configure_mappers(vm)?;
            Ok(Value::None)
        })
        .method("dispose", |_, _| Ok(Value::None))
        .method("update_type_annotation_map", |vm, args| {
            let map = attr(vm, &args.this(), "type_annotation_map")?;
            crate::support::call_method(vm, &map, "update", vec![args.arg(1)])
        })
        .build(vm)
}

fn map_decorated(vm: &Vm, registry: &Value, class: &Value) -> PyResult<()> {
    let Value::Class(class) = class else {
        return Err(vm.type_error("a class is needed"));
    };
    class.set("registry", registry.clone());
    if class.get("metadata").is_none() {
        class.set("metadata", attr(vm, registry, "metadata")?);
    }
    map_class(vm, class)
}

/// `declarative_base(...)` and `registry.generate_base(...)`.
pub(crate) fn generate_base(vm: &Vm, registry: &Value, options: &Keywords) -> PyResult {
    let option = |wanted: &str| {
        options
            .iter()
            .find(|(name, _)| &*name.text() == wanted)
            .map(|(_, value)| value.clone())
            .filter(|value| !value.is_none())
    };
    let name = match option("name") {
        Some(name) => text(vm, &name, "name")?,
        None => "Base".to_owned(),
    };
    let refusal = |name: &str| vm.unsupported(format!("`{name}` of declarative_base()"));
    match option("mapper") {
        None => {}
        Some(Value::Class(class)) if !class.is_python() => {}
        Some(_) => return Err(refusal("mapper")),
    }
    let metadata = match option("metadata") {
        Some(metadata) => metadata,
        None => attr(vm, registry, "metadata")?,
    };
    match option("metaclass") {
        Some(metaclass @ Value::Class(_)) => {
            return base_of_metaclass(vm, registry, &metaclass, &name, metadata, option("cls"));
        }
        Some(Value::Opaque(opaque)) if opaque.origin.ends_with("DeclarativeMeta") => {}
        Some(_) => return Err(refusal("metaclass")),
        None => {}
    }
    let mut builder = ClassBuilder::new("sqlalchemy.orm.decl_api", &name);
    match option("cls") {
        Some(Value::Class(class)) => builder = builder.base(&class),
        Some(list) if list.as_sequence().is_some() => {
            for base in list.as_sequence().unwrap_or_default() {
                if let Value::Class(class) = base {
                    builder = builder.base(&class);
                }
            }
        }
        _ => {}
    }
    let base = builder
        .on_subclass(|vm, class, _| map_class(vm, class))
        .class_set(set_class_attribute)
        .attr("registry", registry.clone())
        .attr("metadata", metadata)
        .attr("__abstract__", true)
        .build(vm);
    if base.get_own("__init__").is_none()
        && !base
            .mro()
            .iter()
            .any(|ancestor| ancestor.is_python() && ancestor.get_own("__init__").is_some())
    {
        base.set(
            "__init__",
            NativeFunction::method(&name, "__init__", constructor),
        );
    }
    Ok(Value::Class(base))
}

/// `declarative_base(metaclass=...)`: the metaclass makes the base and maps what is below it.
fn base_of_metaclass(
    vm: &Vm,
    registry: &Value,
    metaclass: &Value,
    name: &str,
    metadata: Value,
    cls: Option<Value>,
) -> PyResult {
    let bases = match cls {
        None => vec![Value::Class(vm.types.object.clone())],
        Some(list) => list.as_sequence().unwrap_or_else(|| vec![list.clone()]),
    };
    let namespace = Dict::new();
    namespace.set_str("registry", registry.clone());
    namespace.set_str("metadata", metadata);
    namespace.set_str("__abstract__", Value::Bool(true));
    namespace.set_str("__init__", NativeFunction::new("__init__", constructor));
    let arguments = vec![
        Value::str(name),
        Value::tuple(bases),
        Value::Dict(namespace),
    ];
    call(vm, metaclass, arguments)
}

/// Runs for every class below `DeclarativeBase`: direct subclasses are bases, the others are mapped.
fn on_subclass(vm: &Vm, class: &Rc<Class>) -> PyResult<()> {
    let known = declarative(vm)?;
    let is_base = class
        .bases()
        .iter()
        .any(|base| Rc::ptr_eq(base, &known.declarative_base));
    if !is_base {
        return map_class(vm, class);
    }
    // `metadata`, `registry` and `type_annotation_map` may come from the class or from a mixin beside DeclarativeBase.
    if class.get("registry").is_none() {
        let mut keywords: Keywords = Vec::new();
        if let Some(metadata) = class.get("metadata") {
            keywords.push(("metadata".into(), metadata));
        }
        if let Some(map) = class.get("type_annotation_map") {
            keywords.push(("type_annotation_map".into(), map));
        }
        let registry = call_with(
            vm,
            &Value::Class(known.registry.clone()),
            Vec::new(),
            keywords,
        )?;
        class.set("registry", registry);
    }
    if class.get("metadata").is_none() {
        let registry = attr(vm, &Value::Class(class.clone()), "registry")?;
        class.set("metadata", attr(vm, &registry, "metadata")?);
    }
    Ok(())
}

/// `User.new_column = Column(...)` after the mapping: SQLAlchemy's metaclass adds it to the table.
pub(crate) fn set_class_attribute(
    vm: &Vm,
    class: &Rc<Class>,
    name: Symbol,
    value: &Value,
) -> PyResult<bool> {
    let Some(Value::Object(owner)) = class.get_own("__table__") else {
        return Ok(false);
    };
    let sa = sa(vm)?;
    let column = match value {
        Value::Object(object) if object.class().is_subclass_of(&sa.mapped_column) => {
            object.get("column")
        }
        Value::Object(object) if object.class().is_subclass_of(&sa.column) => Some(value.clone()),
        _ => None,
    };
    let Some(Value::Object(column)) = column else {
        return Ok(false);
    };
    let key = name.text();
    name_column(&column, &key);
    if column.get("table").is_none_or(|table| table.is_none()) {
        table::append_column(vm, &owner, &Value::Object(column.clone()))?;
    }
    let instrumented = attributes::instrumented(vm, class, &key, &Value::Object(column))?;
    class.set_symbol(name, instrumented);
    Ok(true)
}

fn name_column(column: &Rc<Object>, key: &str) {
    // A symbol's text is there once, however many columns have the name.
    let shared = Value::Str(Symbol::new(key).text());
    for field in ["name", "key"] {
        if column.get(field).is_none_or(|known| known.is_none()) {
            column.set(field, shared.clone());
        }
    }
}

/// `declared_attr` and its forms `.directive` and `.cascading`.
fn build_declared_attr(vm: &Vm) -> Rc<Class> {
    let class = ClassBuilder::new("sqlalchemy.orm.decl_api", "declared_attr")
        .init(|_, args| {
            if let Value::Object(object) = args.this() {
                object.set("fget", args.get_or_keyword(1, "fn").unwrap_or(Value::None));
            }
            Ok(Value::None)
        })
        .method("__get__", |vm, args| {
            let owner = args.arg(2);
            let Value::Object(object) = args.this() else {
                return Ok(Value::None);
            };
            let Value::Class(class) = &owner else {
                return Ok(args.this());
            };
            // While a class is being mapped the function runs once; its column must be one and the same object.
            let key = Symbol::new(&format!("_value_{:p}", Rc::as_ptr(class)));
            if let Some(found) = object.get_symbol(key) {
                return Ok(found);
            }
            let function = object.get("fget").unwrap_or(Value::None);
            let function = match &function {
                Value::ClassMethod(inner) | Value::StaticMethod(inner) => (**inner).clone(),
                other => other.clone(),
            };
            let made = call(vm, &function, vec![owner.clone()])?;
            object.set_symbol(key, made.clone());
            Ok(made)
        })
        .generic()
        .build(vm);
    // `declared_attr.directive(f)` and `declared_attr.cascading(f)` make the same kind of object.
    for form in ["directive", "cascading"] {
        let own = class.clone();
        let function = NativeFunction::closure(form, move |vm, args| {
            let made = make(vm, &own, vec![args.arg(0)])?;
            if let Value::Object(object) = &made {
                object.set("_form", form);
            }
            Ok(made)
        });
        class.set(form, Value::StaticMethod(Rc::new(function)));
    }
    class
}

fn is_declared(value: &Value, known: &Declarative) -> bool {
    is_a(value, &known.declared_attr)
}

fn is_mapped(class: &Rc<Class>) -> bool {
    class.get_own("__mapper__").is_some()
}

/// One attribute found by the scan.
struct Found {
    key: String,
    value: Value,
}

/// Maps a class: finds its columns, makes its table.
pub(crate) fn map_class(vm: &Vm, class: &Rc<Class>) -> PyResult<()> {
    let own = |name: &str| class.get_own(name);
    if own("__abstract__").is_some_and(|flag| vm.truth(&flag).unwrap_or(false)) {
        return Ok(());
    }
    if class.get("__mapper_cls__").is_some() {
        return Err(vm.unsupported(format!("`__mapper_cls__` of `{}`", class.name())));
    }
    // Directly below `AbstractConcreteBase`: the mapper is made of the tables of its subclasses.
    if class
        .bases()
        .iter()
        .any(|base| base.get_own("__no_table__").is_some())
    {
        if class.get("__tablename__").is_some() {
            return Err(vm.unsupported(format!(
                "`{}`, which is below `AbstractConcreteBase` and has a `__tablename__`",
                class.name()
            )));
        }
        return Ok(());
    }
    if class.get("__sa_dataclass_metadata_key__").is_some() {
        return Err(vm.unsupported(format!(
            "`__sa_dataclass_metadata_key__` of `{}`",
            class.name()
        )));
    }
    if let Some(base) = class.opaque_base() {
        return Err(vm.unsupported(format!(
            "the mapped class `{}`, whose base `{}` is not known",
            class.name(),
            base.origin
        )));
    }
    let class_value = Value::Class(class.clone());
    let registry = attr(vm, &class_value, "registry")?;
    let mut scan = Scan {
        vm,
        class,
        registry,
        known: declarative(vm)?,
        sa: sa(vm)?,
        found: Vec::new(),
        tablename: Value::None,
        table_args: Value::None,
        inherited_args: false,
    };
    scan.run()?;
    let Scan {
        found,
        tablename,
        table_args,
        ..
    } = scan;
    let columns = declared_columns(vm, found)?;
    let local = make_table(vm, class, &tablename, &table_args, &columns)?;
    finish(vm, class, &local, &columns, false)
}

struct Scan<'a> {
    vm: &'a Vm,
    class: &'a Rc<Class>,
    registry: Value,
    known: Rc<Declarative>,
    sa: Rc<Sa>,
    found: Vec<Found>,
    tablename: Value,
    table_args: Value,
    inherited_args: bool,
}

impl Scan<'_> {
    fn run(&mut self) -> PyResult<()> {
        for base in self.class.mro() {
            if !base.is_python() {
                continue;
            }
            let is_own = Rc::ptr_eq(&base, self.class);
            let class_mapped = !is_own && is_mapped(&base);
            // Columns of a mixin are copied before its declared attributes are asked.
            let (late, early): (Vec<Symbol>, Vec<Symbol>) =
                local_names(&base).into_iter().partition(|name| {
                    !is_own
                        && !class_mapped
                        && base
                            .get_own_symbol(*name)
                            .is_some_and(|value| is_declared(&value, &self.known))
                });
            for name in early.into_iter().chain(late) {
                self.visit(&base, name, is_own, class_mapped)?;
            }
        }
        Ok(())
    }

    fn visit(
        &mut self,
        base: &Rc<Class>,
        name: Symbol,
        is_own: bool,
        class_mapped: bool,
    ) -> PyResult<()> {
        let text = name.text();
        let vm = self.vm;
        let value = base.get_own_symbol(name);
        let class_value = Value::Class(self.class.clone());
        let declared = value
            .as_ref()
            .is_some_and(|value| is_declared(value, &self.known));
        match &*text {
            "__tablename__" => {
                if self.tablename.is_none() && (!class_mapped || declared) {
                    self.tablename = attr(vm, &class_value, "__tablename__")?;
                }
                return Ok(());
            }
            "__table_args__" => {
                if self.table_args.is_none() && (!class_mapped || declared) {
                    self.table_args = attr(vm, &class_value, "__table_args__")?;
                    self.inherited_args = !is_own;
                }
                return Ok(());
            }
            _ if text.starts_with("__") => return Ok(()),
            _ => {}
        }
        if class_mapped || self.found.iter().any(|found| found.key == *text) {
            return Ok(());
        }
        // An attribute of a mixin that the class (or a class nearer to it) overrides does not count.
        if !is_own && self.is_overridden(base, name) {
            return Ok(());
        }
        let annotation = self.annotation(base, name)?;
        match value {
            Some(_) if declared => {
                let made = attr(vm, &class_value, &text)?;
                let annotation = match annotation {
                    Some(annotation) => Some(annotation),
                    None => self.returned(base, &text, &made)?,
                };
                self.collect(&text, made, annotation, false)
            }
            Some(value) => self.collect(&text, value, annotation, !is_own),
            None => match annotation {
                Some(argument) => {
                    let made = mapped_column::mapped_column(vm, &mut Args::default())?;
                    self.collect_annotated(&text, made, argument)
                }
                None => Ok(()),
            },
        }
    }

    /// True if a nearer class has the attribute: its own, or one that its mapping made of the same mixin.
    fn is_overridden(&self, base: &Rc<Class>, name: Symbol) -> bool {
        let is_cascading = base
            .get_own_symbol(name)
            .and_then(|value| match value {
                Value::Object(declared) => declared.get("_form"),
                _ => None,
            })
            .is_some_and(|form| form.as_str() == Some("cascading"));
        for nearer in self.class.mro() {
            if Rc::ptr_eq(&nearer, base) {
                return false;
            }
            if !is_cascading
                && !Rc::ptr_eq(&nearer, self.class)
                && is_mapped(&nearer)
                && nearer.is_subclass_of(base)
            {
                return true;
            }
            if nearer.is_python() && nearer.get_own_symbol(name).is_some() {
                return true;
            }
        }
        false
    }

    /// The argument of `Mapped[...]`, if the attribute is annotated so.
    fn annotation(&self, base: &Rc<Class>, name: Symbol) -> PyResult<Option<Value>> {
        let Some(thunk) = base.annotation(name) else {
            return Ok(None);
        };
        let vm = self.vm;
        let written = thunk.text(vm);
        // Evaluating an annotation that is not `Mapped[...]` may fail for reasons that do not matter here.
        if !written.contains("Mapped") {
            return match thunk.evaluate(vm) {
                Ok(value) => Ok(match annotations::classify(&value) {
                    Annotation::Mapped(argument) => Some(argument),
                    Annotation::Relationship | Annotation::Plain => None,
                }),
                Err(_) => Ok(None),
            };
        }
        match thunk.evaluate(vm) {
            Ok(value) => match annotations::classify(&value) {
                Annotation::Mapped(argument) => Ok(Some(argument)),
                Annotation::Relationship | Annotation::Plain => Ok(None),
            },
            // `Mapped["User"]` under TYPE_CHECKING: fine for a relationship, which is all that may refer to it.
            Err(error)
                if error.is_exception("NameError")
                    && base
                        .get_own_symbol(name)
                        .is_some_and(|value| !self.needs_annotation(&value)) =>
            {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// The argument of `Mapped[...]` that the function of a `declared_attr` is annotated to return.
    fn returned(&self, base: &Rc<Class>, name: &str, made: &Value) -> PyResult<Option<Value>> {
        let Some(Value::Object(declared)) = base.get_own(name) else {
            return Ok(None);
        };
        let function = match declared.get("fget") {
            Some(Value::ClassMethod(inner) | Value::StaticMethod(inner)) => Some((*inner).clone()),
            other => other,
        };
        let Some(Value::Function(function)) = function else {
            return Ok(None);
        };
        let Some(thunk) = function.return_annotation() else {
            return Ok(None);
        };
        match thunk.evaluate(self.vm) {
            Ok(value) => Ok(match annotations::classify(&value) {
                Annotation::Mapped(argument) => Some(argument),
                Annotation::Relationship | Annotation::Plain => None,
            }),
            Err(_) if !self.needs_annotation(made) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// True for a `mapped_column` without a type: only then does the annotation decide about the table.
    fn needs_annotation(&self, value: &Value) -> bool {
        is_a(value, &self.sa.mapped_column)
    }

    fn collect(
        &mut self,
        key: &str,
        value: Value,
        annotation: Option<Value>,
        is_mixin: bool,
    ) -> PyResult<()> {
        let vm = self.vm;
        let value = vm.force(&value)?;
        if is_a(&value, &self.sa.mapped_column) {
            let Value::Object(object) = &value else {
                return Ok(());
            };
            let own = if is_mixin {
                mapped_column::copy(vm, object)?
            } else {
                object.clone()
            };
            return match annotation {
                Some(argument) => self.collect_annotated(key, Value::Object(own), argument),
                None => self.push(key, Value::Object(own)),
            };
        }
        if is_a(&value, &self.sa.column) {
            let Value::Object(object) = &value else {
                return Ok(());
            };
            // A column of a mixin is copied for every class; one that belongs to a table already is that table's.
            let has_table = object.get("table").is_some_and(|table| !table.is_none());
            let own = if is_mixin && !has_table {
                column::copy(vm, object)?
            } else {
                object.clone()
            };
            return self.push(key, Value::Object(own));
        }
        if let Value::Opaque(opaque) = &value
            && annotation.is_some()
        {
            return Err(vm.unsupported(format!(
                "the attribute `{}.{key}`, whose value `{}` is not known",
                self.class.name(),
                opaque.origin
            )));
        }
        // `column_property(Column(...))`, `deferred(Column(...))`, `composite(Point, mapped_column(...), ...)`.
        if let Value::Object(object) = &value
            && let Some(inner) = object
                .get("_schema_columns")
                .and_then(|list| list.as_sequence())
        {
            if self.collect_parts(&value, annotation, is_mixin)? {
                return Ok(());
            }
            let many = inner.len() > 1;
            for (position, item) in inner.into_iter().enumerate() {
                let own_key = if many {
                    format!("{key}_{position}")
                } else {
                    key.to_owned()
                };
                let own_key = match attr(vm, &item, "name")? {
                    name if !name.is_none() => text(vm, &name, "column name")?,
                    _ => own_key,
                };
                self.collect(&own_key, item, None, is_mixin)?;
            }
        }
        Ok(())
    }

    /// The columns of a `composite()` whose class is a dataclass: its fields name and type them.
    fn collect_parts(
        &mut self,
        value: &Value,
        annotation: Option<Value>,
        is_mixin: bool,
    ) -> PyResult<bool> {
        let vm = self.vm;
        let Some(method) = vm.getattr_opt(value, "_parts")? else {
            return Ok(false);
        };
        let parts = call(vm, &method, vec![annotation.unwrap_or(Value::None)])?;
        let Some(parts) = parts.as_sequence() else {
            return Ok(false);
        };
        for part in parts {
            if let [name, column, annotation] = part.as_sequence().unwrap_or_default().as_slice() {
                let own = match attr(vm, column, "name")? {
                    given if !given.is_none() => given,
                    _ => name.clone(),
                };
                let key = text(vm, &own, "column name")?;
                self.collect(&key, column.clone(), Some(annotation.clone()), is_mixin)?;
            }
        }
        Ok(true)
    }

    fn collect_annotated(&mut self, key: &str, value: Value, argument: Value) -> PyResult<()> {
        if let Value::Object(object) = &value {
            annotations::complete(self.vm, &self.registry, self.class, key, object, &argument)?;
        }
        self.push(key, value)
    }

    fn push(&mut self, key: &str, value: Value) -> PyResult<()> {
        self.found.push(Found {
            key: key.to_owned(),
            value,
        });
        Ok(())
    }
}

/// Names of a class body in the order of the source: attributes and annotations merged.
///
/// Mirrors `util.merge_lists_w_ordering`.
fn local_names(class: &Rc<Class>) -> Vec<Symbol> {
    let attributes = class.own_names();
    let annotations: Vec<Symbol> = class
        .annotations()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let mut overlap: Vec<Symbol> = attributes
        .iter()
        .copied()
        .filter(|name| annotations.contains(name))
        .collect();
    let mut out = Vec::with_capacity(attributes.len() + annotations.len());
    let (mut current, mut other) = (attributes.into_iter(), annotations.into_iter());
    loop {
        let mut switched = false;
        for name in current.by_ref() {
            if let Some(position) = overlap.iter().position(|known| *known == name) {
                overlap.remove(position);
                switched = true;
                break;
            }
            out.push(name);
        }
        if !switched {
            out.extend(other);
            return out;
        }
        std::mem::swap(&mut current, &mut other);
    }
}

/// A column with the key of its attribute.
pub(crate) struct DeclaredColumn {
    key: String,
    column: Rc<Object>,
    use_existing: bool,
}

/// The columns in the order of the table: by `sort_order`, then as found; in SQLAlchemy 1.4 as they were made.
fn declared_columns(vm: &Vm, found: Vec<Found>) -> PyResult<Vec<DeclaredColumn>> {
    let sa = sa(vm)?;
    let mut columns: Vec<(i64, DeclaredColumn)> = Vec::new();
    for Found { key, value } in found {
        let Value::Object(object) = &value else {
            continue;
        };
        let (column, order, use_existing) = if object.class().is_subclass_of(&sa.mapped_column) {
            let Some(Value::Object(column)) = object.get("column") else {
                continue;
            };
            let order = object
                .get("sort_order")
                .and_then(|order| order.as_int())
                .unwrap_or(0);
            let use_existing = object
                .get("use_existing_column")
                .and_then(|flag| flag.as_bool())
                == Some(true);
            (column, order, use_existing)
        } else {
            (object.clone(), 0, false)
        };
        name_column(&column, &key);
        let order = match column.get(column::CREATED) {
            Some(number) => number.as_int().unwrap_or(order),
            None => order,
        };
        columns.push((
            order,
            DeclaredColumn {
                key,
                column,
                use_existing,
            },
        ));
    }
    columns.sort_by_key(|(order, _)| *order);
    Ok(columns.into_iter().map(|(_, column)| column).collect())
}

fn make_table(
    vm: &Vm,
    class: &Rc<Class>,
    tablename: &Value,
    table_args: &Value,
    columns: &[DeclaredColumn],
) -> PyResult {
    let sa = sa(vm)?;
    let class_value = Value::Class(class.clone());
    if let Some(given) = class.get_own("__table__") {
        let given = if is_declared(&given, &*declarative(vm)?) {
            attr(vm, &class_value, "__table__")?
        } else {
            vm.force(&given)?
        };
        vm.require_concrete(&given, &format!("`{}.__table__`", class.name()))?;
        if let Some(owner) = crate::support::instance(&given, &sa.table) {
            for declared in columns {
                if declared
                    .column
                    .get("table")
                    .is_none_or(|table| table.is_none())
                {
                    return Err(argument_error(
                        vm,
                        format!(
                            "Can't add additional column '{}' when specifying __table__",
                            declared.key
                        ),
                    ));
                }
            }
            return Ok(Value::Object(owner.clone()));
        }
        return Ok(given);
    }
    vm.require_concrete(tablename, &format!("`{}.__tablename__`", class.name()))?;
    vm.require_concrete(table_args, &format!("`{}.__table_args__`", class.name()))?;
    // A plain `__tablename__` of a mapped base is not inherited: a subclass without its own shares the base's table.
    // A declared one is asked for each class.
    let parent = class
        .ancestors()
        .iter()
        .find(|ancestor| is_mapped(ancestor))
        .cloned();
    if tablename.is_none() || (vm.truth(tablename).is_ok_and(|flag| !flag)) {
        return single_table(vm, class, parent.as_ref(), columns);
    }
    let mut keywords: Keywords = Vec::new();
    let mut positional: Vec<Value> = Vec::new();
    if let Some(options) = table_args.as_dict() {
        keywords = dict_keywords(&options.items());
    } else if let Some(list) = table_args
        .as_tuple()
        .map(|list| list.to_vec())
        .or_else(|| table_args.as_list().map(|list| list.to_vec()))
    {
        positional = list;
        if let Some(options) = positional
            .last()
            .and_then(|last| last.as_dict().map(|dict| dict.items()))
        {
            keywords = dict_keywords(&options);
            positional.pop();
        }
    } else if !table_args.is_none() {
        return Err(argument_error(
            vm,
            "__table_args__ value must be a tuple, dict, or None",
        ));
    }
    let metadata = match class.get("metadata") {
        Some(metadata) if is_a(&metadata, &sa.metadata) => metadata,
        _ => attr(vm, &attr(vm, &class_value, "registry")?, "metadata")?,
    };
    let mut arguments = vec![tablename.clone(), metadata];
    arguments.extend(
        columns
            .iter()
            .map(|declared| Value::Object(declared.column.clone())),
    );
    arguments.extend(positional);
    let made = match class.get("__table_cls__") {
        Some(_) => {
            let factory = attr(vm, &class_value, "__table_cls__")?;
            call_with(vm, &factory, arguments, keywords)?
        }
        None => call_with(vm, &Value::Class(sa.table.clone()), arguments, keywords)?,
    };
    // Flask-SQLAlchemy's factory makes no table for a class without a primary key below a mapped one.
    if made.is_none() {
        return single_table(vm, class, parent.as_ref(), columns);
    }
    if let Value::Object(object) = &made {
        object
            .span
            .set(class.span.get().or_else(|| object.span.get()));
    }
    class.set("__table__", made.clone());
    Ok(made)
}

fn dict_keywords(pairs: &[(Value, Value)]) -> Keywords {
    pairs
        .iter()
        .filter_map(|(key, value)| Some((Symbol::new(key.as_str()?), value.clone())))
        .collect()
}

/// Single-table inheritance: columns of the subclass join the base's table.
fn single_table(
    vm: &Vm,
    class: &Rc<Class>,
    parent: Option<&Rc<Class>>,
    columns: &[DeclaredColumn],
) -> PyResult {
    let Some(parent) = parent else {
        return Err(raise(
            vm,
            &sa(vm)?.invalid_request_error,
            format!(
                "Class {} does not have a __table__ or __tablename__ specified and does not inherit from an existing table-mapped class.",
                vm.repr(&Value::Class(class.clone()))?
            ),
        ));
    };
    let Some(Value::Object(owner)) = parent.get("__table__") else {
        return Ok(Value::None);
    };
    for declared in columns {
        let name = declared
            .column
            .get("name")
            .and_then(|name| name.to_text())
            .unwrap_or_default();
        let existing =
            table::list_of(&owner, table::COLUMNS)
                .into_iter()
                .find_map(|item| match item {
                    Value::Object(object)
                        if object
                            .get("name")
                            .and_then(|name| name.to_text())
                            .as_deref()
                            == Some(&*name) =>
                    {
                        Some(object)
                    }
                    _ => None,
                });
        match existing {
            Some(existing) if declared.use_existing => {
                class.set(
                    &declared.key,
                    attributes::instrumented(vm, class, &declared.key, &Value::Object(existing))?,
                );
            }
            Some(existing) if !Rc::ptr_eq(&existing, &declared.column) => {
                return Err(argument_error(
                    vm,
                    format!(
                        "Column '{name}' on class {} conflicts with existing column '{}.{name}'.  If using Declarative, consider using the use_existing_column parameter of mapped_column() to resolve conflicts.",
                        class.name(),
                        table::full_name(vm, &Value::Object(owner))?
                    ),
                ));
            }
            _ => table::append_column(vm, &owner, &Value::Object(declared.column.clone()))?,
        }
    }
    Ok(Value::Object(owner))
}

/// Instruments the class and announces its mapper, which `has_key` if its arguments name a primary key.
fn finish(
    vm: &Vm,
    class: &Rc<Class>,
    local: &Value,
    columns: &[DeclaredColumn],
    has_key: bool,
) -> PyResult<()> {
    let known = declarative(vm)?;
    if class.get_own("__table__").is_none() && !local.is_none() {
        class.set("__table__", local.clone());
    }
    for declared in columns {
        if class
            .get_own(&declared.key)
            .is_some_and(|value| attributes::column_of(vm, &value).is_some())
        {
            continue;
        }
        class.set(
            &declared.key,
            attributes::instrumented(
                vm,
                class,
                &declared.key,
                &Value::Object(declared.column.clone()),
            )?,
        );
    }
    if columns.is_empty()
        && let Value::Object(_) = local
        && class.get_own("__table__").is_some()
    {
        for item in items(vm, &attr(vm, local, "c")?)? {
            let key = text(vm, &attr(vm, &item, "key")?, "column key")?;
            if class.get_own(&key).is_none() {
                class.set(&key, attributes::instrumented(vm, class, &key, &item)?);
            }
        }
    }
    let mapper = mapper::of_class(class, &known.mapper, local);
    class.set("__mapper__", mapper.clone());
    class.shrink_to_fit();
    if let Some(Value::Object(registry)) = class.get("registry")
        && let Some(Value::Dict(names)) = registry.get("_class_registry")
    {
        names.set_str(&class.name(), Value::Class(class.clone()));
    }
    let class_value = Value::Class(class.clone());
    let announce = |name: &str| {
        let arguments = [mapper.clone(), class_value.clone()];
        event::dispatch(vm, &class_value, name, &arguments)
    };
    announce("instrument_class")?;
    if !has_key {
        require_primary_key(vm, class, local)?;
    }
    announce("after_mapper_constructed")?;
    event::await_configuration(vm, mapper, class_value);
    Ok(())
}

/// `Mapper._configure_pks`: a class with a table of its own needs a key, in the table or in `__mapper_args__`.
///
/// Below a mapped class the key of the base serves.
fn require_primary_key(vm: &Vm, class: &Rc<Class>, local: &Value) -> PyResult<()> {
    let sa = sa(vm)?;
    let Some(table) = crate::support::instance(local, &sa.table) else {
        return Ok(());
    };
    let is_key = |column: &Value| {
        let flag = column
            .as_object()
            .and_then(|column| column.get("primary_key"));
        flag.is_some_and(|flag| flag.as_bool() == Some(true))
    };
    if table::list_of(table, table::COLUMNS).iter().any(is_key)
        || class.ancestors().iter().any(is_mapped)
    {
        return Ok(());
    }
    let key = attr(vm, local, "primary_key")?;
    if !items(vm, &attr(vm, &key, "columns")?)?.is_empty() {
        return Ok(());
    }
    if class.get("__mapper_args__").is_some() {
        let arguments = attr(vm, &Value::Class(class.clone()), "__mapper_args__")?;
        let given = arguments
            .as_dict()
            .map(|given| given.get_str("primary_key"));
        // What is not a dictionary is not known.
        if given.is_none_or(|key| key.is_some()) {
            return Ok(());
        }
    }
    let (name, table) = (
        class.name(),
        text(vm, &attr(vm, local, "name")?, "table name")?,
    );
    Err(argument_error(
        vm,
        format!(
            "Mapper Mapper[{name}({table})] could not assemble any primary key columns for mapped table '{table}'"
        ),
    ))
}

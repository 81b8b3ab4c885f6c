//! Type classes: one Python class per row of the type table of `alembic_schema`.
//!
//! Mirrors `sqlalchemy.types` and the type modules of the dialects. An instance keeps its constructor
//! arguments as attributes; [`crate::convert::sql_type`] reads them back.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use alembic_python::{Args, Class, ClassBuilder, Keywords, Object, PyResult, Symbol, Value, Vm};
use alembic_schema::types::{ParamKind, TYPES, TypeClass, TypeDefault as Default, TypeInfo};

use crate::convert;
use crate::convert::values::JSON_NULL;
use crate::registry::sa;
use crate::support::{attr, attr_opt, call, is_a, items, make, text};

/// Attribute that holds the variants: a list of (type, dialect names).
pub(crate) const VARIANTS: &str = "_variant_mapping";

/// The classes in the order of the table.
pub(crate) fn build(vm: &Vm) -> Vec<Rc<Class>> {
    let mut built: Vec<Option<Rc<Class>>> = vec![None; TYPES.len()];
    for info in TYPES {
        class_of(vm, info, &mut built);
    }
    built.into_iter().flatten().collect()
}

fn class_of(vm: &Vm, info: &'static TypeInfo, built: &mut Vec<Option<Rc<Class>>>) -> Rc<Class> {
    let index = info.class as usize;
    if let Some(Some(class)) = built.get(index) {
        return class.clone();
    }
    let mut builder = ClassBuilder::new(info.defined_in, info.name);
    // The ancestors are in resolution order: the bases are those that are no ancestor of an earlier one.
    let mut covered: Vec<TypeClass> = Vec::new();
    for ancestor in info.ancestors {
        if covered.contains(ancestor) {
            continue;
        }
        let base = class_of(vm, ancestor.info(), built);
        covered.push(*ancestor);
        covered.extend_from_slice(ancestor.info().ancestors);
        builder = builder.base(&base);
    }
    builder = builder
        .attr("__visit_name__", info.visit_name)
        .method_closure("__init__", move |vm, args| initialize(vm, info, args));
    for param in info.params {
        if let Default::NotGiven | Default::None | Default::TextType = param.default {
            builder = builder.option(param.name, Value::None);
        }
    }
    if info.ancestors.is_empty() {
        builder = root_methods(builder);
    }
    builder = match info.class {
        TypeClass::TypeDecorator => decorator_methods(builder),
        TypeClass::Enum => enum_methods(builder),
        TypeClass::UserDefinedType => builder.attr("ensure_kwarg", "get_col_spec"),
        TypeClass::JSON => {
            let null = ClassBuilder::new("sqlalchemy.sql.sqltypes", JSON_NULL).build(vm);
            builder.attr("NULL", Value::Object(Object::new(&null)))
        }
        _ => builder,
    };
    let class = builder.build(vm);
    class.set_payload(info.class);
    if let Some(slot) = built.get_mut(index) {
        *slot = Some(class.clone());
    }
    class
}

fn root_methods(builder: ClassBuilder) -> ClassBuilder {
    builder
        .generic()
        .method("__repr__", |vm, args| {
            convert::inherited_repr(vm, &args.this()).map(Value::str)
        })
        .method("__str__", |vm, args| {
            // SQLAlchemy compiles for no database in particular, and has the name of the class for what that does not know.
            let type_ = convert::sql_type(vm, &args.this())?;
            if let Ok(text) = crate::host::compile_type(vm, "default", &type_) {
                return Ok(Value::str(text));
            }
            Ok(Value::str(if type_.user.is_some() {
                type_.repr()
            } else {
                type_.class.info().name.to_owned()
            }))
        })
        .method("with_variant", with_variant)
        .method("copy", |vm, args| copy(vm, &args.this()))
        .method("adapt", |vm, args| {
            let target = args.arg(1);
            adapt(vm, &args.this(), &target)
        })
        .method("load_dialect_impl", |_, args| Ok(args.this()))
        .method("dialect_impl", |_, args| Ok(args.this()))
        .method("evaluates_none", |vm, args| copy(vm, &args.this()))
        .method("as_generic", |_, args| Ok(args.this()))
        .method("coerce_compared_value", |_, args| Ok(args.this()))
        .method("bind_processor", |_, _| Ok(Value::None))
        .method("result_processor", |_, _| Ok(Value::None))
        .method("literal_processor", |_, _| Ok(Value::None))
        .method("compile", |vm, args| {
            let dialect = args.get_or_keyword(1, "dialect").unwrap_or(Value::None);
            let name = match attr_opt(vm, &dialect, "name")? {
                Some(name) => text(vm, &name, "dialect name")?,
                None => "default".to_owned(),
            };
            let type_ = convert::sql_type(vm, &args.this())?;
            crate::host::compile_type(vm, &name, &type_).map(Value::str)
        })
        .property("_type_affinity", |_, args| Ok(args.this()), None)
        .property("python_type", python_type, None)
        .attr("should_evaluate_none", false)
        .attr("sort_key_function", Value::None)
        .attr("hashable", true)
}

fn python_type(vm: &Vm, args: &mut Args) -> PyResult {
    let this = args.this();
    let sa = sa(vm)?;
    let table: &[(TypeClass, &str)] = &[
        (TypeClass::Boolean, "bool"),
        (TypeClass::Integer, "int"),
        (TypeClass::Float, "float"),
        (TypeClass::String, "str"),
        (TypeClass::LargeBinary, "bytes"),
    ];
    for (class, name) in table {
        if is_a(&this, &sa.type_class(*class)) {
            return Ok(vm.builtin(name));
        }
    }
    Err(vm.raise("NotImplementedError", ""))
}

/// Runs for every class of the table: arguments become attributes, checked against the table's parameters.
fn initialize(vm: &Vm, info: &'static TypeInfo, args: &mut Args) -> PyResult {
    let Value::Object(object) = args.this() else {
        return Err(vm.type_error(format!("{}() needs an instance", info.name)));
    };
    object.span.set(args.span.or_else(|| vm.current_span()));
    let mut given = args.positional.drain(1..).collect::<Vec<_>>().into_iter();
    let keywords = std::mem::take(&mut args.keywords);
    let mut rest = Vec::new();
    let mut used = vec![false; info.params.len()];
    for (index, param) in info.params.iter().enumerate() {
        match param.kind {
            ParamKind::Positional => {
                if let Some(value) = given.next() {
                    object.set(param.name, prepare(vm, param.name, value)?);
                    if let Some(slot) = used.get_mut(index) {
                        *slot = true;
                    }
                }
            }
            ParamKind::VarArgs => {
                rest = given.by_ref().collect();
                object.set(param.name, Value::list(rest.clone()));
                if let Some(slot) = used.get_mut(index) {
                    *slot = true;
                }
            }
            ParamKind::Keyword => {}
        }
    }
    if info.class == TypeClass::TypeDecorator {
        let mut positional: Vec<Value> = given.collect();
        positional.append(&mut rest);
        return initialize_decorator(vm, &object, positional, keywords);
    }
    let surplus = given.count();
    if surplus > 0 {
        let most = info
            .params
            .iter()
            .filter(|param| param.kind == ParamKind::Positional)
            .count()
            + 1;
        let takes = if most == 1 {
            "takes 1 positional argument".to_owned()
        } else {
            format!("takes from 1 to {most} positional arguments")
        };
        return Err(vm.type_error(format!(
            "{}.__init__() {takes} but {} were given",
            info.name,
            most + surplus
        )));
    }
    let is_enum = info.params.iter().any(|param| param.name == "enums");
    for (name, value) in keywords {
        let key = name.text();
        match info
            .params
            .iter()
            .position(|param| param.name == &*key && param.kind != ParamKind::VarArgs)
        {
            Some(index) => {
                if used.get(index).copied().unwrap_or(false) {
                    return Err(vm.type_error(format!(
                        "{}.__init__() got multiple values for argument '{key}'",
                        info.name
                    )));
                }
                if let Some(slot) = used.get_mut(index) {
                    *slot = true;
                }
                object.set_symbol(name, prepare(vm, &key, value)?);
            }
            None if is_mysql_text(info) && !STRING_PARAMS.contains(&&*key) => {
                return Err(vm.type_error(format!(
                    "String.__init__() got an unexpected keyword argument '{key}'"
                )));
            }
            None if is_enum || accepts_more(info.class) => object.set_symbol(name, value),
            None => {
                return Err(vm.type_error(format!(
                    "{}.__init__() got an unexpected keyword argument '{key}'",
                    info.name
                )));
            }
        }
    }
    let missing: Vec<&str> = info
        .params
        .iter()
        .zip(&used)
        .filter(|(param, used)| !**used && matches!(param.default, Default::Required))
        .map(|(param, _)| param.name)
        .collect();
    match missing.as_slice() {
        [] => {}
        [one] => {
            return Err(vm.type_error(format!(
                "{}.__init__() missing 1 required positional argument: '{one}'",
                info.name
            )));
        }
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(|name| format!("'{name}'")).collect();
            let comma = if first.len() > 1 { "," } else { "" };
            return Err(vm.type_error(format!(
                "{}.__init__() missing {} required positional arguments: {}{comma} and '{last}'",
                info.name,
                missing.len(),
                first.join(", ")
            )));
        }
    }
    for (param, was_given) in info.params.iter().zip(&used) {
        if *was_given {
            continue;
        }
        match param.default {
            // `None` is an attribute of the class.
            Default::Required | Default::NotGiven | Default::None | Default::TextType => {}
            Default::Bool(flag) => object.set(param.name, flag),
            Default::Int(number) => object.set(param.name, number),
            Default::Str(text) => object.set(param.name, text),
        }
    }
    // What was given is what `repr` and DDL look at; a default is only there to be read.
    let names: Vec<Value> = info
        .params
        .iter()
        .zip(&used)
        .filter(|(_, used)| **used)
        .map(|(param, _)| Value::Str(Symbol::literal(param.name).text()))
        .collect();
    object.set(GIVEN, Value::tuple(names));
    check_arguments(vm, info, &object)?;
    if is_enum {
        let given = |name: &'static str| object.get(name).filter(|value| !value.is_none());
        if given("schema").is_some()
            && given("inherit_schema").is_some_and(|flag| vm.truth(&flag).unwrap_or(false))
        {
            return Err(crate::registry::argument_error(
                vm,
                "Ambiguously setting inherit_schema=True while also passing a schema argument",
            ));
        }
        initialize_enum(vm, &object)?;
    }
    Ok(Value::None)
}

/// What the constructors of the types refuse.
fn check_arguments(vm: &Vm, info: &TypeInfo, object: &Rc<Object>) -> PyResult<()> {
    let get = |name: &'static str| object.get(name).unwrap_or(Value::None);
    let argument_error = |message: String| crate::registry::argument_error(vm, message);
    let is_enum = info.class.is_a(TypeClass::Enum) && info.class != TypeClass::MysqlENUM;
    if !is_enum && !get("collation_schema").is_none() && get("collation").is_none() {
        let owner = if info.class == TypeClass::PgDOMAIN {
            "DOMAIN"
        } else {
            "String"
        };
        return Err(argument_error(format!(
            "the 'collation_schema' parameter of {owner} requires the 'collation' parameter to also be present"
        )));
    }
    if !get("schema").is_none() && vm.truth(&get("inherit_schema"))? {
        return Err(argument_error(
            "Ambiguously setting inherit_schema=True while also passing a schema argument".into(),
        ));
    }
    match info.class {
        TypeClass::PgBIT if !vm.truth(&get("varying"))? && !vm.truth(&get("length"))? => {
            object.set("length", 1);
            Ok(())
        }
        TypeClass::MysqlDOUBLE | TypeClass::MysqlREAL
            if get("precision").is_none() != get("scale").is_none() =>
        {
            Err(argument_error(
                "You must specify both precision and scale or omit both altogether.".into(),
            ))
        }
        TypeClass::MssqlVARBINARY
            if vm.truth(&get("filestream"))?
                && !get("length").is_none()
                && get("length").as_str() != Some("max") =>
        {
            Err(vm.value_error("length must be None or 'max' when setting filestream"))
        }
        TypeClass::OracleTIMESTAMP
            if vm.truth(&get("timezone"))? && vm.truth(&get("local_timezone"))? =>
        {
            Err(argument_error(
                "timezone and local_timezone are mutually exclusive".into(),
            ))
        }
        TypeClass::OracleVECTOR => {
            for (name, class) in [
                ("storage_format", "VectorStorageFormat"),
                ("storage_type", "VectorStorageType"),
            ] {
                let value = get(name);
                let fits = value.is_none() || &*vm.type_name(&value) == class;
                if !fits && !matches!(value, Value::Opaque(_)) {
                    return Err(vm.type_error(format!("{name} must be an enum of type {class}")));
                }
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Parameters of `String`, which MySQL's text types hand on to it.
const STRING_PARAMS: &[&str] = &["length", "collation", "collation_schema"];

fn is_mysql_text(info: &TypeInfo) -> bool {
    info.module.ends_with("mysql")
        && info.class != TypeClass::MysqlENUM
        && info.class.is_a(TypeClass::String)
}

/// Names of the arguments that were given.
pub(crate) const GIVEN: &str = "_given";

fn accepts_more(class: TypeClass) -> bool {
    let info = class.info();
    // `UserDefinedType` and MySQL's text types take any keyword.
    class == TypeClass::UserDefinedType || info.module.ends_with("mysql")
}

/// Nested types may be given as classes.
fn prepare(vm: &Vm, name: &str, value: Value) -> PyResult {
    match (&value, name) {
        (Value::Class(class), "item_type" | "astext_type" | "text_type" | "impl" | "data_type")
            if class.payload::<TypeClass>().is_some() || class.is_python() =>
        {
            make(vm, class, Vec::new())
        }
        _ => Ok(value),
    }
}

fn initialize_enum(vm: &Vm, object: &Rc<Object>) -> PyResult<()> {
    let arguments = object.get("enums").unwrap_or(Value::None);
    let arguments = items(vm, &arguments)?;
    for argument in &arguments {
        vm.require_concrete(argument, "a label of an Enum type")?;
    }
    object.set("enum_class", Value::None);
    if let [Value::Class(class)] = arguments.as_slice() {
        let omits_aliases = match object.get("omit_aliases") {
            Some(flag) => vm.truth(&flag)?,
            None => true,
        };
        let members: Vec<(String, Value)> = enum_members(vm, class)?
            .into_iter()
            .filter(|(name, member)| {
                !omits_aliases
                    || !matches!(vm.getattr(member, "name"), Ok(own) if own.as_str() != Some(name))
            })
            .collect();
        let callable = object.get("values_callable").unwrap_or(Value::None);
        let labels = if callable.is_none() {
            members.iter().map(|(name, _)| Value::str(name)).collect()
        } else {
            let labels = call(vm, &callable, vec![Value::Class(class.clone())])?;
            items(vm, &labels)?
        };
        for label in &labels {
            vm.require_concrete(label, "a label of an Enum type")?;
        }
        let labels: Vec<Value> = labels.into_iter().map(|label| plain_text(&label)).collect();
        // `Enum(enum.Enum, ...)` in a `type_annotation_map` stands for every enum class; each gives its own name.
        let stands_for_all = labels.is_empty();
        object.set("enums", Value::list(labels));
        object.set("enum_class", Value::Class(class.clone()));
        let given = object
            .get(GIVEN)
            .and_then(|given| given.as_sequence())
            .unwrap_or_default();
        let is_given = |wanted: &str| given.iter().any(|name| name.as_str() == Some(wanted));
        if !is_given("name") {
            object.set("name", class.name().to_lowercase());
            if !stands_for_all {
                let mut given = given.clone();
                given.push(Value::str("name"));
                object.set(GIVEN, Value::list(given));
            }
        }
    } else {
        let labels = arguments.iter().map(plain_text).collect();
        object.set("enums", Value::list(labels));
    }
    let labels = object
        .get("enums")
        .and_then(|labels| labels.as_sequence())
        .unwrap_or_default();
    let mut longest = 0;
    for label in &labels {
        longest = longest.max(vm.len(label)?);
    }
    let given = object.get(GIVEN).and_then(|given| given.as_sequence());
    let is_given = given
        .unwrap_or_default()
        .iter()
        .any(|name| name.as_str() == Some("length"));
    match object.get("length").and_then(|length| length.as_int()) {
        Some(length) if usize::try_from(length).is_ok_and(|length| length < longest) => {
            return Err(vm.value_error(format!(
                "When provided, length must be larger or equal than the length of the longest enum value. {length} < {longest}"
            )));
        }
        Some(_) => {}
        None if is_given => {}
        None => object.set("length", longest),
    }
    Ok(())
}

/// A member of `class X(str, Enum)` counts as its text.
fn plain_text(value: &Value) -> Value {
    match value.as_str() {
        Some(text) => Value::str(text),
        None => value.clone(),
    }
}

/// Names and members of an enum class, aliases included, in order of definition.
pub(crate) fn enum_members(vm: &Vm, class: &Rc<Class>) -> PyResult<Vec<(String, Value)>> {
    let members = attr(vm, &Value::Class(class.clone()), "__members__")?;
    let pairs = items(
        vm,
        &crate::support::call_method(vm, &members, "items", Vec::new())?,
    )?;
    let mut out = Vec::new();
    for pair in pairs {
        if let Some([name, member]) = pair.as_sequence().as_deref() {
            out.push((text(vm, name, "member name")?, member.clone()));
        }
    }
    Ok(out)
}

fn enum_methods(builder: ClassBuilder) -> ClassBuilder {
    builder
        .method("create", |vm, args| create_or_drop(vm, args, true))
        .method("drop", |vm, args| create_or_drop(vm, args, false))
}

fn create_or_drop(vm: &Vm, args: &mut Args, is_create: bool) -> PyResult {
    let checkfirst = args
        .get_or_keyword(2, "checkfirst")
        .unwrap_or(Value::Bool(false));
    let bind = args.get_or_keyword(1, "bind").unwrap_or(Value::None);
    let type_ = convert::sql_type(vm, &args.this())?;
    let checkfirst = vm.truth(&checkfirst)?;
    crate::engine::connection::run_type_ddl(vm, &bind, &type_, is_create, checkfirst)
}

fn decorator_methods(builder: ClassBuilder) -> ClassBuilder {
    builder
        .method("process_bind_param", |_, args| Ok(args.arg(1)))
        .method("process_result_value", |_, args| Ok(args.arg(1)))
        .method("load_dialect_impl", |vm, args| {
            attr(vm, &args.this(), "impl_instance")
        })
        .method("type_engine", |vm, args| {
            let dialect = args.arg(1);
            crate::support::call_method(vm, &args.this(), "load_dialect_impl", vec![dialect])
        })
        .property(
            "impl_instance",
            |vm, args| {
                let own = match args.this() {
                    Value::Object(object) => object.get("impl"),
                    _ => None,
                };
                match own {
                    Some(found) => Ok(found),
                    None => attr(vm, &args.this(), "impl"),
                }
            },
            None,
        )
        .method("__getattr__", |vm, args| {
            let name = args.arg(1);
            let name = text(vm, &name, "attribute name")?;
            if let Value::Object(object) = args.this()
                && let Some(inner) = object.get("impl")
                && !name.starts_with("__")
            {
                return attr(vm, &inner, &name);
            }
            Err(vm.attribute_error(format!(
                "'{}' object has no attribute '{name}'",
                vm.type_name(&args.this())
            )))
        })
}

/// `TypeDecorator.__init__(*args, **kwargs)`: the arguments are those of `impl`.
fn initialize_decorator(
    vm: &Vm,
    object: &Rc<Object>,
    positional: Vec<Value>,
    keywords: Keywords,
) -> PyResult {
    let Some(inner) = object.class().lookup(Symbol::new("impl")) else {
        return Err(vm.raise(
            "AssertionError",
            "TypeDecorator implementations require a class-level variable 'impl' which refers to the class of type being decorated",
        ));
    };
    let inner = match inner {
        Value::Class(class) => {
            crate::support::call_with(vm, &Value::Class(class), positional, keywords)?
        }
        other => other,
    };
    object.set("impl", inner);
    object.set(GIVEN, Value::list(Vec::new()));
    Ok(Value::None)
}

fn with_variant(vm: &Vm, args: &mut Args) -> PyResult {
    let variant = args.arg(1);
    let variant = instantiate(vm, &variant)?;
    let mut dialects: Vec<Value> = args.positional.iter().skip(2).cloned().collect();
    if let Some(name) = args.take_keyword("dialect_name") {
        dialects.push(name);
    }
    if dialects.is_empty() {
        return Err(vm.raise("ArgumentError", "At least one dialect name is required"));
    }
    let new = copy(vm, &args.this())?;
    let Value::Object(object) = &new else {
        return Ok(new);
    };
    let mut variants = object
        .get(VARIANTS)
        .and_then(|found| found.as_sequence())
        .unwrap_or_default();
    for dialect in dialects {
        variants.push(Value::tuple(vec![dialect, variant.clone()]));
    }
    object.set(VARIANTS, Value::list(variants));
    Ok(new)
}

/// A shallow copy of a type instance.
pub(crate) fn copy(vm: &Vm, value: &Value) -> PyResult {
    let Value::Object(object) = value else {
        return Err(vm.type_error("copy() needs a type instance"));
    };
    let new = Object::new(&object.class());
    *new.attrs.borrow_mut() = object.attrs.borrow().clone();
    new.span.set(object.span.get());
    Ok(Value::Object(new))
}

/// A type that has a schema of its own (`Enum`, `DOMAIN`) for the copy of a table in another one; `None` for other types.
pub(crate) fn in_schema(vm: &Vm, value: &Value, schema: &Value) -> PyResult<Option<Value>> {
    if value
        .as_object()
        .is_none_or(|object| object.get("inherit_schema").is_none())
    {
        return Ok(None);
    }
    let new = copy(vm, value)?;
    if let Value::Object(object) = &new {
        object.set("schema", schema.clone());
        let given = object.get(GIVEN).and_then(|names| names.as_sequence());
        let mut given = given.unwrap_or_default();
        given.retain(|name| name.as_str() != Some("schema"));
        if !schema.is_none() {
            given.push(Value::Str(Symbol::literal("schema").text()));
        }
        object.set(GIVEN, Value::tuple(given));
    }
    Ok(Some(new))
}

fn adapt(vm: &Vm, value: &Value, target: &Value) -> PyResult {
    let new = copy(vm, value)?;
    if let (Value::Object(object), Value::Class(class)) = (&new, target) {
        object.set_class(class.clone());
    }
    Ok(new)
}

#[derive(Default)]
struct Plain(RefCell<BTreeMap<TypeClass, Value>>);

/// The type that stands for a type of Python where nobody wrote one: SQLAlchemy has one of each for all columns.
pub(crate) fn plain(vm: &Vm, class: TypeClass) -> PyResult {
    let known = vm.extension_or(Plain::default);
    if let Some(found) = known.0.borrow().get(&class) {
        return Ok(found.clone());
    }
    let made = make(vm, &sa(vm)?.type_class(class), Vec::new())?;
    if let Value::Object(object) = &made {
        // It belongs to no place.
        object.span.set(None);
    }
    known.0.borrow_mut().insert(class, made.clone());
    Ok(made)
}

/// `to_instance`: a type class becomes an instance without arguments; `None` becomes `NullType()`.
pub(crate) fn instantiate(vm: &Vm, value: &Value) -> PyResult {
    match value {
        Value::None => make(vm, &sa(vm)?.type_class(TypeClass::NullType), Vec::new()),
        Value::Opaque(_) => {
            let forced = vm.force(value)?;
            match forced {
                Value::Opaque(_) => Ok(forced),
                other => instantiate(vm, &other),
            }
        }
        Value::Class(_) | Value::Function(_) | Value::Native(_) | Value::Method(_) => {
            call(vm, value, Vec::new())
        }
        other => Ok(other.clone()),
    }
}

/// True for a type class or an instance of one: what `Column` takes as its second argument.
pub(crate) fn is_type(vm: &Vm, value: &Value) -> PyResult<bool> {
    let root = sa(vm)?.type_class(TypeClass::TypeEngine);
    Ok(match value {
        Value::Class(class) => class.is_subclass_of(&root),
        Value::Object(object) => object.class().is_subclass_of(&root),
        _ => false,
    })
}

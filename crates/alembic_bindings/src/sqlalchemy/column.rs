//! `Column`, and the column collections of tables and selectables.
//!
//! A column is an object with the attributes that SQLAlchemy gives it; what hangs on it (foreign keys,
//! checks, identity, computed) stays in `_items` until [`crate::convert`] reads it.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use alembic_python::{Args, Class, ClassBuilder, Object, PyResult, Signature, Symbol, Value, Vm};

use crate::registry::{Sa, sa};
use crate::sqlalchemy::dialect_keywords::{self, DIALECT_KWARGS, dialect_kwargs};
use crate::sqlalchemy::table::CONSTRAINTS;
use crate::sqlalchemy::types;
use crate::support::{attr, is_a, items, mark, this};

/// Attribute with the `ForeignKey`, `CheckConstraint`, `Identity`, `Computed` and `Sequence` objects.
pub(crate) const ITEMS: &str = "_items";
/// Attribute that tells whether `nullable=` was given.
pub(crate) const NULLABLE_GIVEN: &str = "_user_defined_nullable";

static SIGNATURE: Signature = Signature::new(
    "Column.__init__",
    "self, *args, name=MISSING, type_=MISSING, autoincrement='auto', default=MISSING, insert_default=MISSING, doc=None, key=None, \
     index=None, unique=None, info=None, nullable=MISSING, onupdate=None, primary_key=False, server_default=None, \
     server_onupdate=None, quote=None, system=False, comment=None, _proxies=None, **dialect_kwargs",
);

/// Attribute that tells whether a type was given.
pub(crate) const TYPE_GIVEN: &str = "_type_given";

/// Attribute that counts columns as they are made, where SQLAlchemy is older than 2.0: it orders the columns of a mapped
/// table by it. A mixin's column keeps its number in every class.
pub(crate) const CREATED: &str = "_creation_order";

/// Numbers a new column, if its number matters.
fn number(vm: &Vm, column: &Rc<Object>) {
    let numbers = vm.extension_or(Numbers::default);
    let matters = || crate::versions::is_before(vm, "sqlalchemy", &[2]);
    if *numbers.matter.get_or_init(matters) {
        numbers.last.set(numbers.last.get() + 1);
        column.set(CREATED, numbers.last.get());
    }
}

#[derive(Default)]
struct Numbers {
    matter: OnceCell<bool>,
    last: Cell<i64>,
}

/// What a column has only if it was given; the class has `None` for the others.
///
/// A project has thousands of columns: what nearly all have in common is an attribute of the class.
const RARE: [&str; 9] = [
    "index",
    "unique",
    "comment",
    "server_default",
    "server_onupdate",
    "quote",
    "doc",
    "default",
    "onupdate",
];

/// The class `Column`.
pub(crate) fn build_column(vm: &Vm, column_element: &Rc<Class>) -> Rc<Class> {
    let builder = ClassBuilder::new("sqlalchemy.sql.schema", "Column").base(column_element);
    RARE.iter()
        .fold(builder, |builder, name| builder.option(name, Value::None))
        .option("system", false)
        .option("primary_key", false)
        .attr(NULLABLE_GIVEN, false)
        .attr(TYPE_GIVEN, false)
        .attr("table", Value::None)
        .attr("autoincrement", "auto")
        .attr("__visit_name__", "column")
        .attr("inherit_cache", true)
        .init(init)
        .generic()
        .method("__repr__", |vm, args| repr(vm, &args.this()))
        .method("__str__", |vm, args| {
            let this = args.this();
            let name = attr(vm, &this, "name")?;
            let table = attr(vm, &this, "table")?;
            if table.is_none() {
                return Ok(name);
            }
            let table = attr(vm, &table, "description")?;
            Ok(Value::str(format!(
                "{}.{}",
                vm.str(&table)?,
                vm.str(&name)?
            )))
        })
        .method("_copy", copy_method)
        .method("copy", copy_method)
        .method("references", |_, _| Ok(Value::Bool(false)))
        .method("append_foreign_key", |vm, args| {
            let object = this(vm, args)?;
            append_item(&object, args.arg(1));
            Ok(Value::None)
        })
        .property("foreign_keys", foreign_keys, None)
        .property(
            "constraints",
            |vm, args| items_of_class(vm, args, |sa| &sa.check_constraint),
            None,
        )
        .property(
            "identity",
            |vm, args| first_item(vm, args, |sa| &sa.identity),
            None,
        )
        .property(
            "computed",
            |vm, args| first_item(vm, args, |sa| &sa.computed),
            None,
        )
        .property("expression", |_, args| Ok(args.this()), None)
        .property("kwargs", dialect_kwargs, None)
        .property("dialect_kwargs", dialect_kwargs, None)
        .property(
            "info",
            crate::sqlalchemy::table::info_dict,
            Some(crate::sqlalchemy::table::set_info),
        )
        .property(
            "description",
            |vm, args| attr(vm, &args.this(), "name"),
            None,
        )
        .property(
            "dialect_options",
            crate::sqlalchemy::table::dialect_options,
            None,
        )
        .build(vm)
}

/// SQLAlchemy 2.1's error for `default` and `insert_default` at once.
pub(crate) fn exclusive_defaults(vm: &Vm) -> alembic_python::Unwind {
    crate::registry::argument_error(
        vm,
        "The 'default' and 'insert_default' parameters of Column are mutually exclusive",
    )
}

fn init(vm: &Vm, args: &mut Args) -> PyResult {
    let span = args.span;
    let mut bound = args.bind(vm, &SIGNATURE)?;
    let Value::Object(object) = bound.take("self") else {
        return Err(vm.type_error("Column() needs an instance"));
    };
    mark(vm, &object, span);
    number(vm, &object);
    let mut rest = bound.rest();
    let mut name = bound.given("name").unwrap_or(Value::None);
    let mut type_ = bound.given("type_");
    if let Some(first) = rest.first()
        && (first.as_str().is_some() || first.is_none())
    {
        if !name.is_none() {
            return Err(crate::registry::argument_error(
                vm,
                "May not pass name positionally and as a keyword.",
            ));
        }
        name = rest.remove(0);
    } else if let Some(Value::Opaque(_)) = rest.first()
        && name.is_none()
        && rest.len() > 1
        && types::is_type(vm, rest.get(1).unwrap_or(&Value::None))?
    {
        // A name that is not known: nothing may be made of it.
        vm.require_concrete(rest.first().unwrap_or(&Value::None), "the name of a column")?;
    }
    // `Column("x", None, ForeignKey(...))`: the type is that of the target.
    if type_.is_none() && rest.first().is_some_and(Value::is_none) {
        rest.remove(0);
    }
    if let Some(first) = rest.first() {
        let first = vm.force(first)?;
        if types::is_type(vm, &first)? {
            if type_.is_some() {
                return Err(crate::registry::argument_error(
                    vm,
                    "May not pass type_ positionally and as a keyword.",
                ));
            }
            rest.remove(0);
            type_ = Some(first);
        } else if matches!(first, Value::Opaque(_)) {
            // An unknown value in the place of the type: the schema would depend on it.
            vm.require_concrete(&first, "the type of a column")?;
        }
    }
    let type_given = type_.as_ref().is_some_and(|type_| !type_.is_none());
    let type_ = types::instantiate(vm, &type_.unwrap_or(Value::None))?;
    vm.require_concrete(&type_, "the type of a column")?;

    let primary_key = bound.take("primary_key");
    vm.require_concrete(&primary_key, "`primary_key` of a column")?;
    let primary_key = vm.truth(&primary_key)?;
    let key = bound.take("key");
    object.set("key", if key.is_none() { name.clone() } else { key });
    object.set("name", name);
    object.set("type", type_);
    if type_given {
        object.set(TYPE_GIVEN, true);
    }
    if primary_key {
        object.set("primary_key", true);
    }
    let has_identity = rest
        .iter()
        .any(|item| sa(vm).is_ok_and(|sa| is_a(item, &sa.identity)));
    if let Some(nullable) = bound.given("nullable") {
        vm.require_concrete(&nullable, "`nullable` of a column")?;
        object.set("nullable", vm.truth(&nullable)?);
        object.set(NULLABLE_GIVEN, true);
    } else {
        object.set("nullable", !primary_key && !has_identity);
    }
    let sa = sa(vm)?;
    for field in [
        "index",
        "unique",
        "system",
        "autoincrement",
        "comment",
        "server_default",
        "server_onupdate",
    ] {
        if let Some(value) = bound.given(field) {
            if value.is_opaque() {
                vm.require_concrete(&value, &format!("`{field}` of a column"))?;
            }
            let value = match field {
                "server_default" | "server_onupdate" => wrap_server_default(&sa, value),
                _ => value,
            };
            object.set(field, value);
        }
    }
    for field in ["quote", "doc"] {
        if let Some(value) = bound.given(field) {
            let is_unnamed = object.get("name").is_none_or(|name| name.is_none());
            if field == "quote" && is_unnamed && !value.is_none() {
                return Err(crate::registry::argument_error(
                    vm,
                    "Explicit 'name' is required when sending 'quote' argument",
                ));
            }
            object.set(field, value);
        }
    }
    let default = bound.given("default");
    let default = match bound.given("insert_default") {
        Some(_) if default.is_some() => return Err(exclusive_defaults(vm)),
        Some(given) => given,
        None => default.unwrap_or(Value::None),
    };
    let mut kept = Vec::new();
    if is_a(&default, &sa.sequence) {
        kept.push(default.clone());
    }
    let onupdate = bound.take("onupdate");
    for (field, value) in [("default", default), ("onupdate", onupdate)] {
        if !value.is_none() {
            object.set(field, wrap_default(vm, &sa, value)?);
        }
    }
    for item in rest {
        let item = vm.force(&item)?;
        vm.require_concrete(&item, "an argument of a column")?;
        if is_a(&item, &sa.identity) || is_a(&item, &sa.computed) {
            object.set("server_default", item.clone());
            if is_a(&item, &sa.computed) {
                object.set("server_onupdate", item.clone());
            }
        } else if is_a(&item, &sa.sequence) || is_a(&item, &sa.column_default) {
            object.set("default", item.clone());
        } else if is_a(&item, &sa.fetched_value) {
            object.set("server_default", item.clone());
        } else if !is_a(&item, &sa.schema_item) {
            return Err(crate::registry::argument_error(
                vm,
                format!(
                    "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got {}",
                    vm.repr(&item)?
                ),
            ));
        }
        if is_a(&item, &sa.foreign_key)
            && let Value::Object(foreign_key) = &item
        {
            foreign_key.set("parent", Value::Object(object.clone()));
        }
        kept.push(item);
    }
    if !kept.is_empty() {
        object.set(ITEMS, Value::list(kept));
    }
    let info = bound.take("info");
    if !info.is_none() {
        object.set("_info", info);
    }
    let keywords = bound.kwargs();
    dialect_keywords::check(vm, "Column", &keywords)?;
    dialect_keywords::keep(&object, keywords);
    Ok(Value::None)
}

/// `Column.default` is a `ColumnDefault` object whose `arg` is the value.
/// `DefaultClause(...)` around a text or an expression.
fn wrap_server_default(sa: &Sa, value: Value) -> Value {
    if value.as_str().is_none() && !is_a(&value, &sa.clause_element)
        || is_a(&value, &sa.fetched_value)
    {
        return value;
    }
    let wrapped = Object::new(&sa.default_clause);
    wrapped.set("arg", value);
    Value::Object(wrapped)
}

fn wrap_default(vm: &Vm, sa: &Sa, value: Value) -> PyResult {
    if value.is_none() || is_a(&value, &sa.sequence) || is_a(&value, &sa.column_default) {
        return Ok(value);
    }
    let wrapped = Object::new(&sa.column_default);
    wrapped.set(
        "is_callable",
        matches!(
            value,
            Value::Function(_) | Value::Native(_) | Value::Method(_) | Value::Class(_)
        ),
    );
    wrapped.set(
        "is_scalar",
        !matches!(
            value,
            Value::Function(_) | Value::Native(_) | Value::Method(_) | Value::Class(_)
        ) && !is_a(&value, &sa.clause_element),
    );
    wrapped.set("is_sequence", false);
    wrapped.set("is_clause_element", is_a(&value, &sa.clause_element));
    wrapped.set("arg", value);
    let _ = vm;
    Ok(Value::Object(wrapped))
}

/// Adds what hangs on a column.
pub(crate) fn append_item(object: &Rc<Object>, item: Value) {
    match object.get(ITEMS) {
        Some(Value::List(list)) => list.push(item),
        _ => object.set(ITEMS, Value::list(vec![item])),
    }
}

pub(crate) fn own_items(object: &Rc<Object>) -> Vec<Value> {
    object
        .get(ITEMS)
        .and_then(|list| list.as_sequence())
        .unwrap_or_default()
}

fn items_of_class(vm: &Vm, args: &mut Args, pick: fn(&Sa) -> &Rc<Class>) -> PyResult {
    let object = this(vm, args)?;
    let sa = sa(vm)?;
    let found = own_items(&object)
        .into_iter()
        .filter(|item| is_a(item, pick(&sa)));
    Ok(Value::Set(alembic_python::Set::from_items(vm, found)?))
}

/// `Column.foreign_keys`: its own, and those of the constraints of its table.
fn foreign_keys(vm: &Vm, args: &mut Args) -> PyResult {
    let object = this(vm, args)?;
    let sa = sa(vm)?;
    let mut found = own_items(&object);
    found.retain(|item| is_a(item, &sa.foreign_key));
    if let Some(Value::Object(table)) = object.get("table") {
        for constraint in crate::sqlalchemy::table::list_of(&table, CONSTRAINTS) {
            if !is_a(&constraint, &sa.foreign_key_constraint) {
                continue;
            }
            for key in items(vm, &attr(vm, &constraint, "elements")?)? {
                if attr(vm, &key, "parent")?.is(&args.this()) {
                    found.push(key);
                }
            }
        }
    }
    Ok(Value::Set(alembic_python::Set::from_items(vm, found)?))
}

fn first_item(vm: &Vm, args: &mut Args, pick: fn(&Sa) -> &Rc<Class>) -> PyResult {
    let object = this(vm, args)?;
    let sa = sa(vm)?;
    Ok(own_items(&object)
        .into_iter()
        .find(|item| is_a(item, pick(&sa)))
        .unwrap_or(Value::None))
}

/// A copy that belongs to no table, as mixins and `to_metadata` need it.
pub(crate) fn copy(vm: &Vm, object: &Rc<Object>) -> PyResult<Rc<Object>> {
    let new = Object::new(&object.class());
    *new.attrs.borrow_mut() = object.attrs.borrow().clone();
    new.span.set(object.span.get());
    // What its flags and type made belongs to the table of the original.
    for (field, value) in [
        ("table", Value::None),
        ("_used", Value::Bool(false)),
        ("_generated", Value::None),
        ("_type_bound_check", Value::None),
        (crate::sqlalchemy::constraints::WAITING, Value::None),
    ] {
        if new.get(field).is_some() {
            new.set(field, value);
        }
    }
    // A column of a table has the type that its foreign key gives it by now.
    if let Some(found) = crate::convert::type_from_foreign_key(vm, object)? {
        new.set("type", found);
    }
    let sa = sa(vm)?;
    let mut copies = Vec::new();
    for item in own_items(object) {
        match &item {
            Value::Object(inner) => {
                let duplicate = Object::new(&inner.class());
                *duplicate.attrs.borrow_mut() = inner.attrs.borrow().clone();
                duplicate.span.set(inner.span.get());
                if is_a(&item, &sa.foreign_key) {
                    duplicate.set("parent", Value::Object(new.clone()));
                    if duplicate.get("_constraint").is_some() {
                        duplicate.set("_constraint", Value::None);
                    }
                }
                copies.push(Value::Object(duplicate));
            }
            _ => copies.push(item),
        }
    }
    if object.get(ITEMS).is_some() {
        new.set(ITEMS, Value::list(copies));
    }
    if let Some(Value::Dict(kwargs)) = object.get(DIALECT_KWARGS) {
        new.set(DIALECT_KWARGS, Value::Dict(kwargs.copy()));
    }
    Ok(new)
}

/// True without foreign keys, checks, identity, computed and sequence.
pub(crate) fn has_no_items(column: &Rc<Object>) -> bool {
    match column.get(ITEMS) {
        Some(Value::List(list)) => list.is_empty(),
        _ => true,
    }
}

/// `column.copy()`: foreign keys that belong to a constraint of a table stay there.
fn copy_method(vm: &Vm, args: &mut Args) -> PyResult {
    let object = this(vm, args)?;
    let new = copy(vm, &object)?;
    number(vm, &new);
    let is_bound = object.get("table").is_some_and(|table| !table.is_none());
    if is_bound || object.get("_used").and_then(|flag| flag.as_bool()) == Some(true) {
        remove_foreign_keys(vm, &new)?;
    }
    Ok(Value::Object(new))
}

/// Leaves a column without its `ForeignKey` items.
pub(crate) fn remove_foreign_keys(vm: &Vm, column: &Rc<Object>) -> PyResult<()> {
    let sa = sa(vm)?;
    let mut kept = own_items(column);
    kept.retain(|item| !is_a(item, &sa.foreign_key));
    column.set(ITEMS, Value::list(kept));
    Ok(())
}

fn repr(vm: &Vm, value: &Value) -> PyResult {
    let name = attr(vm, value, "name")?;
    let type_ = attr(vm, value, "type")?;
    let table = attr(vm, value, "table")?;
    let mut parts = vec![vm.repr(&name)?.to_string(), vm.repr(&type_)?.to_string()];
    let foreign_keys = attr(vm, value, "foreign_keys")?;
    for key in items(vm, &foreign_keys)? {
        parts.push(vm.repr(&key)?.to_string());
    }
    parts.push(if table.is_none() {
        "table=None".to_owned()
    } else {
        format!("table=<{}>", vm.str(&attr(vm, &table, "description")?)?)
    });
    if attr(vm, value, "primary_key")?.as_bool() == Some(true) {
        parts.push("primary_key=True".to_owned());
    }
    if attr(vm, value, "nullable")?.as_bool() == Some(false) {
        parts.push("nullable=False".to_owned());
    }
    let default = attr(vm, value, "server_default")?;
    if !default.is_none() {
        parts.push(format!("server_default={}", vm.repr(&default)?));
    }
    let comment = attr(vm, value, "comment")?;
    if !comment.is_none() {
        parts.push(format!("comment={}", vm.repr(&comment)?));
    }
    Ok(Value::str(format!("Column({})", parts.join(", "))))
}

/// Attribute with the (key, column) pairs of a collection.
const PAIRS: &str = "_pairs";

/// The class of `Table.c`, `Table.columns` and `subquery.c`.
pub(crate) fn build_collection(vm: &Vm) -> Rc<Class> {
    ClassBuilder::new("sqlalchemy.sql.base", "ReadOnlyColumnCollection")
        .method("__getattr__", |vm, args| {
            let name = args.arg(1);
            let name = name.as_str().unwrap_or_default();
            match find(args, name) {
                Some(column) => Ok(column),
                None => Err(vm.attribute_error(name)),
            }
        })
        .method("__getitem__", |vm, args| {
            let index = args.arg(1);
            if let Some(name) = index.as_str() {
                return find(args, name).ok_or_else(|| vm.key_error(Value::str(&*name)));
            }
            let values = Value::tuple(pairs(args).into_iter().map(|(_, column)| column).collect());
            vm.getitem(&values, &index)
        })
        .method("__iter__", |vm, args| {
            vm.iter(&Value::list(
                pairs(args).into_iter().map(|(_, column)| column).collect(),
            ))
        })
        .method("__len__", |_, args| Ok(Value::from(pairs(args).len())))
        .method("__contains__", |vm, args| {
            let wanted = args.arg(1);
            match wanted.as_str() {
                Some(name) => Ok(Value::Bool(find(args, name).is_some())),
                None => Err(vm.raise("ArgumentError", "__contains__ requires a string argument")),
            }
        })
        .method("get", |_, args| {
            let name = args.arg(1).to_text().unwrap_or_default();
            Ok(find(args, &name).unwrap_or_else(|| args.arg(2)))
        })
        .method("keys", |_, args| {
            Ok(Value::list(
                pairs(args).into_iter().map(|(key, _)| key).collect(),
            ))
        })
        .method("values", |_, args| {
            Ok(Value::list(
                pairs(args).into_iter().map(|(_, column)| column).collect(),
            ))
        })
        .method("items", |_, args| {
            Ok(Value::list(
                pairs(args)
                    .into_iter()
                    .map(|(key, column)| Value::tuple(vec![key, column]))
                    .collect(),
            ))
        })
        .method("contains_column", |_, args| {
            let wanted = args.arg(1);
            Ok(Value::Bool(
                pairs(args).iter().any(|(_, column)| column.is(&wanted)),
            ))
        })
        .method("as_readonly", |_, args| Ok(args.this()))
        .build(vm)
}

fn pairs(args: &Args) -> Vec<(Value, Value)> {
    let Value::Object(object) = args.this() else {
        return Vec::new();
    };
    let list = object
        .get(PAIRS)
        .and_then(|list| list.as_sequence())
        .unwrap_or_default();
    list.into_iter()
        .filter_map(|pair| match pair.as_sequence()?.as_slice() {
            [key, column] => Some((key.clone(), column.clone())),
            _ => None,
        })
        .collect()
}

fn find(args: &Args, name: &str) -> Option<Value> {
    pairs(args)
        .into_iter()
        .find(|(key, _)| key.as_str() == Some(name))
        .map(|(_, column)| column)
}

/// A collection of columns in order, by key.
pub(crate) fn collection(vm: &Vm, columns: &[Value]) -> PyResult {
    let object = Object::new(&sa(vm)?.column_collection);
    let mut list = Vec::with_capacity(columns.len());
    for column in columns {
        let key = match column {
            Value::Object(inner) => match inner.get_symbol(Symbol::new("key")) {
                Some(key) => key,
                None => attr(vm, column, "key")?,
            },
            _ => attr(vm, column, "key")?,
        };
        list.push(Value::tuple(vec![key, column.clone()]));
    }
    object.set(PAIRS, Value::list(list));
    Ok(Value::Object(object))
}

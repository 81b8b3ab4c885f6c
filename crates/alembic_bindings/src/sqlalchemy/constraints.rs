//! Constraints, foreign keys and indexes as Python objects.

use std::rc::Rc;

use alembic_python::{Args, Bound, Class, ClassBuilder, Object, PyResult, Signature, Value, Vm};

use crate::registry::{argument_error, sa};
use crate::sqlalchemy::dialect_keywords::{self, DIALECT_KWARGS, dialect_kwargs};
use crate::sqlalchemy::table::{attach, dialect_options, info_dict, set_info};
use crate::support::{attr, call, is_a, items, mark, set_option, text, this};

/// Attribute with the columns or expressions as given.
pub(crate) const ELEMENTS: &str = "_elements";

/// The classes of this module.
pub(crate) struct Constraints {
    pub(crate) foreign_key: Rc<Class>,
    pub(crate) constraint: Rc<Class>,
    pub(crate) column_collection_constraint: Rc<Class>,
    pub(crate) foreign_key_constraint: Rc<Class>,
    pub(crate) primary_key_constraint: Rc<Class>,
    pub(crate) unique_constraint: Rc<Class>,
    pub(crate) check_constraint: Rc<Class>,
    pub(crate) exclude_constraint: Rc<Class>,
    pub(crate) index: Rc<Class>,
}

static FOREIGN_KEY: Signature = Signature::new(
    "ForeignKey.__init__",
    "self, column, _constraint=None, use_alter=False, name=None, onupdate=None, ondelete=None, deferrable=None, initially=None, \
     link_to_name=False, match=None, info=None, comment=None, _unresolvable=False, **dialect_kw",
);
static FOREIGN_KEY_CONSTRAINT: Signature = Signature::new(
    "ForeignKeyConstraint.__init__",
    "self, columns, refcolumns, name=None, onupdate=None, ondelete=None, deferrable=None, initially=None, use_alter=False, \
     link_to_name=False, match=None, table=None, info=None, comment=None, **dialect_kw",
);
static COLUMNS_CONSTRAINT: Signature = Signature::new(
    "UniqueConstraint.__init__",
    "self, *columns, name=None, deferrable=None, initially=None, info=None, comment=None, _implicit_generated=False, _autoattach=True, \
     _column_flag=False, **dialect_kw",
);
static CHECK: Signature = Signature::new(
    "CheckConstraint.__init__",
    "self, sqltext, name=None, deferrable=None, initially=None, table=None, info=None, _create_rule=None, _autoattach=True, \
     _type_bound=False, comment=None, **dialect_kw",
);
static EXCLUDE: Signature = Signature::new(
    "ExcludeConstraint.__init__",
    "self, *elements, name=None, deferrable=None, initially=None, using='gist', where=None, ops=None, info=None, comment=None, **dialect_kw",
);
static INDEX: Signature = Signature::new(
    "Index.__init__",
    "self, name, *expressions, unique=False, quote=None, info=None, _table=None, _column_flag=False, **dialect_kw",
);

const COMMON: &[&str] = &["name", "deferrable", "initially", "comment"];
const REFERENCE: &[&str] = &["onupdate", "ondelete", "use_alter", "link_to_name", "match"];
const EXCLUSION: &[&str] = &["using", "where", "ops"];

/// Attribute of a foreign key constraint in a table with its `ForeignKey` objects, once somebody has asked for them.
const KEYS: &str = "_keys";

/// What an option is that was not given: an attribute of the class, as most are not.
fn unset(option: &str) -> Value {
    match option {
        "use_alter" | "link_to_name" => Value::Bool(false),
        "using" => Value::str("gist"),
        _ => Value::None,
    }
}

fn with_unset(class: ClassBuilder, options: &[&'static str]) -> ClassBuilder {
    options
        .iter()
        .fold(class, |class, option| class.option(option, unset(option)))
}

/// Takes over what is given of the options of a foreign key.
pub(crate) fn take_over(from: &Object, to: &Rc<Object>) {
    for field in COMMON.iter().chain(REFERENCE).chain(&[DIALECT_KWARGS]) {
        if let Some(given) = from.get(field) {
            to.set(field, given);
        }
    }
}

/// Builds the classes.
pub(crate) fn build(vm: &Vm, schema_item: &Rc<Class>) -> Constraints {
    let module = "sqlalchemy.sql.schema";
    let foreign_key = with_unset(ClassBuilder::new(module, "ForeignKey"), COMMON);
    let foreign_key = with_unset(foreign_key, REFERENCE)
        .base(schema_item)
        .attr("__visit_name__", "foreign_key")
        .attr("parent", Value::None)
        .init(init_foreign_key)
        .property(
            "target_fullname",
            |vm, args| {
                let object = this(vm, args)?;
                crate::convert::foreign_key_spec(vm, &object).map(Value::str)
            },
            None,
        )
        .property(
            "_colspec",
            |vm, args| Ok(this(vm, args)?.get("_column").unwrap_or(Value::None)),
            None,
        )
        .property("column", referred_column, None)
        .property("constraint", constraint_of_key, None)
        .property("info", info_dict, Some(set_info))
        .property("dialect_kwargs", dialect_kwargs, None)
        .method("_get_colspec", |vm, args| {
            crate::convert::foreign_key_spec(vm, &this(vm, args)?).map(Value::str)
        })
        .method("__repr__", |vm, args| {
            let spec = crate::convert::foreign_key_spec(vm, &this(vm, args)?)?;
            Ok(Value::str(format!(
                "ForeignKey({})",
                vm.repr(&Value::str(spec))?
            )))
        })
        .build(vm);
    let constraint = ClassBuilder::new(module, "Constraint")
        .base(schema_item)
        .attr("__visit_name__", "constraint")
        .attr("table", Value::None)
        .init(|vm, args| {
            let object = this(vm, args)?;
            let name = args.get_or_keyword(1, "name").unwrap_or(Value::None);
            object.set("name", name);
            Ok(Value::None)
        })
        .property("info", info_dict, Some(set_info))
        .property("dialect_options", dialect_options, None)
        .property("kwargs", dialect_kwargs, None)
        .property("dialect_kwargs", dialect_kwargs, None);
    let constraint = with_unset(constraint, COMMON).build(vm);
    let collection = ClassBuilder::new(module, "ColumnCollectionConstraint")
        .base(&constraint)
        .property("columns", constraint_columns, None)
        .method("__iter__", |vm, args| {
            let columns = constraint_columns(vm, args)?;
            vm.iter(&columns)
        })
        .method("__len__", |vm, args| {
            let columns = constraint_columns(vm, args)?;
            vm.len(&columns).map(Value::from)
        })
        .build(vm);
    let columns_class = |name: &str, visit: &str| {
        ClassBuilder::new(module, name)
            .base(&collection)
            .attr("__visit_name__", visit)
            .init(init_columns)
            .build(vm)
    };
    let unique_constraint = columns_class("UniqueConstraint", "unique_constraint");
    let primary_key_constraint = columns_class("PrimaryKeyConstraint", "primary_key_constraint");
    let foreign_key_constraint = ClassBuilder::new(module, "ForeignKeyConstraint");
    let foreign_key_constraint = with_unset(foreign_key_constraint, REFERENCE)
        .base(&collection)
        .attr("__visit_name__", "foreign_key_constraint")
        .init(init_foreign_key_constraint)
        .property(
            "column_keys",
            |vm, args| Ok(this(vm, args)?.get(ELEMENTS).unwrap_or(Value::None)),
            None,
        )
        .property("elements", elements_of_foreign_key, None)
        .property(
            "referred_table",
            |vm, args| {
                let elements = elements_of_foreign_key(vm, args)?;
                match items(vm, &elements)?.first() {
                    Some(first) => attr(vm, &attr(vm, first, "column")?, "table"),
                    None => Ok(Value::None),
                }
            },
            None,
        )
        .build(vm);
    let check_constraint = ClassBuilder::new(module, "CheckConstraint")
        .base(&collection)
        .attr("__visit_name__", "check_constraint")
        .init(init_check)
        .build(vm);
    let exclude_constraint =
        ClassBuilder::new("sqlalchemy.dialects.postgresql.ext", "ExcludeConstraint");
    let exclude_constraint = with_unset(exclude_constraint, EXCLUSION)
        .base(&collection)
        .attr("__visit_name__", "exclude_constraint")
        .init(init_exclude)
        .build(vm);
    let index = ClassBuilder::new(module, "Index")
        .base(schema_item)
        .attr("__visit_name__", "index")
        .attr("table", Value::None)
        .init(init_index)
        .property("columns", constraint_columns, None)
        .property("expressions", index_expressions, None)
        .property("info", info_dict, Some(set_info))
        .property("dialect_options", dialect_options, None)
        .property("kwargs", dialect_kwargs, None)
        .property("dialect_kwargs", dialect_kwargs, None)
        .method("create", |vm, args| create_or_drop_index(vm, args, true))
        .method("drop", |vm, args| create_or_drop_index(vm, args, false))
        .method("__repr__", |vm, args| {
            let name = attr(vm, &args.this(), "name")?;
            Ok(Value::str(format!("Index({})", vm.repr(&name)?)))
        })
        .build(vm);
    Constraints {
        foreign_key,
        constraint,
        column_collection_constraint: collection,
        foreign_key_constraint,
        primary_key_constraint,
        unique_constraint,
        check_constraint,
        exclude_constraint,
        index,
    }
}

/// Moves parameters into attributes and the dialect's keywords into `dialect_kwargs`.
fn store(vm: &Vm, object: &Rc<Object>, bound: &mut Bound, fields: &[&'static str]) -> PyResult<()> {
    for field in fields {
        if let Some(value) = bound.given(field)
            && value.is_opaque()
        {
            vm.require_concrete(&value, &format!("`{field}` of a constraint"))?;
        }
        set_option(object, bound, field);
    }
    let info = bound.take("info");
    if !info.is_none() {
        object.set("_info", info);
    }
    let keywords = bound.kwargs();
    check_keywords(vm, object, &keywords)?;
    for (name, value) in &keywords {
        if value.is_opaque() {
            vm.require_concrete(value, &format!("`{name}` of a constraint"))?;
        }
    }
    dialect_keywords::keep(object, keywords);
    Ok(())
}

/// A `ForeignKey` hands its keywords on to the constraint that is made of it.
fn check_keywords(
    vm: &Vm,
    object: &Rc<Object>,
    keywords: &alembic_python::Keywords,
) -> PyResult<()> {
    let sa = sa(vm)?;
    let class = object.class();
    let known = [
        (&sa.index, "Index"),
        (&sa.unique_constraint, "UniqueConstraint"),
        (&sa.primary_key_constraint, "PrimaryKeyConstraint"),
        (&sa.check_constraint, "CheckConstraint"),
        (&sa.exclude_constraint, "ExcludeConstraint"),
        (&sa.foreign_key_constraint, "ForeignKeyConstraint"),
        (&sa.foreign_key, "ForeignKeyConstraint"),
    ];
    match known
        .into_iter()
        .find(|(base, _)| class.is_subclass_of(base))
    {
        Some((_, name)) => crate::sqlalchemy::dialect_keywords::check(vm, name, keywords),
        None => Ok(()),
    }
}

fn start(vm: &Vm, args: &mut Args, signature: &'static Signature) -> PyResult<(Rc<Object>, Bound)> {
    let span = args.span;
    let mut bound = args.bind(vm, signature)?;
    let Value::Object(object) = bound.take("self") else {
        return Err(vm.type_error("the constructor needs an instance"));
    };
    mark(vm, &object, span);
    Ok((object, bound))
}

fn init_foreign_key(vm: &Vm, args: &mut Args) -> PyResult {
    let (object, mut bound) = start(vm, args, &FOREIGN_KEY)?;
    let column = bound.take("column");
    let column = vm.force(&column)?;
    vm.require_concrete(&column, "the target of a foreign key")?;
    object.set("_column", column);
    store(vm, &object, &mut bound, &[COMMON, REFERENCE].concat())?;
    Ok(Value::None)
}

/// `ForeignKey.column`: the target, looked up in the metadata of the parent's table.
fn referred_column(vm: &Vm, args: &mut Args) -> PyResult {
    let object = this(vm, args)?;
    let target = object.get("_column").unwrap_or(Value::None);
    let sa = sa(vm)?;
    if is_a(&target, &sa.column) {
        return Ok(target);
    }
    let spec = crate::convert::foreign_key_spec(vm, &object)?;
    let parent = object.get("parent").unwrap_or(Value::None);
    let fail = |text: String| crate::support::raise(vm, &sa.no_referenced_table_error, text);
    if parent.is_none() {
        return Err(crate::support::raise(
            vm,
            &sa.invalid_request_error,
            "this ForeignKey object does not yet have a parent Column associated with it.",
        ));
    }
    let table = attr(vm, &parent, "table")?;
    let metadata = attr(vm, &table, "metadata")?;
    let tables = attr(vm, &metadata, "tables")?;
    let (schema, name, column) = alembic_schema::parse_target(&spec);
    let key = match schema {
        Some(schema) => format!("{schema}.{name}"),
        None => name.to_owned(),
    };
    let found = match &tables {
        Value::Dict(tables) => tables.get_str(&key),
        _ => None,
    };
    let Some(found) = found else {
        return Err(fail(format!(
            "Foreign key could not find table '{key}' with which to generate a foreign key to target column '{}'",
            column.unwrap_or_default()
        )));
    };
    let columns = attr(vm, &found, "c")?;
    let wanted = match column {
        Some(column) => column.to_owned(),
        None => text(vm, &attr(vm, &parent, "key")?, "key")?,
    };
    vm.getitem(&columns, &Value::str(wanted))
}

/// The constraint that was made of a key of a column, if somebody has asked for it; a copy of a key has that of the original.
pub(crate) fn constraint_made_of(key: &Rc<Object>) -> Option<Rc<Object>> {
    let Some(Value::Object(made)) = key.get("_constraint") else {
        return None;
    };
    match made.get(KEYS)?.as_sequence()?.as_slice() {
        [Value::Object(own)] if Rc::ptr_eq(own, key) => Some(made),
        _ => None,
    }
}

/// `ForeignKey.constraint`: of a key that a column has, once the column has a table.
fn constraint_of_key(vm: &Vm, args: &mut Args) -> PyResult {
    let object = this(vm, args)?;
    if let Some(found) = object.get("_constraint").filter(|found| !found.is_none()) {
        return Ok(found);
    }
    let parent = object.get("parent").unwrap_or(Value::None);
    if parent.is_none() {
        return Ok(Value::None);
    }
    let table = attr(vm, &parent, "table")?;
    if table.is_none() {
        return Ok(Value::None);
    }
    let sa = sa(vm)?;
    let made = Object::new(&sa.foreign_key_constraint);
    made.set("table", table.clone());
    made.set("parent", table);
    made.set(ELEMENTS, Value::list(vec![parent]));
    let target = object.get("_column").unwrap_or(Value::None);
    made.set("_refcolumns", Value::list(vec![target]));
    take_over(&object, &made);
    made.span.set(object.span.get());
    made.set(KEYS, Value::list(vec![Value::Object(object.clone())]));
    object.set("_constraint", Value::Object(made.clone()));
    Ok(Value::Object(made))
}

fn init_foreign_key_constraint(vm: &Vm, args: &mut Args) -> PyResult {
    let (object, mut bound) = start(vm, args, &FOREIGN_KEY_CONSTRAINT)?;
    for (field, attribute) in [("columns", ELEMENTS), ("refcolumns", "_refcolumns")] {
        let value = bound.take(field);
        vm.require_concrete(&value, "the columns of a foreign key")?;
        let found = items(vm, &value)?;
        for item in &found {
            vm.require_concrete(item, "a column of a foreign key")?;
        }
        object.set(attribute, Value::list(found));
    }
    let lengths = (
        list_len(&object, ELEMENTS),
        list_len(&object, "_refcolumns"),
    );
    if lengths.0 != lengths.1 {
        return Err(argument_error(
            vm,
            "ForeignKeyConstraint number of constrained columns must match the number of referenced columns.",
        ));
    }
    let table = bound.take("table");
    store(vm, &object, &mut bound, &[COMMON, REFERENCE].concat())?;
    if let Value::Object(table) = &table {
        attach(vm, table, &Value::Object(object))?;
    }
    Ok(Value::None)
}

fn list_len(object: &Rc<Object>, name: &'static str) -> usize {
    object
        .get(name)
        .and_then(|list| list.as_sequence())
        .map_or(0, |list| list.len())
}

/// `ForeignKeyConstraint.elements`: one `ForeignKey` per column pair.
fn elements_of_foreign_key(vm: &Vm, args: &mut Args) -> PyResult {
    let object = this(vm, args)?;
    if let Some(known @ Value::List(_)) = object.get(KEYS)
        && let Some(Value::Object(key)) = known.as_sequence().and_then(|keys| keys.first().cloned())
        // A copy has those of the original.
        && matches!(key.get("_constraint"), Some(Value::Object(owner)) if Rc::ptr_eq(&owner, &object))
    {
        return Ok(known);
    }
    let sa = sa(vm)?;
    let columns = constraint_columns(vm, args)?;
    let columns = items(vm, &columns)?;
    let targets = object
        .get("_refcolumns")
        .and_then(|list| list.as_sequence())
        .unwrap_or_default();
    let mut out = Vec::new();
    for (parent, target) in columns.into_iter().zip(targets) {
        let element = Object::new(&sa.foreign_key);
        element.set("_column", target);
        element.set("parent", parent);
        element.set("_constraint", Value::Object(object.clone()));
        take_over(&object, &element);
        out.push(Value::Object(element));
    }
    let out = Value::list(out);
    if object.get("table").is_some_and(|table| !table.is_none()) {
        object.set(KEYS, out.clone());
    }
    Ok(out)
}

fn init_columns(vm: &Vm, args: &mut Args) -> PyResult {
    let (object, mut bound) = start(vm, args, &COLUMNS_CONSTRAINT)?;
    let mut columns = Vec::new();
    for column in bound.rest() {
        let column = vm.force(&column)?;
        vm.require_concrete(&column, "a column of a constraint")?;
        columns.push(column);
    }
    object.set(ELEMENTS, Value::list(columns.clone()));
    store(vm, &object, &mut bound, COMMON)?;
    auto_attach(vm, &object, &columns)?;
    Ok(Value::None)
}

/// A constraint over `Column` objects attaches itself to their table, once all of them have one.
///
/// Mirrors `ColumnCollectionMixin._check_attach`; with a name among the columns there is no waiting.
fn auto_attach(vm: &Vm, object: &Rc<Object>, columns: &[Value]) -> PyResult<()> {
    let sa = sa(vm)?;
    let mut waiting = Vec::new();
    let mut table = None;
    let mut has_names = false;
    for column in columns {
        let column = match column {
            Value::Object(mapped) if mapped.class().is_subclass_of(&sa.mapped_column) => {
                attr(vm, column, "column")?
            }
            other => other.clone(),
        };
        if let Some(found) = crate::support::instance(&column, &sa.column) {
            match found.get("table") {
                Some(Value::Object(owner)) => table = table.or(Some(owner)),
                _ => waiting.push(Value::Object(found.clone())),
            }
        } else if column.as_str().is_some() {
            has_names = true;
        } else if let Some(owner) = crate::convert::table_of_expression(vm, &sa, &column)? {
            table = table.or(Some(owner));
        } else if let Some(found) = crate::sqlalchemy::expression::expr_opt(vm, &column)? {
            let mut loose = sa.loose.borrow_mut();
            for name in found.columns() {
                if crate::convert::is_unnamed(name.as_str()) {
                    loose.push((name.as_str().to_owned(), object.clone()));
                }
            }
        }
    }
    if !waiting.is_empty() && !has_names {
        for column in &waiting {
            if let Value::Object(column) = column {
                let mut list = column
                    .get(WAITING)
                    .and_then(|list| list.as_sequence())
                    .unwrap_or_default();
                list.push(Value::Object(object.clone()));
                column.set(WAITING, Value::list(list));
            }
        }
        object.set(WAITING, Value::list(waiting));
        return Ok(());
    }
    match table {
        Some(table) => attach(vm, &table, &Value::Object(object.clone())),
        None => Ok(()),
    }
}

/// Attribute of a column with the constraints that wait for its table, and of a constraint with the columns it waits for.
pub(crate) const WAITING: &str = "_waiting";

/// Attaches the constraints that only waited for this column to get its table.
pub(crate) fn attach_waiting(vm: &Vm, table: &Rc<Object>, column: &Rc<Object>) -> PyResult<()> {
    let sa = sa(vm)?;
    let mut ready: Vec<Value> = Vec::new();
    if let Some(list) = column.get(WAITING).and_then(|list| list.as_sequence()) {
        column.set(WAITING, Value::None);
        let has_table = |column: &Value| match column {
            Value::Object(column) => matches!(column.get("table"), Some(Value::Object(_))),
            _ => true,
        };
        ready.extend(list.into_iter().filter(|constraint| {
            match constraint {
                Value::Object(constraint) => constraint
                    .get(WAITING)
                    .and_then(|columns| columns.as_sequence())
                    .unwrap_or_default()
                    .iter()
                    .all(has_table),
                _ => false,
            }
        }));
    }
    if !sa.loose.borrow().is_empty() {
        let name = crate::convert::unnamed(column);
        sa.loose.borrow_mut().retain(|(known, constraint)| {
            let is_this = *known == name;
            if is_this {
                ready.push(Value::Object(constraint.clone()));
            }
            !is_this
        });
    }
    for constraint in ready {
        attach(vm, table, &constraint)?;
    }
    Ok(())
}

fn init_check(vm: &Vm, args: &mut Args) -> PyResult {
    let (object, mut bound) = start(vm, args, &CHECK)?;
    let sqltext = bound.take("sqltext");
    vm.require_concrete(&sqltext, "the condition of a CHECK constraint")?;
    object.set(ELEMENTS, Value::list(Vec::new()));
    let sqltext = match sqltext.as_str() {
        Some(written) => {
            let class = Value::Class(sa(vm)?.text_clause.clone());
            call(vm, &class, vec![Value::str(written)])?
        }
        None => sqltext,
    };
    object.set("sqltext", sqltext.clone());
    let table = bound.take("table");
    let attaches = vm.truth(&bound.take("_autoattach"))?;
    store(vm, &object, &mut bound, COMMON)?;
    if let Value::Object(table) = &table {
        attach(vm, table, &Value::Object(object))?;
    } else if attaches {
        auto_attach(vm, &object, &[sqltext])?;
    }
    Ok(Value::None)
}

fn init_exclude(vm: &Vm, args: &mut Args) -> PyResult {
    let (object, mut bound) = start(vm, args, &EXCLUDE)?;
    let mut columns = Vec::new();
    let elements = bound.rest();
    for element in &elements {
        vm.require_concrete(element, "an element of an EXCLUDE constraint")?;
        if let Some([column, _]) = element.as_sequence().as_deref() {
            columns.push(column.clone());
        }
    }
    object.set(ELEMENTS, Value::list(elements));
    store(vm, &object, &mut bound, COMMON)?;
    store(vm, &object, &mut bound, EXCLUSION)?;
    auto_attach(vm, &object, &columns)?;
    Ok(Value::None)
}

fn init_index(vm: &Vm, args: &mut Args) -> PyResult {
    let (object, mut bound) = start(vm, args, &INDEX)?;
    let name = bound.take("name");
    vm.require_concrete(&name, "the name of an index")?;
    object.set("name", name);
    let mut elements = Vec::new();
    for element in bound.rest() {
        let element = vm.force(&element)?;
        vm.require_concrete(&element, "an element of an index")?;
        elements.push(element);
    }
    object.set(ELEMENTS, Value::list(elements.clone()));
    let unique = bound.take("unique");
    vm.require_concrete(&unique, "`unique` of an index")?;
    object.set("unique", vm.truth(&unique)?);
    object.set("quote", bound.take("quote"));
    let table = bound.take("_table");
    store(vm, &object, &mut bound, &[])?;
    if let Value::Object(table) = &table {
        return attach(vm, table, &Value::Object(object)).map(|()| Value::None);
    }
    auto_attach(vm, &object, &elements)?;
    Ok(Value::None)
}

/// `.columns`: the `Column` objects, looked up by name in the table.
pub(crate) fn constraint_columns(vm: &Vm, args: &mut Args) -> PyResult {
    let object = this(vm, args)?;
    if let Some(pending) = object.get("_pending") {
        let pending = items(vm, &pending)?;
        return crate::sqlalchemy::column::collection(vm, &pending);
    }
    let sa = sa(vm)?;
    let elements = object
        .get(ELEMENTS)
        .and_then(|list| list.as_sequence())
        .unwrap_or_default();
    let table = object.get("table").unwrap_or(Value::None);
    let mut found = Vec::new();
    for element in elements {
        let element = match element.as_sequence().as_deref() {
            Some([column, _]) => column.clone(),
            _ => element,
        };
        if is_a(&element, &sa.column) {
            found.push(element);
        } else if let Some(name) = element.as_str()
            && !table.is_none()
        {
            let columns = attr(vm, &table, "c")?;
            found.push(vm.getitem(&columns, &Value::str(name))?);
        } else if let Some(inner) = crate::convert::column_objects(vm, &sa, &element)?
            .into_iter()
            .next()
        {
            found.push(inner);
        }
    }
    crate::sqlalchemy::column::collection(vm, &found)
}

/// `Index.expressions`: what was given, names as columns once there is a table.
fn index_expressions(vm: &Vm, args: &mut Args) -> PyResult {
    let index = this(vm, args)?;
    let table = index.get("table").unwrap_or(Value::None);
    let elements = index.get(ELEMENTS).unwrap_or(Value::None);
    if table.is_none() {
        return Ok(elements);
    }
    let columns = attr(vm, &table, "c")?;
    let elements = elements.as_sequence().unwrap_or_default().into_iter();
    let found = elements.map(|element| match element.as_str() {
        Some(_) => vm.getitem(&columns, &element),
        None => Ok(element),
    });
    Ok(Value::list(found.collect::<PyResult<_>>()?))
}

fn create_or_drop_index(vm: &Vm, args: &mut Args, is_create: bool) -> PyResult {
    let bind = args.get_or_keyword(1, "bind").unwrap_or(Value::None);
    let checkfirst = args
        .get_or_keyword(2, "checkfirst")
        .unwrap_or(Value::Bool(false));
    let checkfirst = vm.truth(&checkfirst)?;
    crate::engine::connection::run_index_ddl(vm, &bind, &args.this(), is_create, checkfirst)
}

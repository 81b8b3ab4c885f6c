//! `Table` and `MetaData`.

use std::rc::Rc;

use alembic_python::{Args, Class, ClassBuilder, Dict, Object, PyResult, Signature, Value, Vm};
use alembic_schema::{ConstraintName, Table, in_creation_order};

use crate::convert;
use crate::registry::{argument_error, sa};
use crate::sqlalchemy::column::{self, collection};
use crate::sqlalchemy::constraints::{ELEMENTS, take_over};
use crate::sqlalchemy::dialect_keywords::{self, DIALECT_KWARGS, dialect_kwargs};
use crate::sqlalchemy::types;
use crate::support::{attr, flag_opt, is_a, items, mark, raise, set_option, text, text_opt, this};

/// Attribute of a column with what its flags stand for, once somebody has asked its table for it.
pub(crate) const GENERATED: &str = "_generated";
/// Attribute with the words between `CREATE` and `TABLE`, if there are any.
pub(crate) const PREFIXES: &str = "_given_prefixes";
/// Attribute with the columns of a table, in order.
pub(crate) const COLUMNS: &str = "_columns";
/// Attribute with the constraints of a table, in the order of attachment.
pub(crate) const CONSTRAINTS: &str = "_constraints";
/// Attribute with the indexes of a table, in the order of attachment.
pub(crate) const INDEXES: &str = "_indexes";

static TABLE: Signature = Signature::new(
    "Table",
    "cls, name, metadata, *args, schema=MISSING, quote=None, quote_schema=None, autoload_with=None, autoload_replace=True, \
     keep_existing=False, extend_existing=False, resolve_fks=True, include_columns=None, implicit_returning=True, \
     comment=None, info=None, listeners=None, prefixes=None, sqlite_autoincrement=MISSING, _extend_on=None, _no_init=False, must_exist=False, **kw",
);

/// The class `Table`.
pub(crate) fn build_table(vm: &Vm, bases: &[&Rc<Class>]) -> Rc<Class> {
    let mut builder = ClassBuilder::new("sqlalchemy.sql.schema", "Table");
    for base in bases {
        builder = builder.base(base);
    }
    builder
        .attr("__visit_name__", "table")
        .option("comment", Value::None)
        .attr("quote", Value::None)
        .attr("quote_schema", Value::None)
        .option("implicit_returning", true)
        .property("_prefixes", prefixes, Some(set_prefixes))
        .new_fn(new_table)
        .init(|_, _| Ok(Value::None))
        .property("c", columns, None)
        .property("columns", columns, None)
        .property("exported_columns", columns, None)
        .property("autoincrement_column", |_, _| Ok(Value::None), None)
        .property(
            "constraints",
            |vm, args| {
                let object = this(vm, args)?;
                let mut found = list_of(&object, CONSTRAINTS);
                found.extend(column_items(vm, &object, false)?);
                found.extend(type_bound_checks(vm, &object)?);
                found.push(primary_key(vm, &object)?);
                Ok(Value::Set(alembic_python::Set::from_items(vm, found)?))
            },
            None,
        )
        .property(
            "indexes",
            |vm, args| {
                let object = this(vm, args)?;
                Ok(Value::Set(alembic_python::Set::from_items(
                    vm,
                    indexes_of(vm, &object)?,
                )?))
            },
            None,
        )
        .property(
            "primary_key",
            |vm, args| primary_key(vm, &this(vm, args)?),
            None,
        )
        .property(
            "foreign_keys",
            |vm, args| {
                let mut found = Vec::new();
                for column in list_of(&this(vm, args)?, COLUMNS) {
                    found.extend(items(vm, &attr(vm, &column, "foreign_keys")?)?);
                }
                Ok(Value::Set(alembic_python::Set::from_items(vm, found)?))
            },
            None,
        )
        .property(
            "foreign_key_constraints",
            |vm, args| {
                let sa = sa(vm)?;
                let table = this(vm, args)?;
                let mut found = Vec::new();
                for column in list_of(&table, COLUMNS) {
                    let Value::Object(column) = &column else {
                        continue;
                    };
                    for item in column::own_items(column) {
                        if is_a(&item, &sa.foreign_key) {
                            found.push(attr(vm, &item, "constraint")?);
                        }
                    }
                }
                found.extend(
                    list_of(&table, CONSTRAINTS)
                        .into_iter()
                        .filter(|item| is_a(item, &sa.foreign_key_constraint)),
                );
                Ok(Value::Set(alembic_python::Set::from_items(vm, found)?))
            },
            None,
        )
        .property(
            "fullname",
            |vm, args| full_name(vm, &args.this()).map(Value::str),
            None,
        )
        .property(
            "key",
            |vm, args| full_name(vm, &args.this()).map(Value::str),
            None,
        )
        .property(
            "description",
            |vm, args| full_name(vm, &args.this()).map(Value::str),
            None,
        )
        .property("info", info_dict, Some(set_info))
        .property("dialect_options", dialect_options, None)
        .property("kwargs", dialect_kwargs, None)
        .property("dialect_kwargs", dialect_kwargs, None)
        .method("__repr__", |vm, args| {
            let this = args.this();
            let mut parts = vec![attr(vm, &this, "name")?, attr(vm, &this, "metadata")?];
            parts.extend(items(vm, &attr(vm, &this, "columns")?)?);
            let mut shown = Vec::new();
            for part in &parts {
                shown.push(vm.repr(part)?.to_string());
            }
            let schema = attr(vm, &this, "schema")?;
            shown.push(format!("schema={}", vm.repr(&schema)?));
            Ok(Value::str(format!("Table({})", shown.join(", "))))
        })
        .method("__str__", |vm, args| {
            full_name(vm, &args.this()).map(Value::str)
        })
        .method("append_column", |vm, args| {
            append_column(vm, &this(vm, args)?, &args.arg(1))?;
            Ok(Value::None)
        })
        .method("append_constraint", |vm, args| {
            attach(vm, &this(vm, args)?, &args.arg(1))?;
            Ok(Value::None)
        })
        .method("add_is_dependent_on", |_, _| Ok(Value::None))
        .method("create", |vm, args| create_or_drop(vm, args, true))
        .method("drop", |vm, args| create_or_drop(vm, args, false))
        .method("exists", |vm, args| {
            let bind = args.get_or_keyword(1, "bind").unwrap_or(Value::None);
            crate::engine::inspector::has_table(vm, &bind, &args.this())
        })
        .method("to_metadata", to_metadata)
        .method("tometadata", to_metadata)
        .build(vm)
}

pub(crate) fn list_of(object: &Rc<Object>, name: &'static str) -> Vec<Value> {
    object
        .get(name)
        .and_then(|list| list.as_sequence())
        .unwrap_or_default()
}

/// Indexes of a table, those of `index=True` columns included.
fn indexes_of(vm: &Vm, table: &Rc<Object>) -> PyResult<Vec<Value>> {
    let mut found = list_of(table, INDEXES);
    found.extend(column_items(vm, table, true)?);
    Ok(found)
}

/// The constraints (or indexes) that flags and foreign keys of columns stand for; the same objects each time.
fn column_items(vm: &Vm, table: &Rc<Object>, indexes: bool) -> PyResult<Vec<Value>> {
    let sa = sa(vm)?;
    let mut out = Vec::new();
    for column in list_of(table, COLUMNS) {
        let Value::Object(object) = &column else {
            continue;
        };
        let made = if let Some(made) = object.get(GENERATED).and_then(|list| list.as_sequence()) {
            made
        } else {
            let made = convert::schema::column_subjects(vm, &column)?;
            name_index(vm, table, &column, &made)?;
            object.set(GENERATED, Value::list(made.clone()));
            made
        };
        out.extend(
            made.into_iter()
                .filter(|item| is_a(item, &sa.index) == indexes),
        );
    }
    Ok(out)
}

/// The index of an `index=True` column has its name from the convention at once.
fn name_index(vm: &Vm, table: &Rc<Object>, column: &Value, made: &[Value]) -> PyResult<()> {
    let sa = sa(vm)?;
    for item in made.iter().filter(|item| is_a(item, &sa.index)) {
        let name = attr(vm, column, "name")?;
        let converted = convert::table(vm, table)?;
        let found = converted.indexes.iter().find(|index| {
            index.column_flag
                && matches!(index.elements.as_slice(), [alembic_schema::IndexElement::Column(own)] if Some(own.as_str()) == name.as_str())
        });
        if let (Value::Object(item), Some(name)) =
            (item, found.and_then(|index| index.name.as_str()))
        {
            item.set(
                "name",
                crate::support::make(vm, &sa.conv, vec![Value::str(name)])?,
            );
        }
    }
    Ok(())
}

/// The CHECK constraints that the types of columns bring (`Boolean(create_constraint=True)`), each made once.
fn type_bound_checks(vm: &Vm, table: &Rc<Object>) -> PyResult<Vec<Value>> {
    let sa = sa(vm)?;
    let mut out = Vec::new();
    for column in list_of(table, COLUMNS) {
        let Value::Object(object) = &column else {
            continue;
        };
        if let Some(made @ Value::Object(_)) = object.get("_type_bound_check") {
            out.push(made);
            continue;
        }
        if !is_a(&column, &sa.column) {
            continue;
        }
        let Some(check) = alembic_schema::type_bound_check(&convert::column(vm, &column)?) else {
            continue;
        };
        let made = Object::new(&sa.check_constraint);
        made.set("name", check.name.as_str().map_or(Value::None, Value::str));
        made.set(
            "sqltext",
            crate::sqlalchemy::expression::wrap(vm, check.sqltext)?,
        );
        made.set("table", Value::Object(table.clone()));
        made.set("parent", Value::Object(table.clone()));
        made.set("_type_bound", true);
        name_check(vm, table, &made)?;
        object.set("_type_bound_check", Value::Object(made.clone()));
        out.push(Value::Object(made));
    }
    Ok(out)
}

/// `._prefixes`: a list to add to, made when somebody asks for it.
fn prefixes(vm: &Vm, args: &mut Args) -> PyResult {
    let table = this(vm, args)?;
    if table.get(PREFIXES).is_none() {
        table.set(PREFIXES, Value::list(Vec::new()));
    }
    Ok(table.get(PREFIXES).unwrap_or(Value::None))
}

fn set_prefixes(vm: &Vm, args: &mut Args) -> PyResult {
    this(vm, args)?.set(PREFIXES, args.arg(1));
    Ok(Value::None)
}

fn push_to(object: &Rc<Object>, name: &'static str, value: Value) {
    let Some(Value::List(list)) = object.get(name) else {
        object.set(name, Value::list(vec![value]));
        return;
    };
    // What had attached itself through its columns moves to where it is named.
    list.with(|items| items.retain(|item| !item.is(&value)));
    list.push(value);
}

fn columns(vm: &Vm, args: &mut Args) -> PyResult {
    let object = this(vm, args)?;
    collection(vm, &list_of(&object, COLUMNS))
}

/// `schema.name`.
pub(crate) fn full_name(vm: &Vm, table: &Value) -> PyResult<String> {
    let name = vm.str(&attr(vm, table, "name")?)?.to_string();
    let schema = attr(vm, table, "schema")?;
    Ok(if schema.is_none() {
        name
    } else {
        format!("{}.{name}", vm.str(&schema)?)
    })
}

fn new_table(vm: &Vm, args: &mut Args) -> PyResult {
    let span = args.span;
    if args.positional.len() == 1 && args.keywords.is_empty() {
        // `object.__new__` form, as copy protocols use it.
        let class = args.this().as_class().cloned();
        return Ok(Value::Object(Object::new(
            &class.unwrap_or_else(|| vm.types.object.clone()),
        )));
    }
    let mut bound = args.bind(vm, &TABLE)?;
    let class = bound
        .take("cls")
        .as_class()
        .cloned()
        .unwrap_or_else(|| vm.types.object.clone());
    let name_value = bound.take("name");
    let name = text(vm, &name_value, "the name of a table")?;
    let metadata = bound.take("metadata");
    vm.require_concrete(&metadata, "the MetaData of a table")?;
    let sa = sa(vm)?;
    let Some(metadata) = crate::support::instance(&metadata, &sa.metadata).cloned() else {
        return Err(argument_error(
            vm,
            format!("expected MetaData, got {}", vm.repr(&metadata)?),
        ));
    };
    let schema = match bound.given("schema") {
        Some(schema) if is_a(&schema, &sa.blank_schema) => None,
        Some(schema) => match text_opt(vm, &schema, "the schema of a table")? {
            Some(schema) => Some(schema),
            None => metadata_schema(vm, &metadata)?,
        },
        None => metadata_schema(vm, &metadata)?,
    };
    let key = match &schema {
        Some(schema) => format!("{schema}.{name}"),
        None => name.clone(),
    };
    let rest = bound.rest();
    let keep_existing =
        flag_opt(vm, &bound.take("keep_existing"), "keep_existing")?.unwrap_or(false);
    let extend_existing =
        flag_opt(vm, &bound.take("extend_existing"), "extend_existing")?.unwrap_or(false);
    let is_known =
        rest.is_empty() && !extend_existing && tables_of(vm, &metadata)?.get_str(&key).is_some();
    if !bound.get("autoload_with").is_none() && !is_known {
        let include_columns = match bound.given("include_columns") {
            Some(names) if !names.is_none() => {
                Some(crate::support::texts(vm, &names, "include_columns")?)
            }
            _ => None,
        };
        let resolve_fks = bound.given("resolve_fks");
        let without_referred = match resolve_fks {
            Some(flag) => !vm.truth(&flag)?,
            None => false,
        };
        let how = crate::engine::inspector::Reflecting {
            include_columns,
            without_referred,
            listeners: column_listeners(vm, &bound.get("listeners"))?,
            extend_existing,
            ..Default::default()
        };
        return crate::engine::inspector::autoload_table(
            vm,
            &bound.get("autoload_with"),
            &name,
            schema.as_deref(),
            &metadata,
            rest,
            &how,
        );
    }
    let tables = tables_of(vm, &metadata)?;
    if let Some(Value::Object(existing)) = tables.get_str(&key) {
        if !keep_existing && !extend_existing && !rest.is_empty() {
            return Err(raise(
                vm,
                &sa.invalid_request_error,
                format!(
                    "Table '{key}' is already defined for this MetaData instance.  Specify 'extend_existing=True' to redefine \
                     options and columns on an existing Table object."
                ),
            ));
        }
        if extend_existing {
            for item in rest {
                attach(vm, &existing, &item)?;
            }
        }
        return Ok(Value::Object(existing));
    }
    let object = Object::new(&class);
    // What a listener sets here is set again by the constructor.
    crate::sqlalchemy::event::dispatch(
        vm,
        &Value::Class(class.clone()),
        "before_parent_attach",
        &[
            Value::Object(object.clone()),
            Value::Object(metadata.clone()),
        ],
    )?;
    mark(vm, &object, span);
    object.set("name", name_value);
    object.set("schema", schema);
    object.set("metadata", Value::Object(metadata.clone()));
    for field in ["comment", "quote", "quote_schema", "implicit_returning"] {
        set_option(&object, &mut bound, field);
    }
    let prefixes = bound.take("prefixes");
    if !prefixes.is_none() {
        object.set(PREFIXES, Value::list(items(vm, &prefixes)?));
    }
    let info = bound.take("info");
    if !info.is_none() {
        object.set("_info", info);
    }
    object.set(COLUMNS, Value::list(Vec::new()));
    if let Some(flag) = bound.given("sqlite_autoincrement") {
        dialect_keywords::dictionary(&object).set_str("sqlite_autoincrement", flag);
    }
    let keywords = bound.kwargs();
    dialect_keywords::check(vm, "Table", &keywords)?;
    dialect_keywords::keep(&object, keywords);
    tables.set_str(&key, Value::Object(object.clone()));
    for item in rest {
        if let Err(error) = attach(vm, &object, &item) {
            let _ = tables.remove_str(&key);
            return Err(error);
        }
    }
    crate::sqlalchemy::event::dispatch(
        vm,
        &Value::Class(class),
        "after_parent_attach",
        &[Value::Object(object.clone()), Value::Object(metadata)],
    )?;
    Ok(Value::Object(object))
}

/// `listeners=[("column_reflect", function)]`; other events need more than a table.
pub(crate) fn column_listeners(vm: &Vm, given: &Value) -> PyResult<Vec<Value>> {
    if given.is_none() {
        return Ok(Vec::new());
    }
    let mut out = Vec::new();
    for pair in items(vm, given)? {
        let pair = items(vm, &pair)?;
        let [event, function] = pair.as_slice() else {
            return Err(vm.value_error("not enough values to unpack (expected 2)"));
        };
        if event.as_str() != Some("column_reflect") {
            return Err(vm.unsupported(format!("the event {} in `listeners`", vm.repr(event)?)));
        }
        out.push(function.clone());
    }
    Ok(out)
}

fn metadata_schema(vm: &Vm, metadata: &Rc<Object>) -> PyResult<Option<String>> {
    text_opt(
        vm,
        &metadata.get("schema").unwrap_or(Value::None),
        "the schema of a MetaData",
    )
}

/// The dictionary `metadata.tables`.
pub(crate) fn tables_of(vm: &Vm, metadata: &Rc<Object>) -> PyResult<Rc<Dict>> {
    match metadata.get("tables") {
        Some(Value::Dict(tables)) => Ok(tables),
        _ => Err(vm.type_error("MetaData.__init__() was not called")),
    }
}

/// Attaches a column, constraint or index to a table.
pub(crate) fn attach(vm: &Vm, table: &Rc<Object>, item: &Value) -> PyResult<()> {
    let sa = sa(vm)?;
    let item = &vm.force(item)?;
    vm.require_concrete(item, "an argument of a table")?;
    if is_a(item, &sa.column) {
        return append_column(vm, table, item);
    }
    let Value::Object(object) = item else {
        return Err(argument_error(
            vm,
            format!(
                "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got {}",
                vm.repr(item)?
            ),
        ));
    };
    if is_a(item, &sa.index) {
        object.set("table", Value::Object(table.clone()));
        push_to(table, INDEXES, item.clone());
    } else if is_a(item, &sa.primary_key_constraint) {
        object.set("table", Value::Object(table.clone()));
        table.set("_primary_key", item.clone());
    } else if is_a(item, &sa.constraint) {
        object.set("table", Value::Object(table.clone()));
        object.set("parent", Value::Object(table.clone()));
        name_check(vm, table, object)?;
        push_to(table, CONSTRAINTS, item.clone());
    } else if is_a(item, &sa.sequence) || is_a(item, &sa.ddl_element) || is_a(item, &sa.metadata) {
        // Schema items without a say in the table; a MetaData is one of them.
    } else if is_a(item, &sa.mapped_column) {
        let inner = attr(vm, item, "column")?;
        return append_column(vm, table, &inner);
    } else if !is_a(item, &sa.schema_item) {
        return Err(argument_error(
            vm,
            format!(
                "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got {}",
                vm.repr(item)?
            ),
        ));
    }
    Ok(())
}

/// A CHECK gets its final name from the convention when it is attached: used again elsewhere, it keeps that name.
fn name_check(vm: &Vm, table: &Rc<Object>, constraint: &Rc<Object>) -> PyResult<()> {
    let sa = sa(vm)?;
    let name = constraint.get("name").unwrap_or(Value::None);
    if !constraint.class().is_subclass_of(&sa.check_constraint)
        || name.is_none()
        || is_a(&name, &sa.conv)
    {
        return Ok(());
    }
    let Some(Value::Object(metadata)) = table.get("metadata") else {
        return Ok(());
    };
    let convention = metadata.get("naming_convention").unwrap_or(Value::None);
    let template = convention
        .as_dict()
        .and_then(|dict| dict.get_str("ck"))
        .and_then(|template| template.to_text());
    let Some(template) = template.filter(|template| template.contains("%(constraint_name)s"))
    else {
        return Ok(());
    };
    let tokens: Vec<&str> = template
        .split("%(")
        .skip(1)
        .filter_map(|part| part.split(")s").next())
        .collect();
    if tokens
        .iter()
        .any(|token| !matches!(*token, "constraint_name" | "table_name"))
    {
        return Ok(());
    }
    let table_name = vm.str(&table.get("name").unwrap_or(Value::None))?;
    let made = template
        .replace("%(constraint_name)s", &vm.str(&name)?)
        .replace("%(table_name)s", &table_name);
    let made = crate::support::make(vm, &sa.conv, vec![Value::str(made)])?;
    constraint.set("name", made);
    Ok(())
}

/// Attaches a column; one of the same key is replaced in its place.
pub(crate) fn append_column(vm: &Vm, table: &Rc<Object>, item: &Value) -> PyResult<()> {
    let Value::Object(column) = item else {
        return Err(vm.type_error("append_column() needs a Column"));
    };
    crate::sqlalchemy::event::dispatch(
        vm,
        &Value::Class(column.class()),
        "before_parent_attach",
        &[item.clone(), Value::Object(table.clone())],
    )?;
    let name = column.get("name").unwrap_or(Value::None);
    let Some(name) = text_opt(vm, &name, "the name of a column")? else {
        return Err(argument_error(
            vm,
            "Column must be constructed with a non-blank name or assign a non-blank .name before adding to a Table.",
        ));
    };
    let owner = column.get("table").unwrap_or(Value::None);
    if !owner.is_none() && !owner.is(&Value::Object(table.clone())) {
        return Err(argument_error(
            vm,
            format!(
                "Column object '{name}' already assigned to Table '{}'",
                full_name(vm, &owner)?
            ),
        ));
    }
    column.set("table", Value::Object(table.clone()));
    column.shrink_to_fit();
    let key = column.get("key").unwrap_or(Value::None);
    if key.is_none() {
        column.set("key", name.as_str());
    }
    let key = column
        .get("key")
        .and_then(|key| key.to_text())
        .unwrap_or_default();
    if let Some(Value::List(list)) = table.get(COLUMNS) {
        let position = list.to_vec().iter().position(|other| {
            matches!(other, Value::Object(other) if other.get("key").and_then(|key| key.to_text()).as_deref() == Some(&*key))
        });
        list.with(
            |columns| match position.and_then(|at| columns.get_mut(at)) {
                Some(slot) => *slot = item.clone(),
                None => columns.push(item.clone()),
            },
        );
    }
    for item in list_of(column, crate::sqlalchemy::column::ITEMS) {
        if let Value::Object(item) = &item {
            name_check(vm, table, item)?;
        }
    }
    crate::sqlalchemy::constraints::attach_waiting(vm, table, column)?;
    crate::sqlalchemy::event::dispatch(
        vm,
        &Value::Class(column.class()),
        "after_parent_attach",
        &[item.clone(), Value::Object(table.clone())],
    )
}

fn primary_key(vm: &Vm, table: &Rc<Object>) -> PyResult {
    if let Some(found) = table.get("_primary_key") {
        return Ok(found);
    }
    let sa = sa(vm)?;
    let members: Vec<Value> = list_of(table, COLUMNS)
        .into_iter()
        .filter(|column| matches!(column, Value::Object(column) if column.get("primary_key").and_then(|flag| flag.as_bool()) == Some(true)))
        .collect();
    let key = Object::new(&sa.primary_key_constraint);
    key.set("name", Value::None);
    key.set("table", Value::Object(table.clone()));
    key.set("_pending", Value::list(members));
    key.set("_implicit", true);
    Ok(Value::Object(key))
}

/// `.info`: a dictionary made at the first use.
pub(crate) fn info_dict(vm: &Vm, args: &mut Args) -> PyResult {
    let object = this(vm, args)?;
    if let Some(found) = object.get("_info") {
        return Ok(found);
    }
    let info = Value::Dict(Dict::new());
    object.set("_info", info.clone());
    Ok(info)
}

pub(crate) fn set_info(vm: &Vm, args: &mut Args) -> PyResult {
    this(vm, args)?.set("_info", args.arg(1));
    Ok(Value::None)
}

/// `.dialect_options`: `{"postgresql": {"using": ...}}`, over the values of `.dialect_kwargs`.
pub(crate) fn dialect_options(vm: &Vm, args: &mut Args) -> PyResult {
    let object = this(vm, args)?;
    let given = Value::Dict(dialect_keywords::dictionary(&object));
    let classes = object
        .class()
        .mro()
        .iter()
        .map(|class| Value::str(&*class.name()))
        .collect();
    let module = vm.import("sqlalchemy.sql._dialect_options")?;
    let class = attr(vm, &module, "DialectOptions")?;
    crate::support::call(vm, &class, vec![given, Value::list(classes)])
}

fn create_or_drop(vm: &Vm, args: &mut Args, is_create: bool) -> PyResult {
    let bind = args.get_or_keyword(1, "bind").unwrap_or(Value::None);
    let checkfirst = args
        .get_or_keyword(2, "checkfirst")
        .unwrap_or(Value::Bool(false));
    let checkfirst = vm.truth(&checkfirst)?;
    crate::engine::connection::run_table_ddl(vm, &bind, &[args.this()], is_create, checkfirst)
}

static TO_METADATA: Signature = Signature::new(
    "Table.to_metadata",
    "self, metadata, schema=MISSING, *, referred_schema_fn=None, name=None",
);

fn to_metadata(vm: &Vm, args: &mut Args) -> PyResult {
    let mut bound = args.bind(vm, &TO_METADATA)?;
    let Value::Object(source) = bound.take("self") else {
        return Err(vm.type_error("to_metadata() needs a table"));
    };
    let metadata = bound.take("metadata");
    let sa = sa(vm)?;
    let own_schema = source.get("schema").unwrap_or(Value::None);
    let schema = match bound.given("schema") {
        None => own_schema.clone(),
        Some(Value::None) => attr(vm, &metadata, "schema")?,
        Some(schema) => schema,
    };
    let name = match bound.take("name") {
        Value::None => source.get("name").unwrap_or(Value::None),
        name => name,
    };
    let mut key = text(vm, &name, "name")?;
    if !schema.is_none() {
        key = format!("{}.{key}", text(vm, &schema, "schema")?);
    }
    if let Value::Dict(tables) = attr(vm, &metadata, "tables")?
        && let Some(found) = tables.get_str(&key)
    {
        let own = full_name(vm, &Value::Object(source))?;
        vm.warn(
            "sqlalchemy.exc.SAWarning",
            &format!("Table '{own}' already exists within the given MetaData - not copying."),
        )?;
        return Ok(found);
    }
    let target_of = Retarget {
        source: source.clone(),
        own_schema,
        schema: schema.clone(),
        referred_schema: bound.take("referred_schema_fn"),
    };
    let mut keywords = vec![
        ("schema".into(), schema),
        (
            "comment".into(),
            source.get("comment").unwrap_or(Value::None),
        ),
    ];
    if let Some(Value::Dict(options)) = source.get(DIALECT_KWARGS) {
        for (option, value) in options.items() {
            keywords.push((text(vm, &option, "option")?.as_str().into(), value));
        }
    }
    let new = crate::support::call_with(
        vm,
        &Value::Class(sa.table.clone()),
        vec![name, metadata],
        keywords,
    )?;
    let Value::Object(target) = &new else {
        return Ok(new);
    };
    let names = NamesInTable::of(vm, &source)?;
    for item in list_of(&source, COLUMNS) {
        if let Value::Object(item) = &item {
            let duplicate = column::copy(vm, item)?;
            if let Some(type_) = duplicate.get("type")
                && let Some(type_) = types::in_schema(vm, &type_, &target_of.schema)?
            {
                duplicate.set("type", type_);
            }
            let mut from_columns = names.of_foreign_keys(vm, item)?.into_iter();
            let originals = column::own_items(item).into_iter();
            for (original, inner) in originals.zip(column::own_items(&duplicate)) {
                if let Some(key) = crate::support::instance(&inner, &sa.foreign_key) {
                    let referred = key.get("_column").unwrap_or(Value::None);
                    let constraint = attr(vm, &original, "constraint")?;
                    if let Value::Object(constraint) = &constraint {
                        take_over(constraint, key);
                    }
                    keep_name(vm, key, from_columns.next())?;
                    key.set("_column", target_of.moved(vm, &constraint, &referred)?);
                }
            }
            append_column(vm, target, &Value::Object(duplicate))?;
        }
    }
    let mut rest: Vec<(Value, Option<ConstraintName>)> = Vec::new();
    let constraints = list_of(&source, CONSTRAINTS).into_iter().enumerate();
    rest.extend(constraints.map(|(at, item)| (item, names.of_constraint(at))));
    let indexes = list_of(&source, INDEXES).into_iter().rev().enumerate();
    let mut indexes: Vec<_> = indexes
        .map(|(at, item)| (item, names.of_index_from_end(at)))
        .collect();
    indexes.reverse();
    rest.extend(indexes);
    match (source.get("_primary_key"), names.of_primary_key()) {
        (Some(key), name) => rest.push((key, name)),
        (None, Some(name)) => {
            // Without columns of its own it is that of the columns with `primary_key=True`.
            let key = Object::new(&sa.primary_key_constraint);
            key.set(ELEMENTS, Value::list(Vec::new()));
            rest.push((Value::Object(key), Some(name)));
        }
        (None, None) => {}
    }
    for (item, name) in rest {
        if let Value::Object(original) = &item {
            let duplicate = Object::new(&original.class());
            *duplicate.attrs.borrow_mut() = original.attrs.borrow().clone();
            keep_name(vm, &duplicate, name)?;
            if is_a(&item, &sa.foreign_key_constraint) {
                let moved = list_of(original, "_refcolumns")
                    .iter()
                    .map(|referred| target_of.moved(vm, &item, referred))
                    .collect::<PyResult<Vec<_>>>()?;
                duplicate.set("_refcolumns", Value::list(moved));
            }
            attach(vm, target, &Value::Object(duplicate))?;
        }
    }
    if let Some(Value::Dict(info)) = source.get("_info") {
        target.set("_info", Value::Dict(info.copy()));
    }
    Ok(new)
}

/// The names that a naming convention has given in a table: a copy of the table keeps them, whatever the convention there.
struct NamesInTable(Option<Table>);

impl NamesInTable {
    fn of(vm: &Vm, source: &Rc<Object>) -> PyResult<Self> {
        let convention = source.get(OWN_CONVENTION).or_else(|| {
            let metadata = source.get("metadata")?;
            metadata.as_object()?.get("naming_convention")
        });
        // Every `MetaData` has a template for indexes, which names those of columns only.
        let has_templates =
            convention.is_some_and(|found| found.as_dict().is_some_and(|dict| dict.len() > 1));
        if !has_templates {
            return Ok(Self(None));
        }
        convert::table(vm, source).map(|table| Self(Some(table)))
    }

    fn of_primary_key(&self) -> Option<ConstraintName> {
        Some(self.0.as_ref()?.primary_key.as_ref()?.name.clone())
    }

    fn of_constraint(&self, at: usize) -> Option<ConstraintName> {
        Some(self.0.as_ref()?.constraints.get(at)?.name().clone())
    }

    fn of_index_from_end(&self, at: usize) -> Option<ConstraintName> {
        Some(self.0.as_ref()?.indexes.iter().rev().nth(at)?.name.clone())
    }

    /// Those of the foreign keys that a column brings: a table has them behind those that it was given.
    fn of_foreign_keys(&self, vm: &Vm, column: &Rc<Object>) -> PyResult<Vec<ConstraintName>> {
        let Some(table) = &self.0 else {
            return Ok(Vec::new());
        };
        let sa = sa(vm)?;
        let wanted = text(vm, &column.get("name").unwrap_or(Value::None), "name")?;
        let mut found: Vec<ConstraintName> = table
            .foreign_keys()
            .filter(|key| matches!(key.columns.as_slice(), [own] if own.as_str() == wanted))
            .map(|key| key.name.clone())
            .collect();
        let brought = column::own_items(column);
        let count = brought
            .iter()
            .filter(|item| is_a(item, &sa.foreign_key))
            .count();
        Ok(found.split_off(found.len().saturating_sub(count)))
    }
}

/// Gives a copy without a name that of the original.
fn keep_name(vm: &Vm, copy: &Rc<Object>, name: Option<ConstraintName>) -> PyResult<()> {
    if let Some(known) = name.as_ref().and_then(|name| name.as_str())
        && copy.get("name").is_none_or(|own| own.is_none())
    {
        let conv = crate::support::make(vm, &sa(vm)?.conv, vec![Value::str(known)])?;
        copy.set("name", conv);
    }
    Ok(())
}

/// Where the foreign keys of a copied table lead.
struct Retarget {
    source: Rc<Object>,
    own_schema: Value,
    schema: Value,
    referred_schema: Value,
}

impl Retarget {
    /// The target of one column, as text: another schema for a table of the same schema, or what the function says.
    fn moved(&self, vm: &Vm, constraint: &Value, referred: &Value) -> PyResult {
        let spec = convert::foreign_key_target_spec(vm, referred)?;
        let (schema, table, column) = alembic_schema::parse_target(&spec);
        let old = schema.map_or(Value::None, Value::str);
        let new = if self.referred_schema.is_none() {
            if vm.equal(&old, &self.own_schema)? {
                self.schema.clone()
            } else {
                Value::None
            }
        } else {
            let arguments = vec![
                Value::Object(self.source.clone()),
                self.schema.clone(),
                constraint.clone(),
                old,
            ];
            crate::support::call(vm, &self.referred_schema, arguments)?
        };
        if new.is_none() {
            return Ok(Value::str(spec));
        }
        let new = text(vm, &new, "schema")?;
        Ok(Value::str(match column {
            Some(column) => format!("{new}.{table}.{column}"),
            None => format!("{new}.{table}"),
        }))
    }
}

/// `info` of the copy that `CreateTableOp.to_table()` makes of a table: what listens to new tables has seen it too.
pub fn info_of_copy(vm: &Vm, table: &Value) -> PyResult {
    let info = vm.getattr(table, "info")?;
    let Value::Object(source) = table else {
        return Ok(info);
    };
    let sa = sa(vm)?;
    let class = Value::Class(sa.table.clone());
    if !crate::sqlalchemy::event::is_heard(vm, &class, "after_parent_attach") {
        return Ok(info);
    }
    let of = |name: &'static str| source.get(name).unwrap_or(Value::None);
    let mut arguments = vec![
        of("name"),
        crate::support::call(vm, &Value::Class(sa.metadata.clone()), Vec::new())?,
    ];
    for column in list_of(source, COLUMNS) {
        if let Value::Object(column) = &column {
            arguments.push(Value::Object(column::copy(vm, column)?));
        }
    }
    let dict = vm.call(&vm.builtin("dict"), vec![info])?;
    let keywords = vec![
        ("schema".into(), of("schema")),
        ("comment".into(), of("comment")),
        ("info".into(), dict),
    ];
    let copy = crate::support::call_with(vm, &class, arguments, keywords)?;
    vm.getattr(&copy, "info")
}

static METADATA: Signature = Signature::new(
    "MetaData.__init__",
    "self, schema=None, quote_schema=None, naming_convention=None, info=None",
);

/// The class `MetaData`.
pub(crate) fn build_metadata(vm: &Vm) -> Rc<Class> {
    ClassBuilder::new("sqlalchemy.sql.schema", "MetaData")
        .attr("__visit_name__", "metadata")
        .init(|vm, args| {
            let span = args.span;
            let mut bound = args.bind(vm, &METADATA)?;
            let Value::Object(object) = bound.take("self") else {
                return Err(vm.type_error("MetaData() needs an instance"));
            };
            mark(vm, &object, span);
            let schema = bound.take("schema");
            vm.require_concrete(&schema, "the schema of a MetaData")?;
            object.set("schema", schema);
            let convention = bound.take("naming_convention");
            vm.require_concrete(&convention, "a naming convention")?;
            let convention = if convention.is_none() {
                let default = Dict::new();
                default.set_str("ix", Value::str("ix_%(column_0_label)s"));
                Value::Dict(default)
            } else {
                convention
            };
            object.set("naming_convention", convention);
            object.set("tables", Value::Dict(Dict::new()));
            sa(vm)?.remember(object.clone());
            object.set("_sequences", Value::Dict(Dict::new()));
            let info = bound.take("info");
            if !info.is_none() {
                object.set("_info", info);
            }
            Ok(Value::None)
        })
        .method("__repr__", |_, _| Ok(Value::str("MetaData()")))
        .property("tables", |vm, args| complete(vm, args, "tables"), None)
        .property(
            "schema",
            |vm, args| complete(vm, args, "schema"),
            Some(|vm, args| change(vm, args, "schema")),
        )
        .property(
            "naming_convention",
            |vm, args| complete(vm, args, "naming_convention"),
            Some(|vm, args| change(vm, args, "naming_convention")),
        )
        .method("__contains__", |vm, args| {
            vm.evaluate_waiting()?;
            let tables = tables_of(vm, &this(vm, args)?)?;
            let wanted = args.arg(1);
            let key = match wanted.as_str() {
                Some(key) => key.to_string(),
                None => full_name(vm, &wanted)?,
            };
            Ok(Value::Bool(tables.get_str(&key).is_some()))
        })
        .property(
            "sorted_tables",
            |vm, args| {
                vm.evaluate_waiting()?;
                let object = this(vm, args)?;
                let tables = tables_of(vm, &object)?;
                let metadata = convert::metadata(vm, &Value::Object(object))?;
                let sorted = metadata.sorted_tables();
                if let Some(message) = &sorted.warning {
                    vm.warn("sqlalchemy.exc.SAWarning", message)?;
                }
                Ok(Value::list(objects_of(&tables, &sorted.tables)))
            },
            None,
        )
        .property("info", info_dict, Some(set_info))
        .method("create_all", |vm, args| create_or_drop_all(vm, args, true))
        .method("drop_all", |vm, args| create_or_drop_all(vm, args, false))
        .method("clear", |vm, args| {
            vm.evaluate_waiting()?;
            tables_of(vm, &this(vm, args)?)?.clear();
            Ok(Value::None)
        })
        .method("remove", |vm, args| {
            vm.evaluate_waiting()?;
            let tables = tables_of(vm, &this(vm, args)?)?;
            let key = full_name(vm, &args.arg(1))?;
            tables.remove_str(&key);
            Ok(Value::None)
        })
        .method("reflect", crate::engine::inspector::reflect_metadata)
        .build(vm)
}

/// An attribute of a `MetaData` that the program reads: every table is there, and what the program does with the value
/// concerns none that is made later.
fn complete(vm: &Vm, args: &mut Args, name: &'static str) -> PyResult {
    vm.evaluate_waiting()?;
    Ok(this(vm, args)?.get(name).unwrap_or(Value::None))
}

/// Sets an attribute of a `MetaData`, for the tables that are made from now on.
fn change(vm: &Vm, args: &mut Args, name: &'static str) -> PyResult {
    vm.evaluate_waiting()?;
    let metadata = this(vm, args)?;
    if name == "naming_convention" {
        keep_convention(vm, &metadata)?;
    }
    metadata.set(name, args.arg(1));
    Ok(Value::None)
}

/// The convention of a table that was made before that of its `MetaData` changed: constraints and indexes get their
/// names when they are attached.
pub(crate) const OWN_CONVENTION: &str = "_own_naming_convention";

fn keep_convention(vm: &Vm, metadata: &Rc<Object>) -> PyResult<()> {
    let convention = metadata.get("naming_convention").unwrap_or(Value::None);
    for table in tables_of(vm, metadata)?.values() {
        if let Value::Object(table) = &table
            && table.get(OWN_CONVENTION).is_none()
        {
            table.set(OWN_CONVENTION, convention.clone());
        }
    }
    Ok(())
}

fn full_key(table: &Table) -> String {
    match &table.schema {
        Some(schema) => format!("{}.{}", schema.text, table.name.text),
        None => table.name.text.to_string(),
    }
}

fn objects_of(known: &Dict, tables: &[&Table]) -> Vec<Value> {
    tables
        .iter()
        .filter_map(|table| known.get_str(&full_key(table)))
        .collect()
}

fn create_or_drop_all(vm: &Vm, args: &mut Args, is_create: bool) -> PyResult {
    let bind = args.get_or_keyword(1, "bind").unwrap_or(Value::None);
    let chosen = args.get_or_keyword(2, "tables").unwrap_or(Value::None);
    let checkfirst = args
        .get_or_keyword(3, "checkfirst")
        .unwrap_or(Value::Bool(true));
    let checkfirst = vm.truth(&checkfirst)?;
    let object = this(vm, args)?;
    vm.evaluate_waiting()?;
    let known = tables_of(vm, &object)?;
    let metadata = convert::metadata(vm, &Value::Object(object))?;
    let keys = if chosen.is_none() {
        known.keys()
    } else {
        items(vm, &chosen)?
            .iter()
            .map(|table| full_name(vm, table).map(Value::from))
            .collect::<PyResult<_>>()?
    };
    let wanted: Vec<&Table> = keys
        .iter()
        .filter_map(Value::as_str)
        .filter_map(|key| {
            let own = |table: &&Table| full_key(table) == key;
            metadata.tables.values().find(own)
        })
        .collect();
    let mut tables = objects_of(&known, &in_creation_order(wanted));
    if !is_create {
        tables.reverse();
    }
    crate::sqlalchemy::event::refuse_metadata_ddl(vm, &args.this(), is_create)?;
    crate::engine::connection::run_table_ddl(vm, &bind, &tables, is_create, checkfirst)
}

//! `Identity`, `Computed`, `Sequence`, `FetchedValue`, `DefaultClause` and `ColumnDefault`.

use std::rc::Rc;

use alembic_python::{Args, Class, ClassBuilder, PyResult, Signature, Value, Vm};

use crate::registry::sa;
use crate::sqlalchemy::dialect_keywords::{self, dialect_kwargs};
use crate::support::{call, mark, text_opt};

static IDENTITY: Signature = Signature::new(
    "Identity.__init__",
    "self, always=False, on_null=None, start=None, increment=None, minvalue=None, maxvalue=None, nominvalue=None, nomaxvalue=None, \
     cycle=None, cache=None, order=None, **dialect_kw",
);
static COMPUTED: Signature = Signature::new("Computed.__init__", "self, sqltext, persisted=None");
static SEQUENCE: Signature = Signature::new(
    "Sequence.__init__",
    "self, name, start=None, increment=None, minvalue=None, maxvalue=None, nominvalue=None, nomaxvalue=None, cycle=None, \
     schema=None, cache=None, order=None, data_type=None, optional=False, quote=None, metadata=None, quote_schema=None, \
     for_update=False, **dialect_kw",
);

/// Names of the options that `Identity` and `Sequence` share.
pub(crate) const SEQUENCE_OPTIONS: &[&str] = &[
    "start",
    "increment",
    "minvalue",
    "maxvalue",
    "nominvalue",
    "nomaxvalue",
    "cycle",
    "cache",
    "order",
];

/// The classes of this module.
pub(crate) struct Defaults {
    pub(crate) fetched_value: Rc<Class>,
    pub(crate) default_clause: Rc<Class>,
    pub(crate) computed: Rc<Class>,
    pub(crate) identity: Rc<Class>,
    pub(crate) sequence: Rc<Class>,
    pub(crate) column_default: Rc<Class>,
}

/// Builds the classes.
pub(crate) fn build(vm: &Vm, schema_item: &Rc<Class>) -> Defaults {
    let module = "sqlalchemy.sql.schema";
    let fetched_value = ClassBuilder::new(module, "FetchedValue")
        .base(schema_item)
        .init(|_, _| Ok(Value::None))
        .attr("is_identity", false)
        .attr("has_argument", false)
        .attr("is_server_default", true)
        .build(vm);
    let default_clause = ClassBuilder::new(module, "DefaultClause")
        .base(&fetched_value)
        .attr("has_argument", true)
        .init(|vm, args| {
            let object = crate::support::this(vm, args)?;
            object.set("arg", args.get_or_keyword(1, "arg").unwrap_or(Value::None));
            Ok(Value::None)
        })
        .method("__repr__", |vm, args| {
            let arg = crate::support::attr(vm, &args.this(), "arg")?;
            Ok(Value::str(format!(
                "DefaultClause({}, for_update=False)",
                vm.repr(&arg)?
            )))
        })
        .build(vm);
    let computed = ClassBuilder::new(module, "Computed")
        .base(&fetched_value)
        .attr("__visit_name__", "computed_column")
        .init(|vm, args| {
            let span = args.span;
            let mut bound = args.bind(vm, &COMPUTED)?;
            let Value::Object(object) = bound.take("self") else {
                return Err(vm.type_error("Computed() needs an instance"));
            };
            mark(vm, &object, span);
            let sqltext = bound.take("sqltext");
            vm.require_concrete(&sqltext, "the expression of a computed column")?;
            let sqltext = match sqltext.as_str() {
                Some(written) => call(
                    vm,
                    &Value::Class(sa(vm)?.text_clause.clone()),
                    vec![Value::str(written)],
                )?,
                None => sqltext,
            };
            object.set("sqltext", sqltext);
            object.set("persisted", bound.take("persisted"));
            Ok(Value::None)
        })
        .method("__repr__", |vm, args| {
            let this = args.this();
            let sqltext = vm.repr(&crate::support::attr(vm, &this, "sqltext")?)?;
            let persisted = crate::support::attr(vm, &this, "persisted")?;
            Ok(Value::str(if persisted.is_none() {
                format!("Computed({sqltext})")
            } else {
                format!("Computed({sqltext}, persisted={})", vm.repr(&persisted)?)
            }))
        })
        .build(vm);
    let identity = ClassBuilder::new(module, "Identity")
        .base(&fetched_value)
        .attr("__visit_name__", "identity_column")
        .attr("is_identity", true)
        .property("dialect_kwargs", dialect_kwargs, None)
        .init(|vm, args| store(vm, args, &IDENTITY, &["always", "on_null"]))
        .build(vm);
    let column_default = ClassBuilder::new(module, "ColumnDefault")
        .base(schema_item)
        .attr("is_sequence", false)
        .init(|vm, args| {
            let object = crate::support::this(vm, args)?;
            object.set("arg", args.get_or_keyword(1, "arg").unwrap_or(Value::None));
            Ok(Value::None)
        })
        .build(vm);
    let sequence = ClassBuilder::new(module, "Sequence")
        .base(schema_item)
        .attr("__visit_name__", "sequence")
        .attr("is_sequence", true)
        .property("dialect_kwargs", dialect_kwargs, None)
        .init(init_sequence)
        .method("next_value", |vm, args| {
            crate::sqlalchemy::expression::next_value(vm, &args.this())
        })
        .method("create", |vm, args| create_or_drop(vm, args, true))
        .method("drop", |vm, args| create_or_drop(vm, args, false))
        .build(vm);
    Defaults {
        fetched_value,
        default_clause,
        computed,
        identity,
        sequence,
        column_default,
    }
}

fn store(
    vm: &Vm,
    args: &mut Args,
    signature: &'static Signature,
    more: &[&'static str],
) -> PyResult {
    let span = args.span;
    let mut bound = args.bind(vm, signature)?;
    let Value::Object(object) = bound.take("self") else {
        return Err(vm.type_error("the constructor needs an instance"));
    };
    mark(vm, &object, span);
    for field in more.iter().chain(SEQUENCE_OPTIONS) {
        let value = bound.take(field);
        vm.require_concrete(&value, &format!("`{field}`"))?;
        object.set(field, value);
    }
    let keywords = bound.kwargs();
    let class = if more.contains(&"always") {
        "Identity"
    } else {
        "Sequence"
    };
    for field in ["order", "on_null"] {
        let own = format!("oracle_{field}");
        let is_given = keywords.iter().any(|(name, _)| *name.text() == own);
        if is_given && object.get(field).is_some_and(|value| !value.is_none()) {
            return Err(crate::registry::argument_error(
                vm,
                format!("Cannot specify both '{field}' and '{own}'. Please use only '{own}'."),
            ));
        }
    }
    dialect_keywords::check(vm, class, &keywords)?;
    dialect_keywords::keep(&object, keywords);
    Ok(Value::None)
}

fn init_sequence(vm: &Vm, args: &mut Args) -> PyResult {
    store(
        vm,
        args,
        &SEQUENCE,
        &[
            "name",
            "schema",
            "data_type",
            "optional",
            "metadata",
            "quote",
            "quote_schema",
        ],
    )?;
    Ok(Value::None)
}

fn create_or_drop(vm: &Vm, args: &mut Args, is_create: bool) -> PyResult {
    let bind = args.get_or_keyword(1, "bind").unwrap_or(Value::None);
    let checkfirst = args
        .get_or_keyword(2, "checkfirst")
        .unwrap_or(Value::Bool(true));
    let checkfirst = vm.truth(&checkfirst)?;
    let name = crate::support::attr(vm, &args.this(), "name")?;
    text_opt(vm, &name, "the name of a sequence")?;
    crate::engine::connection::run_sequence_ddl(vm, &bind, &args.this(), is_create, checkfirst)
}

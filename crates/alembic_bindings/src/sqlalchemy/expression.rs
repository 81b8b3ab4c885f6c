//! SQL expressions as Python objects: each holds an [`Expr`] (or a statement) as its payload.
//!
//! Mirrors `sqlalchemy.sql.elements`, `functions` and `expression`. Statements are in [`statements`],
//! tables and other sources of rows in [`from`].

mod attributes;
pub(crate) mod column_defaults;
pub(crate) mod from;
pub(crate) mod functions;
pub(crate) mod mysql_match;
mod operators;
pub(crate) mod statements;

use std::rc::Rc;

use alembic_python::{Args, Class, ClassBuilder, Object, PyResult, Signature, Value, Vm};
use alembic_schema::expr::{BinaryOp, Bind, FunctionCall, Query, TextClause, UnaryOp};
use alembic_schema::types::ArgValue;
use alembic_schema::{Expr, Name, SqlType};
use smol_str::SmolStr;

pub(crate) use functions::build_namespace;

use crate::convert::{self, sql_value};
use crate::registry::{argument_error, sa};
use crate::sqlalchemy::types;
use crate::support::{attr, items, mark, text, this};

/// The classes of this module.
pub(crate) struct Elements {
    pub(crate) clause_element: Rc<Class>,
    pub(crate) column_element: Rc<Class>,
    pub(crate) column_clause: Rc<Class>,
    pub(crate) text_clause: Rc<Class>,
    pub(crate) textual_select: Rc<Class>,
    pub(crate) bind_parameter: Rc<Class>,
    pub(crate) label: Rc<Class>,
    pub(crate) function: Rc<Class>,
    pub(crate) binary: Rc<Class>,
    pub(crate) unary: Rc<Class>,
    pub(crate) boolean_list: Rc<Class>,
    pub(crate) cast: Rc<Class>,
    pub(crate) case: Rc<Class>,
    pub(crate) null: Rc<Class>,
    pub(crate) true_: Rc<Class>,
    pub(crate) false_: Rc<Class>,
    pub(crate) array: Rc<Class>,
    pub(crate) exists: Rc<Class>,
    pub(crate) other: Rc<Class>,
    pub(crate) conv: Rc<Class>,
    pub(crate) quoted_name: Rc<Class>,
}

/// Builds the classes.
pub(crate) fn build(vm: &Vm) -> Elements {
    let module = "sqlalchemy.sql.elements";
    let clause_element = ClassBuilder::new(module, "ClauseElement")
        .method("compile", compile)
        .method("__getattr__", attributes::missing)
        .method("__str__", |vm, args| {
            let text = stringify(vm, &args.this(), "default", false)?;
            Ok(Value::str(text))
        })
        .method("__clause_element__", |_, args| Ok(args.this()))
        .method("execution_options", |_, args| Ok(args.this()))
        .method("unique_params", |_, args| Ok(args.this()))
        .method("get_children", |_, _| Ok(Value::list(Vec::new())))
        .method("self_group", |_, args| Ok(args.this()))
        .build(vm);
    let column_element =
        operators::add(ClassBuilder::new(module, "ColumnElement").base(&clause_element)).build(vm);
    let element = |name: &str, visit: &str| {
        ClassBuilder::new(module, name)
            .base(&column_element)
            .attr("__visit_name__", visit)
    };
    let str_class = vm.types.str_.clone();
    Elements {
        column_clause: element("ColumnClause", "column")
            .property("name", named, None)
            .property("key", named, None)
            .property(
                "table",
                |vm, args| Ok(this(vm, args)?.get("_table").unwrap_or(Value::None)),
                Some(|vm, args| {
                    this(vm, args)?.set("_table", args.arg(1));
                    Ok(Value::None)
                }),
            )
            .build(vm),
        text_clause: ClassBuilder::new(module, "TextClause")
            .base(&clause_element)
            .attr("__visit_name__", "textclause")
            .init(init_text)
            .property(
                "text",
                |vm, args| Ok(Value::str(text_payload(vm, &args.this())?.text)),
                None,
            )
            .method("bindparams", bindparams)
            .method("columns", text_columns)
            .method("__and__", |vm, args| {
                operators::boolean(vm, vec![args.this(), args.arg(1)], true)
            })
            .method("__or__", |vm, args| {
                operators::boolean(vm, vec![args.this(), args.arg(1)], false)
            })
            .method("__invert__", |vm, args| {
                let inner = expr(vm, &args.this())?;
                wrap(vm, Expr::Not(Box::new(inner)))
            })
            .method("label", |vm, args| {
                let inner = expr(vm, &args.this())?;
                let name = args.arg(1);
                let name = text(vm, &name, "label")?;
                wrap(
                    vm,
                    Expr::Label {
                        expr: Box::new(inner),
                        name: Some(Name::new(name)),
                    },
                )
            })
            .build(vm),
        textual_select: statements::query_class(vm, "TextualSelect", &clause_element),
        bind_parameter: element("BindParameter", "bindparam").build(vm),
        label: element("Label", "label")
            .property("name", named, None)
            .property("key", named, None)
            .build(vm),
        function: functions::build_function(vm, &column_element),
        binary: element("BinaryExpression", "binary").build(vm),
        unary: element("UnaryExpression", "unary").build(vm),
        boolean_list: element("BooleanClauseList", "clauselist").build(vm),
        cast: element("Cast", "cast").build(vm),
        case: element("Case", "case").build(vm),
        null: element("Null", "null").build(vm),
        true_: element("True_", "true").build(vm),
        false_: element("False_", "false").build(vm),
        array: element("array", "array").build(vm),
        exists: ["where", "filter", "select_from", "correlate"]
            .into_iter()
            .fold(element("Exists", "exists"), |builder, name| {
                builder.method_closure(name, move |vm, args| statements::on_exists(vm, args, name))
            })
            .build(vm),
        other: element("Grouping", "grouping").build(vm),
        quoted_name: ClassBuilder::new(module, "quoted_name")
            .base(&str_class)
            .new_fn(new_name)
            .build(vm),
        conv: ClassBuilder::new(module, "conv")
            .base(&str_class)
            .new_fn(new_name)
            .build(vm),
        clause_element,
        column_element,
    }
}

/// `conv("name")` and `quoted_name("name", quote)`: a str that remembers how it is to be quoted.
fn new_name(vm: &Vm, args: &mut Args) -> PyResult {
    let Some(class) = args.this().as_class().cloned() else {
        return Err(vm.type_error("a class is needed"));
    };
    let value = args.get_or_keyword(1, "value").unwrap_or(Value::None);
    if value.is_none() {
        return Ok(Value::None);
    }
    let written = text(vm, &value, "name")?;
    let object = Object::with_builtin(&class, Value::str(written));
    object.set(
        "quote",
        args.get_or_keyword(2, "quote").unwrap_or(Value::None),
    );
    Ok(Value::Object(object))
}

/// An expression object of the class that SQLAlchemy would give it.
pub fn wrap(vm: &Vm, expr: Expr) -> PyResult {
    let sa = sa(vm)?;
    let class = match &expr {
        Expr::Column { .. } | Expr::LiteralColumn { .. } | Expr::Excluded { .. } => {
            &sa.column_clause
        }
        Expr::Bind(_) => &sa.bind_parameter,
        Expr::Text(_) => &sa.text_clause,
        Expr::Function(_) => &sa.function,
        Expr::Binary { .. } => &sa.binary,
        Expr::Unary { .. } => &sa.unary,
        Expr::And(_) | Expr::Or(_) => &sa.boolean_list,
        Expr::Cast { .. } | Expr::TypeCoerce { .. } => &sa.cast,
        Expr::Case { .. } => &sa.case,
        Expr::Null => &sa.null,
        Expr::True => &sa.true_,
        Expr::False => &sa.false_,
        Expr::Label { .. } => &sa.label,
        Expr::Array { .. } => &sa.array,
        Expr::Exists(_) => &sa.exists,
        _ => &sa.other_element,
    };
    let object = Object::with_payload(class, expr);
    object.span.set(vm.current_span());
    Ok(Value::Object(object))
}

/// The expression of an object that is one; `None` for plain Python values.
pub(crate) fn expr_opt(vm: &Vm, value: &Value) -> PyResult<Option<Expr>> {
    let Value::Object(object) = value else {
        return Ok(None);
    };
    if let Some(found) = object.payload::<Expr>() {
        return Ok(Some(found.clone()));
    }
    if let Some(query) = object.payload::<Query>() {
        return Ok(Some(Expr::Scalar(Box::new(query.clone()))));
    }
    let sa = sa(vm)?;
    if object.class().is_subclass_of(&sa.column) {
        return convert::column_expr(vm, object).map(Some);
    }
    if let Some(inner) = crate::orm::attributes::column_of(vm, value) {
        return expr_opt(vm, &inner);
    }
    if object.class().is_subclass_of(&sa.mapped_column) {
        let inner = attr(vm, value, "column")?;
        return expr_opt(vm, &inner);
    }
    if vm.getattr_opt(value, "__clause_element__")?.is_some() {
        let inner = crate::support::call_method(vm, value, "__clause_element__", Vec::new())?;
        if !inner.is(value) {
            return expr_opt(vm, &inner);
        }
    }
    Ok(None)
}

/// The expression of an object; a plain value becomes a literal bind.
pub(crate) fn expr_or_literal(vm: &Vm, value: &Value) -> PyResult<Expr> {
    match expr_opt(vm, value)? {
        Some(found) => Ok(found),
        None if value.is_none() => Ok(Expr::Null),
        None => Ok(Expr::literal_value(sql_value(vm, value)?, None)),
    }
}

/// The expression of an object; plain values are refused.
pub(crate) fn expr(vm: &Vm, value: &Value) -> PyResult<Expr> {
    if let Some(found) = expr_opt(vm, value)? {
        Ok(found)
    } else {
        vm.require_concrete(value, "an SQL expression")?;
        if let Some(flag) = value.as_bool() {
            return Ok(if flag { Expr::True } else { Expr::False });
        }
        if let Value::Object(object) = value
            && object.class().is_python()
            && crate::support::is_a(value, &sa(vm)?.clause_element)
        {
            return Err(vm.unsupported(format!(
                "an element of the class `{}`, whose SQL is made in Python",
                object.class().name()
            )));
        }
        Err(argument_error(
            vm,
            format!("SQL expression element expected, got {}.", vm.repr(value)?),
        ))
    }
}

/// The expression of an argument of a query where a str names a column, as in `order_by("x")` and `order_by(desc("x"))`.
pub(crate) fn expr_or_name(vm: &Vm, value: &Value) -> PyResult<Expr> {
    match (expr_opt(vm, value)?, value.as_str()) {
        (Some(found), _) => Ok(resolved(found)),
        (None, Some(name)) => Ok(Expr::column(Name::new(name), SqlType::null())),
        (None, None) => expr(vm, value),
    }
}

fn resolved(expr: Expr) -> Expr {
    match expr {
        Expr::TextualLabel(text) => Expr::column(Name::new(text), SqlType::null()),
        Expr::Unary { op, operand } => Expr::Unary {
            op,
            operand: Box::new(resolved(*operand)),
        },
        other => other,
    }
}

fn named(vm: &Vm, args: &mut Args) -> PyResult {
    let object = this(vm, args)?;
    let name = match object.payload::<Expr>().as_deref() {
        Some(Expr::Column { name, .. } | Expr::Excluded { name, .. }) => {
            Some(name.text.to_string())
        }
        Some(Expr::LiteralColumn { text, .. }) => Some(text.clone()),
        Some(Expr::Label { name, .. }) => name.as_ref().map(|name| name.text.to_string()),
        _ => None,
    };
    Ok(Value::from(name))
}

static TEXT: Signature = Signature::new("text", "self, text, bind=None");

fn init_text(vm: &Vm, args: &mut Args) -> PyResult {
    let span = args.span;
    let mut bound = args.bind(vm, &TEXT)?;
    let Value::Object(object) = bound.take("self") else {
        return Err(vm.type_error("text() needs an instance"));
    };
    mark(vm, &object, span);
    let written = bound.take("text");
    vm.require_concrete(&written, "the text of an SQL statement")?;
    let written = text(vm, &written, "text() argument")?;
    object.set_payload(Expr::text(written));
    Ok(Value::None)
}

fn text_payload(vm: &Vm, value: &Value) -> PyResult<TextClause> {
    match value {
        Value::Object(object) => match object.payload::<Expr>().as_deref() {
            Some(Expr::Text(clause)) => Ok((**clause).clone()),
            _ => Err(vm.type_error("a text() clause is needed")),
        },
        other => Err(vm.type_error(format!(
            "a text() clause is needed, not {}",
            vm.type_name(other)
        ))),
    }
}

/// `text(...).bindparams(bindparam(...), name=value)`.
fn bindparams(vm: &Vm, args: &mut Args) -> PyResult {
    let mut clause = text_payload(vm, &args.this())?;
    let mut add = |bind: Bind| match clause
        .binds
        .iter_mut()
        .find(|other| other.name == bind.name)
    {
        Some(slot) => *slot = bind,
        None => clause.binds.push(bind),
    };
    for value in args.positional.iter().skip(1) {
        match expr(vm, value)? {
            Expr::Bind(bind) => add(*bind),
            _ => return Err(argument_error(vm, "bindparams() takes bindparam() objects")),
        }
    }
    for (name, value) in &args.keywords {
        // A bind that is there keeps what it is and takes the value.
        let known = clause
            .binds
            .iter_mut()
            .find(|bind| bind.name.as_deref() == Some(&*name.text()));
        if let Some(bind) = known {
            bind.value = Some(match value.as_sequence() {
                Some(list) if bind.expanding => convert::values::expanded(vm, &list, &bind.type_)?,
                _ => convert::sql_value_as(vm, value, &bind.type_)?,
            });
            if bind.type_.class == alembic_schema::TypeClass::NullType
                && let Some(value) = &bind.value
            {
                bind.type_ = Expr::literal_value(value.clone(), None).type_();
            }
        } else {
            let value = sql_value(vm, value)?;
            let Expr::Bind(mut bind) = Expr::literal_value(value, None) else {
                continue;
            };
            bind.name = Some(SmolStr::new(&*name.text()));
            bind.unique = false;
            clause.binds.push(*bind);
        }
    }
    wrap(vm, Expr::Text(Box::new(clause)))
}

/// `text(...).columns(...)`.
fn text_columns(vm: &Vm, args: &mut Args) -> PyResult {
    let mut clause = text_payload(vm, &args.this())?;
    for value in args.positional.iter().skip(1) {
        clause.columns.push(expr(vm, value)?);
    }
    for (name, type_) in &args.keywords {
        let type_ = types::instantiate(vm, type_)?;
        clause.columns.push(Expr::column(
            Name::new(&*name.text()),
            convert::sql_type(vm, &type_)?,
        ));
    }
    let object = Object::with_payload(&sa(vm)?.textual_select, Query::Text(clause));
    Ok(Value::Object(object))
}

/// The text of an element for a dialect; literals inline if asked.
pub(crate) fn stringify(vm: &Vm, value: &Value, dialect: &str, literal: bool) -> PyResult<String> {
    let statement = statements::statement(vm, value)?;
    crate::host::compile_statement(vm, dialect, &statement, literal)
}

/// `element.compile(dialect=..., compile_kwargs={"literal_binds": True})`: an object whose `str()` is the SQL.
fn compile(vm: &Vm, args: &mut Args) -> PyResult {
    let dialect = args.take_keyword("dialect").or_else(|| {
        args.take_keyword("bind")
            .and_then(|bind| vm.getattr_opt(&bind, "dialect").ok().flatten())
    });
    let name = match dialect.or_else(|| args.get(1).cloned()) {
        Some(dialect) if !dialect.is_none() => {
            let dialect = match vm.getattr_opt(&dialect, "dialect")? {
                Some(inner) => inner,
                None => dialect,
            };
            text(vm, &attr(vm, &dialect, "name")?, "dialect name")?
        }
        _ => "default".to_owned(),
    };
    let literal = match args.take_keyword("compile_kwargs") {
        Some(Value::Dict(options)) => match options.get_str("literal_binds") {
            Some(flag) => vm.truth(&flag)?,
            None => false,
        },
        _ => false,
    };
    let sql = stringify(vm, &args.this(), &name, literal)?;
    let sa = sa(vm)?;
    let object = Object::new(&sa.compiled);
    object.set("string", sql);
    object.set("params", Value::Dict(alembic_python::Dict::new()));
    Ok(Value::Object(object))
}

/// `conv`, `quoted_name` and plain texts as schema names.
pub(crate) fn name_of(vm: &Vm, value: &Value) -> PyResult<Name> {
    let written = text(vm, value, "name")?;
    let sa = sa(vm)?;
    let quote = match value {
        Value::Object(object) if object.class().is_subclass_of(&sa.quoted_name) => {
            object.get("quote").and_then(|quote| quote.as_bool())
        }
        _ => None,
    };
    Ok(Name {
        text: SmolStr::new(written),
        quote,
    })
}

static COLUMN: Signature = Signature::new(
    "column",
    "text, type_=None, is_literal=False, _selectable=None",
);

/// `column(name, type)`.
pub(crate) fn column(vm: &Vm, args: &mut Args) -> PyResult {
    let mut bound = args.bind(vm, &COLUMN)?;
    let written = bound.take("text");
    vm.require_concrete(&written, "the name of a column")?;
    let given = bound.take("type_");
    let type_ = types::instantiate(vm, &given)?;
    let sql_type = convert::sql_type(vm, &type_)?;
    let value = if vm.truth(&bound.take("is_literal"))? {
        wrap(
            vm,
            Expr::LiteralColumn {
                text: text(vm, &written, "column() name")?,
                type_: sql_type,
            },
        )?
    } else {
        wrap(
            vm,
            Expr::Column {
                name: name_of(vm, &written)?,
                table: None,
                type_: sql_type,
            },
        )?
    };
    if let Value::Object(object) = &value {
        object.set("type", type_);
    }
    Ok(value)
}

/// `literal_column(text, type)`.
pub(crate) fn literal_column(vm: &Vm, args: &mut Args) -> PyResult {
    let written = args.get_or_keyword(0, "text").unwrap_or(Value::None);
    vm.require_concrete(&written, "the text of a literal column")?;
    let type_ = types::instantiate(vm, &args.get_or_keyword(1, "type_").unwrap_or(Value::None))?;
    wrap(
        vm,
        Expr::LiteralColumn {
            text: text(vm, &written, "literal_column() text")?,
            type_: convert::sql_type(vm, &type_)?,
        },
    )
}

static BINDPARAM: Signature = Signature::new(
    "bindparam",
    "key, value=MISSING, type_=None, unique=False, required=MISSING, quote=None, callable_=None, expanding=False, isoutparam=False, literal_execute=False",
);

/// `bindparam(name, value, type)`.
pub(crate) fn bindparam(vm: &Vm, args: &mut Args) -> PyResult {
    let mut bound = args.bind(vm, &BINDPARAM)?;
    let key = bound.take("key");
    let name = crate::support::text_opt(vm, &key, "the name of a bind parameter")?;
    let is_expanding = vm.truth(&bound.take("expanding"))?;
    let given_type = bound.take("type_");
    let explicit = if given_type.is_none() {
        None
    } else {
        Some(convert::sql_type(
            vm,
            &types::instantiate(vm, &given_type)?,
        )?)
    };
    let value = match bound.given("value") {
        Some(value) => Some(match (&explicit, value.as_sequence()) {
            (Some(type_), Some(list)) if is_expanding => {
                convert::values::expanded(vm, &list, type_)?
            }
            (Some(type_), _) => convert::sql_value_as(vm, &value, type_)?,
            (None, _) => sql_value(vm, &value)?,
        }),
        None => None,
    };
    let type_ = match (explicit, &value) {
        (Some(type_), _) => type_,
        (None, Some(value)) => Expr::literal_value(value.clone(), None).type_(),
        (None, None) => SqlType::null(),
    };
    wrap(
        vm,
        Expr::Bind(Box::new(Bind {
            name: name.map(SmolStr::from),
            unique: vm.truth(&bound.take("unique"))?,
            value,
            type_,
            expanding: is_expanding,
            inline: vm.truth(&bound.take("literal_execute"))?,
        })),
    )
}

/// `literal(value, type)`.
pub(crate) fn literal(vm: &Vm, args: &mut Args) -> PyResult {
    let value = args.get_or_keyword(0, "value").unwrap_or(Value::None);
    let given = args.get_or_keyword(1, "type_").unwrap_or(Value::None);
    wrap(vm, typed_literal(vm, &value, &given, false)?)
}

/// A literal bind with an optional type object.
pub(crate) fn typed_literal(vm: &Vm, value: &Value, type_: &Value, inline: bool) -> PyResult<Expr> {
    let explicit = if type_.is_none() {
        None
    } else {
        Some(convert::sql_type(vm, &types::instantiate(vm, type_)?)?)
    };
    let value = match &explicit {
        Some(type_) => convert::sql_value_as(vm, value, type_)?,
        None => sql_value(vm, value)?,
    };
    Ok(if inline {
        Expr::inline_literal(value, explicit)
    } else {
        Expr::literal_value(value, explicit)
    })
}

/// `cast(expr, type)` and `type_coerce(expr, type)`.
pub(crate) fn cast(vm: &Vm, args: &mut Args, is_try: bool, coerce: bool) -> PyResult {
    let inner = args.get_or_keyword(0, "expression").unwrap_or(Value::None);
    let type_ = args.get_or_keyword(1, "type_").unwrap_or(Value::None);
    let type_ = convert::sql_type(vm, &types::instantiate(vm, &type_)?)?;
    let inner = match expr_opt(vm, &inner)? {
        Some(found) => found,
        None if inner.is_none() => Expr::Null,
        None => Expr::literal_value(
            convert::sql_value_as(vm, &inner, &type_)?,
            Some(type_.clone()),
        ),
    };
    let expr = Box::new(inner);
    wrap(
        vm,
        if coerce {
            Expr::TypeCoerce { expr, type_ }
        } else {
            Expr::Cast {
                expr,
                type_,
                is_try,
            }
        },
    )
}

/// `case((condition, result), ..., value=, else_=)`, and the forms with a dictionary or a list.
pub(crate) fn case(vm: &Vm, args: &mut Args) -> PyResult {
    let value = args.take_keyword("value").unwrap_or(Value::None);
    let else_ = args.take_keyword("else_").unwrap_or(Value::None);
    let mut given: Vec<Value> = args.positional.clone();
    if let [Value::List(list)] = given.as_slice() {
        given = list.to_vec();
    }
    let mut pairs: Vec<(Value, Value)> = Vec::new();
    if let [only] = given.as_slice()
        && let Some(dict) = only.as_dict()
    {
        pairs = dict.items();
    } else {
        for pair in given {
            match pair.as_sequence().as_deref() {
                Some([condition, result]) => pairs.push((condition.clone(), result.clone())),
                _ => {
                    return Err(argument_error(
                        vm,
                        "case() takes (condition, result) tuples",
                    ));
                }
            }
        }
    }
    let value = if value.is_none() {
        None
    } else {
        Some(expr_or_literal(vm, &value)?)
    };
    let mut whens = Vec::new();
    for (condition, result) in pairs {
        let condition = match &value {
            Some(value) => match expr_opt(vm, &condition)? {
                Some(found) => found,
                None => match Expr::bind_like(value, &BinaryOp::Eq, sql_value(vm, &condition)?) {
                    Expr::Bind(mut bind) => {
                        bind.name = None;
                        Expr::Bind(bind)
                    }
                    other => other,
                },
            },
            None => expr(vm, &condition)?,
        };
        whens.push((condition, expr_or_literal(vm, &result)?));
    }
    let else_ = if else_.is_none() {
        None
    } else {
        Some(Box::new(expr_or_literal(vm, &else_)?))
    };
    wrap(
        vm,
        Expr::Case {
            value: value.map(Box::new),
            whens,
            else_,
        },
    )
}

/// `extract(field, expr)`.
pub(crate) fn extract(vm: &Vm, args: &mut Args) -> PyResult {
    let field = text(vm, &args.arg(0), "extract() field")?;
    let inner = expr_or_literal(vm, &args.arg(1))?;
    wrap(
        vm,
        Expr::Extract {
            field: field.into(),
            expr: Box::new(inner),
        },
    )
}

/// `tuple_(a, b)`.
pub(crate) fn tuple(vm: &Vm, args: &mut Args) -> PyResult {
    let found: PyResult<Vec<Expr>> = args
        .positional
        .iter()
        .map(|item| expr_or_literal(vm, item))
        .collect();
    wrap(vm, Expr::Tuple(found?))
}

/// `collate(expr, name)`.
pub(crate) fn collate(vm: &Vm, args: &mut Args) -> PyResult {
    let inner = expr_or_name(vm, &args.arg(0))?;
    let collation = name_of(vm, &args.arg(1))?;
    wrap(
        vm,
        Expr::Collate {
            expr: Box::new(inner),
            collation,
        },
    )
}

/// `desc(x)`, `asc(x)`, `nulls_first(x)`, `nulls_last(x)`, `distinct(x)`, `any_(x)`, `all_(x)`.
pub(crate) fn unary(vm: &Vm, args: &mut Args, op: UnaryOp) -> PyResult {
    let given = args.arg(0);
    let operand = match (expr_opt(vm, &given)?, given.as_str()) {
        (Some(found), _) => found,
        (None, Some(name)) => Expr::TextualLabel(name.to_owned()),
        (None, None) => expr(vm, &given)?,
    };
    let operand = Box::new(operand);
    wrap(vm, Expr::Unary { op, operand })
}

/// `not_(x)`.
pub(crate) fn not(vm: &Vm, args: &mut Args) -> PyResult {
    let inner = expr(vm, &args.arg(0))?;
    wrap(vm, Expr::Not(Box::new(inner)))
}

/// `and_(...)` and `or_(...)`.
pub(crate) fn boolean(vm: &Vm, args: &mut Args, is_and: bool) -> PyResult {
    let given = std::mem::take(&mut args.positional);
    operators::boolean(vm, given, is_and)
}

/// `postgresql.array([...], type_=)`.
pub(crate) fn array(vm: &Vm, args: &mut Args) -> PyResult {
    let given = items(
        vm,
        &args.get_or_keyword(0, "clauses").unwrap_or(Value::None),
    )?;
    let elements: PyResult<Vec<Expr>> =
        given.iter().map(|item| expr_or_literal(vm, item)).collect();
    let elements = elements?;
    let type_ = match args.keyword("type_").cloned() {
        Some(type_) if !type_.is_none() => {
            let type_ = convert::sql_type(vm, &types::instantiate(vm, &type_)?)?;
            match type_.arg("item_type") {
                Some(ArgValue::Type(inner)) => (**inner).clone(),
                _ => type_,
            }
        }
        _ => elements.first().map_or_else(SqlType::null, Expr::type_),
    };
    wrap(vm, Expr::Array { elements, type_ })
}

/// `sequence.next_value()`.
pub(crate) fn next_value(vm: &Vm, sequence: &Value) -> PyResult {
    let sequence = convert::sequence(vm, sequence)?;
    wrap(vm, Expr::NextValue(Box::new(sequence)))
}

/// A function call with a known return type.
pub(crate) fn function_call(
    packages: Vec<Name>,
    name: Name,
    args: Vec<Expr>,
    type_: Option<SqlType>,
) -> Expr {
    match Expr::function(name, args) {
        Expr::Function(mut call) => {
            call.packages = packages;
            if let Some(type_) = type_ {
                call.type_ = type_;
            }
            Expr::Function(call)
        }
        other => other,
    }
}

/// The call inside a function object.
pub(crate) fn call_payload(vm: &Vm, value: &Value) -> PyResult<FunctionCall> {
    match value {
        Value::Object(object) => match object.payload::<Expr>().as_deref() {
            Some(Expr::Function(call)) => Ok((**call).clone()),
            _ => Err(vm.type_error("a function call is needed")),
        },
        other => Err(vm.type_error(format!(
            "a function call is needed, not {}",
            vm.type_name(other)
        ))),
    }
}

/// The Boolean type object, for `.type` of conditions.
pub(crate) fn type_object(vm: &Vm, type_: &SqlType) -> PyResult {
    convert::type_object(vm, type_)
}

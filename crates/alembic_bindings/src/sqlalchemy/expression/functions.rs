//! `func.x(...)`. Mirrors `sqlalchemy.sql.functions`.

use std::rc::Rc;
use std::sync::Arc;

use alembic_python::{Args, Class, ClassBuilder, Object, PyResult, Value, Vm};
use alembic_schema::expr::{AliasSource, Derived, FromItem, KNOWN_FUNCTIONS, TableRef};
use alembic_schema::{Expr, Name, SqlType, TypeClass};

use super::{call_payload, expr, expr_or_literal, expr_or_name, function_call, wrap};
use crate::convert;
use crate::sqlalchemy::types;
use crate::support::{items, text, this};

/// The class `Function`.
pub(super) fn build_function(vm: &Vm, column_element: &Rc<Class>) -> Rc<Class> {
    ClassBuilder::new("sqlalchemy.sql.functions", "Function")
        .base(column_element)
        .attr("__visit_name__", "function")
        .property(
            "name",
            |vm, args| Ok(Value::str(call_payload(vm, &args.this())?.name.text)),
            None,
        )
        .method("over", over)
        .method("filter", |vm, args| {
            let mut call = call_payload(vm, &args.this())?;
            let conditions: PyResult<Vec<Expr>> = args
                .positional
                .iter()
                .skip(1)
                .map(|item| expr(vm, item))
                .collect();
            let mut conditions = conditions?;
            call.filter = match conditions.len() {
                1 => conditions.pop().map(Box::new),
                _ => Some(Box::new(Expr::And(conditions))),
            };
            wrap(vm, Expr::Function(Box::new(call)))
        })
        .method("within_group", |vm, args| {
            let mut call = call_payload(vm, &args.this())?;
            for item in args.positional.iter().skip(1) {
                call.within_group.push(expr_or_name(vm, item)?);
            }
            wrap(vm, Expr::Function(Box::new(call)))
        })
        .method("alias", |vm, args| {
            let name = args.get_or_keyword(1, "name").unwrap_or(Value::None);
            source(vm, args, &name, Vec::new(), false)
        })
        .method("table_valued", |vm, args| {
            let name = args.take_keyword("name").unwrap_or(Value::None);
            let ordinality = args.take_keyword("with_ordinality").unwrap_or(Value::None);
            args.take_keyword("joins_implicitly");
            let mut columns = Vec::new();
            let has_ordinality = !ordinality.is_none();
            let given = args.positional.iter().skip(1).cloned();
            for item in given.chain(has_ordinality.then_some(ordinality)) {
                match expr_or_name(vm, &item)? {
                    Expr::Column { name, type_, .. } => columns.push((name, type_)),
                    _ => return Err(vm.unsupported("table_valued() with other than columns")),
                }
            }
            source(vm, args, &name, columns, has_ordinality)
        })
        .method("column_valued", |vm, args| {
            let name = args.get_or_keyword(1, "name").unwrap_or(Value::None);
            let alias = source(vm, args, &name, Vec::new(), false)?;
            crate::support::attr(vm, &alias, "column")
        })
        .method("scalar_table_valued", |vm, _| {
            Err(vm.unsupported("scalar_table_valued()"))
        })
        .build(vm)
}

fn source(
    vm: &Vm,
    args: &Args,
    name: &Value,
    columns: Vec<(Name, SqlType)>,
    with_ordinality: bool,
) -> PyResult {
    let call = expr(vm, &args.this())?;
    let item = FromItem::Function {
        call: Box::new(call),
        alias: Some(super::from::alias_ref(vm, name)?),
        columns,
        derived: Derived::No,
        with_ordinality,
        lateral: false,
    };
    super::from::wrap(vm, item)
}

/// `.alias(name).column`: the value of the function itself.
pub(super) fn table_value(vm: &Vm, args: &mut Args) -> PyResult {
    let item = super::from::from_item(vm, &args.this())?;
    let FromItem::Function {
        call,
        alias: Some(alias),
        ..
    } = &item
    else {
        return Err(vm.attribute_error("'Alias' object has no attribute 'column'"));
    };
    let type_ = call.type_();
    let table = TableRef {
        source: AliasSource(Some(Arc::new(item.clone()))),
        ..alias.clone()
    };
    wrap(
        vm,
        Expr::TableValue {
            table: Box::new(table),
            type_,
        },
    )
}

/// `.render_derived(name=, with_types=)`.
pub(super) fn render_derived(vm: &Vm, args: &mut Args) -> PyResult {
    let name = args.get_or_keyword(1, "name").unwrap_or(Value::None);
    let with_types = args.get_or_keyword(2, "with_types").unwrap_or(Value::None);
    let FromItem::Function {
        call,
        alias,
        columns,
        with_ordinality,
        lateral,
        ..
    } = super::from::from_item(vm, &args.this())?
    else {
        return Err(vm.attribute_error("'Alias' object has no attribute 'render_derived'"));
    };
    let alias = if name.is_none() {
        // Each is an alias of its own.
        match alias {
            Some(alias) if alias.anonymous.is_some() => Some(super::from::anonymous(vm)),
            other => other,
        }
    } else {
        Some(super::from::alias_ref(vm, &name)?)
    };
    let derived = if vm.truth(&with_types)? {
        Derived::Types
    } else {
        Derived::Names
    };
    super::from::wrap(
        vm,
        FromItem::Function {
            call,
            alias,
            columns,
            derived,
            with_ordinality,
            lateral,
        },
    )
}

fn over(vm: &Vm, args: &mut Args) -> PyResult {
    let inner = expr(vm, &args.this())?;
    let list = |value: Option<Value>| -> PyResult<Vec<Expr>> {
        match value {
            None | Some(Value::None) => Ok(Vec::new()),
            Some(value) => match value.as_sequence() {
                Some(parts) => parts.iter().map(|part| expr_or_name(vm, part)).collect(),
                None => Ok(vec![expr_or_name(vm, &value)?]),
            },
        }
    };
    let partition_by = list(
        args.take_keyword("partition_by")
            .or_else(|| args.get(1).cloned()),
    )?;
    let order_by = list(
        args.take_keyword("order_by")
            .or_else(|| args.get(2).cloned()),
    )?;
    let mut frame = None;
    for (keyword, unit) in [("rows", "ROWS"), ("range_", "RANGE"), ("groups", "GROUPS")] {
        if let Some(bounds) = args.take_keyword(keyword)
            && let Some([lower, upper]) = bounds.as_sequence().as_deref()
        {
            frame = Some(alembic_schema::expr::Frame {
                unit: unit.into(),
                lower: lower.as_int(),
                upper: upper.as_int(),
            });
        }
    }
    wrap(
        vm,
        Expr::Over {
            expr: Box::new(inner),
            partition_by,
            order_by,
            frame,
        },
    )
}

/// The object `func`: any attribute is a function, dots are packages.
pub(crate) fn build_namespace(vm: &Vm) -> Rc<Object> {
    let class = ClassBuilder::new("sqlalchemy.sql.functions", "_FunctionGenerator")
        .method("__getattr__", |vm, args| {
            let object = this(vm, args)?;
            let name = text(vm, &args.arg(1), "function name")?;
            if name.starts_with("__") {
                return Err(vm.attribute_error(&name));
            }
            let inner = Object::new(&object.class());
            let mut path = object
                .get("_path")
                .and_then(|path| path.as_sequence())
                .unwrap_or_default();
            // `func.in_` and `func.if_` are ways around Python's keywords.
            path.push(Value::str(name.strip_suffix('_').unwrap_or(&name)));
            inner.set("_path", Value::list(path));
            Ok(Value::Object(inner))
        })
        .method("__call__", call)
        .build(vm);
    let object = Object::new(&class);
    object.set("_path", Value::list(Vec::new()));
    object
}

/// The name of a function of `func` that was not called.
pub(crate) fn name_of(value: &Value) -> Option<String> {
    let Value::Object(object) = value else {
        return None;
    };
    let is_function = &*object.class().name() == "_FunctionGenerator";
    let path = object.get("_path").filter(|_| is_function)?.as_sequence()?;
    path.last()?.as_str().map(str::to_owned)
}

fn call(vm: &Vm, args: &mut Args) -> PyResult {
    let object = this(vm, args)?;
    let path = object
        .get("_path")
        .and_then(|path| path.as_sequence())
        .unwrap_or_default();
    let mut names: Vec<Name> = path
        .iter()
        .filter_map(Value::as_str)
        .map(Name::new)
        .collect();
    let Some(name) = names.pop() else {
        return Err(vm.type_error("'_FunctionGenerator' object is not callable"));
    };
    // Known functions are found without regard to case, and have one name (`func.NOW()` is `now()`).
    let lower = name.as_str().to_ascii_lowercase();
    let name = if names.is_empty()
        && (KNOWN_FUNCTIONS.contains(&&*lower) || TextSearch::of(&lower).is_some())
    {
        Name::new(&lower)
    } else {
        name
    };
    if names.is_empty() {
        crate::sqlalchemy::compiler::require_plain_function(vm, name.as_str())?;
    }
    let type_ = match args.take_keyword("type_") {
        Some(type_) if !type_.is_none() => {
            Some(convert::sql_type(vm, &types::instantiate(vm, &type_)?)?)
        }
        _ => None,
    };
    if name.as_str() == "next_value"
        && names.is_empty()
        && let Some(sequence) = args.get(1)
        && crate::support::is_a(sequence, &crate::registry::sa(vm)?.sequence)
    {
        return super::next_value(vm, sequence);
    }
    let mut arguments = Vec::new();
    let text_search = if names.is_empty() {
        TextSearch::of(name.as_str())
    } else {
        None
    };
    let type_ = type_.or_else(|| {
        text_search
            .as_ref()
            .map(|search| SqlType::new(search.returns))
    });
    for value in args.positional.iter().skip(1) {
        let value = vm.force(value)?;
        vm.require_concrete(&value, "an argument of an SQL function")?;
        arguments.push(match &value {
            Value::Object(inner) if inner.has_payload::<FromItem>() => from_argument(vm, &value)?,
            _ => expr_or_literal(vm, &value)?,
        });
    }
    if let Some(search) = text_search {
        search.configure(&mut arguments);
    }
    wrap(vm, function_call(names, name, arguments, type_))
}

/// A text search function of PostgreSQL, whose first of several arguments is the configuration.
///
/// Mirrors `sqlalchemy.dialects.postgresql.ext._regconfig_fn`.
struct TextSearch {
    returns: TypeClass,
    is_headline: bool,
}

impl TextSearch {
    fn of(name: &str) -> Option<Self> {
        let is_headline = name == "ts_headline";
        let returns = match name {
            "to_tsvector" => TypeClass::PgTSVECTOR,
            "to_tsquery" | "plainto_tsquery" | "phraseto_tsquery" | "websearch_to_tsquery" => {
                TypeClass::PgTSQUERY
            }
            "ts_headline" => TypeClass::TEXT,
            _ => return None,
        };
        Some(Self {
            returns,
            is_headline,
        })
    }

    /// Gives the configuration its type.
    fn configure(&self, arguments: &mut [Expr]) {
        let has_query_second = arguments
            .get(1)
            .is_some_and(|second| second.type_().class == TypeClass::PgTSQUERY);
        if arguments.len() < 2 || (self.is_headline && has_query_second) {
            return;
        }
        if let Some(Expr::Bind(configuration)) = arguments.first_mut() {
            configuration.type_ = SqlType::new(TypeClass::PgREGCONFIG);
        }
    }
}

/// `func.count(table)` and the like: the table's name as an expression.
fn from_argument(vm: &Vm, value: &Value) -> PyResult<Expr> {
    let columns = crate::support::attr(vm, value, "c")?;
    match items(vm, &columns)?.first() {
        Some(first) => expr(vm, first),
        None => Err(vm.unsupported("a table as the argument of an SQL function")),
    }
}

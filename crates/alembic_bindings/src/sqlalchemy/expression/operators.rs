//! Operators of column expressions. Mirrors `sqlalchemy.sql.operators.ColumnOperators`.

use alembic_python::{Args, ClassBuilder, NativeFn, PyResult, Value, Vm};
use alembic_schema::expr::{BinaryOp, Query, UnaryOp};
use alembic_schema::types::{ArgValue, TypeClass};
use alembic_schema::{Expr, SqlType, SqlValue};

use super::{expr, expr_opt, expr_or_literal, name_of, type_object, wrap};
use crate::convert::{self, sql_value_as};
use crate::sqlalchemy::types;
use crate::support::{items, text, text_opt};

/// Adds the operator methods to a class.
pub(super) fn add(builder: ClassBuilder) -> ClassBuilder {
    let mut builder = builder
        .method("__invert__", |vm, args| {
            let inner = expr(vm, &args.this())?;
            wrap(vm, Expr::Not(Box::new(inner)))
        })
        .method("__neg__", |vm, args| unary(vm, args, UnaryOp::Neg))
        .method("bitwise_not", |vm, args| {
            unary(vm, args, UnaryOp::BitwiseNot)
        })
        .method("__and__", |vm, args| {
            subject(vm, args)?;
            boolean(vm, vec![args.this(), args.arg(1)], true)
        })
        .method("__rand__", |vm, args| {
            boolean(vm, vec![args.arg(1), args.this()], true)
        })
        .method("__or__", |vm, args| {
            subject(vm, args)?;
            boolean(vm, vec![args.this(), args.arg(1)], false)
        })
        .method("__ror__", |vm, args| {
            boolean(vm, vec![args.arg(1), args.this()], false)
        })
        .method("__hash__", |vm, args| match args.this() {
            Value::Object(object) => Ok(Value::from(
                std::rc::Rc::as_ptr(&object).cast::<u8>() as usize >> 4,
            )),
            other => vm.hash(&other).map(|hash| Value::Int(hash.cast_signed())),
        })
        .method("__bool__", truth)
        .method("__getitem__", get_item)
        .method("in_", |vm, args| contained(vm, args, BinaryOp::In))
        .method("not_in", |vm, args| contained(vm, args, BinaryOp::NotIn))
        .method("notin_", |vm, args| contained(vm, args, BinaryOp::NotIn))
        .method("between", |vm, args| between(vm, args, false))
        .method("op", custom)
        .method("bool_op", custom)
        .method("label", |vm, args| {
            let inner = expr(vm, &args.this())?;
            let name = args.get_or_keyword(1, "name").unwrap_or(Value::None);
            let name = if name.is_none() {
                None
            } else {
                Some(name_of(vm, &name)?)
            };
            wrap(
                vm,
                Expr::Label {
                    expr: Box::new(inner),
                    name,
                },
            )
        })
        .method("desc", |vm, args| unary(vm, args, UnaryOp::Desc))
        .method("asc", |vm, args| unary(vm, args, UnaryOp::Asc))
        .method("nulls_first", |vm, args| {
            unary(vm, args, UnaryOp::NullsFirst)
        })
        .method("nullsfirst", |vm, args| {
            unary(vm, args, UnaryOp::NullsFirst)
        })
        .method("nulls_last", |vm, args| unary(vm, args, UnaryOp::NullsLast))
        .method("nullslast", |vm, args| unary(vm, args, UnaryOp::NullsLast))
        .method("distinct", |vm, args| unary(vm, args, UnaryOp::Distinct))
        .method("any_", |vm, args| unary(vm, args, UnaryOp::Any))
        .method("all_", |vm, args| unary(vm, args, UnaryOp::All))
        .method("collate", |vm, args| {
            let inner = expr(vm, &args.this())?;
            let collation = name_of(vm, &args.arg(1))?;
            wrap(
                vm,
                Expr::Collate {
                    expr: Box::new(inner),
                    collation,
                },
            )
        })
        .method("cast", |vm, args| {
            let inner = expr(vm, &args.this())?;
            let type_ = convert::sql_type(vm, &types::instantiate(vm, &args.arg(1))?)?;
            wrap(
                vm,
                Expr::Cast {
                    expr: Box::new(inner),
                    type_,
                    is_try: false,
                },
            )
        })
        .method("self_group", |_, args| Ok(args.this()))
        .property("astext", json_text, None)
        .method("as_string", |vm, args| {
            json_as(vm, args, SqlType::new(TypeClass::Unicode))
        })
        .method("as_integer", |vm, args| {
            json_as(vm, args, SqlType::new(TypeClass::Integer))
        })
        .method("as_float", |vm, args| {
            json_as(vm, args, SqlType::new(TypeClass::Float))
        })
        .method("as_boolean", |vm, args| {
            json_as(vm, args, SqlType::new(TypeClass::Boolean))
        })
        .method("as_numeric", json_as_numeric)
        .method("as_json", |_, args| Ok(args.this()))
        .property(
            "type",
            |vm, args| {
                if let Value::Object(object) = args.this()
                    && let Some(found) = object.get("type")
                {
                    return Ok(found);
                }
                let type_ = expr(vm, &args.this())?.type_();
                type_object(vm, &type_)
            },
            Some(|vm, args| {
                crate::support::this(vm, args)?.set("type", args.arg(1));
                Ok(Value::None)
            }),
        )
        .property("comparator", |_, args| Ok(args.this()), None);
    let binary: &[(&str, NativeFn)] = &[
        ("__eq__", |vm, args| infix(vm, args, BinaryOp::Eq)),
        ("__ne__", |vm, args| infix(vm, args, BinaryOp::Ne)),
        ("__lt__", |vm, args| infix(vm, args, BinaryOp::Lt)),
        ("__le__", |vm, args| infix(vm, args, BinaryOp::Le)),
        ("__gt__", |vm, args| infix(vm, args, BinaryOp::Gt)),
        ("__ge__", |vm, args| infix(vm, args, BinaryOp::Ge)),
        ("is_", |vm, args| infix(vm, args, BinaryOp::Is)),
        ("is_not", |vm, args| infix(vm, args, BinaryOp::IsNot)),
        ("isnot", |vm, args| infix(vm, args, BinaryOp::IsNot)),
        ("is_distinct_from", |vm, args| {
            infix(vm, args, BinaryOp::IsDistinctFrom)
        }),
        ("isnot_distinct_from", |vm, args| {
            infix(vm, args, BinaryOp::IsNotDistinctFrom)
        }),
        ("is_not_distinct_from", |vm, args| {
            infix(vm, args, BinaryOp::IsNotDistinctFrom)
        }),
        ("__add__", |vm, args| add_or_concat(vm, args, false)),
        ("__radd__", |vm, args| add_or_concat(vm, args, true)),
        ("concat", |vm, args| infix(vm, args, BinaryOp::Concat)),
        ("__sub__", |vm, args| infix(vm, args, BinaryOp::Sub)),
        ("__rsub__", |vm, args| reflected(vm, args, BinaryOp::Sub)),
        ("__mul__", |vm, args| infix(vm, args, BinaryOp::Mul)),
        ("__rmul__", |vm, args| reflected(vm, args, BinaryOp::Mul)),
        ("__truediv__", |vm, args| infix(vm, args, BinaryOp::Div)),
        ("__rtruediv__", |vm, args| {
            reflected(vm, args, BinaryOp::Div)
        }),
        ("__floordiv__", |vm, args| {
            infix(vm, args, BinaryOp::FloorDiv)
        }),
        ("__mod__", |vm, args| infix(vm, args, BinaryOp::Mod)),
        ("__rmod__", |vm, args| reflected(vm, args, BinaryOp::Mod)),
        ("bitwise_and", |vm, args| {
            infix(vm, args, BinaryOp::BitwiseAnd)
        }),
        ("bitwise_or", |vm, args| {
            infix(vm, args, BinaryOp::BitwiseOr)
        }),
        ("bitwise_xor", |vm, args| {
            infix(vm, args, BinaryOp::BitwiseXor)
        }),
        ("bitwise_lshift", |vm, args| {
            infix(vm, args, BinaryOp::BitwiseLshift)
        }),
        ("bitwise_rshift", |vm, args| {
            infix(vm, args, BinaryOp::BitwiseRshift)
        }),
        ("like", |vm, args| pattern(vm, args, BinaryOp::Like)),
        ("not_like", |vm, args| pattern(vm, args, BinaryOp::NotLike)),
        ("notlike", |vm, args| pattern(vm, args, BinaryOp::NotLike)),
        ("ilike", |vm, args| pattern(vm, args, BinaryOp::ILike)),
        ("not_ilike", |vm, args| {
            pattern(vm, args, BinaryOp::NotILike)
        }),
        ("notilike", |vm, args| pattern(vm, args, BinaryOp::NotILike)),
        ("contains", |vm, args| contains(vm, args)),
        ("icontains", |vm, args| {
            pattern(vm, args, BinaryOp::IContains)
        }),
        ("startswith", |vm, args| {
            pattern(vm, args, BinaryOp::StartsWith)
        }),
        ("istartswith", |vm, args| {
            pattern(vm, args, BinaryOp::IStartsWith)
        }),
        ("endswith", |vm, args| pattern(vm, args, BinaryOp::EndsWith)),
        ("iendswith", |vm, args| {
            pattern(vm, args, BinaryOp::IEndsWith)
        }),
        ("match", match_text),
        ("regexp_replace", regexp_replace),
        ("regexp_match", |vm, args| {
            pattern(vm, args, BinaryOp::RegexpMatch)
        }),
        ("overlaps", |vm, args| infix(vm, args, symbol("&&", true))),
        ("overlap", |vm, args| infix(vm, args, symbol("&&", true))),
        ("contained_by", |vm, args| {
            infix(vm, args, symbol("<@", true))
        }),
        ("has_key", |vm, args| infix(vm, args, symbol("?", true))),
        ("has_any", |vm, args| infix(vm, args, symbol("?|", true))),
        ("has_all", |vm, args| infix(vm, args, symbol("?&", true))),
        ("adjacent_to", |vm, args| {
            infix(vm, args, symbol("-|-", true))
        }),
        ("path_exists", |vm, args| {
            infix(vm, args, symbol("@?", true))
        }),
        ("path_match", |vm, args| infix(vm, args, symbol("@@", true))),
        ("delete_path", |vm, args| {
            infix(vm, args, symbol("#-", false))
        }),
        ("any", |vm, args| of_array(vm, args, UnaryOp::Any)),
        ("all", |vm, args| of_array(vm, args, UnaryOp::All)),
    ];
    for (name, method) in binary {
        builder = builder.method(name, *method);
    }
    builder
}

fn symbol(text: &str, is_comparison: bool) -> BinaryOp {
    BinaryOp::Custom {
        text: text.into(),
        precedence: 0,
        is_comparison,
    }
}

fn unary(vm: &Vm, args: &mut Args, op: UnaryOp) -> PyResult {
    let operand = Box::new(expr(vm, &args.this())?);
    wrap(vm, Expr::Unary { op, operand })
}

/// `a == b` inside `if`: true only for the same object on both sides, as SQLAlchemy decides it.
fn truth(vm: &Vm, args: &mut Args) -> PyResult {
    match expr(vm, &args.this())? {
        Expr::Binary {
            left,
            op: BinaryOp::Eq,
            right,
            ..
        } => Ok(Value::Bool(left == right)),
        Expr::Binary {
            left,
            op: BinaryOp::Ne,
            right,
            ..
        } => Ok(Value::Bool(left != right)),
        Expr::Null => Ok(Value::Bool(false)),
        _ => Err(vm.type_error("Boolean value of this clause is not defined")),
    }
}

/// The right side of `left op value`.
fn operand(vm: &Vm, left: &Expr, op: &BinaryOp, value: &Value) -> PyResult<Expr> {
    match expr_opt(vm, value)? {
        Some(found) => Ok(found),
        None => bind(vm, left, op, value),
    }
}

/// The bind for a Python value on the other side of `expr op`.
fn bind(vm: &Vm, expr: &Expr, op: &BinaryOp, value: &Value) -> PyResult<Expr> {
    if value.is_none() {
        return Ok(Expr::bind_like(expr, op, SqlValue::Null));
    }
    let own = expr.type_();
    let type_ = match convert::values::compared_type(vm, &own, value)? {
        Some(type_) => type_,
        None => expr.compared_type(op, &convert::values::any_value(vm, value)?),
    };
    let mut made = Expr::bind_like(expr, op, sql_value_as(vm, value, &type_)?);
    if let Expr::Bind(bind) = &mut made {
        bind.type_ = type_;
    }
    Ok(made)
}

/// The operand that an operator is called on.
fn subject(vm: &Vm, args: &Args) -> PyResult<Expr> {
    let left = expr(vm, &args.this())?;
    if let Expr::Column { type_, .. } = &left {
        convert::values::require_own_operators(vm, type_)?;
    }
    Ok(left)
}

fn infix(vm: &Vm, args: &mut Args, op: BinaryOp) -> PyResult {
    let left = subject(vm, args)?;
    let value = args
        .get(1)
        .cloned()
        .or_else(|| args.keywords.first().map(|(_, value)| value.clone()))
        .unwrap_or(Value::None);
    build(vm, left, op, &value)
}

fn build(vm: &Vm, left: Expr, op: BinaryOp, value: &Value) -> PyResult {
    let out = match expr_opt(vm, value)? {
        Some(Expr::Null) => match op {
            BinaryOp::Eq => Expr::binary(left, BinaryOp::Is, Expr::Null),
            BinaryOp::Ne => Expr::binary(left, BinaryOp::IsNot, Expr::Null),
            other => Expr::binary(left, other, Expr::Null),
        },
        Some(right) => Expr::binary(left, op, right),
        None if let (Expr::Tuple(columns), Some(values)) = (&left, value.as_sequence()) => {
            let right = row(vm, columns, &op, &values)?;
            Expr::binary(left, op, right)
        }
        None if value.is_none()
            || (matches!(op, BinaryOp::Is | BinaryOp::IsNot) && value.as_bool().is_some()) =>
        {
            Expr::compare_value(left, op, convert::sql_value(vm, value)?)
        }
        None => {
            let right = bind(vm, &left, &op, value)?;
            Expr::binary(left, op, right)
        }
    };
    wrap(vm, out)
}

/// `value op expr`: Python calls it on the right operand.
fn reflected(vm: &Vm, args: &mut Args, op: BinaryOp) -> PyResult {
    let right = subject(vm, args)?;
    let left = match expr_opt(vm, &args.arg(1))? {
        Some(found) => found,
        None => bind(vm, &right, &op, &args.arg(1))?,
    };
    wrap(vm, Expr::binary(left, op, right))
}

/// `+` of strings, arrays and JSON is `||`. Mirrors `Concatenable`.
fn add_or_concat(vm: &Vm, args: &mut Args, is_reflected: bool) -> PyResult {
    let own = subject(vm, args)?;
    let other = match expr_opt(vm, &args.arg(1))? {
        Some(other) => other.type_(),
        None => own.compared_type(
            &BinaryOp::Add,
            &convert::values::any_value(vm, &args.arg(1))?,
        ),
    };
    let own = own.type_();
    let is_null = |type_: &SqlType| type_.class == TypeClass::NullType;
    let op = if (is_concatenable(&own) && (is_concatenable(&other) || is_null(&other)))
        || (is_null(&own) && is_concatenable(&other))
    {
        BinaryOp::Concat
    } else {
        BinaryOp::Add
    };
    if is_reflected {
        reflected(vm, args, op)
    } else {
        infix(vm, args, op)
    }
}

fn is_concatenable(type_: &SqlType) -> bool {
    let base = type_.for_dialect("");
    [
        TypeClass::String,
        TypeClass::ARRAY,
        TypeClass::JSON,
        TypeClass::PgHSTORE,
    ]
    .into_iter()
    .any(|class| base.is_a(class))
}

/// `column.match(text, postgresql_regconfig=)`.
fn match_text(vm: &Vm, args: &mut Args) -> PyResult {
    let configuration = args.take_keyword("postgresql_regconfig");
    let modifier = match configuration {
        Some(name) if !name.is_none() => Some(text(vm, &name, "postgresql_regconfig")?),
        _ => None,
    };
    let left = subject(vm, args)?;
    let right = operand(vm, &left, &BinaryOp::Match, &args.arg(1))?;
    wrap(
        vm,
        Expr::Binary {
            left: Box::new(left),
            op: BinaryOp::Match,
            right: Box::new(right),
            modifier,
            type_: None,
        },
    )
}

/// `column.regexp_replace(pattern, replacement, flags=)`.
fn regexp_replace(vm: &Vm, args: &mut Args) -> PyResult {
    let op = BinaryOp::RegexpReplace;
    let flags = args.get_or_keyword(3, "flags").unwrap_or(Value::None);
    let pattern = args.get_or_keyword(1, "pattern").unwrap_or(Value::None);
    let replacement = args.get_or_keyword(2, "replacement").unwrap_or(Value::None);
    let left = subject(vm, args)?;
    let pattern = operand(vm, &left, &op, &pattern)?;
    let replacement = operand(vm, &left, &op, &replacement)?;
    wrap(
        vm,
        Expr::Binary {
            left: Box::new(left),
            op,
            right: Box::new(Expr::List(vec![pattern, replacement])),
            modifier: text_opt(vm, &flags, "flags")?,
            type_: None,
        },
    )
}

/// The row of values beside `tuple_(...)`: each is typed like its column.
fn row(vm: &Vm, columns: &[Expr], op: &BinaryOp, values: &[Value]) -> PyResult<Expr> {
    let one = |(at, value): (usize, &Value)| match (expr_opt(vm, value)?, columns.get(at)) {
        (Some(found), _) => Ok(found),
        (None, Some(column)) => {
            let mut made = bind(vm, column, op, value)?;
            if let Expr::Bind(bind) = &mut made {
                bind.name = None;
                bind.expanding = false;
            }
            Ok(made)
        }
        (None, None) => expr_or_literal(vm, value),
    };
    let values: PyResult<Vec<Expr>> = values.iter().enumerate().map(one).collect();
    values.map(Expr::Tuple)
}

fn pattern(vm: &Vm, args: &mut Args, op: BinaryOp) -> PyResult {
    let modifier = args
        .take_keyword("escape")
        .or_else(|| args.take_keyword("flags"))
        .or_else(|| args.get(2).cloned());
    let autoescape = args.take_keyword("autoescape").unwrap_or(Value::None);
    let left = subject(vm, args)?;
    let mut value = args.arg(1);
    let mut modifier = match modifier {
        Some(found) => text_opt(vm, &found, "escape")?,
        None => None,
    };
    if vm.truth(&autoescape)?
        && let Some(written) = value.as_str()
    {
        let escape = modifier.clone().unwrap_or_else(|| "/".to_owned());
        let mut escaped = written.replace(&escape, &format!("{escape}{escape}"));
        for special in ["%", "_"] {
            escaped = escaped.replace(special, &format!("{escape}{special}"));
        }
        value = Value::str(escaped);
        modifier = Some(escape);
    }
    let right = operand(vm, &left, &op, &value)?;
    wrap(
        vm,
        Expr::Binary {
            left: Box::new(left),
            op,
            right: Box::new(right),
            modifier,
            type_: None,
        },
    )
}

/// `.contains(x)`: LIKE for strings, `@>` for arrays, JSONB and ranges.
fn contains(vm: &Vm, args: &mut Args) -> PyResult {
    let type_ = expr(vm, &args.this())?.type_();
    let is_container = type_.is_a(TypeClass::ARRAY)
        || type_.is_a(TypeClass::PgJSONB)
        || type_.is_a(TypeClass::PgHSTORE)
        || type_.class.info().visit_name.ends_with("RANGE");
    if is_container {
        infix(vm, args, symbol("@>", true))
    } else {
        pattern(vm, args, BinaryOp::Contains)
    }
}

/// `array.any(value, operator=eq)`: `value = ANY (array)`.
fn of_array(vm: &Vm, args: &mut Args, op: UnaryOp) -> PyResult {
    let this = args.this();
    let array = expr(vm, &this)?;
    let Some(item_type) = array.type_().type_arg("item_type").cloned() else {
        let word = if op == UnaryOp::Any { "any" } else { "all" };
        let message = format!(
            "Neither '{}' object nor 'Comparator' object has an attribute '{word}'",
            vm.type_name(&this)
        );
        return Err(vm.attribute_error(message));
    };
    let given = args.get_or_keyword(1, "other").unwrap_or(Value::None);
    let value = match expr_opt(vm, &given)? {
        Some(found) => found,
        None => Expr::bind_like(&array, &BinaryOp::Eq, sql_value_as(vm, &given, &item_type)?),
    };
    let value = match value {
        Expr::Bind(mut bind) => {
            bind.type_ = item_type;
            Expr::Bind(bind)
        }
        other => other,
    };
    let operand = Box::new(array);
    let elements = Expr::Unary { op, operand };
    match args.get_or_keyword(2, "operator") {
        Some(operator) if !operator.is_none() => {
            let operands = vec![wrap(vm, value)?, wrap(vm, elements)?];
            vm.call(&operator, operands)
        }
        _ => wrap(vm, Expr::binary(value, BinaryOp::Eq, elements)),
    }
}

fn contained(vm: &Vm, args: &mut Args, op: BinaryOp) -> PyResult {
    let left = subject(vm, args)?;
    let mut given = args.arg(1);
    if let Value::Object(object) = &given
        && object.payload::<Query>().is_none()
        && expr_opt(vm, &given)?.is_none()
        && let Some(element) = vm.getattr_opt(&given, "__clause_element__")?
    {
        given = vm.call(&element, Vec::new())?;
    }
    if let Value::Object(object) = &given {
        if let Some(query) = object.payload::<Query>() {
            let query = query.clone();
            return wrap(vm, Expr::binary(left, op, Expr::Scalar(Box::new(query))));
        }
        if let Some(found) = expr_opt(vm, &given)? {
            return wrap(vm, Expr::binary(left, op, found));
        }
    }
    vm.require_concrete(&given, "the values of IN")?;
    let mut list = Vec::new();
    for item in items(vm, &given)? {
        list.push(match (expr_opt(vm, &item)?, item.as_sequence()) {
            (Some(found), _) => found,
            (None, Some(parts)) if let Expr::Tuple(columns) = &left => {
                row(vm, columns, &op, &parts)?
            }
            (None, _) => bind(vm, &left, &op, &item)?,
        });
    }
    wrap(vm, Expr::binary(left, op, Expr::Tuple(list)))
}

fn between(vm: &Vm, args: &mut Args, _not: bool) -> PyResult {
    let left = subject(vm, args)?;
    let symmetric = args
        .take_keyword("symmetric")
        .unwrap_or_else(|| args.arg(3));
    let op = if vm.truth(&symmetric)? {
        BinaryOp::BetweenSymmetric
    } else {
        BinaryOp::Between
    };
    let low = operand(vm, &left, &op, &args.arg(1))?;
    let high = operand(vm, &left, &op, &args.arg(2))?;
    wrap(vm, Expr::binary(left, op, Expr::Tuple(vec![low, high])))
}

/// `column.op("->>")(value)`.
fn custom(vm: &Vm, args: &mut Args) -> PyResult {
    let written = text(vm, &args.arg(1), "operator")?;
    let precedence = args
        .take_keyword("precedence")
        .and_then(|value| value.as_int())
        .unwrap_or(0);
    let is_comparison = args
        .take_keyword("is_comparison")
        .unwrap_or(Value::Bool(false));
    let op = BinaryOp::Custom {
        text: written.into(),
        precedence: i32::try_from(precedence).unwrap_or(0),
        is_comparison: vm.truth(&is_comparison)?,
    };
    let left = subject(vm, args)?;
    Ok(alembic_python::NativeFunction::closure(
        "op",
        move |vm, args| build(vm, left.clone(), op.clone(), &args.arg(0)),
    ))
}

/// `column["key"]`: a JSON path or an array item.
fn get_item(vm: &Vm, args: &mut Args) -> PyResult {
    let left = subject(vm, args)?;
    let index = args.arg(1);
    if left.type_().is_a(TypeClass::ARRAY) {
        if let Value::Slice(slice) = &index {
            let part = |value: &Value| -> PyResult<Option<Box<Expr>>> {
                if value.is_none() {
                    Ok(None)
                } else {
                    Ok(Some(Box::new(expr_or_literal(vm, value)?)))
                }
            };
            return wrap(
                vm,
                Expr::Slice {
                    expr: Box::new(left),
                    start: part(&slice.start)?,
                    stop: part(&slice.stop)?,
                },
            );
        }
        let index = expr_or_literal(vm, &index)?;
        return wrap(
            vm,
            Expr::Index {
                expr: Box::new(left),
                index: Box::new(index),
            },
        );
    }
    let (op, value) = match index.as_sequence() {
        Some(parts) => {
            let parts: PyResult<Vec<SqlValue>> = parts
                .iter()
                .map(|part| convert::sql_value(vm, part))
                .collect();
            (BinaryOp::JsonPathGetItem, SqlValue::Array(parts?))
        }
        None => (BinaryOp::JsonGetItem, convert::sql_value(vm, &index)?),
    };
    let type_ = match &value {
        SqlValue::Int(_) => SqlType::new(TypeClass::Integer),
        SqlValue::Text(_) => SqlType::json_key(),
        _ => SqlType::null(),
    };
    let mut key = Expr::bind_like(&left, &op, value);
    if let Expr::Bind(bind) = &mut key {
        bind.type_ = type_;
    }
    wrap(vm, Expr::binary(left, op, key))
}

/// `json[...].as_string()` and the like: the text of the value, cast to the type.
fn json_as(vm: &Vm, args: &mut Args, type_: SqlType) -> PyResult {
    let Expr::Binary {
        left, op, right, ..
    } = expr(vm, &args.this())?
    else {
        return Err(invalid_json_access(vm));
    };
    let op = match op {
        BinaryOp::JsonGetItem => BinaryOp::JsonGetText,
        BinaryOp::JsonPathGetItem => BinaryOp::JsonPathGetText,
        _ => return Err(invalid_json_access(vm)),
    };
    wrap(
        vm,
        Expr::Cast {
            expr: Box::new(Expr::binary(*left, op, *right)),
            type_,
            is_try: false,
        },
    )
}

fn invalid_json_access(vm: &Vm) -> alembic_python::Unwind {
    crate::registry::invalid_request(
        vm,
        "The JSON cast operator JSON.as_x() only works with a JSON index expression e.g. col['q'].as_string()",
    )
}

fn json_as_numeric(vm: &Vm, args: &mut Args) -> PyResult {
    let mut type_ = SqlType::new(TypeClass::Numeric);
    for (position, name) in [(1, "precision"), (2, "scale")] {
        if let Some(Value::Int(number)) = args.get_or_keyword(position, name) {
            type_.set_arg(name, ArgValue::Int(number));
        }
    }
    json_as(vm, args, type_)
}

fn json_text(vm: &Vm, args: &mut Args) -> PyResult {
    match expr(vm, &args.this())? {
        Expr::Binary {
            left,
            op: BinaryOp::JsonGetItem,
            right,
            ..
        } => wrap(vm, text_of(left, "->>", right)),
        Expr::Binary {
            left,
            op: BinaryOp::JsonPathGetItem,
            right,
            ..
        } => wrap(vm, text_of(left, "#>>", right)),
        _ => Err(vm.attribute_error(
            "Neither 'Comparator' object nor the element has an attribute 'astext'",
        )),
    }
}

fn text_of(left: Box<Expr>, operator: &str, right: Box<Expr>) -> Expr {
    Expr::Binary {
        left,
        op: symbol(operator, false),
        right,
        modifier: None,
        type_: Some(SqlType::new(TypeClass::Text)),
    }
}

/// `and_`, `or_`, `&`, `|`: nested lists of the same kind are flattened.
pub(super) fn boolean(vm: &Vm, given: Vec<Value>, is_and: bool) -> PyResult {
    let mut parts = Vec::new();
    for value in &given {
        if value.is_none() {
            continue;
        }
        match (expr(vm, value)?, is_and) {
            (Expr::And(inner), true) | (Expr::Or(inner), false) => parts.extend(inner),
            (Expr::True, true) | (Expr::False, false) => {}
            (other, _) => parts.push(other),
        }
    }
    let single = match parts.as_slice() {
        [one] => Some(one.clone()),
        // Without anything it has no text, and `WHERE` goes with it.
        [] if given.is_empty() => Some(Expr::And(Vec::new())),
        [] => Some(if is_and { Expr::True } else { Expr::False }),
        _ => None,
    };
    wrap(
        vm,
        match single {
            Some(one) => one,
            None if is_and => Expr::And(parts),
            None => Expr::Or(parts),
        },
    )
}

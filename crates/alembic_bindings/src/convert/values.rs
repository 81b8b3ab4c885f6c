//! Plain Python values to SQL values, and rows back to Python.

use alembic_python::{PyResult, Value, Vm};
use alembic_schema::types::TypeClass;
use alembic_schema::{SqlType, SqlValue};

use crate::support::{attr, call, call_method, text};

/// A Python value as an SQL value; an opaque one is refused.
pub fn sql_value(vm: &Vm, value: &Value) -> PyResult<SqlValue> {
    let value = &vm.force(value)?;
    Ok(match value {
        Value::None => SqlValue::Null,
        Value::Bool(flag) => SqlValue::Bool(*flag),
        Value::Int(number) => SqlValue::Int(*number),
        Value::BigInt(number) => SqlValue::BigInt(number.to_string()),
        Value::Float(number) => SqlValue::Float(*number),
        Value::Str(text) => SqlValue::Text(text.to_string()),
        Value::Bytes(bytes) => SqlValue::Bytes(bytes.to_vec()),
        Value::ByteArray(bytes) => SqlValue::Bytes(bytes.borrow().clone()),
        Value::Tuple(_) | Value::List(_) | Value::Set(_) | Value::FrozenSet(_) => {
            let list: PyResult<Vec<SqlValue>> = vm
                .collect(value)?
                .iter()
                .map(|item| sql_value(vm, item))
                .collect();
            SqlValue::Array(list?)
        }
        Value::Dict(_) => SqlValue::Json(dumps(vm, value)?),
        Value::Object(object) => return object_value(vm, value, &object.class().full_name()),
        other => {
            vm.require_concrete(other, "a value of an SQL statement")?;
            return Err(vm.type_error(format!(
                "cannot use {} as a value of an SQL statement",
                vm.type_name(other)
            )));
        }
    })
}

fn object_value(vm: &Vm, value: &Value, class: &str) -> PyResult<SqlValue> {
    let iso = |separator: Option<&str>| -> PyResult<String> {
        let arguments = separator
            .map(|text| vec![Value::str(text)])
            .unwrap_or_default();
        let found = call_method(vm, value, "isoformat", arguments)?;
        text(vm, &found, "isoformat()")
    };
    Ok(match class {
        "datetime.date" => SqlValue::Date(iso(None)?),
        "datetime.time" => SqlValue::Time(iso(None)?),
        "datetime.datetime" => SqlValue::DateTime(iso(Some(" "))?),
        "datetime.timedelta" => {
            let field =
                |name: &str| -> PyResult<i64> { Ok(attr(vm, value, name)?.as_int().unwrap_or(0)) };
            SqlValue::Interval {
                days: field("days")?,
                seconds: field("seconds")?,
                microseconds: field("microseconds")?,
            }
        }
        "decimal.Decimal" => SqlValue::Decimal(vm.str(value)?.to_string()),
        "uuid.UUID" => SqlValue::Uuid(vm.str(value)?.to_string()),
        _ => {
            if vm.getattr_opt(value, "_value_")?.is_some()
                && vm.getattr_opt(value, "_name_")?.is_some()
            {
                let name = attr(vm, value, "_name_")?;
                let inner = attr(vm, value, "_value_")?;
                // A member of `class X(str, Enum)` is a str for the driver; the name counts for Enum types.
                return Ok(SqlValue::Enum {
                    name: text(vm, &name, "member name")?,
                    value: Box::new(sql_value(vm, &inner).unwrap_or(SqlValue::Null)),
                });
            }
            if let Some(found) = value.as_str() {
                return Ok(SqlValue::Text(found.to_string()));
            }
            if value.as_dict().is_some() {
                return Ok(SqlValue::Json(dumps(vm, value)?));
            }
            if let Some(number) = value.as_int() {
                return Ok(SqlValue::Int(number));
            }
            if let Some(number) = value.as_float() {
                return Ok(SqlValue::Float(number));
            }
            if let Some(list) = value.as_sequence() {
                let list: PyResult<Vec<SqlValue>> =
                    list.iter().map(|item| sql_value(vm, item)).collect();
                return Ok(SqlValue::Array(list?));
            }
            return Err(vm.type_error(format!(
                "cannot use an instance of {class} as a value of an SQL statement"
            )));
        }
    })
}

/// A Python value for a place of a known type: JSON types serialize, Enum types take the label.
pub fn sql_value_as(vm: &Vm, value: &Value, type_: &SqlType) -> PyResult<SqlValue> {
    let base = type_.for_dialect("");
    if base.is_a(TypeClass::JSON) && !value.is_none() {
        return Ok(SqlValue::Json(dumps(vm, value)?));
    }
    if base.is_a(TypeClass::Enum) {
        return Ok(match sql_value(vm, value)? {
            // Without `values_callable` the label is the member's name.
            SqlValue::Enum { name, value } => {
                match (base.labels().contains(&name.as_str()), *value) {
                    (false, SqlValue::Text(label)) if base.labels().contains(&label.as_str()) => {
                        SqlValue::Text(label)
                    }
                    _ => SqlValue::Text(name),
                }
            }
            other => other,
        });
    }
    Ok(match sql_value(vm, value)? {
        SqlValue::Enum { name, value } => match *value {
            SqlValue::Null => SqlValue::Text(name),
            inner => inner,
        },
        other => other,
    })
}

fn dumps(vm: &Vm, value: &Value) -> PyResult<String> {
    let json = vm.import("json")?;
    let written = call_method(vm, &json, "dumps", vec![value.clone()])?;
    text(vm, &written, "json.dumps()")
}

/// A value of a row as Python sees it.
pub fn py_value(vm: &Vm, value: &SqlValue) -> PyResult {
    let construct = |module: &str, class: &str, method: &str, text: &str| -> PyResult {
        let class = attr(vm, &vm.import(module)?, class)?;
        call_method(vm, &class, method, vec![Value::str(text)])
    };
    Ok(match value {
        SqlValue::Null => Value::None,
        SqlValue::Bool(flag) => Value::Bool(*flag),
        SqlValue::Int(number) => Value::Int(*number),
        SqlValue::BigInt(digits) => call(vm, &vm.builtin("int"), vec![Value::str(digits)])?,
        SqlValue::Float(number) => Value::Float(*number),
        SqlValue::Text(text) => Value::str(text),
        SqlValue::Bytes(bytes) => Value::Bytes(bytes.as_slice().into()),
        SqlValue::Decimal(digits) => {
            let class = attr(vm, &vm.import("decimal")?, "Decimal")?;
            call(vm, &class, vec![Value::str(digits)])?
        }
        SqlValue::Uuid(text) => {
            let class = attr(vm, &vm.import("uuid")?, "UUID")?;
            call(vm, &class, vec![Value::str(text)])?
        }
        SqlValue::Date(text) => construct("datetime", "date", "fromisoformat", text)?,
        SqlValue::Time(text) => construct("datetime", "time", "fromisoformat", text)?,
        SqlValue::DateTime(text) => construct("datetime", "datetime", "fromisoformat", text)?,
        SqlValue::Interval {
            days,
            seconds,
            microseconds,
        } => {
            let class = attr(vm, &vm.import("datetime")?, "timedelta")?;
            call(
                vm,
                &class,
                vec![
                    Value::Int(*days),
                    Value::Int(*seconds),
                    Value::Int(*microseconds),
                ],
            )?
        }
        SqlValue::Json(text) => {
            call_method(vm, &vm.import("json")?, "loads", vec![Value::str(text)])?
        }
        SqlValue::Array(list) => {
            let list: PyResult<Vec<Value>> = list.iter().map(|item| py_value(vm, item)).collect();
            Value::list(list?)
        }
        SqlValue::Enum { name, .. } => Value::str(name),
    })
}

/// A value of a row in a column of a known type. Mirrors the types' result processors.
pub(crate) fn row_value(vm: &Vm, value: &SqlValue, type_: &SqlType, dialect: &str) -> PyResult {
    let base = type_.for_dialect(dialect);
    if *value == SqlValue::Null {
        return Ok(Value::None);
    }
    if base.is_a(TypeClass::Boolean) {
        if let SqlValue::Int(number) = value {
            return Ok(Value::Bool(*number != 0));
        }
        return py_value(vm, value);
    }
    if base.is_a(TypeClass::JSON) {
        return match value {
            SqlValue::Text(text) => py_value(vm, &SqlValue::Json(text.clone())),
            other => py_value(vm, other),
        };
    }
    if base.is_a(TypeClass::Enum) {
        return enum_member(vm, value, base);
    }
    if let SqlValue::Text(text) = value {
        if base.is_a(TypeClass::DateTime) {
            return py_value(vm, &SqlValue::DateTime(text.clone()));
        }
        if base.is_a(TypeClass::Date) {
            return py_value(vm, &SqlValue::Date(text.clone()));
        }
        if base.is_a(TypeClass::Time) {
            return py_value(vm, &SqlValue::Time(text.clone()));
        }
        if base.is_a(TypeClass::Uuid) && base.arg("as_uuid").is_none_or(|_| base.flag("as_uuid")) {
            return py_value(vm, &SqlValue::Uuid(text.clone()));
        }
    }
    if base.is_a(TypeClass::Float) || base.class == TypeClass::Double {
        return match value {
            SqlValue::Int(number) => Ok(Value::Float(precise(*number))),
            SqlValue::Decimal(digits) => match digits.parse() {
                Ok(number) => Ok(Value::Float(number)),
                Err(_) => py_value(vm, value),
            },
            other => py_value(vm, other),
        };
    }
    if base.is_a(TypeClass::Numeric) {
        let scale = usize::try_from(base.int("scale").unwrap_or(10)).unwrap_or(10);
        return match value {
            SqlValue::Float(number) => {
                py_value(vm, &SqlValue::Decimal(format!("{number:.scale$}")))
            }
            SqlValue::Int(number) => py_value(
                vm,
                &SqlValue::Decimal(format!("{:.scale$}", precise(*number))),
            ),
            other => py_value(vm, other),
        };
    }
    py_value(vm, value)
}

/// An integer as a float, as Python's `float()` gives it.
#[expect(
    clippy::cast_precision_loss,
    reason = "Python's conversion rounds in the same way"
)]
fn precise(number: i64) -> f64 {
    number as f64
}

/// The member of the enum class for a label; the label itself for types made of texts.
fn enum_member(vm: &Vm, value: &SqlValue, type_: &SqlType) -> PyResult {
    let plain = py_value(vm, value)?;
    let Some(class) = &type_.enum_class else {
        return Ok(plain);
    };
    let Some(label) = plain.as_str() else {
        return Ok(plain);
    };
    let Ok(module) = vm.import(&class.module) else {
        return Ok(plain);
    };
    let mut found = module;
    for part in class.name.split('.') {
        match vm.getattr_opt(&found, part)? {
            Some(next) => found = next,
            None => return Ok(plain),
        }
    }
    let members = attr(vm, &found, "__members__")?;
    let pairs = vm.collect(&call_method(vm, &members, "items", Vec::new())?)?;
    for pair in pairs {
        if let Some([name, member]) = pair.as_sequence().as_deref() {
            let is_name = name.as_str() == Some(label);
            let is_value = attr(vm, member, "value")?.as_str() == Some(label);
            if is_name || is_value {
                return Ok(member.clone());
            }
        }
    }
    Ok(plain)
}

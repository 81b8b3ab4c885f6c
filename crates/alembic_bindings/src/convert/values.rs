//! Plain Python values to SQL values, and rows back to Python.

use std::rc::Rc;

use alembic_python::{Class, Opaque, PyResult, Unwind, Value, Vm};
use alembic_schema::types::TypeClass;
use alembic_schema::{RefusedValue, SqlType, SqlValue};

use crate::engine::json::{check_null, dumps, loads};
use crate::support::{attr, call, call_method, text};

/// A Python value as an SQL value; an opaque one is refused.
pub fn sql_value(vm: &Vm, value: &Value) -> PyResult<SqlValue> {
    any_value(vm, value).map(|found| match found {
        SqlValue::Json(_) => foreign("dict"),
        SqlValue::Enum { value, .. } => *value,
        other => other,
    })
}

fn foreign(class: &str) -> SqlValue {
    SqlValue::Foreign {
        class: class.to_owned(),
    }
}

/// A Python value; a dict as JSON, a member of an enum class as such.
pub(crate) fn any_value(vm: &Vm, value: &Value) -> PyResult<SqlValue> {
    let value = &vm.force(value)?;
    let list = || -> PyResult<Vec<SqlValue>> {
        vm.collect(value)?
            .iter()
            .map(|item| sql_value(vm, item))
            .collect()
    };
    Ok(match value {
        Value::None => SqlValue::Null,
        Value::Bool(flag) => SqlValue::Bool(*flag),
        Value::Int(number) => SqlValue::Int(*number),
        Value::BigInt(number) => SqlValue::BigInt(number.to_string()),
        Value::Float(number) => SqlValue::Float(*number),
        Value::Str(text) => SqlValue::Text(text.to_string()),
        Value::Bytes(bytes) => SqlValue::Bytes(bytes.to_vec()),
        Value::ByteArray(bytes) => SqlValue::Bytes(bytes.borrow().clone()),
        Value::List(_) => SqlValue::Array(list()?),
        Value::Tuple(_) => SqlValue::Tuple(list()?),
        Value::Set(_) => foreign("set"),
        Value::FrozenSet(_) => foreign("frozenset"),
        Value::Dict(_) => match dumps(vm, value) {
            Ok(written) => SqlValue::Json(written),
            Err(error) if error.exception().is_some() => foreign("dict"),
            Err(error) => return Err(error),
        },
        Value::Object(object) => return object_value(vm, value, &object.class()),
        other => {
            vm.require_concrete(other, "a value of an SQL statement")?;
            foreign(&vm.type_name(other))
        }
    })
}

fn object_value(vm: &Vm, value: &Value, class: &Rc<Class>) -> PyResult<SqlValue> {
    let iso = |separator: Option<&str>| -> PyResult<String> {
        let arguments = separator
            .map(|text| vec![Value::str(text)])
            .unwrap_or_default();
        let found = call_method(vm, value, "isoformat", arguments)?;
        text(vm, &found, "isoformat()")
    };
    Ok(match &*class.full_name() {
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
                // A member of `class X(str, Enum)` is a str for the driver; the name counts for Enum types.
                let plain = match (value.as_str(), value.as_int(), value.as_float()) {
                    (Some(text), _, _) => SqlValue::Text(text.to_string()),
                    (None, Some(number), _) => SqlValue::Int(number),
                    (None, None, Some(number)) => SqlValue::Float(number),
                    (None, None, None) => foreign(&class.name()),
                };
                return Ok(SqlValue::Enum {
                    name: text(vm, &name, "member name")?,
                    value: Box::new(plain),
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
            foreign(&class.name())
        }
    })
}

/// A Python value for a place of a known type: what the type's bind processor makes of it. JSON types serialize,
/// Enum types take the label, types of the project call their Python.
pub fn sql_value_as(vm: &Vm, value: &Value, type_: &SqlType) -> PyResult<SqlValue> {
    let dialect = dialect_name(vm);
    let type_ = type_.variant_for(&dialect);
    if let Some(python) = python_type(vm, type_) {
        let value = python.bound(vm, value, &dialect)?;
        if python.is_decorator
            && let Some(inner) = type_.below_decorator(&dialect)
        {
            return sql_value_as(vm, &value, inner);
        }
        return plain_value(vm, &value);
    }
    let base = type_.for_dialect(&dialect);
    if base.is_a(TypeClass::JSON) {
        return match is_json_null(value) {
            true => check_null(vm).map(|()| SqlValue::Json("null".to_owned())),
            // Written it is NULL, sent to a database it is JSON's `null` (`none_as_null`).
            false if value.is_none() => {
                if !base.flag("none_as_null") {
                    check_null(vm)?;
                }
                Ok(SqlValue::Null)
            }
            false => dumps(vm, value)
                .map(SqlValue::Json)
                .or_else(|error| refused(vm, value, error)),
        };
    }
    if base.is_a(TypeClass::Enum) {
        return enum_value(vm, value, base);
    }
    if base.class == TypeClass::PickleType && !value.is_none() {
        return Err(vm.unsupported("a value of the type PickleType"));
    }
    if let Some(item_type) = base.type_arg("item_type")
        && let Some(list) = value.as_sequence()
    {
        return array_value(vm, &list, item_type);
    }
    if base.class == TypeClass::PgHSTORE
        && let Some(dict) = value.as_dict()
    {
        return hstore(vm, &dict.items());
    }
    plain_value(vm, value)
}

/// An exception of a bind processor: it is raised when the statement is executed.
fn refused(vm: &Vm, value: &Value, error: Unwind) -> PyResult<SqlValue> {
    let Some(exception) = error.exception() else {
        return Err(error);
    };
    Ok(SqlValue::Refused(Box::new(RefusedValue {
        class: vm.type_name(exception).to_string(),
        message: vm.str(exception)?.to_string(),
        shown: vm.repr(value)?.to_string(),
    })))
}

/// The list of an `expanding` bind: each value for itself.
pub(crate) fn expanded(vm: &Vm, list: &[Value], type_: &SqlType) -> PyResult<SqlValue> {
    let items: PyResult<Vec<SqlValue>> = list
        .iter()
        .map(|item| sql_value_as(vm, item, type_))
        .collect();
    Ok(SqlValue::Array(items?))
}

fn array_value(vm: &Vm, list: &[Value], item_type: &SqlType) -> PyResult<SqlValue> {
    let items: PyResult<Vec<SqlValue>> = list
        .iter()
        .map(|item| match item.as_sequence() {
            Some(inner) => array_value(vm, &inner, item_type),
            None if item.is_none() => Ok(SqlValue::Null),
            None => sql_value_as(vm, item, item_type),
        })
        .collect();
    Ok(SqlValue::Array(items?))
}

/// `{"a": "1", "b": None}` as the text of an hstore.
fn hstore(vm: &Vm, pairs: &[(Value, Value)]) -> PyResult<SqlValue> {
    let quoted = |value: &Value| -> PyResult<String> {
        let written = text(vm, value, "a key or value of an hstore")?;
        let escaped = written.replace('\\', "\\\\").replace('"', "\\\"");
        Ok(format!("\"{escaped}\""))
    };
    let mut parts = Vec::with_capacity(pairs.len());
    for (key, value) in pairs {
        let value = if value.is_none() {
            "NULL".to_owned()
        } else {
            quoted(value)?
        };
        parts.push(format!("{}=>{value}", quoted(key)?));
    }
    Ok(SqlValue::Text(parts.join(", ")))
}

/// Without `values_callable` the label of a member is its name.
fn enum_value(vm: &Vm, value: &Value, base: &SqlType) -> PyResult<SqlValue> {
    Ok(match any_value(vm, value)? {
        SqlValue::Enum { name, value: plain } => {
            let labels = base.labels();
            if let Some(label) = label_of(vm, value, base)? {
                return Ok(SqlValue::Text(label));
            }
            let own = match &*plain {
                SqlValue::Text(label) => Some(label.clone()),
                _ => attr(vm, value, "_value_")?
                    .to_text()
                    .map(|text| text.to_string()),
            };
            match own {
                Some(label)
                    if !labels.contains(&name.as_str()) && labels.contains(&label.as_str()) =>
                {
                    SqlValue::Text(label)
                }
                _ => SqlValue::Text(name),
            }
        }
        SqlValue::Json(_) => foreign("dict"),
        text @ (SqlValue::Text(_) | SqlValue::Null) => text,
        _ => SqlValue::Refused(Box::new(RefusedValue {
            class: "LookupError".to_owned(),
            message: no_label_message(&vm.str(value)?, base),
            shown: vm.repr(value)?.to_string(),
        })),
    })
}

/// The label of a member of the type's own class: labels stand in the order of the members.
fn label_of(vm: &Vm, member: &Value, type_: &SqlType) -> PyResult<Option<String>> {
    let class = type_.enum_class.as_ref();
    let Some(class) = class.and_then(|class| super::types::kept(vm, class.python)) else {
        return Ok(None);
    };
    let members = vm.collect(&class)?;
    let labels = type_.labels();
    let position = members.iter().position(|other| other.is(member));
    Ok(position
        .filter(|_| members.len() == labels.len())
        .and_then(|position| labels.get(position))
        .map(|label| (*label).to_owned()))
}

/// A value that no bind processor touches.
fn plain_value(vm: &Vm, value: &Value) -> PyResult<SqlValue> {
    Ok(match sql_value(vm, value)? {
        SqlValue::Enum { value, .. } => *value,
        other => other,
    })
}

/// True for `JSON.NULL`.
fn is_json_null(value: &Value) -> bool {
    matches!(value, Value::Object(object) if &*object.class().name() == JSON_NULL)
}

/// The class of the symbol `JSON.NULL`.
pub(crate) const JSON_NULL: &str = "JSON_NULL";

/// The name of the database that the migration is for; empty where none is known.
fn dialect_name(vm: &Vm) -> String {
    crate::host::host(vm)
        .and_then(|host| host.bind(vm))
        .map(|session| session.dialect_name())
        .unwrap_or_default()
}

/// True if statements are written instead of run.
fn is_offline(vm: &Vm) -> bool {
    crate::host::host(vm)
        .and_then(|host| host.bind(vm))
        .is_ok_and(|session| session.is_offline())
}

/// A type object of the project that converts values.
struct PythonConversion {
    object: Value,
    class: Rc<Class>,
    is_decorator: bool,
}

fn python_type(vm: &Vm, type_: &SqlType) -> Option<PythonConversion> {
    let user = type_.user.as_deref()?;
    let object = super::types::kept(vm, user.python)?;
    let Value::Object(inner) = &object else {
        return None;
    };
    Some(PythonConversion {
        class: inner.class(),
        is_decorator: user.is_decorator,
        object,
    })
}

impl PythonConversion {
    fn defines(&self, name: &str) -> bool {
        self.class
            .lookup_with_owner(name.into())
            .is_some_and(|(owner, _)| owner.is_python())
    }

    fn refuse_expression(&self, vm: &Vm, name: &str) -> PyResult<()> {
        if self.defines(name) {
            return Err(vm.unsupported(format!("`{}.{name}`", self.class.name())));
        }
        Ok(())
    }

    /// What goes into the database for a value.
    fn bound(&self, vm: &Vm, value: &Value, dialect: &str) -> PyResult {
        self.refuse_expression(vm, "bind_expression")?;
        // Offline mode writes values into the statement, and NULL without asking.
        let mut method = "process_bind_param";
        if self.is_decorator && is_offline(vm) {
            if value.is_none() {
                return Ok(Value::None);
            }
            if self.defines("process_literal_param") {
                method = "process_literal_param";
            }
        }
        if self.is_decorator && self.defines(method) {
            let dialect = super::types::dialect_object(vm, dialect)?;
            return call_method(vm, &self.object, method, vec![value.clone(), dialect]);
        }
        self.processed(vm, "bind_processor", Vec::new(), value, dialect)
    }

    /// What Python sees of a value of the database; `plain` is the value as the type below gives it.
    fn result(&self, vm: &Vm, plain: &Value, dialect: &str) -> PyResult {
        self.refuse_expression(vm, "column_expression")?;
        if self.is_decorator && self.defines("process_result_value") {
            let dialect = super::types::dialect_object(vm, dialect)?;
            return call_method(
                vm,
                &self.object,
                "process_result_value",
                vec![plain.clone(), dialect],
            );
        }
        self.processed(vm, "result_processor", vec![Value::None], plain, dialect)
    }

    fn processed(
        &self,
        vm: &Vm,
        method: &str,
        more: Vec<Value>,
        value: &Value,
        dialect: &str,
    ) -> PyResult {
        if !self.defines(method) {
            return Ok(value.clone());
        }
        let mut arguments = vec![super::types::dialect_object(vm, dialect)?];
        arguments.extend(more);
        let process = call_method(vm, &self.object, method, arguments)?;
        if process.is_none() {
            return Ok(value.clone());
        }
        call(vm, &process, vec![value.clone()])
    }
}

/// Operators of a type with a `comparator_factory` are those of the project's class.
pub(crate) fn require_own_operators(vm: &Vm, type_: &SqlType) -> PyResult<()> {
    match python_type(vm, type_.variant_for(&dialect_name(vm))) {
        Some(python) => python.refuse_expression(vm, "comparator_factory"),
        None => Ok(()),
    }
}

/// `coerce_compared_value` of a type of the project: the type of a value that stands beside such a column.
pub(crate) fn compared_type(vm: &Vm, type_: &SqlType, value: &Value) -> PyResult<Option<SqlType>> {
    let Some(python) = python_type(vm, type_.variant_for(&dialect_name(vm))) else {
        return Ok(None);
    };
    if !python.defines("coerce_compared_value") {
        return Ok(None);
    }
    let operator = Opaque::new("the operator in coerce_compared_value()", vm.user_span());
    let made = call_method(
        vm,
        &python.object,
        "coerce_compared_value",
        vec![operator, value.clone()],
    )?;
    super::types::sql_type(vm, &made).map(Some)
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
        SqlValue::Json(text) => loads(vm, text)?,
        SqlValue::Array(list) => {
            let list: PyResult<Vec<Value>> = list.iter().map(|item| py_value(vm, item)).collect();
            Value::list(list?)
        }
        SqlValue::Tuple(list) => {
            let list: PyResult<Vec<Value>> = list.iter().map(|item| py_value(vm, item)).collect();
            Value::tuple(list?)
        }
        SqlValue::Foreign { class } => {
            return Err(vm.type_error(format!("a value of the class {class} has no SQL")));
        }
        SqlValue::Refused(refused) => return Err(vm.raise(&refused.class, &refused.message)),
        SqlValue::Enum { name, .. } => Value::str(name),
    })
}

/// A value of a row in a column of a known type. Mirrors the types' result processors.
pub(crate) fn row_value(vm: &Vm, value: &SqlValue, type_: &SqlType, dialect: &str) -> PyResult {
    let type_ = type_.variant_for(dialect);
    if let Some(python) = python_type(vm, type_) {
        let inner = match type_.below_decorator(dialect) {
            Some(inner) if python.is_decorator => row_value(vm, value, inner, dialect)?,
            _ => py_value(vm, value)?,
        };
        return python.result(vm, &inner, dialect);
    }
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
    if base.class == TypeClass::PickleType {
        return Err(vm.unsupported("a value of the type PickleType"));
    }
    if let SqlValue::Text(text) = value {
        if base.is_a(TypeClass::Interval) && dialect != "postgresql" {
            return since_epoch(vm, text);
        }
        if base.is_a(TypeClass::DateTime) {
            return py_value(vm, &SqlValue::DateTime(text.clone()));
        }
        if base.is_a(TypeClass::Date) {
            return py_value(vm, &SqlValue::Date(text.clone()));
        }
        if base.is_a(TypeClass::Time) {
            return py_value(vm, &SqlValue::Time(text.clone()));
        }
    }
    if base.is_a(TypeClass::Uuid) {
        return uuid_value(vm, value, base);
    }
    if base.is_a(TypeClass::Numeric) || base.is_a(TypeClass::Float) {
        return numeric_value(vm, value, base, dialect);
    }
    if let (Some(item), SqlValue::Array(items)) = (base.type_arg("item_type"), value) {
        return row_array(vm, items, item, dialect);
    }
    py_value(vm, value)
}

fn row_array(vm: &Vm, items: &[SqlValue], item_type: &SqlType, dialect: &str) -> PyResult {
    let items: PyResult<Vec<Value>> = items
        .iter()
        .map(|item| match item {
            SqlValue::Array(inner) => row_array(vm, inner, item_type, dialect),
            other => row_value(vm, other, item_type, dialect),
        })
        .collect();
    Ok(Value::list(items?))
}

/// `Interval` of databases without intervals: the time since the epoch.
fn since_epoch(vm: &Vm, text: &str) -> PyResult {
    let then = py_value(vm, &SqlValue::DateTime(text.to_owned()))?;
    let epoch = py_value(vm, &SqlValue::DateTime("1970-01-01 00:00:00".to_owned()))?;
    call_method(vm, &then, "__sub__", vec![epoch])
}

fn uuid_value(vm: &Vm, value: &SqlValue, base: &SqlType) -> PyResult {
    let as_uuid = base.arg("as_uuid").is_none_or(|_| base.flag("as_uuid"));
    let digits = match value {
        SqlValue::Text(text) | SqlValue::Uuid(text) => text.clone(),
        other => return py_value(vm, other),
    };
    let uuid = py_value(vm, &SqlValue::Uuid(digits))?;
    if as_uuid {
        Ok(uuid)
    } else {
        vm.str(&uuid).map(Value::Str)
    }
}

/// Mirrors `Numeric.result_processor` and `Float.result_processor`: what `asdecimal`, `scale` and
/// `decimal_return_scale` make of the driver's value.
fn numeric_value(vm: &Vm, value: &SqlValue, base: &SqlType, dialect: &str) -> PyResult {
    let is_float = base.is_a(TypeClass::Float);
    let as_decimal = match base.arg("asdecimal") {
        Some(_) => base.flag("asdecimal"),
        None => !is_float,
    };
    // The drivers for PostgreSQL and MySQL give decimals themselves, SQLite's gives floats.
    let is_native = dialect != "sqlite";
    if !as_decimal {
        return match value {
            SqlValue::Decimal(digits) => match digits.parse() {
                Ok(number) => Ok(Value::Float(number)),
                Err(_) => py_value(vm, value),
            },
            SqlValue::Int(number) if is_native && is_float => Ok(Value::Float(precise(*number))),
            other => py_value(vm, other),
        };
    }
    if is_native && !is_float {
        return match value {
            SqlValue::Decimal(_) => py_value(vm, value),
            // PostgreSQL's float types beside a Numeric.
            SqlValue::Float(number) => decimal(vm, *number, return_scale(base)),
            other => py_value(vm, other),
        };
    }
    match value {
        SqlValue::Float(number) => decimal(vm, *number, return_scale(base)),
        SqlValue::Int(number) => decimal(vm, precise(*number), return_scale(base)),
        other => py_value(vm, other),
    }
}

/// `_effective_decimal_return_scale`.
fn return_scale(base: &SqlType) -> usize {
    let scale = base
        .int("decimal_return_scale")
        .or_else(|| base.int("scale"))
        .unwrap_or(10);
    usize::try_from(scale).unwrap_or(10)
}

fn decimal(vm: &Vm, number: f64, scale: usize) -> PyResult {
    py_value(vm, &SqlValue::Decimal(format!("{number:.scale$}")))
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
    let labels = type_.labels();
    let SqlValue::Text(label) = value else {
        return Ok(plain);
    };
    if labels.is_empty() {
        return Ok(plain);
    }
    let Some(position) = labels.iter().position(|known| *known == label.as_str()) else {
        return Err(no_label(vm, label, type_));
    };
    let Some(class) = &type_.enum_class else {
        return Ok(plain);
    };
    let Some(class) = super::types::kept(vm, class.python) else {
        return Err(vm.unsupported(format!("members of the enum class `{}`", class.name)));
    };
    let members = vm.collect(&class)?;
    match members.get(position) {
        Some(member) if members.len() == labels.len() => Ok(member.clone()),
        _ => Err(vm.unsupported(format!(
            "an Enum type with other labels than the members of `{}`",
            vm.repr(&class)?
        ))),
    }
}

/// The `LookupError` of a value that is no label of the type.
fn no_label(vm: &Vm, label: &str, type_: &SqlType) -> Unwind {
    vm.raise("LookupError", no_label_message(label, type_))
}

fn no_label_message(label: &str, type_: &SqlType) -> String {
    let short = |label: &&str| match label.char_indices().nth(25) {
        Some((end, _)) => format!("{}...", &label[..end]),
        None => (*label).to_owned(),
    };
    let labels = type_.labels();
    let shown: Vec<String> = if labels.len() > 4 {
        let first = labels.iter().take(3).map(short);
        first
            .chain(["..".to_owned()])
            .chain(labels.last().map(short))
            .collect()
    } else {
        labels.iter().map(short).collect()
    };
    format!(
        "'{label}' is not among the defined enum values. Enum name: {}. Possible values: {}",
        type_.str("name").unwrap_or("None"),
        shown.join(", ")
    )
}

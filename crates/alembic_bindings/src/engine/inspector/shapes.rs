//! The dictionaries of the inspector: what each dialect of SQLAlchemy tells of a table, key by key.

use std::rc::Rc;

use alembic_python::{Dict, List, PyResult, Value, Vm};
use alembic_schema::expr::{Expr, UnaryOp};
use alembic_schema::{
    Autoincrement, Column, ConstraintName, ConstraintOptions, DialectOptions, Identity, Index,
    IndexElement, Name, OptionValue, ServerDefault, Table,
};

use crate::convert;
use crate::sqlalchemy::expression::wrap;

const SQLITE: &str = "sqlite";

/// `get_columns`.
pub(super) fn columns(vm: &Vm, dialect: &str, table: &Table) -> PyResult<Vec<Value>> {
    table
        .columns
        .iter()
        .map(|column| self::column(vm, dialect, table, column))
        .collect()
}

fn column(vm: &Vm, dialect: &str, table: &Table, column: &Column) -> PyResult {
    let out = Dict::new();
    out.set_str("name", Value::str(&column.name.text));
    out.set_str("type", convert::type_object(vm, &column.type_)?);
    out.set_str("nullable", Value::Bool(column.nullable));
    out.set_str(
        "default",
        match &column.server_default {
            Some(ServerDefault::Text(text)) => Value::str(text),
            Some(ServerDefault::Expr(expr)) => Value::from(written(expr)),
            Some(ServerDefault::Fetched) | None => Value::None,
        },
    );
    if dialect == SQLITE {
        let position = table.primary_key.as_ref().and_then(|key| {
            let mut members = key.columns.iter();
            members.position(|name| name.text == column.name.text)
        });
        out.set_str(
            "primary_key",
            Value::from(position.map_or(0, |position| position + 1)),
        );
    } else {
        out.set_str(
            "autoincrement",
            Value::Bool(column.autoincrement == Autoincrement::True),
        );
        out.set_str("comment", Value::from(column.comment.clone()));
    }
    if let Some(computed) = &column.computed {
        let inner = Dict::new();
        inner.set_str("sqltext", Value::from(written(&computed.sqltext)));
        inner.set_str(
            "persisted",
            computed.persisted.map_or(Value::None, Value::Bool),
        );
        out.set_str("computed", Value::Dict(inner));
    }
    if let Some(identity) = &column.identity {
        out.set_str("identity", self::identity(identity));
    }
    Ok(Value::Dict(out))
}

pub(super) fn identity(identity: &Identity) -> Value {
    let out = Dict::new();
    let flag = |flag: Option<bool>| flag.map_or(Value::None, Value::Bool);
    let number = |number: Option<i64>| number.map_or(Value::None, Value::Int);
    let options = &identity.options;
    out.set_str("always", flag(identity.always));
    out.set_str("start", number(options.start));
    out.set_str("increment", number(options.increment));
    out.set_str("minvalue", number(options.minvalue));
    out.set_str("maxvalue", number(options.maxvalue));
    out.set_str("cache", number(options.cache));
    out.set_str("cycle", flag(options.cycle));
    Value::Dict(out)
}

/// The text of a reflected expression.
pub(super) fn written(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Text(clause) => Some(clause.text.clone()),
        _ => None,
    }
}

fn name(name: &ConstraintName) -> Value {
    Value::from(name.as_str().map(str::to_owned))
}

fn strings(names: &[Name]) -> Value {
    Value::list(names.iter().map(|name| Value::str(&name.text)).collect())
}

/// `get_pk_constraint`.
pub(super) fn primary_key(dialect: &str, table: &Table) -> Value {
    let out = Dict::new();
    let Some(key) = &table.primary_key else {
        out.set_str("name", Value::None);
        out.set_str("constrained_columns", Value::list(Vec::new()));
        return Value::Dict(out);
    };
    out.set_str("constrained_columns", strings(&key.columns));
    out.set_str("name", name(&key.name));
    if dialect != SQLITE {
        set_comment(&out, &key.options);
        out.set_str("dialect_options", Value::Dict(key_options(&key.options)));
    }
    Value::Dict(out)
}

/// `get_enums()`: a row for every label, those of one type one after another.
pub(super) fn enums(rows: &[Vec<Option<String>>]) -> Result<Vec<Value>, ()> {
    let mut out = Vec::new();
    let mut last: Option<(&Option<String>, &Option<String>, Rc<List>)> = None;
    for row in rows {
        let [name, schema, label, visible] = row.as_slice() else {
            return Err(());
        };
        let labels = match &last {
            Some((known, of, labels)) if *known == name && *of == schema => labels.clone(),
            _ => {
                let labels = List::new(Vec::new());
                let made = Dict::new();
                made.set_str("name", Value::from(name.clone()));
                made.set_str("schema", Value::from(schema.clone()));
                let is_visible = visible.as_deref().is_some_and(|flag| flag.starts_with('t'));
                made.set_str("visible", Value::Bool(is_visible));
                made.set_str("labels", Value::List(labels.clone()));
                out.push(Value::Dict(made));
                last = Some((name, schema, labels.clone()));
                labels
            }
        };
        if let Some(label) = label {
            labels.push(Value::str(label));
        }
    }
    Ok(out)
}

/// `get_domains`, of rows with one constraint each.
pub(super) fn domains(rows: &[Vec<Option<String>>]) -> Result<Vec<Value>, ()> {
    let mut out: Vec<Value> = Vec::new();
    let mut constraints: Vec<Value> = Vec::new();
    let mut last: Option<(String, String)> = None;
    for row in rows {
        let [
            name,
            schema,
            visible,
            type_,
            nullable,
            default,
            collation,
            collation_schema,
            constraint,
            check,
        ] = row.as_slice()
        else {
            return Err(());
        };
        let key = (
            schema.clone().unwrap_or_default(),
            name.clone().unwrap_or_default(),
        );
        if last.as_ref() != Some(&key) {
            last = Some(key);
            let text = |text: &Option<String>| Value::from(text.clone());
            let flag = |flag: &Option<String>| {
                Value::Bool(flag.as_deref().is_some_and(|flag| flag.starts_with('t')))
            };
            let list = Value::list(Vec::new());
            let type_ = type_.as_deref().and_then(|type_| type_.split('(').next());
            let domain = Dict::new();
            domain.set_str("name", text(name));
            domain.set_str("schema", text(schema));
            domain.set_str("visible", flag(visible));
            domain.set_str("type", Value::from(type_.map(str::to_owned)));
            domain.set_str("nullable", flag(nullable));
            domain.set_str("default", text(default));
            domain.set_str("constraints", list.clone());
            domain.set_str("collation", text(collation));
            domain.set_str("collation_schema", text(collation_schema));
            out.push(Value::Dict(domain));
            constraints.push(list);
        }
        if let (Some(check), Some(Value::List(list))) = (check, constraints.last())
            && check.to_lowercase().starts_with("check")
        {
            let inner = check
                .get(7..check.len().saturating_sub(1))
                .unwrap_or_default();
            let entry = Dict::new();
            entry.set_str("name", Value::from(constraint.clone()));
            entry.set_str("check", Value::str(inner));
            list.push(Value::Dict(entry));
        }
    }
    Ok(out)
}

const INCLUDE: &str = "postgresql_include";

/// The included columns, which are told in any case.
fn set_included(out: &Dict, options: &DialectOptions) {
    let included = options.get(INCLUDE);
    out.set_str(
        INCLUDE,
        included.map_or_else(|| Value::list(Vec::new()), option),
    );
}

fn key_options(options: &ConstraintOptions) -> Rc<Dict> {
    let out = Dict::new();
    set_included(&out, &options.dialect_options);
    if let Some(flag) = options.dialect_options.get("postgresql_nulls_not_distinct") {
        out.set_str("postgresql_nulls_not_distinct", option(flag));
    }
    out
}

fn set_comment(out: &Dict, options: &ConstraintOptions) {
    out.set_str("comment", Value::from(options.comment.clone()));
}

pub(super) fn option(value: &OptionValue) -> Value {
    match value {
        OptionValue::Bool(flag) => Value::Bool(*flag),
        OptionValue::Int(number) => Value::Int(*number),
        OptionValue::Float(number) => Value::Float(*number),
        OptionValue::Str(text) => Value::str(text),
        OptionValue::Expr(expr) => Value::from(written(expr)),
        OptionValue::List(items) => Value::list(items.iter().map(option).collect()),
        OptionValue::Dict(items) => {
            let out = Dict::new();
            for (key, value) in items {
                out.set_str(key, option(value));
            }
            Value::Dict(out)
        }
        _ => Value::None,
    }
}

/// `get_foreign_keys`.
pub(super) fn foreign_keys(dialect: &str, table: &Table) -> Vec<Value> {
    let mut out = Vec::new();
    for key in table.foreign_keys() {
        let shape = Dict::new();
        shape.set_str("name", name(&key.name));
        shape.set_str("constrained_columns", strings(&key.columns));
        let schema = key.referred_schema.as_ref();
        shape.set_str(
            "referred_schema",
            Value::from(schema.map(|schema| schema.text.to_string())),
        );
        shape.set_str("referred_table", Value::str(&key.referred_table.text));
        shape.set_str("referred_columns", strings(&key.referred_columns));
        let options = Dict::new();
        let set = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                options.set_str(name, value);
            }
        };
        let word = |word: &Option<smol_str::SmolStr>| word.as_ref().map(Value::str);
        let ondelete = word(&key.foreign_key.ondelete);
        let onupdate = word(&key.foreign_key.onupdate);
        let initially = word(&key.options.initially);
        let deferrable = key.options.deferrable.map(Value::Bool);
        if dialect == SQLITE {
            set("ondelete", ondelete);
            set("onupdate", onupdate);
            set("deferrable", deferrable);
            set("initially", initially);
        } else {
            set("onupdate", onupdate);
            set("ondelete", ondelete);
            set("initially", initially);
            set("deferrable", deferrable);
            set("match", word(&key.foreign_key.match_));
        }
        shape.set_str("options", Value::Dict(options));
        if dialect != SQLITE {
            set_comment(&shape, &key.options);
        }
        out.push(Value::Dict(shape));
    }
    out
}

/// `get_unique_constraints`.
pub(super) fn unique_constraints(dialect: &str, table: &Table) -> Vec<Value> {
    let mut out = Vec::new();
    for unique in table.unique_constraints() {
        let shape = Dict::new();
        if dialect == SQLITE {
            shape.set_str("name", name(&unique.name));
            shape.set_str("column_names", strings(&unique.columns));
        } else {
            shape.set_str("column_names", strings(&unique.columns));
            shape.set_str("name", name(&unique.name));
            set_comment(&shape, &unique.options);
            let options = key_options(&unique.options);
            shape.set_str("dialect_options", Value::Dict(options));
        }
        out.push(Value::Dict(shape));
    }
    out
}

/// `get_check_constraints`.
pub(super) fn check_constraints(dialect: &str, table: &Table) -> Vec<Value> {
    let mut out = Vec::new();
    for check in table.checks() {
        let shape = Dict::new();
        let sqltext = Value::from(written(&check.sqltext));
        if dialect == SQLITE {
            shape.set_str("sqltext", sqltext);
            shape.set_str("name", name(&check.name));
        } else {
            shape.set_str("name", name(&check.name));
            shape.set_str("sqltext", sqltext);
            set_comment(&shape, &check.options);
            let options = Dict::new();
            for (own, shown) in [
                ("postgresql_not_valid", "not_valid"),
                ("postgresql_no_inherit", "no_inherit"),
            ] {
                if check.options.dialect_options.contains_key(own) {
                    options.set_str(shown, Value::Bool(true));
                }
            }
            if !options.is_empty() {
                shape.set_str("dialect_options", Value::Dict(options));
            }
        }
        out.push(Value::Dict(shape));
    }
    out
}

/// `get_indexes`; on PostgreSQL those behind unique constraints as well.
pub(super) fn indexes(vm: &Vm, dialect: &str, table: &Table) -> PyResult<Vec<Value>> {
    let mut out: Vec<(String, Value)> = Vec::new();
    for index in &table.indexes {
        let shape = if dialect == SQLITE {
            sqlite_index(vm, index)?
        } else {
            postgresql_index(index)
        };
        let name = index.name.as_str().unwrap_or_default().to_owned();
        out.push((name, Value::Dict(shape)));
    }
    if dialect != SQLITE {
        for unique in table.unique_constraints() {
            let shape = Dict::new();
            shape.set_str("name", name(&unique.name));
            shape.set_str("unique", Value::Bool(true));
            shape.set_str("column_names", strings(&unique.columns));
            shape.set_str("duplicates_constraint", name(&unique.name));
            let options = Dict::new();
            set_included(&options, &unique.options.dialect_options);
            let distinct = unique
                .options
                .dialect_options
                .get("postgresql_nulls_not_distinct");
            if let Some(OptionValue::Bool(true)) = distinct {
                options.set_str("postgresql_nulls_not_distinct", Value::Bool(true));
            }
            shape.set_str("dialect_options", Value::Dict(options));
            let name = unique.name.as_str().unwrap_or_default().to_owned();
            out.push((name, Value::Dict(shape)));
        }
        out.sort_by(|(one, _), (other, _)| one.cmp(other));
    }
    Ok(out.into_iter().map(|(_, shape)| shape).collect())
}

fn sqlite_index(vm: &Vm, index: &Index) -> PyResult<Rc<Dict>> {
    let shape = Dict::new();
    shape.set_str("name", name(&index.name));
    shape.set_str("column_names", strings(&index.columns()));
    shape.set_str("unique", Value::Int(i64::from(index.unique)));
    let options = Dict::new();
    if let Some(OptionValue::Expr(condition)) = index.dialect_options.get("sqlite_where") {
        options.set_str("sqlite_where", wrap(vm, (**condition).clone())?);
    }
    shape.set_str("dialect_options", Value::Dict(options));
    Ok(shape)
}

fn postgresql_index(index: &Index) -> Rc<Dict> {
    let shape = Dict::new();
    shape.set_str("name", name(&index.name));
    shape.set_str("unique", Value::Bool(index.unique));
    let mut columns = Vec::new();
    let mut texts = Vec::new();
    let sorting = Dict::new();
    for element in &index.elements {
        let (text, is_expression, order) = sorted(element);
        columns.push(if is_expression {
            Value::None
        } else {
            Value::str(&text)
        });
        if !order.is_empty() {
            let order = order.into_iter().map(Value::str).collect();
            sorting.set_str(&text, Value::tuple(order));
        }
        texts.push(Value::str(&text));
    }
    let has_expressions = columns.iter().any(Value::is_none);
    shape.set_str("column_names", Value::list(columns));
    if has_expressions {
        shape.set_str("expressions", Value::list(texts));
    }
    if !sorting.is_empty() {
        shape.set_str("column_sorting", Value::Dict(sorting));
    }
    let options = Dict::new();
    let own = &index.dialect_options;
    for known in [
        "postgresql_ops",
        "postgresql_with",
        "postgresql_using",
        "postgresql_where",
        INCLUDE,
        "postgresql_nulls_not_distinct",
        "postgresql_invalid",
    ] {
        if known == INCLUDE {
            set_included(&options, own);
        } else if let Some(value) = own.get(known) {
            options.set_str(known, option(value));
        }
    }
    shape.set_str("dialect_options", Value::Dict(options));
    shape
}

/// The text of an element, whether it is an expression, and its order where that is not the default.
fn sorted(element: &IndexElement) -> (String, bool, Vec<&'static str>) {
    let mut order = Vec::new();
    let mut expr = match element {
        IndexElement::Column(name) => return (name.text.to_string(), false, order),
        IndexElement::Expr(expr) => expr,
    };
    while let Expr::Unary { op, operand } = expr {
        order.insert(
            0,
            match op {
                UnaryOp::Desc => "desc",
                UnaryOp::NullsLast => "nulls_last",
                UnaryOp::NullsFirst => "nulls_first",
                _ => break,
            },
        );
        expr = operand;
    }
    match expr {
        Expr::Text(clause) => (clause.text.clone(), true, order),
        other => {
            let name = other.columns().into_iter().next();
            let name = name.map(|name| name.text.to_string());
            (name.unwrap_or_default(), false, order)
        }
    }
}

/// `get_table_options`.
/// The options of a table of PostgreSQL: a row of the name, access method, parents, storage options and tablespace.
pub(super) fn pg_table_options(row: &[Option<String>]) -> Value {
    let out = Dict::new();
    let field = |at: usize| row.get(at).cloned().flatten();
    if let Some(method) = field(1) {
        out.set_str("postgresql_using", Value::str(method));
    }
    if let Some(parents) = field(2).filter(|parents| !parents.is_empty()) {
        let parents = parents.split('\u{1f}').map(Value::str).collect();
        out.set_str("postgresql_inherits", Value::tuple(parents));
    }
    if let Some(options) = field(3).filter(|options| !options.is_empty()) {
        let with = Dict::new();
        for option in options.split('\u{1f}') {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            with.set_str(name, Value::str(value));
        }
        out.set_str("postgresql_with", Value::Dict(with));
    }
    if let Some(tablespace) = field(4) {
        out.set_str("postgresql_tablespace", Value::str(tablespace));
    }
    Value::Dict(out)
}

pub(super) fn table_options(dialect: &str, table: &Table) -> Value {
    let out = Dict::new();
    for (key, value) in &table.dialect_options {
        if key.starts_with(dialect) {
            out.set_str(key, option(value));
        }
    }
    Value::Dict(out)
}

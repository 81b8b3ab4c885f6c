//! Schema items to values. Mirrors what `sqlalchemy.schema` decides when items are attached to a table.

use std::rc::Rc;

use alembic_python::{Dict, Object, PyResult, Unwind, Value, Vm};
use alembic_schema::expr::{Expr, TableRef};
use alembic_schema::naming::{CustomToken, NamingConvention, NamingError};
use alembic_schema::{
    Autoincrement, CheckConstraint, Column, ColumnDefault, Computed, Constraint, ConstraintName,
    ConstraintOptions, DeclaredAt, DialectOptions, ExcludeConstraint, ExcludeElement, ForeignKey,
    ForeignKeyConstraint, ForeignKeyOptions, Identity, Index, IndexElement, MetaData, Name,
    OptionValue, PrimaryKeyConstraint, PythonSide, Sequence, SequenceOptions, ServerDefault,
    SqlType, Table, TypeClass, UniqueConstraint, parse_target,
};
use smol_str::SmolStr;

use super::types::sql_type;
use super::values::sql_value_as;
use crate::registry::{Sa, argument_error, sa};
use crate::sqlalchemy::column::{ITEMS, NULLABLE_GIVEN};
use crate::sqlalchemy::constraints::{ELEMENTS, constraint_made_of, take_over};
use crate::sqlalchemy::dialect_keywords::DIALECT_KWARGS;
use crate::sqlalchemy::expression::from::table_ref;
use crate::sqlalchemy::expression::{expr, expr_opt, name_of};
use crate::sqlalchemy::table::{
    COLUMNS, CONSTRAINTS, GENERATED, INDEXES, OWN_CONVENTION, PREFIXES, list_of,
};
use crate::support::{attr, call, flag_opt, instance, int_opt, is_a, items, text, text_opt};

fn get(object: &Rc<Object>, name: &'static str) -> Value {
    object.get(name).unwrap_or(Value::None)
}

fn flag(vm: &Vm, object: &Rc<Object>, name: &'static str) -> PyResult<bool> {
    Ok(flag_opt(vm, &get(object, name), name)?.unwrap_or(false))
}

/// Name with the quoting flag of an object that has `name` and maybe `quote`.
fn own_name(vm: &Vm, object: &Rc<Object>) -> PyResult<Name> {
    let mut name = name_of(vm, &get(object, "name"))?;
    if let Some(quote) = get(object, "quote").as_bool() {
        name.quote = Some(quote);
    }
    Ok(name)
}

/// The name of a constraint or index.
fn constraint_name(vm: &Vm, value: &Value) -> PyResult<ConstraintName> {
    if value.is_none() {
        return Ok(ConstraintName::None);
    }
    vm.require_concrete(value, "the name of a constraint")?;
    let sa = sa(vm)?;
    if is_a(value, &sa.conv) {
        return Ok(ConstraintName::Conv(SmolStr::new(text(vm, value, "name")?)));
    }
    Ok(ConstraintName::Name(name_of(vm, value)?))
}

/// Dialect keywords of an object.
pub fn dialect_options(vm: &Vm, kwargs: &Value) -> PyResult<DialectOptions> {
    let mut out = DialectOptions::default();
    if let Value::Dict(kwargs) = kwargs {
        for (key, value) in kwargs.items() {
            out.insert(
                SmolStr::new(text(vm, &key, "option")?),
                option_value(vm, &value)?,
            );
        }
    }
    Ok(out)
}

/// A value of a dialect option.
pub fn option_value(vm: &Vm, value: &Value) -> PyResult<OptionValue> {
    Ok(match value {
        Value::None => OptionValue::None,
        Value::Bool(flag) => OptionValue::Bool(*flag),
        Value::Int(number) => OptionValue::Int(*number),
        Value::Float(number) => OptionValue::Float(*number),
        Value::Str(text) => OptionValue::Str(text.to_string()),
        Value::Tuple(_) | Value::List(_) | Value::Set(_) | Value::FrozenSet(_) => {
            let list: PyResult<Vec<OptionValue>> = items(vm, value)?
                .iter()
                .map(|item| option_value(vm, item))
                .collect();
            if matches!(value, Value::Tuple(_)) {
                OptionValue::Tuple(list?)
            } else {
                OptionValue::List(list?)
            }
        }
        Value::Dict(dict) => {
            let mut out = Vec::new();
            for (key, value) in dict.items() {
                out.push((SmolStr::new(vm.str(&key)?), option_value(vm, &value)?));
            }
            OptionValue::Dict(out)
        }
        other => match (expr_opt(vm, other)?, other.as_str()) {
            (Some(expr), _) => OptionValue::Expr(Box::new(expr)),
            (None, Some(text)) => OptionValue::Str(text.to_string()),
            (None, None) => {
                vm.require_concrete(other, "a dialect option")?;
                return Err(
                    vm.unsupported(format!("a dialect option of type {}", vm.type_name(other)))
                );
            }
        },
    })
}

/// `table.column` of a schema column object.
pub fn column_expr(vm: &Vm, object: &Rc<Object>) -> PyResult<Expr> {
    // In a class body a column has no name yet: it is found again by its object.
    let name = if get(object, "name").is_none() {
        Name::new(unnamed(object))
    } else {
        own_name(vm, object)?
    };
    let type_ = sql_type(vm, &get(object, "type"))?;
    let owner = get(object, "table");
    let table = if owner.is_none() {
        None
    } else {
        Some(Box::new(table_ref(vm, &owner)?))
    };
    Ok(Expr::Column { name, table, type_ })
}

/// What stands for the name of a column that has none yet.
pub(crate) fn unnamed(object: &Rc<Object>) -> String {
    format!("\u{1}{:p}", Rc::as_ptr(object))
}

/// True for what stands for the name of a column that has none yet.
pub(crate) fn is_unnamed(name: &str) -> bool {
    name.starts_with('\u{1}')
}

/// Gives the columns of an expression the names that they have by now.
fn settle_names(expr: &mut Expr, names: &[(String, Name)]) {
    match expr {
        Expr::Column { name, .. } => {
            if let Some((_, settled)) = names.iter().find(|(known, _)| *known == name.as_str()) {
                *name = settled.clone();
            }
        }
        Expr::Unary { operand, .. } => settle_names(operand, names),
        Expr::Binary { left, right, .. } => {
            settle_names(left, names);
            settle_names(right, names);
        }
        Expr::Function(call) => {
            for arg in &mut call.args {
                settle_names(arg, names);
            }
        }
        Expr::And(list) | Expr::Or(list) | Expr::Tuple(list) | Expr::List(list) => {
            for item in list {
                settle_names(item, names);
            }
        }
        Expr::Not(inner)
        | Expr::Grouping(inner)
        | Expr::Cast { expr: inner, .. }
        | Expr::TypeCoerce { expr: inner, .. }
        | Expr::Collate { expr: inner, .. }
        | Expr::Label { expr: inner, .. } => settle_names(inner, names),
        _ => {}
    }
}

/// True if the table has something that may name its columns by expressions.
fn has_expressions(table: &Table) -> bool {
    let in_index = |index: &Index| {
        index
            .elements
            .iter()
            .any(|element| matches!(element, IndexElement::Expr(_)))
            || index
                .dialect_options
                .values()
                .any(|option| matches!(option, OptionValue::Expr(_)))
    };
    let in_constraint = |constraint: &Constraint| {
        matches!(constraint, Constraint::Check(_) | Constraint::Exclude(_))
    };
    table.indexes.iter().any(in_index) || table.constraints.iter().any(in_constraint)
}

/// Settles the names in indexes and constraints of a table.
fn settle_table(vm: &Vm, object: &Rc<Object>, out: &mut Table) -> PyResult<()> {
    if !has_expressions(out) {
        return Ok(());
    }
    let mut names = Vec::new();
    for column in list_of(object, COLUMNS) {
        if let Value::Object(column) = &column {
            names.push((unnamed(column), own_name(vm, column)?));
        }
    }
    for index in &mut out.indexes {
        for element in &mut index.elements {
            if let IndexElement::Expr(expr) = element {
                settle_names(expr, &names);
            }
        }
        for option in index.dialect_options.values_mut() {
            if let OptionValue::Expr(expr) = option {
                settle_names(expr, &names);
            }
        }
    }
    for constraint in &mut out.constraints {
        match constraint {
            Constraint::Check(check) => settle_names(&mut check.sqltext, &names),
            Constraint::Exclude(exclude) => {
                for element in &mut exclude.elements {
                    settle_names(&mut element.expr, &names);
                }
            }
            Constraint::PrimaryKey(_) | Constraint::ForeignKey(_) | Constraint::Unique(_) => {}
        }
    }
    Ok(())
}

/// A server default: text, expression or `FetchedValue`.
pub fn server_default(vm: &Vm, value: &Value) -> PyResult<Option<ServerDefault>> {
    let sa = sa(vm)?;
    if value.is_none() || is_a(value, &sa.identity) || is_a(value, &sa.computed) {
        return Ok(None);
    }
    vm.require_concrete(value, "a server default")?;
    if let Some(clause) = instance(value, &sa.default_clause) {
        return server_default(vm, &get(clause, "arg"));
    }
    if is_a(value, &sa.fetched_value) {
        return Ok(Some(ServerDefault::Fetched));
    }
    if let Some(expr) = expr_opt(vm, value)? {
        return Ok(Some(ServerDefault::Expr(Box::new(expr))));
    }
    if let Value::Object(object) = value
        && object.class().is_python()
        && crate::support::is_a(value, &sa.clause_element)
    {
        return Err(vm.unsupported(format!(
            "a server default of the class `{}`, whose SQL is made in Python",
            object.class().name()
        )));
    }
    match value.as_str() {
        Some(text) => Ok(Some(ServerDefault::Text(text.into()))),
        None => Err(argument_error(
            vm,
            format!(
                "Argument 'arg' is expected to be one of type '<class 'str'>' or '<class 'sqlalchemy.sql.elements.ClauseElement'>' or '<class 'sqlalchemy.sql.elements.TextClause'>', got '{}'",
                vm.repr(&Value::Class(vm.type_of(value)))?
            ),
        )),
    }
}

fn sequence_options(vm: &Vm, object: &Rc<Object>) -> PyResult<SequenceOptions> {
    let int = |name: &'static str| int_opt(vm, &get(object, name), name);
    let flag = |name: &'static str| flag_opt(vm, &get(object, name), name);
    Ok(SequenceOptions {
        start: int("start")?,
        increment: int("increment")?,
        minvalue: int("minvalue")?,
        maxvalue: int("maxvalue")?,
        nominvalue: flag("nominvalue")?,
        nomaxvalue: flag("nomaxvalue")?,
        cycle: flag("cycle")?,
        cache: int("cache")?,
        order: flag("order")?,
    })
}

/// `Identity(...)`.
pub fn identity(vm: &Vm, value: &Value) -> PyResult<Option<Identity>> {
    let sa = sa(vm)?;
    let Some(object) = instance(value, &sa.identity) else {
        return Ok(None);
    };
    Ok(Some(Identity {
        always: flag_opt(vm, &get(object, "always"), "always")?,
        on_null: flag_opt(vm, &get(object, "on_null"), "on_null")?,
        options: sequence_options(vm, object)?,
        dialect_options: dialect_options(vm, &get(object, DIALECT_KWARGS))?,
    }))
}

/// `Computed(...)`.
pub fn computed(vm: &Vm, value: &Value) -> PyResult<Option<Computed>> {
    let sa = sa(vm)?;
    let Some(object) = instance(value, &sa.computed) else {
        return Ok(None);
    };
    Ok(Some(Computed {
        sqltext: expr(vm, &get(object, "sqltext"))?,
        persisted: flag_opt(vm, &get(object, "persisted"), "persisted")?,
    }))
}

/// `Sequence(...)`.
pub fn sequence(vm: &Vm, value: &Value) -> PyResult<Sequence> {
    let sa = sa(vm)?;
    let Some(object) = instance(value, &sa.sequence) else {
        return Err(vm.type_error("a Sequence is needed"));
    };
    let mut schema = get(object, "schema");
    if schema.is_none()
        && let Some(metadata) = instance(&get(object, "metadata"), &sa.metadata)
    {
        schema = get(metadata, "schema");
    }
    let data_type = get(object, "data_type");
    let mut name = name_of(vm, &get(object, "name"))?;
    if let Some(quote) = get(object, "quote").as_bool() {
        name.quote = Some(quote);
    }
    let mut schema = if schema.is_none() {
        None
    } else {
        Some(name_of(vm, &schema)?)
    };
    if let (Some(schema), Some(quote)) = (&mut schema, get(object, "quote_schema").as_bool()) {
        schema.quote = Some(quote);
    }
    Ok(Sequence {
        name,
        schema,
        options: sequence_options(vm, object)?,
        data_type: if data_type.is_none() {
            None
        } else {
            Some(sql_type(vm, &data_type)?)
        },
        optional: flag(vm, object, "optional")?,
        dialect_options: dialect_options(vm, &get(object, DIALECT_KWARGS))?,
    })
}

fn autoincrement(vm: &Vm, value: &Value) -> PyResult<Autoincrement> {
    Ok(match (value.as_str(), value) {
        (Some("auto"), _) | (None, Value::None) => Autoincrement::Auto,
        (Some("ignore_fk"), _) => Autoincrement::IgnoreFk,
        _ => {
            if vm.truth(value)? {
                Autoincrement::True
            } else {
                Autoincrement::False
            }
        }
    })
}

pub(crate) fn column_default(
    vm: &Vm,
    sa: &Sa,
    value: &Value,
    type_: &SqlType,
) -> PyResult<Option<ColumnDefault>> {
    if value.is_none() {
        return Ok(None);
    }
    if is_a(value, &sa.sequence) {
        return Ok(Some(ColumnDefault::Sequence(Box::new(sequence(
            vm, value,
        )?))));
    }
    let argument = match instance(value, &sa.column_default) {
        Some(object) => get(object, "arg"),
        None => value.clone(),
    };
    Ok(Some(match &argument {
        Value::Function(_)
        | Value::Native(_)
        | Value::Method(_)
        | Value::Class(_)
        | Value::Opaque(_) => ColumnDefault::Callable,
        other => match expr_opt(vm, other)? {
            Some(expr) => ColumnDefault::Expr(Box::new(expr)),
            None => match sql_value_as(vm, other, type_) {
                Ok(value) => ColumnDefault::Value(Box::new(value)),
                // A Python-side default has no effect on the schema: what it is does not matter there.
                Err(_) => ColumnDefault::Callable,
            },
        },
    }))
}

/// What `repr(column)` tells of Python-side defaults, beyond plain values.
fn python_side(
    vm: &Vm,
    sa: &Sa,
    object: &Rc<Object>,
    type_: &SqlType,
) -> PyResult<Option<Box<PythonSide>>> {
    let (default, onupdate) = (get(object, "default"), get(object, "onupdate"));
    let is_plain = matches!(
        default,
        Value::None | Value::Str(_) | Value::Int(_) | Value::Bool(_) | Value::Float(_)
    );
    if is_plain && onupdate.is_none() {
        return Ok(None);
    }
    Ok(Some(Box::new(PythonSide {
        default_label: default_label(vm, sa, &default)?,
        onupdate_label: default_label(vm, sa, &onupdate)?,
        onupdate: column_default(vm, sa, &onupdate, type_)?,
    })))
}

/// The name of a function, the `repr` of a constant; none of an expression.
fn default_label(vm: &Vm, sa: &Sa, value: &Value) -> PyResult<Option<Box<str>>> {
    if value.is_none() || is_a(value, &sa.sequence) {
        return Ok(None);
    }
    let argument = match instance(value, &sa.column_default) {
        Some(object) => get(object, "arg"),
        None => value.clone(),
    };
    let label = match &argument {
        Value::Function(_) | Value::Native(_) | Value::Method(_) | Value::Class(_) => {
            let name = vm.getattr_opt(&argument, "__qualname__")?;
            name.and_then(|name| name.to_text())
        }
        Value::Opaque(_) => None,
        other if expr_opt(vm, other)?.is_some() => None,
        other => Some(vm.repr(other)?),
    };
    Ok(label.map(|label| Box::from(&*label)))
}

/// A `Column` object.
pub fn column(vm: &Vm, value: &Value) -> PyResult<Column> {
    let sa = sa(vm)?;
    let value = &vm.force(value)?;
    let object = if let Some(object) = instance(value, &sa.column) {
        object.clone()
    } else {
        if let Some(inner) = instance(value, &sa.mapped_column) {
            return column(vm, &get(inner, "column"));
        }
        vm.require_concrete(value, "a column")?;
        return Err(vm.type_error(format!("a Column is needed, not {}", vm.type_name(value))));
    };
    let object = &object;
    let mut out = Column::new(own_name(vm, object)?, sql_type(vm, &get(object, "type"))?);
    let key = get(object, "key");
    if let Some(key) = text_opt(vm, &key, "the key of a column")?
        && key != out.name.as_str()
    {
        out.key = Some(key.into());
    }
    out.nullable = flag(vm, object, "nullable")?;
    out.nullable_explicit = flag(vm, object, NULLABLE_GIVEN)?;
    out.primary_key = flag(vm, object, "primary_key")?;
    out.autoincrement = autoincrement(vm, &get(object, "autoincrement"))?;
    let default = get(object, "server_default");
    out.server_default = server_default(vm, &default)?;
    let onupdate = get(object, "server_onupdate");
    if !onupdate.is_none() {
        // Nothing is made of it; what SQLAlchemy does not take is refused.
        server_default(vm, &onupdate)?;
    }
    out.identity = identity(vm, &default)?.map(Box::new);
    out.computed = computed(vm, &default)?.map(Box::new);
    out.default = column_default(vm, &sa, &get(object, "default"), &out.type_)?;
    out.python_side = python_side(vm, &sa, object, &out.type_)?;
    out.comment = text_opt(vm, &get(object, "comment"), "the comment of a column")?;
    out.system = flag(vm, object, "system")?;
    out.unique = flag_opt(vm, &get(object, "unique"), "unique")?;
    out.index = flag_opt(vm, &get(object, "index"), "index")?;
    out.dialect_options = dialect_options(vm, &get(object, DIALECT_KWARGS))?;
    out.has_info = object.get("_info").is_some();
    out.renamed_from = renamed_from(vm, object)?;
    out.span = DeclaredAt(object.span.get());
    for item in get(object, ITEMS).as_sequence().unwrap_or_default() {
        if let Some(inner) = instance(&item, &sa.foreign_key) {
            out.foreign_keys.push(foreign_key(vm, &sa, inner)?);
        } else if let Some(inner) = instance(&item, &sa.check_constraint) {
            out.checks.push(check_constraint(vm, inner)?);
        }
    }
    Ok(out)
}

/// `schema.table.column` of a `ForeignKey`: given as text, as a column, or as a function.
pub fn foreign_key_spec(vm: &Vm, object: &Rc<Object>) -> PyResult<String> {
    let target = get(object, "_column");
    foreign_key_target(vm, &target).map(|(spec, _)| spec)
}

/// What one target column of a foreign key names: `schema.table.column`.
pub fn foreign_key_target_spec(vm: &Vm, target: &Value) -> PyResult<String> {
    foreign_key_target(vm, target).map(|(spec, _)| spec)
}

/// The target as text, and the schema and table if it was given as a column object.
fn foreign_key_target(vm: &Vm, target: &Value) -> PyResult<(String, Option<(TableRef, Name)>)> {
    let sa = sa(vm)?;
    if let Some(text) = target.as_str() {
        return Ok((text.to_string(), None));
    }
    if matches!(
        target,
        Value::Function(_) | Value::Method(_) | Value::Native(_)
    ) {
        let resolved = call(vm, target, Vec::new())?;
        return foreign_key_target(vm, &resolved);
    }
    let inner = match crate::orm::attributes::column_of(vm, target) {
        Some(inner) => inner,
        None => target.clone(),
    };
    let inner = match instance(&inner, &sa.mapped_column) {
        Some(object) => get(object, "column"),
        None => inner,
    };
    vm.require_concrete(&inner, "the target of a foreign key")?;
    match expr(vm, &inner)? {
        Expr::Column {
            name,
            table: Some(table),
            ..
        } => {
            let schema = table
                .schema
                .as_ref()
                .map(|schema| format!("{}.", schema.text))
                .unwrap_or_default();
            Ok((
                format!("{schema}{}.{}", table.name.text, name.text),
                Some((*table, name)),
            ))
        }
        _ => Err(argument_error(
            vm,
            "the target column of a ForeignKey belongs to no table",
        )),
    }
}

fn foreign_key_options(vm: &Vm, object: &Rc<Object>) -> PyResult<ForeignKeyOptions> {
    let word = |name: &'static str| -> PyResult<Option<SmolStr>> {
        Ok(text_opt(vm, &get(object, name), name)?.map(SmolStr::from))
    };
    Ok(ForeignKeyOptions {
        onupdate: word("onupdate")?,
        ondelete: word("ondelete")?,
        match_: word("match")?,
        use_alter: flag(vm, object, "use_alter")?,
        link_to_name: flag(vm, object, "link_to_name")?,
    })
}

/// `info={"renamed_from": "old_name"}`.
fn renamed_from(vm: &Vm, object: &Object) -> PyResult<Option<Box<str>>> {
    let Some(info) = object.get("_info") else {
        return Ok(None);
    };
    let Some(dict) = info.as_dict() else {
        return Ok(None);
    };
    let name = dict.get_str("renamed_from").unwrap_or(Value::None);
    Ok(text_opt(vm, &name, "info[\"renamed_from\"]")?.map(Into::into))
}

fn constraint_options(vm: &Vm, object: &Rc<Object>) -> PyResult<ConstraintOptions> {
    Ok(ConstraintOptions {
        deferrable: flag_opt(vm, &get(object, "deferrable"), "deferrable")?,
        initially: text_opt(vm, &get(object, "initially"), "initially")?.map(SmolStr::from),
        comment: text_opt(vm, &get(object, "comment"), "comment")?,
        dialect_options: dialect_options(vm, &get(object, DIALECT_KWARGS))?,
        has_info: object.get("_info").is_some(),
        span: DeclaredAt(object.span.get()),
    })
}

fn foreign_key(vm: &Vm, sa: &Sa, object: &Rc<Object>) -> PyResult<ForeignKey> {
    crate::sqlalchemy::compiler::require_own_text(vm, &sa.foreign_key_constraint, object)?;
    let (spec, column) = foreign_key_target(vm, &get(object, "_column"))?;
    let mut out = match column {
        Some((table, name)) => ForeignKey {
            referred_schema: table.schema,
            referred_table: table.name,
            referred_column: Some(name),
            ..ForeignKey::parse(&spec)
        },
        None => ForeignKey::parse(&spec),
    };
    // What is changed on the constraint counts, once somebody has asked for it.
    let constraint = constraint_made_of(object);
    let object = constraint.as_ref().unwrap_or(object);
    out.name = constraint_name(vm, &get(object, "name"))?;
    out.foreign_key = foreign_key_options(vm, object)?;
    out.options = constraint_options(vm, object)?;
    Ok(out)
}

/// A column of a constraint: by name, as a column object, or as `column("x")`.
fn element_name(vm: &Vm, element: &Value) -> PyResult<Name> {
    if element.as_str().is_some() {
        return name_of(vm, element);
    }
    match expr(vm, element)? {
        Expr::Column { name, .. } => Ok(name),
        _ => Err(argument_error(
            vm,
            "a constraint takes columns or names of columns",
        )),
    }
}

fn element_names(vm: &Vm, object: &Rc<Object>) -> PyResult<Vec<Name>> {
    let elements = get(object, "_pending")
        .as_sequence()
        .or_else(|| get(object, ELEMENTS).as_sequence())
        .unwrap_or_default();
    elements
        .iter()
        .map(|element| element_name(vm, element))
        .collect()
}

/// `CheckConstraint(...)`.
pub fn check_constraint(vm: &Vm, object: &Rc<Object>) -> PyResult<CheckConstraint> {
    Ok(CheckConstraint {
        name: constraint_name(vm, &get(object, "name"))?,
        sqltext: expr(vm, &get(object, "sqltext"))?,
        type_bound: None,
        options: constraint_options(vm, object)?,
    })
}

fn foreign_key_constraint(vm: &Vm, object: &Rc<Object>) -> PyResult<ForeignKeyConstraint> {
    let columns = element_names(vm, object)?;
    let mut referred_columns = Vec::new();
    let mut referred: Option<(Option<Name>, Name)> = None;
    for (position, target) in get(object, "_refcolumns")
        .as_sequence()
        .unwrap_or_default()
        .iter()
        .enumerate()
    {
        let (spec, column) = foreign_key_target(vm, target)?;
        let (schema, table, name) = if let Some((table, name)) = column {
            (table.schema, table.name, name)
        } else {
            let (schema, table, name) = parse_target(&spec);
            let own = columns.get(position).cloned().unwrap_or_default();
            (
                schema.map(Name::from),
                Name::new(table),
                name.map_or(own, Name::from),
            )
        };
        referred.get_or_insert((schema, table));
        referred_columns.push(name);
    }
    let (referred_schema, referred_table) = referred.unwrap_or_default();
    Ok(ForeignKeyConstraint {
        name: constraint_name(vm, &get(object, "name"))?,
        columns,
        referred_schema,
        referred_table,
        referred_columns,
        foreign_key: foreign_key_options(vm, object)?,
        options: constraint_options(vm, object)?,
    })
}

fn exclude_constraint(vm: &Vm, object: &Rc<Object>) -> PyResult<ExcludeConstraint> {
    let mut elements = Vec::new();
    for element in get(object, ELEMENTS).as_sequence().unwrap_or_default() {
        let Some([column, operator]) = element
            .as_sequence()
            .as_deref()
            .map(<[Value]>::to_vec)
            .and_then(|pair| <[Value; 2]>::try_from(pair).ok())
        else {
            return Err(argument_error(
                vm,
                "an EXCLUDE constraint takes (column, operator) pairs",
            ));
        };
        let expr = match column.as_str() {
            Some(_) => Expr::column(name_of(vm, &column)?, SqlType::null()),
            None => expr(vm, &column)?,
        };
        elements.push(ExcludeElement {
            expr,
            operator: SmolStr::from(text(vm, &operator, "operator")?),
        });
    }
    let where_ = get(object, "where");
    let mut ops = Vec::new();
    if let Value::Dict(given) = get(object, "ops") {
        for (key, value) in given.items() {
            ops.push((
                SmolStr::from(text(vm, &key, "column")?),
                SmolStr::from(text(vm, &value, "operator class")?),
            ));
        }
    }
    Ok(ExcludeConstraint {
        name: constraint_name(vm, &get(object, "name"))?,
        elements,
        where_: match where_.as_str() {
            Some(written) => Some(Expr::text(written.to_string())),
            None if where_.is_none() => None,
            None => Some(expr(vm, &where_)?),
        },
        using: SmolStr::from(
            text_opt(vm, &get(object, "using"), "using")?.unwrap_or_else(|| "gist".to_owned()),
        ),
        ops,
        options: constraint_options(vm, object)?,
    })
}

/// Any constraint object.
pub fn constraint(vm: &Vm, value: &Value) -> PyResult<Constraint> {
    let sa = sa(vm)?;
    let Value::Object(object) = value else {
        vm.require_concrete(value, "a constraint")?;
        return Err(vm.type_error("a constraint is needed"));
    };
    let class = object.class();
    crate::sqlalchemy::compiler::require_own_text(vm, &class, object)?;
    if class.is_subclass_of(&sa.primary_key_constraint) {
        return Ok(Constraint::PrimaryKey(PrimaryKeyConstraint {
            name: constraint_name(vm, &get(object, "name"))?,
            columns: element_names(vm, object)?,
            implicit: get(object, "_implicit").as_bool() == Some(true),
            options: constraint_options(vm, object)?,
        }));
    }
    if class.is_subclass_of(&sa.unique_constraint) {
        return Ok(Constraint::Unique(UniqueConstraint {
            name: constraint_name(vm, &get(object, "name"))?,
            columns: element_names(vm, object)?,
            column_flag: false,
            options: constraint_options(vm, object)?,
        }));
    }
    if class.is_subclass_of(&sa.foreign_key_constraint) {
        return foreign_key_constraint(vm, object).map(Constraint::ForeignKey);
    }
    if class.is_subclass_of(&sa.exclude_constraint) {
        return exclude_constraint(vm, object).map(Constraint::Exclude);
    }
    if class.is_subclass_of(&sa.check_constraint) {
        return check_constraint(vm, object).map(Constraint::Check);
    }
    Err(vm.unsupported(format!("a constraint of class {}", class.full_name())))
}

/// An `Index` object.
pub fn index(vm: &Vm, object: &Rc<Object>) -> PyResult<Index> {
    let mut elements = Vec::new();
    let table = get(object, "table");
    for element in get(object, ELEMENTS).as_sequence().unwrap_or_default() {
        elements.push(match element.as_str() {
            Some(name) => IndexElement::Column(column_by_key(vm, &table, name)?),
            None => match expr(vm, &element)? {
                Expr::Column { name, .. } => IndexElement::Column(name),
                other => IndexElement::Expr(other),
            },
        });
    }
    let mut name = constraint_name(vm, &get(object, "name"))?;
    if let (ConstraintName::Name(name), Some(quote)) = (&mut name, get(object, "quote").as_bool()) {
        name.quote = Some(quote);
    }
    Ok(Index {
        name,
        elements,
        unique: flag(vm, object, "unique")?,
        unique_is_integer: false,
        column_flag: false,
        dialect_options: dialect_options(vm, &get(object, DIALECT_KWARGS))?,
        span: DeclaredAt(object.span.get()),
    })
}

/// The name of the column with this key.
fn column_by_key(vm: &Vm, table: &Value, key: &str) -> PyResult<Name> {
    if let Value::Object(table) = table {
        for column in list_of(table, COLUMNS) {
            if let Value::Object(column) = &column
                && get(column, "key").as_str() == Some(key)
            {
                return own_name(vm, column);
            }
        }
    }
    Ok(Name::new(key))
}

/// The table of the first column in an expression.
pub(crate) fn table_of_expression(vm: &Vm, sa: &Sa, value: &Value) -> PyResult<Option<Rc<Object>>> {
    for column in column_objects(vm, sa, value)? {
        if let Value::Object(column) = &column
            && let Some(Value::Object(table)) = column.get("table")
        {
            return Ok(Some(table));
        }
    }
    Ok(None)
}

/// The `Column` objects behind an element: itself, an ORM attribute, or the operands that were recorded.
pub(crate) fn column_objects(vm: &Vm, sa: &Sa, value: &Value) -> PyResult<Vec<Value>> {
    if is_a(value, &sa.column) {
        return Ok(vec![value.clone()]);
    }
    if let Some(inner) = crate::orm::attributes::column_of(vm, value) {
        return Ok(vec![inner]);
    }
    let Some(found) = expr_opt(vm, value)? else {
        return Ok(Vec::new());
    };
    // An expression knows its table by name only; the tables of the loaded metadata tell which object that is.
    let Some(reference) = first_table(&found) else {
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    for table in sa.tables_named(&reference) {
        for column in list_of(&table, COLUMNS) {
            if let Value::Object(object) = &column
                && found
                    .columns()
                    .iter()
                    .any(|name| get(object, "name").as_str() == Some(name.as_str()))
            {
                out.push(column.clone());
            }
        }
    }
    Ok(out)
}

fn first_table(found: &Expr) -> Option<TableRef> {
    match found {
        Expr::Column { table, .. } => table.as_deref().cloned(),
        Expr::Function(call) => call.args.iter().find_map(first_table),
        Expr::Binary { left, right, .. } => first_table(left).or_else(|| first_table(right)),
        Expr::Unary { operand, .. } => first_table(operand),
        Expr::And(list) | Expr::Or(list) | Expr::Tuple(list) | Expr::List(list) => {
            list.iter().find_map(first_table)
        }
        Expr::Not(inner) | Expr::Grouping(inner) => first_table(inner),
        Expr::Cast { expr, .. }
        | Expr::TypeCoerce { expr, .. }
        | Expr::Collate { expr, .. }
        | Expr::Label { expr, .. }
        | Expr::Index { expr, .. }
        | Expr::Extract { expr, .. } => first_table(expr),
        Expr::Case { whens, .. } => whens
            .iter()
            .find_map(|(condition, result)| first_table(condition).or_else(|| first_table(result))),
        _ => None,
    }
}

/// A `Table` object, without names of the convention.
pub fn table_raw(vm: &Vm, object: &Rc<Object>) -> PyResult<Table> {
    let sa = sa(vm)?;
    let mut out = Table::new(own_name(vm, object)?);
    let schema = get(object, "schema");
    if !schema.is_none() {
        let mut name = name_of(vm, &schema)?;
        if let Some(quote) = get(object, "quote_schema").as_bool() {
            name.quote = Some(quote);
        }
        out.schema = Some(name);
    }
    out.comment = text_opt(vm, &get(object, "comment"), "the comment of a table")?;
    out.prefixes = list_of(object, PREFIXES)
        .iter()
        .map(|item| text(vm, item, "prefix"))
        .collect::<PyResult<_>>()?;
    out.has_info = object.get("_info").is_some();
    out.renamed_from = renamed_from(vm, object)?;
    out.dialect_options = dialect_options(vm, &get(object, DIALECT_KWARGS))?;
    out.span = DeclaredAt(object.span.get());
    for item in list_of(object, CONSTRAINTS) {
        let mut value = constraint(vm, &item)?;
        rename_keys(vm, object, &mut value)?;
        out.attach_constraint(value);
    }
    let explicit_key = object.get("_primary_key");
    if let Some(key) = &explicit_key
        && let Constraint::PrimaryKey(mut key) = constraint(vm, key)?
    {
        for name in &mut key.columns {
            *name = column_by_key(vm, &Value::Object(object.clone()), name.as_str())?;
        }
        key.implicit = false;
        // `primary_key=True` columns beside a PrimaryKeyConstraint without columns fill it.
        if key.columns.is_empty() {
            key.implicit = true;
        }
        out.primary_key = Some(key);
    }
    let columns = list_of(object, COLUMNS);
    out.columns.reserve_exact(columns.len());
    for item in columns {
        if is_a(&item, &sa.column) {
            out.attach_column(column(vm, &item)?);
            changed_index(vm, &item, &mut out)?;
        }
    }
    for item in list_of(object, INDEXES) {
        if let Value::Object(item) = &item {
            out.indexes.push(index(vm, item)?);
        }
    }
    settle_table(vm, object, &mut out)?;
    out.shrink_to_fit();
    Ok(out)
}

/// The index that an `index=True` column has made last, as the project has changed it through `Table.indexes`.
fn changed_index(vm: &Vm, column: &Value, out: &mut Table) -> PyResult<()> {
    let sa = sa(vm)?;
    let Some(made) = column.as_object().and_then(|column| column.get(GENERATED)) else {
        return Ok(());
    };
    for item in made.as_sequence().unwrap_or_default() {
        let Some(object) = instance(&item, &sa.index) else {
            continue;
        };
        let name = out.columns.last().map(|column| column.name.clone());
        let is_of_column = |index: &&mut Index| {
            index.column_flag
                && matches!(index.elements.as_slice(), [IndexElement::Column(own)] if Some(own) == name.as_ref())
        };
        let Some(own) = out.indexes.last_mut().filter(is_of_column) else {
            continue;
        };
        let is_named_by_project = !is_a(&get(object, "name"), &sa.conv);
        let changed = index(vm, object)?;
        if is_named_by_project && changed.name.as_str().is_some() {
            own.name = changed.name;
        }
        own.unique = changed.unique;
        own.dialect_options = changed.dialect_options;
    }
    Ok(())
}

/// Constraints name columns by key; the database knows them by name.
fn rename_keys(vm: &Vm, table: &Rc<Object>, value: &mut Constraint) -> PyResult<()> {
    let owner = Value::Object(table.clone());
    let names = match value {
        Constraint::Unique(c) => &mut c.columns,
        Constraint::ForeignKey(c) => &mut c.columns,
        Constraint::PrimaryKey(c) => &mut c.columns,
        Constraint::Check(_) | Constraint::Exclude(_) => return Ok(()),
    };
    for name in names {
        *name = column_by_key(vm, &owner, name.as_str())?;
    }
    Ok(())
}

/// A convention that is not known, with the reason.
fn unknown_convention(vm: &Vm, value: &Value) -> NamingConvention {
    let message = "the naming convention of `target_metadata`";
    let reason = match vm.require_concrete(value, message) {
        Err(Unwind::Unsupported(limit)) if limit.construct.contains(message) => limit.construct,
        Err(Unwind::Unsupported(limit)) => format!("{message}: {}", limit.construct),
        _ => message.to_owned(),
    };
    NamingConvention {
        unknown: Some(reason),
        ..NamingConvention::default()
    }
}

/// A naming convention dictionary; functions among its values are called for each constraint by [`custom_tokens`].
pub fn naming_convention(vm: &Vm, value: &Value) -> PyResult<NamingConvention> {
    if matches!(value, Value::Opaque(_)) {
        return Ok(unknown_convention(vm, value));
    }
    let Some(dict) = value.as_dict() else {
        return Ok(NamingConvention::default());
    };
    let sa = sa(vm)?;
    let mut out = NamingConvention {
        templates: indexmap::IndexMap::new(),
        custom: Vec::new(),
        unknown: None,
    };
    for (key, value) in dict.items() {
        let key = match &key {
            Value::Class(class) => {
                let pairs = [
                    ("ix", &sa.index),
                    ("uq", &sa.unique_constraint),
                    ("ck", &sa.check_constraint),
                    ("fk", &sa.foreign_key_constraint),
                    ("pk", &sa.primary_key_constraint),
                ];
                match pairs.iter().find(|(_, known)| Rc::ptr_eq(known, class)) {
                    Some((short, _)) => (*short).to_owned(),
                    None => continue,
                }
            }
            other => text(vm, other, "a key of the naming convention")?,
        };
        if let Some(template) = value.as_str() {
            out.templates
                .insert(SmolStr::from(key), template.to_string());
        }
    }
    Ok(out)
}

/// True for a function among the values of a convention: it is called for each constraint.
fn is_token_function(value: &Value) -> bool {
    matches!(
        value,
        Value::Function(_) | Value::Method(_) | Value::Native(_)
    )
}

/// Calls the functions of a naming convention for every constraint and index of a table.
fn custom_tokens(
    vm: &Vm,
    convention: &Value,
    object: &Rc<Object>,
    table: &Table,
    out: &mut NamingConvention,
) -> PyResult<()> {
    let Some(dict) = convention.as_dict() else {
        return Ok(());
    };
    let functions: Vec<(String, Value)> = dict
        .items()
        .into_iter()
        .filter(|(_, value)| is_token_function(value))
        .filter_map(|(key, value)| Some((key.as_str()?.to_string(), value)))
        .collect();
    if functions.is_empty() {
        return Ok(());
    }
    let mut subjects = list_of(object, CONSTRAINTS);
    subjects.extend(list_of(object, INDEXES));
    subjects.push(attr(vm, &Value::Object(object.clone()), "primary_key")?);
    for column in list_of(object, COLUMNS) {
        subjects.extend(column_subjects(vm, &column)?);
    }
    for subject in subjects {
        let Value::Object(inner) = &subject else {
            continue;
        };
        let known = sa(vm)?;
        let wanted = wanted_tokens(&known, inner, out);
        if !functions
            .iter()
            .any(|(token, _)| wanted.contains(&format!("%({token})")))
        {
            continue;
        }
        let columns: Vec<SmolStr> = element_names(vm, inner)?
            .into_iter()
            .map(|name| name.text)
            .collect();
        for (token, function) in &functions {
            if !wanted.contains(&format!("%({token})")) {
                continue;
            }
            let made = call(
                vm,
                function,
                vec![subject.clone(), Value::Object(object.clone())],
            )?;
            out.custom.push(CustomToken {
                token: SmolStr::new(token),
                table: table.name.text.clone(),
                columns: columns.clone(),
                text: text(vm, &made, "the result of a naming function")?,
            });
        }
    }
    Ok(())
}

/// The template that names a constraint or index; empty if it keeps the name that it has.
fn wanted_tokens(sa: &Sa, object: &Rc<Object>, convention: &NamingConvention) -> String {
    let kinds = [
        ("ix", &sa.index),
        ("uq", &sa.unique_constraint),
        ("ck", &sa.check_constraint),
        ("fk", &sa.foreign_key_constraint),
        ("pk", &sa.primary_key_constraint),
    ];
    let template = kinds
        .iter()
        .find(|(_, class)| object.class().is_subclass_of(class))
        .and_then(|(kind, _)| convention.templates.get(*kind));
    match template {
        Some(template)
            if get(object, "name").is_none() || template.contains("%(constraint_name)") =>
        {
            template.clone()
        }
        _ => String::new(),
    }
}

/// The constraints that a column's flags stand for, as objects for naming functions.
pub fn column_subjects(vm: &Vm, column: &Value) -> PyResult<Vec<Value>> {
    let sa = sa(vm)?;
    let Value::Object(object) = column else {
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    let make = |class: &Rc<alembic_python::Class>| {
        let subject = Object::new(class);
        subject.set("name", Value::None);
        subject.set("table", get(object, "table"));
        subject.set(ELEMENTS, Value::list(vec![column.clone()]));
        subject
    };
    if get(object, "index").as_bool() == Some(true) {
        let index = make(&sa.index);
        index.set("unique", get(object, "unique").as_bool() == Some(true));
        out.push(Value::Object(index));
    } else if get(object, "unique").as_bool() == Some(true) {
        out.push(Value::Object(make(&sa.unique_constraint)));
    }
    for item in get(object, ITEMS).as_sequence().unwrap_or_default() {
        if let Some(key) = instance(&item, &sa.foreign_key) {
            let subject = if let Value::Object(known) = attr(vm, &item, "constraint")? {
                known
            } else {
                let subject = make(&sa.foreign_key_constraint);
                subject.set("_refcolumns", Value::list(vec![get(key, "_column")]));
                take_over(key, &subject);
                subject
            };
            subject.set("_of_foreign_key", true);
            out.push(Value::Object(subject));
        }
    }
    Ok(out)
}

/// A table with its names, and with foreign keys resolved in its metadata.
pub fn table(vm: &Vm, object: &Rc<Object>) -> PyResult<Table> {
    table_among(vm, object, None)
}

/// A naming convention that holds for all tables of a `MetaData`, read once.
struct SharedConvention<'a> {
    owner: &'a Rc<Object>,
    convention: NamingConvention,
}

fn table_among(
    vm: &Vm,
    object: &Rc<Object>,
    shared: Option<&SharedConvention<'_>>,
) -> PyResult<Table> {
    let mut out = table_raw(vm, object)?;
    let sa = sa(vm)?;
    let owner = get(object, "metadata");
    let Some(owner) = instance(&owner, &sa.metadata) else {
        return Ok(out);
    };
    let default_schema = text_opt(vm, &get(owner, "schema"), "schema")?;
    resolve_foreign_keys(vm, owner, default_schema.as_deref(), &mut out)?;
    let own = object.get(OWN_CONVENTION);
    let shared = shared.filter(|shared| own.is_none() && Rc::ptr_eq(shared.owner, owner));
    if let Some(shared) = shared {
        apply_convention(vm, &shared.convention, &mut out)?;
        return Ok(out);
    }
    let value = own.unwrap_or_else(|| get(owner, "naming_convention"));
    let mut convention = naming_convention(vm, &value)?;
    custom_tokens(vm, &value, object, &out, &mut convention)?;
    apply_convention(vm, &convention, &mut out)?;
    Ok(out)
}

fn apply_convention(vm: &Vm, convention: &NamingConvention, out: &mut Table) -> PyResult<()> {
    out.apply_naming_convention(convention)
        .map_err(|error| match sa(vm) {
            Ok(_) if matches!(error, NamingError::UnknownConvention(_)) => {
                vm.unsupported(error.to_string())
            }
            Ok(sa) => crate::support::raise(vm, &sa.invalid_request_error, error.to_string()),
            Err(error) => error,
        })
}

/// The mark of a `MetaData` that `op` made for one operation: no other module adds tables to it.
pub(crate) const OF_OPERATION: &str = "_of_operation";

fn is_of_operation(metadata: &Object) -> bool {
    metadata.get(OF_OPERATION).is_some()
}

/// Unqualified targets live in the metadata's schema; targets by key get the column's name; a column without
/// a type takes that of its target.
fn resolve_foreign_keys(
    vm: &Vm,
    owner: &Rc<Object>,
    default_schema: Option<&str>,
    out: &mut Table,
) -> PyResult<()> {
    let tables: Rc<Dict> = crate::sqlalchemy::table::tables_of(vm, owner)?;
    let mut types: Vec<(SmolStr, SqlType)> = Vec::new();
    for constraint in &mut out.constraints {
        let Constraint::ForeignKey(key) = constraint else {
            continue;
        };
        if key.referred_schema.is_none()
            && let Some(schema) = default_schema
        {
            key.referred_schema = Some(Name::new(schema));
        }
        let full = match &key.referred_schema {
            Some(schema) => format!("{}.{}", schema.text, key.referred_table.text),
            None => key.referred_table.text.to_string(),
        };
        if tables.get_str(&full).is_none() && !is_of_operation(owner) {
            // The table may be of a module that nobody asked for yet.
            vm.evaluate_waiting()?;
        }
        let Some(Value::Object(target)) = tables.get_str(&full) else {
            continue;
        };
        for (local, referred) in key.columns.iter().zip(&mut key.referred_columns) {
            for column in list_of(&target, COLUMNS) {
                let Value::Object(column) = &column else {
                    continue;
                };
                let wanted = if key.foreign_key.link_to_name {
                    get(column, "name")
                } else {
                    get(column, "key")
                };
                if wanted.as_str() == Some(referred.as_str()) {
                    *referred = own_name(vm, column)?;
                    let is_missing = out.columns.iter().any(|own| {
                        own.name.as_str() == local.as_str()
                            && own.type_.class == TypeClass::NullType
                    });
                    if is_missing {
                        types.push((local.text.clone(), resolved_type(vm, &tables, column, 0)?));
                    }
                    break;
                }
            }
        }
    }
    for (name, type_) in types {
        if let Some(column) = out
            .columns
            .iter_mut()
            .find(|column| column.name.text == name)
        {
            column.type_ = type_;
        }
    }
    Ok(())
}

/// The type of a column, followed through foreign keys that give it.
fn resolved_type(
    vm: &Vm,
    tables: &Rc<Dict>,
    column: &Rc<Object>,
    depth: usize,
) -> PyResult<SqlType> {
    let giver = type_giver(vm, tables, column, depth)?;
    sql_type(vm, &get(&giver, "type"))
}

/// The type object of a column in a table whose foreign key gives it one; `None` if it has its own or none is known.
pub fn type_from_foreign_key(vm: &Vm, column: &Rc<Object>) -> PyResult<Option<Value>> {
    let Value::Object(table) = get(column, "table") else {
        return Ok(None);
    };
    let Value::Object(owner) = get(&table, "metadata") else {
        return Ok(None);
    };
    let tables = crate::sqlalchemy::table::tables_of(vm, &owner)?;
    let giver = type_giver(vm, &tables, column, 0)?;
    Ok((!Rc::ptr_eq(&giver, column)).then(|| get(&giver, "type")))
}

/// The column that gives a column its type: itself, or the one that its foreign key names.
fn type_giver(
    vm: &Vm,
    tables: &Rc<Dict>,
    column: &Rc<Object>,
    depth: usize,
) -> PyResult<Rc<Object>> {
    let own = sql_type(vm, &get(column, "type"))?;
    if own.class != TypeClass::NullType || depth > 20 {
        return Ok(column.clone());
    }
    let sa = sa(vm)?;
    for item in get(column, ITEMS).as_sequence().unwrap_or_default() {
        let Some(key) = instance(&item, &sa.foreign_key) else {
            continue;
        };
        let spec = foreign_key_spec(vm, key)?;
        let (schema, table, name) = parse_target(&spec);
        let full = schema.map_or_else(|| table.to_owned(), |schema| format!("{schema}.{table}"));
        let Some(Value::Object(target)) = tables.get_str(&full) else {
            continue;
        };
        let wanted = name.map_or_else(
            || {
                get(column, "key")
                    .as_str()
                    .map(std::string::ToString::to_string)
                    .unwrap_or_default()
            },
            str::to_owned,
        );
        for other in list_of(&target, COLUMNS) {
            if let Value::Object(other) = &other
                && get(other, "key").as_str() == Some(wanted.as_str())
            {
                return type_giver(vm, tables, other, depth + 1);
            }
        }
    }
    Ok(column.clone())
}

/// True for an instance of `MetaData`.
pub fn is_metadata(vm: &Vm, value: &Value) -> PyResult<bool> {
    Ok(is_a(value, &sa(vm)?.metadata))
}

/// A whole `MetaData` object.
pub fn metadata(vm: &Vm, value: &Value) -> PyResult<MetaData> {
    let sa = sa(vm)?;
    let Some(object) = instance(value, &sa.metadata) else {
        vm.require_concrete(value, "target_metadata")?;
        return Err(vm.type_error(format!("a MetaData is needed, not {}", vm.type_name(value))));
    };
    vm.evaluate_waiting()?;
    let schema = get(object, "schema");
    let value = get(object, "naming_convention");
    let convention = naming_convention(vm, &value)?;
    let has_functions = value
        .as_dict()
        .is_some_and(|dict| dict.values().iter().any(is_token_function));
    let mut out = MetaData {
        schema: if schema.is_none() {
            None
        } else {
            Some(name_of(vm, &schema)?)
        },
        naming_convention: convention.clone(),
        has_info: object.get("_info").is_some(),
        ..MetaData::default()
    };
    let shared = (!has_functions).then_some(SharedConvention {
        owner: object,
        convention,
    });
    let tables = crate::sqlalchemy::table::tables_of(vm, object)?.values();
    out.tables.reserve_exact(tables.len());
    for found in &tables {
        if let Value::Object(found) = &found {
            out.add(table_among(vm, found, shared.as_ref())?);
        }
    }
    Ok(out)
}

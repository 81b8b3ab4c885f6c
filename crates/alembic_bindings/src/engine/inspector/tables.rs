//! `Table` objects of reflected tables.

use std::rc::Rc;

use alembic_python::{Args, Keywords, Object, PyResult, Value, Vm};
use alembic_schema::{
    Autoincrement, Constraint, ConstraintName, ForeignKeyConstraint, IndexElement, OptionValue,
    ServerDefault, Table,
};
use rustc_hash::FxHashSet;

use super::{class, shapes, warn_of};
use crate::convert;
use crate::engine::connection::session_of;
use crate::host::Session;
use crate::registry::sa;
use crate::support::{call_with, is_a, items, raise, text, text_opt};

/// How a table is reflected: `include_columns=`, `exclude_columns=`, `resolve_fks=` and the listeners.
#[derive(Debug, Default)]
pub(crate) struct Reflecting {
    /// Only these columns.
    pub(crate) include_columns: Option<Vec<String>>,
    /// All but these.
    pub(crate) exclude_columns: Vec<String>,
    /// Tables that foreign keys refer to are left alone.
    pub(crate) without_referred: bool,
    /// Functions for `column_reflect` beside those of `event.listen()`.
    pub(crate) listeners: Vec<Value>,
    /// `extend_existing=True`.
    pub(crate) extend_existing: bool,
}

impl Reflecting {
    fn has(&self, column: &str) -> bool {
        self.include_columns
            .as_ref()
            .is_none_or(|names| names.iter().any(|name| name == column))
            && !self.exclude_columns.iter().any(|name| name == column)
    }

    /// The table without the columns that are not wanted, and without what hangs on them.
    fn restrict(&self, table: &mut Table) {
        if self.include_columns.is_none() && self.exclude_columns.is_empty() {
            return;
        }
        table.columns.retain(|column| self.has(&column.name.text));
        if let Some(key) = &mut table.primary_key {
            key.columns.retain(|name| self.has(&name.text));
        }
        let all = |names: &[alembic_schema::Name]| names.iter().all(|name| self.has(&name.text));
        table.constraints.retain(|constraint| match constraint {
            Constraint::ForeignKey(key) => all(&key.columns),
            Constraint::Unique(unique) => all(&unique.columns),
            Constraint::PrimaryKey(_) | Constraint::Check(_) | Constraint::Exclude(_) => true,
        });
        table.indexes.retain(|index| {
            index.elements.iter().all(|element| match element {
                IndexElement::Column(name) => self.has(&name.text),
                IndexElement::Expr(expr) => all(&expr.columns()),
            })
        });
    }
}

/// `Table(name, metadata, *items, autoload_with=bind)`.
pub(crate) fn autoload_table(
    vm: &Vm,
    bind: &Value,
    name: &str,
    schema: Option<&str>,
    metadata: &Rc<Object>,
    given: Vec<Value>,
    how: &Reflecting,
) -> PyResult {
    let bind_value = match vm.getattr_opt(bind, "bind")? {
        Some(inner) if is_a(bind, &class(vm)) => inner,
        _ => bind.clone(),
    };
    let session = session_of(vm, &bind_value)?;
    let reflection = session.reflect(vm, schema)?;
    let mut all = reflection.tables.iter().chain(&reflection.views);
    let Some(found) = all.find(|table| table.name.text == name) else {
        return Err(raise(vm, &sa(vm)?.no_such_table_error, name));
    };
    warn_of(vm, &reflection, name, |_| true)?;
    let mut found = found.clone();
    how.restrict(&mut found);
    let key = match schema {
        Some(schema) => format!("{schema}.{name}"),
        None => name.to_owned(),
    };
    let is_known = crate::sqlalchemy::table::tables_of(vm, metadata)?
        .get_str(&key)
        .is_some();
    let keywords = vec![
        ("schema".into(), Value::from(schema.map(str::to_owned))),
        ("comment".into(), Value::from(found.comment.clone())),
        ("extend_existing".into(), Value::Bool(how.extend_existing)),
    ];
    let mut arguments = vec![Value::str(name), Value::Object(metadata.clone())];
    if !how.extend_existing {
        // A table that is there already refuses them.
        arguments.extend(given.iter().filter(|_| is_known).cloned());
    }
    let table_class = Value::Class(sa(vm)?.table.clone());
    let made = call_with(vm, &table_class, arguments, keywords)?;
    let Value::Object(object) = &made else {
        return Ok(made);
    };
    fill(vm, &bind_value, &session, object, &found, how)?;
    for item in given {
        crate::sqlalchemy::table::attach(vm, object, &item)?;
    }
    Ok(made)
}

/// `inspector.reflect_table(table, include_columns, exclude_columns, resolve_fks)`.
pub(super) fn reflect_table(vm: &Vm, args: &mut Args) -> PyResult {
    let table = args.get_or_keyword(1, "table").unwrap_or(Value::None);
    let names = |position: usize, name: &str| -> PyResult<Option<Vec<String>>> {
        match args.get_or_keyword(position, name) {
            Some(list) if !list.is_none() => crate::support::texts(vm, &list, name).map(Some),
            _ => Ok(None),
        }
    };
    let how = Reflecting {
        include_columns: names(2, "include_columns")?,
        exclude_columns: names(3, "exclude_columns")?.unwrap_or_default(),
        without_referred: match args.get_or_keyword(4, "resolve_fks") {
            Some(flag) => !vm.truth(&flag)?,
            None => false,
        },
        ..Reflecting::default()
    };
    let Some(object) = crate::support::instance(&table, &sa(vm)?.table).cloned() else {
        return Err(vm.unsupported("Inspector.reflect_table() of something else than a Table"));
    };
    let name = text(vm, &crate::support::attr(vm, &table, "name")?, "table name")?;
    let schema = text_opt(vm, &crate::support::attr(vm, &table, "schema")?, "schema")?;
    let bind = crate::support::attr(vm, &args.this(), "bind")?;
    let session = session_of(vm, &args.this())?;
    let reflection = session.reflect(vm, schema.as_deref())?;
    let mut all = reflection.tables.iter().chain(&reflection.views);
    let Some(found) = all.find(|table| table.name.text == name) else {
        return Err(raise(vm, &sa(vm)?.no_such_table_error, name));
    };
    warn_of(vm, &reflection, &name, |_| true)?;
    let mut found = found.clone();
    how.restrict(&mut found);
    if let Some(comment) = &found.comment {
        object.set("comment", Value::str(comment));
    }
    fill(vm, &bind, &session, &object, &found, &how)?;
    Ok(Value::None)
}

/// Gives a table what was reflected, and reflects what its foreign keys refer to.
fn fill(
    vm: &Vm,
    bind: &Value,
    session: &Rc<dyn Session>,
    object: &Rc<Object>,
    found: &Table,
    how: &Reflecting,
) -> PyResult<()> {
    let table = Value::Object(object.clone());
    let mut found = found.clone();
    let keys = heard(vm, bind, session, &table, &mut found, &how.listeners)?;
    for item in table_arguments(vm, &found, &keys)? {
        crate::sqlalchemy::table::attach(vm, object, &item)?;
    }
    if how.without_referred {
        return Ok(());
    }
    let metadata = crate::support::attr(vm, &table, "metadata")?;
    let Value::Object(metadata) = &metadata else {
        return Ok(());
    };
    for constraint in &found.constraints {
        let Constraint::ForeignKey(key) = constraint else {
            continue;
        };
        let name = key.referred_table.text.to_string();
        let schema = key
            .referred_schema
            .as_ref()
            .map(|schema| schema.text.to_string());
        let full = match &schema {
            Some(schema) => format!("{schema}.{name}"),
            None => name.clone(),
        };
        if crate::sqlalchemy::table::tables_of(vm, metadata)?
            .get_str(&full)
            .is_some()
        {
            continue;
        }
        let inner = Reflecting::default();
        match autoload_table(
            vm,
            bind,
            &name,
            schema.as_deref(),
            metadata,
            Vec::new(),
            &inner,
        ) {
            Ok(_) => {}
            // A foreign key to a table that is not there stays as it is.
            Err(error) if error.is_exception("NoSuchTableError") => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// What the listeners of `column_reflect` make of the columns; the `key` of each column that got one.
pub(super) fn heard(
    vm: &Vm,
    bind: &Value,
    session: &Rc<dyn Session>,
    table: &Value,
    found: &mut Table,
    own: &[Value],
) -> PyResult<Vec<Option<String>>> {
    let mut listeners = own.to_vec();
    listeners.extend(crate::sqlalchemy::event::column_reflect_listeners(
        vm, table,
    )?);
    let mut keys = vec![None; found.columns.len()];
    if listeners.is_empty() {
        return Ok(keys);
    }
    let inspector = super::from_session(vm, session.clone(), bind)?;
    let described = shapes::columns(vm, &session.dialect_name(), found)?;
    for ((column, info), key) in found.columns.iter_mut().zip(described).zip(&mut keys) {
        let before = described_type(&info);
        for listener in &listeners {
            crate::support::call(
                vm,
                listener,
                vec![inspector.clone(), table.clone(), info.clone()],
            )?;
        }
        let Some(info) = info.as_dict() else {
            continue;
        };
        let get = |name: &str| info.get_str(name).unwrap_or(Value::None);
        let name = text(vm, &get("name"), "the name of a reflected column")?;
        if name != column.name.text {
            return Err(vm.unsupported("a `column_reflect` listener that renames the column"));
        }
        if !before.is_some_and(|before| before.is(&get("type"))) {
            let type_ = crate::sqlalchemy::types::instantiate(vm, &get("type"))?;
            column.type_ = convert::sql_type(vm, &type_)?;
        }
        column.nullable = vm.truth(&get("nullable"))?;
        let default = get("default");
        let is_same = match &column.server_default {
            Some(ServerDefault::Expr(expr)) => default
                .as_str()
                .is_some_and(|text| Some(text.to_string()) == shapes::written(expr)),
            Some(ServerDefault::Text(text)) => default.as_str() == Some(&**text),
            Some(ServerDefault::Fetched) => true,
            None => default.is_none(),
        };
        if !is_same {
            column.server_default = text_opt(vm, &default, "the default of a column")?
                .map(|text| ServerDefault::Expr(Box::new(alembic_schema::Expr::text(text))));
        }
        column.comment = text_opt(vm, &get("comment"), "the comment of a column")?;
        *key = text_opt(vm, &get("key"), "the key of a column")?;
    }
    Ok(keys)
}

fn described_type(info: &Value) -> Option<Value> {
    info.as_dict()?.get_str("type")
}

/// A reflected table as the listeners of a batch and of `event.listen()` see and change it.
///
/// # Errors
/// What a listener raises, and what it does that is not followed.
pub fn heard_by_batch(
    vm: &Vm,
    found: &mut Table,
    include_columns: Option<&[smol_str::SmolStr]>,
    listeners: &[Value],
) -> PyResult<()> {
    let how = Reflecting {
        include_columns: include_columns
            .map(|names| names.iter().map(ToString::to_string).collect()),
        ..Reflecting::default()
    };
    how.restrict(found);
    if listeners.is_empty() && !crate::sqlalchemy::event::hears_column_reflect(vm) {
        return Ok(());
    }
    let metadata = crate::support::make(vm, &sa(vm)?.metadata, Vec::new())?;
    let table_class = Value::Class(sa(vm)?.table.clone());
    let schema = found.schema.as_ref().map(|schema| schema.text.to_string());
    let table = call_with(
        vm,
        &table_class,
        vec![Value::str(&found.name.text), metadata],
        vec![("schema".into(), Value::from(schema))],
    )?;
    let session = crate::host::host(vm)?.bind(vm)?;
    let bind = crate::connection_object(vm, session.clone(), None, false)?;
    let keys = heard(vm, &bind, &session, &table, found, listeners)?;
    if keys.iter().any(Option::is_some) {
        return Err(
            vm.unsupported("a `column_reflect` listener that sets the key of a column of a batch")
        );
    }
    Ok(())
}

/// A `Table` object of a reflected table.
fn build_table(vm: &Vm, found: &Table, schema: Option<&str>, metadata: &Rc<Object>) -> PyResult {
    let mut arguments = vec![
        Value::str(&found.name.text),
        Value::Object(metadata.clone()),
    ];
    arguments.extend(table_arguments(vm, found, &[])?);
    let keywords = vec![
        ("schema".into(), Value::from(schema.map(str::to_owned))),
        ("comment".into(), Value::from(found.comment.clone())),
    ];
    call_with(
        vm,
        &Value::Class(sa(vm)?.table.clone()),
        arguments,
        keywords,
    )
}

/// Columns, constraints and indexes of a reflected table; `keys` are those of the columns that differ from the names.
fn table_arguments(vm: &Vm, found: &Table, keys: &[Option<String>]) -> PyResult<Vec<Value>> {
    let sa = sa(vm)?;
    let mut arguments = Vec::new();
    for (idx, column) in found.columns.iter().enumerate() {
        let mut keywords = vec![
            ("nullable".into(), Value::Bool(column.nullable)),
            (
                "primary_key".into(),
                Value::Bool(found.primary_key.as_ref().is_some_and(|key| {
                    key.columns.iter().any(|name| name.text == column.name.text)
                })),
            ),
        ];
        if let Some(Some(key)) = keys.get(idx) {
            keywords.push(("key".into(), Value::str(key)));
        }
        if let Some(ServerDefault::Expr(expr)) = &column.server_default {
            keywords.push((
                "server_default".into(),
                crate::sqlalchemy::expression::wrap(vm, (**expr).clone())?,
            ));
        }
        let mut positional = vec![
            Value::str(&column.name.text),
            convert::type_object(vm, &column.type_)?,
        ];
        // What the catalogue told; SQLite's does not.
        if let Autoincrement::True | Autoincrement::False = column.autoincrement {
            let is_serial = column.autoincrement == Autoincrement::True;
            keywords.push(("autoincrement".into(), Value::Bool(is_serial)));
        }
        if let Some(comment) = &column.comment {
            keywords.push(("comment".into(), Value::str(comment)));
        }
        if let Some(computed) = &column.computed {
            let written = crate::sqlalchemy::expression::wrap(vm, computed.sqltext.clone())?;
            let persisted = computed.persisted.map_or(Value::None, Value::Bool);
            let options = vec![("persisted".into(), persisted)];
            let class = Value::Class(sa.computed.clone());
            positional.push(call_with(vm, &class, vec![written], options)?);
        }
        if let Some(identity) = &column.identity {
            let options = shapes::identity(identity);
            let class = Value::Class(sa.identity.clone());
            positional.push(call_with(vm, &class, Vec::new(), keywords_of(&options))?);
        }
        for key in found.foreign_keys_of(&column.name) {
            if key.columns.len() == 1 {
                let class = Value::Class(sa.foreign_key.clone());
                let target = referred_columns(key).into_iter().take(1).collect();
                positional.push(call_with(vm, &class, target, foreign_key_keywords(key))?);
            }
        }
        arguments.push(call_with(
            vm,
            &Value::Class(sa.column.clone()),
            positional,
            keywords,
        )?);
    }
    let as_keys = |names: &[alembic_schema::Name]| -> Vec<Value> {
        let key = |name: &alembic_schema::Name| {
            let at = found
                .columns
                .iter()
                .position(|column| column.name.text == name.text);
            match at.and_then(|at| keys.get(at)) {
                Some(Some(key)) => Value::str(key),
                _ => Value::str(&name.text),
            }
        };
        names.iter().map(key).collect()
    };
    arguments.extend(reflected_items(vm, found, &as_keys)?);
    Ok(arguments)
}

/// What a reflected table has beside its columns; foreign keys of one column stand at their column.
fn reflected_items(
    vm: &Vm,
    found: &Table,
    strings: &dyn Fn(&[alembic_schema::Name]) -> Vec<Value>,
) -> PyResult<Vec<Value>> {
    let sa = sa(vm)?;
    let named = |name: &ConstraintName| -> Keywords {
        vec![("name".into(), Value::from(name.as_str().map(str::to_owned)))]
    };
    let mut out = Vec::new();
    if let Some(key) = &found.primary_key
        && key.name.as_str().is_some()
    {
        let class = Value::Class(sa.primary_key_constraint.clone());
        out.push(call_with(
            vm,
            &class,
            strings(&key.columns),
            named(&key.name),
        )?);
    }
    for constraint in &found.constraints {
        match constraint {
            Constraint::ForeignKey(key) if key.columns.len() > 1 => {
                let class = Value::Class(sa.foreign_key_constraint.clone());
                let lists = vec![
                    Value::list(strings(&key.columns)),
                    Value::list(referred_columns(key)),
                ];
                out.push(call_with(vm, &class, lists, foreign_key_keywords(key))?);
            }
            Constraint::Unique(unique) => {
                let class = Value::Class(sa.unique_constraint.clone());
                let columns = strings(&unique.columns);
                out.push(call_with(vm, &class, columns, named(&unique.name))?);
            }
            Constraint::Check(check) => {
                let class = Value::Class(sa.check_constraint.clone());
                let condition = crate::sqlalchemy::expression::wrap(vm, check.sqltext.clone())?;
                out.push(call_with(vm, &class, vec![condition], named(&check.name))?);
            }
            Constraint::ForeignKey(_) | Constraint::PrimaryKey(_) | Constraint::Exclude(_) => {}
        }
    }
    for index in &found.indexes {
        let mut elements = vec![Value::from(index.name.as_str().map(str::to_owned))];
        for element in &index.elements {
            elements.push(match element {
                IndexElement::Column(name) => strings(std::slice::from_ref(name))
                    .pop()
                    .unwrap_or(Value::None),
                IndexElement::Expr(expr) => crate::sqlalchemy::expression::wrap(vm, expr.clone())?,
            });
        }
        let mut keywords = vec![("unique".into(), Value::Bool(index.unique))];
        for (name, value) in &index.dialect_options {
            let value = match value {
                OptionValue::Expr(expr) => {
                    crate::sqlalchemy::expression::wrap(vm, (**expr).clone())?
                }
                other => shapes::option(other),
            };
            keywords.push((name.as_str().into(), value));
        }
        out.push(call_with(
            vm,
            &Value::Class(sa.index.clone()),
            elements,
            keywords,
        )?);
    }
    Ok(out)
}

fn keywords_of(dict: &Value) -> Keywords {
    let items = dict.as_dict().map(|dict| dict.items()).unwrap_or_default();
    items
        .into_iter()
        .filter_map(|(name, value)| Some(((&*name.to_text()?).into(), value)))
        .collect()
}

/// `schema.table.column` of each referred column.
fn referred_columns(key: &ForeignKeyConstraint) -> Vec<Value> {
    let schema = key.referred_schema.as_ref();
    let schema = schema
        .map(|schema| format!("{}.", schema.text))
        .unwrap_or_default();
    key.referred_columns
        .iter()
        .map(|column| {
            Value::str(format!(
                "{schema}{}.{}",
                key.referred_table.text, column.text
            ))
        })
        .collect()
}

fn foreign_key_keywords(key: &ForeignKeyConstraint) -> Keywords {
    let word =
        |word: &Option<smol_str::SmolStr>| Value::from(word.as_ref().map(ToString::to_string));
    vec![
        (
            "name".into(),
            Value::from(key.name.as_str().map(str::to_owned)),
        ),
        ("onupdate".into(), word(&key.foreign_key.onupdate)),
        ("ondelete".into(), word(&key.foreign_key.ondelete)),
        ("match".into(), word(&key.foreign_key.match_)),
        ("initially".into(), word(&key.options.initially)),
        (
            "deferrable".into(),
            key.options.deferrable.map_or(Value::None, Value::Bool),
        ),
    ]
}

/// A `Table` object of a reflected table, in a `MetaData` of its own.
///
/// # Errors
/// If one of its types has no Python object.
pub fn reflected_table(vm: &Vm, found: &Table) -> PyResult {
    let metadata = crate::support::make(vm, &sa(vm)?.metadata, Vec::new())?;
    let Value::Object(metadata) = &metadata else {
        return Err(vm.type_error("MetaData() is not an object"));
    };
    let schema = found.schema.as_ref().map(alembic_schema::Name::as_str);
    build_table(vm, found, schema, metadata)
}

/// `metadata.reflect(bind, schema=, only=)`.
pub(crate) fn reflect_metadata(vm: &Vm, args: &mut Args) -> PyResult {
    let Value::Object(metadata) = args.this() else {
        return Err(vm.type_error("reflect() needs a MetaData"));
    };
    let bind = args.get_or_keyword(1, "bind").unwrap_or(Value::None);
    let session = session_of(vm, &bind)?;
    let schema = text_opt(
        vm,
        &args.get_or_keyword(2, "schema").unwrap_or(Value::None),
        "schema",
    )?;
    let only = args.take_keyword("only").unwrap_or(Value::None);
    let only: Option<Vec<String>> = if only.is_none() {
        None
    } else if matches!(only, Value::Function(_)) {
        return Err(vm.unsupported("MetaData.reflect(only=<function>)"));
    } else {
        Some(
            items(vm, &only)?
                .iter()
                .map(|name| text(vm, name, "table name"))
                .collect::<PyResult<_>>()?,
        )
    };
    vm.evaluate_waiting()?;
    let known = crate::sqlalchemy::table::tables_of(vm, &metadata)?;
    let resolves = match args.take_keyword("resolve_fks") {
        Some(flag) => vm.truth(&flag)?,
        None => true,
    };
    let extends = match args.take_keyword("extend_existing") {
        Some(flag) => vm.truth(&flag)?,
        None => false,
    };
    let views = args
        .take_keyword("views")
        .or_else(|| args.get(3).cloned())
        .unwrap_or(Value::None);
    let reflection = session.reflect(vm, schema.as_deref())?;
    let views = if vm.truth(&views)? {
        reflection.views.as_slice()
    } else {
        &[]
    };
    let keys = known.keys();
    let before: FxHashSet<&str> = keys.iter().filter_map(Value::as_str).collect();
    for table in reflection.tables.iter().chain(views) {
        let is_wanted = only
            .as_ref()
            .is_none_or(|only| only.iter().any(|name| *name == table.name.text));
        let key = match &schema {
            Some(schema) => format!("{schema}.{}", table.name.text),
            None => table.name.text.to_string(),
        };
        // One that another brought along is as it is in the database.
        if is_wanted && extends && before.contains(key.as_str()) {
            return Err(vm.unsupported(format!(
                "MetaData.reflect(extend_existing=True) of `{key}`, which the metadata has already"
            )));
        }
        if is_wanted && known.get_str(&key).is_none() {
            let how = Reflecting {
                without_referred: !resolves,
                ..Reflecting::default()
            };
            autoload_table(
                vm,
                &bind,
                &table.name.text,
                schema.as_deref(),
                &metadata,
                Vec::new(),
                &how,
            )?;
        }
    }
    Ok(Value::None)
}

//! Python objects for schema items: the project's own where there are, built ones for what was reflected.

use std::cell::RefCell;
use std::rc::Rc;

use alembic_autogenerate::{DefaultRef, ObjectRef};
use alembic_bindings::convert;
use alembic_python::{PyResult, Value, Vm};
use alembic_schema::{Constraint, Index, Name, ServerDefault, SqlType, Table};

/// `target_metadata` as a list.
pub(crate) fn metadata_list(vm: &Vm, target: &Value) -> PyResult<Vec<Value>> {
    // A module of the environment is evaluated when something of it is needed: now.
    let target = vm.force(target)?;
    vm.require_concrete(&target, "target_metadata")?;
    match target.as_sequence() {
        Some(items) => items.iter().map(|item| vm.force(item)).collect(),
        None => Ok(vec![target]),
    }
}

/// Finds and builds objects.
pub(crate) struct Objects {
    metadata: Vec<Value>,
    reflected: RefCell<Vec<(Option<String>, String, Value)>>,
    types: RefCell<Option<Vec<(SqlType, Value)>>>,
}

impl Objects {
    pub(crate) fn new(vm: &Vm, target: &Value) -> Rc<Self> {
        let metadata = if target.is_none() {
            Vec::new()
        } else {
            metadata_list(vm, target).unwrap_or_default()
        };
        Rc::new(Self {
            metadata,
            reflected: RefCell::default(),
            types: RefCell::default(),
        })
    }

    /// The object behind a reference; `is_model` tells on which side it is.
    pub(crate) fn object(&self, vm: &Vm, object: ObjectRef<'_>, is_model: bool) -> PyResult {
        match object {
            ObjectRef::Table(table) => self.table(vm, table, is_model),
            ObjectRef::Column(Some(table), column) => {
                let owner = self.table(vm, table, is_model)?;
                let name = column.name.as_str();
                if let Some(found) = column_of(vm, &owner, name)? {
                    return Ok(found);
                }
                // A directive was rewritten: the operation has a column that the model has not.
                let made = alembic_bindings::reflected_table(vm, table)?;
                match column_of(vm, &made, name)? {
                    Some(found) => Ok(found),
                    None => Err(vm.unsupported(format!(
                        "the column `{}` as a Python object",
                        column.name.text
                    ))),
                }
            }
            ObjectRef::Column(None, column) => {
                let sa = vm.import("sqlalchemy")?;
                let class = vm.getattr(&sa, "Column")?;
                let type_ = self.type_(vm, &column.type_)?;
                vm.call_keywords(
                    &class,
                    vec![Value::str(column.name.as_str()), type_],
                    vec![("nullable".into(), Value::Bool(column.nullable))],
                )
            }
            ObjectRef::Index(table, index) => self.index(vm, table, index, is_model),
            ObjectRef::Constraint(Some(table), constraint) => {
                self.constraint(vm, table, constraint, is_model)
            }
            ObjectRef::Constraint(None, _) => {
                Err(vm.unsupported("a constraint without a table as a Python object"))
            }
            ObjectRef::Type(type_) => self.type_(vm, type_),
            ObjectRef::ServerDefault(default) => server_default(vm, default),
        }
    }

    /// A `Table` object.
    pub(crate) fn table(&self, vm: &Vm, table: &Table, is_model: bool) -> PyResult {
        if is_model && let Some(found) = self.model_table(vm, table)? {
            settle_types(vm, table, &found)?;
            return Ok(found);
        }
        let schema = table.schema.as_ref().map(|own| own.text.to_string());
        let name = table.name.text.to_string();
        let known = self
            .reflected
            .borrow()
            .iter()
            .find(|(own_schema, own_name, _)| *own_schema == schema && *own_name == name)
            .map(|(_, _, value)| value.clone());
        if let Some(known) = known {
            return Ok(known);
        }
        let made = alembic_bindings::reflected_table(vm, table)?;
        self.reflected
            .borrow_mut()
            .push((schema, name, made.clone()));
        Ok(made)
    }

    /// The project's own `Table` object of this name.
    pub(crate) fn model_table(&self, vm: &Vm, table: &Table) -> PyResult<Option<Value>> {
        let key = match &table.schema {
            Some(schema) => format!("{}.{}", schema.text, table.name.text),
            None => table.name.text.to_string(),
        };
        for metadata in &self.metadata {
            let tables = vm.getattr(metadata, "tables")?;
            let found = vm.call_method(&tables, "get", vec![Value::str(&key)])?;
            if !found.is_none() {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The project's own type object that has this value, or one made for it.
    fn type_(&self, vm: &Vm, type_: &SqlType) -> PyResult {
        if self.types.borrow().is_none() {
            let mut found = Vec::new();
            for metadata in &self.metadata {
                let tables = vm.getattr(metadata, "tables")?;
                for table in items(vm, &vm.call_method(&tables, "values", Vec::new())?)? {
                    for column in items(vm, &vm.getattr(&table, "columns")?)? {
                        let object = vm.getattr(&column, "type")?;
                        if let Ok(value) = convert::sql_type(vm, &object) {
                            found.push((value, object));
                        }
                    }
                }
            }
            *self.types.borrow_mut() = Some(found);
        }
        let known = self.types.borrow();
        match known.iter().flatten().find(|(value, _)| value == type_) {
            Some((_, object)) => Ok(object.clone()),
            None => convert::type_object(vm, type_),
        }
    }

    fn index(&self, vm: &Vm, table: &Table, index: &Index, is_model: bool) -> PyResult {
        let owner = self.table(vm, table, is_model)?;
        if is_model {
            for own in items(vm, &vm.getattr(&owner, "indexes")?)? {
                let value = convert_index(vm, &own)?;
                if value.is_some_and(|value| same_index(&value, index)) {
                    return Ok(own);
                }
            }
        }
        let class = vm.getattr(&vm.import("sqlalchemy")?, "Index")?;
        let mut positional = vec![Value::from(index.name.as_str().map(str::to_owned))];
        for name in index.columns() {
            positional.extend(column_of(vm, &owner, name.as_str())?);
        }
        vm.call_keywords(
            &class,
            positional,
            vec![("unique".into(), Value::Bool(index.unique))],
        )
    }

    fn constraint(
        &self,
        vm: &Vm,
        table: &Table,
        constraint: &Constraint,
        is_model: bool,
    ) -> PyResult {
        let owner = self.table(vm, table, is_model)?;
        let (class_name, _) = class_of(constraint);
        let class = vm.getattr(&vm.import("sqlalchemy")?, class_name)?;
        let wanted: Vec<Name> = constraint.columns();
        let known = constraint.name();
        let mut unnamed = None;
        for own in items(vm, &vm.getattr(&owner, "constraints")?)? {
            if !vm.isinstance(&own, &class)? {
                continue;
            }
            let columns = names_of(vm, &own)?;
            let same_columns = columns.len() == wanted.len()
                && columns
                    .iter()
                    .zip(&wanted)
                    .all(|(own, name)| own == name.as_str());
            if !same_columns && !matches!(constraint, Constraint::Check(_)) {
                continue;
            }
            let name = vm.getattr(&own, "name")?;
            if name.as_str() == known.as_str() {
                return Ok(own);
            }
            if is_model && unnamed.is_none() && known.as_str().is_some() {
                unnamed = Some((own, name));
            }
        }
        let Some((own, name)) = unnamed else {
            return build_constraint(vm, &class, constraint);
        };
        if let Some(known) = known.as_str()
            && name.is_none()
        {
            // SQLAlchemy gives it the name of the convention when it comes to its table.
            let conv = vm.getattr(&vm.import("sqlalchemy.sql.elements")?, "conv")?;
            let name = vm.call(&conv, vec![Value::str(known)])?;
            vm.setattr(&own, "name", name)?;
        }
        Ok(own)
    }
}

/// Columns whose type comes from a foreign key have it from when both tables are there.
fn settle_types(vm: &Vm, table: &Table, object: &Value) -> PyResult<()> {
    if table.foreign_keys().next().is_none() {
        return Ok(());
    }
    for column in items(vm, &vm.getattr(object, "columns")?)? {
        if let Value::Object(own) = &column
            && let Some(type_) = convert::type_from_foreign_key(vm, own)?
        {
            own.set("type", type_);
        }
    }
    Ok(())
}

fn build_constraint(vm: &Vm, class: &Value, constraint: &Constraint) -> PyResult {
    let name = (
        "name".into(),
        Value::from(constraint.name().as_str().map(str::to_owned)),
    );
    let columns: Vec<Value> = constraint
        .columns()
        .iter()
        .map(|name| Value::str(name.as_str()))
        .collect();
    match constraint {
        Constraint::Unique(_) | Constraint::PrimaryKey(_) => {
            vm.call_keywords(class, columns, vec![name])
        }
        Constraint::ForeignKey(key) => {
            let schema = key
                .referred_schema
                .as_ref()
                .map(|schema| format!("{}.", schema.text))
                .unwrap_or_default();
            let referred: Vec<Value> = key
                .referred_columns
                .iter()
                .map(|column| {
                    Value::str(format!(
                        "{schema}{}.{}",
                        key.referred_table.text, column.text
                    ))
                })
                .collect();
            vm.call_keywords(
                class,
                vec![Value::list(columns), Value::list(referred)],
                vec![
                    name,
                    (
                        "ondelete".into(),
                        Value::from(key.foreign_key.ondelete.as_ref().map(ToString::to_string)),
                    ),
                    (
                        "onupdate".into(),
                        Value::from(key.foreign_key.onupdate.as_ref().map(ToString::to_string)),
                    ),
                ],
            )
        }
        Constraint::Check(check) => {
            let text = match &check.sqltext {
                alembic_schema::Expr::Text(clause) => clause.text.clone(),
                _ => return Err(vm.unsupported("a check constraint as a Python object")),
            };
            vm.call_keywords(class, vec![Value::str(text)], vec![name])
        }
        Constraint::Exclude(_) => Err(vm.unsupported("an EXCLUDE constraint as a Python object")),
    }
}

fn class_of(constraint: &Constraint) -> (&'static str, &'static str) {
    match constraint {
        Constraint::PrimaryKey(_) => ("PrimaryKeyConstraint", "primary_key"),
        Constraint::ForeignKey(_) => ("ForeignKeyConstraint", "foreign_key"),
        Constraint::Unique(_) => ("UniqueConstraint", "unique"),
        Constraint::Check(_) => ("CheckConstraint", "check"),
        Constraint::Exclude(_) => ("Constraint", "exclude"),
    }
}

/// `list(value)`.
pub(crate) fn items(vm: &Vm, value: &Value) -> PyResult<Vec<Value>> {
    let list = vm.call(&vm.builtin("list"), vec![value.clone()])?;
    Ok(list.as_sequence().unwrap_or_default())
}

fn names_of(vm: &Vm, constraint: &Value) -> PyResult<Vec<String>> {
    let Some(columns) = vm.getattr_opt(constraint, "columns")? else {
        return Ok(Vec::new());
    };
    items(vm, &columns)?
        .iter()
        .map(|column| {
            let name = vm.getattr(column, "name")?;
            vm.str(&name).map(|text| text.to_string())
        })
        .collect()
}

/// The column of a table by name.
pub(crate) fn column_of(vm: &Vm, table: &Value, name: &str) -> PyResult<Option<Value>> {
    for column in items(vm, &vm.getattr(table, "columns")?)? {
        if vm.getattr(&column, "name")?.as_str() == Some(name) {
            return Ok(Some(column));
        }
    }
    Ok(None)
}

fn convert_index(vm: &Vm, value: &Value) -> PyResult<Option<Index>> {
    match value {
        Value::Object(object) => convert::index(vm, object).map(Some),
        _ => Ok(None),
    }
}

/// A convention may have given the name of the value, but not of the object.
fn same_index(own: &Index, index: &Index) -> bool {
    let same_name = own.name.as_str().is_none() || own.name.as_str() == index.name.as_str();
    same_name && own.elements == index.elements
}

fn server_default(vm: &Vm, default: DefaultRef<'_>) -> PyResult {
    let sa = vm.import("sqlalchemy")?;
    match default {
        DefaultRef::None => Ok(Value::None),
        DefaultRef::Plain(ServerDefault::Text(text)) => {
            let class = vm.getattr(&sa, "DefaultClause")?;
            vm.call(&class, vec![Value::str(text)])
        }
        DefaultRef::Plain(ServerDefault::Fetched) => {
            let class = vm.getattr(&sa, "FetchedValue")?;
            vm.call(&class, Vec::new())
        }
        DefaultRef::Plain(ServerDefault::Expr(expr)) => {
            let class = vm.getattr(&sa, "DefaultClause")?;
            let expr = alembic_bindings::expression_object(vm, (**expr).clone())?;
            vm.call(&class, vec![expr])
        }
        DefaultRef::Identity(identity) => {
            let class = vm.getattr(&sa, "Identity")?;
            vm.call_keywords(
                &class,
                Vec::new(),
                vec![(
                    "always".into(),
                    Value::Bool(identity.always.unwrap_or(false)),
                )],
            )
        }
        DefaultRef::Computed(computed) => {
            let class = vm.getattr(&sa, "Computed")?;
            let expr = alembic_bindings::expression_object(vm, computed.sqltext.clone())?;
            vm.call(&class, vec![expr])
        }
    }
}

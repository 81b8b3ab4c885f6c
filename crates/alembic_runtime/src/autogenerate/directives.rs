//! `process_revision_directives`: operations as Python objects and back.
//!
//! An object that autogenerate made stands for its operation as long as its attributes are what they were; what
//! a project changes or makes itself becomes an operation through the functions of `alembic.op`.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use alembic_autogenerate::{DefaultRef, ObjectRef};
use alembic_bindings::convert;
use alembic_python::{Dict, Keywords, PyResult, Set, Value, Vm};
use alembic_schema::expr::SqlStatement;
use alembic_schema::ops::{
    AlterColumnOp, AlterDefault, Change, ConstraintKind, CreateIndexOp, CreateTableOp, CustomOp,
    DowngradeOps, ModifyTableOps, Operation, UpgradeOps,
};
use alembic_schema::{
    Column, ConstraintName, DialectOptions, Expr, IndexElement, Name, OptionValue, SqlType, Table,
};

use super::ScriptState;
use super::callbacks::ProjectCallbacks;
use super::objects::{column_of, items};
use crate::host::RuntimeHost;

/// Calls the hook with the scripts and reads back what it left.
pub(crate) fn process(
    vm: &Vm,
    callbacks: &ProjectCallbacks<'_>,
    hook: &Value,
    revision: Value,
    scripts: Vec<ScriptState>,
) -> PyResult<Vec<ScriptState>> {
    let directives = Directives::new(vm, callbacks)?;
    let made: Vec<Value> = scripts
        .iter()
        .map(|script| directives.script(script))
        .collect::<PyResult<_>>()?;
    let list = Value::list(made);
    let hooks = hook.as_sequence().unwrap_or_else(|| vec![hook.clone()]);
    for hook in hooks {
        vm.call(
            &hook,
            vec![
                callbacks.context_value.clone(),
                revision.clone(),
                list.clone(),
            ],
        )?;
    }
    list.as_sequence()
        .unwrap_or_default()
        .iter()
        .map(|value| directives.read_script(value))
        .collect()
}

/// An operation with the columns whose objects the project may have changed.
#[derive(Clone)]
struct Native {
    operation: Operation,
    columns: Vec<(Value, Column)>,
}

pub(super) struct Directives<'a> {
    vm: &'a Vm,
    host: Rc<RuntimeHost>,
    callbacks: &'a ProjectCallbacks<'a>,
    module: Value,
    natives: Rc<Natives>,
}

/// The operations behind all objects that were made.
#[derive(Default)]
struct Natives(RefCell<Vec<Native>>);

/// The objects of custom operations.
#[derive(Default)]
struct Customs(RefCell<Vec<Value>>);

/// The object of a custom operation.
pub(super) fn custom_object(vm: &Vm, op: &CustomOp) -> PyResult {
    let customs = vm.extension_or(Customs::default);
    let found = customs.0.borrow().get(op.object).cloned();
    found.ok_or_else(|| vm.type_error(format!("the object of a {} is lost", op.class)))
}

type Attributes = Vec<(&'static str, Value)>;

impl<'a> Directives<'a> {
    pub(super) fn new(vm: &'a Vm, callbacks: &'a ProjectCallbacks<'a>) -> PyResult<Self> {
        let Some(host) = vm.extension::<RuntimeHost>() else {
            return Err(vm.unsupported("operations as objects outside of env.py"));
        };
        Ok(Self {
            vm,
            host,
            callbacks,
            module: vm.import("alembic.operations.ops")?,
            natives: vm.extension_or(Natives::default),
        })
    }

    /// `UpgradeOps([])`.
    pub(super) fn empty_upgrade(&self) -> PyResult {
        let empty = vec![Value::list(Vec::new())];
        self.vm.call(&self.class("UpgradeOps")?, empty)
    }

    /// Adds operations to a container.
    pub(super) fn append(&self, container: &Value, ops: &[Operation]) -> PyResult<()> {
        let list = self.vm.getattr(container, "ops")?;
        let made = Value::list(self.operations(ops)?);
        self.vm.call_method(&list, "extend", vec![made])?;
        Ok(())
    }

    /// `ModifyTableOps`.
    pub(super) fn modify_table(
        &self,
        table: &str,
        schema: Option<&str>,
        ops: &[Operation],
    ) -> PyResult {
        self.vm.call_keywords(
            &self.class("ModifyTableOps")?,
            vec![Value::str(table), Value::list(self.operations(ops)?)],
            vec![("schema".into(), Value::from(schema.map(str::to_owned)))],
        )
    }

    /// The operation that one object stands for.
    pub(super) fn read_one(&self, value: &Value) -> PyResult<Option<Operation>> {
        let mut out = Vec::new();
        self.read(value, &mut out)?;
        Ok(out.pop())
    }

    /// `reverse()` of the operations, in reverse order; those of the project's classes tell theirs.
    pub(super) fn reversed(&self, ops: &[Operation]) -> PyResult<Vec<Operation>> {
        let mut out = Vec::new();
        for op in ops.iter().rev() {
            match op {
                Operation::ModifyTable(inner) => {
                    out.push(Operation::ModifyTable(ModifyTableOps {
                        ops: self.reversed(&inner.ops)?,
                        ..inner.clone()
                    }));
                }
                Operation::Custom(custom) => self.reverse_custom(custom, &mut out)?,
                Operation::ExecuteSql(_) | Operation::BulkInsert(_) | Operation::Batch(_) => {
                    return Err(self.vm.raise("NotImplementedError", ""));
                }
                other => {
                    let reverse = other
                        .reverse()
                        .map_err(|error| self.vm.raise("ValueError", error.to_string()))?;
                    out.push(reverse);
                }
            }
        }
        Ok(out)
    }

    fn reverse_custom(&self, op: &CustomOp, out: &mut Vec<Operation>) -> PyResult<()> {
        let vm = self.vm;
        let object = custom_object(vm, op)?;
        // `AlterColumnOp.reverse()` alone keeps the class.
        if let Some(own) = &op.own
            && !matches!(**own, Operation::AlterColumn(_))
            && !self.defines(&object, "reverse")?
        {
            out.extend(self.reversed(std::slice::from_ref(&**own))?);
            return Ok(());
        }
        let reverse = vm.call_method(&object, "reverse", Vec::new())?;
        self.read(&reverse, out)
    }

    /// True if the project's class has a method of its own.
    fn defines(&self, object: &Value, method: &str) -> PyResult<bool> {
        let answer = vec![object.clone(), Value::str(method)];
        let defines = self.vm.call(&self.class("_defines")?, answer)?;
        self.vm.truth(&defines)
    }

    /// Operations for which the project has renderers, as objects that these get.
    pub(super) fn with_renderers(&self, ops: Vec<Operation>) -> PyResult<Vec<Operation>> {
        ops.into_iter().map(|op| self.with_renderer(op)).collect()
    }

    fn with_renderer(&self, op: Operation) -> PyResult<Operation> {
        let vm = self.vm;
        let op = match op {
            Operation::ModifyTable(inner) => Operation::ModifyTable(ModifyTableOps {
                ops: self.with_renderers(inner.ops)?,
                ..inner
            }),
            Operation::Custom(_) | Operation::BulkInsert(_) | Operation::Batch(_) => return Ok(op),
            other => other,
        };
        let class = class_name(&op);
        let is_custom = vm.call(
            &self.class("_rendered_by_project")?,
            vec![Value::str(class)],
        )?;
        if !vm.truth(&is_custom)? {
            return Ok(op);
        }
        let object = self.operation(&op)?;
        Ok(Operation::Custom(self.custom(&object, Some(op))?))
    }

    /// Asks operations of the project's classes for `to_diff_tuple()`.
    pub(super) fn describe(&self, ops: &mut [Operation]) -> PyResult<()> {
        let vm = self.vm;
        for op in ops {
            match op {
                Operation::ModifyTable(inner) => self.describe(&mut inner.ops)?,
                Operation::Custom(custom) => {
                    let object = custom_object(vm, custom)?;
                    if custom.own.is_none()
                        || self.is_made(&object)?
                        || self.defines(&object, "to_diff_tuple")?
                    {
                        let tuple = vm.call_method(&object, "to_diff_tuple", Vec::new())?;
                        vm.require_concrete(&tuple, "a difference")?;
                        custom.diff = Some(vm.repr(&tuple)?.to_string());
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// True for an object that the project has made, and not we.
    fn is_made(&self, object: &Value) -> PyResult<bool> {
        Ok(self.vm.getattr_opt(object, "_native")?.is_none())
    }

    fn custom(&self, object: &Value, own: Option<Operation>) -> PyResult<CustomOp> {
        let customs = self.vm.extension_or(Customs::default);
        let known = customs.0.borrow().iter().position(|known| known.is(object));
        let number = known.unwrap_or_else(|| {
            let mut all = customs.0.borrow_mut();
            all.push(object.clone());
            all.len() - 1
        });
        let class = self.vm.getattr(object, "__class__")?;
        let class = self.vm.getattr(&class, "__name__")?;
        Ok(CustomOp {
            object: number,
            class: self.vm.str(&class)?.to_string(),
            own: own.map(Box::new),
            diff: None,
        })
    }

    fn class(&self, name: &str) -> PyResult {
        self.vm.getattr(&self.module, name)
    }

    // To Python.

    fn script(&self, script: &ScriptState) -> PyResult {
        let vm = self.vm;
        let mut upgrades = Vec::new();
        let mut downgrades = Vec::new();
        for (position, (upgrade, downgrade)) in script.passes.iter().enumerate() {
            if let Some((upgrade, downgrade)) = script.objects.get(position) {
                upgrades.push(upgrade.clone());
                downgrades.push(downgrade.clone());
                continue;
            }
            upgrades.push(self.container(
                "UpgradeOps",
                &upgrade.ops,
                ("upgrade_token", &upgrade.upgrade_token),
            )?);
            downgrades.push(self.container(
                "DowngradeOps",
                &downgrade.ops,
                ("downgrade_token", &downgrade.downgrade_token),
            )?);
        }
        let imports = Set::new();
        for line in &script.imports {
            imports.add(vm, Value::str(line))?;
        }
        let arguments = &script.arguments;
        let several = |list: &[String]| match list {
            [] => Value::None,
            [one] => Value::str(one),
            many => Value::list(many.iter().map(Value::str).collect()),
        };
        let head = match &arguments.head {
            Some(head) => several(head),
            None => Value::str("head"),
        };
        let keywords: Keywords = vec![
            ("message".into(), Value::from(arguments.message.clone())),
            ("imports".into(), Value::Set(imports)),
            ("head".into(), head),
            ("splice".into(), Value::Bool(arguments.splice)),
            (
                "branch_label".into(),
                arguments
                    .branch_label
                    .as_ref()
                    .map_or(Value::None, |labels| several(labels)),
            ),
            (
                "version_path".into(),
                Value::from(
                    arguments
                        .version_path
                        .as_ref()
                        .map(|path| path.display().to_string()),
                ),
            ),
            ("depends_on".into(), several(&arguments.depends_on)),
        ];
        vm.call_keywords(
            &self.class("MigrationScript")?,
            vec![
                Value::str(&arguments.rev_id),
                Value::list(upgrades),
                Value::list(downgrades),
            ],
            keywords,
        )
    }

    fn container(&self, class: &str, ops: &[Operation], token: (&str, &str)) -> PyResult {
        let ops = self.operations(ops)?;
        self.vm.call_keywords(
            &self.class(class)?,
            vec![Value::list(ops)],
            vec![(token.0.into(), Value::str(token.1))],
        )
    }

    fn operations(&self, ops: &[Operation]) -> PyResult<Vec<Value>> {
        ops.iter().map(|op| self.operation(op)).collect()
    }

    pub(super) fn operation(&self, op: &Operation) -> PyResult {
        if let Operation::Custom(custom) = op {
            return custom_object(self.vm, custom);
        }
        if let Operation::ModifyTable(inner) = op {
            let ops = self.operations(&inner.ops)?;
            return self.vm.call_keywords(
                &self.class("ModifyTableOps")?,
                vec![name(&inner.table), Value::list(ops)],
                vec![("schema".into(), name_opt(inner.schema.as_ref()))],
            );
        }
        let mut columns = Vec::new();
        let attributes = self.attributes(op, &mut columns)?;
        let number = {
            let mut natives = self.natives.0.borrow_mut();
            natives.push(Native {
                operation: op.clone(),
                columns,
            });
            natives.len() - 1
        };
        let dict = Dict::new();
        for (name, value) in attributes {
            dict.set_str(name, value);
        }
        self.vm.call(
            &self.class("_make")?,
            vec![
                self.class(class_name(op))?,
                Value::Int(i64::try_from(number).unwrap_or(i64::MAX)),
                Value::Dict(dict),
            ],
        )
    }

    fn attributes(
        &self,
        op: &Operation,
        columns: &mut Vec<(Value, Column)>,
    ) -> PyResult<Attributes> {
        Ok(match op {
            Operation::AddColumn(op) => {
                let column = self.column(&op.table, op.schema.as_ref(), &op.column, columns)?;
                vec![
                    ("table_name", name(&op.table)),
                    ("schema", name_opt(op.schema.as_ref())),
                    ("column", column),
                    ("if_not_exists", flag(op.if_not_exists)),
                    ("inline_references", flag(op.inline_references)),
                    ("inline_primary_key", flag(op.inline_primary_key)),
                    ("kw", Value::Dict(Dict::new())),
                ]
            }
            Operation::DropColumn(op) => {
                let reverse = match &op.reverse {
                    Some(add) => self.operation(&Operation::AddColumn(add.clone()))?,
                    None => Value::None,
                };
                vec![
                    ("table_name", name(&op.table)),
                    ("schema", name_opt(op.schema.as_ref())),
                    ("column_name", name(&op.column)),
                    ("if_exists", flag(op.if_exists)),
                    ("kw", Value::Dict(Dict::new())),
                    ("_reverse", reverse),
                ]
            }
            Operation::AlterColumn(op) => self.alter_attributes(op)?,
            Operation::CreateTable(op) => self.table_attributes(op, columns)?,
            Operation::DropTable(op) => {
                let reverse = match &op.reverse {
                    Some(table) => {
                        self.operation(&Operation::CreateTable(Box::new(CreateTableOp {
                            table: (**table).clone(),
                            if_not_exists: op.if_exists,
                            apply_naming: false,
                            span: op.span,
                        })))?
                    }
                    None => Value::None,
                };
                let own = |attribute: &str| match &reverse {
                    Value::None => Ok(Value::None),
                    table => self.vm.getattr(table, attribute),
                };
                let table_kw = match own("kw")? {
                    Value::None => Value::Dict(Dict::new()),
                    given => given,
                };
                vec![
                    ("table_name", name(&op.table)),
                    ("schema", name_opt(op.schema.as_ref())),
                    ("if_exists", flag(op.if_exists)),
                    ("table_kw", table_kw),
                    ("comment", own("comment")?),
                    ("info", own("info")?),
                    ("prefixes", own("prefixes")?),
                    ("_reverse", reverse),
                ]
            }
            Operation::CreateIndex(op) => vec![
                ("index_name", self.constraint_name(&op.index.name)?),
                ("table_name", name(&op.table)),
                ("schema", name_opt(op.schema.as_ref())),
                ("columns", self.index_columns(op)?),
                ("unique", Value::Bool(op.index.unique)),
                ("if_not_exists", flag(op.if_not_exists)),
                ("kw", self.options(&op.index.dialect_options)?),
            ],
            Operation::DropIndex(op) => {
                let reverse = match &op.reverse {
                    Some(create) => self.operation(&Operation::CreateIndex(create.clone()))?,
                    None => Value::None,
                };
                vec![
                    ("index_name", self.constraint_name(&op.name)?),
                    ("table_name", name_opt(op.table.as_ref())),
                    ("schema", name_opt(op.schema.as_ref())),
                    ("if_exists", flag(op.if_exists)),
                    ("kw", self.options(&op.kwargs)?),
                    ("_reverse", reverse),
                ]
            }
            Operation::CreateUniqueConstraint(op) => vec![
                (
                    "constraint_name",
                    self.constraint_name(&op.constraint.name)?,
                ),
                ("table_name", name(&op.table)),
                ("schema", name_opt(op.schema.as_ref())),
                ("columns", names(&op.constraint.columns)),
                ("kw", self.options(&op.constraint.options.dialect_options)?),
            ],
            Operation::CreatePrimaryKey(op) => vec![
                (
                    "constraint_name",
                    self.constraint_name(&op.constraint.name)?,
                ),
                ("table_name", name(&op.table)),
                ("schema", name_opt(op.schema.as_ref())),
                ("columns", names(&op.constraint.columns)),
                ("kw", Value::Dict(Dict::new())),
            ],
            Operation::CreateForeignKey(op) => {
                let key = &op.constraint;
                let kw = Dict::new();
                let given = |name: &str, value: Option<String>| {
                    if let Some(value) = value.filter(|value| !value.is_empty()) {
                        kw.set_str(name, Value::str(value));
                    }
                };
                let text =
                    |value: &Option<smol_str::SmolStr>| value.as_ref().map(ToString::to_string);
                given("onupdate", text(&key.foreign_key.onupdate));
                given("ondelete", text(&key.foreign_key.ondelete));
                given("initially", text(&key.options.initially));
                given("match", text(&key.foreign_key.match_));
                if key.options.deferrable == Some(true) {
                    kw.set_str("deferrable", Value::Bool(true));
                }
                if key.foreign_key.use_alter {
                    kw.set_str("use_alter", Value::Bool(true));
                }
                kw.set_str("source_schema", name_opt(op.schema.as_ref()));
                kw.set_str("referent_schema", name_opt(key.referred_schema.as_ref()));
                vec![
                    ("constraint_name", self.constraint_name(&key.name)?),
                    ("source_table", name(&op.table)),
                    ("referent_table", name(&key.referred_table)),
                    ("local_cols", names(&key.columns)),
                    ("remote_cols", names(&key.referred_columns)),
                    ("kw", Value::Dict(kw)),
                ]
            }
            Operation::CreateCheckConstraint(op) => vec![
                (
                    "constraint_name",
                    self.constraint_name(&op.constraint.name)?,
                ),
                ("table_name", name(&op.table)),
                ("schema", name_opt(op.schema.as_ref())),
                ("condition", self.expression(&op.constraint.sqltext)?),
                ("kw", Value::Dict(Dict::new())),
            ],
            Operation::CreateExcludeConstraint(op) => vec![
                (
                    "constraint_name",
                    self.constraint_name(&op.constraint.name)?,
                ),
                ("table_name", name(&op.table)),
                ("schema", name_opt(op.schema.as_ref())),
            ],
            Operation::DropConstraint(op) => {
                let kind = op.kind.map(|kind| match kind {
                    ConstraintKind::ForeignKey => "foreignkey",
                    ConstraintKind::Primary => "primary",
                    ConstraintKind::Unique => "unique",
                    ConstraintKind::Check => "check",
                });
                vec![
                    ("constraint_name", self.constraint_name(&op.name)?),
                    ("table_name", name(&op.table)),
                    ("schema", name_opt(op.schema.as_ref())),
                    ("constraint_type", Value::from(kind.map(str::to_owned))),
                    ("if_exists", flag(op.if_exists)),
                ]
            }
            Operation::CreateTableComment(op) => vec![
                ("table_name", name(&op.table)),
                ("schema", name_opt(op.schema.as_ref())),
                ("comment", Value::from(op.comment.clone())),
                ("existing_comment", Value::from(op.existing_comment.clone())),
            ],
            Operation::DropTableComment(op) => vec![
                ("table_name", name(&op.table)),
                ("schema", name_opt(op.schema.as_ref())),
                ("existing_comment", Value::from(op.existing_comment.clone())),
            ],
            Operation::RenameTable(op) => vec![
                ("table_name", name(&op.table)),
                ("new_table_name", name(&op.new_name)),
                ("schema", name_opt(op.schema.as_ref())),
            ],
            Operation::ExecuteSql(op) => {
                let text = match &op.statement {
                    SqlStatement::Text(clause) => Value::str(&clause.text),
                    _ => return Err(self.vm.unsupported("a statement as a directive")),
                };
                let options = Dict::new();
                for (key, value) in &op.execution_options {
                    if let OptionValue::Bool(flag) = value {
                        options.set_str(key, Value::Bool(*flag));
                    }
                }
                let options = if op.execution_options.is_empty() {
                    Value::None
                } else {
                    Value::Dict(options)
                };
                vec![("sqltext", text), ("execution_options", options)]
            }
            Operation::BulkInsert(_)
            | Operation::Batch(_)
            | Operation::ModifyTable(_)
            | Operation::Custom(_) => {
                return Err(self.vm.unsupported("this operation as a directive"));
            }
        })
    }

    fn alter_attributes(&self, op: &AlterColumnOp) -> PyResult<Attributes> {
        let type_ = |type_: &Option<SqlType>| match type_ {
            Some(type_) => self.object(ObjectRef::Type(type_)),
            None => Ok(Value::None),
        };
        let default = |change: &Change<AlterDefault>| match change {
            Change::Keep => Ok(Value::Bool(false)),
            Change::Drop => Ok(Value::None),
            Change::Set(default) => self.object(ObjectRef::ServerDefault(match default {
                AlterDefault::Plain(default) => DefaultRef::Plain(default),
                AlterDefault::Identity(identity) => DefaultRef::Identity(identity),
                AlterDefault::Computed(computed) => DefaultRef::Computed(computed),
            })),
        };
        let kw = Dict::new();
        if let Some(autoincrement) = op.autoincrement {
            kw.set_str("autoincrement", Value::Bool(autoincrement));
        }
        Ok(vec![
            ("table_name", name(&op.table)),
            ("schema", name_opt(op.schema.as_ref())),
            ("column_name", name(&op.column)),
            ("existing_type", type_(&op.existing_type)?),
            (
                "existing_server_default",
                default(&op.existing_server_default)?,
            ),
            ("existing_nullable", flag(op.existing_nullable)),
            ("existing_comment", Value::from(op.existing_comment.clone())),
            ("modify_nullable", flag(op.nullable)),
            (
                "modify_comment",
                match &op.comment {
                    Change::Keep => Value::Bool(false),
                    Change::Drop => Value::None,
                    Change::Set(comment) => Value::str(comment),
                },
            ),
            ("modify_server_default", default(&op.server_default)?),
            ("modify_name", name_opt(op.new_name.as_ref())),
            ("modify_type", type_(&op.type_)?),
            ("kw", Value::Dict(kw)),
        ])
    }

    fn table_attributes(
        &self,
        op: &CreateTableOp,
        columns: &mut Vec<(Value, Column)>,
    ) -> PyResult<Attributes> {
        let vm = self.vm;
        let table = &op.table;
        let owner = match self.callbacks.objects.model_table(vm, table)? {
            Some(owner) => owner,
            None => self.callbacks.objects.table(vm, table, false)?,
        };
        let mut list = items(vm, &vm.getattr(&owner, "columns")?)?;
        for column in &list {
            columns.push((column.clone(), convert::column(vm, column)?));
        }
        list.extend(items(vm, &vm.getattr(&owner, "constraints")?)?);
        Ok(vec![
            ("table_name", name(&table.name)),
            ("schema", name_opt(table.schema.as_ref())),
            ("columns", Value::list(list)),
            ("comment", Value::from(table.comment.clone())),
            ("info", vm.getattr(&owner, "info")?),
            (
                "prefixes",
                Value::list(table.prefixes.iter().map(Value::str).collect()),
            ),
            ("if_not_exists", flag(op.if_not_exists)),
            ("_constraints_included", Value::Bool(true)),
            ("_namespace_metadata", vm.getattr(&owner, "metadata")?),
            ("kw", self.options(&table.dialect_options)?),
        ])
    }

    fn object(&self, object: ObjectRef<'_>) -> PyResult {
        self.callbacks.objects.object(self.vm, object, true)
    }

    /// The model's own column, or one made for a reflected column.
    fn column(
        &self,
        table: &Name,
        schema: Option<&Name>,
        column: &Column,
        columns: &mut Vec<(Value, Column)>,
    ) -> PyResult {
        let vm = self.vm;
        let mut owner = Table::new(table.clone());
        owner.schema = schema.cloned();
        let known = match self.callbacks.objects.model_table(vm, &owner)? {
            Some(owner) => column_of(vm, &owner, column.name.as_str())?,
            None => None,
        };
        let object = match known {
            Some(known) => known,
            None => self.object(ObjectRef::Column(None, column))?,
        };
        columns.push((object.clone(), convert::column(vm, &object)?));
        Ok(object)
    }

    /// A name, final ones as `op.f()` gives them.
    fn constraint_name(&self, name: &ConstraintName) -> PyResult {
        match name {
            ConstraintName::Conv(text) => {
                let op = self.vm.import("alembic.op")?;
                self.vm.call_method(&op, "f", vec![Value::str(text)])
            }
            ConstraintName::Name(name) => Ok(Value::str(name.as_str())),
            ConstraintName::None | ConstraintName::NoneDeferred => Ok(Value::None),
        }
    }

    /// Columns as objects where their table is known, as `op.create_index()` alone does not know it.
    fn index_columns(&self, op: &CreateIndexOp) -> PyResult {
        let mut list = Vec::new();
        for element in &op.index.elements {
            list.push(match element {
                IndexElement::Column(own) => {
                    match op.columns.iter().find(|column| column.name == *own) {
                        Some(column) => {
                            self.column(&op.table, op.schema.as_ref(), column, &mut Vec::new())?
                        }
                        None => name(own),
                    }
                }
                IndexElement::Expr(expr) => self.expression(expr)?,
            });
        }
        Ok(Value::list(list))
    }

    fn expression(&self, expr: &Expr) -> PyResult {
        alembic_bindings::expression_object(self.vm, expr.clone())
    }

    fn options(&self, options: &DialectOptions) -> PyResult {
        let dict = Dict::new();
        for (key, value) in options {
            dict.set_str(key, self.option(value)?);
        }
        Ok(Value::Dict(dict))
    }

    fn option(&self, value: &OptionValue) -> PyResult {
        Ok(match value {
            OptionValue::None => Value::None,
            OptionValue::Bool(value) => Value::Bool(*value),
            OptionValue::Int(value) => Value::Int(*value),
            OptionValue::Float(value) => Value::Float(*value),
            OptionValue::Str(text) => Value::str(text),
            OptionValue::Expr(expr) => self.expression(expr)?,
            OptionValue::List(list) => Value::list(
                list.iter()
                    .map(|item| self.option(item))
                    .collect::<PyResult<_>>()?,
            ),
            OptionValue::Tuple(list) => Value::tuple(
                list.iter()
                    .map(|item| self.option(item))
                    .collect::<PyResult<_>>()?,
            ),
            OptionValue::Dict(entries) => {
                let dict = Dict::new();
                for (key, value) in entries {
                    dict.set_str(key, self.option(value)?);
                }
                Value::Dict(dict)
            }
        })
    }

    // Back.

    fn read_script(&self, value: &Value) -> PyResult<ScriptState> {
        let vm = self.vm;
        let get = |name: &str| vm.getattr(value, name);
        let mut out = ScriptState::default();
        let upgrades = items(vm, &get("_upgrade_ops")?)?;
        let downgrades = items(vm, &get("_downgrade_ops")?)?;
        for (upgrade, downgrade) in upgrades.iter().zip(&downgrades) {
            out.objects.push((upgrade.clone(), downgrade.clone()));
            let token = |value: &Value, name: &str| -> PyResult<String> {
                vm.str(&vm.getattr(value, name)?)
                    .map(|text| text.to_string())
            };
            out.passes.push((
                UpgradeOps {
                    ops: self.read_list(upgrade)?,
                    upgrade_token: token(upgrade, "upgrade_token")?.into(),
                },
                DowngradeOps {
                    ops: self.read_list(downgrade)?,
                    downgrade_token: token(downgrade, "downgrade_token")?.into(),
                },
            ));
        }
        for line in items(vm, &get("imports")?)? {
            out.imports.insert(vm.str(&line)?.to_string());
        }
        let texts = |value: &Value| -> PyResult<Vec<String>> {
            let list = match value {
                Value::None => Vec::new(),
                other => other.as_sequence().unwrap_or_else(|| vec![other.clone()]),
            };
            list.iter()
                .map(|item| vm.str(item).map(|text| text.to_string()))
                .collect()
        };
        let text = |value: &Value| -> PyResult<Option<String>> {
            Ok(match value {
                Value::None => None,
                other => {
                    vm.require_concrete(other, "an attribute of a MigrationScript")?;
                    Some(vm.str(other)?.to_string())
                }
            })
        };
        let arguments = &mut out.arguments;
        arguments.rev_id = text(&get("rev_id")?)?.unwrap_or_default();
        arguments.message = text(&get("message")?)?;
        arguments.head = Some(texts(&get("head")?)?)
            .filter(|head| !head.is_empty() && head.as_slice() != ["head"]);
        arguments.splice = vm.truth(&get("splice")?)?;
        arguments.branch_label =
            Some(texts(&get("branch_label")?)?).filter(|labels| !labels.is_empty());
        arguments.version_path = text(&get("version_path")?)?.map(Into::into);
        arguments.depends_on = texts(&get("depends_on")?)?;
        arguments.autogenerate = true;
        Ok(out)
    }

    pub(super) fn read_list(&self, container: &Value) -> PyResult<Vec<Operation>> {
        let mut out = Vec::new();
        for value in items(self.vm, &self.vm.getattr(container, "ops")?)? {
            self.read(&value, &mut out)?;
        }
        Ok(out)
    }

    fn read(&self, value: &Value, out: &mut Vec<Operation>) -> PyResult<()> {
        let vm = self.vm;
        vm.require_concrete(value, "an operation")?;
        let is_custom = vm.call(&self.class("_is_custom")?, vec![value.clone()])?;
        if !vm.truth(&is_custom)? {
            let is_column = vm.isinstance(value, &self.class("AddColumnOp")?)?;
            if !is_column || !self.is_made(value)? {
                return self.read_own(value, out);
            }
            // Its column may be of no table, and `check` shows that.
        }
        let is_known = vm.getattr_opt(value, "_emit")?.is_some()
            || vm.isinstance(value, &self.class("ModifyTableOps")?)?;
        if !is_known && vm.isinstance(value, &self.class("OpContainer")?)? {
            return self.read_own(value, out);
        }
        let mut own = Vec::new();
        if is_known {
            self.read_own(value, &mut own)?;
        }
        if own.len() > 1 {
            return Err(vm.unsupported("an operation of the project that stands for several"));
        }
        out.push(Operation::Custom(self.custom(value, own.pop())?));
        Ok(())
    }

    /// Reads an operation by what it is for Alembic.
    fn read_own(&self, value: &Value, out: &mut Vec<Operation>) -> PyResult<()> {
        let vm = self.vm;
        if vm.isinstance(value, &self.class("ModifyTableOps")?)? {
            let schema = vm.getattr(value, "schema")?;
            out.push(Operation::ModifyTable(ModifyTableOps {
                table: Name::new(&*vm.str(&vm.getattr(value, "table_name")?)?),
                schema: match &schema {
                    Value::None => None,
                    other => Some(Name::new(&*vm.str(other)?)),
                },
                ops: self.read_list(value)?,
            }));
            return Ok(());
        }
        if vm.isinstance(value, &self.class("OpContainer")?)? {
            out.extend(self.read_list(value)?);
            return Ok(());
        }
        let number = match vm.getattr_opt(value, "_native")? {
            Some(number) => number
                .as_int()
                .and_then(|number| usize::try_from(number).ok()),
            None => None,
        };
        let mut index_of = None;
        if let Some(number) = number {
            let changes = vm.call(&self.class("_changes")?, vec![value.clone()])?;
            let changes: BTreeSet<String> = items(vm, &changes)?
                .iter()
                .map(|name| vm.str(name).map(|text| text.to_string()))
                .collect::<PyResult<_>>()?;
            let is_table_order = changes.iter().eq(["columns"]);
            if (changes.is_empty() || is_table_order)
                && let Some(operation) = self.native(number, value)?
            {
                out.push(operation);
                return Ok(());
            }
            if !changes.contains("columns") {
                index_of = Some(number);
            }
        }
        // Made or changed by the project: the functions of `alembic.op` read it.
        *self.host.recorded.borrow_mut() = Some(Vec::new());
        let outcome = vm.call(&self.class("_emit")?, vec![value.clone()]);
        let mut recorded = self.host.recorded.borrow_mut().take().unwrap_or_default();
        outcome?;
        if let Some(number) = index_of {
            self.keep_columns(number, &mut recorded);
        }
        out.extend(recorded);
        Ok(())
    }

    /// The types of an index's columns are not among what `alembic.op` reads.
    fn keep_columns(&self, number: usize, recorded: &mut [Operation]) {
        let natives = self.natives.0.borrow();
        let Some(Operation::CreateIndex(before)) =
            natives.get(number).map(|native| &native.operation)
        else {
            return;
        };
        for operation in recorded {
            if let Operation::CreateIndex(op) = operation
                && op.table == before.table
            {
                op.columns.clone_from(&before.columns);
            }
        }
    }

    /// The operation behind an object; `None` if it must be read from its attributes.
    fn native(&self, number: usize, value: &Value) -> PyResult<Option<Operation>> {
        // Reading an object may make others.
        let Some(native) = self.natives.0.borrow().get(number).cloned() else {
            return Ok(None);
        };
        let Native {
            mut operation,
            columns,
        } = native;
        match &mut operation {
            Operation::AddColumn(op) => {
                self.refresh(&columns, &mut op.column)?;
            }
            Operation::DropColumn(op) => {
                if let Some(Operation::AddColumn(add)) = self.reverse_of(value)? {
                    op.reverse = Some(add);
                }
            }
            Operation::DropTable(op) => {
                if let Some(Operation::CreateTable(create)) = self.reverse_of(value)? {
                    op.reverse = Some(Box::new(create.table));
                }
            }
            Operation::CreateTable(op) => {
                let list = items(self.vm, &self.vm.getattr(value, "columns")?)?;
                return Ok(self
                    .reordered(&columns, op, &list)?
                    .map(|op| Operation::CreateTable(Box::new(op))));
            }
            _ => {}
        }
        Ok(Some(operation))
    }

    /// What the object of a dropping operation has as its `_reverse`.
    fn reverse_of(&self, value: &Value) -> PyResult<Option<Operation>> {
        match self.vm.getattr_opt(value, "_reverse")? {
            None | Some(Value::None) => Ok(None),
            Some(reverse) => self.own_of(&reverse),
        }
    }

    /// An operation by what it is for Alembic.
    pub(super) fn own_of(&self, value: &Value) -> PyResult<Option<Operation>> {
        let mut own = Vec::new();
        self.read_own(value, &mut own)?;
        Ok(own.pop())
    }

    /// Takes over what the project changed in a column's object.
    fn refresh(&self, columns: &[(Value, Column)], column: &mut Column) -> PyResult<()> {
        for (object, before) in columns {
            if before.name != column.name {
                continue;
            }
            let now = convert::column(self.vm, object)?;
            if now == *before {
                return Ok(());
            }
            patch(column, before, &now);
        }
        Ok(())
    }

    /// The same table with its columns in the order of the list; `None` if the list holds something new.
    fn reordered(
        &self,
        columns: &[(Value, Column)],
        op: &CreateTableOp,
        list: &[Value],
    ) -> PyResult<Option<CreateTableOp>> {
        let vm = self.vm;
        let column_class = vm.getattr(&vm.import("sqlalchemy")?, "Column")?;
        let mut out = op.clone();
        out.table.columns.clear();
        let mut n_columns = 0;
        for item in list {
            if !vm.isinstance(item, &column_class)? {
                continue;
            }
            n_columns += 1;
            let known = columns.iter().find(|(object, _)| object.is(item));
            let found = known.and_then(|(_, before)| op.table.column(before.name.as_str()));
            let Some(found) = found else {
                return Ok(None);
            };
            let mut column = found.clone();
            self.refresh(columns, &mut column)?;
            out.table.columns.push(column);
        }
        let owner = match self.callbacks.objects.model_table(vm, &op.table)? {
            Some(owner) => owner,
            None => self.callbacks.objects.table(vm, &op.table, false)?,
        };
        let n_constraints = items(vm, &vm.getattr(&owner, "constraints")?)?.len();
        if list.len() != n_columns + n_constraints {
            return Err(
                vm.unsupported("a constraint taken out of or put into `CreateTableOp.columns`")
            );
        }
        Ok(Some(out))
    }
}

/// Copies the attributes that differ between two readings of a column's object.
fn patch(column: &mut Column, before: &Column, now: &Column) {
    macro_rules! take {
        ($($field:ident),*) => {
            $(if before.$field != now.$field {
                column.$field.clone_from(&now.$field);
            })*
        };
    }
    take!(
        name,
        type_,
        nullable,
        primary_key,
        autoincrement,
        server_default,
        identity,
        computed,
        default,
        comment,
        system,
        dialect_options
    );
}

/// The class of Alembic's for an operation.
fn class_name(op: &Operation) -> &'static str {
    match op {
        Operation::AddColumn(_) => "AddColumnOp",
        Operation::DropColumn(_) => "DropColumnOp",
        Operation::AlterColumn(_) => "AlterColumnOp",
        Operation::CreateTable(_) => "CreateTableOp",
        Operation::DropTable(_) => "DropTableOp",
        Operation::RenameTable(_) => "RenameTableOp",
        Operation::CreateIndex(_) => "CreateIndexOp",
        Operation::DropIndex(_) => "DropIndexOp",
        Operation::CreatePrimaryKey(_) => "CreatePrimaryKeyOp",
        Operation::CreateUniqueConstraint(_) => "CreateUniqueConstraintOp",
        Operation::CreateForeignKey(_) => "CreateForeignKeyOp",
        Operation::CreateCheckConstraint(_) => "CreateCheckConstraintOp",
        Operation::CreateExcludeConstraint(_) => "CreateExcludeConstraintOp",
        Operation::DropConstraint(_) => "DropConstraintOp",
        Operation::CreateTableComment(_) => "CreateTableCommentOp",
        Operation::DropTableComment(_) => "DropTableCommentOp",
        Operation::BulkInsert(_) => "BulkInsertOp",
        Operation::ExecuteSql(_) => "ExecuteSQLOp",
        Operation::ModifyTable(_) => "ModifyTableOps",
        Operation::Batch(_) | Operation::Custom(_) => "MigrateOperation",
    }
}

fn name(name: &Name) -> Value {
    Value::str(name.as_str())
}

fn name_opt(name: Option<&Name>) -> Value {
    Value::from(name.map(|name| name.text.to_string()))
}

fn names(names: &[Name]) -> Value {
    Value::list(names.iter().map(name).collect())
}

fn flag(value: Option<bool>) -> Value {
    value.map_or(Value::None, Value::Bool)
}

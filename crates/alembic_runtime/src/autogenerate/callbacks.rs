//! The project's functions as the comparison and the rendering call them.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use alembic_autogenerate::{
    Callbacks, ColumnPair, Flow, LogLine, ObjectRef, ParentNames, RenderCallbacks, RenderItem,
    Result, ServerDefaultQuestion, TablePair,
};
use alembic_bindings::info_of_copy;
use alembic_python::{Dict, Object, PyResult, Set, Value, Vm};
use alembic_schema::ops::{AlterColumnOp, CustomOp, Operation};
use alembic_schema::{Column, Table};

use super::carry;
use super::comparators::{self, metadata_value};
use super::directives::{self, Directives};
use super::objects::Objects;
use crate::host::RuntimeHost;
use crate::migration::MigrationContext;

/// Calls into the project.
pub(crate) struct ProjectCallbacks<'a> {
    vm: &'a Vm,
    pub(crate) context: Rc<MigrationContext>,
    pub(crate) context_value: Value,
    pub(crate) objects: Rc<Objects>,
    include_name: Value,
    include_object: Value,
    compare_type: Value,
    compare_server_default: Value,
    render_item: Value,
    autogen_context: RefCell<Option<Rc<Object>>>,
    /// Comparators of the project by number.
    pub(super) comparators: RefCell<Rc<[Value]>>,
}

impl<'a> ProjectCallbacks<'a> {
    pub(crate) fn new(vm: &'a Vm, host: &RuntimeHost, context: &Rc<MigrationContext>) -> Self {
        let option = |name: &str| context.options.get(name);
        Self {
            vm,
            context: context.clone(),
            context_value: host.context_value(),
            objects: Objects::new(vm, &option("target_metadata")),
            include_name: option("include_name"),
            include_object: option("include_object"),
            compare_type: option("compare_type"),
            compare_server_default: option("compare_server_default"),
            render_item: option("render_item"),
            autogen_context: RefCell::default(),
            comparators: RefCell::new(Rc::new([])),
        }
    }

    fn truth(&self, outcome: PyResult) -> Result<bool> {
        outcome
            .and_then(|value| {
                self.vm.require_concrete(&value, "the answer of a filter")?;
                self.vm.truth(&value)
            })
            .map_err(carry)
    }

    /// `True`, `False`, or undecided. Anything else true counts as `True`, other false values as undecided.
    fn answer(&self, outcome: PyResult) -> Result<Option<bool>> {
        let decide = |value: Value| -> PyResult<Option<bool>> {
            self.vm
                .require_concrete(&value, "the answer of a comparison")?;
            if value.as_bool() == Some(false) {
                return Ok(Some(false));
            }
            Ok(self.vm.truth(&value)?.then_some(true))
        };
        outcome.and_then(decide).map_err(carry)
    }

    fn column(&self, pair: (&Table, &Column), is_model: bool) -> Result<Value> {
        self.objects
            .object(self.vm, ObjectRef::Column(Some(pair.0), pair.1), is_model)
            .map_err(carry)
    }

    /// `AutogenContext` as the project's functions see it.
    pub(super) fn autogen_context(&self) -> PyResult<Rc<Object>> {
        if let Some(known) = &*self.autogen_context.borrow() {
            return Ok(known.clone());
        }
        let vm = self.vm;
        let class = vm.getattr(&vm.import("alembic.autogenerate.api")?, "AutogenContext")?;
        let metadata = metadata_value(vm, &self.context.options.get("target_metadata"))?;
        let made = vm.call_method(
            &class,
            "_of_command",
            vec![self.context_value.clone(), metadata],
        )?;
        let Value::Object(object) = made else {
            return Err(vm.type_error("an AutogenContext is needed"));
        };
        *self.autogen_context.borrow_mut() = Some(object.clone());
        Ok(object)
    }

    /// `autogen_context.imports` of a function that is about to be called.
    fn imports_set(&self, imports: &BTreeSet<String>) -> PyResult<Rc<Set>> {
        let set = Set::new();
        for line in imports {
            set.add(self.vm, Value::str(line))?;
        }
        Ok(set)
    }

    /// What the function has made of them.
    fn take_imports(&self, context: &Object, imports: &mut BTreeSet<String>) -> PyResult<()> {
        if let Some(Value::Set(set)) = context.get("imports") {
            for line in set.to_vec() {
                imports.insert(self.vm.str(&line)?.to_string());
            }
        }
        Ok(())
    }

    /// Runs a comparator of the project for a table.
    fn run_table(
        &self,
        function: usize,
        pair: TablePair<'_>,
        ops: &mut Vec<Operation>,
    ) -> PyResult<Flow> {
        let vm = self.vm;
        let Some(function) = self.comparators.borrow().get(function).cloned() else {
            return Ok(Flow::Continue);
        };
        let directives = Directives::new(vm, self)?;
        let container = directives.modify_table(pair.name, pair.schema, ops)?;
        let table = |table: Option<&Table>, is_model| match table {
            Some(table) => self.objects.table(vm, table, is_model),
            None => Ok(Value::None),
        };
        let args = vec![
            Value::Object(self.autogen_context()?),
            container.clone(),
            Value::from(pair.schema.map(str::to_owned)),
            Value::str(pair.name),
            table(pair.database, false)?,
            table(pair.model, true)?,
        ];
        let flow = comparators::call(vm, &function, args)?;
        *ops = directives.read_list(&container)?;
        Ok(flow)
    }

    /// Runs a comparator of the project for a column.
    fn run_column(
        &self,
        function: usize,
        pair: ColumnPair<'_>,
        op: &mut AlterColumnOp,
    ) -> PyResult<Flow> {
        let vm = self.vm;
        let Some(function) = self.comparators.borrow().get(function).cloned() else {
            return Ok(Flow::Continue);
        };
        let directives = Directives::new(vm, self)?;
        let object = directives.operation(&Operation::AlterColumn(Box::new(op.clone())))?;
        let column = |table: &Table, column: &Column, is_model| {
            self.objects
                .object(vm, ObjectRef::Column(Some(table), column), is_model)
        };
        let args = vec![
            Value::Object(self.autogen_context()?),
            object.clone(),
            Value::from(
                pair.database_table
                    .schema
                    .as_ref()
                    .map(|own| own.text.to_string()),
            ),
            Value::str(pair.table_name),
            Value::str(pair.name),
            column(pair.database_table, pair.database, false)?,
            column(pair.model_table, pair.model, true)?,
        ];
        let flow = comparators::call(vm, &function, args)?;
        match directives.read_one(&object)? {
            Some(Operation::AlterColumn(read)) => {
                *op = *read;
                Ok(flow)
            }
            _ => Err(vm.unsupported("what a comparator has made of an AlterColumnOp")),
        }
    }

    fn call_custom(
        &self,
        op: &CustomOp,
        imports: &mut BTreeSet<String>,
        in_batch: bool,
    ) -> PyResult<Option<Vec<String>>> {
        let vm = self.vm;
        let context = self.autogen_context()?;
        let object = directives::custom_object(vm, op)?;
        let module = vm.import("alembic.autogenerate._dispatch")?;
        let answer = vm.call_method(
            &module,
            "_rendered",
            vec![
                Value::Object(context.clone()),
                object.clone(),
                Value::Set(self.imports_set(imports)?),
                Value::Bool(in_batch),
            ],
        )?;
        self.take_imports(&context, imports)?;
        vm.require_concrete(&answer, "the answer of a renderer")?;
        if answer.is_none() {
            return match op.own {
                Some(_) => Ok(None),
                None => Err(vm.raise(
                    "ValueError",
                    format!("no dispatch function for object: {}", vm.str(&object)?),
                )),
            };
        }
        let lines = vm.collect(&answer)?;
        let text = |line: &Value| {
            vm.require_concrete(line, "the answer of a renderer")?;
            match line {
                Value::Str(text) => Ok(text.to_string()),
                other => Err(vm.type_error(format!(
                    "expected string or bytes-like object, got '{}'",
                    vm.type_name(other)
                ))),
            }
        };
        lines.iter().map(text).collect::<PyResult<_>>().map(Some)
    }

    fn call_render_item(
        &self,
        type_: &str,
        object: ObjectRef<'_>,
        imports: &mut BTreeSet<String>,
    ) -> PyResult<RenderItem> {
        let vm = self.vm;
        let context = self.autogen_context()?;
        context.set("imports", Value::Set(self.imports_set(imports)?));
        let value = self.objects.object(vm, object, true)?;
        let answer = vm.call(
            &self.render_item,
            vec![Value::str(type_), value, Value::Object(context.clone())],
        )?;
        self.take_imports(&context, imports)?;
        vm.require_concrete(&answer, "the answer of render_item")?;
        Ok(match &answer {
            Value::None => RenderItem::Omit,
            Value::Bool(false) => RenderItem::Default,
            other => RenderItem::Text(vm.str(other)?.to_string()),
        })
    }
}

impl Callbacks for ProjectCallbacks<'_> {
    fn has_functions(&self) -> bool {
        !self.include_name.is_none()
            || !self.include_object.is_none()
            || self.vm.is_callable(&self.compare_type)
            || self.vm.is_callable(&self.compare_server_default)
    }

    fn include_name(
        &self,
        name: Option<&str>,
        type_: &str,
        parents: ParentNames<'_>,
    ) -> Result<bool> {
        if self.include_name.is_none() {
            return Ok(true);
        }
        let text = |value: Option<&str>| Value::from(value.map(str::to_owned));
        let dict = Dict::new();
        if let Some(table) = parents.table_name {
            dict.set_str("table_name", Value::str(table));
        }
        if let Some(schema) = parents.schema_name {
            dict.set_str("schema_name", text(schema));
        }
        if let Some(full) = parents.schema_qualified_table_name {
            dict.set_str("schema_qualified_table_name", Value::str(full));
        }
        self.truth(self.vm.call(
            &self.include_name,
            vec![text(name), Value::str(type_), Value::Dict(dict)],
        ))
    }

    fn include_object(
        &self,
        object: ObjectRef<'_>,
        name: Option<&str>,
        type_: &str,
        reflected: bool,
        compare_to: Option<ObjectRef<'_>>,
    ) -> Result<bool> {
        if self.include_object.is_none() {
            return Ok(true);
        }
        let vm = self.vm;
        let own = self.objects.object(vm, object, !reflected).map_err(carry)?;
        let other = match compare_to {
            Some(other) => self.objects.object(vm, other, reflected).map_err(carry)?,
            None => Value::None,
        };
        self.truth(vm.call(
            &self.include_object,
            vec![
                own,
                Value::from(name.map(str::to_owned)),
                Value::str(type_),
                Value::Bool(reflected),
                other,
            ],
        ))
    }

    fn compare_type(
        &self,
        inspected: (&Table, &Column),
        metadata: (&Table, &Column),
    ) -> Result<Option<bool>> {
        if !self.vm.is_callable(&self.compare_type) {
            return Ok(None);
        }
        let vm = self.vm;
        let (own, model) = (self.column(inspected, false)?, self.column(metadata, true)?);
        let types = vm
            .getattr(&own, "type")
            .and_then(|left| Ok((left, vm.getattr(&model, "type")?)))
            .map_err(carry)?;
        self.answer(vm.call(
            &self.compare_type,
            vec![self.context_value.clone(), own, model, types.0, types.1],
        ))
    }

    fn compare_server_default(&self, question: ServerDefaultQuestion<'_>) -> Result<Option<bool>> {
        let vm = self.vm;
        let own = self.column(question.inspected_column, false)?;
        let model = self.column(question.metadata_column, true)?;
        let default = vm.getattr(&model, "server_default").map_err(carry)?;
        let text = |value: Option<&str>| Value::from(value.map(str::to_owned));
        self.answer(vm.call(
            &self.compare_server_default,
            vec![
                self.context_value.clone(),
                own,
                model,
                text(question.inspected_default),
                default,
                text(question.rendered_metadata_default),
            ],
        ))
    }

    fn compare_server_default_text(&self) -> String {
        match self.vm.str(&self.compare_server_default) {
            Ok(text) => text.to_string(),
            Err(_) => "<function>".to_owned(),
        }
    }

    fn show_log(&self, lines: &[LogLine]) -> Result<()> {
        comparators::show(self.vm, lines).map_err(carry)
    }

    fn compare_table(
        &self,
        function: usize,
        pair: TablePair<'_>,
        ops: &mut Vec<Operation>,
    ) -> Result<Flow> {
        self.run_table(function, pair, ops).map_err(carry)
    }

    fn compare_column(
        &self,
        function: usize,
        pair: ColumnPair<'_>,
        op: &mut AlterColumnOp,
    ) -> Result<Flow> {
        self.run_column(function, pair, op).map_err(carry)
    }

    fn defaults_equal_on_server(&self, sql: &str) -> Result<bool> {
        let rows = self
            .context
            .session(self.vm)
            .and_then(|session| session.query(self.vm, sql))
            .map_err(carry)?;
        let answer = rows.into_iter().flatten().next().flatten();
        Ok(answer.as_deref() == Some("t"))
    }
}

impl RenderCallbacks for ProjectCallbacks<'_> {
    fn render_item(
        &self,
        type_: &str,
        object: ObjectRef<'_>,
        imports: &mut BTreeSet<String>,
    ) -> Result<RenderItem> {
        if self.render_item.is_none() {
            return Ok(RenderItem::Default);
        }
        self.call_render_item(type_, object, imports).map_err(carry)
    }

    fn custom(
        &self,
        op: &CustomOp,
        imports: &mut BTreeSet<String>,
        in_batch: bool,
    ) -> Result<Option<Vec<String>>> {
        self.call_custom(op, imports, in_batch).map_err(carry)
    }

    fn table_info(&self, table: &Table) -> Result<Option<String>> {
        let vm = self.vm;
        let find = || -> PyResult<Option<String>> {
            let Some(own) = self.objects.model_table(vm, table)? else {
                return Ok(None);
            };
            let info = info_of_copy(vm, &own)?;
            if !vm.truth(&info)? {
                return Ok(None);
            }
            Ok(Some(vm.repr(&info)?.to_string()))
        };
        find().map_err(carry)
    }
}

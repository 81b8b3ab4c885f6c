//! The project's functions as the comparison and the rendering call them.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use alembic_autogenerate::{
    Callbacks, ObjectRef, ParentNames, RenderCallbacks, RenderItem, Result, ServerDefaultQuestion,
};
use alembic_bindings::info_of_copy;
use alembic_python::{Class, ClassBuilder, Dict, Object, PyResult, Set, Value, Vm};
use alembic_schema::{Column, SqlValue, Table};

use super::carry;
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
}

struct AutogenContextClass(Rc<Class>);

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

    /// `AutogenContext` as `render_item` sees it.
    fn autogen_context(&self) -> PyResult<Rc<Object>> {
        if let Some(known) = &*self.autogen_context.borrow() {
            return Ok(known.clone());
        }
        let vm = self.vm;
        let class = if let Some(found) = vm.extension::<AutogenContextClass>() {
            found.0.clone()
        } else {
            let class = ClassBuilder::new("alembic.autogenerate.api", "AutogenContext").build(vm);
            vm.set_extension(Rc::new(AutogenContextClass(class.clone())));
            class
        };
        let object = Object::new(&class);
        object.set("migration_context", self.context_value.clone());
        object.set("connection", self.context.connection.clone());
        object.set("metadata", self.context.options.get("target_metadata"));
        object.set("dialect", vm.getattr(&self.context_value, "dialect")?);
        let opts = vm.getattr(&self.context_value, "opts")?;
        if let Some(dict) = opts.as_dict() {
            let copy = Dict::copy(dict);
            for (name, default) in [
                ("sqlalchemy_module_prefix", "sa."),
                ("alembic_module_prefix", "op."),
            ] {
                if copy.get_str(name).is_none() {
                    copy.set_str(name, Value::str(default));
                }
            }
            if copy.get_str("user_module_prefix").is_none() {
                copy.set_str("user_module_prefix", Value::None);
            }
            object.set("opts", Value::Dict(copy));
        }
        object.set("imports", Value::Set(Set::new()));
        *self.autogen_context.borrow_mut() = Some(object.clone());
        Ok(object)
    }

    fn call_render_item(
        &self,
        type_: &str,
        object: ObjectRef<'_>,
        imports: &mut BTreeSet<String>,
    ) -> PyResult<RenderItem> {
        let vm = self.vm;
        let context = self.autogen_context()?;
        let set = Set::new();
        for line in imports.iter() {
            set.add(vm, Value::str(line))?;
        }
        context.set("imports", Value::Set(set));
        let value = self.objects.object(vm, object, true)?;
        let answer = vm.call(
            &self.render_item,
            vec![Value::str(type_), value, Value::Object(context.clone())],
        )?;
        if let Some(Value::Set(set)) = context.get("imports") {
            for line in set.to_vec() {
                imports.insert(vm.str(&line)?.to_string());
            }
        }
        vm.require_concrete(&answer, "the answer of render_item")?;
        Ok(match &answer {
            Value::None => RenderItem::Omit,
            Value::Bool(false) => RenderItem::Default,
            other => RenderItem::Text(vm.str(other)?.to_string()),
        })
    }
}

impl Callbacks for ProjectCallbacks<'_> {
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

    fn defaults_equal_on_server(&self, sql: &str) -> Result<bool> {
        let rows = self
            .context
            .session(self.vm)
            .and_then(|session| session.typed_query(self.vm, sql))
            .map_err(carry)?;
        Ok(matches!(
            rows.first().and_then(|row| row.first()),
            Some(SqlValue::Bool(true))
        ))
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

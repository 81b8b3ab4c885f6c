//! The classes of `sqlalchemy`, made once per evaluator and found from every binding.

use std::cell::RefCell;
use std::rc::Rc;

use alembic_python::{Class, ClassBuilder, Object, PyResult, Unwind, Value, Vm};
use alembic_schema::TypeClass;
use alembic_schema::expr::TableRef;

use crate::sqlalchemy::{column, constraints, defaults, expression, table, types};

/// All native classes of `sqlalchemy`.
pub(crate) struct Sa {
    pub(crate) schema_item: Rc<Class>,
    pub(crate) clause_element: Rc<Class>,
    pub(crate) column_element: Rc<Class>,
    pub(crate) column: Rc<Class>,
    pub(crate) column_clause: Rc<Class>,
    pub(crate) column_collection: Rc<Class>,
    pub(crate) table: Rc<Class>,
    pub(crate) metadata: Rc<Class>,
    pub(crate) blank_schema: Rc<Class>,
    pub(crate) foreign_key: Rc<Class>,
    pub(crate) constraint: Rc<Class>,
    pub(crate) column_collection_constraint: Rc<Class>,
    pub(crate) foreign_key_constraint: Rc<Class>,
    pub(crate) primary_key_constraint: Rc<Class>,
    pub(crate) unique_constraint: Rc<Class>,
    pub(crate) check_constraint: Rc<Class>,
    pub(crate) exclude_constraint: Rc<Class>,
    pub(crate) index: Rc<Class>,
    pub(crate) fetched_value: Rc<Class>,
    pub(crate) default_clause: Rc<Class>,
    pub(crate) computed: Rc<Class>,
    pub(crate) identity: Rc<Class>,
    pub(crate) sequence: Rc<Class>,
    pub(crate) column_default: Rc<Class>,
    pub(crate) text_clause: Rc<Class>,
    pub(crate) textual_select: Rc<Class>,
    pub(crate) bind_parameter: Rc<Class>,
    pub(crate) label: Rc<Class>,
    pub(crate) function: Rc<Class>,
    pub(crate) binary: Rc<Class>,
    pub(crate) unary: Rc<Class>,
    pub(crate) boolean_list: Rc<Class>,
    pub(crate) cast: Rc<Class>,
    pub(crate) case: Rc<Class>,
    pub(crate) null: Rc<Class>,
    pub(crate) true_: Rc<Class>,
    pub(crate) false_: Rc<Class>,
    pub(crate) array: Rc<Class>,
    pub(crate) exists: Rc<Class>,
    pub(crate) other_element: Rc<Class>,
    pub(crate) conv: Rc<Class>,
    pub(crate) quoted_name: Rc<Class>,
    pub(crate) from_clause: Rc<Class>,
    pub(crate) table_clause: Rc<Class>,
    pub(crate) alias: Rc<Class>,
    pub(crate) select: Rc<Class>,
    pub(crate) compound_select: Rc<Class>,
    pub(crate) insert: Rc<Class>,
    pub(crate) update: Rc<Class>,
    pub(crate) delete: Rc<Class>,
    pub(crate) ddl_element: Rc<Class>,
    pub(crate) compiled: Rc<Class>,
    pub(crate) dialect: Rc<Class>,
    pub(crate) mapped_column: Rc<Class>,
    pub(crate) sqlalchemy_error: Rc<Class>,
    pub(crate) argument_error: Rc<Class>,
    pub(crate) invalid_request_error: Rc<Class>,
    pub(crate) compile_error: Rc<Class>,
    pub(crate) no_such_table_error: Rc<Class>,
    pub(crate) no_referenced_table_error: Rc<Class>,
    types: Vec<Rc<Class>>,
    metadatas: RefCell<Vec<Rc<Object>>>,
    /// What stands for a column without a name in an expression, and the constraint that waits for its table.
    pub(crate) loose: RefCell<Vec<(String, Rc<Object>)>>,
}

impl Sa {
    /// The Python class of a row of the type table.
    pub(crate) fn type_class(&self, class: TypeClass) -> Rc<Class> {
        match self.types.get(class as usize) {
            Some(found) => found.clone(),
            // The vector has one class per variant; the root stands in for a broken table.
            None => self.schema_item.clone(),
        }
    }

    /// Remembers a MetaData, so that expressions can find their table objects again.
    pub(crate) fn remember(&self, metadata: Rc<Object>) {
        self.metadatas.borrow_mut().push(metadata);
    }

    /// Tables of this schema and name in any MetaData, newest first.
    pub(crate) fn tables_named(&self, reference: &TableRef) -> Vec<Rc<Object>> {
        let key = match &reference.schema {
            Some(schema) => format!("{}.{}", schema.text, reference.name.text),
            None => reference.name.text.to_string(),
        };
        self.metadatas
            .borrow()
            .iter()
            .rev()
            .filter_map(|metadata| match metadata.get("tables") {
                Some(Value::Dict(tables)) => match tables.get_str(&key) {
                    Some(Value::Object(found)) => Some(found),
                    _ => None,
                },
                _ => None,
            })
            .collect()
    }
}

/// The classes of this evaluator; made at the first use.
pub(crate) fn sa(vm: &Vm) -> PyResult<Rc<Sa>> {
    if let Some(found) = vm.extension::<Sa>() {
        return Ok(found);
    }
    let made = Rc::new(build(vm));
    vm.set_extension(made.clone());
    Ok(made)
}

fn build(vm: &Vm) -> Sa {
    let schema_item = ClassBuilder::new("sqlalchemy.sql.schema", "SchemaItem")
        .attr("__visit_name__", "schema_item")
        .build(vm);
    let elements = expression::build(vm);
    let froms = expression::from::build(vm, &elements.clause_element);
    let statements = expression::statements::build(vm, &elements.clause_element);
    let constraints = constraints::build(vm, &schema_item);
    let defaults = defaults::build(vm, &schema_item);
    let types = types::build(vm);
    let column_base = ClassBuilder::new("sqlalchemy.sql.schema", "_ColumnItem")
        .base(&elements.column_element)
        .base(&schema_item)
        .build(vm);
    let column = column::build_column(vm, &column_base);
    let table = table::build_table(vm, &[&froms.table_clause, &schema_item]);
    let module = "sqlalchemy.exc";
    let error = |name: &str, bases: Vec<Rc<Class>>| vm.define_exception_from(module, name, bases);
    let exception = vm.exception_class("Exception");
    let sqlalchemy_error = error("SQLAlchemyError", vec![exception]);
    let argument_error = error("ArgumentError", vec![sqlalchemy_error.clone()]);
    let invalid_request_error = error("InvalidRequestError", vec![sqlalchemy_error.clone()]);
    Sa {
        column_collection: column::build_collection(vm),
        column,
        table,
        metadata: table::build_metadata(vm),
        blank_schema: ClassBuilder::new("sqlalchemy.sql.schema", "SchemaConst").build(vm),
        foreign_key: constraints.foreign_key,
        constraint: constraints.constraint,
        column_collection_constraint: constraints.column_collection_constraint,
        foreign_key_constraint: constraints.foreign_key_constraint,
        primary_key_constraint: constraints.primary_key_constraint,
        unique_constraint: constraints.unique_constraint,
        check_constraint: constraints.check_constraint,
        exclude_constraint: constraints.exclude_constraint,
        index: constraints.index,
        fetched_value: defaults.fetched_value,
        default_clause: defaults.default_clause,
        computed: defaults.computed,
        identity: defaults.identity,
        sequence: defaults.sequence,
        column_default: defaults.column_default,
        column_clause: elements.column_clause,
        text_clause: elements.text_clause,
        textual_select: elements.textual_select,
        bind_parameter: elements.bind_parameter,
        label: elements.label,
        function: elements.function,
        binary: elements.binary,
        unary: elements.unary,
        boolean_list: elements.boolean_list,
        cast: elements.cast,
        case: elements.case,
        null: elements.null,
        true_: elements.true_,
        false_: elements.false_,
        array: elements.array,
        exists: elements.exists,
        other_element: elements.other,
        conv: elements.conv,
        quoted_name: elements.quoted_name,
        clause_element: elements.clause_element,
        column_element: elements.column_element.clone(),
        from_clause: froms.from_clause,
        table_clause: froms.table_clause,
        alias: froms.alias,
        select: statements.select,
        compound_select: statements.compound,
        insert: statements.insert,
        update: statements.update,
        delete: statements.delete,
        ddl_element: statements.ddl_element,
        compiled: statements.compiled,
        dialect: crate::engine::dialect::build(vm),
        mapped_column: crate::orm::mapped_column::build(vm, &elements.column_element),
        compile_error: error("CompileError", vec![sqlalchemy_error.clone()]),
        no_such_table_error: error("NoSuchTableError", vec![invalid_request_error.clone()]),
        no_referenced_table_error: error(
            "NoReferencedTableError",
            vec![invalid_request_error.clone()],
        ),
        argument_error,
        invalid_request_error,
        sqlalchemy_error,
        schema_item,
        types,
        metadatas: RefCell::default(),
        loose: RefCell::default(),
    }
}

/// `sqlalchemy.exc.ArgumentError`.
pub(crate) fn argument_error(vm: &Vm, message: impl AsRef<str>) -> Unwind {
    match sa(vm) {
        Ok(sa) => vm.raise_class(&sa.argument_error, message),
        Err(error) => error,
    }
}

/// `InvalidRequestError`.
pub(crate) fn invalid_request(vm: &Vm, message: impl AsRef<str>) -> Unwind {
    match sa(vm) {
        Ok(sa) => vm.raise_class(&sa.invalid_request_error, message),
        Err(error) => error,
    }
}

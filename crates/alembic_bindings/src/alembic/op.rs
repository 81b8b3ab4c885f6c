//! `alembic.op` and the object of `op.batch_alter_table`: each directive becomes an [`Operation`].
//!
//! Mirrors the signatures of `alembic.operations.ops` (Alembic 1.20.1).

use std::cell::RefCell;
use std::rc::Rc;

use alembic_python::{
    Args, Bound, Class, ClassBuilder, Keywords, Module, NativeFn, NativeFunction, Object, PyResult,
    Signature, Unwind, Value, Vm,
};
use alembic_schema::ops::{
    AddColumnOp, AddConstraintOp, AlterColumnOp, AlterDefault, BatchOp, BulkInsertOp, Change,
    ConstraintKind, CreateIndexOp, CreateTableCommentOp, CreateTableOp, DropColumnOp,
    DropConstraintOp, DropIndexOp, DropTableCommentOp, DropTableOp, ExecuteSqlOp, Operation,
    Recreate, RenameTableOp, RowValue,
};
use alembic_schema::{
    CheckConstraint, ConstraintName, ConstraintOptions, DeclaredAt, DialectOptions,
    ExcludeConstraint, ExcludeElement, Expr, ForeignKeyConstraint, ForeignKeyOptions, Index,
    IndexElement, Name, PrimaryKeyConstraint, SqlType, UniqueConstraint,
};
use smol_str::SmolStr;

use crate::convert::{self, option_value, schema, sql_value_as};
use crate::host::host;
use crate::registry::{argument_error, sa};
use crate::sqlalchemy::event;
use crate::sqlalchemy::expression::column_defaults::with_defaults;
use crate::sqlalchemy::expression::{expr, expr_opt, name_of};
use crate::sqlalchemy::types::instantiate;
use crate::support::{
    attr, call_with, flag_opt, instance, is_a, items, make, text, text_opt, texts, this,
};

/// The recorder of an open batch.
struct Recorder {
    op: RefCell<BatchOp>,
}

/// Where a directive was called: for `op.x()` the migration, for `batch_op.x()` the batch.
enum Target {
    Migration,
    Batch(Rc<Object>),
}

struct BatchClass(Rc<Class>);
struct BlockClass(Rc<Class>);

/// A directive: its name, signature for `op` and for `batch_op`, and the function that builds the operation.
struct Directive {
    name: &'static str,
    op: Option<&'static Signature>,
    batch: Option<&'static Signature>,
    build: fn(&Vm, &Target, &mut Bound, DeclaredAt) -> PyResult,
}

macro_rules! signatures {
    // The functions of `op` are methods of `Operations`: messages about arguments count its `self`.
    ($($constant:ident = $name:literal, $text:literal;)*) => {
        $(static $constant: Signature = Signature::new($name, concat!("self, ", $text));)*
    };
}

signatures! {
    ADD_COLUMN = "add_column", "table_name, column, *, schema=None, if_not_exists=None, inline_references=None, inline_primary_key=None";
    BATCH_ADD_COLUMN = "add_column", "column, *, insert_before=None, insert_after=None, if_not_exists=None, inline_references=None, inline_primary_key=None";
    DROP_COLUMN = "drop_column", "table_name, column_name, *, schema=None, **kw";
    BATCH_DROP_COLUMN = "drop_column", "column_name, **kw";
    ALTER_COLUMN = "alter_column", "table_name, column_name, *, nullable=None, comment=False, server_default=False, new_column_name=None, type_=None, existing_type=None, existing_server_default=False, existing_nullable=None, existing_comment=None, schema=None, autoincrement=None, existing_autoincrement=None, **kw";
    BATCH_ALTER_COLUMN = "alter_column", "column_name, *, nullable=None, comment=False, server_default=False, new_column_name=None, type_=None, existing_type=None, existing_server_default=False, existing_nullable=None, existing_comment=None, insert_before=None, insert_after=None, autoincrement=None, existing_autoincrement=None, **kw";
    CREATE_TABLE = "create_table", "table_name, *columns, if_not_exists=None, **kw";
    DROP_TABLE = "drop_table", "table_name, *, schema=None, if_exists=None, **kw";
    RENAME_TABLE = "rename_table", "old_table_name, new_table_name, *, schema=None";
    CREATE_INDEX = "create_index", "index_name, table_name, columns, *, schema=None, unique=False, if_not_exists=None, **kw";
    BATCH_CREATE_INDEX = "create_index", "index_name, columns, **kw";
    DROP_INDEX = "drop_index", "index_name, table_name=None, *, schema=None, if_exists=None, **kw";
    BATCH_DROP_INDEX = "drop_index", "index_name, **kw";
    CREATE_PRIMARY_KEY = "create_primary_key", "constraint_name, table_name, columns, *, schema=None";
    BATCH_CREATE_PRIMARY_KEY = "create_primary_key", "constraint_name, columns";
    CREATE_UNIQUE = "create_unique_constraint", "constraint_name, table_name, columns, *, schema=None, **kw";
    BATCH_CREATE_UNIQUE = "create_unique_constraint", "constraint_name, columns, **kw";
    CREATE_FOREIGN_KEY = "create_foreign_key", "constraint_name, source_table, referent_table, local_cols, remote_cols, *, onupdate=None, ondelete=None, deferrable=None, initially=None, match=None, source_schema=None, referent_schema=None, **dialect_kw";
    BATCH_CREATE_FOREIGN_KEY = "create_foreign_key", "constraint_name, referent_table, local_cols, remote_cols, *, referent_schema=None, onupdate=None, ondelete=None, deferrable=None, initially=None, match=None, **dialect_kw";
    CREATE_CHECK = "create_check_constraint", "constraint_name, table_name, condition, *, schema=None, **kw";
    BATCH_CREATE_CHECK = "create_check_constraint", "constraint_name, condition, **kw";
    CREATE_EXCLUDE = "create_exclude_constraint", "constraint_name, table_name, *elements, **kw";
    BATCH_CREATE_EXCLUDE = "create_exclude_constraint", "constraint_name, *elements, **kw";
    DROP_CONSTRAINT = "drop_constraint", "constraint_name, table_name, type_=None, *, schema=None, if_exists=None";
    BATCH_DROP_CONSTRAINT = "drop_constraint", "constraint_name, type_=None";
    CREATE_TABLE_COMMENT = "create_table_comment", "table_name, comment, *, existing_comment=None, schema=None";
    BATCH_CREATE_TABLE_COMMENT = "create_table_comment", "comment, *, existing_comment=None";
    DROP_TABLE_COMMENT = "drop_table_comment", "table_name, *, existing_comment=None, schema=None";
    BATCH_DROP_TABLE_COMMENT = "drop_table_comment", "*, existing_comment=None";
    EXECUTE = "execute", "sqltext, *, execution_options=None";
    BULK_INSERT = "bulk_insert", "table, rows, *, multiinsert=True";
    BATCH_ALTER_TABLE = "batch_alter_table", "table_name, schema=None, recreate='auto', partial_reordering=None, copy_from=None, table_args=(), table_kwargs=MISSING, reflect_args=(), reflect_kwargs=MISSING, naming_convention=None";
    INLINE_LITERAL = "inline_literal", "value, type_=None";
}

/// The one list of directives: a new one is a line here and its function below.
const DIRECTIVES: &[Directive] = &[
    Directive {
        name: "add_column",
        op: Some(&ADD_COLUMN),
        batch: Some(&BATCH_ADD_COLUMN),
        build: add_column,
    },
    Directive {
        name: "drop_column",
        op: Some(&DROP_COLUMN),
        batch: Some(&BATCH_DROP_COLUMN),
        build: drop_column,
    },
    Directive {
        name: "alter_column",
        op: Some(&ALTER_COLUMN),
        batch: Some(&BATCH_ALTER_COLUMN),
        build: alter_column,
    },
    Directive {
        name: "create_table",
        op: Some(&CREATE_TABLE),
        batch: None,
        build: create_table,
    },
    Directive {
        name: "drop_table",
        op: Some(&DROP_TABLE),
        batch: None,
        build: drop_table,
    },
    Directive {
        name: "rename_table",
        op: Some(&RENAME_TABLE),
        batch: None,
        build: rename_table,
    },
    Directive {
        name: "create_index",
        op: Some(&CREATE_INDEX),
        batch: Some(&BATCH_CREATE_INDEX),
        build: create_index,
    },
    Directive {
        name: "drop_index",
        op: Some(&DROP_INDEX),
        batch: Some(&BATCH_DROP_INDEX),
        build: drop_index,
    },
    Directive {
        name: "create_primary_key",
        op: Some(&CREATE_PRIMARY_KEY),
        batch: Some(&BATCH_CREATE_PRIMARY_KEY),
        build: create_primary_key,
    },
    Directive {
        name: "create_unique_constraint",
        op: Some(&CREATE_UNIQUE),
        batch: Some(&BATCH_CREATE_UNIQUE),
        build: create_unique,
    },
    Directive {
        name: "create_foreign_key",
        op: Some(&CREATE_FOREIGN_KEY),
        batch: Some(&BATCH_CREATE_FOREIGN_KEY),
        build: create_foreign_key,
    },
    Directive {
        name: "create_check_constraint",
        op: Some(&CREATE_CHECK),
        batch: Some(&BATCH_CREATE_CHECK),
        build: create_check,
    },
    Directive {
        name: "create_exclude_constraint",
        op: Some(&CREATE_EXCLUDE),
        batch: Some(&BATCH_CREATE_EXCLUDE),
        build: create_exclude,
    },
    Directive {
        name: "drop_constraint",
        op: Some(&DROP_CONSTRAINT),
        batch: Some(&BATCH_DROP_CONSTRAINT),
        build: drop_constraint,
    },
    Directive {
        name: "create_table_comment",
        op: Some(&CREATE_TABLE_COMMENT),
        batch: Some(&BATCH_CREATE_TABLE_COMMENT),
        build: create_table_comment,
    },
    Directive {
        name: "drop_table_comment",
        op: Some(&DROP_TABLE_COMMENT),
        batch: Some(&BATCH_DROP_TABLE_COMMENT),
        build: drop_table_comment,
    },
    Directive {
        name: "execute",
        op: Some(&EXECUTE),
        batch: Some(&EXECUTE),
        build: execute,
    },
    Directive {
        name: "bulk_insert",
        op: Some(&BULK_INSERT),
        batch: None,
        build: bulk_insert,
    },
];

/// True for `upgrade()` and `downgrade()` that only call directives, with arguments that do nothing by themselves.
pub fn only_directives(function: &Value) -> bool {
    let Value::Function(function) = function else {
        return false;
    };
    let is_directive = |root: &Value, name: &str| {
        let Value::Module(module) = root else {
            return false;
        };
        let own = match module.get("_directives") {
            Some(Value::Module(directives)) => directives.get(name),
            _ => None,
        };
        &**module.name() == "alembic.op"
            && own.is_some_and(|own| module.get(name).is_some_and(|found| found.is(&own)))
    };
    let is_library = |root: &Value, name: &str| match root {
        Value::Module(module) if &**module.name() == "alembic.op" => {
            matches!(name, "f" | "inline_literal")
        }
        Value::Module(module) => {
            module.name().split('.').next() == Some("sqlalchemy")
                && !matches!(
                    name,
                    "create_engine" | "engine_from_config" | "inspect" | "event"
                )
        }
        Value::Class(class) => class.module().split('.').next() == Some("sqlalchemy"),
        _ => false,
    };
    function.only_calls(&is_directive, &is_library)
}

/// The module `alembic.op`.
pub(crate) fn module(vm: &Vm) -> PyResult<Rc<Module>> {
    let module = Module::new("alembic.op");
    // A project may put its own implementation in the place of a directive; this module keeps ours.
    let directives = Module::new("alembic.op._directives");
    for directive in DIRECTIVES {
        if let Some(signature) = directive.op {
            let build = directive.build;
            let name = directive.name;
            let function = NativeFunction::closure(name, move |vm, args| {
                require_open(vm, name)?;
                let span = DeclaredAt(args.span.or_else(|| vm.current_span()));
                args.positional.insert(0, Value::None);
                let mut bound = args.bind(vm, signature)?;
                build(vm, &Target::Migration, &mut bound, span)
            });
            module.set(name, function.clone());
            directives.set(name, function);
        }
    }
    module.set("_directives", Value::Module(directives));
    for (name, function) in SHARED {
        module.set(name, guarded(name, *function));
    }
    module.set(
        "batch_alter_table",
        guarded("batch_alter_table", batch_alter_table),
    );
    for (name, function) in [
        ("_table", table_function as NativeFn),
        ("_replace_in_batch", replace_in_batch),
    ] {
        module.set(name, NativeFunction::new(name, function));
    }
    let extension = vm.import("alembic.operations._custom")?;
    for name in ["invoke", "register_operation", "implementation_for"] {
        module.set(name, attr(vm, &extension, name)?);
    }
    // Alembic's module is a front of this object, and revisions reach behind it.
    let operations = attr(vm, &extension, "Operations")?;
    module.set("_proxy", vm.call(&operations, Vec::new())?);
    module.set("_custom", extension);
    Ok(module)
}

/// A directive that the project implements itself does not run in a batch: an operation of a batch has no
/// effect before the end of its block, and the project's function would not know of the batch.
fn replace_in_batch(vm: &Vm, args: &mut Args) -> PyResult {
    let name = text(vm, &args.arg(0), "directive")?;
    let message = format!("batch_op.{name}() with the project's own implementation of op.{name}()");
    batch_class(vm).set(
        &name,
        NativeFunction::closure(&name, move |vm, _| Err(vm.unsupported(message.clone()))),
    );
    Ok(Value::None)
}

/// `BatchOperations.register_operation(name, sourcename=None)`: the method is known, and refused where it is called.
fn register_in_batch(vm: &Vm, args: &mut Args) -> PyResult {
    let name = args.get_or_keyword(0, "name").unwrap_or(Value::None);
    let name = text(vm, &name, "name")?;
    let message = format!("batch_op.{name}(), an operation that the project registered");
    batch_class(vm).set(
        &name,
        NativeFunction::closure(&name, move |vm, _| Err(vm.unsupported(message.clone()))),
    );
    Ok(NativeFunction::closure("register_operation", |_, args| {
        Ok(args.arg(0))
    }))
}

/// A function of `alembic.op` that needs running migrations.
fn guarded(name: &'static str, function: NativeFn) -> Value {
    NativeFunction::closure(name, move |vm, args| {
        require_open(vm, name)?;
        function(vm, args)
    })
}

fn require_open(vm: &Vm, name: &str) -> PyResult<()> {
    if host(vm).is_ok_and(|host| host.operations_are_open()) {
        return crate::sqlalchemy::compiler::refuse_elements(vm);
    }
    Err(vm.raise(
        "NameError",
        format!(
            "Can't invoke function '{name}', as the proxy object has not yet been established for the Alembic \
             'Operations' class.  Try placing this code inside a callable."
        ),
    ))
}

/// Functions that `op` and `batch_op` share and that make no operation.
const SHARED: &[(&str, NativeFn)] = &[
    ("f", |vm, args| {
        let name = args.get_or_keyword(0, "name").unwrap_or(Value::None);
        make(vm, &sa(vm)?.conv, vec![name])
    }),
    ("inline_literal", |vm, args| {
        args.positional.insert(0, Value::None);
        let mut bound = args.bind(vm, &INLINE_LITERAL)?;
        let (value, type_) = (bound.take("value"), bound.take("type_"));
        let literal = crate::sqlalchemy::expression::typed_literal(vm, &value, &type_, true)?;
        crate::sqlalchemy::expression::wrap(vm, literal)
    }),
    ("get_bind", |vm, _| bind(vm)),
    ("get_context", |vm, _| {
        host(vm)?.ask(vm, "migration_context", &[])
    }),
    ("run_async", |vm, args| {
        let function = args.arg(0);
        let session = host(vm)?.bind(vm)?;
        let connection = crate::engine::connection::wrap(vm, session, None, true)?;
        let mut rest = vec![connection];
        rest.extend(args.positional.iter().skip(1).cloned());
        let coroutine = call_with(vm, &function, rest, std::mem::take(&mut args.keywords))?;
        vm.await_value(&coroutine)
    }),
];

/// `op.get_bind()`: one connection object per migration context.
pub(crate) fn bind(vm: &Vm) -> PyResult {
    host(vm)?.ask(vm, "bind", &[])
}

fn emit(vm: &Vm, target: &Target, operation: Operation) -> PyResult {
    match target {
        Target::Migration => host(vm)?.invoke(vm, operation)?,
        Target::Batch(object) => match object.payload::<Recorder>() {
            Some(recorder) => recorder.op.borrow_mut().ops.push(operation),
            None => return Err(vm.type_error("the batch is closed")),
        },
    }
    Ok(Value::None)
}

/// Table and schema of a directive: its own arguments, or those of the batch.
fn subject(
    vm: &Vm,
    target: &Target,
    bound: &mut Bound,
    table: &'static str,
    schema: &'static str,
) -> PyResult<(Name, Option<Name>)> {
    match target {
        Target::Migration => {
            let name = bound.take(table);
            let name = table_name(vm, &name)?;
            let schema = bound.take(schema);
            Ok((name, optional_name(vm, &schema)?))
        }
        Target::Batch(object) => match object.payload::<Recorder>() {
            Some(recorder) => {
                let op = recorder.op.borrow();
                Ok((op.table.clone(), op.schema.clone()))
            }
            None => Err(vm.type_error("the batch is closed")),
        },
    }
}

fn table_name(vm: &Vm, value: &Value) -> PyResult<Name> {
    vm.require_concrete(value, "the name of a table")?;
    name_of(vm, value)
}

/// The name for CREATE TABLE and DROP TABLE, which take a `Table` as well: its text is its name.
fn table_or_name(vm: &Vm, value: &Value) -> PyResult {
    if is_a(value, &sa(vm)?.table) {
        return vm.str(value).map(Value::str);
    }
    vm.require_concrete(value, "the name of a table")?;
    Ok(value.clone())
}

fn optional_name(vm: &Vm, value: &Value) -> PyResult<Option<Name>> {
    if value.is_none() {
        return Ok(None);
    }
    vm.require_concrete(value, "a schema name")?;
    name_of(vm, value).map(Some)
}

fn constraint_name(vm: &Vm, value: &Value) -> PyResult<ConstraintName> {
    if value.is_none() {
        return Ok(ConstraintName::None);
    }
    vm.require_concrete(value, "the name of a constraint")?;
    if is_a(value, &sa(vm)?.conv) {
        return Ok(ConstraintName::Conv(SmolStr::from(text(
            vm, value, "name",
        )?)));
    }
    Ok(ConstraintName::Name(name_of(vm, value)?))
}

/// The dialects' keywords of a schema item.
fn item_options(vm: &Vm, class: &str, keywords: Keywords) -> PyResult<DialectOptions> {
    crate::sqlalchemy::dialect_keywords::check(vm, class, &keywords)?;
    options(vm, keywords)
}

fn options(vm: &Vm, keywords: Keywords) -> PyResult<DialectOptions> {
    let mut out = DialectOptions::default();
    for (name, value) in keywords {
        out.insert(SmolStr::new(&*name.text()), option_value(vm, &value)?);
    }
    Ok(out)
}

/// Removes one keyword.
fn take(keywords: &mut Keywords, name: &str) -> Value {
    match keywords.iter().position(|(key, _)| &*key.text() == name) {
        Some(at) => keywords.remove(at).1,
        None => Value::None,
    }
}

fn flag(vm: &Vm, bound: &mut Bound, name: &'static str) -> PyResult<Option<bool>> {
    let value = bound.take(name);
    flag_opt(vm, &value, name)
}

fn word(vm: &Vm, bound: &mut Bound, name: &'static str) -> PyResult<Option<SmolStr>> {
    let value = bound.take(name);
    Ok(text_opt(vm, &value, name)?.map(SmolStr::from))
}

/// An exception of `sqlalchemy.exc` by its name.
fn named_error(vm: &Vm, name: &str, message: String) -> Unwind {
    let class = vm
        .import("sqlalchemy.exc")
        .and_then(|module| attr(vm, &module, name));
    match class {
        Ok(Value::Class(class)) => vm.raise_class(&class, message),
        Ok(_) => vm.type_error(message),
        Err(error) => error,
    }
}

/// The columns of a key of `table`, each at most once.
fn distinct_columns(vm: &Vm, value: &Value, table: &Name) -> PyResult<Vec<Name>> {
    let names = column_names(vm, value)?;
    for (idx, name) in names.iter().enumerate() {
        if names.iter().skip(idx + 1).any(|other| other == name) {
            let message = format!(
                "A column with name '{}' is already present in table '{}'.",
                name.text, table.text
            );
            return Err(named_error(vm, "DuplicateColumnError", message));
        }
    }
    Ok(names)
}

fn column_names(vm: &Vm, value: &Value) -> PyResult<Vec<Name>> {
    vm.require_concrete(value, "the columns of a constraint")?;
    items(vm, value)?
        .iter()
        .map(|item| match expr_opt(vm, item)? {
            Some(Expr::Column { name, .. }) => Ok(name),
            _ => name_of(vm, item),
        })
        .collect()
}

fn column_argument(vm: &Vm, value: &Value) -> PyResult<alembic_schema::Column> {
    let mut column = convert::column(vm, value)?;
    if let Value::Object(object) = value
        && is_used(object)
    {
        column.foreign_keys.clear();
    }
    column.span = DeclaredAt(column.span.0.or_else(|| vm.current_span()));
    Ok(column)
}

/// Whether a column belongs to a table or to a former operation: then it is copied without its foreign keys, as
/// they belong to constraints of that table. A new one belongs to this operation from here on.
fn is_used(column: &Rc<Object>) -> bool {
    let is_bound = column.get("table").is_some_and(|table| !table.is_none());
    let is_used = is_bound || column.get("_used").and_then(|flag| flag.as_bool()) == Some(true);
    column.set("_used", true);
    is_used
}

fn add_column(vm: &Vm, target: &Target, bound: &mut Bound, span: DeclaredAt) -> PyResult {
    let (table, schema) = subject(vm, target, bound, "table_name", "schema")?;
    let column = bound.take("column");
    let (insert_before, insert_after) = match target {
        Target::Batch(_) => (
            word(vm, bound, "insert_before")?,
            word(vm, bound, "insert_after")?,
        ),
        Target::Migration => (None, None),
    };
    let op = AddColumnOp {
        table,
        schema,
        column: column_argument(vm, &column)?,
        if_not_exists: flag(vm, bound, "if_not_exists")?,
        inline_references: flag(vm, bound, "inline_references")?,
        inline_primary_key: flag(vm, bound, "inline_primary_key")?,
        insert_before,
        insert_after,
        table_foreign_keys: Vec::new(),
        kwargs: DialectOptions::default(),
        span,
    };
    emit(vm, target, Operation::AddColumn(Box::new(op)))
}

fn drop_column(vm: &Vm, target: &Target, bound: &mut Bound, span: DeclaredAt) -> PyResult {
    let (table, schema) = subject(vm, target, bound, "table_name", "schema")?;
    let column = bound.take("column_name");
    vm.require_concrete(&column, "the name of a column")?;
    let mut keywords = bound.kwargs();
    if matches!(target, Target::Batch(_)) {
        for name in ["schema", "table_name"] {
            if keywords.iter().any(|(key, _)| &*key.text() == name) {
                return Err(vm.type_error(format!(
                    "alembic.operations.ops.DropColumnOp() got multiple values for keyword argument '{name}'"
                )));
            }
        }
    }
    let existing_type = take(&mut keywords, "existing_type");
    let if_exists = take(&mut keywords, "if_exists");
    // The other `existing_*` arguments matter to no dialect here.
    keywords.retain(|(name, _)| !name.text().starts_with("existing_"));
    let op = DropColumnOp {
        table,
        schema,
        column: name_of(vm, &column)?,
        if_exists: flag_opt(vm, &if_exists, "if_exists")?,
        kwargs: options(vm, keywords)?,
        existing_type: optional_type(vm, &existing_type)?,
        reverse: None,
        span,
    };
    emit(vm, target, Operation::DropColumn(Box::new(op)))
}

fn optional_type(vm: &Vm, value: &Value) -> PyResult<Option<SqlType>> {
    if value.is_none() {
        return Ok(None);
    }
    let value = instantiate(vm, value)?;
    convert::sql_type(vm, &value).map(Some)
}

/// `False` is "not given", `None` is "drop".
fn default_change(vm: &Vm, value: &Value) -> PyResult<Change<AlterDefault>> {
    if value.as_bool() == Some(false) {
        return Ok(Change::Keep);
    }
    if value.is_none() {
        return Ok(Change::Drop);
    }
    if let Some(identity) = schema::identity(vm, value)? {
        return Ok(Change::Set(AlterDefault::Identity(identity)));
    }
    if let Some(computed) = schema::computed(vm, value)? {
        return Ok(Change::Set(AlterDefault::Computed(computed)));
    }
    Ok(match schema::server_default(vm, value)? {
        Some(default) => Change::Set(AlterDefault::Plain(default)),
        None => Change::Drop,
    })
}

fn alter_column(vm: &Vm, target: &Target, bound: &mut Bound, span: DeclaredAt) -> PyResult {
    let (table, schema) = subject(vm, target, bound, "table_name", "schema")?;
    let column = bound.take("column_name");
    vm.require_concrete(&column, "the name of a column")?;
    let comment = bound.take("comment");
    let comment = match comment {
        Value::Bool(false) => Change::Keep,
        Value::None => Change::Drop,
        other => Change::Set(text(vm, &other, "comment")?),
    };
    let new_name = bound.take("new_column_name");
    let (type_, existing_type) = (bound.take("type_"), bound.take("existing_type"));
    let (server_default, existing_default) = (
        bound.take("server_default"),
        bound.take("existing_server_default"),
    );
    let existing_comment = bound.take("existing_comment");
    let (insert_before, insert_after) = match target {
        Target::Batch(_) => (
            word(vm, bound, "insert_before")?,
            word(vm, bound, "insert_after")?,
        ),
        Target::Migration => (None, None),
    };
    let keywords = bound.kwargs();
    for (name, _) in &keywords {
        // Names of the parameters further down, which Alembic passes by itself.
        let function = match &*name.text() {
            "name" => match dialect_name(vm)?.as_str() {
                "postgresql" => "alembic.ddl.postgresql.PostgresqlImpl.alter_column",
                "mysql" | "mariadb" => "alembic.ddl.mysql.MySQLImpl.alter_column",
                "mssql" => "alembic.ddl.mssql.MSSQLImpl.alter_column",
                _ => "alembic.ddl.impl.DefaultImpl.alter_column",
            },
            "modify_name"
            | "modify_type"
            | "modify_nullable"
            | "modify_server_default"
            | "modify_comment" => "alembic.operations.ops.AlterColumnOp",
            _ => continue,
        };
        return Err(vm.type_error(format!(
            "{function}() got multiple values for keyword argument '{}'",
            name.text()
        )));
    }
    let op = AlterColumnOp {
        table,
        schema,
        column: name_of(vm, &column)?,
        existing_type: optional_type(vm, &existing_type)?,
        existing_server_default: default_change(vm, &existing_default)?,
        existing_nullable: flag(vm, bound, "existing_nullable")?,
        existing_comment: text_opt(vm, &existing_comment, "existing_comment")?,
        nullable: flag(vm, bound, "nullable")?,
        comment,
        server_default: default_change(vm, &server_default)?,
        new_name: optional_name(vm, &new_name)?,
        type_: optional_type(vm, &type_)?,
        autoincrement: flag(vm, bound, "autoincrement")?,
        existing_autoincrement: flag(vm, bound, "existing_autoincrement")?,
        kwargs: options(vm, keywords)?,
        insert_before,
        insert_after,
        span,
    };
    emit(vm, target, Operation::AlterColumn(Box::new(op)))
}

fn dialect_name(vm: &Vm) -> PyResult<String> {
    let context = host(vm)?.ask(vm, "migration_context", &[])?;
    let name = attr(vm, &attr(vm, &context, "dialect")?, "name")?;
    text(vm, &name, "the name of the dialect")
}

/// A fresh `MetaData` with the naming convention of `target_metadata`.
fn operation_metadata(vm: &Vm) -> PyResult {
    let convention = host(vm)?.ask(vm, "naming_convention", &[])?;
    let keywords = if convention.is_none() {
        Vec::new()
    } else {
        vec![("naming_convention".into(), convention)]
    };
    let made = call_with(
        vm,
        &Value::Class(sa(vm)?.metadata.clone()),
        Vec::new(),
        keywords,
    )?;
    if let Value::Object(metadata) = &made {
        metadata.set(schema::OF_OPERATION, true);
    }
    Ok(made)
}

static TABLE: Signature = Signature::new(
    "_table",
    "table_name, metadata, *items, _constraints_included=False, **kw",
);

fn table_function(vm: &Vm, args: &mut Args) -> PyResult {
    let mut bound = args.bind(vm, &TABLE)?;
    let (name, metadata) = (bound.take("table_name"), bound.take("metadata"));
    let is_complete = flag(vm, &mut bound, "_constraints_included")?.unwrap_or(false);
    let items = bound.rest();
    build_table(vm, &name, metadata, items, is_complete, bound.kwargs())
}

/// A table of an operation. Items may be shared between calls: the table gets copies.
///
/// `is_complete` says that the items come from a table and contain what the flags of its columns stand for, as
/// `SchemaObjects.table(_constraints_included=True)`.
fn build_table(
    vm: &Vm,
    name: &Value,
    metadata: Value,
    items: Vec<Value>,
    is_complete: bool,
    keywords: Keywords,
) -> PyResult {
    let sa = sa(vm)?;
    let mut arguments = vec![table_or_name(vm, name)?, metadata];
    for item in items {
        let item = match item {
            Value::Object(_) => item,
            other => vm.force(&other)?,
        };
        let Value::Object(object) = &item else {
            // What is no item of a schema is passed over, as in Alembic.
            vm.require_concrete(&item, "an argument of op.create_table()")?;
            continue;
        };
        // What nobody else has is not copied: nobody can tell.
        let is_only_here = Rc::strong_count(object) == 1;
        let is_set =
            |name: &'static str| object.get(name).and_then(|flag| flag.as_bool()) == Some(true);
        if object.class().is_subclass_of(&sa.column) {
            let made = if is_only_here && crate::sqlalchemy::column::has_no_items(object) {
                object.clone()
            } else {
                let is_used = is_used(object);
                let copy = crate::sqlalchemy::column::copy(vm, object)?;
                if is_used && !is_complete {
                    crate::sqlalchemy::column::remove_foreign_keys(vm, &copy)?;
                }
                copy
            };
            if is_complete {
                made.set("unique", false);
                made.set("index", false);
            }
            arguments.push(Value::Object(made));
        } else if is_set("_type_bound") || is_set("_implicit") {
            // The columns bring these themselves.
        } else if is_only_here {
            arguments.push(item);
        } else {
            let duplicate = Object::new(&object.class());
            *duplicate.attrs.borrow_mut() = object.attrs.borrow().clone();
            duplicate.span.set(object.span.get());
            duplicate.set("table", Value::None);
            arguments.push(Value::Object(duplicate));
        }
    }
    let columns: Vec<Value> = arguments
        .iter()
        .filter(|item| is_a(item, &sa.column))
        .cloned()
        .collect();
    let mut kept = Vec::with_capacity(arguments.len());
    for item in arguments {
        if !column_brings(vm, &item, &columns)? {
            kept.push(item);
        }
    }
    check_columns(vm, name, &kept)?;
    call_with(vm, &Value::Class(sa.table.clone()), kept, keywords)
}

/// Whether an item is the constraint of a column's `ForeignKey` and that column still has it: a copy that the project made of
/// the column has not.
fn column_brings(vm: &Vm, item: &Value, columns: &[Value]) -> PyResult<bool> {
    let sa = sa(vm)?;
    let Value::Object(constraint) = item else {
        return Ok(false);
    };
    if constraint.get("_of_foreign_key").is_none() {
        return Ok(false);
    }
    let elements = constraint.get(crate::sqlalchemy::constraints::ELEMENTS);
    let elements = elements.and_then(|list| list.as_sequence());
    let Some([subject]) = elements.as_deref() else {
        return Ok(false);
    };
    let wanted = attr(vm, subject, "name")?;
    for column in columns {
        if let Value::Object(object) = column
            && vm.equal(&attr(vm, column, "name")?, &wanted)?
        {
            return Ok(crate::sqlalchemy::column::own_items(object)
                .iter()
                .any(|item| is_a(item, &sa.foreign_key)));
        }
    }
    Ok(false)
}

/// No column twice, and no constraint of a column that is not there.
fn check_columns(vm: &Vm, table: &Value, items: &[Value]) -> PyResult<()> {
    let sa = sa(vm)?;
    let mut keys: Vec<String> = Vec::new();
    for item in items.iter().filter(|item| is_a(item, &sa.column)) {
        let key = match attr(vm, item, "key")? {
            Value::None => attr(vm, item, "name")?,
            key => key,
        };
        let Some(key) = key.to_text() else { continue };
        if keys.iter().any(|other| **other == *key) {
            let message = format!(
                "A column with name '{key}' is already present in table '{}'.",
                vm.str(table)?
            );
            return Err(named_error(vm, "DuplicateColumnError", message));
        }
        keys.push(key.to_string());
    }
    for item in items.iter().filter(|item| is_a(item, &sa.constraint)) {
        let Value::Object(object) = item else {
            continue;
        };
        let elements = object.get(crate::sqlalchemy::constraints::ELEMENTS);
        for element in elements
            .and_then(|list| list.as_sequence())
            .unwrap_or_default()
        {
            if let Some(key) = element.as_str()
                && !keys.iter().any(|other| **other == *key)
                && !is_a(item, &sa.exclude_constraint)
            {
                let message = format!(
                    "Can't create {} on table '{}': no column named '{key}' is present.",
                    object.class().name(),
                    vm.str(table)?
                );
                return Err(named_error(vm, "ConstraintColumnNotFoundError", message));
            }
        }
    }
    Ok(())
}

fn create_table(vm: &Vm, target: &Target, bound: &mut Bound, span: DeclaredAt) -> PyResult {
    let name = bound.take("table_name");
    let if_not_exists = flag(vm, bound, "if_not_exists")?;
    let metadata = operation_metadata(vm)?;
    let items = bound.rest();
    let mut keywords = bound.kwargs();
    let is_complete = take(&mut keywords, "_constraints_included");
    let is_complete = flag_opt(vm, &is_complete, "_constraints_included")?.unwrap_or(false);
    let made = build_table(vm, &name, metadata, items, is_complete, keywords)?;
    let Value::Object(object) = &made else {
        return Err(vm.type_error("op.create_table() made no table"));
    };
    let op = CreateTableOp {
        table: convert::table(vm, object)?,
        if_not_exists,
        apply_naming: false,
        span,
    };
    event::around_ddl(vm, &made, "create", &connection(vm), |vm| {
        emit(vm, target, Operation::CreateTable(Box::new(op)))
    })?;
    Ok(made)
}

fn drop_table(vm: &Vm, target: &Target, bound: &mut Bound, span: DeclaredAt) -> PyResult {
    let given = table_or_name(vm, &bound.take("table_name"))?;
    let name = table_name(vm, &given)?;
    let schema = bound.take("schema");
    let if_exists = flag(vm, bound, "if_exists")?;
    let mut keywords = bound.kwargs();
    let mut table_keywords = keywords.clone();
    table_keywords.push(("schema".into(), schema.clone()));
    let metadata = operation_metadata(vm)?;
    let made = build_table(vm, &given, metadata, Vec::new(), false, table_keywords)?;
    for name in ["comment", "info", "prefixes"] {
        take(&mut keywords, name);
    }
    let op = DropTableOp {
        table: name,
        schema: optional_name(vm, &schema)?,
        if_exists,
        kwargs: options(vm, keywords)?,
        reverse: None,
        span,
    };
    event::around_ddl(vm, &made, "drop", &connection(vm), |vm| {
        emit(vm, target, Operation::DropTable(Box::new(op)))
    })?;
    Ok(Value::None)
}

/// What listeners of DDL events get as the connection: `None` in offline mode.
fn connection(vm: &Vm) -> Value {
    bind(vm).unwrap_or(Value::None)
}

fn rename_table(vm: &Vm, target: &Target, bound: &mut Bound, span: DeclaredAt) -> PyResult {
    let (table, schema) = subject(vm, target, bound, "old_table_name", "schema")?;
    let new_name = bound.take("new_table_name");
    let op = RenameTableOp {
        table,
        new_name: table_name(vm, &new_name)?,
        schema,
        span,
    };
    emit(vm, target, Operation::RenameTable(op))
}

fn index_elements(vm: &Vm, value: &Value) -> PyResult<Vec<IndexElement>> {
    vm.require_concrete(value, "the columns of an index")?;
    let given = if value.as_str().is_some() || is_a(value, &sa(vm)?.clause_element) {
        vec![value.clone()]
    } else {
        items(vm, value)?
    };
    given
        .iter()
        .map(|item| {
            let item = vm.force(item)?;
            if item.as_str().is_some() {
                return name_of(vm, &item).map(IndexElement::Column);
            }
            Ok(match expr(vm, &item)? {
                Expr::Column { name, .. } => IndexElement::Column(name),
                other => IndexElement::Expr(other),
            })
        })
        .collect()
}

fn create_index(vm: &Vm, target: &Target, bound: &mut Bound, span: DeclaredAt) -> PyResult {
    let (table, schema) = subject(vm, target, bound, "table_name", "schema")?;
    let name = bound.take("index_name");
    let columns = bound.take("columns");
    let mut keywords;
    let (unique, if_not_exists) = match target {
        Target::Migration => {
            let unique = flag(vm, bound, "unique")?.unwrap_or(false);
            let if_not_exists = flag(vm, bound, "if_not_exists")?;
            keywords = bound.kwargs();
            (unique, if_not_exists)
        }
        Target::Batch(_) => {
            keywords = bound.kwargs();
            let unique = take(&mut keywords, "unique");
            let if_not_exists = take(&mut keywords, "if_not_exists");
            (
                flag_opt(vm, &unique, "unique")?.unwrap_or(false),
                flag_opt(vm, &if_not_exists, "if_not_exists")?,
            )
        }
    };
    let quote = take(&mut keywords, "quote");
    take(&mut keywords, "info");
    let mut name = constraint_name(vm, &name)?;
    if let (ConstraintName::Name(name), Some(quote)) = (&mut name, quote.as_bool()) {
        name.quote = Some(quote);
    }
    let index = Index {
        name,
        elements: index_elements(vm, &columns)?,
        unique,
        unique_is_integer: false,
        column_flag: false,
        dialect_options: item_options(vm, "Index", keywords)?,
        span,
    };
    emit(
        vm,
        target,
        Operation::CreateIndex(Box::new(CreateIndexOp {
            table,
            schema,
            index,
            columns: Vec::new(),
            if_not_exists,
            span,
        })),
    )
}

fn drop_index(vm: &Vm, target: &Target, bound: &mut Bound, span: DeclaredAt) -> PyResult {
    let name = bound.take("index_name");
    let (table, schema) = match target {
        Target::Migration => {
            let table = bound.take("table_name");
            let schema = bound.take("schema");
            (optional_name(vm, &table)?, optional_name(vm, &schema)?)
        }
        Target::Batch(_) => {
            let (table, schema) = subject(vm, target, bound, "", "")?;
            (Some(table), schema)
        }
    };
    let if_exists = match target {
        Target::Migration => flag(vm, bound, "if_exists")?,
        Target::Batch(_) => None,
    };
    let mut keywords = bound.kwargs();
    let if_exists = if let Some(given) = if_exists {
        Some(given)
    } else {
        let given = take(&mut keywords, "if_exists");
        flag_opt(vm, &given, "if_exists")?
    };
    // What `Index(...)` takes beside the keywords of dialects.
    for name in ["unique", "quote", "info"] {
        take(&mut keywords, name);
    }
    let op = DropIndexOp {
        name: constraint_name(vm, &name)?,
        table,
        schema,
        if_exists,
        kwargs: item_options(vm, "Index", keywords)?,
        reverse: None,
        span,
    };
    emit(vm, target, Operation::DropIndex(Box::new(op)))
}

fn create_primary_key(vm: &Vm, target: &Target, bound: &mut Bound, span: DeclaredAt) -> PyResult {
    let (table, schema) = subject(vm, target, bound, "table_name", "schema")?;
    let (name, columns) = (bound.take("constraint_name"), bound.take("columns"));
    let constraint = PrimaryKeyConstraint {
        name: constraint_name(vm, &name)?,
        columns: distinct_columns(vm, &columns, &table)?,
        implicit: false,
        options: ConstraintOptions {
            span,
            ..ConstraintOptions::default()
        },
    };
    emit(
        vm,
        target,
        Operation::CreatePrimaryKey(Box::new(AddConstraintOp {
            table,
            schema,
            constraint,
            span,
        })),
    )
}

/// `deferrable`, `initially` and the dialect's keywords of a constraint.
fn constraint_options(
    vm: &Vm,
    class: &str,
    keywords: &mut Keywords,
    span: DeclaredAt,
) -> PyResult<ConstraintOptions> {
    let (deferrable, initially) = (take(keywords, "deferrable"), take(keywords, "initially"));
    let info = take(keywords, "info");
    // No constraint of `op` has one in its DDL.
    take(keywords, "comment");
    Ok(ConstraintOptions {
        deferrable: flag_opt(vm, &deferrable, "deferrable")?,
        initially: text_opt(vm, &initially, "initially")?.map(SmolStr::from),
        comment: None,
        dialect_options: item_options(vm, class, std::mem::take(keywords))?,
        has_info: !info.is_none(),
        span,
    })
}

fn create_unique(vm: &Vm, target: &Target, bound: &mut Bound, span: DeclaredAt) -> PyResult {
    let (table, schema) = subject(vm, target, bound, "table_name", "schema")?;
    let (name, columns) = (bound.take("constraint_name"), bound.take("columns"));
    let constraint = UniqueConstraint {
        name: constraint_name(vm, &name)?,
        columns: distinct_columns(vm, &columns, &table)?,
        column_flag: false,
        options: constraint_options(vm, "UniqueConstraint", &mut bound.kwargs(), span)?,
    };
    emit(
        vm,
        target,
        Operation::CreateUniqueConstraint(Box::new(AddConstraintOp {
            table,
            schema,
            constraint,
            span,
        })),
    )
}

fn create_foreign_key(vm: &Vm, target: &Target, bound: &mut Bound, span: DeclaredAt) -> PyResult {
    let (table, schema) = subject(vm, target, bound, "source_table", "source_schema")?;
    let name = bound.take("constraint_name");
    let referent = bound.take("referent_table");
    let (local, remote) = (bound.take("local_cols"), bound.take("remote_cols"));
    let referent_schema = bound.take("referent_schema");
    let (deferrable, initially) = (
        flag(vm, bound, "deferrable")?,
        word(vm, bound, "initially")?,
    );
    let mut keywords = bound.kwargs();
    let use_alter = take(&mut keywords, "use_alter");
    let foreign_key = ForeignKeyOptions {
        onupdate: word(vm, bound, "onupdate")?,
        ondelete: word(vm, bound, "ondelete")?,
        match_: word(vm, bound, "match")?,
        use_alter: vm.truth(&use_alter)?,
        link_to_name: false,
    };
    take(&mut keywords, "info");
    take(&mut keywords, "comment");
    let (columns, referred_columns) = (column_names(vm, &local)?, column_names(vm, &remote)?);
    if columns.len() != referred_columns.len() {
        return Err(argument_error(
            vm,
            "ForeignKeyConstraint number of constrained columns must match the number of referenced columns.",
        ));
    }
    let constraint = ForeignKeyConstraint {
        name: constraint_name(vm, &name)?,
        columns,
        referred_schema: optional_name(vm, &referent_schema)?,
        referred_table: table_name(vm, &referent)?,
        referred_columns,
        foreign_key,
        options: ConstraintOptions {
            deferrable,
            initially,
            dialect_options: item_options(vm, "ForeignKeyConstraint", keywords)?,
            span,
            ..ConstraintOptions::default()
        },
    };
    emit(
        vm,
        target,
        Operation::CreateForeignKey(Box::new(AddConstraintOp {
            table,
            schema,
            constraint,
            span,
        })),
    )
}

fn create_check(vm: &Vm, target: &Target, bound: &mut Bound, span: DeclaredAt) -> PyResult {
    let (table, schema) = subject(vm, target, bound, "table_name", "schema")?;
    let (name, condition) = (bound.take("constraint_name"), bound.take("condition"));
    vm.require_concrete(&condition, "the condition of a CHECK constraint")?;
    let sqltext = match condition.as_str() {
        Some(written) => Expr::text(written.to_string()),
        None => expr(vm, &condition)?,
    };
    let constraint = CheckConstraint {
        name: constraint_name(vm, &name)?,
        sqltext,
        type_bound: None,
        options: constraint_options(vm, "CheckConstraint", &mut bound.kwargs(), span)?,
    };
    emit(
        vm,
        target,
        Operation::CreateCheckConstraint(Box::new(AddConstraintOp {
            table,
            schema,
            constraint,
            span,
        })),
    )
}

fn create_exclude(vm: &Vm, target: &Target, bound: &mut Bound, span: DeclaredAt) -> PyResult {
    let name = bound.take("constraint_name");
    let elements = bound.rest();
    let mut keywords = bound.kwargs();
    let (table, schema) = match target {
        Target::Migration => {
            let table = bound.take("table_name");
            let schema = take(&mut keywords, "schema");
            (table_name(vm, &table)?, optional_name(vm, &schema)?)
        }
        Target::Batch(_) => subject(vm, target, bound, "", "")?,
    };
    let mut parsed = Vec::new();
    for element in elements {
        let pair = element.as_sequence().unwrap_or_default();
        let [column, operator] = pair.as_slice() else {
            return Err(
                vm.type_error("an element of an EXCLUDE constraint is a pair (column, operator)")
            );
        };
        let expr = match column.as_str() {
            Some(_) => Expr::column(name_of(vm, column)?, SqlType::null()),
            None => expr(vm, column)?,
        };
        parsed.push(ExcludeElement {
            expr,
            operator: SmolStr::from(text(vm, operator, "operator")?),
        });
    }
    let where_ = take(&mut keywords, "where");
    let using = take(&mut keywords, "using");
    let mut ops = Vec::new();
    if let Some(given) = take(&mut keywords, "ops").as_dict() {
        for (key, value) in given.items() {
            ops.push((
                SmolStr::from(text(vm, &key, "column")?),
                SmolStr::from(text(vm, &value, "operator class")?),
            ));
        }
    }
    let constraint = ExcludeConstraint {
        name: constraint_name(vm, &name)?,
        elements: parsed,
        where_: match where_.as_str() {
            Some(written) => Some(Expr::text(written.to_string())),
            None if where_.is_none() => None,
            None => Some(expr(vm, &where_)?),
        },
        using: SmolStr::from(text_opt(vm, &using, "using")?.unwrap_or_else(|| "gist".to_owned())),
        ops,
        options: constraint_options(vm, "ExcludeConstraint", &mut keywords, span)?,
    };
    emit(
        vm,
        target,
        Operation::CreateExcludeConstraint(Box::new(AddConstraintOp {
            table,
            schema,
            constraint,
            span,
        })),
    )
}

fn drop_constraint(vm: &Vm, target: &Target, bound: &mut Bound, span: DeclaredAt) -> PyResult {
    let (table, schema) = subject(vm, target, bound, "table_name", "schema")?;
    let (name, kind) = (bound.take("constraint_name"), bound.take("type_"));
    let kind = match text_opt(vm, &kind, "type_")?.as_deref() {
        None => None,
        Some("foreignkey") => Some(ConstraintKind::ForeignKey),
        Some("primary") => Some(ConstraintKind::Primary),
        Some("unique") => Some(ConstraintKind::Unique),
        Some("check") => Some(ConstraintKind::Check),
        Some(_) => {
            return Err(vm.type_error(
                "'type' can be one of 'check', 'foreignkey', 'primary', 'unique', None",
            ));
        }
    };
    let if_exists = match target {
        Target::Migration => flag(vm, bound, "if_exists")?,
        Target::Batch(_) => None,
    };
    let op = DropConstraintOp {
        name: constraint_name(vm, &name)?,
        table,
        schema,
        kind,
        if_exists,
        reverse: None,
        span,
    };
    emit(vm, target, Operation::DropConstraint(Box::new(op)))
}

fn create_table_comment(vm: &Vm, target: &Target, bound: &mut Bound, span: DeclaredAt) -> PyResult {
    let (table, schema) = subject(vm, target, bound, "table_name", "schema")?;
    let (comment, existing) = (bound.take("comment"), bound.take("existing_comment"));
    let op = CreateTableCommentOp {
        table,
        schema,
        comment: text_opt(vm, &comment, "comment")?,
        existing_comment: text_opt(vm, &existing, "existing_comment")?,
        span,
    };
    emit(vm, target, Operation::CreateTableComment(op))
}

fn drop_table_comment(vm: &Vm, target: &Target, bound: &mut Bound, span: DeclaredAt) -> PyResult {
    let (table, schema) = subject(vm, target, bound, "table_name", "schema")?;
    let existing = bound.take("existing_comment");
    let op = DropTableCommentOp {
        table,
        schema,
        existing_comment: text_opt(vm, &existing, "existing_comment")?,
        span,
    };
    emit(vm, target, Operation::DropTableComment(op))
}

/// `op.execute(...)`; inside a batch it runs at once, before the queued operations.
fn execute(vm: &Vm, _target: &Target, bound: &mut Bound, span: DeclaredAt) -> PyResult {
    let given = bound.take("sqltext");
    let given = vm.force(&given)?;
    vm.require_concrete(&given, "the statement of op.execute()")?;
    let as_sql = host(vm)?.ask(vm, "is_offline_mode", &[])?.as_bool() == Some(true);
    if given.as_str().is_none() && !matches!(given, Value::Object(_)) {
        if as_sql {
            let message = format!(
                "'{}' object has no attribute 'compile'",
                vm.type_name(&given)
            );
            return Err(vm.attribute_error(&message));
        }
        let message = format!("Not an executable object: {}", vm.repr(&given)?);
        return Err(named_error(vm, "ObjectNotExecutableError", message));
    }
    let mut execution_options = Vec::new();
    let options = bound.take("execution_options");
    crate::engine::arguments::check_execution_dict(vm, &options)?;
    if let Some(dict) = options.as_dict() {
        for (key, value) in dict.items() {
            execution_options.push((
                SmolStr::from(text(vm, &key, "option")?),
                option_value(vm, &value)?,
            ));
        }
    }
    let op = ExecuteSqlOp {
        statement: with_defaults(vm, &given, &mut [], as_sql)?,
        execution_options,
        span,
    };
    host(vm)?.invoke(vm, Operation::ExecuteSql(Box::new(op)))?;
    Ok(Value::None)
}

fn bulk_insert(vm: &Vm, target: &Target, bound: &mut Bound, span: DeclaredAt) -> PyResult {
    let table = bound.take("table");
    let table = crate::sqlalchemy::expression::from::target_table(vm, &vm.force(&table)?)?;
    let rows = bound.take("rows");
    vm.require_concrete(&rows, "the rows of op.bulk_insert()")?;
    let multiinsert = flag(vm, bound, "multiinsert")?.unwrap_or(true);
    let Some(list) = rows.as_list().map(|list| list.to_vec()) else {
        return Err(vm.type_error("List expected"));
    };
    if list.first().is_some_and(|row| row.as_dict().is_none()) {
        return Err(vm.type_error("List of dictionaries expected"));
    }
    let sa = sa(vm)?;
    let is_schema_table = is_a(&table, &sa.table);
    let mut columns = Vec::new();
    for item in items(vm, &attr(vm, &table, "c")?)? {
        columns.push(if is_a(&item, &sa.column) {
            convert::column(vm, &item)?
        } else {
            match expr(vm, &item)? {
                Expr::Column { name, type_, .. } => alembic_schema::Column::new(name, type_),
                _ => return Err(vm.type_error("op.bulk_insert() needs a table with plain columns")),
            }
        });
    }
    let mut parsed = Vec::with_capacity(list.len());
    for row in &list {
        let Some(dict) = row.as_dict() else {
            return Err(vm.type_error("List of dictionaries expected"));
        };
        let mut out = Vec::new();
        for (key, value) in dict.items() {
            let name = name_of(vm, &key)?;
            let type_ = columns
                .iter()
                .find(|column| column.key() == name.as_str())
                .map_or_else(SqlType::null, |column| column.type_.clone());
            let value = vm.force(&value)?;
            vm.require_concrete(
                &value,
                &format!("the value of `{}` in op.bulk_insert()", name.as_str()),
            )?;
            out.push((
                name,
                match expr_opt(vm, &value)? {
                    Some(found) => RowValue::Expr(found),
                    None => RowValue::Value(sql_value_as(vm, &value, &type_)?),
                },
            ));
        }
        parsed.push(out);
    }
    let op = BulkInsertOp {
        table: crate::sqlalchemy::expression::from::table_ref(vm, &table)?,
        columns,
        is_schema_table,
        rows: parsed,
        multiinsert,
        span,
    };
    emit(vm, target, Operation::BulkInsert(Box::new(op)))
}

fn batch_alter_table(vm: &Vm, args: &mut Args) -> PyResult {
    let span = DeclaredAt(args.span.or_else(|| vm.current_span()));
    args.positional.insert(0, Value::None);
    let mut bound = args.bind(vm, &BATCH_ALTER_TABLE)?;
    let (table, schema) = (bound.take("table_name"), bound.take("schema"));
    let recreate = bound.take("recreate");
    let recreate = match text(vm, &recreate, "recreate")?.as_str() {
        "auto" => Recreate::Auto,
        "always" => Recreate::Always,
        "never" => Recreate::Never,
        _ => return Err(vm.value_error("recreate may be one of 'auto', 'always', or 'never'.")),
    };
    let mut op = BatchOp {
        table: table_name(vm, &table)?,
        schema: optional_name(vm, &schema)?,
        recreate,
        span,
        ..BatchOp::default()
    };
    let reordering = bound.take("partial_reordering");
    if !reordering.is_none() {
        for group in items(vm, &reordering)? {
            op.partial_reordering.push(
                texts(vm, &group, "partial_reordering")?
                    .into_iter()
                    .map(SmolStr::from)
                    .collect(),
            );
        }
    }
    let copy_from = bound.take("copy_from");
    if !copy_from.is_none() {
        let copy_from = crate::sqlalchemy::expression::from::target_table(vm, &copy_from)?;
        if let Some(object) = instance(&copy_from, &sa(vm)?.table) {
            op.copy_from = Some(Box::new(convert::table(vm, object)?));
            let convention = attr(vm, &attr(vm, &copy_from, "metadata")?, "naming_convention")?;
            op.copy_from_convention = schema::naming_convention(vm, &convention)?;
        } else {
            vm.require_concrete(&copy_from, "`copy_from` of op.batch_alter_table()")?;
            return Err(vm.type_error("copy_from needs a Table"));
        }
    }
    table_items(vm, &bound.take("table_args"), &mut op)?;
    if let Some(keywords) = bound
        .given("table_kwargs")
        .as_ref()
        .and_then(Value::as_dict)
    {
        op.table_kwargs = convert::dialect_options(vm, &Value::Dict(keywords.clone()))?;
    }
    let reflect_args = bound.take("reflect_args");
    if reflect_args
        .as_sequence()
        .is_some_and(|list| !list.is_empty())
    {
        for item in items(vm, &reflect_args)? {
            op.reflect_columns.push(convert::column(vm, &item)?);
        }
    }
    if let Some(keywords) = bound
        .given("reflect_kwargs")
        .filter(|given| !given.is_none())
    {
        reflect_keywords(vm, &keywords, &mut op)?;
    }
    let convention = bound.take("naming_convention");
    if !convention.is_none() {
        op.naming_convention = Some(schema::naming_convention(vm, &convention)?);
    }
    let batch = Object::with_payload(
        &batch_class(vm),
        Recorder {
            op: RefCell::new(op),
        },
    );
    let block = Object::new(&block_class(vm));
    block.set("_batch", Value::Object(batch));
    Ok(Value::Object(block))
}

/// `reflect_kwargs=`: what `Table(..., autoload_with=)` takes. The table that is made has nothing of the other ones.
fn reflect_keywords(vm: &Vm, given: &Value, op: &mut BatchOp) -> PyResult<()> {
    vm.require_concrete(given, "`reflect_kwargs` of op.batch_alter_table()")?;
    let Some(dict) = given.as_dict() else {
        return Err(vm.type_error("reflect_kwargs takes a dictionary"));
    };
    for (key, value) in dict.items() {
        let name = text(vm, &key, "a name in reflect_kwargs")?;
        match name.as_str() {
            "listeners" => {
                let listeners = crate::sqlalchemy::table::column_listeners(vm, &value)?;
                if !listeners.is_empty() {
                    let kept = vm.extension_or(BatchListeners::default);
                    let mut all = kept.0.borrow_mut();
                    all.push(listeners);
                    op.reflect_listeners = Some(all.len() - 1);
                }
            }
            "include_columns" if !value.is_none() => {
                let names = texts(vm, &value, "include_columns")?;
                op.reflect_include = Some(names.into_iter().map(SmolStr::from).collect());
            }
            "include_columns" | "resolve_fks" | "extend_existing" | "keep_existing"
            | "autoload_replace" | "info" | "comment" | "prefixes" | "quote" | "quote_schema"
            | "implicit_returning" => {}
            // `sqlite_autoincrement` and the like are of the table that goes away.
            option if option.contains('_') && !option.starts_with("autoload") => {}
            other => {
                return Err(vm.unsupported(format!(
                    "`{other}` in `reflect_kwargs` of op.batch_alter_table()"
                )));
            }
        }
    }
    Ok(())
}

#[derive(Default)]
struct BatchListeners(RefCell<Vec<Vec<Value>>>);

/// The listeners that a batch was given.
pub fn batch_listeners(vm: &Vm, op: &BatchOp) -> Vec<Value> {
    let Some(kept) = vm.extension::<BatchListeners>() else {
        return Vec::new();
    };
    let all = kept.0.borrow();
    let own = op.reflect_listeners.and_then(|number| all.get(number));
    own.cloned().unwrap_or_default()
}

fn table_items(vm: &Vm, value: &Value, op: &mut BatchOp) -> PyResult<()> {
    if value.is_none() {
        return Ok(());
    }
    let sa = sa(vm)?;
    let given = match value.as_sequence() {
        Some(list) => list,
        None => vec![value.clone()],
    };
    for item in given {
        let Value::Object(object) = &item else {
            vm.require_concrete(&item, "`table_args` of op.batch_alter_table()")?;
            return Err(vm.type_error("table_args takes constraints, columns and indexes"));
        };
        if is_a(&item, &sa.column) {
            op.table_columns.push(convert::column(vm, &item)?);
        } else if is_a(&item, &sa.index) {
            op.table_indexes.push(convert::index(vm, object)?);
        } else {
            op.table_constraints.push(convert::constraint(vm, &item)?);
        }
    }
    Ok(())
}

fn block_class(vm: &Vm) -> Rc<Class> {
    if let Some(found) = vm.extension::<BlockClass>() {
        return found.0.clone();
    }
    let class = ClassBuilder::new("alembic.operations.base", "_BatchBlock")
        .method("__enter__", |vm, args| attr(vm, &args.this(), "_batch"))
        .method("__exit__", |vm, args| {
            if !args.arg(1).is_none() {
                return Ok(Value::Bool(false));
            }
            let batch = attr(vm, &args.this(), "_batch")?;
            let Value::Object(object) = &batch else {
                return Ok(Value::None);
            };
            let op = match object.payload::<Recorder>() {
                Some(recorder) => recorder.op.borrow().clone(),
                None => return Ok(Value::None),
            };
            host(vm)?.invoke(vm, Operation::Batch(Box::new(op)))?;
            Ok(Value::None)
        })
        .build(vm);
    vm.set_extension(Rc::new(BlockClass(class.clone())));
    class
}

/// `BatchOperations`.
pub(crate) fn batch_class(vm: &Vm) -> Rc<Class> {
    if let Some(found) = vm.extension::<BatchClass>() {
        return found.0.clone();
    }
    let mut builder = ClassBuilder::new("alembic.operations.base", "BatchOperations")
        .static_method("register_operation", register_in_batch);
    for directive in DIRECTIVES {
        let build = directive.build;
        if let Some(signature) = directive.batch {
            builder = builder.method_closure(directive.name, move |vm, args| {
                let span = DeclaredAt(args.span.or_else(|| vm.current_span()));
                let object = this(vm, args)?;
                let mut bound = args.bind(vm, signature)?;
                build(vm, &Target::Batch(object), &mut bound, span)
            });
        }
    }
    for (name, function) in SHARED {
        builder = builder.method_closure(name, move |vm, args| {
            args.positional.remove(0);
            function(vm, args)
        });
    }
    let class = builder.build(vm);
    vm.set_extension(Rc::new(BatchClass(class.clone())));
    class
}

//! `Connection`, `AsyncConnection`, transactions and results.

use std::rc::Rc;

use alembic_python::{Args, Class, ClassBuilder, Coroutine, NativeFn, Object, PyResult, Value, Vm};
use alembic_schema::expr::{DdlStatement, InsertSource, SqlStatement};
use alembic_schema::{Expr, SqlType, SqlValue, TypeClass};

use super::dialect;
use crate::convert::{self, py_value, sql_value, sql_value_as};
use crate::host::{Parameters, ResultRows, Savepoint, Session, has_named_type, host};
use crate::registry::sa;
use crate::sqlalchemy::event;
use crate::sqlalchemy::expression::column_defaults::with_defaults;
use crate::sqlalchemy::expression::statements;
use crate::support::{attr, call, call_method, call_with, is_a, items, raise, text, this};

/// The classes of connections.
pub(crate) struct Connections {
    pub(crate) connection: Rc<Class>,
    pub(crate) async_connection: Rc<Class>,
    pub(crate) transaction: Rc<Class>,
    raw: Rc<Class>,
    block: Rc<Class>,
}

/// The classes of this evaluator.
pub(crate) fn connections(vm: &Vm) -> Rc<Connections> {
    if let Some(found) = vm.extension::<Connections>() {
        return found;
    }
    let made = Rc::new(Connections {
        connection: build_connection(vm),
        async_connection: build_async(vm),
        transaction: build_transaction(vm),
        raw: build_raw(vm),
        block: build_block(vm),
    });
    vm.set_extension(made.clone());
    made
}

/// A connection object over a session.
pub fn wrap(vm: &Vm, session: Rc<dyn Session>, engine: Option<Value>, is_async: bool) -> PyResult {
    let known = connections(vm);
    let inner = Object::with_payload(&known.connection, session.clone());
    inner.set("dialect", dialect::of_session(vm, &session)?);
    let sync_engine = match &engine {
        Some(engine) if is_async => attr(vm, engine, "sync_engine")?,
        Some(engine) => engine.clone(),
        None => {
            let spec = crate::host::EngineSpec {
                url: session.url(),
                options: Vec::new(),
                on_connect: Vec::new(),
            };
            Value::Object(Object::with_payload(
                &super::engines::engines(vm).engine,
                spec,
            ))
        }
    };
    inner.set("engine", sync_engine);
    inner.set("closed", false);
    inner.set("info", Value::Dict(alembic_python::Dict::new()));
    if !is_async {
        return Ok(Value::Object(inner));
    }
    let outer = Object::with_payload(&known.async_connection, session);
    outer.set("sync_connection", Value::Object(inner));
    outer.set("engine", engine);
    Ok(Value::Object(outer))
}

/// The session behind a connection, an engine's connection, an ORM session or the bind of a migration.
pub(crate) fn session_of(vm: &Vm, value: &Value) -> PyResult<Rc<dyn Session>> {
    let value = &vm.force(value)?;
    if let Value::Object(object) = value {
        if let Some(found) = object.payload::<Rc<dyn Session>>() {
            return Ok(found.clone());
        }
        for name in ["sync_connection", "bind", "connection"] {
            if let Some(inner) = object.get(name)
                && !inner.is_none()
            {
                return session_of(vm, &inner);
            }
        }
    }
    if super::engines::is_engine(vm, value) {
        let connection = call_method(vm, value, "connect", Vec::new())?;
        return session_of(vm, &connection);
    }
    vm.require_concrete(value, "a database connection")?;
    Err(vm.type_error(format!(
        "a Connection is needed, not {}",
        vm.type_name(value)
    )))
}

/// Parameters of `execute(statement, parameters)`: nothing, one dictionary, or a list of them.
fn parameter_sets(vm: &Vm, value: &Value, types: &ParameterTypes) -> PyResult<Vec<Parameters>> {
    if value.is_none() {
        return Ok(Vec::new());
    }
    vm.require_concrete(value, "the parameters of a statement")?;
    let one = |value: &Value| -> PyResult<Parameters> {
        let pairs = match value.as_dict() {
            Some(dict) => dict.items(),
            None => items(vm, &call_method(vm, value, "items", Vec::new())?)?
                .iter()
                .filter_map(|pair| match pair.as_sequence()?.as_slice() {
                    [key, value] => Some((key.clone(), value.clone())),
                    _ => None,
                })
                .collect(),
        };
        let mut out = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            let name = text(vm, &key, "parameter name")?;
            let value = types.convert(vm, &name, &vm.force(&value)?)?;
            out.push((name, value));
        }
        Ok(out)
    };
    match value.as_sequence() {
        Some(list) => list.iter().map(one).collect(),
        None => Ok(vec![one(value)?]),
    }
}

/// What a statement says of its parameters.
#[derive(Default)]
struct ParameterTypes {
    /// Types of the columns and of `bindparam()`s by name.
    types: Vec<(String, SqlType)>,
    /// Names of `bindparam(..., expanding=True)`.
    expanding: Vec<String>,
}

impl ParameterTypes {
    fn of(statement: &mut SqlStatement) -> Self {
        let mut out = Self::default();
        statement.for_each_bind_mut(&mut |bind| {
            if let (Some(name), false) = (&bind.name, bind.unique) {
                if bind.type_.class != TypeClass::NullType {
                    out.types.push((name.to_string(), bind.type_.clone()));
                }
                if bind.expanding {
                    out.expanding.push(name.to_string());
                }
            }
        });
        let columns: &[(alembic_schema::Name, SqlType)] = match statement {
            SqlStatement::Insert(insert) => &insert.columns,
            SqlStatement::Update(update) => &update.columns,
            SqlStatement::Query(_)
            | SqlStatement::Delete(_)
            | SqlStatement::Text(_)
            | SqlStatement::Expr(_)
            | SqlStatement::Ddl(_) => &[],
        };
        out.types.extend(
            columns
                .iter()
                .map(|(name, type_)| (name.text.to_string(), type_.clone())),
        );
        out
    }

    fn convert(&self, vm: &Vm, name: &str, value: &Value) -> PyResult<SqlValue> {
        let Some((_, type_)) = self.types.iter().find(|(other, _)| other == name) else {
            return sql_value(vm, value);
        };
        if self.expanding.iter().any(|other| other == name)
            && let Some(list) = value.as_sequence()
        {
            return convert::values::expanded(vm, &list, type_);
        }
        sql_value_as(vm, value, type_)
    }

    /// Gives the lists of a set to their `expanding` binds: each makes its own statement.
    fn expand(&self, statement: &SqlStatement, set: &Parameters) -> SqlStatement {
        let mut own = statement.clone();
        own.for_each_bind_mut(&mut |bind| {
            if bind.expanding
                && let Some(name) = &bind.name
                && let Some((_, value)) = set.iter().find(|(other, _)| other == name)
            {
                bind.value = Some(value.clone());
            }
        });
        own
    }
}

/// Runs a statement; once for each set where a list in a set makes a statement of its own.
fn run_sets(
    vm: &Vm,
    session: &Rc<dyn Session>,
    statement: &SqlStatement,
    types: &ParameterTypes,
    sets: &[Parameters],
) -> PyResult<ResultRows> {
    if types.expanding.is_empty() || sets.is_empty() {
        return session.execute(vm, statement, sets);
    }
    let mut out = ResultRows::default();
    let mut total = 0;
    for set in sets {
        let own = types.expand(statement, set);
        out = session.execute(vm, &own, std::slice::from_ref(set))?;
        total += out.row_count.max(0);
    }
    if sets.len() > 1 {
        out.row_count = total;
    }
    Ok(out)
}

fn execute(vm: &Vm, args: &mut Args) -> PyResult {
    let session = session_of(vm, &args.this())?;
    let parameters = args.get_or_keyword(2, "parameters").unwrap_or(Value::None);
    let given = args.get_or_keyword(1, "statement").unwrap_or(Value::None);
    let given = vm.force(&given)?;
    vm.require_concrete(&given, "an SQL statement")?;
    if given.as_str().is_some() {
        let sa = sa(vm)?;
        let class = match attr(
            vm,
            &vm.import("sqlalchemy.exc")?,
            "ObjectNotExecutableError",
        )? {
            Value::Class(class) => class,
            _ => sa.argument_error.clone(),
        };
        return Err(raise(
            vm,
            &class,
            format!("Not an executable object: {}", vm.repr(&given)?),
        ));
    }
    if let Some(options) = args.take_keyword("execution_options") {
        super::arguments::check_execution_dict(vm, &options)?;
    }
    super::json::require_own(vm, &session)?;
    let types = ParameterTypes::of(&mut statements::statement(vm, &given)?);
    let mut sets = parameter_sets(vm, &parameters, &types)?;
    let statement = with_defaults(vm, &given, &mut sets, session.is_offline())?;
    let rows = run_sets(vm, &session, &statement, &types, &sets)?;
    if session.is_offline() {
        return Ok(Value::None);
    }
    let inserted = inserted_key(vm, &given, &statement, &sets, &rows)?;
    typed_result(
        vm,
        &rows,
        &column_types(&statement),
        &session.dialect_name(),
        inserted,
    )
}

/// `inserted_primary_key`: the names and values of an INSERT into a `Table`; `None` for anything else.
fn inserted_key(
    vm: &Vm,
    given: &Value,
    statement: &SqlStatement,
    sets: &[Parameters],
    rows: &ResultRows,
) -> PyResult<Option<(Value, Value)>> {
    let (SqlStatement::Insert(insert), Value::Object(object)) = (statement, given) else {
        return Ok(None);
    };
    let table = object.get("table").unwrap_or(Value::None);
    let is_single = sets.len() < 2
        && matches!(
            insert.source,
            InsertSource::Values(_) | InsertSource::Columns
        );
    if !is_single || !is_a(&table, &sa(vm)?.table) {
        return Ok(None);
    }
    let key = attr(vm, &attr(vm, &table, "primary_key")?, "columns")?;
    let key = items(vm, &key)?;
    let mut told = rows.last_inserted.iter().flatten();
    let mut names = Vec::new();
    let mut values = Vec::new();
    for column in &key {
        let column = convert::column(vm, column)?;
        let name = &column.name;
        let own = sets.first().and_then(|set| {
            let is_own = |key: &str| key == name.as_str() || key == column.key();
            set.iter()
                .find(|(key, _)| is_own(key))
                .map(|(_, value)| value)
        });
        let written = match &insert.source {
            InsertSource::Values(values) => values
                .iter()
                .find(|(other, _)| other.text == name.text)
                .map(|(_, value)| value),
            _ => None,
        };
        names.push(Value::str(column.key()));
        let value = match (own, written) {
            (Some(value), _) => Some(value),
            (None, Some(Expr::Bind(bind))) => bind.value.as_ref(),
            (None, Some(_)) => None,
            (None, None) => told.next().or_else(|| {
                // SQLite's row number is the key of a table with one integer column for a key.
                let is_row_number = key.len() == 1 && column.type_.is_a(TypeClass::Integer);
                rows.last_row_id.as_ref().filter(|_| is_row_number)
            }),
        };
        values.push(match value {
            Some(value) => py_value(vm, value)?,
            None => Value::None,
        });
    }
    Ok(Some((Value::tuple(names), Value::tuple(values))))
}

/// Types of the columns that a statement returns; empty for text.
fn column_types(statement: &SqlStatement) -> Vec<SqlType> {
    use alembic_schema::expr::Query;
    fn of_query(query: &Query) -> Vec<SqlType> {
        match query {
            Query::Select(select) => select
                .columns
                .iter()
                .map(alembic_schema::Expr::type_)
                .collect(),
            Query::Compound(compound) => compound.queries.first().map(of_query).unwrap_or_default(),
            Query::Text(clause) => clause
                .columns
                .iter()
                .map(alembic_schema::Expr::type_)
                .collect(),
        }
    }
    let of = |columns: &[alembic_schema::Expr]| {
        columns.iter().map(alembic_schema::Expr::type_).collect()
    };
    match statement {
        SqlStatement::Query(query) => of_query(query),
        SqlStatement::Insert(insert) => of(&insert.returning),
        SqlStatement::Update(update) => of(&update.returning),
        SqlStatement::Delete(delete) => of(&delete.returning),
        SqlStatement::Text(clause) => of(&clause.columns),
        SqlStatement::Expr(expr) => vec![expr.type_()],
        SqlStatement::Ddl(_) => Vec::new(),
    }
}

/// A `CursorResult` of rows.
pub fn result(vm: &Vm, rows: &ResultRows) -> PyResult {
    typed_result(vm, rows, &[], "", None)
}

fn typed_result(
    vm: &Vm,
    rows: &ResultRows,
    types: &[SqlType],
    dialect: &str,
    inserted: Option<(Value, Value)>,
) -> PyResult {
    let module = vm.import("sqlalchemy.engine._result")?;
    let class = attr(vm, &module, "CursorResult")?;
    let keys = match &rows.columns {
        Some(columns) => Value::tuple(columns.iter().map(Value::str).collect()),
        None => Value::None,
    };
    let mut list = Vec::with_capacity(rows.rows.len());
    for row in &rows.rows {
        let values: PyResult<Vec<Value>> = row
            .iter()
            .enumerate()
            .map(|(position, value)| match types.get(position) {
                Some(type_) => convert::values::row_value(vm, value, type_, dialect),
                None => py_value(vm, value),
            })
            .collect();
        list.push(Value::tuple(values?));
    }
    let inserted = inserted.map_or(Value::None, |(names, values)| {
        Value::tuple(vec![names, values])
    });
    let row_id = match &rows.last_row_id {
        Some(number) => py_value(vm, number)?,
        None => Value::None,
    };
    call(
        vm,
        &class,
        vec![
            keys,
            Value::list(list),
            Value::Int(rows.row_count),
            inserted,
            row_id,
        ],
    )
}

/// `exec_driver_sql(sql, parameters)`: the placeholders of the DBAPI as those of `text()`.
fn driver_sql(
    vm: &Vm,
    session: &Rc<dyn Session>,
    sql: &str,
    parameters: &Value,
) -> PyResult<ResultRows> {
    vm.require_concrete(parameters, "the parameters of a statement")?;
    let style = match session.dialect_name().as_str() {
        "sqlite" => super::placeholders::Style::Qmark,
        "postgresql" => super::placeholders::Style::Pyformat,
        other => {
            return Err(vm.unsupported(format!("exec_driver_sql() with parameters on {other}")));
        }
    };
    let is_many = match parameters.as_sequence() {
        Some(list) => {
            list.first().is_some_and(|first| {
                first.as_dict().is_some() || matches!(first, Value::Tuple(_) | Value::List(_))
            }) && matches!(parameters, Value::List(_))
        }
        None => false,
    };
    let sets: Vec<Value> = match parameters.as_sequence() {
        Some(list) if is_many => list,
        _ => vec![parameters.clone()],
    };
    let Some((written, names)) = super::placeholders::named(sql, style) else {
        return Err(vm.unsupported("the placeholders of this statement in exec_driver_sql()"));
    };
    let mut out = Vec::with_capacity(sets.len());
    for set in &sets {
        let mut own = Parameters::new();
        if let Some(list) = set.as_sequence() {
            if list.len() != names.len() {
                return Err(vm.unsupported(format!(
                    "exec_driver_sql() with {} values for {} placeholders",
                    list.len(),
                    names.len()
                )));
            }
            for (name, value) in names.iter().zip(list.iter()) {
                own.push((name.clone(), sql_value(vm, value)?));
            }
        } else {
            for name in &names {
                let value = vm.getitem(set, &Value::str(name))?;
                own.push((name.clone(), sql_value(vm, &value)?));
            }
        }
        out.push(own);
    }
    let statement = SqlStatement::Text(alembic_schema::expr::TextClause {
        text: written,
        ..Default::default()
    });
    session.execute(vm, &statement, &out)
}

/// What reaches the database of a statement without parameters: SQLAlchemy gives the drivers an empty set of them, so
/// those that write placeholders with `%` read `%%`, and find that others have no value.
fn without_parameters<'s>(
    vm: &Vm,
    session: &Rc<dyn Session>,
    sql: &'s str,
) -> PyResult<std::borrow::Cow<'s, str>> {
    if !sql.contains('%') || session.dialect_name() != "postgresql" {
        return Ok(sql.into());
    }
    let driver = super::dialect::driver(&session.url());
    if !matches!(driver.as_str(), "psycopg2" | "psycopg" | "psycopg_async") {
        return Ok(sql.into());
    }
    match super::placeholders::only_escapes(sql) {
        Ok(text) => Ok(text.into()),
        Err(_) if driver != "psycopg2" => {
            Err(vm.unsupported("the placeholders of this statement in exec_driver_sql()"))
        }
        Err(Some(name)) => Err(vm.key_error(Value::str(name))),
        Err(None) => {
            Err(vm.type_error("sqlalchemy.util._immutabledict_cy.immutabledict is not a sequence"))
        }
    }
}

fn build_connection(vm: &Vm) -> Rc<Class> {
    let methods: &[(&str, NativeFn)] = &[
        ("execute", execute),
        ("scalar", |vm, args| {
            let found = execute(vm, args)?;
            if found.is_none() {
                Ok(found)
            } else {
                call_method(vm, &found, "scalar", Vec::new())
            }
        }),
        ("scalars", |vm, args| {
            let found = execute(vm, args)?;
            call_method(vm, &found, "scalars", Vec::new())
        }),
        ("exec_driver_sql", |vm, args| {
            let session = session_of(vm, &args.this())?;
            let sql = args.get_or_keyword(1, "statement").unwrap_or(Value::None);
            let parameters = args.get_or_keyword(2, "parameters").unwrap_or(Value::None);
            let sql = text(vm, &sql, "an SQL statement")?;
            let rows = if parameters.is_none() {
                session.execute_text(vm, &without_parameters(vm, &session, &sql)?)?
            } else {
                driver_sql(vm, &session, &sql, &parameters)?
            };
            if session.is_offline() {
                Ok(Value::None)
            } else {
                result(vm, &rows)
            }
        }),
        ("begin", |vm, args| {
            let session = session_of(vm, &args.this())?;
            session.begin(vm)?;
            transaction(vm, &args.this(), None)
        }),
        ("begin_nested", |vm, args| {
            let session = session_of(vm, &args.this())?;
            let name = format!("sa_savepoint_{}", next_savepoint(vm));
            session.savepoint(vm, Savepoint::Begin(name.clone()))?;
            let nested = transaction(vm, &args.this(), Some(name))?;
            let open = this(vm, args)?;
            let mut stack = open_savepoints(&open);
            stack.push(nested.clone());
            open.set("_nested", Value::list(stack));
            Ok(nested)
        }),
        ("commit", |vm, args| {
            let connection = this(vm, args)?;
            end_savepoints(&connection, 0);
            session_of(vm, &args.this())?
                .commit(vm)
                .map(|()| Value::None)
        }),
        ("rollback", |vm, args| {
            let connection = this(vm, args)?;
            end_savepoints(&connection, 0);
            session_of(vm, &args.this())?
                .rollback(vm)
                .map(|()| Value::None)
        }),
        ("close", |vm, args| {
            this(vm, args)?.set("closed", true);
            session_of(vm, &args.this())?
                .close(vm)
                .map(|()| Value::None)
        }),
        ("in_transaction", |vm, args| {
            Ok(Value::Bool(session_of(vm, &args.this())?.in_transaction()))
        }),
        ("get_transaction", |vm, args| {
            if session_of(vm, &args.this())?.in_transaction() {
                transaction(vm, &args.this(), None)
            } else {
                Ok(Value::None)
            }
        }),
        ("in_nested_transaction", |vm, args| {
            let connection = this(vm, args)?;
            let open = open_savepoints(&connection);
            Ok(Value::Bool(!open.is_empty()))
        }),
        ("execution_options", |vm, args| {
            for (name, value) in std::mem::take(&mut args.keywords) {
                match &*name.text() {
                    "isolation_level" => {
                        let level = text(vm, &value, "isolation level")?;
                        session_of(vm, &args.this())?.set_isolation_level(vm, &level)?;
                    }
                    _ => super::arguments::check_execution(vm, &vec![(name, value)])?,
                }
            }
            Ok(args.this())
        }),
        ("get_isolation_level", |vm, args| {
            let session = session_of(vm, &args.this())?;
            let level = session.set_isolation_level(vm, "")?;
            Ok(Value::str(level))
        }),
        ("run_callable", |vm, args| {
            let function = args.arg(1);
            let mut rest = vec![args.this()];
            rest.extend(args.positional.iter().skip(2).cloned());
            call_with(vm, &function, rest, std::mem::take(&mut args.keywords))
        }),
        ("connect", |_, args| Ok(args.this())),
        ("invalidate", |_, _| Ok(Value::None)),
        ("detach", |_, _| Ok(Value::None)),
        ("__enter__", |_, args| Ok(args.this())),
        ("__exit__", |vm, args| {
            this(vm, args)?.set("closed", true);
            session_of(vm, &args.this())?
                .close(vm)
                .map(|()| Value::None)
        }),
    ];
    methods
        .iter()
        .fold(
            ClassBuilder::new("sqlalchemy.engine.base", "Connection"),
            |builder, (name, method)| builder.method(name, *method),
        )
        .property(
            "connection",
            |vm, args| raw(vm, session_of(vm, &args.this())?),
            None,
        )
        .property(
            "default_isolation_level",
            |vm, args| {
                Ok(Value::str(
                    session_of(vm, &args.this())?.set_isolation_level(vm, "")?,
                ))
            },
            None,
        )
        .build(vm)
}

struct SavepointCounter(std::cell::Cell<u32>);

fn next_savepoint(vm: &Vm) -> u32 {
    let counter = vm.extension_or(|| SavepointCounter(std::cell::Cell::new(1)));
    let number = counter.0.get();
    counter.0.set(number + 1);
    number
}

/// The savepoints of a connection that are not over, the innermost last.
fn open_savepoints(connection: &Object) -> Vec<Value> {
    let mut open = connection
        .get("_nested")
        .and_then(|list| list.as_sequence())
        .unwrap_or_default();
    open.retain(|one| match one {
        Value::Object(own) => own.get("is_active").and_then(|flag| flag.as_bool()) == Some(true),
        _ => false,
    });
    open
}

/// Ends the savepoints of a connection that are inside of the first `outer` ones.
fn end_savepoints(connection: &Object, outer: usize) {
    let mut open = open_savepoints(connection);
    for inner in open.split_off(outer.min(open.len())) {
        if let Value::Object(inner) = inner {
            inner.set("is_active", false);
        }
    }
    connection.set("_nested", Value::list(open));
}

fn transaction(vm: &Vm, connection: &Value, savepoint: Option<String>) -> PyResult {
    let object = Object::new(&connections(vm).transaction);
    object.set("connection", connection.clone());
    object.set("is_active", true);
    object.set("_savepoint", Value::from(savepoint));
    Ok(Value::Object(object))
}

fn end_transaction(vm: &Vm, object: &Rc<Object>, is_commit: bool) -> PyResult {
    if object.get("is_active").and_then(|flag| flag.as_bool()) != Some(true) {
        return Ok(Value::None);
    }
    let connection = object.get("connection").unwrap_or(Value::None);
    if let Value::Object(connection) = &connection {
        let is_ended = |one: &Value| matches!(one, Value::Object(own) if Rc::ptr_eq(own, object));
        // The transaction itself is none of its savepoints: with it all of them end.
        let outer = open_savepoints(connection).iter().position(is_ended);
        end_savepoints(connection, outer.unwrap_or(0));
    }
    object.set("is_active", false);
    let session = session_of(vm, &connection)?;
    match (
        object.get("_savepoint").and_then(|name| name.to_text()),
        is_commit,
    ) {
        (Some(name), true) => session.savepoint(vm, Savepoint::Release(name.to_string()))?,
        (Some(name), false) => session.savepoint(vm, Savepoint::Rollback(name.to_string()))?,
        (None, true) => session.commit(vm)?,
        (None, false) => session.rollback(vm)?,
    }
    Ok(Value::None)
}

fn build_transaction(vm: &Vm) -> Rc<Class> {
    ClassBuilder::new("sqlalchemy.engine.base", "Transaction")
        .method("commit", |vm, args| {
            end_transaction(vm, &this(vm, args)?, true)
        })
        .method("rollback", |vm, args| {
            end_transaction(vm, &this(vm, args)?, false)
        })
        .method("close", |vm, args| {
            end_transaction(vm, &this(vm, args)?, false)
        })
        .method("prepare", |_, _| Ok(Value::None))
        .method("__enter__", |_, args| Ok(args.this()))
        .method("__exit__", |vm, args| {
            let failed = !args.arg(1).is_none();
            end_transaction(vm, &this(vm, args)?, !failed)
        })
        .method("__aenter__", |_, args| Ok(Coroutine::ready(args.this())))
        .method("__aexit__", |vm, args| {
            let failed = !args.arg(1).is_none();
            end_transaction(vm, &this(vm, args)?, !failed).map(Coroutine::ready)
        })
        .build(vm)
}

/// `engine.begin()`: a connection whose transaction ends, and which closes, with the block.
pub(crate) fn begin_block(vm: &Vm, connection: &Value, is_async: bool) -> PyResult {
    let object = Object::new(&connections(vm).block);
    object.set("connection", connection.clone());
    object.set("is_async", is_async);
    Ok(Value::Object(object))
}

fn build_block(vm: &Vm) -> Rc<Class> {
    fn enter(vm: &Vm, args: &Args) -> PyResult {
        let connection = this(vm, args)?.get("connection").unwrap_or(Value::None);
        let session = session_of(vm, &connection)?;
        if !session.in_transaction() {
            session.begin(vm)?;
        }
        Ok(connection)
    }
    fn exit(vm: &Vm, args: &Args) -> PyResult {
        let connection = this(vm, args)?.get("connection").unwrap_or(Value::None);
        let session = session_of(vm, &connection)?;
        if args.arg(1).is_none() {
            session.commit(vm)?;
        } else {
            session.rollback(vm)?;
        }
        session.close(vm)?;
        Ok(Value::None)
    }
    ClassBuilder::new("sqlalchemy.engine.base", "_BeginBlock")
        .method("__enter__", |vm, args| enter(vm, args))
        .method("__exit__", |vm, args| exit(vm, args))
        .method("__aenter__", |vm, args| {
            enter(vm, args).map(Coroutine::ready)
        })
        .method("__aexit__", |vm, args| exit(vm, args).map(Coroutine::ready))
        .build(vm)
}

/// Methods of `AsyncConnection` that await the method of the same name of the synchronous connection.
const AWAITED: &[&str] = &[
    "execute",
    "scalar",
    "scalars",
    "exec_driver_sql",
    "commit",
    "rollback",
    "close",
    "execution_options",
    "get_raw_connection",
];

fn build_async(vm: &Vm) -> Rc<Class> {
    let mut builder = ClassBuilder::new("sqlalchemy.ext.asyncio.engine", "AsyncConnection")
        .method("run_sync", |vm, args| {
            let inner = attr(vm, &args.this(), "sync_connection")?;
            let function = args.arg(1);
            let mut rest = vec![inner];
            rest.extend(args.positional.iter().skip(2).cloned());
            let keywords = std::mem::take(&mut args.keywords);
            Ok(Coroutine::new("run_sync", move |vm| {
                call_with(vm, &function, rest, keywords)
            }))
        })
        .method("begin", |vm, args| {
            call_method(
                vm,
                &attr(vm, &args.this(), "sync_connection")?,
                "begin",
                Vec::new(),
            )
        })
        .method("begin_nested", |vm, args| {
            call_method(
                vm,
                &attr(vm, &args.this(), "sync_connection")?,
                "begin_nested",
                Vec::new(),
            )
        })
        .method("in_transaction", |vm, args| {
            call_method(
                vm,
                &attr(vm, &args.this(), "sync_connection")?,
                "in_transaction",
                Vec::new(),
            )
        })
        .method("start", |_, args| Ok(Coroutine::ready(args.this())))
        .method("__await__", |vm, args| {
            let coroutine = Coroutine::ready(args.this());
            let _ = vm;
            Ok(coroutine)
        })
        .method("__aenter__", |_, args| Ok(Coroutine::ready(args.this())))
        .method("__aexit__", |vm, args| {
            let session = session_of(vm, &args.this())?;
            session.close(vm)?;
            Ok(Coroutine::ready(Value::None))
        })
        .property(
            "dialect",
            |vm, args| attr(vm, &attr(vm, &args.this(), "sync_connection")?, "dialect"),
            None,
        );
    for name in AWAITED {
        builder = builder.method_closure(name, move |vm, args| {
            let inner = attr(vm, &args.this(), "sync_connection")?;
            let method = attr(vm, &inner, name)?;
            let rest: Vec<Value> = args.positional.iter().skip(1).cloned().collect();
            let keywords = std::mem::take(&mut args.keywords);
            let outer = args.this();
            Ok(Coroutine::new(name, move |vm| {
                let found = call_with(vm, &method, rest, keywords)?;
                Ok(if *name == "execution_options" {
                    outer
                } else {
                    found
                })
            }))
        });
    }
    builder.build(vm)
}

/// The DBAPI connection that `connect` listeners and `connection.connection` see.
pub(crate) fn raw(vm: &Vm, session: Rc<dyn Session>) -> PyResult {
    let raw = Object::with_payload(&connections(vm).raw, session);
    // The attribute of psycopg.
    raw.set("autocommit", false);
    Ok(Value::Object(raw))
}

fn build_raw(vm: &Vm) -> Rc<Class> {
    ClassBuilder::new("sqlite3", "Connection")
        .method("cursor", |_, args| Ok(args.this()))
        .method("execute", |vm, args| {
            let session = session_of(vm, &args.this())?;
            if args.len() > 2 {
                return Err(vm.unsupported("parameters of a DBAPI cursor"));
            }
            let sql = text(vm, &args.arg(1), "an SQL statement")?;
            let rows = session.execute_text(vm, &sql)?;
            let object = this(vm, args)?;
            object.set("_result", result(vm, &rows)?);
            let is_final = object.get("autocommit").and_then(|flag| flag.as_bool());
            if is_final == Some(true) && session.in_transaction() {
                session.commit(vm)?;
            }
            Ok(args.this())
        })
        .method("fetchall", |vm, args| {
            call_method(
                vm,
                &attr(vm, &args.this(), "_result")?,
                "fetchall",
                Vec::new(),
            )
        })
        .method("fetchone", |vm, args| {
            call_method(
                vm,
                &attr(vm, &args.this(), "_result")?,
                "fetchone",
                Vec::new(),
            )
        })
        .method("close", |_, _| Ok(Value::None))
        .method("commit", |vm, args| {
            session_of(vm, &args.this())?
                .commit(vm)
                .map(|()| Value::None)
        })
        .method("rollback", |vm, args| {
            session_of(vm, &args.this())?
                .rollback(vm)
                .map(|()| Value::None)
        })
        .method("create_function", |_, _| Ok(Value::None))
        .method("enable_load_extension", |_, _| Ok(Value::None))
        .method("load_extension", |vm, _| {
            Err(vm.unsupported("loading an SQLite extension"))
        })
        .method("set_type_codec", |_, _| Ok(Coroutine::ready(Value::None)))
        .method("run_async", |_, _| Ok(Value::None))
        .property("dbapi_connection", |_, args| Ok(args.this()), None)
        .property("driver_connection", |_, args| Ok(args.this()), None)
        .build(vm)
}

fn run_ddl(vm: &Vm, session: &Rc<dyn Session>, ddl: DdlStatement) -> PyResult<()> {
    session
        .execute(vm, &SqlStatement::Ddl(Box::new(ddl)), &[])
        .map(|_| ())
}

/// `Enum.create(bind, checkfirst)` and `.drop(...)`.
pub(crate) fn run_type_ddl(
    vm: &Vm,
    bind: &Value,
    type_: &SqlType,
    is_create: bool,
    checkfirst: bool,
) -> PyResult {
    let session = session_of(vm, bind)?;
    if session.dialect_name() != "postgresql" {
        return Ok(Value::None);
    }
    if checkfirst && !session.is_offline() {
        let name = type_.str("name").unwrap_or_default();
        let exists = has_named_type(vm, &session, type_.str("schema"), name)?;
        if exists == is_create {
            return Ok(Value::None);
        }
    }
    run_ddl(
        vm,
        &session,
        if is_create {
            DdlStatement::CreateType(type_.clone())
        } else {
            DdlStatement::DropType(type_.clone())
        },
    )?;
    Ok(Value::None)
}

/// `Table.create(bind)`, `metadata.create_all(bind)` and their opposites.
pub(crate) fn run_table_ddl(
    vm: &Vm,
    bind: &Value,
    tables: &[Value],
    is_create: bool,
    checkfirst: bool,
) -> PyResult {
    crate::sqlalchemy::compiler::refuse_elements(vm)?;
    let session = session_of(vm, bind)?;
    let bind_host = host(vm)?;
    for item in tables {
        let Value::Object(object) = item else {
            continue;
        };
        let table = convert::table(vm, object)?;
        if checkfirst && !session.is_offline() {
            let schema = table.schema.as_ref().map(|schema| schema.text.to_string());
            let exists = session
                .reflect(vm, schema.as_deref())?
                .tables
                .iter()
                .any(|other| other.name.text == table.name.text);
            if exists == is_create {
                continue;
            }
        }
        let arguments = [
            item.clone(),
            Value::Bool(is_create),
            Value::Bool(checkfirst),
            bind.clone(),
        ];
        let verb = if is_create { "create" } else { "drop" };
        event::around_ddl(vm, item, verb, bind, |vm| {
            bind_host.ask(vm, "table_ddl", &arguments)
        })?;
    }
    Ok(Value::None)
}

/// `Index.create(bind)` and `.drop(bind)`.
pub(crate) fn run_index_ddl(
    vm: &Vm,
    bind: &Value,
    index: &Value,
    is_create: bool,
    checkfirst: bool,
) -> PyResult {
    let session = session_of(vm, bind)?;
    let Value::Object(object) = index else {
        return Err(vm.type_error("an Index is needed"));
    };
    let Some(Value::Object(owner)) = object.get("table") else {
        return Err(vm.type_error("the Index belongs to no table"));
    };
    let table = convert::table(vm, &owner)?;
    let index = convert::index(vm, object)?;
    let index = table
        .indexes
        .iter()
        .find(|other| other.elements == index.elements && other.unique == index.unique)
        .cloned()
        .unwrap_or(index);
    if checkfirst && !session.is_offline() {
        let schema = table.schema.as_ref().map(|schema| schema.text.to_string());
        let exists = session
            .reflect(vm, schema.as_deref())?
            .tables
            .iter()
            .find(|other| other.name.text == table.name.text)
            .is_some_and(|found| {
                found
                    .indexes
                    .iter()
                    .any(|other| other.name.as_str() == index.name.as_str())
            });
        if exists == is_create {
            return Ok(Value::None);
        }
    }
    let (index, table) = (Box::new(index), Box::new(table));
    let ddl = if is_create {
        DdlStatement::CreateIndex {
            index,
            table,
            if_not_exists: false,
        }
    } else {
        DdlStatement::DropIndex {
            index,
            table,
            if_exists: false,
        }
    };
    run_ddl(vm, &session, ddl)?;
    Ok(Value::None)
}

/// `Sequence.create(bind)` and `.drop(bind)`.
pub(crate) fn run_sequence_ddl(
    vm: &Vm,
    bind: &Value,
    sequence: &Value,
    is_create: bool,
    checkfirst: bool,
) -> PyResult {
    let session = session_of(vm, bind)?;
    if !matches!(
        session.dialect_name().as_str(),
        "postgresql" | "oracle" | "mssql" | "mariadb"
    ) {
        return Ok(Value::None);
    }
    let sequence = convert::sequence(vm, sequence)?;
    if checkfirst && !session.is_offline() {
        let schema = sequence
            .schema
            .as_ref()
            .map(|schema| schema.text.to_string());
        let exists = session
            .names(vm, "sequences", schema.as_deref())?
            .iter()
            .any(|row| {
                row.first()
                    .is_some_and(|name| name.as_deref() == Some(sequence.name.as_str()))
            });
        if exists == is_create {
            return Ok(Value::None);
        }
    }
    let ddl = if is_create {
        DdlStatement::CreateSequence {
            sequence,
            if_not_exists: false,
        }
    } else {
        DdlStatement::DropSequence {
            sequence,
            if_exists: false,
        }
    };
    run_ddl(vm, &session, ddl)?;
    Ok(Value::None)
}

/// Refuses a map that gives a schema another name.
pub(crate) fn require_no_translation(vm: &Vm, map: &Value) -> PyResult<()> {
    let is_empty = map.is_none()
        || map.as_dict().is_some_and(|map| {
            map.items()
                .iter()
                .all(|(key, value)| vm.equal(key, value).unwrap_or(false))
        });
    if is_empty {
        return Ok(());
    }
    Err(vm.unsupported("execution_options(schema_translate_map=...)"))
}

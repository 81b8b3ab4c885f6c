//! SELECT, INSERT, UPDATE, DELETE and DDL elements as Python objects.
//!
//! Every method gives a new object, as SQLAlchemy's generative methods do.

use std::rc::Rc;

use alembic_python::{Args, Class, ClassBuilder, Keywords, NativeFn, Object, PyResult, Value, Vm};
use alembic_schema::expr::{
    CompoundOp, CompoundSelect, DdlStatement, Delete, Distinct, ForUpdate, FromItem, Hint, Insert,
    InsertSource, OnConflict, OnDuplicateKey, Query, Select, SqlStatement, Update, Words,
};
use alembic_schema::{Expr, Name, SqlType, SqlValue};
use smol_str::SmolStr;

use super::from::{columns_of, from_item, join, table_ref, target_table};
use super::{expr, expr_opt, expr_or_literal, expr_or_name, name_of, wrap};
use crate::convert::{self, sql_value_as};
use crate::registry::{argument_error, sa};
use crate::support::{attr, is_a, items, text, this};

/// The classes of this module.
pub(crate) struct Statements {
    pub(crate) select: Rc<Class>,
    pub(crate) compound: Rc<Class>,
    pub(crate) insert: Rc<Class>,
    pub(crate) update: Rc<Class>,
    pub(crate) delete: Rc<Class>,
    pub(crate) ddl_element: Rc<Class>,
    pub(crate) compiled: Rc<Class>,
}

/// Builds the classes.
pub(crate) fn build(vm: &Vm, clause_element: &Rc<Class>) -> Statements {
    let module = "sqlalchemy.sql.selectable";
    let query_base =
        query_methods(ClassBuilder::new(module, "SelectBase").base(clause_element)).build(vm);
    let select = select_methods(ClassBuilder::new(module, "Select").base(&query_base))
        .attr("__visit_name__", "select")
        .build(vm);
    let compound = ClassBuilder::new(module, "CompoundSelect")
        .base(&query_base)
        .method("order_by", |vm, args| {
            with_compound(vm, args, |vm, compound, args| {
                compound.order_by.extend(names(vm, &args.positional)?);
                Ok(())
            })
        })
        .method("limit", |vm, args| {
            with_compound(vm, args, |vm, compound, args| {
                compound.fetch = None;
                let value = args.arg(1);
                compound.limit = if value.is_none() {
                    None
                } else {
                    Some(expr_or_literal(vm, &value)?)
                };
                Ok(())
            })
        })
        .method("fetch", |vm, args| {
            with_compound(vm, args, |vm, compound, args| {
                let flag = |name: &str| match args.keyword(name) {
                    Some(value) => vm.truth(value),
                    None => Ok(false),
                };
                let count = args.get_or_keyword(1, "count").unwrap_or(Value::None);
                compound.limit = None;
                compound.fetch = if count.is_none() {
                    None
                } else {
                    Some((
                        expr_or_literal(vm, &count)?,
                        flag("with_ties")?,
                        flag("percent")?,
                    ))
                };
                Ok(())
            })
        })
        .method("group_by", |vm, args| {
            with_compound(vm, args, |vm, compound, args| {
                compound.group_by.extend(names(vm, &args.positional)?);
                Ok(())
            })
        })
        .method("offset", |vm, args| {
            with_compound(vm, args, |vm, compound, args| {
                compound.offset = Some(expr_or_literal(vm, &args.arg(1))?);
                Ok(())
            })
        })
        .build(vm);
    let dml = "sqlalchemy.sql.dml";
    let insert = insert_methods(ClassBuilder::new(dml, "Insert").base(clause_element)).build(vm);
    let update = update_methods(ClassBuilder::new(dml, "Update").base(clause_element)).build(vm);
    let delete = delete_methods(ClassBuilder::new(dml, "Delete").base(clause_element)).build(vm);
    let ddl_element = ClassBuilder::new("sqlalchemy.sql.ddl", "ExecutableDDLElement")
        .base(clause_element)
        .method("execute_if", crate::sqlalchemy::ddl::execute_if)
        .method("against", |_, args| Ok(args.this()))
        .method("__call__", crate::sqlalchemy::ddl::listen)
        .build(vm);
    let compiled = ClassBuilder::new("sqlalchemy.engine.interfaces", "Compiled")
        .method("__str__", |vm, args| attr(vm, &args.this(), "string"))
        .build(vm);
    Statements {
        select,
        compound,
        insert,
        update,
        delete,
        ddl_element,
        compiled,
    }
}

/// A class of query objects without further methods.
pub(super) fn query_class(vm: &Vm, name: &str, clause_element: &Rc<Class>) -> Rc<Class> {
    query_methods(ClassBuilder::new("sqlalchemy.sql.selectable", name).base(clause_element))
        .build(vm)
}

fn query_methods(builder: ClassBuilder) -> ClassBuilder {
    builder
        .method("subquery", |vm, args| {
            super::from::subquery(vm, args, false)
        })
        .method("alias", |vm, args| super::from::subquery(vm, args, false))
        .method("lateral", |vm, args| super::from::subquery(vm, args, true))
        .method("cte", super::from::cte)
        .method("scalar_subquery", |vm, args| {
            let query = query(vm, &args.this())?;
            wrap(vm, Expr::Scalar(Box::new(query)))
        })
        .method("as_scalar", |vm, args| {
            let query = query(vm, &args.this())?;
            wrap(vm, Expr::Scalar(Box::new(query)))
        })
        .method("label", |vm, args| {
            let query = query(vm, &args.this())?;
            let name = name_of(vm, &args.arg(1))?;
            wrap(
                vm,
                Expr::Label {
                    expr: Box::new(Expr::Scalar(Box::new(query))),
                    name: Some(name),
                },
            )
        })
        .method("exists", |vm, args| {
            let query = query(vm, &args.this())?;
            wrap(vm, Expr::Exists(Box::new(query)))
        })
        .method("union", |vm, args| {
            compound_method(vm, args, CompoundOp::Union)
        })
        .method("union_all", |vm, args| {
            compound_method(vm, args, CompoundOp::UnionAll)
        })
        .method("intersect", |vm, args| {
            compound_method(vm, args, CompoundOp::Intersect)
        })
        .method("except_", |vm, args| {
            compound_method(vm, args, CompoundOp::Except)
        })
        .method("except_all", |vm, args| {
            compound_method(vm, args, CompoundOp::ExceptAll)
        })
        .method("intersect_all", |vm, args| {
            compound_method(vm, args, CompoundOp::IntersectAll)
        })
        .method("params", with_params)
        .property("selected_columns", selected_columns, None)
        .property("columns", selected_columns, None)
        .property("c", selected_columns, None)
}

/// `query.params(name=value)`: values for the binds of the name.
fn with_params(vm: &Vm, args: &mut Args) -> PyResult {
    let mut given: Vec<(String, Value)> = Vec::new();
    for dict in args.positional.iter().skip(1) {
        for (name, value) in dict.as_dict().map(|dict| dict.items()).unwrap_or_default() {
            given.push((text(vm, &name, "the name of a parameter")?, value));
        }
    }
    for (name, value) in &args.keywords {
        given.push((name.text().to_string(), value.clone()));
    }
    let object = this(vm, args)?;
    let mut statement = SqlStatement::Query(Box::new(query(vm, &args.this())?));
    for (name, value) in given {
        let value = convert::sql_value(vm, &value)?;
        statement.for_each_bind_mut(&mut |bind| {
            if !bind.unique && bind.name.as_deref() == Some(name.as_str()) {
                bind.value = Some(value.clone());
            }
        });
    }
    let SqlStatement::Query(query) = statement else {
        return Err(vm.type_error("a query is needed"));
    };
    Ok(Value::Object(Object::with_payload(&object.class(), *query)))
}

fn selected_columns(vm: &Vm, args: &mut Args) -> PyResult {
    let sub = super::from::subquery(vm, &mut Args::new(vec![args.this()]), false)?;
    attr(vm, &sub, "c")
}

fn compound_method(vm: &Vm, args: &mut Args, op: CompoundOp) -> PyResult {
    let given = std::mem::take(&mut args.positional);
    compound(vm, &given, op)
}

/// `union(a, b, ...)` and the like.
pub(crate) fn compound(vm: &Vm, given: &[Value], op: CompoundOp) -> PyResult {
    let queries: PyResult<Vec<Query>> = given.iter().map(|item| query(vm, item)).collect();
    let payload = Query::Compound(Box::new(CompoundSelect {
        op,
        queries: queries?,
        order_by: Vec::new(),
        limit: None,
        offset: None,
        fetch: None,
        group_by: Vec::new(),
    }));
    Ok(Value::Object(Object::with_payload(
        &sa(vm)?.compound_select,
        payload,
    )))
}

fn with_compound(
    vm: &Vm,
    args: &mut Args,
    change: fn(&Vm, &mut CompoundSelect, &Args) -> PyResult<()>,
) -> PyResult {
    let Query::Compound(mut compound) = query(vm, &args.this())? else {
        return Err(vm.type_error("a set operation is needed"));
    };
    change(vm, &mut compound, args)?;
    Ok(Value::Object(Object::with_payload(
        &this(vm, args)?.class(),
        Query::Compound(compound),
    )))
}

/// The query behind an object.
pub(crate) fn query(vm: &Vm, value: &Value) -> PyResult<Query> {
    if let Value::Object(object) = value {
        if let Some(found) = object.payload::<Query>() {
            return Ok(found.clone());
        }
        match object.payload::<Expr>().as_deref() {
            Some(Expr::Text(clause)) => return Ok(Query::Text((**clause).clone())),
            Some(Expr::Scalar(query) | Expr::Exists(query)) => return Ok((**query).clone()),
            _ => {}
        }
        if let Some(FromItem::Subquery { query, .. }) = object.payload::<FromItem>().as_deref() {
            return Ok((**query).clone());
        }
    }
    vm.require_concrete(value, "a query")?;
    Err(argument_error(
        vm,
        format!("SELECT construct expected, got {}.", vm.repr(value)?),
    ))
}

/// Any executable object as a statement.
pub(crate) fn statement(vm: &Vm, value: &Value) -> PyResult<SqlStatement> {
    if let Value::Object(object) = value {
        if let Some(found) = object.payload::<SqlStatement>() {
            return Ok(found.clone());
        }
        if let Some(found) = object.payload::<Query>() {
            return Ok(SqlStatement::Query(Box::new(found.clone())));
        }
        if let Some(Expr::Text(clause)) = object.payload::<Expr>().as_deref() {
            return Ok(SqlStatement::Text((**clause).clone()));
        }
        if object.has_payload::<FromItem>() {
            return Err(vm.unsupported("compiling a FROM element by itself"));
        }
    }
    if let Some(text) = value.as_str() {
        let Expr::Text(clause) = Expr::text(text.to_string()) else {
            return Err(vm.type_error("text expected"));
        };
        return Ok(SqlStatement::Text(*clause));
    }
    Ok(SqlStatement::Expr(Box::new(expr(vm, value)?)))
}

pub(crate) fn with_statement(class: &Rc<Class>, payload: SqlStatement) -> Value {
    Value::Object(Object::with_payload(class, payload))
}

/// The columns that an item of `select(...)` stands for.
fn select_columns(
    vm: &Vm,
    value: &Value,
    out: &mut Vec<Expr>,
    froms: &mut Vec<FromItem>,
) -> PyResult<()> {
    let value = &vm.force(value)?;
    vm.require_concrete(value, "a column of a SELECT")?;
    let sa = sa(vm)?;
    let is_from = is_a(value, &sa.from_clause)
        || matches!(value, Value::Object(object) if object.has_payload::<FromItem>());
    let table = if is_from {
        Some(value.clone())
    } else {
        crate::orm::attributes::table_of_class(vm, value)?
    };
    if let Some(table) = table {
        froms.push(from_item(vm, &table)?);
        for column in items(vm, &attr(vm, &table, "c")?)? {
            out.push(expr(vm, &column)?);
        }
    } else {
        if let Some(list) = value.as_sequence() {
            for item in &list {
                select_columns(vm, item, out, froms)?;
            }
            return Ok(());
        }
        out.push(match value.as_str() {
            Some(_) => return Err(argument_error(vm, "Textual column expression should be explicitly declared with text() or literal_column()")),
            None => expr_or_literal(vm, value)?,
        });
    }
    Ok(())
}

/// `select(...)`.
pub(crate) fn select(vm: &Vm, args: &mut Args) -> PyResult {
    let mut select = Select::default();
    let mut explicit = Vec::new();
    for item in &args.positional {
        select_columns(vm, item, &mut select.columns, &mut explicit)?;
    }
    // A table without known columns cannot be found through its columns.
    if select.columns.is_empty() {
        select.froms = explicit;
    }
    let made = Object::with_payload(&sa(vm)?.select, Query::Select(Box::new(select)));
    made.set(GIVEN, Value::tuple(args.positional.clone()));
    let is_entity = |item: &Value| matches!(item, Value::Class(_));
    if args.positional.iter().any(is_entity) {
        // What a session returns for it: see `Session.execute`.
        made.set(ENTITIES, Value::tuple(args.positional.clone()));
    }
    Ok(Value::Object(made))
}

/// Attribute of a SELECT of mapped classes: what was selected, or False once its columns were changed.
const ENTITIES: &str = "_entities";

/// Attribute of a SELECT: the arguments of `select()`, whose tables a str of `order_by()` may name a column of.
const GIVEN: &str = "_given";

/// `table.select()`.
pub(super) fn select_from_table(vm: &Vm, table: &Value) -> PyResult {
    select(vm, &mut Args::new(vec![table.clone()]))
}

fn with_select(
    vm: &Vm,
    args: &mut Args,
    change: fn(&Vm, &mut Select, &mut Args) -> PyResult<()>,
) -> PyResult {
    let Query::Select(mut select) = query(vm, &args.this())? else {
        return Err(vm.type_error("a SELECT is needed"));
    };
    let object = this(vm, args)?;
    let entities = object.get(ENTITIES);
    let before = entities.as_ref().map(|_| select.columns.clone());
    change(vm, &mut select, args)?;
    let given = object.get(GIVEN);
    if let Some(given) = given.as_ref().and_then(Value::as_sequence) {
        resolve_labels(vm, &mut select, &given)?;
    }
    let is_same = before.is_some_and(|before| before == select.columns);
    let made = Object::with_payload(&object.class(), Query::Select(select));
    if let Some(given) = given {
        made.set(GIVEN, given);
    }
    if let Some(entities) = entities {
        made.set(
            ENTITIES,
            if is_same {
                entities
            } else {
                Value::Bool(false)
            },
        );
    }
    Ok(Value::Object(made))
}

fn conditions(vm: &Vm, args: &Args) -> PyResult<Vec<Expr>> {
    args.positional
        .iter()
        .skip(1)
        .map(|item| expr(vm, item))
        .collect()
}

/// The strs of `order_by()`, `group_by()` and `distinct()` that name a selected column, a label or a column of a table.
fn resolve_labels(vm: &Vm, select: &mut Select, given: &[Value]) -> PyResult<()> {
    let mut wanted = Vec::new();
    let mut lists = vec![&mut select.order_by, &mut select.group_by];
    if let Distinct::On(columns) = &mut select.distinct {
        lists.push(columns);
    }
    for list in lists {
        for item in list {
            if let Some(label) = label_in(item) {
                wanted.push(label);
            }
        }
    }
    for label in wanted {
        let Expr::TextualLabel(name) = label else {
            continue;
        };
        if let Some(found) = column_named(vm, &select.columns, &select.froms, given, name)? {
            *label = found;
        }
    }
    Ok(())
}

/// The str inside of `desc("x")` and the like.
fn label_in(item: &mut Expr) -> Option<&mut Expr> {
    match item {
        Expr::TextualLabel(_) => Some(item),
        Expr::Unary { operand, .. } => label_in(operand),
        _ => None,
    }
}

fn column_named(
    vm: &Vm,
    columns: &[Expr],
    froms: &[FromItem],
    given: &[Value],
    wanted: &str,
) -> PyResult<Option<Expr>> {
    let is_named = |column: &&Expr| match column {
        Expr::Column { name, table, .. } => {
            name.as_str() == wanted
                || table
                    .as_ref()
                    .is_some_and(|table| format!("{}_{}", table.name.text, name.text) == wanted)
        }
        Expr::Label {
            name: Some(name), ..
        } => name.as_str() == wanted,
        _ => false,
    };
    if let Some(found) = columns.iter().find(is_named) {
        return Ok(Some(match found {
            // Every database knows the name of a label there.
            Expr::Label {
                name: Some(name),
                expr,
            } => Expr::column(name.clone(), expr.type_()),
            column => column.clone(),
        }));
    }
    let sa = sa(vm)?;
    for item in given {
        let column = crate::orm::attributes::column_of(vm, item).unwrap_or_else(|| item.clone());
        let is_column = is_a(&column, &sa.column) || is_a(&column, &sa.column_clause);
        let table = if is_column {
            attr(vm, &column, "table")?
        } else {
            target_table(vm, item)?
        };
        if !is_a(&table, &sa.from_clause) {
            continue;
        }
        for column in items(vm, &attr(vm, &table, "c")?)? {
            let column = expr(vm, &column)?;
            if matches!(&column, Expr::Column { name, .. } if name.as_str() == wanted) {
                return Ok(Some(column));
            }
        }
    }
    for item in froms {
        let source = super::from::wrap(vm, item.clone())?;
        for column in items(vm, &attr(vm, &source, "c")?)? {
            let column = expr(vm, &column)?;
            if matches!(&column, Expr::Column { name, .. } if name.as_str() == wanted) {
                return Ok(Some(column));
            }
        }
    }
    Ok(None)
}

/// The arguments of a method of a SELECT that takes strs for names of columns and labels.
fn labels(vm: &Vm, positional: &[Value]) -> PyResult<Vec<Expr>> {
    let of = |item: &Value| match item.as_str() {
        Some(name) => Ok(Expr::TextualLabel(name.to_string())),
        None => expr(vm, item),
    };
    positional
        .iter()
        .skip(1)
        .filter(|item| !item.is_none())
        .map(of)
        .collect()
}

/// `order_by(None)` and `group_by(None)` begin anew.
fn is_reset(positional: &[Value]) -> bool {
    matches!(positional, [_, only] if only.is_none())
}

fn names(vm: &Vm, positional: &[Value]) -> PyResult<Vec<Expr>> {
    positional
        .iter()
        .skip(1)
        .filter(|item| !item.is_none())
        .map(|item| expr_or_name(vm, item))
        .collect()
}

/// The tables of the columns as sources of their own.
fn keep_tables(select: &mut Select) {
    let mut tables: Vec<alembic_schema::expr::TableRef> = Vec::new();
    let mut collect = |expr: &Expr| collect_tables(expr, &mut tables);
    select.columns.iter().for_each(&mut collect);
    for table in tables {
        let item = match &table.source.0 {
            Some(source) if table.is_alias => (**source).clone(),
            Some(_) | None => FromItem::Table {
                table,
                columns: Vec::new(),
            },
        };
        if !select.froms.contains(&item) {
            select.froms.push(item);
        }
    }
}

fn collect_tables(expr: &Expr, out: &mut Vec<alembic_schema::expr::TableRef>) {
    if let Expr::Column {
        table: Some(table), ..
    } = expr
        && !out.contains(table)
    {
        out.push((**table).clone());
    }
    expr.for_each_child(&mut |child| collect_tables(child, out));
}

/// The arguments of `prefix_with` and `suffix_with`.
pub(super) fn words(vm: &Vm, args: &mut Args) -> PyResult<Vec<Words>> {
    let dialect = match args.take_keyword("dialect") {
        Some(name) if !name.is_none() => text(vm, &name, "dialect")?,
        _ => "*".to_owned(),
    };
    let of = |item: &Value| -> PyResult<Words> {
        let text = match item.as_str() {
            Some(written) => Expr::text(written.to_string()),
            None => expr(vm, item)?,
        };
        Ok(Words {
            text,
            dialect: dialect.as_str().into(),
        })
    };
    args.positional.iter().skip(1).map(of).collect()
}

fn dialect_of_hint(vm: &Vm, args: &Args, position: usize) -> PyResult<SmolStr> {
    match args.get_or_keyword(position, "dialect_name") {
        Some(name) if !name.is_none() => text(vm, &name, "dialect_name").map(SmolStr::from),
        _ => Ok(SmolStr::new_static("*")),
    }
}

/// The hint of an INSERT, UPDATE or DELETE: for its target if no other table is named.
fn dml_hint(vm: &Vm, args: &Args, target: &alembic_schema::expr::TableRef) -> PyResult<Hint> {
    let table = match args.get_or_keyword(2, "selectable") {
        Some(table) if !table.is_none() => table_ref(vm, &table)?,
        _ => target.clone(),
    };
    let written = args.get_or_keyword(1, "text").unwrap_or(Value::None);
    Ok(Hint {
        table,
        text: text(vm, &written, "a hint")?,
        dialect: dialect_of_hint(vm, args, 3)?,
    })
}

/// `with_for_update(of=)`: tables and columns, one or a list of them.
fn locked(vm: &Vm, given: Option<Value>) -> PyResult<Vec<Expr>> {
    let Some(given) = given.filter(|given| !given.is_none()) else {
        return Ok(Vec::new());
    };
    vm.require_concrete(&given, "the tables of FOR UPDATE")?;
    let list = given.as_sequence().unwrap_or_else(|| vec![given.clone()]);
    let of = |item: &Value| match expr_opt(vm, item)? {
        Some(column) => Ok(column),
        None => Ok(Expr::Star(Some(Box::new(table_ref(vm, item)?)))),
    };
    list.iter().map(of).collect()
}

fn select_methods(builder: ClassBuilder) -> ClassBuilder {
    let methods: &[(&str, NativeFn)] = &[
        ("where", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                select.where_.extend(conditions(vm, args)?);
                Ok(())
            })
        }),
        ("filter", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                select.where_.extend(conditions(vm, args)?);
                Ok(())
            })
        }),
        ("filter_by", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                let table = select.columns.iter().find_map(|column| match column {
                    Expr::Column { table, .. } => Some(table.clone()),
                    _ => None,
                });
                for (name, value) in std::mem::take(&mut args.keywords) {
                    let column = Expr::Column {
                        name: Name::new(&*name.text()),
                        table: table.clone().flatten(),
                        type_: SqlType::null(),
                    };
                    select.where_.push(Expr::compare_value(
                        column,
                        alembic_schema::expr::BinaryOp::Eq,
                        convert::sql_value(vm, &value)?,
                    ));
                }
                Ok(())
            })
        }),
        ("having", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                select.having.extend(conditions(vm, args)?);
                Ok(())
            })
        }),
        ("group_by", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                if is_reset(&args.positional) {
                    select.group_by.clear();
                }
                select.group_by.extend(labels(vm, &args.positional)?);
                Ok(())
            })
        }),
        ("order_by", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                if is_reset(&args.positional) {
                    select.order_by.clear();
                }
                select.order_by.extend(labels(vm, &args.positional)?);
                Ok(())
            })
        }),
        ("limit", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                select.fetch = None;
                let value = args.arg(1);
                select.limit = if value.is_none() {
                    None
                } else {
                    Some(expr_or_literal(vm, &value)?)
                };
                Ok(())
            })
        }),
        ("fetch", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                let count = args.get_or_keyword(1, "count").unwrap_or(Value::None);
                let flag = |args: &mut Args, name: &str| {
                    let value = args.take_keyword(name).unwrap_or(Value::Bool(false));
                    vm.truth(&value)
                };
                let (ties, percent) = (flag(args, "with_ties")?, flag(args, "percent")?);
                select.limit = None;
                select.fetch = if count.is_none() {
                    None
                } else {
                    Some((expr_or_literal(vm, &count)?, ties, percent))
                };
                Ok(())
            })
        }),
        ("offset", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                let value = args.arg(1);
                select.offset = if value.is_none() {
                    None
                } else {
                    Some(expr_or_literal(vm, &value)?)
                };
                Ok(())
            })
        }),
        ("distinct", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                let on = labels(vm, &args.positional)?;
                select.distinct = if on.is_empty() {
                    Distinct::Yes
                } else {
                    Distinct::On(on)
                };
                Ok(())
            })
        }),
        ("select_from", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                for item in args.positional.iter().skip(1) {
                    select.froms.push(from_item(vm, item)?);
                }
                Ok(())
            })
        }),
        ("add_columns", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                let mut froms = Vec::new();
                for item in args.positional.iter().skip(1) {
                    select_columns(vm, item, &mut select.columns, &mut froms)?;
                }
                Ok(())
            })
        }),
        ("column", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                select_columns(vm, &args.arg(1), &mut select.columns, &mut Vec::new())
            })
        }),
        ("with_only_columns", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                let mut froms = Vec::new();
                if let Some(flag) = args.take_keyword("maintain_column_froms")
                    && vm.truth(&flag)?
                {
                    keep_tables(select);
                }
                select.columns.clear();
                for item in args.positional.iter().skip(1) {
                    select_columns(vm, item, &mut select.columns, &mut froms)?;
                }
                Ok(())
            })
        }),
        ("with_for_update", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                let flag = |name: &str, args: &mut Args| -> PyResult<bool> {
                    match args.take_keyword(name) {
                        Some(value) => vm.truth(&value),
                        None => Ok(false),
                    }
                };
                select.for_update = Some(ForUpdate {
                    read: flag("read", args)?,
                    nowait: flag("nowait", args)?,
                    skip_locked: flag("skip_locked", args)?,
                    key_share: flag("key_share", args)?,
                    of: locked(vm, args.take_keyword("of"))?,
                });
                Ok(())
            })
        }),
        ("prefix_with", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                select.prefixes.extend(words(vm, args)?);
                Ok(())
            })
        }),
        ("suffix_with", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                select.suffixes.extend(words(vm, args)?);
                Ok(())
            })
        }),
        ("with_hint", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                let target = args.get_or_keyword(1, "selectable").unwrap_or(Value::None);
                let table = table_ref(vm, &target)?;
                let written = args.get_or_keyword(2, "text").unwrap_or(Value::None);
                select.hints.push(Hint {
                    table,
                    text: text(vm, &written, "a hint")?,
                    dialect: dialect_of_hint(vm, args, 3)?,
                });
                Ok(())
            })
        }),
        ("with_statement_hint", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                let written = args.get_or_keyword(1, "text").unwrap_or(Value::None);
                let written = text(vm, &written, "a hint")?;
                select.statement_hints.push(Words {
                    text: Expr::LiteralColumn {
                        text: written,
                        type_: SqlType::null(),
                    },
                    dialect: dialect_of_hint(vm, args, 2)?,
                });
                Ok(())
            })
        }),
        ("slice", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                let bound = |index: usize| -> PyResult<i64> {
                    args.arg(index)
                        .as_int()
                        .ok_or_else(|| vm.unsupported("slice() with other than numbers"))
                };
                let (start, stop) = (bound(1)?, bound(2)?);
                let number = |value: i64| Expr::literal_value(SqlValue::Int(value), None);
                select.limit = Some(number(stop - start));
                select.offset = (start != 0).then(|| number(start));
                select.fetch = None;
                Ok(())
            })
        }),
        ("add_cte", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                if !args.keywords.is_empty() {
                    return Err(vm.unsupported("add_cte(nest_here=)"));
                }
                for item in args.positional.iter().skip(1) {
                    select.ctes.push(from_item(vm, item)?);
                }
                Ok(())
            })
        }),
        ("correlate", |vm, args| {
            with_select(vm, args, |vm, select, args| {
                if is_reset(&args.positional) {
                    select.correlate = Some(Vec::new());
                    return Ok(());
                }
                let tables: PyResult<Vec<_>> = args
                    .positional
                    .iter()
                    .skip(1)
                    .map(|item| table_ref(vm, item))
                    .collect();
                select.correlate = Some(tables?);
                Ok(())
            })
        }),
        ("join", |vm, args| select_join(vm, args, false)),
        ("outerjoin", |vm, args| select_join(vm, args, true)),
        ("join_from", |vm, args| {
            let left = args.positional.remove(1);
            let sub = with_select_from(vm, args, &left)?;
            if let Some(slot) = args.positional.first_mut() {
                *slot = sub;
            }
            select_join(vm, args, false)
        }),
        ("outerjoin_from", |vm, args| {
            let left = args.positional.remove(1);
            let sub = with_select_from(vm, args, &left)?;
            if let Some(slot) = args.positional.first_mut() {
                *slot = sub;
            }
            select_join(vm, args, true)
        }),
        ("options", |_, args| Ok(args.this())),
    ];
    methods.iter().fold(builder, |builder, (name, method)| {
        builder.method(name, *method)
    })
}

fn with_select_from(vm: &Vm, args: &Args, item: &Value) -> PyResult {
    let mut call = Args::new(vec![args.this(), item.clone()]);
    with_select(vm, &mut call, |vm, select, args| {
        select.froms.push(from_item(vm, &args.arg(1))?);
        Ok(())
    })
}

fn select_join(vm: &Vm, args: &mut Args, outer: bool) -> PyResult {
    let isouter = args.take_keyword("isouter").unwrap_or(Value::Bool(outer));
    let full = args.take_keyword("full").unwrap_or(Value::Bool(false));
    let right = args.get_or_keyword(1, "target").unwrap_or(Value::None);
    let on = args.get_or_keyword(2, "onclause").unwrap_or(Value::None);
    let (outer, full) = (vm.truth(&isouter)?, vm.truth(&full)?);
    let Query::Select(mut select) = query(vm, &args.this())? else {
        return Err(vm.type_error("a SELECT is needed"));
    };
    let left = match select.froms.pop() {
        Some(found) => found,
        None => match select.columns.iter().find_map(first_table) {
            Some(table) => FromItem::Table {
                table,
                columns: Vec::new(),
            },
            None => return Err(vm.unsupported("join() of a SELECT without a table")),
        },
    };
    if on.is_none() {
        return Err(vm.unsupported("Select.join() without a condition"));
    }
    let left_object = super::from::wrap(vm, left)?;
    let joined = join(vm, &left_object, &right, &on, outer, full)?;
    select.froms.push(from_item(vm, &joined)?);
    Ok(Value::Object(Object::with_payload(
        &sa(vm)?.select,
        Query::Select(select),
    )))
}

fn first_table(column: &Expr) -> Option<alembic_schema::expr::TableRef> {
    match column {
        Expr::Column { table, .. } => table.as_deref().cloned(),
        Expr::Label { expr, .. } => first_table(expr),
        Expr::Function(call) => call.args.iter().find_map(first_table),
        _ => None,
    }
}

/// `exists(query)`, or `exists()` with the methods of a SELECT.
pub(crate) fn exists(vm: &Vm, args: &mut Args) -> PyResult {
    let query = match args.positional.first() {
        Some(Value::Object(object))
            if object.has_payload::<Query>()
                || matches!(object.payload::<Expr>().as_deref(), Some(Expr::Scalar(_))) =>
        {
            query(vm, &args.arg(0))?
        }
        Some(_) => query(vm, &select(vm, args)?)?,
        None => Query::Select(Box::new(Select {
            columns: vec![Expr::Star(None)],
            ..Select::default()
        })),
    };
    wrap(vm, Expr::Exists(Box::new(query)))
}

/// `exists(...).where(...)` and the like: the method of the SELECT inside.
pub(super) fn on_exists(vm: &Vm, args: &mut Args, method: &str) -> PyResult {
    let object = this(vm, args)?;
    let Some(Expr::Exists(inner)) = object.payload::<Expr>().as_deref().cloned() else {
        return Err(vm.type_error("an EXISTS is needed"));
    };
    let select = Value::Object(Object::with_payload(&sa(vm)?.select, *inner));
    let arguments = args.positional.split_off(1);
    let changed = crate::support::call_method(vm, &select, method, arguments)?;
    wrap(vm, Expr::Exists(Box::new(query(vm, &changed)?)))
}

fn target(vm: &Vm, args: &Args) -> PyResult {
    let value = args.get_or_keyword(0, "table").unwrap_or(Value::None);
    let value = vm.force(&value)?;
    target_table(vm, &value)
}

/// `insert(table)` and `table.insert()`.
pub(crate) fn insert(vm: &Vm, args: &mut Args) -> PyResult {
    let table = target(vm, args)?;
    let reference = table_ref(vm, &table)?;
    let columns = columns_of(vm, &table)?;
    let sa = sa(vm)?;
    let implicit_returning = if is_a(&table, &sa.table) {
        items(vm, &attr(vm, &attr(vm, &table, "primary_key")?, "columns")?)?
            .iter()
            .map(|column| attr(vm, column, "name").and_then(|name| name_of(vm, &name)))
            .collect::<PyResult<Vec<Name>>>()?
    } else {
        Vec::new()
    };
    let payload = SqlStatement::Insert(Box::new(Insert {
        table: reference,
        columns,
        source: InsertSource::Columns,
        returning: Vec::new(),
        on_conflict: None,
        on_duplicate_key: None,
        prefixes: Vec::new(),
        ctes: Vec::new(),
        hints: Vec::new(),
        implicit_returning,
    }));
    let statement = with_statement(&sa.insert, payload);
    if let Value::Object(object) = &statement {
        object.set("table", table);
    }
    let values = args
        .get(1)
        .cloned()
        .or_else(|| args.keyword("values").cloned());
    match values {
        Some(values) if !values.is_none() => {
            crate::support::call_method(vm, &statement, "values", vec![values])
        }
        _ => Ok(statement),
    }
}

fn with_insert(
    vm: &Vm,
    args: &mut Args,
    change: fn(&Vm, &mut Insert, &mut Args) -> PyResult<()>,
) -> PyResult {
    let SqlStatement::Insert(mut insert) = statement(vm, &args.this())? else {
        return Err(vm.type_error("an INSERT is needed"));
    };
    let object = this(vm, args)?;
    change(vm, &mut insert, args)?;
    let new = with_statement(&object.class(), SqlStatement::Insert(insert));
    if let (Value::Object(new), Some(table)) = (&new, object.get("table")) {
        new.set("table", table);
    }
    Ok(new)
}

/// Column and value pairs of a dictionary or of keywords.
fn assignments(
    vm: &Vm,
    columns: &[(Name, SqlType)],
    positional: Option<&Value>,
    keywords: &Keywords,
) -> PyResult<Vec<(Name, Expr)>> {
    let mut out = Vec::new();
    if let Some(given) = positional {
        let pairs = match given.as_dict() {
            Some(dict) => dict.items(),
            None => match given.as_sequence() {
                Some(row)
                    if row
                        .iter()
                        .all(|item| item.as_sequence().is_some_and(|pair| pair.len() == 2))
                        && !row.is_empty() =>
                {
                    row.iter()
                        .filter_map(|pair| match pair.as_sequence()?.as_slice() {
                            [key, value] => Some((key.clone(), value.clone())),
                            _ => None,
                        })
                        .collect()
                }
                Some(row) => columns
                    .iter()
                    .map(|(name, _)| Value::str(&name.text))
                    .zip(row)
                    .collect(),
                None => {
                    return Err(argument_error(
                        vm,
                        "values() takes a dictionary or keywords",
                    ));
                }
            },
        };
        for (key, value) in pairs {
            out.push(assignment(vm, columns, column_name(vm, &key)?, &value)?);
        }
    }
    for (name, value) in keywords {
        out.push(assignment(vm, columns, Name::new(&*name.text()), value)?);
    }
    Ok(out)
}

/// Values that stand beside other values for the same columns: their binds have no name of a column.
fn with_own_binds(pairs: Vec<(Name, Expr)>) -> Vec<(Name, Expr)> {
    let own = |(name, value): (Name, Expr)| {
        let value = match value {
            Expr::Bind(mut bind)
                if bind.value.is_some() && bind.name.as_ref() == Some(&name.text) =>
            {
                bind.name = None;
                bind.unique = true;
                Expr::Bind(bind)
            }
            other => other,
        };
        (name, value)
    };
    pairs.into_iter().map(own).collect()
}

fn column_name(vm: &Vm, key: &Value) -> PyResult<Name> {
    match expr_opt(vm, key)? {
        Some(Expr::Column { name, .. }) => Ok(name),
        _ => name_of(vm, key),
    }
}

fn assignment(
    vm: &Vm,
    columns: &[(Name, SqlType)],
    name: Name,
    value: &Value,
) -> PyResult<(Name, Expr)> {
    let known = columns
        .iter()
        .find(|(other, _)| other.as_str() == name.as_str());
    let type_ = known.map_or_else(SqlType::null, |(_, type_)| type_.clone());
    let value = vm.force(value)?;
    vm.require_concrete(&value, "a value of an INSERT or UPDATE")?;
    let expr = if let Some(found) = expr_opt(vm, &value)? {
        found
    } else {
        let raw = sql_value_as(vm, &value, &type_)?;
        let type_ = if type_ == SqlType::null() {
            Expr::literal_value(raw.clone(), None).type_()
        } else {
            type_
        };
        Expr::Bind(Box::new(alembic_schema::expr::Bind {
            name: Some(name.text.clone()),
            unique: false,
            value: Some(raw),
            type_,
            expanding: false,
            inline: false,
        }))
    };
    let name = known.map_or(name, |(known, _)| known.clone());
    Ok((name, expr))
}

fn insert_values(vm: &Vm, insert: &mut Insert, args: &mut Args) -> PyResult<()> {
    let given = args.get(1).cloned();
    if let Some(list) = given.as_ref().and_then(Value::as_sequence)
        && list
            .first()
            .is_some_and(|row| row.as_dict().is_some() || row.as_sequence().is_some())
    {
        let mut names: Vec<Name> = Vec::new();
        let mut rows = Vec::new();
        for row in &list {
            let pairs = assignments(vm, &insert.columns, Some(row), &Vec::new())?;
            let pairs = with_own_binds(pairs);
            if names.is_empty() {
                names = pairs.iter().map(|(name, _)| name.clone()).collect();
            }
            let mut ordered = Vec::new();
            for name in &names {
                match pairs
                    .iter()
                    .find(|(other, _)| other.as_str() == name.as_str())
                {
                    Some((_, value)) => ordered.push(value.clone()),
                    None => {
                        return Err(crate::support::raise(
                            vm,
                            &sa(vm)?.compile_error,
                            format!(
                                "Can't mix single-values and multiple values formats: column \"{name}\" is missing",
                                name = name.as_str()
                            ),
                        ));
                    }
                }
            }
            rows.push(ordered);
        }
        insert.source = InsertSource::MultiValues(names, rows);
        return Ok(());
    }
    let pairs = assignments(
        vm,
        &insert.columns,
        given.as_ref(),
        &std::mem::take(&mut args.keywords),
    )?;
    let mut all = match &insert.source {
        InsertSource::Values(old) => old.clone(),
        _ => Vec::new(),
    };
    for (name, value) in pairs {
        match all
            .iter_mut()
            .find(|(other, _)| other.as_str() == name.as_str())
        {
            Some((_, slot)) => *slot = value,
            None => all.push((name, value)),
        }
    }
    // The order of an INSERT's columns is that of the table.
    let position = |name: &Name| {
        insert
            .columns
            .iter()
            .position(|(other, _)| other.as_str() == name.as_str())
            .unwrap_or(usize::MAX)
    };
    all.sort_by_key(|(name, _)| position(name));
    insert
        .implicit_returning
        .retain(|name| !all.iter().any(|(other, _)| other.as_str() == name.as_str()));
    insert.source = InsertSource::Values(all);
    Ok(())
}

fn insert_methods(builder: ClassBuilder) -> ClassBuilder {
    let methods: &[(&str, NativeFn)] = &[
        ("values", |vm, args| with_insert(vm, args, insert_values)),
        ("from_select", |vm, args| {
            with_insert(vm, args, |vm, insert, args| {
                let given = items(vm, &args.get_or_keyword(1, "names").unwrap_or(Value::None))?;
                let names: PyResult<Vec<Name>> =
                    given.iter().map(|name| column_name(vm, name)).collect();
                let select = args.get_or_keyword(2, "select").unwrap_or(Value::None);
                insert.source = InsertSource::Select(names?, Box::new(query(vm, &select)?));
                insert.implicit_returning.clear();
                Ok(())
            })
        }),
        ("inline", |vm, args| {
            with_insert(vm, args, |_, insert, _| {
                insert.implicit_returning.clear();
                Ok(())
            })
        }),
        ("returning", |vm, args| {
            with_insert(vm, args, |vm, insert, args| {
                let mut froms = Vec::new();
                for item in args.positional.iter().skip(1) {
                    select_columns(vm, item, &mut insert.returning, &mut froms)?;
                }
                insert.implicit_returning.clear();
                Ok(())
            })
        }),
        ("prefix_with", |vm, args| {
            with_insert(vm, args, |vm, insert, args| {
                insert.prefixes.extend(words(vm, args)?);
                Ok(())
            })
        }),
        ("with_hint", |vm, args| {
            with_insert(vm, args, |vm, insert, args| {
                let hint = dml_hint(vm, args, &insert.table)?;
                insert.hints.push(hint);
                Ok(())
            })
        }),
        ("on_conflict_do_nothing", |vm, args| {
            with_insert(vm, args, |vm, insert, args| {
                insert.on_conflict = Some(conflict(vm, insert, args, false)?);
                Ok(())
            })
        }),
        ("on_conflict_do_update", |vm, args| {
            with_insert(vm, args, |vm, insert, args| {
                insert.on_conflict = Some(conflict(vm, insert, args, true)?);
                Ok(())
            })
        }),
        ("on_duplicate_key_update", |vm, args| {
            with_insert(vm, args, |vm, insert, args| {
                let given = args.get(1).cloned();
                let set = assignments(
                    vm,
                    &insert.columns,
                    given.as_ref(),
                    &std::mem::take(&mut args.keywords),
                )?;
                insert.on_duplicate_key = Some(OnDuplicateKey {
                    set: with_own_binds(set),
                });
                Ok(())
            })
        }),
        ("cte", super::from::cte),
    ];
    methods
        .iter()
        .fold(builder, |builder, (name, method)| {
            builder.method(name, *method)
        })
        .property("excluded", excluded, None)
        .property("inserted", excluded, None)
}

/// `insert(...).excluded`: the row that was proposed.
fn excluded(vm: &Vm, args: &mut Args) -> PyResult {
    let SqlStatement::Insert(insert) = statement(vm, &args.this())? else {
        return Err(vm.type_error("an INSERT is needed"));
    };
    let mut columns = Vec::new();
    for (name, type_) in &insert.columns {
        columns.push(wrap(
            vm,
            Expr::Excluded {
                name: name.clone(),
                type_: type_.clone(),
            },
        )?);
    }
    crate::sqlalchemy::column::collection(vm, &columns)
}

fn conflict(vm: &Vm, insert: &Insert, args: &mut Args, do_update: bool) -> PyResult<OnConflict> {
    let mut out = OnConflict {
        do_update,
        ..OnConflict::default()
    };
    if let Some(elements) = args
        .take_keyword("index_elements")
        .filter(|value| !value.is_none())
    {
        for element in items(vm, &elements)? {
            out.index_elements.push(expr_or_name(vm, &element)?);
        }
    }
    if let Some(name) = args
        .take_keyword("constraint")
        .filter(|value| !value.is_none())
    {
        let name = match vm.getattr_opt(&name, "name")? {
            Some(inner) if name.as_str().is_none() => inner,
            _ => name,
        };
        out.constraint = Some(name_of(vm, &name)?);
    }
    if let Some(condition) = args
        .take_keyword("index_where")
        .filter(|value| !value.is_none())
    {
        out.index_where = Some(expr(vm, &condition)?);
    }
    if let Some(condition) = args.take_keyword("where").filter(|value| !value.is_none()) {
        out.where_ = Some(expr(vm, &condition)?);
    }
    if let Some(set) = args.take_keyword("set_").filter(|value| !value.is_none()) {
        out.set = with_own_binds(assignments(vm, &insert.columns, Some(&set), &Vec::new())?);
    }
    Ok(out)
}

/// `update(table)` and `table.update()`.
pub(crate) fn update(vm: &Vm, args: &mut Args) -> PyResult {
    let table = target(vm, args)?;
    let payload = SqlStatement::Update(Box::new(Update {
        table: table_ref(vm, &table)?,
        columns: columns_of(vm, &table)?,
        values: Vec::new(),
        ordered: false,
        where_: Vec::new(),
        returning: Vec::new(),
        prefixes: Vec::new(),
        hints: Vec::new(),
        ctes: Vec::new(),
    }));
    let mut out = with_statement(&sa(vm)?.update, payload);
    if let Value::Object(object) = &out {
        object.set("table", table);
    }
    if let Some(condition) = args.keyword("whereclause").cloned() {
        out = crate::support::call_method(vm, &out, "where", vec![condition])?;
    }
    if let Some(values) = args.keyword("values").cloned() {
        out = crate::support::call_method(vm, &out, "values", vec![values])?;
    }
    Ok(out)
}

fn with_update(
    vm: &Vm,
    args: &mut Args,
    change: fn(&Vm, &mut Update, &mut Args) -> PyResult<()>,
) -> PyResult {
    let SqlStatement::Update(mut update) = statement(vm, &args.this())? else {
        return Err(vm.type_error("an UPDATE is needed"));
    };
    let object = this(vm, args)?;
    change(vm, &mut update, args)?;
    let new = with_statement(&object.class(), SqlStatement::Update(update));
    if let (Value::Object(new), Some(table)) = (&new, object.get("table")) {
        new.set("table", table);
    }
    Ok(new)
}

fn update_methods(builder: ClassBuilder) -> ClassBuilder {
    let methods: &[(&str, NativeFn)] = &[
        ("where", |vm, args| {
            with_update(vm, args, |vm, update, args| {
                update.where_.extend(conditions(vm, args)?);
                Ok(())
            })
        }),
        ("filter", |vm, args| {
            with_update(vm, args, |vm, update, args| {
                update.where_.extend(conditions(vm, args)?);
                Ok(())
            })
        }),
        ("values", |vm, args| {
            with_update(vm, args, |vm, update, args| {
                let given = args.get(1).cloned();
                for (name, value) in assignments(
                    vm,
                    &update.columns,
                    given.as_ref(),
                    &std::mem::take(&mut args.keywords),
                )? {
                    match update
                        .values
                        .iter_mut()
                        .find(|(other, _)| other.as_str() == name.as_str())
                    {
                        Some((_, slot)) => *slot = value,
                        None => update.values.push((name, value)),
                    }
                }
                Ok(())
            })
        }),
        ("ordered_values", |vm, args| {
            with_update(vm, args, |vm, update, args| {
                let pairs = Value::list(args.positional.iter().skip(1).cloned().collect());
                update.values = assignments(vm, &update.columns, Some(&pairs), &Vec::new())?;
                update.ordered = true;
                Ok(())
            })
        }),
        ("returning", |vm, args| {
            with_update(vm, args, |vm, update, args| {
                let mut froms = Vec::new();
                for item in args.positional.iter().skip(1) {
                    select_columns(vm, item, &mut update.returning, &mut froms)?;
                }
                Ok(())
            })
        }),
        ("prefix_with", |vm, args| {
            with_update(vm, args, |vm, update, args| {
                update.prefixes.extend(words(vm, args)?);
                Ok(())
            })
        }),
        ("with_hint", |vm, args| {
            with_update(vm, args, |vm, update, args| {
                let hint = dml_hint(vm, args, &update.table)?;
                update.hints.push(hint);
                Ok(())
            })
        }),
        ("execution_options", execution_options),
        ("cte", super::from::cte),
    ];
    methods.iter().fold(builder, |builder, (name, method)| {
        builder.method(name, *method)
    })
}

/// Options that change what the statement does are refused; the others are not kept.
fn execution_options(vm: &Vm, args: &mut Args) -> PyResult {
    crate::engine::arguments::check_execution(vm, &args.keywords)?;
    Ok(args.this())
}

/// `delete(table)` and `table.delete()`.
pub(crate) fn delete(vm: &Vm, args: &mut Args) -> PyResult {
    let table = target(vm, args)?;
    let payload = SqlStatement::Delete(Box::new(Delete {
        table: table_ref(vm, &table)?,
        where_: Vec::new(),
        returning: Vec::new(),
        prefixes: Vec::new(),
        hints: Vec::new(),
        ctes: Vec::new(),
    }));
    let out = with_statement(&sa(vm)?.delete, payload);
    match args
        .get(1)
        .cloned()
        .or_else(|| args.keyword("whereclause").cloned())
    {
        Some(condition) if !condition.is_none() => {
            crate::support::call_method(vm, &out, "where", vec![condition])
        }
        _ => Ok(out),
    }
}

fn with_delete(
    vm: &Vm,
    args: &mut Args,
    change: fn(&Vm, &mut Delete, &mut Args) -> PyResult<()>,
) -> PyResult {
    let SqlStatement::Delete(mut delete) = statement(vm, &args.this())? else {
        return Err(vm.type_error("a DELETE is needed"));
    };
    let class = this(vm, args)?.class();
    change(vm, &mut delete, args)?;
    Ok(with_statement(&class, SqlStatement::Delete(delete)))
}

fn delete_methods(builder: ClassBuilder) -> ClassBuilder {
    let methods: &[(&str, NativeFn)] = &[
        ("where", |vm, args| {
            with_delete(vm, args, |vm, delete, args| {
                delete.where_.extend(conditions(vm, args)?);
                Ok(())
            })
        }),
        ("filter", |vm, args| {
            with_delete(vm, args, |vm, delete, args| {
                delete.where_.extend(conditions(vm, args)?);
                Ok(())
            })
        }),
        ("returning", |vm, args| {
            with_delete(vm, args, |vm, delete, args| {
                let mut froms = Vec::new();
                for item in args.positional.iter().skip(1) {
                    select_columns(vm, item, &mut delete.returning, &mut froms)?;
                }
                Ok(())
            })
        }),
        ("prefix_with", |vm, args| {
            with_delete(vm, args, |vm, delete, args| {
                delete.prefixes.extend(words(vm, args)?);
                Ok(())
            })
        }),
        ("with_hint", |vm, args| {
            with_delete(vm, args, |vm, delete, args| {
                let hint = dml_hint(vm, args, &delete.table)?;
                delete.hints.push(hint);
                Ok(())
            })
        }),
        ("cte", super::from::cte),
    ];
    methods.iter().fold(builder, |builder, (name, method)| {
        builder.method(name, *method)
    })
}

/// A DDL element with its statement.
pub(crate) fn ddl(vm: &Vm, statement: DdlStatement) -> PyResult {
    Ok(with_statement(
        &sa(vm)?.ddl_element,
        SqlStatement::Ddl(Box::new(statement)),
    ))
}

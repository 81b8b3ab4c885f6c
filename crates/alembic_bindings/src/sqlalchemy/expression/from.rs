//! `table()`, aliases, subqueries, CTEs, joins. Mirrors the FROM part of `sqlalchemy.sql.selectable`.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use alembic_python::{Args, Class, ClassBuilder, Object, PyResult, Value, Vm};
use alembic_schema::expr::{
    AliasSource, Cte, Derived, FromItem, Join, Query, SqlStatement, TableRef,
};
use alembic_schema::{Expr, Name, SqlType};

use super::{expr, name_of};
use crate::convert;
use crate::registry::{Sa, argument_error, sa};
use crate::sqlalchemy::column::collection;
use crate::support::{attr, is_a, items, text_opt, this};

/// The classes of this module.
pub(crate) struct Froms {
    pub(crate) from_clause: Rc<Class>,
    pub(crate) table_clause: Rc<Class>,
    pub(crate) alias: Rc<Class>,
}

/// Builds the classes.
pub(crate) fn build(vm: &Vm, clause_element: &Rc<Class>) -> Froms {
    let module = "sqlalchemy.sql.selectable";
    let from_clause = ClassBuilder::new(module, "FromClause")
        .base(clause_element)
        .method("select", |vm, args| {
            super::statements::select_from_table(vm, &args.this())
        })
        .method("alias", alias)
        .method("join", |vm, args| join_of(vm, args, false))
        .method("outerjoin", |vm, args| join_of(vm, args, true))
        .method("count", |vm, _| Err(vm.unsupported("FromClause.count()")))
        .build(vm);
    let dml = |builder: ClassBuilder| {
        builder
            .method("insert", super::statements::insert)
            .method("update", super::statements::update)
            .method("delete", super::statements::delete)
    };
    let table_clause = dml(ClassBuilder::new(module, "TableClause")
        .base(&from_clause)
        .attr("__visit_name__", "table"))
    .property("c", clause_columns, None)
    .property("columns", clause_columns, None)
    .property("primary_key", |_, _| Ok(Value::list(Vec::new())), None)
    .method("append_column", |vm, args| {
        let object = this(vm, args)?;
        let column = bind_to(
            vm,
            &args.arg(1),
            &table_ref(vm, &Value::Object(object.clone()))?,
            &Value::Object(object.clone()),
        )?;
        if let Some(Value::List(list)) = object.get("_columns") {
            list.push(column);
        }
        Ok(Value::None)
    })
    .build(vm);
    let alias = ClassBuilder::new(module, "Alias")
        .base(&from_clause)
        .property("c", alias_columns, None)
        .property("columns", alias_columns, None)
        .property(
            "name",
            |vm, args| {
                let item = from_item(vm, &args.this())?;
                Ok(Value::from(
                    reference(&item).map(|table| table.name.text.to_string()),
                ))
            },
            None,
        )
        .method("prefix_with", |vm, args| cte_words(vm, args, true))
        .method("suffix_with", |vm, args| cte_words(vm, args, false))
        .property("column", super::functions::table_value, None)
        .method("render_derived", super::functions::render_derived)
        .method("lateral", lateral)
        .method("union_all", |vm, args| {
            recursive(vm, args, alembic_schema::expr::CompoundOp::UnionAll)
        })
        .method("union", |vm, args| {
            recursive(vm, args, alembic_schema::expr::CompoundOp::Union)
        })
        .build(vm);
    Froms {
        from_clause,
        table_clause,
        alias,
    }
}

/// `cte.prefix_with("MATERIALIZED")` and `cte.suffix_with(...)`.
fn cte_words(vm: &Vm, args: &mut Args, is_prefix: bool) -> PyResult {
    let FromItem::Cte(mut cte) = from_item(vm, &args.this())? else {
        return Err(vm.attribute_error("'Alias' object has no attribute 'prefix_with'"));
    };
    let words = super::statements::words(vm, args)?;
    if is_prefix {
        cte.prefixes.extend(words);
    } else {
        cte.suffixes.extend(words);
    }
    wrap(vm, FromItem::Cte(cte))
}

/// `func.x(...).table_valued(...).lateral(name)`.
fn lateral(vm: &Vm, args: &mut Args) -> PyResult {
    let name = args.get_or_keyword(1, "name").unwrap_or(Value::None);
    match from_item(vm, &args.this())? {
        FromItem::Function {
            call,
            alias,
            columns,
            derived,
            with_ordinality,
            ..
        } => {
            let alias = if name.is_none() {
                alias
            } else {
                Some(alias_ref(vm, &name)?)
            };
            wrap(
                vm,
                FromItem::Function {
                    call,
                    alias,
                    columns,
                    derived,
                    with_ordinality,
                    lateral: true,
                },
            )
        }
        _ => Err(vm.unsupported("lateral() of an alias")),
    }
}

/// `cte.union_all(query)`: the second half of a recursive CTE.
fn recursive(vm: &Vm, args: &mut Args, op: alembic_schema::expr::CompoundOp) -> PyResult {
    let FromItem::Cte(cte) = from_item(vm, &args.this())? else {
        return Err(vm.attribute_error("union"));
    };
    let SqlStatement::Query(first) = *cte.query.clone() else {
        return Err(vm.unsupported("union of a CTE that is no query"));
    };
    let mut queries = vec![*first];
    for other in args.positional.iter().skip(1) {
        queries.push(super::statements::query(vm, other)?);
    }
    let compound = Query::Compound(Box::new(alembic_schema::expr::CompoundSelect {
        op,
        queries,
        order_by: Vec::new(),
        limit: None,
        offset: None,
        fetch: None,
        group_by: Vec::new(),
    }));
    let new = FromItem::Cte(Box::new(Cte {
        query: Box::new(SqlStatement::Query(Box::new(compound))),
        ..(*cte).clone()
    }));
    wrap(vm, new)
}

/// A source of rows as a Python object.
pub(crate) fn wrap(vm: &Vm, item: FromItem) -> PyResult {
    Ok(Value::Object(Object::with_payload(&sa(vm)?.alias, item)))
}

/// `table("name", column(...), ..., schema=)`.
pub(crate) fn table(vm: &Vm, args: &mut Args) -> PyResult {
    let sa = sa(vm)?;
    let name = args.arg(0);
    vm.require_concrete(&name, "the name of a table")?;
    let schema = args.take_keyword("schema").unwrap_or(Value::None);
    vm.require_concrete(&schema, "the schema of a table")?;
    let object = Object::new(&sa.table_clause);
    object.set("name", name);
    object.set("schema", schema);
    object.set(
        "fullname",
        crate::sqlalchemy::table::full_name(vm, &Value::Object(object.clone()))?,
    );
    let own = Value::Object(object.clone());
    let reference = table_ref(vm, &own)?;
    let columns: PyResult<Vec<Value>> = args
        .positional
        .iter()
        .skip(1)
        .map(|column| bind_to(vm, column, &reference, &own))
        .collect();
    object.set("_columns", Value::list(columns?));
    Ok(own)
}

/// A `column()` that belongs to a table now.
fn bind_to(vm: &Vm, column: &Value, table: &TableRef, owner: &Value) -> PyResult {
    match expr(vm, column)? {
        Expr::Column { name, type_, .. } => {
            let new = super::wrap(
                vm,
                Expr::Column {
                    name,
                    table: Some(Box::new(table.clone())),
                    type_,
                },
            )?;
            if let (Value::Object(new), Value::Object(old)) = (&new, column) {
                new.set("_table", owner.clone());
                if let Some(type_) = old.get("type") {
                    new.set("type", type_);
                }
            }
            Ok(new)
        }
        _ => Err(argument_error(vm, "table() takes column() objects")),
    }
}

fn clause_columns(vm: &Vm, args: &mut Args) -> PyResult {
    let object = this(vm, args)?;
    let columns = object
        .get("_columns")
        .and_then(|list| list.as_sequence())
        .unwrap_or_default();
    collection(vm, &columns)
}

/// How columns refer to a table object.
pub(crate) fn table_ref(vm: &Vm, value: &Value) -> PyResult<TableRef> {
    let sa = sa(vm)?;
    if is_a(value, &sa.table) || is_a(value, &sa.table_clause) {
        let name = name_of(vm, &attr(vm, value, "name")?)?;
        let schema = attr(vm, value, "schema")?;
        let schema = if schema.is_none() {
            None
        } else {
            Some(name_of(vm, &schema)?)
        };
        return Ok(TableRef {
            schema,
            name,
            ..TableRef::default()
        });
    }
    if let Value::Object(object) = value
        && let Some(item) = object.payload::<FromItem>()
        && let Some(found) = reference(&item)
    {
        return Ok(found.clone());
    }
    if let Some(table) = crate::orm::attributes::table_of_class(vm, value)? {
        return table_ref(vm, &table);
    }
    vm.require_concrete(value, "a table")?;
    Err(argument_error(
        vm,
        format!(
            "subject table for an INSERT, UPDATE or DELETE expected, got {}.",
            vm.repr(value)?
        ),
    ))
}

pub(super) fn reference(item: &FromItem) -> Option<&TableRef> {
    match item {
        FromItem::Table { table, .. } => Some(table),
        FromItem::Alias { alias, .. } | FromItem::Subquery { alias, .. } => Some(alias),
        FromItem::Cte(cte) => Some(&cte.alias),
        FromItem::Function { alias, .. } | FromItem::Values { alias, .. } => alias.as_ref(),
        FromItem::Join(_) | FromItem::Text(_) => None,
    }
}

/// Names and types of a table's columns.
pub(crate) fn columns_of(vm: &Vm, value: &Value) -> PyResult<Vec<(Name, SqlType)>> {
    let columns = attr(vm, &target_table(vm, value)?, "c")?;
    let mut out = Vec::new();
    for column in items(vm, &columns)? {
        if let Expr::Column { name, type_, .. } = expr(vm, &column)? {
            out.push((name, type_));
        }
    }
    Ok(out)
}

/// The table behind a table, alias or mapped class.
pub(crate) fn target_table(vm: &Vm, value: &Value) -> PyResult {
    Ok(crate::orm::attributes::table_of_class(vm, value)?.unwrap_or_else(|| value.clone()))
}

/// The source of rows behind an object.
pub(crate) fn from_item(vm: &Vm, value: &Value) -> PyResult<FromItem> {
    let sa = sa(vm)?;
    if let Value::Object(object) = value {
        if let Some(item) = object.payload::<FromItem>() {
            return Ok(item.clone());
        }
        if let Some(query) = object.payload::<Query>() {
            return Ok(FromItem::Subquery {
                query: Box::new(query.clone()),
                alias: anonymous(vm),
                lateral: false,
            });
        }
        if let Some(Expr::Text(clause)) = object.payload::<Expr>().as_deref() {
            return Ok(FromItem::Text(clause.text.clone()));
        }
        if object.class().is_subclass_of(&sa.function) {
            return Ok(FromItem::Function {
                call: Box::new(expr(vm, value)?),
                alias: None,
                columns: Vec::new(),
                derived: Derived::No,
                with_ordinality: false,
                lateral: false,
            });
        }
    }
    let table = target_table(vm, value)?;
    Ok(FromItem::Table {
        table: table_ref(vm, &table)?,
        columns: columns_of(vm, &table)?,
    })
}

thread_local! {
    static NEXT_ANONYMOUS: Cell<u32> = const { Cell::new(1) };
}

/// A new anonymous alias; its name is given where it is compiled.
pub(crate) fn anonymous(_vm: &Vm) -> TableRef {
    let number = NEXT_ANONYMOUS.get();
    NEXT_ANONYMOUS.set(number + 1);
    TableRef {
        is_alias: true,
        anonymous: Some(number),
        ..TableRef::default()
    }
}

pub(super) fn alias_ref(vm: &Vm, name: &Value) -> PyResult<TableRef> {
    Ok(match text_opt(vm, name, "the name of an alias")? {
        Some(name) => TableRef {
            is_alias: true,
            ..TableRef::new(name.as_str())
        },
        None => anonymous(vm),
    })
}

/// `table.alias(name)`.
pub(crate) fn alias(vm: &Vm, args: &mut Args) -> PyResult {
    let name = args.get_or_keyword(1, "name").unwrap_or(Value::None);
    let item = from_item(vm, &args.this())?;
    let alias = alias_ref(vm, &name)?;
    let new = wrap(
        vm,
        FromItem::Alias {
            item: Box::new(item),
            alias,
        },
    )?;
    if let Value::Object(object) = &new {
        object.set("element", args.this());
    }
    Ok(new)
}

/// `query.subquery(name)` and `query.alias(name)`.
pub(crate) fn subquery(vm: &Vm, args: &mut Args, lateral: bool) -> PyResult {
    let name = args.get_or_keyword(1, "name").unwrap_or(Value::None);
    let query = super::statements::query(vm, &args.this())?;
    let alias = alias_ref(vm, &name)?;
    wrap(
        vm,
        FromItem::Subquery {
            query: Box::new(query),
            alias,
            lateral,
        },
    )
}

/// `statement.cte(name, recursive=)`.
pub(crate) fn cte(vm: &Vm, args: &mut Args) -> PyResult {
    let name = args.get_or_keyword(1, "name").unwrap_or(Value::None);
    let recursive = args
        .get_or_keyword(2, "recursive")
        .unwrap_or(Value::Bool(false));
    let statement = super::statements::statement(vm, &args.this())?;
    let alias = alias_ref(vm, &name)?;
    let recursive = vm.truth(&recursive)?;
    wrap(
        vm,
        FromItem::Cte(Box::new(Cte {
            query: Box::new(statement),
            alias,
            recursive,
            prefixes: Vec::new(),
            suffixes: Vec::new(),
        })),
    )
}

/// The columns of an alias, a subquery or a CTE.
fn alias_columns(vm: &Vm, args: &mut Args) -> PyResult {
    let item = from_item(vm, &args.this())?;
    let mut alias = reference(&item).cloned().unwrap_or_default();
    if alias.is_alias {
        alias.source = AliasSource(Some(Arc::new(item.clone())));
    }
    let mut out = Vec::new();
    for (name, type_) in item_columns(&item) {
        out.push(super::wrap(
            vm,
            Expr::Column {
                name,
                table: Some(Box::new(alias.clone())),
                type_,
            },
        )?);
    }
    collection(vm, &out)
}

fn item_columns(item: &FromItem) -> Vec<(Name, SqlType)> {
    match item {
        FromItem::Table { columns, .. }
        | FromItem::Values { columns, .. }
        | FromItem::Function { columns, .. } => columns.clone(),
        FromItem::Alias { item, .. } => item_columns(item),
        FromItem::Subquery { query, .. } => query_columns(query),
        FromItem::Cte(cte) => match &*cte.query {
            SqlStatement::Query(query) => query_columns(query),
            SqlStatement::Insert(insert) => returned(&insert.returning),
            SqlStatement::Update(update) => returned(&update.returning),
            SqlStatement::Delete(delete) => returned(&delete.returning),
            SqlStatement::Text(_) | SqlStatement::Expr(_) | SqlStatement::Ddl(_) => Vec::new(),
        },
        FromItem::Join(join) => {
            let mut out = item_columns(&join.left);
            out.extend(item_columns(&join.right));
            out
        }
        FromItem::Text(_) => Vec::new(),
    }
}

fn query_columns(query: &Query) -> Vec<(Name, SqlType)> {
    match query {
        Query::Select(select) => returned(&select.columns),
        Query::Compound(compound) => compound
            .queries
            .first()
            .map(query_columns)
            .unwrap_or_default(),
        Query::Text(clause) => returned(&clause.columns),
    }
}

fn returned(columns: &[Expr]) -> Vec<(Name, SqlType)> {
    columns
        .iter()
        .filter_map(|column| match column {
            Expr::Column { name, type_, .. } => Some((name.clone(), type_.clone())),
            Expr::Label {
                name: Some(name),
                expr,
            } => Some((name.clone(), expr.type_())),
            Expr::LiteralColumn { text, type_ } => Some((Name::new(text), type_.clone())),
            Expr::Function(call) => Some((call.name.clone(), call.type_.clone())),
            _ => None,
        })
        .collect()
}

fn join_of(vm: &Vm, args: &mut Args, outer: bool) -> PyResult {
    let left = args.this();
    let right = args.get_or_keyword(1, "right").unwrap_or(Value::None);
    let on = args.get_or_keyword(2, "onclause").unwrap_or(Value::None);
    let full = args.take_keyword("full").unwrap_or(Value::Bool(false));
    let isouter = args.take_keyword("isouter").unwrap_or(Value::Bool(outer));
    let (outer, full) = (vm.truth(&isouter)?, vm.truth(&full)?);
    join(vm, &left, &right, &on, outer, full)
}

/// `join(left, right, onclause)`; without a condition that of the foreign keys between the tables.
pub(crate) fn join(
    vm: &Vm,
    left: &Value,
    right: &Value,
    on: &Value,
    outer: bool,
    full: bool,
) -> PyResult {
    let on_clause = if on.is_none() {
        Some(natural_condition(vm, left, right)?)
    } else {
        Some(expr(vm, on)?)
    };
    let item = FromItem::Join(Box::new(Join {
        left: from_item(vm, left)?,
        right: from_item(vm, right)?,
        on: on_clause,
        outer,
        full,
    }));
    let new = wrap(vm, item)?;
    if let Value::Object(object) = &new {
        object.set("left", left.clone());
        object.set("right", right.clone());
    }
    Ok(new)
}

/// `left.id = right.left_id`, from the foreign keys in either direction.
pub(crate) fn natural_condition(vm: &Vm, left: &Value, right: &Value) -> PyResult<Expr> {
    let sa = sa(vm)?;
    let (left, right) = (target_table(vm, left)?, target_table(vm, right)?);
    let mut conditions = Vec::new();
    for (from, to, is_swapped) in [(&right, &left, true), (&left, &right, false)] {
        if !is_a(from, &sa.table) || !is_a(to, &sa.table) {
            continue;
        }
        collect_conditions(vm, &sa, from, to, is_swapped, &mut conditions)?;
        if !conditions.is_empty() {
            break;
        }
    }
    match conditions.len() {
        0 => Err(argument_error(
            vm,
            "Can't find any foreign key relationships between the joined tables.",
        )),
        1 => Ok(conditions.remove(0)),
        _ => Ok(Expr::And(conditions)),
    }
}

fn collect_conditions(
    vm: &Vm,
    sa: &Sa,
    from: &Value,
    to: &Value,
    is_swapped: bool,
    out: &mut Vec<Expr>,
) -> PyResult<()> {
    let mut seen: Vec<Value> = Vec::new();
    for column in items(vm, &attr(vm, from, "c")?)? {
        for key in items(vm, &attr(vm, &column, "foreign_keys")?)? {
            if seen.iter().any(|other| other.is(&key)) || !is_a(&key, &sa.foreign_key) {
                continue;
            }
            seen.push(key.clone());
            let target = attr(vm, &key, "column")?;
            if attr(vm, &target, "table")?.is(to) {
                let (a, b) = (expr(vm, &target)?, expr(vm, &column)?);
                let (a, b) = if is_swapped { (a, b) } else { (b, a) };
                out.push(Expr::binary(a, alembic_schema::expr::BinaryOp::Eq, b));
            }
        }
    }
    Ok(())
}

/// `values(column(...), ..., name=).data([...])`.
pub(crate) fn values(vm: &Vm, args: &mut Args) -> PyResult {
    let name = args.take_keyword("name").unwrap_or(Value::None);
    let alias = text_opt(vm, &name, "the name of VALUES")?.map(|name| TableRef {
        is_alias: true,
        ..TableRef::new(name.as_str())
    });
    let literal = match args.take_keyword("literal_binds") {
        Some(flag) => vm.truth(&flag)?,
        None => false,
    };
    let mut columns = Vec::new();
    for column in &args.positional {
        if let Expr::Column { name, type_, .. } = expr(vm, column)? {
            columns.push((name, type_));
        }
    }
    let class = values_class(vm)?;
    Ok(Value::Object(Object::with_payload(
        &class,
        FromItem::Values {
            columns,
            rows: Vec::new(),
            literal,
            alias,
        },
    )))
}

fn values_class(vm: &Vm) -> PyResult<Rc<Class>> {
    struct ValuesClass(Rc<Class>);
    if let Some(found) = vm.extension::<ValuesClass>() {
        return Ok(found.0.clone());
    }
    let class = ClassBuilder::new("sqlalchemy.sql.selectable", "Values")
        .base(&sa(vm)?.alias)
        .method("data", |vm, args| {
            let FromItem::Values {
                columns,
                mut rows,
                literal,
                alias,
            } = from_item(vm, &args.this())?
            else {
                return Err(vm.type_error("data() needs VALUES"));
            };
            for row in items(vm, &args.arg(1))? {
                let mut out = Vec::new();
                for (value, (_, type_)) in items(vm, &row)?.iter().zip(&columns) {
                    out.push(match super::expr_opt(vm, value)? {
                        Some(found) => found,
                        None => Expr::literal_value(
                            convert::sql_value_as(vm, value, type_)?,
                            Some(type_.clone()),
                        ),
                    });
                }
                rows.push(out);
            }
            let class = values_class(vm)?;
            Ok(Value::Object(Object::with_payload(
                &class,
                FromItem::Values {
                    columns,
                    rows,
                    literal,
                    alias,
                },
            )))
        })
        .build(vm);
    vm.set_extension(Rc::new(ValuesClass(class.clone())));
    Ok(class)
}

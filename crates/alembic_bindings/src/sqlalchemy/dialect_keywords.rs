//! Keywords of schema items that are for one dialect: `postgresql_where=`. Mirrors `DialectKWArgs`.
//!
//! Most items have none: the dictionary `dialect_kwargs` is made when somebody asks for it.

use std::rc::Rc;

use alembic_python::{Args, Dict, Keywords, Object, PyResult, Value, Vm};

use crate::registry::argument_error;
use crate::support::this;

/// Attribute with the dictionary, if there is one.
pub(crate) const DIALECT_KWARGS: &str = "_dialect_kwargs";

/// Keeps the keywords that an item was given.
pub(crate) fn keep(object: &Rc<Object>, keywords: Keywords) {
    for (name, value) in keywords {
        dictionary(object).set_str(&name.text(), value);
    }
}

/// The dictionary of an item.
pub(crate) fn dictionary(object: &Rc<Object>) -> Rc<Dict> {
    if let Some(Value::Dict(found)) = object.get(DIALECT_KWARGS) {
        return found;
    }
    let made = Dict::new();
    object.set(DIALECT_KWARGS, Value::Dict(made.clone()));
    made
}

/// `.dialect_kwargs`, and `.kwargs`, which is the same.
pub(crate) fn dialect_kwargs(vm: &Vm, args: &mut Args) -> PyResult {
    Ok(Value::Dict(dictionary(&this(vm, args)?)))
}

/// What the dialects of SQLAlchemy accept, by class and dialect; `*` is anything.
const ACCEPTED: &[(&str, &str, &[&str])] = &[
    (
        "Index",
        "postgresql",
        &[
            "using",
            "include",
            "where",
            "ops",
            "concurrently",
            "with",
            "tablespace",
            "nulls_not_distinct",
            "invalid",
        ],
    ),
    ("Index", "mysql", MYSQL_INDEX),
    ("Index", "mariadb", MYSQL_INDEX),
    ("Index", "sqlite", &["where"]),
    (
        "Index",
        "mssql",
        &["clustered", "include", "where", "columnstore"],
    ),
    ("Index", "oracle", &["bitmap", "compress", "vector"]),
    (
        "Table",
        "postgresql",
        &[
            "ignore_search_path",
            "tablespace",
            "partition_by",
            "with_oids",
            "with",
            "on_commit",
            "inherits",
            "using",
        ],
    ),
    ("Table", "mysql", &["*"]),
    ("Table", "mariadb", &["*"]),
    (
        "Table",
        "sqlite",
        &["autoincrement", "with_rowid", "strict"],
    ),
    (
        "Table",
        "oracle",
        &["resolve_synonyms", "on_commit", "compress", "tablespace"],
    ),
    ("CheckConstraint", "postgresql", &["not_valid"]),
    ("CheckConstraint", "sqlite", &["on_conflict"]),
    ("ForeignKeyConstraint", "postgresql", &["not_valid"]),
    ("ForeignKeyConstraint", "sqlite", &["on_conflict"]),
    ("PrimaryKeyConstraint", "postgresql", &["include"]),
    ("PrimaryKeyConstraint", "sqlite", &["on_conflict"]),
    ("PrimaryKeyConstraint", "mysql", &["using"]),
    ("PrimaryKeyConstraint", "mariadb", &["using"]),
    ("PrimaryKeyConstraint", "mssql", &["clustered"]),
    (
        "UniqueConstraint",
        "postgresql",
        &["include", "nulls_not_distinct"],
    ),
    ("UniqueConstraint", "sqlite", &["on_conflict"]),
    ("UniqueConstraint", "mssql", &["clustered"]),
    ("ExcludeConstraint", "sqlite", &["on_conflict"]),
    (
        "Column",
        "sqlite",
        &[
            "on_conflict_primary_key",
            "on_conflict_not_null",
            "on_conflict_unique",
        ],
    ),
    ("Column", "mssql", &["identity_start", "identity_increment"]),
    ("Sequence", "oracle", &["order"]),
    ("Identity", "oracle", &["order", "on_null"]),
];

const MYSQL_INDEX: &[&str] = &["using", "length", "prefix", "with_parser"];

/// The dialects that SQLAlchemy comes with; it knows nothing of the keywords of others.
const DIALECTS: &[&str] = &[
    "postgresql",
    "mysql",
    "mariadb",
    "sqlite",
    "mssql",
    "oracle",
];

/// Refuses what the dialects do not accept on behalf of a class.
pub(crate) fn check(vm: &Vm, class: &str, keywords: &Keywords) -> PyResult<()> {
    for (name, _) in keywords {
        check_name(vm, class, &name.text())?;
    }
    Ok(())
}

fn check_name(vm: &Vm, class: &str, name: &str) -> PyResult<()> {
    let parts = name
        .char_indices()
        .skip(1)
        .find(|(_, character)| *character == '_')
        .map(|(at, _)| name.split_at(at))
        .map(|(dialect, rest)| (dialect, rest.trim_start_matches('_')));
    let Some((dialect, argument)) = parts.filter(|(_, argument)| !argument.is_empty()) else {
        return Err(vm.type_error(format!(
            "Additional arguments should be named <dialectname>_<argument>, got '{name}'"
        )));
    };
    if !DIALECTS.contains(&dialect) {
        return Ok(());
    }
    let accepted = ACCEPTED
        .iter()
        .find(|(owner, of, _)| *owner == class && *of == dialect)
        .map_or(&[][..], |(_, _, accepted)| accepted);
    if accepted.contains(&"*") || accepted.contains(&argument) {
        return Ok(());
    }
    let module = if class == "ExcludeConstraint" {
        "sqlalchemy.dialects.postgresql.ext"
    } else {
        "sqlalchemy.sql.schema"
    };
    Err(argument_error(
        vm,
        format!(
            "Argument '{name}' is not accepted by dialect '{dialect}' on behalf of <class '{module}.{class}'>"
        ),
    ))
}

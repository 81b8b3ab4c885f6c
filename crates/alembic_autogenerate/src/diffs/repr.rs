//! `repr()` of schema items. Mirrors the `__repr__` methods of `sqlalchemy.sql.schema`.

use alembic_schema::expr::KNOWN_FUNCTIONS;
use alembic_schema::types::{float_repr, python_str_repr};
use alembic_schema::{
    CheckConstraint, Column, ColumnDefault, Constraint, Expr, ForeignKeyConstraint, Identity,
    Index, IndexElement, Name, Sequence, ServerDefault, SqlType, SqlValue, Table, UniqueConstraint,
};

use crate::objects::DefaultRef;
use crate::python_repr;

const ADDRESS: &str = "0x7f0000000000";

/// `repr(Table)`.
pub(crate) fn table(table: &Table) -> String {
    let mut parts = vec![
        python_repr::string(table.name.as_str()),
        "MetaData()".to_owned(),
    ];
    for own in &table.columns {
        let keys: Vec<&ForeignKeyConstraint> = table.foreign_keys_of(&own.name).collect();
        parts.push(column(&table.name, own, &keys));
    }
    parts.push(format!(
        "schema={}",
        python_repr::optional(table.schema.as_ref().map(Name::as_str))
    ));
    format!("Table({})", parts.join(", "))
}

/// `repr(Column)`; `keys` are the table's foreign keys of this column.
pub(crate) fn column(table: &Name, column: &Column, keys: &[&ForeignKeyConstraint]) -> String {
    let mut parts = vec![
        python_repr::string(column.name.as_str()),
        column.type_.repr(),
    ];
    if keys.is_empty() {
        for key in &column.foreign_keys {
            let own = key.clone().into_constraint(&column.name);
            parts.extend(foreign_key(&own, &column.name));
        }
    }
    for key in keys {
        parts.extend(foreign_key(key, &column.name));
    }
    parts.extend(column.checks.iter().map(check));
    parts.push(format!("table=<{}>", table.text));
    let mut keyword = |name: &str, value: String| parts.push(format!("{name}={value}"));
    if column.key() != column.name.as_str() {
        keyword("key", python_repr::string(column.key()));
    }
    if column.primary_key {
        keyword("primary_key", "True".to_owned());
    }
    if !column.nullable {
        keyword("nullable", "False".to_owned());
    }
    let python_side = column.python_side.as_deref();
    if let Some(side) = python_side
        && let Some(onupdate) = &side.onupdate
    {
        let label = side.onupdate_label.as_deref();
        keyword("onupdate", column_default(onupdate, label));
    }
    if let Some(default) = &column.default {
        let label = python_side.and_then(|side| side.default_label.as_deref());
        keyword("default", column_default(default, label));
    }
    let default = DefaultRef::of(column);
    if !default.is_none() {
        keyword("server_default", server_default(default));
    }
    if let Some(comment) = column
        .comment
        .as_ref()
        .filter(|comment| !comment.is_empty())
    {
        keyword("comment", python_repr::string(comment));
    }
    format!("Column({})", parts.join(", "))
}

fn foreign_key(key: &ForeignKeyConstraint, column: &Name) -> Option<String> {
    let at = key.columns.iter().position(|own| own == column)?;
    let referred = key.referred_columns.get(at)?;
    let schema = match &key.referred_schema {
        Some(schema) => format!("{}.", schema.text),
        None => String::new(),
    };
    Some(format!(
        "ForeignKey({})",
        python_repr::string(&format!(
            "{schema}{}.{}",
            key.referred_table.text, referred.text
        ))
    ))
}

fn column_default(default: &ColumnDefault, label: Option<&str>) -> String {
    match default {
        ColumnDefault::Value(value) => {
            let text = label.map_or_else(|| sql_value(value), str::to_owned);
            format!("ScalarElementColumnDefault({text})")
        }
        ColumnDefault::Expr(expr) => format!("ColumnElementColumnDefault({})", expression(expr)),
        ColumnDefault::Sequence(own) => sequence(own),
        ColumnDefault::Callable => {
            let name = label.unwrap_or("<lambda>");
            format!("CallableColumnDefault(<function {name} at {ADDRESS}>)")
        }
    }
}

/// `repr()` of the sequence of a column.
fn sequence(sequence: &Sequence) -> String {
    let options = &sequence.options;
    let number = |value: Option<i64>| value.map(|value| value.to_string());
    let flag = |value: Option<bool>| value.map(|value| python_repr::boolean(value).to_owned());
    let schema = sequence
        .schema
        .as_ref()
        .map(|schema| python_repr::string(schema.as_str()));
    let given = [
        ("start", number(options.start)),
        ("increment", number(options.increment)),
        ("minvalue", number(options.minvalue)),
        ("maxvalue", number(options.maxvalue)),
        ("nominvalue", flag(options.nominvalue)),
        ("nomaxvalue", flag(options.nomaxvalue)),
        ("cycle", flag(options.cycle)),
        ("schema", schema),
        ("cache", number(options.cache)),
        ("order", flag(options.order)),
        ("data_type", sequence.data_type.as_ref().map(SqlType::repr)),
        ("optional", sequence.optional.then(|| "True".to_owned())),
        ("metadata", Some("MetaData()".to_owned())),
    ];
    let mut parts = vec![python_repr::string(sequence.name.as_str())];
    parts.extend(
        given
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", value?))),
    );
    format!("Sequence({})", parts.join(", "))
}

/// `repr(server_default)`.
pub(crate) fn server_default(default: DefaultRef<'_>) -> String {
    match default {
        DefaultRef::None => "None".to_owned(),
        DefaultRef::Plain(ServerDefault::Text(text)) => format!(
            "DefaultClause({}, for_update=False)",
            python_repr::string(text)
        ),
        DefaultRef::Plain(ServerDefault::Expr(expr)) => {
            format!("DefaultClause({}, for_update=False)", expression(expr))
        }
        DefaultRef::Plain(ServerDefault::Fetched) => "FetchedValue()".to_owned(),
        DefaultRef::Identity(own) => identity(own),
        DefaultRef::Computed(computed) => {
            let persisted = computed.persisted.map_or_else(String::new, |own| {
                format!(", persisted={}", python_repr::boolean(own))
            });
            format!("Computed({}{persisted})", expression(&computed.sqltext))
        }
    }
}

fn identity(identity: &Identity) -> String {
    let flag = |value: bool| python_repr::boolean(value).to_owned();
    let options = &identity.options;
    let given = [
        ("always", identity.always.filter(|always| *always).map(flag)),
        ("on_null", identity.on_null.map(flag)),
        ("start", options.start.map(|value| value.to_string())),
        (
            "increment",
            options.increment.map(|value| value.to_string()),
        ),
        ("minvalue", options.minvalue.map(|value| value.to_string())),
        ("maxvalue", options.maxvalue.map(|value| value.to_string())),
        ("nominvalue", options.nominvalue.map(flag)),
        ("nomaxvalue", options.nomaxvalue.map(flag)),
        ("cycle", options.cycle.map(flag)),
        ("cache", options.cache.map(|value| value.to_string())),
        ("order", options.order.map(flag)),
    ];
    let args: Vec<String> = given
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name}={}", value?)))
        .collect();
    format!("Identity({})", args.join(", "))
}

/// What `text(...)` in an index of the models is, and what it becomes in an index that an operation makes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum TextElement {
    /// `TextClause`.
    OfModel,
    /// `_textual_index_element`.
    OfOperation,
}

/// `repr(Index)`, with the `repr` of its columns.
pub(crate) fn index(index: &Index, text: TextElement, column: impl Fn(&Name) -> String) -> String {
    let class = match text {
        TextElement::OfModel => "sqlalchemy.sql.elements.TextClause",
        TextElement::OfOperation => "alembic.util.sqla_compat._textual_index_element",
    };
    let mut parts = vec![python_repr::optional(index.name.as_str())];
    for element in &index.elements {
        parts.push(match element {
            IndexElement::Column(name) => column(name),
            IndexElement::Expr(Expr::Text(_)) => {
                format!("<{class} object at {ADDRESS}>")
            }
            IndexElement::Expr(expr) => expression(expr),
        });
    }
    if index.unique {
        parts.push("unique=True".to_owned());
    }
    format!("Index({})", parts.join(", "))
}

/// `repr(Column(name, NullType()))`.
pub(crate) fn untyped_column(table: &Name, name: &Name) -> String {
    column(table, &untyped(name), &[])
}

fn untyped(name: &Name) -> Column {
    Column::new(name.clone(), SqlType::null())
}

/// `repr(constraint)` as its operation makes it again: columns without types.
pub(crate) fn constraint(table: &Name, schema: Option<&Name>, constraint: &Constraint) -> String {
    match constraint {
        Constraint::Unique(unique) => unique_repr(table, unique),
        Constraint::ForeignKey(key) => foreign_key_repr(table, schema, key),
        Constraint::Check(own) => check(own),
        Constraint::PrimaryKey(key) => format!(
            "PrimaryKeyConstraint({})",
            columns(table, &key.columns).join(", ")
        ),
        Constraint::Exclude(_) => {
            format!("<sqlalchemy.dialects.postgresql.ext.ExcludeConstraint object at {ADDRESS}>")
        }
    }
}

fn columns(table: &Name, names: &[Name]) -> Vec<String> {
    names
        .iter()
        .map(|name| untyped_column(table, name))
        .collect()
}

fn unique_repr(table: &Name, unique: &UniqueConstraint) -> String {
    format!(
        "UniqueConstraint({})",
        columns(table, &unique.columns).join(", ")
    )
}

fn foreign_key_repr(table: &Name, schema: Option<&Name>, key: &ForeignKeyConstraint) -> String {
    let mut own = Table::new(table.clone());
    own.schema = schema.cloned();
    own.columns = key.columns.iter().map(untyped).collect();
    own.constraints.push(Constraint::ForeignKey(key.clone()));
    let is_self = key.referred_table.as_str() == table.as_str()
        && key.referred_schema.as_ref().map(Name::as_str) == schema.map(Name::as_str);
    if is_self {
        for referred in &key.referred_columns {
            if own.column(referred.as_str()).is_none() {
                own.columns.push(untyped(referred));
            }
        }
    }
    let text =
        |value: &Option<smol_str::SmolStr>| value.as_ref().map(|value| python_repr::string(value));
    let given = [
        ("name", key.name.as_str().map(python_repr::string)),
        ("onupdate", text(&key.foreign_key.onupdate)),
        ("ondelete", text(&key.foreign_key.ondelete)),
        (
            "deferrable",
            key.options
                .deferrable
                .map(|flag| python_repr::boolean(flag).to_owned()),
        ),
        ("initially", text(&key.options.initially)),
        (
            "use_alter",
            key.foreign_key.use_alter.then(|| "True".to_owned()),
        ),
        ("match", text(&key.foreign_key.match_)),
        ("table", Some(self::table(&own))),
    ];
    let mut parts = vec![
        format!("<sqlalchemy.sql.base.ReadOnlyColumnCollection object at {ADDRESS}>"),
        "None".to_owned(),
    ];
    parts.extend(
        given
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", value?))),
    );
    format!("ForeignKeyConstraint({})", parts.join(", "))
}

fn check(check: &CheckConstraint) -> String {
    let name = check.name.as_str().map_or_else(String::new, |name| {
        format!(", name={}", python_repr::string(name))
    });
    format!("CheckConstraint({}{name})", expression(&check.sqltext))
}

/// `repr(expression)`: class, address and, for what has a description, that.
fn expression(expr: &Expr) -> String {
    let element = |class: &str| format!("<sqlalchemy.sql.elements.{class} object at {ADDRESS}>");
    match expr {
        Expr::Function(call) => {
            let name = call.name.as_str();
            let class = if KNOWN_FUNCTIONS.contains(&name) {
                name
            } else {
                "Function"
            };
            format!("<sqlalchemy.sql.functions.{class} at {ADDRESS}; {name}>")
        }
        Expr::Column {
            name,
            table: Some(table),
            type_,
        } => column(&table.name, &Column::new(name.clone(), type_.clone()), &[]),
        Expr::Column { name, .. } => {
            format!(
                "<sqlalchemy.sql.elements.ColumnClause at {ADDRESS}; {}>",
                name.text
            )
        }
        Expr::LiteralColumn { text, .. } => {
            format!("<sqlalchemy.sql.elements.ColumnClause at {ADDRESS}; {text}>")
        }
        Expr::Bind(bind) => {
            // Decimal, as in the name of an anonymous parameter.
            let name = match &bind.name {
                Some(name) if !bind.unique => name.to_string(),
                name => format!("%(139637976727552 {})s", name.as_deref().unwrap_or("param")),
            };
            let value = bind
                .value
                .as_ref()
                .map_or_else(|| "None".to_owned(), sql_value);
            let type_ = bind.type_.repr();
            format!(
                "BindParameter({}, {value}, type_={type_})",
                python_repr::string(&name)
            )
        }
        Expr::Text(_) => element("TextClause"),
        Expr::TextualLabel(_) => element("_textual_label_reference"),
        Expr::Unary { .. } | Expr::Not(_) => element("UnaryExpression"),
        Expr::Cast { is_try: false, .. } => element("Cast"),
        Expr::Cast { is_try: true, .. } => element("TryCast"),
        Expr::TypeCoerce { .. } => element("TypeCoerce"),
        Expr::Case { .. } => element("Case"),
        Expr::Null => element("Null"),
        Expr::True => element("True_"),
        Expr::False => element("False_"),
        Expr::And(_) | Expr::Or(_) => element("BooleanClauseList"),
        Expr::Label {
            name: Some(name), ..
        } => format!(
            "<sqlalchemy.sql.elements.Label at {ADDRESS}; {}>",
            name.text
        ),
        Expr::Label { name: None, .. } => element("Label"),
        Expr::Grouping(_) => element("Grouping"),
        Expr::Tuple(_) => element("Tuple"),
        Expr::List(_) => element("ExpressionClauseList"),
        Expr::Array { .. } => {
            format!("<sqlalchemy.dialects.postgresql.array.array object at {ADDRESS}>")
        }
        Expr::Extract { .. } => element("Extract"),
        Expr::Over { .. } => element("Over"),
        Expr::Exists(_) => format!("<sqlalchemy.sql.selectable.Exists object at {ADDRESS}>"),
        Expr::Scalar(_) => format!("<sqlalchemy.sql.selectable.ScalarSelect object at {ADDRESS}>"),
        Expr::NextValue(_) => {
            format!("<sqlalchemy.sql.functions.next_value at {ADDRESS}; next_value>")
        }
        Expr::Slice { .. } => element("Slice"),
        Expr::Star(_) | Expr::Excluded { .. } | Expr::DefaultKeyword => element("ColumnClause"),
        Expr::TableValue { .. } => element("TableValuedColumn"),
        Expr::Binary { .. } | Expr::Collate { .. } | Expr::Index { .. } => {
            element("BinaryExpression")
        }
    }
}

fn sql_value(value: &SqlValue) -> String {
    match value {
        SqlValue::Null => "None".to_owned(),
        SqlValue::Bool(value) => python_repr::boolean(*value).to_owned(),
        SqlValue::Int(value) => value.to_string(),
        SqlValue::BigInt(text) | SqlValue::Json(text) => text.clone(),
        SqlValue::Float(value) => float_repr(*value),
        SqlValue::Decimal(text) => format!("Decimal('{text}')"),
        SqlValue::Text(text) => python_str_repr(text),
        SqlValue::Bytes(bytes) => format!("b'{}'", bytes.escape_ascii()),
        SqlValue::Date(text) | SqlValue::Time(text) | SqlValue::DateTime(text) => text.clone(),
        SqlValue::Interval {
            days,
            seconds,
            microseconds,
        } => format!(
            "datetime.timedelta(days={days}, seconds={seconds}, microseconds={microseconds})"
        ),
        SqlValue::Uuid(text) => format!("UUID('{text}')"),
        SqlValue::Array(values) => {
            let inner: Vec<String> = values.iter().map(sql_value).collect();
            format!("[{}]", inner.join(", "))
        }
        SqlValue::Tuple(values) => {
            let inner: Vec<String> = values.iter().map(sql_value).collect();
            format!("({})", inner.join(", "))
        }
        SqlValue::Foreign { class } => format!("<{class}>"),
        SqlValue::Refused(refused) => refused.shown.clone(),
        SqlValue::Enum { name, value } => format!("<{name}: {}>", sql_value(value)),
    }
}

//! The statements, as texts for `op.execute()`.

use alembic_dialect::Ctx;
use alembic_schema::expr::{SqlStatement, TextClause};
use alembic_schema::ops::{ExecuteSqlOp, Operation};
use alembic_schema::{DeclaredAt, Name, OptionValue};

use super::uses::{Place, Use};

/// The option of an `ExecuteSqlOp` that is rendered inside `autocommit_block()`.
const AUTOCOMMIT_BLOCK: &str = "autocommit_block";

/// True for a statement that is rendered inside `autocommit_block()`.
pub(crate) fn is_autocommit(op: &ExecuteSqlOp) -> bool {
    op.execution_options
        .iter()
        .any(|(name, _)| name == AUTOCOMMIT_BLOCK)
}

/// Identifiers of PostgreSQL are cut after this many bytes.
const MAX_IDENTIFIER: usize = 63;

pub(super) struct Statements<'a> {
    ctx: &'a Ctx<'a>,
    default_schema: &'a str,
}

impl<'a> Statements<'a> {
    pub(super) fn new(ctx: &'a Ctx<'a>, default_schema: &'a str) -> Self {
        Self {
            ctx,
            default_schema,
        }
    }

    /// The quoted name of a type or table, with its schema if that is not the default one.
    pub(super) fn type_name(&self, (schema, name): &(String, String)) -> String {
        self.qualified(schema, name)
    }

    fn qualified(&self, schema: &str, name: &str) -> String {
        let schema = Some(Name::new(schema)).filter(|_| schema != self.default_schema);
        self.ctx.table(&Name::new(name), schema.as_ref())
    }

    pub(super) fn create(&self, name: &str, labels: &[String]) -> Operation {
        execute(format!("CREATE TYPE {name} AS ENUM ({})", list(labels)))
    }

    pub(super) fn drop(&self, name: &str) -> Operation {
        execute(format!("DROP TYPE {name}"))
    }

    pub(super) fn rename(&self, name: &str, old: &str, new: &str) -> Operation {
        let (old, new) = (literal(old), literal(new));
        execute(format!("ALTER TYPE {name} RENAME VALUE {old} TO {new}"))
    }

    /// One statement per value that is missing, each next to the value before it.
    pub(super) fn add_values(
        &self,
        name: &str,
        existing: &[String],
        wanted: &[String],
    ) -> Vec<Operation> {
        let mut labels = existing.to_vec();
        let mut previous: Option<&String> = None;
        let mut out = Vec::new();
        for label in wanted {
            if !labels.contains(label) {
                let idx = previous
                    .and_then(|previous| labels.iter().position(|other| other == previous))
                    .map_or(0, |idx| idx + 1);
                let place = match (previous, labels.get(idx)) {
                    // At the end, where values are added anyway.
                    (_, None) => String::new(),
                    (Some(previous), Some(_)) => format!(" AFTER {}", literal(previous)),
                    (None, Some(next)) => format!(" BEFORE {}", literal(next)),
                };
                out.push(execute_autocommit(format!(
                    "ALTER TYPE {name} ADD VALUE IF NOT EXISTS {}{place}",
                    literal(label)
                )));
                labels.insert(idx, label.clone());
            }
            previous = Some(label);
        }
        out
    }

    /// One statement per column that fails if rows have one of the values.
    pub(super) fn guard<'u>(
        &self,
        name: &str,
        labels: &[String],
        uses: &[&'u Use],
        place: impl Fn(&'u Use) -> Option<&'u Place>,
    ) -> Vec<Operation> {
        let places = uses
            .iter()
            .filter_map(|one| place(one).map(|place| (one.is_array, place)));
        places
            .filter(|(_, place)| !place.is_inherited)
            .map(|(is_array, place)| {
                let table = self.qualified(&place.schema, &place.table);
                let column = self.ctx.quote_str(&place.column);
                let values = list(labels);
                let condition = if is_array {
                    format!("{column}::text[] && ARRAY[{values}]::text[]")
                } else {
                    format!("{column}::text IN ({values})")
                };
                let message = literal(&format!(
                    "{table}.{column} has rows with values that are removed from the type {name}: {}",
                    labels.join(", ")
                ));
                let body = format!(
                    "BEGIN IF EXISTS (SELECT 1 FROM {table} WHERE {condition}) THEN RAISE EXCEPTION USING MESSAGE = {message}; END IF; END"
                );
                let tag = dollar_tag(&body);
                execute(format!("DO {tag} {body} {tag}"))
            })
            .collect()
    }

    /// A new type takes the place of the old one in all columns.
    pub(super) fn rewrite<'u>(
        &self,
        key: &(String, String),
        labels: &[String],
        uses: &[&'u Use],
        place: impl Fn(&'u Use) -> Option<&'u Place>,
    ) -> Vec<Operation> {
        let name = self.qualified(&key.0, &key.1);
        let temporary = self.qualified(&key.0, &temporary_name(&key.1));
        let places: Vec<(bool, &Place)> = uses
            .iter()
            .filter_map(|one| place(one).map(|place| (one.is_array, place)))
            .collect();
        let alter = |place: &Place, what: String| {
            let table = self.qualified(&place.schema, &place.table);
            let column = self.ctx.quote_str(&place.column);
            execute(format!("ALTER TABLE {table} ALTER COLUMN {column} {what}"))
        };
        let with_default = || {
            places
                .iter()
                .filter_map(|(_, place)| place.default.as_ref().map(|default| (place, default)))
        };
        let mut out = vec![self.create(&temporary, labels)];
        out.extend(with_default().map(|(place, _)| alter(place, "DROP DEFAULT".to_owned())));
        for (is_array, place) in places.iter().filter(|(_, place)| !place.is_inherited) {
            let column = self.ctx.quote_str(&place.column);
            let array = if *is_array { "[]" } else { "" };
            out.push(alter(
                place,
                format!("TYPE {temporary}{array} USING {column}::text{array}::{temporary}{array}"),
            ));
        }
        out.push(self.drop(&name));
        out.push(execute(format!(
            "ALTER TYPE {temporary} RENAME TO {}",
            self.ctx.quote_str(&key.1)
        )));
        out.extend(
            with_default().map(|(place, default)| alter(place, format!("SET DEFAULT {default}"))),
        );
        out
    }
}

/// The name of a type while it takes the place of another.
fn temporary_name(name: &str) -> String {
    const SUFFIX: &str = "_new";
    let end = name.floor_char_boundary(MAX_IDENTIFIER - SUFFIX.len());
    format!("{}{SUFFIX}", name.get(..end).unwrap_or(name))
}

fn list(labels: &[String]) -> String {
    let labels: Vec<String> = labels.iter().map(|label| literal(label)).collect();
    labels.join(", ")
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A dollar quote that the text does not end.
fn dollar_tag(body: &str) -> String {
    let mut tag = "$$".to_owned();
    while body.contains(&tag) {
        tag.insert(tag.len() - 1, '_');
    }
    tag
}

/// `op.execute(sql)`.
pub(crate) fn execute(sql: String) -> Operation {
    Operation::ExecuteSql(Box::new(ExecuteSqlOp {
        statement: SqlStatement::Text(TextClause {
            text: without_binds(&sql),
            ..TextClause::default()
        }),
        execution_options: Vec::new(),
        span: DeclaredAt::default(),
    }))
}

/// In a transaction of its own: a value can be used only after the transaction that adds it, and servers before
/// PostgreSQL 12 add none in a transaction with other statements.
fn execute_autocommit(sql: String) -> Operation {
    let mut operation = execute(sql);
    if let Operation::ExecuteSql(op) = &mut operation {
        op.execution_options
            .push((AUTOCOMMIT_BLOCK.into(), OptionValue::Bool(true)));
    }
    operation
}

/// The text for `sqlalchemy.text()`, which takes `:name` as a parameter and `\:` as a colon.
fn without_binds(sql: &str) -> String {
    let is_name = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$');
    let chars: Vec<char> = sql.chars().collect();
    let mut out = String::with_capacity(sql.len());
    for (idx, c) in chars.iter().copied().enumerate() {
        let previous = idx.checked_sub(1).and_then(|at| chars.get(at)).copied();
        let next = chars.get(idx + 1).copied();
        let is_bind = c == ':' && is_name(next) && previous != Some(':') && !is_name(previous);
        let is_escape = c == ':' && previous == Some('\\') && next != Some(':');
        if is_bind || is_escape {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

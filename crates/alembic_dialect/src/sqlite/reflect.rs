//! Reflection of SQLite in five queries. Mirrors `SQLiteDialect`'s reflection, quirks included.

mod sql_text;
mod types;

use std::collections::BTreeMap;

use alembic_schema::{
    CatalogRow, CatalogRows, CheckConstraint, Column, Computed, Constraint, ConstraintName,
    ConstraintOptions, Expr, ForeignKeyConstraint, ForeignKeyOptions, Index, IndexElement, Name,
    OptionValue, PrimaryKeyConstraint, ServerDefault, Table, UniqueConstraint,
};

use crate::reflect::{CatalogQuery, Reflected};

/// The queries for a schema (`main` by default), in the order that [`tables_from_rows`] expects.
///
/// Their rows come as SQLite finds them: it would sort them with all their texts.
pub fn catalogue_queries(schema: Option<&str>) -> Vec<CatalogQuery> {
    let quoted = format!("\"{}\"", schema.unwrap_or("main").replace('"', "\"\""));
    let literal = format!("'{}'", schema.unwrap_or("main").replace('\'', "''"));
    let own = |name: &'static str, sql: String| CatalogQuery { name, sql };
    vec![
        own(
            "objects",
            format!("SELECT type, name, tbl_name, sql FROM {quoted}.sqlite_master"),
        ),
        own(
            "columns",
            format!(
                "SELECT m.name, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk, c.hidden, c.cid FROM {quoted}.sqlite_master AS m, pragma_table_xinfo(m.name, {literal}) AS c WHERE m.type IN ('table', 'view')"
            ),
        ),
        own(
            "foreign keys",
            format!(
                "SELECT m.name, f.id, f.seq, f.\"table\", f.\"from\", f.\"to\" FROM {quoted}.sqlite_master AS m, pragma_foreign_key_list(m.name, {literal}) AS f WHERE m.type = 'table'"
            ),
        ),
        own(
            "indexes",
            format!(
                "SELECT m.name, l.name, l.\"unique\", l.partial, l.seq FROM {quoted}.sqlite_master AS m, pragma_index_list(m.name, {literal}) AS l WHERE m.type = 'table'"
            ),
        ),
        own(
            "index columns",
            format!(
                "SELECT l.name, x.name, x.seqno FROM {quoted}.sqlite_master AS m, pragma_index_list(m.name, {literal}) AS l, pragma_index_info(l.name, {literal}) AS x WHERE m.type = 'table'"
            ),
        ),
    ]
}

/// Rows of the queries, by table.
struct Catalogue<'r> {
    sql: BTreeMap<&'r str, &'r str>,
    index_sql: BTreeMap<&'r str, &'r str>,
    columns: BTreeMap<&'r str, Vec<CatalogRow<'r>>>,
    foreign_keys: BTreeMap<&'r str, Vec<CatalogRow<'r>>>,
    indexes: BTreeMap<&'r str, Vec<CatalogRow<'r>>>,
    index_columns: BTreeMap<&'r str, Vec<CatalogRow<'r>>>,
}

/// Tables from the rows of [`catalogue_queries`].
pub fn tables_from_rows(schema: Option<&str>, results: &[CatalogRows]) -> Reflected {
    let empty = CatalogRows::default();
    let result = |idx: usize| results.get(idx).unwrap_or(&empty);
    let mut catalogue = Catalogue {
        sql: BTreeMap::new(),
        index_sql: BTreeMap::new(),
        columns: by_name(result(1), |row| (row.int(7), None)),
        foreign_keys: by_name(result(2), |row| (row.int(1), row.int(2))),
        indexes: by_name(result(3), |row| (row.int(4), None)),
        index_columns: by_name(result(4), |row| (row.int(2), None)),
    };
    let mut out = Reflected::default();
    let mut tables = Vec::new();
    let mut views = Vec::new();
    for row in result(0).iter() {
        let (Some(kind), Some(name)) = (row.text(0), row.text(1)) else {
            continue;
        };
        let sql = row.text(3).unwrap_or_default();
        match kind {
            "table" => {
                catalogue.sql.insert(name, sql);
                // `get_table_names`: no internal tables.
                if !name.starts_with("sqlite_") {
                    tables.push(name);
                }
            }
            "view" => {
                catalogue.sql.insert(name, sql);
                views.push(name);
            }
            "index" => {
                catalogue.index_sql.insert(name, sql);
            }
            _ => {}
        }
    }
    tables.sort_unstable();
    views.sort_unstable();
    out.tables.reserve_exact(tables.len());
    for name in tables {
        let table = catalogue.table(schema, name, &mut out.warnings);
        out.tables.push(table);
    }
    for name in views {
        // Nobody has asked for a view: its types warn when they are looked at.
        let view = catalogue.table(schema, name, &mut Vec::new());
        out.views.push(view);
    }
    out
}

/// Rows by their first cell, those of one name in the order of a key.
fn by_name(
    rows: &CatalogRows,
    key: impl Fn(&CatalogRow<'_>) -> (Option<i64>, Option<i64>),
) -> BTreeMap<&str, Vec<CatalogRow<'_>>> {
    let mut out: BTreeMap<&str, Vec<CatalogRow<'_>>> = BTreeMap::new();
    let mut rows = rows.iter().peekable();
    while let Some(row) = rows.next() {
        let Some(name) = row.text(0) else {
            continue;
        };
        // Those of one name come one after another.
        let group = out.entry(name).or_default();
        group.push(row);
        while let Some(next) = rows.next_if(|next| next.text(0) == Some(name)) {
            group.push(next);
        }
    }
    for group in out.values_mut() {
        group.sort_by_key(&key);
    }
    out
}

type Warnings = Vec<(String, String)>;

impl Catalogue<'_> {
    fn sql_of(&self, table: &str) -> &str {
        self.sql.get(table).copied().unwrap_or_default()
    }

    fn table(&self, schema: Option<&str>, name: &str, warnings: &mut Warnings) -> Table {
        let mut table = Table::new(name);
        table.schema = schema.map(Name::from);
        let sql = self.sql_of(name);
        let columns = self.columns.get(name).map_or(&[][..], Vec::as_slice);
        table.columns.reserve_exact(columns.len());
        for row in columns {
            if let Some(column) = self.column(name, *row, warnings) {
                table.columns.push(column);
            }
        }
        let key = self.primary_key(name);
        if !key.is_empty() {
            for column in &mut table.columns {
                column.primary_key = key.contains(&column.name);
            }
            table.primary_key = Some(PrimaryKeyConstraint {
                name: constraint_name(sql_text::primary_key_name(sql)),
                columns: key,
                ..PrimaryKeyConstraint::default()
            });
        }
        for key in self.foreign_keys(schema, name, warnings) {
            table.constraints.push(Constraint::ForeignKey(key));
        }
        table.indexes = self.indexes(name, warnings);
        for unique in self.uniques(name) {
            table.constraints.push(Constraint::Unique(unique));
        }
        for (check, sqltext) in sql_text::checks(sql) {
            table.constraints.push(Constraint::Check(CheckConstraint {
                name: constraint_name(check),
                sqltext: Expr::text(sqltext),
                type_bound: None,
                options: ConstraintOptions::default(),
            }));
        }
        let (without_rowid, strict) = sql_text::table_options(sql);
        if without_rowid {
            table
                .dialect_options
                .insert("sqlite_with_rowid".into(), OptionValue::Bool(false));
        }
        if strict {
            table
                .dialect_options
                .insert("sqlite_strict".into(), OptionValue::Bool(true));
        }
        table.shrink_to_fit();
        table
    }

    fn column(&self, table: &str, row: CatalogRow<'_>, warnings: &mut Warnings) -> Option<Column> {
        let name = row.text(1)?;
        let hidden = row.int(6).unwrap_or(0);
        if hidden == 1 {
            return None;
        }
        let is_generated = hidden != 0;
        let mut declared = row.text(2).unwrap_or_default().to_uppercase();
        if is_generated {
            let type_alone = declared.replace("GENERATED", "").replace("ALWAYS", "");
            type_alone.trim().clone_into(&mut declared);
        }
        let (type_, warning) = types::resolve(&declared);
        if let Some(warning) = warning {
            warnings.push((table.to_owned(), warning));
        }
        let mut column = Column::new(name, type_);
        column.nullable = row.int(3).unwrap_or(0) == 0;
        column.nullable_explicit = true;
        if is_generated {
            column.computed = Some(Box::new(Computed {
                sqltext: Expr::text(sql_text::computed(self.sql_of(table), name)),
                persisted: Some(hidden == 3),
            }));
        } else if let Some(default) = row.text(4) {
            column.server_default = Some(ServerDefault::Expr(Box::new(Expr::text(default))));
        }
        Some(column)
    }

    fn primary_key(&self, table: &str) -> Vec<Name> {
        let mut members: Vec<(i64, Name)> = self
            .columns
            .get(table)
            .into_iter()
            .flatten()
            .filter_map(|row| {
                let position = row.int(5).filter(|position| *position > 0)?;
                Some((position, Name::from(row.text(1)?)))
            })
            .collect();
        members.sort_by_key(|(position, _)| *position);
        members.into_iter().map(|(_, name)| name).collect()
    }

    fn foreign_keys(
        &self,
        schema: Option<&str>,
        table: &str,
        warnings: &mut Warnings,
    ) -> Vec<ForeignKeyConstraint> {
        // The pragma lists them newest first; ids are in that order.
        let mut keys: Vec<(i64, ForeignKeyConstraint)> = Vec::new();
        for row in self.foreign_keys.get(table).into_iter().flatten() {
            let (Some(id), Some(referred), Some(local)) = (row.int(1), row.text(3), row.text(4))
            else {
                continue;
            };
            let remote = row.text(5).filter(|remote| !remote.is_empty());
            if !keys.iter().any(|(known, _)| *known == id) {
                keys.push((
                    id,
                    ForeignKeyConstraint {
                        name: ConstraintName::None,
                        columns: Vec::new(),
                        referred_schema: schema.map(Name::from),
                        referred_table: Name::from(referred),
                        referred_columns: if remote.is_none() {
                            self.primary_key(referred)
                        } else {
                            Vec::new()
                        },
                        foreign_key: ForeignKeyOptions::default(),
                        options: ConstraintOptions::default(),
                    },
                ));
            }
            if let Some((_, key)) = keys.iter_mut().find(|(known, _)| *known == id) {
                key.columns.push(Name::from(local));
                if let Some(remote) = remote {
                    key.referred_columns.push(Name::from(remote));
                }
            }
        }
        // Keys of the same signature are one: the place of the first and what the last one says, as in a dict.
        let mut distinct: Vec<(i64, ForeignKeyConstraint)> = Vec::new();
        for (id, key) in keys {
            let known = distinct.iter_mut().find(|(_, other)| {
                other.columns == key.columns
                    && other.referred_table == key.referred_table
                    && other.referred_columns == key.referred_columns
            });
            match known {
                Some((_, other)) => *other = key,
                None => distinct.push((id, key)),
            }
        }
        let mut keys = distinct;
        let mut out = Vec::new();
        for parsed in sql_text::foreign_keys(self.sql_of(table)) {
            let at = keys.iter().position(|(_, key)| {
                same(&key.columns, &parsed.columns)
                    && key.referred_table.as_str() == parsed.referred_table
                    && same(&key.referred_columns, &parsed.referred_columns)
            });
            match at {
                Some(at) => {
                    let (_, mut key) = keys.remove(at);
                    key.name = constraint_name(parsed.name);
                    key.foreign_key.ondelete = parsed.ondelete.map(Into::into);
                    key.foreign_key.onupdate = parsed.onupdate.map(Into::into);
                    key.options.deferrable = parsed.deferrable;
                    key.options.initially = parsed.initially.map(Into::into);
                    out.push(key);
                }
                None => warnings.push((
                    table.to_owned(),
                    format!(
                        "WARNING: SQL-parsed foreign key constraint '{}' could not be located in PRAGMA foreign_keys for table {table}",
                        parsed.signature()
                    ),
                )),
            }
        }
        out.extend(keys.into_iter().map(|(_, key)| key));
        out
    }

    /// Columns in order; `None` stands for an expression.
    fn columns_of_index(&self, name: &str) -> Vec<Option<&str>> {
        let rows = self.index_columns.get(name).into_iter().flatten();
        rows.map(|row| row.text(1)).collect()
    }

    fn indexes(&self, table: &str, warnings: &mut Warnings) -> Vec<Index> {
        let mut out = Vec::new();
        for row in self.indexes.get(table).into_iter().flatten() {
            let Some(name) = row
                .text(1)
                .filter(|name| !name.starts_with("sqlite_autoindex"))
            else {
                continue;
            };
            let columns = self.columns_of_index(name);
            if columns.iter().any(Option::is_none) {
                warnings.push((
                    table.to_owned(),
                    format!("Skipped unsupported reflection of expression-based index {name}"),
                ));
                continue;
            }
            let mut index = Index {
                name: ConstraintName::new(name),
                elements: columns
                    .into_iter()
                    .flatten()
                    .map(|c| IndexElement::Column(Name::from(c)))
                    .collect(),
                unique: row.int(2) == Some(1),
                ..Index::default()
            };
            if row.int(3) == Some(1) {
                let sql = self.index_sql.get(name).copied().unwrap_or_default();
                match sql_text::index_predicate(sql) {
                    Some(predicate) => {
                        index.dialect_options.insert(
                            "sqlite_where".into(),
                            OptionValue::Expr(Box::new(Expr::text(predicate))),
                        );
                    }
                    None => warnings.push((
                        table.to_owned(),
                        format!("Failed to look up filter predicate of partial index {name}"),
                    )),
                }
            }
            out.push(index);
        }
        out.sort_by(|left, right| left.name.as_str().cmp(&right.name.as_str()));
        out
    }

    /// UNIQUE constraints: parsed from the SQL and backed by an automatic index.
    fn uniques(&self, table: &str) -> Vec<UniqueConstraint> {
        let mut automatic: Vec<Vec<&str>> = Vec::new();
        for row in self.indexes.get(table).into_iter().flatten() {
            let Some(name) = row
                .text(1)
                .filter(|name| name.starts_with("sqlite_autoindex"))
            else {
                continue;
            };
            let columns = self.columns_of_index(name).into_iter().flatten().collect();
            if !automatic.contains(&columns) {
                automatic.push(columns);
            }
        }
        let mut out = Vec::new();
        for (name, columns) in sql_text::uniques(self.sql_of(table)) {
            let Some(at) = automatic
                .iter()
                .position(|own| own.iter().copied().eq(columns.iter().map(String::as_str)))
            else {
                continue;
            };
            automatic.remove(at);
            out.push(UniqueConstraint {
                name: constraint_name(name),
                columns: columns.into_iter().map(Name::from).collect(),
                ..UniqueConstraint::default()
            });
        }
        out
    }
}

fn same(left: &[Name], right: &[String]) -> bool {
    left.iter()
        .map(Name::as_str)
        .eq(right.iter().map(String::as_str))
}

fn constraint_name(name: Option<String>) -> ConstraintName {
    match name {
        Some(name) => ConstraintName::new(name),
        None => ConstraintName::None,
    }
}

/// `SQLiteImpl.autogen_column_reflect`: parentheses around expression defaults, as autogenerate and batch see them.
pub fn autogen_columns(table: &mut Table) {
    for column in &mut table.columns {
        if let Some(ServerDefault::Expr(expr)) = &mut column.server_default
            && let Expr::Text(clause) = expr.as_mut()
            && is_unparenthesized(&clause.text)
        {
            clause.text = format!("({})", clause.text);
        }
    }
}

/// `_guess_if_default_is_unparenthesized_sql_expr`.
pub fn is_unparenthesized(text: &str) -> bool {
    let is_digit =
        text.chars().count() == 1 && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let within = |open: char, close: char| {
        text.chars().count() > 2
            && text.starts_with(open)
            && text.ends_with(close)
            && !text.contains('\n')
    };
    !(text.is_empty() || is_digit || within('\'', '\'') || within('(', ')'))
}

//! INSERT, UPDATE and DELETE.

use alembic_schema::expr::{
    BinaryOp, Bind, Delete, Expr, FromItem, Insert, InsertSource, OnConflict, OnDuplicateKey,
    TableRef, Update,
};
use alembic_schema::{Name, SqlType, TypeClass};
use smol_str::{SmolStr, format_smolstr};

use super::Sql;
use super::precedence::{Against, needs_group};
use super::select::mentioned_tables;
use crate::error::{CompileError, Result};

impl Sql<'_, '_> {
    fn add_ctes(&mut self, ctes: &[FromItem]) -> Result<()> {
        for cte in ctes {
            self.source(cte)?;
        }
        Ok(())
    }

    /// `visit_insert`.
    pub(crate) fn insert(&mut self, insert: &Insert) -> Result<String> {
        self.add_ctes(&insert.ctes)?;
        let name = self.ctx.dialect.features().name;
        let mut out = String::from("INSERT ");
        out.push_str(&self.prefixes(&insert.prefixes)?);
        out.push_str("INTO ");
        out.push_str(&self.target(&insert.table, &insert.hints)?);
        let returning = self.insert_returning(insert)?;
        let output = if name == "mssql" {
            returning.clone().unwrap_or_default()
        } else {
            String::new()
        };
        match &insert.source {
            InsertSource::Values(values) if values.is_empty() => {
                if self.ctx.dialect.features().default_values {
                    out.push_str(&output);
                    out.push_str(" DEFAULT VALUES");
                } else {
                    out.push_str(" () VALUES ()");
                }
            }
            InsertSource::Values(values) => {
                let ordered = in_table_order(values, &insert.columns);
                let columns: Vec<Name> = ordered
                    .iter()
                    .map(|(column, _)| (*column).clone())
                    .collect();
                let mut texts = Vec::with_capacity(ordered.len());
                for (column, value) in ordered {
                    let type_ = column_type(&insert.columns, column);
                    texts.push(self.value(&column.text, type_, value, false)?);
                }
                out.push_str(&self.column_list(&columns));
                out.push_str(&output);
                out.push_str(&format!(" VALUES ({})", texts.join(", ")));
            }
            InsertSource::MultiValues(columns, rows) => {
                if matches!(name, "default" | "oracle") {
                    return Err(CompileError::compile(format!(
                        "The '{name}' dialect with current database version settings does not support in-place multirow inserts."
                    )));
                }
                out.push_str(&self.column_list(columns));
                out.push_str(&output);
                let mut texts = Vec::with_capacity(rows.len());
                for (idx, row) in rows.iter().enumerate() {
                    let mut parts = Vec::with_capacity(row.len());
                    for (column, value) in columns.iter().zip(row) {
                        let bind_name = format_smolstr!("{}_m{idx}", column.text);
                        parts.push(self.value(
                            &bind_name,
                            column_type(&insert.columns, column),
                            value,
                            false,
                        )?);
                    }
                    texts.push(format!("({})", parts.join(", ")));
                }
                out.push_str(&format!(" VALUES {}", texts.join(", ")));
            }
            InsertSource::Select(columns, query) => {
                out.push_str(&self.column_list(columns));
                out.push_str(&output);
                out.push(' ');
                out.push_str(&self.query(query, false)?);
            }
            InsertSource::Columns => {
                let columns: Vec<Name> = insert
                    .columns
                    .iter()
                    .map(|(column, _)| column.clone())
                    .collect();
                let mut texts = Vec::with_capacity(columns.len());
                for (column, type_) in &insert.columns {
                    texts.push(self.placeholder(
                        &column.text,
                        Some(&alembic_schema::SqlValue::Null),
                        type_,
                    )?);
                }
                out.push_str(&self.column_list(&columns));
                out.push_str(&output);
                out.push_str(&format!(" VALUES ({})", texts.join(", ")));
            }
        }
        if let Some(conflict) = &insert.on_conflict {
            out.push(' ');
            out.push_str(&self.on_conflict(insert, conflict)?);
        }
        if let Some(duplicate) = &insert.on_duplicate_key {
            out.push(' ');
            out.push_str(&self.on_duplicate_key(insert, duplicate)?);
        }
        if name != "mssql"
            && let Some(returning) = returning
        {
            out.push_str(&returning);
        }
        Ok(out)
    }

    fn column_list(&self, columns: &[Name]) -> String {
        let quoted: Vec<String> = columns
            .iter()
            .map(|column| self.ctx.quote(column))
            .collect();
        format!(" ({})", quoted.join(", "))
    }

    /// RETURNING given by the user, or for the primary key of a `Table`.
    fn insert_returning(&mut self, insert: &Insert) -> Result<Option<String>> {
        if !insert.returning.is_empty() {
            return self
                .returning(&insert.table, &insert.returning, "inserted")
                .map(Some);
        }
        if insert.implicit_returning.is_empty()
            || matches!(insert.source, InsertSource::MultiValues(..))
            || !self.ctx.dialect.features().insert_returning
        {
            return Ok(None);
        }
        // SQLite and MariaDB report the number of a new row by themselves.
        let is_reported = |column: &&Name| {
            matches!(self.ctx.dialect.features().name, "sqlite" | "mariadb")
                && column_type(&insert.columns, column)
                    .is_some_and(|type_| type_.is_a(TypeClass::Integer))
        };
        let returned: Vec<&Name> = insert
            .implicit_returning
            .iter()
            .filter(|column| !is_reported(column))
            .collect();
        if returned.is_empty() {
            return Ok(None);
        }
        let columns: Vec<Expr> = returned
            .into_iter()
            .map(|column| Expr::table_column(insert.table.clone(), column.clone(), SqlType::null()))
            .collect();
        self.returning(&insert.table, &columns, "inserted")
            .map(Some)
    }

    fn returning(&mut self, _table: &TableRef, columns: &[Expr], pseudo: &str) -> Result<String> {
        let features = self.ctx.dialect.features();
        let saved = self.include_table;
        if !features.returning_with_table {
            self.include_table = false;
        }
        let mut parts = Vec::with_capacity(columns.len());
        for column in columns {
            let text = match column {
                Expr::Column { name, .. } if features.name == "mssql" => {
                    format!("{pseudo}.{}", self.ctx.quote(name))
                }
                Expr::Label {
                    expr,
                    name: Some(label),
                } => {
                    let inner = match expr.as_ref() {
                        Expr::Column { name, .. } if features.name == "mssql" => {
                            format!("{pseudo}.{}", self.ctx.quote(name))
                        }
                        other => self.expr(other)?,
                    };
                    if features.name == "oracle" {
                        inner
                    } else {
                        format!("{inner} AS {}", self.ctx.quote(label))
                    }
                }
                other => self.expr(other)?,
            };
            parts.push(text);
        }
        self.include_table = saved;
        Ok(match features.name {
            "mssql" => format!(" OUTPUT {}", parts.join(", ")),
            "oracle" => {
                let binds: Vec<String> = (0..parts.len())
                    .map(|idx| {
                        self.placeholder(&format_smolstr!("ret_{idx}"), None, &SqlType::null())
                    })
                    .collect::<Result<_>>()?;
                format!(" RETURNING {} INTO {}", parts.join(", "), binds.join(", "))
            }
            _ => format!(" RETURNING {}", parts.join(", ")),
        })
    }

    /// A value of a column without a type, which gives its value none.
    fn bind_without_cast(&mut self, bind: &Bind) -> Result<String> {
        let mut text = self.bind(bind)?;
        if !self.literal && !bind.inline {
            let cast = self.ctx.dialect.bind_cast(self.ctx, &bind.type_)?;
            if text.ends_with(&cast) {
                text.truncate(text.len() - cast.len());
            }
        }
        Ok(text)
    }

    /// A value of VALUES or SET: a plain value becomes a bind named like its column.
    fn value(
        &mut self,
        bind_name: &SmolStr,
        type_: Option<&SqlType>,
        value: &Expr,
        group: bool,
    ) -> Result<String> {
        if let Expr::Bind(bind) = value
            && bind.unique
            && !bind.inline
            && bind.name.is_none()
        {
            let bind = Bind {
                name: Some(bind_name.clone()),
                unique: false,
                ..(**bind).clone()
            };
            return match type_ {
                Some(type_) if type_.class != TypeClass::NullType => self.bind(&Bind {
                    type_: type_.clone(),
                    ..bind
                }),
                Some(_) | None => self.bind_without_cast(&bind),
            };
        }
        if let Expr::Bind(bind) = value
            && bind.name.as_ref() == Some(bind_name)
            && type_.is_none_or(|type_| type_.class == TypeClass::NullType)
        {
            return self.bind_without_cast(bind);
        }
        if let Expr::Bind(bind) = value
            && bind.type_.class == TypeClass::NullType
            && let Some(type_) = type_
        {
            return self.bind(&Bind {
                type_: type_.clone(),
                ..(**bind).clone()
            });
        }
        let text = self.expr(value)?;
        // `json[...].as_float()` is the operator to SQLAlchemy, the CAST comes with it.
        let is_json_text = matches!(value, Expr::Cast { expr, .. }
        if matches!(
            expr.as_ref(),
            Expr::Binary {
                op: BinaryOp::JsonGetText | BinaryOp::JsonPathGetText,
                ..
            }
        ));
        Ok(
            if group && (is_json_text || needs_group(value, &Against::Set)) {
                format!("({text})")
            } else {
                text
            },
        )
    }

    /// `visit_update`.
    pub(crate) fn update(&mut self, update: &Update) -> Result<String> {
        self.add_ctes(&update.ctes)?;
        let name = self.ctx.dialect.features().name;
        self.outer.push(vec![update.table.clone()]);
        let mut out = String::from("UPDATE ");
        out.push_str(&self.prefixes(&update.prefixes)?);
        let table = self.table_ref(&update.table);
        out.push_str(&self.target(&update.table, &update.hints)?);
        let extra = self.extra_tables(
            &update.table,
            update
                .where_
                .iter()
                .chain(update.values.iter().map(|(_, value)| value)),
        );
        let extra_text = self.sources_of(&extra)?;
        let is_mysql = matches!(name, "mysql" | "mariadb");
        if !extra.is_empty() {
            if is_mysql {
                out.push_str(&format!(", {}", extra_text.join(", ")));
            } else if matches!(name, "default" | "oracle") {
                return Err(CompileError::not_implemented(
                    "This backend does not support multiple-table criteria within UPDATE",
                ));
            }
        }
        let ordered: Vec<(&Name, &Expr)> = if update.ordered {
            update
                .values
                .iter()
                .map(|(column, value)| (column, value))
                .collect()
        } else {
            in_table_order(&update.values, &update.columns)
        };
        let mut sets = Vec::with_capacity(ordered.len());
        for (column, value) in ordered {
            let text = self.value(
                &column.text,
                column_type(&update.columns, column),
                value,
                true,
            )?;
            let target = if is_mysql && !extra.is_empty() {
                format!("{table}.{}", self.ctx.quote(column))
            } else {
                self.ctx.quote(column)
            };
            sets.push(format!("{target}={text}"));
        }
        out.push_str(&format!(" SET {}", sets.join(", ")));
        if !update.returning.is_empty() && name == "mssql" {
            out.push_str(&self.returning(&update.table, &update.returning, "inserted")?);
        }
        if !extra.is_empty() && !is_mysql {
            let from = if name == "mssql" {
                let mut all = vec![table];
                all.extend(extra_text);
                all.join(", ")
            } else {
                extra_text.join(", ")
            };
            out.push_str(&format!(" FROM {from}"));
        }
        if !update.where_.is_empty() {
            out.push_str(&format!(" WHERE {}", self.conditions(&update.where_)?));
        }
        self.outer.pop();
        if !update.returning.is_empty() && name != "mssql" {
            out.push_str(&self.returning(&update.table, &update.returning, "inserted")?);
        }
        Ok(out)
    }

    /// `visit_delete`.
    pub(crate) fn delete(&mut self, delete: &Delete) -> Result<String> {
        self.add_ctes(&delete.ctes)?;
        let name = self.ctx.dialect.features().name;
        self.outer.push(vec![delete.table.clone()]);
        let table = self.table_ref(&delete.table);
        let extra = self.extra_tables(&delete.table, delete.where_.iter());
        let extra_text = self.sources_of(&extra)?;
        let mut out = String::from("DELETE ");
        out.push_str(&self.prefixes(&delete.prefixes)?);
        if !extra.is_empty() && matches!(name, "mysql" | "mariadb") {
            out.push_str(&format!(
                "FROM {table} USING {table}, {}",
                extra_text.join(", ")
            ));
        } else {
            let table = self.target(&delete.table, &delete.hints)?;
            out.push_str(&format!("FROM {table}"));
        }
        if !delete.returning.is_empty() && name == "mssql" {
            out.push_str(&self.returning(&delete.table, &delete.returning, "deleted")?);
        }
        if !extra.is_empty() {
            match name {
                "postgresql" => out.push_str(&format!(" USING {}", extra_text.join(", "))),
                "mssql" => out.push_str(&format!(" FROM {table}, {}", extra_text.join(", "))),
                "mysql" | "mariadb" => {}
                _ => {
                    return Err(CompileError::not_implemented(
                        "This backend does not support multiple-table criteria within DELETE",
                    ));
                }
            }
        }
        if !delete.where_.is_empty() {
            out.push_str(&format!(" WHERE {}", self.conditions(&delete.where_)?));
        }
        self.outer.pop();
        if !delete.returning.is_empty() && name != "mssql" {
            out.push_str(&self.returning(&delete.table, &delete.returning, "deleted")?);
        }
        Ok(out)
    }

    /// Tables and aliases as FROM has them.
    fn sources_of(&mut self, tables: &[TableRef]) -> Result<Vec<String>> {
        let mut out = Vec::with_capacity(tables.len());
        for table in tables {
            out.push(match &table.source.0 {
                Some(item) if table.is_alias => self.source(item)?,
                Some(_) | None => self.table_ref(table),
            });
        }
        Ok(out)
    }

    fn extra_tables<'e>(
        &self,
        target: &TableRef,
        exprs: impl Iterator<Item = &'e Expr>,
    ) -> Vec<TableRef> {
        let mut out = Vec::new();
        for expr in exprs {
            mentioned_tables(expr, &mut out);
        }
        out.retain(|table| table != target);
        out
    }

    fn on_conflict(&mut self, insert: &Insert, conflict: &OnConflict) -> Result<String> {
        let mut target = String::new();
        if let Some(constraint) = &conflict.constraint {
            target = format!(" ON CONSTRAINT {}", self.ctx.quote(constraint));
        } else if !conflict.index_elements.is_empty() {
            let saved = std::mem::replace(&mut self.include_table, false);
            target = format!(" ({})", self.list(&conflict.index_elements)?);
            if let Some(condition) = &conflict.index_where {
                target.push_str(&format!(
                    " WHERE {}",
                    self.conditions(std::slice::from_ref(condition))?
                ));
            }
            self.include_table = saved;
        }
        if !conflict.do_update {
            return Ok(format!("ON CONFLICT{target} DO NOTHING"));
        }
        let mut sets = Vec::with_capacity(conflict.set.len());
        for (column, value) in in_table_order(&conflict.set, &insert.columns) {
            let text = match value {
                Expr::Bind(bind) => {
                    let type_ = match column_type(&insert.columns, column) {
                        Some(type_) if bind.type_.class == TypeClass::NullType => type_.clone(),
                        Some(_) | None => bind.type_.clone(),
                    };
                    self.bind(&Bind {
                        type_,
                        ..(**bind).clone()
                    })?
                }
                other => self.operand(other, &Against::Set)?,
            };
            sets.push(format!("{} = {text}", self.ctx.quote(column)));
        }
        let mut out = format!("ON CONFLICT{target} DO UPDATE SET {}", sets.join(", "));
        if let Some(condition) = &conflict.where_ {
            out.push_str(&format!(
                " WHERE {}",
                self.conditions(std::slice::from_ref(condition))?
            ));
        }
        Ok(out)
    }

    fn on_duplicate_key(&mut self, insert: &Insert, duplicate: &OnDuplicateKey) -> Result<String> {
        let mut sets = Vec::with_capacity(duplicate.set.len());
        for (column, value) in in_table_order(&duplicate.set, &insert.columns) {
            // SQLAlchemy does not hand `literal_binds` down to here.
            let text = self.with_placeholders(|sql| sql.operand(value, &Against::Set))?;
            sets.push(format!("{} = {text}", self.ctx.quote(column)));
        }
        Ok(format!("ON DUPLICATE KEY UPDATE {}", sets.join(", ")))
    }
}

fn column_type<'t>(columns: &'t [(Name, SqlType)], column: &Name) -> Option<&'t SqlType> {
    columns
        .iter()
        .find(|(name, _)| name.text == column.text)
        .map(|(_, type_)| type_)
}

/// Values in the order of the table's columns, unknown columns last.
fn in_table_order<'v>(
    values: &'v [(Name, Expr)],
    columns: &[(Name, SqlType)],
) -> Vec<(&'v Name, &'v Expr)> {
    let mut out: Vec<(&Name, &Expr)> = columns
        .iter()
        .filter_map(|(column, _)| {
            values
                .iter()
                .find(|(name, _)| name.text == column.text)
                .map(|(name, value)| (name, value))
        })
        .collect();
    out.extend(
        values
            .iter()
            .filter(|(name, _)| column_type(columns, name).is_none())
            .map(|(name, value)| (name, value)),
    );
    out
}

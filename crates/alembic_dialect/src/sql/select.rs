//! SELECT, set operations, FROM and CTEs.

use std::sync::Arc;

use alembic_schema::expr::{
    AliasSource, CompoundOp, CompoundSelect, Cte, Derived, Expr, FromItem, Join, Query, Select,
    SqlStatement, TableRef, UnaryOp,
};
use smol_str::SmolStr;

use super::Sql;
use crate::error::{CompileError, Result};

impl Sql<'_, '_> {
    /// A query as a whole statement.
    pub(crate) fn top_query(&mut self, query: &Query) -> Result<String> {
        self.query(query, false)
    }

    /// `connection.execute(func.now())`: an expression alone.
    pub(crate) fn bare_expression(&mut self, expr: &Expr) -> Result<String> {
        let select = Select {
            columns: vec![expr.clone()],
            ..Select::default()
        };
        self.select(&select, false)
    }

    /// Puts the collected CTEs in front.
    pub(crate) fn with_ctes(&self, text: String) -> String {
        if self.ctes.is_empty() {
            return text;
        }
        let parts: Vec<&str> = self.ctes.iter().map(|(_, text)| text.as_str()).collect();
        let word = if self.has_recursive_cte && self.ctx.dialect.features().name != "mssql" {
            "WITH RECURSIVE "
        } else {
            "WITH "
        };
        format!("{word}{}\n {text}", parts.join(", \n"))
    }

    /// A query; `as_from` labels its plain columns.
    pub(crate) fn query(&mut self, query: &Query, as_from: bool) -> Result<String> {
        match query {
            Query::Select(select) => self.select(select, as_from),
            Query::Compound(compound) => self.compound(compound, as_from),
            Query::Text(clause) => self.text(clause),
        }
    }

    fn select(&mut self, select: &Select, as_from: bool) -> Result<String> {
        let froms = self.froms_of(select)?;
        let own: Vec<TableRef> = froms.iter().flat_map(tables_in).collect();
        self.outer.push(own);
        let text = self.select_body(select, &froms, as_from);
        self.outer.pop();
        text
    }

    fn select_body(
        &mut self,
        select: &Select,
        froms: &[FromItem],
        as_from: bool,
    ) -> Result<String> {
        for cte in &select.ctes {
            if let FromItem::Cte(cte) = cte {
                self.cte(cte)?;
            }
        }
        if self.ctx.dialect.features().name == "mssql" && has_row_numbers(select) {
            return self.numbered_rows(select, as_from);
        }
        let around = std::mem::replace(&mut self.hints, select.hints.clone());
        let out = self.select_parts(select, froms, as_from);
        self.hints = around;
        out
    }

    fn select_parts(
        &mut self,
        select: &Select,
        froms: &[FromItem],
        as_from: bool,
    ) -> Result<String> {
        let dialect = self.ctx.dialect;
        let mut out = String::from("SELECT ");
        out.push_str(&self.select_hints(select));
        out.push_str(&self.prefixes(&select.prefixes)?);
        out.push_str(&dialect.select_precolumns(self, select)?);
        let columns = self.columns(&select.columns, as_from)?;
        out.push_str(&columns.join(", "));
        if columns.is_empty() {
            out.truncate(out.trim_end().len());
        }
        if froms.is_empty() {
            out.push_str(dialect.default_from());
        } else {
            let mut parts = Vec::with_capacity(froms.len());
            for item in froms {
                parts.push(self.source(item)?);
            }
            out.push_str(" \nFROM ");
            out.push_str(&parts.join(", "));
        }
        let conditions = self.conditions(&select.where_)?;
        if !conditions.is_empty() {
            out.push_str(" \nWHERE ");
            out.push_str(&conditions);
        }
        if !select.group_by.is_empty() {
            out.push_str(" GROUP BY ");
            out.push_str(&self.group_by(select)?);
        }
        if !select.having.is_empty() {
            out.push_str(" \nHAVING ");
            out.push_str(&self.conditions(&select.having)?);
        }
        out.push_str(&self.order_by(&select.order_by, &select.columns)?);
        out.push_str(&self.row_limit(
            select.limit.as_ref(),
            select.offset.as_ref(),
            select.fetch.as_ref(),
        )?);
        out.push_str(&dialect.for_update(self, select)?);
        out.push_str(&self.suffixes(&select.statement_hints)?);
        out.push_str(&self.suffixes(&select.suffixes)?);
        Ok(out)
    }

    /// LIMIT and OFFSET, or FETCH with OFFSET.
    fn row_limit(
        &mut self,
        limit: Option<&Expr>,
        offset: Option<&Expr>,
        fetch: Option<&(Expr, bool, bool)>,
    ) -> Result<String> {
        let dialect = self.ctx.dialect;
        let name = dialect.features().name;
        let Some((count, ties, percent)) = fetch else {
            return if limit.is_some() || offset.is_some() {
                dialect.limit_clause(self, limit, offset)
            } else {
                Ok(String::new())
            };
        };
        // SQL Server has TOP, and writes nothing for set operations.
        if name == "mssql" {
            return Ok(String::new());
        }
        let mut number = |value: &Expr| -> Result<String> {
            Ok(match name {
                "postgresql" => format!("({})", self.expr(value)?),
                "oracle" => self.written(value)?,
                _ => self.expr(value)?,
            })
        };
        let mut out = String::new();
        if let Some(offset) = offset {
            out.push_str(&format!("\n OFFSET {} ROWS", number(offset)?));
        }
        out.push_str(&format!(
            "\n FETCH FIRST {}{} ROWS {}",
            number(count)?,
            if *percent { " PERCENT" } else { "" },
            if *ties { "WITH TIES" } else { "ONLY" }
        ));
        Ok(out)
    }

    /// OFFSET for SQL Server: the rows are numbered in their order, and those wanted are taken.
    fn numbered_rows(&mut self, select: &Select, as_from: bool) -> Result<String> {
        if select.order_by.is_empty() {
            return Err(CompileError::compile(
                "MSSQL requires an order_by when using an OFFSET or a non-simple LIMIT clause",
            ));
        }
        if matches!(&select.fetch, Some((_, ties, percent)) if *ties || *percent) {
            return Err(CompileError::compile(
                "MSSQL needs TOP to use PERCENT and/or WITH TIES. Only simple fetch without offset can be used.",
            ));
        }
        let alias = self.anonymous("anon");
        let mut inner = select.clone();
        let mut names = Vec::with_capacity(inner.columns.len());
        for column in &mut inner.columns {
            let name = match column {
                Expr::Column { name, .. }
                | Expr::Label {
                    name: Some(name), ..
                } => name.text.clone(),
                Expr::Function(call) => self.anonymous(&call.name.text.clone()),
                Expr::LiteralColumn { .. } | Expr::Text(_) | Expr::Star(_) => {
                    return Err(CompileError::ours(
                        "OFFSET with columns given as text is not compiled for SQL Server",
                    ));
                }
                _ => self.anonymous("anon"),
            };
            if !matches!(
                column,
                Expr::Column { .. } | Expr::Label { name: Some(_), .. }
            ) {
                *column = Expr::Label {
                    expr: Box::new(column.clone()),
                    name: Some(name.clone().into()),
                };
            }
            names.push(name);
        }
        inner.limit = None;
        inner.offset = None;
        inner.fetch = None;
        let order = std::mem::take(&mut inner.order_by);
        inner.columns.push(Expr::Label {
            expr: Box::new(Expr::Over {
                expr: Box::new(Expr::function("ROW_NUMBER", Vec::new())),
                partition_by: Vec::new(),
                order_by: order,
                frame: None,
            }),
            name: Some("mssql_rn".into()),
        });
        let inner = self.select_body(&inner, &self.froms_of(select)?, true)?;
        let columns: Vec<String> = names
            .iter()
            .map(|name| {
                let name = self.ctx.quote_str(name);
                if as_from {
                    format!("{alias}.{name} AS {name}")
                } else {
                    format!("{alias}.{name}")
                }
            })
            .collect();
        let limit = match (&select.fetch, &select.limit) {
            (Some((count, _, _)), _) | (None, Some(count)) => Some(count),
            (None, None) => None,
        };
        let mut wanted = Vec::new();
        let offset = select.offset.as_ref().map(|offset| self.expr(offset));
        let offset = offset.transpose()?;
        if let Some(offset) = &offset {
            wanted.push(format!("mssql_rn > {offset}"));
        }
        if let Some(limit) = limit {
            let mut last = self.expr(limit)?;
            if let Some(offset) = &offset {
                last.push_str(&format!(" + {offset}"));
            }
            wanted.push(format!("mssql_rn <= {last}"));
        }
        Ok(format!(
            "SELECT {} \nFROM ({inner}) AS {alias} \nWHERE {}",
            columns.join(", "),
            wanted.join(" AND ")
        ))
    }

    fn order_by(&mut self, order: &[Expr], columns: &[Expr]) -> Result<String> {
        if order.is_empty() {
            return Ok(String::new());
        }
        let mut parts = Vec::with_capacity(order.len());
        for item in order {
            parts.push(self.order_item(item, columns)?);
        }
        Ok(format!(" ORDER BY {}", parts.join(", ")))
    }

    /// The items of GROUP BY; a label is its name there.
    fn group_by(&mut self, select: &Select) -> Result<String> {
        let mut parts = Vec::with_capacity(select.group_by.len());
        for item in &select.group_by {
            parts.push(match item {
                Expr::Label {
                    name: Some(name), ..
                } if select.columns.contains(item) && is_named_there(self.ctx) => {
                    self.ctx.quote(name)
                }
                Expr::TextualLabel(_) => self.order_item(item, &select.columns)?,
                item => self.list(std::slice::from_ref(item))?,
            });
        }
        Ok(parts.join(", "))
    }

    fn order_item(&mut self, item: &Expr, columns: &[Expr]) -> Result<String> {
        match item {
            Expr::Label {
                name: Some(name), ..
            } if columns.contains(item) && self.ctx.dialect.features().name != "oracle" => {
                Ok(self.ctx.quote(name))
            }
            Expr::Unary { op, operand }
                if matches!(
                    operand.as_ref(),
                    Expr::Label { .. } | Expr::Unary { .. } | Expr::TextualLabel(_)
                ) =>
            {
                let inner = self.order_item(operand, columns)?;
                Ok(match op {
                    UnaryOp::Desc => format!("{inner} DESC"),
                    UnaryOp::Asc => format!("{inner} ASC"),
                    UnaryOp::NullsFirst => format!("{inner} NULLS FIRST"),
                    UnaryOp::NullsLast => format!("{inner} NULLS LAST"),
                    UnaryOp::Neg
                    | UnaryOp::BitwiseNot
                    | UnaryOp::Distinct
                    | UnaryOp::Any
                    | UnaryOp::All
                    | UnaryOp::Custom(_) => self.expr(item)?,
                })
            }
            Expr::TextualLabel(name) => Err(CompileError::compile(format!(
                "Can't resolve label reference for ORDER BY / GROUP BY / DISTINCT etc. Textual SQL expression {shown} should be explicitly declared as text({shown})",
                shown = alembic_schema::types::python_str_repr(name)
            ))),
            other => self.expr(other),
        }
    }

    /// One column of the columns clause, with its label.
    /// The columns of a SELECT; a name that is there already gets a label of its own
    /// (`LABEL_STYLE_DISAMBIGUATE_ONLY`).
    fn columns(&mut self, columns: &[Expr], as_from: bool) -> Result<Vec<String>> {
        let mut out = Vec::with_capacity(columns.len());
        let mut seen: Vec<(&SmolStr, &Expr)> = Vec::new();
        let mut n_repeated = 0;
        for column in columns {
            let name = match column {
                Expr::Column { name, .. } => Some(&name.text),
                Expr::Cast { expr, .. } | Expr::TypeCoerce { expr, .. } => match expr.as_ref() {
                    Expr::Column { name, .. } => Some(&name.text),
                    _ => None,
                },
                Expr::Label {
                    name: Some(name), ..
                } => Some(&name.text),
                _ => None,
            };
            let known = name.and_then(|name| {
                let at = seen.iter().position(|(other, _)| *other == name)?;
                seen.get(at).map(|(name, expr)| (*name, *expr))
            });
            let is_label = matches!(column, Expr::Label { .. });
            match (known, name) {
                (Some((name, other)), Some(_)) if !is_label => {
                    let is_column = matches!(column, Expr::Column { .. });
                    let label = if is_column && other != column {
                        self.anonymous(name)
                    } else {
                        n_repeated += 1;
                        SmolStr::from(format!("{name}__{n_repeated}"))
                    };
                    let text = self.expr(column)?;
                    out.push(format!("{text} AS {}", self.ctx.quote_str(&label)));
                }
                (_, name) => {
                    seen.extend(name.map(|name| (name, column)));
                    out.push(self.column(column, as_from)?);
                }
            }
        }
        Ok(out)
    }

    fn column(&mut self, expr: &Expr, as_from: bool) -> Result<String> {
        let label: Option<String> = match expr {
            Expr::Column { name, table, .. } => {
                (as_from && table.is_some()).then(|| self.ctx.quote(name))
            }
            Expr::Label {
                name: Some(name), ..
            } => Some(self.ctx.quote(name)),
            Expr::LiteralColumn { .. }
            | Expr::Text(_)
            | Expr::Star(_)
            | Expr::TableValue { .. } => None,
            Expr::Unary { .. } if !as_from => None,
            // `~flag` is an operator without a label where the database has booleans, and a comparison elsewhere.
            Expr::Not(inner) if matches!(inner.as_ref(), Expr::Column { .. }) && !as_from => {
                match inner.as_ref() {
                    Expr::Column { name, .. } if !self.ctx.dialect.features().native_boolean => {
                        Some(self.ctx.quote(name))
                    }
                    _ => None,
                }
            }
            Expr::Cast { expr, .. } | Expr::TypeCoerce { expr, .. } => Some(match expr.as_ref() {
                Expr::Column { name, .. } => self.ctx.quote(name),
                _ => self.anonymous("anon").to_string(),
            }),
            Expr::Function(call) => {
                let stem = if call.filter.is_none() {
                    call.name.text.clone()
                } else {
                    SmolStr::new_static("anon")
                };
                let name = self.anonymous(&stem);
                Some(self.ctx.quote_str(&name))
            }
            Expr::NextValue(_) => Some(self.anonymous("next_value").to_string()),
            _ => Some(self.anonymous("anon").to_string()),
        };
        let text = match expr {
            // `contains()` and the like stand in parentheses everywhere but here.
            Expr::Binary { op, .. } if op.is_affix() => {
                let text = self.expr(expr)?;
                let inner = text
                    .strip_prefix('(')
                    .and_then(|text| text.strip_suffix(')'));
                inner.unwrap_or(&text).to_owned()
            }
            _ => self.expr(expr)?,
        };
        Ok(match label {
            Some(label) => format!("{text} AS {label}"),
            None => text,
        })
    }

    fn compound(&mut self, compound: &CompoundSelect, as_from: bool) -> Result<String> {
        let word = match compound.op {
            CompoundOp::Union => "UNION",
            CompoundOp::UnionAll => "UNION ALL",
            CompoundOp::Intersect => "INTERSECT",
            CompoundOp::IntersectAll => "INTERSECT ALL",
            CompoundOp::Except if self.ctx.dialect.features().name == "oracle" => "MINUS",
            CompoundOp::Except => "EXCEPT",
            CompoundOp::ExceptAll => "EXCEPT ALL",
        };
        let mut parts = Vec::with_capacity(compound.queries.len());
        for query in &compound.queries {
            let text = self.query(query, as_from)?;
            let grouped = match query {
                Query::Compound(_) => true,
                Query::Select(select) => {
                    select.limit.is_some()
                        || select.offset.is_some()
                        || select.fetch.is_some()
                        || !select.order_by.is_empty()
                }
                Query::Text(_) => false,
            };
            parts.push(if grouped { format!("({text})") } else { text });
        }
        let mut out = parts.join(&format!(" {word} "));
        if !compound.group_by.is_empty() {
            out.push_str(" GROUP BY ");
            out.push_str(&self.list(&compound.group_by)?);
        }
        out.push_str(&self.order_by(&compound.order_by, &[])?);
        out.push_str(&self.row_limit(
            compound.limit.as_ref(),
            compound.offset.as_ref(),
            compound.fetch.as_ref(),
        )?);
        Ok(out)
    }

    /// Explicit sources, then the tables that columns and conditions mention, each once.
    /// What a SELECT reads from: its own items and the tables that its columns and conditions name, without those that
    /// it has from the query around it. Mirrors `SelectState._get_display_froms`.
    fn froms_of(&self, select: &Select) -> Result<Vec<FromItem>> {
        let mut out: Vec<FromItem> = Vec::new();
        for item in &select.froms {
            if !out.contains(item) {
                out.push(item.clone());
            }
        }
        let mut covered: Vec<TableRef> = out.iter().flat_map(tables_in).collect();
        let mut mentioned = Vec::new();
        for expr in select.columns.iter().chain(&select.where_) {
            mentioned_tables(expr, &mut mentioned);
        }
        for table in mentioned {
            if !covered.contains(&table) {
                covered.push(table.clone());
                out.push(FromItem::Table {
                    table,
                    columns: Vec::new(),
                });
            }
        }
        let is_in = |item: &FromItem, tables: &[TableRef]| match item {
            FromItem::Join(_) => false,
            other => tables_in(other).iter().any(|table| tables.contains(table)),
        };
        if let Some(wanted) = &select.correlate {
            let around: Vec<TableRef> = self.outer.iter().flatten().cloned().collect();
            out.retain(|item| !(is_in(item, wanted) && is_in(item, &around)));
        } else if let Some(around) = self.outer.last()
            && out.len() > 1
        {
            out.retain(|item| !is_in(item, around));
            if out.is_empty() {
                return Err(CompileError::invalid_request(
                    "Select statement returned no FROM clauses due to auto-correlation; specify correlate(<tables>) to control correlation manually.",
                ));
            }
        }
        Ok(out)
    }

    /// One source in FROM.
    pub(crate) fn source(&mut self, item: &FromItem) -> Result<String> {
        let text = self.plain_source(item)?;
        if self.hints.is_empty() {
            return Ok(text);
        }
        self.with_select_hint(text, item)
    }

    fn plain_source(&mut self, item: &FromItem) -> Result<String> {
        match item {
            FromItem::Table { table, .. } if table.is_alias => match &table.source.0 {
                Some(source) => self.source(source),
                None => Err(CompileError::ours(format!(
                    "the source of alias `{}` is not among the FROM items",
                    table.name.text
                ))),
            },
            FromItem::Table { table, .. } => Ok(self.table_ref(table)),
            FromItem::Alias { item: inner, alias }
                if let FromItem::Values {
                    columns,
                    rows,
                    literal,
                    ..
                } = &**inner =>
            {
                self.plain_source(&FromItem::Values {
                    columns: columns.clone(),
                    rows: rows.clone(),
                    literal: *literal,
                    alias: Some(alias.clone()),
                })
            }
            FromItem::Alias { item: inner, alias } => {
                let text = self.source(inner)?;
                let alias = TableRef {
                    source: AliasSource(Some(Arc::new(item.clone()))),
                    ..alias.clone()
                };
                Ok(format!(
                    "{text}{}{}",
                    self.as_word(),
                    self.table_ref(&alias)
                ))
            }
            FromItem::Subquery {
                query,
                alias,
                lateral,
            } => {
                // Its name counts before those inside of it.
                let name = self.table_ref(alias);
                let outer = if *lateral {
                    self.outer.clone()
                } else {
                    std::mem::take(&mut self.outer)
                };
                let inner = self.query(query, true);
                self.outer = outer;
                Ok(format!(
                    "{}({}){}{}",
                    if *lateral { "LATERAL " } else { "" },
                    inner?,
                    self.as_word(),
                    name
                ))
            }
            FromItem::Cte(cte) => {
                self.cte(cte)?;
                Ok(self.table_ref(&cte.alias))
            }
            FromItem::Join(join) => self.join(join),
            FromItem::Function {
                call,
                alias,
                columns,
                derived,
                with_ordinality,
                lateral,
            } => {
                let mut text = self.expr(call)?;
                if self.ctx.dialect.features().name == "oracle" && alias.is_some() {
                    text = format!("TABLE ({text})");
                }
                if *lateral {
                    text.insert_str(0, "LATERAL ");
                }
                if *with_ordinality {
                    text.push_str(" WITH ORDINALITY");
                }
                if let Some(alias) = alias {
                    text.push_str(&format!("{}{}", self.as_word(), self.table_ref(alias)));
                }
                if *derived != Derived::No {
                    let mut parts = Vec::with_capacity(columns.len());
                    for (name, type_) in columns {
                        let mut part = self.ctx.quote(name);
                        if *derived == Derived::Types {
                            part.push(' ');
                            part.push_str(&crate::default::types::process(self.ctx, type_)?);
                        }
                        parts.push(part);
                    }
                    text.push_str(&format!("({})", parts.join(", ")));
                }
                Ok(text)
            }
            FromItem::Text(text) => Ok(self.percent(text)),
            FromItem::Values {
                columns,
                rows,
                literal,
                alias,
            } => {
                let around = self.literal;
                self.literal |= *literal;
                let mut parts = Vec::with_capacity(rows.len());
                for row in rows {
                    parts.push(format!("({})", self.list(row)?));
                }
                self.literal = around;
                let text = format!("(VALUES {})", parts.join(", "));
                Ok(match alias {
                    Some(alias) => {
                        let names: Vec<String> = columns
                            .iter()
                            .map(|(name, _)| self.ctx.quote(name))
                            .collect();
                        format!(
                            "{text}{}{} ({})",
                            self.as_word(),
                            self.table_ref(alias),
                            names.join(", ")
                        )
                    }
                    None => text,
                })
            }
        }
    }

    fn as_word(&self) -> &'static str {
        if self.ctx.dialect.features().name == "oracle" {
            " "
        } else {
            " AS "
        }
    }

    fn join(&mut self, join: &Join) -> Result<String> {
        let word = match (join.full, join.outer) {
            (true, _) => " FULL OUTER JOIN ",
            (false, true) => " LEFT OUTER JOIN ",
            (false, false) if matches!(self.ctx.dialect.features().name, "mysql" | "mariadb") => {
                " INNER JOIN "
            }
            (false, false) => " JOIN ",
        };
        let left = self.source(&join.left)?;
        let mut right = self.source(&join.right)?;
        if matches!(join.right, FromItem::Join(_)) {
            right = format!("({right})");
        }
        let on = match &join.on {
            Some(on) => self.conditions(std::slice::from_ref(on))?,
            None => {
                return Err(CompileError::ours(
                    "a join without ON clause and without foreign keys",
                ));
            }
        };
        Ok(format!("{left}{word}{right} ON {on}"))
    }

    fn cte(&mut self, cte: &Cte) -> Result<()> {
        let name = cte.alias.name.text.clone();
        if self.ctes.iter().any(|(known, _)| *known == name) {
            return Ok(());
        }
        if cte.recursive {
            self.has_recursive_cte = true;
            // The query refers to itself: the name must be known before.
            self.ctes.push((name.clone(), String::new()));
        }
        let outer = std::mem::take(&mut self.outer);
        let inner = match cte.query.as_ref() {
            SqlStatement::Query(query) => self.query(query, true),
            SqlStatement::Insert(insert) => self.insert(insert),
            SqlStatement::Update(update) => self.update(update),
            SqlStatement::Delete(delete) => self.delete(delete),
            SqlStatement::Text(clause) => self.text(clause),
            SqlStatement::Expr(_) | SqlStatement::Ddl(_) => {
                Err(CompileError::ours("a CTE needs a query"))
            }
        };
        self.outer = outer;
        let inner = inner?;
        let mut head = self.ctx.quote(&cte.alias.name);
        if cte.recursive
            && let SqlStatement::Query(query) = cte.query.as_ref()
        {
            let names: Vec<String> = column_names(query)
                .iter()
                .map(|name| self.ctx.quote_str(name))
                .collect();
            head = format!("{head}({})", names.join(", "));
        }
        let prefixes = self.prefixes(&cte.prefixes)?;
        let suffixes = self.suffixes(&cte.suffixes)?;
        let text = format!("{head} AS {prefixes}\n({inner}){suffixes}");
        match self.ctes.iter_mut().find(|(known, _)| *known == name) {
            Some((_, slot)) => *slot = text,
            None => self.ctes.push((name, text)),
        }
        Ok(())
    }

    /// The name of a table or alias.
    pub(crate) fn table_ref(&mut self, table: &TableRef) -> String {
        let Some(identity) = table.anonymous else {
            return self.ctx.table(&table.name, table.schema.as_ref());
        };
        if let Some(name) = self.aliases.get(&identity) {
            return name.to_string();
        }
        // `account_1` for a table, `anon_1` for a query.
        let stem = match table.source.0.as_deref() {
            Some(FromItem::Alias { item, .. }) => match &**item {
                FromItem::Table { table, .. } => table.name.text.clone(),
                _ => SmolStr::new_static("anon"),
            },
            _ => SmolStr::new_static("anon"),
        };
        let name = self.anonymous(&stem);
        self.aliases.insert(identity, name.clone());
        name.to_string()
    }
}

/// Oracle has no names of labels in ORDER BY and GROUP BY.
fn is_named_there(ctx: &crate::context::Ctx<'_>) -> bool {
    ctx.dialect.features().name != "oracle"
}

/// True if SQL Server needs the numbers of the rows: TOP takes a plain number and no OFFSET.
fn has_row_numbers(select: &Select) -> bool {
    let is_plain = |count: &Expr| matches!(count, Expr::Bind(_));
    if select.offset.is_some() {
        return true;
    }
    match (&select.fetch, &select.limit) {
        (Some((count, ties, percent)), _) => !(is_plain(count) && (*ties || *percent)),
        (None, Some(limit)) => !is_plain(limit),
        (None, None) => false,
    }
}

fn column_names(query: &Query) -> Vec<SmolStr> {
    match query {
        Query::Select(select) => select
            .columns
            .iter()
            .map(|column| match column {
                Expr::Column { name, .. }
                | Expr::Label {
                    name: Some(name), ..
                } => name.text.clone(),
                Expr::LiteralColumn { text, .. } => SmolStr::new(text),
                _ => SmolStr::new_static("anon_1"),
            })
            .collect(),
        Query::Compound(compound) => compound
            .queries
            .first()
            .map(column_names)
            .unwrap_or_default(),
        Query::Text(_) => Vec::new(),
    }
}

/// The names under which a source can be referred to.
pub(crate) fn tables_in(item: &FromItem) -> Vec<TableRef> {
    match item {
        FromItem::Table { table, .. } => vec![table.clone()],
        FromItem::Alias { alias, .. } | FromItem::Subquery { alias, .. } => vec![alias.clone()],
        FromItem::Cte(cte) => vec![cte.alias.clone()],
        FromItem::Join(join) => {
            let mut out = tables_in(&join.left);
            out.extend(tables_in(&join.right));
            out
        }
        FromItem::Function { alias, .. } | FromItem::Values { alias, .. } => {
            alias.iter().cloned().collect()
        }
        FromItem::Text(_) => Vec::new(),
    }
}

/// Tables of the columns in an expression, in order.
pub(crate) fn mentioned_tables(expr: &Expr, out: &mut Vec<TableRef>) {
    if let Expr::Column {
        table: Some(table), ..
    }
    | Expr::TableValue { table, .. }
    | Expr::Star(Some(table)) = expr
        && !out.contains(table)
    {
        out.push((**table).clone());
    }
    expr.for_each_child(&mut |child| mentioned_tables(child, out));
}

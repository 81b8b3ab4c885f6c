//! Expressions.

use alembic_schema::expr::{BinaryOp, Bind, Expr, Frame, FunctionCall, Query, UnaryOp};
use alembic_schema::{SqlType, SqlValue, TypeClass};
use smol_str::format_smolstr;

use super::Sql;
use super::precedence::{Against, is_plain_boolean, needs_group};
use crate::error::{CompileError, Result};

impl Sql<'_, '_> {
    /// One expression, without parentheses of its own.
    pub fn expr(&mut self, expr: &Expr) -> Result<String> {
        match expr {
            Expr::Column { name, table, .. } => Ok(match table {
                Some(table) if self.include_table => {
                    format!("{}.{}", self.table_ref(table), self.ctx.quote(name))
                }
                Some(_) | None => self.ctx.quote(name),
            }),
            Expr::Bind(bind) => self.bind(bind),
            Expr::Text(clause) => self.text(clause),
            Expr::LiteralColumn { text, .. } | Expr::TextualLabel(text) => Ok(self.percent(text)),
            Expr::Function(call) => self.function(call),
            Expr::Binary {
                left,
                op,
                right,
                modifier,
                ..
            } => self.binary(left, op, right, modifier.as_deref()),
            Expr::Unary { op, operand } => self.unary(op, operand),
            Expr::And(items) => self.conjunction(items, &Against::And, " AND "),
            Expr::Or(items) => self.conjunction(items, &Against::Or, " OR "),
            Expr::Not(inner) => self.not(inner),
            Expr::Cast {
                expr,
                type_,
                is_try,
            } => {
                let dialect = self.ctx.dialect;
                if *is_try && dialect.features().name != "mssql" {
                    return Err(self.no_try_cast());
                }
                dialect.cast(self, expr, type_, *is_try)
            }
            Expr::TypeCoerce { expr, type_ } => match expr.as_ref() {
                Expr::Bind(bind) => self.bind(&Bind {
                    type_: type_.clone(),
                    ..(**bind).clone()
                }),
                other => self.expr(other),
            },
            Expr::Case {
                value,
                whens,
                else_,
            } => self.case(value.as_deref(), whens, else_.as_deref()),
            Expr::Null => Ok("NULL".to_owned()),
            Expr::True => Ok(self.ctx.dialect.boolean(true).to_owned()),
            Expr::False => Ok(self.ctx.dialect.boolean(false).to_owned()),
            Expr::Collate { expr, collation } => {
                let text = self.operand(expr, &Against::Collate)?;
                Ok(format!(
                    "{text} COLLATE {}",
                    self.ctx.collation(&collation.text, None)
                ))
            }
            Expr::Label { expr, .. } => self.expr(expr),
            Expr::Tuple(items) => Ok(format!("({})", self.list(items)?)),
            Expr::List(items) => self.list(items),
            Expr::Array { elements, type_ } => self.array(elements, type_),
            Expr::Index { expr, index } => {
                let text = self.operand(expr, &Against::Prefix(15))?;
                Ok(format!("{text}[{}]", self.expr(index)?))
            }
            Expr::Slice { expr, start, stop } => {
                let text = self.operand(expr, &Against::Prefix(15))?;
                let start = start
                    .as_ref()
                    .map(|e| self.expr(e))
                    .transpose()?
                    .unwrap_or_default();
                let stop = stop
                    .as_ref()
                    .map(|e| self.expr(e))
                    .transpose()?
                    .unwrap_or_default();
                Ok(format!("{text}[{start}:{stop}]"))
            }
            Expr::Exists(query) => Ok(format!("EXISTS ({})", self.subquery(query)?)),
            Expr::Scalar(query) => Ok(format!("({})", self.subquery(query)?)),
            Expr::Over {
                expr,
                partition_by,
                order_by,
                frame,
            } => self.over(expr, partition_by, order_by, frame.as_ref()),
            Expr::Extract { field, expr } => {
                let dialect = self.ctx.dialect;
                dialect.extract(self, field, expr)
            }
            Expr::Grouping(inner) => Ok(format!("({})", self.expr(inner)?)),
            Expr::Star(table) => Ok(match table {
                Some(table) => format!("{}.*", self.table_ref(table)),
                None => "*".to_owned(),
            }),
            Expr::TableValue { table, .. } => {
                let name = self.table_ref(table);
                Ok(if self.ctx.dialect.features().name == "oracle" {
                    format!("{name}.COLUMN_VALUE")
                } else {
                    name
                })
            }
            Expr::NextValue(sequence) => self.next_value(sequence),
            Expr::Excluded { name, .. } => {
                let name = self.ctx.quote(name);
                Ok(match self.ctx.dialect.features().name {
                    "mysql" | "mariadb" => format!("VALUES({name})"),
                    _ => format!("excluded.{name}"),
                })
            }
            Expr::DefaultKeyword => Ok("DEFAULT".to_owned()),
        }
    }

    fn no_try_cast(&self) -> CompileError {
        let compiler = match self.ctx.dialect.features().name {
            "sqlite" => "sqlite.base.SQLiteCompiler",
            "postgresql" => "postgresql.psycopg.PGCompiler_psycopg",
            "mysql" | "mariadb" => "mysql.mysqldb.MySQLCompiler_mysqldb",
            "oracle" => "oracle.cx_oracle.OracleCompiler_cx_oracle",
            _ => "default",
        };
        CompileError {
            class: "sqlalchemy.exc.UnsupportedCompilationError",
            message: format!(
                "Compiler <sqlalchemy.dialects.{compiler} object at 0x0> can't render element of type <class 'sqlalchemy.sql.elements.TryCast'> (Background on this error at: https://sqlalche.me/e/21/l7de)"
            ),
            span: alembic_schema::DeclaredAt::default(),
        }
    }

    /// An operand: with parentheses where precedence asks for them.
    pub(crate) fn operand(&mut self, expr: &Expr, against: &Against<'_>) -> Result<String> {
        let text = self.expr(expr)?;
        Ok(if needs_group(expr, against) {
            format!("({text})")
        } else {
            text
        })
    }

    /// Comma separated expressions.
    pub(crate) fn list(&mut self, items: &[Expr]) -> Result<String> {
        let parts: Result<Vec<String>> = items
            .iter()
            .map(|item| self.operand(item, &Against::Comma))
            .collect();
        Ok(parts?.join(", "))
    }

    fn conjunction(
        &mut self,
        items: &[Expr],
        against: &Against<'_>,
        separator: &str,
    ) -> Result<String> {
        let mut parts = Vec::with_capacity(items.len());
        for item in items {
            // `and_()` without anything in it has no text.
            let text = self.condition_in(item, against)?;
            if !text.is_empty() {
                parts.push(text);
            }
        }
        Ok(parts.join(separator))
    }

    fn condition_in(&mut self, expr: &Expr, against: &Against<'_>) -> Result<String> {
        if is_plain_boolean(expr) {
            return self.as_boolean(expr, true);
        }
        self.operand(expr, against)
    }

    /// Conditions joined by AND, as WHERE, HAVING and ON take them.
    pub(crate) fn conditions(&mut self, conditions: &[Expr]) -> Result<String> {
        let mut flat = Vec::new();
        for condition in conditions {
            match condition {
                Expr::And(items) => flat.extend(items.iter()),
                other => flat.push(other),
            }
        }
        match flat.as_slice() {
            [Expr::Or(items)] => self.conjunction(items, &Against::Or, " OR "),
            [only] if is_plain_boolean(only) => self.as_boolean(only, true),
            [only] => self.expr(only),
            many => {
                let mut parts = Vec::with_capacity(many.len());
                for item in many {
                    let text = self.condition_in(item, &Against::And)?;
                    if !text.is_empty() {
                        parts.push(text);
                    }
                }
                Ok(parts.join(" AND "))
            }
        }
    }

    /// `AsBoolean`: a boolean value as a condition.
    fn as_boolean(&mut self, expr: &Expr, wanted: bool) -> Result<String> {
        let text = self.expr(expr)?;
        let native = self.ctx.dialect.features().native_boolean;
        Ok(match (native, wanted) {
            (true, true) => text,
            (true, false) => format!("NOT {text}"),
            (false, true) => format!("{text} = 1"),
            (false, false) => format!("{text} = 0"),
        })
    }

    fn not(&mut self, inner: &Expr) -> Result<String> {
        if let Some(negated) = negate(inner) {
            return self.expr(&negated);
        }
        match inner {
            Expr::True => Ok(self.ctx.dialect.boolean(false).to_owned()),
            Expr::False => Ok(self.ctx.dialect.boolean(true).to_owned()),
            plain if is_plain_boolean(plain) => self.as_boolean(plain, false),
            Expr::Grouping(_) => Ok(format!("NOT {}", self.expr(inner)?)),
            other => {
                let text = self.expr(other)?;
                Ok(
                    if needs_group(other, &Against::Not) || matches!(other, Expr::Exists(_)) {
                        format!("NOT ({text})")
                    } else {
                        format!("NOT {text}")
                    },
                )
            }
        }
    }

    fn unary(&mut self, op: &UnaryOp, operand: &Expr) -> Result<String> {
        Ok(match op {
            UnaryOp::Neg => format!("-{}", self.operand(operand, &Against::Prefix(8))?),
            UnaryOp::BitwiseNot => format!("~{}", self.operand(operand, &Against::Prefix(8))?),
            UnaryOp::Distinct => {
                format!("DISTINCT {}", self.operand(operand, &Against::Prefix(5))?)
            }
            UnaryOp::Desc => format!("{} DESC", self.operand(operand, &Against::Prefix(3))?),
            UnaryOp::Asc => format!("{} ASC", self.operand(operand, &Against::Prefix(3))?),
            UnaryOp::NullsFirst => format!("{} NULLS FIRST", self.expr(operand)?),
            UnaryOp::NullsLast => format!("{} NULLS LAST", self.expr(operand)?),
            UnaryOp::Any | UnaryOp::All => {
                let word = if *op == UnaryOp::Any { "ANY" } else { "ALL" };
                let text = self.expr(operand)?;
                if matches!(operand, Expr::Scalar(_) | Expr::Grouping(_)) {
                    format!("{word} {text}")
                } else {
                    format!("{word} ({text})")
                }
            }
            UnaryOp::Custom(symbol) => {
                format!("{symbol}{}", self.operand(operand, &Against::Prefix(0))?)
            }
        })
    }

    fn binary(
        &mut self,
        left: &Expr,
        op: &BinaryOp,
        right: &Expr,
        modifier: Option<&str>,
    ) -> Result<String> {
        let dialect = self.ctx.dialect;
        if let Some(own) = dialect.binary(self, left, op, right, modifier) {
            return own;
        }
        match op {
            BinaryOp::In | BinaryOp::NotIn => self.membership(left, op, right),
            BinaryOp::Between
            | BinaryOp::NotBetween
            | BinaryOp::BetweenSymmetric
            | BinaryOp::NotBetweenSymmetric => self.between(left, op, right),
            BinaryOp::Like | BinaryOp::NotLike => {
                let word = if *op == BinaryOp::Like {
                    "LIKE"
                } else {
                    "NOT LIKE"
                };
                let left = self.operand(left, &Against::Binary(op))?;
                let right = self.operand(right, &Against::Binary(op))?;
                Ok(format!("{left} {word} {right}{}", self.escape(modifier)))
            }
            BinaryOp::ILike | BinaryOp::NotILike => {
                let word = if *op == BinaryOp::ILike {
                    "LIKE"
                } else {
                    "NOT LIKE"
                };
                let left = self.expr(left)?;
                let right = self.expr(right)?;
                Ok(format!(
                    "lower({left}) {word} lower({right}){}",
                    self.escape(modifier)
                ))
            }
            affix if affix.is_affix() => self.affix(left, op, right, modifier),
            BinaryOp::Div => {
                let own = right.type_();
                let base = own.for_dialect(dialect.features().name);
                let type_ = if base.is_a(TypeClass::Numeric) || base.is_a(TypeClass::Float) {
                    own
                } else {
                    SqlType::new(TypeClass::Numeric)
                };
                let left = self.operand(left, &Against::Binary(op))?;
                let right = self.operand(right, &Against::Binary(op))?;
                let type_ = crate::default::types::process(self.ctx, &type_)?;
                Ok(format!("{left} / CAST({right} AS {type_})"))
            }
            BinaryOp::FloorDiv
                if !(left.type_().is_a(TypeClass::Integer)
                    && right.type_().is_a(TypeClass::Integer)) =>
            {
                self.floor_division(left, right)
            }
            BinaryOp::Match => self.infix(left, op, right, "MATCH"),
            BinaryOp::NotMatch => {
                let text = self
                    .with_placeholders(|sql| sql.binary(left, &BinaryOp::Match, right, modifier));
                Ok(format!("NOT {}", text?))
            }
            BinaryOp::RegexpReplace => Err(CompileError::compile(format!(
                "{} dialect does not support regular expression replacements",
                dialect.features().name
            ))),
            BinaryOp::RegexpMatch | BinaryOp::NotRegexpMatch => {
                Err(CompileError::compile(format!(
                    "{} dialect does not support regular expressions",
                    dialect.features().name
                )))
            }
            json if json.is_json_access() => Err(CompileError::unsupported(
                dialect.features().name,
                "sqlalchemy.sql.elements.BinaryExpression",
            )),
            other => {
                let symbol = symbol(other).to_owned();
                let symbol = self.percent(&symbol);
                self.infix(left, other, right, &symbol)
            }
        }
    }

    /// `left symbol right`.
    pub(crate) fn infix(
        &mut self,
        left: &Expr,
        op: &BinaryOp,
        right: &Expr,
        symbol: &str,
    ) -> Result<String> {
        // `eager_grouping`: inside of another operator a JSON access has parentheses, however deep it stands.
        let is_inner = std::mem::replace(&mut self.in_operator, true);
        let left = self.operand(left, &Against::Binary(op))?;
        let right = self.operand(right, &Against::Binary(op))?;
        self.in_operator = is_inner;
        Ok(if is_inner && op.is_json_access() {
            format!("({left} {symbol} {right})")
        } else {
            format!("{left} {symbol} {right}")
        })
    }

    fn escape(&self, modifier: Option<&str>) -> String {
        match modifier {
            Some(escape) => format!(" ESCAPE {}", super::string_literal(self.ctx, escape)),
            None => String::new(),
        }
    }

    /// `contains`, `startswith`, `endswith` and their variants.
    fn affix(
        &mut self,
        left: &Expr,
        op: &BinaryOp,
        right: &Expr,
        modifier: Option<&str>,
    ) -> Result<String> {
        let percent = || Expr::LiteralColumn {
            text: "'%'".to_owned(),
            type_: SqlType::new(TypeClass::String),
        };
        let (before, after, negated, folded) = affix_shape(op);
        let right = if folded {
            Expr::function("lower", vec![right.clone()])
        } else {
            right.clone()
        };
        let mut parts = right;
        if before {
            parts = Expr::binary(percent(), BinaryOp::Concat, parts);
        }
        if after {
            parts = Expr::binary(parts, BinaryOp::Concat, percent());
        }
        let left = if folded {
            format!("lower({})", self.expr(left)?)
        } else {
            self.operand(left, &Against::Binary(op))?
        };
        let word = if negated { "NOT LIKE" } else { "LIKE" };
        let pattern = self.expr(&parts)?;
        Ok(format!(
            "({left} {word} {pattern}{})",
            self.escape(modifier)
        ))
    }

    /// `//` where `/` is no integer division.
    pub(crate) fn floor_division(&mut self, left: &Expr, right: &Expr) -> Result<String> {
        let quotient = self.infix(left, &BinaryOp::Div, right, "/")?;
        Ok(format!("FLOOR({quotient})"))
    }

    fn between(&mut self, left: &Expr, op: &BinaryOp, right: &Expr) -> Result<String> {
        let Expr::Tuple(bounds) = right else {
            return Err(CompileError::ours("BETWEEN needs two bounds"));
        };
        let [low, high] = bounds.as_slice() else {
            return Err(CompileError::ours("BETWEEN needs two bounds"));
        };
        let words = match op {
            BinaryOp::Between => "BETWEEN",
            BinaryOp::NotBetween => "NOT BETWEEN",
            BinaryOp::BetweenSymmetric => "BETWEEN SYMMETRIC",
            _ => "NOT BETWEEN SYMMETRIC",
        };
        let was_inner = std::mem::replace(&mut self.in_operator, true);
        let left = self.operand(left, &Against::Binary(op))?;
        let low = self.operand(low, &Against::And)?;
        let high = self.operand(high, &Against::And)?;
        self.in_operator = was_inner;
        Ok(format!("{left} {words} {low} AND {high}"))
    }

    fn membership(&mut self, left: &Expr, op: &BinaryOp, right: &Expr) -> Result<String> {
        let was_inner = std::mem::replace(&mut self.in_operator, true);
        let text = self.operand(left, &Against::Binary(op))?;
        self.in_operator = was_inner;
        let negated = *op == BinaryOp::NotIn;
        let word = if negated { "NOT IN" } else { "IN" };
        let set = match right {
            Expr::Tuple(rows)
                if let Expr::Tuple(columns) = left
                    && is_rows(rows) =>
            {
                self.rows(rows, columns.len(), negated)?
            }
            Expr::Tuple(items)
                if items.is_empty() && (self.literal || !self.ctx.options.as_sql) =>
            {
                self.empty_set(negated)
            }
            Expr::Tuple(items) => self.members(left, items)?,
            Expr::Bind(bind) => self.expanding(bind)?,
            Expr::Scalar(_) | Expr::Grouping(_) => self.expr(right)?,
            Expr::Text(_) => format!("({})", self.expr(right)?),
            other => self.operand(other, &Against::Binary(op))?,
        };
        Ok(if negated {
            format!("({text} {word} {set})")
        } else {
            format!("{text} {word} {set}")
        })
    }

    /// The list of IN beside `tuple_(...)`.
    fn rows(&mut self, rows: &[Expr], width: usize, negated: bool) -> Result<String> {
        let is_sqlite = self.ctx.dialect.features().name == "sqlite";
        if self.ctx.options.as_sql && !self.literal {
            return Ok(format!("(__[POSTCOMPILE_{}])", self.anonymous("param")));
        }
        if rows.is_empty() {
            let all = |text: &str| vec![text; width].join(", ");
            return Ok(if is_sqlite {
                let ones = all("1");
                let values = if self.literal { "VALUES " } else { "" };
                format!("({values}SELECT {ones} FROM (SELECT {ones}) WHERE 1!=1)")
            } else if negated {
                format!("(({})) OR (1 = 1)", all("NULL"))
            } else {
                format!("(({})) AND (1 != 1)", all("NULL"))
            });
        }
        let rows = self.list(rows)?;
        Ok(if is_sqlite {
            format!("(VALUES {rows})")
        } else {
            format!("({rows})")
        })
    }

    /// The list of IN. Plain values are one expanding bind, others single elements.
    fn members(&mut self, left: &Expr, items: &[Expr]) -> Result<String> {
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Expr::Bind(bind) if bind.unique && !bind.inline => {
                    values.extend(bind.value.clone());
                }
                _ => break,
            }
        }
        if values.len() != items.len() {
            return Ok(format!("({})", self.list(items)?));
        }
        let Expr::Bind(bind) = Expr::bind_like(left, &BinaryOp::In, SqlValue::Array(values)) else {
            return Ok(format!("({})", self.list(items)?));
        };
        let mut bind = *bind;
        if bind.type_.class == TypeClass::NullType
            && let Some(Expr::Bind(first)) = items.first()
        {
            bind.type_ = first.type_.clone();
        }
        self.expanding(&bind)
    }

    /// An expanding bind: `(1, 2)`, or one placeholder for each value.
    pub(crate) fn expanding(&mut self, bind: &Bind) -> Result<String> {
        let Some(SqlValue::Array(values) | SqlValue::Tuple(values)) = &bind.value else {
            return self.bind(bind).map(|text| format!("({text})"));
        };
        if self.literal {
            if values.is_empty() {
                return Ok(self.empty_set(false));
            }
            let parts: Result<Vec<String>> = values
                .iter()
                .map(|value| self.member(value, &bind.type_))
                .collect();
            return Ok(format!("({})", parts?.join(", ")));
        }
        let stem = match (&bind.name, bind.unique) {
            (Some(name), false) => name.clone(),
            (name, _) => {
                let stem = name.clone();
                self.anonymous(stem.as_deref().unwrap_or("param"))
            }
        };
        if self.ctx.options.as_sql {
            return Ok(format!("(__[POSTCOMPILE_{stem}])"));
        }
        if values.is_empty() {
            return Ok(self.empty_set(false));
        }
        let mut parts = Vec::with_capacity(values.len());
        for (idx, value) in values.iter().enumerate() {
            let name = format_smolstr!("{stem}_{}", idx + 1);
            parts.push(self.placeholder(&name, Some(value), &bind.type_)?);
        }
        Ok(format!("({})", parts.join(", ")))
    }

    fn member(&self, value: &SqlValue, type_: &SqlType) -> Result<String> {
        match value {
            SqlValue::Array(items) | SqlValue::Tuple(items) => {
                let parts: Result<Vec<String>> = items
                    .iter()
                    .map(|item| {
                        super::literal::literal(
                            self.ctx,
                            item,
                            &Expr::literal_value(item.clone(), None).type_(),
                        )
                    })
                    .collect();
                Ok(format!("({})", parts?.join(", ")))
            }
            value if type_.class == TypeClass::NullType => {
                super::literal::literal(self.ctx, value, &super::literal::type_of_value(value))
            }
            value => super::literal::literal(self.ctx, value, type_),
        }
    }

    fn empty_set(&self, negated: bool) -> String {
        if self.ctx.dialect.features().name == "sqlite" {
            return "(SELECT 1 FROM (SELECT 1) WHERE 1!=1)".to_owned();
        }
        if negated {
            "(NULL) OR (1 = 1)".to_owned()
        } else {
            "(NULL) AND (1 != 1)".to_owned()
        }
    }

    /// `REGEXP_LIKE(text, pattern, flags)` and the like.
    pub(crate) fn regexp_call(
        &mut self,
        name: &str,
        left: &Expr,
        right: &Expr,
        flags: Option<&str>,
    ) -> Result<String> {
        let text = self.expr(left)?;
        let rest = self.expr(right)?;
        let flags = match flags {
            Some(flags) => format!(", {}", super::string_literal(self.ctx, flags)),
            None => String::new(),
        };
        Ok(format!("{name}({text}, {rest}{flags})"))
    }

    /// The name of the function behind `aggregate_strings`, whose separator is written, not sent.
    pub(crate) fn aggregate_strings(
        &mut self,
        call: &FunctionCall,
        name: &str,
        separator: &str,
    ) -> Result<String> {
        let [text, between] = call.args.as_slice() else {
            return self.arguments(call).map(|list| format!("{name}{list}"));
        };
        let text = self.expr(text)?;
        let between = match between {
            Expr::Bind(bind) if bind.name.is_none() => {
                self.written(&Expr::Bind(Box::new(Bind {
                    name: Some(call.name.text.clone()),
                    ..(**bind).clone()
                })))?
            }
            other => self.written(other)?,
        };
        Ok(format!("{name}({text}{separator}{between})"))
    }

    fn function(&mut self, call: &FunctionCall) -> Result<String> {
        let dialect = self.ctx.dialect;
        let mut text = match dialect.function(self, call) {
            Some(own) => own?,
            None => self.plain_function(call)?,
        };
        if !call.within_group.is_empty() {
            text.push_str(&format!(
                " WITHIN GROUP (ORDER BY {})",
                self.list(&call.within_group)?
            ));
        }
        if let Some(filter) = &call.filter {
            text.push_str(&format!(" FILTER (WHERE {})", self.expr(filter)?));
        }
        Ok(text)
    }

    fn plain_function(&mut self, call: &FunctionCall) -> Result<String> {
        let lower = call.name.text.to_ascii_lowercase();
        if call.packages.is_empty() && lower == "sysdate" && call.args.is_empty() {
            return Ok(lower);
        }
        if call.packages.is_empty() && is_ansi(&lower) {
            let upper = lower.to_ascii_uppercase();
            if call.args.is_empty() {
                return Ok(upper);
            }
            let list = self.arguments(call)?;
            return Ok(format!("{upper}{list}"));
        }
        let own = match lower.as_str() {
            "cube" => Some("CUBE"),
            "rollup" => Some("ROLLUP"),
            "grouping_sets" => Some("GROUPING SETS"),
            _ => None,
        };
        if let Some(own) = own.filter(|_| call.packages.is_empty()) {
            return self.arguments(call).map(|list| format!("{own}{list}"));
        }
        if lower == "cast" && call.args.is_empty() {
            return Err(CompileError::ours("func.cast needs arguments"));
        }
        let mut name = String::new();
        for package in &call.packages {
            name.push_str(&self.ctx.quote(package));
            name.push('.');
        }
        // Function names are quoted only where their characters or flags ask for it, not as reserved words.
        name.push_str(&self.function_name(&call.name));
        Ok(format!("{name}{}", self.arguments(call)?))
    }

    fn function_name(&self, name: &alembic_schema::Name) -> String {
        let is_plain = name
            .text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
            && !name.text.starts_with(|c: char| c.is_ascii_digit());
        match name.quote {
            Some(true) => self.ctx.quote_identifier(&name.text),
            Some(false) => name.text.to_string(),
            None if is_plain => name.text.to_string(),
            None => self.ctx.quote_identifier(&name.text),
        }
    }

    /// `function_argspec`: `(a, b)`.
    pub(crate) fn arguments(&mut self, call: &FunctionCall) -> Result<String> {
        if call.args.is_empty() && call.name.text.eq_ignore_ascii_case("count") {
            return Ok("(*)".to_owned());
        }
        let mut parts = Vec::with_capacity(call.args.len());
        for arg in &call.args {
            parts.push(match arg {
                Expr::Bind(bind) if bind.unique && bind.name.is_none() => self.bind(&Bind {
                    name: Some(call.name.text.clone()),
                    ..(**bind).clone()
                })?,
                other => self.operand(other, &Against::Comma)?,
            });
        }
        let distinct = if call.distinct { "DISTINCT " } else { "" };
        let order = if call.order_by.is_empty() {
            String::new()
        } else {
            format!(" ORDER BY {}", self.list(&call.order_by)?)
        };
        Ok(format!("({distinct}{}{order})", parts.join(", ")))
    }

    fn case(
        &mut self,
        value: Option<&Expr>,
        whens: &[(Expr, Expr)],
        else_: Option<&Expr>,
    ) -> Result<String> {
        let mut out = String::from("CASE ");
        if let Some(value) = value {
            out.push_str(&self.expr(value)?);
            out.push(' ');
        }
        for (when, then) in whens {
            let condition = self.expr(when)?;
            let grouped = matches!(
                when,
                Expr::Binary { .. } | Expr::And(_) | Expr::Or(_) | Expr::Not(_)
            );
            let condition = if grouped {
                format!("({condition})")
            } else {
                condition
            };
            out.push_str(&format!("WHEN {condition} THEN {} ", self.expr(then)?));
        }
        if let Some(else_) = else_ {
            out.push_str(&format!("ELSE {} ", self.expr(else_)?));
        }
        out.push_str("END");
        Ok(out)
    }

    fn array(&mut self, elements: &[Expr], type_: &SqlType) -> Result<String> {
        if elements.is_empty() && type_.class != TypeClass::NullType {
            let array = SqlType::new(TypeClass::PgARRAY).with_arg(
                "item_type",
                alembic_schema::types::ArgValue::Type(Box::new(type_.clone())),
            );
            return Ok(format!(
                "ARRAY[]::{}",
                crate::default::types::process(self.ctx, &array)?
            ));
        }
        Ok(format!("ARRAY[{}]", self.list(elements)?))
    }

    fn over(
        &mut self,
        expr: &Expr,
        partition: &[Expr],
        order: &[Expr],
        frame: Option<&Frame>,
    ) -> Result<String> {
        let function = self.expr(expr)?;
        let mut parts = Vec::new();
        if !partition.is_empty() {
            parts.push(format!("PARTITION BY {}", self.list(partition)?));
        }
        if !order.is_empty() {
            parts.push(format!("ORDER BY {}", self.list(order)?));
        }
        if let Some(frame) = frame {
            parts.push(format!(
                "{} BETWEEN {} AND {}",
                frame.unit,
                self.frame_bound(frame.lower, true)?,
                self.frame_bound(frame.upper, false)?
            ));
        }
        Ok(format!("{function} OVER ({})", parts.join(" ")))
    }

    fn frame_bound(&mut self, bound: Option<i64>, is_lower: bool) -> Result<String> {
        let word = match bound {
            None if is_lower => return Ok("UNBOUNDED PRECEDING".to_owned()),
            None => return Ok("UNBOUNDED FOLLOWING".to_owned()),
            Some(0) => return Ok("CURRENT ROW".to_owned()),
            Some(value) if value < 0 => "PRECEDING",
            Some(_) => "FOLLOWING",
        };
        let distance = bound.unwrap_or_default().saturating_abs();
        let distance = Expr::literal_value(SqlValue::Int(distance), None);
        let distance = if self.ctx.dialect.features().name == "mssql" {
            self.written(&distance)?
        } else {
            self.expr(&distance)?
        };
        Ok(format!("{distance} {word}"))
    }

    fn next_value(&mut self, sequence: &alembic_schema::Sequence) -> Result<String> {
        let name = self.ctx.table(&sequence.name, sequence.schema.as_ref());
        match self.ctx.dialect.features().name {
            "postgresql" => Ok(format!("nextval('{}')", name.replace('\'', "''"))),
            "oracle" => Ok(format!("{name}.nextval")),
            "mssql" => Ok(format!("NEXT VALUE FOR {name}")),
            "mysql" | "mariadb" => Ok(format!("nextval({name})")),
            other => Err(CompileError::not_implemented(format!(
                "Dialect '{other}' does not support sequence increments."
            ))),
        }
    }

    pub(crate) fn subquery(&mut self, query: &Query) -> Result<String> {
        self.query(query, false)
    }
}

/// True for the rows of values beside `tuple_(...)`.
fn is_rows(rows: &[Expr]) -> bool {
    rows.iter().all(|row| matches!(row, Expr::Tuple(_)))
}

fn is_ansi(name: &str) -> bool {
    matches!(
        name,
        "current_date"
            | "current_time"
            | "current_timestamp"
            | "current_user"
            | "localtime"
            | "localtimestamp"
            | "session_user"
            | "user"
    )
}

/// The symbol of an infix operator.
fn symbol(op: &BinaryOp) -> &str {
    match op {
        BinaryOp::Eq | BinaryOp::Any | BinaryOp::All => "=",
        BinaryOp::Ne => "!=",
        BinaryOp::Lt => "<",
        BinaryOp::Le => "<=",
        BinaryOp::Gt => ">",
        BinaryOp::Ge => ">=",
        BinaryOp::Is => "IS",
        BinaryOp::IsNot => "IS NOT",
        BinaryOp::IsDistinctFrom => "IS DISTINCT FROM",
        BinaryOp::IsNotDistinctFrom => "IS NOT DISTINCT FROM",
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::Div | BinaryOp::FloorDiv => "/",
        BinaryOp::Mod => "%",
        BinaryOp::Concat => "||",
        BinaryOp::BitwiseAnd => "&",
        BinaryOp::BitwiseOr => "|",
        BinaryOp::BitwiseXor => "^",
        BinaryOp::BitwiseLshift => "<<",
        BinaryOp::BitwiseRshift => ">>",
        BinaryOp::Custom { text, .. } => text,
        // Rendered by methods of their own.
        BinaryOp::Like
        | BinaryOp::NotLike
        | BinaryOp::ILike
        | BinaryOp::NotILike
        | BinaryOp::Contains
        | BinaryOp::NotContains
        | BinaryOp::IContains
        | BinaryOp::NotIContains
        | BinaryOp::StartsWith
        | BinaryOp::NotStartsWith
        | BinaryOp::IStartsWith
        | BinaryOp::NotIStartsWith
        | BinaryOp::EndsWith
        | BinaryOp::NotEndsWith
        | BinaryOp::IEndsWith
        | BinaryOp::NotIEndsWith => "LIKE",
        BinaryOp::In | BinaryOp::NotIn => "IN",
        BinaryOp::Between
        | BinaryOp::NotBetween
        | BinaryOp::BetweenSymmetric
        | BinaryOp::NotBetweenSymmetric => "BETWEEN",
        BinaryOp::Match | BinaryOp::NotMatch => "MATCH",
        BinaryOp::RegexpMatch | BinaryOp::NotRegexpMatch | BinaryOp::RegexpReplace => "REGEXP",
        BinaryOp::JsonGetItem
        | BinaryOp::JsonPathGetItem
        | BinaryOp::JsonGetText
        | BinaryOp::JsonPathGetText => "->",
    }
}

/// (percent before, percent after, negated, folded to lower case).
fn affix_shape(op: &BinaryOp) -> (bool, bool, bool, bool) {
    match op {
        BinaryOp::NotContains => (true, true, true, false),
        BinaryOp::IContains => (true, true, false, true),
        BinaryOp::NotIContains => (true, true, true, true),
        BinaryOp::StartsWith => (false, true, false, false),
        BinaryOp::NotStartsWith => (false, true, true, false),
        BinaryOp::IStartsWith => (false, true, false, true),
        BinaryOp::NotIStartsWith => (false, true, true, true),
        BinaryOp::EndsWith => (true, false, false, false),
        BinaryOp::NotEndsWith => (true, false, true, false),
        BinaryOp::IEndsWith => (true, false, false, true),
        BinaryOp::NotIEndsWith => (true, false, true, true),
        _ => (true, true, false, false),
    }
}

/// The negation that SQLAlchemy knows for an operator.
fn negate(expr: &Expr) -> Option<Expr> {
    let Expr::Binary {
        left,
        op,
        right,
        modifier,
        type_,
    } = expr
    else {
        return match expr {
            Expr::Not(inner) => Some((**inner).clone()),
            _ => None,
        };
    };
    let op = match op {
        BinaryOp::Eq => BinaryOp::Ne,
        BinaryOp::Ne => BinaryOp::Eq,
        BinaryOp::Lt => BinaryOp::Ge,
        BinaryOp::Le => BinaryOp::Gt,
        BinaryOp::Gt => BinaryOp::Le,
        BinaryOp::Ge => BinaryOp::Lt,
        BinaryOp::Is => BinaryOp::IsNot,
        BinaryOp::IsNot => BinaryOp::Is,
        BinaryOp::IsDistinctFrom => BinaryOp::IsNotDistinctFrom,
        BinaryOp::IsNotDistinctFrom => BinaryOp::IsDistinctFrom,
        BinaryOp::Like => BinaryOp::NotLike,
        BinaryOp::NotLike => BinaryOp::Like,
        BinaryOp::ILike => BinaryOp::NotILike,
        BinaryOp::NotILike => BinaryOp::ILike,
        BinaryOp::Contains => BinaryOp::NotContains,
        BinaryOp::NotContains => BinaryOp::Contains,
        BinaryOp::IContains => BinaryOp::NotIContains,
        BinaryOp::NotIContains => BinaryOp::IContains,
        BinaryOp::StartsWith => BinaryOp::NotStartsWith,
        BinaryOp::NotStartsWith => BinaryOp::StartsWith,
        BinaryOp::IStartsWith => BinaryOp::NotIStartsWith,
        BinaryOp::NotIStartsWith => BinaryOp::IStartsWith,
        BinaryOp::EndsWith => BinaryOp::NotEndsWith,
        BinaryOp::NotEndsWith => BinaryOp::EndsWith,
        BinaryOp::IEndsWith => BinaryOp::NotIEndsWith,
        BinaryOp::NotIEndsWith => BinaryOp::IEndsWith,
        BinaryOp::In => BinaryOp::NotIn,
        BinaryOp::NotIn => BinaryOp::In,
        BinaryOp::Between => BinaryOp::NotBetween,
        BinaryOp::NotBetween => BinaryOp::Between,
        BinaryOp::BetweenSymmetric => BinaryOp::NotBetweenSymmetric,
        BinaryOp::NotBetweenSymmetric => BinaryOp::BetweenSymmetric,
        BinaryOp::Match => BinaryOp::NotMatch,
        BinaryOp::NotMatch => BinaryOp::Match,
        BinaryOp::RegexpMatch => BinaryOp::NotRegexpMatch,
        BinaryOp::NotRegexpMatch => BinaryOp::RegexpMatch,
        BinaryOp::Add
        | BinaryOp::Sub
        | BinaryOp::Mul
        | BinaryOp::Div
        | BinaryOp::FloorDiv
        | BinaryOp::Mod
        | BinaryOp::Concat
        | BinaryOp::BitwiseAnd
        | BinaryOp::BitwiseOr
        | BinaryOp::BitwiseXor
        | BinaryOp::BitwiseLshift
        | BinaryOp::BitwiseRshift
        | BinaryOp::RegexpReplace
        | BinaryOp::JsonGetItem
        | BinaryOp::JsonPathGetItem
        | BinaryOp::JsonGetText
        | BinaryOp::JsonPathGetText
        | BinaryOp::Any
        | BinaryOp::All
        | BinaryOp::Custom { .. } => return None,
    };
    Some(Expr::Binary {
        left: left.clone(),
        op,
        right: right.clone(),
        modifier: modifier.clone(),
        type_: type_.clone(),
    })
}

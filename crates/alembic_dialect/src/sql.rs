//! The expression and statement compiler. Mirrors `sqlalchemy.sql.compiler.SQLCompiler`.

mod dml;
mod expression;
mod hints;
mod json;
mod literal;
mod precedence;
mod select;
mod text;

use std::collections::BTreeMap;

use alembic_schema::expr::{Bind, Expr, Hint, SqlStatement, TableRef};
use alembic_schema::{SqlType, SqlValue};
use smol_str::{SmolStr, format_smolstr};

use crate::context::{BoundParam, Ctx, ParamStyle, Statement, StatementKind};
use crate::error::{CompileError, Result};
use crate::postgresql;

pub(crate) use json::text_access;
pub(crate) use literal::string_literal;
pub(crate) use precedence::Against;

/// The state of one compilation.
pub struct Sql<'c, 'a> {
    /// Surroundings.
    pub ctx: &'c Ctx<'a>,
    /// `literal_binds=True`.
    pub literal: bool,
    /// `include_table=True`: columns carry their table.
    pub include_table: bool,
    params: Vec<BoundParam>,
    counters: BTreeMap<String, usize>,
    /// Names of anonymous aliases by their identity.
    aliases: BTreeMap<u32, SmolStr>,
    /// Tables of the enclosing queries, for auto-correlation.
    outer: Vec<Vec<TableRef>>,
    ctes: Vec<(SmolStr, String)>,
    has_recursive_cte: bool,
    /// Inside of an operator: `_in_operator_expression`.
    in_operator: bool,
    /// Hints of the SELECT at hand.
    hints: Vec<Hint>,
}

impl<'c, 'a> Sql<'c, 'a> {
    /// A compiler of statements.
    pub fn new(ctx: &'c Ctx<'a>, literal: bool) -> Self {
        Self {
            ctx,
            literal,
            include_table: true,
            params: Vec::new(),
            counters: BTreeMap::new(),
            aliases: BTreeMap::new(),
            outer: Vec::new(),
            ctes: Vec::new(),
            has_recursive_cte: false,
            in_operator: false,
            hints: Vec::new(),
        }
    }

    /// For expressions inside DDL: literal values, no table names.
    pub fn for_ddl(ctx: &'c Ctx<'a>) -> Self {
        Self {
            include_table: false,
            ..Self::new(ctx, true)
        }
    }

    /// For server defaults: literal values, table names stay.
    pub fn for_default(ctx: &'c Ctx<'a>) -> Self {
        Self::new(ctx, true)
    }

    /// The text of the whole statement and its binds in the order of their placeholders.
    ///
    /// The parts of a statement are not compiled in the order in which they stand (a CTE goes in front of what
    /// names it). Placeholders without a name are marks with a number until the text is complete.
    fn finish(self, text: &str) -> (String, Vec<BoundParam>) {
        let placeholder = match self.ctx.options.paramstyle {
            ParamStyle::Qmark => "?",
            ParamStyle::Format => "%s",
            ParamStyle::Named
            | ParamStyle::Pyformat
            | ParamStyle::Numeric
            | ParamStyle::NumericDollar => return (text.to_owned(), self.params),
        };
        let mut out = String::with_capacity(text.len());
        let mut params = Vec::with_capacity(self.params.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(MARK) {
            out.push_str(before);
            rest = after;
            let marked = after.split_once(MARK).and_then(|(number, after)| {
                let param = self.params.get(number.parse::<usize>().ok()?)?;
                Some((param, after))
            });
            if let Some((param, after)) = marked {
                out.push_str(placeholder);
                params.push(param.clone());
                rest = after;
            } else {
                out.push(MARK);
            }
        }
        out.push_str(rest);
        (out, params)
    }

    /// A name of the form `stem_1`, unique in the statement.
    pub(crate) fn anonymous(&mut self, stem: &str) -> SmolStr {
        let counter = self.counters.entry(stem.to_owned()).or_insert(0);
        *counter += 1;
        format_smolstr!("{stem}_{counter}")
    }

    /// Renders a bind: a placeholder, or its literal value.
    pub(crate) fn bind(&mut self, bind: &Bind) -> Result<String> {
        if self.literal || bind.inline {
            let value = bind.value.as_ref().unwrap_or(&SqlValue::Null);
            if bind.type_.class == alembic_schema::TypeClass::NullType && !bind.inline {
                return literal::literal(self.ctx, value, &literal::type_of_value(value));
            }
            return literal::literal(self.ctx, value, &bind.type_);
        }
        let name = match (&bind.name, bind.unique) {
            (Some(name), false) => name.clone(),
            (stem, _) => {
                let stem = stem.clone();
                self.anonymous(stem.as_deref().unwrap_or("param"))
            }
        };
        self.placeholder(&name, bind.value.as_ref(), &bind.type_)
    }

    /// An expression whose value SQLAlchemy writes when it executes (`literal_execute`): the value itself.
    pub(crate) fn written(&mut self, expr: &Expr) -> Result<String> {
        match expr {
            Expr::Bind(bind) if self.ctx.options.as_sql && !self.literal && !bind.inline => {
                let name = match (&bind.name, bind.unique) {
                    (Some(name), false) => name.clone(),
                    (stem, _) => {
                        let stem = stem.clone();
                        self.anonymous(stem.as_deref().unwrap_or("param"))
                    }
                };
                Ok(format!("__[POSTCOMPILE_{name}]"))
            }
            Expr::Bind(bind) => self.bind(&Bind {
                inline: true,
                ..(**bind).clone()
            }),
            other => self.expr(other),
        }
    }

    /// Without `literal_binds`, where SQLAlchemy forgets to hand it down.
    pub(crate) fn with_placeholders<T>(&mut self, write: impl FnOnce(&mut Self) -> T) -> T {
        let literal = std::mem::replace(&mut self.literal, false);
        let out = write(self);
        self.literal = literal;
        out
    }

    /// A placeholder under a name, with its value.
    pub(crate) fn placeholder(
        &mut self,
        name: &SmolStr,
        value: Option<&SqlValue>,
        type_: &SqlType,
    ) -> Result<String> {
        let Some(value) = value.or(
            if self.ctx.options.as_sql || self.ctx.options.expects_parameters {
                Some(&SqlValue::Null)
            } else {
                None
            },
        ) else {
            return Err(CompileError::invalid_request(format!(
                "A value is required for bind parameter '{name}'"
            )));
        };
        let param = BoundParam {
            name: name.clone(),
            value: value.clone(),
            type_: type_.clone(),
        };
        let style = self.ctx.options.paramstyle;
        let known = self.params.iter().position(|known| known.name == *name);
        let by_position = matches!(style, ParamStyle::Qmark | ParamStyle::Format);
        let number = match known {
            Some(at) if !by_position => at,
            Some(_) | None => {
                self.params.push(param);
                self.params.len() - 1
            }
        };
        let placeholder = match style {
            ParamStyle::Named => format!(":{name}"),
            ParamStyle::Pyformat => format!("%({name})s"),
            ParamStyle::Format | ParamStyle::Qmark => format!("{MARK}{number}{MARK}"),
            ParamStyle::Numeric => format!(":{}", number + 1),
            ParamStyle::NumericDollar => format!("${}", number + 1),
        };
        let cast = self.ctx.dialect.bind_cast(self.ctx, type_)?;
        Ok(placeholder + &cast)
    }

    /// `%` of operators and text, doubled where the paramstyle asks for it.
    pub(crate) fn percent(&self, text: &str) -> String {
        if self.ctx.options.double_percent {
            text.replace('%', "%%")
        } else {
            text.to_owned()
        }
    }
}

/// Stands around the number of a placeholder without a name; a noncharacter, so that no SQL has it.
const MARK: char = '\u{fdd0}';

/// What an operand of a binary operator stands next to.
pub(crate) struct Operand<'e>(Against<'e>);

impl<'e> Operand<'e> {
    /// Next to this operator.
    pub(crate) fn of(op: &'e alembic_schema::expr::BinaryOp) -> Self {
        Self(Against::Binary(op))
    }
}

impl Sql<'_, '_> {
    /// An operand with the parentheses that precedence asks for.
    pub(crate) fn operand_of(&mut self, expr: &Expr, next_to: &Operand<'_>) -> Result<String> {
        self.operand(expr, &next_to.0)
    }

    /// An expression as a condition.
    pub(crate) fn condition(&mut self, expr: &Expr) -> Result<String> {
        self.conditions(std::slice::from_ref(expr))
    }
}

/// Compiles a statement of `op.execute` and `connection.execute`.
///
/// # Errors
/// If the dialect cannot express it.
pub fn compile_statement(ctx: &Ctx<'_>, statement: &SqlStatement) -> Result<Statement> {
    let literal = ctx.options.as_sql && ctx.options.literal_binds;
    let mut sql = Sql::new(ctx, literal);
    let (text, kind) = match statement {
        SqlStatement::Query(query) => (sql.top_query(query)?, StatementKind::Query),
        SqlStatement::Insert(insert) => (sql.insert(insert)?, StatementKind::Dml),
        SqlStatement::Update(update) => (sql.update(update)?, StatementKind::Dml),
        SqlStatement::Delete(delete) => (sql.delete(delete)?, StatementKind::Dml),
        SqlStatement::Text(clause) => (sql.text(clause)?, StatementKind::Text),
        SqlStatement::Expr(expr) => (sql.bare_expression(expr)?, StatementKind::Query),
        SqlStatement::Ddl(ddl) => return crate::ddl::compile(ctx, ddl).map(Statement::ddl),
    };
    let text = sql.with_ctes(text);
    let (text, params) = sql.finish(&text);
    Ok(Statement {
        sql: text,
        params,
        param_rows: Vec::new(),
        kind,
        span: alembic_schema::DeclaredAt::default(),
    })
}

/// Compiles an expression by itself: `str(expr)`, `expr.compile(dialect)`.
///
/// # Errors
/// If the dialect cannot express it.
pub fn compile_expression(ctx: &Ctx<'_>, expr: &Expr) -> Result<String> {
    let literal = ctx.options.as_sql && ctx.options.literal_binds;
    let mut sql = Sql::new(ctx, literal);
    let text = sql.expr(expr)?;
    Ok(sql.finish(&text).0)
}

/// Compiles an expression as `expr.compile(dialect, compile_kwargs={"literal_binds": True})`.
///
/// # Errors
/// If the dialect cannot express it.
pub fn compile_literal_expr(ctx: &Ctx<'_>, expr: &Expr, include_table: bool) -> Result<String> {
    let mut sql = Sql::new(ctx, true);
    sql.include_table = include_table;
    sql.expr(expr)
}

/// Compiles an expression of an index. Mirrors `DefaultImpl.render_ddl_sql_expr(is_index=True)`.
///
/// # Errors
/// If the dialect cannot express it.
pub fn compile_index_expr(ctx: &Ctx<'_>, expr: &Expr) -> Result<String> {
    let text = compile_literal_expr(ctx, expr, false)?;
    let is_postgresql = ctx.dialect.features().name == "postgresql";
    Ok(if is_postgresql && postgresql::ddl::groups_itself(expr) {
        format!("({text})")
    } else {
        text
    })
}

//! From operations to Python. Mirrors `alembic.autogenerate.render`.

mod alter_column;
mod batch;
mod column;
mod comments;
mod constraint;
mod create_table;
mod exclude;
mod expression;
mod foreign_key;
mod index;
mod printer;
mod server_default;
pub(crate) use server_default::default_of;
mod types;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use alembic_dialect::{CompileError, Ctx};
use alembic_schema::expr::SqlStatement;
use alembic_schema::ops::{CustomOp, DowngradeOps, ModifyTableOps, Operation, UpgradeOps};
use alembic_schema::{Constraint, ConstraintName, Name, SqlType, Table};

use crate::enums::is_autocommit;
use crate::error::Result;
use crate::objects::ObjectRef;
use crate::python_repr;

/// Options of rendering: `context.configure()` parameters of the same names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderOptions {
    /// `sqlalchemy_module_prefix`, `sa.` by default.
    pub sqlalchemy_module_prefix: String,
    /// `alembic_module_prefix`, `op.` by default.
    pub alembic_module_prefix: String,
    /// `user_module_prefix`; `None` is the module of the type.
    pub user_module_prefix: Option<String>,
    /// Whether the modules of user-defined types are imported; ours.
    pub auto_imports: bool,
    /// `render_as_batch`.
    pub render_as_batch: bool,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self {
            sqlalchemy_module_prefix: "sa.".to_owned(),
            alembic_module_prefix: "op.".to_owned(),
            user_module_prefix: None,
            auto_imports: false,
            render_as_batch: false,
        }
    }
}

/// What a `render_item` function gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenderItem {
    /// `False`: render as usual.
    Default,
    /// `None`: leave it out.
    Omit,
    /// The text.
    Text(String),
}

/// What the project decides about rendering.
pub trait RenderCallbacks {
    /// `render_item(type_, object, autogen_context)`. It may add to `imports` (`autogen_context.imports`).
    fn render_item(
        &self,
        _type_: &str,
        _object: ObjectRef<'_>,
        _imports: &mut BTreeSet<String>,
    ) -> Result<RenderItem> {
        Ok(RenderItem::Default)
    }

    /// What a renderer of the project gives for an operation; `None` if it has none for it.
    fn custom(
        &self,
        op: &CustomOp,
        _imports: &mut BTreeSet<String>,
        _in_batch: bool,
    ) -> Result<Option<Vec<String>>> {
        Err(no_renderer(&op.class))
    }

    /// `repr(table.info)` of a table that has one; `None` if it is empty.
    fn table_info(&self, table: &Table) -> Result<Option<String>> {
        let _ = table;
        Ok(None)
    }
}

/// Rendered functions. Mirrors `_render_python_into_templatevars`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Token and text of each `UpgradeOps` and `DowngradeOps`.
    pub functions: Vec<(String, String)>,
    /// Lines of the template variable `imports`, sorted.
    pub imports: BTreeSet<String>,
    /// Texts of `UserWarning`s in order.
    pub warnings: Vec<String>,
}

impl Rendered {
    /// The template variable `imports`.
    pub fn imports_text(&self) -> String {
        let lines: Vec<&str> = self.imports.iter().map(String::as_str).collect();
        lines.join("\n")
    }
}

/// Renders upgrades and downgrades. Mirrors `_render_python_into_templatevars`.
///
/// `imports` are those that the directive already has.
///
/// # Errors
/// What a callback failed with, or what the reference raises.
pub fn render(
    ctx: &Ctx<'_>,
    options: &RenderOptions,
    callbacks: &dyn RenderCallbacks,
    scripts: &[(UpgradeOps, DowngradeOps)],
    imports: BTreeSet<String>,
) -> Result<Rendered> {
    let renderer = Renderer::new(ctx, options, callbacks, imports);
    let mut functions = Vec::new();
    for (upgrade, downgrade) in scripts {
        functions.push((
            upgrade.upgrade_token.to_string(),
            indent(&renderer.body(&upgrade.ops)?),
        ));
        functions.push((
            downgrade.downgrade_token.to_string(),
            indent(&renderer.body(&downgrade.ops)?),
        ));
    }
    Ok(Rendered {
        functions,
        imports: renderer.imports.into_inner(),
        warnings: renderer.warnings.into_inner(),
    })
}

/// Renders one operation: `render_op` for a renderer of the project that asks Alembic's own.
///
/// `imports` are those of the script, which it may add to.
///
/// # Errors
/// What a callback failed with, or what the reference raises.
pub fn render_operation(
    ctx: &Ctx<'_>,
    options: &RenderOptions,
    callbacks: &dyn RenderCallbacks,
    op: &Operation,
    imports: &mut BTreeSet<String>,
    in_batch: bool,
) -> Result<Vec<String>> {
    let renderer = Renderer::new(ctx, options, callbacks, std::mem::take(imports));
    renderer.in_batch.set(in_batch);
    let lines = renderer.operation(op);
    *imports = renderer.imports.into_inner();
    lines
}

/// Renders one type: `_repr_type`.
///
/// # Errors
/// What a callback failed with, or what the reference raises.
pub fn render_type(
    ctx: &Ctx<'_>,
    options: &RenderOptions,
    callbacks: &dyn RenderCallbacks,
    type_: &SqlType,
    imports: &mut BTreeSet<String>,
) -> Result<String> {
    let renderer = Renderer::new(ctx, options, callbacks, std::mem::take(imports));
    let text = renderer.type_(type_);
    *imports = renderer.imports.into_inner();
    text
}

/// `_indent`: four blanks before every line, none at the ends.
fn indent(text: &str) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| format!("    {line}").trim_end_matches(' ').to_owned())
        .collect();
    lines.join("\n").trim().to_owned()
}

/// State of one rendering. Mirrors what `AutogenContext` holds for it.
pub(crate) struct Renderer<'a> {
    pub(crate) ctx: &'a Ctx<'a>,
    pub(crate) options: &'a RenderOptions,
    pub(crate) callbacks: &'a dyn RenderCallbacks,
    pub(crate) imports: RefCell<BTreeSet<String>>,
    pub(crate) warnings: RefCell<Vec<String>>,
    /// `_has_batch`.
    pub(crate) in_batch: Cell<bool>,
}

impl<'a> Renderer<'a> {
    fn new(
        ctx: &'a Ctx<'a>,
        options: &'a RenderOptions,
        callbacks: &'a dyn RenderCallbacks,
        imports: BTreeSet<String>,
    ) -> Self {
        Self {
            ctx,
            options,
            callbacks,
            imports: RefCell::new(imports),
            warnings: RefCell::default(),
            in_batch: Cell::new(false),
        }
    }
}

impl Renderer<'_> {
    /// `_render_cmd_body`.
    fn body(&self, ops: &[Operation]) -> Result<String> {
        let mut printer = printer::PythonPrinter::default();
        printer.write_line("# ### commands auto generated by Alembic - please adjust! ###");
        let mut has_lines = false;
        for op in ops {
            for line in self.operation(op)? {
                has_lines = true;
                printer.write_line(&line);
            }
        }
        if !has_lines {
            printer.write_line("pass");
        }
        printer.write_line("# ### end Alembic commands ###");
        Ok(printer.into_text())
    }

    /// `render_op`.
    pub(crate) fn operation(&self, op: &Operation) -> Result<Vec<String>> {
        Ok(match op {
            Operation::ModifyTable(op) => self.modify_table(op)?,
            Operation::CreateTable(op) => vec![self.create_table(op)?],
            Operation::DropTable(op) => vec![self.drop_table(op)],
            Operation::AddColumn(op) => vec![self.add_column(op)?],
            Operation::DropColumn(op) => vec![self.drop_column(op)],
            Operation::AlterColumn(op) => vec![self.alter_column(op)?],
            Operation::CreateIndex(op) => vec![self.create_index(op)?],
            Operation::DropIndex(op) => vec![self.drop_index(op)?],
            Operation::CreateUniqueConstraint(op) => vec![self.create_unique(op)?],
            Operation::CreateForeignKey(op) => vec![self.create_foreign_key(op)?],
            Operation::CreateCheckConstraint(op) => vec![self.create_check(op)?],
            Operation::CreateExcludeConstraint(op) => vec![self.create_exclude(op)?],
            Operation::DropConstraint(op) => self.drop_constraint(op),
            Operation::CreateTableComment(op) => vec![self.create_table_comment(op)],
            Operation::DropTableComment(op) => vec![self.drop_table_comment(op)],
            Operation::ExecuteSql(op) => match &op.statement {
                SqlStatement::Text(clause) if clause.binds.is_empty() => {
                    self.execute(&clause.text, is_autocommit(op))
                }
                _ => {
                    return Err(CompileError::not_implemented(
                        "Autogenerate rendering of SQL Expression language constructs not supported here; please use a plain SQL string",
                    )
                    .into());
                }
            },
            Operation::CreatePrimaryKey(_) => {
                return Err(CompileError::not_implemented("").into());
            }
            Operation::RenameTable(op) => vec![self.rename_table(op)],
            Operation::BulkInsert(_) => return Err(no_renderer("BulkInsertOp")),
            Operation::Batch(_) => return Err(no_renderer("BatchOp")),
            Operation::Custom(op) => self.custom(op)?,
        })
    }

    /// An operation that the project may have a renderer for.
    fn custom(&self, op: &CustomOp) -> Result<Vec<String>> {
        // The project's renderer may ask for ours, which has these imports as its own meanwhile.
        let mut imports = self.imports.take();
        let lines = self.callbacks.custom(op, &mut imports, self.in_batch.get());
        self.imports.replace(imports);
        let lines = lines?;
        match (lines, &op.own) {
            (Some(lines), _) => Ok(lines),
            (None, Some(own)) => self.operation(own),
            (None, None) => Err(no_renderer(&op.class)),
        }
    }

    /// `_execute_sql`, in a block of its own for what `--enums` adds.
    fn execute(&self, sql: &str, is_autocommit: bool) -> Vec<String> {
        let prefix = self.op_prefix();
        let line = format!("{prefix}execute({})", python_repr::string(sql));
        if !is_autocommit {
            return vec![line];
        }
        let block = format!("with {prefix}get_context().autocommit_block():");
        vec![block, line, String::new()]
    }

    /// `_render_modify_table`.
    fn modify_table(&self, op: &ModifyTableOps) -> Result<Vec<String>> {
        if op.ops.is_empty() {
            return Ok(Vec::new());
        }
        if self.options.render_as_batch {
            return self.batch(op);
        }
        let mut lines = Vec::new();
        for own in &op.ops {
            lines.extend(self.operation(own)?);
        }
        Ok(lines)
    }

    /// `_alembic_autogenerate_prefix`.
    pub(crate) fn op_prefix(&self) -> &str {
        if self.in_batch.get() {
            "batch_op."
        } else {
            &self.options.alembic_module_prefix
        }
    }

    /// `_sqlalchemy_autogenerate_prefix`.
    pub(crate) fn sa_prefix(&self) -> &str {
        &self.options.sqlalchemy_module_prefix
    }

    /// `repr(_render_gen_name(name))`: final names in `op.f()`.
    pub(crate) fn name(&self, name: &ConstraintName) -> String {
        match name {
            ConstraintName::Conv(text) => {
                format!("{}f({})", self.op_prefix(), python_repr::string(text))
            }
            ConstraintName::Name(name) => python_repr::string(name.as_str()),
            ConstraintName::None | ConstraintName::NoneDeferred => "None".to_owned(),
        }
    }

    /// `_user_defined_render`: `None` is "as usual", `Some(None)` is "leave it out".
    pub(crate) fn by_user(
        &self,
        type_: &str,
        object: ObjectRef<'_>,
    ) -> Result<Option<Option<String>>> {
        let mut imports = self.imports.borrow().clone();
        let item = self.callbacks.render_item(type_, object, &mut imports)?;
        *self.imports.borrow_mut() = imports;
        Ok(match item {
            RenderItem::Default => None,
            RenderItem::Omit => Some(None),
            RenderItem::Text(text) => Some(Some(text)),
        })
    }

    pub(crate) fn by_user_constraint(
        &self,
        type_: &str,
        table: &Table,
        constraint: &Constraint,
    ) -> Result<Option<Option<String>>> {
        self.by_user(type_, ObjectRef::Constraint(Some(table), constraint))
    }
}

fn no_renderer(class: &str) -> crate::AutogenerateError {
    CompileError::value_error(format!(
        "no dispatch function for object: <alembic.operations.ops.{class} object>"
    ))
    .into()
}

/// `repr()` of a name.
pub(crate) fn ident(name: &Name) -> String {
    python_repr::string(name.as_str())
}

/// `, schema='s'`, if there is one.
pub(crate) fn schema_suffix(schema: Option<&Name>) -> String {
    match schema.filter(|schema| !schema.as_str().is_empty()) {
        Some(schema) => format!(", schema={}", ident(schema)),
        None => String::new(),
    }
}

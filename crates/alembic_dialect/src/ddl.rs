//! DDL constructs as statements (`op.execute(CreateTable(...))`, `enum.create(bind)`, `metadata.create_all`).

use alembic_schema::expr::DdlStatement;
use alembic_schema::types::python_str_repr;
use alembic_schema::{Constraint, Name, OptionValue, Sequence, Table};

use crate::context::Ctx;
use crate::default;
use crate::error::{CompileError, Result};
use crate::operations::DropTarget;

/// Compiles a DDL construct to one statement.
///
/// # Errors
/// If the dialect cannot express it.
pub fn compile(ctx: &Ctx<'_>, ddl: &DdlStatement) -> Result<String> {
    match ddl {
        DdlStatement::Text(text) => Ok(if ctx.options.double_percent {
            text.replace('%', "%%")
        } else {
            text.clone()
        }),
        DdlStatement::CreateTable {
            table,
            if_not_exists,
        } => default::ddl::create_table(ctx, table, *if_not_exists),
        DdlStatement::DropTable { table, if_exists } => Ok(drop_table(
            ctx,
            &table.name,
            table.schema.as_ref(),
            *if_exists,
        )),
        DdlStatement::CreateIndex {
            index,
            table,
            if_not_exists,
        } => ctx.dialect.create_index(ctx, table, index, *if_not_exists),
        DdlStatement::DropIndex {
            index,
            table,
            if_exists,
        } => ctx.dialect.drop_index(ctx, table, index, *if_exists),
        DdlStatement::CreateSchema {
            name,
            if_not_exists,
        } => Ok(format!(
            "CREATE SCHEMA {}{}",
            if *if_not_exists { "IF NOT EXISTS " } else { "" },
            ctx.quote_schema(name)
        )),
        DdlStatement::DropSchema {
            name,
            cascade,
            if_exists,
        } => Ok(format!(
            "DROP SCHEMA {}{}{}",
            if *if_exists { "IF EXISTS " } else { "" },
            ctx.quote_schema(name),
            if *cascade { " CASCADE" } else { "" }
        )),
        DdlStatement::AddConstraint { constraint, table } => add_constraint(ctx, table, constraint),
        DdlStatement::DropConstraint {
            constraint,
            table,
            cascade,
            if_exists,
        } => {
            let target = DropTarget {
                table: &table.name,
                schema: table.schema.as_ref(),
                name: constraint.name(),
                kind: kind_of(constraint),
                if_exists: *if_exists,
                type_bound: false,
            };
            drop_constraint(ctx, &target, *cascade)
        }
        DdlStatement::CreateSequence {
            sequence,
            if_not_exists,
        } => create_sequence(ctx, sequence, *if_not_exists),
        DdlStatement::DropSequence {
            sequence,
            if_exists,
        } => Ok(format!(
            "DROP SEQUENCE {}{}",
            if *if_exists { "IF EXISTS " } else { "" },
            ctx.table(&sequence.name, sequence.schema.as_ref())
        )),
        DdlStatement::CreateType(type_) => crate::postgresql::ddl::create_type(ctx, type_),
        DdlStatement::DropType(type_) => crate::postgresql::ddl::drop_type(ctx, type_),
        DdlStatement::TableComment { table } => ctx.dialect.table_comment(ctx, table),
        DdlStatement::ColumnComment { table, column } => match table.column(column) {
            Some(column) => ctx.dialect.column_comment(ctx, table, column),
            None => Err(CompileError::ours(
                "comment on a column that the table lacks",
            )),
        },
    }
}

fn kind_of(constraint: &Constraint) -> Option<alembic_schema::ops::ConstraintKind> {
    use alembic_schema::ops::ConstraintKind;

    match constraint {
        Constraint::PrimaryKey(_) => Some(ConstraintKind::Primary),
        Constraint::ForeignKey(_) => Some(ConstraintKind::ForeignKey),
        Constraint::Unique(_) => Some(ConstraintKind::Unique),
        Constraint::Check(_) => Some(ConstraintKind::Check),
        Constraint::Exclude(_) => None,
    }
}

/// `visit_drop_table`.
pub(crate) fn drop_table(
    ctx: &Ctx<'_>,
    name: &Name,
    schema: Option<&Name>,
    if_exists: bool,
) -> String {
    format!(
        "\nDROP TABLE {}{}",
        if if_exists { "IF EXISTS " } else { "" },
        ctx.table(name, schema)
    )
}

/// `visit_add_constraint`.
pub(crate) fn add_constraint(
    ctx: &Ctx<'_>,
    table: &Table,
    constraint: &Constraint,
) -> Result<String> {
    let text = default::ddl::constraint_text(ctx, table, constraint)?.unwrap_or_default();
    Ok(format!(
        "ALTER TABLE {} ADD {text}",
        ctx.table(&table.name, table.schema.as_ref())
    ))
}

/// `repr()` of the nameless key that stands for the one to drop; objects have an address that is always the same.
fn foreign_key_repr(target: &DropTarget<'_>) -> String {
    let schema = match target.schema {
        Some(schema) => python_str_repr(schema.as_str()),
        None => "None".to_owned(),
    };
    format!(
        "ForeignKeyConstraint(<sqlalchemy.sql.base.ReadOnlyColumnCollection object at 0x7f0000000000>, None, \
         table=Table({}, MetaData(), schema={schema}))",
        python_str_repr(target.table.as_str())
    )
}

/// `visit_drop_constraint`.
pub(crate) fn drop_constraint(
    ctx: &Ctx<'_>,
    target: &DropTarget<'_>,
    cascade: bool,
) -> Result<String> {
    use alembic_schema::ops::ConstraintKind;

    let Some(name) = ctx.constraint_name(target.name, false)? else {
        let class = match target.kind {
            None => "Constraint()".to_owned(),
            Some(ConstraintKind::Primary) => "PrimaryKeyConstraint()".to_owned(),
            Some(ConstraintKind::Unique) => "UniqueConstraint()".to_owned(),
            Some(ConstraintKind::ForeignKey) => foreign_key_repr(target),
            Some(ConstraintKind::Check) => {
                "CheckConstraint(<sqlalchemy.sql.elements.TextClause object>)".to_owned()
            }
        };
        return Err(CompileError::compile(format!(
            "Can't emit DROP CONSTRAINT for constraint {class}; it has no name"
        )));
    };
    Ok(format!(
        "ALTER TABLE {} DROP CONSTRAINT {}{name}{}",
        ctx.table(target.table, target.schema),
        if target.if_exists { "IF EXISTS " } else { "" },
        if cascade { " CASCADE" } else { "" }
    ))
}

fn create_sequence(ctx: &Ctx<'_>, sequence: &Sequence, if_not_exists: bool) -> Result<String> {
    let mut out = format!(
        "CREATE SEQUENCE {}{}",
        if if_not_exists { "IF NOT EXISTS " } else { "" },
        ctx.table(&sequence.name, sequence.schema.as_ref())
    );
    if let Some(type_) = &sequence.data_type
        && matches!(ctx.dialect.features().name, "postgresql" | "mssql")
    {
        out.push_str(&format!(" AS {}", default::types::process(ctx, type_)?));
    }
    let mut options = ctx.dialect.identity_options(&sequence.options);
    match ctx.dialect.features().name {
        "mysql" | "mariadb" => options = options.replace("NO CYCLE", "NOCYCLE"),
        "oracle" => {
            let order = sequence.dialect_options.get("oracle_order");
            if let Some(OptionValue::Bool(order)) = order {
                options.push_str(if *order { " ORDER" } else { " NOORDER" });
                options = options.trim().to_owned();
            }
        }
        _ => {}
    }
    if !options.is_empty() {
        out.push_str(&format!(" {options}"));
    }
    Ok(out)
}

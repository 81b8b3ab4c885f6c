//! `MigrateOperation.reverse()`.

use super::{
    AddColumnOp, AddConstraintOp, AlterColumnOp, Change, ConstraintKind, CreateTableCommentOp,
    CreateTableOp, DowngradeOps, DropColumnOp, DropConstraintOp, DropIndexOp, DropTableCommentOp,
    DropTableOp, ModifyTableOps, Operation, RenameTableOp, UpgradeOps,
};
use crate::constraint::Constraint;
use crate::name::{DeclaredAt, Name};
use crate::options::DialectOptions;

/// Why an operation has no reverse. The texts are Alembic's (`ValueError`, `NotImplementedError`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReverseError {
    /// `DropColumnOp` without its column.
    #[error("operation is not reversible; original column is not present")]
    ColumnMissing,
    /// `DropConstraintOp` without its constraint.
    #[error("operation is not reversible; original constraint is not present")]
    ConstraintMissing,
    /// `execute`, `bulk_insert`, batch.
    #[error("operation is not reversible")]
    NotReversible,
    /// EXCLUDE cannot be dropped by kind.
    #[error("constraint cannot be produced; original constraint is not present")]
    ConstraintUnknown,
}

impl UpgradeOps {
    /// The downgrade: reversed operations in reverse order.
    ///
    /// # Errors
    /// See [`ReverseError`].
    pub fn reverse(&self) -> Result<DowngradeOps, ReverseError> {
        Ok(DowngradeOps {
            ops: reverse_all(&self.ops)?,
            downgrade_token: "downgrades".into(),
        })
    }
}

fn reverse_all(ops: &[Operation]) -> Result<Vec<Operation>, ReverseError> {
    ops.iter().rev().map(Operation::reverse).collect()
}

impl Operation {
    /// The operation that undoes this one.
    ///
    /// # Errors
    /// See [`ReverseError`].
    pub fn reverse(&self) -> Result<Self, ReverseError> {
        Ok(match self {
            Self::AddColumn(op) => Self::DropColumn(Box::new(reverse_add_column(op))),
            Self::DropColumn(op) => match &op.reverse {
                Some(add) => Self::AddColumn(Box::new(AddColumnOp {
                    if_not_exists: op.if_exists,
                    ..(**add).clone()
                })),
                None => return Err(ReverseError::ColumnMissing),
            },
            Self::AlterColumn(op) => Self::AlterColumn(Box::new(reverse_alter(op))),
            Self::CreateTable(op) => Self::DropTable(Box::new(DropTableOp {
                table: op.table.name.clone(),
                schema: op.table.schema.clone(),
                if_exists: op.if_not_exists,
                kwargs: DialectOptions::default(),
                reverse: Some(Box::new(op.table.clone())),
                span: op.span,
            })),
            Self::DropTable(op) => Self::CreateTable(Box::new(CreateTableOp {
                table: match &op.reverse {
                    Some(table) => (**table).clone(),
                    None => crate::table::Table {
                        name: op.table.clone(),
                        schema: op.schema.clone(),
                        ..crate::table::Table::default()
                    },
                },
                if_not_exists: op.if_exists,
                apply_naming: false,
                span: op.span,
            })),
            Self::RenameTable(op) => Self::RenameTable(RenameTableOp {
                table: op.new_name.clone(),
                new_name: op.table.clone(),
                schema: op.schema.clone(),
                span: op.span,
            }),
            Self::CreateIndex(op) => Self::DropIndex(Box::new(DropIndexOp {
                name: op.index.name.clone(),
                table: Some(op.table.clone()),
                schema: op.schema.clone(),
                if_exists: op.if_not_exists,
                kwargs: op.index.dialect_options.clone(),
                reverse: Some(op.clone()),
                span: op.span,
            })),
            Self::DropIndex(op) => match &op.reverse {
                Some(create) => Self::CreateIndex(create.clone()),
                None => return Err(ReverseError::NotReversible),
            },
            Self::CreatePrimaryKey(op) => drop_of(
                op,
                Constraint::PrimaryKey(op.constraint.clone()),
                Some(ConstraintKind::Primary),
            ),
            Self::CreateUniqueConstraint(op) => drop_of(
                op,
                Constraint::Unique(op.constraint.clone()),
                Some(ConstraintKind::Unique),
            ),
            Self::CreateForeignKey(op) => drop_of(
                op,
                Constraint::ForeignKey(op.constraint.clone()),
                Some(ConstraintKind::ForeignKey),
            ),
            Self::CreateCheckConstraint(op) => drop_of(
                op,
                Constraint::Check(op.constraint.clone()),
                Some(ConstraintKind::Check),
            ),
            Self::CreateExcludeConstraint(op) => {
                drop_of(op, Constraint::Exclude(op.constraint.clone()), None)
            }
            Self::DropConstraint(op) => match &op.reverse {
                Some(constraint) => add_of(op, (**constraint).clone()),
                None => return Err(ReverseError::ConstraintMissing),
            },
            Self::CreateTableComment(op) => match &op.existing_comment {
                Some(existing) => Self::CreateTableComment(CreateTableCommentOp {
                    comment: Some(existing.clone()),
                    existing_comment: op.comment.clone(),
                    ..op.clone()
                }),
                None => Self::DropTableComment(DropTableCommentOp {
                    table: op.table.clone(),
                    schema: op.schema.clone(),
                    existing_comment: op.comment.clone(),
                    span: op.span,
                }),
            },
            Self::DropTableComment(op) => Self::CreateTableComment(CreateTableCommentOp {
                table: op.table.clone(),
                schema: op.schema.clone(),
                comment: op.existing_comment.clone(),
                existing_comment: None,
                span: op.span,
            }),
            Self::ModifyTable(op) => Self::ModifyTable(ModifyTableOps {
                table: op.table.clone(),
                schema: op.schema.clone(),
                ops: reverse_all(&op.ops)?,
            }),
            // The object of a custom operation knows: whoever has it asks it.
            Self::BulkInsert(_) | Self::ExecuteSql(_) | Self::Batch(_) | Self::Custom(_) => {
                return Err(ReverseError::NotReversible);
            }
        })
    }
}

fn reverse_add_column(op: &AddColumnOp) -> DropColumnOp {
    DropColumnOp {
        table: op.table.clone(),
        schema: op.schema.clone(),
        column: op.column.name.clone(),
        if_exists: op.if_not_exists,
        kwargs: DialectOptions::default(),
        existing_type: None,
        reverse: Some(Box::new(op.clone())),
        span: op.span,
    }
}

fn reverse_alter(op: &AlterColumnOp) -> AlterColumnOp {
    let mut out = op.clone();
    let renamed: Option<Name> = op.new_name.clone();
    if let Some(new_name) = renamed {
        out.column = new_name;
        out.new_name = Some(op.column.clone());
    }
    if op.type_.is_some() {
        out.type_.clone_from(&op.existing_type);
        out.existing_type.clone_from(&op.type_);
    }
    if op.nullable.is_some() {
        out.nullable = op.existing_nullable;
        out.existing_nullable = op.nullable;
    }
    if op.server_default.is_given() {
        out.server_default = op.existing_server_default.clone();
        out.existing_server_default = op.server_default.clone();
    }
    if op.comment.is_given() {
        out.comment = match &op.existing_comment {
            Some(comment) => Change::Set(comment.clone()),
            None => Change::Drop,
        };
        out.existing_comment = match &op.comment {
            Change::Set(comment) => Some(comment.clone()),
            Change::Keep | Change::Drop => None,
        };
    }
    out
}

fn drop_of<C>(
    op: &AddConstraintOp<C>,
    constraint: Constraint,
    kind: Option<ConstraintKind>,
) -> Operation {
    Operation::DropConstraint(Box::new(DropConstraintOp {
        name: constraint.name().clone(),
        table: op.table.clone(),
        schema: op.schema.clone(),
        kind,
        if_exists: None,
        reverse: Some(Box::new(constraint)),
        span: op.span,
    }))
}

fn add_of(op: &DropConstraintOp, constraint: Constraint) -> Operation {
    fn wrap<C>(op: &DropConstraintOp, constraint: C) -> Box<AddConstraintOp<C>> {
        Box::new(AddConstraintOp {
            table: op.table.clone(),
            schema: op.schema.clone(),
            constraint,
            span: DeclaredAt::default(),
        })
    }
    match constraint {
        Constraint::PrimaryKey(c) => Operation::CreatePrimaryKey(wrap(op, c)),
        Constraint::ForeignKey(c) => Operation::CreateForeignKey(wrap(op, c)),
        Constraint::Unique(c) => Operation::CreateUniqueConstraint(wrap(op, c)),
        Constraint::Check(c) => Operation::CreateCheckConstraint(wrap(op, c)),
        Constraint::Exclude(c) => Operation::CreateExcludeConstraint(wrap(op, c)),
    }
}

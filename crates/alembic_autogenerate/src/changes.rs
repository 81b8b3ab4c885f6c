//! Operations as differences that people and programs read: `check --diff` and `check --json`. Ours.

use alembic_dialect::{Ctx, server_default_sql, type_compile};
use alembic_schema::ops::{
    AddColumnOp, AddConstraintOp, AlterColumnOp, AlterDefault, Change, CreateIndexOp, Operation,
};
use alembic_schema::{Constraint, ConstraintName, ModelChange, ModelChangeKind, Name, SqlType};

/// One entry per changed object, in the order of the operations.
pub fn changes(ctx: &Ctx<'_>, ops: &[Operation]) -> Vec<ModelChange> {
    let mut out = Vec::new();
    for op in ops {
        match op.as_alembic() {
            Operation::ModifyTable(inner) => out.extend(changes(ctx, &inner.ops)),
            other => out.extend(change(ctx, other)),
        }
    }
    out
}

fn change(ctx: &Ctx<'_>, op: &Operation) -> Option<ModelChange> {
    use ModelChangeKind::{Add, Change as Modify, Remove};
    Some(match op {
        Operation::CreateTable(op) => {
            let columns: Vec<&str> = names(op.table.columns.iter().map(|column| &column.name));
            entry(Add, "table", op.table.schema.as_ref(), &op.table.name)
                .with_detail(format!("({})", columns.join(", ")))
        }
        Operation::DropTable(op) => entry(Remove, "table", op.schema.as_ref(), &op.table),
        Operation::AddColumn(op) => column(ctx, Add, op),
        Operation::DropColumn(op) => match &op.reverse {
            Some(reverse) => column(ctx, Remove, reverse),
            None => {
                entry(Remove, "column", op.schema.as_ref(), &op.table).with_name(op.column.as_str())
            }
        },
        Operation::AlterColumn(op) => altered(ctx, op),
        Operation::CreateIndex(op) => index(Add, op),
        Operation::DropIndex(op) => index(Remove, op.reverse.as_ref()?),
        Operation::CreatePrimaryKey(op) => added(op, Constraint::PrimaryKey),
        Operation::CreateUniqueConstraint(op) => added(op, Constraint::Unique),
        Operation::CreateForeignKey(op) => added(op, Constraint::ForeignKey),
        Operation::CreateCheckConstraint(op) => added(op, Constraint::Check),
        Operation::CreateExcludeConstraint(op) => added(op, Constraint::Exclude),
        Operation::DropConstraint(op) => match &op.reverse {
            Some(reverse) => constraint(Remove, op.schema.as_ref(), &op.table, reverse),
            None => named(
                entry(Remove, "constraint", op.schema.as_ref(), &op.table),
                &op.name,
            ),
        },
        Operation::CreateTableComment(op) => entry(Modify, "table", op.schema.as_ref(), &op.table)
            .with_aspect("comment", op.existing_comment.clone(), op.comment.clone()),
        Operation::DropTableComment(op) => entry(Modify, "table", op.schema.as_ref(), &op.table)
            .with_aspect("comment", op.existing_comment.clone(), None),
        Operation::RenameTable(op) => entry(Modify, "table", op.schema.as_ref(), &op.table)
            .with_aspect(
                "name",
                Some(op.table.as_str().to_owned()),
                Some(op.new_name.as_str().to_owned()),
            ),
        Operation::ExecuteSql(_) => ModelChange {
            kind: Modify,
            object: "statement".to_owned(),
            ..ModelChange::default()
        },
        Operation::Custom(op) => ModelChange {
            kind: Modify,
            object: "custom operation".to_owned(),
            detail: op.diff.clone().unwrap_or_else(|| op.class.clone()),
            ..ModelChange::default()
        },
        Operation::ModifyTable(_) | Operation::BulkInsert(_) | Operation::Batch(_) => return None,
    })
}

fn entry(kind: ModelChangeKind, object: &str, schema: Option<&Name>, table: &Name) -> ModelChange {
    ModelChange {
        kind,
        object: object.to_owned(),
        schema: schema.map(|schema| schema.as_str().to_owned()),
        table: table.as_str().to_owned(),
        ..ModelChange::default()
    }
}

fn names<'n>(names: impl Iterator<Item = &'n Name>) -> Vec<&'n str> {
    names.map(Name::as_str).collect()
}

fn named(change: ModelChange, name: &ConstraintName) -> ModelChange {
    match name.as_str() {
        Some(name) => change.with_name(name),
        None => change,
    }
}

fn type_text(ctx: &Ctx<'_>, type_: &SqlType) -> String {
    type_compile(ctx, type_).unwrap_or_else(|_| type_.repr())
}

fn column(ctx: &Ctx<'_>, kind: ModelChangeKind, op: &AddColumnOp) -> ModelChange {
    let mut detail = type_text(ctx, &op.column.type_);
    if !op.column.nullable {
        detail.push_str(" NOT NULL");
    }
    entry(kind, "column", op.schema.as_ref(), &op.table)
        .with_name(op.column.name.as_str())
        .with_detail(detail)
}

fn altered(ctx: &Ctx<'_>, op: &AlterColumnOp) -> ModelChange {
    let mut out = entry(
        ModelChangeKind::Change,
        "column",
        op.schema.as_ref(),
        &op.table,
    )
    .with_name(op.column.as_str());
    if let Some(name) = &op.new_name {
        out = out.with_aspect(
            "name",
            Some(op.column.as_str().to_owned()),
            Some(name.as_str().to_owned()),
        );
    }
    if let Some(type_) = &op.type_ {
        let old = op.existing_type.as_ref().map(|old| type_text(ctx, old));
        out = out.with_aspect("type", old, Some(type_text(ctx, type_)));
    }
    if let Some(nullable) = op.nullable {
        out = out.with_aspect(
            "nullable",
            op.existing_nullable.map(|old| old.to_string()),
            Some(nullable.to_string()),
        );
    }
    if op.server_default.is_given() {
        out = out.with_aspect(
            "server_default",
            default_text(ctx, &op.existing_server_default),
            default_text(ctx, &op.server_default),
        );
    }
    match &op.comment {
        Change::Keep => out,
        Change::Set(comment) => out.with_aspect(
            "comment",
            op.existing_comment.clone(),
            Some(comment.clone()),
        ),
        Change::Drop => out.with_aspect("comment", op.existing_comment.clone(), None),
    }
}

fn default_text(ctx: &Ctx<'_>, default: &Change<AlterDefault>) -> Option<String> {
    match default {
        Change::Keep | Change::Drop => None,
        Change::Set(AlterDefault::Plain(default)) => {
            server_default_sql(ctx, default).ok().flatten()
        }
        Change::Set(AlterDefault::Identity(_)) => Some("IDENTITY".to_owned()),
        Change::Set(AlterDefault::Computed(_)) => Some("COMPUTED".to_owned()),
    }
}

fn index(kind: ModelChangeKind, op: &CreateIndexOp) -> ModelChange {
    let object = if op.index.unique {
        "unique index"
    } else {
        "index"
    };
    let columns = op.index.columns();
    named(
        entry(kind, object, op.schema.as_ref(), &op.table),
        &op.index.name,
    )
    .with_detail(format!("({})", names(columns.iter()).join(", ")))
}

fn added<T: Clone>(op: &AddConstraintOp<T>, wrap: fn(T) -> Constraint) -> ModelChange {
    let added = wrap(op.constraint.clone());
    constraint(ModelChangeKind::Add, op.schema.as_ref(), &op.table, &added)
}

fn constraint(
    kind: ModelChangeKind,
    schema: Option<&Name>,
    table: &Name,
    constraint: &Constraint,
) -> ModelChange {
    let columns = |list: &[Name]| format!("({})", names(list.iter()).join(", "));
    let (object, name, detail) = match constraint {
        Constraint::PrimaryKey(key) => ("primary key", &key.name, columns(&key.columns)),
        Constraint::Unique(unique) => ("unique constraint", &unique.name, columns(&unique.columns)),
        Constraint::ForeignKey(key) => {
            let referred = match &key.referred_schema {
                Some(schema) => format!("{}.{}", schema.as_str(), key.referred_table.as_str()),
                None => key.referred_table.as_str().to_owned(),
            };
            (
                "foreign key",
                &key.name,
                format!(
                    "{} -> {referred} {}",
                    columns(&key.columns),
                    columns(&key.referred_columns)
                ),
            )
        }
        Constraint::Check(check) => ("check constraint", &check.name, String::new()),
        Constraint::Exclude(exclude) => ("exclude constraint", &exclude.name, String::new()),
    };
    named(entry(kind, object, schema, table), name).with_detail(detail)
}

//! Operations as difference tuples. Mirrors `UpgradeOps.as_diffs()` and the `repr` of what is in them.
//!
//! DIFFERENCE: where the reference shows the address of an object in memory, ours is always `0x7f0000000000`.

mod repr;

use alembic_dialect::Ctx;
use alembic_schema::expr::SqlStatement;
use alembic_schema::ops::{
    AddColumnOp, AlterColumnOp, AlterDefault, Change, ConstraintKind, CreateIndexOp, Operation,
};
use alembic_schema::{Constraint, ForeignKeyConstraint, Index, Name, Table};

use crate::objects::DefaultRef;
use crate::python_repr;
use crate::render::default_of;

/// `repr()` of each element of `as_diffs()`, as `alembic check` shows them.
pub fn as_diffs(ops: &[Operation]) -> Vec<String> {
    let mut out = Vec::new();
    for op in ops {
        match op.as_alembic() {
            Operation::ModifyTable(inner) => out.extend(as_diffs(&inner.ops)),
            other => out.extend(diff(other)),
        }
    }
    out
}

/// `repr(index)`, for the log.
pub(crate) fn index_repr(_ctx: &Ctx<'_>, table: &Table, index: &Index) -> String {
    repr::index(index, repr::TextElement::OfModel, |name| {
        match table.column(name.as_str()) {
            Some(column) => {
                let keys: Vec<&ForeignKeyConstraint> = table.foreign_keys_of(name).collect();
                repr::column(&table.name, column, &keys)
            }
            None => repr::untyped_column(&table.name, name),
        }
    })
}

fn diff(op: &Operation) -> Option<String> {
    let none = |op: &str, value: String| format!("('{op}', {value})");
    Some(match op {
        Operation::CreateTable(op) => none("add_table", repr::table(&op.table)),
        Operation::DropTable(op) => {
            let table = match &op.reverse {
                Some(table) => (**table).clone(),
                None => bare(&op.table, op.schema.as_ref()),
            };
            none("remove_table", repr::table(&table))
        }
        Operation::AddColumn(op) => column_diff("add_column", op),
        Operation::DropColumn(op) => column_diff("remove_column", op.reverse.as_ref()?),
        Operation::AlterColumn(op) => alter_diff(op),
        Operation::CreateIndex(op) => none("add_index", index_of(op)),
        Operation::DropIndex(op) => none("remove_index", index_of(op.reverse.as_ref()?)),
        Operation::CreateUniqueConstraint(op) => none(
            "add_constraint",
            repr::constraint(
                &op.table,
                op.schema.as_ref(),
                &Constraint::Unique(op.constraint.clone()),
            ),
        ),
        Operation::CreateForeignKey(op) => none(
            "add_fk",
            repr::constraint(
                &op.table,
                op.schema.as_ref(),
                &Constraint::ForeignKey(op.constraint.clone()),
            ),
        ),
        Operation::CreateCheckConstraint(op) => none(
            "add_constraint",
            repr::constraint(
                &op.table,
                op.schema.as_ref(),
                &Constraint::Check(op.constraint.clone()),
            ),
        ),
        Operation::CreatePrimaryKey(op) => none(
            "add_constraint",
            repr::constraint(
                &op.table,
                op.schema.as_ref(),
                &Constraint::PrimaryKey(op.constraint.clone()),
            ),
        ),
        Operation::CreateExcludeConstraint(op) => none(
            "add_constraint",
            repr::constraint(
                &op.table,
                op.schema.as_ref(),
                &Constraint::Exclude(op.constraint.clone()),
            ),
        ),
        Operation::DropConstraint(op) => {
            let kind = if op.kind == Some(ConstraintKind::ForeignKey) {
                "remove_fk"
            } else {
                "remove_constraint"
            };
            none(
                kind,
                repr::constraint(&op.table, op.schema.as_ref(), op.reverse.as_ref()?),
            )
        }
        Operation::CreateTableComment(op) => format!(
            "('add_table_comment', {}, {})",
            repr::table(&bare(&op.table, op.schema.as_ref())),
            python_repr::optional(op.existing_comment.as_deref())
        ),
        Operation::DropTableComment(op) => none(
            "remove_table_comment",
            repr::table(&bare(&op.table, op.schema.as_ref())),
        ),
        Operation::ExecuteSql(op) => {
            let text = match &op.statement {
                SqlStatement::Text(clause) => python_repr::string(&clause.text),
                SqlStatement::Query(_)
                | SqlStatement::Insert(_)
                | SqlStatement::Update(_)
                | SqlStatement::Delete(_)
                | SqlStatement::Expr(_)
                | SqlStatement::Ddl(_) => "None".to_owned(),
            };
            none("execute", text)
        }
        Operation::Custom(op) => op.diff.clone()?,
        Operation::ModifyTable(_)
        | Operation::RenameTable(_)
        | Operation::BulkInsert(_)
        | Operation::Batch(_) => return None,
    })
}

fn bare(name: &Name, schema: Option<&Name>) -> Table {
    let mut out = Table::new(name.clone());
    out.schema = schema.cloned();
    out
}

fn column_diff(what: &str, op: &AddColumnOp) -> String {
    format!(
        "('{what}', {}, {}, {})",
        python_repr::optional(op.schema.as_ref().map(Name::as_str)),
        python_repr::string(op.table.as_str()),
        repr::column(
            &op.table,
            &op.column,
            &op.table_foreign_keys.iter().collect::<Vec<_>>()
        )
    )
}

/// `repr(op.to_index())`: its columns are copies, which have no foreign keys.
fn index_of(op: &CreateIndexOp) -> String {
    repr::index(&op.index, repr::TextElement::OfOperation, |name| {
        match op.columns.iter().find(|column| column.name == *name) {
            Some(column) => {
                let mut copy = column.clone();
                copy.foreign_keys.clear();
                repr::column(&op.table, &copy, &[])
            }
            None => repr::untyped_column(&op.table, name),
        }
    })
}

/// A list with one tuple for each changed aspect.
fn alter_diff(op: &AlterColumnOp) -> String {
    let place = format!(
        "{}, {}, {}",
        python_repr::optional(op.schema.as_ref().map(Name::as_str)),
        python_repr::string(op.table.as_str()),
        python_repr::string(op.column.as_str())
    );
    let optional_bool = |value: Option<bool>| {
        value.map_or_else(
            || "None".to_owned(),
            |own| python_repr::boolean(own).to_owned(),
        )
    };
    let nullable = optional_bool(op.existing_nullable);
    let type_ = op
        .existing_type
        .as_ref()
        .map_or_else(|| "None".to_owned(), alembic_schema::SqlType::repr);
    let comment = python_repr::optional(op.existing_comment.as_deref());
    let default = change(&op.existing_server_default);
    let mut out = Vec::new();
    if let Some(changed) = &op.type_ {
        out.push(format!(
            "('modify_type', {place}, {{'existing_nullable': {nullable}, 'existing_server_default': {default}, 'existing_comment': {comment}}}, {type_}, {})",
            changed.repr()
        ));
    }
    if op.nullable.is_some() {
        out.push(format!(
            "('modify_nullable', {place}, {{'existing_type': {type_}, 'existing_server_default': {default}, 'existing_comment': {comment}}}, {nullable}, {})",
            optional_bool(op.nullable)
        ));
    }
    if op.server_default.is_given() {
        out.push(format!(
            "('modify_default', {place}, {{'existing_nullable': {nullable}, 'existing_type': {type_}, 'existing_comment': {comment}}}, {default}, {})",
            change(&op.server_default)
        ));
    }
    let wanted = match &op.comment {
        Change::Keep => None,
        Change::Set(comment) => Some(python_repr::string(comment)),
        Change::Drop => Some("None".to_owned()),
    };
    if let Some(wanted) = wanted {
        out.push(format!(
            "('modify_comment', {place}, {{'existing_nullable': {nullable}, 'existing_type': {type_}, 'existing_server_default': {default}}}, {comment}, {wanted})"
        ));
    }
    format!("[{}]", out.join(", "))
}

fn change(change: &Change<AlterDefault>) -> String {
    match change {
        Change::Keep => "False".to_owned(),
        Change::Drop => "None".to_owned(),
        Change::Set(default) => repr::server_default(default_of(default)),
    }
}

impl DefaultRef<'_> {
    /// `repr(server_default)`.
    pub fn repr(self) -> String {
        repr::server_default(self)
    }
}

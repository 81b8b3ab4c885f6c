//! Batch mode against the recorded output of Alembic 1.20.1 with `copy_from` (`fixtures/batch.txt`).
//!
//! Alembic takes constraints from a set: lines are compared without their order.

use alembic_dialect::{CompileOptions, Ctx, compile_operation, dialect_by_name, offline};
use alembic_schema::ops::*;
use alembic_schema::types::ArgValue;
use alembic_schema::*;

fn t(class: TypeClass) -> SqlType {
    SqlType::new(class)
}

fn int(name: &str) -> Column {
    Column::new(name, t(TypeClass::Integer))
}

fn names(items: &[&str]) -> Vec<Name> {
    items.iter().map(|n| Name::from(*n)).collect()
}

fn source() -> Table {
    let mut table = Table::new("t");
    table.attach_constraint(Constraint::Unique(UniqueConstraint {
        name: ConstraintName::new("uq_a"),
        columns: names(&["a"]),
        ..UniqueConstraint::default()
    }));
    let mut key = ForeignKey::parse("o.id").into_constraint(&"b".into());
    key.name = ConstraintName::new("fk_b");
    table.attach_constraint(Constraint::ForeignKey(key));
    table.attach_constraint(Constraint::Check(CheckConstraint {
        name: ConstraintName::new("ck_b"),
        sqltext: Expr::text("b > 0"),
        type_bound: None,
        options: ConstraintOptions::default(),
    }));
    table.attach_column(int("id").with_primary_key());
    table.attach_column(Column::new(
        "a",
        SqlType::with_length(TypeClass::String, 50),
    ));
    table.attach_column(int("b").with_nullable(false));
    table.indexes.push(Index {
        name: ConstraintName::new("ix_a"),
        elements: vec![IndexElement::Column("a".into())],
        ..Index::default()
    });
    table
}

fn add(column: Column, before: Option<&str>, after: Option<&str>) -> Operation {
    Operation::AddColumn(Box::new(AddColumnOp {
        table: "t".into(),
        schema: None,
        column,
        if_not_exists: None,
        inline_references: None,
        inline_primary_key: None,
        insert_before: before.map(Into::into),
        insert_after: after.map(Into::into),
        table_foreign_keys: Vec::new(),
        kwargs: DialectOptions::default(),
        span: DeclaredAt::default(),
    }))
}

fn drop_column(column: &str) -> Operation {
    Operation::DropColumn(Box::new(DropColumnOp {
        table: "t".into(),
        schema: None,
        column: column.into(),
        if_exists: None,
        kwargs: DialectOptions::default(),
        existing_type: None,
        reverse: None,
        span: DeclaredAt::default(),
    }))
}

fn alter(column: &str, change: impl FnOnce(&mut AlterColumnOp)) -> Operation {
    let mut op = AlterColumnOp {
        table: "t".into(),
        column: column.into(),
        ..AlterColumnOp::default()
    };
    change(&mut op);
    Operation::AlterColumn(Box::new(op))
}

fn drop_constraint(name: &str, kind: ConstraintKind) -> Operation {
    Operation::DropConstraint(Box::new(DropConstraintOp {
        name: ConstraintName::new(name),
        table: "t".into(),
        schema: None,
        kind: Some(kind),
        if_exists: None,
        reverse: None,
        span: DeclaredAt::default(),
    }))
}

fn constraint<C>(constraint: C) -> Box<AddConstraintOp<C>> {
    Box::new(AddConstraintOp {
        table: "t".into(),
        schema: None,
        constraint,
        span: DeclaredAt::default(),
    })
}

fn unique(name: ConstraintName, columns: &[&str]) -> Operation {
    Operation::CreateUniqueConstraint(constraint(UniqueConstraint {
        name,
        columns: names(columns),
        ..UniqueConstraint::default()
    }))
}

fn boolean() -> SqlType {
    t(TypeClass::Boolean)
        .with_arg("create_constraint", ArgValue::Bool(true))
        .with_arg("name", ArgValue::Str("bk".to_owned()))
}

fn ops(case: &str) -> Vec<Operation> {
    match case {
        "drop_col" => vec![drop_column("b")],
        "drop_col_ix" => vec![drop_column("a")],
        "rename" => vec![alter("a", |op| op.new_name = Some("a2".into()))],
        "type" => vec![alter("a", |op| op.type_ = Some(t(TypeClass::Integer)))],
        "nullable" => vec![alter("b", |op| {
            op.nullable = Some(true);
            op.server_default = Change::Set(AlterDefault::Plain(ServerDefault::Text("5".into())));
        })],
        "add" => vec![add(
            int("x").with_server_default(ServerDefault::Expr(Box::new(Expr::text("1")))),
            None,
            None,
        )],
        "add_after" => vec![
            drop_constraint("ck_b", ConstraintKind::Check),
            add(int("x"), None, Some("id")),
            add(int("y"), Some("id"), None),
        ],
        "uq" => vec![unique(ConstraintName::new("uq2"), &["b", "a"])],
        "fk" => {
            let mut key = ForeignKey::parse("o2.z").into_constraint(&"a".into());
            key.name = ConstraintName::new("fk2");
            key.foreign_key.ondelete = Some("CASCADE".into());
            vec![Operation::CreateForeignKey(constraint(key))]
        }
        "drop_uq" => vec![drop_constraint("uq_a", ConstraintKind::Unique)],
        "drop_missing" => vec![drop_constraint("nope", ConstraintKind::Unique)],
        "ix" => vec![
            Operation::CreateIndex(Box::new(CreateIndexOp {
                table: "t".into(),
                schema: None,
                index: Index {
                    name: ConstraintName::new("ix_b"),
                    elements: vec![IndexElement::Column("b".into())],
                    ..Index::default()
                },
                columns: Vec::new(),
                if_not_exists: None,
                span: DeclaredAt::default(),
            })),
            Operation::DropIndex(Box::new(DropIndexOp {
                name: ConstraintName::new("ix_a"),
                table: Some("t".into()),
                schema: None,
                if_exists: None,
                kwargs: DialectOptions::default(),
                reverse: None,
                span: DeclaredAt::default(),
            })),
            alter("b", |op| op.nullable = Some(true)),
        ],
        "pk" => vec![Operation::CreatePrimaryKey(constraint(
            PrimaryKeyConstraint {
                name: ConstraintName::new("pk_x"),
                columns: names(&["id", "b"]),
                ..PrimaryKeyConstraint::default()
            },
        ))],
        "bool" => vec![alter("b", |op| {
            op.type_ = Some(boolean());
            op.existing_type = Some(t(TypeClass::Integer));
        })],
        "add_bool" => vec![add(Column::new("x", boolean()), None, None)],
        "add_fk" => {
            let mut column = int("x");
            let mut key = ForeignKey::parse("o.id");
            key.name = ConstraintName::new("fkx");
            column.foreign_keys.push(key);
            vec![add(column, None, None)]
        }
        "noname" => vec![unique(ConstraintName::None, &["a"])],
        "simple_add" => vec![add(int("x"), None, None)],
        other => panic!("no case {other}"),
    }
}

fn sorted(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text
        .trim_end()
        .split('\n')
        .map(|line| line.trim_end_matches([' ', ',']).to_owned())
        .collect();
    lines.sort();
    lines
}

#[test]
fn batches_match_the_reference() {
    let mut failures = Vec::new();
    for block in include_str!("fixtures/batch.txt").split("#### ").skip(1) {
        let (head, expected) = block.split_once('\n').unwrap();
        let (name, case) = head.split_once(' ').unwrap();
        let dialect = dialect_by_name(name).unwrap();
        let options = CompileOptions::offline(dialect);
        let naming = NamingConvention::default();
        let ctx = Ctx::new(dialect, &options, &naming);
        let batch = Operation::Batch(Box::new(BatchOp {
            table: "t".into(),
            recreate: if name == "sqlite" {
                Recreate::Auto
            } else {
                Recreate::Always
            },
            copy_from: Some(Box::new(source())),
            ops: ops(case),
            ..BatchOp::default()
        }));
        let actual = match compile_operation(&ctx, &batch) {
            Ok(statements) => {
                let chunks: Vec<String> = statements
                    .iter()
                    .flat_map(|s| offline::chunks(&ctx, s))
                    .collect();
                chunks.join("\n\n")
            }
            Err(error) => format!("ERR {}: {}", error.class, error.message),
        };
        if sorted(expected) != sorted(&actual) {
            failures.push(format!(
                "== {head}\n-- expected\n{expected}\n-- actual\n{actual}"
            ));
        }
    }
    assert!(
        failures.is_empty(),
        "{} differ\n{}",
        failures.len(),
        failures.join("\n")
    );
}

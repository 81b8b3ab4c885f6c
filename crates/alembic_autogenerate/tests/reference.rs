//! Comparison and rendering against what the reference made of the same tables (`record.py`).
#![expect(clippy::expect_used, reason = "tests stop at what they do not expect")]

use std::collections::{BTreeMap, BTreeSet};

use alembic_autogenerate::{
    Callbacks, CompareInput, CompareOutcome, CompareServerDefault, Plugins, ReflectedSchema,
    RenderCallbacks, RenderOptions, as_diffs, compare, render,
};
use alembic_dialect::{CompileOptions, Ctx, dialect_by_name};
use alembic_schema::ops::UpgradeOps;
use alembic_schema::types::ArgValue;
use alembic_schema::{
    Autoincrement, CheckConstraint, Column, Constraint, ConstraintName, ConstraintOptions, Expr,
    ForeignKey, MetaData, Name, NamingConvention, PrimaryKeyConstraint, ServerDefault, SqlType,
    Table, TypeClass, UniqueConstraint,
};

struct NoCallbacks;

impl Callbacks for NoCallbacks {}
impl RenderCallbacks for NoCallbacks {}

fn with_args(class: TypeClass, args: &[(&str, i64)]) -> SqlType {
    let mut out = SqlType::new(class);
    for (name, value) in args {
        out.set_arg(name, ArgValue::Int(*value));
    }
    out
}

fn id() -> Column {
    Column::new("id", SqlType::new(TypeClass::Integer)).with_primary_key()
}

fn add(metadata: &mut MetaData, mut table: Table) {
    table
        .apply_naming_convention(&NamingConvention::default())
        .expect("names");
    metadata.add(table);
}

/// `case_change` of `record.py`.
fn changed_models() -> MetaData {
    let mut table = Table::new("item");
    table.attach_constraint(Constraint::Unique(UniqueConstraint {
        name: ConstraintName::new("uq_item"),
        columns: vec![Name::new("name"), Name::new("price")],
        ..UniqueConstraint::default()
    }));
    table.attach_column(id());
    let mut name =
        Column::new("name", with_args(TypeClass::String, &[("length", 50)])).with_nullable(false);
    name.index = Some(true);
    table.attach_column(name);
    let numeric = with_args(TypeClass::Numeric, &[("precision", 10), ("scale", 2)]);
    table.attach_column(
        Column::new("price", numeric).with_server_default(ServerDefault::Text("0".into())),
    );
    table.attach_column(
        Column::new("added", SqlType::new(TypeClass::DateTime)).with_server_default(
            ServerDefault::Expr(Box::new(Expr::function("now", Vec::new()))),
        ),
    );
    let mut out = MetaData::default();
    add(&mut out, table);
    out
}

/// `CHANGE` of `record.py`, as reflection gives it.
fn existing_item(is_postgresql: bool) -> Table {
    let mut table = Table::new("item");
    let columns = [
        ("id", SqlType::new(TypeClass::INTEGER), false),
        (
            "name",
            with_args(TypeClass::VARCHAR, &[("length", 20)]),
            true,
        ),
        (
            "price",
            with_args(TypeClass::NUMERIC, &[("precision", 10), ("scale", 2)]),
            true,
        ),
        ("gone", SqlType::new(TypeClass::INTEGER), true),
    ];
    for (name, type_, nullable) in columns {
        let mut column = Column::new(name, type_).with_nullable(nullable);
        if is_postgresql {
            column.autoincrement = Autoincrement::False;
        }
        table.columns.push(column);
    }
    table.primary_key = Some(PrimaryKeyConstraint {
        columns: vec![Name::new("id")],
        ..PrimaryKeyConstraint::default()
    });
    table
}

/// `case_create` of `record.py`.
fn created_models() -> MetaData {
    let mut out = MetaData::default();
    let mut owner = Table::new("owner");
    owner.attach_column(id());
    let mut tag = Column::new("tag", with_args(TypeClass::String, &[("length", 5)]));
    tag.unique = Some(true);
    owner.attach_column(tag);
    add(&mut out, owner);
    let mut pet = Table::new("pet");
    pet.attach_constraint(Constraint::Check(CheckConstraint {
        name: ConstraintName::new("ck_pet"),
        sqltext: Expr::text("id > 0"),
        type_bound: None,
        options: ConstraintOptions::default(),
    }));
    pet.attach_column(id());
    let mut owner_id = Column::new("owner_id", SqlType::new(TypeClass::Integer));
    let mut key = ForeignKey::parse("owner.id");
    key.foreign_key.ondelete = Some("CASCADE".into());
    owner_id.foreign_keys.push(key);
    owner_id.index = Some(true);
    pet.attach_column(owner_id);
    let kind = SqlType::enumeration(TypeClass::Enum, &["cat", "dog"], Some("kind"));
    pet.attach_column(Column::new("kind", kind));
    add(&mut out, pet);
    out
}

fn outcome(ctx: &Ctx<'_>, metadata: MetaData, tables: Vec<Table>) -> CompareOutcome {
    let database = [ReflectedSchema {
        schema: None,
        tables,
        serials: BTreeMap::new(),
    }];
    let input = CompareInput {
        ctx,
        database: &database,
        default_schema: None,
        metadata: &[metadata],
        version_table: "alembic_version",
        version_table_schema: None,
        compare_type: true,
        compare_server_default: CompareServerDefault::Off,
        plugins: Plugins::default(),
        comparators: None,
        built: None,
    };
    compare(&input, &NoCallbacks).expect("comparison")
}

#[test]
fn rendered_functions_are_those_of_the_reference() {
    let recorded: serde_json::Value =
        serde_json::from_str(include_str!("fixtures/reference.json")).expect("fixture");
    let recorded = recorded.as_object().expect("object");
    for (case, expected) in recorded {
        let is_postgresql = case.contains("postgresql");
        let name = if is_postgresql {
            "postgresql"
        } else {
            "sqlite"
        };
        let dialect = dialect_by_name(name).expect("dialect");
        let mut options = CompileOptions::online(dialect.features().paramstyle);
        options.double_percent = is_postgresql;
        let naming = NamingConvention::default();
        let ctx = Ctx::new(dialect, &options, &naming);
        let (metadata, tables) = if case.starts_with("change") {
            (changed_models(), vec![existing_item(is_postgresql)])
        } else {
            (created_models(), Vec::new())
        };
        let outcome = outcome(&ctx, metadata, tables);
        let upgrade: UpgradeOps = outcome.upgrade;
        let downgrade = upgrade.reverse().expect("reverse");
        assert!(!as_diffs(&upgrade.ops).is_empty(), "{case}");
        let render_options = RenderOptions {
            render_as_batch: case.ends_with("batch"),
            ..RenderOptions::default()
        };
        let rendered = render(
            &ctx,
            &render_options,
            &NoCallbacks,
            &[(upgrade, downgrade)],
            BTreeSet::new(),
        )
        .expect("rendering");
        for (ours, key) in rendered.functions.iter().zip(["upgrade", "downgrade"]) {
            let wanted = expected.get(key).and_then(serde_json::Value::as_str);
            assert_eq!(Some(ours.1.as_str()), wanted, "{case} {key}");
        }
    }
}

#[test]
fn log_lines_name_what_was_found() {
    let dialect = dialect_by_name("sqlite").expect("dialect");
    let options = CompileOptions::online(dialect.features().paramstyle);
    let naming = NamingConvention::default();
    let ctx = Ctx::new(dialect, &options, &naming);
    let outcome = outcome(&ctx, changed_models(), vec![existing_item(false)]);
    let lines: Vec<&str> = outcome
        .log
        .iter()
        .map(|line| line.message.as_str())
        .collect();
    assert_eq!(
        lines,
        [
            "Detected added column 'item.added'",
            "Detected NOT NULL on column 'item.name'",
            "Detected type change from VARCHAR(length=20) to String(length=50) on 'item.name'",
            "Detected added index 'ix_item_name' on '('name',)'",
            "Detected added unique constraint 'uq_item' on '('name', 'price')'",
            "Detected removed column 'item.gone'",
        ]
    );
}

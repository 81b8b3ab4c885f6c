//! The parts of a command, each on its own: `cargo bench -p alembic_runtime`.
//!
//! Where a whole command (`cargo xtask bench`) has become slower, this tells where. All work on 100 revisions,
//! 100 models or 100 tables; the database is SQLite in memory.
#![expect(
    clippy::expect_used,
    reason = "a benchmark stops at what it does not expect"
)]
#![allow(missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::rc::Rc;

use alembic_autogenerate::{
    Callbacks, CompareInput, CompareOutcome, CompareServerDefault, Plugins, ReflectedSchema,
    RenderCallbacks, RenderOptions, compare, render,
};
use alembic_config::DatabaseUrl;
use alembic_dialect::{CompileOptions, Ctx, compile_operation, dialect_by_name, sqlite};
use alembic_python::{Value, Vm, revision_header};
use alembic_schema::ops::{CreateTableOp, Operation};
use alembic_schema::{CatalogRows, MetaData, NamingConvention};
use alembic_script::{Revision, RevisionMap};
use alembic_source::{MemorySystem, SourceMap};
use divan::{Bencher, black_box};

const SIZE: usize = 100;

fn main() {
    divan::main();
}

#[divan::bench]
fn headers(bencher: Bencher<'_, '_>) {
    let texts: Vec<String> = (0..SIZE).map(revision_file).collect();
    bencher.bench(|| {
        for text in &texts {
            black_box(revision_header(text).expect("a header"));
        }
    });
}

#[divan::bench]
fn graph(bencher: Bencher<'_, '_>) {
    let revision = |number: usize| Revision {
        id: format!("r{number}"),
        down_revisions: number
            .checked_sub(1)
            .map(|down| format!("r{down}"))
            .into_iter()
            .collect(),
        ..Revision::default()
    };
    bencher
        .with_inputs(|| (0..SIZE).map(revision).collect::<Rc<[_]>>())
        .bench_values(|revisions| RevisionMap::new(revisions).map(|_| ()).expect("a graph"));
}

/// The evaluator's start is part of it.
#[divan::bench(sample_count = 30)]
fn models(bencher: Bencher<'_, '_>) {
    let text = models_file();
    bencher.bench(|| evaluate(&text));
}

#[divan::bench]
fn tables_of_models(bencher: Bencher<'_, '_>) {
    let (vm, metadata) = evaluate(&models_file());
    bencher.bench_local(|| {
        alembic_bindings::convert::metadata(&vm, &metadata)
            .map(|_| ())
            .expect("tables");
    });
}

#[divan::bench]
fn ddl(bencher: Bencher<'_, '_>) {
    let operations = create_operations(&metadata());
    let options = options();
    let naming = NamingConvention::default();
    let ctx = Ctx::new(
        dialect_by_name("sqlite").expect("a dialect"),
        &options,
        &naming,
    );
    bencher.bench_local(|| statements(&ctx, &operations).len());
}

#[divan::bench]
fn reflection(bencher: Bencher<'_, '_>) {
    let rows = catalogue();
    bencher.bench_local(|| sqlite::reflect::tables_from_rows(None, &rows));
}

#[divan::bench]
fn comparison(bencher: Bencher<'_, '_>) {
    let models = [metadata()];
    let tables = sqlite::reflect::tables_from_rows(None, &catalogue()).tables;
    let database = [ReflectedSchema {
        schema: None,
        tables,
        serials: BTreeMap::new(),
    }];
    let outcome = compared(&models, &database);
    assert!(outcome.upgrade.ops.is_empty(), "{:?}", outcome.upgrade.ops);
    bencher.bench_local(|| compared(&models, &database));
}

#[divan::bench]
fn rendering(bencher: Bencher<'_, '_>) {
    let upgrade = compared(&[metadata()], &[]).upgrade;
    let downgrade = upgrade.reverse().expect("a downgrade");
    let options = options();
    let naming = NamingConvention::default();
    let ctx = Ctx::new(
        dialect_by_name("sqlite").expect("a dialect"),
        &options,
        &naming,
    );
    let scripts = [(upgrade, downgrade)];
    bencher.bench_local(|| {
        let options = RenderOptions::default();
        render(&ctx, &options, &Nobody, &scripts, BTreeSet::new()).expect("a text")
    });
}

struct Nobody;

impl Callbacks for Nobody {}
impl RenderCallbacks for Nobody {}

fn options() -> CompileOptions {
    let dialect = dialect_by_name("sqlite").expect("a dialect");
    CompileOptions::online(dialect.features().paramstyle)
}

fn compared(models: &[MetaData], database: &[ReflectedSchema]) -> CompareOutcome {
    let options = options();
    let naming = NamingConvention::default();
    let ctx = Ctx::new(
        dialect_by_name("sqlite").expect("a dialect"),
        &options,
        &naming,
    );
    let input = CompareInput {
        ctx: &ctx,
        database,
        default_schema: None,
        metadata: models,
        version_table: "alembic_version",
        version_table_schema: None,
        compare_type: true,
        compare_server_default: CompareServerDefault::Off,
        plugins: Plugins::default(),
        comparators: None,
        built: None,
    };
    compare(&input, &Nobody).expect("a comparison")
}

fn metadata() -> MetaData {
    let (vm, metadata) = evaluate(&models_file());
    alembic_bindings::convert::metadata(&vm, &metadata).expect("tables")
}

fn create_operations(metadata: &MetaData) -> Vec<Operation> {
    let create = |table: &alembic_schema::Table| {
        Operation::CreateTable(Box::new(CreateTableOp {
            table: table.clone(),
            if_not_exists: None,
            apply_naming: false,
            span: table.span,
        }))
    };
    let sorted = metadata.sorted_tables();
    sorted.tables.into_iter().map(create).collect()
}

fn statements(ctx: &Ctx<'_>, operations: &[Operation]) -> Vec<String> {
    let compile = |operation| compile_operation(ctx, operation).expect("statements");
    let statements = operations.iter().flat_map(compile);
    statements.map(|statement| statement.sql).collect()
}

/// The rows of the catalogue of a database with the models' tables.
fn catalogue() -> Vec<CatalogRows> {
    let url = DatabaseUrl::parse("sqlite://").expect("a URL");
    let mut connection = alembic_drivers::connect(&url).expect("a connection");
    let options = options();
    let naming = NamingConvention::default();
    let ctx = Ctx::new(
        dialect_by_name("sqlite").expect("a dialect"),
        &options,
        &naming,
    );
    for sql in statements(&ctx, &create_operations(&metadata())) {
        connection.run(&sql).expect("a table");
    }
    let queries = sqlite::reflect::catalogue_queries(None);
    let queries: Vec<String> = queries.into_iter().map(|query| query.sql).collect();
    connection.query_catalog(&queries).expect("rows")
}

/// Runs the models; their `Base.metadata`.
fn evaluate(text: &str) -> (Rc<Vm>, Value) {
    let system = MemorySystem::default();
    system.add_file("/models.py", text);
    let vm = Vm::new(Rc::new(system), Rc::new(SourceMap::default()));
    alembic_bindings::install(&vm);
    let module = vm
        .run_file(Path::new("/models.py"), "models")
        .expect("the models");
    let base = module.get("Base").expect("a base");
    let metadata = vm.getattr(&base, "metadata").expect("the metadata");
    (vm, metadata)
}

fn models_file() -> String {
    let mut text = String::from(
        "from sqlalchemy import ForeignKey, String\nfrom sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n\n\nclass Base(DeclarativeBase):\n    pass\n",
    );
    for number in 0..SIZE {
        text.push_str(&format!(
            "\n\nclass Model{number}(Base):\n    __tablename__ = 'table_{number}'\n    id: Mapped[int] = mapped_column(primary_key=True)\n    \
             name: Mapped[str] = mapped_column(String(50), index=True)\n    amount: Mapped[int | None]\n    \
             parent_id: Mapped[int | None] = mapped_column(ForeignKey('table_{}.id'))\n",
            number / 2
        ));
    }
    text
}

fn revision_file(number: usize) -> String {
    format!(
        "\"\"\"table {number}\n\nRevision ID: r{number}\n\n\"\"\"\nfrom typing import Sequence, Union\n\nfrom alembic import op\nimport sqlalchemy as sa\n\n\n\
         revision: str = 'r{number}'\ndown_revision: Union[str, Sequence[str], None] = None\nbranch_labels = None\ndepends_on = None\n\n\n\
         def upgrade() -> None:\n    op.create_table(\n        'table_{number}',\n        sa.Column('id', sa.Integer(), nullable=False),\n        \
         sa.Column('name', sa.String(length=50), nullable=False),\n        sa.PrimaryKeyConstraint('id', name=op.f('pk_table_{number}')),\n    )\n\n\n\
         def downgrade() -> None:\n    op.drop_table('table_{number}')\n"
    )
}

//! A comparison on all processors gives what one in sequence gives, in the same order.
#![expect(clippy::expect_used, reason = "tests stop at what they do not expect")]

use std::cell::RefCell;
use std::collections::BTreeMap;

use alembic_autogenerate::{
    Callbacks, CompareInput, CompareOutcome, CompareServerDefault, Plugins, ReflectedSchema,
    Result, compare,
};
use alembic_dialect::{CompileOptions, Ctx, dialect_by_name};
use alembic_schema::{
    Column, Expr, Index, IndexElement, MetaData, Name, NamingConvention, ServerDefault, SqlType,
    Table, TypeClass,
};

const N_TABLES: usize = 400;

/// Answers for the server, on the thread of the project only.
struct Project {
    /// A project with functions is compared in sequence.
    has_functions: bool,
    asked: RefCell<Vec<String>>,
}

impl Callbacks for Project {
    fn has_functions(&self) -> bool {
        self.has_functions
    }

    fn defaults_equal_on_server(&self, sql: &str) -> Result<bool> {
        self.asked.borrow_mut().push(sql.to_owned());
        Ok(self.asked.borrow().len().is_multiple_of(2))
    }
}

/// Table number `n`; every third has an index more in the models, every fifth a default that only the server can compare.
fn table(n: usize, is_model: bool) -> Table {
    let mut table = Table::new(format!("table_{n:03}"));
    let integer = || SqlType::new(TypeClass::Integer);
    table.attach_column(Column::new("id", integer()).with_primary_key());
    let mut amount = Column::new("amount", integer());
    if n.is_multiple_of(5) {
        let text = if is_model { "1 + 1" } else { "2" };
        amount = amount.with_server_default(ServerDefault::Expr(Box::new(Expr::text(text))));
    }
    table.attach_column(amount);
    if is_model && n.is_multiple_of(7) {
        table.attach_column(Column::new("added", integer()));
    }
    if is_model && n.is_multiple_of(3) {
        table.indexes.push(Index {
            name: alembic_schema::ConstraintName::new(format!("ix_{n}")),
            elements: vec![IndexElement::Column(Name::new("amount"))],
            ..Index::default()
        });
    }
    table
}

fn outcome(project: &Project) -> CompareOutcome {
    let dialect = dialect_by_name("postgresql").expect("dialect");
    let options = CompileOptions::online(dialect.features().paramstyle);
    let naming = NamingConvention::default();
    let ctx = Ctx::new(dialect, &options, &naming);
    let mut metadata = MetaData::default();
    for n in 0..N_TABLES {
        metadata.add(table(n, true));
    }
    let database = [ReflectedSchema {
        schema: None,
        tables: (0..N_TABLES).map(|n| table(n, false)).collect(),
        serials: BTreeMap::new(),
    }];
    let input = CompareInput {
        ctx: &ctx,
        database: &database,
        default_schema: Some("public"),
        metadata: &[metadata],
        version_table: "alembic_version",
        version_table_schema: None,
        compare_type: true,
        compare_server_default: CompareServerDefault::On,
        plugins: Plugins::default(),
        comparators: None,
        built: None,
    };
    compare(&input, project).expect("comparison")
}

#[test]
fn the_outcome_is_the_same_in_sequence() {
    let run = |has_functions| {
        let project = Project {
            has_functions,
            asked: RefCell::default(),
        };
        let outcome = outcome(&project);
        (outcome, project.asked.into_inner())
    };
    let (together, asked) = run(false);
    let (in_sequence, asked_in_sequence) = run(true);
    assert_eq!(asked.len(), N_TABLES / 5);
    assert_eq!(asked, asked_in_sequence);
    assert!(together.upgrade.ops.len() > N_TABLES / 3);
    assert_eq!(together.upgrade, in_sequence.upgrade);
    assert_eq!(together.log, in_sequence.log);
}

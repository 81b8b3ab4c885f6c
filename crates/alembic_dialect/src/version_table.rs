//! Statements on the version table. Mirrors `MigrationContext._version` and `HeadMaintainer`.

use alembic_schema::expr::{
    BinaryOp, Delete, Expr, FromItem, Insert, InsertSource, Query, Select, SqlStatement, TableRef,
    Update,
};
use alembic_schema::{
    Column, ConstraintName, Name, PrimaryKeyConstraint, SqlType, SqlValue, Table, TypeClass,
};

use crate::context::{Ctx, Statement};
use crate::error::Result;

/// The version table's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionTable {
    /// `version_table`.
    pub name: Name,
    /// `version_table_schema`.
    pub schema: Option<Name>,
    /// `version_table_pk`.
    pub primary_key: bool,
}

impl Default for VersionTable {
    fn default() -> Self {
        Self {
            name: Name::new("alembic_version"),
            schema: None,
            primary_key: true,
        }
    }
}

impl VersionTable {
    /// The table (`version_table_impl`).
    pub fn table(&self) -> Table {
        let mut table = Table::new(self.name.clone());
        table.schema.clone_from(&self.schema);
        let type_ = SqlType::with_length(TypeClass::String, 32);
        table.attach_column(Column::new("version_num", type_).with_nullable(false));
        if self.primary_key {
            table.attach_constraint(alembic_schema::Constraint::PrimaryKey(
                PrimaryKeyConstraint {
                    name: ConstraintName::new(format!("{}_pkc", self.name.text)),
                    columns: vec![Name::new("version_num")],
                    ..PrimaryKeyConstraint::default()
                },
            ));
        }
        table
    }

    fn table_ref(&self) -> TableRef {
        TableRef {
            schema: self.schema.clone(),
            ..TableRef::new(self.name.clone())
        }
    }

    fn column(&self) -> Expr {
        Expr::table_column(
            self.table_ref(),
            "version_num",
            SqlType::with_length(TypeClass::String, 32),
        )
    }

    fn columns() -> Vec<(Name, SqlType)> {
        vec![(
            Name::new("version_num"),
            SqlType::with_length(TypeClass::String, 32),
        )]
    }

    fn literal(revision: &str) -> Expr {
        Expr::inline_literal(
            SqlValue::from(revision),
            Some(SqlType::new(TypeClass::String)),
        )
    }

    fn is(&self, revision: &str) -> Expr {
        Expr::binary(self.column(), BinaryOp::Eq, Self::literal(revision))
    }

    /// `CREATE TABLE alembic_version`.
    ///
    /// # Errors
    /// If the dialect cannot express it.
    pub fn create(&self, ctx: &Ctx<'_>) -> Result<Statement> {
        crate::default::ddl::create_table(ctx, &self.table(), false).map(Statement::ddl)
    }

    /// `DROP TABLE alembic_version` (Alembic never emits it).
    pub fn drop(&self, ctx: &Ctx<'_>) -> Statement {
        Statement::ddl(crate::ddl::drop_table(
            ctx,
            &self.name,
            self.schema.as_ref(),
            false,
        ))
    }

    /// `SELECT version_num`.
    ///
    /// # Errors
    /// If the dialect cannot express it.
    pub fn select(&self, ctx: &Ctx<'_>) -> Result<Statement> {
        let select = Select {
            columns: vec![self.column()],
            froms: vec![FromItem::Table {
                table: self.table_ref(),
                columns: Vec::new(),
            }],
            ..Select::default()
        };
        crate::sql::compile_statement(
            ctx,
            &SqlStatement::Query(Box::new(Query::Select(Box::new(select)))),
        )
    }

    /// `_insert_version`.
    ///
    /// # Errors
    /// If the dialect cannot express it.
    pub fn insert(&self, ctx: &Ctx<'_>, revision: &str) -> Result<Statement> {
        let implicit_returning = if self.primary_key {
            vec![Name::new("version_num")]
        } else {
            Vec::new()
        };
        let insert = Insert {
            table: self.table_ref(),
            columns: Self::columns(),
            source: InsertSource::Values(vec![(Name::new("version_num"), Self::literal(revision))]),
            returning: Vec::new(),
            on_conflict: None,
            on_duplicate_key: None,
            prefixes: Vec::new(),
            hints: Vec::new(),
            ctes: Vec::new(),
            implicit_returning,
        };
        crate::sql::compile_statement(ctx, &SqlStatement::Insert(Box::new(insert)))
    }

    /// `_update_version`.
    ///
    /// # Errors
    /// If the dialect cannot express it.
    pub fn update(&self, ctx: &Ctx<'_>, from: &str, to: &str) -> Result<Statement> {
        let update = Update {
            table: self.table_ref(),
            columns: Self::columns(),
            values: vec![(Name::new("version_num"), Self::literal(to))],
            ordered: false,
            where_: vec![self.is(from)],
            returning: Vec::new(),
            prefixes: Vec::new(),
            hints: Vec::new(),
            ctes: Vec::new(),
        };
        crate::sql::compile_statement(ctx, &SqlStatement::Update(Box::new(update)))
    }

    /// [`VersionTable::update`] for the many revisions of a run.
    ///
    /// # Errors
    /// If the dialect cannot express it.
    pub fn updates(&self, ctx: &Ctx<'_>) -> Result<VersionUpdates> {
        // Letters that no dialect escapes and no name of a table has.
        const FROM: &str = "\u{1}from\u{1}";
        const TO: &str = "\u{1}to\u{1}";
        let statement = self.update(ctx, FROM, TO)?;
        let parts = statement.sql.split_once(TO).and_then(|(before, rest)| {
            let (between, after) = rest.split_once(FROM)?;
            Some([before.into(), between.into(), after.into()])
        });
        Ok(VersionUpdates { statement, parts })
    }

    /// `_delete_version`.
    ///
    /// # Errors
    /// If the dialect cannot express it.
    pub fn delete(&self, ctx: &Ctx<'_>, revision: &str) -> Result<Statement> {
        let delete = Delete {
            table: self.table_ref(),
            where_: vec![self.is(revision)],
            returning: Vec::new(),
            prefixes: Vec::new(),
            hints: Vec::new(),
            ctes: Vec::new(),
        };
        crate::sql::compile_statement(ctx, &SqlStatement::Delete(Box::new(delete)))
    }
}

/// `_update_version`, compiled once for all revisions.
#[derive(Debug)]
pub struct VersionUpdates {
    statement: Statement,
    /// What stands before the new revision, between both and after the old one.
    parts: Option<[String; 3]>,
}

impl VersionUpdates {
    /// The statement for two revisions; `None` if one of them has to be escaped.
    pub fn statement(&self, from: &str, to: &str) -> Option<Statement> {
        let is_plain = |id: &str| {
            id.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
        };
        let [before, between, after] = self.parts.as_ref()?;
        (is_plain(from) && is_plain(to)).then(|| Statement {
            sql: [before, to, between, from, after].concat(),
            ..self.statement.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    use alembic_schema::naming::NamingConvention;

    use super::*;
    use crate::context::CompileOptions;

    #[test]
    fn updates_are_those_of_each_revision() {
        let table = VersionTable {
            schema: Some(Name::new("Other")),
            ..VersionTable::default()
        };
        let convention = NamingConvention::default();
        for name in ["sqlite", "postgresql", "mysql", "mssql", "oracle"] {
            let dialect = crate::dialect_by_name(name).unwrap();
            let options = CompileOptions::offline(dialect);
            let ctx = Ctx::new(dialect, &options, &convention);
            let updates = table.updates(&ctx).unwrap();
            for (from, to) in [("a1b2", "c3d4"), ("main_1.2-x", "0")] {
                let expected = table.update(&ctx, from, to).unwrap();
                assert_eq!(updates.statement(from, to), Some(expected));
            }
            assert_eq!(updates.statement("it's", "b"), None);
        }
    }
}

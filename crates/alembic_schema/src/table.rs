//! Tables and metadata. Mirrors `sqlalchemy.schema.Table` and `MetaData`.

use indexmap::IndexMap;
use smol_str::SmolStr;

use crate::column::Column;
use crate::constraint::{
    CheckConstraint, Constraint, ConstraintOptions, ForeignKeyConstraint, PrimaryKeyConstraint,
    UniqueConstraint,
};
use crate::expr::{BinaryOp, Expr};
use crate::index::{Index, IndexElement};
use crate::name::{ConstraintName, DeclaredAt, Name};
use crate::naming::NamingConvention;
use crate::options::DialectOptions;
use crate::sort::SortedTables;
use crate::types::{ArgValue, TypeClass};
use crate::value::SqlValue;

/// Schema and name of a table.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct TableKey {
    /// Schema.
    pub schema: Option<SmolStr>,
    /// Name.
    pub name: SmolStr,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Name.
    pub name: Name,
    /// Schema.
    pub schema: Option<Name>,
    /// Columns in order.
    pub columns: Vec<Column>,
    /// The primary key, if there is one.
    pub primary_key: Option<PrimaryKeyConstraint>,
    /// The other constraints in the order of their creation (`_sorted_constraints`): those given to the
    /// constructor first, then those that columns brought (FK, UNIQUE, type-bound CHECK), column by column.
    pub constraints: Vec<Constraint>,
    /// Indexes in order of creation.
    pub indexes: Vec<Index>,
    /// `comment=`.
    pub comment: Option<String>,
    /// `prefixes=`.
    pub prefixes: Vec<String>,
    /// True if `info=` was given.
    pub has_info: bool,
    /// `info={"renamed_from": ...}`: its name before.
    pub renamed_from: Option<Box<str>>,
    /// Dialect options.
    pub dialect_options: DialectOptions,
    /// Where it was written.
    pub span: DeclaredAt,
}

impl Table {
    /// An empty table.
    pub fn new(name: impl Into<Name>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// Schema and name.
    pub fn key(&self) -> TableKey {
        TableKey {
            schema: self.schema.as_ref().map(|schema| schema.text.clone()),
            name: self.name.text.clone(),
        }
    }

    /// The column with this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name.as_str() == name)
    }

    /// The foreign keys.
    pub fn foreign_keys(&self) -> impl Iterator<Item = &ForeignKeyConstraint> {
        self.constraints
            .iter()
            .filter_map(|constraint| match constraint {
                Constraint::ForeignKey(key) => Some(key),
                Constraint::PrimaryKey(_)
                | Constraint::Unique(_)
                | Constraint::Check(_)
                | Constraint::Exclude(_) => None,
            })
    }

    /// The UNIQUE constraints.
    pub fn unique_constraints(&self) -> impl Iterator<Item = &UniqueConstraint> {
        self.constraints
            .iter()
            .filter_map(|constraint| match constraint {
                Constraint::Unique(unique) => Some(unique),
                Constraint::PrimaryKey(_)
                | Constraint::ForeignKey(_)
                | Constraint::Check(_)
                | Constraint::Exclude(_) => None,
            })
    }

    /// The CHECK constraints of the table; those that were given to a column stand there.
    pub fn checks(&self) -> impl Iterator<Item = &CheckConstraint> {
        self.constraints
            .iter()
            .filter_map(|constraint| match constraint {
                Constraint::Check(check) => Some(check),
                Constraint::PrimaryKey(_)
                | Constraint::ForeignKey(_)
                | Constraint::Unique(_)
                | Constraint::Exclude(_) => None,
            })
    }

    /// The CHECK constraints of the table and of its columns.
    pub fn declared_checks(&self) -> impl Iterator<Item = &CheckConstraint> {
        self.checks()
            .chain(self.columns.iter().flat_map(|column| &column.checks))
    }

    /// The foreign keys that a column is part of.
    pub fn foreign_keys_of<'a>(
        &'a self,
        column: &'a Name,
    ) -> impl Iterator<Item = &'a ForeignKeyConstraint> {
        self.foreign_keys()
            .filter(move |key| key.columns.contains(column))
    }

    /// Appends a column and what it brings: FK and UNIQUE constraints, index, type-bound CHECK, primary key.
    ///
    /// Mirrors `Column._set_parent` and `SchemaType._set_table`. Give the constraints of the constructor first
    /// (they were created before the table).
    pub fn attach_column(&mut self, mut column: Column) {
        let name = column.name.clone();
        if let Some(schema) = &self.schema
            && column.type_.is_a(TypeClass::Enum)
            && column.type_.flag("inherit_schema")
        {
            let schema = ArgValue::Str(schema.text.to_string());
            column.type_.set_arg("schema", schema);
        }
        if column.primary_key {
            let key = self
                .primary_key
                .get_or_insert_with(|| PrimaryKeyConstraint {
                    implicit: true,
                    ..PrimaryKeyConstraint::default()
                });
            if key.implicit && !key.columns.contains(&name) {
                key.columns.push(name.clone());
            }
        } else if let Some(key) = &self.primary_key
            && key.columns.iter().any(|c| c.as_str() == name.as_str())
        {
            column.primary_key = true;
            if !column.nullable_explicit {
                column.nullable = false;
            }
        }
        let is_unique = column.unique == Some(true);
        if column.index == Some(true) {
            self.indexes.push(Index {
                elements: vec![IndexElement::Column(name.clone())],
                unique: is_unique,
                column_flag: true,
                span: column.span,
                ..Index::default()
            });
        } else if is_unique {
            self.constraints.push(Constraint::Unique(UniqueConstraint {
                columns: vec![name.clone()],
                column_flag: true,
                options: ConstraintOptions {
                    span: column.span,
                    ..ConstraintOptions::default()
                },
                ..UniqueConstraint::default()
            }));
        }
        if let Some(check) = type_bound_check(&column) {
            self.constraints.push(Constraint::Check(check));
        }
        for foreign_key in column.foreign_keys.clone() {
            self.constraints
                .push(Constraint::ForeignKey(foreign_key.into_constraint(&name)));
        }
        self.columns.push(column);
    }

    /// Appends a constraint; a primary key marks its columns.
    pub fn attach_constraint(&mut self, constraint: Constraint) {
        match constraint {
            Constraint::PrimaryKey(key) => {
                for column in &mut self.columns {
                    let is_member = key
                        .columns
                        .iter()
                        .any(|c| c.as_str() == column.name.as_str());
                    column.primary_key = is_member;
                    if is_member && !column.nullable_explicit {
                        column.nullable = false;
                    }
                }
                self.primary_key = Some(key);
            }
            other => self.constraints.push(other),
        }
    }

    /// Gives back what its lists have reserved for more: a schema has thousands of tables.
    pub fn shrink_to_fit(&mut self) {
        self.columns.shrink_to_fit();
        for column in &mut self.columns {
            column.type_.args.shrink_to_fit();
            column.foreign_keys.shrink_to_fit();
        }
        if let Some(key) = &mut self.primary_key {
            key.columns.shrink_to_fit();
        }
        self.constraints.shrink_to_fit();
        for constraint in &mut self.constraints {
            if let Constraint::ForeignKey(key) = constraint {
                key.columns.shrink_to_fit();
                key.referred_columns.shrink_to_fit();
            }
        }
        self.indexes.shrink_to_fit();
        for index in &mut self.indexes {
            index.elements.shrink_to_fit();
        }
    }

    /// Gives every unnamed constraint and index its name by the convention.
    ///
    /// # Errors
    /// See [`crate::naming::NamingError`].
    pub fn apply_naming_convention(
        &mut self,
        convention: &NamingConvention,
    ) -> Result<(), crate::naming::NamingError> {
        crate::naming::apply_to_table(self, convention)
    }

    /// `Table._autoincrement_column`: the column that generates its values, if any.
    pub fn autoincrement_column(&self) -> Option<&Column> {
        use crate::column::Autoincrement;

        let key = self.primary_key.as_ref()?;
        let members: Vec<&Column> = key
            .columns
            .iter()
            .filter_map(|name| self.column(name.as_str()))
            .collect();
        let is_plain = |column: &Column, explicit: bool| {
            column.is_integer()
                && (explicit || (column.server_default.is_none() && self.may_autoincrement(column)))
        };
        if let [only] = members.as_slice() {
            return match only.autoincrement {
                Autoincrement::True => is_plain(only, true).then_some(*only),
                Autoincrement::Auto | Autoincrement::IgnoreFk => {
                    is_plain(only, false).then_some(*only)
                }
                Autoincrement::False => None,
            };
        }
        members
            .into_iter()
            .find(|column| column.autoincrement == Autoincrement::True && is_plain(column, true))
    }

    fn may_autoincrement(&self, column: &Column) -> bool {
        use crate::column::{Autoincrement, ColumnDefault};

        let has_foreign_key = self.constraints.iter().any(|constraint| match constraint {
            Constraint::ForeignKey(key) => key
                .columns
                .iter()
                .any(|c| c.as_str() == column.name.as_str()),
            Constraint::PrimaryKey(_)
            | Constraint::Unique(_)
            | Constraint::Check(_)
            | Constraint::Exclude(_) => false,
        });
        let has_default = match &column.default {
            None | Some(ColumnDefault::Sequence(_)) => false,
            Some(ColumnDefault::Value(_) | ColumnDefault::Expr(_) | ColumnDefault::Callable) => {
                true
            }
        };
        (!has_foreign_key || column.autoincrement == Autoincrement::IgnoreFk) && !has_default
    }
}

/// The CHECK that a Boolean or Enum type with `create_constraint=True` adds to its table.
///
/// Whether it is rendered depends on the dialect (native boolean, native enum).
pub fn type_bound_check(column: &Column) -> Option<CheckConstraint> {
    let type_ = schema_type(&column.type_)?;
    if !type_.flag("create_constraint") {
        return None;
    }
    let values: Vec<Expr> = if type_.is_a(TypeClass::Boolean) {
        vec![
            Expr::inline_literal(SqlValue::Int(0), None),
            Expr::inline_literal(SqlValue::Int(1), None),
        ]
    } else if type_.is_a(TypeClass::Enum) {
        type_
            .labels()
            .into_iter()
            .map(|label| Expr::inline_literal(SqlValue::from(label), None))
            .collect()
    } else {
        return None;
    };
    let name = match (type_.str("name"), type_.arg("name")) {
        (Some(name), Some(ArgValue::Conv(_))) => ConstraintName::Conv(name.into()),
        (Some(name), _) => ConstraintName::new(name),
        (None, _) => ConstraintName::NoneDeferred,
    };
    Some(CheckConstraint {
        name,
        sqltext: Expr::binary(
            Expr::column(column.name.clone(), column.type_.clone()),
            BinaryOp::In,
            Expr::Tuple(values),
        ),
        type_bound: Some(column.name.clone()),
        options: ConstraintOptions::default(),
    })
}

/// The Boolean or Enum behind a type, through decorators.
fn schema_type(type_: &crate::types::SqlType) -> Option<&crate::types::SqlType> {
    if let Some(user) = &type_.user {
        return user
            .impls
            .iter()
            .find(|(dialect, _)| dialect.is_none())
            .and_then(|(_, inner)| schema_type(inner));
    }
    (type_.is_a(TypeClass::Boolean) || type_.is_a(TypeClass::Enum)).then_some(type_)
}

/// A collection of tables. Mirrors `sqlalchemy.schema.MetaData`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MetaData {
    /// `schema=`.
    pub schema: Option<Name>,
    /// `naming_convention=`.
    pub naming_convention: NamingConvention,
    /// Tables in order of declaration.
    pub tables: IndexMap<TableKey, Table>,
    /// Sequences.
    pub sequences: Vec<crate::column::Sequence>,
    /// True if `info=` was given.
    pub has_info: bool,
}

impl MetaData {
    /// Gives indexes that the naming convention leaves without a name the one of SQLAlchemy's default convention, as the
    /// functions of `op` do. A database has no index without a name.
    pub fn name_indexes(&mut self) {
        let default = NamingConvention::default();
        for table in self.tables.values_mut() {
            let is_unnamed = |index: &Index| matches!(index.name, ConstraintName::None);
            if !table.indexes.iter().any(is_unnamed) {
                continue;
            }
            let columns: Vec<_> = table
                .columns
                .iter()
                .map(|column| (column.name.text.clone(), SmolStr::new(column.key())))
                .collect();
            for index in table.indexes.iter_mut().filter(|index| is_unnamed(index)) {
                let schema = table.schema.as_ref();
                let found =
                    crate::naming::index_name(index, &columns, &table.name, schema, &default);
                if let Ok(Some(name)) = found {
                    index.name = name;
                }
            }
        }
    }

    /// Adds or replaces a table.
    pub fn add(&mut self, table: Table) {
        self.tables.insert(table.key(), table);
    }

    /// Tables, referred ones before referring ones, ties by schema-qualified name.
    ///
    /// Mirrors `MetaData.sorted_tables`: `use_alter`, self references and the foreign keys of tables in a cycle
    /// are ignored.
    pub fn sorted_tables(&self) -> SortedTables<'_> {
        crate::sort::sorted_tables(self)
    }
}

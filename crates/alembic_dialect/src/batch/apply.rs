//! The copy itself. Mirrors `ApplyBatchImpl`.

use alembic_schema::expr::{
    BinaryOp, Expr, FromItem, Insert, InsertSource, Query, Select, SqlStatement, TableRef,
};
use alembic_schema::naming::constraint_name;
use alembic_schema::ops::{
    AddColumnOp, AlterColumnOp, AlterDefault, BatchOp, Change, DropColumnOp, Operation,
};
use alembic_schema::{
    Autoincrement, Column, ColumnDefault, Constraint, ConstraintName, Index, IndexElement, Name,
    NamingConvention, OptionValue, SqlType, Table, TypeClass, type_bound_check,
};
use smol_str::SmolStr;

use super::{BatchPlan, order};
use crate::context::{Ctx, Statement, StatementKind};
use crate::default::ddl::should_create;
use crate::error::{CompileError, Result};
use crate::operations::{create_table, dropped_name, table_of};

/// One column of the new table under its old name (`key`).
struct Entry {
    key: SmolStr,
    column: Column,
    /// What is selected from the old table; `None` for a new column.
    transfer: Option<Expr>,
    /// False once the type's own CHECK is handled apart (`_create_events = False`).
    type_check: bool,
}

struct Batch<'b, 'a> {
    ctx: &'b Ctx<'a>,
    op: &'b BatchOp,
    source: &'b Table,
    entries: Vec<Entry>,
    named: Vec<Constraint>,
    unnamed: Vec<Constraint>,
    /// Names of column-level CHECKs of a `copy_from` table.
    column_checks: Vec<(SmolStr, SmolStr)>,
    indexes: Vec<Index>,
    new_indexes: Vec<Index>,
    existing_order: Vec<SmolStr>,
    add_order: Vec<(SmolStr, SmolStr)>,
}

pub(crate) fn recreate(
    ctx: &Ctx<'_>,
    op: &BatchOp,
    source: &Table,
    is_reflected: bool,
) -> Result<BatchPlan> {
    let mut named_source = source.clone();
    if is_reflected && let Some(convention) = &op.naming_convention {
        mark_final(&mut named_source);
        named_source.apply_naming_convention(convention)?;
    }
    for column in &op.reflect_columns {
        match named_source
            .columns
            .iter_mut()
            .find(|own| own.name.text == column.name.text)
        {
            Some(slot) => {
                let is_key = slot.primary_key;
                *slot = column.clone();
                slot.primary_key |= is_key;
            }
            None => named_source.columns.push(column.clone()),
        }
    }
    let mut batch = Batch::new(ctx, op, &named_source, is_reflected);
    let mut before = Vec::new();
    for operation in &op.ops {
        batch.apply(operation, &mut before)?;
    }
    batch.finish(before)
}

/// Alembic makes a `DefaultClause` of whatever is the new default.
fn no_default(class: &str) -> CompileError {
    CompileError::argument(format!(
        "Argument 'arg' is expected to be one of type '<class 'str'>' or '<class 'sqlalchemy.sql.elements.ClauseElement'>' or '<class 'sqlalchemy.sql.elements.TextClause'>', got '<class 'sqlalchemy.sql.schema.{class}'>'"
    ))
}

/// `_conv_constraint_names`: what the database reported is final.
fn mark_final(table: &mut Table) {
    let finish = |name: &mut ConstraintName| {
        if let ConstraintName::Name(given) = name {
            *name = ConstraintName::Conv(given.text.clone());
        }
    };
    if let Some(key) = &mut table.primary_key {
        finish(&mut key.name);
    }
    for constraint in &mut table.constraints {
        finish(constraint.name_mut());
    }
    for index in &mut table.indexes {
        finish(&mut index.name);
    }
}

impl<'b, 'a> Batch<'b, 'a> {
    fn new(ctx: &'b Ctx<'a>, op: &'b BatchOp, source: &'b Table, is_reflected: bool) -> Self {
        let table_ref = TableRef {
            schema: source.schema.clone(),
            ..TableRef::new(source.name.clone())
        };
        let entries: Vec<Entry> = source
            .columns
            .iter()
            .map(|column| {
                let mut copy = column.clone();
                copy.unique = None;
                copy.index = None;
                copy.foreign_keys.clear();
                Entry {
                    key: column.name.text.clone(),
                    transfer: Some(Expr::table_column(
                        table_ref.clone(),
                        column.name.clone(),
                        column.type_.clone(),
                    )),
                    column: copy,
                    type_check: true,
                }
            })
            .collect();
        let mut batch = Self {
            ctx,
            op,
            source,
            existing_order: entries.iter().map(|entry| entry.key.clone()).collect(),
            entries,
            named: Vec::new(),
            unnamed: Vec::new(),
            column_checks: Vec::new(),
            indexes: source.indexes.clone(),
            new_indexes: Vec::new(),
            add_order: Vec::new(),
        };
        batch.grab_constraints(is_reflected);
        batch
    }

    fn grab_constraints(&mut self, is_reflected: bool) {
        let restated = self
            .op
            .table_constraints
            .iter()
            .any(|constraint| matches!(constraint, Constraint::Check(_)));
        let key = self.source.primary_key.clone().map(Constraint::PrimaryKey);
        for constraint in key
            .into_iter()
            .chain(self.source.constraints.iter().cloned())
        {
            if let Constraint::Check(check) = &constraint {
                if check.type_bound.is_some() {
                    continue;
                }
                if is_reflected && check.name.as_str().is_none() {
                    if !restated {
                        self.ctx.warn(format!(
                            "Unnamed CHECK constraint on reflected table '{}' is being omitted from the table recreate; pass the constraint explicitly using batch_alter_table.table_args.  Naming CHECK constraints avoids this going forward.",
                            self.source.name.text
                        ));
                    }
                    continue;
                }
            }
            self.keep(constraint);
        }
        if !is_reflected {
            for column in &self.source.columns {
                for check in &column.checks {
                    if let Some(name) = check.name.as_str() {
                        self.column_checks
                            .push((SmolStr::new(name), column.name.text.clone()));
                    }
                }
            }
        }
    }

    fn keep(&mut self, constraint: Constraint) {
        let Some(name) = constraint.name().as_str() else {
            self.unnamed.push(constraint);
            return;
        };
        let known = self
            .named
            .iter_mut()
            .find(|own| own.name().as_str() == Some(name));
        match known {
            Some(slot) => *slot = constraint,
            None => self.named.push(constraint),
        }
    }

    fn entry(&mut self, name: &str) -> Result<&mut Entry> {
        self.entries
            .iter_mut()
            .find(|entry| entry.key == name)
            .ok_or_else(|| CompileError::key_error(name.to_string()))
    }

    fn apply(&mut self, operation: &Operation, before: &mut Vec<Statement>) -> Result<()> {
        let span = crate::operations::span_of(operation);
        self.dispatch(operation, before)
            .map_err(|error| error.at(span))
    }

    fn dispatch(&mut self, operation: &Operation, before: &mut Vec<Statement>) -> Result<()> {
        match operation {
            Operation::AddColumn(op) => self.add_column(op),
            Operation::DropColumn(op) => self.drop_column(op),
            Operation::AlterColumn(op) => self.alter_column(op),
            Operation::CreateIndex(op) => {
                if op.if_not_exists.is_some() {
                    return Err(CompileError::type_error(
                        "ApplyBatchImpl.create_index() got an unexpected keyword argument 'if_not_exists'",
                    ));
                }
                let mut index = op.index.clone();
                if let Some(name) = alembic_schema::naming::index_name(
                    &index,
                    &[],
                    &op.table,
                    op.schema.as_ref(),
                    self.ctx.naming_convention,
                )? {
                    index.name = name;
                }
                self.put_index(index);
                Ok(())
            }
            Operation::DropIndex(op) => {
                if op.if_exists.is_some() {
                    return Err(CompileError::type_error(
                        "ApplyBatchImpl.drop_index() got an unexpected keyword argument 'if_exists'",
                    ));
                }
                let name = op.name.as_str().unwrap_or("None");
                let Some(at) = self
                    .indexes
                    .iter()
                    .position(|index| index.name.as_str() == Some(name))
                else {
                    return Err(CompileError::value_error(format!(
                        "No such index: '{name}'"
                    )));
                };
                self.indexes.remove(at);
                Ok(())
            }
            Operation::CreatePrimaryKey(op) => {
                self.create(Constraint::PrimaryKey(op.constraint.clone()))
            }
            Operation::CreateUniqueConstraint(op) => {
                self.create(Constraint::Unique(op.constraint.clone()))
            }
            Operation::CreateForeignKey(op) => {
                self.create(Constraint::ForeignKey(op.constraint.clone()))
            }
            Operation::CreateCheckConstraint(op) => {
                self.create(Constraint::Check(op.constraint.clone()))
            }
            Operation::CreateExcludeConstraint(op) => {
                self.create(Constraint::Exclude(op.constraint.clone()))
            }
            Operation::DropConstraint(op) => {
                self.drop_constraint(&dropped_name(self.ctx, op)?, false)
            }
            // The new table carries the comments of its columns; a table comment is left out, as in Alembic.
            Operation::CreateTableComment(_) | Operation::DropTableComment(_) => Ok(()),
            Operation::ExecuteSql(_) | Operation::BulkInsert(_) => {
                before.extend(crate::operations::compile_operation(self.ctx, operation)?);
                Ok(())
            }
            Operation::CreateTable(_) => Err(CompileError::not_implemented(
                "Can't create table in batch mode",
            )),
            Operation::DropTable(_) => Err(CompileError::not_implemented(
                "Can't drop table in batch mode",
            )),
            Operation::RenameTable(_) => Err(CompileError::not_implemented("TODO")),
            Operation::ModifyTable(op) => {
                for inner in &op.ops {
                    self.apply(inner, before)?;
                }
                Ok(())
            }
            Operation::Batch(_) => Err(CompileError::ours("a batch inside a batch")),
            Operation::Custom(op) => Err(crate::operations::custom(op)),
        }
    }

    fn put_index(&mut self, index: Index) {
        match self
            .new_indexes
            .iter_mut()
            .find(|own| own.name == index.name)
        {
            Some(slot) => *slot = index,
            None => self.new_indexes.push(index),
        }
    }

    /// An operation's constraint, named by the convention of `target_metadata`.
    fn create(&mut self, mut constraint: Constraint) -> Result<()> {
        let named = constraint_name(
            &constraint,
            &[],
            &self.op.table,
            self.op.schema.as_ref(),
            self.ctx.naming_convention,
        )?;
        if let Some(name) = named {
            *constraint.name_mut() = name;
        }
        self.add_constraint(constraint)
    }

    fn add_constraint(&mut self, constraint: Constraint) -> Result<()> {
        if *constraint.name() == ConstraintName::None {
            return Err(CompileError::value_error("Constraint must have a name"));
        }
        if matches!(constraint, Constraint::PrimaryKey(_)) {
            self.unnamed
                .retain(|own| !matches!(own, Constraint::PrimaryKey(_)));
        }
        self.keep(constraint);
        Ok(())
    }

    fn drop_constraint(&mut self, name: &ConstraintName, type_bound: bool) -> Result<()> {
        let Some(text) = name.as_str() else {
            return if *name == ConstraintName::NoneDeferred {
                Ok(())
            } else {
                Err(CompileError::value_error("Constraint must have a name"))
            };
        };
        if let Some(at) = self.column_checks.iter().position(|(own, _)| own == text) {
            let (_, column) = self.column_checks.remove(at);
            self.entry(&column)?
                .column
                .checks
                .retain(|check| check.name.as_str() != Some(text));
            return Ok(());
        }
        let Some(at) = self
            .named
            .iter()
            .position(|own| own.name().as_str() == Some(text))
        else {
            if type_bound {
                return Ok(());
            }
            return Err(CompileError::value_error(format!(
                "No such constraint: '{text}'"
            )));
        };
        if let Constraint::PrimaryKey(key) = self.named.remove(at) {
            for column in &key.columns {
                self.entry(&column.text)?.column.primary_key = false;
            }
        }
        Ok(())
    }

    /// `Operations.implementation_for(AddColumnOp)` into this batch.
    fn add_column(&mut self, op: &AddColumnOp) -> Result<()> {
        let name = op.column.name.text.clone();
        self.order_new_column(&name, op)?;
        let mut column = op.column.clone();
        column.foreign_keys.clear();
        let entry = Entry {
            key: name.clone(),
            column,
            transfer: None,
            type_check: false,
        };
        match self.entries.iter_mut().find(|own| own.key == name) {
            Some(slot) => *slot = entry,
            None => self.entries.push(entry),
        }
        let table = table_of(
            self.ctx,
            &op.table,
            op.schema.as_ref(),
            Some(op.column.clone()),
        )?;
        let inline_fk = op.inline_references == Some(true) && op.column.foreign_keys.len() == 1;
        for constraint in &table.constraints {
            if !(inline_fk && matches!(constraint, Constraint::ForeignKey(_))) {
                self.add_constraint(constraint.clone())?;
            }
        }
        for index in table.indexes {
            self.put_index(index);
        }
        Ok(())
    }

    fn order_new_column(&mut self, name: &SmolStr, op: &AddColumnOp) -> Result<()> {
        let columns = self.existing_order.clone();
        let position = |wanted: &SmolStr| columns.iter().position(|column| column == wanted);
        let (mut before, mut after) = (op.insert_before.clone(), op.insert_after.clone());
        let has_partial = !self.op.partial_reordering.is_empty();
        if !has_partial {
            if let (Some(wanted), None) = (&after, &before) {
                before = match position(wanted) {
                    Some(at) => columns.get(at + 1).cloned(),
                    // After a column that is new, too; the last pair wins, as in a dict.
                    None => Some(self.pair(
                        |(first, _)| first == wanted,
                        |(_, second)| second,
                        wanted,
                    )?),
                };
            }
            if let (Some(wanted), None) = (&before, &after) {
                after = match position(wanted) {
                    Some(at) => at.checked_sub(1).and_then(|at| columns.get(at).cloned()),
                    None => Some(self.pair(
                        |(_, second)| second == wanted,
                        |(first, _)| first,
                        wanted,
                    )?),
                };
            }
        }
        if let Some(before) = &before {
            self.add_order.push((name.clone(), before.clone()));
        }
        if let Some(after) = &after {
            self.add_order.push((after.clone(), name.clone()));
        }
        if !has_partial
            && before.is_none()
            && after.is_none()
            && let Some(last) = columns.last()
        {
            self.add_order.push((last.clone(), name.clone()));
        }
        Ok(())
    }

    fn pair(
        &self,
        test: impl Fn(&(SmolStr, SmolStr)) -> bool,
        pick: impl Fn(&(SmolStr, SmolStr)) -> &SmolStr,
        wanted: &SmolStr,
    ) -> Result<SmolStr> {
        self.add_order
            .iter()
            .rev()
            .find(|pair| test(pair))
            .map(|pair| pick(pair).clone())
            .ok_or_else(|| CompileError::key_error(wanted.to_string()))
    }

    fn drop_column(&mut self, op: &DropColumnOp) -> Result<()> {
        let name = &op.column.text;
        let Some(at) = self.entries.iter().position(|entry| entry.key == *name) else {
            return Err(CompileError::key_error(name.to_string()));
        };
        self.entries.remove(at);
        let Some(at) = self.existing_order.iter().position(|own| own == name) else {
            return Err(CompileError::value_error("list.remove(x): x not in list"));
        };
        self.existing_order.remove(at);
        for constraint in self.named.iter_mut().chain(self.unnamed.iter_mut()) {
            if let Constraint::PrimaryKey(key) = constraint {
                key.columns.retain(|column| column.text != *name);
            }
        }
        if let Some(type_) = &op.existing_type {
            self.forget_type_constraint(type_);
        }
        Ok(())
    }

    /// Named constraints of a Boolean or Enum go with their column.
    fn forget_type_constraint(&mut self, type_: &SqlType) {
        let type_ = type_.for_dialect(self.ctx.dialect.features().name);
        if (type_.is_a(TypeClass::Boolean) || type_.is_a(TypeClass::Enum))
            && let Some(name) = type_.str("name")
        {
            self.named.retain(|own| own.name().as_str() != Some(name));
        }
    }

    /// `Operations.implementation_for(AlterColumnOp)` into this batch.
    fn alter_column(&mut self, op: &AlterColumnOp) -> Result<()> {
        if let (Some(existing), Some(_)) = (&op.existing_type, &op.type_)
            && let Some(check) = self.type_check(op, existing)?
        {
            self.drop_constraint(check.name(), true)?;
        }
        self.change(op)?;
        if let Some(type_) = &op.type_
            && let Some(check) = self.type_check(op, type_)?
        {
            self.add_constraint(check)?;
        }
        Ok(())
    }

    fn type_check(&self, op: &AlterColumnOp, type_: &SqlType) -> Result<Option<Constraint>> {
        let column = Column::new(op.column.clone(), type_.clone());
        let table = table_of(self.ctx, &op.table, op.schema.as_ref(), Some(column))?;
        Ok(table
            .constraints
            .iter()
            .find_map(|constraint| match constraint {
                Constraint::Check(check) if should_create(self.ctx, &table, check) => {
                    Some(Constraint::Check(check.clone()))
                }
                _ => None,
            }))
    }

    fn change(&mut self, op: &AlterColumnOp) -> Result<()> {
        let dialect = self.ctx.dialect.features().name;
        self.entry(&op.column.text)?;
        if let Some(new_name) = op
            .new_name
            .as_ref()
            .filter(|name| name.text != op.column.text)
        {
            self.entry(&op.column.text)?.column.name = new_name.clone();
            if let Some(existing) = &op.existing_type {
                let existing = existing.clone();
                self.forget_type_constraint(&existing);
            }
        }
        let entry = self.entry(&op.column.text)?;
        if let Some(type_) = &op.type_ {
            entry.type_check = false;
            let is_json = dialect == "sqlite" && type_.for_dialect(dialect).is_a(TypeClass::JSON);
            if affinity(&entry.column.type_, dialect) != affinity(type_, dialect)
                && !is_json
                && let Some(expr) = entry.transfer.take()
            {
                entry.transfer = Some(Expr::Cast {
                    expr: Box::new(expr),
                    type_: type_.clone(),
                    is_try: false,
                });
            }
            entry.column.type_ = type_.clone();
        }
        let column = &mut entry.column;
        if let Some(nullable) = op.nullable {
            column.nullable = nullable;
            column.nullable_explicit = true;
        }
        match &op.server_default {
            Change::Keep => {}
            Change::Drop => {
                column.server_default = None;
                column.identity = None;
                column.computed = None;
            }
            Change::Set(AlterDefault::Plain(default)) => {
                column.server_default = Some(default.clone());
            }
            Change::Set(AlterDefault::Identity(_)) => return Err(no_default("Identity")),
            Change::Set(AlterDefault::Computed(_)) => return Err(no_default("Computed")),
        }
        if let Some(autoincrement) = op.autoincrement {
            column.autoincrement = if autoincrement {
                Autoincrement::True
            } else {
                Autoincrement::False
            };
        }
        match &op.comment {
            Change::Keep => {}
            Change::Set(comment) => column.comment = Some(comment.clone()),
            Change::Drop => column.comment = None,
        }
        Ok(())
    }

    fn reorder(&mut self) -> Result<()> {
        if self.op.partial_reordering.is_empty() && self.add_order.is_empty() {
            return Ok(());
        }
        let keys: Vec<SmolStr> = self.entries.iter().map(|entry| entry.key.clone()).collect();
        let mut pairs: Vec<(SmolStr, SmolStr)> = Vec::new();
        if self.op.partial_reordering.is_empty() {
            for (idx, name) in self.existing_order.iter().enumerate().skip(1) {
                if let Some(previous) = keys.get(idx - 1) {
                    pairs.push((previous.clone(), name.clone()));
                }
            }
        } else {
            for group in &self.op.partial_reordering {
                for pair in group.windows(2) {
                    if let [first, second] = pair {
                        pairs.push((first.clone(), second.clone()));
                    }
                }
            }
        }
        pairs.extend(self.add_order.iter().cloned());
        let sorted = order::sort(&pairs, &keys)?;
        self.entries
            .sort_by_key(|entry| sorted.iter().position(|key| *key == entry.key));
        Ok(())
    }

    fn finish(&mut self, before: Vec<Statement>) -> Result<BatchPlan> {
        self.reorder()?;
        let new_table = self.new_table()?;
        let mut statements = before;
        if self.ctx.dialect.features().name == "postgresql" {
            statements.extend(self.free_names()?);
        }
        // Types of new columns are not made here: neither does Alembic.
        let created = create_table(self.ctx, &new_table, false)?;
        statements.extend(
            created
                .into_iter()
                .filter(|statement| !matches!(statement.kind, StatementKind::NamedType(_))),
        );
        let start = statements.len();
        statements.push(self.copy_rows(&new_table)?);
        let drop = |name: &Name| {
            Statement::ddl(crate::ddl::drop_table(
                self.ctx,
                name,
                self.source.schema.as_ref(),
                false,
            ))
        };
        statements.push(drop(&self.source.name));
        let guarded = start..statements.len();
        statements.push(Statement::ddl(self.ctx.dialect.rename_table(
            self.ctx,
            &new_table.name,
            &self.source.name,
            self.source.schema.as_ref(),
        )));
        let mut renamed = new_table.clone();
        renamed.name = self.source.name.clone();
        for index in self
            .indexes
            .iter()
            .filter(|index| !index.column_flag)
            .chain(&self.new_indexes)
        {
            let index = self.index_on_new(index);
            statements.push(Statement::ddl(
                self.ctx
                    .dialect
                    .create_index(self.ctx, &renamed, &index, false)?,
            ));
        }
        Ok(BatchPlan {
            statements,
            guarded,
            cleanup: Some(drop(&new_table.name)),
        })
    }

    /// `prep_table_for_batch`: constraint names are unique in a PostgreSQL schema.
    fn free_names(&self) -> Result<Vec<Statement>> {
        let key = self.source.primary_key.clone().map(Constraint::PrimaryKey);
        let mut out = Vec::new();
        for constraint in key.iter().chain(&self.source.constraints) {
            let is_reused = constraint.name().as_str().is_some()
                && self
                    .named
                    .iter()
                    .any(|own| own.name().as_str() == constraint.name().as_str());
            if is_reused {
                out.push(Statement::ddl(format!(
                    "ALTER TABLE {} DROP CONSTRAINT {}",
                    self.ctx
                        .table(&self.source.name, self.source.schema.as_ref()),
                    self.ctx
                        .constraint_name(constraint.name(), false)?
                        .unwrap_or_default()
                )));
            }
        }
        Ok(out)
    }

    /// The new name of a column that was known by its old one.
    fn current_name(&self, key: &Name) -> Option<Name> {
        self.entries
            .iter()
            .find(|entry| entry.key == key.text)
            .map(|entry| entry.column.name.clone())
    }

    fn new_table(&self) -> Result<Table> {
        let temporary: String = format!("_alembic_tmp_{}", self.source.name.text)
            .chars()
            .take(50)
            .collect();
        let mut table = Table::new(temporary.as_str());
        table.schema.clone_from(&self.source.schema);
        table.dialect_options.clone_from(&self.op.table_kwargs);
        if let Some(OptionValue::Str(comment)) = table.dialect_options.shift_remove("comment") {
            table.comment = Some(comment);
        }
        for (name, value) in &self.source.dialect_options {
            if !table.dialect_options.contains_key(name) {
                table.dialect_options.insert(name.clone(), value.clone());
            }
        }
        for constraint in &self.op.table_constraints {
            table.attach_constraint(constraint.clone());
        }
        for entry in &self.entries {
            let mut column = entry.column.clone();
            let check = type_bound_check(&column).filter(|_| entry.type_check);
            // The type's CHECK was turned off: attach without it.
            let type_ = column.type_.clone();
            if check.is_none() {
                column.type_.set_arg_if_schema("create_constraint");
            }
            table.attach_column(column);
            if let Some(own) = table.columns.last_mut() {
                own.type_ = type_;
            }
        }
        for column in &self.op.table_columns {
            table.attach_column(column.clone());
        }
        table.indexes.extend(self.op.table_indexes.iter().cloned());
        self.name_type_checks(&mut table)?;
        table.apply_naming_convention(&NamingConvention::default())?;
        for constraint in self.named.iter().chain(&self.unnamed) {
            if let Some(mut copy) = self.constraint_on_new(constraint) {
                // The temporary table has no convention that would ask for a name.
                if *copy.name() == ConstraintName::NoneDeferred {
                    *copy.name_mut() = ConstraintName::None;
                }
                table.attach_constraint(copy);
            }
        }
        Ok(table)
    }

    /// Type-bound CHECKs are named by the source's convention, as if the table had its real name.
    fn name_type_checks(&self, table: &mut Table) -> Result<()> {
        // What was added or altered here has its name from `target_metadata` already.
        let none = NamingConvention::default();
        let convention = match (&self.op.naming_convention, &self.op.copy_from) {
            (_, Some(_)) => &self.op.copy_from_convention,
            (Some(given), None) => given,
            (None, None) => &none,
        };
        for constraint in &mut table.constraints {
            if !matches!(constraint, Constraint::Check(check) if check.type_bound.is_some()) {
                continue;
            }
            let name = constraint_name(
                constraint,
                &[],
                &self.source.name,
                self.source.schema.as_ref(),
                convention,
            );
            match name {
                Ok(Some(name)) => *constraint.name_mut() = name,
                Ok(None) if *constraint.name() == ConstraintName::NoneDeferred => {
                    *constraint.name_mut() = ConstraintName::None;
                }
                Ok(None) => {}
                Err(error) => {
                    self.ctx.warn(format!("{error}"));
                    *constraint.name_mut() = ConstraintName::None;
                }
            }
        }
        Ok(())
    }

    /// A constraint with the columns' new names; `None` if one of its columns is gone.
    fn constraint_on_new(&self, constraint: &Constraint) -> Option<Constraint> {
        let names = |columns: &[Name]| -> Option<Vec<Name>> {
            columns
                .iter()
                .map(|column| self.current_name(column))
                .collect()
        };
        Some(match constraint {
            Constraint::PrimaryKey(key) => {
                let mut key = key.clone();
                // Without columns of its own it is made of the columns that say `primary_key=True`.
                if key.columns.is_empty() && key.name.as_str().is_none() {
                    return None;
                }
                key.columns = names(&key.columns)?;
                Constraint::PrimaryKey(key)
            }
            Constraint::ForeignKey(key) => {
                let mut key = key.clone();
                key.columns = names(&key.columns)?;
                Constraint::ForeignKey(key)
            }
            Constraint::Unique(unique) => {
                let mut unique = unique.clone();
                unique.columns = names(&unique.columns)?;
                Constraint::Unique(unique)
            }
            Constraint::Check(check) => {
                let mut check = check.clone();
                names(&check.sqltext.columns())?;
                check.sqltext = self.expr_on_new(&check.sqltext);
                if let Some(column) = &check.type_bound {
                    check.type_bound = self.current_name(column);
                }
                Constraint::Check(check)
            }
            Constraint::Exclude(exclude) => Constraint::Exclude(exclude.clone()),
        })
    }

    /// Renames the columns of the shapes that type-bound and simple CHECKs have.
    fn expr_on_new(&self, expr: &Expr) -> Expr {
        match expr {
            Expr::Column { name, table, type_ } => Expr::Column {
                name: self.current_name(name).unwrap_or_else(|| name.clone()),
                table: table.clone(),
                type_: type_.clone(),
            },
            Expr::Binary {
                left,
                op,
                right,
                modifier,
                type_,
            } => Expr::Binary {
                left: Box::new(self.expr_on_new(left)),
                op: op.clone(),
                right: if matches!(op, BinaryOp::In | BinaryOp::NotIn) {
                    right.clone()
                } else {
                    Box::new(self.expr_on_new(right))
                },
                modifier: modifier.clone(),
                type_: type_.clone(),
            },
            Expr::And(items) => {
                Expr::And(items.iter().map(|item| self.expr_on_new(item)).collect())
            }
            Expr::Or(items) => Expr::Or(items.iter().map(|item| self.expr_on_new(item)).collect()),
            Expr::Not(inner) => Expr::Not(Box::new(self.expr_on_new(inner))),
            Expr::Unary { op, operand } => Expr::Unary {
                op: op.clone(),
                operand: Box::new(self.expr_on_new(operand)),
            },
            Expr::Function(call) => {
                let mut call = (**call).clone();
                call.args = call.args.iter().map(|arg| self.expr_on_new(arg)).collect();
                Expr::Function(Box::new(call))
            }
            other => other.clone(),
        }
    }

    fn index_on_new(&self, index: &Index) -> Index {
        let mut out = index.clone();
        for element in &mut out.elements {
            match element {
                // An index on a dropped column stays and fails in the database, as with Alembic.
                IndexElement::Column(name) => {
                    if let Some(current) = self.current_name(name) {
                        *name = current;
                    }
                }
                IndexElement::Expr(expr) => *expr = self.expr_on_new(expr),
            }
        }
        out
    }

    /// `INSERT INTO tmp (...) SELECT ... FROM t`.
    fn copy_rows(&self, new_table: &Table) -> Result<Statement> {
        let mut names = Vec::new();
        let mut columns = Vec::new();
        for entry in &self.entries {
            if let Some(expr) = &entry.transfer {
                names.push(entry.column.name.clone());
                columns.push(expr.clone());
            }
        }
        // `from_select(include_defaults=True)`: Python-side defaults of the columns that are not copied.
        for entry in self.entries.iter().filter(|entry| entry.transfer.is_none()) {
            match &entry.column.default {
                Some(ColumnDefault::Value(value)) => {
                    names.push(entry.column.name.clone());
                    columns.push(Expr::literal_value(
                        (**value).clone(),
                        Some(entry.column.type_.clone()),
                    ));
                }
                Some(ColumnDefault::Expr(expr)) => {
                    names.push(entry.column.name.clone());
                    columns.push((**expr).clone());
                }
                Some(ColumnDefault::Callable) => {
                    return Err(CompileError::ours(format!(
                        "the Python default of new column `{}` in a batch",
                        entry.column.name.text
                    )));
                }
                Some(ColumnDefault::Sequence(_)) | None => {}
            }
        }
        let source = TableRef {
            schema: self.source.schema.clone(),
            ..TableRef::new(self.source.name.clone())
        };
        let select = Select {
            columns,
            froms: vec![FromItem::Table {
                table: source,
                columns: Vec::new(),
            }],
            ..Select::default()
        };
        let insert = Insert {
            table: TableRef {
                schema: new_table.schema.clone(),
                ..TableRef::new(new_table.name.clone())
            },
            columns: Vec::new(),
            source: InsertSource::Select(names, Box::new(Query::Select(Box::new(select)))),
            returning: Vec::new(),
            on_conflict: None,
            on_duplicate_key: None,
            prefixes: Vec::new(),
            hints: Vec::new(),
            ctes: Vec::new(),
            implicit_returning: Vec::new(),
        };
        crate::sql::compile_statement(self.ctx, &SqlStatement::Insert(Box::new(insert)))
    }
}

/// `TypeEngine._type_affinity`, through decorators.
fn affinity(type_: &SqlType, dialect: &str) -> TypeClass {
    type_.for_dialect(dialect).affinity()
}

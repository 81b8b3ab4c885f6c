//! Constraints inside `create_table`, unique and check operations, `op.drop_constraint`.
//!
//! Mirrors `_render_constraint`, `_uq_constraint`, `_render_check_constraint` and `_drop_constraint`.

use alembic_schema::ops::{
    ConstraintKind, CreateCheckConstraintOp, CreateUniqueConstraintOp, DropConstraintOp,
};
use alembic_schema::{CheckConstraint, Constraint, PrimaryKeyConstraint, Table, UniqueConstraint};

use super::{Renderer, ident, schema_suffix};
use crate::error::Result;
use crate::python_repr;

const UNNAMED: [&str; 3] = [
    "# WARNING: constraint name is None; this directive will fail as",
    "# rendered.  Add a name, or use a naming convention; see",
    "# https://alembic.sqlalchemy.org/en/latest/naming.html",
];

impl Renderer<'_> {
    /// The constraints of a table, sorted by their text.
    pub(crate) fn table_constraints(&self, table: &Table) -> Result<Vec<String>> {
        let mut out = Vec::new();
        let key = Constraint::PrimaryKey(table.primary_key.clone().unwrap_or_default());
        out.extend(self.table_constraint(table, &key)?);
        for constraint in &table.constraints {
            out.extend(self.table_constraint(table, constraint)?);
        }
        out.sort();
        Ok(out)
    }

    fn table_constraint(&self, table: &Table, constraint: &Constraint) -> Result<Option<String>> {
        let kind = match constraint {
            Constraint::PrimaryKey(_) => "primary_key",
            Constraint::ForeignKey(_) => "foreign_key",
            Constraint::Unique(_) => "unique",
            Constraint::Check(_) => "check",
            Constraint::Exclude(_) => "exclude",
        };
        if let Some(rendered) = self.by_user_constraint(kind, table, constraint)? {
            return Ok(rendered);
        }
        match constraint {
            Constraint::PrimaryKey(key) => Ok(self.primary_key(key)),
            Constraint::ForeignKey(key) => self.table_foreign_key(key).map(Some),
            Constraint::Unique(unique) => self.table_unique(unique).map(Some),
            Constraint::Check(check) => self.table_check(check),
            Constraint::Exclude(exclude) => self.table_exclude(exclude).map(Some),
        }
    }

    fn primary_key(&self, key: &PrimaryKeyConstraint) -> Option<String> {
        if key.columns.is_empty() {
            return None;
        }
        let mut args: Vec<String> = key.columns.iter().map(ident).collect();
        if key.name.as_str().is_some() {
            args.push(format!("name={}", self.name(&key.name)));
        }
        Some(format!(
            "{}PrimaryKeyConstraint({})",
            self.sa_prefix(),
            args.join(", ")
        ))
    }

    fn table_unique(&self, unique: &UniqueConstraint) -> Result<String> {
        let mut args: Vec<String> = unique.columns.iter().map(ident).collect();
        args.extend(unique_options(unique));
        if unique.name.as_str().is_some() {
            args.push(format!("name={}", self.name(&unique.name)));
        }
        args.extend(self.dialect_options(&unique.options.dialect_options)?);
        Ok(format!(
            "{}UniqueConstraint({})",
            self.sa_prefix(),
            args.join(", ")
        ))
    }

    pub(crate) fn create_unique(&self, op: &CreateUniqueConstraintOp) -> Result<String> {
        let unique = &op.constraint;
        let mut args = vec![self.name(&unique.name)];
        if !self.in_batch.get() {
            args.push(ident(&op.table));
        }
        args.push(python_repr::list(&python_repr::texts(&unique.columns)));
        args.extend(unique_options(unique));
        if let Some(schema) = &op.schema
            && !self.in_batch.get()
        {
            args.push(format!("schema={}", ident(schema)));
        }
        args.extend(self.dialect_options(&unique.options.dialect_options)?);
        Ok(format!(
            "{}create_unique_constraint({})",
            self.op_prefix(),
            args.join(", ")
        ))
    }

    fn table_check(&self, check: &CheckConstraint) -> Result<Option<String>> {
        // The rendered type makes it.
        if check.type_bound.is_some() {
            return Ok(None);
        }
        let mut args = vec![python_repr::string(&self.sql(&check.sqltext)?)];
        if check.name.as_str().is_some() {
            args.push(format!("name={}", self.name(&check.name)));
        }
        args.extend(self.dialect_options(&check.options.dialect_options)?);
        Ok(Some(format!(
            "{}CheckConstraint({})",
            self.sa_prefix(),
            args.join(", ")
        )))
    }

    pub(crate) fn create_check(&self, op: &CreateCheckConstraintOp) -> Result<String> {
        let check = &op.constraint;
        let mut args = vec![self.name(&check.name)];
        if !self.in_batch.get() {
            args.push(ident(&op.table));
        }
        args.push(python_repr::string(&self.sql(&check.sqltext)?));
        if let Some(schema) = &op.schema
            && !self.in_batch.get()
        {
            args.push(format!("schema={}", ident(schema)));
        }
        args.extend(self.dialect_options(&check.options.dialect_options)?);
        Ok(format!(
            "{}create_check_constraint({})",
            self.op_prefix(),
            args.join(", ")
        ))
    }

    pub(crate) fn drop_constraint(&self, op: &DropConstraintOp) -> Vec<String> {
        let name = self.name(&op.name);
        let mut args = name;
        if !self.in_batch.get() {
            args.push_str(", ");
            args.push_str(&ident(&op.table));
            args.push_str(&schema_suffix(op.schema.as_ref()));
        }
        let kind = op.kind.map(|kind| match kind {
            ConstraintKind::ForeignKey => "foreignkey",
            ConstraintKind::Primary => "primary",
            ConstraintKind::Unique => "unique",
            ConstraintKind::Check => "check",
        });
        if let Some(kind) = kind {
            args.push_str(&format!(", type_='{kind}'"));
        }
        if let Some(flag) = op.if_exists {
            args.push_str(&format!(", if_exists={}", python_repr::boolean(flag)));
        }
        let mut lines = Vec::new();
        if op.name.as_str().is_none() {
            self.warnings.borrow_mut().push(format!(
                "Autogenerate rendered a drop_constraint() directive for an unnamed constraint on table {}; the migration will fail unless a constraint name is added to the directive.  Consider using a naming convention so that constraint names are known ahead of time.",
                ident(&op.table)
            ));
            lines.extend(UNNAMED.map(str::to_owned));
        }
        lines.push(format!("{}drop_constraint({args})", self.op_prefix()));
        lines
    }
}

fn unique_options(unique: &UniqueConstraint) -> Vec<String> {
    let mut out = Vec::new();
    if unique.options.deferrable == Some(true) {
        out.push("deferrable=True".to_owned());
    }
    if let Some(initially) = unique
        .options
        .initially
        .as_ref()
        .filter(|own| !own.is_empty())
    {
        out.push(format!("initially={}", python_repr::string(initially)));
    }
    out
}

//! Foreign keys. Mirrors `_render_foreign_key` and `_add_fk_constraint`.

use alembic_schema::ops::CreateForeignKeyOp;
use alembic_schema::{ForeignKeyConstraint, Name};

use super::{Renderer, ident};
use crate::error::Result;
use crate::python_repr;

impl Renderer<'_> {
    /// `sa.ForeignKeyConstraint(...)` of `create_table`.
    pub(crate) fn table_foreign_key(&self, key: &ForeignKeyConstraint) -> Result<String> {
        let columns: Vec<String> = key.columns.iter().map(ident).collect();
        let table = match &key.referred_schema {
            Some(schema) => format!("{}.{}", schema.text, key.referred_table.text),
            None => key.referred_table.text.to_string(),
        };
        let referred: Vec<String> = key
            .referred_columns
            .iter()
            .map(|column| python_repr::string(&format!("{table}.{}", column.text)))
            .collect();
        let mut options = Vec::new();
        if key.name.as_str().is_some() {
            options.push(format!("name={}", self.name(&key.name)));
        }
        options.extend(rules(key));
        options.extend(self.dialect_options(&key.options.dialect_options)?);
        Ok(format!(
            "{}ForeignKeyConstraint([{}], [{}], {})",
            self.sa_prefix(),
            columns.join(", "),
            referred.join(", "),
            options.join(", ")
        ))
    }

    pub(crate) fn create_foreign_key(&self, op: &CreateForeignKeyOp) -> Result<String> {
        let key = &op.constraint;
        let mut args = vec![self.name(&key.name)];
        if !self.in_batch.get() {
            args.push(ident(&op.table));
        }
        args.push(ident(&key.referred_table));
        args.push(python_repr::list(&python_repr::texts(&key.columns)));
        args.push(python_repr::list(&python_repr::texts(
            &key.referred_columns,
        )));
        let schema = |name: &str, schema: Option<&Name>| {
            schema.map(|schema| format!("{name}={}", ident(schema)))
        };
        if !self.in_batch.get() {
            args.extend(schema("source_schema", op.schema.as_ref()));
        }
        args.extend(schema("referent_schema", key.referred_schema.as_ref()));
        args.extend(rules(key));
        args.extend(self.dialect_options(&key.options.dialect_options)?);
        Ok(format!(
            "{}create_foreign_key({})",
            self.op_prefix(),
            args.join(", ")
        ))
    }
}

/// `_populate_render_fk_opts`.
fn rules(key: &ForeignKeyConstraint) -> Vec<String> {
    let mut out = Vec::new();
    let mut text = |name: &str, value: &Option<smol_str::SmolStr>| {
        if let Some(value) = value.as_ref().filter(|value| !value.is_empty()) {
            out.push(format!("{name}={}", python_repr::string(value)));
        }
    };
    text("onupdate", &key.foreign_key.onupdate);
    text("ondelete", &key.foreign_key.ondelete);
    text("initially", &key.options.initially);
    if key.options.deferrable == Some(true) {
        out.push("deferrable=True".to_owned());
    }
    if key.foreign_key.use_alter {
        out.push("use_alter=True".to_owned());
    }
    if let Some(match_) = key
        .foreign_key
        .match_
        .as_ref()
        .filter(|own| !own.is_empty())
    {
        out.push(format!("match={}", python_repr::string(match_)));
    }
    out
}

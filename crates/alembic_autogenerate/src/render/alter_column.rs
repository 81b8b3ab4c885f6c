//! `op.alter_column`. Mirrors `_alter_column`.

use alembic_schema::ops::{AlterColumnOp, Change};

use super::{Renderer, ident, server_default::default_of};
use crate::error::Result;
use crate::objects::DefaultRef;
use crate::python_repr;

impl Renderer<'_> {
    pub(crate) fn alter_column(&self, op: &AlterColumnOp) -> Result<String> {
        let mut args: Vec<String> = Vec::new();
        if let Some(type_) = &op.existing_type {
            args.push(format!("existing_type={}", self.type_(type_)?));
        }
        let changed = match &op.server_default {
            Change::Keep => None,
            Change::Set(default) => Some(default_of(default)),
            Change::Drop => Some(DefaultRef::None),
        };
        if let Some(default) = changed {
            let shown = self.server_default(default)?;
            args.push(format!(
                "server_default={}",
                shown.unwrap_or_else(|| "None".to_owned())
            ));
        }
        if let Some(name) = &op.new_name {
            args.push(format!("new_column_name={}", ident(name)));
        }
        if let Some(type_) = &op.type_ {
            args.push(format!("type_={}", self.type_(type_)?));
        }
        if let Some(nullable) = op.nullable {
            args.push(format!("nullable={}", python_repr::boolean(nullable)));
        }
        match &op.comment {
            Change::Keep => {}
            Change::Set(comment) => args.push(format!("comment={}", python_repr::string(comment))),
            Change::Drop => args.push("comment=None".to_owned()),
        }
        if let Some(comment) = &op.existing_comment {
            args.push(format!("existing_comment={}", python_repr::string(comment)));
        }
        if op.nullable.is_none()
            && let Some(nullable) = op.existing_nullable
        {
            args.push(format!(
                "existing_nullable={}",
                python_repr::boolean(nullable)
            ));
        }
        if let Some(autoincrement) = op.autoincrement {
            args.push(format!(
                "autoincrement={}",
                python_repr::boolean(autoincrement)
            ));
        }
        if !op.server_default.is_given()
            && let Change::Set(default) = &op.existing_server_default
        {
            let shown = self.server_default(default_of(default))?;
            args.push(format!(
                "existing_server_default={}",
                shown.unwrap_or_else(|| "None".to_owned())
            ));
        }
        if let Some(schema) = &op.schema
            && !self.in_batch.get()
        {
            args.push(format!("schema={}", ident(schema)));
        }
        let table = if self.in_batch.get() {
            String::new()
        } else {
            format!("{}, ", ident(&op.table))
        };
        let mut out = format!(
            "{}alter_column({table}{}",
            self.op_prefix(),
            ident(&op.column)
        );
        for arg in args {
            out.push_str(",\n           ");
            out.push_str(&arg);
        }
        out.push(')');
        Ok(out)
    }
}

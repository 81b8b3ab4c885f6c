//! Types. Mirrors `_repr_type` and the dialects' `render_type`.

use alembic_schema::types::ArgValue;
use alembic_schema::{SqlType, TypeClass};
use fancy_regex::Regex;

use super::Renderer;
use crate::error::Result;
use crate::objects::ObjectRef;
use crate::python_repr;

impl Renderer<'_> {
    /// `_repr_type`.
    pub(crate) fn type_(&self, type_: &SqlType) -> Result<String> {
        self.type_or_base(type_, false)
    }

    fn type_or_base(&self, type_: &SqlType, skip_variants: bool) -> Result<String> {
        if let Some(rendered) = self.by_user("type", ObjectRef::Type(type_))? {
            return Ok(rendered.unwrap_or_else(|| "None".to_owned()));
        }
        if !skip_variants && !type_.variants.is_empty() {
            return self.variants(type_);
        }
        if let Some(user) = &type_.user {
            // A class that says it is one of SQLAlchemy's is rendered as one.
            if let Some(rest) = user.module.strip_prefix("sqlalchemy.dialects.") {
                let dialect = rest.split('.').next().unwrap_or(rest);
                self.imports
                    .borrow_mut()
                    .insert(format!("from sqlalchemy.dialects import {dialect}"));
                return Ok(format!("{dialect}.{}", user.repr));
            }
            if user.module.starts_with("sqlalchemy.") {
                return Ok(format!("{}{}", self.sa_prefix(), user.repr));
            }
            let prefix = if let Some(prefix) = &self.options.user_module_prefix {
                prefix.clone()
            } else {
                if self.options.auto_imports {
                    let import = format!("import {}", user.module);
                    self.imports.borrow_mut().insert(import);
                }
                format!("{}.", user.module)
            };
            return Ok(format!("{prefix}{}", user.repr));
        }
        let info = type_.class.info();
        let Some(dialect) = dialect_of(info.defined_in) else {
            return if info.visit_name == "ARRAY" {
                let inner = self.with_inner(type_, "item_type", r"(.+?\()")?;
                Ok(format!("{}{inner}", self.sa_prefix()))
            } else {
                Ok(format!("{}{}", self.sa_prefix(), type_.repr()))
            };
        };
        self.imports
            .borrow_mut()
            .insert(format!("from sqlalchemy.dialects import {dialect}"));
        // Only the implementation of the dialect that is connected knows its types' inner types.
        if dialect == "postgresql" && self.ctx.dialect.features().name == "postgresql" {
            return self.postgresql_type(type_);
        }
        Ok(format!("{dialect}.{}", type_.repr()))
    }

    /// `PostgresqlImpl.render_type`.
    fn postgresql_type(&self, type_: &SqlType) -> Result<String> {
        let shown = match type_.class.info().visit_name {
            "HSTORE" => self.with_inner(type_, "text_type", r"(.+?\(.*text_type=)")?,
            "ARRAY" => self.with_inner(type_, "item_type", r"(.+?\()")?,
            "JSON" | "JSONB" => self.with_inner(type_, "astext_type", r"(.+?\(.*astext_type=)")?,
            "DOMAIN" => return self.domain(type_),
            _ => type_.repr(),
        };
        Ok(format!("postgresql.{shown}"))
    }

    /// `_render_type_w_subtype`: the `repr` with its inner type rendered like any type.
    fn with_inner(&self, type_: &SqlType, name: &str, before: &str) -> Result<String> {
        let outer = type_.repr();
        let text = SqlType::new(TypeClass::Text);
        let inner = match type_.type_arg(name) {
            Some(inner) => inner,
            // JSON and HSTORE hold a `Text()` if none was given.
            None if name != "item_type" => &text,
            None => return Ok(outer),
        };
        let shown = self.type_(inner)?;
        let pattern = inner.repr().replace('(', r"\(").replace(')', r"\)");
        let Ok(regex) = Regex::new(&format!("{before}{pattern}")) else {
            return Ok(outer);
        };
        let replaced = regex.replace_all(&outer, |found: &fancy_regex::Captures<'_, str>| {
            let kept = found.get(1).map_or("", |group| group.as_str());
            format!("{kept}{shown}")
        });
        Ok(replaced.into_owned())
    }

    /// `_render_DOMAIN_type`.
    fn domain(&self, type_: &SqlType) -> Result<String> {
        let mut args = vec![python_repr::optional(type_.str("name"))];
        if let Some(inner) = type_.type_arg("data_type") {
            args.push(self.type_(inner)?);
        }
        for key in ["collation", "collation_schema"] {
            if let Some(value) = type_.str(key) {
                args.push(format!("{key}={}", python_repr::string(value)));
            }
        }
        match type_.arg("default") {
            None | Some(ArgValue::None) => {}
            Some(ArgValue::Expr(expr)) => {
                args.push(format!("default={}", self.text_element(expr)?));
            }
            Some(other) => args.push(format!("default={}", other.repr())),
        }
        if let Some(name) = type_.str("constraint_name") {
            args.push(format!("constraint_name={}", python_repr::string(name)));
        }
        if type_.flag("not_null") {
            args.push("not_null=True".to_owned());
        }
        match type_.arg("check") {
            None | Some(ArgValue::None) => {}
            Some(ArgValue::Expr(expr)) => {
                args.push(format!("check={}", python_repr::string(&self.sql(expr)?)));
            }
            Some(other) => args.push(format!("check={}", other.repr())),
        }
        if let Some(schema) = type_.str("schema") {
            args.push(format!("schema={}", python_repr::string(schema)));
        }
        if matches!(type_.arg("create_type"), Some(ArgValue::Bool(false))) {
            args.push("create_type=False".to_owned());
        }
        Ok(format!("postgresql.DOMAIN({})", args.join(", ")))
    }

    /// `_render_Variant_type`.
    fn variants(&self, type_: &SqlType) -> Result<String> {
        let mut out = self.type_or_base(type_, true)?;
        let mut variants: Vec<_> = type_.variants.iter().collect();
        variants.sort_by(|left, right| left.0.cmp(&right.0));
        for (dialect, variant) in variants {
            let shown = self.type_or_base(variant, true)?;
            out.push_str(".with_variant(");
            out.push_str(&shown);
            out.push_str(", ");
            out.push_str(&python_repr::string(dialect));
            out.push(')');
        }
        Ok(out)
    }
}

/// The `x` of `sqlalchemy.dialects.x...`.
fn dialect_of(module: &str) -> Option<&str> {
    module
        .strip_prefix("sqlalchemy.dialects.")?
        .split('.')
        .next()
}

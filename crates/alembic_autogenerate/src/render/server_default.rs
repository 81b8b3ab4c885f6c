//! Server defaults, computed columns and identities. Mirrors `_render_server_default`.

use alembic_schema::ops::AlterDefault;
use alembic_schema::{Computed, Identity, ServerDefault};

use super::Renderer;
use crate::error::Result;
use crate::objects::{DefaultRef, ObjectRef};
use crate::python_repr;

impl Renderer<'_> {
    /// `_render_server_default`; `None` stands for Python's `None`.
    pub(crate) fn server_default(&self, default: DefaultRef<'_>) -> Result<Option<String>> {
        if let Some(rendered) = self.by_user("server_default", ObjectRef::ServerDefault(default))? {
            return Ok(rendered);
        }
        Ok(match default {
            DefaultRef::None => None,
            DefaultRef::Computed(computed) => Some(self.computed(computed)?),
            DefaultRef::Identity(identity) => Some(self.identity(identity)?),
            DefaultRef::Plain(ServerDefault::Text(text)) => Some(string_default(text)),
            DefaultRef::Plain(ServerDefault::Expr(expr)) => {
                Some(self.server_default_element(expr)?)
            }
            DefaultRef::Plain(ServerDefault::Fetched) => {
                Some(format!("{}FetchedValue()", self.sa_prefix()))
            }
        })
    }

    /// `_render_computed`.
    fn computed(&self, computed: &Computed) -> Result<String> {
        let persisted = match computed.persisted {
            Some(persisted) => format!("persisted={}", python_repr::boolean(persisted)),
            None => String::new(),
        };
        Ok(format!(
            "{}Computed({}, {persisted})",
            self.sa_prefix(),
            python_repr::string(&self.sql(&computed.sqltext)?)
        ))
    }

    /// `_render_identity`.
    fn identity(&self, identity: &Identity) -> Result<String> {
        let flag = |value: bool| python_repr::boolean(value).to_owned();
        let always = identity
            .always
            .map_or_else(|| "None".to_owned(), python_bool);
        let options = &identity.options;
        let given = [
            ("start", options.start.map(|value| value.to_string())),
            (
                "increment",
                options.increment.map(|value| value.to_string()),
            ),
            ("minvalue", options.minvalue.map(|value| value.to_string())),
            ("maxvalue", options.maxvalue.map(|value| value.to_string())),
            ("nominvalue", options.nominvalue.map(flag)),
            ("nomaxvalue", options.nomaxvalue.map(flag)),
            ("cycle", options.cycle.map(flag)),
            ("cache", options.cache.map(|value| value.to_string())),
        ];
        let mut args = vec![format!("always={always}")];
        args.extend(
            given
                .into_iter()
                .filter_map(|(name, value)| Some(format!("{name}={}", value?))),
        );
        if let Some(on_null) = identity.on_null {
            args.push(format!("oracle_on_null={}", flag(on_null)));
        }
        if let Some(order) = options.order {
            args.push(format!("oracle_order={}", flag(order)));
        }
        args.extend(self.dialect_options(&identity.dialect_options)?);
        Ok(format!("{}Identity({})", self.sa_prefix(), args.join(", ")))
    }
}

fn python_bool(value: bool) -> String {
    python_repr::boolean(value).to_owned()
}

/// A plain string, without one pair of quotes.
fn string_default(text: &str) -> String {
    let text = text.strip_prefix('\'').unwrap_or(text);
    python_repr::string(text.strip_suffix('\'').unwrap_or(text))
}

/// The default of an aspect of `alter_column`.
pub(crate) fn default_of(default: &AlterDefault) -> DefaultRef<'_> {
    match default {
        AlterDefault::Plain(default) => DefaultRef::Plain(default),
        AlterDefault::Identity(identity) => DefaultRef::Identity(identity),
        AlterDefault::Computed(computed) => DefaultRef::Computed(computed),
    }
}

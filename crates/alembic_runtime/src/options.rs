//! The parameters of `context.configure()`.

use alembic_dialect::ParamStyle;
use alembic_python::{Keywords, PyResult, Symbol, Value, Vm};

/// Everything that was given, as it was given; later calls replace what they name.
#[derive(Clone, Default)]
pub(crate) struct Options {
    given: Keywords,
}

/// Defaults of parameters that have one other than `None`.
const DEFAULTS: &[(&str, bool)] = &[
    ("transaction_per_migration", false),
    ("literal_binds", false),
    ("render_as_batch", false),
    ("include_schemas", false),
    ("compare_type", true),
    ("compare_server_default", false),
];

impl Options {
    /// Takes the arguments of one call. Every call sets all parameters that have a default, as in Alembic.
    pub(crate) fn update(&mut self, arguments: Keywords) {
        for (name, default) in DEFAULTS {
            self.set(Symbol::new(name), Value::Bool(*default));
        }
        for (name, value) in arguments {
            // `None` of a parameter that Alembic skips then leaves an earlier value alone.
            let keeps = matches!(&*name.text(), "starting_rev" | "tag" | "version_table");
            if !(keeps && value.is_none()) {
                self.set(name, value);
            }
        }
    }

    /// Sets one option.
    pub(crate) fn set(&mut self, name: Symbol, value: Value) {
        match self.given.iter_mut().find(|(known, _)| *known == name) {
            Some((_, slot)) => *slot = value,
            None => self.given.push((name, value)),
        }
    }

    /// The value, or `None`.
    pub(crate) fn get(&self, name: &str) -> Value {
        let symbol = Symbol::new(name);
        self.given
            .iter()
            .find(|(known, _)| *known == symbol)
            .map_or(Value::None, |(_, value)| value.clone())
    }

    /// A flag by truth value.
    pub(crate) fn flag(&self, vm: &Vm, name: &str) -> PyResult<bool> {
        let value = self.get(name);
        vm.require_concrete(&value, &format!("`{name}` of context.configure()"))?;
        vm.truth(&value)
    }

    /// A flag that tells absence from false.
    pub(crate) fn flag_opt(&self, vm: &Vm, name: &str) -> PyResult<Option<bool>> {
        let value = self.get(name);
        if value.is_none() {
            Ok(None)
        } else {
            self.flag(vm, name).map(Some)
        }
    }

    /// A text or nothing.
    pub(crate) fn text(&self, vm: &Vm, name: &str) -> PyResult<Option<String>> {
        let value = self.get(name);
        if value.is_none() {
            return Ok(None);
        }
        vm.require_concrete(&value, &format!("`{name}` of context.configure()"))?;
        vm.str(&value).map(|text| Some(text.to_string()))
    }

    /// Refuses what is not followed. All other parameters of Alembic are; what it does not know it keeps for callbacks.
    pub(crate) fn check(&self, vm: &Vm) -> PyResult<()> {
        if let Some(encoding) = self.text(vm, "output_encoding")?
            && !matches!(
                encoding.to_ascii_lowercase().as_str(),
                "utf-8" | "utf8" | "utf_8"
            )
        {
            return Err(vm.unsupported("`output_encoding` of context.configure()"));
        }
        let options = self.get("dialect_opts");
        // A connection has its dialect already.
        if self.get("connection").is_none()
            && let Some(options) = options.as_dict()
        {
            return alembic_bindings::check_dialect_options(vm, options);
        }
        Ok(())
    }

    /// `dialect_opts={"paramstyle": ...}`.
    pub(crate) fn paramstyle(&self, vm: &Vm) -> PyResult<Option<ParamStyle>> {
        let Some(options) = self.get("dialect_opts").as_dict().cloned() else {
            return Ok(None);
        };
        let Some(style) = options.get_str("paramstyle") else {
            return Ok(None);
        };
        Ok(match &*vm.str(&style)? {
            "named" => Some(ParamStyle::Named),
            "pyformat" => Some(ParamStyle::Pyformat),
            "format" => Some(ParamStyle::Format),
            "qmark" => Some(ParamStyle::Qmark),
            "numeric" => Some(ParamStyle::Numeric),
            "numeric_dollar" => Some(ParamStyle::NumericDollar),
            _ => None,
        })
    }

    /// All options as they are, for `context.get_context().opts`.
    pub(crate) fn all(&self) -> &Keywords {
        &self.given
    }
}

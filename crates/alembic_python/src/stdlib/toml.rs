//! Parsing TOML: the fast part of `tomllib`, and the values of `[tool.alembic]`.

use num_bigint::BigInt;

use crate::args::Args;
use crate::dict::Dict;
use crate::error::PyResult;
use crate::value::Value;
use crate::vm::Vm;

/// `_alembic_native.parse_toml(text)`: the table, or the message and the offset of a mistake in characters.
pub(crate) fn parse(vm: &Vm, args: &mut Args) -> PyResult {
    let text = vm.str_arg(&args.arg(0), "text")?;
    match text.parse::<toml::Table>() {
        Ok(table) => vm.toml_table(&table),
        Err(error) => {
            let at = error.span().map_or(text.len(), |span| span.start);
            let at = text.get(..at).map_or(0, |before| before.chars().count());
            Ok(Value::tuple(vec![
                Value::str(error.message()),
                Value::Int(i64::try_from(at).unwrap_or(i64::MAX)),
            ]))
        }
    }
}

impl Vm {
    /// A TOML table as `tomllib` returns it.
    ///
    /// # Errors
    /// A date that Python's `datetime` refuses.
    pub fn toml_table(&self, table: &toml::Table) -> PyResult {
        let out = Dict::new();
        for (name, value) in table {
            out.set_str(name, self.toml_value(value)?);
        }
        Ok(Value::Dict(out))
    }

    fn toml_value(&self, value: &toml::Value) -> PyResult {
        Ok(match value {
            toml::Value::String(text) => Value::str(text),
            toml::Value::Integer(number) => Value::big(BigInt::from(*number)),
            toml::Value::Float(number) => Value::Float(*number),
            toml::Value::Boolean(flag) => Value::Bool(*flag),
            toml::Value::Datetime(moment) => self.toml_datetime(moment)?,
            toml::Value::Array(items) => Value::list(
                items
                    .iter()
                    .map(|item| self.toml_value(item))
                    .collect::<PyResult<_>>()?,
            ),
            toml::Value::Table(table) => self.toml_table(table)?,
        })
    }

    fn toml_datetime(&self, moment: &toml::value::Datetime) -> PyResult {
        let class = match (moment.date, moment.time) {
            (Some(_), Some(_)) => "datetime",
            (Some(_), None) => "date",
            _ => "time",
        };
        // All three read their own TOML text; `Z` and more than six digits of a second are read as well.
        let class = self.getattr(&self.import("datetime")?, class)?;
        self.call_method(
            &class,
            "fromisoformat",
            vec![Value::from(moment.to_string())],
        )
    }
}

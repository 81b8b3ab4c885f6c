//! What the evaluator does for this crate: computed headers, and templates with Python.
//!
//! For engines; nothing else here needs a [`Vm`].

use std::path::Path;
use std::rc::Rc;

use alembic_python::{Dict, Module, PyResult, Value, Vm};
use indexmap::IndexMap;

use crate::create_date::CreateDate;
use crate::revision::{HeaderValue, RevisionHeader};
use crate::template::{Template, TemplateError, TemplateValue};

/// `alembic.util.format_as_comma`.
const COMMA: &str = "\
def comma(value):
    if value is None:
        return ''
    elif isinstance(value, str):
        return value
    return ', '.join(value)
";

/// Runs a revision file and reads the header from its globals.
///
/// # Errors
/// What the file raises, and values that are not followed.
pub fn evaluate_header(vm: &Vm, path: &Path) -> PyResult<RevisionHeader> {
    let name: String = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || c == '_' {
                c
            } else {
                '_'
            }
        })
        .collect();
    let module = vm.run_file(path, &name)?;
    header_of(vm, &module)
}

/// Reads the header from the globals of a revision module.
///
/// # Errors
/// Values that are not followed.
pub fn header_of(vm: &Vm, module: &Module) -> PyResult<RevisionHeader> {
    let text = |name: &str| -> PyResult<Option<String>> {
        match module.get(name) {
            None => Ok(None),
            Some(value) => {
                let value = vm.require_concrete(&value, name)?;
                Ok(value.to_text().map(|text| text.to_string()))
            }
        }
    };
    let value = |name: &str| -> PyResult<HeaderValue> {
        match module.get(name) {
            None => Ok(HeaderValue::Absent),
            Some(value) => header_value(vm, name, &value),
        }
    };
    Ok(RevisionHeader {
        docstring: text("__doc__")?,
        revision: text("revision")?,
        down_revision: value("down_revision")?,
        branch_labels: value("branch_labels")?,
        depends_on: value("depends_on")?,
        defines_upgrade: module.get("upgrade").is_some(),
        defines_downgrade: module.get("downgrade").is_some(),
        ..RevisionHeader::default()
    })
}

fn header_value(vm: &Vm, name: &str, value: &Value) -> PyResult<HeaderValue> {
    let value = vm.require_concrete(value, name)?;
    if value.is_none() {
        return Ok(HeaderValue::None);
    }
    if let Some(text) = value.to_text() {
        return Ok(HeaderValue::One(text.to_string()));
    }
    let namespace = Module::new("__header__");
    namespace.set("value", value);
    let list = vm.evaluate_expression("list(value)", &namespace)?;
    let mut texts = Vec::new();
    for item in list.as_sequence().unwrap_or_default() {
        let item = vm.require_concrete(&item, name)?;
        match item.to_text() {
            Some(text) => texts.push(text.to_string()),
            None => return Err(vm.type_error(format!("`{name}` has an element that is no string"))),
        }
    }
    Ok(HeaderValue::Several(texts))
}

/// Renders a template in the evaluator; `own` gives the values for [`TemplateValue::Config`] and
/// [`TemplateValue::Python`].
///
/// # Errors
/// The outer error is what the template raises; the inner one is a template that cannot become a program.
pub fn render_template(
    vm: &Vm,
    template: &Template,
    names: &IndexMap<String, TemplateValue>,
    own: &dyn Fn(&TemplateValue) -> Value,
) -> PyResult<Result<String, TemplateError>> {
    let source = match template.python() {
        Ok(source) => source,
        Err(error) => return Ok(Err(error)),
    };
    let namespace = Module::new("__template__");
    let all = Dict::new();
    for (name, value) in names {
        let value = python_value(vm, value, own)?;
        namespace.set(name, value.clone());
        all.set_str(name, value);
    }
    namespace.set("__names__", Value::Dict(all));
    // Places in messages are those of the program, so it has a name of its own.
    let program = template.path.with_extension("mako.program");
    vm.exec_named(&source, &program, &namespace)?;
    let text = namespace
        .get("__result__")
        .and_then(|result| result.to_text())
        .map(|text| text.to_string());
    match text {
        Some(text) => Ok(Ok(text)),
        None => Err(vm.unsupported("the template gave no text")),
    }
}

/// A template's variable as a value of the evaluator.
///
/// # Errors
/// The `datetime` module cannot be imported.
pub fn python_value(
    vm: &Vm,
    value: &TemplateValue,
    own: &dyn Fn(&TemplateValue) -> Value,
) -> PyResult {
    let all = |items: &[TemplateValue]| -> PyResult<Vec<Value>> {
        items
            .iter()
            .map(|item| python_value(vm, item, own))
            .collect()
    };
    Ok(match value {
        TemplateValue::None => Value::None,
        TemplateValue::Bool(flag) => Value::Bool(*flag),
        TemplateValue::Integer(number) => Value::Int(*number),
        TemplateValue::Text(text) => Value::str(text),
        TemplateValue::Tuple(items) => Value::tuple(all(items)?),
        TemplateValue::List(items) => Value::list(all(items)?),
        TemplateValue::Date(date) => date_value(vm, date)?,
        TemplateValue::Comma => {
            let namespace = Module::new("__comma__");
            vm.exec_block(COMMA, &namespace)?;
            namespace.get("comma").unwrap_or(Value::None)
        }
        TemplateValue::Config | TemplateValue::Python(_) => own(value),
    })
}

fn date_value(vm: &Vm, date: &CreateDate) -> PyResult {
    let namespace: Rc<Module> = Module::new("__date__");
    namespace.set("datetime", vm.import("datetime")?);
    let zone = match &date.zone {
        None => "None",
        Some(key) => {
            namespace.set("zoneinfo", vm.import("zoneinfo")?);
            namespace.set("key", Value::str(key));
            "zoneinfo.ZoneInfo(key)"
        }
    };
    vm.evaluate_expression(
        &format!(
            "datetime.datetime({}, {}, {}, {}, {}, {}, {}, {zone})",
            date.year, date.month, date.day, date.hour, date.minute, date.second, date.microsecond
        ),
        &namespace,
    )
}

#[cfg(test)]
mod tests {
    use alembic_source::{MemorySystem, SourceMap};

    use super::*;

    #[test]
    fn computed_headers_and_templates() {
        let system = MemorySystem::default();
        system.add_file(
            "/v/a.py",
            "\"\"\"doc\"\"\"\nparts = ['a', 'b']\nrevision = 'x' + 'y'\ndown_revision = tuple(parts)\ndepends_on = {'c'}\n",
        );
        let vm = Vm::new(Rc::new(system), Rc::new(SourceMap::default()));
        let header = evaluate_header(&vm, Path::new("/v/a.py"))
            .unwrap_or_else(|_| panic!("the header is evaluated"));
        assert_eq!(header.docstring.as_deref(), Some("doc"));
        assert_eq!(header.revision.as_deref(), Some("xy"));
        assert_eq!(
            header.down_revision,
            HeaderValue::Several(vec!["a".to_owned(), "b".to_owned()])
        );
        assert_eq!(header.branch_labels, HeaderValue::Absent);

        let text = "<%! import sys %>\n% if up:\n${up} ${down | comma,n}\n% for x in 'a,b'.split(','):\n- ${x} ${context.get('q', 'none')}\n% endfor\n% endif\n";
        let template =
            Template::parse(Path::new("/t.mako"), text).unwrap_or_else(|error| panic!("{error}"));
        let names: IndexMap<String, TemplateValue> = [
            ("up", TemplateValue::Text("r".to_owned())),
            (
                "down",
                TemplateValue::tuple(&["a".to_owned(), "b".to_owned()]),
            ),
            ("comma", TemplateValue::Comma),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
        let rendered = render_template(&vm, &template, &names, &|_| Value::None);
        match rendered {
            Ok(Ok(text)) => assert_eq!(text, "\nr a, b\n- a none\n- b none\n"),
            Ok(Err(error)) => panic!("{error}"),
            Err(unwind) => panic!("the template raised {unwind:?}"),
        }
    }
}

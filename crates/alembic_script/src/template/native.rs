//! Rendering without Python: names, `repr(name)`, `str(name)`, `a if a else "text"`.

use alembic_config::percent::python_repr;
use indexmap::IndexMap;

use super::{Node, TemplateValue};

/// Variables that only a rendered revision has; Mako's `UNDEFINED`, which is false, otherwise.
const UNDEFINED: [&str; 3] = ["imports", "upgrades", "downgrades"];

pub(super) fn render(nodes: &[Node], names: &IndexMap<String, TemplateValue>) -> Option<String> {
    let mut out = String::new();
    for node in nodes {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Expression {
                source, filters, ..
            } => out.push_str(&expression(source, filters, names)?),
            Node::Control { .. }
            | Node::EndControl { .. }
            | Node::Code { .. }
            | Node::Def { .. }
            | Node::EndDef { .. } => return None,
        }
    }
    Some(out)
}

fn expression(
    source: &str,
    filters: &[String],
    names: &IndexMap<String, TemplateValue>,
) -> Option<String> {
    let value = evaluate(source, names)?;
    match filters {
        [] => as_str(&value),
        [comma, n] | [n, comma] if comma == "comma" && n == "n" => {
            if !matches!(names.get("comma"), Some(TemplateValue::Comma)) {
                return None;
            }
            format_as_comma(&value)
        }
        [n] if n == "n" => match value {
            TemplateValue::Text(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

fn evaluate(source: &str, names: &IndexMap<String, TemplateValue>) -> Option<TemplateValue> {
    let source = source.trim();
    if let Some((then, rest)) = source.split_once(" if ") {
        let (condition, otherwise) = rest.split_once(" else ")?;
        let condition = condition.trim();
        let is_undefined = UNDEFINED.contains(&condition) && !names.contains_key(condition);
        let chosen = if !is_undefined && is_true(&atom(condition, names)?)? {
            then
        } else {
            otherwise
        };
        return atom(chosen.trim(), names);
    }
    atom(source, names)
}

fn atom(source: &str, names: &IndexMap<String, TemplateValue>) -> Option<TemplateValue> {
    if let Some(value) = names.get(source) {
        return Some(value.clone());
    }
    for quote in ['"', '\''] {
        if let Some(text) = source
            .strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote))
            && !text.contains([quote, '\\'])
        {
            return Some(TemplateValue::Text(text.to_owned()));
        }
    }
    let call = |function: &str| {
        let inner = source
            .strip_prefix(function)?
            .trim_start()
            .strip_prefix('(')?
            .strip_suffix(')')?;
        names.get(inner.trim())
    };
    if names.contains_key("repr") || names.contains_key("str") {
        return None;
    }
    if let Some(value) = call("repr") {
        return repr(value).map(TemplateValue::Text);
    }
    if let Some(value) = call("str") {
        return as_str(value).map(TemplateValue::Text);
    }
    None
}

fn is_true(value: &TemplateValue) -> Option<bool> {
    match value {
        TemplateValue::None => Some(false),
        TemplateValue::Bool(flag) => Some(*flag),
        TemplateValue::Integer(number) => Some(*number != 0),
        TemplateValue::Text(text) => Some(!text.is_empty()),
        TemplateValue::Tuple(items) | TemplateValue::List(items) => Some(!items.is_empty()),
        TemplateValue::Date(_) | TemplateValue::Comma | TemplateValue::Config => Some(true),
        TemplateValue::Python(_) => None,
    }
}

fn as_str(value: &TemplateValue) -> Option<String> {
    match value {
        TemplateValue::Text(text) => Some(text.clone()),
        TemplateValue::Date(date) => Some(date.to_string()),
        other => repr(other),
    }
}

fn repr(value: &TemplateValue) -> Option<String> {
    let all = |items: &[TemplateValue]| -> Option<Vec<String>> { items.iter().map(repr).collect() };
    match value {
        TemplateValue::None => Some("None".to_owned()),
        TemplateValue::Bool(flag) => Some(if *flag { "True" } else { "False" }.to_owned()),
        TemplateValue::Integer(number) => Some(number.to_string()),
        TemplateValue::Text(text) => Some(python_repr(text)),
        TemplateValue::Tuple(items) => {
            let comma = if items.len() == 1 { "," } else { "" };
            Some(format!("({}{comma})", all(items)?.join(", ")))
        }
        TemplateValue::List(items) => Some(format!("[{}]", all(items)?.join(", "))),
        TemplateValue::Date(_)
        | TemplateValue::Comma
        | TemplateValue::Config
        | TemplateValue::Python(_) => None,
    }
}

/// `alembic.util.format_as_comma`.
fn format_as_comma(value: &TemplateValue) -> Option<String> {
    match value {
        TemplateValue::None => Some(String::new()),
        TemplateValue::Text(text) => Some(text.clone()),
        TemplateValue::Tuple(items) | TemplateValue::List(items) => {
            let texts: Option<Vec<&str>> = items
                .iter()
                .map(|item| match item {
                    TemplateValue::Text(text) => Some(text.as_str()),
                    _ => None,
                })
                .collect();
            Some(texts?.join(", "))
        }
        _ => None,
    }
}

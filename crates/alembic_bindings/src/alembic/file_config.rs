//! `Config.file_config`: a `ConfigParser` that the program may change as it likes.
//!
//! Once asked for, the parser is what counts: `Config` sets through it and reads its values back.

use std::cell::RefCell;
use std::rc::Rc;

use alembic_config::{IniFile, RawSection};
use alembic_python::{Dict, Object, PyResult, Value, Vm};

use crate::support::{attr, call_method, text};

const ATTRIBUTE: &str = "_file_config";

/// The parser of a configuration object, made at the first call.
pub(crate) fn of(vm: &Vm, config: &Rc<Object>, ini: &RefCell<IniFile>) -> PyResult {
    if let Some(found) = config.get(ATTRIBUTE) {
        return Ok(found);
    }
    let (defaults, sections) = ini.borrow().raw_values();
    let class = vm.import("configparser")?;
    let class = attr(vm, &class, "ConfigParser")?;
    let parser = vm.call(&class, vec![Value::Dict(to_dict(defaults))])?;
    let own = attr(vm, &parser, "_sections")?;
    if let Some(own) = own.as_dict() {
        for (name, section) in sections {
            own.set_str(&name, Value::Dict(to_dict(section)));
        }
    }
    config.set(ATTRIBUTE, parser.clone());
    Ok(parser)
}

/// The parser, if the program has asked for it.
pub(crate) fn known(config: &Value) -> Option<Value> {
    match config {
        Value::Object(object) => object.get(ATTRIBUTE),
        _ => None,
    }
}

/// `set_section_option` of the parser.
pub(crate) fn set(vm: &Vm, parser: &Value, section: &str, name: &str, value: &str) -> PyResult<()> {
    let known = call_method(vm, parser, "has_section", vec![Value::str(section)])?;
    if !vm.truth(&known)? {
        call_method(vm, parser, "add_section", vec![Value::str(section)])?;
    }
    let values = vec![Value::str(section), Value::str(name), Value::str(value)];
    call_method(vm, parser, "set", values).map(|_| ())
}

/// Takes the parser's values into the file.
pub(crate) fn read_back(vm: &Vm, parser: &Value, ini: &RefCell<IniFile>) -> PyResult<()> {
    let defaults = from_dict(vm, &attr(vm, parser, "_defaults")?)?;
    let sections = attr(vm, parser, "_sections")?;
    let mut read = indexmap::IndexMap::new();
    for (name, section) in pairs(vm, &sections)? {
        read.insert(name, from_dict(vm, &section)?);
    }
    ini.borrow_mut().replace_raw(defaults, read);
    Ok(())
}

fn to_dict(section: RawSection) -> Rc<Dict> {
    let out = Dict::new();
    for (name, raw) in section {
        out.set_str(&name, Value::from(raw));
    }
    out
}

fn from_dict(vm: &Vm, section: &Value) -> PyResult<RawSection> {
    pairs(vm, section)?
        .into_iter()
        .map(|(name, value)| Ok((name, text(vm, &value, "option value")?)))
        .collect()
}

fn pairs(vm: &Vm, dict: &Value) -> PyResult<Vec<(String, Value)>> {
    let dict = dict
        .as_dict()
        .ok_or_else(|| vm.type_error("a section of file_config is no dict"))?;
    dict.items()
        .into_iter()
        .map(|(name, value)| Ok((text(vm, &name, "option name")?, value)))
        .collect()
}

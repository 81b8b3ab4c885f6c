//! The logging sections of an ini file, read at once.
//!
//! Nearly every env.py calls `fileConfig` with a plain file: evaluating our Python `configparser` for that took a tenth
//! of a short command.

use std::path::Path;

use alembic_config::IniFile;
use alembic_source::FileId;

use crate::args::Args;
use crate::dict::Dict;
use crate::error::PyResult;
use crate::value::Value;
use crate::vm::Vm;

/// `_alembic_native.logging_ini(path)`: sections with their options, raw where `fileConfig` reads them raw.
///
/// `None` where `configparser` has more to say: errors, and values that need interpolation.
pub(crate) fn logging_ini(vm: &Vm, args: &mut Args) -> PyResult {
    let path = vm.path_arg(&args.arg(0))?;
    let Some(sections) = read(vm, Path::new(&*path)) else {
        return Ok(Value::None);
    };
    let out = Dict::new();
    for (name, options) in sections {
        let section = Dict::new();
        for (name, value) in options {
            section.set_str(&name, Value::from(value));
        }
        out.set_str(&name, Value::Dict(section));
    }
    Ok(Value::Dict(out))
}

type Options = Vec<(String, String)>;

fn read(vm: &Vm, path: &Path) -> Option<Vec<(String, Options)>> {
    const LISTS: [&str; 3] = ["formatters", "handlers", "loggers"];
    let path = vm.system.absolute(path);
    let text = vm.system.read_to_string(&path).ok()?.replace("\r\n", "\n");
    if text.contains('\r') {
        return None;
    }
    let mut ini = IniFile::default();
    ini.read(&text, "", FileId::FIRST).ok()?;
    let mut out = Vec::new();
    for section in ini.sections() {
        let is_formatter = section.starts_with("formatter_");
        let is_ours = is_formatter
            || LISTS.contains(&section)
            || section.starts_with("handler_")
            || section.starts_with("logger_");
        if !is_ours {
            continue;
        }
        let mut options = Vec::new();
        for name in ini.option_names(section) {
            let raw = &ini.raw(section, &name)?.raw;
            let is_raw = is_formatter && ["format", "datefmt", "style"].contains(&name.as_str());
            if !is_raw && raw.contains('%') {
                return None;
            }
            options.push((name, raw.clone()));
        }
        out.push((section.to_owned(), options));
    }
    Some(out)
}

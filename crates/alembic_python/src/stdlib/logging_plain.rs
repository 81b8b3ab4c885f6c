//! Log lines whose loggers, handlers and formatters are all plain, written at once.
//!
//! A revision writes one line. Evaluating our Python `logging` for it took a third of what a small revision costs.
//! Whatever the program made special (filters, own classes, other streams, replaced methods) is left to `logging`.

use std::fmt::Write as _;
use std::rc::Rc;

use crate::class::Class;
use crate::module::Module;
use crate::object::Object;
use crate::symbol::Symbol;
use crate::value::Value;
use crate::vm::Vm;

/// Most loggers above one another.
const MOST_PARENTS: usize = 64;

impl Vm {
    /// Writes `message` as `logger.log(level, "%s", message)` does; false if only `logging` itself can tell how.
    pub fn log_plainly(&self, logger: &Value, level: i64, message: &str) -> bool {
        if self.logging_is_changed.get() {
            return false;
        }
        let Some(Value::Module(logging)) = self.sys_modules.get_str("logging") else {
            return false;
        };
        let lines = Logging { vm: self, logging }.lines(logger, level, message);
        let Some((name, lines)) = lines else {
            return false;
        };
        let sink = self.extension::<crate::LogSinkHandle>();
        for line in lines {
            let is_taken = sink
                .as_ref()
                .is_some_and(|sink| sink.0.log(&name, level, &line));
            if !is_taken {
                self.write_stderr(&format!("{line}\n"));
            }
        }
        true
    }
}

struct Logging<'a> {
    vm: &'a Vm,
    logging: Rc<Module>,
}

impl Logging<'_> {
    fn named(&self, name: &'static str) -> Option<Value> {
        self.logging.get_symbol(Symbol::literal(name))
    }

    /// The logger's name and a line for each handler; `None` where something is not plain.
    fn lines(&self, logger: &Value, level: i64, message: &str) -> Option<(Rc<str>, Vec<String>)> {
        let factory = self.named("_logRecordFactory")?;
        if !factory.is(&self.named("LogRecord")?) {
            return None;
        }
        let first = self
            .plain(logger, "Logger")
            .or_else(|| self.plain(logger, "RootLogger"))?;
        let name = first.get("name")?.to_text()?;
        let chain = self.chain(first)?;
        if !self.is_enabled(&chain, level)? {
            return Some((name, Vec::new()));
        }
        let mut lines = Vec::new();
        let mut n_handlers = 0;
        for logger in &chain {
            for handler in logger.get("handlers")?.as_list()?.to_vec() {
                n_handlers += 1;
                if self.plain(&handler, "NullHandler").is_some() {
                    continue;
                }
                let handler = self.plain(&handler, "StreamHandler")?;
                if level >= integer(handler, "level")? {
                    lines.push(self.line(handler, &name, level, message)?);
                }
            }
            if !self.flag(logger, "propagate")? {
                break;
            }
        }
        // Without any handler `logging` has one of last resort.
        (n_handlers > 0).then_some((name, lines))
    }

    /// An instance of exactly this class without filters, whose methods are those of the class.
    fn plain<'v>(&self, value: &'v Value, class: &'static str) -> Option<&'v Rc<Object>> {
        const METHODS: [&str; 6] = ["_log", "emit", "filter", "format", "handle", "info"];
        let object = value.as_object()?;
        let class: Rc<Class> = match self.named(class)? {
            Value::Class(class) => class,
            _ => return None,
        };
        let is_plain = Rc::ptr_eq(&object.class(), &class)
            && object.get("filters")?.as_list()?.is_empty()
            && METHODS.iter().all(|method| object.get(method).is_none());
        is_plain.then_some(object)
    }

    /// The logger and those above it.
    fn chain(&self, first: &Rc<Object>) -> Option<Vec<Rc<Object>>> {
        let mut chain = vec![first.clone()];
        loop {
            let parent = chain.last()?.get("parent")?;
            if parent.is_none() {
                return Some(chain);
            }
            let parent = self
                .plain(&parent, "Logger")
                .or_else(|| self.plain(&parent, "RootLogger"))?;
            if chain.len() > MOST_PARENTS {
                return None;
            }
            chain.push(parent.clone());
        }
    }

    fn is_enabled(&self, chain: &[Rc<Object>], level: i64) -> Option<bool> {
        let first = chain.first()?;
        if self.flag(first, "disabled")? {
            return Some(false);
        }
        let manager = match self.named("Logger")? {
            Value::Class(class) => class.get("manager")?,
            _ => return None,
        };
        let disabled = integer(manager.as_object()?, "disable")?;
        for logger in chain {
            let own = integer(logger, "level")?;
            if own != 0 {
                return Some(disabled < level && level >= own);
            }
        }
        Some(disabled < level)
    }

    fn flag(&self, object: &Rc<Object>, name: &'static str) -> Option<bool> {
        match object.get(name)? {
            Value::Bool(flag) => Some(flag),
            Value::Int(number) => Some(number != 0),
            _ => None,
        }
    }

    /// The line that a handler writes to standard error.
    fn line(&self, handler: &Rc<Object>, name: &str, level: i64, message: &str) -> Option<String> {
        let Some(Value::Module(sys)) = self.vm.sys_modules.get_str("sys") else {
            return None;
        };
        let is_stderr = handler.get("stream")?.is(&sys.get("__stderr__")?);
        if !is_stderr || handler.get("terminator").is_some() {
            return None;
        }
        let formatter = handler.get("formatter")?;
        if formatter.is_none() {
            return Some(message.to_owned());
        }
        let formatter = formatter.as_object()?;
        let Value::Class(class) = self.named("Formatter")? else {
            return None;
        };
        let is_plain = Rc::ptr_eq(&formatter.class(), &class)
            && formatter.get("_style_name")?.as_str()? == "%"
            && formatter.get("_defaults")?.is_none()
            && formatter.get("format").is_none()
            && formatter.get("formatMessage").is_none();
        if !is_plain {
            return None;
        }
        let names = self.named("_levelToName")?;
        let level_name = names
            .as_dict()?
            .get(self.vm, &Value::Int(level))
            .ok()??
            .to_text()?;
        let format = formatter.get("_fmt")?.to_text()?;
        format_line(&format, |field| match field {
            "levelname" => Some(&*level_name),
            "name" => Some(name),
            "message" => Some(message),
            _ => None,
        })
    }
}

fn integer(object: &Rc<Object>, name: &'static str) -> Option<i64> {
    match object.get(name)? {
        Value::Int(number) => Some(number),
        _ => None,
    }
}

/// `format % fields` for fields of the form `%(name)-5.5s`; `None` for any other.
fn format_line<'t>(format: &str, field: impl Fn(&str) -> Option<&'t str>) -> Option<String> {
    let mut out = String::with_capacity(format.len() + 64);
    let mut rest = format;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let (name, after) = after.strip_prefix('(')?.split_once(')')?;
        let end = after.find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '.')))?;
        let (options, after) = after.split_at(end);
        rest = after.strip_prefix('s')?;
        let (width, precision) = match options.split_once('.') {
            Some((width, precision)) => (width, Some(precision.parse::<usize>().ok()?)),
            None => (options, None),
        };
        let is_left = width.starts_with('-');
        let width = width.strip_prefix('-').unwrap_or(width);
        let width = if width.is_empty() {
            0
        } else {
            width.parse::<usize>().ok()?
        };
        let text = field(name)?;
        let text = match precision.and_then(|precision| text.char_indices().nth(precision)) {
            Some((end, _)) => text.get(..end)?,
            None => text,
        };
        if is_left {
            write!(out, "{text:<width$}").ok()?;
        } else {
            write!(out, "{text:>width$}").ok()?;
        }
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_formatted_as_percent_does() {
        let field = |name: &str| match name {
            "levelname" => Some("WARNING"),
            "message" => Some("añb"),
            _ => None,
        };
        let line = |format: &str| format_line(format, field);
        assert_eq!(
            line("%(levelname)-5.5s [%(message)s]").unwrap(),
            "WARNI [añb]"
        );
        assert_eq!(
            line("%(message)-5s|%(message)5s|%(message).2s").unwrap(),
            "añb  |  añb|añ"
        );
        assert_eq!(line("%(asctime)s"), None);
        assert_eq!(line("100%%"), None);
        assert_eq!(line("%(message)r"), None);
    }
}

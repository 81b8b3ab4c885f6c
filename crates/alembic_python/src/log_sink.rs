//! Where log lines of the program go.

use std::rc::Rc;

/// Takes log records before the program's own handlers see them.
pub trait LogSink {
    /// A record that reached a handler of the root or of its logger: logger name, level, formatted line.
    ///
    /// True if the sink took it; otherwise the line is written where the handler writes.
    fn log(&self, logger: &str, level: i64, line: &str) -> bool;
}

/// The sink as a host value: `vm.set_extension(Rc::new(LogSinkHandle(sink)))`.
pub struct LogSinkHandle(pub Rc<dyn LogSink>);

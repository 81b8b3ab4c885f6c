//! How a failed command is reported.

use std::io::Write;

use alembic_script::{Engine, Failure, FailureKind, Messenger};

use crate::console::{Console, error_line, flush_stdout, wants_hints};

/// Prints a failure the way Alembic does, then our explanation; the exit status.
pub(crate) fn report(failure: &Failure, console: &Console, engine: &dyn Engine, raise: bool) -> u8 {
    let status = match &failure.kind {
        FailureKind::Command { message } if raise => {
            explain(failure, console);
            traceback(None, "alembic.util.exc.CommandError", message);
            return 1;
        }
        FailureKind::Command { message } => {
            flush_stdout();
            engine.log_error("alembic.util.messaging", message);
            if !console.is_quiet() {
                console.message(&format!("FAILED: {message}"), true);
            }
            if wants_hints() {
                explain(failure, console);
            }
            return 255;
        }
        FailureKind::Exception {
            type_name,
            message,
            traceback: lines,
        } => {
            // The exception comes last, where scripts and people look for it.
            explain(failure, console);
            traceback(lines.as_deref(), type_name, message);
            return 1;
        }
        FailureKind::Exit { status } => u8::try_from(status & 255).unwrap_or(1),
        FailureKind::Unsupported { message } => {
            if failure.diagnostics.is_empty() {
                error_line(&format!("error: {message}"));
            }
            1
        }
    };
    explain(failure, console);
    status
}

fn explain(failure: &Failure, console: &Console) {
    for diagnostic in &failure.diagnostics {
        console.diagnostic(diagnostic);
    }
}

/// The end of a Python traceback; the lines before it if they are known.
fn traceback(lines: Option<&str>, type_name: &str, message: &str) {
    let last = if message.is_empty() {
        type_name.to_owned()
    } else {
        format!("{type_name}: {message}")
    };
    match lines {
        Some(lines) => error_line(&format!("{}\n{last}", lines.trim_end())),
        None => error_line(&last),
    }
}

/// After a panic.
pub(crate) fn internal_error() {
    let _ = writeln!(
        std::io::stderr(),
        "error: internal error\n  = note: this is a defect of alembic-rs, not of your project\n  \
         = help: please report it with the message above and the command that caused it"
    );
}

/// The command's thread could not be started.
pub(crate) fn cannot_start(error: &std::io::Error) {
    let _ = writeln!(
        std::io::stderr(),
        "error: cannot start the command: {error}"
    );
}
